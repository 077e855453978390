//! From a method's script to a method: its functions, its constants and its words. Tries no laws itself.

use std::sync::Arc;

use rhai::Dynamic;

use super::lower::{self, Shape};
use super::method::{LoadedMethod, to_evidence};
use super::program::{self, Program, Tree};
use super::{Fault, FaultKind, laws, value, words};
use crate::base::{Diagnostic, FileId, Span, Strength, nearest};
use crate::model::{Evidence, Method, MethodFunction};

/// The functions a method needs, with their parameters.
const NEEDED: &[(&str, &[&str])] = &[
    ("scale", &["word"]),
    ("range", &[]),
    ("normalize", &[]),
    ("zero", &[]),
    ("lift", &["weight", "certainty"]),
    ("merge", &["a", "b"]),
    ("total", &["x"]),
    ("belief", &["x"]),
    ("share", &["total", "best"]),
];

/// The functions a method may have.
const OPTIONAL: &[(&str, &[&str])] = &[("cut", &["x", "n"]), ("describe", &["x"])];

/// The names and texts of the methods that come with the program, in the order of their names.
pub fn shipped() -> &'static [(&'static str, &'static str)] {
    &[
        (
            "certainty",
            include_str!("../../rules/methods/certainty.rhai"),
        ),
        ("odds", include_str!("../../rules/methods/odds.rhai")),
        (
            "scorecard",
            include_str!("../../rules/methods/scorecard.rhai"),
        ),
    ]
}

/// A method that comes with the program. A test holds each to its laws, so they are not tried again at every start.
pub fn shipped_method(name: &str) -> Option<LoadedMethod> {
    let (_, text) = shipped().iter().find(|(other, _)| *other == name)?;
    load(name, FileId::default(), text).ok()
}

/// Loads a method from its script: `name` as written in the rulebook, `file` for places in diagnostics.
///
/// Its functions and their laws are tried. Gives the method where nothing is wrong with it, with what is doubtful, and
/// all that is wrong otherwise.
pub fn load_method(
    name: &str,
    file: FileId,
    text: &str,
) -> (Option<LoadedMethod>, Vec<Diagnostic>) {
    match load(name, file, text) {
        Ok(method) => {
            let broken = laws::check(&method);
            if broken.is_empty() {
                let mut doubtful = nearly_optional(&method.program);
                doubtful.extend(method.program.doubtful.iter().cloned());
                (Some(method), doubtful)
            } else {
                (None, broken)
            }
        }
        Err(diagnostics) => (None, diagnostics),
    }
}

/// The method of a rulebook that was checked before, ready to be called again; its laws are not tried a second time.
///
/// The rulebook's own values of the words are kept. Places in faults are those of `file`.
pub fn reload_method(method: &Method, file: FileId) -> Result<LoadedMethod, Vec<Diagnostic>> {
    let mut loaded = load(&method.name, file, &method.script)?;
    loaded.method.scale = method.scale;
    Ok(loaded)
}

/// The method with a rulebook's own values of `weakly`, `moderately`, `strongly` and `decisively`, in this order.
///
/// `None` keeps the method's value. A value must be positive, finite and within the method's range, and the words
/// must rise in this order; each problem is a diagnostic at the value's place, and that value is not taken.
pub fn with_scale(
    method: &LoadedMethod,
    scale: &[Option<(f64, Span)>; 4],
) -> (LoadedMethod, Vec<Diagnostic>) {
    let mut changed = method.clone();
    let mut diagnostics = Vec::new();
    let own = scale.iter().zip(Strength::ALL);
    for (value, (given, strength)) in changed.method.scale.iter_mut().zip(own) {
        let Some((number, span)) = *given else {
            continue;
        };
        match out_of_range(number, method.method.range) {
            Some(problem) => diagnostics.push(scale_error(span, strength, number, &problem)),
            None => *value = number,
        }
    }
    let pairs = Strength::ALL.iter().zip(Strength::ALL.iter().skip(1));
    let values = changed
        .method
        .scale
        .iter()
        .zip(changed.method.scale.iter().skip(1));
    let spans = scale.iter().zip(scale.iter().skip(1));
    for ((words, (low, high)), (first, second)) in pairs.zip(values).zip(spans) {
        let place = second.or(*first).map(|(_, span)| span);
        if let (true, Some(span)) = (diagnostics.is_empty() && low > high, place) {
            let (weaker, stronger) = (words.0.word(), words.1.word());
            let message = format!("`{weaker}` is {low} and `{stronger}` only {high}");
            diagnostics.push(
                Diagnostic::error("E0514", span, message)
                    .help("the words must rise: weakly, moderately, strongly, decisively"),
            );
        }
    }
    (changed, diagnostics)
}

fn out_of_range(number: f64, range: f64) -> Option<String> {
    if !number.is_finite() || number <= 0.0 {
        Some("must be larger than 0".into())
    } else if number > range {
        Some(format!("must be at most {range}, the range of the method"))
    } else {
        None
    }
}

