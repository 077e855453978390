//! For a mutant that no test notices: the profile nearest to one of the tests that tells it apart. Changes no test.

use super::equal::Compared;
use super::mutant::{Change as Edit, Mutant, Root, rule_of};
use super::observe::{Told, first_difference, observe};
use super::run::{Bench, Notices};
use crate::engine::Evaluator;
use crate::model::{FactId, Given, LetId, Profile, Value};
use crate::plan::Program;
use crate::space::{Trial, pairs, trials};
use crate::testing::Change;
use crate::testing::example::example;
use crate::testing::nearest::changed;

/// A profile that tells a mutant apart from the rulebook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witness {
    /// The test whose profile it is, or nearly is.
    pub test: String,
    /// What is different in it.
    pub changes: Vec<Change>,
    /// What the mutant says otherwise.
    pub told: Told,
    /// An example that would notice, ready to be pasted; none where the language cannot ask for what differs.
    pub example: Option<String>,
}

/// Profiles of tests that are looked at with changes from combinations.
const MOST_PROFILES: usize = 200;
/// Profiles of which single facts are changed.
const MOST_CHANGED: usize = 12;
/// Profiles of which two facts are changed.
const MOST_PAIRED: usize = 3;
/// Profiles that are evaluated at most, for each way to search.
const MOST_TRIED: usize = 400;

/// The profile of a test with other values.
struct Candidate {
    test: usize,
    distance: f64,
    /// `None` is unknown.
    values: Vec<(FactId, Option<Value>)>,
}

/// A candidate that tells apart.
struct Found {
    /// How severe the difference is; less is more severe.
    at: usize,
    candidate: Candidate,
    told: Told,
}

impl Found {
    fn is_better_than(&self, other: &Self) -> bool {
        let key = |found: &Self| {
            (
                found.told.expect.is_none(),
                found.candidate.distance,
                found.at,
            )
        };
        key(self) < key(other)
    }
}

/// Looks for a profile that tells apart: as they are, then with what a comparison found, then with one and two changes.
pub(super) fn witness(
    bench: &Bench<'_>,
    order: &[usize],
    (program, mutant, rows): (&Program, &Mutant, Vec<f64>),
    (compared, stop): (&Compared, &dyn Fn() -> bool),
) -> Option<Witness> {
    let mut search = Search {
        bench,
        mutant,
        evaluators: (
            Evaluator::new(&bench.suite.program),
            Evaluator::new(program),
        ),
        program,
        rows,
        shown: (Vec::new(), Vec::new()),
        stop,
    };
    let ways: [&dyn Fn() -> Vec<Candidate>; 4] = [
        &|| as_they_are(bench, order),
        &|| combined(bench, order, compared),
        &|| singles(bench, order, mutant),
        &|| paired(bench, order, mutant),
    ];
    // A difference that an example can ask for is worth more than a nearer one that none can.
    let mut other = None;
    for way in ways {
        match search.nearest(way()) {
            Some(found) if found.example.is_some() => return Some(found),
            found => other = other.or(found),
        }
    }
    other
}

struct Search<'s, 'p> {
    bench: &'s Bench<'s>,
    mutant: &'s Mutant,
    program: &'p Program,
    rows: Vec<f64>,
    evaluators: (Evaluator<'s>, Evaluator<'p>),
    shown: (Vec<f64>, Vec<f64>),
    stop: &'s dyn Fn() -> bool,
}

impl Search<'_, '_> {
    /// The nearest candidate that tells apart in a way that an example can ask for, else the nearest of all; among equally
    /// near ones the one with the most severe difference.
    fn nearest(&mut self, mut candidates: Vec<Candidate>) -> Option<Witness> {
        candidates.sort_by(|one, other| one.distance.total_cmp(&other.distance));
        let mut best: Option<Found> = None;
        for candidate in candidates.into_iter().take(MOST_TRIED) {
            let mut asked = best.iter().filter(|best| best.told.expect.is_some());
            let done = asked.any(|best| candidate.distance > best.candidate.distance);
            if done || (self.stop)() {
                break;
            }
            let Some((at, told)) = self.difference(&candidate) else {
                continue;
            };
            let found = Found {
                at,
                candidate,
                told,
            };
            if best.as_ref().is_none_or(|best| found.is_better_than(best)) {
                best = Some(found);
            }
        }
        let best = best?;
        self.told(&best.candidate, best.told)
    }

    fn difference(&mut self, candidate: &Candidate) -> Option<(usize, Told)> {
        let bench = self.bench;
        let profile = profile(bench, candidate)?;
        let original = &bench.suite.program;
        let (before, after) = &mut self.shown;
        let record = self.evaluators.0.evaluate(&profile).ok()?;
        observe(&bench.layout, original, (original, &[]), record, before);
        let record = self.evaluators.1.evaluate(&profile).ok()?;
        let mutant = (self.program, &*self.rows);
        observe(&bench.layout, original, mutant, record, after);
        let at = first_difference(before, after)?;
        Some((at, bench.told(at, (before, after))?))
    }

