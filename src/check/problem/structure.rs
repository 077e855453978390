//! Sentences about what a rulebook consists of: blocks, rows, effects, stages and loops.

use std::sync::Arc;

use super::super::rows::Standing;
use super::names::arrows;
use crate::base::{Diagnostic, Span};
use crate::model::Stage;

pub(in crate::check) fn no_rulebook(at: Span) -> Diagnostic {
    Diagnostic::error(
        super::super::NO_RULEBOOK,
        at,
        "this file has no `rulebook` block, so it is only part of a rulebook",
    )
    .help("name it in a rulebook with `use` and check that rulebook, or begin it with `rulebook NAME \"Title\" { … }`")
    .help("names that it does not declare itself are not checked here")
}

pub(in crate::check) fn nothing_to_advise(at: Span) -> Diagnostic {
    Diagnostic::error(
        "E0402",
        at,
        "a rulebook needs a strategy or an `advice` block",
    )
    .help("declare what can be advised: `strategy NAME \"Title\"`")
}

/// `excluded` is how many of them exclude it.
pub(in crate::check) fn two_effects(
    at: Span,
    first: Span,
    (name, excluded): (&str, usize),
) -> Diagnostic {
    Diagnostic::error(
        "E0403",
        at,
        format!("one branch has two effects on `{name}`"),
    )
    .here("the second")
    .label(first, "the first")
    .help(match excluded {
        0 => "add up the weights, or write two rules",
        1 => "an excluded strategy needs no evidence; keep one of the two",
        _ => "delete one of the two: one `exclude` is enough",
    })
}

pub(in crate::check) fn else_excludes(at: Span) -> Diagnostic {
    Diagnostic::error("E0404", at, "`else` gives evidence and cannot exclude")
        .help("write a separate rule with the opposite condition")
}

pub(in crate::check) fn quorum(at: Span, least: u32, parts: usize) -> Diagnostic {
    let message = if least == 0 {
        "at least 0 of them always hold".to_owned()
    } else {
        format!("{least} of {parts} can never hold")
    };
    Diagnostic::error("E0405", at, message).help(format!(
        "the number is between 1 and the number of parts, {parts}"
    ))
}

pub(in crate::check) fn stage(user: &str, stage: Stage, chain: &[(Span, Arc<str>)]) -> Diagnostic {
    let (at, used) = chain.first().cloned().unwrap_or_default();
    let known = match stage {
        Stage::Early => "from the start",
        Stage::Late => "once all evidence is in",
        Stage::Last => "once the advice is given",
        Stage::Noted => "once the notes are chosen",
    };
    let mut base = Diagnostic::error(
        "E0406",
        at,
        format!("`{used}` is known only {known}, too late for {user}"),
    );
    for (place, text) in chain.iter().skip(1) {
        base = base.label(*place, format!("it uses `{text}`"));
    }
    let base = if chain.len() > 1 {
        let steps: Vec<&str> = chain.iter().map(|(_, text)| &**text).collect();
        base.help(format!("the chain is {}", arrows(&steps)))
    } else {
        base
    };
    base.help(match user {
        "a rule" => "rules use facts, lets of facts, and `belief` and `total` of hypotheses",
        "a contradiction" => {
            "answers contradict each other, so the condition reads facts, lets of facts, and `belief` and `total` of hypotheses"
        }
        "a question" => {
            "`asked when` reads facts, lets of facts, and `belief` and `total` of hypotheses"
        }
        "a let" | "a note" => "`noted` is for `expect` and for guarantees",
        _ => "rows of the advice use totals, `best` and `margin`; the advice itself is for notes, examples and guarantees",
    })
}

