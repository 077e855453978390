//! Rulebook → plan: a flat list of nodes in the order of computation. Evaluates nothing.

mod certain;
mod cond;
mod depend;
mod derive;
mod evidence;
mod inputs;
mod intern;
mod lean;
mod order;
mod probe;
mod rank;
mod refs;
mod setting;
mod shape;
mod weigh;

pub use inputs::{Input, PerNode, inputs};
pub use refs::own_facts;
pub use shape::{reads, text as shown_text};

use std::sync::Arc;

use crate::base::IdVec;
use crate::model::{Cond, LetId, Leveled, Plan, Rulebook, Scale, Shapes, Subject};
use crate::script::{Library, LoadedMethod};

/// A rulebook with all that is needed to evaluate it.
#[derive(Clone, Debug)]
pub struct Program {
    /// What the rulebook says, for words and places.
    pub rulebook: Arc<Rulebook>,
    /// What is computed.
    pub plan: Arc<Plan>,
    /// How evidence is weighed.
    pub method: LoadedMethod,
    /// The scripts.
    pub library: Library,
    shortcuts: weigh::Shortcuts,
}

/// Compiles a checked rulebook.
pub fn plan(rulebook: Rulebook, method: LoadedMethod, library: Library) -> Program {
    plan_with(rulebook, method, library, &[])
}

/// As [`plan`], with conditions of any stage that can be asked for after an evaluation, in their order the plan's
/// probes. An evaluation that does not ask for them does the same work as without them.
pub fn plan_with(
    rulebook: Rulebook,
    method: LoadedMethod,
    library: Library,
    probes: &[Cond],
) -> Program {
    let plan = cond::Builder::new(&rulebook).build(probes);
    Program::of(rulebook, plan, method, library)
}

/// The conditions of each let as they are shown, row by row; the nodes are those of any plan of the same rulebook.
pub fn let_shapes(rulebook: &Rulebook) -> IdVec<LetId, Vec<Shapes>> {
    let mut builder = cond::Builder::new(rulebook);
    builder.lower();
    builder.let_shapes
}

impl Program {
    /// The scale of what has a level.
    pub fn scale(&self, of: Leveled) -> Option<&Scale> {
        self.rulebook.scale(match of {
            Leveled::Fact(fact) => Subject::Fact(fact),
            Leveled::Choice(choice) => Subject::Let(self.plan.code.choices[choice].id),
        })
    }

    /// From a plan that was made of the rulebook before.
    pub fn of(rulebook: Rulebook, plan: Plan, method: LoadedMethod, library: Library) -> Self {
        let shortcuts = weigh::Shortcuts::of(&method.method);
        Self {
            rulebook: Arc::new(rulebook),
            plan: Arc::new(plan),
            method,
            library,
            shortcuts,
        }
    }
}
