//! The parts of a rulebook that need no condition: sources, scripts, topics, facts, parameters, targets, outcomes, groups.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::declare::{Declared, OutcomeNode, TargetNode};
use super::names::{Names, Thing};
use super::problem::names as name_problem;
use super::problem::ranges as range_problem;
use super::problem::weights as weight_problem;
use super::report::Report;
use super::types::{self, Amount, Ty, Unit};
use super::weighing::Weighing;
use crate::base::{IdVec, Span, is_whole, may_be_thousands, meant_number};
use crate::model::{
    Basis, Fact, FactId, FactType, Group, GroupId, GroupLimit, LetId, NumberType, Outcome,
    OutcomeId, Parameter, ParameterId, Script, ScriptId, Source, SourceId, TagId, Target, TargetId,
    TargetKind, Topic, TopicId,
};
use crate::syntax::clause;
use crate::syntax::tree::{self, LimitKind};

/// What conditions are resolved against.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) tags: IdVec<TagId, Arc<str>>,
    pub(super) sources: IdVec<SourceId, Source>,
    pub(super) scripts: IdVec<ScriptId, Script>,
    pub(super) outcomes: IdVec<OutcomeId, Outcome>,
    pub(super) targets: IdVec<TargetId, Target>,
    pub(super) parameters: IdVec<ParameterId, Parameter>,
    pub(super) topics: IdVec<TopicId, Topic>,
    pub(super) facts: IdVec<FactId, Fact>,
    pub(super) groups: IdVec<GroupId, Group>,
    /// The types of the facts.
    pub(super) fact_types: IdVec<FactId, Ty>,
    /// The types of the lets; filled in as they are resolved.
    pub(super) let_types: IdVec<LetId, Ty>,
    /// The tags of facts, with how many have each.
    pub(super) fact_tags: BTreeMap<TagId, u32>,
    /// What weights rest on where nothing nearer says so.
    pub(super) basis: Basis,
    /// Scripts whose file is missing: they are taken to have every function.
    pub(super) missing_scripts: BTreeSet<ScriptId>,
    tag_ids: BTreeMap<Arc<str>, TagId>,
}

impl Draft {
    fn new() -> Self {
        Self {
            tags: IdVec::default(),
            sources: IdVec::default(),
            scripts: IdVec::default(),
            outcomes: IdVec::default(),
            targets: IdVec::default(),
            parameters: IdVec::default(),
            topics: IdVec::default(),
            facts: IdVec::default(),
            groups: IdVec::default(),
            fact_types: IdVec::default(),
            let_types: IdVec::default(),
            fact_tags: BTreeMap::new(),
            basis: Basis::Illustrative,
            missing_scripts: BTreeSet::new(),
            tag_ids: BTreeMap::new(),
        }
    }

    /// The tag of a name.
    pub(super) fn tag(&self, name: &str) -> Option<TagId> {
        self.tag_ids.get(name).copied()
    }
}

/// A title, else the name.
pub(super) fn title(title: Option<&tree::Text>, name: &Arc<str>) -> Arc<str> {
    title.map_or_else(|| Arc::clone(name), |title| Arc::clone(&title.value))
}

/// The model's basis for the word.
pub(super) fn basis(basis: clause::Basis) -> Basis {
    match basis {
        clause::Basis::Cited => Basis::Cited,
        clause::Basis::Expert => Basis::Expert,
        clause::Basis::Calibrated => Basis::Calibrated,
        clause::Basis::Illustrative => Basis::Illustrative,
    }
}

/// Builds everything that needs no condition. Texts and citations come later.
pub(super) fn draft(
    declared: &Declared<'_>,
    names: &Names,
    weighing: &Weighing,
    report: &mut Report,
) -> Draft {
    let mut draft = Draft::new();
    if let Some((book, _)) = &declared.rulebook {
        draft.basis = book
            .clauses
            .basis()
            .map_or(draft.basis, |word| basis(*word));
    }
    collect_tags(declared, &mut draft);
    for source in &declared.sources {
        draft.sources.push(Source {
            name: Arc::clone(&source.name),
            text: title(source.node.title.as_ref(), &source.name),
            unseen: source.node.unseen.is_some(),
            origin: source.origin,
        });
    }
    add_facts(declared, names, &mut draft, report);
    add_parameters(declared, &mut draft, report);
    add_targets(declared, names, weighing, &mut draft, report);
    add_groups(declared, weighing, &mut draft, report);
    draft
}

