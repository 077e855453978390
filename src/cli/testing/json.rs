//! Results of tests as JSON for programs. Runs nothing.

use serde_json::{Map, Value, json};

use super::TestFormat;
use super::coverage;
use super::guarantees;
use super::report::{Entry, Fate, count, entries};
use super::run::Results;
use super::snapshots::State;
use crate::cli::diagnostics::Look;
use crate::testing::{Change, Nearest, Verdict};

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
        tests.extend(entries.iter().map(|one| {
            let mut map = test(&target.rulebook, one);
            map.extend(guarantees::json_of(target, one));
            Value::Object(map)
        }));
    }
    let mut all = json!({
        "passed": count(results, Fate::Passed),
        "failed": count(results, Fate::Failed),
        "errors": count(results, Fate::Error),
        "warnings": count(results, Fate::Warning),
        "tests": tests,
    });
    let more = [
        ("guarantees", guarantees::json(results)),
        ("coverage", coverage::json(results)),
    ];
    if let Some(all) = all.as_object_mut() {
        for (key, value) in more {
            all.extend(value.map(|value| (key.to_owned(), value)));
        }
    }
    serde_json::to_string_pretty(&all).unwrap_or_default() + "\n"
}

fn test(rulebook: &str, one: &Entry<'_>) -> Map<String, Value> {
    let mut map = Map::new();
    let mut put = |key: &str, value: Value| {
        map.insert(key.to_owned(), value);
    };
    put("rulebook", json!(rulebook));
    put("kind", json!(one.kind));
    put("name", json!(one.name));
    put("file", json!(one.file));
    put("line", json!(one.line));
    put("status", json!(one.fate.word()));
    if one.fate != Fate::Passed {
        put("message", json!(one.message));
    }
    if let Some(item) = one.item
        && let Verdict::Failed(failed) = &item.verdict
    {
        put("advice", json!(failed.trace.advice));
        put("row", json!(failed.trace.row));
        let tried = failed.tried.iter();
        let tried = tried.map(|one| json!({ "holds": one.holds, "condition": one.condition }));
        put("expectations", tried.collect());
        put("ledger", json!(failed.trace.ledger));
        if let Some((key, value)) = item.nearest.as_ref().map(nearest) {
            put(key, value);
        }
    }
    if let Some(shot) = one.shot
        && let State::Changed(_, meaning) = &shot.state
    {
        put("causes", json!(meaning.causes));
        if let Some(why) = meaning.unknown {
            put("cause_unknown", json!(why));
        }
    }
    map
}

fn nearest(nearest: &Nearest) -> (&'static str, Value) {
    match nearest {
        Nearest::Facts(changes) => {
            let one = |one: &Change| json!({ "fact": one.fact, "from": one.from, "to": one.to });
            let all = changes
                .iter()
                .map(|change| change.iter().map(one).collect::<Value>());
            ("nearest", all.collect())
        }
        Nearest::Rules(_, rules) => {
            let rules = rules.iter();
            let all = rules.map(|one| json!({ "rule": one.rule, "obstacles": one.obstacles }));
            ("needed", all.collect())
        }
    }
}
