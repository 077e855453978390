//! What can be wrong with the text and the shape of a profile: one function a problem, code, sentence and help.

use super::tree::Text;
use crate::base::{Diagnostic, Limits, Span, format_number, thousands_in_words};
use crate::model::{Fact, FactType, Rulebook};

/// A piece of the user's text in backticks: on one line, and short enough for a message.
pub(super) fn quote(text: &str) -> String {
    const MOST: usize = 60;
    let mut short: String = text
        .chars()
        .take(MOST)
        .map(|c| if c.is_control() { '␣' } else { c })
        .collect();
    if text.chars().nth(MOST).is_some() {
        short.push('…');
    }
    let ticks = if short.contains('`') { "``" } else { "`" };
    format!("{ticks}{short}{ticks}")
}

/// Names in backticks, with commas between; a long list is cut.
pub(super) fn list<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    const MOST: usize = 24;
    let mut names = names.into_iter();
    let mut shown: Vec<String> = names.by_ref().take(MOST).map(quote).collect();
    if names.next().is_some() {
        shown.push("…".into());
    }
    shown.join(", ")
}

/// The nearest of some names. A word far longer than any name is not compared: that would take long.
pub(super) fn nearest<'a>(word: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    const LONGEST: usize = 200;
    (word.len() <= LONGEST)
        .then(|| crate::base::nearest(word, names))
        .flatten()
}

/// "did you mean …?" for a word of a text; with its edit where nothing but the word stands at its place.
pub(super) fn did_you_mean(
    problem: Diagnostic,
    source: &str,
    (span, word): (Span, &str),
    near: &str,
) -> Diagnostic {
    respelt(problem, source, (span, word), near).help(format!("did you mean `{near}`?"))
}

/// The edit that puts another word in the place of one that stands alone, in the quotes that stand there.
pub(super) fn respelt(
    problem: Diagnostic,
    source: &str,
    (span, word): (Span, &str),
    near: &str,
) -> Diagnostic {
    let raw = source.get(span.range()).unwrap_or("");
    let quote = raw.chars().next().filter(|c| matches!(c, '"' | '\''));
    let quote = quote.map_or_else(String::new, String::from);
    let inner = raw
        .strip_prefix(&*quote)
        .and_then(|rest| rest.strip_suffix(&*quote));
    match inner.map(str::trim) == Some(word.trim()) {
        true => problem.edit(span, format!("{quote}{near}{quote}")),
        false => problem,
    }
}

/// The edit that puts a number in the place of a value, without the quotes that stand there.
pub(super) fn renumbered(
    problem: Diagnostic,
    source: &str,
    span: Span,
    number: &str,
) -> Diagnostic {
    match source.get(span.range()) {
        Some(raw) if !raw.starts_with(['*', '&', '|', '>', '!']) => problem.edit(span, number),
        _ => problem,
    }
}

pub(super) fn not_utf8(span: Span, utf16: bool) -> Diagnostic {
    let problem = Diagnostic::error("E0601", span, "the file is not text in UTF-8");
    if utf16 {
        problem.help("it looks like UTF-16: save it as UTF-8")
    } else {
        problem
            .here("the first byte that is not UTF-8")
            .help("save it as UTF-8")
    }
}

pub(super) fn zero_byte(span: Span) -> Diagnostic {
    Diagnostic::error(
        "E0601",
        span,
        "the file contains a zero byte, so it is not text",
    )
    .here("the first one")
    .help("a profile is a text file in TOML, YAML or JSON, encoded as UTF-8")
}

pub(super) fn too_large(span: Span, bytes: usize) -> Diagnostic {
    let limit = Limits::DEFAULT.profile_bytes >> 20;
    Diagnostic::error(
        "E0602",
        span,
        format!("the file is too large for a profile: {bytes} bytes, the limit is {limit} MiB"),
    )
}

pub(super) fn too_many_values(span: Span) -> Diagnostic {
    let limit = super::tree::MOST_VALUES;
    Diagnostic::error(
        "E0602",
        span,
        format!("the file is too long for a profile: the limit is {limit} values and lines"),
    )
    .here("the limit is reached here")
}

pub(super) fn too_deep(span: Span) -> Diagnostic {
    let limit = Limits::DEFAULT.nesting;
    Diagnostic::error(
        "E0603",
        span,
        format!("the values are nested too deeply: the limit is {limit}"),
    )
    .help("facts are in topics, one level deep: `topic.fact`")
}

pub(super) fn empty(span: Span, rulebook: &Rulebook, format: &str) -> Diagnostic {
    Diagnostic::error("E0604", span, "the file is empty")
        .help(format!(
            "a profile lists facts, one per line, such as `{}`",
            line(rulebook, format)
        ))
        .help("for a profile with no facts, write `{}` in JSON or YAML, or a comment in TOML")
}

pub(super) fn syntax(span: Span, format: &str, message: &str) -> Diagnostic {
    Diagnostic::error(
        "E0605",
        span,
        format!("the file cannot be read as {format}: {message}"),
    )
    .help_if(
        message
            .contains("found a tab")
            .then(|| "YAML uses spaces; replace the tab".into()),
    )
}

