//! What one unknown fact could do while the others stay unknown: its values tried, and bounds where they cannot all be.
//! Where neither tells whether it can change the advice, it says why. Says nothing of several facts at once.

use std::cell::{Cell, Ref, RefCell};
use std::collections::{BTreeMap, VecDeque};

use super::region::{Bounded, Case, Fields};
use super::settled::{Effect, Explorer, Witness};
use super::why::{Search, Why};
use crate::base::{Limits, round_total};
use crate::engine::machine::Record;
use crate::model::{
    CallId, FactId, FactType, MethodFunction, NumberNode, OutcomeId, Step, TargetId, TruthNode,
    Value,
};
use crate::script;

/// Parts of one fact's values at most that are bounded apart from each other.
const MOST_PARTS: u32 = 40;
/// The distance up to which two numbers are one: bounds are widened outward by less.
const NEAR: f64 = 1e-8;

/// The work that scripts may still do for the search.
pub(super) struct Budget {
    end: u64,
    /// How often something was left undone.
    refused: Cell<u32>,
}

impl Budget {
    pub(super) fn new() -> Self {
        Self {
            end: script::spent().saturating_add(Limits::DEFAULT.search_operations),
            refused: Cell::new(0),
        }
    }

    pub(super) fn end(&self) -> u64 {
        self.end
    }

    pub(super) fn is_spent(&self) -> bool {
        script::spent() > self.end
    }

    pub(super) fn refuse(&self) {
        self.refused.set(self.refused.get().saturating_add(1));
    }
}

/// What the values of a fact come to.
struct Reach {
    totals: BTreeMap<TargetId, [f64; 2]>,
    lead: [f64; 2],
    witness: Option<Witness>,
    /// Whether the totals and the lead hold for all values.
    bounded: bool,
    /// The outcomes that the values not tried may lead to.
    outcomes: Vec<Option<OutcomeId>>,
    /// A value with which the evaluation ends in an error.
    fails: Option<Value>,
}

impl Effect {
    /// Once it is proved that nothing changes the advice, nothing is open.
    pub(super) fn settle(&mut self) {
        self.changes_advice = Some(false);
        if self.bounded {
            self.because.clear();
        }
    }
}

