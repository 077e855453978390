//! Derived facts: from the syntax tree to the model, each after those it uses.

use std::sync::Arc;

use super::call::Form;
use super::context::{Context, Resolver};
use super::declare::Decl;
use super::draft::{basis, title};
use super::graph::{Graph, Turn};
use super::lookup;
use super::names::{Names, Thing};
use super::number::Number;
use super::problem::{structure as problem, types as type_problem};
use super::report::Report;
use super::rows::{Above, Test};
use super::types::{self, Ty};
use super::usage;
use crate::base::{Id as _, IdVec};
use crate::model::{Cell, Let, LetId, LetKind, ListRow, Scale, Stage, Subject, TableRow};
use crate::syntax::expr::Expr;
use crate::syntax::tree::{self, Guard, LetBody};

/// The lets; one that has an error is none.
pub(super) type Lets = IdVec<LetId, Option<Let>>;

/// Gives every let with a scale its type, so that a let may be used before it is resolved.
pub(super) fn scales(context: &mut Context<'_>, report: &mut Report) {
    for decl in &context.declared.lets {
        let ty = match &decl.node.body {
            LetBody::Expr(_) => Ty::Broken,
            LetBody::List { scale, .. } | LetBody::Table { scale, .. } => {
                types::let_scale(scale, report).map_or(Ty::Broken, |scale| Ty::Level(scale.into()))
            }
        };
        context.draft.let_types.push(ty);
    }
}

/// Resolves all lets in the order in which they use each other.
///
/// Gives that order too.
pub(super) fn lets(context: &mut Context<'_>, report: &mut Report) -> (Lets, Vec<usize>) {
    let graph = uses(context);
    let (order, loops) = graph.sort();
    let names: Vec<Arc<str>> = context
        .declared
        .lets
        .iter()
        .map(|decl| Arc::clone(&decl.name))
        .collect();
    let mut looped = vec![false; names.len()];
    for turns in &loops {
        report.push(loop_of_lets(turns, &names));
        for turn in turns {
            if let Some(flag) = looped.get_mut(turn.node) {
                *flag = true;
            }
        }
    }
    let truths = usage::truths(&context.declared);
    let mut lets: Lets = names.iter().map(|_| None).collect();
    for at in order.iter().copied() {
        if looped.get(at).copied().unwrap_or(true) {
            continue;
        }
        let id = LetId::from_usize(at);
        let Some(decl) = context.declared.lets.get(at) else {
            continue;
        };
        let node = decl.node;
        let as_truth = truths.contains(&*decl.name);
        let scale = own_scale(context, id);
        let made = Resolver { context, report }.derive(decl, scale.as_deref(), as_truth);
        let Some(made) = made else { continue };
        if let LetBody::Expr(_) = node.body
            && let Some(ty) = context.draft.let_types.get_mut(id)
        {
            *ty = made.ty;
        }
        if let Some(slot) = lets.get_mut(id) {
            *slot = Some(made.item);
        }
    }
    (lets, order)
}

/// Which lets the lets name.
fn uses(context: &Context<'_>) -> Graph {
    let lets = &context.declared.lets;
    let mut graph = Graph::new(lets.len());
    for (at, decl) in lets.iter().enumerate() {
        let mut see = |name: &str, span| {
            if let Some(to) = let_of(&context.names, name) {
                graph.add(at, to, span);
            }
        };
        match &decl.node.body {
            LetBody::Expr(expr) => usage::names(expr, &mut see),
            LetBody::List { rows, .. } => {
                for row in rows {
                    if let Guard::When { when, unless } = &row.guard {
                        usage::names(when, &mut see);
                        if let Some(unless) = unless {
                            usage::names(unless, &mut see);
                        }
                    }
                }
            }
            LetBody::Table { inputs, .. } => {
                for input in inputs {
                    see(&input.text, input.span);
                }
            }
        }
    }
    graph
}

fn let_of(names: &Names, name: &str) -> Option<usize> {
    match names.get(name)? {
        Thing::Let(id) => Some(id.to_usize()),
        _ => None,
    }
}

fn loop_of_lets(turns: &[Turn], names: &[Arc<str>]) -> crate::base::Diagnostic {
    let name = |at: usize| names.get(at).map_or("", |name| &**name).to_owned();
    let steps: Vec<_> = turns
        .iter()
        .map(|turn| (turn.at, name(turn.node)))
        .collect();
    problem::cycle(&steps)
}

fn own_scale(context: &Context<'_>, id: LetId) -> Option<Arc<Scale>> {
    match context.type_of(Subject::Let(id)) {
        Ty::Level(scale) => Some(Arc::clone(scale)),
        _ => None,
    }
}

/// A let with the type it turned out to have.
pub(super) struct Made {
    item: Let,
    ty: Ty,
}

impl Resolver<'_, '_> {
    /// A let from what was written, with its scale where it has one.
    pub(super) fn derive(
        &mut self,
        decl: &Decl<'_, tree::Let>,
        scale: Option<&Scale>,
        as_truth: bool,
    ) -> Option<Made> {
        let node = decl.node;
        let found = match &node.body {
            LetBody::Expr(expr) => self.let_value(&decl.name, expr, as_truth),
            LetBody::List { rows, .. } => self
                .list(scale, &decl.name, rows)
                .map(|kind| (kind, Ty::Broken)),
            LetBody::Table { inputs, rows, .. } => self
                .table(scale, &decl.name, (inputs, rows))
                .map(|kind| (kind, Ty::Broken)),
        };
        let clauses = &node.clauses;
        let because = self.template_of(clauses.because());
        let citations = self.citations(clauses);
        let own = clauses.basis().map(|word| basis(*word));
        let (kind, ty) = found?;
        Some(Made {
            item: Let {
                name: Arc::clone(&decl.name),
                title: title(node.title.as_ref(), &decl.name),
                kind,
                stage: Stage::Early,
                because,
                citations,
                basis: own.unwrap_or(self.context.draft.basis),
                origin: decl.origin,
            },
            ty,
        })
    }

