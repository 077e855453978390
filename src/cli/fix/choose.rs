//! Which edits are made together: whole ones, none upon another. Makes none.

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use super::State;
use crate::base::{Diagnostic, Safety};

/// The edits of one diagnostic.
#[derive(Clone, Debug)]
pub(super) struct Change {
    /// What it is known by from round to round.
    pub(super) key: String,
    /// The code, the file and the line.
    pub(super) place: (&'static str, Arc<str>, u32),
    pub(super) edits: Vec<Placed>,
}

impl Change {
    /// Whether it takes something out that a lint finds useless where it stands: after another edit it may have a use.
    fn takes_out(&self) -> bool {
        let (code, ..) = self.place;
        code.starts_with(LINT) && self.edits.iter().any(|edit| edit.text.is_empty())
    }

    /// Whether what it takes out is put elsewhere.
    pub(super) fn moves(&self) -> bool {
        self.takes_out() && self.edits.iter().any(|edit| !edit.text.is_empty())
    }
}

/// What codes of lints begin with.
const LINT: &str = "W";

/// One edit in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Placed {
    pub(super) path: PathBuf,
    /// What stands in the file.
    pub(super) before: Arc<str>,
    pub(super) range: Range<usize>,
    pub(super) text: String,
}

impl Placed {
    /// Whether two edits touch: which comes first would then be open.
    fn touches(&self, other: &Self) -> bool {
        self.path == other.path
            && self.range.start <= other.range.end
            && other.range.start <= self.range.end
    }
}

/// The edits that can be made at once, in the order of places. With `keeps`, nothing is taken out that a lint finds useless.
pub(super) fn choose(
    state: &State,
    file: &dyn Fn(&str) -> Option<PathBuf>,
    (most, keeps): (Safety, bool),
    refused: &BTreeSet<String>,
) -> Vec<Change> {
    let mut found: Vec<&Diagnostic> = state.1.iter().collect();
    found.sort_by_key(|one| (one.severity, one.span()));
    let mut chosen: Vec<Change> = Vec::new();
    for one in found {
        if one.fix().is_none_or(|safety| safety > most) {
            continue;
        }
        let Some(change) = change(state, file, one) else {
            continue;
        };
        let mut others = chosen.iter().flat_map(|other| &other.edits);
        let is_free = !others.any(|other| change.edits.iter().any(|edit| edit.touches(other)));
        let stays = keeps && change.takes_out() && !change.moves();
        if is_free && !stays && !refused.contains(&change.key) {
            chosen.push(change);
        }
    }
    in_turn(chosen)
}

/// What is only mended goes first, then what is taken out, and each move has a round of its own.
fn in_turn(chosen: Vec<Change>) -> Vec<Change> {
    let (moves, rest): (Vec<_>, Vec<_>) = chosen.into_iter().partition(Change::moves);
    let (removals, mends): (Vec<_>, Vec<_>) = rest.into_iter().partition(Change::takes_out);
    let one = moves.into_iter().take(1).collect();
    let mut groups = [mends, one, removals].into_iter();
    let some = groups.find(|group| !group.is_empty());
    some.unwrap_or_default()
}

/// The text of an edit without the blanks at its ends that stand in the file already.
fn fitted<'e>(text: &str, range: Range<usize>, edit: &'e str) -> &'e str {
    let before = text.get(..range.start).unwrap_or("");
    let after = text.get(range.end..).unwrap_or("");
    let edit = match before.ends_with(char::is_whitespace) {
        true => edit.trim_start_matches(' '),
        false => edit,
    };
    match after.starts_with(char::is_whitespace) {
        true => edit.trim_end_matches(' '),
        false => edit,
    }
}

/// The edits of a diagnostic in their files; `None` where one has no place, or all of them change nothing.
fn change(
    state: &State,
    file: &dyn Fn(&str) -> Option<PathBuf>,
    one: &Diagnostic,
) -> Option<Change> {
    let mut edits: Vec<Placed> = Vec::new();
    for edit in &one.edits {
        let source = state.0.get(edit.span.file)?;
        let placed = Placed {
            path: file(&source.name)?,
            before: Arc::clone(&source.text),
            range: edit.span.range(),
            text: fitted(&source.text, edit.span.range(), &edit.text).to_owned(),
        };
        source.text.get(placed.range.clone())?;
        if edits.iter().any(|other| other.touches(&placed)) {
            return None;
        }
        edits.push(placed);
    }
    let changes = |edit: &Placed| edit.before.get(edit.range.clone()) != Some(&*edit.text);
    if !edits.iter().any(changes) {
        return None;
    }
    let first = one.edits.first()?.span;
    let (name, at) = state.0.place(one.span().unwrap_or(first))?;
    Some(Change {
        key: format!(
            "{} {name} {} {:?}",
            one.code,
            one.message,
            one.edits.iter().map(|edit| &edit.text).collect::<Vec<_>>()
        ),
        place: (one.code, name.into(), at.line),
        edits,
    })
}
