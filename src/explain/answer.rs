//! The advice itself: how sure it is and why, whether it is settled, and what was passed over on the way to it.

use crate::model::trace::{
    AdviceRowTrace, CapKind, DerivedTrace, RowStatus, StrategyTrace, Truth, UnknownTrace,
    ValueTrace, Witness,
};

use super::condition::readings;
use super::document::{Block, Field, Line, Tone};
use super::names::{Names, enumerate};
use super::numbers::{is_something, part_of};
use super::undecided::UNDECIDED;
use super::{questions, rows, sets};

/// How a strategy is introduced that was chosen although another is ahead.
const THOUGH: &str = "chosen though";

/// The advice in one line, and how sure it is.
pub(super) fn lead(names: &Names<'_>) -> Block {
    Block::Lead {
        title: Line::toned(advice_title(names), Tone::Strong),
        detail: detail(names),
    }
}

/// What the sureness rests on, whether the advice is settled, and what may still come.
pub(super) fn brief(names: &Names<'_>) -> Vec<Block> {
    titled(sureness(names, Vec::new()))
}

/// The same with the rows that were passed over on the way.
pub(super) fn section(names: &Names<'_>) -> Vec<Block> {
    titled(sureness(names, passed_over(names)))
}

fn titled(fields: Vec<Field>) -> Vec<Block> {
    match fields.is_empty() {
        true => Vec::new(),
        false => vec![
            Block::section("How sure the advice is"),
            Block::Fields(fields),
        ],
    }
}

/// Why the sureness is not the highest, where an author has put it in words; `told` says that something else holds it
/// down already, which is enough unless it is the lowest.
pub(super) fn doubt(names: &Names<'_>, told: bool) -> Option<Field> {
    let levels = &names.trace.sureness_levels;
    let own = names.trace.sureness.as_deref()?;
    let is_lowest = levels.first().is_some_and(|level| level.name == own);
    let is_highest = levels.last().is_some_and(|level| level.name == own);
    let is_open = is_lowest || !(is_highest || told);
    let because = sureness_because(names).filter(|_| is_open)?;
    Some(Field::one("How sure", because))
}

/// What holds the sureness below the rulebook's own level.
fn held_down(names: &Names<'_>) -> Option<Field> {
    let capped = &names.trace.sureness_capped;
    if capped.level == names.trace.sureness {
        return None;
    }
    let of = |kind: CapKind| {
        let reasons = capped
            .reasons
            .iter()
            .filter(move |reason| reason.kind == kind);
        enumerate(
            &reasons
                .map(|reason| names.title(&reason.name))
                .collect::<Vec<_>>(),
        )
    };
    let lines = [
        (CapKind::Contradiction, "answers contradict each other"),
        (CapKind::Essential, "not answered, but needed to be sure"),
        (
            CapKind::OpenAnswer,
            "one of these answers alone would change the advice",
        ),
    ]
    .map(|(kind, why)| (of(kind), why, kind));
    let lines = lines.into_iter().filter(|(titles, ..)| !titles.is_empty());
    let lines = lines.map(|(titles, why, kind)| match kind {
        CapKind::Contradiction => Line::from(why),
        CapKind::Essential | CapKind::OpenAnswer => format!("{why}: {titles}").into(),
    });
    Some(Field::new("held down", lines.collect()))
}

fn sureness(names: &Names<'_>, rows: Vec<Line>) -> Vec<Field> {
    let mut fields = Vec::new();
    if let Some(because) = sureness_because(names) {
        fields.push(Field::one("how sure", because));
    }
    fields.extend(held_down(names));
    fields.extend(settled(names));
    if !rows.is_empty() {
        fields.push(Field::new("not checked", rows));
    }
    fields.extend(still_possible(names));
    fields.extend(sets::in_full(names));
    fields
}

fn advice_title(names: &Names<'_>) -> String {
    match names.trace.title.trim() {
        "" if names.trace.advice == UNDECIDED => "Undecided".into(),
        "" => names.title(&names.trace.advice),
        title => title.to_owned(),
    }
}

