//! The head of a trace: which rulebook and method it is of; and the warnings that must stand in it.

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

/// A warning names every rule that takes out a strategy or a rule on too little certainty, and the rules that
/// leave no strategy.
pub(super) fn warnings(world: &World<'_>, trace: &Trace, report: &mut Report) -> Computed<()> {
    let warned = |name: &str| trace.warnings.iter().any(|warning| warning.contains(name));
    for (id, rule) in world.rulebook.rules.iter() {
        let fate = world.fate(id)?;
        let takes_out = !rule.excludes.is_empty() || !rule.defeats.is_empty();
        let shaky = fate.condition.verdict.certainty < SHAKY;
        if takes_out && shaky && fate.fired_by_then() && !warned(&rule.name) {
            let words = format!("`{}` rests on a certainty below {SHAKY}", rule.name);
            report.add("warnings", &words, "no warning", "a warning that names it");
        }
    }
    let ranking = world.ranking()?;
    if !ranking.places.is_empty() && ranking.places.iter().all(super::ranking::PlaceOf::excluded) {
        for place in &ranking.places {
            for rule in &place.excluded_by {
                let name = &world.rule(*rule)?.name;
                if !warned(name) {
                    let words = format!("`{name}` helps to leave no strategy");
                    report.add("warnings", &words, "no warning", "a warning that names it");
                }
            }
        }
    }
    Ok(())
}
