//! What conditions, numbers and derived facts may be for all profiles of a region at once, by a walk of its own over the
//! rulebook. What a single profile gives is always among what is told here; the reverse need not be so.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::base::IdVec;
use crate::model::{
    Argument, Call, Cell, CellTest, Cond, CondKind, FactId, Figure, LetId, LetKind, LevelSet, Num,
    NumKind, Op, RuleId, RuleRef, Rulebook, Subject, TableRow, TagId, TargetId, Value,
};
use crate::script;

use super::super::world::World;
use super::base::Base;
use super::field::{Field, Known};
use super::rows::Rows;
use super::span::{Ends, May, Span, apply, at_least};

/// Everything that may be over a region.
pub(super) struct View<'a> {
    pub(super) base: &'a Base<'a>,
    /// What is allowed of each fact.
    pub(super) fields: IdVec<FactId, Field>,
    /// Whether all answers are given with certainty 1; else they are given with any.
    pub(super) certain: bool,
    /// What is supposed to give the advice: a row, or none of them.
    pub(super) by: Option<Option<usize>>,
    /// What else is supposed.
    pub(super) held: Held,
    pub(super) memo: Memo,
}

/// What is supposed, beside what is allowed of facts.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Held {
    pub(super) truths: BTreeMap<LetId, May>,
    pub(super) numbers: BTreeMap<LetId, Span>,
    /// The levels that all rows that may apply give.
    pub(super) levels: BTreeMap<LetId, LevelSet>,
    /// Conditions and numbers that are written alike, wherever they stand.
    pub(super) tests: BTreeMap<u32, May>,
    pub(super) alike: BTreeMap<u32, Span>,
    pub(super) known: BTreeMap<TagId, Ends>,
    pub(super) fates: BTreeMap<RuleId, Fate>,
    pub(super) totals: BTreeMap<TargetId, Ends>,
    /// How far the first is above the second.
    pub(super) apart: BTreeMap<(TargetId, TargetId), Ends>,
    pub(super) leads: BTreeMap<TargetId, Ends>,
    pub(super) excluded: BTreeMap<TargetId, May>,
    /// The strategies that may be the best; `None` is nobody.
    pub(super) best: Option<Vec<Option<TargetId>>>,
    pub(super) margin: Option<Span>,
}

/// By which branches a rule may fire.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Fate {
    pub(super) then: bool,
    pub(super) otherwise: bool,
    pub(super) neither: bool,
}

/// What was computed so far.
#[derive(Default)]
pub(super) struct Memo {
    pub(super) truths: RefCell<BTreeMap<LetId, May>>,
    pub(super) numbers: RefCell<BTreeMap<LetId, Span>>,
    pub(super) rows: RefCell<BTreeMap<LetId, Rows>>,
    pub(super) fates: RefCell<BTreeMap<RuleId, Fate>>,
    pub(super) sums: RefCell<BTreeMap<(TargetId, Option<TargetId>), Ends>>,
    pub(super) deciders: RefCell<Option<Vec<Option<usize>>>>,
}

impl<'a> View<'a> {
    /// Over all profiles.
    pub(super) fn every(base: &'a Base<'a>, certain: bool) -> Self {
        let facts = base.book().facts.values();
        Self {
            base,
            fields: facts.map(Field::every).collect(),
            certain,
            by: None,
            held: Held::default(),
            memo: Memo::default(),
        }
    }

    /// The same with something else of a fact, and nothing supposed.
    pub(super) fn with(&self, fact: FactId, field: Field) -> Self {
        let mut fields = self.fields.clone();
        fields[fact] = field;
        View {
            base: self.base,
            fields,
            certain: self.certain,
            by: self.by,
            held: Held::default(),
            memo: Memo::default(),
        }
    }

    /// The same, nothing supposed but what gives the advice.
    pub(super) fn plain(&self, by: Option<Option<usize>>) -> Self {
        View {
            base: self.base,
            fields: self.fields.clone(),
            certain: self.certain,
            by,
            held: Held::default(),
            memo: Memo::default(),
        }
    }

