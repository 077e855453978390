//! Conditions, numbers and strings as text, with as few parentheses as keep the meaning.

use std::fmt::Write;

use super::super::expr::{ArithmeticOp, Expr, ExprKind, IsTest, Quorum, Range, Step};
use super::super::tree::Word;
use super::super::words::OPERATORS;

/// How tightly an expression binds; what stands in a tighter place needs parentheses.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Bind {
    Or,
    And,
    Prefix,
    Compare,
    Sum,
    Product,
    Sign,
    Atom,
}

/// The expression as text.
pub fn print_expr(expr: &Expr) -> String {
    let mut out = String::new();
    write_in(&mut out, expr, Bind::Or);
    out
}

/// A weight after `by`: a sum, anything looser in parentheses.
pub(super) fn weight(expr: &Expr) -> String {
    let mut out = String::new();
    write_in(&mut out, expr, Bind::Sum);
    out
}

fn bind(expr: &Expr) -> Bind {
    match &expr.kind {
        ExprKind::Or(_) => Bind::Or,
        ExprKind::And(_) => Bind::And,
        ExprKind::Not(_) | ExprKind::Surely(_) => Bind::Prefix,
        ExprKind::Is { .. } | ExprKind::Compare { .. } | ExprKind::Between { .. } => Bind::Compare,
        ExprKind::Arithmetic { rest, .. } => match rest.first().map(|step| step.op) {
            Some(ArithmeticOp::Multiply | ArithmeticOp::Divide) => Bind::Product,
            _ => Bind::Sum,
        },
        // What stands behind it would become part of its last branch.
        ExprKind::If { .. } => Bind::Sum,
        ExprKind::Negate(_) => Bind::Sign,
        ExprKind::Number(value) if value.is_sign_negative() => Bind::Sign,
        ExprKind::Number(_)
        | ExprKind::Text(_)
        | ExprKind::Path(_)
        | ExprKind::Call { .. }
        | ExprKind::Count { .. } => Bind::Atom,
    }
}

fn write_in(out: &mut String, expr: &Expr, place: Bind) {
    if bind(expr) < place {
        out.push('(');
        write(out, expr);
        out.push(')');
    } else {
        write(out, expr);
    }
}

fn write(out: &mut String, expr: &Expr) {
    match &expr.kind {
        ExprKind::Number(value) => out.push_str(&number(*value)),
        ExprKind::Text(text) => out.push_str(&print_string(text)),
        ExprKind::Path(name) => out.push_str(&print_path(name)),
        ExprKind::Call { callee, args } => {
            let args: Vec<String> = args.iter().map(print_expr).collect();
            let _ = write!(out, "{}({})", callee.text, args.join(", "));
        }
        ExprKind::And(parts) => joined(out, parts, " and ", Bind::Prefix),
        ExprKind::Or(parts) => joined(out, parts, " or ", Bind::And),
        ExprKind::Not(inner) => {
            out.push_str("not ");
            write_in(out, inner, Bind::Prefix);
        }
        ExprKind::Surely(inner) => {
            out.push_str("surely ");
            write_in(out, inner, Bind::Prefix);
        }
        ExprKind::Count { quorum, parts } => count(out, *quorum, parts),
        ExprKind::Is {
            subject,
            test,
            levels,
        } => is(out, subject, *test, levels),
        ExprKind::Compare { op, left, right } => {
            write_in(out, left, Bind::Sum);
            let _ = write!(out, " {} ", op.sign());
            write_in(out, right, Bind::Sum);
        }
        ExprKind::Between { subject, low, high } => {
            write_in(out, subject, Bind::Sum);
            out.push_str(" between ");
            write_in(out, low, Bind::Sum);
            out.push_str(" and ");
            write_in(out, high, Bind::Sum);
        }
        ExprKind::Arithmetic { first, rest } => arithmetic(out, first, rest),
        ExprKind::If {
            condition,
            then,
            otherwise,
        } => {
            out.push_str("if ");
            write_in(out, condition, Bind::Or);
            out.push_str(" then ");
            write_in(out, then, Bind::Sum);
            out.push_str(" else ");
            write_in(out, otherwise, Bind::Sum);
        }
        ExprKind::Negate(inner) => {
            out.push('-');
            // Without parentheses the sign would become part of the literal.
            let literal = matches!(inner.kind, ExprKind::Number(value) if value.is_sign_positive());
            if literal {
                let _ = write!(out, "({})", print_expr(inner));
            } else {
                write_in(out, inner, Bind::Sign);
            }
        }
    }
}

