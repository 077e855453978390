//! Cases from the rows of a table: which advice each expects, and how it is called. Reads no text.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::problems;
use super::suite::{CaseKind, CaseText, Draft, Wants};
use crate::base::{Diagnostic, FileId, Span, has_errors};
use crate::model::Profile;
use crate::profile::table::Row;
use crate::profile::{Names, Node, NodeKind, Stated};

/// The advice that every rulebook has.
const UNDECIDED: &str = "undecided";

/// The cases of one table so far.
pub(super) struct Drafts<'n> {
    names: &'n Names<'n>,
    text: &'n CaseText,
    file: FileId,
    count: usize,
    ids: BTreeMap<Arc<str>, Span>,
    drafts: Vec<Draft>,
    diagnostics: Vec<Diagnostic>,
}

impl<'n> Drafts<'n> {
    pub(super) fn new(names: &'n Names<'n>, text: &'n CaseText, file: FileId) -> Self {
        Self {
            names,
            text,
            file,
            count: 0,
            ids: BTreeMap::new(),
            drafts: Vec::new(),
            diagnostics: Vec::new(),
        }
    }

    pub(super) fn file(&self) -> FileId {
        self.file
    }

    pub(super) fn names(&self) -> &'n Names<'n> {
        self.names
    }

    pub(super) fn finish(self) -> (Vec<Draft>, Vec<Diagnostic>) {
        (self.drafts, self.diagnostics)
    }

    /// Whether there was no row so far.
    pub(super) fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Something is wrong, but no case is lost by it.
    pub(super) fn problem(&mut self, problem: Diagnostic) {
        self.diagnostics.push(problem);
    }

    /// A row that is none.
    pub(super) fn broken(&mut self, problem: Diagnostic) {
        let span = problem.span().unwrap_or_default();
        self.problem(problem);
        self.lost(span);
    }

    /// A row whose problems have been told.
    pub(super) fn lost(&mut self, span: Span) {
        self.count = self.count.saturating_add(1);
        let wants = Wants::Conditions(Vec::new());
        self.draft(self.default_id(), span, None, wants);
    }

    /// A case from a row that lies there; it is broken where the names of the columns are.
    pub(super) fn row(&mut self, mut row: Row<'_>, (span, sound): (Span, bool)) {
        self.count = self.count.saturating_add(1);
        let shift = span.range().start;
        let mut problems: Vec<Diagnostic> = row
            .problems()
            .into_iter()
            .map(|one| shifted(one, shift))
            .collect();
        let here = Span::new(self.file, 0, span.range().len());
        let wants = self.wants(row.expect.as_ref(), row.also.as_ref(), here, &mut |one| {
            problems.push(shifted(one, shift));
        });
        let id: Arc<str> = row.id().map_or_else(|| self.default_id(), Into::into);
        if let Some(first) = self.ids.insert(Arc::clone(&id), span) {
            problems.push(problems::twice(span, first, &id));
        }
        let sound = sound && !has_errors(&problems);
        self.diagnostics.append(&mut problems);
        let profile = sound.then(|| {
            let mut profile = Profile::empty(Arc::clone(&id), self.names.rulebook.facts.len());
            profile.file = self.text.name.as_str().into();
            row.fill(&mut profile);
            profile
        });
        self.draft(id, span, profile, moved(wants, shift));
    }

    fn default_id(&self) -> Arc<str> {
        format!("{} {}", self.text.id, self.count).into()
    }

    fn draft(&mut self, name: Arc<str>, origin: Span, profile: Option<Profile>, wants: Wants) {
        debug_assert_eq!(origin.file, self.file);
        self.drafts.push(Draft {
            name,
            kind: CaseKind::Row,
            origin,
            profile,
            wants,
        });
    }

    /// What a row expects: the outcomes that it accepts, or conditions that have to hold.
    fn wants(
        &self,
        expect: Option<&Node<'_>>,
        also: Option<&Node<'_>>,
        row: Span,
        problem: &mut dyn FnMut(Diagnostic),
    ) -> Wants {
        let texts = texts(expect);
        if !texts.iter().any(|(text, _)| self.is_condition(text)) {
            return match self.expected(expect, also, row, problem) {
                // Without a profile the case is broken, whatever it expects.
                expected if expected.is_empty() => Wants::Conditions(Vec::new()),
                expected => Wants::Advice(expected),
            };
        }
        if let Some((_, span)) = words(also).first() {
            problem(problems::also_beside_condition(*span));
        }
        let stated = |(text, span): (Cow<'_, str>, Span)| Stated {
            text: match self.is_condition(&text) {
                true => text.into_owned(),
                false => format!("advice is {text}"),
            },
            span,
        };
        Wants::Conditions(texts.into_iter().map(stated).collect())
    }

