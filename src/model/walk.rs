//! What stands in a condition or number and what it refers to, each once and in the order of the text. Decides nothing.

use std::collections::BTreeSet;

use super::{
    Argument, Call, Cell, Cond, CondKind, FactId, Figure, LetId, LetKind, LevelSet, NoteId, Num,
    NumKind, OutcomeId, ParameterId, Rule, RuleRef, Rulebook, Subject, TagId, TargetId, Weight,
};
use crate::base::Span;

/// A part of a condition or number.
#[derive(Clone, Copy, Debug)]
pub enum Part<'a> {
    /// A condition.
    Cond(&'a Cond),
    /// A number.
    Num(&'a Num),
    /// An argument of a call that is a name or a word; conditions and numbers come as such.
    Argument(&'a Argument),
}

/// A use of a name, or of something that the evaluation provides.
#[derive(Clone, Copy, Debug)]
pub struct Ref<'a> {
    /// The condition or number that it stands in.
    pub origin: Span,
    /// What is used.
    pub kind: RefKind<'a>,
}

/// The kinds of uses.
#[derive(Clone, Copy, Debug)]
pub enum RefKind<'a> {
    /// A fact or let, and what is asked of it.
    Subject(Subject, Asked),
    /// A parameter.
    Parameter(ParameterId),
    /// `margin`, `total(s)`, `known(tag)` …
    Figure(Figure),
    /// `best is a`
    BestIs(&'a [TargetId]),
    /// `excluded(s)`
    Excluded(TargetId),
    /// `tied(s)`
    Tied(TargetId),
    /// `fired(rule)`
    Fired(RuleRef),
    /// `advice is a`
    AdviceIs(&'a [Option<OutcomeId>]),
    /// `advised_by(label)`: the index of the advice row
    AdvisedBy(u32),
    /// `noted(note)`
    Noted(NoteId),
    /// `finance.fits(…)`: the call itself; its arguments come after it.
    Call(&'a Call),
}

/// What is asked of a fact or let.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Whether it is yes.
    Holds,
    /// Whether it is known.
    Known,
    /// Whether its level is one of these.
    Levels(LevelSet),
    /// Its level, against another one.
    Level,
    /// Whether its set has the element.
    Element(u8),
    /// How many elements its set has.
    Count,
    /// Its number.
    Number,
    /// Its level or set, for a script.
    Argument,
    /// Its value, in the rows of a table.
    Column,
}

/// What stands directly in a condition or number.
#[derive(Clone, Copy, Debug)]
pub enum Content<'a> {
    /// A part, which may have contents of its own.
    Part(Part<'a>),
    /// A use.
    Ref(Ref<'a>),
}

/// What is called with each content.
type See<'s, 'a> = &'s mut dyn FnMut(Content<'a>);

fn used<'a>(see: See<'_, 'a>, origin: Span, kind: RefKind<'a>) {
    see(Content::Ref(Ref { origin, kind }));
}

fn asked(see: See<'_, '_>, origin: Span, subject: Subject, asked: Asked) {
    used(see, origin, RefKind::Subject(subject, asked));
}

fn parameters(see: See<'_, '_>, origin: Span, parameters: impl IntoIterator<Item = ParameterId>) {
    for id in parameters {
        used(see, origin, RefKind::Parameter(id));
    }
}

fn nums<'a>(see: See<'_, 'a>, nums: impl IntoIterator<Item = &'a Num>) {
    for num in nums {
        see(Content::Part(Part::Num(num)));
    }
}

fn conds<'a>(see: See<'_, 'a>, conds: impl IntoIterator<Item = &'a Cond>) {
    for cond in conds {
        see(Content::Part(Part::Cond(cond)));
    }
}

impl Cond {
    /// The conditions that it joins, turns round or strengthens; `None` of a test.
    pub fn parts(&self) -> Option<&[Self]> {
        match &self.kind {
            CondKind::All(parts) | CondKind::Any(parts) | CondKind::AtLeast(_, parts) => {
                Some(parts)
            }
            CondKind::Not(inner) | CondKind::Surely(inner) => Some(std::slice::from_ref(inner)),
            _test => None,
        }
    }

