//! Tables of sources: where an organization stands in each row, by the rules that carry it.

use std::borrow::Cow;

use crate::base::Span;
use crate::engine::Record;
use crate::engine::fault::Fault;
use crate::engine::point::Status;
use crate::model::trace::{
    CellTextTold, CitationTold, ColumnTold, PlaceTold, RowAnswerTold, Standing, TableRowTold,
    TableTold,
};
use crate::model::{
    CellText, Citation, FactId, LetId, PieceId, Profile, RuleId, SourceRow, SourceTable,
    TableColumn, TargetId, facts_behind,
};
use crate::plan::Program;

/// What an evaluation gives, and how a trace writes it.
pub(super) struct Source<'s, 'a> {
    pub(super) program: &'a Program,
    pub(super) profile: &'a Profile,
    pub(super) record: &'a Record,
    /// The answer to a fact in words.
    pub(super) words: &'s dyn Fn(FactId) -> Cow<'a, str>,
    pub(super) citations: &'s dyn Fn(&'a [Citation]) -> Vec<CitationTold<'a>>,
    pub(super) place: &'s dyn Fn(Span) -> PlaceTold<'a>,
}

/// The tables by name.
pub(super) fn told<'a>(from: &Source<'_, 'a>) -> Result<Vec<TableTold<'a>>, Fault> {
    let tables = from.program.rulebook.tables.iter();
    tables.map(|one| table(from, one)).collect()
}

fn table<'a>(from: &Source<'_, 'a>, table: &'a SourceTable) -> Result<TableTold<'a>, Fault> {
    let columns = [&table.left, &table.right];
    let rows = table.rows.iter().map(|one| row(from, one, columns));
    Ok(TableTold {
        name: (&*table.name).into(),
        title: (&*table.title).into(),
        left: column(from, &table.left),
        right: column(from, &table.right),
        rows: rows.collect::<Result<_, Fault>>()?,
        citations: (from.citations)(&table.citations),
        place: (from.place)(table.origin),
    })
}

fn column<'a>(from: &Source<'_, 'a>, column: &'a TableColumn) -> ColumnTold<'a> {
    let targets = column.targets.iter();
    ColumnTold {
        title: (&*column.title).into(),
        targets: targets
            .map(|id| (&*from.program.rulebook.targets[*id].name).into())
            .collect(),
    }
}

fn row<'a>(
    from: &Source<'_, 'a>,
    row: &'a SourceRow,
    columns: [&TableColumn; 2],
) -> Result<TableRowTold<'a>, Fault> {
    let facts = facts(from, row);
    let names = row.by.iter().map(|one| (&*one.name).into());
    Ok(TableRowTold {
        label: row.label.as_ref().map(cell),
        left: cell(&row.left),
        right: cell(&row.right),
        standing: standing(from, row, (columns, &facts))?,
        answers: facts.into_iter().map(|fact| answer(from, fact)).collect(),
        by: names.collect(),
        place: (from.place)(row.origin),
    })
}

fn cell(cell: &CellText) -> CellTextTold<'_> {
    CellTextTold {
        text: (&*cell.text).into(),
        restored: cell.restored,
    }
}

fn answer<'a>(from: &Source<'_, 'a>, fact: FactId) -> RowAnswerTold<'a> {
    let declared = &from.program.rulebook.facts[fact];
    let is_given = from.profile.given(fact).is_some();
    RowAnswerTold {
        name: (&*declared.name).into(),
        title: Cow::Borrowed(declared.title.as_ref().unwrap_or(&declared.short)),
        words: is_given.then(|| (from.words)(fact)),
        moot: !is_given && from.record.is_moot(from.program, fact),
    }
}

/// The facts that a row is about: those that it names, and those that its rules read.
fn facts(from: &Source<'_, '_>, row: &SourceRow) -> Vec<FactId> {
    let book = &from.program.rulebook;
    let of_let = |id: LetId| Some(&book.lets[id].kind);
    let mut facts: Vec<FactId> = Vec::new();
    for carrier in &row.by {
        let own = match carrier.fact {
            Some(fact) => vec![fact],
            None => {
                let rules = carrier.rules.iter();
                let refs = rules.flat_map(|id| book.rules[*id].refs()).collect();
                facts_behind(refs, &of_let).into_iter().collect()
            }
        };
        for fact in own {
            if !facts.contains(&fact) {
                facts.push(fact);
            }
        }
    }
    facts
}

fn standing(
    from: &Source<'_, '_>,
    row: &SourceRow,
    ([left, right], facts): ([&TableColumn; 2], &[FactId]),
) -> Result<Standing, Fault> {
    let (mut at_left, mut at_right, mut may) = (false, false, false);
    for id in row.by.iter().flat_map(|carrier| &carrier.rules) {
        may |= from.record.became(*id) == Status::Unknown;
        for target in favored(from, *id)? {
            at_left |= left.targets.contains(&target);
            at_right |= right.targets.contains(&target);
        }
    }
    let given = |fact: &&FactId| from.profile.given(**fact).is_some();
    let moot = |fact: &&FactId| from.record.is_moot(from.program, **fact);
    let known = facts.iter().filter(given).count();
    let open = facts.iter().filter(|fact| !given(fact) && !moot(fact));
    let open = open.count() > 0;
    Ok(match (at_left, at_right) {
        (true, true) => Standing::Both,
        (true, false) => Standing::Left,
        (false, true) => Standing::Right,
        (false, false) if open && (may || known == 0) => Standing::Open,
        (false, false) if known == 0 => Standing::Moot,
        (false, false) => Standing::Neither,
    })
}

/// The strategies and hypotheses for which a rule has given evidence.
fn favored(from: &Source<'_, '_>, id: RuleId) -> Result<Vec<TargetId>, Fault> {
    let program = from.program;
    let then = match from.record.became(id) {
        Status::Then => true,
        Status::Else => false,
        Status::Unknown | Status::Stopped | Status::Defeated | Status::NotFired => {
            return Ok(Vec::new());
        }
    };
    let mut targets = Vec::new();
    for piece in program.plan.code.rules[id].pieces.range().map(PieceId) {
        let about = &program.plan.code.pieces[piece];
        if about.then == then && about.favor && from.record.contribution(program, piece)? > 0.0 {
            targets.push(about.target);
        }
    }
    Ok(targets)
}
