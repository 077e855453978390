//! The terminal as the program found it, put back where a signal ends the program in the middle. Reads no keys.

use std::io::IsTerminal as _;

#[cfg(unix)]
use crate::cli::ended;

/// Columns and rows where a terminal does not say.
const USUAL: (usize, usize) = (80, 24);
/// Columns below which nothing is laid out narrower.
const NARROWEST: usize = 20;

/// Clears the screen and puts the cursor home.
pub(in crate::cli) const CLEAR: &str = "\u{1b}[2J\u{1b}[H";

/// Whether somebody is there who reads and answers.
pub(in crate::cli) fn is_there() -> bool {
    std::io::stdin().is_terminal() && std::io::stdout().is_terminal()
}

/// The columns and rows of the terminal.
pub(in crate::cli) fn size() -> (usize, usize) {
    terminal_size::terminal_size().map_or(USUAL, |(columns, rows)| {
        (usize::from(columns.0).max(NARROWEST), usize::from(rows.0))
    })
}

/// Where there are no such signals there is nothing to put back.
#[cfg(not(unix))]
pub(in crate::cli) fn put_back_when_ended() {}

/// From here on, a request to end finds the terminal as it is now.
///
/// While a key is waited for, the terminal shows no input and knows no lines, and nobody else would undo that. An interrupt
/// from the keyboard comes as a key, and after a hangup there is no terminal.
#[cfg(unix)]
pub(in crate::cli) fn put_back_when_ended() {
    use rustix::termios::{OptionalActions, tcgetattr, tcsetattr};

    let Ok(usual) = tcgetattr(std::io::stdin()) else {
        return;
    };
    ended::always(move || {
        // A terminal that is gone needs nothing.
        let _ = tcsetattr(std::io::stdin(), OptionalActions::Now, &usual);
    });
}
