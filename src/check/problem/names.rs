//! Sentences about files and names.

use super::list;
use crate::base::{Diagnostic, Limits, Severity, Span};
use crate::syntax::print_word;

fn placed(code: &'static str, at: Option<Span>, message: String) -> Diagnostic {
    match at {
        Some(at) => Diagnostic::error(code, at, message),
        None => Diagnostic::new(code, Severity::Error, message),
    }
}

pub(in crate::check) fn missing_file(
    at: Option<Span>,
    path: &str,
    near: Option<&str>,
) -> Diagnostic {
    let message = match path {
        "" => "the path of this file is empty".to_owned(),
        path => format!("there is no file `{path}`"),
    };
    let base =
        placed("E0201", at, message).help_if(near.map(|near| format!("did you mean `{near}`?")));
    match at {
        Some(_) => base.help("a path is relative to the file that names it"),
        None => base,
    }
}

pub(in crate::check) fn quoted_method(at: Span, name: &str) -> Diagnostic {
    Diagnostic::error("E0201", at, format!("there is no file `{name}`"))
        .help(format!(
            "the method `{name}` is built in: write it without quotes"
        ))
        .safe_edit(at, name)
}

pub(in crate::check) fn unreadable_file(at: Option<Span>, path: &str, why: &str) -> Diagnostic {
    placed("E0202", at, format!("`{path}` cannot be read: {why}"))
}

pub(in crate::check) fn too_many_files(at: Span) -> Diagnostic {
    let most = Limits::DEFAULT.files;
    Diagnostic::error(
        "E0203",
        at,
        format!("a rulebook has at most {most} files; this file and those after it were not read"),
    )
}

pub(in crate::check) fn use_loop(turns: &[(Span, String)]) -> Diagnostic {
    let mut steps: Vec<&str> = turns.iter().map(|(_, file)| file.as_str()).collect();
    steps.extend(steps.first().copied());
    let message = match turns {
        [(_, file)] => format!("`{file}` uses itself"),
        _ => "these files use each other in a loop".to_owned(),
    };
    let at = turns.first().map(|(at, _)| *at).unwrap_or_default();
    let mut base = Diagnostic::error("E0204", at, message);
    for (turn, (span, _)) in turns.iter().enumerate() {
        let to = steps.get(turn.saturating_add(1)).copied().unwrap_or("");
        if turn == 0 {
            base = base.here(format!("`{to}` is used here"));
        } else {
            base = base.label(*span, format!("`{to}` is used here"));
        }
    }
    match turns {
        [_] => base.help("delete it: a file already has its own declarations"),
        _ => base
            .help(format!("the loop is {}", arrows(&steps)))
            .help("move what both need into a separate file"),
    }
}

pub(in crate::check) fn arrows(steps: &[&str]) -> String {
    let quoted: Vec<String> = steps.iter().map(|step| format!("`{step}`")).collect();
    quoted.join(" → ")
}

pub(in crate::check) fn second_rulebook(at: Span, first: Span) -> Diagnostic {
    Diagnostic::error("E0205", at, "a rulebook has one `rulebook` block")
        .here("a second one")
        .label(first, "the first one")
        .help("keep the block of the file that uses the others")
}

pub(in crate::check) fn rulebook_in_module(at: Span) -> Diagnostic {
    Diagnostic::error(
        "E0205",
        at,
        "a file that another file uses cannot have a `rulebook` block",
    )
    .help("move the block into the file that is checked and evaluated")
}

pub(in crate::check) fn doubled(
    at: Span,
    first: Span,
    name: &str,
    kind: &str,
    first_kind: &str,
) -> Diagnostic {
    Diagnostic::error("E0206", at, format!("`{name}` is declared twice"))
        .here(format!("again, as {kind}"))
        .label(first, format!("first here, as {first_kind}"))
        .help("a name means one thing in all files of a rulebook; rename one of them")
}

