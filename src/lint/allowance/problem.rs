//! What can be wrong with a comment that allows lints: code, sentence and help of each.

use crate::base::{CodeInfo, Diagnostic, Severity, Span};
use crate::lint::Unnamed;

/// The code of an allowance that silences nothing.
pub const NEVER_USED: &str = "W0830";
const NOT_CLEAR: &str = "W0831";
const WITHOUT_REASON: &str = "W0832";

macro_rules! book {
    ($rule:literal) => {
        concat!(
            "rulebook r { }\nstrategy a\nstrategy b\ntopic t { fact y : yes_no }\n",
            $rule
        )
    };
}

/// The entries of these lints in the catalogue of codes.
pub const CODES: &[CodeInfo] = &[
    CodeInfo {
        code: NEVER_USED,
        name: "allowance-never-used",
        what: "A comment allows a lint that reports nothing there.",
        why: "The problem it was written for is gone, or the comment is in the wrong place. If it stays, it silences the next mistake.",
        example: book!(
            "# hansei: allow rule_without_because The title says it.\nrule q { when t.y then favor a weakly and oppose b weakly because \"Y.\" }"
        ),
        instead: book!(
            "rule q { when t.y then favor a weakly and oppose b weakly because \"Y.\" }"
        ),
        kind: CodeInfo::RULES,
    },
    CodeInfo {
        code: NOT_CLEAR,
        name: "allowance-not-clear",
        what: "A comment looks as if it allowed a lint, but does not.",
        why: "The program reads a comment that begins with `hansei:`. One that it does not understand silences nothing.",
        example: book!(
            "# hansei: alow rule_without_because The title says it.\nrule q { when t.y then favor a weakly and oppose b weakly because \"Y.\" }"
        ),
        instead: book!(
            "# hansei: allow rule_without_because The title says it.\nrule q { when t.y then favor a weakly and oppose b weakly }"
        ),
        kind: CodeInfo::RULES,
    },
    CodeInfo {
        code: WITHOUT_REASON,
        name: "allowance-without-reason",
        what: "A comment allows a lint without saying why.",
        why: "Later readers cannot tell whether the reason still holds.",
        example: book!(
            "# hansei: allow rule_without_because\nrule q { when t.y then favor a weakly and oppose b weakly }"
        ),
        instead: book!(
            "# hansei: allow rule_without_because The title says it.\nrule q { when t.y then favor a weakly and oppose b weakly }"
        ),
        kind: CodeInfo::RULES,
    },
];

/// How an allowance is written.
const FORM: &str = "`# hansei: allow rule_without_because The title says it.`";

/// `whole` is what goes where the allowance is deleted.
pub(super) fn never_used(lint: &CodeInfo, named: Span, whole: Option<Span>) -> Diagnostic {
    let CodeInfo { code, name, .. } = lint;
    let message = format!("this allows {code} ({name}), which reports nothing here");
    let found = Diagnostic::warning(NEVER_USED, named, message).help("delete it");
    match whole {
        Some(whole) => found.safe_edit(whole, ""),
        None => found,
    }
}

pub(super) fn without_reason(at: Span) -> Diagnostic {
    Diagnostic::warning(WITHOUT_REASON, at, "this allows a lint without saying why")
        .help(format!("add the reason after it: {FORM}"))
}

pub(super) fn before_nothing(at: Span) -> Diagnostic {
    let message = "no declaration, fact or row begins here, so this allows nothing";
    Diagnostic::warning(NOT_CLEAR, at, message).help(
        "put it on the line before a declaration, a fact or a row, or at the end of its first line",
    )
}

pub(super) fn unnamed(unnamed: Unnamed, at: Span) -> Diagnostic {
    let near = unnamed.near.clone();
    let found = unnamed
        .diagnostic(NOT_CLEAR, Severity::Warning)
        .label(at, "");
    match near {
        Some(near) => found.edit(at, near),
        None => found,
    }
}

pub(super) fn names_none(at: Span) -> Diagnostic {
    Diagnostic::warning(NOT_CLEAR, at, "this does not say which lint is allowed")
        .help(format!("give its code or name: {FORM}"))
        .help("`hansei rule --lints` lists all lints")
}

/// A word other than `allow`; `near` says whether that was probably meant.
pub(super) fn no_allow(at: Span, word: &str, near: bool) -> Diagnostic {
    let found = Diagnostic::warning(NOT_CLEAR, at, format!("`hansei: {word}` means nothing"));
    match near {
        true => found.help("did you mean `allow`?").edit(at, "allow"),
        false => found.help(format!(
            "a comment that begins with `hansei:` can allow a lint: {FORM}"
        )),
    }
}

/// `warn` and `deny` are for the project file.
pub(super) fn a_level(at: Span, word: &str) -> Diagnostic {
    Diagnostic::warning(
        NOT_CLEAR,
        at,
        format!("a comment cannot {word} a lint, only allow it"),
    )
    .help(format!("`[lints]` in `hansei.toml` can {word} it"))
}

/// Something else than a blank behind `allow`.
pub(super) fn no_blank(at: Span) -> Diagnostic {
    Diagnostic::warning(NOT_CLEAR, at, "a space and the lint come after `allow`")
        .help(format!("write {FORM}"))
}

/// The beginning is not `hansei:`, and what follows is an allowance.
pub(super) fn no_beginning(at: Span) -> Diagnostic {
    Diagnostic::warning(NOT_CLEAR, at, "an allowance begins with `hansei:`")
        .help("write `hansei:`")
        .safe_edit(at, "hansei:")
}
