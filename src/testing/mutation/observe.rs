//! What an evaluation shows of itself, as numbers in a fixed order: the advice, totals, rules, evidence, lets and notes.
//! Decides nothing.

use super::mutant::{Change, Mutant, Root};
use crate::base::format_number;
use crate::engine::{Record, Status};
use crate::model::trace::MetStatus;
use crate::model::{
    Evidence, LetId, LetKind, LetNode, MetId, PieceId, RuleId, Rulebook, TargetId, TargetKind,
};
use crate::plan::Program;
use crate::testing::snapshot::row_name;

/// What two evaluations differ in, the most severe first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Aspect {
    /// The advised outcome.
    Advice,
    /// The row that advises it.
    Row,
    /// Whether a strategy is out of the choice.
    Excluded(TargetId),
    /// A total.
    Total(TargetId),
    /// What became of a rule.
    Rule(RuleId),
    /// What a rule gives.
    Evidence(RuleId),
    /// A derived value.
    Let(LetId),
    /// How sure a derived value is.
    Certainty(LetId),
    /// A note that stands beside the advice.
    Note(usize),
    /// Whether a precondition that is shown is met.
    Met(MetId),
}

/// Which number means what, for a rulebook and all its mutants.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    pub aspects: Vec<Aspect>,
    /// The numbers that a piece of evidence is.
    width: usize,
}

impl Layout {
    pub(super) fn of(program: &Program) -> Self {
        let book = &program.rulebook;
        let width = program.method.method.zero.numbers().len();
        let mut aspects = vec![Aspect::Advice, Aspect::Row];
        for target in &program.plan.code.strategies {
            aspects.push(Aspect::Excluded(*target));
        }
        aspects.extend(book.targets.ids().map(Aspect::Total));
        aspects.extend(book.rules.ids().map(Aspect::Rule));
        for (id, rule) in program.plan.code.rules.iter() {
            let numbers = (rule.pieces.len as usize).saturating_mul(width);
            aspects.extend(std::iter::repeat_n(Aspect::Evidence(id), numbers));
        }
        for id in book.lets.ids() {
            aspects.extend([Aspect::Let(id), Aspect::Certainty(id)]);
        }
        aspects.extend((0..program.plan.code.notes.len()).map(Aspect::Note));
        aspects.extend(book.mets().map(|met| Aspect::Met(met.id)));
        Self { aspects, width }
    }
}

/// For each row of the advice of a mutant, the row of the rulebook that is called the same in snapshots.
pub(super) fn rows(original: &Rulebook, (program, mutant): (&Program, &Mutant)) -> Vec<f64> {
    let dropped = match mutant.change {
        Change::Never(Root::Row(at)) => Some(at),
        _ => None,
    };
    let count = original
        .advice
        .as_ref()
        .map_or(0, |advice| advice.rows.len());
    let names = (0..count).map(|at| row_name(original, at, None));
    let names: Vec<Option<String>> = names.collect();
    let same = |at: usize| {
        let name = row_name(&program.rulebook, at, dropped);
        let found = (0u32..).zip(&names).find(|(_, other)| **other == name);
        found.map_or(-1.0, |(at, _)| f64::from(at))
    };
    (0..count).map(same).collect()
}

/// Writes down what a record of a program shows; `original` is the program without a mutant, `rows` which
/// row of its advice each row is.
pub(super) fn observe(
    layout: &Layout,
    original: &Program,
    (program, rows): (&Program, &[f64]),
    record: &Record,
    out: &mut Vec<f64>,
) {
    out.clear();
    let (row, outcome) = record.advised();
    out.push(outcome.map_or(-1.0, |outcome| f64::from(outcome.0)));
    let row = row.map(|row| rows.get(row as usize).copied().unwrap_or(f64::from(row)));
    out.push(row.unwrap_or(-1.0));
    for target in &program.plan.code.strategies {
        out.push(truth(record.is_excluded(program, *target)));
    }
    out.extend(program.rulebook.targets.ids().map(|id| record.total(id)));
    out.extend(
        program
            .rulebook
            .rules
            .ids()
            .map(|id| became(record.became(id))),
    );
    for (id, rule) in original.plan.code.rules.iter() {
        let pieces = program.plan.code.rules[id].pieces.range().map(PieceId);
        let start = out.len();
        for piece in pieces {
            // A snapshot does not speak of what a limit takes away whole.
            let counts = record.counts(program, piece).unwrap_or(true);
            let found = record.evidence_of(program, piece).filter(|_| counts);
            evidence(layout, found, out);
        }
        // A rule that was dropped may have lost pieces.
        let numbers = (rule.pieces.len as usize).saturating_mul(layout.width);
        out.resize(start.saturating_add(numbers), f64::NAN);
    }
    for node in program.plan.code.lets.values() {
        out.extend(derived(*node, record));
    }
    for note in &program.plan.code.notes {
        out.push(truth(record.truth_of(*note) > 0.0));
    }
    for one in program.rulebook.preconditions() {
        let is_shown = record.says(program, one.of);
        let status = is_shown.then(|| record.met(program, one.met.id));
        out.push(status.map_or(f64::NAN, met));
    }
}

