//! A trace held against the one that was recomputed, value by value: what stands in one only is a difference, whatever
//! it is, unless it is known to be a claim. Recomputes nothing.

use serde_json::{Map, Value};

use super::finding::{Report, near, show, within};
use super::words;

/// How what stands at a path is held against what was recomputed, where it need not be the same.
#[derive(Clone, Copy, Debug)]
enum How {
    /// One of the ways in which a text may be written.
    Words,
    /// A file, which may be seen from another folder.
    File,
    /// A number that is made of many rounded ones.
    Sum,
    /// Only the profile tells, which is not part of the trace.
    Beyond,
}

/// Where values need not be the same, beside the claims.
const LENIENT: &[(&str, How)] = &[
    ("advice_rows[].because", How::Words),
    ("advice_rows[].place.file", How::File),
    ("basis[].amount", How::Sum),
    ("basis[].share", How::Sum),
    ("contradictions[].because", How::Words),
    ("contradictions[].place.file", How::File),
    ("derived[].because", How::Words),
    ("derived[].place.file", How::File),
    ("derived[].words", How::Words),
    ("facts[].note", How::Beyond),
    ("facts[].place", How::Beyond),
    ("facts[].words", How::Words),
    ("groups[].place.file", How::File),
    ("ledger[].because", How::Words),
    ("ledger[].facts[]", How::Words),
    ("ledger[].place.file", How::File),
    ("notes[].because", How::Words),
    ("notes[].lines[].text", How::Words),
    ("notes[].place.file", How::File),
    ("outcome_lines[].text", How::Words),
    ("rules[].because", How::Words),
    ("rules[].place.file", How::File),
    ("sureness_because", How::Words),
    ("tables[].place.file", How::File),
    ("tables[].rows[].answers[].words", How::Words),
    ("tables[].rows[].place.file", How::File),
    ("unknown[].note", How::Beyond),
    ("unseen_share", How::Sum),
];

/// How far a number that is made of many rounded ones may be off.
const SUM: f64 = 1e-8;

/// What things are called; two that are called otherwise are compared no further.
const NAMES: [&str; 3] = ["name", "target", "toward"];
/// What stands for a thing without a name.
const LABELS: [&str; 5] = ["basis", "source", "text", "strategy", "outcome"];

static NOTHING: Value = Value::Null;

/// Adds whatever the two do not have in common, but at the paths of claims.
pub(super) fn compare(
    (stated, made): (&Value, &Value),
    claimed: &[&'static str],
    report: &mut Report,
) {
    let (steps, names) = (Vec::new(), Vec::new());
    Differ {
        steps,
        names,
        claimed,
        report,
    }
    .walk(stated, made);
}

/// A step into a value.
enum Step<'v> {
    Member(&'v str),
    Element(usize),
}

/// Where the walk is.
struct Differ<'v, 'r> {
    steps: Vec<Step<'v>>,
    /// What the things around are called.
    names: Vec<&'v str>,
    claimed: &'r [&'static str],
    report: &'r mut Report,
}

impl<'v> Differ<'v, '_> {
    fn walk(&mut self, stated: &'v Value, made: &'v Value) {
        match (stated, made) {
            (Value::Object(stated), Value::Object(made)) => self.members(stated, made),
            (Value::Array(stated), Value::Array(made)) if stated.len() == made.len() => {
                for (at, (stated, made)) in stated.iter().zip(made).enumerate() {
                    self.step(Step::Element(at), stated, made);
                }
            }
            (stated, made) if stated == made || numbers(stated, made, near) => {}
            (stated, made) => self.differs(stated, made),
        }
    }

    fn step(&mut self, step: Step<'v>, stated: &'v Value, made: &'v Value) {
        self.steps.push(step);
        self.walk(stated, made);
        self.steps.pop();
    }

    fn members(&mut self, stated: &'v Map<String, Value>, made: &'v Map<String, Value>) {
        let member = |differ: &mut Self, key: &'v str| {
            let of = |all: &'v Map<String, Value>| all.get(key).unwrap_or(&NOTHING);
            differ.step(Step::Member(key), of(stated), of(made));
        };
        let renamed = |key: &&&'static str| stated.get(**key) != made.get(**key);
        if let Some(key) = NAMES.iter().find(renamed) {
            return member(self, key);
        }
        let outside = self.names.len();
        let names = NAMES.iter().filter_map(|key| made.get(*key)?.as_str());
        self.names.extend(names);
        let missing = made.keys().filter(|key| !stated.contains_key(*key));
        for key in stated.keys().chain(missing) {
            member(self, key);
        }
        self.names.truncate(outside);
    }

    /// Adds a difference, unless it is one that may be.
    fn differs(&mut self, stated: &Value, made: &Value) {
        let shape = self.path(|_| String::new());
        let is_claimed = self.claimed.contains(&&*shape);
        let how = LENIENT.iter().find(|(path, _)| *path == shape);
        let fine = match (how.map(|(_, how)| how), stated, made) {
            (Some(How::Beyond), _, _) => true,
            (Some(How::Words), Value::String(text), Value::String(ways)) => {
                words::is_one_of(text, ways)
            }
            (Some(How::File), Value::String(a), Value::String(b)) => is_same_file(a, b),
            (Some(How::Sum), a, b) => numbers(a, b, |a, b| within(a, b, SUM)),
            _ => false,
        };
        if is_claimed || fine {
            return;
        }
        let names: Vec<String> = self.names.iter().map(|name| format!("`{name}`")).collect();
        let about = match names.is_empty() {
            true => String::new(),
            false => format!("of {}", names.join(", ")),
        };
        let recomputed = match (how, made) {
            (Some((_, How::Words)), Value::String(ways)) => show(&words::example(ways)),
            (_, made) => show(&brief(made)),
        };
        let path = self.path(|at| at.to_string());
        let stated = show(&brief(stated));
        self.report.add(&path, &about, stated, recomputed);
    }

    /// Where the walk is, each place in a list as told.
    fn path(&self, place: impl Fn(usize) -> String) -> String {
        let mut path = String::new();
        for step in &self.steps {
            match step {
                Step::Member(key) if path.is_empty() => path.push_str(key),
                Step::Member(key) => path.extend([".", key]),
                Step::Element(at) => path.push_str(&format!("[{}]", place(*at))),
            }
        }
        path
    }
}

