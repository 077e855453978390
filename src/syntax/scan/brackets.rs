//! Brackets: which close which, and which are missing or too many. Reads no words.

use super::super::interval::Interval;
use super::super::problem;
use super::super::stranger::is_letter_of_names;
use super::{Line, Scanner};
use crate::base::{Limits, Span};

const LIMITS: Limits = Limits::DEFAULT;

impl Scanner<'_> {
    pub(super) fn open_bracket(&mut self, byte: u8, start: usize) {
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

    pub(super) fn close_bracket(&mut self, byte: u8, start: usize) {
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
        let mut closed = self.brackets.split_off(depth).into_iter();
        if let Some((b'{', at)) = closed.next() {
            self.look_askew(at, start);
        }
        for (open, at) in closed.rev() {
            self.unclosed(open, at, start);
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
            let crossed = problem::crossed(opened, char::from(bracket), closed, char::from(byte));
            self.mendable(crossed, "");
        }
        if let Some(open) = &mut self.open {
            open.chunk.sound &= !torn;
            open.closed |= self.brackets.is_empty() && bracket == b'{';
        }
    }

    /// Passes over `[0..6)`, `]0..6[` and their like as a whole: the grammar takes none of them, so what is read there
    /// is told.
    pub(super) fn interval(&mut self, start: usize) -> bool {
        let closes = self.slice(start, self.at) == "]";
        let opened = matches!(self.brackets.last(), Some((b'[', _)));
        let end = Interval::at(self.text, start).map(|interval| interval.end);
        let end = end.filter(|_| self.open.is_some() && !(closes && opened));
        if let Some(end) = end {
            self.at = end;
        }
        end.is_some()
    }

    /// A `)` or `]` inside of braces that nothing opened.
    fn alone(&mut self, byte: u8, start: usize) {
        let span = self.span(start, self.at);
        let torn = self.open.as_ref().is_some_and(|open| open.torn);
        if !torn {
            self.mendable(problem::lone_bracket(span, char::from(byte)), " ");
        }
        if let Some(open) = &mut self.open {
            open.chunk.sound &= !torn;
            open.alone = open.alone.saturating_add(1);
        }
    }

    fn stray(&mut self, byte: u8, start: usize) {
        let torn = self.open.as_ref().is_some_and(|open| open.torn);
        let span = self.span(start, self.at);
        if self.owed > 0 || torn {
            self.owed = self.owed.saturating_sub(1);
            self.confirm(byte);
            self.lose();
        } else {
            match self.without_brace(byte) {
                Some((word, at, end)) => {
                    let problem = problem::no_brace(at, word, span);
                    self.mendable(problem.edit(self.span(end, end), " {"), "");
                }
                None => self.unsound(problem::stray_bracket(span, char::from(byte))),
            }
        }
        if let Some(open) = &mut self.open {
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

    /// The declaration of several lines that a `}` would close, where its `{` is missing: its word, and where its
    /// first line ends.
    fn without_brace(&self, byte: u8) -> Option<(&'static str, Span, usize)> {
        let open = self.open.as_ref().filter(|open| !open.closed)?;
        let chunk = &open.chunk;
        let word = chunk.keyword.filter(|_| byte == b'}')?;
        let second = open.lines.get(1)?;
        let text = self.slice(chunk.start, chunk.end);
        let head = chunk.start.saturating_add(word.len());
        (!text.contains('{')).then(|| (word, self.span(chunk.start, head), second.before))
    }

    /// A `(` or `[` that is open where a `}` comes.
    fn unclosed(&mut self, bracket: u8, at: usize, before: usize) {
        let torn = self.is_torn();
        let span = self.span(at, at.saturating_add(1));
        let place = self.span(before, before.saturating_add(1).min(self.text.len()));
        let problem = || problem::unclosed(span, char::from(bracket), place, "this `}`");
        match (torn, bracket) {
            (false, b'(') => self.mendable(problem(), " "),
            (false, _) => self.unsound(problem()),
            (true, _) => self.lose(),
        }
    }

    /// Ends the declaration although brackets are open.
    pub(super) fn close_brackets(&mut self, before: usize, next: &str) {
        let brackets = std::mem::take(&mut self.brackets);
        self.owed = self
            .owed
            .saturating_add(brackets.len())
            .saturating_add(self.excess);
        self.excess = 0;
        let Some((bracket, at)) = brackets.last().copied() else {
            return;
        };
        // A bracket of another kind that was told stood for the one that is missing.
        let told = self.open.as_ref().map_or(0, |open| open.alone);
        if brackets.len() <= told || self.is_torn() {
            return self.lose();
        }
        let one = brackets.len() == 1 && bracket == b'{';
        let askew = self.askew().filter(|_| one);
        let (at, before, next) = match &askew {
            Some((at, line, next)) => (*at, line.at, next.as_str()),
            None => (at, before, next),
        };
        let end = self.open.as_ref().map_or(before, |open| open.chunk.end);
        let end = askew.as_ref().map_or(end, |(_, line, _)| line.before);
        let place = self.span(before, before.saturating_add(1).min(self.text.len()));
        let span = self.span(at, at.saturating_add(1));
        let problem = problem::unclosed(span, char::from(bracket), place, next);
        match one {
            true => {
                let closing = self.closing(at, end);
                self.mendable(problem.edit(self.span(end, end), closing), "");
            }
            false => self.unsound(problem),
        }
    }

    /// Keeps in mind a `}` that begins its line and stands where the one of a `{` further out would.
    fn look_askew(&mut self, opening: usize, closing: usize) {
        let column = closing.saturating_sub(self.line);
        let (Some(open), true) = (&mut self.open, self.fresh) else {
            return;
        };
        let column_of = |at: usize| open.line_of(at).map(|line| line.column);
        let outer = |(_, at): &(u8, usize)| column_of(*at) == Some(column);
        if column_of(opening) > Some(column) && self.brackets.iter().any(outer) {
            open.askew.get_or_insert((opening, closing));
        }
    }

    /// The `{` that is not closed, as far as the indentation says it; the line before which its `}` is missing, and
    /// what that begins with.
    fn askew(&self) -> Option<(usize, Line, String)> {
        let open = self.open.as_ref()?;
        let (opening, closing) = open.askew?;
        let column = open.line_of(opening)?.column;
        let mut lines = open.lines.iter();
        let line =
            lines.find(|line| line.at > opening && line.at <= closing && line.column <= column)?;
        let rest = self.slice(line.at, self.text.len());
        let word = rest
            .find(|c: char| !is_letter_of_names(c))
            .unwrap_or(rest.len());
        let word = rest.get(..word.max(1))?;
        Some((opening, *line, format!("this `{word}`")))
    }

    /// The `}` of a `{` as it stands at a place: on its line, or on one of its own.
    fn closing(&self, opening: usize, place: usize) -> String {
        let line = |at: usize| self.open.as_ref().and_then(|open| open.line_of(at));
        let (first, last) = (line(opening), line(place.saturating_sub(1)));
        match first.zip(last) {
            Some((first, last)) if first.at != last.at => {
                let start = first.at.saturating_sub(first.column);
                format!("\n{}}}", self.slice(start, first.at))
            }
            _ => " }".to_owned(),
        }
    }

    /// Whether brackets prove nothing here.
    fn is_torn(&self) -> bool {
        self.open
            .as_ref()
            .is_some_and(|open| open.torn || open.deep)
    }

    /// The grammar cannot look at the declaration.
    fn lose(&mut self) {
        if let Some(open) = &mut self.open {
            open.chunk.sound = false;
        }
    }
}
