//! What is undone where a signal ends the program in the middle. It knows neither files nor terminals.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// Something to undo.
type Undo = Box<dyn Fn() + Send>;

/// What would have to be undone now, in the order in which it came.
static OPEN: Mutex<BTreeMap<u64, Undo>> = Mutex::new(BTreeMap::new());

/// What is undone where a signal ends the program as long as this is there.
#[derive(Debug)]
pub(super) struct Undone(u64);

impl Undone {
    /// Undoes it in that case; the program ends by the signal all the same.
    pub(super) fn by(undo: impl Fn() + Send + 'static) -> Self {
        Self(added(Box::new(undo)))
    }
}

impl Drop for Undone {
    fn drop(&mut self) {
        let mut open = OPEN.lock().unwrap_or_else(PoisonError::into_inner);
        open.remove(&self.0);
    }
}

/// From here on, a signal that ends the program finds it undone.
pub(super) fn always(undo: impl Fn() + Send + 'static) {
    added(Box::new(undo));
}

fn added(undo: Undo) -> u64 {
    watched();
    let mut open = OPEN.lock().unwrap_or_else(PoisonError::into_inner);
    let last = open.last_key_value().map_or(0, |(last, _)| *last);
    let next = last.saturating_add(1);
    open.insert(next, undo);
    next
}

/// Where there are no such signals nothing is undone.
#[cfg(not(unix))]
fn watched() {}

/// Waits for signals, from the first time on.
#[cfg(unix)]
fn watched() {
    use std::sync::Once;

    use signal_hook::consts::{SIGINT, SIGQUIT, SIGTERM};
    use signal_hook::iterator::Signals;
    use signal_hook::low_level::emulate_default_handler;

    static FIRST: Once = Once::new();
    FIRST.call_once(|| {
        let Ok(mut signals) = Signals::new([SIGINT, SIGTERM, SIGQUIT]) else {
            return;
        };
        std::thread::spawn(move || {
            for signal in signals.forever() {
                let open = OPEN.lock().unwrap_or_else(PoisonError::into_inner);
                open.values().rev().for_each(|undo| undo());
                // The signal is obeyed; nothing else can be done where that fails.
                let _ = emulate_default_handler(signal);
            }
        });
    });
}
