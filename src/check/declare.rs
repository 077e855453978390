//! Lists what all files declare, in the order of names, and gives every name its meaning. Looks into no condition.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::Bundle;
use super::names::{Class, Names, Thing};
use super::problem::{names as problem, rows as row_problem};
use super::report::Report;
use crate::base::{Id as _, Span, truth};
use crate::model::{
    ContrastId, FactId, GroupId, LetId, NoteId, OutcomeId, ParameterId, RuleId, RuleRef, ScriptId,
    SourceId, TargetId, TopicId,
};
use crate::syntax::clause::{ClauseKind, Clauses};
use crate::syntax::tree::{self, CellKind, ItemKind};

/// Words that stand for something of their own in conditions and numbers.
const TAKEN: &[(&str, &str)] = &[
    ("best", "it is the best strategy"),
    ("margin", "it is the lead of the best strategy"),
    (
        "undecided",
        "it is what is advised if no row of the advice applies",
    ),
    ("yes", "it is a truth value"),
    ("no", "it is a truth value"),
    ("true", "it is a truth value"),
    ("false", "it is a truth value"),
    ("known", "it is a test"),
    ("unknown", "it is a test"),
    ("null", "it is not a value"),
];

/// What stands in conditions and numbers by its name.
const VALUES: &[&str] = &[
    "a strategy",
    "an outcome",
    "a hypothesis",
    "a let",
    "a contradiction",
    "a parameter",
];

/// One declaration.
#[derive(Clone, Debug)]
pub(super) struct Decl<'t, T> {
    /// Its full name.
    pub(super) name: Arc<str>,
    /// What was written.
    pub(super) node: &'t T,
    /// From the word that opens it to its name.
    pub(super) origin: Span,
    /// Its name.
    pub(super) at: Span,
}

/// A strategy or a hypothesis.
#[derive(Clone, Copy, Debug)]
pub(super) enum TargetNode<'t> {
    /// A strategy.
    Strategy(&'t tree::Strategy),
    /// A hypothesis.
    Hypothesis(&'t tree::Hypothesis),
}

/// A strategy or another outcome.
#[derive(Clone, Copy, Debug)]
pub(super) enum OutcomeNode<'t> {
    /// A strategy is an outcome for itself.
    Strategy(&'t tree::Strategy),
    /// An outcome.
    Outcome(&'t tree::Outcome),
}

impl<'t> OutcomeNode<'t> {
    /// What stands in its block.
    pub(super) fn clauses(self) -> &'t Clauses {
        match self {
            Self::Strategy(node) => &node.clauses,
            Self::Outcome(node) => &node.clauses,
        }
    }
}

/// A rule or a row of a contrast.
#[derive(Clone, Copy, Debug)]
pub(super) enum RuleNode<'t> {
    /// A rule.
    Rule(&'t tree::Rule),
    /// A row of a contrast.
    Row(ContrastId, &'t tree::ContrastRow),
}

/// A fact with the topic that names it first.
#[derive(Clone, Copy, Debug)]
pub(super) struct FactNode<'t> {
    /// The topic.
    pub(super) topic: &'t tree::Topic,
    /// The fact.
    pub(super) fact: &'t tree::Fact,
}

impl FactNode<'_> {
    /// The full names by which files may still call it; one without a topic is of its own.
    pub(super) fn former(self) -> impl Iterator<Item = (Arc<str>, Span)> {
        self.fact.clauses.former().map(move |name| {
            let full = match name.text.contains('.') {
                true => Arc::clone(&name.text),
                false => format!("{}.{}", self.topic.name.text, name.text).into(),
            };
            (full, name.span)
        })
    }
}

