//! Branch and bound over what is open: a region whose bounds leave open what is sought is split by the fact on which that
//! hangs most, until each part is decided or the work is spent. What is sought is data.

use super::region::{Bounded, Doubt};
use super::settled::Explorer;
use crate::model::{FactId, OutcomeId, Value};

/// What is sought among the completions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goal {
    /// Any advice but this one.
    Other(Option<OutcomeId>),
    /// This advice.
    This(Option<OutcomeId>),
}

impl Goal {
    /// Whether an advice is what is sought.
    pub fn is(self, outcome: Option<OutcomeId>) -> bool {
        match self {
            Self::Other(one) => outcome != one,
            Self::This(one) => outcome == one,
        }
    }
}

/// What came of a search.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Sought {
    /// No completion is what is sought: proved.
    Nothing,
    /// These answers, all others staying away, are.
    Answers(Vec<(FactId, Value)>),
    /// Neither: the work is spent, or the bounds cannot tell.
    Open,
}

/// The work that one search may do, in regions; the same on every machine.
#[derive(Debug)]
pub(super) struct Work {
    pub(super) left: u32,
}

/// Facts that are split one after the other at most.
const DEEPEST: u32 = 256;

/// One search under way.
struct Seeking<'s, 'e> {
    explorer: &'s Explorer<'e>,
    goal: Goal,
    work: &'s mut Work,
    doubt: Doubt,
    path: Vec<(FactId, Value)>,
}

impl Explorer<'_> {
    /// Seeks among the completions of a region.
    pub(super) fn seek(&self, bounds: &mut Bounded, goal: Goal, work: &mut Work) -> Sought {
        let mut search = Seeking {
            explorer: self,
            goal,
            work,
            doubt: Doubt::new(self.program),
            path: Vec::new(),
        };
        search.part(bounds, (DEEPEST, true))
    }
}

impl Seeking<'_, '_> {
    /// `more` says whether the answers so far are others than those that were tried before.
    fn part(&mut self, bounds: &mut Bounded, (deeper, more): (u32, bool)) -> Sought {
        let goal = self.goal;
        let outcomes = bounds.outcomes();
        if !outcomes.iter().any(|one| goal.is(*one)) {
            return Sought::Nothing;
        }
        let all = outcomes.iter().all(|one| goal.is(*one));
        // The answers so far and nothing else are a completion, too.
        if more
            && let Some(record) = self.explorer.with(&self.path)
            && goal.is(record.advised().1)
        {
            return Sought::Answers(self.path.clone());
        }
        let explorer = self.explorer;
        let fact = bounds.in_doubt(
            explorer.program,
            explorer.atlas,
            &|one| goal.is(one),
            &mut self.doubt,
        );
        let (Some(fact), Some(deeper)) = (fact.filter(|_| !all), deeper.checked_sub(1)) else {
            return Sought::Open;
        };
        let chart = explorer.atlas.chart(explorer.program, fact);
        let mut found = match chart.covers {
            true => Sought::Nothing,
            false => Sought::Open,
        };
        for case in &chart.all {
            let Some(left) = self.work.left.checked_sub(1) else {
                return Sought::Open;
            };
            self.work.left = left;
            let part = bounds.narrow(explorer.program, explorer.atlas, (fact, case.field));
            let answer = case.value.clone().map(|value| (fact, value));
            let answered = answer.is_some();
            self.path.extend(answer);
            let of_part = match part {
                Ok(()) => self.part(bounds, (deeper, answered)),
                Err(_) => Sought::Open,
            };
            if answered {
                self.path.pop();
            }
            bounds.widen(explorer.atlas);
            match of_part {
                Sought::Nothing => {}
                Sought::Open => found = Sought::Open,
                Sought::Answers(facts) => return Sought::Answers(facts),
            }
        }
        found
    }
}
