//! What reads alike for many profiles: its text is kept from when it was first needed, with holes for what this profile
//! alone says. To the letter it is the text of the value.

use std::sync::OnceLock;

use super::Teller;
use super::words::View;
use crate::engine::fault::Fault;
use crate::model::trace::{Hole, Json, Kept, Put};

/// Where a text is kept. It stands in its place and not behind a pointer: each text is read seldom enough to be in no
/// cache, so that the way to it is what takes time.
pub(super) type Slot = OnceLock<Kept>;

/// How much room a place takes, in words of eight bytes.
pub(super) const SLOT: usize = size_of::<Slot>() / 8;

/// A value in a list of a trace, or its text where that is kept.
pub(super) enum Listed<'a, T, F> {
    Told(Box<T>),
    Kept(&'a Kept, F),
}

/// All of at most so many.
pub(super) fn all<T>(
    most: usize,
    items: impl Iterator<Item = Result<T, Fault>>,
) -> Result<Vec<T>, Fault> {
    let mut all = Vec::with_capacity(most);
    for item in items {
        all.push(item?);
    }
    Ok(all)
}

/// What fills in the holes of a text.
pub(super) trait Fill {
    fn put_in(&self, hole: Hole, json: &mut Json);
}

impl<T: Put, F: Fill> Put for Listed<'_, T, F> {
    fn put(&self, json: &mut Json) {
        match self {
            Self::Told(told) => told.put(json),
            Self::Kept(kept, filler) => kept.write(json, |hole, json| filler.put_in(hole, json)),
        }
    }
}

impl Fill for View<'_> {
    fn put_in(&self, hole: Hole, json: &mut Json) {
        match hole {
            Hole::Fact(fact) => self.fact(fact).put(json),
            Hole::Words(fact) => self.fact_words(fact).put(json),
            Hole::Place(fact) => self.fact_place(fact).put(json),
            Hole::Distance(truth) => self.distance(truth).put(json),
            // Only a rule and a line of the ledger have these.
            Hole::Advice | Hole::Changes | Hole::Amount | Hole::Facts => {}
        }
    }
}

impl Teller<'_> {
    /// A value for a list: where there is a place for its text, it is told once.
    pub(super) fn listed<'a, T: Put, F: Fill>(
        &self,
        slot: Option<&'a Slot>,
        tell: impl FnOnce() -> Result<T, Fault>,
        filler: F,
    ) -> Result<Listed<'a, T, F>, Fault> {
        if let Some(kept) = slot.and_then(|slot| slot.get()) {
            return Ok(Listed::Kept(kept, filler));
        }
        let told = tell()?;
        let fresh = slot.map(|slot| (slot, Kept::of(&told)));
        Ok(match fresh.filter(|(_, kept)| self.has_room(kept.size())) {
            Some((slot, kept)) => Listed::Kept(slot.get_or_init(|| kept), filler),
            None => Listed::Told(told.into()),
        })
    }
}
