//! Which open facts the advice of a region still hangs on, and how much. Decides nothing.

use super::Chances;
use super::atlas::Atlas;
use super::bounded::Bounded;
use super::number::Within;
use super::truth::May;
use crate::base::Id;
use crate::model::{Deciding, FactId, OutcomeId, PieceId, Step, TruthId, TruthNode};
use crate::plan::{Input, PerNode, Program, inputs};

/// What the walks through a plan remember; made once for many regions.
#[derive(Debug)]
pub(crate) struct Doubt {
    /// By which walk a node was seen last.
    seen: PerNode<u32>,
    walk: u32,
    /// How much hangs on each fact.
    weights: Vec<f64>,
}

/// What hangs on a fact through something else than evidence, against a point of evidence.
const TEST: f64 = 1.0;
/// What hangs on a rule at least, whose evidence may be known but not whether it fires.
const LEAST: f64 = 1e-6;

impl Doubt {
    pub(crate) fn new(program: &Program) -> Self {
        Self {
            seen: PerNode::new(&program.plan.code, 0),
            walk: 0,
            weights: vec![0.0; program.rulebook.facts.len()],
        }
    }
}

impl Bounded {
    /// The open fact on which most hangs whether the advice is one of some outcomes, for each of its cells; `None` where no
    /// open fact is left that it hangs on.
    pub(crate) fn in_doubt(
        &self,
        program: &Program,
        atlas: &Atlas,
        sought: &dyn Fn(Option<OutcomeId>) -> bool,
        doubt: &mut Doubt,
    ) -> Option<FactId> {
        let truth = self.first_open(program, sought)?;
        self.hangs_on(program, atlas, truth, doubt)
    }

    /// The condition that decides next whether the advice is one of some outcomes; `None` where none is open.
    fn first_open(
        &self,
        program: &Program,
        sought: &dyn Fn(Option<OutcomeId>) -> bool,
    ) -> Option<TruthId> {
        // Behind one that surely gives the advice nothing matters, and nothing was computed.
        let sure = |one: &&Deciding| self.applies(one).is_some_and(May::surely);
        let reached = program.plan.code.deciding.iter();
        let open = reached.take_while(|one| !sure(one));
        let open = open.filter(|one| self.may_decide(one));
        // What is sought has to be ruled out or made sure; only where its own conditions are clear do those before it count.
        let first = open.clone().find(|one| sought(one.outcome));
        first.or_else(|| open.clone().next())?.applies
    }

    /// The open fact on which a condition hangs most, for each of its cells; `None` where there is none.
    pub(crate) fn hangs_on(
        &self,
        program: &Program,
        atlas: &Atlas,
        truth: TruthId,
        doubt: &mut Doubt,
    ) -> Option<FactId> {
        doubt.walk = doubt.walk.saturating_add(1);
        doubt.weights.iter_mut().for_each(|weight| *weight = 0.0);
        self.weigh(program, atlas, Step::Truth(truth), doubt);
        let facts = program.rulebook.facts.ids().zip(&doubt.weights);
        // A fact of many cells has to be split into as many parts.
        let fields = &self.machine().domain.fields;
        let weighed = facts
            .filter(|(_, weight)| **weight > 0.0)
            .map(|(fact, weight)| {
                let cells = u32::try_from(atlas.chart(program, fact).all.len());
                let rank = atlas.rank(program, fact, fields.get(fact));
                (fact, rank, weight / f64::from(cells.unwrap_or(u32::MAX)))
            });
        let most = weighed.max_by(|(a, rank, one), (b, second, other)| {
            rank.cmp(second).then(one.total_cmp(other)).then(b.cmp(a))
        });
        most.map(|(fact, ..)| fact)
    }

    /// Whether it is open if something gives the advice where nothing before it does.
    fn may_decide(&self, one: &Deciding) -> bool {
        let truth = self.applies(one);
        truth.is_some_and(|truth| truth.yes.is_some() && !truth.surely())
    }

