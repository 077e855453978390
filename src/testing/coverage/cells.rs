//! All combinations of a few facts, evaluated and counted: what none of them brings about no profile does, where nothing
//! else is read and conditions alone decide. Judges nothing.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use super::sites::Sites;
use super::tally::Tally;
use crate::engine::Evaluator;
use crate::model::cells::Named;
use crate::model::{FactId, Given, Profile};
use crate::plan::Program;
use crate::testing::facts::{Reads, cells};

/// Combinations of some facts that are tried at most.
const MOST_CASES: usize = 2_000;
/// Conditions that are computed at most for all of them together.
const MOST_WORK: usize = 20_000_000;

/// The combinations that were tried so far.
pub(super) struct Cells<'a> {
    program: &'a Program,
    sites: &'a Sites,
    /// What all tests name of each fact.
    named: BTreeMap<FactId, Named>,
    left: Cell<usize>,
    done: RefCell<BTreeMap<Vec<FactId>, Option<Rc<Tally>>>>,
}

impl<'a> Cells<'a> {
    pub(super) fn new(program: &'a Program, sites: &'a Sites) -> Self {
        let book = &program.rulebook;
        let mut all = Reads::default();
        for rule in book.rules.values() {
            let conds = std::iter::once(&rule.when).chain(&rule.unless);
            conds.for_each(|cond| all.cond(book, cond));
        }
        for note in book.notes.values() {
            let conds = std::iter::once(&note.when).chain(&note.unless);
            conds.for_each(|cond| all.cond(book, cond));
        }
        for row in book.advice.iter().flat_map(|advice| &advice.rows) {
            let conds = row.when.iter().chain(&row.unless);
            conds.for_each(|cond| all.cond(book, cond));
        }
        for id in book.lets.ids() {
            all.derived(book, id);
        }
        Self {
            program,
            sites,
            named: all.facts,
            left: Cell::new(MOST_WORK),
            done: RefCell::default(),
        }
    }

    /// What all combinations of the facts did; `None` where they are too many, or where something else is read.
    pub(super) fn tally(&self, reads: &Reads) -> Option<Rc<Tally>> {
        if reads.open {
            return None;
        }
        let facts: Vec<FactId> = reads.facts.keys().copied().collect();
        let known = self.done.borrow().get(&facts).cloned();
        if let Some(known) = known {
            return known;
        }
        let tally = self.tried(&facts).map(Rc::new);
        self.done.borrow_mut().insert(facts, tally.clone());
        tally
    }

    fn tried(&self, facts: &[FactId]) -> Option<Tally> {
        let (program, sites) = (self.program, self.sites);
        let mut columns: Vec<(FactId, Vec<Option<Given>>)> = Vec::new();
        let mut cases = 1usize;
        for fact in facts {
            let named = self.named.get(fact).cloned().unwrap_or_default();
            let known = cells(&program.rulebook.facts[*fact].kind, &named)?;
            let known = known
                .into_iter()
                .map(|cell| cell.value().map(Given::certain));
            let column: Vec<Option<Given>> = std::iter::once(None).chain(known).collect();
            cases = cases.saturating_mul(column.len());
            columns.push((*fact, column));
        }
        let work = cases.saturating_mul(program.plan.code.truths.len().max(1));
        let left = self.left.get().checked_sub(work)?;
        if cases > MOST_CASES {
            return None;
        }
        self.left.set(left);
        let mut tally = Tally::new(program, sites);
        let mut evaluator = Evaluator::new(program);
        let mut profile = Profile::empty("", program.rulebook.facts.len());
        for case in 0..cases {
            let mut rest = case;
            for (fact, column) in &columns {
                let at = rest.checked_rem(column.len()).unwrap_or(0);
                rest = rest.checked_div(column.len()).unwrap_or(0);
                profile.set(*fact, column.get(at).cloned().flatten());
            }
            // A combination without a result may have one together with other facts.
            let record = evaluator.evaluate(&profile).ok()?;
            tally.add(program, sites, (&profile, record));
        }
        Some(tally)
    }
}
