//! What became of mutants as JSON for programs. Runs nothing.

use serde_json::{Value, json};

use super::MutationFormat;
use super::run::{Mutations, Tried};
use super::show::lines;
use super::text::place;
use crate::cli::diagnostics::Look;
use crate::testing::mutation::{Fate, Mutant, Told};

pub(super) const FORMAT: MutationFormat = MutationFormat {
    name: "json",
    about: "for programs",
    endings: &["json"],
    write: render,
};

fn render(mutations: &Mutations, _: Look) -> String {
    let counts = mutations.counts();
    let mutants = mutations.targets.iter().flat_map(|target| {
        let mutants = target.mutated.mutants.iter();
        mutants.map(move |(mutant, fate)| one(target, mutant, fate))
    });
    let all = json!({
        "score": counts.score(),
        "killed": counts.killed,
        "survived": counts.survived,
        "not_run": counts.not_run,
        "left_out": counts.left_out,
        "mutants": mutants.collect::<Vec<Value>>(),
    });
    serde_json::to_string_pretty(&all).unwrap_or_default() + "\n"
}

fn one(target: &Tried, mutant: &Mutant, fate: &Fate) -> Value {
    let (file, line) = place(target, mutant);
    let texts = |new: bool| -> Vec<String> {
        let lines = lines(&target.files, &mutant.edits).into_iter();
        lines
            .filter(|line| line.new == new)
            .map(|line| line.text)
            .collect()
    };
    let mut value = json!({
        "rulebook": target.rulebook,
        "kind": mutant.operator.word(),
        "subject": mutant.subject,
        "file": file,
        "line": line,
        "old": texts(false),
        "new": texts(true),
        "status": match fate {
            Fate::Killed(_) => "killed",
            Fate::Survived => "survived",
            Fate::NotRun => "not_run",
        },
    });
    let map = value.as_object_mut();
    if let (Fate::Killed(killer), Some(map)) = (fate, map) {
        map.insert("test".into(), json!(killer.test));
        map.extend(
            killer
                .told
                .as_ref()
                .map(|told| ("difference".to_owned(), difference(told))),
        );
    }
    value
}

fn difference(told: &Told) -> Value {
    json!({ "what": told.what, "from": told.from, "to": told.to })
}
