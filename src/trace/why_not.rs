//! Why a rule did not fire: the tests in its way, how far each is from turning, and what hangs on the rule.

use std::borrow::Cow;
use std::cell::RefCell;

use super::Teller;
use super::rules::Prepared;
use super::turning::Known;
use super::words::View;
use crate::base::{Id, IdVec, round_total};
use crate::engine::decide::Decision;
use crate::engine::fault::{Fault, Weighed};
use crate::engine::machine::Record;
use crate::engine::point::Status;
use crate::model::trace::{Hole, N, Varies, WhyNotTold};
use crate::model::{Evidence, PieceId, PieceWeight, RuleId, TargetId, TargetKind, Term};
use crate::plan::Program;

/// What the rules that did not fire are compared with, and a copy to try them in.
pub(super) struct Baseline {
    scratch: RefCell<Record>,
    decision: Option<Decision>,
    /// What rules add to a target, each with its place in the target's lean fold; nothing where it has none.
    added: IdVec<TargetId, Vec<(usize, f64)>>,
    /// What follows from the total of each target, as far as it was computed.
    known: RefCell<IdVec<TargetId, Option<Known>>>,
}

impl Baseline {
    /// The copy is made in what is left of the last.
    pub(super) fn of(view: &View<'_>, scratch: Option<Record>) -> Self {
        let scratch = match scratch {
            Some(mut scratch) => {
                scratch.copy(view.record);
                scratch
            }
            None => view.record.clone(),
        };
        let program = view.teller.program;
        let folds = program.plan.code.lean.folds.values();
        let added = folds.map(|terms| match terms {
            Some(terms) if program.adds() => {
                let amount = |term: &Term| term.weight * f64::max(view.truth(term.truth), 0.0);
                let amounts = terms.iter().map(amount).enumerate();
                amounts.filter(|(_, amount)| *amount != 0.0).collect()
            }
            _other => Vec::new(),
        });
        Self {
            scratch: RefCell::new(scratch),
            decision: view.record.decision,
            added: added.collect(),
            known: RefCell::new(program.plan.code.folds.ids().map(|_| None).collect()),
        }
    }

    /// What is left of the copy.
    pub(super) fn scratch(self) -> Record {
        self.scratch.into_inner()
    }

    /// Whether it is another advice than the one given.
    pub(super) fn changes(&self, decision: Option<Decision>) -> bool {
        decision.map(|d| d.outcome) != self.decision.map(|d| d.outcome)
    }

    /// The total of a target in whose lean fold one rule fires without a doubt.
    fn total(&self, program: &Program, part: &Part) -> Result<f64, Fault> {
        let prior = program.plan.code.folds[part.target].prior;
        let added = &self.added[part.target];
        let others = |range: fn(&usize, &usize) -> bool| {
            let others = added.iter().filter(move |(at, _)| range(at, &part.at));
            others.map(|(_, amount)| amount)
        };
        let sum = others(usize::lt).fold(prior, |sum, amount| sum + amount) + part.weight;
        let sum = others(usize::gt).fold(sum, |sum, amount| sum + amount);
        let total = program.total(&Evidence::Number(sum));
        let total = total.map_err(Weighed::Target.failed())?;
        Ok(round_total(total))
    }
}

/// A rule that moves more targets is tried step by step.
const MOST_PARTS: usize = 8;

/// What a rule moves where it fires by `then`.
#[derive(Debug)]
pub(super) struct Trial {
    targets: Vec<TargetId>,
    /// Whether more than these targets' totals follows from it: defeats, and what hangs on hypotheses.
    reaches: bool,
    /// Its part in the folds of its targets, where all are lean and nothing else follows.
    parts: Option<Vec<Part>>,
}

/// The part of a rule in a lean fold.
#[derive(Debug)]
struct Part {
    target: TargetId,
    /// Its place among the terms.
    at: usize,
    weight: f64,
}

impl Part {
    /// `None` where the target has no lean fold or the rule is not one term of it.
    fn of(program: &Program, rule: RuleId, target: TargetId) -> Option<Self> {
        let terms = program.plan.code.lean.folds[target].as_ref()?;
        let mut own = (0..).zip(terms).filter(|(_, term)| term.rule == rule);
        let (at, term) = own.next()?;
        own.next().is_none().then_some(Self {
            target,
            at,
            weight: term.weight,
        })
    }
}

impl Trial {
    pub(super) fn of(teller: &Teller<'_>, rule: RuleId) -> Self {
        let program = teller.program;
        let pieces = program.plan.code.rules[rule].pieces.range().map(PieceId);
        let mut targets: Vec<TargetId> = pieces
            .map(|piece| program.plan.code.pieces[piece].target)
            .collect();
        targets.sort();
        targets.dedup();
        let book = teller.book;
        let hypothesis = |target: &TargetId| book.targets[*target].kind == TargetKind::Hypothesis;
        let reaches = targets.iter().any(hypothesis) || !book.rules[rule].defeats.is_empty();
        let lean = program.adds() && !reaches && !targets.is_empty();
        let part = |target: &TargetId| Part::of(program, rule, *target);
        let parts = targets.iter().map(part).collect::<Option<_>>();
        Self {
            reaches,
            parts: parts.filter(|parts: &Vec<Part>| lean && parts.len() <= MOST_PARTS),
            targets,
        }
    }
}

