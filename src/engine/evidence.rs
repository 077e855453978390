//! Evidence by place, where there is any: of one profile as doubles that lie one after the other.

use std::fmt::Debug;
use std::ops::Range;

use crate::model::Evidence;
use crate::plan::Program;

/// Evidence by place.
pub(crate) trait Store<E>: Clone + Debug {
    /// So many places, without evidence.
    fn new(program: &Program, places: usize) -> Self;
    /// The evidence of a place.
    fn read(&self, at: usize) -> Option<E>;
    /// Replaces the evidence of a place.
    fn put(&mut self, at: usize, evidence: Option<E>);
    /// Takes the evidence of a place over from another store of the same program.
    fn take(&mut self, at: usize, other: &Self) {
        self.put(at, other.read(at));
    }
}

impl<E: Copy + Debug> Store<E> for Vec<Option<E>> {
    fn new(_: &Program, places: usize) -> Self {
        vec![None; places]
    }

    fn read(&self, at: usize) -> Option<E> {
        self.get(at).copied().flatten()
    }

    fn put(&mut self, at: usize, evidence: Option<E>) {
        if let Some(slot) = self.get_mut(at) {
            *slot = evidence;
        }
    }
}

/// The evidence of one profile. Each place has as many numbers as the method's zero; they are finite, so that NaN is
/// no evidence.
#[derive(Debug)]
pub(crate) struct Flat {
    zero: Evidence,
    numbers: Vec<f64>,
}

impl Flat {
    /// The numbers of all places.
    pub(super) fn numbers(&self) -> &[f64] {
        &self.numbers
    }

    #[inline]
    fn place(&self, at: usize) -> Range<usize> {
        let width = self.zero.numbers().len();
        let start = at.wrapping_mul(width);
        start..start.wrapping_add(width)
    }
}

impl Clone for Flat {
    fn clone(&self) -> Self {
        Self {
            zero: self.zero.clone(),
            numbers: self.numbers.clone(),
        }
    }

    /// In the same place, of the same program.
    fn clone_from(&mut self, other: &Self) {
        self.zero.clone_from(&other.zero);
        self.numbers.clone_from(&other.numbers);
    }
}

impl Store<Evidence> for Flat {
    fn new(program: &Program, places: usize) -> Self {
        let zero = program.method.method.zero.clone();
        let numbers = vec![f64::NAN; places.saturating_mul(zero.numbers().len())];
        Self { zero, numbers }
    }

    #[inline]
    fn read(&self, at: usize) -> Option<Evidence> {
        let numbers = self.numbers.get(self.place(at))?;
        let there = numbers.first().is_some_and(|number| !number.is_nan());
        there.then(|| self.zero.like(numbers))
    }

    #[inline]
    fn put(&mut self, at: usize, evidence: Option<Evidence>) {
        let place = self.place(at);
        let slots = self.numbers.get_mut(place).unwrap_or_default();
        match evidence {
            Some(evidence) => slots.copy_from_slice(evidence.numbers()),
            None => slots.fill(f64::NAN),
        }
    }

    #[inline]
    fn take(&mut self, at: usize, other: &Self) {
        let place = self.place(at);
        if let (Some(slots), Some(numbers)) = (
            self.numbers.get_mut(place.clone()),
            other.numbers.get(place),
        ) {
            slots.copy_from_slice(numbers);
        }
    }
}
