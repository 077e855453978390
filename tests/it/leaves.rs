//! The tests of a condition as people read them: each line says what is tested, by its name, and what it is.

use hansei::explain::{Options, View, explain, format, render};
use hansei::model::trace::{ConditionTrace, Trace};
use hansei::space::Depth;

use crate::harness::load;

const DECLARED: &str = "
rulebook leaves { version \"1\" }
strategy s
strategy r
topic t {
  fact pace : slow \"below 2 %\" < middling < fast
  fact open : yes_no
  fact shut : yes_no
  fact tools : any of saw, drill
  fact size : number \"m\" in 0..50
}
let fit : poor < fair { poor when t.pace is slow fair otherwise }
let wide = t.size > 10
";

const PROFILE: &str = r#"{"pace": "slow", "open": true, "size": 7, "tools": ["saw"]}"#;

fn trace(declared: &str) -> Trace {
    let loaded = load(&format!("{DECLARED}\n{declared}")).unwrap();
    let trace = loaded.trace(PROFILE, Depth::Full).unwrap();
    assert_eq!(loaded.troubles(&trace), Vec::<String>::new());
    trace
}

/// The texts of all tests, in order.
fn texts(condition: &ConditionTrace) -> Vec<String> {
    let own = condition.text.iter().filter(|_| condition.op == "test");
    own.cloned()
        .chain(condition.parts.iter().flat_map(texts))
        .collect()
}

/// The tests of one condition.
#[track_caller]
fn written(when: &str, expected: &[&str]) {
    let trace = trace(&format!("rule a {{ when {when} then favor s weakly }}"));
    assert_eq!(texts(&trace.rules[0].condition), expected, "{when}");
}

/// The tests of the rows of a contrast, in the order of their names.
#[track_caller]
fn cells(contrast: &str, expected: &[&str]) {
    let trace = trace(contrast);
    let found: Vec<String> = trace
        .rules
        .iter()
        .flat_map(|rule| texts(&rule.condition))
        .collect();
    assert_eq!(found, expected, "{contrast}");
}

#[test]
fn a_test_names_what_it_tests() {
    written("t.pace is slow", &["t.pace is slow"]);
    written("t.pace is not slow", &["t.pace is not slow"]);
    written("not (t.pace is not slow)", &["t.pace is not slow"]);
    written(
        "(t.pace is not one of slow, fast)",
        &["t.pace is not one of slow, fast"],
    );
    written(
        "t.pace is at least middling # or more\n",
        &["t.pace is at least middling"],
    );
    written(
        "not t.pace is\n  at most  middling",
        &["t.pace is at most middling"],
    );
    written("fit is not fair", &["fit is not fair"]);
    written("t.size is unknown or wide", &["t.size is unknown", "wide"]);
    written(
        "t.open is no and t.shut is not yes",
        &["t.open is no", "t.shut is not yes"],
    );
    written(
        "((t.size + 1) * (t.size) > 3)",
        &["(t.size + 1) * (t.size) > 3"],
    );
    written(
        "none of { t.tools includes saw; t.size between 3 and 5 }",
        &["t.tools includes saw", "t.size between 3 and 5"],
    );
    // Two names compared are several tests, of which each says its own.
    written(
        "t.open = t.shut",
        &["t.open", "t.shut", "t.open is no", "t.shut is no"],
    );
}

#[test]
fn a_cell_is_shown_with_what_it_is_about() {
    cells(
        "contrast t.pace { slow => favor s weakly  fast => favor r weakly }",
        &["t.pace is fast", "t.pace is slow"],
    );
    cells(
        "contrast t.pace { some: slow | middling => favor s weakly  none: unknown => favor r weakly }",
        &["t.pace is unknown", "t.pace is one of slow, middling"],
    );
    cells(
        "contrast t.open { yes => favor s weakly  no => favor r weakly }",
        &["t.open is no", "t.open"],
    );
    cells(
        "contrast t.size { a: < 3 => favor s weakly  b: 3..5.5 => favor r weakly  c: > 20 => favor r weakly }",
        &["t.size < 3", "t.size between 3 and 5.5", "t.size > 20"],
    );
    cells("contrast fit { poor => favor s weakly }", &["fit is poor"]);
}

#[test]
fn a_line_is_a_sentence() {
    let trace = trace(
        "rule a { when t.pace is not slow and not t.open and t.shut and t.tools includes drill
                  and none of { t.size > 5; wide } and best_is_far then favor s weakly }
         let best_is_far = t.size + count(t.tools) > 30",
    );
    let explanation = explain(&trace, &View::Rule("a".into())).unwrap();
    let page = render(&explanation, format("text").unwrap(), Options::default());
    for line in [
        "✗ t.pace is not slow — it is slow (below 2 %)",
        "✗ not t.open — yes",
        "? t.shut — not known",
        "✗ t.tools includes drill — it has saw",
        "✗ none of",
        "✓ t.size > 5 — it is 7 m",
        "✗ not t.size > 5 — it is 7 m; 2 m away",
    ] {
        assert!(page.contains(line), "no `{line}` in\n{page}");
    }
}
