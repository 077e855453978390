//! The rules that do not apply, a line each, under what they would have done. Their full cards stand elsewhere.

use crate::model::trace::{EvidenceTrace, Obstacle, RuleStatus, RuleTrace, Truth};

use crate::explain::document::{Block, Fit, Line, RowKind, Table, Tone};
use crate::explain::given::titled;
use crate::explain::names::{Names, enumerate};
use crate::explain::numbers::{count, signed_column};
use crate::explain::rule;
use crate::explain::whole::by_stakes;

/// Every rule whose condition is known to be false.
pub(super) fn section(names: &Names<'_>) -> Vec<Block> {
    let not_fired = |rule: &&RuleTrace| rule.status == RuleStatus::NotFired;
    let rules = by_stakes(names.trace.rules.iter().filter(not_fired).collect());
    if rules.is_empty() {
        return Vec::new();
    }
    let number = count(rules.len(), "rule does not apply", "rules do not apply");
    let mut blocks = vec![
        Block::section(number),
        Block::Paragraph(at_stake(names, &rules).into()),
    ];
    let mut groups: Vec<(usize, String, Vec<&RuleTrace>)> = Vec::new();
    for rule in rules {
        let (place, heading) = aim(names, rule);
        match groups.iter_mut().find(|group| group.1 == heading) {
            Some((_, _, members)) => members.push(rule),
            None => groups.push((place, heading, vec![rule])),
        }
    }
    groups.sort_by_key(|group| group.0);
    for (_, heading, members) in groups {
        blocks.push(Block::part(heading));
        blocks.push(Block::Table(table(names, &members)));
    }
    blocks
}

/// Whether one of them would have changed the advice; it is not known of a rule that would weigh something else then.
fn at_stake(names: &Names<'_>, rules: &[&RuleTrace]) -> String {
    let is_open = |rule: &&&RuleTrace| {
        let mut pieces = rule.evidence.iter();
        pieces.any(|piece| rule::weighs_otherwise(names, rule, piece))
    };
    let known: Vec<&RuleTrace> = rules
        .iter()
        .filter(|rule| !is_open(rule))
        .copied()
        .collect();
    match (known.len(), rules.len().saturating_sub(known.len())) {
        (_, 0) => of_known(&known).to_owned(),
        (0, _) => OPEN.to_owned(),
        _both => format!("{} {OPEN}", of_known(&known)),
    }
}

/// What is said of rules whose weight is computed from what stands in their way.
const OPEN: &str =
    "Where no points are shown, they depend on what is in the way, and so does the advice.";

fn of_known(rules: &[&RuleTrace]) -> &'static str {
    let any = rules.iter().any(|rule| changes(rule));
    match (rules.len(), any) {
        (1, true) => "If it had applied, the advice would be the one shown.",
        (1, false) => "If it had applied, the advice would be the same.",
        (_, true) => {
            "If one of them had applied, the advice would be the same, except where another is shown."
        }
        (_, false) => "If any one of them had applied, the advice would be the same.",
    }
}

fn changes(rule: &RuleTrace) -> bool {
    rule.why_not.as_ref().is_some_and(|why| why.changes_advice)
}

/// The effect under which a rule stands: the heaviest.
fn main_effect(rule: &RuleTrace) -> Option<&EvidenceTrace> {
    let size = |piece: &EvidenceTrace| piece.weight.map_or(0.0, |weight| weight.0.abs());
    let mut effects = rule.evidence.iter();
    let first = effects.next()?;
    Some(effects.fold(
        first,
        |most, next| {
            if size(next) > size(most) { next } else { most }
        },
    ))
}

/// The group of a rule, by what it would have done, and the group's place.
fn aim(names: &Names<'_>, rule: &RuleTrace) -> (usize, String) {
    let strategies = names.trace.strategies.iter().map(|s| &*s.name);
    let targets: Vec<&str> = strategies
        .chain(names.trace.hypotheses.iter().map(|h| &*h.name))
        .collect();
    let place = |name: &str| targets.iter().position(|target| *target == name);
    let after = targets.len();
    if let Some(piece) = main_effect(rule) {
        let heading = format!("For or against: {}", names.title(&piece.toward));
        return (place(&piece.toward).unwrap_or(after), heading);
    }
    if !rule.excludes.is_empty() {
        let heading = format!("Would rule out {}", names.titles(&rule.excludes));
        return (after, heading);
    }
    (after.saturating_add(1), "Would overrule other rules".into())
}

