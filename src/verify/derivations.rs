//! The derived facts of a trace: values, possible levels, rows and certainties.

use crate::model::trace::{DerivedTrace, Trace};
use crate::model::{LetId, LetKind, Subject};

use super::conditions::same_value;
use super::derive::{DerivedValue, level_names};
use super::finding::Report;
use super::world::{Computed, World};

/// Every let, by name.
pub(super) fn check(world: &World<'_>, trace: &Trace, report: &mut Report) -> Computed<()> {
    let stated: Vec<&str> = trace.derived.iter().map(|one| &*one.name).collect();
    let recomputed: Vec<&str> = world.rulebook.lets.values().map(|one| &*one.name).collect();
    report.same(
        "derived",
        "the names of the derived facts",
        &stated,
        &recomputed,
    );
    for (at, stated) in trace.derived.iter().enumerate() {
        let mut lets = world.rulebook.lets.iter();
        if let Some((id, _)) = lets.find(|(_, one)| *one.name == *stated.name) {
            one(world, &format!("derived[{at}]"), stated, id, report)?;
        }
    }
    Ok(())
}

fn one(
    world: &World<'_>,
    path: &str,
    stated: &DerivedTrace,
    id: LetId,
    report: &mut Report,
) -> Computed<()> {
    let declared = world.a_let(id)?;
    let derived = world.derived(id)?;
    let value = world.derived_value(id)?;
    report.text(
        &format!("{path}.title"),
        "the title",
        &stated.title,
        &declared.title,
    );
    if !same_value(&stated.value, &value) {
        let words = format!("the value of `{}`", declared.name);
        report.same(&format!("{path}.value"), &words, &stated.value, &value);
    }
    let certainty = if derived.is_known() {
        derived.certainty
    } else {
        0.0
    };
    let words = format!("the certainty of `{}`", declared.name);
    report.number(
        &format!("{path}.certainty"),
        &words,
        stated.certainty,
        certainty,
    );
    let ways = world.words_of(Subject::Let(id))?;
    let infinite = matches!(derived.value, DerivedValue::Number(Some(n)) if n.is_infinite());
    if !infinite && !ways.contains(&stated.words) {
        let words = format!("the value of `{}` in words", declared.name);
        report.add(
            &format!("{path}.words"),
            &words,
            &*stated.words,
            ways.join("` or `"),
        );
    }
    possible(world, path, stated, id, report)?;
    rule(world, path, stated, id, report)?;
    report.text(
        &format!("{path}.basis"),
        "the basis",
        &stated.basis,
        declared.basis.word(),
    );
    world.check_because(
        path,
        stated.because.as_deref(),
        declared.because.as_ref(),
        report,
    )?;
    world.check_citations(path, &stated.citations, &declared.citations, report)?;
    world.check_place(path, &stated.place, declared.origin, report);
    Ok(())
}

/// The expression, or the row that is said to have given the level, as written.
fn rule(
    world: &World<'_>,
    path: &str,
    stated: &DerivedTrace,
    id: LetId,
    report: &mut Report,
) -> Computed<()> {
    let row = stated
        .row
        .and_then(|row| usize::try_from(row.saturating_sub(1)).ok());
    let origin = match (&world.a_let(id)?.kind, row) {
        (LetKind::YesNo(cond), _) => Some(cond.origin),
        (LetKind::Number(num, _), _) => Some(num.origin),
        (LetKind::List(_, rows), Some(row)) => rows.get(row).map(|row| row.origin),
        (LetKind::Table(_, _, rows), Some(row)) => rows.get(row).map(|row| row.origin),
        (_, None) => None,
    };
    let text = origin.map_or(String::new(), |origin| world.source(origin));
    let words = format!("what gave `{}`, as written", stated.name);
    report.text(&format!("{path}.rule"), &words, &stated.rule, &text);
    Ok(())
}

/// The levels that are possible, and the row that gave the one.
fn possible(
    world: &World<'_>,
    path: &str,
    stated: &DerivedTrace,
    id: LetId,
    report: &mut Report,
) -> Computed<()> {
    let derived = world.derived(id)?;
    let mut possible = Vec::new();
    if let DerivedValue::Level(levels) = &derived.value {
        possible = level_names(
            world.scale(Subject::Let(id))?,
            levels.possible.unwrap_or_default(),
        );
        rows(path, stated, id, world, report)?;
    } else {
        report.same(
            &format!("{path}.row"),
            "a row, which only levels have",
            &stated.row,
            &None,
        );
    }
    let words = format!("the possible levels of `{}`", stated.name);
    report.same(
        &format!("{path}.possible"),
        &words,
        &stated.possible,
        &possible,
    );
    Ok(())
}

/// The row that gave a level: the one that is known to apply, else one of those that may and agree.
fn rows(
    path: &str,
    stated: &DerivedTrace,
    id: LetId,
    world: &World<'_>,
    report: &mut Report,
) -> Computed<()> {
    let derived = world.derived(id)?;
    let DerivedValue::Level(levels) = &derived.value else {
        return Ok(());
    };
    let path = format!("{path}.row");
    let words = format!("the row that gave `{}`", stated.name);
    let count = match &world.a_let(id)?.kind {
        LetKind::List(_, rows) => rows.len(),
        LetKind::Table(_, _, rows) => rows.len(),
        _ => 0,
    };
    let row = |at: usize| u32::try_from(at.saturating_add(1)).unwrap_or(u32::MAX);
    match (stated.row, levels.known) {
        (Some(stated), None) => report.add(&path, &words, stated.to_string(), "null"),
        (Some(stated), Some(_)) => {
            let may: Vec<u32> = levels.rows.iter().map(|at| row(*at)).collect();
            if !may.contains(&stated) {
                let may: Vec<String> = may.iter().map(ToString::to_string).collect();
                let recomputed = format!("{} of {count}", may.join(" or "));
                report.add(&path, &words, stated.to_string(), recomputed);
            }
        }
        (None, Some(_)) => {
            if let (Some(applied), [_]) = (levels.applied, &levels.rows[..]) {
                report.same(&path, &words, &None, &Some(row(applied)));
            }
        }
        (None, None) => {}
    }
    Ok(())
}
