//! Patterns of file names, such as `profiles/*.toml`, and the files they mean. Reads no files.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::files as paths;

/// Files that one pattern may mean at most.
const MOST_FILES: usize = 100_000;
/// Folders within folders that `**` looks into.
const MOST_DEPTH: usize = 16;

/// The files of a pattern relative to `folder`, by name. `*` and `?` stand for parts of a name, `**` for any folders.
pub(super) fn files(folder: &Path, pattern: &str) -> Vec<PathBuf> {
    let parts: Vec<&str> = pattern
        .split(['/', '\\'])
        .filter(|part| !part.is_empty())
        .collect();
    let mut found = Vec::new();
    let start = if pattern.starts_with('/') {
        Path::new("/")
    } else {
        folder
    };
    let mut seen = BTreeSet::new();
    walk(start, &parts, 0, (&mut seen, &mut found));
    found.sort();
    found.dedup();
    found
}

/// The folders that were looked into, each with how many parts of the pattern were left: a link may lead to one again.
type Seen = BTreeSet<(PathBuf, usize)>;

fn walk(
    folder: &Path,
    parts: &[&str],
    depth: usize,
    (seen, found): (&mut Seen, &mut Vec<PathBuf>),
) {
    if found.len() >= MOST_FILES || depth > MOST_DEPTH {
        return;
    }
    let Some((first, rest)) = parts.split_first() else {
        return;
    };
    let here = if folder == Path::new("") {
        Path::new(".")
    } else {
        folder
    };
    if !seen.insert((paths::true_path(here), parts.len())) {
        return;
    }
    let next = depth.saturating_add(1);
    if *first == "**" {
        walk(folder, rest, next, (&mut *seen, &mut *found));
        for path in folders(folder) {
            walk(&path, parts, next, (&mut *seen, &mut *found));
        }
        return;
    }
    let plain = !first.contains(['*', '?']);
    let paths = if plain {
        vec![folder.join(first)]
    } else {
        let named = |path: &PathBuf| {
            path.file_name()
                .and_then(|name| name.to_str())
                .is_some_and(|name| matches(first.as_bytes(), name.as_bytes()))
        };
        entries(folder).into_iter().filter(named).collect()
    };
    for path in paths {
        if rest.is_empty() {
            if path.is_file() {
                found.push(path);
            }
        } else {
            walk(&path, rest, next, (&mut *seen, &mut *found));
        }
    }
}

/// The folders in a folder, those first that are no links: what two ways lead to is called as it lies there.
pub(super) fn folders(folder: &Path) -> Vec<PathBuf> {
    let mut found = entries(folder);
    found.retain(|path| path.is_dir());
    found.sort_by_key(|path| path.is_symlink());
    found
}

/// What lies in a folder, hidden files left out, by name.
pub(super) fn entries(folder: &Path) -> Vec<PathBuf> {
    let shown = if folder == Path::new("") {
        Path::new(".")
    } else {
        folder
    };
    let hidden = |name: &std::ffi::OsStr| name.as_encoded_bytes().starts_with(b".");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(shown)
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.file_name()))
        .filter(|name| !hidden(name))
        .map(|name| folder.join(name))
        .collect();
    paths.sort();
    paths
}

/// Whether a name is of a pattern with `*` and `?`.
fn matches(pattern: &[u8], name: &[u8]) -> bool {
    match (pattern.split_first(), name.split_first()) {
        (None, None) => true,
        (Some((b'*', rest)), _) if matches(rest, name) => true,
        (Some((b'*', _)), Some((_, left))) => matches(pattern, left),
        (Some((b'?', rest)), Some((_, left))) => matches(rest, left),
        (Some((one, rest)), Some((other, left))) => one == other && matches(rest, left),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn stars_stand_for_any_part_of_a_name() {
        let is = |pattern: &str, name: &str| matches(pattern.as_bytes(), name.as_bytes());
        assert!(is("*.toml", "a.toml"));
        assert!(is("*", ""));
        assert!(is("a*b?c", "axxbyc"));
        assert!(!is("*.toml", "a.yaml"));
        assert!(!is("a?", "a"));
    }
}
