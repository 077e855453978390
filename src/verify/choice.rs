//! The strategies and hypotheses of a trace, the advice with its rows, and the notes.

use crate::model::trace::{AdviceRowTrace, LineTrace, NoteTrace, RowStatus, StrategyTrace, Trace};
use crate::model::{NoteItem, TargetKind};

use super::advice::RowFate;
use super::fates::names;
use super::finding::{Report, near, show};
use super::ranking::PlaceOf;
use super::world::{Computed, World, item};

/// Totals, confidences, exclusions, ties, leads and their order.
pub(super) fn strategies(world: &World<'_>, trace: &Trace, report: &mut Report) -> Computed<()> {
    let ranking = world.ranking()?;
    let count = ranking.places.len();
    report.same(
        "strategies",
        "how many strategies there are",
        &trace.strategies.len(),
        &count,
    );
    for place in &ranking.places {
        let name = &*world.target(place.target)?.name;
        let Some(at) = trace.strategies.iter().position(|one| one.name == name) else {
            report.add("strategies", "a strategy", "missing", name);
            continue;
        };
        if let Some(stated) = trace.strategies.get(at) {
            strategy(world, &format!("strategies[{at}]"), stated, place, report)?;
        }
    }
    for (at, pair) in trace.strategies.windows(2).enumerate() {
        if let [a, b] = pair {
            let behind = b.excluded && !a.excluded;
            let fine = behind || (a.excluded == b.excluded && a.total.0 >= b.total.0);
            let words = format!("`{}` stands before `{}`", a.name, b.name);
            report.same(&format!("strategies[{at}]"), &words, &true, &fine);
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
    let mut by = stated.excluded_by.clone();
    by.sort();
    let expected = names(world, &place.excluded_by)?;
    report.same(
        &at("excluded_by"),
        &of("the rules that took out"),
        &by,
        &expected,
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
    if let Some(id) = advised.outcome {
        let outcome = item(&world.rulebook.outcomes, id, "outcome")?;
        report.text(
            "title",
            "the title of the advice",
            &trace.title,
            &outcome.title,
        );
        lines(
            world,
            "outcome_lines",
            &trace.outcome_lines,
            &outcome.items,
            report,
        )?;
    }
    let mut row = None;
    if let (Some(at), Some(advice)) = (advised.chosen, &world.rulebook.advice) {
        let label = advice.rows.get(at).and_then(|row| row.label.as_ref());
        row = Some(label.map_or_else(|| at.saturating_add(1).to_string(), ToString::to_string));
    }
    report.same("row", "the row that gave the advice", &trace.row, &row);
    sureness(world, trace, report)
}

fn sureness(world: &World<'_>, trace: &Trace, report: &mut Report) -> Computed<()> {
    let mut level = None;
    if let Some(id) = world.rulebook.sureness {
        if let crate::model::trace::ValueTrace::Word(word) = world.derived_value(id)? {
            level = Some(word);
        }
        if let (Some(template), Some(text)) = (&world.a_let(id)?.because, &trace.sureness_because)
            && !world.says(template, text)?
        {
            let recomputed = world.example_of(template)?;
            report.text("sureness_because", "why it is so sure", text, &recomputed);
        }
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
        if let Some(id) = row.outcome {
            let title = &item(&world.rulebook.outcomes, id, "outcome")?.title;
            let path = format!("{path}.title");
            report.text(&path, "the outcome's title", &stated.title, title);
        }
        row_fate(world, &path, stated, fate, report)?;
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
    fate: &RowFate,
    report: &mut Report,
) -> Computed<()> {
    if !fate.statuses.contains(&stated.status) {
        let path = format!("{path}.status");
        let recomputed: Vec<String> = fate.statuses.iter().map(show).collect();
        report.add(
            &path,
            "what became of the row",
            show(&stated.status),
            recomputed.join(" or "),
        );
    }
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
    let excluded = names(world, &fate.excluded_by)?;
    let mut by = stated.excluded_by.clone();
    by.sort();
    report.same(
        &format!("{path}.excluded_by"),
        "the rules that took it out",
        &by,
        &excluded,
    );
    for (at, need) in stated.needs.iter().enumerate() {
        let known = super::facts::fact_named(world.rulebook, need)
            .map_or(true, |(id, _)| world.given(id).is_some());
        if known || stated.status != RowStatus::Unknown {
            let path = format!("{path}.needs[{at}]");
            report.add(
                &path,
                "a fact that would settle the row",
                &**need,
                "no unknown fact",
            );
        }
    }
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
    for (at, stated) in trace.conflict.iter().enumerate() {
        let path = format!("conflict[{at}]");
        let mut targets = world.rulebook.targets.iter();
        let Some((id, _)) = targets.find(|(_, one)| *one.name == *stated.target) else {
            report.add(
                &path,
                "a target of the conflict",
                &*stated.target,
                "no such target",
            );
            continue;
        };
        let [supporting, opposing] = world.sum(id)?.sides;
        let of = |words: &str| format!("{words} `{}`", stated.target);
        report.number(
            &format!("{path}.supporting"),
            &of("all that is for"),
            stated.supporting,
            supporting,
        );
        report.number(
            &format!("{path}.opposing"),
            &of("all that is against"),
            stated.opposing,
            opposing,
        );
        let (less, more) = match (supporting.abs(), opposing.abs()) {
            (a, b) if a < b => (a, b),
            (a, b) => (b, a),
        };
        let share = if near(more, 0.0) { 0.0 } else { less / more };
        let words = of("how even the evidence is for");
        report.number(&format!("{path}.conflict"), &words, stated.conflict, share);
    }
    Ok(())
}
