//! The advice that a trace says is still possible: whether it holds what must be in it, and only what there can be.

use crate::model::OutcomeId;
use crate::model::trace::{Trace, Witness};

use super::finding::{Report, show};
use super::questions::Asked;
use super::world::{Computed, World};

/// Each outcome once, in the order of the rows that lead there; today's and those of the witnesses among them; no
/// other where the advice is settled, and those that the reason names where it is open.
pub(super) fn check(world: &World<'_>, trace: &Trace, report: &mut Report) -> Computed<()> {
    let stated = &trace.possible_advice;
    let path = "possible_advice";
    if Asked::of(trace) == Asked::Nothing {
        report.same(path, "what was not asked for", stated, &Vec::new());
        return Ok(());
    }
    if trace.settled == Some(true) {
        let words = "the advice is settled, so no other is possible";
        report.same(path, words, stated, &vec![trace.advice.clone()]);
        return Ok(());
    }
    let effects = trace.unknown.iter().filter_map(|one| one.effect.as_ref());
    let witnesses = effects.filter_map(|effect| effect.witness.as_ref());
    let led = |witness: &Witness| witness.advice.clone();
    let mut must = vec![trace.advice.clone()];
    must.extend(trace.witness.as_ref().map(led));
    must.extend(witnesses.map(led));
    for advice in must {
        if !stated.contains(&advice) {
            let words = "an advice to which answers lead";
            report.add(path, words, "missing", format!("`{advice}`"));
        }
    }
    let ways = ways(world);
    let mut names = Vec::new();
    for way in &ways {
        names.push(world.outcome_name(*way)?);
    }
    if !is_in_order(stated, &names) {
        let words = "outcomes, each once and in the order in which rows lead there";
        report.add(path, words, show(stated), show(&names));
    }
    named_by_the_reason(world, trace, report)
}

/// The outcomes to which the rows lead, from above, and at last none; without rows those of the strategies.
fn ways(world: &World<'_>) -> Vec<Option<OutcomeId>> {
    let mut ways: Vec<Option<OutcomeId>> = match &world.rulebook.advice {
        Some(advice) => advice.rows.iter().map(|row| row.outcome).collect(),
        None => {
            let targets = world.rulebook.targets.values();
            targets.map(|target| target.outcome).collect()
        }
    };
    ways.push(None);
    ways
}

/// Whether each name stands once, and behind a row of the one before.
fn is_in_order(stated: &[String], ways: &[String]) -> bool {
    let mut left = ways.iter();
    let once = |name: &String| stated.iter().filter(|other| *other == name).count() == 1;
    stated
        .iter()
        .all(|name| once(name) && left.any(|way| way == name))
}

/// Where the bounds leave the advice open, the reason names what they do not rule out.
fn named_by_the_reason(world: &World<'_>, trace: &Trace, report: &mut Report) -> Computed<()> {
    let reason = trace.settled_because.as_deref();
    let reason = reason.filter(|_| trace.settled.is_none());
    let Some(rest) = reason.and_then(|why| why.strip_prefix("the bounds do not rule out ")) else {
        return Ok(());
    };
    let mut titles: Vec<String> = Vec::new();
    for name in trace
        .possible_advice
        .iter()
        .filter(|one| **one != trace.advice)
    {
        let mut outcomes = world.rulebook.outcomes.values();
        let outcome = outcomes.find(|outcome| *outcome.name == **name);
        let title = outcome.map_or("undecided".into(), |outcome| outcome.title.to_string());
        if !titles.contains(&title) {
            titles.push(title);
        }
    }
    let titles = titles.join(", ");
    if !rest.starts_with(&format!("{titles}, and no ")) {
        let words = "what else is possible, as the reason for leaving the advice open names it";
        report.add("possible_advice", words, titles, rest);
    }
    Ok(())
}
