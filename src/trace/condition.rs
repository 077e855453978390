//! Conditions in a trace: what is the same for every profile as finished text, truths and values between.

use std::cell::OnceCell;

use super::Teller;
use super::json::{Hole, Json, member, quoted};
use super::words::View;
use crate::base::{Id, round_total};
use crate::model::{
    Compare, FactId, FactType, Figure, LetKind, LevelSet, NumberId, NumberNode, Scale, Shape,
    ShapeOp, Shown, TruthId, TruthNode, Value,
};

/// A condition with its words.
#[derive(Debug)]
pub(super) struct ConditionWords {
    truth: TruthId,
    /// From the opening brace to where the truth stands.
    head: String,
    /// The same of an obstacle.
    obstacle: String,
    /// From the opening brace to the first of the values read, where there is no doubt: true, false, unknown.
    openings: [String; 3],
    /// The same of an obstacle.
    obstacle_openings: [String; 3],
    op: ShapeOp,
    reads: Vec<(String, Shown)>,
    parts: Vec<ConditionWords>,
    memo: Option<Memo>,
}

/// The texts of a test of one fact of few values, each kept from when it was first needed.
#[derive(Debug)]
struct Memo {
    fact: FactId,
    /// By the value: unknown, then `no` and `yes`, or the levels.
    texts: Vec<OnceCell<Box<str>>>,
    obstacles: Vec<OnceCell<Box<str>>>,
}

impl Memo {
    /// For a test that reads nothing but one fact of a level or yes and no.
    fn of(teller: &Teller<'_>, shape: &Shape) -> Option<Self> {
        let fact = match &teller.program.plan.truths[shape.truth] {
            TruthNode::Holds(fact) | TruthNode::Level(fact, _) | TruthNode::Known(fact) => *fact,
            _other => return None,
        };
        let values = match &teller.book.facts[fact].kind {
            FactType::YesNo => 2,
            FactType::Level(scale) => scale.levels.len(),
            FactType::Set(_) | FactType::Number(_) | FactType::Text => return None,
        };
        if shape.op != ShapeOp::Test || shape.reads != [Shown::Fact(fact)] {
            return None;
        }
        let cells = || (0..=values).map(|_| OnceCell::new()).collect();
        Some(Self {
            fact,
            texts: cells(),
            obstacles: cells(),
        })
    }

    /// Where the texts of the fact's value are kept; of values that are not certain none are.
    fn at(&self, view: &View<'_>) -> Option<usize> {
        let Some(given) = view.profile.given(self.fact) else {
            return Some(0);
        };
        let value = match &given.value {
            Value::YesNo(yes) => usize::from(*yes),
            Value::Level(level) => usize::from(*level),
            Value::Set(_) | Value::Number(_) | Value::Text(_) => return None,
        };
        (given.certainty == 1.0).then(|| value.saturating_add(1))
    }
}

impl ConditionWords {
    pub(super) fn new(teller: &Teller<'_>, shape: &Shape) -> Self {
        let (op, text) = match shape.op {
            ShapeOp::Test => ("test", quoted(&shape.text)),
            ShapeOp::All => ("and", "null".into()),
            ShapeOp::Any => ("or", "null".into()),
            ShapeOp::AtLeast(least) => ("at_least", format!("\"{least}\"")),
            ShapeOp::Not => ("not", "null".into()),
            ShapeOp::Surely => ("surely", "null".into()),
        };
        let reads = shape.reads.iter().map(|shown| {
            (
                format!(
                    "{{\"name\":{},\"value\":",
                    quoted(&shown_name(teller, *shown))
                ),
                *shown,
            )
        });
        let head = format!("{{\"op\":\"{op}\",\"text\":{text},\"truth\":");
        let obstacle = format!("{{\"text\":{text},\"truth\":");
        let sure = [1.0, -1.0, 0.0];
        Self {
            truth: shape.truth,
            openings: sure.map(|truth| opening(&head, truth)),
            obstacle_openings: sure.map(|truth| format!("{obstacle}{}{READS}", truth_name(truth))),
            head,
            obstacle,
            op: shape.op,
            reads: reads.collect(),
            memo: Memo::of(teller, shape),
            parts: shape
                .parts
                .iter()
                .map(|part| Self::new(teller, part))
                .collect(),
        }
    }

    pub(super) fn write(&self, view: &View<'_>, json: &mut Json) {
        let kept = self.memo.as_ref();
        match kept.and_then(|memo| memo.texts.get(memo.at(view)?)) {
            Some(text) => json.raw(text.get_or_init(|| {
                let text = member(|json| self.write_anew(view, json));
                text.into_boxed_str()
            })),
            None => self.write_anew(view, json),
        }
    }

    fn write_anew(&self, view: &View<'_>, json: &mut Json) {
        let truth = view.truth(self.truth);
        match of_sure(&self.openings, truth) {
            Some(opening) => json.raw(opening),
            None => json.raw(&opening(&self.head, truth)),
        }
        self.write_reads(view, json);
        json.join("],\"parts\":[");
        self.parts.iter().for_each(|part| part.write(view, json));
        json.join("]");
        if let (ShapeOp::Test, Some(why)) = (self.op, view.failed(self.truth)) {
            json.text("failed", &why);
        }
        json.join("}");
    }

    fn write_reads(&self, view: &View<'_>, json: &mut Json) {
        for (head, shown) in &self.reads {
            json.raw(head);
            match shown {
                Shown::Fact(fact) if json.leaves_out(Hole::Fact(*fact)) => {}
                _other => view.shown(*shown, json),
            }
            json.close(b'}');
        }
    }

