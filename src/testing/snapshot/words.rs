//! Causes in words, a line each. Looks for none.

use crate::analyze::{Aspect, Change, Edit, Kind, Reason};
use crate::model::{Piece, Rule, Rulebook, Subject, Template};

/// Lines about causes at most.
const MOST: usize = 6;

/// An edit, such as ``rule `few_hands`: weight toward kaizen: by 3 → by 1``.
fn edit(edit: &Edit, changes: &[Change]) -> String {
    match edit {
        Edit::Rules(at) => {
            let changes = at.iter().filter_map(|at| changes.get(*at));
            let lines: Vec<String> = changes.map(line).collect();
            lines.join(" and ")
        }
        Edit::Fact { name, from, to } => format!("the profile: `{name}` {from} → {to}"),
    }
}

/// A change in one line; of long texts what differs.
pub(super) fn line(change: &Change) -> String {
    let change = &change.shown();
    match change.aspect {
        Aspect::Added | Aspect::Removed => format!("{} {}", change.subject(), change.what()),
        _ => format!("{}: {}", change.subject(), change.what()),
    }
}

/// A reason in words; `None` where it is not known.
pub(super) fn reason(reason: &Reason, changes: &[Change]) -> Option<String> {
    let sets: Vec<String> = reason
        .sets
        .iter()
        .map(|set| {
            let edits: Vec<String> = set.iter().map(|one| edit(one, changes)).collect();
            match edits.len() {
                0 | 1 => edits.concat(),
                _ => format!("{}, together", edits.join(" and ")),
            }
        })
        .collect();
    match sets.len() {
        0 => None,
        1 if reason.with_others => Some(format!(
            "{}, with any of several other edits",
            sets.concat()
        )),
        1 => Some(sets.concat()),
        _ => Some(format!("{}; each alone would do it", sets.join(", or "))),
    }
}

/// Causes of what matters most, and then of the rest, each said with what it did; not more than fit a screen.
pub(super) fn lines(main: Vec<(String, String)>, mut rest: Vec<(String, String)>) -> Vec<String> {
    let first = main.first().map(|(cause, _)| cause.clone());
    let (plain, others): (Vec<_>, Vec<_>) = main
        .into_iter()
        .partition(|(cause, what)| Some(cause) == first.as_ref() || what.is_empty());
    let mut lines: Vec<String> = Vec::new();
    for (line, _) in plain {
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    rest.splice(0..0, others);
    for (cause, what) in rest {
        if !lines.iter().any(|line| line.starts_with(&cause)) {
            lines.push(format!("{cause} (for {what})"));
        }
    }
    let more = lines.len().saturating_sub(MOST);
    lines.truncate(MOST);
    if more > 0 {
        lines.push(format!("{more} more"));
    }
    lines
}

/// The edits of words that a snapshot shows: those of the things whose wording differs, and of the values that it names.
pub(super) fn edited_words(
    changed: &[String],
    (shown, book): (&[&str], &Rulebook),
    changes: &[Change],
) -> Vec<String> {
    let texts: Vec<&Template> = changed.iter().flat_map(|key| texts(book, key)).collect();
    let named = |name: &str| {
        let mut pieces = texts.iter().flat_map(|text| &text.pieces);
        pieces.any(|piece| match piece {
            Piece::Parameter(id) => *book.parameters[*id].name == *name,
            Piece::Subject(Subject::Fact(id)) => *book.facts[*id].name == *name,
            Piece::Subject(Subject::Let(id)) => *book.lets[*id].name == *name,
            _other => false,
        })
    };
    let sureness = changed.iter().any(|key| key == "sureness");
    let is_shown = |change: &&Change| match (change.kind, change.aspect) {
        (Kind::Rule | Kind::Row | Kind::Note, Aspect::Wording | Aspect::Deadline) => {
            changed.iter().any(|key| first(key) == change.name)
        }
        (
            Kind::Strategy | Kind::Outcome | Kind::AdviceRow | Kind::Let,
            Aspect::Wording | Aspect::Deadline,
        ) => shown.contains(&change.name.as_str()),
        // A text prints the unit of a number, and the words of a level.
        (Kind::Fact | Kind::Let | Kind::Parameter, Aspect::Type | Aspect::Wording)
            if named(&change.name) =>
        {
            true
        }
        // A question that is asked under other conditions may leave an answer that nobody asks for.
        (Kind::Fact, aspect) => aspect.has_meaning() && changed.iter().any(|key| key == "warning"),
        (Kind::Parameter, Aspect::Value) => named(&change.name),
        // Where it gives no reason, the row that gave it is shown as it is written.
        (Kind::Let, _) => sureness && change.name == "sureness",
        _ => false,
    };
    changes.iter().filter(is_shown).map(line).collect()
}

/// Lines of a note begin with its name.
fn first(key: &str) -> &str {
    key.split(' ').next().unwrap_or(key)
}

/// The texts of which one stands under a key of the wording.
fn texts<'b>(book: &'b Rulebook, key: &str) -> Vec<&'b Template> {
    let name = first(key);
    let rules = book.rules.values().filter(|rule| *rule.name == *name);
    let mut found: Vec<&Template> = rules.flat_map(Rule::reasons).collect();
    for note in book.notes.values().filter(|note| *note.name == *name) {
        found.extend(&note.because);
        found.extend(note.items.iter().map(|item| &item.text));
    }
    match key {
        "because" => {
            let rows = book.advice.iter().flat_map(|advice| &advice.rows);
            found.extend(rows.filter_map(|row| row.because.as_ref()));
        }
        "sureness" => found.extend(book.sureness.and_then(|id| book.lets[id].because.as_ref())),
        _ if found.is_empty() => {
            let items = book.outcomes.values().flat_map(|outcome| &outcome.items);
            found.extend(items.map(|item| &item.text));
        }
        _ => {}
    }
    found
}
