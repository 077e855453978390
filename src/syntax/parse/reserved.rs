//! What follows from a word of conditions that was made a name: declarations that use it as one. Tells nothing itself.

use pest::Parser as _;

use super::super::tree::{ItemKind, Tree};
use super::super::words;
use super::failure::walk;
use super::{Grammar, item};
use crate::base::{Diagnostic, Span};

/// How many places of a declaration are tried.
const MOST_TRIED: usize = 32;

/// Takes out the problems of declarations that could be read if the word were a name.
pub(super) fn without_followers(text: &str, tree: &Tree, diagnostics: &mut Vec<Diagnostic>) {
    let mut names: Vec<&str> = Vec::new();
    let mut declared: Vec<Span> = Vec::new();
    for span in diagnostics.iter().filter_map(reserved) {
        let word = text.get(span.range()).unwrap_or("");
        if words::OPERATORS.contains(&word) {
            names.push(word);
            declared.push(span);
        }
    }
    if names.is_empty() {
        return;
    }
    for one in &tree.items {
        let ItemKind::Error(broken) = &one.kind else {
            continue;
        };
        let holds = |span: &Span| one.span.start <= span.start && span.end <= one.span.end;
        let keyword = broken.keyword.as_ref().map_or("", |word| &word.text);
        let source = text.get(one.span.range()).unwrap_or("");
        if !declared.iter().any(holds) && is_readable(keyword, source, &names) {
            diagnostics.retain(|told| !told.span().is_some_and(|span| holds(&span)));
        }
    }
}

/// Where a word is told to be no name.
fn reserved(told: &Diagnostic) -> Option<Span> {
    told.span().filter(|_| told.code == "E0118")
}

/// Whether a declaration can be read with a name in the place of one of the words, or of all of them.
fn is_readable(keyword: &str, source: &str, names: &[&str]) -> bool {
    let Some(rule) = item::rule_of(keyword) else {
        return false;
    };
    let found = walk(source, 0).filter(|walked| names.contains(&walked.token));
    let places = found.map(|walked| walked.at..walked.at.saturating_add(walked.token.len()));
    let places: Vec<_> = places.take(MOST_TRIED).collect();
    let with_names = |places: &[std::ops::Range<usize>]| {
        let mut named = source.to_owned();
        for place in places {
            named.replace_range(place.clone(), &"x".repeat(place.len()));
        }
        Grammar::parse(rule, &named).is_ok()
    };
    !places.is_empty() && (with_names(&places) || places.chunks(1).any(with_names))
}