/// How sure, and on how many answers.
fn detail(names: &Names<'_>) -> Line {
    let trace = names.trace;
    let known = trace.facts.iter().filter(|fact| fact.read).count();
    let open = names.open().count();
    let asked = known.saturating_add(open);
    let sureness = sureness_words(names);
    let mut parts = match &trace.strategy {
        Some(strategy) => vec![lead_words(names, strategy)],
        None if trace.advice == UNDECIDED => vec![why_undecided(names)],
        None => row_readings(names),
    };
    // The word says it; what speaks against the advice is said beside it.
    parts.retain(|part| sureness.is_none() || part.starts_with(THOUGH));
    if asked > 0 {
        let answered = part_of(known, asked, "question", "questions");
        parts.push(format!("{answered} answered"));
    }
    let parts = parts.join(" · ");
    match sureness {
        Some(words) if parts.is_empty() => Line::toned(words, Tone::Strong),
        Some(words) => Line::toned(words, Tone::Strong).plain(" · ").plain(parts),
        None => parts.into(),
    }
}

/// Whether the advised strategy has rivals, and all of them are ruled out.
pub(super) fn rivals_are_out(names: &Names<'_>) -> bool {
    let between = names.trace.ledger_between.as_ref();
    let alone = between.is_some_and(|between| between.rival.is_none());
    alone && names.trace.strategies.len() > 1
}

/// The words of the sureness that may be told, where the rulebook has such a scale.
fn sureness_words(names: &Names<'_>) -> Option<String> {
    let own = names.trace.sureness.as_deref()?;
    let told = names.trace.sureness_capped.level.as_deref().unwrap_or(own);
    let words = match told == own {
        true => sureness_scale(names).map_or("", |d| d.words.trim()),
        false => {
            let mut levels = names.trace.sureness_levels.iter();
            let level = levels.find(|level| level.name == told);
            level.and_then(|level| level.words.as_deref()).unwrap_or("")
        }
    };
    Some(level_words(told, words))
}

fn level_words(level: &str, words: &str) -> String {
    match words {
        "" => format!("sureness {}", level.replace('_', " ")),
        words if words == level => format!("sureness {}", words.replace('_', " ")),
        words => words.to_owned(),
    }
}

/// The answers that alone would change the advice, one for each advice that would come, and then the others.
pub(super) fn turns<'t>(names: &Names<'t>) -> impl Iterator<Item = &'t Witness> {
    let effects = names.trace.unknown.iter();
    let effects = effects.filter_map(|fact| fact.effect.as_ref());
    let turning = effects.filter(|effect| effect.changes_advice == Some(true));
    let all: Vec<&Witness> = turning
        .filter_map(|effect| effect.witness.as_ref())
        .collect();
    let is_first = |at: usize, turn: &Witness| {
        let mut before = all.iter().take(at);
        before.all(|other| other.advice != turn.advice)
    };
    let (first, others): (Vec<_>, Vec<_>) = all
        .iter()
        .copied()
        .enumerate()
        .partition(|&(at, turn)| is_first(at, turn));
    first.into_iter().chain(others).map(|(_, turn)| turn)
}

/// The derived scale that the sureness is a level of.
fn sureness_scale<'t>(names: &Names<'t>) -> Option<&'t DerivedTrace> {
    let level = names.trace.sureness.as_deref()?;
    let because = names.trace.sureness_because.as_ref();
    let has_level = |d: &&DerivedTrace| matches!(&d.value, ValueTrace::Word(word) if word == level);
    let says =
        |d: &&DerivedTrace| because.is_some() && because == d.because.as_ref().or(Some(&d.rule));
    let mut levels = names.trace.derived.iter().filter(has_level);
    let named = levels.clone().find(|d| d.name == "sureness");
    named.or_else(|| levels.find(says))
}

