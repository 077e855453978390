//! What can happen at all, for any profile: by bounds over all of them, and by trying all combinations where a few facts
//! decide. What neither rules out counts as possible.

mod cells;
mod counts;
mod cuts;
mod implied;
mod reads;
mod sites;
mod tally;

pub(crate) use cells::Cells;
pub(crate) use counts::{Around, Row, Truth, Values};
pub(crate) use cuts::{Kind, Measure, Threshold};
pub(crate) use reads::{Reads, cells};
pub(crate) use sites::{Leaf, Shown, Sites, conditions, parts};
pub(crate) use tally::{Tally, tally};

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::base::round_total;
use crate::engine::Record;
use crate::model::{
    Cond, Deciding, Effect, FactId, GroupId, LetId, Leveled, OutcomeId, Plan, RuleId, TargetId,
    TruthId, TruthNode, Weight,
};
use crate::plan::Program;
use crate::space::{self, Reach};

/// In how many evaluations a condition held.
pub(crate) fn yes(tally: &Tally, id: TruthId) -> u64 {
    tally.truths.find(id).map_or(0, |truth| truth.yes)
}

/// In how many it was known to be false.
pub(crate) fn no(tally: &Tally, id: TruthId) -> u64 {
    tally.truths.find(id).map_or(0, |truth| truth.no)
}

/// Why a row is never the one that counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Never {
    /// Its condition never holds.
    Holds,
    /// A row above applies wherever it does.
    Above,
    /// Where it is known to apply, a row above may apply too. `gives` says whether its level comes out all the same.
    Open { gives: bool },
}

impl Never {
    /// In words that follow the name of the row.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Holds => "it can never be known to apply",
            Self::Above => "a row above applies whenever it does",
            Self::Open { .. } => "when it is known to apply, a row above may apply too",
        }
    }
}

/// What a program can bring about.
pub(crate) struct Possible<'a> {
    program: &'a Program,
    /// Bounds over all profiles; where they cannot be computed, everything counts as possible.
    pub(crate) reach: Option<Reach>,
    cells: Cells<'a>,
    /// Which conditions can hold, and which can fail, as far as it was looked for: lets may use others many times.
    told: RefCell<BTreeMap<(TruthId, bool), bool>>,
}

impl<'a> Possible<'a> {
    /// Of one program. `work` is how many conditions are computed at most to try combinations of facts.
    pub(crate) fn of(program: &'a Program, sites: &'a Sites, work: usize) -> Self {
        Self {
            program,
            reach: space::reach(program).ok(),
            cells: Cells::new(program, sites, work),
            told: RefCell::default(),
        }
    }

    /// Whether some combination of what is read does something; true where they cannot all be tried.
    pub(crate) fn does_any(&self, reads: &Reads, does: &dyn Fn(&Record) -> bool) -> bool {
        self.cells.any(reads, does).unwrap_or(true)
    }
}

