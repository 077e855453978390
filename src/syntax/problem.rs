//! The sentences of syntax errors, one small function each. Finds no errors itself.

use crate::base::{Answer, Diagnostic, Horizon, Limits, Span, TimeUnit, answer, nearest};

use super::interval::Interval;
use super::words::{DECLARATIONS, with_article};

const LIMITS: Limits = Limits::DEFAULT;

pub(super) fn not_utf8(span: Span, name: &str, utf16: bool) -> Diagnostic {
    let problem = Diagnostic::error("E0101", span, format!("`{name}` is not text in UTF-8"));
    match utf16 {
        true => problem.help("it looks like UTF-16: save it as UTF-8"),
        false => problem
            .here("the first byte that is not UTF-8")
            .help("save the file as UTF-8; some editors offer it as an encoding under `Save as`"),
    }
}

pub(super) fn control_character(span: Span, character: char) -> Diagnostic {
    let code = u32::from(character);
    let problem = Diagnostic::error(
        "E0102",
        span,
        format!("the control character U+{code:04X} is not allowed in a rule file"),
    );
    if character == '\r' {
        // Without it, what stands behind it would go on the line before: in a comment it would be lost.
        let words = "a carriage return alone ends no line: put a line end (U+000A) in its place";
        return problem.help(words).safe_edit(span, "\n");
    }
    problem
        .help(
            "delete it; line ends and tabs are the only control characters allowed in a rule file",
        )
        .safe_edit(span, "")
}

pub(super) fn file_too_large(span: Span, bytes: usize) -> Diagnostic {
    Diagnostic::error(
        "E0103",
        span,
        format!(
            "the file has {bytes} bytes, more than the limit of {}",
            LIMITS.file_bytes
        ),
    )
    .help("split the declarations into several files and name them with `use`")
}

pub(super) fn item_too_long(span: Span) -> Diagnostic {
    Diagnostic::error(
        "E0104",
        span,
        format!(
            "this declaration is longer than the limit of {} bytes",
            LIMITS.item_bytes
        ),
    )
    .help("divide it into several declarations")
}

pub(super) fn nested_too_deep(span: Span) -> Diagnostic {
    Diagnostic::error(
        "E0105",
        span,
        format!("brackets are nested deeper than {} levels", LIMITS.nesting),
    )
    .help("name a part of the condition with `let`")
}

pub(super) fn expression_too_long(span: Span) -> Diagnostic {
    Diagnostic::error(
        "E0106",
        span,
        format!(
            "a condition or number has more than {} parts",
            LIMITS.expression_parts
        ),
    )
    .help("name parts of it with `let`")
}

pub(super) fn too_many_ifs(span: Span) -> Diagnostic {
    let message = format!(
        "more than {} `if`s are in one condition or number",
        LIMITS.ifs
    );
    Diagnostic::error("E0106", span, message)
        .help("write rows: `let NAME : number { 40 when CONDITION … 0 otherwise }`")
}

pub(super) fn unterminated_string(span: Span) -> Diagnostic {
    Diagnostic::error("E0107", span, "the string does not end on its line")
        .here("no closing `\"` follows")
        .help("close it with `\"`; a line break inside a string is written `\\n`")
}

pub(super) fn invalid_escape(span: Span, text: &str) -> Diagnostic {
    Diagnostic::error("E0108", span, format!("`{text}` is not an escape"))
        .help("the escapes of a string are `\\\"`, `\\\\` and `\\n`; a backslash itself is written `\\\\`")
        .edit(span, format!("\\{text}"))
}

