//! What was meant by expressions as other languages, or people, write them: names with `/` or in quotes, functions in the
//! place of tests, and lists that leave the test out. Resolves nothing for the rulebook.

use super::context::Resolver;
use super::functions;
use super::lookup;
use super::names::Thing;
use super::problem::{meant as problem, names as name_problem};
use super::types::Ty;
use crate::base::{Diagnostic, Span, truth};
use crate::model::{Scale, Subject};
use crate::syntax::called_as;
use crate::syntax::expr::{ArithmeticOp, Expr, ExprKind, IsTest, Step};
use crate::syntax::tree::{CompareOp, Path, Word};

impl Resolver<'_, '_> {
    /// `if C then yes else no` where a condition is meant: it is `C`.
    pub(super) fn chosen_truth(&self, expr: &Expr) -> Option<Diagnostic> {
        let (condition, holds) = self.truth_choice(expr)?;
        let written = match (holds, condition.chars().all(is_of_name)) {
            (true, _) => condition.to_owned(),
            (false, true) => format!("not {condition}"),
            (false, false) => format!("not ({condition})"),
        };
        Some(problem::chosen_truth(expr.span, &written))
    }

    /// The same where a number is meant.
    pub(super) fn chosen_number(&self, expr: &Expr) -> Option<Diagnostic> {
        let (condition, holds) = self.truth_choice(expr)?;
        let (one, other) = if holds { (1, 0) } else { (0, 1) };
        let written = format!("if {condition} then {one} else {other}");
        Some(problem::chosen_number(expr.span, &written))
    }

    /// The condition of a choice of yes and no, and whether it is yes where the condition holds.
    fn truth_choice(&self, expr: &Expr) -> Option<(&str, bool)> {
        let ExprKind::If {
            condition,
            then,
            otherwise,
        } = &expr.kind
        else {
            return None;
        };
        let said = |branch: &Expr| match &branch.kind {
            ExprKind::Path(word) if self.context.names.entry(word).is_none() => {
                truth(&word.to_lowercase())
            }
            _ => None,
        };
        let (one, other) = (said(then)?, said(otherwise)?);
        (one != other).then(|| (self.context.files.text(condition.span), one))
    }

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

