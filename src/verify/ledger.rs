//! The ledger of a trace: its lines are changes of totals, and add up to the difference exactly.

use std::collections::BTreeMap;

use crate::base::round_total;
use crate::model::trace::{Between, LedgerKind, LedgerLine, LimitKind, Trace};
use crate::model::{Subject, TargetId, TargetKind};

use super::finding::{Report, show, within};
use super::totals::StepKind;
use super::world::{Computed, World, item};

/// The unit in which the lines add up exactly.
const UNIT: f64 = 1e-9;

/// Between whom it is, its lines, and what it rests on.
pub(super) fn check(world: &World<'_>, trace: &Trace, report: &mut Report) -> Computed<()> {
    let Some(between) = &trace.ledger_between else {
        let strategies = world.ranking()?.places.len();
        let fine = strategies == 0 || trace.strategy.is_none();
        report.same(
            "ledger_between",
            "whether there is a ledger",
            &false,
            &!fine,
        );
        report.same("ledger", "a ledger between nobody", &trace.ledger.len(), &0);
        return Ok(());
    };
    let sides = sides(world, between, report)?;
    sums(trace, between, report);
    for (target, sign) in &sides {
        lines(world, trace, *target, *sign, report)?;
    }
    let names: Vec<&str> = [Some(&between.strategy), between.rival.as_ref()]
        .into_iter()
        .flatten()
        .map(|name| &**name)
        .collect();
    for (at, line) in trace.ledger.iter().enumerate() {
        if !names.contains(&&*line.toward) {
            let path = format!("ledger[{at}].toward");
            report.add(
                &path,
                "a line of the ledger",
                &*line.toward,
                names.join(" or "),
            );
        }
        words(world, &format!("ledger[{at}]"), line, report)?;
    }
    rests_on(trace, report);
    Ok(())
}

/// The strategy and its rival, the rival's sign turned.
fn sides(
    world: &World<'_>,
    between: &Between,
    report: &mut Report,
) -> Computed<Vec<(TargetId, f64)>> {
    let ranking = world.ranking()?;
    let named = |name: &str| {
        let mut targets = world.rulebook.targets.iter();
        targets
            .find(|(_, one)| one.kind == TargetKind::Strategy && *one.name == *name)
            .map(|(id, _)| id)
            .ok_or_else(|| format!("the rulebook has no strategy `{name}`"))
    };
    let first = named(&between.strategy)?;
    let advised = world.strategy_of(world.advised()?.outcome)?;
    if let Some(expected) = advised.or(ranking.best) {
        let expected = &world.target(expected)?.name;
        report.text(
            "ledger_between.strategy",
            "whose total comes first",
            &between.strategy,
            expected,
        );
    }
    let mut sides = vec![(first, 1.0)];
    let mut difference = ranking.place(first)?.total;
    let rival_total = ranking.rival_total(first);
    match (&between.rival, rival_total) {
        (Some(rival), Some(most)) => {
            let rival = named(rival)?;
            let total = ranking.place(rival)?.total;
            let fine = rival != first && !ranking.place(rival)?.excluded() && total == most;
            report.same("ledger_between.rival", "the strongest rival", &true, &fine);
            difference -= total;
            sides.push((rival, -1.0));
        }
        (None, None) => {}
        (stated, expected) => {
            let (stated, expected) = (stated.is_some(), expected.is_some());
            report.same(
                "ledger_between.rival",
                "whether there is a rival",
                &stated,
                &expected,
            );
        }
    }
    report.number(
        "ledger_between.difference",
        "the difference of the totals",
        between.difference,
        difference,
    );
    Ok(sides)
}

/// The lines add up to the difference exactly, in whole units.
fn sums(trace: &Trace, between: &Between, report: &mut Report) {
    let units = |number: f64| (round_total(number) / UNIT).round();
    let sum: f64 = trace.ledger.iter().map(|line| units(line.amount.0)).sum();
    let difference = units(between.difference.0);
    if sum != difference {
        let path = "ledger_between.difference";
        let words = "the lines of the ledger add up to it, in units of 1e-9";
        report.add(path, words, difference.to_string(), sum.to_string());
    }
}

