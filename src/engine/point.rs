//! The domain of one profile. A condition is one number: positive where true, negative where false, 0 where
//! unknown, its magnitude the certainty; so `and` is the minimum, `or` the maximum and `not` the opposite sign.

use super::decide::{self, Decision};
use super::domain::{Domain, Lift, Values};
use super::fault::{Fault, Reason, Weighed};
use super::given::Facts;
use crate::base::round_total;
use crate::model::{
    CallArgument, CallId, ChoiceNode, Code, Compare, Deciding, Evidence, FactId, Firing, Fold,
    GroupLimit, LevelSet, Leveled, OPERANDS, Op, OutcomeId, PieceId, Read, Slice, TargetId, Term,
    Unit,
};
use crate::plan::Program;
use crate::script;

/// The domain of one profile.
#[derive(Clone, Debug)]
pub struct Point {
    pub(crate) facts: Facts,
}

impl Point {
    /// For the facts of one profile.
    pub(crate) fn new(facts: Facts) -> Self {
        Self { facts }
    }

    fn leveled(&self, of: Leveled, choices: &[Choice]) -> Choice {
        use crate::base::Id;
        match of {
            Leveled::Choice(choice) => choices
                .get(choice.to_usize())
                .copied()
                .unwrap_or(Self::NO_CHOICE),
            Leveled::Fact(fact) => {
                let given = self.facts.get(fact);
                let known = given.certainty > 0.0;
                let possible = if known {
                    given.levels
                } else {
                    LevelSet::default()
                };
                Choice {
                    possible,
                    nothing: !known,
                    certainty: given.certainty,
                }
            }
        }
    }
}

/// A derived level: the levels that are possible, and whether there may be none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Choice {
    /// The levels that are possible.
    pub possible: LevelSet,
    /// Whether it may have no level at all.
    pub nothing: bool,
    /// The lowest certainty along the rows that decided.
    pub certainty: f64,
}

impl Choice {
    /// The level, where it is known.
    pub fn known(self) -> Option<u8> {
        if self.nothing {
            None
        } else {
            self.possible.single()
        }
    }
}

/// What became of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Defeated by a rule that fired.
    Defeated,
    /// Stopped by its `unless`.
    Stopped,
    /// Fired by `then`.
    Then,
    /// Fired by `else`.
    Else,
    /// Its condition is unknown.
    Unknown,
    /// Its condition is false.
    NotFired,
}

/// Without a branch: whether a test holds is what processors predict worst. Of an unknown it gives a zero of either sign.
fn sign(holds: bool, certainty: f64) -> f64 {
    f64::from_bits(certainty.to_bits() ^ (u64::from(!holds) << 63))
}

/// [`Compare::holds`] for numbers that are known, without a branch.
fn compares(left: f64, compare: Compare, right: f64) -> bool {
    // Bit 0 is set for less, 1 for equal, 2 for more.
    let accepted: u8 = match compare {
        Compare::Less => 0b001,
        Compare::AtMost => 0b011,
        Compare::Equal => 0b010,
        Compare::AtLeast => 0b110,
        Compare::More => 0b100,
        Compare::NotEqual => 0b101,
    };
    let place = u8::from(left >= right).saturating_add(u8::from(left > right));
    (accepted >> place) & 1 == 1
}

fn finite(number: f64) -> f64 {
    if number.is_finite() { number } else { f64::NAN }
}

impl Domain for Point {
    type Truth = f64;
    type Number = f64;
    type Choice = Choice;
    type Status = Status;
    type Evidence = Evidence;
    /// NaN, of which no evidence is made, is none.
    type Slot = f64;
    type Certainty = f64;
    type Decision = Decision;

    const NO_TRUTH: f64 = 0.0;
    const NO_NUMBER: f64 = f64::NAN;
    const NO_CHOICE: Choice = Choice {
        possible: LevelSet(0),
        nothing: true,
        certainty: 1.0,
    };
    const NO_STATUS: Status = Status::Unknown;
    const NO_EVIDENCE: f64 = f64::NAN;

    fn decided(truth: f64) -> Option<bool> {
        (truth != 0.0).then_some(truth > 0.0)
    }

    fn branch(status: Status) -> Option<bool> {
        match status {
            Status::Then => Some(true),
            Status::Else => Some(false),
            Status::Defeated | Status::Stopped | Status::Unknown | Status::NotFired => None,
        }
    }

