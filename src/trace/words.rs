//! Values as data and in words, and texts with their places filled in.

use super::Teller;
use super::json::Json;
use crate::base::{Id, format_number, format_rounded};
use crate::engine::machine::Record;
use crate::engine::needed::Blame;
use crate::model::{
    FactId, FactType, Figure, LetId, LetKind, LetNode, LevelSet, NumberType, Piece, Profile, Scale,
    Shown, Subject, Template, TruthId, Value,
};

/// What a text or a list of values is about.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub teller: &'a Teller<'a>,
    pub profile: &'a Profile,
    pub record: &'a Record,
    /// What depends on a call that failed, where one did.
    pub blame: Option<&'a Blame>,
}

impl View<'_> {
    /// Why a condition is unknown that depends on a call that failed, where nothing else does.
    pub(super) fn failed(&self, truth: TruthId) -> Option<String> {
        let call = self.blame?.truth(truth)?;
        let fault = self.record.failed.get(&call)?;
        Some(fault.unneeded(self.teller.program))
    }

    pub(super) fn fill(&self, template: &Template) -> String {
        let mut text = String::new();
        for piece in &template.pieces {
            match piece {
                Piece::Words(words) => text.push_str(words),
                Piece::Subject(Subject::Fact(fact)) => text.push_str(&self.fact_said(*fact)),
                Piece::Subject(Subject::Let(id)) => text.push_str(&self.let_words(*id)),
                Piece::Parameter(id) => {
                    let parameter = &self.teller.book.parameters[*id];
                    text.push_str(&with_unit(parameter.value, parameter.kind.unit.as_deref()));
                }
                Piece::Total(target) => text.push_str(&format_rounded(self.total(*target))),
                Piece::Best => text.push_str(self.best_title()),
                Piece::Advice => text.push_str(self.advice_title()),
            }
        }
        text
    }

    pub(super) fn total(&self, target: crate::model::TargetId) -> f64 {
        self.record
            .totals
            .get(target.to_usize())
            .copied()
            .unwrap_or(f64::NAN)
    }

    pub(super) fn best_title(&self) -> &str {
        let best = self.record.best(self.teller.program);
        best.map_or("nobody", |best| &self.teller.book.targets[best].title)
    }

    pub(super) fn advice_title(&self) -> &str {
        let outcome = self.record.decision.and_then(|decision| decision.outcome);
        outcome.map_or("undecided", |outcome| {
            &self.teller.book.outcomes[outcome].title
        })
    }

    pub(super) fn fact_words(&self, fact: FactId) -> String {
        match self.profile.given(fact) {
            Some(given) => value_words(&self.teller.book.facts[fact].kind, &given.value),
            None => "unknown".into(),
        }
    }

    /// A fact within a sentence: of a number no more digits than people read.
    fn fact_said(&self, fact: FactId) -> String {
        let kind = &self.teller.book.facts[fact].kind;
        match (kind, self.profile.given(fact).map(|given| &given.value)) {
            (FactType::Number(kind), Some(Value::Number(number))) => {
                rounded(*number, kind.unit.as_deref())
            }
            _other => self.fact_words(fact),
        }
    }

    pub(super) fn let_words(&self, id: LetId) -> String {
        let derived = &self.teller.book.lets[id];
        match (self.teller.program.plan.lets[id], &derived.kind) {
            (LetNode::Truth(truth), _) => truth_word(self.truth(truth)).into(),
            (LetNode::Number(number), LetKind::Number(_, unit)) => {
                let number = self
                    .record
                    .numbers
                    .get(number.to_usize())
                    .copied()
                    .unwrap_or(f64::NAN);
                if number.is_nan() {
                    "unknown".into()
                } else {
                    rounded(number, unit.as_deref())
                }
            }
            (LetNode::Choice(choice), LetKind::List(scale, _) | LetKind::Table(scale, _, _)) => {
                let known = self
                    .record
                    .choices
                    .get(choice.to_usize())
                    .and_then(|choice| choice.known());
                known.map_or_else(|| "unknown".into(), |level| level_words(scale, level))
            }
            _mismatch => "unknown".into(),
        }
    }

    pub(super) fn truth(&self, id: TruthId) -> f64 {
        self.record
            .truths
            .get(id.to_usize())
            .copied()
            .unwrap_or(0.0)
    }

    /// A value as data.
    pub(super) fn shown(&self, shown: Shown, json: &mut Json) {
        match shown {
            Shown::Fact(fact) => self.fact(fact, json),
            Shown::Let(id) => self.derived(id, json),
            Shown::Parameter(id) => json.number(self.teller.book.parameters[id].value),
            Shown::Figure(figure) => self.figure(figure, json),
            Shown::Best => {
                match self.record.best(self.teller.program) {
                    Some(best) => json.string(&self.teller.book.targets[best].name),
                    None => json.null(),
                };
            }
            Shown::Advice => json.string(
                self.teller
                    .outcome_name(self.record.decision.and_then(|d| d.outcome)),
            ),
        }
    }

    fn figure(&self, figure: Figure, json: &mut Json) {
        let number = self.record.figure(self.teller.program, figure);
        json.number(number.unwrap_or(f64::NAN));
    }

    pub(super) fn fact(&self, fact: FactId, json: &mut Json) {
        let kind = &self.teller.book.facts[fact].kind;
        match (self.profile.given(fact).map(|given| &given.value), kind) {
            (None, _) => json.null(),
            (Some(Value::YesNo(yes)), _) => json.truth(*yes),
            (Some(Value::Number(number)), _) => json.number(*number),
            (Some(Value::Level(level)), FactType::Level(scale)) => {
                json.string(level_name(scale, *level))
            }
            (Some(Value::Set(levels)), FactType::Set(scale)) => names(scale, *levels, json),
            (Some(Value::Text(text)), _) => json.string(text),
            (Some(Value::Level(_) | Value::Set(_)), _) => json.null(),
        }
    }

    pub(super) fn derived(&self, id: LetId, json: &mut Json) {
        let scale = || self.teller.let_scale(id);
        match self.record.value_of(self.teller.program, id) {
            Some(Value::YesNo(yes)) => json.truth(yes),
            Some(Value::Number(number)) => json.number(number),
            Some(Value::Level(level)) => {
                json.string(scale().map_or("", |scale| level_name(scale, level)));
            }
            Some(Value::Set(_) | Value::Text(_)) | None => json.null(),
        }
    }
}

