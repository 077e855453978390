//! The evaluator: walks a plan step by step, generic over the domain of values, and keeps everything it computed.

use std::collections::BTreeMap;
use std::ops::Range;

use super::domain::{Domain, Lift, Values};
use super::fault::Fault;
use super::needed;
use super::point::Point;
use crate::base::Id;
use crate::model::{
    CallId, Code, FactId, Figure, NumberId, NumberNode, Op, PieceId, PieceWeight, ProbeId, RuleId,
    Slice, Step, TargetId, TruthId, TruthNode, Unit,
};
use crate::plan::Program;

/// Everything one evaluation of one profile computed, as compact data.
pub type Record = Machine<Point>;

/// An evaluation under way or done: the values of all nodes.
#[derive(Clone, Debug)]
#[expect(
    private_bounds,
    reason = "the domains are this layer's own; others see `Record` only"
)]
pub struct Machine<D: Domain> {
    pub(crate) domain: D,
    pub(crate) truths: Vec<D::Truth>,
    pub(crate) numbers: Vec<D::Number>,
    pub(crate) choices: Vec<D::Choice>,
    pub(crate) statuses: Vec<D::Status>,
    pub(crate) pieces: Vec<D::Slot>,
    pub(crate) sums: Vec<D::Slot>,
    /// The slots of each piece, and of each sum.
    width: usize,
    pub(crate) totals: Vec<D::Number>,
    /// The confidence of each strategy, in their order; nothing where it was not asked for.
    pub(crate) shares: Vec<D::Number>,
    pub(crate) decision: Option<D::Decision>,
    /// The calls that failed. What they give is unknown; whether anything depends on it is looked at afterwards.
    pub(crate) failed: BTreeMap<CallId, Fault>,
    /// A rule that is taken to fire by `then` with certainty 1, whatever its condition.
    pub(crate) forced: Option<RuleId>,
    /// Whether only totals and the advice are wanted.
    lean: bool,
}

#[expect(
    private_bounds,
    reason = "the domains are this layer's own; others see `Record` only"
)]
#[expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: ids of a plan index vectors that `new` sized by that plan"
)]
impl<D: Domain> Machine<D> {
    pub(crate) fn new(program: &Program, domain: D) -> Self {
        let code = &program.plan.code;
        let width = D::width(program);
        Self {
            domain,
            truths: vec![D::NO_TRUTH; code.truths.len()],
            numbers: vec![D::NO_NUMBER; code.numbers.len()],
            choices: vec![D::NO_CHOICE; code.choices.len()],
            statuses: vec![D::NO_STATUS; code.rules.len()],
            pieces: vec![D::NO_EVIDENCE; code.pieces.len().saturating_mul(width)],
            sums: vec![D::NO_EVIDENCE; code.folds.len().saturating_mul(width)],
            width,
            totals: vec![D::NO_NUMBER; code.folds.len()],
            shares: Vec::new(),
            decision: None,
            failed: BTreeMap::new(),
            forced: None,
            lean: false,
        }
    }

    /// After a change of the facts: everything is computed anew, in the same places.
    pub(crate) fn restart(&mut self) {
        self.decision = None;
    }

    /// Computes the totals and the advice, of the record no more than they need.
    pub(crate) fn run_lean(&mut self, program: &Program) -> Result<(), Fault> {
        if !program.adds() {
            return self.run_to_advice(program);
        }
        self.lean = true;
        self.failed.clear();
        self.steps(program, &program.plan.code.lean.early)?;
        self.conclude(program)
    }

    /// Takes over what another evaluation of the same program computed, in the same places; the facts stay.
    pub(crate) fn resume(&mut self, other: &Self) {
        self.truths.clone_from(&other.truths);
        self.numbers.clone_from(&other.numbers);
        self.choices.clone_from(&other.choices);
        self.statuses.clone_from(&other.statuses);
        self.pieces.clone_from(&other.pieces);
        self.sums.clone_from(&other.sums);
        self.totals.clone_from(&other.totals);
        self.failed.clone_from(&other.failed);
        self.forced = other.forced;
        self.restart();
    }

