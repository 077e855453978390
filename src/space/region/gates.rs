//! Which questions apply over a region: a fact whose question surely does not is unknown there. Decides nothing else.

use super::atlas::Atlas;
use super::bounded::Bounded;
use super::field::Field;
use super::trail::Was;
use super::truth::May;
use crate::base::Id;
use crate::engine::fault::Fault;
use crate::model::{FactId, TruthId};
use crate::plan::Program;

/// When the questions of some facts apply.
#[derive(Clone, Debug, Default)]
pub(crate) struct Gates {
    /// The facts, each with the condition of its question.
    pub facts: Vec<(FactId, TruthId)>,
    /// Whether a fact is answered wherever its question may apply.
    pub complete: bool,
}

impl Gates {
    /// The condition of a fact's question.
    pub(crate) fn of(&self, fact: FactId) -> Option<TruthId> {
        let gate = self.facts.iter().find(|(known, _)| *known == fact);
        gate.map(|(_, gate)| *gate)
    }
}

impl Bounded {
    /// From now on nobody answers a question that does not apply.
    pub(crate) fn gated(
        mut self,
        program: &Program,
        atlas: &Atlas,
        gates: Gates,
    ) -> Result<Self, Fault> {
        *self.gates_mut() = gates;
        if self.ask(program, atlas)? {
            self.conclude_anew(program, atlas)?;
        }
        Ok(self)
    }

    /// Whether an answer to a fact counts although its question does not apply: it is given already.
    pub(crate) fn give(&mut self, fact: FactId, gate: Option<TruthId>) {
        let gates = &mut self.gates_mut().facts;
        gates.retain(|(known, _)| *known != fact);
        gates.extend(gate.map(|gate| (fact, gate)));
    }

    /// Narrows facts to what their questions leave, until nothing changes; whether something did. Where nothing is left of
    /// a fact, the region has no profile, and what depends on the fact is not computed.
    pub(super) fn ask(&mut self, program: &Program, atlas: &Atlas) -> Result<bool, Fault> {
        let mut changed = false;
        while let Some((fact, field)) = self.next_asked() {
            changed = true;
            if field.is_empty() {
                self.put_field(fact, field);
                break;
            }
            self.change(program, atlas, (fact, field))?;
        }
        Ok(changed)
    }

    /// A fact of which its question leaves less.
    fn next_asked(&self) -> Option<(FactId, Field)> {
        let gates = self.gates();
        gates.facts.iter().find_map(|(fact, gate)| {
            let field = self.field(*fact);
            let truth = self.machine().truths.get(gate.to_usize());
            let left = asked(field, truth.copied().unwrap_or(May::ANY), gates.complete);
            (left != field).then_some((*fact, left))
        })
    }

    /// Whether no profile is left.
    pub(crate) fn is_void(&self) -> bool {
        let mut facts = self.gates().facts.iter();
        facts.any(|(fact, _)| self.field(*fact).is_empty())
    }

    fn put_field(&mut self, fact: FactId, field: Field) {
        let was = Was::Field(fact, self.field(fact));
        self.keep_was(was);
        self.machine_mut().domain.fields.set(fact, field);
    }
}

/// What a question leaves of a fact.
fn asked(field: Field, gate: May, complete: bool) -> Field {
    match (gate.never(), gate.no.is_none() && complete) {
        (true, _) => field.if_known(false),
        (false, true) => field.if_known(true),
        (false, false) => field,
    }
}
