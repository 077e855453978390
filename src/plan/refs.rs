//! What a condition or number refers to, and from that which facts each rule depends on.

use std::collections::BTreeSet;

use crate::base::IdVec;
use crate::model::{
    Argument, Call, Cond, CondKind, FactId, Figure, LetId, LetKind, Num, NumKind, Plan, Rule,
    RuleId, Rulebook, Subject, TargetId, Weight,
};

/// Something an expression refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Ref {
    Fact(FactId),
    Let(LetId),
    /// The belief or total of a target.
    Target(TargetId),
}

/// Calls `seen` for everything a condition refers to.
pub(super) fn of_cond(cond: &Cond, book: &Rulebook, seen: &mut dyn FnMut(Ref)) {
    match &cond.kind {
        CondKind::Constant(_)
        | CondKind::BestIs(_)
        | CondKind::Excluded(_)
        | CondKind::Tied(_)
        | CondKind::Fired(_)
        | CondKind::AdviceIs(_)
        | CondKind::AdvisedBy(_) => {}
        CondKind::Holds(subject) | CondKind::Known(subject) | CondKind::Level { subject, .. } => {
            of_subject(*subject, seen);
        }
        CondKind::LevelCompare { left, right, .. } => {
            of_subject(*left, seen);
            of_subject(*right, seen);
        }
        CondKind::Includes { fact, .. } => seen(Ref::Fact(*fact)),
        CondKind::Compare { left, right, .. } => {
            of_num(left, book, seen);
            of_num(right, book, seen);
        }
        CondKind::Between { number, low, high } => {
            for part in [number, low, high] {
                of_num(part, book, seen);
            }
        }
        CondKind::All(parts) | CondKind::Any(parts) | CondKind::AtLeast(_, parts) => {
            for part in parts {
                of_cond(part, book, seen);
            }
        }
        CondKind::Not(part) | CondKind::Surely(part) => of_cond(part, book, seen),
        CondKind::Call(call) => of_call(call, book, seen),
    }
}

fn of_subject(subject: Subject, seen: &mut dyn FnMut(Ref)) {
    match subject {
        Subject::Fact(fact) => seen(Ref::Fact(fact)),
        Subject::Let(id) => seen(Ref::Let(id)),
    }
}

/// Calls `seen` for everything a number refers to.
pub(super) fn of_num(num: &Num, book: &Rulebook, seen: &mut dyn FnMut(Ref)) {
    match &num.kind {
        NumKind::Constant(_) | NumKind::Parameter(_) => {}
        NumKind::Fact(fact) | NumKind::Count(fact) => seen(Ref::Fact(*fact)),
        NumKind::Let(id) => seen(Ref::Let(*id)),
        NumKind::Figure(figure) => of_figure(*figure, book, seen),
        NumKind::Minus(a) | NumKind::Abs(a) | NumKind::Round(a) => of_num(a, book, seen),
        NumKind::Add(a, b)
        | NumKind::Subtract(a, b)
        | NumKind::Multiply(a, b)
        | NumKind::Divide(a, b) => {
            of_num(a, book, seen);
            of_num(b, book, seen);
        }
        NumKind::Min(parts) | NumKind::Max(parts) => {
            for part in parts {
                of_num(part, book, seen);
            }
        }
        NumKind::Clamp(parts) | NumKind::Ramp(parts) => {
            for part in parts.iter() {
                of_num(part, book, seen);
            }
        }
        NumKind::Call(call) => of_call(call, book, seen),
    }
}

fn of_figure(figure: Figure, book: &Rulebook, seen: &mut dyn FnMut(Ref)) {
    match figure {
        Figure::Total(target) | Figure::Belief(target) => seen(Ref::Target(target)),
        Figure::Known(tag) | Figure::ShareKnown(tag) => {
            for (id, fact) in book.facts.iter() {
                if fact.tags.contains(&tag) {
                    seen(Ref::Fact(id));
                }
            }
        }
        Figure::Margin | Figure::Confidence(_) | Figure::Lead(_) | Figure::Strongest(_) => {}
    }
}

fn of_call(call: &Call, book: &Rulebook, seen: &mut dyn FnMut(Ref)) {
    for argument in &call.arguments {
        match argument {
            Argument::Truth(cond) => of_cond(cond, book, seen),
            Argument::Number(num) => of_num(num, book, seen),
            Argument::Level(subject) => of_subject(*subject, seen),
            Argument::Set(fact) => seen(Ref::Fact(*fact)),
            Argument::Word(_) => {}
        }
    }
}

