//! The edits that take out what a lint says to take out, or move it up: a whole declaration or row. Finds no lint.

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

/// Gives the lints of these codes, which mark a row and one above it, the edit that moves the one above the other. Rows
/// that share a line with something else stay.
pub fn moves(trees: &[Tree], files: &SourceMap, codes: &[&str], found: &mut [Diagnostic]) {
    for one in found {
        let [row, above] = one.labels.as_slice() else {
            continue;
        };
        if !codes.contains(&one.code) || !one.edits.is_empty() {
            continue;
        }
        if let Some((at, text, old)) = moved(trees, files, (row.span, above.span)) {
            *one = one.clone().edit(at, text).edit(old, "");
        }
    }
}

/// Where the row goes, what is to be written there, and what is to be taken out.
fn moved(
    trees: &[Tree],
    files: &SourceMap,
    (row, above): (Span, Span),
) -> Option<(Span, String, Span)> {
    let above = place(trees, above)?;
    let old = whole_place(trees, files, row)?;
    let text = &files.get(row.file)?.text;
    let lines = text.get(old.range())?;
    let before = text.get(..above.range().start)?;
    let indent = before.rsplit('\n').next()?;
    let apart = starts_line(text.get(..old.range().start)?) && lines.ends_with('\n');
    let ends = above.range().end < old.range().start && above.file == old.file;
    (apart && ends && starts_line(before)).then(|| {
        let start = above.range().start;
        let at = Span::new(above.file, start, start);
        (at, format!("{}{indent}", lines.trim_start()), old)
    })
}

/// The smallest declaration or row that holds a place.
fn place(trees: &[Tree], span: Span) -> Option<Span> {
    let tree = trees.iter().find(|tree| tree.file == span.file)?;
    let places = places(tree).into_iter();
    let mut around = places.filter(|place| place.start <= span.start && span.end <= place.end);
    around.next_back()
}

/// All of the smallest declaration or row that holds a place, with what goes with it.
fn whole_place(trees: &[Tree], files: &SourceMap, span: Span) -> Option<Span> {
    let place = place(trees, span)?;
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
