//! Slips in the parts of clauses: conditions of questions and preconditions, times, and the rows of tables of sources.
//! Knows no names.

use pest::Parser as _;

use crate::base::Diagnostic;

use super::super::blocks::takes;
use super::around::{Around, is_word, operand_at, written_range_at};
use super::failure::{Failure, Walked, begins_number, skip_layout, token_at, walk};
use super::grammar::{Grammar, Rule};
use super::slip_compare::meaning;
use super::slip_head::name_of;
use super::slip_test::COUNTED;
use crate::syntax::meant::meant;

/// Words for a question that comes only where a condition holds.
const SHOWN: &[&str] = &[
    "ask",
    "asked",
    "asks",
    "asking",
    "show",
    "shown",
    "visible",
    "relevant",
    "applies",
    "applicable",
    "required",
    "only",
    "enabled",
    "condition",
];

/// Words for one that does not come then.
const HIDDEN: &[&str] = &[
    "moot",
    "skip",
    "skipped",
    "hide",
    "hidden",
    "irrelevant",
    "unneeded",
    "disabled",
];

/// Units of time as people write them.
const UNITS: &[(&str, &str)] = &[
    ("d", "days"),
    ("day", "days"),
    ("days", "days"),
    ("tage", "days"),
    ("w", "weeks"),
    ("wk", "weeks"),
    ("wks", "weeks"),
    ("week", "weeks"),
    ("weeks", "weeks"),
    ("wochen", "weeks"),
    ("m", "months"),
    ("mo", "months"),
    ("mos", "months"),
    ("month", "months"),
    ("months", "months"),
    ("monate", "months"),
    ("y", "years"),
    ("yr", "years"),
    ("yrs", "years"),
    ("year", "years"),
    ("years", "years"),
    ("jahre", "years"),
];

/// A slip in a part of a clause.
pub(super) fn of_part(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    match failure.place.keyword {
        "topic" => asked(failure, around)
            .or_else(|| essential(failure, around))
            .or_else(|| former_level(failure, around)),
        "strategy" | "outcome" | "note" => partly(failure, around)
            .or_else(|| other_condition(failure, around))
            .or_else(|| met(failure, around))
            .or_else(|| other_time(failure, around))
            .or_else(|| time(failure, around))
            .or_else(|| formerly(failure, around)),
        "table" => column(failure, around)
            .or_else(|| labeled(failure, around))
            .or_else(|| row(failure, around)),
        _ => None,
    }
}

/// Whether a word opens a condition that is to hold, or one that is not to.
fn opens(word: &str) -> Option<bool> {
    match word {
        "when" => Some(true),
        "unless" => Some(false),
        word => meant(word, &["when", "unless"]).map(|meant| meant == "when"),
    }
}

/// The condition at a place, up to the next clause, and where it ends; nothing where that is none.
fn condition_at<'s>(source: &'s str, from: usize, keyword: &str) -> Option<(&'s str, usize)> {
    let clauses = takes(keyword);
    let start = skip_layout(source, from);
    let mut end = start;
    for Walked { at, token, depth } in walk(source, start) {
        let part = clauses.contains(&token) || matches!(token, "}" | "fact" | "partly" | ",");
        if (part && depth == 0) || token.is_empty() || token.starts_with('"') {
            break;
        }
        end = at.saturating_add(token.len());
    }
    let text = source.get(start..end)?;
    let parses = Grammar::parse(Rule::lone_condition, text).is_ok();
    parses.then_some((text, end))
}

/// A condition turned round.
pub(super) fn negated(condition: &str) -> String {
    match operand_at(condition, 0) == condition {
        true => format!("not {condition}"),
        false => format!("not ({condition})"),
    }
}

