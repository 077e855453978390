//! Steps with a time and preconditions that say when they are met: on the page, in snapshots and in differences.

use crate::program::Folder;

const BOOK: &str = "rulebook pilots { }
strategy pilot \"A pilot first\"
strategy launch
parameter enough = 5000 in 0..9000
topic team {
  fact time    : none < scarce < protected
  fact sponsor : yes_no
  fact budget  : number \"EUR\" in 0..100000
}
rule small { when not team.sponsor then favor pilot weakly and oppose launch weakly because \"S.\" }
outcome now \"A pilot, now\" for pilot {
  precondition \"Someone who leads it.\"
  precondition \"Money for the pilot.\" met when team.budget >= enough
  precondition \"Protected time.\" met when team.time is protected partly when team.time is scarce
  precondition \"A sponsor.\" met when team.sponsor
  next within 1 year \"Decide whether all follow.\"
  next within 2 weeks \"Agree on one measure.\"
  next \"Read this page aloud.\"
}
advice { now when best is pilot  launch otherwise }
";

const PROFILE: &str = "time = \"scarce\"\nsponsor = false\n";

/// The lines of a text that hold some words, in their order.
fn in_order(text: &str, words: &[&str]) -> bool {
    let found = words.iter().map(|word| text.find(word));
    let places: Option<Vec<usize>> = found.collect();
    places.is_some_and(|places| places.is_sorted())
}

#[test]
fn the_soonest_step_and_what_is_missing_come_first() {
    let folder = Folder::with(&[("a.rules", BOOK), ("p.toml", PROFILE)]);
    let eval = folder.run(&["eval", "p.toml"]);
    let steps = [
        "2 weeks  Agree on one measure.",
        "1 year   Decide whether all follow.",
        "also     Read this page aloud.",
    ];
    let needs = [
        "no       A sponsor.\n",
        "?        Money for the pilot.  not answered\n",
        "in part  Protected time.       scarce\n",
        "·        Someone who leads it.\n",
    ];
    assert_eq!(eval.status, 0, "{eval}");
    assert!(in_order(&eval.out, &steps), "{eval}");
    assert!(in_order(&eval.out, &needs), "{eval}");
    // Of what is met in part the page shows what is missing.
    let two = BOOK.replace(
        "met when team.time is protected",
        "met when team.time is scarce and team.budget > 50",
    );
    let poor = [
        ("a.rules", two.as_str()),
        (
            "p.toml",
            "time = \"scarce\"\nbudget = 20\nsponsor = false\n",
        ),
    ];
    let page = Folder::with(&poor).run(&["eval", "p.toml"]);
    assert!(
        page.out.contains("in part  Protected time.       20 EUR\n"),
        "{page}"
    );
    let met = folder.run(&["eval", "p.toml", "--set", "team.budget=6000"]);
    let said = "yes      Money for the pilot.  6000 EUR\n";
    assert!(met.out.contains(said), "{met}");
    let markdown = folder.run(&["explain", "p.toml", "-f", "markdown"]);
    assert!(
        markdown.out.contains("Protected time. | scarce |"),
        "{markdown}"
    );
}

#[test]
fn a_time_and_a_condition_are_part_of_what_changed() {
    let folder = Folder::with(&[("a.rules", BOOK), ("p.toml", PROFILE)]);
    let other = BOOK.replace("within 2 weeks", "within 3 weeks");
    let other = other.replace("met when team.sponsor", "met when not team.sponsor");
    folder.write("b.rules", other.as_bytes());
    let diff = folder.run(&["diff", "a.rules", "b.rules"]);
    for said in [
        "deadline of next “Agree on one measure.”: 2 weeks → 3 weeks",
        "condition of precondition “A sponsor.”: met when team.sponsor → met when not team.sponsor",
    ] {
        assert!(diff.out.contains(said), "{diff}");
    }
    folder.write(
        "hansei.toml",
        b"rulebook = \"a.rules\"\nprofiles = [\"p.toml\"]\n",
    );
    let accepted = folder.run(&["test", "--accept"]);
    assert_eq!(accepted.status, 0, "{accepted}");
    folder.write("a.rules", other.as_bytes());
    let changed = folder.run(&["test"]);
    assert_eq!(changed.status, 1, "{changed}");
    for said in [
        "1 snapshot: precondition `now 4` no → yes\n",
        "because of outcome `now`: condition of precondition “A sponsor.”: met when team.sponsor → met when not",
    ] {
        assert!(changed.out.contains(said), "{changed}");
    }
}

/// The headline and the causes that `test` prints after edits of the rules.
fn changed(edits: &[(&str, &str)]) -> String {
    let project = "rulebook = \"a.rules\"\nprofiles = [\"p.toml\"]\n";
    let files = [
        ("a.rules", BOOK),
        ("p.toml", PROFILE),
        ("hansei.toml", project),
    ];
    let folder = Folder::with(&files);
    folder.run(&["test", "--accept"]).is(0, &[], &["accepted"]);
    let edited = edits.iter().fold(BOOK.to_owned(), |book, (from, to)| {
        assert!(book.contains(from), "{from}");
        book.replace(from, to)
    });
    folder.write("a.rules", edited.as_bytes());
    folder.run(&["test"]).out
}

