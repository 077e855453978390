//! What it would take for another advice, and what would come of other answers: one program, two profiles. Shows nothing.

use serde::Serialize;

use super::difference::{Forms, Renames};
use super::effects::{Beside, Moved, Side, things};
use crate::base::{format_number, with_unit};
use crate::engine::{self, Fault, Record, Status};
use crate::model::trace::{N, ValueTrace};
use crate::model::{
    FactId, FactType, Interval, NumberType, OutcomeId, PieceId, Profile, RuleId, Rulebook, Value,
};
use crate::plan::Program;
use crate::space::{Changed, Flip, Goal, MOST_CHANGED, Space};
use crate::trace;

/// Decimals of a number that is shown where they suffice, and the last of them as a part of one.
const DECIMALS: usize = 6;
const SCALE: f64 = 1e6;

/// Another answer to a fact.
#[derive(Clone, Debug, Serialize)]
pub struct Answer {
    /// The fact.
    pub fact: String,
    /// Its title.
    pub title: String,
    /// What the profile says.
    pub from: ValueTrace,
    /// The other answer; of a number one that does it.
    pub to: ValueTrace,
    /// Of a number, between what it may lie with the same result; null where that is not known.
    pub within: Option<Within>,
    /// The first in words for people.
    #[serde(skip)]
    pub from_words: String,
    /// The second in words for people.
    #[serde(skip)]
    pub to_words: String,
}

/// A range of numbers.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Within {
    /// The lower end; null where there is none.
    pub low: Option<N>,
    /// The upper end; null where there is none.
    pub high: Option<N>,
    /// Whether the lower end belongs to it.
    pub low_in: bool,
    /// Whether the upper end belongs to it.
    pub high_in: bool,
}

/// Answers with which the advice is another one.
#[derive(Clone, Debug, Serialize)]
pub struct Way {
    /// The answers, in the order of the facts' names.
    pub answers: Vec<Answer>,
    /// The advice with them.
    pub advice: String,
    /// Its title.
    pub title: String,
    /// How far the answers are from those given: a level or an element is 1, a number 1 and its part of the range, an
    /// answer where there was none 1.5.
    pub distance: N,
}

/// The smallest changes that lead from a profile to another advice.
#[derive(Clone, Debug, Serialize)]
pub struct Ways {
    /// The profile.
    pub profile: String,
    /// Its advice.
    pub advice: String,
    /// The title of that.
    pub title: String,
    /// The advice that is sought; null is any other.
    pub to: Option<String>,
    /// For each smallest set of facts the nearest answers for each advice they lead to: by the number of facts, then the
    /// nearest first.
    pub ways: Vec<Way>,
    /// How many facts one of them changes at most.
    pub most: usize,
    /// Whether it is proved that no other set of so many facts would do.
    pub proved: bool,
    /// The facts that decide something and were left as they are, since the organization cannot change them.
    pub left: Vec<String>,
}

impl Ways {
    /// Whether there may be other ways, in a sentence.
    pub fn proof(&self) -> String {
        let most = match self.most {
            1 => "one answer",
            2 => "two answers",
            _ => "three answers",
        };
        let what = match &self.to {
            Some(to) => format!("leads to `{to}`"),
            None => "changes the advice".to_owned(),
        };
        match (self.ways.is_empty(), self.proved) {
            (true, true) => format!("No change of up to {most} {what}: every one was ruled out."),
            (true, false) => {
                format!(
                    "No change of up to {most} that {what} was found, but not all were ruled out."
                )
            }
            (false, true) => {
                format!("Without these, no change of up to {most} {what}: all were ruled out.")
            }
            (false, false) => {
                format!("Other changes of up to {most} may exist: not all were ruled out.")
            }
        }
    }
}

