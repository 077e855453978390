//! The verifier held to its word: it accepts what the engine tells, and notices what is wrong.

use std::path::Path;

use hansei::model::trace::{RowStatus, Trace, UnknownEffect};
use hansei::space::Depth;

use crate::harness::{Loaded, load, load_file, load_with};
use crate::program::Folder;

/// A rulebook with something of everything.
pub(crate) const RULES: &str = include_str!("../cases/verify/everything.rules");
/// A profile that leaves some of it open.
pub(crate) const PROFILE: &str = include_str!("../cases/verify/profile.json");

/// The rulebooks that come with the program, by folder.
const SHIPPED: [(&str, &str); 2] = [
    ("kaizen_breakthrough", "kaizen_breakthrough.rules"),
    ("six_sigma_project", "six_sigma_project.rules"),
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

/// Each change of a trace that holds is noticed.
#[track_caller]
fn each_is_noticed(
    loaded: &Loaded,
    trace: &Trace,
    changes: impl IntoIterator<Item = fn(&mut Trace)>,
) {
    for (at, change) in changes.into_iter().enumerate() {
        let mut changed = trace.clone();
        change(&mut changed);
        assert!(!loaded.verify(&changed).is_empty(), "change {at}");
    }
}

#[track_caller]
fn holds(rules: &str, profile: &str) -> Trace {
    told_holds(&load(rules).expect("the rules check"), profile)
}

/// One of a unit is told in the singular.
#[test]
fn units_of_one_hold() {
    for unit in ["months", "people", "people a year", "EUR", "%", "series"] {
        for number in [-2, -1, 0, 1, 2] {
            let rules = format!(
                r#"rulebook r {{ }} strategy a strategy b
                topic q {{ fact n : number "{unit}" in -9..9 }}
                rule one {{ when q.n < 5 then favor a weakly }}"#
            );
            holds(&rules, &format!(r#"{{"n": {number}}}"#));
        }
    }
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

/// The effect of a fact, of a trace that holds.
#[track_caller]
fn effect(trace: &Trace, fact: &str) -> UnknownEffect {
    let unknown = trace.unknown.iter().find(|one| one.name == fact);
    unknown
        .and_then(|one| one.effect.clone())
        .expect("an effect")
}

#[test]
fn a_value_inside_an_endless_range_is_found() {
    for cond in [
        "round(q.n * 7) = 11",
        "10 / q.n > 100",
        "q.n * q.n > 1000000",
    ] {
        let trace = holds(
            &format!(
                "rulebook r {{}} strategy a strategy b {{ prior 2 }} topic q {{ fact n : number }}
                rule one {{ when {cond} then favor a by 5 }}"
            ),
            "{}",
        );
        let effect = effect(&trace, "q.n");
        assert_eq!(effect.changes_advice, Some(true), "{cond}");
        assert_eq!(trace.settled, Some(false), "{cond}");
    }
}

#[test]
fn what_was_neither_found_nor_ruled_out_is_not_known() {
    let rules = |range: &str| {
        format!(
            "rulebook r {{}} strategy a strategy b {{ prior 2 }} topic q {{ fact n : number {range} }}
            rule one {{ when q.n * q.n - 2 * q.n = -1.0000001 then favor a by 5 }}"
        )
    };
    let trace = holds(&rules(""), "{}");
    let open = effect(&trace, "q.n");
    assert_eq!(open.changes_advice, None);
    assert_eq!(
        open.because.as_deref(),
        Some("`q.n` has no range: give it one, such as `in 0..100`, and the search can go further")
    );
    assert!(
        trace
            .settled_because
            .unwrap()
            .contains("`q.n` has no range")
    );
    let narrow = effect(&holds(&rules("in 5..100"), "{}"), "q.n");
    assert_eq!((narrow.changes_advice, narrow.because), (Some(false), None));
}

#[test]
fn a_set_too_large_to_try_is_bounded() {
    let rules = |weight: u32| {
        format!(
            "rulebook r {{}} strategy a strategy b {{ prior 5 }}
            topic q {{ fact s : any of e1, e2, e3, e4, e5, e6, e7, e8, e9 }}
            rule one {{ when q.s includes e3 and not q.s includes e1 and count(q.s) < 9 then favor a by {weight} }}"
        )
    };
    let open = effect(&holds(&rules(9), "{}"), "q.s");
    assert_eq!(open.changes_advice, None);
    let moved = effect(&holds(&rules(3), "{}"), "q.s");
    assert_eq!(moved.changes_advice, Some(false));
    assert!(moved.bounded && moved.span.is_some_and(|span| (span.0 - 3.0).abs() < 1e-6));
}

#[test]
fn a_text_that_only_needs_to_be_known_can_change_the_advice() {
    let trace = holds(
        "rulebook r {} strategy a strategy b { prior 2 } topic q { fact t : text }
        rule one { when q.t is known then favor a by 5 }",
        "{}",
    );
    assert_eq!(effect(&trace, "q.t").changes_advice, Some(true));
}

#[test]
fn a_column_of_stars_reads_nothing() {
    let trace = holds(
        "rulebook r {} strategy a strategy b topic q { fact x : yes_no fact y : yes_no }
        let l : low < high by q.x, q.y { yes, * => high  *, * => low }
        rule one { when l is high then favor a by 5 }",
        "{}",
    );
    let read: Vec<bool> = trace.unknown.iter().map(|one| one.read).collect();
    assert_eq!(read, [true, false]);
}

/// A trace of a rulebook with a script, which holds.
#[track_caller]
fn holds_with(script: &str, rules: &str) -> Trace {
    let loaded = load_with("r.rules", &mut |name| {
        let text = if name == "r.rules" { rules } else { script };
        Ok(text.as_bytes().to_vec())
    })
    .unwrap();
    let trace = loaded.trace("{}", Depth::Full).unwrap();
    assert_eq!(loaded.troubles(&trace), [""; 0]);
    trace
}

#[test]
fn scripts_that_fail_for_some_answers_are_no_trouble() {
    let trace = holds_with(
        "fn f(x) { if x > 3.0 { throw \"no\"; } x }",
        "rulebook r {} script \"s.rhai\" as s strategy a strategy b { prior 2 }
        topic q { fact n : number in 0..10 fact y : yes_no }
        rule one { when s.f(q.n) = 2 then favor a by 1 }
        rule two { when q.y then favor a by 1 }",
    );
    assert_eq!(effect(&trace, "q.y").changes_advice, Some(false));
}

#[test]
fn scripts_may_do_only_so_much_work_for_the_search() {
    let trace = holds_with(
        "fn slow(x) { let t = 0.0; let i = 0.0; while i < 60000.0 { t += x; i += 1.0; } t }",
        "rulebook r {} script \"s.rhai\" as s strategy a strategy b { prior 2 }
        topic q { fact n : number in 0..10 fact y : yes_no }
        rule one { when s.slow(q.n) = 1.5 then favor a by 5 }
        rule two { when q.y then favor a by 1 }",
    );
    let words = "the scripts needed more than the 4000000 operations that the search may use";
    assert_eq!(trace.settled, None);
    assert_eq!(trace.settled_because.as_deref(), Some(words));
    assert_eq!(effect(&trace, "q.n").because.as_deref(), Some(words));
    assert_eq!(effect(&trace, "q.y").changes_advice, Some(false));
}

#[test]
fn a_call_whose_arguments_are_known_leaves_the_advice_settled() {
    let trace = holds_with(
        "fn f(x) { let l = [x]; l[0] * 2.0 }",
        "rulebook r {} script \"s.rhai\" as s strategy a strategy b { prior 2 }
        topic q { fact y : yes_no }
        rule one { when s.f(3) = 6 then favor a by 9 }
        rule two { when q.y then favor a by 1 }",
    );
    assert_eq!((trace.settled, &*trace.advice), (Some(true), "a"));
}

#[test]
fn bounds_and_warnings_that_are_missing_or_made_up_are_noticed() {
    let loaded = load(RULES).expect("the rules check");
    let trace = loaded.trace(PROFILE, Depth::Full).expect("a trace");
    let changes: [fn(&mut Trace); 4] = [
        |trace| trace.strategies[0].total_bounds = None,
        |trace| trace.strategies[0].confidence_bounds = None,
        |trace| trace.warnings.push("stray".into()),
        |trace| trace.settled_because = None,
    ];
    each_is_noticed(&loaded, &trace, changes);
}

#[test]
fn a_reason_is_that_of_the_branch_that_fired() {
    let rules = |effects: &str| {
        format!(
            "rulebook r {{}} strategy a strategy b topic q {{ fact x : yes_no fact z : yes_no }}
            rule one {{ when q.x {effects} because \"So it is.\" }}
            rule two {{ when q.z then exclude b defeats one }}"
        )
    };
    let check = |effects: &str, profile: &str, says: bool| {
        let trace = holds(&rules(effects), profile);
        assert_eq!(
            trace.rules[0].because.is_some(),
            says,
            "{effects}, {profile}"
        );
        let lines = trace.ledger.iter().filter(|line| line.name == "one");
        for line in lines {
            assert_eq!(line.because.is_some(), says);
            assert_eq!(line.branch, trace.rules[0].branch);
            // The rule that might have defeated it is no reason.
            assert_eq!(line.facts.len(), 1, "{:?}", line.facts);
        }
    };
    let both = "then favor a by 2 else favor b by 1";
    check(both, r#"{"x": true, "z": false}"#, true);
    check(both, r#"{"x": false, "z": false}"#, false);
    check(both, "{}", true);
    let only = "else favor b by 1";
    check(only, r#"{"x": true, "z": false}"#, false);
    check(only, r#"{"x": false, "z": false}"#, true);
}

#[test]
fn findings_read_as_the_trace_does() {
    let loaded = load(RULES).expect("the rules check");
    let mut trace = loaded.trace(PROFILE, Depth::Full).expect("a trace");
    trace.strategies[0].describe = Some("odds 2 : 1".into());
    trace.advice_rows[0].status = RowStatus::Excluded;
    let told = loaded.troubles(&trace).join("\n");
    assert!(told.contains("the trace says \"odds 2 : 1\""), "{told}");
    assert!(told.contains("the trace says \"excluded\""), "{told}");
}

#[test]
fn what_groups_left_out_and_weights_were_computed_from_is_told() {
    let rules = "rulebook r {} strategy a strategy b hypothesis h { prior -1.5 }
        topic q { fact n : number in 0..10 }
        group g strongest  group l limit strongest + 1  group m limit 4
        rule one { when q.n > 1 then favor a by 5 then favor h by 3 in g }
        rule two { when q.n > 2 then favor a by 2 * q.n then oppose h by 1 in g }
        rule three { when q.n > 3 then favor a by 3 then favor b by 2 + q.n in l }
        rule four { when q.n > 4 then favor a by 2 then favor b by 2 in l }
        rule five { when q.n > 4 then oppose b by 6 in m }";
    let loaded = load(rules).unwrap();
    let trace = holds(rules, r#"{"n": 5}"#);
    let rule = |name: &str| trace.rules.iter().find(|one| one.name == name).unwrap();
    assert!(!rule("one").evidence[0].counted && rule("one").evidence[1].counted);
    assert!(rule("two").evidence[0].counted);
    let by = rule("two").evidence[0].by.as_ref().unwrap();
    assert_eq!((&*by.text, &*by.reads[0].name), ("2 * q.n", "q.n"));
    assert_eq!(trace.hypotheses[0].prior.0, -1.5);
    let side = |group: usize, at: usize| {
        let side = &trace.groups[group].sides[at];
        (&*side.toward, &*side.side, side.uncut.0, side.kept.0)
    };
    assert_eq!(side(0, 0), ("a", "for", 15.0, 10.0));
    assert_eq!(side(1, 1), ("b", "for", 9.0, 8.0));
    assert_eq!(side(2, 0), ("b", "against", -6.0, -4.0));
    let changes: [fn(&mut Trace); 6] = [
        |trace| trace.rules[2].evidence[0].counted ^= true,
        |trace| trace.rules[4].evidence[0].by = None,
        |trace| trace.groups[0].sides.clear(),
        |trace| trace.groups[1].most = None,
        |trace| trace.groups[2].sides[0].rules.push("one".into()),
        |trace| trace.hypotheses[0].prior = trace.hypotheses[0].total,
    ];
    each_is_noticed(&loaded, &trace, changes);
}

#[test]
fn an_advice_on_a_doubtful_answer_is_warned_of() {
    let rules = "rulebook r {} strategy a strategy b topic q { fact x : yes_no }
        advice { no_x: a when not q.x  b otherwise }";
    let warned = |certainty: f64| {
        let profile = format!(r#"{{"x": {{"value": false, "certainty": {certainty}}}}}"#);
        holds(rules, &profile).warnings
    };
    assert_eq!(
        warned(0.3),
        ["row `no_x` gives the advice on a condition with a certainty of only 0.3"]
    );
    assert!(warned(0.5).is_empty());
}

/// The first obstacle of the only rule that did not fire, of a trace that holds: how far, and in what.
#[track_caller]
fn obstacle(cond: &str, profile: &str) -> (Option<f64>, String) {
    let rules = format!(
        "rulebook r {{}} strategy a strategy b parameter lim = 3 \"m\"
        topic q {{ fact n : number \"m\" in 0..20 fact k : number \"m\" in 0..20 }}
        rule one {{ when {cond} then favor a weakly }}"
    );
    let trace = holds(&rules, profile);
    let why_not = trace.rules[0].why_not.clone().expect("a reason");
    let first = &why_not.obstacles[0];
    (first.distance.map(|n| n.0), first.unit.clone())
}

#[test]
fn every_comparison_of_numbers_has_its_distance_and_unit() {
    for (cond, profile, distance) in [
        ("q.n > 9", r#"{"n": 8}"#, 1.0),
        ("9 < q.n", r#"{"n": 8}"#, 1.0),
        ("lim + 8 <= q.n", r#"{"n": 8}"#, 3.0),
        ("q.n > q.k", r#"{"n": 5, "k": 7}"#, 2.0),
        ("q.n between 10 and 12", r#"{"n": 8}"#, 2.0),
        ("not (q.n between 7 and 12)", r#"{"n": 8}"#, 1.0),
    ] {
        assert_eq!(
            obstacle(cond, profile),
            (Some(distance), "m".to_owned()),
            "{cond}"
        );
    }
}

#[test]
fn a_fact_with_which_nothing_can_be_evaluated_is_not_known_to_move_nothing() {
    let trace = holds_with(
        "fn has(s) { s.contains(\"p\") }",
        "rulebook r {} script \"s.rhai\" as s let z = s.has(q.s)
        strategy a strategy b topic q { fact s : any of p, o }
        rule one { when q.s includes p then favor a by 3 }
        rule two { when z > 1 then favor b by 1 }",
    );
    let open = effect(&trace, "q.s");
    assert_eq!((open.changes_advice, open.span.is_some()), (None, false));
    assert!(open.because.is_some());
}

/// What the engine tells of a profile holds, whatever is found out of what is not known.
#[track_caller]
fn told_holds(loaded: &Loaded, profile: &str) -> Trace {
    let trace = loaded.trace(profile, Depth::Full).expect("an evaluation");
    let troubles = loaded.troubles(&trace);
    assert!(troubles.is_empty(), "{profile}:\n{}", troubles.join("\n"));
    trace
}

#[test]
fn answers_for_which_there_is_no_result_count_for_nothing() {
    let head = "rulebook v {}\nstrategy p\nstrategy q\nhypothesis h\ntopic t { fact n : number in -5..5 fact x : yes_no \
                fact big : integer in 0..60 }\n";
    for body in [
        "rule r { when t.n <= 5 then favor p by t.n }",
        "rule r { when t.x then favor p by t.n }",
        "rule r { when t.x then oppose p by t.n }",
        "rule r { when t.x then favor h by t.n }",
        "rule r { when t.x then favor h by t.big }",
        "rule r { when t.x then favor p by 20 * t.big }",
    ] {
        let loaded = load(&format!("{head}{body}")).expect("the rules check");
        for profile in ["{}", r#"{"t.x": true}"#, r#"{"t.n": 2}"#, r#"{"t.big": 3}"#] {
            told_holds(&loaded, profile);
        }
    }
}

#[test]
fn no_function_is_called_with_a_margin_without_a_rival() {
    let rules = "rulebook m {}\nscript \"m.rhai\" as m\nstrategy p\nstrategy q\noutcome o\ntopic t { fact x : yes_no }\n\
                 rule r { when t.x then exclude q and favor p weakly }\nlet a = m.two(ARGUMENT) > 1\n\
                 advice { o when a p otherwise }";
    for argument in ["margin", "lead(p)", "min(margin, 7)"] {
        let rules = rules.replace("ARGUMENT", argument);
        let read = &mut |name: &str| match name {
            "root.rules" => Ok(rules.clone().into_bytes()),
            _ => Ok(b"fn two(x) { x * 0.0 + 2.0 }".to_vec()),
        };
        let loaded = load_with("root.rules", read).expect("the rules check");
        let trace = told_holds(&loaded, r#"{"t.x": true}"#);
        let called = argument.starts_with("min");
        assert_eq!(trace.advice, if called { "o" } else { "p" }, "{argument}");
        told_holds(&loaded, "{}");
    }
}

#[test]
fn how_far_a_let_is_from_turning_is_told_where_it_is_one_test() {
    let head = "rulebook m {}\nstrategy p\nstrategy q\ntopic t { fact x : yes_no fact g : slow < mid < fast fact n : number \
                in 0..9 }\nrule r { when t.x and c then favor p weakly }\n";
    for (lets, far) in [
        ("let c = t.g is slow", Some(2.0)),
        ("let c = not (t.g is at least mid)", Some(2.0)),
        ("let d = t.g is slow let c = d", Some(2.0)),
        ("let c = all of { t.g is slow }", None),
        ("let c = any of { t.n between 2 and 4 }", None),
        ("let c = none of { t.g is fast }", None),
        ("let c = t.g is slow and t.g is at most slow", None),
        ("let c = t.g is slow and yes", None),
        ("let d = t.g is slow and yes let c = d", None),
    ] {
        let loaded = load(&format!("{head}{lets}")).expect("the rules check");
        let trace = told_holds(&loaded, r#"{"t.x": true, "t.g": "fast", "t.n": 9}"#);
        let why_not = trace.rules[0].why_not.as_ref().expect("it did not fire");
        let distance = why_not.obstacles[0].distance.map(|distance| distance.0);
        assert_eq!(distance, far, "{lets}");
    }
}

/// Conditions nest in a trace as deep as the language lets them.
#[test]
fn a_trace_is_read_however_deep_its_conditions_nest() {
    let head = "rulebook r { method scorecard }\nstrategy a\nstrategy b\ntopic t { fact n : number in 0..5  fact y : yes_no }\n";
    let nested = |before: &str, depth: usize, after: &str| {
        format!("{}t.y{}", before.repeat(depth), after.repeat(depth))
    };
    let chosen = |depth: usize| {
        let before = "(if t.n > 1 then 1 else ".repeat(depth);
        format!("{before}2{} > 1", ")".repeat(depth))
    };
    let folder = Folder::with(&[("p.json", r#"{"t.n": 1, "t.y": true}"#)]);
    for condition in [
        nested("not ", 60, ""),
        nested("not ", 64, ""),
        nested("not (", 60, ")"),
        nested("not surely not (", 60, ")"),
        nested("(t.n < 2 and (t.n > 4 or ", 30, "))"),
        nested("all of { t.n < 2; ", 60, " }"),
        nested("at least 1 of { t.n > 4; not (", 30, ") }"),
        chosen(30),
    ] {
        let rules = format!("{head}rule x {{ when {condition} then favor a weakly }}\n");
        folder.write("r.rules", rules.as_bytes());
        let told = folder.run(&[
            "eval", "p.json", "-r", "r.rules", "-f", "json", "-o", "t.json",
        ]);
        assert_eq!(told.status, 0, "{condition} {told}");
        let verified = folder.run(&["explain", "--verify", "t.json", "-r", "r.rules"]);
        assert_eq!(verified.status, 0, "{condition} {verified}");
    }
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        for depth in [130, 2_060, 100_000] {
            let hostile = format!("{}1{}", open.repeat(depth), close.repeat(depth));
            folder.write("t.json", hostile.as_bytes());
            let run = folder.run(&["explain", "--verify", "t.json", "-r", "r.rules"]);
            run.is(2, &[], &["E0913"]);
        }
    }
}

/// A trace of an earlier version has other keys: what it is, is said in one sentence, whatever it lacks.
#[test]
fn a_trace_of_another_version_is_refused_in_one_sentence() {
    let folder = Folder::with(&[("r.rules", RULES), ("p.json", PROFILE)]);
    let eval = [
        "eval", "p.json", "-r", "r.rules", "-f", "json", "-o", "t.json", "-q",
    ];
    folder.run(&eval).is(0, &[], &[]);
    let text = folder.read("t.json");
    let verify = |text: &str| {
        folder.write("old.json", text.as_bytes());
        folder.run(&["explain", "--verify", "old.json", "-r", "r.rules"])
    };
    assert_eq!(verify(&text).status, 0);
    let mut keys = Vec::new();
    keys_of(&serde_json::from_str(&text).unwrap(), &mut keys);
    keys.sort_unstable();
    keys.dedup();
    for added in [
        "moot",
        "tables",
        "contradictions",
        "sureness_capped",
        "met",
        "because",
    ] {
        assert!(keys.iter().any(|key| key == added), "{added}");
    }
    for key in keys.iter().filter(|key| *key != "trace_version") {
        let mut trace: serde_json::Value = serde_json::from_str(&text).unwrap();
        without(&mut trace, key);
        trace["trace_version"] = "1".into();
        let run = verify(&trace.to_string());
        let said = [
            "E0913",
            "`old.json` was written by an earlier version of hansei",
            "evaluate the profile again: `hansei eval PROFILE --format json",
        ];
        run.is(2, &[], &said);
        assert!(!run.err.contains("missing field"), "{key}: {run}");
    }
    let named = |version: &str| text.replacen(r#""trace_version": "3""#, version, 1);
    let later = verify(&named(r#""trace_version": "4""#));
    later.is(2, &[], &["a later version of hansei"]);
    let other = verify(&named(r#""trace_version": "dev""#));
    other.is(2, &[], &["another version of hansei"]);
    verify("{\"a\": 1}").is(2, &[], &["E0913", "it is JSON, but has no `trace_version`"]);
    let profile = ["it is not JSON", "`hansei explain PROFILE`"];
    verify("t.a = true").is(2, &[], &profile);
}

/// The names of all keys.
fn keys_of(value: &serde_json::Value, keys: &mut Vec<String>) {
    match value {
        serde_json::Value::Object(members) => {
            keys.extend(members.keys().cloned());
            members.values().for_each(|inner| keys_of(inner, keys));
        }
        serde_json::Value::Array(items) => items.iter().for_each(|inner| keys_of(inner, keys)),
        _plain => {}
    }
}

fn without(value: &mut serde_json::Value, key: &str) {
    match value {
        serde_json::Value::Object(members) => {
            members.remove(key);
            members.values_mut().for_each(|inner| without(inner, key));
        }
        serde_json::Value::Array(items) => items.iter_mut().for_each(|inner| without(inner, key)),
        _plain => {}
    }
}
