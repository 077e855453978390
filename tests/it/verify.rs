//! The verifier held to its word: it accepts what the engine tells, and notices when anything in a trace is changed.

use std::path::Path;

use hansei::engine::Depth;
use hansei::model::trace::Trace;
use serde_json::Value;

use crate::harness::{Loaded, load, load_file};

/// A rulebook with something of everything.
const RULES: &str = include_str!("../cases/verify/everything.rules");
/// A profile that leaves some of it open.
const PROFILE: &str = include_str!("../cases/verify/profile.json");

/// The rulebooks that come with the program, by folder.
const SHIPPED: [(&str, &str); 2] = [
    ("kaizen_breakthrough", "kaizen_breakthrough.rules"),
    ("six_sigma_project", "six_sigma_project.rules"),
];

/// What a trace says beyond what can be recomputed from it, by the end of the path, and why.
const BEYOND: &[(&str, &str)] = &[
    (
        "/profile/name",
        "the profile itself is not part of the trace",
    ),
    (
        "/profile/file",
        "the profile itself is not part of the trace",
    ),
    (
        "/profile/hash",
        "the profile itself is not part of the trace",
    ),
    (
        "/facts/#/note",
        "only the profile says where a value comes from",
    ),
    (
        "/unknown/#/note",
        "only the profile says what it notes on a fact",
    ),
    (
        "/facts/#/place/file",
        "only the profile says where a value stands",
    ),
    (
        "/facts/#/place/line",
        "only the profile says where a value stands",
    ),
    (
        "/effect/bounded",
        "that the totals hold for fewer values than they do says less, and is still true",
    ),
];

#[test]
fn what_the_engine_tells_holds() {
    let loaded = load(RULES).expect("the rules check");
    for depth in [Depth::None, Depth::Settled, Depth::Full] {
        let trace = loaded.trace(PROFILE, depth).expect("an evaluation");
        let findings: Vec<String> = loaded
            .verify(&trace)
            .iter()
            .map(ToString::to_string)
            .collect();
        assert!(findings.is_empty(), "{depth:?}:\n{}", findings.join("\n"));
    }
}

#[test]
fn traces_of_the_shipped_rulebooks_hold() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let mut tried = 0;
    for (folder, file) in SHIPPED {
        let home = root.join(folder);
        let loaded = load_file(&home.join(file)).expect("the rules check");
        let mut profiles: Vec<_> = std::fs::read_dir(home.join("profiles"))
            .expect("profiles")
            .map(|entry| entry.expect("a file").path())
            .filter(|path| path.extension().is_some_and(|ending| ending != "snap"))
            .collect();
        profiles.sort();
        for path in profiles {
            let text = std::fs::read_to_string(&path).expect("a text");
            let profile = loaded
                .read(&path.to_string_lossy(), &text)
                .expect("a profile");
            let trace = loaded.trace_of(&profile, Depth::Settled).expect("a trace");
            let findings = loaded.troubles(&trace);
            assert!(
                findings.is_empty(),
                "{}:\n{}",
                path.display(),
                findings.join("\n")
            );
            tried += 1;
        }
    }
    assert!(tried > 1, "no profile was found");
}

#[test]
fn whatever_is_changed_is_noticed() {
    // What is said of the unknown facts takes longest to verify: the rest is tried without it.
    let about_unknowns = |path: &str| {
        ["/unknown/", "/settled", "/witness", "/possible_advice"]
            .iter()
            .any(|start| path.starts_with(start))
            || path.contains("_bounds/")
    };
    let tried = unnoticed(Depth::None, |_| true) + unnoticed(Depth::Full, about_unknowns);
    assert!(tried > 500, "only {tried} values were tried");
}

/// Changes the values of a trace one by one; how many.
#[track_caller]
fn unnoticed(depth: Depth, wanted: impl Fn(&str) -> bool) -> usize {
    let loaded = load(RULES).expect("the rules check");
    let profile = loaded.profile(PROFILE).expect("a profile");
    let text = loaded.tell(&profile, depth).expect("a trace");
    let value: Value = serde_json::from_str(&text).expect("JSON");
    let mut unnoticed = Vec::new();
    let mut tried = 0;
    for path in leaves(&value, String::new()) {
        let digit = |c: char| if c.is_ascii_digit() { '#' } else { c };
        let shape: String = path.chars().map(digit).collect();
        if !wanted(&path) || BEYOND.iter().any(|(end, _)| shape.ends_with(end)) {
            continue;
        }
        let mut changed = value.clone();
        let leaf = changed.pointer_mut(&path).expect("a leaf");
        let before = leaf.clone();
        let after = change(&path, &before);
        *leaf = after.clone();
        tried += 1;
        if !noticed(&loaded, changed) {
            unnoticed.push(format!("{path}: {before} → {after}"));
        }
    }
    assert!(
        unnoticed.is_empty(),
        "{} of {tried} changes pass:\n{}",
        unnoticed.len(),
        unnoticed.join("\n")
    );
    tried
}

