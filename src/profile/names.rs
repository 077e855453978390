//! The names a profile may use: facts by full and by short name, and topics. Reads no values.

use super::problems::{former, list, nearest, quote};
use crate::base::{Diagnostic, Span};
use crate::model::{Fact, FactId, FactType, Rulebook, TargetKind};

/// What a name means in a profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// A fact, by its full name or by a last part that only it has.
    Fact(FactId),
    /// A last part that several facts have.
    Ambiguous(Vec<FactId>),
    /// No fact.
    Unknown,
}

/// The names in the long form of a fact.
pub(super) const PARTS: [&str; 4] = ["value", "certainty", "note", "unknown"];

/// What a name of a value means in a profile, `economy.growth.certainty` included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Means {
    /// A fact.
    Whole(FactId),
    /// A part of a fact, by its place among [`PARTS`].
    Part(FactId, usize),
    /// A last part that several facts have.
    Ambiguous(Vec<FactId>),
    /// A topic.
    Topic,
    /// Nothing that the rulebook has facts of.
    Nothing,
}

/// The names of a rulebook's facts, gathered once for many profiles.
#[derive(Clone, Debug)]
pub struct Names<'a> {
    /// The rulebook.
    pub rulebook: &'a Rulebook,
    /// Short names with their facts, in order.
    shorts: Vec<(&'a str, FactId)>,
    /// Former full names with their facts, in order.
    former: Vec<(&'a str, FactId)>,
}

impl<'a> Names<'a> {
    /// Gathers the names.
    pub fn of(rulebook: &'a Rulebook) -> Self {
        let mut shorts: Vec<(&str, FactId)> = rulebook
            .facts
            .iter()
            .map(|(id, fact)| (&*fact.short, id))
            .collect();
        shorts.sort_unstable();
        let facts = rulebook.facts.iter();
        let former = facts.flat_map(|(id, fact)| fact.former.iter().map(move |was| (&**was, id)));
        let mut former: Vec<(&str, FactId)> = former.collect();
        former.sort_unstable();
        Self {
            rulebook,
            shorts,
            former,
        }
    }

    /// The fact a name means: full names first, then short ones.
    pub fn find(&self, name: &str) -> Named {
        if let Some(id) = self.full(name) {
            return Named::Fact(id);
        }
        match self.short(name) {
            [] => self.formerly(name).map_or(Named::Unknown, Named::Fact),
            [(_, id)] => Named::Fact(*id),
            several => Named::Ambiguous(several.iter().map(|(_, id)| *id).collect()),
        }
    }

    /// The fact that had a name: in full, or by a last part that only it had.
    fn formerly(&self, name: &str) -> Option<FactId> {
        let last = |full: &str| full.rsplit_once('.').is_some_and(|(_, last)| last == name);
        let had = |(full, _): &&(&str, FactId)| *full == name || last(full);
        let mut found = self.former.iter().filter(had);
        let (_, id) = found.next()?;
        found.next().is_none().then_some(*id)
    }

    /// That a fact is called otherwise now, where a name is one that it had.
    pub(super) fn renamed(&self, name: &str, id: FactId, key: Span) -> Option<Diagnostic> {
        let had = self.formerly(name) == Some(id);
        let own = self.full(name).is_some() || !self.short(name).is_empty();
        let fact = self.fact(id).filter(|_| had && !own)?;
        Some(former(key, name, &fact.name))
    }

    /// What a name means, parts of facts and topics included.
    pub(super) fn means(&self, name: &str) -> Means {
        match self.find(name) {
            Named::Fact(id) => return Means::Whole(id),
            Named::Ambiguous(facts) => return Means::Ambiguous(facts),
            Named::Unknown if self.is_topic(name) => return Means::Topic,
            Named::Unknown => {}
        }
        let part = name.rsplit_once('.').and_then(|(fact, part)| {
            let at = PARTS.iter().position(|known| *known == part)?;
            match self.find(fact) {
                Named::Fact(id) => Some(Means::Part(id, at)),
                Named::Ambiguous(_) | Named::Unknown => None,
            }
        });
        part.unwrap_or(Means::Nothing)
    }

    /// Whether a name means anything in a profile.
    pub fn knows(&self, name: &str) -> bool {
        self.means(name) != Means::Nothing
    }

    /// Whether a topic is called so.
    pub fn is_topic(&self, name: &str) -> bool {
        let topics = self.rulebook.topics.as_slice();
        let own = topics.binary_search_by(|topic| (*topic.name).cmp(name));
        let had = |(full, _): &(&str, FactId)| {
            full.rsplit_once('.')
                .is_some_and(|(topic, _)| topic == name)
        };
        own.is_ok() || self.former.iter().any(had)
    }

    /// The fact of that full name. INVARIANT: facts stand in the order of their names.
    pub(super) fn full(&self, name: &str) -> Option<FactId> {
        let facts = self.rulebook.facts.as_slice();
        facts
            .binary_search_by(|fact| (*fact.name).cmp(name))
            .ok()
            .map(crate::base::Id::from_usize)
    }

    /// The facts whose last part is that name.
    fn short(&self, name: &str) -> &[(&'a str, FactId)] {
        let from = self.shorts.partition_point(|(short, _)| *short < name);
        let to = self.shorts.partition_point(|(short, _)| *short <= name);
        self.shorts.get(from..to).unwrap_or(&[])
    }

    pub(super) fn fact(&self, id: FactId) -> Option<&'a Fact> {
        self.rulebook.facts.find(id)
    }

    /// The shortest name that means the fact and nothing else.
    pub(super) fn shown(&self, id: FactId) -> &'a str {
        self.fact(id).map_or("", |fact| &fact.name)
    }

    /// A name that no fact has: what it is instead, and the nearest that one has, to be written in the place of `key`.
    pub(super) fn unknown(
        &self,
        name: &str,
        key: &str,
        span: Span,
    ) -> (Diagnostic, Option<&'a str>) {
        if let Some(problem) = self.something_else(name, span) {
            return (problem, None);
        }
        let problem = Diagnostic::error("E0610", span, format!("no fact is named {}", quote(name)));
        if key == "id" && name != key {
            let help = "the name of the profile goes before the first table: `id = \"…\"`";
            return (problem.help(help), None);
        }
        if let Some(near) = self.near(name) {
            return meant(problem, near, name, key);
        }
        let problem = match name.split_once('.') {
            Some((topic, _)) if self.is_topic(topic) => {
                problem.help(format!("facts of `{topic}`: {}", self.facts_of(topic)))
            }
            _ => problem.help(format!("topics with facts: {}", list(self.topics()))),
        };
        (problem, None)
    }

    /// What is wrong with a name, written somewhere else than in a profile, that means no fact.
    pub fn missing(&self, name: &str) -> Diagnostic {
        let nowhere = Span::default();
        let mut problem = match self.find(name) {
            Named::Ambiguous(facts) => self.ambiguous(name, &facts, nowhere),
            Named::Fact(_) | Named::Unknown => self.unknown(name, name, nowhere).0,
        };
        problem.labels.clear();
        problem
    }

    /// A table under a name that no topic has, and what to write in the place of `key`.
    pub(super) fn unknown_topic(
        &self,
        name: &str,
        key: &str,
        span: Span,
    ) -> (Diagnostic, Option<&'a str>) {
        if let Some(problem) = self.something_else(name, span) {
            return (problem, None);
        }
        let problem = Diagnostic::error(
            "E0610",
            span,
            format!("no topic and no fact is named {}", quote(name)),
        );
        match nearest(name, self.topics()).or_else(|| self.near(name)) {
            Some(near) => meant(problem, near, name, key),
            None => {
                let topics = format!("topics with facts: {}", list(self.topics()));
                (problem.help(topics), None)
            }
        }
    }

    /// A short name that several facts have.
    pub(super) fn ambiguous(&self, name: &str, facts: &[FactId], span: Span) -> Diagnostic {
        let message = format!("{} is the last part of several facts", quote(name));
        let full = facts.iter().map(|id| self.shown(*id));
        Diagnostic::error("E0611", span, message)
            .help(format!("write the full name: {}", list(full)))
    }

    /// A topic with a value where its facts should stand.
    pub(super) fn topic_with_value(&self, topic: &str, found: &str, span: Span) -> Diagnostic {
        let message = format!("{} is a topic and takes facts, not {found}", quote(topic));
        Diagnostic::error("E0613", span, message).help(format!(
            "write `{topic}.` and one of its facts: {}",
            self.facts_of(topic)
        ))
    }

    /// What is to be said of a column that belongs to no fact: what its name is instead, or the nearest that a fact has.
    /// `None` where it resembles nothing of the rulebook.
    pub(super) fn column(&self, name: &str, span: Span) -> Option<Diagnostic> {
        let passed = |words: &str| {
            let message = format!("{words}, so its column is ignored");
            Diagnostic::warning("W0602", span, message)
        };
        if let Some((what, help)) = self.kind_of(name) {
            let words = format!("{} is {what}, not a fact", quote(name));
            return Some(passed(&words).help(help));
        }
        if self.is_topic(name) {
            let words = format!("{} is a topic, not a fact", quote(name));
            let facts = self.facts_of(name);
            return Some(passed(&words).help(format!("its facts: {facts}")));
        }
        let near = self.near(name)?;
        let words = format!("no fact is named {}", quote(name));
        Some(passed(&words).help(format!("did you mean `{near}`?")))
    }

    /// The nearest name of a fact.
    pub(super) fn near(&self, name: &str) -> Option<&'a str> {
        if let Some((topic, rest)) = name.split_once('.') {
            return self
                .near_within(topic, rest)
                .or_else(|| self.near_within(nearest(topic, self.topics())?, rest))
                .or_else(|| self.near_last(rest));
        }
        let unique = self
            .shorts
            .iter()
            .map(|(short, _)| *short)
            .filter(|short| self.short(short).len() == 1);
        nearest(name, unique.chain(["id"])).or_else(|| self.near_last(name))
    }

    /// The nearest fact of a topic.
    fn near_within(&self, topic: &str, rest: &str) -> Option<&'a str> {
        let within = || self.within(topic);
        let near = nearest(rest, within().map(|(last, _)| last))?;
        within()
            .find(|(last, _)| *last == near)
            .map(|(_, fact)| &*fact.name)
    }

    /// The fact with the nearest last part, whatever its topic.
    fn near_last(&self, last: &str) -> Option<&'a str> {
        let near = nearest(last, self.shorts.iter().map(|(short, _)| *short))?;
        self.short(near).first().map(|(_, id)| self.shown(*id))
    }

    /// The facts of a topic, with what stands after the topic's name.
    fn within(&self, topic: &str) -> impl Iterator<Item = (&'a str, &'a Fact)> {
        self.rulebook.facts.values().filter_map(move |fact| {
            let last = fact.name.strip_prefix(topic)?.strip_prefix('.')?;
            Some((last, fact))
        })
    }

    fn topics(&self) -> impl Iterator<Item = &'a str> {
        self.rulebook.topics.values().map(|topic| &*topic.name)
    }

    fn facts_of(&self, topic: &str) -> String {
        list(self.within(topic).map(|(last, _)| last))
    }

    /// A name that the rulebook has, but not for a fact.
    fn something_else(&self, name: &str, span: Span) -> Option<Diagnostic> {
        let (what, help) = self.kind_of(name)?;
        let message = format!("{} is {what}, not a fact", quote(name));
        Some(Diagnostic::error("E0614", span, message).help(help))
    }

    fn kind_of(&self, name: &str) -> Option<(&'static str, String)> {
        let book = self.rulebook;
        if book.lets.values().any(|found| &*found.name == name) {
            let help = "the rulebook derives it; give the facts that it is derived from";
            return Some(("a derived value of the rulebook", help.into()));
        }
        if book.parameters.values().any(|found| &*found.name == name) {
            let help = format!("change it for a run with `--param {name}=…`");
            return Some(("a parameter of the rulebook", help));
        }
        if let Some(target) = book.targets.values().find(|found| &*found.name == name) {
            let what = match target.kind {
                TargetKind::Strategy => "a strategy",
                TargetKind::Hypothesis => "a hypothesis",
            };
            return Some((what, "it gathers evidence from the facts".into()));
        }
        if book.outcomes.values().any(|found| &*found.name == name) {
            return Some(("an outcome", "it is advised, not given".into()));
        }
        self.fact_with_level(name).map(|fact| {
            let help = format!("give the fact this level: `{fact}` is `{name}`");
            ("a level", help)
        })
    }

    fn fact_with_level(&self, name: &str) -> Option<&'a str> {
        let has = |fact: &&Fact| match &fact.kind {
            FactType::Level(scale) | FactType::Set(scale) => scale.position(name).is_some(),
            FactType::YesNo | FactType::Number(_) | FactType::Text => false,
        };
        self.rulebook
            .facts
            .values()
            .find(has)
            .map(|fact| &*fact.name)
    }
}

/// The nearest name as it is written where the key stands, which may be the table of a topic.
fn meant<'n>(
    problem: Diagnostic,
    near: &'n str,
    name: &str,
    key: &str,
) -> (Diagnostic, Option<&'n str>) {
    let table = name.strip_suffix(key);
    let table = table.and_then(|before| before.strip_suffix('.'));
    let within = |table| near.strip_prefix(table)?.strip_prefix('.');
    let (help, spelling) = match table {
        None => (format!("did you mean `{near}`?"), Some(near)),
        Some(table) => match within(table) {
            Some(last) => (format!("did you mean `{last}`?"), Some(last)),
            None => {
                let help = format!("did you mean `{near}`, which is not under `{table}`?");
                (help, None)
            }
        },
    };
    (problem.help(help), spelling)
}
