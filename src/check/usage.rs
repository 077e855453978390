//! Which names an expression mentions, before anything is resolved. Knows no meanings.

use std::collections::HashSet;
use std::sync::Arc;

use super::declare::Declared;
use super::functions;
use crate::base::{Span, truth};
use crate::syntax::clause::{ClauseKind, Clauses};
use crate::syntax::expr::{Expr, ExprKind};
use crate::syntax::tree::{
    Cell, CellKind, ClaimKind, Effect, EffectKind, Guard, How, LetBody, Term, TypeKind, Word,
};

/// Every name in an expression, with its place; those of functions and levels left out.
pub(super) fn names(expr: &Expr, see: &mut dyn FnMut(&str, Span)) {
    if let ExprKind::Path(path) = &expr.kind {
        see(path, expr.span);
    }
    each_part(expr, &mut |part| names(part, see));
}

/// The direct parts of an expression.
fn each_part<'e>(expr: &'e Expr, see: &mut dyn FnMut(&'e Expr)) {
    match &expr.kind {
        ExprKind::Number(_) | ExprKind::Text(_) | ExprKind::Path(_) => {}
        ExprKind::Call { callee, args } => {
            // What such a function is asked for is an element of a set and no name.
            let tests = functions::includes_meant(&callee.text.to_lowercase());
            let element =
                |arg: &&Expr| matches!(&arg.kind, ExprKind::Path(name) if !name.contains('.'));
            args.iter()
                .filter(|arg| !tests || !element(arg))
                .for_each(see);
        }
        ExprKind::And(parts) | ExprKind::Or(parts) | ExprKind::Count { parts, .. } => {
            parts.iter().for_each(see);
        }
        ExprKind::Not(inner) | ExprKind::Surely(inner) | ExprKind::Negate(inner) => see(inner),
        ExprKind::Is { subject, .. } => see(subject),
        ExprKind::Compare { left, right, .. } => {
            see(left);
            see(right);
        }
        ExprKind::Between { subject, low, high } => {
            see(subject);
            see(low);
            see(high);
        }
        ExprKind::If {
            condition,
            then,
            otherwise,
        } => {
            see(condition);
            see(then);
            see(otherwise);
        }
        ExprKind::Arithmetic { first, rest } => {
            see(first);
            rest.iter().for_each(|step| see(&step.operand));
        }
    }
}

/// How names are used in a rulebook: what a let is that is a bare call of a script may hang on it.
#[derive(Default)]
pub(super) struct Uses<'t> {
    /// Used as yes or no: as a condition by themselves, in `is yes`, and in cells with `yes` or `no`.
    pub(super) truths: HashSet<&'t str>,
    /// Used as a number: compared, computed with, or as a weight.
    pub(super) numbers: HashSet<&'t str>,
    /// The facts and lets that are yes or no by their declaration.
    yes_no: HashSet<Arc<str>>,
}

/// How names are used; nothing where no let is a bare call.
pub(super) fn uses<'t>(declared: &Declared<'t>) -> Uses<'t> {
    let mut uses = Uses::default();
    let is_call = |body: &LetBody| matches!(body, LetBody::Expr { expr, .. } if matches!(expr.kind, ExprKind::Call { .. }));
    if !declared.lets.iter().any(|decl| is_call(&decl.node.body)) {
        return uses;
    }
    for decl in &declared.facts {
        if matches!(decl.node.fact.ty.kind, TypeKind::YesNo) {
            uses.yes_no.insert(Arc::clone(&decl.name));
        }
    }
    for decl in &declared.lets {
        if let LetBody::Expr { ty: None, expr } = &decl.node.body
            && is_truth(expr)
        {
            uses.yes_no.insert(Arc::clone(&decl.name));
        }
    }
    for decl in &declared.lets {
        uses.in_let(&decl.node.body);
    }
    for decl in &declared.contrasts {
        for row in &decl.node.rows {
            uses.cell(&decl.node.subject.text, &row.cell);
            uses.effects(&row.effects);
        }
    }
    for decl in &declared.plain_rules {
        uses.clauses(&decl.node.clauses);
    }
    for decl in &declared.notes {
        uses.clauses(&decl.node.clauses);
    }
    for decl in &declared.facts {
        uses.clauses(&decl.node.fact.clauses);
    }
    for decl in &declared.outcomes {
        uses.clauses(decl.node.clauses());
    }
    for decl in &declared.examples {
        let expects = decl.node.expects.iter();
        expects.for_each(|expr| uses.condition(expr));
    }
    for decl in &declared.guarantees {
        if let ClaimKind::Stated {
            condition, when, ..
        } = &decl.node.claim.kind
        {
            uses.condition(condition);
            when.iter().for_each(|expr| uses.condition(expr));
        }
    }
    if let Some((advice, _)) = declared.advice {
        advice.rows.iter().for_each(|row| uses.guard(&row.guard));
    }
    uses
}

