//! The one engine that scripts are compiled and run in: no files, network, clock, randomness, output or state,
//! and bounds on everything. Knows nothing of methods.

use std::cell::Cell;
use std::sync::OnceLock;

use rhai::module_resolvers::DummyModuleResolver;
use rhai::{
    AST, CallFnOptions, Dynamic, Engine, EvalAltResult, EvalContext, OptimizationLevel, ParseError,
    Position, Scope,
};

use super::natives;
use crate::base::Limits;

/// How deep expressions and blocks may nest within a function.
pub(super) const NESTING: usize = 32;
/// Functions of one script.
pub(super) const FUNCTIONS: usize = 256;
/// Variables of one function at a time.
pub(super) const VARIABLES: usize = 256;
/// How deep lists may stand within lists.
const LISTS_IN_LISTS: usize = 8;
/// Elements of lists and characters of texts that one call may touch, for each operation it may take.
const TOUCHED_PER_OPERATION: u64 = 4;

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

/// Compiles a script without running anything of it.
pub(super) fn compile(text: &str) -> Result<AST, ParseError> {
    engine().compile(text)
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
pub(super) fn charge(elements: usize) -> Result<(), Box<EvalAltResult>> {
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

fn build() -> Engine {
    let mut engine = Engine::new_raw();
    set_language(&mut engine);
    set_limits(&mut engine);
    count_lists(&mut engine);
    engine.on_progress(|taken| {
        TAKEN.set(taken);
        None
    });
    natives::register(&mut engine);
    engine
}

/// Operators are ours alone: the built-in ones compare floats with a tolerance, give `false` for different types
/// and divide integers.
fn set_language(engine: &mut Engine) {
    engine.set_fast_operators(false);
    engine.set_optimization_level(OptimizationLevel::None);
    engine.set_strict_variables(true);
    engine.set_fail_on_invalid_map_property(true);
    engine.set_allow_anonymous_fn(false);
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

/// Reading a variable may copy a list, which counts as one operation however long the list is: so it is charged
/// for, and lists that nest too deep for the stack are stopped.
#[expect(
    deprecated,
    reason = "`on_var` is marked so because it may change; rhai is pinned to one version"
)]
fn count_lists(engine: &mut Engine) {
    engine.on_var(|name, index, context: EvalContext| {
        let scope = context.scope();
        let value = match index.checked_sub(1) {
            Some(from_last) => scope.iter_raw().nth(from_last).map(|(_, _, value)| value),
            None => scope.get(name),
        };
        match value {
            Some(value) if value.is_array() => charge(elements(value, LISTS_IN_LISTS)?)?,
            _ => {}
        }
        Ok(None)
    });
}

fn elements(value: &Dynamic, deeper: usize) -> Result<usize, Box<EvalAltResult>> {
    let Ok(list) = value.as_array_ref() else {
        return Ok(1);
    };
    let Some(deeper) = deeper.checked_sub(1) else {
        let message = format!("lists nest deeper than {LISTS_IN_LISTS}");
        return Err(EvalAltResult::ErrorDataTooLarge(message, Position::NONE).into());
    };
    let mut count = 1usize;
    for item in list.iter() {
        count = count.saturating_add(elements(item, deeper)?);
    }
    Ok(count)
}
