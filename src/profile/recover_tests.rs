//! Texts with faults of syntax: what is told of them, and that the rest is looked at. Values without faults are tested elsewhere.

use super::tests::{fails, reading, shown};

/// The places and codes, with a space between: `1:10 E0605`.
fn told(format: &str, text: &str) -> Vec<String> {
    let said = shown(&reading(format, text.as_bytes()));
    let first_two = |line: &str| line.split(' ').take(2).collect::<Vec<_>>().join(" ");
    said.lines().map(first_two).collect()
}

#[track_caller]
fn says(format: &str, text: &str, wanted: &[&str]) {
    let said = shown(&reading(format, text.as_bytes()));
    assert_eq!(told(format, text), wanted, "{text}\n{said}");
}

/// The words and the help of the one problem.
#[track_caller]
fn helps(format: &str, text: &str, place: &str, words: &str) {
    let said = shown(&reading(format, text.as_bytes()));
    let name = format.to_uppercase();
    let wanted = format!("{place} E0605 the file cannot be read as {name}: {words}");
    assert_eq!(said, wanted, "{text}");
}

#[test]
fn a_value_at_fault_counts_as_given() {
    says(
        "toml",
        "[growth]\nvalue = slow\ncertainty = 0.9\n",
        &["2:9 E0605"],
    );
    says(
        "yaml",
        "economy.growth:\n  value: \"slow\n  certainty: 0.9\nrunway: 3\n",
        &["2:10 E0605"],
    );
    says(
        "json",
        "{\"growth\": {\n\"value\": slow,\n\"certainty\": 0.9 } }",
        &["2:10 E0605"],
    );
    says(
        "toml",
        "crisis = {\nvalue = tru\ncertainty = 0.5\n}\ngrowth = \"slo\"\n",
        &["2:9 E0605", "3:1 E0605", "5:10 E0621"],
    );
    says(
        "toml",
        "crisis = {\nvalue = tru,\ncertainty = 2\n}\n",
        &["2:9 E0605", "3:13 E0624"],
    );
    says(
        "toml",
        "methods = [\"tpm\", five_s,\n \"tmp\"]\n",
        &["1:19 E0605", "2:2 E0621"],
    );
}

#[test]
fn a_bracket_is_told_where_it_opens() {
    for text in [
        "people:\n  methods: [tpm\n  teamwork: lots\nrunway: x\n",
        "people:\n  methods: {value: tpm\n  teamwork: lots\nrunway: x\n",
    ] {
        says("yaml", text, &["2:12 E0605", "3:13 E0620", "4:9 E0620"]);
    }
    fails(
        "yaml",
        "methods: [tpm\ncrisis: no\n",
        "1:10 E0605 the file cannot be read as YAML: `[` is never closed | close it with `]`",
    );
    // A bracket within words opens nothing, and one that closes further down is none at fault.
    says("yaml", "story: see [1\ngrowth: a: b\n", &["2:10 E0605"]);
    says(
        "yaml",
        "methods: [tpm,\n  \"x\" \"y\",\n  five_s]\n",
        &["2:7 E0605"],
    );
    says(
        "toml",
        "methods = [\"tpm\", \"five_s\"\ngrowth = \"slo\"\nrunway = \"x\"\n",
        &["1:11 E0605", "2:10 E0621", "3:10 E0620"],
    );
    says(
        "toml",
        "runway = { value = 3, certainty = 1\ngrowth = \"slo\"\n",
        &["1:10 E0605", "2:10 E0621"],
    );
}

#[test]
fn a_header_and_another_sign_hide_nothing() {
    says(
        "toml",
        "[people\nteamwork = 101\n[firm] x\nsize = 0\n",
        &["1:8 E0605", "2:12 E0622", "3:8 E0605", "4:8 E0622"],
    );
    says(
        "toml",
        "growth: \"slo\"\nfirm.size 0\nmethods := \"tmp\"\nteam work = 101\n= 3\nrunway = \"x\"",
        &[
            "1:7 E0605",
            "1:9 E0621",
            "2:11 E0605",
            "2:11 E0622",
            "3:9 E0605",
            "3:12 E0621",
            "4:1 E0610",
            "4:6 E0605",
            "5:1 E0605",
            "6:10 E0620",
        ],
    );
    says(
        "yaml",
        "growth = slo\nteamwork = 101\nrunway: x\nfirm.size = 0",
        &[
            "1:8 E0605",
            "1:10 E0621",
            "2:10 E0605",
            "2:12 E0622",
            "3:9 E0620",
            "4:11 E0605",
            "4:13 E0622",
        ],
    );
}

