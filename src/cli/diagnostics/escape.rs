//! Text from outside made safe to show: control and invisible characters written out, overlong texts cut.

use std::fmt::Write as _;

/// Characters of a message, label or help line that are shown at most.
const LONGEST: usize = 2000;

/// One line: control and invisible characters, line ends included, are written out, and what is too long is cut.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len().min(LONGEST));
    for (count, character) in text.chars().enumerate() {
        if count >= LONGEST {
            out.push('…');
            break;
        }
        push_escaped(&mut out, character);
    }
    out
}

/// As [`escaped`], but line ends stay.
pub(super) fn escaped_lines(text: &str) -> String {
    text.lines().map(escaped).collect::<Vec<_>>().join("\n")
}

/// Adds a character as it may be shown.
pub(super) fn push_escaped(out: &mut String, character: char) {
    match character {
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        _ if is_hidden(character) => {
            let _ = write!(out, "\\u{{{:x}}}", u32::from(character));
        }
        _ => out.push(character),
    }
}

/// Whether a character would act on the terminal, or not be seen: controls, directions, blanks of no width,
/// and the private area, which the text rendering uses for itself.
fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
            | '\u{e000}'..='\u{f8ff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
        )
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, escaped, escaped_lines};

    #[test]
    fn writes_out_what_would_act_on_a_terminal() {
        assert_eq!(escaped("a\u{1b}[31mb\r\n"), "a\\u{1b}[31mb\\r\\n");
        assert_eq!(escaped("ab\u{202e}c"), "ab\\u{202e}c");
        assert_eq!(escaped("größer"), "größer");
        assert_eq!(escaped_lines("a\nb\u{7}"), "a\nb\\u{7}");
    }

    #[test]
    fn cuts_what_is_too_long() {
        assert_eq!(
            escaped(&"x".repeat(LONGEST + 5)).chars().count(),
            LONGEST + 1
        );
    }
}
