//! The ledger of a trace: its lines are changes of totals, and add up to the difference exactly.

use std::collections::BTreeMap;

use crate::base::round_total;
use crate::model::trace::{Between, LedgerKind, LedgerLine, LimitKind, Trace};
use crate::model::{Basis, Evidence, Rule, RuleId, Subject, TargetId};

use super::depends::Depends;
use super::finding::{Report, show, within};
use super::rules::has_reason;
use super::totals::{Step, StepKind};
use super::world::{Computed, World, item};

/// The unit in which the lines add up exactly.
const UNIT: f64 = 1e-9;

/// Between whom it is, its lines, and what it rests on.
pub(super) fn check(world: &World<'_>, trace: &Trace, report: &mut Report) -> Computed<()> {
    let sides = between(world, trace, report)?;
    if let Some(between) = &trace.ledger_between {
        sums(trace, between, report);
    }
    let mut expected = Expected::new();
    for (target, sign) in sides {
        lines(world, (target, sign), &mut expected)?;
    }
    amounts(trace, expected, report);
    order(world, trace, report);
    let depends = Depends::of(world.rulebook);
    for (at, line) in trace.ledger.iter().enumerate() {
        words(world, &depends, (&format!("ledger[{at}]"), line), report)?;
    }
    rests_on(trace, report);
    Ok(())
}

/// Between whom a ledger is, the rival's sign turned: the advised strategy, else the best, else the first with the
/// highest total; and the first with the highest total of the others.
fn between(
    world: &World<'_>,
    trace: &Trace,
    report: &mut Report,
) -> Computed<Vec<(TargetId, f64)>> {
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
    let rival = first.and_then(|first| strongest(Some(first)));
    let mut difference = 0.0;
    let mut sides = Vec::new();
    for (target, sign) in [(first, 1.0), (rival, -1.0)] {
        if let Some(target) = target {
            difference += sign * ranking.place(target)?.total;
            sides.push((target, sign));
        }
    }
    let name = |target: Option<TargetId>| -> Computed<Option<String>> {
        Ok(match target {
            Some(target) => Some(world.target(target)?.name.to_string()),
            None => None,
        })
    };
    let stated = trace.ledger_between.as_ref();
    let path = "ledger_between.strategy";
    let told = stated.map(|between| between.strategy.clone());
    report.same(path, "whose total comes first", &told, &name(first)?);
    let path = "ledger_between.rival";
    let told = stated.and_then(|between| between.rival.clone());
    report.same(path, "the strongest rival", &told, &name(rival)?);
    if let Some(between) = stated {
        let path = "ledger_between.difference";
        let words = "the difference of the totals";
        report.number(path, words, between.difference, difference);
    }
    Ok(sides)
}

/// A number in whole units.
fn units(number: f64) -> f64 {
    (round_total(number) / UNIT).round()
}

/// The lines add up to the difference exactly, in whole units.
fn sums(trace: &Trace, between: &Between, report: &mut Report) {
    let sum: f64 = trace.ledger.iter().map(|line| units(line.amount.0)).sum();
    let difference = units(between.difference.0);
    if sum != difference {
        let path = "ledger_between.difference";
        let words = "the lines of the ledger add up to it, in units of 1e-9";
        report.add(path, words, difference.to_string(), sum.to_string());
    }
}

/// What each line adds, by what it is, its name and the strategy whose total it changed; and how large that total is.
type Expected = BTreeMap<(LedgerKind, String, String), (f64, f64)>;