/// Calls `seen` for everything a rule refers to.
pub(super) fn of_rule(rule: &Rule, book: &Rulebook, seen: &mut dyn FnMut(Ref)) {
    of_cond(&rule.when, book, seen);
    if let Some(unless) = &rule.unless {
        of_cond(unless, book, seen);
    }
    for effect in rule.then.iter().chain(&rule.otherwise) {
        if let Weight::By(num) = &effect.weight {
            of_num(num, book, seen);
        }
    }
}

/// Calls `seen` for everything a let refers to.
pub(super) fn of_let(id: LetId, book: &Rulebook, seen: &mut dyn FnMut(Ref)) {
    match &book.lets[id].kind {
        LetKind::YesNo(cond) => of_cond(cond, book, seen),
        LetKind::Number(num, _) => of_num(num, book, seen),
        LetKind::List(_, rows) => {
            for cond in rows
                .iter()
                .flat_map(|row| row.when.iter().chain(&row.unless))
            {
                of_cond(cond, book, seen);
            }
        }
        LetKind::Table(_, inputs, _) => {
            for input in inputs {
                of_subject(*input, seen);
            }
        }
    }
}

/// The facts that a rule itself depends on, directly or not, in order: without those of the rules that may defeat it.
pub fn own_facts(book: &Rulebook, plan: &Plan, id: RuleId) -> Vec<FactId> {
    let mut facts = BTreeSet::new();
    of_rule(&book.rules[id], book, &mut |found| match found {
        Ref::Fact(fact) => {
            facts.insert(fact);
        }
        Ref::Let(id) => facts.extend(plan.let_facts[id].iter().copied()),
        Ref::Target(id) => facts.extend(plan.target_facts[id].iter().copied()),
    });
    facts.into_iter().collect()
}

/// The facts that each let, target and rule depends on, directly or not.
pub(super) struct Facts {
    lets: IdVec<LetId, BTreeSet<FactId>>,
    targets: IdVec<TargetId, BTreeSet<FactId>>,
    rules: IdVec<RuleId, BTreeSet<FactId>>,
}

impl Facts {
    /// Nothing is known yet; call the others in the order of computation.
    pub(super) fn new(book: &Rulebook) -> Self {
        Self {
            lets: book.lets.ids().map(|_| BTreeSet::new()).collect(),
            targets: book.targets.ids().map(|_| BTreeSet::new()).collect(),
            rules: book.rules.ids().map(|_| BTreeSet::new()).collect(),
        }
    }

    pub(super) fn add_let(&mut self, id: LetId, book: &Rulebook) {
        let mut facts = BTreeSet::new();
        of_let(id, book, &mut |found| self.collect(found, &mut facts));
        self.lets[id] = facts;
    }

    pub(super) fn add_rule(&mut self, id: RuleId, book: &Rulebook, defeaters: &[RuleId]) {
        let mut facts = BTreeSet::new();
        of_rule(&book.rules[id], book, &mut |found| {
            self.collect(found, &mut facts)
        });
        for defeater in defeaters {
            facts.extend(self.rules[*defeater].iter().copied());
        }
        self.rules[id] = facts;
    }

    pub(super) fn add_target(&mut self, id: TargetId, rules: &[RuleId]) {
        let facts = rules
            .iter()
            .flat_map(|rule| self.rules[*rule].iter().copied())
            .collect();
        self.targets[id] = facts;
    }

    /// Writes what was found into the plan.
    pub(super) fn hand_over(self, plan: &mut Plan) {
        let list = |facts: &BTreeSet<FactId>| facts.iter().copied().collect();
        plan.let_facts = self.lets.values().map(list).collect();
        plan.target_facts = self.targets.values().map(list).collect();
        plan.rule_facts = self.rules.values().map(list).collect();
    }

    fn collect(&self, found: Ref, into: &mut BTreeSet<FactId>) {
        match found {
            Ref::Fact(fact) => {
                into.insert(fact);
            }
            Ref::Let(id) => into.extend(self.lets[id].iter().copied()),
            Ref::Target(id) => into.extend(self.targets[id].iter().copied()),
        }
    }
}
