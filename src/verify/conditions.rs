//! Conditions, citations, places and names as they stand in a trace.

use crate::base::Span;
use crate::model::trace::{CitationTrace, ConditionTrace, N, PlaceTrace};
use crate::model::{Citation, RuleId, TargetId};

use super::logic::Node;
use super::world::{Computed, World, item};

impl Node {
    /// Every part's truth and certainty, and the values that its tests read.
    pub(super) fn told(&self) -> ConditionTrace {
        let failed = self.failed.as_ref().filter(|_| self.op == "test");
        ConditionTrace {
            op: self.op.into(),
            text: self.text.clone(),
            truth: self.verdict.truth,
            certainty: N(self.verdict.certainty),
            reads: self.reads.named.clone(),
            parts: self.parts.iter().map(Self::told).collect(),
            failed: failed.map(|failure| failure.words.to_string()),
        }
    }
}

impl World<'_> {
    /// Citations, in the order of the file.
    pub(super) fn citations(&self, citations: &[Citation]) -> Computed<Vec<CitationTrace>> {
        let told = |citation: &Citation| {
            let source = item(&self.rulebook.sources, citation.source, "source")?;
            Ok(CitationTrace {
                source: source.name.to_string(),
                text: source.text.to_string(),
                at: citation.place.to_string(),
                unseen: source.unseen,
            })
        };
        citations.iter().map(told).collect()
    }

    /// The file and line of a declaration.
    pub(super) fn place(&self, origin: Span) -> PlaceTrace {
        let place = self.rulebook.files.place(origin);
        let (file, line) = place.map_or(("", 0), |(file, at)| (file, at.line));
        PlaceTrace {
            file: file.into(),
            line,
        }
    }

    /// The names of rules, in their order.
    pub(super) fn rule_names(&self, rules: &[RuleId]) -> Computed<Vec<String>> {
        let name = |id: &RuleId| Ok(self.rule(*id)?.name.to_string());
        rules.iter().map(name).collect()
    }

    /// The name of a strategy or hypothesis.
    pub(super) fn target_name(&self, id: TargetId) -> Computed<String> {
        Ok(self.target(id)?.name.to_string())
    }
}
