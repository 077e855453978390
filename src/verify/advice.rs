//! The advice: the rows of the block from above, the first that is known to apply; and the notes beside it.

use std::rc::Rc;

use crate::model::trace::RowStatus;
use crate::model::{AdviceRow, Note, OutcomeId, RuleId, TargetId};

use super::failures;
use super::logic::Node;
use super::rules::needs;
use super::verdict::Verdict;
use super::world::{Computed, World, item};

/// The advice.
#[derive(Debug)]
pub(super) struct Advised {
    /// The outcome; `None` is undecided.
    pub(super) outcome: Option<OutcomeId>,
    /// The row that gave it, from 0.
    pub(super) chosen: Option<usize>,
    /// The rows, all of them.
    pub(super) rows: Vec<RowFate>,
}

/// What became of a row.
#[derive(Debug)]
pub(super) struct RowFate {
    pub(super) when: Option<Node>,
    pub(super) unless: Option<Node>,
    pub(super) excluded_by: Vec<RuleId>,
    /// Where several things keep a row from applying, the exclusion of its strategy comes first, then its exception.
    pub(super) status: RowStatus,
}

impl World<'_> {
    /// The advice.
    pub(super) fn advised(&self) -> Computed<Rc<Advised>> {
        if let Some(there) = self.found.advice.get() {
            return Ok(Rc::clone(there));
        }
        let new = Rc::new(match &self.rulebook.advice {
            Some(advice) => self.first_row(&advice.rows)?,
            None => self.best_as_advice()?,
        });
        Ok(Rc::clone(self.found.advice.get_or_init(|| new)))
    }

    fn best_as_advice(&self) -> Computed<Advised> {
        let outcome = match self.ranking()?.best {
            Some(best) => self.target(best)?.outcome,
            None => None,
        };
        Ok(Advised {
            outcome,
            chosen: None,
            rows: Vec::new(),
        })
    }

    fn first_row(&self, rows: &[AdviceRow]) -> Computed<Advised> {
        let mut advised = Advised {
            outcome: None,
            chosen: None,
            rows: Vec::new(),
        };
        for (at, row) in rows.iter().enumerate() {
            let fate = self.row(row, advised.chosen.is_some())?;
            if advised.chosen.is_none() && fate.excluded_by.is_empty() {
                let (when, unless) = (fate.when.as_ref(), fate.unless.as_ref());
                needs(failures::of_exception(when, unless, false).as_ref())?;
            }
            if fate.status == RowStatus::Chosen {
                advised.chosen = Some(at);
                advised.outcome = row.outcome;
            }
            advised.rows.push(fate);
        }
        Ok(advised)
    }

    fn row(&self, row: &AdviceRow, below: bool) -> Computed<RowFate> {
        let (when, unless, _) = self.guarded(row.when.as_ref(), row.unless.as_ref())?;
        let excluded_by = match self.strategy_of(row.outcome)? {
            Some(strategy) => self.ranking()?.place(strategy)?.excluded_by.clone(),
            None => Vec::new(),
        };
        let verdict = when
            .as_ref()
            .map_or(Verdict::known(true, 1.0), |n| n.verdict);
        let stopped = unless.as_ref().is_some_and(|node| node.verdict.holds());
        let status = if !excluded_by.is_empty() {
            RowStatus::Excluded
        } else if stopped {
            RowStatus::Stopped
        } else if verdict.fails() {
            RowStatus::DoesNotApply
        } else if !verdict.holds() {
            RowStatus::Unknown
        } else if below {
            RowStatus::Below
        } else {
            RowStatus::Chosen
        };
        Ok(RowFate {
            when,
            unless,
            excluded_by,
            status,
        })
    }

    /// The strategy an outcome is for.
    pub(super) fn strategy_of(&self, outcome: Option<OutcomeId>) -> Computed<Option<TargetId>> {
        let Some(outcome) = outcome else {
            return Ok(None);
        };
        Ok(item(&self.rulebook.outcomes, outcome, "outcome")?.strategy)
    }

    /// The name of an outcome.
    pub(super) fn outcome_name(&self, outcome: Option<OutcomeId>) -> Computed<String> {
        Ok(match outcome {
            Some(id) => item(&self.rulebook.outcomes, id, "outcome")?
                .name
                .to_string(),
            None => UNDECIDED.into(),
        })
    }

    /// The title of an outcome.
    pub(super) fn outcome_title(&self, outcome: Option<OutcomeId>) -> Computed<String> {
        Ok(match outcome {
            Some(id) => item(&self.rulebook.outcomes, id, "outcome")?
                .title
                .to_string(),
            None => "Undecided".into(),
        })
    }

    /// The notes that hold, with their conditions.
    pub(super) fn notes(&self) -> Computed<Vec<(&Note, Node)>> {
        let mut found = Vec::new();
        for note in self.rulebook.notes.values() {
            let (when, unless, verdict) = self.guarded(Some(&note.when), note.unless.as_ref())?;
            needs(failures::of_exception(when.as_ref(), unless.as_ref(), false).as_ref())?;
            if let (Some(when), true) = (when, verdict.holds()) {
                found.push((note, when));
            }
        }
        Ok(found)
    }
}

/// The outcome that every rulebook has.
pub(super) const UNDECIDED: &str = "undecided";