/// Why the sureness is what it is, where an author has put it in words; a row as written is for authors.
fn sureness_because<'t>(names: &Names<'t>) -> Option<&'t str> {
    let because = names.trace.sureness_because.as_deref()?;
    let is_row = sureness_scale(names).is_some_and(|d| d.because.is_none() && d.rule == because);
    (!is_row).then_some(because)
}

/// How far the advised strategy is ahead.
fn lead_words(names: &Names<'_>, strategy: &str) -> String {
    let between = names
        .trace
        .ledger_between
        .as_ref()
        .filter(|b| b.strategy == strategy);
    let Some(between) = between else {
        return match names.trace.margin {
            Some(margin) => format!("margin {}", names.unit.amount(margin.0)),
            None => "no rival".into(),
        };
    };
    let difference = between.difference.0;
    match &between.rival {
        None if rivals_are_out(names) => "the only option left".into(),
        None => format!("{}, no rival", names.unit.amount(difference)),
        Some(rival) if difference < 0.0 => {
            let behind = names.unit.amount(-difference);
            format!("{THOUGH} {behind} behind {}", names.title(rival))
        }
        Some(_) => format!("margin {}", names.unit.amount(difference)),
    }
}

/// What keeps the evaluation from an advice.
pub(super) fn why_undecided(names: &Names<'_>) -> String {
    let strategies = &names.trace.strategies;
    let tied: Vec<&StrategyTrace> = strategies.iter().filter(|s| s.tied).collect();
    if let [first, _, ..] = &*tied {
        let titles: Vec<String> = tied.iter().map(|s| names.title(&s.name)).collect();
        let total = names.unit.amount(first.total.0);
        return format!("{} are level at {total}", enumerate(&titles));
    }
    if !strategies.is_empty() && strategies.iter().all(|s| s.excluded) {
        return "every strategy is ruled out".into();
    }
    "no row of the advice is known to apply".into()
}

/// What is the case, for an outcome that rests on its condition alone and does not say so itself.
fn row_readings(names: &Names<'_>) -> Vec<String> {
    let row = chosen(names);
    if row.is_some_and(|row| row.because.is_some()) {
        return Vec::new();
    }
    match row.and_then(|row| row.condition.as_ref()) {
        Some(condition) => match readings(names, condition, Truth::True) {
            readings if readings.is_empty() => readings,
            readings => vec![enumerate(&readings)],
        },
        None => vec!["nothing else applied".into()],
    }
}

/// The row that gave the advice.
pub(super) fn chosen<'t>(names: &Names<'t>) -> Option<&'t AdviceRowTrace> {
    let mut rows = names.trace.advice_rows.iter();
    rows.find(|row| row.status == RowStatus::Chosen)
}

/// A strategy that is out, be it for now only, with the rules that did it.
pub(super) fn excluded_words(names: &Names<'_>, strategy: &StrategyTrace, for_now: bool) -> Line {
    let best = names.trace.strategies.iter().find(|s| !s.excluded);
    let ahead = best.is_none_or(|best| strategy.total.0 > best.total.0);
    let mut words = names.title(&strategy.name);
    if for_now {
        words += " for now";
    }
    if let (true, Some(best)) = (ahead, best) {
        let (own, other) = (strategy.total.0, best.total.0);
        let than = names.title(&best.name);
        words += &format!(
            ", though ahead of {than} ({} to {})",
            names.unit.amount(own),
            super::numbers::number_text(other, names.unit.places)
        );
    }
    let rules = strategy.excluded_by.iter().map(|rule| names.title(rule));
    match rules.collect::<Vec<_>>().join("; ") {
        rules if rules.is_empty() => words.into(),
        rules => format!("{words}: {rules}").into(),
    }
}

