//! One profile as both rulebooks read it: a fact that only the other has is no mistake of the profile.

use std::collections::BTreeMap;

use super::OneSided;
use super::evaluate::Sides;
use crate::analyze::Difference;
use crate::analyze::difference::Forms;
use crate::base::{Diagnostic, Id as _, SourceFile, has_errors};
use crate::model::{Fact, FactId, FactType, Profile, Rulebook, Topic, TopicId, Value};
use crate::profile::{self, Input, Names};

/// A profile as each of two rulebooks reads it.
#[derive(Clone, Debug)]
pub struct Pair {
    /// The profile's name.
    pub name: String,
    /// Its file.
    pub file: String,
    /// As the old rulebook reads it.
    pub(super) old: Profile,
    /// As the new rulebook reads it.
    pub(super) new: Profile,
    /// The facts it gives that only one side has, by the name there.
    pub(super) guests: Vec<String>,
}

/// A profile that is wrong for one of the rulebooks or for both.
#[derive(Clone, Debug)]
pub struct Refusal {
    /// Whether it is wrong for the old rulebook.
    pub by_old: bool,
    /// Whether it is wrong for the new rulebook.
    pub by_new: bool,
    /// Its text, for places.
    pub source: SourceFile,
    /// What is wrong; for the new rulebook where it is wrong for both.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads profiles for two rulebooks: for the new one as it stands, for the old one also under the new names.
#[derive(Debug)]
pub struct Reader<'a> {
    pub(super) old: Hosting<'a>,
    pub(super) new: Names<'a>,
}

/// A rulebook, and the same with the other's facts as guests.
#[derive(Debug)]
pub(super) struct Hosting<'a> {
    pub(super) own: Names<'a>,
    /// With the facts of the other side, which nothing reads.
    pub(super) hosting: Rulebook,
    /// Where a fact of [`Self::hosting`] stands in the rulebook itself.
    home: Vec<Option<FactId>>,
}

impl<'a> Reader<'a> {
    /// For two rulebooks and what differs between them.
    pub fn new(old: &'a Rulebook, new: &'a Rulebook, difference: &Difference) -> Self {
        let none = super::super::difference::Renames::default();
        let old_names = Forms::new(old, &none);
        let new_names = Forms::new(new, &difference.renames);
        Self {
            old: hosting(old_names, new_names, old),
            new: Names::of(new),
        }
    }

    /// Reads a profile as both see it.
    pub fn read(&self, input: &Input<'_>) -> Result<Pair, Box<Refusal>> {
        paired(self.old.read(input), plain(input, &self.new))
    }
}

/// A profile as both read it, if both can.
pub(super) fn paired(
    old: Read<(Profile, Vec<String>)>,
    new: Read<Profile>,
) -> Result<Pair, Box<Refusal>> {
    match (old, new) {
        (Ok((old, guests)), Ok(new)) => Ok(Pair {
            name: new.name.to_string(),
            file: new.file.to_string(),
            old,
            new,
            guests,
        }),
        (old, new) => {
            let (by_old, by_new) = (old.is_err(), new.is_err());
            let wrong = new.err().or(old.err());
            let (source, diagnostics) =
                wrong.unwrap_or_else(|| (SourceFile::new("", ""), Vec::new()));
            Err(Box::new(Refusal {
                by_old,
                by_new,
                source,
                diagnostics,
            }))
        }
    }
}

/// A profile, or its text with what is wrong.
pub(super) type Read<T> = Result<T, (SourceFile, Vec<Diagnostic>)>;

/// The profile as a rulebook reads it.
fn plain(input: &Input<'_>, names: &Names<'_>) -> Read<Profile> {
    let reading = profile::read_with(input, names);
    match reading.profile {
        Some(profile) if !has_errors(&reading.diagnostics) => Ok(profile),
        _ => Err((reading.source, reading.diagnostics)),
    }
}