    /// `t.f.slow` where `slow` is a level of `t.f`.
    pub(super) fn level_as_name(&self, path: &str, at: Span) -> Option<Diagnostic> {
        let (name, level) = path.rsplit_once('.')?;
        let (scale, test) = match self.type_by_name(name)? {
            Ty::Level(scale) => (scale, "is"),
            Ty::Set(scale) => (scale, "includes"),
            _ => return None,
        };
        scale.position(level)?;
        let written = format!("{name} {test} {}", crate::syntax::print_word(level));
        Some(name_problem::level_as_name(at, path, test, &written))
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

    /// `years-in-use` where `years_in_use` is declared, `need/days` where `need.days` is, `need/days/staff` where both
    /// are facts.
    fn joined_name(&self, first: &Expr, rest: &[Step]) -> Option<Diagnostic> {
        let op = rest.first()?.op;
        let operands = rest.iter().filter(|step| step.op == op);
        let operands = operands.map(|step| &step.operand);
        let names: Option<Vec<&str>> = std::iter::once(first)
            .chain(operands)
            .map(|operand| match &operand.kind {
                ExprKind::Path(name) => Some(&**name),
                _ => None,
            })
            .collect();
        let names = names.filter(|names| names.len() == rest.len().saturating_add(1))?;
        let whole = first.span.to(rest.last()?.operand.span);
        let written = self.context.files.text(whole);
        let apart = written.contains(|c: char| c.is_whitespace() || c == '#');
        if apart || self.is_value(names.first()?) {
            return None;
        }
        let (sign, meant) = match op {
            ArithmeticOp::Subtract => ('-', self.full_name(&names.join("_"))?),
            ArithmeticOp::Divide => ('/', self.quotient(&names)?),
            ArithmeticOp::Add | ArithmeticOp::Multiply => return None,
        };
        Some(name_problem::joined_name(whole, (written, sign), &meant))
    }

    /// What names with `/` between them are, where some of those signs stand for a point.
    fn quotient(&self, names: &[&str]) -> Option<String> {
        let (mut parts, mut rest) = (Vec::new(), names);
        while let Some((name, behind)) = rest.split_first() {
            let pair = behind.first().map(|next| format!("{name}.{next}"));
            let pair = pair.and_then(|pair| self.full_name(&pair));
            let (part, taken) = match pair {
                Some(pair) => (pair, 1),
                None => (self.full_name(name)?, 0),
            };
            parts.push(part);
            rest = behind.get(taken..).unwrap_or_default();
        }
        (parts.len() < names.len()).then(|| parts.join(" / "))
    }

    /// The name of a value as it is declared: itself, or the only fact whose last part it is.
    fn full_name(&self, name: &str) -> Option<String> {
        let declared = &self.context.names;
        match declared.facts_ending_in(name) {
            [only] => Some(only.to_string()),
            _ => self.is_value(name).then(|| name.to_owned()),
        }
    }

    /// Whether a name stands for more than a topic.
    pub(super) fn is_value(&self, name: &str) -> bool {
        match self.context.names.get(name) {
            Some(Thing::Topic(_)) => false,
            found => found.is_some(),
        }
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
            (name, [one]) if called_as(name) == Some("not") => format!("not ({})", one.text),
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
        let sum = || {
            let added: Vec<String> = operands.iter().map(Operand::added).collect();
            format!("({})", added.join(" + "))
        };
        let test = function.to_lowercase();
        let meant = match (test.as_str(), texts.as_slice()) {
            (name, [condition, one, other]) if called_as(name) == Some("if") => {
                format!("(if {condition} then {one} else {other})")
            }
            ("coalesce" | "ifnull" | "isnull" | "nvl", [one, other])
                if operands.first().is_some_and(|one| one.ty.is_some()) =>
            {
                format!("(if {one} is known then {one} else {other})")
            }
            ("sum" | "add" | "plus" | "summe" | "somme" | "suma" | "somma", [_, _, ..]) => sum(),
            ("sum", [set]) if matches!(operands.first(), Some(one) if matches!(one.ty, Some(Ty::Set(_)))) =>
            {
                format!("count({set})")
            }
            // What stands around the call takes all of it.
            (
                "avg" | "average" | "mean" | "mittelwert" | "moyenne" | "promedio" | "media",
                [_, _, ..],
            ) => format!("({} / {})", sum(), texts.len()),
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
            closed: self.closed(arg),
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
                    closed: true,
                };
                Some((method, std::iter::once(first).chain(operands).collect()))
            }
        }
    }

    /// Whether a sign may follow a number without becoming part of it.
    fn closed(&self, number: &Expr) -> bool {
        match &number.kind {
            ExprKind::Number(_) | ExprKind::Path(_) | ExprKind::Call { .. } => true,
            ExprKind::Arithmetic { first, rest } => {
                self.closed(first) && rest.iter().all(|step| self.closed(&step.operand))
            }
            _ => self.context.files.text(number.span).starts_with('('),
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

    /// `f is a or b`, `s includes a and b`, `n > 3 or 5`, wherever among the parts what is joined is no condition: each
    /// is said as such, and the parts beside it are looked at.
    pub(super) fn leaves_out(&mut self, parts: &[Expr], joined: &str) -> bool {
        let (mut told, mut beside) = (false, Vec::new());
        let mut rest = parts;
        while let Some((first, behind)) = rest.split_first() {
            let (test, before) = last_test(first, joined);
            match self.left_out((test, behind), joined, !before.is_empty()) {
                Some((problem, count)) => {
                    self.report.push(problem);
                    told = true;
                    beside.extend(before);
                    rest = behind.get(count..).unwrap_or_default();
                }
                None => {
                    beside.push(first);
                    rest = behind;
                }
            }
        }
        if told {
            for part in beside {
                self.cond(part);
            }
        }
        told
    }

    /// What is told of a test and the parts right behind it that are none, and how many those are. `nested` where the
    /// test belongs to an `and` before the `or`.
    fn left_out(
        &self,
        (first, behind): (&Expr, &[Expr]),
        joined: &str,
        nested: bool,
    ) -> Option<(Diagnostic, usize)> {
        let next = behind.first()?;
        let between = Span {
            end: next.span.start,
            start: first.span.end,
            ..first.span
        };
        // A bracket between them ends the test.
        if self.context.files.text(between).trim() != joined {
            return None;
        }
        let run = |fits: &dyn Fn(&Expr) -> bool| {
            let count = behind.iter().take_while(|part| fits(part)).count();
            behind.get(..count).filter(|others| !others.is_empty())
        };
        let words = || run(&|part| self.is_bare(part));
        let numbers = || run(&|part| matches!(part.kind, ExprKind::Number(_)));
        let (problem, others) = match &first.kind {
            ExprKind::Is {
                subject,
                test,
                levels,
            } => {
                let ExprKind::Path(name) = &subject.kind else {
                    return None;
                };
                let others = words()?;
                let test = (&**name, *test, &**levels);
                let problem = self.test_of_levels(test, (first, others), (joined, nested));
                (problem, others)
            }
            ExprKind::Compare { op, left, right } => match (&left.kind, &right.kind) {
                (ExprKind::Path(name), ExprKind::Path(level) | ExprKind::Text(level)) => {
                    let test = test_of(*op)?;
                    if !matches!(self.type_by_name(name), Some(Ty::Level(_))) {
                        return None;
                    }
                    let others = words()?;
                    let levels = vec![level.to_string()];
                    let problem = self.levels((name, test), levels, (first, others), joined);
                    (problem, others)
                }
                _ => {
                    let others = numbers()?;
                    let sides = (&**left, &**right);
                    let problem = self.numbers((first, others), sides, (joined, nested));
                    (problem, others)
                }
            },
            _ => return None,
        };
        Some((problem?, others.len()))
    }

    /// What is told of a test by `is` or `includes` and the words behind it.
    fn test_of_levels(
        &self,
        (name, test, levels): (&str, IsTest, &[Word]),
        parts: (&Expr, &[Expr]),
        joining: (&str, bool),
    ) -> Option<Diagnostic> {
        match test {
            IsTest::Includes => self.elements_by(name, parts, joining),
            IsTest::AtLeast | IsTest::AtMost => {
                let bound = levels.first().map(|level| &*level.text)?;
                self.bounded((name, test, bound), parts, joining)
            }
            IsTest::Is | IsTest::IsNot | IsTest::OneOf | IsTest::NotOneOf => {
                let levels = levels.iter().map(|level| level.text.to_string());
                self.levels((name, test), levels.collect(), parts, joining.0)
            }
            IsTest::Known | IsTest::Unknown => None,
        }
    }

    /// Whether a part is no condition by itself: a word that stands for nothing, a strategy, a text.
    fn is_bare(&self, part: &Expr) -> bool {
        match &part.kind {
            ExprKind::Path(word) => {
                let thing = self.context.names.get(word);
                matches!(thing, Some(Thing::Strategy(_) | Thing::Outcome(_)))
                    || self.is_nothing(word)
            }
            ExprKind::Text(_) => true,
            ExprKind::Not(inner) => !matches!(inner.kind, ExprKind::Not(_)) && self.is_bare(inner),
            _ => false,
        }
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
        (joined, nested): (&str, bool),
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
        let first_test = self.context.files.text(first.span);
        let written = grouped(format!("{first_test}{sign}{}", rest.join(&sign)), nested);
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

    /// `f is at least a or b`: levels on the side of the bound say nothing more, the others are tests of their own.
    fn bounded(
        &self,
        (name, test, bound): (&str, IsTest, &str),
        (first, others): (&Expr, &[Expr]),
        (joined, nested): (&str, bool),
    ) -> Option<Diagnostic> {
        let Some(Ty::Level(scale)) = self.type_by_name(name) else {
            return None;
        };
        let bound = scale.position(bound)?;
        let words = self.words(others, |word| scale.position(word).is_some())?;
        let position = |(word, not): &(&str, bool)| scale.position(word).filter(|_| !not);
        let levels = words.iter().map(position).collect::<Option<Vec<_>>>()?;
        let whole = first.span.to(others.last()?.span);
        let (at, text) = (others.first()?.span, self.context.files.text(first.span));
        let beyond = |level: &u8| match test {
            IsTest::AtLeast => *level >= bound,
            _ => *level <= bound,
        };
        if levels.iter().all(beyond) {
            let rest = Span {
                start: first.span.end,
                ..whole
            };
            return Some(problem::said_already((at, rest), text));
        }
        let is =
            |(word, _): &(&str, bool)| format!("{name} is {}", crate::syntax::print_word(word));
        let rest: Vec<String> = words.iter().map(is).collect();
        let written = grouped(format!("{text} or {}", rest.join(" or ")), nested);
        let what = words.first().map_or("", |(word, _)| word);
        (joined == "or").then(|| problem::test_left_out((at, whole), what, &written))
    }

    /// `n > 3 or 5`
    fn numbers(
        &self,
        (first, others): (&Expr, &[Expr]),
        (left, right): (&Expr, &Expr),
        (joined, nested): (&str, bool),
    ) -> Option<Diagnostic> {
        let files = &self.context.files;
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
        let written = grouped(written, nested);
        let whole = first.span.to(others.last()?.span);
        let at = others.first()?.span;
        let fits = sign.len() <= 2 && matches!(left.kind, ExprKind::Path(_));
        fits.then(|| problem::test_left_out((at, whole), files.text(at), &written))
    }

    /// Whether a name is declared nowhere, in a rulebook that was read as a whole.
    fn is_nothing(&self, name: &str) -> bool {
        let names = &self.context.names;
        let classes = lookup::VALUE.classes;
        let open = lookup::may_be_lost(names, self.report, name, classes) || name.contains('.');
        // These are conditions by themselves.
        !open
            && truth(name).is_none()
            && names.entry(name).is_none()
            && names.facts_ending_in(name).is_empty()
    }
}

/// Whether a character stands in names.
fn is_of_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '.')
}

