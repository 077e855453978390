//! A rulebook's scripts: loads them, lists their functions, and calls them. Knows no facts.

use std::sync::Arc;

use rhai::Dynamic;

use super::lower::{self, Shape};
use super::program::{self, Program, Tree};
use super::{Compared, Fault, FaultKind, compared, gives, nothing, run, value, words};
use crate::base::{Diagnostic, FileId, Id, Span, nearest};
use crate::model::{Lowered, ScriptId};

/// What a function of a script may be given.
#[derive(Clone, Debug, PartialEq)]
pub enum Argument {
    /// A finite number; arrives as a float.
    Number(f64),
    /// Yes or no; arrives as a bool.
    Truth(bool),
    /// A level or a text; arrives as a string.
    Word(Arc<str>),
    /// A set; arrives as an array of strings.
    Words(Vec<Arc<str>>),
}

/// What a function of a script may give.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A finite number.
    Number(f64),
    /// Yes or no.
    Truth(bool),
    /// A word.
    Word(Arc<str>),
}

impl Value {
    /// What kind of value it is, in words.
    pub fn kind(&self) -> &'static str {
        value::kind_of_type(match self {
            Self::Number(_) => "f64",
            Self::Truth(_) => "bool",
            Self::Word(_) => "string",
        })
    }
}

/// A function of a script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Function {
    /// Its name.
    pub name: Arc<str>,
    /// How many arguments it takes.
    pub arity: usize,
}

/// The kind of a lowered function's argument or result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A number.
    Number,
    /// Yes or no, as 1 or 0.
    Truth,
}

/// What a function gives, as far as its text tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gives {
    /// Always a value of this kind.
    Kind(Kind),
    /// One of its arguments, from 0, as it was given.
    Argument(usize),
}

/// A function as operations; sound only where the arguments are of its kinds.
/// A result that is not finite is a fault, which the caller has to raise.
#[derive(Clone, Debug, PartialEq)]
pub struct Arithmetic {
    /// The operations.
    pub lowered: Lowered,
    /// The kinds of its arguments, in order.
    pub parameters: Vec<Kind>,
    /// The kind of its result.
    pub result: Kind,
    /// What it gives where its arguments are of other kinds, too; `None` where that hangs on them.
    pub gives: Option<Gives>,
}

/// Why a function cannot be called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotFound {
    /// What is wrong.
    pub message: String,
    /// The function that was probably meant.
    pub near: Option<String>,
    /// What to do, where none is near.
    pub help: Option<String>,
}

/// The scripts of a rulebook, ready to be called. Cheap to clone, and may be shared between threads.
#[derive(Clone, Debug, Default)]
pub struct Library {
    scripts: Arc<[Option<Script>]>,
}

#[derive(Clone, Debug)]
struct Script {
    program: Program,
    /// The functions that may be called from outside, in the order of their names.
    functions: Vec<Function>,
    /// Beside [`Script::functions`]: each as operations, or why it is not.
    lowered: Vec<Result<Arithmetic, Arc<str>>>,
    /// Beside [`Script::functions`]: what each gives, as far as its text tells.
    gives: Vec<Option<Gives>>,
    /// Beside [`Script::functions`]: what each holds its arguments against.
    compared: Vec<Vec<Compared>>,
    /// Beside [`Script::functions`]: where each may end without a result.
    nothing: Vec<Vec<Span>>,
}

impl Library {
    /// Loads scripts given as name, path as written, file for places, and text; a [`ScriptId`] is the position.
    ///
    /// A script with errors keeps its position and has no functions.
    pub fn load(scripts: &[(&str, &str, FileId, &str)]) -> (Self, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        let scripts = scripts
            .iter()
            .map(|(_, _, file, text)| match program::read(*file, text) {
                Ok((program, tree)) => {
                    diagnostics.extend(program.doubtful.iter().cloned());
                    Some(Script::new(program, &tree))
                }
                Err(found) => {
                    diagnostics.extend(found);
                    None
                }
            })
            .collect();
        (Self { scripts }, diagnostics)
    }

    /// The functions of a script that may be called, by name; empty where there is no such script.
    pub fn functions(&self, script: ScriptId) -> &[Function] {
        self.script(script).map_or(&[], |script| &script.functions)
    }

