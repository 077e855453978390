//! The trace that a rulebook and facts give, as far as it can be recomputed. Texts stand for all ways in which they may
//! be written, and of claims nothing is said.

use crate::model::trace::{N, TRACE_VERSION, Trace};

use super::reading::reading;
use super::world::{Computed, World, item};
use super::{choice, derivations, facts, fates, groups, hash, head, ledger, questions, tables};

/// The trace; of what is stated the order of the unknown facts and the last digit of the ledger's lines are taken.
pub(super) fn retell(world: &World<'_>, stated: &Trace) -> Computed<Trace> {
    let advised = world.advised()?;
    let ranking = world.ranking()?;
    let reading = reading(world.rulebook);
    let strategy = world.strategy_of(advised.outcome)?;
    let place = strategy.map(|id| ranking.place(id)).transpose()?;
    let items = match advised.outcome {
        Some(id) => &item(&world.rulebook.outcomes, id, "outcome")?.items[..],
        None => &[],
    };
    let (sureness, sureness_because) = head::sureness(world)?;
    let (groups, rules) = (groups::groups(world)?, fates::rules(world)?);
    let ledger = ledger::lines(world, &stated.ledger)?;
    let tables = tables::tables(world, &rules)?;
    let rests = ledger::rests(&ledger, &groups, &rules);
    Ok(Trace {
        trace_version: TRACE_VERSION.into(),
        rulebook: head::rulebook(world),
        profile: hash::profile(world)?,
        method: head::method(world),
        advice: world.outcome_name(advised.outcome)?,
        title: world.outcome_title(advised.outcome)?,
        row: head::row(world)?,
        strategy: strategy.map(|id| world.target_name(id)).transpose()?,
        confidence: place.map(|place| N(place.confidence)),
        calibrated: rests.calibrated,
        sureness,
        sureness_because,
        sureness_levels: head::sureness_levels(world)?,
        sureness_capped: head::sureness_capped(world, stated)?,
        contradictions: head::contradictions(world)?,
        settled: None,
        settled_because: None,
        witness: None,
        possible_advice: Vec::new(),
        opens: None,
        settles: None,
        share: None,
        margin: ranking.margin.map(N),
        strategies: choice::strategies(world)?,
        hypotheses: choice::hypotheses(world)?,
        derived: derivations::derived(world)?,
        facts: facts::facts(world, &reading)?,
        unknown: questions::unknown(world, stated, &reading)?,
        rules,
        groups,
        ledger,
        ledger_between: ledger::difference(world)?,
        conflict: choice::conflict(world)?,
        basis: rests.basis,
        unseen_share: N(rests.unseen),
        advice_rows: choice::advice_rows(world)?,
        outcome_lines: choice::lines(world, items)?,
        notes: choice::notes(world)?,
        tables,
        warnings: head::warnings(world)?,
    })
}
