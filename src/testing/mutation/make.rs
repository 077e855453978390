//! All mutants of a rulebook, in the order of its text. Runs none of them.

use super::mutant::{Change, Mutant, NO_LIMIT, Operator, Root};
use super::text::{self, Texts};
use super::{conditions, weights};
use crate::base::{Edit, Span};
use crate::model::{
    GroupId, LetId, LetKind, LineOf, Parameter, ParameterId, Rule, RuleId, Rulebook,
};
use crate::syntax::tree::ItemKind;

/// Everything that can be changed, in the order of the text.
pub fn mutants(book: &Rulebook) -> Vec<Mutant> {
    let mut making = Making {
        book,
        texts: Texts::of(book),
        found: Vec::new(),
    };
    for (id, rule) in book.rules.iter() {
        making.rule(id, rule);
    }
    for contrast in book.contrasts.values() {
        making.defeats(
            contrast.origin,
            &contrast.rows,
            &format!("contrast {}", contrast.name),
        );
    }
    for (id, note) in book.notes.iter() {
        let subject = format!("note {}", note.name);
        making.declaration(Root::Note(id), note.origin, &subject);
        making.exception_of_item(Root::Note(id), note.origin, &subject);
        conditions::both(&mut making, Root::Note(id), &subject);
    }
    for one in book.preconditions() {
        let word = match one.of {
            LineOf::Outcome(_) => "outcome",
            LineOf::Note(_) => "note",
        };
        let subject = format!("precondition {} of {word} {}", one.at, book.name_of(one.of));
        conditions::both(&mut making, Root::Met(one.met.id), &subject);
    }
    for id in book.lets.ids() {
        making.derivation(id);
    }
    for (id, parameter) in book.parameters.iter() {
        making.parameter(id, parameter);
    }
    for id in book.groups.ids() {
        making.limit(id);
    }
    making.advice();
    making.finish()
}

/// The mutants under way.
pub(super) struct Making<'b> {
    pub book: &'b Rulebook,
    pub texts: Texts<'b>,
    found: Vec<Mutant>,
}

