//! A condition over a region: which of true, false and unknown it may be, and with which certainties.

/// The lowest and highest certainty.
pub(crate) type Range = (f64, f64);

/// What a condition may be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct May {
    /// Its certainties where it is true; `None` where it never is.
    pub yes: Option<Range>,
    /// Its certainties where it is false; `None` where it never is.
    pub no: Option<Range>,
    /// Whether it may be unknown.
    pub unknown: bool,
}

/// Full certainty.
pub(crate) const ONE: Range = (1.0, 1.0);

/// Any certainty.
pub(crate) const ANY: Range = (0.0, 1.0);

impl May {
    /// True in every case.
    pub(super) const SURELY: Self = Self {
        yes: Some(ONE),
        no: None,
        unknown: false,
    };
    pub(super) const UNKNOWN: Self = Self {
        yes: None,
        no: None,
        unknown: true,
    };
    pub(crate) const ANY: Self = Self {
        yes: Some((0.0, 1.0)),
        no: Some((0.0, 1.0)),
        unknown: true,
    };

    pub(super) fn constant(holds: bool) -> Self {
        Self::of(holds, !holds, ONE, false)
    }

    /// The same where it is known to hold, or known not to; `None` where it never is.
    pub(super) fn where_known(self, holds: bool) -> Option<Self> {
        let (yes, no) = match holds {
            true => (self.yes, None),
            false => (None, self.no),
        };
        let known = yes.is_some() || no.is_some();
        known.then_some(Self {
            yes,
            no,
            unknown: false,
        })
    }

    /// True and false as told, with these certainties.
    pub(super) fn of(yes: bool, no: bool, certainty: Range, unknown: bool) -> Self {
        Self {
            yes: yes.then_some(certainty),
            no: no.then_some(certainty),
            unknown,
        }
    }

    /// Whether it is the same in every case, its certainty aside.
    pub(super) fn is_decided(&self) -> bool {
        let may = [self.yes.is_some(), self.no.is_some(), self.unknown];
        may.into_iter().filter(|may| *may).count() < 2
    }

    /// Whether it is true in every case.
    pub(crate) fn surely(self) -> bool {
        self.yes.is_some() && self.no.is_none() && !self.unknown
    }

    /// Whether it is false in every case.
    pub(super) fn never(self) -> bool {
        self.no.is_some() && self.yes.is_none() && !self.unknown
    }

    pub(super) fn not(self) -> Self {
        Self {
            yes: self.no,
            no: self.yes,
            unknown: self.unknown,
        }
    }

    pub(super) fn and(a: Self, b: Self) -> Self {
        let yes = both(a.yes, b.yes).map(|(a, b)| (a.0.min(b.0), a.1.min(b.1)));
        let no = match (a.no, b.no) {
            (Some(x), Some(y)) => {
                let mut low = x.0.min(y.0);
                if a.never() {
                    low = low.max(x.0);
                }
                if b.never() {
                    low = low.max(y.0);
                }
                Some((low, x.1.max(y.1)))
            }
            (one, other) => one.or(other),
        };
        let open = |x: Self, y: Self| x.unknown && (y.yes.is_some() || y.unknown);
        Self {
            yes,
            no,
            unknown: open(a, b) || open(b, a),
        }
    }

    pub(super) fn or(a: Self, b: Self) -> Self {
        Self::and(a.not(), b.not()).not()
    }

    pub(super) fn at_least(least: u32, parts: &[Self]) -> Self {
        let (least, all) = (least as usize, parts.len());
        let count = |test: fn(&Self) -> bool| parts.iter().filter(|part| test(part)).count();
        let yes = count(|part| part.yes.is_some()) >= least;
        let needed = all.saturating_add(1).saturating_sub(least);
        let no = least > 0 && count(|part| part.no.is_some()) >= needed;
        let surely = count(|part| part.surely()) >= least;
        let never = least > 0 && count(|part| part.never()) >= needed;
        let unknown = parts.iter().any(|part| part.unknown) && !surely && !never;
        let hull = |side: fn(&Self) -> Option<Range>| {
            parts
                .iter()
                .filter_map(side)
                .reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
                .unwrap_or(ONE)
        };
        Self {
            yes: (yes && !never).then(|| hull(|part| part.yes)),
            no: (no && !surely).then(|| hull(|part| part.no)),
            unknown,
        }
    }

    /// The certainties of a number that is one where it holds and another where it does not, from those of both.
    pub(super) fn of_branches(self, [then, otherwise]: [Range; 2]) -> Range {
        let least = |a: Range, b: Range| (a.0.min(b.0), a.1.min(b.1));
        let yes = self.yes.map(|sure| least(sure, then));
        let no = self.no.map(|sure| least(sure, otherwise));
        let open = self.unknown.then(|| least(then, otherwise));
        let ways = [yes, no, open].into_iter().flatten();
        let hull = ways.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)));
        hull.unwrap_or(ONE)
    }

    pub(super) fn known_to_hold(self) -> Self {
        let no = if self.unknown {
            Some(join(self.no, ONE))
        } else {
            self.no
        };
        Self {
            yes: self.yes,
            no,
            unknown: false,
        }
    }

    pub(super) fn unless(when: Self, unless: Self) -> Self {
        if unless.yes.is_none() {
            return when;
        }
        if unless.surely() {
            return Self::constant(false);
        }
        Self {
            no: Some(join(when.no, ONE)),
            ..when
        }
    }
}

fn both(a: Option<Range>, b: Option<Range>) -> Option<(Range, Range)> {
    Some((a?, b?))
}

fn join(range: Option<Range>, with: Range) -> Range {
    range.map_or(with, |range| (range.0.min(with.0), range.1.max(with.1)))
}
