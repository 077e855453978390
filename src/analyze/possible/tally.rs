//! Counts what evaluations did. Judges nothing.

use super::counts::{Around, Fate, Limit, Row, Truth, Values, count};
use super::cuts::Measure;
use super::sites::Sites;
use crate::base::{IdVec, in_parallel};
use crate::engine::{Evaluator, Record, Status};
use crate::model::{
    FactId, GroupId, LetId, LetNode, LevelSet, Leveled, OutcomeId, Profile, RuleId, TruthId, Value,
};
use crate::plan::Program;

/// All counts.
#[derive(Clone, Debug)]
pub(crate) struct Tally {
    pub evaluations: u64,
    pub truths: IdVec<TruthId, Truth>,
    pub rules: IdVec<RuleId, Fate>,
    pub facts: IdVec<FactId, Values>,
    pub lets: IdVec<LetId, Values>,
    /// By threshold of the sites.
    pub around: Vec<Around>,
    /// The rows of lists and tables, by let; of other lets none.
    pub rows: IdVec<LetId, Vec<Row>>,
    pub advice: Vec<Row>,
    pub groups: IdVec<GroupId, Limit>,
    pub outcomes: IdVec<OutcomeId, u64>,
}

/// Profiles that one thread evaluates at a time.
const CHUNK: usize = 32;

/// Counts over the evaluations of these profiles; one without a result counts nowhere.
pub(crate) fn tally(program: &Program, sites: &Sites, profiles: &[&Profile]) -> Tally {
    let mut all = Tally::new(program, sites);
    let chunks: Vec<&[&Profile]> = profiles.chunks(CHUNK).collect();
    let work = |chunk: &&[&Profile]| {
        let mut tally = Tally::new(program, sites);
        let mut evaluator = Evaluator::new(program);
        for profile in *chunk {
            if let Ok(record) = evaluator.evaluate(profile) {
                tally.add(program, sites, (profile, record));
            }
        }
        tally
    };
    in_parallel(&chunks, work, |tally| {
        all.merge(&tally);
        true
    });
    all
}

impl Tally {
    /// Nothing yet.
    pub(crate) fn new(program: &Program, sites: &Sites) -> Self {
        let (book, plan) = (&program.rulebook, &program.plan);
        let mut rows: IdVec<LetId, Vec<Row>> = book.lets.ids().map(|_| Vec::new()).collect();
        for choice in plan.code.choices.values() {
            rows[choice.id] = vec![Row::default(); choice.rows.len()];
        }
        Self {
            evaluations: 0,
            truths: plan.code.truths.ids().map(|_| Truth::default()).collect(),
            rules: book.rules.ids().map(|_| Fate::default()).collect(),
            facts: book.facts.ids().map(|_| Values::default()).collect(),
            lets: book.lets.ids().map(|_| Values::default()).collect(),
            around: vec![Around::default(); sites.thresholds.len()],
            rows,
            advice: vec![Row::default(); plan.code.advice.len()],
            groups: book.groups.ids().map(|_| Limit::default()).collect(),
            outcomes: book.outcomes.ids().map(|_| 0).collect(),
        }
    }

    /// Adds an evaluation of a profile.
    pub(crate) fn add(
        &mut self,
        program: &Program,
        sites: &Sites,
        (profile, record): (&Profile, &Record),
    ) {
        self.evaluations = self.evaluations.saturating_add(1);
        for (id, truth) in self.truths.ids().zip(self.truths.values_mut()) {
            let value = record.truth_of(id);
            let slot = match value {
                value if value > 0.0 => &mut truth.yes,
                value if value < 0.0 => &mut truth.no,
                _unknown => &mut truth.unknown,
            };
            *slot = slot.saturating_add(1);
        }
        for (id, fate) in self.rules.ids().zip(self.rules.values_mut()) {
            let slot = match record.became(id) {
                Status::Then => &mut fate.then,
                Status::Else => &mut fate.otherwise,
                Status::Stopped => &mut fate.stopped,
                Status::Defeated => &mut fate.defeated,
                Status::Unknown | Status::NotFired => continue,
            };
            *slot = slot.saturating_add(1);
        }
        self.values(program, (profile, record));
        for (around, site) in self.around.iter_mut().zip(&sites.thresholds) {
            let measure = |measure| measured((profile, record), measure);
            if let (Some(left), Some(right)) = (measure(site.left), measure(site.right)) {
                around.add(left - right);
            }
        }
        self.chosen(program, record);
        self.advised(program, record);
        for (id, limit) in self.groups.ids().zip(self.groups.values_mut()) {
            let mut bit = false;
            let most = program.rulebook.groups[id].limit;
            for side in record.sides(program, id) {
                // INVARIANT: the evaluation has computed the same amounts without a fault.
                let Ok((uncut, kept)) = side.amounts(program, most) else {
                    continue;
                };
                limit.most = limit.most.max(uncut.abs());
                bit |= uncut != kept;
            }
            limit.bit = limit.bit.saturating_add(u64::from(bit));
        }
    }

