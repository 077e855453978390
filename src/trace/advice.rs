//! The advice rows of a trace, the lines of the outcome, notes and warnings.

use super::standing;
use super::words::View;
use crate::base::Id;
use crate::engine::point::Status;
use crate::model::trace::{
    AdviceRowTold, ContradictionTold, HorizonTold, LineTold, MetTold, NoteTold, RowStatus,
};
use crate::model::{
    AdviceRow, FactId, Figure, Met, Note, NoteItem, RowPlan, Shape, Shapes, Shown, TargetId,
};

/// The rows of the advice block in order.
pub(super) fn rows<'a>(view: &View<'a>) -> Vec<AdviceRowTold<'a>> {
    let plan = &view.teller.program.plan;
    let rows = view.teller.book.advice.iter();
    let rows = rows.flat_map(|advice| &advice.rows);
    let planned = plan.code.advice.iter().zip(&plan.words.row_shapes);
    let rows = rows.zip(planned).enumerate();
    rows.map(|(at, (declared, planned))| row(view, at, declared, planned))
        .collect()
}

fn row<'a>(
    view: &View<'a>,
    at: usize,
    declared: &'a AdviceRow,
    (planned, shapes): (&'a RowPlan, &'a Shapes),
) -> AdviceRowTold<'a> {
    let teller = view.teller;
    let status = row_status(view, at, planned, shapes);
    let needs = match status {
        RowStatus::Unknown => needs(view, shapes.when.as_ref()),
        _other => Vec::new(),
    };
    let needs = needs
        .iter()
        .map(|fact| (&*teller.book.facts[*fact].name).into());
    let excluded = planned.strategy.into_iter();
    AdviceRowTold {
        row: u32::try_from(at.saturating_add(1)).unwrap_or(0),
        label: declared.label.as_deref().map(Into::into),
        outcome: teller.outcome_name(planned.outcome).into(),
        title: teller.outcome_title(planned.outcome).into(),
        status,
        condition: shapes.when.as_ref().map(|shape| view.condition(shape)),
        unless: shapes.unless.as_ref().map(|shape| view.condition(shape)),
        needs: needs.collect(),
        excluded_by: excluded
            .flat_map(|target| standing::excluders(view, target))
            .map(Into::into)
            .collect(),
        because: view.because(declared.because.as_ref()),
        citations: teller.citations(&declared.citations),
        place: teller.place(declared.origin),
    }
}

fn row_status(view: &View<'_>, at: usize, planned: &RowPlan, shapes: &Shapes) -> RowStatus {
    let truth = planned.applies.map_or(1.0, |id| view.truth(id));
    let decided = view.record.decision.and_then(|decision| decision.row);
    let unless = shapes.unless.as_ref();
    let stopped = unless.is_some_and(|unless| view.truth(unless.truth) > 0.0);
    let excluded = |target: TargetId| is_excluded(view, target);
    if decided.map(|row| row as usize) == Some(at) {
        RowStatus::Chosen
    } else if planned.strategy.is_some_and(excluded) {
        RowStatus::Excluded
    } else if stopped {
        RowStatus::Stopped
    } else if truth > 0.0 {
        RowStatus::Below
    } else if truth < 0.0 {
        RowStatus::DoesNotApply
    } else {
        RowStatus::Unknown
    }
}

fn is_excluded(view: &View<'_>, target: TargetId) -> bool {
    view.record.is_excluded(view.teller.program, target)
}

/// The unknown facts that the unknown parts of a condition depend on, in order.
fn needs(view: &View<'_>, shape: Option<&Shape>) -> Vec<FactId> {
    let mut facts = Vec::new();
    if let Some(shape) = shape {
        unknown_facts(view, shape, &mut facts);
    }
    facts.sort();
    facts.dedup();
    facts
}

fn unknown_facts(view: &View<'_>, shape: &Shape, into: &mut Vec<FactId>) {
    if view.truth(shape.truth) != 0.0 {
        return;
    }
    for part in &shape.parts {
        unknown_facts(view, part, into);
    }
    let plan = &view.teller.program.plan;
    for shown in &shape.reads {
        let facts = match shown {
            Shown::Fact(fact) => std::slice::from_ref(fact),
            Shown::Let(id) => plan.index.let_facts[*id].as_slice(),
            Shown::Figure(Figure::Total(target) | Figure::Belief(target)) => {
                plan.index.target_facts[*target].as_slice()
            }
            Shown::Figure(_) | Shown::Parameter(_) | Shown::Best | Shown::Advice => &[],
        };
        into.extend(facts.iter().filter(|fact| is_open(view, **fact)));
    }
}

/// Whether an answer may still come.
fn is_open(view: &View<'_>, fact: FactId) -> bool {
    view.profile.given(fact).is_none() && !view.record.is_moot(view.teller.program, fact)
}

/// The advised outcome's own lines.
pub(super) fn outcome_lines<'a>(view: &View<'a>) -> Vec<LineTold<'a>> {
    let (_, outcome) = view.record.advised();
    let items = outcome.map(|outcome| &view.teller.book.outcomes[outcome].items);
    items.map_or(Vec::new(), |items| lines(view, items))
}

fn lines<'a>(view: &View<'a>, items: &'a [NoteItem]) -> Vec<LineTold<'a>> {
    let lines = items.iter().map(|item| LineTold {
        kind: item.kind.word().into(),
        within: item.within.map(|within| HorizonTold {
            amount: within.amount,
            unit: within.unit.word().into(),
        }),
        text: view.fill(&item.text),
        met: item.met.as_ref().map(|met| self::met(view, met)),
    });
    lines.collect()
}

