//! For each fact, the early steps that depend on it, so that a change of one fact is computed without the rest; and of
//! a number fact those that depend on where its value lies.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::{Id, IdVec};
use crate::model::{
    CallArgument, CallId, FactId, Figure, Leveled, NumberId, NumberNode, PieceId, PieceWeight,
    Plan, RuleId, Slice, Step, TruthId, TruthNode, Turns,
};

/// What a node depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Source {
    /// A fact.
    Fact(FactId),
    /// Where the value of a number fact lies: on which side of the constant of a test,
    Test(FactId, TruthId),
    /// or exactly.
    Value(FactId),
}

type Sources = BTreeSet<Source>;

/// The sources behind each node so far.
struct Behind<'p> {
    plan: &'p Plan,
    truths: Vec<Sources>,
    numbers: Vec<Sources>,
    choices: Vec<Sources>,
}

/// The plan's `fact_steps` and `fact_turns`.
pub(super) fn steps(plan: &Plan) -> (IdVec<FactId, Vec<Step>>, IdVec<FactId, Turns>) {
    let mut steps: IdVec<FactId, Vec<Step>> = plan.read.ids().map(|_| Vec::new()).collect();
    let mut turns: IdVec<FactId, Turns> = plan.read.ids().map(|_| Turns::default()).collect();
    let mut tests: BTreeMap<(FactId, TruthId), Vec<Step>> = BTreeMap::new();
    let mut behind = Behind {
        plan,
        truths: vec![Sources::new(); plan.truths.len()],
        numbers: vec![Sources::new(); plan.numbers.len()],
        choices: vec![Sources::new(); plan.choices.len()],
    };
    for step in &plan.early {
        let sources = behind.step(*step);
        for source in &sources {
            match *source {
                Source::Fact(fact) => steps[fact].push(*step),
                Source::Test(fact, test) => tests.entry((fact, test)).or_default().push(*step),
                Source::Value(fact) => turns[fact].value.push(*step),
            }
        }
        let slot = match *step {
            Step::Truth(id) => behind.truths.get_mut(id.to_usize()),
            Step::Number(id) => behind.numbers.get_mut(id.to_usize()),
            Step::Choice(id) => behind.choices.get_mut(id.to_usize()),
            Step::Rule(_) | Step::Fold(_) | Step::Shares => None,
        };
        if let Some(slot) = slot {
            *slot = sources;
        }
    }
    for ((fact, test), steps) in tests {
        turns[fact].tests.push((test, steps));
    }
    (steps, turns)
}

