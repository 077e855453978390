//! An inference method as data: its constants, and its functions lowered into operations where they could be.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{OPERANDS, Op};

/// How evidence is weighed: the content of a method's script.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Method {
    /// `odds`, `certainty`, `scorecard`, or the script's path as written in the rulebook.
    pub name: Arc<str>,
    /// The script's text.
    pub script: Arc<str>,
    /// Values of weakly, moderately, strongly and decisively, in this order.
    pub scale: [f64; 4],
    /// The largest magnitude of a weight.
    pub range: f64,
    /// Whether shares are divided by their sum.
    pub normalize: bool,
    /// No evidence.
    pub zero: Evidence,
    /// `lift(weight, certainty)`: one piece of evidence.
    pub lift: MethodFunction,
    /// `merge(a, b)`: both pieces together.
    pub merge: MethodFunction,
    /// `total(x)`: the number shown, ranked and limited.
    pub total: MethodFunction,
    /// `cut(x, n)`; `None` where the script has none (for numbers clamping is the default).
    pub cut: Option<MethodFunction>,
    /// `belief(x)`: what `belief(h)` gives.
    pub belief: MethodFunction,
    /// `share(total, best)`: a strategy's share of the confidence.
    pub share: MethodFunction,
    /// Whether the script has `describe(x)`.
    pub describes: bool,
}

impl Method {
    /// Whether evidence is one number, so that bounds over regions can be folded.
    pub fn is_scalar(&self) -> bool {
        matches!(self.zero, Evidence::Number(_))
    }
}

/// Accumulated evidence: a number, or an array of fixed length for methods that need more.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Evidence {
    /// One number.
    Number(f64),
    /// A fixed number of numbers.
    Array(Vec<f64>),
}

impl Evidence {
    /// Its numbers, one after the other.
    #[inline]
    pub fn numbers(&self) -> &[f64] {
        match self {
            Self::Number(number) => std::slice::from_ref(number),
            Self::Array(numbers) => numbers,
        }
    }

    /// Evidence of this shape that is these numbers.
    #[inline]
    pub fn like(&self, numbers: &[f64]) -> Self {
        match (self, numbers) {
            (Self::Number(_), [number]) => Self::Number(*number),
            _ => Self::Array(numbers.to_vec()),
        }
    }
}

/// A function of a method: as operations, or left to the interpreter.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum MethodFunction {
    /// Lowered into operations.
    Lowered(Lowered),
    /// Could not be lowered, with the reason in words.
    Interpreted(Arc<str>),
}

/// A register: the result of the operation of that index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reg(pub u16);

/// A function as a straight list of operations on doubles; truth is 1 or 0.
/// Arrays are flattened: their elements are inputs, and outputs, one after the other.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Lowered {
    /// How many numbers it takes.
    pub inputs: u16,
    /// The operations; each may use the results of those before it.
    pub ops: Vec<Instruction>,
    /// The registers that are its result, in order.
    pub outputs: Vec<Reg>,
}

/// One step of a lowered function. `if` became [`Op::Select`]: both sides are computed, which is sound since nothing
/// here has effects.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Instruction {
    /// A constant.
    Constant(f64),
    /// An input, by index.
    Input(u16),
    /// An operation on registers; those that it does not take are the first.
    Apply(Op, [Reg; OPERANDS]),
}

impl Instruction {
    /// An operation on so many registers.
    pub fn apply(op: Op, operands: impl IntoIterator<Item = Reg>) -> Self {
        let mut registers = [Reg(0); OPERANDS];
        for (register, operand) in registers.iter_mut().zip(operands) {
            *register = operand;
        }
        Self::Apply(op, registers)
    }
}
