//! Loops through lets, hypotheses, rules and what they defeat. Loops of lets alone are found before.

use super::context::Context;
use super::declare::RuleNode;
use super::graph::Graph;
use super::lets::Lets;
use super::problem::structure as problem;
use super::report::Report;
use super::rules::Rules;
use super::stages::{Use, uses};
use crate::base::{Id as _, Span};
use crate::model::{Rule, RuleId, RuleRef};

/// Where each kind of node begins in the graph: lets first, then targets, then rules.
struct Layout {
    targets: usize,
    rules: usize,
}

/// Reports every knot of things that use each other.
pub(super) fn cycles(context: &Context<'_>, lets: &Lets, rules: &Rules, report: &mut Report) {
    let targets = context.draft.targets.len();
    let layout = Layout {
        targets: lets.len(),
        rules: lets.len().saturating_add(targets),
    };
    let mut graph = Graph::new(layout.rules.saturating_add(rules.rules.len()));
    for (id, item) in lets.iter() {
        if let Some(item) = item {
            for used in uses(&|see| item.kind.contents(see), context) {
                add_use(&mut graph, &layout, id.to_usize(), used);
            }
        }
    }
    for (id, rule) in rules.rules.iter() {
        if let Some(rule) = rule {
            add_rule(&mut graph, &layout, context, (id, rule));
        }
    }
    let (_, loops) = graph.sort();
    for turns in loops {
        let steps: Vec<(Span, String)> = turns
            .iter()
            .map(|turn| (turn.at, name(context, &layout, turn.node)))
            .collect();
        report.push(problem::cycle(&steps));
    }
}

fn add_use(graph: &mut Graph, layout: &Layout, from: usize, (used, at): (Use, Span)) {
    match used {
        Use::Let(id) => graph.add(from, id.to_usize(), at),
        Use::Hypothesis(id) => graph.add(from, layout.targets.saturating_add(id.to_usize()), at),
        // A use of a later stage is an error of its own.
        Use::Stage(_) => {}
    }
}

fn add_rule(
    graph: &mut Graph,
    layout: &Layout,
    context: &Context<'_>,
    (id, rule): (RuleId, &Rule),
) {
    let node = layout.rules.saturating_add(id.to_usize());
    for used in uses(&|see| rule.contents(see), context) {
        add_use(graph, layout, node, used);
    }
    for effect in rule.then.iter().chain(&rule.otherwise) {
        let target = layout.targets.saturating_add(effect.target.to_usize());
        graph.add(target, node, effect.origin);
    }
    for defeated in &rule.defeats {
        let at = defeat_of(context, id, *defeated).unwrap_or(rule.origin);
        let defeated = layout.rules.saturating_add(defeated.to_usize());
        graph.add(defeated, node, at);
    }
}

/// Where a rule, or the contrast of a row, names what it defeats.
fn defeat_of(context: &Context<'_>, rule: RuleId, defeated: RuleId) -> Option<Span> {
    let declared = &context.declared;
    let node = |id: RuleId| declared.rules.get(id.to_usize()).map(|rule| rule.node);
    let clauses = match node(rule)? {
        RuleNode::Rule(node) => &node.clauses,
        RuleNode::Row(id, _) => &declared.contrasts.get(id.to_usize())?.node.clauses,
    };
    let contrast = match node(defeated)? {
        RuleNode::Rule(_) => None,
        RuleNode::Row(id, _) => Some(RuleRef::Contrast(id)),
    };
    let is_meant = |name: &str| {
        let found = context.names.rule(name);
        found == Some(RuleRef::Rule(defeated)) || (contrast.is_some() && found == contrast)
    };
    let mut paths = clauses.defeats();
    paths
        .find(|path| is_meant(&path.text))
        .map(|path| path.span)
}

fn name(context: &Context<'_>, layout: &Layout, node: usize) -> String {
    if let Some(at) = node.checked_sub(layout.rules) {
        let rules = &context.declared.rules;
        return rules.get(at).map_or("", |rule| &rule.name).to_owned();
    }
    if let Some(at) = node.checked_sub(layout.targets) {
        let targets = &context.declared.targets;
        return targets.get(at).map_or("", |target| &target.name).to_owned();
    }
    let lets = &context.declared.lets;
    lets.get(node).map_or("", |decl| &decl.name).to_owned()
}
