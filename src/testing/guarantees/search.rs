//! Looks for profiles that break guarantees: those of tests, then all combinations of the facts that matter where they are
//! few, else those of the facts that are named, steered ones and drawn ones. Its bound is counted work. Proves nothing.

use std::collections::{BTreeMap, BTreeSet};

use super::claim::{Promise, Rising, Seen, breaks, fall, steps, with};
use super::cone::Cone;
use super::pool::{Pool, doubt, sparked};
use super::witness::Found;
use crate::engine::{Evaluator, Record, Status};
use crate::model::{Claim, FactId, Given, ProbeId, Profile, RuleId, TargetId, TargetKind, TruthId};
use crate::script;
use crate::space::{Dice, every, fingerprint, ways};
use crate::testing::Suite;

/// Steps of evaluations that the search may take: some ten thousand evaluations of forty rules.
const MOST_WORK: u64 = 4_000_000;
/// What an evaluation costs beside its steps, and for each fact.
const COST: (u64, u64) = (50, 4);
/// Steps that an operation of a script counts as.
const COST_OF_OPERATION: u64 = 10;
/// Drawn profiles with answers that are not certain, after every combination of certain ones was tried.
const MOST_UNCERTAIN: u64 = 200;
/// Combinations of the named facts that are kept to start from.
const MOST_GROUNDS: usize = 256;
/// Of a hundred other drawn profiles, those with answers that are not certain.
const LESS_CERTAIN: usize = 25;
/// Combinations of the facts that a rule or a row of the advice reads, of which at most all are tried.
const MOST_COMBINED: u64 = 1_300;

/// The search, with what it found.
pub(super) struct Search<'s> {
    suite: &'s Suite,
    pool: &'s Pool,
    wanted: &'s [usize],
    tests: &'s [(String, &'s Profile)],
    evaluator: Evaluator<'s>,
    /// For rules and rows of the advice, the first answers found with which each applies.
    sparks: Vec<Profile>,
    found: BTreeMap<usize, Found>,
    /// The profiles that were evaluated, by their fingerprints.
    seen: BTreeSet<u64>,
    /// The test whose profile is at hand.
    test: Option<usize>,
    /// The steps of one evaluation.
    cost: u64,
    spent: u64,
    /// What may be spent on the guarantee at hand.
    until: u64,
}

/// A guarantee that is searched for.
struct Aim<'s> {
    at: usize,
    claim: &'s Claim<ProbeId>,
    cone: Cone,
    stop: &'s dyn Fn() -> bool,
}

