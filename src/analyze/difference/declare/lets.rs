//! Derived facts as parts.

use std::collections::BTreeSet;

use crate::analyze::difference::declared::{Declared, Part, Row};
use crate::analyze::difference::{Aspect, Forms, Kind};
use crate::model::{Cell, Cond, Let, LetKind, ListRow, ParameterId, Subject, TableRow};

impl Forms<'_> {
    pub(super) fn lets(self) -> Vec<Declared> {
        let lets = self.book.lets.iter();
        lets.map(|(id, item)| self.let_parts(Subject::Let(id), item))
            .collect()
    }

    fn let_parts(self, subject: Subject, item: &Let) -> Declared {
        let mut one = self.declared(Kind::Let, &item.name, item.origin);
        if item.contradiction {
            one.shown = Kind::Contradiction;
        }
        match &item.kind {
            LetKind::YesNo(cond) => {
                let kind = match item.contradiction {
                    true => Kind::Contradiction.word(),
                    false => "yes/no",
                };
                one.parts.push(Part::plain(Aspect::Type, "", kind));
                one.parts.push(self.condition(Aspect::Definition, cond));
            }
            LetKind::Number(num, unit) => {
                let unit = unit.as_ref().map(|unit| format!(" “{unit}”"));
                let kind = format!("number{}", unit.unwrap_or_default());
                one.parts.push(Part::plain(Aspect::Type, "", kind));
                one.parts.push(Part {
                    blank: Some(self.blank().num(num)),
                    ..Part::shown(
                        Aspect::Definition,
                        "",
                        (self.num(num), self.words(num.origin)),
                    )
                });
            }
            LetKind::List(scale, rows) => {
                let levels = self.levels_of(subject, scale);
                one.parts.push(Part::shown(Aspect::Type, "", levels));
                let rows = rows.iter().map(|row| self.list_row(subject, row));
                one.rows = rows.collect();
            }
            LetKind::Table(scale, inputs, rows) => {
                let levels = self.levels_of(subject, scale);
                one.parts.push(Part::shown(Aspect::Type, "", levels));
                let names: Vec<&str> = inputs.iter().map(|input| self.subject(*input)).collect();
                let names = names.join(", ");
                one.parts.push(Part::plain(Aspect::Definition, "by", names));
                let rows = rows.iter().map(|row| self.table_row(subject, inputs, row));
                one.rows = rows.collect();
            }
        }
        self.used(&item.kind.refs(), &mut one.reads);
        one.parts.extend(self.level_words(subject));
        one.parts.extend(self.title(&item.name, &item.title));
        one.parts.extend(self.because(item.because.as_ref()));
        one.parts.extend(self.citations(&item.citations));
        one.parts.push(self.basis(item.basis));
        one
    }

    /// What a row gives: a level, a number, or a parameter by its name.
    fn gives(self, subject: Subject, level: u8, parameter: Option<ParameterId>) -> String {
        let named = parameter.map(|id| self.parameter(id));
        named
            .unwrap_or_else(|| self.level(subject, level))
            .to_owned()
    }

    fn list_row(self, subject: Subject, row: &ListRow) -> Row {
        let mut reads = BTreeSet::new();
        for cond in row.when.iter().chain(&row.unless) {
            self.used(&cond.refs(), &mut reads);
        }
        let form = |forms: Self, cond: Option<&Cond>, none: &str| {
            cond.map_or_else(|| none.to_owned(), |cond| forms.cond(cond))
        };
        let when = row.when.as_ref();
        Row {
            aspect: Aspect::Row,
            label: None,
            gives: self.gives(subject, row.level, row.parameter),
            test: form(self, when, "otherwise"),
            blank: form(self.blank(), when, "otherwise"),
            unless: form(self, row.unless.as_ref(), ""),
            words: self.words(row.origin),
            cells: None,
            parts: Vec::new(),
            site: self.site(row.origin),
            reads,
        }
    }

    fn table_row(self, subject: Subject, inputs: &[Subject], row: &TableRow) -> Row {
        let cells = |forms: Self| -> String {
            let cells = inputs.iter().zip(&row.cells);
            let cells: Vec<String> = cells
                .map(|(input, cell): (&Subject, &Cell)| forms.cell(*input, cell))
                .collect();
            cells.join(", ")
        };
        Row {
            aspect: Aspect::Row,
            label: None,
            gives: self.gives(subject, row.level, row.parameter),
            test: cells(self),
            blank: cells(self.blank()),
            unless: String::new(),
            words: self.words(row.origin),
            cells: Some(row.cells.clone()),
            parts: Vec::new(),
            site: self.site(row.origin),
            reads: BTreeSet::new(),
        }
    }
}