/// Of all of a comment, whose line it ends or not, and which is one for certain or may be something else.
pub(super) fn foreign_comment(
    comment: Span,
    text: &str,
    mark: &str,
    (whole, sure): (bool, bool),
) -> Diagnostic {
    let at = |from: usize, to: usize| {
        let bytes = |at: usize| comment.start.saturating_add(u32::try_from(at).unwrap_or(0));
        Span {
            start: bytes(from),
            end: bytes(to),
            ..comment
        }
    };
    let opening = at(0, mark.len());
    let mut edits = vec![(opening, "#".to_owned())];
    let lines = text
        .match_indices('\n')
        .map(|(end, _)| end.saturating_add(1));
    for line in lines {
        let rest = text.get(line..).unwrap_or("");
        let begins = line.saturating_add(rest.len().saturating_sub(rest.trim_start().len()));
        // The line that only closes the comment has nothing to say.
        let empty = comment_closing(mark) == text.get(begins..);
        edits.extend((!empty).then(|| (at(begins, begins), "# ".to_owned())));
    }
    if let Some(from) = comment_closing(mark).and_then(|sign| text.strip_suffix(sign)) {
        let behind = if whole { "" } else { "\n" };
        edits.push((at(from.len(), text.len()), behind.to_owned()));
    }
    let base = Diagnostic::error(
        "E0110",
        opening,
        format!("`{mark}` does not begin a comment"),
    )
    .help("a comment begins with `#` and runs to the end of its line");
    edits
        .into_iter()
        .fold(base, |base, (span, text)| match sure {
            true => base.safe_edit(span, text),
            false => base.edit(span, text),
        })
}

/// What ends a comment of another language that does not end with its line.
pub(super) fn comment_closing(mark: &str) -> Option<&'static str> {
    match mark {
        "/*" => Some("*/"),
        "<!--" => Some("-->"),
        "(*" => Some("*)"),
        "{-" => Some("-}"),
        _ => None,
    }
}

/// An operator of another language, and what to write in its place.
pub(super) fn no_operator(span: Span, found: &str) -> (Diagnostic, Option<&'static str>) {
    let (help, write) = match found {
        "!==" => (
            "write `!=` between numbers; a level is tested with `is not`",
            Some("!="),
        ),
        "==" | "===" => (
            "`=` compares numbers; a level is tested with `is`",
            Some("="),
        ),
        "&&" | "&" => ("write `and`", Some("and")),
        "||" => ("write `or`", Some("or")),
        "!" => ("write `not`", Some("not")),
        "<>" | "! =" => ("write `!=`", Some("!=")),
        "=<" => ("write `<=`", Some("<=")),
        "//" => (
            "a division is written `/`, and a comment begins with `#`",
            Some("/"),
        ),
        _ => ("write it as a word", None),
    };
    let base = Diagnostic::error("E0110", span, format!("`{found}` is not an operator"));
    (base.help(help), write)
}

/// `cost = 3` where a declaration is to begin: `name` is its place, `sign` that of a sign that is none of rules.
pub(super) fn without_let(at: Span, name: &str, sign: Option<Span>) -> Diagnostic {
    let before = Span {
        end: at.start,
        ..at
    };
    let base = Diagnostic::error(
        "E0113",
        at,
        format!("`{name}` is given a value without `let`"),
    )
    .help(format!("write `let {name} = …`"))
    .edit(before, "let ");
    match sign {
        Some(sign) => base.edit(sign, "="),
        None => base,
    }
}

pub(super) fn unclosed(span: Span, bracket: char, before: Span, next: &str) -> Diagnostic {
    let closing = closing(bracket);
    let message = format!("`{bracket}` is never closed");
    Diagnostic::error("E0111", span, message)
        .here("opened here")
        .label(before, format!("`{closing}` is missing before {next}"))
        .help(format!("add `{closing}`"))
}

fn closing(bracket: char) -> char {
    match bracket {
        '(' => ')',
        '[' => ']',
        _ => '}',
    }
}

pub(super) fn stray_bracket(span: Span, bracket: char) -> Diagnostic {
    Diagnostic::error(
        "E0112",
        span,
        format!("`{bracket}` has no matching opening bracket"),
    )
    .help("delete it, or look for an extra one above")
}

pub(super) fn lone_bracket(span: Span, bracket: char) -> Diagnostic {
    let opening = if bracket == ')' { '(' } else { '[' };
    let message = format!("`{bracket}` has no matching `{opening}`");
    Diagnostic::error("E0112", span, message).help(format!(
        "delete it, or add the missing `{opening}` before it"
    ))
}

pub(super) fn no_brace(head: Span, word: &str, closing: Span) -> Diagnostic {
    Diagnostic::error("E0112", closing, "this `}` has no matching `{`")
        .label(head, format!("`{{` is missing in this `{word}`"))
        .help("write `{` before the first line that belongs to it")
}

pub(super) fn closed_early(brace: Span, part: Span) -> Diagnostic {
    Diagnostic::error("E0112", brace, "this `}` ends the declaration too early")
        .label(part, "this still belongs to it")
        .help("delete one `}` here")
}

