//! The terminal as the program found it, put back where a signal ends the program in the middle. Reads no keys.

#[cfg(unix)]
pub(super) use unix::put_back_when_ended;

/// Columns and rows where a terminal does not say.
const USUAL: (usize, usize) = (80, 24);
/// Columns below which nothing is laid out narrower.
const NARROWEST: usize = 20;

/// The columns and rows of the terminal.
pub(super) fn size() -> (usize, usize) {
    terminal_size::terminal_size().map_or(USUAL, |(columns, rows)| {
        (usize::from(columns.0).max(NARROWEST), usize::from(rows.0))
    })
}

/// Where there are no such signals there is nothing to put back.
#[cfg(not(unix))]
pub(super) fn put_back_when_ended() {}

#[cfg(unix)]
mod unix {
    use std::io;

    use rustix::termios::{OptionalActions, tcgetattr, tcsetattr};
    use signal_hook::consts::{SIGQUIT, SIGTERM};
    use signal_hook::iterator::Signals;
    use signal_hook::low_level::emulate_default_handler;

    /// From here on, a request to end finds the terminal as it is now; the program ends by that signal all the same.
    ///
    /// While a key is waited for, the terminal shows no input and knows no lines, and nobody else would undo that. An
    /// interrupt comes as a key and needs none of this, and after a hangup there is no terminal.
    pub(in crate::cli::testing) fn put_back_when_ended() {
        let Ok(usual) = tcgetattr(io::stdin()) else {
            return;
        };
        let Ok(mut signals) = Signals::new([SIGTERM, SIGQUIT]) else {
            return;
        };
        std::thread::spawn(move || {
            for signal in signals.forever() {
                // A terminal that is gone needs nothing; the signal is obeyed either way.
                let _ = tcsetattr(io::stdin(), OptionalActions::Now, &usual);
                let _ = emulate_default_handler(signal);
            }
        });
    }
}