    #[inline]
    fn constant(holds: bool) -> f64 {
        sign(holds, 1.0)
    }

    #[inline]
    fn holds(&self, fact: FactId) -> f64 {
        let given = self.facts.get(fact);
        sign(given.number != 0.0, given.certainty)
    }

    #[inline]
    fn level(&self, fact: FactId, levels: LevelSet) -> f64 {
        let given = self.facts.get(fact);
        sign(given.levels.0 & levels.0 != 0, given.certainty)
    }

    #[inline]
    fn number_test(&self, fact: FactId, compare: Compare, constant: f64) -> f64 {
        let given = self.facts.get(fact);
        sign(compares(given.number, compare, constant), given.certainty)
    }

    #[inline]
    fn includes(&self, fact: FactId, level: u8) -> f64 {
        let given = self.facts.get(fact);
        sign(given.levels.has(level), given.certainty)
    }

    fn known(&self, fact: FactId) -> f64 {
        sign(self.facts.is_known(fact), 1.0)
    }

    fn choice_test(choice: Choice, levels: LevelSet) -> f64 {
        let within = choice.possible.intersection(levels);
        if choice.nothing || choice.possible.is_empty() {
            0.0
        } else if within == choice.possible {
            choice.certainty
        } else if within.is_empty() {
            -choice.certainty
        } else {
            0.0
        }
    }

    fn choice_known(choice: Choice) -> f64 {
        sign(choice.known().is_some(), 1.0)
    }

    fn number_known(number: f64) -> f64 {
        sign(!number.is_nan(), 1.0)
    }

    fn truth_known(truth: f64) -> f64 {
        sign(truth != 0.0, 1.0)
    }

    fn levels(&self, left: Leveled, compare: Compare, right: Leveled, choices: &[Choice]) -> f64 {
        let (left, right) = (self.leveled(left, choices), self.leveled(right, choices));
        if left.nothing || right.nothing {
            return 0.0;
        }
        let pairs = left
            .possible
            .iter()
            .flat_map(|l| right.possible.iter().map(move |r| (l, r)));
        let mut answers = pairs.map(|(l, r)| compare.holds(f64::from(l), f64::from(r)));
        let Some(first) = answers.next() else {
            return 0.0;
        };
        if answers.all(|answer| answer == first) {
            sign(first, left.certainty.min(right.certainty))
        } else {
            0.0
        }
    }

    fn compare(left: f64, compare: Compare, right: f64, certainty: f64) -> f64 {
        if left.is_nan() || right.is_nan() {
            0.0
        } else {
            sign(compare.holds(left, right), certainty)
        }
    }

    #[inline]
    fn and(a: f64, b: f64) -> f64 {
        if a < b { a } else { b }
    }

    #[inline]
    fn or(a: f64, b: f64) -> f64 {
        if a > b { a } else { b }
    }

    #[inline]
    fn not(a: f64) -> f64 {
        0.0 - a
    }

    fn at_least(least: u32, parts: &[f64]) -> f64 {
        let mut sorted = parts.to_vec();
        sorted.sort_by(|a, b| b.total_cmp(a));
        match (least as usize).checked_sub(1) {
            None => 1.0,
            Some(at) => sorted.get(at).copied().unwrap_or(-1.0),
        }
    }

    fn surely(a: f64) -> f64 {
        if a == 0.0 { -1.0 } else { a }
    }

    fn unless(when: f64, unless: f64) -> f64 {
        if unless > 0.0 { -1.0 } else { when }
    }

    fn certainty(&self, code: &Code, reads: &[Read], truths: &[f64], choices: &[Choice]) -> f64 {
        use crate::base::Id;
        reads.iter().fold(1.0, |lowest: f64, read| {
            lowest.min(match read {
                Read::Fact(fact) => self.facts.get(*fact).certainty,
                Read::Choice(id) => choices
                    .get(id.to_usize())
                    .map_or(1.0, |choice| choice.certainty),
                Read::Truth(id) => truths.get(id.to_usize()).map_or(1.0, |truth| truth.abs()),
                Read::If(id, branches) => {
                    let condition = truths.get(id.to_usize()).copied().unwrap_or(0.0);
                    let [then, otherwise] = branches;
                    let taken = |sign: f64, slice: Slice| match sign >= 0.0 {
                        true => self.certainty(code, code.reads_of(slice), truths, choices),
                        false => 1.0,
                    };
                    let sure = if condition == 0.0 {
                        1.0
                    } else {
                        condition.abs()
                    };
                    let then = taken(condition, *then);
                    sure.min(then).min(taken(-condition, *otherwise))
                }
            })
        })
    }