    /// Calls `see` for what stands directly in it.
    pub fn contents<'a>(&'a self, see: &mut dyn FnMut(Content<'a>)) {
        let at = self.origin;
        match &self.kind {
            CondKind::Constant(_) => {}
            CondKind::Holds(subject) => asked(see, at, *subject, Asked::Holds),
            CondKind::Known(subject) => asked(see, at, *subject, Asked::Known),
            CondKind::Level { subject, levels } => {
                asked(see, at, *subject, Asked::Levels(*levels));
            }
            CondKind::LevelCompare { left, right, .. } => {
                asked(see, at, *left, Asked::Level);
                asked(see, at, *right, Asked::Level);
            }
            CondKind::Includes { fact, level } => {
                asked(see, at, Subject::Fact(*fact), Asked::Element(*level));
            }
            CondKind::Compare { left, right, .. } => nums(see, [left, right]),
            CondKind::Between { number, low, high } => nums(see, [number, low, high]),
            CondKind::All(_)
            | CondKind::Any(_)
            | CondKind::AtLeast(..)
            | CondKind::Not(_)
            | CondKind::Surely(_) => conds(see, self.parts().unwrap_or_default()),
            CondKind::Call(call) => call.contents(at, see),
            CondKind::BestIs(targets) => used(see, at, RefKind::BestIs(targets)),
            CondKind::Excluded(target) => used(see, at, RefKind::Excluded(*target)),
            CondKind::Tied(target) => used(see, at, RefKind::Tied(*target)),
            CondKind::Fired(rule) => used(see, at, RefKind::Fired(*rule)),
            CondKind::AdviceIs(outcomes) => used(see, at, RefKind::AdviceIs(outcomes)),
            CondKind::AdvisedBy(row) => used(see, at, RefKind::AdvisedBy(*row)),
            CondKind::Noted(note) => used(see, at, RefKind::Noted(*note)),
        }
    }

    /// Visits the condition and all its parts, from the outside in.
    pub fn walk<'a>(&'a self, see: &mut dyn FnMut(Part<'a>)) {
        Part::Cond(self).walk(see);
    }

    /// Visits the conditions from the outside in, each open to change; not those that stand in numbers or calls.
    pub fn walk_mut(&mut self, see: &mut dyn FnMut(&mut Self)) {
        see(self);
        match &mut self.kind {
            CondKind::All(parts) | CondKind::Any(parts) | CondKind::AtLeast(_, parts) => {
                parts.iter_mut().for_each(|part| part.walk_mut(see));
            }
            CondKind::Not(inner) | CondKind::Surely(inner) => inner.walk_mut(see),
            _test => {}
        }
    }

    /// Visits all numbers in it, those of calls too, from the outside in, each open to change.
    pub fn nums_mut(&mut self, see: &mut dyn FnMut(&mut Num)) {
        self.walk_mut(&mut |cond| match &mut cond.kind {
            CondKind::Compare { left, right, .. } => {
                left.walk_mut(see);
                right.walk_mut(see);
            }
            CondKind::Between { number, low, high } => {
                for num in [number, low, high] {
                    num.walk_mut(see);
                }
            }
            CondKind::Call(call) => call.nums_mut(see),
            _without_numbers => {}
        });
    }

    /// Everything that it uses.
    pub fn refs(&self) -> Vec<Ref<'_>> {
        refs(|see| self.contents(see))
    }
}

impl Num {
    /// Visits the number and all in it, from the outside in, each open to change.
    pub fn walk_mut(&mut self, see: &mut dyn FnMut(&mut Self)) {
        see(self);
        match &mut self.kind {
            NumKind::Apply(_, operands) => operands.iter_mut().for_each(|num| num.walk_mut(see)),
            NumKind::If(condition, branches) => {
                condition.nums_mut(see);
                branches.iter_mut().for_each(|num| num.walk_mut(see));
            }
            NumKind::Call(call) => call.nums_mut(see),
            _alone => {}
        }
    }

    /// Calls `see` for what stands directly in it.
    pub fn contents<'a>(&'a self, see: &mut dyn FnMut(Content<'a>)) {
        let at = self.origin;
        match &self.kind {
            NumKind::Constant(_) => {}
            NumKind::Fact(id) => asked(see, at, Subject::Fact(*id), Asked::Number),
            NumKind::Let(id) => asked(see, at, Subject::Let(*id), Asked::Number),
            NumKind::Count(id) => asked(see, at, Subject::Fact(*id), Asked::Count),
            NumKind::Parameter(id) => used(see, at, RefKind::Parameter(*id)),
            NumKind::Figure(figure) => used(see, at, RefKind::Figure(*figure)),
            NumKind::Call(call) => call.contents(at, see),
            NumKind::Apply(_, operands) => nums(see, operands),
            NumKind::If(condition, branches) => {
                conds(see, [&**condition]);
                nums(see, &**branches);
            }
        }
    }

