//! Numbers: from the syntax tree to the model, with units and bounds. Calls have a file of their own.

use super::context::Resolver;
use super::draft::parameter_amount;
use super::lookup;
use super::names::Thing;
use super::problem::types as problem;
use super::problem::weights as weight_problem;
use super::types::{Amount, Ty, Unit};
use crate::base::{Span, is_whole, truth};
use crate::model::{Cond, CondKind, Figure, LetId, Num, NumKind, Op, Subject, Units};
use crate::syntax::expr::{ArithmeticOp, Expr, ExprKind, Step};

/// A number with what is known of it.
#[derive(Clone, Debug)]
pub(super) struct Number {
    /// The number.
    pub(super) num: Num,
    /// Unit and bounds.
    pub(super) amount: Amount,
}

impl Number {
    /// A number without a unit of its own.
    pub(super) fn bare(origin: Span, kind: NumKind, (low, high): (f64, f64)) -> Self {
        Self {
            num: Num { origin, kind },
            amount: Amount {
                unit: Unit::Bare,
                low,
                high,
                whole: false,
                set: false,
            },
        }
    }

    /// The bounds.
    pub(super) fn bounds(&self) -> (f64, f64) {
        (self.amount.low, self.amount.high)
    }
}

/// Anything.
pub(super) const UNBOUNDED: (f64, f64) = (f64::NEG_INFINITY, f64::INFINITY);

impl Resolver<'_, '_> {
    /// A number.
    pub(super) fn number(&mut self, expr: &Expr) -> Option<Number> {
        match &expr.kind {
            ExprKind::Number(value) => {
                let mut number =
                    Number::bare(expr.span, NumKind::Constant(*value), (*value, *value));
                number.amount.whole = is_whole(*value);
                Some(number)
            }
            ExprKind::Path(path) => self.number_by_name(path, expr.span),
            ExprKind::Call { callee, args } => self.number_of_call(callee, args, expr.span),
            ExprKind::Arithmetic { first, rest } => match self.misnamed(expr) {
                Some(problem) => self.report.fail(problem),
                None => self.arithmetic(first, rest),
            },
            ExprKind::Negate(inner) => {
                let inner = self.number(inner)?;
                self.apply(Op::Minus, vec![inner], expr.span)
            }
            ExprKind::If {
                condition,
                then,
                otherwise,
            } => match self.chosen_number(expr) {
                Some(problem) => self.report.fail(problem),
                None => self.either(condition, [then, otherwise], expr.span),
            },
            ExprKind::Text(text) => {
                let misnamed = self.misnamed(expr);
                self.report
                    .fail(misnamed.unwrap_or_else(|| problem::text_no_number(expr.span, text)))
            }
            _condition => self
                .report
                .fail(problem::no_number(expr.span, "a condition")),
        }
    }

    /// `if C then a else b`: every part is looked at, whatever the others are.
    fn either(&mut self, condition: &Expr, branches: [&Expr; 2], origin: Span) -> Option<Number> {
        let condition = self.cond(condition);
        let [then, otherwise] = branches.map(|branch| self.number(branch));
        let (condition, then, otherwise) = (condition?, then?, otherwise?);
        let branches = [then, otherwise];
        let unit = self.one_unit(&branches)?;
        let [then, otherwise] = branches;
        let amount = Amount {
            unit,
            low: then.amount.low.min(otherwise.amount.low),
            high: then.amount.high.max(otherwise.amount.high),
            whole: then.amount.whole && otherwise.amount.whole,
            set: then.amount.set || otherwise.amount.set,
        };
        let kind = NumKind::If(Box::new(condition), Box::new([then.num, otherwise.num]));
        Some(Number {
            num: Num { origin, kind },
            amount,
        })
    }

    /// How many contradictions are known to hold.
    fn contradictions(&self, at: Span) -> Number {
        let of = |kind: NumKind| Num { origin: at, kind };
        let condition = |kind: CondKind| Cond { origin: at, kind };
        let counted = |id: LetId| {
            let holds = condition(CondKind::Holds(Subject::Let(id)));
            let surely = condition(CondKind::Surely(Box::new(holds)));
            let [one, none] = [1.0, 0.0].map(|number| of(NumKind::Constant(number)));
            of(NumKind::If(Box::new(surely), Box::new([one, none])))
        };
        let all = self.context.contradictions().map(counted);
        let sum = all.reduce(|sum, one| of(NumKind::Apply(Op::Add, vec![sum, one])));
        let kind = sum.map_or(NumKind::Constant(0.0), |sum| sum.kind);
        let mut number = Number::bare(at, kind, (0.0, f64::INFINITY));
        number.amount.whole = true;
        number
    }

