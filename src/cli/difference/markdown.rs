//! A difference as Markdown, ready for a pull request: a headline, the flips, and the details folded.

use std::fmt::Write as _;

use super::{Told, words};
use crate::analyze::{Change, Flip, Histogram};
use crate::cli::diagnostics::{counted, escaped};

pub(super) fn render(told: &Told) -> String {
    let mut text = String::new();
    let changes = told.difference.changes.len();
    let _ = match told.difference.is_empty() {
        true => writeln!(text, "### Rules: {}\n", words::same(told)),
        false => writeln!(text, "### Rules: {}\n", counted(changes, "change")),
    };
    let _ = writeln!(text, "{}.\n", words::headline(told));
    flips(told, &mut text);
    change_list(told, &mut text);
    ledgers(told, &mut text);
    moved(told, &mut text);
    rest(told, &mut text);
    let _ = writeln!(
        text,
        "<sub>`{}` → `{}`, compared by meaning with `hansei diff`</sub>",
        told.old, told.new
    );
    text
}

/// A text in a cell of a table: there a `|` ends the cell, in code too.
fn cell(text: &str) -> String {
    plain(text).replace("\\|", "|").replace('|', "\\|")
}

/// A text that means nothing to Markdown but where it stands between backticks, and there it is code.
fn plain(text: &str) -> String {
    let text = escaped(text);
    let mut out = String::with_capacity(text.len());
    let mut pieces = text.split('`').enumerate().peekable();
    while let Some((at, piece)) = pieces.next() {
        // A backtick without another one is no code.
        match (at % 2 == 1, pieces.peek().is_some()) {
            (true, true) => out.push_str(&format!("`{piece}`")),
            (true, false) => out.push_str(&format!("\\`{}", escaped_words(piece))),
            (false, _) => out.push_str(&escaped_words(piece)),
        }
    }
    out
}

fn escaped_words(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '|' | '*' | '_' | '[' | ']' | '\\' | '#' | '~' => {
                out.push('\\');
                out.push(c);
            }
            _ => out.push(c),
        }
    }
    out
}

fn flips(told: &Told, text: &mut String) {
    if told.effects.causes.is_empty() {
        return;
    }
    text.push_str(
        "| profile | advice | confidence and margin | caused by |\n| --- | --- | --- | --- |\n",
    );
    for cause in &told.effects.causes {
        let (shown, more) = words::first(&cause.flips);
        for flip in shown {
            let (old, new) = (words::advice(&flip.old), words::advice(&flip.new));
            let _ = writeln!(
                text,
                "| {} | {} → **{}** | {} | {} |",
                cell(&flip.profile),
                cell(&old),
                cell(&new),
                words::figures(flip),
                cell(&words::owed(told, cause))
            );
        }
        if let Some(more) = more {
            let owed = cell(&words::owed(told, cause));
            let _ = writeln!(text, "| {more} | | | {owed} |");
        }
    }
    text.push('\n');
}

/// Opens a folded part; it is closed by [`close`].
fn open(head: &str, text: &mut String) {
    let _ = writeln!(text, "<details><summary>{head}</summary>\n");
}

fn close(text: &mut String) {
    text.push_str("\n</details>\n\n");
}

fn change_list(told: &Told, text: &mut String) {
    let changes = &told.difference.changes;
    if changes.is_empty() {
        return;
    }
    open(&counted(changes.len(), "change"), text);
    for change in changes {
        let _ = writeln!(text, "- {}", line(change));
    }
    close(text);
}

fn line(change: &Change) -> String {
    let mut line = plain(&words::line(change));
    let place = words::place(change);
    if !place.is_empty() {
        let _ = write!(line, " (`{place}`)");
    }
    let others = change.affects.iter().filter(|rule| **rule != change.name);
    let others: Vec<String> = others.map(|rule| plain(rule)).collect();
    if !others.is_empty() {
        let _ = write!(line, "; reaches {}", others.join(", "));
    }
    if let Some(keep) = words::keep(change) {
        let _ = write!(line, "; {keep}");
    }
    line
}

fn ledgers(told: &Told, text: &mut String) {
    let effects = &told.effects;
    if effects.causes.is_empty() {
        return;
    }
    open("What led to the advice, before and after", text);
    let flips: Vec<&Flip> = effects.flips().collect();
    let (shown, more) = words::first(&flips);
    for flip in shown {
        let _ = writeln!(text, "**{}**\n", plain(&flip.profile));
        for (when, side) in [("before", &flip.old), ("after", &flip.new)] {
            let advice = plain(&words::advice(side));
            let _ = writeln!(text, "- {when}, {advice}: {}", plain(&words::ledger(side)));
        }
        text.push('\n');
    }
    if let Some(more) = more {
        let _ = writeln!(text, "{more}");
    }
    close(text);
}

fn moved(told: &Told, text: &mut String) {
    let effects = &told.effects;
    for (what, list) in effects.moved_lists() {
        if list.is_empty() {
            continue;
        }
        let count = counted(words::profiles(list), "profile");
        open(&format!("{count}: {}", words::moved_head(what)), text);
        let (shown, more) = words::first(list);
        for one in shown {
            let _ = writeln!(text, "- {}", plain(&words::moved(one)));
        }
        if let Some(more) = more {
            let _ = writeln!(text, "- {more}");
        }
        close(text);
    }
    let shifts = [
        ("confidence, in percentage points", &effects.confidence),
        ("margin", &effects.margin),
    ];
    for (head, histogram) in shifts {
        shift(head, histogram, text);
    }
    owed(told, text);
}

fn owed(told: &Told, text: &mut String) {
    let shifts = &told.effects.shifts;
    if shifts.profiles == 0 {
        return;
    }
    open(&words::shifts_head(shifts), text);
    if !shifts.causes.is_empty() {
        text.push_str("| profiles | adds | change |\n| ---: | --- | --- |\n");
    }
    for one in &shifts.causes {
        let owed = cell(&words::shift_owed(told, one));
        let range = cell(&words::shift_range(one));
        let _ = writeln!(text, "| {} | {range} | {owed} |", one.profiles);
    }
    if let Some(together) = words::shifts_together(shifts) {
        let _ = writeln!(text, "\n{together}");
    }
    close(text);
}

fn shift(head: &str, histogram: &Histogram, text: &mut String) {
    if histogram.moved() == 0 {
        return;
    }
    open(head, text);
    text.push_str("| shift | profiles |\n| --- | ---: |\n");
    for (shift, count) in words::buckets(histogram) {
        let _ = writeln!(text, "| {shift} | {count} |");
    }
    close(text);
}

fn rest(told: &Told, text: &mut String) {
    let effects = &told.effects;
    for fact in &effects.one_sided {
        let _ = writeln!(text, "- {}", plain(&words::one_sided(fact)));
    }
    let (shown, more) = words::first(&effects.failed);
    for failed in shown {
        let _ = writeln!(text, "- **error** {}", plain(&words::failure(failed)));
    }
    if let Some(more) = more {
        let _ = writeln!(text, "- {more} with an error");
    }
    if !effects.one_sided.is_empty() || !effects.failed.is_empty() {
        text.push('\n');
    }
}
