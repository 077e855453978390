//! The facts of a trace: read back into a profile, and held against the rulebook.

use crate::base::IdVec;
use crate::model::trace::{FactTrace, Trace, ValueTrace};
use crate::model::{Fact, FactId, FactType, Given, Profile, Rulebook, Scale, Subject, Value};

use super::finding::{Report, show};
use super::questions;
use super::reading::reading;
use super::world::{Computed, World};

/// The profile that a trace's facts make. What does not fit the rulebook is a finding and counts as unknown.
pub(super) fn profile(trace: &Trace, rulebook: &Rulebook, report: &mut Report) -> Profile {
    let mut facts: IdVec<FactId, Option<Given>> = rulebook.facts.ids().map(|_| None).collect();
    for (at, stated) in trace.facts.iter().enumerate() {
        let path = format!("facts[{at}]");
        match given(stated, rulebook) {
            Ok((id, given)) => {
                if let Some(slot) = facts.values_mut().nth(crate::base::Id::to_usize(id)) {
                    if slot.is_some() {
                        report.add(&path, "a fact stands twice", &*stated.name, "one");
                    }
                    *slot = Some(given);
                }
            }
            Err(trouble) => report.add(&path, "a fact that cannot be", &*stated.name, trouble),
        }
    }
    Profile {
        name: trace.profile.name.as_str().into(),
        file: trace.profile.file.as_str().into(),
        facts,
        // Notes say nothing of values.
        notes: std::collections::BTreeMap::new(),
    }
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

/// Titles, words and uses of the facts; the facts that are unknown.
pub(super) fn check(world: &World<'_>, trace: &Trace, report: &mut Report) -> Computed<()> {
    let reading = reading(world.rulebook);
    let read = |path: &str, name: &str, id: FactId, stated: bool, report: &mut Report| {
        let words = format!("whether anything reads `{name}`");
        let is_read = reading.facts.contains(&id);
        report.same(&format!("{path}.read"), &words, &stated, &is_read);
    };
    for (at, stated) in trace.facts.iter().enumerate() {
        let Ok((id, fact)) = fact_named(world.rulebook, &stated.name) else {
            continue;
        };
        let path = format!("facts[{at}]");
        let value = world.fact_value(id)?;
        if world.given(id).is_some() && stated.value != value {
            let words = format!("the value of `{}`", stated.name);
            report.same(&format!("{path}.value"), &words, &stated.value, &value);
        }
        let title = fact.title.as_ref().unwrap_or(&fact.short);
        report.text(
            &format!("{path}.title"),
            "the fact's title",
            &stated.title,
            title,
        );
        let ways = world.words_of(Subject::Fact(id))?;
        if !ways.contains(&stated.words) {
            let words = format!("the value of `{}` in words", stated.name);
            report.add(
                &format!("{path}.words"),
                &words,
                &*stated.words,
                ways.join("` or `"),
            );
        }
        read(&path, &stated.name, id, stated.read, report);
    }
    let known: Vec<&str> = trace.facts.iter().map(|fact| &*fact.name).collect();
    report.same(
        "facts",
        "the facts stand in the order of names",
        &known.is_sorted(),
        &true,
    );
    questions::check(world, trace, &reading, report)?;
    for (at, stated) in trace.unknown.iter().enumerate() {
        if let Ok((id, fact)) = fact_named(world.rulebook, &stated.name) {
            let path = format!("unknown[{at}]");
            let title = fact.title.as_ref().unwrap_or(&fact.short);
            report.text(
                &format!("{path}.title"),
                "the fact's title",
                &stated.title,
                title,
            );
            let ask = fact.ask.as_ref().map(ToString::to_string);
            report.same(
                &format!("{path}.ask"),
                "the fact's question",
                &stated.ask,
                &ask,
            );
            read(&path, &stated.name, id, stated.read, report);
        }
    }
    Ok(())
}
