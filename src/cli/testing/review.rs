//! The review of snapshots in the terminal: one change after the other, a key each. Decides nothing by itself.

use std::io::{self, Write as _};

use console::{Key, Term};

use super::decide::{Decided, Decision};
use super::pending::Pending;
use super::screen::{View, screen};
use crate::base::{Diagnostic, Severity};
use crate::cli::diagnostics::Look;
use crate::cli::session::Failure;
use crate::cli::terminal;

/// What a key means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    /// A decision, and whether it holds for all that remain.
    Decide(Decision, bool),
    /// No further decision.
    Quit,
    /// The whole snapshot, or what differs.
    Toggle,
    /// The next snapshot that changed in the same way.
    Next,
    /// The next page.
    More,
    /// The page before.
    Back,
}

/// Whether somebody can answer; where nobody can, what to do instead.
pub(in crate::cli) fn possible() -> Result<(), Failure> {
    if terminal::is_there() {
        return Ok(());
    }
    let message = "`--review` needs a terminal, but there is none";
    Err(Diagnostic::new("E0914", Severity::Error, message)
        .help("`hansei test --accept` accepts all changes")
        .help("`hansei test --reject` discards them")
        .help("with `--run REGEX`, only those with a matching name")
        .into())
}

/// Walks through what waits.
pub(in crate::cli) fn review(pending: &[Pending<'_>], look: Look) -> Decided {
    terminal::put_back_when_ended();
    let mut decided = Decided::default();
    let mut all: Option<Decision> = None;
    for (at, one) in pending.iter().enumerate() {
        let decision = match all {
            Some(decision) => decision,
            None => {
                let place = (at.saturating_add(1), pending.len());
                // Where the terminal went away, nobody decides any more; what was decided is written.
                let (decision, remaining) = ask(one, place, look).unwrap_or((Decision::Skip, true));
                all = remaining.then_some(decision);
                decision
            }
        };
        for shot in &one.shots {
            decided.carry_out(shot, decision);
        }
    }
    decided
}

/// Shows a change until there is a decision, and whether it holds for all that remain.
fn ask(one: &Pending<'_>, place: (usize, usize), look: Look) -> io::Result<(Decision, bool)> {
    let mut view = View::default();
    loop {
        // Terminals change their size.
        let (columns, rows) = terminal::size();
        let look = Look {
            width: columns.min(WIDEST),
            ..look
        };
        let shown = screen(one, place, view, (look, rows));
        show(&shown.lines)?;
        match key()? {
            Some(Answer::Decide(decision, remaining)) => return Ok((decision, remaining)),
            Some(Answer::Quit) => return Ok((Decision::Skip, true)),
            Some(Answer::Toggle) => {
                view.full = !view.full;
                view.from = 0;
            }
            Some(Answer::Next) => {
                let next = view.member.saturating_add(1);
                view.member = if next < one.shots.len() { next } else { 0 };
                view.from = 0;
            }
            Some(Answer::More) => view.from = shown.next,
            Some(Answer::Back) => view.from = shown.back,
            None => {}
        }
    }
}

/// The meaning of the next key; `None` for one without.
fn key() -> io::Result<Option<Answer>> {
    // The terminal is in its usual state but while this waits for a key.
    let key = Term::stdout().read_key()?;
    let decide = |decision, remaining| Some(Answer::Decide(decision, remaining));
    Ok(match key {
        Key::Char('a') => decide(Decision::Accept, false),
        Key::Char('r') => decide(Decision::Reject, false),
        Key::Char('s') | Key::Enter => decide(Decision::Skip, false),
        Key::Char('A') => decide(Decision::Accept, true),
        Key::Char('R') => decide(Decision::Reject, true),
        Key::Char('S') => decide(Decision::Skip, true),
        Key::Char('d') => Some(Answer::Toggle),
        Key::Char('n') => Some(Answer::Next),
        Key::Char(' ') | Key::ArrowDown | Key::PageDown => Some(Answer::More),
        Key::Char('b') | Key::ArrowUp | Key::PageUp => Some(Answer::Back),
        Key::Char('q') | Key::Escape => Some(Answer::Quit),
        _ => None,
    })
}

/// Columns beyond which lines would be hard to read.
const WIDEST: usize = 140;

fn show(lines: &[String]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{}{}", terminal::CLEAR, lines.join("\n"))?;
    out.flush()
}
