//! How much of what is open changes the advice, and which answers would settle it. Says nothing of what is likely: every
//! value counts alike.

use std::collections::BTreeSet;

use super::answers::{Answers, gives, put};
use super::asked::gate;
use super::draw::thin;
use super::region::{Bounded, Case, Doubt, Field};
use super::search::{Goal, Sought, Work};
use super::settled::{Explorer, Unknowns};
use crate::engine::fault::Fault;
use crate::model::{FactId, Value};

/// The part of all complete ways to answer the open questions in which the advice is another. Each level of a fact counts
/// alike, each choice of a set, each whole number, and other numbers by the length of their range. A fact whose question does
/// not apply has no answers to count.
#[derive(Clone, Debug, PartialEq)]
pub struct Share {
    /// At least this part, from 0 to 1.
    pub low: f64,
    /// At most this part, from 0 to 1; the same as `low` where it is exact.
    pub high: f64,
    /// The numbers without a range on which it hangs: what they hide is between both ends.
    pub unbounded: Vec<FactId>,
}

/// Answers after which no other can change the advice. None of them can be left out, as far as bounds can tell.
#[derive(Clone, Debug, PartialEq)]
pub struct Settling {
    /// The answers, in the order of the facts.
    pub facts: Vec<(FactId, Value)>,
    /// Whether it is proved that fewer answers never do.
    pub smallest: bool,
}

/// Parts of all ways to answer that are looked at at most.
const MOST_PARTS: u32 = 5_000;
/// A part so small is not looked into.
const LEAST: f64 = 1e-3;
/// Regions that the search for settling answers looks at at most, and for one try.
const MOST_TRIED: u32 = 2_000;
const MOST_OF_ONE: u32 = 200;
/// Answers that are looked at at most to find, one after the other, those that settle the advice.
const MOST_STEERED: u32 = 500;
/// Sums of parts are rounded to this.
const GRAIN: f64 = 1e9;

impl Share {
    /// Nothing changes the advice.
    pub(super) fn none() -> Self {
        Self {
            low: 0.0,
            high: 0.0,
            unbounded: Vec::new(),
        }
    }
}

/// The parts that were counted so far.
struct Count<'e, 'a> {
    explorer: &'e Explorer<'a>,
    doubt: Doubt,
    /// One value for each fact that was split.
    path: Answers,
    left: u32,
    other: f64,
    open: f64,
    /// What no complete way to answer is in.
    void: f64,
    unbounded: BTreeSet<FactId>,
    /// The fewest answers found with which the advice stands, whatever the others are, as long as none stays open.
    stands: Option<Answers>,
}

