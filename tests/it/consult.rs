//! The dialogue as a value: what it asks, when it stops, and that it loses nothing.

use std::collections::BTreeMap;
use std::path::PathBuf;

use hansei::consult::{Answer, Dialogue, Interview, Next};
use hansei::engine;
use hansei::model::{FactId, Given, Missing, OutcomeId, Profile, Value};
use hansei::plan::Program;
use hansei::profile::write;
use hansei::space::{Cells, Dice};

use crate::harness::{Loaded, load, load_file};

/// The shipped rulebook.
fn shipped() -> Loaded {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    load_file(&root.join("rules/kaizen_breakthrough/kaizen_breakthrough.rules")).unwrap()
}

/// How an interview went.
struct Asked {
    facts: Vec<FactId>,
    at_stop: Option<OutcomeId>,
}

/// Asks until it is enough; who answers knows what an organization says, and of the rest that nobody knows.
fn ask(dialogue: &Dialogue<'_>, all: &Profile) -> Asked {
    let facts = dialogue.program().rulebook.facts.len();
    let mut interview = Interview::new(dialogue, Profile::empty("asked", facts));
    let mut asked = Vec::new();
    loop {
        match interview.next().unwrap() {
            Next::Ask(question) => {
                assert!(!asked.contains(&question.fact), "asked twice");
                asked.push(question.fact);
                let given = all.given(question.fact).cloned();
                let nobody = Answer::Missing(Missing::NobodyKnows, None);
                let answer = given.map_or(nobody, Answer::Given);
                interview.answer(question.fact, answer).unwrap();
            }
            Next::Enough(enough) => {
                return Asked {
                    facts: asked,
                    at_stop: enough.advice,
                };
            }
        }
    }
}

/// The shipped profiles and cases.
fn told(loaded: &Loaded) -> Vec<Profile> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("rules/kaizen_breakthrough");
    let mut profiles = Vec::new();
    let mut files: Vec<_> = std::fs::read_dir(folder.join("profiles"))
        .unwrap()
        .collect();
    files.sort_by_key(|file| file.as_ref().unwrap().file_name());
    for file in files {
        let path = file.unwrap().path();
        let name = path.to_string_lossy();
        if !name.ends_with(".snap") {
            let text = std::fs::read_to_string(&path).unwrap();
            profiles.push(loaded.read(&name, &text).unwrap());
        }
    }
    let cases = std::fs::read_to_string(folder.join("cases/published.jsonl")).unwrap();
    for line in cases.lines() {
        let case: serde_json::Value = serde_json::from_str(line).unwrap();
        profiles.push(
            loaded
                .read("case.json", &case["profile"].to_string())
                .unwrap(),
        );
    }
    profiles
}

/// Organizations of which everything is known that is asked, drawn so that each run draws the same: partly like one of
/// those that are told of, partly as any of them, and else anything.
fn organizations(loaded: &Loaded, count: usize) -> Vec<Profile> {
    let program = &loaded.program;
    let told = told(loaded);
    let cells = Cells::of(program);
    let mut dice = Dice::default();
    let mut drawn = Vec::new();
    for at in 0..count {
        let book = &program.rulebook;
        let mut profile = Profile::empty(format!("drawn_{at}"), book.facts.len());
        let like = dice.one(&told).unwrap();
        for (id, fact) in book.facts.iter() {
            let values = cells.values(id, &fact.kind);
            let known: Vec<&Value> = told
                .iter()
                .filter_map(|one| Some(&one.given(id)?.value))
                .collect();
            let own = like.given(id).filter(|_| dice.below(10) < 6);
            let any = dice.one(&known).filter(|_| dice.below(10) < 8);
            let value = own.map(|given| &given.value).or(any.copied());
            if let Some(value) = value.or(dice.one(&values)) {
                profile.set(id, Some(Given::certain(value.clone())));
            }
        }
        let record = engine::evaluate(program, &profile).unwrap();
        for id in book.facts.ids().filter(|id| record.is_moot(program, *id)) {
            profile.set(id, None);
        }
        drawn.push(profile);
    }
    drawn
}

fn advice(program: &Program, profile: &Profile) -> Option<OutcomeId> {
    engine::evaluate(program, profile).unwrap().advised().1
}