/// A list of objects where each line is to hold one.
pub(super) fn not_lines(span: Span, sign: char) -> Diagnostic {
    let (what, help) = match sign {
        ',' => (
            "JSON Lines has no comma after an object",
            "delete the comma",
        ),
        _ => (
            "JSON Lines has no list around the objects",
            "delete the `[` and the `]`",
        ),
    };
    Diagnostic::error("E0605", span, what).help(format!(
        "each line holds one object and nothing else: {help}"
    ))
}

/// A JSON array where each line is to hold one object.
pub(super) fn array_of_objects(span: Span) -> Diagnostic {
    Diagnostic::error("E0605", span, "this is a JSON array, not JSON Lines")
        .help("each line holds one object and nothing else: delete the `[` and the `]`, put each object on one line, and delete the commas between them")
        .help("`jq -c '.[]' FILE` writes the array that way")
}

/// A JSON object that goes on where the line ends that is to hold it.
pub(super) fn object_over_lines(span: Span) -> Diagnostic {
    Diagnostic::error("E0605", span, "this JSON object does not end on its line, so the file is not JSON Lines")
        .help("each line holds one object and nothing else; `jq -c . FILE` writes each object on one line")
        .help("a single profile in JSON is no table: name the file `….json`, or add `--input-format json`")
}

pub(super) fn unknown_format(span: Span, name: &str) -> Diagnostic {
    let known = list(
        super::FORMATS
            .iter()
            .flat_map(|format| format.endings.iter().copied()),
    );
    let tables = super::table::TABLES.iter();
    let tables = list(tables.flat_map(|table| table.endings.iter().copied()));
    Diagnostic::error(
        "E0606",
        span,
        format!(
            "the extension of {} is not that of a profile format",
            quote(name)
        ),
    )
    .help(format!("profiles end in {known}"))
    .help(format!(
        "tables of profiles, which `eval` reads, end in {tables}"
    ))
    .help("or specify the format with `--input-format`")
}

pub(super) fn not_a_table(
    span: Span,
    found: &str,
    rulebook: &Rulebook,
    format: &str,
) -> Diagnostic {
    Diagnostic::error(
        "E0607",
        span,
        format!("a profile is a table of facts, and this is {found}"),
    )
    .help(format!(
        "give facts by their names, such as `{}`",
        line(rulebook, format)
    ))
}

/// What to do with a list of profiles.
pub(super) fn several() -> String {
    "many profiles make a table: write each as a JSON object on a line of its own, in a file that ends in `.jsonl`; `jq -c '.[]' FILE` does that with an array in JSON".into()
}

pub(super) fn date(span: Span, raw: &str) -> Diagnostic {
    Diagnostic::error(
        "E0608",
        span,
        format!("{} is a date or a time, and no fact takes one", quote(raw)),
    )
    .help("if you mean text, put it in quotes")
}

pub(super) fn not_finite(span: Span, raw: &str) -> Diagnostic {
    Diagnostic::error(
        "E0608",
        span,
        format!("{} is not a finite number", quote(raw)),
    )
    .help("if you do not know the number, leave the fact out or write `unknown`")
}

pub(super) fn unsupported(text: Text<'_>, range: std::ops::Range<usize>, what: &str) -> Diagnostic {
    Diagnostic::error(
        "E0608",
        text.span(range),
        format!("{what} is not allowed in a profile"),
    )
}

/// `heading` is the line that opens a table a second time, or where its facts were given before.
pub(super) fn repeated_key(span: Span, key: &str, heading: Option<&str>) -> Diagnostic {
    Diagnostic::error("E0612", span, format!("{} is given twice", quote(key)))
        .here("given again")
        .help(match heading {
            Some(heading) => format!(
                "move the contents of both under one heading {}",
                quote(heading)
            ),
            None => "keep one of them".into(),
        })
}

pub(super) fn twice(name: &str, again: Span, first: Span) -> Diagnostic {
    let (first, again) = (first.min(again), first.max(again));
    let message = format!("{} is given twice", quote(name));
    Diagnostic::error("E0612", again, message)
        .here("given again")
        .label(first, "the first time")
        .help("keep one of them")
}

/// The name of a row that an earlier row of the table has.
pub fn id_again(id: &str, again: Span, first: Span) -> Diagnostic {
    Diagnostic::warning(
        "W0604",
        again,
        format!("two rows have the `id` {}", quote(id)),
    )
    .here("given again")
    .label(first, "the first time")
    .help("give each row an `id` of its own, or delete one of the two")
}

pub(super) fn no_value(name: &str, key: Span) -> Diagnostic {
    let message = format!("{} has a certainty, but no value", quote(name));
    Diagnostic::error("E0625", key, message).help("add its `value`")
}

pub(super) fn behind_quote(span: Span) -> Diagnostic {
    let message = "this cell continues after its closing quote";
    Diagnostic::error("E0629", span, message).help("double a quote inside a quoted cell")
}

