//! Calls of the language's functions and of scripts. The functions themselves are listed elsewhere.

use std::sync::Arc;

use super::commas::Commas;
use super::context::Resolver;
use super::functions::{self, FUNCTIONS, Function, Gives, Which};
use super::lookup::{self, Need};
use super::names::Thing;
use super::number::{Number, UNBOUNDED};
use super::problem::ranges as range_problem;
use super::problem::weights as weight_problem;
use super::problem::{meant as meant_problem, names as name_problem, types as problem};
use super::types::Ty;
use crate::base::{Diagnostic, Span, truth};
use crate::model::{
    Argument, Call, CondKind, FactId, Figure, NoteId, NumKind, Op, ScriptId, Subject, TagId,
    TargetId,
};
use crate::script::{self, Kind};
use crate::syntax::called_as;
use crate::syntax::expr::{Expr, ExprKind};
use crate::syntax::tree::Path;

/// What a callee turned out to be.
enum Callee {
    Ours(&'static Function),
    Script(ScriptId, Arc<str>),
}

/// What an expression is, as far as its form and the names in it tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Yes or no.
    Truth,
    /// A number.
    Number,
    /// A level of a fact or let.
    Level(Subject),
    /// A set fact.
    Set(FactId),
    /// Free text.
    Text,
    /// A call of a script of which nobody knows what it gives.
    Either,
    /// A name with an error.
    Broken,
}

impl Resolver<'_, '_> {
    /// A call where a number is needed.
    pub(super) fn number_of_call(
        &mut self,
        callee: &Path,
        args: &[Expr],
        at: Span,
    ) -> Option<Number> {
        if let Some(problem) = self.foreign(callee, args, at) {
            return self.report.fail(problem);
        }
        match self.callee(callee, args)? {
            Callee::Ours(function) if function.gives == Gives::Truth => self
                .report
                .fail(problem::truth_function_as_number(at, function)),
            Callee::Ours(function) => self.figure(function, args, at),
            Callee::Script(script, name) => {
                if self.script_gives(script, &name, args) == Some(Kind::Truth) {
                    return self
                        .report
                        .fail(problem::script_gives_truth(at, &callee.text));
                }
                let call = self.script_call((script, name), args, at)?;
                Some(Number::bare(at, NumKind::Call(call), UNBOUNDED))
            }
        }
    }

    /// A call where a condition is needed.
    pub(super) fn truth_of_call(
        &mut self,
        callee: &Path,
        args: &[Expr],
        at: Span,
    ) -> Option<CondKind> {
        if let Some(problem) = self.foreign(callee, args, at) {
            return self.report.fail(problem);
        }
        if let Some((name, test)) = self.tested_as_known(callee, args) {
            let problem = problem::known_as_call(at, &name, (&callee.text, test));
            return self.report.fail(problem);
        }
        if let Some(quorum) = called_as(&callee.text).filter(|meant| meant.ends_with(" of"))
            && args.len() > 1
        {
            let parts: Vec<&str> = args
                .iter()
                .map(|arg| self.context.files.text(arg.span))
                .collect();
            let meant = format!("{quorum} {{ {} }}", parts.join("; "));
            let problem = name_problem::called_operator(at, &callee.text, &meant);
            return self.report.fail(problem);
        }
        let function = match self.callee(callee, args)? {
            Callee::Ours(function) => function,
            Callee::Script(script, name) => {
                if self.script_gives(script, &name, args) == Some(Kind::Number) {
                    return self
                        .report
                        .fail(problem::script_gives_number(at, &callee.text));
                }
                return Some(CondKind::Call(self.script_call(
                    (script, name),
                    args,
                    at,
                )?));
            }
        };
        let arg = args.first()?;
        match function.which {
            Which::Excluded => Some(CondKind::Excluded(self.target(&lookup::STRATEGY, arg)?)),
            Which::Tied => Some(CondKind::Tied(self.target(&lookup::STRATEGY, arg)?)),
            Which::Fired => {
                let (name, at) = self.argument_name(arg, function)?;
                Some(CondKind::Fired(self.rule_ref(&name, at)?))
            }
            Which::AdvisedBy => {
                let (name, at) = self.argument_name(arg, function)?;
                Some(CondKind::AdvisedBy(self.label(&name, at)?))
            }
            Which::Noted => Some(CondKind::Noted(self.named_note(arg)?)),
            _ => self
                .report
                .fail(problem::number_function_as_truth(at, function)),
        }
    }

