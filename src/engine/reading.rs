//! Reads single values out of a record, for those who measure what an evaluation did. Decides nothing.

use super::decide::{self, Standing};
use super::domain::Domain as _;
use super::fault::{Fault, Weighed};
use super::machine::Record;
use super::point::{Choice, Point, Status};
use crate::base::{Id as _, round_total};
use crate::model::trace::MetStatus;
use crate::model::{
    ChoiceId, Evidence, FactId, GroupId, GroupLimit, Let, LetId, LetNode, LineOf, MetId, NumberId,
    OutcomeId, PieceId, PieceWeight, Precondition, RuleId, TargetId, TruthId, Unit, Value,
};
use crate::plan::Program;

/// One side of a group toward one target, with the evidence that stands on it.
#[derive(Clone, Debug)]
pub struct Side {
    /// Toward or against what.
    pub target: TargetId,
    /// Whether it is for the target.
    pub favor: bool,
    /// The pieces, in the order of the fold.
    pub pieces: Vec<(PieceId, Evidence)>,
}

impl Side {
    /// What its pieces come to, and what the limit leaves of that.
    pub fn amounts(&self, program: &Program, limit: GroupLimit) -> Result<(f64, f64), Fault> {
        let failed = Weighed::Group.failed();
        let mut uncut = program.method.method.zero.clone();
        for (_, evidence) in &self.pieces {
            uncut = program.merge(&uncut, evidence).map_err(failed)?;
        }
        let kept = self.kept(program, limit)?;
        let total = |evidence: &Evidence| program.total(evidence).map(round_total).map_err(failed);
        Ok((total(&uncut)?, total(&kept)?))
    }

    /// What the limit leaves of its pieces.
    pub(crate) fn kept(&self, program: &Program, limit: GroupLimit) -> Result<Evidence, Fault> {
        let kept = decide::limited(program, limit, self.pieces.iter().cloned())?;
        Ok(kept.unwrap_or_else(|| program.method.method.zero.clone()))
    }
}

impl Record {
    /// The value of a condition: its sign the truth, 0 unknown, its size the certainty.
    pub fn truth_of(&self, id: TruthId) -> f64 {
        self.truths.get(id.to_usize()).copied().unwrap_or(0.0)
    }

    /// Whether the question of a fact does not apply: when it is asked is known not to hold.
    pub fn is_moot(&self, program: &Program, fact: FactId) -> bool {
        let asked = program.plan.code.asked.find(fact).copied().flatten();
        asked.is_some_and(|asked| self.truth_of(asked) < 0.0)
    }

    /// A number; NaN where it is unknown.
    pub fn number_of(&self, id: NumberId) -> f64 {
        self.numbers.get(id.to_usize()).copied().unwrap_or(f64::NAN)
    }

    /// A derived level.
    pub fn derived(&self, id: ChoiceId) -> Choice {
        let choice = self.choices.get(id.to_usize()).copied();
        choice.unwrap_or(Point::NO_CHOICE)
    }

    /// The value of a let; `None` where it is unknown.
    pub fn value_of(&self, program: &Program, id: LetId) -> Option<Value> {
        match program.plan.code.lets[id] {
            LetNode::Truth(truth) => {
                let truth = self.truth_of(truth);
                (truth != 0.0).then_some(Value::YesNo(truth > 0.0))
            }
            LetNode::Number(number) => {
                let number = self.number_of(number);
                (!number.is_nan()).then_some(Value::Number(number))
            }
            LetNode::Choice(choice) => self.derived(choice).known().map(Value::Level),
            LetNode::Graded(_, number) => Some(self.number_of(number))
                .filter(|number| !number.is_nan())
                .map(Value::Number),
        }
    }

