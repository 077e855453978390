//! What a function holds its arguments against: words, the alphabet, ranges of a `switch`. Knows no levels and judges none.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rhai::{ASTNode, Expr, FnCallExpr, Position, Stmt};

use super::cases::{Case, Head};
use super::gives::Seen;
use super::program::{Program, Tree};
use crate::base::Span;

/// Functions that are looked into for one question, those that they call included.
const LOOKED_INTO: usize = 200;

/// Methods that leave what they are called on as it is.
const LEAVE: &[&str] = &[
    "all",
    "chars",
    "contains",
    "ends_with",
    "filter",
    "find",
    "find_map",
    "get",
    "index_of",
    "is_empty",
    "len",
    "map",
    "reduce",
    "some",
    "split",
    "starts_with",
    "sub_string",
    "to_lower",
    "to_string",
    "to_upper",
];

/// Something that an argument is held against.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    /// Which argument, from 0.
    pub argument: usize,
    /// What it is held against.
    pub with: With,
    /// Where.
    pub span: Span,
}

/// What an argument may be held against.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum With {
    /// `x == "slow"`, `x in ["slow"]`, a case of a `switch`
    Word(Arc<str>),
    /// `x.contains("tpm")`: an element of the argument
    Element(Arc<str>),
    /// A key of the map in which `x` is looked up, and its other keys.
    Key(Arc<str>, Arc<[Arc<str>]>),
    /// `x >= "fast"`
    Letters,
    /// `x > 3`, `x == 3`
    Number,
    /// `1..3` in a `switch`
    Cut(Cut),
}

/// The end of a range of a `switch`, which belongs to no case of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cut {
    /// The end, as a whole number.
    pub end: i64,
    /// Whether another case takes the end.
    pub rest: bool,
    /// Whether the next case begins just behind the end.
    pub gap: bool,
}

/// What the function at an index holds its arguments against, by place.
pub(super) fn compared(program: &Program, tree: &Tree, function: usize) -> Vec<Compared> {
    let mut look = Look {
        program,
        tree,
        seen: BTreeSet::new(),
        found: Vec::new(),
    };
    let parameters = program.functions.get(function).map(|own| &own.parameters);
    let count = parameters.map_or(0, Vec::len);
    let own: Vec<Option<Place>> = (0..count).map(|at| Some(Place::Whole(at))).collect();
    look.function(function, own);
    look.found.sort_by_key(|one| (one.span, one.argument));
    look.found.dedup();
    look.found
}

/// What a variable is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    /// An argument.
    Whole(usize),
    /// An element of an argument.
    Element(usize),
}

type Variables = BTreeMap<String, Place>;

struct Look<'a> {
    program: &'a Program,
    tree: &'a Tree,
    /// Functions that were looked into, with what they were given.
    seen: BTreeSet<(usize, Vec<Option<Place>>)>,
    found: Vec<Compared>,
}

