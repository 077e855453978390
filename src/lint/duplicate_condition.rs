//! Two rules with the same condition and evidence on the same target.

use std::collections::HashMap;

use super::Lint;
use crate::base::{CodeInfo, Diagnostic, Span};
use crate::model::{Rule, Rulebook, TargetId};

/// The lint.
pub(super) const LINT: Lint = Lint {
    info: CodeInfo {
        code: "W0810",
        name: "duplicate-condition",
        what: "Two rules have the same condition and the same target.",
        why: "They count twice, or work against each other. Probably one of them is a copy that was meant to be changed.",
        example: "rulebook r { }\nstrategy a\nstrategy b\ntopic t { fact y : yes_no }\nrule q { when t.y then favor a weakly and oppose b weakly because \"Y.\" }\nrule p { when t.y then oppose a weakly because \"N.\" }",
        instead: "rulebook r { }\nstrategy a\nstrategy b\ntopic t { fact y : yes_no }\nrule q { when t.y then favor a weakly because \"Y.\" }\nrule p { when t.y then oppose b weakly because \"N.\" }",
        kind: CodeInfo::RULES,
    },
    removes: false,
    run,
};

fn run(book: &Rulebook, found: &mut Vec<Diagnostic>) {
    let mut seen: HashMap<(String, TargetId), &Rule> = HashMap::new();
    for rule in book.rules.values().filter(|rule| rule.contrast.is_none()) {
        let condition = condition(book, rule);
        for effect in &rule.then {
            let key = (condition.clone(), effect.target);
            if let Some(first) = seen.get(&key) {
                let target = book.targets.find(effect.target);
                let target = target.map_or("", |target| &target.name);
                let message = format!(
                    "`{}` and `{}` have the same condition and give evidence on `{target}`",
                    first.name, rule.name
                );
                found.push(
                    Diagnostic::warning(LINT.info.code, rule.origin, message)
                        .label(first.origin, "the other one")
                        .help("join them, or make their conditions differ"),
                );
            } else {
                seen.insert(key, rule);
            }
        }
    }
}

/// The condition as written, with white space folded.
fn condition(book: &Rulebook, rule: &Rule) -> String {
    let words = |span: Span| {
        let text: Vec<&str> = book.files.text(span).split_whitespace().collect();
        text.join(" ")
    };
    let unless = rule.unless.as_ref().map(|cond| words(cond.origin));
    format!(
        "{} unless {}",
        words(rule.when.origin),
        unless.unwrap_or_default()
    )
}