/// The lines toward one strategy: the changes of its total as its evidence is folded in, each total rounded.
fn lines(
    world: &World<'_>,
    (target, sign): (TargetId, f64),
    expected: &mut Expected,
) -> Computed<()> {
    let about = world.target(target)?;
    let sum = world.sum(target)?;
    let mut evidence = world.rulebook.method.zero.clone();
    let mut at = 0.0;
    let mut line = |kind: LedgerKind, name: &str, evidence: &Evidence| -> Computed<()> {
        let now = round_total(world.total_of(evidence)?);
        let key = (kind, name.to_owned(), about.name.to_string());
        expected.insert(key, (sign * (now - at), now.abs().max(at.abs())));
        at = now;
        Ok(())
    };
    for step in &sum.steps {
        let pieces = lifted(world, step)?;
        let mut uncut = evidence.clone();
        let mut folded = Vec::new();
        for (rule, piece) in &pieces {
            match world.merged(&uncut, piece) {
                Ok(next) => uncut = next,
                // What is cut need not be a contradiction where all of it is one; the group is one line then.
                Err(_) if matches!(step.kind, StepKind::Group(_)) => break,
                Err(why) => return Err(why),
            }
            folded.push((rule, uncut.clone()));
        }
        if folded.len() == pieces.len() {
            for (rule, sum) in &folded {
                line(LedgerKind::Rule, &rule.name, sum)?;
            }
        }
        match step.kind {
            StepKind::Rule => evidence = uncut,
            StepKind::Prior if about.prior == 0.0 => {}
            StepKind::Prior => {
                let prior = world.lifted(about.prior, 1.0)?;
                evidence = world.merged(&evidence, &prior)?;
                line(LedgerKind::Prior, &about.name, &evidence)?;
            }
            StepKind::Group(id) => {
                let mut limited: Option<Evidence> = None;
                for side in world.limited(id, &step.pieces)?.into_iter().flatten() {
                    limited = Some(match limited {
                        Some(other) => world.merged(&other, &side)?,
                        None => side,
                    });
                }
                if let Some(limited) = limited {
                    evidence = world.merged(&evidence, &limited)?;
                    let group = item(&world.rulebook.groups, id, "group")?;
                    line(LedgerKind::Cut, &group.name, &evidence)?;
                }
            }
        }
    }
    Ok(())
}

/// The pieces of a step with their rules.
fn lifted<'a>(world: &World<'a>, step: &Step) -> Computed<Vec<(&'a Rule, Evidence)>> {
    let mut found = Vec::new();
    for piece in &step.pieces {
        if let Some((evidence, _)) = &piece.lifted {
            found.push((world.rule(piece.rule)?, evidence.clone()));
        }
    }
    Ok(found)
}

/// Each line once, and no others; a limit that cut nothing has no line.
fn amounts(trace: &Trace, mut expected: Expected, report: &mut Report) {
    for (at, line) in trace.ledger.iter().enumerate() {
        let path = format!("ledger[{at}]");
        let key = (line.kind, line.name.clone(), line.toward.clone());
        let of = |words: &str| {
            let (kind, name) = (show(&line.kind), &line.name);
            format!("{words} {kind} of `{name}` toward `{}`", line.toward)
        };
        match expected.remove(&key) {
            Some((amount, size)) => {
                if !within(line.amount.0, amount, room(size)) {
                    let (stated, path) = (line.amount.0.to_string(), format!("{path}.amount"));
                    report.add(
                        &path,
                        &of("what is added by the"),
                        stated,
                        amount.to_string(),
                    );
                }
            }
            None => report.add(&path, &of("a line of the ledger, the"), "a line", "none"),
        }
    }
    for ((kind, name, toward), (amount, size)) in expected {
        if kind != LedgerKind::Cut || !within(amount, 0.0, room(size)) {
            let kind = show(&kind);
            let words = format!("a line of the ledger, the {kind} of `{name}` toward `{toward}`");
            report.add("ledger", &words, "none", amount.to_string());
        }
    }
}

/// How far a change of a total may be off: both ends of it are rounded.
fn room(size: f64) -> f64 {
    UNIT * 2.0 + 1e-12 * size
}

/// The largest amounts come first, equal ones by strategy, then by name.
fn order(world: &World<'_>, trace: &Trace, report: &mut Report) {
    let place = |line: &LedgerLine| {
        let mut targets = world.rulebook.targets.iter();
        let target = targets.find(|(_, one)| *one.name == *line.toward);
        (target.map(|(id, _)| id), line.name.clone())
    };
    for (at, pair) in trace.ledger.windows(2).enumerate() {
        if let [a, b] = pair {
            let size = |line: &LedgerLine| units(line.amount.0).abs();
            let by_size = size(b).total_cmp(&size(a));
            let fine = by_size.then_with(|| place(a).cmp(&place(b))).is_le();
            let words = format!("`{}` stands before `{}`", a.name, b.name);
            report.same(&format!("ledger[{at}]"), &words, &true, &fine);
        }
    }
}

