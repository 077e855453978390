//! Rhai's errors in our words. Finds none itself.

use rhai::{EvalAltResult, ParseError, ParseErrorType};

use super::places::Places;
use super::program::Function;
use super::{FaultKind, sandbox, value};
use crate::base::{Diagnostic, Limits};

/// A script that Rhai could not read.
pub(super) fn parse_error(error: &ParseError, places: &Places) -> Diagnostic {
    let span = places
        .token(error.position())
        .unwrap_or_else(|| places.start());
    match error.err_type() {
        ParseErrorType::VariableUndefined(name) => {
            Diagnostic::error("E0501", span, format!("there is no variable `{name}`")).help(
                format!("functions see their arguments and the script's constants: `const {name} = …;` at its top is read as `global::{name}`"),
            )
        }
        ParseErrorType::ExprTooDeep => {
            let message = format!("this nests deeper than {}", sandbox::NESTING);
            Diagnostic::error("E0506", span, message)
        }
        ParseErrorType::TooManyFunctions => {
            let message = format!("the script has more than {} functions", sandbox::FUNCTIONS);
            Diagnostic::error("E0506", span, message)
        }
        ParseErrorType::LiteralTooLarge(..) => {
            let message = format!(
                "a text or list of more than {}",
                Limits::DEFAULT.script_size
            );
            Diagnostic::error("E0506", span, message)
        }
        other => Diagnostic::error(
            "E0501",
            span,
            format!("this is not Rhai: {}", lower(&other.to_string())),
        ),
    }
}

/// What kind of trouble an error is, and what it says.
pub(super) fn run_error(error: &EvalAltResult) -> (FaultKind, String) {
    let limits = Limits::DEFAULT;
    match error.unwrap_inner() {
        EvalAltResult::ErrorTooManyOperations(_) => (
            FaultKind::Limit,
            format!("it takes more than {} operations", limits.script_operations),
        ),
        EvalAltResult::ErrorStackOverflow(_) => (
            FaultKind::Limit,
            format!("its calls nest deeper than {}", limits.script_depth),
        ),
        EvalAltResult::ErrorDataTooLarge(what, _) if what.starts_with("lists") => {
            (FaultKind::Limit, what.clone())
        }
        EvalAltResult::ErrorDataTooLarge(..) => (
            FaultKind::Limit,
            format!("a text or list grows past {}", limits.script_size),
        ),
        EvalAltResult::ErrorTooManyVariables(_) => (
            FaultKind::Limit,
            format!(
                "it has more than {} variables at a time",
                sandbox::VARIABLES
            ),
        ),
        other => (FaultKind::Failed, failure(other)),
    }
}

fn failure(error: &EvalAltResult) -> String {
    match error {
        EvalAltResult::ErrorRuntime(thrown, _) => {
            value::text(thrown).unwrap_or_else(|| "it throws an error".into())
        }
        EvalAltResult::ErrorMismatchDataType(wanted, got, _) => format!(
            "{} is needed here, and {} was given",
            value::kind_of_type(wanted),
            value::kind_of_type(got)
        ),
        EvalAltResult::ErrorArrayBounds(length, index, _) => {
            format!("there is no element {index}: the list has {length}")
        }
        EvalAltResult::ErrorStringBounds(length, index, _) => {
            format!("there is no letter {index}: the text has {length}")
        }
        EvalAltResult::ErrorFor(_) => "`for` needs a list or a range".into(),
        EvalAltResult::ErrorAssignmentToConstant(name, _) => {
            format!("`{name}` is a constant and cannot be changed")
        }
        EvalAltResult::ErrorFunctionNotFound(signature, _) => {
            let name = signature.split(' ').next().unwrap_or(signature);
            format!("`{name}` cannot be called with these values")
        }
        other => lower(&other.to_string()),
    }
}

/// Why a function cannot be called; `other` is the one of this name with another number of arguments.
pub(super) fn no_function(name: &str, arity: usize, other: Option<&Function>) -> String {
    match other {
        Some(other) => format!(
            "`{name}` takes {}, not {arity}",
            arguments(other.parameters.len())
        ),
        None => format!("there is no function `{name}`"),
    }
}

/// "1 argument", "2 arguments".
pub(super) fn arguments(count: usize) -> String {
    match count {
        0 => "no arguments".into(),
        1 => "1 argument".into(),
        more => format!("{more} arguments"),
    }
}

/// The text as it stands within a sentence.
fn lower(text: &str) -> String {
    let text = text.trim_end_matches('.').replace('\'', "`");
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_lowercase().chain(letters).collect(),
        None => text,
    }
}
