//! One rule as a card: its state, its condition, what it gave or would have given, and what hangs on it.

use crate::base::with_unit;
use crate::model::trace::{
    Branch, ComputedTrace, EvidenceTrace, LedgerKind, Obstacle, RuleStatus, RuleTrace, Truth,
    WhyNot,
};

use super::citation;
use super::condition::{ZERO, divides_by_zero, tree, under};
use super::document::{Block, Card, Field, Line, Mark, Span, Tone};
use super::names::Names;
use super::numbers::{MANY, number_text};

/// A rule with everything about it.
pub(super) fn card(names: &Names<'_>, rule: &RuleTrace) -> Card {
    let mut hangs = Vec::new();
    if let Some(why_not) = &rule.why_not {
        hangs.extend(obstacles(names, why_not));
        hangs.push(Field::one("at stake", stakes(names, rule, why_not)));
    }
    assembled(names, rule, hangs)
}

/// A rule that may yet apply, without what its condition already says and without a stake where there is none.
pub(super) fn open_card(names: &Names<'_>, rule: &RuleTrace) -> Card {
    let is_told = rule.condition.op == "test" && rule.unless.is_none();
    let mut hangs = Vec::new();
    if let Some(why_not) = &rule.why_not {
        let is_far = why_not.obstacles.iter().any(|one| one.distance.is_some());
        hangs.extend(obstacles(names, why_not).filter(|_| !is_told || is_far));
        if why_not.changes_advice {
            hangs.push(Field::one("at stake", stakes(names, rule, why_not)));
        }
    }
    assembled(names, rule, hangs)
}

fn assembled(names: &Names<'_>, rule: &RuleTrace, hangs: Vec<Field>) -> Card {
    let mut conditions = vec![tree(names, &rule.condition)];
    conditions.extend(
        rule.unless
            .iter()
            .map(|unless| under(names, "unless", unless)),
    );
    let mut fields: Vec<Field> = Vec::new();
    let given: Vec<Line> = effects_of(rule).map(|e| evidence(names, rule, e)).collect();
    if !given.is_empty() {
        let label = if fired(rule) { "gives" } else { "would give" };
        fields.push(Field::new(label, given));
    }
    fields.extend(effects(names, rule));
    fields.extend(hangs);
    fields.extend(origin(names, rule));
    Card {
        mark: mark(rule),
        title: names.title(&rule.name).into(),
        badge: badge(names, rule),
        body: vec![Block::Tree(conditions), Block::Fields(fields)],
    }
}

/// Its evidence: of the branch by which it fired, otherwise of both.
fn effects_of(rule: &RuleTrace) -> impl Iterator<Item = &EvidenceTrace> {
    let branch = rule.branch.filter(|_| fired(rule));
    let evidence = rule.evidence.iter();
    evidence.filter(move |piece| branch.is_none_or(|branch| branch == piece.branch))
}

/// All that a rule that fired does, in a line: "+7 points to Kaizen; rules out Breakthrough".
pub(super) fn gives(names: &Names<'_>, rule: &RuleTrace) -> String {
    let counted = effects_of(rule).filter(|piece| piece.counted);
    let pieces = counted.filter_map(|piece| {
        let amount = names.unit.signed(piece.contribution?.0);
        Some(format!("{amount} to {}", names.title(&piece.toward)))
    });
    let mut words: Vec<String> = pieces.collect();
    if rule.branch != Some(Branch::Else) && !rule.excludes.is_empty() {
        words.push(format!("rules out {}", names.titles(&rule.excludes)));
    }
    if rule.branch != Some(Branch::Else) && !rule.defeats.is_empty() {
        words.push(format!("overrules {}", names.titles(&rule.defeats)));
    }
    words.join("; ")
}

fn fired(rule: &RuleTrace) -> bool {
    rule.status == RuleStatus::Fired
}

fn mark(rule: &RuleTrace) -> Mark {
    match rule.status {
        RuleStatus::Fired => Mark::Yes,
        RuleStatus::Unknown => Mark::Open,
        RuleStatus::Defeated | RuleStatus::Stopped | RuleStatus::NotFired => Mark::No,
    }
}

