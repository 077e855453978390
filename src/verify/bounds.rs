//! The bounds that a trace tells of totals and confidences, or leaves out since they were not asked for or could not be
//! had.

use std::collections::BTreeSet;

use crate::model::trace::{N, Trace};
use crate::model::{Evidence, TargetId, Weight};

use super::finding::{Report, near, show};
use super::open::ROOM;
use super::questions::Asked;
use super::world::{Computed, World};

/// Where a total or a confidence can lie, and what advice there can be.
pub(super) struct Bounds<'t> {
    all: Vec<Bound>,
    possible: &'t [String],
}

/// The bounds of one number.
struct Bound {
    path: String,
    target: TargetId,
    ends: Option<[N; 2]>,
    /// Whether it is the confidence, else the total.
    is_share: bool,
}

/// All bounds of a trace.
pub(super) fn told(trace: &Trace) -> impl Iterator<Item = [N; 2]> {
    let strategies = trace.strategies.iter();
    let of_strategies = strategies.flat_map(|one| [one.total_bounds, one.confidence_bounds]);
    let of_hypotheses = trace.hypotheses.iter().map(|one| one.total_bounds);
    of_strategies.chain(of_hypotheses).flatten()
}

impl<'t> Bounds<'t> {
    /// Those that a trace tells or leaves out.
    pub(super) fn of(world: &World<'_>, trace: &'t Trace) -> Self {
        let mut all = Vec::new();
        let mut add = |path: String, name: &str, ends: Option<[N; 2]>, is_share: bool| {
            all.extend(world.target_named(name).map(|target| Bound {
                path,
                target,
                ends,
                is_share,
            }));
        };
        for (at, one) in trace.strategies.iter().enumerate() {
            let path = |field: &str| format!("strategies[{at}].{field}");
            add(path("total_bounds"), &one.name, one.total_bounds, false);
            let path = path("confidence_bounds");
            add(path, &one.name, one.confidence_bounds, true);
        }
        for (at, one) in trace.hypotheses.iter().enumerate() {
            let path = format!("hypotheses[{at}].total_bounds");
            add(path, &one.name, one.total_bounds, false);
        }
        let possible = &trace.possible_advice;
        Self { all, possible }
    }

    /// Totals and confidences lie within them, and the advice is possible.
    pub(super) fn hold(&self, world: &World<'_>, words: &str, report: &mut Report) -> Computed<()> {
        for bound in &self.all {
            let Some([low, high]) = bound.ends else {
                continue;
            };
            let value = bound.value(world)?;
            let room = ROOM + 1e-12 * value.abs();
            if value < low.0 - room || value > high.0 + room {
                report.add(&bound.path, words, show(&bound.ends), value.to_string());
            }
        }
        let advice = world.outcome_name(world.advised()?.outcome)?;
        if !self.possible.is_empty() && !self.possible.contains(&advice) {
            report.add("possible_advice", words, self.possible.join(", "), advice);
        }
        Ok(())
    }
}

impl Bound {
    fn value(&self, world: &World<'_>) -> Computed<f64> {
        Ok(match self.is_share {
            true => world.ranking()?.place(self.target)?.confidence,
            false => world.sum(self.target)?.total,
        })
    }
}

/// Today's totals lie within their bounds. Where one bound or effect is told, every total has bounds, unless its evidence
/// cannot be bounded.
pub(super) fn check(world: &World<'_>, trace: &Trace, report: &mut Report) -> Computed<()> {
    let bounds = Bounds::of(world, trace);
    bounds.hold(world, "as it is", report)?;
    if Asked::of(trace) != Asked::Full {
        return Ok(());
    }
    for bound in &bounds.all {
        sound(world, bound, report);
    }
    if !trace.unknown.iter().any(super::questions::is_open) {
        let mut all = bounds.all.iter();
        return all.try_for_each(|bound| exact(world, bound, report));
    }
    let mut bounded = BTreeSet::new();
    for target in world.rulebook.targets.ids() {
        if can_be_bounded(world, target)? {
            bounded.insert(target);
        }
    }
    let missing = bounds.all.iter().filter(|bound| bound.ends.is_none());
    for bound in missing {
        let can_be = match bound.is_share {
            // Shares that are divided by their sum have bounds, whatever the totals.
            true => {
                bounded.len() == world.rulebook.targets.len() || world.rulebook.method.normalize
            }
            false => bounded.contains(&bound.target),
        };
        if can_be {
            let name = world.target_name(bound.target)?;
            let words = format!("bounds of `{name}`, whose evidence has bounds");
            report.add(&bound.path, &words, "null", "two numbers");
        }
    }
    Ok(())
}

/// The lower end is no higher than the upper one, and of shares that are divided by their sum both are shares.
fn sound(world: &World<'_>, bound: &Bound, report: &mut Report) {
    let Some([low, high]) = bound.ends else {
        return;
    };
    let outside = low.0 < -ROOM || high.0 > 1.0 + ROOM;
    let recomputed = if outside && bound.is_share && world.rulebook.method.normalize {
        "within 0 and 1"
    } else if low.0 > high.0 {
        "the lower first"
    } else {
        return;
    };
    let words = "the lower and the upper bound";
    report.add(&bound.path, words, show(&[low, high]), recomputed);
}

/// Where everything that is read is known, the bounds are today's values.
fn exact(world: &World<'_>, bound: &Bound, report: &mut Report) -> Computed<()> {
    let value = bound.value(world)?;
    let today = |ends: [N; 2]| ends.iter().all(|end| near(end.0, value));
    if !bound.ends.map_or(!value.is_finite(), today) {
        let name = world.target_name(bound.target)?;
        let words = format!("the bounds of `{name}`, of which nothing is open");
        report.add(&bound.path, &words, show(&bound.ends), value.to_string());
    }
    Ok(())
}

/// Whether all evidence that there may be for a target, all that there may be against it, and both together are
/// numbers: then what lies between them is too.
fn can_be_bounded(world: &World<'_>, target: TargetId) -> Computed<bool> {
    let method = &world.rulebook.method;
    if !matches!(method.zero, Evidence::Number(_)) {
        return Ok(false);
    }
    let prior = world.target(target)?.prior;
    let mut sides = [prior.max(0.0), prior.min(0.0)].map(|prior| world.lifted(prior, 1.0));
    for rule in world.rulebook.rules.values() {
        let effects = rule.then.iter().chain(&rule.otherwise);
        for effect in effects.filter(|effect| effect.target == target) {
            let weight = match &effect.weight {
                Weight::By(_) => method.range,
                Weight::Word(_, weight) => *weight,
            };
            let [favor, oppose] = &mut sides;
            let (side, sign) = if effect.favor {
                (favor, 1.0)
            } else {
                (oppose, -1.0)
            };
            let piece = world.lifted(sign * weight, 1.0);
            let both = side.clone().and_then(|side| world.merged(&side, &piece?));
            *side = both;
        }
    }
    let [favor, oppose] = sides;
    let both = favor.and_then(|favor| world.merged(&favor, &oppose?));
    Ok(matches!(both, Ok(Evidence::Number(number)) if number.is_finite()))
}
