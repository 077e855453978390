//! The manager's first screen: the advice, how sure and why, reasons, what is open, what to do.

use crate::model::trace::{
    AdviceRowTrace, DerivedTrace, RowStatus, StrategyTrace, Truth, UnknownTrace, ValueTrace,
    Witness,
};

use super::condition::readings;
use super::document::{Block, Field, Line, Tone};
use super::names::{Names, enumerate, value};
use super::numbers::{is_something, part_of};
use super::undecided::UNDECIDED;
use super::{answers, ledger, rows, standing, steps};

/// How much is said.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Depth {
    /// Long lists are cut, and say so.
    Short,
    /// Everything.
    Whole,
}

/// Unknown facts in the answer.
const MOST_UNKNOWN: usize = 3;
/// How a strategy is introduced that was chosen although another is ahead.
const THOUGH: &str = "chosen though";
/// Rows that were passed over.
const MOST_ROWS: usize = 3;

/// The answer: what a manager needs first, and after it what was passed over on the way.
pub(super) fn blocks(names: &Names<'_>, depth: Depth) -> Vec<Block> {
    let mut blocks = vec![Block::Lead {
        title: Line::toned(advice_title(names), Tone::Strong),
        detail: detail(names),
    }];
    blocks.extend(remarks(names));
    blocks.push(Block::Fields(sureness_fields(names)));
    let reasons = ledger::short(names);
    if let (None, Some(intro), false) = (&names.trace.strategy, weighing(names), reasons.is_empty())
    {
        blocks.push(Block::Paragraph(intro.into()));
    }
    blocks.extend(reasons);
    let fields = [
        open_fields(names, depth),
        steps::fields(names, depth),
        way_fields(names, depth),
    ];
    blocks.extend(fields.map(Block::Fields));
    blocks.retain(|block| !matches!(block, Block::Fields(fields) if fields.is_empty()));
    blocks
}

fn advice_title(names: &Names<'_>) -> String {
    match names.trace.title.trim() {
        "" if names.trace.advice == UNDECIDED => "Undecided".into(),
        "" => names.title(&names.trace.advice),
        title => title.to_owned(),
    }
}