/// Why a rule did not fire by `then`, and what hangs on it.
pub(super) fn told<'a>(
    view: &View<'a>,
    baseline: &Baseline,
    rule: &Prepared,
    status: Status,
) -> Result<WhyNotTold<'a>, Fault> {
    let shapes = &view.teller.program.plan.words.rule_shapes[rule.id];
    let mut obstacles = Vec::new();
    if let Some(when) = &shapes.when {
        view.obstacles(when, true, &mut obstacles);
    }
    if let (Status::Stopped, Some(unless)) = (status, &shapes.unless) {
        view.obstacles(unless, false, &mut obstacles);
    }
    let contributions = match &rule.contributions {
        Some(fixed) => fixed.clone(),
        None => contributions(view.teller.program, rule.id, |weight| {
            weight_of(view.record, weight)
        })?,
    };
    let named = contributions.into_iter();
    let named = named.map(|(target, amount)| (view.teller.target_name(target), amount));
    let decision = decision_if_fired(view, baseline, rule);
    Ok(WhyNotTold {
        obstacles,
        would_contribute: named.collect(),
        advice_if_fired: Varies(advice(view, decision), Some(Hole::Advice)),
        changes_advice: Varies(baseline.changes(decision), Some(Hole::Changes)),
    })
}

/// The advice of a decision.
pub(super) fn advice<'a>(view: &View<'a>, decision: Option<Decision>) -> Cow<'a, str> {
    let outcome = decision.and_then(|decision| decision.outcome);
    Cow::Borrowed(view.teller.outcome_name(outcome))
}

/// What each effect of `then` would weigh, alone and certain, where no weight has to be computed.
pub(super) fn fixed_contributions(teller: &Teller<'_>, rule: RuleId) -> Option<Vec<(TargetId, N)>> {
    let code = &teller.program.plan.code;
    let mut pieces = code.rules[rule].pieces.range().map(PieceId);
    let fixed = pieces.all(|id| matches!(code.pieces[id].weight, PieceWeight::Constant(_)));
    let constant = |weight| match weight {
        PieceWeight::Constant(weight) => weight,
        PieceWeight::Number(_) => f64::NAN,
    };
    fixed
        .then(|| contributions(teller.program, rule, constant).ok())
        .flatten()
}

fn contributions(
    program: &Program,
    rule: RuleId,
    weight_of: impl Fn(PieceWeight) -> f64,
) -> Result<Vec<(TargetId, N)>, Fault> {
    let mut contributions = Vec::new();
    for id in program.plan.code.rules[rule].pieces.range().map(PieceId) {
        let piece = &program.plan.code.pieces[id];
        let weight = weight_of(piece.weight);
        if !piece.then || weight.is_nan() || weight < 0.0 || weight > program.method.method.range {
            continue;
        }
        let weight = if piece.favor { weight } else { -weight };
        let total = program
            .lift(weight, 1.0)
            .and_then(|evidence| program.total(&evidence));
        let total = total.map_err(Weighed::OneRule.failed())?;
        contributions.push((piece.target, N(round_total(total))));
    }
    Ok(contributions)
}

fn weight_of(record: &Record, weight: PieceWeight) -> f64 {
    match weight {
        PieceWeight::Constant(weight) => weight,
        PieceWeight::Number(number) => record
            .numbers
            .get(number.to_usize())
            .copied()
            .unwrap_or(f64::NAN),
    }
}

/// The advice if the rule had fired by `then` with certainty 1, with all that follows from it.
pub(super) fn decision_if_fired(
    view: &View<'_>,
    baseline: &Baseline,
    prepared: &Prepared,
) -> Option<Decision> {
    let (program, rule) = (view.teller.program, prepared.id);
    let Trial {
        targets,
        reaches,
        parts,
    } = &prepared.trial;
    // INVARIANT: a fault here is one that only a forced rule brings about; the advice given stands.
    if let Some(parts) = parts {
        return try_parts(view, baseline, (rule, parts)).unwrap_or(baseline.decision);
    }
    let mut scratch = baseline.scratch.borrow_mut();
    let done = if *reaches {
        scratch.force(rule);
        scratch.run_to_advice(program)
    } else {
        scratch.try_rule(program, rule, targets)
    };
    let decision = match done {
        Ok(()) => scratch.decision,
        Err(_) => baseline.decision,
    };
    if *reaches {
        scratch.copy(view.record);
    } else {
        scratch.undo_rule(view.record, program, rule, targets);
    }
    decision
}

/// The decision where the rule changes lean folds only; the same total of one target is not decided on twice.
fn try_parts(
    view: &View<'_>,
    baseline: &Baseline,
    (rule, parts): (RuleId, &[Part]),
) -> Result<Option<Decision>, Fault> {
    let program = view.teller.program;
    let mut totals = [(TargetId(0), 0.0); MOST_PARTS];
    for (slot, part) in totals.iter_mut().zip(parts) {
        *slot = (part.target, baseline.total(program, part)?);
    }
    let tried = || {
        let mut scratch = baseline.scratch.borrow_mut();
        let totals = totals.into_iter().take(parts.len());
        let done = scratch.try_totals(program, rule, totals);
        let targets = parts.iter().map(|part| part.target);
        scratch.undo_totals(view.record, targets);
        done.map(|()| scratch.decision)
    };
    let mut known = baseline.known.borrow_mut();
    let slot = match (&view.teller.turning, parts) {
        (Some(turning), [part]) => {
            let known = known[part.target]
                .get_or_insert_with(|| turning.nothing(&program.plan, view.record, part.target));
            known.slot(totals[0].1)
        }
        _several => None,
    };
    match slot {
        Some(Some(decision)) => {
            debug_assert_eq!(tried().ok(), Some(*decision), "the advice turns at a mark");
            Ok(*decision)
        }
        Some(slot) => Ok(*slot.insert(tried()?)),
        None => tried(),
    }
}
