//! Slips in the cells of tables and contrasts: ranges, lists and names as they are written elsewhere. Knows no types.

use crate::base::{Diagnostic, Span};
use crate::syntax::problem;

use super::around::{Around, is_unit, is_value, is_word, list_at, list_by, operand_at, range_at};
use super::failure::{Failure, Walked, begins_line, begins_number, skip_layout, token_at, walk};
use super::grammar::Rule;
use super::slip_compare::{COMPARING, meaning};

/// A slip in a cell.
pub(super) fn of_cells(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    if failure.place.keyword == "let" && !around.in_table() {
        return None;
    }
    if !around.has("{") {
        return two_facts(failure, around);
    }
    let told = second_value(failure, around)
        .or_else(|| tested(failure, around))
        .or_else(|| empty(failure, around))
        .or_else(|| not_available(failure, around));
    if let Some(told) = told {
        return Some(told);
    }
    if begins_cell(failure) {
        return brackets(failure, around)
            .or_else(|| any(failure, around))
            .or_else(|| computed(failure, around));
    }
    if let Some(slip) = negated(failure, around) {
        return Some(slip);
    }
    if !failure.wanted.contains(&Rule::arrow) {
        return None;
    }
    result(failure, around)
        .or_else(|| two_bounds(failure, around))
        .or_else(|| joined_cells(failure, around))
        .or_else(|| worded(failure, around))
        .or_else(|| unit(failure, around))
        .or_else(|| computed(failure, around))
        .or_else(|| range(failure, around))
        .or_else(|| listed(failure, around))
        .or_else(|| comma(failure, around))
        .or_else(|| at_least(failure, around))
}

/// Whether a cell is to begin at the place.
fn begins_cell(failure: &Failure<'_>) -> bool {
    failure.wanted.iter().any(|rule| {
        matches!(
            rule,
            Rule::cell | Rule::cell_part | Rule::contrast_row | Rule::table_row
        )
    })
}

/// `contrast a, b { … }`
fn two_facts(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let fits = failure.place.keyword == "contrast" && around.found == "," && is_word(around.next);
    fits.then(|| {
        let (one, other) = (around.name(1), operand_at(failure.place.source, failure.after()));
        failure
            .error("a contrast is over one fact".into())
            .help(format!(
                "write one for each: `contrast {one} {{ … }}` and `contrast {other} {{ … }}`"
            ))
            .help(format!(
                "if both decide together, derive a level from them: `let NAME : low < high by {one}, {other} {{ CELL, CELL => LEVEL }}`"
            ))
    })
}

/// `=> 3000, 5`
fn second_value(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let one = around.back(2) == "=>" && begins_number(around.back(1));
    let other = begins_number(around.next)
        && !matches!(around.second_next, "=>" | "," | "|" | "..")
        && !begins_line(failure.place.source, failure.after());
    (one && other && around.found == "," && failure.place.keyword == "let").then(|| {
        let end = failure.after().saturating_add(around.next.len());
        let span = failure.between(failure.last_at, end);
        Diagnostic::error("E0114", span, "a row gives one value")
            .help("keep one of the two; decimals follow a point")
    })
}

/// `is slow => …`, `when slow => …`
fn tested(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let (word, at) = match (around.back(2), around.back(1), around.found) {
        (_, _, "is") if begins_cell(failure) => ("is", failure.at),
        ("when" | "if", value, "=>") if is_value(value) => (around.back(2), around.back_at(2)),
        _ => return None,
    };
    let span = failure.span_of(at, word);
    let message = format!("a cell has the value alone, without `{word}`");
    Some(
        Diagnostic::error("E0114", span, message)
            .help("delete it")
            .safe_edit(span, ""),
    )
}

/// `n/a => …`
fn not_available(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let end = failure.after().saturating_add(around.next.len());
    let written = failure.place.source.get(failure.last_at..end)?;
    let ends = matches!(around.second_next, "=>" | "," | "|");
    (written.eq_ignore_ascii_case("n/a") && ends).then(|| {
        let span = failure.span_of(failure.last_at, written);
        Diagnostic::error("E0114", span, format!("`{written}` is not a cell"))
            .help("a value that is missing is `unknown`")
            .edit(span, "unknown")
    })
}

