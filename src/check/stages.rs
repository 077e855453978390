//! Stages: what can be known when. Gives every let its stage and finds uses from an earlier one. Looks for no loop.

use std::sync::Arc;

use super::context::Context;
use super::lets::Lets;
use super::problem::structure as problem;
use super::report::Report;
use super::rules::Rules;
use crate::base::{Id as _, IdVec, Span};
use crate::model::{
    Advice, Cond, Content, Figure, LetId, Met, Note, NoteId, NoteItem, RefKind, Stage, Subject,
    TargetId, TargetKind,
};

/// What a part of a condition or number uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    /// A let.
    Let(LetId),
    /// The evidence of a hypothesis.
    Hypothesis(TargetId),
    /// Something that is there from a stage on.
    Stage(Stage),
}

/// What gives its contents one by one: a condition, a let, a rule.
pub(super) type Contents<'c, 'a> = &'c dyn Fn(&mut dyn FnMut(Content<'a>));

/// The uses besides those of facts, each with its place. What a call is given by name stands at the call, and so before
/// what its other arguments use.
pub(super) fn uses(contents: Contents<'_, '_>, context: &Context<'_>) -> Vec<(Use, Span)> {
    let mut found = Vec::new();
    let mut parts = Vec::new();
    contents(&mut |content| match content {
        Content::Ref(one) => found.extend(use_of(one.kind, context).map(|used| (used, one.origin))),
        Content::Part(part) => parts.push(part),
    });
    for part in parts {
        found.extend(uses(&|see| part.contents(see), context));
    }
    found
}

fn use_of(kind: RefKind<'_>, context: &Context<'_>) -> Option<Use> {
    match kind {
        RefKind::Subject(Subject::Let(id), _) => Some(Use::Let(id)),
        RefKind::Figure(figure) => figure_use(figure, context),
        RefKind::BestIs(_) | RefKind::Excluded(_) | RefKind::Tied(_) | RefKind::Fired(_) => {
            Some(Use::Stage(Stage::Late))
        }
        RefKind::AdviceIs(_) | RefKind::AdvisedBy(_) => Some(Use::Stage(Stage::Last)),
        RefKind::Noted(_) => Some(Use::Stage(Stage::Noted)),
        RefKind::Subject(Subject::Fact(_), _) | RefKind::Parameter(_) | RefKind::Call(_) => None,
    }
}

fn figure_use(figure: Figure, context: &Context<'_>) -> Option<Use> {
    match figure {
        Figure::Belief(target) => Some(Use::Hypothesis(target)),
        Figure::Total(target) => {
            let found = context.draft.targets.find(target)?;
            Some(match found.kind {
                TargetKind::Hypothesis => Use::Hypothesis(target),
                TargetKind::Strategy => Use::Stage(Stage::Late),
            })
        }
        Figure::Margin | Figure::Confidence(_) | Figure::Lead(_) | Figure::Strongest(_) => {
            Some(Use::Stage(Stage::Late))
        }
        Figure::Known(_) | Figure::ShareKnown(_) => None,
    }
}

/// The stage of every let and why it is not an earlier one.
pub(super) struct Stages<'c, 't> {
    context: &'c Context<'t>,
    of: Vec<(Stage, Option<(Use, Span)>)>,
}

impl<'c, 't> Stages<'c, 't> {
    /// Finds the stages; lets come in an order in which each stands after those it uses.
    pub(super) fn new(context: &'c Context<'t>, lets: &Lets, order: &[usize]) -> Self {
        let mut stages = Self {
            context,
            of: vec![(Stage::Early, None); lets.len()],
        };
        for at in order {
            let Some(Some(item)) = lets.find(LetId::from_usize(*at)) else {
                continue;
            };
            let mut found = (Stage::Early, None);
            for (used, span) in uses(&|see| item.kind.contents(see), context) {
                let stage = stages.stage(used);
                if stage > found.0 {
                    found = (stage, Some((used, span)));
                }
            }
            if let Some(slot) = stages.of.get_mut(*at) {
                *slot = found;
            }
        }
        stages
    }

