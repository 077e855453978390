//! Slips in rows, types, effects and heads: what another language, or a neighbouring construct, would have there.

use crate::base::{Diagnostic, nearest};

use super::around::{Around, is_value, is_word, operand_at};
use super::failure::{Failure, begins_number};
use super::recover::begins_line;
use super::slip_cell::of_cells;
use super::slip_scale::of_scale;

/// A slip outside of conditions.
pub(super) fn of_row(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    match failure.place.keyword {
        "topic" => of_scale(failure).or_else(|| of_type(failure, around)),
        "advice" => of_advice(failure, around),
        "let" => scale_by_equals(failure, around)
            .or_else(|| of_scale(failure))
            .or_else(|| of_cells(failure, around))
            .or_else(|| otherwise(failure, around)),
        "contrast" => of_cells(failure, around).or_else(|| otherwise(failure, around)),
        "rulebook" => of_weights(failure, around),
        "guarantee" => raising(failure, around),
        "parameter" => of_range(failure, around),
        "example" => of_given(failure, around),
        _ => None,
    }
    .or_else(|| of_head(failure, around))
    .or_else(|| else_if(failure, around))
}

/// `rule 2a { … }`, `rule no-leap { … }`
fn of_head(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let (opens, found) = (around.back(1), around.found);
    let name = around.before.len() == 2 || around.back(2) == "fact";
    if name && found == "-" && is_word(opens) {
        return dashed(failure);
    }
    let quoted = matches!(failure.place.keyword, "use" | "script" | "advice");
    let heads = around.before.len() == 1 || opens == "fact";
    (heads && !quoted && begins_number(found)).then(|| {
        failure
            .error(format!("`{found}` is no name: names begin with a letter"))
            .help(format!("choose another, such as `{opens}_{found}`"))
    })
}

/// `no-leap`
fn dashed(failure: &Failure<'_>) -> Option<Diagnostic> {
    let rest = failure.place.source.get(failure.last_at..)?;
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let written = rest.get(..rest.find(|c: char| !is_part(c)).unwrap_or(rest.len()))?;
    let name = written.trim_end_matches('-').replace('-', "_");
    let fits = written.contains('-') && written.len() == name.len();
    fits.then(|| {
        let span = failure.span_of(failure.last_at, written);
        failure
            .error(format!("`{written}` is no name: names have no `-`"))
            .help(format!("write `{name}`"))
            .edit(span, name)
    })
}

fn else_if(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let fits = around.back(1) == "else" && matches!(around.found, "if" | "when");
    fits.then(|| {
        failure
            .error("a rule has one condition, and its `else` has none".into())
            .help("write a second rule: `rule NAME { when … then … }`")
    })
}

/// Slips in the types of facts.
fn of_type(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let (last, found, next) = (around.back(1), around.found, around.next);
    let number = |word: &str| matches!(word, "number" | "integer");
    if found == "," && next == "fact" {
        return Some(
            failure
                .error("a comma does not go between facts".into())
                .help("facts simply follow each other")
                .safe_edit(failure.span(), ""),
        );
    }
    if matches!(found, "from" | "between") && (number(last) || number(around.back(2))) {
        return Some(
            failure
                .error(format!("`{found}` begins no range"))
                .help("a range stands after `in`, with two dots between its ends: `in 0..120`"),
        );
    }
    if last == ".." && found == "." {
        let range = format!("{}..{next}", around.back(2));
        return Some(
            failure
                .error("a range has two dots between its ends".into())
                .help(format!("write `{range}`")),
        );
    }
    let levels = around.before.iter().rev();
    let listed = levels.take_while(|token| is_value(token) || **token == ",");
    let before = around.before.len().saturating_sub(listed.count());
    let list = around.before.get(before..).unwrap_or_default();
    let in_list = matches!(list, ["one" | "any", "of", _, ..]) && !matches!(last, "of" | ",");
    // What begins a line, or opens a clause of the fact, is no level.
    let goes_on = !begins_line(failure.place.source, failure.at) && found != "fact";
    if in_list && is_word(found) && goes_on {
        return Some(
            failure
                .error(format!("a comma is missing before `{found}`"))
                .help("the levels of a list are separated by commas: `one of a, b`"),
        );
    }
    let level = matches!(last, ":" | "<" | "of" | ",");
    (level && begins_number(found)).then(|| {
        failure
            .error("a level begins with a letter".into())
            .help(format!(
                "quote it: `\"{found}\"`; for numbers write `number in 1..5`, or `integer in 1..5`"
            ))
    })
}

