//! Until when a step is to be done. Knows no calendar.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A time from now, such as 30 days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Horizon {
    /// How many of them; at least 1.
    pub amount: u32,
    /// Of what.
    pub unit: TimeUnit,
}

/// What a horizon is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimeUnit {
    /// Days.
    Days,
    /// Weeks.
    Weeks,
    /// Months.
    Months,
    /// Years.
    Years,
}

impl TimeUnit {
    /// All of them, the shortest first.
    pub const ALL: [Self; 4] = [Self::Days, Self::Weeks, Self::Months, Self::Years];

    /// The word for several.
    pub fn word(self) -> &'static str {
        match self {
            Self::Days => "days",
            Self::Weeks => "weeks",
            Self::Months => "months",
            Self::Years => "years",
        }
    }

    /// The word for one.
    pub fn one(self) -> &'static str {
        match self {
            Self::Days => "day",
            Self::Weeks => "week",
            Self::Months => "month",
            Self::Years => "year",
        }
    }

    /// The unit that a word is for, in the singular or the plural.
    pub fn of(word: &str) -> Option<Self> {
        let mut all = Self::ALL.into_iter();
        all.find(|unit| word == unit.word() || word == unit.one())
    }
}

impl Horizon {
    /// About how many days it is, to put horizons into an order: a month counts 30 days, a year 365.
    pub fn days(self) -> u64 {
        let each: u64 = match self.unit {
            TimeUnit::Days => 1,
            TimeUnit::Weeks => 7,
            TimeUnit::Months => 30,
            TimeUnit::Years => 365,
        };
        u64::from(self.amount).saturating_mul(each)
    }
}

impl fmt::Display for Horizon {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = match self.amount {
            1 => self.unit.one(),
            _ => self.unit.word(),
        };
        write!(f, "{} {word}", self.amount)
    }
}

#[cfg(test)]
mod tests {
    use super::{Horizon, TimeUnit};

    #[test]
    fn horizons_are_read_and_shown_in_words() {
        for unit in TimeUnit::ALL {
            assert_eq!(TimeUnit::of(unit.word()), Some(unit));
            assert_eq!(TimeUnit::of(unit.one()), Some(unit));
        }
        assert_eq!(TimeUnit::of("hours"), None);
        let [one, many] = [1, 30].map(|amount| Horizon {
            amount,
            unit: TimeUnit::Days,
        });
        assert_eq!(
            (one.to_string(), many.to_string()),
            ("1 day".into(), "30 days".into())
        );
        let month = Horizon {
            amount: 1,
            unit: TimeUnit::Months,
        };
        let year = Horizon {
            amount: 1,
            unit: TimeUnit::Years,
        };
        assert!(many.days() <= month.days() && month.days() < year.days());
    }
}