pub(in crate::check) fn unnamed_contrasts(at: Span, first: Span, subject: &str) -> Diagnostic {
    Diagnostic::error(
        "E0207",
        at,
        format!("two contrasts over `{subject}` need names"),
    )
    .here("the second")
    .label(first, "the first")
    .help(format!(
        "name this one: `contrast another_name {subject} {{ … }}`"
    ))
}

pub(in crate::check) fn second_advice(at: Span, first: Span) -> Diagnostic {
    Diagnostic::error("E0208", at, "a rulebook has one `advice` block")
        .here("a second one")
        .label(first, "the first one")
        .help("the order of its rows matters, so they must be in one block")
}

pub(in crate::check) fn taken(at: Span, name: &str, why: &str) -> Diagnostic {
    Diagnostic::error("E0209", at, format!("`{name}` cannot be a name: {why}")).help(format!(
        "choose a different name, such as `{name}_1` or `the_{name}`"
    ))
}

/// `formerly undecided`; `clause` is all of it.
pub(in crate::check) fn never_former(at: Span, clause: Span, name: &str, why: &str) -> Diagnostic {
    Diagnostic::error("E0209", at, format!("`{name}` cannot be a name: {why}"))
        .help("nothing can have been called so: delete it")
        .edit(clause, "")
}

pub(in crate::check) fn row_needs_label(at: Span) -> Diagnostic {
    Diagnostic::error(
        "E0210",
        at,
        "this row is not named by a single level, so it needs a label",
    )
    .help("write a name and a colon before it: `some_name: … => …`")
}

pub(in crate::check) fn doubled_row(
    at: Span,
    first: Span,
    (name, labelled): (&str, bool),
) -> Diagnostic {
    Diagnostic::error("E0211", at, format!("two rows are named `{name}`"))
        .here("the second")
        .label(first, "the first")
        .help(match labelled {
            true => {
                "the name of a row is its label or else its level; give one of them another label"
            }
            false => "each level has one row: join the effects with `and`, or name another level",
        })
}

/// What is needed where an unknown name stands.
pub(in crate::check) fn unknown(at: Span, name: &str, needed: &str) -> Diagnostic {
    Diagnostic::error("E0212", at, format!("`{name}` is not declared"))
        .here(format!("{needed} is needed here"))
}

/// `whole` is all that was joined with `or`.
pub(in crate::check) fn levels_by_or(
    (at, whole): (Span, Span),
    (subject, not): (&str, bool),
    levels: &[String],
) -> Diagnostic {
    let name = levels.last().map_or("", String::as_str);
    let not = if not { "not " } else { "" };
    let base = Diagnostic::error("E0212", at, format!("`{name}` is not declared"))
        .here("a condition is needed here");
    let written: Vec<String> = levels.iter().map(|level| print_word(level)).collect();
    let first = written.first().map_or("", String::as_str);
    let is_test = |level: &String| matches!(&**level, "known" | "unknown");
    let (meant, sure) = match name {
        _ if levels.iter().any(is_test) => {
            let test = |level: &String| format!("{subject} is {level}");
            let each: Vec<String> = written.iter().map(test).collect();
            let each = each.join(" or ");
            match not.is_empty() {
                true => (each, true),
                false => (format!("not ({each})"), true),
            }
        }
        "more" | "higher" | "above" | "better" | "greater" | "larger" | "faster" => {
            (format!("{subject} is at least {first}"), levels.len() == 2)
        }
        "less" | "lower" | "below" | "worse" | "fewer" | "smaller" | "slower" => {
            (format!("{subject} is at most {first}"), levels.len() == 2)
        }
        _ => {
            let meant = one_of(subject, not, levels);
            let help = format!("for several levels, write `{meant}`");
            return base.help(help).edit(whole, meant);
        }
    };
    let base = base.help(format!("write `{meant}`"));
    match sure {
        true => base.edit(whole, meant),
        false => base,
    }
}

