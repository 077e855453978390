//! Which edits made an evaluation say something else: edits of the rules and of the profile, tried one by one.
//!
//! What is said is whatever the caller observes, by name. An edit is named as a cause only where the old rules and the
//! old profile with it, and nothing else, say what the new ones do (see [`Owed`]).

use std::collections::{BTreeMap, BTreeSet};

use super::mix::{Book, Made, Mix, Scope};
use super::named::{Named, NamedGiven, NamedValue};
use super::owed::{Owed, owed};
use super::{Change, Difference};
use crate::base::{format_number, in_parallel};
use crate::model::Profile;
use crate::plan::Program;

/// What a program says of a profile: of each thing that an inquiry asks for, in their order; nothing of what it does
/// not speak of. `None` where the evaluation fails.
pub type Observe<'o> =
    &'o (dyn Fn(&Program, &Profile, &Inquiry) -> Option<Vec<Option<String>>> + Sync);

/// Finds causes between two rulebooks.
pub struct Causes<'a> {
    mix: Mix<'a>,
    books: [Book<'a>; 2],
    difference: &'a Difference,
}

/// A profile before and after, and what is said of it otherwise.
#[derive(Clone, Debug)]
pub struct Inquiry {
    /// The profile as the old rulebook reads it.
    pub old: Profile,
    /// The profile as the new rulebook reads it.
    pub new: Profile,
    /// What is said: its name, and what was and is said of it; nothing where it is not spoken of.
    pub wants: Vec<Want>,
}

/// Something that is said otherwise.
#[derive(Clone, Debug)]
pub struct Want {
    /// Its name among the observations.
    pub name: String,
    /// What was said.
    pub old: Option<String>,
    /// What is said.
    pub new: Option<String>,
}

/// An edit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// A part of the rules: its changes, by their positions in the difference.
    Rules(Vec<usize>),
    /// A fact of the profile, with what was and is given of it.
    Fact {
        /// The fact.
        name: String,
        /// What was given.
        from: String,
        /// What is given.
        to: String,
    },
}

/// What caused one thing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reason {
    /// Sets of edits. More than one: each would have done it alone. None: it is not known.
    pub sets: Vec<Vec<Edit>>,
    /// Whether the one set is needed and not enough: it takes further edits, and several would do.
    pub with_others: bool,
}

/// Sets of edits that are tried for one profile at most.
const MOST_TRIED: usize = 500;

/// What was said of each thing that is asked for; `None` where the evaluation fails.
type Seen = Option<Vec<Option<String>>>;

/// An inquiry with its profile by names, and its edits.
struct Looked<'i> {
    causes: &'i Causes<'i>,
    inquiry: &'i Inquiry,
    observe: Observe<'i>,
    old: Named,
    new: Named,
    /// The facts that were edited.
    facts: Vec<String>,
    /// What came out with each set of edits that was tried.
    tried: BTreeMap<Made, Seen>,
}

impl<'a> Causes<'a> {
    /// For two rulebooks and what differs between them.
    pub fn new(old: Book<'a>, new: Book<'a>, difference: &'a Difference) -> Self {
        Self {
            mix: Mix::new(old, new, difference, Scope::Everything),
            books: [old, new],
            difference,
        }
    }

