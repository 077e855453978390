//! Circles of imports among the files of one room: nobody can lift a file out of a large one.

use std::collections::{BTreeMap, BTreeSet};

use super::files::SourceText;
use super::rules::{Finding, layer_of, module_path};
use super::tokens::{Token, tokens};

/// How many files a circle in a room may have; the numbers may only be lowered.
const MOST: &[(&str, usize)] = &[
    ("engine", 8),
    ("plan", 8),
    ("space", 8),
    ("cli", 12),
    ("trace", 12),
];
/// The same for all other rooms.
const MOST_ELSEWHERE: usize = 10;

/// Circles that are too large.
pub(super) fn circles(sources: &[SourceText]) -> Vec<Finding> {
    let mut rooms: BTreeMap<&str, Vec<&SourceText>> = BTreeMap::new();
    for source in sources {
        if let Some(room) = layer_of(&source.path) {
            rooms.entry(room).or_default().push(source);
        }
    }
    let mut found = Vec::new();
    for (room, sources) in rooms {
        let most = MOST.iter().find(|(name, _)| *name == room);
        let most = most.map_or(MOST_ELSEWHERE, |(_, most)| *most);
        for circle in circles_of(&sources) {
            if circle.len() > most {
                found.push(Finding {
                    path: format!("src/{room}"),
                    line: 1,
                    rule: "circle",
                    words: format!(
                        "{} files import each other in a circle, more than {most}: {}",
                        circle.len(),
                        circle.join(", ")
                    ),
                });
            }
        }
    }
    found
}

/// The files of a room that reach each other, in groups of two and more.
pub(super) fn circles_of(sources: &[&SourceText]) -> Vec<Vec<String>> {
    let modules: BTreeMap<Vec<&str>, &str> = sources
        .iter()
        .map(|source| (module_path(&source.path), source.path.as_str()))
        .collect();
    let edges: BTreeMap<&str, BTreeSet<&str>> = sources
        .iter()
        .map(|source| (source.path.as_str(), uses(source, &modules)))
        .collect();
    let reach: BTreeMap<&str, BTreeSet<&str>> = edges
        .keys()
        .map(|from| (*from, reached(from, &edges)))
        .collect();
    let mut circles: BTreeSet<Vec<String>> = BTreeSet::new();
    for (from, to) in &reach {
        let mutual = to.iter().filter(|other| reach[**other].contains(from));
        let mutual: BTreeSet<String> = mutual.map(|path| (*path).to_owned()).collect();
        if mutual.len() > 1 {
            circles.insert(mutual.into_iter().collect());
        }
    }
    circles.into_iter().collect()
}

fn reached<'a>(from: &'a str, edges: &BTreeMap<&'a str, BTreeSet<&'a str>>) -> BTreeSet<&'a str> {
    let mut seen = BTreeSet::new();
    let mut open = vec![from];
    while let Some(path) = open.pop() {
        for next in &edges[path] {
            if seen.insert(*next) {
                open.push(next);
            }
        }
    }
    seen
}

/// The files of the room that a source names, itself and the re-exports of its children left out.
fn uses<'a>(source: &SourceText, modules: &BTreeMap<Vec<&'a str>, &'a str>) -> BTreeSet<&'a str> {
    // Unit tests stand at the end of a file, and may look wherever they want.
    let text = source.text.split("#[cfg(test)]").next().unwrap_or_default();
    let words = tokens(text);
    let here = module_path(&source.path);
    let mut found = BTreeSet::new();
    let mut at = 0;
    while at < words.len() {
        // What a file hands on of its children, it does not use.
        if words[at].text == "pub" && hands_on(&words[at..]) {
            at += words[at..]
                .iter()
                .take_while(|word| word.text != ";")
                .count();
            continue;
        }
        // `pub(in crate::cli)` says who may see it.
        if words[at].text == "in" && at > 1 && words[at - 2].text == "pub" {
            at += words[at..]
                .iter()
                .take_while(|word| word.text != ")")
                .count();
            continue;
        }
        let starts = at == 0 || words[at - 1].text != "::";
        if let Some((base, rest)) = starts
            .then(|| start(&words[at..], &here, modules))
            .flatten()
        {
            for path in paths(rest) {
                let full: Vec<&str> = base.iter().copied().chain(path).collect();
                found.extend(module_of(&full, modules));
            }
        }
        at += 1;
    }
    found.remove(source.path.as_str());
    found
}

