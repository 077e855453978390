//! Slips in clauses: a word that is missing, comes from another block, or has to be repeated.

use std::ops::Range;

use crate::base::{Diagnostic, Strength};

use super::super::blocks::is_clause;
use super::around::{Around, is_word};
use super::expected::keywords;
use super::failure::{Failure, Walked, begins_line, begins_number, skip_layout, token_at, walk};
use super::grammar::Rule;
use super::slip_compare::meaning;
use super::slip_test::COUNTED;
use crate::syntax::meant::meant;

/// A slip in a clause.
pub(super) fn of_clause(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    reason(failure, around)
        .or_else(|| quorum(failure, around))
        .or_else(|| repeated(failure, around))
        .or_else(|| foreign(failure, around))
}

/// `slow => favor kaizen weakly "because of it"`
fn reason(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let string = around.back(1);
    let after_effect = Strength::of(around.back(2)).is_some() || begins_number(around.back(2));
    let fits = failure.place.keyword == "contrast"
        && string.starts_with('"')
        && after_effect
        && failure.wanted.contains(&Rule::arrow)
        && !begins_line(failure.place.source, failure.last_at);
    fits.then(|| {
        let span = failure.span_of(failure.last_at, string);
        Diagnostic::error("E0114", span, "no word says what this string is")
            .help(format!("a reason follows `because`: `because {string}`"))
            .edit(
                failure.between(failure.last_at, failure.last_at),
                "because ",
            )
    })
}

/// `2 of { … }`, `all of { a, b }`
fn quorum(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let number = around.back(1);
    if around.found == "of" && begins_number(number) && around.next == "{" {
        return Some(
            failure
                .error("to count conditions, use `at least`".into())
                .help(format!("write `at least {number} of {{ …; … }}`"))
                .safe_edit(
                    failure.between(failure.last_at, failure.last_at),
                    "at least ",
                ),
        );
    }
    let compared = compared_quorum(failure, around).or_else(|| exact_quorum(failure, around));
    if let Some(told) = compared {
        return Some(told);
    }
    if around.found != "," || !failure.in_quorum() {
        return None;
    }
    let open = around.before.iter().rposition(|token| *token == "{")?;
    let of = around.before.get(..open)?;
    let head = match of {
        [.., "at", "least", number, "of"] => format!("at least {number} of"),
        [.., word, "of"] => format!("{word} of"),
        _ => return None,
    };
    Some(
        failure
            .error("the parts of a list are separated by `;`".into())
            .help(format!("write `{head} {{ a; b; c }}`"))
            .safe_edit(failure.span(), ";"),
    )
}

/// `more than 1 of { … }`, `fewer than 3 of { … }`, `at most 2 of { … }`
fn compared_quorum(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let (word, found) = (around.back(1), around.found);
    let number = counted(around.next)?;
    if around.second_next != "of" {
        return None;
    }
    let more = number.saturating_add(1);
    let head = match (word, found) {
        ("more", "than") => format!("at least {more} of"),
        ("less" | "fewer", "than") => format!("not at least {number} of"),
        ("at", "most") => format!("not at least {more} of"),
        _ => return None,
    };
    let end = failure.after().saturating_add(around.next.len());
    let written = failure.place.source.get(failure.last_at..end)?;
    let span = failure.span_of(failure.last_at, written);
    let edit = head.trim_end_matches(" of").to_owned();
    Some(
        failure
            .error("to count conditions, use `at least`".into())
            .help(format!("write `{head} {{ …; … }}`"))
            .safe_edit(span, edit),
    )
}

/// A number in digits or as a word.
fn counted(token: &str) -> Option<u32> {
    meaning(COUNTED, token).unwrap_or(token).parse().ok()
}

/// `exactly 1 of { … }`, which takes two counts.
fn exact_quorum(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let word = matches!(around.back(1), "exactly" | "only" | "just");
    let number = counted(around.found).filter(|_| word && around.next == "of")?;
    let more = number.saturating_add(1);
    let source = failure.place.source;
    let open = skip_layout(source, failure.after().saturating_add("of".len()));
    let problem = Diagnostic::error(
        "E0114",
        failure.between(failure.last_at, failure.end()),
        "to count conditions, use `at least`",
    )
    .help(format!(
        "write `at least {number} of {{ …; … }} and not at least {more} of {{ …; … }}`"
    ));
    let Some(parts) = braces_at(source, open) else {
        return Some(problem);
    };
    let both = format!("at least {number} of {parts} and not at least {more} of {parts}");
    let both = match around.guarded(2) {
        Some(_) => format!("({both})"),
        None => both,
    };
    let end = open.saturating_add(parts.len());
    Some(problem.safe_edit(failure.between(failure.last_at, end), both))
}

/// What stands in braces at a place, with them.
fn braces_at(source: &str, open: usize) -> Option<&str> {
    let (mut at, mut depth) = (open, 0_usize);
    loop {
        let token = token_at(source, at);
        match token {
            "{" => depth = depth.saturating_add(1),
            "}" => depth = depth.saturating_sub(1),
            "" => return None,
            _ => {}
        }
        at = at.saturating_add(token.len());
        if depth == 0 {
            return source.get(open..at).filter(|whole| whole.starts_with('{'));
        }
        at = skip_layout(source, at);
    }
}