/// `f is one of a, b`
pub(in crate::check) fn one_of(subject: &str, not: &str, levels: &[String]) -> String {
    let written: Vec<String> = levels.iter().map(|level| print_word(level)).collect();
    format!("{subject} is {not}one of {}", written.join(", "))
}

pub(in crate::check) fn short_fact(at: Span, name: &str, full: &[&str]) -> Diagnostic {
    let base = Diagnostic::error(
        "E0212",
        at,
        format!("`{name}` is not declared; facts are written with their topic"),
    );
    match full {
        [only] => base
            .help(format!("write `{only}`"))
            // It is what a profile means by it, too.
            .safe_edit(at, (*only).to_owned()),
        _ => base.help(format!("write {}", list(full.iter().copied(), "or"))),
    }
}

pub(in crate::check) fn several_facts<'n>(
    at: Span,
    name: &str,
    full: impl IntoIterator<Item = &'n str>,
) -> Diagnostic {
    let message = format!("`{name}` is the last part of several facts");
    Diagnostic::error("E0212", at, message).help(format!("write {}", list(full, "or")))
}

pub(in crate::check) fn wrong_kind(
    at: Span,
    name: &str,
    found: &str,
    needed: &str,
    declared: Option<Span>,
) -> Diagnostic {
    let base = Diagnostic::error(
        "E0213",
        at,
        format!("`{name}` is {found}; {needed} is needed here"),
    );
    match declared {
        Some(declared) => base.label(declared, "declared here"),
        None => base,
    }
}

pub(in crate::check) fn unknown_level(
    at: Span,
    subject: &str,
    level: &str,
    near: Option<&str>,
    levels: &str,
) -> Diagnostic {
    Diagnostic::error(
        "E0214",
        at,
        format!("`{level}` is not a level of `{subject}`"),
    )
    .did_you_mean(at, near.map(print_word).as_deref())
    .help(format!("its levels are {levels}"))
}

pub(in crate::check) fn no_test(
    at: Span,
    subject: &str,
    word: &str,
    (is, meant): (&str, &str),
) -> Diagnostic {
    Diagnostic::error(
        "E0214",
        at,
        format!("`{word}` is not a value of `{subject}`"),
    )
    .help(format!("did you mean `{is} {meant}`?"))
    .edit(at, meant)
}

pub(in crate::check) fn unknown_method(
    at: Span,
    name: &str,
    near: Option<&str>,
    shipped: &[&str],
) -> Diagnostic {
    Diagnostic::error("E0215", at, format!("there is no method `{name}`"))
        .did_you_mean(at, near)
        .help(format!(
            "the methods are {}; name a script of your own by its file: `method \"own.rhai\"`",
            list(shipped.iter().copied(), "and")
        ))
}

pub(in crate::check) fn unknown_function(at: Span, name: &str, near: Option<&str>) -> Diagnostic {
    Diagnostic::error("E0216", at, format!("there is no function `{name}`")).did_you_mean(at, near)
}

/// `advice is "Buy it"`
pub(in crate::check) fn titled(at: Span, title: &str, name: &str) -> Diagnostic {
    Diagnostic::error("E0212", at, format!("`{title}` is a title, not a name")).write(at, name)
}

/// `AND(a, b)`
pub(in crate::check) fn called_operator(at: Span, name: &str, meant: &str) -> Diagnostic {
    Diagnostic::error("E0216", at, format!("there is no function `{name}`")).write(at, meant)
}

/// `t.f.slow`, where `slow` is a level.
pub(in crate::check) fn level_as_name(
    at: Span,
    path: &str,
    test: &str,
    written: &str,
) -> Diagnostic {
    let message = format!("`{path}` is not declared: `{test}` tests a level");
    Diagnostic::error("E0212", at, message).write(at, written)
}