    /// Takes back what [`Machine::run_from`] changed; late nodes are computed anew by the next.
    pub(crate) fn take_back(&mut self, before: &Self, program: &Program, fact: FactId) {
        for step in &program.plan.index.fact_steps[fact] {
            match *step {
                Step::Truth(id) => self.truths[id.to_usize()] = before.truths[id.to_usize()],
                Step::Number(id) => self.numbers[id.to_usize()] = before.numbers[id.to_usize()],
                Step::Choice(id) => self.choices[id.to_usize()] = before.choices[id.to_usize()],
                Step::Rule(id) => self.take_back_rule(before, program, id),
                Step::Fold(_) | Step::Shares => {}
            }
        }
        self.sums.clone_from(&before.sums);
        self.totals.clone_from(&before.totals);
        self.failed.clone_from(&before.failed);
        self.restart();
    }

    fn take_back_rule(&mut self, before: &Self, program: &Program, rule: RuleId) {
        self.statuses[rule.to_usize()] = before.statuses[rule.to_usize()];
        let slots = self.slots_of(program, rule);
        self.pieces[slots.clone()].copy_from_slice(&before.pieces[slots]);
    }

    /// Computes anew, up to the advice, what depends on one fact.
    pub(crate) fn run_from(&mut self, program: &Program, fact: FactId) -> Result<(), Fault> {
        self.steps(program, &program.plan.index.fact_steps[fact])?;
        self.conclude(program)
    }

    /// From now on the rule fires by `then` with certainty 1.
    pub(crate) fn force(&mut self, rule: RuleId) {
        self.forced = Some(rule);
    }

    /// The advice if the rule fired by `then` with certainty 1 and changed the totals of these targets only.
    pub(crate) fn try_rule(
        &mut self,
        program: &Program,
        rule: RuleId,
        targets: &[TargetId],
    ) -> Result<(), Fault> {
        self.force(rule);
        self.rule(program, rule)?;
        for target in targets {
            self.fold(program, *target)?;
        }
        self.conclude_ranked(program)
    }

    /// The advice with other totals of some targets, which nothing but the ranking reads.
    pub(crate) fn try_totals(
        &mut self,
        program: &Program,
        rule: RuleId,
        totals: impl Iterator<Item = (TargetId, D::Number)>,
    ) -> Result<(), Fault> {
        self.force(rule);
        for (target, total) in totals {
            self.totals[target.to_usize()] = total;
        }
        self.conclude_ranked(program)
    }

    /// Takes back what [`Machine::try_totals`] changed.
    pub(crate) fn undo_totals(&mut self, before: &Self, targets: impl Iterator<Item = TargetId>) {
        self.forced = None;
        for target in targets {
            self.totals[target.to_usize()] = before.totals[target.to_usize()];
        }
    }

    /// Takes back what [`Machine::try_rule`] changed; late nodes and the ranking are computed anew by the next.
    pub(crate) fn undo_rule(
        &mut self,
        before: &Self,
        program: &Program,
        rule: RuleId,
        targets: &[TargetId],
    ) {
        self.take_back_rule(before, program, rule);
        self.undo_totals(before, targets.iter().copied());
        for target in targets {
            let slots = self.slots(target.to_usize());
            self.sums[slots.clone()].copy_from_slice(&before.sums[slots]);
        }
    }

    /// Computes everything.
    pub(crate) fn run(&mut self, program: &Program) -> Result<(), Fault> {
        self.run_to_advice(program)?;
        self.steps(program, &program.plan.code.last)?;
        if self.failed.is_empty() {
            return Ok(());
        }
        needed::notes(self, program)
    }

    /// Computes a condition that only a test asks for; everything else has been computed.
    pub(crate) fn ask(&mut self, program: &Program, probe: ProbeId) -> Result<D::Truth, Fault> {
        let probe = &program.plan.code.probes[probe];
        self.steps(program, &probe.steps)?;
        if !self.failed.is_empty() {
            needed::probe(self, program, probe)?;
        }
        Ok(self.at(probe.shape.truth))
    }

    /// Computes everything but what uses the advice.
    pub(crate) fn run_to_advice(&mut self, program: &Program) -> Result<(), Fault> {
        self.lean = false;
        self.failed.clear();
        self.steps(program, &program.plan.code.early)?;
        self.conclude(program)
    }

    /// Folds the strategies' evidence, ranks, and decides.
    pub(crate) fn conclude(&mut self, program: &Program) -> Result<(), Fault> {
        for target in &program.plan.code.strategies {
            self.fold(program, *target)?;
        }
        self.conclude_ranked(program)
    }

