//! Answers that break a claim: whether they do, and whether they are the first of their kind, so that no other answer in
//! their place would do as well.

use crate::model::certificate::{CertifiedAnswer, CertifiedWitness};
use crate::model::{Claim, Cond, FactId, Given, Profile, Value};

use super::super::facts;
use super::super::marks;
use super::super::world::{Computed, value_of};
use super::base::{Base, blank};
use super::leaf::{breaks, moves};
use super::span::May;

/// Rounds in which other answers are tried at most.
const MOST_ROUNDS: u8 = 24;
/// Certainties in the order in which they are tried.
const CERTAINTIES: [f64; 5] = [1.0, 0.75, 0.5, 0.25, 0.1];

/// Answers that may break a claim, the two values of a fact that is raised apart.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Answers {
    pub(super) given: Vec<(FactId, Value, f64)>,
    pub(super) values: Vec<Value>,
    /// How certain the values are.
    certainty: f64,
}

impl Answers {
    /// Those of a profile.
    pub(super) fn of(profile: &Profile, values: Vec<Value>, claim: &Claim<Cond>) -> Self {
        let raised = super::tree::raised(claim).filter(|_| !values.is_empty());
        let given = profile.facts.iter();
        let given = given.filter_map(|(id, given)| {
            let given = given.as_ref().filter(|given| given.certainty > 0.0)?;
            Some((id, given.value.clone(), given.certainty))
        });
        let given = given.filter(|(id, ..)| Some(*id) != raised);
        let own = raised.and_then(|fact| profile.given(fact));
        Self {
            given: given.collect(),
            values,
            certainty: own.map_or(1.0, |given| given.certainty),
        }
    }

    fn profile(&self, base: &Base<'_>, raised: Option<(FactId, &Value)>) -> Profile {
        let mut profile = blank(base.book());
        for (fact, value, certainty) in &self.given {
            let given = Given::certain(value.clone());
            let certainty = *certainty;
            profile.set(*fact, Some(Given { certainty, ..given }));
        }
        if let Some((fact, value)) = raised {
            let given = Given::certain(value.clone());
            let certainty = self.certainty;
            profile.set(fact, Some(Given { certainty, ..given }));
        }
        profile
    }

    /// Whether they break a claim.
    pub(super) fn break_it(&self, base: &Base<'_>, claim: &Claim<Cond>) -> bool {
        match (claim, &self.values[..]) {
            (Claim::Stated { always, cond, when }, []) if self.certainty == 1.0 => {
                let wanted = if *always { May::NOT_YES } else { May::YES };
                let profile = self.profile(base, None);
                breaks(&base.world, &profile, (when.as_ref(), cond, wanted))
            }
            (Claim::Raising { raising, when }, [low, high])
                if self.certainty > 0.0 && self.certainty <= 1.0 =>
            {
                let own = self.given.iter().any(|(fact, ..)| *fact == raising.fact);
                let of = |value| self.profile(base, Some((raising.fact, value)));
                let profiles = [of(low), of(high)];
                let [before, after] = &profiles;
                !own && rises(low, high)
                    && moves(&base.world, [before, after], raising, when.as_ref())
            }
            _other => false,
        }
    }

    /// The first answers of their kind, from these on: none of them may be missing, none may be another that comes first.
    pub(super) fn first(mut self, base: &Base<'_>, claim: &Claim<Cond>) -> Computed<Self> {
        for _ in 0..MOST_ROUNDS {
            let before = self.clone();
            self.fewer(base, claim);
            self.other_facts(base, claim)?;
            self.other_values(base, claim)?;
            if before == self {
                break;
            }
        }
        Ok(self)
    }

    fn fewer(&mut self, base: &Base<'_>, claim: &Claim<Cond>) {
        let mut at = 0;
        while at < self.given.len() {
            let mut less = self.clone();
            less.given.remove(at);
            match less.break_it(base, claim) {
                true => *self = less,
                false => at = at.saturating_add(1),
            }
        }
    }