impl Look<'_> {
    fn function(&mut self, index: usize, given: Vec<Option<Place>>) {
        let (Some(function), Some(body)) = (
            self.program.functions.get(index),
            self.tree.bodies.get(index),
        ) else {
            return;
        };
        let known = self.seen.len() >= LOOKED_INTO || given.iter().all(Option::is_none);
        if known || !self.seen.insert((index, given.clone())) {
            return;
        }
        let parameters = function.parameters.iter().zip(given);
        let parameters = parameters.filter_map(|(name, place)| Some((name.to_string(), place?)));
        let variables = variables(body, parameters.collect());
        for statement in body {
            statement.walk(&mut Vec::new(), &mut |path: &[ASTNode<'_>]| {
                match path.last() {
                    Some(ASTNode::Stmt(statement)) => self.statement(statement, &variables),
                    Some(ASTNode::Expr(expression)) => self.expression(expression, &variables),
                    _ => {}
                }
                true
            });
        }
    }

    fn statement(&mut self, statement: &Stmt, variables: &Variables) {
        match statement {
            Stmt::FnCall(call, at) => self.call(call, *at, variables),
            Stmt::Switch(switch, at) => {
                if let Some(place) = place(&switch.0, variables) {
                    self.switch(place, *at);
                }
            }
            _ => {}
        }
    }

    fn expression(&mut self, expression: &Expr, variables: &Variables) {
        match expression {
            Expr::FnCall(call, at) => self.call(call, *at, variables),
            Expr::Dot(pair, ..) => {
                if let Expr::MethodCall(call, _) = &pair.rhs
                    && let (true, [one]) = (&*call.name == "contains", call.args.as_slice())
                {
                    self.contains(&pair.lhs, one, variables);
                }
            }
            Expr::Index(pair, ..) => self.looked_up(&pair.lhs, &pair.rhs, variables),
            _ => {}
        }
    }

    fn call(&mut self, call: &FnCallExpr, at: Position, variables: &Variables) {
        let arguments = call.args.as_slice();
        if call.op_token.is_none()
            && let Some(index) = self.program.index(&call.name, arguments.len())
        {
            let given = arguments.iter().map(|one| place(one, variables));
            return self.function(index, given.collect());
        }
        let [one, other] = arguments else { return };
        match call.name.as_str() {
            "contains" => self.contains(one, other, variables),
            "==" | "!=" => {
                self.word(one, other, variables);
                self.word(other, one, variables);
                self.number(one, other, variables);
                self.number(other, one, variables);
            }
            "<" | "<=" | ">" | ">=" => {
                self.word(one, other, variables);
                self.word(other, one, variables);
                self.number(one, other, variables);
                self.number(other, one, variables);
                let word = |one: &Expr| matches!(one, Expr::StringConstant(..));
                for (argument, other) in [(one, other), (other, one)] {
                    let place = place(argument, variables);
                    if let Some(found) = place
                        && (word(other) || is_variable(other, variables))
                    {
                        self.add(found, |_| With::Letters, self.program.places.token(at));
                    }
                }
            }
            _ => {}
        }
    }

    /// `argument == "word"`
    fn word(&mut self, argument: &Expr, word: &Expr, variables: &Variables) {
        let (Some(place), Expr::StringConstant(word, at)) = (place(argument, variables), word)
        else {
            return;
        };
        self.is(place, word.as_str(), *at);
    }

    /// `argument == 3`
    fn number(&mut self, argument: &Expr, number: &Expr, variables: &Variables) {
        let Some(place @ Place::Whole(_)) = place(argument, variables) else {
            return;
        };
        let at = match number {
            Expr::IntegerConstant(_, at) | Expr::FloatConstant(_, at) => *at,
            _ => return,
        };
        let span = self.program.places.digits(at);
        self.add(place, |_| With::Number, span);
    }

    fn is(&mut self, place: Place, word: &str, at: Position) {
        let span = self.program.places.quoted(at);
        let with = |place| match place {
            Place::Whole(_) => With::Word(word.into()),
            Place::Element(_) => With::Element(word.into()),
        };
        self.add(place, with, span);
    }

    /// `all.contains(one)`, `one in all`
    fn contains(&mut self, all: &Expr, one: &Expr, variables: &Variables) {
        if let (Some(Place::Whole(argument)), Expr::StringConstant(word, at)) =
            (place(all, variables), one)
        {
            return self.is(Place::Element(argument), word.as_str(), *at);
        }
        let Some(place) = place(one, variables) else {
            return;
        };
        if let Expr::Array(words, _) = self.constant(all).clone() {
            for word in &words {
                if let Expr::StringConstant(word, at) = word {
                    self.is(place, word.as_str(), *at);
                }
            }
        }
    }

    /// `map[one]`
    fn looked_up(&mut self, map: &Expr, one: &Expr, variables: &Variables) {
        let Some(place) = place(one, variables) else {
            return;
        };
        let Expr::Map(entries, _) = self.constant(map).clone() else {
            return;
        };
        let keys: Arc<[Arc<str>]> = entries
            .0
            .iter()
            .map(|(key, _)| key.as_str().into())
            .collect();
        for (key, _) in &entries.0 {
            let places = &self.program.places;
            let span = places.quoted(key.pos).or_else(|| places.token(key.pos));
            let with = |_| With::Key(key.as_str().into(), Arc::clone(&keys));
            self.add(place, with, span);
        }
    }

    /// What a name of a constant stands for, or what is written itself.
    fn constant<'e>(&'e self, expression: &'e Expr) -> &'e Expr {
        let Expr::Variable(variable, ..) = expression else {
            return expression;
        };
        let mut constants = self.tree.constants.iter().rev();
        let found = constants.find(|(name, _)| **name == *variable.1);
        match found.filter(|_| !variable.2.is_empty()) {
            Some((_, value)) => value,
            None => expression,
        }
    }

    fn switch(&mut self, place: Place, at: Position) {
        let Some(cases) = self.tree.written.cases.get(&at) else {
            return;
        };
        for case in cases {
            match &case.head {
                Head::Word(word) => self.is(place, word, case.at),
                Head::Range {
                    high,
                    with_end: false,
                    ..
                } => {
                    if let (Place::Whole(_), Some(cut)) = (place, cut(*high, cases)) {
                        let with = |_| With::Cut(cut.clone());
                        let sign = self.program.places.token(case.at).map(|first| Span {
                            end: first.end.saturating_add(1),
                            ..first
                        });
                        self.add(place, with, sign);
                    }
                }
                Head::Number(_) | Head::Range { .. } | Head::Rest => {}
            }
        }
    }

    fn add(&mut self, place: Place, with: impl Fn(Place) -> With, span: Option<Span>) {
        let (Place::Whole(argument) | Place::Element(argument)) = place;
        let with = with(place);
        self.found.extend(span.map(|span| Compared {
            argument,
            with,
            span,
        }));
    }
}

