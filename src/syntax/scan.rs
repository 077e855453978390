//! Cuts a text into declarations and bounds their depth and length. Looks at no grammar inside them.

use crate::base::{Diagnostic, FileId, Limits, Span, nearest};

use super::length::{Excess, Length};
use super::stranger::{
    divides, ends_of_interval, foreign_operator, is_control, is_letter, is_letter_of_names,
    stranger,
};
use super::{problem, words};

const LIMITS: Limits = Limits::DEFAULT;

/// What the scanner found.
#[derive(Debug, Default)]
pub(super) struct Scan {
    /// The declarations, in order.
    pub(super) chunks: Vec<Chunk>,
    /// The comments, in order.
    pub(super) comments: Vec<Span>,
    /// The problems, in order.
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// The text of one declaration.
#[derive(Debug)]
pub(super) struct Chunk {
    /// Its bytes.
    pub(super) start: usize,
    /// One past its last byte.
    pub(super) end: usize,
    /// The word that opens it; `None` where that word is unknown.
    pub(super) keyword: Option<&'static str>,
    /// Whether strings, characters, brackets and lengths are in order, so that the grammar may look at it.
    pub(super) sound: bool,
    /// What seems to be a part of it and stands behind its end.
    pub(super) shut_out: Option<ShutOut>,
    /// Signs of other languages in it, each with what the grammar may read in its place, as long as the sign.
    pub(super) mends: Vec<(usize, &'static str)>,
}

/// A part of a declaration behind the `}` that ends it.
#[derive(Clone, Copy, Debug)]
pub(super) struct ShutOut {
    /// The word that opens the part.
    pub(super) part: Span,
    /// Whether a `}` follows that nothing else opened, so that the one before is one too many.
    pub(super) early: bool,
}

/// Scans a text that is not longer than a file may be.
pub(super) fn scan(file: FileId, text: &str) -> Scan {
    let mut scanner = Scanner {
        file,
        text,
        at: if text.starts_with('\u{feff}') { 3 } else { 0 },
        line: 0,
        fresh: true,
        open: None,
        brackets: Vec::new(),
        excess: 0,
        owed: 0,
        shut_out: None,
        length: Length::default(),
        torn_line: None,
        full: false,
        scan: Scan::default(),
    };
    scanner.run();
    scanner.scan
}

struct Scanner<'a> {
    file: FileId,
    text: &'a str,
    at: usize,
    /// Where the line starts.
    line: usize,
    /// Whether nothing but white space came on this line yet.
    fresh: bool,
    open: Option<Open>,
    brackets: Vec<(u8, usize)>,
    /// Open brackets beyond the limit.
    excess: usize,
    /// Closing brackets that may come late, because a declaration was closed without them.
    owed: usize,
    /// The declaration a part of which stands behind its end, for as long as the `}` that may be missing can come.
    shut_out: Option<usize>,
    /// How long the condition or number is that is being read.
    length: Length,
    /// The beginning of the line after a string that does not end, in the same declaration.
    torn_line: Option<usize>,
    /// Whether there are too many problems to go on.
    full: bool,
    scan: Scan,
}

struct Open {
    chunk: Chunk,
    column: usize,
    /// Whether a `}` has ended it.
    closed: bool,
    /// Whether a string swallowed part of it, so that its brackets prove nothing.
    torn: bool,
    deep: bool,
    long: bool,
    /// Closing brackets that nothing had opened.
    alone: usize,
    /// The word of the declaration that an early `}` shut this out of.
    rest_of: Option<&'static str>,
}

impl Scanner<'_> {
    fn run(&mut self) {
        while let Some(byte) = self.peek(0) {
            if self.full {
                return;
            }
            match byte {
                b'\n' => {
                    self.at = self.at.saturating_add(1);
                    self.line = self.at;
                    self.fresh = true;
                }
                b' ' | b'\t' | b'\r' => self.at = self.at.saturating_add(1),
                b'#' => self.comment(),
                _ => {
                    self.token(byte);
                    self.fresh = false;
                }
            }
        }
        self.close_brackets(self.text.len(), "the end of the file");
        self.finish();
    }