    /// The changes between the rulebooks.
    pub fn changes(&self) -> &'a [Change] {
        &self.difference.changes
    }

    /// The new name of a thing of the old rulebook, and of a row or level behind a dot.
    pub fn new_name(&self, old: &str) -> String {
        self.mix.names().new_name(old)
    }

    /// What the new rulebook calls a level of a fact or let of the old one.
    pub fn new_level(&self, subject: &str, level: &str) -> String {
        self.mix.names().level(subject, level).to_owned()
    }

    /// The reasons for each thing that each inquiry asks for, in their order.
    pub fn of(&self, inquiries: &[Inquiry], observe: Observe<'_>) -> Vec<Vec<Reason>> {
        let mut reasons = Vec::with_capacity(inquiries.len());
        in_parallel(
            inquiries,
            |inquiry| self.looked(inquiry, observe).reasons(),
            |found| {
                reasons.push(found);
                true
            },
        );
        reasons
    }

    fn looked<'i>(&'i self, inquiry: &'i Inquiry, observe: Observe<'i>) -> Looked<'i> {
        let [before, after] = self.books.map(|book| &book.program.rulebook);
        let old = Named::of(before, &inquiry.old, Some(self.mix.names()));
        let new = Named::of(after, &inquiry.new, None);
        let names: BTreeSet<&str> = old.names().chain(new.names()).collect();
        let edited = names
            .into_iter()
            .filter(|name| old.given(name) != new.given(name));
        Looked {
            facts: edited.map(str::to_owned).collect(),
            tried: BTreeMap::new(),
            causes: self,
            inquiry,
            observe,
            old,
            new,
        }
    }
}

impl Looked<'_> {
    /// What caused each thing that is asked for.
    fn reasons(&mut self) -> Vec<Reason> {
        let edits = self.causes.mix.count().saturating_add(self.facts.len());
        let inquiry = self.inquiry;
        let reason = |(at, want): (usize, &Want)| {
            let before = self.seen(&vec![false; edits], at);
            // With no edit it is as it was: else the edits are not all there is to it.
            if before.as_ref() != Some(&want.old) || want.old == want.new {
                return Reason::default();
            }
            let found = owed(edits, &mut |made| {
                self.seen(made, at).as_ref() == Some(&want.new)
            });
            self.reason(found)
        };
        inquiry.wants.iter().enumerate().map(reason).collect()
    }

    /// What is said of a thing that is asked for, by its position, with some of the edits made.
    fn seen(&mut self, made: &[bool], want: usize) -> Option<Option<String>> {
        if !self.tried.contains_key(made) {
            if self.tried.len() >= MOST_TRIED {
                return None;
            }
            let seen = self.observed(made);
            self.tried.insert(made.to_vec(), seen);
        }
        self.tried.get(made)?.as_ref()?.get(want).cloned()
    }

    fn observed(&self, made: &[bool]) -> Seen {
        let mix = &self.causes.mix;
        let (book, facts) = made.split_at_checked(mix.count())?;
        let program = mix.program(&book.to_vec())?;
        let profile = self.mixed(facts).profile(&program.rulebook);
        (self.observe)(&program, &profile, self.inquiry)
    }

    /// The profile with some of its facts edited.
    fn mixed(&self, facts: &[bool]) -> Named {
        let mut mixed = self.old.clone();
        for (name, made) in self.facts.iter().zip(facts) {
            if *made {
                mixed.set(name, self.new.given(name).cloned());
            }
        }
        mixed
    }

    fn reason(&self, found: Owed) -> Reason {
        let mix = &self.causes.mix;
        let count = mix.count();
        let edit = |unit: &usize| match unit.checked_sub(count).and_then(|at| self.facts.get(at)) {
            None => Edit::Rules(mix.changes(&[*unit])),
            Some(name) => Edit::Fact {
                name: name.clone(),
                from: shown(self.old.given(name)),
                to: shown(self.new.given(name)),
            },
        };
        let sets = found.sets.iter();
        Reason {
            sets: sets.map(|set| set.iter().map(edit).collect()).collect(),
            with_others: found.with_others,
        }
    }
}

/// What is given of a fact, in words.
fn shown(given: Option<&NamedGiven>) -> String {
    let Some(given) = given else {
        return "unknown".to_owned();
    };
    let value = match &given.value {
        NamedValue::YesNo(true) => "yes".to_owned(),
        NamedValue::YesNo(false) => "no".to_owned(),
        NamedValue::Level(name) => name.clone(),
        NamedValue::Set(names) => format!("[{}]", names.join(", ")),
        NamedValue::Number(number) => format_number(*number, 6),
        NamedValue::Text(text) => format!("“{text}”"),
    };
    match given.certainty {
        1.0 => value,
        certainty => format!("{value}, certainty {}", format_number(certainty, 4)),
    }
}