/// A loop: each step uses the next at its place, the last the first.
pub(in crate::check) fn cycle(steps: &[(Span, String)]) -> Diagnostic {
    let mut names: Vec<&str> = steps.iter().map(|(_, name)| name.as_str()).collect();
    names.extend(names.first().copied());
    let first = names.first().copied().unwrap_or("");
    let message = match steps {
        [_] => format!("`{first}` depends on itself"),
        _ => format!("`{first}` depends on itself in a loop"),
    };
    let at = steps.first().map(|(at, _)| *at).unwrap_or_default();
    let mut base = Diagnostic::error("E0407", at, message);
    for (step, (span, name)) in steps.iter().enumerate() {
        let next = names.get(step.saturating_add(1)).copied().unwrap_or("");
        let text = format!("`{name}` depends on `{next}` here");
        base = if step == 0 {
            base.here(text)
        } else {
            base.label(*span, text)
        };
    }
    base.help(format!("the loop is {}", arrows(&names)))
        .help("remove one of these uses")
}

pub(in crate::check) fn number_of_cells(at: Span, found: usize, needed: usize) -> Diagnostic {
    let cells = |count: usize| match count {
        1 => "1 cell".to_owned(),
        _ => format!("{count} cells"),
    };
    Diagnostic::error(
        "E0408",
        at,
        format!(
            "this row has {}, and the table needs {needed}",
            cells(found)
        ),
    )
    .help(
        "a row has one cell for each name after `by`, separated by commas; `*` matches everything",
    )
}

pub(in crate::check) fn identical_row(
    at: Span,
    first: Span,
    standing: Option<Standing<'_>>,
) -> Diagnostic {
    let message = "this row never applies: one above has the same test";
    Diagnostic::error("E0409", at, message)
        .label(first, "the row above")
        .help_if(standing.map(nothing_between))
        .help("rows are checked from the top; remove one of them")
}

pub(in crate::check) fn below_always(
    at: Span,
    first: Span,
    standing: Option<Standing<'_>>,
) -> Diagnostic {
    let message = match standing {
        Some(Standing::For(_)) => "this row never applies: one above applies whenever it could",
        _ => "this row never applies: one above always does",
    };
    Diagnostic::error("E0409", at, message)
        .label(first, "the row above")
        .help_if(standing.map(nothing_between))
        .help("rows are checked from the top; the one that always applies comes last")
}

/// Why no case is left in which the row above is passed over and the one below is not.
fn nothing_between(above: Standing<'_>) -> String {
    match above {
        Standing::ForNone => {
            "the outcome above is for no strategy, so no exclusion skips its row".into()
        }
        Standing::NeverExcluded(strategy) => {
            format!("no rule excludes `{strategy}`, so the row above is never skipped")
        }
        Standing::For(strategy) => {
            format!("both rows are for `{strategy}`: if it is excluded, neither applies")
        }
    }
}

/// `why` says for which value both rows hold.
pub(in crate::check) fn rows_overlap(at: Span, first: Span, why: String) -> Diagnostic {
    Diagnostic::error(
        "E0410",
        at,
        "two rows of this contrast match the same value",
    )
    .here("the second")
    .label(first, "the first")
    .help(why)
    .help("every value counts only once, because the rows of a contrast have no order")
}

pub(in crate::check) fn given_twice(at: Span, first: Span, name: &str) -> Diagnostic {
    Diagnostic::error("E0411", at, format!("`{name}` is given twice"))
        .here("again here")
        .label(first, "first here")
        .help("a fact has one value; delete one of the two")
}

pub(in crate::check) fn twice_in_table(at: Span, first: Span, what: &str) -> Diagnostic {
    let message = format!("`{what}` is in this table twice");
    Diagnostic::error("E0412", at, message)
        .here("again")
        .label(first, "first here")
        .help("a row names each fact and rule once, no row comes twice, and only one column describes a strategy")
}

pub(in crate::check) fn turns_nowhere(at: Span, name: &str) -> Diagnostic {
    let message = format!("an advice that turns from `{name}` to `{name}` does not turn");
    Diagnostic::error("E0117", at, message).help("name another outcome after `to`")
}
