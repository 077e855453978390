//! The house rules, one function each, over the words of the sources.

use std::collections::BTreeSet;
use std::fmt;

use super::files::SourceText;
use super::layers;
use super::tokens::{Token, tokens};

/// Most lines of a function.
const FUNCTION_LINES: usize = 70;
/// Most lines of a file.
const FILE_LINES: usize = 800;
/// Words that belong to other places or to later. Written in two halves so that this file may be looked at too.
const FOREIGN: [(&str, &str); 7] = [
    (concat!("TO", "DO"), "do it, or remove it"),
    (concat!("FIX", "ME"), "mend it, or remove it"),
    (concat!("/wo", "rk/"), "name no folder of one machine"),
    (concat!("/ho", "me/"), "name no folder of one machine"),
    (concat!("/Us", "ers/"), "name no folder of one machine"),
    (concat!("/ro", "ot/"), "name no folder of one machine"),
    (concat!(":\\", "Users"), "name no folder of one machine"),
];

/// A broken rule with its place.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Finding {
    /// The file.
    pub(super) path: String,
    /// The line, from 1.
    pub(super) line: usize,
    /// The rule's name.
    pub(super) rule: &'static str,
    /// What is wrong and what to do.
    pub(super) words: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            path,
            line,
            rule,
            words,
        } = self;
        write!(f, "{path}:{line}: [{rule}] {words}")
    }
}

fn finding(
    source: &SourceText,
    line: usize,
    rule: &'static str,
    words: impl Into<String>,
) -> Finding {
    Finding {
        path: source.path.clone(),
        line,
        rule,
        words: words.into(),
    }
}

/// All rules that need one Rust file only.
pub(super) fn of_one_file(source: &SourceText) -> Vec<Finding> {
    let words = tokens(&source.text);
    let mut found = Vec::new();
    found.extend(first_line(source));
    found.extend(file_length(source));
    found.extend(function_lengths(source, &words));
    found.extend(globs(source, &words));
    found.extend(attributes(source, &words));
    found.extend(rhai(source, &words));
    found
}

fn first_line(source: &SourceText) -> Option<Finding> {
    let first = source.text.lines().next().unwrap_or("");
    let said = first.strip_prefix("//!").map_or("", str::trim);
    said.is_empty().then(|| {
        let words = "begin the file with a `//!` line that says what it is and what it does not do";
        finding(source, 1, "first-line", words)
    })
}

fn file_length(source: &SourceText) -> Option<Finding> {
    let lines = source.text.lines().count();
    (lines > FILE_LINES).then(|| {
        let words = format!("{lines} lines; split the file by nouns, {FILE_LINES} is the most");
        finding(source, FILE_LINES, "file-length", words)
    })
}

fn function_lengths(source: &SourceText, words: &[Token<'_>]) -> Vec<Finding> {
    let mut found = Vec::new();
    for (at, pair) in words.windows(2).enumerate() {
        let [word, name] = pair else { continue };
        if word.text != "fn" || !is_name(name.text) {
            continue;
        }
        let Some(lines) = body_end(words, at).map(|end| end - word.line + 1) else {
            continue;
        };
        if lines > FUNCTION_LINES {
            let words = format!(
                "`{}` has {lines} lines; give its parts names, {FUNCTION_LINES} is the most",
                name.text
            );
            found.push(finding(source, word.line, "function-length", words));
        }
    }
    found
}

/// The line of the brace that closes the function whose `fn` is at `start`; `None` for one without a body.
fn body_end(words: &[Token<'_>], start: usize) -> Option<usize> {
    let mut round = 0i32;
    let mut curly = 0i32;
    for word in &words[start..] {
        match word.text {
            "(" | "[" => round += 1,
            ")" | "]" => round -= 1,
            ";" if round == 0 && curly == 0 => return None,
            "{" => curly += 1,
            "}" => {
                curly -= 1;
                if curly == 0 && round == 0 {
                    return Some(word.line);
                }
            }
            _ => {}
        }
    }
    None
}

fn globs(source: &SourceText, words: &[Token<'_>]) -> Vec<Finding> {
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let captures = words.get(at + 1).is_some_and(|next| next.text == "<");
        if word.text != "use" || captures {
            continue;
        }
        let import = words[at..].iter().take_while(|word| word.text != ";");
        if let Some(star) = import.clone().find(|word| word.text == "*") {
            let words = "name what is imported: a glob hides where a name comes from";
            found.push(finding(source, star.line, "glob", words));
        }
    }
    found
}

fn attributes(source: &SourceText, words: &[Token<'_>]) -> Vec<Finding> {
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        if word.text != "#" {
            continue;
        }
        let bang = words.get(at + 1).is_some_and(|next| next.text == "!");
        let open = at + 1 + usize::from(bang);
        if words.get(open).is_none_or(|next| next.text != "[") {
            continue;
        }
        let inside = bracketed(&words[open..]);
        for pair in inside.windows(2) {
            if pair[0].text == "allow" && pair[1].text == "(" {
                let words =
                    "use `#[expect(…, reason = \"…\")]`: an `allow` stays when its cause has gone";
                found.push(finding(source, pair[0].line, "allow", words));
            }
            if pair[0].text == "path" && pair[1].text == "=" {
                let words = "let the file stand where its module name says";
                found.push(finding(source, pair[0].line, "path", words));
            }
        }
    }
    found
}

/// The words from an opening bracket to the one that closes it.
fn bracketed<'a, 'b>(words: &'a [Token<'b>]) -> &'a [Token<'b>] {
    let mut depth = 0i32;
    for (at, word) in words.iter().enumerate() {
        match word.text {
            "[" | "(" | "{" => depth += 1,
            "]" | ")" | "}" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return &words[..=at];
        }
    }
    words
}

