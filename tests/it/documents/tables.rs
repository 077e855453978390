//! The tables of the documents, held against the lists in the program. Executes nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use hansei::base::Limits;
use hansei::check::FUNCTIONS;
use hansei::cli::catalogue;
use hansei::script;

use super::blocks::prose;

/// The rows of tables whose first cell is in backticks: the cell, and the whole row.
fn rows(text: &str) -> Vec<(String, String)> {
    let text = prose(text);
    let rows = text.lines().filter_map(|line| {
        let cell = line.strip_prefix("| `")?.split_once("` |")?.0;
        Some((cell.to_owned(), line.to_owned()))
    });
    rows.collect()
}

/// The part of a text under a heading; nothing where there is no such heading.
fn section<'t>(text: &'t str, heading: &str) -> &'t str {
    let start = format!("\n## {heading}\n");
    let (_, rest) = text.split_once(&start).unwrap_or_default();
    rest.split_once("\n## ")
        .map_or(rest, |(section, _)| section)
}

/// Words of the grammar that the table of words lacks, and rows for words that the grammar has not.
pub(super) fn missing_words(text: &str) -> Vec<String> {
    let grammar = include_str!("../../../grammar/rules.pest");
    let mut words = BTreeSet::new();
    for line in grammar.lines().filter(|line| line.contains("!word_char")) {
        words.extend(line.split('"').skip(1).step_by(2).filter(|word| {
            word.len() > 1 && word.chars().all(|c| c.is_ascii_lowercase() || c == '_')
        }));
    }
    assert!(words.len() > 90, "the grammar is read in the wrong way");
    let listed = rows(section(text, "All words"));
    let listed: BTreeSet<&str> = listed.iter().map(|(word, _)| word.as_str()).collect();
    let missing = words.difference(&listed);
    let mut problems: Vec<String> = missing
        .map(|word| format!("grammar/README.md: no row for the word `{word}`"))
        .collect();
    let strange = listed.difference(&words);
    problems.extend(strange.map(|word| format!("grammar/README.md: `{word}` is not a word")));
    problems
}

/// Functions of the language without a row.
pub(super) fn missing_functions(text: &str) -> Vec<String> {
    let listed: BTreeSet<String> = rows(text).into_iter().map(|(cell, _)| cell).collect();
    FUNCTIONS
        .iter()
        .filter(|function| !listed.contains(function.usage))
        .map(|function| format!("grammar/README.md: no row for `{}`", function.usage))
        .collect()
}

/// Diagnostic codes without a row, rows with another name, rows of codes that nothing gives.
pub(super) fn missing_codes(text: &str) -> Vec<String> {
    let listed: BTreeMap<String, String> = rows(section(text, "All diagnostic codes"))
        .into_iter()
        .collect();
    let mut problems = Vec::new();
    for info in catalogue::all() {
        let start = format!("| `{}` | {} | ", info.code, info.name);
        let row = listed.get(info.code);
        if !row.is_some_and(|row| row.starts_with(&start)) {
            let what = info.what.trim_end_matches('.');
            problems.push(format!("grammar/README.md: {start}{what} |"));
        }
    }
    let mut sources = String::new();
    add_sources(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut sources,
    );
    let strange = listed
        .keys()
        .filter(|code| !sources.contains(&format!("\"{code}\"")));
    problems.extend(strange.map(|code| format!("grammar/README.md: `{code}` is no code")));
    problems
}

/// The texts of all Rust files under a folder.
fn add_sources(folder: &Path, out: &mut String) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            add_sources(&path, out);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            out.push_str(&std::fs::read_to_string(&path).unwrap_or_default());
        }
    }
}

/// Limits that stand in the table with another value, or not at all.
pub(super) fn wrong_limits(text: &str) -> Vec<String> {
    let limits = Limits::DEFAULT;
    let megabytes = |bytes: usize| format!("{} MiB", bytes >> 20);
    let wanted = [
        (
            "size of a rule file or script",
            megabytes(limits.file_bytes),
        ),
        ("size of a profile", megabytes(limits.profile_bytes)),
        ("size of a certificate", megabytes(limits.certificate_bytes)),
        ("size of one row of a table", megabytes(limits.row_bytes)),
        (
            "rows of a table that `hansei diff` compares two rulebooks on",
            limits.compared_rows.to_string(),
        ),
        ("files of a rulebook", limits.files.to_string()),
        ("size of one declaration", megabytes(limits.item_bytes)),
        ("brackets within brackets", limits.nesting.to_string()),
        (
            "operators, words and brackets of one condition or number",
            limits.expression_parts.to_string(),
        ),
        ("levels of a scale", limits.levels.to_string()),
        (
            "steps of one call of a script",
            limits.script_operations.to_string(),
        ),
        (
            "calls within calls of a script",
            limits.script_depth.to_string(),
        ),
        (
            "elements of a list, entries of a map, bytes of a text in a script",
            limits.script_size.to_string(),
        ),
    ];
    let rows = wanted
        .iter()
        .map(|(name, value)| format!("| {name} | {value} |"));
    let missing = rows.filter(|row| !text.contains(row.as_str()));
    missing
        .map(|row| format!("grammar/README.md: {row}"))
        .collect()
}

/// Functions that scripts have, and reasons for which something is refused in them, without their row.
pub(super) fn wrong_script_tables(text: &str) -> Vec<String> {
    let quoted = |word: &str| match word.contains('`') {
        true => word.to_owned(),
        false => format!("`{}`", word.replace('|', "\\|")),
    };
    let functions = script::FUNCTIONS.iter().map(|(kind, natives)| {
        let names: Vec<String> = natives.iter().map(|native| quoted(native.name)).collect();
        format!("| {kind} | {} |", names.join(" "))
    });
    let refused = script::REFUSED.iter().map(|one| {
        let words: Vec<String> = one.words.iter().map(|word| quoted(word)).collect();
        let (name, words, instead) = (one.name, words.join(", "), one.instead.replace('|', "\\|"));
        format!(
            "| {name} | {words} | {} | {} | {instead} |",
            one.code, one.why
        )
    });
    let missing = functions
        .chain(refused)
        .filter(|row| !text.contains(row.as_str()));
    missing
        .map(|row| format!("grammar/README.md: {row}"))
        .collect()
}

/// Layers that the architecture does not name, and paths in it that lead nowhere.
pub(super) fn missing_layers(text: &str) -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut problems = Vec::new();
    let folders = std::fs::read_dir(root.join("src")).into_iter();
    for entry in folders.flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_dir() && !text.contains(&format!("| `{name}` |")) {
            problems.push(format!("src/README.md: no row for the layer `{name}`"));
        }
    }
    let text = prose(text);
    for word in text.split('`').skip(1).step_by(2) {
        let looks_like_a_path = word.contains('/')
            && word
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "/_.-".contains(c));
        if looks_like_a_path && !root.join(word).exists() && !root.join("src").join(word).exists() {
            problems.push(format!("src/README.md: there is no `{word}`"));
        }
    }
    problems
}
