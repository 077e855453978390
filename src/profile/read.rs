//! Reads a profile: bytes → text → tree → facts of a rulebook. Knows neither files nor formats by name.

use std::borrow::Cow;
use std::sync::Arc;

use super::collect::{Collected, collect};
use super::formats::{Format, format_by_ending};
use super::names::Names;
use super::text::decode;
use super::tree::{Entry, Node, NodeKind, Text, Tree};
use super::{problems, recover};
use crate::base::{Diagnostic, FileId, Limits, LineColumn, Severity, SourceFile, Span, has_errors};
use crate::model::{Given, Place, Profile, Rulebook};

/// A profile to read.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The file's name as shown to the user; its ending says the format.
    pub name: &'a str,
    /// What the profile is called where it has no `id`.
    pub id_default: &'a str,
    /// The id under which the caller will add the text to its sources.
    pub file: FileId,
    /// The content.
    pub bytes: &'a [u8],
    /// The format, where the ending is not to decide.
    pub format: Option<&'a Format>,
}

/// What reading gave.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The profile; `None` where there is an error, and from [`salvage`] where nothing can be read.
    pub profile: Option<Profile>,
    /// The text, for places.
    pub source: SourceFile,
    /// The conditions that a case expects to hold: texts under the top key `expect`, which is no fact.
    pub expects: Vec<Stated>,
    /// All problems, in the order of their places.
    pub diagnostics: Vec<Diagnostic>,
}

/// A condition as it stands in a case.
#[derive(Clone, Debug, PartialEq)]
pub struct Stated {
    /// Its text.
    pub text: String,
    /// Where it stands, with its quotes.
    pub span: Span,
}

/// Reads one profile.
pub fn read(input: &Input<'_>, rulebook: &Rulebook) -> Reading {
    read_with(input, &Names::of(rulebook))
}

/// As [`read`], with the names gathered before: for many profiles.
pub fn read_with(input: &Input<'_>, names: &Names<'_>) -> Reading {
    let mut reading = salvage(input, names);
    if has_errors(&reading.diagnostics) {
        reading.profile = None;
    }
    reading
}

/// As [`read_with`], where the answers that can be read are kept although others cannot.
pub fn salvage(input: &Input<'_>, names: &Names<'_>) -> Reading {
    let format = input.format.or_else(|| format_by_ending(input.name));
    let name = format.map_or("toml", |format| format.name);
    let text = match decode(input.bytes, input.file, names.rulebook, name) {
        Ok(text) => text,
        Err(failed) => {
            let (shown, problem) = *failed;
            return Reading {
                profile: None,
                source: SourceFile::new(input.name, shown),
                expects: Vec::new(),
                diagnostics: vec![problem],
            };
        }
    };
    let source = SourceFile::new(input.name, text);
    let Some(format) = format else {
        let start = Span::new(input.file, 0, 0);
        return Reading {
            profile: None,
            source,
            expects: Vec::new(),
            diagnostics: vec![problems::unknown_format(start, input.name)],
        };
    };
    let collected = collected_of(text, input.file, format, names);
    finish(collected, input, source, names)
}

/// The facts of a text. Where it cannot be read, what stands beside the faults is looked at all the same.
fn collected_of(text: &str, file: FileId, format: &Format, names: &Names<'_>) -> Collected {
    let whole = Text { text, file };
    let tree = (format.read)(whole);
    if tree.root.is_some() {
        return facts_of(tree, text, format, names);
    }
    let (mended, mut told) = recover::mend(whole, format, &tree);
    let rest = mended.text();
    let mut tree = mended.restored((format.read)(Text { text: rest, file }));
    tree.problems.append(&mut told);
    facts_of(tree, text, format, names)
}

/// The facts of a tree; the problems of the tree stand among those of the facts.
fn facts_of(tree: Tree<'_>, text: &str, format: &Format, names: &Names<'_>) -> Collected {
    let mut problems = tree.problems;
    let mut collected = match tree.root.as_ref().map(|root| (&root.kind, root.span)) {
        None => Collected::default(),
        Some((NodeKind::Table(entries), _)) => {
            let (expects, facts) = expects(entries, names, &mut problems);
            let mut collected = collect(&facts, text, names);
            collected.expects = expects;
            collected
        }
        Some((kind, span)) => {
            let found = kind.words();
            let problem = problems::not_a_table(span, found, names.rulebook, format.name);
            let several = matches!(kind, NodeKind::List(nodes) if nodes.iter().any(is_table));
            problems.push(problem.help_if(several.then(problems::several)));
            Collected::default()
        }
    };
    problems.append(&mut collected.problems);
    problems.sort_by_key(Diagnostic::span);
    collected.problems = bounded(problems);
    collected
}

