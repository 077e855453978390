//! What the facts that are not known could still do: whether the advice is settled, bounds, and what to ask first.

use std::cell::{Cell, OnceCell, Ref, RefCell};
use std::collections::BTreeMap;

use super::answers::{Answers, both};
use super::asked::{self, Open};
use super::draw::thin;
use super::flips::{Flip, Flips};
use super::one_at_a_time::Budget;
use super::region::{Atlas, Bounded, Case, Cases, Fields, Region};
use super::search::{Aim, Goal, Search as Seek, Sought, Work};
use super::share::{Settling, Share};
use super::steer::MOST_COMPLETIONS;
use super::why::{Search, Why};
use crate::engine::fault::Fault;
use crate::engine::given::Facts;
use crate::engine::machine::{Machine, Record};
use crate::model::{FactId, OutcomeId, Profile, TargetId, Value};
use crate::plan::Program;

impl Opens {
    /// Nothing can change the advice.
    fn none() -> Self {
        Self {
            sets: Vec::new(),
            all: true,
        }
    }

    fn of(flips: Flips) -> Self {
        let witness = |flip: Flip| Witness {
            facts: flip
                .changes
                .into_iter()
                .map(|change| (change.fact, change.value))
                .collect(),
            advice: flip.advice,
        };
        Self {
            sets: flips.found.into_iter().map(witness).collect(),
            all: flips.proved,
        }
    }
}

/// How much is found out about the unknown facts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Depth {
    /// Nothing.
    None,
    /// Whether the advice is settled.
    Settled,
    /// Bounds, and what each unknown fact could do.
    #[default]
    Full,
}

/// What was found out about the unknown facts; empty where nobody asked.
#[derive(Clone, Debug, Default)]
pub struct Unknowns {
    /// Whether no completion that answers only questions that apply changes the advice, given with full certainty: proved, refuted by a witness, or not
    /// decided.
    pub settled: Option<bool>,
    /// Why.
    pub because: Vec<Why>,
    /// A completion that changes the advice.
    pub witness: Option<Witness>,
    /// The outcomes that completions lead to; where the work for that was spent, those that the bounds leave possible.
    /// `None` is `undecided`.
    pub possible: Vec<Option<OutcomeId>>,
    /// Bounds of the totals, by target.
    pub totals: Vec<Option<[f64; 2]>>,
    /// Bounds of the confidences, by target.
    pub confidences: Vec<Option<[f64; 2]>>,
    /// Whether one answer alone would change the advice.
    pub turned_by_one: bool,
    /// What each unknown fact could do alone, the most telling first.
    pub effects: Vec<Effect>,
    /// The smallest sets of unknown facts that could change the advice; `None` where that was not asked for.
    pub opens: Option<Opens>,
    /// Answers after which nothing else can; `None` where none were found, or nothing can anyway.
    pub settles: Option<Settling>,
    /// The part of all complete ways to answer in which the advice is another; `None` where that was not asked for.
    pub share: Option<Share>,
}

/// The smallest sets of unknown facts, of three at most, that could change the advice while all others stay unknown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Opens {
    /// For each set answers that do, once for each advice that it can lead to: the smallest sets first.
    pub sets: Vec<Witness>,
    /// Whether it is proved that there is no other.
    pub all: bool,
}

/// Values of unknown facts and the advice with them.
#[derive(Clone, Debug, PartialEq)]
pub struct Witness {
    /// The values, in the order of the facts.
    pub facts: Vec<(FactId, Value)>,
    /// The advice; `None` is `undecided`.
    pub advice: Option<OutcomeId>,
}

/// What one unknown fact could do while the others stay unknown.
#[derive(Clone, Debug, PartialEq)]
pub struct Effect {
    /// The fact.
    pub fact: FactId,
    /// The lowest and highest total of each target that it moves.
    pub totals: Vec<(TargetId, [f64; 2])>,
    /// Whether the totals hold for every value; otherwise for those that were tried.
    pub bounded: bool,
    /// How far it moves the difference between the two leading strategies at most; `None` where it is not bounded.
    pub span: Option<f64>,
    /// Whether a value changes the advice; `None` where neither such a value nor a proof was found.
    pub changes_advice: Option<bool>,
    /// Why something is not known of it.
    pub because: Vec<Why>,
    /// A value that changes the advice.
    pub witness: Option<Witness>,
}