    /// Decides from the totals.
    pub(crate) fn conclude_ranked(&mut self, program: &Program) -> Result<(), Fault> {
        self.steps(program, &program.plan.code.late)?;
        self.decision = Some(D::first(&program.plan.code.deciding, &self.truths));
        if self.failed.is_empty() {
            return Ok(());
        }
        needed::advice(self, program)
    }

    /// Shares the confidence out, where anybody asks.
    fn share_out(&mut self, program: &Program) -> Result<(), Fault> {
        if self.forced.is_some() && !program.plan.code.reads_confidence {
            return Ok(());
        }
        let standings = program.plan.code.standings.iter();
        let running: Vec<D::Number> = standings.map(|one| self.num(one.running)).collect();
        self.domain.shares(program, &running, &mut self.shares)
    }

    /// The evidence of a target and its total, where they were computed elsewhere.
    pub(crate) fn put_sum(&mut self, target: TargetId, sum: Option<D::Evidence>, total: D::Number) {
        let target = target.to_usize();
        let slots = self.slots(target);
        if let (Some(slots), Some(at)) = (self.sums.get_mut(slots), self.totals.get_mut(target)) {
            D::keep(sum, slots);
            *at = total;
        }
    }

    /// Where the piece or the sum of this index is kept.
    #[inline]
    fn slots(&self, at: usize) -> Range<usize> {
        let start = at.wrapping_mul(self.width);
        start..start.wrapping_add(self.width)
    }

    /// Where the pieces of a rule are kept.
    #[inline]
    fn slots_of(&self, program: &Program, rule: RuleId) -> Range<usize> {
        let pieces = program.plan.code.rules[rule].pieces.range();
        self.slots(pieces.start as usize).start..self.slots(pieces.end as usize).start
    }

    /// A piece of evidence; `None` where it gives nothing.
    #[inline]
    pub(crate) fn evidence_of(&self, program: &Program, piece: PieceId) -> Option<D::Evidence> {
        D::kept(program, &self.pieces[self.slots(piece.to_usize())])
    }

    /// All evidence for and against a target; `None` where it was not computed.
    pub(crate) fn sum_of(&self, program: &Program, target: TargetId) -> Option<D::Evidence> {
        D::kept(program, &self.sums[self.slots(target.to_usize())])
    }

    /// What is there before any rule.
    pub(crate) fn prior_bounds(&self, program: &Program, prior: f64) -> Result<D::Evidence, Fault> {
        self.domain.prior(program, prior)
    }

    pub(crate) fn steps(&mut self, program: &Program, steps: &[Step]) -> Result<(), Fault> {
        let code: &Code = &program.plan.code;
        for step in steps {
            match *step {
                Step::Truth(id) => {
                    self.truths[id.to_usize()] = match &code.truths[id] {
                        TruthNode::Call(call) => self.call_truth(program, *call),
                        node => self.truth(code, node),
                    }
                }
                Step::Number(id) => {
                    self.numbers[id.to_usize()] = match &code.numbers[id] {
                        NumberNode::Call(call) => self.call_number(program, *call),
                        _other => self.number(program, id)?,
                    }
                }
                Step::Choice(id) => {
                    self.choices[id.to_usize()] = D::choose(&code.choices[id], &self.truths)
                }
                Step::Rule(id) => self.rule(program, id)?,
                Step::Fold(id) => self.fold(program, id)?,
                Step::Shares => self.share_out(program)?,
            }
        }
        Ok(())
    }

    #[inline]
    fn at(&self, id: TruthId) -> D::Truth {
        self.truths[id.to_usize()]
    }

    fn num(&self, id: NumberId) -> D::Number {
        self.numbers[id.to_usize()]
    }

