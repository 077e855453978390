//! The operators and functions a script may use: all of them, and nothing else. Runs no script.

mod each;
mod lists;
mod maps;
mod numbers;
mod texts;

use rhai::{Dynamic, Engine, FuncRegistration, ImmutableString, RhaiNativeFunc, Variant};

use super::Kind;
use super::value::{self, Fallible};

/// A function that every script has besides its own.
#[derive(Clone, Copy, Debug)]
pub struct Native {
    /// Its name.
    pub name: &'static str,
    /// How many arguments it may take, what it is called on included.
    pub takes: &'static [usize],
    /// What it gives, where that is always of one kind.
    pub gives: Option<Kind>,
    /// Whether it takes a function that is written in place, as in `list.filter(|x| x > 2)`.
    pub calls: bool,
}

/// The functions, by what they work on.
pub const FUNCTIONS: &[(&str, &[Native])] = &[
    ("numbers", numbers::FUNCTIONS),
    ("texts", texts::FUNCTIONS),
    ("lists", lists::FUNCTIONS),
    ("lists, with a function", each::FUNCTIONS),
    ("maps", maps::FUNCTIONS),
];

/// The operators.
pub(super) const OPERATORS: &[&str] = &[
    "+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">=", "!", "..", "..=",
];

/// The operators that assign.
pub(super) const ASSIGNMENTS: &[&str] = &["+=", "-=", "*=", "/=", "%="];

/// Registers everything of this folder.
pub(super) fn register(engine: &mut Engine) {
    numbers::register(engine);
    texts::register(engine);
    lists::register(engine);
    each::register(engine);
    maps::register(engine);
}

/// All functions of a name.
pub(super) fn named(name: &str) -> impl Iterator<Item = &'static Native> {
    let all = FUNCTIONS.iter().flat_map(|(_, functions)| *functions);
    all.filter(move |native| native.name == name)
}

const fn gives(name: &'static str, takes: &'static [usize], kind: Option<Kind>) -> Native {
    Native {
        name,
        takes,
        gives: kind,
        calls: false,
    }
}

/// A function that gives a number.
const fn number(name: &'static str, takes: &'static [usize]) -> Native {
    gives(name, takes, Some(Kind::Number))
}

/// A function that gives yes or no.
const fn truth(name: &'static str, takes: &'static [usize]) -> Native {
    gives(name, takes, Some(Kind::Truth))
}

/// A function that gives something else, or changes what it is called on.
const fn other(name: &'static str, takes: &'static [usize]) -> Native {
    gives(name, takes, None)
}

/// Registers a function that changes what it is called on, which must not be a constant then.
fn changing<A: 'static, const N: usize, const X: bool, R: Variant + Clone, const F: bool>(
    engine: &mut Engine,
    name: &str,
    function: impl RhaiNativeFunc<A, N, X, R, F> + Send + Sync + 'static,
) {
    FuncRegistration::new(name)
        .with_purity(false)
        .register_into_engine(engine, function);
}

/// The argument as a text.
fn word_of(name: &str, argument: &Dynamic) -> Fallible<ImmutableString> {
    match value::word(argument) {
        Some(word) => Ok(word),
        None => needs(name, "a text", argument),
    }
}

/// The argument as a whole number.
fn whole_of(name: &str, argument: &Dynamic) -> Fallible<i64> {
    match value::number(argument) {
        Some(number) => match value::whole_form(number) {
            Some(whole) => Ok(whole),
            None => value::raise(format!(
                "`{name}` needs a whole number, but got {number}; `floor`, `round` and `ceiling` return one"
            )),
        },
        None => needs(name, "a whole number", argument),
    }
}

fn needs<T>(name: &str, wanted: &str, got: &Dynamic) -> Fallible<T> {
    value::raise(format!(
        "`{name}` needs {wanted}, but got {}",
        value::kind(got)
    ))
}

/// The part of `length` elements that begins at `start` and has at most `count`; a negative start counts from the end.
fn part(length: usize, start: i64, count: i64) -> (usize, usize) {
    let size = usize::try_from(start.unsigned_abs()).unwrap_or(usize::MAX);
    let from = match start < 0 {
        true => length.saturating_sub(size),
        false => size.min(length),
    };
    let most = length.saturating_sub(from);
    let count = usize::try_from(count.max(0)).unwrap_or(usize::MAX);
    (from, count.min(most))
}

/// Start and count of a part that is asked for by a range, or by a start and perhaps a count.
fn span(name: &str, start: &Dynamic, count: Option<&Dynamic>) -> Fallible<(i64, i64)> {
    if let Some(range) = start.read_lock::<std::ops::Range<i64>>() {
        let from = range.start.max(0);
        return Ok((from, range.end.saturating_sub(from)));
    }
    if let Some(range) = start.read_lock::<std::ops::RangeInclusive<i64>>() {
        let from = (*range.start()).max(0);
        let count = range.end().saturating_sub(from).saturating_add(1);
        return Ok((from, count));
    }
    let count = count.map_or(Ok(i64::MAX), |count| whole_of(name, count))?;
    Ok((whole_of(name, start)?, count))
}

/// The place of one of `length` elements; a negative index counts from the end.
fn place(length: usize, index: i64) -> Option<usize> {
    let (from, count) = part(length, index, 1);
    let inside = count > 0 && (index >= 0 || index.unsigned_abs() <= length as u64);
    inside.then_some(from)
}
