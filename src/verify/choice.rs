//! The strategies and hypotheses, the rows of the advice and the notes as they stand in a trace.

use crate::model::trace::{
    AdviceRowTrace, ConflictTrace, HorizonTrace, HypothesisTrace, LineTrace, MetStatus, MetTrace,
    N, NoteTrace, RowStatus, StrategyTrace,
};
use crate::model::{Met, NoteItem, TargetKind};

use super::depends::Depends;
use super::finding::near;
use super::logic::Node;
use super::rules::needs;
use super::verdict::Verdict;
use super::world::{Computed, World};

/// Totals, confidences, exclusions, ties and leads: the excluded last, the best first, equals by name.
pub(super) fn strategies(world: &World<'_>) -> Computed<Vec<StrategyTrace>> {
    let mut places = world.ranking()?.places.clone();
    places.sort_by(|a, b| {
        let excluded = a.excluded().cmp(&b.excluded());
        excluded.then_with(|| b.total.total_cmp(&a.total))
    });
    let mut strategies = Vec::new();
    for place in places {
        let about = world.target(place.target)?;
        strategies.push(StrategyTrace {
            name: about.name.to_string(),
            title: about.title.to_string(),
            prior: N(about.prior),
            total: N(place.total),
            confidence: N(place.confidence),
            lead: place.lead.map(N),
            excluded: place.excluded(),
            excluded_by: world.rule_names(&place.excluded_by)?,
            tied: place.tied,
            describe: world.sum(place.target)?.describe.clone(),
            total_bounds: None,
            confidence_bounds: None,
        });
    }
    Ok(strategies)
}

/// Totals and beliefs, by name.
pub(super) fn hypotheses(world: &World<'_>) -> Computed<Vec<HypothesisTrace>> {
    let mut hypotheses = Vec::new();
    for (id, about) in world.rulebook.targets.iter() {
        if about.kind == TargetKind::Hypothesis {
            let sum = world.sum(id)?;
            hypotheses.push(HypothesisTrace {
                name: about.name.to_string(),
                title: about.title.to_string(),
                prior: N(about.prior),
                total: N(sum.total),
                belief: N(sum.belief),
                describe: sum.describe.clone(),
                total_bounds: None,
            });
        }
    }
    Ok(hypotheses)
}

/// How the evidence conflicts, by target.
pub(super) fn conflict(world: &World<'_>) -> Computed<Vec<ConflictTrace>> {
    let mut conflicts = Vec::new();
    for (id, about) in world.rulebook.targets.iter() {
        let [supporting, opposing] = world.sum(id)?.sides;
        let (a, b) = (supporting.abs(), opposing.abs());
        let more = a.max(b);
        conflicts.push(ConflictTrace {
            target: about.name.to_string(),
            supporting: N(supporting),
            opposing: N(opposing),
            conflict: N(if near(more, 0.0) {
                0.0
            } else {
                a.min(b) / more
            }),
        });
    }
    Ok(conflicts)
}

/// The rows of the advice block.
pub(super) fn advice_rows(world: &World<'_>) -> Computed<Vec<AdviceRowTrace>> {
    let rows = world.rulebook.advice.iter().flat_map(|advice| &advice.rows);
    let depends = Depends::of(world.rulebook);
    let mut told = Vec::new();
    for ((at, row), fate) in (1..).zip(rows).zip(&world.advised()?.rows) {
        told.push(AdviceRowTrace {
            row: at,
            label: row.label.as_ref().map(ToString::to_string),
            outcome: world.outcome_name(row.outcome)?,
            title: world.outcome_title(row.outcome)?,
            status: fate.status,
            condition: fate.when.as_ref().map(Node::told),
            unless: fate.unless.as_ref().map(Node::told),
            needs: match (fate.status, &fate.when) {
                (RowStatus::Unknown, Some(when)) => depends.needs(world, when)?,
                _ => Vec::new(),
            },
            excluded_by: world.rule_names(&fate.excluded_by)?,
            because: world.because(row.because.as_ref())?,
            citations: world.citations(&row.citations)?,
            place: world.place(row.origin),
        });
    }
    Ok(told)
}

/// The notes that hold, by name.
pub(super) fn notes(world: &World<'_>) -> Computed<Vec<NoteTrace>> {
    let mut told = Vec::new();
    for (note, when) in world.notes()? {
        told.push(NoteTrace {
            name: note.name.to_string(),
            title: note.title.to_string(),
            condition: when.told(),
            lines: lines(world, &note.items)?,
            because: world.because(note.because.as_ref())?,
            citations: world.citations(&note.citations)?,
            place: world.place(note.origin),
        });
    }
    Ok(told)
}

/// The lines of a note or an outcome.
pub(super) fn lines(world: &World<'_>, items: &[NoteItem]) -> Computed<Vec<LineTrace>> {
    let line = |item: &NoteItem| {
        Ok(LineTrace {
            kind: item.kind.word().into(),
            within: item.within.map(|within| HorizonTrace {
                amount: within.amount,
                unit: within.unit.word().into(),
            }),
            text: world.filled(&item.text)?,
            met: item
                .met
                .as_ref()
                .map(|met| self::met(world, met))
                .transpose()?,
        })
    };
    items.iter().map(line).collect()
}

/// Whether a precondition is met.
fn met(world: &World<'_>, met: &Met) -> Computed<MetTrace> {
    let when = world.condition(&met.when)?;
    needs(when.failed.as_ref())?;
    let partly = met.partly.as_ref().map(|partly| world.condition(partly));
    let partly = partly.transpose()?;
    if let (Some(partly), false) = (&partly, when.verdict.holds()) {
        needs(partly.failed.as_ref())?;
    }
    let in_part = partly.as_ref().map(|partly| partly.verdict);
    let status = if when.verdict.holds() {
        MetStatus::Yes
    } else if in_part.is_some_and(Verdict::holds) {
        MetStatus::Part
    } else if when.verdict.fails() && in_part.is_none_or(Verdict::fails) {
        MetStatus::No
    } else {
        MetStatus::Open
    };
    Ok(MetTrace {
        status,
        when: when.told(),
        partly: partly.as_ref().map(Node::told),
    })
}
