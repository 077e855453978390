//! The smallest changes of answers that lead to an advice: which facts, and to what. Says nothing of what is likely.
//!
//! A set of facts suffices where other answers to them, all else being as it is, lead to what is sought. Sets are tried by
//! size; what a set that surely does not suffice leaves out, one fact of every larger set has to come from.

use std::collections::BTreeSet;

use super::near::{distance, nearest_in};
use super::region::{Bounded, Field, Fields};
use super::search::Goal;
use super::settled::{Explorer, Space};
use crate::engine::fault::Fault;
use crate::engine::machine::Record;
use crate::model::{FactId, FactType, Interval, OutcomeId, Profile, Value};

/// Facts that one change is made of at most.
pub const MOST_CHANGED: usize = 3;
/// Parts of the profiles that are looked at at most.
const MOST_WORK: u32 = 100_000;

/// Another answer to a fact.
#[derive(Clone, Debug, PartialEq)]
pub struct Changed {
    /// The fact.
    pub fact: FactId,
    /// The answer; of a number one that is near to the one given.
    pub value: Value,
    /// Of a number, between what it may lie with the same result.
    pub within: Option<Interval>,
}

/// A change that leads to what is sought, while no part of its facts does.
#[derive(Clone, Debug, PartialEq)]
pub struct Flip {
    /// The other answers, in the order of the facts.
    pub changes: Vec<Changed>,
    /// The advice with them; `None` is `undecided`.
    pub advice: Option<OutcomeId>,
    /// How far the answers are from those given: a level or an element is 1, a number 1 and its part of the range, an
    /// answer where there was none 1.5.
    pub distance: f64,
}

/// All smallest changes of so many facts.
#[derive(Clone, Debug, Default)]
pub struct Flips {
    /// For each set of facts the nearest change to each advice that it leads to: by the number of facts, then the nearest
    /// first.
    pub found: Vec<Flip>,
    /// Whether it is proved that there is no other set of so many facts.
    pub proved: bool,
}

impl Space<'_> {
    /// The changes of wanted facts that lead from a profile to a goal; `record` is its evaluation.
    pub fn flips(
        &self,
        (profile, record): (&Profile, &Record),
        goal: Goal,
        wanted: &dyn Fn(FactId) -> bool,
    ) -> Result<Flips, Fault> {
        let explorer = Explorer::new(self, profile, record);
        let fields = Fields::today(profile, &self.program.rulebook);
        let bounds = explorer.bound(fields)?;
        let read = &self.program.plan.index.read;
        let facts = read.iter().filter(|(fact, read)| **read && wanted(*fact));
        let mut hunt = Hunt {
            facts: facts.map(|(fact, _)| fact).collect(),
            explorer: &explorer,
            bounds,
            goal,
            work: MOST_WORK,
            hopeless: Vec::new(),
            sets: Vec::new(),
            found: Flips {
                proved: true,
                ..Flips::default()
            },
        };
        hunt.run();
        let mut found = hunt.found;
        found.found.sort_by(|one, other| {
            let size = |flip: &Flip| flip.changes.len();
            let facts = |flip: &Flip| flip.changes.iter().map(|one| one.fact).collect::<Vec<_>>();
            size(one)
                .cmp(&size(other))
                .then(one.distance.total_cmp(&other.distance))
                .then_with(|| facts(one).cmp(&facts(other)))
                .then(one.advice.cmp(&other.advice))
        });
        Ok(found)
    }
}

/// Facts by their ids.
type Set = BTreeSet<FactId>;

struct Hunt<'e, 'a> {
    explorer: &'e Explorer<'a>,
    /// Today's profile, some facts opened.
    bounds: Bounded,
    goal: Goal,
    /// The facts that may change.
    facts: Vec<FactId>,
    /// Parts that may still be looked at.
    work: u32,
    /// Sets that surely do not suffice, as large as they were found.
    hopeless: Vec<Set>,
    /// The sets that suffice, while no part of them does.
    sets: Vec<Set>,
    found: Flips,
}

impl Hunt<'_, '_> {
    fn run(&mut self) {
        let mut sets: BTreeSet<Set> = BTreeSet::from([Set::new()]);
        for size in 0..=MOST_CHANGED {
            let mut larger = BTreeSet::new();
            for set in &sets {
                if self.sets.iter().any(|known| known.is_subset(set)) || self.suffices(set) {
                    continue;
                }
                if size < MOST_CHANGED {
                    larger.extend(self.beside(set).into_iter().map(|fact| {
                        let mut set = set.clone();
                        set.insert(fact);
                        set
                    }));
                }
            }
            sets = larger;
        }
        self.found.proved &= self.work > 0;
    }

    /// Whether other answers to some facts lead to the goal; then the nearest are kept.
    fn suffices(&mut self, set: &Set) -> bool {
        if set.is_empty() || self.hopeless.iter().any(|known| set.is_subset(known)) {
            return false;
        }
        let opened = set.iter().filter(|fact| self.open(**fact)).count();
        let facts: Vec<FactId> = set.iter().copied().collect();
        let mut nearest = Vec::new();
        if self.may() {
            self.answers(&facts, &mut Vec::new(), 0.0, &mut nearest);
        }
        self.close(opened);
        if nearest.is_empty() {
            return false;
        }
        self.found.found.extend(nearest);
        self.sets.push(set.clone());
        true
    }

