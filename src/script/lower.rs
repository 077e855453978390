//! From a function's statements to a straight list of operations, where it is plain arithmetic.
//! Statements are followed here; expressions in `lower_expr`. Runs nothing.

use std::sync::Arc;

use rhai::{ASTFlags, Expr, Stmt};

use super::library::{Gives, Kind};
use super::program::{Program, Tree};
use super::sandbox;
use crate::base::Limits;
use crate::model::{Instruction, Lowered, Op, Reg};

/// Operations of one lowered function, those of the functions it calls included.
const OPERATIONS: usize = 4096;
/// Steps of lowering one function, so that calls within calls cannot multiply without end.
const STEPS: usize = 20_000;
/// How deep expressions may nest while lowering, those of called functions included: each level takes stack.
const DEPTH: usize = 200;
/// Elements of a fixed list.
pub(super) const ELEMENTS: usize = 16;

/// Why a function is left to the interpreter, in words.
pub(super) type Refusal = Arc<str>;

/// What a function takes or gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// One number.
    Number,
    /// Yes or no.
    Truth,
    /// A list of that many numbers.
    Array(usize),
    /// A number, or yes or no, as the function uses it.
    Open,
}

/// A lowered function with what it takes and gives.
#[derive(Clone, Debug)]
pub(super) struct Outcome {
    pub(super) lowered: Lowered,
    /// The parameters as they were asked for, open ones decided.
    pub(super) parameters: Vec<Shape>,
    pub(super) result: Shape,
    /// What the result is, whatever the open parameters are.
    pub(super) gives: Option<Gives>,
}

/// Lowers the function at an index of the program, given what it takes.
pub(super) fn lower(
    program: &Program,
    tree: &Tree,
    function: usize,
    takes: &[Shape],
) -> Result<Outcome, Refusal> {
    let mut lowering = Lowering {
        program,
        tree,
        ops: Vec::new(),
        open: Vec::new(),
        guessed: Vec::new(),
        variables: Vec::new(),
        returned: Returned::Never,
        calls: Vec::new(),
        changes: 0,
        steps: 0,
        depth: 0,
    };
    let arguments = lowering.inputs(takes)?;
    let inputs = u16::try_from(lowering.ops.len()).map_err(|_| refusal("takes too much"))?;
    let result = lowering.function(function, arguments)?;
    lowering.finish(inputs, takes, result)
}

/// A reason in words.
pub(super) fn refusal(reason: &str) -> Refusal {
    reason.into()
}

/// A value while lowering.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Sym {
    /// A number.
    Number(Reg),
    /// Yes or no.
    Truth(Reg),
    /// A fixed list of numbers.
    Array(Vec<Reg>),
    /// A parameter that is not yet known to be a number or a truth.
    Open(usize, Reg),
    /// `()`
    Nothing,
    /// A value that is of one kind here and of another there; refused where it is used.
    Mixed,
}

/// Whether the function that is followed has returned before the statement at hand.
#[derive(Clone, Debug)]
pub(super) enum Returned {
    /// On no path.
    Never,
    /// Where the condition holds, with the value.
    Where(Reg, Sym),
    /// On every path.
    Always(Sym),
}

pub(super) struct Variable {
    pub(super) name: Arc<str>,
    pub(super) value: Sym,
    pub(super) constant: bool,
}

pub(super) struct Lowering<'a> {
    pub(super) program: &'a Program,
    pub(super) tree: &'a Tree,
    pub(super) ops: Vec<Instruction>,
    /// The open parameters, with their kinds once these are known.
    pub(super) open: Vec<Option<Kind>>,
    /// Values that are numbers only because nothing tells what the parameters are of which they are one.
    pub(super) guessed: Vec<Reg>,
    pub(super) variables: Vec<Variable>,
    pub(super) returned: Returned,
    /// The functions that are being followed, outermost first.
    pub(super) calls: Vec<usize>,
    /// Counts assignments and returns of the function that is followed.
    pub(super) changes: usize,
    steps: usize,
    depth: usize,
}