/// `[0..6]`, `[slow, fast]`
fn brackets(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    if !matches!(around.found, "[" | "(" | "]") {
        return None;
    }
    let source = failure.place.source;
    if let Some(interval) = range_at(source, failure.at) {
        let span = failure.between(failure.at, interval.end);
        return Some(problem::interval(span, &interval));
    }
    let (values, end) = list_at(source, failure.at)?;
    let span = failure.span_of(failure.at, source.get(failure.at..end)?);
    let row = failure.place.keyword == "let" && around.columns() == values.len();
    if row && values.len() > 1 {
        return Some(
            failure
                .error("the cells of a row are written without brackets".into())
                .write(span, values.join(", ")),
        );
    }
    Some(joined(failure, around, (values.as_slice(), span)))
}

/// Several values of one cell: joined with `|`, and with a label in a contrast.
fn joined(
    failure: &Failure<'_>,
    around: &Around<'_>,
    (values, span): (&[&str], Span),
) -> Diagnostic {
    let cell = values.join(" | ");
    let base = failure.error("the values of a cell are joined with `|`".into());
    let contrast = failure.place.keyword == "contrast";
    let labelled = around.back(1) == ":" || around.back(2) == ":";
    match contrast && !labelled && values.len() > 1 {
        true => base.help(format!(
            "a row of several values has a label: `LABEL: {cell} => …`"
        )),
        false => base.help(format!("write `{cell}`")).safe_edit(span, cell),
    }
}

/// `-`, `_` and `otherwise` as a cell that takes everything.
fn any(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let found = around.found;
    let ends = matches!(around.next, "=>" | ",");
    if !matches!(found, "-" | "_" | "otherwise") || !ends {
        return None;
    }
    let base = failure.error(format!("`{found}` is not a cell"));
    if failure.place.keyword == "contrast" {
        return Some(base.help(problem::NO_REST_OF_CONTRAST));
    }
    let alone = around.next == "=>" && around.back(1) != ",";
    let columns = if alone { around.columns() } else { 1 };
    let cells = vec!["*"; columns].join(", ");
    let help = match columns {
        1 => "any value is `*`".to_owned(),
        _ => format!("a row for everything else has `*` in each column: `{cells} => …`"),
    };
    Some(base.help(help).safe_edit(failure.span(), cells))
}

/// `not (slow)`, `not >= 2`, `not 2..3`
fn negated(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let (found, source) = (around.found, failure.place.source);
    // The number before the dots was read as what `not` takes.
    let steps = match (found, around.back(2)) {
        ("..", "-") => 3,
        ("..", _) => 2,
        _ => 1,
    };
    if around.back(steps) != "not" {
        return None;
    }
    let not = around.back_at(steps);
    let base =
        |message: &str| Diagnostic::error("E0114", failure.between(not, failure.end()), message);
    let behind = skip_layout(source, not.saturating_add("not".len()));
    if let Some(interval) = range_at(source, behind).filter(|range| found != "(" || range.mixed) {
        let outside = |left_out: bool| if left_out { "=" } else { "" };
        let (below, above) = (outside(interval.without.0), outside(interval.without.1));
        let written = format!("<{below} {} | >{above} {}", interval.low, interval.high);
        return Some(
            base("`not` in a cell takes one level")
                .write(failure.between(not, interval.end), written),
        );
    }
    let other = match found {
        "(" => {
            let problem = failure.error("`not` in a cell takes one level".into());
            let problem = problem.help(format!("write `not {}`", around.next));
            let end = skip_layout(source, failure.after().saturating_add(around.next.len()));
            let whole = failure.between(failure.at, end.saturating_add(1));
            let touches = failure.at == not.saturating_add("not".len());
            let blank = if touches { " " } else { "" };
            return Some(match is_value(around.next) && around.second_next == ")" {
                true => problem.safe_edit(whole, format!("{blank}{}", around.next)),
                false => problem,
            });
        }
        "=" => "!=",
        "!=" => "=",
        "<" => ">=",
        "<=" => ">",
        ">" => "<=",
        ">=" => "<",
        _ => return None,
    };
    let value = operand_at(source, failure.after());
    let end = failure.after().saturating_add(value.len());
    Some(
        base("a sign in a cell takes no `not`")
            .write(failure.between(not, end), format!("{other} {value}")),
    )
}

/// How many tokens of a row are looked at.
const LONGEST_ROW: usize = 200;

/// The cells of a row from a place on, cut at these signs, and where its `=>` stands.
fn cells_from<'a>(source: &'a str, from: usize, sign: &str) -> Option<(Vec<&'a str>, usize)> {
    let (mut start, mut end) = (from, from);
    let mut cells = Vec::new();
    for Walked { at, token, .. } in walk(source, from).take(LONGEST_ROW) {
        let arrow = token == "=>";
        if arrow || token == sign {
            cells.push(source.get(start..end.max(start))?);
            start = skip_layout(source, at.saturating_add(token.len()));
        }
        if arrow {
            return Some((cells, at));
        }
        if matches!(token, "" | "{" | "}") {
            return None;
        }
        end = at.saturating_add(token.len());
    }
    None
}