fn badge(names: &Names<'_>, rule: &RuleTrace) -> Span {
    let text = match (rule.status, rule.branch) {
        (RuleStatus::Fired, Some(Branch::Else)) => "applies by its `else`".to_owned(),
        (RuleStatus::Fired, _) => "applies".to_owned(),
        (RuleStatus::Unknown, _) => "not known".to_owned(),
        (RuleStatus::Stopped, _) => "stopped by its exception".to_owned(),
        (RuleStatus::NotFired, _) => "does not apply".to_owned(),
        (RuleStatus::Defeated, _) if rule.defeated_by.is_empty() => "overruled".to_owned(),
        (RuleStatus::Defeated, _) => {
            format!("overruled by {}", names.titles(&rule.defeated_by))
        }
    };
    Span::new(text, mark(rule).tone())
}

/// One effect: what it gave, or what its weight would give.
fn evidence(names: &Names<'_>, rule: &RuleTrace, piece: &EvidenceTrace) -> Line {
    let target = names.title(&piece.toward);
    let two_ways = rule.evidence.iter().any(|one| one.branch == Branch::Else);
    let branch = match piece.branch {
        _ if fired(rule) || !two_ways => "",
        Branch::Then => ", by its `then`",
        Branch::Else => ", by its `else`",
    };
    let by = piece.by.as_ref();
    let Some(weight) = piece.weight else {
        let why = match by.is_some_and(|by| divides_by_zero(&by.text, &by.reads)) {
            true => format!(": {ZERO}"),
            false => String::new(),
        };
        return format!("to {target}: its weight is not known{why}{branch}").into();
    };
    if let Some(by) = by.filter(|_| weighs_otherwise(names, rule, piece)) {
        return Line::from(format!("about {target}: "))
            .code(&by.text)
            .plain(format!(", which depends on what is in the way{branch}"));
    }
    let given = piece.contribution.filter(|_| piece.counted);
    let amount = given.unwrap_or(weight).0;
    let tone = if amount < 0.0 { Tone::Bad } else { Tone::Good };
    let tone = if piece.counted { tone } else { Tone::Quiet };
    let line = Line::toned(names.unit.signed(amount), tone).plain(format!(" to {target}{branch}"));
    let certainty = piece.certainty.0;
    let line = match piece.counted && certainty < 1.0 {
        true => {
            let weight = number_text(weight.0, MANY);
            let certainty = number_text(certainty, 2);
            line.quiet(format!(" (weight {weight}, certainty {certainty})"))
        }
        false => line,
    };
    let line = match &piece.by {
        Some(by) => line.quiet(computed(names, by)),
        None => line,
    };
    let is_left_out =
        !piece.counted && fired(rule) && piece.contribution.is_some_and(|n| n.0 != 0.0);
    match is_left_out {
        true => line.plain(", left out: only the strongest of its group counts"),
        false => line,
    }
}

/// Whether a weight is computed from a value that stands in the rule's way: if the rule applied, it would be another.
pub(super) fn weighs_otherwise(names: &Names<'_>, rule: &RuleTrace, piece: &EvidenceTrace) -> bool {
    let (Some(by), Some(why_not), false) = (&piece.by, &rule.why_not, fired(rule)) else {
        return false;
    };
    let weighed = names.behind(&by.reads);
    let obstacles = why_not.obstacles.iter();
    obstacles
        .flat_map(|one| names.behind(&one.reads))
        .any(|name| weighed.contains(name))
}

/// What a weight was computed from: its expression, and the values that it reads.
fn computed(names: &Names<'_>, by: &ComputedTrace) -> String {
    match names.readings(&by.text, &by.reads) {
        readings if readings.is_empty() => format!(" (by {})", by.text),
        readings => format!(" (by {}: {readings})", by.text),
    }
}

fn effects(names: &Names<'_>, rule: &RuleTrace) -> Vec<Field> {
    let happened = fired(rule) && rule.branch != Some(Branch::Else);
    let label = |done: &'static str, not: &'static str| if happened { done } else { not };
    let mut fields = Vec::new();
    if !rule.excludes.is_empty() {
        let label = label("rules out", "would rule out");
        fields.push(Field::one(label, names.titles(&rule.excludes)));
    }
    if !rule.defeats.is_empty() {
        let label = label("overrules", "would overrule");
        fields.push(Field::one(label, names.titles(&rule.defeats)));
    }
    if let Some(group) = &rule.group {
        let mut cuts = names.trace.ledger.iter();
        let is_cut = cuts.any(|l| l.kind == LedgerKind::Cut && &l.name == group);
        let line = Line::from(names.title(group));
        let line = if is_cut {
            line.plain(", whose overlapping reasons count only in part")
        } else {
            line
        };
        fields.push(Field::one("group", line));
    }
    fields
}