/// A sign that a table names as its separator, and that is none.
pub(super) fn not_a_separator(span: Span, sign: char) -> Diagnostic {
    let message = format!(
        "{} cannot separate the columns of a table",
        quote(&sign.to_string())
    );
    Diagnostic::error("E0629", span, message)
        .help("separate them with commas, semicolons or tabs, and delete this line")
}

/// A number with a point that may stand between thousands.
pub(super) fn thousands(span: Span, text: &str) -> Diagnostic {
    let text = text.trim();
    let message = format!("`{text}` is ambiguous: this table uses a decimal comma");
    let [digits, decimal] = ["", ","].map(|mark| text.replace('.', mark));
    Diagnostic::error("E0620", span, message).help(format!("write `{digits}` or `{decimal}`"))
}

/// A number that is read as one with decimals, and may be meant as thousands.
pub(super) fn perhaps_thousands(span: Span, text: &str, source: &str) -> Diagnostic {
    let (message, help, digits) = thousands_in_words(text);
    let problem = Diagnostic::warning("W0603", span, message).help(help);
    renumbered(problem, source, span, &digits)
}

/// A number that is read as percent, and may be meant as a share.
pub(super) fn perhaps_share(span: Span, number: f64, source: &str) -> Diagnostic {
    let (written, meant) = (format_number(number, 9), format_number(number * 100.0, 9));
    let message = format!("this fact is in percent, and {written} is {written} %");
    let help = format!("did you mean {meant}?");
    renumbered(
        Diagnostic::warning("W0606", span, message).help(help),
        source,
        span,
        &meant,
    )
}

/// A name that a fact or a level had.
pub(super) fn former(span: Span, was: &str, name: &str) -> Diagnostic {
    let message = format!("{} is called {} now", quote(was), quote(name));
    Diagnostic::warning("W0605", span, message).help("the former name is still read")
}

/// The columns of a table that resemble nothing of the rulebook, told together.
pub(super) fn other_columns(span: Span, names: &[&str]) -> Diagnostic {
    let message = match names {
        [name] => format!("the column {} matches no fact and is ignored", quote(name)),
        several => format!(
            "{} columns match no fact and are ignored: {}",
            several.len(),
            list(several.iter().copied())
        ),
    };
    Diagnostic::warning("W0602", span, message)
}

pub(super) fn no_fact_column(span: Span, rulebook: &Rulebook) -> Diagnostic {
    let names = rulebook.facts.values().map(|fact| &*fact.name);
    Diagnostic::error("E0630", span, "no column of the table matches a fact")
        .help(format!(
            "its first line names the columns, separated by commas, semicolons or tabs; some facts are {}",
            list(names)
        ))
}

/// A row with keys of its own, none of which means a fact; what was meant instead, where that is known.
pub(super) fn no_fact_key(
    span: Span,
    keys: &[&str],
    meant: Option<String>,
    rulebook: &Rulebook,
) -> Diagnostic {
    let message = match keys {
        [key] => format!("the key {} of this row matches no fact", quote(key)),
        several => format!(
            "no key of this row matches a fact: {}",
            list(several.iter().copied())
        ),
    };
    let problem = Diagnostic::error("E0630", span, message);
    if let Some(meant) = meant {
        return problem.help(meant);
    }
    let names = rulebook.facts.values().map(|fact| &*fact.name);
    problem
        .help(format!("some facts are {}", list(names)))
        .help(
            "if nothing is known of an organization, give it an empty `profile`: `\"profile\": {}`",
        )
}

pub(super) fn no_columns(span: Span, rulebook: &Rulebook) -> Diagnostic {
    let first = rulebook.facts.values().next();
    let first = first.map_or("topic.fact", |fact| &fact.name);
    Diagnostic::error("E0604", span, "the table is empty").help(format!(
        "its first line names the columns, such as `id,{first}`"
    ))
}

/// How a first fact would be written in a format.
fn line(rulebook: &Rulebook, format: &str) -> String {
    let Some(fact) = rulebook.facts.values().next() else {
        return "topic.fact".into();
    };
    let value = sample(fact);
    match format {
        "json" => format!("{{ \"{}\": {} }}", fact.name, value),
        "yaml" => format!("{}: {}", fact.name, value.trim_matches('"')),
        _ => format!("{} = {}", fact.name, value),
    }
}

fn sample(fact: &Fact) -> String {
    match &fact.kind {
        FactType::YesNo => "true".into(),
        FactType::Level(scale) => scale
            .levels
            .first()
            .map_or_else(String::new, |level| format!("\"{}\"", level.name)),
        FactType::Set(scale) => scale
            .levels
            .first()
            .map_or_else(String::new, |level| format!("[\"{}\"]", level.name)),
        FactType::Number(kind) => {
            crate::base::format_number(kind.low.or(kind.high).unwrap_or(1.0), 9)
        }
        FactType::Text => "\"…\"".into(),
    }
}

/// Something else among the conditions of a case.
pub(super) fn not_a_condition(span: Span, found: &str) -> Diagnostic {
    let message = format!("`expect` takes conditions as texts, not {found}");
    Diagnostic::error("E0628", span, message)
        .help("write what has to hold, such as `expect = [\"advice is kaizen\"]`")
}
