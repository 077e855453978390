//! What rows say: names, values, separators, and what is wrong with them.

use super::{eval, folder, totals};

#[test]
fn a_row_gives_what_its_profile_gives() {
    let folder = folder(&[
        (
            "firms.csv",
            "id,t.level,n,tools,t.lean,t.n.certainty,t.n.note\n\
             acme,low,2,\"five_s,tpm\",no,0.5,told by one\n\
             bolt,high,,[],YES,,\n\
             ,unknown,2.5,tpm;five_s,,,\n",
        ),
        (
            "firms.jsonl",
            r#"{"id":"acme","t":{"level":"low","n":{"value":2,"certainty":0.5,"note":"told by one"}},"tools":["five_s","tpm"],"t.lean":false}
{"id":"bolt","level":"high","n":null,"tools":[],"t.lean":true}

{"n":2.5,"tools":"tpm"}
"#,
        ),
        (
            "acme.toml",
            "t.level = \"low\"\nt.n = { value = 2, certainty = 0.5 }\ntools = [\"five_s\", \"tpm\"]\nt.lean = false\n",
        ),
        ("bolt.toml", "level = \"high\"\ntools = []\nt.lean = true\n"),
        ("3.toml", "n = 2.5\ntools = [\"tpm\"]\n"),
    ]);
    let alone = eval(&folder, &["acme.toml", "bolt.toml", "3.toml", "-f", "csv"]);
    let remark = "`firms.csv`: 1 of 5 facts has no column and is unknown in every row: `u.lean`";
    let rows = eval(&folder, &["firms.csv", "-f", "csv"]);
    rows.is(0, &["acme,a,"], &[remark, "evaluated 3 profiles"]);
    assert_eq!(rows.out, alone.out);
    let rows = eval(&folder, &["firms.jsonl", "-f", "csv"]);
    rows.is(0, &["acme,a,"], &["evaluated 3 profiles"]);
    assert_eq!(rows.out, alone.out);
    assert_eq!(totals(&rows), ["acme 10 0", "bolt 0 9", "3 4 0"]);
}

#[test]
fn what_is_to_be_said_of_columns_is_said_once() {
    let rows = "acme,low,1,x,,\nbolt,high,2,y,,\n";
    let folder = folder(&[
        ("odd.csv", &format!("id,level,grade,levl,short,\n{rows}")),
        ("two.csv", &format!("id,level,t.level,n,x,y\n{rows}")),
        ("both.csv", &format!("id,level,lean,n,x,y\n{rows}")),
        ("sure.csv", &format!("id,level,n.certainty,x,y,z\n{rows}")),
        ("none.csv", &format!("id,x,y,z,v,w\n{rows}")),
        ("empty.csv", ""),
        ("case.csv", "id,expect,also,title,level\nx,a,b,X,low\n"),
    ]);
    let odd = eval(&folder, &["odd.csv", "-f", "csv"]);
    let said = [
        "warning[W0602]: no fact is named `levl`, so its column is ignored",
        "did you mean `level`?",
        "2 columns match no fact and are ignored: `grade`, `short`",
        "odd.csv:1:10",
        "2 warnings",
    ];
    odd.is(0, &["acme,a,", "\nbolt,b,"], &said);
    assert_eq!(odd.err.matches("levl`").count(), 1, "{odd}");
    let wrong = |file: &str, said: &[&str]| {
        let run = eval(&folder, &[file, "-f", "csv"]);
        run.is(2, &[], said);
        assert_eq!(run.err.matches("error[").count(), 1, "{run}");
    };
    wrong(
        "two.csv",
        &["E0612", "`t.level` is given twice", "two.csv:1:10"],
    );
    wrong(
        "both.csv",
        &["E0611", "write the full name: `t.lean`, `u.lean`"],
    );
    wrong("sure.csv", &["E0625", "has a certainty, but no value"]);
    wrong(
        "none.csv",
        &[
            "E0630",
            "`t.level`",
            "commas, semicolons or tabs",
            "these are the facts of the rulebook `choice`",
        ],
    );
    wrong("empty.csv", &["E0604", "the table is empty", "`id,t.lean`"]);
    let cases = eval(&folder, &["case.csv", "-f", "csv"]);
    assert!(!cases.err.contains("W0602"), "{cases}");
    assert_eq!(totals(&cases), ["x 7 0"]);
}