/// `next "x", "y"`, `tag need, fit`
fn repeated(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let word = around.back(2);
    let clauses = [
        "next",
        "risk",
        "precondition",
        "measure",
        "headline",
        "tag",
        "cite",
        "formerly",
        "strategy",
        "source",
        "group",
    ];
    let next = around.next;
    let goes_on = is_clause(next) || matches!(next, "met" | "partly" | "within" | "" | "}");
    let fits = around.found == "," && clauses.contains(&word) && !goes_on;
    let (one, other) = (around.back(1), around.next);
    if fits && is_word(one) && other.starts_with('"') {
        // `cite book, "p. 3"`, `group g, "Title"`: the text belongs to the name.
        let found = failure.error("a comma does not go here".into());
        return Some(
            found
                .help(format!("write `{word} {one} {other}`"))
                .safe_edit(failure.span(), ""),
        );
    }
    fits.then(|| {
        failure
            .error("a comma does not go here".into())
            .help(format!("repeat the word: `{word} {one}  {word} {other}`"))
            .safe_edit(failure.span(), format!(" {word}"))
    })
}

/// Words that belong into another block.
fn foreign(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let (keyword, found) = (failure.place.keyword, around.found);
    match (keyword, found) {
        ("note", _) if found == "then" || around.back(1) == "then" => {
            let at = if found == "then" {
                failure.at
            } else {
                failure.last_at
            };
            Some(
                failure
                    .error("a note has no effects, so it has no `then`".into())
                    .help("delete `then`: `when … risk \"…\"`")
                    .safe_edit(failure.span_of(at, "then"), ""),
            )
        }
        ("guarantee", "not") if matches!(around.next, "always" | "never") => Some(
            failure
                .error("a guarantee says what never or always holds".into())
                .help("if the condition must not hold, write `never CONDITION`")
                .help("what holds only sometimes is shown by an example: `example \"Title\" { given { … } expect CONDITION }`"),
        ),
        ("guarantee", _) if around.back(1) == "{" && claims(failure, around) => {
            Some(claim(failure, around))
        }
        ("guarantee", "then") => Some(claim(failure, around)),
        ("guarantee", _) if around.back(1) == "then" => Some(claim(failure, around)),
        ("guarantee", "if") => Some(
            failure
                .error("`if` is not a word of the language".into())
                .help("write `when`: `never CONDITION when CONDITION`")
                .safe_edit(failure.span(), "when"),
        ),
        _ => None,
    }
}

/// Whether a condition stands where a claim is to begin.
fn claims(failure: &Failure<'_>, around: &Around<'_>) -> bool {
    let found = around.found;
    let words = keywords(failure.wanted);
    let near = crate::base::nearest(found, words.iter().copied()).is_some();
    let misspelt = near || (meant(found, &words).is_some() && found != "if");
    let wanted = failure.wants(&[Rule::never, Rule::kw_never]);
    wanted && !misspelt && (is_word(found) || matches!(found, "if" | "not" | "("))
}

/// `if C then never D`, `when C then D`, `advice is a`
fn claim(failure: &Failure<'_>, around: &Around<'_>) -> Diagnostic {
    let source = failure.place.source;
    let base = failure
        .error("a guarantee begins with its claim".into())
        .help("write `never CONDITION when CONDITION` or `always CONDITION when CONDITION`");
    let open = source.find('{').map_or(0, |at| at.saturating_add(1));
    let first = skip_layout(source, open);
    let Some((condition, said)) = conditional(source, first) else {
        return base;
    };
    let span = failure.between(first, said.end);
    let text = |part: Range<usize>| source.get(part).unwrap_or("");
    let said = text(said);
    let claimed = match token_at(said, 0) {
        "never" | "always" => said.to_owned(),
        _ => format!("always {said}"),
    };
    match around.before.contains(&"because") {
        true => base,
        false => base.edit(span, format!("{claimed} when {}", text(condition))),
    }
}

/// The two parts of `if C then D`, which begins at a place.
fn conditional(source: &str, first: usize) -> Option<(Range<usize>, Range<usize>)> {
    let word = token_at(source, first);
    if !matches!(word, "if" | "when") {
        return None;
    }
    let mut parts = Vec::new();
    let mut start = skip_layout(source, first.saturating_add(word.len()));
    // `if` of choices whose `then` is still to come.
    let (mut end, mut choices) = (start, 0_usize);
    for Walked { at, token, depth } in walk(source, start) {
        let ends = matches!(token, "" | "}" | "because" | "cite") && depth == 0;
        if ends || (token == "then" && choices == 0 && depth == 0) {
            parts.push(start..end);
            start = skip_layout(source, at.saturating_add(token.len()));
        }
        match token {
            _ if ends => break,
            "" => return None,
            "if" => choices = choices.saturating_add(1),
            "then" => choices = choices.saturating_sub(1),
            _ => {}
        }
        end = at.saturating_add(token.len());
    }
    match <[Range<usize>; 2]>::try_from(parts) {
        Ok([condition, said]) if !condition.is_empty() && !said.is_empty() => {
            Some((condition, said))
        }
        _ => None,
    }
}
