//! What went wrong while a script ran, in our words. Finds no errors itself.

use rhai::EvalAltResult;

use super::program::{Function, is_in_place};
use super::{FaultKind, sandbox, value};
use crate::base::Limits;

/// What `for` takes, and the way out where it is given a map.
pub(super) const ITERATED: (&str, &str) = (
    "`for` needs a list, a text or a range",
    "for a map write `m.keys()` or `m.values()`",
);

/// What kind of trouble an error is, and what it says.
pub(super) fn run_error(error: &EvalAltResult) -> (FaultKind, String) {
    let limits = Limits::DEFAULT;
    match error.unwrap_inner() {
        EvalAltResult::ErrorTooManyOperations(_) | EvalAltResult::ErrorTerminated(..) => (
            FaultKind::Limit,
            format!("it takes more than {} operations", limits.script_operations),
        ),
        EvalAltResult::ErrorStackOverflow(_) => (
            FaultKind::Limit,
            format!("its calls nest deeper than {}", limits.script_depth),
        ),
        EvalAltResult::ErrorDataTooLarge(what, _) => (FaultKind::Limit, too_large(what)),
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

fn too_large(what: &str) -> String {
    let most = Limits::DEFAULT.script_size;
    match what {
        sandbox::TEXT => format!("a text grows past {most} bytes"),
        sandbox::MAP => format!("a map grows past {most} entries"),
        sandbox::DEEP => format!(
            "lists and maps nest deeper than {}",
            sandbox::LISTS_IN_LISTS
        ),
        _ => format!("a list grows past {most} elements"),
    }
}

fn failure(error: &EvalAltResult) -> String {
    match error {
        EvalAltResult::ErrorRuntime(thrown, _) => {
            value::text(thrown).unwrap_or_else(|| "it throws an error".into())
        }
        EvalAltResult::ErrorMismatchDataType(wanted, got, _) => mismatch(wanted, got),
        EvalAltResult::ErrorArrayBounds(length, index, _) => {
            format!("there is no element {index}: the list has {length}")
        }
        EvalAltResult::ErrorStringBounds(length, index, _) => {
            format!("there is no letter {index}: the text has {length}")
        }
        EvalAltResult::ErrorFor(_) => format!("{}; {}", ITERATED.0, ITERATED.1),
        EvalAltResult::ErrorAssignmentToConstant(name, _) => is_constant(name),
        EvalAltResult::ErrorNonPureMethodCallOnConstant(name, _) => {
            format!("`{name}` changes what it is called on, but that is a constant")
        }
        EvalAltResult::ErrorDotExpr(..) | EvalAltResult::ErrorIndexingType(..) => no_part(error),
        EvalAltResult::ErrorBitFieldBounds(..) => "a number has no elements".into(),
        EvalAltResult::ErrorDataRace(..) => {
            "an inline function uses the value it is called on; copy that value first, as in `let all = list;`"
                .into()
        }
        EvalAltResult::ErrorFunctionNotFound(signature, _) => cannot_be_called(signature),
        other => lower(&other.to_string()),
    }
}

/// A value of another kind than what is needed.
fn mismatch(wanted: &str, got: &str) -> String {
    let (wanted, got) = (value::kind_of_type(wanted), value::kind_of_type(got));
    match wanted == got {
        // Only the forms of numbers differ where the kinds do not.
        true => "a whole number is needed here; `floor`, `round` and `ceiling` return one".into(),
        false => format!("{wanted} is needed here, but {got} was given"),
    }
}

/// A property or element of what has none.
fn no_part(error: &EvalAltResult) -> String {
    let text = error.to_string();
    let quoted: Vec<&str> = text.split('\'').skip(1).step_by(2).collect();
    match (error, quoted.as_slice()) {
        (EvalAltResult::ErrorDotExpr(..), [name, .., kind]) => {
            format!("{} has no property `{name}`", value::kind_of_type(kind))
        }
        (EvalAltResult::ErrorIndexingType(signature, _), _) => {
            let kind = signature.split(' ').next().unwrap_or(signature);
            format!("{} has no elements", value::kind_of_type(kind))
        }
        _ => lower(&text),
    }
}

/// A function that is there for other kinds of values; the signature is Rhai's, as in `push (i64, bool)`.
fn cannot_be_called(signature: &str) -> String {
    let (name, rest) = signature.split_once(" (").unwrap_or((signature, ""));
    if is_in_place(name) {
        return "an inline function is called with the wrong number of arguments".into();
    }
    let kinds: Vec<&str> = rest
        .trim_end_matches(')')
        .split(", ")
        .filter(|kind| !kind.is_empty())
        .map(value::kind_of_type)
        .collect();
    match kinds.as_slice() {
        [] => format!("`{name}` cannot be called with these values"),
        [first, rest @ ..] => {
            let with = match rest {
                [] => String::new(),
                rest => format!(" with {}", rest.join(" and ")),
            };
            format!("`{name}` cannot be called on {first}{with}")
        }
    }
}

/// Why a function cannot be called; `other` is the one of this name with another number of arguments.
pub(super) fn no_function(name: &str, arity: usize, other: Option<&Function>) -> String {
    match other {
        Some(other) => takes(name, &[other.parameters.len()], arity),
        None => format!("there is no function `{name}`"),
    }
}

/// How a function is written.
pub(super) fn definition(function: &Function) -> String {
    let parameters = function.parameters.join(", ");
    format!("it is written `fn {}({parameters})`", function.name)
}

/// A function that takes other numbers of arguments.
pub(super) fn takes(name: &str, takes: &[usize], arity: usize) -> String {
    let mut counts: Vec<usize> = takes.to_vec();
    counts.sort_unstable();
    counts.dedup();
    let last = counts.pop().unwrap_or(0);
    let wanted = match counts.as_slice() {
        [] => arguments(last),
        rest => {
            let rest: Vec<String> = rest.iter().map(usize::to_string).collect();
            format!("{} or {}", rest.join(", "), arguments(last))
        }
    };
    format!("`{name}` takes {wanted}, not {arity}")
}

/// "1 argument", "2 arguments".
pub(super) fn arguments(count: usize) -> String {
    match count {
        0 => "no arguments".into(),
        1 => "1 argument".into(),
        more => format!("{more} arguments"),
    }
}

/// A constant that is given another value.
pub(super) fn is_constant(name: &str) -> String {
    format!("`{name}` is a constant and cannot be changed")
}

/// What to write where a function stands as a value.
pub(super) fn as_function(name: &str) -> String {
    format!(
        "`{name}` is a function: call it as `{name}(…)`, or pass it as in `list.map(|x| {name}(x))`"
    )
}

/// The text as it stands within a sentence.
pub(super) fn lower(text: &str) -> String {
    let text = text.trim_end_matches('.').replace('\'', "`");
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_lowercase().chain(letters).collect(),
        None => text,
    }
}
