//! The words of an evaluation without the rest of its trace: what a change of texts changes.

use super::words::View;
use super::{Teller, advice, rules, standing};
use crate::engine::machine::Record;
use crate::model::{NoteItem, Profile, Template};

/// A text and what it is said of: `advice`, `because`, `sureness`, `warning`, the name of a rule or note, or the kind
/// of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// What it is said of.
    pub of: String,
    /// The text, its places filled in.
    pub text: String,
}

/// What stands before the deadline of a line.
pub const WITHIN: &str = "within ";

impl Teller<'_> {
    /// All that a trace says in words that the rulebook's author chose, in the order of a trace, and its warnings.
    pub fn wording(&self, profile: &Profile, record: &Record) -> Vec<Words> {
        let view = View {
            teller: self,
            profile,
            record,
            blame: None,
        };
        let mut said = Saying {
            view,
            words: Vec::new(),
        };
        said.all();
        said.words
    }
}

struct Saying<'a> {
    view: View<'a>,
    words: Vec<Words>,
}

impl<'a> Saying<'a> {
    fn all(&mut self) {
        let view = self.view;
        let book = view.teller.book;
        let (row, outcome) = view.record.advised();
        self.say("advice", view.teller.outcome_title(outcome).to_owned());
        let rows = book.advice.as_ref().map(|advice| &advice.rows);
        let row = row.and_then(|at| rows?.get(at as usize));
        self.fill("because", row.and_then(|row| row.because.as_ref()));
        if let Some(because) = standing::sureness_because(&view) {
            self.say("sureness", because.into_owned());
        }
        for (id, rule) in book.rules.iter() {
            self.fill(&rule.name, rules::reason(rule, view.record.became(id)));
        }
        let items = outcome.map(|outcome| &book.outcomes[outcome].items);
        self.lines("", items.into_iter().flatten());
        for (_, note) in advice::noted(&view) {
            self.fill(&note.name, note.because.as_ref());
            self.lines(&format!("{} ", note.name), &note.items);
        }
        for warning in advice::warnings(&view) {
            self.say("warning", warning);
        }
    }

    fn say(&mut self, of: &str, text: String) {
        let of = of.to_owned();
        self.words.push(Words { of, text });
    }

    fn fill(&mut self, of: &str, template: Option<&'a Template>) {
        if let Some(template) = template {
            self.say(of, self.view.fill(template).into_owned());
        }
    }

    fn lines(&mut self, of: &str, items: impl IntoIterator<Item = &'a NoteItem>) {
        for item in items {
            let text = self.view.fill(&item.text);
            let within = item.within.map(|within| format!("{WITHIN}{within}: "));
            let text = within.unwrap_or_default() + &*text;
            self.say(&format!("{of}{}", item.kind.word()), text);
        }
    }
}