fn scale_error(span: Span, strength: Strength, number: f64, problem: &str) -> Diagnostic {
    let message = format!("`{}` {problem}, but is {number}", strength.word());
    Diagnostic::error("E0514", span, message)
}

fn load(name: &str, file: FileId, text: &str) -> Result<LoadedMethod, Vec<Diagnostic>> {
    let (program, tree) = program::read(file, text)?;
    let missing = check_functions(name, &program);
    if !missing.is_empty() {
        return Err(missing);
    }
    let constants = Constants::read(&program)?;
    let method = lowered_method(name, text, &program, &tree, constants)?;
    Ok(LoadedMethod {
        method,
        program: Arc::new(program),
    })
}

fn check_functions(name: &str, program: &Program) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut absent = Vec::new();
    for (function, parameters) in NEEDED.iter().chain(OPTIONAL) {
        match program.function(function) {
            _ if program.index(function, parameters.len()).is_some() => {}
            Some(other) => {
                let takes = words::arguments(parameters.len());
                let message = format!(
                    "`{function}` of a method takes {takes}, not {}",
                    other.parameters.len()
                );
                found.push(
                    Diagnostic::error("E0510", other.span, message)
                        .help(format!("write `fn {}`", signature(function, parameters))),
                );
            }
            None if NEEDED.iter().any(|(needed, _)| needed == function) => {
                match misspelt(name, program, function) {
                    Some(problem) => found.push(problem),
                    None => absent.push(*function),
                }
            }
            None => {}
        }
    }
    if !absent.is_empty() {
        found.push(missing(name, program, &absent));
    }
    found
}

/// A function that is there under nearly its name.
fn misspelt(name: &str, program: &Program, function: &str) -> Option<Diagnostic> {
    let known = |name: &str| {
        NEEDED
            .iter()
            .chain(OPTIONAL)
            .any(|(known, _)| *known == name)
    };
    let strangers = program.functions.iter().map(|function| &*function.name);
    let near = nearest(function, strangers.filter(|name| !known(name)))?;
    let span = program.function(near)?.span;
    let message = format!("the method `{name}` has no function `{function}`");
    Some(
        Diagnostic::error("E0510", span, message).help(format!("should `{near}` be `{function}`?")),
    )
}

/// The functions that nothing calls, and that nearly have the name of one that a method may have.
fn nearly_optional(program: &Program) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (function, parameters) in OPTIONAL {
        if program.function(function).is_some() {
            continue;
        }
        let is_own = |name: &str| NEEDED.iter().any(|(needed, _)| *needed == name);
        let idle = program.functions.iter().filter(|own| {
            let named = program.places.count(&own.name);
            own.parameters.len() == parameters.len() && named == 1 && !is_own(&own.name)
        });
        let near = nearest(function, idle.map(|own| &*own.name));
        if let Some(own) = near.and_then(|near| program.function(near)) {
            let message = format!("nothing calls the function `{}`", own.name);
            found.push(
                Diagnostic::warning("W0504", own.span, message)
                    .did_you_mean(own.span, Some(function)),
            );
        }
    }
    found
}

/// All functions that are not there at all, in one problem.
fn missing(name: &str, program: &Program, functions: &[&str]) -> Diagnostic {
    let quoted: Vec<String> = functions.iter().map(|name| format!("`{name}`")).collect();
    let noun = if quoted.len() == 1 {
        "function"
    } else {
        "functions"
    };
    let message = format!("the method `{name}` has no {noun} {}", quoted.join(", "));
    let needed: Vec<String> = NEEDED
        .iter()
        .map(|(name, parameters)| format!("`{}`", signature(name, parameters)))
        .collect();
    Diagnostic::error("E0510", program.places.start(), message)
        .help(format!("a method needs {}", needed.join(", ")))
}

fn signature(name: &str, parameters: &[&str]) -> String {
    format!("{name}({})", parameters.join(", "))
}

/// What a method says once, when it is loaded.
struct Constants {
    scale: [f64; 4],
    range: f64,
    normalize: bool,
    zero: Evidence,
}

impl Constants {
    fn read(program: &Program) -> Result<Self, Vec<Diagnostic>> {
        let mut found = Vec::new();
        let range = keep(&mut found, range(program)).unwrap_or(f64::INFINITY);
        let mut scale = [0.0; 4];
        for (value, strength) in scale.iter_mut().zip(Strength::ALL) {
            if let Some(number) = keep(&mut found, word(program, strength, range)) {
                *value = number;
            }
        }
        if found.is_empty() && scale.iter().zip(scale.iter().skip(1)).any(|(a, b)| a > b) {
            let message = "`scale` does not rise from `weakly` to `decisively`";
            let fault = program.fault_at(FaultKind::Failed, "scale", message);
            found.push(problem("E0511", &fault));
        }
        let normalize = keep(&mut found, normalize(program));
        let zero = keep(&mut found, zero(program));
        match (normalize, zero) {
            (Some(normalize), Some(zero)) if found.is_empty() => Ok(Self {
                scale,
                range,
                normalize,
                zero,
            }),
            _ => Err(found),
        }
    }
}