#[test]
fn names_in_json_lines_that_no_fact_has_are_said_once() {
    let row = r#"{"level":"low","t":{"m":1},"who":{"name":"x"},"levl":2}"#;
    let folder = folder(&[
        ("firms.jsonl", &format!("{row}\n").repeat(50)),
        (
            "apart.jsonl",
            r#"{"id":"x","profile":{"level":"low","nn":1},"levl":2,"expect":"a"}"#,
        ),
        ("none.jsonl", ""),
    ]);
    let run = eval(&folder, &["firms.jsonl", "-f", "csv"]);
    let said = [
        "firms.jsonl:1:21",
        "the column `t.m` matches no fact",
        "the column `who` matches no fact",
        "did you mean `level`?",
        "3 warnings",
    ];
    run.is(0, &["\n50,a,"], &said);
    let run = eval(&folder, &["apart.jsonl", "-f", "csv"]);
    run.is(0, &["\nx,a,"], &["`nn`", "1 warning"]);
    let run = eval(&folder, &["none.jsonl", "-f", "json"]);
    run.is(0, &["[]\n"], &["evaluated 0 profiles"]);
}

#[test]
fn a_point_that_may_stand_between_thousands_is_no_decimal_point() {
    let folder = folder(&[
        ("point.csv", "id;n\nacme;1.000\nbolt;1,5\n"),
        ("comma.csv", "id,n\nacme,1.000\n"),
    ]);
    let point = eval(&folder, &["point.csv", "-f", "csv"]);
    point.is(
        1,
        &["acme,,"],
        &["`1.000` is ambiguous", "write `1000` or `1,000`"],
    );
    // Where commas separate the columns, a point is a decimal point.
    let comma = eval(&folder, &["comma.csv", "-f", "csv"]);
    assert_eq!(comma.status, 0, "{comma}");
}

#[test]
fn one_of_two_rows_of_a_name_is_not_chosen() {
    let folder = folder(&[("twice.csv", "id,n\nacme,1\nbolt,2\nacme,3\n")]);
    let said = "two rows of `twice.csv` are named `acme`, in lines 2 and 4";
    eval(&folder, &["twice.csv#acme"]).is(2, &[], &["E0919", said]);
    let bolt = eval(&folder, &["twice.csv#bolt"]);
    assert_eq!(bolt.status, 0, "{bolt}");
}

#[test]
fn separators_are_found_in_the_first_line_and_said() {
    let folder = folder(&[
        (
            "comma.csv",
            "id,note;x;y,n.certainty,n,tools\nacme,1,0.5,2.5,five_s;tpm\n",
        ),
        (
            "semicolon.csv",
            "id;n.certainty;note, x, y;n;tools\nacme;0,5;1;2,5;five_s,tpm\nbolt;;;-3,5;\n",
        ),
        (
            "tab.csv",
            "id\tn\ttools\nacme\t2.5\tfive_s,tpm\nbolt\t2,5\t\n",
        ),
        ("one.csv", "n\n2.5\n"),
    ]);
    let comma = eval(&folder, &["comma.csv", "-f", "csv"]);
    assert_eq!(totals(&comma), ["acme 3 0"], "{comma}");
    assert!(!comma.err.contains("separate"), "{comma}");
    let semicolon = eval(&folder, &["semicolon.csv", "-f", "csv"]);
    let said = [
        "`semicolon.csv`: semicolons separate the columns; `3,5` is read as 3.5",
        "`-3.5` is out of the range",
    ];
    semicolon.is(1, &["acme,a,"], &said);
    assert_eq!(totals(&semicolon), ["acme 3 0", "bolt  "]);
    let tab = eval(&folder, &["tab.csv", "-f", "csv"]);
    let said = [
        "tabs separate the columns",
        "`2,5`",
        "write the number alone: `2.5`",
    ];
    tab.is(1, &["\nacme,a,"], &said);
    assert!(!tab.err.contains("is read as"), "{tab}");
    assert_eq!(totals(&eval(&folder, &["one.csv", "-f", "csv"])), ["1 2 0"]);
}

