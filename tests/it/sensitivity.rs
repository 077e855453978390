//! `hansei sensitivity`: what hangs on each answer, weight and parameter, and on all weights together.

use hansei::analyze::{Sensitivity, sensitivity};
use hansei::engine;
use hansei::model::{PieceId, PieceWeight, Profile};
use hansei::plan::Program;

use crate::harness::{Loaded, load_with};
use crate::program::Folder;

const RULES: &str = r#"rulebook choice "Go or wait?" {}
strategy go "Go"
strategy wait "Wait"
topic t {
  fact depth "Depth" : low "shallow" < mid "middling" < high "deep"
  fact led "Led from the top" : yes_no
  fact size "Size" : integer "people" in 0..100
}
parameter large = 50 "people" in 0..100
rule deep { when t.depth is high then favor go by 4 because "So." }
rule led_by { when t.led then favor go by 3 because "So." }
rule huge "Huge" { when t.size >= large then favor wait by 5 because "So." }
advice { go when best is go  wait otherwise }
"#;
const ACME: &str = "t.depth = \"high\"\nt.led = true\nt.size = 60\n";

fn folder() -> Folder {
    Folder::with(&[("choice.rules", RULES), ("acme.toml", ACME)])
}

fn loaded(rules: &str) -> Loaded {
    load_with("book.rules", &mut |_| Ok(rules.as_bytes().to_vec())).unwrap()
}

fn found(more: &[&str]) -> serde_json::Value {
    let start = [
        "sensitivity",
        "acme.toml",
        "-r",
        "choice.rules",
        "-f",
        "json",
    ];
    folder().run(&[&start[..], more].concat()).json()
}

#[test]
fn each_answer_goes_over_all_its_values() {
    let json = found(&[]);
    assert_eq!(json["between"], serde_json::json!(["go", "wait"]));
    assert_eq!(json["lead"], 2);
    let facts = json["facts"].as_array().unwrap();
    let names: Vec<&str> = facts
        .iter()
        .map(|one| one["fact"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["t.size", "t.depth", "t.led"]);
    assert_eq!(facts[1]["leads"], serde_json::json!([-2, 2]));
    let depth = facts[1]["values"].as_array().unwrap().iter();
    let depth: Vec<(String, String)> = depth
        .map(|at| (at["value"].to_string(), at["advice"].to_string()))
        .collect();
    let at = |value: &str, advice: &str| (format!("\"{value}\""), format!("\"{advice}\""));
    assert_eq!(
        depth,
        [at("low", "wait"), at("mid", "wait"), at("high", "go")]
    );
}

#[test]
fn each_weight_and_parameter_goes_until_the_advice_turns() {
    let json = found(&[]);
    let turns = |of: &str| {
        let all = json[of].as_array().unwrap().iter();
        let turn = |one: &serde_json::Value| {
            let at = |side: &str| one[side]["at"].as_f64();
            (
                one["name"].as_str().unwrap().to_owned(),
                at("below"),
                at("above"),
            )
        };
        all.map(turn).collect::<Vec<_>>()
    };
    // 4 + 3 against 5: even is no lead.
    let weights = [
        ("huge".to_owned(), None, Some(7.0)),
        ("deep".to_owned(), Some(2.0), None),
        ("led_by".to_owned(), Some(1.0), None),
    ];
    assert_eq!(turns("weights"), weights);
    assert_eq!(json["weights"][0]["critical"], 0.4);
    assert_eq!(turns("parameters"), [("large".to_owned(), None, None)]);
    // With few people, the size at which they are many matters.
    let few = found(&["--set", "size=40", "--set", "depth=low"]);
    let large = &few["parameters"][0];
    assert_eq!(
        (&large["below"]["at"], &large["below"]["advice"]),
        (&40.into(), &"wait".into())
    );
}

#[test]
fn people_see_the_widest_swing_first() {
    let run = folder().run(&["sensitivity", "acme.toml", "-r", "choice.rules"]);
    run.is(
        0,
        &[
            "Go is 2 ahead of Wait.",
            "One answer at a time",
            "shallow / middling",
            "━",
            "One weight at a time",
            "Huge",
            "None turns the advice by itself.",
            "The advice stands while no weight changes by more than 16.7 % of itself (proved).",
        ],
        &[],
    );
    let none = folder().run(&["sensitivity", "-r", "choice.rules"]);
    none.is(2, &[], &["profile"]);
}

/// A generator of numbers that are always the same.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        let next = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        self.0 = next;
        (next >> 33) % sides
    }
}