/// `ask when C`, `asked if C`, `moot when C`, `ask "Q?" if C`
fn asked(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let source = failure.place.source;
    let (last, found, next) = (around.back(1), around.found, around.next);
    let clause = failure.wants(&[Rule::asked, Rule::kw_asked]);
    let (start, word, at, hidden) = match opens(found) {
        Some(_) if matches!(last, "ask" | "asked") => (failure.last_at, found, failure.at, false),
        Some(_) if clause => (failure.at, found, failure.at, false),
        _ if clause && opens(next).is_some() && SHOWN.contains(&found) => {
            (failure.at, next, failure.after(), false)
        }
        _ if clause && opens(next).is_some() && HIDDEN.contains(&found) => {
            (failure.at, next, failure.after(), true)
        }
        // `asked only when C`
        _ if matches!(last, "ask" | "asked") && opens(next).is_some() && SHOWN.contains(&found) => {
            (failure.last_at, next, failure.after(), false)
        }
        _ if last == "asked" => (failure.last_at, "", failure.at, false),
        _ => return None,
    };
    let from = skip_layout(source, at.saturating_add(word.len()));
    let (condition, end) = condition_at(source, from, failure.place.keyword)?;
    let problem = Diagnostic::error(
        "E0114",
        failure.between(start, at.saturating_add(word.len()).max(failure.end())),
        "the condition of a question follows `asked when`",
    );
    let holds = opens(word).unwrap_or(true) != hidden;
    Some(match holds {
        true => problem
            .help("write `asked when CONDITION`")
            .edit(failure.between(start, from), "asked when "),
        false => problem.help("write `asked when not CONDITION`").edit(
            failure.between(start, end),
            format!("asked when {}", negated(condition)),
        ),
    })
}

/// `fact f : yes_no { essential }`
fn essential(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let word = matches!(around.found, "essential" | "essentials");
    (word && failure.wants(&[Rule::tag, Rule::kw_tag])).then(|| {
        failure
            .error("a fact without which no one should be sure has a tag".into())
            .write(failure.span(), "tag essential")
    })
}

/// `precondition "x" if C`, `met if C`, `met C`, `precondition when C "x"`
fn met(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let source = failure.place.source;
    let (last, found) = (around.back(1), around.found);
    let message = "the condition of a precondition follows `met when`";
    let opened = opens(found);
    let before = matches!(found, "met") || opened.is_some();
    if last == "precondition" && before {
        let word = match found {
            "met" => failure.after(),
            _ => failure.at,
        };
        let from = word.saturating_add(token_at(source, word).len());
        let (condition, end) = condition_at(source, from, failure.place.keyword)?;
        let string_at = skip_layout(source, end);
        let string = token_at(source, string_at);
        let holds = opens(token_at(source, word))?;
        let condition = match holds {
            true => condition.to_owned(),
            false => negated(condition),
        };
        let end = string_at.saturating_add(string.len());
        let problem = failure.error(message.into());
        return string.starts_with('"').then(|| {
            problem
                .help("the text comes first: `precondition \"…\" met when CONDITION`")
                .edit(
                    failure.between(failure.at, end),
                    format!("{string} met when {condition}"),
                )
        });
    }
    let part = matches!(last, "met" | "partly") && failure.wants(&[Rule::kw_when]);
    let behind = around.back(2) == "precondition" && failure.wants(&[Rule::met, Rule::kw_met]);
    let (word, before) = match (part, behind, opened) {
        (true, _, _) => (last, ""),
        (_, true, Some(_)) => ("met", "met "),
        _ => return None,
    };
    let problem = match part {
        true => failure.error(format!("`when` is missing after `{last}`")),
        false => failure.error(message.into()),
    };
    let from = match opened {
        Some(_) => failure.after(),
        None => failure.at,
    };
    let (condition, end) = condition_at(source, from, failure.place.keyword)?;
    Some(match opened {
        Some(false) => problem
            .help(format!("write `{word} when not CONDITION`"))
            .edit(
                failure.between(failure.at, end),
                format!("{before}when {}", negated(condition)),
            ),
        _ => problem
            .help(format!("write `{word} when CONDITION`"))
            .edit(failure.between(failure.at, from), format!("{before}when ")),
    })
}