fn table(names: &Names<'_>, rules: &[&RuleTrace]) -> Table {
    let mut table = Table::new(
        true,
        &[
            (names.unit.head(), Fit::Number),
            ("rule", Fit::Text),
            ("in the way", Fit::Text),
        ],
    );
    let weight = |rule: &RuleTrace| {
        let main = main_effect(rule).filter(|piece| !rule::weighs_otherwise(names, rule, piece));
        main.and_then(|piece| piece.weight)
    };
    let weights: Vec<f64> = rules
        .iter()
        .filter_map(|r| weight(r))
        .map(|w| w.0)
        .collect();
    let mut texts = signed_column(&weights, names.unit.places).into_iter();
    for rule in rules {
        let points = match (weight(rule), main_effect(rule)) {
            (Some(_), _) => texts.next().unwrap_or_default(),
            (None, Some(piece)) if piece.weight.is_none() => "?".into(),
            (None, Some(_)) => String::new(),
            (None, None) => String::new(),
        };
        let cells = vec![points.into(), called(names, rule), in_the_way(names, rule)];
        table.row(RowKind::Item, cells);
    }
    table
}

/// Title and name, and what the rule would do besides.
fn called(names: &Names<'_>, rule: &RuleTrace) -> Line {
    let mut line = titled(&rule.name, &rule.title);
    let main = main_effect(rule);
    let others = rule.evidence.iter().filter(|piece| {
        main.is_some_and(|main| main.toward != piece.toward || main.branch != piece.branch)
    });
    if let Some((main, by)) = main.and_then(|main| Some((main, main.by.as_ref()?)))
        && rule::weighs_otherwise(names, rule, main)
    {
        line = line.quiet("; weighs ").code(&by.text);
    }
    let mut also: Vec<String> = others
        .map(|piece| match piece.weight {
            Some(_) if rule::weighs_otherwise(names, rule, piece) => {
                format!(
                    "a weight to {} that depends on it",
                    names.title(&piece.toward)
                )
            }
            Some(weight) => {
                let amount = names.unit.signed(weight.0);
                format!("{amount} to {}", names.title(&piece.toward))
            }
            None => format!("an unknown weight to {}", names.title(&piece.toward)),
        })
        .collect();
    if main.is_some() && !rule.excludes.is_empty() {
        also.push(format!("rules out {}", names.titles(&rule.excludes)));
    }
    if !rule.defeats.is_empty() {
        also.push(format!("overrules {}", names.titles(&rule.defeats)));
    }
    if !also.is_empty() {
        line = line.quiet(format!("; also {}", enumerate(&also)));
    }
    line
}

/// The first test that is known to fail, in words, and the advice that hangs on it.
fn in_the_way(names: &Names<'_>, rule: &RuleTrace) -> Line {
    let Some(why) = &rule.why_not else {
        return Line::default();
    };
    let obstacles = &why.obstacles;
    let known = obstacles.iter().find(|one| one.truth != Truth::Unknown);
    let Some(first) = known.or_else(|| obstacles.first()) else {
        return Line::default();
    };
    let line = in_words(names, first);
    let line = match obstacles.len().saturating_sub(1) {
        0 => line,
        more => line.quiet(format!(", and {more} more")),
    };
    let mut pieces = rule.evidence.iter();
    let is_open = pieces.any(|piece| rule::weighs_otherwise(names, rule, piece));
    match why.changes_advice && !is_open {
        true => line
            .plain("; the advice would be ")
            .and(names.title(&why.advice_if_fired), Tone::Strong),
        false => line,
    }
}

/// A test that fails: what is the case instead, by titles where what it read has some.
fn in_words(names: &Names<'_>, one: &Obstacle) -> Line {
    let titled = one.reads.iter().filter(|read| names.has_title(&read.name));
    let words: Vec<String> = titled.map(|read| names.reading_in_words(read)).collect();
    if words.is_empty() {
        return rule::obstacle(names, one);
    }
    let line = Line::from(enumerate(&words));
    match one.distance {
        Some(distance) if one.truth != Truth::Unknown => {
            let away = rule::away(distance.0.abs(), &one.unit);
            line.quiet(format!(" ({away} away)"))
        }
        _ => line,
    }
}
