//! `hansei prove`: guarantees decided for every profile there can be.

use crate::program::{Folder, Run};

const RULES: &str = r#"rulebook choice "Go or wait?" {}
strategy go "Go"
strategy wait "Wait"
topic t {
  fact money "Money" : none < some < plenty
  fact leader "Leader" : yes_no
  fact size : number in 0..100
}
rule paid { when t.money is plenty then favor go by 4 }
rule led { when t.leader then favor go by 3 }
rule large { when t.size > 50 then favor wait by t.size / 10 }
advice { go when best is go and t.money is at least some  wait otherwise }
guarantee paid_for "Nobody goes without money" { never advice is go when t.money is none }
guarantee somebody "There is always advice" { always advice is go or advice is wait }
guarantee money_helps "Money never speaks against it" { raising t.money never lowers total(go) }
"#;

/// Goes with a leader alone, some money given.
const BROKEN: &str = "guarantee led_alone \"Nobody goes without plenty\" { never advice is go when t.money is some }\n";
/// The less there is, the less speaks for waiting.
const FALLS: &str =
    "guarantee money_harms \"Money never helps\" { raising t.money never raises total(go) }\n";

fn folder(more: &str) -> Folder {
    Folder::with(&[("choice.rules", &format!("{RULES}{more}"))])
}

fn prove(more: &str, arguments: &[&str]) -> Run {
    folder(more).run(&[&["prove", "choice.rules"], arguments].concat())
}

#[test]
fn what_holds_for_every_profile_is_proved() {
    prove("", &[]).is(
        0,
        &[
            "3 guarantees: 3 proved",
            "over every possible profile",
            "Proved for answers given with certainty 1; for less certain ones nothing was found",
            "money_helps  Money never speaks against it",
            "paid_for  Nobody goes without money",
        ],
        &[],
    );
    prove("", &["--run", "paid"]).is(0, &["1 guarantee: 1 proved"], &[]);
}

/// More money never turns waiting into going: it does with a leader.
const TURNS: &str = "guarantee never_goes \"Money makes nobody go\" { raising t.money never turns advice from wait to go }\n";

#[test]
fn an_advice_that_turns_as_a_fact_rises_is_proved_or_shown_in_two_examples() {
    let back = "guarantee no_way_back \"Money makes nobody wait\" { raising t.money never turns advice from go to wait }\n";
    prove(back, &["--run", "no_way_back"]).is(0, &["1 guarantee: 1 proved"], &[]);
    let small = "guarantee small \"Only money\" { raising t.leader never turns advice from wait to go when t.money is none }\n";
    prove(small, &["--run", "small"]).is(0, &["1 guarantee: 1 proved"], &[]);
    // How large it is counts as a number, not only against limits.
    let size = "guarantee size \"Size\" { raising t.size never turns advice from wait to go }\n";
    prove(size, &["--run", "size"]).is(3, &["what happens as it rises is not bounded"], &[]);
    let said = [
        "the advice turns from `wait` to `go` where `t.money` rises from none to some",
        "expect advice is wait",
        "expect advice is go",
    ];
    prove(TURNS, &[]).is(1, &said, &[]);
    let none = "guarantee none \"None\" { raising t.money never turns advice from go to go }\n";
    let run = prove(none, &[]);
    run.is(
        2,
        &[],
        &[
            "E0117",
            "an advice that turns from `go` to `go` does not turn",
            "name another outcome",
        ],
    );
}

/// Answers given with certainty 1 keep it, others do not: what is left where nothing can be told apart is no single profile.
#[test]
fn an_advice_that_turns_with_less_certain_answers_only_is_not_proved_for_them() {
    let rules = "rulebook r { }\nstrategy a { prior 2 }\nstrategy b\ntopic t { fact x : yes_no  fact y : yes_no }\n\
        rule one { when t.x then favor b by 4 }\nrule two { when t.y then oppose b by 9 }\n\
        guarantee g { raising t.y never turns advice from undecided to a }\n";
    let folder = Folder::with(&[("r.rules", rules)]);
    let json = folder.run(&["prove", "r.rules", "-f", "json"]).json();
    let verdict = &json["guarantees"][0];
    assert_ne!(verdict["certainty"], serde_json::json!([0, 1]), "{json:#}");
    folder
        .run(&["test", "r.rules"])
        .is(1, &["raising t.y never turns"], &[]);
}

