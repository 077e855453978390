//! Values as data and in words, and texts with their places filled in.

use std::borrow::Cow;

use super::Teller;
use crate::base::{format_number, format_rounded, with_unit};
use crate::engine::machine::Record;
use crate::engine::needed::Blame;
use crate::model::trace::{Hole, N, PlaceTold, ReadTold, Sentence, Truth, ValueTold, Varies};
use crate::model::{
    FactId, FactType, LetId, NumberType, Piece, Profile, Scale, Shown, Subject, Template, TruthId,
    Value,
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

impl<'a> View<'a> {
    /// Why a condition is unknown that depends on a call that failed, where nothing else does.
    pub(super) fn failed(&self, truth: TruthId) -> Option<String> {
        let call = self.blame?.truth(truth)?;
        let fault = self.record.failed.get(&call)?;
        Some(fault.unneeded(self.teller.program))
    }

    pub(super) fn fill(&self, template: &'a Template) -> Cow<'a, str> {
        if let [Piece::Words(words)] = &template.pieces[..] {
            return Cow::Borrowed(words);
        }
        let mut text = String::new();
        for piece in &template.pieces {
            match piece {
                Piece::Words(words) => text.push_str(words),
                Piece::Subject(Subject::Fact(fact)) => text.push_str(&self.fact_said(*fact)),
                Piece::Subject(Subject::Let(id)) => text.push_str(&self.let_words(*id)),
                Piece::Parameter(id) => {
                    let parameter = &self.teller.book.parameters[*id];
                    text.push_str(&with_unit(
                        format_number(parameter.value, 6),
                        parameter.kind.unit.as_deref(),
                    ));
                }
                Piece::Total(target) => text.push_str(&format_rounded(self.record.total(*target))),
                Piece::Best => text.push_str(self.best_title()),
                Piece::Advice => text.push_str(self.advice_title()),
            }
        }
        Cow::Owned(text)
    }

    /// A text that may have places to fill in.
    pub(super) fn because(&self, template: Option<&'a Template>) -> Option<Cow<'a, str>> {
        template.map(|template| self.fill(template))
    }

    fn best_title(&self) -> &'a str {
        let best = self.record.best(self.teller.program);
        best.map_or("nobody", |best| &self.teller.book.targets[best].title)
    }

    pub(super) fn advice_title(&self) -> &'a str {
        let (_, outcome) = self.record.advised();
        outcome.map_or("undecided", |outcome| {
            &self.teller.book.outcomes[outcome].title
        })
    }

    /// Where a fact stands in the profile.
    pub(super) fn fact_place(&self, fact: FactId) -> Option<PlaceTold<'a>> {
        let place = self.profile.given(fact)?.place.as_ref()?;
        Some(PlaceTold {
            file: (&*place.file).into(),
            line: place.line,
        })
    }

    pub(super) fn fact_words(&self, fact: FactId) -> Cow<'a, str> {
        match self.profile.given(fact) {
            Some(given) => value_words(&self.teller.book.facts[fact].kind, &given.value),
            None => "unknown".into(),
        }
    }

    /// "topic.fact is words", where it is known.
    pub(super) fn sentence(&self, fact: FactId) -> Option<Sentence<'a>> {
        self.profile.given(fact)?;
        let name = &self.teller.book.facts[fact].name;
        Some(Sentence(name, self.fact_words(fact)))
    }

    /// A fact within a sentence: of a number no more digits than people read.
    fn fact_said(&self, fact: FactId) -> Cow<'a, str> {
        let kind = &self.teller.book.facts[fact].kind;
        match (kind, self.profile.given(fact).map(|given| &given.value)) {
            (FactType::Number(kind), Some(Value::Number(number))) => {
                with_unit(format_rounded(*number), kind.unit.as_deref()).into()
            }
            _other => self.fact_words(fact),
        }
    }

    pub(super) fn let_words(&self, id: LetId) -> Cow<'a, str> {
        let kind = &self.teller.book.lets[id].kind;
        match (self.record.value_of(self.teller.program, id), kind) {
            (Some(Value::YesNo(yes)), _) => (if yes { "yes" } else { "no" }).into(),
            (Some(Value::Number(number)), kind) => {
                with_unit(format_rounded(number), kind.unit()).into()
            }
            (Some(Value::Level(level)), kind) => {
                let scale = kind.scale();
                scale.map_or("", |scale| level_words(scale, level)).into()
            }
            _unknown => "unknown".into(),
        }
    }

    pub(super) fn truth(&self, id: TruthId) -> f64 {
        self.record.truth_of(id)
    }

    /// What was read, with its value.
    pub(super) fn read(&self, shown: Shown) -> ReadTold<'a> {
        ReadTold {
            name: self.teller.shown_name(shown),
            value: Varies(self.shown(shown), self.hole(shown)),
        }
    }

    /// Where a text that is kept leaves the value out: levels, yes and no are among what decides which text it is.
    pub(super) fn hole(&self, shown: Shown) -> Option<Hole> {
        let Shown::Fact(fact) = shown else {
            return None;
        };
        match &self.teller.book.facts[fact].kind {
            FactType::YesNo | FactType::Level(_) => None,
            FactType::Set(_) | FactType::Number(_) | FactType::Text => Some(Hole::Fact(fact)),
        }
    }

    fn shown(&self, shown: Shown) -> ValueTold<'a> {
        let program = self.teller.program;
        match shown {
            Shown::Fact(fact) => self.fact(fact),
            Shown::Let(id) => self.derived(id),
            Shown::Parameter(id) => number(self.teller.book.parameters[id].value),
            Shown::Figure(figure) => {
                number(self.record.figure(program, figure).unwrap_or(f64::NAN))
            }
            Shown::Best => self
                .record
                .best(program)
                .map_or(ValueTold::Unknown(()), |best| {
                    word(&self.teller.book.targets[best].name)
                }),
            Shown::Advice => word(self.teller.outcome_name(self.record.advised().1)),
        }
    }

    /// The value of a fact as data.
    pub(super) fn fact(&self, fact: FactId) -> ValueTold<'a> {
        let kind = &self.teller.book.facts[fact].kind;
        let given = self.profile.given(fact);
        given.map_or(ValueTold::Unknown(()), |given| value(kind, &given.value))
    }

    /// The value of a derived fact as data.
    pub(super) fn derived(&self, id: LetId) -> ValueTold<'a> {
        match self.record.value_of(self.teller.program, id) {
            Some(Value::YesNo(yes)) => ValueTold::YesNo(yes),
            Some(Value::Number(at)) => number(at),
            Some(Value::Level(level)) => {
                let scale = self.teller.book.lets[id].kind.scale();
                word(scale.map_or("", |scale| scale.level_name(level)))
            }
            Some(Value::Set(_) | Value::Text(_)) | None => ValueTold::Unknown(()),
        }
    }
}