/// `in 0 to 5`
fn of_range(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let fits = around.back(1) == "in" && begins_number(around.found);
    fits.then(|| {
        failure
            .error("a range has two dots between its ends".into())
            .help(match begins_number(around.second_next) {
                true => format!("write `in {}..{}`", around.found, around.second_next),
                false => "write `in 0..120`".into(),
            })
    })
}

/// `given { f = slow }`, `given { f is slow }`
fn of_given(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let sign = around.found == "=" || (around.found == "is" && is_value(around.next));
    let fits = sign && failure.wanted.contains(&super::Rule::colon);
    fits.then(|| {
        let fact = around.name(1);
        let value = operand_at(failure.place.source, failure.after());
        if fact == "certainty" {
            return failure
                .error("a certainty stands without a sign".into())
                .help(format!("write `certainty {value}`"))
                .safe_edit(failure.span(), "");
        }
        failure
            .error("the value of a fact follows a `:`".into())
            .help(format!("write `{fact}: {value}`"))
            .safe_edit(failure.span(), ":")
    })
}

/// Slips in the advice.
fn of_advice(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let (last, found, next) = (around.back(1), around.found, around.next);
    if around.before.len() == 1 && found != "{" {
        let name = is_value(found) && matches!(next, "{" | "\"") || found.starts_with('"');
        return Some(match name {
            true => failure
                .error("the `advice` block has no name and no title".into())
                .help("there is one in a rulebook: `advice { OUTCOME when … OUTCOME otherwise }`")
                .edit(failure.span(), ""),
            false => failure
                .error("the `{` of the `advice` block is missing".into())
                .help("it is written `advice { OUTCOME when … OUTCOME otherwise }`"),
        });
    }
    if around.ends_in(&[":", "when"]) || (last == ":" && matches!(found, "when" | "otherwise")) {
        let label = match last {
            ":" => around.back(2),
            _ => around.back(3),
        };
        return Some(
            failure
                .error(format!("the row `{label}` has a label, but no outcome"))
                .help(format!("the outcome follows the label: `{label}: OUTCOME when …`; without a label it is `OUTCOME when …`")),
        );
    }
    if last == "then" && is_word(found) {
        return Some(
            failure
                .error("a row of the advice has no `then`".into())
                .help("the outcome stands before its `when`: delete what follows the condition"),
        );
    }
    if last == "else" && is_word(found) {
        return Some(
            failure
                .error("`else` is no word of the advice".into())
                .help(format!("the last row is written `{found} otherwise`")),
        );
    }
    otherwise(failure, around)
}

/// `high when C otherwise low`
fn otherwise(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let fits = around.found == "otherwise" && is_word(around.next);
    fits.then(|| {
        failure
            .error("`otherwise` follows what the last row gives".into())
            .help(format!(
                "write a row of its own: `{} otherwise`",
                around.next
            ))
    })
}

/// `let x = low < mid < high { … }`
fn scale_by_equals(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    // A scale of two levels was read as a comparison; its first row is no clause.
    let row = usize::from(around.back(1) == "{");
    let back = |steps: usize| around.back(steps.saturating_add(row));
    let (low, high) = (back(3), back(1));
    let ends = match row {
        0 => around.found == "<",
        _ => [low, high].contains(&around.found),
    };
    let levels = is_value(low) && is_value(high);
    let numbers = begins_number(low) || begins_number(high);
    let fits = ends && levels && !numbers && back(2) == "<" && back(4) == "=";
    fits.then(|| {
        let problem = failure
            .error("a scale stands after `:`".into())
            .help("`=` gives a condition or a number; write `:` before levels");
        // A title may hold the sign as well.
        let sign = failure.place.source.find('=');
        match sign.filter(|_| around.before.len() == row.saturating_add(6)) {
            Some(at) => problem.safe_edit(failure.span_of(at, "="), ":"),
            None => problem,
        }
    })
}

/// `scale { weakly = 1 }`
fn of_weights(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let strength = ["weakly", "moderately", "strongly", "decisively"];
    let fits = around.has("scale") && strength.contains(&around.back(1));
    fits.then(|| {
        failure
            .error(format!(
                "`{}` does not go after `{}`",
                around.found,
                around.back(1)
            ))
            .help("the number follows the word: `scale { weakly 1, strongly 5 }`")
    })
}

/// `raising f raises total(s)`
fn raising(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let words = ["never", "lowers", "raises", "total"];
    let misspelt = nearest(around.found, words).is_some_and(|near| near != around.found);
    let fits = around.has("raising") && !around.has("total") && !misspelt;
    fits.then(|| {
        failure
            .error(format!(
                "`raising` does not go on like this: found `{}`",
                around.found
            ))
            .help("it is written `raising FACT never lowers total(STRATEGY)`, or `never raises`")
    })
}