    fn token(&mut self, byte: u8) {
        let start = self.at;
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'_' => {
                self.skip_word();
                match self.at_letter() {
                    true => self.foreign_word(start),
                    false => self.word(start),
                }
            }
            b'0'..=b'9' => {
                self.skip_word();
                match self.at_letter() {
                    true => self.foreign_word(start),
                    false => self.ensure_open(start, "a number"),
                }
            }
            0x80.. if self.at_letter() => self.foreign_word(start),
            b'"' => {
                self.ensure_open(start, "a string");
                self.string(start);
            }
            b'{' | b'(' | b'[' => {
                self.ensure_open(start, "a bracket");
                self.at = start.saturating_add(1);
                self.open_bracket(byte, start);
            }
            b'}' | b')' | b']' => {
                self.at = start.saturating_add(1);
                self.close_bracket(byte, start);
            }
            _ => self.symbol(byte, start),
        }
        self.count(start);
        if let Some(open) = &mut self.open {
            open.chunk.end = self.at;
        }
    }

    fn symbol(&mut self, byte: u8, start: usize) {
        if self.is_foreign_comment(byte) {
            return self.foreign_comment(start);
        }
        self.ensure_open(start, "this");
        let next = self.peek(1);
        let foreign = foreign_operator(byte, next, self.peek(2));
        if foreign > 0 {
            self.at = start.saturating_add(foreign);
            let found = self.slice(start, self.at).to_owned();
            return self.mendable(problem::foreign_operator(self.span(start, self.at), &found));
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
    fn is_foreign_comment(&self, byte: u8) -> bool {
        match (byte, self.peek(1)) {
            (b'/', Some(b'/')) if self.length.is_open() && !self.fresh => {
                !divides(self.slice(self.at, self.text.len()))
            }
            (b'/', Some(b'/' | b'*')) => true,
            (b'-', Some(b'-')) => self.fresh,
            _ => false,
        }
    }

    /// Passed over as a comment; between declarations it costs none.
    fn foreign_comment(&mut self, start: usize) {
        let rest = self.slice(start, self.text.len());
        let mark = rest.get(..2).unwrap_or("").to_owned();
        let line = rest.find('\n').unwrap_or(rest.len());
        let closed = rest.find("*/").map(|end| end.saturating_add(2));
        let length = closed.filter(|_| mark == "/*").unwrap_or(line);
        let last_line = rest.get(..length).and_then(|comment| comment.rfind('\n'));
        if let Some(at) = last_line {
            self.line = start.saturating_add(at).saturating_add(1);
        }
        self.at = start.saturating_add(length);
        let problem = problem::foreign_comment(self.span(start, start.saturating_add(2)), &mark);
        if self.open.as_ref().is_some_and(|open| open.closed) {
            self.finish();
        }
        self.unsound(problem);
    }

    /// A character that has no place outside strings and comments.
    fn character(&mut self, start: usize) {
        let (end, problem) = stranger(self.file, self.text, start);
        self.at = end;
        self.mendable(problem);
    }

    /// Whether a letter comes next that no name has.
    fn at_letter(&self) -> bool {
        let rest = self.slice(self.at, self.text.len());
        rest.chars().next().is_some_and(is_letter)
    }

    /// A word with such letters; where a declaration may begin, it was to open one.
    fn foreign_word(&mut self, start: usize) {
        let column = start.saturating_sub(self.line);
        let ends = |open: &Open| open.closed || (self.fresh && column == open.column);
        if self.brackets.is_empty() && self.open.as_ref().is_none_or(ends) {
            self.begin(start, None);
        }
        let (end, problem) = stranger(self.file, self.text, self.at);
        self.at = end;
        self.unsound(problem);
    }

    fn comment(&mut self) {
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

    fn string(&mut self, start: usize) {
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
                        self.unsound(problem::control_character(span, char::from(byte)));
                    }
                }
            }
        }
        let length = self.slice(start, self.at).trim_end().len();
        let span = self.span(start, start.saturating_add(length));
        // Where the line before has the same fault, this is the end of a string over two lines.
        let lines = self.torn_line.is_some_and(|line| line == self.line);
        self.torn_line = Some(self.at.saturating_add(1)).filter(|_| !lines);
        if !lines {
            self.unsound(problem::unterminated_string(span));
        }
        if let Some(open) = &mut self.open {
            open.torn = true;
            open.chunk.sound = false;
        }
    }

    fn escape(&mut self, at: usize) {
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
            self.unsound(problem::invalid_escape(self.span(at, self.at), &text));
        }
    }

    // ---- brackets

    fn open_bracket(&mut self, byte: u8, start: usize) {
        if self.brackets.len() < LIMITS.nesting {
            return self.brackets.push((byte, start));
        }
        self.excess = self.excess.saturating_add(1);
        let known = self
            .open
            .as_mut()
            .is_none_or(|open| std::mem::replace(&mut open.deep, true));
        if !known {
            self.unsound(problem::nested_too_deep(self.span(start, self.at)));
        }
    }

    fn close_bracket(&mut self, byte: u8, start: usize) {
        if self.excess > 0 {
            self.excess = self.excess.saturating_sub(1);
            return;
        }
        let opening = match byte {
            b')' => b'(',
            b']' => b'[',
            _ => b'{',
        };
        let Some(depth) = self.brackets.iter().rposition(|(open, _)| *open == opening) else {
            return match self.brackets.last() {
                // The braces of a declaration hold what one parenthesis too many does not.
                Some((b'{', _)) if self.brackets.len() == 1 => self.alone(byte, start),
                Some(_) => {
                    if let Some(open) = self.brackets.pop() {
                        self.crossed(open, byte, start);
                    }
                }
                None => self.stray(byte, start),
            };
        };
        for (open, at) in self.brackets.split_off(depth).into_iter().skip(1).rev() {
            let found = format!("this `{}`", char::from(byte));
            self.unclosed(open, at, start, &found);
        }
        if byte == b'}' && self.brackets.is_empty() {
            self.length.end();
            if let Some(open) = &mut self.open {
                // A `let` goes on after the braces of `at least 2 of { … }`.
                open.closed = open.chunk.keyword != Some("let");
            }
        }
    }

    /// A bracket of another kind than the one that is open: meant for it, and closing it.
    fn crossed(&mut self, (bracket, at): (u8, usize), byte: u8, start: usize) {
        let torn = self
            .open
            .as_ref()
            .is_some_and(|open| open.torn || open.deep);
        let (opened, closed) = (
            self.span(at, at.saturating_add(1)),
            self.span(start, self.at),
        );
        if !torn {
            let interval = self.interval(at, start);
            let crossed =
                || problem::crossed(opened, char::from(bracket), closed, char::from(byte));
            self.unsound(interval.unwrap_or_else(crossed));
        }
        if let Some(open) = &mut self.open {
            open.chunk.sound = false;
            open.closed |= self.brackets.is_empty() && bracket == b'{';
        }
    }

    /// `[0..6)` and `(0..6]`, which are no brackets that were mixed up.
    fn interval(&self, open: usize, close: usize) -> Option<Diagnostic> {
        let keyword = self.open.as_ref()?.chunk.keyword?;
        let ends = ends_of_interval(self.slice(open.saturating_add(1), close))?;
        let is = |at: usize, sign: &str| self.slice(at, at.saturating_add(1)) == sign;
        let outside = (is(open, "("), is(close, ")"));
        matches!(keyword, "let" | "contrast")
            .then(|| problem::interval(self.span(open, self.at), ends, outside))
    }

    /// A `)` or `]` inside of braces that nothing opened.
    fn alone(&mut self, byte: u8, start: usize) {
        let span = self.span(start, self.at);
        let torn = self.open.as_ref().is_some_and(|open| open.torn);
        if !torn {
            self.unsound(problem::lone_bracket(span, char::from(byte)));
        }
        if let Some(open) = &mut self.open {
            open.chunk.sound = false;
            open.alone = open.alone.saturating_add(1);
        }
    }

    fn stray(&mut self, byte: u8, start: usize) {
        let torn = self.open.as_ref().is_some_and(|open| open.torn);
        if self.owed > 0 || torn {
            self.owed = self.owed.saturating_sub(1);
            self.confirm(byte);
        } else {
            let span = self.span(start, self.at);
            self.report(match self.without_brace(byte) {
                Some((word, at)) => problem::no_brace(at, word, span),
                None => problem::stray_bracket(span, char::from(byte)),
            });
        }
        if let Some(open) = &mut self.open {
            open.chunk.sound = false;
            open.closed = true;
        }
    }

    /// A `}` that nothing opened: an earlier one shut out what stands between the two.
    fn confirm(&mut self, byte: u8) {
        let Some(at) = self.shut_out.take_if(|_| byte == b'}') else {
            return;
        };
        let chunk = self.scan.chunks.get_mut(at);
        if let Some(shut_out) = chunk.and_then(|chunk| chunk.shut_out.as_mut()) {
            shut_out.early = true;
        }
    }

    /// The declaration that a `}` would close, where its `{` is missing.
    fn without_brace(&self, byte: u8) -> Option<(&'static str, Span)> {
        let chunk = &self.open.as_ref().filter(|open| !open.closed)?.chunk;
        let word = chunk.keyword.filter(|_| byte == b'}')?;
        let text = self.slice(chunk.start, chunk.end);
        let head = chunk.start.saturating_add(word.len());
        (!text.contains('{')).then(|| (word, self.span(chunk.start, head)))
    }

    fn unclosed(&mut self, bracket: u8, at: usize, before: usize, next: &str) {
        let torn = self
            .open
            .as_ref()
            .is_some_and(|open| open.torn || open.deep);
        let place = self.span(before, before.saturating_add(1).min(self.text.len()));
        let span = self.span(at, at.saturating_add(1));
        if !torn {
            self.unsound(problem::unclosed(span, char::from(bracket), place, next));
        } else if let Some(open) = &mut self.open {
            open.chunk.sound = false;
        }
    }

    /// Ends the declaration although brackets are open.
    fn close_brackets(&mut self, before: usize, next: &str) {
        let brackets = std::mem::take(&mut self.brackets);
        self.owed = self
            .owed
            .saturating_add(brackets.len())
            .saturating_add(self.excess);
        self.excess = 0;
        // A bracket of another kind that was told stood for the one that is missing.
        let told = self.open.as_ref().map_or(0, |open| open.alone);
        if let Some((bracket, at)) = brackets.last()
            && brackets.len() > told
        {
            self.unclosed(*bracket, *at, before, next);
        }
    }

    // ---- declarations

    fn word(&mut self, start: usize) {
        let word = self.slice(start, self.at);
        let keyword = words::declaration(word);
        let head = (keyword.is_some() || self.fresh || self.open.is_none()) && self.is_head(word);
        let begins = if !self.brackets.is_empty() {
            self.fresh && keyword.is_some() && head
        } else if keyword.is_some() {
            head || (self.fresh && (word != "advice" || !self.is_tested()))
        } else {
            self.is_misspelled(word, start, head)
        };
        if !begins {
            return;
        }
        let word = word.to_owned();
        if keyword.is_none() && self.closed_early(&word, start) {
            return;
        }
        if !self.brackets.is_empty() {
            let next = format!("this `{word}`");
            self.close_brackets(start, &next);
        }
        if self.shut_out.take().is_some() {
            self.owed = self.owed.saturating_sub(1);
        }
        self.begin(start, keyword);
        if keyword.is_none() {
            self.unsound(problem::unknown_declaration(
                self.span(start, self.at),
                &word,
            ));
        }
    }

    /// Where a part of a declaration follows its last `}`, that came too early: what follows belongs to it.
    fn closed_early(&mut self, word: &str, start: usize) -> bool {
        let at = self.span(start, self.at);
        let Some(open) = self.open.as_mut().filter(|open| open.closed) else {
            return false;
        };
        let keyword = open.chunk.keyword.or(open.rest_of);
        let Some(keyword) = keyword.filter(|keyword| words::is_part(word, keyword)) else {
            return false;
        };
        // Only the first part that was shut out is told, and only one bracket more is to come.
        let first = open.rest_of.is_none();
        if first {
            let early = false;
            open.chunk.shut_out = Some(ShutOut { part: at, early });
            self.owed = self.owed.saturating_add(1);
        }
        self.begin(start, None);
        if first {
            self.shut_out = self.scan.chunks.len().checked_sub(1);
        }
        if let Some(open) = &mut self.open {
            open.chunk.sound = false;
            open.rest_of = Some(keyword);
        }
        true
    }

    /// Whether a word outside of brackets was meant to open a declaration.
    fn is_misspelled(&self, word: &str, start: usize, head: bool) -> bool {
        let Some(open) = &self.open else {
            return true;
        };
        if open.closed {
            return true;
        }
        let same = start.saturating_sub(self.line) == open.column;
        if !self.fresh || !same || words::is_inner(word) {
            return false;
        }
        let near = || nearest(word, words::DECLARATIONS.iter().copied()).is_some();
        let foreign = words::meant(word).is_some() && self.string_follows();
        let topic = [open.chunk.keyword, open.rest_of].contains(&Some("topic"));
        let fact = word == "fact" && !topic;
        foreign || (head && (fact || near()))
    }

    fn string_follows(&self) -> bool {
        let rest = self.slice(self.at, self.text.len());
        rest.trim_start_matches([' ', '\t']).starts_with('"')
    }

    /// Whether what follows the word looks like the beginning of a declaration.
    fn is_head(&self, word: &str) -> bool {
        let rest = self.slice(self.at, self.text.len());
        let rest = rest.trim_start_matches([' ', '\t']);
        let next = rest.as_bytes().first().copied().unwrap_or(b'\n');
        match word {
            "advice" => next == b'{',
            "use" | "script" => next == b'"',
            "example" if matches!(next, b'"' | b'{') => true,
            _ if next.is_ascii_alphabetic() => {
                let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
                !words::is_inner(rest.get(..end.unwrap_or(rest.len())).unwrap_or(""))
            }
            _ => false,
        }
    }

    /// Whether the word goes on as the subject of a condition does.
    fn is_tested(&self) -> bool {
        let rest = self.slice(self.at, self.text.len()).trim_start();
        let word = rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        rest.starts_with(['=', '!', '<', '>']) || word.take(1).any(words::is_inner)
    }

    fn ensure_open(&mut self, start: usize, what: &str) {
        if self.open.is_some() {
            return;
        }
        self.begin(start, None);
        let end = start.saturating_add(1);
        let end = (end..=self.text.len()).find(|at| self.text.is_char_boundary(*at));
        let span = self.span(start, end.unwrap_or(start));
        self.unsound(problem::nothing_opened(span, what));
    }

    fn begin(&mut self, start: usize, keyword: Option<&'static str>) {
        self.finish();
        self.torn_line = None;
        self.length.end();
        self.open = Some(Open {
            chunk: Chunk {
                start,
                end: self.at,
                keyword,
                sound: true,
                shut_out: None,
                mends: Vec::new(),
            },
            column: start.saturating_sub(self.line),
            closed: false,
            torn: false,
            deep: false,
            long: false,
            alone: 0,
            rest_of: None,
        });
    }

    fn finish(&mut self) {
        let Some(mut open) = self.open.take() else {
            return;
        };
        if open.chunk.end.saturating_sub(open.chunk.start) > LIMITS.item_bytes {
            open.chunk.sound = false;
            let end = open
                .chunk
                .start
                .saturating_add(open.chunk.keyword.map_or(1, str::len));
            let span = self.span(open.chunk.start, end);
            self.report(problem::item_too_long(span));
        }
        self.scan.chunks.push(open.chunk);
    }

    /// Counts the parts of conditions and numbers.
    fn count(&mut self, start: usize) {
        let token = self.text.get(start..self.at).unwrap_or("");
        let Some(excess) = self.length.see(token) else {
            return;
        };
        let span = self.span(start, self.at);
        let known = self
            .open
            .as_mut()
            .is_none_or(|open| std::mem::replace(&mut open.long, true) || open.deep);
        if !known {
            self.unsound(match excess {
                Excess::Parts => problem::expression_too_long(span),
                Excess::Ifs => problem::too_many_ifs(span),
            });
        }
    }

    // ---- small things

    fn skip_word(&mut self) {
        while let Some(b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_') = self.peek(0) {
            self.at = self.at.saturating_add(1);
        }
    }

    fn unsound(&mut self, diagnostic: Diagnostic) {
        if let Some(open) = &mut self.open {
            open.chunk.sound = false;
        }
        self.report(diagnostic);
    }

    /// A sign that the rest of the declaration can be read without.
    fn mendable(&mut self, diagnostic: Diagnostic) {
        let mend = diagnostic.edits.first().and_then(|edit| {
            let range = edit.span.range();
            let mend = words::stand_in(&edit.text, range.len())?;
            // A word without white space around it would run into its neighbors.
            let apart =
                self.is_apart(range.start, range.end) || !mend.starts_with(is_letter_of_names);
            apart.then_some((range.start, mend))
        });
        match (mend, &mut self.open) {
            (Some(mend), Some(open)) if !open.closed => {
                open.chunk.mends.push(mend);
                self.report(diagnostic);
            }
            _ => self.unsound(diagnostic),
        }
    }

    /// Whether no name or number stands directly before or behind a piece of the text.
    fn is_apart(&self, start: usize, end: usize) -> bool {
        let part = |c: char| is_letter_of_names(c) || c.is_ascii_digit() || c == '.';
        let before = self.slice(0, start).chars().next_back();
        let after = self.slice(end, self.text.len()).chars().next();
        !before.is_some_and(part) && !after.is_some_and(part)
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.scan.diagnostics.push(diagnostic);
        self.full = self.scan.diagnostics.len() > LIMITS.diagnostics;
    }

    fn peek(&self, ahead: usize) -> Option<u8> {
        self.text
            .as_bytes()
            .get(self.at.saturating_add(ahead))
            .copied()
    }

    fn slice(&self, start: usize, end: usize) -> &str {
        self.text.get(start..end).unwrap_or("")
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.file, start, end)
    }
}