/// `years-in-use` where `years_in_use` is declared, `need/days` where `need.days` is.
pub(in crate::check) fn joined_name(
    at: Span,
    (written, sign): (&str, char),
    name: &str,
) -> Diagnostic {
    let message = match sign {
        '/' => format!("`{written}` is not declared: a period separates a topic from its fact"),
        _ => format!("`{written}` is not declared: names have no `{sign}`"),
    };
    Diagnostic::error("E0212", at, message).did_you_mean(at, Some(name))
}

/// `"need.days" > 2`
pub(in crate::check) fn quoted_name(at: Span, name: &str) -> Diagnostic {
    Diagnostic::error("E0302", at, "this is a text, not a name")
        .help(format!("names are written without quotes: `{name}`"))
        .edit(at, name)
}

pub(in crate::check) fn script_function(
    at: Span,
    message: String,
    help: Option<String>,
) -> Diagnostic {
    Diagnostic::error("E0216", at, message).help_if(help)
}

pub(in crate::check) fn unknown_tag(at: Span, tag: &str, near: Option<&str>) -> Diagnostic {
    Diagnostic::error("E0217", at, format!("no fact has the tag `{tag}`"))
        .did_you_mean(at, near)
        .help(format!("add the clause `tag {tag}` to a fact"))
}

pub(in crate::check) fn unknown_label(at: Span, label: &str, near: Option<&str>) -> Diagnostic {
    Diagnostic::error(
        "E0218",
        at,
        format!("no row of the advice is labelled `{label}`"),
    )
    .did_you_mean(at, near)
    .help(format!(
        "to label a row, write a name and a colon before it: `{label}: … when …`"
    ))
}

/// What may be printed in a text.
pub(in crate::check) const BETWEEN_BRACES: &str =
    "braces take a fact, a let, a parameter, `best`, `advice` or `total(S)`; `{{` is a brace";

pub(in crate::check) fn placeholder(at: Span, what: &str) -> Diagnostic {
    Diagnostic::error("E0219", at, format!("nothing is named `{what}`"))
}

pub(in crate::check) fn placeholder_kind(at: Span, what: &str, found: &str) -> Diagnostic {
    Diagnostic::error(
        "E0219",
        at,
        format!("`{what}` is {found}, which has no value to print"),
    )
    .help(BETWEEN_BRACES)
}

pub(in crate::check) fn unclosed_brace(at: Span) -> Diagnostic {
    Diagnostic::error("E0220", at, "this brace is not closed")
        .help("write `{name}` to print a value, and `{{` for a brace itself")
}

/// `{{name}}`
pub(in crate::check) fn doubled_braces(at: Span, name: &str) -> Diagnostic {
    Diagnostic::warning(
        "W0304",
        at,
        format!("this prints braces, not the value of `{name}`"),
    )
    .help(format!("to print the value, write `{{{name}}}`"))
    .edit(at, format!("{{{name}}}"))
}

/// `${name}`
pub(in crate::check) fn dollar(at: Span, name: &str) -> Diagnostic {
    Diagnostic::warning(
        "W0305",
        at,
        format!("this prints a `$` before the value of `{name}`, which is not in dollars"),
    )
    .help(format!("write `{{{name}}}`: it prints the value"))
    .edit(at, "")
}

pub(in crate::check) fn unknown_override(
    name: &str,
    near: Option<&str>,
    all: &[&str],
) -> Diagnostic {
    let listed = match all {
        [] => "it has none".to_owned(),
        all => format!("its parameters are {}", list(all.iter().copied(), "and")),
    };
    Diagnostic::new(
        "E0221",
        Severity::Error,
        format!("the rulebook has no parameter `{name}`"),
    )
    .help_if(near.map(|near| format!("did you mean `{near}`?")))
    .help(listed)
}

/// `{price} EUR`
pub(in crate::check) fn unit_twice(at: Span, unit: &str) -> Diagnostic {
    let message = format!("the number is printed with its unit `{unit}`, and here it is again");
    Diagnostic::warning("W0308", at, message)
        .help("delete it")
        .edit(at, "")
}