pub(super) fn truth_word(truth: f64) -> &'static str {
    if truth > 0.0 {
        "yes"
    } else if truth < 0.0 {
        "no"
    } else {
        "unknown"
    }
}

pub(super) fn level_name(scale: &Scale, level: u8) -> &str {
    scale.level(level).map_or("", |level| &level.name)
}

pub(super) fn level_words(scale: &Scale, level: u8) -> String {
    scale.level(level).map_or_else(String::new, |level| {
        level.words.as_ref().unwrap_or(&level.name).to_string()
    })
}

fn names(scale: &Scale, levels: LevelSet, json: &mut Json) {
    json.open(b'[');
    for level in levels.iter() {
        json.string(level_name(scale, level));
    }
    json.close(b']');
}

/// A number with its unit, as it was given.
pub(super) fn with_unit(number: f64, unit: Option<&str>) -> String {
    let number = format_number(number, 6);
    match unit {
        Some(unit) => format!("{number} {unit}"),
        None => number,
    }
}

/// A number with its unit, with no more digits than people read.
fn rounded(number: f64, unit: Option<&str>) -> String {
    let number = format_rounded(number);
    match unit {
        Some(unit) => format!("{number} {unit}"),
        None => number,
    }
}

/// A value as people read it.
pub(crate) fn value_words(kind: &FactType, value: &Value) -> String {
    match (kind, value) {
        (_, Value::YesNo(yes)) => (if *yes { "yes" } else { "no" }).into(),
        (FactType::Number(NumberType { unit, .. }), Value::Number(number)) => {
            with_unit(*number, unit.as_deref())
        }
        (_, Value::Number(number)) => format_number(*number, 6),
        (FactType::Level(scale), Value::Level(level)) => level_words(scale, *level),
        (FactType::Set(scale), Value::Set(levels)) if levels.is_empty() => {
            let _ = scale;
            "none".into()
        }
        (FactType::Set(scale), Value::Set(levels)) => levels
            .iter()
            .map(|level| level_words(scale, level))
            .collect::<Vec<_>>()
            .join(", "),
        (_, Value::Text(text)) => text.to_string(),
        (_, Value::Level(_) | Value::Set(_)) => String::new(),
    }
}
