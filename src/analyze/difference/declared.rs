//! A declaration as parts that can be compared. Knows nothing of rulebooks.

use std::collections::BTreeSet;

use super::{Aspect, Key, Kind, Site};
use crate::model::Cell;

/// A declaration.
#[derive(Clone, Debug)]
pub(super) struct Declared {
    /// What kind.
    pub(super) kind: Kind,
    /// What it is called where it is shown: a contradiction is compared with lets.
    pub(super) shown: Kind,
    /// Its name as the old rulebook has it.
    pub(super) key: String,
    /// Its own name.
    pub(super) name: String,
    /// Where it stands.
    pub(super) site: Option<Site>,
    /// What is said once.
    pub(super) parts: Vec<Part>,
    /// What is said in rows or lines.
    pub(super) rows: Vec<Row>,
    /// What its result depends on.
    pub(super) reads: BTreeSet<Key>,
    /// What else it names.
    pub(super) names: BTreeSet<Key>,
}

/// Something that is said once.
#[derive(Clone, Debug)]
pub(super) struct Part {
    /// What changed where it changed.
    pub(super) aspect: Aspect,
    /// Which part, such as `toward kaizen`; may be empty.
    pub(super) of: String,
    /// The canonical form.
    pub(super) form: String,
    /// That form with numbers left blank, where it holds numbers that are not all of it.
    pub(super) blank: Option<String>,
    /// As the user wrote it.
    pub(super) words: String,
    /// The weight alone, for an effect.
    pub(super) weight: Option<String>,
    /// Where it stands, if not at the head of the declaration.
    pub(super) site: Option<Site>,
}

impl Part {
    /// A part that is shown as it is compared.
    pub(super) fn plain(aspect: Aspect, of: impl Into<String>, form: impl Into<String>) -> Self {
        let form = form.into();
        Self::shown(aspect, of, (form.clone(), form))
    }

    /// A part with its form and its words.
    pub(super) fn shown(
        aspect: Aspect,
        of: impl Into<String>,
        (form, words): (String, String),
    ) -> Self {
        Self {
            aspect,
            of: of.into(),
            form,
            blank: None,
            words,
            weight: None,
            site: None,
        }
    }

    /// What it is, which one, and what it says, numbers aside; of a weight whether it is for or against.
    fn without_numbers(&self) -> (Aspect, &str, &str) {
        let form = match self.weight {
            Some(_) => self.form.get(..1).unwrap_or_default(),
            None => self.blank.as_ref().unwrap_or(&self.form),
        };
        (self.aspect, &self.of, form)
    }

    /// A part that is a text in quotes.
    pub(super) fn text(of: impl Into<String>, text: &str) -> Self {
        let words = format!("“{text}”");
        Self::shown(Aspect::Wording, of, (text.to_owned(), words))
    }
}

/// A row of a list or table, or a line of a note.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// What its rows are called.
    pub(super) aspect: Aspect,
    /// Its label.
    pub(super) label: Option<String>,
    /// What it gives.
    pub(super) gives: String,
    /// The form of its condition or cells.
    pub(super) test: String,
    /// That form with numbers left blank.
    pub(super) blank: String,
    /// Its exception.
    pub(super) unless: String,
    /// As the user wrote it.
    pub(super) words: String,
    /// Its cells, where it has some.
    pub(super) cells: Option<Vec<Cell>>,
    /// Reason and citations.
    pub(super) parts: Vec<Part>,
    /// Where it stands.
    pub(super) site: Option<Site>,
    /// What it reads.
    pub(super) reads: BTreeSet<Key>,
}

impl Row {
    /// A row that is nothing but words.
    pub(super) fn line(aspect: Aspect, gives: &str, (form, words): (String, String)) -> Self {
        Self {
            aspect,
            label: None,
            gives: gives.to_owned(),
            blank: form.clone(),
            test: form,
            unless: String::new(),
            words,
            cells: None,
            parts: Vec::new(),
            site: None,
            reads: BTreeSet::new(),
        }
    }

