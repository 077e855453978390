//! Bounds the nesting and the length of a TOML text before the parser sees it. Finds no other fault.
//!
//! The `toml` crate bounds brackets, but not the parts of a dotted key, and its tables are dropped by
//! recursion: a key of a million parts would end in a stack overflow. Strings and comments are cut
//! exactly as its lexer cuts them, and where a text is not well formed the count is too high
//! rather than too low.

use super::problems;
use super::tree::{MOST_VALUES, Text};
use crate::base::{Diagnostic, Limits};

/// The bytes at which a bare word ends; a quote within a word starts no string.
const STARTS: &[u8] = b".=,[]{} \t#\r\n";

/// What is too deep or too much, where something is.
pub(super) fn check(text: Text<'_>) -> Option<Diagnostic> {
    let bytes = text.text.as_bytes();
    let mut guard = Guard::default();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let next = match byte {
            b'#' => line_end(bytes, at),
            b'"' | b'\'' => string_end(bytes, at, *byte),
            byte if STARTS.contains(byte) => at.saturating_add(1),
            _ => atom_end(bytes, at),
        };
        guard.see(*byte);
        if guard.depth() > Limits::DEFAULT.nesting {
            return Some(problems::too_deep(text.span(at..next)));
        }
        if guard.parts > MOST_VALUES {
            return Some(problems::too_many_values(text.span(at..next)));
        }
        at = next;
    }
    None
}

#[derive(Default)]
struct Guard {
    /// What the open brackets are closed by, and the depth and dots before each.
    open: Vec<(u8, usize, usize)>,
    base: usize,
    dots: usize,
    parts: usize,
}

impl Guard {
    fn depth(&self) -> usize {
        self.base.saturating_add(self.dots)
    }

    fn see(&mut self, byte: u8) {
        match byte {
            b'.' => self.dots = self.dots.saturating_add(1),
            b'{' => self.push(b'}'),
            b'[' => self.push(b']'),
            b'}' | b']' => self.pop(byte),
            b',' => self.dots = 0,
            b'\n' if self.open.is_empty() => self.dots = 0,
            _ => {}
        }
        if matches!(byte, b'{' | b'[' | b',' | b'=' | b'\n') {
            self.parts = self.parts.saturating_add(1);
        }
    }

    fn push(&mut self, close: u8) {
        self.open.push((close, self.base, self.dots));
        self.base = self.depth().saturating_add(1);
        self.dots = 0;
    }

    fn pop(&mut self, close: u8) {
        if let Some((expected, base, dots)) = self.open.last().copied()
            && expected == close
        {
            self.open.pop();
            self.base = base;
            self.dots = dots;
        }
    }
}

fn atom_end(bytes: &[u8], at: usize) -> usize {
    find(bytes, at, |byte| STARTS.contains(&byte)).unwrap_or(bytes.len())
}

fn line_end(bytes: &[u8], at: usize) -> usize {
    find(bytes, at, |byte| byte == b'\n').unwrap_or(bytes.len())
}

/// One past the string that starts at `at`; a string that does not end, ends with its line or the text.
fn string_end(bytes: &[u8], at: usize, quote: u8) -> usize {
    let three = [quote; 3];
    if bytes.get(at..).is_some_and(|rest| rest.starts_with(&three)) {
        return long_string_end(bytes, at.saturating_add(3), quote);
    }
    let mut at = at.saturating_add(1);
    while let Some(byte) = bytes.get(at) {
        match *byte {
            b'\n' => return at,
            byte if byte == quote => return at.saturating_add(1),
            b'\\' if quote == b'"' => at = escape_end(bytes, at),
            _ => at = at.saturating_add(1),
        }
    }
    at
}

fn long_string_end(bytes: &[u8], mut at: usize, quote: u8) -> usize {
    let three = [quote; 3];
    loop {
        match bytes.get(at..) {
            None | Some([]) => return bytes.len(),
            Some(rest) if rest.starts_with(&three) => break,
            Some([b'\\', ..]) if quote == b'"' => at = escape_end(bytes, at),
            Some(_) => at = at.saturating_add(1),
        }
    }
    at = at.saturating_add(3);
    for _ in 0..2 {
        if bytes.get(at) == Some(&quote) {
            at = at.saturating_add(1);
        }
    }
    at
}

fn escape_end(bytes: &[u8], at: usize) -> usize {
    let next = at.saturating_add(1);
    match bytes.get(next) {
        Some(b'"' | b'\\') => next.saturating_add(1),
        _ => next,
    }
}

fn find(bytes: &[u8], from: usize, is: impl Fn(u8) -> bool) -> Option<usize> {
    let rest = bytes.get(from..)?;
    let found = rest.iter().position(|byte| is(*byte))?;
    Some(from.saturating_add(found))
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::base::FileId;
    use crate::profile::Text;

    fn code(text: &str) -> Option<&'static str> {
        let file = FileId(0);
        check(Text { text, file }).map(|problem| problem.code)
    }

    #[test]
    fn bounds_dots_and_brackets_but_not_texts() {
        assert_eq!(code("a.b = 1.5\nc = [1.5, 2.5]\n[d.e]\n"), None);
        assert_eq!(code(&format!("a = \"{}\"", ".".repeat(999))), None);
        assert_eq!(code(&format!("a = '''\n{}'''", ".\\".repeat(999))), None);
        assert_eq!(code(&format!("# {}\n", ".".repeat(999))), None);
        assert_eq!(code(&format!("a{} = 1", ".a".repeat(99))), Some("E0603"));
        assert_eq!(
            code(&format!("\"\\\"\"{} = 1", ".a".repeat(99))),
            Some("E0603")
        );
        assert_eq!(code(&format!("a\"{} = 1", ".a".repeat(99))), Some("E0603"));
        assert_eq!(code(&format!("a = {}", "[".repeat(99))), Some("E0603"));
        assert_eq!(
            code(&format!("a.a.a = {}", "{a.a.a.a.a = ".repeat(20))),
            Some("E0603")
        );
        assert_eq!(code(&"\n".repeat(100_001)), Some("E0602"));
    }
}
