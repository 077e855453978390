//! The one engine that scripts are compiled and run in: no files, network, clock, randomness, output or state,
//! and bounds on everything. Knows nothing of methods.

use std::cell::Cell;
use std::sync::OnceLock;

use rhai::module_resolvers::DummyModuleResolver;
use rhai::{
    AST, CallFnOptions, Dynamic, Engine, EvalAltResult, EvalContext, OptimizationLevel, ParseError,
    Position, Scope,
};

use super::literals::{self, Written};
use super::natives;
use super::value::Fallible;
use crate::base::Limits;

/// How deep expressions and blocks may nest within a function.
pub(super) const NESTING: usize = 32;
/// Functions of one script.
pub(super) const FUNCTIONS: usize = 256;
/// Variables of one function at a time.
pub(super) const VARIABLES: usize = 256;
/// How deep lists and maps may stand within each other.
pub(super) const LISTS_IN_LISTS: usize = 8;
/// Elements of lists and characters of texts that one call may touch, for each operation it may take.
const TOUCHED_PER_OPERATION: u64 = 4;

/// What grows too large: the first three are Rhai's own words for it.
pub(super) const TEXT: &str = "Length of string";
pub(super) const LIST: &str = "Size of array/BLOB";
pub(super) const MAP: &str = "Size of object map";
pub(super) const DEEP: &str = "Depth of lists and maps";

thread_local! {
    /// What the call that runs on this thread has touched so far; set to zero where a call begins.
    static TOUCHED: Cell<u64> = const { Cell::new(0) };
    /// The operations that the call that runs on this thread has taken so far.
    static TAKEN: Cell<u64> = const { Cell::new(0) };
    /// The operations of all calls on this thread.
    static SPENT: Cell<u64> = const { Cell::new(0) };
}

/// The operations that all calls of scripts on this thread have taken, each one more than it counted: a measure of
/// work that is the same on every machine. Only the difference between two of them means something.
pub fn spent() -> u64 {
    SPENT.get()
}

/// The engine, made once per process.
fn engine() -> &'static Engine {
    static ENGINE: OnceLock<Engine> = OnceLock::new();
    ENGINE.get_or_init(build)
}

/// A script without comments and white space that mean nothing; as it is where it cannot be read.
pub fn compact(text: &str) -> String {
    let read = engine().compact_script(text.strip_prefix('\u{feff}').unwrap_or(text));
    read.unwrap_or_else(|_| text.to_owned())
}

/// Compiles a script without running anything of it; gives with it what the tree does not tell.
pub(super) fn compile(text: &str) -> Result<(AST, Written), ParseError> {
    let (ast, written) = literals::reading(|| engine().compile(text));
    Ok((ast?, written))
}

/// Calls a function; `constants` tells whether the script's top level has constants to set up first.
pub(super) fn call(
    ast: &AST,
    constants: bool,
    function: &str,
    arguments: Vec<Dynamic>,
) -> Result<Dynamic, Box<EvalAltResult>> {
    TOUCHED.set(0);
    TAKEN.set(0);
    let options = CallFnOptions::new().eval_ast(constants).rewind_scope(true);
    let result =
        engine().call_fn_with_options(options, &mut Scope::new(), ast, function, arguments);
    let touched = TOUCHED
        .get()
        .checked_div(TOUCHED_PER_OPERATION)
        .unwrap_or(0);
    let taken = TAKEN.get().max(touched).saturating_add(1);
    SPENT.set(SPENT.get().saturating_add(taken));
    result
}

/// Counts what a function in Rust is about to touch; an operation count alone does not bound its work.
pub(super) fn charge(elements: usize) -> Fallible<()> {
    let most = Limits::DEFAULT
        .script_operations
        .saturating_mul(TOUCHED_PER_OPERATION);
    let touched = TOUCHED
        .get()
        .saturating_add(u64::try_from(elements).unwrap_or(u64::MAX));
    TOUCHED.set(touched);
    if touched > most {
        return Err(EvalAltResult::ErrorTooManyOperations(Position::NONE).into());
    }
    Ok(())
}

/// Whether a text of that many bytes may be made.
pub(super) fn fits_text(bytes: usize) -> Fallible<()> {
    fits(bytes, TEXT)
}

