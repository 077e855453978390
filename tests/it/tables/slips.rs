//! What people and spreadsheets write that is nearly a table: hints, empty rows, other numbers, keys that mean nothing,
//! and JSON that is not a row a line.

use super::{CHOICE, eval, folder, totals};
use crate::program::Run;

/// The result in CSV of a table with that text.
fn of(name: &str, text: &str) -> Run {
    let folder = folder(&[(name, text)]);
    eval(&folder, &[name, "-f", "csv"])
}

#[test]
fn a_row_of_json_lines_whose_keys_mean_nothing_is_an_error() {
    let text = [
        r#"{"id":"wrapped","facts":{"level":"low"}}"#,
        r#"{"id":"deep","data":{"answers":{"t":{"level":"low"}}}}"#,
        r#"{"id":"named","profile":"acme"}"#,
        r#"{"id":"slip","levl":"low"}"#,
        r#"{"id":"other","town":"Ulm","size":3}"#,
        r#"{"profile":{"town":"Ulm"}}"#,
        r#"{"profile":{"facts":{"level":"low"}}}"#,
        r#"{"id":"good","level":"low","town":"Ulm"}"#,
        r#"{"id":"open","level":null,"town":"Ulm"}"#,
        r#"{"id":"empty","profile":{},"town":"Ulm"}"#,
        r#"{"id":"alone","title":"Alone"}"#,
        r#"{}"#,
    ];
    let run = of("firms.jsonl", &text.join("\n"));
    let said = [
        "`facts` holds facts: put them in an object `profile`",
        "`data.answers` holds facts: put them in an object `profile`",
        "the name of an organization is its `id`",
        "did you mean `level` by `levl`?",
        "no key of this row matches a fact: `town`, `size`",
        "firms.jsonl:5:15",
        "the key `town` of this row matches no fact",
        "`\"profile\": {}`",
        "`facts` holds facts: put them directly into `profile`",
        "evaluated 12 profiles, 7 with an error",
    ];
    run.is(1, &["firms.jsonl:1:17: the key `facts` of this row"], &said);
    assert_eq!(run.err.matches("error[E0630]").count(), 7, "{run}");
    let rows = totals_by_name(&run);
    let evaluated = ["good 7 0", "open 0 0", "empty 0 0", "alone 0 0", "12 0 0"];
    assert_eq!(rows, evaluated, "{run}");
    let mended = text[0].replace("facts", "profile");
    assert_eq!(totals(&of("firms.jsonl", &mended)), ["wrapped 7 0"]);
    let folder = folder(&[("firms.jsonl", text[0])]);
    eval(&folder, &["firms.jsonl#wrapped"]).is(2, &[], &["E0630"]);
}

/// The rows without an error.
fn totals_by_name(run: &Run) -> Vec<String> {
    let lines = run
        .out
        .lines()
        .skip(1)
        .map(|line| line.split(',').collect());
    let sound = lines.filter(|cells: &Vec<&str>| !cells[1].is_empty());
    let row = |cells: Vec<&str>| format!("{} {} {}", cells[0], cells[5], cells[6]);
    sound.map(row).collect()
}

#[test]
fn two_rows_of_one_name_are_told_with_both_lines() {
    let csv = "id,level\nacme,low\nbolt,high\n\nacme,high\n,low\n,low\nbolt,low\n";
    let run = of("firms.csv", csv);
    let said = [
        "warning[W0604]: two rows have the `id` `acme`",
        "firms.csv:5:1",
        "firms.csv:2:1",
        "warning[W0604]: two rows have the `id` `bolt`",
        "firms.csv:8:1",
        "firms.csv:3:1",
        "evaluated 6 profiles",
    ];
    run.is(0, &["\nacme,a,", "\nacme,b,"], &said);
    assert_eq!(run.err.matches("warning[W0604]").count(), 2, "{run}");
    let json = "{\"id\":\"acme\",\"level\":\"low\"}\n{\"id\":\"acme\",\"level\":\"low\"}\n";
    let run = of("firms.jsonl", json);
    run.is(
        0,
        &["acme,a,"],
        &["firms.jsonl:2:1", "firms.jsonl:1:1", "W0604"],
    );
    // One name is set for all rows.
    let folder = folder(&[("firms.csv", csv)]);
    let run = eval(&folder, &["firms.csv", "-f", "csv", "--set", "id=all"]);
    assert!(!run.err.contains("W0604"), "{run}");
    // Of many such rows the first are told, and how many there are besides.
    let many: String = (0..30).map(|_| "acme,low\n").collect();
    let run = of("firms.csv", &format!("id,level\n{many}"));
    run.is(
        0,
        &["acme,a,"],
        &["9 more rows with problems, not shown here"],
    );
    assert_eq!(run.err.matches("warning[W0604]").count(), 20, "{run}");
}

