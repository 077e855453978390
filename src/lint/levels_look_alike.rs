//! Levels with letters of different alphabets that look the same.

use std::collections::BTreeMap;

use super::Lint;
use crate::base::{CodeInfo, Diagnostic, alphabets_mixed, drawn};
use crate::model::{Level, Rulebook};

/// The lint.
pub(super) const LINT: Lint = Lint {
    info: CodeInfo {
        code: "W0837",
        name: "levels-look-alike",
        what: "Two levels of a scale look the same, or one mixes letters of two alphabets that look the same.",
        why: "A Cyrillic `о` looks like the Latin one. Whoever types the level in a profile or a rule gets another one, or an error that no one can see.",
        example: "rulebook r { }\nstrategy a\nstrategy b\ntopic t { fact f : slow < fast < \"fаst\" }\nrule q { when t.f is slow then favor a weakly and oppose b weakly because \"F.\" }",
        instead: "rulebook r { }\nstrategy a\nstrategy b\ntopic t { fact f : slow < fast }\nrule q { when t.f is slow then favor a weakly and oppose b weakly because \"F.\" }",
        kind: CodeInfo::RULES,
    },
    removes: false,
    run,
};

fn run(book: &Rulebook, found: &mut Vec<Diagnostic>) {
    let facts = book.facts.values().filter_map(|fact| fact.kind.scale());
    let lets = book.lets.values().filter_map(|item| item.kind.scale());
    for scale in facts.chain(lets) {
        let mut seen: BTreeMap<String, &Level> = BTreeMap::new();
        for level in &scale.levels {
            let seems = drawn(&level.name);
            let twin = seen.get(&seems).copied();
            let mixed = alphabets_mixed(&level.name);
            if mixed || twin.is_some() {
                found.push(problem(level, &seems, twin));
            }
            seen.entry(seems).or_insert(level);
        }
    }
}

fn problem(level: &Level, seems: &str, twin: Option<&Level>) -> Diagnostic {
    let name = &level.name;
    let code = LINT.info.code;
    match twin {
        Some(twin) => {
            let message = format!("two levels of one scale look like `{name}`");
            Diagnostic::warning(code, level.origin, message)
                .label(twin.origin, "the other one")
                .help("they have letters of different alphabets; keep one of them")
        }
        None => {
            let message = format!("`{name}` has letters of two alphabets that look the same");
            let written = match crate::syntax::print_word(seems) {
                word if seems.is_ascii() => word,
                _ => return Diagnostic::warning(code, level.origin, message),
            };
            Diagnostic::warning(code, level.origin, message)
                .help(format!("write it in Latin letters: `{written}`"))
                .edit(level.origin, written)
        }
    }
}
