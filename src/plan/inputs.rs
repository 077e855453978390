//! What each step of a plan reads: said once, for all that asks what depends on what. Computes nothing.

use crate::base::Id as _;
use crate::model::{
    CallArgument, CallId, ChoiceId, Code, FactId, Figure, Leveled, NumberId, NumberNode, PieceId,
    PieceWeight, RuleId, Step, TargetId, TruthId, TruthNode, Unit,
};

/// Something that a step reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// A fact.
    Fact(FactId),
    /// A condition.
    Truth(TruthId),
    /// A number.
    Number(NumberId),
    /// A derived level.
    Choice(ChoiceId),
    /// What became of a rule.
    Rule(RuleId),
    /// The evidence of a strategy or hypothesis.
    Target(TargetId),
    /// The answer of a script, whose arguments come besides.
    Call(CallId),
    /// The shares of the confidence.
    Shares,
    /// The advice.
    Advice,
}

impl Input {
    /// The step that computes it; what a script answers is part of the step that reads it.
    pub fn step(self) -> Option<Step> {
        match self {
            Self::Truth(id) => Some(Step::Truth(id)),
            Self::Number(id) => Some(Step::Number(id)),
            Self::Choice(id) => Some(Step::Choice(id)),
            Self::Rule(id) => Some(Step::Rule(id)),
            Self::Target(target) => Some(Step::Fold(target)),
            Self::Shares => Some(Step::Shares),
            Self::Fact(_) | Self::Call(_) | Self::Advice => None,
        }
    }
}

impl From<Leveled> for Input {
    fn from(of: Leveled) -> Self {
        match of {
            Leveled::Fact(fact) => Self::Fact(fact),
            Leveled::Choice(choice) => Self::Choice(choice),
        }
    }
}

/// Shows what a step reads, itself and not what that is computed from; some of it maybe more than once.
pub fn inputs(code: &Code, step: Step, see: &mut dyn FnMut(Input)) {
    match step {
        Step::Truth(id) => of_truth(code, &code.truths[id], see),
        Step::Number(id) => of_number(code, &code.numbers[id], see),
        Step::Choice(id) => {
            let rows = code.choices[id].rows.iter();
            rows.for_each(|(truth, _)| see(Input::Truth(*truth)));
        }
        Step::Rule(id) => of_rule(code, id, see),
        Step::Fold(target) => {
            for unit in &code.folds[target].units {
                let pieces = match unit {
                    Unit::Piece(piece) => [std::slice::from_ref(piece), &[]],
                    Unit::Group(_, [favor, against]) => [&**favor, &**against],
                };
                let pieces = pieces.into_iter().flatten();
                pieces.for_each(|piece| see(Input::Rule(code.pieces[*piece].rule)));
            }
        }
        Step::Shares => {
            let standings = code.standings.iter();
            standings.for_each(|ranked| see(Input::Number(ranked.running)));
        }
    }
}

fn of_rule(code: &Code, id: RuleId, see: &mut dyn FnMut(Input)) {
    let rule = &code.rules[id];
    see(Input::Truth(rule.when));
    rule.unless
        .iter()
        .for_each(|unless| see(Input::Truth(*unless)));
    for piece in rule.pieces.range().map(PieceId) {
        if let PieceWeight::Number(number) = code.pieces[piece].weight {
            see(Input::Number(number));
        }
    }
    let defeaters = rule.defeaters.iter();
    defeaters.for_each(|defeater| see(Input::Rule(*defeater)));
}

fn of_truth(code: &Code, node: &TruthNode, see: &mut dyn FnMut(Input)) {
    match node {
        TruthNode::Constant(_) => {}
        TruthNode::Holds(fact)
        | TruthNode::Level(fact, _)
        | TruthNode::Includes(fact, _)
        | TruthNode::Number(fact, _, _)
        | TruthNode::Known(fact) => see(Input::Fact(*fact)),
        TruthNode::Choice(choice, _) | TruthNode::ChoiceKnown(choice) => {
            see(Input::Choice(*choice));
        }
        TruthNode::NumberKnown(number) => see(Input::Number(*number)),
        TruthNode::TruthKnown(truth) | TruthNode::Not(truth) | TruthNode::Surely(truth) => {
            see(Input::Truth(*truth));
        }
        TruthNode::Levels(left, _, right) => {
            [*left, *right].into_iter().for_each(|of| see(of.into()))
        }
        TruthNode::Compare(left, _, right, _) => [*left, *right]
            .into_iter()
            .for_each(|id| see(Input::Number(id))),
        TruthNode::Between(number, low, high, _) => [*number, *low, *high]
            .into_iter()
            .for_each(|id| see(Input::Number(id))),
        TruthNode::All(slice) | TruthNode::Any(slice) | TruthNode::AtLeast(_, slice) => {
            let parts = code.parts_of(*slice).iter();
            parts.for_each(|part| see(Input::Truth(*part)));
        }
        TruthNode::Unless(when, unless) => [*when, *unless]
            .into_iter()
            .for_each(|id| see(Input::Truth(id))),
        TruthNode::Call(call) => of_call(code, *call, see),
        TruthNode::Ahead(a, b) => {
            see(Input::Number(*a));
            b.iter().for_each(|b| see(Input::Number(*b)));
        }
        TruthNode::Even(a, b) => [*a, *b].into_iter().for_each(|id| see(Input::Number(id))),
        TruthNode::Fired(rules, _) => {
            rules.iter().for_each(|rule| see(Input::Rule(*rule)));
        }
        TruthNode::AdviceIs(_) | TruthNode::AdvisedBy(_) => see(Input::Advice),
    }
}