/// Whether nothing stands in the cell of a table that is to end at the place.
pub(super) fn is_empty_cell(failure: &Failure<'_>, around: &Around<'_>) -> bool {
    if !around.in_table() || !around.has("{") || !matches!(around.found, "," | "=>" | "|") {
        return false;
    }
    let after = matches!(around.back(1), "," | "|");
    // What begins no line and no block stands between two rows.
    let first = around.back(1) == "{" || begins_line(failure.place.source, failure.at);
    let Some((rest, _)) = cells_from(failure.place.source, failure.at, ",") else {
        return false;
    };
    let cells = around.cells().saturating_add(rest.len()).saturating_sub(1);
    let doubled =
        around.found == around.back(1) && (around.found == "|" || cells > around.columns());
    (after || (begins_cell(failure) && first)) && !doubled
}

/// `3, , yes => …`, `=> …`, `| 3 | | yes | => …`
fn empty(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let source = failure.place.source;
    if failure.place.keyword == "contrast" && begins_cell(failure) && around.found == "=>" {
        return Some(
            failure
                .error("this row has no cell".into())
                .help("the rows of a contrast name their values: `LEVEL => …`, or `LABEL: LEVEL | LEVEL => …`"),
        );
    }
    if !is_empty_cell(failure, around) {
        return None;
    }
    if around.found == "|" && around.back(1) != "," {
        return barred(failure, around);
    }
    if around.back(1) == "|" {
        return Some(
            failure
                .error("no value follows this `|`".into())
                .help("delete the `|`, or add the missing value")
                .edit(failure.between(failure.last_at, failure.at), ""),
        );
    }
    let alone = around.found == "=>" && around.back(1) != ",";
    let missing = if alone { around.columns() } else { 1 };
    let cells = vec!["*"; missing].join(", ");
    let blank = if around.found == "=>" && source.get(..failure.at)?.ends_with(' ') {
        " "
    } else {
        ""
    };
    let (what, which) = match missing {
        1 => ("this cell is", "it"),
        _ => ("the cells of this row are", "each"),
    };
    let problem = failure.error(format!("{what} empty")).help(format!(
        "write `{cells}` where {which} may have any value, `unknown` where the value is missing"
    ));
    // A row that takes everything would be the last one.
    let before = around.before.iter().rev();
    let mut before = before.take_while(|token| !matches!(**token, "=>" | "{"));
    let more = before.any(|token| begins_number(token) || token.starts_with('"'))
        || (around.found == "," && !matches!(around.next, "*" | "=>" | ","));
    Some(match more {
        true => problem.edit(
            failure.between(failure.at, failure.at),
            format!("{cells}{blank}"),
        ),
        false => problem,
    })
}

/// `| 3 | | yes | => …`, a row as Markdown has it.
fn barred(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let source = failure.place.source;
    let line = source.get(failure.at..)?.lines().next()?.trim_end();
    if !line.contains("=>") {
        return Some(barred_alone(failure, around, line));
    }
    let (cells, arrow) = cells_from(source, failure.after(), "|")?;
    let cells = match cells.split_last() {
        Some((&"", cells)) => cells,
        _ => cells.as_slice(),
    };
    let cells: Vec<&str> = cells
        .iter()
        .map(|cell| if cell.is_empty() { "*" } else { cell })
        .collect();
    let problem = failure.error("the cells of a row are separated by commas".into());
    let whole = cells.join(", ");
    let problem = problem.help(match cells.len() {
        1 => format!("write `{whole}`; `|` joins the values of one cell"),
        _ => format!("write `{whole}`; `*` takes any value, and `|` joins the values of one cell"),
    });
    Some(match cells.len() == around.columns() {
        true => problem.edit(failure.between(failure.at, arrow), format!("{whole} ")),
        false => problem,
    })
}

/// `| 3 | yes | high |`: the last cell is what the row gives.
fn barred_alone(failure: &Failure<'_>, around: &Around<'_>, line: &str) -> Diagnostic {
    let row = line.trim_start_matches('|').trim_end_matches('|');
    let cells: Vec<&str> = row.split('|').map(str::trim).collect();
    let found = failure.error(
        "the cells of a row are separated by commas, and `=>` goes before what it gives".into(),
    );
    match cells.split_last() {
        Some((gives, cells)) if cells.len() == around.columns() && !cells.contains(&"") => {
            let right = format!("{} => {gives}", cells.join(", "));
            found
                .help(format!("write `{right}`"))
                .edit(failure.span_of(failure.at, line), right)
        }
        _ => found.help("write `CELL, CELL => VALUE`, with a cell for each column"),
    }
}

