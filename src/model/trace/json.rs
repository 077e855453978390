//! A buffer of JSON text. Knows nothing of traces but that some of their values are left out of a text that is kept, to
//! be filled in each time it is used.

use super::shape::Put;
use crate::model::{FactId, TruthId};

/// The text under way.
#[derive(Debug, Default)]
pub(crate) struct Json {
    out: String,
    /// What is left out, where the text is to be kept.
    holes: Option<Vec<(usize, Hole)>>,
}

/// A value that is not part of a text that is kept.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Hole {
    /// The value of a fact.
    Fact(FactId),
    /// The same in words.
    Words(FactId),
    /// Where it stands in the profile.
    Place(FactId),
    /// How far a number is from where a test turns.
    Distance(TruthId),
    /// The advice if the rule fired.
    Advice,
    /// Whether that is another.
    Changes,
    /// What a line of the ledger adds.
    Amount,
    /// The facts on which it depends.
    Facts,
}

/// A text with places to fill in.
#[derive(Debug)]
pub(crate) struct Kept {
    text: Box<str>,
    holes: Box<[(usize, Hole)]>,
}

impl Kept {
    /// The text of a value with its holes.
    pub(crate) fn of(value: &impl Put) -> Self {
        let mut json = Json {
            out: String::new(),
            holes: Some(Vec::new()),
        };
        value.put(&mut json);
        Self {
            text: json.out.into_boxed_str(),
            holes: json.holes.unwrap_or_default().into_boxed_slice(),
        }
    }

    /// About how much room it takes, in words of eight bytes.
    pub(crate) fn size(&self) -> usize {
        let holes = self.holes.len().saturating_mul(3);
        (self.text.len() / 8)
            .saturating_add(holes)
            .saturating_add(8)
    }

    /// Writes the text, each hole filled in by the function.
    pub(crate) fn write(&self, json: &mut Json, mut fill: impl FnMut(Hole, &mut Json)) {
        let mut from = 0;
        for (at, hole) in &self.holes {
            json.join(self.text.get(from..*at).unwrap_or(""));
            fill(*hole, json);
            from = *at;
        }
        json.join(self.text.get(from..).unwrap_or(""));
    }
}

impl Json {
    /// For a text of about so many bytes.
    pub(crate) fn with_capacity(bytes: usize) -> Self {
        Self {
            out: String::with_capacity(bytes),
            holes: None,
        }
    }

    /// The finished text.
    pub(crate) fn finish(self) -> String {
        self.out
    }

    /// Whether a value was left out; else it has to be written.
    pub(super) fn leaves_out(&mut self, hole: Hole) -> bool {
        let at = self.out.len();
        let Some(holes) = &mut self.holes else {
            return false;
        };
        holes.push((at, hole));
        true
    }

    /// Finished text.
    #[inline]
    pub(super) fn join(&mut self, text: &str) {
        self.out.push_str(text);
    }

    pub(crate) fn list(&mut self, values: impl IntoIterator<Item: Put>) {
        let mut before = "[";
        for value in values {
            self.join(before);
            value.put(self);
            before = ",";
        }
        self.join(if before == "[" { "[]" } else { "]" });
    }

    /// A string that is made of parts.
    pub(super) fn string(&mut self, parts: &[&str]) {
        if parts.iter().all(|part| is_plain(part)) {
            self.out.push('"');
            parts.iter().for_each(|part| self.out.push_str(part));
            self.out.push('"');
        } else {
            let text = serde_json::to_string(&parts.concat());
            self.out.push_str(&text.unwrap_or_default());
        }
    }