    /// Whether a text is a condition, be it a wrong one, and no name of an outcome.
    fn is_condition(&self, text: &str) -> bool {
        const WORDS: [&str; 9] = [
            "is", "not", "and", "or", "includes", "between", "surely", "of", "at",
        ];
        let is_outcome = |name: &str| {
            let mut outcomes = self.names.rulebook.outcomes.values();
            outcomes.any(|outcome| outcome.is_called(name))
        };
        let derived = |name: &str| {
            let mut lets = self.names.rulebook.lets.values();
            lets.any(|derived| &*derived.name == name)
        };
        text.contains(['<', '>', '=', '('])
            || text.split_whitespace().any(|word| WORDS.contains(&word))
            || (!is_outcome(text) && (derived(text) || self.names.knows(text)))
    }

    /// The outcomes that a row accepts, the expected one first.
    fn expected(
        &self,
        expect: Option<&Node<'_>>,
        also: Option<&Node<'_>>,
        row: Span,
        problem: &mut dyn FnMut(Diagnostic),
    ) -> Vec<Arc<str>> {
        let mut names = words(expect);
        if names.is_empty() {
            let at = expect.map_or(row, |node| node.span);
            problem(problems::row_expects_nothing(at));
        }
        names.extend(words(also));
        let all = &self.names.rulebook.outcomes;
        let meant = |name: &str| match all.values().find(|outcome| outcome.is_called(name)) {
            Some(outcome) => Some(Arc::clone(&outcome.name)),
            None if name == UNDECIDED => Some(UNDECIDED.into()),
            None => None,
        };
        let mut found: Vec<Arc<str>> = Vec::new();
        for (name, span) in names {
            match meant(&name) {
                Some(name) if found.contains(&name) => {}
                Some(name) => found.push(name),
                None => {
                    let outcomes = all.values().map(|outcome| &*outcome.name);
                    let outcomes: Vec<&str> = outcomes.chain([UNDECIDED]).collect();
                    problem(problems::unknown_outcome(span, &name, &outcomes));
                }
            }
        }
        found
    }
}

/// What is expected, at its places in the file.
fn moved(wants: Wants, shift: usize) -> Wants {
    let Wants::Conditions(stated) = wants else {
        return wants;
    };
    let stated = stated.into_iter().map(|one| Stated {
        span: shifted_span(one.span, shift),
        ..one
    });
    Wants::Conditions(stated.collect())
}

/// A text of a cell, or those of a list.
fn texts<'t>(node: Option<&'t Node<'_>>) -> Vec<(Cow<'t, str>, Span)> {
    match node.map(|node| (&node.kind, node.span)) {
        Some((NodeKind::Text(text), span)) if !text.trim().is_empty() => {
            vec![(Cow::Borrowed(text.trim()), span)]
        }
        Some((NodeKind::List(nodes), _)) => {
            nodes.iter().flat_map(|node| texts(Some(node))).collect()
        }
        _ => Vec::new(),
    }
}

/// Names in a cell, `|` between, or in a list.
fn words<'t>(node: Option<&'t Node<'_>>) -> Vec<(Cow<'t, str>, Span)> {
    let Some(node) = node else {
        return Vec::new();
    };
    match &node.kind {
        NodeKind::Text(text) => text
            .split('|')
            .map(str::trim)
            .filter(|word| !word.is_empty())
            .map(|word| (Cow::Borrowed(word), node.span))
            .collect(),
        NodeKind::List(nodes) => nodes.iter().flat_map(|node| words(Some(node))).collect(),
        NodeKind::Number(_, text) => vec![(Cow::Borrowed(text), node.span)],
        NodeKind::Truth(truth) => vec![(truth.to_string().into(), node.span)],
        NodeKind::Null | NodeKind::Table(_) | NodeKind::Broken => Vec::new(),
    }
}

/// A problem with its places moved from a line to its file.
pub(super) fn shifted(problem: Diagnostic, shift: usize) -> Diagnostic {
    problem.moved(|span| *span = shifted_span(*span, shift))
}

fn shifted_span(span: Span, shift: usize) -> Span {
    let by = u32::try_from(shift).unwrap_or(u32::MAX);
    Span {
        start: span.start.saturating_add(by),
        end: span.end.saturating_add(by),
        ..span
    }
}