/// What stands in the way, each with how far it is.
pub(super) fn obstacles(names: &Names<'_>, why_not: &WhyNot) -> Option<Field> {
    let items: Vec<Line> = why_not
        .obstacles
        .iter()
        .map(|o| obstacle(names, o))
        .collect();
    (!items.is_empty()).then(|| Field::new("in the way", items))
}

/// One of them: the test, what it read, and how far that is.
pub(super) fn obstacle(names: &Names<'_>, one: &Obstacle) -> Line {
    // What is true stands in the way of a `not` around it.
    let (mark, text) = match one.truth {
        Truth::True => (Mark::No, format!("not {}", one.text)),
        truth => (Mark::from(truth), one.text.clone()),
    };
    let values = names.readings(&text, &one.reads);
    let mut line = Line::toned(mark.sign(), mark.tone()).plain(" ").code(text);
    if !values.is_empty() {
        line = line.quiet(" — ").plain(values);
    }
    if one.truth == Truth::Unknown && divides_by_zero(&one.text, &one.reads) {
        line = line.plain(format!(", {ZERO}"));
    }
    match one.distance {
        Some(distance) if one.truth != Truth::Unknown => {
            let distance = distance.0.abs();
            line.plain(format!("; {} away", away(distance, &one.unit)))
        }
        _ => line,
    }
}

/// "1 level", "11 months", "0.4".
pub(super) fn away(distance: f64, unit: &str) -> String {
    let text = number_text(distance, MANY);
    let unit = unit.trim();
    with_unit(text, (!unit.is_empty()).then_some(unit))
}

/// Whether the advice would be another, had the rule applied.
pub(super) fn stakes(names: &Names<'_>, rule: &RuleTrace, why_not: &WhyNot) -> Line {
    let mut pieces = rule.evidence.iter();
    if pieces.any(|piece| weighs_otherwise(names, rule, piece)) {
        return "not known: how much it would weigh depends on what is in the way".into();
    }
    match why_not.changes_advice {
        true => Line::from("if it had applied, the advice would be ")
            .and(names.title(&why_not.advice_if_fired), Tone::Strong),
        false => "if it had applied, the advice would be the same".into(),
    }
}

/// Why it says so, and where it stands.
fn origin(names: &Names<'_>, rule: &RuleTrace) -> Vec<Field> {
    let label = if fired(rule) { "why" } else { "would say" };
    let because = rule.because.iter().filter(|_| is_about_this(rule));
    let mut fields = Vec::new();
    fields.extend(because.map(|because| Field::one(label, because)));
    fields.extend(citation::field(names, &rule.citations));
    if !rule.basis.is_empty() && !rule.evidence.is_empty() {
        fields.push(Field::one("weight", basis_words(&rule.basis)));
    }
    let place = citation::named(&rule.name, Some(&rule.place));
    fields.push(Field::one("rule", place));
    fields
}

/// Whether the reason is that of what is the case: the sentence of a branch that is not taken would tell what is not so.
fn is_about_this(rule: &RuleTrace) -> bool {
    let does = |branch| rule.evidence.iter().any(|piece| piece.branch == branch);
    let by_then = does(Branch::Then) || !rule.excludes.is_empty() || !rule.defeats.is_empty();
    let own = match does(Branch::Else) && !by_then {
        true => Branch::Else,
        false => Branch::Then,
    };
    // Of a rule that fired the trace gives the reason of the branch by which it did, or none.
    fired(rule)
        || match own {
            Branch::Then => rule.condition.truth == Truth::True,
            Branch::Else => rule.condition.truth == Truth::False,
        }
}

/// A basis as a manager would say it.
fn basis_words(basis: &str) -> &str {
    match basis {
        "cited" => "its source",
        "expert" => "expert judgement",
        "calibrated" => "data",
        "illustrative" => "a placeholder value, to be replaced",
        other => other,
    }
}