    #[inline]
    fn exact(number: f64) -> f64 {
        number
    }

    fn number_if(condition: f64, [then, otherwise]: [f64; 2]) -> f64 {
        if condition > 0.0 || (condition == 0.0 && then == otherwise) {
            then
        } else if condition < 0.0 {
            otherwise
        } else {
            f64::NAN
        }
    }

    fn graded(choice: Choice, values: &[f64]) -> f64 {
        let value = choice.known().and_then(|at| values.get(usize::from(at)));
        value.copied().unwrap_or(f64::NAN)
    }

    fn fact_number(&self, fact: FactId) -> f64 {
        let given = self.facts.get(fact);
        if given.certainty > 0.0 {
            given.number
        } else {
            f64::NAN
        }
    }

    fn count(&self, fact: FactId) -> f64 {
        let given = self.facts.get(fact);
        if given.certainty > 0.0 {
            f64::from(given.levels.len())
        } else {
            f64::NAN
        }
    }

    fn finite(a: f64) -> f64 {
        finite(a)
    }

    fn known_facts(&self, facts: &[FactId]) -> f64 {
        facts.iter().fold(0.0, |count, fact| {
            if self.facts.is_known(*fact) {
                count + 1.0
            } else {
                count
            }
        })
    }

    #[inline]
    fn apply(op: Op, operands: [f64; OPERANDS]) -> f64 {
        op.apply(operands)
    }

    fn call_truth(
        &self,
        call: CallId,
        certainty: f64,
        values: &Values<'_, Self>,
    ) -> Result<f64, Fault> {
        match self.call(call, values)? {
            None => Ok(0.0),
            Some(script::Value::Truth(holds)) => Ok(sign(holds, certainty)),
            Some(other @ (script::Value::Number(_) | script::Value::Word(_))) => {
                Err(Reason::CallType(call, "yes or no", other.kind()).into())
            }
        }
    }

    fn call_number(&self, call: CallId, values: &Values<'_, Self>) -> Result<f64, Fault> {
        match self.call(call, values)? {
            None => Ok(f64::NAN),
            Some(script::Value::Number(number)) => Ok(finite(number)),
            Some(other @ (script::Value::Truth(_) | script::Value::Word(_))) => {
                Err(Reason::CallType(call, "a number", other.kind()).into())
            }
        }
    }

    fn choose(node: &ChoiceNode, truths: &[f64]) -> Choice {
        use crate::base::Id;
        let mut choice = Choice {
            possible: LevelSet::default(),
            nothing: !node.complete,
            certainty: 1.0,
        };
        for (truth, level) in &node.rows {
            let truth = truths.get(truth.to_usize()).copied().unwrap_or(0.0);
            if truth != 0.0 {
                choice.certainty = choice.certainty.min(truth.abs());
            }
            if truth >= 0.0 {
                choice.possible = choice.possible.union(LevelSet::one(*level));
            }
            if truth > 0.0 {
                choice.nothing = false;
                return choice;
            }
        }
        choice.nothing |= choice.possible.is_empty();
        choice
    }

    #[inline]
    fn status(
        mut defeaters: impl Iterator<Item = Status>,
        unless: Option<f64>,
        when: f64,
        has_else: bool,
    ) -> Status {
        if defeaters.any(|status| status == Status::Then) {
            Status::Defeated
        } else if unless.is_some_and(|unless| unless > 0.0) {
            Status::Stopped
        } else if when > 0.0 {
            Status::Then
        } else if when == 0.0 {
            Status::Unknown
        } else if has_else {
            Status::Else
        } else {
            Status::NotFired
        }
    }

    #[inline]
    fn plain_status(when: f64) -> Status {
        if when > 0.0 {
            Status::Then
        } else if when == 0.0 {
            Status::Unknown
        } else {
            Status::NotFired
        }
    }

    #[inline]
    fn is_silent(status: Status) -> bool {
        !matches!(status, Status::Then | Status::Else)
    }

