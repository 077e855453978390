//! Tables of sources: declared, checked, and printed with where an organization stands.

use hansei::explain::{self, Color, Options, View};
use hansei::model::trace::Trace;
use serde_json::{Value, json};

use crate::program::Folder;

const BOOK: &str = "rulebook r { }
strategy kaizen \"Kaizen\"
strategy leap \"Leap\"
source imai \"Imai, M. (1986). Kaizen.\"
topic firm {
  fact exists \"It exists\" : yes_no
  fact people \"Involvement\" : few \"a few\" < some \"some teams\" < all \"every_one\"
  fact money \"Money\" : little < much
  fact depth \"Depth\" : local < deep { asked when firm.exists }
}
contrast firm.people { few => favor leap weakly because \"F.\" all => favor kaizen strongly because \"A.\" }
rule little { when firm.money is little then favor kaizen strongly because \"L.\" }
rule deep { when firm.depth is deep then favor leap strongly because \"D.\" }
table t \"Both ways\" {
  cite imai \"Table 3\"
  left \"Kaizen\" for kaizen right \"Leap\" for leap
  row \"Involvement\" restored: \"Everybody\" restored, \"Few champions\" by firm.people
  row \"Practical requirements\": \"Little investment\", \"Large investment\" by little
  row \"Mode\": \"Maintain\", \"Scrap and rebuild\" by deep
  row \"All of it\": \"Here\", \"There\" by firm.people, deep, firm.money
}
";

#[track_caller]
fn stands(profile: &str, standings: [&str; 4]) {
    let folder = Folder::with(&[("a.rules", BOOK)]);
    let trace = folder.verified_trace(profile);
    let rows = trace["tables"][0]["rows"].as_array().expect("rows");
    let found: Vec<&Value> = rows.iter().map(|row| &row["standing"]).collect();
    assert_eq!(json!(found), json!(standings), "{profile}");
}

#[test]
fn an_organization_stands_where_the_rules_of_a_row_speak() {
    stands("{}", ["open", "open", "open", "open"]);
    stands(
        "{\"people\": \"all\", \"money\": \"much\", \"exists\": true, \"depth\": \"deep\"}",
        ["left", "neither", "right", "both"],
    );
    stands(
        "{\"people\": \"some\", \"money\": \"little\", \"exists\": false}",
        ["neither", "left", "moot", "neither"],
    );
    stands("{\"people\": \"few\"}", ["right", "open", "open", "right"]);
}

#[test]
fn tables_are_printed_in_words_within_the_width() {
    let folder = Folder::with(&[("a.rules", BOOK)]);
    folder.write("p.toml", b"people = \"all\"\nexists = false\n");
    let trace = folder.run(&["eval", "p.toml", "-f", "json"]).json();
    let trace: Trace = serde_json::from_value(trace).expect("a trace");
    let page = explain::explain(&trace, &View::Tables).expect("a page");
    for width in [60, 80, 100] {
        let options = Options {
            width,
            color: Color::No,
        };
        let text = explain::format("text").expect("a format");
        let run = explain::render(&page, text, options);
        let wide = run.lines().find(|line| line.chars().count() > width);
        assert_eq!(wide, None, "{run}");
        let flat = run.split_whitespace().collect::<Vec<_>>().join(" ");
        for words in [
            "▶ Everybody*",
            "not answered",
            "does not apply",
            "* missing from our copy",
        ] {
            assert!(flat.contains(words), "{width}: `{words}` in {run}");
        }
        assert!(
            !run.contains("every_one") && !run.contains("firm."),
            "{run}"
        );
    }
    let markdown = folder.run(&["explain", "p.toml", "--tables", "-f", "markdown"]);
    assert!(markdown.out.contains("Few champions"), "{markdown}");
    let json = folder.run(&["explain", "p.toml", "--tables", "-f", "json"]);
    assert_eq!(
        json.json()[0]["rows"][0]["left"],
        json!({ "text": "Everybody", "restored": true })
    );
}

#[test]
fn what_is_written_wrong_in_a_table_is_told() {
    for (from, to, said) in [
        ("by little\n", "by litle\n", "`litle`"),
        ("by deep\n", "by deep, deep\n", "E0412"),
        (
            "right \"Leap\" for leap",
            "right \"Leap\" for kaizen",
            "E0412",
        ),
        ("right \"Leap\" for leap", "", "lacks a column"),
        (
            "right \"Leap\" for leap",
            "right \"Leap\" for leap left \"L\" for leap",
            "E0115",
        ),
        (
            "\"Maintain\", \"Scrap and rebuild\"",
            "\"Here\", \"There\"",
            "E0412",
        ),
        ("cite imai", "because \"No.\" cite imai", "E0116"),
    ] {
        let folder = Folder::with(&[("a.rules", &BOOK.replace(from, to))]);
        let check = folder.run(&["check", "a.rules"]);
        assert_eq!(check.status, 1, "{to}: {check}");
        assert!(format!("{check}").contains(said), "{to}: {check}");
    }
}

#[test]
fn a_changed_table_is_a_difference() {
    let after = BOOK.replace("\"Few champions\"", "\"Selected few champions\"");
    let folder = Folder::with(&[("a.rules", BOOK), ("b.rules", &after)]);
    let diff = folder.run(&["diff", "a.rules", "b.rules"]);
    assert!(diff.out.contains("table"), "{diff}");
    assert!(diff.out.contains("Selected few champions"), "{diff}");
}

#[test]
fn without_tables_the_page_says_so() {
    let (rules, _) = BOOK.split_once("table t").expect("a table");
    let folder = Folder::with(&[("a.rules", rules)]);
    folder.write("p.toml", b"people = \"all\"\n");
    let page = folder.run(&["explain", "p.toml", "--tables"]);
    assert!(page.out.contains("no source table"), "{page}");
}
