//! Results of tests as entries that every format shows: what it is, where it stands, what became of it. Runs nothing.

use std::path::Path;

use super::failure;
use super::guarantees;
use super::run::{Item, Results, Tested};
use super::snapshots::{Shot, State};
use crate::base::{Diagnostic, FileId, SourceMap, Span};
use crate::cli::diagnostics::Look;
use crate::cli::files;
use crate::testing::{CaseKind, Verdict};

/// One test.
#[derive(Clone, Debug)]
pub(super) struct Entry<'r> {
    /// What kind of test it is.
    pub kind: &'static str,
    /// Its full name.
    pub name: String,
    /// Its file, as shown to the user.
    pub file: String,
    /// The line in it, from 1.
    pub line: u32,
    /// What became of it.
    pub fate: Fate,
    /// What is wrong, in one line.
    pub message: String,
    /// Everything there is to say.
    pub detail: String,
    /// The case behind it, for those who want it as data.
    pub item: Option<&'r Item>,
    /// The snapshot behind it.
    pub shot: Option<&'r Shot>,
}

/// What became of a test, the most severe first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::cli) enum Fate {
    /// It could not be run.
    Error,
    /// It failed.
    Failed,
    /// Something beside it is not in order.
    Warning,
    /// It passed.
    Passed,
}

impl Fate {
    /// As a word.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Failed => "failed",
            Self::Warning => "warning",
            Self::Passed => "passed",
        }
    }
}

/// All tests of a target: cases, what of them cannot be run, guarantees, snapshots, and files that belong to none.
pub(super) fn entries<'r>(target: &'r Tested, results: &Results, look: Look) -> Vec<Entry<'r>> {
    let mut entries: Vec<Entry<'_>> = target
        .items
        .iter()
        .map(|item| case(target, item, look))
        .collect();
    entries.extend(target.suite.broken.iter().map(|broken| {
        let files = &target.suite.program.rulebook.files;
        let (file, line) = place(files, broken.origin);
        problem(
            "case",
            &broken.name,
            (file, line),
            files,
            &target.diagnostics,
            broken.origin.file,
        )
    }));
    entries.extend(guarantees::entries(target));
    entries.extend(target.shots.shots.iter().map(snapshot));
    let sources = &target.shots.sources;
    for (id, file) in sources.files() {
        let errors = crate::base::has_errors(&of_file(&target.shots.diagnostics, id));
        if errors {
            let place = (file.name.to_string(), 1);
            entries.push(problem(
                "snapshot",
                &file.name,
                place,
                sources,
                &target.shots.diagnostics,
                id,
            ));
        }
    }
    entries.extend(target.shots.unreferenced.iter().map(|path| {
        let file = path.display().to_string();
        let file = file.trim_start_matches("./").to_owned();
        Entry {
            kind: "snapshot",
            name: file.clone(),
            line: 1,
            fate: of_stray(results),
            message: stray_words(target, path),
            detail: String::new(),
            file,
            item: None,
            shot: None,
        }
    }));
    entries
}

/// How many tests of all targets have that fate, without a word about any.
pub(in crate::cli) fn count(results: &Results, fate: Fate) -> usize {
    let of = |target: &Tested| {
        let cases = target.items.iter().map(|item| of_case(&item.verdict));
        let broken = target.suite.broken.iter().map(|_| Fate::Error);
        let shots = target.shots.shots.iter().map(|shot| of_shot(&shot.state));
        let lost = (0..target.shots.broken).map(|_| Fate::Error);
        let stray = target.shots.unreferenced.iter().map(|_| of_stray(results));
        let held = guarantees::fates(target);
        let all = cases.chain(broken).chain(held).chain(shots);
        let all = all.chain(lost).chain(stray);
        all.filter(|one| *one == fate).count()
    };
    results.targets.iter().map(of).sum()
}

fn of_case(verdict: &Verdict) -> Fate {
    match verdict {
        Verdict::Passed => Fate::Passed,
        Verdict::Failed(_) => Fate::Failed,
        Verdict::Error(_) => Fate::Error,
    }
}

fn of_shot(state: &State) -> Fate {
    match state {
        State::Same => Fate::Passed,
        State::New | State::Conflict | State::Unreadable | State::Changed(..) => Fate::Failed,
    }
}

/// In CI nobody would see a warning.
fn of_stray(results: &Results) -> Fate {
    match results.ci {
        true => Fate::Failed,
        false => Fate::Warning,
    }
}

