//! Conditions in a trace: what is the same for every profile as finished text, truths and values between.

use super::Teller;
use super::json::{Json, quoted};
use super::words::View;
use crate::model::{Figure, Shape, ShapeOp, Shown, TruthId};

/// A condition with its words.
#[derive(Debug)]
pub(super) struct ConditionWords {
    truth: TruthId,
    /// From the opening brace to where the truth stands.
    head: String,
    reads: Vec<(String, Shown)>,
    parts: Vec<ConditionWords>,
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
        Self {
            truth: shape.truth,
            head: format!("{{\"op\":\"{op}\",\"text\":{text},\"truth\":"),
            reads: reads.collect(),
            parts: shape
                .parts
                .iter()
                .map(|part| Self::new(teller, part))
                .collect(),
        }
    }

    pub(super) fn write(&self, view: &View<'_>, json: &mut Json) {
        let truth = view.truth(self.truth);
        json.raw(&self.head);
        json.join(truth_name(truth));
        json.figure("certainty", truth.abs());
        json.list("reads", |json| self.write_reads(view, json));
        json.list("parts", |json| {
            self.parts.iter().for_each(|part| part.write(view, json))
        });
        json.close(b'}');
    }

    fn write_reads(&self, view: &View<'_>, json: &mut Json) {
        for (head, shown) in &self.reads {
            json.raw(head);
            view.shown(*shown, json);
            json.close(b'}');
        }
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