/// A part of a declaration behind its end, where all brackets are balanced.
pub(super) fn behind(part: Span, brace: Span, keyword: &str) -> Diagnostic {
    let message = format!("this part of {} comes after its end", with_article(keyword));
    let problem = Diagnostic::error("E0113", part, message)
        .label(brace, format!("this `}}` ends the `{keyword}`"));
    match keyword {
        "topic" => {
            problem.help("write it before this `}`, or in another topic: `topic NAME { fact … }`")
        }
        _ => problem.help("write it before this `}`"),
    }
}

/// `[0..6)` in a cell.
pub(super) fn interval(span: Span, interval: &Interval<'_>) -> Diagnostic {
    let Interval { low, high, .. } = interval;
    let problem = Diagnostic::error("E0114", span, "a range is written without brackets")
        .help(format!("write `{low}..{high}`, which includes both ends"));
    match interval.without {
        (false, false) => problem.safe_edit(span, format!("{low}..{high}")),
        (false, true) => problem.help(format!(
            "without {high}, write `< {high}`; smaller numbers than {low} get a row of their own"
        )),
        (true, false) => problem.help(format!(
            "without {low}, write `> {low}`; larger numbers than {high} get a row of their own"
        )),
        (true, true) => problem.help(format!(
            "without {low} and {high}, write `> {low}`; {high} and larger numbers get a row of their own before it"
        )),
    }
}

/// A clause that seems to be that of one row.
pub(super) fn among_rows(span: Span, word: &str, place: &str) -> Diagnostic {
    let message = format!("`{word}` between the rows of {place} applies to all of its rows");
    let problem = Diagnostic::error("E0116", span, message).help("write it after the last row");
    match place {
        "a contrast" => problem.help(format!(
            "for one row only, write a rule: `rule NAME {{ when FACT is LEVEL then … {word} … }}`"
        )),
        _ => problem,
    }
}

/// A word of another language that opens what the word of rules opens.
pub(super) fn other_declaration(span: Span, word: &str, meant: &str) -> Diagnostic {
    Diagnostic::error(
        "E0113",
        span,
        format!("`{word}` does not begin a declaration"),
    )
    .help(format!("write `{meant}`"))
    .edit(span, meant)
}

/// A word before the one that opens a declaration.
pub(super) fn before_declaration(span: Span, word: &str) -> Diagnostic {
    let message = format!("`{word}` does not begin a declaration");
    Diagnostic::error("E0113", span, message)
        .help(format!(
            "delete `{word}`: the word behind it begins the declaration"
        ))
        .safe_edit(span, "")
}

pub(super) fn unknown_declaration(span: Span, word: &str) -> Diagnostic {
    let base = Diagnostic::error(
        "E0113",
        span,
        format!("`{word}` does not begin a declaration"),
    );
    if let Some(meant) = super::meant::meant_declaration(word) {
        return other_declaration(span, word, meant);
    }
    let foreign = matches!(
        word,
        "package" | "namespace" | "function" | "functions" | "create"
    );
    match nearest(word, DECLARATIONS.iter().copied()).filter(|_| !foreign) {
        Some(near) => base.did_you_mean(span, Some(near)),
        None if matches!(word, "fact" | "facts") => {
            base.help("facts go in a topic: `topic NAME { fact … }`")
        }
        None if matches!(word, "essential" | "essentials") => base.help(
            "a fact that advice should not be sure without has a tag: `fact … { tag essential }`",
        ),
        None if matches!(
            word,
            "create" | "alter" | "insert" | "struct" | "class" | "interface"
        ) =>
        {
            base.help("facts go in a topic: `topic NAME { fact NAME : TYPE }`")
        }
        None if matches!(word, "package" | "namespace") => {
            base.help("delete it: `rulebook NAME { … }` names the rulebook")
        }
        None if matches!(word, "function" | "functions" | "fn" | "func") => base.help(
            "functions are written in Rhai, in a file of their own: `script \"f.rhai\" as f`",
        ),
        None if matches!(word, "if" | "when") => {
            base.help("conditions go in a rule: `rule NAME { when … then … }`")
        }
        None => base.help(format!(
            "a declaration begins with one of {}",
            list_words(DECLARATIONS)
        )),
    }
}

