//! `hansei test`: examples, cases, snapshots and guarantees against what the rules say.

use std::path::PathBuf;
use std::time::Duration;

use clap::{ArgMatches, Args, Command, FromArgMatches as _};
use regex_lite::Regex;

use super::verb::Verb;
use crate::base::{Diagnostic, Severity, has_errors};
use crate::check::Options;
use crate::cli::args::RulesArgs;
use crate::cli::diagnostics::{self, Report, counted};
use crate::cli::files;
use crate::cli::form::{choose, with_names};
use crate::cli::load;
use crate::cli::session::{Failure, Outcome, Problems, Session, Status};
use crate::cli::testing::coverage::{self, CoverageArgs};
use crate::cli::testing::decide::{Decided, Decision};
use crate::cli::testing::mutation::run::{Bounds, Mutations};
use crate::cli::testing::report::{Fate, count};
use crate::cli::testing::run::{Extras, Results};
use crate::cli::testing::snapshots::{self, Shot};
use crate::cli::testing::{FORMATS, find, kept, mutation, pending, review, run as runner};

pub(super) const VERB: Verb = Verb {
    name: "test",
    about: "Test rulebooks: examples, cases, guarantees and snapshots",
    examples: "
  hansei test                                  the project's rulebook, else the one in this folder
  hansei test choice.rules                     a rulebook with its cases/ and profiles/
  hansei test rules                            all rulebooks of a folder
  hansei test cases/published.jsonl            one file of cases
  hansei test --run press_shop                 only tests with this in their name
  hansei test --review                         look at changed snapshots, one after another
  hansei test --accept                         accept them all
  hansei test --remove-orphans                 remove the snapshots whose profile is gone
  hansei test --coverage                       what no test has tried, and why
  hansei test --threshold 80 --lcov lcov.info  fail below 80 %, and write it for viewers
  hansei test --no-search                      check guarantees only against the tests' profiles
  hansei test --mutate                         which small wrong edits of the rules would no test notice?
  hansei test --watch                          again whenever a file changes
  hansei test --output-format junit -o out.xml",
    arguments,
    run,
};

#[derive(Debug, Args)]
struct Test {
    /// Rulebooks, folders, files of cases, profiles
    paths: Vec<PathBuf>,
    #[command(flatten)]
    rules: RulesArgs,
    /// Run only tests whose name matches this regular expression: FILE: CASE, FILE: GUARANTEE, or the profile of a snapshot
    #[arg(long, value_name = "REGEX")]
    run: Option<String>,
    /// Look at the snapshots that changed and accept, reject or skip them
    #[arg(long, group = "decide")]
    review: bool,
    /// Accept the snapshots that changed or are new
    #[arg(long, group = "decide")]
    accept: bool,
    /// Discard what waits for review
    #[arg(long, group = "decide")]
    reject: bool,
    /// Remove the snapshots whose profile is gone; alone or with a decision
    #[arg(long, conflicts_with_all = ["run", "watch", "mutate"])]
    remove_orphans: bool,
    #[command(flatten)]
    coverage: CoverageArgs,
    /// Check guarantees only against profiles that the tests evaluate, without a search for others that break them
    #[arg(long)]
    no_search: bool,
    /// Fail if there is nothing to run
    #[arg(long)]
    fail_on_empty: bool,
    /// Run again whenever a file changes, until interrupted
    #[arg(long, conflicts_with = "decide")]
    watch: bool,
    /// Make small wrong edits of the rules, one at a time, and show those that no test notices
    #[arg(long, conflicts_with_all = ["decide", "watch", "coverage", "lcov", "threshold"])]
    mutate: bool,
    /// Try at most this many edits of a rulebook, spread evenly
    #[arg(long, value_name = "N", default_value_t = 2000, requires = "mutate")]
    mutants: usize,
    /// Start no further edit after this many seconds
    #[arg(
        long,
        value_name = "SECONDS",
        default_value_t = 60,
        requires = "mutate"
    )]
    timeout: u64,
    /// Fail if the tests notice less than this share of the edits
    #[arg(long, value_name = "PERCENT", requires = "mutate", value_parser = share)]
    min_score: Option<f64>,
    /// The format of the results; default: by the extension of `--output`
    #[arg(
        long = "output-format",
        short = 'f',
        visible_alias = "format",
        value_name = "FORMAT"
    )]
    format: Option<String>,
    /// Write the results to a file, all of them or none
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

