//! The ledger as it stands in a trace: its lines are changes of totals. Where rounding leaves room, it is as is stated.

use crate::base::round_total;
use crate::model::trace::{
    BasisShare, Between, GroupTrace, LedgerKind, LedgerLine, LimitKind, N, RuleTrace, Trace,
};
use crate::model::{Basis, Evidence, GroupId, RuleId, Subject, TargetId};

use super::depends::Depends;
use super::finding::{Report, within};
use super::rules::reason;
use super::totals::StepKind;
use super::words::in_ways;
use super::world::{Computed, World};

/// The unit in which the lines add up exactly.
const UNIT: f64 = 1e-9;

/// Between whom a ledger is: the advised strategy, else the best, else the first with the highest total; and the first
/// with the highest total of the others.
pub(super) fn between(world: &World<'_>) -> Computed<[Option<TargetId>; 2]> {
    let ranking = world.ranking()?;
    let strongest = |but: Option<TargetId>| {
        let left = ranking.places.iter();
        let left = left.filter(|place| Some(place.target) != but && !place.excluded());
        // Of equals `max_by` gives the last, which from behind is the first.
        left.rev()
            .max_by(|a, b| a.total.total_cmp(&b.total))
            .map(|place| place.target)
    };
    let advised = world.strategy_of(world.advised()?.outcome)?;
    let first = advised.or(ranking.best).or_else(|| strongest(None));
    Ok([first, first.and_then(|first| strongest(Some(first)))])
}

/// The two by name, and the difference of their totals.
pub(super) fn difference(world: &World<'_>) -> Computed<Option<Between>> {
    let [Some(first), rival] = between(world)? else {
        return Ok(None);
    };
    let mut between = Between {
        strategy: world.target_name(first)?,
        rival: None,
        difference: N(world.sum(first)?.total),
    };
    if let Some(rival) = rival {
        between.rival = Some(world.target_name(rival)?);
        between.difference.0 -= world.sum(rival)?.total;
    }
    Ok(Some(between))
}

/// A number in whole units.
fn units(number: f64) -> f64 {
    (round_total(number) / UNIT).round()
}

/// The lines add up to the difference exactly, in whole units.
pub(super) fn adds_up(trace: &Trace, report: &mut Report) {
    if let Some(between) = &trace.ledger_between {
        let sum: f64 = trace.ledger.iter().map(|line| units(line.amount.0)).sum();
        let difference = units(between.difference.0);
        if sum != difference {
            let path = "ledger_between.difference";
            let words = "the lines of the ledger add up to it, in units of 1e-9";
            report.add(path, words, difference.to_string(), sum.to_string());
        }
    }
}

/// What a line is of.
#[derive(Clone, Copy)]
enum Of {
    Prior,
    Rule(RuleId),
    Cut(GroupId),
}

/// The lines: the largest amounts come first, equal ones by strategy, then by name.
pub(super) fn lines(world: &World<'_>, stated: &[LedgerLine]) -> Computed<Vec<LedgerLine>> {
    let depends = Depends::of(world.rulebook);
    let mut lines = Vec::new();
    for (target, sign) in between(world)?.into_iter().zip([1.0, -1.0]) {
        let Some(target) = target else { continue };
        let mut before: f64 = 0.0;
        for (of, evidence) in folded(world, target)? {
            let now = round_total(world.total_of(&evidence)?);
            let mut line = line(world, &depends, of, target)?;
            line.amount = N(sign * (now - before));
            // Both ends of a change are rounded.
            let room = UNIT * 2.0 + 1e-12 * now.abs().max(before.abs());
            before = now;
            if settle(&mut line, stated, room) {
                lines.push((target, line));
            }
        }
    }
    lines.sort_by(|(a_toward, a), (b_toward, b)| {
        let size = |line: &LedgerLine| units(line.amount.0).abs();
        let by_size = size(b).total_cmp(&size(a));
        by_size.then_with(|| (a_toward, &a.name).cmp(&(b_toward, &b.name)))
    });
    Ok(lines.into_iter().map(|(_, line)| line).collect())
}

/// Takes the amount that is stated where it may be that, and says whether there is a line: not where a limit cut nothing.
fn settle(line: &mut LedgerLine, stated: &[LedgerLine], room: f64) -> bool {
    let mut stated = stated.iter();
    let same = |other: &&LedgerLine| {
        (other.kind, &other.name, &other.toward) == (line.kind, &line.name, &line.toward)
    };
    match stated.find(same) {
        Some(told) if within(told.amount.0, line.amount.0, room) => line.amount = told.amount,
        Some(_) => {}
        None => return line.kind != LedgerKind::Cut || !within(line.amount.0, 0.0, room),
    }
    true
}

/// The evidence of a strategy as one thing after the other is folded in.
fn folded(world: &World<'_>, target: TargetId) -> Computed<Vec<(Of, Evidence)>> {
    let mut folded = Vec::new();
    let mut before = world.rulebook.method.zero.clone();
    for step in &world.sum(target)?.steps {
        let mut uncut = before;
        let mut rules = Vec::new();
        for piece in &step.pieces {
            let Some((evidence, _)) = &piece.lifted else {
                continue;
            };
            match world.merged(&uncut, evidence) {
                Ok(next) => uncut = next,
                // What is cut need not be a contradiction where all of it is one; the group is one line then.
                Err(_) if matches!(step.kind, StepKind::Group(_)) => {
                    rules.clear();
                    break;
                }
                Err(why) => return Err(why),
            }
            rules.push((Of::Rule(piece.rule), uncut.clone()));
        }
        folded.append(&mut rules);
        before = step.after.clone();
        match step.kind {
            StepKind::Rule => {}
            StepKind::Prior if world.target(target)?.prior == 0.0 => {}
            StepKind::Prior => folded.push((Of::Prior, before.clone())),
            StepKind::Group(id) => folded.push((Of::Cut(id), before.clone())),
        }
    }
    Ok(folded)
}