impl Lowering<'_> {
    fn inputs(&mut self, takes: &[Shape]) -> Result<Vec<Sym>, Refusal> {
        let mut next = 0u16;
        let mut input = |lowering: &mut Self| {
            let register = lowering.push(Instruction::Input(next));
            next = next.saturating_add(1);
            register
        };
        takes
            .iter()
            .map(|shape| match shape {
                Shape::Number => Ok(Sym::Number(input(self)?)),
                Shape::Truth => Ok(Sym::Truth(input(self)?)),
                Shape::Array(length) => (0..*length)
                    .map(|_| input(self))
                    .collect::<Result<_, _>>()
                    .map(Sym::Array),
                Shape::Open => {
                    let register = input(self)?;
                    self.open.push(None);
                    Ok(Sym::Open(self.open.len().saturating_sub(1), register))
                }
            })
            .collect()
    }

    fn finish(mut self, inputs: u16, takes: &[Shape], result: Sym) -> Result<Outcome, Refusal> {
        let settled = self.settled(&result);
        let gives = match &settled {
            Sym::Open(index, _) => Some(Gives::Argument(*index)),
            Sym::Number(register) if self.guessed.contains(register) => None,
            Sym::Truth(_) => Some(Gives::Kind(Kind::Truth)),
            _ => Some(Gives::Kind(Kind::Number)),
        };
        let (outputs, result) = match settled {
            Sym::Truth(register) => (vec![register], Shape::Truth),
            Sym::Array(registers) => {
                let length = registers.len();
                (registers, Shape::Array(length))
            }
            number => (vec![self.number(&number)?], Shape::Number),
        };
        let mut open = self.open.iter();
        let parameters = takes
            .iter()
            .map(|shape| match shape {
                Shape::Open => match open.next() {
                    Some(Some(Kind::Truth)) => Shape::Truth,
                    _ => Shape::Number,
                },
                other => *other,
            })
            .collect();
        let lowered = Lowered {
            inputs,
            ops: self.ops,
            outputs,
        };
        Ok(Outcome {
            lowered,
            parameters,
            result,
            gives,
        })
    }

    /// Follows a function; what it is called in is set aside meanwhile.
    pub(super) fn function(&mut self, index: usize, arguments: Vec<Sym>) -> Result<Sym, Refusal> {
        let tree = self.tree;
        let (Some(function), Some(body)) =
            (self.program.functions.get(index), tree.bodies.get(index))
        else {
            return Err(refusal("calls a function that is not there"));
        };
        if self.calls.contains(&index) {
            return Err(format!("`{}` calls itself", function.name).into());
        }
        if self.calls.len() >= Limits::DEFAULT.script_depth.saturating_sub(1) {
            return Err(refusal("its calls nest too deep"));
        }
        self.calls.push(index);
        let parameters = function.parameters.iter().zip(arguments);
        let inside = parameters
            .map(|(name, value)| Variable {
                name: name.clone(),
                value,
                constant: false,
            })
            .collect();
        let variables = std::mem::replace(&mut self.variables, inside);
        let returned = std::mem::replace(&mut self.returned, Returned::Never);
        let changes = self.changes;
        let last = self.statements(body)?;
        let result = match std::mem::replace(&mut self.returned, returned) {
            Returned::Never => last,
            Returned::Where(condition, value) => self.choose(condition, &value, &last)?,
            Returned::Always(value) => value,
        };
        self.variables = variables;
        self.changes = changes;
        self.calls.pop();
        Ok(result)
    }

    /// Follows a block; its own variables end with it.
    pub(super) fn block(&mut self, statements: &[Stmt]) -> Result<Sym, Refusal> {
        let outside = self.variables.len();
        let value = self.statements(statements)?;
        self.variables.truncate(outside);
        Ok(value)
    }

    fn statements(&mut self, statements: &[Stmt]) -> Result<Sym, Refusal> {
        let mut value = Sym::Nothing;
        for statement in statements {
            if matches!(self.returned, Returned::Always(_)) {
                break;
            }
            value = self.statement(statement)?;
        }
        Ok(value)
    }

    fn statement(&mut self, statement: &Stmt) -> Result<Sym, Refusal> {
        self.step()?;
        match statement {
            Stmt::Noop(_) => Ok(Sym::Nothing),
            Stmt::Expr(expression) => self.expression(expression),
            Stmt::FnCall(call, _) => self.call(call),
            Stmt::Block(block) => self.block(block.statements()),
            Stmt::If(flow, _) => {
                self.branches(&flow.expr, flow.body.statements(), flow.branch.statements())
            }
            Stmt::Var(variable, flags, _) => {
                let value = self.expression(&variable.1)?;
                if self.variables.len() >= sandbox::VARIABLES {
                    return Err(refusal("has too many variables"));
                }
                self.variables.push(Variable {
                    name: variable.0.name.as_str().into(),
                    value,
                    constant: flags.contains(ASTFlags::CONSTANT),
                });
                Ok(Sym::Nothing)
            }
            Stmt::Assignment(assignment) => self.assign(
                assignment.0.get_op_assignment_info().map(|(.., sign)| sign),
                &assignment.1.lhs,
                &assignment.1.rhs,
            ),
            Stmt::Return(_, flags, _) if flags.contains(ASTFlags::BREAK) => {
                Err(refusal("throws an error"))
            }
            Stmt::Return(value, ..) => {
                let value = match value {
                    Some(value) => self.expression(value)?,
                    None => Sym::Nothing,
                };
                self.add_return(Returned::Always(value))?;
                Ok(Sym::Nothing)
            }
            Stmt::Switch(..) => Err(refusal("uses `switch`")),
            Stmt::While(..) | Stmt::Do(..) | Stmt::For(..) | Stmt::BreakLoop(..) => {
                Err(refusal("has a loop"))
            }
            _ => Err(refusal("has an inline function")),
        }
    }

    /// Follows both branches, as if each were taken, and chooses afterwards.
    fn branches(
        &mut self,
        condition: &Expr,
        then: &[Stmt],
        other: &[Stmt],
    ) -> Result<Sym, Refusal> {
        let condition = self.expression(condition)?;
        let condition = self.truth(&condition)?;
        let before = std::mem::replace(&mut self.returned, Returned::Never);
        let saved = self.values();
        let then_value = self.block(then)?;
        let then_returned = std::mem::replace(&mut self.returned, Returned::Never);
        let then_variables = self.values();
        self.set_values(saved);
        let other_value = self.block(other)?;
        let other_returned = std::mem::replace(&mut self.returned, before);

        let then_ends = matches!(then_returned, Returned::Always(_));
        let other_ends = matches!(other_returned, Returned::Always(_));
        for (at, then) in then_variables.into_iter().enumerate() {
            let Some(other) = self
                .variables
                .get(at)
                .map(|variable| variable.value.clone())
            else {
                continue;
            };
            let value = match (then_ends, other_ends) {
                (true, _) => other,
                (_, true) => then,
                _ => self.choose(condition, &then, &other)?,
            };
            if let Some(variable) = self.variables.get_mut(at) {
                variable.value = value;
            }
        }
        let returned = self.join(condition, then_returned, other_returned)?;
        self.add_return(returned)?;
        match (then_ends, other_ends) {
            (true, _) => Ok(other_value),
            (_, true) => Ok(then_value),
            _ => self.choose(condition, &then_value, &other_value),
        }
    }

    /// What two branches returned, as one.
    fn join(
        &mut self,
        condition: Reg,
        then: Returned,
        other: Returned,
    ) -> Result<Returned, Refusal> {
        match (then, other) {
            (Returned::Never, Returned::Never) => Ok(Returned::Never),
            (Returned::Always(a), Returned::Always(b)) => {
                Ok(Returned::Always(self.choose(condition, &a, &b)?))
            }
            (then, other) => {
                let negated = self.apply(Op::Not, [condition])?;
                let then = self.within(condition, then)?;
                let other = self.within(negated, other)?;
                match (then, other) {
                    (Some((a, x)), Some((b, y))) => {
                        let either = self.apply(Op::Or, [a, b])?;
                        Ok(Returned::Where(either, self.choose(condition, &x, &y)?))
                    }
                    (Some((a, x)), None) | (None, Some((a, x))) => Ok(Returned::Where(a, x)),
                    (None, None) => Ok(Returned::Never),
                }
            }
        }
    }

    fn within(&mut self, branch: Reg, returned: Returned) -> Result<Option<(Reg, Sym)>, Refusal> {
        Ok(match returned {
            Returned::Never => None,
            Returned::Always(value) => Some((branch, value)),
            Returned::Where(condition, value) => {
                Some((self.apply(Op::And, [branch, condition])?, value))
            }
        })
    }

    /// A return after those that came before: these win where they hold.
    fn add_return(&mut self, new: Returned) -> Result<(), Refusal> {
        if !matches!(new, Returned::Never) {
            self.changes = self.changes.saturating_add(1);
        }
        let before = std::mem::replace(&mut self.returned, Returned::Never);
        self.returned = match (before, new) {
            (Returned::Never, new) => new,
            (before, Returned::Never) | (before @ Returned::Always(_), _) => before,
            (Returned::Where(condition, value), Returned::Always(next)) => {
                Returned::Always(self.choose(condition, &value, &next)?)
            }
            (Returned::Where(condition, value), Returned::Where(later, next)) => {
                let either = self.apply(Op::Or, [condition, later])?;
                Returned::Where(either, self.choose(condition, &value, &next)?)
            }
        };
        Ok(())
    }

    fn assign(&mut self, sign: Option<&str>, target: &Expr, value: &Expr) -> Result<Sym, Refusal> {
        self.changes = self.changes.saturating_add(1);
        let value = self.expression(value)?;
        let value = match sign {
            None => value,
            Some(sign) => {
                let before = self.expression(target)?;
                self.operation(sign, &[before, value])?
            }
        };
        let (name, index) = match target {
            Expr::Variable(variable, ..) => (variable.1.as_str(), None),
            Expr::Index(pair, ..) => match (&pair.lhs, &pair.rhs) {
                (Expr::Variable(variable, ..), Expr::IntegerConstant(index, _)) => {
                    (variable.1.as_str(), Some(*index))
                }
                _ => return Err(refusal("assigns to an element that is not fixed")),
            },
            _ => return Err(refusal("assigns to something else than a variable")),
        };
        let value = match index {
            None => value,
            Some(index) => {
                let number = self.number(&value)?;
                let mut list = self.list(name)?;
                let slot = usize::try_from(index).ok().and_then(|at| list.get_mut(at));
                *slot.ok_or_else(|| refusal("reads past the end of a list"))? = number;
                Sym::Array(list)
            }
        };
        let variable = self.variables.iter_mut().rev().find(|it| &*it.name == name);
        match variable {
            Some(variable) if !variable.constant => {
                variable.value = value;
                Ok(Sym::Nothing)
            }
            _ => Err(refusal("changes a constant")),
        }
    }

    fn list(&self, name: &str) -> Result<Vec<Reg>, Refusal> {
        match self.variable(name) {
            Some(Sym::Array(list)) => Ok(list.clone()),
            _ => Err(refusal("uses a list that is not fixed")),
        }
    }

    pub(super) fn variable(&self, name: &str) -> Option<&Sym> {
        self.variables
            .iter()
            .rev()
            .find(|variable| &*variable.name == name)
            .map(|variable| &variable.value)
    }

    fn values(&self) -> Vec<Sym> {
        self.variables
            .iter()
            .map(|variable| variable.value.clone())
            .collect()
    }

    fn set_values(&mut self, values: Vec<Sym>) {
        for (variable, value) in self.variables.iter_mut().zip(values) {
            variable.value = value;
        }
    }

    fn step(&mut self) -> Result<(), Refusal> {
        self.steps = self.steps.saturating_add(1);
        if self.steps > STEPS {
            return Err(refusal("is too long"));
        }
        Ok(())
    }

    /// One level deeper; each [`Lowering::rise`] ends one.
    pub(super) fn sink(&mut self) -> Result<(), Refusal> {
        self.depth = self.depth.saturating_add(1);
        if self.depth > DEPTH {
            return Err(refusal("nests too deep"));
        }
        self.step()
    }

    pub(super) fn rise(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }

    /// The register of an operation.
    pub(super) fn apply<const N: usize>(
        &mut self,
        op: Op,
        operands: [Reg; N],
    ) -> Result<Reg, Refusal> {
        self.push(Instruction::apply(op, operands))
    }

    /// The register of an instruction, which is not computed twice.
    pub(super) fn push(&mut self, instruction: Instruction) -> Result<Reg, Refusal> {
        self.step()?;
        let same = self
            .ops
            .iter()
            .rev()
            .take(64)
            .position(|known| is_same(*known, instruction));
        let at = match same {
            Some(back) => self.ops.len().saturating_sub(back).saturating_sub(1),
            None if self.ops.len() >= OPERATIONS => return Err(refusal("is too long")),
            None => {
                self.ops.push(instruction);
                self.ops.len().saturating_sub(1)
            }
        };
        u16::try_from(at)
            .map(Reg)
            .map_err(|_| refusal("is too long"))
    }
}

/// Whether two instructions are the same, bit by bit: `0` is not `-0`.
fn is_same(a: Instruction, b: Instruction) -> bool {
    match (a, b) {
        (Instruction::Constant(a), Instruction::Constant(b)) => a.to_bits() == b.to_bits(),
        _ => a == b,
    }
}