    /// The conditions in it, but for those within them.
    pub fn conditions(&self) -> Vec<&Cond> {
        let mut found = Vec::new();
        outermost(Part::Num(self), &mut found);
        found
    }

    /// Visits the number and all its parts, from the outside in.
    pub fn walk<'a>(&'a self, see: &mut dyn FnMut(Part<'a>)) {
        Part::Num(self).walk(see);
    }

    /// Everything that it uses.
    pub fn refs(&self) -> Vec<Ref<'_>> {
        refs(|see| self.contents(see))
    }
}

impl Call {
    fn nums_mut(&mut self, see: &mut dyn FnMut(&mut Num)) {
        for argument in &mut self.arguments {
            match argument {
                Argument::Truth(cond) => cond.nums_mut(see),
                Argument::Number(num) => num.walk_mut(see),
                Argument::Level(_) | Argument::Set(_) | Argument::Word(_) => {}
            }
        }
    }

    /// Calls `see` for the call itself, which stands at this place, and for what stands directly in it.
    pub fn contents<'a>(&'a self, at: Span, see: &mut dyn FnMut(Content<'a>)) {
        used(see, at, RefKind::Call(self));
        for argument in &self.arguments {
            let part = match argument {
                Argument::Truth(cond) => Part::Cond(cond),
                Argument::Number(num) => Part::Num(num),
                Argument::Level(_) | Argument::Set(_) | Argument::Word(_) => {
                    Part::Argument(argument)
                }
            };
            see(Content::Part(part));
            match argument {
                Argument::Level(subject) => asked(see, at, *subject, Asked::Argument),
                Argument::Set(fact) => asked(see, at, Subject::Fact(*fact), Asked::Argument),
                Argument::Truth(_) | Argument::Number(_) | Argument::Word(_) => {}
            }
        }
    }
}

impl Rulebook {
    /// Visits all numbers of what is evaluated, those of examples and guarantees left out, each open to change.
    pub fn nums_mut(&mut self, see: &mut dyn FnMut(&mut Num)) {
        for item in self.lets.values_mut() {
            match &mut item.kind {
                LetKind::YesNo(cond) => cond.nums_mut(see),
                LetKind::Number(num, _) => num.walk_mut(see),
                LetKind::List(_, rows) => {
                    for row in rows {
                        both_mut(row.when.as_mut(), row.unless.as_mut(), see);
                    }
                }
                LetKind::Table(..) => {}
            }
        }
        for rule in self.rules.values_mut() {
            both_mut(Some(&mut rule.when), rule.unless.as_mut(), see);
            for effect in rule.then.iter_mut().chain(&mut rule.otherwise) {
                if let Weight::By(num) = &mut effect.weight {
                    num.walk_mut(see);
                }
            }
        }
        for row in self.advice.iter_mut().flat_map(|advice| &mut advice.rows) {
            both_mut(row.when.as_mut(), row.unless.as_mut(), see);
        }
        for note in self.notes.values_mut() {
            both_mut(Some(&mut note.when), note.unless.as_mut(), see);
        }
        for fact in self.facts.values_mut() {
            both_mut(fact.asked.as_mut(), None, see);
        }
        for met in self.mets_mut() {
            both_mut(Some(&mut met.when), met.partly.as_mut(), see);
        }
    }
}

fn both_mut(when: Option<&mut Cond>, unless: Option<&mut Cond>, see: &mut dyn FnMut(&mut Num)) {
    for cond in when.into_iter().chain(unless) {
        cond.nums_mut(see);
    }
}

impl LetKind {
    /// Calls `see` for what stands directly in it: the conditions, the number, the columns of a table.
    pub fn contents<'a>(&'a self, see: &mut dyn FnMut(Content<'a>)) {
        match self {
            Self::YesNo(cond) => conds(see, [cond]),
            Self::Number(num, _) => nums(see, [num]),
            Self::List(_, rows) => {
                let conditions = rows.iter();
                conds(
                    see,
                    conditions.flat_map(|row| row.when.iter().chain(&row.unless)),
                );
                for row in rows {
                    parameters(see, row.origin, row.parameter);
                }
            }
            Self::Table(_, inputs, rows) => {
                let at = rows.first().map_or_else(Span::default, |row| row.origin);
                for input in inputs {
                    asked(see, at, *input, Asked::Column);
                }
                for row in rows {
                    let cells = row.cells.iter().flat_map(Cell::parameters);
                    parameters(see, row.origin, cells.chain(row.parameter));
                }
            }
        }
    }

