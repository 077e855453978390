//! Slips between the word that opens a declaration and what it holds: names, titles, braces. Knows no types.

use crate::base::Diagnostic;

use super::super::blocks::takes;
use super::around::{Around, is_word, written_range_at};
use super::failure::{Failure, Walked, begins_number, skip_layout, token_at, walk};
use super::grammar::Rule;
use super::slip_sign::{entry_follows, several_words};
use super::slip_type::is_title_behind;
use super::slip_type::{range_of, unit_told};
use crate::syntax::ascii::{self, snake_case};
use crate::syntax::words;

/// The longest name that is made of a title.
const LONGEST: usize = 40;

/// A slip in a head.
pub(super) fn of_head(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    named(failure, around)
        .or_else(|| nameless(failure, around))
        .or_else(|| brace(failure, around))
        .or_else(|| title(failure, around))
        .or_else(|| fact_brace(failure, around))
        .or_else(|| several(failure, around))
        .or_else(|| parameter(failure, around))
        .or_else(|| file(failure, around))
        .or_else(|| method(failure, around))
        .or_else(|| limit(failure, around))
        .or_else(|| bracket(failure, around))
        .or_else(|| block_of_effects(failure, around))
        .or_else(|| without_when(failure, around))
        .or_else(|| year(failure, around))
}

/// A name as it may be declared, made of a title.
pub(super) fn name_of(title: &str) -> Option<String> {
    let parts: Vec<String> = title
        .split(|c: char| !c.is_alphanumeric())
        .filter(|part| !part.is_empty())
        .map(|part| ascii::plain(part).unwrap_or_else(|| part.to_owned()))
        .collect();
    let name: String = parts.join("_").chars().take(LONGEST).collect();
    let name = name.trim_end_matches('_').to_owned();
    let fits = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && !words::is_reserved(&name);
    fits.then_some(name)
}

/// `rule 2a { … }`, `rule no-leap { … }`
fn named(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let (opens, found) = (around.back(1), around.found);
    let name = around.before.len() == 2 || around.back(2) == "fact";
    if name && found == "-" && is_word(opens) {
        return dashed(failure);
    }
    if around.back(2) == "fact" && found == "." && is_word(around.next) {
        let own = around.before.get(1) == Some(&opens);
        let span = failure.between(failure.last_at, failure.after());
        let problem = Diagnostic::error("E0114", span, "a fact is declared without its topic")
            .help(format!("write `fact {}`", around.next));
        return Some(match own {
            true => problem.safe_edit(span, ""),
            false => problem.edit(span, ""),
        });
    }
    let quoted = matches!(failure.place.keyword, "use" | "script" | "advice");
    let heads = around.before.len() == 1 || opens == "fact";
    (heads && !quoted && begins_number(found)).then(|| {
        failure
            .error(format!(
                "`{found}` is not a name: names begin with a letter"
            ))
            .help(format!(
                "choose a different name, such as `{opens}_{found}`"
            ))
            .edit(failure.span(), format!("{opens}_{}", snake_case(found)))
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
            .error(format!("`{written}` is not a name: names have no `-`"))
            .help(format!("write `{name}`"))
            .edit(span, name)
    })
}

/// `rule "My rule" { … }`
fn nameless(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let word = around.back(1);
    let opens = around.before.len() == 1 || word == "fact";
    let (keyword, title) = (failure.place.keyword, around.found);
    if !opens || !failure.wants(&[Rule::name]) || matches!(keyword, "use" | "script") {
        return None;
    }
    let article = if word.starts_with(['a', 'e', 'i', 'o', 'u']) {
        "an"
    } else {
        "a"
    };
    let problem = failure.error(format!("{article} `{word}` has a name"));
    if !title.starts_with('"') {
        let given = matches!(title, "{" | ":" | "=" | "");
        return given.then(|| problem.help(format!("write one before this: `{word} NAME …`")));
    }
    // `rule "Swell" swell {`
    let name = around.next;
    if is_word(name) && around.second_next == "{" {
        let at = skip_layout(failure.place.source, failure.after());
        let both = failure.between(failure.at, at.saturating_add(name.len()));
        let written = format!("{name} {title}");
        return Some(
            failure
                .error("the name comes before the title".into())
                .help(format!("write `{word} {written}`"))
                .edit(both, written),
        );
    }
    let inner = title.strip_prefix('"')?.strip_suffix('"')?;
    Some(match name_of(inner) {
        Some(name) => problem
            .help(format!(
                "write one before the title: `{word} {name} {title}`"
            ))
            .edit(failure.between(failure.at, failure.at), format!("{name} ")),
        None => problem.help(format!("write one before the title: `{word} NAME {title}`")),
    })
}

