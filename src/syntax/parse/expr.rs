//! Conditions and numbers: the flat sequence of the grammar, grouped by precedence. Gives no types.

use std::iter::Peekable;

use pest::iterators::{Pair, Pairs};

use crate::base::Span;

use super::super::expr::{ArithmeticOp, Expr, ExprKind, IsTest, Quorum, Step};
use super::super::problem;
use super::super::tree::DoubtKind;
use super::leaf::may_be_mark;
use super::{Build, Cursor, LIMITS, Rule};

type Tokens<'i> = Peekable<Pairs<'i, Rule>>;

impl Build<'_> {
    /// A condition or number from `expr` or `weight`.
    pub(super) fn expr(&mut self, pair: Pair<'_, Rule>) -> Option<Expr> {
        self.disjunction(&mut pair.into_inner().peekable())
    }

    fn disjunction(&mut self, tokens: &mut Tokens<'_>) -> Option<Expr> {
        let mut parts = vec![self.conjunction(tokens)?];
        while take(tokens, Rule::or).is_some() {
            parts.push(self.conjunction(tokens)?);
        }
        Some(flat(parts, ExprKind::Or))
    }

    fn conjunction(&mut self, tokens: &mut Tokens<'_>) -> Option<Expr> {
        let mut parts = vec![self.negation(tokens)?];
        while take(tokens, Rule::and).is_some() {
            parts.push(self.negation(tokens)?);
        }
        Some(flat(parts, ExprKind::And))
    }

    fn negation(&mut self, tokens: &mut Tokens<'_>) -> Option<Expr> {
        let mut prefixes = Vec::new();
        while let Some(pair) =
            tokens.next_if(|pair| matches!(pair.as_rule(), Rule::not | Rule::surely))
        {
            prefixes.push((pair.as_rule() == Rule::not, self.span(&pair)));
        }
        self.bound(&mut prefixes);
        let mut expr = self.comparison(tokens)?;
        for (not, span) in prefixes.into_iter().rev() {
            let span = span.to(expr.span);
            let inner = Box::new(expr);
            let kind = if not {
                ExprKind::Not(inner)
            } else {
                ExprKind::Surely(inner)
            };
            expr = Expr { span, kind };
        }
        Some(expr)
    }

    /// Prefixes nest as brackets do.
    fn bound<T>(&mut self, prefixes: &mut Vec<(T, Span)>) {
        if let Some((_, span)) = prefixes.get(LIMITS.nesting) {
            let problem = problem::prefixes_too_deep(*span);
            self.report(problem);
            prefixes.truncate(LIMITS.nesting);
        }
    }

    fn comparison(&mut self, tokens: &mut Tokens<'_>) -> Option<Expr> {
        let left = self.sum(tokens)?;
        let test = |pair: &Pair<'_, Rule>| {
            matches!(
                pair.as_rule(),
                Rule::is_test | Rule::compare_op | Rule::includes | Rule::between
            )
        };
        let Some(pair) = tokens.next_if(test) else {
            return Some(left);
        };
        match pair.as_rule() {
            Rule::is_test => self.is_test(left, pair),
            Rule::includes => {
                let word = self.word(take(tokens, Rule::word)?);
                let span = left.span.to(word.span);
                Some(is(left, IsTest::Includes, vec![word], span))
            }
            Rule::between => {
                let low = self.sum(tokens)?;
                take(tokens, Rule::and)?;
                let high = self.sum(tokens)?;
                Some(Expr {
                    span: left.span.to(high.span),
                    kind: ExprKind::Between {
                        subject: Box::new(left),
                        low: Box::new(low),
                        high: Box::new(high),
                    },
                })
            }
            _ => {
                let op = self.compare_op(&pair);
                let right = self.sum(tokens)?;
                Some(Expr {
                    span: left.span.to(right.span),
                    kind: ExprKind::Compare {
                        op,
                        left: Box::new(left),
                        right: Box::new(right),
                    },
                })
            }
        }
    }

    fn is_test(&mut self, subject: Expr, pair: Pair<'_, Rule>) -> Option<Expr> {
        let pair = Cursor::new(pair).required(Rule::tested)?;
        let span = subject.span.to(self.span(&pair));
        let mut cursor = Cursor::new(pair);
        let not = cursor.optional(Rule::not).is_some();
        let pair = cursor.next()?;
        let rule = pair.as_rule();
        let words = if rule == Rule::word {
            vec![self.word(pair)]
        } else {
            pair.into_inner()
                .filter(|pair| pair.as_rule() == Rule::word)
                .map(|pair| self.word(pair))
                .collect()
        };
        let test = match (rule, not) {
            (Rule::word, false) => IsTest::Is,
            (Rule::word, true) => IsTest::IsNot,
            (Rule::list_test, false) => IsTest::OneOf,
            (Rule::list_test, true) => IsTest::NotOneOf,
            (Rule::known, false) | (Rule::unknown, true) => IsTest::Known,
            (Rule::unknown, false) | (Rule::known, true) => IsTest::Unknown,
            (Rule::at_least, _) => IsTest::AtLeast,
            (Rule::at_most, _) => IsTest::AtMost,
            _ => return None,
        };
        let expr = is(subject, test, words, span);
        // `x is not at least a` says `not x is at least a`.
        Some(if not && matches!(test, IsTest::AtLeast | IsTest::AtMost) {
            Expr {
                span,
                kind: ExprKind::Not(Box::new(expr)),
            }
        } else {
            expr
        })
    }

    fn sum(&mut self, tokens: &mut Tokens<'_>) -> Option<Expr> {
        let first = self.product(tokens)?;
        let mut rest = Vec::new();
        while let Some(pair) = take(tokens, Rule::add_op) {
            let op = match pair.as_str() {
                "+" => ArithmeticOp::Add,
                _ => ArithmeticOp::Subtract,
            };
            let operand = self.product(tokens)?;
            rest.push(Step { op, operand });
        }
        Some(chain(first, rest))
    }

    fn product(&mut self, tokens: &mut Tokens<'_>) -> Option<Expr> {
        let first = self.factor(tokens)?;
        let mut rest = Vec::new();
        while let Some(pair) = take(tokens, Rule::multiply_op) {
            let op = match pair.as_str() {
                "*" => ArithmeticOp::Multiply,
                _ => ArithmeticOp::Divide,
            };
            let operand = self.factor(tokens)?;
            rest.push(Step { op, operand });
        }
        Some(chain(first, rest))
    }

    fn factor(&mut self, tokens: &mut Tokens<'_>) -> Option<Expr> {
        let mut signs = Vec::new();
        let mark = tokens.peek().is_some_and(may_be_mark);
        while let Some(pair) = take(tokens, Rule::minus) {
            signs.push(((), self.span(&pair)));
        }
        self.bound(&mut signs);
        let literal = tokens.peek().map(Pair::as_rule) == Some(Rule::number);
        let mut expr = self.operand(tokens)?;
        for ((), span) in signs.into_iter().rev() {
            let span = span.to(expr.span);
            let kind = match expr.kind {
                // A minus before a literal that has none yet belongs to it.
                ExprKind::Number(value) if literal && value.is_sign_positive() => {
                    ExprKind::Number(-value)
                }
                _ => ExprKind::Negate(Box::new(expr)),
            };
            expr = Expr { span, kind };
        }
        if mark {
            self.doubt(expr.span, DoubtKind::Dash);
        }
        Some(expr)
    }

    fn operand(&mut self, tokens: &mut Tokens<'_>) -> Option<Expr> {
        let pair = tokens.next()?;
        let span = self.span(&pair);
        let kind = match pair.as_rule() {
            Rule::number => ExprKind::Number(self.number(&pair).value),
            Rule::text => ExprKind::Text(self.text(&pair).value),
            Rule::count => return self.quorum(pair),
            Rule::conditional => return self.conditional(pair),
            Rule::parenthesis => {
                let inner = self.expr(pair.into_inner().next()?)?;
                return Some(Expr { span, ..inner });
            }
            Rule::path => match take(tokens, Rule::arguments) {
                Some(arguments) => return self.call(&pair, arguments),
                None => return Some(self.path_operand(&pair, tokens)),
            },
            _ => return None,
        };
        Some(Expr { span, kind })
    }

    /// `topic.fact`, or `topic.fact."a level"`.
    fn path_operand(&self, pair: &Pair<'_, Rule>, tokens: &mut Tokens<'_>) -> Expr {
        let path = self.path(pair);
        // Between a path and the string of a later operand there is an operator.
        let (text, span) = match take(tokens, Rule::text) {
            Some(level) => {
                let level = self.text(&level);
                let text = format!("{}.{}", path.text, level.value);
                (text.into(), path.span.to(level.span))
            }
            None => (path.text, path.span),
        };
        Expr {
            span,
            kind: ExprKind::Path(text),
        }
    }

    fn call(&mut self, callee: &Pair<'_, Rule>, arguments: Pair<'_, Rule>) -> Option<Expr> {
        let span = self.span(callee).to(self.span(&arguments));
        let mut args = Vec::new();
        for pair in arguments.into_inner() {
            args.push(self.expr(pair)?);
        }
        let callee = self.path(callee);
        Some(Expr {
            span,
            kind: ExprKind::Call { callee, args },
        })
    }

    /// `if C then a else b`
    fn conditional(&mut self, pair: Pair<'_, Rule>) -> Option<Expr> {
        let start = self.span(&pair);
        let mut parts = pair
            .into_inner()
            .filter(|pair| matches!(pair.as_rule(), Rule::expr | Rule::weight));
        let condition = self.expr(parts.next()?)?;
        let then = self.expr(parts.next()?)?;
        let otherwise = self.expr(parts.next()?)?;
        Some(Expr {
            span: start.to(otherwise.span),
            kind: ExprKind::If {
                condition: Box::new(condition),
                then: Box::new(then),
                otherwise: Box::new(otherwise),
            },
        })
    }

    fn quorum(&mut self, pair: Pair<'_, Rule>) -> Option<Expr> {
        let span = self.span(&pair);
        let mut quorum = None;
        let mut parts = Vec::new();
        for pair in pair.into_inner() {
            match pair.as_rule() {
                Rule::all_of => quorum = Some(Quorum::All),
                Rule::any_parts => quorum = Some(Quorum::Any),
                Rule::none_of => quorum = Some(Quorum::None),
                Rule::whole => {
                    let span = self.span(&pair);
                    let least = pair.as_str().parse::<u32>().unwrap_or(u32::MAX);
                    quorum = Some(Quorum::AtLeast(least, span));
                }
                Rule::expr => parts.push(self.expr(pair)?),
                _ => {}
            }
        }
        Some(Expr {
            span,
            kind: ExprKind::Count {
                quorum: quorum?,
                parts,
            },
        })
    }
}

fn take<'i>(tokens: &mut Tokens<'i>, rule: Rule) -> Option<Pair<'i, Rule>> {
    tokens.next_if(|pair| pair.as_rule() == rule)
}

fn is(subject: Expr, test: IsTest, levels: Vec<super::super::tree::Word>, span: Span) -> Expr {
    Expr {
        span,
        kind: ExprKind::Is {
            subject: Box::new(subject),
            test,
            levels,
        },
    }
}

/// One part stands for itself.
fn flat(mut parts: Vec<Expr>, join: fn(Vec<Expr>) -> ExprKind) -> Expr {
    let span = match (parts.first(), parts.last()) {
        (Some(first), Some(last)) => first.span.to(last.span),
        _ => Span::default(),
    };
    match (parts.len(), parts.pop()) {
        (1, Some(only)) => only,
        (_, last) => {
            parts.extend(last);
            Expr {
                span,
                kind: join(parts),
            }
        }
    }
}

fn chain(first: Expr, rest: Vec<Step>) -> Expr {
    match rest.last() {
        None => first,
        Some(last) => Expr {
            span: first.span.to(last.operand.span),
            kind: ExprKind::Arithmetic {
                first: Box::new(first),
                rest,
            },
        },
    }
}