fn keep<T>(found: &mut Vec<Diagnostic>, result: Result<T, Fault>) -> Option<T> {
    result
        .map_err(|fault| found.push(problem("E0511", &fault)))
        .ok()
}

/// A fault while loading, under a code of its own.
pub(super) fn problem(code: &'static str, fault: &Fault) -> Diagnostic {
    fault.diagnostic(code)
}

fn range(program: &Program) -> Result<f64, Fault> {
    let result = program.call("range", Vec::new())?;
    match value::number(&result) {
        Some(range) if range.is_finite() && range > 0.0 => Ok(range),
        _ => Err(wrong(program, "range", &result, "a number larger than 0")),
    }
}

fn word(program: &Program, strength: Strength, range: f64) -> Result<f64, Fault> {
    let result = program.call("scale", vec![Dynamic::from(strength.word())])?;
    let call = format!("scale(\"{}\")", strength.word());
    let Some(number) = value::number(&result) else {
        return Err(wrong(program, &call, &result, "a number"));
    };
    match out_of_range(number, range) {
        Some(problem) => {
            let message = format!("`{call}` {problem}, but is {number}");
            Err(program.fault_at(FaultKind::WrongType, "scale", message))
        }
        None => Ok(number),
    }
}

fn normalize(program: &Program) -> Result<bool, Fault> {
    let result = program.call("normalize", Vec::new())?;
    result
        .as_bool()
        .map_err(|_| wrong(program, "normalize", &result, "`true` or `false`"))
}

fn zero(program: &Program) -> Result<Evidence, Fault> {
    let result = program.call("zero", Vec::new())?;
    let wanted = format!("a number or a list of 1 to {} numbers", lower::ELEMENTS);
    match to_evidence(&result) {
        Some(zero)
            if (1..=lower::ELEMENTS).contains(&zero.numbers().len())
                && zero.numbers().iter().all(|number| number.is_finite()) =>
        {
            Ok(zero)
        }
        _ => Err(wrong(program, "zero", &result, &wanted)),
    }
}

fn wrong(program: &Program, call: &str, result: &Dynamic, wanted: &str) -> Fault {
    let name = call.split('(').next().unwrap_or(call);
    let call = if call.contains('(') {
        call.into()
    } else {
        format!("{call}()")
    };
    let kind = match value::number(result) {
        Some(number) => number.to_string(),
        None => value::kind(result).into(),
    };
    let message = format!("`{call}` returns {kind}, not {wanted}");
    program.fault_at(FaultKind::WrongType, name, message)
}

fn lowered_method(
    name: &str,
    text: &str,
    program: &Program,
    tree: &Tree,
    constants: Constants,
) -> Result<Method, Vec<Diagnostic>> {
    let evidence = match &constants.zero {
        Evidence::Number(_) => Shape::Number,
        Evidence::Array(numbers) => Shape::Array(numbers.len()),
    };
    let mut found = Vec::new();
    let mut function = |name: &str, takes: &[Shape], gives: Shape| {
        let index = program.index(name, takes.len()).unwrap_or(usize::MAX);
        match lower::lower(program, tree, index, takes) {
            Ok(outcome) if outcome.result == gives => MethodFunction::Lowered(outcome.lowered),
            Ok(outcome) => {
                let message = format!(
                    "`{name}` returns {}, not {}",
                    words_of(outcome.result),
                    words_of(gives)
                );
                let fault = program.fault_at(FaultKind::WrongType, name, message);
                found.push(problem("E0512", &fault));
                MethodFunction::Interpreted("gives something else".into())
            }
            Err(reason) => MethodFunction::Interpreted(reason),
        }
    };
    let (one, many) = (Shape::Number, evidence);
    let method = Method {
        name: name.into(),
        script: text.into(),
        scale: constants.scale,
        range: constants.range,
        normalize: constants.normalize,
        lift: function("lift", &[one, one], many),
        merge: function("merge", &[many, many], many),
        total: function("total", &[many], one),
        cut: program
            .index("cut", 2)
            .map(|_| function("cut", &[many, one], many)),
        belief: function("belief", &[many], one),
        share: function("share", &[one, one], one),
        describes: program.index("describe", 1).is_some(),
        zero: constants.zero,
    };
    if found.is_empty() {
        Ok(method)
    } else {
        Err(found)
    }
}

fn words_of(shape: Shape) -> String {
    match shape {
        Shape::Number | Shape::Open => "a number".into(),
        Shape::Truth => "yes or no".into(),
        Shape::Array(length) => format!("a list of {length} numbers"),
    }
}
