//! What stands beside the same advice: how sure it is, preconditions, notes, contradictions, deadlines.

use serde_json::Value;

use crate::program::Folder;

const RULES: &str = r#"rulebook choice "Choice" { version "1" sureness trust }
strategy go "Go" {
  next within 30 days "Start."
  precondition "Somebody leads." met when t.leader is active
}
strategy wait "Wait"
topic t { fact leader : absent < active  fact money : number "EUR" in 0..100  fact need : yes_no }
let trust : not_sure < sure { sure when t.money > 50  not_sure otherwise }
contradiction poor_leader "Which holds?" { when t.leader is active and t.money < 10 because "No." }
rule needed "Needed" { when t.need then favor go by 3 because "So." }
note thrift "Thrift" { when t.money < 40 headline "Mind the money." }
advice { go when best is go  wait otherwise }
"#;

/// The same edited, with one profile; both as text and as JSON.
fn diff(edits: &[(&str, &str)]) -> (String, Value) {
    let mut new = RULES.to_owned();
    for (from, to) in edits {
        assert!(new.contains(from), "{from}");
        new = new.replace(from, to);
    }
    let folder = Folder::with(&[("old.rules", RULES), ("new.rules", &new)]);
    let profile = b"t.leader = \"active\"\nt.money = 30\nt.need = true\n";
    folder.write("acme.toml", profile);
    let run = |form: &str| {
        let arguments = [
            "diff",
            "old.rules",
            "new.rules",
            "--profiles",
            "acme.toml",
            "-f",
            form,
        ];
        folder.run(&arguments).out
    };
    (run("text"), serde_json::from_str(&run("json")).unwrap())
}

#[track_caller]
fn check(edits: &[(&str, &str)], list: &str, moved: &[&str; 3], lines: &[&str]) {
    let (text, json) = diff(edits);
    let one = &json["effects"][list][0];
    let told = ["of", "from", "to"].map(|key| one[key].as_str().unwrap_or(""));
    assert_eq!(&told, moved, "{json:#}");
    for line in lines {
        assert!(text.contains(line), "`{line}` is missing:\n{text}");
    }
}

#[test]
fn another_sureness_of_the_same_advice_is_shown() {
    check(
        &[("t.money > 50", "t.money > 20")],
        "sureness",
        &["", "not_sure", "sure"],
        &["1 with a different sureness", "acme: go, not_sure → sure"],
    );
}

#[test]
fn a_precondition_that_is_met_differently_is_shown_even_where_its_words_changed() {
    let met = ("met when t.leader is active", "met when t.money > 50");
    let moved = ["“Somebody leads.”", "yes", "no"];
    let line = "acme: go, “Somebody leads.”, yes → no";
    check(
        &[met],
        "preconditions",
        &moved,
        &[line, "1 with preconditions met differently"],
    );
    let words = ("\"Somebody leads.\"", "\"A person leads.\"");
    let moved = ["“A person leads.”", "yes", "no"];
    check(&[met, words], "preconditions", &moved, &[]);
    let (text, json) = diff(&[words]);
    assert_eq!(json["effects"]["preconditions"], Value::Array(Vec::new()));
    assert!(text.contains("no advice flips"), "{text}");
}

#[test]
fn a_note_and_a_contradiction_that_came_or_went_are_shown() {
    check(
        &[("when t.money < 40 headline", "when t.money < 20 headline")],
        "notes",
        &["`thrift`", "shown", "not shown"],
        &["note `thrift` threshold"],
    );
    check(
        &[("t.money < 10", "t.money < 35")],
        "contradictions",
        &["`poor_leader`", "does not hold", "holds"],
        &["contradiction `poor_leader`"],
    );
}

#[test]
fn what_a_change_reaches_names_preconditions_and_notes() {
    let (_, json) = diff(&[("t.need then favor go by 3", "t.need then favor go by 4")]);
    assert_eq!(json["changes"][0]["affects"], serde_json::json!(["needed"]));
    let scale = ("absent < active", "absent < partly < active");
    let (_, json) = diff(&[scale]);
    let affects = &json["changes"][0]["affects"];
    assert_eq!(
        *affects,
        serde_json::json!(["preconditions of go"]),
        "{json:#}"
    );
}

#[test]
fn steps_that_came_went_or_have_other_words_are_shown_with_their_profiles() {
    let start = "next within 30 days \"Start.\"";
    check(
        &[(start, "next within 60 days \"Start.\"")],
        "steps",
        &["“Start.”", "a step within 30 days", "a step within 60 days"],
        &[
            "acme: go, “Start.”, a step within 30 days → a step within 60 days",
            "1 with different steps",
        ],
    );
    check(
        &[(start, "")],
        "steps",
        &["“Start.”", "a step within 30 days", "no step"],
        &[],
    );
    let (text, json) = diff(&[(start, "next \"Begin.\"")]);
    let moved = &json["effects"]["steps"][0];
    assert_eq!(moved["from"], "a step within 30 days “Start.”", "{text}");
    assert_eq!(moved["to"], "a step “Begin.”", "{text}");
    assert_eq!(json["effects"]["steps"].as_array().unwrap().len(), 1);
}

#[test]
fn a_deadline_is_no_wording_and_a_contradiction_no_let() {
    let (text, json) = diff(&[("within 30 days", "within 60 days")]);
    assert_eq!(json["changes"][0]["aspect"], "deadline");
    assert!(
        text.contains("deadline of next “Start.”: 30 days → 60 days"),
        "{text}"
    );
    let (text, _) = diff(&[
        (
            "contradiction poor_leader \"Which holds?\" { when",
            "let poor_leader \"Which holds?\" =",
        ),
        (" because \"No.\" }", ""),
    ]);
    assert!(
        text.contains("let `poor_leader` type: contradiction → yes/no"),
        "{text}"
    );
}

#[test]
fn what_says_that_it_was_called_otherwise_is_renamed() {
    for (from, to) in [
        (
            "outcome late \"Late\" for go { next \"Go.\" }",
            "outcome later \"Later\" for go { formerly late next \"Go on.\" }",
        ),
        (
            "strategy wait \"Wait\"",
            "strategy hold \"Hold\" { formerly wait }",
        ),
    ] {
        let names = [
            ("late when", "later when"),
            ("wait otherwise", "hold otherwise"),
        ];
        let advice = "late when t.need and t.leader is active  go when best is go  wait otherwise";
        let old = RULES.replace(
            "strategy wait \"Wait\"",
            "strategy wait \"Wait\"\noutcome late \"Late\" for go { next \"Go.\" }",
        );
        let old = old.replace("go when best is go  wait otherwise", advice);
        let new = old.replace(from, to);
        let new = names
            .iter()
            .fold(new, |new, (from, to)| match new.contains(&to[..5]) {
                true => new.replace(from, to),
                false => new,
            });
        let folder = Folder::with(&[("old.rules", &old), ("new.rules", &new)]);
        folder.write(
            "acme.toml",
            b"t.leader = \"active\"\nt.money = 30\nt.need = true\n",
        );
        let arguments = ["diff", "old.rules", "new.rules", "--profiles", "acme.toml"];
        let run = folder.run(&[&arguments[..], &["--fail-on", "flips"]].concat());
        run.is(0, &["renamed from", "no advice flips"], &[]);
    }
}