impl Explorer<'_> {
    /// The part of the complete ways to answer that leads to another advice; and complete answers, the most telling last,
    /// that do not.
    pub(super) fn share(&self) -> Result<(Share, Option<Answers>), Fault> {
        let mut bounds = self.completions(true)?;
        let mut count = Count {
            explorer: self,
            doubt: Doubt::new(self.program),
            path: Vec::new(),
            left: MOST_PARTS,
            other: 0.0,
            open: 0.0,
            void: 0.0,
            unbounded: BTreeSet::new(),
            stands: None,
        };
        count.part(&mut bounds, 1.0);
        let grained = |part: f64| (part * GRAIN).round() / GRAIN;
        let all = (1.0 - count.void).max(f64::MIN_POSITIVE);
        let share = Share {
            low: grained(count.other / all).min(1.0),
            high: grained((count.other + count.open) / all).min(1.0),
            unbounded: count.unbounded.into_iter().collect(),
        };
        let stands = count.stands.and_then(|stands| {
            let rest = self.answerable().filter_map(|(fact, cases)| {
                let value = cases.first()?.value.clone()?;
                Some((fact, value))
            });
            let rest: Answers = rest.collect();
            let rest = rest.into_iter().filter(|(fact, _)| !gives(&stands, *fact));
            let all: Answers = rest.chain(stands.iter().cloned()).collect();
            self.with_asked(&[], &all).map(|(asked, _)| asked)
        });
        Ok((share, stands))
    }

    /// Answers after which nothing else changes the advice: one, else two of which one alone keeps it where the witness that
    /// was found changes it, else as many as it takes.
    pub(super) fn settling(
        &self,
        bounds: &mut Bounded,
        found: &Unknowns,
        stands: Option<Answers>,
    ) -> Option<Settling> {
        let witness = found.witness.iter().map(|witness| witness.facts.clone());
        let mut tries = Tries {
            explorer: self,
            bounds,
            work: MOST_TRIED,
            against: witness.collect(),
            open: false,
        };
        let singles = self.singles(found);
        let one = singles.iter().map(std::slice::from_ref);
        let one = tries.first(one).map(<[_]>::to_vec);
        let fewer_fail = !tries.open;
        let few = one.or_else(|| tries.pair(&singles));
        let mut facts = few.or_else(|| tries.many(stands))?;
        facts.sort_by_key(|(fact, _)| *fact);
        let open = found.settled == Some(false);
        let smallest = open && fewer_fail && facts.len() <= 2;
        Some(Settling { facts, smallest })
    }

    /// Every answer to one of the open questions, one value for all that are alike; the most telling facts first.
    fn singles(&self, found: &Unknowns) -> Answers {
        let facts = found.effects.iter().map(|effect| effect.fact);
        let singles = facts.flat_map(|fact| {
            let cases = self.atlas.chart(self.program, fact).cases.iter();
            cases.filter_map(move |case| Some((fact, case.value.clone()?)))
        });
        singles.collect()
    }
}

impl Count<'_, '_> {
    fn part(&mut self, bounds: &mut Bounded, weight: f64) {
        let explorer = self.explorer;
        let (program, atlas) = (explorer.program, explorer.atlas);
        let goal = Goal::Other(explorer.advice);
        let outcomes = bounds.outcomes();
        let sought = outcomes.iter().filter(|one| goal.is(**one)).count();
        if bounds.is_void() {
            self.void += weight;
            return;
        }
        if sought == 0 {
            self.stands_here();
            return;
        }
        if sought == outcomes.len() {
            self.other += weight;
            return;
        }
        let fact = bounds.in_doubt(program, atlas, &|one| goal.is(one), &mut self.doubt);
        // What hangs on it through a script is not known: as long as anything is left to tell apart, it is.
        let splits = |fact: &FactId| atlas.splits(program, *fact, bounds.field(*fact));
        let mut open = explorer.answerable().map(|(fact, _)| fact);
        let Some(fact) = fact.or_else(|| open.find(splits)) else {
            return self.one(bounds, weight);
        };
        match self.asked_first(bounds, fact) {
            None => self.open += weight,
            Some(_) if weight < LEAST || self.left == 0 => self.open += weight,
            Some(fact) => self.split(bounds, fact, weight),
        }
    }

    /// The fact itself where its question surely applies, else one on which that hangs; `None` where nobody can tell.
    fn asked_first(&mut self, bounds: &Bounded, fact: FactId) -> Option<FactId> {
        let (program, atlas) = (self.explorer.program, self.explorer.atlas);
        let mut first = fact;
        // No question depends on itself through others, so that this ends.
        while bounds.field(first).is_open()
            && let Some(gate) = bounds.gates().of(first)
        {
            match bounds.hangs_on(program, atlas, gate, &mut self.doubt)? {
                own if own == first => break,
                other => first = other,
            }
        }
        Some(first)
    }

    fn stands_here(&mut self) {
        let before = self.stands.as_ref().map(Vec::len);
        if before.is_none_or(|before| self.path.len() < before) {
            self.stands = Some(self.path.clone());
        }
    }

