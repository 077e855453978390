//! Random choices from a list of numbers, so that a failing case shrinks by shortening the list: an empty one
//! gives the first choice everywhere.

/// Draws choices from a list, zeros where it has ended.
#[derive(Clone, Debug)]
pub(super) struct Dice {
    choices: Vec<u16>,
    at: usize,
}

impl Dice {
    pub(super) fn new(choices: Vec<u16>) -> Self {
        Self { choices, at: 0 }
    }

    /// A number below `count`.
    pub(super) fn below(&mut self, count: usize) -> usize {
        let drawn = self.choices.get(self.at).copied().unwrap_or(0);
        self.at += 1;
        usize::from(drawn) % count.max(1)
    }

    /// A number from `low` to `high`, both included.
    pub(super) fn between(&mut self, low: i32, high: i32) -> i32 {
        low + i32::try_from(self.below(usize::try_from(high - low + 1).unwrap())).unwrap()
    }

    /// True in `percent` of a hundred draws.
    pub(super) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) >= 100 - percent
    }

    /// One of them.
    pub(super) fn pick<T: Clone>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())].clone()
    }
}
