//! Published numbers of evidence arithmetic and of decisions under unknowns, each put through the built program.
//! The vectors stand in `tests/cases/vectors/evidence.json` with their sources.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use crate::program::Folder;

/// How far a result may be from a published number that names no tolerance.
const TOLERANCE: f64 = 1e-9;

fn vectors() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/vectors/evidence.json");
    let text = std::fs::read_to_string(path).expect("the vectors are there");
    serde_json::from_str(&text).expect("the vectors are JSON")
}

/// The items of a list.
#[track_caller]
fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key]
        .as_array()
        .unwrap_or_else(|| panic!("no list `{key}` in {value}"))
}

#[track_caller]
fn numbers(value: &Value, key: &str) -> Vec<f64> {
    list(value, key)
        .iter()
        .map(|one| one.as_f64().expect("a number"))
        .collect()
}

/// The trace of a profile, by `hansei eval -f json`.
#[track_caller]
fn eval(rules: &str, profile: &str) -> Value {
    let folder = Folder::with(&[("book.rules", rules), ("profile.json", profile)]);
    let run = folder.run(&["eval", "-r", "book.rules", "-f", "json", "profile.json"]);
    assert_eq!(run.status, 0, "{}\n{rules}", run.err);
    serde_json::from_str(&run.out).unwrap_or_else(|error| panic!("{error}: {}", run.out))
}

/// The entry of that name in a list of the trace.
#[track_caller]
fn named<'a>(trace: &'a Value, key: &str, name: &str) -> &'a Value {
    let mut all = list(trace, key).iter();
    all.find(|one| one["name"] == name)
        .unwrap_or_else(|| panic!("no `{name}` among {key}"))
}

#[track_caller]
fn near(found: &Value, expected: f64, vector: &Value) {
    let tolerance = vector["tolerance"].as_f64().unwrap_or(TOLERANCE);
    let found = found.as_f64().expect("a number");
    assert!(
        (found - expected).abs() <= tolerance,
        "{found} is not {expected}: {vector}"
    );
}

/// A rulebook over the yes/no facts `t.a`, `t.b` … with a method and further declarations.
fn book(method: &str, facts: &[&str], rest: &str) -> String {
    let facts: Vec<String> = facts
        .iter()
        .map(|name| format!("fact {name} : yes_no"))
        .collect();
    format!(
        "rulebook vectors {{ version \"1\" method {method} }}\ntopic t {{ {} }}\n{rest}",
        facts.join("\n")
    )
}

/// `favor s by 0.3` or `oppose s by 0.3`.
fn effect(target: &str, weight: f64) -> String {
    let verb = if weight < 0.0 { "oppose" } else { "favor" };
    format!("{verb} {target} by {}", weight.abs())
}

/// A rule for each weight, folded in the order given.
fn rules(target: &str, weights: &[f64]) -> String {
    let rules = weights.iter().enumerate().map(|(at, weight)| {
        format!(
            "rule r{at:02} {{ when t.a then {} }}",
            effect(target, *weight)
        )
    });
    rules.collect::<Vec<_>>().join("\n")
}

/// All orders of a list.
fn orders(all: &[f64]) -> Vec<Vec<f64>> {
    if all.len() < 2 {
        return vec![all.to_vec()];
    }
    let mut found = Vec::new();
    for at in 0..all.len() {
        let mut rest = all.to_vec();
        let first = rest.remove(at);
        found.extend(
            orders(&rest)
                .into_iter()
                .map(|order| [vec![first], order].concat()),
        );
    }
    found
}

