//! Three-valued truth with its certainty: Kleene's logic and how certainty travels through it.

use crate::model::trace::Truth;

/// Whether something holds and how sure that is; the certainty of an unknown is 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Verdict {
    pub(super) truth: Truth,
    pub(super) certainty: f64,
}

impl Verdict {
    pub(super) const UNKNOWN: Self = Self {
        truth: Truth::Unknown,
        certainty: 0.0,
    };

    /// A known truth.
    pub(super) fn known(holds: bool, certainty: f64) -> Self {
        let truth = if holds { Truth::True } else { Truth::False };
        Self { truth, certainty }
    }

    /// A truth that may be unknown.
    pub(super) fn maybe(holds: Option<bool>, certainty: f64) -> Self {
        holds.map_or(Self::UNKNOWN, |holds| Self::known(holds, certainty))
    }

    /// Known to hold.
    pub(super) fn holds(self) -> bool {
        self.truth == Truth::True
    }

    /// Known not to hold.
    pub(super) fn fails(self) -> bool {
        self.truth == Truth::False
    }

    /// Known to hold or not to hold.
    pub(super) fn is_known(self) -> bool {
        self.truth != Truth::Unknown
    }

    /// `not`: keeps the certainty.
    pub(super) fn not(self) -> Self {
        match self.truth {
            Truth::True => Self::known(false, self.certainty),
            Truth::False => Self::known(true, self.certainty),
            Truth::Unknown => Self::UNKNOWN,
        }
    }

    /// `surely`: no where it is not known to hold; its certainty is 1 where that is because it is unknown.
    pub(super) fn surely(self) -> Self {
        match self.truth {
            Truth::Unknown => Self::known(false, 1.0),
            Truth::True | Truth::False => self,
        }
    }

    /// `unless`: stops only where it is known to hold; its facts do not count for the certainty.
    pub(super) fn unless(self, exception: Option<Self>) -> Self {
        match exception {
            Some(exception) if exception.holds() => Self::known(false, 1.0),
            _ => self,
        }
    }
}

/// `and`: where true the lowest, where false the highest of the false.
pub(super) fn all(parts: &[Verdict]) -> Verdict {
    if parts.iter().any(|part| part.fails()) {
        return Verdict::known(false, highest(parts, Truth::False));
    }
    if parts.iter().all(|part| part.holds()) {
        return Verdict::known(true, lowest(parts));
    }
    Verdict::UNKNOWN
}

/// `or`: where true the highest of the true, where false the lowest.
pub(super) fn any(parts: &[Verdict]) -> Verdict {
    if parts.iter().any(|part| part.holds()) {
        return Verdict::known(true, highest(parts, Truth::True));
    }
    if parts.iter().all(|part| part.fails()) {
        return Verdict::known(false, lowest(parts));
    }
    Verdict::UNKNOWN
}

/// `at least n of`: where true the n-th highest of the true, where false, of m parts, the (m-n+1)-th highest of the false.
pub(super) fn at_least(n: usize, parts: &[Verdict]) -> Verdict {
    let of = |truth: Truth| {
        let mut found: Vec<f64> = parts
            .iter()
            .filter(|part| part.truth == truth)
            .map(|part| part.certainty)
            .collect();
        found.sort_by(|a, b| b.total_cmp(a));
        found
    };
    let (holding, failing) = (of(Truth::True), of(Truth::False));
    if n == 0 {
        return Verdict::known(true, 1.0);
    }
    if let Some(certainty) = holding.get(n.saturating_sub(1)) {
        return Verdict::known(true, *certainty);
    }
    if n > parts.len() {
        return Verdict::known(false, 1.0);
    }
    match failing.get(parts.len().saturating_sub(n)) {
        Some(certainty) => Verdict::known(false, *certainty),
        None => Verdict::UNKNOWN,
    }
}

fn lowest(parts: &[Verdict]) -> f64 {
    parts.iter().map(|part| part.certainty).fold(1.0, f64::min)
}

fn highest(parts: &[Verdict], truth: Truth) -> f64 {
    parts
        .iter()
        .filter(|part| part.truth == truth)
        .map(|part| part.certainty)
        .fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::{Truth, Verdict, all, any, at_least};

    fn yes(certainty: f64) -> Verdict {
        Verdict::known(true, certainty)
    }

    fn no(certainty: f64) -> Verdict {
        Verdict::known(false, certainty)
    }

    #[test]
    fn certainty_travels_as_the_language_says() {
        let unknown = Verdict::UNKNOWN;
        assert_eq!(all(&[yes(0.6), yes(0.4)]), yes(0.4));
        assert_eq!(all(&[no(0.6), unknown, no(0.7), yes(0.1)]), no(0.7));
        assert_eq!(all(&[yes(1.0), unknown]).truth, Truth::Unknown);
        assert_eq!(any(&[yes(0.6), no(0.9), yes(0.4), unknown]), yes(0.6));
        assert_eq!(any(&[no(0.6), no(0.4)]), no(0.4));
        let three = [yes(0.9), yes(0.5), no(0.3), no(0.8)];
        assert_eq!(at_least(2, &three), yes(0.5));
        assert_eq!(at_least(3, &three), no(0.3));
        assert_eq!(at_least(4, &three), no(0.8));
        assert_eq!(
            at_least(2, &[yes(0.9), unknown, no(0.3)]).truth,
            Truth::Unknown
        );
        assert_eq!(unknown.surely(), no(1.0));
        assert_eq!(yes(0.3).unless(Some(yes(0.1))), no(1.0));
        assert_eq!(yes(0.3).unless(Some(unknown)), yes(0.3));
    }
}
