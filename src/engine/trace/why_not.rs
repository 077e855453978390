//! Why a rule did not fire: the tests in its way, how far each is from turning, and what hangs on the rule.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::condition::{shown_name, truth_name};
use super::json::Json;
use super::words::View;
use crate::base::{Id, round_total};
use crate::engine::decide::Decision;
use crate::engine::fault::{self, Fault};
use crate::engine::machine::Record;
use crate::engine::point::Status;
use crate::model::{
    Compare, FactId, FactType, LetKind, LevelSet, PieceId, PieceWeight, RuleId, Scale, Shape,
    ShapeOp, TargetId, TargetKind, TruthId, TruthNode,
};

/// What the rules that did not fire are compared with, and a copy to try them in.
pub(super) struct Baseline {
    scratch: RefCell<Record>,
    decision: Option<Decision>,
}

impl Baseline {
    pub(super) fn of(view: &View<'_>) -> Self {
        Self {
            scratch: RefCell::new(view.record.clone()),
            decision: view.record.decision,
        }
    }
}

/// The object `why_not` of a rule.
pub(super) fn write(
    view: &View<'_>,
    baseline: &Baseline,
    rule: RuleId,
    status: Status,
    json: &mut Json,
) -> Result<(), Fault> {
    let contributions = would_contribute(view, rule)?;
    let decision = decision_if_fired(view, baseline, rule);
    json.open(b'{');
    json.key("obstacles");
    json.open(b'[');
    let shapes = &view.teller.program.plan.rule_shapes[rule];
    if let Some(when) = &shapes.when {
        obstacles(view, when, true, json);
    }
    if let (Status::Stopped, Some(unless)) = (status, &shapes.unless) {
        obstacles(view, unless, false, json);
    }
    json.close(b']');
    json.object("would_contribute", |json| {
        for (target, amount) in contributions {
            json.figure(target, amount);
        }
    });
    json.text(
        "advice_if_fired",
        view.teller
            .outcome_name(decision.and_then(|decision| decision.outcome)),
    );
    json.flag(
        "changes_advice",
        decision.map(|d| d.outcome) != baseline.decision.map(|d| d.outcome),
    );
    json.close(b'}');
    Ok(())
}

/// What each effect of `then` would weigh, alone and certain.
fn would_contribute<'a>(view: &View<'a>, rule: RuleId) -> Result<BTreeMap<&'a str, f64>, Fault> {
    let program = view.teller.program;
    let mut contributions = BTreeMap::new();
    let slice = program.plan.rules[rule].pieces;
    for at in 0..slice.len {
        let piece = &program.plan.pieces[PieceId(slice.start.saturating_add(at))];
        let weight = weight(view.record, piece.weight);
        if !piece.then || weight.is_nan() || weight < 0.0 || weight > program.method.method.range {
            continue;
        }
        let weight = if piece.favor { weight } else { -weight };
        let total = program
            .lift(weight, 1.0)
            .and_then(|evidence| program.total(&evidence));
        let total = total.map_err(|fault| fault::method("of a rule", &fault))?;
        contributions.insert(
            &*view.teller.book.targets[piece.target].name,
            round_total(total),
        );
    }
    Ok(contributions)
}