fn hosting<'a>(own: Forms<'_>, other: Forms<'_>, book: &'a Rulebook) -> Hosting<'a> {
    let mut facts: BTreeMap<String, (Fact, Option<FactId>)> = BTreeMap::new();
    let mut topics: BTreeMap<String, Topic> = BTreeMap::new();
    let mut homes: BTreeMap<&str, FactId> = BTreeMap::new();
    for (id, fact) in book.facts.iter() {
        homes.insert(own.fact(id), id);
        facts.insert(fact.name.to_string(), (fact.clone(), Some(id)));
    }
    for (id, fact) in other.book.facts.iter() {
        let home = homes.get(other.fact(id)).copied();
        let guest = || {
            let mut guest = fact.clone();
            guest.tags.clear();
            guest.topic = TopicId(0);
            (guest, home)
        };
        facts.entry(fact.name.to_string()).or_insert_with(guest);
    }
    for topic in book.topics.values().chain(other.book.topics.values()) {
        topics.insert(topic.name.to_string(), topic.clone());
    }
    let home = facts.values().map(|(_, home)| *home).collect();
    let mut hosting = book.clone();
    hosting.facts = facts.into_values().map(|(fact, _)| fact).collect();
    hosting.topics = topics.into_values().collect();
    Hosting {
        own: Names::of(book),
        hosting,
        home,
    }
}

impl Hosting<'_> {
    /// The profile, and the guests it gives.
    fn read(&self, input: &Input<'_>) -> Read<(Profile, Vec<String>)> {
        let wrong = match plain(input, &self.own) {
            Ok(profile) => return Ok((profile, Vec::new())),
            Err(wrong) => wrong,
        };
        let reading = profile::read(input, &self.hosting);
        match reading.profile {
            Some(profile) if !has_errors(&reading.diagnostics) => Ok(self.at_home(&profile)),
            _ => Err(wrong),
        }
    }

    /// The profile with the rulebook's own facts.
    pub(super) fn at_home(&self, hosted: &Profile) -> (Profile, Vec<String>) {
        let own = self.own.rulebook;
        let mut profile = Profile::empty(hosted.name.clone(), own.facts.len());
        profile.file = hosted.file.clone();
        let mut guests = Vec::new();
        for ((at, given), home) in hosted.facts.iter().zip(&self.home) {
            let Some(given) = given else {
                continue;
            };
            let fact = &self.hosting.facts[at];
            match home {
                Some(id) if fits(&own.facts[*id], &given.value) => {
                    if profile.given(*id).is_none() || own.facts[*id].name == fact.name {
                        profile.set(*id, Some(given.clone()));
                    }
                }
                _ => guests.push(fact.name.to_string()),
            }
        }
        (profile, guests)
    }
}

/// Whether the value of a fact under its other name is one here too.
fn fits(fact: &Fact, value: &Value) -> bool {
    match (&fact.kind, value) {
        (FactType::YesNo, Value::YesNo(_))
        | (FactType::Number(_), Value::Number(_))
        | (FactType::Text, Value::Text(_)) => true,
        (FactType::Level(scale), Value::Level(at)) => scale.level(*at).is_some(),
        (FactType::Set(scale), Value::Set(set)) => scale.all().intersection(*set) == *set,
        _ => false,
    }
}

/// The facts that only one side has, with the number of profiles that give them.
pub(super) fn one_sided(sides: &Sides<'_>, pairs: &[Pair]) -> Vec<OneSided> {
    let [old, new] = sides.forms;
    let names = |side: Forms<'_>| -> BTreeMap<String, FactId> {
        let ids = side.book.facts.ids();
        ids.map(|id| (side.fact(id).to_owned(), id)).collect()
    };
    let (olds, news) = (names(old), names(new));
    let given = |name: &str, id: FactId, in_new: bool| {
        let gives = |pair: &&Pair| {
            let own = if in_new { &pair.new } else { &pair.old };
            own.given(id).is_some() || pair.guests.iter().any(|guest| guest == name)
        };
        pairs.iter().filter(gives).count()
    };
    let mut found = Vec::new();
    for (side, others, in_new) in [(&olds, &news, false), (&news, &olds, true)] {
        let only = side.iter().filter(|(name, _)| !others.contains_key(*name));
        found.extend(only.map(|(name, id)| OneSided {
            fact: name.clone(),
            in_new,
            given_by: given(name, FactId::from_usize(id.to_usize()), in_new),
        }));
    }
    found
}