    fn applies(&self, one: &Deciding) -> Option<May> {
        let id = one.applies?;
        self.machine().truths.get(id.to_usize()).copied()
    }

    fn weigh(&self, program: &Program, atlas: &Atlas, from: Step, doubt: &mut Doubt) {
        let code = &program.plan.code;
        let fields = &self.machine().domain.fields;
        let mut waiting = vec![(from, TEST)];
        while let Some((step, weight)) = waiting.pop() {
            if self.is_decided(step) {
                continue;
            }
            let slot = doubt.seen.get_mut(step);
            if slot.is_some_and(|seen| std::mem::replace(seen, doubt.walk) == doubt.walk) {
                continue;
            }
            let weights = &mut doubt.weights;
            inputs(code, step, &mut |input| match input {
                Input::Fact(fact) => {
                    if let Some(sum) = weights
                        .get_mut(fact.to_usize())
                        .filter(|_| atlas.splits(program, fact, fields.get(fact)))
                    {
                        *sum += weight;
                    }
                }
                Input::Rule(rule) if matches!(step, Step::Fold(_)) => {
                    let pieces = code.rules[rule].pieces.range().map(PieceId);
                    let width: f64 = pieces.map(|piece| self.width(piece)).sum();
                    waiting.push((Step::Rule(rule), width.max(LEAST)));
                }
                Input::Advice => {
                    let truth = self.behind_advice(program, step);
                    waiting.extend(truth.map(|truth| (Step::Truth(truth), weight)));
                }
                input => waiting.extend(input.step().map(|step| (step, weight))),
            });
        }
    }

    /// What decides next about a condition that asks what the advice is, or which row gives it.
    fn behind_advice(&self, program: &Program, step: Step) -> Option<TruthId> {
        let Step::Truth(id) = step else {
            return self.first_open(program, &|_| true);
        };
        let code = &program.plan.code;
        match &code.truths[id] {
            TruthNode::AdviceIs(outcomes) => {
                self.first_open(program, &|one| outcomes.contains(&one))
            }
            TruthNode::AdvisedBy(row) => {
                let by = code.deciding.iter().find(|one| one.row == Some(*row));
                let applies = by.filter(|one| self.may_decide(one));
                let applies = applies.and_then(|one| one.applies);
                applies.or_else(|| self.first_open(program, &|_| true))
            }
            _other => self.first_open(program, &|_| true),
        }
    }

    /// How far apart the ends of a piece of evidence lie, nothing being one of them.
    fn width(&self, piece: PieceId) -> f64 {
        let bounds = self
            .machine()
            .pieces
            .get(piece.to_usize())
            .copied()
            .flatten();
        let size = |bounds: super::Bounds| bounds.high.max(0.0) - bounds.low.min(0.0);
        bounds.map_or(0.0, size).min(1e9)
    }

    fn is_decided(&self, step: Step) -> bool {
        let machine = self.machine();
        match step {
            Step::Truth(id) => of(&machine.truths, id, May::is_decided),
            Step::Number(id) => of(&machine.numbers, id, Within::is_decided),
            Step::Choice(id) => of(&machine.choices, id, |choice| choice.single),
            Step::Rule(id) => of(&machine.statuses, id, Chances::is_decided),
            Step::Fold(target) => of(&machine.totals, target, Within::is_decided),
            Step::Shares => false,
        }
    }
}

/// Whether a node is decided; one that the plan does not have is.
fn of<T, I: Id>(nodes: &[T], id: I, is_decided: impl Fn(&T) -> bool) -> bool {
    nodes.get(id.to_usize()).is_none_or(is_decided)
}

impl Within {
    fn is_decided(&self) -> bool {
        !self.known || (!self.unknown && self.low == self.high)
    }
}

impl Chances {
    fn is_decided(&self) -> bool {
        self.then_may == self.then_must && self.else_may == self.else_must
    }
}