/// `source imai Imai (1986)`, `hypothesis h Trust is high`
fn title(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let names = around.before.len() == 2 && is_word(around.back(1));
    let fits = names && failure.wants(&[Rule::text]) && is_word(around.found);
    let known = [
        "for", "in", "by", "limit", "unseen", "as", "of", "to", "is", "on", "over", "max",
        "extends",
    ];
    let keyword = failure.place.keyword;
    if !fits || known.contains(&around.found) || takes(keyword).contains(&around.found) {
        return None;
    }
    if around.next.starts_with('"') && matches!(around.found, "title" | "called" | "named") {
        let span = failure.between(failure.at, failure.after());
        return Some(
            failure
                .error("a title follows the name without a sign".into())
                .help(format!("delete `{}`", around.found))
                .safe_edit(span, ""),
        );
    }
    let behind = words::behind_names(keyword);
    let misspelt = crate::base::nearest(around.found, behind.iter().copied()).is_some();
    let rest = failure.place.source.get(failure.at..)?;
    let end = rest
        .find(['{', '\n', '"', '=', ':', '#'])
        .unwrap_or(rest.len());
    let written = rest.get(..end)?.trim_end();
    let is_title = matches!(
        keyword,
        "source"
            | "hypothesis"
            | "strategy"
            | "outcome"
            | "rule"
            | "note"
            | "topic"
            | "group"
            | "contradiction"
    );
    if !is_title || misspelt {
        return None;
    }
    // A title follows, so these are words of the name.
    if rest.get(end..)?.starts_with('"') {
        return several_words(failure, around);
    }
    let word = |end: &&str| written.find(&format!(" {end} "));
    let end = behind.iter().filter_map(word).min();
    let written = written.get(..end.unwrap_or(written.len()))?;
    let span = failure.span_of(failure.at, written);
    Some(
        Diagnostic::error("E0114", span, "a title goes in quotes")
            .help(format!("write `\"{written}\"`"))
            .edit(span, format!("\"{written}\"")),
    )
}

/// `rule r when t.y then …`, `topic t: fact f : yes_no`
fn brace(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let keyword = failure.place.keyword;
    let (found, next) = (around.found, around.next);
    let first = if matches!(found, ":" | "=" | "=>" | "->") {
        next
    } else {
        found
    };
    let begins = match keyword {
        "topic" => first == "fact",
        "example" => matches!(first, "given" | "expect"),
        "guarantee" => matches!(first, "never" | "always" | "raising"),
        _ => takes(keyword).contains(&first),
    };
    let head = !around.has("{") && failure.wants(&[Rule::open]);
    if !head || !begins || keyword == "parameter" || keyword == "group" {
        return None;
    }
    let source = failure.place.source;
    let end = source.trim_end().len();
    let start = if first == found {
        failure.at
    } else {
        failure.end()
    };
    let opening = if first == found { "{ " } else { " {" };
    let problem = failure
        .error(format!("`{{` is missing before `{first}`"))
        .help(format!(
            "the contents of {} go in braces: `{keyword} … {{ {first} … }}`",
            words::with_article(keyword)
        ));
    let problem_with =
        |problem: Diagnostic| problem.edit(failure.between(failure.at, start), opening);
    // A block of its own may begin behind a part: it is that of the declaration, or that of the part.
    let own = matches!(keyword, "topic" | "example" | "guarantee");
    Some(match block_behind(source, failure.at) {
        None => problem_with(problem).edit(failure.between(end, end), " }"),
        Some((open, close)) if !own && close.saturating_add(1) == end => {
            problem_with(problem).edit(failure.between(open, open.saturating_add(1)), "")
        }
        Some(_) => problem,
    })
}

/// The first `{` from a place on that is no list of conditions and no scale, outside of brackets, and its `}`.
fn block_behind(source: &str, from: usize) -> Option<(usize, usize)> {
    let mut last = "";
    for Walked { at, token, depth } in walk(source, from) {
        if token == "{" && depth == 0 && !matches!(last, "of" | "scale") {
            return Some((at, closing_of(source, at)?));
        }
        last = token;
    }
    None
}

