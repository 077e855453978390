//! Signs that belong nowhere, or in another place: after a word, between parts, twice. Knows no types.

use crate::base::Diagnostic;

use super::super::blocks::is_clause;
use super::around::{Around, is_value, is_word, number_at, operand_at};
use super::failure::{Failure, begins_line, begins_number, skip_layout, token_at, walk};
use super::grammar::Rule;
use super::slip_cell::is_empty_cell;
use super::slip_type::{clause_of_column, unit_told};
use crate::syntax::print_word;
use crate::syntax::words;

/// A sign in the wrong place.
pub(super) fn of_sign(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    twice(failure, around)
        .or_else(|| split(failure, around))
        .or_else(|| path(failure, around))
        .or_else(|| arrow(failure, around))
        .or_else(|| instead(failure, around))
        .or_else(|| after_word(failure, around))
        .or_else(|| semicolon(failure, around))
        .or_else(|| comma(failure, around))
        .or_else(|| between_rows(failure, around))
}

/// `and and`, `>> 5`, `:: low`
fn twice(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let found = around.found;
    let sign = matches!(
        found,
        "and"
            | "or"
            | "is"
            | "includes"
            | "between"
            | "when"
            | "then"
            | "because"
            | "unless"
            | "<"
            | ">"
            | "<="
            | ">="
            | "="
            | "=>"
            | ","
            | ";"
            | "|"
            | "not"
            | "of"
            | "by"
            | "in"
    );
    // Where nothing follows, what is missing is told.
    let (next, after) = (around.next, failure.after());
    let part = is_clause(next) || matches!(next, "expect" | "given");
    let ends = matches!(next, "" | "}" | ")") || (part && begins_line(failure.place.source, after));
    let doubled = sign && found == around.back(1) && !is_empty_cell(failure, around);
    (doubled && !ends).then(|| {
        failure
            .error(format!("`{found}` is here twice"))
            .help("delete one of the two")
            .safe_edit(failure.between(failure.last_at, failure.at), "")
    })
}

/// `> =`, `! =`, `< =`
fn split(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let sign = match (around.back(1), around.found) {
        ("<", "=") | ("=", "<") => "<=",
        (">", "=") => ">=",
        ("<", ">") => "!=",
        ("=", "=") => "=",
        ("..", "=") => "..",
        (":", "=") if failure.place.keyword == "let" => "=",
        _ => return None,
    };
    let written = failure.between(failure.last_at, failure.end());
    let both = format!("{}{}", around.back(1), around.found);
    let message = match both == sign {
        true => format!("no space goes into `{sign}`"),
        false => format!("`{both}` is not a sign of the language"),
    };
    Some(Diagnostic::error("E0114", written, message).write(written, sign))
}

/// `slow -> favor a`, `slow then favor a`, `slow: favor a`, `yes = low`
fn arrow(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let wanted = failure.wants(&[Rule::arrow]);
    let (found, next) = (around.found, around.next);
    if wanted && let Some(told) = cell_sign(failure, around) {
        return Some(told);
    }
    let dashed = found == "-" && next == ">";
    let effect = matches!(next, "favor" | "oppose" | "exclude");
    // A `then` that still comes is the one of the rule.
    let rest = failure.place.source.get(failure.at..).unwrap_or("");
    let has_then = around.has("then") || rest.split_whitespace().any(|word| word == "then");
    let in_rule = failure.place.keyword == "rule" && (effect || !has_then);
    // Behind these words nothing stands for `then`: the sign is one too many.
    if in_rule && matches!(around.back(1), "then" | "else" | "when" | "unless") {
        return None;
    }
    let (start, end) = match (around.back(1), found) {
        _ if wanted && dashed => (failure.at, failure.after().saturating_add(1)),
        // The dash was read as a sign of the number that was to come.
        ("-", ">") if in_rule => (failure.last_at, failure.end()),
        (_, "=>") if in_rule => (failure.at, failure.end()),
        (_, ":") if in_rule && effect => (failure.at, failure.end()),
        (_, "then" | ":" | "=" | "→" | ">") if wanted => (failure.at, failure.end()),
        // `slow:` was read as a label.
        (effect, _)
            if matches!(effect, "favor" | "oppose" | "exclude")
                && around.back(2) == ":"
                && failure.place.keyword == "contrast" =>
        {
            (around.back_at(2), around.back_at(2).saturating_add(1))
        }
        _ => return None,
    };
    let span = failure.between(start, end);
    let sign = failure.place.source.get(start..end)?;
    if failure.place.keyword == "rule" {
        let touches = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace());
        let source = failure.place.source;
        let before = source
            .get(..start)
            .and_then(|text| text.chars().next_back());
        let behind = source.get(end..).and_then(|text| text.chars().next());
        let blank = |c: Option<char>| if touches(c) { " " } else { "" };
        let then = format!("{}then{}", blank(before), blank(behind));
        return Some(
            Diagnostic::error("E0114", span, format!("`{sign}` does not belong in a rule"))
                .help("write `then`")
                .safe_edit(span, then),
        );
    }
    let (message, before) = match sign {
        ":" => ("a row has `=>` before what it gives".into(), " "),
        sign => (format!("`{sign}` is not an arrow"), ""),
    };
    let problem = Diagnostic::error("E0114", span, message).help("the arrow is written `=>`");
    Some(problem.safe_edit(span, format!("{before}=>")))
}