    fn width(program: &Program) -> usize {
        program.method.method.zero.numbers().len()
    }

    #[inline]
    fn kept(program: &Program, slots: &[f64]) -> Option<Evidence> {
        let is_none = slots.first().is_none_or(|first| first.is_nan());
        (!is_none).then(|| program.method.method.zero.like(slots))
    }

    #[inline]
    fn keep(evidence: Option<Evidence>, slots: &mut [f64]) {
        match evidence {
            Some(evidence) => slots.copy_from_slice(evidence.numbers()),
            None => slots.fill(Self::NO_EVIDENCE),
        }
    }

    #[inline]
    fn piece(&self, program: &Program, how: &Lift<Self>) -> Result<Option<Evidence>, Fault> {
        let piece = &program.plan.code.pieces[how.piece];
        if how.status
            != (if piece.then {
                Status::Then
            } else {
                Status::Else
            })
            || how.weight.is_nan()
        {
            return Ok(None);
        }
        if how.weight < 0.0 || how.weight > program.method.method.range {
            return Err(Reason::Weight(piece.rule, how.weight).into());
        }
        let weight = if piece.favor { how.weight } else { -how.weight };
        program
            .lift(weight, how.when.abs())
            .map(Some)
            .map_err(Weighed::Rule(piece.rule).failed())
    }

    fn prior(&self, program: &Program, weight: f64) -> Result<Evidence, Fault> {
        if weight == 0.0 {
            return Ok(program.method.method.zero.clone());
        }
        program.lift(weight, 1.0).map_err(Weighed::Start.failed())
    }

    fn merge(&self, program: &Program, a: &Evidence, b: &Evidence) -> Result<Evidence, Fault> {
        program.merge(a, b).map_err(Weighed::TwoRules.failed())
    }

    fn clash(
        &self,
        program: &Program,
        target: TargetId,
        evidence: impl Fn(PieceId) -> Option<Evidence>,
    ) -> Option<Fault> {
        let counted = || {
            program
                .plan
                .code
                .pieces
                .iter()
                .filter(|(_, piece)| piece.target == target)
                .filter_map(|(id, piece)| Some((piece.rule, evidence(id)?)))
        };
        counted().find_map(|(first, a)| {
            counted().find_map(|(second, b)| {
                let fault = program.merge(&a, &b).err().filter(|_| first < second)?;
                Some(Reason::Clash(target, [first, second], fault).into())
            })
        })
    }

    /// Evidence that adds up is one number.
    fn quick_fold(&self, program: &Program, fold: &Fold, pieces: &[f64]) -> Option<Evidence> {
        use crate::base::Id;
        if !program.adds() || fold.grouped {
            return None;
        }
        let mut sum = fold.prior;
        for unit in &fold.units {
            let Unit::Piece(piece) = unit else {
                return None;
            };
            let number = pieces.get(piece.to_usize()).copied();
            if let Some(number) = number.filter(|number| !number.is_nan()) {
                sum += number;
            }
        }
        sum.is_finite().then_some(Evidence::Number(sum))
    }

    /// A condition that is not true adds a zero, which changes no sum, so that nothing has to be predicted.
    fn lean_fold(prior: f64, terms: &[Term], truths: &[f64]) -> Option<Evidence> {
        use crate::base::Id;
        let sum = terms.iter().fold(prior, |sum, term| {
            let truth = truths.get(term.truth.to_usize()).copied().unwrap_or(0.0);
            sum + term.weight * f64::max(truth, 0.0)
        });
        Some(Evidence::Number(sum))
    }

    fn limited(
        &self,
        program: &Program,
        limit: GroupLimit,
        pieces: impl Iterator<Item = (PieceId, Evidence)> + Clone,
    ) -> Result<Option<Evidence>, Fault> {
        decide::limited(program, limit, pieces)
    }

    fn total(&self, program: &Program, evidence: &Evidence) -> Result<f64, Fault> {
        program
            .total(evidence)
            .map(round_total)
            .map_err(Weighed::Target.failed())
    }

    fn belief(&self, program: &Program, evidence: &Evidence) -> Result<f64, Fault> {
        program
            .method
            .belief(evidence)
            .map_err(Weighed::Hypothesis.failed())
    }