    pub(super) fn book(&self) -> &'a Rulebook {
        self.base.book()
    }

    pub(super) fn world(&self) -> &World<'a> {
        &self.base.world
    }

    /// What is allowed of a fact, of whole numbers only these.
    pub(super) fn field(&self, fact: FactId) -> Field {
        self.fields[fact].within(&self.book().facts[fact])
    }

    /// Whether no profile is in it.
    pub(super) fn is_empty(&self) -> bool {
        let mut facts = self.fields.ids();
        facts.any(|fact| self.field(fact).is_empty())
    }

    /// The truths that a condition may have.
    pub(super) fn cond(&self, cond: &Cond) -> May {
        let may = self.told(cond);
        let held = || self.held.tests.get(&self.base.alike(cond)?);
        match self.held.tests.is_empty() {
            true => may,
            false => held().map_or(may, |held| may.meet(*held)),
        }
    }

    fn told(&self, cond: &Cond) -> May {
        match &cond.kind {
            CondKind::All(parts) => at_least(parts.len(), &self.conds(parts)),
            CondKind::Any(parts) => at_least(1, &self.conds(parts)),
            CondKind::AtLeast(n, parts) => at_least(
                usize::try_from(*n).unwrap_or(usize::MAX),
                &self.conds(parts),
            ),
            CondKind::Not(inner) => self.cond(inner).not(),
            CondKind::Surely(inner) => self.cond(inner).surely(),
            CondKind::Constant(holds) => May::known(*holds),
            CondKind::Holds(subject) => self.holds(*subject),
            CondKind::Known(subject) => self.is_known(*subject),
            CondKind::Level { subject, levels } => self.level(*subject, *levels),
            CondKind::LevelCompare {
                left,
                compare,
                right,
            } => self.against((*left, *right), |a, b| compare.holds(a, b)),
            CondKind::Includes { fact, level } => self.includes(*fact, *level),
            CondKind::Compare {
                left,
                compare,
                right,
            } => self.num(left).compare(*compare, self.num(right)),
            CondKind::Between { number, low, high } => {
                let number = self.num(number);
                let above = number.compare(crate::model::Compare::AtLeast, self.num(low));
                let below = number.compare(crate::model::Compare::AtMost, self.num(high));
                at_least(2, &[above, below])
            }
            CondKind::Call(call) => match self.call(call) {
                Called::Value(script::Value::Truth(holds)) => May::known(holds),
                Called::Value(_) | Called::Unknown => May::UNKNOWN,
                Called::Anything => May::ANY,
            },
            late => self.late(late),
        }
    }

    fn conds(&self, parts: &[Cond]) -> Vec<May> {
        parts.iter().map(|part| self.cond(part)).collect()
    }

    /// A condition with its exception.
    pub(super) fn guarded(&self, when: Option<&Cond>, unless: Option<&Cond>) -> May {
        let when = when.map_or(May::YES, |cond| self.cond(cond));
        match unless {
            Some(cond) => when.unless(self.cond(cond)),
            None => when,
        }
    }

    fn late(&self, kind: &CondKind) -> May {
        match kind {
            CondKind::BestIs(targets) => self.best_is(targets),
            CondKind::Excluded(target) => self.excluded(*target),
            CondKind::Tied(target) => self.tied(*target),
            CondKind::Fired(named) => {
                let fates = self.named(*named);
                let fates = fates.into_iter().map(|rule| self.fate(rule));
                let fired = |fate: Fate| May::of(fate.then || fate.otherwise, fate.neither, false);
                let fired: Vec<May> = fates.map(fired).collect();
                at_least(1, &fired)
            }
            CondKind::AdviceIs(outcomes) => self.advice_is(outcomes),
            CondKind::AdvisedBy(row) => self.advised_by(usize::try_from(*row).ok()),
            CondKind::Noted(note) => match self.book().notes.find(*note) {
                Some(note) => {
                    let may = self.guarded(Some(&note.when), note.unless.as_ref());
                    May::of(may.yes, may.no || may.unknown, false)
                }
                None => May::ANY,
            },
            _early => May::ANY,
        }
    }

    /// The rules that a name stands for.
    pub(super) fn named(&self, named: RuleRef) -> Vec<RuleId> {
        match named {
            RuleRef::Rule(rule) => vec![rule],
            RuleRef::Contrast(contrast) => {
                let contrast = self.book().contrasts.find(contrast);
                contrast.map_or_else(Vec::new, |contrast| contrast.rows.clone())
            }
        }
    }

    fn holds(&self, subject: Subject) -> May {
        match subject {
            Subject::Fact(fact) => {
                let field = self.field(fact);
                match field.known {
                    Known::YesNo(yes, no) => May::of(yes, no, field.unknown),
                    _other => May::of(false, false, true),
                }
            }
            Subject::Let(id) => self.truth(id),
        }
    }

    /// A let of yes and no.
    pub(super) fn truth(&self, id: LetId) -> May {
        let known = self.memo.truths.borrow().get(&id).copied();
        if let Some(known) = known {
            return known;
        }
        let mut may = match &self.book().lets[id].kind {
            LetKind::YesNo(cond) => self.cond(cond),
            _other => May::ANY,
        };
        if let Some(held) = self.held.truths.get(&id) {
            may = may.meet(*held);
        }
        self.memo.truths.borrow_mut().insert(id, may);
        may
    }

    fn is_known(&self, subject: Subject) -> May {
        let of = |known: bool, unknown: bool| May::of(known, unknown, false);
        match subject {
            Subject::Fact(fact) => {
                let field = self.field(fact);
                of(field.may_be_known(), field.unknown)
            }
            Subject::Let(id) => match &self.book().lets[id].kind {
                LetKind::YesNo(_) => {
                    let may = self.truth(id);
                    of(may.yes || may.no, may.unknown)
                }
                LetKind::Number(..) => {
                    let span = self.number_of(id);
                    of(span.known.is_some(), span.unknown)
                }
                LetKind::List(..) | LetKind::Table(..) => {
                    let rows = self.rows(id);
                    of(!rows.known().is_empty(), rows.may_be_unknown())
                }
            },
        }
    }

    /// Whether a value is one of some levels.
    fn level(&self, subject: Subject, levels: LevelSet) -> May {
        match subject {
            Subject::Fact(fact) => {
                let field = self.field(fact);
                let Known::Levels(known) = field.known else {
                    return May::of(false, false, field.unknown);
                };
                let other = levels.missing_of(known);
                let same = known.intersection(levels);
                May::of(!same.is_empty(), !other.is_empty(), field.unknown)
            }
            Subject::Let(id) => self.rows(id).test(levels),
        }
    }

    /// Two levels against each other: for each pair of what is possible.
    fn against(&self, both: (Subject, Subject), holds: impl Fn(f64, f64) -> bool) -> May {
        let levels = |subject| match subject {
            Subject::Fact(fact) => {
                let field = self.field(fact);
                let Known::Levels(levels) = field.known else {
                    return (LevelSet::default(), field.unknown);
                };
                (levels, field.unknown)
            }
            // Where several are possible at once, they may agree all the same.
            Subject::Let(id) => {
                let rows = self.rows(id);
                (rows.all(), rows.may_be_unknown())
            }
        };
        let ((left, left_open), (right, right_open)) = (levels(both.0), levels(both.1));
        let mut may = May::of(false, false, left_open || right_open);
        for a in left.iter() {
            for b in right.iter() {
                may = may.join(May::known(holds(f64::from(a), f64::from(b))));
            }
        }
        may
    }

    fn includes(&self, fact: FactId, level: u8) -> May {
        let field = self.field(fact);
        match field.known {
            Known::Sets(has, most) => May::of(most.has(level), !has.has(level), field.unknown),
            _other => May::of(false, false, field.unknown),
        }
    }

    /// The rows of a list or table, each with whether it may apply.
    pub(super) fn rows(&self, id: LetId) -> Rows {
        let known = self.memo.rows.borrow().get(&id).cloned();
        if let Some(known) = known {
            return known;
        }
        let mut rows = match &self.book().lets[id].kind {
            LetKind::List(_, rows) => Rows {
                of: rows
                    .iter()
                    .map(|row| {
                        (
                            row.level,
                            self.guarded(row.when.as_ref(), row.unless.as_ref()),
                        )
                    })
                    .collect(),
                open: rows.last().is_none_or(|row| row.when.is_some()),
                within: None,
            },
            LetKind::Table(_, inputs, rows) => Rows {
                of: rows
                    .iter()
                    .map(|row| (row.level, self.table_row(inputs, row)))
                    .collect(),
                open: !self.base.covers(id),
                within: None,
            },
            LetKind::YesNo(_) | LetKind::Number(..) => Rows::default(),
        };
        if let Some(within) = self.held.levels.get(&id) {
            rows.keep(*within);
        }
        self.memo.rows.borrow_mut().insert(id, rows.clone());
        rows
    }

    fn table_row(&self, inputs: &[Subject], row: &TableRow) -> May {
        let cells = inputs.iter().zip(&row.cells);
        let cells: Vec<May> = cells.map(|(input, cell)| self.cell(*input, cell)).collect();
        at_least(cells.len(), &cells)
    }

    /// Whether a cell of a table matches.
    fn cell(&self, subject: Subject, cell: &Cell) -> May {
        let Cell::Test { unknown, test } = cell else {
            return May::YES;
        };
        let matches = match test {
            CellTest::Levels(levels) => self.level(subject, *levels),
            CellTest::Truths { yes, no } => {
                let may = self.holds(subject);
                let yes_side = if may.yes {
                    May::known(*yes)
                } else {
                    May::default()
                };
                let no_side = if may.no {
                    May::known(*no)
                } else {
                    May::default()
                };
                let open = if may.unknown {
                    May::UNKNOWN
                } else {
                    May::default()
                };
                yes_side.join(no_side).join(open)
            }
            CellTest::Intervals(ranges) => {
                let number = self.subject_number(subject);
                let tests: Vec<May> = ranges
                    .iter()
                    .map(|range| {
                        let within = range.within;
                        let ends = Ends {
                            low: within.low,
                            high: within.high,
                            low_in: within.low_in,
                            high_in: within.high_in,
                        };
                        inside(number, ends)
                    })
                    .collect();
                match tests.is_empty() {
                    true => May::of(false, number.known.is_some(), number.unknown),
                    false => at_least(1, &tests),
                }
            }
        };
        if !unknown {
            return matches;
        }
        // What is not known matches; of what is known, the values decide.
        let known = self.is_known(subject);
        let when_unknown = if known.no { May::YES } else { May::default() };
        let when_known = match known.yes {
            true => May::of(matches.yes, matches.no, false),
            false => May::default(),
        };
        // A derived level that is not known may still be told by rows that agree.
        when_unknown.join(when_known)
    }

    fn subject_number(&self, subject: Subject) -> Span {
        match subject {
            Subject::Fact(fact) => self.number_fact(fact),
            Subject::Let(id) => self.number_of(id),
        }
    }

    fn number_fact(&self, fact: FactId) -> Span {
        let field = self.field(fact);
        Span {
            unknown: field.unknown,
            known: match field.known {
                Known::Numbers(ends) => Some(ends),
                _other => None,
            },
        }
    }

    /// The number of a let.
    pub(super) fn number_of(&self, id: LetId) -> Span {
        let known = self.memo.numbers.borrow().get(&id).copied();
        if let Some(known) = known {
            return known;
        }
        let mut span = match &self.book().lets[id].kind {
            LetKind::Number(num, _) => self.num(num),
            LetKind::List(scale, _) | LetKind::Table(scale, _, _) => {
                let rows = self.rows(id);
                let mut span = Span {
                    unknown: rows.may_be_unknown(),
                    known: None,
                };
                for number in rows.known().iter().filter_map(|at| scale.number(at)) {
                    span = span.join(Span::one(number));
                }
                span
            }
            LetKind::YesNo(_) => Span::UNKNOWN,
        };
        if let Some(held) = self.held.numbers.get(&id) {
            span = span.meet(*held);
        }
        self.memo.numbers.borrow_mut().insert(id, span);
        span
    }

    /// What a number may be.
    pub(super) fn num(&self, num: &Num) -> Span {
        let span = self.computed(num);
        let held = || self.held.alike.get(&self.base.alike_num(num)?);
        match self.held.alike.is_empty() {
            true => span,
            false => held().map_or(span, |held| span.meet(*held)),
        }
    }

    fn computed(&self, num: &Num) -> Span {
        match &num.kind {
            NumKind::Constant(number) => Span::one(*number),
            NumKind::Parameter(id) => Span::one(self.book().parameters[*id].value),
            NumKind::Fact(fact) => self.number_fact(*fact),
            NumKind::Let(id) => self.number_of(*id),
            NumKind::Figure(figure) => self.figure(*figure),
            NumKind::If(condition, branches) => {
                let [then, otherwise] = &**branches;
                let (may, a, b) = (self.cond(condition), self.num(then), self.num(otherwise));
                let mut span = Span {
                    unknown: false,
                    known: None,
                };
                if may.yes {
                    span = span.join(a);
                }
                if may.no {
                    span = span.join(b);
                }
                if may.unknown {
                    span = span.join(a.meet(b)).join(Span::UNKNOWN);
                }
                span
            }
            NumKind::Apply(Op::Subtract, operands) => {
                let plain = self.apply(Op::Subtract, operands);
                match operands.as_slice() {
                    [left, right] => match (total_of(left), total_of(right)) {
                        (Some(a), Some(b)) => plain.meet(Span::ends(self.apart(a, b))),
                        _other => plain,
                    },
                    _other => plain,
                }
            }
            NumKind::Apply(op, operands) => self.apply(*op, operands),
            NumKind::Count(fact) => {
                let field = self.field(*fact);
                let known = match field.known {
                    Known::Sets(has, most) => {
                        Some(Ends::of(f64::from(has.len()), f64::from(most.len())))
                    }
                    _other => None,
                };
                Span {
                    unknown: field.unknown,
                    known,
                }
            }
            NumKind::Call(call) => match self.call(call) {
                Called::Value(script::Value::Number(number)) => Span::one(number),
                Called::Value(_) | Called::Unknown => Span::UNKNOWN,
                Called::Anything => Span {
                    unknown: true,
                    known: Some(Ends::ALL),
                },
            },
        }
    }

    fn apply(&self, op: Op, operands: &[Num]) -> Span {
        let operands: Vec<Span> = operands.iter().map(|num| self.num(num)).collect();
        apply(op, &operands)
    }

    fn figure(&self, figure: Figure) -> Span {
        match figure {
            Figure::Margin => self.margin(),
            Figure::Total(target) => Span::ends(self.total(target)),
            Figure::Belief(target) => Span::ends(self.belief(target)),
            Figure::Confidence(_) => Span::ends(Ends::of(0.0, f64::INFINITY)),
            Figure::Lead(target) => self.lead(target),
            Figure::Strongest(target) => Span::ends(self.strongest(target)),
            Figure::Known(tag) => {
                let (least, most, _) = self.known_of(tag);
                let ends = Ends::of(least, most);
                let held = self.held.known.get(&tag);
                Span::ends(held.map_or(ends, |held| ends.meet(*held)))
            }
            Figure::ShareKnown(tag) => {
                let (least, most, all) = self.known_of(tag);
                match all == 0.0 {
                    true => Span::UNKNOWN,
                    false => Span::ends(Ends::of(least / all, most / all)),
                }
            }
        }
    }

    /// How many facts of a tag are known at least and at most, and how many there are.
    fn known_of(&self, tag: TagId) -> (f64, f64, f64) {
        let (mut least, mut most, mut all) = (0.0, 0.0, 0.0);
        for (id, fact) in self.book().facts.iter() {
            if fact.tags.contains(&tag) {
                let field = self.field(id);
                all += 1.0;
                most += if field.may_be_known() { 1.0 } else { 0.0 };
                least += if field.unknown { 0.0 } else { 1.0 };
            }
        }
        (least, most, all)
    }

    /// What a call gives: told where all that is handed over is one value.
    fn call(&self, call: &Call) -> Called {
        let mut arguments = Vec::new();
        for argument in &call.arguments {
            match self.argument(argument) {
                Handed::One(one) => arguments.push(one),
                Handed::Unknown => return Called::Unknown,
                Handed::Several => return Called::Anything,
            }
        }
        match self
            .world()
            .library
            .call(call.script, &call.function, &arguments)
        {
            Ok(value) => Called::Value(value),
            Err(_) => Called::Unknown,
        }
    }

    fn argument(&self, argument: &Argument) -> Handed {
        let one = |value: Option<script::Argument>| value.map_or(Handed::Several, Handed::One);
        match argument {
            Argument::Word(word) => Handed::One(script::Argument::Word(word.clone())),
            Argument::Number(num) => {
                let span = self.num(num);
                match (span.unknown, span.known) {
                    (true, None) => Handed::Unknown,
                    (false, Some(ends)) => one(ends.single().map(script::Argument::Number)),
                    _several => Handed::Several,
                }
            }
            Argument::Truth(cond) => match self.cond(cond) {
                May::UNKNOWN => Handed::Unknown,
                may if may.is_one() => Handed::One(script::Argument::Truth(may.yes)),
                _several => Handed::Several,
            },
            Argument::Level(Subject::Let(id)) => {
                let rows = self.rows(*id);
                let scale = self.book().lets[*id].kind.scale();
                let name = |at: u8| Some(script::Argument::Word(scale?.level(at)?.name.clone()));
                match (rows.may_be_unknown(), rows.known()) {
                    (true, known) if known.is_empty() => Handed::Unknown,
                    (false, known) => one(known.single().and_then(name)),
                    _several => Handed::Several,
                }
            }
            Argument::Level(Subject::Fact(fact)) | Argument::Set(fact) => {
                let scale = self.book().facts[*fact].kind.scale();
                let name = |at: u8| Some(scale?.level(at)?.name.clone());
                match self.field(*fact).single() {
                    None => Handed::Several,
                    Some(None) => Handed::Unknown,
                    Some(Some(Value::Level(at))) => one(name(at).map(script::Argument::Word)),
                    Some(Some(Value::Set(set))) => Handed::One(script::Argument::Words(
                        set.iter().filter_map(name).collect(),
                    )),
                    Some(Some(_)) => Handed::Several,
                }
            }
        }
    }
}

/// What is handed to a call.
enum Handed {
    One(script::Argument),
    Unknown,
    Several,
}

/// What a call gives.
enum Called {
    Value(script::Value),
    Unknown,
    Anything,
}

/// The target whose total a number is.
pub(super) fn total_of(num: &Num) -> Option<TargetId> {
    match &num.kind {
        NumKind::Figure(Figure::Total(target)) => Some(*target),
        _other => None,
    }
}

/// Whether a number is between ends.
fn inside(span: Span, ends: Ends) -> May {
    let Some(known) = span.known else {
        return May::of(false, false, span.unknown);
    };
    let both = known.meet(ends);
    May::of(!both.is_empty(), both != known, span.unknown)
}
