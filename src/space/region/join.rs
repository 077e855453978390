//! Pieces of evidence that read one open fact exclude each other: they are joined, case by case, before summing.

use std::collections::BTreeMap;

use super::field::{Case, Cases};
use super::{Bounds, Region, limit_side, merge, total, zero};
use crate::base::Id;
use crate::engine::fault::Fault;
use crate::engine::machine::Machine;
use crate::model::{FactId, FactType, GroupId, PieceId, Step, TargetId, TruthNode, Unit};
use crate::plan::Program;

/// Evaluates a region up to the advice, with joined evidence.
pub(crate) fn bound(
    program: &Program,
    region: Region,
    cases: &Cases,
) -> Result<Machine<Region>, Fault> {
    let mut machine = Machine::new(program, region);
    machine.steps(program, &program.plan.early)?;
    conclude(program, machine, cases)
}

/// Evaluates a part of a region that was evaluated as a whole: one fact is as in the case. Only what depends on that
/// fact is computed anew; the bounds of all else hold for the part as they hold for the whole.
pub(crate) fn bound_part(
    program: &Program,
    whole: &Machine<Region>,
    (fact, case): (FactId, &Case),
    cases: &Cases,
) -> Result<Machine<Region>, Fault> {
    let mut machine = whole.clone();
    machine.restart();
    machine.domain.fields.set(fact, case.field);
    machine.steps(program, &program.plan.fact_steps[fact])?;
    conclude(program, machine, cases)
}

fn conclude(
    program: &Program,
    mut machine: Machine<Region>,
    cases: &Cases,
) -> Result<Machine<Region>, Fault> {
    let alternatives = alternatives(program, &machine, cases)?;
    for target in program.plan.folds.ids() {
        let bounds = fold(program, &machine, &alternatives, target);
        if let Some(slot) = machine.totals.get_mut(target.to_usize()) {
            *slot = total(program, bounds);
        }
        if let Some(slot) = machine.sums.get_mut(target.to_usize()) {
            *slot = Some(bounds);
        }
    }
    machine.conclude_ranked(program)?;
    Ok(machine)
}

/// For a fact, the evidence of each of its pieces in each of its cases.
struct Alternatives {
    /// The fact that each piece alone depends on, and the piece's place among those of the fact.
    of: BTreeMap<PieceId, (FactId, usize)>,
    /// For each fact, for each case, the evidence of its pieces.
    cases: BTreeMap<FactId, Vec<Vec<Option<Bounds>>>>,
}

fn alternatives(
    program: &Program,
    machine: &Machine<Region>,
    cases: &Cases,
) -> Result<Alternatives, Fault> {
    let mut by_fact: BTreeMap<FactId, Vec<PieceId>> = BTreeMap::new();
    for (id, piece) in program.plan.pieces.iter() {
        if machine
            .pieces
            .get(id.to_usize())
            .is_none_or(Option::is_none)
        {
            continue;
        }
        let mut open = program.plan.rule_facts[piece.rule]
            .iter()
            .filter(|fact| machine.domain.fields.is_open(**fact));
        if let (Some(fact), None) = (open.next(), open.next()) {
            by_fact.entry(*fact).or_default().push(id);
        }
    }
    by_fact.retain(|fact, pieces| {
        pieces.len() > 1 && cases.cover(*fact, &program.rulebook.facts[*fact].kind)
    });
    let mut found = Alternatives {
        of: BTreeMap::new(),
        cases: BTreeMap::new(),
    };
    if by_fact.is_empty() {
        return Ok(found);
    }
    // Where cases are tried, one after the other.
    let mut scratch = machine.clone();
    for (fact, pieces) in by_fact {
        let list = in_cases(program, &mut scratch, (fact, cases), &pieces)?;
        scratch.take_back(machine, program, fact);
        scratch
            .domain
            .fields
            .set(fact, machine.domain.fields.get(fact));
        let places = pieces.iter().enumerate();
        found
            .of
            .extend(places.map(|(at, piece)| (*piece, (fact, at))));
        found.cases.insert(fact, list);
    }
    Ok(found)
}

/// The evidence of some pieces in each case of a fact. What depends on the fact is computed once; from one number to
/// the next, only what turns between them.
fn in_cases(
    program: &Program,
    split: &mut Machine<Region>,
    (fact, cases): (FactId, &Cases),
    pieces: &[PieceId],
) -> Result<Vec<Vec<Option<Bounds>>>, Fault> {
    let kind = &program.rulebook.facts[fact].kind;
    let mut known = cases.known(fact, kind);
    known.push(Cases::unknown());
    // A hypothesis is folded over its joined evidence, which is not known here: it keeps its bounds.
    let steps = program.plan.fact_steps[fact].iter().copied();
    let steps: Vec<Step> = steps
        .filter(|step| !matches!(step, Step::Fold(_)))
        .collect();
    let is_number = matches!(kind, FactType::Number(_));
    let mut last: Option<&Case> = None;
    let mut rows = Vec::with_capacity(known.len());
    for case in &known {
        split.domain.fields.set(fact, case.field);
        match last.filter(|last| is_number && last.field.is_before(case.field)) {
            Some(last) => {
                turn(program, split, fact, (last, case))?;
                debug_assert!(is_as_anew(program, split, &steps, pieces), "more turns");
            }
            None => split.steps(program, &steps)?,
        }
        last = Some(case);
        rows.push(evidence_of(split, pieces));
    }
    Ok(rows)
}