#[test]
fn what_is_never_asked_for_claims_nothing() {
    let empty = "guarantee odd \"Odd\" { never advice is go when t.size > 15 and t.size < 10 }\n";
    let claim = "Odd: its `when` never holds, so it claims nothing";
    prove(empty, &["--run", "odd"]).is(0, &[claim], &[]);
    let json = prove(empty, &["-f", "json"]).json();
    let guarantees = json["guarantees"].as_array().unwrap().iter();
    let empty = guarantees.filter(|one| one["empty"] == true);
    assert_eq!(empty.map(|one| &one["name"]).collect::<Vec<_>>(), ["odd"]);
}

#[test]
fn what_is_refuted_is_shown_by_an_example_that_passes() {
    for more in [BROKEN, FALLS, TURNS] {
        let run = prove(more, &["-f", "json"]);
        run.is(1, &["\"verdict\": \"refuted\""], &[]);
        let json = run.json();
        let guarantees = json["guarantees"].as_array().unwrap().iter();
        let refuted = guarantees.filter(|one| one["verdict"] == "refuted");
        let examples: Vec<String> = refuted
            .flat_map(|one| one["examples"].as_array().unwrap().iter())
            .map(|one| one.as_str().unwrap().to_owned())
            .collect();
        assert!(!examples.is_empty(), "{json:#}");
        let folder = folder(&examples.join("\n"));
        // The guarantees of the rulebook pass beside them.
        let passed = format!("{} passed", examples.len() + 3);
        folder.run(&["test", "choice.rules"]).is(0, &[&passed], &[]);
        let text = prove(more, &[]);
        let lines = examples.iter().flat_map(|example| example.lines());
        let lines: Vec<&str> = lines.map(str::trim_end).collect();
        text.is(1, &[&["Refuted", "1 refuted"], &*lines].concat(), &[]);
    }
}

#[test]
fn the_example_names_no_answer_that_it_does_not_need() {
    let json = prove(BROKEN, &["--run", "led_alone", "-f", "json"]).json();
    let one = &json["guarantees"][0];
    let example = one["examples"][0].as_str().unwrap();
    assert!(example.contains("t.money: some"), "{example}");
    assert!(example.contains("t.leader: yes"), "{example}");
    assert!(!example.contains("t.size"), "{example}");
    assert_eq!(one["claim"], "never advice is go when t.money is some");
    assert!(one["regions"].as_u64().unwrap() > 0);
}

#[test]
fn what_is_not_decided_says_why_and_has_its_own_status() {
    // It never is: closer to 1 by far than bounds of parts this large can tell.
    let near = "topic u { fact part : number in 0..10 }\nrule part { when u.part > 5 then favor wait by 1 }\n\
        guarantee near { never u.part * u.part - 2 * u.part = -1.0000001 }\n";
    prove(near, &["--budget", "100", "--run", "near"]).is(
        3,
        &[
            "1 undecided",
            "the budget of 100 regions is spent; `--budget` gives more",
        ],
        &[],
    );
    let computed = "guarantee larger { raising t.size never raises total(wait) }\n";
    let run = prove(computed, &["--run", "larger"]);
    assert!(run.status == 1 || run.status == 3, "{run}");
}

/// A condition may leave one whole number alone, at an end that is none.
#[test]
fn whole_numbers_are_not_lost_at_an_end_that_is_none_of_them() {
    for when in [
        "t.n < 1",
        "t.n < 0.5",
        "t.n > 5",
        "t.n >= 3 and t.n < 4",
        "t.n > 2 and t.n <= 3",
    ] {
        for (fact, breaks) in [("integer in 0..6", 1), ("number in 0..6", 1)] {
            let rules = format!(
                "rulebook r \"R\" {{}}\nstrategy a\nstrategy b {{ prior 1 }}\ntopic t {{ fact n : {fact}  fact m : number in 0..9 }}\n\
                 rule r1 {{ when t.m > t.n then favor a by 3 }}\n\
                 guarantee g {{ never advice is a when {when} }}\n"
            );
            let folder = Folder::with(&[("r.rules", &rules)]);
            folder
                .run(&["prove", "r.rules"])
                .is(breaks, &["1 refuted"], &[]);
        }
    }
}

/// Whatever characters a level has, the example is to be pasted.
#[test]
fn the_levels_of_an_example_are_written_as_they_have_to_be() {
    let rules = "rulebook r \"R\" {}\nstrategy a\nstrategy b\n\
        topic t { fact l : plain < \"say \\\"hi\\\"\" < \"back\\\\slash\" < \"3 m\" }\n\
        rule r1 { when t.l is plain then favor a by 1 }\n";
    for level in ["\"say \\\"hi\\\"\"", "\"back\\\\slash\"", "\"3 m\""] {
        let claim = format!("{rules}guarantee g {{ never t.l is {level} }}\n");
        let folder = Folder::with(&[("r.rules", &claim)]);
        let json = folder.run(&["prove", "r.rules", "-f", "json"]).json();
        let example = json["guarantees"][0]["examples"][0].as_str().unwrap();
        let pasted = Folder::with(&[("r.rules", &format!("{rules}{example}"))]);
        pasted.run(&["test", "r.rules"]).is(0, &["1 passed"], &[]);
    }
}