/// Whether a precondition is met, with its conditions.
fn met<'a>(view: &View<'a>, met: &'a Met) -> MetTold<'a> {
    let shapes = &view.teller.program.plan.words.met_shapes[met.id];
    MetTold {
        status: view.record.met(view.teller.program, met.id),
        when: view.condition(&shapes.when),
        partly: shapes.partly.as_ref().map(|shape| view.condition(shape)),
    }
}

/// The notes that hold, by name.
pub(super) fn notes<'a>(view: &View<'a>) -> Vec<NoteTold<'a>> {
    let shapes = &view.teller.program.plan.words.note_shapes;
    let notes = noted(view).filter_map(|(at, note)| {
        Some(NoteTold {
            name: (&*note.name).into(),
            title: (&*note.title).into(),
            condition: view.condition(shapes.get(at)?.when.as_ref()?),
            lines: lines(view, &note.items),
            because: view.because(note.because.as_ref()),
            citations: view.teller.citations(&note.citations),
            place: view.teller.place(note.origin),
        })
    });
    notes.collect()
}

/// The contradictions that hold, by name.
pub(super) fn contradictions<'a>(view: &View<'a>) -> Vec<ContradictionTold<'a>> {
    let teller = view.teller;
    let held = view.record.contradictions(teller.program);
    let told = held.map(|(id, one)| {
        let facts = teller.program.plan.index.let_facts[id].iter();
        let known = facts.filter(|fact| view.profile.given(**fact).is_some());
        ContradictionTold {
            name: (&*one.name).into(),
            title: (&*one.title).into(),
            because: view.because(one.because.as_ref()),
            facts: known
                .map(|fact| (&*teller.book.facts[*fact].name).into())
                .collect(),
            citations: teller.citations(&one.citations),
            place: teller.place(one.origin),
        }
    });
    told.collect()
}

/// The notes that stand beside the advice, each with its position.
pub(super) fn noted<'a>(view: &View<'a>) -> impl Iterator<Item = (usize, &'a Note)> {
    let (record, plan) = (view.record, &view.teller.program.plan);
    let notes = view.teller.book.notes.values().zip(&plan.code.notes);
    let notes = notes.enumerate();
    notes.filter_map(move |(at, (note, planned))| {
        (record.truth_of(*planned) > 0.0).then_some((at, note))
    })
}

/// Exclusions and defeats on thin ice, and a choice without strategies.
pub(super) fn warnings(view: &View<'_>) -> Vec<String> {
    let teller = view.teller;
    let mut warnings = Vec::new();
    for (id, rule) in teller.program.plan.code.rules.iter() {
        let links = &teller.book.rules[id];
        let effects = !rule.excludes.is_empty() || !links.defeats.is_empty();
        let fired = view.record.statuses.get(id.to_usize()) == Some(&Status::Then);
        let certainty = view.truth(rule.when).abs();
        if fired && effects && certainty < 0.5 {
            let what = if rule.excludes.is_empty() {
                "defeats other rules"
            } else {
                "takes a strategy out of the choice"
            };
            let name = &links.name;
            warnings.push(format!(
                "rule `{name}` {what} on a condition with a certainty of only {}",
                crate::base::format_number(certainty, 3)
            ));
        }
    }
    warnings.extend(shaky_row(view));
    let strategies = &teller.program.plan.code.strategies;
    if !strategies.is_empty() && strategies.iter().all(|target| is_excluded(view, *target)) {
        let mut rules: Vec<&str> = strategies
            .iter()
            .flat_map(|target| standing::excluders(view, *target))
            .collect();
        rules.sort_unstable();
        rules.dedup();
        warnings.push(format!(
            "no strategy is left to choose: {} excluded them all",
            list(&rules)
        ));
    }
    warnings.extend(answered_though_moot(view));
    warnings
}

/// Answers to questions that do not apply; they count as given.
fn answered_though_moot(view: &View<'_>) -> Vec<String> {
    let book = view.teller.book;
    let facts = book.facts.iter().filter(|(id, _)| {
        view.profile.given(*id).is_some() && view.record.is_moot(view.teller.program, *id)
    });
    let words = |title: &str| format!("“{title}” is answered, though the question does not apply");
    facts
        .map(|(_, fact)| words(fact.title.as_ref().unwrap_or(&fact.short)))
        .collect()
}

/// An advice on thin ice.
fn shaky_row(view: &View<'_>) -> Option<String> {
    let at = view.record.decision?.row? as usize;
    let when = view
        .teller
        .program
        .plan
        .words
        .row_shapes
        .get(at)?
        .when
        .as_ref()?;
    let certainty = view.truth(when.truth).abs();
    let row = view.teller.book.advice.as_ref()?.rows.get(at)?;
    let row = match &row.label {
        Some(label) => format!("`{label}`"),
        None => at.saturating_add(1).to_string(),
    };
    (certainty < 0.5).then(|| {
        let certainty = crate::base::format_number(certainty, 3);
        format!("row {row} gives the advice on a condition with a certainty of only {certainty}")
    })
}

fn list(names: &[&str]) -> String {
    names
        .iter()
        .map(|name| format!("`{name}`"))
        .collect::<Vec<_>>()
        .join(", ")
}