    /// What is told of a call that is no function of ours and of no script.
    fn foreign(&mut self, callee: &Path, args: &[Expr], at: Span) -> Option<Diagnostic> {
        let script = callee.text.split_once('.').map(|(script, _)| script);
        let script = script.and_then(|script| self.context.names.get(script));
        let ours = functions::function(&callee.text).is_some()
            || matches!(script, Some(Thing::Script(_)))
            || self.in_script(&callee.text).is_some();
        if ours {
            return self.decimal_commas(callee, args, at);
        }
        // Of a let that is a call it is not known which of the two it is to be.
        let number = self.called_number(callee, args, at);
        number.or_else(|| self.called_test(callee, args, at))
    }

    /// Whether a function can be called with so many values.
    fn takes(&self, callee: &str, count: usize) -> bool {
        if let Some(function) = functions::function(callee) {
            return (function.least..=function.most).contains(&count);
        }
        let Some((script, name)) = callee.split_once('.') else {
            return false;
        };
        match self.context.names.get(script) {
            Some(Thing::Script(id)) => self.context.library.find(id, name, count).is_ok(),
            _ => false,
        }
    }

    /// `min(x, 0,5)`, `max(0,5)`: commas without a blank between digits, where the function could be called with decimals instead,
    /// and cannot with what is written, or the other commas have a blank.
    fn decimal_commas(&mut self, callee: &Path, args: &[Expr], at: Span) -> Option<Diagnostic> {
        let values: Vec<Span> = args.iter().map(|arg| arg.span).collect();
        let Commas { tight, apart } = Commas::between(self.context.files, &values)?;
        if let (Some(op), [(_, number)]) = (fixed(&callee.text, args), tight.as_slice()) {
            let problem = meant_problem::fixed_values(at, &callee.text, number, op);
            self.report.push(problem);
            return None;
        }
        let joined = args.len().checked_sub(tight.len())?;
        let others = joined > 1 && apart;
        let fits = self.takes(&callee.text, args.len());
        let meant = others || !fits;
        if tight.is_empty() || !meant || !self.takes(&callee.text, joined) {
            return None;
        }
        let problem = meant_problem::decimal_commas(&callee.text, &tight, fits);
        // As it is written it can be computed.
        match fits {
            true => {
                self.report.push(problem);
                None
            }
            false => Some(problem),
        }
    }

    /// `known(topic.fact)`, `is_known(topic.fact)`: the name that is to be tested.
    fn tested_as_known(&self, callee: &Path, args: &[Expr]) -> Option<(Arc<str>, &'static str)> {
        let test = functions::test_meant(&callee.text)?;
        let [arg] = args else { return None };
        let ExprKind::Path(name) = &arg.kind else {
            return None;
        };
        let draft = &self.context.draft;
        let is_tag = draft.tag(name).is_some();
        let thing = self.context.names.get(name);
        let named = matches!(thing, Some(Thing::Fact(_) | Thing::Let(_)));
        (named && !is_tag).then(|| (Arc::clone(name), test))
    }

    /// What is called, with the right number of arguments.
    fn callee(&mut self, callee: &Path, args: &[Expr]) -> Option<Callee> {
        let Some((script, name)) = callee.text.split_once('.') else {
            return self.our_function(callee, args.len()).map(Callee::Ours);
        };
        let at = callee.span;
        if let Some(ours) = self.of_library(script, name) {
            let problem = name_problem::unknown_function(at, &callee.text, Some(ours));
            return self.report.fail(problem);
        }
        let script = match self.expect(&lookup::SCRIPT, script, at)? {
            Thing::Script(id) => id,
            _ => return None,
        };
        if self.context.draft.missing_scripts.contains(&script) {
            return Some(Callee::Script(script, name.into()));
        }
        match self.context.library.find(script, name, args.len()) {
            Ok(()) => Some(Callee::Script(script, name.into())),
            Err(not_found) => {
                let before = callee.text.strip_suffix(name).unwrap_or("");
                let near = not_found.near.map(|near| format!("{before}{near}"));
                let (message, help) = (not_found.message, not_found.help);
                let problem = name_problem::script_function(at, message, help);
                self.report.fail(problem.did_you_mean(at, near.as_deref()))
            }
        }
    }

