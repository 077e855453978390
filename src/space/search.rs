//! Branch and bound over what is open: a region whose bounds leave open what is sought is split by the fact on which that
//! hangs most, until each part is decided or the work is spent. What is sought is data.

use super::answers::{Answers, put};
use super::region::{Assumed, Atlas, Bounded, Doubt, Field};
use crate::model::{Claim, FactId, OutcomeId, ProbeId, TruthId, Value};
use crate::plan::Program;

/// What is sought among the completions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goal {
    /// Any advice but this one.
    Other(Option<OutcomeId>),
    /// This advice.
    This(Option<OutcomeId>),
}

impl Goal {
    /// Whether an advice is what is sought.
    pub fn is(self, outcome: Option<OutcomeId>) -> bool {
        match self {
            Self::Other(one) => outcome != one,
            Self::This(one) => outcome == one,
        }
    }
}

/// What came of a search.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Sought {
    /// Nothing in the region is what is sought: proved.
    Nothing,
    /// These answers, all others staying away, are.
    Answers(Answers),
    /// Neither: the work is spent, or the bounds cannot tell.
    Open,
}

/// The work that one search may do, in regions; the same on every machine.
#[derive(Debug)]
pub(super) struct Work {
    pub(super) left: u32,
}

/// Splits behind one another at most.
const DEEPEST: u32 = 256;

/// Steps of a plan up to which a region in which a claim may be broken counts as one.
const STEPS_OF_ONE: usize = 3_000;

/// Rounds in which what has to be so is followed up at most.
const MOST_ROUNDS: u32 = 4;

/// What a search is after.
#[derive(Clone, Copy, Debug)]
pub(super) enum Aim<'a> {
    /// An advice.
    Advice(Goal),
    /// A profile that breaks what a guarantee states.
    Breach(&'a Claim<ProbeId>),
}

/// Whether these answers, all others staying away, are what is sought.
pub type IsIt<'s> = dyn FnMut(&[(FactId, Value)]) -> bool + 's;

/// Answers that are what is sought, these among them, all others staying away.
pub(super) type Find<'s> = dyn FnMut(&[(FactId, Value)]) -> Option<Answers> + 's;

/// One search.
pub(super) struct Search<'s> {
    pub(super) program: &'s Program,
    pub(super) atlas: &'s Atlas,
    pub(super) aim: Aim<'s>,
    pub(super) find: &'s mut Find<'s>,
    pub(super) work: &'s mut Work,
}

struct Seeking<'s> {
    search: Search<'s>,
    /// What one region counts.
    cost: u32,
    doubt: Doubt,
    path: Answers,
}

/// Where a search is.
#[derive(Clone, Copy, Debug)]
struct At {
    /// How often may be split behind it.
    deeper: u32,
    /// Whether the answers so far are others than those that were tried before.
    more: bool,
    /// What gives the advice, by its place among all that decide; `None` where that is left open.
    by: Option<Option<usize>>,
}

impl Search<'_> {
    /// Seeks in a region.
    pub(super) fn run(self, bounds: &mut Bounded) -> Sought {
        let doubt = Doubt::new(self.program);
        let code = &self.program.plan.code;
        let steps = code.early.len().saturating_add(code.late.len());
        let times = u32::try_from(steps / STEPS_OF_ONE).unwrap_or(u32::MAX);
        let cost = match self.aim {
            Aim::Advice(_) => 1,
            Aim::Breach(_) => times.saturating_add(1),
        };
        let mut seeking = Seeking {
            search: self,
            cost,
            doubt,
            path: Vec::new(),
        };
        let at = At {
            deeper: DEEPEST,
            more: true,
            by: None,
        };
        seeking.part(bounds, at)
    }
}