    /// The tests that keep the condition from being what is wanted.
    pub(super) fn obstacles(&self, view: &View<'_>, wanted: bool, json: &mut Json) {
        let truth = view.truth(self.truth);
        if (wanted && truth > 0.0) || (!wanted && truth < 0.0) {
            return;
        }
        match self.op {
            ShapeOp::Test => self.obstacle(view, truth, json),
            ShapeOp::Not => self
                .parts
                .iter()
                .for_each(|part| part.obstacles(view, !wanted, json)),
            ShapeOp::All | ShapeOp::Any | ShapeOp::AtLeast(_) | ShapeOp::Surely => {
                self.parts
                    .iter()
                    .for_each(|part| part.obstacles(view, wanted, json));
            }
        }
    }

    fn obstacle(&self, view: &View<'_>, truth: f64, json: &mut Json) {
        let kept = self.memo.as_ref();
        match kept.and_then(|memo| memo.obstacles.get(memo.at(view)?)) {
            Some(text) => json.raw(text.get_or_init(|| {
                let text = member(|json| self.obstacle_anew(view, truth, json));
                text.into_boxed_str()
            })),
            None => self.obstacle_anew(view, truth, json),
        }
    }

    fn obstacle_anew(&self, view: &View<'_>, truth: f64, json: &mut Json) {
        match of_sure(&self.obstacle_openings, truth) {
            Some(opening) => json.raw(opening),
            None => {
                json.raw(&self.obstacle);
                json.join(truth_name(truth));
                json.join(READS);
            }
        }
        self.write_reads(view, json);
        json.join("],\"distance\":");
        match distance(view, self.truth) {
            Some((distance, unit)) => {
                if !json.leaves_out(Hole::Distance(self.truth)) {
                    json.join_number(round_total(distance));
                }
                json.text("unit", unit);
            }
            None => json.join("null,\"unit\":\"\""),
        }
        json.close(b'}');
    }
}

/// What opens the values that a test read.
const READS: &str = ",\"reads\":[";

/// A condition up to the values read.
fn opening(head: &str, truth: f64) -> String {
    let mut json = Json::default();
    json.join(head);
    json.join(truth_name(truth));
    json.join(",\"certainty\":");
    json.join_number(truth.abs());
    json.join(READS);
    json.finish()
}

/// The text of a truth without a doubt.
fn of_sure(texts: &[String; 3], truth: f64) -> Option<&String> {
    let [yes, no, unknown] = texts;
    match truth {
        1.0 => Some(yes),
        -1.0 => Some(no),
        0.0 => Some(unknown),
        _doubtful => None,
    }
}

pub(super) fn truth_name(truth: f64) -> &'static str {
    if truth > 0.0 {
        "\"true\""
    } else if truth < 0.0 {
        "\"false\""
    } else {
        "\"unknown\""
    }
}

/// A condition as a member, or null.
pub(super) fn write(
    view: &View<'_>,
    key: &str,
    condition: Option<&ConditionWords>,
    json: &mut Json,
) {
    json.key(key);
    match condition {
        Some(condition) => condition.write(view, json),
        None => json.null(),
    }
}

pub(super) fn shown_name(teller: &Teller<'_>, shown: Shown) -> String {
    let book = teller.book;
    match shown {
        Shown::Fact(fact) => book.facts[fact].name.to_string(),
        Shown::Let(id) => book.lets[id].name.to_string(),
        Shown::Parameter(id) => book.parameters[id].name.to_string(),
        Shown::Best => "best".into(),
        Shown::Advice => "advice".into(),
        Shown::Figure(figure) => figure_name(teller, figure),
    }
}

fn figure_name(teller: &Teller<'_>, figure: Figure) -> String {
    let book = teller.book;
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

/// How far the value is from where the test turns, where it is known.
pub(super) fn write_distance(view: &View<'_>, truth: TruthId, json: &mut Json) {
    let distance = distance(view, truth).map_or(f64::NAN, |(distance, _)| distance);
    json.join_number(round_total(distance));
}

/// How far the value is from where the test turns, and in which unit.
fn distance<'a>(view: &View<'a>, truth: TruthId) -> Option<(f64, &'a str)> {
    let program = view.teller.program;
    match &program.plan.truths[truth] {
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
            let node = &program.plan.choices[*choice];
            let (LetKind::List(scale, _) | LetKind::Table(scale, _, _)) =
                &view.teller.book.lets[node.id].kind
            else {
                return None;
            };
            let at = view
                .record
                .choices
                .get(choice.to_usize())
                .and_then(|choice| choice.known())?;
            level_distance(scale, at, *levels)
        }
        _other => None,
    }
}

/// The unit of numbers that are held against each other: that of the first that has one.
fn unit_of<'a>(view: &View<'a>, ids: &[NumberId]) -> &'a str {
    ids.iter().find_map(|id| own_unit(view, *id)).unwrap_or("")
}

/// The unit in which a number is told, where it is that of a fact or parameter in it; products have none.
fn own_unit<'a>(view: &View<'a>, id: NumberId) -> Option<&'a str> {
    let book = view.teller.book;
    match &view.teller.program.plan.numbers[id] {
        NumberNode::Fact(fact) => match &book.facts[*fact].kind {
            FactType::Number(kind) => kind.unit.as_deref(),
            _other => None,
        },
        NumberNode::Parameter(id, _) => book.parameters[*id].kind.unit.as_deref(),
        NumberNode::Apply(op, operands) => {
            let operands = view.teller.program.plan.operands_of(*operands).iter();
            let mut telling = operands.take(op.about().units.told());
            telling.find_map(|id| own_unit(view, *id))
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
