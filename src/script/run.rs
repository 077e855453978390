//! Runs lowered operations on doubles: the one interpreter of `Lowered`. Checks nothing for being finite.

use crate::model::{Instruction, Lowered, Reg};

/// Registers that stand on the stack; a longer function uses the scratch space of the caller.
const INLINE: usize = 64;

/// Runs `lowered` on its `inputs` and writes its results to `out`, in order.
///
/// Up to 64 operations run on the stack; a longer function uses `scratch`, which may be kept between runs.
/// Truth is 1 or 0. An input that is missing is `NaN`; results beyond the length of `out` are dropped.
pub fn run(lowered: &Lowered, inputs: &[f64], out: &mut [f64], scratch: &mut Vec<f64>) {
    match lowered.ops.len() {
        0..=16 => run_in(lowered, inputs, out, &mut [0.0; 16]),
        17..=INLINE => run_in(lowered, inputs, out, &mut [0.0; INLINE]),
        longer => {
            scratch.clear();
            scratch.resize(longer, 0.0);
            run_in(lowered, inputs, out, scratch);
        }
    }
}

#[inline(always)]
fn run_in(lowered: &Lowered, inputs: &[f64], out: &mut [f64], registers: &mut [f64]) {
    for (at, instruction) in lowered.ops.iter().enumerate() {
        let value = apply(*instruction, registers, inputs);
        if let Some(register) = registers.get_mut(at) {
            *register = value;
        }
    }
    for (slot, from) in out.iter_mut().zip(&lowered.outputs) {
        *slot = read(registers, *from);
    }
}

#[inline(always)]
fn apply(instruction: Instruction, registers: &[f64], inputs: &[f64]) -> f64 {
    match instruction {
        Instruction::Constant(value) => value,
        Instruction::Input(index) => inputs.get(usize::from(index)).copied().unwrap_or(f64::NAN),
        Instruction::Apply(op, operands) => op.apply(operands.map(|from| read(registers, from))),
    }
}

#[inline(always)]
fn read(registers: &[f64], from: Reg) -> f64 {
    registers
        .get(usize::from(from.0))
        .copied()
        .unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::run;
    use crate::model::{Instruction, Lowered, Op, Reg};

    #[test]
    fn runs_short_and_long_functions_alike() {
        let mut ops = vec![Instruction::Input(0), Instruction::Constant(1.0)];
        for length in [3u16, 20, 100] {
            while ops.len() < usize::from(length) {
                let last = Reg(u16::try_from(ops.len() - 1).unwrap());
                ops.push(Instruction::apply(Op::Add, [last, Reg(0)]));
            }
            let lowered = Lowered {
                inputs: 1,
                ops: ops.clone(),
                outputs: vec![Reg(length - 1)],
            };
            let mut out = [0.0];
            run(&lowered, &[2.0], &mut out, &mut Vec::new());
            assert_eq!(out[0], 1.0 + 2.0 * f64::from(length - 2));
        }
    }
}
