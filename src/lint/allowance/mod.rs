//! Comments that allow a lint where they stand: `# hansei: allow CODE reason`. Finds no lint itself.

mod problem;
mod read;

pub use problem::{CODES, NEVER_USED};

use std::collections::BTreeSet;

use crate::base::{CodeInfo, Diagnostic, FileId, Severity, SourceMap, Span};
use crate::lint::removal;
use crate::syntax::places;
use crate::syntax::tree::Tree;
use read::Said;

/// All that the comments of a rulebook's files allow.
#[derive(Debug)]
pub struct Allowances {
    all: Vec<Allowance>,
    problems: Vec<Diagnostic>,
}

/// One lint that is allowed.
#[derive(Debug)]
struct Allowance {
    lint: &'static CodeInfo,
    /// Where the lint is named.
    named: Span,
    /// What is deleted where the allowance goes: the comment, or the name with its comma.
    whole: Option<Span>,
    /// The declarations, facts and rows for which it is allowed.
    places: Vec<Span>,
    /// Whether it kept anything from being said.
    used: bool,
}

/// A comment.
#[derive(Clone, Copy, Debug)]
struct Comment {
    /// From `#` to before the end of the line.
    span: Span,
    /// With what goes with it: the blanks before it, and the whole line where it stands alone.
    whole: Span,
    /// Whether it stands alone on its line.
    alone: bool,
}

/// What is left to say of allowances.
#[derive(Debug, Default)]
pub struct Rest {
    /// What is wrong with them.
    pub problems: Vec<Diagnostic>,
    /// Where those that kept something from being said name their lint.
    pub used: Vec<Span>,
}

impl Allowances {
    /// Those of some files; `codes` are all there are, those of errors too.
    pub fn of(trees: &[Tree], files: &SourceMap, codes: &[&'static CodeInfo]) -> Self {
        let mut found = Self {
            all: Vec::new(),
            problems: Vec::new(),
        };
        for tree in trees {
            let said = tree.comments.iter().filter_map(|comment| {
                let said = read::read(files.text(*comment), *comment, codes)?;
                Some((*comment, said))
            });
            let said: Vec<(Span, Said)> = said.collect();
            // Most files have none, and then nobody looks where anything stands.
            if !said.is_empty() {
                found.add(&InFile::of(tree, files), said);
            }
        }
        found
    }

    fn add(&mut self, file: &InFile<'_>, said: Vec<(Span, Said)>) {
        for (span, said) in said {
            let comment = file.comment(span);
            let places = file.places_for(comment);
            let is_clear = said.problems.is_empty();
            self.problems.extend(said.problems);
            if said.lints.is_empty() {
                continue;
            }
            if places.is_empty() {
                self.problems.push(problem::before_nothing(span));
                continue;
            }
            if !said.has_reason {
                self.problems.push(problem::without_reason(span));
            }
            for (at, (lint, named)) in said.lints.iter().enumerate() {
                let whole = file.whole(&said.lints, at, comment);
                self.all.push(Allowance {
                    lint,
                    named: *named,
                    whole: whole.filter(|_| is_clear),
                    places: places.clone(),
                    used: false,
                });
            }
        }
    }

    /// Takes out what is allowed at any of the places that it marks.
    pub fn apply(&mut self, found: &mut Vec<Diagnostic>) {
        found.retain(|one| {
            let mut allowed = false;
            for allowance in self
                .all
                .iter_mut()
                .filter(|_| one.severity == Severity::Warning)
            {
                let holds = allowance.lint.code == one.code
                    && one
                        .labels
                        .iter()
                        .any(|label| allowance.holds_at(label.span));
                allowance.used |= holds;
                allowed |= holds;
            }
            !allowed
        });
    }

    /// What is wrong with the allowances. That one is of no use can be said where every lint of `ran` looked for something.
    pub fn finish(self, ran: impl Fn(&str) -> bool) -> Rest {
        let mut rest = Rest {
            problems: self.problems,
            used: Vec::new(),
        };
        for one in self.all {
            if one.used {
                rest.used.push(one.named);
            } else if ran(one.lint.code) {
                let unused = problem::never_used(one.lint, one.named, one.whole);
                rest.problems.push(unused);
            }
        }
        rest
    }
}

impl Allowance {
    fn holds_at(&self, span: Span) -> bool {
        let mut places = self.places.iter();
        places.any(|place| {
            place.file == span.file && place.start <= span.start && span.start < place.end
        })
    }
}

/// A file with what stands where in it.
struct InFile<'f> {
    id: FileId,
    text: &'f str,
    comments: &'f [Span],
    places: Vec<Span>,
}

impl<'f> InFile<'f> {
    fn of(tree: &'f Tree, files: &'f SourceMap) -> Self {
        Self {
            id: tree.file,
            text: files.get(tree.file).map_or("", |file| &file.text),
            comments: &tree.comments,
            places: places(tree),
        }
    }

    fn comment(&self, span: Span) -> Comment {
        let whole = removal::whole(self.text, span.range());
        let whole = Span::new(self.id, whole.start, whole.end);
        let before = self.text.get(..span.range().start);
        let alone = before.is_some_and(removal::starts_line);
        Comment { span, whole, alone }
    }

    /// What goes with the lint of that number where a comment no longer names it.
    fn whole(&self, lints: &[(&CodeInfo, Span)], at: usize, comment: Comment) -> Option<Span> {
        let named = lints.get(at)?.1;
        let next = lints.get(at.saturating_add(1));
        let before = at.checked_sub(1).and_then(|at| lints.get(at));
        Some(match (before, next) {
            (_, Some((_, next))) => Span {
                end: next.start,
                ..named
            },
            (Some((_, before)), None) => Span {
                start: before.end,
                ..named
            },
            (None, None) => comment.whole,
        })
    }

    /// What begins on the line that a comment is about: its own, or the next that holds more than comments.
    fn places_for(&self, comment: Comment) -> Vec<Span> {
        let at = match comment.alone {
            true => self.next_code(comment.span),
            false => comment.span.start as usize,
        };
        let before = self.text.get(..at).unwrap_or("");
        let start = before.rfind('\n').map_or(0, |at| at.saturating_add(1));
        let after = self.text.get(at..).unwrap_or("");
        let end = after
            .find('\n')
            .map_or(self.text.len(), |end| at.saturating_add(end));
        let begins = |place: &&Span| (start..end).contains(&(place.start as usize));
        self.places.iter().filter(begins).copied().collect()
    }

    /// Where the first text stands after a comment that is neither blank nor a comment.
    fn next_code(&self, comment: Span) -> usize {
        let ends: BTreeSet<(u32, u32)> = self
            .comments
            .iter()
            .map(|one| (one.start, one.end))
            .collect();
        let mut at = comment.end as usize;
        loop {
            let rest = self.text.get(at..).unwrap_or("");
            let blanks = rest.len().saturating_sub(rest.trim_start().len());
            at = at.saturating_add(blanks);
            let here = u32::try_from(at).unwrap_or(u32::MAX);
            match ends.range((here, 0)..).next() {
                Some((start, end)) if *start == here => at = *end as usize,
                _ => return at,
            }
        }
    }
}