/// Everything that is declared; what is declared twice stands once. Every list is in the order of names as bytes,
/// so that a position is the id of the model.
#[derive(Debug, Default)]
pub(super) struct Declared<'t> {
    pub(super) rulebook: Option<(&'t tree::Rulebook, Span)>,
    pub(super) sources: Vec<Decl<'t, tree::Source>>,
    pub(super) scripts: Vec<Decl<'t, tree::Script>>,
    pub(super) parameters: Vec<Decl<'t, tree::Parameter>>,
    pub(super) topics: Vec<Decl<'t, tree::Topic>>,
    pub(super) facts: Vec<Owned<FactNode<'t>>>,
    pub(super) lets: Vec<Decl<'t, tree::Let>>,
    pub(super) groups: Vec<Decl<'t, tree::Group>>,
    pub(super) contrasts: Vec<Decl<'t, tree::Contrast>>,
    pub(super) plain_rules: Vec<Decl<'t, tree::Rule>>,
    pub(super) notes: Vec<Decl<'t, tree::Note>>,
    pub(super) tables: Vec<Decl<'t, tree::SourceTable>>,
    pub(super) examples: Vec<Decl<'t, tree::Example>>,
    pub(super) guarantees: Vec<Decl<'t, tree::Guarantee>>,
    pub(super) targets: Vec<Owned<TargetNode<'t>>>,
    pub(super) outcomes: Vec<Owned<OutcomeNode<'t>>>,
    /// Rules and contrast rows.
    pub(super) rules: Vec<Owned<RuleNode<'t>>>,
    pub(super) advice: Option<(&'t tree::Advice, Span)>,
    /// Names of declarations that did not parse.
    pub(super) broken: Vec<(Arc<str>, Span)>,
    /// Words that open declarations that did not parse; an empty one where the word is unknown.
    pub(super) broken_words: BTreeSet<Arc<str>>,
    /// What declarations were of that did not parse and of which not even the name is known.
    pub(super) nameless: Vec<Class>,
    /// Words that cannot be names, and were made some.
    pub(super) taken: Vec<Arc<str>>,
    /// What bears the name of something else, or what could be read of a broken one: only its own errors count.
    pub(super) doubled: Vec<Doubled<'t>>,
}

/// A second declaration of a name, or a second one of what there is one of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Doubled<'t> {
    /// What was written.
    pub(super) kind: &'t ItemKind,
    /// All of it.
    pub(super) span: Span,
}

impl Declared<'_> {
    /// Whether one that this word opens may stand in what could not be read.
    pub(super) fn may_lack(&self, word: &str, report: &Report) -> bool {
        report.partial || self.has_broken(word) || self.has_broken("")
    }

    /// Whether a declaration that this word opens did not parse.
    pub(super) fn has_broken(&self, word: &str) -> bool {
        self.broken_words.contains(word)
    }
}

/// A declaration whose node is a small value.
#[derive(Clone, Debug)]
pub(super) struct Owned<T> {
    /// Its full name.
    pub(super) name: Arc<str>,
    /// What was written.
    pub(super) node: T,
    /// From the word that opens it to its name.
    pub(super) origin: Span,
    /// Its name.
    pub(super) at: Span,
}

/// Lists the declarations of all files and what their names stand for.
pub(super) fn declare<'t>(bundle: &'t Bundle, report: &mut Report) -> (Declared<'t>, Names) {
    let items = bundle.trees.iter().map(|tree| tree.items.len()).sum();
    let mut walk = Walk {
        declared: Declared::default(),
        claimed: HashMap::with_capacity(items),
        report,
    };
    for (at, tree) in bundle.trees.iter().enumerate() {
        for item in &tree.items {
            if walk.item(item, at == 0).is_none() {
                walk.doubled(item);
            }
        }
    }
    walk.former_facts();
    let mut declared = walk.declared;
    sort(&mut declared);
    list_rules(&mut declared, report);
    let names = name_all(&declared);
    (declared, names)
}

