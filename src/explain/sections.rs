//! The sections of the whole argument, one list: each in brief, for a reviewer, and with everything.

use super::document::{Block, Line, Tone};
use super::names::{Names, UnknownName};
use super::{
    answer, brief, citation, derived, given, ledger, page, review, rows, standing, steps, whole,
};

/// A section of the whole argument.
#[derive(Clone, Copy, Debug)]
pub struct Section {
    /// Its name on the command line.
    pub name: &'static str,
    /// What it shows, in a few words.
    pub about: &'static str,
    /// What of it stands in the whole argument, where not all of it is asked for.
    brief: Write,
    /// The section by itself, for a reviewer: what did not act takes a line.
    review: Write,
    /// Everything.
    all: Write,
}

type Write = fn(&Names<'_>) -> Vec<Block>;

/// Every section, in the order of the argument.
pub const SECTIONS: &[Section] = &[
    Section {
        name: "page",
        about: "what `hansei eval` shows",
        brief: |names| page::blocks(names, None),
        review: |names| page::blocks(names, None),
        all: |names| page::blocks(names, None),
    },
    Section {
        name: "sureness",
        about: "how sure the advice is, and which rows could not be checked",
        brief: answer::brief,
        review: answer::section,
        all: answer::section,
    },
    Section {
        name: "steps",
        about: "all steps, preconditions, risks and measures",
        brief: nothing,
        review: steps::section,
        all: steps::section,
    },
    Section {
        name: "ledger",
        about: "what separates the advice from its strongest rival",
        brief: ledger::brief,
        review: ledger::complete,
        all: ledger::complete,
    },
    Section {
        name: "totals",
        about: "where strategies, hypotheses and groups stand, and what the evidence rests on",
        brief: standing::brief,
        review: standing::section,
        all: standing::section,
    },
    Section {
        name: "advice",
        about: "the rows of the advice, and why each does or does not apply",
        brief: brief::rows,
        review: review::rows,
        all: rows::section,
    },
    Section {
        name: "derived",
        about: "every derived fact",
        brief: nothing,
        review: review::derived,
        all: derived::section,
    },
    Section {
        name: "rules",
        about: "every rule: applies, may still apply, or does not",
        brief: brief::rules,
        review: review::rules,
        all: whole::rules,
    },
    Section {
        name: "contradictions",
        about: "answers that do not go together",
        brief: rows::contradictions,
        review: rows::contradictions,
        all: rows::contradictions,
    },
    Section {
        name: "notes",
        about: "the notes on the advice, and why each is shown",
        brief: nothing,
        review: rows::notes,
        all: rows::notes,
    },
    Section {
        name: "facts",
        about: "what the profile says",
        brief: review::known,
        review: review::known,
        all: given::known,
    },
    Section {
        name: "open",
        about: "what is not known, and what an answer could do",
        brief: brief::open,
        review: review::unknown,
        all: given::unknown,
    },
    Section {
        name: "sources",
        about: "what is cited",
        brief: nothing,
        review: citation::sources,
        all: citation::sources,
    },
    Section {
        name: "origin",
        about: "rulebook, profile and method",
        brief: given::provenance,
        review: given::provenance,
        all: given::provenance,
    },
];

fn nothing(_: &Names<'_>) -> Vec<Block> {
    Vec::new()
}

/// The whole argument in brief, and what more there is.
pub(super) fn brief(names: Names<'_>) -> Vec<Block> {
    let mut blocks: Vec<Block> = SECTIONS
        .iter()
        .flat_map(|one| (one.brief)(&names))
        .collect();
    let named: Vec<&str> = SECTIONS.iter().map(|section| section.name).collect();
    let line = Line::toned("More: ", Tone::Quiet).code("--section");
    let line = line.quiet(format!(
        " with one or several of {}; all of it: ",
        named.join(", ")
    ));
    blocks.push(Block::Paragraph(line.code("--all")));
    blocks
}

/// The whole argument with everything.
pub(super) fn all(names: Names<'_>) -> Vec<Block> {
    let names = names.listing_sources();
    SECTIONS.iter().flat_map(|one| (one.all)(&names)).collect()
}

/// Some sections by their names, in the order of the argument.
pub(super) fn some(names: Names<'_>, chosen: &[String]) -> Result<Vec<Block>, UnknownName> {
    let known = || SECTIONS.iter().map(|section| section.name);
    for name in chosen {
        if !known().any(|other| other == name) {
            return Err(UnknownName::new(name, "section", known()));
        }
    }
    let names = match chosen.iter().any(|name| name == "sources") {
        true => names.listing_sources(),
        false => names,
    };
    let is_chosen = |section: &&Section| chosen.iter().any(|name| name == section.name);
    let blocks = SECTIONS.iter().filter(is_chosen);
    let mut blocks: Vec<Block> = blocks.flat_map(|one| (one.review)(&names)).collect();
    if blocks.is_empty() {
        let words = "This part of the argument is empty.";
        blocks.push(Block::Paragraph(words.into()));
    }
    Ok(blocks)
}