    /// All that it means.
    pub(super) fn meaning(&self) -> (&str, &str, &str) {
        (&self.gives, &self.test, &self.unless)
    }

    /// All that it means, numbers in its condition aside.
    pub(super) fn without_numbers(&self) -> (&str, &str, &str) {
        (&self.gives, &self.blank, &self.unless)
    }

    /// What it is called: its label, else what it gives.
    pub(super) fn called(&self) -> &str {
        self.label.as_deref().unwrap_or(&self.gives)
    }
}

impl Declared {
    /// The declaration by kind and name.
    pub(super) fn id(&self) -> Key {
        (self.kind, self.key.clone())
    }

    /// Whether another name would be the same thing: what stands by itself and is not named by its place.
    pub(super) fn can_be_renamed(&self) -> bool {
        match self.kind {
            Kind::Rulebook | Kind::Method | Kind::Advice | Kind::AdviceRow => false,
            Kind::Strategy
            | Kind::Hypothesis
            | Kind::Outcome
            | Kind::Fact
            | Kind::Topic
            | Kind::Parameter
            | Kind::Let
            | Kind::Contradiction
            | Kind::Group
            | Kind::Rule
            | Kind::Contrast
            | Kind::Row
            | Kind::Note
            | Kind::Script
            | Kind::Example
            | Kind::Guarantee
            | Kind::Table
            | Kind::Source => true,
        }
    }

    /// Whether what it says is enough to recognize it by; a yes/no fact is like every other.
    pub(super) fn tells_itself(&self) -> bool {
        matches!(
            self.kind,
            Kind::Let | Kind::Rule | Kind::Contrast | Kind::Row | Kind::Note | Kind::Guarantee
        )
    }

    /// Whether both say the same, words and citations aside; for a source its words are all there is.
    pub(super) fn same_meaning_as(&self, other: &Self) -> bool {
        if self.kind != other.kind || self.rows.len() != other.rows.len() {
            return false;
        }
        let counts = |part: &&Part| part.aspect.has_meaning() || matches!(self.kind, Kind::Source);
        let parts = |one: &'_ Self| -> BTreeSet<(Aspect, String, String)> {
            let parts = one.parts.iter().filter(counts);
            let parts = parts.filter(|part| part.of != TITLE);
            parts
                .map(|part| (part.aspect, part.of.clone(), part.form.clone()))
                .collect()
        };
        let mut rows = self.rows.iter().zip(&other.rows);
        parts(self) == parts(other) && rows.all(|(one, other)| one.meaning() == other.meaning())
    }

    /// Whether both hold under the same conditions.
    pub(super) fn same_conditions_as(&self, other: &Self) -> bool {
        let conditions = |one: &'_ Self| -> BTreeSet<String> {
            let parts = one
                .parts
                .iter()
                .filter(|part| part.aspect == Aspect::Condition);
            parts.map(|part| part.form.clone()).collect()
        };
        let own = conditions(self);
        !own.is_empty() && own == conditions(other)
    }

    /// Whether both say the same, numbers aside: one of them may have other weights and thresholds.
    pub(super) fn same_but_for_numbers(&self, other: &Self) -> bool {
        fn parts(one: &Declared) -> BTreeSet<(Aspect, &str, &str)> {
            let parts = one.parts.iter().filter(|part| part.aspect.has_meaning());
            let parts = parts.filter(|part| part.of != TITLE);
            parts.map(Part::without_numbers).collect()
        }
        let mut rows = self.rows.iter().zip(&other.rows);
        self.kind == other.kind
            && self.rows.len() == other.rows.len()
            && parts(self) == parts(other)
            && rows.all(|(one, other)| one.without_numbers() == other.without_numbers())
    }
}

/// The part that is a title.
pub(super) const TITLE: &str = "of the title";

/// The part of a contrast that says what it is over.
pub(super) const OVER: &str = "over";

/// The part of a contrast that is compared row by row, each under its own name.
pub(super) const ROWS: &str = "of its rows";