/// Two profiles side by side.
#[derive(Clone, Debug, Serialize)]
pub struct Comparison {
    /// The profile.
    pub profile: String,
    /// The answers that differ.
    pub answers: Vec<Answer>,
    /// The result of the profile as it is.
    pub before: Side,
    /// The result with the other answers.
    pub after: Side,
    /// The totals of strategies and hypotheses that differ.
    pub totals: Vec<Shifted>,
    /// The rules of which something else became, those that move most first.
    pub rules: Vec<RuleShift>,
    /// What stands beside the advice, where that is the same.
    #[serde(flatten)]
    pub beside: Beside,
}

/// An amount before and after.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Shifted {
    /// The strategy or hypothesis.
    pub toward: String,
    /// Its title.
    pub title: String,
    /// What it was.
    pub before: N,
    /// What it is.
    pub after: N,
}

/// A rule of which something else became.
#[derive(Clone, Debug, Serialize)]
pub struct RuleShift {
    /// The rule.
    pub rule: String,
    /// Its title.
    pub title: String,
    /// What became of it: `fires`, `fires by else`, `stopped`, `defeated`, `unknown`, `does not fire`.
    pub before: &'static str,
    /// What becomes of it.
    pub after: &'static str,
    /// What it gives that differs.
    pub gives: Vec<Shifted>,
}

/// Seeks the smallest changes of a profile that lead to another advice, or to the one that is named; without all facts, of
/// those that the organization can change.
pub fn ways(
    space: &Space<'_>,
    program: &Program,
    profile: &Profile,
    (to, all): (Option<Option<OutcomeId>>, bool),
) -> Result<Ways, Fault> {
    let book = &program.rulebook;
    let record = engine::evaluate(program, profile)?;
    let advice = record.advised().1;
    let goal = to.map_or(Goal::Other(advice), Goal::This);
    let wanted = |fact: FactId| all || book.facts[fact].lever;
    let found = space.flips((profile, &record), goal, &wanted)?;
    let read = program.plan.index.read.iter();
    let left = read.filter(|(fact, read)| **read && !wanted(*fact));
    Ok(Ways {
        profile: profile.name.to_string(),
        advice: book.outcome_name(advice).to_owned(),
        title: book.outcome_title(advice).to_owned(),
        to: to.map(|to| book.outcome_name(to).to_owned()),
        ways: found
            .found
            .iter()
            .map(|flip| way(book, profile, flip))
            .collect(),
        most: MOST_CHANGED,
        proved: found.proved,
        left: left
            .map(|(fact, _)| book.facts[fact].name.to_string())
            .collect(),
    })
}

fn way(book: &Rulebook, profile: &Profile, flip: &Flip) -> Way {
    let answers = flip
        .changes
        .iter()
        .map(|change| answer(book, profile, change));
    Way {
        answers: answers.collect(),
        advice: book.outcome_name(flip.advice).to_owned(),
        title: book.outcome_title(flip.advice).to_owned(),
        distance: N(flip.distance),
    }
}

fn answer(book: &Rulebook, profile: &Profile, change: &Changed) -> Answer {
    let fact = &book.facts[change.fact];
    let given = profile.given(change.fact).map(|given| &given.value);
    let mut answer = answered(book, change.fact, [given, Some(&change.value)]);
    if let FactType::Number(kind) = &fact.kind {
        let given = match given {
            Some(Value::Number(number)) => Some(*number),
            _other => None,
        };
        answer.to_words = match change.within {
            Some(within) => range_words(kind, given, within),
            // One number that does it is known, and not between what others do.
            None => format!("{}, for example", example_words(kind, &change.value)),
        };
        answer.within = change.within.map(Within::of);
    }
    answer
}

