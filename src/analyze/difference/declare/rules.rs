//! Rules, contrasts, groups and the advice block as parts.

use std::collections::BTreeSet;

use crate::analyze::difference::declared::{Declared, OVER, Part, ROWS, Row};
use crate::analyze::difference::{Aspect, Forms, Key, Kind, form::joined};
use crate::model::{AdviceRow, Contrast, GroupLimit, Rule, RuleId, Weight};

impl Forms<'_> {
    pub(super) fn rules(self) -> Vec<Declared> {
        let rules = self.book.rules.iter();
        rules.map(|(id, rule)| self.rule_parts(id, rule)).collect()
    }

    fn rule_parts(self, id: RuleId, rule: &Rule) -> Declared {
        let kind = self.rule_kind(id);
        let mut one = self.declared(kind, &rule.name, rule.origin);
        one.key = self.rule(id);
        one.parts
            .push(self.condition(Aspect::Condition, &rule.when));
        if let Some(unless) = &rule.unless {
            one.parts.push(self.condition(Aspect::Exception, unless));
        }
        let then = rule.then.iter().map(|effect| self.effect(effect, ""));
        one.parts.extend(then);
        let otherwise = rule.otherwise.iter();
        one.parts
            .extend(otherwise.map(|effect| self.effect(effect, " in `else`")));
        one.parts.extend(self.excluded_and_defeated(rule));
        if let Some(group) = rule.group {
            let name = self.renames.of(Kind::Group, &self.book.groups[group].name);
            one.parts.push(Part::plain(Aspect::Group, "", name));
        }
        one.parts.extend(self.tags(&rule.tags));
        if rule.contrast.is_none() {
            one.parts.extend(self.title(&rule.name, &rule.title));
        }
        one.parts.extend(self.because(rule.because.as_ref()));
        one.parts.extend(
            rule.because_else
                .as_ref()
                .map(|reason| Part::text("of the `because` of `else`", &self.template(reason))),
        );
        one.parts.extend(self.citations(&rule.citations));
        one.parts.push(self.basis(rule.basis));
        self.rule_reads(rule, &mut one.reads);
        let effects = rule.then.iter().chain(&rule.otherwise);
        let targets = effects.map(|effect| effect.target);
        let targets = targets.chain(rule.excludes.iter().copied());
        one.names.extend(targets.map(|id| self.target_key(id)));
        one.names.extend(self.cited(&rule.citations));
        one
    }

    fn excluded_and_defeated(self, rule: &Rule) -> impl Iterator<Item = Part> {
        let excludes = rule.excludes.iter().map(|id| self.target(*id).to_owned());
        let excludes = joined(excludes, ", ");
        let defeats = joined(rule.defeats.iter().map(|id| self.rule(*id)), ", ");
        let parts = [(Aspect::Excludes, excludes), (Aspect::Defeats, defeats)];
        parts
            .into_iter()
            .filter(|(_, names)| !names.is_empty())
            .map(|(aspect, names)| Part::plain(aspect, "", names))
    }

    fn rule_reads(self, rule: &Rule, into: &mut BTreeSet<Key>) {
        self.used(&rule.refs(), into);
        let mut effects = rule.then.iter().chain(&rule.otherwise);
        if effects.any(|effect| matches!(effect.weight, Weight::Word(..))) {
            into.insert((Kind::Method, String::new()));
        }
        if let Some(group) = rule.group {
            let name = self.renames.of(Kind::Group, &self.book.groups[group].name);
            into.insert((Kind::Group, name.to_owned()));
        }
    }

    pub(super) fn contrasts(self) -> Vec<Declared> {
        let contrasts = self.book.contrasts.iter();
        contrasts
            .map(|(id, contrast)| {
                let Contrast { name, title, .. } = contrast;
                let mut one = self.declared(Kind::Contrast, name, contrast.origin);
                one.key = self.contrast(id).to_owned();
                let over = self.subject(contrast.subject);
                one.parts.push(Part::plain(Aspect::Definition, OVER, over));
                let rows = contrast.rows.iter().map(|row| self.blank_row(*row));
                one.parts
                    .push(Part::plain(Aspect::Definition, ROWS, joined(rows, "; ")));
                one.parts.extend(self.title(name, title));
                one
            })
            .collect()
    }

    /// What a row of a contrast says, without its name: a renamed contrast has the same rows.
    fn blank_row(self, id: RuleId) -> String {
        let rule = &self.book.rules[id];
        let effects = rule.then.iter().map(|effect| self.effect(effect, ""));
        let effects = effects.map(|part| format!("{} {}", part.of, part.form));
        format!("{}: {}", self.cond(&rule.when), joined(effects, ", "))
    }

    pub(super) fn groups(self) -> Vec<Declared> {
        let groups = self.book.groups.values();
        groups
            .map(|group| {
                let mut one = self.declared(Kind::Group, &group.name, group.origin);
                let limit = match group.limit {
                    GroupLimit::Limit(limit) => limit.to_string(),
                    GroupLimit::Strongest => "strongest".to_owned(),
                    GroupLimit::StrongestPlus(more) => format!("strongest + {more}"),
                };
                one.parts.push(Part::plain(Aspect::Limit, "", limit));
                one.parts.extend(self.title(&group.name, &group.title));
                one.parts.extend(self.because(group.because.as_ref()));
                one.parts.extend(self.citations(&group.citations));
                one.parts.extend(group.basis.map(|basis| self.basis(basis)));
                one
            })
            .collect()
    }

    pub(super) fn advice(self) -> Option<Declared> {
        let advice = self.book.advice.as_ref()?;
        let mut one = self.declared(Kind::Advice, "", advice.origin);
        one.rows = advice.rows.iter().map(|row| self.advice_row(row)).collect();
        for row in &one.rows {
            one.reads.extend(row.reads.iter().cloned());
            let kinds = [Kind::Outcome, Kind::Strategy];
            one.names
                .extend(kinds.map(|kind| (kind, row.gives.clone())));
        }
        Some(one)
    }

    fn advice_row(self, row: &AdviceRow) -> Row {
        let mut reads = BTreeSet::new();
        for cond in row.when.iter().chain(&row.unless) {
            self.used(&cond.refs(), &mut reads);
        }
        let form = |forms: Self, cond: Option<&crate::model::Cond>, none: &str| {
            cond.map_or_else(|| none.to_owned(), |cond| forms.cond(cond))
        };
        let mut parts = Vec::new();
        parts.extend(self.because(row.because.as_ref()));
        parts.extend(self.citations(&row.citations));
        let when = row.when.as_ref();
        Row {
            aspect: Aspect::Condition,
            label: row.label.as_deref().map(str::to_owned),
            gives: self.outcome(row.outcome).to_owned(),
            test: form(self, when, "otherwise"),
            blank: form(self.blank(), when, "otherwise"),
            unless: form(self, row.unless.as_ref(), ""),
            words: when.map_or_else(|| "otherwise".to_owned(), |cond| self.words(cond.origin)),
            cells: None,
            parts,
            site: self.site(row.origin),
            reads,
        }
    }
}