/// Regions that one search looks at at most.
const MOST_REGIONS: u32 = 8_000;
/// Completions of which at most all are tried.
const MOST_WAYS: u32 = 512;

/// Parts of the profiles that are looked at at most for the sets of answers that change the advice.
const MOST_PARTS: u32 = 5_000;

/// The profiles of one program, made ready for questions about what is not known of them. One serves all threads.
#[derive(Debug)]
pub struct Space<'p> {
    pub(super) program: &'p Program,
    pub(super) atlas: Atlas,
}

impl<'p> Space<'p> {
    /// Of a program. What hangs on a single fact is found out when it is first asked for.
    pub fn of(program: &'p Program) -> Self {
        Self {
            program,
            atlas: Atlas::of(program, Cases::of(program)),
        }
    }

    /// Whether an advice surely stands, while each weight that is a number may change by a part of itself. What the profile
    /// leaves open stays unknown.
    pub fn stands(&self, profile: &Profile, part: f64, advice: Option<OutcomeId>) -> bool {
        let fields = Fields::today(profile, &self.program.rulebook);
        let region = Region::new(fields, Budget::new().end()).spread(part);
        let bounds = Bounded::of(self.program, &self.atlas, region);
        bounds.is_ok_and(|bounds| bounds.outcomes() == [advice])
    }

    /// Finds out what the unknown facts of a profile could do; `record` is its evaluation.
    pub fn explore(
        &self,
        profile: &Profile,
        record: &Record,
        depth: Depth,
    ) -> Result<Unknowns, Fault> {
        if depth == Depth::None {
            return Ok(Unknowns::default());
        }
        let mut explorer = Explorer::new(self, profile, record);
        let mut found = Unknowns::default();
        if explorer.open.is_empty() {
            explorer.nothing_open(&mut found, depth);
            return Ok(found);
        }
        let mut bounds = explorer.completions(false)?;
        let may_come = |fact: FactId| bounds.field(fact).is_open();
        explorer.later.retain(|(fact, _)| may_come(*fact));
        found.possible = bounds.outcomes().to_vec();
        if depth == Depth::Full {
            explorer.bounds(bounds.machine(), &mut found);
        }
        explorer.settle(&mut bounds, &mut found, depth);
        if depth == Depth::Full {
            explorer.sets(&mut bounds, &mut found)?;
        }
        Ok(found)
    }
}

/// As [`Space::explore`], for one profile alone.
pub fn explore(
    program: &Program,
    profile: &Profile,
    record: &Record,
    depth: Depth,
) -> Result<Unknowns, Fault> {
    match depth {
        Depth::None => Ok(Unknowns::default()),
        depth => Space::of(program).explore(profile, record, depth),
    }
}

/// Takes the answers of a completion, and its evaluation where there is one; whether that is enough.
pub(super) type SeeCompletion<'s> = dyn FnMut(&[(FactId, Value)], Option<&Record>) -> bool + 's;

/// The totals of an evaluation by target; `None` where it ended in an error.
pub(super) type Totals = Option<Vec<f64>>;

pub(super) struct Explorer<'a> {
    pub(super) program: &'a Program,
    pub(super) atlas: &'a Atlas,
    pub(super) profile: &'a Profile,
    pub(super) record: &'a Record,
    /// The facts of the profile.
    facts: Facts,
    /// Where completions are tried, once one is.
    scratch: OnceCell<RefCell<Record>>,
    /// The fact by which the scratch differs from the record; `None` where it differs by more.
    differs: Cell<Option<FactId>>,
    /// What the scripts may still be asked.
    pub(super) budget: Budget,
    /// The region of today's profile, once asked for.
    pub(super) today: OnceCell<Option<RefCell<Bounded>>>,
    /// The totals with one value of one fact, by the value's place among the cases.
    pub(super) singles: RefCell<BTreeMap<(FactId, usize), Totals>>,
    /// A value of one fact with which the evaluation ends in an error.
    pub(super) fails: RefCell<Option<(FactId, Value)>>,
    /// The unknown facts that anything reads and whose questions apply, with their cases.
    pub(super) open: Open<'a>,
    /// Those whose questions do not apply, but may once others are answered.
    pub(super) later: Open<'a>,
    /// For each strategy, the answers that favor it most, once asked for.
    pub(super) favorites: OnceCell<Vec<(TargetId, Answers)>>,
    pub(super) advice: Option<OutcomeId>,
}

