//! The tables of sources, and where an organization stands in each row, by the rules as they were recomputed.

use std::collections::BTreeSet;

use crate::model::trace::{
    CellTextTrace, ColumnTrace, RowAnswerTrace, RuleStatus, RuleTrace, Standing, TableRowTrace,
    TableTrace,
};
use crate::model::{CellText, FactId, LetKind, Rule, SourceRow, SourceTable, Subject, TableColumn};

use super::facts;
use super::questions::is_moot;
use super::reading::Reading;
use super::words::in_ways;
use super::world::{Computed, World};

/// The tables by name.
pub(super) fn tables(world: &World<'_>, rules: &[RuleTrace]) -> Computed<Vec<TableTrace>> {
    let tables = world.rulebook.tables.iter();
    tables.map(|one| table(world, one, rules)).collect()
}

fn table(world: &World<'_>, table: &SourceTable, rules: &[RuleTrace]) -> Computed<TableTrace> {
    let left = column(world, &table.left)?;
    let right = column(world, &table.right)?;
    let mut rows = Vec::new();
    for row in &table.rows {
        let answers = answers(world, row)?;
        let mut by = Vec::new();
        let mut carrying = Vec::new();
        for carrier in &row.by {
            by.push(carrier.name.to_string());
            for id in &carrier.rules {
                let name = &world.rule(*id)?.name;
                carrying.extend(rules.iter().filter(|rule| *rule.name == **name));
            }
        }
        rows.push(TableRowTrace {
            label: row.label.as_ref().map(cell),
            left: cell(&row.left),
            right: cell(&row.right),
            standing: standing((&left, &right), &carrying, &answers),
            answers,
            by,
            place: world.place(row.origin),
        });
    }
    Ok(TableTrace {
        name: table.name.to_string(),
        title: table.title.to_string(),
        left,
        right,
        rows,
        citations: world.citations(&table.citations)?,
        place: world.place(table.origin),
    })
}

fn column(world: &World<'_>, column: &TableColumn) -> Computed<ColumnTrace> {
    let targets = column.targets.iter().map(|id| world.target_name(*id));
    Ok(ColumnTrace {
        title: column.title.to_string(),
        targets: targets.collect::<Computed<_>>()?,
    })
}

fn cell(cell: &CellText) -> CellTextTrace {
    CellTextTrace {
        text: cell.text.to_string(),
        restored: cell.restored,
    }
}

/// The facts that are named, and those behind the rules that are.
fn answers(world: &World<'_>, row: &SourceRow) -> Computed<Vec<RowAnswerTrace>> {
    let mut seen: Vec<FactId> = Vec::new();
    for carrier in &row.by {
        let mut own = BTreeSet::from_iter(carrier.fact);
        if carrier.fact.is_none() {
            let rules = carrier.rules.iter();
            for id in rules {
                own.extend(behind(world, world.rule(*id)?)?);
            }
        }
        let new: Vec<FactId> = own.into_iter().filter(|id| !seen.contains(id)).collect();
        seen.extend(new);
    }
    let mut answers = Vec::new();
    for id in seen {
        let fact = world.fact(id)?;
        let is_given = world.given(id).is_some();
        let words = is_given.then(|| world.words_of(Subject::Fact(id)));
        answers.push(RowAnswerTrace {
            name: fact.name.to_string(),
            title: facts::title(fact),
            words: words.transpose()?.map(|ways| in_ways(&[ways])),
            moot: !is_given && is_moot(world, fact)?,
        });
    }
    Ok(answers)
}

/// The facts that a rule's own conditions and weights read, through lets too.
fn behind(world: &World<'_>, rule: &Rule) -> Computed<BTreeSet<FactId>> {
    let mut reading = Reading::default();
    reading.rule(rule);
    let mut seen = BTreeSet::new();
    while let Some(id) = reading.lets.iter().find(|id| !seen.contains(*id)).copied() {
        seen.insert(id);
        let kind = &world.a_let(id)?.kind;
        reading.derivation(kind);
        if let LetKind::Table(_, inputs, _) = kind {
            inputs.iter().for_each(|input| reading.subject(*input));
        }
    }
    Ok(reading.facts)
}

fn standing(
    (left, right): (&ColumnTrace, &ColumnTrace),
    rules: &[&RuleTrace],
    answers: &[RowAnswerTrace],
) -> Standing {
    let speaks = |column: &ColumnTrace| {
        let pieces = rules.iter().flat_map(|rule| &rule.evidence);
        let mut for_it = pieces.filter(|piece| column.targets.contains(&piece.toward));
        for_it.any(|piece| piece.contribution.is_some_and(|amount| amount.0 > 0.0))
    };
    let is_open = |one: &RowAnswerTrace| one.words.is_none() && !one.moot;
    let nothing = answers.iter().all(|one| one.words.is_none());
    let may = rules.iter().any(|rule| rule.status == RuleStatus::Unknown);
    match (speaks(left), speaks(right)) {
        (true, true) => Standing::Both,
        (true, false) => Standing::Left,
        (false, true) => Standing::Right,
        (false, false) if answers.iter().any(is_open) && (may || nothing) => Standing::Open,
        (false, false) if nothing => Standing::Moot,
        (false, false) => Standing::Neither,
    }
}
