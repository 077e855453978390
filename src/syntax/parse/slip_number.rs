//! Numbers as people write them elsewhere: decimal commas, separators, units behind them. Knows no types.

use crate::base::{Diagnostic, Span, format_number, is_whole};

use super::around::{Around, is_word, operand_at};
use super::failure::{Failure, begins_line, begins_number, skip_layout, token_at};
use super::grammar::Rule;
use super::hint::Hint;

/// `2,5`, `1.000.000`, `1.000,5`
pub(super) fn of_number(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    if let Some(told) = whole(failure, around) {
        return Some(told);
    }
    if let Some(told) = semicolon(failure, around) {
        return Some(told);
    }
    let start = match (failure.last, failure.found) {
        (last, "," | ".") if begins_number(last) => failure.last_at,
        (",", found) if begins_number(found) && begins_number(failure.second) => {
            around.has("scale").then_some(failure.second_at)?
        }
        _ => return None,
    };
    let source = failure.place.source;
    let written = written_at(source, start);
    let end = start.saturating_add(written.len());
    let comma = failure.found == ",";
    // Two ends, or two cells, may stand on the sides of a comma.
    let ends = around.back(2) == "between" && token_at(source, skip_layout(source, end)) != "and";
    let row = failure.wanted.contains(&Rule::arrow);
    let cells = row && failure.place.keyword != "contrast";
    if end <= failure.at || (comma && (ends || cells)) {
        return None;
    }
    let readings = readings(written);
    let span = failure.span_of(start, written);
    // The rows of a contrast have several values, which a comma may have been meant to join.
    told(span, written, &readings, row)
}

/// `1;5`, `1;500`
fn semicolon(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let source = failure.place.source;
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let (before, behind) = (failure.last, token_at(source, failure.end()));
    let numbers =
        begins_number(before) && begins_number(behind) && digits(before) && digits(behind);
    let adjacent = failure.last_at.saturating_add(before.len()) == failure.at;
    let apart = failure.in_quorum() || around.in_call() || around.back(2) == "between";
    if failure.found != ";" || !numbers || !adjacent || apart || !failure.goes_on() {
        return None;
    }
    let end = failure.end().saturating_add(behind.len());
    let span = failure.between(failure.last_at, end);
    let written = format!("{before};{behind}");
    told(
        span,
        &written,
        &readings(&format!("{before},{behind}")),
        false,
    )
}

/// What is told of such a number; `doubtful` where it may be none.
fn told(span: Span, written: &str, readings: &[String], doubtful: bool) -> Option<Diagnostic> {
    let base = Diagnostic::error("E0114", span, format!("`{written}` is not a number"));
    match readings {
        [one] if doubtful => Some(base.help(form(one)).edit(span, one.clone())),
        [one] => Some(base.help(form(one)).safe_edit(span, one.clone())),
        [one, other] => Some(base.help(form(one)).help(form(other))),
        _ => None,
    }
}

/// `at least 2,0 of`, `within 1,5 years`: a number with decimals where only a whole one may be.
fn whole(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let source = failure.place.source;
    let written = written_at(source, failure.last_at);
    let [number] = readings(written).try_into().ok()?;
    let number: f64 = number.parse().ok()?;
    let behind = skip_layout(source, failure.last_at.saturating_add(written.len()));
    let next = token_at(source, behind);
    let counts = around.ends_in(&["at", "least", around.back(1)]) && next == "of";
    if !counts && around.back(2) != "within" {
        return None;
    }
    let span = failure.span_of(failure.last_at, written);
    let message = format!("`{written}` is not a whole number");
    let problem = Diagnostic::error("E0114", span, message);
    if is_whole(number) {
        return Some(problem.write(span, format_number(number, 0)));
    }
    if counts {
        let [low, high] = [number.floor(), number.ceil()].map(|number| format_number(number, 0));
        let help = format!("write `at least {low} of` or `at least {high} of`");
        return Some(problem.help(help));
    }
    let (parts, unit) = match next {
        "year" | "years" => (12.0, "months"),
        "week" | "weeks" => (7.0, "days"),
        _ => (0.5, ""),
    };
    let time = failure.between(failure.last_at, behind.saturating_add(next.len()));
    Some(match number * parts {
        count if is_whole(count) => {
            problem.write(time, format!("{} {unit}", format_number(count, 0)))
        }
        _ => problem.help(
            "a time is a whole number of days, weeks, months or years: take the next smaller unit",
        ),
    })
}

fn form(number: &str) -> String {
    match number.contains('.') {
        true => format!("decimals follow a point: `{number}`"),
        false => format!("digits are written without separators: `{number}`"),
    }
}

