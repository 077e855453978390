//! Whether a rulebook still checks with an edit in its text: an edit that does not is noticed by the check. Reads no file.

use super::mutant::Mutant;
use crate::base::{Edit, FileId, SourceMap, has_errors};
use crate::check::{self, Options, ReadProblem};

/// Whether the rulebook of these texts, the main file first, has no errors with the edit in it.
pub(super) fn checks(files: &SourceMap, mutant: &Mutant) -> bool {
    let Some(main) = files.get(FileId(0)) else {
        return true;
    };
    let changed = mutant.place().file;
    let mut read = |name: &str| {
        let found = files.files().find(|(_, file)| *file.name == *name);
        match found {
            Some((id, file)) if id == changed => Ok(edited(&file.text, &mutant.edits).into_bytes()),
            Some((_, file)) => Ok(file.text.as_bytes().to_vec()),
            None => Err(ReadProblem::Missing { near: None }),
        }
    };
    let (bundle, problems) = check::gather(&main.name, &mut read);
    let (checked, more) = check::check(&bundle, &Options::default());
    checked.is_some() && !has_errors(&problems) && !has_errors(&more)
}

/// A text with edits in it, which stand in its order.
fn edited(text: &str, edits: &[Edit]) -> String {
    let mut new = String::with_capacity(text.len());
    let mut from = 0usize;
    for edit in edits {
        let range = edit.span.range();
        new.push_str(text.get(from..range.start).unwrap_or(""));
        new.push_str(&edit.text);
        from = range.end;
    }
    new.push_str(text.get(from..).unwrap_or(""));
    new
}
