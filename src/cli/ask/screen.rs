//! What the interview shows, as blocks. Reads no keys and decides nothing.

use super::said::{KEYS, MORE_KEYS};
use crate::consult::words::{advice, hundred, in_words, name, name_of, titled, ways, why};
use crate::consult::{Answer, Enough, Lean, Question};
use crate::explain::{Block, Fit, Line, RowKind, Table, Tone, answers};
use crate::model::{CERTAINTIES, FactId, FactType, LevelSet, Rulebook, Value};
use crate::trace;

/// How the answers to a question are marked.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Marks {
    /// The answer that a key would take.
    pub(super) at: Option<usize>,
    /// The elements of a set that are taken.
    pub(super) taken: LevelSet,
}

/// The question.
pub(super) fn question(
    book: &Rulebook,
    (question, told): (&Question, usize),
    (now, marks): (&Answer, Marks),
) -> Vec<Block> {
    let Some(fact) = book.facts.find(question.fact) else {
        return Vec::new();
    };
    let ask = fact.ask.as_deref().map(str::to_owned);
    let ask = ask.unwrap_or_else(|| name(fact));
    let mut blocks = vec![
        Block::Paragraph(Line::default().quiet(state(book, question, told))),
        Block::Paragraph(Line::toned(ask, Tone::Strong)),
    ];
    blocks.extend(
        fact.help
            .iter()
            .map(|help| Block::Paragraph(help.to_string().into())),
    );
    blocks.push(offered(&fact.kind, now, marks));
    if let Some(now) = in_words(now, fact) {
        blocks.push(Block::Paragraph(format!("Your answer now: {now}").into()));
    }
    blocks.extend(why(&question.why, book).map(|why| Block::Paragraph(Line::default().quiet(why))));
    blocks.push(Block::Paragraph(Line::default().quiet(keys(&fact.kind))));
    blocks
}

/// Where the interview stands, in a line.
fn state(book: &Rulebook, question: &Question, told: usize) -> String {
    let topic = book.facts.find(question.fact).map(|fact| fact.topic);
    let topic = topic.and_then(|topic| book.topics.find(topic));
    let mut parts = Vec::new();
    parts.extend(topic.map(|topic| titled(topic.title.as_deref(), &topic.name)));
    parts.push(match told {
        1 => "1 answer".to_owned(),
        told => format!("{told} answers"),
    });
    if told > 0 {
        let (likely, part) = question.likely;
        parts.push(format!("likely: {}", ways(book, likely, part)));
    }
    parts.join(" · ")
}

/// The possible answers, with the numbers that choose them.
fn offered(kind: &FactType, now: &Answer, marks: Marks) -> Block {
    let told = trace::answers(kind);
    let words = answers::choices(&told);
    if words.is_empty() {
        return Block::Paragraph(format!("Answer: {}", answers::in_a_line(&told)).into());
    }
    let is_set = matches!(kind, FactType::Set(_));
    let is_now = |at: usize| match now {
        Answer::Given(given) => match &given.value {
            Value::YesNo(yes) => at == usize::from(!*yes),
            Value::Level(level) => at == usize::from(*level),
            Value::Set(_) | Value::Number(_) | Value::Text(_) => false,
        },
        Answer::Missing(..) | Answer::Nothing(_) => false,
    };
    let columns = [("", Fit::Short), ("", Fit::Number), ("", Fit::Text)];
    let mut table = Table::new(false, &columns);
    for (at, words) in words.into_iter().enumerate() {
        let taken = u8::try_from(at).is_ok_and(|at| marks.taken.has(at));
        let box_of = match (is_set, taken) {
            (true, true) => "[x]",
            (true, false) => "[ ]",
            (false, _) if is_now(at) => "*",
            (false, _) => "",
        };
        let here = if marks.at == Some(at) { ">" } else { "" };
        let tone = if marks.at == Some(at) {
            Tone::Strong
        } else {
            Tone::Plain
        };
        let cells = vec![
            Line::from(format!("{here}{box_of}")),
            Line::from(at.saturating_add(1).to_string()),
            Line::toned(words, tone),
        ];
        table.row(RowKind::Item, cells);
    }
    Block::Table(table)
}

fn keys(kind: &FactType) -> String {
    let answer = match kind {
        FactType::YesNo => "1 or 2: answer",
        FactType::Level(_) => "number: answer",
        FactType::Set(_) => "numbers: those that apply, 0 for none",
        FactType::Number(_) => "type the number",
        FactType::Text => "type the text; /q and the like for the rest",
    };
    let keys = KEYS.iter().map(|(key, does)| format!("{key} {does}"));
    let keys: Vec<String> = keys.collect();
    format!("{answer} · {}", keys.join(" · "))
}