/// The digits at a place, with the commas and points between them.
fn written_at(source: &str, at: usize) -> &str {
    let rest = source.get(at..).unwrap_or("");
    let is_digit = |c: char| c.is_ascii_digit();
    let goes_on = |place: usize, c: char| {
        let next = rest.get(place.saturating_add(1)..).unwrap_or("");
        is_digit(c) || (matches!(c, ',' | '.') && next.starts_with(is_digit))
    };
    let mut characters = rest.char_indices();
    let end = characters.find(|(place, c)| !goes_on(*place, *c));
    let end = end.map_or(rest.len(), |(place, _)| place);
    rest.get(..end).unwrap_or("")
}

/// What digits with commas and points between them may stand for.
fn readings(written: &str) -> Vec<String> {
    let parts: Vec<&str> = written.split([',', '.']).collect();
    let signs: Vec<char> = written.chars().filter(|c| !c.is_ascii_digit()).collect();
    let (Some((tail, before)), Some((sign, others))) = (parts.split_last(), signs.split_last())
    else {
        return Vec::new();
    };
    let head = parts.first().copied().unwrap_or("");
    let in_groups =
        |parts: &[&str]| head.len() <= 3 && parts.iter().skip(1).all(|part| part.len() == 3);
    let plain = parts.concat();
    let decimal = format!("{}.{tail}", before.concat());
    if others.is_empty() {
        return match in_groups(&parts) && head != "0" {
            true => vec![plain, decimal],
            false => vec![decimal],
        };
    }
    match others.iter().filter(|other| *other == sign).count() {
        0 if in_groups(before) => vec![decimal],
        alike if alike == others.len() && in_groups(&parts) => vec![plain],
        _ => Vec::new(),
    }
}

/// The number at a place, a decimal comma read as a point.
pub(super) fn meant_at(source: &str, at: usize) -> String {
    let written = written_at(source, at);
    match readings(written).as_slice() {
        [one] if written.contains(',') => one.clone(),
        _ => token_at(source, at).to_owned(),
    }
}

/// Signs and words that follow the first operand of a condition.
const TESTS: &[&str] = &[
    "is", "=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "(",
];

/// `12 months`, and operands that follow a number without an operator.
pub(super) fn behind_number(failure: &Failure<'_>) -> Option<Hint> {
    let (last, found) = (failure.last, failure.found);
    let goes_on = |rule: &Rule| matches!(rule, Rule::add_op | Rule::multiply_op);
    let joins = failure.wanted.iter().any(goes_on);
    let string = found.starts_with('"');
    if !begins_number(last) || !joins || !(is_word(found) || string) {
        return None;
    }
    let alone = format!("the unit is that of the value it is compared with: write `{last}` alone");
    let source = failure.place.source;
    let operand = operand_at(source, failure.at);
    let next_at = skip_layout(source, failure.at.saturating_add(operand.len()));
    let next = token_at(source, next_at);
    let is_operand = is_word(next) || begins_number(next) || TESTS.contains(&next);
    let goes_on = is_operand && !begins_line(source, next_at);
    let condition = operand.contains('.') || goes_on || begins_line(source, failure.at);
    let help = if string {
        alone
    } else if condition {
        format!(
            "an operator is missing between `{last}` and `{operand}`: `and` or `or` between conditions, `*` between numbers"
        )
    } else if !Around::of(failure).in_condition(failure) {
        alone
    } else {
        format!("{alone}; if `{operand}` is a condition, `and` or `or` is missing before it")
    };
    let edit = (string || !condition).then(|| (failure.span(), String::new()));
    Some(Hint { help, edit })
}

#[cfg(test)]
mod tests {
    use super::{meant_at, readings};

    #[test]
    fn digits_are_read_as_they_are_meant() {
        for (written, meant) in [
            ("2,5", "2.5"),
            ("10,25", "10.25"),
            ("0,125", "0.125"),
            ("10,000", "10000 10.000"),
            ("1.000.000", "1000000"),
            ("1,000,000", "1000000"),
            ("1.000,5", "1000.5"),
            ("1,000.5", "1000.5"),
            ("1.000.000,25", "1000000.25"),
            ("1,2,3", ""),
            ("1.2.3", ""),
            ("1,000.000,5", ""),
            ("12", ""),
        ] {
            assert_eq!(readings(written).join(" "), meant, "of {written}");
        }
        assert_eq!(meant_at("2,5 and", 0), "2.5");
        assert_eq!(meant_at("2.5", 0), "2.5");
        assert_eq!(meant_at("1,000", 0), "1");
    }
}