    /// Everything that it uses.
    pub fn refs(&self) -> Vec<Ref<'_>> {
        refs(|see| self.contents(see))
    }
}

impl Rule {
    /// Calls `see` for what stands directly in it: its condition, its exception, its weights.
    pub fn contents<'a>(&'a self, see: &mut dyn FnMut(Content<'a>)) {
        conds(see, std::iter::once(&self.when).chain(&self.unless));
        let effects = self.then.iter().chain(&self.otherwise);
        let weights = effects.filter_map(|effect| match &effect.weight {
            Weight::By(num) => Some(num),
            Weight::Word(..) => None,
        });
        nums(see, weights);
    }

    /// Everything that it uses.
    pub fn refs(&self) -> Vec<Ref<'_>> {
        refs(|see| self.contents(see))
    }
}

impl<'a> Part<'a> {
    /// Calls `see` for what stands directly in it.
    pub fn contents(self, see: &mut dyn FnMut(Content<'a>)) {
        match self {
            Self::Cond(cond) => cond.contents(see),
            Self::Num(num) => num.contents(see),
            Self::Argument(_) => {}
        }
    }

    fn walk(self, see: &mut dyn FnMut(Part<'a>)) {
        see(self);
        self.contents(&mut |content| {
            if let Content::Part(part) = content {
                part.walk(see);
            }
        });
    }
}

/// The facts that some uses read, directly or through lets; those that evidence rests on are not looked for.
pub fn facts_behind<'a>(
    refs: Vec<Ref<'_>>,
    of_let: &dyn Fn(LetId) -> Option<&'a LetKind>,
) -> BTreeSet<FactId> {
    let (mut facts, mut lets) = (BTreeSet::new(), BTreeSet::new());
    let mut open: Vec<LetId> = Vec::new();
    let mut look = |refs: Vec<Ref<'_>>, open: &mut Vec<LetId>| {
        for one in refs {
            match one.kind {
                RefKind::Subject(Subject::Fact(id), _) => {
                    facts.insert(id);
                }
                RefKind::Subject(Subject::Let(id), _) if lets.insert(id) => open.push(id),
                _other => {}
            }
        }
    };
    look(refs, &mut open);
    while let Some(id) = open.pop() {
        look(of_let(id).map_or(Vec::new(), LetKind::refs), &mut open);
    }
    facts
}

fn outermost<'a>(part: Part<'a>, found: &mut Vec<&'a Cond>) {
    part.contents(&mut |content| match content {
        Content::Part(Part::Cond(cond)) => found.push(cond),
        Content::Part(part) => outermost(part, found),
        Content::Ref(_) => {}
    });
}

/// The uses among some contents and in their parts.
fn refs<'a>(contents: impl FnOnce(&mut dyn FnMut(Content<'a>))) -> Vec<Ref<'a>> {
    let mut found = Vec::new();
    contents(&mut |content| collect(content, &mut found));
    found
}

fn collect<'a>(content: Content<'a>, found: &mut Vec<Ref<'a>>) {
    match content {
        Content::Part(part) => part.contents(&mut |content| collect(content, found)),
        Content::Ref(one) => found.push(one),
    }
}

impl Figure {
    /// The strategy or hypothesis that it is about.
    pub fn target(self) -> Option<TargetId> {
        match self {
            Self::Total(id)
            | Self::Belief(id)
            | Self::Confidence(id)
            | Self::Lead(id)
            | Self::Strongest(id) => Some(id),
            Self::Margin | Self::Known(_) | Self::ShareKnown(_) => None,
        }
    }

    /// The tag whose facts it counts.
    pub fn tag(self) -> Option<TagId> {
        match self {
            Self::Known(tag) | Self::ShareKnown(tag) => Some(tag),
            Self::Margin
            | Self::Total(_)
            | Self::Belief(_)
            | Self::Confidence(_)
            | Self::Lead(_)
            | Self::Strongest(_) => None,
        }
    }
}