pub(super) fn nothing_opened(span: Span, found: &str) -> Diagnostic {
    Diagnostic::error(
        "E0113",
        span,
        format!("{found} does not begin a declaration"),
    )
    .help(format!(
        "a declaration begins with one of {}",
        list_words(DECLARATIONS)
    ))
}

pub(super) fn twice(second: Span, first: Span, word: &str) -> Diagnostic {
    Diagnostic::error("E0115", second, format!("`{word}` is given twice"))
        .here("again here")
        .label(first, "first here")
        .help(match word {
            "when" => "join the conditions with `and` or `or`",
            "unless" => "join the conditions with `or`",
            "because" => "put the reasons into one string",
            _ => "keep one of the two",
        })
}

pub(super) fn whose_reason(second: Span, first: Span) -> Diagnostic {
    let message = "it is not clear which `because` belongs to `else`";
    Diagnostic::error("E0115", second, message)
        .here("one reason")
        .label(first, "the other one")
        .help(
            "write the reason for `else` right after `else`, and the other one right after `then`",
        )
}

/// A reason beside that of `else`, where nothing follows from the condition.
pub(super) fn reason_of_nothing(span: Span) -> Diagnostic {
    let message = "this reason has no effect to explain: the rule has no `then`";
    Diagnostic::error("E0117", span, message)
        .help("write the effect before it, as in `then favor STRATEGY weakly`, or remove it")
}

pub(super) fn second_claim(second: Span, first: Span) -> Diagnostic {
    Diagnostic::error(
        "E0115",
        second,
        "a guarantee makes one claim, and this is a second",
    )
    .here("again here")
    .label(first, "first here")
    .help("make it two guarantees, or join the conditions with `or`")
}

pub(super) fn crossed(span: Span, bracket: char, closing_at: Span, found: char) -> Diagnostic {
    let closing = closing(bracket);
    let message = format!("`{bracket}` is closed by `{found}`");
    Diagnostic::error("E0111", closing_at, message)
        .here(format!("`{closing}` is needed here"))
        .label(span, "opened here")
        .help(format!("write `{closing}`"))
        .edit(closing_at, closing.to_string())
}

pub(super) fn prefixes_too_deep(span: Span) -> Diagnostic {
    let most = LIMITS.nesting;
    let message = format!("more than {most} `not`, `surely` or `-` in a row");
    Diagnostic::error("E0105", span, message).help("two `not` cancel out; keep one or none of them")
}

pub(super) fn misplaced(span: Span, word: &str, place: &str, takes: &[&str]) -> Diagnostic {
    let base = Diagnostic::error(
        "E0116",
        span,
        format!("`{word}` does not belong in {place}"),
    );
    if (word, place) == ("when", "a guarantee") {
        base.help("the condition follows the claim: `never advice is STRATEGY when …`")
    } else if (word, place) == ("when", "a let") {
        base.help("if it belongs to a row, `LEVEL when …`, the line before lacks its last word")
    } else if (word, place) == ("because", "a contrast") {
        base.help("each row has its own reason, right after its effects: `LEVEL => favor STRATEGY strongly because \"…\"`")
    } else if takes.is_empty() {
        base
    } else {
        base.help(format!("{place} takes {}", list_words(takes)))
    }
}

