//! For each node the facts that it depends on, and for each fact the early steps that depend on it, so that a change of
//! one fact is computed without the rest.

use super::inputs::{Input, inputs};
use crate::base::IdVec;
use crate::model::{FactId, FactSets, Plan, Step, Supports};

/// Fills in the plan's `supports` and `fact_steps`.
pub(super) fn dependencies(plan: &mut Plan) {
    let (code, index) = (&plan.code, &mut plan.index);
    let facts = index.read.len();
    let mut steps: IdVec<FactId, Vec<Step>> = index.read.ids().map(|_| Vec::new()).collect();
    let mut supports = Supports {
        truths: FactSets::new(facts, code.truths.len()),
        numbers: FactSets::new(facts, code.numbers.len()),
        choices: FactSets::new(facts, code.choices.len()),
        rules: FactSets::new(facts, code.rules.len()),
        targets: FactSets::new(facts, code.folds.len()),
    };
    let mut add = |step: Step| {
        let mut behind = FactSets::new(facts, 1);
        inputs(code, step, &mut |input| match input {
            Input::Fact(fact) => behind.insert(0, fact),
            Input::Shares | Input::Advice => {
                let targets = 0..code.folds.len();
                targets.for_each(|at| behind.join(0, &supports.targets, at));
            }
            Input::Call(_) => {}
            _computed => {
                let sets = input.step().and_then(|step| supports.of(step));
                sets.iter().for_each(|(sets, at)| behind.join(0, sets, *at));
            }
        });
        supports.join(step, &behind);
        behind
    };
    for step in &code.early {
        add(*step).iter(0).for_each(|fact| steps[fact].push(*step));
    }
    let folds = code.strategies.iter().copied().map(Step::Fold);
    folds.chain(code.late.iter().copied()).for_each(|step| {
        add(step);
    });
    (index.supports, index.fact_steps) = (supports, steps);
}
