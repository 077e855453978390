//! What every name of a rulebook stands for. One name is one thing over all files.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use crate::base::{Span, nearest};
use crate::model::{
    ContrastId, FactId, GroupId, LetId, NoteId, OutcomeId, ParameterId, RuleId, RuleRef, ScriptId,
    SourceId, TargetId, TopicId,
};

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Thing {
    /// A literature source.
    Source(SourceId),
    /// A script.
    Script(ScriptId),
    /// A strategy.
    Strategy(TargetId),
    /// An outcome that is no strategy.
    Outcome(OutcomeId),
    /// A hypothesis.
    Hypothesis(TargetId),
    /// A parameter.
    Parameter(ParameterId),
    /// A topic.
    Topic(TopicId),
    /// A fact, by its full name.
    Fact(FactId),
    /// A let.
    Let(LetId),
    /// A group.
    Group(GroupId),
    /// A contrast with a name of its own.
    Contrast(ContrastId),
    /// A rule.
    Rule(RuleId),
    /// A note.
    Note(NoteId),
    /// A table of a source.
    Table,
    /// A guarantee.
    Guarantee,
    /// An example.
    Example,
    /// A declaration that did not parse: known to exist, and nothing else.
    Broken,
}

impl Thing {
    /// "a strategy", "an outcome" …
    pub(super) fn kind(self) -> &'static str {
        match self {
            Self::Source(_) => "a source",
            Self::Script(_) => "a script",
            Self::Strategy(_) => "a strategy",
            Self::Outcome(_) => "an outcome",
            Self::Hypothesis(_) => "a hypothesis",
            Self::Parameter(_) => "a parameter",
            Self::Topic(_) => "a topic",
            Self::Fact(_) => "a fact",
            Self::Let(_) => "a let",
            Self::Group(_) => "a group",
            Self::Contrast(_) => "a contrast",
            Self::Rule(_) => "a rule",
            Self::Note(_) => "a note",
            Self::Table => "a table",
            Self::Guarantee => "a guarantee",
            Self::Example => "an example",
            Self::Broken => "a declaration with an error",
        }
    }

    /// What it is needed as.
    pub(super) fn class(self) -> Class {
        match self {
            Self::Source(_) => Class::Source,
            Self::Script(_) => Class::Script,
            Self::Strategy(_) => Class::Strategy,
            Self::Outcome(_) => Class::Outcome,
            Self::Hypothesis(_) => Class::Hypothesis,
            Self::Parameter(_) => Class::Parameter,
            Self::Fact(_) => Class::Fact,
            Self::Let(_) => Class::Let,
            Self::Group(_) => Class::Group,
            Self::Contrast(_) => Class::Contrast,
            Self::Rule(_) => Class::Rule,
            Self::Note(_) => Class::Note,
            Self::Table => Class::Table,
            Self::Topic(_) | Self::Guarantee | Self::Example | Self::Broken => Class::Other,
        }
    }
}

/// A kind of thing, for the search for near spellings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Class {
    /// Sources.
    Source,
    /// Scripts.
    Script,
    /// Strategies.
    Strategy,
    /// Outcomes that are no strategies.
    Outcome,
    /// Hypotheses.
    Hypothesis,
    /// Parameters.
    Parameter,
    /// Facts.
    Fact,
    /// Lets.
    Let,
    /// Groups.
    Group,
    /// Contrasts.
    Contrast,
    /// Rules.
    Rule,
    /// Notes.
    Note,
    Table,
    /// What no clause refers to.
    Other,
}

/// A declared name.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// What it stands for.
    pub(super) thing: Thing,
    /// Where it is declared.
    pub(super) at: Span,
}

/// All names.
#[derive(Debug, Default)]
pub(super) struct Names {
    table: HashMap<Arc<str>, Entry>,
    /// All names in the order they were added, for near spellings.
    listed: Vec<(Arc<str>, Class)>,
    /// The facts that end in a word.
    shorts: HashMap<Arc<str>, Vec<Arc<str>>>,
    /// Rules, rows and contrasts, by the names they are defeated and asked for by.
    rules: HashMap<Arc<str>, RuleRef>,
    rules_listed: Vec<Arc<str>>,
    /// Names of declarations that did not parse.
    broken: BTreeSet<Arc<str>>,
    /// The last parts of those with a dot: facts that are written by them alone.
    broken_shorts: HashSet<Arc<str>>,
    /// What declarations were of that did not parse and of which not even the name is known.
    nameless: HashSet<Class>,
    /// Words that stand for something else, and that something was called by all the same.
    taken: HashSet<Arc<str>>,
}

impl Names {
    /// No names yet, with room for some.
    pub(super) fn with_capacity(names: usize, rules: usize) -> Self {
        Self {
            table: HashMap::with_capacity(names),
            rules: HashMap::with_capacity(rules),
            ..Self::default()
        }
    }