    fn values(&mut self, program: &Program, (profile, record): (&Profile, &Record)) {
        for (id, values) in self.facts.ids().zip(self.facts.values_mut()) {
            match profile.given(id).map(|given| &given.value) {
                None => {}
                Some(Value::YesNo(yes)) => values.truth(*yes),
                Some(Value::Level(level)) => values.levels(LevelSet::one(*level)),
                Some(Value::Set(levels)) => values.levels(*levels),
                Some(Value::Number(number)) => values.number(*number),
                Some(Value::Text(_)) => values.levels(LevelSet::default()),
            }
        }
        for (id, values) in self.lets.ids().zip(self.lets.values_mut()) {
            match program.plan.code.lets[id] {
                LetNode::Truth(truth) => match record.truth_of(truth) {
                    0.0 => {}
                    truth => values.truth(truth > 0.0),
                },
                LetNode::Number(number) | LetNode::Graded(_, number) => {
                    match record.number_of(number) {
                        number if number.is_nan() => {}
                        number => values.number(number),
                    }
                }
                LetNode::Choice(choice) => {
                    if let Some(level) = record.derived(choice).known() {
                        values.levels(LevelSet::one(level));
                    }
                }
            }
        }
    }

    /// The rows of lists and tables: the first that is known to apply counts, where those above are known not to.
    fn chosen(&mut self, program: &Program, record: &Record) {
        for (id, choice) in program.plan.code.choices.iter() {
            let (mut winner, mut open) = (None, None);
            let known = record.derived(id).known();
            let rows = self.rows[choice.id].iter_mut();
            for (at, (row, (truth, level))) in rows.zip(&choice.rows).enumerate() {
                let truth = record.truth_of(*truth);
                if truth > 0.0 {
                    row.held = row.held.saturating_add(1);
                    match (winner, open) {
                        (Some(winner), _) => count(&mut row.lost, winner, 1),
                        (None, Some(open)) => {
                            count(&mut row.open, open, 1);
                            row.gave = row.gave.saturating_add(u64::from(known == Some(*level)));
                        }
                        (None, None) => row.chosen = row.chosen.saturating_add(1),
                    }
                    winner.get_or_insert(at);
                } else if truth == 0.0 {
                    open.get_or_insert(at);
                }
            }
        }
    }

    fn advised(&mut self, program: &Program, record: &Record) {
        let (given, outcome) = record.advised();
        if let Some(outcome) = outcome
            && let Some(slot) = self.outcomes.get_mut(outcome)
        {
            *slot = slot.saturating_add(1);
        }
        let given = given.map(|row| row as usize);
        let rows = self.advice.iter_mut();
        for (at, (row, planned)) in rows.zip(&program.plan.code.advice).enumerate() {
            let holds = planned
                .applies
                .is_none_or(|truth| record.truth_of(truth) > 0.0);
            if !holds {
                continue;
            }
            row.held = row.held.saturating_add(1);
            match given {
                Some(given) if given == at => row.chosen = row.chosen.saturating_add(1),
                Some(given) if given < at => count(&mut row.lost, given, 1),
                _later_or_none => row.excluded = row.excluded.saturating_add(1),
            }
        }
    }

    fn merge(&mut self, other: &Self) {
        self.evaluations = self.evaluations.saturating_add(other.evaluations);
        for (mine, more) in self.truths.values_mut().zip(other.truths.values()) {
            mine.yes = mine.yes.saturating_add(more.yes);
            mine.no = mine.no.saturating_add(more.no);
            mine.unknown = mine.unknown.saturating_add(more.unknown);
        }
        for (mine, more) in self.rules.values_mut().zip(other.rules.values()) {
            mine.then = mine.then.saturating_add(more.then);
            mine.otherwise = mine.otherwise.saturating_add(more.otherwise);
            mine.stopped = mine.stopped.saturating_add(more.stopped);
            mine.defeated = mine.defeated.saturating_add(more.defeated);
        }
        let facts = self.facts.values_mut().zip(other.facts.values());
        for (mine, more) in facts.chain(self.lets.values_mut().zip(other.lets.values())) {
            mine.merge(more);
        }
        for (mine, more) in self.around.iter_mut().zip(&other.around) {
            mine.merge(more);
        }
        let advice = self.advice.iter_mut().zip(&other.advice);
        let rows = self.rows.values_mut().flatten();
        for (mine, more) in rows.zip(other.rows.values().flatten()).chain(advice) {
            mine.merge(more);
        }
        for (mine, more) in self.groups.values_mut().zip(other.groups.values()) {
            mine.bit = mine.bit.saturating_add(more.bit);
            mine.most = mine.most.max(more.most);
        }
        for (mine, more) in self.outcomes.values_mut().zip(other.outcomes.values()) {
            *mine = mine.saturating_add(*more);
        }
    }
}

/// The value of a measure; `None` where it is unknown.
fn measured((profile, record): (&Profile, &Record), measure: Measure) -> Option<f64> {
    match measure {
        Measure::Constant(number) => Some(number),
        Measure::Number(id) => Some(record.number_of(id)).filter(|number| !number.is_nan()),
        Measure::Fact(fact) => match &profile.given(fact)?.value {
            Value::Number(number) => Some(*number),
            _no_number => None,
        },
        Measure::Level(Leveled::Fact(fact)) => match &profile.given(fact)?.value {
            Value::Level(level) => Some(f64::from(*level)),
            _no_level => None,
        },
        Measure::Level(Leveled::Choice(choice)) => record.derived(choice).known().map(f64::from),
    }
}
