//! What stands beside the advice, and what of it differs between two rulebooks. Evaluates nothing.

use std::borrow::Cow;

use serde::Serialize;

use super::Moved;
use crate::analyze::difference::Forms;
use crate::base::LineKind;
use crate::engine::Record;
use crate::model::{LineOf, Template};
use crate::plan::Program;

/// What of it differs, where the advice is the same.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Beside {
    /// Preconditions that are met now, or no longer.
    pub preconditions: Vec<Moved>,
    /// Notes that are shown now, or no longer.
    pub notes: Vec<Moved>,
    /// Contradictions that hold now, or no longer.
    pub contradictions: Vec<Moved>,
    /// Steps that came, went, are said in other words or have another deadline.
    pub steps: Vec<Moved>,
}

/// One thing that stands beside the advice.
#[derive(Clone, Debug)]
pub(in crate::analyze) struct Thing {
    kind: Kind,
    /// Who says it, by the name that both sides know.
    of: String,
    /// Which of the things that are said there; nothing where there is one.
    at: usize,
    /// Its text as both sides know it, else its name.
    text: String,
    /// What it is called where it has a name, else its text.
    shown: String,
    /// Its title, where it has one.
    title: Option<String>,
    /// What is said of it.
    value: Cow<'static, str>,
}

/// What kinds of things there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Precondition,
    Note,
    Contradiction,
    Step,
}

impl Kind {
    /// What is said of one that is not there; `None` where nothing is.
    fn absent(self) -> Option<&'static str> {
        match self {
            // That a precondition came or went is a change of its own.
            Self::Precondition => None,
            Self::Note => Some("not shown"),
            Self::Contradiction => Some("does not hold"),
            Self::Step => Some("no step"),
        }
    }
}

/// What stands beside the advice: preconditions that say when they are met, notes, contradictions that hold, steps.
pub(in crate::analyze) fn things(
    program: &Program,
    record: &Record,
    forms: Forms<'_>,
) -> Vec<Thing> {
    let book = &program.rulebook;
    let named = |kind, (name, title): (&str, &str), key: &str, value| Thing {
        kind,
        of: String::new(),
        at: 0,
        text: key.to_owned(),
        shown: format!("`{name}`"),
        title: Some(title.to_owned()),
        value: Cow::Borrowed(value),
    };
    let said_by = |of: LineOf| match of {
        LineOf::Outcome(id) => forms.outcome(Some(id)).to_owned(),
        LineOf::Note(id) => forms.note(id).to_owned(),
    };
    let line = |kind, (of, at, text): (LineOf, usize, &Template), value| {
        let text = forms.template(text);
        Thing {
            kind,
            of: said_by(of),
            at,
            shown: format!("“{text}”"),
            title: None,
            text,
            value,
        }
    };
    let met = record.preconditions(program).map(|(one, status)| {
        let value = Cow::Borrowed(status.words());
        line(Kind::Precondition, (one.of, one.at, one.text), value)
    });
    let steps = book.lines(LineKind::Next);
    let steps = steps.filter(|(of, ..)| record.says(program, *of));
    let steps = steps.map(|(of, at, item)| {
        let value = match item.within {
            Some(time) => Cow::Owned(format!("a step within {time}")),
            None => Cow::Borrowed("a step"),
        };
        line(Kind::Step, (of, at, &item.text), value)
    });
    let notes = book.notes.iter();
    let notes = notes.filter(|(id, _)| record.says(program, LineOf::Note(*id)));
    let notes =
        notes.map(|(id, one)| named(Kind::Note, (&one.name, &one.title), forms.note(id), "shown"));
    let clashes = record.contradictions(program).map(|(id, one)| {
        named(
            Kind::Contradiction,
            (&one.name, &one.title),
            forms.derived(id),
            "holds",
        )
    });
    met.chain(notes).chain(clashes).chain(steps).collect()
}

impl Beside {
    /// Adds what of it differs; `stayed` says of which profile and advice.
    pub(in crate::analyze) fn add(&mut self, stayed: &Moved, [old, new]: [&[Thing]; 2]) {
        let mut left: Vec<&Thing> = old.iter().collect();
        for one in new {
            match partner(one, &left, new) {
                Some(at) => self.both(stayed, left.remove(at), one),
                None => self.came_or_went(stayed, one, |absent| [absent, &one.value]),
            }
        }
        for one in left {
            self.came_or_went(stayed, one, |absent| [&one.value, absent]);
        }
    }

    fn both(&mut self, stayed: &Moved, old: &Thing, new: &Thing) {
        // The words of a step are what is done.
        if new.kind == Kind::Step && old.text != new.text {
            self.steps.push(Moved {
                from: format!("{} {}", old.value, old.shown),
                to: format!("{} {}", new.value, new.shown),
                ..stayed.clone()
            });
            return;
        }
        self.push(stayed, new, [&old.value, &new.value]);
    }

    fn came_or_went<'t>(
        &mut self,
        stayed: &Moved,
        one: &'t Thing,
        values: impl Fn(&'static str) -> [&'t str; 2],
    ) {
        if let Some(absent) = one.kind.absent() {
            self.push(stayed, one, values(absent));
        }
    }

    fn push(&mut self, stayed: &Moved, one: &Thing, [from, to]: [&str; 2]) {
        if from == to {
            return;
        }
        let list = match one.kind {
            Kind::Precondition => &mut self.preconditions,
            Kind::Note => &mut self.notes,
            Kind::Contradiction => &mut self.contradictions,
            Kind::Step => &mut self.steps,
        };
        list.push(Moved {
            of: Some(one.shown.clone()),
            title: one.title.clone(),
            from: from.to_owned(),
            to: to.to_owned(),
            ..stayed.clone()
        });
    }
}

/// The same thing on the old side: the one that says the same, else the one in its place that nothing else is.
fn partner(one: &Thing, old: &[&Thing], new: &[Thing]) -> Option<usize> {
    let same = |a: &Thing, b: &Thing| a.kind == b.kind && a.of == b.of && a.text == b.text;
    let found = old.iter().position(|before| same(before, one));
    found.or_else(|| {
        old.iter().position(|before| {
            let place = before.kind == one.kind && before.of == one.of && before.at == one.at;
            place && one.at > 0 && !new.iter().any(|other| same(before, other))
        })
    })
}
