//! What comparisons and numbers come to where a part of them is unknown, whatever the reason; each trace is verified.

use hansei::model::trace::ValueTrace;
use hansei::space::Depth;

use crate::harness::load;

const HEAD: &str = "rulebook b \"B\" {}\nstrategy s { prior 3 }\nstrategy u\n";

const YES: ValueTrace = ValueTrace::YesNo(true);
const NO: ValueTrace = ValueTrace::YesNo(false);
const UNKNOWN: ValueTrace = ValueTrace::Unknown(());

/// The values and certainties of some lets.
#[track_caller]
fn gives(rules: &str, profile: &str, expected: &[(&str, ValueTrace, f64)]) {
    let loaded = load(&format!("{HEAD}{rules}")).unwrap();
    let trace = loaded.trace(profile, Depth::Full).unwrap();
    for (name, value, certainty) in expected {
        let mut derived = trace.derived.iter();
        let found = derived.find(|one| one.name == *name).unwrap();
        let told = (&found.value, found.certainty.0);
        assert_eq!(told, (value, *certainty), "{name} with {profile}");
    }
    assert_eq!(loaded.troubles(&trace), Vec::<String>::new(), "{profile}");
}

#[test]
fn a_table_is_complete_only_where_every_number_has_a_row() {
    let complete = |kind: &str, rows: &str| {
        let rules = format!(
            "{HEAD}topic t {{ fact n : {kind} }}\nlet q : low < high by t.n {{ {rows} }}\n\
             rule r {{ when q is high then favor u weakly }}"
        );
        let loaded = load(&rules).unwrap();
        for profile in [r#"{"t.n": 5}"#, "{}"] {
            let trace = loaded.trace(profile, Depth::Full).unwrap();
            assert_eq!(loaded.troubles(&trace), Vec::<String>::new(), "{rules}");
        }
        let mut choices = loaded.program.plan.code.choices.values();
        choices.all(|choice| choice.complete)
    };
    assert!(complete("integer", "<= 2 => low  >= 3 => high"));
    assert!(!complete("integer", "<= 2 => low  >= 4 => high"));
    assert!(complete("number", "< 3 => low  >= 3 => high"));
    assert!(!complete("number", "< 3 => low  > 3 => high"));
    // So far out that one more or less is the same number.
    let far = "100000000000000000";
    assert!(!complete("number", &format!(">= {far} => high")));
    assert!(!complete("number", &format!("<= {far} => high")));
    assert!(complete(
        "number",
        &format!("<= {far} => low  > {far} => high")
    ));
}

const ENDS: &str =
    "topic t { fact a : number  fact lo : number  fact hi : number  fact y : number }
let quotient = 5 / t.y
let by_fact = t.a between 1 and t.hi
let by_let = t.a between 1 and quotient
let by_and = t.a >= 1 and t.a <= t.hi
let fixed = 5 between t.lo and t.hi
let fixed_and = 5 >= t.lo and 5 <= t.hi
let both = t.a between t.lo and t.hi
rule r { when by_fact or by_let or by_and or fixed or fixed_and or both then favor u weakly }";

#[test]
fn between_is_both_comparisons_whatever_makes_an_end_unknown() {
    let known = [
        ("by_fact", NO, 1.0),
        ("by_let", NO, 1.0),
        ("by_and", NO, 1.0),
    ];
    gives(ENDS, r#"{"t": {"a": 0, "y": 0}}"#, &known);
    gives(ENDS, r#"{"t": {"a": 0}}"#, &known);
    let open = [
        ("by_fact", UNKNOWN, 0.0),
        ("by_let", UNKNOWN, 0.0),
        ("by_and", UNKNOWN, 0.0),
    ];
    gives(ENDS, r#"{"t": {"a": 2, "y": 0}}"#, &open);
    gives(ENDS, r#"{"t": {"a": 2}}"#, &open);
    for (profile, value) in [
        (r#"{"t": {"lo": 9}}"#, NO),
        (r#"{"t": {"hi": 4}}"#, NO),
        (r#"{"t": {"lo": 4}}"#, UNKNOWN),
        (r#"{"t": {"lo": 4, "hi": 5}}"#, YES),
    ] {
        let certainty = if value == UNKNOWN { 0.0 } else { 1.0 };
        let same = |name| (name, value.clone(), certainty);
        gives(ENDS, profile, &[same("fixed"), same("fixed_and")]);
    }
}

#[test]
fn each_half_of_between_has_its_own_certainty() {
    let profile = |a: f64| {
        format!(
            r#"{{"t": {{"a": {{"value": {a}, "certainty": 0.9}}, "lo": {{"value": 1, "certainty": 0.5}},
            "hi": {{"value": 3, "certainty": 0.8}}}}}}"#
        )
    };
    gives(ENDS, &profile(2.0), &[("both", YES, 0.5)]);
    gives(ENDS, &profile(4.0), &[("both", NO, 0.8)]);
    gives(ENDS, &profile(0.0), &[("both", NO, 0.5)]);
    let open =
        r#"{"t": {"a": {"value": 4, "certainty": 0.9}, "hi": {"value": 3, "certainty": 0.8}}}"#;
    gives(ENDS, open, &[("both", NO, 0.8)]);
}

#[test]
fn where_the_ends_of_a_clamp_are_crossed_the_upper_one_counts() {
    let rules = "topic t { fact x : number  fact lo : number  fact hi : number }
let three = clamp(t.x, t.lo, t.hi) = 3
rule r { when three then favor u weakly }";
    for x in [1, 4, 9] {
        let profile = format!(r#"{{"t": {{"x": {x}, "lo": 5, "hi": 3}}}}"#);
        gives(rules, &profile, &[("three", YES, 1.0)]);
    }
}

#[test]
fn what_is_computed_from_a_margin_without_a_rival_is_unknown_where_it_is_not_finite() {
    let rules = "topic t { fact x : yes_no }
rule out { when t.x then exclude u }
let plain = margin > 3
let near = min(margin, 5) = 5
let cut = clamp(margin, 0, 5) = 5
let far = max(margin, 3) > 3
let size = abs(margin) > 3
let back = -margin < 3
let even = round(margin) > 3
let less = margin - 1 > 3";
    let known = ["plain", "near", "cut"].map(|name| (name, YES, 1.0));
    let unknown = ["far", "size", "back", "even", "less"].map(|name| (name, UNKNOWN, 0.0));
    gives(rules, r#"{"t": {"x": true}}"#, &known);
    gives(rules, r#"{"t": {"x": true}}"#, &unknown);
}
