//! Effects of rules and contrast rows: targets and weights, held against the method's range.

use super::context::Resolver;
use super::lookup;
use super::names::Thing;
use super::problem::structure as structure_problem;
use super::problem::weights as weight_problem;
use crate::base::{Span, Strength, format_number};
use crate::model::{Effect, NumKind, TargetId, Weight};
use crate::syntax::expr::Expr;
use crate::syntax::tree::{self, EffectKind, How};

/// The effects of one branch.
#[derive(Debug, Default)]
pub(super) struct Branch {
    /// Evidence.
    pub(super) evidence: Vec<Effect>,
    /// Strategies taken out of the choice.
    pub(super) excludes: Vec<TargetId>,
}

impl Resolver<'_, '_> {
    /// The effects of one branch; two on one target are an error.
    pub(super) fn branch<'e>(
        &mut self,
        effects: impl Iterator<Item = &'e tree::Effect>,
    ) -> Option<Branch> {
        let mut branch = Branch::default();
        let mut on: Vec<(TargetId, Span)> = Vec::new();
        let mut sound = true;
        for effect in effects {
            match self.effect(effect, &mut branch) {
                Some(target) => on.push((target, effect.span)),
                None => sound = false,
            }
        }
        on.sort_unstable();
        for ((first_target, first), (target, second)) in on.iter().zip(on.iter().skip(1)) {
            if first_target == target {
                let name = self.context.draft.targets.find(*target);
                let name = name.map_or("", |target| &target.name);
                let excluded = branch.excludes.iter().filter(|id| *id == target).count();
                let problem = structure_problem::two_effects(*second, *first, (name, excluded));
                self.report.push(problem);
                sound = false;
            }
        }
        sound.then_some(branch)
    }

    fn effect(&mut self, effect: &tree::Effect, branch: &mut Branch) -> Option<TargetId> {
        let name = &effect.target;
        let (favor, how) = match &effect.kind {
            EffectKind::Favor(how) => (true, how),
            EffectKind::Oppose(how) => (false, how),
            EffectKind::Exclude => {
                let target = match self.expect(&lookup::STRATEGY, &name.text, name.span)? {
                    Thing::Strategy(id) => id,
                    _ => return None,
                };
                branch.excludes.push(target);
                return Some(target);
            }
        };
        let target = self.expect(&lookup::TARGET, &name.text, name.span);
        let weight = self.weight(how);
        let target = match target? {
            Thing::Strategy(id) | Thing::Hypothesis(id) => id,
            _ => return None,
        };
        branch.evidence.push(Effect {
            target,
            favor,
            weight: weight?,
            origin: effect.span,
        });
        Some(target)
    }

    fn weight(&mut self, how: &How) -> Option<Weight> {
        match how {
            How::Word(word, _) => {
                let scale = self.context.weighing.scale.iter().zip(Strength::ALL);
                let mut own = scale.filter(|(_, strength)| strength == word);
                own.next().map(|(weight, _)| Weight::Word(*word, *weight))
            }
            How::By(expr) => self.weight_by(expr),
        }
    }

    /// A weight as a number: never negative and within the method's range, as far as can be told.
    fn weight_by(&mut self, expr: &Expr) -> Option<Weight> {
        let number = self.number(expr)?;
        let (low, high) = number.bounds();
        let at = expr.span;
        let range = self.context.weighing.range;
        let method = self.context.weighing.name.clone();
        if high < 0.0 {
            return self.report.fail(weight_problem::negative_weight(at));
        }
        if low > range {
            return self
                .report
                .fail(weight_problem::weight_outside(at, low, range, &method));
        }
        let constant = matches!(number.num.kind, NumKind::Constant(_));
        // Where the method has an error, nobody knows its range.
        let known = self.context.weighing.method.is_some();
        if known && !constant && (low < 0.0 || high > range) {
            let bounds = (format_number(low, 3), format_number(high, 3));
            let problem =
                weight_problem::weight_could_leave(at, (&bounds.0, &bounds.1), range, &method);
            self.report.push(problem);
        }
        Some(Weight::By(number.num))
    }
}
