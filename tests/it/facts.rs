//! `hansei facts`: what is asked and which answers there are, and profiles to fill in that read back.

use std::path::Path;

use hansei::base::FileId;
use hansei::model::{FactType, Profile, Rulebook, Value};
use hansei::profile::{self, Input};

use crate::harness::{load, load_file};
use crate::program::Folder;

const SHIPPED: [&str; 2] = [
    "rules/kaizen_breakthrough/kaizen_breakthrough.rules",
    "rules/six_sigma_project/six_sigma_project.rules",
];

/// Names that mean something in TOML or YAML, and texts that would end a comment.
const ODD: &str = r#"rulebook odd "Odd # names" { }
strategy wait
topic zeta "Last in the alphabet" {
  fact level : one of on, y, off, "3 or more", "a#b", "it's", "say \"x\"", "back\\slash", "1.5", "[x]", "- z",
    "a: b", "a, b", "é", "{k}", "@at", "*star", "&and", "!bang", "%pct", "|bar", "> gt", "Upper", "0x1F", "-", "?",
    "two\nlines" "words # \n of two lines" {
    ask "Which\nof # these?"
    help "Not \"quoted\"."
    lever no
    tag need
    tag other
  }
  fact set "A set" : any of on, "a, b" "two", "say \"x\"", "it's"
}
topic alpha {
  fact free : text
  fact count : integer "people" in 1..100
  fact open : number "EUR"
  fact crisis : yes_no { ask "Is there a crisis?" }
}
rule all {
  when zeta.level is on and zeta.set includes on and alpha.free is known and alpha.count > 1 and alpha.open > 1
    and alpha.crisis
  then favor wait weakly
}
"#;

/// A profile as it is read, without a word of complaint.
#[track_caller]
fn read(text: &str, format: &str, book: &Rulebook) -> Profile {
    let name = format!("blank.{format}");
    let input = Input {
        name: &name,
        id_default: "blank",
        file: FileId(0),
        bytes: text.as_bytes(),
        format: None,
    };
    let reading = profile::read(&input, book);
    assert_eq!(reading.diagnostics, [], "{text}");
    reading.profile.unwrap()
}

/// The known values of a profile.
fn known(profile: &Profile) -> Vec<(String, Value)> {
    let given = profile.facts.iter();
    given
        .filter_map(|(id, given)| Some((format!("{id:?}"), given.as_ref()?.value.clone())))
        .collect()
}

/// The text with a line that has lost its first sign, or holds something else.
fn with_line(text: &str, at: usize, line: &str) -> String {
    let lines = text.lines().enumerate();
    let lines: Vec<&str> = lines
        .map(|(here, old)| if here == at { line } else { old })
        .collect();
    lines.join("\n")
}

/// Every line without its sign is sound, and those of a fact give all of its values.
#[track_caller]
fn reads_back(text: &str, format: &str, book: &Rulebook) {
    let nothing = read(text, format, book);
    assert_eq!((known(&nothing), &*nothing.name), (vec![], "blank"));
    let mut given: Vec<(String, Value)> = Vec::new();
    for (at, line) in text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.is_empty())
    {
        let bare = line.strip_prefix('#').unwrap();
        let found = read(&with_line(text, at, bare), format, book);
        match line {
            _ if line.starts_with("##") => assert_eq!(known(&found), [], "{line}"),
            _ if line.starts_with("#id") => assert_eq!(&*found.name, "my_organization"),
            _ => given.extend(known(&found)),
        }
        let number = bare.replace("\"unknown\"", "1").replace(": unknown", ": 1");
        if number != bare {
            let found = known(&read(&with_line(text, at, &number), format, book));
            assert_eq!(found.len(), 1, "{number}");
        }
    }
    for (id, fact) in book.facts.iter() {
        let values = given.iter().filter(|(of, _)| *of == format!("{id:?}"));
        let values: Vec<&Value> = values.map(|(_, value)| value).collect();
        match &fact.kind {
            FactType::YesNo => assert_eq!(values, [&Value::YesNo(true), &Value::YesNo(false)]),
            FactType::Level(scale) => {
                let all: Vec<Value> = (0..scale.levels.len() as u8).map(Value::Level).collect();
                assert_eq!(values, all.iter().collect::<Vec<_>>(), "{}", fact.name);
            }
            FactType::Set(scale) => assert_eq!(values, [&Value::Set(scale.all())]),
            FactType::Number(_) | FactType::Text => assert_eq!(values.len(), 0),
        }
    }
}

#[test]
fn a_blank_profile_reads_back_whatever_is_uncommented() {
    let folder = Folder::with(&[("odd.rules", ODD)]);
    let blank = |format: &str, rules: &str| {
        let run = folder.run(&["facts", "--blank", format, "-r", rules]);
        run.is(0, &["##"], &[]);
        run.out
    };
    for format in ["toml", "yaml"] {
        let odd = load(ODD).unwrap().checked.rulebook;
        reads_back(&blank(format, "odd.rules"), format, &odd);
        for rules in SHIPPED {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(rules);
            let book = load_file(&path).unwrap().checked.rulebook;
            reads_back(&blank(format, path.to_str().unwrap()), format, &book);
        }
    }
}

