//! A rulebook's scripts: loads them, lists their functions, and calls them. Knows no facts.

use std::sync::Arc;

use super::Fault;
use crate::base::{Diagnostic, FileId};
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
}

/// The scripts of a rulebook, ready to be called. Cheap to clone, and may be shared between threads.
#[derive(Clone, Debug, Default)]
pub struct Library {}

impl Library {
    /// Loads scripts given as name, path as written, file for places, and text; a [`ScriptId`] is the position.
    pub fn load(scripts: &[(&str, &str, FileId, &str)]) -> (Self, Vec<Diagnostic>) {
        let _ = scripts;
        (Self::default(), Vec::new())
    }

    /// The functions of a script that may be called, by name; empty where there is no such script.
    pub fn functions(&self, script: ScriptId) -> &[Function] {
        let _ = script;
        &[]
    }

    /// Whether `script` has `function` with that many arguments; else what to do instead, as a line of help.
    pub fn find(&self, script: ScriptId, function: &str, arity: usize) -> Result<(), String> {
        let _ = (script, function, arity);
        Ok(())
    }

    /// Calls a function. The result is finite; a failing, endless or greedy script is a [`Fault`].
    pub fn call(
        &self,
        script: ScriptId,
        function: &str,
        arguments: &[Argument],
    ) -> Result<Value, Fault> {
        let _ = (script, arguments);
        Err(Fault {
            message: format!("there is no function `{function}`"),
            function: function.into(),
            span: None,
        })
    }

    /// The function as operations, where it is plain arithmetic.
    pub fn lowered(&self, script: ScriptId, function: &str) -> Option<&Arithmetic> {
        let _ = (script, function);
        None
    }
}
