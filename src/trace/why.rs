//! Reasons of the search over what is not known, in words.

use super::words::value_words;
use crate::base::Limits;
use crate::model::{OutcomeId, Rulebook};
use crate::plan::Program;
use crate::space::{Search, Why};

/// Reasons in one line; `None` where there are none.
pub(super) fn words(program: &Program, reasons: &[Why]) -> Option<String> {
    let each: Vec<String> = reasons.iter().map(|why| one(program, why)).collect();
    (!each.is_empty()).then(|| each.join("; "))
}

fn one(program: &Program, why: &Why) -> String {
    let book = &program.rulebook;
    match why {
        Why::AllKnown => "everything that is read is known".into(),
        Why::Bounds => "the bounds of all totals leave no other advice".into(),
        Why::Parts => "every part of the possible answers, given with full certainty, leads to the same advice".into(),
        Why::Tried => "each possible answer was tried, given with full certainty".into(),
        Why::CanChange => "answers that are still missing can change it".into(),
        Why::Fails(fact, value) => {
            let about = &book.facts[*fact];
            let value = value_words(&about.kind, value);
            let name = &about.name;
            format!("with {name}: {value} the evaluation ends in an error")
        }
        Why::Spent => {
            let most = Limits::DEFAULT.search_operations;
            format!("the scripts needed more than the {most} operations that the search may use")
        }
        Why::NoSingleNumber => {
            let name = &program.method.method.name;
            format!("the evidence of method `{name}` is not a single number, so it could not be bounded")
        }
        Why::Call(call) => {
            let text = &program.plan.code.calls[*call].text;
            format!("the script call `{text}` could not be bounded")
        }
        Why::NotRuledOut(search, outcomes) => {
            let found = match search {
                Search::Answers => "no answers leading there were found",
                Search::Values => "no value leading there was found",
            };
            let titles = titles(book, outcomes);
            format!("the bounds do not rule out {titles}, and {found} within the limit of the search")
        }
        Why::NoRange(facts) => {
            let names = facts.iter().map(|fact| format!("`{}`", book.facts[*fact].name));
            let names: Vec<String> = names.collect();
            let has = if names.len() == 1 { "has" } else { "have" };
            format!(
                "{} {has} no range: give {} one, such as `in 0..100`, and the search can go further",
                names.join(", "),
                if names.len() == 1 { "it" } else { "them" }
            )
        }
    }
}

/// The titles of outcomes, each once.
fn titles(book: &Rulebook, outcomes: &[Option<OutcomeId>]) -> String {
    let mut titles: Vec<&str> = Vec::new();
    for outcome in outcomes {
        let title = outcome.map_or("undecided", |outcome| &book.outcomes[outcome].title);
        if !titles.contains(&title) {
            titles.push(title);
        }
    }
    titles.join(", ")
}