    fn number_unless(a: f64, unless: f64) -> f64 {
        if unless > 0.0 { f64::NAN } else { a }
    }

    fn higher(a: f64, b: f64) -> f64 {
        f64::max(a, b)
    }

    fn lead(a: f64, b: f64) -> f64 {
        match b.is_nan() && !a.is_nan() {
            true => f64::INFINITY,
            false => round_total(a - b),
        }
    }

    fn margin(leads: impl Iterator<Item = f64>) -> f64 {
        let highest = leads.fold(f64::NAN, f64::max);
        if highest < 0.0 { 0.0 } else { highest }
    }

    fn ahead(a: f64, b: f64) -> f64 {
        sign(a > b || (b.is_nan() && !a.is_nan()), 1.0)
    }

    fn even(a: f64, b: f64) -> f64 {
        sign(a == b, 1.0)
    }

    fn shares(
        &self,
        program: &Program,
        running: &[f64],
        shares: &mut Vec<f64>,
    ) -> Result<(), Fault> {
        decide::shares(program, running, shares)
    }

    fn fired(mut statuses: impl Iterator<Item = Status>, by: Firing) -> f64 {
        let otherwise = by == Firing::AnyBranch;
        let fired = |status| status == Status::Then || (otherwise && status == Status::Else);
        sign(statuses.any(fired), 1.0)
    }

    fn first(deciding: &[Deciding], truths: &[f64]) -> Decision {
        decide::first(deciding, truths)
    }

    fn advice_is(decision: &Decision, outcomes: &[Option<OutcomeId>]) -> f64 {
        sign(outcomes.contains(&decision.outcome), 1.0)
    }

    fn advised_by(decision: &Decision, row: u32) -> f64 {
        sign(decision.row == Some(row), 1.0)
    }
}

impl Point {
    /// `None` where an argument is unknown.
    fn call(&self, id: CallId, values: &Values<'_, Self>) -> Result<Option<script::Value>, Fault> {
        use crate::base::Id;
        let call = &values.program.plan.code.calls[id];
        let mut arguments = Vec::with_capacity(call.arguments.len());
        for argument in &call.arguments {
            let value = match argument {
                CallArgument::Truth(id) => {
                    let truth = values.truths.get(id.to_usize()).copied().unwrap_or(0.0);
                    (truth != 0.0).then_some(script::Argument::Truth(truth > 0.0))
                }
                CallArgument::Number(id) => {
                    let number = values
                        .numbers
                        .get(id.to_usize())
                        .copied()
                        .unwrap_or(f64::NAN);
                    number
                        .is_finite()
                        .then_some(script::Argument::Number(number))
                }
                CallArgument::Level(of, names) => {
                    let level = self.leveled(*of, values.choices).known();
                    level
                        .and_then(|at| names.get(usize::from(at)))
                        .cloned()
                        .map(script::Argument::Word)
                }
                CallArgument::Set(fact, names) => self.facts.is_known(*fact).then(|| {
                    let levels = self.facts.get(*fact).levels;
                    script::Argument::Words(
                        levels
                            .iter()
                            .filter_map(|at| names.get(usize::from(at)).cloned())
                            .collect(),
                    )
                }),
                CallArgument::Word(word) => Some(script::Argument::Word(word.clone())),
            };
            match value {
                Some(value) => arguments.push(value),
                None => return Ok(None),
            }
        }
        let result = values
            .program
            .library
            .call(call.script, &call.function, &arguments);
        result
            .map(Some)
            .map_err(|fault| Reason::Call(id, fault).into())
    }
}

#[cfg(test)]
mod tests {
    use super::{Compare, compares, sign};

    #[test]
    fn comparing_without_a_branch_is_comparing() {
        let all = [
            Compare::Less,
            Compare::AtMost,
            Compare::Equal,
            Compare::AtLeast,
            Compare::More,
            Compare::NotEqual,
        ];
        for (left, right) in [(1.0, 2.0), (2.0, 2.0), (3.0, 2.0), (-0.0, 0.0)] {
            for compare in all {
                assert_eq!(compares(left, compare, right), compare.holds(left, right));
            }
        }
    }

    #[test]
    fn an_unknown_has_no_sign() {
        assert_eq!(sign(false, 0.7), -0.7);
        assert!(sign(false, 0.0) == 0.0 && sign(true, 0.0) == 0.0);
    }
}