/// A number as data; unknown where there is none.
fn number<'a>(number: f64) -> ValueTold<'a> {
    known(number).map_or(ValueTold::Unknown(()), ValueTold::Number)
}

fn word(word: &str) -> ValueTold<'_> {
    ValueTold::Word(Cow::Borrowed(word))
}

/// A value as data.
pub(super) fn value<'a>(kind: &'a FactType, value: &'a Value) -> ValueTold<'a> {
    match (value, kind) {
        (Value::YesNo(yes), _) => ValueTold::YesNo(*yes),
        (Value::Number(at), _) => number(*at),
        (Value::Level(level), FactType::Level(scale)) => word(scale.level_name(*level)),
        (Value::Set(levels), FactType::Set(scale)) => {
            let names = levels.iter().map(|level| scale.level_name(level).into());
            ValueTold::Set(names.collect())
        }
        (Value::Text(text), _) => word(text),
        (Value::Level(_) | Value::Set(_), _) => ValueTold::Unknown(()),
    }
}

/// A number that JSON can hold.
pub(super) fn known(number: f64) -> Option<N> {
    number.is_finite().then_some(N(number))
}

/// What a truth is, without how sure.
pub(super) fn truth(truth: f64) -> Truth {
    if truth > 0.0 {
        Truth::True
    } else if truth < 0.0 {
        Truth::False
    } else {
        Truth::Unknown
    }
}

fn level_words(scale: &Scale, level: u8) -> &str {
    let level = scale.level(level);
    level.map_or("", |level| level.words.as_ref().unwrap_or(&level.name))
}

/// A value as people read it.
pub(crate) fn value_words<'a>(kind: &'a FactType, value: &'a Value) -> Cow<'a, str> {
    match (kind, value) {
        (_, Value::YesNo(yes)) => (if *yes { "yes" } else { "no" }).into(),
        (FactType::Number(NumberType { unit, .. }), Value::Number(number)) => {
            with_unit(format_number(*number, 6), unit.as_deref()).into()
        }
        (_, Value::Number(number)) => format_number(*number, 6).into(),
        (FactType::Level(scale), Value::Level(level)) => level_words(scale, *level).into(),
        (FactType::Set(_), Value::Set(levels)) if levels.is_empty() => "none".into(),
        (FactType::Set(scale), Value::Set(levels)) => {
            let words = levels.iter().map(|level| level_words(scale, level));
            words.collect::<Vec<_>>().join(", ").into()
        }
        (_, Value::Text(text)) => (&**text).into(),
        (_, Value::Level(_) | Value::Set(_)) => "".into(),
    }
}
