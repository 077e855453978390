//! The published cases against the built-in rulebook, and all examples and profiles under `rules/`.
//!
//! The advice is held against two simple ways to decide, so that its agreement can be judged:
//!
//! * **always kaizen**;
//! * **a plain sum of signs**: the rows of the rulebook's own contrasts over one fact that favor or oppose a strategy
//!   weakly (1), moderately (2) or strongly (4) are added up, and the strategy with the greatest sum is advised;
//!   on a tie it is kaizen. A let that only sorts the number of one fact into levels counts as that fact. There are
//!   no groups, no gates, no rules over several facts, no rows of advice, and no other outcomes in it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use hansei::base::{FileId, SourceMap, Strength};
use hansei::check::{self, Checked, Options, ReadProblem};
use hansei::cli::BUILTIN;
use hansei::engine;
use hansei::model::trace::{Trace, Truth};
use hansei::model::{
    Contrast, Effect, LetKind, NumKind, Part, Profile, Rulebook, Subject, TargetKind, Weight,
};
use hansei::plan::{self, Program};
use hansei::profile::{self, Input};
use hansei::space::Unknowns;
use hansei::trace::{Teller, Telling};

use crate::check::{bundle_of, checked, lines};
use crate::evaluation;
use crate::program::Folder;

/// The heading of the table in `rules/README.md`.
const HEADING: &str = "## Agreement with published cases";

/// A published case, as a line of the file has it.
#[derive(serde::Deserialize)]
struct Case {
    id: String,
    profile: serde_json::Map<String, serde_json::Value>,
    inferred: Vec<String>,
    expect: String,
    also: Vec<String>,
}

/// How often a way to decide agrees with what was done and worked.
#[derive(Clone, Copy, Default)]
struct Agreement {
    exact: usize,
    acceptable: usize,
}

impl Agreement {
    fn count(&mut self, case: &Case, advice: &str) {
        let exact = case.expect == advice;
        self.exact += usize::from(exact);
        self.acceptable += usize::from(exact || case.also.iter().any(|other| other == advice));
    }
}

/// A way to decide: with all values, and without the inferred ones.
struct Way {
    name: &'static str,
    all: Agreement,
    stated: Agreement,
}

/// A file of the built-in rulebook.
fn built_in(path: &str) -> Option<&'static str> {
    let mut files = BUILTIN.iter();
    files
        .find(|(known, _)| *known == path)
        .map(|(_, text)| *text)
}

fn built_in_program() -> Program {
    let (bundle, mut problems) = check::gather("kaizen_breakthrough.rules", &mut |path| {
        let text = built_in(path).ok_or(ReadProblem::Missing { near: None })?;
        Ok(text.as_bytes().to_vec())
    });
    let (checked, more) = check::check(&bundle, &Options::default());
    problems.extend(more);
    assert!(problems.is_empty(), "{}", lines(&bundle.files, &problems));
    planned(checked.unwrap())
}

fn planned(checked: Checked) -> Program {
    plan::plan(checked.rulebook, checked.method, checked.library)
}

fn cases() -> Vec<Case> {
    let text = built_in("cases/published.jsonl").unwrap();
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}\n{line}")))
        .collect()
}

/// Reads a profile that has to be without fault.
#[track_caller]
fn read(name: &str, bytes: &[u8], rulebook: &Rulebook) -> Profile {
    let input = Input {
        name,
        id_default: name,
        file: FileId(0),
        bytes,
        format: None,
    };
    let reading = profile::read(&input, rulebook);
    let mut files = SourceMap::default();
    files.add(reading.source);
    let problems = reading.diagnostics;
    assert!(problems.is_empty(), "{name}\n{}", lines(&files, &problems));
    reading.profile.unwrap()
}

/// The profile of a case, with or without the values that were inferred from the story.
fn profile_of(case: &Case, inferred: bool, rulebook: &Rulebook) -> Profile {
    let mut values = case.profile.clone();
    for name in &case.inferred {
        assert!(values.contains_key(name), "{}: no {name}", case.id);
        if !inferred {
            values.remove(name);
        }
    }
    let json = serde_json::Value::Object(values).to_string();
    read(&format!("{}.json", case.id), json.as_bytes(), rulebook)
}

/// The trace without anything about unknown facts.
fn brief_trace(program: &Program, profile: &Profile) -> Trace {
    let record = engine::evaluate(program, profile).unwrap();
    let telling = Telling {
        profile,
        profile_hash: "",
        record: &record,
        unknowns: &Unknowns::default(),
    };
    serde_json::from_str(&Teller::new(program).tell(&telling).unwrap()).unwrap()
}