/// What the variables of a function stand for: those that never change.
fn variables(body: &[Stmt], parameters: Variables) -> Variables {
    let mut given: BTreeMap<String, Vec<Option<Expr>>> = BTreeMap::new();
    for (name, value) in Seen::of(body).given {
        given.entry(name).or_default().push(value);
    }
    let (mut elements, mut changed) = (Vec::new(), BTreeSet::new());
    for statement in body {
        statement.walk(&mut Vec::new(), &mut |path: &[ASTNode<'_>]| {
            match path.last() {
                Some(ASTNode::Stmt(Stmt::For(one, _))) => {
                    elements.push((one.0.name.to_string(), one.2.expr.clone()));
                }
                Some(ASTNode::Expr(Expr::Dot(pair, ..))) => {
                    if let (Expr::Variable(variable, ..), Expr::MethodCall(call, _)) =
                        (&pair.lhs, &pair.rhs)
                        && !LEAVE.contains(&call.name.as_str())
                    {
                        changed.insert(variable.1.to_string());
                    }
                }
                _ => {}
            }
            true
        });
    }
    let mut known = parameters;
    known.retain(|name, _| !given.contains_key(name) && !changed.contains(name));
    // Each may stand for one that is found before it.
    for _ in 0..given.len() {
        let before = known.len();
        for (name, values) in &given {
            let [value] = values.as_slice() else { continue };
            let of = value.as_ref().and_then(|value| place(value, &known));
            let element = elements.iter().find(|(one, _)| one == name);
            let element = element.and_then(|(_, all)| match place(all, &known)? {
                Place::Whole(argument) => Some(Place::Element(argument)),
                Place::Element(_) => None,
            });
            let of = of.or(element).filter(|_| !changed.contains(name));
            known.extend(of.map(|of| (name.clone(), of)));
        }
        if known.len() == before {
            break;
        }
    }
    known
}

/// What an expression stands for, where it is a variable that stands for an argument.
fn place(expression: &Expr, variables: &Variables) -> Option<Place> {
    match expression {
        Expr::Variable(variable, ..) if variable.2.is_empty() => {
            variables.get(variable.1.as_str()).copied()
        }
        _ => None,
    }
}

fn is_variable(expression: &Expr, variables: &Variables) -> bool {
    place(expression, variables).is_some()
}

/// The end of a range, where no case has it.
fn cut(end: f64, cases: &[Case]) -> Option<Cut> {
    if cases.iter().any(|case| case.has(end)) {
        return None;
    }
    let begins = |case: &Case| match case.head {
        Head::Number(one) => Some(one),
        Head::Range { low, .. } => Some(low),
        Head::Word(_) | Head::Rest => None,
    };
    let next = cases.iter().filter_map(begins);
    let gap = next.clone().any(|low| end < low && low <= end + 1.0);
    let rest = cases.iter().any(|case| case.head == Head::Rest);
    let whole = end.fract() == 0.0 && end.abs() < 1e15;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "it is whole, and small enough to be exact"
    )]
    whole.then_some(Cut {
        end: end as i64,
        rest,
        gap,
    })
}