    /// Adds a name; the first of a name stays.
    pub(super) fn add(&mut self, name: &Arc<str>, thing: Thing, at: Span) {
        self.listed.push((Arc::clone(name), thing.class()));
        self.table
            .entry(Arc::clone(name))
            .or_insert(Entry { thing, at });
    }

    /// Adds a name by which files may still call something; nobody is led to it.
    pub(super) fn add_former(&mut self, name: &Arc<str>, thing: Thing, at: Span) {
        let entry = Entry { thing, at };
        self.table.entry(Arc::clone(name)).or_insert(entry);
    }

    /// Adds the last part of a fact's name.
    pub(super) fn add_short(&mut self, short: &Arc<str>, full: &Arc<str>) {
        self.shorts
            .entry(Arc::clone(short))
            .or_default()
            .push(Arc::clone(full));
    }

    /// Adds the name of a rule, a row or a contrast.
    pub(super) fn add_rule(&mut self, name: &Arc<str>, rule: RuleRef) {
        self.rules_listed.push(Arc::clone(name));
        self.rules.entry(Arc::clone(name)).or_insert(rule);
    }

    /// Adds the name of a declaration that did not parse.
    pub(super) fn add_broken(&mut self, name: &Arc<str>, at: Span) {
        self.add(name, Thing::Broken, at);
        self.broken.insert(Arc::clone(name));
        if let Some((_, short)) = name.rsplit_once('.') {
            self.broken_shorts.insert(short.into());
        }
    }

    /// Whether the name, or what it is a part of, may stand in a declaration that did not parse.
    pub(super) fn may_be_broken(&self, name: &str) -> bool {
        if self.broken.is_empty() {
            return false;
        }
        let ends = name.match_indices('.').map(|(at, _)| at);
        ends.chain([name.len()])
            .filter_map(|end| name.get(..end))
            .any(|start| self.broken.contains(start))
            || self.broken_shorts.contains(name)
    }

    /// Whether a fact may stand in what did not parse: alone, or with its topic.
    pub(super) fn may_lack_facts(&self) -> bool {
        let topic = |name: &Arc<str>| matches!(self.get(name), Some(Thing::Topic(_)));
        !self.broken_shorts.is_empty()
            || self.nameless.contains(&Class::Fact)
            || self.broken.iter().any(topic)
    }

    /// Adds that a name of a class is not known.
    pub(super) fn add_nameless(&mut self, class: Class) {
        self.nameless.insert(class);
    }

    /// Adds a word that cannot be a name and was made one.
    pub(super) fn add_taken(&mut self, word: &Arc<str>) {
        self.taken.insert(Arc::clone(word));
    }

    /// Whether a word that stands for something else was made a name, so that nobody knows which is meant.
    pub(super) fn is_taken(&self, word: &str) -> bool {
        self.taken.contains(word)
    }

    /// Whether a declaration without a readable name may have declared the name.
    pub(super) fn may_be_nameless(&self, name: &str, class: Class) -> bool {
        let dotted = name.contains('.');
        self.nameless.contains(&class)
            && match class {
                Class::Fact => dotted,
                // Its rows have a dot, it has none itself.
                Class::Contrast => true,
                _ => !dotted,
            }
    }

    /// Whether the name is one of a topic that was read, so that no other place can declare it.
    pub(super) fn is_in_topic(&self, name: &str) -> bool {
        let topic = name.split_once('.').and_then(|(topic, _)| self.get(topic));
        matches!(topic, Some(Thing::Topic(_)))
    }

    /// What a name stands for.
    pub(super) fn get(&self, name: &str) -> Option<Thing> {
        self.table.get(name).map(|entry| entry.thing)
    }

    /// A name with its place.
    pub(super) fn entry(&self, name: &str) -> Option<&Entry> {
        self.table.get(name)
    }

    /// The rule, row or contrast of a name.
    pub(super) fn rule(&self, name: &str) -> Option<RuleRef> {
        self.rules.get(name).copied()
    }

    /// The names of rules, rows and contrasts.
    pub(super) fn rules(&self) -> impl Iterator<Item = &str> {
        self.rules_listed.iter().map(|name| &**name)
    }

    /// The full names of the facts that end in `short`.
    pub(super) fn facts_ending_in(&self, short: &str) -> &[Arc<str>] {
        self.shorts.get(short).map_or(&[], Vec::as_slice)
    }

    /// The fact whose last part is near to a word, where there is one.
    pub(super) fn near_fact(&self, word: &str, classes: &[Class]) -> Option<&str> {
        if !classes.contains(&Class::Fact) || word.contains('.') {
            return None;
        }
        let facts = self.of(&[Class::Fact]);
        let short = nearest(
            word,
            facts.filter_map(|full| Some(full.rsplit_once('.')?.1)),
        )?;
        self.facts_ending_in(short).first().map(|full| &**full)
    }

    /// The names of some classes.
    pub(super) fn of<'a>(&'a self, classes: &'a [Class]) -> impl Iterator<Item = &'a str> {
        self.listed
            .iter()
            .filter(|(_, class)| classes.contains(class))
            .map(|(name, _)| &**name)
    }
}
