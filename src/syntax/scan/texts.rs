//! Signs, strings and comments, and characters that rules have no use for. Knows no declarations.

use super::super::ascii::plain;
use super::super::blocks::TEXTS;
use super::super::meant::meant_declaration;
use super::super::problem;
use super::super::quotes::closed_in_print;
use super::super::stranger::{
    arrow_of_rule, foreign_operator, is_control, is_letter, operator, stand_in, stranger,
};
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

    /// `https://x.org/a#b` without quotes: all of it, and not what its signs are elsewhere.
    pub(super) fn address(&mut self, start: usize) -> bool {
        let open = self.open.as_ref().is_some_and(|open| !open.closed);
        if !open || !self.line(self.at).starts_with("://") {
            return false;
        }
        let ends = |c: char| c.is_whitespace() || matches!(c, '"' | '{' | '}' | '<' | '>');
        let line = self.line(start);
        let written = line.get(..line.find(ends).unwrap_or(line.len()));
        let written = written.unwrap_or("").trim_end_matches([',', ';', ')', '.']);
        let quoted = format!("\"{written}\"");
        self.at = start.saturating_add(written.len());
        let span = self.span(start, self.at);
        let problem = Diagnostic::error("E0114", span, "an address goes in quotes");
        self.mendable(problem.write(span, quoted), "");
        true
    }

    /// A character that has no place outside strings and comments.
    pub(super) fn character(&mut self, start: usize) {
        if self.asks(start) {
            self.at = start.saturating_add(1);
            return;
        }
        let open = self.open.as_ref();
        let in_rule = open.is_some_and(|open| open.chunk.keyword == Some("rule"));
        let arrow = in_rule.then(|| arrow_of_rule(self.file, self.text, start));
        let found = arrow.flatten();
        let (end, problem) = found.unwrap_or_else(|| stranger(self.file, self.text, start));
        self.at = end;
        self.mendable(problem, " ");
    }

    /// `C ? 3 : 4` in a declaration: the grammar comes to it, and what is told needs the words around.
    fn asks(&self, start: usize) -> bool {
        let line = self.line(start).strip_prefix('?');
        let known = self
            .open
            .as_ref()
            .is_some_and(|open| !open.closed && open.chunk.keyword.is_some());
        known && line.is_some_and(|line| line.contains(':'))
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
        if let Some((begins, problem)) = self.unopened(start) {
            // What was told of its signs is no longer so.
            let place = self.span(begins, start);
            let within = |one: &Diagnostic| {
                let span = one.span();
                span.is_some_and(|span| span.start >= place.start && span.end <= place.end)
            };
            self.scan.diagnostics.retain(|one| !within(one));
            if let Some(open) = &mut self.open {
                open.chunk.mends.retain(|mend| mend.range.start < begins);
                open.chunk.mends.push(Mend {
                    range: begins..begins,
                    text: "\"".to_owned(),
                    sure: true,
                });
            }
            self.at = start.saturating_add(1);
            return self.report(problem);
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

    /// `because It costs a lot."`: where the string begins whose last quote stands at a place and whose first is missing.
    fn unopened(&self, quote: usize) -> Option<(usize, Diagnostic)> {
        let behind = self.line(quote.saturating_add(1)).trim();
        let before = self.slice(self.line, quote);
        let (clause, text) = before.trim_start().split_once([' ', '\t'])?;
        let text = text.trim_start();
        let sentence = text.starts_with(|c: char| c.is_uppercase()) && text.contains(' ');
        let ends = behind.is_empty() || behind.starts_with(['}', '#']);
        if !TEXTS.contains(&clause) || !sentence || !ends || text.contains('"') {
            return None;
        }
        let begins = quote.saturating_sub(text.len());
        let span = self.span(begins, quote.saturating_add(1));
        let problem = Diagnostic::error("E0107", span, "the string has no `\"` at its beginning")
            .help(format!("write `{clause} \"{text}\"`"))
            .edit(self.span(begins, begins), "\"");
        Some((begins, problem))
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
