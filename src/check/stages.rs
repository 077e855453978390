//! Stages: what can be known when. Gives every let its stage and finds uses from an earlier one. Looks for no loop.

use std::sync::Arc;

use super::context::Context;
use super::lets::Lets;
use super::problem::structure as problem;
use super::report::Report;
use super::rules::Rules;
use crate::base::{Id as _, Span};
use crate::model::{
    Advice, Argument, Call, Cond, CondKind, Effect, Figure, LetId, LetKind, Num, NumKind, Part,
    Stage, Subject, TargetId, TargetKind, Weight,
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

/// Calls `see` for everything that a part uses besides facts.
pub(super) fn uses_of(part: Part<'_>, context: &Context<'_>, see: &mut dyn FnMut(Use, Span)) {
    match part {
        Part::Cond(cond) => {
            let mut subject = |subject: Subject| {
                if let Subject::Let(id) = subject {
                    see(Use::Let(id), cond.origin);
                }
            };
            match &cond.kind {
                CondKind::Holds(one)
                | CondKind::Known(one)
                | CondKind::Level { subject: one, .. } => subject(*one),
                CondKind::LevelCompare { left, right, .. } => {
                    subject(*left);
                    subject(*right);
                }
                CondKind::BestIs(_)
                | CondKind::Excluded(_)
                | CondKind::Tied(_)
                | CondKind::Fired(_) => see(Use::Stage(Stage::Late), cond.origin),
                CondKind::AdviceIs(_) | CondKind::AdvisedBy(_) => {
                    see(Use::Stage(Stage::Last), cond.origin);
                }
                CondKind::Constant(_)
                | CondKind::Includes { .. }
                | CondKind::Compare { .. }
                | CondKind::Between { .. }
                | CondKind::All(_)
                | CondKind::Any(_)
                | CondKind::AtLeast(..)
                | CondKind::Not(_)
                | CondKind::Surely(_) => {}
                CondKind::Call(call) => level_arguments(call, &mut subject),
            }
        }
        Part::Num(num) => match &num.kind {
            NumKind::Let(id) => see(Use::Let(*id), num.origin),
            NumKind::Call(call) => level_arguments(call, &mut |subject| {
                if let Subject::Let(id) = subject {
                    see(Use::Let(id), num.origin);
                }
            }),
            NumKind::Figure(figure) => {
                if let Some(used) = figure_use(*figure, context) {
                    see(used, num.origin);
                }
            }
            _ => {}
        },
        // Seen with the call, which has a place.
        Part::Argument(_) => {}
    }
}

/// The facts and lets whose levels a call is given.
fn level_arguments(call: &Call, see: &mut dyn FnMut(Subject)) {
    for argument in &call.arguments {
        if let Argument::Level(subject) = argument {
            see(*subject);
        }
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

/// Everything that a let uses besides facts.
pub(super) fn uses_of_let(kind: &LetKind, context: &Context<'_>, see: &mut dyn FnMut(Use, Span)) {
    let mut part = |part: Part<'_>| uses_of(part, context, see);
    match kind {
        LetKind::YesNo(cond) => cond.walk(&mut part),
        LetKind::Number(num, _) => num.walk(&mut part),
        LetKind::List(_, rows) => {
            for row in rows {
                for cond in row.when.iter().chain(&row.unless) {
                    cond.walk(&mut part);
                }
            }
        }
        LetKind::Table(_, inputs, rows) => {
            let at = rows.first().map_or_else(Span::default, |row| row.origin);
            for input in inputs {
                if let Subject::Let(id) = input {
                    see(Use::Let(*id), at);
                }
            }
        }
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
            uses_of_let(&item.kind, context, &mut |used, span| {
                let stage = stages.stage(used);
                if stage > found.0 {
                    found = (stage, Some((used, span)));
                }
            });
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

    /// Rules use early things, advice rows early and late ones.
    pub(super) fn check(&self, rules: &Rules, advice: Option<&Advice>, report: &mut Report) {
        for rule in rules.rules.values().flatten() {
            let place = User {
                words: "a rule",
                needs: Stage::Early,
            };
            for cond in std::iter::once(&rule.when).chain(&rule.unless) {
                self.cond(cond, &place, report);
            }
            for effect in rule.then.iter().chain(&rule.otherwise) {
                self.weight(effect, &place, report);
            }
        }
        let place = User {
            words: "the advice",
            needs: Stage::Late,
        };
        for row in advice.iter().flat_map(|advice| &advice.rows) {
            for cond in row.when.iter().chain(&row.unless) {
                self.cond(cond, &place, report);
            }
        }
    }

    fn weight(&self, effect: &Effect, user: &User, report: &mut Report) {
        if let Weight::By(num) = &effect.weight {
            self.num(num, user, report);
        }
    }

    fn cond(&self, cond: &Cond, user: &User, report: &mut Report) {
        cond.walk(&mut |part| self.part(part, user, report));
    }

    fn num(&self, num: &Num, user: &User, report: &mut Report) {
        num.walk(&mut |part| self.part(part, user, report));
    }

    fn part(&self, part: Part<'_>, user: &User, report: &mut Report) {
        uses_of(part, self.context, &mut |used, at| {
            let stage = self.stage(used);
            if stage > user.needs {
                let chain = self.chain(used, at);
                report.push(problem::stage(user.words, stage, &chain));
            }
        });
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
