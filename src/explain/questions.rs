//! What to ask next: the open questions, those first whose answer alone could change the advice, then those without which
//! nobody should be sure, then those that move the totals most. Asks nothing.

use crate::model::trace::{CapKind, Trace, UnknownTrace};

use super::answer;
use super::answers;
use super::document::{Block, Fit, Line, RowKind, Table, Tone};
use super::names::Names;

/// The open questions of a trace whose answers could do something, in the order in which to ask them.
pub(super) fn in_order(trace: &Trace) -> Vec<&UnknownTrace> {
    let unknown = trace.unknown.iter();
    let open = unknown.filter(|fact| fact.read && !fact.moot && fact.effect.is_some());
    let mut open: Vec<&UnknownTrace> = open.collect();
    open.sort_by_key(|fact| (!turns(fact), !is_essential(trace, fact)));
    open
}

/// Whether an answer to it alone could change the advice.
fn turns(fact: &UnknownTrace) -> bool {
    let effect = fact.effect.as_ref();
    effect.is_some_and(|effect| effect.changes_advice == Some(true))
}

/// Whether nobody should be sure while it is unknown.
fn is_essential(trace: &Trace, fact: &UnknownTrace) -> bool {
    let mut reasons = trace.sureness_capped.reasons.iter();
    reasons.any(|reason| reason.kind == CapKind::Essential && reason.name == fact.name)
}

/// The advice so far, and so many questions.
pub(super) fn blocks(names: &Names<'_>, most: usize) -> Vec<Block> {
    let all = in_order(names.trace);
    let mut blocks = vec![answer::lead(names)];
    if names.trace.settled == Some(true) {
        let words = "No open answer can change this advice.";
        blocks.push(Block::Paragraph(words.into()));
    }
    if all.is_empty() {
        let words = "There is nothing left to ask.";
        blocks.push(Block::Paragraph(words.into()));
        return blocks;
    }
    blocks.push(Block::section("Ask next"));
    let columns = [
        ("Question", Fit::Text),
        ("Answers", Fit::Text),
        ("What it could do", Fit::Text),
        ("Fact", Fit::Text),
    ];
    let mut table = Table::new(true, &columns);
    for fact in all.iter().take(most) {
        let ask = fact.ask.clone().unwrap_or_else(|| names.title(&fact.name));
        let answers = fact.answers.as_ref().map(answers::in_words);
        let name = Line::default().code(&fact.name);
        let cells = [ask, answers.unwrap_or_default(), could_do(names, fact)];
        let cells = cells.into_iter().map(Line::from).chain([name]);
        table.row(RowKind::Item, cells.collect());
    }
    let hidden = all.len().saturating_sub(most);
    if hidden > 0 {
        let words = format!("and {hidden} more that could still move something");
        table.row(RowKind::Aside, vec![Line::toned(words, Tone::Quiet)]);
    }
    blocks.push(Block::Table(table));
    blocks
}

fn could_do(names: &Names<'_>, fact: &UnknownTrace) -> String {
    let effect = fact.effect.as_ref();
    let witness = effect.and_then(|effect| effect.witness.as_ref());
    match witness.filter(|_| turns(fact)) {
        Some(witness) => format!(
            "change the advice, for example to {}",
            names.title(&witness.advice)
        ),
        None if turns(fact) => "change the advice".into(),
        None if is_essential(names.trace, fact) => "make the advice surer".into(),
        None => "move the points".into(),
    }
}
