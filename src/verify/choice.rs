//! The strategies and hypotheses of a trace, the advice with its rows, and the notes.

use crate::model::trace::{
    AdviceRowTrace, LineTrace, N, NoteTrace, RowStatus, StrategyTrace, Trace, ValueTrace,
};
use crate::model::{NoteItem, TargetKind};

use super::advice::RowFate;
use super::depends::Depends;
use super::fates::names;
use super::finding::{Report, near};
use super::ranking::PlaceOf;
use super::world::{Computed, World, item};

/// Totals, confidences, exclusions, ties, leads and their order: the excluded last, the best first, equals by name.
pub(super) fn strategies(world: &World<'_>, trace: &Trace, report: &mut Report) -> Computed<()> {
    let ranking = world.ranking()?;
    let mut places: Vec<&PlaceOf> = ranking.places.iter().collect();
    places.sort_by(|a, b| {
        let excluded = a.excluded().cmp(&b.excluded());
        excluded.then_with(|| b.total.total_cmp(&a.total))
    });
    let stated: Vec<&str> = trace.strategies.iter().map(|one| &*one.name).collect();
    let mut expected = Vec::new();
    for place in &places {
        expected.push(&*world.target(place.target)?.name);
    }
    let words = "the strategies, the best first";
    report.same("strategies", words, &stated, &expected);
    for (at, (stated, place)) in trace.strategies.iter().zip(places).enumerate() {
        if *stated.name == *world.target(place.target)?.name {
            strategy(world, &format!("strategies[{at}]"), stated, place, report)?;
        }
    }
    let margin = ranking.margin.filter(|margin| margin.is_finite());
    report.maybe("margin", "the margin", trace.margin, margin);
    Ok(())
}

fn strategy(
    world: &World<'_>,
    path: &str,
    stated: &StrategyTrace,
    place: &PlaceOf,
    report: &mut Report,
) -> Computed<()> {
    let about = world.target(place.target)?;
    let sum = world.sum(place.target)?;
    let of = |words: &str| format!("{words} of `{}`", about.name);
    let at = |field: &str| format!("{path}.{field}");
    report.text(&at("title"), &of("the title"), &stated.title, &about.title);
    report.number(&at("prior"), &of("the prior"), stated.prior, about.prior);
    report.number(&at("total"), &of("the total"), stated.total, place.total);
    report.number(
        &at("confidence"),
        &of("the confidence"),
        stated.confidence,
        place.confidence,
    );
    let lead = place.lead.filter(|lead| lead.is_finite());
    report.maybe(&at("lead"), &of("the lead"), stated.lead, lead);
    report.same(
        &at("excluded"),
        &of("the exclusion"),
        &stated.excluded,
        &place.excluded(),
    );
    report.same(
        &at("excluded_by"),
        &of("the rules that took out"),
        &stated.excluded_by,
        &names(world, &place.excluded_by)?,
    );
    report.same(&at("tied"), &of("the tie"), &stated.tied, &place.tied);
    report.same(
        &at("describe"),
        &of("the evidence in words"),
        &stated.describe,
        &sum.describe,
    );
    Ok(())
}

/// Totals and beliefs, by name.
pub(super) fn hypotheses(world: &World<'_>, trace: &Trace, report: &mut Report) -> Computed<()> {
    let mut expected = Vec::new();
    for (id, target) in world.rulebook.targets.iter() {
        if target.kind == TargetKind::Hypothesis {
            expected.push((id, target));
        }
    }
    let stated: Vec<&str> = trace.hypotheses.iter().map(|one| &*one.name).collect();
    let recomputed: Vec<&str> = expected.iter().map(|(_, target)| &*target.name).collect();
    report.same(
        "hypotheses",
        "the names of the hypotheses",
        &stated,
        &recomputed,
    );
    for (at, stated) in trace.hypotheses.iter().enumerate() {
        let named = expected
            .iter()
            .find(|(_, target)| *target.name == *stated.name);
        let Some((id, target)) = named else { continue };
        let sum = world.sum(*id)?;
        let of = |words: &str| format!("{words} of `{}`", target.name);
        let at = |field: &str| format!("hypotheses[{at}].{field}");
        report.text(&at("title"), &of("the title"), &stated.title, &target.title);
        report.number(&at("prior"), &of("the prior"), stated.prior, target.prior);
        report.number(&at("total"), &of("the total"), stated.total, sum.total);
        report.number(&at("belief"), &of("the belief"), stated.belief, sum.belief);
        report.same(
            &at("describe"),
            &of("the evidence in words"),
            &stated.describe,
            &sum.describe,
        );
    }
    Ok(())
}

