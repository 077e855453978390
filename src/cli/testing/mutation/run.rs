//! From results of tests to what mutants are held against, and the bounds of the run. Shows nothing.

use std::time::Duration;

use crate::base::{Limits, SourceMap, has_errors};
use crate::cli::files;
use crate::cli::session::Failure;
use crate::cli::testing::clock::Deadline;
use crate::cli::testing::find::Target;
use crate::cli::testing::guarantees;
use crate::cli::testing::run::{Item, Tested};
use crate::cli::testing::snapshots::{Shot, State};
use crate::model::Profile;
use crate::profile::{self, Input, Names};
use crate::testing::Verdict;
use crate::testing::mutation::{self, Fate, Mutated, Options, Proof, Subject};

/// What became of the mutants of all targets.
pub(in crate::cli) struct Mutations {
    /// The targets in order.
    pub targets: Vec<Tried>,
    /// The least score that is good enough, in percent.
    pub least: Option<f64>,
}

/// What became of the mutants of a target.
pub(in crate::cli) struct Tried {
    /// The rulebook as shown to the user.
    pub rulebook: String,
    /// The texts of the rulebook.
    pub files: SourceMap,
    /// Tests that pass, against which the mutants were run.
    pub tests: usize,
    /// Guarantees that hold in what these tests evaluate.
    pub guarantees: usize,
    /// Tests that do not, and cannot notice anything.
    pub failing: usize,
    /// The mutants.
    pub mutated: Mutated,
}

/// How many mutants met which fate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::cli) struct Counts {
    /// Some test noticed.
    pub killed: usize,
    /// No test noticed.
    pub survived: usize,
    /// No test can notice; by the kind of the proof, in the order of [`Proof::ALL`].
    pub same: [usize; Proof::ALL.len()],
    /// There was no time.
    pub not_run: usize,
    /// There were more than were wanted.
    pub left_out: usize,
}

impl Counts {
    fn of(mutated: &Mutated) -> Self {
        let mut counts = Self {
            left_out: mutated.made.saturating_sub(mutated.mutants.len()),
            ..Self::default()
        };
        for (_, fate) in &mutated.mutants {
            let count = match fate {
                Fate::Killed(_) => &mut counts.killed,
                Fate::Survived(_) => &mut counts.survived,
                Fate::Same(proof) => match counts.same.get_mut(*proof as usize) {
                    Some(count) => count,
                    None => continue,
                },
                Fate::NotRun => &mut counts.not_run,
            };
            *count = count.saturating_add(1);
        }
        counts
    }

    fn and(self, other: Self) -> Self {
        let mut same = self.same;
        for (count, more) in same.iter_mut().zip(other.same) {
            *count = count.saturating_add(more);
        }
        Self {
            same,
            killed: self.killed.saturating_add(other.killed),
            survived: self.survived.saturating_add(other.survived),
            not_run: self.not_run.saturating_add(other.not_run),
            left_out: self.left_out.saturating_add(other.left_out),
        }
    }

    /// Those that count: killed or survived.
    pub(super) fn counted(self) -> usize {
        self.killed.saturating_add(self.survived)
    }

    /// The share of those that were noticed, in percent; none where there are none.
    #[expect(
        clippy::cast_precision_loss,
        reason = "counts of mutants are far below what a double holds exactly"
    )]
    pub(super) fn score(self) -> Option<f64> {
        let counted = self.counted();
        (counted > 0).then(|| self.killed as f64 * 100.0 / counted as f64)
    }
}

impl Mutations {
    /// The counts of all targets.
    pub(super) fn counts(&self) -> Counts {
        let all = self
            .targets
            .iter()
            .map(|target| Counts::of(&target.mutated));
        all.fold(Counts::default(), Counts::and)
    }

    /// Whether the score is below what is asked for; where nothing was run, it is.
    pub(in crate::cli) fn is_too_low(&self) -> bool {
        self.least
            .is_some_and(|least| self.counts().score().is_none_or(|score| score < least))
    }

    /// Whether there was no test that could notice anything.
    pub(in crate::cli) fn is_blind(&self) -> bool {
        self.targets.iter().all(|target| target.tests == 0)
    }
}

/// The bounds of a run.
#[derive(Clone, Copy, Debug)]
pub(in crate::cli) struct Bounds {
    /// Mutants of a rulebook.
    pub most: usize,
    /// When no further mutant is begun.
    pub end: Deadline,
}

impl Bounds {
    /// From now on.
    pub(in crate::cli) fn new(most: usize, seconds: u64) -> Self {
        Self {
            most,
            end: Deadline::after(Duration::from_secs(seconds)),
        }
    }
}

/// Runs the mutants of a target against those of its tests that pass.
pub(in crate::cli) fn run(
    target: &Target,
    tested: &Tested,
    bounds: &Bounds,
) -> Result<Tried, Failure> {
    let passed = |item: &&Item| matches!(item.verdict, Verdict::Passed);
    let mut subject = Subject {
        suite: &tested.suite,
        cases: tested
            .items
            .iter()
            .filter(passed)
            .map(|item| (item.at, item.name.clone()))
            .collect(),
        guarantees: guarantees::unbroken(tested),
        profiles: Vec::new(),
    };
    for shot in &tested.shots.shots {
        if matches!(shot.state, State::Same) {
            subject.profiles.extend(profile(target, tested, shot)?);
        }
    }
    let tests = subject.cases.len().saturating_add(subject.profiles.len());
    let all = tested.items.len().saturating_add(tested.shots.shots.len());
    let lost = tested
        .suite
        .broken
        .len()
        .saturating_add(tested.shots.broken)
        .saturating_add(guarantees::broken(tested));
    let stop = || bounds.end.is_over();
    let options = Options {
        most: bounds.most,
        stop: &stop,
    };
    Ok(Tried {
        rulebook: tested.rulebook.clone(),
        files: tested.suite.program.rulebook.files.clone(),
        tests,
        guarantees: subject.guarantees.len(),
        failing: all.saturating_sub(tests).saturating_add(lost),
        mutated: mutation::run(&subject, &options),
    })
}

/// The profile of a snapshot.
fn profile(
    target: &Target,
    tested: &Tested,
    shot: &Shot,
) -> Result<Option<(String, Profile)>, Failure> {
    let shown =
        |path: &std::path::PathBuf| files::shown(path).trim_start_matches("./") == shot.profile;
    let Some(path) = target.profiles.iter().find(|path| shown(path)) else {
        return Ok(None);
    };
    let bytes = files::read(path, Limits::DEFAULT.profile_bytes)?;
    let book = &tested.suite.program.rulebook;
    let id = super::super::run::stem(path);
    let input = Input {
        name: &shot.profile,
        id_default: &id,
        file: crate::base::FileId(u32::MAX),
        bytes: &bytes,
        format: None,
    };
    let reading = profile::read_with(&input, &Names::of(book));
    let sound = !has_errors(&reading.diagnostics);
    let profile = reading.profile.filter(|_| sound);
    Ok(profile.map(|profile| (shot.profile.clone(), profile)))
}
