//! The smallest changes of answers that lead to an advice: which facts, and to what. Says nothing of what is likely.
//!
//! A set of facts suffices where other answers to them, all else being as it is, lead to what is sought. Sets are tried by
//! size; what a set that surely does not suffice leaves out, one fact of every larger set has to come from.

use std::collections::{BTreeSet, VecDeque};

use super::near::{distance, nearest_in, plain, rounded};
use super::region::{Bounded, Case, Field, Fields};
use super::search::Goal;
use super::settled::{Explorer, Space};
use crate::engine::fault::Fault;
use crate::engine::machine::Record;
use crate::model::{FactId, FactType, Interval, NumberType, OutcomeId, Profile, Value};

/// Facts that one change is made of at most.
pub const MOST_CHANGED: usize = 3;
/// Parts of the profiles that are looked at at most.
const MOST_WORK: u32 = 100_000;
/// Cuts of the ranges of one fact at most.
const MOST_CUTS: u32 = 24;
/// The part of a range next to its end of which bounds tell nothing: they are a little wider than what they bound.
const UNTOLD: f64 = 1e-6;
/// How far a number that is shown may lie behind the nearest that does it, as a part of the way there.
const CLOSE: f64 = 0.05;
/// How far a threshold may lie from a number with few decimals to be that one, as a part of it.
const SNAP: f64 = 1e-7;
/// Halvings of the way to a number at most: enough for every double.
const MOST_HALVINGS: u32 = 80;

/// Another answer to a fact.
#[derive(Clone, Debug, PartialEq)]
pub struct Changed {
    /// The fact.
    pub fact: FactId,
    /// The answer; of a number one that is near to the one given.
    pub value: Value,
    /// Of a number, between what it may lie with the same result; `None` where that is not known.
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
    /// For each set of facts the nearest change to each advice that it leads to, as far as that was found where something
    /// is computed from one number to the next: by the number of facts, then the nearest first.
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
        let read = &self.program.plan.index.read;
        let facts = read.iter().filter(|(fact, read)| **read && wanted(*fact));
        let facts = facts.map(|(fact, _)| fact).collect();
        explorer.flips(goal, facts, MOST_WORK)
    }
}

