//! One mixture: each part of each declaration from its side, as a bundle that can be checked. Checks nothing.

use std::collections::BTreeSet;

use super::items::Items;
use super::rows::{label, merged};
use super::units::is_whole;
use super::{Made, Mix, NEW, OLD};
use crate::analyze::difference::{Aspect, Kind, RowPair, Slot};
use crate::base::{FileId, Span, Strength};
use crate::check::{Bundle, ScriptText};
use crate::syntax::clause::{Clause, ClauseKind, Clauses, ScaleEntry};
use crate::syntax::expr::{Expr, ExprKind, Number};
use crate::syntax::tree::{
    Advice, AdviceRow, Contrast, Effect, EffectKind, Fact, Guard, Item, ItemKind, Let, LetBody,
    Name, Rule, Rulebook, Topic, Tree,
};

/// One mixture in the making.
pub(super) struct Composing<'m> {
    pub(super) mix: &'m Mix<'m>,
    pub(super) made: &'m Made,
}

/// The branches of a rule, by what a change of one says of its target.
const THEN: &str = "";
const ELSE: &str = " in `else`";

impl Composing<'_> {
    /// The mixture; `None` where it has no head.
    pub(super) fn bundle(&self) -> Option<Bundle> {
        let mut items = Vec::new();
        let mut bundle = Bundle {
            files: self.mix.files.clone(),
            complete: true,
            sound: true,
            composed: true,
            ..Bundle::default()
        };
        let head = self.head(&mut bundle)?;
        items.push(ItemKind::Rulebook(head));
        self.scripts(&mut items, &mut bundle);
        items.extend(self.facts());
        self.plain(&mut items)?;
        for name in self.names(|side| side.contrasts.keys().cloned().collect()) {
            items.extend(self.contrast(&name).map(ItemKind::Contrast));
        }
        items.extend(self.advice().map(ItemKind::Advice));
        let span = Span::default();
        bundle.trees.push(Tree {
            file: FileId(0),
            items: items.into_iter().map(|kind| Item { span, kind }).collect(),
            comments: Vec::new(),
            doubts: Vec::new(),
        });
        Some(bundle)
    }

    fn items(&self, side: usize) -> Option<&Items> {
        self.mix.items.get(side)
    }

    fn side(&self, kind: Kind, name: &str, slot: Slot) -> usize {
        self.mix.side(self.made, (kind, name, slot))
    }

    fn part(&self, kind: Kind, name: &str, aspect: Aspect) -> usize {
        self.side(kind, name, Slot::Part(aspect, String::new()))
    }

    /// The names of both sides.
    fn names(&self, of: impl Fn(&Items) -> Vec<String>) -> BTreeSet<String> {
        self.mix.items.iter().flat_map(of).collect()
    }

    /// Something that both sides may have, from the side that has it where only one does.
    fn either<'t, T>(
        &'t self,
        side: usize,
        get: impl Fn(&'t Items) -> Option<&'t T>,
    ) -> Option<&'t T> {
        let other = if side == NEW { OLD } else { NEW };
        let mut sides = [side, other].into_iter();
        sides.find_map(|side| get(self.items(side)?))
    }

    /// Whether a declaration is there: on the side that is chosen for it.
    fn is_present(&self, kind: Kind, name: &str) -> bool {
        let side = self.side(kind, name, Slot::Whole);
        self.items(side).is_some_and(|items| items.has(kind, name))
    }

    fn head(&self, bundle: &mut Bundle) -> Option<Rulebook> {
        let method = self.side(Kind::Method, "", Slot::Whole);
        let mut head = self.items(NEW)?.head.clone()?;
        head.title = None;
        let is_method = |clause: &Clause| {
            matches!(
                clause.kind,
                ClauseKind::MethodName(_) | ClauseKind::MethodFile(_)
            )
        };
        let sureness = self.side(Kind::Rulebook, "", Slot::Whole);
        let clauses = |side: usize| {
            let head = self.items(side).and_then(|items| items.head.as_ref());
            head.map_or(&[][..], |head| &head.clauses.list)
        };
        let is_sureness = |clause: &Clause| matches!(clause.kind, ClauseKind::Sureness(_));
        let named = clauses(method).iter().filter(|one| is_method(one));
        let sure = clauses(sureness).iter().filter(|one| is_sureness(one));
        let mut list: Vec<Clause> = named.chain(sure).cloned().collect();
        list.push(self.scale(method, head.name.span)?);
        head.clauses = Clauses { list };
        bundle.method = self.items(method)?.method.clone();
        Some(head)
    }

    /// The values of all words for weights.
    fn scale(&self, method: usize, span: Span) -> Option<Clause> {
        let mut entries = Vec::with_capacity(Strength::ALL.len());
        for (at, word) in Strength::ALL.into_iter().enumerate() {
            let of = format!("of `{}`", word.word());
            let own = self.side(Kind::Method, "", Slot::Part(Aspect::Value, of));
            // Where the method itself changed, its words change with it.
            let side = if own == NEW { method } else { own };
            let value = *self.items(side)?.scale.get(at)?;
            entries.push(ScaleEntry {
                word,
                span,
                value: Number { value, span },
            });
        }
        let kind = ClauseKind::Scale(entries);
        Some(Clause { span, kind })
    }

    fn scripts(&self, items: &mut Vec<ItemKind>, bundle: &mut Bundle) {
        for name in self.names(|side| side.scripts.keys().cloned().collect()) {
            let side = self.side(Kind::Script, &name, Slot::Whole);
            if let Some((script, file)) = self.either(side, |items| items.scripts.get(&name)) {
                bundle.scripts.push(ScriptText {
                    origin: script.path.span,
                    file: *file,
                });
                items.push(ItemKind::Script(script.clone()));
            }
        }
    }

    /// All facts of both sides: one that the chosen side does not have is read by nothing and counts for no tag.
    fn facts(&self) -> Vec<ItemKind> {
        let mut topics: Vec<Topic> = Vec::new();
        for name in self.names(|side| side.facts.keys().cloned().collect()) {
            let Some((topic, _)) = name.rsplit_once('.') else {
                continue;
            };
            let ty = self.part(Kind::Fact, &name, Aspect::Type);
            let Some(fact) = self.either(ty, |items| items.facts.get(&name)) else {
                continue;
            };
            let mut fact: Fact = fact.clone();
            let tags = self.part(Kind::Fact, &name, Aspect::Tags);
            let tags = self.items(tags).and_then(|items| items.facts.get(&name));
            let lone = self
                .mix
                .items
                .iter()
                .any(|one| !one.facts.contains_key(&name));
            fact.clauses = match (tags, lone, self.is_present(Kind::Fact, &name)) {
                (Some(tagged), false, _) => tagged.clauses.clone(),
                (_, true, false) => Clauses::default(),
                _ => fact.clauses,
            };
            match topics.last_mut().filter(|last| &*last.name.text == topic) {
                Some(last) => last.facts.push(fact),
                None => topics.push(Topic {
                    name: Name {
                        text: topic.into(),
                        span: fact.name.span,
                    },
                    title: None,
                    facts: vec![fact],
                }),
            }
        }
        topics.into_iter().map(ItemKind::Topic).collect()
    }

    fn plain(&self, items: &mut Vec<ItemKind>) -> Option<()> {
        let keys: BTreeSet<&(Kind, String)> = self
            .mix
            .items
            .iter()
            .flat_map(|side| side.plain.keys())
            .collect();
        for key in keys {
            let (kind, name) = (key.0, key.1.as_str());
            let side = self.side(kind, name, Slot::Whole);
            let one = self.either(side, |items| items.plain.get(key))?;
            let present = self.is_present(kind, name);
            match (kind, one) {
                (Kind::Rule, ItemKind::Rule(rule)) => items.push(ItemKind::Rule(match present {
                    true => self.rule(rule, name),
                    false => silent(rule),
                })),
                (Kind::Let, ItemKind::Let(item)) => {
                    items.push(ItemKind::Let(self.derived(item, name)));
                }
                (Kind::Note, _) if !present => {}
                (Kind::Strategy, ItemKind::Strategy(strategy)) if !present => {
                    items.push(one.clone());
                    items.push(ItemKind::Rule(excluding(&strategy.name)));
                }
                _ => items.push(one.clone()),
            }
        }
        Some(())
    }

    /// A rule that both sides may have, clause by clause.
    fn rule(&self, either: &Rule, name: &str) -> Rule {
        let of = |side: usize| {
            let item = self
                .items(side)?
                .plain
                .get(&(Kind::Rule, name.to_owned()))?;
            match item {
                ItemKind::Rule(rule) => Some(rule),
                _ => None,
            }
        };
        let (Some(old), Some(new)) = (of(OLD), of(NEW)) else {
            return either.clone();
        };
        let sides = [&old.clauses, &new.clauses];
        let mut list = Vec::new();
        self.take(&mut list, (Kind::Rule, name), sides);
        let effects = |clauses: &Clauses| -> [Vec<Effect>; 2] {
            [
                clauses.then_effects().cloned().collect(),
                clauses.else_effects().cloned().collect(),
            ]
        };
        let [[old_then, old_else], [new_then, new_else]] = sides.map(effects);
        let then = self.effects((Kind::Rule, name), [&old_then, &new_then], THEN);
        let otherwise = self.effects((Kind::Rule, name), [&old_else, &new_else], ELSE);
        let span = new.name.span;
        if !then.is_empty() {
            let kind = ClauseKind::Then(then);
            list.push(Clause { span, kind });
        }
        if !otherwise.is_empty() {
            let kind = ClauseKind::Else(otherwise);
            list.push(Clause { span, kind });
        }
        Rule {
            name: new.name.clone(),
            title: None,
            clauses: Clauses { list },
        }
    }

    /// The clauses that can be taken one by one, each kind from its side.
    fn take(&self, list: &mut Vec<Clause>, (kind, name): (Kind, &str), sides: [&Clauses; 2]) {
        let aspects = [
            Aspect::Condition,
            Aspect::Exception,
            Aspect::Defeats,
            Aspect::Group,
            Aspect::Tags,
        ];
        for aspect in aspects {
            let side = self.part(kind, name, aspect);
            let clauses = sides.get(side).map_or(&[][..], |clauses| &clauses.list);
            let own = clauses.iter().filter(|clause| {
                matches!(
                    (aspect, &clause.kind),
                    (Aspect::Condition, ClauseKind::When(_))
                        | (Aspect::Exception, ClauseKind::Unless(_))
                        | (Aspect::Defeats, ClauseKind::Defeats(_))
                        | (Aspect::Group, ClauseKind::In(_))
                        | (Aspect::Tags, ClauseKind::Tag(_))
                )
            });
            list.extend(own.cloned());
        }
    }

    /// The effects of a branch: those on each target from its side, what is excluded all from one.
    fn effects(
        &self,
        (kind, name): (Kind, &str),
        sides: [&[Effect]; 2],
        branch: &str,
    ) -> Vec<Effect> {
        let excludes = self.part(kind, name, Aspect::Excludes);
        let mut found: Vec<Effect> = Vec::new();
        for (side, effects) in sides.into_iter().enumerate() {
            for effect in effects {
                let chosen = match effect.kind {
                    EffectKind::Exclude => excludes,
                    EffectKind::Favor(_) | EffectKind::Oppose(_) => {
                        let of = format!("toward {}{branch}", self.old_target(&effect.target.text));
                        self.side(kind, name, Slot::Part(Aspect::Weight, of))
                    }
                };
                if chosen == side {
                    found.push(effect.clone());
                }
            }
        }
        found
    }

    /// A target as the changes name it.
    fn old_target<'n>(&'n self, name: &'n str) -> &'n str {
        let names = &self.mix.names;
        match names.old_name(Kind::Strategy, name) {
            same if same == name => names.old_name(Kind::Hypothesis, name),
            other => other,
        }
    }

    /// A let row by row, where its rows mix.
    fn derived(&self, either: &Let, name: &str) -> Let {
        if is_whole(&self.mix.items, name) {
            return either.clone();
        }
        let of = |side: usize| {
            let item = self.items(side)?.plain.get(&(Kind::Let, name.to_owned()))?;
            match item {
                ItemKind::Let(item) => Some(&item.body),
                _ => None,
            }
        };
        let (Some(old), Some(new)) = (of(OLD), of(NEW)) else {
            return either.clone();
        };
        let pairs = self.mix.pairs(Kind::Let, name);
        let row_side = |pair: &RowPair| self.side(Kind::Let, name, Slot::Row(pair.key()));
        let order = self.side(Kind::Let, name, Slot::Order);
        let order = merged(pairs, order, |pair, side| row_side(pair) == side);
        let body = match (old, new) {
            (LetBody::List { rows: old, .. }, LetBody::List { rows: new, scale }) => {
                LetBody::List {
                    scale: scale.clone(),
                    rows: picked(&order, [old, new], row_side),
                }
            }
            (
                LetBody::Table { rows: old, .. },
                LetBody::Table {
                    rows: new,
                    scale,
                    inputs,
                },
            ) => LetBody::Table {
                scale: scale.clone(),
                inputs: inputs.clone(),
                rows: picked(&order, [old, new], row_side),
            },
            _ => return either.clone(),
        };
        Let {
            body,
            ..either.clone()
        }
    }

    fn contrast(&self, name: &str) -> Option<Contrast> {
        let whole = self.side(Kind::Contrast, name, Slot::Whole);
        if !self.is_present(Kind::Contrast, name) {
            return None;
        }
        let one = self.items(whole)?.contrasts.get(name)?;
        let other = if whole == NEW { OLD } else { NEW };
        let Some(twin) = self.items(other)?.contrasts.get(name) else {
            return Some(one.clone());
        };
        if twin.subject.text != one.subject.text {
            return Some(one.clone());
        }
        let (old, new) = if whole == NEW {
            (twin, one)
        } else {
            (one, twin)
        };
        let mut rows = Vec::new();
        for (side, contrast) in [(NEW, new), (OLD, old)] {
            for row in &contrast.rows {
                let Some(own) = label(row) else {
                    continue;
                };
                let key = format!("{name}.{own}");
                let has = |of: &Contrast| {
                    of.rows
                        .iter()
                        .find(|row| label(row).as_ref() == Some(&own))
                        .cloned()
                };
                match (has(old), has(new)) {
                    (Some(before), Some(after)) if side == NEW => {
                        let cell = self.part(Kind::Row, &key, Aspect::Condition);
                        let mut row = if cell == NEW {
                            after.clone()
                        } else {
                            before.clone()
                        };
                        let effects = [&before.effects[..], &after.effects[..]];
                        row.effects = self.effects((Kind::Row, &key), effects, THEN);
                        rows.push(row);
                    }
                    (Some(_), Some(_)) => {}
                    _ if self.side(Kind::Row, &key, Slot::Whole) == side => rows.push(row.clone()),
                    _ => {}
                }
            }
        }
        let mut list = Vec::new();
        self.take(
            &mut list,
            (Kind::Contrast, name),
            [&old.clauses, &new.clauses],
        );
        Some(Contrast {
            rows,
            clauses: Clauses { list },
            ..new.clone()
        })
    }

    fn advice(&self) -> Option<Advice> {
        let (old, new) = (&self.items(OLD)?.advice, &self.items(NEW)?.advice);
        let (Some(old), Some(new)) = (old, new) else {
            let side = self.side(Kind::Advice, "", Slot::Whole);
            return self.items(side)?.advice.clone();
        };
        let pairs = self.mix.pairs(Kind::Advice, "");
        let whole = |pair: &RowPair| self.side(Kind::AdviceRow, &pair.key(), Slot::Whole);
        let order = self.side(Kind::Advice, "", Slot::Order);
        let order = merged(pairs, order, |pair, side| whole(pair) == side);
        let rows = order.iter().filter_map(|pair| {
            let before = pair.old.and_then(|at| old.rows.get(at));
            let after = pair.new.and_then(|at| new.rows.get(at));
            match (before, after) {
                (Some(before), Some(after)) => Some(self.advice_row(&pair.key(), [before, after])),
                (one, other) => one.or(other).cloned(),
            }
        });
        let mut rows: Vec<AdviceRow> = rows.collect();
        only_labels_once(&mut rows);
        Some(Advice { rows })
    }

    fn advice_row(&self, key: &str, sides: [&AdviceRow; 2]) -> AdviceRow {
        let of = |aspect| {
            let side = self.part(Kind::AdviceRow, key, aspect);
            if side == NEW { sides[1] } else { sides[0] }
        };
        let (when, unless) = (of(Aspect::Condition), of(Aspect::Exception));
        let stops = match &unless.guard {
            Guard::When { unless, .. } => unless.clone(),
            Guard::Otherwise(_) => None,
        };
        AdviceRow {
            outcome: of(Aspect::Outcome).outcome.clone(),
            guard: match &when.guard {
                Guard::When { when, .. } => Guard::When {
                    when: when.clone(),
                    unless: stops,
                },
                otherwise => otherwise.clone(),
            },
            ..sides[1].clone()
        }
    }
}

