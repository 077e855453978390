//! The declarations of a rulebook, as parts that can be compared. Compares nothing.

use std::collections::BTreeSet;

use super::declared::{Declared, Part, Row, TITLE};
use super::words::words;
use super::{Aspect, Forms, Key, Kind, Site};
use crate::base::Span;
use crate::model::{
    Basis, Citation, Cond, Effect, Met, NumKind, Outcome, Ref, RefKind, RuleRef, Subject, TagId,
    TargetKind, Template, Weight,
};

mod facts;
mod lets;
mod rest;
mod rules;

/// Everything a rulebook declares.
pub(super) fn declarations(side: &Forms<'_>) -> Vec<Declared> {
    let side = *side;
    let mut all = Vec::new();
    all.extend(side.head());
    all.extend(side.targets());
    all.extend(side.outcomes());
    all.extend(side.topics());
    all.extend(side.facts());
    all.extend(side.parameters());
    all.extend(side.lets());
    all.extend(side.groups());
    all.extend(side.rules());
    all.extend(side.contrasts());
    all.extend(side.advice());
    all.extend(side.notes());
    all.extend(side.tables());
    all.extend(side.scripts());
    all.extend(side.examples());
    all.extend(side.guarantees());
    all.extend(side.sources());
    all
}

impl Forms<'_> {
    /// A declaration without parts.
    fn declared(self, kind: Kind, name: &str, origin: Span) -> Declared {
        Declared {
            kind,
            shown: kind,
            key: self.renames.of(kind, name).to_owned(),
            name: name.to_owned(),
            site: self.site(origin),
            parts: Vec::new(),
            rows: Vec::new(),
            reads: BTreeSet::new(),
            names: BTreeSet::new(),
        }
    }

    fn site(self, span: Span) -> Option<Site> {
        let (file, at) = self.book.files.place(span)?;
        Some(Site {
            file: file.to_owned(),
            line: at.line,
        })
    }

    fn words(self, span: Span) -> String {
        words(&self.book.files, span)
    }

    /// A condition as a part.
    fn condition(self, aspect: Aspect, cond: &Cond) -> Part {
        Part {
            blank: Some(self.blank().cond(cond)),
            site: self.site(cond.origin),
            ..Part::shown(aspect, "", (self.cond(cond), self.words(cond.origin)))
        }
    }

    /// A title, where it is not the name.
    fn title(self, name: &str, title: &str) -> Option<Part> {
        (title != name).then(|| Part::text(TITLE, title))
    }

    fn because(self, because: Option<&Template>) -> Option<Part> {
        because.map(|template| Part::text("of `because`", &self.template(template)))
    }

    fn citations(self, citations: &[Citation]) -> Option<Part> {
        if citations.is_empty() {
            return None;
        }
        let shown = |citation: &Citation, name: &str| match &*citation.place {
            "" => name.to_owned(),
            place => format!("{name} “{place}”"),
        };
        let name = |citation: &Citation| &self.book.sources[citation.source].name;
        let form = citations
            .iter()
            .map(|one| shown(one, self.renames.of(Kind::Source, name(one))));
        let form = super::form::joined(form, ", ");
        let words: Vec<String> = citations.iter().map(|one| shown(one, name(one))).collect();
        Some(Part::shown(Aspect::Citation, "", (form, words.join(", "))))
    }

    /// The sources that are cited.
    fn cited(self, citations: &[Citation]) -> impl Iterator<Item = Key> {
        citations.iter().map(move |citation| {
            let name = &self.book.sources[citation.source].name;
            let name = self.renames.of(Kind::Source, name);
            (Kind::Source, name.to_owned())
        })
    }

    fn basis(self, basis: Basis) -> Part {
        Part::plain(Aspect::Citation, "of the basis", basis.word())
    }

    /// One effect of a rule.
    fn effect(self, effect: &Effect, branch: &str) -> Part {
        let sign = if effect.favor { "+" } else { "-" };
        let (form, blank, weight) = match &effect.weight {
            Weight::Word(strength, value) => (
                match self.words {
                    true => strength.word().to_owned(),
                    false => self.number(*value),
                },
                None,
                format!("{} ({value})", strength.word()),
            ),
            Weight::By(num) => (
                self.num(num),
                match num.kind {
                    NumKind::Constant(_) => None,
                    _ => Some(self.blank().num(num)),
                },
                format!("by {}", self.words(num.origin)),
            ),
        };
        let of = format!("toward {}{branch}", self.target(effect.target));
        Part {
            blank: blank.map(|blank| format!("{sign}{blank}")),
            weight: Some(weight),
            site: self.site(effect.origin),
            ..Part::shown(
                Aspect::Weight,
                of,
                (format!("{sign}{form}"), self.words(effect.origin)),
            )
        }
    }

    fn tags(self, tags: &[TagId]) -> Option<Part> {
        let names = tags.iter().map(|tag| self.book.tags[*tag].to_string());
        let names = super::form::joined(names, ", ");
        (!names.is_empty()).then(|| Part::plain(Aspect::Tags, "", names))
    }

    /// `precondition`, `next`, `risk` and `measure` lines; a part of a precondition says when it is met.
    fn lines(self, items: &[crate::model::NoteItem]) -> Vec<Row> {
        let line = |item: &crate::model::NoteItem| {
            let text = self.template(&item.text);
            let words = format!("{} “{text}”", item.kind.word());
            let met = item.met.as_ref();
            let within = item.within.map(|within| within.to_string());
            let within = within.map(|within| Part::plain(Aspect::Deadline, "", within));
            let mut reads = BTreeSet::new();
            for cond in met.into_iter().flat_map(Met::conditions) {
                self.used(&cond.refs(), &mut reads);
            }
            Row {
                reads,
                parts: met
                    .map(|met| self.met(met))
                    .into_iter()
                    .chain(within)
                    .collect(),
                ..Row::line(Aspect::Wording, item.kind.word(), (text, words))
            }
        };
        items.iter().map(line).collect()
    }

    /// When a precondition is met.
    fn met(self, met: &Met) -> Part {
        let said = |shown: &dyn Fn(&Cond) -> String| {
            let parts = ["met when", "partly when"].iter().zip(met.conditions());
            let parts = parts.map(|(word, cond)| format!("{word} {}", shown(cond)));
            parts.collect::<Vec<_>>().join(" ")
        };
        let form = said(&|cond| self.cond(cond));
        let words = said(&|cond| self.words(cond.origin));
        Part::shown(Aspect::Condition, "", (form, words))
    }

    /// The declarations that are used.
    fn used(self, refs: &[Ref<'_>], into: &mut BTreeSet<Key>) {
        for found in refs {
            match found.kind {
                RefKind::Subject(subject, _) => {
                    into.insert(self.subject_key(subject));
                }
                RefKind::Parameter(id) => {
                    let name = &self.book.parameters[id].name;
                    let name = self.renames.of(Kind::Parameter, name);
                    into.insert((Kind::Parameter, name.to_owned()));
                }
                RefKind::Figure(figure) => {
                    into.extend(figure.target().map(|id| self.target_key(id)));
                    let tagged = figure.tag().into_iter();
                    let tagged = tagged.flat_map(|tag| self.book.tagged(tag));
                    into.extend(tagged.map(|id| self.subject_key(Subject::Fact(id))));
                }
                RefKind::BestIs(targets) => {
                    into.extend(targets.iter().map(|id| self.target_key(*id)));
                }
                RefKind::Excluded(id) | RefKind::Tied(id) => {
                    into.insert(self.target_key(id));
                }
                RefKind::Fired(RuleRef::Rule(id)) => {
                    into.insert((self.rule_kind(id), self.rule(id)));
                }
                RefKind::Fired(RuleRef::Contrast(id)) => {
                    into.insert((Kind::Contrast, self.contrast(id).to_owned()));
                }
                RefKind::Call(call) => {
                    let name = &self.book.scripts[call.script].name;
                    let name = self.renames.of(Kind::Script, name);
                    into.insert((Kind::Script, name.to_owned()));
                }
                RefKind::Noted(id) => {
                    into.insert((Kind::Note, self.note(id).to_owned()));
                }
                RefKind::AdviceIs(_) | RefKind::AdvisedBy(_) => {}
            }
        }
    }

    fn subject_key(self, subject: Subject) -> Key {
        let kind = match subject {
            Subject::Fact(_) => Kind::Fact,
            Subject::Let(_) => Kind::Let,
        };
        (kind, self.subject(subject).to_owned())
    }

    fn target_key(self, id: crate::model::TargetId) -> Key {
        let kind = match self.book.targets[id].kind {
            TargetKind::Strategy => Kind::Strategy,
            TargetKind::Hypothesis => Kind::Hypothesis,
        };
        (kind, self.target(id).to_owned())
    }

    pub(in crate::analyze) fn rule_kind(self, id: crate::model::RuleId) -> Kind {
        match self.book.rules[id].contrast {
            Some(_) => Kind::Row,
            None => Kind::Rule,
        }
    }

    /// Whether an outcome is a strategy by itself.
    fn is_strategy(self, outcome: &Outcome) -> bool {
        let target = outcome.strategy.map(|id| &self.book.targets[id]);
        target.is_some_and(|target| target.name == outcome.name)
    }
}