impl<'s> Search<'s> {
    pub(super) fn new(
        suite: &'s Suite,
        pool: &'s Pool,
        wanted: &'s [usize],
        tests: &'s [(String, &'s Profile)],
    ) -> Self {
        let program = &suite.program;
        let code = &program.plan.code;
        let probes = code.probes.values().map(|probe| probe.steps.len());
        let steps = [code.early.len(), code.late.len(), code.last.len()];
        let steps = steps.into_iter().chain(probes.rev().take(wanted.len()));
        let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
        let facts_cost = COST.1.saturating_mul(count(program.rulebook.facts.len()));
        Self {
            suite,
            pool,
            wanted,
            tests,
            evaluator: Evaluator::new(program),
            sparks: Vec::new(),
            found: BTreeMap::new(),
            seen: BTreeSet::new(),
            test: None,
            cost: steps
                .map(count)
                .fold(COST.0.saturating_add(facts_cost), u64::saturating_add),
            spent: 0,
            until: u64::MAX,
        }
    }

    /// How many different profiles were evaluated.
    pub(super) fn profiles(&self) -> usize {
        self.seen.len()
    }

    /// What breaks which promise.
    pub(super) fn found(self) -> BTreeMap<usize, Found> {
        self.found
    }

    /// The profiles of the tests; of a fact that is raised the other values in them, as far as the bound of work goes.
    pub(super) fn tests(&mut self) {
        let (suite, tests) = (self.suite, self.tests);
        for (at, (_, profile)) in tests.iter().enumerate() {
            self.test = Some(at);
            self.attempt(profile, |_| ());
        }
        let end = self.spent.saturating_add(MOST_WORK);
        for (at, (_, profile)) in tests.iter().enumerate() {
            self.test = Some(at);
            for promise in self.wanted {
                let promised = suite.promises.get(*promise);
                let rising = promised.and_then(|promise| Rising::of(&promise.claim));
                if let Some(rising) = rising.filter(|_| self.spent < end) {
                    self.chain((*promise, &rising), profile);
                }
            }
        }
        self.test = None;
    }

    /// Profiles that no test evaluates, as long as there is work left and `stop` does not say otherwise.
    pub(super) fn run(&mut self, stop: &'s dyn Fn() -> bool) {
        let suite = self.suite;
        let end = self.spent.saturating_add(MOST_WORK);
        let open = self
            .wanted
            .iter()
            .filter(|at| !self.found.contains_key(*at));
        let aims = open.filter_map(|at| {
            let claim = &suite.promises.get(*at)?.claim;
            let cone = Cone::of(&suite.program, &suite.conditions, claim);
            Some(Aim {
                at: *at,
                claim,
                cone,
                stop,
            })
        });
        let aims: Vec<Aim<'s>> = aims.collect();
        // Where all combinations are few, nothing is left to look for; what that saves is for the others.
        let mut open = Vec::new();
        for (place, aim) in aims.iter().enumerate() {
            self.share(end, aims.len().saturating_sub(place));
            if !self.exhaust(aim) {
                open.push(aim);
            }
        }
        if !open.is_empty() {
            self.kindle(end, stop);
        }
        for (place, aim) in open.iter().enumerate() {
            self.share(end, open.len().saturating_sub(place));
            self.seek(aim);
        }
    }

    /// Looks for answers with which each rule and each row of the advice applies; a part of the bound is for them.
    fn kindle(&mut self, end: u64, stop: &dyn Fn() -> bool) {
        let (suite, pool) = (self.suite, self.pool);
        let left = end.saturating_sub(self.spent);
        let end = self.spent.saturating_add(left.checked_div(4).unwrap_or(0));
        for (facts, mut sites) in sites(suite) {
            let axes = pool.axes(facts.into_iter());
            if ways(&axes) > MOST_COMBINED {
                continue;
            }
            every(&axes, &pool.nothing(), &mut |profile| {
                let before = sites.len();
                self.attempt(profile, |record| sites.retain(|site| !site.applies(record)));
                if sites.len() < before {
                    self.sparks.push(profile.clone());
                }
                sites.is_empty() || self.spent >= end || stop()
            });
        }
    }

    /// Sets the bound for the next of so many.
    fn share(&mut self, end: u64, many: usize) {
        let left = end.saturating_sub(self.spent);
        let many = u64::try_from(many).unwrap_or(u64::MAX);
        let share = left.checked_div(many).unwrap_or(left);
        self.until = self.spent.saturating_add(share);
    }

    fn is_over(&self, aim: &Aim<'_>) -> bool {
        self.spent >= self.until || self.found.contains_key(&aim.at) || (aim.stop)()
    }

    /// Evaluates a profile, holds it against all promises about one, and shows the record.
    fn attempt<T>(&mut self, profile: &Profile, see: impl FnOnce(&mut Record) -> T) -> Option<T> {
        let (suite, before) = (self.suite, script::spent());
        let seen = match self.evaluator.evaluate(profile) {
            Ok(record) => {
                self.seen.insert(fingerprint(profile));
                for at in self.wanted {
                    let promise: Option<&Promise> = suite.promises.get(*at);
                    let broken = !self.found.contains_key(at)
                        && promise.is_some_and(|one| breaks(record, &suite.program, &one.claim));
                    if broken {
                        let found = Found {
                            test: self.test,
                            profile: profile.clone(),
                            fall: None,
                        };
                        self.found.insert(*at, found);
                    }
                }
                Some(see(record))
            }
            Err(_) => None,
        };
        let operations = script::spent().saturating_sub(before);
        let operations = operations.saturating_mul(COST_OF_OPERATION);
        self.spent = self
            .spent
            .saturating_add(self.cost)
            .saturating_add(operations);
        seen
    }

    /// The values of a fact that is raised, one after the other in a profile.
    fn chain(&mut self, (at, rising): (usize, &Rising), profile: &Profile) {
        if self.found.contains_key(&at) {
            return;
        }
        let (program, raising) = (&self.suite.program, &rising.raising);
        let kind = &program.rulebook.facts[raising.fact].kind;
        let own = profile.given(raising.fact).map(|given| &given.value);
        let values = steps(kind, self.pool.values(raising.fact), own);
        let mut seen = Vec::with_capacity(values.len());
        for value in &values {
            let changed = with(profile, raising.fact, value);
            let one = self.attempt(&changed, |record| Seen::of(record, program, rising));
            seen.push(one.unwrap_or(Seen::Nothing));
        }
        if let Some(fall) = fall(raising, &values, &seen) {
            let found = Found {
                test: self.test,
                profile: profile.clone(),
                fall: Some(fall),
            };
            self.found.insert(at, found);
        }
    }

    /// Holds one profile against what is aimed at.
    fn shoot(&mut self, aim: &Aim<'_>, profile: &Profile) {
        match Rising::of(aim.claim) {
            Some(rising) => self.chain((aim.at, &rising), profile),
            None => {
                self.attempt(profile, |_| ());
            }
        }
    }

    /// What shooting costs.
    fn price(&self, claim: &Claim<ProbeId>) -> u64 {
        let values = match claim {
            Claim::Raising { raising, .. } => self.pool.values(raising.fact).len(),
            Claim::Stated { .. } => 1,
        };
        let values = u64::try_from(values).unwrap_or(u64::MAX);
        self.cost.saturating_mul(values)
    }

    /// Tries every combination of the facts that matter; false where they are too many.
    fn exhaust(&mut self, aim: &Aim<'_>) -> bool {
        let raised = match aim.claim {
            Claim::Raising { raising, .. } => Some(raising.fact),
            Claim::Stated { .. } => None,
        };
        let facts = aim.cone.facts.iter().copied();
        let pool = self.pool;
        let axes = pool.axes(facts.filter(|fact| Some(*fact) != raised));
        let price = ways(&axes).saturating_mul(self.price(aim.claim));
        if price > self.until.saturating_sub(self.spent) {
            return false;
        }
        every(&axes, &pool.nothing(), &mut |profile| {
            self.shoot(aim, profile);
            self.is_over(aim)
        });
        let drawn = MOST_UNCERTAIN.saturating_mul(self.cost);
        self.until = self.until.min(self.spent.saturating_add(drawn));
        self.draw(aim, &[], 100);
        true
    }

    /// Looks where a break is likely, as far as the bound goes.
    fn seek(&mut self, aim: &Aim<'_>) {
        let grounds = self.grounds(aim);
        let nothing = self.pool.nothing();
        let starts = match (grounds.first(), grounds.last()) {
            (Some(first), Some(last)) => [first, last],
            _ => [&nothing, &nothing],
        };
        for (at, start) in starts.into_iter().enumerate() {
            if !grounds.is_empty() {
                self.near(aim, start);
            }
            for target in &aim.cone.targets {
                self.climb(aim, start.clone(), (*target, at == 0));
                self.climb(aim, start.clone(), (*target, at != 0));
            }
        }
        self.draw(aim, &grounds, LESS_CERTAIN);
    }

    /// The combinations of the named facts under which a claim says something; a part of the bound is for them.
    fn grounds(&mut self, aim: &Aim<'_>) -> Vec<Profile> {
        let when: Option<ProbeId> = match aim.claim {
            Claim::Stated { when, .. } => *when,
            Claim::Raising { when: None, .. } => return Vec::new(),
            Claim::Raising { when, .. } => *when,
        };
        let (suite, pool) = (self.suite, self.pool);
        let axes = pool.axes(aim.cone.named.iter().copied());
        let left = self.until.saturating_sub(self.spent);
        let end = self.spent.saturating_add(left.checked_div(4).unwrap_or(0));
        let mut grounds = Vec::new();
        every(&axes, &pool.nothing(), &mut |profile| {
            let asked = self.attempt(profile, |record| {
                let truth = when.map(|when| record.probe(&suite.program, when));
                truth.is_none_or(|truth| truth.is_ok_and(|truth| truth > 0.0))
            });
            if asked == Some(true) {
                grounds.push(profile.clone());
            }
            grounds.len() >= MOST_GROUNDS || self.spent >= end || self.is_over(aim)
        });
        grounds
    }

    /// The profiles of tests, changed so that a claim says something about them; a part of the bound is for them.
    fn near(&mut self, aim: &Aim<'_>, ground: &Profile) {
        let left = self.until.saturating_sub(self.spent);
        let end = self.spent.saturating_add(left.checked_div(4).unwrap_or(0));
        for (_, profile) in self.tests {
            if self.spent >= end || self.is_over(aim) {
                return;
            }
            let changed = laid_over(profile, ground, aim);
            self.shoot(aim, &changed);
        }
    }

    /// Moves a total as far as it goes, a fact after the other: that of a strategy against its rivals.
    fn climb(&mut self, aim: &Aim<'_>, mut profile: Profile, (target, up): (TargetId, bool)) {
        let Some(mut best) = self.height(&profile, (target, up)) else {
            return;
        };
        let named = profile.clone();
        for fact in &aim.cone.facts {
            if aim.cone.named.contains(fact) && named.given(*fact).is_some() {
                continue;
            }
            let mut chosen = profile.given(*fact).cloned();
            for value in self.pool.values(*fact) {
                if self.is_over(aim) {
                    return;
                }
                let given = Some(Given::certain(value.clone()));
                profile.set(*fact, given.clone());
                if let Some(height) = self.height(&profile, (target, up))
                    && height > best
                {
                    best = height;
                    chosen = given;
                }
            }
            profile.set(*fact, chosen);
        }
        self.shoot(aim, &profile);
    }

    /// How far a total is moved.
    fn height(&mut self, profile: &Profile, (target, up): (TargetId, bool)) -> Option<f64> {
        let suite = self.suite;
        let (book, plan) = (&suite.program.rulebook, &suite.program.plan);
        self.attempt(profile, |record| {
            let rivals = plan
                .code
                .strategies
                .iter()
                .filter(|other| **other != target);
            let rival = match book.targets[target].kind {
                TargetKind::Strategy => rivals
                    .map(|other| record.total(*other))
                    .fold(f64::NEG_INFINITY, f64::max),
                TargetKind::Hypothesis => 0.0,
            };
            let rival = if rival.is_finite() { rival } else { 0.0 };
            let height = record.total(target) - rival;
            if up { height } else { -height }
        })
    }

    /// Drawn profiles: more or less filled ones, and those of tests with one or two answers changed.
    fn draw(&mut self, aim: &Aim<'_>, grounds: &[Profile], uncertain: usize) {
        let facts: Vec<FactId> = aim.cone.facts.iter().copied().collect();
        let (pool, mut dice) = (self.pool, Dice::default());
        while !self.is_over(aim) {
            let mut profile = match dice.below(4) {
                0 => match dice.one(self.tests) {
                    Some((_, profile)) => pool.moved(profile, &facts, &mut dice),
                    None => pool.filled(60, &facts, &mut dice),
                },
                1 => pool.filled(100, &facts, &mut dice),
                2 => pool.filled(50, &facts, &mut dice),
                _ => sparked(pool.filled(25, &facts, &mut dice), &self.sparks, &mut dice),
            };
            if let Some(ground) = dice.one(grounds) {
                profile = laid_over(&profile, ground, aim);
            }
            if dice.chance(uncertain) {
                doubt(&mut profile, &mut dice);
            }
            self.spent = self.spent.saturating_add(1);
            self.shoot(aim, &profile);
        }
    }
}

