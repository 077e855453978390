//! What `--set` may say and what it may not.

use super::testbook::rulebook;
use super::tests::{known, shown, value};
use super::{Names, Reading, assign, read_value};
use crate::base::{FileId, Span};
use crate::model::{LevelSet, Profile, Value};

/// What is wrong with assignments, or the profile after them.
fn set(profile: &mut Profile, texts: &[&str]) -> String {
    let book = rulebook();
    let texts: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
    let assigning = assign("--set", &texts, FileId(0), &Names::of(&book));
    if let Some(assignments) = assigning.assignments {
        assignments.set(profile);
    }
    shown(&Reading {
        profile: None,
        source: assigning.source,
        expects: Vec::new(),
        diagnostics: assigning.diagnostics,
    })
}

#[test]
fn thousands_that_are_set_are_told() {
    let book = rulebook();
    let mut profile = Profile::empty("x", book.facts.len());
    let told = set(&mut profile, &["firm.size=60.000", "runway=60.000"]);
    assert!(told.starts_with("1:11 W0603 `60.000` is 60"), "{told}");
    assert_eq!(told.lines().count(), 1, "{told}");
    assert_eq!(value(&profile, "firm.size"), Some(Value::Number(60.0)));
}

#[test]
fn a_certainty_that_is_left_out_behind_its_sign_is_told() {
    let book = rulebook();
    for text in ["growth=fast@", "firm.size=12@ "] {
        let mut profile = Profile::empty("x", book.facts.len());
        let told = set(&mut profile, &[text]);
        assert!(told.contains("E06"), "{text}: {told}");
    }
}

#[test]
fn assignments_and_cells_are_read_like_files() {
    let book = rulebook();
    let mut profile = Profile::empty("x", book.facts.len());
    let wrong = [
        "growth=fast",
        "runway=x",
        "teamwork",
        " grwoth = slow",
        "growth=fats",
        "teamwork=140",
        "size=1",
        "crisis=yes@2",
    ];
    assert_eq!(
        set(&mut profile, &wrong),
        "2:8 E0620 `resources.runway` takes a number in months, not `x` | write a number, 0 to 120 months, without its unit, or `unknown`
3:1 E0627 `teamwork` does not set a fact | write `fact=value`, such as `growth=slow`
4:2 E0610 no fact is named `grwoth` | did you mean `growth`?
5:1 E0612 `economy.growth` is given twice | the first time at 1:1 | keep one of them
6:10 E0622 `140` is out of the range of `people.teamwork`, 0 to 100 % | the nearest value is `100`
7:1 E0611 `size` is the last part of several facts | write the full name: `economy.size`, `firm.size`
8:12 E0624 a certainty is a number from 0 to 1, not `2` | 0 is unknown, 1 is certain; in words: `sure`, `fairly sure`, `a guess`"
    );
    assert_eq!(value(&profile, "economy.growth"), None);
    let right = [
        "growth=fast",
        "methods=five_s, 'tpm'",
        "crisis.value=no",
        "crisis.certainty=0.5",
        "runway= 14 @ 0.8",
        "story=a@home",
        "teamwork=\"70\"",
        "id=trial",
    ];
    assert_eq!(set(&mut profile, &right), "");
    assert_eq!(value(&profile, "economy.growth"), Some(Value::Level(2)));
    let methods = LevelSet::one(0).union(LevelSet::one(2));
    assert_eq!(value(&profile, "people.methods"), Some(Value::Set(methods)));
    assert_eq!(
        value(&profile, "people.teamwork"),
        Some(Value::Number(70.0))
    );
    assert_eq!(&*profile.name, "trial");
    let story = Some(Value::Text("a@home".into()));
    assert_eq!(value(&profile, "firm.story"), story);
    let runway = profile.facts.values().flatten().last().unwrap();
    assert_eq!(
        (&runway.value, runway.certainty),
        (&Value::Number(14.0), 0.8)
    );
    let place = runway.place.as_ref().unwrap();
    assert_eq!((&*place.file, place.line, place.column), ("--set", 5, 9));
    let fact = book.facts.values().next().unwrap();
    let cell = read_value("slow", fact, Span::default()).0;
    assert_eq!(cell, Some(Value::Level(0)));
}

#[test]
fn an_assignment_replaces_all_that_a_profile_says_of_a_fact() {
    let text = "growth = { value = \"fast\", certainty = 0.5, note = \"a\" }
methods = [\"tpm\"]
runway = { value = \"\", note = \"asked\" }";
    let mut profile = known("toml", text);
    let set_to = |profile: &mut Profile, text: &str| {
        assert_eq!(set(profile, &[text]), "");
    };
    set_to(&mut profile, "growth=slow");
    let growth = profile.facts.values().flatten().next().unwrap();
    assert_eq!((growth.certainty, &growth.note), (1.0, &None));
    set_to(&mut profile, "methods=[]");
    let none = Some(Value::Set(LevelSet::default()));
    assert_eq!(value(&profile, "people.methods"), none);
    set_to(&mut profile, "methods=unknown");
    assert_eq!(value(&profile, "people.methods"), None);
    assert_eq!(profile.notes.len(), 1);
    set_to(&mut profile, "runway=3");
    assert!(profile.notes.is_empty());
    assert_eq!(&*profile.name, "firm");
    for text in ["growth=", "growth=\"\"", "growth=unknown", "growth=slow@0"] {
        set_to(&mut profile, "growth=slow");
        set_to(&mut profile, text);
        assert_eq!(value(&profile, "economy.growth"), None, "{text}");
    }
}