/// The advice, its strategy, confidence and lines, and how sure it is.
pub(super) fn advice(world: &World<'_>, trace: &Trace, report: &mut Report) -> Computed<()> {
    let advised = world.advised()?;
    let name = world.outcome_name(advised.outcome)?;
    report.text("advice", "the advice", &trace.advice, &name);
    let strategy = world.strategy_of(advised.outcome)?;
    let (mut strategy_name, mut confidence) = (None, None);
    if let Some(strategy) = strategy {
        strategy_name = Some(world.target(strategy)?.name.to_string());
        confidence = Some(world.ranking()?.place(strategy)?.confidence);
    }
    report.same(
        "strategy",
        "the strategy of the advice",
        &trace.strategy,
        &strategy_name,
    );
    report.maybe(
        "confidence",
        "the confidence of the advice",
        trace.confidence,
        confidence,
    );
    let title = world.outcome_title(advised.outcome)?;
    report.text("title", "the title of the advice", &trace.title, &title);
    let items = match advised.outcome {
        Some(id) => &item(&world.rulebook.outcomes, id, "outcome")?.items[..],
        None => &[],
    };
    lines(world, "outcome_lines", &trace.outcome_lines, items, report)?;
    let mut row = None;
    if let (Some(at), Some(advice)) = (advised.chosen, &world.rulebook.advice) {
        let label = advice.rows.get(at).and_then(|row| row.label.as_ref());
        row = Some(label.map_or_else(|| at.saturating_add(1).to_string(), ToString::to_string));
    }
    report.same("row", "the row that gave the advice", &trace.row, &row);
    sureness(world, trace, report)
}

/// The level of the scale of sureness, and why: in the words of the scale, else as the row says that gave it.
fn sureness(world: &World<'_>, trace: &Trace, report: &mut Report) -> Computed<()> {
    let (mut level, mut fits, mut why) = (None, trace.sureness_because.is_none(), None);
    if let Some(id) = world.rulebook.sureness
        && let ValueTrace::Word(word) = world.derived_value(id)?
    {
        level = Some(word);
        let told = trace.sureness_because.as_deref();
        if let Some(template) = &world.a_let(id)?.because {
            fits = match told {
                Some(text) => world.says(template, text)?,
                None => false,
            };
            why = Some(world.example_of(template)?);
        } else {
            why = world.row_text(id)?;
            fits = told == why.as_deref();
        }
    }
    if !fits {
        let told = &trace.sureness_because;
        report.same("sureness_because", "why it is so sure", told, &why);
    }
    report.same(
        "sureness",
        "how sure the advice is",
        &trace.sureness,
        &level,
    );
    Ok(())
}

/// The rows of the advice block.
pub(super) fn advice_rows(world: &World<'_>, trace: &Trace, report: &mut Report) -> Computed<()> {
    let rows = world.rulebook.advice.iter().flat_map(|advice| &advice.rows);
    let rows: Vec<_> = rows.collect();
    let path = "advice_rows";
    report.same(
        path,
        "how many rows there are",
        &trace.advice_rows.len(),
        &rows.len(),
    );
    let depends = Depends::of(world.rulebook);
    let advised = world.advised()?;
    for (at, ((stated, row), fate)) in trace
        .advice_rows
        .iter()
        .zip(rows)
        .zip(&advised.rows)
        .enumerate()
    {
        let path = format!("{path}[{at}]");
        let number = u32::try_from(at.saturating_add(1)).unwrap_or(u32::MAX);
        report.same(
            &format!("{path}.row"),
            "the row's number",
            &stated.row,
            &number,
        );
        let label = row.label.as_ref().map(ToString::to_string);
        report.same(
            &format!("{path}.label"),
            "the row's label",
            &stated.label,
            &label,
        );
        let outcome = world.outcome_name(row.outcome)?;
        report.text(
            &format!("{path}.outcome"),
            "the row's outcome",
            &stated.outcome,
            &outcome,
        );
        let title = world.outcome_title(row.outcome)?;
        let path_of = format!("{path}.title");
        report.text(&path_of, "the outcome's title", &stated.title, &title);
        row_fate(world, &path, stated, (fate, &depends), report)?;
        world.check_because(
            &path,
            stated.because.as_deref(),
            row.because.as_ref(),
            report,
        )?;
        world.check_citations(&path, &stated.citations, &row.citations, report)?;
        world.check_place(&path, &stated.place, row.origin, report);
    }
    Ok(())
}

