//! What became of each rule: defeated, stopped, fired, unknown or not fired, and the evidence it gave.

use std::rc::Rc;

use crate::model::trace::{Branch, RuleStatus};
use crate::model::{Effect, Evidence, Rule, RuleId, TargetId, Template, Weight};

use super::failures;
use super::logic::Node;
use super::numbers::Reads;
use super::verdict::Verdict;
use super::world::{Computed, World};

/// What became of a rule.
#[derive(Debug)]
pub(super) struct Fate {
    pub(super) status: RuleStatus,
    pub(super) branch: Option<Branch>,
    pub(super) condition: Node,
    pub(super) unless: Option<Node>,
    pub(super) defeated_by: Vec<RuleId>,
    /// The effects of the branch by which it fired.
    pub(super) pieces: Vec<Piece>,
}

impl Fate {
    /// Whether it fired, by either branch.
    pub(super) fn fired(&self) -> bool {
        self.status == RuleStatus::Fired
    }

    /// Whether it fired by `then`.
    pub(super) fn fired_by_then(&self) -> bool {
        self.branch == Some(Branch::Then)
    }
}

/// An effect that happened, or would have if its weight were known.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub(super) rule: RuleId,
    pub(super) target: TargetId,
    pub(super) favor: bool,
    pub(super) certainty: f64,
    /// The evidence alone, and its total; `None` where its weight is unknown.
    pub(super) lifted: Option<(Evidence, f64)>,
}

impl World<'_> {
    /// What became of a rule.
    pub(super) fn fate(&self, id: RuleId) -> Computed<Rc<Fate>> {
        self.found.rules.get(id, || {
            let rule = self.rule(id)?;
            let condition = self.condition(&rule.when)?;
            let unless = rule
                .unless
                .as_ref()
                .map(|cond| self.condition(cond))
                .transpose()?;
            let defeated_by = self.defeaters(id)?;
            if self.forced != Some(id) && defeated_by.is_empty() {
                let has_else = !rule.otherwise.is_empty();
                let failed = failures::of_exception(Some(&condition), unless.as_ref(), has_else);
                needs(failed.as_ref())?;
            }
            let stopped = unless.as_ref().is_some_and(|node| node.verdict.holds());
            let (status, branch) = if self.forced == Some(id) {
                (RuleStatus::Fired, Some(Branch::Then))
            } else if !defeated_by.is_empty() {
                (RuleStatus::Defeated, None)
            } else if stopped {
                (RuleStatus::Stopped, None)
            } else {
                by_condition(rule, condition.verdict)
            };
            let certainty = match self.forced == Some(id) {
                true => 1.0,
                false => condition.verdict.certainty,
            };
            let effects = branch.map_or(&[][..], |branch| effects(rule, branch));
            Ok(Fate {
                pieces: self.pieces(id, effects, certainty)?,
                status,
                branch,
                condition,
                unless,
                defeated_by,
            })
        })
    }

    /// The rules that fired by `then` and defeat this one.
    fn defeaters(&self, id: RuleId) -> Computed<Vec<RuleId>> {
        let mut found = Vec::new();
        for (other, rule) in self.rulebook.rules.iter() {
            if rule.defeats.contains(&id) && other != id && self.fate(other)?.fired_by_then() {
                found.push(other);
            }
        }
        Ok(found)
    }

    fn pieces(&self, rule: RuleId, effects: &[Effect], certainty: f64) -> Computed<Vec<Piece>> {
        let mut found = Vec::new();
        for effect in effects {
            let mut reads = Reads::default();
            let weight = self.weight(effect, &mut reads)?;
            needs(reads.failed.as_ref())?;
            let wrong = weight.filter(|weight| !is_possible(self, effect, *weight));
            if let Some(weight) = wrong {
                let size = if effect.favor { weight } else { -weight };
                let (name, range) = (&self.rule(rule)?.name, self.rulebook.method.range);
                return Err(format!(
                    "`{name}` weighs {size}, and a weight is from 0 to {range}"
                ));
            }
            let lifted = weight
                .map(|weight| self.lift(weight, certainty))
                .transpose()?;
            found.push(Piece {
                rule,
                target: effect.target,
                favor: effect.favor,
                certainty,
                lifted,
            });
        }
        Ok(found)
    }

    /// One piece of evidence and its total.
    pub(super) fn lift(&self, weight: f64, certainty: f64) -> Computed<(Evidence, f64)> {
        let evidence = self
            .method
            .lift(weight, certainty)
            .map_err(|fault| fault.to_string())?;
        let total = self.total_of(&evidence)?;
        Ok((evidence, total))
    }

    /// The weight of an effect with its sign; `None` where it is unknown.
    pub(super) fn weight(&self, effect: &Effect, reads: &mut Reads) -> Computed<Option<f64>> {
        let size = match &effect.weight {
            Weight::Word(_, size) => Some(*size),
            Weight::By(num) => self.number(num, reads)?,
        };
        Ok(size.map(|size| if effect.favor { size } else { -size }))
    }
}

/// Whether an effect may weigh that much, its sign included: not against its own direction, not beyond the range.
pub(super) fn is_possible(world: &World<'_>, effect: &Effect, weight: f64) -> bool {
    let size = if effect.favor { weight } else { -weight };
    (0.0..=world.rulebook.method.range).contains(&size)
}

/// There is no result where it depends on a call that failed.
pub(super) fn needs(failed: Option<&failures::Failure>) -> Computed<()> {
    match failed {
        Some(failure) => Err(failure.words.to_string()),
        None => Ok(()),
    }
}

/// Fired, unknown or not fired, by the condition alone.
fn by_condition(rule: &Rule, verdict: Verdict) -> (RuleStatus, Option<Branch>) {
    if verdict.holds() {
        (RuleStatus::Fired, Some(Branch::Then))
    } else if !verdict.fails() {
        (RuleStatus::Unknown, None)
    } else if rule.otherwise.is_empty() {
        (RuleStatus::NotFired, None)
    } else {
        (RuleStatus::Fired, Some(Branch::Else))
    }
}

/// The reason that a rule gives for what happened; where it did not fire, the first that it has.
pub(super) fn reason(rule: &Rule, branch: Option<Branch>) -> Option<&Template> {
    match branch {
        None => rule.reasons().next(),
        Some(Branch::Then) => rule.because.as_ref(),
        Some(Branch::Else) => rule.because_else.as_ref(),
    }
}

/// The effects of a branch.
pub(super) fn effects(rule: &Rule, branch: Branch) -> &[Effect] {
    match branch {
        Branch::Then => &rule.then,
        Branch::Else => &rule.otherwise,
    }
}