impl Explorer<'_> {
    /// What a fact alone could do.
    pub(super) fn alone(&self, fact: FactId, cases: &[Case]) -> Effect {
        let before = self.budget.refused.get();
        let leaders = self.leaders();
        let mut reach = self.tried(fact, cases, leaders);
        let fails = reach.fails.take();
        let kind = &self.program.rulebook.facts[fact].kind;
        let ranges = cases.iter().filter(|case| case.is_range());
        let rest: Vec<Case> = match self.atlas.cases.beyond(fact, kind) {
            Some(beyond) => vec![beyond],
            None if self.atlas.cases.is_computed(fact) => ranges.cloned().collect(),
            None => Vec::new(),
        };
        if !rest.is_empty() {
            self.bound_rest(fact, rest, leaders, &mut reach);
        }
        let refused = self.budget.refused.get() > before;
        reach.bounded &= !refused;
        let proved = reach.bounded && reach.outcomes.iter().all(|one| *one == self.advice);
        let changes_advice = match (&reach.witness, proved) {
            (Some(_), _) => Some(true),
            (None, true) if fails.is_none() => Some(false),
            (None, _) => None,
        };
        let open = changes_advice.is_none() || !reach.bounded;
        let [low, high] = reach.lead;
        Effect {
            fact,
            because: match (open, refused, fails) {
                (false, ..) => Vec::new(),
                (true, true, _) => vec![Why::Spent],
                (true, false, Some(value)) => vec![Why::Fails(fact, value)],
                (true, false, None) => vec![self.why_open(fact, &reach.outcomes)],
            },
            bounded: reach.bounded,
            totals: reach.totals.into_iter().collect(),
            span: reach.bounded.then(|| round_total(high - low)),
            changes_advice,
            witness: reach.witness,
        }
    }

    /// Each case's value tried.
    fn tried(&self, fact: FactId, cases: &[Case], leaders: Option<(TargetId, TargetId)>) -> Reach {
        let lead =
            |record: &Record| leaders.map_or(0.0, |(a, b)| record.total(a) - record.total(b));
        let mut reach = Reach {
            totals: BTreeMap::new(),
            lead: [lead(self.record); 2],
            witness: None,
            bounded: true,
            outcomes: Vec::new(),
            fails: None,
        };
        let (mut tried, mut had) = (false, false);
        for (at, case) in cases.iter().enumerate() {
            let Some(value) = case.value.clone() else {
                continue;
            };
            tried = true;
            let record = self.with(&[(fact, value.clone())]);
            let totals = record.as_ref().map(|record| record.totals.clone());
            self.singles.borrow_mut().insert((fact, at), totals);
            let Some(record) = record else {
                if !self.budget.is_spent() {
                    reach.fails.get_or_insert(value.clone());
                    self.fails.borrow_mut().get_or_insert((fact, value));
                }
                continue;
            };
            had = true;
            for target in self.program.plan.code.folds.ids() {
                let (before, now) = (self.record.total(target), record.total(target));
                if before != now {
                    widen(reach.totals.entry(target).or_insert([before; 2]), [now; 2]);
                }
            }
            widen(&mut reach.lead, [lead(&record); 2]);
            let asked = !record.is_moot(self.program, fact);
            if reach.witness.is_none() && asked && self.changed(&record) {
                reach.witness = Some(self.witness(vec![(fact, value)], &record));
            }
        }
        // Where every value ends in an error, nothing is known of what they could do.
        reach.bounded = had || !tried;
        reach
    }

    /// Bounds over the values that no case stands for: what these can reach, and whether they can change the advice.
    fn bound_rest(
        &self,
        fact: FactId,
        rest: Vec<Case>,
        leaders: Option<(TargetId, TargetId)>,
        reach: &mut Reach,
    ) {
        let mut open = VecDeque::new();
        for case in rest {
            let part = self.part(fact, &case, |bounds| {
                self.reach_over(bounds, leaders, reach);
                bounds.outcomes() == [self.advice]
            });
            match part {
                Some(true) => {}
                Some(false) => open.push_back(case),
                None => reach.bounded = false,
            }
        }
        if reach.witness.is_none() {
            reach.witness = self.cut(fact, &mut open);
        }
        for case in open {
            let outcomes = self.part(fact, &case, |bounds| bounds.outcomes().to_vec());
            reach.outcomes.extend(outcomes.into_iter().flatten());
        }
    }

    /// What is seen of today's profile with one fact in a part of its values.
    fn part<T>(&self, fact: FactId, case: &Case, see: impl FnOnce(&Bounded) -> T) -> Option<T> {
        let today = self.today.get_or_init(|| {
            let fields = Fields::today(self.profile, &self.program.rulebook);
            self.bound(fields).ok().map(RefCell::new)
        });
        let mut bounds = today.as_ref()?.borrow_mut();
        let part = bounds.narrow(self.program, self.atlas, (fact, case.field));
        let seen = part.is_ok().then(|| see(&bounds));
        bounds.widen(self.atlas);
        seen
    }

    fn reach_over(
        &self,
        bounds: &Bounded,
        leaders: Option<(TargetId, TargetId)>,
        reach: &mut Reach,
    ) {
        let open = [f64::NEG_INFINITY, f64::INFINITY];
        let ends = |target: TargetId| bounds.total(target).unwrap_or(open);
        for target in self.program.plan.code.folds.ids() {
            let (now, before) = (ends(target), self.record.total(target));
            if now.iter().any(|end| !end.is_finite()) {
                reach.bounded = false;
            } else if now.iter().any(|end| (end - before).abs() > NEAR) {
                widen(reach.totals.entry(target).or_insert([before; 2]), now);
            }
        }
        if let Some((a, b)) = leaders {
            let ([a_low, a_high], [b_low, b_high]) = (ends(a), ends(b));
            widen(&mut reach.lead, [a_low - b_high, a_high - b_low]);
        }
    }

    /// Cuts the parts whose bounds leave another advice possible, and tries where they are cut, until a value changes
    /// the advice or no part is left.
    fn cut(&self, fact: FactId, open: &mut VecDeque<Case>) -> Option<Witness> {
        let FactType::Number(kind) = &self.program.rulebook.facts[fact].kind else {
            return None;
        };
        let mut parts: u32 = 0;
        let mut whole = VecDeque::new();
        while parts < MOST_PARTS
            && let Some(case) = open.pop_front()
        {
            let halves = case.halves(kind.whole);
            if halves.is_empty() {
                whole.push_back(case);
            }
            for half in halves {
                parts = parts.saturating_add(u32::from(half.is_range()));
                if let (false, Some(value)) = (half.is_range(), &half.value) {
                    let facts = vec![(fact, value.clone())];
                    let record = self.with(&facts);
                    let other = |record: &Ref<'_, Record>| {
                        self.changed(record) && !record.is_moot(self.program, fact)
                    };
                    if let Some(record) = record.filter(other) {
                        return Some(self.witness(facts, &record));
                    }
                } else if self
                    .part(fact, &half, |bounds| bounds.outcomes() != [self.advice])
                    .unwrap_or(true)
                {
                    open.push_back(half);
                }
            }
        }
        open.extend(whole);
        None
    }

    /// The two strategies in front.
    fn leaders(&self) -> Option<(TargetId, TargetId)> {
        let standings = self.record.standings(self.program);
        let mut standings: Vec<_> = standings.filter(|one| !one.excluded).collect();
        standings.sort_by(|a, b| b.total.total_cmp(&a.total));
        Some((standings.first()?.target, standings.get(1)?.target))
    }

    /// Why something of a fact is not known.
    fn why_open(&self, fact: FactId, outcomes: &[Option<OutcomeId>]) -> Why {
        let known = self.unbounded(&[fact]);
        known
            .or_else(|| self.without_range(&[fact]))
            .unwrap_or_else(|| Why::NotRuledOut(Search::Values, self.others(outcomes)))
    }

    /// What about some facts no bounds can be had for: work that was not done, a method, or a script's function.
    pub(super) fn unbounded(&self, facts: &[FactId]) -> Option<Why> {
        if facts.len() > 1 && self.budget.refused.get() > 0 {
            return Some(Why::Spent);
        }
        if !self.program.method.method.is_scalar() {
            return Some(Why::NoSingleNumber);
        }
        facts
            .iter()
            .find_map(|fact| self.call_on(*fact))
            .map(Why::Call)
    }

    /// Whether an evaluation with these facts runs scripts.
    pub(super) fn asks_scripts(&self, facts: &[(FactId, Value)]) -> bool {
        let is_lowered = |function: &MethodFunction| matches!(function, MethodFunction::Lowered(_));
        let method = &self.program.method.method;
        let plain = [
            &method.lift,
            &method.merge,
            &method.total,
            &method.share,
            &method.belief,
        ];
        if !plain.into_iter().chain(&method.cut).all(is_lowered) {
            return true;
        }
        match facts {
            [(fact, _)] => self.call_on(*fact).is_some(),
            _several => !self.program.plan.code.calls.is_empty(),
        }
    }

    /// A call of a script's function whose result may hang on a fact.
    fn call_on(&self, fact: FactId) -> Option<CallId> {
        let plan = &self.program.plan;
        let steps = plan.index.fact_steps[fact].iter().chain(&plan.code.late);
        steps.copied().find_map(|step| match step {
            Step::Truth(id) => match &plan.code.truths[id] {
                TruthNode::Call(call) => Some(*call),
                _other => None,
            },
            Step::Number(id) => match &plan.code.numbers[id] {
                NumberNode::Call(call) => Some(*call),
                _other => None,
            },
            Step::Choice(_) | Step::Rule(_) | Step::Fold(_) | Step::Shares => None,
        })
    }

    /// The numbers among some facts that have no range and are reckoned with.
    pub(super) fn without_range(&self, facts: &[FactId]) -> Option<Why> {
        let book = &self.program.rulebook;
        let endless = |fact: &FactId| match &book.facts[*fact].kind {
            FactType::Number(kind) => {
                (kind.low.is_none() || kind.high.is_none()) && self.atlas.cases.is_computed(*fact)
            }
            _other => false,
        };
        let found: Vec<FactId> = facts.iter().copied().filter(endless).collect();
        (!found.is_empty()).then_some(Why::NoRange(found))
    }

    /// The outcomes other than today's.
    pub(super) fn others(&self, outcomes: &[Option<OutcomeId>]) -> Vec<Option<OutcomeId>> {
        let others = outcomes.iter().filter(|one| **one != self.advice);
        others.copied().collect()
    }
}

/// Widens a range to hold another; what is no further than bounds are widened is left out.
fn widen(range: &mut [f64; 2], [low, high]: [f64; 2]) {
    let [from, to] = range;
    if low < *from && (low == high || *from - low > NEAR) {
        *from = low;
    }
    if high > *to && (low == high || high - *to > NEAR) {
        *to = high;
    }
}