#[test]
fn indents_are_mended() {
    says(
        "yaml",
        "crisis: true\n  growth: slo\n runway: x\npeople:\n\tteamwork: 101\n    methods: tmp\n",
        &[
            "2:9 E0605",
            "2:11 E0621",
            "3:8 E0605",
            "3:10 E0620",
            "5:2 E0605",
            "5:12 E0622",
            "6:12 E0605",
            "6:14 E0621",
        ],
    );
    helps(
        "yaml",
        "crisis: true\n growth: slow\n",
        "2:8",
        "the line is indented further than the one above, which already has a value | facts of one topic start in the same column, and a topic itself has no value",
    );
}

#[test]
fn json_is_mended_step_by_step() {
    says(
        "json",
        "{\n\"crisis\": true\n\"growth\": \"slo\"\n\"runway\": \"x\"\n}",
        &["3:1 E0605", "3:11 E0621", "4:1 E0605", "4:11 E0620"],
    );
    says(
        "json",
        "{\"crisis\": tru, \"growth\": \"slo\", \"runway\": \"x\"}",
        &["1:12 E0605", "1:27 E0621", "1:44 E0620"],
    );
    says(
        "json",
        "{\n// so\n\"runway\": \"x\", # so\n crisis: True,\n'growth' = 'slo';\n\"methods\": [tpm, \"tmp\",],,\n\"teamwork\": 020,\n\"firm.size\": /* so */ 0,\n\"story\": ",
        &[
            "2:1 E0605",
            "3:11 E0620",
            "3:16 E0605",
            "4:2 E0605",
            "4:10 E0605",
            "5:1 E0605",
            "5:10 E0605",
            "5:12 E0605",
            "5:12 E0621",
            "5:17 E0605",
            "6:13 E0605",
            "6:18 E0621",
            "6:24 E0605",
            "6:26 E0605",
            "7:13 E0605",
            "8:14 E0605",
            "8:23 E0622",
            "9:9 E0605",
        ],
    );
    says(
        "json",
        "{\"growth\": , \"people\": {\"teamwork\": 101 ], \"runway\": \"x",
        &[
            "1:12 E0605",
            "1:37 E0622",
            "1:41 E0605",
            "1:54 E0605",
            "1:56 E0605",
        ],
    );
}

#[test]
fn comments_of_other_languages_have_a_help() {
    let words = "`//` does not begin a comment | a comment begins with `#`";
    helps("toml", "growth = 1500 // why\n", "1:15", words);
}

#[test]
fn numbers_with_signs_between_their_digits_have_a_help() {
    for (value, words) in [
        (
            "1'500",
            "`1'500` is not a number | a number has no separators between its digits: `1500`",
        ),
        (
            "4'000",
            "`4'000` is not a number | a number has no separators between its digits: `4000`",
        ),
        (
            "rye, spelt",
            "several values are a list | write `[\"rye\", \"spelt\"]`",
        ),
        (
            "1;500",
            "`1;500` is not a number | decimals follow a point, and digits have no separators: `1.5` or `1500`",
        ),
    ] {
        helps("toml", &format!("growth = {value}\n"), "1:10", words);
    }
}

