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

/// What an evaluation says, by name.
pub type Observation = BTreeMap<String, String>;

/// Observes profiles under a program, each with whether all that can be said of it is asked for; `None` where one fails.
pub type Observe<'o> =
    &'o (dyn Fn(&Program, &[(Profile, bool)]) -> Vec<Option<Observation>> + Sync);

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
    /// Whether that takes all that can be observed, such as whether the advice is settled.
    pub whole: bool,
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

/// Profiles that one thread observes at least.
const LEAST: usize = 8;
/// Observations of one profile beyond those that are made for all.
const MOST_FURTHER: usize = 400;

/// An inquiry with its profile by names, and its edits.
struct Looked<'i> {
    inquiry: &'i Inquiry,
    old: Named,
    new: Named,
    /// The facts that were edited.
    facts: Vec<String>,
    /// For each set of edits that was tried, which of the wants come out as they do under the new rulebook.
    tried: BTreeMap<Made, Vec<bool>>,
    /// Which wants came out as they were with no edit.
    before: Vec<bool>,
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
        let mut looked: Vec<Looked<'_>> = inquiries.iter().map(|one| self.looked(one)).collect();
        self.try_for_all(&mut looked, observe);
        let mut reasons = Vec::with_capacity(looked.len());
        in_parallel(
            &looked,
            |one| self.reasons(one, observe),
            |found| {
                reasons.push(found);
                true
            },
        );
        reasons
    }

    fn looked<'i>(&self, inquiry: &'i Inquiry) -> Looked<'i> {
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
            before: Vec::new(),
            inquiry,
            old,
            new,
        }
    }

    /// Tries what every inquiry needs: no edit, all of them, each alone, and all but each.
    fn try_for_all(&self, looked: &mut [Looked<'_>], observe: Observe<'_>) {
        let count = self.mix.count();
        self.try_books(looked, observe, (&vec![false; count], false));
        let several = |one: &Looked<'_>| one.edits(count) > 1;
        if !looked.iter().any(several) {
            return;
        }
        for unit in 0..count {
            let alone: Made = (0..count).map(|one| one == unit).collect();
            self.try_books(looked, observe, (&alone, false));
            let others: Made = (0..count).map(|one| one != unit).collect();
            self.try_books(looked, observe, (&others, true));
        }
    }

    /// Tries a set of edits of the rules, with all facts as they were or as they are.
    fn try_books(
        &self,
        looked: &mut [Looked<'_>],
        observe: Observe<'_>,
        (book, facts): (&Made, bool),
    ) {
        let Some(program) = self.mix.program(book) else {
            return;
        };
        let chunk = looked.len().div_ceil(32).max(LEAST);
        let chunks: Vec<&[Looked<'_>]> = looked.chunks(chunk).collect();
        let mut seen: Vec<Option<Observation>> = Vec::with_capacity(looked.len());
        in_parallel(
            &chunks,
            |chunk| {
                let profiles = chunk.iter().map(|one| {
                    let named = if facts { &one.new } else { &one.old };
                    (named.profile(&program.rulebook), one.inquiry.whole)
                });
                observe(&program, &profiles.collect::<Vec<_>>())
            },
            |observed| {
                seen.extend(observed);
                true
            },
        );
        for (one, seen) in looked.iter_mut().zip(seen) {
            let made = book.iter().copied();
            let made: Made = made.chain(one.facts.iter().map(|_| facts)).collect();
            one.note(made, seen.as_ref());
        }
    }

    /// What caused each of the wants of an inquiry.
    fn reasons(&self, looked: &Looked<'_>, observe: Observe<'_>) -> Vec<Reason> {
        let count = self.mix.count();
        let edits = looked.edits(count);
        let mut further = BTreeMap::new();
        let mut all = Vec::with_capacity(looked.inquiry.wants.len());
        for want in 0..looked.inquiry.wants.len() {
            let is_new = |made: &Made| {
                looked
                    .tried
                    .get(made)
                    .and_then(|seen| seen.get(want).copied())
            };
            // With no edit it is as it was: else the edits are not all there is to it.
            let sound = looked.before.get(want) == Some(&true)
                && is_new(&vec![false; edits]) == Some(false);
            if !sound {
                all.push(Reason::default());
                continue;
            }
            let found = owed(edits, &mut |made| {
                let made = made.to_vec();
                is_new(&made).unwrap_or_else(|| {
                    self.reached(looked, made, observe, &mut further)
                        .and_then(|seen| seen.get(want).copied())
                        .unwrap_or(false)
                })
            });
            all.push(looked.reason(count, self, found));
        }
        all
    }

    /// Which wants a set of edits brings about, tried for one profile alone.
    fn reached(
        &self,
        looked: &Looked<'_>,
        made: Made,
        observe: Observe<'_>,
        further: &mut BTreeMap<Made, Option<Vec<bool>>>,
    ) -> Option<Vec<bool>> {
        if let Some(known) = further.get(&made) {
            return known.clone();
        }
        if further.len() >= MOST_FURTHER {
            return None;
        }
        let (book, facts) = made.split_at(self.mix.count().min(made.len()));
        let seen = self.mix.program(&book.to_vec()).and_then(|program| {
            let profile = looked.mixed(facts).profile(&program.rulebook);
            let mut observed = observe(&program, &[(profile, looked.inquiry.whole)]);
            Some(looked.are_new(&observed.pop()??))
        });
        further.insert(made, seen.clone());
        seen
    }
}

impl Looked<'_> {
    /// How many edits there are, where `count` are of the rules.
    fn edits(&self, count: usize) -> usize {
        count.saturating_add(self.facts.len())
    }

    fn note(&mut self, made: Made, seen: Option<&Observation>) {
        let Some(seen) = seen else {
            return;
        };
        if self.before.is_empty() && !made.contains(&true) {
            let wants = self.inquiry.wants.iter();
            self.before = wants.map(|want| said(seen, want) == want.old).collect();
        }
        let are_new = self.are_new(seen);
        self.tried.insert(made, are_new);
    }

    fn are_new(&self, seen: &Observation) -> Vec<bool> {
        let wants = self.inquiry.wants.iter();
        wants.map(|want| said(seen, want) == want.new).collect()
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

    fn reason(&self, count: usize, causes: &Causes<'_>, found: Owed) -> Reason {
        let edit = |unit: &usize| match unit.checked_sub(count).and_then(|at| self.facts.get(at)) {
            None => Edit::Rules(causes.mix.changes(&[*unit])),
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

/// What is said of something that is asked for.
fn said(seen: &Observation, want: &Want) -> Option<String> {
    seen.get(&want.name).cloned()
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