/// The certain answers alone do not show it: `not for less certain ones` is no proof.
#[test]
fn what_only_less_certain_answers_break_is_refuted() {
    let rules = "rulebook r \"R\" {}\nstrategy a\nstrategy b\ntopic t { fact x : yes_no  fact y : yes_no }\n\
        rule r1 { when t.x then favor a by 7 }\nrule r2 { when t.y then favor b by 7 }\n\
        rule r3 { when t.y then oppose b by 2 }\nguarantee g { never advice is b when t.x }\n";
    let folder = Folder::with(&[("r.rules", rules)]);
    folder
        .run(&["prove", "r.rules"])
        .is(1, &["1 refuted", "certainty"], &[]);
}

#[test]
fn without_a_guarantee_that_is_meant_there_is_a_way_out() {
    prove("", &["--run", "paid_fr"]).is(
        2,
        &[],
        &["no guarantee has `paid_fr` in its name", "`paid_for`"],
    );
    let (none, _) = RULES.split_once("guarantee").unwrap();
    let folder = Folder::with(&[("choice.rules", none)]);
    folder.run(&["prove"]).is(
        2,
        &[],
        &[
            "has no guarantee to prove",
            "`hansei reference guarantees` explains it",
        ],
    );
    folder
        .run(&["reference", "guarantees"])
        .is(0, &["hansei prove"], &[]);
}

#[test]
fn what_is_no_file_and_no_number_is_told_with_a_way_out() {
    let folder = folder("");
    let name = folder.run(&["prove", "paid_for"]);
    name.is(2, &[], &["E0901", "write `--run paid_for`"]);
    let much = folder.run(&["prove", "choice.rules", "--budget", "1e6"]);
    much.is(2, &[], &["a whole number of regions, at least 1"]);
}

#[test]
fn tests_prove_what_nothing_breaks() {
    let run = folder("").run(&["test", "choice.rules"]);
    let line = "guarantees: 2 proved, 1 proved for answers given with certainty 1\n";
    run.is(0, &[line], &[]);
    let json = folder("")
        .run(&["test", "choice.rules", "-f", "json"])
        .json();
    let held = &json["guarantees"][0];
    assert_eq!(
        (&held["proved"], &held["proved_certain"]),
        (&2.into(), &1.into())
    );
}

/// Of those that ship hardly one is undecided, and none is broken.
#[test]
fn the_shipped_guarantees_are_proved() {
    let folder = Folder::with(&[]);
    let root = env!("CARGO_MANIFEST_DIR");
    let rules = format!("{root}/rules/kaizen_breakthrough");
    let run = folder.run(&["prove", &rules, "--budget", "5000", "-f", "json"]);
    let json = run.json();
    let guarantees = json["guarantees"].as_array().unwrap();
    let of = |verdict: &str| {
        let found = guarantees.iter().filter(|one| one["verdict"] == verdict);
        found.map(|one| one["name"].to_string()).collect::<Vec<_>>()
    };
    assert_eq!(of("refuted"), Vec::<String>::new());
    assert!(of("proved").len() >= 77, "{:?}", of("undecided"));
}

/// Beyond 2^53 no profile gives a whole number, so nothing there breaks a guarantee.
#[test]
fn whole_numbers_end_where_profiles_end() {
    let rules = "rulebook r \"R\" {}\nstrategy a\nstrategy b { prior 1 }\ntopic t { fact f : integer }\n\
        rule r1 { when t.f > 9007199254740991 then favor a by 7 }\n\
        guarantee none { never t.f > 9007199254740991 }\nguarantee one { never best is a }\n\
        guarantee last { never t.f >= 9007199254740991 }\n";
    let folder = Folder::with(&[("r.rules", rules), ("p.toml", "t.f = 1\n")]);
    let run = folder.run(&["prove", "r.rules"]);
    run.is(1, &["2 proved, 1 refuted", "t.f: 9007199254740991\n"], &[]);
    let none = folder.run(&["what-if", "p.toml", "-r", "r.rules"]);
    none.is(0, &["every one was ruled out"], &[]);
}