struct Walk<'t, 'r> {
    declared: Declared<'t>,
    /// Every name with the place and the kind of its first declaration.
    claimed: HashMap<Arc<str>, (Span, &'static str)>,
    report: &'r mut Report,
}

impl<'t> Walk<'t, '_> {
    /// Lists a declaration; none where its name is taken already.
    fn item(&mut self, item: &'t tree::Item, in_root: bool) -> Option<()> {
        let span = item.span;
        match &item.kind {
            ItemKind::Rulebook(node) => self.rulebook(node, span, in_root),
            ItemKind::Use(_) => {}
            ItemKind::Script(node) => {
                let decl = self.claim(&node.name, span, "a script", node)?;
                self.declared.scripts.push(decl);
            }
            ItemKind::Source(node) => {
                let decl = self.claim(&node.name, span, "a source", node)?;
                self.declared.sources.push(decl);
            }
            ItemKind::Strategy(node) => self.strategy(node, span)?,
            ItemKind::Outcome(node) => self.outcome(node, span)?,
            ItemKind::Hypothesis(node) => {
                let decl = self.claim(&node.name, span, "a hypothesis", node)?;
                let target = own(&decl, TargetNode::Hypothesis(node));
                self.declared.targets.push(target);
            }
            ItemKind::Parameter(node) => {
                let decl = self.claim(&node.name, span, "a parameter", node)?;
                self.declared.parameters.push(decl);
            }
            ItemKind::Topic(node) => self.topic(node, span)?,
            ItemKind::Let(node) => {
                let kind = match node.body {
                    tree::LetBody::Contradiction { .. } => "a contradiction",
                    _ => "a let",
                };
                let decl = self.claim(&node.name, span, kind, node)?;
                self.declared.lets.push(decl);
            }
            ItemKind::Group(node) => {
                let decl = self.claim(&node.name, span, "a group", node)?;
                self.declared.groups.push(decl);
            }
            ItemKind::Contrast(node) => self.contrast(node, span)?,
            ItemKind::Rule(node) => {
                let decl = self.claim(&node.name, span, "a rule", node)?;
                self.declared.plain_rules.push(decl);
            }
            ItemKind::Advice(node) => self.advice(node, span)?,
            ItemKind::Note(node) => {
                let decl = self.claim(&node.name, span, "a note", node)?;
                self.declared.notes.push(decl);
            }
            ItemKind::Table(node) => {
                let decl = self.claim(&node.name, span, "a table", node)?;
                self.declared.tables.push(decl);
            }
            ItemKind::Example(node) => self.example(node, span)?,
            ItemKind::Guarantee(node) => {
                let decl = self.claim(&node.name, span, "a guarantee", node)?;
                self.declared.guarantees.push(decl);
            }
            ItemKind::Error(node) => {
                self.broken(node);
                if let Some(rest) = &node.rest {
                    let kind = &**rest;
                    self.declared.doubled.push(Doubled { kind, span });
                }
            }
        }
        Some(())
    }

    /// Keeps a second declaration; what only it declares is lost, and nobody who uses that complains.
    fn doubled(&mut self, item: &'t tree::Item) {
        self.declared.doubled.push(Doubled {
            kind: &item.kind,
            span: item.span,
        });
        match &item.kind {
            ItemKind::Rule(_) => {
                self.declared.broken_words.insert("rule".into());
            }
            ItemKind::Topic(node) => {
                let facts = node.facts.iter().map(|fact| {
                    let full = format!("{}.{}", node.name.text, fact.name.text);
                    (full.into(), fact.name.span)
                });
                self.declared.broken.extend(facts);
            }
            ItemKind::Contrast(node) => {
                let name = node.name.as_ref().map(|name| &name.text);
                let name = name.unwrap_or(&node.subject.text);
                let rows = node.rows.iter().filter_map(row_name);
                let rows = rows.map(|(row, at)| (format!("{name}.{row}").into(), at));
                self.declared.broken.extend(rows);
                self.declared.broken_words.insert("contrast".into());
            }
            ItemKind::Advice(_) => {
                self.declared.broken_words.insert("advice".into());
            }
            _ => {}
        }
    }

