//! Two texts line by line, and lines that fit a width. Knows nothing of snapshots.

use similar::{ChangeTag, TextDiff};
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use super::text::paint;
use crate::cli::diagnostics::Look;

/// Lines around a difference.
const CONTEXT: usize = 2;

/// What differs, with a few lines around, each line at most as wide as the terminal.
pub(super) fn difference(old: &str, new: &str, look: Look) -> String {
    let diff = TextDiff::from_lines(old.trim_end(), new.trim_end());
    let mut text = String::new();
    for (at, group) in diff.grouped_ops(CONTEXT).iter().enumerate() {
        if at > 0 {
            text.push_str("  …\n");
        }
        for change in group.iter().flat_map(|op| diff.iter_changes(op)) {
            let (sign, code) = match change.tag() {
                ChangeTag::Delete => ("-", "31"),
                ChangeTag::Insert => ("+", "32"),
                ChangeTag::Equal => (" ", "2"),
            };
            let line = format!("{sign} {}", change.value().trim_end());
            for line in wrapped(&line, look.width, 8).lines() {
                text.push_str(&paint(look, code, line));
                text.push('\n');
            }
        }
    }
    text
}

/// A line over as many as it takes, those after the first indented.
pub(super) fn wrapped(line: &str, width: usize, indent: usize) -> String {
    let indent = indent.min(width / 2);
    let start = line.len().saturating_sub(line.trim_start().len());
    let (margin, rest) = line.split_at(start);
    let mut out = String::from(margin);
    let mut at = margin.width();
    let mut fresh = true;
    for word in rest.split(' ') {
        let needed = word.width();
        if !fresh && at.saturating_add(needed).saturating_add(1) > width {
            out.push('\n');
            out.push_str(&" ".repeat(indent));
            at = indent;
        } else if !fresh {
            out.push(' ');
            at = at.saturating_add(1);
        }
        fresh = false;
        // A word wider than the line is cut.
        for c in word.chars() {
            let wide = c.width().unwrap_or(0);
            if at.saturating_add(wide) > width {
                out.push('\n');
                out.push_str(&" ".repeat(indent));
                at = indent;
            }
            out.push(c);
            at = at.saturating_add(wide);
        }
    }
    out.push('\n');
    out
}

#[cfg(test)]
mod tests {
    use super::{difference, wrapped};
    use crate::cli::diagnostics::Look;

    #[test]
    fn lines_are_wrapped_at_words_and_words_too_wide_are_cut() {
        assert_eq!(wrapped("  one two three", 9, 4), "  one two\n    three\n");
        assert_eq!(wrapped("abcdefgh", 4, 0), "abcd\nefgh\n");
        assert_eq!(wrapped("", 4, 0), "\n");
    }

    #[test]
    fn a_difference_has_a_few_lines_around() {
        let look = Look {
            colour: false,
            width: 60,
        };
        let old = "1\n2\n3\n4\n5\n6\n7\n8\n";
        let new = "1\n2\n3\n4\nfive\n6\n7\n8\n";
        let text = "  3\n  4\n- 5\n+ five\n  6\n  7\n";
        assert_eq!(difference(old, new, look), text);
    }
}
