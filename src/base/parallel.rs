//! Work on several inputs at once, with results in the order of the inputs whatever the number of threads.

use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, MutexGuard, OnceLock, PoisonError};

/// Works on all inputs, as many at once as there are processors, and takes the results in the order of the inputs
/// until `take` has enough.
pub fn in_parallel<I: Sync, O: Send>(
    inputs: &[I],
    work: impl Fn(&I) -> O + Sync,
    mut take: impl FnMut(O) -> bool,
) {
    let threads = processors();
    if inputs.len() < 2 || threads < 2 {
        for input in inputs {
            if !take(work(input)) {
                return;
            }
        }
        return;
    }
    let shares = threads.saturating_mul(SHARES);
    let many = inputs.len().checked_div(shares).unwrap_or(1);
    let chunks = inputs.chunks(many.clamp(1, MOST_TOGETHER));
    in_order(
        chunks,
        || (),
        |(), chunk| chunk.iter().map(&work).collect::<Vec<O>>(),
        |done| done.into_iter().all(&mut take),
    );
}

/// Works on inputs as they come, as many at once as there are processors, and takes the results in the order of the
/// inputs until `take` has enough. No input is asked for that lies more than a few ahead of what was taken, so that what
/// waits is bounded. Each thread has a state of its own, which must not change what the work gives.
pub fn in_order<I: Send, O: Send, S>(
    inputs: impl Iterator<Item = I> + Send,
    state: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, I) -> O + Sync,
    mut take: impl FnMut(O) -> bool,
) {
    let threads = processors();
    if threads < 2 {
        let mut state = state();
        for input in inputs {
            if !take(work(&mut state, input)) {
                return;
            }
        }
        return;
    }
    let belt = Belt::new(inputs, threads.saturating_mul(AHEAD));
    let run = || {
        let _ending = Ending(&belt, std::thread::panicking);
        let mut state = state();
        while let Some((at, input)) = belt.next() {
            let done = work(&mut state, input);
            belt.put(at, done);
        }
    };
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(run)).collect();
        {
            let _ending = Ending(&belt, || true);
            while let Some(done) = belt.take() {
                if !take(done) {
                    break;
                }
            }
        }
        for worker in workers {
            if let Err(panic) = worker.join() {
                std::panic::resume_unwind(panic);
            }
        }
    });
}

/// Inputs on their way to results.
struct Belt<I, O> {
    /// Whoever holds it asks for the next input.
    inputs: Mutex<I>,
    state: Mutex<State<O>>,
    /// A result was put, or there will be none.
    put: Condvar,
    /// A result was taken, or nobody takes any more.
    taken: Condvar,
    ahead: usize,
}

struct State<O> {
    /// Inputs that were given out.
    given: usize,
    /// Results that were taken.
    taken: usize,
    /// Whether no input is given out any more.
    ended: bool,
    /// Whether nobody takes any more.
    closed: bool,
    done: BTreeMap<usize, O>,
}

impl<I: Iterator, O> Belt<I, O> {
    fn new(inputs: I, ahead: usize) -> Self {
        Self {
            inputs: Mutex::new(inputs),
            state: Mutex::new(State {
                given: 0,
                taken: 0,
                ended: false,
                closed: false,
                done: BTreeMap::new(),
            }),
            put: Condvar::new(),
            taken: Condvar::new(),
            ahead,
        }
    }

    fn state(&self) -> MutexGuard<'_, State<O>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next input with its place, once it is not too far ahead.
    fn next(&self) -> Option<(usize, I::Item)> {
        let mut inputs = self.inputs.lock().unwrap_or_else(PoisonError::into_inner);
        let mut state = self.state();
        while !state.closed && state.given.saturating_sub(state.taken) >= self.ahead {
            state = self
                .taken
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
        if state.closed || state.ended {
            return None;
        }
        drop(state);
        let input = inputs.next();
        let mut state = self.state();
        let at = state.given;
        match input {
            Some(input) => {
                state.given = at.saturating_add(1);
                Some((at, input))
            }
            None => {
                state.ended = true;
                self.put.notify_all();
                None
            }
        }
    }

    fn put(&self, at: usize, done: O) {
        let mut state = self.state();
        state.done.insert(at, done);
        if at == state.taken {
            self.put.notify_all();
        }
    }

    /// The next result in order; `None` where there is none any more.
    fn take(&self) -> Option<O> {
        let mut state = self.state();
        loop {
            let at = state.taken;
            if state.closed || (state.ended && at == state.given) {
                return None;
            }
            if let Some(done) = state.done.remove(&at) {
                state.taken = at.saturating_add(1);
                self.taken.notify_all();
                return Some(done);
            }
            state = self.put.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn close(&self) {
        self.state().closed = true;
        self.put.notify_all();
        self.taken.notify_all();
    }
}

/// Closes a belt when it goes, where its condition holds: nobody waits for a thread that has panicked.
struct Ending<'b, I: Iterator, O>(&'b Belt<I, O>, fn() -> bool);

impl<I: Iterator, O> Drop for Ending<'_, I, O> {
    fn drop(&mut self) {
        if (self.1)() {
            self.0.close();
        }
    }
}

/// How many threads work at once. Asked once: to find it out, the system's limits are read from files.
fn processors() -> usize {
    static PROCESSORS: OnceLock<usize> = OnceLock::new();
    *PROCESSORS
        .get_or_init(|| std::thread::available_parallelism().map_or(1, std::num::NonZero::get))
}

/// Inputs for each thread that may be under way at once: enough to keep them busy, few enough to stop early.
const AHEAD: usize = 4;
/// Parts for each thread into which known inputs are cut at least, where there are as many.
const SHARES: usize = 16;
/// Known inputs that are worked on together at most.
const MOST_TOGETHER: usize = 16;

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::{AHEAD, in_order, in_parallel, processors};

    #[test]
    fn results_come_in_the_order_of_the_inputs_until_enough() {
        let inputs: Vec<usize> = (0..1000).collect();
        let mut seen = Vec::new();
        in_parallel(
            &inputs,
            |input| input * 2,
            |output| {
                seen.push(output);
                seen.len() < 700
            },
        );
        assert_eq!(seen, (0..700).map(|input| input * 2).collect::<Vec<_>>());
    }

    #[test]
    fn endless_inputs_are_asked_for_no_further_than_needed() {
        let asked = AtomicUsize::new(0);
        let inputs = std::iter::repeat_with(|| asked.fetch_add(1, Ordering::Relaxed));
        let mut seen = Vec::new();
        in_order(
            inputs,
            || 3,
            |factor, input| input * *factor,
            |output| {
                seen.push(output);
                seen.len() < 500
            },
        );
        assert_eq!(seen, (0..500).map(|input| input * 3).collect::<Vec<_>>());
        let most = 500 + processors() * AHEAD;
        assert!(asked.load(Ordering::Relaxed) <= most);
    }

    #[test]
    fn a_panic_of_the_work_ends_everything() {
        let ended = std::panic::catch_unwind(|| {
            in_order(
                0..1000,
                || (),
                |(), input| assert_ne!(input, 300, "as wanted"),
                |()| true,
            );
        });
        assert!(ended.is_err());
    }
}