#[cfg(test)]
mod tests {
    use super::scan;
    use crate::base::FileId;

    /// The declarations, a word each: what opens them, `?` where it is unknown, `!` where they are not sound.
    #[track_caller]
    fn cuts(text: &str, expected: &str) {
        let scan = scan(FileId(0), text);
        let word = |chunk: &super::Chunk| {
            let sound = if chunk.sound { "" } else { "!" };
            format!("{}{sound}", chunk.keyword.unwrap_or("?"))
        };
        let words: Vec<String> = scan.chunks.iter().map(word).collect();
        assert_eq!(words.join(" "), expected, "{:?}", scan.diagnostics);
    }

    #[test]
    fn declarations_are_told_from_words_that_look_alike() {
        cuts(
            "strategy a strategy b \"rule x\" # rule c\nrule d {}",
            "strategy strategy rule",
        );
        cuts(
            "let a = advice is b\nadvice { x when\n advice is y }",
            "let advice",
        );
        cuts(
            "example \"e\" { given { a: b\n note \"rule\" } }",
            "example",
        );
        cuts(
            "let a = at least 1 of {\n b }\n and c\nlet d = e",
            "let let",
        );
        cuts("contrast a { rule\n => exclude b }", "contrast");
    }

    #[test]
    fn a_missing_brace_ends_at_the_next_declaration() {
        cuts(
            "rule a { when (b\nrule c { }\ntopic d { fact e : f <\nrule g { }",
            "rule! rule topic! rule",
        );
        cuts("topic a {\n rule b { }\n}\nrule c { }", "topic! rule! rule");
    }

    #[test]
    fn misspelt_words_open_a_declaration_of_their_own() {
        cuts("rulle a { b }\nrule c { }", "?! rule");
        cuts("strategy a\nstrtegy b\nstrategy c", "strategy ?! strategy");
        cuts("let a = b\n  and c\nor d", "let");
        cuts("} 5 ; rule a { }", "?! rule");
    }
}