#[test]
fn certainty_factors_combine() {
    for vector in list(&vectors()["certainty"], "combine") {
        let weights = numbers(vector, "in");
        let expected = vector["out"].as_f64().expect("a number");
        let all = if weights.len() <= 3 {
            orders(&weights)
        } else {
            vec![weights.clone()]
        };
        for order in all {
            let text = book(
                "certainty",
                &["a"],
                &format!("strategy s\n{}", rules("s", &order)),
            );
            let trace = eval(&text, r#"{"t.a": true}"#);
            near(&named(&trace, "strategies", "s")["total"], expected, vector);
        }
        let (prior, rest) = weights.split_first().expect("a weight");
        let declared = format!("strategy s {{ prior {prior} }}\n{}", rules("s", rest));
        let trace = eval(&book("certainty", &["a"], &declared), r#"{"t.a": true}"#);
        near(&named(&trace, "strategies", "s")["total"], expected, vector);
    }
}

#[test]
fn what_is_certain_and_impossible_at_once_is_an_error() {
    for vector in list(&vectors()["certainty"], "undefined") {
        let weights = numbers(vector, "in");
        let text = book(
            "certainty",
            &["a"],
            &format!("strategy s\n{}", rules("s", &weights)),
        );
        let folder = Folder::with(&[("book.rules", &text), ("profile.json", r#"{"t.a": true}"#)]);
        let run = folder.run(&["eval", "-r", "book.rules", "-f", "json", "profile.json"]);
        assert_ne!(run.status, 0, "{}", run.out);
        let named = ["r00", "r01"].iter().all(|rule| run.err.contains(rule));
        assert!(named, "no rule is named: {}", run.err);
    }
}

#[test]
fn certainty_of_premises_weakens_a_rule() {
    for vector in list(&vectors()["certainty"], "premises") {
        let facts: Vec<(&String, f64)> = vector["facts"]
            .as_object()
            .expect("facts")
            .iter()
            .map(|(name, certainty)| (name, certainty.as_f64().expect("a number")))
            .collect();
        let mut when = format!(" {} ", vector["when"].as_str().expect("a condition"));
        let mut profile = Vec::new();
        for (name, certainty) in &facts {
            when = when
                .split_inclusive(|c: char| !c.is_alphanumeric())
                .map(|word| match word.strip_prefix(name.as_str()) {
                    Some(rest) if rest.chars().all(|c| !c.is_alphanumeric()) => format!("t.{word}"),
                    _ => word.to_owned(),
                })
                .collect();
            profile.push(format!(
                r#""t.{name}": {{"value": true, "certainty": {certainty}}}"#
            ));
        }
        let as_list = |key: &str| match &vector[key] {
            Value::Array(_) => numbers(vector, key),
            one => vec![one.as_f64().expect("a number")],
        };
        // Each of several rules rests on its own part of an `or`.
        let parts: Vec<&str> = match as_list("rule").len() {
            1 => vec![when.as_str()],
            _ => when.split(" or ").collect(),
        };
        for (at, (weight, expected)) in as_list("rule").iter().zip(as_list("out")).enumerate() {
            let names: Vec<&str> = facts.iter().map(|(name, _)| name.as_str()).collect();
            let part = if parts.len() == 1 {
                parts[0]
            } else {
                when.as_str()
            };
            let declared =
                format!("strategy s\nrule r{at} {{ when {part} then favor s by {weight} }}");
            let trace = eval(
                &book("certainty", &names, &declared),
                &format!("{{{}}}", profile.join(", ")),
            );
            near(&named(&trace, "strategies", "s")["total"], expected, vector);
        }
    }
}

#[test]
fn odds_multiply_and_points_add() {
    for vector in list(&vectors()["odds"], "vectors") {
        let prior = vector["prior"].as_f64().expect("a number");
        let points = |ratio: f64| 10.0 * ratio.log10();
        let weights: Vec<f64> = numbers(vector, "ratios").into_iter().map(points).collect();
        let declared = format!(
            "strategy s\nhypothesis h {{ prior {} }}\n{}",
            points(prior / (1.0 - prior)),
            rules("h", &weights)
        );
        let trace = eval(&book("odds", &["a"], &declared), r#"{"t.a": true}"#);
        let expected = vector["posterior"].as_f64().expect("a number");
        near(
            &named(&trace, "hypotheses", "h")["belief"],
            expected,
            vector,
        );
    }
}

#[test]
fn a_weighted_sum_ends_in_a_tie() {
    let vectors = vectors();
    let vector = &vectors["weighted_sum"];
    let weights = numbers(vector, "weights");
    let mut declared = String::new();
    for (option, _) in vector["options"].as_object().expect("options") {
        let name = option.to_lowercase();
        declared.push_str(&format!("strategy {name}\n"));
        for (at, (weight, value)) in weights
            .iter()
            .zip(numbers(&vector["options"], option))
            .enumerate()
        {
            declared.push_str(&format!(
                "rule {name}_{at} {{ when t.a then favor {name} by {weight} * {value} }}\n"
            ));
        }
    }
    let trace = eval(&book("scorecard", &["a"], &declared), r#"{"t.a": true}"#);
    for (option, total) in vector["totals"].as_object().expect("totals") {
        let found = named(&trace, "strategies", &option.to_lowercase());
        near(&found["total"], total.as_f64().expect("a number"), vector);
        assert_eq!(found["tied"], Value::Bool(option != "A1"), "{option}");
    }
    assert_eq!(trace["advice"], "undecided");
    assert_eq!(trace["margin"], 0);
}

/// The scale `l0 < l1 < …`.
fn scale(count: u64) -> String {
    (0..count)
        .map(|at| format!("l{at}"))
        .collect::<Vec<_>>()
        .join(" < ")
}

/// The model as facts and decision tables; the last input of a table varies fastest.
fn car(unknowns: &Value) -> String {
    let scales: BTreeMap<&str, u64> = unknowns["scales"]
        .as_object()
        .expect("scales")
        .iter()
        .map(|(name, count)| (name.as_str(), count.as_u64().expect("a count")))
        .collect();
    let tables: Vec<(&str, Vec<&str>, &str)> = unknowns["tables"]
        .as_object()
        .expect("tables")
        .iter()
        .map(|(head, body)| {
            let (name, inputs) = head.trim_end_matches(')').split_once('(').expect("a head");
            (
                name,
                inputs.split(',').collect(),
                body.as_str().expect("a body"),
            )
        })
        .collect();
    let derived: Vec<&str> = tables.iter().map(|(name, _, _)| *name).collect();
    let mut text = String::from("rulebook car { version \"1\" }\nstrategy s\ntopic t {\n");
    for (name, count) in scales.iter().filter(|(name, _)| !derived.contains(name)) {
        text.push_str(&format!(
            "  fact {} : {}\n",
            name.to_lowercase(),
            scale(*count)
        ));
    }
    text.push_str("}\n");
    for (name, inputs, body) in &tables {
        let by: Vec<String> = inputs
            .iter()
            .map(|input| match derived.contains(input) {
                true => input.to_lowercase(),
                false => format!("t.{}", input.to_lowercase()),
            })
            .collect();
        let head = format!(
            "let {} : {} by {} {{\n",
            name.to_lowercase(),
            scale(scales[name]),
            by.join(", ")
        );
        text.push_str(&head);
        for (at, level) in body.chars().enumerate() {
            let mut rest = at as u64;
            let mut cells: Vec<String> = inputs
                .iter()
                .rev()
                .map(|input| {
                    let cell = rest % scales[input];
                    rest /= scales[input];
                    format!("l{cell}")
                })
                .collect();
            cells.reverse();
            text.push_str(&format!("  {} => l{level}\n", cells.join(", ")));
        }
        text.push_str("}\n");
    }
    text
}

#[test]
fn unknown_values_leave_the_published_sets_possible() {
    let vectors = vectors();
    let unknowns = &vectors["unknowns"];
    let text = car(unknowns);
    for case in list(unknowns, "cases") {
        let given: Vec<String> = case["in"]
            .as_object()
            .expect("values")
            .iter()
            .map(|(name, level)| format!(r#""t.{}": "l{level}""#, name.to_lowercase()))
            .collect();
        let trace = eval(&text, &format!("{{{}}}", given.join(", ")));
        for (name, levels) in case["out"].as_object().expect("sets") {
            let levels = levels.as_array().expect("levels");
            let expected: Vec<String> = levels.iter().map(|level| format!("l{level}")).collect();
            let derived = named(&trace, "derived", &name.to_lowercase());
            assert_eq!(
                derived["possible"],
                Value::from(expected.clone()),
                "{name} in {case}"
            );
            let value = match &expected[..] {
                [one] => Value::from(one.clone()),
                _ => Value::Null,
            };
            assert_eq!(derived["value"], value, "{name} in {case}");
        }
    }
}
