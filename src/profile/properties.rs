//! Properties of reading that hold for every profile: no panic, one meaning, a sound schema.

use proptest::prelude::{
    Just, Strategy, any, prop, prop_assert, prop_assert_eq, prop_oneof, proptest,
};
use serde_json::{Map, Value as Json, json};

use super::testbook::rulebook;
use super::{FORMATS, Input, Reading, hash, read, schema};
use crate::base::FileId;

fn reading(format: &str, bytes: &[u8]) -> Reading {
    let name = format!("x.{format}");
    let input = Input {
        name: &name,
        id_default: "x",
        file: FileId(0),
        bytes,
        format: None,
    };
    read(&input, &rulebook())
}

/// Texts made of what profiles are made of, so that the readers get past the first byte.
fn pieces() -> impl Strategy<Value = String> {
    const WORDS: &[&str] = &[
        "growth",
        "economy",
        "people.",
        "teamwork",
        "value",
        "certainty",
        "note",
        "id",
        "slow",
        "true",
        "unknown",
        "null",
        "tpm",
        "14",
        "-1e9",
        "0x1F",
        ".nan",
        "1979-05-27",
        "é",
        "\"",
        "'",
        "\"\"\"",
        "'''",
        "\\",
        "\\u00e9",
        "\\ud800",
        "{",
        "}",
        "[",
        "]",
        ":",
        ": ",
        ",",
        "=",
        ".",
        "\n",
        "\r\n",
        "  ",
        "- ",
        "? ",
        "#",
        "&a ",
        "*a",
        "<<",
        "!!str ",
        "!x ",
        "|\n",
        "---\n",
        "\t",
        "\u{feff}",
    ];
    prop::collection::vec(prop::sample::select(WORDS), 0..24).prop_map(|words| words.concat())
}

fn check_places(bytes: &[u8]) {
    for format in FORMATS {
        let reading = reading(format.name, bytes);
        let text = &reading.source.text;
        for label in reading
            .diagnostics
            .iter()
            .flat_map(|problem| &problem.labels)
        {
            assert!(
                text.get(label.span.range()).is_some(),
                "{} {label:?}",
                format.name
            );
        }
        let failed = crate::base::has_errors(&reading.diagnostics);
        assert_eq!(failed, reading.profile.is_none());
    }
}

/// Facts with values of their types, in the short or the long form, as JSON.
fn facts() -> impl Strategy<Value = Map<String, Json>> {
    let text = "[ -~é☃\n\t]{0,12}";
    let level = prop::sample::select(&["slow", "moderate", "fast", "unknown", ""][..]);
    let methods = prop::sample::subsequence(vec!["five_s", "qc_circles", "tpm"], 0..=3);
    (
        long(prop::option::of(level.prop_map(|level| json!(level)))),
        long(prop::option::of(methods.prop_map(|methods| json!(methods)))),
        long(prop::option::of(
            (0.0..=100.0).prop_map(|number: f64| json!(number)),
        )),
        long(prop::option::of(
            (1..1_000_000u32).prop_map(|number| json!(number)),
        )),
        long(prop::option::of(prop_oneof![
            any::<bool>().prop_map(|yes| json!(yes)),
            Just(json!("no"))
        ])),
        long(prop::option::of(text.prop_map(|text| json!(text)))),
    )
        .prop_map(|(growth, methods, teamwork, size, crisis, story)| {
            let names = [
                "economy.growth",
                "methods",
                "teamwork",
                "firm.size",
                "resources.crisis",
                "firm.story",
            ];
            names
                .into_iter()
                .zip([growth, methods, teamwork, size, crisis, story])
                .filter_map(|(name, value)| Some((name.to_owned(), value?)))
                .collect()
        })
}

fn long(value: impl Strategy<Value = Option<Json>>) -> impl Strategy<Value = Option<Json>> {
    let certainty = prop::option::of(0.0..=1.0f64);
    (value, any::<bool>(), certainty).prop_map(|(value, long, certainty)| {
        let value = value?;
        Some(match certainty {
            Some(certainty) if long => json!({ "value": value, "certainty": certainty }),
            _ if long => json!({ "value": value, "note": "a: \"b\"" }),
            _ => value,
        })
    })
}