#[test]
fn quotes_of_a_row_that_was_quoted_as_a_whole_are_told() {
    for (row, help, then) in [
        (
            "acme,\"\"low\"\"",
            "write one quote on each side of a cell",
            "acme,\"low\"",
        ),
        (
            "\"acme,\"\"low\"\"\"",
            "the whole row is in quotes",
            "acme,\"low\"",
        ),
        ("\"acme,low\"", "the whole row is in quotes", "acme,low"),
        (
            "acme,\"low\"x",
            "double a quote inside a quoted cell",
            "acme,low",
        ),
    ] {
        let run = of("firms.csv", &format!("id,level\n{row}\n"));
        run.is(1, &["firms.csv:2"], &["error[E0629]", help]);
        let run = of("firms.csv", &format!("id,level\n{then}\n"));
        assert_eq!(totals(&run), ["acme 7 0"]);
    }
}

#[test]
fn a_number_of_a_table_whose_point_may_stand_between_thousands_is_told() {
    let folder = folder(&[("firms.csv", "id,level,n\nacme,low,1.000\nbolt,low,2\n")]);
    let wide = CHOICE.replace("in 0..12\n", "in 0..12000\n");
    folder.write("choice.rules", wide.as_bytes());
    let run = eval(&folder, &["firms.csv", "-f", "csv"]);
    run.is(
        0,
        &["\nacme,a,"],
        &["W0603", "firms.csv:2:10", "write `1000`"],
    );
    assert_eq!(run.err.matches("warning[W0603]").count(), 1, "{run}");
}

#[test]
fn a_first_line_may_name_the_separator() {
    for (hint, separator) in [
        ("sep=;", ';'),
        ("SEP=;;;", ';'),
        ("\"sep=;\"", ';'),
        ("sep=,", ','),
        ("sep=\t", '\t'),
        ("\u{feff}sep=;", ';'),
        ("\nsep=;\n", ';'),
    ] {
        let rows = "id;level;n\nacme;low;2\nbolt;hihg;1\n".replace(';', &separator.to_string());
        let run = of("firms.csv", &format!("{hint}\n{rows}"));
        let line = hint.matches('\n').count() + 4;
        let place = format!("firms.csv:{line}:6: `hihg`");
        run.is(1, &["\nacme,a,", &place], &[&place[..place.len() - 8]]);
        let said = run.err.contains("separate the columns");
        assert_eq!(said, separator != ',', "{run}");
    }
    // It is obeyed, whatever the columns say.
    let run = of("firms.csv", "sep=,\nid,level;n,n\nacme,low;1,2\n");
    assert_eq!(totals(&run), ["acme 2 0"]);
    let run = of("firms.csv", "sep=|\nid|level\n");
    run.is(2, &[], &["E0629", "`|` cannot", "delete this line"]);
    of("firms.csv", "sep=;\n").is(2, &[], &["E0604", "the table is empty"]);
    let run = of("firms.csv", "sep=;\nid;levl\nacme;low\n");
    run.is(2, &[], &["E0630", "firms.csv:2:1"]);
    let cases = folder(&[("cases/firms.csv", "sep=;\nid;expect;level\nacme;a;low\n")]);
    cases
        .run(&["test", "cases/firms.csv"])
        .is(0, &["1 passed"], &[]);
    cases.write("cases/firms.csv", b"sep=;\nid;expect;levl\nacme;a;low\n");
    let run = cases.run(&["test", "cases/firms.csv"]);
    run.is(
        1,
        &["ERROR"],
        &["cases/firms.csv:2:11", "did you mean `level`?"],
    );
}

#[test]
fn an_empty_row_of_a_spreadsheet_is_no_organization() {
    for (separator, empty) in [
        (',', "  , ,\t"),
        (';', ";;"),
        ('\t', "\t\t"),
        (';', "\"\";\" \";"),
    ] {
        let rows = "level;n;town\nlow;2;Ulm\nEMPTY\n\nhigh;1;\nEMPTY\nhihg;;\n;;Bonn\n";
        let rows = rows
            .replace(';', &separator.to_string())
            .replace("EMPTY", empty);
        let run = of("firms.csv", &format!("{empty}\n{rows}"));
        run.is(
            1,
            &["\n3,,,,,,,firms.csv:8:1: `hihg`"],
            &["4 profiles, 1 with"],
        );
        assert_eq!(totals(&run), ["1 9 0", "2 2 7", "3  ", "4 0 0"], "{run}");
    }
    let cases = folder(&[(
        "cases/firms.csv",
        "id,expect,level\nacme,a,low\n,,\n\"\",,\n",
    )]);
    cases
        .run(&["test", "cases/firms.csv"])
        .is(0, &["1 passed"], &[]);
}