/// How the interviews of many went: what the middle one took, what nine of ten took at most, and the part of them whose
/// advice at the stop is the one that all answers give.
fn replay(loaded: &Loaded, all: &[Profile]) -> (usize, usize, f64) {
    let program = &loaded.program;
    let dialogue = Dialogue::of(program);
    let (mut counts, mut right) = (Vec::new(), 0.0);
    for one in all {
        let asked = ask(&dialogue, one);
        counts.push(asked.facts.len());
        if asked.at_stop == advice(program, one) {
            right += 1.0;
        }
    }
    counts.sort_unstable();
    let last = counts.len() - 1;
    (
        counts[last / 2],
        counts[last * 9 / 10],
        right / counts.len() as f64,
    )
}

/// A slow build tries some of them.
fn some<T>(all: Vec<T>) -> Vec<T> {
    let step = if cfg!(debug_assertions) { 4 } else { 1 };
    all.into_iter().step_by(step).collect()
}

#[test]
fn few_questions_lead_to_the_advice_that_all_answers_give() {
    let loaded = shipped();
    let drawn = some(organizations(&loaded, 200));
    let (median, nine_of_ten, right) = replay(&loaded, &drawn);
    assert!(median <= 9 && nine_of_ten <= 14, "{median} {nine_of_ten}");
    assert!(right >= 0.95, "{right}");
}

/// Most of what is told of a published case is a fifth of the answers: who says of all others that nobody knows is asked
/// more, and still far less than everything.
#[test]
fn who_does_not_know_is_not_asked_everything() {
    let loaded = shipped();
    let (median, nine_of_ten, right) = replay(&loaded, &some(told(&loaded)));
    assert!(median <= 14 && nine_of_ten <= 19, "{median} {nine_of_ten}");
    assert!(right >= 0.95, "{right}");
}

/// Three questions, the third of which the first takes away.
const SMALL: &str = r#"
rulebook small "Small" { }
strategy one "One"
strategy two "Two"
topic firm {
  fact exists : yes_no
  fact growth : slow < fast
  fact runway : integer in 0..9 { asked when firm.exists }
}
rule a { when firm.exists then favor one weakly because "A." }
rule b { when firm.growth is slow and firm.runway < 4 then favor two weakly because "B." }
contradiction c "Both" { when not firm.exists and firm.growth is fast because "C." }
"#;

#[test]
fn no_walk_through_an_interview_loses_an_answer() {
    let loaded = load(SMALL).unwrap();
    let book = &loaded.program.rulebook;
    let dialogue = Dialogue::of(&loaded.program);
    let cells = Cells::of(&loaded.program);
    let facts: Vec<FactId> = book.facts.ids().collect();
    let mut dice = Dice::default();
    for _ in 0..10_000 {
        let mut interview = Interview::new(&dialogue, Profile::empty("walk", facts.len()));
        let mut told: BTreeMap<FactId, Answer> = BTreeMap::new();
        for _ in 0..6 {
            let fact = *dice.one(&facts).unwrap();
            let values = cells.values(fact, &book.facts[fact].kind);
            let answer = match dice.below(6) {
                0 => Answer::Missing(*dice.one(&Missing::ALL).unwrap(), Some("a note".into())),
                1 => Answer::Nothing(None),
                _ => Answer::Given(Given::certain(dice.one(&values).unwrap().clone())),
            };
            let before = write(interview.profile(), book);
            match dice.below(4) {
                0 => interview.go_to(fact),
                1 => drop(interview.back(Some(fact))),
                // Changed and changed back, the file is the same.
                2 => {
                    let was = Answer::of(interview.profile(), fact);
                    interview.answer(fact, answer).unwrap();
                    interview.answer(fact, was).unwrap();
                    assert_eq!(write(interview.profile(), book), before);
                }
                _ => {
                    told.insert(fact, answer.clone());
                    interview.answer(fact, answer).unwrap();
                }
            }
            for fact in &facts {
                let known = told.get(fact).cloned().unwrap_or(Answer::Nothing(None));
                assert_eq!(Answer::of(interview.profile(), *fact), known);
            }
        }
    }
}
