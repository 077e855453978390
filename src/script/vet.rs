//! What a script may not use, found before anything of it runs. Judges no values.

use rhai::{
    AST, ASTFlags, ASTNode, Expr, FnCallExpr, FnPtr, ImmutableString, Position, ScriptFuncDef, Stmt,
};

use super::program::{self, Program, Tree};
use super::refused::{self, Refused};
use super::{natives, unread, words};
use crate::base::{Diagnostic, Span, nearest};

/// Elements of one list or map as it is written in a script.
const LIST: usize = 256;

/// Every use of something that scripts may not use, by place.
pub(super) fn check(program: &Program, ast: &AST, tree: &Tree) -> Vec<Diagnostic> {
    let mut vet = Vet {
        program,
        tree,
        parameters: &[],
        found: Vec::new(),
    };
    for statement in ast.statements() {
        vet.top_level(statement);
    }
    for definition in program::definitions(ast) {
        vet.function(definition);
    }
    vet.open_cases();
    vet.found.sort_by_key(Diagnostic::span);
    vet.found.dedup_by(|a, b| a == b);
    vet.found
}

struct Vet<'a> {
    program: &'a Program,
    tree: &'a Tree,
    /// What the function at hand is given; one in place is given what it captures too.
    parameters: &'a [ImmutableString],
    found: Vec<Diagnostic>,
}

impl<'a> Vet<'a> {
    fn function(&mut self, definition: &'a ScriptFuncDef) {
        self.parameters = &definition.params;
        program::walk(definition, &mut |path| self.node(path));
    }

    fn open_cases(&mut self) {
        for at in &self.tree.written.open {
            let message = "a range in a `switch` needs a start; without one it begins at 0";
            self.error("E0501", *at, message)
                .push("write the start, as in `0..5` or `-100..5`");
        }
    }

    fn top_level(&mut self, statement: &Stmt) {
        match statement {
            Stmt::Noop(_) => {}
            Stmt::Var(variable, flags, at) if flags.contains(ASTFlags::CONSTANT) => {
                self.top_constant(&variable.1, *at);
            }
            Stmt::Import(_, at) | Stmt::Export(_, at) => self.refuse_word(&refused::OUTSIDE, *at),
            other => self.refuse(
                &refused::STATE,
                "a statement outside functions",
                other.position(),
            ),
        }
    }

    fn top_constant(&mut self, value: &Expr, at: Position) {
        if !is_literal(value) {
            let message = "a constant is a number, a text, yes or no, or a list or map of them, written literally";
            self.error("E0502", at, message)
                .push("write a function instead, as in `fn rate() { 2 * 60 }`");
        }
        self.size(value);
    }

