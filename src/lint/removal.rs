//! The edits that take out what a lint says to take out: a whole declaration or row. Finds no lint.

use std::ops::Range;

use crate::base::{Diagnostic, SourceMap, Span};
use crate::syntax::places;
use crate::syntax::tree::Tree;

/// Gives the lints of these codes, which say so, the edit that takes out what they mark. Whoever wrote it may have wanted
/// something else, so it is a guess.
pub fn removals(trees: &[Tree], files: &SourceMap, codes: &[&str], found: &mut [Diagnostic]) {
    for one in found {
        if codes.contains(&one.code) && one.edits.is_empty() {
            let whole = one.span().and_then(|span| whole_place(trees, files, span));
            if let Some(whole) = whole {
                *one = one.clone().edit(whole, "");
            }
        }
    }
}

/// All of the smallest declaration or row that holds a place.
fn whole_place(trees: &[Tree], files: &SourceMap, span: Span) -> Option<Span> {
    let tree = trees.iter().find(|tree| tree.file == span.file)?;
    let places = places(tree).into_iter();
    let mut around = places.filter(|place| place.start <= span.start && span.end <= place.end);
    let place = around.next_back()?;
    let text = &files.get(span.file)?.text;
    let range = whole(text, place.range());
    Some(Span::new(span.file, range.start, range.end))
}

/// Whether a line begins after a text, but for blanks.
pub(super) fn starts_line(before: &str) -> bool {
    let line = before.rsplit('\n').next().unwrap_or("");
    line.trim().is_empty()
}

/// A piece of a text with what goes with it: the whole line where nothing else but a comment stands there, else the blanks
/// on one side.
pub(super) fn whole(text: &str, piece: Range<usize>) -> Range<usize> {
    let before = text.get(..piece.start).unwrap_or("");
    let after = text.get(piece.end..).unwrap_or("");
    let line = before.rfind('\n').map_or(0, |at| at.saturating_add(1));
    let rest = after
        .find('\n')
        .map_or(after.len(), |at| at.saturating_add(1));
    let tail = after.get(..rest).unwrap_or("");
    let is_first = starts_line(before);
    let is_last = tail.trim().is_empty() || tail.trim_start().starts_with('#');
    let blanks = |text: &str, trimmed: &str| text.len().saturating_sub(trimmed.len());
    let is_blank = |c: char| c == ' ' || c == '\t';
    match (is_first, is_last) {
        (true, true) => line..piece.end.saturating_add(rest),
        (true, false) => {
            let next = blanks(tail, tail.trim_start_matches(is_blank));
            piece.start..piece.end.saturating_add(next)
        }
        (false, _) => {
            let last = blanks(before, before.trim_end_matches(is_blank));
            piece.start.saturating_sub(last)..piece.end
        }
    }
}

#[cfg(test)]
mod tests {
    use super::whole;

    #[track_caller]
    fn check(text: &str, piece: &str, left: &str) {
        let (before, after) = text.split_once(piece).unwrap();
        let end = text.len().checked_sub(after.len()).unwrap();
        let range = whole(text, before.len()..end);
        let mut text = text.to_owned();
        text.replace_range(range, "");
        assert_eq!(text, left);
    }

    #[test]
    fn a_line_goes_as_a_whole_and_a_part_of_one_with_its_blanks() {
        check("a\n  b\nc", "b", "a\nc");
        check("a\n  b", "b", "a\n");
        check("a\r\nb  # why\r\nc\r\n", "b", "a\r\nc\r\n");
        check("a\n{ x\n  y }\nc", "{ x\n  y }", "a\nc");
        check("a  b  c\n", "b", "a  c\n");
        check("b  c\n", "b", "c\n");
        check("a  # b\nc", "# b", "a\nc");
    }
}
