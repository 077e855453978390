//! A guard guards: a script's call that fails is no error where the result does not depend on it. What is told of it is
//! verified.

use hansei::model::trace::{Branch, ConditionTrace, RuleStatus, Trace, ValueTrace};
use hansei::space::Depth;

use crate::completions::Chance;
use crate::harness::load_with;
use crate::program::Folder;

const SCRIPT: &str = "
fn div(a, b) { if b == 0 { throw \"nothing to divide by\"; } a / b }
fn boom(x) { throw \"boom\"; }
fn odd(x) { if x > 0 { true } else { 1.5 } }
fn back(x, z, y) { y }
fn flip(y) { !y }
fn more(x) { x + 1.0 }
";

const HEAD: &str = "rulebook g \"G\" { }\nscript \"s.rhai\" as f\nstrategy s\nstrategy u { prior 1 }\n\
    topic t { fact a : number in 0..100  fact b : number in 0..100  fact y : yes_no  fact z : yes_no }\n";

/// What is known in all tests: `z` is not.
const PROFILE: &str = r#"{"t.a": 1, "t.b": 0, "t.y": true}"#;

/// The trace of a rulebook, which holds; else the error.
#[track_caller]
fn evaluated(body: &str, profile: &str) -> Result<Trace, String> {
    let rules = format!("{HEAD}{body}\n");
    let loaded = load_with("r.rules", &mut |name| {
        let text = if name == "r.rules" { &*rules } else { SCRIPT };
        Ok(text.as_bytes().to_vec())
    });
    let loaded = loaded.unwrap_or_else(|problems| panic!("{problems}\n{body}"));
    let trace = loaded.trace(profile, Depth::Full)?;
    assert_eq!(loaded.troubles(&trace), [""; 0], "{body}");
    let profile = loaded.profile(profile).unwrap();
    loaded.alone(&profile, &trace).unwrap();
    Ok(trace)
}

#[track_caller]
fn guarded(body: &str) -> Trace {
    evaluated(body, PROFILE).unwrap_or_else(|fault| panic!("{fault}\n{body}"))
}

#[track_caller]
fn needed(body: &str) {
    let fault = evaluated(body, PROFILE).expect_err(body);
    assert!(fault.contains("E0702"), "{body}: {fault}");
}

/// What became of the rule `r` with this condition.
#[track_caller]
fn becomes(cond: &str, status: RuleStatus) {
    let trace = guarded(&format!("rule r {{ when {cond} then favor s strongly }}"));
    assert_eq!(trace.rules[0].status, status, "{cond}");
    assert!(!failures(&trace.rules[0].condition).is_empty(), "{cond}");
}

/// What is said of the calls that failed.
fn failures(condition: &ConditionTrace) -> Vec<&str> {
    let parts = condition.parts.iter().flat_map(failures);
    condition
        .failed
        .as_deref()
        .into_iter()
        .chain(parts)
        .collect()
}

#[test]
fn where_the_rest_decides_a_call_may_fail() {
    for (cond, status) in [
        ("t.b != 0 and f.div(t.a, t.b) > 1", RuleStatus::NotFired),
        ("f.div(t.a, t.b) > 1 and t.b != 0", RuleStatus::NotFired),
        ("t.y or f.boom(t.a) > 1", RuleStatus::Fired),
        ("f.boom(t.a) > 1 or t.y", RuleStatus::Fired),
        (
            "all of { t.y; f.boom(t.a) > 1; t.b != 0 }",
            RuleStatus::NotFired,
        ),
        ("any of { t.z; f.boom(t.a) > 1; t.y }", RuleStatus::Fired),
        ("none of { t.y; f.boom(t.a) > 1 }", RuleStatus::NotFired),
        (
            "at least 2 of { t.y; t.a = 1; f.boom(t.a) > 1 }",
            RuleStatus::Fired,
        ),
        (
            "at least 2 of { t.b != 0; f.boom(t.a) > 1; t.a != 1 }",
            RuleStatus::NotFired,
        ),
        ("not (t.b != 0 and f.div(t.a, t.b) > 1)", RuleStatus::Fired),
        (
            "surely (t.b != 0 and f.div(t.a, t.b) > 1)",
            RuleStatus::NotFired,
        ),
        (
            "t.b != 0 and surely (f.div(t.a, t.b) > 1)",
            RuleStatus::NotFired,
        ),
        ("t.b != 0 and f.odd(t.b)", RuleStatus::NotFired),
        (
            "t.b != 0 and f.div(f.div(t.a, t.b), 2) > 1",
            RuleStatus::NotFired,
        ),
    ] {
        becomes(cond, status);
    }
}

#[test]
fn where_it_matters_it_is_an_error() {
    for cond in [
        "f.boom(t.a) > 1",
        "not (f.boom(t.a) > 1)",
        "t.y and f.boom(t.a) > 1",
        "t.z and f.boom(t.a) > 1",
        "t.z or f.boom(t.a) > 1",
        "t.b != 0 or f.div(t.a, t.b) > 1",
        "surely (f.boom(t.a) > 1)",
        "at least 2 of { t.y; t.z; f.boom(t.a) > 1 }",
        "f.odd(t.b)",
    ] {
        needed(&format!("rule r {{ when {cond} then favor s strongly }}"));
    }
}

#[test]
fn the_call_is_told_where_it_stands() {
    let trace = guarded("rule r { when t.b != 0 and f.div(t.a, t.b) > 1 then favor s strongly }");
    let told = "`f.div(t.a, t.b)` failed: nothing to divide by";
    assert_eq!(failures(&trace.rules[0].condition), [told]);
    let folder = Folder::with(&[("s.rhai", SCRIPT), ("p.json", PROFILE)]);
    let rule = "rule r { when t.b != 0 and f.div(t.a, t.b) > 1 then favor s strongly }";
    folder.write("b.rules", format!("{HEAD}{rule}\n").as_bytes());
    let run = folder.run(&["eval", "p.json", "-r", "b.rules"]);
    assert_eq!(run.status, 0, "{run}");
    folder.write(
        "b.rules",
        format!("{HEAD}{}\n", rule.replace("!=", "=")).as_bytes(),
    );
    let run = folder.run(&["eval", "p.json", "-r", "b.rules"]);
    assert!(run.err.contains("E0702"), "{run}");
    assert!(run.err.contains("guard the call"), "{run}");
}

#[test]
fn a_let_is_guarded_where_it_is_used() {
    let quotient = "let q = f.div(t.a, t.b)\n";
    let trace = guarded(&format!(
        "{quotient}rule r {{ when t.b != 0 and q > 1 then favor s strongly }}"
    ));
    assert_eq!(trace.rules[0].status, RuleStatus::NotFired);
    assert_eq!(trace.derived[0].value, ValueTrace::Unknown(()));
    assert_eq!(
        failures(&trace.rules[0].condition),
        ["`f.div(t.a, t.b)` failed: nothing to divide by"]
    );
    guarded(quotient);
    for cond in ["q > 1", "q is known", "q is unknown"] {
        needed(&format!(
            "{quotient}rule r {{ when {cond} then favor s strongly }}"
        ));
    }
}

#[test]
fn a_row_that_is_not_reached_needs_no_call() {
    let list = |rows: &str| {
        format!("let l : low < high {{ {rows} }}\nrule r {{ when l is low then favor s strongly }}")
    };
    for rows in [
        "low when t.b = 0  high when f.div(t.a, t.b) > 1  low otherwise",
        "low when f.boom(t.a) > 1  low when t.z  low otherwise",
        "high when f.div(t.a, t.b) > 1 and t.b != 0  low otherwise",
    ] {
        let trace = guarded(&list(rows));
        assert_eq!(trace.rules[0].status, RuleStatus::Fired, "{rows}");
    }
    needed(&list("high when f.div(t.a, t.b) > 1  low otherwise"));
    needed(&list(
        "high when t.z  high when f.boom(t.a) > 1  low otherwise",
    ));
    let table = |rows: &str| {
        format!(
            "let big = f.div(t.a, t.b) > 1\nlet l : low < high by t.y, big {{ {rows} }}\n\
             rule r {{ when l is low then favor s strongly }}"
        )
    };
    guarded(&table("yes, * => low  *, yes => high  *, * => low"));
    needed(&table("no, * => low  *, yes => high  *, * => low"));
    needed(&table("no, * => low  *, unknown => high  *, * => low"));
}

#[test]
fn a_test_of_levels_is_decided_by_all_that_are_possible() {
    let list = "let l : low < middle < high { high when f.boom(t.a) > 1  low otherwise }\n";
    let trace = guarded(&format!(
        "{list}rule r {{ when l is middle then favor s strongly }}"
    ));
    assert_eq!(trace.rules[0].status, RuleStatus::NotFired);
    needed(&format!(
        "{list}rule r {{ when l is high then favor s strongly }}"
    ));
}

#[test]
fn weights_count_where_the_rule_fires() {
    let trace = guarded("rule r { when t.b != 0 then favor s by f.div(t.a, t.b) }");
    assert_eq!(trace.rules[0].status, RuleStatus::NotFired);
    let trace =
        guarded("rule r { when t.b != 0 then favor s by f.div(t.a, t.b) else favor u weakly }");
    assert_eq!(trace.rules[0].branch, Some(Branch::Else));
    needed("rule r { when t.b = 0 then favor s by f.div(t.a, t.b) }");
    needed("rule r { when t.b != 0 then favor u weakly else favor s by f.div(t.a, t.b) }");
    guarded("rule r { when t.z then favor s by f.div(t.a, t.b) }");
}

#[test]
fn exceptions_and_defeats_guard_too() {
    let rule = |rest: &str| format!("rule r {{ {rest} }}");
    let status = |rest: &str| guarded(&rule(rest)).rules[0].status;
    let stopped = "when f.boom(t.a) > 1 unless t.y then favor s weakly";
    assert_eq!(status(stopped), RuleStatus::Stopped);
    let idle = "when t.b != 0 unless f.boom(t.a) > 1 then favor s weakly";
    assert_eq!(status(idle), RuleStatus::NotFired);
    needed(&rule("when t.y unless f.boom(t.a) > 1 then favor s weakly"));
    needed(&rule(
        "when t.b != 0 unless f.boom(t.a) > 1 then favor s weakly else favor u weakly",
    ));
    let trace = guarded(
        "rule r { when f.boom(t.a) > 1 then favor s weakly }\n\
         rule q { when t.y then favor u weakly defeats r }",
    );
    assert_eq!(trace.rules[1].status, RuleStatus::Defeated);
}

#[test]
fn the_advice_needs_the_rows_up_to_the_one_that_applies() {
    let advice = |rows: &str| format!("advice {{ {rows} }}");
    let trace = guarded(&advice("u when t.y  s when f.boom(t.a) > 1  s otherwise"));
    assert_eq!(trace.advice, "u");
    needed(&advice("s when f.boom(t.a) > 1  u when t.y  s otherwise"));
    let note = |cond: &str| format!("note n {{ when {cond} risk \"There is one.\" }}");
    guarded(&note("t.b != 0 and f.div(t.a, t.b) > 1"));
    needed(&note("t.b = 0 and f.div(t.a, t.b) > 1"));
}

#[test]
fn the_search_tries_answers_beside_a_guard() {
    for (cond, profiles) in [
        (
            "t.b != 0 and f.div(t.a, t.b) > 1",
            ["{}", r#"{"t.a": 4}"#, r#"{"t.b": 0}"#],
        ),
        (
            "t.z and f.boom(t.a) > 1",
            ["{}", r#"{"t.b": 0}"#, r#"{"t.a": 4, "t.z": false}"#],
        ),
    ] {
        let body = format!("rule r {{ when {cond} then favor s strongly }}");
        for profile in profiles {
            evaluated(&body, profile).unwrap_or_else(|fault| panic!("{fault}\n{body}"));
        }
    }
}

#[test]
fn a_function_that_gives_an_argument_back_has_its_type() {
    for cond in ["f.back(t.a, t.b, t.y)", "f.back(t.y, t.y, t.a) > 0"] {
        let trace = guarded(&format!("rule r {{ when {cond} then favor s strongly }}"));
        assert_eq!(trace.rules[0].status, RuleStatus::Fired, "{cond}");
    }
}

/// A condition over what is yes, no and unknown, and a call that fails.
enum Tree {
    Known(bool),
    Unknown,
    Call,
    Not(Box<Tree>),
    /// So many of the parts have to hold.
    Parts(usize, Vec<Tree>),
}

impl Tree {
    fn any(chance: &mut Chance, depth: usize) -> Self {
        let parts = 2 + chance.below(2);
        match chance.below(if depth == 0 { 5 } else { 9 }) {
            0 => Self::Known(true),
            1 => Self::Known(false),
            2 => Self::Unknown,
            3 | 4 => Self::Call,
            5 => Self::Not(Box::new(Self::any(chance, depth - 1))),
            _ => {
                let least = 1 + chance.below(parts);
                let parts = (0..parts).map(|_| Self::any(chance, depth - 1));
                Self::Parts(least, parts.collect())
            }
        }
    }

    fn text(&self) -> String {
        let joined = |parts: &[Self], by: &str| {
            let texts: Vec<String> = parts.iter().map(Self::text).collect();
            texts.join(by)
        };
        match self {
            Self::Known(true) => "t.y".into(),
            Self::Known(false) => "t.b != 0".into(),
            Self::Unknown => "t.z".into(),
            Self::Call => "f.boom(t.a) > 1".into(),
            Self::Not(part) => format!("not ({})", part.text()),
            Self::Parts(1, parts) => format!("({})", joined(parts, " or ")),
            Self::Parts(least, parts) if *least == parts.len() => {
                format!("({})", joined(parts, " and "))
            }
            Self::Parts(least, parts) => {
                format!("at least {least} of {{ {} }}", joined(parts, "; "))
            }
        }
    }

    /// Its truth, if the call gave that.
    fn truth(&self, call: Option<bool>) -> Option<bool> {
        match self {
            Self::Known(holds) => Some(*holds),
            Self::Unknown => None,
            Self::Call => call,
            Self::Not(part) => part.truth(call).map(|holds| !holds),
            Self::Parts(least, parts) => {
                let truths: Vec<Option<bool>> = parts.iter().map(|part| part.truth(call)).collect();
                let count = |holds| truths.iter().filter(|one| **one == Some(holds)).count();
                match (count(true) >= *least, count(false) + *least > parts.len()) {
                    (true, _) => Some(true),
                    (_, true) => Some(false),
                    (false, false) => None,
                }
            }
        }
    }
}

#[test]
fn a_random_condition_has_a_result_where_no_answer_of_the_call_changes_it() {
    let mut chance = Chance(3);
    for _ in 0..150 {
        let tree = Tree::any(&mut chance, 3);
        let truth = tree.truth(None);
        let cond = tree.text();
        match evaluated(
            &format!("rule r {{ when {cond} then favor s strongly }}"),
            PROFILE,
        ) {
            Ok(trace) => {
                let status = match truth {
                    Some(true) => RuleStatus::Fired,
                    Some(false) => RuleStatus::NotFired,
                    None => RuleStatus::Unknown,
                };
                assert_eq!(trace.rules[0].status, status, "{cond}");
                for call in [true, false] {
                    assert_eq!(tree.truth(Some(call)), truth, "{cond}");
                }
            }
            Err(fault) => {
                assert!(fault.contains("E0702"), "{cond}: {fault}");
                assert_eq!(truth, None, "{cond}");
            }
        }
    }
}

#[test]
fn calls_within_calls_are_planned_and_called_once_each() {
    let nested = |depth: usize| format!("{}t.y{}", "f.flip(".repeat(depth), ")".repeat(depth));
    let number = |depth: usize| format!("{}t.a{}", "f.more(".repeat(depth), ")".repeat(depth));
    for depth in [1, 2, 40] {
        let (truth, more) = (nested(depth), number(depth));
        let body = format!(
            "let deep = {truth}\nlet many = {more}\n\
             rule r {{ when {truth} and deep and many >= {depth} and {more} > many - 1 then favor s strongly }}"
        );
        let trace = guarded(&body);
        let holds = depth % 2 == 0;
        assert_eq!(trace.rules[0].status == RuleStatus::Fired, holds, "{depth}");
    }
}

#[test]
fn a_precondition_that_nobody_shows_may_fail() {
    let rule = "rule r { when t.y then favor s strongly }\nrule q { when t.a = 7 then favor u strongly }\n";
    let boom = "f.boom(t.a) > 1";
    // The strategies of the head stand without lines; the advice is a strategy of its own.
    let body = |met: &str, other: &str, when: &str| {
        format!(
            "{rule}strategy p {{ prior 9  precondition \"P\" met when {met} }}\n\
             strategy o {{ prior -9  precondition \"O\" met when {other} }}\n\
             note n {{ when {when}  precondition \"N\" met when {boom} partly when {boom} }}"
        )
    };
    let guards = [
        "t.y".to_owned(),
        format!("t.y partly when {boom}"),
        format!("t.b != 0 and {boom}"),
        format!("t.b != 0 partly when t.y or {boom}"),
        format!("t.z partly when t.b != 0 and {boom}"),
    ];
    for met in &guards {
        // Of an outcome that is not advised, and of notes that are not shown: what is unknown is not.
        for when in ["t.b != 0", "t.z"] {
            let trace = guarded(&body(met, boom, when));
            assert_eq!(trace.advice, "p", "{met}");
        }
        needed(&body(met, boom, "t.y"));
    }
    for met in [
        boom.to_owned(),
        format!("t.b != 0 partly when {boom}"),
        format!("t.z partly when {boom}"),
        format!("{boom} partly when t.y"),
        format!("surely ({boom})"),
    ] {
        needed(&body(&met, "t.y", "t.b != 0"));
        guarded(&body("t.y", &met, "t.b != 0"));
    }
}
