//! Text with comments and white space folded away, and the hash of a rulebook. Understands no word of it.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use super::Bundle;
use crate::base::{SourceMap, Span};
use crate::syntax::tree::{Item, ItemKind};

/// Stands between two tokens; it occurs in no rule file outside of strings and comments.
const BETWEEN: char = '\u{1f}';

/// The tokens of a piece of text: equal where only comments and white space differ.
pub(super) fn fold(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '#' => rest.find('\n').unwrap_or(rest.len()),
            '"' => string_length(rest),
            _ if first.is_whitespace() => first.len_utf8(),
            _ if is_word(first) => rest.find(|c| !is_word(c)).unwrap_or(rest.len()),
            _ => first.len_utf8(),
        };
        let (token, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
        if first != '#' && !first.is_whitespace() {
            out.push_str(token);
            out.push(BETWEEN);
        }
        rest = after;
    }
}

/// The tokens of the text at a place.
pub(super) fn folded(files: &SourceMap, span: Span) -> String {
    let mut out = String::new();
    fold(files.text(span), &mut out);
    out
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// The length of the string literal that the text begins with, quotes included.
fn string_length(text: &str) -> usize {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return at.saturating_add(1),
            _ => {}
        }
    }
    text.len()
}

/// SHA-256 over the sorted hashes of all declarations, the scripts and the method, in hexadecimal:
/// the same for every order of declarations and files, and for every layout.
///
/// A topic counts as its heading and its facts, so that the order of facts does not matter either; a `use`
/// declares nothing and does not count.
pub(super) fn hash(bundle: &Bundle, method: &str) -> String {
    let mut parts: BTreeSet<[u8; 32]> = BTreeSet::new();
    let mut buffer = String::new();
    for tree in &bundle.trees {
        for item in &tree.items {
            hash_item(&bundle.files, item, &mut buffer, &mut parts);
        }
    }
    for script in &bundle.scripts {
        let text = bundle.files.get(script.file).map_or("", |file| &file.text);
        parts.insert(digest(&["script", text]));
    }
    parts.insert(digest(&["method", method]));
    let mut all = Sha256::new();
    for part in &parts {
        all.update(part);
    }
    let mut out = String::with_capacity(64);
    for byte in all.finalize() {
        let _ = write!(out, "{byte:02x}");
    }
    out
}

fn hash_item(files: &SourceMap, item: &Item, buffer: &mut String, parts: &mut BTreeSet<[u8; 32]>) {
    buffer.clear();
    match &item.kind {
        ItemKind::Use(_) => return,
        ItemKind::Topic(topic) => {
            for fact in &topic.facts {
                buffer.clear();
                fold(files.text(fact.span), buffer);
                parts.insert(digest(&["fact", &topic.name.text, buffer]));
            }
            let title = topic.title.as_ref().map_or("", |title| &title.value);
            parts.insert(digest(&["topic", &topic.name.text, title]));
            return;
        }
        _ => {}
    }
    fold(files.text(item.span), buffer);
    parts.insert(digest(&["item", buffer]));
}

fn digest(parts: &[&str]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::fold;

    fn of(text: &str) -> String {
        let mut out = String::new();
        fold(text, &mut out);
        out
    }

    #[test]
    fn layout_and_comments_do_not_count() {
        assert_eq!(
            of("when a<=3 # why\n and \"x # y\""),
            of("when  a <= 3 and \"x # y\"")
        );
        assert_ne!(of("a \"b c\""), of("a \"b  c\""));
    }
}
