//! Slips in what a rule or a row does: effects, their weights, and how they are joined. Knows no names.

use crate::base::{Diagnostic, Strength};

use super::around::{Around, is_unit, is_word, operand_at};
use super::failure::{Failure, begins_number, skip_layout, token_at};
use super::grammar::Rule;
use crate::syntax::meant::meant;

/// The words that begin an effect.
const EFFECTS: &[&str] = &["favor", "oppose", "exclude"];

/// The words for how strongly.
const STRENGTHS: &[&str] = &Strength::WORDS;

/// A slip in an effect.
pub(super) fn of_effect(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    if failure.wants(&[Rule::favor, Rule::kw_favor]) {
        return turned(failure, around)
            .or_else(|| negated(failure, around))
            .or_else(|| without_word(failure, around));
    }
    if failure.wants(&[Rule::strength]) {
        return several(failure, around)
            .or_else(|| turned_after(failure, around))
            .or_else(|| filled(failure, around))
            .or_else(|| number(failure, around))
            .or_else(|| twofold(failure, around))
            .or_else(|| nothing(failure, around));
    }
    unjoined(failure, around)
        .or_else(|| excluded(failure, around))
        .or_else(|| quoted(failure, around))
}

/// `strongly favor a`
fn turned(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let (strength, effect) = (around.found, around.next);
    let fits = STRENGTHS.contains(&strength)
        && matches!(effect, "favor" | "oppose")
        && is_word(around.second_next);
    fits.then(|| reordered(failure, failure.at, (effect, around.second_next, strength)))
        .flatten()
}

/// `favor strongly a`
fn turned_after(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let (effect, strength, name) = (around.back(2), around.back(1), around.found);
    let fits =
        STRENGTHS.contains(&strength) && matches!(effect, "favor" | "oppose") && is_word(name);
    fits.then(|| reordered(failure, around.back_at(2), (effect, name, strength)))
        .flatten()
}

fn reordered(
    failure: &Failure<'_>,
    start: usize,
    (effect, name, strength): (&str, &str, &str),
) -> Option<Diagnostic> {
    let source = failure.place.source;
    let mut end = start;
    for _ in 0..3 {
        end = skip_layout(source, end);
        end = end.saturating_add(token_at(source, end).len());
    }
    let span = failure.between(start, end);
    Some(
        Diagnostic::error("E0114", span, "how strongly goes after the name")
            .write(span, format!("{effect} {name} {strength}")),
    )
}

/// `not favor a weakly`
fn negated(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let other = match (around.found, around.next) {
        ("not", "favor") => "oppose",
        ("not", "oppose") => "favor",
        _ => return None,
    };
    let end = failure.after().saturating_add(around.next.len());
    Some(
        failure
            .error("an effect is not negated".into())
            .help(format!("for the other direction, write `{other}`"))
            .edit(failure.between(failure.at, end), other),
    )
}

/// `then a strongly`, `then a += 3`
fn without_word(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let (name, next) = (around.found, around.next);
    if !is_word(name) {
        return None;
    }
    let source = failure.place.source;
    let behind = skip_layout(source, failure.after().saturating_add(next.len()));
    let (how, ways): (String, &[&str]) = match (next, around.second_next) {
        (strength, _) if STRENGTHS.contains(&strength) => {
            (strength.to_owned(), &["favor", "oppose"])
        }
        ("by", _) => (
            format!("by {}", operand_at(source, behind)),
            &["favor", "oppose"],
        ),
        (number, _) if begins_number(number) => (format!("by {number}"), &["favor", "oppose"]),
        ("+" | "=", "=") => (amount(source, behind, 1)?, &["favor"]),
        ("-", "=") => (amount(source, behind, 1)?, &["oppose"]),
        ("+" | "=", _) => (amount(source, behind, 0)?, &["favor"]),
        ("-", number) if begins_number(number) => (amount(source, behind, 0)?, &["oppose"]),
        _ => return None,
    };
    let base = failure.error(format!("`{name}` is not an effect by itself"));
    let forms: Vec<String> = ways
        .iter()
        .map(|way| format!("`{way} {name} {how}`"))
        .collect();
    Some(base.help(format!("write {}", forms.join(" or "))))
}

/// The number that stands at a place, or so many signs behind it, as a weight.
fn amount(source: &str, at: usize, signs: usize) -> Option<String> {
    let at = skip_layout(source, at.saturating_add(signs));
    let number = operand_at(source, at);
    begins_number(number).then(|| format!("by {number}"))
}

