//! Reads what a target needs and runs it. Shows nothing.

use std::collections::BTreeSet;
use std::path::Path;

use super::find::Target;
use super::guarantees;
use super::snapshots::{self, Shots};
use crate::base::{Diagnostic, FileId, Limits, SourceMap, Span, in_parallel};
use crate::check::Options;
use crate::cli::load::{self, Place};
use crate::cli::session::Failure;
use crate::cli::{builtin, files};
use crate::model::Profile;
use crate::testing::coverage::{Coverage, coverage};
use crate::testing::guarantees::Held;
use crate::testing::{self, Case, CaseKind, CaseText, Nearest, Search, Suite, Verdict};

/// What became of a target.
pub(in crate::cli) struct Tested {
    /// The rulebook as shown to the user.
    pub rulebook: String,
    /// The suite, for places and words.
    pub suite: Suite,
    /// What was wrong with cases.
    pub diagnostics: Vec<Diagnostic>,
    /// The results, in the suite's order.
    pub items: Vec<Item>,
    /// The snapshots of its profiles.
    pub shots: Shots,
    /// The guarantees, held against all this and more.
    pub held: Held,
    /// What all this has tried, where that was asked.
    pub coverage: Option<Coverage>,
}

/// What a run does beside running cases.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::cli) struct Extras {
    /// Measures what was tried.
    pub coverage: bool,
    /// Looks for profiles that break guarantees.
    pub search: bool,
}

/// What became of one case.
#[derive(Debug)]
pub(in crate::cli) struct Item {
    /// Its place in the suite.
    pub at: usize,
    /// The full name: the file and the case.
    pub name: String,
    /// Where it comes from.
    pub kind: CaseKind,
    /// Where it stands.
    pub origin: Span,
    /// What became of it.
    pub verdict: Verdict,
    /// What would help, where it failed and few failed before it.
    pub nearest: Option<Nearest>,
}

/// What became of all targets.
pub(in crate::cli) struct Results {
    /// The targets in order.
    pub targets: Vec<Tested>,
    /// Whether nobody sits at the terminal, so that nothing is written.
    pub ci: bool,
    /// Whether parameters were changed for this run, so that it is a trial and nothing is written.
    pub trial: bool,
}

/// The suite of a target, and what was wrong with its cases.
pub(in crate::cli) fn suite(
    target: &Target,
    options: &Options,
) -> Result<(Suite, Vec<Diagnostic>), Failure> {
    let (bundle, checked) = load::sound(&target.place, options)?;
    let mut problems = Vec::new();
    let mut texts = Vec::with_capacity(target.cases.len());
    if target.place == Place::BuiltIn && target.cases.is_empty() {
        texts.extend(built_in_cases());
    }
    for path in &target.cases {
        match files::read(path, Limits::DEFAULT.profile_bytes) {
            Ok(bytes) => texts.push(case_text(path, bytes)),
            Err(problem) => problems.push(problem),
        }
    }
    for path in &target.profiles {
        match files::read(path, Limits::DEFAULT.profile_bytes) {
            Ok(bytes) if says_expect(&bytes) => texts.push(CaseText {
                optional: true,
                ..case_text(path, bytes)
            }),
            Ok(_) => {}
            Err(problem) => problems.push(problem),
        }
    }
    if !problems.is_empty() {
        return Err(problems.into());
    }
    let (mut suite, problems) = testing::gather(bundle, checked, &texts);
    if target.only_cases {
        suite
            .cases
            .retain(|case| case.kind != testing::CaseKind::Example);
    }
    Ok((suite, problems))
}

/// Runs the cases of a target whose full names are wanted.
pub(in crate::cli) fn run(
    target: &Target,
    options: &Options,
    wanted: &dyn Fn(&str) -> bool,
    extras: Extras,
) -> Result<Tested, Failure> {
    let (mut suite, mut diagnostics) = suite(target, options)?;
    let sources = suite.program.rulebook.files.clone();
    suite
        .broken
        .retain(|broken| wanted(&full_name(&sources, &broken.name, broken.origin)));
    // What is wrong in files of which nothing is wanted is not told.
    let told: BTreeSet<FileId> = suite
        .broken
        .iter()
        .map(|broken| broken.origin.file)
        .collect();
    diagnostics.retain(|one| one.span().is_none_or(|span| told.contains(&span.file)));
    let files = &suite.program.rulebook.files;
    let named = |case: &Case| wanted(&full_name(files, &case.name, case.origin));
    let verdicts: Vec<(usize, (usize, Verdict))> = numbered_failures(testing::run(&suite, &named));
    let mut items = Vec::with_capacity(verdicts.len());
    in_parallel(
        &verdicts,
        |(place, (at, verdict))| item(&suite, *at, verdict, search(*place)),
        |item| {
            items.extend(item);
            true
        },
    );
    let shots = snapshots::shots(target, &suite, wanted)?;
    let search = extras.search && !target.only_cases;
    let held = guarantees::hold(&suite, &evaluated(&suite, &items, &shots), wanted, search);
    let coverage = extras.coverage.then(|| tried(&suite, &verdicts, &shots));
    Ok(Tested {
        shots,
        held,
        coverage,
        rulebook: match &target.place {
            Place::BuiltIn => "the built-in rulebook".into(),
            Place::File(path) => files::shown(path),
        },
        diagnostics,
        items,
        suite,
    })
}