/// The lines toward one strategy against the changes of its total.
fn lines(
    world: &World<'_>,
    trace: &Trace,
    target: TargetId,
    sign: f64,
    report: &mut Report,
) -> Computed<()> {
    let name = &*world.target(target)?.name;
    let mut left: BTreeMap<(LedgerKind, &str), (usize, f64)> = BTreeMap::new();
    for (at, line) in trace.ledger.iter().enumerate() {
        if line.toward == name {
            left.insert((line.kind, &line.name), (at, line.amount.0));
        }
    }
    let room = UNIT * (2.0 + f64::from(u32::try_from(trace.ledger.len()).unwrap_or(u32::MAX)));
    let sum = world.sum(target)?;
    for step in &sum.steps {
        let mut keys = Vec::new();
        match step.kind {
            StepKind::Prior => keys.push((LedgerKind::Prior, name)),
            StepKind::Rule => {}
            StepKind::Group(id) => {
                let group = item(&world.rulebook.groups, id, "group")?;
                keys.push((LedgerKind::Cut, &*group.name));
            }
        }
        for piece in &step.pieces {
            keys.push((LedgerKind::Rule, &*world.rule(piece.rule)?.name));
        }
        let found = keys.iter().filter_map(|key| left.remove(key));
        let stated: f64 = found.map(|(_, amount)| amount).sum();
        let recomputed = step.change * sign;
        if !within(stated, recomputed, room) {
            let about: Vec<&str> = keys.iter().map(|(_, name)| *name).collect();
            let words = format!(
                "what {} adds to the difference by `{name}`",
                about.join(", ")
            );
            report.add("ledger", &words, stated.to_string(), recomputed.to_string());
        }
    }
    for ((kind, line), (at, amount)) in left {
        let words = format!(
            "the line {} of `{line}`, which changed nothing of `{name}`",
            show(&kind)
        );
        if !within(amount, 0.0, room) {
            report.add(
                &format!("ledger[{at}]"),
                &words,
                amount.to_string(),
                "no line",
            );
        }
    }
    Ok(())
}

/// The words of a line lead back to its rule, its group or its strategy.
fn words(world: &World<'_>, path: &str, line: &LedgerLine, report: &mut Report) -> Computed<()> {
    let basis = format!("{path}.basis");
    let title = format!("{path}.title");
    let named = |name: &str| *name == *line.name;
    match line.kind {
        LedgerKind::Cut => {
            report.text(&basis, "a cut rests on no weight", &line.basis, "");
            let mut groups = world.rulebook.groups.values();
            if let Some(group) = groups.find(|group| named(&group.name)) {
                report.text(&title, "the group's title", &line.title, &group.title);
                world.check_place(path, &line.place, group.origin, report);
            }
        }
        LedgerKind::Prior => {
            let mut targets = world.rulebook.targets.values();
            if let Some(target) = targets.find(|target| named(&target.name)) {
                report.text(&title, "the strategy's title", &line.title, &target.title);
                world.check_place(path, &line.place, target.origin, report);
            }
        }
        LedgerKind::Rule => {
            let mut rules = world.rulebook.rules.values();
            let Some(rule) = rules.find(|rule| named(&rule.name)) else {
                report.add(path, "a rule of the ledger", &*line.name, "no such rule");
                return Ok(());
            };
            report.text(&title, "the rule's title", &line.title, &rule.title);
            report.text(&basis, "the rule's basis", &line.basis, rule.basis.word());
            world.check_because(path, line.because.as_deref(), rule.because.as_ref(), report)?;
            world.check_citations(path, &line.citations, &rule.citations, report)?;
            world.check_place(path, &line.place, rule.origin, report);
        }
    }
    for (at, said) in line.facts.iter().enumerate() {
        if !is_said_of_a_fact(world, said)? {
            let path = format!("{path}.facts[{at}]");
            report.add(&path, "what a fact is", &**said, "no such fact");
        }
    }
    Ok(())
}