/// Two answers to a fact; none is unknown.
fn answered(book: &Rulebook, fact: FactId, values: [Option<&Value>; 2]) -> Answer {
    let item = &book.facts[fact];
    let [from, to] = values.map(|value| match value {
        Some(value) => trace::value(&item.kind, value),
        None => ValueTrace::Unknown(()),
    });
    let [from_words, to_words] = values.map(|value| {
        value.map_or_else(
            || "not answered".to_owned(),
            |value| item.kind.in_words(value),
        )
    });
    Answer {
        fact: item.name.to_string(),
        title: item.title.as_ref().unwrap_or(&item.short).to_string(),
        from,
        to,
        within: None,
        from_words,
        to_words,
    }
}

impl Within {
    fn of(within: Interval) -> Self {
        let end = |end: f64| end.is_finite().then_some(N(end));
        Self {
            low: end(within.low),
            high: end(within.high),
            low_in: within.low_in,
            high_in: within.high_in,
        }
    }
}

/// A number in words, with as many decimals as it takes to be that number.
fn example_words(kind: &NumberType, value: &Value) -> String {
    let words = match value {
        Value::Number(number) => written(*number, *number),
        _other => String::new(),
    };
    with_unit(words, kind.unit.as_deref())
}

/// The end of a range with few decimals, rounded into the range, so that what is written leads where the range does;
/// `inner` is the other end.
fn written(end: f64, inner: f64) -> String {
    let text = format_number(end, DECIMALS);
    if text.parse() == Ok(end) {
        return text;
    }
    let scaled = end * SCALE;
    let round = match inner > end {
        true => scaled.ceil() / SCALE,
        false => scaled.floor() / SCALE,
    };
    match (round - end).abs() < (inner - end).abs() {
        true => format_number(round, DECIMALS),
        false => end.to_string(),
    }
}

/// A range of numbers in words: from one side of it the end that is nearer is enough.
fn range_words(kind: &NumberType, given: Option<f64>, within: Interval) -> String {
    let Interval { low, high, .. } = within;
    let unit = kind.unit.as_deref();
    let least = || with_unit(written(low, high), unit);
    let most = || with_unit(written(high, low), unit);
    let below = || match within.high_in {
        true => format!("{} or less", most()),
        false => format!("below {}", most()),
    };
    let above = || match within.low_in {
        true => format!("{} or more", least()),
        false => format!("above {}", least()),
    };
    // An end that the fact itself has is no bound.
    let lowest = !low.is_finite() || (kind.low == Some(low) && within.low_in);
    let highest = !high.is_finite() || (kind.high == Some(high) && within.high_in);
    match given {
        _ if low == high => least(),
        Some(given) if given > high && lowest => below(),
        Some(given) if given < low && highest => above(),
        _ => match (lowest, highest) {
            (true, false) => below(),
            (false, true) => above(),
            (true, true) => "any number".to_owned(),
            (false, false) if within.low_in && within.high_in => {
                format!("{} to {}", least(), most())
            }
            (false, false) => format!("{} and {}", above(), below()),
        },
    }
}

/// Two profiles of one program side by side: as it is, and with other answers.
pub fn compare(
    space: &Space<'_>,
    program: &Program,
    [old, new]: [&Profile; 2],
) -> Result<Comparison, Fault> {
    let book = &program.rulebook;
    let records = [
        engine::evaluate(program, old)?,
        engine::evaluate(program, new)?,
    ];
    let [before, after] = [&records[0], &records[1]];
    let facts = book.facts.ids().filter_map(|fact| {
        let given = [old, new].map(|profile| profile.given(fact));
        let differs = given[0].map(|given| (&given.value, given.certainty))
            != given[1].map(|given| (&given.value, given.certainty));
        differs.then(|| {
            answered(
                book,
                fact,
                given.map(|given| given.map(|given| &given.value)),
            )
        })
    });
    let one = Side::of(space, program, (old, before))?;
    let other = Side::of(space, program, (new, after))?;
    let mut beside = Beside::default();
    if before.advised().1 == after.advised().1 {
        let forms = Forms::new(book, &SAME);
        let [was, is] = [before, after].map(|record| things(program, record, forms));
        let stayed = Moved {
            profile: old.name.to_string(),
            advice: other.advice.clone(),
            ..Moved::default()
        };
        beside.add(&stayed, [&was, &is]);
    }
    Ok(Comparison {
        profile: old.name.to_string(),
        answers: facts.collect(),
        before: one,
        after: other,
        totals: totals(program, [before, after]),
        rules: rules(program, [before, after])?,
        beside,
    })
}