    /// Takes an answer to an earlier question in the place of each.
    fn other_facts(&mut self, base: &Base<'_>, claim: &Claim<Cond>) -> Computed<()> {
        for at in 0..self.given.len() {
            let Some(own) = self.given.get(at).map(|(fact, ..)| *fact) else {
                break;
            };
            let mut rest = self.clone();
            rest.given.remove(at);
            let known = |fact: FactId| rest.given.iter().any(|(one, ..)| *one == fact);
            let earlier = base.book().facts.ids().take_while(|fact| *fact < own);
            let earlier = earlier.filter(|fact| base.reads(*fact) && !known(*fact));
            'facts: for fact in earlier {
                for value in marks::values(&base.world, fact)? {
                    let mut other = rest.clone();
                    other.given.push((fact, value, 1.0));
                    other.given.sort_by_key(|(fact, ..)| *fact);
                    if other.break_it(base, claim) {
                        *self = other;
                        break 'facts;
                    }
                }
            }
        }
        Ok(())
    }

    /// Takes the first value, the first certainty and the first of each value that is compared.
    fn other_values(&mut self, base: &Base<'_>, claim: &Claim<Cond>) -> Computed<()> {
        for at in 0..self.given.len() {
            let Some((fact, own, certainty)) = self.given.get(at).cloned() else {
                break;
            };
            let values = marks::values(&base.world, fact)?;
            let values = values.into_iter().take_while(|value| *value != own);
            let first = values.map(|value| (fact, value, certainty));
            self.take_first(base, claim, first, at);
            let Some((fact, own, certainty)) = self.given.get(at).cloned() else {
                break;
            };
            let certainties = CERTAINTIES.into_iter().take_while(|one| *one != certainty);
            let first = certainties.map(|certainty| (fact, own.clone(), certainty));
            self.take_first(base, claim, first, at);
        }
        let Some(raised) = super::tree::raised(claim) else {
            return Ok(());
        };
        for at in 0..self.values.len() {
            let Some(own) = self.values.get(at).cloned() else {
                break;
            };
            let values = marks::values(&base.world, raised)?.into_iter();
            for value in values.take_while(|value| *value != own) {
                let mut other = self.clone();
                if let Some(slot) = other.values.get_mut(at) {
                    *slot = value;
                }
                if other.break_it(base, claim) {
                    *self = other;
                    break;
                }
            }
        }
        for certainty in CERTAINTIES
            .into_iter()
            .take_while(|one| *one != self.certainty)
        {
            let other = Self {
                certainty,
                ..self.clone()
            };
            if other.break_it(base, claim) {
                *self = other;
                break;
            }
        }
        Ok(())
    }

    fn take_first(
        &mut self,
        base: &Base<'_>,
        claim: &Claim<Cond>,
        all: impl Iterator<Item = (FactId, Value, f64)>,
        at: usize,
    ) {
        for one in all {
            let mut other = self.clone();
            if let Some(slot) = other.given.get_mut(at) {
                *slot = one;
            }
            if other.break_it(base, claim) {
                *self = other;
                break;
            }
        }
    }

    /// As data.
    pub(super) fn told(&self, base: &Base<'_>, claim: &Claim<Cond>) -> Computed<CertifiedWitness> {
        let facts = &base.book().facts;
        let answers = self.given.iter().map(|(fact, value, certainty)| {
            let about = &facts[*fact];
            Ok(CertifiedAnswer {
                fact: about.name.to_string(),
                value: value_of(about, value)?,
                certainty: *certainty,
            })
        });
        let values = self.values.iter().map(|value| {
            let raised = super::tree::raised(claim).ok_or("no fact is raised")?;
            value_of(&facts[raised], value)
        });
        Ok(CertifiedWitness {
            answers: answers.collect::<Computed<_>>()?,
            values: values.collect::<Computed<_>>()?,
            certainty: self.certainty,
        })
    }

    /// From data.
    pub(super) fn read(
        stated: &CertifiedWitness,
        base: &Base<'_>,
        claim: &Claim<Cond>,
    ) -> Computed<Self> {
        let mut given = Vec::new();
        for answer in &stated.answers {
            let (id, about) = facts::fact_named(base.book(), &answer.fact)?;
            let value = facts::value(about, &answer.value)?;
            if !(answer.certainty > 0.0 && answer.certainty <= 1.0) {
                return Err(format!("a certainty of {}", answer.certainty));
            }
            given.push((id, value, answer.certainty));
        }
        if !given
            .iter()
            .zip(given.iter().skip(1))
            .all(|(a, b)| a.0 < b.0)
        {
            return Err("answers in another order, or one fact twice".into());
        }
        let values = stated.values.iter().map(|value| {
            let raised = super::tree::raised(claim).ok_or("no fact is raised")?;
            facts::value(&base.book().facts[raised], value)
        });
        Ok(Self {
            given,
            values: values.collect::<Computed<_>>()?,
            certainty: stated.certainty,
        })
    }
}

/// Whether the second value is above the first.
fn rises(low: &Value, high: &Value) -> bool {
    match (low, high) {
        (Value::YesNo(low), Value::YesNo(high)) => !low && *high,
        (Value::Level(low), Value::Level(high)) => low < high,
        (Value::Number(low), Value::Number(high)) => low < high,
        (Value::Set(low), Value::Set(high)) => low != high && low.union(*high) == *high,
        _other => false,
    }
}