fn rhai(source: &SourceText, words: &[Token<'_>]) -> Vec<Finding> {
    if source.path.starts_with("src/script/") {
        return Vec::new();
    }
    let text = |at: Option<usize>| at.and_then(|at| words.get(at)).map_or("", |word| word.text);
    words
        .iter()
        .enumerate()
        .filter(|(at, word)| {
            let before = text(at.checked_sub(1));
            word.text == "rhai"
                && before != "."
                && (text(Some(at + 1)) == "::" || before == "use" || before == "crate")
                && before != "::"
        })
        .map(|(_, word)| {
            let words = "only src/script knows Rhai: ask it for what is needed in its own types";
            finding(source, word.line, "rhai", words)
        })
        .collect()
}

/// Words that do not belong into the repository.
pub(super) fn foreign_words(source: &SourceText) -> Vec<Finding> {
    let mut found = Vec::new();
    for (at, line) in source.text.lines().enumerate() {
        for (word, advice) in FOREIGN {
            if line.contains(word) {
                let words = format!("`{word}` does not belong here: {advice}");
                found.push(finding(source, at + 1, "foreign-word", words));
            }
        }
    }
    found
}

/// An import of a layer.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Import<'a> {
    /// The module that is imported.
    pub(super) to: &'a str,
    /// The line, from 1.
    pub(super) line: usize,
}

/// The layer a source of `src` belongs to; `None` for `lib.rs`, `main.rs` and sources elsewhere.
pub(super) fn layer_of(path: &str) -> Option<&str> {
    let inside = path.strip_prefix("src/")?;
    match inside.split_once('/') {
        Some((layer, _)) => Some(layer),
        None => inside
            .strip_suffix(".rs")
            .filter(|name| !matches!(*name, "lib" | "main")),
    }
}

/// Every rule about layers: unlisted modules, imports against the table, cycles.
pub(super) fn layers(sources: &[SourceText]) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut edges = BTreeSet::new();
    for source in sources
        .iter()
        .filter(|source| source.path.starts_with("src/"))
    {
        let words = tokens(&source.text);
        let imports = imports(&source.path, &words);
        let Some(name) = layer_of(&source.path) else {
            found.extend(imports_of_a_root(source, &imports));
            continue;
        };
        let Some(layer) = layers::layer(name) else {
            let words = format!(
                "`{name}` is not in the table of layers: give it a place and a reason there"
            );
            found.push(finding(source, 1, "unlisted", words));
            continue;
        };
        for import in imports.iter().filter(|import| import.to != name) {
            edges.insert((name.to_owned(), import.to.to_owned()));
            if !layer.may.contains(&import.to) {
                let words = format!(
                    "`{name}` may not import `{}`: {}; move what is needed down, or the test to tests/it",
                    import.to, layer.never
                );
                found.push(finding(source, import.line, "layer", words));
            }
        }
    }
    let edges: Vec<(&str, &str)> = edges
        .iter()
        .map(|(a, b)| (a.as_str(), b.as_str()))
        .collect();
    found.extend(layers::cycle(&edges).map(|names| Finding {
        path: "src".into(),
        line: 1,
        rule: "cycle",
        words: format!("{names}: let one of them give its data to the other instead"),
    }));
    found
}

/// `main.rs` calls the command line and nothing else; `lib.rs` may name every layer.
fn imports_of_a_root(source: &SourceText, imports: &[Import<'_>]) -> Vec<Finding> {
    imports
        .iter()
        .filter(|import| source.path == "src/main.rs" && import.to != "cli")
        .map(|import| {
            let words = format!("main calls cli::run and nothing else, not `{}`", import.to);
            finding(source, import.line, "layer", words)
        })
        .collect()
}

/// The top modules of the library that a source names by `crate::`, `hansei::` or enough `super::`.
pub(super) fn imports<'a>(path: &str, words: &[Token<'a>]) -> Vec<Import<'a>> {
    let depth = module_path(path).len();
    let mut inline = InlineModules::default();
    let mut found = Vec::new();
    for at in 0..words.len() {
        inline.step(words, at);
        let start = match words[at].text {
            "crate" | "hansei" if next_is(words, at, "::") && !follows(words, at) => Some(at),
            "super" if next_is(words, at, "::") && !follows_super(words, at) => {
                let (last, count) = supers(words, at);
                (count == depth + inline.names.len()).then_some(last)
            }
            _ => None,
        };
        if let Some(start) = start {
            found.extend(heads(&words[start + 2..]).into_iter().map(|word| Import {
                to: word.text,
                line: word.line,
            }));
        }
    }
    found
}