impl Behind<'_> {
    fn step(&self, step: Step) -> Sources {
        let mut facts = BTreeSet::new();
        match step {
            Step::Truth(id) => self.truth(id, &mut facts),
            Step::Number(id) => self.number(id, &mut facts),
            Step::Choice(id) => {
                for (truth, _) in &self.plan.choices[id].rows {
                    self.of_truth(*truth, &mut facts);
                }
            }
            Step::Rule(id) => self.rule(id, &mut facts),
            Step::Fold(target) => of_facts(&self.plan.target_facts[target], &mut facts),
            Step::Shares => {}
        }
        facts
    }

    fn rule(&self, id: RuleId, into: &mut Sources) {
        let rule = &self.plan.rules[id];
        self.of_truth(rule.when, into);
        if let Some(unless) = rule.unless {
            self.of_truth(unless, into);
        }
        for at in 0..rule.pieces.len {
            let piece = PieceId(rule.pieces.start.saturating_add(at));
            if let PieceWeight::Number(number) = self.plan.pieces[piece].weight {
                self.of_number(number, into);
            }
        }
        for defeater in &rule.defeaters {
            self.rule(*defeater, into);
        }
    }

    fn of_truth(&self, id: TruthId, into: &mut Sources) {
        into.extend(self.truths.get(id.to_usize()).into_iter().flatten());
    }

    fn of_number(&self, id: NumberId, into: &mut Sources) {
        into.extend(self.numbers.get(id.to_usize()).into_iter().flatten());
    }

    fn of_level(&self, of: Leveled, into: &mut Sources) {
        match of {
            Leveled::Fact(fact) => {
                into.insert(Source::Fact(fact));
            }
            Leveled::Choice(id) => {
                into.extend(self.choices.get(id.to_usize()).into_iter().flatten())
            }
        }
    }

    fn parts(&self, slice: Slice, into: &mut Sources) {
        let start = slice.start as usize;
        let parts = self
            .plan
            .parts
            .get(start..start.saturating_add(slice.len as usize));
        for part in parts.unwrap_or(&[]) {
            self.of_truth(*part, into);
        }
    }

    fn truth(&self, id: TruthId, into: &mut Sources) {
        match &self.plan.truths[id] {
            TruthNode::Holds(fact)
            | TruthNode::Level(fact, _)
            | TruthNode::Includes(fact, _)
            | TruthNode::Known(fact) => {
                into.insert(Source::Fact(*fact));
            }
            TruthNode::Number(fact, _, _) => {
                into.extend([Source::Fact(*fact), Source::Test(*fact, id)]);
            }
            TruthNode::Choice(choice, _) | TruthNode::ChoiceKnown(choice) => {
                self.of_level(Leveled::Choice(*choice), into);
            }
            TruthNode::NumberKnown(number) => self.of_number(*number, into),
            TruthNode::TruthKnown(truth) | TruthNode::Not(truth) | TruthNode::Surely(truth) => {
                self.of_truth(*truth, into);
            }
            TruthNode::Levels(left, _, right) => {
                self.of_level(*left, into);
                self.of_level(*right, into);
            }
            TruthNode::Compare(left, _, right, _) => {
                self.of_number(*left, into);
                self.of_number(*right, into);
            }
            TruthNode::Between(number, low, high, _) => {
                for id in [number, low, high] {
                    self.of_number(*id, into);
                }
            }
            TruthNode::All(slice) | TruthNode::Any(slice) | TruthNode::AtLeast(_, slice) => {
                self.parts(*slice, into)
            }
            TruthNode::Unless(when, unless) => {
                self.of_truth(*when, into);
                self.of_truth(*unless, into);
            }
            TruthNode::Call(call) => self.call(*call, into),
            // What hangs on the totals is computed anew whatever changed.
            TruthNode::Constant(_)
            | TruthNode::Ahead(..)
            | TruthNode::Even(..)
            | TruthNode::Fired(_)
            | TruthNode::FiredThen(_)
            | TruthNode::AdviceIs(_)
            | TruthNode::AdvisedBy(_) => {}
        }
    }

    fn call(&self, id: CallId, into: &mut Sources) {
        for argument in &self.plan.calls[id].arguments {
            match argument {
                CallArgument::Truth(truth) => self.of_truth(*truth, into),
                CallArgument::Number(number) => self.of_number(*number, into),
                CallArgument::Level(of, _) => self.of_level(*of, into),
                CallArgument::Set(fact, _) => {
                    into.insert(Source::Fact(*fact));
                }
                CallArgument::Word(_) => {}
            }
        }
    }

    fn number(&self, id: NumberId, into: &mut Sources) {
        match &self.plan.numbers[id] {
            NumberNode::Fact(fact) => into.extend([Source::Fact(*fact), Source::Value(*fact)]),
            NumberNode::Count(fact) => {
                into.insert(Source::Fact(*fact));
            }
            NumberNode::Figure(Figure::Known(tag) | Figure::ShareKnown(tag)) => {
                of_facts(&self.plan.tagged[*tag], into);
            }
            NumberNode::Apply(_, operands) => {
                let operands = self.plan.operands_of(*operands).iter();
                operands.for_each(|id| self.of_number(*id, into));
            }
            NumberNode::Call(call) => self.call(*call, into),
            NumberNode::Figure(
                Figure::Belief(target) | Figure::Total(target) | Figure::Strongest(target),
            ) => of_facts(&self.plan.target_facts[*target], into),
            NumberNode::Constant(_)
            | NumberNode::Parameter(..)
            | NumberNode::Unless(..)
            | NumberNode::Higher(..)
            | NumberNode::Lead(..)
            | NumberNode::Margin(_)
            | NumberNode::Figure(Figure::Margin | Figure::Confidence(_) | Figure::Lead(_)) => {}
        }
    }
}

fn of_facts(facts: &[FactId], into: &mut Sources) {
    into.extend(facts.iter().copied().map(Source::Fact));
}