impl Making<'_> {
    pub(super) fn push(
        &mut self,
        operator: Operator,
        subject: &str,
        edits: Vec<Edit>,
        change: Change,
    ) {
        self.found.push(Mutant {
            operator,
            subject: subject.to_owned(),
            edits,
            change,
        });
    }

    /// In the order of the text; what stands at one place in the order of its kinds and of its text.
    fn finish(mut self) -> Vec<Mutant> {
        self.found.retain(|one| !one.edits.is_empty());
        self.found.sort_by(|one, other| {
            let key = |mutant: &Mutant| (mutant.place(), mutant.operator);
            let text = |mutant: &Mutant| mutant.edits.first().map(|edit| edit.text.clone());
            key(one)
                .cmp(&key(other))
                .then_with(|| text(one).cmp(&text(other)))
        });
        self.found
    }

    fn rule(&mut self, id: RuleId, rule: &Rule) {
        let kind = if rule.contrast.is_some() {
            "row"
        } else {
            "rule"
        };
        let subject = format!("{kind} {}", rule.name);
        match rule.contrast {
            None => {
                self.declaration(Root::Rule(id), rule.origin, &subject);
                self.exception_of_item(Root::Rule(id), rule.origin, &subject);
                self.defeats(rule.origin, &[id], &subject);
                conditions::both(self, Root::Rule(id), &subject);
            }
            // The cells of a contrast share a scale among its rows: none is changed alone.
            Some(contrast) if self.book.contrasts[contrast].rows.len() > 1 => {
                self.removal(
                    Operator::Dropped,
                    &subject,
                    rule.origin,
                    Change::Never(Root::Rule(id)),
                );
            }
            Some(_) => {}
        }
        weights::effects(self, id, &subject);
    }

    /// A whole declaration is dropped.
    fn declaration(&mut self, root: Root, head: Span, subject: &str) {
        if let Some(span) = self.texts.item(head).map(|item| item.span) {
            self.removal(Operator::Dropped, subject, span, Change::Never(root));
        }
    }

    fn removal(&mut self, operator: Operator, subject: &str, span: Span, change: Change) {
        let text = String::new();
        self.push(operator, subject, vec![Edit { span, text }], change);
    }

    fn exception_of_item(&mut self, root: Root, head: Span, subject: &str) {
        if let Some(span) = self.texts.item(head).and_then(text::unless) {
            self.removal(Operator::Exception, subject, span, Change::Always(root));
        }
    }

    fn exception_of_row(
        &mut self,
        root: Root,
        (when, unless): (Option<Span>, Option<Span>),
        subject: &str,
    ) {
        let word = when.zip(unless).and_then(|(when, unless)| {
            let word = self.texts.between(when, unless, "unless")?;
            Some(word.to(unless))
        });
        if let Some(span) = word {
            self.removal(Operator::Exception, subject, span, Change::Always(root));
        }
    }

    fn defeats(&mut self, head: Span, by: &[RuleId], subject: &str) {
        let Some(item) = self.texts.item(head) else {
            return;
        };
        for (path, span) in text::defeats(item) {
            let defeated: Vec<RuleId> = by
                .iter()
                .flat_map(|rule| &self.book.rules[*rule].defeats)
                .copied()
                .filter(|rule| self.is_called(*rule, &path.text))
                .collect();
            if !defeated.is_empty() {
                let change = Change::Undefeated(by.to_vec(), defeated);
                self.removal(Operator::Defeat, subject, span, change);
            }
        }
    }

    /// Whether a name means the rule, or the contrast it is a row of.
    fn is_called(&self, rule: RuleId, name: &str) -> bool {
        let rule = &self.book.rules[rule];
        let contrast = rule.contrast.map(|id| &self.book.contrasts[id].name);
        let is = |full: &str| {
            full == name
                || full
                    .strip_suffix(name)
                    .is_some_and(|rest| rest.ends_with('.'))
        };
        is(&rule.name) || contrast.is_some_and(|name| is(name))
    }

    fn derivation(&mut self, id: LetId) {
        let item = &self.book.lets[id];
        let subject = format!("let {}", item.name);
        match &item.kind {
            LetKind::YesNo(_) => conditions::both(self, Root::Let(id), &subject),
            LetKind::Number(..) => {}
            LetKind::List(_, rows) => {
                for (at, row) in rows.iter().enumerate() {
                    let spans = (row.when.as_ref(), row.unless.as_ref());
                    let spans = (
                        spans.0.map(|cond| cond.origin),
                        spans.1.map(|cond| cond.origin),
                    );
                    self.exception_of_row(Root::List(id, at), spans, &subject);
                    conditions::both(self, Root::List(id, at), &subject);
                }
                let open: Vec<Span> = rows
                    .iter()
                    .filter(|row| row.when.is_some())
                    .map(|row| row.origin)
                    .collect();
                self.exchanges(&open, &subject, |at| Change::Rows(id, at));
            }
            LetKind::Table(_, _, rows) => {
                let rows: Vec<Span> = rows.iter().map(|row| row.origin).collect();
                self.exchanges(&rows, &subject, |at| Change::Rows(id, at));
            }
        }
    }

    /// Each row and the one below.
    fn exchanges(&mut self, rows: &[Span], subject: &str, change: impl Fn(usize) -> Change) {
        for (at, pair) in rows.windows(2).enumerate() {
            let &[first, second] = pair else {
                continue;
            };
            let edit = |span, other| Edit {
                span,
                text: self.texts.at(other).to_owned(),
            };
            let edits = vec![edit(first, second), edit(second, first)];
            self.push(Operator::Order, subject, edits, change(at));
        }
    }

    fn parameter(&mut self, id: ParameterId, parameter: &Parameter) {
        let Some(ItemKind::Parameter(node)) =
            self.texts.item(parameter.origin).map(|item| &item.kind)
        else {
            return;
        };
        let at = node.value.span;
        let text = self.texts.at(at);
        let subject = format!("parameter {}", parameter.name);
        for (value, text) in conditions::steps(text, parameter.value, &parameter.kind) {
            let edits = vec![Edit { span: at, text }];
            self.push(
                Operator::Step,
                &subject,
                edits,
                Change::Parameter(id, value),
            );
        }
    }

    fn limit(&mut self, id: GroupId) {
        let group = &self.book.groups[id];
        let Some(ItemKind::Group(node)) = self.texts.item(group.origin).map(|item| &item.kind)
        else {
            return;
        };
        // A group without a limit is none: the text says one that nothing reaches.
        let edits = vec![Edit {
            span: node.limit.span,
            text: format!("limit {NO_LIMIT}"),
        }];
        let subject = format!("group {}", group.name);
        self.push(Operator::Limit, &subject, edits, Change::Unlimited(id));
    }

    fn advice(&mut self) {
        let Some(advice) = &self.book.advice else {
            return;
        };
        for (at, row) in advice.rows.iter().enumerate() {
            let subject = match &row.label {
                Some(label) => format!("row {label}"),
                None => format!("row {} of the advice", at.saturating_add(1)),
            };
            if advice.rows.len() > 1 {
                self.removal(
                    Operator::Dropped,
                    &subject,
                    row.origin,
                    Change::Never(Root::Row(at)),
                );
            }
            let (when, unless) = (row.when.as_ref(), row.unless.as_ref());
            let spans = (when.map(|cond| cond.origin), unless.map(|cond| cond.origin));
            self.exception_of_row(Root::Row(at), spans, &subject);
            conditions::both(self, Root::Row(at), &subject);
        }
        let open: Vec<Span> = advice
            .rows
            .iter()
            .filter(|row| row.when.is_some())
            .map(|row| row.origin)
            .collect();
        self.exchanges(&open, "the advice", Change::Advice);
    }
}
