//! Comparisons by sign and `between`: of levels, of yes/no values and of numbers. Tests by `is` are conditions.

use std::sync::Arc;

use super::cond::{is_empty, is_missing, negated, positions};
use super::context::Resolver;
use super::lookup;
use super::names::Thing;
use super::number::Number;
use super::problem::meant as meant_problem;
use super::problem::ranges as range_problem;
use super::problem::types::{self as problem, Place};
use super::types::{Amount, Ty};
use crate::base::{Diagnostic, Span, is_whole, truth};
use crate::model::{Compare, Cond, CondKind, LevelSet, NumKind, Scale, Subject};
use crate::syntax::called_as;
use crate::syntax::expr::{Expr, ExprKind};
use crate::syntax::tree::CompareOp;

/// A side of a comparison that is a fact or let with a type of its own.
struct Side<'e> {
    subject: Subject,
    name: &'e str,
    at: Span,
}

/// The test that a comparison for being equal stands for.
fn is_of(op: CompareOp) -> Option<&'static str> {
    match op {
        CompareOp::Equal => Some("is"),
        CompareOp::NotEqual => Some("is not"),
        _ => None,
    }
}

impl Resolver<'_, '_> {
    /// `left op right`
    pub(super) fn compare(
        &mut self,
        op: CompareOp,
        left: &Expr,
        right: &Expr,
        span: Span,
    ) -> Option<Cond> {
        for side in [left, right] {
            if let ExprKind::Path(path) = &side.kind
                && matches!(&**path, "best" | "advice")
            {
                let other = if std::ptr::eq(side, left) {
                    right
                } else {
                    left
                };
                let test = match &other.kind {
                    ExprKind::Path(other) => is_of(op).map(|is| (span, is, &**other)),
                    _ => None,
                };
                let problem = problem::choice_compare(side.span, path, test);
                let problem = lookup::in_reach(self.report, path, problem);
                return self.report.fail(problem);
            }
        }
        let unknown = self.compared_unknown(op, (left, right), span);
        let unknown = unknown.or_else(|| self.compared_unknown(op, (right, left), span));
        if let Some(problem) = unknown {
            return self.report.fail(problem);
        }
        if let Some(problem) = self.misnamed(left) {
            return self.report.fail(problem);
        }
        let compare = compare_of(op);
        let (from, to) = (self.level_side(left), self.level_side(right));
        let kind = match (&from, &to) {
            (Some((side, scale)), _) => self.compare_level(side, scale, compare, right)?,
            (None, Some((side, scale))) => {
                self.compare_level(side, scale, flipped(compare), left)?
            }
            (None, None) => match (self.truth_side(left), self.truth_side(right)) {
                (None, None) => self.compare_numbers(left, compare, right)?,
                (Some(side), other) => self.compare_truth(&side, compare, right, other, span)?,
                (None, Some(side)) => self.compare_truth(&side, compare, left, None, span)?,
            },
        };
        Some(Cond { origin: span, kind })
    }

    /// `f = unknown`, `f = n/a`, where nothing is called so.
    fn compared_unknown(
        &self,
        op: CompareOp,
        (named, other): (&Expr, &Expr),
        span: Span,
    ) -> Option<Diagnostic> {
        let (is, (side, ty)) = (is_of(op)?, self.named(named)?);
        let word = match &other.kind {
            ExprKind::Path(word) | ExprKind::Text(word) => word,
            ExprKind::Arithmetic { first, .. } => match &first.kind {
                ExprKind::Path(name) if !self.is_value(name) => self.context.files.text(other.span),
                _ => return None,
            },
            _ => return None,
        };
        if matches!(ty, Ty::Set(_)) && is_empty(word) {
            let equal = op == CompareOp::Equal;
            return Some(meant_problem::set_is_empty(
                (side.at, span),
                side.name,
                word,
                equal,
            ));
        }
        if let Ty::Set(scale) = ty
            && scale.position(word).is_some()
            && self.context.names.get(word).is_none()
        {
            let not = if op == CompareOp::Equal { "" } else { "not " };
            let element = crate::syntax::print_word(word);
            let includes = format!("{not}{} includes {element}", side.name);
            return Some(problem::set_needs_includes(
                side.at, span, side.name, &includes,
            ));
        }
        let missing = word == "unknown" || is_missing(word, ty);
        let named = self.context.names.get(word).is_some()
            || matches!(ty, Ty::Level(scale) if scale.position(word).is_some());
        (missing && !named)
            .then(|| problem::compared_unknown(span, (other.span, word), (side.name, is)))
    }