fn evidence_of(machine: &Machine<Region>, pieces: &[PieceId]) -> Vec<Option<Bounds>> {
    let evidence = |piece: &PieceId| machine.pieces.get(piece.to_usize()).copied().flatten();
    pieces.iter().map(evidence).collect()
}

/// Whether the pieces are what computing all the steps makes of them.
fn is_as_anew(
    program: &Program,
    split: &Machine<Region>,
    steps: &[Step],
    pieces: &[PieceId],
) -> bool {
    let mut anew = split.clone();
    let done = anew.steps(program, steps);
    let [told, expected] = [split, &anew].map(|machine| evidence_of(machine, pieces));
    done.is_err() || format!("{told:?}") == format!("{expected:?}")
}

/// Computes what turns from one case of a number to the next.
fn turn(
    program: &Program,
    split: &mut Machine<Region>,
    fact: FactId,
    (last, case): (&Case, &Case),
) -> Result<(), Fault> {
    let turns = &program.plan.fact_turns[fact];
    for (test, steps) in &turns.tests {
        let TruthNode::Number(_, _, constant) = &program.plan.truths[*test] else {
            continue;
        };
        if last.field.may_turn_at(case.field, *constant) {
            split.steps(program, steps)?;
        }
    }
    split.steps(program, &turns.value)
}

/// Folds a target's evidence: a unit for all pieces outside groups of each joined fact, then the rest.
fn fold(
    program: &Program,
    machine: &Machine<Region>,
    alternatives: &Alternatives,
    target: TargetId,
) -> Bounds {
    let fold = &program.plan.folds[target];
    let mut sum = match machine.prior_bounds(program, fold.prior) {
        Ok(prior) => prior,
        Err(_) => Bounds::OPEN,
    };
    let mut loose: Vec<PieceId> = Vec::new();
    for unit in &fold.units {
        match unit {
            Unit::Piece(piece) => loose.push(*piece),
            Unit::Group(group, sides) => {
                for (side, favor) in sides.iter().zip([true, false]) {
                    if let Some(bounds) =
                        group_side(program, machine, alternatives, (*group, favor), side)
                    {
                        sum = merge(program, sum, bounds);
                    }
                }
            }
        }
    }
    for bounds in joined(program, machine, alternatives, &loose, &|pieces| {
        merged(program, pieces)
    }) {
        sum = merge(program, sum, bounds);
    }
    sum
}

fn merged(program: &Program, pieces: &[Bounds]) -> Bounds {
    pieces
        .iter()
        .copied()
        .reduce(|a, b| merge(program, a, b))
        .unwrap_or_else(|| zero(program))
}

/// One side of a group; the pieces of one fact count as one piece, which is as strong as the strongest case.
fn group_side(
    program: &Program,
    machine: &Machine<Region>,
    alternatives: &Alternatives,
    (group, favor): (GroupId, bool),
    side: &[PieceId],
) -> Option<Bounds> {
    let limit = program.plan.limits[group];
    let strongest =
        |pieces: &[Bounds]| limit_side(program, crate::model::GroupLimit::Strongest, favor, pieces);
    let sums = joined(program, machine, alternatives, side, &|pieces| {
        merged(program, pieces)
    });
    if sums.is_empty() {
        return None;
    }
    let singles = joined(program, machine, alternatives, side, &strongest);
    Some(match limit {
        crate::model::GroupLimit::Strongest => strongest(&singles),
        crate::model::GroupLimit::Limit(_) => limit_side(program, limit, favor, &sums),
        crate::model::GroupLimit::StrongestPlus(_) => {
            super::limit_with(program, limit, favor, &sums, &singles)
        }
    })
}

/// The pieces as independent bounds: those of one fact as the hull of what they come to in each case.
fn joined(
    program: &Program,
    machine: &Machine<Region>,
    alternatives: &Alternatives,
    pieces: &[PieceId],
    together: &dyn Fn(&[Bounds]) -> Bounds,
) -> Vec<Bounds> {
    let mut bounds = Vec::new();
    let mut by_fact: BTreeMap<FactId, Vec<usize>> = BTreeMap::new();
    for piece in pieces {
        match alternatives.of.get(piece) {
            Some((fact, at)) => by_fact.entry(*fact).or_default().push(*at),
            None => bounds.extend(machine.pieces.get(piece.to_usize()).copied().flatten()),
        }
    }
    let mut evidence: Vec<Bounds> = Vec::new();
    for (fact, places) in by_fact {
        let cases = alternatives.cases.get(&fact).into_iter().flatten();
        let in_cases = cases.map(|case| {
            evidence.clear();
            evidence.extend(
                places
                    .iter()
                    .filter_map(|at| case.get(*at).copied().flatten()),
            );
            if evidence.is_empty() {
                zero(program)
            } else {
                together(&evidence)
            }
        });
        bounds.extend(in_cases.reduce(Bounds::hull));
    }
    bounds
}
