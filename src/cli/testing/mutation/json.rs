//! What became of mutants as JSON for programs. Runs nothing.

use serde_json::{Value, json};

use super::MutationFormat;
use super::run::{Mutations, Tried};
use super::show::lines;
use super::text::place;
use crate::cli::diagnostics::Look;
use crate::testing::Change;
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
        "same": counts.same.iter().sum::<usize>(),
        "not_run": counts.not_run,
        "left_out": counts.left_out,
        "tests": mutations.targets.iter().map(|target| target.tests).sum::<usize>(),
        "guarantees": mutations.targets.iter().map(|target| target.guarantees).sum::<usize>(),
        "failing_tests": mutations.targets.iter().map(|target| target.failing).sum::<usize>(),
        "mutants": mutants.collect::<Vec<Value>>(),
    });
    serde_json::to_string_pretty(&all).unwrap_or_default() + "\n"
}

fn one(target: &Tried, mutant: &Mutant, fate: &Fate) -> Value {
    let (file, line, _) = place(target, mutant);
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
            Fate::Survived(_) => "survived",
            Fate::Same(_) => "same",
            Fate::NotRun => "not_run",
        },
    });
    let Some(map) = value.as_object_mut() else {
        return value;
    };
    match fate {
        Fate::Killed(killer) => {
            map.insert("test".into(), json!(killer.test));
            let told = killer.told.as_ref();
            map.extend(told.map(|told| ("difference".to_owned(), difference(told))));
        }
        Fate::Survived(Some(witness)) => {
            let change = |one: &Change| json!({ "fact": one.fact, "from": one.from, "to": one.to });
            let nearest = json!({
                "test": witness.test,
                "changes": witness.changes.iter().map(change).collect::<Vec<_>>(),
                "difference": difference(&witness.told),
                "example": witness.example,
            });
            map.insert("nearest".into(), nearest);
        }
        Fate::Same(proof) => {
            map.insert("proof".into(), json!(proof.about()));
        }
        Fate::Survived(None) | Fate::NotRun => {}
    }
    value
}

fn difference(told: &Told) -> Value {
    json!({ "what": told.what, "from": told.from, "to": told.to })
}
