//! `--set FACT=VALUE`: answers from the command line, beside a profile or in the place of one.

use crate::program::Folder;

const CHOICE: &str = r#"rulebook choice "A or b?" { version "1" }
strategy a "Way a"
strategy b "Way b"
topic t {
  fact level : low < high
  fact shifts : "1" < "2@night" < "3 or more"
  fact tools : any of one, two, "with, comma"
  fact n : number "months" in 0..12
  fact quick : yes_no
  fact remark : text
}
contrast t.level { low => favor a strongly high => favor b strongly }
contrast t.shifts { "1" => favor a weakly "2@night" => favor a by 1 "3 or more" => favor b weakly }
rule tooled { when count(t.tools) >= 1 and t.n < 3 then favor a weakly }
rule in_time { when t.quick then favor b weakly }
rule told { when t.remark is known then favor b weakly }
"#;
const PROFILE: &str = "t.level = \"low\"\nt.n = 2\n";

fn folder() -> Folder {
    Folder::with(&[
        ("choice.rules", CHOICE),
        ("hansei.toml", "rulebook = \"choice.rules\"\n"),
        ("profiles/one.toml", PROFILE),
        ("profiles/two.json", "{\"t\": {\"level\": \"low\"}}"),
    ])
}

/// The known facts of a trace: name, value, certainty and place.
fn facts(trace: &serde_json::Value) -> Vec<String> {
    let facts = trace["facts"].as_array().unwrap().iter();
    let fact = |one: &serde_json::Value| {
        let place = &one["place"];
        let file = place["file"].as_str().unwrap();
        format!(
            "{} {} {} {file}:{}",
            one["name"].as_str().unwrap(),
            one["value"],
            one["certainty"],
            place["line"]
        )
    };
    facts.map(fact).collect()
}

#[test]
fn what_is_set_replaces_what_the_profile_says() {
    let folder = folder();
    let one = "profiles/one.toml";
    folder.run(&["eval", one]).is(0, &["Way a"], &[]);
    let set = ["eval", one, "--set", "level=high", "--set", "t.n=unknown"];
    folder.run(&set).is(0, &["Way b"], &[]);
    let json = [&set[..], &["-f", "json", "-o", "trace.json"]].concat();
    folder.run(&json).is(0, &[], &[]);
    let trace = serde_json::from_str(&folder.read("trace.json")).unwrap();
    assert_eq!(facts(&trace), ["t.level \"high\" 1 --set:1"]);
    assert_eq!(trace["profile"]["name"], "one");
    folder
        .run(&["explain", "--verify", "trace.json"])
        .is(0, &[], &["holds"]);
    let explain = ["explain", one, "--set", "level=high@0.5", "--all"];
    folder.run(&explain).is(0, &["0.5", "--set:1"], &[]);
    let why = ["explain", one, "--set", "level=high", "--why", "b"];
    folder.run(&why).is(0, &["Way b"], &[]);
}

#[test]
fn values_of_every_type_can_be_set() {
    let folder = folder();
    let set = |text: &str| {
        let run = folder.run(&["eval", "--set", text, "-f", "json"]);
        run.is(0, &["trace_version"], &["no profile is named"]);
        facts(&run.json()).concat()
    };
    for (text, fact) in [
        ("level=low", "t.level \"low\" 1 --set:1"),
        ("t.level = \"low\"", "t.level \"low\" 1 --set:1"),
        (
            "shifts='3 or more'@0.5",
            "t.shifts \"3 or more\" 0.5 --set:1",
        ),
        ("shifts=2@night", "t.shifts \"2@night\" 1 --set:1"),
        ("shifts=\"2@night\"@0.5", "t.shifts \"2@night\" 0.5 --set:1"),
        ("tools=one,two", "t.tools [\"one\",\"two\"] 1 --set:1"),
        ("tools=[one]@0.5", "t.tools [\"one\"] 0.5 --set:1"),
        (
            "tools=\"with, comma\",two",
            "t.tools [\"two\",\"with, comma\"] 1 --set:1",
        ),
        ("tools=[]", "t.tools [] 1 --set:1"),
        ("n=2.5", "t.n 2.5 1 --set:1"),
        ("quick=No@0.25", "t.quick false 0.25 --set:1"),
        ("remark=mail a@b", "t.remark \"mail a@b\" 1 --set:1"),
        ("n=unknown", ""),
        ("n=", ""),
    ] {
        assert_eq!(set(text), fact, "{text}");
    }
}

#[test]
fn without_a_profile_what_is_set_is_all_that_is_known() {
    let folder = folder();
    let set = ["eval", "--set", "level=high", "-f", "csv"];
    folder
        .run(&set)
        .is(0, &["\nset,b,"], &["no profile is named"]);
    let named = [&set[..], &["--set", "id=trial"]].concat();
    folder.run(&named).is(0, &["\ntrial,b,"], &["no profile"]);
    let explain = ["explain", "--set", "level=high", "--why", "b"];
    folder.run(&explain).is(0, &["Way b"], &["no profile"]);
    let trace = ["explain", "--set", "level=high", "-o", "all.json"];
    folder.run(&trace).is(0, &[], &["no profile"]);
    folder
        .run(&["explain", "--verify", "all.json"])
        .is(0, &[], &["holds"]);
    let several = ["eval", "profiles", "--set", "level=high", "-f", "csv"];
    folder
        .run(&several)
        .is(0, &["\none,b,", "\ntwo,b,"], &["evaluated 2 profiles"]);
}

#[test]
fn what_is_wrong_is_shown_in_the_argument_and_once() {
    let folder = folder();
    let wrong = |set: &[&str], err: &[&str]| {
        let mut arguments = vec!["eval", "profiles"];
        arguments.extend(set.iter().flat_map(|text| ["--set", *text]));
        let run = folder.run(&arguments);
        run.is(2, &[], err);
        assert_eq!(run.err.matches("error[").count(), 1, "{run}");
    };
    wrong(
        &["levle=low"],
        &["E0610", "--set:1:1", "did you mean `level`?"],
    );
    wrong(
        &["n=2", "level=lwo"],
        &["E0621", "--set:2:7", "did you mean `low`?", "`low`, `high`"],
    );
    wrong(&["n=13"], &["E0622", "--set:1:3", "0 to 12 months"]);
    wrong(&["n=2@80%"], &["E0624", "80 % is written `0.8`"]);
    wrong(&["n=1", "t.n=2"], &["E0612", "--set:2:1", "the first time"]);
    wrong(&["n"], &["E0627", "write `fact=value`"]);
    wrong(&["tools=none"], &["E0621", "the empty set is `[]`"]);
    folder
        .run(&["eval", "-r", "choice.rules", "--set", "market_growth=slow"])
        .is(2, &[], &["E0610", "`t`"]);
    folder
        .run(&["explain", "--verify", "t.json", "--set", "n=2"])
        .is(2, &[], &["cannot be used with"]);
}

#[test]
fn a_parameter_with_a_point_between_thousands_is_told() {
    let book = CHOICE.replace(
        "topic t {",
        "parameter limit = 3 in 0..90000\nparameter few = 3 in 0..60\ntopic t {",
    );
    let folder = Folder::with(&[("choice.rules", &book), ("one.toml", PROFILE)]);
    let run = |parameter: &str| folder.run(&["eval", "one.toml", "--param", parameter]);
    let said = ["W0303", "`60.000` is 60", "write `60000`"];
    run("limit=60.000").is(0, &["Way a"], &said);
    for parameter in ["few=60.000", "limit=60", "limit=60000"] {
        let run = run(parameter);
        assert!(!run.err.contains("W0303"), "{run}");
    }
}
