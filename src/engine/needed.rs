//! What depends on a script's call that failed. A guard guards: where the rest of a condition decides, the call is no
//! error. Calls nothing itself, and is asked only where a call failed.

use super::domain::Domain;
use super::fault::Fault;
use super::machine::{Machine, Record};
use crate::base::Id;
use crate::model::{
    CallId, ChoiceId, Code, LetNode, Leveled, LineOf, MetPlan, NumberId, NumberNode, OutcomeId,
    PieceId, PieceWeight, Probe, RuleId, Slice, Step, TargetId, TruthId, TruthNode,
};
use crate::plan::{Input, PerNode, Program, inputs};

/// An error where a rule, a weight that counts, or the advice depends on a call that failed.
pub(crate) fn advice<D: Domain>(machine: &Machine<D>, program: &Program) -> Result<(), Fault> {
    let code = &program.plan.code;
    let search = Search::over(machine, code, &[&*code.early, &*code.late]);
    let mut rules = code.rules.ids();
    let call = rules.find_map(|rule| search.of_rule(rule));
    search.told(call.or_else(|| search.of_rows()))
}

/// An error where a note, a precondition that is shown, or how sure the advice is, depends on a call that failed.
pub(crate) fn notes<D: Domain>(machine: &Machine<D>, program: &Program) -> Result<(), Fault> {
    let code = &program.plan.code;
    let search = Search::over(machine, code, &[&*code.early, &*code.late, &*code.last]);
    let call = code.notes.iter().find_map(|note| search.truth(*note));
    let met = || code.mets.values().find_map(|met| search.of_met(met));
    let sureness = || match code.lets[code.sureness?] {
        LetNode::Truth(id) => search.truth(id),
        LetNode::Number(id) => search.number(id),
        LetNode::Choice(id) | LetNode::Graded(id, _) => search.choice(id),
    };
    search.told(call.or_else(met).or_else(sureness))
}

/// An error where a condition that only a test asks for depends on a call that failed.
pub(crate) fn probe<D: Domain>(
    machine: &Machine<D>,
    program: &Program,
    probe: &Probe,
) -> Result<(), Fault> {
    let code = &program.plan.code;
    let steps = [&*code.early, &*code.late, &*code.last, &*probe.steps];
    let search = Search::over(machine, code, &steps);
    search.told(search.truth(probe.shape.truth))
}

/// For each node the call that failed and on which its value depends.
#[derive(Debug)]
pub(crate) struct Blame(PerNode<Option<CallId>>);

impl Blame {
    /// Of an evaluation, with the steps of what was computed besides; nothing where no call failed.
    pub(crate) fn of(record: &Record, program: &Program, more: &[Step]) -> Option<Self> {
        let code = &program.plan.code;
        let steps = [&*code.early, &*code.late, &*code.last, more];
        (!record.failed.is_empty()).then(|| Search::over(record, code, &steps).blame)
    }

    /// The call on which a condition depends.
    pub(crate) fn truth(&self, id: TruthId) -> Option<CallId> {
        self.0.get(Step::Truth(id)).copied().flatten()
    }
}

/// The nodes of an evaluation, looked through in the order of computation.
struct Search<'a, D: Domain> {
    machine: &'a Machine<D>,
    code: &'a Code,
    blame: Blame,
}

impl<'a, D: Domain> Search<'a, D> {
    fn over(machine: &'a Machine<D>, code: &'a Code, steps: &[&[Step]]) -> Self {
        let mut search = Self {
            machine,
            code,
            blame: Blame(PerNode::new(code, None)),
        };
        for step in steps.iter().copied().flatten() {
            let call = match *step {
                Step::Truth(id) => search.of_truth(id),
                Step::Number(id) => search.of_number(id),
                Step::Choice(id) => search.of_choice(id),
                Step::Rule(_) | Step::Fold(_) | Step::Shares => None,
            };
            if let Some(slot) = search.blame.0.get_mut(*step) {
                *slot = call;
            }
        }
        search
    }

    /// The error of a call that something depends on.
    fn told(&self, call: Option<CallId>) -> Result<(), Fault> {
        match call.and_then(|call| self.machine.failed.get(&call)) {
            Some(fault) => Err(fault.clone()),
            None => Ok(()),
        }
    }

    fn truth(&self, id: TruthId) -> Option<CallId> {
        self.blame.truth(id)
    }

    fn number(&self, id: NumberId) -> Option<CallId> {
        self.blame.0.get(Step::Number(id)).copied().flatten()
    }