/// A code for how far a precondition is met.
fn met(status: MetStatus) -> f64 {
    match status {
        MetStatus::Yes => 0.0,
        MetStatus::Part => 1.0,
        MetStatus::No => 2.0,
        MetStatus::Open => 3.0,
    }
}

fn truth(holds: bool) -> f64 {
    if holds { 1.0 } else { 0.0 }
}

fn became(what: Status) -> f64 {
    match what {
        Status::Defeated => 0.0,
        Status::Stopped => 1.0,
        Status::Then => 2.0,
        Status::Else => 3.0,
        Status::Unknown => 4.0,
        Status::NotFired => 5.0,
    }
}

fn evidence(layout: &Layout, found: Option<Evidence>, out: &mut Vec<f64>) {
    match found {
        None => out.extend(std::iter::repeat_n(f64::NAN, layout.width)),
        Some(evidence) => out.extend(evidence.numbers()),
    }
}

/// The value of a let, and how sure it is.
fn derived(node: LetNode, record: &Record) -> [f64; 2] {
    match node {
        LetNode::Truth(id) => {
            let truth = record.truth_of(id);
            let sign = if truth == 0.0 { 0.0 } else { truth.signum() };
            [sign, truth.abs()]
        }
        LetNode::Number(id) => [record.number_of(id), 1.0],
        LetNode::Graded(id, number) => match record.derived(id).known() {
            Some(_) => [record.number_of(number), record.derived(id).certainty],
            None => [f64::NAN, 0.0],
        },
        LetNode::Choice(id) => {
            let choice = record.derived(id);
            match choice.known() {
                Some(level) => [f64::from(level), choice.certainty],
                None => [f64::NAN, 0.0],
            }
        }
    }
}

/// Whether two numbers are the same, but for what rounding leaves.
fn same(one: f64, other: f64) -> bool {
    one == other || (one.is_nan() && other.is_nan()) || (one - other).abs() <= 1e-9
}

/// The first thing that differs, in the order of severity.
pub(super) fn first_difference(one: &[f64], other: &[f64]) -> Option<usize> {
    let mut pairs = one.iter().zip(other);
    let found = pairs.position(|(one, other)| !same(*one, *other));
    found.or_else(|| (one.len() != other.len()).then_some(one.len().min(other.len())))
}

/// What an evaluation says of one thing and what the mutant says, in words, and what an example would expect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// What it is about.
    pub what: String,
    /// As it is.
    pub from: String,
    /// With the mutant.
    pub to: String,
    /// A condition that holds, and would not with the mutant; none where the language has no such condition.
    pub expect: Option<String>,
}

/// A difference in words.
pub(super) fn told(book: &Rulebook, aspect: Aspect, (from, to): (f64, f64)) -> Told {
    let said = |what: String, words: &dyn Fn(f64) -> String, expect: Option<String>| Told {
        what,
        from: words(from),
        to: words(to),
        expect,
    };
    match aspect {
        Aspect::Advice => {
            let name = |id: f64| outcome(book, id);
            let expect = format!("advice is {}", name(from));
            said("the advice".into(), &name, Some(expect))
        }
        Aspect::Row => {
            let name = |at: f64| row(book, at);
            said(
                "the row that applies".into(),
                &name,
                label(book, from).map(|label| format!("advised_by({label})")),
            )
        }
        Aspect::Excluded(id) => {
            let name = &book.targets[id].name;
            let word = |truth: f64| {
                if truth > 0.0 {
                    "excluded"
                } else {
                    "in the choice"
                }
                .to_owned()
            };
            let not = if from > 0.0 { "" } else { "not " };
            said(
                format!("`{name}`"),
                &word,
                Some(format!("{not}excluded({name})")),
            )
        }
        Aspect::Total(id) => total(book, id, (from, to)),
        Aspect::Rule(id) => {
            let name = &book.rules[id].name;
            let fired = |code: f64| code == 2.0 || code == 3.0;
            let expect = (fired(from) != fired(to)).then(|| {
                let not = if fired(from) { "" } else { "not " };
                format!("{not}fired({name})")
            });
            said(
                format!("rule `{name}`"),
                &|code| status(code).to_owned(),
                expect,
            )
        }
        Aspect::Evidence(id) => said(
            format!("what rule `{}` gives", book.rules[id].name),
            &number,
            None,
        ),
        Aspect::Let(id) => derivation(book, id, (from, to)),
        Aspect::Certainty(id) => said(
            format!("how sure `{}` is", book.lets[id].name),
            &number,
            None,
        ),
        Aspect::Note(at) => note(book, at, (from, to)),
        Aspect::Met(id) => said(precondition(book, id), &met_word, None),
    }
}

fn precondition(book: &Rulebook, id: MetId) -> String {
    let one = book.preconditions().find(|one| one.met.id == id);
    let named = one.map(|one| format!("precondition {} of `{}`", one.at, book.name_of(one.of)));
    named.unwrap_or_default()
}

