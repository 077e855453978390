//! Signs, strings and comments, and characters that rules have no use for. Knows no declarations.

use super::super::ascii::plain;
use super::super::blocks::is_clause;
use super::super::meant::meant_declaration;
use super::super::problem;
use super::super::quotes::closed_in_print;
use super::super::stranger::{
    arrow_of_rule, divides, foreign_operator, is_control, is_letter, operator, stand_in, stranger,
};
use super::super::words;
use super::{Mend, Open, Scanner};
use crate::base::Diagnostic;

impl Scanner<'_> {
    pub(super) fn symbol(&mut self, byte: u8, start: usize) {
        if self.is_foreign_comment(byte) {
            return self.foreign_comment(start);
        }
        self.ensure_open(start, "this");
        let next = self.peek(1);
        let foreign = foreign_operator(byte, next, self.peek(2));
        if foreign > 0 {
            self.at = start.saturating_add(foreign);
            let problem = operator(self.file, self.text, start..self.at);
            return self.mendable(problem, " ");
        }
        let length = match (byte, next) {
            (b'=', Some(b'>')) | (b'<' | b'>' | b'!', Some(b'=')) | (b'.', Some(b'.')) => 2,
            (
                b'=' | b'<' | b'>' | b':' | b',' | b';' | b'|' | b'+' | b'-' | b'*' | b'/' | b'.',
                _,
            ) => 1,
            _ => 0,
        };
        if length > 0 {
            self.at = start.saturating_add(length);
        } else {
            self.character(start);
        }
    }

    /// `// …`, `/* … */`, and `-- …` at the beginning of a line: two signs that stand side by side nowhere else.
    pub(super) fn is_foreign_comment(&self, byte: u8) -> bool {
        match (byte, self.peek(1)) {
            (b'/', Some(b'/')) if self.length.is_open() && !self.fresh => {
                !divides(self.slice(self.at, self.text.len()))
            }
            (b'/', Some(b'/' | b'*')) => true,
            (b'-', Some(b'-')) => self.fresh,
            (b'<', Some(b'!')) => self.slice(self.at, self.text.len()).starts_with("<!--"),
            (b';', next) => self.fresh && next.is_some_and(|c| c != b'\n') && self.tells(),
            _ => false,
        }
    }

    /// Whether the rest of a line that begins with `;` is no part of a list of conditions.
    fn tells(&self) -> bool {
        let list = |(bracket, at): &(u8, usize)| {
            *bracket == b'{' && self.slice(0, *at).trim_end().ends_with(" of")
        };
        let rest = self.slice(self.at, self.text.len());
        let rest = rest.trim_start_matches(';').lines().next().unwrap_or("");
        let word = rest.split_whitespace().next().unwrap_or("");
        let part = words::declaration(word).is_some() || words::is_inner(word) || is_clause(word);
        !self.brackets.last().is_some_and(list) && !rest.trim().is_empty() && !part
    }

    /// Passed over as a comment; between declarations it costs none.
    pub(super) fn foreign_comment(&mut self, start: usize) {
        let rest = self.slice(start, self.text.len());
        let marks = ["//", "/*", "--", "<!--", ";;", ";"];
        let mark = marks.into_iter().find(|mark| rest.starts_with(mark));
        let mark = mark.unwrap_or("--");
        let line = rest.find('\n').unwrap_or(rest.len());
        let closing = problem::comment_closing(mark);
        let closed = closing.and_then(|sign| Some(rest.find(sign)?.saturating_add(sign.len())));
        let length = closed.unwrap_or(line);
        let last_line = rest.get(..length).and_then(|comment| comment.rfind('\n'));
        if let Some(at) = last_line {
            self.line = start.saturating_add(at).saturating_add(1);
        }
        self.at = start.saturating_add(length);
        let comment = self.slice(start, self.at);
        let rest = self.slice(self.at, self.text.len());
        // Whether the comment ends with its line.
        let whole = !comment.contains('\n')
            && rest
                .lines()
                .next()
                .is_none_or(|rest| rest.trim().is_empty());
        let problem = problem::foreign_comment(self.span(start, self.at), mark, whole);
        match self.open.as_mut().filter(|open| !open.closed) {
            Some(open) => open.chunk.mends.push(Mend {
                range: start..self.at,
                text: if last_line.is_some() { "\n" } else { " " }.to_owned(),
                sure: true,
            }),
            None => self.finish(),
        }
        self.report(problem);
    }

    /// A character that has no place outside strings and comments.
    pub(super) fn character(&mut self, start: usize) {
        let open = self.open.as_ref();
        let in_rule = open.is_some_and(|open| open.chunk.keyword == Some("rule"));
        let arrow = in_rule.then(|| arrow_of_rule(self.file, self.text, start));
        let found = arrow.flatten();
        let (end, problem) = found.unwrap_or_else(|| stranger(self.file, self.text, start));
        self.at = end;
        self.mendable(problem, " ");
    }

    /// Whether a letter comes next that no name has.
    pub(super) fn at_letter(&self) -> bool {
        let rest = self.slice(self.at, self.text.len());
        rest.chars().next().is_some_and(is_letter)
    }

    /// A word with such letters; where a declaration may begin, it was to open one.
    pub(super) fn foreign_word(&mut self, start: usize) {
        let column = start.saturating_sub(self.line);
        let ends = |open: &Open| open.closed || (self.fresh && column == open.column);
        let begins = self.brackets.is_empty() && self.open.as_ref().is_none_or(ends);
        let (end, problem) = stranger(self.file, self.text, self.at);
        let word = self.slice(start, end);
        let meant = plain(word).and_then(|plain| meant_declaration(&plain));
        if begins {
            self.at = end;
            self.begin(start, meant);
        }
        self.at = end;
        let word = self.slice(start, end);
        let stand_in = stand_in(word);
        match meant.filter(|_| begins) {
            Some(meant) => {
                let problem = problem::other_declaration(self.span(start, end), word, meant);
                self.mendable(problem, "");
            }
            None if begins => {
                // Which word was meant is not known.
                let edits = Vec::new();
                self.unsound(Diagnostic { edits, ..problem });
            }
            None => self.mendable(problem, &stand_in),
        }
    }

    pub(super) fn comment(&mut self) {
        let start = self.at;
        while let Some(byte) = self.peek(0).filter(|byte| *byte != b'\n') {
            let at = self.at;
            self.at = at.saturating_add(1);
            if is_control(byte) && !(byte == b'\r' && matches!(self.peek(0), Some(b'\n') | None)) {
                let span = self.span(at, self.at);
                self.report(problem::control_character(span, char::from(byte)));
            }
        }
        let length = self.slice(start, self.at).trim_end().len();
        let span = self.span(start, start.saturating_add(length));
        self.scan.comments.push(span);
    }

    pub(super) fn string(&mut self, start: usize) {
        self.at = start.saturating_add(1);
        while let Some(byte) = self.peek(0) {
            let at = self.at;
            match byte {
                b'"' => {
                    self.at = at.saturating_add(1);
                    return;
                }
                b'\n' => break,
                b'\\' => self.escape(at),
                _ => {
                    self.at = at.saturating_add(1);
                    if is_control(byte) && !(byte == b'\r' && self.peek(0) == Some(b'\n')) {
                        let span = self.span(at, self.at);
                        self.mendable(problem::control_character(span, char::from(byte)), "");
                    }
                }
            }
        }
        let line = self.slice(start, self.at);
        if let Some((end, problem)) = closed_in_print(self.file, (start, line)) {
            self.at = end;
            return self.mendable(problem, "");
        }
        let length = line.trim_end().len();
        let span = self.span(start, start.saturating_add(length));
        // Where the line before has the same fault, this is the end of a string over two lines.
        let lines = self.torn_line.is_some_and(|line| line == self.line);
        self.torn_line = Some(self.at.saturating_add(1)).filter(|_| !lines);
        let Some(open) = &mut self.open else {
            return;
        };
        open.torn = true;
        open.chunk.sound &= !lines;
        // What follows on the line may belong to the string or not.
        let end = span.range().end;
        open.chunk.mends.push(Mend {
            range: end..end,
            text: "\"".to_owned(),
            sure: false,
        });
        if !lines {
            self.report(problem::unterminated_string(span));
        }
    }

    pub(super) fn escape(&mut self, at: usize) {
        let escaped = self
            .slice(at.saturating_add(1), self.text.len())
            .chars()
            .next();
        let escaped = escaped.filter(|character| *character != '\n');
        let length = escaped.map_or(0, char::len_utf8);
        self.at = at.saturating_add(1).saturating_add(length);
        if let Some(character) = escaped
            && !matches!(character, '"' | '\\' | 'n')
        {
            let text = self.slice(at, self.at).to_owned();
            self.mendable(problem::invalid_escape(self.span(at, self.at), &text), "");
        }
    }
}