/// What to do about a snapshot of no profile.
fn stray_words(target: &Tested, path: &Path) -> String {
    let mut shots = target.shots.shots.iter();
    let renamed = shots.find(|shot| shot.twin.as_deref() == Some(path));
    match renamed {
        Some(shot) => format!(
            "this snapshot belongs to no profile, and `{}` gets the same result: if the profile was renamed, rename \
             the snapshot to `{}`",
            shot.profile,
            files::shown(&shot.path).trim_start_matches("./")
        ),
        None => {
            "this snapshot belongs to no profile: remove it with `hansei test --remove-orphans`, or list its profile again"
                .to_owned()
        }
    }
}

/// The file as shown to the user, and the line.
pub(super) fn place(files: &SourceMap, origin: Span) -> (String, u32) {
    files.place(origin).map_or_else(
        || (String::new(), 1),
        |(file, at)| (file.trim_start_matches("./").to_owned(), at.line),
    )
}

fn of_file(diagnostics: &[Diagnostic], file: FileId) -> Vec<Diagnostic> {
    let here = |one: &&Diagnostic| one.span().is_some_and(|span| span.file == file);
    diagnostics.iter().filter(here).cloned().collect()
}

fn case<'r>(target: &'r Tested, item: &'r Item, look: Look) -> Entry<'r> {
    let (file, line) = place(&target.suite.program.rulebook.files, item.origin);
    let (message, detail) = match &item.verdict {
        Verdict::Passed => (String::new(), String::new()),
        Verdict::Error(problem) => (problem.message.clone(), help(problem)),
        Verdict::Failed(failed) => {
            let advice = &failed.trace.advice;
            let message = format!(
                "{} does not hold; advised: {advice}",
                failure::expected(failed)
            );
            let nearest = item.nearest.as_ref();
            let detail = nearest.map(|nearest| failure::render(failed, nearest, look));
            (message, detail.unwrap_or_default())
        }
    };
    Entry {
        kind: match item.kind {
            CaseKind::Example => "example",
            CaseKind::File | CaseKind::Row => "case",
        },
        name: item.name.clone(),
        file,
        line,
        fate: of_case(&item.verdict),
        message,
        detail,
        item: Some(item),
        shot: None,
    }
}

fn help(problem: &Diagnostic) -> String {
    problem
        .help
        .iter()
        .map(|help| format!("  help: {help}\n"))
        .collect()
}

/// A case or profile that cannot be run; the problems of its file say why.
fn problem<'r>(
    kind: &'static str,
    name: &str,
    (file, line): (String, u32),
    files: &SourceMap,
    diagnostics: &[Diagnostic],
    id: FileId,
) -> Entry<'r> {
    let mut problems = of_file(diagnostics, id);
    let line_of = |one: &Diagnostic| one.span().map_or(1, |span| place(files, span).1);
    // A table has many rows: those of this one, where there are any.
    if problems.iter().any(|one| line_of(one) == line) {
        problems.retain(|one| line_of(one) == line);
    }
    // What is wrong with a profile is on a line of its own.
    let line = problems.first().map_or(line, line_of);
    let message = problems
        .first()
        .map_or("it cannot be read", |first| &first.message);
    Entry {
        kind,
        name: format!("{file}: {name}"),
        line,
        fate: Fate::Error,
        message: message.to_owned(),
        detail: problems
            .iter()
            .flat_map(|one| {
                let help = one.help.first().map(|help| format!("    {help}\n"));
                std::iter::once(format!("  {}\n", one.message)).chain(help)
            })
            .collect(),
        file,
        item: None,
        shot: None,
    }
}

fn snapshot(shot: &Shot) -> Entry<'_> {
    let (message, detail) = match &shot.state {
        State::Same => (String::new(), String::new()),
        State::New => {
            let twin = shot.twin.iter();
            let twin = twin.map(|path| {
                format!(
                    "  it is the same as `{}`, which belongs to no profile: was that the profile's name before?\n",
                    files::shown(path).trim_start_matches("./")
                )
            });
            (
                "there is no accepted snapshot yet".to_owned(),
                twin.collect(),
            )
        }
        State::Conflict => (
            "the snapshot has merge conflict marks and counts as missing".to_owned(),
            String::new(),
        ),
        State::Unreadable => (
            "the file is not a snapshot and counts as missing".to_owned(),
            String::new(),
        ),
        State::Changed(_, meaning) => {
            let lines = super::pending::because(&meaning.causes, meaning.unknown);
            let lines = lines.map(|line| format!("  {line}\n"));
            (meaning.headline.clone(), lines.collect())
        }
    };
    Entry {
        kind: "snapshot",
        name: shot.profile.clone(),
        file: shot.profile.clone(),
        line: 1,
        fate: of_shot(&shot.state),
        message,
        detail,
        item: None,
        shot: Some(shot),
    }
}
