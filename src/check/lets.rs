//! Derived facts: from the syntax tree to the model, each after those it uses.

use std::sync::Arc;

use super::call::Form;
use super::cells::takes_rest;
use super::commas::Commas;
use super::context::{Context, Resolver};
use super::declare::Decl;
use super::draft::{basis, parameter_amount, title};
use super::graph::{Graph, Turn};
use super::lookup;
use super::names::{Names, Thing};
use super::number::Number;
use super::problem::{
    meant as meant_problem, rows as row_problem, structure as problem, types as type_problem,
};
use super::report::Report;
use super::rows::{Above, Test};
use super::types::{self, Amount, Ty, Unit};
use super::usage;
use crate::base::{Id as _, IdVec, Limits, Span, is_whole};
use crate::model::{
    Cell, Cond, CondKind, Let, LetId, LetKind, ListRow, ParameterId, Scale, Stage, Subject,
    TableRow,
};
use crate::syntax::expr::Expr;
use crate::syntax::tree::{self, Guard, LetBody, Term};

/// The lets; one that has an error is none.
pub(super) type Lets = IdVec<LetId, Option<Let>>;

/// Gives every let with a scale its type, so that a let may be used before it is resolved.
pub(super) fn scales(context: &mut Context<'_>, report: &mut Report) {
    for decl in &context.declared.lets {
        let ty = match &decl.node.body {
            LetBody::Expr { .. } => Ty::Broken,
            LetBody::Contradiction { .. } => Ty::YesNo,
            LetBody::List { scale, .. } | LetBody::Table { scale, .. } => {
                match types::let_scale(scale, report) {
                    Some(scale) if scale.numbers.is_none() => Ty::Level(scale.into()),
                    // Which numbers, the rows say.
                    _ => Ty::Broken,
                }
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
    let uses = usage::uses(&context.declared);
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
        let as_truth = match uses.truths.contains(&*decl.name) {
            true => Some(true),
            false => uses.numbers.contains(&*decl.name).then_some(false),
        };
        let scale = own_scale(context, id).or_else(|| number_scale(&node.body));
        let made = Resolver { context, report }.derive(decl, scale.as_deref(), as_truth);
        let Some(made) = made else { continue };
        if !matches!(made.ty, Ty::Broken)
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
            } else if context.counts_contradictions(name) {
                let all = context.contradictions();
                all.for_each(|to| graph.add(at, to.to_usize(), span));
            }
        };
        match &decl.node.body {
            LetBody::Expr { expr, .. } => usage::names(expr, &mut see),
            LetBody::Contradiction { when, unless } => {
                let both = std::iter::once(when).chain(unless);
                both.for_each(|expr| usage::names(expr, &mut see));
            }
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

fn number_scale(body: &LetBody) -> Option<Arc<Scale>> {
    match body {
        LetBody::Expr { .. } | LetBody::Contradiction { .. } => None,
        LetBody::List { scale, .. } | LetBody::Table { scale, .. } => {
            types::number_scale(scale).map(Arc::new)
        }
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
        as_truth: Option<bool>,
    ) -> Option<Made> {
        let node = decl.node;
        let found = match &node.body {
            LetBody::Expr { ty: None, expr } => self.let_value(&decl.name, expr, as_truth),
            LetBody::Expr { ty: Some(ty), expr } => self.typed_value(ty, expr),
            LetBody::Contradiction { when, unless } => self.clash(when, unless.as_ref()),
            LetBody::List { rows, .. } => self.list(scale, &decl.name, rows),
            LetBody::Table { inputs, rows, .. } => self.table(scale, &decl.name, (inputs, rows)),
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
                contradiction: matches!(node.body, LetBody::Contradiction { .. }),
                basis: own.unwrap_or(self.context.draft.basis),
                origin: decl.origin,
            },
            ty,
        })
    }

    /// `let NAME = …`: a condition or a number, as its form tells. Where it does not, how it is used decides, then
    /// what the script's text tells; without either it is a number.
    fn let_value(
        &mut self,
        name: &str,
        expr: &Expr,
        as_truth: Option<bool>,
    ) -> Option<(LetKind, Ty)> {
        if let Some(problem) = self.chosen_truth(expr) {
            return self.report.fail(problem);
        }
        match self.form(expr) {
            Form::Truth => self.truth_let(expr),
            Form::Either if as_truth.unwrap_or_else(|| self.seems_truth(expr)) => {
                self.truth_let(expr)
            }
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
                self.report.fail(row_problem::let_value(expr.span, name))
            }
        }
    }

    /// `let NAME : number "EUR" = …`: a number of that unit.
    fn typed_value(&mut self, ty: &tree::Type, expr: &Expr) -> Option<(LetKind, Ty)> {
        let Some(graded) = types::number_scale(ty).and_then(|scale| scale.numbers) else {
            return self.report.fail(row_problem::let_type(ty.span));
        };
        let Number { num, amount } = self.number(expr)?;
        let unit = graded.unit.clone().map_or(Unit::None, Unit::Named);
        let Some(unit) = unit.join(&amount.unit) else {
            let written = self.context.files.text(num.origin);
            let problem = type_problem::units_differ(
                num.origin,
                ("the let", &unit, ty.span),
                (written, &amount.unit, num.origin),
            );
            return self.report.fail(problem);
        };
        let amount = Amount { unit, ..amount };
        Some((LetKind::Number(num, graded.unit), Ty::Number(amount)))
    }

    /// The answers of a contradiction; an exception stops it where it is known to hold.
    fn clash(&mut self, when: &Expr, unless: Option<&Expr>) -> Option<(LetKind, Ty)> {
        let found = self.cond(when);
        let unless = unless.map(|unless| self.cond(unless));
        let when = found?;
        let Some(unless) = unless else {
            return Some((LetKind::YesNo(when), Ty::YesNo));
        };
        let unless = unless?;
        let of = |origin: Span, kind: CondKind| Cond { origin, kind };
        let origin = when.origin.to(unless.origin);
        let surely = of(unless.origin, CondKind::Surely(Box::new(unless)));
        let stays = of(surely.origin, CondKind::Not(Box::new(surely)));
        let both = of(origin, CondKind::All(vec![when, stays]));
        Some((LetKind::YesNo(both), Ty::YesNo))
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
    ) -> Option<(LetKind, Ty)> {
        let mut given = Vec::with_capacity(rows.len());
        let mut above = Above::new();
        let mut made = Vec::with_capacity(rows.len());
        let mut sound = true;
        for row in rows {
            let test = Test::of_guard(self.context.files, &row.guard);
            above.row(row.span, test, self.report);
            let gives = scale.and_then(|scale| self.gives(scale, &row.gives, name));
            match (gives, self.guard(&row.guard)) {
                (Some(gives), Some((when, unless))) => {
                    made.push(ListRow {
                        level: gives.level,
                        parameter: gives.parameter,
                        when,
                        unless,
                        origin: row.span,
                    });
                    given.push(gives);
                }
                _ => sound = false,
            }
        }
        if !sound {
            return None;
        }
        let (scale, ty) = self.graded(scale?, &mut given)?;
        for (row, gives) in made.iter_mut().zip(given) {
            row.level = gives.level;
        }
        Some((LetKind::List(scale, made), ty))
    }

    /// `let NAME : low < high by a, b { … => low }`
    fn table(
        &mut self,
        scale: Option<&Scale>,
        name: &str,
        (inputs, rows): (&[tree::Path], &[tree::TableRow]),
    ) -> Option<(LetKind, Ty)> {
        let mut given = Vec::with_capacity(rows.len());
        let subjects: Vec<Option<Subject>> = inputs.iter().map(|input| self.input(input)).collect();
        let mut above = Above::new();
        let mut made = Vec::with_capacity(rows.len());
        let mut sound = true;
        for row in rows {
            let gives = scale.and_then(|scale| self.gives(scale, &row.gives, name));
            let cells = self.table_cells(row, &subjects);
            if let Some(cells) = &cells {
                above.row(row.span, test_of_cells(cells), self.report);
            }
            match (gives, cells) {
                (Some(gives), Some(cells)) => {
                    made.push(TableRow {
                        cells,
                        level: gives.level,
                        parameter: gives.parameter,
                        origin: row.span,
                    });
                    given.push(gives);
                }
                _ => sound = false,
            }
        }
        let inputs: Vec<Subject> = subjects.into_iter().collect::<Option<_>>()?;
        if !sound {
            return None;
        }
        self.tight_cells(rows);
        let (scale, ty) = self.graded(scale?, &mut given)?;
        for (row, gives) in made.iter_mut().zip(given) {
            row.level = gives.level;
        }
        Some((LetKind::Table(scale, inputs, made), ty))
    }

    /// What a row gives: a level of the scale or, where it is one of numbers, a number or a parameter.
    fn gives(&mut self, scale: &Scale, term: &Term, name: &str) -> Option<Gives> {
        let Some(numbers) = &scale.numbers else {
            let level = match term {
                Term::Word(word) => self.level(scale, &word.text, word.span, name),
                Term::Number(number) => {
                    let problem = row_problem::row_gives_no_number(number.span, name, scale);
                    self.report.fail(problem)
                }
            };
            return level.map(Gives::level);
        };
        let word = match term {
            Term::Number(number) => return Some(Gives::number(number.value, number.span)),
            Term::Word(word) => word,
        };
        let Some(Thing::Parameter(id)) = self.context.names.get(&word.text) else {
            let near = self.parameter_near(&word.text);
            let problem = row_problem::row_gives_no_level(word.span, name, &word.text);
            return self
                .report
                .fail(problem.did_you_mean(word.span, near.as_deref()));
        };
        let parameter = self.context.draft.parameters.find(id)?;
        let amount = parameter_amount(parameter);
        let unit = numbers.unit.clone().map_or(Unit::None, Unit::Named);
        if unit.join(&amount.unit).is_none() {
            let problem = type_problem::units_differ(
                word.span,
                (name, &unit, word.span),
                (&word.text, &amount.unit, word.span),
            );
            return self.report.fail(problem);
        }
        Some(Gives {
            parameter: Some(id),
            ends: (amount.low, amount.high),
            whole: amount.whole,
            set: amount.set,
            ..Gives::number(parameter.value, word.span)
        })
    }

    /// Where rows give numbers, these as the levels of a scale, from low to high, and the type of the let.
    fn graded(&mut self, scale: &Scale, given: &mut [Gives]) -> Option<(Scale, Ty)> {
        let Some(numbers) = &scale.numbers else {
            return Some((scale.clone(), Ty::Broken));
        };
        let graded = given.iter().map(|gives| gives.number);
        let graded = Scale::of_numbers(graded, numbers.unit.clone());
        let (found, most) = (graded.levels.len(), Limits::DEFAULT.levels);
        if let Some(gives) = given.first().filter(|_| found > most) {
            let problem = row_problem::too_many_numbers(gives.at, found, most);
            return self.report.fail(problem);
        }
        for gives in given.iter_mut() {
            gives.level = graded.position_of(gives.number).unwrap_or_default();
        }
        let low = given.iter().map(|gives| gives.ends.0);
        let high = given.iter().map(|gives| gives.ends.1);
        let amount = Amount {
            unit: numbers.unit.clone().map_or(Unit::None, Unit::Named),
            low: low.fold(f64::INFINITY, f64::min),
            high: high.fold(f64::NEG_INFINITY, f64::max),
            whole: given.iter().all(|gives| gives.whole),
            set: given.iter().any(|gives| gives.set),
        };
        Some((graded, Ty::Number(amount)))
    }

    fn table_cells(
        &mut self,
        row: &tree::TableRow,
        subjects: &[Option<Subject>],
    ) -> Option<Vec<Cell>> {
        if row.cells.len() != subjects.len() {
            if let Some(word) = takes_rest(row) {
                let columns = (word.span, subjects.len());
                let problem = row_problem::rest_cell(word.span, &word.text, columns);
                return self.report.fail(problem);
            }
            let problem = problem::number_of_cells(row.span, row.cells.len(), subjects.len());
            let commas = self.commas(row).map(|commas| commas.tight);
            let joins =
                |commas: &Vec<_>| row.cells.len() == subjects.len().saturating_add(commas.len());
            let problem = match commas.filter(joins) {
                Some(commas) => meant_problem::decimal_commas_in_cells(problem, &commas),
                None => problem,
            };
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

    /// The commas between the cells of a row.
    fn commas(&self, row: &tree::TableRow) -> Option<Commas> {
        let cells: Vec<Span> = row.cells.iter().map(|cell| cell.span).collect();
        Commas::between(self.context.files, &cells)
    }

    /// Cells of two numbers with a comma without a blank between, in a table whose other cells have one: they may be one
    /// number with decimals.
    fn tight_cells(&mut self, rows: &[tree::TableRow]) {
        let (mut tight, mut others) = (Vec::new(), 0_usize);
        for row in rows {
            let Some(commas) = self.commas(row).filter(|commas| commas.apart) else {
                return;
            };
            let between = row.cells.len().saturating_sub(1);
            others = others.saturating_add(between.saturating_sub(commas.tight.len()));
            tight.extend(commas.tight);
        }
        if others > 0 {
            let told = tight.iter().map(meant_problem::comma_between_cells);
            told.for_each(|problem| self.report.push(problem));
        }
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
                let problem = row_problem::no_cells_over(path.span, &path.text, &ty);
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

/// What a row gives.
#[derive(Clone, Copy, Debug)]
struct Gives {
    level: u8,
    number: f64,
    parameter: Option<ParameterId>,
    /// Between which numbers it lies, whatever the value of the parameter.
    ends: (f64, f64),
    whole: bool,
    /// Whether it is the value of a parameter that may be set to any other.
    set: bool,
    at: Span,
}

impl Gives {
    fn level(level: u8) -> Self {
        Self {
            level,
            ..Self::number(0.0, Span::default())
        }
    }

    fn number(number: f64, at: Span) -> Self {
        // `-0` is no number of its own.
        let number = number + 0.0;
        Self {
            level: 0,
            number,
            parameter: None,
            ends: (number, number),
            whole: is_whole(number),
            set: false,
            at,
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
