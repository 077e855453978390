//! A tag that nothing reads, and that is nearly one that is read.

use std::collections::BTreeSet;

use super::Lint;
use super::reads::Reads;
use crate::base::{CodeInfo, Diagnostic, Span, nearest};
use crate::model::{ESSENTIAL, Rulebook, TagId};

/// The lint.
pub(super) const LINT: Lint = Lint {
    info: CodeInfo {
        code: "W0825",
        name: "tag-nearly-read",
        what: "The tag of a fact is nearly `essential` or another word for it, or nearly a tag whose facts are counted.",
        why: "A tag may be any word, so a misspelled one is no error. The fact is then not counted, or not held essential.",
        example: "rulebook r { }\nstrategy a\nstrategy b\ntopic t { fact y : yes_no { tag need }  fact z : yes_no { tag neeed } }\nrule q { when t.y and t.z and known(need) >= 1 then favor a weakly and oppose b weakly because \"Y.\" }",
        instead: "rulebook r { }\nstrategy a\nstrategy b\ntopic t { fact y : yes_no { tag need }  fact z : yes_no { tag need } }\nrule q { when t.y and t.z and known(need) >= 1 then favor a weakly and oppose b weakly because \"Y.\" }",
        kind: CodeInfo::RULES,
    },
    removes: false,
    run,
};

/// Words that others use for a fact without which nobody is sure.
const SAME: &[&str] = &[
    "required",
    "mandatory",
    "must",
    "must_have",
    "needed",
    "crucial",
    "critical",
    "key",
    "vital",
    "obligatory",
];

fn run(book: &Rulebook, found: &mut Vec<Diagnostic>) {
    let reads = Reads::of(book);
    let read: BTreeSet<&str> = reads.tags.iter().map(|tag| &*book.tags[*tag]).collect();
    let is_read = |tag: &TagId| read.contains(&*book.tags[*tag]) || *book.tags[*tag] == *ESSENTIAL;
    for fact in book.facts.values() {
        for tag in fact.tags.iter().filter(|tag| !is_read(tag)) {
            let tag = &book.tags[*tag];
            let known = read.iter().copied().chain([ESSENTIAL]);
            let meant = SAME.contains(&&**tag).then_some(ESSENTIAL);
            let Some(near) = nearest(tag, known).or(meant) else {
                continue;
            };
            let message = format!("nothing reads the tag `{tag}` of `{}`", fact.name);
            let problem = Diagnostic::warning(LINT.info.code, fact.origin, message)
                .help(format!("did you mean `tag {near}`?"));
            found.push(match place(book, fact.origin, tag) {
                Some(at) => problem.edit(at, near),
                None => problem,
            });
        }
    }
}

/// Where a fact gives a tag, if its text does so in one place only.
fn place(book: &Rulebook, fact: Span, tag: &str) -> Option<Span> {
    let in_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let file = book.files.get(fact.file)?;
    let text = file.text.get(fact.range().start..)?;
    // It ends at the latest where the next one is declared.
    let next = text.match_indices("fact").map(|(at, _)| at);
    let mut next = next.filter(|at| {
        let (before, behind) = text.split_at(*at);
        let behind = behind.get("fact".len()..).unwrap_or("");
        !before.is_empty() && !before.ends_with(in_word) && !behind.starts_with(in_word)
    });
    let text = text.get(..next.next().unwrap_or(text.len()))?;
    let given = |at: usize| {
        let before = text.get(..at)?.trim_end();
        let behind = text.get(at.saturating_add(tag.len())..)?;
        let word = before.rsplit(|c| !in_word(c)).next()?;
        (word == "tag" && before.len() < at && !behind.starts_with(in_word)).then_some(at)
    };
    let mut places = text.match_indices(tag).filter_map(|(at, _)| given(at));
    let at = places.next().filter(|_| places.next().is_none())?;
    let start = fact.range().start.saturating_add(at);
    Some(Span::new(fact.file, start, start.saturating_add(tag.len())))
}
