//! Traces of profiles and the examples of rulebooks, for several tests. Reads no files.

use std::sync::Arc;

use hansei::check::Checked;
use hansei::engine;
use hansei::model::trace::Trace;
use hansei::model::{Note, Profile};
use hansei::plan::{self, Program};
use hansei::profile;
use hansei::space::Depth;
use hansei::trace::{Teller, Telling};

/// The trace of a profile as written, or the code and the sentence of what went wrong.
pub(crate) fn told(program: &Program, profile: &Profile) -> Result<String, String> {
    let said = |fault: engine::Fault| {
        let problem = fault.diagnostic(program);
        format!("{}: {}", problem.code, problem.message)
    };
    let record = engine::evaluate(program, profile).map_err(said)?;
    let unknowns = hansei::space::explore(program, profile, &record, Depth::Full).map_err(said)?;
    let telling = Telling {
        profile,
        profile_hash: &profile::hash(profile, &program.rulebook),
        record: &record,
        unknowns: &unknowns,
    };
    same_as_data(program, &telling)?;
    Teller::new(program).tell(&telling).map_err(said)
}

/// Holds the text of a trace against the trace as data, in all three parts in which it is told.
pub(crate) fn same_as_data(program: &Program, telling: &Telling<'_>) -> Result<(), String> {
    let parts = [Teller::new, Teller::of_answers, Teller::of_outlines];
    for teller in parts.map(|part| part(program)) {
        let (data, text) = match (teller.value(telling), teller.tell(telling)) {
            (Ok(data), Ok(text)) => (data, text),
            (Err(_), Err(_)) => continue,
            _one => return Err("told as data or as text only".into()),
        };
        let written = serde_json::to_string(&data).map_err(|error| error.to_string())?;
        if written != text {
            return Err(format!("as data: {written}\nas text: {text}"));
        }
        let read: Result<Trace, _> = serde_json::from_str(&text);
        if read.is_ok_and(|read| read != data) {
            return Err(format!("does not read back as it is: {text}"));
        }
    }
    Ok(())
}

/// The trace of a profile, or the code and the sentence of what went wrong.
pub(crate) fn trace(program: &Program, profile: &Profile) -> Result<Trace, String> {
    let json = told(program, profile)?;
    serde_json::from_str(&json).map_err(|error| error.to_string())
}

/// Runs the examples of a rulebook: each expectation is a note, which has to stand beside the advice.
pub(crate) fn try_examples(checked: Checked) -> Result<(), String> {
    let mut book = checked.rulebook;
    for (at, example) in book.examples.iter().enumerate() {
        for (number, expectation) in example.expect.iter().enumerate() {
            book.notes.push(Note {
                name: expectation_name(at, number),
                title: "an expectation".into(),
                when: expectation.cond.clone(),
                unless: None,
                items: Vec::new(),
                because: None,
                citations: Vec::new(),
                origin: expectation.origin,
            });
        }
    }
    let program = plan::plan(book, checked.method, checked.library);
    let book = &program.rulebook;
    for (at, example) in book.examples.iter().enumerate() {
        let mut profile = Profile::empty(&*example.title, book.facts.len());
        for (fact, given) in &example.given {
            profile.set(*fact, Some(given.clone()));
        }
        let trace = trace(&program, &profile)?;
        for (number, expectation) in example.expect.iter().enumerate() {
            let name = expectation_name(at, number);
            if !trace.notes.iter().any(|note| note.name == *name) {
                let title = &example.title;
                let words = book.files.text(expectation.origin);
                return Err(format!("the example `{title}` does not give: {words}"));
            }
        }
    }
    Ok(())
}

fn expectation_name(example: usize, number: usize) -> Arc<str> {
    format!("expectation {example} {number}").into()
}

#[test]
fn one_teller_may_tell_in_several_threads() {
    fn shared<T: Sync>() {}
    shared::<Teller<'_>>();
}
