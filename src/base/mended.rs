//! A text with pieces of it replaced, and where each of its bytes stood before. Knows no language.

use std::ops::Range;

use super::Span;

/// A text in which some faults are mended, so that the rest of it can be read.
#[derive(Clone, Debug)]
pub struct Mended {
    text: String,
    /// The place of each byte in the text as it was, and of the end.
    origin: Vec<usize>,
}

impl Mended {
    /// A text as it is.
    pub fn of(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            origin: (0..=text.len()).collect(),
        }
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Puts something else in the place of what stands in a range; nothing where that is no piece of the text.
    pub fn replace(&mut self, range: Range<usize>, instead: &str) -> Option<()> {
        self.text.get(range.clone())?;
        let origin = self.original(range.start);
        self.text.replace_range(range.clone(), instead);
        self.origin
            .splice(range, std::iter::repeat_n(origin, instead.len()));
        Some(())
    }

    /// Spaces instead of what stands in a range; line ends stay.
    pub fn blank(&mut self, range: Range<usize>) {
        let Some(old) = self.text.get(range.clone()) else {
            return;
        };
        let spaces: String = old
            .bytes()
            .map(|byte| match byte {
                b'\n' => '\n',
                _ => ' ',
            })
            .collect();
        self.text.replace_range(range, &spaces);
    }

    /// Where a byte stood in the text as it was.
    pub fn original(&self, at: usize) -> usize {
        let found = self.origin.get(at).or(self.origin.last());
        found.copied().unwrap_or(0)
    }

    /// A place of this text as a place of the text as it was.
    pub fn place(&self, span: Span) -> Span {
        let range = span.range();
        let (start, end) = (self.original(range.start), self.original(range.end));
        Span::new(span.file, start, end.max(start))
    }
}

#[cfg(test)]
mod tests {
    use super::Mended;
    use crate::base::{FileId, Span};

    #[test]
    fn places_are_those_of_the_text_as_it_was() {
        let mut mended = Mended::of("when !a thn favour b");
        mended.replace(5..6, "not ").unwrap();
        mended.replace(11..14, "then").unwrap();
        mended.replace(16..22, "favor").unwrap();
        assert_eq!(mended.text(), "when not a then favor b");
        let place = |mended: &Mended, start, end| {
            let span = Span::new(FileId(0), start, end);
            mended.place(span).range()
        };
        assert_eq!(place(&mended, 5, 9), 5..6);
        assert_eq!(place(&mended, 9, 10), 6..7);
        assert_eq!(place(&mended, 11, 15), 8..11);
        assert_eq!(place(&mended, 16, 21), 12..18);
        assert_eq!(place(&mended, 22, 23), 19..20);
        assert_eq!(place(&mended, 23, 23), 20..20);
        assert!(mended.replace(30..31, "").is_none());
        mended.blank(9..21);
        assert_eq!(mended.text(), "when not              b");
        assert_eq!(place(&mended, 22, 23), 19..20);
    }
}