/// `fact f : yes_no ask "Q?"`, `fact f : yes_no "Q?"`, `given t.y: yes expect …`
fn fact_brace(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let source = failure.place.source;
    let found = around.found;
    let (word, opens) = match failure.place.keyword {
        "topic" if failure.wants(&[Rule::open]) => match found {
            "ask" | "asked" | "help" | "lever" | "tag" => ("", found),
            string
                if string.starts_with('"')
                    && !is_title_behind(around)
                    && around.back(1) != "number"
                    && !begins_number(around.back(1)) =>
            {
                ("ask ", "ask")
            }
            _ => return None,
        },
        "example" if around.back(1) == "given" && is_word(found) => ("", "given"),
        "example"
            if around.back(1) == "{"
                && !around.has("given")
                && entry_follows(source, failure.at) =>
        {
            ("given", "given")
        }
        _ => return None,
    };
    let mut end = failure.at;
    let mut at = failure.at;
    loop {
        at = skip_layout(source, at);
        let token = token_at(source, at);
        if matches!(token, "fact" | "}" | "" | "{" | "expect" | ",") {
            break;
        }
        at = at.saturating_add(token.len());
        end = at;
    }
    let written = source.get(failure.at..end)?;
    let what = match opens {
        "given" => "the given facts go in braces: `given { FACT: VALUE }`".to_owned(),
        _ => format!("the clauses of a fact go in braces: `{{ {word}{written} }}`"),
    };
    Some(
        failure
            .error(format!(
                "`{{` is missing before {}",
                if found.starts_with('"') {
                    "the string".into()
                } else {
                    format!("`{found}`")
                }
            ))
            .help(what)
            .edit(
                failure.between(failure.at, failure.at),
                match word {
                    "given" => "given { ".to_owned(),
                    word => format!("{{ {word}"),
                },
            )
            .edit(failure.between(end, end), " }"),
    )
}

/// `strategy a, b`, `outcome o for a and b`
fn several(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let keyword = failure.place.keyword;
    let (one, other) = (around.back(1), around.next);
    let joins = matches!(around.found, "," | "and");
    if !joins || !is_word(one) || !is_word(other) {
        return None;
    }
    if around.back(2) == "for" && keyword == "outcome" {
        return Some(
            failure
                .error("an outcome is for one strategy".into())
                .help(format!("declare one for each: `outcome NAME for {one}` and `outcome NAME for {other}`; or for none, and say in the `advice` when it is advised")),
        );
    }
    let simple = matches!(keyword, "strategy" | "hypothesis" | "source" | "outcome");
    (simple && around.before.len() == 2).then(|| {
        failure
            .error(format!("{} has one name", words::with_article(keyword)))
            .help(format!(
                "declare each: `{keyword} {one}` and `{keyword} {other}`"
            ))
            .edit(failure.span(), format!("\n{keyword}"))
    })
}

/// `parameter p = 6 EUR`, `parameter p = 6 "EUR" 0..9`, `in 0 to 9`, `in [0, 9]`, `between 0 and 9`
fn parameter(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    if failure.place.keyword != "parameter" {
        return None;
    }
    let source = failure.place.source;
    let found = around.found;
    let number_before = begins_number(around.back(1));
    if number_before && around.has("=") && !around.has("in") && is_word(found) && found != "between"
    {
        return unit_told(failure, failure.at, "");
    }
    let start = match (around.back(1), found) {
        ("in", _) => failure.last_at,
        (_, "between" | "from" | "of" | "range") => failure.at,
        (_, low) if begins_number(low) && around.has("=") => failure.at,
        _ => return None,
    };
    let (low, high, end) = written_range_at(source, start).filter(|(.., end)| *end > failure.at)?;
    let span = failure.between(start, end);
    Some(range_of(span, (&low, &high), source.get(start..end)?))
}