/// Whether a declaration is `pub use` or `pub(…) use`.
fn hands_on(words: &[Token<'_>]) -> bool {
    let mut words = words.iter().skip(1).skip_while(|word| {
        matches!(
            word.text,
            "(" | ")" | "super" | "crate" | "in" | "::" | "self"
        )
    });
    words.next().is_some_and(|word| word.text == "use")
}

/// Where a path begins, and the words after that.
fn start<'w, 'a>(
    words: &'w [Token<'a>],
    here: &[&'a str],
    modules: &BTreeMap<Vec<&str>, &str>,
) -> Option<(Vec<&'a str>, &'w [Token<'a>])> {
    if words.get(1)?.text != "::" {
        return None;
    }
    match words[0].text {
        "crate" => Some((Vec::new(), &words[2..])),
        "self" => Some((here.to_vec(), &words[2..])),
        "super" => {
            let mut base = here.to_vec();
            let mut rest = words;
            while rest.len() > 2 && rest[0].text == "super" && rest[1].text == "::" {
                base.pop();
                rest = &rest[2..];
            }
            Some((base, rest))
        }
        child => {
            let path: Vec<&str> = here.iter().copied().chain([child]).collect();
            modules.contains_key(&path).then(|| (here.to_vec(), words))
        }
    }
}

/// The paths of `a::b`, and of a group such as `{a::b, c}`, as far as they may name modules.
fn paths<'a>(words: &[Token<'a>]) -> Vec<Vec<&'a str>> {
    let mut found = Vec::new();
    let mut prefixes: Vec<Vec<&str>> = vec![Vec::new()];
    let mut path: Vec<&str> = Vec::new();
    for word in words {
        match word.text {
            "::" => {}
            "{" => prefixes.push(path.clone()),
            "," | "}" if prefixes.len() > 1 => {
                found.push(std::mem::take(&mut path));
                if word.text == "}" {
                    prefixes.pop();
                }
                path = prefixes.last().cloned().unwrap_or_default();
                if prefixes.len() == 1 {
                    return found;
                }
            }
            name if name.starts_with(|c: char| c.is_alphabetic() || c == '_') => {
                if path.len() > 8 {
                    break;
                }
                path.push(name);
            }
            _ => break,
        }
    }
    found.push(path);
    found
}

/// The file of the longest beginning of a path that is a module.
fn module_of<'a>(path: &[&str], modules: &BTreeMap<Vec<&'a str>, &'a str>) -> Option<&'a str> {
    let lengths = (1..=path.len()).rev();
    let mut found = lengths.filter_map(|length| modules.get(&path[..length]).copied());
    found.next()
}

#[cfg(test)]
mod tests {
    use super::super::snippet;
    use super::circles_of;

    #[test]
    fn a_circle_in_a_room_is_found() {
        let sources = [
            snippet("src/space/mod.rs", "mod a; mod b; mod c; pub use a::A;"),
            snippet("src/space/a.rs", "use super::b::{B, c::X};"),
            snippet("src/space/b.rs", "use crate::space::c::C;"),
            snippet("src/space/c.rs", "fn f() { super::a::g() }"),
            snippet("src/space/d.rs", "use super::a::A; // super::c"),
        ];
        let sources: Vec<_> = sources.iter().collect();
        let found = circles_of(&sources);
        assert_eq!(
            found,
            [["src/space/a.rs", "src/space/b.rs", "src/space/c.rs"]]
        );
        let mut fewer = sources;
        fewer.remove(3);
        assert_eq!(circles_of(&fewer), Vec::<Vec<String>>::new());
    }
}