    /// A part whose answers are all alike, though the bounds cannot tell.
    fn one(&mut self, bounds: &Bounded, weight: f64) {
        let explorer = self.explorer;
        let mut answers = self.path.clone();
        let rest = explorer.answerable().map(|(fact, _)| fact);
        let rest: Vec<FactId> = rest.filter(|fact| !gives(&self.path, *fact)).collect();
        let mut all = true;
        for fact in rest {
            let field = bounds.field(fact);
            let value = explorer.atlas.value_in(explorer.program, fact, field);
            all &= value.is_some() || !field.known;
            answers.extend(value.map(|value| (fact, value)));
        }
        let record = explorer.with(&answers).filter(|_| all);
        match record.map(|record| explorer.changed(&record)) {
            Some(true) => self.other += weight,
            Some(false) => self.stands_here(),
            None => self.open += weight,
        }
    }

    fn split(&mut self, bounds: &mut Bounded, fact: FactId, weight: f64) {
        let explorer = self.explorer;
        let (program, atlas) = (explorer.program, explorer.atlas);
        let kind = &program.rulebook.facts[fact].kind;
        let parts = atlas.parts_of(program, fact, bounds.field(fact));
        // What is asked is not left open.
        let known = parts.iter().filter(|case| case.field.known);
        let parts: Vec<&Case> = known.collect();
        let measures = parts.iter().map(|case| case.field.measure(kind));
        let measures: Option<Vec<f64>> = measures.collect();
        let all: Option<f64> = measures.as_ref().map(|measures| measures.iter().sum());
        let (Some(measures), Some(all)) = (measures, all.filter(|all| *all > 0.0)) else {
            self.open += weight;
            self.unbounded.insert(fact);
            return;
        };
        for (case, measure) in parts.into_iter().zip(measures) {
            let part = weight * (measure / all);
            // A single number among others weighs nothing.
            if part <= 0.0 {
                continue;
            }
            self.left = self.left.saturating_sub(1);
            let path = self.path.clone();
            put(&mut self.path, fact, case.value.clone());
            match bounds.narrow(program, atlas, (fact, case.field)) {
                Ok(()) => self.part(bounds, part),
                Err(_) => self.open += part,
            }
            bounds.widen(atlas);
            self.path = path;
        }
    }
}

/// Answers that are tried, each as if all other questions stayed open.
struct Tries<'e, 'a, 'b> {
    explorer: &'e Explorer<'a>,
    /// All completions.
    bounds: &'b mut Bounded,
    work: u32,
    /// Answers that change the advice: where they still do beside those that are tried, these settle nothing.
    against: Vec<Answers>,
    /// Whether one was neither shown to settle the advice nor not to.
    open: bool,
}

