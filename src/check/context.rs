//! What conditions, numbers and rules are resolved against, and the resolver that carries it around.

use std::collections::HashMap;
use std::sync::Arc;

use super::declare::Declared;
use super::draft::Draft;
use super::lookup::{self, Need};
use super::names::{Names, Thing};
use super::report::Report;
use super::types::Ty;
use super::weighing::Weighing;
use crate::base::Id as _;
use crate::base::{SourceMap, Span};
use crate::model::{Citation, LetId, SourceId, Subject};
use crate::script::Library;
use crate::syntax::clause::Clauses;
use crate::syntax::tree::LetBody;

/// The number of contradictions that hold.
pub(super) const CONTRADICTIONS: &str = "contradictions";

/// Everything that is known while conditions are resolved.
#[derive(Debug)]
pub(super) struct Context<'t> {
    /// The texts.
    pub(super) files: &'t SourceMap,
    /// The declarations.
    pub(super) declared: Declared<'t>,
    /// What names stand for.
    pub(super) names: Names,
    /// What needs no condition.
    pub(super) draft: Draft,
    /// What weights are held against.
    pub(super) weighing: Weighing,
    /// The scripts.
    pub(super) library: Library,
    /// The labels of the advice, with the row each stands before.
    pub(super) labels: HashMap<Arc<str>, u32>,
}

impl Context<'_> {
    /// The type of a fact or let.
    pub(super) fn type_of(&self, subject: Subject) -> &Ty {
        let found = match subject {
            Subject::Fact(id) => self.draft.fact_types.find(id),
            Subject::Let(id) => self.draft.let_types.find(id),
        };
        found.unwrap_or(&Ty::Broken)
    }

    /// The contradictions.
    pub(super) fn contradictions(&self) -> impl Iterator<Item = LetId> {
        let lets = self.declared.lets.iter().enumerate();
        let clash = |body: &LetBody| matches!(body, LetBody::Contradiction { .. });
        let clashes = lets.filter(move |(_, decl)| clash(&decl.node.body));
        clashes.map(|(at, _)| LetId::from_usize(at))
    }

    /// Whether a name is the number of contradictions that hold: unless a rulebook calls something else so.
    pub(super) fn counts_contradictions(&self, name: &str) -> bool {
        name == CONTRADICTIONS && self.names.get(name).is_none()
    }

    /// The full name of a fact or let.
    pub(super) fn name_of(&self, subject: Subject) -> &str {
        match subject {
            Subject::Fact(id) => self.draft.facts.find(id).map_or("", |fact| &fact.name),
            Subject::Let(id) => {
                let at = crate::base::Id::to_usize(id);
                self.declared.lets.get(at).map_or("", |decl| &decl.name)
            }
        }
    }
}

/// Resolves what was written; every problem goes into the report and gives nothing.
pub(super) struct Resolver<'c, 't> {
    /// What is known.
    pub(super) context: &'c Context<'t>,
    /// Where problems go.
    pub(super) report: &'c mut Report,
}

impl Resolver<'_, '_> {
    /// What a name stands for, where it is what is needed.
    pub(super) fn expect(&mut self, need: &Need, name: &str, at: Span) -> Option<Thing> {
        lookup::expect(&self.context.names, self.report, need, name, at)
    }

    /// The fact or let of a name.
    pub(super) fn subject(&mut self, need: &Need, name: &str, at: Span) -> Option<Subject> {
        match self.expect(need, name, at)? {
            Thing::Fact(id) => Some(Subject::Fact(id)),
            Thing::Let(id) => Some(Subject::Let(id)),
            _ => None,
        }
    }

    /// The citations of a block.
    pub(super) fn citations(&mut self, clauses: &Clauses) -> Vec<Citation> {
        let mut citations = Vec::new();
        for cite in clauses.cites() {
            if let Some(source) = self.source(&cite.source.text, cite.source.span) {
                let place = cite.at.as_ref().map(|at| Arc::clone(&at.value));
                citations.push(Citation {
                    source,
                    place: place.unwrap_or_default(),
                });
            }
        }
        citations
    }

    fn source(&mut self, name: &str, at: Span) -> Option<SourceId> {
        match self.expect(&lookup::SOURCE, name, at)? {
            Thing::Source(id) => Some(id),
            _ => None,
        }
    }
}
