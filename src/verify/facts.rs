//! The facts of a trace: read back into a profile, and as they stand in a trace.

use crate::model::trace::{AnswerKind, AnswersTrace, FactTrace, LevelTrace, N, Trace, ValueTrace};
use crate::model::{Fact, FactId, FactType, Given, Profile, Rulebook, Scale, Subject, Value};

use super::finding::{Report, show};
use super::reading::Reading;
use super::words::in_ways;
use super::world::{Computed, World, value_of};

/// The profile that a trace's facts make. What does not fit the rulebook is a finding and counts as unknown.
pub(super) fn profile(trace: &Trace, rulebook: &Rulebook, report: &mut Report) -> Profile {
    // Notes say nothing of values.
    let mut profile = Profile::empty(trace.profile.name.as_str(), rulebook.facts.len());
    profile.file = trace.profile.file.as_str().into();
    for (at, stated) in trace.facts.iter().enumerate() {
        let path = format!("facts[{at}]");
        match given(stated, rulebook) {
            Ok((id, given)) => profile.set(id, Some(given)),
            Err(trouble) => report.add(&path, "a fact that cannot be", &*stated.name, trouble),
        }
    }
    profile
}

fn given(stated: &FactTrace, rulebook: &Rulebook) -> Computed<(FactId, Given)> {
    let (id, fact) = fact_named(rulebook, &stated.name)?;
    let certainty = stated.certainty.0;
    if !(certainty > 0.0 && certainty <= 1.0) {
        return Err(format!(
            "a certainty above 0 and at most 1, not {certainty}"
        ));
    }
    let given = Given {
        value: value(fact, &stated.value)?,
        certainty,
        note: stated.note.as_deref().map(Into::into),
        place: None,
    };
    Ok((id, given))
}

/// The fact of that full name.
pub(super) fn fact_named<'a>(rulebook: &'a Rulebook, name: &str) -> Computed<(FactId, &'a Fact)> {
    rulebook
        .facts
        .iter()
        .find(|(_, fact)| &*fact.name == name)
        .ok_or_else(|| format!("the rulebook has no fact `{name}`"))
}

/// A value as data, read as a value of a fact.
pub(super) fn value(fact: &Fact, stated: &ValueTrace) -> Computed<Value> {
    let level = |scale: &Scale, word: &str| {
        scale
            .position(word)
            .ok_or_else(|| format!("`{}` has no level `{word}`", fact.name))
    };
    match (&fact.kind, stated) {
        (FactType::YesNo, ValueTrace::YesNo(holds)) => Ok(Value::YesNo(*holds)),
        (FactType::Level(scale), ValueTrace::Word(word)) => Ok(Value::Level(level(scale, word)?)),
        (FactType::Set(scale), ValueTrace::Set(words)) => {
            let set = words.iter().map(|word| level(scale, word));
            Ok(Value::Set(set.collect::<Computed<_>>()?))
        }
        (FactType::Number(kind), ValueTrace::Number(number)) => {
            let below = kind.low.is_some_and(|low| number.0 < low);
            let above = kind.high.is_some_and(|high| number.0 > high);
            let part = kind.whole && number.0.fract() != 0.0;
            if below || above || part || !number.0.is_finite() {
                return Err(format!("`{}` cannot be {}", fact.name, number.0));
            }
            Ok(Value::Number(number.0))
        }
        (FactType::Text, ValueTrace::Word(text)) => Ok(Value::Text(text.as_str().into())),
        (_, other) => Err(format!("`{}` cannot be {}", fact.name, show(other))),
    }
}

/// The known facts, by name.
pub(super) fn facts(world: &World<'_>, reading: &Reading) -> Computed<Vec<FactTrace>> {
    let mut facts = Vec::new();
    for (id, fact) in world.rulebook.facts.iter() {
        if let Some(given) = world.given(id) {
            facts.push(FactTrace {
                name: fact.name.to_string(),
                title: title(fact),
                value: value_of(fact, &given.value)?,
                words: in_ways(&[world.words_of(Subject::Fact(id))?]),
                certainty: N(given.certainty),
                note: None,
                place: None,
                read: reading.facts.contains(&id),
                answers: Some(answers(fact)),
            });
        }
    }
    Ok(facts)
}

/// The answers that a fact takes.
pub(super) fn answers(fact: &Fact) -> AnswersTrace {
    let mut answers = AnswersTrace {
        kind: AnswerKind::Text,
        levels: Vec::new(),
        unit: None,
        low: None,
        high: None,
    };
    match &fact.kind {
        FactType::Text => {}
        FactType::YesNo => answers.kind = AnswerKind::YesNo,
        FactType::Number(number) => {
            answers.kind = match number.whole {
                true => AnswerKind::Integer,
                false => AnswerKind::Number,
            };
            answers.unit = number.unit.as_ref().map(ToString::to_string);
            answers.low = number.low.map(N);
            answers.high = number.high.map(N);
        }
        FactType::Set(scale) => {
            answers.kind = AnswerKind::Set;
            answers.levels = levels(scale);
        }
        FactType::Level(scale) => {
            answers.kind = match scale.ordered {
                true => AnswerKind::Ordinal,
                false => AnswerKind::Nominal,
            };
            answers.levels = levels(scale);
        }
    }
    answers
}

fn levels(scale: &Scale) -> Vec<LevelTrace> {
    let mut levels = Vec::new();
    for level in &scale.levels {
        levels.push(LevelTrace {
            name: level.name.to_string(),
            words: level.words.as_ref().map(ToString::to_string),
        });
    }
    levels
}

/// The title of a fact, or its short name.
pub(super) fn title(fact: &Fact) -> String {
    fact.title.as_ref().unwrap_or(&fact.short).to_string()
}
