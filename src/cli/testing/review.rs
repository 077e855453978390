//! The review of snapshots in the terminal: one change after the other, a key each. Decides nothing by itself.

use std::io::{self, IsTerminal as _, Write as _};

use console::{Key, Term};

use super::difference::{difference, wrapped};
use super::pending::Pending;
use super::snapshots::{self, Shot, State};
use super::terminal;
use super::text::paint;
use crate::base::{Diagnostic, Severity};
use crate::cli::diagnostics::Look;
use crate::cli::session::Failure;

/// How many snapshots were decided on, and how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::cli) struct Decided {
    /// Taken as they are.
    pub accepted: usize,
    /// Thrown away.
    pub rejected: usize,
    /// Left for later.
    pub skipped: usize,
}

/// What a key means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    Accept,
    Reject,
    Skip,
    Toggle,
    Quit,
}

/// Whether somebody can answer; where nobody can, what to do instead.
pub(in crate::cli) fn possible() -> Result<(), Failure> {
    if io::stdin().is_terminal() && io::stdout().is_terminal() {
        return Ok(());
    }
    let message = "`--review` needs a terminal, and there is none";
    Err(Diagnostic::new("E0914", Severity::Error, message)
        .help("`hansei test --accept` takes all changes as they are")
        .help("`hansei test --reject` throws them away")
        .help("`--run REGEX` with either: only those with this in their name")
        .into())
}

/// Walks through what waits.
pub(in crate::cli) fn review(pending: &[Pending<'_>], look: Look) -> Result<Decided, Failure> {
    terminal::put_back_when_ended();
    let mut decided = Decided::default();
    let mut all: Option<Answer> = None;
    let mut quit = false;
    for (at, one) in pending.iter().enumerate() {
        let answer = match (quit, all) {
            (true, _) => Answer::Skip,
            (_, Some(answer)) => answer,
            (false, None) => {
                let place = (at.saturating_add(1), pending.len());
                // Where the terminal went away, nobody decides any more; what was decided is written.
                let (answer, remaining) = ask(one, place, look).unwrap_or((Answer::Quit, false));
                all = remaining.then_some(answer);
                answer
            }
        };
        quit = quit || answer == Answer::Quit;
        decide(one, answer, &mut decided)?;
    }
    Ok(decided)
}

fn decide(one: &Pending<'_>, answer: Answer, decided: &mut Decided) -> Result<(), Failure> {
    for shot in &one.shots {
        let count = match answer {
            Answer::Accept => {
                snapshots::accept(shot)?;
                &mut decided.accepted
            }
            Answer::Reject => {
                snapshots::reject(shot)?;
                &mut decided.rejected
            }
            Answer::Skip | Answer::Toggle | Answer::Quit => &mut decided.skipped,
        };
        *count = count.saturating_add(1);
    }
    Ok(())
}

/// Shows a change until there is an answer, and whether it holds for all that remain.
fn ask(one: &Pending<'_>, place: (usize, usize), look: Look) -> io::Result<(Answer, bool)> {
    let mut full = false;
    loop {
        show(&screen(one, place, full, look))?;
        match key()? {
            Some((Answer::Toggle, _)) => full = !full,
            Some(answer) => return Ok(answer),
            None => {}
        }
    }
}

/// The meaning of the next key; `None` for one without.
fn key() -> io::Result<Option<(Answer, bool)>> {
    // The terminal is in its usual state but while this waits for a key.
    let key = Term::stdout().read_key()?;
    Ok(match key {
        Key::Char('a') => Some((Answer::Accept, false)),
        Key::Char('r') => Some((Answer::Reject, false)),
        Key::Char('s') | Key::Enter => Some((Answer::Skip, false)),
        Key::Char('A') => Some((Answer::Accept, true)),
        Key::Char('R') => Some((Answer::Reject, true)),
        Key::Char('S') => Some((Answer::Skip, true)),
        Key::Char('d') => Some((Answer::Toggle, false)),
        Key::Char('q') | Key::Escape => Some((Answer::Quit, false)),
        _ => None,
    })
}

fn show(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// Clears the screen and puts the cursor home.
const CLEAR: &str = "\u{1b}[2J\u{1b}[H";

/// One change as it fills the screen.
fn screen(one: &Pending<'_>, (at, all): (usize, usize), full: bool, look: Look) -> String {
    let mut text = format!(
        "{CLEAR}{}\n",
        paint(look, "1", &format!("Reviewing {at} of {all}"))
    );
    let mut say = |line: &str, indent: usize| text.push_str(&wrapped(line, look.width, indent));
    say(&one.headline, 0);
    for line in one.because() {
        say(&format!("  {line}"), 4);
    }
    say(&format!("  {}", one.names()), 4);
    text.push('\n');
    if let Some(first) = one.shots.first() {
        text.push_str(&body(first, full, look));
    }
    let more = one.shots.len().saturating_sub(1);
    if more > 0 {
        let rest = format!("and the same in {more} more");
        text.push_str(&wrapped(&rest, look.width, 0));
    }
    text.push('\n');
    let other = if full { "difference" } else { "full text" };
    let keys = format!("a accept  r reject  s skip  A R S all remaining  d {other}  q quit");
    text.push_str(&wrapped(&keys, look.width, 0));
    text
}

/// The snapshot as a whole, or what differs from the accepted one.
fn body(shot: &Shot, full: bool, look: Look) -> String {
    match &shot.state {
        State::Changed(old, _) if !full => difference(old, &shot.new.content, look),
        _ => shot
            .new
            .content
            .lines()
            .map(|line| wrapped(line, look.width, 8))
            .collect(),
    }
}
