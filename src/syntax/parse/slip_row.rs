//! Slips in rows, types, effects and heads: what another language, or a neighbouring construct, would have there.

use crate::base::{Diagnostic, Strength, nearest};

use super::around::{Around, is_unit, is_value, is_word, list_at, list_by, operand_at};
use super::failure::{Failure, begins_line, begins_number, skip_layout, token_at, walk};
use super::grammar::Rule;
use super::slip_cell::{of_cells, unit_of_row};
use super::slip_scale::of_scale;
use super::slip_turned::of_turned;
use super::slip_type::{of_levels, of_type};
use crate::syntax::meant::meant;
use crate::syntax::units::unit_length;

/// A slip outside of conditions.
pub(super) fn of_row(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    match failure.place.keyword {
        "topic" => of_scale(failure).or_else(|| of_type(failure, around)),
        "advice" => of_advice(failure, around),
        "let" => scale_by_equals(failure, around)
            .or_else(|| of_scale(failure))
            .or_else(|| of_levels(failure))
            .or_else(|| of_cells(failure, around))
            .or_else(|| otherwise(failure, around)),
        "contrast" => of_cells(failure, around).or_else(|| otherwise(failure, around)),
        "rulebook" => of_weights(failure, around),
        "guarantee" => other_number(failure, around).or_else(|| raising(failure, around)),
        "example" => of_given(failure, around),
        "expect" => expectations(failure, around),
        _ => None,
    }
    .or_else(|| of_rows(failure, around))
    .or_else(|| else_if(failure, around))
}

/// Rows of lets and of the advice that do not begin with what they give.
fn of_rows(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let keyword = failure.place.keyword;
    let list = keyword == "advice" || (keyword == "let" && !around.in_table());
    if !list || !around.has("{") {
        return None;
    }
    let lets = keyword == "let";
    lets.then(|| of_turned(failure))
        .flatten()
        .or_else(|| measured(failure, around))
        .or_else(|| last_row(failure, around))
        .or_else(|| turned(failure, around))
        .or_else(|| swapped(failure, around))
        .or_else(|| unguarded(failure, around))
}

/// `4 EUR when t.y`
fn measured(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let (number, unit) = (around.back(1), around.found);
    let row = matches!(around.next, "when" | "if" | "otherwise");
    let fits = row && begins_number(number) && is_unit(unit) && failure.place.keyword == "let";
    fits.then(|| unit_of_row(failure.span(), number, unit))
}

/// `else low`, `default low`
fn last_row(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let (word, found) = (around.back(1), around.found);
    let otherwise = meant(word, &["otherwise"]).is_some();
    (otherwise && is_value(found)).then(|| {
        failure
            .error(format!("`{word}` does not begin a row"))
            .help(format!("the last row is written `{found} otherwise`"))
            .safe_edit(
                failure.between(failure.last_at, failure.end()),
                format!("{found} otherwise"),
            )
    })
}

/// `if t.y then a`, `t.y => high`
fn turned(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let (last, found) = (around.back(1), around.found);
    let wants_when = failure.wants(&[Rule::kw_when, Rule::kw_otherwise]);
    // `if` opens no row, and so does not come as a name.
    let opens = matches!(found, "if" | "when")
        && failure.wants(&[Rule::advice_row, Rule::list_row])
        && !around.has("when");
    let word = opens || matches!(last, "if" | "when" | "case");
    let condition = word || (wants_when && matches!(found, "." | "=>" | "is"));
    let first =
        opens || around.back(2) == "{" || begins_line(failure.place.source, failure.last_at);
    let gives = match failure.place.keyword {
        "advice" => "OUTCOME",
        _ => "LEVEL",
    };
    (condition && first && (word || is_word(last))).then(|| {
        failure
            .error("a row begins with the value it gives".into())
            .help(format!(
                "write `{gives} when CONDITION`, and last `{gives} otherwise`"
            ))
    })
}

/// `otherwise => low`, `else => low`
fn swapped(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let source = failure.place.source;
    let (start, arrow) = match (around.back(1), around.found, around.next) {
        ("otherwise" | "else", "=>", _) => (failure.last_at, failure.at),
        (_, "otherwise", "=>") => (failure.at, failure.after()),
        _ => return None,
    };
    let level_at = skip_layout(source, arrow.saturating_add("=>".len()));
    let level = token_at(source, level_at);
    is_value(level).then(|| {
        let span = failure.between(start, level_at.saturating_add(level.len()));
        failure
            .error("a row begins with the value it gives".into())
            .write(span, format!("{level} otherwise"))
    })
}