/// Whether a list of that many elements may be made.
pub(super) fn fits_list(elements: usize) -> Fallible<()> {
    fits(elements, LIST)
}

/// Whether a map of that many entries may be made.
pub(super) fn fits_map(entries: usize) -> Fallible<()> {
    fits(entries, MAP)
}

fn fits(size: usize, what: &str) -> Fallible<()> {
    if size > Limits::DEFAULT.script_size {
        return Err(EvalAltResult::ErrorDataTooLarge(what.into(), Position::NONE).into());
    }
    Ok(())
}

fn build() -> Engine {
    let mut engine = Engine::new_raw();
    set_language(&mut engine);
    set_limits(&mut engine);
    count_copies(&mut engine);
    count_operations(&mut engine);
    natives::register(&mut engine);
    engine
}

/// Rhai counts the operations of a function that is called from Rust apart; here all of a call are counted together.
fn count_operations(engine: &mut Engine) {
    engine.on_progress(|_| {
        let taken = TAKEN.get().saturating_add(1);
        TAKEN.set(taken);
        (taken > Limits::DEFAULT.script_operations).then_some(Dynamic::UNIT)
    });
}

/// Operators are ours alone: the built-in ones compare floats with a tolerance, give `false` for different types
/// and divide integers.
#[expect(
    deprecated,
    reason = "`on_parse_token` is marked so because it may change; rhai is pinned to one version"
)]
fn set_language(engine: &mut Engine) {
    engine.on_parse_token(|token, at, _| literals::one_form(token, at));
    engine.set_fast_operators(false);
    engine.set_optimization_level(OptimizationLevel::None);
    engine.set_strict_variables(true);
    engine.set_module_resolver(DummyModuleResolver::new());
    engine.disable_symbol("eval");
    engine.on_print(|_| {});
    engine.on_debug(|_, _, _| {});
}

fn set_limits(engine: &mut Engine) {
    let limits = Limits::DEFAULT;
    engine.set_max_operations(limits.script_operations);
    engine.set_max_call_levels(limits.script_depth);
    engine.set_max_expr_depths(NESTING, NESTING);
    engine.set_max_variables(VARIABLES);
    engine.set_max_functions(FUNCTIONS);
    engine.set_max_modules(0);
    engine.set_max_string_size(limits.script_size);
    engine.set_max_array_size(limits.script_size);
    engine.set_max_map_size(limits.script_size);
    engine.set_max_strings_interned(0);
}

/// Reading a variable may copy a list or map, which counts as one operation however long it is: so it is charged
/// for, and those that nest too deep for the stack are stopped.
#[expect(
    deprecated,
    reason = "`on_var` is marked so because it may change; rhai is pinned to one version"
)]
fn count_copies(engine: &mut Engine) {
    engine.on_var(|name, index, context: EvalContext| {
        let scope = context.scope();
        let value = match index.checked_sub(1) {
            Some(from_last) => scope.iter_raw().nth(from_last).map(|(_, _, value)| value),
            None => scope.get(name),
        };
        match value {
            Some(value) if value.is_array() || value.is_map() => charge(elements(value)?)?,
            _ => {}
        }
        Ok(None)
    });
}

/// How many elements a value has, those within its lists and maps included; 1 for all else.
pub(super) fn elements(value: &Dynamic) -> Fallible<usize> {
    count(value, LISTS_IN_LISTS)
}

fn count(value: &Dynamic, deeper: usize) -> Fallible<usize> {
    if let Ok(list) = value.as_array_ref() {
        return count_all(list.iter(), deeper);
    }
    match value.as_map_ref() {
        Ok(map) => {
            fits_map(map.len())?;
            count_all(map.values(), deeper)
        }
        Err(_) => Ok(1),
    }
}

fn count_all<'v>(values: impl Iterator<Item = &'v Dynamic>, deeper: usize) -> Fallible<usize> {
    let Some(deeper) = deeper.checked_sub(1) else {
        return Err(EvalAltResult::ErrorDataTooLarge(DEEP.into(), Position::NONE).into());
    };
    let mut sum = 1usize;
    for value in values {
        sum = sum.saturating_add(count(value, deeper)?);
    }
    Ok(sum)
}