/// `=> base + 1`, `>= base + 1`
fn computed(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let before = around.back(2);
    let is_operator = matches!(around.found, "+" | "-" | "*" | "/" | "." | "(");
    if !is_operator || !(is_word(around.back(1)) || begins_number(around.back(1))) {
        return None;
    }
    // `*` begins the next row, where it stands on a line of its own.
    let operator = !begins_line(failure.place.source, failure.at);
    match before {
        "=>" if failure.place.keyword == "let" && operator => Some(
            failure
                .error(NOTHING_COMPUTED.into())
                .help(TO_COMPUTE),
        ),
        "=" | "!=" | "<" | "<=" | ">" | ">=" => Some(
            failure
                .error("a cell compares with a level, a number or a parameter, nothing computed".into())
                .help("give the difference a name, and use that in the table: `let NAME = FACT - NUMBER`"),
        ),
        _ => None,
    }
}

const NOTHING_COMPUTED: &str = "a row gives a level, a number or a parameter, nothing computed";
const TO_COMPUTE: &str =
    "to compute a number, write `let NAME : number = if CONDITION then NUMBER else NUMBER`";

/// `=> 2 * 1500`: what was read as the cells of the next row belongs to what this row gives.
fn result(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let source = failure.place.source;
    if failure.place.keyword != "let" {
        return None;
    }
    let arrow = (2..=5).find(|steps| around.back(*steps) == "=>")?;
    let start = around.back_at(arrow);
    let end = failure.at;
    let line = source.get(start..end)?.trim_end();
    let (found, back) = (around.found, around.back(1));
    let computes = |token: &str| matches!(token, "*" | "/" | "+");
    let value = |token: &str| begins_number(token) || is_word(token);
    let operator = (1..arrow)
        .map(|steps| around.back(steps))
        .find(|token| computes(token));
    let operator = operator.or_else(|| computes(found).then_some(found));
    if line.contains('\n') || begins_line(source, failure.at) && operator.is_none() {
        return None;
    }
    operator.filter(|_| value(back) || value(found))?;
    let span = failure.between(start, failure.end());
    Some(
        Diagnostic::error("E0114", span, NOTHING_COMPUTED)
            .help("give the number itself, or its name: `parameter NAME = 3000`")
            .help(TO_COMPUTE),
    )
}

/// `=> 10 EUR`, `=> 10 "EUR"`, `4 EUR => …`
fn unit(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let (number, unit) = (around.back(1), around.found);
    let in_cell = is_unit(unit) && begins_number(number) && matches!(around.next, "=>" | "," | "|");
    let whole = around.next != "=>" || around.cells() >= around.columns();
    if in_cell && whole && around.back(2) != "=>" {
        return Some(
            failure
                .error("a number in a cell has the unit of its column".into())
                .help(format!("write `{number}` alone"))
                .edit(failure.span(), ""),
        );
    }
    let (number, unit) = (around.back(2), around.back(1));
    let fits = around.back(3) == "=>" && begins_number(number) && is_unit(unit);
    fits.then(|| unit_of_row(failure.span_of(failure.last_at, unit), number, unit))
}

/// The unit behind a number that a row gives.
pub(super) fn unit_of_row(at: Span, number: &str, unit: &str) -> Diagnostic {
    Diagnostic::error("E0114", at, "the unit of a row goes with the type")
        .help(format!(
            "write `{number}` alone, and `let NAME : number \"{}\"`",
            unit.trim_matches('"')
        ))
        .edit(at, "")
}

/// `>= 3 and <= 9`
fn two_bounds(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let source = failure.place.source;
    let (sign, one, other) = (around.back(2), around.back(1), around.next);
    let opposite = matches!(
        (sign, other),
        (">" | ">=", "<" | "<=") | ("<" | "<=", ">" | ">=")
    );
    let at = skip_layout(source, failure.after().saturating_add(other.len()));
    let next = operand_at(source, at);
    if around.found != "and" || !opposite || !begins_number(one) || !begins_number(next) {
        return None;
    }
    let (low, high) = match sign.starts_with('>') {
        true => (one, next),
        false => (next, one),
    };
    let range = format!("{low}..{high}");
    let problem = failure.error("a cell has one test".into());
    let span = failure.between(around.back_at(2), at.saturating_add(next.len()));
    let behind = token_at(source, skip_layout(source, at.saturating_add(next.len())));
    // In a row that lacks a cell the two may be meant for two columns.
    let whole = behind == "," || around.cells() == around.columns();
    Some(match (sign.ends_with('=') && other.ends_with('='), whole) {
        (true, true) => problem.help(format!("write `{range}`")).safe_edit(span, range),
        (true, false) => problem.help(format!("write `{range}`")).edit(span, range),
        (false, _) => problem.help(format!(
            "`{range}` includes both ends; to leave one out, give its number a row of its own before this one"
        )),
    })
}