    fn parts<'a>(
        &'a self,
        code: &'a Code,
        slice: Slice,
    ) -> impl Iterator<Item = D::Truth> + use<'a, D> {
        let parts = code.parts_of(slice).iter();
        parts.map(|part| self.at(*part))
    }

    pub(crate) fn certainty(&self, code: &Code, slice: Slice) -> D::Certainty {
        self.domain
            .certainty(code, code.reads_of(slice), &self.truths, &self.choices)
    }

    /// A condition's value, but for that of a call.
    #[inline]
    fn truth(&self, code: &Code, node: &TruthNode) -> D::Truth {
        match node {
            TruthNode::Level(fact, levels) => self.domain.level(*fact, *levels),
            TruthNode::Number(fact, compare, constant) => {
                self.domain.number_test(*fact, *compare, *constant)
            }
            TruthNode::Holds(fact) => self.domain.holds(*fact),
            TruthNode::All(slice) => self.parts(code, *slice).fold(D::constant(true), D::and),
            TruthNode::Any(slice) => self.parts(code, *slice).fold(D::constant(false), D::or),
            TruthNode::Not(part) => D::not(self.at(*part)),
            TruthNode::AtLeast(least, slice) => {
                let parts: Vec<D::Truth> = self.parts(code, *slice).collect();
                D::at_least(*least, &parts)
            }
            TruthNode::Constant(holds) => D::constant(*holds),
            TruthNode::Includes(fact, level) => self.domain.includes(*fact, *level),
            TruthNode::Known(fact) => self.domain.known(*fact),
            TruthNode::Choice(choice, levels) => {
                D::choice_test(self.choices[choice.to_usize()], *levels)
            }
            TruthNode::ChoiceKnown(choice) => D::choice_known(self.choices[choice.to_usize()]),
            TruthNode::NumberKnown(number) => D::number_known(self.num(*number)),
            TruthNode::TruthKnown(truth) => D::truth_known(self.at(*truth)),
            TruthNode::Levels(left, compare, right) => {
                self.domain.levels(*left, *compare, *right, &self.choices)
            }
            TruthNode::Compare(left, compare, right, reads) => D::compare(
                self.num(*left),
                *compare,
                self.num(*right),
                self.certainty(code, *reads),
            ),
            TruthNode::Between(number, low, high, halves) => {
                self.between(code, [*number, *low, *high], *halves)
            }
            TruthNode::Surely(part) => D::surely(self.at(*part)),
            TruthNode::Unless(when, unless) => D::unless(self.at(*when), self.at(*unless)),
            TruthNode::Ahead(a, b) => {
                let ahead = D::ahead(self.num(*a), self.other(*b));
                self.domain.narrow_ahead((*a, *b), ahead)
            }
            TruthNode::Even(a, b) => {
                let even = D::even(self.num(*a), self.num(*b));
                self.domain.narrow_even((*a, *b), even)
            }
            TruthNode::Fired(rules, by) => D::fired(self.statuses_of(rules), *by),
            TruthNode::AdviceIs(outcomes) => self
                .decision
                .as_ref()
                .map_or(D::NO_TRUTH, |decision| D::advice_is(decision, outcomes)),
            TruthNode::AdvisedBy(row) => self
                .decision
                .as_ref()
                .map_or(D::NO_TRUTH, |decision| D::advised_by(decision, *row)),
            // It may fail, which is kept: it is called where the step is taken.
            TruthNode::Call(_) => D::NO_TRUTH,
        }
    }

    /// `x >= low and x <= high`: each half with the certainty of what that half reads, so that an end that is unknown
    /// leaves the other half as it is.
    fn between(&self, code: &Code, ids: [NumberId; 3], halves: [Slice; 2]) -> D::Truth {
        use crate::model::Compare;
        let [number, low, high] = ids.map(|id| self.num(id));
        let [above, below] = halves.map(|reads| self.certainty(code, reads));
        D::and(
            D::compare(number, Compare::AtLeast, low, above),
            D::compare(number, Compare::AtMost, high, below),
        )
    }

    fn statuses_of<'a>(
        &'a self,
        rules: &'a [RuleId],
    ) -> impl Iterator<Item = D::Status> + use<'a, D> {
        rules.iter().map(|rule| self.statuses[rule.to_usize()])
    }

    /// A number that may not be there.
    fn other(&self, id: Option<NumberId>) -> D::Number {
        id.map_or(D::NO_NUMBER, |id| self.num(id))
    }

    fn number(&self, program: &Program, id: NumberId) -> Result<D::Number, Fault> {
        Ok(match &program.plan.code.numbers[id] {
            NumberNode::Constant(number) | NumberNode::Parameter(_, number) => D::exact(*number),
            NumberNode::Fact(fact) => self.domain.fact_number(*fact),
            NumberNode::Count(fact) => self.domain.count(*fact),
            NumberNode::Figure(figure) => self.figure(program, *figure)?,
            NumberNode::Apply(op, operands) => {
                let operands = program.plan.code.operands_of(*operands).iter();
                let operands = operands.map(|operand| self.num(*operand));
                D::finite(op.fold(operands, D::NO_NUMBER, D::apply))
            }
            NumberNode::Unless(a, unless) => D::number_unless(self.num(*a), self.at(*unless)),
            NumberNode::If(condition, branches) => {
                D::number_if(self.at(*condition), branches.map(|id| self.num(id)))
            }
            NumberNode::Graded(choice, values) => {
                D::graded(self.choices[choice.to_usize()], values)
            }
            NumberNode::Higher(a, b) => D::higher(self.num(*a), self.num(*b)),
            NumberNode::Lead(a, b) => {
                let lead = D::lead(self.num(*a), self.other(*b));
                self.domain.narrow_lead((*a, *b), lead)
            }
            NumberNode::Margin(leads) => D::margin(leads.iter().map(|lead| self.num(*lead))),
            // As the call of a condition.
            NumberNode::Call(_) => D::NO_NUMBER,
        })
    }

    pub(crate) fn figure(&self, program: &Program, figure: Figure) -> Result<D::Number, Fault> {
        Ok(match figure {
            Figure::Total(target) => self.totals[target.to_usize()],
            Figure::Belief(target) => match self.sum_of(program, target) {
                Some(sum) => self.domain.belief(program, &sum)?,
                None => D::NO_NUMBER,
            },
            Figure::Known(tag) => self.domain.known_facts(&program.plan.code.tagged[tag]),
            Figure::ShareKnown(tag) => {
                let facts = &program.plan.code.tagged[tag];
                let all = D::exact(f64::from(u32::try_from(facts.len()).unwrap_or(u32::MAX)));
                D::finite(Op::Divide.fold([self.domain.known_facts(facts), all], all, D::apply))
            }
            Figure::Strongest(target) => self.strongest(program, target)?,
            Figure::Margin => self.other(program.plan.code.margin),
            Figure::Lead(target) => {
                self.other(program.plan.code.ranked(target).map(|one| one.lead))
            }
            Figure::Confidence(target) => {
                let at = program.plan.code.strategies.binary_search(&target).ok();
                at.and_then(|at| self.shares.get(at).copied())
                    .unwrap_or(D::NO_NUMBER)
            }
        })
    }

    /// The largest single contribution toward a target; 0 where there is none.
    fn strongest(&self, program: &Program, target: TargetId) -> Result<D::Number, Fault> {
        let mut strongest = D::exact(0.0);
        for (id, piece) in program.plan.code.pieces.iter() {
            if piece.target == target
                && piece.favor
                && let Some(evidence) = self.evidence_of(program, id)
            {
                let total = self.domain.total(program, &evidence)?;
                strongest = Op::Max.fold([strongest, total], total, D::apply);
            }
        }
        Ok(strongest)
    }

    fn values<'a>(&'a self, program: &'a Program) -> Values<'a, D> {
        Values {
            truths: &self.truths,
            numbers: &self.numbers,
            choices: &self.choices,
            program,
        }
    }

    fn call_truth(&mut self, program: &Program, call: CallId) -> D::Truth {
        let node = &program.plan.code.calls[call];
        let certainty = self.certainty(&program.plan.code, node.reads);
        let result = self
            .domain
            .call_truth(call, certainty, &self.values(program));
        self.called(call, result).unwrap_or(D::NO_TRUTH)
    }

    fn call_number(&mut self, program: &Program, call: CallId) -> D::Number {
        let result = self.domain.call_number(call, &self.values(program));
        self.called(call, result).unwrap_or(D::NO_NUMBER)
    }

    /// What a call gave; nothing, and why is kept, where it failed.
    fn called<T>(&mut self, call: CallId, result: Result<T, Fault>) -> Option<T> {
        match result {
            Ok(value) => {
                if !self.failed.is_empty() {
                    self.failed.remove(&call);
                }
                Some(value)
            }
            Err(fault) => {
                self.failed.insert(call, fault);
                None
            }
        }
    }

    fn rule(&mut self, program: &Program, id: RuleId) -> Result<(), Fault> {
        let code: &Code = &program.plan.code;
        let rule = &code.rules[id];
        let when = self.at(rule.when);
        if rule.plain && self.forced.is_none() {
            return self.evidence(program, id, (D::plain_status(when), when));
        }
        if self.forced == Some(id) {
            let when = D::constant(true);
            let status = D::status(std::iter::empty(), None, when, rule.has_else);
            return self.evidence(program, id, (status, when));
        }
        let unless = rule.unless.map(|unless| self.at(unless));
        let defeaters = rule.defeaters.iter();
        let defeaters = defeaters.map(|rule| self.statuses[rule.to_usize()]);
        let status = D::status(defeaters, unless, when, rule.has_else);
        self.evidence(program, id, (status, when))
    }

    /// Lifts the evidence of a rule.
    #[inline]
    fn evidence(
        &mut self,
        program: &Program,
        id: RuleId,
        (status, when): (D::Status, D::Truth),
    ) -> Result<(), Fault> {
        let code: &Code = &program.plan.code;
        self.statuses[id.to_usize()] = status;
        let pieces = code.rules[id].pieces.range();
        if D::is_silent(status) {
            let slots = self.slots_of(program, id);
            self.pieces[slots].fill(D::NO_EVIDENCE);
            return Ok(());
        }
        for piece in pieces.map(PieceId) {
            let weight = match code.pieces[piece].weight {
                PieceWeight::Constant(weight) => D::exact(weight),
                PieceWeight::Number(number) => self.num(number),
            };
            let lift = Lift {
                piece,
                status,
                when,
                weight,
            };
            let evidence = self.domain.piece(program, &lift)?;
            let slots = self.slots(piece.to_usize());
            D::keep(evidence, &mut self.pieces[slots]);
        }
        Ok(())
    }

    /// Folds the evidence of a target in the order of names.
    pub(crate) fn fold(&mut self, program: &Program, target: TargetId) -> Result<(), Fault> {
        let sum = self.folded(program, target);
        let told = sum.and_then(|sum| Ok((self.domain.total(program, &sum)?, sum)));
        let (total, sum) = told.map_err(|fault| {
            self.domain
                .clash(program, target, |piece| self.evidence_of(program, piece))
                .unwrap_or(fault)
        })?;
        self.put_sum(target, Some(sum), total);
        Ok(())
    }

    /// Zero, the prior, then the units in the order of names.
    #[inline]
    fn folded(&self, program: &Program, target: TargetId) -> Result<D::Evidence, Fault> {
        let fold = &program.plan.code.folds[target];
        if self.lean
            && let Some(terms) = &program.plan.code.lean.folds[target]
            && let Some(sum) = D::lean_fold(fold.prior, terms, &self.truths)
        {
            return Ok(sum);
        }
        if let Some(sum) = self.domain.quick_fold(program, fold, &self.pieces) {
            return Ok(sum);
        }
        let mut sum = self.domain.prior(program, fold.prior)?;
        for unit in &fold.units {
            if let Some(evidence) = self.unit(program, unit)? {
                sum = self.domain.merge(program, &sum, &evidence)?;
            }
        }
        Ok(sum)
    }

    /// What a unit of a fold adds; `None` where it surely adds nothing.
    pub(crate) fn unit(
        &self,
        program: &Program,
        unit: &Unit,
    ) -> Result<Option<D::Evidence>, Fault> {
        let (group, sides) = match unit {
            Unit::Piece(piece) => return Ok(self.evidence_of(program, *piece)),
            Unit::Group(group, sides) => (*group, sides),
        };
        let limit = program.plan.code.limits[group];
        let mut both: Option<D::Evidence> = None;
        for side in sides {
            let there = |id: &PieceId| Some((*id, self.evidence_of(program, *id)?));
            let pieces = side.iter().filter_map(there);
            let Some(limited) = self.domain.limited(program, limit, pieces)? else {
                continue;
            };
            both = Some(match both {
                Some(other) => self.domain.merge(program, &other, &limited)?,
                None => limited,
            });
        }
        Ok(both)
    }
}

impl Record {
    /// Takes over the whole of another evaluation of the same program, in the same places.
    pub(crate) fn copy(&mut self, other: &Self) {
        self.domain.facts.replace_with(&other.domain.facts, &[]);
        self.resume(other);
        self.shares.clone_from(&other.shares);
        self.decision.clone_from(&other.decision);
    }
}
