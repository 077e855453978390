//! The derived facts as they stand in a trace: values, possible levels, rows and certainties.

use crate::model::trace::{DerivedTrace, N};
use crate::model::{Let, LetId, LetKind, Subject};

use super::derive::{DerivedValue, level_names};
use super::words::in_ways;
use super::world::{Computed, World};

/// Every let, by name.
pub(super) fn derived(world: &World<'_>) -> Computed<Vec<DerivedTrace>> {
    let lets = world.rulebook.lets.iter();
    lets.map(|(id, declared)| told(world, id, declared))
        .collect()
}

fn told(world: &World<'_>, id: LetId, declared: &Let) -> Computed<DerivedTrace> {
    let derived = world.derived(id)?;
    let (mut possible, mut nothing) = (Vec::new(), false);
    if let DerivedValue::Level(levels) = &derived.value {
        let scale = world.scale(Subject::Let(id))?;
        possible = level_names(scale, levels.possible.unwrap_or_default());
        nothing = levels.nothing;
    }
    let row = world.row_of(id)?.map(|row| row.saturating_add(1));
    Ok(DerivedTrace {
        name: declared.name.to_string(),
        title: declared.title.to_string(),
        value: world.derived_value(id)?,
        words: in_ways(&[world.words_of(Subject::Let(id))?]),
        possible,
        nothing,
        certainty: N(if derived.is_known() {
            derived.certainty
        } else {
            0.0
        }),
        row: row.and_then(|row| u32::try_from(row).ok()),
        rule: match &declared.kind {
            LetKind::YesNo(cond) => world.source(cond.origin),
            LetKind::Number(num, _) => world.source(num.origin),
            LetKind::List(..) | LetKind::Table(..) => world.row_text(id)?.unwrap_or_default(),
        },
        reads: world.reads_of(id)?.named,
        because: world.because(declared.because.as_ref())?,
        basis: declared.basis.word().into(),
        citations: world.citations(&declared.citations)?,
        place: world.place(declared.origin),
    })
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