impl Explorer<'_> {
    /// The changes of some facts that lead to a goal; at most so many parts of the profiles are looked at.
    pub(super) fn flips(&self, goal: Goal, facts: Vec<FactId>, work: u32) -> Result<Flips, Fault> {
        let fields = Fields::today(self.profile, &self.program.rulebook);
        let mut hunt = Hunt {
            facts,
            explorer: self,
            opened: Vec::new(),
            bounds: self.bound(fields)?,
            goal,
            work,
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

/// Facts by their places among those that may change, from first to last.
type Set = Vec<usize>;

struct Hunt<'e, 'a> {
    explorer: &'e Explorer<'a>,
    /// Today's profile, some facts opened.
    bounds: Bounded,
    goal: Goal,
    /// The facts that may change.
    facts: Vec<FactId>,
    /// Those that are opened, one after the other: sets that begin alike come one after the other.
    opened: Vec<FactId>,
    /// Parts that may still be looked at.
    work: u32,
    /// Sets that surely do not suffice, as large as they were found: for each fact whether it is in.
    hopeless: Vec<Vec<bool>>,
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
                // Where nothing may be looked at any more, nothing is found in the sets that are left.
                if self.work == 0 {
                    break;
                }
                let in_set = |known: &Set| known.iter().all(|fact| set.contains(fact));
                if self.sets.iter().any(in_set) || self.suffices(set) {
                    continue;
                }
                if size < MOST_CHANGED {
                    larger.extend(self.beside(set).into_iter().map(|fact| with(set, fact)));
                }
            }
            sets = larger;
        }
        self.found.proved &= self.work > 0;
    }

    /// Whether other answers to some facts lead to the goal; then the nearest are kept.
    fn suffices(&mut self, set: &[usize]) -> bool {
        if set.is_empty() || self.hopeless.iter().any(|known| is_in(set, known)) {
            return false;
        }
        let facts = self.facts_of(set);
        let mut nearest = Vec::new();
        if self.open_all(&facts) && self.may() {
            self.answers(&facts, &mut Vec::new(), 0.0, &mut nearest);
        }
        if nearest.is_empty() {
            return false;
        }
        for flip in &mut nearest {
            self.refine(flip);
        }
        self.found.found.extend(nearest);
        self.sets.push(set.to_vec());
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
        let parts = self.is_reckoned(*fact).then(|| self.parts(*fact));
        for case in parts.as_deref().unwrap_or(&chart.cases) {
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

    /// Whether from one number of a fact to the next something is computed, so that none stands for another.
    fn is_reckoned(&self, fact: FactId) -> bool {
        let kind = &self.explorer.program.rulebook.facts[fact].kind;
        matches!(kind, FactType::Number(_)) && self.explorer.atlas.cases.is_computed(fact)
    }

    /// The cases of such a fact, its ranges cut into parts until the bounds tell whether they lead to the goal, the
    /// nearest parts of all; what surely does not is left out.
    fn parts(&mut self, fact: FactId) -> Vec<Case> {
        let explorer = self.explorer;
        let FactType::Number(kind) = &explorer.program.rulebook.facts[fact].kind else {
            return Vec::new();
        };
        let own = self.number_given(fact);
        let mut open: VecDeque<Case> = VecDeque::new();
        for case in &explorer.atlas.chart(explorer.program, fact).cases {
            let within = case.field.within();
            match own.filter(|own| case.is_range() && within.has(*own)) {
                Some(own) => open.extend(around(within, own, kind.whole)),
                None => open.push_back(case.clone()),
            }
        }
        let (mut parts, mut cuts) = (Vec::new(), MOST_CUTS);
        while let Some(case) = open.pop_front() {
            if !case.is_range() || cuts == 0 || !self.narrowed(fact, case.field) {
                parts.push(case);
                continue;
            }
            let (may, must) = (self.may(), self.must());
            self.close(1);
            cuts = cuts.saturating_sub(1);
            let halves = if must {
                Vec::new()
            } else {
                case.halves(kind.whole)
            };
            match (may, halves.is_empty()) {
                (false, _) => {}
                (true, true) => parts.push(case),
                (true, false) => open.extend(halves),
            }
        }
        parts
    }

    fn number_given(&self, fact: FactId) -> Option<f64> {
        let given = self.explorer.profile.given(fact)?;
        number_of(&given.value)
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
                if within.has(*number) {
                    return None;
                }
                Value::Number(nearest_in(kind, within, *number).or_else(|| number_of(value))?)
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
        let all_asked = changes.iter().all(asked);
        if self.goal.is(advice) && all_asked {
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
        } else {
            self.found.proved &= !changes.iter().any(|change| {
                let range = change.within.is_some_and(|within| within.low < within.high);
                range && self.is_reckoned(change.fact)
            });
        }
    }

    fn facts_of(&self, set: &[usize]) -> Vec<FactId> {
        let facts = set.iter().filter_map(|at| self.facts.get(*at));
        facts.copied().collect()
    }

    /// The facts of which every larger set that suffices has one.
    fn beside(&mut self, set: &[usize]) -> Vec<usize> {
        let known = self.hopeless.iter().position(|known| is_in(set, known));
        let at = known.unwrap_or_else(|| {
            let grown = self.grown(set);
            self.hopeless.push(grown);
            self.hopeless.len().saturating_sub(1)
        });
        let hopeless = self.hopeless.get(at).into_iter().flatten();
        let out = hopeless.enumerate().filter(|(_, is_in)| !**is_in);
        out.map(|(at, _)| at).collect()
    }

    /// The set with as many other facts as surely do not suffice with it.
    fn grown(&mut self, set: &[usize]) -> Vec<bool> {
        let mut grown: Vec<bool> = (0..self.facts.len()).map(|at| set.contains(&at)).collect();
        let mut opened: usize = 0;
        if self.open_all(&self.facts_of(set)) && !self.may() {
            for (fact, is_in) in self.facts.clone().into_iter().zip(&mut grown) {
                if *is_in || !self.open(fact) {
                    continue;
                }
                if self.may() {
                    self.close(1);
                } else {
                    opened = opened.saturating_add(1);
                    *is_in = true;
                }
            }
        }
        self.close(opened);
        grown
    }

    /// Opens these facts and no others; whether there was work left for it.
    fn open_all(&mut self, facts: &[FactId]) -> bool {
        let same = self.opened.iter().zip(facts);
        let same = same.take_while(|(one, other)| one == other).count();
        let too_many = self.opened.len().saturating_sub(same);
        self.close(too_many);
        self.opened.truncate(same);
        for fact in facts.iter().skip(same) {
            if !self.open(*fact) {
                return false;
            }
            self.opened.push(*fact);
        }
        true
    }

    /// Of the numbers of a change, between what each may lie while the others stay, and the nearest where that can be found.
    fn refine(&mut self, flip: &mut Flip) {
        for at in 0..flip.changes.len() {
            let Some(change) = flip.changes.get(at).cloned() else {
                return;
            };
            let Some(number) = number_of(&change.value) else {
                continue;
            };
            let refined = match self.is_reckoned(change.fact) {
                true => self.nearest((flip, at), &change, number),
                false => self.widest((flip, at), &change),
            };
            if let Some(change) = flip.changes.get_mut(at) {
                *change = refined;
            }
        }
        self.forget_ranges_that_moved(flip);
        let distances = flip.changes.iter().map(|change| {
            let kind = &self.explorer.program.rulebook.facts[change.fact].kind;
            let given = self.explorer.profile.given(change.fact);
            distance(kind, given.map(|given| &given.value), &change.value)
        });
        flip.distance = distances.sum();
    }

    /// The range of a number was found while those behind it were still others: with what they are now, it may be another.
    fn forget_ranges_that_moved(&mut self, flip: &mut Flip) {
        for at in 0..flip.changes.len() {
            let Some(change) = flip.changes.get(at).cloned() else {
                return;
            };
            let numbers = flip.changes.iter().skip(at.saturating_add(1));
            let moved = { numbers }.any(|other| number_of(&other.value).is_some());
            let (true, Some(within)) = (moved, change.within) else {
                continue;
            };
            if !self.still_leads((flip, at), change.fact, within)
                && let Some(change) = flip.changes.get_mut(at)
            {
                change.within = None;
            }
        }
    }

    /// Whether a change leads where it does with every number of a range at a place, its ends included.
    fn still_leads(&mut self, (flip, at): (&Flip, usize), fact: FactId, within: Interval) -> bool {
        let explorer = self.explorer;
        if !self.is_reckoned(fact) {
            let cases = &explorer.atlas.chart(explorer.program, fact).cases;
            let mut numbers = cases
                .iter()
                .filter_map(|case| number_of(case.value.as_ref()?));
            return { &mut numbers }
                .filter(|number| within.has(*number))
                .all(|number| self.leads(flip, at, number));
        }
        let FactType::Number(kind) = &explorer.program.rulebook.facts[fact].kind else {
            return false;
        };
        match self.number_given(fact) {
            None => self.all_lead((flip, at), within, kind.whole),
            Some(given) => {
                let up = given < within.low;
                let (end, end_in) = match up {
                    true => (within.low, within.low_in),
                    false => (within.high, within.high_in),
                };
                (!end_in || self.leads(flip, at, end))
                    && self.farthest((flip, at), (end, up, end_in), kind) == Some(within)
            }
        }
    }

    /// Whether a change leads where it does with another number at a place.
    fn leads(&self, flip: &Flip, at: usize, number: f64) -> bool {
        let answers: Vec<(FactId, Value)> = flip
            .changes
            .iter()
            .enumerate()
            .map(|(place, change)| match place == at {
                true => (change.fact, Value::Number(number)),
                false => (change.fact, change.value.clone()),
            })
            .collect();
        let explorer = self.explorer;
        explorer.with(&answers).is_some_and(|record| {
            let mut facts = answers.iter().map(|(fact, _)| *fact);
            let asked = facts.all(|fact| !record.is_moot(explorer.program, fact));
            asked && record.advised().1 == flip.advice
        })
    }

    /// The cells beside the number's own that lead there too belong to it.
    fn widest(&mut self, (flip, at): (&Flip, usize), change: &Changed) -> Changed {
        let mut wide = change.clone();
        let own = self.number_given(change.fact);
        wide.within = change.within.map(|within| {
            self.widened(change.fact, within, &mut |search, case| {
                let field = case.field.within();
                let number = case.value.as_ref().and_then(number_of);
                own.is_none_or(|own| !field.has(own))
                    && number.is_some_and(|number| search.leads(flip, at, number))
            })
        });
        wide
    }

    /// A range with the cells on both sides of it, as far as they are the same.
    fn widened(
        &mut self,
        fact: FactId,
        own: Interval,
        same: &mut dyn FnMut(&mut Self, &Case) -> bool,
    ) -> Interval {
        let explorer = self.explorer;
        let cases = &explorer.atlas.chart(explorer.program, fact).cases;
        let mut within = own;
        let above = |case: &&Case| case.field.within().low >= own.high;
        for case in cases.iter().filter(above) {
            if !same(self, case) {
                break;
            }
            (within.high, within.high_in) = (case.field.within().high, case.field.within().high_in);
        }
        let below = |case: &&Case| case.field.within().high <= own.low;
        for case in cases.iter().rev().filter(below) {
            if !same(self, case) {
                break;
            }
            (within.low, within.low_in) = (case.field.within().low, case.field.within().low_in);
        }
        within
    }

    /// The number nearest to the one given, found by halving the way to it; between what it may lie only where that is
    /// proved.
    fn nearest(&mut self, (flip, at): (&Flip, usize), change: &Changed, far: f64) -> Changed {
        let kind = match &self.explorer.program.rulebook.facts[change.fact].kind {
            FactType::Number(kind) => kind,
            _other => return change.clone(),
        };
        let Some(given) = self.number_given(change.fact) else {
            // Nothing is nearest to no answer.
            let within = change.within;
            let within = within.filter(|within| self.all_lead((flip, at), *within, kind.whole));
            let within = within.map(|within| {
                self.widened(change.fact, within, &mut |search, case| {
                    search.all_lead((flip, at), case.field.within(), kind.whole)
                })
            });
            return Changed {
                within,
                ..change.clone()
            };
        };
        let (mut from, mut to) = (given, far);
        for _ in 0..MOST_HALVINGS {
            let middle = f64::midpoint(from, to);
            let middle = match (kind.whole, from < to) {
                (false, _) => middle,
                (true, true) => middle.floor(),
                (true, false) => middle.ceil(),
            };
            if middle == from || middle == to {
                break;
            }
            match self.leads(flip, at, middle) {
                true => to = middle,
                false => from = middle,
            }
        }
        // The threshold is near both; totals are rounded, so that it may be a little off.
        let round = plain(to);
        let snaps = !kind.whole && (round - to).abs() <= SNAP * to.abs().max(1.0);
        let end = if snaps { round } else { to };
        let end_in = end == to || self.leads(flip, at, end);
        let up = far > given;
        let within = self.farthest((flip, at), (end, up, end_in), kind);
        let near = |room: f64| {
            rounded(to, up, &mut |number| {
                let close = (number - end).abs() <= room;
                let inside = within.is_none_or(|within| within.has(number));
                inside && close && self.leads(flip, at, number)
            })
        };
        // Next to the number given, no number with few decimals is close.
        let width = match (kind.low, kind.high) {
            (Some(low), Some(high)) => high - low,
            _ => end.abs().max(1.0),
        };
        let shown = near(CLOSE * (end - given).abs()).or_else(|| near(CLOSE * width));
        Changed {
            fact: change.fact,
            value: Value::Number(shown.unwrap_or(to)),
            within,
        }
    }

    /// How far from a number on all lead where the change does: to the end of the fact's range, or not known. Next to the number
    /// itself bounds tell nothing.
    fn farthest(
        &mut self,
        change: (&Flip, usize),
        (end, up, end_in): (f64, bool, bool),
        kind: &NumberType,
    ) -> Option<Interval> {
        let last = match up {
            true => kind.high.unwrap_or(f64::INFINITY),
            false => kind.low.unwrap_or(f64::NEG_INFINITY),
        };
        let gap = match (kind.whole, last.is_finite()) {
            (true, _) => 0.0,
            (false, true) => (last - end).abs() * UNTOLD,
            (false, false) => end.abs().max(1.0) * UNTOLD,
        };
        let range = |end: f64, end_in: bool| match up {
            true => Interval {
                low: end,
                high: last,
                low_in: end_in,
                high_in: last.is_finite(),
            },
            false => Interval {
                low: last,
                high: end,
                low_in: last.is_finite(),
                high_in: end_in,
            },
        };
        let inner = if up { end + gap } else { end - gap };
        let proved = self.all_lead(change, range(inner, end_in), kind.whole);
        proved.then(|| range(end, end_in))
    }

    /// Whether a change surely leads where it does with every number of a range at a place.
    fn all_lead(&mut self, (flip, at): (&Flip, usize), within: Interval, whole: bool) -> bool {
        let Some(range) = Case::numbers(within, whole) else {
            return false;
        };
        let fields = flip.changes.iter().enumerate();
        let fields = fields.map(|(place, change)| match place == at {
            true => (change.fact, range.field),
            false => (change.fact, Field::answered(Some(&change.value))),
        });
        let fields = fields.take_while(|(fact, field)| self.narrowed(*fact, *field));
        let narrowed = fields.count();
        let all = narrowed == flip.changes.len();
        let proved = all && self.bounds.outcomes() == [flip.advice];
        self.close(narrowed);
        proved
    }

    fn must(&self) -> bool {
        let mut outcomes = self.bounds.outcomes().iter();
        outcomes.all(|one| self.goal.is(*one))
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

/// A set with one more.
fn with(set: &[usize], fact: usize) -> Set {
    let mut set = set.to_vec();
    set.push(fact);
    set.sort_unstable();
    set
}

/// Whether all of a set are in a larger one.
fn is_in(set: &[usize], larger: &[bool]) -> bool {
    set.iter().all(|at| larger.get(*at) == Some(&true))
}

/// A range without one of its numbers.
fn around(within: Interval, own: f64, whole: bool) -> impl Iterator<Item = Case> {
    let below = Interval {
        high: own,
        high_in: false,
        ..within
    };
    let above = Interval {
        low: own,
        low_in: false,
        ..within
    };
    let parts = [below, above].into_iter();
    parts.filter_map(move |part| Case::numbers(part, whole))
}

fn number_of(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => Some(*number),
        _other => None,
    }
}
