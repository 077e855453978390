//! When the questions of facts apply. Looks for loops among them; a fact that is asked by its own answer is for a lint.

use super::context::{Context, Resolver};
use super::graph::Graph;
use super::lets::Lets;
use super::problem::structure as problem;
use super::report::Report;
use crate::base::{Id as _, Span};
use crate::model::{Cond, LetId, LetKind, facts_behind};

/// The conditions after `asked when`, by fact.
pub(super) fn questions(context: &Context<'_>, report: &mut Report) -> Vec<Option<Cond>> {
    let mut resolver = Resolver { context, report };
    let facts = context.declared.facts.iter();
    let asked = facts.map(|decl| decl.node.fact.clauses.asked());
    asked.map(|expr| resolver.cond(expr?)).collect()
}

/// Reports facts whose questions hang on each other.
pub(super) fn cycles(
    context: &Context<'_>,
    (questions, lets): (&[Option<Cond>], &Lets),
    report: &mut Report,
) {
    let of_let = |id: LetId| -> Option<&LetKind> { Some(&lets.find(id)?.as_ref()?.kind) };
    let mut graph = Graph::new(questions.len());
    for (at, cond) in questions.iter().enumerate() {
        let Some(cond) = cond else { continue };
        for fact in facts_behind(cond.refs(), &of_let) {
            if fact.to_usize() != at {
                graph.add(at, fact.to_usize(), cond.origin);
            }
        }
    }
    let facts = &context.declared.facts;
    let name = |at: usize| facts.get(at).map_or("", |fact| &fact.name).to_owned();
    for turns in graph.sort().1 {
        let steps = turns.iter().map(|turn| (turn.at, name(turn.node)));
        let steps: Vec<(Span, String)> = steps.collect();
        report.push(problem::cycle(&steps));
    }
}