fn arguments(command: Command) -> Command {
    with_names(Test::augment_args(command), "format", FORMATS)
}

fn run(matches: &ArgMatches, session: &Session) -> Outcome {
    let arguments = Test::from_arg_matches(matches)?;
    let wanted = arguments.run.as_deref().map(pattern).transpose()?;
    let options = load::options(&arguments.rules.parameters)?;
    arguments.coverage.check()?;
    let test = Tests {
        arguments: &arguments,
        wanted,
        options,
        ci: in_ci(),
        session,
    };
    test.decisions_are_possible()?;
    if arguments.watch {
        return test.watch();
    }
    if arguments.mutate {
        return test.mutate();
    }
    test.once()
}

/// One way to run tests.
struct Tests<'a> {
    arguments: &'a Test,
    wanted: Option<Regex>,
    options: Options,
    ci: bool,
    session: &'a Session,
}

impl Tests<'_> {
    /// Where annotations are wanted, what keeps the tests from running has some too, as in `hansei check`.
    fn annotate(&self, form: &str, problems: &Problems) -> Result<(), Failure> {
        let known = diagnostics::FORMATS.iter();
        let Some(form) = known
            .into_iter()
            .find(|one| one.name == form && form == "github")
        else {
            return Ok(());
        };
        let output = self.arguments.output.as_deref();
        let report = Report::new(&problems.sources, &problems.diagnostics);
        let text = (form.write)(&report, self.session.look(output));
        self.session.write(output, &text)
    }

    /// Runs everything once and shows it.
    fn once(&self) -> Outcome {
        let output = self.arguments.output.as_deref();
        let form = choose(FORMATS, self.arguments.format.as_deref(), output)?;
        let mut results = match self.results() {
            Err(Failure::Problems(problems)) => {
                self.annotate(form.name, &problems)?;
                return Err(Failure::Problems(problems));
            }
            other => other?,
        };
        if self.arguments.remove_orphans {
            self.remove_orphans(&mut results)?;
        }
        if self.arguments.accept || self.arguments.reject {
            return self.decide(&results);
        }
        if self.arguments.review {
            return self.review(&results);
        }
        let text = (form.write)(&results, self.session.look(output));
        self.session.write(output, &text)?;
        if let Some(path) = &self.arguments.coverage.lcov {
            self.session.write(Some(path), &coverage::lcov(&results))?;
        }
        if !self.ci && !results.trial {
            self.warn_of_pending(&self.write_pending(&results));
        }
        self.status(&results)
    }

    /// Writes what waits for review; what could not be written.
    fn write_pending(&self, results: &Results) -> Vec<Diagnostic> {
        let mut problems = Vec::new();
        for target in &results.targets {
            problems.extend(snapshots::write_pending(&target.shots.shots));
            if target.shots.shots.iter().any(Shot::is_pending) {
                problems.extend(kept::keep(&target.shots).err());
            }
        }
        problems
    }

    /// Results are there all the same, so that this is no error.
    fn warn_of_pending(&self, problems: &[Diagnostic]) {
        let Some(first) = problems.first() else {
            return;
        };
        let more = match problems.len().saturating_sub(1) {
            0 => String::new(),
            more => format!(", and {more} more"),
        };
        self.session.say(format!(
            "warning: changes that wait for review could not be saved: {}{more}",
            first.message
        ));
    }

    /// Runs mutants of the rulebooks against those tests that pass.
    fn mutate(&self) -> Outcome {
        let arguments = self.arguments;
        let output = arguments.output.as_deref();
        let form = choose(mutation::FORMATS, arguments.format.as_deref(), output)?;
        let bounds = Bounds::new(arguments.mutants, arguments.timeout);
        let mut mutations = Mutations {
            targets: Vec::new(),
            least: arguments.min_score,
        };
        let found = find::targets(&arguments.paths, arguments.rules.rules.as_deref())?;
        for (target, tested) in found.iter().zip(&self.results()?.targets) {
            mutations
                .targets
                .push(mutation::run::run(target, tested, &bounds)?);
        }
        let text = (form.write)(&mutations, self.session.look(output));
        self.session.write(output, &text)?;
        Ok(match mutations.is_too_low() || mutations.is_blind() {
            true => Status::BadNews,
            false => Status::Done,
        })
    }

    /// Runs everything again whenever a file changes; ends when it is interrupted or nobody reads on.
    fn watch(&self) -> Outcome {
        loop {
            // Before anything is read: what changes meanwhile counts as a change.
            let seen = self.watched()?;
            if self.session.is_terminal() {
                self.session.write(None, CLEAR)?;
            }
            match self.once() {
                Err(Failure::Problems(problems)) => self.session.show_failure(&problems),
                Err(other) => return Err(other),
                Ok(_) => {}
            }
            self.session
                .say("waiting for a file to change; press Ctrl-C to stop");
            while self.watched()? == seen {
                std::thread::sleep(PAUSE);
            }
        }
    }

    /// The files that tests depend on, with what shows that they changed.
    fn watched(&self) -> Result<Vec<find::Stamp>, Failure> {
        let rules = self.arguments.rules.rules.as_deref();
        find::stamps(&self.arguments.paths, rules)
    }

    fn results(&self) -> Result<Results, Failure> {
        let rules = self.arguments.rules.rules.as_deref();
        if self.arguments.paths.is_empty() {
            load::chosen(rules, self.session)?;
        }
        let targets = find::targets(&self.arguments.paths, rules)?;
        let wanted = |name: &str| {
            self.wanted
                .as_ref()
                .is_none_or(|regex| regex.is_match(name))
        };
        let mut results = Results {
            targets: Vec::with_capacity(targets.len()),
            ci: self.ci,
            trial: !self.options.parameters.is_empty(),
        };
        for target in &targets {
            let tested = runner::run(target, &self.options, &wanted, self.extras())?;
            let files = &tested.suite.program.rulebook.files;
            self.session.show_problems(files, &find::strangers(target));
            self.session.show_problems(files, &tested.diagnostics);
            self.session
                .show_problems(&tested.shots.sources, &tested.shots.diagnostics);
            results.targets.push(tested);
        }
        Ok(results)
    }

    /// What is asked for beside the cases. Nothing is looked for whose result nobody is shown.
    fn extras(&self) -> Extras {
        let arguments = self.arguments;
        let decides = arguments.review || arguments.accept || arguments.reject;
        Extras {
            coverage: arguments.coverage.wanted(),
            search: !arguments.no_search && !arguments.mutate && !decides,
        }
    }

    fn status(&self, results: &Results) -> Outcome {
        let bad = [Fate::Failed, Fate::Error]
            .iter()
            .any(|fate| count(results, *fate) > 0);
        let targets = &results.targets;
        let empty = targets.iter().all(|one| {
            one.items.is_empty() && one.shots.shots.is_empty() && one.held.profiles == 0
        });
        if empty && self.arguments.fail_on_empty {
            self.session.say("there was nothing to run");
        }
        let missed = self.arguments.coverage.missed(results)?;
        for missed in &missed {
            self.session.say(missed);
        }
        Ok(
            if bad || !missed.is_empty() || (empty && self.arguments.fail_on_empty) {
                Status::BadNews
            } else {
                Status::Done
            },
        )
    }

    /// Walks through what waits in the terminal.
    fn review(&self, results: &Results) -> Outcome {
        let problems = self.write_pending(results);
        let pending = pending::of(results);
        let decided = review::review(&pending, self.session.look(None));
        self.session.say(format!(
            "{} accepted, {} rejected, {} skipped",
            decided.accepted, decided.rejected, decided.skipped
        ));
        self.warn_of_pending(&problems);
        let left = decided.rejected.saturating_add(decided.skipped) > 0;
        self.decided(results, &decided, left)
    }

    /// Accepts or rejects everything that waits, without asking.
    fn decide(&self, results: &Results) -> Outcome {
        let shots = results
            .targets
            .iter()
            .flat_map(|target| &target.shots.shots);
        let (word, decision) = match self.arguments.accept {
            true => ("accepted", Decision::Accept),
            false => ("rejected", Decision::Reject),
        };
        let mut decided = Decided::default();
        for shot in shots.filter(|shot| shot.is_pending()) {
            decided.carry_out(shot, decision);
        }
        let done = decided.accepted.saturating_add(decided.rejected);
        self.session
            .say(format!("{word} {}", counted(done, "snapshot")));
        if decision == Decision::Reject {
            self.reject_strays(results)?;
        }
        self.decided(results, &decided, false)
    }

    /// Removes the snapshots whose profile is gone, and says which they were.
    fn remove_orphans(&self, results: &mut Results) -> Result<(), Failure> {
        let mut gone = Vec::new();
        for target in &mut results.targets {
            gone.extend(snapshots::remove_orphans(&mut target.shots)?);
        }
        for path in &gone {
            let path = files::shown(path);
            self.session
                .say(format!("removed `{}`", path.trim_start_matches("./")));
        }
        if gone.is_empty() {
            self.session.say("every snapshot has its profile");
        }
        Ok(())
    }

    /// Takes away what waits for no profile.
    fn reject_strays(&self, results: &Results) -> Result<(), Failure> {
        let mut removed = 0usize;
        for target in &results.targets {
            removed = removed.saturating_add(snapshots::reject_strays(&target.shots)?);
        }
        if removed > 0 {
            let many = counted(removed, "snapshot");
            self.session
                .say(format!("removed {many} without a profile"));
        }
        Ok(())
    }

    /// How decisions end; what was not decided on is said.
    fn decided(&self, results: &Results, decided: &Decided, left: bool) -> Outcome {
        for target in &results.targets {
            kept::settle(&target.shots)?;
        }
        let trouble = decided.trouble(self.session)?;
        let mut targets = results.targets.iter();
        let broken = targets.any(|target| has_errors(&target.shots.diagnostics));
        let bad =
            self.nothing_matched(results) || (!self.arguments.reject && self.others_fail(results));
        Ok(match (trouble, bad || broken || left) {
            (Some(status), _) => status,
            (None, true) => Status::BadNews,
            (None, false) => Status::Done,
        })
    }

    /// Whether `--run` names no snapshot, which is said.
    fn nothing_matched(&self, results: &Results) -> bool {
        let Some(regex) = &self.arguments.run else {
            return false;
        };
        let mut targets = results.targets.iter();
        let none = targets.all(|one| one.shots.shots.is_empty() && one.shots.broken == 0);
        if none {
            self.session
                .say(format!("no profile has `{regex}` in its name"));
        }
        none
    }

    /// Whether tests fail about which no snapshot decides, which is said.
    fn others_fail(&self, results: &Results) -> bool {
        let shots = results
            .targets
            .iter()
            .flat_map(|target| &target.shots.shots);
        let waited = shots.filter(|shot| shot.is_pending()).count();
        let bad = count(results, Fate::Failed).saturating_add(count(results, Fate::Error));
        let others = bad.saturating_sub(waited);
        if others > 0 {
            let verb = if others == 1 { "fails" } else { "fail" };
            self.session.say(format!(
                "{} {verb}, apart from snapshots: `hansei test` shows why",
                counted(others, "test")
            ));
        }
        others > 0
    }

    /// Decisions write files.
    fn decisions_are_possible(&self) -> Result<(), Failure> {
        let arguments = self.arguments;
        let flag = match (arguments.review, arguments.accept, arguments.reject) {
            (true, _, _) => "--review",
            (_, true, _) => "--accept",
            (_, _, true) => "--reject",
            _ if arguments.remove_orphans => "--remove-orphans",
            _ => return Ok(()),
        };
        if self.ci {
            return Err(refused(format!(
                "`{flag}` writes snapshots, but nothing is written while `CI` is set"
            ))
            .help("decide where you can see the change, and commit the snapshots")
            .into());
        }
        if !self.options.parameters.is_empty() {
            return Err(refused(format!("`{flag}` does not go with `--param`"))
                .help("snapshots are for the rulebook as it is in its files")
                .into());
        }
        match arguments.review {
            true => review::possible(),
            false => Ok(()),
        }
    }
}

/// How often files are looked at.
const PAUSE: Duration = Duration::from_millis(300);
/// Clears the screen and puts the cursor home.
const CLEAR: &str = "\u{1b}[2J\u{1b}[H";

/// A share in percent.
fn share(text: &str) -> Result<f64, String> {
    let number = text.trim().trim_end_matches('%').trim_end();
    match number.parse::<f64>() {
        Ok(share) if (0.0..=100.0).contains(&share) => Ok(share),
        _ => Err("it takes a percentage, 0 to 100".into()),
    }
}

fn pattern(text: &str) -> Result<Regex, Failure> {
    Regex::new(text).map_err(|error| {
        refused(format!(
            "`--run {text}` is not a regular expression: {error}"
        ))
        .help("plain words work; put `\\` before signs such as `(` or `+`")
        .into()
    })
}

fn refused(message: String) -> Diagnostic {
    Diagnostic::new("E0914", Severity::Error, message)
}

/// Whether a CI server runs this.
fn in_ci() -> bool {
    std::env::var_os("CI")
        .is_some_and(|value| !value.is_empty() && value != "false" && value != "0")
}
