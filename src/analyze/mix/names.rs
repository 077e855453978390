//! The old rulebook in the names of the new one: every name, level and label that only changed. Finds no rename.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::items::Items;
use crate::analyze::difference::{Kind, Renames};
use crate::syntax::clause::{Clause, ClauseKind, Clauses};
use crate::syntax::expr::{Expr, ExprKind};
use crate::syntax::tree::{
    Cell, CellKind, Contrast, Effect, EffectKind, Guard, How, ItemKind, LetBody, Name, Path, Term,
    Type, TypeKind, Word,
};

/// What was renamed, both ways.
#[derive(Debug, Default)]
pub(in crate::analyze) struct Names {
    /// New names by old ones: one name is one thing over all kinds.
    things: BTreeMap<String, String>,
    /// Of these, parameters.
    parameters: BTreeMap<String, String>,
    /// Old names by kind and new name.
    back: BTreeMap<(Kind, String), String>,
    /// New levels by the old name of their subject and their old name.
    levels: BTreeMap<(String, String), String>,
}

impl Names {
    pub(super) fn of(renames: &Renames) -> Self {
        let things = renames.things();
        Self {
            back: things
                .iter()
                .map(|((kind, new), old)| ((*kind, new.clone()), old.clone()))
                .collect(),
            things: things
                .iter()
                .map(|((_, new), old)| (old.clone(), new.clone()))
                .collect(),
            parameters: things
                .iter()
                .filter(|((kind, _), _)| *kind == Kind::Parameter)
                .map(|((_, new), old)| (old.clone(), new.clone()))
                .collect(),
            levels: renames
                .levels()
                .iter()
                .map(|((subject, new), old)| ((subject.clone(), old.clone()), new.clone()))
                .collect(),
        }
    }

    /// What the old rulebook calls a thing of the new one.
    pub(super) fn old_name<'n>(&'n self, kind: Kind, name: &'n str) -> &'n str {
        let found = self.back.get(&(kind, name.to_owned()));
        found.map_or(name, String::as_str)
    }

    /// What the new rulebook calls a thing of the old one: a name, or names with dots between them.
    pub(in crate::analyze) fn new_name(&self, text: &str) -> String {
        if let Some(new) = self.things.get(text) {
            return new.clone();
        }
        let Some((head, last)) = text.rsplit_once('.') else {
            return text.to_owned();
        };
        format!("{}.{}", self.new_name(head), self.level(head, last))
    }

    /// A level of a subject, by the subject's old name.
    pub(in crate::analyze) fn level<'n>(&'n self, subject: &str, level: &'n str) -> &'n str {
        let key = (subject.to_owned(), level.to_owned());
        self.levels.get(&key).map_or(level, String::as_str)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.things.is_empty() && self.levels.is_empty()
    }

    /// Puts the old declarations into the new names.
    pub(super) fn translate(&self, items: &mut Items) {
        if self.is_empty() {
            return;
        }
        if let Some(head) = &mut items.head {
            self.clauses(&mut head.clauses);
        }
        let plain = std::mem::take(&mut items.plain);
        items.plain = plain
            .into_iter()
            .map(|((kind, name), mut item)| {
                self.item(&mut item);
                ((kind, self.new_name(&name)), item)
            })
            .collect();
        let facts = std::mem::take(&mut items.facts);
        for (old, mut fact) in facts {
            self.ty(&old, &mut fact.ty);
            let name = self.new_name(&old);
            let last = name.rsplit('.').next().unwrap_or(&name);
            fact.name.text = last.into();
            items.facts.insert(name, fact);
        }
        let contrasts = std::mem::take(&mut items.contrasts);
        for (old, mut contrast) in contrasts {
            self.contrast(&mut contrast, &old);
            let name = match &contrast.name {
                Some(name) => name.text.to_string(),
                None => contrast.subject.text.to_string(),
            };
            items.contrasts.insert(name, contrast);
        }
        let scripts = std::mem::take(&mut items.scripts);
        for (old, (mut script, file)) in scripts {
            self.name(&mut script.name);
            items.scripts.insert(self.new_name(&old), (script, file));
        }
        for row in items.advice.iter_mut().flat_map(|one| &mut one.rows) {
            self.name(&mut row.outcome);
            self.guard(&mut row.guard);
        }
    }

