//! Work on several inputs at once, with results in the order of the inputs whatever the number of threads.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

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
    for wave in inputs.chunks(threads.saturating_mul(WAVE)) {
        let next = AtomicUsize::new(0);
        let mine = || {
            let mut done = Vec::new();
            loop {
                let at = next.fetch_add(1, Ordering::Relaxed);
                let Some(input) = wave.get(at) else {
                    return done;
                };
                done.push((at, work(input)));
            }
        };
        let mut done: Vec<(usize, O)> = std::thread::scope(|scope| {
            let others: Vec<_> = (1..threads.min(wave.len()))
                .map(|_| scope.spawn(mine))
                .collect();
            let mut done = mine();
            for other in others {
                match other.join() {
                    Ok(theirs) => done.extend(theirs),
                    Err(panic) => std::panic::resume_unwind(panic),
                }
            }
            done
        });
        done.sort_by_key(|(at, _)| *at);
        for (_, output) in done {
            if !take(output) {
                return;
            }
        }
    }
}

/// How many threads work at once. Asked once: to find it out, the system's limits are read from files.
fn processors() -> usize {
    static PROCESSORS: OnceLock<usize> = OnceLock::new();
    *PROCESSORS
        .get_or_init(|| std::thread::available_parallelism().map_or(1, std::num::NonZero::get))
}

/// Inputs for each thread in a wave: enough to keep them busy, few enough to stop early.
const WAVE: usize = 16;

#[cfg(test)]
mod tests {
    use super::in_parallel;

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
}