    /// Takes a name for a declaration; none where it is taken already.
    fn claim<T>(
        &mut self,
        name: &tree::Name,
        span: Span,
        kind: &'static str,
        node: &'t T,
    ) -> Option<Decl<'t, T>> {
        let taken = TAKEN.iter().find(|(word, _)| *word == &*name.text);
        if let Some((_, why)) = taken
            && VALUES.contains(&kind)
        {
            self.report.push(problem::taken(name.span, &name.text, why));
            self.declared.taken.push(Arc::clone(&name.text));
        }
        self.claim_text(&name.text, name.span, kind)?;
        Some(Decl {
            name: Arc::clone(&name.text),
            node,
            origin: head(span, name.span),
            at: name.span,
        })
    }

    fn claim_text(&mut self, name: &Arc<str>, at: Span, kind: &'static str) -> Option<()> {
        if let Some((first, first_kind)) = self.claimed.get(name) {
            return self
                .report
                .fail(problem::doubled(at, *first, name, kind, first_kind));
        }
        self.claimed.insert(Arc::clone(name), (at, kind));
        Some(())
    }

    fn rulebook(&mut self, node: &'t tree::Rulebook, span: Span, in_root: bool) {
        match &self.declared.rulebook {
            Some((first, _)) => self.report.push(problem::second_rulebook(
                head(span, node.name.span),
                first.name.span,
            )),
            None if !in_root => self
                .report
                .push(problem::rulebook_in_module(head(span, node.name.span))),
            None => self.declared.rulebook = Some((node, head(span, node.name.span))),
        }
    }

    fn strategy(&mut self, node: &'t tree::Strategy, span: Span) -> Option<()> {
        let decl = self.claim(&node.name, span, "a strategy", node)?;
        self.former(&node.clauses);
        self.declared
            .targets
            .push(own(&decl, TargetNode::Strategy(node)));
        self.declared
            .outcomes
            .push(own(&decl, OutcomeNode::Strategy(node)));
        Some(())
    }

    fn outcome(&mut self, node: &'t tree::Outcome, span: Span) -> Option<()> {
        let decl = self.claim(&node.name, span, "an outcome", node)?;
        self.former(&node.clauses);
        let outcome = own(&decl, OutcomeNode::Outcome(node));
        self.declared.outcomes.push(outcome);
        Some(())
    }

    /// Names by which files may still call something.
    fn former(&mut self, clauses: &Clauses) {
        for clause in &clauses.list {
            let ClauseKind::Formerly(name) = &clause.kind else {
                continue;
            };
            let taken = TAKEN.iter().find(|(word, _)| *word == &*name.text);
            let taken = taken.map(|(_, why)| *why);
            let dotted = name
                .text
                .contains('.')
                .then_some("only names of facts have a `.`");
            if let Some(why) = taken.or(dotted) {
                let problem = problem::never_former(name.span, clause.span, &name.text, why);
                self.report.push(problem);
            }
            self.claim_text(&name.text, name.span, "a former name");
        }
    }

    fn topic(&mut self, node: &'t tree::Topic, span: Span) -> Option<()> {
        let decl = self.claim(&node.name, span, "a topic", node)?;
        self.declared.topics.push(decl);
        for fact in &node.facts {
            let full: Arc<str> = format!("{}.{}", node.name.text, fact.name.text).into();
            if self.claim_text(&full, fact.name.span, "a fact").is_some() {
                self.declared.facts.push(Owned {
                    name: full,
                    node: FactNode { topic: node, fact },
                    origin: head(fact.span, fact.name.span),
                    at: fact.name.span,
                });
            }
        }
        Some(())
    }

    /// Names by which files may still call facts; those that are called so now come first.
    fn former_facts(&mut self) {
        let facts = self.declared.facts.iter();
        let former: Vec<_> = facts.flat_map(|fact| fact.node.former()).collect();
        for (name, span) in former {
            self.claim_text(&name, span, "a former name");
        }
    }

    /// A contrast without a name bears its fact's, which is no second declaration of the fact.
    fn contrast(&mut self, node: &'t tree::Contrast, span: Span) -> Option<()> {
        if let Some(name) = &node.name {
            let decl = self.claim(name, span, "a contrast", node)?;
            self.declared.contrasts.push(decl);
            return Some(());
        }
        let at = node.subject.span;
        let key: Arc<str> = format!("contrast {}", node.subject.text).into();
        if let Some((first, _)) = self.claimed.get(&key) {
            let problem = problem::unnamed_contrasts(at, *first, &node.subject.text);
            return self.report.fail(problem);
        }
        self.claimed.insert(key, (at, "a contrast"));
        self.declared.contrasts.push(Decl {
            name: Arc::clone(&node.subject.text),
            node,
            origin: head(span, at),
            at,
        });
        Some(())
    }

    fn advice(&mut self, node: &'t tree::Advice, span: Span) -> Option<()> {
        let word = Span {
            end: span.start.saturating_add(6).min(span.end),
            ..span
        };
        if let Some((_, first)) = self.declared.advice {
            return self.report.fail(problem::second_advice(word, first));
        }
        self.declared.advice = Some((node, word));
        Some(())
    }

    /// An example is named by its title, and by its name where it has one.
    fn example(&mut self, node: &'t tree::Example, span: Span) -> Option<()> {
        if let Some(name) = &node.name {
            self.claim(name, span, "an example", node)?;
        }
        let (title, at) = match (&node.title, &node.name) {
            (Some(title), _) => (&title.value, title.span),
            (None, Some(name)) => (&name.text, name.span),
            (None, None) => return Some(()),
        };
        let key: Arc<str> = format!("example {title}").into();
        if let Some((first, _)) = self.claimed.get(&key) {
            let kind = "an example";
            let problem = problem::doubled(at, *first, title, kind, kind);
            return self.report.fail(problem);
        }
        self.claimed.insert(key, (at, "an example"));
        self.declared.examples.push(Decl {
            name: Arc::clone(title),
            node,
            origin: head(span, at),
            at,
        });
        Some(())
    }

    fn broken(&mut self, node: &tree::Broken) {
        let word = node.keyword.as_ref().map(|word| &word.text);
        self.declared.broken_words.extend(word.map(Arc::clone));
        match (&node.name, word) {
            (Some(name), _) => self
                .declared
                .broken
                .push((Arc::clone(&name.text), name.span)),
            (None, Some(word)) => self.declared.nameless.extend(class_of(word)),
            // What opens nothing declares no name.
            (None, None) => {}
        }
        if word.is_none() {
            self.declared.broken_words.insert("".into());
        }
    }
}

