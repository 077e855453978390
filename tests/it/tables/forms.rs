//! Forms of results, columns that are kept, and single rows.

use super::{CHOICE, HEAD, eval, folder, totals};
use crate::program::Run;

const FIRMS: &str = "id,level,advice,n,city\nacme,low,up,2,\"Ulm, old\"\nbolt,hihg,,1,\n";

#[test]
fn every_form_has_the_rows_in_their_order() {
    let folder = folder(&[("firms.csv", "id,level\nacme,low\nbolt,hihg\n")]);
    let run = eval(&folder, &["firms.csv"]);
    run.is(
        1,
        &["id    advice  settled", "\nacme  Way a ", "\nbolt "],
        &["evaluated 2"],
    );
    let run = eval(&folder, &["firms.csv", "-f", "markdown"]);
    run.is(
        1,
        &["| id | advice |", "\n| acme | Way a | "],
        &["evaluated 2"],
    );
    let json = eval(&folder, &["firms.csv", "-f", "json"]).json();
    let lines = eval(&folder, &["firms.csv", "-f", "jsonl"]).out;
    let lines: Vec<serde_json::Value> = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(json.as_array(), Some(&lines));
    assert_eq!(
        (&lines[0]["total_a"], &lines[0]["error"]),
        (&7.into(), &serde_json::Value::Null)
    );
    let keys: Vec<String> = HEAD.split(',').map(str::to_owned).collect();
    let first = eval(&folder, &["firms.csv", "-f", "jsonl"]).out;
    let places: Vec<usize> = keys
        .iter()
        .map(|key| first.find(&format!("\"{key}\":")).unwrap())
        .collect();
    assert!(places.is_sorted(), "{first}");
    for (file, start) in [
        ("out.csv", HEAD),
        ("out.json", "[\n  {"),
        ("out.md", "| id"),
        ("out.txt", "id "),
    ] {
        eval(&folder, &["firms.csv", "-o", file, "-q"]).is(1, &[], &["E0621"]);
        assert!(
            folder.read(file).starts_with(start),
            "{}",
            folder.read(file)
        );
    }
    let changed = eval(&folder, &["firms.csv", "-f", "csv", "--param", "limit=1"]);
    assert_eq!(totals(&changed), ["acme 7 0", "bolt  "]);
}

#[test]
fn columns_of_the_table_are_kept_where_they_are_asked_for() {
    let folder = folder(&[("firms.csv", FIRMS), ("one.toml", "level = \"low\"\n")]);
    let kept = |arguments: &[&str]| {
        eval(
            &folder,
            &[&["firms.csv", "--keep-columns", "-q"], arguments].concat(),
        )
    };
    let csv = kept(&["-f", "csv"]).out;
    let lines: Vec<&str> = csv.lines().collect();
    assert!(
        lines[0].starts_with("id,level,input_advice,n,city,advice,confidence,"),
        "{csv}"
    );
    assert!(
        lines[1].starts_with("acme,low,up,2,\"Ulm, old\",a,"),
        "{csv}"
    );
    assert!(
        lines[2].starts_with("bolt,hihg,,1,,,,,,,,firms.csv:3:6: "),
        "{csv}"
    );
    let json = kept(&["-f", "json"]).json();
    assert_eq!(json[0]["city"], "Ulm, old");
    assert_eq!(json[1]["city"], serde_json::Value::Null);
    assert_eq!(json[0]["input_advice"], "up");
    folder.write("double.csv", b"level,x,x,input_x\nlow,1,2,3\n");
    let double = eval(&folder, &["double.csv", "--keep-columns", "-f", "csv"]).out;
    assert!(
        double.starts_with("id,level,x,input_x,input_input_x,advice,"),
        "{double}"
    );
    for others in [
        &["one.toml"][..],
        &["firms.csv", "one.toml"],
        &["firms.csv", "double.csv"],
        &["--set", "level=low"],
    ] {
        let run = eval(&folder, &[others, &["--keep-columns"]].concat());
        run.is(2, &[], &["E0921", "one table"]);
    }
}

#[test]
fn keys_of_json_lines_are_kept_row_by_row() {
    let folder = folder(&[(
        "firms.jsonl",
        "{\"id\":7,\"level\":\"low\",\"who\":{\"name\": \"x\"},\"advice\":1.50}\n{\"level\":\"high\"}\n[]\n",
    )]);
    let kept = |form: &str| {
        eval(
            &folder,
            &["firms.jsonl", "--keep-columns", "-q", "-f", form],
        )
    };
    let lines = kept("jsonl").out;
    assert!(
        lines.starts_with("{\"id\":\"7\",\"level\":\"low\",\"who\":{\"name\": \"x\"},\"input_advice\":1.50,\"advice\":\"a\","),
        "{lines}"
    );
    assert!(
        lines.contains("\n{\"id\":\"2\",\"level\":\"high\",\"advice\":\"b\","),
        "{lines}"
    );
    assert_eq!(kept("json").json()[0]["who"]["name"], "x");
    kept("csv").is(2, &[], &["E0921", "--format jsonl"]);
}