    pub(super) fn number(&mut self, number: f64) {
        if crate::base::is_whole(number) {
            self.whole(number);
        } else if number.is_finite() {
            self.fraction(number);
        } else {
            self.out.push_str("null");
        }
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "the number is whole and fits, as tested by the caller"
    )]
    fn whole(&mut self, number: f64) {
        let whole = number as i64;
        match u8::try_from(whole) {
            Ok(digit @ 0..=9) => self.out.push(char::from(b'0'.saturating_add(digit))),
            _larger => self.digits(whole),
        }
    }

    fn digits(&mut self, whole: impl itoa::Integer) {
        self.out.push_str(itoa::Buffer::new().format(whole));
    }

    /// At most nine decimals are written from the number in units of 1e-9, which is the shortest text that reads back
    /// the same; everything else as serde writes it.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the units are whole and below the precision of a double, as tested"
    )]
    fn fraction(&mut self, number: f64) {
        let units = (number * 1e9).round();
        let exact = number.abs() >= 1e-3 && units.abs() < 1e15 && units / 1e9 == number;
        if !exact {
            self.out
                .push_str(&serde_json::to_string(&number).unwrap_or_default());
            return;
        }
        let units = units as i64;
        if units < 0 {
            self.out.push('-');
        }
        let units = units.unsigned_abs();
        let (whole, rest) = (units / ONE, units % ONE);
        self.digits(whole);
        self.out.push('.');
        // A one before the decimals keeps their zeros.
        let mut buffer = itoa::Buffer::new();
        let decimals = buffer.format(ONE.saturating_add(rest));
        let decimals = decimals.trim_end_matches('0').get(1..);
        self.out.push_str(decimals.unwrap_or_default());
    }
}

/// Whether a text stands in JSON as it is; eight bytes are looked at in one step.
fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    let Some(last) = bytes.last_chunk() else {
        let escaped = |byte: &u8| *byte < 0x20 || matches!(byte, b'"' | b'\\');
        return !bytes.iter().any(escaped);
    };
    let (words, _) = bytes.as_chunks();
    words.iter().chain([last]).all(|word| {
        let word = u64::from_ne_bytes(*word);
        let quote = below(word ^ EACH.wrapping_mul(0x22), 1);
        let backslash = below(word ^ EACH.wrapping_mul(0x5c), 1);
        !(below(word, 0x20) || quote || backslash)
    })
}

/// The units of a fraction in one.
const ONE: u64 = 1_000_000_000;

const EACH: u64 = 0x0101_0101_0101_0101;

/// Whether one of eight bytes is below a number of at most 128.
fn below(bytes: u64, number: u64) -> bool {
    let borrowed = bytes.wrapping_sub(EACH.wrapping_mul(number));
    borrowed & !bytes & EACH.wrapping_mul(0x80) != 0
}

#[cfg(test)]
mod tests {
    use super::Json;

    #[test]
    fn strings_read_as_serde_writes_them() {
        let long = "a text of more than eight bytes";
        for text in [
            "",
            "short",
            long,
            "é ü 漢字 and more of it",
            "\u{7f}\u{80}\u{ff} are plain",
        ] {
            for odd in ["", "\"", "\\", "\n", "\u{1}", "\u{1f}", " "] {
                for at in [0, text.len()] {
                    let mut text = text.to_owned();
                    text.insert_str(at, odd);
                    let mut json = Json::default();
                    json.string(&[&text, " is ", odd]);
                    let expected = serde_json::to_string(&format!("{text} is {odd}"));
                    assert_eq!(json.finish(), expected.unwrap());
                }
            }
        }
    }

    fn written(number: f64) -> String {
        let mut json = Json::default();
        json.number(number);
        json.finish()
    }

    #[test]
    fn numbers_read_as_serde_writes_them() {
        for number in [
            0.5,
            -2.25,
            18.6,
            0.001,
            0.1 + 0.2,
            1e-9,
            -0.000_5,
            123_456.789_012_345,
            1.0 / 3.0,
            0.999_999_999,
        ] {
            let expected = serde_json::to_string(&number).unwrap();
            assert_eq!(written(number), expected);
        }
        for (number, expected) in [
            (0.0, "0"),
            (-0.0, "0"),
            (7.0, "7"),
            (-10.0, "-10"),
            (1e12, "1000000000000"),
        ] {
            assert_eq!(written(number), expected);
        }
        assert_eq!(written(f64::INFINITY), "null");
    }
}
