//! A line on a terminal that says how far long work has come. It changes no result.

use std::io::Write as _;
use std::time::{Duration, Instant};

/// Work that takes no longer says nothing.
const PATIENCE: Duration = Duration::from_secs(1);
/// Between two changes of the line.
const PAUSE: Duration = Duration::from_millis(100);

/// How far some work has come.
#[derive(Debug)]
pub(super) struct Progress {
    /// When the work began; `None` where nobody looks.
    begun: Option<Instant>,
    /// After which time the line was written last.
    written: Option<Duration>,
}

impl Progress {
    /// Of work that begins now.
    #[expect(
        clippy::disallowed_methods,
        reason = "the clock decides when a line is written on a terminal, and no result"
    )]
    pub(super) fn new(is_shown: bool) -> Self {
        Self {
            begun: is_shown.then(Instant::now),
            written: None,
        }
    }

    /// So many rows are done, which is that share of all.
    pub(super) fn at(&mut self, rows: u64, share: Option<f64>) {
        let Some(begun) = self.begun else {
            return;
        };
        let now = begun.elapsed();
        if is_due(now, self.written) {
            self.written = Some(now);
            write(&format!("\r{}\x1b[K", words(rows, share)));
        }
    }

    /// Takes the line away.
    pub(super) fn clear(&mut self) {
        if self.written.take().is_some() {
            write("\r\x1b[K");
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.clear();
    }
}

fn write(text: &str) {
    let mut err = std::io::stderr().lock();
    // Where standard error is closed there is nobody to tell.
    let _ = err.write_all(text.as_bytes()).and_then(|()| err.flush());
}

fn is_due(now: Duration, written: Option<Duration>) -> bool {
    let next = written.map_or(PATIENCE, |written| written.saturating_add(PAUSE));
    now >= next
}

fn words(rows: u64, share: Option<f64>) -> String {
    match share {
        Some(share) => format!("{rows} rows, {:.0} %", (share * 100.0).clamp(0.0, 100.0)),
        None => format!("{rows} rows"),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{is_due, words};

    #[test]
    fn nothing_is_said_for_a_second_and_then_now_and_then() {
        let at = Duration::from_millis;
        assert!(!is_due(at(999), None));
        assert!(is_due(at(1000), None));
        assert!(!is_due(at(1050), Some(at(1000))));
        assert!(is_due(at(1100), Some(at(1000))));
    }

    #[test]
    fn the_line_says_rows_and_where_it_can_the_share() {
        assert_eq!(words(1200, None), "1200 rows");
        assert_eq!(words(1200, Some(0.456)), "1200 rows, 46 %");
        assert_eq!(words(7, Some(1.2)), "7 rows, 100 %");
    }
}
