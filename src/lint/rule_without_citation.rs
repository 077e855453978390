//! A rule that cites nothing, in a rulebook whose other rules do. Rows of a contrast count once.

use super::Lint;
use crate::base::{CodeInfo, Diagnostic};
use crate::model::Rulebook;

/// The lint.
pub(super) const LINT: Lint = Lint {
    info: CodeInfo {
        code: "W0809",
        name: "rule-without-citation",
        what: "A rule cites nothing, although other rules do.",
        why: "Readers cannot tell whether the source says nothing or the author forgot.",
        example: "rulebook r { }\nstrategy a\nstrategy b\nsource s \"S\"\ntopic t { fact y : yes_no }\nrule q { when t.y then favor a weakly because \"Y.\" cite s }\nrule p { when not t.y then favor b weakly because \"N.\" }",
        instead: "rulebook r { }\nstrategy a\nstrategy b\nsource s \"S\"\ntopic t { fact y : yes_no }\nrule q { when t.y then favor a weakly because \"Y.\" cite s }\nrule p { when not t.y then favor b weakly because \"N.\" cite s }",
        kind: CodeInfo::RULES,
    },
    removes: false,
    run,
};

fn run(book: &Rulebook, found: &mut Vec<Diagnostic>) {
    if !book.rules.values().any(|rule| !rule.citations.is_empty()) {
        return;
    }
    let mut warn = |name: &str, origin| {
        let message = format!("`{name}` cites nothing");
        found.push(
            Diagnostic::warning(LINT.info.code, origin, message)
                .help("cite what it rests on; a source may say that it is your own judgment"),
        );
    };
    for rule in book.rules.values() {
        if rule.contrast.is_none() && rule.citations.is_empty() {
            warn(&rule.name, rule.origin);
        }
    }
    for contrast in book.contrasts.values() {
        let mut rows = contrast.rows.iter().filter_map(|id| book.rules.find(*id));
        if rows.any(|row| row.citations.is_empty()) {
            warn(&contrast.name, contrast.origin);
        }
    }
}