/// A line with the words that lead back to its rule, its group or its strategy.
fn line(
    world: &World<'_>,
    depends: &Depends<'_>,
    of: Of,
    toward: TargetId,
) -> Computed<LedgerLine> {
    let target = world.target(toward)?;
    let (kind, name, title, basis, origin) = match of {
        Of::Prior => {
            // A prior is nobody's but the author's.
            let basis = Basis::Illustrative.word();
            let kind = LedgerKind::Prior;
            (kind, &target.name, &target.title, basis, target.origin)
        }
        Of::Rule(id) => {
            let rule = world.rule(id)?;
            let kind = LedgerKind::Rule;
            (
                kind,
                &rule.name,
                &rule.title,
                rule.basis.word(),
                rule.origin,
            )
        }
        Of::Cut(id) => {
            let group = world.group(id)?;
            (LedgerKind::Cut, &group.name, &group.title, "", group.origin)
        }
    };
    let mut line = LedgerLine {
        kind,
        name: name.to_string(),
        title: title.to_string(),
        toward: target.name.to_string(),
        branch: None,
        amount: N(0.0),
        facts: Vec::new(),
        because: None,
        citations: Vec::new(),
        basis: basis.into(),
        place: world.place(origin),
    };
    if let Of::Rule(id) = of {
        let rule = world.rule(id)?;
        line.branch = world.fate(id)?.branch;
        line.facts = facts(world, depends, id)?;
        line.because = world.because(reason(rule, line.branch))?;
        line.citations = world.citations(&rule.citations)?;
    }
    Ok(line)
}

/// What the known facts are that a rule itself hangs on, by name.
fn facts(world: &World<'_>, depends: &Depends<'_>, rule: RuleId) -> Computed<Vec<String>> {
    let mut facts = Vec::new();
    for id in depends.own_facts(rule) {
        if world.given(id).is_some() {
            let name = vec![format!("{} is ", world.fact(id)?.name)];
            facts.push(in_ways(&[name, world.words_of(Subject::Fact(id))?]));
        }
    }
    Ok(facts)
}

/// How much of a line counts: as much as the group leaves of its side, and all or nothing where only the strongest
/// counts.
fn size(line: &LedgerLine, groups: &[GroupTrace], rules: &[RuleTrace]) -> f64 {
    let amount = line.amount.0.abs();
    if line.kind != LedgerKind::Rule {
        return amount;
    }
    let sides = groups.iter().flat_map(|group| {
        let sides = group.sides.iter();
        sides.map(move |side| (group.limit, side))
    });
    let mut mine = sides.filter(|(_, side)| side.toward == line.toward);
    let Some((limit, side)) = mine.find(|(_, side)| side.rules.contains(&line.name)) else {
        return amount;
    };
    let part = match limit {
        LimitKind::Strongest => {
            let rule = rules.iter().find(|rule| rule.name == line.name);
            let mut pieces = rule.into_iter().flat_map(|rule| &rule.evidence);
            let counts = pieces.any(|piece| piece.toward == line.toward && piece.counted);
            f64::from(u8::from(counts))
        }
        _ if side.uncut.0 == 0.0 => 1.0,
        LimitKind::Limit | LimitKind::StrongestPlus => side.kept.0 / side.uncut.0,
    };
    amount * part
}

/// What the weights of a ledger rest on; a cut has none and is left out.
pub(super) struct Rests {
    pub(super) basis: Vec<BasisShare>,
    /// The part that is cited only from sources that were not seen.
    pub(super) unseen: f64,
    /// Whether every weight is calibrated.
    pub(super) calibrated: bool,
}

/// What the weights rest on.
pub(super) fn rests(ledger: &[LedgerLine], groups: &[GroupTrace], rules: &[RuleTrace]) -> Rests {
    let weights = ledger.iter().filter(|line| !line.basis.is_empty());
    let weights: Vec<(&LedgerLine, f64)> = weights
        .map(|line| (line, size(line, groups, rules)))
        .collect();
    let all: f64 = weights.iter().map(|(_, size)| size).sum();
    let of = |counts: &dyn Fn(&LedgerLine) -> bool| -> f64 {
        let counting = weights.iter().filter(|(line, _)| counts(line));
        counting.map(|(_, size)| size).sum()
    };
    let basis = Basis::ALL.iter().map(|basis| BasisShare {
        basis: basis.word().into(),
        amount: N(of(&|line| line.basis == basis.word())),
        share: N(of(&|line| line.basis == basis.word()) / all),
    });
    let unseen = of(&|line| {
        !line.citations.is_empty() && line.citations.iter().all(|citation| citation.unseen)
    });
    let calibrated = Basis::Calibrated.word();
    Rests {
        basis: basis.filter(|share| share.amount.0 > 0.0).collect(),
        unseen: if all > 0.0 { unseen / all } else { 0.0 },
        calibrated: !weights.is_empty() && weights.iter().all(|(line, _)| line.basis == calibrated),
    }
}
