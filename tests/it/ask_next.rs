//! `hansei eval --ask-next`: what to ask next.

use crate::program::Folder;

/// What to ask next, as data: the facts with what an answer alone could do.
fn asked(more: &[&str]) -> Vec<(String, bool)> {
    const RULES: &str = r#"rulebook r "R" {}
strategy a
strategy b { prior 1 }
topic t {
  fact weak : yes_no { ask "Is it weak?" }
  fact strong : yes_no { ask "Is it strong?" }
  fact depth "Depth" : low < high { ask "How deep is it?" asked when t.weak }
  fact key : yes_no { ask "Who leads?" tag essential }
}
rule w { when t.weak then favor b by 1 }
rule d { when t.depth is high then favor b by 1 }
rule s { when t.strong then favor a by 5 }
rule k { when t.key then favor b by 0.5 }
"#;
    let folder = Folder::with(&[("r.rules", RULES), ("p.toml", "t.weak = false\n")]);
    let start = [
        "eval",
        "p.toml",
        "-r",
        "r.rules",
        "-f",
        "json",
        "--ask-next",
    ];
    let json = folder.run(&[&start[..], more].concat()).json();
    let asked = json.as_array().unwrap().iter().map(|one| {
        let turns = one["effect"]["changes_advice"] == true;
        (one["name"].as_str().unwrap().to_owned(), turns)
    });
    asked.collect()
}

#[test]
fn the_next_questions_are_those_that_decide_then_those_that_make_it_surer() {
    let [strong, key] = [("t.strong".to_owned(), true), ("t.key".to_owned(), false)];
    // How deep it is does not matter where it is not weak: nobody is asked.
    assert_eq!(asked(&["9"]), [strong.clone(), key]);
    assert_eq!(asked(&["1"]), [strong]);
}

#[test]
fn the_next_questions_are_shown_for_one_profile() {
    let folder = Folder::with(&[("a.toml", "market_growth = \"slow\"\n"), ("b.toml", "")]);
    let run = folder.run(&["eval", "a.toml", "--ask-next", "2"]);
    run.is(
        0,
        &["Ask next", "Answers", "that could still move something"],
        &[],
    );
    let first = folder.run(&["eval", "--ask-next", "3"]);
    first.is(0, &["Ask next", "0 of "], &["no profile is named"]);
    let several = ["eval", "a.toml", "b.toml", "--ask-next", "2"];
    folder
        .run(&several)
        .is(2, &[], &["is about one profile", "FILE.csv#ID"]);
    let table = ["eval", "a.toml", "--ask-next", "2", "-f", "csv"];
    folder
        .run(&table)
        .is(2, &[], &["has no format `csv`", "`markdown`"]);
    let none = ["eval", "a.toml", "--ask-next", "0"];
    folder
        .run(&none)
        .is(2, &[], &["how many questions to show, at least 1"]);
}