#[test]
fn numbers_of_other_countries_are_one_error_with_the_number_that_is_meant() {
    let says = |text: &str, said: &[&str]| {
        let run = of("firms.csv", text);
        run.is(1, &["\na,,"], said);
        assert_eq!(run.err.matches("error[").count(), 1, "{run}");
    };
    let rules = crate::program::Folder::with(&[(
        "r.rules",
        "rulebook r {}\nstrategy a\nstrategy b\ntopic t { fact n : number \"EUR\" in 0..9000000 }\n\
         rule one { when t.n > 5 then favor a weakly }\n",
    )]);
    let n = |row: &str, said: &[&str]| {
        rules.write("firms.csv", row.as_bytes());
        let run = rules.run(&["eval", "-r", "r.rules", "firms.csv", "-f", "csv"]);
        run.is(1, &["\na,,"], said);
        assert_eq!(run.err.matches("error[").count(), 1, "{run}");
    };
    n(
        "id;n\na;1.000.000\n",
        &["E0620", "write the number alone: `1000000`"],
    );
    n(
        "id,n\na,1.000.000\n",
        &["E0620", "write the number alone: `1000000`"],
    );
    n(
        "id;n\na;1.234,5\n",
        &["E0620", "write the number alone: `1234.5`"],
    );
    n(
        "id;n\na;1,234.5\n",
        &["E0620", "write the number alone: `1234.5`"],
    );
    n(
        "id,n\na,\"1.234,5\"\n",
        &["E0620", "write the number alone: `1234.5`"],
    );
    n(
        "id,n\na,\"1,234.5\"\n",
        &["E0620", "write the number alone: `1234.5`"],
    );
    n(
        "id;n\na;9.000\n",
        &["`9.000` is ambiguous", "write `9000` or `9,000`"],
    );
    // Out of the range as well, and still one error.
    says("id;n\na;14.000\n", &["`14.000` is ambiguous"]);
    let sure = "id,level,level.certainty\na,low,";
    says(&format!("{sure}\"0,9\"\n"), &["E0624", "write `0.9`"]);
    says(&format!("{sure}90%\n"), &["E0624", "90 % is written `0.9`"]);
    says(
        &format!("{sure}\"90,5 %\"\n"),
        &["E0624", "90.5 % is written `0.905`"],
    );
    says(
        &format!("{sure}\"1,5\"\n"),
        &["E0624", "0 is unknown, 1 is certain"],
    );
}

#[test]
fn a_certainty_behind_a_value_has_a_place_of_its_own() {
    for value in ["low @ 0.9", "low@0,9", "low @90%"] {
        let apart = "`low` is the `value` and `0.9` the `certainty`";
        let run = of("firms.csv", &format!("id,level\na,\"{value}\"\n"));
        run.is(
            1,
            &["\na,,"],
            &["E0620", "takes a value alone", apart, "`t.level.certainty`"],
        );
        let run = of("firms.jsonl", &format!("{{\"level\":\"{value}\"}}\n"));
        run.is(1, &["\n1,,"], &["E0620", apart]);
    }
    for (fact, value) in [
        ("n", "2 @ 0.5"),
        ("t.lean", "yes@0.5"),
        ("tools", "tpm@0.5"),
    ] {
        let run = of("firms.csv", &format!("id,{fact}\na,{value}\n"));
        run.is(1, &["\na,,"], &["E0620", "`0.5` the `certainty`"]);
    }
    let apart = of("firms.csv", "id,level,t.level.certainty\na,low,0.9\n");
    apart.is(0, &["\na,a,"], &["evaluated 1"]);
    let form = of(
        "firms.jsonl",
        "{\"level\":{\"value\":\"low\",\"certainty\":0.9}}\n",
    );
    form.is(0, &["\n1,a,"], &["evaluated 1"]);
}

#[test]
fn json_that_is_not_a_row_a_line_is_one_error() {
    let object = "{\n  \"id\": \"x\",\n  \"level\": \"low\",\n  \"tools\": [\"tpm\"]\n}\n";
    let list = "[\n  {\n    \"level\": \"low\"\n  },\n  {\n    \"level\": \"high\"\n  }\n]\n";
    for (text, said) in [
        (object, "does not end on its line"),
        (&object.repeat(3), "does not end on its line"),
        (
            "\n{\"level\": \"low\",\n \"n\": 2}\n",
            "does not end on its line",
        ),
        ("{\"tools\": [\n\"tpm\"]}\n", "does not end on its line"),
        (list, "this is a JSON array, not JSON Lines"),
        (
            "[{\"level\":\"low\"},\n{\"level\":\"high\"}]\n",
            "this is a JSON array",
        ),
        (
            "[{\"level\":\"low\"},{\"level\":\"high\"}]",
            "this is a JSON array",
        ),
    ] {
        let run = of("firms.jsonl", text);
        let line = 1 + text.bytes().take_while(|byte| *byte == b'\n').count();
        let place = format!("firms.jsonl:{line}:1");
        run.is(2, &[], &["E0605", said, &place, "`jq -c "]);
        assert_eq!(run.err.matches("error[").count(), 1, "{run}");
    }
    // One row that is broken is a row with an error.
    let run = of("firms.jsonl", "{\"level\":\n{\"level\":\"low\"}\n");
    run.is(2, &[], &["does not end on its line"]);
    let run = of("firms.jsonl", "{\"level\":\"low\"\n{\"level\":\"low\"}\n");
    run.is(1, &["\n2,a,"], &["E0605"]);
    let folder = folder(&[
        ("firms.json", list),
        ("firms.yaml", "- level: low\n- level: high\n"),
    ]);
    for file in ["firms.json", "firms.yaml"] {
        let said = ["E0607", "many profiles make a table", "ends in `.jsonl`"];
        eval(&folder, &[file]).is(2, &[], &said);
    }
}