/// The rows of a merged list, each from its side.
fn picked<R: Clone>(
    order: &[RowPair],
    sides: [&[R]; 2],
    side_of: impl Fn(&RowPair) -> usize,
) -> Vec<R> {
    let [old, new] = sides;
    let rows = order.iter().filter_map(|pair| {
        let before = pair.old.and_then(|at| old.get(at));
        let after = pair.new.and_then(|at| new.get(at));
        let (first, second) = match side_of(pair) {
            NEW => (after, before),
            _ => (before, after),
        };
        first.or(second).cloned()
    });
    rows.collect()
}

/// A label that two rows would have stays with the first.
fn only_labels_once(rows: &mut [AdviceRow]) {
    let mut seen = BTreeSet::new();
    for row in rows {
        let again = row
            .label
            .as_ref()
            .is_some_and(|label| !seen.insert(label.text.clone()));
        if again {
            row.label = None;
        }
    }
}

/// A rule that is there by name, for those that ask whether it fired, and never does.
fn silent(rule: &Rule) -> Rule {
    let span = rule.name.span;
    let effects: Vec<Effect> = rule
        .clauses
        .then_effects()
        .chain(rule.clauses.else_effects())
        .take(1)
        .cloned()
        .collect();
    let when = ClauseKind::When(constant(span, "no"));
    let list = vec![
        Clause { span, kind: when },
        Clause {
            span,
            kind: ClauseKind::Then(effects),
        },
    ];
    Rule {
        name: rule.name.clone(),
        title: None,
        clauses: Clauses { list },
    }
}

/// A strategy that is not there yet, or no longer, takes no part in the choice.
fn excluding(strategy: &Name) -> Rule {
    let span = strategy.span;
    let exclude = Effect {
        span,
        target: strategy.clone(),
        kind: EffectKind::Exclude,
    };
    let list = vec![
        Clause {
            span,
            kind: ClauseKind::When(constant(span, "yes")),
        },
        Clause {
            span,
            kind: ClauseKind::Then(vec![exclude]),
        },
    ];
    Rule {
        name: Name {
            // No name that an author can write.
            text: format!("{} is absent", strategy.text).into(),
            span,
        },
        title: None,
        clauses: Clauses { list },
    }
}

fn constant(span: Span, word: &str) -> Expr {
    Expr {
        span,
        kind: ExprKind::Path(word.into()),
    }
}
