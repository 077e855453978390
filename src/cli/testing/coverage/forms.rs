//! Coverage as JSON for programs, and as annotations of a GitHub workflow. Runs nothing.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::{named, percent, place, shares};
use crate::base::{Diagnostic, SourceMap};
use crate::cli::diagnostics::{message, property};
use crate::cli::testing::run::{Results, Tested};
use crate::cli::workspace::seen_from_root;
use crate::testing::coverage::{CLASSES, Coverage, Item, Share};

/// The coverage of each rulebook; `None` where it was not measured.
pub(in crate::cli::testing) fn json(results: &Results) -> Option<Value> {
    let targets = results.targets.iter();
    let all: Vec<Value> = targets.filter_map(target).collect();
    (!all.is_empty()).then_some(Value::Array(all))
}

fn target(target: &Tested) -> Option<Value> {
    let coverage = target.coverage.as_ref()?;
    let files = &target.suite.program.rulebook.files;
    let classes: Map<String, Value> = CLASSES
        .iter()
        .map(|class| (class.name.to_owned(), share(coverage.of(class.class))))
        .collect();
    let items: Vec<Value> = coverage.items.iter().map(|one| item(files, one)).collect();
    Some(json!({
        "rulebook": target.rulebook,
        "evaluations": coverage.evaluations,
        "all": share(coverage.whole()),
        "classes": classes,
        "items": items,
    }))
}

fn share(share: Share) -> Value {
    json!({
        "tried": share.tried,
        "of": share.all,
        "percent": share.percent(),
        "impossible": share.impossible,
    })
}

fn item(files: &SourceMap, one: &Item) -> Value {
    let (file, line, column) = place(files, one.origin);
    let counts: Map<String, Value> = one
        .needs
        .iter()
        .map(|need| (need.what.to_owned(), json!(need.count)))
        .collect();
    let impossible: Vec<&str> = one
        .needs
        .iter()
        .filter(|need| !need.possible)
        .map(|need| need.what)
        .collect();
    let mut map = Map::new();
    let mut put = |key: &str, value: Value| {
        map.insert(key.to_owned(), value);
    };
    put("class", json!(one.class.info().name));
    put("name", json!(one.name));
    put("file", json!(file));
    put("line", json!(line));
    put("column", json!(column));
    put("counts", Value::Object(counts));
    if !impossible.is_empty() {
        put("impossible", json!(impossible));
    }
    if let Some(gap) = &one.gap {
        put("gap", of_gap(files, gap));
    }
    Value::Object(map)
}

fn of_gap(files: &SourceMap, gap: &Diagnostic) -> Value {
    let labels = gap.labels.iter().filter(|label| !label.text.is_empty());
    let reasons: Vec<Value> = labels
        .map(|label| {
            let (file, line, column) = place(files, label.span);
            json!({ "file": file, "line": line, "column": column, "text": label.text })
        })
        .collect();
    json!({
        "code": gap.code,
        "message": gap.message,
        "reasons": reasons,
        "help": gap.help,
    })
}

/// A notice for each gap, as many as GitHub shows.
pub(in crate::cli::testing) fn github(results: &Results, shown: usize) -> String {
    let mut notices = Vec::new();
    for target in &results.targets {
        let Some(coverage) = &target.coverage else {
            continue;
        };
        notices.push(whole(target, coverage));
        let files = &target.suite.program.rulebook.files;
        notices.extend(coverage.gaps().map(|(item, gap)| notice(files, item, gap)));
    }
    let most = match notices.len() > shown {
        true => shown.saturating_sub(1),
        false => shown,
    };
    let mut text = String::new();
    for notice in notices.iter().take(most) {
        let _ = writeln!(text, "{notice}");
    }
    let more = notices.len().saturating_sub(most);
    if more > 0 {
        let _ = writeln!(
            text,
            "::notice title=hansei test::and {more} more, which GitHub does not show here"
        );
    }
    text
}

fn whole(target: &Tested, coverage: &Coverage) -> String {
    let words: Vec<String> = shares(target)
        .into_iter()
        .map(|(name, share)| format!("{name} {share}"))
        .collect();
    format!(
        "::notice title={}::{}",
        property(&format!(
            "coverage of {} is {}",
            named(target),
            percent(coverage.whole())
        )),
        message(&words.join(", "))
    )
}

fn notice(files: &SourceMap, item: &Item, gap: &Diagnostic) -> String {
    let (file, line, _) = place(files, item.origin);
    let labels = gap.labels.iter().map(|label| label.text.as_str());
    let lines: Vec<&str> = std::iter::once(gap.message.as_str())
        .chain(labels.filter(|text| !text.is_empty()))
        .collect();
    format!(
        "::notice file={},line={line},title={}::{}",
        property(&seen_from_root(&file)),
        property(&format!("untried ({})", gap.code)),
        message(&lines.join("\n"))
    )
}