#[test]
fn a_row_by_its_name_is_a_profile() {
    let folder = folder(&[
        (
            "firms.csv",
            "id,level,n.note,n,city\n\nacme,low,\"two\nlines\",,x\nbolt,hihg,,1,\n,high,,1,\nspur,high,,,\n",
        ),
        (
            "firms.jsonl",
            "{\"id\":\"acme\",\"level\":\"low\"}\n{\"level\":\"high\",\"lean\":true}\n{\n",
        ),
        ("odd#name.csv", "id,level\na#b,low\n"),
    ]);
    let page = eval(&folder, &["firms.csv#acme"]);
    page.is(0, &["Way a"], &["`city` matches no fact"]);
    let trace = eval(&folder, &["firms.csv#3", "-f", "json"]).json();
    assert_eq!(trace["profile"]["name"], "3");
    let text = trace.to_string();
    assert!(
        text.contains(r#""place":{"file":"firms.csv","line":6}"#),
        "{text}"
    );
    eval(&folder, &["firms.csv#3", "-f", "csv", "-q"]).is(0, &["\n3,b,"], &[]);
    eval(&folder, &["firms.jsonl#2"]).is(2, &[], &["E0611", "firms.jsonl:2:17"]);
    eval(&folder, &["firms.jsonl#3"]).is(2, &[], &["E0605", "firms.jsonl:3:"]);
    eval(&folder, &["odd#name.csv#a#b"]).is(0, &["Way a"], &[]);
    eval(&folder, &["firms.csv#bolt"]).is(2, &[], &["E0621", "firms.csv:5:6"]);
    let none = eval(&folder, &["firms.csv#acne"]);
    none.is(
        2,
        &[],
        &[
            "E0919",
            "no row of `firms.csv` is named `acne`",
            "did you mean `acme`?",
        ],
    );
    let explain = |path: &str| folder.run(&["explain", "-r", "choice.rules", path]);
    explain("firms.csv#acme").is(0, &["Way a"], &["W0602"]);
    explain("firms.csv").is(
        2,
        &[],
        &["E0919", "`firms.csv#ID`", "hansei eval firms.csv"],
    );
    explain("none.csv").is(2, &[], &["E0901"]);
    let both = eval(
        &folder,
        &[
            "firms.csv#acme",
            "firms.jsonl#2",
            "firms.csv#bolt",
            "-f",
            "csv",
        ],
    );
    both.is(1, &["\nacme,a,", "\n2,,"], &["evaluated 3 profiles"]);
    eval(&folder, &["firms.csv#acme", "-o", "firms.csv"]).is(2, &[], &["E0906"]);
}

#[test]
fn profiles_and_tables_may_come_together() {
    let folder = folder(&[
        ("one.toml", "level = \"low\"\n"),
        ("bad.toml", "level = \"lwo\"\n"),
        ("two.csv", "id,level\nx,high\ny,low\n"),
        ("three.jsonl", "{\"level\":\"high\"}\n"),
    ]);
    let all = [
        "three.jsonl",
        "bad.toml",
        "two.csv",
        "one.toml",
        "-f",
        "csv",
    ];
    let run = eval(&folder, &all);
    run.is(1, &[HEAD], &["evaluated 5 profiles, 1 with an error"]);
    assert_eq!(
        totals(&run),
        ["1 0 7", "bad  ", "x 0 7", "y 7 0", "one 7 0"]
    );
    // Nothing is evaluated where a table cannot be read at all.
    let run = eval(&folder, &["two.csv", "none.csv", "-f", "csv"]);
    run.is(2, &[], &["E0901"]);
}

#[test]
fn standard_input_is_a_table_where_that_is_said() {
    let folder = folder(&[
        ("firms", "id,level\nacme,low\n"),
        ("lines", "{\"id\":\"acme\",\"level\":\"low\"}\n"),
    ]);
    let from = |file: &str, form: &str| {
        let input = std::fs::File::open(folder.path.join(file)).unwrap();
        let arguments = [
            "eval",
            "-r",
            "choice.rules",
            "-",
            "-f",
            "csv",
            "--input-format",
            form,
        ];
        Run::of(folder.command(&arguments).stdin(input))
    };
    assert_eq!(totals(&from("firms", "csv")), ["acme 7 0"]);
    assert_eq!(totals(&from("lines", "jsonl")), ["acme 7 0"]);
    let run = eval(&folder, &["firms", "--input-format", "csv", "-f", "csv"]);
    assert_eq!(totals(&run), ["acme 7 0"]);
    eval(&folder, &["firms#acme", "--input-format", "csv"]).is(0, &["Way a"], &[]);
    let piped = [
        "explain",
        "-r",
        "choice.rules",
        "-",
        "--input-format",
        "csv",
    ];
    let run = folder.run(&piped);
    run.is(2, &[], &["E0919", "write it to a file", "`FILE.csv#ID`"]);
    eval(&folder, &["firms.tsv"]).is(2, &[], &["E0901"]);
    folder.write("firms.tsv", b"id\tlevel\n");
    let run = eval(&folder, &["firms.tsv"]);
    run.is(
        2,
        &[],
        &[
            "E0606",
            "tables of profiles, which `eval` reads, end in `csv`",
        ],
    );
    let unnamed = eval(&folder, &["-"]);
    unnamed.is(2, &[], &["E0909", "toml, yaml, json, csv, jsonl"]);
}

/// Tables of cases are read by the same reader.
#[test]
fn cases_may_stand_in_a_table_with_semicolons() {
    let folder = folder(&[
        ("choice.rules", CHOICE),
        (
            "cases/firms.csv",
            "id;expect;level;n\nacme;a;low;2,5\nbolt;b;high;\n",
        ),
    ]);
    folder
        .run(&["test", "cases/firms.csv"])
        .is(0, &["2 passed"], &[]);
    folder.write(
        "cases/firms.csv",
        b"id,expect,levl\nacme,a,low\nbolt,b,high\n",
    );
    let run = folder.run(&["test", "cases/firms.csv"]);
    run.is(
        1,
        &["2 errors"],
        &["cases/firms.csv:1:11", "did you mean `level`?"],
    );
    assert_eq!(run.err.matches("error[").count(), 1, "{run}");
}