    /// The certainty of a let; 0 where its value is unknown.
    pub fn certainty_of(&self, program: &Program, id: LetId) -> f64 {
        match program.plan.code.lets[id] {
            LetNode::Truth(truth) => self.truth_of(truth).abs(),
            LetNode::Choice(choice) | LetNode::Graded(choice, _) => {
                let choice = self.derived(choice);
                choice.known().map_or(0.0, |_| choice.certainty)
            }
            LetNode::Number(number) if self.number_of(number).is_nan() => 0.0,
            // The lowest certainty of what it reads.
            LetNode::Number(_) => {
                self.certainty(&program.plan.code, program.plan.code.let_reads[id])
            }
        }
    }

    /// What became of a rule.
    pub fn became(&self, id: RuleId) -> Status {
        let status = self.statuses.get(id.to_usize()).copied();
        status.unwrap_or(Point::NO_STATUS)
    }

    /// The advice row and the outcome; `None` is no row, and `undecided`.
    pub fn advised(&self) -> (Option<u32>, Option<OutcomeId>) {
        self.decision
            .map_or((None, None), |decision| (decision.row, decision.outcome))
    }

    /// Whether a strategy is out of the choice.
    pub fn is_excluded(&self, program: &Program, target: TargetId) -> bool {
        let ranked = program.plan.code.ranked(target);
        let excluded = ranked.and_then(|ranked| ranked.excluded);
        excluded.is_some_and(|excluded| self.truth_of(excluded) > 0.0)
    }

    /// Whether the lines of an outcome or a note are shown.
    pub fn says(&self, program: &Program, of: LineOf) -> bool {
        match of {
            LineOf::Outcome(id) => self.advised().1 == Some(id),
            LineOf::Note(id) => {
                let note = program.plan.code.notes.get(id.to_usize());
                note.is_some_and(|note| self.truth_of(*note) > 0.0)
            }
        }
    }

