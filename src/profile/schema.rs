//! The JSON Schema of the profiles of a rulebook, for editors and other programs.
//!
//! What it accepts, the reader accepts too. The reader takes a little more (numbers in quotes,
//! `YES`), and refuses what a schema cannot see: a fact that is given by its short and its full name.

use serde_json::{Map, Value, json};

use super::names::{Named, Names};
use crate::model::{CERTAINTIES, Fact, FactType, Level, Missing, NumberType, Rulebook, Scale};

/// The schema, draft 2020-12.
pub fn schema(rulebook: &Rulebook) -> Value {
    let names = Names::of(rulebook);
    let mut properties = Map::new();
    let mut definitions = Map::new();
    for (id, fact) in rulebook.facts.iter() {
        definitions.insert(fact.name.to_string(), definition(fact));
        properties.insert(fact.name.to_string(), reference(fact));
        if names.find(&fact.short) == Named::Fact(id) {
            properties.insert(fact.short.to_string(), reference(fact));
        }
    }
    for topic in rulebook.topics.values() {
        let table = topic_table(rulebook, &topic.name, topic.title.as_deref());
        let both = match properties.remove(&*topic.name) {
            Some(fact) => json!({ "anyOf": [table, fact] }),
            None => table,
        };
        properties.insert(topic.name.to_string(), both);
    }
    let id = json!({
        "description": "The name of the profile; not a fact.",
        "type": ["string", "number", "null"],
    });
    if !names.is_topic("id") {
        properties.insert("id".into(), id);
    }
    let expect = json!({
        "description": "For a case: conditions in the rules language that `hansei test` checks the result against.",
        "type": ["string", "array"],
        "items": { "type": "string" },
    });
    if names.find("expect") == Named::Unknown && !names.is_topic("expect") {
        properties.insert("expect".into(), expect);
    }
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": format!("Profile for {}", rulebook.title),
        "description": "What is known about one organization. A fact that is left out is unknown.",
        "type": "object",
        "additionalProperties": false,
        "properties": properties,
        "$defs": definitions,
    })
}

fn reference(fact: &Fact) -> Value {
    json!({ "$ref": format!("#/$defs/{}", fact.name) })
}

fn topic_table(rulebook: &Rulebook, name: &str, title: Option<&str>) -> Value {
    let facts: Map<String, Value> = rulebook
        .facts
        .values()
        .filter_map(|fact| {
            let rest = fact.name.strip_prefix(name)?.strip_prefix('.')?;
            Some((rest.to_owned(), reference(fact)))
        })
        .collect();
    json!({
        "description": title.unwrap_or(name),
        "type": ["object", "null"],
        "additionalProperties": false,
        "properties": facts,
    })
}

/// A fact: its value, or the long form.
fn definition(fact: &Fact) -> Value {
    let value = value(&fact.kind);
    let mut definition = Map::new();
    if let Some(title) = &fact.title {
        definition.insert("title".into(), json!(&**title));
    }
    let words = description(fact);
    if !words.is_empty() {
        definition.insert("description".into(), json!(words));
    }
    definition.insert("anyOf".into(), json!([value, unknown(), long_form(&value)]));
    Value::Object(definition)
}

fn description(fact: &Fact) -> String {
    let mut parts: Vec<String> = [&fact.ask, &fact.help]
        .into_iter()
        .flatten()
        .map(|text| text.to_string())
        .collect();
    if let FactType::Number(NumberType {
        unit: Some(unit), ..
    }) = &fact.kind
    {
        parts.push(format!("In {unit}."));
    }
    parts.join(" ")
}

fn unknown() -> Value {
    json!({
        "description": "Not known.",
        "enum": ["unknown", "", null],
    })
}

fn long_form(value: &Value) -> Value {
    json!({
        "description": "The value, how certain it is, and where it comes from.",
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "value": { "anyOf": [value, unknown()] },
            "certainty": {
                "description": "From 0 (unknown) to 1 (certain), or in words.",
                "anyOf": [
                    { "type": ["number", "null"], "minimum": 0, "maximum": 1 },
                    { "enum": CERTAINTIES.map(|(words, _)| words) },
                ],
            },
            "unknown": {
                "description": "Why there is no answer.",
                "enum": Missing::ALL.map(Missing::words),
            },
            "note": {
                "description": "Where the value comes from.",
                "type": ["string", "number", "null"],
            },
        },
        "anyOf": [
            { "required": ["value"], "properties": { "unknown": false } },
            { "anyOf": [{ "required": ["note"] }, { "required": ["unknown"] }], "properties": { "certainty": false } },
        ],
    })
}

fn value(kind: &FactType) -> Value {
    match kind {
        FactType::YesNo => json!({ "enum": [true, false, "yes", "no", "true", "false"] }),
        FactType::Level(scale) => levels(scale),
        FactType::Set(scale) => json!({
            "anyOf": [
                { "type": "array", "items": levels(scale), "uniqueItems": true },
                levels(scale),
            ],
        }),
        FactType::Number(kind) => number(kind),
        FactType::Text => json!({ "type": ["string", "number"] }),
    }
}

fn levels(scale: &Scale) -> Value {
    let one = |level: &Level| match &level.words {
        Some(words) => json!({ "const": &*level.name, "description": &**words }),
        None => json!({ "const": &*level.name }),
    };
    let all: Vec<Value> = scale.levels.iter().map(one).collect();
    json!({ "anyOf": all })
}

fn number(kind: &NumberType) -> Value {
    let mut number = Map::new();
    let name = if kind.whole { "integer" } else { "number" };
    number.insert("type".into(), json!(name));
    let ends = [("minimum", kind.low), ("maximum", kind.high)];
    for (key, end) in ends {
        if let Some(end) = end {
            number.insert(key.into(), json!(end));
        }
    }
    if let Some(unit) = &kind.unit {
        number.insert("description".into(), json!(&**unit));
    }
    Value::Object(number)
}
