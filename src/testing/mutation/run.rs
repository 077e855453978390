//! Runs mutants against the tests, on all processors, with results that depend on no thread. Shows nothing.

use super::equal::{Compared, Proof, compare, proof};
use super::mutant::{self, Change, Mutant};
use super::observe::{Layout, Told, first_difference, observe, rows, told};
use super::promised::Promised;
use super::sound::checks;
use super::witness::{Witness, witness};
use crate::base::{IdVec, in_parallel};
use crate::engine::{Evaluator, Status};
use crate::model::{ProbeId, Profile, RuleId};
use crate::plan::Program;
use crate::space::{Reach, reach};
use crate::testing::{Case, Suite};

/// What mutants are held against.
#[derive(Clone, Debug)]
pub struct Subject<'s> {
    /// The rulebook with its cases.
    pub suite: &'s Suite,
    /// The cases that pass, by their place in the suite, with their full names.
    pub cases: Vec<(usize, String)>,
    /// The guarantees that hold, by the place of their promises in the suite, with their full names.
    pub guarantees: Vec<(usize, String)>,
    /// The profiles whose snapshots are as accepted, with their names.
    pub profiles: Vec<(String, Profile)>,
}

/// What bounds a run.
#[derive(Clone, Copy)]
pub struct Options<'a> {
    /// Mutants that are run at most; of more, an even choice.
    pub most: usize,
    /// Whether no further mutant may be begun.
    pub stop: &'a (dyn Fn() -> bool + Sync),
}

impl std::fmt::Debug for Options<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Options")
            .field("most", &self.most)
            .finish_non_exhaustive()
    }
}

/// What became of the mutants of a rulebook.
#[derive(Clone, Debug)]
pub struct Mutated {
    /// How many could be made, without those that survived and that the check of the rulebook refuses.
    pub made: usize,
    /// Those that were chosen, in the order of the text, each with its fate.
    pub mutants: Vec<(Mutant, Fate)>,
}

/// What became of a mutant.
#[derive(Clone, Debug)]
pub enum Fate {
    /// A test noticed.
    Killed(Killer),
    /// No test noticed; the nearest profile that tells it apart from the rulebook, where one was found.
    Survived(Option<Box<Witness>>),
    /// It behaves the same on every profile, so that no test can notice.
    Same(Proof),
    /// There was no time for it.
    NotRun,
}

/// The test or the guarantee that noticed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Killer {
    /// Its name.
    pub test: String,
    /// What differs, for a snapshot; none where an expectation or a guarantee no longer holds or the evaluation fails.
    pub told: Option<Told>,
}

/// Makes the mutants of the subject's rulebook and runs them.
pub fn run(subject: &Subject<'_>, options: &Options<'_>) -> Mutated {
    let all = super::mutants(&subject.suite.program.rulebook);
    let mut made = all.len();
    let chosen = evenly(all, options.most);
    let files = &subject.suite.program.rulebook.files;
    let bench = Bench::new(subject);
    let mut mutants = Vec::with_capacity(chosen.len());
    let mut fates = Vec::with_capacity(chosen.len());
    in_parallel(
        &chosen,
        |mutant| {
            if (options.stop)() {
                return Some(Fate::NotRun);
            }
            let fate = bench.fate(mutant, options);
            let counts = !matches!(fate, Fate::Survived(_)) || checks(files, mutant);
            counts.then_some(fate)
        },
        |fate| {
            fates.push(fate);
            true
        },
    );
    for (mutant, fate) in chosen.into_iter().zip(fates) {
        match fate {
            Some(fate) => mutants.push((mutant, fate)),
            None => made = made.saturating_sub(1),
        }
    }
    Mutated { made, mutants }
}

/// So many of them, spread over all.
fn evenly<T>(all: Vec<T>, most: usize) -> Vec<T> {
    let len = all.len();
    if len <= most {
        return all;
    }
    let mut kept = Vec::with_capacity(most);
    for (at, one) in all.into_iter().enumerate() {
        // Where the share of those seen passes a whole number, one is kept.
        let share = |seen: usize| seen.saturating_mul(most).checked_div(len).unwrap_or(0);
        if share(at.saturating_add(1)) > share(at) {
            kept.push(one);
        }
    }
    kept
}

/// A test of the subject.
pub(super) struct Test<'s> {
    pub name: &'s str,
    pub profile: &'s Profile,
    pub notices: Notices<'s>,
}

/// How a test notices.
pub(super) enum Notices<'s> {
    /// By what has to hold.
    Expected(&'s [ProbeId]),
    /// By all that is shown.
    Shown(Vec<f64>),
}

/// The tests with what they say of the rulebook as it is.
pub(super) struct Bench<'s> {
    pub suite: &'s Suite,
    pub layout: Layout,
    pub tests: Vec<Test<'s>>,
    /// The tests in which each rule fires.
    fired: IdVec<RuleId, Vec<usize>>,
    /// The guarantees, as far as they hold in the tests.
    promised: Promised<'s>,
    /// What can happen over all profiles, for proofs.
    reach: Option<Reach>,
}

impl<'s> Bench<'s> {
    pub(super) fn new(subject: &'s Subject<'s>) -> Self {
        let suite = subject.suite;
        let program = &suite.program;
        let mut bench = Self {
            suite,
            layout: Layout::of(program),
            tests: Vec::new(),
            fired: program.rulebook.rules.ids().map(|_| Vec::new()).collect(),
            promised: Promised::of(suite, &subject.guarantees),
            reach: reach(program).ok(),
        };
        let mut evaluator = Evaluator::new(program);
        for (at, name) in &subject.cases {
            if let Some(case) = suite.cases.get(*at) {
                bench.case(&mut evaluator, name, case);
            }
        }
        for (name, profile) in &subject.profiles {
            bench.snapshot(&mut evaluator, name, profile);
        }
        let profiles = bench.tests.iter().map(|test| test.profile);
        bench.promised.raise(&mut evaluator, profiles);
        bench
    }

