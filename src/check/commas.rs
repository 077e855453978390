//! Commas without a blank between digits, which may begin decimals. Knows neither calls nor tables.

use crate::base::{SourceMap, Span};

/// The commas between values that stand behind each other.
pub(super) struct Commas {
    /// Those between digits without a blank, each with the number around it.
    pub(super) tight: Vec<(Span, String)>,
    /// Whether a blank follows each of the others.
    pub(super) apart: bool,
}

impl Commas {
    /// The commas between values with these places; none where two without a blank follow each other, for which of them
    /// begins decimals is not known.
    pub(super) fn between(files: &SourceMap, values: &[Span]) -> Option<Self> {
        let (mut tight, mut apart, mut last_tight) = (Vec::new(), true, false);
        for (one, other) in values.iter().zip(values.iter().skip(1)) {
            let between = Span {
                start: one.end,
                end: other.start,
                ..*one
            };
            let gap = files.text(between);
            let number = match gap {
                "," => digits_around(files.text(*one), files.text(*other)),
                _ => None,
            };
            match number {
                Some(_) if last_tight => return None,
                Some(number) => {
                    tight.push((between, number));
                    last_tight = true;
                }
                None => {
                    apart &= gap.ends_with(char::is_whitespace);
                    last_tight = false;
                }
            }
        }
        Some(Self { tight, apart })
    }
}

/// `0,5` where one text ends with the digits before the comma, and the other begins with those behind it.
fn digits_around(before: &str, behind: &str) -> Option<String> {
    let is_digit = |c: char| c.is_ascii_digit();
    let goes_on = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.');
    // The dots of a range are no point.
    let range = "..";
    let head = before.trim_end_matches(is_digit);
    let tail = behind.trim_start_matches(is_digit);
    let head_digits = before.get(head.len()..)?;
    let tail_digits = behind.get(..behind.len().saturating_sub(tail.len()))?;
    let whole = !head_digits.is_empty()
        && !tail_digits.is_empty()
        && (!head.ends_with(goes_on) || head.ends_with(range))
        && (!tail.starts_with(goes_on) || tail.starts_with(range));
    whole.then(|| format!("{head_digits},{tail_digits}"))
}
