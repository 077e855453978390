//! A test that no level fits, as `< low`: it reads its input as one over a number does that no number fits.

use hansei::model::trace::{RuleStatus, Trace, ValueTrace};
use hansei::space::Depth;

use crate::harness::load;

const RULES: &str = "rulebook r \"R\" { method scorecard }\nstrategy a\nstrategy b { prior 1 }\n\
    topic t { fact s : low < mid < high  fact n : integer in 0..2 }\n\
    let of_level : u < v by t.s { < low => u  * => v }\n\
    let of_number : u < v by t.n { < 0 => u  * => v }\n\
    let derived : low < high { low when t.s is low  high otherwise }\n\
    let of_let : u < v by derived { < low => u  * => v }\n\
    let asks : u < v by t.s { unknown => u  * => v }\n\
    rule level { when of_level is v then favor a weakly else favor b weakly }\n\
    rule number { when of_number is v then favor a weakly else favor b weakly }\n\
    rule by_let { when of_let is v then favor a weakly else favor b weakly }\n\
    contrast t.s { never: < low => favor a strongly  high: high => favor b strongly }\n";

#[track_caller]
fn told(profile: &str) -> Trace {
    let loaded = load(RULES).unwrap();
    let trace = loaded.trace(profile, Depth::Full).unwrap();
    assert_eq!(loaded.troubles(&trace), [""; 0], "{profile}");
    let profile = loaded.profile(profile).unwrap();
    loaded.alone(&profile, &trace).unwrap();
    trace
}

fn level(trace: &Trace, name: &str) -> Option<String> {
    let mut derived = trace.derived.iter();
    match &derived.find(|one| one.name == name).unwrap().value {
        ValueTrace::Word(level) => Some(level.clone()),
        _unknown => None,
    }
}

#[test]
fn it_is_unknown_where_its_input_is() {
    let trace = told("{}");
    for name in ["of_level", "of_number"] {
        assert_eq!(level(&trace, name), None, "{name}");
    }
    // Of a let each level that is possible is known not to fit.
    assert_eq!(level(&trace, "of_let").as_deref(), Some("v"));
    assert_eq!(level(&trace, "asks").as_deref(), Some("u"));
    let never = trace.rules.iter().find(|rule| rule.name.contains("never"));
    let never = never.unwrap();
    assert_eq!(never.status, RuleStatus::Unknown);
    assert_eq!(never.condition.text.as_deref(), Some("t.s < low"));
}

#[test]
fn it_is_as_sure_as_its_input() {
    let trace = told(
        r#"{"t.s": {"value": "low", "certainty": 0.5}, "t.n": {"value": 0, "certainty": 0.5}}"#,
    );
    let sure = |name: &str| {
        let rule = trace.rules.iter().find(|rule| rule.name == name).unwrap();
        assert_eq!(rule.status, RuleStatus::Fired, "{name}");
        rule.condition.certainty.0
    };
    assert_eq!(["level", "number", "by_let"].map(sure), [0.5; 3]);
    let never = trace.rules.iter().find(|rule| rule.name.contains("never"));
    let never = never.unwrap();
    assert_eq!(
        (never.status, never.condition.certainty.0),
        (RuleStatus::NotFired, 0.5)
    );
}
