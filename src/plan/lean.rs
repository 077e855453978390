//! What a plan comes to where only totals and the advice are wanted: rules whose condition alone decides, and whose
//! weight is a number as it stands, need no step of their own; their targets add them up from their conditions.

use std::collections::BTreeSet;

use crate::base::IdVec;
use crate::model::{
    Code, EvidencePiece, Figure, Lean, NumberNode, PieceId, PieceWeight, RuleId, Rulebook, Step,
    TargetId, Term, TruthNode, Unit,
};

/// Weights beyond it might add up to what is not finite.
const LARGEST_RANGE: f64 = 1e100;

/// The lean form of a plan that is otherwise complete.
pub(super) fn lean(code: &Code, book: &Rulebook) -> Lean {
    let range = book.method.range.min(LARGEST_RANGE);
    let watched = watched(code);
    let simple = |id: RuleId| {
        let rule = &code.rules[id];
        rule.plain && rule.excludes.is_empty() && !watched.contains(&id)
    };
    let term = |piece: PieceId| match &code.pieces[piece] {
        EvidencePiece {
            rule,
            favor,
            weight: PieceWeight::Constant(weight),
            ..
        } if simple(*rule) && (0.0..=range).contains(weight) => Some(Term {
            piece,
            rule: *rule,
            truth: code.rules[*rule].when,
            weight: if *favor { *weight } else { -weight },
        }),
        _computed => None,
    };
    let mut folds: IdVec<TargetId, Option<Vec<Term>>> = code
        .folds
        .iter()
        .map(|(target, fold)| {
            let units = fold.units.iter().map(|unit| match unit {
                Unit::Piece(piece) => term(*piece),
                Unit::Group(..) => None,
            });
            units
                .collect::<Option<_>>()
                .filter(|_| !is_measured(code, target))
        })
        .collect();
    // A rule that one target needs in full keeps its step, which would do no harm to the others; but a rule has one
    // status, so the targets that it gives evidence to are lean together or not at all.
    while let Some(target) = torn(code, &folds) {
        folds[target] = None;
    }
    let early = code.early.iter().copied();
    let needed = |step: &Step| match step {
        Step::Rule(id) => !is_lean(code, &folds, *id) || !simple(*id),
        Step::Truth(_) | Step::Number(_) | Step::Choice(_) | Step::Fold(_) | Step::Shares => true,
    };
    Lean {
        early: early.filter(needed).collect(),
        folds,
    }
}

/// The rules whose status something else reads.
fn watched(code: &Code) -> BTreeSet<RuleId> {
    let defeaters = code.rules.values().flat_map(|rule| &rule.defeaters);
    let fired = code.truths.values().filter_map(|node| match node {
        TruthNode::Fired(rules, _) => Some(rules),
        _other => None,
    });
    defeaters.chain(fired.flatten()).copied().collect()
}

/// Whether something asks for the largest single contribution toward the target.
fn is_measured(code: &Code, target: TargetId) -> bool {
    let asks = NumberNode::Figure(Figure::Strongest(target));
    code.numbers.values().any(|node| *node == asks)
}

/// Whether all targets of a rule are lean.
fn is_lean(code: &Code, folds: &IdVec<TargetId, Option<Vec<Term>>>, rule: RuleId) -> bool {
    let mut pieces = code.rules[rule].pieces.range().map(PieceId);
    pieces.all(|piece| folds[code.pieces[piece].target].is_some())
}

/// A lean target with a rule that gives evidence to another that is not.
fn torn(code: &Code, folds: &IdVec<TargetId, Option<Vec<Term>>>) -> Option<TargetId> {
    let mut pieces = code.pieces.values();
    let torn =
        pieces.find(|piece| folds[piece.target].is_some() && !is_lean(code, folds, piece.rule));
    torn.map(|piece| piece.target)
}