    fn case(&mut self, evaluator: &mut Evaluator<'_>, name: &'s str, case: &'s Case) {
        let notices = Notices::Expected(&case.expects);
        self.add(evaluator, (name, &case.profile), notices);
    }

    fn snapshot(&mut self, evaluator: &mut Evaluator<'_>, name: &'s str, profile: &'s Profile) {
        self.add(evaluator, (name, profile), Notices::Shown(Vec::new()));
    }

    /// A test whose profile cannot be evaluated is none.
    fn add(
        &mut self,
        evaluator: &mut Evaluator<'_>,
        (name, profile): (&'s str, &'s Profile),
        mut notices: Notices<'s>,
    ) {
        let Ok(record) = evaluator.evaluate(profile) else {
            return;
        };
        let program = &self.suite.program;
        for id in program.rulebook.rules.ids() {
            if matches!(record.became(id), Status::Then | Status::Else) {
                self.fired[id].push(self.tests.len());
            }
        }
        if let Notices::Shown(shown) = &mut notices {
            observe(&self.layout, program, (program, &[]), record, shown);
        }
        self.promised.add(program, record);
        self.tests.push(Test {
            name,
            profile,
            notices,
        });
    }

    /// The tests, those first in which the rule of a change fires.
    pub(super) fn order(&self, change: &Change) -> Vec<usize> {
        let likely = mutant::rule_of(change).map_or(&[][..], |rule| &self.fired[rule]);
        let mut order = likely.to_vec();
        let mut rest = likely.iter().copied().peekable();
        for at in 0..self.tests.len() {
            if rest.peek() == Some(&at) {
                rest.next();
            } else {
                order.push(at);
            }
        }
        order
    }

    fn fate(&self, mutant: &Mutant, options: &Options<'_>) -> Fate {
        let original = &self.suite.program;
        let program = mutant::program(original, &self.suite.conditions, mutant);
        let rows = rows(&original.rulebook, (&program, mutant));
        let order = self.order(&mutant.change);
        if let Some(killer) = self.killer(&order, (&program, &rows)) {
            return Fate::Killed(killer);
        }
        if let Some(proof) = proof(original, self.reach.as_ref(), (&program, mutant, &rows)) {
            return Fate::Same(proof);
        }
        let compared = compare(original, mutant);
        if matches!(compared, Compared::Same) {
            return Fate::Same(Proof::Combinations);
        }
        let mutant = (&program, mutant, rows);
        let found = witness(self, &order, mutant, (&compared, options.stop));
        Fate::Survived(found.map(Box::new))
    }

    /// The first test that notices.
    fn killer(&self, order: &[usize], (program, rows): (&Program, &[f64])) -> Option<Killer> {
        let mut evaluator = Evaluator::new(program);
        let mut shown = Vec::with_capacity(self.layout.aspects.len());
        let noticed = order
            .iter()
            .find_map(|at| self.noticed(*at, (program, rows), &mut evaluator, &mut shown));
        let profile = |at: usize| self.tests.get(at).map(|test| test.profile);
        noticed.or_else(|| {
            self.promised
                .turned(&mut evaluator, &profile)
                .map(killed_by)
        })
    }

    /// Whether a test notices, and what, or a guarantee on what the test evaluates.
    fn noticed(
        &self,
        at: usize,
        (program, rows): (&Program, &[f64]),
        evaluator: &mut Evaluator<'_>,
        shown: &mut Vec<f64>,
    ) -> Option<Killer> {
        let test = self.tests.get(at)?;
        let Ok(record) = evaluator.evaluate(test.profile) else {
            return Some(killed_by(test.name));
        };
        let noticed = match &test.notices {
            Notices::Expected(probes) => {
                let mut probes = probes.iter();
                let held = probes
                    .all(|probe| record.probe(program, *probe).is_ok_and(|truth| truth > 0.0));
                (!held).then(|| killed_by(test.name))
            }
            Notices::Shown(before) => {
                let original = &self.suite.program;
                observe(&self.layout, original, (program, rows), record, shown);
                first_difference(before, shown).map(|at| Killer {
                    told: self.told(at, (before, shown)),
                    ..killed_by(test.name)
                })
            }
        };
        noticed.or_else(|| self.promised.broken(at, program, record).map(killed_by))
    }

    /// A difference in words.
    pub(super) fn told(&self, at: usize, (before, after): (&[f64], &[f64])) -> Option<Told> {
        let aspect = self.layout.aspects.get(at)?;
        let pair = (*before.get(at)?, *after.get(at)?);
        Some(told(&self.suite.program.rulebook, *aspect, pair))
    }
}

fn killed_by(test: &str) -> Killer {
    Killer {
        test: test.to_owned(),
        told: None,
    }
}

#[cfg(test)]
mod tests {
    use super::evenly;

    #[test]
    fn of_many_an_even_choice_is_kept() {
        assert_eq!(evenly((0..10).collect(), 20).len(), 10);
        assert_eq!(evenly((0..10).collect(), 4), [2, 4, 7, 9]);
        assert_eq!(evenly((0..1000).collect(), 7).len(), 7);
        assert!(evenly(vec![1, 2], 0).is_empty());
    }
}