/// `high: t.y`, `a: t.y`, `low }`, `"a" when t.y`
fn unguarded(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let (last, found) = (around.back(1), around.found);
    if found.starts_with('"') && failure.wants(&[Rule::advice_row]) {
        return Some(quoted_outcome(failure));
    }
    if !failure.wants(&[Rule::kw_when, Rule::kw_otherwise]) {
        return None;
    }
    let tested = matches!(found, "." | "is" | ">" | ">=" | "<" | "<=" | "=");
    let colon = match (found, around.back(2)) {
        (":", _) => Some(failure.at),
        (_, ":") if tested => Some(around.back_at(2)),
        _ => None,
    };
    if found == "-" && around.next == ">" && is_word(last) {
        let span = failure.between(failure.at, failure.after().saturating_add(1));
        let problem = Diagnostic::error("E0114", span, "a row has no arrow");
        return Some(match around.second_next {
            "otherwise" => problem.help("delete it").safe_edit(span, ""),
            _ => problem.write(span, "when"),
        });
    }
    if let Some(at) = colon {
        let span = failure.span_of(at, ":");
        let source = failure.place.source;
        let behind = token_at(source, skip_layout(source, at.saturating_add(1)));
        if matches!(behind, "when" | "otherwise") {
            let message = format!("there is no colon before `{behind}`");
            let told = Diagnostic::error("E0114", span, message);
            return Some(told.help("delete it").safe_edit(span, ""));
        }
        return Some(
            Diagnostic::error("E0114", span, "a row has `when` before its condition")
                .help("write `when`")
                .safe_edit(span, " when"),
        );
    }
    (found == "}" && is_value(last)).then(|| {
        failure
            .error(format!("the row `{last}` does not say when it holds"))
            .help(format!("the last row is written `{last} otherwise`"))
            .edit(failure.behind_last(), " otherwise")
    })
}

/// `"a" when t.y`, `"Title of a" when t.y`
fn quoted_outcome(failure: &Failure<'_>) -> Diagnostic {
    let quoted = failure.found;
    let inner = quoted.trim_matches('"');
    if let Some(name) = titled(failure.place.all, quoted) {
        let problem = failure.error(format!("`{inner}` is a title, not a name"));
        return problem.write(failure.span(), name);
    }
    let problem = failure.error("an outcome is written without quotes".into());
    match is_word(inner) && token_at(inner, 0) == inner {
        true => problem.write(failure.span(), inner),
        false => problem.help("a row begins with the name of a strategy or an outcome"),
    }
}

