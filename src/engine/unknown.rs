//! What the facts that are not known could still do: whether the advice is settled, bounds, and what to ask first.

use std::cell::{Cell, Ref, RefCell};
use std::collections::BTreeMap;

use super::fault::Fault;
use super::machine::{Machine, Record};
use super::point::Facts;
use super::region::{self, Case, Cases, Fields, Outlook, Region};
use crate::base::{Id, round_total};
use crate::model::{FactId, NumberNode, OutcomeId, Profile, TargetId, TruthNode, Value};
use crate::plan::Program;

/// How much is found out about the unknown facts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Depth {
    /// Nothing.
    None,
    /// Whether the advice is settled.
    Settled,
    /// Bounds, and what each unknown fact could do.
    #[default]
    Full,
}

/// What was found out about the unknown facts; empty where nobody asked.
#[derive(Clone, Debug, Default)]
pub struct Unknowns {
    /// Whether no completion changes the advice: proved, refuted by a witness, or not decided.
    pub settled: Option<bool>,
    /// Why.
    pub because: Option<String>,
    /// A completion that changes the advice.
    pub witness: Option<Witness>,
    /// The outcomes that the bounds leave possible; `None` is `undecided`.
    pub possible: Vec<Option<OutcomeId>>,
    /// Bounds of the totals, by target.
    pub totals: Vec<Option<[f64; 2]>>,
    /// Bounds of the confidences, by target.
    pub confidences: Vec<Option<[f64; 2]>>,
    /// What each unknown fact could do alone, the most telling first.
    pub effects: Vec<Effect>,
}

/// Values of unknown facts and the advice with them.
#[derive(Clone, Debug, PartialEq)]
pub struct Witness {
    /// The values, in the order of the facts.
    pub facts: Vec<(FactId, Value)>,
    /// The advice; `None` is `undecided`.
    pub advice: Option<OutcomeId>,
}

/// What one unknown fact could do while the others stay unknown.
#[derive(Clone, Debug, PartialEq)]
pub struct Effect {
    /// The fact.
    pub fact: FactId,
    /// The lowest and highest total of each target that it moves.
    pub totals: Vec<(TargetId, [f64; 2])>,
    /// Whether the totals hold for every value; otherwise for those that were tried.
    pub bounded: bool,
    /// How far it moves the difference between the two leading strategies at most.
    pub span: f64,
    /// A value that changes the advice.
    pub witness: Option<Witness>,
}

/// Regions evaluated at most to prove that the advice is settled.
const MOST_REGIONS: u32 = 48;
/// Completions tried at most to refute it, after those of single facts.
const MOST_COMPLETIONS: u32 = 96;

/// Finds out what the unknown facts could do.
pub fn explore(
    program: &Program,
    profile: &Profile,
    record: &Record,
    depth: Depth,
) -> Result<Unknowns, Fault> {
    if depth == Depth::None {
        return Ok(Unknowns::default());
    }
    let mut explorer = Explorer::new(program, profile, record);
    let mut found = Unknowns::default();
    if explorer.open.is_empty() {
        explorer.nothing_open(&mut found, depth);
        return Ok(found);
    }
    let bounds = explorer.bound(Fields::completions(profile, &program.rulebook))?;
    found.possible = outcomes(&bounds);
    if depth == Depth::Full {
        explorer.bounds(&bounds, &mut found);
    }
    explorer.settle(&bounds, &mut found, depth);
    Ok(found)
}

fn outcomes(bounds: &Machine<Region>) -> Vec<Option<OutcomeId>> {
    bounds
        .decision
        .as_ref()
        .map(|outlook: &Outlook| outlook.outcomes.clone())
        .unwrap_or_default()
}

/// The totals of an evaluation by target; `None` where it ended in an error.
type Totals = Option<Vec<f64>>;

struct Explorer<'a> {
    program: &'a Program,
    profile: &'a Profile,
    record: &'a Record,
    /// The facts of the profile.
    facts: Facts,
    /// Where completions are tried.
    scratch: RefCell<Record>,
    /// The fact by which the scratch differs from the record; `None` where it differs by more.
    differs: Cell<Option<FactId>>,
    /// The totals with one value of one fact, by the value's place among the cases.
    singles: RefCell<BTreeMap<(FactId, usize), Totals>>,
    cases: Cases,
    /// The unknown facts that anything reads, with their cases.
    open: Vec<(FactId, Vec<Case>)>,
    advice: Option<OutcomeId>,
}

