//! A buffer of JSON text: values one after the other, commas where they belong. Knows nothing of traces but that some
//! of their values are left out of a text that is kept, to be filled in each time it is used.

use crate::model::{FactId, TruthId};

/// The text under way.
#[derive(Debug, Default)]
pub(super) struct Json {
    out: String,
    /// What is left out, where the text is to be kept: each stands for the one character at its place.
    holes: Option<Vec<(usize, Hole)>>,
}

/// A value that is not part of a text that is kept.
#[derive(Clone, Copy, Debug)]
pub(super) enum Hole {
    /// The value of a fact.
    Fact(FactId),
    /// How far a number is from where a test turns.
    Distance(TruthId),
    /// The advice if the rule fired, and whether it is another.
    Decision,
}

/// A text with places to fill in.
#[derive(Debug)]
pub(super) struct Kept {
    text: Box<str>,
    holes: Box<[(usize, Hole)]>,
}

impl Kept {
    /// About how much room it takes, in words of eight bytes.
    pub(super) fn size(&self) -> usize {
        let holes = self.holes.len().saturating_mul(3);
        (self.text.len() / 8)
            .saturating_add(holes)
            .saturating_add(8)
    }

    /// Writes the text as one value, each hole filled in by the function.
    pub(super) fn write<E>(
        &self,
        json: &mut Json,
        mut fill: impl FnMut(Hole, &mut Json) -> Result<(), E>,
    ) -> Result<(), E> {
        json.separate();
        let mut from = 0;
        for (at, hole) in &self.holes {
            json.join(self.text.get(from..*at).unwrap_or(""));
            fill(*hole, json)?;
            from = at.saturating_add(1);
        }
        json.join(self.text.get(from..).unwrap_or(""));
        Ok(())
    }
}

impl Json {
    pub(super) fn with_capacity(bytes: usize) -> Self {
        Self {
            out: String::with_capacity(bytes),
            holes: None,
        }
    }

    /// For a text that is kept.
    pub(super) fn to_keep() -> Self {
        Self {
            out: String::new(),
            holes: Some(Vec::new()),
        }
    }

    /// The finished text with its holes.
    pub(super) fn kept(self) -> Kept {
        Kept {
            text: self.out.into_boxed_str(),
            holes: self.holes.unwrap_or_default().into_boxed_slice(),
        }
    }

    /// Whether a value was left out; else it has to be written. What stands before ends in a colon.
    pub(super) fn leaves_out(&mut self, hole: Hole) -> bool {
        let at = self.out.len();
        let Some(holes) = &mut self.holes else {
            return false;
        };
        holes.push((at, hole));
        self.out.push('0');
        true
    }

    /// The finished text.
    pub(super) fn finish(self) -> String {
        self.out
    }

    /// A comma, where a value stands before.
    #[inline]
    fn separate(&mut self) {
        match self.out.as_bytes().last() {
            None | Some(b'{' | b'[' | b':') => {}
            Some(_) => self.out.push(','),
        }
    }

    #[inline]
    pub(super) fn open(&mut self, bracket: u8) {
        self.separate();
        self.out.push(char::from(bracket));
    }

    #[inline]
    pub(super) fn close(&mut self, bracket: u8) {
        self.out.push(char::from(bracket));
    }

    /// A number that continues what stands before, without a comma.
    pub(super) fn join_number(&mut self, number: f64) {
        if crate::base::is_whole(number) {
            self.whole(number);
        } else if number.is_finite() {
            self.fraction(number);
        } else {
            self.out.push_str("null");
        }
    }

    /// A number as people read it, within a string.
    pub(super) fn join_rounded(&mut self, number: f64) {
        if crate::base::is_whole(number) && number.abs() < 1e15 {
            self.whole(number);
        } else {
            self.out.push_str(&crate::base::format_number(number, 6));
        }
    }

    /// Finished JSON text: one value.
    #[inline]
    pub(super) fn raw(&mut self, text: &str) {
        self.separate();
        self.out.push_str(text);
    }

