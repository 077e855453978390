//! Outcomes' lines, the advice block and notes: from the syntax tree to the model.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::context::{Context, Resolver};
use super::declare::{Decl, Declared, OutcomeNode, RuleNode};
use super::draft::title;
use super::problem::names as name_problem;
use super::report::Report;
use super::rows::{Above, Standing, Test};
use crate::base::{IdVec, Span};
use crate::model::{Advice, AdviceRow, Met, MetId, Note, NoteId, NoteItem, Stage};
use crate::syntax::clause::{self, Clauses};
use crate::syntax::tree;

/// The labels of the advice rows with the position of the row each stands before.
pub(super) fn labels(declared: &Declared<'_>, report: &mut Report) -> HashMap<Arc<str>, u32> {
    let mut labels = HashMap::new();
    let mut places: HashMap<&str, Span> = HashMap::new();
    let Some((advice, _)) = declared.advice else {
        return labels;
    };
    for (at, row) in advice.rows.iter().enumerate() {
        let Some(label) = &row.label else { continue };
        if let Some(first) = places.insert(&label.text, label.span) {
            let problem = name_problem::doubled_row(label.span, first, (&label.text, true));
            report.push(problem);
        }
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        labels.entry(Arc::clone(&label.text)).or_insert(at);
    }
    labels
}

/// The lines of every outcome, in the order of the outcomes.
pub(super) fn outcome_items(context: &Context<'_>, report: &mut Report) -> Vec<Vec<NoteItem>> {
    let mut resolver = Resolver { context, report };
    let outcomes = &context.declared.outcomes;
    outcomes
        .iter()
        .map(|decl| resolver.items(decl.node.clauses()))
        .collect()
}

/// The advice block.
pub(super) fn advice(context: &Context<'_>, report: &mut Report) -> Option<Advice> {
    let (node, origin) = context.declared.advice?;
    block(context, node, origin, report)
}

/// An advice block; none where a row has an error.
pub(super) fn block(
    context: &Context<'_>,
    node: &tree::Advice,
    origin: Span,
    report: &mut Report,
) -> Option<Advice> {
    let standings = Standings::new(context, report);
    let mut above = Above::new();
    let mut rows = Vec::with_capacity(node.rows.len());
    let mut sound = true;
    report.reach = Some(Stage::Late);
    for row in &node.rows {
        // Of an outcome that is not declared nobody knows whether it is for a strategy.
        if let Some(standing) = standings.of(&row.outcome.text) {
            let test = Test::of_guard(context.files, &row.guard);
            above.outcome(row.span, standing, test, report);
        }
        match (Resolver { context, report }).advice_row(row) {
            Some(row) => rows.push(row),
            None => sound = false,
        }
    }
    report.reach = None;
    sound.then_some(Advice { rows, origin })
}

/// What may keep the rows of the outcomes from applying.
struct Standings<'c> {
    /// The strategy of every outcome, where it has one.
    strategies: HashMap<&'c str, Option<&'c str>>,
    /// The strategies that a rule excludes; none where not all rules could be read.
    excluded: Option<BTreeSet<&'c str>>,
}

impl<'c> Standings<'c> {
    fn new(context: &'c Context<'_>, report: &Report) -> Self {
        let declared = &context.declared;
        let strategies = declared.outcomes.iter().map(|decl| match decl.node {
            OutcomeNode::Strategy(_) => (&*decl.name, Some(&*decl.name)),
            OutcomeNode::Outcome(node) => {
                let strategy = node.strategy.as_ref().map(|name| &*name.text);
                (&*decl.name, strategy)
            }
        });
        let mut words = ["rule", "contrast"].into_iter();
        let whole = !words.any(|word| declared.may_lack(word, report));
        Self {
            strategies: strategies.collect(),
            excluded: whole.then(|| excluded(declared)),
        }
    }

    /// None for an outcome that is not declared, or is for a strategy that is not.
    fn of(&self, outcome: &str) -> Option<Standing<'c>> {
        if outcome == "undecided" {
            return Some(Standing::ForNone);
        }
        let Some(strategy) = *self.strategies.get(outcome)? else {
            return Some(Standing::ForNone);
        };
        self.strategies.get(strategy)?;
        let never = self.excluded.as_ref();
        let never = never.is_some_and(|excluded| !excluded.contains(strategy));
        Some(match never {
            true => Standing::NeverExcluded(strategy),
            false => Standing::For(strategy),
        })
    }
}

/// The strategies that a rule or the row of a contrast excludes.
fn excluded<'c>(declared: &'c Declared<'_>) -> BTreeSet<&'c str> {
    let rules = declared.rules.iter();
    let effects = rules.flat_map(|rule| -> Vec<&tree::Effect> {
        match rule.node {
            RuleNode::Rule(node) => node.clauses.then_effects().collect(),
            RuleNode::Row(_, row) => row.effects.iter().collect(),
        }
    });
    effects
        .filter(|effect| matches!(effect.kind, tree::EffectKind::Exclude))
        .map(|effect| &*effect.target.text)
        .collect()
}

/// The notes; one that has an error is none.
pub(super) fn notes(context: &Context<'_>, report: &mut Report) -> IdVec<NoteId, Option<Note>> {
    let mut resolver = Resolver { context, report };
    let notes = &context.declared.notes;
    notes.iter().map(|decl| resolver.note(decl)).collect()
}

impl Resolver<'_, '_> {
    /// A note, where it is sound.
    pub(super) fn note(&mut self, decl: &Decl<'_, tree::Note>) -> Option<Note> {
        let clauses = &decl.node.clauses;
        let when = clauses.when().map(|when| self.cond(when));
        let unless = clauses.unless().map(|unless| self.cond(unless));
        let items = self.items(clauses);
        let because = self.template_of(clauses.because());
        let citations = self.citations(clauses);
        Some(Note {
            name: Arc::clone(&decl.name),
            title: title(decl.node.title.as_ref(), &decl.name),
            when: when??,
            unless: unless.map_or(Some(None), |found| found.map(Some))?,
            items,
            because,
            citations,
            origin: decl.origin,
        })
    }

    fn advice_row(&mut self, row: &tree::AdviceRow) -> Option<AdviceRow> {
        let outcome = self.outcome(&row.outcome.text, row.outcome.span);
        let guard = self.guard(&row.guard);
        let because = self.template_of(row.clauses.because());
        let citations = self.citations(&row.clauses);
        let (when, unless) = guard?;
        Some(AdviceRow {
            label: row.label.as_ref().map(|label| Arc::clone(&label.text)),
            outcome: outcome?,
            when,
            unless,
            because,
            citations,
            origin: row.span,
        })
    }

    /// When a precondition is met; nothing where that has an error.
    fn met(&mut self, met: &clause::Met) -> Option<Met> {
        let when = self.cond(&met.when);
        let partly = met.partly.as_ref().map(|partly| self.cond(partly));
        Some(Met {
            // It gets its own when all are there.
            id: MetId(0),
            when: when?,
            partly: match partly {
                Some(partly) => Some(partly?),
                None => None,
            },
        })
    }

    /// The lines of a note or an outcome.
    pub(super) fn items(&mut self, clauses: &Clauses) -> Vec<NoteItem> {
        clauses
            .remarks()
            .map(|remark| NoteItem {
                kind: remark.kind,
                within: remark.within,
                text: self.template(&remark.text),
                met: remark.met.as_ref().and_then(|met| self.met(met)),
            })
            .collect()
    }
}