/// `precondition "x" partly when C`, `risk "x" partly when C`
fn partly(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let text = around.back(1).starts_with('"');
    let known = around.found == "partly" || meant(around.found, &["partly"]).is_some();
    if !text || !known || opens(around.next).is_none() {
        return None;
    }
    let of = match around
        .back(2)
        .starts_with(|c: char| c.is_ascii_alphabetic())
    {
        // The unit of a time stands between the word and its text.
        true if around.back(4) == "within" => around.back(5),
        _ => around.back(2),
    };
    Some(match of {
        "precondition" => failure
            .error("this precondition does not say when it is met".into())
            .help("`partly when` follows `met when`: `met when CONDITION partly when CONDITION`"),
        _ => failure
            .error("only a `precondition` is met, or partly met".into())
            .help("make it a `precondition` and say first when it is met, `met when CONDITION partly when CONDITION`; or remove it"),
    })
}

/// `met when C else when D`, `met when C else partly when D`
fn other_condition(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let (last, found, next) = (around.back(1), around.found, around.next);
    let partly = found == "partly" && opens(next) == Some(true);
    let behind = last == "else" && (partly || opens(found).is_some());
    if !behind || !around.has("met") {
        return None;
    }
    let span = failure.between(failure.last_at, failure.end());
    let problem = Diagnostic::error("E0114", span, "`met when` has no `else`");
    Some(match partly {
        true => problem.write(span, "partly"),
        false => problem
            .help("where either condition will do, join them with `or`")
            .help("where it is then met only in part, write `partly when CONDITION`"),
    })
}

/// The time at a place, as rules write it, and where it ends: `30 days`, `30d`, `two weeks`.
fn time_at(source: &str, at: usize) -> Option<(String, usize)> {
    let number = token_at(source, at);
    let digits = number.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let glued = number.get(digits.len()..).unwrap_or("");
    let end = at.saturating_add(number.len());
    if begins_number(number) && !glued.is_empty() {
        let unit = meaning(UNITS, &glued.to_lowercase())?;
        return is_whole(digits).then(|| (written_time(digits, unit), end));
    }
    let count = match number {
        "a" | "an" => "1",
        number => meaning(COUNTED, number).unwrap_or(number),
    };
    let unit_at = skip_layout(source, end);
    let unit = token_at(source, unit_at);
    let meant = meaning(UNITS, &unit.to_lowercase())?;
    is_whole(count).then(|| {
        (
            written_time(count, meant),
            unit_at.saturating_add(unit.len()),
        )
    })
}

/// One of a unit stands in the singular.
fn written_time(count: &str, unit: &str) -> String {
    match count {
        "1" => format!("1 {}", unit.trim_end_matches('s')),
        _ => format!("{count} {unit}"),
    }
}

fn is_whole(number: &str) -> bool {
    !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
}

/// `within 30d "x"`, `next "x" within 30 days`, `next in 30 days "x"`, `within "30 days" "x"`
fn time(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let source = failure.place.source;
    let (last, found) = (around.back(1), around.found);
    let problem = || failure.error("a time is written `within 30 days`".into());
    match (around.back(2), last, found) {
        (_, "within", string) if string.starts_with('"') => {
            let (time, _) = time_at(string.trim_matches('"'), 0)?;
            Some(problem().write(failure.span(), time))
        }
        (_, "within", name) if is_word(name) && time_at(source, failure.at).is_none() => {
            Some(named_time(failure, name))
        }
        (_, "within", _) => {
            let (time, end) = time_at(source, failure.at)?;
            let written = source.get(failure.at..end)?;
            Some(problem().write(failure.span_of(failure.at, written), time))
        }
        // A number that is not whole gets an error of its own.
        ("within", number, _) if number.contains('.') => None,
        ("within", number, _) if failure.wants(&[Rule::time_unit]) => {
            longest(failure).or_else(|| timed(failure, (number, found)))
        }
        (number, unit, ":" | "," | "=") if around.back(3) == "within" && begins_number(number) => {
            Some(
                failure
                    .error(format!("no `{found}` is needed after `{unit}`"))
                    .help("delete it")
                    .safe_edit(failure.span(), ""),
            )
        }
        (_, "next", "in" | "by" | "until" | "inside" | "during") => {
            let (time, end) = time_at(source, failure.after())?;
            Some(problem().write(failure.between(failure.at, end), format!("within {time}")))
        }
        (_, "next", _) => {
            let (time, end) = time_at(source, failure.at)?;
            let text = token_at(source, skip_layout(source, end)).starts_with('"');
            text.then(|| {
                problem().write(failure.between(failure.at, end), format!("within {time}"))
            })
        }
        (word, string, "within") if string.starts_with('"') => {
            let (time, end) = time_at(source, failure.after())?;
            let span = failure.between(failure.last_at, end);
            let problem = failure.error("a time goes before its text".into());
            Some(match word {
                "next" => problem.write(span, format!("within {time} {string}")),
                _ => problem.help(format!(
                    "only a `next` has a time: `next within {time} \"…\"`"
                )),
            })
        }
        (_, _, "within") => {
            let (time, end) = time_at(source, failure.after())?;
            let next = skip_layout(source, end);
            let behind = next.saturating_add("next".len());
            (token_at(source, next) == "next").then(|| {
                problem().write(
                    failure.between(failure.at, behind),
                    format!("next within {time}"),
                )
            })
        }
        _ => None,
    }
}

