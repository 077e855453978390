//! Places in the text of a rulebook that the checked rulebook does not keep: whole declarations, single clauses, the words
//! between two conditions. Changes nothing.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::{FileId, SourceMap, Span};
use crate::model::Rulebook;
use crate::syntax;
use crate::syntax::clause::{Clause, ClauseKind, Clauses};
use crate::syntax::tree::{Item, ItemKind, Path};

/// The texts of a rulebook with their trees.
pub(super) struct Texts<'b> {
    files: &'b SourceMap,
    /// Declarations by file and first byte.
    items: BTreeMap<(FileId, u32), Item>,
}

impl<'b> Texts<'b> {
    /// Of the files in which rules, parameters and so on stand.
    pub(super) fn of(book: &'b Rulebook) -> Self {
        let rules = book.rules.values().map(|rule| rule.origin);
        let contrasts = book.contrasts.values().map(|contrast| contrast.origin);
        let parameters = book.parameters.values().map(|parameter| parameter.origin);
        let groups = book.groups.values().map(|group| group.origin);
        let notes = book.notes.values().map(|note| note.origin);
        let origins = rules
            .chain(contrasts)
            .chain(parameters)
            .chain(groups)
            .chain(notes);
        let files: BTreeSet<FileId> = origins.map(|origin| origin.file).collect();
        let mut items = BTreeMap::new();
        for id in files {
            let Some(file) = book.files.get(id) else {
                continue;
            };
            let (tree, _) = syntax::parse(id, &file.text);
            items.extend(
                tree.items
                    .into_iter()
                    .map(|item| ((id, item.span.start), item)),
            );
        }
        Self {
            files: &book.files,
            items,
        }
    }

    /// The text of a place.
    pub(super) fn at(&self, span: Span) -> &'b str {
        self.files.text(span)
    }

    /// The whole declaration that begins where `head` does.
    pub(super) fn item(&self, head: Span) -> Option<&Item> {
        self.items.get(&(head.file, head.start))
    }

    /// A word between two places, with signs and white space around it.
    pub(super) fn between(&self, first: Span, second: Span, word: &str) -> Option<Span> {
        let gap = Span {
            file: first.file,
            start: first.end,
            end: second.start,
        };
        let text = self.at(gap);
        let mut from = 0usize;
        while let Some(found) = text.get(from..)?.find(word) {
            let at = from.saturating_add(found);
            let end = at.saturating_add(word.len());
            let letter = |c: char| c.is_alphanumeric() || c == '_';
            let sign = |c: char| matches!(c, '<' | '>' | '=' | '!');
            let own = |c: char| match word.starts_with(letter) {
                true => letter(c),
                false => sign(c),
            };
            let before = text.get(..at)?.chars().next_back();
            let after = text.get(end..)?.chars().next();
            let commented = text
                .get(..at)?
                .lines()
                .next_back()
                .is_some_and(|line| line.contains('#'));
            if !before.is_some_and(own) && !after.is_some_and(own) && !commented {
                let start = (gap.start as usize).saturating_add(at);
                return Some(Span::new(gap.file, start, start.saturating_add(word.len())));
            }
            from = end;
        }
        None
    }
}

/// The clauses of a declaration.
pub(super) fn clauses(item: &Item) -> Option<&Clauses> {
    match &item.kind {
        ItemKind::Rule(rule) => Some(&rule.clauses),
        ItemKind::Contrast(contrast) => Some(&contrast.clauses),
        ItemKind::Note(note) => Some(&note.clauses),
        _ => None,
    }
}

/// The clause with the exception.
pub(super) fn unless(item: &Item) -> Option<Span> {
    let mut list = clauses(item)?.list.iter();
    let found = list.find(|clause| matches!(clause.kind, ClauseKind::Unless(_)))?;
    Some(found.span)
}

/// What is defeated: each name with the place that goes when it is removed.
pub(super) fn defeats(item: &Item) -> Vec<(Path, Span)> {
    let Some(clauses) = clauses(item) else {
        return Vec::new();
    };
    clauses.list.iter().flat_map(defeated).collect()
}

fn defeated(clause: &Clause) -> Vec<(Path, Span)> {
    let ClauseKind::Defeats(paths) = &clause.kind else {
        return Vec::new();
    };
    let mut found = Vec::with_capacity(paths.len());
    for (at, path) in paths.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| paths.get(at));
        let after = paths.get(at.saturating_add(1));
        let span = match (before, after) {
            (None, None) => clause.span,
            (None, Some(after)) => Span {
                end: after.span.start,
                ..path.span
            },
            (Some(before), _) => Span {
                start: before.span.end,
                ..path.span
            },
        };
        found.push((path.clone(), span));
    }
    found
}

/// A number as it is written at the head of a text, with how many places it has after the point.
pub(super) fn written(text: &str) -> Option<(f64, usize, usize)> {
    let len = text
        .find(|c: char| !(c.is_ascii_digit() || c == '.'))
        .unwrap_or(text.len());
    let digits = text.get(..len)?;
    let places = digits.split_once('.').map_or(0, |(_, after)| after.len());
    Some((digits.parse().ok()?, len, places))
}

/// The last place of a number: 1 of `12`, 0.01 of `0.25`.
pub(super) fn step(places: usize) -> f64 {
    (0..places).fold(1.0, |step, _| step / 10.0)
}

#[cfg(test)]
mod tests {
    use super::{step, written};

    #[test]
    fn numbers_are_read_with_their_places() {
        assert_eq!(written("12 \"months\""), Some((12.0, 2, 0)));
        assert_eq!(written("0.25"), Some((0.25, 4, 2)));
        assert_eq!(written("months"), None);
        assert_eq!((step(0), step(2)), (1.0, 0.01));
    }
}
