//! The head of a trace: which rulebook and method it is of, how sure its advice is; and its warnings.

use std::collections::BTreeSet;

use crate::base::format_number;
use crate::model::trace::{
    CapKind, CapTrace, CappedTrace, ContradictionTrace, LevelTrace, MethodTrace, N, ParameterTrace,
    RulebookTrace, Trace, ValueTrace,
};
use crate::model::{ESSENTIAL, Fact, Parameter};

use super::depends::{Depends, Thing};
use super::questions::is_moot;
use super::words::in_ways;
use super::world::{Computed, World};

/// Certainties below this are too low to take a strategy or a rule out without a warning.
const SHAKY: f64 = 0.5;

/// Names, the version, the hash, and the parameters that differ from the file.
pub(super) fn rulebook(world: &World<'_>) -> RulebookTrace {
    let rulebook = world.rulebook;
    let parameters = rulebook.parameters.values();
    let changed = parameters.filter(|parameter| parameter.value != parameter.declared);
    let told = |parameter: &Parameter| ParameterTrace {
        name: parameter.name.to_string(),
        value: N(parameter.value),
        declared: N(parameter.declared),
        unit: parameter.kind.unit.as_ref().map(ToString::to_string),
    };
    RulebookTrace {
        name: rulebook.name.to_string(),
        title: rulebook.title.to_string(),
        version: rulebook.version.to_string(),
        hash: rulebook.hash.to_string(),
        parameters: changed.map(told).collect(),
    }
}

/// The method, with the rulebook's own scale.
pub(super) fn method(world: &World<'_>) -> MethodTrace {
    let method = &world.rulebook.method;
    MethodTrace {
        name: method.name.to_string(),
        scale: method.scale.map(N),
        normalize: method.normalize,
    }
}

/// The row that gave the advice: its label, else its number.
pub(super) fn row(world: &World<'_>) -> Computed<Option<String>> {
    let (Some(at), Some(advice)) = (world.advised()?.chosen, &world.rulebook.advice) else {
        return Ok(None);
    };
    let label = advice.rows.get(at).and_then(|row| row.label.as_ref());
    let row = label.map_or_else(|| at.saturating_add(1).to_string(), ToString::to_string);
    Ok(Some(row))
}

/// The level of the scale of sureness, and why: in the words of the scale, else as the row says that gave it.
pub(super) fn sureness(world: &World<'_>) -> Computed<(Option<String>, Option<String>)> {
    let Some(id) = world.rulebook.sureness else {
        return Ok((None, None));
    };
    let ValueTrace::Word(level) = world.derived_value(id)? else {
        return Ok((None, None));
    };
    let why = match &world.a_let(id)?.because {
        Some(template) => Some(world.filled(template)?),
        None => world.row_text(id)?.map(|text| in_ways(&[vec![text]])),
    };
    Ok((Some(level), why))
}

/// The levels of the rulebook's sureness scale, from low to high.
pub(super) fn sureness_levels(world: &World<'_>) -> Computed<Vec<LevelTrace>> {
    let Some(id) = world.rulebook.sureness else {
        return Ok(Vec::new());
    };
    let mut levels = Vec::new();
    for level in world
        .a_let(id)?
        .kind
        .scale()
        .iter()
        .flat_map(|scale| &scale.levels)
    {
        levels.push(LevelTrace {
            name: level.name.to_string(),
            words: level.words.as_deref().map(Into::into),
        });
    }
    Ok(levels)
}

/// The contradictions that are known to hold.
pub(super) fn contradictions(world: &World<'_>) -> Computed<Vec<ContradictionTrace>> {
    let mut held = Vec::new();
    let depends = Depends::of(world.rulebook);
    for (id, one) in world
        .rulebook
        .lets
        .iter()
        .filter(|(_, one)| one.contradiction)
    {
        if world.derived_value(id)? != ValueTrace::YesNo(true) {
            continue;
        }
        let mut facts = Vec::new();
        for fact in depends.facts(Thing::Let(id)) {
            if world.given(fact).is_some() {
                facts.push(world.fact(fact)?.name.to_string());
            }
        }
        let because = one.because.as_ref().map(|text| world.filled(text));
        held.push(ContradictionTrace {
            name: one.name.to_string(),
            title: one.title.to_string(),
            because: because.transpose()?,
            facts,
            citations: world.citations(&one.citations)?,
            place: world.place(one.origin),
        });
    }
    Ok(held)
}

