//! Declarations of one of two rulebooks with the ids of their union. Decides nothing.

use super::union::{Union, named};
use crate::analyze::difference::{Forms, Kind};
use crate::model::{
    AdviceRow, Argument, Call, Cell, CellTest, Cond, CondKind, Effect, Fact, FactType, Figure, Let,
    LetKind, LevelSet, ListRow, Num, NumKind, Rule, RuleRef, ScriptId, Strength, Subject, TableRow,
    Weight,
};

/// From one side to the union.
#[derive(Clone, Copy)]
pub(super) struct Translator<'a> {
    pub(super) union: &'a Union,
    pub(super) forms: Forms<'a>,
    /// 0 for the old side, 1 for the new.
    pub(super) side: usize,
    /// The side whose scripts are called.
    pub(super) library: usize,
    /// The values of the method's words.
    pub(super) scale: [f64; 4],
}

impl Translator<'_> {
    pub(super) fn subject(self, subject: Subject) -> Subject {
        match subject {
            Subject::Fact(id) => Subject::Fact(self.union.facts.place(self.side, id)),
            Subject::Let(id) => Subject::Let(self.union.lets.place(self.side, id)),
        }
    }

    pub(super) fn level(self, subject: Subject, at: u8) -> u8 {
        let scale = self.union.scale_of(self.forms, subject);
        let name = self.forms.level(subject, at);
        scale.and_then(|scale| scale.position(name)).unwrap_or(at)
    }

    pub(super) fn levels(self, subject: Subject, set: LevelSet) -> LevelSet {
        set.iter().map(|at| self.level(subject, at)).collect()
    }

    /// The condition; `None` where it calls a script that the library does not have.
    fn cond(self, cond: &Cond) -> Option<Cond> {
        Some(Cond {
            origin: cond.origin,
            kind: self.cond_kind(&cond.kind)?,
        })
    }

    fn cond_kind(self, kind: &CondKind) -> Option<CondKind> {
        Some(match kind {
            CondKind::Constant(yes) => CondKind::Constant(*yes),
            CondKind::Holds(subject) => CondKind::Holds(self.subject(*subject)),
            CondKind::Level { subject, levels } => CondKind::Level {
                subject: self.subject(*subject),
                levels: self.levels(*subject, *levels),
            },
            CondKind::LevelCompare {
                left,
                compare,
                right,
            } => CondKind::LevelCompare {
                left: self.subject(*left),
                compare: *compare,
                right: self.subject(*right),
            },
            CondKind::Includes { fact, level } => CondKind::Includes {
                fact: self.union.facts.place(self.side, *fact),
                level: self.level(Subject::Fact(*fact), *level),
            },
            CondKind::Compare {
                left,
                compare,
                right,
            } => CondKind::Compare {
                left: self.num(left)?,
                compare: *compare,
                right: self.num(right)?,
            },
            CondKind::Between { number, low, high } => CondKind::Between {
                number: self.num(number)?,
                low: self.num(low)?,
                high: self.num(high)?,
            },
            CondKind::Known(subject) => CondKind::Known(self.subject(*subject)),
            CondKind::All(parts) => CondKind::All(self.conds(parts)?),
            CondKind::Any(parts) => CondKind::Any(self.conds(parts)?),
            CondKind::AtLeast(least, parts) => CondKind::AtLeast(*least, self.conds(parts)?),
            CondKind::Not(inner) => CondKind::Not(Box::new(self.cond(inner)?)),
            CondKind::Surely(inner) => CondKind::Surely(Box::new(self.cond(inner)?)),
            CondKind::Call(call) => CondKind::Call(self.call(call)?),
            CondKind::BestIs(targets) => CondKind::BestIs(
                targets
                    .iter()
                    .map(|id| self.union.targets.place(self.side, *id))
                    .collect(),
            ),
            CondKind::Excluded(id) => CondKind::Excluded(self.union.targets.place(self.side, *id)),
            CondKind::Tied(id) => CondKind::Tied(self.union.targets.place(self.side, *id)),
            CondKind::Fired(RuleRef::Rule(id)) => {
                CondKind::Fired(RuleRef::Rule(self.union.rules.place(self.side, *id)))
            }
            CondKind::Fired(RuleRef::Contrast(id)) => {
                let place = self.union.contrasts.place(self.side, *id);
                CondKind::Fired(RuleRef::Contrast(place))
            }
            // Only notes, examples and guarantees ask for the advice, and they decide nothing.
            CondKind::AdviceIs(_) | CondKind::AdvisedBy(_) => return None,
        })
    }

    fn conds(self, parts: &[Cond]) -> Option<Vec<Cond>> {
        parts.iter().map(|part| self.cond(part)).collect()
    }

    fn optional(self, cond: Option<&Cond>) -> Option<Option<Cond>> {
        cond.map_or(Some(None), |cond| self.cond(cond).map(Some))
    }

    fn num(self, num: &Num) -> Option<Num> {
        let one = |num: &Num| self.num(num).map(Box::new);
        let kind = match &num.kind {
            NumKind::Constant(value) => NumKind::Constant(*value),
            NumKind::Fact(id) => NumKind::Fact(self.union.facts.place(self.side, *id)),
            NumKind::Let(id) => NumKind::Let(self.union.lets.place(self.side, *id)),
            NumKind::Parameter(id) => {
                NumKind::Parameter(self.union.parameters.place(self.side, *id))
            }
            NumKind::Figure(figure) => NumKind::Figure(self.figure(*figure)),
            NumKind::Minus(inner) => NumKind::Minus(one(inner)?),
            NumKind::Add(a, b) => NumKind::Add(one(a)?, one(b)?),
            NumKind::Subtract(a, b) => NumKind::Subtract(one(a)?, one(b)?),
            NumKind::Multiply(a, b) => NumKind::Multiply(one(a)?, one(b)?),
            NumKind::Divide(a, b) => NumKind::Divide(one(a)?, one(b)?),
            NumKind::Min(parts) => NumKind::Min(self.nums(parts)?),
            NumKind::Max(parts) => NumKind::Max(self.nums(parts)?),
            NumKind::Abs(inner) => NumKind::Abs(one(inner)?),
            NumKind::Round(inner) => NumKind::Round(one(inner)?),
            NumKind::Clamp(parts) => NumKind::Clamp(self.three(parts)?),
            NumKind::Ramp(parts) => NumKind::Ramp(self.three(parts)?),
            NumKind::Count(id) => NumKind::Count(self.union.facts.place(self.side, *id)),
            NumKind::Call(call) => NumKind::Call(self.call(call)?),
        };
        Some(Num {
            origin: num.origin,
            kind,
        })
    }

    fn nums(self, parts: &[Num]) -> Option<Vec<Num>> {
        parts.iter().map(|part| self.num(part)).collect()
    }

    fn three(self, parts: &[Num; 3]) -> Option<Box<[Num; 3]>> {
        let [a, b, c] = parts;
        Some(Box::new([self.num(a)?, self.num(b)?, self.num(c)?]))
    }

    fn figure(self, figure: Figure) -> Figure {
        let target = |id| self.union.targets.place(self.side, id);
        let tag = |id| self.union.tags.place(self.side, id);
        match figure {
            Figure::Margin => Figure::Margin,
            Figure::Total(id) => Figure::Total(target(id)),
            Figure::Belief(id) => Figure::Belief(target(id)),
            Figure::Confidence(id) => Figure::Confidence(target(id)),
            Figure::Lead(id) => Figure::Lead(target(id)),
            Figure::Strongest(id) => Figure::Strongest(target(id)),
            Figure::Known(id) => Figure::Known(tag(id)),
            Figure::ShareKnown(id) => Figure::ShareKnown(tag(id)),
        }
    }

    fn call(self, call: &Call) -> Option<Call> {
        let arguments = call.arguments.iter().map(|argument| {
            Some(match argument {
                Argument::Truth(cond) => Argument::Truth(self.cond(cond)?),
                Argument::Number(num) => Argument::Number(self.num(num)?),
                Argument::Level(subject) => Argument::Level(self.subject(*subject)),
                Argument::Set(id) => Argument::Set(self.union.facts.place(self.side, *id)),
                Argument::Word(word) => Argument::Word(word.clone()),
            })
        });
        Some(Call {
            script: self.script(call.script)?,
            function: call.function.clone(),
            arguments: arguments.collect::<Option<_>>()?,
        })
    }

    fn script(self, id: ScriptId) -> Option<ScriptId> {
        let name = &self.forms.book.scripts[id].name;
        let name = named(self.forms, Kind::Script, name);
        self.union.script(self.library, &name)
    }

    /// A rule with what decides of it: its conditions and effects.
    pub(super) fn rule(self, rule: &Rule, name: &str) -> Option<Rule> {
        let effects = |effects: &[Effect]| -> Option<Vec<Effect>> {
            effects.iter().map(|effect| self.effect(effect)).collect()
        };
        Some(Rule {
            name: name.into(),
            title: rule.title.clone(),
            contrast: rule
                .contrast
                .map(|id| self.union.contrasts.place(self.side, id)),
            when: self.cond(&rule.when)?,
            unless: self.optional(rule.unless.as_ref())?,
            then: effects(&rule.then)?,
            otherwise: effects(&rule.otherwise)?,
            excludes: rule
                .excludes
                .iter()
                .map(|id| self.union.targets.place(self.side, *id))
                .collect(),
            defeats: rule
                .defeats
                .iter()
                .map(|id| self.union.rules.place(self.side, *id))
                .collect(),
            because: None,
            citations: Vec::new(),
            basis: rule.basis,
            group: rule.group.map(|id| self.union.groups.place(self.side, id)),
            tags: Vec::new(),
            origin: rule.origin,
        })
    }

    fn effect(self, effect: &Effect) -> Option<Effect> {
        let weight = match &effect.weight {
            Weight::Word(strength, value) => Weight::Word(*strength, self.value(*strength, *value)),
            Weight::By(num) => Weight::By(self.num(num)?),
        };
        Some(Effect {
            target: self.union.targets.place(self.side, effect.target),
            favor: effect.favor,
            weight,
            origin: effect.origin,
        })
    }

    fn value(self, strength: Strength, fallback: f64) -> f64 {
        let mut values = Strength::ALL.into_iter().zip(self.scale);
        let found = values.find(|(word, _)| *word == strength);
        found.map_or(fallback, |(_, value)| value)
    }

    pub(super) fn fact(self, fact: &Fact, name: &str) -> Fact {
        let scale = self.union.fact_scale(name);
        let kind = match (&fact.kind, scale) {
            (FactType::Level(_), Some(scale)) => FactType::Level(scale.clone()),
            (FactType::Set(_), Some(scale)) => FactType::Set(scale.clone()),
            (kind, _) => kind.clone(),
        };
        let tags = fact.tags.iter();
        Fact {
            name: name.into(),
            topic: crate::model::TopicId(0),
            kind,
            tags: tags
                .map(|tag| self.union.tags.place(self.side, *tag))
                .collect(),
            ..fact.clone()
        }
    }

    /// A let with what decides of it.
    pub(super) fn derived(self, subject: Subject, item: &Let, name: &str) -> Option<Let> {
        let scale = || self.union.let_scale(name).cloned();
        let kind = match &item.kind {
            LetKind::YesNo(cond) => LetKind::YesNo(self.cond(cond)?),
            LetKind::Number(num, unit) => LetKind::Number(self.num(num)?, unit.clone()),
            LetKind::List(_, rows) => {
                let rows = rows.iter().map(|row| {
                    Some(ListRow {
                        level: self.level(subject, row.level),
                        when: self.optional(row.when.as_ref())?,
                        unless: self.optional(row.unless.as_ref())?,
                        origin: row.origin,
                    })
                });
                LetKind::List(scale()?, rows.collect::<Option<_>>()?)
            }
            LetKind::Table(_, inputs, rows) => {
                let rows = rows.iter().map(|row| TableRow {
                    cells: inputs
                        .iter()
                        .zip(&row.cells)
                        .map(|(input, cell)| self.cell(*input, cell))
                        .collect(),
                    level: self.level(subject, row.level),
                    origin: row.origin,
                });
                let rows = rows.collect();
                let inputs = inputs.iter().map(|input| self.subject(*input)).collect();
                LetKind::Table(scale()?, inputs, rows)
            }
        };
        Some(Let {
            name: name.into(),
            kind,
            because: None,
            citations: Vec::new(),
            ..item.clone()
        })
    }

    fn cell(self, input: Subject, cell: &Cell) -> Cell {
        match cell {
            Cell::Any => Cell::Any,
            Cell::Test { unknown, test } => Cell::Test {
                unknown: *unknown,
                test: match test {
                    CellTest::Levels(set) => CellTest::Levels(self.levels(input, *set)),
                    CellTest::Truths { yes, no } => CellTest::Truths { yes: *yes, no: *no },
                    CellTest::Intervals(list) => CellTest::Intervals(list.clone()),
                },
            },
        }
    }

    /// A row of the advice block.
    pub(super) fn advice_row(self, row: &AdviceRow) -> Option<AdviceRow> {
        Some(AdviceRow {
            label: None,
            outcome: row
                .outcome
                .map(|id| self.union.outcomes.place(self.side, id)),
            when: self.optional(row.when.as_ref())?,
            unless: self.optional(row.unless.as_ref())?,
            because: None,
            citations: Vec::new(),
            origin: row.origin,
        })
    }
}
