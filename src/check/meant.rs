//! What was meant by expressions as other languages, or people, write them: names with `/` or in quotes, functions in the
//! place of tests, and lists that leave the test out. Resolves nothing for the rulebook.

use super::context::Resolver;
use super::functions;
use super::lookup;
use super::names::Thing;
use super::problem::{meant as problem, names as name_problem};
use super::types::Ty;
use crate::base::{Diagnostic, Span};
use crate::model::{Scale, Subject};
use crate::syntax::expr::{ArithmeticOp, Expr, ExprKind, IsTest, Step};
use crate::syntax::tree::{CompareOp, Path};

impl Resolver<'_, '_> {
    /// A name that is written otherwise: in quotes, or with another sign between its parts.
    pub(super) fn misnamed(&self, expr: &Expr) -> Option<Diagnostic> {
        match &expr.kind {
            ExprKind::Text(text) => {
                let name = self.named_by(text)?;
                Some(name_problem::quoted_name(expr.span, &name))
            }
            ExprKind::Arithmetic { first, rest } => self.joined_name(first, rest),
            _ => None,
        }
    }

    /// The fact, let or parameter that a text names.
    fn named_by(&self, text: &str) -> Option<String> {
        let names = &self.context.names;
        let valued = |thing| matches!(thing, Thing::Fact(_) | Thing::Let(_) | Thing::Parameter(_));
        match names.facts_ending_in(text) {
            _ if names.get(text).is_some_and(valued) => Some(text.to_owned()),
            [only] => Some(only.to_string()),
            _ => None,
        }
    }

    /// `years-in-use` where `years_in_use` is declared, `need/days` where `need.days` is.
    fn joined_name(&self, first: &Expr, rest: &[Step]) -> Option<Diagnostic> {
        let is_name = |expr: &Expr| matches!(expr.kind, ExprKind::Path(_));
        let op = rest.first()?.op;
        let (sign, meant) = match op {
            ArithmeticOp::Subtract => ('-', "_"),
            ArithmeticOp::Divide => ('/', "."),
            ArithmeticOp::Add | ArithmeticOp::Multiply => return None,
        };
        let names = rest
            .iter()
            .all(|step| step.op == op && is_name(&step.operand));
        let whole = first.span.to(rest.last()?.operand.span);
        let written = self.context.files.text(whole);
        if !names || !is_name(first) || written.contains(|c: char| c.is_whitespace() || c == '#') {
            return None;
        }
        let declared = &self.context.names;
        let name = written.replace(sign, meant);
        let full = match declared.facts_ending_in(&name) {
            [only] => only,
            _ => name.as_str(),
        };
        let ExprKind::Path(begin) = &first.kind else {
            return None;
        };
        let value = |name: &str| match declared.get(name) {
            Some(Thing::Topic(_)) => false,
            found => found.is_some(),
        };
        let unknown = !value(begin) && declared.get(full).is_some();
        unknown.then(|| name_problem::joined_name(whole, (written, sign), full))
    }

    /// The condition that a function of another language, or of scripts, stands for.
    pub(super) fn called_test(&self, callee: &Path, args: &[Expr], at: Span) -> Option<Diagnostic> {
        let (function, operands) = self.operands(callee, args)?;
        let set = |expr: &Operand<'_>| matches!(expr.ty, Some(Ty::Set(_)));
        let test = function.to_lowercase();
        let meant = match (test.as_str(), operands.as_slice()) {
            (name, [one, element]) if functions::includes_meant(name) && set(one) => {
                format!("{} includes {}", one.text, element.level())
            }
            (name, [element, one]) if functions::includes_meant(name) && set(one) => {
                format!("{} includes {}", one.text, element.level())
            }
            ("between", [one, low, high]) => {
                format!("{} between {} and {}", one.text, low.text, high.text)
            }
            ("not", [one]) => format!("not ({})", one.text),
            ("is_empty" | "isempty", [one]) if set(one) => format!("count({}) = 0", one.text),
            // Without a subject before it such a function is told elsewhere.
            (name, [one]) if one.ty.is_some() && callee.text.contains('.') => {
                format!("{} is {}", one.text, functions::test_meant(name)?)
            }
            (name, [one, other]) => {
                let sign = functions::sign_meant(name)?;
                let level = matches!(one.ty, Some(Ty::Level(_) | Ty::YesNo)) && other.ty.is_none();
                match (sign, level) {
                    ("=", true) => format!("{} is {}", one.text, other.level()),
                    ("!=", true) => format!("{} is not {}", one.text, other.level()),
                    _ => format!("{} {sign} {}", one.text, other.text),
                }
            }
            _ => return None,
        };
        Some(name_problem::called_operator(at, &callee.text, &meant))
    }