fn of_call(code: &Code, id: CallId, see: &mut dyn FnMut(Input)) {
    see(Input::Call(id));
    for argument in &code.calls[id].arguments {
        match argument {
            CallArgument::Truth(truth) => see(Input::Truth(*truth)),
            CallArgument::Number(number) => see(Input::Number(*number)),
            CallArgument::Level(of, _) => see((*of).into()),
            CallArgument::Set(fact, _) => see(Input::Fact(*fact)),
            CallArgument::Word(_) => {}
        }
    }
}

fn of_number(code: &Code, node: &NumberNode, see: &mut dyn FnMut(Input)) {
    let mut numbers = |ids: &[NumberId]| ids.iter().for_each(|id| see(Input::Number(*id)));
    match node {
        NumberNode::Constant(_) | NumberNode::Parameter(..) => {}
        NumberNode::Fact(fact) | NumberNode::Count(fact) => see(Input::Fact(*fact)),
        NumberNode::Apply(_, operands) => numbers(code.operands_of(*operands)),
        NumberNode::Higher(a, b) => numbers(&[*a, *b]),
        NumberNode::If(condition, branches) => {
            see(Input::Truth(*condition));
            branches.iter().for_each(|id| see(Input::Number(*id)));
        }
        NumberNode::Graded(choice, _) => see(Input::Choice(*choice)),
        NumberNode::Margin(leads) => numbers(leads),
        NumberNode::Lead(a, b) => {
            numbers(&[*a]);
            numbers(b.as_slice());
        }
        NumberNode::Unless(a, unless) => {
            numbers(&[*a]);
            see(Input::Truth(*unless));
        }
        NumberNode::Call(call) => of_call(code, *call, see),
        NumberNode::Figure(figure) => of_figure(code, *figure, see),
    }
}

fn of_figure(code: &Code, figure: Figure, see: &mut dyn FnMut(Input)) {
    match figure {
        Figure::Known(tag) | Figure::ShareKnown(tag) => {
            let facts = code.tagged[tag].iter();
            facts.for_each(|fact| see(Input::Fact(*fact)));
        }
        Figure::Belief(target) | Figure::Total(target) | Figure::Strongest(target) => {
            see(Input::Target(target));
        }
        Figure::Confidence(_) => see(Input::Shares),
        Figure::Margin => code.margin.iter().for_each(|id| see(Input::Number(*id))),
        Figure::Lead(target) => {
            let ranked = code.ranked(target);
            ranked.iter().for_each(|one| see(Input::Number(one.lead)));
        }
    }
}

/// Something about each condition, number, derived level and rule of a plan.
#[derive(Clone, Debug)]
pub struct PerNode<T>([Vec<T>; 4]);

impl<T: Clone> PerNode<T> {
    /// The same for all.
    pub fn new(code: &Code, value: T) -> Self {
        let lens = [
            code.truths.len(),
            code.numbers.len(),
            code.choices.len(),
            code.rules.len(),
        ];
        Self(lens.map(|len| vec![value.clone(); len]))
    }

    /// Of what a step computes; nothing for folds and shares.
    pub fn get(&self, step: Step) -> Option<&T> {
        let (kind, at) = place(step)?;
        self.0.get(kind)?.get(at)
    }

    /// The same, for change.
    pub fn get_mut(&mut self, step: Step) -> Option<&mut T> {
        let (kind, at) = place(step)?;
        self.0.get_mut(kind)?.get_mut(at)
    }
}

/// Which list a step stands in, and where.
fn place(step: Step) -> Option<(usize, usize)> {
    match step {
        Step::Truth(id) => Some((0, id.to_usize())),
        Step::Number(id) => Some((1, id.to_usize())),
        Step::Choice(id) => Some((2, id.to_usize())),
        Step::Rule(id) => Some((3, id.to_usize())),
        Step::Fold(_) | Step::Shares => None,
    }
}
