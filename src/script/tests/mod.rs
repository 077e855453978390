//! Tests of the whole layer, a file a theme; here is what they share.

mod alike;
mod functions;
mod language;
mod limits;
mod methods;
mod refusals;

use super::{Argument, Fault, Library, LoadedMethod, Value, load_method, shipped};
use crate::base::{Diagnostic, FileId};
use crate::model::ScriptId;

const SCRIPT: ScriptId = ScriptId(0);

fn method(name: &str) -> LoadedMethod {
    let text = shipped()
        .iter()
        .find(|(known, _)| *known == name)
        .unwrap()
        .1;
    let (method, diagnostics) = load_method(name, FileId(0), text);
    assert_eq!(diagnostics, []);
    method.unwrap()
}

#[track_caller]
fn near(a: f64, b: f64, tolerance: f64) {
    assert!((a - b).abs() <= tolerance, "{a} is not {b}");
}

#[track_caller]
fn library(text: &str) -> Library {
    let (library, diagnostics) = Library::load(&[("s", "s.rhai", FileId(0), text)]);
    assert_eq!(diagnostics, [], "{text}");
    library
}

#[track_caller]
fn refused(text: &str) -> Diagnostic {
    let (_, diagnostics) = Library::load(&[("s", "s.rhai", FileId(0), text)]);
    assert!(!diagnostics.is_empty(), "{text}");
    diagnostics.into_iter().next().unwrap()
}

#[track_caller]
fn both(library: &Library, function: &str, arguments: &[Argument]) -> Result<Value, Fault> {
    let fast = library.call(SCRIPT, function, arguments);
    let slow = library.interpret(SCRIPT, function, arguments);
    match (&fast, &slow) {
        (Ok(Value::Number(a)), Ok(Value::Number(b))) => assert_eq!(a.to_bits(), b.to_bits()),
        (Ok(a), Ok(b)) => assert_eq!(a, b),
        (Err(a), Err(b)) => assert_eq!(a.message, b.message),
        _ => panic!("{fast:?} and {slow:?}"),
    }
    fast
}