impl Tries<'_, '_, '_> {
    /// The first of some answers that settle the advice.
    fn first<'t>(
        &mut self,
        mut sets: impl Iterator<Item = &'t [(FactId, Value)]>,
    ) -> Option<&'t [(FactId, Value)]> {
        sets.find(|set| self.settle(set))
    }

    /// Two answers that settle the advice, one of which alone keeps it where the first witness changes it.
    fn pair(&mut self, singles: &[(FactId, Value)]) -> Option<Answers> {
        let witness = self.against.first()?.clone();
        let keeps = |one: &&(FactId, Value)| !self.changes(std::slice::from_ref(one), &witness);
        let keep: Vec<&(FactId, Value)> = singles.iter().filter(keeps).collect();
        for first in keep {
            for second in singles.iter().filter(|second| second.0 != first.0) {
                let pair = [first.clone(), second.clone()];
                if self.settle(&pair) {
                    return Some(pair.into());
                }
            }
        }
        None
    }

    /// As many answers as it takes, none of which can be left out.
    fn many(&mut self, stands: Option<Answers>) -> Option<Answers> {
        let mut doubt = Doubt::new(self.explorer.program);
        let mut facts = Vec::new();
        self.work = MOST_STEERED;
        let steered = self.steer(&mut facts, &mut doubt);
        self.work = MOST_TRIED;
        if !steered || !self.asks(&facts) {
            facts = stands.filter(|facts| self.settle(facts))?;
        }
        thin(&mut facts, 1, &mut |fewer| self.settle(fewer));
        Some(facts)
    }

    /// Whether answers change the advice beside those that are given.
    fn changes(&self, given: &[(FactId, Value)], answers: &[(FactId, Value)]) -> bool {
        let with = self.explorer.with_asked(given, answers);
        with.is_some_and(|(_, record)| self.explorer.changed(&record))
    }

    /// Whether some answers surely settle the advice.
    fn settle(&mut self, facts: &[(FactId, Value)]) -> bool {
        let Some(left) = self.work.checked_sub(1) else {
            self.open = true;
            return false;
        };
        self.work = left;
        let mut against = self.against.iter();
        if let Some(at) = against.position(|against| self.changes(facts, against)) {
            // What refuted one refutes others like it: it is asked first.
            self.against.swap(0, at);
            return false;
        }
        let explorer = self.explorer;
        if !self.asks(facts) {
            return false;
        }
        facts
            .iter()
            .for_each(|(fact, value)| self.give(*fact, value));
        let mut work = Work {
            left: MOST_OF_ONE.min(self.work),
        };
        let before = work.left;
        let sought =
            explorer.seek_beside(facts, self.bounds, Goal::Other(explorer.advice), &mut work);
        facts.iter().rev().for_each(|(fact, _)| self.take(*fact));
        self.work = self.work.saturating_sub(before.saturating_sub(work.left));
        match sought {
            Sought::Nothing => return true,
            Sought::Answers(answers) => self.against.insert(0, answers),
            Sought::Open => self.open = true,
        }
        false
    }

    /// Answers that settle the advice: each time to what the advice hangs on most, first what leaves the least beside it.
    fn steer(&mut self, facts: &mut Answers, doubt: &mut Doubt) -> bool {
        let explorer = self.explorer;
        let (program, atlas) = (explorer.program, explorer.atlas);
        let outcomes = self.bounds.outcomes();
        if outcomes == [explorer.advice] {
            return true;
        }
        let goal = Goal::Other(explorer.advice);
        let fact = self
            .bounds
            .in_doubt(program, atlas, &|one| goal.is(one), doubt);
        let Some(fact) = fact.filter(|_| outcomes.contains(&explorer.advice)) else {
            return false;
        };
        let values = atlas.chart(program, fact).cases.iter();
        let mut ways: Vec<(usize, &Value)> = values
            .filter_map(|case| case.value.as_ref())
            .map(|value| (self.beside(fact, value), value))
            .collect();
        ways.sort_by_key(|(others, _)| *others);
        for (_, value) in ways {
            let Some(left) = self.work.checked_sub(1) else {
                return false;
            };
            self.work = left;
            facts.push((fact, value.clone()));
            self.give(fact, value);
            let done = self.steer(facts, doubt);
            self.take(fact);
            if done {
                return true;
            }
            facts.pop();
        }
        false
    }

    /// How many other outcomes one more answer leaves.
    fn beside(&mut self, fact: FactId, value: &Value) -> usize {
        self.give(fact, value);
        let outcomes = self.bounds.outcomes().len();
        self.take(fact);
        outcomes
    }

    /// Narrows the completions to those with one more answer, until they are widened again.
    fn give(&mut self, fact: FactId, value: &Value) {
        let explorer = self.explorer;
        let narrow = (fact, Field::answered(Some(value)));
        // Once it is given, it counts whatever the answers after it.
        self.bounds.give(fact, None);
        // INVARIANT: over a region no step fails; what cannot be computed is open.
        let _ = self.bounds.narrow(explorer.program, explorer.atlas, narrow);
    }
    /// Takes back the last answer that was given.
    fn take(&mut self, fact: FactId) {
        self.bounds.widen(self.explorer.atlas);
        self.bounds.give(fact, gate(self.explorer.program, fact));
    }

    /// Whether the questions of some answers apply with them.
    fn asks(&self, facts: &[(FactId, Value)]) -> bool {
        let with = self.explorer.with_asked(&[], facts);
        with.is_some_and(|(asked, _)| asked.len() == facts.len())
    }
}