/// `use people.rules`, `script f "f.rhai"`, `script "f.rhai" f`, `script "f.rhai" as "f"`
fn file(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let source = failure.place.source;
    let (last, found) = (around.back(1), around.found);
    match (failure.place.keyword, last) {
        ("use", "use") | ("script", "script") if around.next.starts_with('"') && is_word(found) => {
            let end = failure.after().saturating_add(around.next.len());
            let span = failure.between(failure.at, end);
            (last == "script").then(|| {
                failure
                    .error("the name of a script goes after its file".into())
                    .write(span, format!("{} as {found}", around.next))
            })
        }
        ("script", "script") if matches!(around.next, "=" | ":" | "from") && is_word(found) => {
            let sign = failure.after();
            let at = skip_layout(source, sign.saturating_add(around.next.len()));
            let path = token_at(source, at);
            let span = failure.between(failure.at, at.saturating_add(path.len()));
            path.starts_with('"').then(|| {
                failure
                    .error("the name of a script goes after its file".into())
                    .write(span, format!("{path} as {found}"))
            })
        }
        ("use", "use") | ("script", "script") if !found.is_empty() && !found.starts_with('"') => {
            let path = path_at(source, failure.at)?;
            let span = failure.span_of(failure.at, path);
            // `data.x` is how other languages name the file `data/x`.
            let module = !path.contains('/') && !path.ends_with(".rules");
            let path = match last {
                "script" => path.to_owned(),
                _ if module => format!("{}.rules", path.replace('.', "/")),
                _ if path.contains('.') => path.to_owned(),
                _ => format!("{path}.rules"),
            };
            Some(
                Diagnostic::error("E0114", span, "a path goes in quotes")
                    .write(span, format!("\"{path}\"")),
            )
        }
        ("script", string) if string.starts_with('"') && is_word(found) && found != "as" => Some(
            failure
                .error("`as` is missing before the name".into())
                .help(format!("write `as {found}`"))
                .safe_edit(failure.between(failure.at, failure.at), "as "),
        ),
        ("script", string) if string.starts_with('"') && found.is_empty() => {
            let stem = string.trim_matches('"').rsplit(['/', '\\']).next()?;
            let name = name_of(stem.split('.').next()?)?;
            let end = source.trim_end().len();
            Some(
                failure
                    .error("a script needs a name".into())
                    .help(format!("write `as {name}` after the file"))
                    .edit(failure.between(end, end), format!(" as {name}")),
            )
        }
        ("script", "as") if found.starts_with('"') => {
            let name = name_of(found.trim_matches('"'))?;
            Some(
                failure
                    .error("the name of a script is written without quotes".into())
                    .write(failure.span(), name),
            )
        }
        _ => None,
    }
}

/// `method own.rhai`, `method ./own.rhai`
fn method(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let at = match (around.back(2), around.back(1), around.found) {
        ("method", name, "." | "/") if is_word(name) => failure.last_at,
        (_, "method", "." | ".." | "/") => failure.at,
        _ => return None,
    };
    let path = path_at(failure.place.source, at)?;
    let span = failure.span_of(at, path);
    let quoted = format!("\"{path}\"");
    path.ends_with(".rhai").then(|| {
        Diagnostic::error("E0114", span, "the file of a method goes in quotes").write(span, quoted)
    })
}

/// The path without quotes at a place.
fn path_at(source: &str, at: usize) -> Option<&str> {
    let is_path = |c: char| !c.is_whitespace() && !matches!(c, '"' | '{' | '}' | ';' | '#');
    let rest = source.get(at..)?;
    rest.get(..rest.find(|c| !is_path(c)).unwrap_or(rest.len()))
}

/// `group g { limit 9 }`, `group g 9`
fn limit(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    if failure.place.keyword != "group" || !failure.wants(&[Rule::limit, Rule::kw_limit]) {
        return None;
    }
    let found = around.found;
    if begins_number(found) {
        return Some(
            failure
                .error("`limit` is missing before the number".into())
                .help(format!("write `limit {found}`"))
                .safe_edit(failure.between(failure.at, failure.at), "limit "),
        );
    }
    (found == "{" || found.is_empty()).then(|| {
        failure
            .error("a group limits how much its evidence may weigh together".into())
            .help("the limit goes before the braces: `group NAME limit 9`, or `strongest` for the strongest piece alone")
    })
}

/// Where the bracket ends that opens at a place.
fn closing_of(source: &str, at: usize) -> Option<usize> {
    let (mut next, mut depth) = (at, 0_usize);
    loop {
        next = skip_layout(source, next);
        let token = token_at(source, next);
        match token {
            "" => return None,
            "{" | "(" | "[" => depth = depth.saturating_add(1),
            "}" | ")" | "]" => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(next);
                }
            }
            _ => {}
        }
        next = next.saturating_add(token.len());
    }
}

