//! The only clock of tests: it ends work early, and what it ends is told. It decides no result.

use std::time::{Duration, Instant};

/// When no further work is begun.
#[derive(Clone, Copy, Debug)]
pub(in crate::cli) struct Deadline(Instant);

impl Deadline {
    /// So long from now.
    #[expect(
        clippy::disallowed_methods,
        reason = "the clock bounds the run, and what it cuts is told; it decides no result"
    )]
    pub(in crate::cli) fn after(time: Duration) -> Self {
        let now = Instant::now();
        Self(now.checked_add(time).unwrap_or(now))
    }

    /// Whether it has passed.
    #[expect(
        clippy::disallowed_methods,
        reason = "the clock bounds the run, and what it cuts is told; it decides no result"
    )]
    pub(in crate::cli) fn is_over(self) -> bool {
        Instant::now() >= self.0
    }
}
