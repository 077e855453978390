//! Finds the files of a rulebook by following `use`, `script` and `method`. The caller reads them.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::graph::Graph;
use super::problem::names as problem;
use crate::base::{
    Diagnostic, FileId, Limits, SourceFile, SourceMap, Span, has_errors, in_parallel,
};
use crate::script;
use crate::syntax;
use crate::syntax::tree::{ItemKind, Tree};

/// Why a file could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadProblem {
    /// There is no such file.
    Missing {
        /// A file with nearly this name, where the reader knows one.
        near: Option<String>,
    },
    /// Anything else, in words.
    Other(String),
}

/// All texts of a rulebook.
#[derive(Clone, Debug, Default)]
pub struct Bundle {
    /// The texts: rule files, scripts and the method, for places.
    pub files: SourceMap,
    /// The rule files, the root first, the others by name.
    pub trees: Vec<Tree>,
    /// The scripts, in the order found.
    pub scripts: Vec<ScriptText>,
    /// The method, where the rulebook names a file of its own.
    pub method: Option<MethodText>,
    /// Where a help of a syntax error writes something: what is read there is not what stands in the files.
    pub mended: Vec<Span>,
    /// Whether every file was found and read.
    pub complete: bool,
    /// Whether every file was found, read and parsed without an error.
    pub sound: bool,
    /// Whether it was put together of parts of others. It has no text of its own, and what comes of it no hash.
    pub composed: bool,
}

/// The text behind one `script … as …`.
#[derive(Clone, Debug)]
pub struct ScriptText {
    /// Where the path stands in the rule file that names it.
    pub origin: Span,
    /// The text, among the files.
    pub file: FileId,
}

/// The text behind `method "own.rhai"`.
#[derive(Clone, Debug)]
pub struct MethodText {
    /// Where the path stands in the rulebook.
    pub origin: Span,
    /// The text, among the files.
    pub file: FileId,
}

/// Reads the root file and everything it names, each file once; paths are relative to the file that names them.
pub fn gather(
    root: &str,
    read: &mut dyn FnMut(&str) -> Result<Vec<u8>, ReadProblem>,
) -> (Bundle, Vec<Diagnostic>) {
    let mut gathering = Gathering {
        read,
        bundle: Bundle::default(),
        found: BTreeMap::new(),
        uses: Vec::new(),
        open: Vec::new(),
        broken: Vec::new(),
        diagnostics: Vec::new(),
    };
    gathering.rule_file(&normalize("", root), None);
    while !gathering.open.is_empty() {
        for tree in gathering.parse() {
            gathering.follow(&tree);
            gathering.bundle.trees.push(tree);
        }
    }
    gathering.parse_again();
    gathering.loops();
    let Gathering {
        mut bundle,
        found,
        diagnostics,
        ..
    } = gathering;
    let root = bundle.trees.first().map(|tree| tree.file);
    let name = |file: FileId| bundle.files.get(file).map(|file| Arc::clone(&file.name));
    bundle
        .trees
        .sort_by_cached_key(|tree| (Some(tree.file) != root, name(tree.file)));
    bundle.complete = found.values().all(Option::is_some);
    bundle.sound = !has_errors(&diagnostics);
    let edits = diagnostics.iter().flat_map(|one| &one.edits);
    bundle.mended = edits.map(|edit| edit.span).collect();
    (bundle, diagnostics)
}

/// A `use`: who, where, whom.
struct UseEdge {
    from: FileId,
    at: Span,
    to: FileId,
}

struct Gathering<'r> {
    read: &'r mut dyn FnMut(&str) -> Result<Vec<u8>, ReadProblem>,
    bundle: Bundle,
    /// What was read or could not be, by path.
    found: BTreeMap<String, Option<FileId>>,
    uses: Vec<UseEdge>,
    /// Rule files that are still to be parsed, and their declarations followed.
    open: Vec<(FileId, Arc<str>)>,
    /// Rule files with declarations that did not parse, and what was told of them.
    broken: Vec<(FileId, Vec<Diagnostic>)>,
    diagnostics: Vec<Diagnostic>,
}