fn row_fate(
    world: &World<'_>,
    path: &str,
    stated: &AdviceRowTrace,
    (fate, depends): (&RowFate, &Depends),
    report: &mut Report,
) -> Computed<()> {
    report.same(
        &format!("{path}.status"),
        "what became of the row",
        &stated.status,
        &fate.status,
    );
    let (when, unless) = (fate.when.as_ref(), fate.unless.as_ref());
    world.check_maybe(
        &format!("{path}.condition"),
        stated.condition.as_ref(),
        when,
        report,
    );
    world.check_maybe(
        &format!("{path}.unless"),
        stated.unless.as_ref(),
        unless,
        report,
    );
    report.same(
        &format!("{path}.excluded_by"),
        "the rules that took it out",
        &stated.excluded_by,
        &names(world, &fate.excluded_by)?,
    );
    let needs = match (fate.status, when) {
        (RowStatus::Unknown, Some(when)) => depends.needs(world, when)?,
        _ => Vec::new(),
    };
    report.same(
        &format!("{path}.needs"),
        "the unknown facts that would settle the row",
        &stated.needs,
        &needs,
    );
    Ok(())
}

/// The notes that hold, by name.
pub(super) fn notes(world: &World<'_>, trace: &Trace, report: &mut Report) -> Computed<()> {
    let holding = world.notes()?;
    let stated: Vec<&str> = trace.notes.iter().map(|note| &*note.name).collect();
    let recomputed: Vec<&str> = holding.iter().map(|(_, note, _)| &*note.name).collect();
    report.same("notes", "the notes that hold", &stated, &recomputed);
    for (at, stated) in trace.notes.iter().enumerate() {
        let named = holding
            .iter()
            .find(|(_, note, _)| *note.name == *stated.name);
        let Some((_, note, node)) = named else {
            continue;
        };
        let NoteTrace { title, because, .. } = stated;
        let path = format!("notes[{at}]");
        report.text(
            &format!("{path}.title"),
            "the note's title",
            title,
            &note.title,
        );
        world.check_condition(
            &format!("{path}.condition"),
            &stated.condition,
            node,
            report,
        );
        lines(
            world,
            &format!("{path}.lines"),
            &stated.lines,
            &note.items,
            report,
        )?;
        world.check_because(&path, because.as_deref(), note.because.as_ref(), report)?;
        world.check_citations(&path, &stated.citations, &note.citations, report)?;
        world.check_place(&path, &stated.place, note.origin, report);
    }
    Ok(())
}

fn lines(
    world: &World<'_>,
    path: &str,
    stated: &[LineTrace],
    items: &[NoteItem],
    report: &mut Report,
) -> Computed<()> {
    report.same(
        path,
        "how many lines there are",
        &stated.len(),
        &items.len(),
    );
    for (at, (line, item)) in stated.iter().zip(items).enumerate() {
        let path = format!("{path}[{at}]");
        report.text(
            &format!("{path}.kind"),
            "the kind of the line",
            &line.kind,
            item.kind.word(),
        );
        if !world.says(&item.text, &line.text)? {
            let recomputed = world.example_of(&item.text)?;
            report.text(&format!("{path}.text"), "the line", &line.text, &recomputed);
        }
    }
    Ok(())
}

/// How the evidence conflicts, by target.
pub(super) fn conflict(world: &World<'_>, trace: &Trace, report: &mut Report) -> Computed<()> {
    let targets = &world.rulebook.targets;
    let stated: Vec<&str> = trace.conflict.iter().map(|one| &*one.target).collect();
    let expected: Vec<&str> = targets.values().map(|one| &*one.name).collect();
    let words = "the strategies and hypotheses by name";
    report.same("conflict", words, &stated, &expected);
    for (at, stated) in trace.conflict.iter().enumerate() {
        let mut targets = targets.iter();
        let Some((id, _)) = targets.find(|(_, one)| *one.name == *stated.target) else {
            continue;
        };
        let [supporting, opposing] = world.sum(id)?.sides;
        let (less, more) = match (supporting.abs(), opposing.abs()) {
            (a, b) if a < b => (a, b),
            (a, b) => (b, a),
        };
        let share = if near(more, 0.0) { 0.0 } else { less / more };
        let about = stated;
        let mut number = |field: &str, words: &str, stated: N, made: f64| {
            let words = format!("{words} `{}`", about.target);
            report.number(&format!("conflict[{at}].{field}"), &words, stated, made);
        };
        number(
            "supporting",
            "all that is for",
            stated.supporting,
            supporting,
        );
        number("opposing", "all that is against", stated.opposing, opposing);
        number(
            "conflict",
            "how even the evidence is for",
            stated.conflict,
            share,
        );
    }
    Ok(())
}