impl<'a> Explorer<'a> {
    pub(super) fn new(space: &'a Space<'_>, profile: &'a Profile, record: &'a Record) -> Self {
        let (program, atlas) = (space.program, &space.atlas);
        let (open, later) = asked::open(program, profile, record);
        let [open, later] = [open, later].map(|facts| {
            let facts = facts.into_iter();
            facts
                .map(|id| (id, &*atlas.chart(program, id).cases))
                .collect()
        });
        let (_, advice) = record.advised();
        Self {
            program,
            atlas,
            profile,
            record,
            facts: Facts::of(profile),
            scratch: OnceCell::new(),
            differs: Cell::new(None),
            budget: Budget::new(),
            today: OnceCell::new(),
            singles: RefCell::default(),
            fails: RefCell::default(),
            open,
            later,
            favorites: OnceCell::new(),
            advice,
        }
    }

    pub(super) fn bound(&self, fields: Fields) -> Result<Bounded, Fault> {
        let region = Region::new(fields, self.budget.end());
        Bounded::of(self.program, self.atlas, region)
    }

    /// Seeks among the completions of a region.
    fn seek(&self, bounds: &mut Bounded, goal: Goal, work: &mut Work) -> Sought {
        self.seek_beside(&[], bounds, goal, work)
    }

    /// The same, where some answers are given in the region.
    pub(super) fn seek_beside(
        &self,
        given: &[(FactId, Value)],
        bounds: &mut Bounded,
        goal: Goal,
        work: &mut Work,
    ) -> Sought {
        let own = self.advice.and_then(|advice| {
            let outcome = &self.program.rulebook.outcomes[advice];
            outcome.strategy
        });
        let search = Seek {
            program: self.program,
            atlas: self.atlas,
            aim: Aim::Advice(goal),
            find: &mut |answers| {
                if let Some(found) = self.leads(given, answers, goal) {
                    return Some(found);
                }
                // What favors today's strategy most leads away from no other advice.
                let mut rivals = self.favorites().iter().filter(|(strategy, _)| {
                    goal != Goal::Other(self.advice) || Some(*strategy) != own
                });
                rivals.find_map(|(_, favorites)| {
                    let all = both(answers, favorites);
                    self.leads(given, &all, goal)
                })
            },
            work,
        };
        search.run(bounds)
    }

    /// The answers that lead to a goal beside those that are given.
    fn leads(
        &self,
        given: &[(FactId, Value)],
        answers: &[(FactId, Value)],
        goal: Goal,
    ) -> Option<Answers> {
        let (answers, record) = self.with_asked(given, answers)?;
        goal.is(record.advised().1).then_some(answers)
    }