/// `5:9`, `x > 5` in a cell, whose sign is no arrow.
fn cell_sign(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let (last, found, next) = (around.back(1), around.found, around.next);
    if let Some(told) = label(failure, around) {
        return Some(told);
    }
    // `, <= 500 : 10` in the last cell is what the row gives.
    let test = TESTS.contains(&around.back(2));
    if found == ":" && begins_number(last) && begins_number(next) && !test {
        return Some(
            failure
                .error("a range is written with two dots".into())
                .help(format!("write `{last}..{next}`"))
                .edit(failure.span(), ".."),
        );
    }
    if !is_word(last) {
        return None;
    }
    let source = failure.place.source;
    let name = operand_at(source, failure.last_at);
    let at = skip_layout(source, failure.last_at.saturating_add(name.len()));
    let sign = token_at(source, at);
    let is = sign == "is";
    if !is && !TESTS.contains(&sign) {
        return None;
    }
    let value_at = skip_layout(source, at.saturating_add(sign.len()));
    let value = operand_at(source, value_at);
    let end = token_at(
        source,
        skip_layout(source, value_at.saturating_add(value.len())),
    );
    let fits = is_value(value.trim_start_matches('-')) && matches!(end, "=>" | "," | "|" | "and");
    let (cell, begins) = match is {
        true => (value.to_owned(), value_at),
        false => (format!("{sign} {value}"), at),
    };
    // Of a scale the levels are compared with each other.
    let named = name.contains('.') || begins_number(value.trim_start_matches('-'));
    (fits && named).then(|| {
        let span = failure.between(failure.last_at, begins);
        let message = "a cell tests the value of its column, without a name";
        Diagnostic::error("E0114", span, message)
            .help(format!("write `{cell}`"))
            .edit(span, "")
    })
}

/// `"mid": 5..9 => …`, `mid = 5..9 => …`: the label of a row of a contrast that is written otherwise.
fn label(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let (last, found) = (around.back(1), around.found);
    let name = last.trim_matches('"');
    let quoted = last != name;
    let is_sign = found == "=" || found == ":" && quoted;
    let is_name = is_word(name) && token_at(name, 0) == name;
    if failure.place.keyword != "contrast" || !is_sign || !is_name {
        return None;
    }
    let mut rest = walk(failure.place.source, failure.after()).map(|walked| walked.token);
    let effect = |token: &str| matches!(token, "favor" | "oppose" | "exclude");
    let stop = rest.find(|token| matches!(*token, "=>" | "" | "}" | ":") || effect(token));
    (stop == Some("=>") && !effect(around.next)).then(|| {
        let span = failure.between(failure.last_at, failure.end());
        let message = match quoted {
            true => "the label of a row is a name, without quotes",
            false => "a colon follows the label of a row",
        };
        Diagnostic::error("E0114", span, message).write(span, format!("{name}:"))
    })
}

/// The signs of tests in a cell.
const TESTS: &[&str] = &["=", "!=", "<", "<=", ">", ">="];