    fn told(&self, candidate: &Candidate, told: Told) -> Option<Witness> {
        let test = self.bench.tests.get(candidate.test)?;
        let book = &self.bench.suite.program.rulebook;
        let values = candidate.values.iter();
        let changes =
            values.map(|(fact, value)| changed(book, test.profile, (*fact, value.as_ref())));
        let profile = profile(self.bench, candidate)?;
        let title = format!("{}: {}", self.mutant.subject, self.mutant.operator.about());
        Some(Witness {
            test: test.name.to_owned(),
            changes: changes.collect(),
            example: told
                .expect
                .as_ref()
                .map(|expect| example(book, &title, &profile, std::slice::from_ref(expect))),
            told,
        })
    }
}

fn profile(bench: &Bench<'_>, candidate: &Candidate) -> Option<Profile> {
    let mut profile = bench.tests.get(candidate.test)?.profile.clone();
    for (fact, value) in &candidate.values {
        profile.set(*fact, value.clone().map(Given::certain));
    }
    Some(profile)
}

/// The profiles of cases: what their snapshots would show is not looked at by any test.
fn as_they_are(bench: &Bench<'_>, order: &[usize]) -> Vec<Candidate> {
    let cases = order.iter().filter(|at| {
        let test = bench.tests.get(**at);
        test.is_some_and(|test| matches!(test.notices, Notices::Expected(_)))
    });
    let candidate = |test: &usize| Candidate {
        test: *test,
        distance: 0.0,
        values: Vec::new(),
    };
    cases.map(candidate).collect()
}

/// The profiles with values on which the changed part is known to differ.
fn combined(bench: &Bench<'_>, order: &[usize], compared: &Compared) -> Vec<Candidate> {
    let Compared::Differs(combinations) = compared else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for at in order.iter().take(MOST_PROFILES) {
        let Some(test) = bench.tests.get(*at) else {
            continue;
        };
        for cells in combinations {
            let given = |fact| test.profile.given(fact).map(|given| &given.value);
            let moved = cells.iter().filter(|(fact, cell)| !cell.has(given(*fact)));
            let values: Vec<_> = moved.map(|(fact, cell)| (*fact, cell.value())).collect();
            let unknown = values.iter().filter(|(_, value)| value.is_none()).count();
            // An answer taken away is worth less than another answer.
            let distance = count(values.len()) + count(unknown) / 4.0;
            found.push(Candidate {
                test: *at,
                distance,
                values,
            });
        }
    }
    found
}

fn count(number: usize) -> f64 {
    u32::try_from(number).map_or(f64::INFINITY, f64::from)
}

/// Other answers to what can matter for a mutant, of the profiles of some tests.
fn others(bench: &Bench<'_>, order: &[usize], mutant: &Mutant) -> Vec<(usize, Vec<Trial>)> {
    let program = &bench.suite.program;
    let wanted = |fact: FactId| matters(program, &mutant.change, fact);
    let test = |at: &usize| Some((*at, trials(program, bench.tests.get(*at)?.profile, &wanted)));
    order.iter().filter_map(test).collect()
}

fn candidate<'t>(test: usize, trials: impl Iterator<Item = &'t Trial> + Clone) -> Candidate {
    Candidate {
        test,
        distance: trials.clone().map(|trial| trial.distance).sum(),
        values: trials
            .map(|trial| (trial.fact, Some(trial.value.clone())))
            .collect(),
    }
}

fn singles(bench: &Bench<'_>, order: &[usize], mutant: &Mutant) -> Vec<Candidate> {
    let order = order.get(..MOST_CHANGED.min(order.len())).unwrap_or(order);
    let others = others(bench, order, mutant);
    let each = others.iter();
    let each = each.flat_map(|(test, trials)| trials.iter().map(|trial| (*test, trial)));
    each.map(|(test, trial)| candidate(test, std::iter::once(trial)))
        .collect()
}

fn paired(bench: &Bench<'_>, order: &[usize], mutant: &Mutant) -> Vec<Candidate> {
    let order = order.get(..MOST_PAIRED.min(order.len())).unwrap_or(order);
    let others = others(bench, order, mutant);
    let each = others.iter();
    let each =
        each.flat_map(|(test, trials)| pairs(trials).take(MOST_TRIED).map(|pair| (*test, pair)));
    each.map(|(test, pair)| candidate(test, pair.into_iter()))
        .collect()
}

/// Whether a fact can matter for what a change touches.
fn matters(program: &Program, change: &Edit, fact: FactId) -> bool {
    let plan = &program.plan;
    let derived = |id: LetId| {
        plan.index
            .let_facts
            .find(id)
            .is_some_and(|facts| facts.contains(&fact))
    };
    if let Some(rule) = rule_of(change) {
        return plan.index.rule_facts[rule].contains(&fact);
    }
    match change {
        Edit::Part(Root::Let(id) | Root::List(id, _), ..) | Edit::Rows(id, _) => derived(*id),
        _ => plan.index.read.find(fact).copied().unwrap_or(false),
    }
}
