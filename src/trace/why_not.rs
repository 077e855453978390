//! Why a rule did not fire: the tests in its way, how far each is from turning, and what hangs on the rule.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::Teller;
use super::json::{Hole, Json};
use super::rules::RuleWords;
use super::turning::Known;
use super::words::View;
use crate::base::{Id, IdVec, round_total};
use crate::engine::decide::Decision;
use crate::engine::fault::{Fault, Weighed};
use crate::engine::machine::Record;
use crate::engine::point::Status;
use crate::model::{Evidence, PieceId, PieceWeight, RuleId, TargetId, TargetKind, Term};
use crate::plan::Program;

/// What the rules that did not fire are compared with, and a copy to try them in.
pub(super) struct Baseline<'a> {
    scratch: RefCell<&'a mut Record>,
    decision: Option<Decision>,
    /// What each rule adds to a target, in the order of its lean fold; nothing where it has none.
    added: IdVec<TargetId, Vec<f64>>,
    /// What follows from the total of each target, as far as it was computed.
    known: RefCell<IdVec<TargetId, Option<Known>>>,
}

impl<'a> Baseline<'a> {
    /// The copy is made in what is left of the last.
    pub(super) fn of(view: &View<'_>, scratch: &'a mut Option<Record>) -> Self {
        let scratch = match scratch {
            Some(scratch) => {
                scratch.copy(view.record);
                scratch
            }
            None => scratch.insert(view.record.clone()),
        };
        let program = view.teller.program;
        let folds = program.plan.lean.folds.values();
        let added = folds.map(|terms| match terms {
            Some(terms) if program.adds() => {
                let amount = |term: &Term| term.weight * f64::max(view.truth(term.truth), 0.0);
                terms.iter().map(amount).collect()
            }
            _other => Vec::new(),
        });
        Self {
            scratch: RefCell::new(scratch),
            decision: view.record.decision,
            added: added.collect(),
            known: RefCell::new(program.plan.folds.ids().map(|_| None).collect()),
        }
    }

    /// The total of a target in whose lean fold one rule fires without a doubt.
    fn total(&self, program: &Program, part: &Part) -> Result<f64, Fault> {
        let prior = program.plan.folds[part.target].prior;
        let added = &self.added[part.target];
        let (before, rest) = added.split_at_checked(part.at).unwrap_or((added, &[]));
        let after = rest.get(1..).unwrap_or(&[]);
        let sum = before.iter().fold(prior, |sum, amount| sum + amount) + part.weight;
        let sum = after.iter().fold(sum, |sum, amount| sum + amount);
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
        let terms = program.plan.lean.folds[target].as_ref()?;
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
        let pieces = program.plan.rules[rule].pieces.range().map(PieceId);
        let mut targets: Vec<TargetId> = pieces
            .map(|piece| program.plan.pieces[piece].target)
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

/// The object `why_not` of a rule.
pub(super) fn write(
    view: &View<'_>,
    baseline: &Baseline<'_>,
    words: &RuleWords,
    status: Status,
    json: &mut Json,
) -> Result<(), Fault> {
    let rule = words.id;
    json.join("{\"obstacles\":[");
    if let Some(when) = &words.when {
        when.obstacles(view, true, json);
    }
    if let (Status::Stopped, Some(unless)) = (status, &words.unless) {
        unless.obstacles(view, false, json);
    }
    json.close(b']');
    match &words.contributions {
        Some(fixed) => json.raw(fixed),
        None => write_contributions(
            view.teller,
            rule,
            |weight| weight_of(view.record, weight),
            json,
        )?,
    }
    json.join(",\"advice_if_fired\":");
    if !json.leaves_out(Hole::Decision) {
        write_decision(view, baseline, words, json);
    }
    json.close(b'}');
    Ok(())
}

/// The advice if the rule fired, and the member that says whether it is another.
pub(super) fn write_decision(
    view: &View<'_>,
    baseline: &Baseline<'_>,
    words: &RuleWords,
    json: &mut Json,
) {
    let decision = decision_if_fired(view, baseline, words);
    match decision.and_then(|decision| decision.outcome) {
        Some(outcome) => json.join(&view.teller.outcomes[outcome]),
        None => json.string(view.teller.outcome_name(None)),
    }
    let changes = decision.map(|d| d.outcome) != baseline.decision.map(|d| d.outcome);
    json.join(match changes {
        true => ",\"changes_advice\":true",
        false => ",\"changes_advice\":false",
    });
}

/// What each effect of `then` would weigh, alone and certain, where no weight has to be computed.
pub(super) fn fixed_contributions(teller: &Teller<'_>, rule: RuleId) -> Option<String> {
    let slice = teller.program.plan.rules[rule].pieces;
    let fixed = (0..slice.len).all(|at| {
        let piece = &teller.program.plan.pieces[PieceId(slice.start.saturating_add(at))];
        matches!(piece.weight, PieceWeight::Constant(_))
    });
    let mut json = Json::default();
    let constant = |weight| match weight {
        PieceWeight::Constant(weight) => weight,
        PieceWeight::Number(_) => f64::NAN,
    };
    let written = write_contributions(teller, rule, constant, &mut json);
    (fixed && written.is_ok()).then(|| json.finish())
}

fn write_contributions(
    teller: &Teller<'_>,
    rule: RuleId,
    weight_of: impl Fn(PieceWeight) -> f64,
    json: &mut Json,
) -> Result<(), Fault> {
    let program = teller.program;
    let mut contributions = BTreeMap::new();
    let slice = program.plan.rules[rule].pieces;
    for at in 0..slice.len {
        let piece = &program.plan.pieces[PieceId(slice.start.saturating_add(at))];
        let weight = weight_of(piece.weight);
        if !piece.then || weight.is_nan() || weight < 0.0 || weight > program.method.method.range {
            continue;
        }
        let weight = if piece.favor { weight } else { -weight };
        let total = program
            .lift(weight, 1.0)
            .and_then(|evidence| program.total(&evidence));
        let total = total.map_err(Weighed::OneRule.failed())?;
        contributions.insert(&*teller.book.targets[piece.target].name, round_total(total));
    }
    json.object("would_contribute", |json| {
        for (target, amount) in contributions {
            json.figure(target, amount);
        }
    });
    Ok(())
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
fn decision_if_fired(
    view: &View<'_>,
    baseline: &Baseline<'_>,
    words: &RuleWords,
) -> Option<Decision> {
    let (program, rule) = (view.teller.program, words.id);
    let Trial {
        targets,
        reaches,
        parts,
    } = &words.trial;
    // INVARIANT: a fault here is one that only a forced rule brings about; the advice given stands.
    if *reaches {
        let mut forced = view.record.clone();
        forced.force(rule);
        let done = forced.run_to_advice(program);
        return if done.is_ok() {
            forced.decision
        } else {
            baseline.decision
        };
    }
    if let Some(parts) = parts {
        return try_parts(view, baseline, (rule, parts)).unwrap_or(baseline.decision);
    }
    let mut scratch = baseline.scratch.borrow_mut();
    let done = scratch.try_rule(program, rule, targets);
    let decision = if done.is_ok() {
        scratch.decision
    } else {
        baseline.decision
    };
    scratch.undo_rule(view.record, program, rule, targets);
    decision
}

/// The decision where the rule changes lean folds only; the same total of one target is not decided on twice.
fn try_parts(
    view: &View<'_>,
    baseline: &Baseline<'_>,
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