/// Whether both are numbers, and alike.
fn numbers(a: &Value, b: &Value, alike: impl Fn(f64, f64) -> bool) -> bool {
    let both = a.as_f64().zip(b.as_f64());
    both.is_some_and(|(a, b)| alike(a, b))
}

/// A value in short: things by what they are called.
fn brief(value: &Value) -> Value {
    match value {
        Value::Array(all) => all.iter().map(brief).collect(),
        Value::Object(all) => {
            let mut labels = NAMES.iter().chain(&LABELS);
            let label = labels.find_map(|key| all.get(*key)?.as_str());
            label.unwrap_or("something").into()
        }
        plain => plain.clone(),
    }
}

/// Whether two paths may be one file seen from two folders: the parts that both have are the same, from behind.
fn is_same_file(a: &str, b: &str) -> bool {
    let parts = |path: &str| -> Vec<String> {
        let parts = path.split(['/', '\\']);
        let named = parts.filter(|part| !matches!(*part, "" | "." | ".."));
        named.rev().map(str::to_owned).collect()
    };
    let (a, b) = (parts(a), parts(b));
    !a.is_empty() && !b.is_empty() && a.iter().zip(&b).all(|(a, b)| a == b)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::claimed;
    use super::super::finding::Report;
    use super::{LENIENT, compare};
    use crate::model::trace::Trace;

    fn differences(stated: &Value, made: &Value) -> Vec<String> {
        let mut report = Report::default();
        compare((stated, made), &claimed(), &mut report);
        let findings = report.into_findings();
        findings.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn what_was_not_recomputed_and_is_no_claim_is_found() {
        let made =
            json!({"advice": "a", "settled": null, "rules": [{"name": "one", "basis": "cited"}]});
        let mut stated = made.clone();
        stated["settled"] = json!(true);
        assert_eq!(differences(&stated, &made), [""; 0]);
        stated["new"] = json!(1);
        stated["rules"][0]["new"] = json!("text");
        let found = [
            "$.new: the trace says 1, recomputed it is null",
            "$.rules[0].new: of `one`: the trace says \"text\", recomputed it is null",
        ];
        assert_eq!(differences(&stated, &made), found);
        let missing = "$.new: the trace says null, recomputed it is 1".to_owned();
        assert!(differences(&made, &stated).contains(&missing));
    }

    #[test]
    fn what_is_called_otherwise_is_compared_no_further() {
        let list = |names: [&str; 2]| json!({"rules": names.map(|name| json!({"name": name, "title": name}))});
        let (stated, made) = (list(["a", "b"]), list(["b", "a"]));
        let told = differences(&stated, &made);
        assert_eq!(told.len(), 2, "{told:?}");
        let more = json!({"rules": [{"name": "a"}]});
        let told = "$.rules: the trace says [\"a\"], recomputed it is [\"b\",\"a\"]";
        assert_eq!(differences(&more, &made), [told]);
    }

    #[test]
    fn every_path_of_the_tables_is_one_of_a_trace() {
        let schema: Value = schemars::schema_for!(Trace).into();
        let lenient = LENIENT.iter().map(|(path, _)| path);
        for path in claimed().iter().chain(lenient) {
            let mut at = &schema;
            for step in path.replace("[]", ".[]").split('.') {
                let inner = at["anyOf"].get(0).unwrap_or(at);
                let name = inner["$ref"]
                    .as_str()
                    .and_then(|name| name.strip_prefix("#/$defs/"));
                let inner = name.map_or(inner, |name| &schema["$defs"][name]);
                at = match step {
                    "[]" => &inner["items"],
                    member => &inner["properties"][member],
                };
            }
            assert!(!at.is_null(), "{path}");
        }
    }
}