    fn number_by_name(&mut self, path: &str, at: Span) -> Option<Number> {
        match path {
            _ if self.context.names.is_taken(path) => return None,
            "margin" => {
                return Some(Number::bare(
                    at,
                    NumKind::Figure(Figure::Margin),
                    (0.0, f64::INFINITY),
                ));
            }
            _ if self.context.counts_contradictions(path) => {
                return Some(self.contradictions(at));
            }
            _ if truth(path).is_some() => {
                return self.report.fail(problem::no_number(at, "a truth value"));
            }
            "best" | "advice" => {
                let problem = problem::choice_no_number(at, path);
                let problem = lookup::in_reach(self.report, path, problem);
                return self.report.fail(problem);
            }
            _ => {}
        }
        let subject = match self.expect(&lookup::VALUE, path, at)? {
            Thing::Fact(id) => Subject::Fact(id),
            Thing::Let(id) => Subject::Let(id),
            Thing::Parameter(id) => {
                let parameter = self.context.draft.parameters.find(id)?;
                return Some(Number {
                    num: Num {
                        origin: at,
                        kind: NumKind::Parameter(id),
                    },
                    amount: parameter_amount(parameter),
                });
            }
            _ => return None,
        };
        match self.context.type_of(subject) {
            Ty::Number(amount) => Some(Number {
                amount: amount.clone(),
                num: Num {
                    origin: at,
                    kind: match subject {
                        Subject::Fact(id) => NumKind::Fact(id),
                        Subject::Let(id) => NumKind::Let(id),
                    },
                },
            }),
            Ty::Broken => None,
            other => {
                let problem = problem::named_no_number(at, path, other);
                self.report.fail(problem)
            }
        }
    }

    /// `a + b - c`, `a * b / c`: from left to right. Every operand is looked at, whatever the others are.
    fn arithmetic(&mut self, first: &Expr, rest: &[Step]) -> Option<Number> {
        let mut sum = self.number(first);
        for step in rest {
            let operand = self.number(&step.operand);
            sum = match (sum, operand) {
                (Some(sum), Some(operand)) => self.step(sum, step.op, operand),
                _ => None,
            };
        }
        sum
    }

    fn step(&mut self, a: Number, op: ArithmeticOp, b: Number) -> Option<Number> {
        let op = match op {
            ArithmeticOp::Add => Op::Add,
            ArithmeticOp::Subtract => Op::Subtract,
            ArithmeticOp::Multiply => Op::Multiply,
            ArithmeticOp::Divide => Op::Divide,
        };
        if op == Op::Divide && b.bounds() == (0.0, 0.0) {
            self.report
                .push(weight_problem::division_by_zero(b.num.origin));
        }
        let origin = a.num.origin.to(b.num.origin);
        self.apply(op, vec![a, b], origin)
    }

    /// An operation on numbers, of one unit where it needs that.
    pub(super) fn apply(&mut self, op: Op, operands: Vec<Number>, origin: Span) -> Option<Number> {
        let about = op.about();
        let mut unit = Unit::Bare;
        if about.units != Units::Free {
            unit = self.one_unit(&operands)?;
        }
        if about.units == Units::Dropped {
            unit = Unit::Bare;
        }
        let whole = operands.iter().map(|operand| operand.amount.whole);
        let whole = about.whole.of(whole);
        let set = operands.iter().any(|operand| operand.amount.set);
        let (low, high) = op.fold(operands.iter().map(Number::bounds), UNBOUNDED, Op::ends);
        let nums = operands.into_iter().map(|operand| operand.num).collect();
        Some(Number {
            num: Num {
                origin,
                kind: NumKind::Apply(op, nums),
            },
            amount: Amount {
                unit,
                low,
                high,
                whole,
                set,
            },
        })
    }

    fn one_unit(&mut self, numbers: &[Number]) -> Option<Unit> {
        let mut reference: Option<&Number> = None;
        for number in numbers {
            if let Some(first) = reference {
                self.same_units(first, number)?;
            }
            if reference.is_none_or(|first| first.amount.unit == Unit::Bare) {
                reference = Some(number);
            }
        }
        let mut units = numbers.iter().map(|number| &number.amount.unit);
        units.try_fold(Unit::Bare, |unit, next| unit.join(next))
    }
}