/// Where evidence adds up and the best is advised, the radius is where the lead is used up: each weight counts against it.
#[test]
fn the_radius_is_that_of_the_worst_corner() {
    let mut dice = Dice(7);
    let mut turned = 0;
    for _ in 0..300 {
        let count = 2 + dice.roll(4);
        let rules: String = (0..count)
            .map(|at| {
                let (verb, of) = (
                    ["favor", "oppose"][dice.roll(5) as usize / 4],
                    ["a", "b"][dice.roll(2) as usize],
                );
                format!(
                    "rule r{at} {{ when t.f then {verb} {of} by {} }}\n",
                    1 + dice.roll(9)
                )
            })
            .collect();
        let text = format!(
            "rulebook r \"R\" {{}}\nstrategy a\nstrategy b\ntopic t {{ fact f : yes_no }}\n{rules}"
        );
        let loaded = loaded(&text);
        let profile = loaded.profile("{\"t.f\": true}").unwrap();
        let found = sensitivity(&loaded.program, &profile).unwrap();
        if found.advice == "undecided" {
            continue;
        }
        let worst = worst_corner(&loaded.program, &profile, &found);
        let stands = found.radius.stands.0;
        // A weight that is nothing speaks for nobody, so that all advice turns at last.
        let falls = found.radius.falls.unwrap().0;
        assert!((falls - worst).abs() < 1e-6, "{falls} for {worst}\n{text}");
        assert!(
            (stands - worst).abs() < 1e-6,
            "{stands} for {worst}\n{text}"
        );
        turned += 1;
    }
    assert!(turned > 250, "{turned} turned");
}

/// The least part at which some corner of all weights changes the advice, each corner tried by evaluation.
fn worst_corner(program: &Program, profile: &Profile, found: &Sensitivity) -> f64 {
    let pieces: Vec<(PieceId, f64)> = program
        .plan
        .code
        .pieces
        .iter()
        .map(|(id, piece)| match piece.weight {
            PieceWeight::Constant(weight) => (id, weight),
            PieceWeight::Number(_) => panic!("a constant"),
        })
        .collect();
    let mut trial = program.clone();
    let mut turns = |part: f64| {
        (0..1u32 << pieces.len()).any(|corner| {
            for (at, (id, weight)) in pieces.iter().enumerate() {
                let sign = if corner >> at & 1 == 1 { 1.0 } else { -1.0 };
                trial.set_weight(*id, weight * (1.0 + sign * part));
            }
            let record = engine::evaluate(&trial, profile).unwrap();
            let advice = program.rulebook.outcome_name(record.advised().1);
            advice != found.advice
        })
    };
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..30 {
        let middle = f64::midpoint(low, high);
        match turns(middle) {
            true => high = middle,
            false => low = middle,
        }
    }
    high
}

#[test]
fn an_advice_that_stands_on_an_edge_says_so() {
    let rules = "rulebook edge \"Edge\" {}\nstrategy a \"A\"\nstrategy b \"B\"\ntopic t { fact y : yes_no }\n\
        rule r { when t.y then favor a by 5 }\nrule s { when t.y then favor b by 0.5 }\n\
        advice { a when lead(a) >= 4.5  b otherwise }\n";
    let folder = Folder::with(&[("edge.rules", rules), ("p.toml", "t.y = true\n")]);
    let run = folder.run(&["sensitivity", "p.toml", "-r", "edge.rules"]);
    let said = [
        "just below 5",
        "just above 0.5",
        "The advice stands on an edge: the smallest changes that go together turn it.",
    ];
    run.is(0, &said, &[]);
}

