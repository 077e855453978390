//! Numbers: from the syntax tree to the model, with units and bounds. Calls have a file of their own.

use super::context::Resolver;
use super::draft::parameter_amount;
use super::lookup;
use super::names::Thing;
use super::problem::types as problem;
use super::types::{Amount, Ty, Unit};
use crate::base::{Span, is_whole};
use crate::model::{Figure, Num, NumKind, Subject};
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
            ExprKind::Arithmetic { first, rest } => self.arithmetic(first, rest),
            ExprKind::Negate(inner) => {
                let inner = self.number(inner)?;
                let (low, high) = inner.bounds();
                Some(Number {
                    amount: Amount {
                        low: -high,
                        high: -low,
                        ..inner.amount
                    },
                    num: Num {
                        origin: expr.span,
                        kind: NumKind::Minus(Box::new(inner.num)),
                    },
                })
            }
            ExprKind::Text(text) => self.report.fail(problem::text_no_number(expr.span, text)),
            ExprKind::And(_)
            | ExprKind::Or(_)
            | ExprKind::Not(_)
            | ExprKind::Surely(_)
            | ExprKind::Count { .. }
            | ExprKind::Is { .. }
            | ExprKind::Compare { .. }
            | ExprKind::Between { .. } => self
                .report
                .fail(problem::no_number(expr.span, "a condition")),
        }
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
            "yes" | "no" | "true" | "false" => {
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
        let adds = matches!(op, ArithmeticOp::Add | ArithmeticOp::Subtract);
        if adds {
            self.same_units(&a, &b)?;
        }
        if op == ArithmeticOp::Divide && b.bounds() == (0.0, 0.0) {
            self.report.push(problem::division_by_zero(b.num.origin));
        }
        let unit = if adds {
            a.amount.unit.join(&b.amount.unit)?
        } else {
            Unit::Bare
        };
        let whole = a.amount.whole && b.amount.whole && op != ArithmeticOp::Divide;
        let (low, high) = step_bounds(op, a.bounds(), b.bounds());
        let origin = a.num.origin.to(b.num.origin);
        let (left, right) = (Box::new(a.num), Box::new(b.num));
        let kind = match op {
            ArithmeticOp::Add => NumKind::Add(left, right),
            ArithmeticOp::Subtract => NumKind::Subtract(left, right),
            ArithmeticOp::Multiply => NumKind::Multiply(left, right),
            ArithmeticOp::Divide => NumKind::Divide(left, right),
        };
        Some(Number {
            num: Num { origin, kind },
            amount: Amount {
                unit,
                low,
                high,
                whole,
            },
        })
    }
}

/// The bounds of the result of an operation.
fn step_bounds(op: ArithmeticOp, a: (f64, f64), b: (f64, f64)) -> (f64, f64) {
    match op {
        ArithmeticOp::Add => (a.0 + b.0, a.1 + b.1),
        ArithmeticOp::Subtract => (a.0 - b.1, a.1 - b.0),
        ArithmeticOp::Multiply => corners(a, b, |x, y| {
            // Zero times a bound that is not there is zero: no number is infinite.
            if x == 0.0 || y == 0.0 { 0.0 } else { x * y }
        }),
        ArithmeticOp::Divide if b.0 > 0.0 || b.1 < 0.0 => corners(a, b, |x, y| x / y),
        ArithmeticOp::Divide => UNBOUNDED,
    }
}

fn corners(a: (f64, f64), b: (f64, f64), of: impl Fn(f64, f64) -> f64) -> (f64, f64) {
    let all = [of(a.0, b.0), of(a.0, b.1), of(a.1, b.0), of(a.1, b.1)];
    if all.iter().any(|corner| corner.is_nan()) {
        return UNBOUNDED;
    }
    let low = all.iter().copied().fold(f64::INFINITY, f64::min);
    let high = all.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    (low, high)
}

#[cfg(test)]
mod tests {
    use super::{ArithmeticOp, UNBOUNDED, step_bounds};

    #[test]
    fn bounds_hold_every_result() {
        use ArithmeticOp::{Divide, Multiply, Subtract};
        assert_eq!(step_bounds(Subtract, (1.0, 2.0), (0.0, 5.0)), (-4.0, 2.0));
        assert_eq!(step_bounds(Multiply, (-1.0, 2.0), (-3.0, 4.0)), (-6.0, 8.0));
        assert_eq!(
            step_bounds(Multiply, (0.0, 1.0), (0.0, f64::INFINITY)),
            (0.0, f64::INFINITY)
        );
        assert_eq!(step_bounds(Divide, (1.0, 2.0), (2.0, 4.0)), (0.25, 1.0));
        assert_eq!(step_bounds(Divide, (1.0, 2.0), (0.0, 4.0)), UNBOUNDED);
    }
}
