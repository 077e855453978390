//! Nodes that are there already: equal ones stand once, however many rules use them. Lowers nothing.

use std::collections::HashMap;

use crate::model::{
    Code, Figure, Leveled, NumberId, NumberNode, ParameterId, Read, Sign, Slice, TruthId, TruthNode,
};

/// What tells a node apart from all others of its kind: which sort it is, and what is in it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Key(u8, Vec<u64>);

/// The nodes that were made, by what they are.
#[derive(Debug, Default)]
pub(super) struct Interned {
    pub truths: HashMap<Key, TruthId>,
    pub numbers: HashMap<Key, NumberId>,
}

impl Interned {
    /// Forgets nodes that nobody else may use.
    pub(super) fn forget(&mut self, truths: Vec<Key>, numbers: Vec<Key>) {
        for key in truths {
            self.truths.remove(&key);
        }
        for key in numbers {
            self.numbers.remove(&key);
        }
    }
}

fn leveled(of: Leveled) -> [u64; 2] {
    match of {
        Leveled::Fact(fact) => [0, fact.0.into()],
        Leveled::Choice(choice) => [1, choice.0.into()],
    }
}

fn halves(number: u128) -> [u64; 2] {
    #[expect(clippy::cast_possible_truncation, reason = "both halves are kept")]
    let halves = [number as u64, (number >> 64) as u64];
    halves
}

fn read_words(reads: &[Read]) -> Vec<u64> {
    let each = reads.iter().flat_map(|read| match read {
        Read::Fact(fact) => [0, u64::from(fact.0)],
        Read::Choice(choice) => [1, u64::from(choice.0)],
        Read::Truth(truth) => [2, u64::from(truth.0)],
    });
    each.collect()
}

/// What a condition's node is; a test may be one against the value of a parameter.
pub(super) fn of_truth(code: &Code, node: &TruthNode, setting: Option<(ParameterId, Sign)>) -> Key {
    let reads = |slice: Slice| read_words(code.reads_of(slice));
    let parts = |slice: Slice| code.parts_of(slice).iter().map(|part| u64::from(part.0));
    let (sort, words): (u8, Vec<u64>) = match node {
        TruthNode::Constant(holds) => (0, vec![u64::from(*holds)]),
        TruthNode::Holds(fact) => (1, vec![fact.0.into()]),
        TruthNode::Level(fact, levels) => {
            let [low, high] = halves(levels.0);
            (2, vec![fact.0.into(), low, high])
        }
        TruthNode::Number(fact, compare, number) => {
            let own = [fact.0.into(), *compare as u64, number.to_bits()];
            (3, own.into_iter().chain(set_words(setting)).collect())
        }
        TruthNode::Includes(fact, level) => (4, vec![fact.0.into(), (*level).into()]),
        TruthNode::Known(fact) => (5, vec![fact.0.into()]),
        TruthNode::Choice(choice, levels) => {
            let [low, high] = halves(levels.0);
            (6, vec![choice.0.into(), low, high])
        }
        TruthNode::ChoiceKnown(choice) => (7, vec![choice.0.into()]),
        TruthNode::NumberKnown(number) => (8, vec![number.0.into()]),
        TruthNode::TruthKnown(truth) => (9, vec![truth.0.into()]),
        TruthNode::Levels(left, compare, right) => {
            let ends = [leveled(*left), leveled(*right)].concat();
            (10, [ends, vec![*compare as u64]].concat())
        }
        TruthNode::Compare(left, compare, right, slice) => {
            let own = vec![left.0.into(), *compare as u64, right.0.into()];
            (11, [own, reads(*slice)].concat())
        }
        TruthNode::Between(number, low, high, [one, other]) => {
            let own = [number, low, high].map(|id| u64::from(id.0)).to_vec();
            // The ends say what the halves read, so that their lengths need not be told.
            (12, [own, reads(*one), reads(*other)].concat())
        }
        TruthNode::All(slice) => (13, parts(*slice).collect()),
        TruthNode::Any(slice) => (14, parts(*slice).collect()),
        TruthNode::AtLeast(least, slice) => (
            15,
            [u64::from(*least)]
                .into_iter()
                .chain(parts(*slice))
                .collect(),
        ),
        TruthNode::Not(part) => (16, vec![part.0.into()]),
        TruthNode::Surely(part) => (17, vec![part.0.into()]),
        TruthNode::Unless(when, unless) => (18, vec![when.0.into(), unless.0.into()]),
        TruthNode::Call(call) => (19, vec![call.0.into()]),
        TruthNode::Ahead(a, b) => {
            let other = b.map_or(u64::MAX, |b| b.0.into());
            (20, vec![a.0.into(), other])
        }
        TruthNode::Even(a, b) => (21, vec![a.0.into(), b.0.into()]),
        TruthNode::Fired(rules) => (22, rules.iter().map(|rule| rule.0.into()).collect()),
        TruthNode::FiredThen(rules) => (23, rules.iter().map(|rule| rule.0.into()).collect()),
        TruthNode::AdviceIs(outcomes) => {
            let word = |outcome: &Option<crate::model::OutcomeId>| {
                outcome.map_or(u64::MAX, |outcome| outcome.0.into())
            };
            (24, outcomes.iter().map(word).collect())
        }
        TruthNode::AdvisedBy(row) => (25, vec![(*row).into()]),
    };
    Key(sort, words)
}

/// The parameter whose value stands in a test.
fn set_words(setting: Option<(ParameterId, Sign)>) -> impl Iterator<Item = u64> {
    let words = setting.map(|(parameter, sign)| [parameter.0.into(), sign as u64]);
    words.into_iter().flatten()
}

/// What a number's node is.
pub(super) fn of_number(code: &Code, node: &NumberNode) -> Key {
    let ids = |ids: &[NumberId]| ids.iter().map(|id| u64::from(id.0)).collect::<Vec<u64>>();
    let (sort, words) = match node {
        NumberNode::Constant(number) => (0, vec![number.to_bits()]),
        NumberNode::Parameter(id, number) => (1, vec![id.0.into(), number.to_bits()]),
        NumberNode::Fact(fact) => (2, vec![fact.0.into()]),
        NumberNode::Figure(figure) => figure_words(*figure),
        NumberNode::Apply(op, operands) => {
            let own = vec![*op as u64];
            (11, [own, ids(code.operands_of(*operands))].concat())
        }
        NumberNode::Count(fact) => (12, vec![fact.0.into()]),
        NumberNode::Call(call) => (13, vec![call.0.into()]),
        NumberNode::Unless(a, unless) => (14, vec![a.0.into(), unless.0.into()]),
        NumberNode::Higher(a, b) => (15, ids(&[*a, *b])),
        NumberNode::Lead(a, b) => {
            let other = b.map_or(u64::MAX, |b| b.0.into());
            (16, vec![a.0.into(), other])
        }
        NumberNode::Margin(leads) => (17, ids(leads)),
    };
    Key(sort, words)
}

fn figure_words(figure: Figure) -> (u8, Vec<u64>) {
    match figure {
        Figure::Margin => (3, Vec::new()),
        Figure::Total(target) => (4, vec![target.0.into()]),
        Figure::Belief(target) => (5, vec![target.0.into()]),
        Figure::Confidence(target) => (6, vec![target.0.into()]),
        Figure::Lead(target) => (7, vec![target.0.into()]),
        Figure::Strongest(target) => (8, vec![target.0.into()]),
        Figure::Known(tag) => (9, vec![tag.0.into()]),
        Figure::ShareKnown(tag) => (10, vec![tag.0.into()]),
    }
}