fn weight(record: &Record, weight: PieceWeight) -> f64 {
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
fn decision_if_fired(view: &View<'_>, baseline: &Baseline, rule: RuleId) -> Option<Decision> {
    let program = view.teller.program;
    let slice = program.plan.rules[rule].pieces;
    let pieces =
        (0..slice.len).map(|at| &program.plan.pieces[PieceId(slice.start.saturating_add(at))]);
    let mut targets: Vec<TargetId> = pieces.map(|piece| piece.target).collect();
    targets.sort();
    targets.dedup();
    let reaches = targets
        .iter()
        .any(|target| view.teller.book.targets[*target].kind == TargetKind::Hypothesis);
    // INVARIANT: a fault here is one that only a forced rule brings about; the advice given stands.
    if reaches || !view.teller.book.rules[rule].defeats.is_empty() {
        let mut forced = view.record.clone();
        forced.force(rule);
        let done = forced.run_to_advice(program);
        return if done.is_ok() {
            forced.decision
        } else {
            baseline.decision
        };
    }
    let mut scratch = baseline.scratch.borrow_mut();
    let done = scratch.try_rule(program, rule, &targets);
    let decision = if done.is_ok() {
        scratch.decision
    } else {
        baseline.decision
    };
    scratch.undo_rule(view.record, program, rule, &targets);
    decision
}

/// The tests that keep a condition from being what is wanted.
fn obstacles(view: &View<'_>, shape: &Shape, wanted: bool, json: &mut Json) {
    let truth = view.truth(shape.truth);
    if (wanted && truth > 0.0) || (!wanted && truth < 0.0) {
        return;
    }
    match shape.op {
        ShapeOp::Test => obstacle(view, shape, json),
        ShapeOp::Not => shape
            .parts
            .iter()
            .for_each(|part| obstacles(view, part, !wanted, json)),
        ShapeOp::All | ShapeOp::Any | ShapeOp::AtLeast(_) | ShapeOp::Surely => {
            shape
                .parts
                .iter()
                .for_each(|part| obstacles(view, part, wanted, json));
        }
    }
}

fn obstacle(view: &View<'_>, shape: &Shape, json: &mut Json) {
    let (distance, unit) = distance(view, shape.truth).unzip();
    json.object("", |json| {
        json.text("text", &shape.text);
        json.key("truth");
        json.join(truth_name(view.truth(shape.truth)));
        json.list("reads", |json| {
            for shown in &shape.reads {
                json.object("", |json| {
                    json.text("name", &shown_name(view.teller, *shown));
                    json.key("value");
                    view.shown(*shown, json);
                });
            }
        });
        json.maybe_figure("distance", distance.map(round_total));
        json.text("unit", unit.as_deref().unwrap_or(""));
    });
}

/// How far the value is from where the test turns, and in which unit.
fn distance(view: &View<'_>, truth: TruthId) -> Option<(f64, String)> {
    let program = view.teller.program;
    match &program.plan.truths[truth] {
        TruthNode::Not(part) => distance(view, *part),
        TruthNode::Number(fact, compare, constant) if turns(*compare) => {
            let value = fact_number(view, *fact)?;
            let FactType::Number(kind) = &view.teller.book.facts[*fact].kind else {
                return None;
            };
            Some((
                (value - constant).abs(),
                kind.unit.as_deref().unwrap_or("").to_owned(),
            ))
        }
        TruthNode::Compare(left, compare, right, _) if turns(*compare) => {
            let number =
                |id: crate::model::NumberId| view.record.numbers.get(id.to_usize()).copied();
            let distance = (number(*left)? - number(*right)?).abs();
            distance.is_finite().then_some((distance, String::new()))
        }
        TruthNode::Level(fact, levels) => {
            let FactType::Level(scale) = &view.teller.book.facts[*fact].kind else {
                return None;
            };
            let Some(crate::model::Value::Level(at)) =
                view.profile.given(*fact).map(|given| &given.value)
            else {
                return None;
            };
            level_distance(scale, *at, *levels)
        }
        TruthNode::Choice(choice, levels) => {
            let node = &program.plan.choices[*choice];
            let (LetKind::List(scale, _) | LetKind::Table(scale, _, _)) =
                &view.teller.book.lets[node.id].kind
            else {
                return None;
            };
            let at = view
                .record
                .choices
                .get(choice.to_usize())
                .and_then(|choice| choice.known())?;
            level_distance(scale, at, *levels)
        }
        _other => None,
    }
}

fn turns(compare: Compare) -> bool {
    compare != Compare::NotEqual
}

fn fact_number(view: &View<'_>, fact: FactId) -> Option<f64> {
    match &view.profile.given(fact)?.value {
        crate::model::Value::Number(number) => Some(*number),
        _other => None,
    }
}

/// Levels up or down to the nearest one for which the test is the other way.
fn level_distance(scale: &Scale, at: u8, levels: LevelSet) -> Option<(f64, String)> {
    if !scale.ordered {
        return None;
    }
    let inside = levels.has(at);
    let steps = scale
        .all()
        .iter()
        .filter(|level| levels.has(*level) != inside)
        .map(|level| level.abs_diff(at))
        .min()?;
    Some((f64::from(steps), "levels".into()))
}