/// `next after 2 weeks "x"`, `next in 2 working days "x"`: a time that is none by which something is done.
fn other_time(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    if around.back(1) != "next" && around.back(2) != "within" {
        return None;
    }
    let mut tokens = Vec::new();
    for Walked { token, .. } in walk(failure.place.source, failure.at) {
        if token.starts_with('"') {
            break;
        }
        if !token.starts_with(|c: char| c.is_ascii_alphanumeric()) {
            return None;
        }
        tokens.push(token);
    }
    let unit = tokens
        .last()
        .is_some_and(|unit| meaning(UNITS, unit).is_some());
    let other = [
        "after", "for", "every", "each", "since", "not", "before", "from", "working", "business",
    ];
    (unit && tokens.iter().any(|token| other.contains(token))).then(|| {
        failure
            .error("the time of a `next` is a deadline: `within 2 weeks`".into())
            .help("write any other time in the text: `next \"After 2 weeks: …\"`")
    })
}

/// `within limit "x"`
fn named_time(failure: &Failure<'_>, name: &str) -> Diagnostic {
    failure
        .error(format!("a time is written in digits, and `{name}` is none"))
        .help("a step has a fixed time, such as `within 30 days`; what depends on a parameter goes in the text: `next \"Within {NAME}: …\"`")
}

/// `within 1-2 weeks`
fn longest(failure: &Failure<'_>) -> Option<Diagnostic> {
    let source = failure.place.source;
    let (_, high, end) = written_range_at(source, failure.last_at)?;
    let span = failure.between(failure.last_at, end);
    let unit = token_at(source, skip_layout(source, end));
    let unit = meaning(UNITS, &unit.to_lowercase())?;
    is_whole(&high).then(|| {
        Diagnostic::error("E0114", span, "the time of a `next` is one deadline")
            .help(format!(
                "write the longer time: `within {}`",
                written_time(&high, unit)
            ))
            .edit(span, high.clone())
    })
}

/// A time whose number is read, and whose unit is not.
fn timed(failure: &Failure<'_>, (number, found): (&str, &str)) -> Option<Diagnostic> {
    if let Some(unit) = meaning(UNITS, &found.to_lowercase()) {
        let problem = failure.error(format!("`{found}` is not a unit of time"));
        return Some(problem.write(failure.span(), unit));
    }
    found.starts_with('"').then(|| {
        failure
            .error(format!("the unit of `{number}` is missing"))
            .help("the units of a time are `days`, `weeks`, `months` and `years`")
    })
}

/// `low { formerly small } < high`, `low formerly(small) < high`, `low (formerly small) < high`
fn former_level(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let closed = |name: &str, at: usize| {
        let source = failure.place.source;
        let behind = skip_layout(source, at.saturating_add(name.len()));
        let fits = is_word(name) && token_at(source, behind) == ")";
        fits.then(|| behind.saturating_add(1))
    };
    let (from, end, name) = match around.found {
        "<" | "," | "|" if around.ends_in(&["{", "formerly", around.back(2), "}"]) => {
            let end = around.back_at(1).saturating_add(1);
            (around.back_at(4), end, around.back(2))
        }
        "(" if around.back(1) == "formerly" => {
            let end = closed(around.next, failure.after())?;
            (around.back_at(1), end, around.next)
        }
        "(" if around.next == "formerly" => {
            let behind = failure.after().saturating_add(around.next.len());
            let at = skip_layout(failure.place.source, behind);
            let end = closed(around.second_next, at)?;
            (failure.at, end, around.second_next)
        }
        _ => return None,
    };
    let place = failure.between(from, end);
    let message = "the former name of a level follows it, without braces".to_owned();
    let problem = Diagnostic::error("E0114", place, message);
    Some(problem.write(place, format!("formerly {name}")))
}

