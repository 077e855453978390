//! Conditions in a trace, and the tests that stand in the way of one.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::Teller;
use super::words::{self, View};
use crate::base::{Id, round_total};
use crate::model::trace::{ConditionTold, Hole, N, ObstacleTold, Varies};
use crate::model::{
    Compare, CondKind, FactId, FactType, Figure, LetId, LetKind, LevelSet, Leveled, NumberId,
    NumberNode, Rulebook, Scale, Shape, ShapeOp, Shown, Subject, TruthId, TruthNode,
};

impl<'a> View<'a> {
    /// A condition with the truth of each of its parts.
    pub(super) fn condition(&self, shape: &'a Shape) -> ConditionTold<'a> {
        let truth = self.truth(shape.truth);
        let (op, text) = match shape.op {
            ShapeOp::Test => ("test", Some(Cow::Borrowed(&*shape.text))),
            ShapeOp::All => ("and", None),
            ShapeOp::Any => ("or", None),
            ShapeOp::AtLeast(least) => ("at_least", Some(least.to_string().into())),
            ShapeOp::Not => ("not", None),
            ShapeOp::Surely => ("surely", None),
        };
        let failed = match shape.op {
            ShapeOp::Test => self.failed(shape.truth),
            _other => None,
        };
        ConditionTold {
            op: op.into(),
            text,
            truth: words::truth(truth),
            certainty: N(truth.abs()),
            reads: shape.reads.iter().map(|shown| self.read(*shown)).collect(),
            parts: shape
                .parts
                .iter()
                .map(|part| self.condition(part))
                .collect(),
            failed: failed.map(Cow::Owned),
        }
    }

    /// The tests that keep a condition from being what is wanted.
    pub(super) fn obstacles(
        &self,
        shape: &'a Shape,
        wanted: bool,
        into: &mut Vec<ObstacleTold<'a>>,
    ) {
        let truth = self.truth(shape.truth);
        if (wanted && truth > 0.0) || (!wanted && truth < 0.0) {
            return;
        }
        match shape.op {
            ShapeOp::Test => into.push(self.obstacle(shape)),
            ShapeOp::Not => {
                for part in &shape.parts {
                    self.obstacles(part, !wanted, into);
                }
            }
            ShapeOp::All | ShapeOp::Any | ShapeOp::AtLeast(_) | ShapeOp::Surely => {
                for part in &shape.parts {
                    self.obstacles(part, wanted, into);
                }
            }
        }
    }

    fn obstacle(&self, shape: &'a Shape) -> ObstacleTold<'a> {
        let of_one_test = match *shape.reads {
            [Shown::Let(id)] => is_one_test(self.teller.book, id),
            _ => true,
        };
        let distance = distance(self, shape.truth).filter(|_| of_one_test);
        let hole = distance.and_then(|_| hole(self, shape.truth));
        ObstacleTold {
            text: Cow::Borrowed(&shape.text),
            truth: words::truth(self.truth(shape.truth)),
            reads: shape.reads.iter().map(|shown| self.read(*shown)).collect(),
            distance: Varies(
                distance.and_then(|(at, _)| words::known(round_total(at))),
                hole,
            ),
            unit: distance.map_or("", |(_, unit)| unit).into(),
        }
    }

    /// How far the value is from where the test turns.
    pub(super) fn distance(&self, truth: TruthId) -> Option<N> {
        let (distance, _) = distance(self, truth)?;
        words::known(round_total(distance))
    }
}

/// Whether what a let is turns with one test: of several nobody knows which turns it.
fn is_one_test(book: &Rulebook, id: LetId) -> bool {
    let LetKind::YesNo(cond) = &book.lets[id].kind else {
        return true;
    };
    let mut cond = cond;
    while let CondKind::Not(inner) = &cond.kind {
        cond = inner;
    }
    match &cond.kind {
        CondKind::All(_) | CondKind::Any(_) | CondKind::AtLeast(..) | CondKind::Surely(_) => false,
        CondKind::Holds(Subject::Let(id)) => is_one_test(book, *id),
        _test => true,
    }
}

/// Where a text that is kept leaves the distance out; that of levels follows from the level.
fn hole(view: &View<'_>, truth: TruthId) -> Option<Hole> {
    match &view.teller.program.plan.code.truths[truth] {
        TruthNode::Not(part) => hole(view, *part),
        TruthNode::Level(..) => None,
        _other => Some(Hole::Distance(truth)),
    }
}

impl<'a> Teller<'a> {
    /// What a value that is read is called.
    pub(super) fn shown_name(&self, shown: Shown) -> Cow<'a, str> {
        let book = self.book;
        match shown {
            Shown::Fact(fact) => Cow::Borrowed(&book.facts[fact].name),
            Shown::Let(id) => Cow::Borrowed(&book.lets[id].name),
            Shown::Parameter(id) => Cow::Borrowed(&book.parameters[id].name),
            Shown::Best => "best".into(),
            Shown::Advice => "advice".into(),
            Shown::Figure(figure) => figure_name(book, figure).into(),
        }
    }
}

fn figure_name(book: &Rulebook, figure: Figure) -> String {
    match figure {
        Figure::Margin => "margin".into(),
        Figure::Total(target) => format!("total({})", book.targets[target].name),
        Figure::Belief(target) => format!("belief({})", book.targets[target].name),
        Figure::Confidence(target) => format!("confidence({})", book.targets[target].name),
        Figure::Lead(target) => format!("lead({})", book.targets[target].name),
        Figure::Strongest(target) => format!("strongest({})", book.targets[target].name),
        Figure::Known(tag) => format!("known({})", book.tags[tag]),
        Figure::ShareKnown(tag) => format!("share_known({})", book.tags[tag]),
    }
}

/// How far the value is from where the test turns, and in which unit.
fn distance<'a>(view: &View<'a>, truth: TruthId) -> Option<(f64, &'a str)> {
    let program = view.teller.program;
    match &program.plan.code.truths[truth] {
        TruthNode::Not(part) => distance(view, *part),
        TruthNode::Number(fact, compare, constant) if turns(*compare) => {
            let value = fact_number(view, *fact)?;
            let FactType::Number(kind) = &view.teller.book.facts[*fact].kind else {
                return None;
            };
            Some(((value - constant).abs(), kind.unit.as_deref().unwrap_or("")))
        }
        TruthNode::Compare(left, compare, right, _) if turns(*compare) => {
            let number = |id: NumberId| view.record.numbers.get(id.to_usize()).copied();
            let distance = (number(*left)? - number(*right)?).abs();
            let unit = unit_of(view, &[*left, *right]);
            distance.is_finite().then_some((distance, unit))
        }
        TruthNode::Between(number, low, high, _) => {
            let at = |id: &NumberId| view.record.numbers.get(id.to_usize()).copied();
            let (x, unit) = (at(number)?, unit_of(view, &[*number, *low, *high]));
            let (low, high) = ((x - at(low)?).abs(), (x - at(high)?).abs());
            let known = low.is_finite() && high.is_finite();
            known.then_some((low.min(high), unit))
        }
        TruthNode::Level(fact, levels) => {
            let FactType::Level(scale) = &view.teller.book.facts[*fact].kind else {
                return None;
            };
            let Some(crate::model::Value::Level(at)) =
                view.profile.given(*fact).map(|given| &given.value)
            else {
                return None;
            };
            level_distance(scale, *at, *levels)
        }
        TruthNode::Choice(choice, levels) => {
            let scale = program.scale(Leveled::Choice(*choice))?;
            let at = view.record.derived(*choice).known()?;
            level_distance(scale, at, *levels)
        }
        _other => None,
    }
}

