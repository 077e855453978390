//! What a function gives, as far as its text tells: a number, or yes or no. Runs nothing and lowers nothing.

use std::collections::BTreeMap;

use rhai::{ASTFlags, ASTNode, Expr, FnCallExpr, Position, Stmt, StmtBlock, SwitchCasesCollection};

use super::library::Kind;
use super::natives;
use super::program::{Program, Tree};

/// Functions that are looked into for one question, those that they call included.
const LOOKED_INTO: usize = 200;

/// What is known of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    /// There is none: the function has returned before, or ended with an error.
    Never,
    /// Always a value of this kind.
    Kind(Kind),
    /// Anything.
    Any,
}

/// What the function at an index always gives; `None` where its text does not tell.
pub(super) fn gives(program: &Program, tree: &Tree, function: usize) -> Option<Kind> {
    let mut look = Look {
        program,
        tree,
        calls: Vec::new(),
        left: LOOKED_INTO,
        variables: BTreeMap::new(),
    };
    match look.function(function) {
        What::Kind(kind) => Some(kind),
        What::Never | What::Any => None,
    }
}

struct Look<'a> {
    program: &'a Program,
    tree: &'a Tree,
    /// The functions that are being looked into, outermost first.
    calls: Vec<usize>,
    left: usize,
    /// The variables of the function at hand, those of one name taken together.
    variables: BTreeMap<String, What>,
}

/// What stands somewhere in a function.
#[derive(Default)]
pub(super) struct Seen {
    /// What variables are given; nothing where that is not told.
    pub(super) given: Vec<(String, Option<Expr>)>,
    /// What is returned; nothing where there is no value.
    returned: Vec<Option<Expr>>,
}

impl Look<'_> {
    fn function(&mut self, index: usize) -> What {
        let (Some(function), Some(body)) = (
            self.program.functions.get(index),
            self.tree.bodies.get(index),
        ) else {
            return What::Any;
        };
        if self.calls.contains(&index) {
            return What::Never;
        }
        let Some(left) = self.left.checked_sub(1) else {
            return What::Any;
        };
        self.left = left;
        self.calls.push(index);
        let parameters = function.parameters.iter();
        let parameters = parameters.map(|name| (name.to_string(), What::Any));
        let outside = std::mem::replace(&mut self.variables, parameters.collect());
        let seen = Seen::of(body);
        // What a variable is may hang on what another is. Each becomes more at most twice, so this ends.
        let mut changes = true;
        while changes {
            changes = false;
            for (name, value) in &seen.given {
                let value = self.value(value.as_ref());
                let before = self.variables.entry(name.clone()).or_insert(What::Never);
                let now = join(*before, value);
                changes |= *before != now;
                *before = now;
            }
        }
        let mut result = self.last(body);
        for value in &seen.returned {
            result = join(result, self.value(value.as_ref()));
        }
        self.variables = outside;
        self.calls.pop();
        result
    }

    fn value(&mut self, value: Option<&Expr>) -> What {
        value.map_or(What::Any, |value| self.expression(value))
    }

    fn block(&mut self, block: &StmtBlock) -> What {
        self.last(block.statements())
    }

    /// What the last of some statements gives.
    fn last(&mut self, statements: &[Stmt]) -> What {
        let ends = |statement: &Stmt| matches!(statement, Stmt::Return(..) | Stmt::BreakLoop(..));
        if statements.iter().any(ends) {
            return What::Never;
        }
        match statements.last() {
            Some(Stmt::Expr(expression)) => self.expression(expression),
            Some(Stmt::FnCall(call, _)) => self.call(call, 0),
            Some(Stmt::Block(block)) => self.block(block),
            Some(Stmt::If(flow, _)) => {
                let then = self.block(&flow.body);
                join(then, self.block(&flow.branch))
            }
            Some(Stmt::Switch(switch, _)) => self.switch(&switch.1),
            _ => What::Any,
        }
    }

    fn switch(&mut self, cases: &SwitchCasesCollection) -> What {
        let missing = match cases.def_case {
            Some(_) => What::Never,
            None => What::Any,
        };
        let results = cases.expressions.iter().map(|case| &case.rhs);
        results.fold(missing, |so_far, result| {
            join(so_far, self.expression(result))
        })
    }

    fn expression(&mut self, expression: &Expr) -> What {
        match expression {
            Expr::IntegerConstant(..) | Expr::FloatConstant(..) => What::Kind(Kind::Number),
            Expr::BoolConstant(..) | Expr::And(..) | Expr::Or(..) => What::Kind(Kind::Truth),
            Expr::Variable(variable, ..) if variable.2.is_empty() => {
                let known = self.variables.get(variable.1.as_str());
                known.copied().unwrap_or(What::Any)
            }
            Expr::Variable(variable, ..) => {
                let mut constants = self.tree.constants.iter().rev();
                match constants.find(|(name, _)| **name == *variable.1) {
                    Some((_, value)) => self.expression(value),
                    None => What::Any,
                }
            }
            Expr::Stmt(block) => self.block(block),
            Expr::FnCall(call, _) => self.call(call, 0),
            Expr::Dot(pair, ..) => match &pair.rhs {
                Expr::MethodCall(call, _) => self.call(call, 1),
                _ => What::Any,
            },
            _ => What::Any,
        }
    }

    fn call(&mut self, call: &FnCallExpr, object: usize) -> What {
        let arity = call.args.len().saturating_add(object);
        let name = call.name.as_str();
        if call.op_token.is_none()
            && let Some(index) = self.program.index(name, arity)
        {
            return self.function(index);
        }
        match name {
            "==" | "!=" | "<" | "<=" | ">" | ">=" | "!" => return What::Kind(Kind::Truth),
            "-" | "*" | "/" | "%" => return What::Kind(Kind::Number),
            "+" => {
                let parts = call.args.iter();
                let both = parts.fold(What::Never, |so_far, part| {
                    join(so_far, self.expression(part))
                });
                return match both {
                    What::Kind(Kind::Number) => both,
                    _ => What::Any,
                };
            }
            _ => {}
        }
        let mut all = natives::named(name).filter(|native| native.takes.contains(&arity));
        let first = all.next().and_then(|native| native.gives);
        match first {
            Some(kind) if all.all(|native| native.gives == Some(kind)) => What::Kind(kind),
            _ => What::Any,
        }
    }
}