/// How sure, and the causes.
fn detail(names: &Names<'_>) -> Line {
    let trace = names.trace;
    let known = trace.facts.iter().filter(|fact| fact.read).count();
    let open = trace
        .unknown
        .iter()
        .filter(|fact| fact.read && !fact.moot)
        .count();
    let asked = known.saturating_add(open);
    let mut causes = match &trace.strategy {
        Some(strategy) => vec![lead_words(names, strategy)],
        None if trace.advice == UNDECIDED => vec![why_undecided(names)],
        None => row_readings(names),
    };
    if asked > 0 && (trace.strategy.is_some() || open > 0) {
        causes.push(format!("{} known", part_of(known, asked, "fact", "facts")));
    }
    // Where nothing is left to compare with, that is no cause of the sureness, and what is known is.
    if rivals_are_out(names) {
        causes.reverse();
    }
    let separator = if trace.strategy.is_some() { ", " } else { "; " };
    let causes = causes.join(separator);
    match sureness_words(names) {
        Some(words) if causes.is_empty() => Line::toned(words, Tone::Strong),
        // What speaks against the sureness is no cause of it.
        Some(words) if causes.starts_with(THOUGH) => {
            Line::toned(words, Tone::Strong).plain(", ").plain(causes)
        }
        Some(words) => Line::toned(words, Tone::Strong).plain(": ").plain(causes),
        None => causes.into(),
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
        None if rivals_are_out(names) => "every rival is ruled out".into(),
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

/// What the row says for itself, and the headlines of notes.
fn remarks(names: &Names<'_>) -> Vec<Block> {
    let because = chosen(names).and_then(|row| row.because.as_ref());
    let notes = names.trace.notes.iter().flat_map(|note| &note.lines);
    let lines = names.trace.outcome_lines.iter().chain(notes);
    let headlines = lines
        .filter(|line| line.kind == "headline")
        .map(|line| &line.text);
    because
        .into_iter()
        .chain(headlines)
        .map(|text| Block::Paragraph(text.into()))
        .collect()
}

/// What the reasons are about, where the advice is none of the strategies.
fn weighing(names: &Names<'_>) -> Option<String> {
    let between = names.trace.ledger_between.as_ref()?;
    let first = names.title(&between.strategy);
    Some(match &between.rival {
        Some(rival) => format!(
            "For and against {first}, compared with {}:",
            names.title(rival)
        ),
        None => format!("For and against {first}:"),
    })
}

/// What the sureness rests on, and whether a missing answer can change the advice.
fn sureness_fields(names: &Names<'_>) -> Vec<Field> {
    let mut fields = Vec::new();
    if let Some(because) = sureness_because(names) {
        fields.push(Field::one("how sure", because));
    }
    if let Some(evidence) = standing::conflict_in_words(names) {
        fields.push(Field::one("evidence", evidence));
    }
    fields.extend(settled(names));
    fields.extend(super::given::changed(names));
    fields
}

/// What is not known, and what to ask.
fn open_fields(names: &Names<'_>, depth: Depth) -> Vec<Field> {
    let mut fields = Vec::new();
    push(&mut fields, "not known", unknown(names, depth));
    fields.extend(first_question(names));
    fields
}

/// What was ruled out and passed over on the way, and what may still come.
fn way_fields(names: &Names<'_>, depth: Depth) -> Vec<Field> {
    let mut fields = Vec::new();
    let excluded = names.trace.strategies.iter().filter(|s| s.excluded);
    push(
        &mut fields,
        "ruled out",
        excluded.map(|s| excluded_words(names, s)).collect(),
    );
    push(
        &mut fields,
        "passed over",
        steps::capped(passed_over(names), MOST_ROWS, depth),
    );
    fields.extend(still_possible(names));
    let warnings = names.trace.warnings.iter();
    let warnings = warnings.map(|warning| Line::toned(warning, Tone::Open));
    push(&mut fields, "warning", warnings.collect());
    fields
}

pub(super) fn push(fields: &mut Vec<Field>, label: &str, items: Vec<Line>) {
    if !items.is_empty() {
        fields.push(Field::new(label, items));
    }
}

/// A strategy that is out, with the rules that did it and what they say.
fn excluded_words(names: &Names<'_>, strategy: &StrategyTrace) -> Line {
    let best = names.trace.strategies.iter().find(|s| !s.excluded);
    let ahead = best.is_none_or(|best| strategy.total.0 > best.total.0);
    let mut words = names.title(&strategy.name);
    if let (true, Some(best)) = (ahead, best) {
        let (own, other) = (strategy.total.0, best.total.0);
        let than = names.title(&best.name);
        words += &format!(
            ", though ahead of {than} ({} to {})",
            names.unit.amount(own),
            super::numbers::number_text(other, names.unit.places)
        );
    }
    let rules = names
        .trace
        .rules
        .iter()
        .filter(|r| strategy.excluded_by.contains(&r.name));
    let whys: Vec<String> = rules
        .map(|rule| match &rule.because {
            Some(because) => format!("{}. {because}", names.title(&rule.name)),
            None => names.title(&rule.name),
        })
        .collect();
    match whys.is_empty() {
        true => words.into(),
        false => format!("{words}: {}", whys.join(" ")).into(),
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
                    Some(format!("{outcome}: hangs on {needs}"))
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
            Line::toned("yes", Tone::Good).plain(": no sure answer can still change this")
        }
        (Some(true), _) => Line::toned("yes", Tone::Good).plain(": ").plain(because),
        (Some(false), Some(witness)) => Line::toned("no", Tone::Open)
            .plain(": ")
            .plain(witness_words(names, witness)),
        (Some(false), None) if because.is_empty() => {
            Line::toned("no", Tone::Open).plain(": an answer still missing may change this")
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
    let facts: Vec<String> = witness
        .facts
        .iter()
        .map(|(fact, given)| format!("{}: {}", names.title(fact), value(given)))
        .collect();
    let advice = names.title(&witness.advice);
    match facts.is_empty() {
        true => format!("it could still be {advice}"),
        false => format!("it would be {advice} with {}", enumerate(&facts)),
    }
}

/// What is not known and read, with what it could move.
fn unknown(names: &Names<'_>, depth: Depth) -> Vec<Line> {
    let telling = |fact: &&UnknownTrace| match &fact.effect {
        Some(effect) => {
            effect.changes_advice != Some(false)
                || effect.span.is_none_or(|span| is_something(span.0))
        }
        None => true,
    };
    let read = || {
        names
            .trace
            .unknown
            .iter()
            .filter(|fact| fact.read && !fact.moot)
    };
    let (some, none): (Vec<_>, Vec<_>) = read().partition(telling);
    let (shown, hidden) = match depth {
        Depth::Short if some.len() > MOST_UNKNOWN.saturating_add(1) => some.split_at(MOST_UNKNOWN),
        Depth::Short | Depth::Whole => some.split_at(some.len()),
    };
    // Where an answer leads is said of the first alone: the others would take a line more each.
    let lines = shown.iter().enumerate().map(|(at, fact)| {
        let leads = at == 0 || depth == Depth::Whole;
        unknown_line(names, fact, leads)
    });
    let mut lines: Vec<Line> = lines.collect();
    let mut rest = Vec::new();
    if !hidden.is_empty() {
        rest.push(format!("and {} more", hidden.len()));
    }
    match none.len() {
        0 => {}
        1 => rest.push("and 1 that by itself moves nothing".into()),
        many => rest.push(format!("and {many} that by themselves move nothing")),
    }
    let rest = rest.join(", ");
    if !rest.is_empty() {
        // Alone it begins the sentence.
        let said = match lines.is_empty() {
            true => rest.strip_prefix("and ").unwrap_or(&rest),
            false => &rest,
        };
        lines.push(said.into());
    }
    lines
}

/// An unknown fact, and what an answer could do.
pub(super) fn unknown_words(names: &Names<'_>, fact: &UnknownTrace) -> Line {
    unknown_line(names, fact, true)
}

/// The same, with or without the advice that an answer leads to.
fn unknown_line(names: &Names<'_>, fact: &UnknownTrace, leads: bool) -> Line {
    let line = Line::from(names.title(&fact.name));
    let Some(effect) = &fact.effect else {
        return line;
    };
    let mut reach = Vec::new();
    if let Some(span) = effect.span.filter(|span| is_something(span.0)) {
        reach.push(format!("could move {}", names.unit.amount(span.0)));
    }
    match (&effect.witness, effect.changes_advice) {
        (Some(witness), Some(true)) if leads => {
            let given: Vec<String> = witness.facts.values().map(value).collect();
            let advice = names.title(&witness.advice);
            reach.push(format!("if {}: {advice}", enumerate(&given)));
        }
        (Some(witness), Some(true)) => {
            let advice = names.title(&witness.advice);
            reach.push(format!("could change the advice to {advice}"));
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

/// The question that tells most, where an answer may still matter, and how a profile gives the answer.
fn first_question(names: &Names<'_>) -> Vec<Field> {
    let mut telling = names
        .trace
        .unknown
        .iter()
        .filter(|fact| fact.read && !fact.moot);
    let first = telling.find(|fact| fact.effect.is_some());
    let Some(first) = first.filter(|_| names.trace.settled != Some(true)) else {
        return Vec::new();
    };
    let answer = Line::default().code(&first.name);
    let answer = match &first.answers {
        Some(answers) => answer.plain(format!(": {}", answers::in_a_line(answers))),
        None => answer,
    };
    let question = first.ask.clone();
    let question = question.unwrap_or_else(|| names.title(&first.name));
    vec![
        Field::one("ask first", question),
        Field::one("answer", answer),
    ]
}
