//! The rows of derivations, contrasts and advice, and the entries of examples. Counts no cells.

use pest::iterators::Pair;

use super::super::clause::{ClauseKind, Clauses};
use super::super::expr::{Expr, Number};
use super::super::problem;
use super::super::tree::{
    AdviceRow, ContrastRow, Given, GivenValue, Guard, ListRow, Name, TableRow, Text,
};
use super::{Build, Cursor, Rule};
use crate::syntax::blocks;

impl Build<'_> {
    pub(super) fn list_row(&mut self, pair: Pair<'_, Rule>) -> Option<ListRow> {
        let span = self.span(&pair);
        let mut cursor = Cursor::new(pair);
        let gives = self.term(&mut cursor)?;
        let guard = self.guard(&mut cursor)?;
        Some(ListRow { span, gives, guard })
    }

    fn guard(&mut self, cursor: &mut Cursor<'_>) -> Option<Guard> {
        if let Some(word) = cursor.optional(Rule::kw_otherwise) {
            return Some(Guard::Otherwise(self.span(&word)));
        }
        let when = self.condition(cursor.required(Rule::row_when)?)?;
        let unless = match cursor.optional(Rule::row_unless) {
            Some(pair) => Some(self.condition(pair)?),
            None => None,
        };
        Some(Guard::When { when, unless })
    }

    /// The condition of a `when` or `unless`.
    pub(super) fn condition(&mut self, pair: Pair<'_, Rule>) -> Option<Expr> {
        let is_expr = |rule: Rule| matches!(rule, Rule::expr | Rule::row_expr);
        let mut parts = pair.into_inner();
        self.expr(parts.find(|part| is_expr(part.as_rule()))?)
    }

    pub(super) fn table_row(&mut self, pair: Pair<'_, Rule>) -> Option<TableRow> {
        let span = self.span(&pair);
        let mut cursor = Cursor::new(pair);
        let mut cells = Vec::new();
        while let Some(cell) = cursor.optional(Rule::cell) {
            cells.push(self.cell(cell)?);
        }
        cursor.required(Rule::arrow)?;
        let gives = self.term(&mut cursor)?;
        Some(TableRow { span, cells, gives })
    }

    fn label(&mut self, cursor: &mut Cursor<'_>) -> Option<Name> {
        let pair = cursor.optional(Rule::label)?;
        let name = Cursor::new(pair).required(Rule::name)?;
        Some(self.declared(&name))
    }

    pub(super) fn contrast_row(&mut self, pair: Pair<'_, Rule>) -> Option<ContrastRow> {
        let span = self.span(&pair);
        let mut cursor = Cursor::new(pair);
        let label = self.label(&mut cursor);
        let cell = self.cell(cursor.required(Rule::cell)?)?;
        let effects = self.effects(&mut cursor)?;
        let because = match cursor.optional(Rule::because) {
            Some(pair) => Some(self.quoted(&mut Cursor::new(pair))?),
            None => None,
        };
        Some(ContrastRow {
            span,
            label,
            cell,
            effects,
            because,
        })
    }

    /// `NAME when C [unless D] because … cite …`, the clauses in any order.
    pub(super) fn advice_row(&mut self, pair: Pair<'_, Rule>) -> Option<AdviceRow> {
        let span = self.span(&pair);
        let mut cursor = Cursor::new(pair);
        let label = self.label(&mut cursor);
        let outcome = self.name(&cursor.required(Rule::name)?);
        let otherwise = cursor.optional(Rule::kw_otherwise);
        let mut clauses = self.clauses(&mut cursor, &blocks::ADVICE)?;
        let guard = match otherwise {
            Some(word) => Guard::Otherwise(self.span(&word)),
            None => Guard::When {
                when: take_when(&mut clauses)?,
                unless: take_unless(&mut clauses),
            },
        };
        if let Some(extra) = clauses
            .list
            .iter()
            .find(|clause| matches!(clause.kind.word(), "when" | "unless"))
            && matches!(guard, Guard::Otherwise(_))
        {
            let word = extra.kind.word();
            let problem = problem::misplaced(extra.span, word, "a row with `otherwise`", &[]);
            self.report(problem.help("write `when` instead of `otherwise`, or remove it"));
        }
        Some(AdviceRow {
            span,
            label,
            outcome,
            guard,
            clauses,
        })
    }

    pub(super) fn given_entry(&mut self, pair: Pair<'_, Rule>) -> Option<Given> {
        let span = self.span(&pair);
        let mut cursor = Cursor::new(pair);
        let fact = self.path(&cursor.required(Rule::path)?);
        cursor.required(Rule::colon)?;
        let pair = cursor.next()?;
        let value = match pair.as_rule() {
            Rule::signed => GivenValue::Number(self.number(&pair)),
            Rule::word => GivenValue::Word(self.word(pair)),
            _ => {
                let place = self.span(&pair);
                let words = pair.into_inner().map(|pair| self.word(pair)).collect();
                GivenValue::Set(words, place)
            }
        };
        let (mut certainty, mut note) = (None, None);
        while let Some(pair) = cursor.next() {
            let place = self.span(&pair);
            let rule = pair.as_rule();
            let mut inner = Cursor::new(pair);
            let (word, first) = if rule == Rule::certainty {
                let number = self.number(&inner.required(Rule::signed)?);
                let first = certainty.map(|old: Number| old.span);
                certainty = certainty.or(Some(number));
                ("certainty", first)
            } else {
                let text = self.quoted(&mut inner)?;
                let first = note.as_ref().map(|old: &Text| old.span);
                note = note.or(Some(text));
                ("note", first)
            };
            if let Some(first) = first {
                self.report(problem::twice(place, first, word));
            }
        }
        Some(Given {
            span,
            fact,
            value,
            certainty,
            note,
        })
    }
}

fn take_when(clauses: &mut Clauses) -> Option<Expr> {
    let at = clauses
        .list
        .iter()
        .position(|clause| matches!(clause.kind, ClauseKind::When(_)))?;
    match clauses.list.remove(at).kind {
        ClauseKind::When(expr) => Some(expr),
        _ => None,
    }
}

fn take_unless(clauses: &mut Clauses) -> Option<Expr> {
    let at = clauses
        .list
        .iter()
        .position(|clause| matches!(clause.kind, ClauseKind::Unless(_)))?;
    match clauses.list.remove(at).kind {
        ClauseKind::Unless(expr) => Some(expr),
        _ => None,
    }
}
