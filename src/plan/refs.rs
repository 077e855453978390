//! Which facts each let, target and rule depends on, from what they use.

use std::collections::BTreeSet;

use crate::base::IdVec;
use crate::model::{
    FactId, Figure, LetId, Plan, Ref, RefKind, RuleId, Rulebook, Subject, TargetId,
};

/// The target whose evidence a figure hands on before the choice among strategies.
pub(super) fn evidence(figure: Figure) -> Option<TargetId> {
    match figure {
        Figure::Total(target) | Figure::Belief(target) => Some(target),
        Figure::Known(_)
        | Figure::ShareKnown(_)
        | Figure::Margin
        | Figure::Confidence(_)
        | Figure::Lead(_)
        | Figure::Strongest(_) => None,
    }
}

/// The facts that a rule itself depends on, directly or not, in order: without those of the rules that may defeat it.
pub fn own_facts(book: &Rulebook, plan: &Plan, id: RuleId) -> Vec<FactId> {
    let facts = facts(
        book,
        &book.rules[id].refs(),
        &plan.index.let_facts,
        &plan.index.target_facts,
    );
    facts.into_iter().collect()
}

/// The facts that some uses depend on, directly or not; those of lets and targets are known.
fn facts(
    book: &Rulebook,
    refs: &[Ref<'_>],
    lets: &IdVec<LetId, Vec<FactId>>,
    targets: &IdVec<TargetId, Vec<FactId>>,
) -> BTreeSet<FactId> {
    let mut facts = BTreeSet::new();
    for found in refs {
        match found.kind {
            RefKind::Subject(Subject::Fact(fact), _) => {
                facts.insert(fact);
            }
            RefKind::Subject(Subject::Let(id), _) => facts.extend(&lets[id]),
            RefKind::Figure(figure) => {
                facts.extend(figure.tag().into_iter().flat_map(|tag| book.tagged(tag)));
                facts.extend(evidence(figure).iter().flat_map(|target| &targets[*target]));
            }
            RefKind::Parameter(_)
            | RefKind::BestIs(_)
            | RefKind::Excluded(_)
            | RefKind::Tied(_)
            | RefKind::Fired(_)
            | RefKind::AdviceIs(_)
            | RefKind::AdvisedBy(_)
            | RefKind::Noted(_)
            | RefKind::Call(_) => {}
        }
    }
    facts
}

/// The facts that each let, target and rule depends on, directly or not, in order.
pub(super) struct Facts {
    lets: IdVec<LetId, Vec<FactId>>,
    targets: IdVec<TargetId, Vec<FactId>>,
    rules: IdVec<RuleId, Vec<FactId>>,
}

impl Facts {
    /// Nothing is known yet; call the others in the order of computation.
    pub(super) fn new(book: &Rulebook) -> Self {
        Self {
            lets: book.lets.ids().map(|_| Vec::new()).collect(),
            targets: book.targets.ids().map(|_| Vec::new()).collect(),
            rules: book.rules.ids().map(|_| Vec::new()).collect(),
        }
    }

    pub(super) fn add_let(&mut self, id: LetId, book: &Rulebook) {
        let facts = self.of(&book.lets[id].kind.refs(), book);
        self.lets[id] = facts.into_iter().collect();
    }

    pub(super) fn add_rule(&mut self, id: RuleId, book: &Rulebook, defeaters: &[RuleId]) {
        let mut facts = self.of(&book.rules[id].refs(), book);
        facts.extend(defeaters.iter().flat_map(|defeater| &self.rules[*defeater]));
        self.rules[id] = facts.into_iter().collect();
    }

    pub(super) fn add_target(&mut self, id: TargetId, rules: &[RuleId]) {
        let facts = rules.iter().flat_map(|rule| &self.rules[*rule]);
        let facts: BTreeSet<FactId> = facts.copied().collect();
        self.targets[id] = facts.into_iter().collect();
    }

    /// Writes what was found into the plan.
    pub(super) fn hand_over(self, plan: &mut Plan) {
        plan.index.let_facts = self.lets;
        plan.index.target_facts = self.targets;
        plan.index.rule_facts = self.rules;
    }

    fn of(&self, refs: &[Ref<'_>], book: &Rulebook) -> BTreeSet<FactId> {
        facts(book, refs, &self.lets, &self.targets)
    }
}