#[test]
fn what_spreadsheets_write_is_read_or_said_clearly() {
    let folder = folder(&[(
        "excel.csv",
        "\u{feff}id,level,note\r\n\"acme\",low,\"two\r\nlines, \"\"quoted\"\"\"\r\n\r\nbolt,hihg,x\r\n",
    )]);
    let run = eval(&folder, &["excel.csv", "-f", "csv"]);
    run.is(
        1,
        &["acme,a,", "excel.csv:5:6: `hihg`"],
        &["did you mean `high`?"],
    );
    let wide: Vec<u8> = "\u{feff}id\tlevel\nacme\tlow\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    folder.write("wide.csv", &wide);
    folder.write("wide.jsonl", &wide);
    for file in ["wide.csv", "wide.jsonl"] {
        let run = eval(&folder, &[file]);
        run.is(2, &[], &["E0601", "UTF-16", "save it as UTF-8"]);
    }
    folder.write("old.csv", b"id,level,Gr\xf6\xdfe\nacme,low,1\n");
    let run = eval(&folder, &["old.csv"]);
    run.is(2, &[], &["E0601", "old.csv:1:12", "save it as UTF-8"]);
    folder.write("zero.csv", b"i\0d\0,\0n\0\n");
    eval(&folder, &["zero.csv"]).is(2, &[], &["E0601", "zero byte"]);
}

#[test]
fn a_bad_row_is_a_row_with_an_error_and_the_others_go_on() {
    let folder = folder(&[]);
    let mut csv = b"id,level,n\n".to_vec();
    csv.extend(
        b"short,low\nlong,low,1,2\nbytes,l\xffow,1\nquote,\"low,1\ngood,low,1\nrest,\"low\"x,1\n",
    );
    csv.extend(format!("huge,low,{}\n", "1".repeat(2 << 20)).bytes());
    csv.extend(b"last,high,\nopen,\"high,\n");
    folder.write("bad.csv", &csv);
    let run = eval(&folder, &["bad.csv", "-f", "csv"]);
    let said = ["evaluated 9 profiles, 7 with an error", "7 errors"];
    run.is(1, &["\ngood,a,"], &said);
    let error = |at: usize| {
        let line = run.out.lines().nth(at + 1).unwrap();
        line.rsplit(",,")
            .next()
            .unwrap()
            .trim_matches(['"', ','])
            .to_owned()
    };
    let names: Vec<&str> = run
        .out
        .lines()
        .skip(1)
        .map(|line| line.split(',').next().unwrap())
        .collect();
    assert_eq!(names, ["1", "2", "3", "4", "good", "6", "7", "last", "9"]);
    assert_eq!(
        error(0),
        "bad.csv:2:1: this row has 2 cells, and the first line has 3 names"
    );
    assert_eq!(
        error(1),
        "bad.csv:3:1: this row has 4 cells, and the first line has 3 names"
    );
    assert_eq!(error(2), "bad.csv:4:8: this row is not text in UTF-8");
    assert_eq!(
        error(3),
        "bad.csv:5:1: a quote that opens in this row is never closed"
    );
    assert_eq!(
        error(5),
        "bad.csv:7:11: this cell continues after its closing quote"
    );
    assert_eq!(
        error(6),
        "bad.csv:8:1: this row is too long: the limit is 1 MiB"
    );
    assert_eq!(
        error(8),
        "bad.csv:10:1: a quote that opens in this row is never closed"
    );
    folder.write(
        "bad.jsonl",
        b"{\"id\":\"a\",\"level\":\"low\"}\n[1]\n{\"level\":}\n{\"level\":\"l\xff\"}\n{\"id\":\"z\",\"level\":\"lwo\",\"n\":99}\n",
    );
    let run = eval(&folder, &["bad.jsonl", "-f", "jsonl"]);
    let out = [
        "bad.jsonl:2:1: a row of a table of profiles is an object",
        "bad.jsonl:3:10: the file cannot be read as JSON",
        "bad.jsonl:4:12: this row is not text in UTF-8",
        "bad.jsonl:5:19: `lwo` is not a level of `t.level` (and 1 more)",
    ];
    run.is(1, &out, &["did you mean `low`?", "4 with an error"]);
    assert_eq!(run.out.lines().count(), 5);
}