    fn node(&mut self, path: &[ASTNode<'_>]) {
        match path.split_last() {
            Some((ASTNode::Stmt(statement), _)) => self.statement(statement),
            Some((ASTNode::Expr(expression), around)) => self.expression(expression, around),
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
            Stmt::TryCatch(_, at) => self.refuse_word(&refused::CATCH, *at),
            Stmt::Import(_, at) | Stmt::Export(_, at) => self.refuse_word(&refused::OUTSIDE, *at),
            // Rhai's walk passes the value of a `break` over.
            Stmt::BreakLoop(Some(value), ..) => {
                value.walk(&mut Vec::new(), &mut |path: &[ASTNode<'_>]| {
                    self.node(path);
                    true
                });
            }
            Stmt::Var(_, flags, at) if flags.contains(ASTFlags::EXPORTED) => {
                self.refuse_word(&refused::OUTSIDE, *at);
            }
            _ => {}
        }
    }

    fn expression(&mut self, expression: &Expr, around: &[ASTNode<'_>]) {
        let at = expression.start_position();
        match expression {
            Expr::FnCall(call, at) => self.call(call, *at, 0),
            Expr::MethodCall(call, at) => self.call(call, *at, 1),
            Expr::Variable(variable, short, at) => {
                if !variable.2.is_empty() {
                    self.constant(variable.2.root(), &variable.1, *at);
                } else if short.is_none()
                    && variable.0.is_none()
                    && !self.parameters.contains(&variable.1)
                {
                    let message = format!("there is no variable `{}`", variable.1);
                    let help = self.as_function(&variable.1);
                    self.error("E0501", *at, message).push_if(help);
                }
            }
            Expr::Array(..) | Expr::Map(..) => self.size(expression),
            Expr::ThisPtr(_) => self.refuse_word(&refused::CONTEXT, at),
            Expr::DynamicConstant(value, _) if value.is::<FnPtr>() && is_used_here(around) => {}
            Expr::DynamicConstant(_, at) => {
                self.refuse(&refused::POINTERS, "an inline function", *at);
            }
            _ => {}
        }
    }

    /// A list or map as it is written is not too long.
    fn size(&mut self, expression: &Expr) {
        if count(expression) > LIST {
            let message = format!("a list or map of more than {LIST} elements");
            self.error("E0506", expression.start_position(), message)
                .push("build it in a loop, or make it part of the rules");
        }
    }

    fn constant(&mut self, space: &str, name: &str, at: Position) {
        let known = |(known, _): &(std::sync::Arc<str>, Expr)| **known == *name;
        if space != "global" {
            self.refuse(&refused::OUTSIDE, &format!("`{space}::{name}`"), at);
        } else if !self.tree.constants.iter().any(known) {
            let names = self.tree.constants.iter().map(|(name, _)| &**name);
            let near = nearest(name, names).map(str::to_owned);
            let message = format!("there is no constant `{name}`");
            if let Some(near) = near {
                return self.meant("E0501", at, message, (name, &near));
            }
            let help = format!("declare a constant with `const {name} = …;` at the top");
            self.error("E0501", at, message).push(&help);
        }
    }

    fn call(&mut self, call: &FnCallExpr, at: Position, object: usize) {
        let (name, arity) = (call.name.as_str(), call.args.len().saturating_add(object));
        let captures =
            name == "curry" && matches!(call.args.first(), Some(Expr::DynamicConstant(..)));
        if call.op_token.is_some() && name != "contains" {
            self.operator(name, at, natives::OPERATORS);
            if name == "/" && call.args.iter().all(|side| self.is_whole(side)) {
                let what = "`/` between two literal whole numbers";
                self.refuse(&refused::DIVISION, what, at);
            }
        } else if call.is_qualified() {
            self.refuse(&refused::OUTSIDE, &format!("`{name}` of a module"), at);
        } else if call.capture_parent_scope {
            self.refuse(&refused::CONTEXT, &format!("`{name}!`"), at);
        } else if !captures && !self.has(name, arity, object) {
            self.no_function(name, arity, (at, object));
        }
    }

    /// A script's own function cannot be called on an object: it would have to use `this`, and Rhai prefers it.
    fn has(&self, name: &str, arity: usize, object: usize) -> bool {
        let native = natives::named(name).any(|native| native.takes.contains(&arity));
        let own = self.program.index(name, arity.saturating_sub(object));
        match object {
            0 => native || own.is_some(),
            _ => native && own.is_none(),
        }
    }

    fn no_function(&mut self, name: &str, arity: usize, (at, object): (Position, usize)) {
        let own = self.program.function(name);
        if object > 0 && own.is_some() {
            let what = format!("`{name}` of this script, called on a value,");
            return self.refuse(&refused::CONTEXT, &what, at);
        }
        if own.is_none()
            && let Some(reason) = refused::find(name)
        {
            return self.refuse(reason, &format!("`{name}`"), at);
        }
        let takes: Vec<usize> = natives::named(name)
            .flat_map(|native| native.takes.iter().copied())
            .collect();
        let message = match own {
            None if !takes.is_empty() => words::takes(name, &takes, arity),
            _ => words::no_function(name, arity, own),
        };
        let help = match own {
            Some(own) => Some(words::definition(own)),
            None if takes.is_empty() => {
                let near = self.near_function(name).map(str::to_owned);
                let Some(near) = near else {
                    let listed = "`hansei reference scripts` lists what scripts have";
                    let listed = unread::foreign(name).unwrap_or(listed);
                    return self
                        .error("E0504", at, message)
                        .push_if(Some(listed.into()));
                };
                return self.meant("E0504", at, message, (name, &near));
            }
            None => None,
        };
        self.error("E0504", at, message).push_if(help);
    }

    /// A name that is probably another one; where Rhai gives another place than that of the name, it is not changed.
    fn meant(
        &mut self,
        code: &'static str,
        at: Position,
        message: String,
        (name, near): (&str, &str),
    ) {
        let span = self.span(at);
        let problem = Diagnostic::error(code, span, message);
        self.found
            .push(match self.program.places.word(at) == Some(name) {
                true => problem.did_you_mean(span, Some(near)),
                false => problem.help(format!("did you mean `{near}`?")),
            });
    }

    fn near_function(&self, name: &str) -> Option<&str> {
        let all = natives::FUNCTIONS.iter();
        let names = all.flat_map(|(_, natives)| natives.iter().map(|native| native.name));
        let own = self.program.functions.iter();
        nearest(name, names.chain(own.map(|function| &*function.name)))
    }

    /// A function of the script that stands where a value has to: how it is handed over.
    fn as_function(&self, name: &str) -> Option<String> {
        self.program
            .function(name)
            .map(|_| words::as_function(name))
    }

    fn operator(&mut self, sign: &str, at: Position, known: &[&str]) {
        if !known.contains(&sign) {
            let reason = refused::find(sign).unwrap_or(&refused::BITS);
            self.refuse(reason, &format!("`{sign}`"), at);
        }
    }

    /// Refuses the word that stands at a place.
    fn refuse_word(&mut self, reason: &Refused, at: Position) {
        let word = reason.words.first().copied().unwrap_or(reason.name);
        let word = self.program.places.word(at).unwrap_or(word);
        self.refuse(reason, &format!("`{word}`"), at);
    }

    fn refuse(&mut self, reason: &Refused, what: &str, at: Position) {
        let span = self.span(at);
        self.found.push(reason.diagnostic(what, span));
    }

    fn error(&mut self, code: &'static str, at: Position, message: impl Into<String>) -> Help<'_> {
        let span = self.span(at);
        self.found.push(Diagnostic::error(code, span, message));
        Help(self.found.last_mut())
    }

    fn span(&self, at: Position) -> Span {
        let places = &self.program.places;
        places.token(at).unwrap_or_else(|| places.start())
    }

    /// Whole numbers as written, and sums, differences and products of them.
    fn is_whole(&self, expression: &Expr) -> bool {
        match expression {
            Expr::IntegerConstant(_, at) => !self.tree.written.pointed.contains(at),
            Expr::FnCall(call, _) => {
                matches!(call.name.as_str(), "+" | "-" | "*")
                    && call.args.iter().all(|part| self.is_whole(part))
            }
            _ => false,
        }
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
}

/// Whether an inline function is an argument of a function that calls it, with nothing between but what it captures.
fn is_used_here(around: &[ASTNode<'_>]) -> bool {
    for node in around.iter().rev() {
        match node {
            ASTNode::Expr(Expr::FnCall(call, _)) if call.name == "curry" => {}
            ASTNode::Expr(Expr::Stmt(block))
                if matches!(block.statements(), [Stmt::Share(_), _]) => {}
            ASTNode::Stmt(Stmt::Expr(inner)) if matches!(**inner, Expr::FnCall(..)) => {}
            ASTNode::Expr(Expr::FnCall(call, _) | Expr::MethodCall(call, _))
            | ASTNode::Stmt(Stmt::FnCall(call, _)) => {
                return natives::named(&call.name).any(|native| native.calls);
            }
            _ => return false,
        }
    }
    false
}

/// A number, text or truth as it is written, or a list or map of them.
fn is_literal(expression: &Expr) -> bool {
    match expression {
        Expr::IntegerConstant(..)
        | Expr::FloatConstant(..)
        | Expr::BoolConstant(..)
        | Expr::CharConstant(..)
        | Expr::StringConstant(..) => true,
        Expr::Array(items, _) => items.iter().all(is_literal),
        Expr::Map(map, _) => map.0.iter().all(|(_, value)| is_literal(value)),
        _ => false,
    }
}

/// The elements of a list or map as written, those within it included.
fn count(expression: &Expr) -> usize {
    let sum = |sum: usize, item: &Expr| sum.saturating_add(count(item).max(1));
    match expression {
        Expr::Array(items, _) => items.iter().fold(0, sum),
        Expr::Map(map, _) => map.0.iter().map(|(_, value)| value).fold(0, sum),
        _ => 1,
    }
}
