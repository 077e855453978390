//! Text with comments and white space folded away, and the hash of a rulebook. Understands no word of it.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use super::Bundle;
use crate::base::{SourceMap, Span};
use crate::syntax::clause::Clauses;
use crate::syntax::tree::{Item, ItemKind};

/// The tokens of a piece of text: equal where only comments and white space differ.
///
/// A space stands between two words, strings or numbers, and nothing else is between tokens.
pub(super) fn fold(text: &str, out: &mut Vec<u8>) {
    let mut rest = text.as_bytes();
    let mut after_word = false;
    while let Some(first) = rest.first() {
        let length = match first {
            b'#' => length_while(rest, |byte| byte != b'\n'),
            b'"' => string_length(rest),
            byte if byte.is_ascii_whitespace() => length_while(rest, |b| b.is_ascii_whitespace()),
            byte if is_word(*byte) => length_while(rest, is_word),
            _ => 1,
        };
        let (token, after) = rest.split_at_checked(length.max(1)).unwrap_or((rest, &[]));
        let word = *first == b'"' || is_word(*first);
        if word || !(*first == b'#' || first.is_ascii_whitespace()) {
            if word && after_word {
                out.push(b' ');
            }
            out.extend_from_slice(token);
            after_word = word;
        }
        rest = after;
    }
}

/// The tokens of the text at a place.
pub(super) fn folded(files: &SourceMap, span: Span) -> Vec<u8> {
    let mut out = Vec::new();
    fold(files.text(span), &mut out);
    out
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

fn length_while(text: &[u8], holds: impl Fn(u8) -> bool) -> usize {
    let end = text.iter().position(|byte| !holds(*byte));
    end.unwrap_or(text.len())
}

/// The length of the string literal that the text begins with, quotes included.
fn string_length(text: &[u8]) -> usize {
    let mut escaped = false;
    for (at, byte) in text.iter().enumerate().skip(1) {
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
/// A topic counts as its heading and its facts, so that the order of facts does not matter either, and neither does
/// that of the rows of a contrast and of the clauses of a rule; a `use` declares nothing and does not count.
pub(super) fn hash(bundle: &Bundle, method: &str) -> String {
    let mut parts: BTreeSet<[u8; 32]> = BTreeSet::new();
    let mut buffer = Vec::new();
    for tree in &bundle.trees {
        for item in &tree.items {
            hash_item(&bundle.files, item, &mut buffer, &mut parts);
        }
    }
    for script in &bundle.scripts {
        let text = bundle.files.get(script.file).map_or("", |file| &file.text);
        parts.insert(digest(&[b"script", plain(text).as_bytes()]));
    }
    parts.insert(digest(&[b"method", plain(method).as_bytes()]));
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

/// A script whatever ends its lines, and whether the last one ends.
fn plain(text: &str) -> String {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    text.replace("\r\n", "\n").trim_end().to_owned()
}

fn hash_item(files: &SourceMap, item: &Item, buffer: &mut Vec<u8>, parts: &mut BTreeSet<[u8; 32]>) {
    buffer.clear();
    match &item.kind {
        ItemKind::Use(_) => return,
        ItemKind::Topic(topic) => {
            for fact in &topic.facts {
                buffer.clear();
                fold(files.text(fact.span), buffer);
                parts.insert(digest(&[b"fact", topic.name.text.as_bytes(), buffer]));
            }
            let title = topic.title.as_ref().map_or("", |title| &title.value);
            parts.insert(digest(&[
                b"topic",
                topic.name.text.as_bytes(),
                title.as_bytes(),
            ]));
            return;
        }
        ItemKind::Rule(rule) => {
            return sorted(files, item.span, clause_spans(&rule.clauses), parts);
        }
        ItemKind::Contrast(contrast) => {
            let rows = contrast.rows.iter().map(|row| row.span);
            let pieces = rows.chain(clause_spans(&contrast.clauses)).collect();
            return sorted(files, item.span, pieces, parts);
        }
        _ => {}
    }
    fold(files.text(item.span), buffer);
    parts.insert(digest(&[b"item", buffer]));
}

fn clause_spans(clauses: &Clauses) -> Vec<Span> {
    clauses.list.iter().map(|clause| clause.span).collect()
}

/// A declaration whose pieces may stand in any order: what is around them, and the pieces in the order of their texts.
fn sorted(files: &SourceMap, whole: Span, mut pieces: Vec<Span>, parts: &mut BTreeSet<[u8; 32]>) {
    pieces.sort_by_key(|piece| piece.start);
    let (mut around, mut at) = (Vec::new(), whole.start);
    for piece in &pieces {
        fold(
            files.text(Span {
                start: at,
                end: piece.start,
                ..whole
            }),
            &mut around,
        );
        at = piece.end;
    }
    fold(files.text(Span { start: at, ..whole }), &mut around);
    let mut texts: Vec<Vec<u8>> = pieces.iter().map(|piece| folded(files, *piece)).collect();
    texts.sort();
    let mut all: Vec<&[u8]> = vec![b"item", &around];
    all.extend(texts.iter().map(Vec::as_slice));
    parts.insert(digest(&all));
}

fn digest(parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::fold;

    fn of(text: &str) -> String {
        let mut out = Vec::new();
        fold(text, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn layout_and_comments_do_not_count() {
        assert_eq!(
            of("when a<=3 # why\n and \"x # y\""),
            of("when  a <= 3 and \"x # y\"")
        );
        assert_eq!(of("a<b \"c\" \"d\"  { e }"), "a<b \"c\" \"d\"{e}");
        assert_ne!(of("a \"b c\""), of("a \"b  c\""));
    }
}
