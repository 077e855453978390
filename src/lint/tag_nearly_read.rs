//! A tag that nothing reads, and that is nearly one that is read.

use std::collections::BTreeSet;

use super::Lint;
use super::reads::Reads;
use crate::base::{CodeInfo, Diagnostic, nearest};
use crate::model::{ESSENTIAL, Rulebook, TagId};

/// The lint.
pub(super) const LINT: Lint = Lint {
    info: CodeInfo {
        code: "W0825",
        name: "tag-nearly-read",
        what: "The tag of a fact is nearly `essential`, or nearly a tag whose facts are counted.",
        why: "A tag may be any word, so a misspelled one is no error. The fact is then not counted, or not held essential.",
        example: "rulebook r { }\nstrategy a\nstrategy b\ntopic t { fact y : yes_no { tag need }  fact z : yes_no { tag neeed } }\nrule q { when t.y and t.z and known(need) >= 1 then favor a weakly and oppose b weakly because \"Y.\" }",
        instead: "rulebook r { }\nstrategy a\nstrategy b\ntopic t { fact y : yes_no { tag need }  fact z : yes_no { tag need } }\nrule q { when t.y and t.z and known(need) >= 1 then favor a weakly and oppose b weakly because \"Y.\" }",
        kind: CodeInfo::RULES,
    },
    removes: false,
    run,
};

fn run(book: &Rulebook, found: &mut Vec<Diagnostic>) {
    let reads = Reads::of(book);
    let read: BTreeSet<&str> = reads.tags.iter().map(|tag| &*book.tags[*tag]).collect();
    let is_read = |tag: &TagId| read.contains(&*book.tags[*tag]) || *book.tags[*tag] == *ESSENTIAL;
    for fact in book.facts.values() {
        for tag in fact.tags.iter().filter(|tag| !is_read(tag)) {
            let tag = &book.tags[*tag];
            let known = read.iter().copied().chain([ESSENTIAL]);
            let Some(near) = nearest(tag, known) else {
                continue;
            };
            let message = format!("nothing reads the tag `{tag}` of `{}`", fact.name);
            found.push(
                Diagnostic::warning(LINT.info.code, fact.origin, message)
                    .help(format!("did you mean `tag {near}`?")),
            );
        }
    }
}