#[test]
fn words_without_quotes_and_numbers_have_a_help() {
    for word in ["few", "fast", "followed", "team", "limited"] {
        helps(
            "toml",
            &format!("growth = {word} # so\n"),
            "1:10",
            &format!("`{word}` has no quotes | texts and levels go in quotes: `\"{word}\"`"),
        );
    }
    for (value, words) in [
        (
            "tru",
            "`tru` has no quotes | did you mean `true`? a text or a level goes in quotes",
        ),
        (
            "30%",
            "`30%` is not a number | write the number without a unit",
        ),
        (
            "5 months",
            "`5 months` is not a number | write the number without a unit",
        ),
        (
            "10k",
            "`10k` is not a number | a number is written as `5`, `-3` or `0.5`; a text goes in quotes",
        ),
        (
            "1.000,50",
            "`1.000,50` is not a number | a number has a decimal point, and no commas: `1000.5`",
        ),
        (
            "1,5",
            "`1,5` is not a number | a number has a decimal point, and no commas: `1.5`",
        ),
        (
            "012",
            "`012` is not a number | a number has no leading zero or `+`, and has digits on both sides of its point: `12`",
        ),
        (
            "1.234.5",
            "`1.234.5` is not a number | a number is written as `5`, `-3` or `0.5`; a text goes in quotes",
        ),
        (
            "“slow”",
            "`“slow”` is in typographic quotes | use straight quotes: `\"slow\"`",
        ),
    ] {
        helps("toml", &format!("growth = {value}\n"), "1:10", words);
    }
    helps(
        "toml",
        "growth =\n",
        "1:9",
        "a value is expected after `=` | leave out a fact that is not known, or give it as `\"unknown\"`",
    );
    helps(
        "toml",
        "growth: \"slow\"\n",
        "1:7",
        "`=` is expected after a name | TOML gives values with `=`, such as `growth = \"slow\"`",
    );
    helps(
        "json",
        "{\"teamwork\": 012}",
        "1:14",
        "invalid number | a number has no leading `+` or zero, and has digits on both sides of its point",
    );
}

#[test]
fn quotes_are_told_where_they_open() {
    helps(
        "json",
        "{\n\"growth\": \"slow,\n\"crisis\": true\n}",
        "2:11",
        "a text does not end on its line | close it with `\"`; a line break in a text is written `\\n`",
    );
    helps(
        "json",
        "{\"story\": \"a\tb\"}",
        "1:13",
        "a text contains a control character | delete it; a tab in a text is written `\\t`",
    );
    says(
        "yaml",
        "id: \"x\ngrowth: \"slow\"\nrunway: x\n",
        &["1:5 E0605", "3:9 E0620"],
    );
    let open = "story = \"\"\"\nopen\n";
    helps(
        "toml",
        open,
        "1:9",
        "a text of several lines is never closed | close it with `\"\"\"`",
    );
    says(
        "toml",
        &format!("runway = \"x\"\n{open}"),
        &["1:10 E0620", "2:9 E0605"],
    );
    helps(
        "yaml",
        "growth: @slow\n",
        "1:9",
        "a text cannot begin with `@` | such a text goes in quotes",
    );
}

#[test]
fn places_are_those_of_the_file() {
    let text = "[people\r\nteamwork = tru # ü\r\nmethods = [\"tpm\" \"tmp\"]\r\n";
    let said = told("toml", text);
    assert_eq!(
        said,
        ["1:8 E0605", "2:12 E0605", "3:18 E0605", "3:18 E0621"]
    );
    let reading = reading("toml", text.as_bytes());
    let edits: Vec<&str> = reading
        .diagnostics
        .iter()
        .flat_map(|problem| &problem.edits)
        .filter_map(|edit| reading.source.text.get(edit.span.range()))
        .collect();
    assert_eq!(edits, ["tru", "\"tmp\""]);
}

#[test]
fn many_faults_end() {
    let lines = "growth = slow\n".repeat(4000);
    assert!(!told("toml", &lines).is_empty());
    let lines = "\"growth\": slow\n".repeat(4000);
    assert!(!told("json", &format!("{{{lines}")).is_empty());
    assert!(!told("yaml", &"- [a\n".repeat(8000)).is_empty());
    assert!(!told("yaml", &"a: [\n".repeat(100_000)).is_empty());
    assert!(!told("toml", &"a = [\n".repeat(50)).is_empty());
}

#[test]
fn a_dash_for_a_minus_and_an_id_within_a_table_are_told() {
    let said = shown(&reading("toml", "runway = –5\n".as_bytes()));
    assert!(said.contains("`–5` is not a number"), "{said}");
    let said = shown(&reading("toml", b"[economy]\nid = \"x\"\n"));
    assert!(said.contains("no fact is named `economy.id`"), "{said}");
}
