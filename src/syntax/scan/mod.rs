//! Cuts a text into declarations and bounds their depth and length. Looks at no grammar inside them.

mod brackets;
mod foreign;
mod heads;
mod texts;

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::ops::Range;

use super::length::Length;
use crate::base::{Diagnostic, FileId, Limits, Span};

const LIMITS: Limits = Limits::DEFAULT;

/// The longest line, in bytes, the rest of which is looked at for what its author meant.
const LONGEST_LINE: usize = 400;

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
    /// What seems to be a part of it and comes after its end.
    pub(super) shut_out: Option<ShutOut>,
    /// What the grammar reads in the place of what was told already, in no order.
    pub(super) mends: Vec<Mend>,
}

/// What the grammar reads in the place of a piece of the text.
#[derive(Debug)]
pub(super) struct Mend {
    pub(super) range: Range<usize>,
    pub(super) text: String,
    /// Whether the author is told to write it; else only what stands around it says what is meant.
    pub(super) sure: bool,
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
        words: OnceCell::new(),
        numbers: OnceCell::new(),
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
    /// The declaration a part of which comes after its end, for as long as the `}` that may be missing can come.
    shut_out: Option<usize>,
    /// How long the condition or number is that is being read.
    length: Length,
    /// The beginning of the line after a string that does not end, in the same declaration.
    torn_line: Option<usize>,
    /// Whether there are too many problems to go on.
    full: bool,
    /// How often each word stands in the text, once that was asked.
    words: OnceCell<BTreeMap<&'a str, usize>>,
    /// The names behind `let` and `parameter`, and where their declarations begin, once they were asked for.
    numbers: OnceCell<BTreeMap<&'a str, Vec<usize>>>,
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
    /// Its lines.
    lines: Vec<Line>,
    /// A `{` that seems not to be closed, and the `}` that closes it and stands where one of a `{` before would.
    askew: Option<(usize, usize)>,
}

/// A line of a declaration that is not empty.
#[derive(Clone, Copy)]
struct Line {
    /// Where its first token begins.
    at: usize,
    /// How far that is indented.
    column: usize,
    /// Where the token before ends.
    before: usize,
}

impl Open {
    /// What is read in the place of a fault.
    fn mend(&mut self, diagnostic: &Diagnostic, stand_in: &str) {
        let edits = diagnostic.edits.iter().map(|edit| Mend {
            range: edit.span.range(),
            text: edit.text.clone(),
            sure: true,
        });
        self.chunk.mends.extend(edits);
        if diagnostic.edits.is_empty()
            && let Some(span) = diagnostic.span()
        {
            self.chunk.mends.push(Mend {
                range: span.range(),
                text: stand_in.to_owned(),
                sure: false,
            });
        }
    }

    /// The line that a place is in.
    fn line_of(&self, at: usize) -> Option<Line> {
        let after = self.lines.partition_point(|line| line.at <= at);
        self.lines.get(after.checked_sub(1)?).copied()
    }
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
        let line = self.line_at(start);
        if let (Some(open), true) = (&mut self.open, self.fresh) {
            open.lines.push(Line {
                before: open.chunk.end,
                ..line
            });
        }
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'_' => {
                self.skip_word();
                if self.address(start) {
                    return self.close_token(start);
                }
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
            b'{' | b'(' if self.is_foreign_comment(byte) => self.foreign_comment(start),
            b'{' | b'(' | b'[' => {
                self.ensure_open(start, "a bracket");
                self.at = start.saturating_add(1);
                if !self.interval(start) {
                    self.open_bracket(byte, start);
                }
            }
            b'}' | b')' | b']' => {
                self.at = start.saturating_add(1);
                if !self.interval(start) {
                    self.close_bracket(byte, start);
                }
            }
            _ => self.symbol(byte, start),
        }
        self.close_token(start);
    }

    fn close_token(&mut self, start: usize) {
        self.count(start);
        if let Some(open) = &mut self.open {
            open.chunk.end = self.at;
        }
    }

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

    /// A fault that the rest of the declaration is read without: as its edits say, or with something that stands in
    /// for what is marked.
    fn mendable(&mut self, diagnostic: Diagnostic, stand_in: &str) {
        if self.full {
            return;
        }
        let Some(open) = self.open.as_mut().filter(|open| !open.closed) else {
            return self.unsound(diagnostic);
        };
        open.mend(&diagnostic, stand_in);
        self.report(diagnostic);
    }

    /// A line that begins with the token at a place.
    fn line_at(&self, at: usize) -> Line {
        Line {
            at,
            column: at.saturating_sub(self.line),
            before: at,
        }
    }

    /// Nothing is reported beyond the limit: one token may have a fault at each of its bytes.
    fn report(&mut self, diagnostic: Diagnostic) {
        if self.full {
            return;
        }
        self.scan.diagnostics.push(diagnostic);
        self.full = self.scan.diagnostics.len() > LIMITS.diagnostics;
    }

    fn peek(&self, ahead: usize) -> Option<u8> {
        self.text
            .as_bytes()
            .get(self.at.saturating_add(ahead))
            .copied()
    }

    /// What is left of the line from a place; nothing where it is longer than people write.
    fn line(&self, start: usize) -> &str {
        let rest = self.text.get(start..).unwrap_or("");
        let near = rest.as_bytes().iter().take(LONGEST_LINE);
        match near.enumerate().find(|(_, byte)| **byte == b'\n') {
            Some((end, _)) => rest.get(..end).unwrap_or(""),
            None if rest.len() < LONGEST_LINE => rest,
            None => "",
        }
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

    /// The declarations, a word each: what opens them, `?` where it is unknown, `!` where they are not sound, `~`
    /// where something else is read in their place.
    #[track_caller]
    fn cuts(text: &str, expected: &str) {
        let scan = scan(FileId(0), text);
        let word = |chunk: &super::Chunk| {
            let state = match (chunk.sound, chunk.mends.is_empty()) {
                (false, _) => "!",
                (true, false) => "~",
                (true, true) => "",
            };
            format!("{}{state}", chunk.keyword.unwrap_or("?"))
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
            "rule! rule topic~ rule",
        );
        cuts("topic a {\n rule b { }\n}\nrule c { }", "topic~ rule! rule");
    }

    #[test]
    fn misspelt_words_open_a_declaration_of_their_own() {
        cuts("rulle a { b }\nrule c { }", "rule~ rule");
        cuts(
            "strategy a\nstrtegy b\nstrategy c",
            "strategy strategy~ strategy",
        );
        cuts("let a = b\n  and c\nor d", "let");
        cuts("} 5 ; rule a { }", "?! rule");
    }
}