/// What each answer would do, and what the keys are for.
pub(super) fn help(book: &Rulebook, question: &Question) -> Vec<Block> {
    let Some(fact) = book.facts.find(question.fact) else {
        return Vec::new();
    };
    let mut blocks = Vec::new();
    if !question.leans.is_empty() {
        blocks.push(Block::part("What each answer makes likely"));
        let columns = [("", Fit::Text), ("", Fit::Text)];
        let mut table = Table::new(false, &columns);
        for Lean {
            value,
            advice: leads,
            part,
        } in &question.leans
        {
            let told = ways(book, *leads, *part);
            table.row(
                RowKind::Item,
                vec![fact.kind.in_words(value).into(), told.into()],
            );
        }
        blocks.push(Block::Table(table));
    }
    let sure: Vec<&str> = CERTAINTIES.iter().map(|(words, _)| *words).collect();
    let sure = format!(
        "How sure you are may stand behind an answer: `2, a guess`. It can be: {}.",
        sure.join(", ")
    );
    blocks.push(Block::Paragraph(sure.into()));
    let keys = MORE_KEYS.iter().map(|(key, does)| format!("{key} {does}"));
    let keys: Vec<String> = keys.collect();
    blocks.push(Block::Paragraph(keys.join(" · ").into()));
    blocks
}

/// All that was answered, numbered.
pub(super) fn list(book: &Rulebook, all: &[(FactId, Answer)]) -> Vec<Block> {
    if all.is_empty() {
        return vec![Block::Paragraph("Nothing is answered yet.".into())];
    }
    let columns = [
        ("", Fit::Number),
        ("question", Fit::Text),
        ("answer", Fit::Text),
    ];
    let mut table = Table::new(true, &columns);
    for (at, (id, answer)) in all.iter().enumerate() {
        let Some(fact) = book.facts.find(*id) else {
            continue;
        };
        let answer = in_words(answer, fact).unwrap_or_default();
        let number = at.saturating_add(1).to_string();
        table.row(
            RowKind::Item,
            vec![number.into(), name(fact).into(), answer.into()],
        );
    }
    vec![Block::section("Your answers"), Block::Table(table)]
}

/// That it is enough.
pub(super) fn enough(book: &Rulebook, enough: &Enough) -> Vec<Block> {
    let advice = advice(book, enough.advice);
    let mut blocks = vec![Block::Paragraph(Line::toned(
        format!("That is enough. The advice: {advice}."),
        Tone::Strong,
    ))];
    blocks.push(Block::Paragraph(match enough.settled {
        true => "No open answer can change it; this is proved.".into(),
        false => format!(
            "It is the same in {} of 100 ways to answer the rest.",
            hundred(enough.agree)
        )
        .into(),
    }));
    let several = |label: &str, facts: &[FactId]| {
        let names: Vec<String> = facts
            .iter()
            .take(SHOWN)
            .map(|fact| name_of(book, *fact))
            .collect();
        let more = facts.len().saturating_sub(SHOWN);
        let more = if more > 0 {
            format!(" and {more} more")
        } else {
            String::new()
        };
        (!names.is_empty())
            .then(|| Block::Paragraph(format!("{label}: {}{more}.", names.join(", ")).into()))
    };
    if !enough.settled {
        blocks.extend(several(
            "Open answers that could still turn it",
            &enough.could_turn,
        ));
    }
    blocks.extend(several("Nobody should be sure without", &enough.essential));
    blocks.extend(several("Asked and not answered", &enough.unanswered));
    let mut keys = vec!["Enter result"];
    if enough.more {
        keys.push("g go on for more sureness");
    }
    keys.extend(["b back", "l list of answers"]);
    blocks.push(Block::Paragraph(Line::default().quiet(keys.join(" · "))));
    blocks
}

/// Names that are listed at most.
const SHOWN: usize = 5;

/// What an answer took off the list of questions.
pub(super) fn skipped(book: &Rulebook, facts: &[FactId]) -> Option<Block> {
    let names: Vec<String> = facts.iter().map(|fact| name_of(book, *fact)).collect();
    let does = match names.len() {
        0 => return None,
        1 => "It does not apply and is not asked",
        _ => "They do not apply and are not asked",
    };
    Some(Block::Paragraph(
        Line::default().quiet(format!("{does}: {}.", names.join(", "))),
    ))
}

/// Answers that do not go together.
pub(super) fn contradiction(book: &Rulebook, title: &str, all: &[(FactId, Answer)]) -> Vec<Block> {
    let mut blocks = vec![Block::Paragraph(Line::toned(
        format!("These answers do not go together: {title}"),
        Tone::Strong,
    ))];
    blocks.extend(list(book, all).into_iter().skip(1));
    let keys = "number: change that answer · Enter keep them";
    blocks.push(Block::Paragraph(Line::default().quiet(keys)));
    blocks
}
