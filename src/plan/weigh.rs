//! The method's commonest functions, recognized by their operations, without a detour through the operations.

use super::Program;
use crate::model::{Evidence, Instruction, Lowered, Method, MethodFunction, Op, Reg};
use crate::script::Fault;

/// Which functions are so simple that they are done in place.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Shortcuts {
    /// `lift` multiplies.
    multiplies: bool,
    /// `merge` adds.
    adds: bool,
    /// `total` is the number itself.
    is_total: bool,
}

impl Shortcuts {
    pub(super) fn of(method: &Method) -> Self {
        Self {
            multiplies: is_binary(&method.lift, Op::Multiply),
            adds: is_binary(&method.merge, Op::Add),
            is_total: matches!(&method.total, MethodFunction::Lowered(Lowered { inputs: 1, ops, outputs })
                if outputs.len() == 1 && result(ops, outputs) == Some(Instruction::Input(0))),
        }
    }
}

fn result(ops: &[Instruction], outputs: &[Reg]) -> Option<Instruction> {
    outputs
        .first()
        .and_then(|reg| ops.get(usize::from(reg.0)))
        .copied()
}

fn is_binary(function: &MethodFunction, op: Op) -> bool {
    let MethodFunction::Lowered(Lowered {
        inputs: 2,
        ops,
        outputs,
    }) = function
    else {
        return false;
    };
    if outputs.len() != 1 {
        return false;
    }
    let Some(Instruction::Apply(last, [a, b, _])) = result(ops, outputs) else {
        return false;
    };
    let input = |reg: Reg| ops.get(usize::from(reg.0)).copied();
    last == op && input(a) == Some(Instruction::Input(0)) && input(b) == Some(Instruction::Input(1))
}

fn finite(number: f64) -> Option<Evidence> {
    number.is_finite().then_some(Evidence::Number(number))
}

impl Program {
    /// One piece of evidence; the weight is negative for `oppose`.
    pub fn lift(&self, weight: f64, certainty: f64) -> Result<Evidence, Fault> {
        if self.shortcuts.multiplies
            && let Some(evidence) = finite(weight * certainty)
        {
            return Ok(evidence);
        }
        self.method.lift(weight, certainty)
    }

    /// Whether evidence is one number that adds up, a prior lifted being the prior itself.
    pub fn adds(&self) -> bool {
        self.shortcuts.adds
            && self.shortcuts.multiplies
            && self.method.method.zero == Evidence::Number(0.0)
    }

    /// Whether a total is the plain sum of weights, each times its certainty.
    pub fn totals_are_sums(&self) -> bool {
        self.adds() && self.shortcuts.is_total
    }

    /// Both pieces together.
    pub fn merge(&self, a: &Evidence, b: &Evidence) -> Result<Evidence, Fault> {
        if let (true, Evidence::Number(x), Evidence::Number(y)) = (self.shortcuts.adds, a, b)
            && let Some(evidence) = finite(x + y)
        {
            return Ok(evidence);
        }
        self.method.merge(a, b)
    }

    /// The number that is shown, ranked and limited, not yet rounded.
    pub fn total(&self, evidence: &Evidence) -> Result<f64, Fault> {
        match evidence {
            Evidence::Number(number) if self.shortcuts.is_total => Ok(*number),
            Evidence::Number(_) | Evidence::Array(_) => self.method.total(evidence),
        }
    }
}