/// What a word declares, where anything refers to that by a name.
fn class_of(word: &str) -> Option<Class> {
    Some(match word {
        "script" => Class::Script,
        "source" => Class::Source,
        "strategy" => Class::Strategy,
        "outcome" => Class::Outcome,
        "hypothesis" => Class::Hypothesis,
        "parameter" => Class::Parameter,
        "topic" => Class::Fact,
        "let" | "contradiction" => Class::Let,
        "group" => Class::Group,
        "contrast" => Class::Contrast,
        "rule" => Class::Rule,
        "note" => Class::Note,
        _ => return None,
    })
}

/// From the word that opens a declaration to the end of its name.
fn head(span: Span, name: Span) -> Span {
    Span {
        end: name.end.max(span.start),
        ..span
    }
}

fn own<T, N>(decl: &Decl<'_, T>, node: N) -> Owned<N> {
    Owned {
        name: Arc::clone(&decl.name),
        node,
        origin: decl.origin,
        at: decl.at,
    }
}

fn sort(declared: &mut Declared<'_>) {
    fn by_name<T>(list: &mut [Decl<'_, T>]) {
        list.sort_by(|a, b| a.name.cmp(&b.name));
    }
    by_name(&mut declared.sources);
    by_name(&mut declared.scripts);
    by_name(&mut declared.parameters);
    by_name(&mut declared.topics);
    by_name(&mut declared.lets);
    by_name(&mut declared.groups);
    by_name(&mut declared.contrasts);
    by_name(&mut declared.plain_rules);
    by_name(&mut declared.notes);
    by_name(&mut declared.tables);
    by_name(&mut declared.examples);
    by_name(&mut declared.guarantees);
    declared.facts.sort_by(|a, b| a.name.cmp(&b.name));
    declared.targets.sort_by(|a, b| a.name.cmp(&b.name));
    declared.outcomes.sort_by(|a, b| a.name.cmp(&b.name));
}

/// Rules and rows together, in the order of their names.
fn list_rules<'t>(declared: &mut Declared<'t>, report: &mut Report) {
    let mut rules: Vec<Owned<RuleNode<'t>>> = declared
        .plain_rules
        .iter()
        .map(|decl| own(decl, RuleNode::Rule(decl.node)))
        .collect();
    for (at, contrast) in declared.contrasts.iter().enumerate() {
        let id = ContrastId::from_usize(at);
        rules.extend(rows_of(&contrast.name, id, contrast.node, report));
    }
    rules.sort_by(|a, b| a.name.cmp(&b.name));
    declared.rules = rules;
}

