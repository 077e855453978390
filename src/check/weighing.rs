//! The method of a rulebook, loaded, and what the checker needs to know of it. Knows no rules.

use std::sync::Arc;

use super::Bundle;
use super::number::UNBOUNDED;
use super::problem::names as problem;
use super::report::Report;
use crate::script::{self, LoadedMethod};
use crate::syntax::clause::Clauses;

/// The method where a rulebook names none.
const DEFAULT_METHOD: &str = "odds";

/// What weights are held against.
#[derive(Debug)]
pub(super) struct Weighing {
    /// The method, with the rulebook's own words for weights; none where it has an error.
    pub(super) method: Option<LoadedMethod>,
    /// Its name.
    pub(super) name: Arc<str>,
    /// The largest magnitude of a weight; infinite where the method has an error.
    pub(super) range: f64,
    /// The values of the words.
    pub(super) scale: [f64; 4],
    /// Whether groups may have a limit.
    pub(super) can_cut: bool,
    /// Between which numbers beliefs lie.
    pub(super) beliefs: (f64, f64),
    /// Between which numbers the confidence in strategies lies.
    pub(super) confidences: (f64, f64),
}

/// Loads the method that the rulebook names, with its own words for weights.
pub(super) fn weighing(
    bundle: &Bundle,
    clauses: Option<&Clauses>,
    report: &mut Report,
) -> Weighing {
    let loaded = match clauses {
        Some(clauses) => named_method(bundle, clauses, report),
        None => shipped(DEFAULT_METHOD),
    };
    let loaded = match (loaded, clauses) {
        (Some(loaded), Some(clauses)) => Some(with_scale(loaded, clauses, report)),
        (loaded, _) => loaded,
    };
    let Some(loaded) = loaded else {
        return Weighing {
            method: None,
            name: DEFAULT_METHOD.into(),
            range: f64::INFINITY,
            scale: [1.0; 4],
            can_cut: true,
            beliefs: UNBOUNDED,
            confidences: UNBOUNDED,
        };
    };
    Weighing {
        name: Arc::clone(&loaded.method.name),
        range: loaded.method.range,
        scale: loaded.method.scale,
        can_cut: loaded.can_cut(),
        beliefs: loaded.beliefs(),
        confidences: loaded.confidences(),
        method: Some(loaded),
    }
}

fn with_scale(loaded: LoadedMethod, clauses: &Clauses, report: &mut Report) -> LoadedMethod {
    let mut scale = [None; 4];
    for entry in clauses.scale() {
        if let Some(slot) = scale.get_mut(entry.word as usize) {
            *slot = Some((entry.value.value, entry.value.span));
        }
    }
    if scale.iter().all(Option::is_none) {
        return loaded;
    }
    let (scaled, problems) = script::with_scale(&loaded, &scale);
    report.extend(problems);
    scaled
}

fn named_method(bundle: &Bundle, clauses: &Clauses, report: &mut Report) -> Option<LoadedMethod> {
    if let Some(path) = clauses.method_file() {
        // A file that is missing was reported when it was looked for.
        let text = bundle.method.as_ref()?;
        let file = bundle.files.get(text.file)?;
        let (loaded, problems) = script::load_method(&path.value, text.file, &file.text);
        report.extend(problems);
        return loaded;
    }
    let Some(name) = clauses.method_name() else {
        return shipped(DEFAULT_METHOD);
    };
    if let Some(loaded) = shipped(&name.text) {
        return Some(loaded);
    }
    let all: Vec<&str> = script::shipped().iter().map(|(name, _)| *name).collect();
    let near = report.near(&name.text, all.iter().copied());
    report.fail(problem::unknown_method(name.span, &name.text, near, &all))
}

fn shipped(name: &str) -> Option<LoadedMethod> {
    script::shipped_method(name)
}