/// `topic t [ … ]`, `let d = { t.y }`, `by (t.f, t.y)`, `source s { "S" }`
fn bracket(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let found = around.found;
    if !matches!(found, "{" | "[" | "(") {
        return None;
    }
    let close = closing_of(failure.place.source, failure.at)?;
    let opening = failure.span();
    let closing = failure.between(close, close.saturating_add(1));
    let keyword = failure.place.keyword;
    if failure.wants(&[Rule::open]) && found != "{" && !around.has("{") {
        return Some(
            failure
                .error(format!(
                    "the contents of {} go in braces",
                    words::with_article(keyword)
                ))
                .help("write `{` and `}`")
                .safe_edit(opening, "{")
                .safe_edit(closing, "}"),
        );
    }
    let conditions = matches!(
        keyword,
        "let" | "rule" | "note" | "example" | "guarantee" | "advice"
    );
    let operand = failure.wants(&[Rule::number]) && failure.wants(&[Rule::path]);
    let listed = matches!(around.back(1), "between" | "=" | "!=") || close == failure.after();
    if operand && conditions && found != "(" && around.in_condition(failure) && !listed {
        return Some(
            failure
                .error("a part of a condition or number goes in parentheses".into())
                .help("write `(` and `)`")
                .safe_edit(opening, "(")
                .safe_edit(closing, ")"),
        );
    }
    let columns = keyword == "let" && around.back(1) == "by" && found == "(";
    let title = keyword == "source" && found == "{" && around.next.starts_with('"');
    (columns || title).then(|| {
        let what = match columns {
            true => "columns are written without brackets: `by FACT, FACT { low, * => LEVEL }`",
            false => "the words of a source are written without braces: `source NAME \"…\"`",
        };
        failure
            .error(format!("no `{found}` goes after `{}`", around.back(1)))
            .help(what)
            .safe_edit(opening, "")
            .safe_edit(closing, "")
    })
}

/// `when t.y { favor a weakly } else { … }`, `slow => { favor a weakly }`
fn block_of_effects(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let (last, next) = (around.back(1), around.next);
    let effects = matches!(next, "favor" | "oppose" | "exclude" | "then");
    let rows = matches!(failure.place.keyword, "rule" | "contrast");
    if around.found != "{" || !effects || !rows {
        return None;
    }
    let close = closing_of(failure.place.source, failure.at)?;
    let begun = matches!(last, "then" | "else") || next == "then";
    let word = match failure.place.keyword == "rule" && !begun {
        true => "then",
        false => "",
    };
    let problem = failure.error("effects are written without braces".into());
    Some(
        match word {
            "" => problem.help("delete `{` and `}`"),
            word => problem.help(format!("write `{word}` for `{{`, and delete `}}`")),
        }
        .safe_edit(failure.span(), word)
        .safe_edit(failure.between(close, close.saturating_add(1)), ""),
    )
}

/// `rule r { t.y then … }`, `note n { t.y risk "x" }`
fn without_when(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let conditional = matches!(failure.place.keyword, "rule" | "note" | "contradiction");
    let found = around.found;
    let tested = matches!(
        around.next,
        "." | "is"
            | "="
            | "!="
            | "<"
            | "<="
            | ">"
            | ">="
            | "includes"
            | "between"
            | "and"
            | "or"
            | "then"
    );
    let begins = around.back(1) == "{" && failure.wants(&[Rule::kw_when, Rule::when]);
    let operand = is_word(found) && tested || matches!(found, "not" | "(");
    (conditional && begins && operand).then(|| {
        failure
            .error(format!("`when` is missing before `{found}`"))
            .help("a condition follows `when`: `when CONDITION`")
            .safe_edit(failure.between(failure.at, failure.at), "when ")
    })
}

/// `source imai "Imai" (1986)`
fn year(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let title = around.back(1);
    if failure.place.keyword != "source" || around.found != "(" || !title.starts_with('"') {
        return None;
    }
    let source = failure.place.source;
    let close = closing_of(source, failure.at)?.saturating_add(1);
    let inner = title.strip_suffix('"')?;
    let whole = format!("{inner} {}\"", source.get(failure.at..close)?);
    Some(
        failure
            .error("a source has only one string".into())
            .write(failure.between(failure.last_at, close), whole),
    )
}