    fn choice(&self, id: ChoiceId) -> Option<CallId> {
        self.blame.0.get(Step::Choice(id)).copied().flatten()
    }

    fn level(&self, of: Leveled) -> Option<CallId> {
        match of {
            Leveled::Choice(id) => self.choice(id),
            Leveled::Fact(_) => None,
        }
    }

    fn decided(&self, id: TruthId) -> Option<bool> {
        let truth = self.machine.truths.get(id.to_usize());
        truth.and_then(|truth| D::decided(*truth))
    }

    /// True or false, whatever the calls that failed would have given.
    fn surely(&self, id: TruthId) -> Option<bool> {
        self.decided(id).filter(|_| self.truth(id).is_none())
    }

    fn branch(&self, id: RuleId) -> Option<bool> {
        let status = self.machine.statuses.get(id.to_usize());
        status.and_then(|status| D::branch(*status))
    }

    fn of_truth(&self, id: TruthId) -> Option<CallId> {
        match &self.code.truths[id] {
            TruthNode::All(slice) => self.of_parts(*slice, slice.len),
            TruthNode::Any(slice) => self.of_parts(*slice, 1),
            TruthNode::AtLeast(least, slice) => self.of_parts(*slice, *least),
            TruthNode::Unless(when, unless) => {
                let decided =
                    self.surely(*unless) == Some(true) || self.surely(*when) == Some(false);
                let both = || self.truth(*when).or_else(|| self.truth(*unless));
                if decided { None } else { both() }
            }
            TruthNode::Choice(choice, _) => self.of_levels(id, &[Leveled::Choice(*choice)]),
            TruthNode::Levels(left, _, right) => self.of_levels(id, &[*left, *right]),
            TruthNode::Compare(left, _, right, _) => self.of_numbers(id, &[*left, *right]),
            TruthNode::Between(number, low, high, _) => {
                self.of_numbers(id, &[*number, *low, *high])
            }
            _depends_on_all_it_reads => self.first(Step::Truth(id)),
        }
    }

    fn of_number(&self, id: NumberId) -> Option<CallId> {
        let NumberNode::If(condition, [then, otherwise]) = self.code.numbers[id] else {
            return self.first(Step::Number(id));
        };
        let decided = self.decided(condition);
        let made = self.truth(condition).filter(|_| decided.is_some());
        made.or_else(|| match decided {
            Some(true) => self.number(then),
            Some(false) => self.number(otherwise),
            None => {
                let both = || self.number(then).or_else(|| self.number(otherwise));
                let known = self.is_known(id) && both().is_none();
                self.truth(condition).or_else(both).filter(|_| !known)
            }
        })
    }

    fn is_known(&self, id: NumberId) -> bool {
        let value = self.machine.numbers.get(id.to_usize());
        value.is_some_and(|value| D::decided(D::number_known(*value)) == Some(true))
    }

    /// The call itself where a step makes one that failed, else the first on which something that it reads depends. What
    /// reads totals depends on none: where a total does, that is an error before anybody is ahead.
    fn first(&self, step: Step) -> Option<CallId> {
        let mut first = None;
        inputs(self.code, step, &mut |input| {
            let depends = match input {
                Input::Call(id) => self.machine.failed.contains_key(&id).then_some(id),
                Input::Truth(id) => self.truth(id),
                Input::Number(id) => self.number(id),
                Input::Choice(id) => self.choice(id),
                Input::Fact(_)
                | Input::Rule(_)
                | Input::Target(_)
                | Input::Shares
                | Input::Advice => None,
            };
            first = first.or(depends);
        });
        first
    }

    /// Nothing where so many parts surely hold, or so many surely do not that these never will.
    fn of_parts(&self, slice: Slice, least: u32) -> Option<CallId> {
        let parts = self.code.parts_of(slice);
        let call = parts.iter().find_map(|part| self.truth(*part))?;
        let count = |holds: bool| {
            let sure = parts
                .iter()
                .filter(|part| self.surely(**part) == Some(holds));
            u32::try_from(sure.count()).unwrap_or(u32::MAX)
        };
        let decided = count(true) >= least || count(false).saturating_add(least) > slice.len;
        (!decided).then_some(call)
    }

