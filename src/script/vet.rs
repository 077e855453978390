//! What a script may not use, found before anything of it runs. Judges no values.

use rhai::{AST, ASTFlags, ASTNode, Expr, FnCallExpr, Position, Stmt};

use super::program::{Program, Tree};
use super::{natives, words};
use crate::base::{Diagnostic, suggestion};

/// Elements of one list as it is written in a script.
const LIST: usize = 256;

/// Every use of something that scripts may not use, by place.
pub(super) fn check(program: &Program, ast: &AST, tree: &Tree) -> Vec<Diagnostic> {
    let mut vet = Vet {
        program,
        tree,
        found: Vec::new(),
    };
    for statement in ast.statements() {
        vet.top_level(statement);
    }
    ast.walk(&mut |path: &[ASTNode<'_>]| {
        vet.node(path);
        true
    });
    vet.found.sort_by_key(Diagnostic::span);
    vet.found.dedup_by(|a, b| a == b);
    vet.found
}

struct Vet<'a> {
    program: &'a Program,
    tree: &'a Tree,
    found: Vec<Diagnostic>,
}

impl Vet<'_> {
    fn top_level(&mut self, statement: &Stmt) {
        match statement {
            Stmt::Noop(_) => {}
            Stmt::Var(variable, flags, _)
                if flags.contains(ASTFlags::CONSTANT) && is_literal(&variable.1) => {}
            Stmt::Var(_, flags, at) if flags.contains(ASTFlags::CONSTANT) => {
                self.error(
                    "E0502",
                    *at,
                    "a constant is a number, a text, yes or no, or a list of them",
                );
            }
            other => {
                let text = "only functions and constants may stand outside of functions";
                self.error("E0502", other.position(), text)
                    .push("scripts have no state between calls; write it into a function");
            }
        }
    }

    fn node(&mut self, path: &[ASTNode<'_>]) {
        match path.last() {
            Some(ASTNode::Stmt(statement)) => self.statement(statement),
            Some(ASTNode::Expr(expression)) => self.expression(expression),
            _ => {}
        }
    }

    fn statement(&mut self, statement: &Stmt) {
        match statement {
            Stmt::FnCall(call, at) => self.call(call, *at, 0),
            Stmt::Assignment(assignment) => {
                if let Some((_, _, _, sign, ..)) = assignment.0.get_op_assignment_info() {
                    self.operator(sign, assignment.0.position(), natives::ASSIGNMENTS);
                }
            }
            Stmt::Switch(_, at) => self
                .unavailable("`switch`", *at)
                .push("write `if … else if …`"),
            Stmt::TryCatch(_, at) => self.unavailable("`try`", *at).nothing(),
            Stmt::Import(_, at) => self.unavailable("`import`", *at).nothing(),
            Stmt::Export(_, at) => self.unavailable("`export`", *at).nothing(),
            Stmt::Share(_) => self
                .unavailable("a closure", statement.position())
                .nothing(),
            Stmt::BreakLoop(Some(_), _, at) => {
                self.unavailable("`break` with a value", *at).nothing();
            }
            Stmt::Var(_, flags, at) if flags.contains(ASTFlags::EXPORTED) => {
                self.unavailable("`export`", *at).nothing();
            }
            _ => {}
        }
    }

    fn expression(&mut self, expression: &Expr) {
        let at = expression.start_position();
        match expression {
            Expr::FnCall(call, at) => self.call(call, *at, 0),
            Expr::MethodCall(call, at) => self.call(call, *at, 1),
            Expr::Variable(variable, short, at) => {
                if !variable.2.is_empty() {
                    self.constant(variable.2.root(), &variable.1, *at);
                } else if short.is_none() && variable.0.is_none() {
                    let message = format!("there is no variable `{}`", variable.1);
                    self.error("E0501", *at, message).nothing();
                }
            }
            Expr::Property(property, at) => self
                .unavailable(&format!("the property `{}`", property.2), *at)
                .push("lists and texts have functions, as in `len(x)`"),
            Expr::Array(..) if count(expression) > LIST => {
                let message = format!("a list of more than {LIST} elements");
                self.error("E0506", at, message).nothing();
            }
            Expr::Dot(_, flags, at) | Expr::Index(_, flags, at)
                if flags.contains(ASTFlags::NEGATED) =>
            {
                self.unavailable("`?`", *at).nothing();
            }
            Expr::Map(..) => self.unavailable("an object map", at).push("use a list"),
            Expr::CharConstant(..) => self
                .unavailable("a letter in single quotes", at)
                .push("use double quotes"),
            Expr::Coalesce(..) => self.unavailable("`??`", at).nothing(),
            Expr::ThisPtr(_) => self.unavailable("`this`", at).nothing(),
            Expr::DynamicConstant(..) => self.unavailable("this constant", at).nothing(),
            _ => {}
        }
    }

    fn constant(&mut self, space: &str, name: &str, at: Position) {
        let names = self.tree.constants.iter().map(|(name, _)| &**name);
        if space != "global" {
            self.unavailable(&format!("`{space}::{name}`"), at)
                .nothing();
        } else if !self
            .tree
            .constants
            .iter()
            .any(|(known, _)| **known == *name)
        {
            let help = suggestion(name, names);
            let message = format!("there is no constant `{name}`");
            self.error("E0501", at, message).push_if(help);
        }
    }

    fn call(&mut self, call: &FnCallExpr, at: Position, object: usize) {
        let (name, arity) = (call.name.as_str(), call.args.len().saturating_add(object));
        if call.op_token.is_some() && name != "contains" {
            self.operator(name, at, natives::OPERATORS);
            if name == "/" && call.args.iter().all(is_whole) {
                self.error(
                    "E0505",
                    at,
                    "both sides are whole numbers, which is integer division elsewhere",
                )
                .push("write one of them with a point, as in `1.0 / 2`");
            }
        } else if call.is_qualified() || call.capture_parent_scope {
            self.unavailable(&format!("a call of `{name}` in this form"), at)
                .nothing();
        } else if !self.has(name, arity, object) {
            self.no_function(name, arity, at);
        }
    }

    /// A script's own function cannot be called on an object: it would have to use `this`.
    fn has(&self, name: &str, arity: usize, object: usize) -> bool {
        natives::FUNCTIONS.contains(&(name, arity))
            || (object == 0 && self.program.index(name, arity).is_some())
    }

    fn no_function(&mut self, name: &str, arity: usize, at: Position) {
        let native = natives::FUNCTIONS.iter().find(|(known, _)| *known == name);
        let own = self.program.function(name);
        let message = match native {
            Some((_, takes)) if own.is_none() => {
                format!("`{name}` takes {}, not {arity}", words::arguments(*takes))
            }
            _ => words::no_function(name, arity, own),
        };
        let names = natives::FUNCTIONS.iter().map(|(name, _)| *name);
        let own_names = self
            .program
            .functions
            .iter()
            .map(|function| &*function.name);
        let help = match native {
            None if own.is_none() => suggestion(name, names.chain(own_names)),
            _ => None,
        };
        self.error("E0504", at, message).push_if(help);
    }

    fn operator(&mut self, sign: &str, at: Position, known: &[&str]) {
        if sign.starts_with("**") {
            self.error(
                "E0505",
                at,
                format!("`{sign}` differs from machine to machine"),
            )
            .push("use `pow(x, y)`");
        } else if !known.contains(&sign) {
            self.unavailable(&format!("`{sign}`"), at).nothing();
        }
    }

    fn unavailable(&mut self, what: &str, at: Position) -> Help<'_> {
        self.error("E0503", at, format!("{what} is not available in scripts"))
    }

    fn error(&mut self, code: &'static str, at: Position, message: impl Into<String>) -> Help<'_> {
        let places = &self.program.places;
        let span = places.token(at).unwrap_or_else(|| places.start());
        self.found.push(Diagnostic::error(code, span, message));
        Help(self.found.last_mut())
    }
}