    /// The subject that a side names, without complaint where it names none.
    fn named<'e>(&self, expr: &'e Expr) -> Option<(Side<'e>, &Ty)> {
        let ExprKind::Path(path) = &expr.kind else {
            return None;
        };
        let subject = match self.context.names.get(path)? {
            Thing::Fact(id) => Subject::Fact(id),
            Thing::Let(id) => Subject::Let(id),
            _ => return None,
        };
        let side = Side {
            subject,
            name: path,
            at: expr.span,
        };
        Some((side, self.context.type_of(subject)))
    }

    fn level_side<'e>(&self, expr: &'e Expr) -> Option<(Side<'e>, Arc<Scale>)> {
        match self.named(expr)? {
            (side, Ty::Level(scale)) => Some((side, Arc::clone(scale))),
            _ => None,
        }
    }

    fn truth_side<'e>(&self, expr: &'e Expr) -> Option<Side<'e>> {
        match self.named(expr)? {
            (side, Ty::YesNo) => Some(side),
            _ => None,
        }
    }

    /// `f = any(slow, fast)`
    fn one_of_call(&self, side: &Side<'_>, compare: Compare, other: &Expr) -> Option<Diagnostic> {
        let not = match compare {
            Compare::Equal => "",
            Compare::NotEqual => "not ",
            _ => return None,
        };
        let ExprKind::Call { callee, args } = &other.kind else {
            return None;
        };
        let any = called_as(&callee.text) == Some("any of") || &*callee.text == "one_of";
        let level = |arg: &Expr| match &arg.kind {
            ExprKind::Path(level) | ExprKind::Text(level) => Some(crate::syntax::print_word(level)),
            _ => None,
        };
        let levels: Vec<String> = args.iter().map(level).collect::<Option<_>>()?;
        let written = format!("{} is {not}one of {}", side.name, levels.join(", "));
        let whole = side.at.to(other.span);
        (any && !levels.is_empty() && side.at.start < other.span.start)
            .then(|| problem::one_of_called(whole, &written))
    }

    fn compare_level(
        &mut self,
        side: &Side<'_>,
        scale: &Scale,
        compare: Compare,
        other: &Expr,
    ) -> Option<CondKind> {
        let by_order = !matches!(compare, Compare::Equal | Compare::NotEqual);
        if by_order && !scale.ordered {
            return self
                .report
                .fail(problem::no_order(side.at, side.name, scale));
        }
        let word = match &other.kind {
            ExprKind::Text(word) | ExprKind::Path(word) => word,
            _ => {
                if let Some(problem) = self.one_of_call(side, compare, other) {
                    return self.report.fail(problem);
                }
                let written = (other.span, self.context.files.text(other.span));
                let problem = problem::level_against(written, side.name, scale);
                return self.report.fail(problem);
            }
        };
        if let Some(at) = scale.position(word) {
            return Some(levels_where(side.subject, scale, compare, at, other.span));
        }
        let Some((right, ty)) = self.named(other) else {
            self.level(scale, word, other.span, side.name);
            return None;
        };
        match ty.clone() {
            Ty::Level(theirs) if theirs.same_as(scale) => Some(CondKind::LevelCompare {
                left: side.subject,
                compare,
                right: right.subject,
            }),
            Ty::Broken => None,
            Ty::Level(theirs) => {
                let problem =
                    problem::other_scale(right.at, (side.name, scale), (right.name, &theirs));
                self.report.fail(problem)
            }
            found => {
                let problem =
                    problem::other_type(right.at, side.name, "a level", right.name, &found);
                self.report.fail(problem)
            }
        }
    }

    /// `crisis = yes`, `a = b` between yes/no values.
    fn compare_truth(
        &mut self,
        side: &Side<'_>,
        compare: Compare,
        other: &Expr,
        other_side: Option<Side<'_>>,
        span: Span,
    ) -> Option<CondKind> {
        if !matches!(compare, Compare::Equal | Compare::NotEqual) {
            return self
                .report
                .fail(problem::no_order_yes_no(side.at, side.name));
        }
        let ours = CondKind::Holds(side.subject);
        let equal = compare == Compare::Equal;
        let kind = match (&other.kind, other_side) {
            (_, Some(right)) => same_truth(ours, CondKind::Holds(right.subject), span),
            (ExprKind::Path(word), None) if truth(word) == Some(true) => ours,
            (ExprKind::Path(word), None) if truth(word) == Some(false) => negated(ours, span),
            (_, None) => {
                let found = self.named(other).map(|(_, ty)| ty.clone());
                if matches!(found, Some(Ty::Broken)) {
                    return None;
                }
                let problem = match truth_written(other) {
                    Some(yes) => {
                        meant_problem::truth_written(other.span, span, side.name, yes == equal)
                    }
                    None => problem::truth_against(other.span, side.name),
                };
                return self.report.fail(problem);
            }
        };
        Some(match compare {
            Compare::NotEqual => negated(kind, span),
            _ => kind,
        })
    }

    fn compare_numbers(&mut self, left: &Expr, compare: Compare, right: &Expr) -> Option<CondKind> {
        let (a, b) = (self.number(left), self.number(right));
        let (a, b) = (a?, b?);
        self.same_units(&a, &b)?;
        let place = match compare {
            Compare::Equal | Compare::NotEqual => Place::Equal,
            Compare::Less | Compare::AtMost | Compare::More | Compare::AtLeast => Place::Order,
        };
        self.constant_in_range(&a, &b, place)?;
        self.constant_in_range(&b, &a, place)?;
        Some(CondKind::Compare {
            left: a.num,
            compare,
            right: b.num,
        })
    }

    /// `x between a and b`
    pub(super) fn between(
        &mut self,
        subject: &Expr,
        low: &Expr,
        high: &Expr,
        span: Span,
    ) -> Option<Cond> {
        if let Some((side, scale)) = self.level_side(subject) {
            return self.between_levels(&side, &scale, (low, high), span);
        }
        let (number, low, high) = (self.number(subject), self.number(low), self.number(high));
        let (number, low, high) = (number?, low?, high?);
        self.same_units(&number, &low)?;
        self.same_units(&number, &high)?;
        for end in [&low, &high] {
            self.constant_in_range(&number, end, Place::Order)?;
        }
        if let (NumKind::Constant(from), NumKind::Constant(to)) = (&low.num.kind, &high.num.kind)
            && from > to
        {
            let problem = range_problem::between_upside_down(low.num.origin.to(high.num.origin));
            return self.report.fail(problem);
        }
        Some(Cond {
            origin: span,
            kind: CondKind::Between {
                number: number.num,
                low: low.num,
                high: high.num,
            },
        })
    }

    fn between_levels(
        &mut self,
        side: &Side<'_>,
        scale: &Scale,
        ends: (&Expr, &Expr),
        span: Span,
    ) -> Option<Cond> {
        if !scale.ordered {
            return self
                .report
                .fail(problem::no_order(side.at, side.name, scale));
        }
        let mut end = |expr: &Expr| match &expr.kind {
            ExprKind::Path(word) | ExprKind::Text(word) => {
                self.level(scale, word, expr.span, side.name)
            }
            _ => {
                let written = (expr.span, self.context.files.text(expr.span));
                let problem = problem::level_against(written, side.name, scale);
                self.report.fail(problem)
            }
        };
        let (low, high) = (end(ends.0), end(ends.1));
        let (low, high) = (low?, high?);
        if low > high {
            let problem = range_problem::between_upside_down(ends.0.span.to(ends.1.span));
            return self.report.fail(problem);
        }
        Some(Cond {
            origin: span,
            kind: CondKind::Level {
                subject: side.subject,
                levels: (low..=high).collect(),
            },
        })
    }

    /// An error where the units of two numbers do not fit.
    pub(super) fn same_units(&mut self, a: &Number, b: &Number) -> Option<()> {
        if a.amount.unit.join(&b.amount.unit).is_some() {
            return Some(());
        }
        let text = |number: &Number| self.context.files.text(number.num.origin).to_owned();
        let (left, right) = (text(a), text(b));
        let problem = problem::units_differ(
            a.num.origin.to(b.num.origin),
            (&left, &a.amount.unit, a.num.origin),
            (&right, &b.amount.unit, b.num.origin),
        );
        self.report.fail(problem)
    }

    /// An error where a fact or a figure is compared with a constant that it can never be.
    fn constant_in_range(&mut self, number: &Number, other: &Number, place: Place) -> Option<()> {
        let NumKind::Constant(value) = other.num.kind else {
            return Some(());
        };
        let at = other.num.origin;
        let context = self.context;
        match &number.num.kind {
            NumKind::Fact(id) => {
                let name = context.name_of(Subject::Fact(*id));
                self.value_fits(name, &number.amount, (value, at), place)
            }
            NumKind::Figure(_) | NumKind::Count(_) => {
                let name = context.files.text(number.num.origin);
                let (low, high) = number.bounds();
                match value < low || value > high {
                    true => {
                        let problem =
                            range_problem::figure_outside(at, name, value, &number.amount);
                        self.report.fail(problem)
                    }
                    false => Some(()),
                }
            }
            _ => Some(()),
        }
    }

    /// An error where a number lies outside of a range, or is no whole number where it has to be a value itself.
    pub(super) fn value_fits(
        &mut self,
        name: &str,
        amount: &Amount,
        (value, at): (f64, Span),
        place: Place,
    ) -> Option<()> {
        let amount = &*amount.open();
        if value < amount.low || value > amount.high {
            let problem = range_problem::outside_range(at, name, value, (amount, place));
            self.report.outside.insert(at, name.to_owned());
            return self.report.fail(problem);
        }
        if place != Place::Order && amount.whole && !is_whole(value) {
            return self
                .report
                .fail(range_problem::not_whole(at, name, value, place));
        }
        let thousands = value * 1000.0;
        if thousands < amount.low || thousands > amount.high {
            self.report.narrow.insert(at);
        }
        Some(())
    }
}

