//! Outcomes that were renamed: files that use the old name go on working.

use crate::program::Folder;

const BOOK: &str = "rulebook b { version \"1\" }
strategy make \"Make it\" { formerly build }
strategy buy \"Buy it\"
outcome wait \"Wait\" { formerly pause formerly hold }
topic part { fact volume : low < high  fact secret : yes_no }
contrast part.volume { high => favor make strongly because \"H.\"  low => favor buy strongly because \"L.\" }
let waits = advice is hold
advice { pause when part.secret  build when best is make  buy otherwise }
note n { when waits headline \"Waiting.\" }
example old { given { part.volume: high } expect advice is build }
guarantee never_both { never advice is pause when part.secret is no }
";

#[test]
fn a_former_name_means_what_is_called_otherwise_now() {
    let folder = Folder::with(&[
        ("b.rules", BOOK),
        (
            "cases/old.csv",
            "id,part.volume,part.secret,expect,also\na,high,no,build,\nb,low,yes,hold,pause\nc,low,yes,advice is pause,\n",
        ),
        (
            "p.toml",
            "expect = \"advice is hold\"\npart.secret = true\n",
        ),
    ]);
    let test = folder.run(&["test", "b.rules"]);
    test.is(0, &["passed"], &[]);
    let eval = folder.run(&["eval", "-r", "b.rules", "--set", "secret=yes", "-f", "json"]);
    assert_eq!(eval.json()["advice"], "wait");
    assert!(!eval.out.contains("pause"), "{eval}");
    let page = folder.run(&["eval", "-r", "b.rules", "--set", "secret=yes"]);
    assert!(page.out.contains("Waiting."), "{page}");
    // Conditions that use an old name stay as they are.
    folder
        .run(&["check", "b.rules", "--diff"])
        .is(0, &[], &["nothing to fix"]);
}

#[test]
fn a_former_name_is_a_name() {
    let twice = BOOK.replace("formerly build", "formerly buy");
    let folder = Folder::with(&[("b.rules", &twice)]);
    folder
        .run(&["check", "b.rules"])
        .is(1, &["E0206", "as a former name"], &["1 rulebook"]);
    let wrong = BOOK.replace("advice is hold", "advice is holt");
    folder.write("b.rules", wrong.as_bytes());
    let check = folder.run(&["check", "b.rules"]);
    assert_eq!(check.status, 1, "{check}");
    assert!(
        !check.err.contains("`hold`"),
        "nobody is led to an old name: {check}"
    );
}

const FACTS: &str = "rulebook b { version \"1\" }
strategy make \"Make it\"
strategy buy \"Buy it\"
topic part {
  fact volume : low \"few\" formerly small < high formerly \"very big\" formerly huge { formerly amount formerly order.size }
  fact marks : any of iso formerly din, ce
  fact formerly : one of formerly, later
}
contrast part.volume { high => favor make strongly because \"H.\"  low => favor buy strongly because \"L.\" }
rule marked { when part.marks includes din and part.formerly is formerly then favor make weakly because \"M.\" }
rule old_name { when part.amount is at least huge then favor make weakly because \"O.\" }
example old { given { part.amount: huge } expect advice is make }
example short { given { size: small } expect advice is buy }
";

#[test]
fn facts_and_levels_are_read_by_former_names() {
    let folder = Folder::with(&[
        ("b.rules", FACTS),
        (
            "p.toml",
            "marks = [\"din\"]\nformerly = \"formerly\"\n[order]\nsize = \"very big\"\n",
        ),
        ("q.toml", "amount = { value = \"huge\", certainty = 0.5 }\n"),
        ("t.csv", "id,part.amount,marks\na,huge,din;ce\nb,low,\n"),
    ]);
    folder
        .run(&["check", "b.rules"])
        .is(0, &[], &["no problems"]);
    folder.run(&["test", "b.rules"]).is(0, &["2 passed"], &[]);
    let run = folder.run(&["eval", "-r", "b.rules", "p.toml", "-f", "json"]);
    assert_eq!(run.json()["advice"], "make", "{run}");
    for told in [
        "`order.size` is called `part.volume` now",
        "`very big` is called `high` now",
        "`din` is called `iso` now",
    ] {
        assert!(run.err.contains(told), "{run}");
    }
    assert!(!run.out.contains("very big"), "{run}");
    let run = folder.run(&["eval", "-r", "b.rules", "q.toml"]);
    run.is(0, &["Make it"], &["`huge` is called `high` now"]);
    let run = folder.run(&["eval", "-r", "b.rules", "t.csv"]);
    assert!(
        run.err
            .contains("`part.amount` is called `part.volume` now"),
        "{run}"
    );
    assert!(run.out.contains("make") && run.out.contains("buy"), "{run}");
}

#[test]
fn a_former_name_of_a_fact_or_level_is_no_other_one() {
    for (before, after, code) in [
        ("formerly amount", "formerly marks", "E0206"),
        ("formerly small", "formerly high", "E0313"),
        ("formerly din", "formerly ce", "E0313"),
        ("formerly huge", "formerly small", "E0313"),
        ("formerly small", "formerly unknown", "E0119"),
        ("\"Buy it\"", "\"Buy it\" { formerly part.buy }", "E0209"),
    ] {
        let folder = Folder::with(&[("b.rules", &FACTS.replacen(before, after, 1))]);
        folder
            .run(&["check", "b.rules"])
            .is(1, &[code], &["1 rulebook"]);
    }
}

#[test]
fn a_difference_knows_facts_and_levels_by_former_names() {
    let old = "rulebook b { version \"1\" }
strategy make \"Make it\"
strategy buy \"Buy it\"
topic order { fact size : small < huge }
contrast order.size { huge => favor make strongly because \"H.\"  small => favor buy strongly because \"L.\" }
";
    let new = "rulebook b { version \"1\" }
strategy make \"Make it\"
strategy buy \"Buy it\"
topic part { fact volume : low formerly small < high formerly huge { formerly order.size } }
contrast part.volume { high => favor make strongly because \"H.\"  low => favor buy strongly because \"L.\" }
";
    let folder = Folder::with(&[
        ("old.rules", old),
        ("new.rules", new),
        ("p.toml", "order.size = \"huge\"\n"),
    ]);
    let run = folder.run(&["diff", "old.rules", "new.rules", "--profiles", "p.toml"]);
    run.is(
        0,
        &[
            "fact `part.volume` renamed from `order.size`",
            "levels renamed: small < huge → low < high",
            "1 profile: no advice flips",
        ],
        &[],
    );
}

#[test]
fn former_names_are_printed_as_they_are_written() {
    let file = hansei::base::FileId(0);
    let (tree, problems) = hansei::syntax::parse(file, FACTS);
    assert!(problems.is_empty(), "{problems:?}");
    let text = hansei::syntax::print(&tree);
    for part in [
        "low \"few\" formerly small < high formerly \"very big\" formerly huge",
        "any of iso formerly din, ce",
        "formerly order.size",
        "one of formerly, later",
    ] {
        assert!(text.contains(part), "no {part} in\n{text}");
    }
    let (again, problems) = hansei::syntax::parse(file, &text);
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(hansei::syntax::print(&again), text);
}

/// A script knows levels by their names, so a renamed one may change what it gives.
#[test]
fn a_level_that_a_script_is_given_is_not_only_renamed() {
    let rules = |level: &str| {
        format!(
            "rulebook b {{ version \"1\" }}\nscript \"s.rhai\" as own\nstrategy make \"Make it\"\nstrategy buy \"Buy it\"\n\
             topic t {{ fact pace : slow < moderate < {level} }}\n\
             rule quick {{ when own.quick(t.pace) then favor make strongly else favor buy weakly }}\n"
        )
    };
    let folder = Folder::with(&[
        ("old/b.rules", &rules("fast")),
        ("old/s.rhai", "fn quick(pace) { pace == \"fast\" }"),
        ("new/b.rules", &rules("rapid formerly fast")),
        ("new/s.rhai", "fn quick(pace) { pace == \"fast\" }"),
        ("p.toml", "t.pace = \"fast\"\n"),
    ]);
    let diff = |parts: &[&str]| {
        let run = folder.run(&["diff", "old/b.rules", "new/b.rules", "--profiles", "p.toml"]);
        run.is(0, parts, &[]);
    };
    diff(&[
        "1 flip caused by fact `t.pace` type: slow < moderate < fast → slow < moderate < rapid",
    ]);
    folder.run(&["check", "new/b.rules"]).is(
        0,
        &["W0501", "did you mean `\"rapid\"`?"],
        &["warning"],
    );
    folder.write("new/s.rhai", b"fn quick(pace) { pace == \"rapid\" }");
    diff(&["1 profile: no advice flips"]);
    folder.write("new/s.rhai", b"fn quick(pace) { pace == \"rapdi\" }");
    diff(&[
        "1 flip caused by fact `t.pace` type",
        "and script `own` definition",
        "which cannot be separated",
    ]);
}