/// Of a book with two weights and a parameter each in steps of a half, where the nearest number that turns the advice is
/// known to be near: what is said turns it, what is a little nearer does not.
#[test]
fn the_numbers_said_are_the_nearest_that_turn_the_advice() {
    let mut dice = Dice(11);
    let mut turns = [0; 2];
    for _ in 0..200 {
        let half = |dice: &mut Dice, sides: u64| (1 + dice.roll(sides)) as f64 / 2.0;
        let weights = [half(&mut dice, 12), half(&mut dice, 12)];
        let (old, age, margin) = (half(&mut dice, 60), half(&mut dice, 60), half(&mut dice, 6));
        let sign = ["<", "<=", ">", ">="][dice.roll(4) as usize];
        let text = format!(
            "rulebook r \"R\" {{}}\nstrategy a\nstrategy b\n\
             topic t {{ fact f : yes_no  fact age : number in 0..80 }}\nparameter old = {old} in 0..60\n\
             rule r1 {{ when t.f then favor a by {} }}\nrule r2 {{ when t.age {sign} old then favor b by {} }}\n\
             advice {{ a when lead(a) {} {margin}  b otherwise }}\n",
            weights[0],
            weights[1],
            [">", ">="][dice.roll(2) as usize]
        );
        let loaded = loaded(&text);
        let profile = format!("{{\"t.f\": true, \"t.age\": {age}}}");
        let profile = loaded.profile(&profile).unwrap();
        let found = sensitivity(&loaded.program, &profile).unwrap();
        let mut trial = loaded.program.clone();
        let advice = |trial: &Program| {
            let record = engine::evaluate(trial, &profile).unwrap();
            trial.rulebook.outcome_name(record.advised().1).to_owned()
        };
        let ends = |number: f64| number.max(0.0);
        for weight in &found.weights {
            let program = &loaded.program;
            let mut pieces = program.plan.code.pieces.iter();
            let of_rule =
                pieces.find(|(_, one)| *program.rulebook.rules[one.rule].name == *weight.name);
            let piece = of_rule.unwrap().0;
            let mut turns_at = |number: f64| {
                trial.set_weight(piece, ends(number));
                let advice = advice(&trial);
                trial.set_weight(piece, weight.value.0);
                advice != found.advice
            };
            turns[0] += said_is_nearest(weight, &mut turns_at, &text);
        }
        for parameter in &found.parameters {
            let id = trial.rulebook.parameters.ids().next().unwrap();
            let mut turns_at = |number: f64| {
                trial.set_parameter(id, number);
                let advice = advice(&trial);
                trial.set_parameter(id, parameter.value.0);
                advice != found.advice
            };
            turns[1] += said_is_nearest(parameter, &mut turns_at, &text);
        }
    }
    assert!(turns[0] > 100 && turns[1] > 40, "{turns:?} turned");
}

/// How many turns were said, and looked at.
fn said_is_nearest(
    turning: &hansei::analyze::Turning,
    turns: &mut dyn FnMut(f64) -> bool,
    text: &str,
) -> u32 {
    let value = turning.value.0;
    let mut count = 0;
    for turn in turning.below.iter().chain(&turning.above) {
        let said = turn.words.trim_start_matches("just below ");
        let said: f64 = said.trim_start_matches("just above ").parse().unwrap();
        let out = if turn.at.0 > value { 1e-6 } else { -1e-6 };
        let words = &turn.words;
        assert!(turns(turn.at.0), "{} does not turn in\n{text}", turn.at.0);
        assert!((turn.at.0 - said).abs() < 1e-6, "{words} in\n{text}");
        let just = words.starts_with("just");
        assert_eq!(turns(said), !just, "{words} in\n{text}");
        assert!(turns(said + out), "{words} in\n{text}");
        if (said - value).abs() > 1e-6 {
            assert!(!turns(said - out), "nearer than {words} in\n{text}");
        }
        count += 1;
    }
    if let Some(critical) = turning.critical {
        let parts = turning.below.iter().chain(&turning.above);
        let parts = parts.map(|turn| (turn.at.0 - value).abs() / value);
        let least = parts.fold(f64::INFINITY, f64::min);
        assert!((least - critical.0).abs() < 1e-5, "{text}");
    }
    count
}
