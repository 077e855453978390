//! A script that was read: its tree, its functions with their bodies, and its constants. Lowers nothing.

use std::sync::Arc;

use rhai::{AST, ASTNode, Dynamic, EvalAltResult, Expr, Module, Position, ScriptFuncDef, Stmt};

use super::literals::Written;
use super::places::Places;
use super::{Fault, FaultKind, sandbox, unread, vet, words};
use crate::base::{Diagnostic, FileId, Limits, Span, thousands_in_words};

/// Lines that Rhai's positions can tell apart.
const LINES: usize = 65_000;

/// A script that can be called.
#[derive(Clone, Debug)]
pub(super) struct Program {
    ast: AST,
    constants: bool,
    pub(super) places: Places,
    /// The functions in the order of their definitions.
    pub(super) functions: Vec<Function>,
    /// What may be meant otherwise than it is read.
    pub(super) doubtful: Vec<Diagnostic>,
}

/// A function of a script.
#[derive(Clone, Debug)]
pub(super) struct Function {
    pub(super) name: Arc<str>,
    pub(super) parameters: Vec<Arc<str>>,
    /// Whether it may be called from outside the script.
    pub(super) public: bool,
    /// Its name where it is defined.
    pub(super) span: Span,
}

/// The statements of a script, as the lowering and the checks read them.
#[derive(Debug)]
pub(super) struct Tree {
    /// The statements of each function, in the order of [`Program::functions`].
    pub(super) bodies: Vec<Vec<Stmt>>,
    /// The constants of the top level.
    pub(super) constants: Vec<(Arc<str>, Expr)>,
    /// What these do not tell.
    pub(super) written: Written,
}

/// Reads a script and checks that it uses only what scripts may use.
pub(super) fn read(file: FileId, text: &str) -> Result<(Program, Tree), Vec<Diagnostic>> {
    let places = Places::new(file, text);
    check_size(&places, text)?;
    // In the place of a byte order mark stands one other character, so that columns stay those of the text.
    let marked = text.strip_prefix('\u{feff}').map(|rest| format!(" {rest}"));
    let (ast, written) = sandbox::compile(marked.as_deref().unwrap_or(text))
        .map_err(|error| vec![unread::parse_error(&error, &places)])?;
    let (functions, bodies) = functions(&ast, &places);
    let tree = Tree {
        bodies,
        constants: constants(&ast),
        written,
    };
    let grouped = |(at, number): &(Position, String)| {
        let span = places.text(*at, number)?;
        let (message, help, digits) = thousands_in_words(number);
        let problem = Diagnostic::warning("W0505", span, message);
        Some(problem.help(help).edit(span, digits))
    };
    let program = Program {
        doubtful: tree.written.grouped.iter().filter_map(grouped).collect(),
        constants: !tree.constants.is_empty(),
        ast,
        places,
        functions,
    };
    let diagnostics = vet::check(&program, &program.ast, &tree);
    if diagnostics.is_empty() {
        Ok((program, tree))
    } else {
        Err(diagnostics)
    }
}

impl Program {
    /// Calls a function with Rhai; the result is whatever the script gave.
    pub(super) fn call(&self, function: &str, arguments: Vec<Dynamic>) -> Result<Dynamic, Fault> {
        let position = self.position(function, arguments.len())?;
        sandbox::call(&self.ast, self.constants, function, arguments)
            .map_err(|error| self.fault(function, &error).at(position))
    }

    /// The function of a name, where there is one.
    pub(super) fn function(&self, name: &str) -> Option<&Function> {
        self.functions
            .iter()
            .find(|function| &*function.name == name)
    }

    /// The index of a function in [`Program::functions`].
    pub(super) fn index(&self, name: &str, arity: usize) -> Option<usize> {
        self.functions
            .iter()
            .position(|function| &*function.name == name && function.parameters.len() == arity)
    }

    /// A fault at a function's definition.
    pub(super) fn fault_at(
        &self,
        kind: FaultKind,
        function: &str,
        message: impl Into<String>,
    ) -> Fault {
        let span = self.function(function).map(|function| function.span);
        Fault::new(kind, function, message).at(span)
    }

    fn position(&self, name: &str, arity: usize) -> Result<Option<Span>, Fault> {
        match self.index(name, arity) {
            Some(at) => Ok(self.functions.get(at).map(|function| function.span)),
            None => {
                let message = words::no_function(name, arity, self.function(name));
                Err(Fault::new(FaultKind::Missing, name, message))
            }
        }
    }

    fn fault(&self, function: &str, error: &EvalAltResult) -> Fault {
        let (kind, message) = words::run_error(error);
        let message = format!("`{function}` failed: {message}");
        let position = match error.unwrap_inner().position() {
            Position::NONE => error.position(),
            position => position,
        };
        Fault::new(kind, function, message).at(self.places.token(position))
    }
}

fn check_size(places: &Places, text: &str) -> Result<(), Vec<Diagnostic>> {
    let most = Limits::DEFAULT.item_bytes;
    let message = if text.len() > most {
        format!("the script has {} bytes; the limit is {most}", text.len())
    } else if places.lines() > LINES {
        format!(
            "the script has {} lines; the limit is {LINES}",
            places.lines()
        )
    } else {
        return Ok(());
    };
    Err(vec![Diagnostic::error("E0506", places.start(), message)])
}

/// The functions with their statements, in the order of the text. Rhai keeps them in a hash table.
fn functions(ast: &AST, places: &Places) -> (Vec<Function>, Vec<Vec<Stmt>>) {
    let mut named: Vec<&ScriptFuncDef> = definitions(ast)
        .filter(|definition| !is_in_place(&definition.name))
        .collect();
    named.sort_by_key(|definition| definition.body.start_position());
    let function = |definition: &ScriptFuncDef| Function {
        name: definition.name.as_str().into(),
        parameters: definition
            .params
            .iter()
            .map(|name| name.as_str().into())
            .collect(),
        public: !definition.access.is_private(),
        span: places.definition(&definition.name, definition.body.start_position()),
    };
    let both = named.into_iter();
    both.map(|definition| (function(definition), statements(definition)))
        .unzip()
}

/// The definitions of all functions, those in place included, in no order.
pub(super) fn definitions(ast: &AST) -> impl Iterator<Item = &ScriptFuncDef> {
    ast.iter_fn_def().map(|definition| &**definition)
}

/// Whether a function is one without a name, as in `list.filter(|x| x > 2)`.
pub(super) fn is_in_place(name: &str) -> bool {
    name.contains('$')
}

/// The statements of a function. Rhai does not export the type of its body, so they are met by a walk.
fn statements(definition: &ScriptFuncDef) -> Vec<Stmt> {
    let mut found = Vec::new();
    walk(definition, &mut |path| {
        if let [ASTNode::Stmt(statement)] = path {
            found.push((*statement).clone());
        }
    });
    found
}

/// Shows every node of a function, each with those around it, outermost first.
pub(super) fn walk(definition: &ScriptFuncDef, see: &mut dyn FnMut(&[ASTNode<'_>])) {
    let mut alone = Module::new();
    alone.set_script_fn(definition.clone());
    AST::new([], alone).walk(&mut |path: &[ASTNode<'_>]| {
        see(path);
        true
    });
}

fn constants(ast: &AST) -> Vec<(Arc<str>, Expr)> {
    ast.statements()
        .iter()
        .filter_map(|statement| match statement {
            Stmt::Var(variable, ..) => Some((variable.0.name.as_str().into(), variable.1.clone())),
            _ => None,
        })
        .collect()
}