impl<'a> Explorer<'a> {
    fn new(program: &'a Program, profile: &'a Profile, record: &'a Record) -> Self {
        let cases = Cases::of(program);
        let unknown = program
            .rulebook
            .facts
            .iter()
            .filter(|(id, _)| profile.given(*id).is_none());
        let open = unknown
            .filter(|(id, _)| program.plan.read[*id])
            .map(|(id, fact)| (id, cases.known(id, &fact.kind)))
            .collect();
        let advice = record.decision.and_then(|decision| decision.outcome);
        Self {
            program,
            profile,
            record,
            facts: Facts::of(profile),
            scratch: RefCell::new(record.clone()),
            differs: Cell::new(None),
            singles: RefCell::default(),
            cases,
            open,
            advice,
        }
    }

    fn bound(&self, fields: Fields) -> Result<Machine<Region>, Fault> {
        region::bound(self.program, Region::new(fields), &self.cases)
    }

    /// Evaluates with some facts given; `None` where that ends in an error.
    fn with(&self, facts: &[(FactId, Value)]) -> Option<Ref<'_, Record>> {
        {
            let mut record = self.scratch.borrow_mut();
            record.domain.facts.replace_with(&self.facts, facts);
            if let [(fact, _)] = facts {
                match self.differs.replace(Some(*fact)) {
                    Some(last) => record.take_back(self.record, self.program, last),
                    None => record.resume(self.record),
                }
                record.run_from(self.program, *fact).ok()?;
            } else {
                self.differs.set(None);
                record.restart();
                record.run_to_advice(self.program).ok()?;
            }
        }
        Some(self.scratch.borrow())
    }

    fn changed(&self, record: &Record) -> bool {
        record.decision.and_then(|decision| decision.outcome) != self.advice
    }

    fn witness(&self, mut facts: Vec<(FactId, Value)>, record: &Record) -> Witness {
        facts.sort_by_key(|(fact, _)| *fact);
        Witness {
            facts,
            advice: record.decision.and_then(|decision| decision.outcome),
        }
    }

    /// Where everything that is read is known, no completion is anything but today's result.
    fn nothing_open(&self, found: &mut Unknowns, depth: Depth) {
        found.settled = Some(true);
        found.because = Some("everything that is read is known".into());
        found.possible = vec![self.advice];
        if depth != Depth::Full {
            return;
        }
        let at = |number: f64| number.is_finite().then_some([number, number]);
        found.totals = self.record.totals.iter().map(|total| at(*total)).collect();
        let ranking = self.record.ranking.as_ref();
        let confidence = |target| Some(ranking?.of(target)?.confidence);
        let targets = self.program.plan.folds.ids();
        found.confidences = targets
            .map(|target| confidence(target).and_then(at))
            .collect();
    }

    fn bounds(&self, bounds: &Machine<Region>, found: &mut Unknowns) {
        let finite =
            |low: f64, high: f64| (low.is_finite() && high.is_finite()).then_some([low, high]);
        found.totals = bounds
            .totals
            .iter()
            .map(|total| finite(total.low, total.high))
            .collect();
        found.confidences = self
            .program
            .plan
            .folds
            .ids()
            .map(|target| {
                bounds
                    .ranking
                    .as_ref()
                    .and_then(|ranking| ranking.confidence(target))
            })
            .collect();
    }

    fn settle(&mut self, bounds: &Machine<Region>, found: &mut Unknowns, depth: Depth) {
        let proved = found.possible == [self.advice];
        if depth == Depth::Full || !proved {
            self.effects(found, if proved { Depth::Full } else { depth });
        }
        if proved {
            found.settled = Some(true);
            found.because = Some("the bounds of all totals leave no other advice".into());
        } else {
            self.search(bounds, found, depth);
        }
        if depth != Depth::Full {
            found.effects.clear();
        }
    }

    /// What each fact alone could do; where only a witness is wanted, up to the first.
    fn effects(&self, found: &mut Unknowns, depth: Depth) {
        for (fact, cases) in &self.open {
            let effect = self.effect(*fact, cases);
            let done = depth != Depth::Full && effect.witness.is_some();
            found.effects.push(effect);
            if done {
                break;
            }
        }
        found.effects.sort_by(|a, b| {
            let key = |effect: &Effect| (effect.witness.is_none(), effect.fact);
            key(a)
                .0
                .cmp(&key(b).0)
                .then_with(|| b.span.total_cmp(&a.span))
                .then_with(|| a.fact.cmp(&b.fact))
        });
    }

    fn effect(&self, fact: FactId, cases: &[Case]) -> Effect {
        let leaders = self.leaders();
        let lead = |record: &Record| {
            leaders.map_or(0.0, |(a, b)| total_of(record, a) - total_of(record, b))
        };
        let mut range: BTreeMap<TargetId, [f64; 2]> = BTreeMap::new();
        let (mut low, mut high) = (lead(self.record), lead(self.record));
        let mut witness = None;
        for (at, case) in cases.iter().enumerate() {
            let Some(value) = case.value.clone() else {
                continue;
            };
            let record = self.with(&[(fact, value.clone())]);
            let totals = record.as_ref().map(|record| record.totals.clone());
            self.singles.borrow_mut().insert((fact, at), totals);
            let Some(record) = record else {
                continue;
            };
            for target in self.program.plan.folds.ids() {
                let (before, now) = (total_of(self.record, target), total_of(&record, target));
                if before != now {
                    let ends = range.entry(target).or_insert([before, before]);
                    *ends = [ends[0].min(now), ends[1].max(now)];
                }
            }
            (low, high) = (low.min(lead(&record)), high.max(lead(&record)));
            if witness.is_none() && self.changed(&record) {
                witness = Some(self.witness(vec![(fact, value)], &record));
            }
        }
        let bounded = !self.is_continuous(fact) || self.widen(fact, cases, &mut range);
        Effect {
            fact,
            bounded,
            totals: range.into_iter().collect(),
            span: round_total(high - low),
            witness,
        }
    }

    /// Whether a number fact is used otherwise than in comparisons with constants.
    fn is_continuous(&self, fact: FactId) -> bool {
        self.program
            .plan
            .numbers
            .values()
            .any(|node| *node == NumberNode::Fact(fact))
    }

    /// Between its ends a number may move a total further than at them: bounds over each range. Whether all could be
    /// had: a method or a call that cannot be bounded gives none.
    fn widen(
        &self,
        fact: FactId,
        cases: &[Case],
        range: &mut BTreeMap<TargetId, [f64; 2]>,
    ) -> bool {
        let mut bounded = true;
        let today = Fields::today(self.profile, &self.program.rulebook);
        for case in cases {
            let mut fields = today.clone();
            fields.set(fact, case.field);
            let Ok(bounds) = self.bound(fields) else {
                bounded = false;
                continue;
            };
            for (target, total) in self.program.plan.folds.ids().zip(&bounds.totals) {
                let before = total_of(self.record, target);
                if !total.low.is_finite() || !total.high.is_finite() {
                    bounded = false;
                } else if total.low < before || total.high > before {
                    let ends = range.entry(target).or_insert([before, before]);
                    *ends = [ends[0].min(total.low), ends[1].max(total.high)];
                }
            }
        }
        bounded
    }

    /// The two strategies in front.
    fn leaders(&self) -> Option<(TargetId, TargetId)> {
        let ranking = self.record.ranking.as_ref()?;
        let mut standings: Vec<_> = ranking
            .standings
            .iter()
            .filter(|standing| !standing.excluded)
            .collect();
        standings.sort_by(|a, b| b.total.total_cmp(&a.total));
        Some((standings.first()?.target, standings.get(1)?.target))
    }

    /// A witness, or a proof by splitting the region, or neither.
    fn search(&self, bounds: &Machine<Region>, found: &mut Unknowns, depth: Depth) {
        let single = found
            .effects
            .iter()
            .find_map(|effect| effect.witness.clone());
        if let Some(witness) = single.or_else(|| self.steer()).or_else(|| self.sample()) {
            // Where only the answer counts, nobody looks at the witness.
            let witness = match depth {
                Depth::Full => self.shrink(witness),
                Depth::Settled | Depth::None => witness,
            };
            found.settled = Some(false);
            found.because = Some("answers that are still missing can change it".into());
            found.witness = Some(witness);
            return;
        }
        let order = self.most_telling(found);
        let mut regions = 1;
        if self.proved(bounds, &order, &mut regions) {
            found.settled = Some(true);
            found.because =
                Some("every part of the possible answers leads to the same advice".into());
            found.possible = vec![self.advice];
            return;
        }
        found.because = Some(self.undecided(found));
    }

    /// For each strategy, the completion whose every answer favors it most.
    fn steer(&self) -> Option<Witness> {
        for target in &self.program.plan.strategies {
            let mut facts: Vec<(FactId, Value)> = Vec::new();
            for (fact, cases) in &self.open {
                let best = self.best_for(*target, *fact, cases);
                facts.extend(best.map(|value| (*fact, value)));
                let Some(record) = self.with(&facts) else {
                    continue;
                };
                if self.changed(&record) {
                    return Some(self.witness(facts, &record));
                }
            }
        }
        None
    }

    /// The value of a fact with which a strategy leads most, the others staying unknown.
    fn best_for(&self, target: TargetId, fact: FactId, cases: &[Case]) -> Option<Value> {
        let strategies = &self.program.plan.strategies;
        let mut best: Option<(f64, &Value)> = None;
        for (at, case) in cases.iter().enumerate() {
            let Some(value) = &case.value else {
                continue;
            };
            let Some(totals) = self.single((fact, at), value) else {
                continue;
            };
            let total = |target: TargetId| totals.get(target.to_usize()).copied();
            let rival = strategies
                .iter()
                .filter(|other| **other != target)
                .filter_map(|other| total(*other))
                .fold(f64::NEG_INFINITY, f64::max);
            let lead =
                total(target).unwrap_or(f64::NAN) - if rival.is_finite() { rival } else { 0.0 };
            if best.is_none_or(|(most, _)| lead > most) {
                best = Some((lead, value));
            }
        }
        best.map(|(_, value)| value.clone())
    }

    /// The totals with one value of one fact, evaluated once.
    fn single(&self, (fact, at): (FactId, usize), value: &Value) -> Totals {
        if let Some(known) = self.singles.borrow().get(&(fact, at)) {
            return known.clone();
        }
        let record = self.with(&[(fact, value.clone())]);
        let totals = record.map(|record| record.totals.clone());
        self.singles.borrow_mut().insert((fact, at), totals.clone());
        totals
    }

    /// Completions picked evenly, always the same ones.
    fn sample(&self) -> Option<Witness> {
        let mut state: u64 = 0x9E37_79B9_7F4A_7C15;
        for _ in 0..MOST_COMPLETIONS {
            let mut facts = Vec::new();
            for (fact, cases) in &self.open {
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                let values: Vec<&Value> = cases
                    .iter()
                    .filter_map(|case| case.value.as_ref())
                    .collect();
                let ways = u64::try_from(values.len().saturating_add(1)).unwrap_or(1);
                let pick =
                    usize::try_from((state >> 33).checked_rem(ways).unwrap_or(0)).unwrap_or(0);
                facts.extend(values.get(pick).map(|value| (*fact, (*value).clone())));
            }
            let Some(record) = self.with(&facts) else {
                continue;
            };
            if self.changed(&record) {
                return Some(self.witness(facts, &record));
            }
        }
        None
    }

    /// The same witness without answers that it does not need.
    fn shrink(&self, mut witness: Witness) -> Witness {
        let mut at = 0;
        while at < witness.facts.len() && witness.facts.len() > 1 {
            let mut fewer = witness.facts.clone();
            fewer.remove(at);
            match self.with(&fewer) {
                Some(record) if self.changed(&record) => witness = self.witness(fewer, &record),
                _needed => at = at.saturating_add(1),
            }
        }
        witness
    }

    fn most_telling(&self, found: &Unknowns) -> Vec<FactId> {
        let mut order: Vec<FactId> = found.effects.iter().map(|effect| effect.fact).collect();
        order.extend(
            self.open
                .iter()
                .map(|(fact, _)| *fact)
                .filter(|fact| !order.contains(fact))
                .collect::<Vec<_>>(),
        );
        order
    }

    /// Whether every part of a region, whose bounds are given, leads to the advice, split fact by fact.
    fn proved(&self, bounds: &Machine<Region>, order: &[FactId], regions: &mut u32) -> bool {
        let outcomes = outcomes(bounds);
        if outcomes == [self.advice] {
            return true;
        }
        let Some((fact, rest)) = order.split_first() else {
            return false;
        };
        if !outcomes.contains(&self.advice) {
            return false;
        }
        let kind = &self.program.rulebook.facts[*fact].kind;
        if !Cases::cover(kind) {
            return self.proved(bounds, rest, regions);
        }
        let mut cases = self.cases.known(*fact, kind);
        cases.push(Cases::unknown());
        cases.iter().all(|case| {
            *regions = regions.saturating_add(1);
            *regions <= MOST_REGIONS
                && region::bound_part(self.program, bounds, (*fact, case), &self.cases)
                    .is_ok_and(|part| self.proved(&part, rest, regions))
        })
    }

    /// Why neither a proof nor a witness was found.
    fn undecided(&self, found: &Unknowns) -> String {
        let plan = &self.program.plan;
        let called = plan.truths.values().find_map(|node| match node {
            TruthNode::Call(call) => Some(*call),
            _other => None,
        });
        let called = called.or_else(|| {
            plan.numbers.values().find_map(|node| match node {
                NumberNode::Call(call) => Some(*call),
                _other => None,
            })
        });
        if !self.program.method.method.is_scalar() {
            let name = &self.program.method.method.name;
            return format!(
                "the evidence of method `{name}` is no single number, so it could not be bounded"
            );
        }
        if let Some(call) = called {
            return format!(
                "the script call `{}` could not be bounded",
                plan.calls[call].text
            );
        }
        let others: Vec<&str> = found
            .possible
            .iter()
            .filter(|outcome| **outcome != self.advice)
            .map(|outcome| {
                outcome.map_or("undecided", |outcome| {
                    &self.program.rulebook.outcomes[outcome].title
                })
            })
            .collect();
        format!(
            "the bounds do not rule out {}, and no answers leading there were found within the limit of the search",
            others.join(", ")
        )
    }
}

fn total_of(record: &Record, target: TargetId) -> f64 {
    record.totals.get(target.to_usize()).copied().unwrap_or(0.0)
}
