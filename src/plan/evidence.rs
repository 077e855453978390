//! Lowers rules into pieces of evidence and the order in which each target folds them; advice rows and notes.

use std::collections::BTreeMap;

use super::cond::Builder;
use super::order::count;
use crate::base::Id;
use crate::model::{
    Effect, EvidencePiece, Fold, GroupId, GroupLimit, MetPlan, MetShapes, NoteId, PieceId,
    PieceWeight, Precondition, RowPlan, RuleId, RulePlan, Shapes, Slice, TargetId, TruthId,
    TruthNode, Unit, Weight,
};

impl Builder<'_> {
    /// Rules get their places before any is lowered: they are lowered in the order of computation.
    pub(super) fn prepare_rules(&mut self) {
        let (book, links) = (self.book, &self.links);
        for (id, rule) in book.rules.iter() {
            self.plan.code.rules.push(RulePlan {
                when: TruthId(0),
                unless: None,
                defeaters: links.defeaters[id].clone(),
                has_else: !rule.otherwise.is_empty(),
                plain: rule.otherwise.is_empty()
                    && rule.unless.is_none()
                    && links.defeaters[id].is_empty(),
                pieces: Slice::default(),
                excludes: rule.excludes.clone(),
            });
            self.plan.words.rule_shapes.push(Shapes::default());
            if !rule.excludes.is_empty() {
                self.plan.index.excluders.push(id);
            }
        }
    }

    /// Lowers a rule's conditions and weights.
    pub(super) fn rule(&mut self, id: RuleId) {
        let rule = &self.book.rules[id];
        let when = self.cond(&rule.when);
        let unless = rule.unless.as_ref().map(|cond| self.cond(cond));
        let start = count(self.plan.code.pieces.len());
        for (then, effects) in [(true, &rule.then), (false, &rule.otherwise)] {
            for effect in effects {
                let piece = self.piece(id, then, effect);
                self.plan.code.pieces.push(piece);
            }
        }
        let len = count(self.plan.code.pieces.len()).saturating_sub(start);
        let plan = &mut self.plan.code.rules[id];
        plan.when = when.truth;
        plan.unless = unless.as_ref().map(|shape| shape.truth);
        plan.pieces = Slice { start, len };
        self.plan.words.rule_shapes[id] = Shapes {
            when: Some(when),
            unless,
        };
    }

    fn piece(&mut self, rule: RuleId, then: bool, effect: &Effect) -> EvidencePiece {
        let weight = match &effect.weight {
            Weight::Word(_, value) => PieceWeight::Constant(*value),
            Weight::By(num) => match num.kind {
                crate::model::NumKind::Constant(value) => PieceWeight::Constant(value),
                _ => PieceWeight::Number(self.num(num)),
            },
        };
        let book = self.book;
        let limit = book.rules[rule].group.map(|id| book.groups[id].limit);
        EvidencePiece {
            rule,
            then,
            target: effect.target,
            favor: effect.favor,
            weight,
            rivals: limit == Some(GroupLimit::Strongest),
        }
    }

    /// Orders the pieces of each target: by rule name, a group standing under its own name.
    pub(super) fn rules_in_order(&mut self) {
        let book = self.book;
        let mut units: Vec<Vec<(&str, Unit)>> = book.targets.ids().map(|_| Vec::new()).collect();
        let mut grouped: BTreeMap<(TargetId, GroupId), usize> = BTreeMap::new();
        let mut by_rule: Vec<PieceId> = self.plan.code.pieces.ids().collect();
        by_rule.sort_by_key(|piece| (self.plan.code.pieces[*piece].rule, *piece));
        for id in by_rule {
            let piece = &self.plan.code.pieces[id];
            let rule = &book.rules[piece.rule];
            let Some(units) = units.get_mut(piece.target.to_usize()) else {
                continue;
            };
            match rule.group {
                None => units.push((&rule.name, Unit::Piece(id))),
                Some(group) => {
                    let at = *grouped.entry((piece.target, group)).or_insert_with(|| {
                        units.push((
                            &book.groups[group].name,
                            Unit::Group(group, Default::default()),
                        ));
                        units.len().saturating_sub(1)
                    });
                    if let Some((_, Unit::Group(_, [for_it, against]))) = units.get_mut(at) {
                        let side = if piece.favor { for_it } else { against };
                        side.push(id);
                    }
                }
            }
        }
        self.plan.code.limits = book.groups.values().map(|group| group.limit).collect();
        self.plan.code.folds = units
            .into_iter()
            .zip(book.targets.values())
            .map(|(mut units, target)| {
                units.sort_by_key(|(name, _)| *name);
                Fold {
                    prior: target.prior,
                    grouped: units
                        .iter()
                        .any(|(_, unit)| matches!(unit, Unit::Group(..))),
                    units: units.into_iter().map(|(_, unit)| unit).collect(),
                }
            })
            .collect();
    }

    /// Lowers when questions apply.
    pub(super) fn questions(&mut self) {
        for fact in self.book.facts.values() {
            let shape = fact.asked.as_ref().map(|asked| self.cond(asked));
            let truth = shape.as_ref().map(|shape| shape.truth);
            self.plan.code.asked.push(truth);
            self.plan.words.asked_shapes.push(shape);
        }
    }

    /// Lowers the advice block.
    pub(super) fn advice(&mut self) {
        let book = self.book;
        self.plan.code.strategy_of = book.outcomes.values().map(|one| one.strategy).collect();
        self.plan.code.sureness = book.sureness;
        let Some(advice) = &book.advice else {
            return;
        };
        for row in &advice.rows {
            let (applies, shapes) = self.guarded(row.when.as_ref(), row.unless.as_ref());
            let strategy = row.outcome.and_then(|id| self.plan.code.strategy_of[id]);
            self.plan.code.advice.push(RowPlan {
                outcome: row.outcome,
                strategy,
                applies,
            });
            self.plan.words.row_shapes.push(shapes);
        }
    }

    /// Whether a note is shown: only what comes after the notes asks for it.
    pub(super) fn noted(&mut self, note: NoteId) -> TruthId {
        let applies = self.plan.code.notes.get(note.to_usize()).copied();
        match applies {
            Some(applies) => self.truth(TruthNode::Surely(applies)),
            None => self.constant(false),
        }
    }

    /// Lowers the notes.
    pub(super) fn notes(&mut self) {
        for note in self.book.notes.values() {
            let (applies, shapes) = self.guarded(Some(&note.when), note.unless.as_ref());
            let applies = applies.unwrap_or_else(|| self.constant(true));
            self.plan.code.notes.push(applies);
            self.plan.words.note_shapes.push(shapes);
        }
        for Precondition { of, met, .. } in self.book.preconditions() {
            let when = self.cond(&met.when);
            let partly = met.partly.as_ref().map(|partly| self.cond(partly));
            self.plan.code.mets.push(MetPlan {
                of,
                when: when.truth,
                partly: partly.as_ref().map(|shape| shape.truth),
            });
            self.plan.words.met_shapes.push(MetShapes { when, partly });
        }
    }
}