#[test]
fn a_blank_profile_looks_like_this() {
    let folder = Folder::with(&[("odd.rules", ODD)]);
    let arguments = ["facts", "alpha", "zeta.set", "--blank", "yaml"];
    let run = folder.run(&arguments);
    assert_eq!(
        run.out,
        r##"## Odd # names (odd)
## Remove the # before one answer for each question. A question without an answer is unknown.
## An answer may also say how certain it is and where it comes from:
##   zeta.set: { value: ["on", "a, b", "say \"x\"", "it's"], certainty: 0.8, note: who said so }
#id: my_organization


## ---- Last in the alphabet ----

## A set
##   a, b: two
#zeta.set: ["on", "a, b", "say \"x\"", "it's"]  # keep those that apply; [] means none


## ---- alpha ----

## free
#alpha.free: ""  # any text

## count
#alpha.count: unknown  # a whole number, 1 to 100 people

## open
#alpha.open: unknown  # a number in EUR

## Is there a crisis?
#alpha.crisis: yes
#alpha.crisis: no
"##
    );
}

#[test]
fn a_blank_profile_replaces_no_file() {
    let folder = Folder::with(&[("odd.rules", ODD), ("acme.toml", "alpha.crisis = true\n")]);
    let blank = ["facts", "--blank", "toml", "-o"];
    folder.run(&[&blank[..], &["acme.toml"]].concat()).is(
        2,
        &[],
        &["E0906", "`acme.toml` already exists"],
    );
    assert_eq!(folder.read("acme.toml"), "alpha.crisis = true\n");
    folder
        .run(&[&blank[..], &["other.toml", "-q"]].concat())
        .is(0, &[], &[]);
    folder
        .run(&["eval", "other.toml", "-q"])
        .is(0, &["0 of 6 questions answered"], &[]);
    folder
        .run(&["facts", "-o", "third.toml"])
        .is(2, &[], &["E0909", "`--blank toml`"]);
}

#[test]
fn facts_are_listed_as_declared_with_all_that_is_said_of_them() {
    let folder = Folder::with(&[("odd.rules", ODD)]);
    let all = folder.run(&["facts"]);
    all.is(
        0,
        &[
            "6 facts in 2 topics",
            "zeta.level",
            "Which of # these?",
            "Not \"quoted\".",
            "need, other",
            "no: the organization cannot change it",
            "any of [on, \"a, b\" (two), 'say \"x\"', \"it's\"]",
            "a whole number, 1 to 100 people",
            "yes | no",
        ],
        &["using `odd.rules`"],
    );
    let place = |text: &str| all.out.find(text).unwrap();
    assert!(place("zeta.level") < place("zeta.set") && place("zeta.set") < place("alpha.free"));
    let one = folder.run(&["facts", "crisis", "-q"]);
    one.is(0, &["1 fact in 1 topic", "alpha.crisis"], &[]);
    assert!(!one.out.contains("zeta"), "{one}");
    let markdown = folder.run(&["facts", "-f", "markdown", "-q"]);
    markdown.is(0, &["## Last in the alphabet", "- **question**:"], &[]);
    let json = folder.run(&["facts", "zeta", "-f", "json", "-q"]).json();
    let level = &json["topics"][0]["facts"][0];
    assert_eq!(level["answers"]["kind"], "nominal");
    assert_eq!(level["answers"]["levels"][26]["name"], "two\nlines");
    assert_eq!(
        (&level["lever"], &level["tags"][1]),
        (&false.into(), &"other".into())
    );
    folder.run(&["facts", "crysis", "zeta.levle", "-q"]).is(
        2,
        &[],
        &["did you mean `crisis`?", "did you mean `zeta.level`?"],
    );
}

/// The example at the head of a blank profile is an answer that somebody may give.
#[test]
fn the_example_of_a_blank_profile_is_a_known_answer() {
    for (ty, example) in [
        ("number in 0..80", "{ value = 40, certainty = 0.8"),
        ("number in 0..1", "{ value = 1, certainty = 0.8"),
        ("integer", "{ value = 1, certainty = 0.8"),
        ("yes_no", "{ value = true, certainty = 0.8"),
    ] {
        let text = format!("rulebook r {{ }}\nstrategy a\ntopic t {{ fact f : {ty} }}\n");
        let folder = Folder::with(&[("r.rules", &text)]);
        let run = folder.run(&["facts", "--blank", "toml", "-r", "r.rules"]);
        assert!(run.out.contains(example), "{ty}: {run}");
    }
}