#[test]
fn of_many_rows_with_problems_the_first_are_told() {
    let rows: String = (0..5000).map(|at| format!("{at},lwo\n")).collect();
    let folder = folder(&[("firms.csv", &format!("id,level\n{rows}"))]);
    let run = eval(&folder, &["firms.csv", "-f", "csv"]);
    let said = [
        "20 errors",
        "`firms.csv`: 4980 more rows with problems, not shown here",
        "evaluated 5000 profiles, 5000 with an error",
    ];
    run.is(1, &["\n4999,,,,,,,firms.csv:5001:6: `lwo`"], &said);
    assert_eq!(run.err.matches("error[").count(), 20, "{}", run.err);
}

#[test]
fn a_script_that_fails_costs_its_row() {
    let rules = "rulebook r {}\nscript \"s.rhai\" as s\nstrategy a\nstrategy b\n\
                 topic t { fact n : number in 0..12 }\n\
                 rule one { when t.n > 0 then favor a by clamp(s.f(t.n), 0, 9) }\n";
    let folder = folder(&[
        ("r.rules", rules),
        ("s.rhai", "fn f(n) { if n > 5 { true } else { n } }"),
        ("firms.csv", "id,n\nx,2\ny,7\nz,3\n"),
    ]);
    let run = folder.run(&["eval", "-r", "r.rules", "firms.csv", "-f", "csv"]);
    run.is(
        1,
        &["\nx,a,", "\ny,,,,,,,\"r.rules:6:47: ", "\nz,a,"],
        &["E0702", "1 with an error"],
    );
}