/// The unit of numbers that are held against each other: that of the first that has one.
fn unit_of<'a>(view: &View<'a>, ids: &[NumberId]) -> &'a str {
    let mut seen = BTreeSet::new();
    let mut units = ids.iter().filter_map(|id| own_unit(view, *id, &mut seen));
    units.next().unwrap_or("")
}

/// The unit in which a number is told, where it is that of a fact or parameter in it; products have none. What was looked
/// at before has none.
fn own_unit<'a>(view: &View<'a>, id: NumberId, seen: &mut BTreeSet<NumberId>) -> Option<&'a str> {
    if !seen.insert(id) {
        return None;
    }
    let book = view.teller.book;
    match &view.teller.program.plan.code.numbers[id] {
        NumberNode::Fact(fact) => match &book.facts[*fact].kind {
            FactType::Number(kind) => kind.unit.as_deref(),
            _other => None,
        },
        NumberNode::Parameter(id, _) => book.parameters[*id].kind.unit.as_deref(),
        NumberNode::Apply(op, operands) => {
            let operands = view.teller.program.plan.code.operands_of(*operands).iter();
            let mut telling = operands.take(op.about().units.told());
            telling.find_map(|id| own_unit(view, *id, seen))
        }
        NumberNode::If(_, branches) => branches.iter().find_map(|id| own_unit(view, *id, seen)),
        NumberNode::Graded(choice, _) => {
            let id = view.teller.program.plan.code.choices[*choice].id;
            book.lets[id].kind.unit()
        }
        NumberNode::Constant(_)
        | NumberNode::Figure(_)
        | NumberNode::Unless(..)
        | NumberNode::Higher(..)
        | NumberNode::Lead(..)
        | NumberNode::Margin(_)
        | NumberNode::Count(_)
        | NumberNode::Call(_) => None,
    }
}

fn turns(compare: Compare) -> bool {
    compare != Compare::NotEqual
}

fn fact_number(view: &View<'_>, fact: FactId) -> Option<f64> {
    match &view.profile.given(fact)?.value {
        crate::model::Value::Number(number) => Some(*number),
        _other => None,
    }
}

/// Levels up or down to the nearest one for which the test is the other way.
fn level_distance(scale: &Scale, at: u8, levels: LevelSet) -> Option<(f64, &'static str)> {
    if !scale.ordered {
        return None;
    }
    let all = scale.all();
    let others = match levels.has(at) {
        true => levels.missing_of(all),
        false => levels.intersection(all),
    };
    Some((f64::from(others.nearest(at)?), "levels"))
}
