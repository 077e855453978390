//! The declarations of one rulebook by kind and name, without the words for people. Takes no side.

use std::collections::BTreeMap;

use super::{Book, add_files};
use crate::analyze::difference::Kind;
use crate::base::{FileId, LineKind, SourceMap, Span};
use crate::check::MethodText;
use crate::syntax;
use crate::syntax::clause::{Clause, ClauseKind, Clauses, Remark};
use crate::syntax::tree::{
    Advice, Contrast, Fact, Item, ItemKind, Name, Parameter, Rulebook, Script, Text, Topic,
};

/// The declarations of a rulebook.
#[derive(Debug, Default)]
pub(super) struct Items {
    pub(super) head: Option<Rulebook>,
    /// The text of the method, where it is a file of its own.
    pub(super) method: Option<MethodText>,
    /// The values of the words for weights.
    pub(super) scale: [f64; 4],
    /// Strategies, hypotheses, outcomes, parameters, lets, groups, rules and notes.
    pub(super) plain: BTreeMap<(Kind, String), ItemKind>,
    /// Facts by their full names.
    pub(super) facts: BTreeMap<String, Fact>,
    /// Contrasts by name, or by what they are over.
    pub(super) contrasts: BTreeMap<String, Contrast>,
    /// Scripts by name, with their texts.
    pub(super) scripts: BTreeMap<String, (Script, FileId)>,
    pub(super) advice: Option<Advice>,
}

impl Items {
    /// The declarations of a rulebook, whose texts are added to those of both.
    pub(super) fn of(book: Book<'_>, files: &mut SourceMap) -> Self {
        let first = add_files(book.bundle, files);
        let moved = |file: FileId| FileId(file.0.saturating_add(first));
        let mut items = Self {
            scale: book.program.rulebook.method.scale,
            ..Self::default()
        };
        for tree in &book.bundle.trees {
            let text = book.bundle.files.get(tree.file);
            let text = text.map_or("", |file| &*file.text);
            let (tree, _) = syntax::parse(moved(tree.file), text);
            for item in tree.items {
                items.add(item, book);
            }
        }
        for text in &book.bundle.scripts {
            let origin = Span {
                file: moved(text.origin.file),
                ..text.origin
            };
            let mut scripts = items.scripts.values_mut();
            if let Some((_, file)) = scripts.find(|(script, _)| script.path.span == origin) {
                *file = moved(text.file);
            }
        }
        items.method = book.bundle.method.as_ref().map(|text| MethodText {
            origin: Span {
                file: moved(text.origin.file),
                ..text.origin
            },
            file: moved(text.file),
        });
        items
    }

    fn add(&mut self, item: Item, book: Book<'_>) {
        match item.kind {
            ItemKind::Rulebook(head) => self.head = Some(head),
            ItemKind::Topic(topic) => self.topic(topic),
            ItemKind::Script(script) => {
                let name = script.name.text.to_string();
                self.scripts.insert(name, (script, FileId(u32::MAX)));
            }
            ItemKind::Advice(mut advice) => {
                for row in &mut advice.rows {
                    keep(&mut row.clauses, |_| false);
                }
                self.advice = Some(advice);
            }
            ItemKind::Contrast(mut contrast) => {
                contrast.title = None;
                keep(&mut contrast.clauses, decides);
                for row in &mut contrast.rows {
                    row.because = None;
                }
                let name = match &contrast.name {
                    Some(name) => &name.text,
                    None => &contrast.subject.text,
                };
                self.contrasts.insert(name.to_string(), contrast);
            }
            mut kind => {
                if let Some((key, name)) = bare(&mut kind, book) {
                    self.plain.insert((key, name), kind);
                }
            }
        }
    }

    fn topic(&mut self, topic: Topic) {
        for mut fact in topic.facts {
            fact.title = None;
            keep(&mut fact.clauses, |kind| matches!(kind, ClauseKind::Tag(_)));
            let name = format!("{}.{}", topic.name.text, fact.name.text);
            self.facts.insert(name, fact);
        }
    }

