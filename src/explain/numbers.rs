//! Numbers for people: points, percentages, columns of them. The only place of this layer that rounds.

use crate::base::{format_number, format_signed};
use crate::model::trace::MethodTrace;

/// A space at which no line is broken.
pub(super) const GLUE: char = '\u{a0}';
/// Decimals of points in the answer.
pub(super) const FEW: usize = 2;
/// Decimals of points where every number is shown.
pub(super) const MANY: usize = 3;

/// What a method counts in.
#[derive(Clone, Copy)]
pub(super) struct Unit {
    one: &'static str,
    many: &'static str,
    /// Decimals of the answer.
    pub(super) places: usize,
}

impl Unit {
    /// The unit of a method; one that is not known to count in points has none.
    pub(super) fn of(method: &MethodTrace) -> Self {
        match &*method.name {
            "odds" | "scorecard" => Self {
                one: "\u{a0}point",
                many: "\u{a0}points",
                places: FEW,
            },
            _ => Self {
                one: "",
                many: "",
                places: MANY,
            },
        }
    }

    /// "12 points", or the number alone where the method has no unit.
    pub(super) fn amount(self, number: f64) -> String {
        let text = number_text(number, self.places);
        let unit = if text == "1" || text == "-1" {
            self.one
        } else {
            self.many
        };
        text + unit
    }

    /// "+12 points".
    pub(super) fn signed(self, number: f64) -> String {
        let sign = if number > 0.0 { "+" } else { "" };
        format!("{sign}{}", self.amount(number))
    }

    /// The head of a column of evidence.
    pub(super) fn head(self) -> &'static str {
        if self.many.is_empty() {
            "evidence"
        } else {
            "points"
        }
    }
}

/// A number with few decimals; more, where it would else read as nothing though it is something.
pub(super) fn number_text(number: f64, places: usize) -> String {
    format_number(number, enough(number, places))
}

/// Numbers with their signs and as many decimals each as the one that needs most.
pub(super) fn signed_column(numbers: &[f64], places: usize) -> Vec<String> {
    column(numbers, places, format_signed)
}

/// Numbers and their sum, the last of them, with as few decimals as still add up for who checks them.
pub(super) fn ledger_column(numbers: &[f64], places: usize) -> Vec<String> {
    let adds_up = |places: &usize| {
        let rounded = |n: &f64| format_number(*n, *places).parse::<f64>().unwrap_or(*n);
        let (sum, lines) = match numbers.split_last() {
            Some((sum, lines)) => (rounded(sum), lines),
            None => return true,
        };
        (lines.iter().map(rounded).sum::<f64>() - sum).abs() < 1e-9
    };
    let places = (places..MANY).find(adds_up).unwrap_or(places.max(MANY));
    signed_column(numbers, places)
}

/// Numbers with as many decimals each as the one that needs most.
pub(super) fn plain_column(numbers: &[f64], places: usize) -> Vec<String> {
    column(numbers, places, format_number)
}

fn column(numbers: &[f64], places: usize, write: fn(f64, usize) -> String) -> Vec<String> {
    let texts: Vec<String> = numbers
        .iter()
        .map(|n| write(*n, enough(*n, places)))
        .collect();
    let decimals = |text: &str| text.split_once('.').map_or(0, |(_, after)| after.len());
    let is_plain = |text: &str| {
        text.chars()
            .all(|c| c.is_ascii_digit() || "+-.".contains(c))
    };
    let plain = texts.iter().filter(|text| is_plain(text));
    let most = plain.map(|text| decimals(text)).max().unwrap_or(0);
    texts
        .into_iter()
        .map(|text| {
            if !is_plain(&text) {
                return text;
            }
            let missing = most.saturating_sub(decimals(&text));
            let dot = if most > 0 && !text.contains('.') {
                "."
            } else {
                ""
            };
            format!("{text}{dot}{}", "0".repeat(missing))
        })
        .collect()
}

/// The decimals that keep a number from reading as 0 when it is not.
fn enough(number: f64, places: usize) -> usize {
    let is_lost = |places: &usize| number != 0.0 && format_number(number, *places) == "0";
    (places..9).find(|places| !is_lost(places)).unwrap_or(9)
}

/// A part of 1 as a percentage; never 0 or 100 unless it is.
pub(super) fn percent(part: f64) -> String {
    if part > 0.0 && part < 0.01 {
        "less than 1\u{a0}%".into()
    } else if part > 0.99 && part < 1.0 {
        "more than 99\u{a0}%".into()
    } else {
        format!("{}\u{a0}%", format_number(part * 100.0, 0))
    }
}

/// "1 rule", "3 rules".
pub(super) fn count(number: usize, one: &str, many: &str) -> String {
    match number {
        1 => format!("1 {one}"),
        _ => format!("{number} {many}"),
    }
}

/// "4 of 9 facts", "1 of 1 fact".
pub(super) fn part_of(part: usize, whole: usize, one: &str, many: &str) -> String {
    format!("{part} of {}", count(whole, one, many))
}

/// Whether a magnitude is more than rounding.
pub(super) fn is_something(number: f64) -> bool {
    number.abs() >= 1e-9
}
