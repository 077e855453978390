//! What is known while answers come in, as a value that can be kept: answer by answer, and back again. Asks nothing.

use super::one_at_a_time::Budget;
use super::region::{Bounded, Field, Fields, Region};
use super::settled::Space;
use crate::engine::fault::Fault;
use crate::model::{FactId, OutcomeId, Profile, TargetId, Value};

/// What the answers so far leave possible. It holds no program: it belongs to the [`Space`] that made it.
#[derive(Clone, Debug)]
pub struct State {
    bounded: Bounded,
}

impl Space<'_> {
    /// Where the answers of a profile are given, and all others may still come, each with certainty 1, or stay away.
    pub fn start(&self, profile: &Profile) -> Result<State, Fault> {
        let fields = Fields::completions(profile, &self.program.rulebook);
        // What is the same for all profiles is no work of this one.
        for fact in self.program.rulebook.facts.ids() {
            if fields.is_open(fact) {
                self.atlas.chart(self.program, fact);
            }
        }
        let region = Region::new(fields, Budget::new().end());
        let bounded = Bounded::of(self.program, &self.atlas, region)?;
        Ok(State { bounded })
    }

    /// The answers to a fact that tell apart what can be told apart: a value for each of its cells, and that there is none.
    /// Of a set with too many elements there are only the ends, and between the ends of a cell of numbers something may be
    /// computed from them.
    pub fn answers(&self, fact: FactId) -> impl Iterator<Item = Option<&Value>> {
        let cases = self.atlas.chart(self.program, fact).all.iter();
        cases.map(|case| case.value.as_ref())
    }

    /// Takes an answer, given with certainty 1; `None` says that there will be none. After an error the state is as
    /// before.
    pub fn answer(
        &self,
        state: &mut State,
        fact: FactId,
        value: Option<&Value>,
    ) -> Result<(), Fault> {
        state.bounded.allow(Budget::new().end());
        let field = Field::answered(value);
        let answered = state
            .bounded
            .narrow(self.program, &self.atlas, (fact, field));
        if answered.is_err() {
            state.bounded.widen(&self.atlas);
        }
        answered
    }

    /// Takes back the last answer that is still there; the answers of the profile stay.
    pub fn take_back(&self, state: &mut State) {
        state.bounded.widen(&self.atlas);
    }
}

impl State {
    /// The outcomes that may still be advised, in the order of the rows; `None` is `undecided`. One alone is settled. No
    /// other can come; that each of these can is not said.
    pub fn possible(&self) -> &[Option<OutcomeId>] {
        self.bounded.outcomes()
    }

    /// Between what the total of a strategy or hypothesis lies; `None` where nothing bounds it.
    pub fn total(&self, target: TargetId) -> Option<[f64; 2]> {
        self.bounded.total(target)
    }
}