fn as_toml(facts: &Map<String, Json>) -> String {
    let line = |(name, value): (&String, &Json)| format!("{name} = {}\n", toml_value(value));
    format!("# facts\n{}", facts.iter().map(line).collect::<String>())
}

fn toml_value(value: &Json) -> String {
    match value {
        Json::Object(parts) => {
            let part = |(name, value): (&String, &Json)| format!("{name} = {}", toml_value(value));
            format!(
                "{{ {} }}",
                parts.iter().map(part).collect::<Vec<_>>().join(", ")
            )
        }
        other => other.to_string(),
    }
}

/// In blocks, with what needs it in quotes.
fn as_yaml(facts: &Map<String, Json>) -> String {
    let mut text = String::from("# facts\n");
    for (name, value) in facts {
        match value {
            Json::Object(parts) => {
                text.push_str(&format!("{name}:\n"));
                for (part, value) in parts {
                    text.push_str(&format!("  {part}: {value}\n"));
                }
            }
            other => text.push_str(&format!("{name}: {other}\n")),
        }
    }
    text
}

/// With tables in place of dotted names.
fn nested(facts: &Map<String, Json>) -> Json {
    let mut root = Map::new();
    for (name, value) in facts {
        match name.split_once('.') {
            Some((topic, fact)) => {
                let table = root.entry(topic).or_insert_with(|| json!({}));
                table[fact] = value.clone();
            }
            None => {
                root.insert(name.clone(), value.clone());
            }
        }
    }
    Json::Object(root)
}

proptest! {
    #[test]
    fn random_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        check_places(&bytes);
    }

    #[test]
    fn random_pieces_never_panic(text in pieces()) {
        check_places(text.as_bytes());
    }

    #[test]
    fn every_format_and_form_means_the_same(facts in facts()) {
        let book = rulebook();
        let flat = Json::Object(facts.clone()).to_string();
        let texts = [
            ("json", flat.clone()),
            ("json", nested(&facts).to_string()),
            ("toml", as_toml(&facts)),
            ("yaml", as_yaml(&facts)),
            ("yaml", flat),
        ];
        let hashes = texts.map(|(format, text)| {
            let reading = reading(format, text.as_bytes());
            let problems = reading.diagnostics;
            reading.profile.map(|profile| hash(&profile, &book)).ok_or((text, problems))
        });
        for found in &hashes {
            prop_assert!(found.is_ok(), "{:?}", found);
            prop_assert_eq!(found, &hashes[0]);
        }
    }

    #[test]
    fn what_the_schema_accepts_is_read(facts in facts(), extra in schema_probe()) {
        let book = rulebook();
        let validator = jsonschema::validator_for(&schema(&book)).unwrap();
        for mut root in [Json::Object(facts.clone()), nested(&facts)] {
            prop_assert!(validator.is_valid(&root), "{root}");
            let (name, value) = &extra;
            if root.get(*name).is_none() && !(*name == "runway" && root.get("resources").is_some()) {
                root[*name] = value.clone();
            }
            let read = reading("json", root.to_string().as_bytes()).profile.is_some();
            prop_assert!(read || !validator.is_valid(&root), "{root}");
        }
    }
}

/// A name and a value that may or may not be right.
fn schema_probe() -> impl Strategy<Value = (&'static str, Json)> {
    let names = prop::sample::select(
        &[
            "runway",
            "size",
            "id",
            "economy",
            "short_runway",
            "people",
            "resources",
        ][..],
    );
    let values = prop::sample::select(vec![
        json!(null),
        json!(true),
        json!(14),
        json!(-1),
        json!(1.5),
        json!("x"),
        json!("unknown"),
        json!([]),
        json!({}),
        json!({"value": 3}),
        json!({"value": 3, "certainty": 2}),
        json!({"certainty": 0.5}),
        json!({"note": "x"}),
        json!({"runway": 3}),
        json!({"runway": {"value": null}}),
        json!({"size": "small"}),
    ]);
    (names, values)
}
