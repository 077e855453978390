//! The facts that a guarantee depends on, and those that its conditions name. Evaluates nothing.

use std::collections::BTreeSet;

use crate::base::Id as _;
use crate::model::{
    Claim, Cond, FactId, Figure, Never, PieceId, ProbeId, Raising, RefKind, RuleId, Stage, Subject,
    TargetId, Unit,
};
use crate::plan::Program;

/// What a guarantee depends on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Cone {
    /// All facts: no other one makes a difference.
    pub facts: BTreeSet<FactId>,
    /// Those that its conditions read without a detour over evidence.
    pub named: BTreeSet<FactId>,
    /// The strategies and hypotheses that it is about; all strategies where it is about the choice among them.
    pub targets: BTreeSet<TargetId>,
}

impl Cone {
    /// Of a claim; `conditions` are those of the program's probes.
    pub(super) fn of(program: &Program, conditions: &[Cond], claim: &Claim<ProbeId>) -> Self {
        let own = match claim {
            Claim::Raising { raising, .. } => Self::of_rise(program, raising),
            Claim::Stated { .. } => Self::default(),
        };
        let find = |probe: &ProbeId| conditions.get(probe.to_usize());
        let conds = claim.conditions().filter_map(find);
        conds.fold(own, |cone, cond| cone.and(program, cond))
    }

    /// Of one condition.
    pub(super) fn read_by(program: &Program, cond: &Cond) -> Self {
        Self::default().and(program, cond)
    }

    fn and(self, program: &Program, cond: &Cond) -> Self {
        let mut reader = Reader {
            program,
            cone: self,
        };
        reader.cond(cond);
        let mut cone = reader.cone;
        cone.facts.extend(&cone.named);
        cone
    }

    /// What makes a difference to what happens as a fact rises.
    fn of_rise(program: &Program, raising: &Raising) -> Self {
        let mut cone = match raising.never {
            Never::Lowers(target) | Never::Raises(target) => {
                Self::of_total(program, (raising.fact, target))
            }
            Never::Turns(..) => {
                let mut reader = Reader {
                    program,
                    cone: Self::default(),
                };
                reader.choice();
                reader.cone
            }
        };
        cone.named.insert(raising.fact);
        cone.facts.insert(raising.fact);
        cone
    }

    /// What makes a difference to how a total moves with a fact. Where evidence adds up, that is what the rules with that
    /// fact read, and those whose evidence is cut together with theirs.
    fn of_total(program: &Program, (fact, target): (FactId, TargetId)) -> Self {
        let plan = &program.plan;
        let mut cone = Self {
            targets: BTreeSet::from([target]),
            ..Self::default()
        };
        if program.adds() {
            let turned = |piece: &PieceId| {
                let rule = plan.code.pieces[*piece].rule;
                plan.index.rule_facts[rule].contains(&fact)
            };
            for unit in &plan.code.folds[target].units {
                let pieces = match unit {
                    Unit::Piece(piece) => vec![*piece],
                    Unit::Group(_, sides) => sides.concat(),
                };
                if pieces.iter().any(turned) {
                    let rules = pieces.iter().map(|piece| plan.code.pieces[*piece].rule);
                    cone.facts
                        .extend(rules.flat_map(|rule| &plan.index.rule_facts[rule]));
                }
            }
        } else {
            cone.facts.extend(&plan.index.target_facts[target]);
        }
        cone
    }
}

struct Reader<'p> {
    program: &'p Program,
    cone: Cone,
}

impl Reader<'_> {
    fn cond(&mut self, cond: &Cond) {
        for found in cond.refs() {
            match found.kind {
                RefKind::Subject(subject, _) => self.subject(subject),
                RefKind::Figure(figure) => self.figure(figure),
                RefKind::Excluded(target) => self.excluded(target),
                RefKind::Fired(named) => {
                    let rules = self.program.rulebook.named_rules(named);
                    rules.into_iter().for_each(|rule| self.rule(rule));
                }
                RefKind::BestIs(_)
                | RefKind::Tied(_)
                | RefKind::AdviceIs(_)
                | RefKind::AdvisedBy(_) => self.choice(),
                RefKind::Noted(id) => {
                    let note = &self.program.rulebook.notes[id];
                    std::iter::once(&note.when)
                        .chain(&note.unless)
                        .for_each(|cond| self.cond(cond));
                }
                RefKind::Parameter(_) | RefKind::Call(_) => {}
            }
        }
    }

    fn figure(&mut self, figure: Figure) {
        let plan = &self.program.plan;
        match figure {
            Figure::Total(target) | Figure::Belief(target) | Figure::Strongest(target) => {
                self.cone.targets.insert(target);
                self.cone.facts.extend(&plan.index.target_facts[target]);
            }
            Figure::Known(tag) | Figure::ShareKnown(tag) => {
                self.cone.named.extend(&plan.code.tagged[tag]);
            }
            Figure::Margin | Figure::Confidence(_) | Figure::Lead(_) => self.choice(),
        }
    }

    fn subject(&mut self, subject: Subject) {
        let program = self.program;
        match subject {
            Subject::Fact(fact) => {
                self.cone.named.insert(fact);
            }
            Subject::Let(id) => {
                self.cone.named.extend(&program.plan.index.let_facts[id]);
                if program.rulebook.lets[id].stage != Stage::Early {
                    self.choice();
                }
            }
        }
    }

    fn rule(&mut self, rule: RuleId) {
        let facts = &self.program.plan.index.rule_facts[rule];
        self.cone.named.extend(facts);
    }

    fn excluded(&mut self, target: TargetId) {
        let plan = &self.program.plan;
        self.cone.targets.insert(target);
        for rule in &plan.index.excluders {
            if plan.code.rules[*rule].excludes.contains(&target) {
                self.cone.named.extend(&plan.index.rule_facts[*rule]);
            }
        }
    }

    /// The choice among the strategies may depend on every fact that is read.
    fn choice(&mut self) {
        let plan = &self.program.plan;
        self.cone.targets.extend(&plan.code.strategies);
        let read = plan.index.read.iter().filter(|(_, read)| **read);
        self.cone.facts.extend(read.map(|(fact, _)| fact));
    }
}
