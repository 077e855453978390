//! The expressions of the lowering: numbers, truths, fixed lists and calls. Follows no statements itself.

use rhai::{ASTFlags, Expr, FnCallExpr};

use super::library::Kind;
use super::lower::{ELEMENTS, Lowering, Refusal, Sym, refusal};
use crate::model::{Instruction, Op, Reg};

impl Lowering<'_> {
    pub(super) fn expression(&mut self, expression: &Expr) -> Result<Sym, Refusal> {
        self.sink()?;
        let value = self.any_expression(expression)?;
        self.rise();
        Ok(value)
    }

    fn any_expression(&mut self, expression: &Expr) -> Result<Sym, Refusal> {
        match expression {
            Expr::FloatConstant(value, _) => self.constant(**value),
            Expr::IntegerConstant(value, _) => self.constant(*value as f64),
            Expr::BoolConstant(truth, _) => {
                let register = self.push(Instruction::Constant(f64::from(u8::from(*truth))))?;
                Ok(Sym::Truth(register))
            }
            Expr::Unit(_) => Ok(Sym::Nothing),
            Expr::Variable(variable, ..) if !variable.2.is_empty() => self.global(&variable.1),
            Expr::Variable(variable, ..) => match self.variable(&variable.1) {
                Some(value) => Ok(value.clone()),
                None => Err(refusal("uses a function as a value")),
            },
            Expr::Array(items, _) => self.array(items),
            Expr::Index(pair, flags, _) => match &pair.rhs {
                // `list[0].abs()`: what is called on the element stands within the index.
                Expr::Dot(rest, ..) if !flags.contains(ASTFlags::BREAK) => {
                    let item = self.element(&pair.lhs, &rest.lhs)?;
                    self.chain(item, &rest.rhs)
                }
                index => self.element(&pair.lhs, index),
            },
            Expr::And(parts, _) => self.fold(parts, Op::And),
            Expr::Or(parts, _) => self.fold(parts, Op::Or),
            Expr::Stmt(block) => self.block(block.statements()),
            Expr::FnCall(call, _) => self.call(call),
            Expr::StringConstant(..) | Expr::CharConstant(..) | Expr::InterpolatedString(..) => {
                Err(refusal("uses text"))
            }
            Expr::Map(..) => Err(refusal("uses an object map")),
            Expr::Coalesce(..) => Err(refusal("uses `??`")),
            Expr::Dot(pair, ..) => {
                let on = self.quiet(&pair.lhs)?;
                self.chain(on, &pair.rhs)
            }
            _ => Err(refusal("has an inline function")),
        }
    }

    /// An expression that changes nothing: what is skipped, or read first, must not matter.
    fn quiet(&mut self, expression: &Expr) -> Result<Sym, Refusal> {
        let changes = self.changes;
        let value = self.expression(expression)?;
        if changes == self.changes {
            Ok(value)
        } else {
            Err(refusal(
                "changes a variable or returns within an expression",
            ))
        }
    }

    /// The value, an open parameter taken as what it was found to be.
    pub(super) fn settled(&self, value: &Sym) -> Sym {
        match value {
            Sym::Open(index, register) => match self.open.get(*index) {
                Some(Some(Kind::Truth)) => Sym::Truth(*register),
                Some(Some(Kind::Number)) => Sym::Number(*register),
                _ => value.clone(),
            },
            other => other.clone(),
        }
    }

    fn constant(&mut self, value: f64) -> Result<Sym, Refusal> {
        self.push(Instruction::Constant(value)).map(Sym::Number)
    }

    /// `global::NAME`; constants are literals, so that they read no variables.
    fn global(&mut self, name: &str) -> Result<Sym, Refusal> {
        let tree = self.tree;
        match tree
            .constants
            .iter()
            .rev()
            .find(|(known, _)| **known == *name)
        {
            Some((_, value)) => self.expression(value),
            None => Err(refusal("uses a constant that is not there")),
        }
    }

    fn array(&mut self, items: &[Expr]) -> Result<Sym, Refusal> {
        if items.is_empty() || items.len() > ELEMENTS {
            return Err(refusal("uses a list that is not fixed"));
        }
        let mut registers = Vec::with_capacity(items.len());
        for item in items {
            let value = self.quiet(item)?;
            registers.push(self.number(&value)?);
        }
        Ok(Sym::Array(registers))
    }

    fn element(&mut self, list: &Expr, index: &Expr) -> Result<Sym, Refusal> {
        let Expr::IntegerConstant(index, _) = index else {
            return Err(refusal("reads an element whose index is not a constant"));
        };
        let Sym::Array(registers) = self.expression(list)? else {
            return Err(refusal("uses a list that is not fixed"));
        };
        usize::try_from(*index)
            .ok()
            .and_then(|at| registers.get(at))
            .map(|register| Sym::Number(*register))
            .ok_or_else(|| refusal("reads past the end of a list"))
    }

    fn fold(&mut self, parts: &[Expr], op: Op) -> Result<Sym, Refusal> {
        let mut folded = None;
        for part in parts {
            let value = self.quiet(part)?;
            let truth = self.truth(&value)?;
            folded = Some(match folded {
                None => truth,
                Some(before) => self.apply(op, [before, truth])?,
            });
        }
        folded
            .map(Sym::Truth)
            .ok_or_else(|| refusal("has a condition without parts"))
    }

    pub(super) fn call(&mut self, call: &FnCallExpr) -> Result<Sym, Refusal> {
        let mut arguments = Vec::with_capacity(call.args.len());
        for argument in &call.args {
            arguments.push(self.quiet(argument)?);
        }
        if call.op_token.is_none()
            && let Some(index) = self.program.index(&call.name, arguments.len())
        {
            return self.function(index, arguments);
        }
        self.operation(&call.name, &arguments)
    }

    /// What is called on a value, one call after the other, as in `x.abs().min(3)`.
    fn chain(&mut self, on: Sym, rest: &Expr) -> Result<Sym, Refusal> {
        match rest {
            Expr::MethodCall(call, _) => {
                let mut operands = vec![on];
                for argument in &call.args {
                    operands.push(self.quiet(argument)?);
                }
                self.operation(&call.name, &operands)
            }
            Expr::Dot(pair, ..) => {
                self.sink()?;
                let on = self.chain(on, &pair.lhs)?;
                let value = self.chain(on, &pair.rhs)?;
                self.rise();
                Ok(value)
            }
            _ => Err(refusal("reads a part of something")),
        }
    }

    pub(super) fn operation(&mut self, name: &str, operands: &[Sym]) -> Result<Sym, Refusal> {
        match (name, operands) {
            ("!", [a]) => {
                let truth = self.truth(a)?;
                return self.apply(Op::Not, [truth]).map(Sym::Truth);
            }
            ("==", [a, b]) => return self.equal(a, b).map(Sym::Truth),
            ("!=", [a, b]) => {
                let equal = self.equal(a, b)?;
                return self.apply(Op::Not, [equal]).map(Sym::Truth);
            }
            _ => {}
        }
        let Some(op) = Op::find(&name.replace('>', "<"), operands.len()) else {
            return Err(no_operation(name));
        };
        let mut registers = Vec::with_capacity(operands.len());
        for operand in operands {
            registers.push(self.number(operand)?);
        }
        if name.starts_with('>') {
            registers.reverse();
        }
        let register = self.push(Instruction::apply(op, registers))?;
        Ok(match op {
            Op::Less | Op::AtMost => Sym::Truth(register),
            _ => Sym::Number(register),
        })
    }

    fn equal(&mut self, a: &Sym, b: &Sym) -> Result<Reg, Refusal> {
        let (a, b) = (self.settled(a), self.settled(b));
        let truths = matches!((&a, &b), (Sym::Truth(_), _) | (_, Sym::Truth(_)));
        let (a, b) = if truths {
            (self.truth(&a)?, self.truth(&b)?)
        } else {
            (self.number(&a)?, self.number(&b)?)
        };
        self.apply(Op::Equal, [a, b])
    }

    /// The register of a number; an open parameter becomes one.
    pub(super) fn number(&mut self, value: &Sym) -> Result<Reg, Refusal> {
        match value {
            Sym::Number(register) => Ok(*register),
            Sym::Open(index, register) => self.decide(*index, Kind::Number, *register),
            Sym::Truth(_) => Err(refusal("uses yes or no as a number")),
            Sym::Array(_) => Err(refusal("uses a list as a number")),
            Sym::Nothing => Err(refusal("uses a value that is not there")),
            Sym::Mixed => Err(refusal("uses a value that is not always a number")),
        }
    }

    /// The register of a truth; an open parameter becomes one.
    pub(super) fn truth(&mut self, value: &Sym) -> Result<Reg, Refusal> {
        match value {
            Sym::Truth(register) => Ok(*register),
            Sym::Open(index, register) => self.decide(*index, Kind::Truth, *register),
            _ => Err(refusal("uses something else as yes or no")),
        }
    }

    fn decide(&mut self, index: usize, kind: Kind, register: Reg) -> Result<Reg, Refusal> {
        match self.open.get_mut(index) {
            Some(open) if open.is_none_or(|known| known == kind) => {
                *open = Some(kind);
                Ok(register)
            }
            _ => Err(refusal("uses one value both as a number and as yes or no")),
        }
    }

    /// One of two values, by a condition.
    pub(super) fn choose(&mut self, condition: Reg, a: &Sym, b: &Sym) -> Result<Sym, Refusal> {
        if a == b {
            return Ok(a.clone());
        }
        let (a, b) = (&self.settled(a), &self.settled(b));
        let open = |value: &Sym| matches!(value, Sym::Open(..));
        match (a, b) {
            (Sym::Array(a), Sym::Array(b)) if a.len() == b.len() => {
                let mut chosen = Vec::with_capacity(a.len());
                for (a, b) in a.iter().zip(b) {
                    chosen.push(self.select(condition, *a, *b)?);
                }
                Ok(Sym::Array(chosen))
            }
            (Sym::Truth(_), other) | (other, Sym::Truth(_))
                if open(other) || matches!(other, Sym::Truth(_)) =>
            {
                let (a, b) = (self.truth(a)?, self.truth(b)?);
                self.select(condition, a, b).map(Sym::Truth)
            }
            (Sym::Number(_), other) | (other, Sym::Number(_))
                if open(other) || matches!(other, Sym::Number(_)) =>
            {
                let (a, b) = (self.number(a)?, self.number(b)?);
                self.select(condition, a, b).map(Sym::Number)
            }
            (Sym::Open(..), Sym::Open(..)) => {
                let (a, b) = (self.number(a)?, self.number(b)?);
                let chosen = self.select(condition, a, b)?;
                self.guessed.push(chosen);
                Ok(Sym::Number(chosen))
            }
            _ => Ok(Sym::Mixed),
        }
    }

    fn select(&mut self, condition: Reg, a: Reg, b: Reg) -> Result<Reg, Refusal> {
        if a == b {
            return Ok(a);
        }
        self.apply(Op::Select, [condition, a, b])
    }
}

fn no_operation(name: &str) -> Refusal {
    format!("uses `{name}`, which has no operation").into()
}