impl<'t> Uses<'t> {
    fn in_let(&mut self, body: &'t LetBody) {
        match body {
            LetBody::Expr { ty: Some(_), expr } => self.number(expr),
            LetBody::Expr { expr, .. } if matches!(expr.kind, ExprKind::Path(_)) => {}
            LetBody::Expr { expr, .. } => self.condition(expr),
            LetBody::Contradiction { when, unless } => {
                self.condition(when);
                unless.iter().for_each(|expr| self.condition(expr));
            }
            LetBody::List { rows, .. } => rows.iter().for_each(|row| self.guard(&row.guard)),
            LetBody::Table { inputs, rows, .. } => {
                for row in rows {
                    let columns = inputs.iter().zip(&row.cells);
                    columns.for_each(|(input, cell)| self.cell(&input.text, cell));
                }
            }
        }
    }

    fn clauses(&mut self, clauses: &'t Clauses) {
        for clause in &clauses.list {
            match &clause.kind {
                ClauseKind::When(expr) | ClauseKind::Unless(expr) | ClauseKind::Asked(expr) => {
                    self.condition(expr);
                }
                ClauseKind::Then(effects) | ClauseKind::Else(effects) => self.effects(effects),
                ClauseKind::Remark(remark) => {
                    let met = remark.met.iter();
                    let conditions =
                        met.flat_map(|met| std::iter::once(&met.when).chain(&met.partly));
                    conditions.for_each(|expr| self.condition(expr));
                }
                _ => {}
            }
        }
    }

    fn effects(&mut self, effects: &'t [Effect]) {
        for effect in effects {
            if let EffectKind::Favor(How::By(weight)) | EffectKind::Oppose(How::By(weight)) =
                &effect.kind
            {
                self.number(weight);
            }
        }
    }

    fn guard(&mut self, guard: &'t Guard) {
        if let Guard::When { when, unless } = guard {
            self.condition(when);
            unless.iter().for_each(|expr| self.condition(expr));
        }
    }

    fn cell(&mut self, name: &'t str, cell: &'t Cell) {
        for part in &cell.parts {
            match &part.kind {
                CellKind::Level(word) | CellKind::Not(Term::Word(word)) if is_yes_or_no(word) => {
                    self.truths.insert(name);
                }
                CellKind::Compare(..)
                | CellKind::Range(..)
                | CellKind::Number(_)
                | CellKind::Not(Term::Number(_)) => {
                    self.numbers.insert(name);
                }
                CellKind::Any | CellKind::Unknown | CellKind::Level(_) | CellKind::Not(_) => {}
            }
        }
    }

    fn condition(&mut self, expr: &'t Expr) {
        match &expr.kind {
            ExprKind::Path(path) => {
                self.truths.insert(path);
            }
            ExprKind::And(_)
            | ExprKind::Or(_)
            | ExprKind::Not(_)
            | ExprKind::Surely(_)
            | ExprKind::Count { .. } => each_part(expr, &mut |part| self.condition(part)),
            ExprKind::Is {
                subject, levels, ..
            } => {
                if let ExprKind::Path(path) = &subject.kind
                    && levels.iter().any(is_yes_or_no)
                {
                    self.truths.insert(path);
                }
            }
            ExprKind::Compare { left, right, .. } => self.sides(left, right),
            _ => self.number(expr),
        }
    }

    /// What is compared: a name with something that is yes or no is that, too.
    fn sides(&mut self, left: &'t Expr, right: &'t Expr) {
        let named = match (&left.kind, &right.kind) {
            (ExprKind::Path(name), _) if self.is_truth(right) => Some(name),
            (_, ExprKind::Path(name)) if self.is_truth(left) => Some(name),
            _ => None,
        };
        if let Some(name) = named {
            self.truths.insert(name);
        } else {
            self.number(left);
            self.number(right);
        }
    }

    /// Whether something is yes or no by its form, or by what its name is declared as.
    fn is_truth(&self, expr: &Expr) -> bool {
        match &expr.kind {
            ExprKind::Path(name) if self.yes_no.contains(&**name) => true,
            _ => is_truth(expr),
        }
    }

    /// Whatever stands where a number is needed.
    fn number(&mut self, expr: &'t Expr) {
        match &expr.kind {
            ExprKind::Path(path) => {
                self.numbers.insert(path);
            }
            ExprKind::If {
                condition,
                then,
                otherwise,
            } => {
                self.condition(condition);
                self.number(then);
                self.number(otherwise);
            }
            // What a script's function needs is not known.
            ExprKind::Call { callee, .. } if callee.text.contains('.') => {}
            _ => each_part(expr, &mut |part| self.number(part)),
        }
    }
}

fn is_yes_or_no(word: &Word) -> bool {
    truth(&word.text).is_some()
}

/// Whether an expression is yes or no by its form.
fn is_truth(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Path(word) => truth(word).is_some(),
        kind => kind.is_condition(),
    }
}
