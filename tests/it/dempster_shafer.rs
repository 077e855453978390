//! A method that does not ship, with lists as its evidence, from its script file alone and through the program. The
//! expected numbers were worked out by hand from Dempster's rule.
//!
//! Evidence for worn of 0.6 and 0.5 leaves (1 - 0.6)(1 - 0.5) = 0.2 open, so 0.8 is for it. Evidence against it of 0.3
//! contradicts 0.8 × 0.3 = 0.24: what is left is divided by 0.76.

use std::path::Path;

use serde_json::Value;

use crate::program::{Folder, Run};

const NEAR: f64 = 1e-9;

fn folder() -> Folder {
    let folder = Folder::with(&[]);
    for name in ["dempster_shafer.rules", "dempster_shafer.rhai"] {
        let path = Path::new("tests/cases/dempster_shafer").join(name);
        folder.write(name, &std::fs::read(path).unwrap());
    }
    folder
}

fn run(folder: &Folder, profile: &str, form: &str) -> Run {
    folder.write("profile.json", profile.as_bytes());
    folder.run(&[
        "eval",
        "profile.json",
        "-r",
        "dempster_shafer.rules",
        "-f",
        form,
    ])
}

/// The total and the belief of the hypothesis, and the totals of bearing and belt.
#[track_caller]
fn gives(profile: &str, worn: (f64, f64), strategies: [f64; 2]) -> Value {
    let folder = folder();
    let run = run(&folder, profile, "json");
    run.is(0, &["\"trace_version\""], &[]);
    let trace = run.json();
    let near = |value: &Value, expected: f64| {
        let found = value.as_f64().unwrap();
        assert!(
            (found - expected).abs() < NEAR,
            "{found} is not {expected} for {profile}"
        );
    };
    near(&trace["hypotheses"][0]["total"], worn.0);
    near(&trace["hypotheses"][0]["belief"], worn.1);
    for (name, expected) in ["bearing", "belt"].into_iter().zip(strategies) {
        let all = trace["strategies"].as_array().unwrap();
        let one = all.iter().find(|one| one["name"] == name).unwrap();
        near(&one["total"], expected);
    }
    folder.write("trace.json", run.out.as_bytes());
    folder
        .run(&[
            "explain",
            "--verify",
            "trace.json",
            "-r",
            "dempster_shafer.rules",
        ])
        .is(0, &[], &["`trace.json` holds"]);
    trace
}

#[test]
fn masses_are_combined_by_dempsters_rule() {
    gives("{}", (0.0, 0.5), [0.0, 0.0]);
    gives(r#"{"noise": true}"#, (0.6, 0.8), [0.6, 0.0]);
    // 1 - 0.4 × 0.5 = 0.8; what is open, 0.2, counts half for the belief.
    gives(r#"{"noise": true, "heat": true}"#, (0.8, 0.9), [0.6, 0.0]);
    // For: 0.8 × 0.7 / 0.76; against: 0.2 × 0.3 / 0.76; open: 0.2 × 0.7 / 0.76.
    gives(
        r#"{"noise": true, "heat": true, "new_parts": true}"#,
        (0.5 / 0.76, (0.56 + 0.07) / 0.76),
        [0.6, 0.0],
    );
    // For the bearing 0.6 × 0.8 / 0.88, against it 0.4 × 0.2 / 0.88.
    let trace = gives(
        r#"{"noise": true, "slip": true}"#,
        (0.6, 0.8),
        [0.4 / 0.88, 0.4],
    );
    assert_eq!(trace["advice"], "bearing");
    // Evidence that is no number cannot be bounded; the answers are few, so each was tried.
    assert_eq!(trace["settled"], true);
    assert_eq!(
        trace["settled_because"],
        "each possible answer was tried, given with full certainty"
    );
    assert_eq!(trace["strategies"][0]["total_bounds"], Value::Null);
    // Certainty weakens a mass: 0.6 × 0.5 = 0.3.
    gives(
        r#"{"noise": {"value": true, "certainty": 0.5}}"#,
        (0.3, 0.65),
        [0.3, 0.0],
    );
}

#[test]
fn the_words_of_the_method_are_shown() {
    let folder = folder();
    let profile = r#"{"noise": true, "slip": true}"#;
    folder.write("profile.json", profile.as_bytes());
    let run = folder.run(&["explain", "profile.json", "-r", "dempster_shafer.rules"]);
    run.is(0, &["Replace the bearing", "for 0.6, against 0"], &[]);
}