    /// Whether `script` has `function` with that many arguments; else what is wrong, and a line of help.
    ///
    /// A script with errors of its own is taken to have every function.
    pub fn find(&self, script: ScriptId, function: &str, arity: usize) -> Result<(), NotFound> {
        let Some(script) = self.script(script) else {
            return Ok(());
        };
        if script.position(function, arity).is_some() {
            return Ok(());
        }
        let names = script.functions.iter().map(|known| &*known.name);
        match script
            .functions
            .iter()
            .find(|known| &*known.name == function)
        {
            Some(known) => {
                let own = script.program.function(function);
                Err(NotFound {
                    message: words::takes(function, &[known.arity], arity),
                    near: None,
                    help: own.map(words::definition),
                })
            }
            None if script.program.function(function).is_some() => Err(NotFound {
                message: format!("`{function}` is private in this script"),
                near: None,
                help: Some("delete `private` before its `fn`, or call another function".into()),
            }),
            None => {
                let near = nearest(function, names.clone()).map(str::to_owned);
                Err(NotFound {
                    message: format!("there is no function `{function}` in this script"),
                    help: listing(names).filter(|_| near.is_none()),
                    near,
                })
            }
        }
    }

    /// Calls a function. The result is finite; a failing, endless or greedy script is a [`Fault`].
    pub fn call(
        &self,
        script: ScriptId,
        function: &str,
        arguments: &[Argument],
    ) -> Result<Value, Fault> {
        let Some(script) = self.script(script) else {
            let message = "the script has errors and cannot be called";
            return Err(Fault::new(FaultKind::Missing, function, message));
        };
        match script.arithmetic(function, arguments) {
            Some((arithmetic, inputs)) => script.compute(function, arithmetic, &inputs),
            None => script.interpret(function, arguments),
        }
    }

    /// As [`Library::call`], always through Rhai: it shares nothing with the lowering.
    pub fn interpret(
        &self,
        script: ScriptId,
        function: &str,
        arguments: &[Argument],
    ) -> Result<Value, Fault> {
        match self.script(script) {
            Some(script) => script.interpret(function, arguments),
            None => self.call(script, function, arguments),
        }
    }

    /// The function of that many arguments as operations, where it is plain arithmetic.
    pub fn lowered(&self, script: ScriptId, function: &str, arity: usize) -> Option<&Arithmetic> {
        let script = self.script(script)?;
        let at = script.position(function, arity)?;
        script.lowered.get(at)?.as_ref().ok()
    }

    /// Why the function of that many arguments is left to the interpreter, in words.
    pub fn refusal(&self, script: ScriptId, function: &str, arity: usize) -> Option<&str> {
        let script = self.script(script)?;
        let at = script.position(function, arity)?;
        script
            .lowered
            .get(at)?
            .as_ref()
            .err()
            .map(|reason| &**reason)
    }

    /// What the function of that many arguments gives, as far as its text tells.
    pub fn gives(&self, script: ScriptId, function: &str, arity: usize) -> Option<Gives> {
        let script = self.script(script)?;
        let at = script.position(function, arity)?;
        script.gives.get(at).copied().flatten()
    }

    /// What the function of that many arguments holds them against, by place.
    pub fn compared(&self, script: ScriptId, function: &str, arity: usize) -> &[Compared] {
        let script = self.script(script);
        let found = script.and_then(|script| {
            let at = script.position(function, arity)?;
            script.compared.get(at)
        });
        found.map_or(&[], Vec::as_slice)
    }

    /// Where the function of that many arguments may end without a result, as far as its text tells.
    pub fn nothing(&self, script: ScriptId, function: &str, arity: usize) -> &[Span] {
        let script = self.script(script);
        let found = script.and_then(|script| {
            let at = script.position(function, arity)?;
            script.nothing.get(at)
        });
        found.map_or(&[], Vec::as_slice)
    }

    fn script(&self, script: ScriptId) -> Option<&Script> {
        self.scripts.get(script.to_usize())?.as_ref()
    }
}

impl Script {
    fn new(program: Program, tree: &Tree) -> Self {
        let mut both: Vec<(Function, Result<Arithmetic, Arc<str>>)> = program
            .functions
            .iter()
            .enumerate()
            .filter(|(_, function)| function.public)
            .map(|(at, function)| {
                let arity = function.parameters.len();
                let name = function.name.clone();
                let lowered = lower::lower(&program, tree, at, &vec![Shape::Open; arity]);
                (Function { name, arity }, lowered.and_then(arithmetic))
            })
            .collect();
        both.sort_by(|(a, _), (b, _)| (&a.name, a.arity).cmp(&(&b.name, b.arity)));
        let gives = both.iter().map(|(function, lowered)| match lowered {
            Ok(arithmetic) => arithmetic.gives,
            Err(_) => {
                let at = program.index(&function.name, function.arity)?;
                gives::gives(&program, tree, at).map(Gives::Kind)
            }
        });
        let gives = gives.collect();
        let index = |function: &Function| program.index(&function.name, function.arity);
        let compared = both.iter().map(|(function, _)| {
            let at = index(function);
            at.map_or_else(Vec::new, |at| compared::compared(&program, tree, at))
        });
        let compared = compared.collect();
        let nothing = both.iter().map(|(function, _)| {
            let at = index(function);
            at.map_or_else(Vec::new, |at| nothing::nothing(&program, tree, at))
        });
        let nothing = nothing.collect();
        let (functions, lowered) = both.into_iter().unzip();
        Self {
            program,
            functions,
            lowered,
            gives,
            compared,
            nothing,
        }
    }