/// The sureness that may be told: one level below the highest where something is essential and unknown, or where it is
/// said of an open answer that it alone changes the advice.
pub(super) fn sureness_capped(world: &World<'_>, stated: &Trace) -> Computed<CappedTrace> {
    let mut reasons = Vec::new();
    for (id, fact) in world.rulebook.facts.iter() {
        let tags = fact.tags.iter();
        let mut tags = tags.filter_map(|tag| world.rulebook.tags.find(*tag));
        let is_essential = tags.any(|tag| **tag == *ESSENTIAL);
        if is_essential && world.given(id).is_none() && !is_moot(world, fact)? {
            reasons.push(cap(CapKind::Essential, fact));
        }
    }
    let clashes = contradictions(world)?;
    reasons.extend(clashes.iter().map(|one| CapTrace {
        kind: CapKind::Contradiction,
        name: one.name.clone(),
        title: one.title.clone(),
    }));
    for fact in world.rulebook.facts.values() {
        let told = stated.unknown.iter().find(|one| one.name == *fact.name);
        let effect = told.and_then(|one| one.effect.as_ref());
        if effect.is_some_and(|effect| effect.changes_advice == Some(true)) {
            reasons.push(cap(CapKind::OpenAnswer, fact));
        }
    }
    let levels = sureness_levels(world)?;
    let own = sureness(world)?.0;
    let level = own.map(|own| match levels.as_slice() {
        [lowest, ..] if clashes.len() > 1 => lowest.name.clone(),
        [.., below, top] if top.name == own && !reasons.is_empty() => below.name.clone(),
        _ => own,
    });
    Ok(CappedTrace { level, reasons })
}

fn cap(kind: CapKind, fact: &Fact) -> CapTrace {
    CapTrace {
        kind,
        name: fact.name.to_string(),
        title: super::facts::title(fact),
    }
}

/// A warning for every rule that takes out a strategy or a rule on too little certainty, one where the row that gives
/// the advice applies on too little, and one where no strategy is left; no others.
pub(super) fn warnings(world: &World<'_>) -> Computed<Vec<String>> {
    let mut expected = Vec::new();
    for (id, rule) in world.rulebook.rules.iter() {
        let fate = world.fate(id)?;
        let certainty = fate.condition.verdict.certainty;
        let what = match (rule.excludes.is_empty(), rule.defeats.is_empty()) {
            (false, _) => "takes a strategy out of the choice",
            (true, false) => "defeats other rules",
            (true, true) => continue,
        };
        if fate.fired_by_then() && certainty < SHAKY {
            let certainty = format_number(certainty, 3);
            expected.push(format!(
                "rule `{}` {what} on a condition with a certainty of only {certainty}",
                rule.name
            ));
        }
    }
    expected.extend(shaky_row(world)?);
    let places = &world.ranking()?.places;
    if !places.is_empty() && places.iter().all(super::ranking::PlaceOf::excluded) {
        let mut rules = BTreeSet::new();
        for rule in places.iter().flat_map(|place| &place.excluded_by) {
            rules.insert(format!("`{}`", world.rule(*rule)?.name));
        }
        let rules: Vec<String> = rules.into_iter().collect();
        expected.push(format!(
            "no strategy is left to choose: {} excluded them all",
            rules.join(", ")
        ));
    }
    for (id, fact) in world.rulebook.facts.iter() {
        if world.given(id).is_some() && is_moot(world, fact)? {
            let words = format!(
                "“{}” is answered, though the question does not apply",
                super::facts::title(fact)
            );
            expected.push(words);
        }
    }
    Ok(expected)
}

/// What is said of an advice that rests on a doubtful condition.
fn shaky_row(world: &World<'_>) -> Computed<Option<String>> {
    let advised = world.advised()?;
    let Some(at) = advised.chosen else {
        return Ok(None);
    };
    let when = advised.rows.get(at).and_then(|fate| fate.when.as_ref());
    let Some(certainty) = when.map(|when| when.verdict.certainty) else {
        return Ok(None);
    };
    let rows = world.rulebook.advice.as_ref().map(|advice| &advice.rows);
    let label = rows.and_then(|rows| rows.get(at)?.label.as_ref());
    let row = label.map_or_else(
        || at.saturating_add(1).to_string(),
        |label| format!("`{label}`"),
    );
    let words = format!(
        "row {row} gives the advice on a condition with a certainty of only {}",
        format_number(certainty, 3)
    );
    Ok((certainty < SHAKY).then_some(words))
}
