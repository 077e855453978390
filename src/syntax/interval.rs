//! Intervals in brackets, as mathematics writes them: `[0..6)`, `]0..6[`, `(0; 6]`. Judges nothing.

/// An interval of numbers, with brackets or without.
pub(super) struct Interval<'a> {
    pub low: &'a str,
    pub high: &'a str,
    /// Whether the low end is left out, and the high one.
    pub without: (bool, bool),
    /// Whether its brackets are of two kinds, so that they can be nothing else.
    pub mixed: bool,
    /// Where it ends in the text.
    pub end: usize,
}

impl<'a> Interval<'a> {
    /// The interval in brackets that begins at a place.
    pub(super) fn at(text: &'a str, at: usize) -> Option<Self> {
        let rest = text.get(at..)?;
        let open = rest.chars().next().filter(|c| is_bracket(*c))?;
        let close_at = rest.get(1..)?.find(|c| is_bracket(c) || c == '\n')?;
        let close_at = close_at.saturating_add(1);
        let close = rest
            .get(close_at..)?
            .chars()
            .next()
            .filter(|c| *c != '\n')?;
        let mixed = !matches!((open, close), ('(', ')') | ('[', ']'));
        let inner = rest.get(1..close_at)?;
        let called = text
            .get(..at)?
            .ends_with(|c: char| c.is_ascii_alphanumeric());
        let cut = inner.split_once("..").or_else(|| {
            let signs = (mixed && !called).then_some([',', ';'])?;
            inner.split_once(signs)
        });
        let (low, high) = cut?;
        let (low, high) = (low.trim(), high.trim());
        let known = is_number(low) && is_number(high) && close != '(' && open != ')';
        known.then(|| Self {
            low,
            high,
            without: (open != '[', close != ']'),
            mixed,
            end: at.saturating_add(close_at).saturating_add(1),
        })
    }

    /// Whether both ends belong to it.
    pub(super) fn is_closed(&self) -> bool {
        self.without == (false, false)
    }

    /// The condition that a value is in it.
    pub(super) fn test(&self, name: &str) -> String {
        let Self { low, high, .. } = self;
        if self.is_closed() {
            return format!("{name} between {low} and {high}");
        }
        let above = if self.without.0 { ">" } else { ">=" };
        let below = if self.without.1 { "<" } else { "<=" };
        format!("{name} {above} {low} and {name} {below} {high}")
    }
}

fn is_bracket(c: char) -> bool {
    matches!(c, '(' | '[' | ']' | ')')
}

fn is_number(end: &str) -> bool {
    let begins = end.starts_with(|c: char| c.is_ascii_digit() || c == '-');
    begins && end.parse::<f64>().is_ok_and(f64::is_finite)
}

#[cfg(test)]
mod tests {
    use super::Interval;

    #[test]
    fn ends_belong_to_it_or_do_not() {
        for (text, test) in [
            ("[3..6]", "x between 3 and 6"),
            ("(3..6]", "x > 3 and x <= 6"),
            ("[3..6)", "x >= 3 and x < 6"),
            ("]3..6[", "x > 3 and x < 6"),
            ("[3;6[", "x >= 3 and x < 6"),
            ("(-3, 6]", "x > -3 and x <= 6"),
        ] {
            let found = Interval::at(text, 0).unwrap();
            assert_eq!(found.test("x"), test, "{text}");
            assert_eq!(found.end, text.len(), "{text}");
        }
        for text in [
            "(3, 6)", "[3]", "(a..b)", "[3...6]", "{3..6}", "(3..6", ")3..6(",
        ] {
            assert!(Interval::at(text, 0).is_none(), "{text}");
        }
        assert!(Interval::at("min(3, 6]", 3).is_none());
    }
}