/// Tags are declared by their use on facts, rules and contrasts.
fn collect_tags(declared: &Declared<'_>, draft: &mut Draft) {
    let facts = declared.facts.iter().map(|fact| &fact.node.fact.clauses);
    let rules = declared.plain_rules.iter().map(|rule| &rule.node.clauses);
    let contrasts = declared
        .contrasts
        .iter()
        .map(|contrast| &contrast.node.clauses);
    let all: BTreeSet<&Arc<str>> = facts
        .chain(rules)
        .chain(contrasts)
        .flat_map(|clauses| clauses.tags().map(|tag| &tag.text))
        .collect();
    for name in all {
        let id = draft.tags.push(Arc::clone(name));
        draft.tag_ids.insert(Arc::clone(name), id);
    }
}

fn add_facts(declared: &Declared<'_>, names: &Names, draft: &mut Draft, report: &mut Report) {
    for topic in &declared.topics {
        draft.topics.push(Topic {
            name: Arc::clone(&topic.name),
            title: topic
                .node
                .title
                .as_ref()
                .map(|title| Arc::clone(&title.value)),
            origin: topic.origin,
        });
    }
    for decl in &declared.facts {
        let fact = decl.node.fact;
        let kind = types::fact_type(&fact.ty, report);
        draft
            .fact_types
            .push(kind.as_ref().map_or(Ty::Broken, types::of_fact));
        let tags: BTreeSet<TagId> = fact
            .clauses
            .tags()
            .filter_map(|tag| draft.tag(&tag.text))
            .collect();
        for tag in &tags {
            let count = draft.fact_tags.entry(*tag).or_default();
            *count = count.saturating_add(1);
        }
        let topic = match names.get(&decl.node.topic.name.text) {
            Some(Thing::Topic(id)) => id,
            _ => TopicId(0),
        };
        let text = |text: Option<&tree::Text>| text.map(|text| Arc::clone(&text.value));
        draft.facts.push(Fact {
            name: Arc::clone(&decl.name),
            short: Arc::clone(&fact.name.text),
            title: text(fact.title.as_ref()),
            topic,
            kind: kind.unwrap_or(FactType::Text),
            ask: text(fact.clauses.ask()),
            asked: None,
            help: text(fact.clauses.help()),
            lever: fact.clauses.lever().copied().unwrap_or(true),
            tags: tags.into_iter().collect(),
            former: decl.node.former().map(|(name, _)| name).collect(),
            origin: decl.origin,
        });
    }
}

fn add_parameters(declared: &Declared<'_>, draft: &mut Draft, report: &mut Report) {
    for decl in &declared.parameters {
        let node = decl.node;
        let kind = types::number_type(false, node.unit.as_ref(), node.range.as_ref(), report);
        if let Some((low, high)) = outside(node.value.value, &kind) {
            let value = node.value;
            report.push(range_problem::parameter_outside(
                value.span, &decl.name, low, high,
            ));
        }
        let own = node.clauses.basis().map(|word| basis(*word));
        draft.parameters.push(Parameter {
            name: Arc::clone(&decl.name),
            title: title(node.title.as_ref(), &decl.name),
            value: node.value.value,
            declared: node.value.value,
            kind,
            basis: own.unwrap_or(draft.basis),
            citations: Vec::new(),
            origin: decl.origin,
        });
    }
}

/// The range that a number does not lie in.
fn outside(number: f64, kind: &NumberType) -> Option<(f64, f64)> {
    let low = kind.low.unwrap_or(f64::NEG_INFINITY);
    let high = kind.high.unwrap_or(f64::INFINITY);
    (number < low || number > high).then_some((low, high))
}

/// Gives parameters the values from outside.
pub(super) fn override_parameters(
    draft: &mut Draft,
    names: &Names,
    values: &BTreeMap<String, String>,
    report: &mut Report,
) {
    for (name, text) in values {
        let id = match names.get(name) {
            Some(Thing::Parameter(id)) => Some(id),
            _ => None,
        };
        let Some(parameter) = id.and_then(|id| draft.parameters.get_mut(id)) else {
            let all: Vec<Arc<str>> = draft
                .parameters
                .values()
                .map(|parameter| Arc::clone(&parameter.name))
                .collect();
            let near = report.near(name, all.iter().map(|name| &**name));
            let all: Vec<&str> = all.iter().map(|name| &**name).collect();
            report.push(name_problem::unknown_override(name, near, &all));
            continue;
        };
        match text.trim().parse::<f64>() {
            Ok(value) if value.is_finite() => match outside(value, &parameter.kind) {
                Some((low, high)) => {
                    report.push(range_problem::override_outside(name, text, low, high))
                }
                None => {
                    let thousands = outside(value * 1000.0, &parameter.kind).is_none();
                    if may_be_thousands(text) && thousands {
                        report.push(range_problem::override_thousands(text));
                    }
                    parameter.value = value;
                }
            },
            _ => {
                let kind = &parameter.kind;
                let meant = meant_number(text, kind.unit.as_deref(), kind.whole)
                    .filter(|meant| outside(*meant, kind).is_none());
                report.push(range_problem::override_no_number(name, text, (kind, meant)));
            }
        }
    }
}