    /// The number that such a function stands for.
    pub(super) fn called_number(
        &self,
        callee: &Path,
        args: &[Expr],
        at: Span,
    ) -> Option<Diagnostic> {
        let (function, operands) = self.operands(callee, args)?;
        let texts: Vec<&str> = operands.iter().map(|operand| operand.text).collect();
        let test = function.to_lowercase();
        let meant = match (test.as_str(), texts.as_slice()) {
            ("if" | "iif", [condition, one, other]) => {
                format!("(if {condition} then {one} else {other})")
            }
            ("sum" | "add" | "plus", [_, _, ..]) => format!("({})", texts.join(" + ")),
            ("avg" | "average" | "mean", [_, _, ..]) => {
                format!("({}) / {}", texts.join(" + "), texts.len())
            }
            // A function of ours by another name is told by its name, where it is no method.
            (_, [set]) if callee.text.contains('.') && functions::meant(&test) == Some("count") => {
                format!("count({set})")
            }
            _ => return None,
        };
        Some(name_problem::called_operator(at, &callee.text, &meant))
    }

    /// A function's name and what it is called with; of `x.name(y)`, where `x` has a value, `x` and `y`.
    fn operands<'e>(
        &'e self,
        callee: &'e Path,
        args: &'e [Expr],
    ) -> Option<(&'e str, Vec<Operand<'e>>)> {
        let operand = |arg: &'e Expr| Operand {
            text: self.context.files.text(arg.span),
            ty: match &arg.kind {
                ExprKind::Path(name) => self.type_by_name(name),
                _ => None,
            },
            quoted: matches!(arg.kind, ExprKind::Text(_)),
        };
        let operands = args.iter().map(operand);
        match callee.text.rsplit_once('.') {
            None => Some((&callee.text, operands.collect())),
            Some((subject, method)) => {
                let ty = Some(self.type_by_name(subject)?);
                let first = Operand {
                    text: subject,
                    ty,
                    quoted: false,
                };
                Some((method, std::iter::once(first).chain(operands).collect()))
            }
        }
    }

    fn type_by_name(&self, name: &str) -> Option<&Ty> {
        let subject = match self.context.names.get(name)? {
            Thing::Fact(id) => Subject::Fact(id),
            Thing::Let(id) => Subject::Let(id),
            _ => return None,
        };
        Some(self.context.type_of(subject))
    }

    /// `f is a or b`, `s includes a and b`, `n > 3 or 5`, where what is joined is no condition: said as such.
    pub(super) fn leaves_out(&mut self, parts: &[Expr], joined: &str) -> bool {
        let Some((first, others)) = parts.split_first() else {
            return false;
        };
        let found = match &first.kind {
            ExprKind::Is {
                subject,
                test,
                levels,
            } => match (&subject.kind, test) {
                (ExprKind::Path(name), IsTest::Includes) => {
                    self.elements_by(name, (first, others), joined)
                }
                (
                    ExprKind::Path(name),
                    IsTest::Is | IsTest::IsNot | IsTest::OneOf | IsTest::NotOneOf,
                ) => {
                    let words = levels.iter().map(|level| level.text.to_string());
                    self.levels((name, *test), words.collect(), (first, others), joined)
                }
                _ => None,
            },
            ExprKind::Compare { op, left, right } => match (&left.kind, &right.kind) {
                (ExprKind::Path(name), ExprKind::Path(level) | ExprKind::Text(level)) => {
                    let test = match op {
                        CompareOp::Equal => IsTest::Is,
                        CompareOp::NotEqual => IsTest::IsNot,
                        _ => return false,
                    };
                    let words = vec![level.to_string()];
                    let scale = matches!(self.type_by_name(name), Some(Ty::Level(_)));
                    scale
                        .then(|| self.levels((name, test), words, (first, others), joined))
                        .flatten()
                }
                _ => self.numbers((first, others), left, right, joined),
            },
            _ => None,
        };
        found.map(|problem| self.report.push(problem)).is_some()
    }

    /// The words of parts that are nothing by themselves, with whether each is negated.
    fn words<'e>(
        &self,
        others: &'e [Expr],
        fits: impl Fn(&str) -> bool,
    ) -> Option<Vec<(&'e str, bool)>> {
        let word = |expr: &'e Expr| match &expr.kind {
            ExprKind::Path(word) => (self.is_nothing(word) || fits(word)).then_some(&**word),
            ExprKind::Text(word) => fits(word).then_some(&**word),
            _ => None,
        };
        let words = others.iter().map(|other| match &other.kind {
            ExprKind::Not(inner) => Some((word(inner)?, true)),
            _ => Some((word(other)?, false)),
        });
        words
            .collect::<Option<Vec<_>>>()
            .filter(|words| !words.is_empty())
    }

    /// `f is a or b`, `f is a and b`, `best is a or b`
    fn levels(
        &self,
        (name, test): (&str, IsTest),
        mut levels: Vec<String>,
        (first, others): (&Expr, &[Expr]),
        joined: &str,
    ) -> Option<Diagnostic> {
        let choice = matches!(name, "best" | "advice");
        let scale = match self.type_by_name(name) {
            Some(Ty::Level(scale)) => Some(scale),
            _ => None,
        };
        let outcome = |word: &str| {
            let thing = self.context.names.get(word);
            choice && matches!(thing, Some(Thing::Strategy(_) | Thing::Outcome(_)))
        };
        let words = self.words(others, outcome)?;
        let whole = first.span.to(others.last()?.span);
        let at = others.first()?.span;
        let not = matches!(test, IsTest::IsNot | IsTest::NotOneOf);
        let listed = matches!(test, IsTest::OneOf | IsTest::NotOneOf);
        let is_level = |word: &str| {
            let known = |scale: &std::sync::Arc<Scale>| scale.position(word).is_some();
            outcome(word) || scale.is_some_and(known)
        };
        let own = words.iter().all(|(word, _)| is_level(word));
        let negated = words.iter().any(|(_, negated)| *negated);
        if joined == "and" && !listed && !own || negated && !own {
            return None;
        }
        if negated {
            let all = words.iter().all(|(_, negated)| *negated);
            if !all || joined == "or" {
                return None;
            }
            if !not {
                let rest = Span {
                    start: first.span.end,
                    ..whole
                };
                let text = self.context.files.text(first.span);
                return Some(problem::said_already((at, rest), text));
            }
        }
        levels.extend(words.iter().map(|(word, _)| (*word).to_owned()));
        let both = joined == "and" && !listed && !not;
        if choice && !both {
            let written = name_problem::one_of(name, if not { "not " } else { "" }, &levels);
            let what = words.first().map_or("", |(word, _)| word);
            let problem = problem::test_left_out((at, whole), what, &written);
            return Some(lookup::in_reach(self.report, name, problem));
        }
        Some(match both {
            true => problem::one_at_a_time((at, whole), name, &levels),
            false => name_problem::levels_by_or((at, whole), (name, not), &levels),
        })
    }

    /// `s includes a or b`
    fn elements_by(
        &self,
        name: &str,
        (first, others): (&Expr, &[Expr]),
        joined: &str,
    ) -> Option<Diagnostic> {
        let Some(Ty::Set(scale)) = self.type_by_name(name) else {
            return None;
        };
        let words = self.words(others, |_| false)?;
        let own = words.iter().all(|(word, _)| scale.position(word).is_some());
        let rest: Vec<String> = words
            .iter()
            .map(|(word, not)| format!("{}{name} includes {word}", if *not { "not " } else { "" }))
            .collect();
        let sign = format!(" {joined} ");
        let written = format!(
            "{}{sign}{}",
            self.context.files.text(first.span),
            rest.join(&sign)
        );
        let whole = first.span.to(others.last()?.span);
        let at = others.first()?.span;
        own.then(|| {
            problem::test_left_out(
                (at, whole),
                words.first().map_or("", |(word, _)| word),
                &written,
            )
        })
    }

    /// `n > 3 or 5`
    fn numbers(
        &self,
        (first, others): (&Expr, &[Expr]),
        left: &Expr,
        right: &Expr,
        joined: &str,
    ) -> Option<Diagnostic> {
        let files = &self.context.files;
        let numbers = others
            .iter()
            .all(|other| matches!(other.kind, ExprKind::Number(_)));
        let sign = Span {
            start: left.span.end,
            end: right.span.start,
            ..left.span
        };
        let (name, sign) = (files.text(left.span), files.text(sign).trim());
        let rest: Vec<String> = others
            .iter()
            .map(|other| format!("{name} {sign} {}", files.text(other.span)))
            .collect();
        let between = format!(" {joined} ");
        let written = format!("{}{between}{}", files.text(first.span), rest.join(&between));
        let whole = first.span.to(others.last()?.span);
        let at = others.first()?.span;
        let fits = numbers && sign.len() <= 2 && matches!(left.kind, ExprKind::Path(_));
        fits.then(|| problem::test_left_out((at, whole), files.text(at), &written))
    }

    /// Whether a name is declared nowhere, in a rulebook that was read as a whole.
    fn is_nothing(&self, name: &str) -> bool {
        let names = &self.context.names;
        let classes = lookup::VALUE.classes;
        let open = lookup::may_be_lost(names, self.report, name, classes) || name.contains('.');
        // These are conditions by themselves.
        let truth = matches!(name, "yes" | "no" | "true" | "false");
        !open && !truth && names.entry(name).is_none() && names.facts_ending_in(name).is_empty()
    }
}

/// What a function is called with.
struct Operand<'e> {
    text: &'e str,
    /// Its type, where it is the name of a fact or let.
    ty: Option<&'e Ty>,
    quoted: bool,
}

impl Operand<'_> {
    /// The operand as a level: without quotes where it needs none.
    fn level(&self) -> String {
        match self.quoted {
            true => crate::syntax::print_word(self.text.trim_matches('"')),
            false => self.text.to_owned(),
        }
    }
}