#[test]
fn what_is_set_holds_for_each_row_and_for_one_by_its_name() {
    let folder = folder(&[(
        "firms.csv",
        "id,level,n\nacme,low,1\nbolt,,14\ncord,high,1\n",
    )]);
    let set =
        |arguments: &[&str]| eval(&folder, &[&["firms.csv", "-f", "csv"], arguments].concat());
    let high = set(&["--set", "level=high", "--set", "t.lean=yes"]);
    high.is(1, &["\nbolt,,"], &["E0622", "2 of 5 facts have no column"]);
    assert_eq!(totals(&high), ["acme 2 9", "bolt  ", "cord 2 9"]);
    let unknown = set(&["--set", "level=unknown", "--set", "id=all"]);
    assert_eq!(totals(&unknown), ["all 2 0", "bolt  ", "all 2 0"]);
    set(&["--set", "levl=high"]).is(2, &[], &["E0610", "did you mean `level`?"]);
    let row = ["firms.csv#acme", "--set", "level=high"];
    eval(&folder, &row).is(0, &["Way b"], &[]);
    let trace = eval(&folder, &[&row[..], &["-f", "json"]].concat()).json();
    let text = trace.to_string();
    assert!(text.contains(r#""file":"--set""#), "{text}");
    let explain = ["explain", "-r", "choice.rules", "firms.csv#acme"];
    let explain = [&explain[..], &["--set", "level=high", "--why", "b"]].concat();
    folder.run(&explain).is(0, &["Way b"], &[]);
}

/// JSON Lines with the signs of a list: each is told by its name, where it stands.
#[test]
fn lists_of_objects_are_no_json_lines() {
    for (text, status, place, says) in [
        (
            "{\"level\": \"high\"},\n",
            1,
            "firms.jsonl:1:18",
            "delete the comma",
        ),
        (
            "[\n{\"level\": \"high\"}\n",
            2,
            "firms.jsonl:1:1",
            "delete the `[` and the `]`",
        ),
        (
            "[{\"level\": \"high\"}\n",
            2,
            "firms.jsonl:1:1",
            "delete the `[` and the `]`",
        ),
        (
            "{\"level\": \"high\"}\n]\n",
            1,
            "firms.jsonl:2:1",
            "delete the `[` and the `]`",
        ),
    ] {
        let folder = folder(&[("firms.jsonl", text)]);
        let run = eval(&folder, &["firms.jsonl"]);
        let out: &[&str] = if status == 1 { &["advice"] } else { &[] };
        run.is(status, out, &["E0605", place, says]);
    }
}

#[test]
fn a_table_among_the_profiles_of_a_project_is_named() {
    let folder = folder(&[
        ("hansei.toml", "profiles = [\"firms.csv\"]\n"),
        ("firms.csv", "id,level\na,high\n"),
    ]);
    let told = [
        "E0908",
        "`firms.csv` among its profiles",
        "`hansei eval firms.csv`",
    ];
    folder.run(&["test"]).is(2, &[], &told);
}

#[test]
fn a_key_of_json_lines_is_given_once() {
    let twice = |row: &str, key: &str| {
        let folder = folder(&[("firms.jsonl", &format!("{row}\n"))]);
        let run = eval(&folder, &["firms.jsonl", "-f", "csv"]);
        assert_ne!(run.status, 0, "{run}");
        for part in ["E0612".to_owned(), format!("`{key}` is given twice")] {
            assert!(run.err.contains(&part), "no {part} in\n{run}");
        }
    };
    twice(r#"{"id":"x","level":"low","id":"y"}"#, "id");
    twice(r#"{"expect":"a","level":"low","expect":"b"}"#, "expect");
    twice(r#"{"also":"a","level":"low","also":["b"]}"#, "also");
    twice(r#"{"title":"A","level":"low","title":"B"}"#, "title");
    twice(
        r#"{"profile":{"level":"low"},"profile":{"n":1}}"#,
        "profile",
    );
    twice(r#"{"profile":{"level":"low"},"t.level":"high"}"#, "t.level");
    let folder = folder(&[("case.csv", "id,expect,level,expect\nx,a,low,b\n")]);
    let run = eval(&folder, &["case.csv", "-f", "csv"]);
    run.is(
        2,
        &[],
        &["E0612", "`expect` is given twice", "case.csv:1:17"],
    );
}

#[test]
fn facts_may_stand_beside_the_profile() {
    let rows = [
        r#"{"id":"beside","profile":{"level":"low"},"t.n":1}"#,
        r#"{"id":"topic","t":{"n":1},"profile":{"level":"low"},"who":{"n":9}}"#,
        r#"{"id":"alone","level":"low","n":1}"#,
    ];
    let folder = folder(&[("firms.jsonl", &rows.join("\n"))]);
    let run = eval(&folder, &["firms.jsonl", "-f", "csv"]);
    assert_eq!(totals(&run), ["beside 9 0", "topic 9 0", "alone 9 0"]);
}

#[test]
fn a_row_keeps_its_name_whatever_is_wrong_with_its_values() {
    let rows = "{\"id\":\"over\",\"n\":1e309}\n{\"n\":-1e309,\"id\":\"under\"}\n{\"id\":\"far\",\"n\":99}\n";
    let folder = folder(&[("firms.jsonl", rows)]);
    let run = eval(&folder, &["firms.jsonl", "-f", "csv"]);
    let names: Vec<&str> = run
        .out
        .lines()
        .skip(1)
        .filter_map(|row| row.split(',').next())
        .collect();
    assert_eq!(names, ["over", "under", "far"], "{run}");
}

#[test]
fn blanks_are_nothing_between_cells_and_alone_in_a_line() {
    let csv = "id,level,n\n\"two\nlines\"\t ,low,\"1\" \n   \n \t\nlast,high,2\n";
    let tabs = "id\tlevel\tn\n\"two\nlines\" \tlow\t\"1\" \n  \nlast\thigh\t2\n";
    let json = "{\"id\":\"two\\nlines\",\"level\":\"low\",\"n\":1}\n  \n\t\n{\"id\":\"last\",\"level\":\"high\",\"n\":2}\n";
    let folder = folder(&[("c.csv", csv), ("t.csv", tabs), ("j.jsonl", json)]);
    let all: Vec<String> = ["c.csv", "t.csv", "j.jsonl"]
        .iter()
        .map(|file| {
            let run = eval(&folder, &[file, "-f", "csv"]);
            assert_eq!(run.status, 0, "{run}");
            run.out
        })
        .collect();
    assert_eq!(all[0], all[2]);
    assert_eq!(all[1], all[2]);
    assert_eq!(
        all[2].matches(",a,").count() + all[2].matches(",b,").count(),
        2
    );
}
