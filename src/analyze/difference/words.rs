//! Source text as it is shown in a line: comments and line breaks taken out. Compares nothing.

use crate::base::{SourceMap, Span};

/// The text of a place on one line.
pub(super) fn words(files: &SourceMap, span: Span) -> String {
    squeezed(files.text(span))
}

/// A text on one line, without comments; what stands in quotes stays as it is.
fn squeezed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    let (mut quoted, mut escaped, mut gap) = (false, false, false);
    while let Some(c) = chars.next() {
        if quoted {
            out.push(c);
            quoted = escaped || c != '"';
            escaped = c == '\\' && !escaped;
            continue;
        }
        if c == '#' {
            let _comment = chars.by_ref().find(|c| *c == '\n');
        }
        if c == '#' || c.is_whitespace() {
            gap = true;
            continue;
        }
        if gap && !out.is_empty() {
            out.push(' ');
        }
        gap = false;
        quoted = c == '"';
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::squeezed;

    #[test]
    fn comments_and_breaks_go_and_quotes_stay() {
        assert_eq!(squeezed(" a  and # why\n  b "), "a and b");
        assert_eq!(
            squeezed("cite x \"a  # b\\\" c\""),
            "cite x \"a  # b\\\" c\""
        );
    }
}
