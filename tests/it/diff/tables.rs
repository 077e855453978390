//! Tables of profiles under both rulebooks: a row is what a file with the same answers is.

use serde_json::Value;

use super::{PROFILES, RULES, SOURCES, diff, edited, flips, folder};
use crate::program::Folder;

/// The profiles as a table.
const TABLE: &str = "id,growth,runway,crisis,money,town\n\
                     fast,fast,8,no,moderate,Ulm\n\
                     slow,slow,30,no,large,\n\
                     tight,fast,3,yes,moderate,Bonn\n";

/// The same as JSON Lines.
const LINES: &str = r#"{"id":"fast","growth":"fast","resources":{"runway":8,"crisis":false,"money":"moderate"},"town":"Ulm"}
{"id":"slow","growth":"slow","resources":{"runway":30,"crisis":false,"money":"large"}}
{"id":"tight","profile":{"growth":"fast","resources":{"runway":3,"crisis":true,"money":"moderate"}}}
"#;

/// What a change does to the profiles in some files.
fn effects(folder: &Folder, profiles: &[&str]) -> Value {
    let run = diff(folder, &[&["-f", "json", "--profiles"], profiles].concat());
    assert_eq!(run.status, 0, "{run}");
    let mut told = run.json();
    for cause in told["effects"]["causes"].as_array_mut().unwrap() {
        for flip in cause["flips"].as_array_mut().unwrap() {
            flip["file"].take();
        }
    }
    told
}

#[test]
fn a_row_is_what_a_file_with_its_answers_is() {
    for new in [
        edited("fast => favor leap strongly  ", "fast => favor leap by 1"),
        edited("margin < 2", "margin < 3"),
        // The old rulebook knows a fact by its old name, and not that of the other.
        RULES.replace("money", "cash_box"),
        edited("fact growth :", "fact lead : yes_no\n  fact growth :"),
    ] {
        let folder = folder(&new, SOURCES);
        let named = |text: &str| match new.contains("cash_box") {
            true => text.replace("money", "cash_box"),
            false => text.to_owned(),
        };
        let mut files = Vec::new();
        for (name, text) in PROFILES {
            let file = format!("{name}.toml");
            folder.write(&file, named(text).as_bytes());
            files.push(file);
        }
        folder.write("firms.csv", named(TABLE).as_bytes());
        folder.write("firms.jsonl", named(LINES).as_bytes());
        let files: Vec<&str> = files.iter().map(String::as_str).collect();
        let alone = effects(&folder, &files);
        assert_eq!(alone["effects"]["profiles"], 3);
        for table in ["firms.csv", "firms.jsonl"] {
            assert_eq!(effects(&folder, &[table]), alone, "{table}\n{new}");
        }
        let both = effects(&folder, &["fast.toml", "firms.csv"]);
        assert_eq!(both["effects"]["profiles"], 4);
    }
}

#[test]
fn a_row_that_is_badhas_an_error_by_its_name() {
    let new = edited("slow < moderate < fast", "slow < moderate < quick < fast");
    let folder = folder(&new, SOURCES);
    let table = "id,growth,runway,town\ngood,fast,8,Ulm\nbad,fats,8,\nonly_new,quick,8,\nshort,fast\n,fast,900,\n";
    folder.write("firms.csv", table.as_bytes());
    let run = diff(&folder, &["--profiles", "firms.csv"]);
    let out = [
        "5 profiles: no advice flips, 4 with an error",
        "bad",
        "firms.csv:3: `fats` is not a level",
        "only_new",
        "4 under both rulebooks: firms.csv:5: this row has 2 cells",
        "5 under both rulebooks: firms.csv:6: ",
    ];
    let err = [
        "E0621",
        "firms.csv:3:5",
        "E0629",
        "E0622",
        "`town` matches no fact",
    ];
    run.is(0, &out, &err);
    assert!(!run.err.contains("quick` is not"), "{run}");
    let told = effects(&folder, &["firms.csv"]);
    let failed = told["effects"]["failed"].as_array().unwrap();
    let sides: Vec<String> = failed
        .iter()
        .map(|one| {
            let name = one["profile"].as_str().unwrap();
            format!("{name} {} {}", one["under_old"], one["under_new"])
        })
        .collect();
    let wanted = [
        "bad true true",
        "only_new true false",
        "4 true true",
        "5 true true",
    ];
    assert_eq!(sides, wanted);
    folder.write("none.csv", b"id,town\nx,Ulm\n");
    diff(&folder, &["--profiles", "none.csv"]).is(2, &[], &["E0630", "none.csv:1:1"]);
    diff(&folder, &["--profiles", "*.csv"]).is(2, &[], &["E0630", "none.csv:1:1"]);
}

#[test]
fn of_long_lists_people_see_the_first() {
    let new = edited("fast => favor leap strongly  ", "fast => favor leap by 1");
    let folder = folder(&new, SOURCES);
    let mut table = "id,growth,runway,crisis,money\n".to_owned();
    for at in 0..60 {
        table.push_str(&format!("firm{at},fast,8,no,moderate\n"));
    }
    for at in 0..30 {
        table.push_str(&format!("bad{at},fats,8,no,moderate\n"));
    }
    folder.write("firms.csv", table.as_bytes());
    let told = effects(&folder, &["firms.csv"]);
    assert_eq!(flips(&told).len(), 60);
    assert_eq!(told["effects"]["failed"].as_array().unwrap().len(), 30);
    let hidden = "`firms.csv`: 10 more rows with problems, not shown here";
    for (form, more) in [
        ("text", ["  … and 40 more\n", "… and 10 more with an error"]),
        (
            "markdown",
            ["| … and 40 more | | | ", "- … and 10 more with an error"],
        ),
    ] {
        let run = diff(&folder, &["-f", form, "--profiles", "firms.csv"]);
        assert!(run.err.contains("20 errors"), "{run}");
        run.is(
            0,
            &[more[0], more[1], "firm19", "60 flips"],
            &["E0621", hidden],
        );
        assert!(!run.out.contains("firm20"), "{run}");
        assert!(!run.out.contains("bad20"), "{run}");
    }
    let failing = ["--profiles", "firms.csv", "--fail-on", "flips"];
    assert_eq!(diff(&folder, &failing).status, 1);
}

#[test]
fn a_table_of_too_many_rows_is_not_compared() {
    let folder = folder(RULES, SOURCES);
    let table = format!("growth\n{}", "fast\n".repeat(100_001));
    folder.write("firms.csv", table.as_bytes());
    let said = [
        "E0904",
        "too many rows",
        "the limit is 100000",
        "hansei eval firms.csv",
    ];
    diff(&folder, &["--profiles", "firms.csv"]).is(2, &[], &said);
}
