//! A derived level over a region: which levels it may be, and what tests say of it.

use super::truth::{May, ONE, Range};
use crate::base::Id;
use crate::model::{ChoiceNode, Compare, LevelSet};

/// A derived level over a region.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Choices {
    /// The levels that it may be, or that may be among several possible ones.
    pub(super) any: LevelSet,
    /// Whether it may have no level at all.
    pub(super) nothing: bool,
    /// Whether several levels may be possible at once.
    pub(super) open: bool,
    /// Whether it is the same in every case: then all the levels are possible at once.
    pub(super) single: bool,
    pub(super) certainty: Range,
}

impl Choices {
    /// Whether one level alone is known to be it.
    pub(super) fn is_known(self) -> bool {
        !self.nothing && self.any.single().is_some()
    }

    /// What a test says of it whose answer for one level is told.
    pub(super) fn tested(self, (yes, no): (bool, bool)) -> May {
        match self.single {
            true if self.nothing || (yes && no) => May::UNKNOWN,
            true => May::of(yes, no, self.certainty, !yes && !no),
            false => May::of(
                yes,
                no,
                self.certainty,
                self.nothing || (self.open && yes && no),
            ),
        }
    }

    /// What the rows of a let derive.
    pub(super) fn of_rows(node: &ChoiceNode, truths: &[May]) -> Self {
        let mut choices = Choices {
            any: LevelSet::default(),
            nothing: !node.complete,
            open: false,
            single: true,
            certainty: ONE,
        };
        // Where a row may be the last one that counts, the rows below it cannot lower the highest certainty.
        let mut may_end = false;
        for (truth, level) in &node.rows {
            let truth = truths.get(truth.to_usize()).copied().unwrap_or(May::ANY);
            choices.single &= truth.is_decided();
            let sides = [truth.yes, truth.no].into_iter().flatten();
            if let Some(range) = sides.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1))) {
                choices.certainty.0 = choices.certainty.0.min(range.0);
                if !truth.unknown && !may_end {
                    choices.certainty.1 = choices.certainty.1.min(range.1);
                }
            }
            may_end |= truth.yes.is_some();
            if !truth.never() {
                choices.any = choices.any.union(LevelSet::one(*level));
                choices.open |= truth.unknown;
            }
            if truth.surely() {
                choices.nothing = false;
                return choices;
            }
        }
        // INVARIANT: where no row need apply, every row may be false, and then nothing is possible.
        choices.nothing = !choices.single || !node.complete || choices.any.is_empty();
        choices
    }

    /// Two levels compared by their places in the scale.
    pub(super) fn compared(left: Self, compare: Compare, right: Self) -> May {
        let (mut yes, mut no) = (false, false);
        for l in left.any.iter() {
            for r in right.any.iter() {
                let holds = compare.holds(f64::from(l), f64::from(r));
                yes |= holds;
                no |= !holds;
            }
        }
        let certainty = (
            left.certainty.0.min(right.certainty.0),
            left.certainty.1.min(right.certainty.1),
        );
        let both = Choices {
            any: left.any,
            nothing: left.nothing || right.nothing,
            open: left.open || right.open,
            single: left.single && right.single,
            certainty,
        };
        // Of levels that may be several at once nothing is known, whatever they have in common.
        match both.open && !both.single {
            true => May::of(yes, no, certainty, true),
            false => both.tested((yes, no)),
        }
    }
}