    /// Whether there is a declaration of the kind and name.
    pub(super) fn has(&self, kind: Kind, name: &str) -> bool {
        match kind {
            Kind::Fact => self.facts.contains_key(name),
            Kind::Contrast => self.contrasts.contains_key(name),
            Kind::Script => self.scripts.contains_key(name),
            Kind::Advice => self.advice.is_some(),
            _ => self.plain.contains_key(&(kind, name.to_owned())),
        }
    }
}

/// Takes the words for people out of a declaration, and gives its kind and name; nothing where it decides nothing.
fn bare(kind: &mut ItemKind, book: Book<'_>) -> Option<(Kind, String)> {
    let (kind, name, title, clauses): (Kind, &Name, &mut Option<Text>, &mut Clauses) = match kind {
        ItemKind::Strategy(it) => (Kind::Strategy, &it.name, &mut it.title, &mut it.clauses),
        ItemKind::Outcome(it) => (Kind::Outcome, &it.name, &mut it.title, &mut it.clauses),
        ItemKind::Hypothesis(it) => (Kind::Hypothesis, &it.name, &mut it.title, &mut it.clauses),
        ItemKind::Parameter(it) => {
            changed_from_outside(it, book);
            (Kind::Parameter, &it.name, &mut it.title, &mut it.clauses)
        }
        ItemKind::Let(it) => (Kind::Let, &it.name, &mut it.title, &mut it.clauses),
        ItemKind::Group(it) => (Kind::Group, &it.name, &mut it.title, &mut it.clauses),
        ItemKind::Rule(it) => (Kind::Rule, &it.name, &mut it.title, &mut it.clauses),
        ItemKind::Note(it) => {
            let name = it.name.text.to_string();
            keep(&mut it.clauses, decides);
            it.title = None;
            unsaid(&mut it.clauses);
            it.clauses.list.push(remark(it.name.span));
            return Some((Kind::Note, name));
        }
        _ => return None,
    };
    *title = None;
    keep(clauses, decides);
    unsaid(clauses);
    Some((kind, name.text.to_string()))
}

/// What a line says where nobody reads it.
const UNSAID: &str = "so";

/// Preconditions say when they are met, whatever they say.
fn unsaid(clauses: &mut Clauses) {
    for clause in &mut clauses.list {
        if let ClauseKind::Remark(remark) = &mut clause.kind {
            remark.text.value = UNSAID.into();
        }
    }
}

/// A note says something, whatever it is.
fn remark(span: Span) -> Clause {
    let text = Text {
        value: UNSAID.into(),
        span,
    };
    Clause {
        span,
        kind: ClauseKind::Remark(Remark {
            kind: LineKind::Risk,
            within: None,
            text,
            met: None,
        }),
    }
}

/// A parameter has the value that it was given for this run.
fn changed_from_outside(parameter: &mut Parameter, book: Book<'_>) {
    let parameters = &book.program.rulebook.parameters;
    let known = parameters
        .values()
        .find(|known| known.name == parameter.name.text);
    if let Some(known) = known {
        parameter.value.value = known.value;
    }
}

fn keep(clauses: &mut Clauses, wanted: impl Fn(&ClauseKind) -> bool) {
    clauses.list.retain(|clause| wanted(&clause.kind));
}

/// Whether a clause can decide of a result.
fn decides(kind: &ClauseKind) -> bool {
    match kind {
        ClauseKind::When(_)
        | ClauseKind::Unless(_)
        | ClauseKind::Then(_)
        | ClauseKind::Else(_)
        | ClauseKind::Tag(_)
        | ClauseKind::Formerly(_)
        | ClauseKind::In(_)
        | ClauseKind::Defeats(_)
        | ClauseKind::Prior(_)
        | ClauseKind::MethodName(_)
        | ClauseKind::MethodFile(_)
        | ClauseKind::Sureness(_)
        | ClauseKind::Scale(_) => true,
        ClauseKind::Remark(remark) => remark.kind == LineKind::Precondition,
        ClauseKind::Because(_)
        | ClauseKind::Cite(_)
        | ClauseKind::Basis(_)
        | ClauseKind::Ask(_)
        | ClauseKind::Asked(_)
        | ClauseKind::Help(_)
        | ClauseKind::Lever(_)
        | ClauseKind::Version(_)
        | ClauseKind::About(_) => false,
    }
}