fn add_targets(
    declared: &Declared<'_>,
    names: &Names,
    weighing: &Weighing,
    draft: &mut Draft,
    report: &mut Report,
) {
    let range = weighing.range;
    for decl in &declared.targets {
        let (heading, clauses, kind) = match decl.node {
            TargetNode::Strategy(node) => {
                (node.title.as_ref(), &node.clauses, TargetKind::Strategy)
            }
            TargetNode::Hypothesis(node) => {
                (node.title.as_ref(), &node.clauses, TargetKind::Hypothesis)
            }
        };
        if let Some(prior) = clauses.prior()
            && prior.value.abs() > range
        {
            let method = &weighing.name;
            report.push(weight_problem::prior_outside(prior.span, range, method));
        }
        draft.targets.push(Target {
            name: Arc::clone(&decl.name),
            title: title(heading, &decl.name),
            kind,
            prior: clauses.prior().map_or(0.0, |prior| prior.value),
            outcome: None,
            origin: decl.origin,
        });
    }
    for decl in &declared.outcomes {
        let (heading, clauses, strategy) = match decl.node {
            OutcomeNode::Strategy(node) => (
                node.title.as_ref(),
                &node.clauses,
                own_target(names, &decl.name),
            ),
            OutcomeNode::Outcome(node) => (
                node.title.as_ref(),
                &node.clauses,
                node.strategy
                    .as_ref()
                    .and_then(|name| outcome_strategy(names, name, report)),
            ),
        };
        let id = draft.outcomes.push(Outcome {
            name: Arc::clone(&decl.name),
            title: title(heading, &decl.name),
            strategy,
            former: clauses
                .former()
                .map(|name| Arc::clone(&name.text))
                .collect(),
            items: Vec::new(),
            origin: decl.origin,
        });
        if let (OutcomeNode::Strategy(_), Some(target)) = (decl.node, strategy)
            && let Some(target) = draft.targets.get_mut(target)
        {
            target.outcome = Some(id);
        }
    }
}

fn own_target(names: &Names, name: &str) -> Option<TargetId> {
    match names.get(name) {
        Some(Thing::Strategy(id)) => Some(id),
        _ => None,
    }
}

fn outcome_strategy(names: &Names, name: &tree::Name, report: &mut Report) -> Option<TargetId> {
    match super::lookup::expect(
        names,
        report,
        &super::lookup::STRATEGY,
        &name.text,
        name.span,
    )? {
        Thing::Strategy(id) => Some(id),
        _ => None,
    }
}

fn add_groups(
    declared: &Declared<'_>,
    weighing: &Weighing,
    draft: &mut Draft,
    report: &mut Report,
) {
    for decl in &declared.groups {
        let limit = &decl.node.limit;
        let needs_cut = !matches!(limit.kind, LimitKind::Strongest);
        if needs_cut && !weighing.can_cut {
            report.push(weight_problem::cannot_cut(limit.span, &weighing.name));
        }
        let at_least_zero = |value: f64, at: Span, report: &mut Report| {
            if value < 0.0 {
                report.push(weight_problem::negative_limit(at));
            }
            value
        };
        draft.groups.push(Group {
            name: Arc::clone(&decl.name),
            title: title(decl.node.title.as_ref(), &decl.name),
            limit: match &limit.kind {
                LimitKind::Points(points) => {
                    GroupLimit::Limit(at_least_zero(points.value, points.span, report))
                }
                LimitKind::Strongest => GroupLimit::Strongest,
                LimitKind::StrongestPlus(more) => {
                    GroupLimit::StrongestPlus(at_least_zero(more.value, more.span, report))
                }
            },
            basis: decl.node.clauses.basis().map(|word| basis(*word)),
            because: None,
            citations: Vec::new(),
            origin: decl.origin,
        });
    }
}

/// What a parameter may be, over its whole range: analyses move it within that. Without one, it is what its value is.
pub(super) fn parameter_amount(parameter: &Parameter) -> Amount {
    let fixed = parameter.kind.low.is_none() && parameter.kind.high.is_none();
    let amount = Amount::of(&parameter.kind, Unit::Bare);
    if fixed {
        Amount {
            low: parameter.value,
            high: parameter.value,
            whole: is_whole(parameter.value),
            set: true,
            ..amount
        }
    } else {
        amount
    }
}
