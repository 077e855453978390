//! Results of tests as JSON for programs. Runs nothing.

use serde_json::{Value, json};

use super::TestFormat;
use super::report::{Entry, Fate, count, entries};
use super::run::Results;
use super::snapshots::State;
use crate::cli::diagnostics::Look;
use crate::testing::{Nearest, Verdict};

pub(super) const FORMAT: TestFormat = TestFormat {
    name: "json",
    about: "for programs",
    endings: &["json"],
    write: render,
};

fn render(results: &Results, look: Look) -> String {
    let look = Look {
        colour: false,
        ..look
    };
    let mut tests: Vec<Value> = Vec::new();
    for target in &results.targets {
        let mut entries = entries(target, results, look);
        entries.sort_by_key(|one| one.fate);
        tests.extend(entries.iter().map(|one| test(&target.rulebook, one)));
    }
    let all = json!({
        "passed": count(results, Fate::Passed),
        "failed": count(results, Fate::Failed),
        "errors": count(results, Fate::Error),
        "warnings": count(results, Fate::Warning),
        "tests": tests,
    });
    serde_json::to_string_pretty(&all).unwrap_or_default() + "\n"
}

fn test(rulebook: &str, one: &Entry<'_>) -> Value {
    let mut value = json!({
        "rulebook": rulebook,
        "kind": one.kind,
        "name": one.name,
        "file": one.file,
        "line": one.line,
        "status": one.fate.word(),
    });
    if one.fate != Fate::Passed {
        value["message"] = json!(one.message);
    }
    if let Some(item) = one.item
        && let Verdict::Failed(failed) = &item.verdict
    {
        value["advice"] = json!(failed.trace.advice);
        value["row"] = json!(failed.trace.row);
        value["expectations"] = failed
            .tried
            .iter()
            .map(|tried| json!({ "holds": tried.holds, "condition": tried.condition }))
            .collect();
        value["ledger"] = json!(failed.trace.ledger);
        nearest(&item.nearest, &mut value);
    }
    if let Some(shot) = one.shot
        && let State::Changed(_, meaning) = &shot.state
    {
        value["causes"] = json!(meaning.causes);
    }
    value
}

fn nearest(nearest: &Nearest, value: &mut Value) {
    match nearest {
        Nearest::Facts(changes) => {
            let one = |change: &Vec<crate::testing::Change>| -> Value {
                change
                    .iter()
                    .map(|one| json!({ "fact": one.fact, "from": one.from, "to": one.to }))
                    .collect()
            };
            value["nearest"] = changes.iter().map(one).collect();
        }
        Nearest::Rules(rules) => {
            value["needed"] = rules
                .iter()
                .map(|rule| json!({ "rule": rule.rule, "obstacles": rule.obstacles }))
                .collect();
        }
    }
}