    fn item(&self, item: &mut ItemKind) {
        match item {
            ItemKind::Strategy(it) => self.name(&mut it.name),
            ItemKind::Hypothesis(it) => self.name(&mut it.name),
            ItemKind::Parameter(it) => self.name(&mut it.name),
            ItemKind::Group(it) => self.name(&mut it.name),
            ItemKind::Outcome(it) => {
                self.name(&mut it.name);
                it.strategy.iter_mut().for_each(|name| self.name(name));
            }
            ItemKind::Let(it) => {
                let old = it.name.text.to_string();
                self.name(&mut it.name);
                self.body(&old, &mut it.body);
            }
            ItemKind::Rule(it) => {
                self.name(&mut it.name);
                self.clauses(&mut it.clauses);
            }
            ItemKind::Note(it) => {
                self.name(&mut it.name);
                self.clauses(&mut it.clauses);
            }
            _ => {}
        }
    }

    fn name(&self, name: &mut Name) {
        if let Some(new) = self.things.get(&*name.text) {
            name.text = new.as_str().into();
        }
    }

    fn text(&self, text: &mut Arc<str>) {
        let new = self.new_name(text);
        if *new != **text {
            *text = new.into();
        }
    }

    fn path(&self, path: &mut Path) {
        self.text(&mut path.text);
    }

    fn word(&self, subject: &str, word: &mut Word) {
        let new = self.level(subject, &word.text);
        if *new != *word.text {
            word.text = new.into();
        }
    }

    fn term(&self, subject: &str, term: &mut Term) {
        if let Term::Word(word) = term {
            self.level_or_parameter(subject, word);
        }
    }

    /// A level of the subject or, where the subject is a number, a parameter.
    fn level_or_parameter(&self, subject: &str, word: &mut Word) {
        let level = self.level(subject, &word.text);
        let parameter = self.parameters.get(&*word.text);
        let new = match parameter {
            Some(new) if *level == *word.text => new.clone(),
            _ => level.to_owned(),
        };
        if *new != *word.text {
            word.text = new.into();
        }
    }

    fn ty(&self, subject: &str, ty: &mut Type) {
        match &mut ty.kind {
            TypeKind::Ordinal(levels) | TypeKind::OneOf(levels) | TypeKind::AnyOf(levels) => {
                for level in levels {
                    self.word(subject, &mut level.word);
                }
            }
            TypeKind::YesNo | TypeKind::Number { .. } | TypeKind::Text => {}
        }
    }

    fn body(&self, subject: &str, body: &mut LetBody) {
        match body {
            LetBody::Expr { expr, .. } => self.expr(expr),
            LetBody::Contradiction { when, unless } => {
                self.expr(when);
                unless.iter_mut().for_each(|expr| self.expr(expr));
            }
            LetBody::List { scale, rows } => {
                self.ty(subject, scale);
                for row in rows {
                    self.term(subject, &mut row.gives);
                    self.guard(&mut row.guard);
                }
            }
            LetBody::Table {
                scale,
                inputs,
                rows,
            } => {
                self.ty(subject, scale);
                for row in rows {
                    for (input, cell) in inputs.iter().zip(&mut row.cells) {
                        self.cell(&input.text, cell);
                    }
                    self.term(subject, &mut row.gives);
                }
                inputs.iter_mut().for_each(|input| self.path(input));
            }
        }
    }