/// Whether a changed trace is refused, or is no trace any more.
fn noticed(loaded: &Loaded, changed: Value) -> bool {
    match serde_json::from_value::<Trace>(changed) {
        Ok(trace) => !loaded.verify(&trace).is_empty(),
        Err(_) => true,
    }
}

/// The paths of all values that are not empty and have no parts.
fn leaves(value: &Value, path: String) -> Vec<String> {
    match value {
        Value::Array(all) => {
            let all = all.iter().enumerate();
            all.flat_map(|(at, one)| leaves(one, format!("{path}/{at}")))
                .collect()
        }
        Value::Object(all) => {
            let all = all.iter();
            all.flat_map(|(key, one)| leaves(one, format!("{path}/{}", key.replace('/', "~1"))))
                .collect()
        }
        Value::Null => Vec::new(),
        _ => vec![path],
    }
}

/// Another value of the same kind; of a bound one that is narrower, since a wider one is still true.
fn change(path: &str, value: &Value) -> Value {
    let bound = path.contains("_bounds/") || path.contains("/effect/totals/");
    match value {
        Value::Bool(holds) => Value::Bool(!holds),
        Value::Number(number) => {
            let number = number.as_f64().expect("a double");
            Value::from(match bound {
                true if path.ends_with("/0") => number + 100.0,
                true => number - 100.0,
                false if number == 0.25 => 0.75,
                false => number / 2.0 + 0.125,
            })
        }
        Value::String(text) => Value::String(format!("{text} changed")),
        other => other.clone(),
    }
}

#[track_caller]
fn holds(rules: &str, profile: &str) -> Trace {
    let loaded = load(rules).unwrap();
    let trace = loaded.trace(profile, Depth::Full).unwrap();
    assert_eq!(loaded.troubles(&trace), [""; 0]);
    trace
}

#[test]
fn a_lead_on_its_threshold_is_the_rounded_one() {
    let trace = holds(
        r#"rulebook r { method scorecard } strategy a strategy b outcome fa for a
        topic q { fact x : yes_no }
        rule one { when q.x then favor a by 0.4 and favor b by 0.1 }
        advice { fa when margin > 0.3  a otherwise }"#,
        r#"{"x": true}"#,
    );
    assert_eq!(trace.advice, "a");
}

#[test]
fn a_weight_that_no_rule_may_have_would_contribute_nothing() {
    let trace = holds(
        r#"rulebook r {} strategy a strategy b
        topic q { fact x : yes_no fact p : number in -5..5 }
        rule one { when q.x then favor a by q.p }"#,
        r#"{"x": false, "p": -1}"#,
    );
    let why_not = trace.rules[0].why_not.as_ref().unwrap();
    assert!(why_not.would_contribute.is_empty());
}

#[test]
fn values_between_two_ends_are_tried() {
    let rules = |cond: &str| {
        format!(
            "rulebook r {{}} strategy a strategy b {{ prior 5 }} topic q {{ fact n : number in 0..10 }}
            rule one {{ when {cond} then favor a by 8 }}"
        )
    };
    for cond in [
        "q.n between 3.3 and 3.4",
        "clamp(q.n, 3.3, 3.4) > 3.3 and clamp(q.n, 3.3, 3.4) < 3.4",
    ] {
        let trace = holds(&rules(cond), "{}");
        let effect = trace.unknown[0].effect.as_ref().unwrap();
        assert!(effect.changes_advice == Some(true), "{cond}");
        assert_eq!(trace.settled, Some(false), "{cond}");
    }
}

#[test]
fn where_all_that_is_read_is_known_the_advice_is_settled_whatever_computed_it() {
    let trace = holds(
        "rulebook r {} strategy a strategy b topic q { fact n : number fact never : yes_no }
        rule one { when q.n > 1 then favor a by 3 }",
        r#"{"n": 2}"#,
    );
    assert_eq!(trace.settled, Some(true));
    assert_eq!(trace.possible_advice, ["a"]);
}

/// Two needs, of which one fires nothing but is counted.
const COUNTED: &str = "rulebook counted \"Counted\" { }\nstrategy a \"A\"\nstrategy b \"B\"\n\
    topic f \"F\" {\n  fact x : yes_no { tag need }\n  fact y : yes_no { tag need }\n}\n\
    rule one \"One\" { when f.x then favor a by 1 }\n\
    rule two \"Two\" { when known(need) >= 2 then favor b by 3 }\n";

#[test]
fn a_fact_that_is_only_counted_can_still_change_the_advice() {
    let loaded = load(COUNTED).expect("a rulebook");
    let profile = loaded.profile(r#"{"x": true}"#).expect("a profile");
    let text = loaded.tell(&profile, Depth::Full).expect("a trace");
    let trace: Trace = serde_json::from_str(&text).expect("JSON");
    assert_eq!((&*trace.advice, trace.settled), ("a", Some(false)));
    let witness = trace.witness.expect("a witness");
    assert_eq!((&*witness.advice, witness.facts.len()), ("b", 1));
}