/// `parameter p : 6`, `fact k = yes_no`, `fact k yes_no`, `let d t.y`
fn instead(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let (found, next) = (around.found, around.next);
    let sign = if failure.wants(&[Rule::let_value]) || failure.wants(&[Rule::equals]) {
        "="
    } else if failure.wants(&[Rule::colon]) && failure.place.keyword == "topic" {
        ":"
    } else {
        return None;
    };
    let what = match sign {
        "=" => "what a name stands for follows an `=`",
        _ => "the type of a fact follows a `:`",
    };
    if failure.place.keyword == "parameter"
        && found == ":"
        && let Some(told) = typed_parameter(failure)
    {
        return Some(told);
    }
    let end = match (found, next) {
        (":", "=") => failure.after().saturating_add(1),
        (":" | "=" | "is" | "as", _) if found != sign => failure.end(),
        (_, next) if is_word(found) && (next.starts_with('"') || (sign == ":" && next == ":")) => {
            return several_words(failure, around);
        }
        // A derivation with its type goes on otherwise.
        _ if failure.place.keyword == "let" && around.has(":") => {
            return typed(failure, around);
        }
        // Nothing stands there at all.
        _ if (is_value(found) || words::TYPES.contains(&found))
            && !found.starts_with('"')
            && !begins_line(failure.place.source, failure.at) =>
        {
            return Some(
                failure
                    .error(format!("`{sign}` is missing before `{found}`"))
                    .help(format!(
                        "{what}: `{} {sign} {}`",
                        around.back(1),
                        operand_at(failure.place.source, failure.at)
                    ))
                    .edit(failure.between(failure.at, failure.at), format!("{sign} ")),
            );
        }
        _ => return None,
    };
    let span = failure.between(failure.at, end);
    Some(
        Diagnostic::error("E0114", span, what)
            .help(format!("write `{sign}`"))
            .safe_edit(span, sign),
    )
}

/// `parameter p : number "EUR" in 0..90 = 60`, as a `let` has it
fn typed_parameter(failure: &Failure<'_>) -> Option<Diagnostic> {
    let source = failure.place.source;
    let start = failure.after();
    let word = token_at(source, start);
    if !matches!(word, "number" | "integer") {
        return None;
    }
    let equals = walk(source, start).take(12).find(|one| one.token == "=");
    let message = "a parameter has no type: it is a number";
    let Some(equals) = equals.map(|one| one.at) else {
        let span = failure.span_of(start, word);
        let problem = Diagnostic::error("E0114", span, message);
        return Some(problem.help("write its value: `parameter NAME = 6 \"months\"`"));
    };
    let about = source.get(start.saturating_add(word.len())..equals)?.trim();
    let value_at = skip_layout(source, equals.saturating_add(1));
    let value = number_at(source, value_at)?;
    let blank = if about.is_empty() { "" } else { " " };
    let end = value_at.saturating_add(value.len());
    let span = failure.between(failure.at, end);
    Some(Diagnostic::error("E0114", span, message).write(span, format!("= {value}{blank}{about}")))
}

/// `fact my fact : yes_no`, `rule my rule "Title"`
pub(super) fn several_words(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let (one, other) = (around.back(1), around.found);
    if one == other {
        let span = failure.between(failure.last_at, failure.at);
        let problem = failure.error(format!("`{one}` is here twice"));
        return Some(problem.help("delete one of the two").safe_edit(span, ""));
    }
    let name = format!("{one}_{other}");
    let span = failure.between(failure.last_at, failure.end());
    let problem = Diagnostic::error(
        "E0114",
        span,
        format!("`{one} {other}` is not a name: a name is one word"),
    )
    .help(format!("write `{name}`"))
    .edit(span, name);
    Some(problem)
}

/// `let d : low < high t.f { … }`, `let d : low < high for t.f { … }`, `let d : number EUR by t.f { … }`
fn typed(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let (found, next) = (around.found, around.next);
    if let Some(told) = clause_of_column(failure, failure.at).filter(|_| !around.has("{")) {
        return Some(told);
    }
    if matches!(around.back(1), "number" | "integer") && is_word(found) {
        return unit_told(failure, failure.at, "");
    }
    let begins = |word: &str, next: &str| is_word(word) && matches!(next, "." | "," | "{");
    let base = |word: &str| failure.error(format!("`by` is missing before `{word}`"));
    if matches!(
        found,
        "for" | "on" | "over" | "from" | "of" | "using" | "in"
    ) {
        return begins(next, around.second_next).then(|| {
            base(next)
                .help("write `by`")
                .safe_edit(failure.span(), "by")
        });
    }
    // `low < high mid {` may lack a sign of the scale instead.
    (begins(found, next) && next != "{").then(|| {
        base(found)
            .help("the columns of a table follow `by`: `by FACT, FACT`")
            .edit(failure.between(failure.at, failure.at), "by ")
    })
}

/// `slow favor a weakly`, `slow low`: a row without its arrow.
pub(super) fn without_arrow(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let found = around.found;
    let effect = matches!(found, "favor" | "oppose" | "exclude");
    let whole = around.in_table() && around.cells() == around.columns();
    let gives = is_value(found)
        && failure.place.keyword == "let"
        && whole
        && !matches!(around.next, "=>" | "or" | "to" | "," | "." | "and");
    (failure.wants(&[Rule::arrow]) && (effect || gives)).then(|| {
        failure
            .error(format!("`=>` is missing before `{found}`"))
            .help(format!("write `=> {found}`"))
            .edit(failure.between(failure.at, failure.at), "=> ")
    })
}