/// Rows above the advice that were not ruled out, or whose strategy was.
fn passed_over(names: &Names<'_>) -> Vec<Line> {
    let above = names
        .trace
        .advice_rows
        .iter()
        .take_while(|row| row.status != RowStatus::Chosen);
    above
        .filter_map(|row| {
            let outcome = rows::title(names, row);
            let denied = row.condition.as_ref().map(|c| c.truth) == Some(Truth::False);
            match row.status {
                _ if row.outcome == names.trace.advice || denied => None,
                RowStatus::Unknown if row.needs.is_empty() => {
                    Some(format!("{outcome}: not known whether it applies"))
                }
                RowStatus::Unknown => {
                    let needs = names.titles(&row.needs);
                    Some(format!("{outcome}: depends on {needs}"))
                }
                RowStatus::Excluded => Some(format!("{outcome}: its strategy is ruled out")),
                RowStatus::Chosen
                | RowStatus::Below
                | RowStatus::DoesNotApply
                | RowStatus::Stopped => None,
            }
        })
        .map(Line::from)
        .collect()
}

fn settled(names: &Names<'_>) -> Option<Field> {
    let trace = names.trace;
    let because = trace.settled_because.as_deref().unwrap_or("").trim();
    let line = match (trace.settled, &trace.witness) {
        (Some(true), _) if because.is_empty() => {
            Line::toned("yes", Tone::Good).plain(": no certain answer can still change this")
        }
        (Some(true), _) => Line::toned("yes", Tone::Good).plain(": ").plain(because),
        (Some(false), Some(witness)) => Line::toned("no", Tone::Open)
            .plain(": ")
            .plain(witness_words(names, witness)),
        (Some(false), None) if because.is_empty() => {
            Line::toned("no", Tone::Open).plain(": a missing answer may change this")
        }
        (Some(false), None) => Line::toned("no", Tone::Open).plain(": ").plain(because),
        (None, _) if because.is_empty() => return None,
        (None, _) => Line::toned("not decided", Tone::Open)
            .plain(": ")
            .plain(because),
    };
    Some(Field::one("settled", line))
}

/// What a better-known profile may still lead to, where that is more than one thing.
fn still_possible(names: &Names<'_>) -> Option<Field> {
    let possible = &names.trace.possible_advice;
    let is_open = names.trace.settled != Some(true) && possible.len() > 1;
    let titles: Vec<String> = possible.iter().map(|name| names.title(name)).collect();
    is_open.then(|| Field::one("possible", titles.join("; ")))
}

/// "with growth fast and runway 3 it would be Breakthrough".
pub(super) fn witness_words(names: &Names<'_>, witness: &Witness) -> String {
    let facts = sets::answers(names, &witness.facts);
    let advice = names.title(&witness.advice);
    match facts.is_empty() {
        true => format!("it could still be {advice}"),
        false => format!("it would be {advice} with {}", enumerate(&facts)),
    }
}

/// An unknown fact, and what an answer could do.
pub(super) fn unknown_words(names: &Names<'_>, fact: &UnknownTrace) -> Line {
    let line = Line::from(names.title(&fact.name));
    let Some(effect) = &fact.effect else {
        return line;
    };
    let mut reach = Vec::new();
    if let Some(span) = effect.span.filter(|span| is_something(span.0)) {
        reach.push(format!("may move {}", names.unit.amount(span.0)));
    }
    match (&effect.witness, effect.changes_advice) {
        (Some(witness), Some(true)) => {
            let given = witness.facts.iter();
            let given: Vec<String> = given
                .map(|(fact, value)| names.answer(fact, value))
                .collect();
            let advice = names.title(&witness.advice);
            reach.push(format!("if {}: {advice}", enumerate(&given)));
        }
        (None, Some(true)) => reach.push("could change the advice".into()),
        (_, Some(false)) => {}
        (_, None) => reach.push(format!(
            "not known whether it changes the advice: {}",
            effect.because.as_deref().unwrap_or("it was not found")
        )),
    }
    match reach.is_empty() {
        true => line,
        false => line.plain(format!(" ({})", reach.join("; "))),
    }
}

/// The question that tells most, where an answer may still matter.
pub(super) fn first_question<'t>(names: &Names<'t>) -> Option<&'t UnknownTrace> {
    let first = questions::in_order(names.trace).into_iter().next();
    first.filter(|_| names.trace.settled != Some(true))
}
