//! The head of a trace: which rulebook and method it is of; and the warnings that must stand in it.

use std::collections::BTreeSet;

use crate::base::format_number;
use crate::model::trace::{N, TRACE_VERSION, Trace};

use super::finding::Report;
use super::world::{Computed, World};

/// Certainties below this are too low to take a strategy or a rule out without a warning.
const SHAKY: f64 = 0.5;

/// Names, versions, the hash, parameters and the method.
pub(super) fn check(world: &World<'_>, trace: &Trace, report: &mut Report) -> Computed<()> {
    let rulebook = world.rulebook;
    let stated = &trace.rulebook;
    report.text(
        "trace_version",
        "the version of the trace",
        &trace.trace_version,
        TRACE_VERSION,
    );
    report.text(
        "rulebook.name",
        "the rulebook's name",
        &stated.name,
        &rulebook.name,
    );
    report.text(
        "rulebook.title",
        "the rulebook's title",
        &stated.title,
        &rulebook.title,
    );
    report.text(
        "rulebook.version",
        "the rulebook's version",
        &stated.version,
        &rulebook.version,
    );
    report.text(
        "rulebook.hash",
        "the rulebook's hash",
        &stated.hash,
        &rulebook.hash,
    );
    parameters(world, trace, report);
    method(world, trace, report);
    Ok(())
}

/// The parameters that differ from the file.
fn parameters(world: &World<'_>, trace: &Trace, report: &mut Report) {
    let stated = &trace.rulebook;
    let changed: Vec<_> = world
        .rulebook
        .parameters
        .values()
        .filter(|parameter| parameter.value != parameter.declared)
        .collect();
    let names: Vec<&str> = stated.parameters.iter().map(|one| &*one.name).collect();
    let expected: Vec<&str> = changed.iter().map(|one| &*one.name).collect();
    report.same(
        "rulebook.parameters",
        "the changed parameters",
        &names,
        &expected,
    );
    for (at, (stated, parameter)) in stated.parameters.iter().zip(changed).enumerate() {
        let path = format!("rulebook.parameters[{at}]");
        let words = format!("the parameter `{}`", parameter.name);
        report.number(
            &format!("{path}.value"),
            &words,
            stated.value,
            parameter.value,
        );
        report.number(
            &format!("{path}.declared"),
            &words,
            stated.declared,
            parameter.declared,
        );
        let unit = parameter.kind.unit.as_ref().map(ToString::to_string);
        report.same(&format!("{path}.unit"), &words, &stated.unit, &unit);
    }
}

/// The method, with the rulebook's own scale.
fn method(world: &World<'_>, trace: &Trace, report: &mut Report) {
    let stated = &trace.method;
    let method = &world.rulebook.method;
    report.text(
        "method.name",
        "the method's name",
        &stated.name,
        &method.name,
    );
    report.same(
        "method.scale",
        "the method's scale",
        &stated.scale,
        &method.scale.map(N),
    );
    let normalize = method.normalize;
    report.same(
        "method.normalize",
        "whether shares are normalized",
        &stated.normalize,
        &normalize,
    );
}

/// A warning for every rule that takes out a strategy or a rule on too little certainty, one where the row that gives
/// the advice applies on too little, and one where no strategy is left; no others.
pub(super) fn warnings(world: &World<'_>, trace: &Trace, report: &mut Report) -> Computed<()> {
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
                "rule `{}` {what} on a condition of certainty {certainty} only",
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
    report.same("warnings", "the warnings", &trace.warnings, &expected);
    Ok(())
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
        "row {row} gives the advice on a condition of certainty {} only",
        format_number(certainty, 3)
    );
    Ok((certainty < SHAKY).then_some(words))
}