/// `when: t.y`, `because = "x"`, `rule r: { … }`, `rule: r { … }`
fn after_word(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let (found, last) = (around.found, around.back(1));
    // A clause of a row of the advice was read as the label of the next one.
    if failure.place.keyword == "advice" && last == ":" && is_clause(around.back(2)) {
        let clause = around.back(2);
        let problem = format!("no `:` goes after `{clause}`");
        let span = failure.span_of(failure.last_at, ":");
        return Some(
            Diagnostic::error("E0114", span, problem)
                .help(format!("`{clause}` takes no sign: delete the `:`"))
                .safe_edit(span, ""),
        );
    }
    let wanted = [Rule::colon, Rule::equals, Rule::name];
    let keyword = around.before.len() == 1 && last == failure.place.keyword;
    let opens = keyword && is_word(around.next);
    if !matches!(found, ":" | "=") || (failure.wants(&wanted) && !opens) {
        return None;
    }
    let heads = around.before.len() == 2
        || (around.before.len() == 3 && last.starts_with('"'))
        || (failure.place.keyword == "contrast" && !around.has("{"));
    let named = heads && (around.next.starts_with('"') || around.next == "{");
    let others = [
        "given",
        "expect",
        "by",
        "favor",
        "oppose",
        "exclude",
        "never",
        "always",
        "raising",
        "limit",
        "strongest",
        "otherwise",
        "certainty",
        "note",
        "use",
        "script",
        "advice",
        "for",
        "as",
        "of",
    ];
    let clause = is_clause(last) || others.contains(&last) || words::is_reserved(last);
    let word = clause && !failure.wants(&[Rule::add_op, Rule::compare_op]);
    (named || word || opens).then(|| {
        failure
            .error(format!("no `{found}` goes after `{last}`"))
            .help(format!("`{last}` takes no sign: delete the `{found}`"))
            .safe_edit(failure.span(), "")
    })
}

/// `by a; b`, `slow; yes => low`
fn semicolon(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let effect = matches!(around.next, "favor" | "oppose" | "exclude");
    if !matches!(around.found, ";" | "and") {
        return None;
    }
    if effect && around.found == ";" {
        return Some(joined(failure, around));
    }
    let table = failure.place.keyword == "let" && around.in_table();
    let columns = table && !around.has("{");
    let compares = |token: &str| token.starts_with(['<', '>', '=', '!']);
    let cells = table
        && failure.wants(&[Rule::arrow])
        && around.cells() < around.columns()
        && !(around.found == "and" && compares(around.next));
    let levels =
        around.found == ";" && failure.place.keyword == "topic" && around.back(1) != "}" && {
            let list = around
                .before
                .iter()
                .rev()
                .take_while(|token| is_value(token) || **token == ",");
            let before = around.back(list.count().saturating_add(1));
            before == "of" && is_value(around.next) && around.next != "fact"
        };
    (columns || cells || levels).then(|| {
        let what = match (columns, cells) {
            (true, _) => "the columns of a table",
            (_, true) => "the cells of a row",
            _ => "the levels of a list",
        };
        failure
            .error(format!("{what} are separated by commas"))
            .write(failure.span(), ",")
    })
}

/// `, oppose b weakly`, `or oppose b weakly`
fn joined(failure: &Failure<'_>, around: &Around<'_>) -> Diagnostic {
    let (last, found) = (around.back(1), around.found);
    if matches!(last, "then" | "else" | "=>") {
        return failure
            .error(format!("no `{found}` goes after `{last}`"))
            .help("delete it")
            .safe_edit(failure.span(), "");
    }
    let blank = failure.place.source.get(..failure.at).unwrap_or("");
    let blank = if blank.ends_with(char::is_whitespace) {
        ""
    } else {
        " "
    };
    let told = failure
        .error(format!("effects are not joined with `{found}`"))
        .help("write `and`");
    let edit = format!("{blank}and");
    // Whoever writes `or` may mean two rules.
    match found {
        "or" => told.edit(failure.span(), edit),
        _sign => told.safe_edit(failure.span(), edit),
    }
}