/// The rows of a contrast that have a name.
pub(super) fn rows_of<'t>(
    name: &str,
    id: ContrastId,
    node: &'t tree::Contrast,
    report: &mut Report,
) -> Vec<Owned<RuleNode<'t>>> {
    let mut rows = Vec::with_capacity(node.rows.len());
    let mut seen: HashMap<&str, (Span, bool)> = HashMap::new();
    for row in &node.rows {
        let Some((last, place)) = row_name(row) else {
            let parts = row.cell.parts.iter();
            let rest = parts.filter(|part| matches!(part.kind, tree::CellKind::Any));
            report.push(match rest.map(|part| part.span).next() {
                Some(rest) => row_problem::rest_of_contrast(rest, "*"),
                None => problem::row_needs_label(row.cell.span),
            });
            continue;
        };
        let label = row.label.is_some();
        if let Some((first, other)) = seen.insert(last, (place, label)) {
            let labelled = label || other;
            report.push(problem::doubled_row(place, first, (last, labelled)));
            continue;
        }
        rows.push(Owned {
            name: format!("{name}.{last}").into(),
            node: RuleNode::Row(id, row),
            origin: row.span,
            at: place,
        });
    }
    rows
}

/// A row is named by its label, or by its one level.
pub(super) fn row_name(row: &tree::ContrastRow) -> Option<(&str, Span)> {
    if let Some(label) = &row.label {
        return Some((&label.text, label.span));
    }
    match row.cell.parts.as_slice() {
        [part] => match &part.kind {
            CellKind::Level(word) => Some((truth_word(&word.text), word.span)),
            _ => None,
        },
        _ => None,
    }
}

/// `true` and `false` name the same row as `yes` and `no`.
fn truth_word(word: &str) -> &str {
    match truth(word) {
        Some(true) => "yes",
        Some(false) => "no",
        None => word,
    }
}

