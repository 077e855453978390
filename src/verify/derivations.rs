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
    let reads = world.reads_of(id)?;
    world.check_reads(path, &stated.reads, &reads.named, report);
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

/// The expression, or the row that gave the level, as written.
fn rule(
    world: &World<'_>,
    path: &str,
    stated: &DerivedTrace,
    id: LetId,
    report: &mut Report,
) -> Computed<()> {
    let text = match &world.a_let(id)?.kind {
        LetKind::YesNo(cond) => world.source(cond.origin),
        LetKind::Number(num, _) => world.source(num.origin),
        LetKind::List(..) | LetKind::Table(..) => world.row_text(id)?.unwrap_or_default(),
    };
    let words = format!("what gave `{}`, as written", stated.name);
    report.text(&format!("{path}.rule"), &words, &stated.rule, &text);
    Ok(())
}

impl World<'_> {
    /// The row that gave a level, from 0: the one that is known to apply. Where several that may apply agree, none
    /// did alone.
    fn row_of(&self, id: LetId) -> Computed<Option<usize>> {
        Ok(match &self.derived(id)?.value {
            DerivedValue::Level(levels) => levels.known.and(levels.applied),
            DerivedValue::YesNo(_) | DerivedValue::Number(_) => None,
        })
    }

    /// The row that gave a level, as written.
    pub(super) fn row_text(&self, id: LetId) -> Computed<Option<String>> {
        let origin = match (&self.a_let(id)?.kind, self.row_of(id)?) {
            (LetKind::List(_, rows), Some(row)) => rows.get(row).map(|row| row.origin),
            (LetKind::Table(_, _, rows), Some(row)) => rows.get(row).map(|row| row.origin),
            _ => None,
        };
        Ok(origin.map(|origin| self.source(origin)))
    }
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
    let nothing = matches!(&derived.value, DerivedValue::Level(levels) if levels.nothing);
    let words = format!("whether `{}` may have no level", stated.name);
    report.same(
        &format!("{path}.nothing"),
        &words,
        &stated.nothing,
        &nothing,
    );
    if let DerivedValue::Level(levels) = &derived.value {
        possible = level_names(
            world.scale(Subject::Let(id))?,
            levels.possible.unwrap_or_default(),
        );
    }
    let words = format!("the possible levels of `{}`", stated.name);
    report.same(
        &format!("{path}.possible"),
        &words,
        &stated.possible,
        &possible,
    );
    let row = |at: usize| u32::try_from(at.saturating_add(1)).unwrap_or(u32::MAX);
    let words = format!("the row that gave `{}`", stated.name);
    let expected = world.row_of(id)?.map(row);
    report.same(&format!("{path}.row"), &words, &stated.row, &expected);
    Ok(())
}