/// Whether a contrast is over one fact, as it is or sorted into levels.
fn over_one_fact(contrast: &Contrast, book: &Rulebook) -> bool {
    let Subject::Let(id) = contrast.subject else {
        return true;
    };
    let LetKind::List(_, rows) = &book.lets[id].kind else {
        return false;
    };
    let mut facts = BTreeSet::new();
    let mut only_numbers = true;
    for cond in rows
        .iter()
        .flat_map(|row| row.when.iter().chain(&row.unless))
    {
        cond.walk(&mut |part| {
            if let Part::Num(num) = part {
                match num.kind {
                    NumKind::Fact(fact) => {
                        facts.insert(fact);
                    }
                    NumKind::Constant(_) | NumKind::Parameter(_) => {}
                    _ => only_numbers = false,
                }
            }
        });
    }
    only_numbers && facts.len() == 1
}

/// What a sign is worth in the plain sum, negative where it opposes.
fn worth(effect: &Effect) -> i32 {
    let size = match effect.weight {
        Weight::Word(Strength::Weakly, _) => 1,
        Weight::Word(Strength::Moderately, _) => 2,
        Weight::Word(Strength::Strongly, _) => 4,
        Weight::Word(Strength::Decisively, _) | Weight::By(_) => 0,
    };
    if effect.favor { size } else { -size }
}

/// What the plain sum of signs advises.
fn plain_sum(trace: &Trace, book: &Rulebook) -> String {
    let holds: BTreeSet<&str> = trace
        .rules
        .iter()
        .filter(|rule| rule.condition.truth == Truth::True)
        .map(|rule| rule.name.as_str())
        .collect();
    let mut sums: BTreeMap<&str, i32> = BTreeMap::new();
    for contrast in book.contrasts.values() {
        if !over_one_fact(contrast, book) {
            continue;
        }
        let rows = contrast.rows.iter().map(|row| &book.rules[*row]);
        for effect in rows
            .filter(|row| holds.contains(&*row.name))
            .flat_map(|row| &row.then)
        {
            let target = &book.targets[effect.target];
            if target.kind == TargetKind::Strategy {
                *sums.entry(&target.name).or_default() += worth(effect);
            }
        }
    }
    let kaizen = sums.get("kaizen").copied().unwrap_or_default();
    let best = sums.iter().max_by_key(|(_, sum)| **sum);
    let better = best.filter(|(_, sum)| **sum > kaizen);
    better.map_or("kaizen", |(name, _)| name).to_owned()
}

/// Counts the agreement of all ways to decide, and tells where the rulebook's is not exact.
fn ways(program: &Program, cases: &[Case], misses: &mut Vec<String>) -> [Way; 3] {
    let mut ways = ["hansei", "plain sum of signs", "always kaizen"].map(|name| Way {
        name,
        all: Agreement::default(),
        stated: Agreement::default(),
    });
    let book = &program.rulebook;
    for case in cases {
        for inferred in [true, false] {
            let trace = brief_trace(program, &profile_of(case, inferred, book));
            let sum = plain_sum(&trace, book);
            if trace.advice != case.expect {
                let given = if inferred {
                    "all values"
                } else {
                    "stated values"
                };
                misses.push(format!(
                    "{}, {given}: {} for {}",
                    case.id, trace.advice, case.expect
                ));
            }
            for (way, advice) in ways.iter_mut().zip([&*trace.advice, &*sum, "kaizen"]) {
                let agreement = if inferred {
                    &mut way.all
                } else {
                    &mut way.stated
                };
                agreement.count(case, advice);
            }
        }
    }
    ways
}

/// The table as `rules/README.md` has it.
fn table(ways: &[Way], cases: usize) -> String {
    let mut out = format!(
        "| of {cases} cases | exact | acceptable | exact, without inferred values | acceptable, without inferred values |\n\
         | --- | ---: | ---: | ---: | ---: |\n"
    );
    for Way { name, all, stated } in ways {
        out.push_str(&format!(
            "| {name} | {} | {} | {} | {} |\n",
            all.exact, all.acceptable, stated.exact, stated.acceptable
        ));
    }
    out
}