/// `favor a, b strongly`, `favor a and b strongly`
fn several(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let (effect, name) = (around.back(2), around.back(1));
    if !matches!(around.found, "," | "and") || !EFFECTS.contains(&effect) {
        return None;
    }
    let source = failure.place.source;
    let mut names = vec![name];
    let mut at = failure.at;
    while matches!(token_at(source, at), "," | "and") {
        at = skip_layout(source, at.saturating_add(token_at(source, at).len()));
        let name = token_at(source, at);
        if !is_word(name) {
            return None;
        }
        names.push(name);
        at = skip_layout(source, at.saturating_add(name.len()));
    }
    let how = token_at(source, at);
    let mut end = at.saturating_add(how.len());
    if how == "by" {
        let number = skip_layout(source, end);
        end = number.saturating_add(operand_at(source, number).len());
    } else if !STRENGTHS.contains(&how) {
        return None;
    }
    let how = source.get(at..end)?;
    let each: Vec<String> = names
        .iter()
        .map(|name| format!("{effect} {name} {how}"))
        .collect();
    let span = failure.between(around.back_at(2), end);
    Some(
        failure
            .error("an effect has one strategy".into())
            .write(span, each.join(" and ")),
    )
}

/// `favor a 3`, `favor a +3`, `favor a -3`
fn number(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let source = failure.place.source;
    let (effect, name) = (around.back(2), around.back(1));
    let found = around.found;
    let at = match found {
        "+" | "-" => failure.after(),
        found if begins_number(found) => failure.at,
        _ => return None,
    };
    let size = operand_at(source, at);
    if !begins_number(size) {
        return None;
    }
    let mut end = at.saturating_add(size.len());
    let target = token_at(source, skip_layout(source, end));
    if name == "by" && is_word(target) && !ends_weight(target) {
        // `favor by 3 repair`
        end = skip_layout(source, end).saturating_add(target.len());
        let span = failure.between(around.back_at(2), end);
        let found = failure.error("the weight follows the strategy".into());
        return Some(found.write(span, format!("{effect} {target} by {size}")));
    }
    let base = failure.error("a weight in numbers follows `by`".into());
    // `3 points`
    let unit = skip_layout(source, end);
    let behind = skip_layout(source, unit.saturating_add(token_at(source, unit).len()));
    if is_word(token_at(source, unit)) && ends_weight(token_at(source, behind)) {
        end = unit.saturating_add(token_at(source, unit).len());
    }
    let other = match effect {
        "favor" => "oppose",
        _ => "favor",
    };
    Some(match found {
        "-" => base.write(
            failure.between(around.back_at(2), end),
            format!("{other} {name} by {size}"),
        ),
        _ => base.write(failure.between(failure.at, end), format!("by {size}")),
    })
}

/// `favor a very strongly`
fn twofold(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let (found, next) = (around.found, around.next);
    let second = match STRENGTHS.contains(&next) {
        true => Some(next),
        false => meant(next, STRENGTHS),
    }?;
    let known = [
        "very",
        "quite",
        "rather",
        "so",
        "really",
        "most",
        "extremely",
        "too",
        "more",
    ];
    if !known.contains(&found) && meant(found, STRENGTHS).is_none() {
        return None;
    }
    let stronger = matches!(
        (found, second),
        ("very" | "extremely" | "really" | "most", "strongly")
    );
    let better = if stronger { "decisively" } else { second };
    let end = failure.after().saturating_add(next.len());
    let span = failure.between(failure.at, end);
    Some(
        failure
            .error("one word says how strongly".into())
            .help(format!(
                "the words are `weakly`, `moderately`, `strongly` and `decisively`: write `{better}`"
            ))
            .edit(span, better),
    )
}

/// `favor a }`, `favor a because "x"`
fn nothing(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let (effect, name) = (around.back(2), around.back(1));
    let ends = matches!(around.found, "}" | "because" | "else" | "cite" | "in" | "");
    (ends && matches!(effect, "favor" | "oppose") && is_word(name)).then(|| {
        let end = failure.last_at.saturating_add(name.len());
        Diagnostic::error(
            "E0114",
            failure.between(around.back_at(2), end),
            format!("`{effect} {name}` does not say how strongly"),
        )
        .help(format!(
            "write `{effect} {name} moderately`, or `weakly`, `strongly`, `decisively`, or `by` and a number"
        ))
    })
}

