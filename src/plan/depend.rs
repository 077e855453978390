//! For each node the facts that it depends on, and for each fact the early steps that depend on it, so that a change of
//! one fact is computed without the rest; of a number fact also those that depend on where its value lies.

use std::collections::BTreeMap;

use super::inputs::{Input, PerNode, inputs};
use crate::base::IdVec;
use crate::model::{FactId, FactSets, NumberNode, Plan, Step, Supports, TruthId, TruthNode, Turns};

/// Where the value of a number fact lies, as far as a node depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Turn {
    /// On which side of the constant of a test,
    Test(FactId, TruthId),
    /// or exactly.
    Value(FactId),
}

/// What is behind each node so far.
struct Behind<'p> {
    plan: &'p Plan,
    facts: Supports,
    turns: PerNode<Vec<Turn>>,
}

/// Fills in the plan's `supports`, `fact_steps` and `fact_turns`.
pub(super) fn dependencies(plan: &mut Plan) {
    let mut steps: IdVec<FactId, Vec<Step>> = plan.index.read.ids().map(|_| Vec::new()).collect();
    let mut turns: IdVec<FactId, Turns> = plan.index.read.ids().map(|_| Turns::default()).collect();
    let mut tests: BTreeMap<(FactId, TruthId), Vec<Step>> = BTreeMap::new();
    let mut behind = Behind::new(plan);
    for step in plan.code.early.iter().copied() {
        behind.add(step);
        if let Some((sets, at)) = behind.facts.of(step) {
            sets.iter(at).for_each(|fact| steps[fact].push(step));
        }
        for turn in behind.turns.get(step).into_iter().flatten() {
            match *turn {
                Turn::Test(fact, test) => tests.entry((fact, test)).or_default().push(step),
                Turn::Value(fact) => turns[fact].value.push(step),
            }
        }
    }
    for target in &plan.code.strategies {
        behind.add(Step::Fold(*target));
    }
    plan.code.late.iter().for_each(|step| behind.add(*step));
    for ((fact, test), steps) in tests {
        turns[fact].tests.push((test, steps));
    }
    plan.index.supports = behind.facts;
    (plan.index.fact_steps, plan.index.fact_turns) = (steps, turns);
}

impl<'p> Behind<'p> {
    fn new(plan: &'p Plan) -> Self {
        let facts = plan.index.read.len();
        Self {
            plan,
            facts: Supports {
                truths: FactSets::new(facts, plan.code.truths.len()),
                numbers: FactSets::new(facts, plan.code.numbers.len()),
                choices: FactSets::new(facts, plan.code.choices.len()),
                rules: FactSets::new(facts, plan.code.rules.len()),
                targets: FactSets::new(facts, plan.code.folds.len()),
            },
            turns: PerNode::new(&plan.code, Vec::new()),
        }
    }

    /// A step: what it reads was added before.
    fn add(&mut self, step: Step) {
        let mut turns = Vec::new();
        let plan = self.plan;
        let mut facts = FactSets::new(plan.index.read.len(), 1);
        inputs(&plan.code, step, &mut |input| {
            match input {
                Input::Fact(fact) => facts.insert(0, fact),
                Input::Shares | Input::Advice => {
                    let targets = 0..plan.code.folds.len();
                    targets.for_each(|at| facts.join(0, &self.facts.targets, at));
                }
                Input::Call(_) => {}
                _computed => {
                    let sets = input.step().and_then(|step| self.facts.of(step));
                    sets.iter().for_each(|(sets, at)| facts.join(0, sets, *at));
                }
            }
            let behind = input.step().and_then(|step| self.turns.get(step));
            turns.extend(behind.into_iter().flatten());
        });
        match step {
            Step::Truth(id) => {
                if let TruthNode::Number(fact, _, _) = &plan.code.truths[id] {
                    turns.push(Turn::Test(*fact, id));
                }
            }
            Step::Number(id) => {
                if let NumberNode::Fact(fact) = &plan.code.numbers[id] {
                    turns.push(Turn::Value(*fact));
                }
            }
            Step::Choice(_) | Step::Rule(_) | Step::Fold(_) | Step::Shares => {}
        }
        turns.sort_unstable();
        turns.dedup();
        if let Some(slot) = self.turns.get_mut(step) {
            *slot = turns;
        }
        self.facts.join(step, &facts);
    }
}