    fn our_function(&mut self, callee: &Path, given: usize) -> Option<&'static Function> {
        let Some(function) = functions::function(&callee.text) else {
            let in_reach = |name: &&str| lookup::out_of_reach(self.report, name).is_none();
            let names: Vec<&str> = FUNCTIONS
                .iter()
                .map(|function| function.name)
                .filter(in_reach)
                .collect();
            let near = functions::meant(&callee.text)
                .filter(|meant| names.contains(meant))
                .or_else(|| {
                    let other = functions::instead_of(&callee.text).is_some();
                    let near = || self.report.near(&callee.text, names.iter().copied());
                    (!other).then(near).flatten()
                });
            let late = lookup::out_of_reach(self.report, &callee.text);
            let help = match &*callee.text {
                _ if late.is_some() => late.map(str::to_owned),
                "margin" => Some(
                    "`margin` takes no arguments; the lead of one strategy is `lead(STRATEGY)`"
                        .into(),
                ),
                "best" | "advice" => Some(format!("write `{} is NAME`", callee.text)),
                name => functions::instead_of(name).map(str::to_owned),
            };
            let problem = name_problem::unknown_function(callee.span, &callee.text, near);
            let problem = match self.in_script(&callee.text) {
                Some(full) => {
                    let problem = problem.help(format!("a script function is named `{full}(…)`"));
                    match near {
                        // One of the two is meant.
                        Some(_) => problem,
                        None => problem.edit(callee.span, full),
                    }
                }
                None if near.is_none() && help.is_none() => problem.help(format!(
                    "the functions are {}; a script function is called `SCRIPT.NAME(…)`",
                    super::problem::list(names, "and")
                )),
                None => problem,
            };
            return self.report.fail(problem.help_if(help));
        };
        if given < function.least || given > function.most {
            return self
                .report
                .fail(problem::arity(callee.span, function, given));
        }
        Some(function)
    }

    /// `Math.max`: the function of ours that a library of another language has.
    fn of_library(&self, library: &str, name: &str) -> Option<&'static str> {
        let small = library.to_lowercase();
        let known = matches!(small.as_str(), "math" | "numpy" | "np" | "excel");
        let ours = functions::function(name).map(|function| function.name);
        let ours = ours.or_else(|| functions::meant(name))?;
        (known && self.context.names.get(library).is_none()).then_some(ours)
    }

    /// The full name of a script's function of that name.
    fn in_script(&self, name: &str) -> Option<String> {
        let (id, _) = self.context.draft.scripts.iter().find(|(id, _)| {
            let functions = self.context.library.functions(*id);
            functions.iter().any(|function| &*function.name == name)
        })?;
        let script = &self.context.draft.scripts.find(id)?.name;
        Some(format!("{script}.{name}"))
    }

    /// What a call gives, as far as that can be seen: a function that gives an argument back gives what that is.
    fn script_gives(&self, script: ScriptId, name: &str, args: &[Expr]) -> Option<Kind> {
        let library = &self.context.library;
        match library.lowered(script, name, args.len())?.gives? {
            script::Gives::Kind(kind) => Some(kind),
            script::Gives::Argument(at) => match self.form(args.get(at)?) {
                Form::Truth => Some(Kind::Truth),
                Form::Number => Some(Kind::Number),
                Form::Level(_) | Form::Set(_) | Form::Text | Form::Either | Form::Broken => None,
            },
        }
    }

    /// Whether a call of a script gives yes or no, as far as the script's text tells.
    pub(super) fn seems_truth(&self, expr: &Expr) -> bool {
        let ExprKind::Call { callee, args } = &expr.kind else {
            return false;
        };
        let Some((script, name)) = callee.text.split_once('.') else {
            return false;
        };
        let Some(Thing::Script(id)) = self.context.names.get(script) else {
            return false;
        };
        let gives = self.context.library.gives(id, name, args.len());
        gives == Some(script::Gives::Kind(Kind::Truth))
    }

    fn figure(&mut self, function: &Function, args: &[Expr], at: Span) -> Option<Number> {
        let arg = args.first()?;
        let (figure, bounds) = match function.which {
            Which::Op(op) => return self.operation(op, args, at),
            Which::Count => return self.count_of(arg, at),
            Which::Known => {
                let tag = self.fact_tag(arg, function)?;
                let count = self.context.draft.fact_tags.get(&tag).copied();
                let most = match self.may_lack_facts() {
                    true => f64::INFINITY,
                    false => f64::from(count.unwrap_or(0)),
                };
                (Figure::Known(tag), (0.0, most))
            }
            Which::ShareKnown => (
                Figure::ShareKnown(self.fact_tag(arg, function)?),
                (0.0, 1.0),
            ),
            Which::Total => (Figure::Total(self.target(&lookup::TARGET, arg)?), UNBOUNDED),
            Which::Belief => (
                Figure::Belief(self.target(&lookup::HYPOTHESIS, arg)?),
                self.context.weighing.beliefs,
            ),
            Which::Confidence => (
                Figure::Confidence(self.target(&lookup::STRATEGY, arg)?),
                self.context.weighing.confidences,
            ),
            Which::Lead => (
                Figure::Lead(self.target(&lookup::STRATEGY, arg)?),
                UNBOUNDED,
            ),
            Which::Strongest => (
                Figure::Strongest(self.target(&lookup::STRATEGY, arg)?),
                UNBOUNDED,
            ),
            Which::Excluded | Which::Tied | Which::Fired | Which::AdvisedBy | Which::Noted => {
                return None;
            }
        };
        let whole = matches!(figure, Figure::Known(_));
        let mut number = Number::bare(at, NumKind::Figure(figure), bounds);
        number.amount.whole = whole;
        Some(number)
    }

    /// `min(a, b, …)`, `clamp(x, low, high)` …
    fn operation(&mut self, op: Op, args: &[Expr], at: Span) -> Option<Number> {
        let found: Vec<Option<Number>> = args.iter().map(|arg| self.number(arg)).collect();
        let number = self.apply(op, found.into_iter().collect::<Option<_>>()?, at)?;
        if let NumKind::Apply(_, operands) = &number.num.kind
            && let [_, a, b] = operands.as_slice()
            && let (NumKind::Constant(from), NumKind::Constant(to)) = (&a.kind, &b.kind)
        {
            let place = a.origin.to(b.origin);
            match op {
                Op::Ramp if from == to => self.report.push(weight_problem::flat_ramp(place)),
                Op::Clamp if from > to => {
                    return self.report.fail(range_problem::clamp_upside_down(place));
                }
                _ => {}
            }
        }
        Some(number)
    }

    fn count_of(&mut self, arg: &Expr, at: Span) -> Option<Number> {
        let ExprKind::Path(path) = &arg.kind else {
            return self.report.fail(problem::count_needs_set(arg.span, None));
        };
        let Thing::Fact(fact) = self.expect(&lookup::FACT, path, arg.span)? else {
            return None;
        };
        match self.context.type_of(Subject::Fact(fact)) {
            Ty::Set(scale) => {
                let most = u32::try_from(scale.levels.len()).map_or(f64::INFINITY, f64::from);
                let mut number = Number::bare(at, NumKind::Count(fact), (0.0, most));
                number.amount.whole = true;
                Some(number)
            }
            Ty::Broken => None,
            other => {
                let problem = problem::count_needs_set(arg.span, Some((path, other)));
                self.report.fail(problem)
            }
        }
    }

    fn fact_tag(&mut self, arg: &Expr, function: &Function) -> Option<TagId> {
        let (name, at) = self.argument_name(arg, function)?;
        let draft = &self.context.draft;
        if let Some(tag) = draft.tag(&name)
            && draft.fact_tags.contains_key(&tag)
        {
            return Some(tag);
        }
        if self.may_lack_facts() {
            return None;
        }
        let tags = draft.fact_tags.keys().filter_map(|id| draft.tags.find(*id));
        let near = self.report.near(&name, tags.map(|tag| &**tag));
        self.report.fail(name_problem::unknown_tag(at, &name, near))
    }

    /// Whether a topic, and with it a tag, may stand in what could not be read.
    fn may_lack_facts(&self) -> bool {
        self.context.declared.may_lack("topic", self.report)
    }

    fn target(&mut self, need: &Need, arg: &Expr) -> Option<TargetId> {
        let ExprKind::Path(path) = &arg.kind else {
            return self.report.fail(problem::name_needed(arg));
        };
        match self.expect(need, path, arg.span)? {
            Thing::Strategy(id) | Thing::Hypothesis(id) => Some(id),
            _ => None,
        }
    }

    fn named_note(&mut self, arg: &Expr) -> Option<NoteId> {
        let ExprKind::Path(path) = &arg.kind else {
            return self.report.fail(problem::name_needed(arg));
        };
        match self.expect(&lookup::NOTE, path, arg.span)? {
            Thing::Note(id) => Some(id),
            _ => None,
        }
    }

    /// A name as an argument; in quotes where it holds a level that is written so.
    fn argument_name(&mut self, arg: &Expr, function: &Function) -> Option<(Arc<str>, Span)> {
        match &arg.kind {
            ExprKind::Path(name) => Some((Arc::clone(name), arg.span)),
            ExprKind::Text(name) if function.which == Which::Fired => {
                Some((Arc::clone(name), arg.span))
            }
            _ => self.report.fail(problem::name_needed(arg)),
        }
    }

    fn label(&mut self, name: &str, at: Span) -> Option<u32> {
        if let Some(row) = self.context.labels.get(name) {
            return Some(*row);
        }
        if self.context.declared.may_lack("advice", self.report) {
            return None;
        }
        let mut labels: Vec<&str> = Vec::new();
        if let Some((advice, _)) = &self.context.declared.advice {
            labels.extend(
                advice
                    .rows
                    .iter()
                    .filter_map(|row| row.label.as_ref().map(|label| &*label.text)),
            );
        }
        let near = self.report.near(name, labels);
        self.report
            .fail(name_problem::unknown_label(at, name, near))
    }

    fn script_call(
        &mut self,
        (script, function): (ScriptId, Arc<str>),
        args: &[Expr],
        at: Span,
    ) -> Option<Call> {
        let found: Vec<Option<Argument>> = args.iter().map(|arg| self.argument(arg)).collect();
        let call = Call {
            script,
            function,
            arguments: found.into_iter().collect::<Option<_>>()?,
        };
        self.report.calls.push((at, call.clone()));
        Some(call)
    }

    fn argument(&mut self, arg: &Expr) -> Option<Argument> {
        if let ExprKind::Text(word) = &arg.kind {
            return Some(Argument::Word(Arc::clone(word)));
        }
        match self.form(arg) {
            Form::Truth => Some(Argument::Truth(self.cond(arg)?)),
            Form::Number | Form::Either | Form::Broken => {
                Some(Argument::Number(self.number(arg)?.num))
            }
            Form::Level(subject) => Some(Argument::Level(subject)),
            Form::Set(fact) => Some(Argument::Set(fact)),
            Form::Text => self.report.fail(problem::text_argument(arg.span)),
        }
    }

    /// What an expression is, without complaint.
    pub(super) fn form(&self, expr: &Expr) -> Form {
        match &expr.kind {
            ExprKind::Text(_) => Form::Text,
            ExprKind::Path(path) => self.form_of_name(path),
            ExprKind::Call { callee, args } => self.form_of_call(&callee.text, args),
            kind if kind.is_condition() => Form::Truth,
            _number => Form::Number,
        }
    }

    fn form_of_name(&self, path: &str) -> Form {
        match path {
            _ if self.context.names.is_taken(path) => return Form::Broken,
            _ if truth(path).is_some() => return Form::Truth,
            "margin" => return Form::Number,
            _ if self.context.counts_contradictions(path) => return Form::Number,
            _ => {}
        }
        let subject = match self.context.names.get(path) {
            Some(Thing::Fact(id)) => Subject::Fact(id),
            Some(Thing::Let(id)) => Subject::Let(id),
            Some(Thing::Parameter(_)) => return Form::Number,
            _ => return Form::Broken,
        };
        match (self.context.type_of(subject), subject) {
            (Ty::YesNo, _) => Form::Truth,
            (Ty::Number(_), _) => Form::Number,
            (Ty::Level(_), _) => Form::Level(subject),
            (Ty::Set(_), Subject::Fact(fact)) => Form::Set(fact),
            (Ty::Text, _) => Form::Text,
            (Ty::Broken | Ty::Set(_), _) => Form::Broken,
        }
    }

    fn form_of_call(&self, callee: &str, args: &[Expr]) -> Form {
        if let Some(function) = functions::function(callee) {
            return match function.gives {
                Gives::Number => Form::Number,
                Gives::Truth => Form::Truth,
            };
        }
        let Some((script, name)) = callee.split_once('.') else {
            return Form::Broken;
        };
        match self.context.names.get(script) {
            Some(Thing::Script(id)) => match self.script_gives(id, name, args) {
                Some(Kind::Number) => Form::Number,
                Some(Kind::Truth) => Form::Truth,
                None => Form::Either,
            },
            _ => Form::Broken,
        }
    }
}

/// What `min` or `max` gives where both of its values are written out.
fn fixed(callee: &str, args: &[Expr]) -> Option<f64> {
    let [one, other] = args else { return None };
    let (ExprKind::Number(one), ExprKind::Number(other)) = (&one.kind, &other.kind) else {
        return None;
    };
    match callee {
        "min" => Some(one.min(*other)),
        "max" => Some(one.max(*other)),
        _ => None,
    }
}