#[test]
fn a_changed_precondition_has_its_cause() {
    // By a condition of its own, by a let that it reads, by a line that came before it.
    let book_with_let = [(
        "met when team.budget >= enough",
        "met when team.time is at least scarce",
    )];
    let out = changed(&book_with_let);
    for said in [
        "precondition `now 2` not answered → yes\n",
        "because of outcome `now`: condition of precondition “Money for the pilot.”: met when team.budget >= enough",
    ] {
        assert!(out.contains(said), "{out}");
    }
    let out = changed(&[
        (
            "none < scarce < protected",
            "none < scarce < protected < ample",
        ),
        (
            "partly when team.time is scarce",
            "partly when team.time is ample",
        ),
    ]);
    assert!(out.contains("precondition `now 3` in part → no\n"), "{out}");
    let out = changed(&[("  precondition \"Someone who leads it.\"\n", "")]);
    assert!(
        out.contains("precondition `now 1` unknown → not answered"),
        "{out}"
    );
    let out = changed(&[("\"A sponsor.\" met", "\"A sponsor!\" met")]);
    assert!(out.contains("wording only: `precondition`"), "{out}");
}

#[test]
fn a_mutant_of_a_precondition_is_noticed_by_a_snapshot_alone() {
    let files = [("a.rules", BOOK), ("profiles/p.toml", PROFILE)];
    let folder = Folder::with(&files);
    folder
        .run(&["test", "a.rules", "--accept"])
        .is(0, &[], &["accepted"]);
    let run = folder.run(&["test", "a.rules", "--mutate", "-f", "json"]);
    let json = run.json();
    let of = |subject: &str| {
        let mutants = json["mutants"].as_array().into_iter().flatten();
        let own = mutants.filter(|one| one["subject"] == subject);
        let status = own.map(|one| one["status"].as_str().unwrap_or_default().to_owned());
        status.collect::<Vec<_>>()
    };
    let sponsor = of("precondition 4 of outcome now");
    assert!(
        !sponsor.is_empty() && sponsor.iter().all(|status| status == "killed"),
        "{run}"
    );
    // Without a budget nobody sees where the limit of its precondition is.
    let budget = of("precondition 2 of outcome now");
    assert!(budget.iter().any(|status| status == "survived"), "{run}");
    assert!(!of("precondition 3 of outcome now").is_empty(), "{run}");
}

#[test]
fn what_is_written_wrong_is_told_with_its_place() {
    for (right, wrong, said) in [
        (
            "within 2 weeks",
            "within 2 hours",
            "`days`, `months`, `weeks` or `years`",
        ),
        ("within 2 weeks", "within 0 weeks", "E0130"),
        ("within 2 weeks", "within 2.5 weeks", "E0114"),
        ("met when team.sponsor", "met team.sponsor", "`when`"),
        (
            "met when team.sponsor",
            "met when team.sponsors",
            "`team.sponsor`",
        ),
        ("partly when team.time", "partly team.time", "`when`"),
        ("next within 1 year", "risk within 1 year", "E0116"),
        ("met when team.sponsor", "met when noted(x)", "E0"),
        ("team.budget >= enough", "team.budget >= plenty", "plenty"),
    ] {
        assert!(BOOK.contains(right), "{right}");
        let folder = Folder::with(&[("a.rules", &BOOK.replace(right, wrong))]);
        let run = folder.run(&["check", "a.rules"]);
        assert!(run.status == 1 && run.out.contains(said), "{wrong}: {run}");
        assert_eq!(run.out.matches("error[").count(), 1, "{run}");
    }
}

#[test]
fn a_line_or_a_warning_that_came_or_went_has_its_cause() {
    let out = changed(&[("  next \"Read this page aloud.\"\n", "")]);
    assert!(
        out.contains("because of outcome `now`: wording removed: next “Read this page"),
        "{out}"
    );
    let out = changed(&[(
        "fact time    : none < scarce < protected",
        "fact time    : none < scarce < protected { asked when team.sponsor }",
    )]);
    assert!(out.contains("wording only: `warning`"), "{out}");
    assert!(
        out.contains("because of fact `team.time`: definition asked when"),
        "{out}"
    );
}

#[test]
fn a_name_that_is_no_longer_read_is_a_change() {
    let folder = Folder::with(&[("a.rules", BOOK)]);
    let other = BOOK.replace("for pilot {", "for pilot { formerly first_step");
    folder.write("b.rules", other.as_bytes());
    let diff = folder.run(&["diff", "b.rules", "a.rules"]);
    assert!(
        diff.out
            .contains("outcome `now` definition of `formerly` removed: first_step"),
        "{diff}"
    );
}