/// The name of the strategy or outcome that has a title, which is given with its quotes.
fn titled<'a>(text: &'a str, title: &str) -> Option<&'a str> {
    let mut names = ["", ""];
    walk(text, 0).map(|walked| walked.token).find_map(|token| {
        let [word, name] = names;
        names = [name, token];
        let declares = matches!(word, "strategy" | "outcome") && is_word(name);
        (declares && token == title).then_some(name)
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

/// `given { f = slow }`, `given { f is slow }`
fn of_given(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let sign = around.found == "=" || (around.found == "is" && is_value(around.next));
    let fits = sign && failure.wanted.contains(&Rule::colon);
    if !fits {
        return expectations(failure, around)
            .or_else(|| set(failure, around))
            .or_else(|| unit(failure, around))
            .or_else(|| alone(failure, around))
            .or_else(|| outcome(failure, around));
    }
    fits.then(|| {
        let fact = around.name(1);
        let source = failure.place.source;
        let list = list_at(source, failure.after());
        let value = match list.and_then(|(_, end)| source.get(failure.after()..end)) {
            Some(set) if set.starts_with('[') => set,
            _ => operand_at(source, failure.after()),
        };
        if fact == "certainty" {
            return failure
                .error("a certainty is written without a sign".into())
                .help(format!("write `certainty {value}`"))
                .safe_edit(failure.span(), "");
        }
        failure
            .error("the value of a fact follows a `:`".into())
            .help(format!("write `{fact}: {value}`"))
            .safe_edit(failure.span(), ":")
    })
}

/// `expect advice is a, fired(r)`
fn expectations(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let mut words = around.before.iter().rev();
    let clause = words.find(|word| matches!(**word, "expect" | "given"));
    // A case has its expectation alone.
    let alone = failure.place.keyword == "expect";
    let expects = alone || clause == Some(&"expect");
    let inside = failure.in_quorum() || around.in_call();
    if !matches!(around.found, "," | ";") || !expects || inside || !failure.goes_on() {
        return None;
    }
    let (source, at) = (failure.place.source, failure.after());
    let operand = operand_at(source, at);
    let next = token_at(
        source,
        skip_layout(source, at.saturating_add(operand.len())),
    );
    let begins = matches!(operand, "not" | "surely" | "advice" | "best");
    let tested = matches!(next, "(" | "is" | "includes" | "between" | "of")
        || next.starts_with(['=', '!', '<', '>']);
    (begins || tested || operand.contains('.')).then(|| match alone {
        true => failure
            .error("conditions are joined with `and` or `or`".into())
            .help("write `and`")
            .safe_edit(failure.span(), " and"),
        false => failure
            .error("each expectation has its own `expect`".into())
            .help(format!("write `expect` before `{operand}`"))
            .safe_edit(failure.span(), " expect"),
    })
}

/// `t.s: {a, b}`, `t.s: a, b`
fn set(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let source = failure.place.source;
    let from = match (around.back(2), around.back(1), around.found) {
        (_, ":", "{" | "(") => failure.at,
        (":", value, "," | "|" | "and") if is_value(value) && is_value(around.next) => {
            failure.last_at
        }
        _ => return None,
    };
    let (values, end) = list_by(source, from, &[",", "|", ";", "and"])?;
    let next = token_at(source, skip_layout(source, end));
    // `a, t.y: yes` is no set.
    if matches!(next, ":" | "." | "=" | "is") {
        return None;
    }
    let set = format!("[{}]", values.join(", "));
    Some(
        failure
            .error("the elements of a set go in brackets".into())
            .write(failure.between(from, end), set),
    )
}

/// `t.n: 5 EUR`, `t.n: 5 "EUR"`
fn unit(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let number = around.back(1);
    let source = failure.place.source;
    let behind = around.back(2) == ":" && begins_number(number) && around.has("given");
    let found = around.found;
    let word = |at: usize| {
        let rest = source.get(at..).unwrap_or("");
        let unit = rest.get(..unit_length(rest)).unwrap_or("");
        unit.split_whitespace().next().unwrap_or("")
    };
    let whole = if found.starts_with('"') {
        found
    } else {
        word(failure.at)
    };
    let next = token_at(
        source,
        skip_layout(source, failure.at.saturating_add(whole.len())),
    );
    let unit = found.starts_with('"')
        || (is_word(found) && matches!(next, "}" | "" | "certainty" | "note"));
    let last = is_word(number) && around.back(3) == ":" && begins_number(around.back(2));
    if behind && unit {
        return Some(
            failure
                .error("a number has the unit of its fact".into())
                .help(format!("write `{number}` alone"))
                .safe_edit(failure.span_of(failure.at, whole), ""),
        );
    }
    // The unit was read as the fact of the next entry.
    (last && failure.wants(&[Rule::colon])).then(|| {
        let span = failure.span_of(failure.last_at, word(failure.last_at));
        Diagnostic::error("E0114", span, "a number has the unit of its fact")
            .help(format!("write `{}` alone", around.back(2)))
            .safe_edit(span, "")
    })
}

/// `given { t.y }`, `given { not t.y }`
fn alone(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let source = failure.place.source;
    if around.found == "not" && failure.wants(&[Rule::given_entry, Rule::path]) {
        let fact = operand_at(source, failure.after());
        let end = failure.after().saturating_add(fact.len());
        let has_value = token_at(source, skip_layout(source, end)) == ":";
        return (is_word(fact) && !has_value).then(|| {
            failure
                .error("a given fact has a value".into())
                .write(failure.between(failure.at, end), format!("{fact}: no"))
        });
    }
    let ends = matches!(around.found, "}" | ",");
    (ends && failure.wants(&[Rule::colon]) && around.has("given")).then(|| {
        let fact = around.name(1);
        failure
            .error(format!("`{fact}` is given no value"))
            .help(format!("write `{fact}: yes`, or another value"))
            .edit(failure.behind_last(), ": yes")
    })
}

/// `expect advice a`
fn outcome(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let subject = around.back(1);
    let given = around.back(1) == "}";
    if around.found == "=>" && given && failure.wants(&[Rule::kw_expect, Rule::expect]) {
        return Some(
            failure
                .error("what comes out follows `expect`".into())
                .write(failure.span(), "expect"),
        );
    }
    if (around.back(1), around.found) == (":", "{") {
        return Some(
            failure
                .error("facts of a topic have no braces of their own".into())
                .help("write each with its topic: `topic.fact: VALUE`"),
        );
    }
    let fits = matches!(subject, "advice" | "best") && is_word(around.found);
    fits.then(|| {
        failure
            .error(format!("`is` is missing before `{}`", around.found))
            .help(format!("write `{subject} is {}`", around.found))
            .safe_edit(failure.between(failure.at, failure.at), "is ")
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
                .help("a rulebook has only one: `advice { OUTCOME when … OUTCOME otherwise }`")
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
                .help("the outcome goes before its `when`: delete what follows the condition"),
        );
    }
    otherwise(failure, around)
}

/// `high when C otherwise low`
fn otherwise(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let fits = around.found == "otherwise" && is_word(around.next);
    fits.then(|| {
        failure
            .error("`otherwise` follows the value of the last row".into())
            .help(format!("write a separate row: `{} otherwise`", around.next))
            .safe_edit(
                failure.between(
                    failure.at,
                    failure.after().saturating_add(around.next.len()),
                ),
                format!("{} otherwise", around.next),
            )
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
            .error("a scale goes after `:`".into())
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
    let fits = around.has("scale") && Strength::of(around.back(1)).is_some();
    fits.then(|| {
        let problem = failure
            .error(format!(
                "`{}` does not go after `{}`",
                around.found,
                around.back(1)
            ))
            .help("the number follows the word: `scale { weakly 1, strongly 5 }`");
        match around.found {
            "=" | ":" => problem.safe_edit(failure.span(), ""),
            _ => problem,
        }
    })
}

/// `raising f never lowers lead(s)`, `raising f lowers lead(s)`
fn other_number(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let other = |name: &str, behind: &str| is_word(name) && name != "total" && behind == "(";
    let changes = |word: &str| matches!(word, "lowers" | "raises");
    let (found, next, after) = (around.found, around.next, failure.after());
    let (name, end, written) = match around.back(1) {
        "never" => return None,
        last if changes(last) && other(found, next) => (found, failure.end(), "total"),
        _ if changes(found) && other(next, around.second_next) => {
            (next, after.saturating_add(next.len()), "never lowers total")
        }
        _ => return None,
    };
    let span = failure.between(failure.at, end);
    let message = format!("`raising` bounds the total of a strategy, not its `{name}`");
    around.has("raising").then(|| {
        Diagnostic::error("E0114", span, message)
            .help("it is written `raising FACT never lowers total(STRATEGY)`, or `never raises`")
            .edit(span, written)
    })
}

/// `raising f raises total(s)`
fn raising(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let words = [
        "never", "lowers", "raises", "turns", "total", "advice", "from", "to",
    ];
    let (last, found) = (around.back(1), around.found);
    let misspelt = nearest(found, words).is_some_and(|near| near != found);
    let meant = meant(found, &["lowers", "raises", "turns"]).filter(|_| last == "never");
    let fits = around.has("raising") && !around.has("total") && !misspelt;
    fits.then(|| {
        let problem = failure
            .error(format!("`raising` cannot be followed by `{found}`"))
            .help("it is written `raising FACT never lowers total(STRATEGY)`, `never raises total(…)` or `never turns advice from OUTCOME to OUTCOME`");
        match (last, found) {
            ("lowers" | "raises", name) if is_word(name) => {
                problem.safe_edit(failure.span(), format!("total({name})"))
            }
            (_, "raises") if last != "never" => problem.edit(failure.span(), "never lowers"),
            (_, "lowers") if last != "never" => problem.edit(failure.span(), "never lowers"),
            _ => match meant {
                Some(meant) => problem.edit(failure.span(), meant),
                None => problem,
            },
        }
    })
}