    /// Text that continues what stands before, without a comma.
    #[inline]
    pub(super) fn join(&mut self, text: &str) {
        self.out.push_str(text);
    }

    pub(super) fn key(&mut self, key: &str) {
        self.separate();
        self.out.push('"');
        self.out.push_str(key);
        self.out.push_str("\":");
    }

    pub(super) fn string(&mut self, text: &str) {
        self.separate();
        let plain = text
            .bytes()
            .all(|byte| byte >= 0x20 && byte != b'"' && byte != b'\\');
        if plain {
            self.out.push('"');
            self.out.push_str(text);
            self.out.push('"');
        } else {
            self.out.push_str(&quoted(text));
        }
    }

    pub(super) fn number(&mut self, number: f64) {
        self.separate();
        self.join_number(number);
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

    fn digits(&mut self, whole: i64) {
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
        self.digits(i64::try_from(units / 1_000_000_000).unwrap_or(0));
        self.out.push('.');
        let mut rest = units % 1_000_000_000;
        let mut decimals = [b'0'; 9];
        for slot in decimals.iter_mut().rev() {
            *slot = b'0'.saturating_add(u8::try_from(rest % 10).unwrap_or(0));
            rest /= 10;
        }
        let kept = decimals
            .iter()
            .rposition(|digit| *digit != b'0')
            .map_or(1, |at| at.saturating_add(1));
        self.out.push_str(
            decimals
                .get(..kept)
                .and_then(|text| std::str::from_utf8(text).ok())
                .unwrap_or("0"),
        );
    }

    pub(super) fn truth(&mut self, truth: bool) {
        self.raw(if truth { "true" } else { "false" });
    }

    pub(super) fn null(&mut self) {
        self.raw("null");
    }

    // Members of an object.

    pub(super) fn text(&mut self, key: &str, text: &str) {
        self.key(key);
        self.string(text);
    }

    pub(super) fn maybe_text(&mut self, key: &str, text: Option<&str>) {
        self.key(key);
        match text {
            Some(text) => self.string(text),
            None => self.null(),
        }
    }

    pub(super) fn figure(&mut self, key: &str, number: f64) {
        self.key(key);
        self.number(number);
    }

    pub(super) fn maybe_figure(&mut self, key: &str, number: Option<f64>) {
        self.key(key);
        match number {
            Some(number) => self.number(number),
            None => self.null(),
        }
    }

    pub(super) fn flag(&mut self, key: &str, truth: bool) {
        self.key(key);
        self.truth(truth);
    }

    pub(super) fn strings<'a>(&mut self, key: &str, texts: impl IntoIterator<Item = &'a str>) {
        self.key(key);
        self.open(b'[');
        for text in texts {
            self.string(text);
        }
        self.close(b']');
    }

    /// An object as a member, or as an element where the key is empty.
    pub(super) fn object(&mut self, key: &str, fill: impl FnOnce(&mut Self)) {
        if !key.is_empty() {
            self.key(key);
        }
        self.open(b'{');
        fill(self);
        self.close(b'}');
    }

    pub(super) fn list(&mut self, key: &str, fill: impl FnOnce(&mut Self)) {
        self.key(key);
        self.open(b'[');
        fill(self);
        self.close(b']');
    }
}

/// A text as JSON.
pub(super) fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}

/// Members of an object as finished text.
pub(super) fn member(write: impl FnOnce(&mut Json)) -> String {
    let mut json = Json::default();
    write(&mut json);
    json.finish()
}

#[cfg(test)]
mod tests {
    use super::member;

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
            assert_eq!(member(|json| json.number(number)), expected);
        }
        for (number, expected) in [
            (0.0, "0"),
            (-0.0, "0"),
            (7.0, "7"),
            (-10.0, "-10"),
            (1e12, "1000000000000"),
        ] {
            assert_eq!(member(|json| json.number(number)), expected);
        }
        assert_eq!(member(|json| json.number(f64::INFINITY)), "null");
    }
}
