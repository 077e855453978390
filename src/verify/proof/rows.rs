//! The level that the first row gives that applies, where each row may or may not. Knows no conditions.

use crate::model::LevelSet;

use super::span::May;

/// Rows from above, each with its level and whether it may apply.
#[derive(Clone, Debug, Default)]
pub(super) struct Rows {
    pub(super) of: Vec<(u8, May)>,
    /// Whether it may be that none applies, however the rows above turn out.
    pub(super) open: bool,
    /// The levels that all rows give that may apply in one profile, where that is supposed; then one applies.
    pub(super) within: Option<LevelSet>,
}

/// What may be the case behind some rows: nothing found so far, or levels of one kind or of both.
#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    nothing: bool,
    inside: bool,
    outside: bool,
    both: bool,
}

impl Rows {
    /// Supposes that one row applies, and that those that may give levels among these.
    pub(super) fn keep(&mut self, within: LevelSet) {
        for (level, may) in &mut self.of {
            if !within.has(*level) {
                *may = may.meet(May::NO);
            }
        }
        self.within = Some(within);
    }

    /// Whether the level is one of these: where all that may be given agree.
    pub(super) fn test(&self, levels: LevelSet) -> May {
        let mut seen = Seen {
            nothing: true,
            ..Seen::default()
        };
        let mut found = May::default();
        for (level, may) in &self.of {
            let mut next = Seen::default();
            if may.no {
                next = seen;
            }
            let is_in = levels.has(*level);
            let with = Seen {
                nothing: false,
                inside: is_in && (seen.nothing || seen.inside),
                outside: !is_in && (seen.nothing || seen.outside),
                both: seen.both || (is_in && seen.outside) || (!is_in && seen.inside),
            };
            if may.unknown {
                next = Seen {
                    nothing: next.nothing,
                    inside: next.inside || with.inside,
                    outside: next.outside || with.outside,
                    both: next.both || with.both,
                };
            }
            if may.yes {
                found = found.join(May::of(with.inside, with.outside, with.both));
            }
            seen = next;
        }
        if self.within.is_some() {
            let agreed = May::of(seen.inside, seen.outside, seen.both);
            return if self.open { found } else { found.join(agreed) };
        }
        let left = seen.nothing || seen.inside || seen.outside || seen.both;
        if !left {
            return found;
        }
        match self.open {
            true => found.join(May::UNKNOWN),
            // One of them applies: which of those that may is not known.
            false => found.join(May::of(
                seen.inside,
                seen.outside,
                seen.both || seen.nothing,
            )),
        }
    }

    /// All levels that some row may give.
    pub(super) fn all(&self) -> LevelSet {
        let rows = self.of.iter().filter(|(_, may)| may.yes || may.unknown);
        rows.map(|(level, _)| *level).collect()
    }

    /// The levels that may be the one that is known.
    pub(super) fn known(&self) -> LevelSet {
        let all = self.all().iter();
        all.filter(|level| self.test(LevelSet::one(*level)).yes)
            .collect()
    }

    /// Whether it may be that there is not one level.
    pub(super) fn may_be_unknown(&self) -> bool {
        let all = self.all();
        if self.within.is_none() && all.is_empty() {
            return true;
        }
        all.iter()
            .any(|level| self.test(LevelSet::one(level)).unknown)
            || all.iter().all(|level| !self.test(LevelSet::one(level)).yes)
    }
}