pub(super) fn compare_of(op: CompareOp) -> Compare {
    match op {
        CompareOp::Equal => Compare::Equal,
        CompareOp::NotEqual => Compare::NotEqual,
        CompareOp::Less => Compare::Less,
        CompareOp::AtMost => Compare::AtMost,
        CompareOp::Greater => Compare::More,
        CompareOp::AtLeast => Compare::AtLeast,
    }
}

/// The same comparison read from the right.
fn flipped(compare: Compare) -> Compare {
    match compare {
        Compare::Less => Compare::More,
        Compare::AtMost => Compare::AtLeast,
        Compare::More => Compare::Less,
        Compare::AtLeast => Compare::AtMost,
        same @ (Compare::Equal | Compare::NotEqual) => same,
    }
}

/// The test for the levels that stand in a relation to one level.
fn levels_where(subject: Subject, scale: &Scale, compare: Compare, edge: u8, at: Span) -> CondKind {
    if compare == Compare::NotEqual {
        let levels = LevelSet::one(edge);
        return negated(CondKind::Level { subject, levels }, at);
    }
    CondKind::Level {
        subject,
        levels: related(scale, compare, edge),
    }
}

/// The levels that stand in a relation to one level.
pub(super) fn related(scale: &Scale, compare: Compare, edge: u8) -> LevelSet {
    let holds = |level: &u8| compare.holds(f64::from(*level), f64::from(edge));
    positions(scale).filter(holds).collect()
}

/// Both hold or neither does.
fn same_truth(a: CondKind, b: CondKind, at: Span) -> CondKind {
    let cond = |kind: CondKind| Cond { origin: at, kind };
    let both = CondKind::All(vec![cond(a.clone()), cond(b.clone())]);
    let neither = CondKind::All(vec![cond(negated(a, at)), cond(negated(b, at))]);
    CondKind::Any(vec![cond(both), cond(neither)])
}

/// `False`, `0`, `"no"`: a truth value as other languages write it.
fn truth_written(expr: &Expr) -> Option<bool> {
    match &expr.kind {
        ExprKind::Number(number) if *number == 0.0 => Some(false),
        ExprKind::Number(number) if *number == 1.0 => Some(true),
        ExprKind::Path(word) | ExprKind::Text(word) => match word.to_lowercase().as_str() {
            "true" | "yes" => Some(true),
            "false" | "no" => Some(false),
            _ => None,
        },
        _ => None,
    }
}