/// Something that applies or not.
#[derive(Clone, Copy)]
enum Site {
    Rule(RuleId),
    Row(TruthId),
}

impl Site {
    fn applies(self, record: &Record) -> bool {
        match self {
            Self::Rule(rule) => matches!(record.became(rule), Status::Then | Status::Else),
            Self::Row(truth) => record.truth_of(truth) > 0.0,
        }
    }
}

/// The rules and the rows of the advice, by the facts that they read.
fn sites(suite: &Suite) -> BTreeMap<Vec<FactId>, Vec<Site>> {
    let (book, plan) = (&suite.program.rulebook, &suite.program.plan);
    let mut sites: BTreeMap<Vec<FactId>, Vec<Site>> = BTreeMap::new();
    for (rule, facts) in plan.index.rule_facts.iter() {
        sites
            .entry(facts.clone())
            .or_default()
            .push(Site::Rule(rule));
    }
    let rows = book.advice.iter().flat_map(|advice| &advice.rows);
    for (row, planned) in rows.zip(&plan.code.advice) {
        if let (Some(when), Some(applies)) = (&row.when, planned.applies) {
            let facts = Cone::read_by(&suite.program, when).named;
            let facts = facts.into_iter().collect();
            sites.entry(facts).or_default().push(Site::Row(applies));
        }
    }
    sites
}

/// A profile with the named facts of another one.
fn laid_over(profile: &Profile, ground: &Profile, aim: &Aim<'_>) -> Profile {
    let mut profile = profile.clone();
    for fact in &aim.cone.named {
        profile.set(*fact, ground.given(*fact).cloned());
    }
    profile
}