/// The diagnostic made last, to which a line of help may be added.
struct Help<'a>(Option<&'a mut Diagnostic>);

impl Help<'_> {
    fn push(self, text: &str) {
        self.push_if(Some(text.into()));
    }

    fn push_if(self, text: Option<String>) {
        if let (Some(diagnostic), Some(text)) = (self.0, text) {
            diagnostic.help.push(text);
        }
    }

    fn nothing(self) {}
}

/// A number, text or truth as it is written, or a list of them.
fn is_literal(expression: &Expr) -> bool {
    match expression {
        Expr::IntegerConstant(..)
        | Expr::FloatConstant(..)
        | Expr::BoolConstant(..)
        | Expr::StringConstant(..) => true,
        Expr::Array(items, _) => items.len() <= LIST && items.iter().all(is_simple),
        _ => false,
    }
}

fn is_simple(expression: &Expr) -> bool {
    !matches!(expression, Expr::Array(..)) && is_literal(expression)
}

/// Whole numbers as written, and sums, differences and products of them.
fn is_whole(expression: &Expr) -> bool {
    match expression {
        Expr::IntegerConstant(..) => true,
        Expr::FnCall(call, _) => {
            matches!(call.name.as_str(), "+" | "-" | "*") && call.args.iter().all(is_whole)
        }
        _ => false,
    }
}

/// The elements of a list as written, those of lists within it included.
fn count(expression: &Expr) -> usize {
    match expression {
        Expr::Array(items, _) => items
            .iter()
            .fold(0usize, |sum, item| sum.saturating_add(count(item).max(1))),
        _ => 1,
    }
}