fn is_table(node: &Node<'_>) -> bool {
    matches!(node.kind, NodeKind::Table(_))
}

/// The key of a case's conditions, at the top of the file.
pub(super) const EXPECT: &str = "expect";

/// Takes the conditions of a case out of the entries of a profile, unless the rulebook has a fact of that name.
fn expects<'t, 'e>(
    entries: &'e [Entry<'t>],
    names: &Names<'_>,
    problems: &mut Vec<Diagnostic>,
) -> (Vec<Stated>, Cow<'e, [Entry<'t>]>) {
    let free = !names.knows(EXPECT);
    let (stated, facts): (Vec<&Entry<'_>>, Vec<&Entry<'_>>) = entries
        .iter()
        .partition(|entry| free && entry.key == EXPECT);
    if stated.is_empty() {
        return (Vec::new(), Cow::Borrowed(entries));
    }
    let mut found = Vec::new();
    for entry in stated {
        let nodes = match &entry.value.kind {
            NodeKind::List(nodes) => nodes.as_slice(),
            _ => std::slice::from_ref(&entry.value),
        };
        for node in nodes {
            match &node.kind {
                NodeKind::Text(text) => found.push(Stated {
                    text: text.to_string(),
                    span: node.span,
                }),
                NodeKind::Broken => {}
                kind => problems.push(problems::not_a_condition(node.span, kind.words())),
            }
        }
    }
    (found, Cow::Owned(facts.into_iter().cloned().collect()))
}

/// As many problems as are shown; no warning is kept in the place of an error.
fn bounded(mut problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let most = Limits::DEFAULT.diagnostics;
    if problems.len() > most && has_errors(&problems) {
        problems.retain(|problem| problem.severity == Severity::Error);
    }
    problems.truncate(most);
    problems
}

fn finish(
    mut collected: Collected,
    input: &Input<'_>,
    source: SourceFile,
    names: &Names<'_>,
) -> Reading {
    let diagnostics = std::mem::take(&mut collected.problems);
    let expects = std::mem::take(&mut collected.expects);
    let name = collected.id.take();
    let name = name.as_deref().unwrap_or(input.id_default);
    let profile = placed(collected, name, &source, names);
    Reading {
        profile: Some(profile),
        source,
        expects,
        diagnostics,
    }
}

/// The profile of what was collected from a text, with the place of each value.
pub(super) fn placed(
    collected: Collected,
    name: &str,
    source: &SourceFile,
    names: &Names<'_>,
) -> Profile {
    let mut profile = Profile::empty(name, names.rulebook.facts.len());
    profile.file = Arc::clone(&source.name);
    profile.notes = collected.notes;
    profile.missing = collected.missing;
    let mut facts = collected.facts;
    facts.sort_by_key(|(_, _, span)| span.start);
    let mut cursor = Cursor::new(source);
    for (id, given, span) in facts {
        let place = cursor.place(span.start);
        let given = given.map(|given| Given {
            place: Some(place),
            ..given
        });
        profile.set(id, given);
    }
    profile
}

/// Finds places in the order of the text, so that a file of one long line is counted through once.
struct Cursor<'a> {
    source: &'a SourceFile,
    offset: u32,
    at: LineColumn,
}

impl<'a> Cursor<'a> {
    fn new(source: &'a SourceFile) -> Self {
        Self {
            source,
            offset: 0,
            at: source.line_column(0),
        }
    }

    fn place(&mut self, offset: u32) -> Place {
        let between = Span {
            start: self.offset,
            end: offset,
            ..Span::default()
        };
        self.at = match self.source.text.get(between.range()) {
            Some(text) if !text.contains('\n') => LineColumn {
                line: self.at.line,
                column: self
                    .at
                    .column
                    .saturating_add(u32::try_from(text.chars().count()).unwrap_or(u32::MAX)),
            },
            _ => self.source.line_column(offset),
        };
        self.offset = offset;
        Place {
            file: Arc::clone(&self.source.name),
            line: self.at.line,
            column: self.at.column,
        }
    }
}
