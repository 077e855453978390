//! The files of the repository that the house rules look at.

use std::fs;
use std::path::{Path, PathBuf};

/// The folders that belong to the house.
const FOLDERS: [&str; 5] = ["benches", "grammar", "rules", "src", "tests"];
/// Endings of files that are text.
const TEXT_ENDINGS: [&str; 12] = [
    "csv", "html", "json", "jsonl", "md", "pest", "rhai", "rs", "rules", "snap", "toml", "yaml",
];

/// A file with its text.
#[derive(Debug)]
pub(super) struct SourceText {
    /// The path from the root of the repository, with `/`.
    pub(super) path: String,
    /// Its text.
    pub(super) text: String,
}

/// Every Rust file, in the order of the paths.
pub(super) fn rust_sources() -> Vec<SourceText> {
    let mut all = all_texts();
    all.retain(|source| source.path.ends_with(".rs"));
    all
}

/// Every text file of the house, in the order of the paths.
pub(super) fn all_texts() -> Vec<SourceText> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    for folder in FOLDERS {
        walk(&root.join(folder), &mut paths);
    }
    for entry in fs::read_dir(root).into_iter().flatten().flatten() {
        if entry.path().is_file() {
            paths.push(entry.path());
        }
    }
    paths.retain(|path| {
        path.extension()
            .and_then(|ending| ending.to_str())
            .is_some_and(|ending| TEXT_ENDINGS.contains(&ending))
    });
    paths.sort();
    paths
        .iter()
        .filter_map(|path| {
            Some(SourceText {
                path: name_of(path.strip_prefix(root).ok()?),
                text: fs::read_to_string(path).ok()?,
            })
        })
        .collect()
}

/// Adds all files under a folder.
fn walk(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            walk(&path, paths);
        } else {
            paths.push(path);
        }
    }
}

/// A path with `/` on every machine.
fn name_of(path: &Path) -> String {
    path.components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect::<Vec<_>>()
        .join("/")
}