/// `favor a strongly oppose b weakly`, `when t.y favor a weakly`
fn unjoined(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let found = around.found;
    if !EFFECTS.contains(&found) || !is_word(around.next) {
        return None;
    }
    let rows = failure.place.keyword == "contrast";
    let effects = around.in_effects(failure) || (rows && around.has("=>"));
    let word = match (failure.place.keyword, effects) {
        ("rule" | "contrast", true) => "and",
        ("rule", false) if around.has("when") => "then",
        _ => return None,
    };
    Some(
        failure
            .error(format!("`{word}` is missing before `{found}`"))
            .help(format!("write `{word} {found}`"))
            .safe_edit(failure.between(failure.at, failure.at), format!("{word} ")),
    )
}

/// Whether a token may follow a weight.
fn ends_weight(token: &str) -> bool {
    matches!(
        token,
        "}" | "and" | "because" | "cite" | "in" | "else" | "then" | ""
    )
}

/// `exclude a strongly`
fn excluded(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let fits = STRENGTHS.contains(&around.found) && around.back(2) == "exclude";
    fits.then(|| {
        failure
            .error("`exclude` has no strength: delete it".into())
            .help(format!("delete `{}`", around.found))
            .safe_edit(failure.span(), "")
    })
}

/// `favor "a" strongly`
fn quoted(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let name = around.found.strip_prefix('"')?.strip_suffix('"')?;
    let fits = EFFECTS.contains(&around.back(1)) && is_word(name);
    let word = name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    (fits && word).then(|| {
        failure
            .error("a name is written without quotes".into())
            .write(failure.span(), name)
    })
}

/// `favor the a strongly`, `favor strategy a strongly`
fn filled(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let (filling, name) = (around.back(1), around.found);
    let strength = STRENGTHS.contains(&around.next) || around.next == "by";
    let fills = matches!(filling, "the" | "an" | "strategy" | "option" | "hypothesis");
    let fits = EFFECTS.contains(&around.back(2)) && fills && is_word(name) && strength;
    fits.then(|| {
        let span = failure.span_of(failure.last_at, filling);
        Diagnostic::error("E0114", span, "an effect names one strategy")
            .help(format!("delete `{filling}`"))
            .edit(failure.between(failure.last_at, failure.at), "")
    })
}

/// `by 3 points`, `by p "EUR"`, `prior 2 points`: numbers that have no unit.
pub(super) fn of_weight(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    // In a contrast the unit was read as the first cell of the next row.
    let read_on = failure.place.keyword == "contrast" && failure.wants(&[Rule::arrow, Rule::colon]);
    let cell = matches!(around.found, "=>" | "|" | ":" | ".." | ",");
    let (unit, at, steps) = match read_on && !cell {
        true => (around.back(1), failure.last_at, 2),
        false => (around.found, failure.at, 1),
    };
    if !is_unit(unit) || (steps == 1 && !ends_weight(around.next)) {
        return None;
    }
    let span = failure.span_of(at, unit);
    let (what, before) = match (around.back(steps), around.back(steps.saturating_add(1))) {
        (number, "prior") if begins_number(number) => ("a prior", format!("prior {number}")),
        (number, "limit") if begins_number(number) => ("a limit", format!("limit {number}")),
        (strength, _) if STRENGTHS.contains(&strength) => {
            let points = matches!(unit, "point" | "points" | "pts");
            ("a weight", points.then(|| strength.to_owned())?)
        }
        _ => ("a weight", weight(failure, around, steps)?),
    };
    Some(
        Diagnostic::error("E0114", span, format!("{what} has no unit"))
            .help(format!("write `{before}` alone"))
            .safe_edit(span, ""),
    )
}

/// The most tokens of a weight that are looked at.
const LONGEST_WEIGHT: usize = 12;

/// The weight that ends so many tokens before the place, with its `by`.
fn weight<'a>(failure: &Failure<'a>, around: &Around<'_>, steps: usize) -> Option<String> {
    let mut first = steps;
    while first.saturating_sub(steps) < LONGEST_WEIGHT {
        match around.back(first) {
            "by" => break,
            "+" | "-" | "*" | "/" | "." => {}
            token if is_word(token) || begins_number(token) => {}
            _ => return None,
        }
        first = first.saturating_add(1);
    }
    let start = around.back_at(first);
    let end = around
        .back_at(steps)
        .saturating_add(around.back(steps).len());
    let whole = failure.place.source.get(start..end)?;
    (first > steps && around.back(first) == "by").then(|| whole.to_owned())
}
