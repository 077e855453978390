//! A source that nothing cites.

use std::collections::BTreeSet;

use super::Lint;
use crate::base::{CodeInfo, Diagnostic};
use crate::model::{Citation, Rulebook, SourceId};

/// The lint.
pub(super) const LINT: Lint = Lint {
    info: CodeInfo {
        code: "W0806",
        name: "source-never-cited",
        what: "A source is declared, but nothing cites it.",
        why: "A source that supports nothing looks like support.",
        example: "rulebook r { }\nstrategy a\nstrategy b\nsource s \"S\"\ntopic t { fact y : yes_no }\nrule q { when t.y then favor a weakly and oppose b weakly because \"Y.\" }",
        instead: "rulebook r { }\nstrategy a\nstrategy b\nsource s \"S\"\ntopic t { fact y : yes_no }\nrule q { when t.y then favor a weakly and oppose b weakly because \"Y.\" cite s }",
        kind: CodeInfo::RULES,
    },
    removes: true,
    run,
};

fn run(book: &Rulebook, found: &mut Vec<Diagnostic>) {
    let cited: BTreeSet<SourceId> = citations(book).map(|citation| citation.source).collect();
    for (id, source) in book.sources.iter() {
        if !cited.contains(&id) {
            let message = format!("nothing cites the source `{}`", source.name);
            found.push(
                Diagnostic::warning(LINT.info.code, source.origin, message)
                    .help("cite it where something rests on it, or remove it"),
            );
        }
    }
}

/// Every citation of a rulebook.
fn citations(book: &Rulebook) -> impl Iterator<Item = &Citation> {
    let rules = book.rules.values().flat_map(|rule| &rule.citations);
    let lets = book.lets.values().flat_map(|item| &item.citations);
    let parameters = book.parameters.values();
    let parameters = parameters.flat_map(|parameter| &parameter.citations);
    let groups = book.groups.values().flat_map(|group| &group.citations);
    let notes = book.notes.values().flat_map(|note| &note.citations);
    let tables = book.tables.iter().flat_map(|table| &table.citations);
    let guarantees = book.guarantees.iter().flat_map(|item| &item.citations);
    let rows = book.advice.iter().flat_map(|advice| &advice.rows);
    rules
        .chain(lets)
        .chain(parameters)
        .chain(groups)
        .chain(notes)
        .chain(guarantees)
        .chain(tables)
        .chain(rows.flat_map(|row| &row.citations))
}