    /// The contradictions that hold.
    pub fn contradictions<'p>(
        &self,
        program: &'p Program,
    ) -> impl Iterator<Item = (LetId, &'p Let)> {
        let all = program.rulebook.contradictions();
        all.filter(|(id, _)| match program.plan.code.lets[*id] {
            LetNode::Truth(truth) => self.truth_of(truth) > 0.0,
            LetNode::Number(_) | LetNode::Choice(_) | LetNode::Graded(..) => false,
        })
    }

    /// The preconditions that are shown and say when they are met, each with whether it is.
    pub fn preconditions<'p>(
        &self,
        program: &'p Program,
    ) -> impl Iterator<Item = (Precondition<'p>, MetStatus)> {
        let all = program.rulebook.preconditions();
        let shown = all.filter(|one| self.says(program, one.of));
        shown.map(|one| (one, self.met(program, one.met.id)))
    }

    /// Whether a precondition is met.
    pub fn met(&self, program: &Program, id: MetId) -> MetStatus {
        let plan = &program.plan.code.mets[id];
        let partly = plan.partly.map_or(-1.0, |partly| self.truth_of(partly));
        MetStatus::of(self.truth_of(plan.when), partly)
    }

    /// How the strategies stand, in the order of their names.
    pub fn standings(&self, program: &Program) -> impl Iterator<Item = Standing> {
        let standings = program.plan.code.standings.iter();
        standings.map(|ranked| {
            let number = |id: NumberId| self.number_of(id);
            let (running, rival) = (number(ranked.running), ranked.rival.map(number));
            let rival = rival.unwrap_or(f64::NAN);
            let is_in = !running.is_nan();
            Standing {
                target: ranked.target,
                total: self.total(ranked.target),
                lead: number(ranked.lead),
                confidence: self.confidence(program, ranked.target),
                excluded: !is_in,
                ahead: is_in && (rival.is_nan() || running > rival),
                tied: running == rival,
            }
        })
    }

    /// The strategy that is ahead of all others.
    pub fn best(&self, program: &Program) -> Option<TargetId> {
        let mut standings = self.standings(program);
        Some(standings.find(|standing| standing.ahead)?.target)
    }

    /// The lead of the best strategy; infinite without a rival, NaN without a strategy.
    pub fn margin(&self, program: &Program) -> f64 {
        let margin = program.plan.code.margin;
        margin.map_or(f64::NAN, |margin| self.number_of(margin))
    }

    /// The confidence in a strategy, where it was asked for; 0 where the strategy is out of the choice.
    pub fn confidence(&self, program: &Program, target: TargetId) -> f64 {
        let at = program.plan.code.strategies.binary_search(&target).ok();
        let share = at.and_then(|at| self.shares.get(at).copied());
        share.unwrap_or(f64::NAN)
    }

    /// The rules that defeat a rule where it would fire: those that fire by `then`.
    pub fn defeaters<'a>(
        &'a self,
        program: &'a Program,
        rule: RuleId,
    ) -> impl Iterator<Item = RuleId> + 'a {
        let defeaters = program.plan.code.rules[rule].defeaters.iter().copied();
        defeaters.filter(|rule| self.became(*rule) == Status::Then)
    }

    /// The weight of a piece of evidence; NaN where it is unknown.
    pub fn weight(&self, program: &Program, piece: PieceId) -> f64 {
        match program.plan.code.pieces[piece].weight {
            PieceWeight::Constant(weight) => weight,
            PieceWeight::Number(number) => self.number_of(number),
        }
    }

    /// What a piece of evidence comes to alone; NaN where its weight is unknown.
    pub fn contribution(&self, program: &Program, piece: PieceId) -> Result<f64, Fault> {
        match self.evidence_of(program, piece) {
            Some(evidence) => {
                let total = program.total(&evidence);
                total.map(round_total).map_err(Weighed::OneRule.failed())
            }
            None if self.weight(program, piece).is_nan() => Ok(f64::NAN),
            None => Ok(0.0),
        }
    }

    /// Whether a piece gives evidence that counts: of a group that counts only the strongest of a side, no other does.
    pub fn counts(&self, program: &Program, piece: PieceId) -> Result<bool, Fault> {
        if self.evidence_of(program, piece).is_none() {
            return Ok(false);
        }
        let about = &program.plan.code.pieces[piece];
        if !about.rivals {
            return Ok(true);
        }
        let units = program.plan.code.folds[about.target].units.iter();
        let mut sides = units.flat_map(|unit| self.sides_of(program, about.target, unit));
        let mine = sides.find(|(_, side)| side.pieces.iter().any(|(one, _)| *one == piece));
        let Some((_, side)) = mine else {
            return Ok(true);
        };
        let first = decide::strongest(program, side.pieces.into_iter())?;
        Ok(first.is_none_or(|(first, _)| first == piece))
    }

    /// The belief in a hypothesis.
    pub fn belief(&self, program: &Program, target: TargetId) -> Result<f64, Fault> {
        let sum = self.sum_of(program, target);
        let sum = sum.as_ref().unwrap_or(&program.method.method.zero);
        let belief = program.method.belief(sum);
        belief.map_err(Weighed::Hypothesis.failed())
    }

    /// The sides of a group that any evidence stands on.
    pub fn sides(&self, program: &Program, group: GroupId) -> Vec<Side> {
        let folds = program.plan.code.folds.iter();
        let of_unit = folds.flat_map(|(target, fold)| {
            let units = fold.units.iter();
            units.flat_map(move |unit| self.sides_of(program, target, unit))
        });
        let mine = of_unit.filter(|(of, _)| *of == group);
        mine.map(|(_, side)| side).collect()
    }

    /// The sides of a target on which a unit of its fold has evidence, where the unit is a group.
    pub(crate) fn sides_of(
        &self,
        program: &Program,
        target: TargetId,
        unit: &Unit,
    ) -> Vec<(GroupId, Side)> {
        let Unit::Group(group, sides) = unit else {
            return Vec::new();
        };
        let side = |(pieces, favor): (&Vec<PieceId>, bool)| {
            let there = pieces.iter().copied();
            let there = there.filter_map(|piece| Some((piece, self.evidence_of(program, piece)?)));
            let pieces: Vec<_> = there.collect();
            (!pieces.is_empty()).then_some(Side {
                target,
                favor,
                pieces,
            })
        };
        let sides = sides.iter().zip([true, false]).filter_map(side);
        sides.map(|side| (*group, side)).collect()
    }
}