    fn contrast(&self, contrast: &mut Contrast, old: &str) {
        let subject = contrast.subject.text.to_string();
        for row in &mut contrast.rows {
            let label = super::rows::label(row);
            self.cell(&subject, &mut row.cell);
            row.effects.iter_mut().for_each(|one| self.effect(one));
            // A row that only got another label.
            let renamed = label.and_then(|label| self.things.get(&format!("{old}.{label}")));
            let renamed = renamed.and_then(|name| name.rsplit('.').next());
            if let (Some(new), Some(label)) = (renamed, &mut row.label) {
                label.text = new.into();
            }
        }
        self.clauses(&mut contrast.clauses);
        contrast.name.iter_mut().for_each(|name| self.name(name));
        self.path(&mut contrast.subject);
    }

    fn cell(&self, subject: &str, cell: &mut Cell) {
        for part in &mut cell.parts {
            match &mut part.kind {
                CellKind::Level(word) => self.level_or_parameter(subject, word),
                CellKind::Not(term) | CellKind::Compare(_, term) => self.term(subject, term),
                CellKind::Range(low, high) => {
                    self.term(subject, low);
                    self.term(subject, high);
                }
                CellKind::Any | CellKind::Unknown | CellKind::Number(_) => {}
            }
        }
    }

    fn guard(&self, guard: &mut Guard) {
        if let Guard::When { when, unless } = guard {
            self.expr(when);
            unless.iter_mut().for_each(|expr| self.expr(expr));
        }
    }

    fn clauses(&self, clauses: &mut Clauses) {
        for Clause { kind, .. } in &mut clauses.list {
            match kind {
                ClauseKind::When(expr) | ClauseKind::Unless(expr) | ClauseKind::Asked(expr) => {
                    self.expr(expr);
                }
                ClauseKind::Then(effects) | ClauseKind::Else(effects) => {
                    effects.iter_mut().for_each(|one| self.effect(one));
                }
                ClauseKind::In(name) => self.name(name),
                ClauseKind::Defeats(paths) => paths.iter_mut().for_each(|path| self.path(path)),
                ClauseKind::Sureness(path) => self.path(path),
                _ => {}
            }
        }
    }

    fn effect(&self, effect: &mut Effect) {
        self.name(&mut effect.target);
        match &mut effect.kind {
            EffectKind::Favor(How::By(expr)) | EffectKind::Oppose(How::By(expr)) => self.expr(expr),
            EffectKind::Favor(_) | EffectKind::Oppose(_) | EffectKind::Exclude => {}
        }
    }

    fn expr(&self, expr: &mut Expr) {
        match &mut expr.kind {
            ExprKind::Number(_) | ExprKind::Text(_) => {}
            ExprKind::Path(text) => self.text(text),
            ExprKind::Call { callee, args } => {
                self.path(callee);
                args.iter_mut().for_each(|part| self.expr(part));
            }
            ExprKind::And(parts) | ExprKind::Or(parts) | ExprKind::Count { parts, .. } => {
                parts.iter_mut().for_each(|part| self.expr(part));
            }
            ExprKind::Not(inner) | ExprKind::Surely(inner) | ExprKind::Negate(inner) => {
                self.expr(inner);
            }
            ExprKind::Is {
                subject, levels, ..
            } => {
                if let ExprKind::Path(path) = &subject.kind {
                    for level in levels {
                        // `best is kaizen` and `advice is hybrid` name things, not levels.
                        match self.things.get(&*level.text) {
                            Some(new) if matches!(&**path, "best" | "advice") => {
                                level.text = new.as_str().into();
                            }
                            _ => self.word(path, level),
                        }
                    }
                }
                self.expr(subject);
            }
            ExprKind::Compare { left, right, .. } => {
                self.expr(left);
                self.expr(right);
            }
            ExprKind::Between { subject, low, high } => {
                self.expr(subject);
                self.expr(low);
                self.expr(high);
            }
            ExprKind::If {
                condition,
                then,
                otherwise,
            } => {
                self.expr(condition);
                self.expr(then);
                self.expr(otherwise);
            }
            ExprKind::Arithmetic { first, rest } => {
                self.expr(first);
                rest.iter_mut()
                    .for_each(|step| self.expr(&mut step.operand));
            }
        }
    }
}
