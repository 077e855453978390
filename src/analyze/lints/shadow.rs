//! The row above that keeps a row from counting, where it is clear which one. Judges no row.

use super::Seen;
use crate::base::Span;
use crate::model::Cond;

/// A row with what decides whether it applies.
pub(super) struct Guarded<'b> {
    pub(super) conds: Vec<&'b Cond>,
    pub(super) origin: Span,
}

impl<'b> Guarded<'b> {
    pub(super) fn new(when: &'b Option<Cond>, unless: &'b Option<Cond>, origin: Span) -> Self {
        Self {
            conds: when.iter().chain(unless).collect(),
            origin,
        }
    }
}

/// The rows above that test what a row tests, in their order.
fn alike<'r>(seen: &Seen<'_>, row: &Guarded<'_>, above: &'r [Guarded<'_>]) -> Vec<&'r Guarded<'r>> {
    let own = seen.possible.reads(&row.conds);
    let rows = above.iter().filter(|other| {
        let reads = seen.possible.reads(&other.conds);
        reads.facts.keys().any(|fact| own.facts.contains_key(fact))
            || reads.lets.iter().any(|id| own.lets.contains(id))
    });
    rows.collect()
}

/// The only row above that tests what a row tests.
pub(super) fn only(seen: &Seen<'_>, row: &Guarded<'_>, above: &[Guarded<'_>]) -> Option<Span> {
    match alike(seen, row, above).as_slice() {
        [one] => Some(one.origin),
        _ => None,
    }
}

/// The first of the rows above that test what a row tests.
pub(super) fn first(seen: &Seen<'_>, row: &Guarded<'_>, above: &[Guarded<'_>]) -> Option<Span> {
    alike(seen, row, above).first().map(|one| one.origin)
}