/// `formerly "d"`
fn formerly(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let text = around.found.strip_prefix('"')?.strip_suffix('"')?;
    let name = name_of(text).filter(|_| around.back(1) == "formerly")?;
    let problem = failure.error("the name after `formerly` is written without quotes".into());
    Some(
        problem
            .help(format!("write `formerly {name}`"))
            .edit(failure.span(), name),
    )
}

/// `left "L": a`, `left "L" a`
fn column(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    if !failure.wants(&[Rule::kw_for]) {
        return None;
    }
    let problem = failure.error("the strategy of a column follows `for`".into());
    match around.found {
        ":" | "=" | "=>" => {
            let name = token_at(failure.place.source, failure.after());
            Some(
                problem
                    .help(format!("write `for {name}`"))
                    .safe_edit(failure.span(), " for"),
            )
        }
        "left" | "right" | "row" | "cite" | "}" | "" => Some(
            failure
                .error("this column does not say which strategies it describes".into())
                .help("write them after its text: `left \"…\" for STRATEGY`"),
        ),
        name if is_word(name) => Some(
            problem
                .help(format!("write `for {name}`"))
                .edit(failure.between(failure.at, failure.at), "for "),
        ),
        _ => None,
    }
}

/// `row "Use", "x", "y" by t.f`: a row whose first text is no side of it.
fn labeled(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let source = failure.place.source;
    let row = (1..=6).find(|steps| around.back(*steps) == "row")?;
    let start = skip_layout(source, around.back_at(row).saturating_add("row".len()));
    let (mut texts, mut end) = (Vec::new(), start);
    for Walked { at, token, .. } in walk(source, start) {
        match token {
            text if text.starts_with('"') => {
                texts.push(text);
                end = at.saturating_add(text.len());
            }
            "," | "|" | ";" | "/" => {}
            _ => break,
        }
    }
    let [label, left, right] = texts.as_slice() else {
        return None;
    };
    let span = failure.between(start, end);
    (failure.at < end).then(|| {
        Diagnostic::error("E0114", span, "a row has two texts, one for each column")
            .help(format!(
                "a label before them ends with a colon: write `{label}: {left}, {right}`"
            ))
            .edit(span, format!("{label}: {left}, {right}"))
    })
}

/// `row "x" | "y"`, `row "x" "y"`, `row "x", "y" for t.f`, `row "x", "y"`
fn row(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let (last, found) = (around.back(1), around.found);
    let text = |token: &str| token.starts_with('"');
    let from = matches!(found, "for" | "from" | "on" | "of" | "in" | "=>" | ":");
    if failure.wants(&[Rule::kw_by]) && from {
        let problem = failure.error("what carries a row follows `by`".into());
        return Some(problem.write(failure.span(), "by"));
    }
    let ends = matches!(found, "row" | "left" | "right" | "cite" | "}" | "");
    if failure.wants(&[Rule::kw_by]) && ends {
        return Some(
            failure
                .error("this row does not say what carries it".into())
                .help("write the facts, rules or contrasts after its texts: `row \"…\", \"…\" by FACT`"),
        );
    }
    let left = text(last) || last == "restored";
    let cells = ["row", ":"];
    let first = cells.contains(&around.back(2)) || cells.contains(&around.back(3));
    if !left || !first {
        return None;
    }
    let problem = || failure.error("a comma goes between the two texts of a row".into());
    match found {
        "|" | ";" | "/" if text(around.next) => Some(problem().write(failure.span(), ",")),
        found if text(found) => Some(
            problem()
                .help("write `,`")
                .safe_edit(failure.behind_last(), ","),
        ),
        _ => None,
    }
}