    /// Evaluates with some facts given; `None` where that ends in an error, or where the scripts have done all the
    /// work that they may.
    pub(super) fn with(&self, facts: &[(FactId, Value)]) -> Option<Ref<'_, Record>> {
        if self.asks_scripts(facts) && self.budget.is_spent() {
            self.budget.refuse();
            return None;
        }
        let scratch = self.scratch.get_or_init(|| self.record.clone().into());
        {
            let mut record = scratch.borrow_mut();
            record.domain.facts.replace_with(&self.facts, facts);
            if let [(fact, _)] = facts {
                match self.differs.replace(Some(*fact)) {
                    Some(last) => record.take_back(self.record, self.program, last),
                    None => record.resume(self.record),
                }
                record.run_from(self.program, *fact).ok()?;
            } else {
                self.differs.set(None);
                record.restart();
                record.run_to_advice(self.program).ok()?;
            }
        }
        Some(scratch.borrow())
    }

    pub(super) fn changed(&self, record: &Record) -> bool {
        record.advised().1 != self.advice
    }

    pub(super) fn witness(&self, mut facts: Vec<(FactId, Value)>, record: &Record) -> Witness {
        facts.sort_by_key(|(fact, _)| *fact);
        Witness {
            facts,
            advice: record.advised().1,
        }
    }

    /// The answers as a witness, where they change the advice.
    pub(super) fn refutes(&self, facts: &[(FactId, Value)]) -> Option<Witness> {
        let (facts, record) = self.with_asked(&[], facts)?;
        let changed = self.changed(&record);
        changed.then(|| self.witness(facts, &record))
    }

    /// Where everything that is read is known, no completion is anything but today's result.
    fn nothing_open(&self, found: &mut Unknowns, depth: Depth) {
        found.settled = Some(true);
        found.because = vec![Why::AllKnown];
        found.possible = vec![self.advice];
        if depth != Depth::Full {
            return;
        }
        found.opens = Some(Opens::none());
        found.share = Some(Share::none());
        let at = |number: f64| number.is_finite().then_some([number, number]);
        found.totals = self.record.totals.iter().map(|total| at(*total)).collect();
        let targets = self.program.plan.code.folds.ids();
        found.confidences = targets
            .map(|target| at(self.record.confidence(self.program, target)))
            .collect();
    }

    fn bounds(&self, bounds: &Machine<Region>, found: &mut Unknowns) {
        found.totals = bounds.totals.iter().map(|total| total.ends()).collect();
        let code = &self.program.plan.code;
        let share = |target| {
            let at = code.strategies.binary_search(&target).ok()?;
            bounds.shares.get(at)?.ends()
        };
        found.confidences = code.folds.ids().map(share).collect();
    }

    fn settle(&self, bounds: &mut Bounded, found: &mut Unknowns, depth: Depth) {
        let proved = found.possible == [self.advice];
        if depth == Depth::Full || !proved {
            self.effects(found, if proved { Depth::Full } else { depth });
        }
        if proved {
            found.settled = Some(true);
            found.because = vec![Why::Bounds];
        } else {
            self.search(bounds, found, depth);
        }
        if found.settled == Some(true) {
            found.effects.iter_mut().for_each(Effect::settle);
        }
        if found.settled != Some(false) {
            self.but_for_failures(found, depth);
        }
        let mut effects = found.effects.iter();
        found.turned_by_one = effects.any(|effect| effect.changes_advice == Some(true));
        if depth != Depth::Full {
            found.effects.clear();
        } else if found.settled == Some(false) {
            self.narrow(bounds, found);
        }
    }

    /// Advice that nothing changes is not all that may come: said where an answer ends in an error.
    fn but_for_failures(&self, found: &mut Unknowns, depth: Depth) {
        let fails = self.fails.borrow();
        if let (Some((fact, value)), Depth::Full) = (&*fails, depth) {
            found.because.push(Why::Fails(*fact, value.clone()));
        }
    }

    /// Which answers together could change the advice, which would settle it, and how much of all that is open changes it.
    fn sets(&self, bounds: &mut Bounded, found: &mut Unknowns) -> Result<(), Fault> {
        if found.settled == Some(true) {
            found.opens = Some(Opens::none());
            found.share = Some(Share::none());
            return Ok(());
        }
        let open = self.answerable().map(|(fact, _)| fact).collect();
        let flips = self.flips(Goal::Other(self.advice), open, MOST_PARTS)?;
        found.opens = Some(Opens::of(flips));
        let (share, stands) = self.share()?;
        found.settles = self.settling(bounds, found, stands);
        found.share = Some(share);
        Ok(())
    }

    /// What each fact alone could do; where only a witness is wanted, up to the first.
    fn effects(&self, found: &mut Unknowns, depth: Depth) {
        for (fact, cases) in &self.open {
            let effect = self.alone(*fact, cases);
            let done = depth != Depth::Full && effect.witness.is_some();
            found.effects.push(effect);
            if done {
                break;
            }
        }
        found.effects.sort_by(|a, b| {
            let last = |effect: &Effect| effect.changes_advice != Some(true);
            let span = |effect: &Effect| effect.span.unwrap_or(f64::INFINITY);
            last(a)
                .cmp(&last(b))
                .then_with(|| span(b).total_cmp(&span(a)))
                .then_with(|| a.fact.cmp(&b.fact))
        });
    }

    /// A witness, or a proof by splitting the region, or neither.
    fn search(&self, bounds: &mut Bounded, found: &mut Unknowns, depth: Depth) {
        let single = found
            .effects
            .iter()
            .find_map(|effect| effect.witness.clone());
        if let Some(witness) = single.or_else(|| self.steer()) {
            return self.refuted(witness, found, depth);
        }
        let ways = self.ways();
        let is_few = |ways: &u32| *ways <= MOST_COMPLETIONS;
        if self.all_tried(ways.filter(is_few), found, depth) {
            return;
        }
        if let Some(witness) = self.sample() {
            return self.refuted(witness, found, depth);
        }
        let mut work = Work { left: MOST_REGIONS };
        match self.seek(bounds, Goal::Other(self.advice), &mut work) {
            Sought::Nothing => return self.settled(found, Why::Parts),
            Sought::Answers(facts) => {
                if let Some(witness) = self.refutes(&facts) {
                    return self.refuted(witness, found, depth);
                }
            }
            Sought::Open => {}
        }
        if !self.all_tried(ways.filter(|ways| !is_few(ways)), found, depth) {
            found.because = self.undecided(found);
        }
    }

    /// Decides by trying all completions, where there are not too many; whether that decides it.
    fn all_tried(&self, ways: Option<u32>, found: &mut Unknowns, depth: Depth) -> bool {
        match ways.and_then(|_| self.all()) {
            Some(Some(witness)) => self.refuted(witness, found, depth),
            Some(None) => {
                self.settled(found, Why::Tried);
            }
            None => return false,
        }
        true
    }

    fn settled(&self, found: &mut Unknowns, why: Why) {
        found.settled = Some(true);
        found.because = vec![why];
        found.possible = vec![self.advice];
    }

    fn refuted(&self, witness: Witness, found: &mut Unknowns, depth: Depth) {
        // Where only the answer counts, nobody looks at the witness.
        let witness = match depth {
            Depth::Full => self.shrink(witness),
            Depth::Settled | Depth::None => witness,
        };
        found.settled = Some(false);
        found.because = vec![Why::CanChange];
        found.witness = Some(witness);
    }

    /// How many completions there are; `None` where they are too many, or where cases stand for several values that
    /// are not all alike.
    fn ways(&self) -> Option<u32> {
        let mut ways: u32 = 1;
        for (fact, cases) in self.answerable() {
            let ranges = cases.iter().any(Case::is_range);
            let covers = self.atlas.chart(self.program, fact).covers;
            let alike = covers && !(ranges && self.atlas.cases.is_computed(fact));
            let values = u32::try_from(cases.len()).ok().filter(|_| alike)?;
            ways = ways.checked_mul(values.checked_add(1)?)?;
            if ways > MOST_WAYS {
                return None;
            }
        }
        Some(ways)
    }

    /// A completion that changes the advice, after all of them were tried; `None` where one could not be evaluated.
    fn all(&self) -> Option<Option<Witness>> {
        let mut found = Some(None);
        self.every_completion(&mut |facts, record| {
            let Some(record) = record else {
                found = None;
                return true;
            };
            if self.changed(record) {
                found = Some(Some(self.witness(facts.to_vec(), record)));
            }
            self.changed(record)
        });
        found
    }

    /// Only what a completion leads to is possible, as far as that can be decided.
    fn narrow(&self, bounds: &mut Bounded, found: &mut Unknowns) {
        let ways = self.ways().filter(|_| found.possible.len() > 1);
        if let Some(given) = ways.and_then(|_| self.given(found.possible.len())) {
            found.possible.retain(|one| given.contains(one));
            return;
        }
        let mut known = vec![self.advice];
        known.extend(found.witness.as_ref().map(|witness| witness.advice));
        let mut work = Work { left: MOST_REGIONS };
        found.possible.retain(|one| {
            known.contains(one) || self.seek(bounds, Goal::This(*one), &mut work) != Sought::Nothing
        });
    }

    /// The advice that the completions lead to, at most so many different ones; `None` where one could not be evaluated.
    fn given(&self, most: usize) -> Option<Vec<Option<OutcomeId>>> {
        let mut given = Some(vec![self.advice]);
        self.every_completion(&mut |_, record| {
            let outcome = record.map(|record| record.advised().1);
            match (&mut given, outcome) {
                (Some(given), Some(outcome)) => {
                    if !given.contains(&outcome) {
                        given.push(outcome);
                    }
                    given.len() >= most
                }
                _failed => {
                    given = None;
                    true
                }
            }
        });
        given
    }

    /// The same witness without answers that it does not need.
    fn shrink(&self, witness: Witness) -> Witness {
        let mut facts = witness.facts.clone();
        thin(&mut facts, 1, &mut |fewer| self.refutes(fewer).is_some());
        self.refutes(&facts).unwrap_or(witness)
    }

    /// Why neither a proof nor a witness was found.
    fn undecided(&self, found: &Unknowns) -> Vec<Why> {
        let open: Vec<FactId> = self.answerable().map(|(fact, _)| fact).collect();
        if let Some(why) = self.unbounded(&open) {
            return vec![why];
        }
        let why = Why::NotRuledOut(Search::Answers, self.others(&found.possible));
        let no_range = self.without_range(&open);
        std::iter::once(why).chain(no_range).collect()
    }
}