/// The profiles of everything that was run, with its full name.
fn evaluated<'t>(suite: &'t Suite, items: &[Item], shots: &'t Shots) -> Vec<(String, &'t Profile)> {
    let case = |item: &Item| Some((item.name.clone(), &suite.cases.get(item.at)?.profile));
    let shots = shots.shots.iter();
    let shots = shots.map(|shot| (shot.profile.clone(), &shot.facts));
    items.iter().filter_map(case).chain(shots).collect()
}

/// What the evaluations tried that were held against something.
fn tried(suite: &Suite, verdicts: &[(usize, (usize, Verdict))], shots: &Shots) -> Coverage {
    let cases = verdicts
        .iter()
        .filter_map(|(_, (at, _))| suite.cases.get(*at));
    let profiles = cases.map(|case| &case.profile);
    let held = shots.shots.iter().filter(|shot| shot.is_held());
    let profiles: Vec<&Profile> = profiles.chain(held.map(|shot| &shot.facts)).collect();
    coverage(&suite.program, &profiles)
}

/// Failed cases for which changes of two facts are tried too; that takes long.
const MOST_PAIRS: usize = 10;
/// Failed cases for which changes of one fact are tried, and which are told in full; of further ones a line is told.
pub(super) const MOST_TOLD: usize = 50;

/// How much is tried for a failure before which so many others came; nothing where too many did.
fn search(before: usize) -> Option<Search> {
    match before {
        few if few < MOST_PAIRS => Some(Search::Pairs),
        some => (some < MOST_TOLD).then_some(Search::Singles),
    }
}

/// Verdicts, each with how many failed before it.
fn numbered_failures(verdicts: Vec<(usize, Verdict)>) -> Vec<(usize, (usize, Verdict))> {
    let mut failed = 0usize;
    verdicts
        .into_iter()
        .map(|(at, verdict)| {
            let before = failed;
            failed = failed.saturating_add(usize::from(matches!(verdict, Verdict::Failed(_))));
            (before, (at, verdict))
        })
        .collect()
}

fn item(suite: &Suite, at: usize, verdict: &Verdict, search: Option<Search>) -> Option<Item> {
    let case = suite.cases.get(at)?;
    let nearest = match verdict {
        Verdict::Failed(_) => search.map(|search| testing::nearest(suite, case, search)),
        Verdict::Passed | Verdict::Error(_) => None,
    };
    Some(Item {
        at,
        name: full_name(&suite.program.rulebook.files, &case.name, case.origin),
        kind: case.kind,
        origin: case.origin,
        verdict: verdict.clone(),
        nearest,
    })
}

/// The file and the name of something in it.
pub(super) fn full_name(files: &SourceMap, name: &str, origin: Span) -> String {
    match files.get(origin.file) {
        Some(file) => format!("{}: {name}", file.name.trim_start_matches("./")),
        None => name.to_owned(),
    }
}

fn case_text(path: &Path, bytes: Vec<u8>) -> CaseText {
    CaseText {
        name: files::shown(path),
        id: stem(path),
        bytes,
        optional: false,
    }
}

/// Whether a profile may be a case too.
fn says_expect(bytes: &[u8]) -> bool {
    bytes.windows(6).any(|word| word == b"expect")
}

/// The name of a file without folder and ending.
pub(super) fn stem(path: &Path) -> String {
    path.file_stem()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned()
}

fn built_in_cases() -> Vec<CaseText> {
    let cases = builtin::BUILTIN
        .iter()
        .filter(|(name, _)| name.starts_with("cases/"));
    cases
        .map(|(name, text)| CaseText {
            name: builtin::shown_name(name),
            id: stem(Path::new(name)),
            bytes: text.as_bytes().to_vec(),
            optional: false,
        })
        .collect()
}