/// `< 5 and yes`
fn joined_cells(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    if around.found != "and" {
        return None;
    }
    let lacks = failure.place.keyword == "let" && around.cells() < around.columns();
    Some(match lacks {
        true => failure
            .error("the cells of a row are separated by commas".into())
            .help("write `,`")
            .edit(failure.span(), ","),
        false => failure
            .error("a cell has one test".into())
            .help("what is tested besides is a column of its own, or a `let`"),
    })
}

/// `less than 10`, `above 6`
fn worded(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let sign = meaning(COMPARING, around.back(1))?;
    let source = failure.place.source;
    let mut at = failure.at;
    let mut equal = "";
    loop {
        let token = token_at(source, at);
        match token {
            "than" => {}
            "or" | "equal" | "to" => equal = "=",
            _ => break,
        }
        at = skip_layout(source, at.saturating_add(token.len()));
    }
    let number = operand_at(source, at);
    let written = source.get(failure.last_at..at)?.trim_end();
    begins_number(number.trim_start_matches('-')).then(|| {
        failure
            .error("a comparison in a cell uses its sign".into())
            .help(format!("write `{sign}{equal} {number}`"))
            .safe_edit(
                failure.span_of(failure.last_at, written),
                format!("{sign}{equal}"),
            )
    })
}

/// `3-5`, `0 to 6`
fn range(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let joins = matches!(around.found, "-" | "to" | "till" | "until");
    if !joins || !begins_number(around.back(1)) || !begins_number(around.next) {
        return None;
    }
    let source = failure.place.source;
    let before = source.get(..failure.at)?.trim_end();
    let low = before.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    let low = before.get(low.len()..)?;
    let high = operand_at(source, failure.after());
    Some(
        failure
            .error("a range of numbers is written with two dots".into())
            .help(format!("write `{low}..{high}`"))
            .safe_edit(failure.span(), ".."),
    )
}

/// `slow or fast`, and in a contrast `slow, fast`
fn listed(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let contrast = failure.place.keyword == "contrast";
    let comma = contrast && around.found == ",";
    if !(comma || around.found == "or") || !is_value(around.back(1)) || !is_value(around.next) {
        return None;
    }
    let source = failure.place.source;
    // In a table a comma ends the cell.
    let separators: &[&str] = if contrast {
        &[",", "|", "or"]
    } else {
        &["|", "or"]
    };
    let (values, end) = list_by(source, failure.last_at, separators)?;
    let span = failure.span_of(failure.last_at, source.get(failure.last_at..end)?);
    let found = joined(failure, around, (values.as_slice(), span));
    Some(match comma {
        true => Diagnostic {
            message: "a row of a contrast has one cell".into(),
            ..found
        },
        false => found,
    })
}

/// `low yes => …`
fn comma(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let (last, found) = (around.back(1), around.found);
    let is_cell = |token: &str| is_value(token) || token == "*";
    let fits = failure.place.keyword == "let"
        && around.cells() < around.columns()
        && is_cell(last)
        && is_cell(found)
        && !begins_line(failure.place.source, failure.at);
    fits.then(|| {
        failure
            .error(format!("a comma is missing before `{found}`"))
            .help(format!(
                "the cells of a row are separated by commas: `{last}, {found}`"
            ))
            .edit(failure.span_of(failure.at, ""), ", ")
    })
}

/// `at least slow`
fn at_least(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let fits = around.back(1) == "at" && matches!(around.found, "least" | "most");
    fits.then(|| {
        let sign = if around.found == "least" { ">=" } else { "<=" };
        failure
            .error(format!("a cell has no `at {}`", around.found))
            .help(format!("write `{sign} {}`", around.next))
            .edit(
                failure.span_of(
                    failure.last_at,
                    failure
                        .place
                        .source
                        .get(failure.last_at..failure.after())
                        .unwrap_or(""),
                ),
                sign,
            )
    })
}