/// The part of a Markdown text under a heading, up to the next of its rank.
fn section<'t>(text: &'t str, heading: &str) -> &'t str {
    let (_, rest) = text
        .split_once(&format!("\n{heading}\n"))
        .unwrap_or_default();
    rest.split_once("\n## ")
        .map_or(rest, |(section, _)| section)
}

fn folder(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// What is in a folder of the repository, by name, snapshots left out; nothing where there is no such folder.
fn names(path: &str) -> Vec<String> {
    let entries = std::fs::read_dir(folder(path)).into_iter().flatten();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !name.contains(".snap"))
        .collect();
    names.sort();
    names
}

/// The rulebooks under `rules/`: the folder of each, and what checking it gave.
fn rulebooks() -> Vec<(String, Checked)> {
    let mut found = Vec::new();
    for name in names("rules") {
        let path = format!("rules/{name}/{name}.rules");
        if !folder(&path).exists() {
            continue;
        }
        let (files, checked, problems) = checked(bundle_of(&path));
        assert!(problems.is_empty(), "{}", lines(&files, &problems));
        found.push((format!("rules/{name}"), checked.unwrap()));
    }
    assert!(
        found.len() >= 2,
        "the rulebooks are looked for in the wrong place"
    );
    found
}

#[test]
#[expect(
    clippy::disallowed_macros,
    reason = "the table is to be seen with --nocapture"
)]
fn the_readme_tells_the_agreement_with_published_cases() {
    let cases = cases();
    let mut misses = Vec::new();
    let ways = ways(&built_in_program(), &cases, &mut misses);
    let table = table(&ways, cases.len());
    println!("{}\n\n{table}", misses.join("\n"));
    let readme = std::fs::read_to_string(folder("rules/README.md")).unwrap_or_default();
    let found: Vec<&str> = section(&readme, HEADING)
        .lines()
        .filter(|line| line.starts_with('|'))
        .collect();
    let wanted: Vec<&str> = table.lines().collect();
    assert!(
        found == wanted,
        "rules/README.md needs this table, and no other, under `{HEADING}`:\n\n{table}"
    );
}

#[test]
fn a_section_ends_at_the_next_heading_of_its_rank() {
    assert_eq!(section("a\n## B\nc\n### D\n\n## E\n", "## B"), "c\n### D\n");
    assert_eq!(section("a\n## B\nc\n", "## C"), "");
}

#[test]
fn cases_expect_what_the_rulebook_can_advise_and_have_names_of_their_own() {
    let program = built_in_program();
    let outcomes = program.rulebook.outcomes.values();
    let known: BTreeSet<&str> = outcomes.map(|outcome| &*outcome.name).collect();
    let mut ids = BTreeSet::new();
    for case in cases() {
        for name in case.also.iter().chain([&case.expect]) {
            assert!(known.contains(name.as_str()), "{}: {name}", case.id);
        }
        assert!(!case.also.contains(&case.expect), "{}", case.id);
        assert!(
            ids.insert(case.id.clone()),
            "{} stands there twice",
            case.id
        );
    }
}

#[test]
fn every_example_gives_what_it_expects() {
    for (path, checked) in rulebooks() {
        let examples = &checked.rulebook.examples;
        assert!(!examples.is_empty(), "{path} has no examples");
        let tried = evaluation::try_examples(checked);
        assert_eq!(tried, Ok(()), "{path}");
    }
}

#[test]
fn every_profile_reads_and_its_trace_is_as_the_schema_says() {
    let schema = Folder::with(&[]).run(&["schema", "trace"]).json();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for (path, checked) in rulebooks() {
        let program = planned(checked);
        let profiles = names(&format!("{path}/profiles"));
        assert!(!profiles.is_empty(), "{path} has no profiles");
        for name in profiles {
            let name = format!("{path}/profiles/{name}");
            let bytes = std::fs::read(folder(&name)).unwrap();
            let profile = read(&name, &bytes, &program.rulebook);
            let told = evaluation::told(&program, &profile).unwrap();
            let json: serde_json::Value = serde_json::from_str(&told).unwrap();
            let wrong: Vec<String> = validator
                .iter_errors(&json)
                .map(|error| format!("{}: {error}", error.instance_path()))
                .collect();
            assert!(wrong.is_empty(), "{name}\n{}", wrong.join("\n"));
            let trace: Trace = serde_json::from_str(&told).unwrap();
            let again = serde_json::to_value(&trace).unwrap();
            assert!(
                again == json,
                "{name}: the trace loses something when it is read"
            );
        }
    }
}