/// The test that a part ends with, and what stands before it in the part: in `a and f is b or c` the list of levels
/// begins within what `and` joins.
fn last_test<'e>(part: &'e Expr, joined: &str) -> (&'e Expr, &'e [Expr]) {
    match &part.kind {
        ExprKind::And(parts) if joined == "or" => parts.split_last().unwrap_or((part, &[])),
        _ => (part, &[]),
    }
}

/// The test of a level that a comparison for being equal stands for.
fn test_of(op: CompareOp) -> Option<IsTest> {
    match op {
        CompareOp::Equal => Some(IsTest::Is),
        CompareOp::NotEqual => Some(IsTest::IsNot),
        _ => None,
    }
}

/// Alternatives within what `and` joins.
fn grouped(written: String, nested: bool) -> String {
    match nested {
        true => format!("({written})"),
        false => written,
    }
}

/// What a function is called with.
struct Operand<'e> {
    text: &'e str,
    /// Its type, where it is the name of a fact or let.
    ty: Option<&'e Ty>,
    quoted: bool,
    /// Whether it ends where a sign follows it.
    closed: bool,
}

impl Operand<'_> {
    /// The operand as one of a sum: in parentheses where what follows it would become its own.
    fn added(&self) -> String {
        match self.closed {
            true => self.text.to_owned(),
            false => format!("({})", self.text),
        }
    }

    /// The operand as a level: without quotes where it needs none.
    fn level(&self) -> String {
        match self.quoted {
            true => crate::syntax::print_word(self.text.trim_matches('"')),
            false => self.text.to_owned(),
        }
    }
}