fn joined(out: &mut String, parts: &[Expr], word: &str, place: Bind) {
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            out.push_str(word);
        }
        write_in(out, part, place);
    }
}

fn count(out: &mut String, quorum: Quorum, parts: &[Expr]) {
    let _ = match quorum {
        Quorum::AtLeast(least, _) => write!(out, "at least {least} of"),
        Quorum::All => write!(out, "all of"),
        Quorum::Any => write!(out, "any of"),
        Quorum::None => write!(out, "none of"),
    };
    let parts: Vec<String> = parts.iter().map(print_expr).collect();
    let _ = write!(out, " {{ {} }}", parts.join("; "));
}

fn is(out: &mut String, subject: &Expr, test: IsTest, levels: &[Word]) {
    write_in(out, subject, Bind::Sum);
    out.push_str(match test {
        IsTest::Is => " is",
        IsTest::IsNot => " is not",
        IsTest::OneOf => " is one of",
        IsTest::NotOneOf => " is not one of",
        IsTest::AtLeast => " is at least",
        IsTest::AtMost => " is at most",
        IsTest::Known => " is known",
        IsTest::Unknown => " is unknown",
        IsTest::Includes => " includes",
    });
    for (at, level) in levels.iter().enumerate() {
        out.push_str(if at > 0 { ", " } else { " " });
        out.push_str(&word(level));
    }
}

fn arithmetic(out: &mut String, first: &Expr, rest: &[Step]) {
    let product = rest
        .first()
        .is_some_and(|step| matches!(step.op, ArithmeticOp::Multiply | ArithmeticOp::Divide));
    let place = if product { Bind::Sign } else { Bind::Product };
    write_in(out, first, place);
    for step in rest {
        out.push_str(match step.op {
            ArithmeticOp::Add => " + ",
            ArithmeticOp::Subtract => " - ",
            ArithmeticOp::Multiply => " * ",
            ArithmeticOp::Divide => " / ",
        });
        write_in(out, &step.operand, place);
    }
}

/// A number that reads back as the same number.
pub(super) fn number(value: f64) -> String {
    if value != 0.0 && !(1e-5..1e15).contains(&value.abs()) {
        format!("{value:e}")
    } else {
        format!("{value}")
    }
}

pub(super) fn range(range: &Range) -> String {
    format!("{}..{}", number(range.low.value), number(range.high.value))
}

pub(super) fn word(word: &Word) -> String {
    if word.quoted {
        print_string(&word.text)
    } else {
        word.text.to_string()
    }
}

/// A level as it is written: in quotes where it must be.
pub fn print_word(text: &str) -> String {
    match is_bare(text) && !OPERATORS.contains(&text) {
        true => text.to_owned(),
        false => print_string(text),
    }
}

/// Whether all of it may stand in a name.
fn is_bare(part: &str) -> bool {
    part.starts_with(|c: char| c.is_ascii_alphabetic())
        && part
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// A path, the level at its end in quotes where it must be.
pub fn print_path(text: &str) -> String {
    let mut from = 0;
    for part in text.split('.') {
        if !is_bare(part) {
            let (before, level) = text.split_at_checked(from).unwrap_or((text, ""));
            return format!("{before}{}", print_string(level));
        }
        from = from.saturating_add(part.len()).saturating_add(1);
    }
    text.to_owned()
}

/// The string in quotes, with escapes.
pub fn print_string(text: &str) -> String {
    let mut out = String::with_capacity(text.len().saturating_add(2));
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            other => out.push(other),
        }
    }
    out.push('"');
    out
}