impl Possible<'_> {
    fn may(&self, ask: impl Fn(&Reach) -> bool) -> bool {
        self.reach.as_ref().is_none_or(ask)
    }

    /// What some conditions read.
    pub(crate) fn reads(&self, conds: &[&Cond]) -> Reads {
        let mut reads = Reads::default();
        for cond in conds {
            reads.cond(&self.program.rulebook, cond);
        }
        reads
    }

    /// Whether something happens on one of all combinations of what is read; true where they cannot all be tried.
    pub(crate) fn is_tried(&self, reads: &Reads, happens: impl Fn(&Tally) -> bool) -> bool {
        let tally = self.cells.tally(reads);
        tally.is_none_or(|tally| happens(&tally))
    }

    /// Whether a condition can hold.
    pub(crate) fn can_hold(&self, id: TruthId) -> bool {
        self.once((id, true), || self.look_whether_it_holds(id))
    }

    /// Whether a condition can be known to be false.
    pub(crate) fn can_fail(&self, id: TruthId) -> bool {
        self.once((id, false), || self.look_whether_it_fails(id))
    }

    fn once(&self, key: (TruthId, bool), look: impl FnOnce() -> bool) -> bool {
        let known = self.told.borrow().get(&key).copied();
        known.unwrap_or_else(|| {
            let can = look();
            self.told.borrow_mut().insert(key, can);
            can
        })
    }

    fn look_whether_it_holds(&self, id: TruthId) -> bool {
        if !self.may(|reach| reach.can_hold(id)) {
            return false;
        }
        let code = &self.program.plan.code;
        match &code.truths[id] {
            TruthNode::Ahead(running, _) => {
                let mut standings = code.standings.iter();
                let ranked = standings.find(|ranked| ranked.running == *running);
                ranked.is_none_or(|ranked| self.can_lead(ranked.target))
            }
            TruthNode::All(parts) => code.parts_of(*parts).iter().all(|id| self.can_hold(*id)),
            TruthNode::Any(parts) => code.parts_of(*parts).iter().any(|id| self.can_hold(*id)),
            TruthNode::Surely(part) | TruthNode::Unless(part, _) => self.can_hold(*part),
            TruthNode::Not(part) => self.can_fail(*part),
            _other => true,
        }
    }

    fn look_whether_it_fails(&self, id: TruthId) -> bool {
        if !self.may(|reach| reach.can_fail(id)) {
            return false;
        }
        let code = &self.program.plan.code;
        match &code.truths[id] {
            TruthNode::All(parts) => code.parts_of(*parts).iter().any(|id| self.can_fail(*id)),
            TruthNode::Any(parts) => code.parts_of(*parts).iter().all(|id| self.can_fail(*id)),
            TruthNode::Not(part) => self.can_hold(*part),
            TruthNode::Unless(when, unless) => self.can_fail(*when) || self.can_hold(*unless),
            _other => true,
        }
    }

    /// Whether a strategy can be ahead of all others.
    fn can_lead(&self, target: TargetId) -> bool {
        let (program, plan) = (self.program, &self.program.plan);
        let Some(reach) = &self.reach else {
            return true;
        };
        let Some((_, most)) = reach.total(program, target) else {
            return true;
        };
        let mut rivals = plan
            .code
            .strategies
            .iter()
            .filter(|other| **other != target);
        !rivals.any(|rival| {
            let least = reach.total(program, *rival).map(|(least, _)| least);
            let is_behind = |least: f64| round_total(most) <= round_total(least);
            least.is_some_and(is_behind) && !can_be_out(plan, reach, *rival)
        })
    }

    /// Whether a rule can fire by `then`.
    pub(crate) fn can_fire(&self, id: RuleId) -> bool {
        if !self.may(|reach| reach.fires(id).0) {
            return false;
        }
        let mut reads = Reads::default();
        self.rule(id, &mut reads);
        self.is_tried(&reads, |tally| {
            tally.rules.find(id).is_none_or(|fate| fate.then > 0)
        })
    }

    /// Adds what decides about a rule: its conditions, and those of the rules that may defeat it.
    fn rule(&self, id: RuleId, reads: &mut Reads) {
        let book = &self.program.rulebook;
        let mut seen = BTreeSet::from([id]);
        let mut waiting = vec![id];
        while let Some(id) = waiting.pop() {
            let rule = &book.rules[id];
            let conds = std::iter::once(&rule.when).chain(&rule.unless);
            conds.for_each(|cond| reads.cond(book, cond));
            let defeaters = self.program.plan.code.rules[id].defeaters.iter().copied();
            waiting.extend(defeaters.filter(|other| seen.insert(*other)));
        }
    }

    /// Why the row of a let never counts; `None` where it may.
    pub(crate) fn never_chosen(
        &self,
        (id, at): (LetId, usize),
        truth: TruthId,
        above: &[TruthId],
    ) -> Option<Never> {
        if !self.can_hold(truth) {
            return Some(Never::Holds);
        }
        let code = &self.program.plan.code;
        let covers = |other: TruthId| !self.can_fail(other) || implied::follows(code, truth, other);
        if above.iter().any(|other| covers(*other)) {
            return Some(Never::Above);
        }
        let mut reads = Reads::default();
        reads.derived(&self.program.rulebook, id);
        let tally = self.cells.tally(&reads)?;
        let row = tally.rows.find(id)?.get(at)?;
        match (row.chosen, row.held, row.open.is_empty()) {
            (0, 0, _) => Some(Never::Holds),
            (0, _, true) => Some(Never::Above),
            (0, _, false) => Some(Never::Open {
                gives: row.gave > 0,
            }),
            _chosen => None,
        }
    }

    /// Whether a row of the advice can give it.
    pub(crate) fn can_choose(&self, at: usize) -> bool {
        let (plan, book) = (&self.program.plan, &self.program.rulebook);
        let position = u32::try_from(at).unwrap_or(u32::MAX);
        if !self.may(|reach| reach.can_advise(position)) {
            return false;
        }
        let (Some(row), Some(advice)) = (plan.code.advice.get(at), &book.advice) else {
            return true;
        };
        let Some(applies) = row.applies else {
            return self.is_first(at);
        };
        let own = advice.rows.get(at).into_iter();
        let conds: Vec<&Cond> = own
            .flat_map(|row| row.when.iter().chain(&row.unless))
            .collect();
        let row = |one: &Deciding| one.row == Some(position);
        let before = plan.code.deciding.iter().take_while(|one| !row(one));
        let covered = |one: &Deciding| {
            let other = one.applies;
            other.is_some_and(|other| implied::follows(&plan.code, applies, other))
        };
        if before.into_iter().any(covered) {
            return false;
        }
        self.can_hold(applies)
            && self.is_tried(&self.reads(&conds), |tally| yes(tally, applies) > 0)
            && self.is_first(at)
    }

    /// Whether a row can be the first that applies; true where strategies can be out, and then rows are passed over.
    fn is_first(&self, at: usize) -> bool {
        let (plan, book) = (&self.program.plan, &self.program.rulebook);
        if plan
            .index
            .excluders
            .iter()
            .any(|rule| self.may(|reach| reach.fires(*rule).0))
        {
            return true;
        }
        let rows = book.advice.iter().flat_map(|advice| &advice.rows);
        let rows = rows.take(at.saturating_add(1));
        let conds: Vec<&Cond> = rows
            .flat_map(|row| row.when.iter().chain(&row.unless))
            .collect();
        self.is_tried(&self.reads(&conds), |tally| {
            tally.advice.get(at).is_none_or(|row| row.chosen > 0)
        })
    }

    /// Whether an outcome can be advised.
    pub(crate) fn can_advise(&self, id: OutcomeId) -> bool {
        let book = &self.program.rulebook;
        if !self.may(|reach| reach.can_reach(id)) {
            return false;
        }
        match (&book.advice, book.outcomes[id].strategy) {
            (Some(advice), _) => {
                let mut rows = advice.rows.iter().enumerate();
                rows.any(|(at, row)| row.outcome == Some(id) && self.can_choose(at))
            }
            (None, Some(target)) => self.can_lead(target),
            (None, None) => true,
        }
    }

    /// Whether the limit of a group can cut anything away.
    pub(crate) fn can_cut(&self, id: GroupId) -> bool {
        let book = &self.program.rulebook;
        if !self.may(|reach| reach.can_cut(self.program, id)) {
            return false;
        }
        // Elsewhere less certain answers may come to more.
        if !self.program.adds() {
            return true;
        }
        let mut reads = Reads::default();
        for (rule_id, rule) in book.rules.iter().filter(|(_, rule)| rule.group == Some(id)) {
            self.rule(rule_id, &mut reads);
            let mut effects = rule.then.iter().chain(&rule.otherwise);
            reads.open |= effects.any(is_computed);
        }
        self.is_tried(&reads, |tally| {
            tally.groups.find(id).is_none_or(|limit| limit.bit > 0)
        })
    }

    /// What two levels are computed from; `None` where they are not both levels or fixed.
    pub(crate) fn reads_of_levels(&self, measures: [Measure; 2]) -> Option<Reads> {
        let mut reads = Reads::default();
        for measure in measures {
            match measure {
                Measure::Constant(_) => {}
                Measure::Level(Leveled::Fact(fact)) => read(fact, &mut reads),
                Measure::Level(Leveled::Choice(choice)) => {
                    let id = self.program.plan.code.choices[choice].id;
                    reads.derived(&self.program.rulebook, id);
                }
                Measure::Fact(_) | Measure::Number(_) => return None,
            }
        }
        Some(reads)
    }
}

fn read(fact: FactId, reads: &mut Reads) {
    reads.facts.entry(fact).or_default();
}

fn is_computed(effect: &Effect) -> bool {
    matches!(effect.weight, Weight::By(_))
}

/// Whether a rule may take a strategy out of the choice.
fn can_be_out(plan: &Plan, reach: &Reach, target: TargetId) -> bool {
    let mut excluders = plan.index.excluders.iter();
    excluders.any(|rule| plan.code.rules[*rule].excludes.contains(&target) && reach.fires(*rule).0)
}
