//! Conditions of a trace held against the recomputed ones, part by part.

use crate::base::Span;
use crate::model::Citation;
use crate::model::trace::{CitationTrace, ConditionTrace, N, PlaceTrace, ReadTrace, ValueTrace};

use super::finding::{Report, near};
use super::logic::Node;
use super::world::{Computed, World, item};

impl World<'_> {
    /// A condition that may be missing.
    pub(super) fn check_maybe(
        &self,
        path: &str,
        stated: Option<&ConditionTrace>,
        node: Option<&Node>,
        report: &mut Report,
    ) {
        match (stated, node) {
            (Some(stated), Some(node)) => self.check_condition(path, stated, node, report),
            (None, None) => {}
            (stated, node) => {
                let (stated, node) = (stated.is_some(), node.is_some());
                report.same(path, "whether there is a condition", &stated, &node);
            }
        }
    }

    /// Every part's truth and certainty, and the values that its tests read.
    pub(super) fn check_condition(
        &self,
        path: &str,
        stated: &ConditionTrace,
        node: &Node,
        report: &mut Report,
    ) {
        let text = stated.text.as_deref().unwrap_or(&stated.op);
        let truth = format!("the truth of `{text}`");
        let node_truth = node.verdict.truth;
        report.same(&format!("{path}.truth"), &truth, &stated.truth, &node_truth);
        let words = format!("the certainty of `{text}`");
        let certainty = format!("{path}.certainty");
        report.number(&certainty, &words, stated.certainty, node.verdict.certainty);
        report.text(
            &format!("{path}.op"),
            "the kind of the condition",
            &stated.op,
            node.op,
        );
        self.check_reads(path, &stated.reads, &node.reads.named, report);
        let words = "the text of the condition";
        report.same(&format!("{path}.text"), words, &stated.text, &node.text);
        let failed = node.failed.as_ref().filter(|_| node.op == "test");
        let failed = failed.map(|failure| failure.words.to_string());
        let words = "the call that failed";
        report.same(&format!("{path}.failed"), words, &stated.failed, &failed);
        let (here, there) = (stated.parts.len(), node.parts.len());
        report.same(
            &format!("{path}.parts"),
            "how many parts it has",
            &here,
            &there,
        );
        for (at, (part, node)) in stated.parts.iter().zip(&node.parts).enumerate() {
            self.check_condition(&format!("{path}.parts[{at}]"), part, node, report);
        }
    }

    /// The values that were read, each once and in the order of the text.
    pub(super) fn check_reads(
        &self,
        path: &str,
        stated: &[ReadTrace],
        named: &[ReadTrace],
        report: &mut Report,
    ) {
        let names = |reads: &[ReadTrace]| -> Vec<String> {
            reads.iter().map(|read| read.name.clone()).collect()
        };
        report.same(
            &format!("{path}.reads"),
            "the values that are read",
            &names(stated),
            &names(named),
        );
        for (at, (read, named)) in stated.iter().zip(named).enumerate() {
            if read.name == named.name && !same_value(&named.value, &read.value) {
                let path = format!("{path}.reads[{at}].value");
                let words = format!("the value of `{}`", read.name);
                report.same(&path, &words, &read.value, &named.value);
            }
        }
    }

    /// Citations, in the order of the file.
    pub(super) fn check_citations(
        &self,
        path: &str,
        stated: &[CitationTrace],
        citations: &[Citation],
        report: &mut Report,
    ) -> Computed<()> {
        let mut recomputed = Vec::new();
        for citation in citations {
            let source = item(&self.rulebook.sources, citation.source, "source")?;
            recomputed.push(CitationTrace {
                source: source.name.to_string(),
                text: source.text.to_string(),
                at: citation.place.to_string(),
                unseen: source.unseen,
            });
        }
        let path = format!("{path}.citations");
        report.same(&path, "the citations", &stated, &&recomputed[..]);
        Ok(())
    }

    /// The file and line of a declaration.
    pub(super) fn check_place(
        &self,
        path: &str,
        stated: &PlaceTrace,
        origin: Span,
        report: &mut Report,
    ) {
        if let Some((file, at)) = self.rulebook.files.place(origin) {
            let file = match is_same_file(&stated.file, file) {
                true => &stated.file,
                false => file,
            };
            let place = PlaceTrace {
                file: file.into(),
                line: at.line,
            };
            report.same(
                &format!("{path}.place"),
                "where it is declared",
                stated,
                &place,
            );
        }
    }

    /// A text with its values filled in, which may be missing.
    pub(super) fn check_because(
        &self,
        path: &str,
        stated: Option<&str>,
        template: Option<&crate::model::Template>,
        report: &mut Report,
    ) -> Computed<()> {
        let path = format!("{path}.because");
        match (stated, template) {
            (None, None) => {}
            (Some(text), Some(template)) => {
                if !self.says(template, text)? {
                    let recomputed = self.example_of(template)?;
                    report.text(&path, "the reason in words", text, &recomputed);
                }
            }
            (Some(text), None) => report.add(&path, "a reason in words", text, "none"),
            (None, Some(template)) => {
                let recomputed = self.example_of(template)?;
                report.add(&path, "a reason in words", "null", recomputed);
            }
        }
        Ok(())
    }
}

/// Whether two values are the same, numbers within the rounding of totals.
pub(super) fn same_value(a: &ValueTrace, b: &ValueTrace) -> bool {
    match (a, b) {
        (ValueTrace::Number(N(a)), ValueTrace::Number(N(b))) => near(*a, *b),
        _ => a == b,
    }
}

/// Whether two paths may be one file seen from two folders: the parts that both have are the same, from behind.
fn is_same_file(a: &str, b: &str) -> bool {
    let parts = |path: &str| -> Vec<String> {
        let parts = path.split(['/', '\\']);
        let named = parts.filter(|part| !matches!(*part, "" | "." | ".."));
        named.rev().map(str::to_owned).collect()
    };
    let (a, b) = (parts(a), parts(b));
    !a.is_empty() && !b.is_empty() && a.iter().zip(&b).all(|(a, b)| a == b)
}