    /// The stage of a let.
    pub(super) fn of_let(&self, id: LetId) -> Stage {
        self.of
            .get(id.to_usize())
            .map_or(Stage::Early, |(stage, _)| *stage)
    }

    fn stage(&self, used: Use) -> Stage {
        match used {
            Use::Let(id) => self.of_let(id),
            Use::Hypothesis(_) => Stage::Early,
            Use::Stage(stage) => stage,
        }
    }

    /// Rules use early things, advice rows early and late ones, lets, notes and preconditions all but the notes.
    pub(super) fn check(
        &self,
        rules: &Rules,
        advice: Option<&Advice>,
        (notes, items): (&IdVec<NoteId, Option<Note>>, &[Vec<NoteItem>]),
        report: &mut Report,
    ) {
        for rule in rules.rules.values().flatten() {
            let place = User {
                words: "a rule",
                needs: Stage::Early,
            };
            self.uses(&|see| rule.contents(see), &place, report);
        }
        let place = User {
            words: "the advice",
            needs: Stage::Late,
        };
        for row in advice.iter().flat_map(|advice| &advice.rows) {
            for cond in row.when.iter().chain(&row.unless) {
                self.uses(&|see| cond.contents(see), &place, report);
            }
        }
        let place = User {
            words: "a note",
            needs: Stage::Last,
        };
        for note in notes.values().flatten() {
            for cond in std::iter::once(&note.when).chain(&note.unless) {
                self.uses(&|see| cond.contents(see), &place, report);
            }
        }
        let place = User {
            words: "a precondition",
            needs: Stage::Last,
        };
        let of_notes = notes.values().flatten().flat_map(|note| &note.items);
        for item in items.iter().flatten().chain(of_notes) {
            for cond in item.met.iter().flat_map(Met::conditions) {
                self.uses(&|see| cond.contents(see), &place, report);
            }
        }
        for (stage, used) in &self.of {
            if let (Stage::Noted, Some((used @ Use::Stage(_), at))) = (stage, used) {
                let chain = self.chain(*used, *at);
                report.push(problem::stage("a let", *stage, &chain));
            }
        }
    }

    /// Answers contradict each other before any evidence counts.
    pub(super) fn contradictions(&self, report: &mut Report) {
        for id in self.context.contradictions() {
            if let Some((stage, Some((used, at)))) = self.of.get(id.to_usize())
                && *stage > Stage::Early
            {
                let chain = self.chain(*used, *at);
                report.push(problem::stage("a contradiction", *stage, &chain));
            }
        }
    }

    /// Whether a question applies has to be known before any evidence counts.
    pub(super) fn questions(&self, questions: &[Option<Cond>], report: &mut Report) {
        let place = User {
            words: "a question",
            needs: Stage::Early,
        };
        for cond in questions.iter().flatten() {
            self.uses(&|see| cond.contents(see), &place, report);
        }
    }

    fn uses(&self, contents: Contents<'_, '_>, user: &User, report: &mut Report) {
        for (used, at) in uses(contents, self.context) {
            let stage = self.stage(used);
            if stage > user.needs {
                let chain = self.chain(used, at);
                report.push(problem::stage(user.words, stage, &chain));
            }
        }
    }

    /// From the use to what makes it late: the places, each with what stands there.
    fn chain(&self, used: Use, at: Span) -> Vec<(Span, Arc<str>)> {
        let mut chain = Vec::new();
        let (mut used, mut at) = (used, at);
        // A let stands after those it uses, so the chain ends; the bound is for the reader.
        for _ in 0..16 {
            let text = match used {
                Use::Let(id) => self.context.name_of(Subject::Let(id)).into(),
                _ => self.context.files.text(at).into(),
            };
            chain.push((at, text));
            let Use::Let(id) = used else { break };
            let Some((_, Some((next, place)))) = self.of.get(id.to_usize()) else {
                break;
            };
            (used, at) = (*next, *place);
        }
        chain
    }
}

/// Who uses, and the latest stage that is open to it.
struct User {
    words: &'static str,
    needs: Stage,
}