/// The words of a line lead back to its rule, its group or its strategy.
fn words(
    world: &World<'_>,
    depends: &Depends<'_>,
    (path, line): (&str, &LedgerLine),
    report: &mut Report,
) -> Computed<()> {
    let named = |name: &str| *name == *line.name;
    let (title, basis, origin) = match line.kind {
        LedgerKind::Cut => {
            let mut groups = world.rulebook.groups.values();
            match groups.find(|group| named(&group.name)) {
                Some(group) => (&group.title, "", group.origin),
                None => return Ok(()),
            }
        }
        LedgerKind::Prior => {
            let mut targets = world.rulebook.targets.values();
            match targets.find(|target| named(&target.name)) {
                // A prior is nobody's but the author's.
                Some(target) => (&target.title, Basis::Illustrative.word(), target.origin),
                None => return Ok(()),
            }
        }
        LedgerKind::Rule => {
            let mut rules = world.rulebook.rules.iter();
            let Some((id, rule)) = rules.find(|(_, rule)| named(&rule.name)) else {
                return Ok(());
            };
            facts(world, (path, line), depends, id, report)?;
            let branch = world.fate(id)?.branch;
            let of = format!("{path}.branch");
            report.same(&of, "the branch that fired", &line.branch, &branch);
            let reason = rule.because.as_ref().filter(|_| has_reason(rule, branch));
            world.check_because(path, line.because.as_deref(), reason, report)?;
            world.check_citations(path, &line.citations, &rule.citations, report)?;
            (&rule.title, rule.basis.word(), rule.origin)
        }
    };
    report.text(&format!("{path}.title"), "the title", &line.title, title);
    report.text(&format!("{path}.basis"), "the basis", &line.basis, basis);
    world.check_place(path, &line.place, origin, report);
    if line.kind != LedgerKind::Rule {
        let facts = format!("{path}.facts");
        report.same(&facts, "the facts of no rule", &line.facts.len(), &0);
        let branch = format!("{path}.branch");
        report.same(&branch, "the branch of no rule", &line.branch, &None);
        world.check_because(path, line.because.as_deref(), None, report)?;
        world.check_citations(path, &line.citations, &[], report)?;
    }
    Ok(())
}

/// What the known facts are that a rule itself hangs on, by name.
fn facts(
    world: &World<'_>,
    (path, line): (&str, &LedgerLine),
    depends: &Depends<'_>,
    rule: RuleId,
    report: &mut Report,
) -> Computed<()> {
    let mut expected = Vec::new();
    for id in depends.own_facts(rule) {
        if world.given(id).is_some() {
            let name = &world.fact(id)?.name;
            let ways = world.words_of(Subject::Fact(id))?;
            let ways: Vec<String> = ways.iter().map(|way| format!("{name} is {way}")).collect();
            expected.push(ways);
        }
    }
    let mut pairs = line.facts.iter().zip(&expected);
    if line.facts.len() != expected.len() || !pairs.all(|(said, ways)| ways.contains(said)) {
        let shown: Vec<Option<&String>> = expected.iter().map(|ways| ways.last()).collect();
        let words = format!("the facts behind `{}`", line.name);
        report.add(
            &format!("{path}.facts"),
            &words,
            show(&line.facts),
            show(&shown),
        );
    }
    Ok(())
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
    let weights = || trace.ledger.iter().filter(|line| !line.basis.is_empty());
    let all: f64 = weights().map(size).sum();
    let mut expected = Vec::new();
    for basis in Basis::ALL {
        let of_basis = weights().filter(|line| line.basis == basis.word());
        let amount: f64 = of_basis.map(size).sum();
        if amount > 0.0 {
            expected.push((basis.word(), amount));
        }
    }
    let stated: Vec<&str> = trace.basis.iter().map(|share| &*share.basis).collect();
    let names: Vec<&str> = expected.iter().map(|(basis, _)| *basis).collect();
    report.same("basis", "what the weights rest on", &stated, &names);
    for (at, (share, (basis, amount))) in trace.basis.iter().zip(&expected).enumerate() {
        let words = format!("how much rests on `{basis}` weights");
        let mut number = |field: &str, stated: f64, made: f64| {
            if !within(stated, made, UNIT * 10.0) {
                let path = format!("basis[{at}].{field}");
                report.add(&path, &words, stated.to_string(), made.to_string());
            }
        };
        number("amount", share.amount.0, *amount);
        number("share", share.share.0, amount / all);
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
        .filter(|basis| !basis.is_empty())
        .peekable();
    let calibrated = bases.peek().is_some() && bases.all(|basis| basis == "calibrated");
    report.same(
        "calibrated",
        "whether every weight is calibrated",
        &trace.calibrated,
        &calibrated,
    );
}
