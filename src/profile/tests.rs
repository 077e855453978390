//! What a profile may say and what it may not, in every format, through the public door.

use super::testbook::rulebook;
use super::{Input, Names, Reading, assign, format_by_name, hash, read};
use crate::base::{FileId, Span};
use crate::model::{LevelSet, Profile, Value};

pub(super) fn reading(format: &str, bytes: &[u8]) -> Reading {
    let name = format!("firm.{format}");
    let input = Input {
        name: &name,
        id_default: "firm",
        file: FileId(0),
        bytes,
        format: format_by_name(format),
    };
    read(&input, &rulebook())
}

/// The problems, a line each: `1:8 E0621 message | label at 2:1 | help`.
pub(super) fn shown(reading: &Reading) -> String {
    let place = |span: Span| {
        let at = reading.source.line_column(span.start);
        format!("{}:{}", at.line, at.column)
    };
    let lines = reading.diagnostics.iter().map(|problem| {
        let mut parts = vec![format!(
            "{} {} {}",
            problem.span().map(place).unwrap_or_default(),
            problem.code,
            problem.message
        )];
        for label in problem.labels.iter().skip(1) {
            parts.push(format!("{} at {}", label.text, place(label.span)));
        }
        parts.extend(problem.help.iter().cloned());
        parts.join(" | ")
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[track_caller]
pub(super) fn known(format: &str, text: &str) -> Profile {
    let reading = reading(format, text.as_bytes());
    assert_eq!(shown(&reading), "", "in {format}: {text}");
    reading.profile.unwrap()
}

#[track_caller]
pub(super) fn fails(format: &str, text: &str, expected: &str) {
    let reading = reading(format, text.as_bytes());
    assert_eq!(shown(&reading), expected, "in {format}: {text}");
    assert!(reading.profile.is_none());
}

#[track_caller]
pub(super) fn value(profile: &Profile, name: &str) -> Option<Value> {
    let book = rulebook();
    let Some(id) = Names::of(&book).full(name) else {
        panic!("no fact {name}")
    };
    profile.given(id).map(|given| given.value.clone())
}

const TOML: &str = r#"
id = "press_shop"
growth = "slow"
resources.crisis = "No"
people.methods = ["tpm", "five_s"]
[firm]
size = 1_200
story = { value = "since 1953", note = "the annual report" }
[people]
teamwork = { value = 62.5, certainty = 0.5 }
[resources]
runway = "unknown"
"#;

const YAML: &str = "
# a comment
id: press_shop
economy.growth: slow
resources: {crisis: no, runway: ~}
people:
  methods: [tpm, five_s]
  teamwork:
    value: 62.5
    certainty: 0.5
firm:
  size: 1200
  story:
    value: since 1953
    note: the annual report
";

const JSON: &str = r#"{
  "id": "press_shop", "growth": "slow", "crisis": false, "methods": ["tpm", "five_s"],
  "firm": { "size": 1.2e3, "story": { "value": "since 1953", "note": "the annual report" } },
  "people.teamwork": 62.5, "people.teamwork.certainty": 0.5, "resources.runway": null
}"#;

#[test]
fn the_formats_say_the_same() {
    let book = rulebook();
    let toml = known(
        "toml",
        &TOML
            .replace("people.methods", "methods")
            .replace("resources.crisis", "crisis"),
    );
    for (format, text) in [("yaml", YAML), ("json", JSON)] {
        let other = known(format, text);
        assert_eq!(&*other.name, "press_shop");
        for id in book.facts.ids() {
            let bare = |profile: &Profile| {
                profile.given(id).cloned().map(|mut given| {
                    given.place = None;
                    given
                })
            };
            assert_eq!(bare(&toml), bare(&other), "{format} {id:?}");
        }
        assert_eq!(hash(&toml, &book), hash(&other, &book));
    }
    assert_eq!(value(&toml, "firm.size"), Some(Value::Number(1200.0)));
    let methods = [0u8, 2].into_iter().collect::<LevelSet>();
    assert_eq!(value(&toml, "people.methods"), Some(Value::Set(methods)));
    assert_eq!(value(&toml, "resources.runway"), None);
}

#[test]
fn places_are_exact() {
    let book = rulebook();
    let names = Names::of(&book);
    for (format, text, line, column) in [
        ("toml", "# é\r\n[people]\r\nteamwork = 62\r\n", 3, 12),
        ("toml", "\u{feff}teamwork = 62", 1, 12),
        ("yaml", "people:\r\n  teamwork: 62\r\n", 2, 13),
        ("yaml", "\u{feff}teamwork: 62", 1, 11),
        ("yaml", "'teamwork': '62'", 1, 13),
        ("json", "{\"é\\u0041\": null,\n \"teamwork\": 62}", 2, 14),
        ("json", "\u{feff}{\"methods\": [], \"teamwork\": 62}", 1, 29),
    ] {
        let reading = reading(
            format,
            text.replace("é\\u0041\": null", "id\": \"é\"").as_bytes(),
        );
        assert_eq!(shown(&reading), "", "{text}");
        let profile = reading.profile.unwrap();
        let given = profile
            .given(names.full("people.teamwork").unwrap())
            .unwrap();
        let place = given.place.clone().unwrap();
        assert_eq!(
            (place.line, place.column),
            (line, column),
            "{format}: {text}"
        );
    }
}

#[test]
fn all_problems_come_together_in_toml() {
    fails(
        "toml",
        "growth = \"fats\"\nteamwork = 200\ncrisis = 3\nrunwya = 1\nmethods = [\"tpm\", \"kanban\", \"5s\"]\n[firm]\nsize = 2.5\n",
        "1:10 E0621 `fats` is not a level of `economy.growth` | did you mean `fast`? | levels, from low to high: `slow`, `moderate`, `fast`
2:12 E0622 `200` is out of the range of `people.teamwork`, 0 to 100 % | the nearest value is `100`
3:10 E0620 `resources.crisis` takes yes or no, not a number | write `yes`, `no` or `unknown`
4:1 E0610 no fact is named `runwya` | did you mean `runway`?
5:19 E0621 `kanban` is not an element of `people.methods` | choose from: `five_s`, `qc_circles`, `tpm`
5:29 E0621 `5s` is not an element of `people.methods` | choose from: `five_s`, `qc_circles`, `tpm`
7:8 E0623 `firm.size` takes whole numbers, not `2.5` | the nearest value is `3`",
    );
}

#[test]
fn names_are_explained() {
    fails(
        "yaml",
        "size: 3\nshort_runway: 6\nslow: yes\neconomy: slow\necnomy: {growth: slow}\nfirm.groth: 1\nxyz: 1\nfirm.xyz: 1",
        "1:1 E0611 `size` is the last part of several facts | write the full name: `economy.size`, `firm.size`
2:1 E0614 `short_runway` is a parameter of the rulebook, not a fact | change it for a run with `--param short_runway=…`
3:1 E0614 `slow` is a level, not a fact | give the fact this level: `economy.growth` is `slow`
4:1 E0613 `economy` is a topic and takes facts, not a text | write `economy.` and one of its facts: `growth`, `size`
5:1 E0610 no topic and no fact is named `ecnomy` | did you mean `economy`?
6:1 E0610 no fact is named `firm.groth` | did you mean `economy.growth`?
7:1 E0610 no fact is named `xyz` | topics with facts: `economy`, `firm`, `people`, `resources`
8:1 E0610 no fact is named `firm.xyz` | facts of `firm`: `size`, `story`",
    );
}

#[test]
fn a_fact_stands_once() {
    fails(
        "json",
        "{\"growth\": \"slow\",\n \"economy\": {\"growth\": \"slow\"},\n \"teamwork\": 1, \"teamwork\": 2,\n \"runway\": {\"value\": 1, \"value\": 2}}",
        "2:14 E0612 `economy.growth` is given twice | the first time at 1:2 | keep one of them
3:17 E0612 `people.teamwork` is given twice | the first time at 3:2 | keep one of them
4:25 E0612 `resources.runway` is given twice | the first time at 4:13 | keep one of them",
    );
    fails(
        "toml",
        "teamwork = 1\n[firm]\nsize = 3\nstory = \"a\"\nsize = 4\n[people]\nteamwork = 2\n[firm]\n",
        "5:1 E0612 `size` is given twice | the first time at 3:1 | keep one of them
7:1 E0612 `people.teamwork` is given twice | the first time at 1:1 | keep one of them
8:2 E0612 `firm` is given twice | the first time at 2:1 | move the contents of both under one heading `[firm]`",
    );
    fails(
        "toml",
        "firm.size = 3\n[firm]\nstory = \"a\"\n",
        "2:2 E0612 `firm` is given twice | move the contents of both under one heading `[firm]`",
    );
    fails(
        "yaml",
        "id: a\nid: b\neconomy.growth: slow\neconomy:\n  growth: fast\n",
        "2:1 E0612 `id` is given twice | the first time at 1:1 | keep one of them
5:3 E0612 `economy.growth` is given twice | the first time at 3:1 | keep one of them",
    );
}

#[test]
fn the_long_form_is_checked() {
    fails(
        "toml",
        "growth = { value = \"slow\", certianty = 0.5, source = \"x\" }\nteamwork = { value = 3, certainty = 80 }\nrunway = { certainty = 0.5 }\nstory = { a = 1 }\ncrisis = { value = { value = true } }\nid = [1]\n",
        "1:28 E0625 `certianty` is not a part of the fact `economy.growth` | did you mean `certainty`?
1:45 E0625 `source` is not a part of the fact `economy.growth` | the parts of a fact: `value`, `certainty`, `note`, `unknown`
2:37 E0624 a certainty is a number from 0 to 1, not `80` | 80 % is written `0.8`
3:12 E0625 `resources.runway` has a certainty, but no value | add its `value`
4:1 E0613 `firm.story` is a fact and takes a value, not a table of facts | a table for a fact has `value` and, optionally, `certainty` and `note`
5:20 E0620 `resources.crisis` takes yes or no, not a table | write `yes`, `no` or `unknown`
6:6 E0626 `id` is the name of the profile, not a list | write a text, such as `id = \"press_shop\"`",
    );
    let profile = known(
        "yaml",
        "growth: {value: slow, certainty: 0}\nrunway: {note: nobody knows}\nteamwork: {value: , note: x}\nstory: {value: 7, certainty: ''}",
    );
    assert_eq!(value(&profile, "economy.growth"), None);
    assert_eq!(value(&profile, "resources.runway"), None);
    let notes: Vec<&str> = profile.notes.values().map(|note| &**note).collect();
    assert_eq!(notes, ["x", "nobody knows"]);
    assert_eq!(value(&profile, "firm.story"), Some(Value::Text("7".into())));
}

#[test]
fn values_are_read_as_meant() {
    let yes = known(
        "yaml",
        "crisis: YES\nmethods: tpm\nrunway: '14'\nteamwork: 1e1",
    );
    assert_eq!(value(&yes, "resources.crisis"), Some(Value::YesNo(true)));
    assert_eq!(
        value(&yes, "people.methods"),
        Some(Value::Set(LevelSet::one(2)))
    );
    assert_eq!(value(&yes, "resources.runway"), Some(Value::Number(14.0)));
    let empty = known(
        "json",
        "{\"methods\": [], \"growth\": \"\", \"size\": null, \"crisis\": \"Unknown\"}"
            .replace("\"size\": null, ", "")
            .as_str(),
    );
    assert_eq!(
        value(&empty, "people.methods"),
        Some(Value::Set(LevelSet::default()))
    );
    assert_eq!(value(&empty, "economy.growth"), None);
    assert_eq!(value(&empty, "resources.crisis"), None);
    fails(
        "yaml",
        "growth: Below 2 % a year\nrunway: 14 months\nteamwork: '50,5%'\nfirm.size: 1,200\ncrisis: perhaps",
        "1:9 E0621 `Below 2 % a year` is not a level of `economy.growth` | these are the words of `slow`: write the name
2:9 E0620 `resources.runway` takes a number in months, not `14 months` | write the number alone: `14`
3:11 E0620 `people.teamwork` takes a number in %, not `50,5%` | write the number alone: `50.5`
4:12 E0620 `firm.size` takes a number, not `1,200` | write the number alone: `1200`
5:9 E0620 `resources.crisis` takes yes or no, not `perhaps` | write `yes`, `no` or `unknown`",
    );
    let twice = reading("json", b"{\"methods\": [\"tpm\", \"tpm\"]}");
    assert_eq!(
        shown(&twice),
        "1:21 W0601 `tpm` appears twice in `people.methods` | a set holds each name once"
    );
    assert!(twice.profile.is_some());
}

#[test]
fn a_share_given_for_a_percentage_is_told() {
    let told = "W0606 this fact is in percent, and 0.6 is 0.6 % | did you mean 60?";
    for (format, text) in [
        ("toml", "people.teamwork = 0.6"),
        ("yaml", "people.teamwork: 0.6"),
        ("json", "{\"people.teamwork\": 0.6}"),
    ] {
        let reading = reading(format, text.as_bytes());
        assert!(shown(&reading).ends_with(told), "{}", shown(&reading));
        let profile = reading.profile.unwrap();
        assert_eq!(value(&profile, "people.teamwork"), Some(Value::Number(0.6)));
    }
    for text in [
        "people.teamwork = 60",
        "people.teamwork = 0",
        "people.teamwork = 1",
    ] {
        assert_eq!(shown(&reading("toml", text.as_bytes())), "");
    }
}

#[test]
fn a_number_whose_point_may_stand_between_thousands_is_told() {
    let thousands = "W0603 `60.000` is 60: decimals follow the point | if the point stands between thousands, write `60000`; otherwise write `60`";
    for (format, text) in [
        ("toml", "firm.size = 60.000"),
        ("toml", "firm.size = { value = 60.000, certainty = 0.5 }"),
        ("yaml", "firm.size: 60.000"),
        ("yaml", "firm.size: '60.000'"),
        ("json", "{\"firm.size\": 60.000}"),
    ] {
        let reading = reading(format, text.as_bytes());
        assert!(shown(&reading).ends_with(thousands), "{}", shown(&reading));
        let profile = reading.profile.unwrap();
        assert_eq!(value(&profile, "firm.size"), Some(Value::Number(60.0)));
        let [edit] = reading.diagnostics[0].edits.as_slice() else {
            panic!("one edit of {text}")
        };
        let mut mended = text.to_owned();
        mended.replace_range(edit.span.range(), &edit.text);
        let profile = known(format, &mended);
        assert_eq!(value(&profile, "firm.size"), Some(Value::Number(60_000.0)));
    }
    // As thousands it is out of the range, or there is another reason to write so.
    for text in [
        "runway = 60.000",
        "firm.size = 60.0",
        "firm.size = 60",
        "teamwork = 62.500",
        "runway = 0.500",
    ] {
        known("toml", text);
    }
    fails(
        "yaml",
        "firm.size: 1.250",
        "1:12 E0623 `firm.size` takes whole numbers, not `1.250` | if the point stands between thousands, write `1250`",
    );
    fails(
        "yaml",
        "firm.size: 12.5",
        "1:12 E0623 `firm.size` takes whole numbers, not `12.5` | the nearest value is `13`",
    );
}

#[test]
fn words_of_other_languages_are_told_what_profiles_write() {
    for (written, meant) in [
        ("ja", "yes"),
        ("Oui", "yes"),
        ("WAHR", "yes"),
        ("vrai", "yes"),
        ("si", "yes"),
        ("nein", "no"),
        ("FALSCH", "no"),
        ("None", "unknown"),
    ] {
        for (format, text) in [
            ("yaml", format!("crisis: {written}")),
            ("toml", format!("crisis = \"{written}\"")),
            ("json", format!("{{\"crisis\": \"{written}\"}}")),
        ] {
            mended(format, &text, &format!("write `{meant}`"));
        }
    }
    for text in ["growth: None", "runway: N/A", "firm.size: nan"] {
        mended("yaml", text, "write `unknown`");
    }
    for (text, help) in [
        ("crisis = ja", "did you mean `true`?"),
        ("crisis = FALSCH", "did you mean `false`?"),
        ("runway = None", "did you mean `\"unknown\"`?"),
        (
            "runway = { value = 3, certainty = 0,9 }",
            "no commas: `0.9`",
        ),
        (
            "runway = { value = 0,9, certainty = 0.9 }",
            "no commas: `0.9`",
        ),
        ("runway = { value = 12,5 }", "no commas: `12.5`"),
    ] {
        mended("toml", text, help);
    }
    let told = shown(&reading("yaml", b"runway: { value: 3, certainty: 0,9 }"));
    assert!(told.contains("decimals follow a point"), "{told}");
}

/// A text has one error with this help, and its edit mends it.
#[track_caller]
fn mended(format: &str, text: &str, help: &str) {
    let reading = reading(format, text.as_bytes());
    let told = shown(&reading);
    let [problem] = reading.diagnostics.as_slice() else {
        panic!("not one error of {text}:\n{told}");
    };
    assert!(told.contains(help), "of {text}:\n{told}");
    let [edit] = problem.edits.as_slice() else {
        panic!("no edit of {text}:\n{told}");
    };
    let mut mended = text.to_owned();
    mended.replace_range(edit.span.range(), &edit.text);
    known(format, &mended);
}

/// What is said of a text as a value of a fact, in every form in which a profile may give it.
#[track_caller]
fn value_fails(name: &str, text: &str, expected: &str) {
    let without_place = |said: String| said.split_once(' ').map(|(_, rest)| rest.to_owned());
    for (format, profile) in [
        ("toml", format!("{name} = \"{text}\"")),
        ("yaml", format!("{name}: '{text}'")),
        ("json", format!("{{\"{name}\": \"{text}\"}}")),
        ("json", format!("{{\"{name}\": {{\"value\": \"{text}\"}}}}")),
    ] {
        let reading = reading(format, profile.as_bytes());
        let said = without_place(shown(&reading)).unwrap_or_default();
        assert_eq!(said, expected, "in {format}: {text}");
    }
    let book = rulebook();
    let texts = [format!("{name}={text}")];
    let assigning = assign("--set", &texts, FileId(0), &Names::of(&book));
    let problems = assigning.diagnostics;
    let said: Vec<&str> = problems
        .iter()
        .flat_map(|problem| &problem.help)
        .map(|help| &**help)
        .collect();
    let expected: Vec<&str> = expected.split(" | ").skip(1).collect();
    assert_eq!(said, expected, "set: {text}");
}

/// "Write the number alone" is said only where the number alone is what was meant.
#[test]
fn no_help_makes_another_number_of_a_value() {
    let form = "write digits, with a decimal point if needed, such as `1250.5`";
    for text in [
        "1.00,50", "10k", "2 Mio", "1/2", "12:30", "0x1F", "1e", "5..6", "~5", "1,250", "1 2",
    ] {
        value_fails(
            "runway",
            text,
            &format!(
                "E0620 `resources.runway` takes a number in months, not `{text}` | write a number, 0 to 120 months, without its unit, or `unknown` | {form}"
            ),
        );
    }
    for text in ["14 weeks", "5 %", "lots", "200 months"] {
        value_fails(
            "runway",
            text,
            &format!(
                "E0620 `resources.runway` takes a number in months, not `{text}` | write a number, 0 to 120 months, without its unit, or `unknown`"
            ),
        );
    }
    for (text, alone) in [
        ("14 months", "14"),
        ("14 month", "14"),
        ("7,5", "7.5"),
        ("1e1 months", "10"),
    ] {
        value_fails(
            "runway",
            text,
            &format!(
                "E0620 `resources.runway` takes a number in months, not `{text}` | write the number alone: `{alone}`"
            ),
        );
    }
    // A number that the fact cannot be is no help.
    value_fails(
        "firm.size",
        "1,5",
        "E0620 `firm.size` takes a number, not `1,5` | write a whole number, 1 to 1000000, without its unit, or `unknown` | write digits, with a decimal point if needed, such as `1250.5`",
    );
}

#[test]
fn a_certainty_just_above_one_is_no_percentage() {
    fails(
        "toml",
        "growth = { value = \"slow\", certainty = 1.1 }\nteamwork = { value = 3, certainty = \"1.5%\" }\n",
        "1:40 E0624 a certainty is a number from 0 to 1, not `1.1` | 0 is unknown, 1 is certain; in words: `sure`, `fairly sure`, `a guess`
2:37 E0624 a certainty is a number from 0 to 1, not `1.5%` | 1.5 % is written `0.015`",
    );
}

#[test]
fn an_empty_set_is_told_how_it_is_written() {
    let words = "E0621 `None` is not an element of `people.methods` | the empty set is `[]` | choose from: `five_s`, `qc_circles`, `tpm`";
    value_fails("methods", "None", words);
    let empty = known("toml", "methods = []");
    let methods = value(&empty, "people.methods");
    assert_eq!(methods, Some(Value::Set(LevelSet::default())));
}

#[test]
fn a_mended_level_keeps_its_quotes() {
    for (format, text, edit) in [
        ("toml", "growth = 'slwo'", "'slow'"),
        ("json", "{\"growth\": \"slwo\"}", "\"slow\""),
        ("yaml", "growth: slwo", "slow"),
        ("yaml", "growth: \"slwo\"", "\"slow\""),
    ] {
        let reading = reading(format, text.as_bytes());
        let edits: Vec<&str> = reading.diagnostics[0]
            .edits
            .iter()
            .map(|edit| &*edit.text)
            .collect();
        assert_eq!(edits, [edit], "{text}");
    }
}

#[test]
fn odd_values_have_places() {
    fails("toml", "story = 1953-04-01\nrunway = inf\nteamwork = 1e999\n",
        "1:9 E0608 `1953-04-01` is a date or a time, and no fact takes one | if you mean text, put it in quotes
2:10 E0608 `inf` is not a finite number | if you do not know the number, leave the fact out or write `unknown`
3:12 E0608 `1e999` is not a finite number | if you do not know the number, leave the fact out or write `unknown`");
    fails("yaml", "runway: .nan\nteamwork: !percent 3\n",
        "1:9 E0608 `.nan` is not a finite number | if you do not know the number, leave the fact out or write `unknown`
2:20 E0608 the YAML tag `!percent` is not allowed in a profile");
    fails(
        "json",
        "{\"runway\": 1e999}",
        "1:12 E0608 `1e999` is not a finite number | if you do not know the number, leave the fact out or write `unknown`",
    );
    fails(
        "yaml",
        "runway: 1\n---\nrunway: 2\n",
        "2:1 E0608 a second YAML document is not allowed in a profile | put each organization in its own file",
    );
    fails(
        "yaml",
        "? [a]\n: 2\n",
        "1:3 E0608 a list or table as a name is not allowed in a profile",
    );
    fails(
        "yaml",
        "people: &p {teamwork: *p}",
        "1:23 E0608 an alias within what it stands for is not allowed in a profile",
    );
}

#[test]
fn aliases_are_resolved_and_bounded() {
    let profile = known("yaml", "runway: &n 14\nteamwork: *n\n");
    assert_eq!(
        value(&profile, "people.teamwork"),
        Some(Value::Number(14.0))
    );
    let mut bomb = String::from("a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
    for level in 1..12 {
        let last = format!("*a{}", level - 1);
        bomb.push_str(&format!(
            "a{level}: &a{level} [{}]\n",
            vec![last; 9].join(",")
        ));
    }
    let reading = reading("yaml", bomb.as_bytes());
    assert_eq!(reading.diagnostics.last().unwrap().code, "E0602");
}

#[test]
fn broken_texts_are_explained() {
    fails(
        "toml",
        " \n",
        "1:1 E0604 the file is empty | a profile lists facts, one per line, such as `economy.growth = \"slow\"` | for a profile with no facts, write `{}` in JSON or YAML, or a comment in TOML",
    );
    fails(
        "json",
        "[1]",
        "1:1 E0607 a profile is a table of facts, and this is a list | give facts by their names, such as `{ \"economy.growth\": \"slow\" }`",
    );
    fails(
        "yaml",
        "slow",
        "1:1 E0607 a profile is a table of facts, and this is a text | give facts by their names, such as `economy.growth: slow`",
    );
    fails(
        "toml",
        "growth = slow\n",
        "1:10 E0605 the file cannot be read as TOML: `slow` has no quotes | texts and levels go in quotes: `\"slow\"`",
    );
}

#[test]
fn faults_of_syntax_are_explained() {
    fails(
        "json",
        "{\"growth\": \"slow\",}",
        "1:19 E0605 the file cannot be read as JSON: a name in double quotes is expected | there is no comma after the last value",
    );
    fails(
        "json",
        "{\"growth\": slo}",
        "1:12 E0605 the file cannot be read as JSON: a value is expected here | texts, names and levels use double quotes; `true`, `false`, `null` and numbers do not",
    );
    fails(
        "json",
        "{\"runway\": NaN}",
        "1:12 E0608 `NaN` is not a finite number | if you do not know the number, leave the fact out or write `unknown`",
    );
    fails(
        "json",
        "{\"growth\": \"slow\" \"runway\": 3}",
        "1:19 E0605 the file cannot be read as JSON: expected `,` or `}` | values are separated by commas",
    );
    fails(
        "yaml",
        "growth: slow\n\trunway: 3\n",
        "2:1 E0605 the file cannot be read as YAML: while scanning a plain scalar, found a tab | YAML uses spaces; replace the tab",
    );
    fails(
        "json",
        "{\"growth\": \"slow\"",
        "1:18 E0605 the file cannot be read as JSON: it ends within an object | a table ends with `}`",
    );
    fails(
        "json",
        "{runway: 1}",
        "1:2 E0605 the file cannot be read as JSON: a name in double quotes is expected | texts and names use double quotes",
    );
    fails(
        "json",
        "{\"runway\": 01}",
        "1:12 E0605 the file cannot be read as JSON: invalid number | a number has no leading `+` or zero, and has digits on both sides of its point",
    );
    fails(
        "json",
        "{} x",
        "1:4 E0605 the file cannot be read as JSON: trailing characters | a profile is one table, with nothing after it",
    );
    fails(
        "yaml",
        "growth: [slow\n",
        "1:9 E0605 the file cannot be read as YAML: `[` is never closed | close it with `]`",
    );
    fails(
        "yaml",
        "economy:\n\tgrowth: slow\n",
        "2:2 E0605 the file cannot be read as YAML: tabs disallowed within this context (block indentation) | indent with spaces, not with tabs",
    );
}

#[test]
fn faults_of_syntax_hide_no_others() {
    for (format, text) in [
        (
            "toml",
            "growth = slwo\nrunwy = 3\neconomy.size = \"lrge\"\n",
        ),
        ("yaml", "growth: a: b\nrunwy: 3\neconomy.size: lrge\n"),
        (
            "json",
            "{\"runway\": slwo,\n\"runwy\": 3,\n\"economy.size\": \"lrge\",\n}",
        ),
    ] {
        let said = shown(&reading(format, text.as_bytes()));
        let codes: Vec<&str> = said
            .lines()
            .filter_map(|line| line.split(' ').nth(1))
            .collect();
        let wanted: &[&str] = match format {
            "json" => &["E0605", "E0610", "E0621", "E0605"],
            _ => &["E0605", "E0610", "E0621"],
        };
        assert_eq!(codes, wanted, "{said}");
    }
}

#[test]
fn bytes_that_are_no_text_are_explained() {
    assert_eq!(
        shown(&reading("toml", b"a = 1\nb = \xff")),
        "2:5 E0601 the file is not text in UTF-8 | save it as UTF-8"
    );
    assert_eq!(
        shown(&reading("toml", b"\xff\xfea\0")),
        "1:1 E0601 the file is not text in UTF-8 | it looks like UTF-16: save it as UTF-8"
    );
    assert_eq!(
        shown(&reading("yaml", b"a: 1\n\0")),
        "2:1 E0601 the file contains a zero byte, so it is not text | a profile is a text file in TOML, YAML or JSON, encoded as UTF-8"
    );
    let large = vec![b' '; (16 << 20) + 1];
    assert_eq!(
        shown(&reading("json", &large)),
        "1:1 E0602 the file is too large for a profile: 16777217 bytes, the limit is 16 MiB"
    );
}

#[test]
fn a_decimal_comma_in_json_is_told_as_such() {
    assert_eq!(
        shown(&reading("json", b"{\"a\": 12,5}")),
        "1:7 E0605 the file cannot be read as JSON: `12,5` is not a number | a number has a decimal point, and no commas: `12.5`"
    );
}

#[test]
fn an_unknown_ending_is_refused() {
    let reading = reading("xls", b"a");
    assert_eq!(
        shown(&reading),
        "1:1 E0606 the extension of `firm.xls` is not that of a profile format | profiles end in `toml`, `yaml`, `yml`, `json` | tables of profiles, which `eval` reads, end in `csv`, `jsonl`, `ndjson` | or specify the format with `--input-format`"
    );
}

#[test]
fn deep_and_large_texts_end_in_errors() {
    let n = 100_000;
    for (format, text, code) in [
        (
            "json",
            format!("{}{}", "[".repeat(n), "]".repeat(n)),
            "E0603",
        ),
        ("json", "[".repeat(n), "E0603"),
        ("json", "{\"[\":".repeat(n), "E0603"),
        ("json", format!("[\"{}", "[".repeat(n)), "E0605"),
        (
            "json",
            format!("{{\"a\":{}1{}}}", "{\"a\":".repeat(99), "}".repeat(99)),
            "E0603",
        ),
        ("json", format!("[0{}]", ",0".repeat(200_000)), "E0602"),
        ("yaml", "[".repeat(n), "E0603"),
        ("yaml", "- ".repeat(n), "E0603"),
        ("yaml", "{a: ".repeat(n), "E0603"),
        ("yaml", format!("[0{}]", ",0".repeat(200_000)), "E0602"),
        ("toml", format!("a{} = 1", ".a".repeat(n)), "E0603"),
        ("toml", format!("[a{}]", ".a".repeat(n)), "E0603"),
        ("toml", format!("a = {}", "[".repeat(n)), "E0603"),
        ("toml", format!("a = [0{}]", ",0".repeat(200_000)), "E0602"),
    ] {
        let reading = reading(format, text.as_bytes());
        assert_eq!(reading.diagnostics.last().unwrap().code, code, "{format}");
        assert!(reading.profile.is_none());
    }
}

#[test]
fn nothing_known_is_a_profile_too() {
    for (format, text) in [
        ("json", "{}"),
        ("yaml", "{}"),
        ("yaml", "# nothing"),
        ("toml", "# nothing"),
        ("toml", "[economy]"),
    ] {
        let profile = known(format, text);
        assert_eq!(&*profile.name, "firm");
        assert!(profile.facts.values().all(Option::is_none));
    }
}

#[test]
fn the_hash_is_of_what_is_said() {
    let book = rulebook();
    let of = |text: &str| hash(&known("toml", text), &book);
    let one = of("growth = \"slow\"\nteamwork = 1\nid = \"a\"");
    assert_eq!(
        one,
        of("teamwork = { value = 1.0, note = \"x\" }\neconomy.growth = \"slow\"\nrunway = \"\"")
    );
    assert_ne!(
        one,
        of("growth = \"slow\"\nteamwork = { value = 1, certainty = 0.9 }")
    );
    assert_ne!(one, of("growth = \"fast\"\nteamwork = 1"));
    assert_eq!(one.len(), 64);
}

#[test]
fn the_schema_tells_an_editor_what_to_offer() {
    let schema = super::schema(&rulebook());
    let growth = &schema["$defs"]["economy.growth"];
    assert_eq!(growth["description"], "What about economy.growth?");
    let slow = &growth["anyOf"][0]["anyOf"][0];
    assert_eq!(slow["const"], "slow");
    assert_eq!(slow["description"], "below 2 % a year");
    let teamwork = &schema["$defs"]["people.teamwork"];
    assert_eq!(teamwork["description"], "What about people.teamwork? In %.");
    assert_eq!(teamwork["anyOf"][0]["maximum"], 100.0);
    let properties = schema["properties"].as_object().unwrap();
    let has = |name: &str| properties.contains_key(name);
    assert!(has("growth") && has("economy.growth") && has("economy") && has("id"));
    assert!(!has("size"), "two facts end in it");
}