impl Seen {
    /// What stands in these statements and those within them.
    pub(super) fn of(body: &[Stmt]) -> Self {
        let mut seen = Self::default();
        for statement in body {
            statement.walk(&mut Vec::new(), &mut |path: &[ASTNode<'_>]| {
                if let Some(ASTNode::Stmt(statement)) = path.last() {
                    seen.statement(statement);
                }
                true
            });
        }
        seen
    }

    fn statement(&mut self, statement: &Stmt) {
        match statement {
            Stmt::Return(value, flags, _) if !flags.contains(ASTFlags::BREAK) => {
                self.returned.push(value.as_deref().cloned());
            }
            Stmt::Var(variable, ..) => {
                let (name, value) = (variable.0.name.to_string(), variable.1.clone());
                self.given.push((name, Some(value)));
            }
            Stmt::Assignment(assignment) => {
                if let Expr::Variable(variable, ..) = &assignment.1.lhs {
                    let value = assignment.1.rhs.clone();
                    self.given.push((variable.1.to_string(), Some(value)));
                }
            }
            // A function in place may change what it shares.
            Stmt::Share(names) => {
                let names = names.iter().map(|(name, _)| (name.name.to_string(), None));
                self.given.extend(names);
            }
            Stmt::For(one, _) => {
                let number = Expr::IntegerConstant(0, Position::NONE);
                let in_range = matches!(&one.2.expr, Expr::FnCall(call, _)
                    if matches!(call.name.as_str(), ".." | "..=" | "range"));
                let item = in_range.then(|| number.clone());
                self.given.push((one.0.name.to_string(), item));
                let count = one.1.as_ref().map(|count| count.name.to_string());
                self.given.extend(count.map(|count| (count, Some(number))));
            }
            _ => {}
        }
    }
}

fn join(a: What, b: What) -> What {
    match (a, b) {
        (What::Never, other) | (other, What::Never) => other,
        (a, b) if a == b => a,
        _ => What::Any,
    }
}
