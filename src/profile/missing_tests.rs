//! Why there is no answer, certainties in words, and profiles that are written and read again.

use super::testbook::rulebook;
use super::{Input, read, write};
use crate::base::FileId;
use crate::model::{Missing, Profile};

fn reading(format: &str, text: &str) -> (Option<Profile>, Vec<String>) {
    let name = format!("firm.{format}");
    let input = Input {
        name: &name,
        id_default: "firm",
        file: FileId(0),
        bytes: text.as_bytes(),
        format: None,
    };
    let reading = read(&input, &rulebook());
    let told = reading.diagnostics.iter();
    let told = told.map(|one| format!("{} {} | {}", one.code, one.message, one.help.join("; ")));
    (reading.profile, told.collect())
}

#[test]
fn a_profile_says_why_there_is_no_answer() {
    for (format, text) in [
        (
            "toml",
            "growth = { unknown = \"skipped\" }\nteamwork = { unknown = \"Nobody knows\", note = \"asked\" }",
        ),
        (
            "yaml",
            "growth: { unknown: skipped }\nteamwork: { unknown: nobody knows, note: asked }",
        ),
        (
            "json",
            "{\"growth\": {\"unknown\": \"skipped\", \"value\": null}, \"teamwork\": {\"unknown\": \"nobody knows\", \"note\": \"asked\"}}",
        ),
    ] {
        let (profile, told) = reading(format, text);
        assert!(told.is_empty(), "{told:?}");
        let profile = profile.unwrap();
        assert!(profile.facts.values().all(Option::is_none));
        let why: Vec<Missing> = profile.missing.values().copied().collect();
        assert_eq!(why, [Missing::Skipped, Missing::NobodyKnows], "{format}");
        assert_eq!(profile.notes.len(), 1);
    }
}

#[test]
fn a_reason_that_is_none_is_told() {
    for (text, told) in [
        (
            "growth = { unknown = \"skiped\" }",
            "E0625 `unknown` says why there is no answer, not `skiped` | did you mean `skipped`?",
        ),
        (
            "growth = { unknown = true }",
            "E0625 `unknown` says why there is no answer, not a yes or no | write `skipped`, `does not apply`, `nobody knows`",
        ),
        (
            "growth = { unknown = \"skipped\", value = \"slow\" }",
            "E0625 `economy.growth` has a value, and says why it has none | keep the `value`, or `unknown` with its reason",
        ),
    ] {
        let (profile, found) = reading("toml", text);
        assert_eq!(found, [told]);
        assert!(profile.is_none());
    }
}

#[test]
fn a_certainty_may_be_said_in_words() {
    for (words, certainty) in [("sure", 1.0), ("Fairly sure", 0.8), ("a guess", 0.5)] {
        let text = format!("growth = {{ value = \"slow\", certainty = \"{words}\" }}");
        let (profile, told) = reading("toml", &text);
        assert!(told.is_empty(), "{told:?}");
        let profile = profile.unwrap();
        let mut given = profile.facts.values().flatten();
        assert_eq!(given.next().unwrap().certainty, certainty);
    }
}

#[test]
fn what_is_written_is_read_again() {
    let text = "id = \"a \\\"b\\\" \\u2028 c\"\n\
        growth = { value = \"slow\", certainty = 0.3, note = \"said \\\"so\\\"\\nand more\" }\n\
        teamwork = 1.25\nrunway = { unknown = \"does not apply\" }\n\
        crisis = false\nmethods = [\"tpm\", \"five_s\"]\n";
    let (profile, told) = reading("toml", text);
    assert!(told.is_empty(), "{told:?}");
    let first = write(&profile.unwrap(), &rulebook());
    let (again, told) = reading("toml", &first);
    assert!(told.is_empty(), "{told:?}\n{first}");
    let again = again.unwrap();
    assert_eq!(write(&again, &rulebook()), first);
    for part in [
        "id = \"a \\\"b\\\" \\u2028 c\"",
        "growth = { value = \"slow\", certainty = 0.3, note = \"said \\\"so\\\"\\nand more\" }",
        "teamwork = 1.25",
        "runway = { unknown = \"does not apply\" }",
        "crisis = false",
    ] {
        assert!(first.contains(part), "{part} is missing in\n{first}");
    }
}