fn name_all(declared: &Declared<'_>) -> Names {
    let facts = declared.facts.len();
    let rules = declared.rules.len();
    let mut names = Names::with_capacity(facts.saturating_add(rules), rules);
    for (at, decl) in declared.sources.iter().enumerate() {
        names.add(&decl.name, Thing::Source(SourceId::from_usize(at)), decl.at);
    }
    for (at, decl) in declared.scripts.iter().enumerate() {
        names.add(&decl.name, Thing::Script(ScriptId::from_usize(at)), decl.at);
    }
    for (at, decl) in declared.parameters.iter().enumerate() {
        let thing = Thing::Parameter(ParameterId::from_usize(at));
        names.add(&decl.name, thing, decl.at);
    }
    for (at, decl) in declared.topics.iter().enumerate() {
        names.add(&decl.name, Thing::Topic(TopicId::from_usize(at)), decl.at);
    }
    for (at, fact) in declared.facts.iter().enumerate() {
        names.add(&fact.name, Thing::Fact(FactId::from_usize(at)), fact.at);
        names.add_short(&fact.node.fact.name.text, &fact.name);
    }
    for (at, fact) in declared.facts.iter().enumerate() {
        for (former, span) in fact.node.former() {
            names.add_former(&former, Thing::Fact(FactId::from_usize(at)), span);
            if let Some((_, short)) = former.rsplit_once('.')
                && names.facts_ending_in(short).is_empty()
            {
                names.add_short(&short.into(), &fact.name);
            }
        }
    }
    for (at, decl) in declared.lets.iter().enumerate() {
        names.add(&decl.name, Thing::Let(LetId::from_usize(at)), decl.at);
    }
    for (at, decl) in declared.groups.iter().enumerate() {
        names.add(&decl.name, Thing::Group(GroupId::from_usize(at)), decl.at);
    }
    name_targets(declared, &mut names);
    name_rules(declared, &mut names);
    for (at, decl) in declared.notes.iter().enumerate() {
        names.add(&decl.name, Thing::Note(NoteId::from_usize(at)), decl.at);
    }
    for decl in &declared.tables {
        names.add(&decl.name, Thing::Table, decl.at);
    }
    for decl in &declared.guarantees {
        names.add(&decl.name, Thing::Guarantee, decl.at);
    }
    for decl in &declared.examples {
        if let Some(name) = &decl.node.name {
            names.add(&name.text, Thing::Example, decl.at);
        }
    }
    for (name, at) in &declared.broken {
        names.add_broken(name, *at);
    }
    for class in &declared.nameless {
        names.add_nameless(*class);
    }
    for word in &declared.taken {
        names.add_taken(word);
    }
    names
}

fn name_targets(declared: &Declared<'_>, names: &mut Names) {
    for (at, target) in declared.targets.iter().enumerate() {
        let id = TargetId::from_usize(at);
        let thing = match target.node {
            TargetNode::Strategy(_) => Thing::Strategy(id),
            TargetNode::Hypothesis(_) => Thing::Hypothesis(id),
        };
        names.add(&target.name, thing, target.at);
    }
    for (at, outcome) in declared.outcomes.iter().enumerate() {
        let (clauses, thing) = match outcome.node {
            OutcomeNode::Outcome(node) => {
                let thing = Thing::Outcome(OutcomeId::from_usize(at));
                names.add(&outcome.name, thing, outcome.at);
                (&node.clauses, Some(thing))
            }
            OutcomeNode::Strategy(node) => (&node.clauses, names.get(&outcome.name)),
        };
        for former in clauses.former() {
            if let Some(thing) = thing {
                names.add_former(&former.text, thing, former.span);
            }
        }
    }
}

fn name_rules(declared: &Declared<'_>, names: &mut Names) {
    for (at, rule) in declared.rules.iter().enumerate() {
        let id = RuleId::from_usize(at);
        names.add_rule(&rule.name, RuleRef::Rule(id));
        if let RuleNode::Rule(_) = rule.node {
            names.add(&rule.name, Thing::Rule(id), rule.at);
        }
    }
    for (at, contrast) in declared.contrasts.iter().enumerate() {
        let id = ContrastId::from_usize(at);
        names.add_rule(&contrast.name, RuleRef::Contrast(id));
        if contrast.node.name.is_some() {
            names.add(&contrast.name, Thing::Contrast(id), contrast.at);
        }
    }
}