/// Whether it says of a known fact what it is.
fn is_said_of_a_fact(world: &World<'_>, said: &str) -> Computed<bool> {
    for (id, fact) in world.rulebook.facts.iter() {
        let rest = said.strip_prefix(&*fact.name);
        if let Some(value) = rest.and_then(|rest| rest.strip_prefix(" is ")) {
            let ways = world.words_of(Subject::Fact(id))?;
            return Ok(world.given(id).is_some() && ways.iter().any(|way| way == value));
        }
    }
    Ok(false)
}

/// How much of a line counts: as much as the group leaves of its side, and all or nothing where only the strongest
/// counts.
fn size(trace: &Trace, line: &LedgerLine) -> f64 {
    let amount = line.amount.0.abs();
    if line.kind != LedgerKind::Rule {
        return amount;
    }
    let sides = trace.groups.iter().flat_map(|group| {
        let sides = group.sides.iter();
        sides.map(move |side| (group.limit, side))
    });
    let mut mine = sides.filter(|(_, side)| side.toward == line.toward);
    let Some((limit, side)) = mine.find(|(_, side)| side.rules.contains(&line.name)) else {
        return amount;
    };
    let part = match limit {
        LimitKind::Strongest => {
            let rule = trace.rules.iter().find(|rule| rule.name == line.name);
            let mut pieces = rule.into_iter().flat_map(|rule| &rule.evidence);
            let counts = pieces.any(|piece| piece.toward == line.toward && piece.counted);
            f64::from(u8::from(counts))
        }
        _ if side.uncut.0 == 0.0 => 1.0,
        LimitKind::Limit | LimitKind::StrongestPlus => side.kept.0 / side.uncut.0,
    };
    amount * part
}

/// The bases of the weights; a cut has none and is left out.
fn rests_on(trace: &Trace, report: &mut Report) {
    let size = |line: &LedgerLine| size(trace, line);
    let all: f64 = trace
        .ledger
        .iter()
        .filter(|line| !line.basis.is_empty())
        .map(size)
        .sum();
    let mut amounts: BTreeMap<&str, f64> = BTreeMap::new();
    for line in trace.ledger.iter().filter(|line| !line.basis.is_empty()) {
        *amounts.entry(&line.basis).or_default() += size(line);
    }
    let room = UNIT * 10.0;
    for (at, share) in trace.basis.iter().enumerate() {
        let amount = amounts.remove(&*share.basis).unwrap_or(0.0);
        let words = format!("how much rests on `{}` weights", share.basis);
        if !within(share.amount.0, amount, room) {
            let path = format!("basis[{at}].amount");
            report.add(
                &path,
                &words,
                share.amount.0.to_string(),
                amount.to_string(),
            );
        }
        let part = if all > 0.0 { amount / all } else { 0.0 };
        if !within(share.share.0, part, room) {
            let path = format!("basis[{at}].share");
            report.add(&path, &words, share.share.0.to_string(), part.to_string());
        }
    }
    for (basis, amount) in amounts {
        if amount > room {
            let words = format!("how much rests on `{basis}` weights");
            report.add("basis", &words, "missing", amount.to_string());
        }
    }
    unseen(trace, all, report);
}

/// The part that is cited only from sources that were not seen, and whether every weight is calibrated.
fn unseen(trace: &Trace, all: f64, report: &mut Report) {
    let room = UNIT * 10.0;
    let size = |line: &LedgerLine| size(trace, line);
    let unseen = |line: &&LedgerLine| {
        !line.citations.is_empty() && line.citations.iter().all(|citation| citation.unseen)
    };
    let unseen: f64 = trace.ledger.iter().filter(unseen).map(size).sum();
    let part = if all > 0.0 { unseen / all } else { 0.0 };
    let words = "how much is cited only from sources that were not seen";
    if !within(trace.unseen_share.0, part, room) {
        report.add(
            "unseen_share",
            words,
            trace.unseen_share.0.to_string(),
            part.to_string(),
        );
    }
    let mut bases = trace
        .ledger
        .iter()
        .map(|line| &*line.basis)
        .filter(|basis| !basis.is_empty());
    if trace.calibrated && bases.any(|basis| basis != "calibrated") {
        report.same(
            "calibrated",
            "whether every weight is calibrated",
            &true,
            &false,
        );
    }
}
