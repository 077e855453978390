//! Holds guarantees against the profiles of tests and, where asked, against those of a search, and proves them as far as a
//! little work goes. Shows nothing.

use super::pool::Pool;
use super::prove::{Decided, Verdict, prove};
use super::search::Search;
use super::witness::Breach;
use std::collections::BTreeMap;

use crate::model::{Guarantee, Profile};
use crate::space::Certainties;
use crate::testing::Suite;

/// Regions that are looked at for a guarantee at most, to prove it beside the tests.
const BUDGET: u32 = 500;

/// What guarantees are held against.
#[derive(Clone, Copy)]
pub struct Trials<'t> {
    /// Which guarantees are wanted.
    pub wanted: &'t dyn Fn(&Guarantee) -> bool,
    /// The profiles that tests evaluate, with the names of the tests.
    pub tests: &'t [(String, &'t Profile)],
    /// Whether profiles are looked for too: then, whether there is no more time for it.
    pub search: Option<&'t dyn Fn() -> bool>,
}

impl std::fmt::Debug for Trials<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Trials")
            .field("tests", &self.tests.len())
            .field("search", &self.search.is_some())
            .finish_non_exhaustive()
    }
}

/// What became of the guarantees of a rulebook.
#[derive(Clone, Debug, Default)]
pub struct Held {
    /// Those that were wanted, in the order of their names.
    pub kept: Vec<Kept>,
    /// Different profiles that they were held against.
    pub profiles: usize,
}

/// What became of a guarantee.
#[derive(Clone, Debug)]
pub struct Kept {
    /// Its place among the promises of the suite.
    pub promise: usize,
    /// How it is broken; none where it held on every profile, which proves nothing about others.
    pub breach: Option<Box<Breach>>,
    /// For answers of which certainty it is proved; none where that was not asked for, or could not be told.
    pub proved: Option<Certainties>,
}

/// Holds the guarantees of a suite against evaluations.
pub fn hold(suite: &Suite, trials: &Trials<'_>) -> Held {
    let book = &suite.program.rulebook;
    let wanted: Vec<usize> = suite
        .promises
        .iter()
        .enumerate()
        .filter(|(_, promise)| {
            let guarantee = book.guarantees.get(promise.guarantee);
            guarantee.is_some_and(|guarantee| (trials.wanted)(guarantee))
        })
        .map(|(at, _)| at)
        .collect();
    if wanted.is_empty() {
        return Held::default();
    }
    let (profiles, mut broken) = searched(suite, (&wanted, trials.tests), trials.search);
    let kept = wanted.iter().map(|at| Kept {
        promise: *at,
        breach: broken.remove(at).map(Box::new),
        proved: None,
    });
    let mut kept: Vec<Kept> = kept.collect();
    if trials.search.is_some() {
        proved(suite, &mut kept);
    }
    Held { kept, profiles }
}

/// How many profiles were tried, and what breaks which promise: of the profiles of tests, and of those of a search where one
/// is asked for.
fn searched(
    suite: &Suite,
    (wanted, tests): (&[usize], &[(String, &Profile)]),
    search: Option<&dyn Fn() -> bool>,
) -> (usize, BTreeMap<usize, Breach>) {
    let pool = Pool::of(&suite.program);
    let mut looking = Search::new(suite, &pool, wanted, tests);
    looking.tests();
    if let Some(stop) = search {
        looking.run(stop);
    }
    let profiles = looking.profiles();
    let found = looking.found().into_iter();
    let broken = found.filter_map(|(at, found)| {
        let breach = suite.promises.get(at)?.breach(suite, found, tests)?;
        Some((at, breach))
    });
    (profiles, broken.collect())
}

/// Decides the wanted guarantees, by the places of their promises, each with so many regions at most. What is not proved for
/// answers of every certainty, a search may still break.
pub fn decide(suite: &Suite, wanted: &dyn Fn(usize) -> bool, budget: u32) -> Vec<Decided> {
    let mut decided = prove(suite, wanted, budget);
    let is_open = |one: &&Decided| {
        let proved = matches!(one.verdict, Verdict::Proved(Certainties::Any));
        !proved && !matches!(one.verdict, Verdict::Refuted(_))
    };
    let open: Vec<usize> = decided
        .iter()
        .filter(is_open)
        .map(|one| one.promise)
        .collect();
    for (at, breach) in searched(suite, (&open, &[]), Some(&|| false)).1 {
        if let Some(one) = decided.iter_mut().find(|one| one.promise == at) {
            one.verdict = Verdict::Refuted(Box::new(breach));
        }
    }
    decided
}

/// Decides those that nothing breaks so far for every profile there can be, as far as a little work goes.
fn proved(suite: &Suite, kept: &mut [Kept]) {
    let whole: Vec<usize> = kept
        .iter()
        .filter(|one| one.breach.is_none())
        .map(|one| one.promise)
        .collect();
    for decided in prove(suite, &|at| whole.contains(&at), BUDGET) {
        let Some(one) = kept.iter_mut().find(|one| one.promise == decided.promise) else {
            continue;
        };
        match decided.verdict {
            Verdict::Proved(certainties) => one.proved = Some(certainties),
            Verdict::Refuted(breach) => one.breach = Some(breach),
            Verdict::Undecided(_) => {}
        }
    }
}
