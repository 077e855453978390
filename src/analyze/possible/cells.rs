//! All combinations of a few facts, evaluated and counted: what none of them brings about no profile does, where nothing
//! else is read and conditions alone decide. Judges nothing.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use super::reads::{Reads, cells};
use super::sites::{Sites, conditions};
use super::tally::Tally;
use crate::engine::{Evaluator, Record};
use crate::model::cells::{self as cells_of, Named};
use crate::model::{FactId, Profile, Value};
use crate::plan::Program;
use crate::space::{Axis, every, ways};

/// Combinations of some facts that are tried at most.
const MOST_CASES: u64 = 2_000;

/// The values of some facts that stand for all.
type Columns = Vec<(FactId, Vec<Value>)>;

/// The combinations that were tried so far.
pub(crate) struct Cells<'a> {
    program: &'a Program,
    sites: &'a Sites,
    /// What all tests name of each fact.
    named: BTreeMap<FactId, Named>,
    left: Cell<usize>,
    done: RefCell<BTreeMap<Vec<FactId>, Option<Rc<Tally>>>>,
}

impl<'a> Cells<'a> {
    /// `work` is how many conditions are computed at most for all combinations together.
    pub(crate) fn new(program: &'a Program, sites: &'a Sites, work: usize) -> Self {
        let book = &program.rulebook;
        let mut all = Reads::default();
        for (cond, _) in conditions(program, &sites.lets) {
            all.cond(book, cond);
        }
        for id in book.lets.ids() {
            all.derived(book, id);
        }
        Self {
            program,
            sites,
            named: all.facts,
            left: Cell::new(work),
            done: RefCell::default(),
        }
    }

    /// What all combinations of the facts did; `None` where they are too many, or where something else is read.
    pub(crate) fn tally(&self, reads: &Reads) -> Option<Rc<Tally>> {
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

    /// Whether some combination does something; `None` where they are too many, or where something else is read.
    pub(crate) fn any(&self, reads: &Reads, does: &dyn Fn(&Record) -> bool) -> Option<bool> {
        if reads.open {
            return None;
        }
        let facts = reads.facts.iter();
        let columns: Option<Columns> = facts
            .map(|(fact, named)| self.column(*fact, named))
            .collect();
        let mut found = false;
        self.each(&columns?, &mut |_, record| {
            found = does(record);
            found
        })?;
        Some(found)
    }

    fn tried(&self, facts: &[FactId]) -> Option<Tally> {
        let (program, sites) = (self.program, self.sites);
        let open = Named::default();
        let named = |fact| self.named.get(fact).unwrap_or(&open);
        let columns: Option<Columns> = facts
            .iter()
            .map(|fact| self.column(*fact, named(fact)))
            .collect();
        let mut tally = Tally::new(program, sites);
        self.each(&columns?, &mut |profile, record| {
            tally.add(program, sites, (profile, record));
            false
        })?;
        Some(tally)
    }

    fn column(&self, fact: FactId, named: &Named) -> Option<(FactId, Vec<Value>)> {
        let known = cells(&self.program.rulebook.facts[fact].kind, named)?;
        Some((
            fact,
            known
                .into_iter()
                .filter_map(cells_of::Cell::value)
                .collect(),
        ))
    }

    /// Evaluates every combination until one is enough; `None` where they are too many.
    fn each(
        &self,
        columns: &[(FactId, Vec<Value>)],
        see: &mut dyn FnMut(&Profile, &Record) -> bool,
    ) -> Option<()> {
        let program = self.program;
        let axes: Vec<Axis<'_>> = columns
            .iter()
            .map(|(fact, values)| (*fact, &**values))
            .collect();
        let conditions = program.plan.code.truths.len().max(1);
        let cases = usize::try_from(ways(&axes)).unwrap_or(usize::MAX);
        if ways(&axes) > MOST_CASES || cases.saturating_mul(conditions) > self.left.get() {
            return None;
        }
        let mut evaluator = Evaluator::new(program);
        let nothing = Profile::empty("", program.rulebook.facts.len());
        let mut failed = false;
        every(&axes, &nothing, &mut |profile| {
            self.left.set(self.left.get().saturating_sub(conditions));
            // A combination without a result may have one together with other facts.
            match evaluator.evaluate(profile) {
                Ok(record) => see(profile, record),
                Err(_) => {
                    failed = true;
                    true
                }
            }
        });
        (!failed).then_some(())
    }
}