/// `met when C unless D`: the problem of its `unless`, with what puts the exception into the condition.
pub(super) fn excepted(problem: Diagnostic, edits: Vec<(Span, &'static str)>) -> Diagnostic {
    let problem = Diagnostic {
        help: vec![
            "add the exception to the condition: `CONDITION and not surely (CONDITION)`".into(),
        ],
        ..problem
    };
    edits
        .into_iter()
        .fold(problem, |problem, (at, text)| problem.edit(at, text))
}

/// That a part of a clause stands with a word that does not take it.
pub(super) fn only_with(span: Span, part: &str, word: &str) -> Diagnostic {
    let message = format!("only `{word}` takes `{part}`");
    Diagnostic::error("E0116", span, message)
        .help(format!("make it {}, or remove it", with_article(word)))
}

/// `whole` is the time with its unit, and `years` what comes near to it.
pub(super) fn horizon((span, whole): (Span, Span), most: u32, years: Option<u32>) -> Diagnostic {
    let message = format!("a time is a whole number from 1 to {most}");
    let problem = Diagnostic::error("E0130", span, message);
    match years {
        Some(years) => {
            let unit = TimeUnit::Years;
            let time = Horizon {
                amount: years,
                unit,
            }
            .to_string();
            problem
                .help(format!("take a longer unit, such as `within {time}`"))
                .edit(whole, time)
        }
        None => problem.help("write it as `next within 30 days \"…\"`"),
    }
}

pub(super) fn missing(span: Span, message: impl Into<String>, help: &str) -> Diagnostic {
    Diagnostic::error("E0117", span, message).help(help)
}

pub(super) fn reserved(span: Span, word: &str) -> Diagnostic {
    let why = if DECLARATIONS.contains(&word) {
        "the word begins a declaration"
    } else {
        "the word is part of conditions"
    };
    Diagnostic::error("E0118", span, format!("`{word}` cannot be a name: {why}")).help(format!(
        "choose a different name, such as `{word}_1` or `the_{word}`"
    ))
}

/// `formerly table`; `clause` is all of it.
pub(super) fn never_former(span: Span, clause: Span, word: &str) -> Diagnostic {
    let problem = reserved(span, word);
    Diagnostic {
        help: vec!["nothing can have been called so: delete it".into()],
        ..problem
    }
    .edit(clause, "")
}

pub(super) fn reserved_level(span: Span, word: &str) -> Diagnostic {
    let base = Diagnostic::error("E0119", span, format!("`{word}` cannot be a level"));
    if let Some(Answer::Yes | Answer::No) = answer(word) {
        base.help("a fact that is yes or no has the type `yes_no`")
    } else {
        base.help("any fact may stay unknown; a level is a known value")
    }
}

pub(super) fn not_snake_case(span: Span, word: &str, better: String) -> Diagnostic {
    Diagnostic::error("E0120", span, format!("`{word}` is not lowercase"))
        .help(format!(
            "write `{better}`; titles and quoted levels may have capitals"
        ))
        .edit(span, better)
}

pub(super) fn not_finite(span: Span, word: &str) -> Diagnostic {
    Diagnostic::error("E0121", span, format!("the number `{word}` is too large"))
        .help("the largest number is about 1.8e308")
}

pub(super) fn no_word(span: Span, word: &str, near: &str) -> Diagnostic {
    Diagnostic::error(
        "E0114",
        span,
        format!("`{word}` is not a word of the language"),
    )
    .did_you_mean(span, Some(near))
}

/// Why no row of a contrast takes what the others leave.
pub(crate) const NO_REST_OF_CONTRAST: &str =
    "the rows of a contrast have no order, so each names its values: `LABEL: LEVEL | LEVEL => …`";

/// What a contrast has in place of `when … then …`.
pub(super) const ROW_OF_CONTRAST: &str = "a row of a contrast names its value: `LEVEL => favor STRATEGY weakly`; another condition goes in a rule";

/// The types of facts, to copy.
pub(super) const TYPES: &str = "the types are `yes_no`, `number \"EUR\" in 0..100`, `integer`, `text`, `low < high`, `one of a, b` and `any of a, b`";

pub(super) fn unknown_type(span: Span, word: &str, near: Option<&str>) -> Diagnostic {
    Diagnostic::error(
        "E0122",
        span,
        format!("`{word}` is not a type, and a scale needs two levels"),
    )
    .did_you_mean(span, near)
    .help(TYPES)
}

pub(super) fn too_many_levels(span: Span, levels: usize) -> Diagnostic {
    Diagnostic::error(
        "E0123",
        span,
        format!(
            "a scale has at most {} levels, and this one has {levels}",
            LIMITS.levels
        ),
    )
    .help("make it a `number`, or merge levels that no rule distinguishes")
}

pub(super) fn too_many(span: Span) -> Diagnostic {
    Diagnostic::error(
        "E0124",
        span,
        format!(
            "more than {} problems; the rest of the file was not read",
            LIMITS.diagnostics
        ),
    )
    .help("fix the first ones and check again")
}

pub(super) fn too_many_in_one(span: Span) -> Diagnostic {
    Diagnostic::error(
        "E0124",
        span,
        "this declaration has so many errors that the rest was not read",
    )
    .help("fix the first ones and check again")
}

/// "`a`, `b` and `c`".
pub(super) fn list_words(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    join(&quoted, "and")
}

/// "a, b or c".
pub(super) fn join(parts: &[String], last: &str) -> String {
    match parts.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((end, before)) => format!("{} {last} {end}", before.join(", ")),
    }
}
