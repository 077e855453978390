//! The head, strategies, outcomes, notes, scripts, examples, guarantees and sources as parts.

use std::sync::Arc;

use crate::analyze::difference::declared::{Declared, Part, Row};
use crate::analyze::difference::{Aspect, Forms, Kind};
use crate::base::{Span, Strength};
use crate::model::{Claim, Cond, Example, Given, SourceRow, SourceTable, Subject, TargetKind};
use crate::script::compact;

impl Forms<'_> {
    pub(super) fn head(self) -> [Declared; 2] {
        let book = self.book;
        let mut head = self.declared(Kind::Rulebook, "", Span::default());
        let texts = [
            ("of the name", &book.name),
            ("of the title", &book.title),
            ("of the version", &book.version),
            ("of `about`", &book.about),
        ];
        let texts = texts.into_iter().filter(|(_, text)| !text.is_empty());
        head.parts
            .extend(texts.map(|(of, text)| Part::text(of, text)));
        let sureness = book.sureness.map(|id| self.derived(id));
        head.parts
            .extend(sureness.map(|name| Part::plain(Aspect::Definition, "sureness", name)));
        let mut method = self.declared(Kind::Method, "", Span::default());
        let script = compact(&book.method.script);
        let name = book.method.name.to_string();
        method
            .parts
            .push(Part::shown(Aspect::Definition, "", (script, name)));
        for (word, value) in Strength::ALL.into_iter().zip(book.method.scale) {
            let of = format!("of `{}`", word.word());
            method
                .parts
                .push(Part::plain(Aspect::Value, of, value.to_string()));
        }
        [head, method]
    }

    pub(super) fn targets(self) -> Vec<Declared> {
        let targets = self.book.targets.values();
        targets
            .map(|target| {
                let kind = match target.kind {
                    TargetKind::Strategy => Kind::Strategy,
                    TargetKind::Hypothesis => Kind::Hypothesis,
                };
                let mut one = self.declared(kind, &target.name, target.origin);
                let prior = target.prior.to_string();
                one.parts
                    .push(Part::plain(Aspect::Value, "of the prior", prior));
                one.parts.extend(self.title(&target.name, &target.title));
                if let Some(outcome) = target.outcome {
                    let outcome = &self.book.outcomes[outcome];
                    one.parts
                        .extend(former(Aspect::Definition, &outcome.former));
                    one.rows = self.lines(&outcome.items);
                }
                one
            })
            .collect()
    }

    pub(super) fn outcomes(self) -> Vec<Declared> {
        let outcomes = self.book.outcomes.values();
        outcomes
            .filter(|outcome| !self.is_strategy(outcome))
            .map(|outcome| {
                let mut one = self.declared(Kind::Outcome, &outcome.name, outcome.origin);
                let strategy = outcome.strategy.map(|id| self.target(id));
                one.parts
                    .extend(strategy.map(|name| Part::plain(Aspect::Outcome, "for", name)));
                one.parts.extend(self.title(&outcome.name, &outcome.title));
                one.parts
                    .extend(former(Aspect::Definition, &outcome.former));
                one.rows = self.lines(&outcome.items);
                one
            })
            .collect()
    }

    pub(super) fn notes(self) -> Vec<Declared> {
        let notes = self.book.notes.values();
        notes
            .map(|note| {
                let mut one = self.declared(Kind::Note, &note.name, note.origin);
                one.parts
                    .push(self.condition(Aspect::Condition, &note.when));
                let unless = note.unless.as_ref();
                one.parts
                    .extend(unless.map(|cond| self.condition(Aspect::Exception, cond)));
                one.parts.extend(self.title(&note.name, &note.title));
                one.parts.extend(self.because(note.because.as_ref()));
                one.parts.extend(self.citations(&note.citations));
                one.rows = self.lines(&note.items);
                for cond in std::iter::once(&note.when).chain(unless) {
                    self.used(&cond.refs(), &mut one.reads);
                }
                one
            })
            .collect()
    }

    pub(super) fn tables(self) -> Vec<Declared> {
        let table = |table: &SourceTable| {
            let mut one = self.declared(Kind::Table, &table.name, table.origin);
            one.parts.extend(self.title(&table.name, &table.title));
            one.parts.extend(self.citations(&table.citations));
            for (of, column) in [("of `left`", &table.left), ("of `right`", &table.right)] {
                one.parts.push(Part::text(of, &column.title));
                let targets = column.targets.iter().map(|id| self.target(*id).to_owned());
                let targets = super::super::form::joined(targets, ", ");
                one.parts.push(Part::plain(Aspect::Definition, of, targets));
            }
            one.rows = table.rows.iter().map(|row| self.source_row(row)).collect();
            one
        };
        self.book.tables.iter().map(table).collect()
    }

    fn source_row(self, row: &SourceRow) -> Row {
        let words = self.words(row.origin);
        Row::line(Aspect::Wording, "row", (words.clone(), words))
    }

    pub(super) fn scripts(self) -> Vec<Declared> {
        let scripts = self.book.scripts.values();
        scripts
            .map(|script| {
                let mut one = self.declared(Kind::Script, &script.name, script.origin);
                // Comments and layout mean nothing in scripts either.
                let text = compact(&script.text);
                one.parts.push(Part::plain(Aspect::Definition, "", text));
                one
            })
            .collect()
    }

    pub(super) fn examples(self) -> Vec<Declared> {
        let examples = self.book.examples.iter();
        examples.map(|example| self.example(example)).collect()
    }

    fn example(self, example: &Example) -> Declared {
        let mut one = self.declared(Kind::Example, &example.title, example.origin);
        for (fact, given) in &example.given {
            let of = format!("of given `{}`", self.fact(*fact));
            let value = self.given(Subject::Fact(*fact), given);
            one.parts.push(Part::plain(Aspect::Value, of, value));
        }
        let expected = example.expect.iter();
        one.rows = expected
            .map(|expected| self.promise("expect", "expect ", &expected.cond))
            .collect();
        one
    }

    fn given(self, subject: Subject, given: &Given) -> String {
        let level = |at| self.level(subject, at).to_owned();
        let text = |text: &str| format!("“{text}”");
        let value = given
            .value
            .written(level, |number| number.to_string(), text);
        let sure = match given.certainty {
            1.0 => String::new(),
            certainty => format!(" certainty {certainty}"),
        };
        let note = given.note.as_ref();
        let note = note.map_or_else(String::new, |note| format!(" note “{note}”"));
        format!("{value}{sure}{note}")
    }

    /// A condition that is expected or promised.
    fn promise(self, gives: &str, before: &str, cond: &Cond) -> Row {
        let words = format!("{before}{}", self.words(cond.origin));
        Row {
            blank: self.blank().cond(cond),
            ..Row::line(Aspect::Definition, gives, (self.cond(cond), words))
        }
    }

    pub(super) fn guarantees(self) -> Vec<Declared> {
        let guarantees = self.book.guarantees.iter();
        guarantees
            .map(|guarantee| {
                let mut one = self.declared(Kind::Guarantee, &guarantee.name, guarantee.origin);
                one.rows = vec![self.claimed(&guarantee.claim)];
                one.parts
                    .extend(self.title(&guarantee.name, &guarantee.title));
                one.parts.extend(self.because(guarantee.because.as_ref()));
                one.parts.extend(self.citations(&guarantee.citations));
                one
            })
            .collect()
    }

    fn claimed(self, claim: &Claim<Cond>) -> Row {
        match claim {
            Claim::Stated { always, cond, when } => {
                let word = if *always { "always" } else { "never" };
                self.held_when(word, cond, when.as_ref())
            }
            Claim::Raising { raising, when } => {
                let text = raising.words(self.book);
                let row = Row::line(Aspect::Definition, "raising", (text.clone(), text));
                self.asked_when(row, when.as_ref())
            }
        }
    }

    fn held_when(self, word: &str, cond: &Cond, when: Option<&Cond>) -> Row {
        let row = self.promise(word, &format!("{word} "), cond);
        self.asked_when(row, when)
    }

    fn asked_when(self, mut row: Row, when: Option<&Cond>) -> Row {
        if let Some(when) = when {
            row.words = format!("{} when {}", row.words, self.words(when.origin));
            row.test = format!("{} when {}", row.test, self.cond(when));
            row.blank = format!("{} when {}", row.blank, self.blank().cond(when));
        }
        row
    }

    pub(super) fn sources(self) -> Vec<Declared> {
        let sources = self.book.sources.values();
        sources
            .map(|source| {
                let mut one = self.declared(Kind::Source, &source.name, source.origin);
                let words = format!("“{}”", source.text);
                let text = (source.text.to_string(), words);
                one.parts.push(Part::shown(Aspect::Citation, "", text));
                if source.unseen {
                    one.parts
                        .push(Part::plain(Aspect::Citation, "of", "unseen"));
                }
                one
            })
            .collect()
    }
}

/// The names that go on being read.
pub(super) fn former(aspect: Aspect, names: &[Arc<str>]) -> Option<Part> {
    let names = super::super::form::joined(names.iter().map(ToString::to_string), ", ");
    (!names.is_empty()).then(|| Part::plain(aspect, "of `formerly`", names))
}