/// A comma, or another joining word, between effects, clauses, rows, facts and entries.
fn comma(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let (found, next) = (around.found, around.next);
    let effect = matches!(next, "favor" | "oppose" | "exclude");
    if effect && matches!(found, "," | "or" | "+") {
        return Some(joined(failure, around));
    }
    if !matches!(found, "," | "and") {
        return None;
    }
    let source = failure.place.source;
    let entry = failure.place.keyword == "example"
        && around.has("given")
        && entry_follows(source, failure.after());
    let clause = found == ","
        && (is_clause(next) || matches!(next, "}" | "fact" | "expect" | "given" | "met"));
    let place = match failure.place.keyword {
        "example" => "facts",
        "topic" if around.back(1) == "}" || next == "fact" => "facts",
        _ => "clauses",
    };
    (entry || clause).then(|| {
        let base = failure.error(format!("`{found}` does not go between {place}"));
        let set = matches!(place, "facts") && failure.place.keyword == "example" && found == ",";
        let base = base.help(format!(
            "{place} follow each other without a sign: delete it"
        ));
        base.help_if(set.then(|| "a set goes in brackets: `[a, b]`".to_owned()))
            .safe_edit(failure.span(), "")
    })
}

/// `favor a weakly, fast => …`, `favor a weakly | fast => …`
fn between_rows(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let row = matches!(around.second_next, "=>" | "|" | ":" | "..") && is_value(around.next);
    let fits = failure.place.keyword == "contrast"
        && matches!(around.found, "," | "|" | "and")
        && around.has("=>")
        && !failure.wants(&[Rule::arrow])
        && row;
    fits.then(|| {
        failure
            .error(format!("`{}` does not go between rows", around.found))
            .help("rows follow each other without a sign: delete it")
            .safe_edit(failure.span(), "")
    })
}

/// Whether `FACT:`, `FACT =` or `FACT is` stands at a place.
pub(super) fn entry_follows(source: &str, at: usize) -> bool {
    let mut at = at;
    loop {
        let word = token_at(source, at);
        if !is_word(word) {
            return false;
        }
        at = skip_layout(source, at.saturating_add(word.len()));
        match token_at(source, at) {
            "." => at = skip_layout(source, at.saturating_add(1)),
            sign => return matches!(sign, ":" | "=" | "is"),
        }
    }
}

/// `t["y"]`, `t->y`, `t::y`, `t:y` in a condition
fn path(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let source = failure.place.source;
    let (start, name_at) = match (around.back(1), around.found, around.next) {
        (topic, "[", _) if is_word(topic) => (failure.last_at, failure.after()),
        (topic, ":", ":") if is_word(topic) => (failure.last_at, failure.after().saturating_add(1)),
        ("-", ">", _) if is_word(around.back(2)) => (around.back_at(2), failure.end()),
        _ => return None,
    };
    let typed = failure.place.keyword == "topic" && !around.in_condition(failure);
    if !failure.goes_on() && around.back(1) != "-" || typed {
        return None;
    }
    let topic = token_at(source, start);
    let name = token_at(source, name_at).trim_matches('"');
    let mut end = name_at.saturating_add(token_at(source, name_at).len());
    if around.found == "[" {
        end = skip_layout(source, end);
        if token_at(source, end) != "]" {
            return None;
        }
        end = end.saturating_add(1);
    }
    let written = source.get(start..end)?;
    let adjacent = !written.contains(char::is_whitespace);
    let function = ["belief", "total", "fired", "excluded", "confidence", "tied"];
    if around.found == "[" && function.contains(&topic) && is_word(name) && adjacent {
        let span = failure.between(start, end);
        let problem = Diagnostic::error("E0114", span, "a function has its values in parentheses");
        return Some(problem.write(span, format!("{topic}({name})")));
    }
    let element = around.found == "[" && around.back(2) == ".";
    if element && is_word(name) && adjacent {
        return Some(in_set(failure, around, (token_at(source, name_at), end)));
    }
    (is_word(name) && adjacent).then(|| {
        let span = failure.between(start, end);
        Diagnostic::error("E0114", span, format!("`{written}` is not a name"))
            .help(format!(
                "a fact is named by its topic and its name: `{topic}.{name}`"
            ))
            .safe_edit(span, format!("{topic}.{name}"))
    })
}

/// `t.s["tpm"]`, whose name has its topic already.
fn in_set(failure: &Failure<'_>, around: &Around<'_>, (element, end): (&str, usize)) -> Diagnostic {
    let source = failure.place.source;
    let element = print_word(element.trim_matches('"'));
    let set = around.name(1);
    let span = failure.between(failure.at, end);
    let problem = Diagnostic::error("E0114", span, "a set has no elements by name")
        .help(format!("write `{set} includes {element}`"));
    let next = token_at(source, skip_layout(source, end));
    let tested = next.starts_with(['=', '!', '<', '>', '.', '+', '-', '*', '/'])
        || matches!(next, "is" | "includes" | "between");
    let whole = around.is_whole_side(1);
    match tested || !whole {
        true => problem,
        false => problem.safe_edit(span, format!(" includes {element}")),
    }
}