/// One rulebook has the same names on both sides.
static SAME: Renames = Renames::none();

fn totals(program: &Program, records: [&Record; 2]) -> Vec<Shifted> {
    let targets = program.rulebook.targets.iter();
    let shifted = targets.map(|(id, target)| {
        let [before, after] = records.map(|record| N(record.total(id)));
        Shifted {
            toward: target.name.to_string(),
            title: target.title.to_string(),
            before,
            after,
        }
    });
    shifted.filter(|one| one.before != one.after).collect()
}

fn rules(program: &Program, records: [&Record; 2]) -> Result<Vec<RuleShift>, Fault> {
    let mut found = Vec::new();
    for (id, rule) in program.rulebook.rules.iter() {
        let [before, after] = records.map(|record| became(record.became(id)));
        let gives = gives(program, records, id)?;
        if before != after || !gives.is_empty() {
            found.push(RuleShift {
                rule: rule.name.to_string(),
                title: titled(program, id),
                before,
                after,
                gives,
            });
        }
    }
    let size = |one: &RuleShift| {
        let moved = one
            .gives
            .iter()
            .map(|one| (one.after.0 - one.before.0).abs());
        moved.sum::<f64>()
    };
    found.sort_by(|one, other| {
        let largest = size(other).total_cmp(&size(one));
        largest.then_with(|| one.rule.cmp(&other.rule))
    });
    Ok(found)
}

/// The title of a rule; of a row of a contrast with the row's name behind it.
fn titled(program: &Program, id: RuleId) -> String {
    let rule = &program.rulebook.rules[id];
    let row = rule.contrast.and_then(|contrast| {
        let name = &program.rulebook.contrasts[contrast].name;
        rule.name.strip_prefix(&**name)?.strip_prefix('.')
    });
    match row {
        Some(row) => format!("{}: {}", rule.title, row.replace('_', " ")),
        None => rule.title.to_string(),
    }
}

fn became(status: Status) -> &'static str {
    match status {
        Status::Defeated => "defeated",
        Status::Stopped => "stopped",
        Status::Then => "fires",
        Status::Else => "fires by else",
        Status::Unknown => "unknown",
        Status::NotFired => "does not fire",
    }
}

/// What a rule gives to each target, where that differs.
fn gives(program: &Program, records: [&Record; 2], rule: RuleId) -> Result<Vec<Shifted>, Fault> {
    let mut found: Vec<Shifted> = Vec::new();
    let [before, after] = records;
    for piece in program.plan.code.rules[rule].pieces.range().map(PieceId) {
        let target = &program.rulebook.targets[program.plan.code.pieces[piece].target];
        let amounts = (
            amount(program, before, piece)?,
            amount(program, after, piece)?,
        );
        match found.iter_mut().find(|one| *one.toward == *target.name) {
            Some(known) => {
                known.before.0 += amounts.0;
                known.after.0 += amounts.1;
            }
            None => found.push(Shifted {
                toward: target.name.to_string(),
                title: target.title.to_string(),
                before: N(amounts.0),
                after: N(amounts.1),
            }),
        }
    }
    found.retain(|one| one.before != one.after);
    Ok(found)
}

/// What a piece counts for by itself; 0 where it does not.
fn amount(program: &Program, record: &Record, piece: PieceId) -> Result<f64, Fault> {
    let counts = record.counts(program, piece)?;
    let amount = match counts {
        true => record.contribution(program, piece)?,
        false => 0.0,
    };
    Ok(if amount.is_nan() { 0.0 } else { amount })
}