fn met_word(code: f64) -> String {
    let all = [
        MetStatus::Yes,
        MetStatus::Part,
        MetStatus::No,
        MetStatus::Open,
    ];
    let found = all.into_iter().find(|status| met(*status) == code);
    found.map_or("not shown", MetStatus::words).to_owned()
}

fn note(book: &Rulebook, at: usize, (from, to): (f64, f64)) -> Told {
    let name = book.notes.values().nth(at).map_or("", |note| &note.name);
    let word = |truth: f64| if truth > 0.0 { "given" } else { "not given" }.to_owned();
    let not = if from > 0.0 { "" } else { "not " };
    Told {
        what: format!("note `{name}`"),
        from: word(from),
        to: word(to),
        expect: Some(format!("{not}noted({name})")),
    }
}

fn number(number: f64) -> String {
    match number.is_nan() {
        true => "nothing".into(),
        false => format_number(number, 6),
    }
}

fn outcome(book: &Rulebook, id: f64) -> String {
    let mut outcomes = book.outcomes.iter();
    let found = outcomes.find(|(outcome, _)| f64::from(outcome.0) == id);
    found.map_or_else(
        || "undecided".into(),
        |(_, outcome)| outcome.name.to_string(),
    )
}

fn label(book: &Rulebook, at: f64) -> Option<String> {
    let rows = &book.advice.as_ref()?.rows;
    let mut rows = rows.iter().zip(0u32..);
    let (row, _) = rows.find(|(_, row)| f64::from(*row) == at)?;
    Some(row.label.as_ref()?.to_string())
}

fn row(book: &Rulebook, at: f64) -> String {
    match (label(book, at), at >= 0.0) {
        (Some(label), _) => format!("`{label}`"),
        (None, true) => format!("number {}", format_number(at + 1.0, 0)),
        (None, false) => "none".into(),
    }
}

fn status(code: f64) -> &'static str {
    match code {
        0.0 => "defeated",
        1.0 => "stopped",
        2.0 => "fired",
        3.0 => "fired by `else`",
        4.0 => "unknown",
        _ => "not fired",
    }
}

fn total(book: &Rulebook, id: TargetId, (from, to): (f64, f64)) -> Told {
    let target = &book.targets[id];
    let middle = (from + to) / 2.0;
    let sign = if from > to { ">" } else { "<" };
    // Both sides of the figure in the middle, which needs few places.
    let places = (0..=6).find(|places| {
        let rounded: f64 = format_number(middle, *places).parse().unwrap_or(f64::NAN);
        (from > rounded) == (from > to)
            && (rounded > to) == (from > to)
            && rounded != from
            && rounded != to
    });
    let kind = match target.kind {
        TargetKind::Strategy => "strategy",
        TargetKind::Hypothesis => "hypothesis",
    };
    Told {
        what: format!("the total of the {kind} `{}`", target.name),
        from: number(from),
        to: number(to),
        expect: places.map(|places| {
            format!(
                "total({}) {sign} {}",
                target.name,
                format_number(middle, places)
            )
        }),
    }
}

fn derivation(book: &Rulebook, id: LetId, (from, to): (f64, f64)) -> Told {
    let item = &book.lets[id];
    let name = &item.name;
    let (words, expect): (Box<dyn Fn(f64) -> String>, Option<String>) = match &item.kind {
        LetKind::YesNo(_) => {
            let word = |sign: f64| match sign {
                1.0 => "yes".to_owned(),
                -1.0 => "no".to_owned(),
                _ => "unknown".to_owned(),
            };
            let expect = match from {
                1.0 => name.to_string(),
                -1.0 => format!("not {name}"),
                _ => format!("{name} is unknown"),
            };
            (Box::new(word), Some(expect))
        }
        LetKind::Number(..) => (Box::new(number), None),
        LetKind::List(scale, _) | LetKind::Table(scale, ..) if scale.numbers.is_some() => {
            let expect = match from.is_nan() {
                true => format!("{name} is unknown"),
                false => format!("{name} = {}", number(from)),
            };
            (Box::new(number), Some(expect))
        }
        LetKind::List(scale, _) | LetKind::Table(scale, ..) => {
            let names: Vec<String> = scale
                .levels
                .iter()
                .map(|level| level.name.to_string())
                .collect();
            let word = move |level: f64| {
                let mut levels = names.iter().zip(0u32..);
                let found = levels.find(|(_, at)| f64::from(*at) == level);
                found.map_or_else(|| "unknown".to_owned(), |(name, _)| name.clone())
            };
            let expect = format!("{name} is {}", word(from));
            (Box::new(word), Some(expect))
        }
    };
    Told {
        what: format!("`{name}`"),
        from: words(from),
        to: words(to),
        expect,
    }
}

#[cfg(test)]
mod tests {
    use super::first_difference;

    #[test]
    fn what_rounding_leaves_is_no_difference() {
        assert_eq!(
            first_difference(&[f64::NAN, 1.0], &[f64::NAN, 1.0 + 1e-12]),
            None
        );
        assert_eq!(first_difference(&[0.0, 1.0], &[-0.0, 2.0]), Some(1));
        assert_eq!(first_difference(&[f64::NAN], &[0.0]), Some(0));
    }
}