fn next_is(words: &[Token<'_>], at: usize, text: &str) -> bool {
    words.get(at + 1).is_some_and(|word| word.text == text)
}

/// Whether the word is the later part of a path.
fn follows(words: &[Token<'_>], at: usize) -> bool {
    at > 0 && words[at - 1].text == "::"
}

fn follows_super(words: &[Token<'_>], at: usize) -> bool {
    at > 1 && words[at - 1].text == "::" && words[at - 2].text == "super"
}

/// The last `super` of a chain, and how many there are.
fn supers(words: &[Token<'_>], at: usize) -> (usize, usize) {
    let mut last = at;
    let mut count = 1;
    while next_is(words, last, "::") && words.get(last + 2).is_some_and(|w| w.text == "super") {
        last += 2;
        count += 1;
    }
    (last, count)
}

/// The first names of a path, or of each path of a group `{a::b, c}`.
fn heads<'a>(words: &[Token<'a>]) -> Vec<Token<'a>> {
    let Some(first) = words.first() else {
        return Vec::new();
    };
    if first.text != "{" {
        return vec![*first];
    }
    let mut depth = 0i32;
    let mut found = Vec::new();
    for pair in words.windows(2) {
        match pair[0].text {
            "{" => depth += 1,
            "}" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            break;
        }
        if depth == 1 && matches!(pair[0].text, "{" | ",") && is_name(pair[1].text) {
            found.push(pair[1]);
        }
    }
    found
}

/// The modules written out within a file that surround the current word.
#[derive(Default)]
struct InlineModules<'a> {
    names: Vec<(&'a str, i32)>,
    depth: i32,
}

impl<'a> InlineModules<'a> {
    fn step(&mut self, words: &[Token<'a>], at: usize) {
        match words[at].text {
            "{" => {
                self.depth += 1;
                if at > 1 && words[at - 2].text == "mod" && is_name(words[at - 1].text) {
                    self.names.push((words[at - 1].text, self.depth));
                }
            }
            "}" => {
                if self
                    .names
                    .last()
                    .is_some_and(|(_, depth)| *depth == self.depth)
                {
                    self.names.pop();
                }
                self.depth -= 1;
            }
            _ => {}
        }
    }
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// The module path of a source: `src/a/b.rs` is `a::b`.
pub(super) fn module_path(path: &str) -> Vec<&str> {
    let inside = path
        .strip_prefix("src/")
        .or_else(|| path.strip_prefix("tests/it/"));
    let inside = inside.unwrap_or(path);
    let mut parts: Vec<&str> = inside.trim_end_matches(".rs").split('/').collect();
    if matches!(parts.last(), Some(&("mod" | "lib" | "main"))) {
        parts.pop();
    }
    parts
}

/// Rust files that no `mod` reaches from `lib.rs`, `main.rs`, `tests/it/main.rs` or a bench.
pub(super) fn unreached(sources: &[SourceText]) -> Vec<Finding> {
    let mut reached: BTreeSet<String> = BTreeSet::new();
    let mut open: Vec<String> = sources
        .iter()
        .map(|source| &source.path)
        .filter(|path| is_root(path))
        .cloned()
        .collect();
    while let Some(path) = open.pop() {
        if !reached.insert(path.clone()) {
            continue;
        }
        if let Some(source) = sources.iter().find(|source| source.path == path) {
            open.extend(
                children(source)
                    .into_iter()
                    .filter(|child| sources.iter().any(|s| s.path == *child)),
            );
        }
    }
    sources
        .iter()
        .filter(|source| !reached.contains(&source.path))
        .map(|source| {
            let words = "no `mod` reaches this file: declare it in its parent, or remove it";
            finding(source, 1, "unreached", words)
        })
        .collect()
}

fn is_root(path: &str) -> bool {
    let bench = path
        .strip_prefix("benches/")
        .is_some_and(|name| !name.contains('/'));
    bench
        || matches!(
            path,
            "src/lib.rs" | "src/main.rs" | "tests/it/main.rs" | "build.rs"
        )
}

/// The files that the `mod name;` of a source may mean.
fn children(source: &SourceText) -> Vec<String> {
    let words = tokens(&source.text);
    let stem = source.path.trim_end_matches(".rs");
    let (folder, name) = stem.rsplit_once('/').unwrap_or(("", stem));
    let home = if matches!(name, "mod" | "lib" | "main") || folder == "benches" {
        folder.to_owned()
    } else {
        stem.to_owned()
    };
    let mut inline = InlineModules::default();
    let mut found = Vec::new();
    for at in 0..words.len() {
        inline.step(&words, at);
        if words[at].text == "mod" && words.get(at + 2).is_some_and(|word| word.text == ";") {
            let mut path = home.clone();
            for (name, _) in &inline.names {
                path = format!("{path}/{name}");
            }
            let name = words[at + 1].text;
            found.push(format!("{path}/{name}.rs"));
            found.push(format!("{path}/{name}/mod.rs"));
        }
    }
    found
}