impl Gathering<'_> {
    /// Reads the files that a rule file names.
    fn follow(&mut self, tree: &Tree) {
        let here = self.bundle.files.get(tree.file);
        let here = here.map(|file| Arc::clone(&file.name)).unwrap_or_default();
        for item in &tree.items {
            match &item.kind {
                ItemKind::Use(node) => {
                    let path = &node.path;
                    let file = self.rule_file(&normalize(&here, &path.value), Some(path.span));
                    self.uses.extend(file.map(|to| UseEdge {
                        from: tree.file,
                        at: path.span,
                        to,
                    }));
                }
                ItemKind::Script(node) => {
                    let origin = node.path.span;
                    let path = normalize(&here, &node.path.value);
                    if let Some(file) = self.text_file(&path, Some(origin)) {
                        self.bundle.scripts.push(ScriptText { origin, file });
                    }
                }
                ItemKind::Rulebook(node) => {
                    if let Some(path) = node.clauses.method_file() {
                        let file = self.text_file(&normalize(&here, &path.value), Some(path.span));
                        self.bundle.method = file.map(|file| MethodText {
                            origin: path.span,
                            file,
                        });
                    }
                }
                _ => {}
            }
        }
    }

    /// Parses the open files at once.
    fn parse(&mut self) -> Vec<Tree> {
        let open = std::mem::take(&mut self.open);
        let mut trees = Vec::with_capacity(open.len());
        in_parallel(
            &open,
            |(file, text)| syntax::parse(*file, text),
            |(tree, problems)| {
                if problems.iter().any(|one| one.code == "E0114") {
                    self.broken.push((tree.file, problems.clone()));
                }
                trees.push(tree);
                self.diagnostics.extend(problems);
                true
            },
        );
        trees
    }

    /// Parses what did not parse again, now that all texts are there: a number may stand for a level of another file.
    fn parse_again(&mut self) {
        let files = &self.bundle.files;
        let text = |file: FileId| files.get(file).map(|file| Arc::clone(&file.text));
        let texts: Vec<Arc<str>> = match self.bundle.trees.as_slice() {
            [] | [_] => return,
            trees => trees.iter().filter_map(|tree| text(tree.file)).collect(),
        };
        let all = match self.broken.is_empty() {
            true => return,
            false => texts.join("\n"),
        };
        for (file, before) in &self.broken {
            let own = text(*file).unwrap_or_default();
            let (tree, problems) = syntax::parse_among(*file, &own, &all);
            if problems != *before {
                self.diagnostics.retain(|one| !before.contains(one));
                self.diagnostics.extend(problems);
                let place = self.bundle.trees.iter_mut().find(|old| old.file == *file);
                if let Some(old) = place {
                    *old = tree;
                }
            }
        }
    }

    /// Reads a rule file and leaves it open, unless it was read before.
    fn rule_file(&mut self, path: &str, at: Option<Span>) -> Option<FileId> {
        let known = self.found.contains_key(path);
        let file = self.text_file(path, at)?;
        if !known {
            let text = Arc::clone(&self.bundle.files.get(file)?.text);
            self.open.push((file, text));
        }
        Some(file)
    }

    /// Reads a file as text, unless it was read before.
    fn text_file(&mut self, path: &str, at: Option<Span>) -> Option<FileId> {
        if let Some(file) = self.found.get(path) {
            return *file;
        }
        let file = self.read_text(path, at);
        self.found.insert(path.to_owned(), file);
        file
    }

    /// The edit that puts the name of the near file in the place of the one that is named; the folder stays.
    fn with_name(
        &self,
        problem: Diagnostic,
        at: Option<Span>,
        last: &str,
        near: Option<&str>,
    ) -> Diagnostic {
        let (Some(at), Some(near)) = (at, near) else {
            return problem;
        };
        let near = near.rsplit('/').next().unwrap_or(near);
        let folder = self.bundle.files.text(at).strip_suffix('"');
        match folder.and_then(|path| path.strip_suffix(last)) {
            Some(folder) => problem.edit(at, format!("{folder}{near}\"")),
            None => problem,
        }
    }

    fn read_text(&mut self, path: &str, at: Option<Span>) -> Option<FileId> {
        if let Some(at) = at
            && self.found.len() >= Limits::DEFAULT.files
        {
            if self.found.len() == Limits::DEFAULT.files {
                self.diagnostics.push(problem::too_many_files(at));
            }
            return None;
        }
        let bytes = match (self.read)(path) {
            Ok(bytes) => bytes,
            Err(ReadProblem::Missing { near }) => {
                // The file that names it is not what it means.
                let naming = at.and_then(|at| self.bundle.files.get(at.file));
                let near = near.filter(|near| naming.is_none_or(|file| *file.name != **near));
                let last = path.rsplit('/').next().unwrap_or(path);
                let shipped = at.filter(|_| script::shipped_method(last).is_some());
                self.diagnostics.push(match shipped {
                    Some(at) => problem::quoted_method(at, last),
                    None => {
                        let problem = problem::missing_file(at, path, near.as_deref());
                        self.with_name(problem, at, last, near.as_deref())
                    }
                });
                return None;
            }
            Err(ReadProblem::Other(why)) => {
                self.diagnostics
                    .push(problem::unreadable_file(at, path, &why));
                return None;
            }
        };
        // The id that the map is about to give, so that what is wrong with the bytes has a place in the file.
        let next = FileId(u32::try_from(self.bundle.files.files().count()).unwrap_or(u32::MAX));
        let (text, problems) = syntax::decode(next, path, bytes);
        let is_text = problems.is_empty();
        self.diagnostics.extend(problems);
        let file = self.bundle.files.add(SourceFile::new(path, text));
        is_text.then_some(file)
    }

    /// Files that use each other.
    fn loops(&mut self) {
        let mut graph = Graph::new(self.bundle.files.files().count());
        let name = |file: FileId| {
            let file = self.bundle.files.get(file);
            file.map_or("", |file| &file.name).to_owned()
        };
        // A file that uses itself is a loop of its own, whatever else it is in.
        let (alone, others): (Vec<_>, Vec<_>) =
            self.uses.iter().partition(|edge| edge.from == edge.to);
        for edge in alone {
            let step = (edge.at, name(edge.from));
            self.diagnostics.push(problem::use_loop(&[step]));
        }
        for edge in others {
            graph.add(edge.from.0 as usize, edge.to.0 as usize, edge.at);
        }
        let (_, loops) = graph.sort();
        for turns in loops {
            let steps: Vec<(Span, String)> = turns
                .iter()
                .map(|turn| (turn.at, name(turn.at.file)))
                .collect();
            self.diagnostics.push(problem::use_loop(&steps));
        }
    }
}

/// A path as seen from a file that names it, with `.` and `..` taken out of its text.
pub fn normalize(from: &str, path: &str) -> String {
    let path = path.trim().replace('\\', "/");
    let folder = if path.starts_with('/') {
        ""
    } else {
        from.rsplit_once('/').map_or("", |(folder, _)| folder)
    };
    let rooted = path.starts_with('/') || from.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            ".." if rooted => {}
            _ => parts.push(part),
        }
    }
    let start = if rooted { "/" } else { "" };
    format!("{start}{}", parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::normalize;

    #[test]
    fn paths_are_seen_from_the_file_that_names_them() {
        assert_eq!(normalize("", "./rules/a.rules"), "rules/a.rules");
        assert_eq!(normalize("rules/a.rules", "b.rules"), "rules/b.rules");
        assert_eq!(normalize("rules/x/a.rules", "../b.rules"), "rules/b.rules");
        assert_eq!(normalize("a.rules", "../b.rules"), "../b.rules");
        assert_eq!(normalize("../r/a.rules", "../../b.rules"), "../../b.rules");
        assert_eq!(normalize("/r/a.rules", "b.rules"), "/r/b.rules");
        assert_eq!(normalize("/r/a.rules", "/b.rules"), "/b.rules");
    }
}