impl Seeking<'_> {
    fn part(&mut self, bounds: &mut Bounded, at: At) -> Sought {
        match self.search.aim {
            Aim::Advice(goal) => self.advice(bounds, goal, at),
            Aim::Breach(claim) => match at.by {
                None => self.breach_by_each(bounds, claim, at),
                Some(_) => self.breach(bounds, claim, at),
            },
        }
    }

    fn advice(&mut self, bounds: &mut Bounded, goal: Goal, at: At) -> Sought {
        let outcomes = bounds.outcomes();
        let sought = outcomes.iter().filter(|one| goal.is(**one)).count();
        if sought == 0 {
            return Sought::Nothing;
        }
        let all = sought == outcomes.len();
        if let Some(found) = self.hit(at.more) {
            return found;
        }
        let (program, atlas) = (self.search.program, self.search.atlas);
        let doubt = &mut self.doubt;
        let fact = bounds.in_doubt(program, atlas, &|one| goal.is(one), doubt);
        let fact = fact.filter(|_| !all);
        // What hangs on it through a script is not known: as long as anything is left to tell apart, it is.
        let splits = |fact: &FactId| atlas.splits(program, *fact, bounds.field(*fact));
        let mut read = program.plan.index.read.iter();
        let any = || {
            let open = read.find(|(fact, read)| **read && splits(fact));
            open.map(|(fact, _)| fact)
        };
        match (fact.or_else(any), goal) {
            // One profile is left, and it was tried: it leads elsewhere, or nowhere.
            (None, Goal::This(_)) => Sought::Nothing,
            (fact, _) => self.split(bounds, fact, at),
        }
    }

    /// The answers so far, or more of them, where they are what is sought.
    fn hit(&mut self, more: bool) -> Option<Sought> {
        let found = more.then(|| (self.search.find)(&self.path)).flatten();
        found.map(Sought::Answers)
    }

    /// Seeks in each part that a fact makes.
    fn split(&mut self, bounds: &mut Bounded, fact: Option<FactId>, at: At) -> Sought {
        let (Some(fact), Some(deeper)) = (fact, at.deeper.checked_sub(1)) else {
            return Sought::Open;
        };
        let (program, atlas) = (self.search.program, self.search.atlas);
        let parts = atlas.parts_of(program, fact, bounds.field(fact));
        // Numbers without an end cannot be halved any more once they are as large as a double can be.
        let mut found = match parts.is_empty() {
            true => Sought::Open,
            false => Sought::Nothing,
        };
        for case in &*parts {
            if !self.spend() {
                return Sought::Open;
            }
            let narrowed = bounds.narrow(program, atlas, (fact, case.field));
            let path = self.path.clone();
            put(&mut self.path, fact, case.value.clone());
            let more = case.value.is_some();
            let of_part = match narrowed {
                Ok(()) => self.part(bounds, At { deeper, more, ..at }),
                Err(_) => Sought::Open,
            };
            self.path = path;
            bounds.widen(atlas);
            match of_part {
                Sought::Nothing => {}
                Sought::Open => found = Sought::Open,
                Sought::Answers(facts) => return Sought::Answers(facts),
            }
        }
        found
    }

    /// Whether there was work left for one more region. Where much is asked for in each, it counts several times.
    fn spend(&mut self) -> bool {
        let left = self.search.work.left.checked_sub(self.cost);
        self.search.work.left = left.unwrap_or(0);
        left.is_some()
    }

    /// Seeks what breaks a claim, for each that may give the advice by itself where the claim is about that.
    fn breach_by_each(&mut self, bounds: &mut Bounded, claim: &Claim<ProbeId>, at: At) -> Sought {
        let (program, atlas) = (self.search.program, self.search.atlas);
        let about_advice = claim
            .asked_first()
            .any(|probe| atlas.asks_advice(program, probe));
        if !about_advice {
            return self.breach(bounds, claim, at);
        }
        let mut found = Sought::Nothing;
        for by in bounds.deciders(program) {
            match self.breach(bounds, claim, At { by: Some(by), ..at }) {
                Sought::Nothing => {}
                Sought::Open => found = Sought::Open,
                Sought::Answers(facts) => return Sought::Answers(facts),
            }
        }
        found
    }

    /// Seeks what breaks a claim: first what has to be so where it is broken, then part by part.
    fn breach(&mut self, bounds: &mut Bounded, claim: &Claim<ProbeId>, at: At) -> Sought {
        let (program, atlas) = (self.search.program, self.search.atlas);
        let path = self.path.clone();
        let mut narrowed: usize = 0;
        let mut more = at.more;
        let mut found = None;
        for _ in 0..MOST_ROUNDS {
            let Some(assumed) = self.assumed(bounds, claim, at.by) else {
                found = Some(Sought::Nothing);
                break;
            };
            let fields: Vec<(FactId, Field)> = assumed.fields().collect();
            if fields.is_empty() {
                break;
            }
            for (fact, field) in fields {
                let value = atlas.value_in(program, fact, field);
                more |= value.is_some();
                put(&mut self.path, fact, value);
                narrowed = narrowed.saturating_add(1);
                // INVARIANT: over a region no step fails; what cannot be computed is open.
                let _ = bounds.narrow(program, atlas, (fact, field));
            }
        }
        let found = found.or_else(|| self.hit(more));
        let found = found.unwrap_or_else(|| {
            let fact = self.fact(bounds, claim, at.by);
            self.split(bounds, fact, at)
        });
        for _ in 0..narrowed {
            bounds.widen(atlas);
        }
        self.path = path;
        found
    }

    /// What has to be so where a claim is broken; `None` where nothing breaks it.
    fn assumed(
        &mut self,
        bounds: &mut Bounded,
        claim: &Claim<ProbeId>,
        by: Option<Option<usize>>,
    ) -> Option<Assumed> {
        let program = self.search.program;
        bounds.decide_anew(program, self.search.atlas);
        if by.is_some_and(|by| !bounds.deciders(program).contains(&by)) {
            return None;
        }
        let before = bounds.suppose(program, by);
        let mut found = Assumed::default();
        if let Some(by) = by {
            bounds.assume_by(program, by, &mut found);
        }
        let may = self.may_break(bounds, (claim, by), &mut found);
        bounds.put_back(before);
        (may && !found.is_refuted()).then_some(found)
    }

    fn may_break(
        &self,
        bounds: &mut Bounded,
        (claim, by): (&Claim<ProbeId>, Option<Option<usize>>),
        found: &mut Assumed,
    ) -> bool {
        let Claim::Stated { always, cond, when } = claim else {
            return true;
        };
        let (program, atlas) = (self.search.program, self.search.atlas);
        let probes = &program.plan.code.probes;
        if !bounds.set_apart(found) {
            return false;
        }
        if let Some(when) = when {
            let may = bounds.ask_where(program, atlas, *when, found);
            if may.yes.is_none() || found.is_refuted() {
                return false;
            }
            bounds.assume(program, probes[*when].shape.truth, true, found);
            if !bounds.set_apart(found) {
                return false;
            }
        }
        if by.is_some_and(|by| !bounds.may_decide_where(program, atlas, by, found)) {
            return false;
        }
        let may = bounds.ask_where(program, atlas, *cond, found);
        let truth = probes[*cond].shape.truth;
        match always {
            false => {
                bounds.assume(program, truth, true, found);
                may.yes.is_some()
            }
            true => {
                if !may.unknown {
                    bounds.assume(program, truth, false, found);
                }
                may.no.is_some() || may.unknown
            }
        }
    }

    /// The fact to split a region by where a claim may be broken. What is assumed hides what is open behind it: it is looked at
    /// without that where nothing else is open.
    fn fact(
        &mut self,
        bounds: &mut Bounded,
        claim: &Claim<ProbeId>,
        by: Option<Option<usize>>,
    ) -> Option<FactId> {
        let (program, atlas) = (self.search.program, self.search.atlas);
        let code = &program.plan.code;
        let applies = by.flatten().and_then(|at| code.deciding.get(at)?.applies);
        let mut asked = claim
            .asked_first()
            .map(|probe| code.probes[probe].shape.truth);
        let when = asked.next();
        let truths: Vec<TruthId> = when.into_iter().chain(applies).chain(asked).collect();
        let found = self.hangs_on(bounds, &truths);
        if found.is_some() {
            return found;
        }
        bounds.decide_anew(program, atlas);
        let before = bounds.suppose(program, by);
        for probe in claim.asked_first() {
            bounds.ask_where(program, atlas, probe, &mut Assumed::default());
        }
        let found = self.hangs_on(bounds, &truths);
        bounds.put_back(before);
        if found.is_some() || by.is_none() {
            return found;
        }
        // What stands before it may still give the advice.
        bounds.in_doubt(program, atlas, &|_| true, &mut self.doubt)
    }

    fn hangs_on(&mut self, bounds: &Bounded, truths: &[TruthId]) -> Option<FactId> {
        let (program, atlas) = (self.search.program, self.search.atlas);
        let mut truths = truths.iter();
        truths.find_map(|truth| bounds.hangs_on(program, atlas, *truth, &mut self.doubt))
    }
}