    fn position(&self, function: &str, arity: usize) -> Option<usize> {
        self.functions
            .iter()
            .position(|known| &*known.name == function && known.arity == arity)
    }

    /// The operations and their inputs, where the function was lowered and the arguments are of its kinds.
    fn arithmetic(
        &self,
        function: &str,
        arguments: &[Argument],
    ) -> Option<(&Arithmetic, Vec<f64>)> {
        let at = self.position(function, arguments.len())?;
        let arithmetic = self.lowered.get(at)?.as_ref().ok()?;
        let inputs = arguments
            .iter()
            .zip(&arithmetic.parameters)
            .map(|(argument, kind)| match (argument, kind) {
                (Argument::Number(number), Kind::Number) => Some(*number),
                (Argument::Truth(truth), Kind::Truth) => Some(f64::from(u8::from(*truth))),
                _ => None,
            })
            .collect::<Option<Vec<f64>>>()?;
        Some((arithmetic, inputs))
    }

    fn compute(&self, name: &str, arithmetic: &Arithmetic, inputs: &[f64]) -> Result<Value, Fault> {
        let mut out = [f64::NAN];
        run(&arithmetic.lowered, inputs, &mut out, &mut Vec::new());
        let [result] = out;
        match arithmetic.result {
            Kind::Truth => Ok(Value::Truth(result != 0.0)),
            Kind::Number if result.is_finite() => Ok(Value::Number(result)),
            Kind::Number => Err(self.not_finite(name)),
        }
    }

    fn interpret(&self, function: &str, arguments: &[Argument]) -> Result<Value, Fault> {
        if self.position(function, arguments.len()).is_none()
            && self.program.index(function, arguments.len()).is_some()
        {
            let message = format!("`{function}` is private to its script");
            return Err(self.program.fault_at(FaultKind::Missing, function, message));
        }
        let given = arguments.iter().map(dynamic).collect();
        let result = self.program.call(function, given)?;
        if let Some(number) = value::number(&result) {
            return if number.is_finite() {
                Ok(Value::Number(number))
            } else {
                Err(self.not_finite(function))
            };
        }
        if let Ok(truth) = result.as_bool() {
            return Ok(Value::Truth(truth));
        }
        if let Ok(word) = result.as_immutable_string_ref() {
            return Ok(Value::Word(word.as_str().into()));
        }
        let kind = value::kind(&result);
        let mut message =
            format!("`{function}` returned {kind}, not a number, yes or no, or a text");
        if result.is_unit() {
            message.push_str(
                "; a `switch` without a case for the value, an `if` without `else` and a map without the key return nothing",
            );
        }
        Err(self
            .program
            .fault_at(FaultKind::WrongType, function, message))
    }

    fn not_finite(&self, function: &str) -> Fault {
        let message = format!("`{function}` returned a number that is not finite");
        self.program
            .fault_at(FaultKind::NotFinite, function, message)
    }
}

fn dynamic(argument: &Argument) -> Dynamic {
    match argument {
        Argument::Number(number) => value::from_number(*number),
        Argument::Truth(truth) => Dynamic::from_bool(*truth),
        Argument::Word(word) => Dynamic::from(word.to_string()),
        Argument::Words(words) => {
            let words = words.iter().map(|word| Dynamic::from(word.to_string()));
            Dynamic::from_array(words.collect())
        }
    }
}

fn arithmetic(outcome: lower::Outcome) -> Result<Arithmetic, Arc<str>> {
    let kind = |shape: &Shape| match shape {
        Shape::Number | Shape::Open => Ok(Kind::Number),
        Shape::Truth => Ok(Kind::Truth),
        Shape::Array(_) => Err(lower::refusal("gives a list")),
    };
    Ok(Arithmetic {
        parameters: outcome
            .parameters
            .iter()
            .map(kind)
            .collect::<Result<_, _>>()?,
        result: kind(&outcome.result)?,
        gives: outcome.gives,
        lowered: outcome.lowered,
    })
}

fn listing<'a>(names: impl Iterator<Item = &'a str>) -> Option<String> {
    let names: Vec<String> = names.take(12).map(|name| format!("`{name}`")).collect();
    (!names.is_empty()).then(|| format!("it has {}", names.join(", ")))
}