    /// Tries all other answers to the facts, what cannot lead to the goal apart.
    fn answers(
        &mut self,
        facts: &[FactId],
        changes: &mut Vec<Changed>,
        distance: f64,
        nearest: &mut Vec<Flip>,
    ) {
        let Some((fact, rest)) = facts.split_first() else {
            return self.tried(changes, distance, nearest);
        };
        let explorer = self.explorer;
        let chart = explorer.atlas.chart(explorer.program, *fact);
        // Of what no case stands for nothing is known.
        self.found.proved &= chart.covers;
        for case in &chart.cases {
            let Some((change, further)) = self.change(*fact, case.field, case.value.as_ref())
            else {
                continue;
            };
            if !self.narrowed(*fact, case.field) {
                return;
            }
            if self.may() {
                changes.push(change);
                self.answers(rest, changes, distance + further, nearest);
                changes.pop();
            }
            self.close(1);
        }
    }

    /// A case of a fact as another answer; `None` where it is the one given.
    fn change(&self, fact: FactId, field: Field, value: Option<&Value>) -> Option<(Changed, f64)> {
        let kind = &self.explorer.program.rulebook.facts[fact].kind;
        let given = self.explorer.profile.given(fact).map(|given| &given.value);
        let value = value?;
        let within = match kind {
            FactType::Number(_) => Some(field.within()),
            _other => None,
        };
        let value = match (kind, within, given) {
            (FactType::Number(kind), Some(within), Some(Value::Number(number))) => {
                let is_own = within.has(*number);
                if is_own && !self.explorer.atlas.cases.is_computed(fact) {
                    return None;
                }
                let near = nearest_in(kind, within, *number);
                Value::Number(near.filter(|_| !is_own).or_else(|| number_of(value))?)
            }
            _other => value.clone(),
        };
        if given == Some(&value) {
            return None;
        }
        let further = distance(kind, given, &value);
        let changed = Changed {
            fact,
            value,
            within,
        };
        Some((changed, further))
    }

    /// Evaluates with the changes.
    fn tried(&mut self, changes: &[Changed], distance: f64, nearest: &mut Vec<Flip>) {
        let explorer = self.explorer;
        let answers: Vec<(FactId, Value)> = changes
            .iter()
            .map(|change| (change.fact, change.value.clone()))
            .collect();
        let Some(record) = explorer.with(&answers) else {
            self.found.proved = false;
            return;
        };
        let advice = record.advised().1;
        // Nobody is asked a question that does not apply, and nobody gives such an answer.
        let asked = |change: &Changed| !record.is_moot(explorer.program, change.fact);
        if self.goal.is(advice) && changes.iter().all(asked) {
            let known = nearest.iter_mut().find(|flip| flip.advice == advice);
            let flip = Flip {
                changes: changes.to_vec(),
                advice,
                distance,
            };
            match known {
                Some(known) if known.distance <= distance => {}
                Some(known) => *known = flip,
                None => nearest.push(flip),
            }
        } else if !self.goal.is(advice) {
            // From one number to the next something is computed, and one of them stands for no other.
            let computed = |change: &Changed| explorer.atlas.cases.is_computed(change.fact);
            self.found.proved &= !changes.iter().any(computed);
        }
    }

    /// The facts of which every larger set that suffices has one.
    fn beside(&mut self, set: &Set) -> Vec<FactId> {
        let known = self.hopeless.iter().position(|known| set.is_subset(known));
        let at = known.unwrap_or_else(|| {
            let grown = self.grown(set);
            self.hopeless.push(grown);
            self.hopeless.len().saturating_sub(1)
        });
        let hopeless = self.hopeless.get(at);
        let is_out = |fact: &FactId| hopeless.is_none_or(|known| !known.contains(fact));
        self.facts.iter().copied().filter(is_out).collect()
    }

    /// The set with as many other facts as surely do not suffice with it.
    fn grown(&mut self, set: &Set) -> Set {
        let mut grown = set.clone();
        let mut opened = set.iter().filter(|fact| self.open(**fact)).count();
        if !self.may() {
            for fact in self.facts.clone() {
                if grown.contains(&fact) || !self.open(fact) {
                    continue;
                }
                if self.may() {
                    self.close(1);
                } else {
                    opened = opened.saturating_add(1);
                    grown.insert(fact);
                }
            }
        }
        self.close(opened);
        grown
    }

    fn may(&self) -> bool {
        let mut outcomes = self.bounds.outcomes().iter();
        outcomes.any(|one| self.goal.is(*one))
    }

    /// Lets a fact be anything, its own value included; whether that was done, and is to be taken back.
    fn open(&mut self, fact: FactId) -> bool {
        let explorer = self.explorer;
        let kind = &explorer.program.rulebook.facts[fact].kind;
        let given = explorer.profile.given(fact);
        self.narrowed(
            fact,
            Field::changed(kind, given.map(|given| given.certainty)),
        )
    }

    fn narrowed(&mut self, fact: FactId, field: Field) -> bool {
        let explorer = self.explorer;
        let Some(left) = self.work.checked_sub(1) else {
            return false;
        };
        self.work = left;
        let narrowed = self
            .bounds
            .narrow(explorer.program, explorer.atlas, (fact, field));
        // INVARIANT: over a region no step fails; where one does, its narrowing is taken back like any other.
        self.found.proved &= narrowed.is_ok();
        true
    }

    fn close(&mut self, opened: usize) {
        for _ in 0..opened {
            self.bounds.widen(self.explorer.atlas);
        }
    }
}

fn number_of(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => Some(*number),
        _other => None,
    }
}