    /// `let NAME = …`: a condition or a number, as its form tells.
    fn let_value(&mut self, name: &str, expr: &Expr, as_truth: bool) -> Option<(LetKind, Ty)> {
        match self.form(expr) {
            Form::Truth => self.truth_let(expr),
            Form::Either if as_truth => self.truth_let(expr),
            Form::Number | Form::Either => {
                let Number { num, amount } = self.number(expr)?;
                let unit = amount.unit.name().cloned();
                Some((LetKind::Number(num, unit), Ty::Number(amount)))
            }
            // The name or call says itself what is wrong with it.
            Form::Broken => {
                self.number(expr)?;
                None
            }
            Form::Level(_) | Form::Set(_) | Form::Text => {
                self.report.fail(type_problem::let_value(expr.span, name))
            }
        }
    }

    fn truth_let(&mut self, expr: &Expr) -> Option<(LetKind, Ty)> {
        Some((LetKind::YesNo(self.cond(expr)?), Ty::YesNo))
    }

    /// `let NAME : low < high { high when … low otherwise }`
    fn list(
        &mut self,
        scale: Option<&Scale>,
        name: &str,
        rows: &[tree::ListRow],
    ) -> Option<LetKind> {
        let mut above = Above::new();
        let mut made = Vec::with_capacity(rows.len());
        let mut sound = true;
        for row in rows {
            let test = Test::of_guard(self.context.files, &row.guard);
            above.row(row.span, test, self.report);
            let level =
                scale.and_then(|scale| self.level(scale, &row.level.text, row.level.span, name));
            match (level, self.guard(&row.guard)) {
                (Some(level), Some((when, unless))) => made.push(ListRow {
                    level,
                    when,
                    unless,
                    origin: row.span,
                }),
                _ => sound = false,
            }
        }
        sound.then_some(LetKind::List(scale?.clone(), made))
    }

    /// `let NAME : low < high by a, b { … => low }`
    fn table(
        &mut self,
        scale: Option<&Scale>,
        name: &str,
        (inputs, rows): (&[tree::Path], &[tree::TableRow]),
    ) -> Option<LetKind> {
        let subjects: Vec<Option<Subject>> = inputs.iter().map(|input| self.input(input)).collect();
        let mut above = Above::new();
        let mut made = Vec::with_capacity(rows.len());
        let mut sound = true;
        for row in rows {
            let level =
                scale.and_then(|scale| self.level(scale, &row.level.text, row.level.span, name));
            let cells = self.table_cells(row, &subjects);
            if let Some(cells) = &cells {
                above.row(row.span, test_of_cells(cells), self.report);
            }
            match (level, cells) {
                (Some(level), Some(cells)) => made.push(TableRow {
                    cells,
                    level,
                    origin: row.span,
                }),
                _ => sound = false,
            }
        }
        let inputs: Vec<Subject> = subjects.into_iter().collect::<Option<_>>()?;
        sound.then_some(LetKind::Table(scale?.clone(), inputs, made))
    }

    fn table_cells(
        &mut self,
        row: &tree::TableRow,
        subjects: &[Option<Subject>],
    ) -> Option<Vec<Cell>> {
        if row.cells.len() != subjects.len() {
            let problem = problem::number_of_cells(row.span, row.cells.len(), subjects.len());
            return self.report.fail(problem);
        }
        let cells: Vec<Option<Cell>> = row
            .cells
            .iter()
            .zip(subjects)
            .map(|(cell, subject)| self.cell(cell, (*subject)?))
            .collect();
        cells.into_iter().collect()
    }

    /// A column of a table: a fact or let that has levels, is yes or no, or is a number.
    fn input(&mut self, path: &tree::Path) -> Option<Subject> {
        let subject = match self.expect(&lookup::INPUT, &path.text, path.span)? {
            Thing::Fact(id) => Subject::Fact(id),
            Thing::Let(id) => Subject::Let(id),
            _ => return None,
        };
        match self.context.type_of(subject).clone() {
            ty @ (Ty::Set(_) | Ty::Text) => {
                let problem = type_problem::no_cells_over(path.span, &path.text, &ty);
                self.report.fail(problem)
            }
            _ => Some(subject),
        }
    }

    /// The condition of a row; none is `otherwise`.
    pub(super) fn guard(&mut self, guard: &Guard) -> Option<Conditions> {
        match guard {
            Guard::Otherwise(_) => Some((None, None)),
            Guard::When { when, unless } => {
                let when = self.cond(when);
                let unless = unless.as_ref().map(|unless| self.cond(unless));
                let unless = unless.map_or(Some(None), |found| found.map(Some));
                Some((Some(when?), unless?))
            }
        }
    }
}

/// `when` and `unless`.
pub(super) type Conditions = (Option<crate::model::Cond>, Option<crate::model::Cond>);

fn test_of_cells(cells: &[Cell]) -> Test {
    if cells.iter().all(|cell| *cell == Cell::Any) {
        Test::Always
    } else {
        Test::When(format!("{cells:?}").into_bytes())
    }
}
