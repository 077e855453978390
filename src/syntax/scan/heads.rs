//! Where declarations begin and end. Looks at no grammar inside them.

use std::ops::Range;

use super::super::blocks::is_clause;
use super::super::length::Excess;
use super::super::meant::meant_declaration;
use super::super::{problem, words};
use super::{Chunk, Open, Scanner, ShutOut};
use crate::base::{Diagnostic, Limits, nearest};

const LIMITS: Limits = Limits::DEFAULT;

/// What people write for `advice` before its block.
const OF_ADVICE: &[&str] = &[
    "advise",
    "advises",
    "advices",
    "decision",
    "decisions",
    "decide",
    "verdict",
    "recommendation",
    "recommendations",
    "conclusion",
];

impl Scanner<'_> {
    pub(super) fn word(&mut self, start: usize) {
        let word = self.slice(start, self.at);
        let keyword = words::declaration(word);
        let head = (keyword.is_some() || self.fresh || self.open.is_none())
            && self.is_head(word)
            && !self.is_named_here(start);
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
        if keyword.is_none()
            && let Some(next) = self.opened_behind()
        {
            self.finish();
            return self.report(problem::before_declaration(self.span(start, next), &word));
        }
        if keyword.is_none() && self.closed_early(&word, start) {
            return;
        }
        let meant = match keyword {
            Some(_) => None,
            None => self
                .meant_here(&word)
                .or_else(|| nearest(&word, words::DECLARATIONS.iter().copied()))
                .filter(|meant| self.is_head(meant) || self.is_head(&word)),
        };
        if !self.brackets.is_empty() {
            let next = format!("this `{word}`");
            self.close_brackets(start, &next);
        }
        if self.shut_out.take().is_some() {
            self.owed = self.owed.saturating_sub(1);
        }
        let given = keyword.is_none().then(|| self.given(&word)).flatten();
        if let Some(sign) = given {
            self.begin(start, Some("let"));
            let sign = (!sign.is_empty()).then(|| self.span(sign.start, sign.end));
            let problem = problem::without_let(self.span(start, self.at), &word, sign);
            return self.mendable(problem, "");
        }
        self.begin(start, keyword.or(meant));
        if meant.is_some_and(|meant| self.listed(start, &word, meant)) {
            return;
        }
        if keyword.is_none() {
            let span = self.span(start, self.at);
            let problem = match self.meant_here(&word) {
                Some(meant) => problem::other_declaration(span, &word, meant),
                None => problem::unknown_declaration(span, &word),
            };
            match meant {
                Some(_) => self.mendable(problem, ""),
                None => self.unsound(problem),
            }
        }
    }

    /// `create rule r { … }`: where the word behind this one stands, if a declaration begins with it.
    fn opened_behind(&self) -> Option<usize> {
        let rest = self.line(self.at);
        let next = rest.trim_start();
        let at = rest.len().saturating_sub(next.len());
        let keyword = next.split([' ', '\t']).next()?;
        words::declaration(keyword)?;
        let start = self.at.saturating_add(at);
        let opens = self.is_head_at(keyword, start.saturating_add(keyword.len()));
        (at > 0 && opens).then_some(start)
    }

    /// `rule advice { … }`: whether the word is where the declaration that begins on this line has its name.
    fn is_named_here(&self, start: usize) -> bool {
        let before = self.slice(self.line, start).trim();
        let own = self.open.as_ref().is_some_and(|open| !open.closed);
        own && words::declaration(before).is_some_and(|word| !matches!(word, "use" | "advice"))
    }

    /// `decision { … }`: whether a block without a name follows a word that people write for `advice`.
    fn means_advice(&self, word: &str) -> bool {
        let lower = word.to_lowercase();
        OF_ADVICE.contains(&&*lower) && self.is_head("advice")
    }

    /// The word that opens what a word opens elsewhere, by what follows it.
    fn meant_here(&self, word: &str) -> Option<&'static str> {
        if self.means_advice(word) {
            return Some("advice");
        }
        let meant = meant_declaration(word)?;
        let line = self.line(self.at);
        let value = line
            .split_once('=')
            .map_or("", |(_, value)| value.trim_start());
        let number = value.starts_with(|c: char| c.is_ascii_digit() || c == '-');
        Some(match meant {
            "parameter" if !value.is_empty() && !number => "let",
            "use" if line.contains(".rhai\"") => "script",
            meant => meant,
        })
    }

    /// `strategies { a, b "B" }`: the declarations in a list, each told to be written by itself.
    fn listed(&mut self, start: usize, word: &str, meant: &'static str) -> bool {
        let simple = matches!(meant, "strategy" | "outcome" | "hypothesis" | "source");
        if !simple || !word.to_lowercase().ends_with('s') {
            return false;
        }
        let rest = self.slice(self.at, self.text.len());
        let Some((inner, _)) = rest
            .trim_start()
            .strip_prefix('{')
            .and_then(|rest| rest.split_once('}'))
        else {
            return false;
        };
        let blank = rest.len().saturating_sub(rest.trim_start().len());
        let (mut left, mut list) = (inner.trim(), Vec::new());
        let in_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        while !left.is_empty() && list.len() < LIMITS.levels {
            let name = left.get(..left.find(|c| !in_name(c)).unwrap_or(left.len()));
            let name = name.unwrap_or("");
            let behind = left.get(name.len()..).unwrap_or("").trim_start();
            let title = behind
                .strip_prefix('"')
                .and_then(|rest| rest.split_once('"'));
            let (title, behind) = match title {
                Some((title, behind)) => (format!(" \"{title}\""), behind),
                None => (String::new(), behind),
            };
            if name.is_empty() || words::is_reserved(name) {
                return false;
            }
            list.push(format!("{meant} {name}{title}"));
            left = behind.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';'));
        }
        if list.is_empty() || !left.is_empty() {
            return false;
        }
        let end = blank.saturating_add(inner.len()).saturating_add(2);
        self.at = self.at.saturating_add(end);
        let message = format!("`{word}` does not begin a declaration");
        let problem = Diagnostic::error("E0113", self.span(start, self.at), message)
            .help(format!(
                "declare each by itself: `{}`",
                list.join("` and `")
            ))
            .edit(self.span(start, self.at), list.join("\n"));
        self.mendable(problem, "");
        true
    }

    /// `cost = 3`, `cost "Title" := 3`, `cost : number = 3`: whether the word is a name that is given a value here; the
    /// place of the sign that is none of rules, empty where there is none.
    fn given(&self, word: &str) -> Option<Range<usize>> {
        let named = !words::is_inner(word) && !is_clause(word);
        let small = word
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        let line = self.line(self.at);
        let title = line
            .trim_start()
            .strip_prefix('"')
            .and_then(|rest| rest.split_once('"'));
        let rest = title.map_or(line, |(_, rest)| rest).trim_start();
        let at = self
            .at
            .saturating_add(line.len().saturating_sub(rest.len()));
        let typed = |rest: &str| {
            let (ty, _) = rest.split_once('=')?;
            let word = ty.split_whitespace().next()?;
            (words::TYPES.contains(&word) && !ty.contains('{')).then_some(0)
        };
        let (length, foreign) = match rest {
            _ if rest.starts_with("==") || rest.starts_with("=>") => return None,
            _ if rest.starts_with(":=") || rest.starts_with("<-") => (2, 2),
            _ if rest.starts_with('=') => (1, 0),
            _ => (typed(rest.strip_prefix(':')?)?, 0),
        };
        let value = rest.get(length..)?.trim_start();
        let fits = named && small && !value.is_empty() && !value.starts_with('"');
        fits.then(|| at..at.saturating_add(foreign))
    }

    /// Whether what stands before a place may be the whole of a declaration, so that nothing of it is to follow.
    fn may_end(&self, start: usize) -> bool {
        let before = self.slice(0, start).trim_end();
        let word = before
            .rsplit(|c: char| !c.is_ascii_alphanumeric() && c != '_')
            .next();
        let word = word.unwrap_or("");
        let sign =
            before.ends_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '"' | '}' | ')'));
        sign && !words::is_inner(word) && !words::is_reserved(word) && !is_clause(word)
    }

    /// Where a part of a declaration follows its last `}`, that came too early: what follows belongs to it.
    pub(super) fn closed_early(&mut self, word: &str, start: usize) -> bool {
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
    pub(super) fn is_misspelled(&self, word: &str, start: usize, head: bool) -> bool {
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
        let meant = meant_declaration(word);
        let foreign = meant == Some("use") && self.string_follows();
        if self.may_end(start) && self.given(word).is_some() {
            return true;
        }
        let topic = [open.chunk.keyword, open.rest_of].contains(&Some("topic"));
        let fact = word == "fact" && !topic;
        foreign || self.means_advice(word) || (head && (fact || meant.is_some() || near()))
    }

    pub(super) fn string_follows(&self) -> bool {
        let rest = self.slice(self.at, self.text.len());
        rest.trim_start_matches([' ', '\t']).starts_with('"')
    }

    /// Whether what follows the word looks like the beginning of a declaration.
    pub(super) fn is_head(&self, word: &str) -> bool {
        self.is_head_at(word, self.at)
    }

    /// The same of a word that ends at a place.
    fn is_head_at(&self, word: &str, end: usize) -> bool {
        let rest = self.slice(end, self.text.len());
        let rest = rest.trim_start_matches([' ', '\t']);
        let next = rest.as_bytes().first().copied().unwrap_or(b'\n');
        match word {
            "advice" => next == b'{',
            "use" | "script" => next == b'"',
            "strategies" | "outcomes" | "hypotheses" | "sources" if next == b'{' => true,
            "example" if matches!(next, b'"' | b'{') => true,
            _ if next.is_ascii_alphabetic() => {
                let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
                !words::is_inner(rest.get(..end.unwrap_or(rest.len())).unwrap_or(""))
            }
            _ => false,
        }
    }

    /// Whether the word goes on as the subject of a condition does.
    pub(super) fn is_tested(&self) -> bool {
        let rest = self.slice(self.at, self.text.len()).trim_start();
        let word = rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        rest.starts_with(['=', '!', '<', '>']) || word.take(1).any(words::is_inner)
    }

    pub(super) fn ensure_open(&mut self, start: usize, what: &str) {
        if self.open.is_some() {
            return;
        }
        self.begin(start, None);
        let end = start.saturating_add(1);
        let end = (end..=self.text.len()).find(|at| self.text.is_char_boundary(*at));
        let span = self.span(start, end.unwrap_or(start));
        self.unsound(problem::nothing_opened(span, what));
    }

    pub(super) fn begin(&mut self, start: usize, keyword: Option<&'static str>) {
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
            lines: vec![self.line_at(start)],
            askew: None,
        });
    }

    pub(super) fn finish(&mut self) {
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
    pub(super) fn count(&mut self, start: usize) {
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
}