    /// Nothing where all levels that are possible agree.
    fn of_levels(&self, id: TruthId, levels: &[Leveled]) -> Option<CallId> {
        let call = levels.iter().find_map(|of| self.level(*of))?;
        let made = levels.iter().any(|of| match of {
            Leveled::Choice(choice) => self.rows(*choice).1,
            Leveled::Fact(_) => false,
        });
        (made || self.decided(id).is_none()).then_some(call)
    }

    /// Nothing where the numbers that are known decide.
    fn of_numbers(&self, id: TruthId, numbers: &[NumberId]) -> Option<CallId> {
        let call = numbers.iter().find_map(|number| self.number(*number))?;
        let made = numbers
            .iter()
            .any(|number| self.number(*number).is_some() && self.is_known(*number));
        (made || self.decided(id).is_none()).then_some(call)
    }

    /// The call on which a row depends that may apply, and whether such a row was decided all the same: by `surely` or
    /// `is known`, which make something else than an unknown of it.
    fn rows(&self, choice: ChoiceId) -> (Option<CallId>, bool) {
        let (mut first, mut made) = (None, false);
        for (truth, _) in &self.code.choices[choice].rows {
            match (self.truth(*truth), self.decided(*truth)) {
                (Some(call), decided) => {
                    first = first.or(Some(call));
                    made |= decided.is_some();
                }
                (None, Some(true)) => break,
                (None, _) => {}
            }
        }
        (first, made)
    }

    fn of_choice(&self, id: ChoiceId) -> Option<CallId> {
        let (call, made) = self.rows(id);
        let value = self.machine.choices.get(id.to_usize());
        let known = value.is_some_and(|value| D::decided(D::choice_known(*value)) == Some(true));
        call.filter(|_| made || !known)
    }

    /// What a rule does not do whatever the call had given does not depend on it.
    fn of_rule(&self, id: RuleId) -> Option<CallId> {
        self.of_status(id).or_else(|| self.of_weights(id))
    }

    fn of_status(&self, id: RuleId) -> Option<CallId> {
        let rule = &self.code.rules[id];
        let mut defeaters = rule.defeaters.iter();
        let decided = self.machine.forced == Some(id)
            || defeaters.any(|other| self.branch(*other) == Some(true))
            || rule
                .unless
                .is_some_and(|unless| self.surely(unless) == Some(true))
            || (!rule.has_else && self.surely(rule.when) == Some(false));
        if decided {
            return None;
        }
        self.truth(rule.when).or_else(|| self.truth(rule.unless?))
    }

    /// The weights of the branch by which a rule fired.
    fn of_weights(&self, id: RuleId) -> Option<CallId> {
        let branch = self.branch(id)?;
        let mut pieces = self.code.rules[id].pieces.range().map(PieceId);
        pieces.find_map(|piece| {
            let piece = &self.code.pieces[piece];
            match piece.weight {
                PieceWeight::Number(number) if piece.then == branch => self.number(number),
                PieceWeight::Number(_) | PieceWeight::Constant(_) => None,
            }
        })
    }

    /// The rows up to the first that surely applies.
    fn of_rows(&self) -> Option<CallId> {
        for row in &self.code.advice {
            if row.strategy.is_some_and(|of| self.is_excluded(of)) {
                continue;
            }
            let applies = row.applies?;
            if let Some(call) = self.truth(applies) {
                return Some(call);
            }
            if self.decided(applies) == Some(true) {
                return None;
            }
        }
        None
    }

    /// Nothing where nobody shows it; what it takes to be met in part matters only where it is not met.
    fn of_met(&self, met: &MetPlan) -> Option<CallId> {
        let shown = match met.of {
            LineOf::Outcome(id) => self.is_advised(id),
            LineOf::Note(id) => {
                let note = self.code.notes.get(id.to_usize());
                note.and_then(|note| self.decided(*note)) == Some(true)
            }
        };
        if !shown {
            return None;
        }
        let partly = || {
            let partly = met.partly?;
            let asked = self.decided(met.when) != Some(true);
            asked.then(|| self.truth(partly)).flatten()
        };
        self.truth(met.when).or_else(partly)
    }

    fn is_advised(&self, outcome: OutcomeId) -> bool {
        let decision = self.machine.decision.as_ref();
        let advised = decision.map(|decision| D::advice_is(decision, &[Some(outcome)]));
        advised.and_then(D::decided) == Some(true)
    }

    fn is_excluded(&self, target: TargetId) -> bool {
        let excluded = self.code.ranked(target).and_then(|one| one.excluded);
        excluded.is_some_and(|excluded| self.decided(excluded) == Some(true))
    }
}
