//! `hansei what-if`: what it would take for another advice, and what would come of other answers.

use crate::program::{Folder, Run};

const RULES: &str = r#"rulebook choice "Go or wait?" { version "1" }
strategy go "Go" { precondition "There is a budget." met when t.money >= 40 }
strategy wait "Wait"
outcome pilot "Try it out" formerly_pilot
topic t {
  fact leader "Leadership" : absent "nobody" < delegated "a deputy" < active "the head"
  fact money "Money" : integer "EUR" in 0..100
  fact growth "Growth" : slow < fast { lever no }
  fact need "Need" : yes_no
}
rule led "Led from the top" { when t.leader is active then favor go by 4 because "So." }
rule paid "There is money" { when t.money >= 50 then favor go by 3 because "So." }
rule grows "The market grows" { when t.growth is fast then favor go by 9 because "So." }
rule slow_start "Slow start" { when t.need is not known or t.leader is absent then favor wait by 5 because "So." }
note thrift "Thrift" { when t.money < 30 headline "Mind the money." }
advice { pilot when t.need and t.money < 10  go when best is go  wait otherwise }
"#;
const ACME: &str = "t.leader = \"absent\"\nt.money = 35\nt.need = false\n";

fn folder() -> Folder {
    let rules = RULES.replace(" formerly_pilot", " { formerly probe next \"Try.\" }");
    Folder::with(&[("choice.rules", &rules), ("acme.toml", ACME)])
}

fn what_if(more: &[&str]) -> Run {
    let start = ["what-if", "acme.toml", "-r", "choice.rules"];
    folder().run(&[&start[..], more].concat())
}

/// What is found as JSON: of each way its facts with the answers, and the advice.
fn ways(more: &[&str]) -> Vec<String> {
    let run = what_if(&[more, &["-f", "json"]].concat());
    let json = run.json();
    let ways = json["ways"].as_array().unwrap().iter();
    let way = |way: &serde_json::Value| {
        let answers = way["answers"].as_array().unwrap().iter();
        let answer = |one: &serde_json::Value| format!("{} {}", one["fact"], one["to"]);
        let answers: Vec<String> = answers.map(answer).collect();
        format!("{}: {}", answers.join(", "), way["advice"]).replace('"', "")
    };
    ways.map(way).collect()
}

#[test]
fn the_smallest_changes_are_listed_with_the_advice_that_they_lead_to() {
    assert_eq!(
        ways(&[]),
        ["t.leader active: go", "t.money 9, t.need true: pilot",]
    );
    what_if(&[]).is(
        0,
        &[
            "nobody",
            "the head",
            "below 10 EUR",
            "1 answer that the organization cannot change stays",
        ],
        &[],
    );
}

#[test]
fn all_facts_and_a_named_advice_are_looked_for() {
    assert_eq!(
        ways(&["--all-facts"]),
        [
            "t.growth fast: go",
            "t.leader active: go",
            "t.money 9, t.need true: pilot",
        ]
    );
    let pilot = ["t.money 9, t.need true: pilot"];
    assert_eq!(ways(&["--to", "pilot"]), pilot);
    assert_eq!(ways(&["--to", "probe"]), pilot);
    what_if(&["--to", "undecided"]).is(
        0,
        &["No change of up to three answers leads to `undecided`: every one was ruled out."],
        &[],
    );
    what_if(&["--to", "pilt"]).is(
        2,
        &[],
        &["no advice is named `pilt`", "did you mean `pilot`?"],
    );
    what_if(&["--to", "wait"]).is(2, &[], &["the advice is `wait` already"]);
}

#[test]
fn other_answers_are_shown_beside_the_profile() {
    let set = ["--set", "leader=active", "--set", "money=60"];
    what_if(&set).is(
        0,
        &[
            "Wait → Go",
            "Leadership",
            "nobody",
            "the head",
            "35 EUR",
            "60 EUR",
            "Led from the top",
            "does not fire",
            "+4 to Go",
            "-5 to Wait",
        ],
        &[],
    );
    let run = what_if(&["--set", "money=20", "-f", "json"]);
    let json = run.json();
    assert_eq!(json["before"]["advice"], json["after"]["advice"]);
    assert_eq!(json["notes"][0]["of"], "`thrift`");
    assert_eq!(json["answers"][0]["from"], 35);
    assert_eq!(json["rules"].as_array().unwrap().len(), 0);
    what_if(&["--set", "money=35"]).is(0, &["nothing differs"], &[]);
    let markdown = what_if(&["--set", "money=20", "-f", "markdown"]);
    markdown.is(
        0,
        &[
            "| Money | 35 EUR | 20 EUR |",
            "| Thrift | not shown | shown |",
        ],
        &[],
    );
}

/// What is found for a rulebook with a profile, as `fact value within`.
#[track_caller]
fn finds(rules: &str, profile: &str, expected: &[&str]) {
    let text = format!("rulebook b \"B\" {{ version \"1\" }}\n{rules}");
    let folder = Folder::with(&[("b.rules", &text), ("p.toml", profile)]);
    let run = folder.run(&["what-if", "p.toml", "-r", "b.rules"]);
    assert_eq!(run.status, 0, "{run}");
    for line in expected {
        assert!(run.out.contains(line), "no `{line}` in\n{rules}\n{run}");
    }
}

#[test]
fn of_numbers_that_are_reckoned_with_the_nearest_that_does_it_is_found() {
    let two = "strategy a { prior 2 }\nstrategy b\n\
               topic t { fact money : number \"EUR\" in 0..100  fact x : yes_no  fact ha : number in 1..50 }\n";
    let by = format!("{two}rule r {{ when t.x then favor b by t.money / 10 }}\n");
    finds(
        &by,
        "t.x = true\nt.money = 10\n",
        &["10 EUR", "above 20 EUR"],
    );
    let per = format!("{two}rule r {{ when t.money / t.ha < 2 then favor b by 5 }}\n");
    finds(
        &per,
        "t.money = 50\nt.ha = 10\n",
        &["below 20 EUR", "above 25"],
    );
    let near =
        format!("{two}rule r {{ when t.money > 40.5 and t.money - 41 < 0 then favor b by 5 }}\n");
    finds(&near, "t.money = 90\n", &["EUR"]);
    let costs = "strategy near\nstrategy away { prior -1 }\n\
                 topic m { fact cost : number in 0..1000  fact budget : number in 0..1000 }\n\
                 rule short { when m.cost > m.budget then favor away strongly }\n";
    finds(
        costs,
        "m.budget = 800\nm.cost = 500\n",
        &["above 800", "below 500"],
    );
    finds(
        costs,
        "m.budget = 300\nm.cost = 500\n",
        &["500 or more", "300 or less"],
    );
}

#[test]
fn a_range_is_claimed_for_one_advice_and_with_the_other_answers_of_its_change() {
    let rules = "strategy a { prior 2 }\nstrategy b\nstrategy c { prior -8 }\n\
                 topic t { fact money : number \"EUR\" in 0..100  fact x : yes_no }\n\
                 rule r { when t.x then favor b by t.money / 10 }\n\
                 rule s { when t.x then favor c by t.money / 4 }\n";
    // Above 53.3 EUR it is `c`: what leads to `b` has two ends, of which one is not known.
    finds(
        rules,
        "t.x = true\nt.money = 10\n",
        &["20.1 EUR, for example  b", "c"],
    );
    let two = rules.replace("rule r { when t.x then favor b by t.money / 10 }\n", "");
    let profile = "t.x = false\nt.money = 10\n";
    finds(&two, profile, &["10 EUR  above 40 EUR", "and x"]);
}

#[test]
fn a_range_of_numbers_goes_as_far_as_the_advice() {
    let rules = "strategy a { prior 2 }\nstrategy b\n\
                 topic t { fact full : integer \"%\" in 0..100  fact big : yes_no }\n\
                 rule r { when t.full > 80 then favor b by 5 }\n\
                 contradiction c \"Which?\" { when t.full >= 95 and t.big because \"Both.\" }\n";
    finds(rules, "t.full = 60\n", &["above 80 %"]);
    finds(rules, "t.big = false\n", &["above 80 %"]);
}

/// Where a weight bends, the range goes on.
#[test]
fn a_range_does_not_end_where_a_ramp_does() {
    let rules = "strategy a\nstrategy b\noutcome treat \"T\"\n\
                 topic t { fact n : number in 0..100  fact x : yes_no }\n\
                 rule r { when t.x then favor b by 6 * ramp(t.n, 0, 20) else favor a weakly }\n\
                 advice { treat when t.n > 3  a when best is a  b otherwise }\n";
    finds(rules, "t.x = true\n", &["above 3  T"]);
    finds(rules, "t.x = true\nt.n = 1\n", &["above 3  T"]);
    let low = rules.replace("t.n > 3", "t.n < 30");
    finds(&low, "t.x = true\n", &["below 30"]);
}

#[test]
fn how_sure_it_is_and_the_rows_of_contrasts_are_said_as_on_the_page() {
    let rules = "strategy a\nstrategy b\n\
                 topic t { fact pace \"Pace\" : slow < mid < fast  fact other : yes_no }\n\
                 contrast t.pace \"Pace\" { slow => favor a by 5  fast => favor b by 5 }\n\
                 rule o { when t.other then favor b by 9 }\n\
                 let sureness : low < high { high otherwise }\n";
    let text = format!("rulebook b \"B\" {{ version \"1\" sureness sureness }}\n{rules}");
    let folder = Folder::with(&[("b.rules", &text), ("p.toml", "t.pace = \"slow\"\n")]);
    let run = folder.run(&["what-if", "p.toml", "-r", "b.rules", "--set", "pace=mid"]);
    run.is(0, &["Pace: slow", "low"], &[]);
}

#[test]
fn wrong_usage_says_what_to_do() {
    let folder = folder();
    folder
        .run(&["what-if"])
        .is(2, &[], &["`hansei what-if` needs a profile"]);
    let both = ["what-if", "acme.toml", "--set", "t.need=yes", "--to", "go"];
    folder.run(&both).is(2, &[], &["cannot be used with"]);
    let only_set = ["what-if", "--set", "leader=active", "-r", "choice.rules"];
    folder
        .run(&only_set)
        .is(0, &["not answered", "the head"], &["no profile is named"]);
}

/// The numbers of an answer as people read it that lie in what it says: its ends, or a little beside them.
fn read_back(words: &str) -> Vec<f64> {
    let number = |text: &str| -> f64 { text.trim().trim_end_matches(" EUR").parse().unwrap() };
    let one = |text: &str| {
        let text = text.trim();
        if let Some(rest) = text.strip_prefix("above ") {
            number(rest) + 1e-6
        } else if let Some(rest) = text.strip_prefix("below ") {
            number(rest) - 1e-6
        } else {
            let text = text
                .trim_end_matches(" or more")
                .trim_end_matches(" or less");
            number(text.trim_end_matches(", for example"))
        }
    };
    let ends = words.split(" and ").flat_map(|part| part.split(" to "));
    ends.map(one).collect()
}

/// What is printed is followed: with each number that a change names, the advice is the one beside it.
#[test]
fn every_change_that_is_printed_leads_where_it_says() {
    let mut seed: u64 = 5;
    let mut roll = |sides: u64| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % sides
    };
    let mut tried = 0;
    for _ in 0..150 {
        let given = [10 * roll(11), 10 * roll(11)];
        let low = 10 * (1 + roll(5));
        let text = format!(
            "rulebook b \"B\" {{}}\nstrategy a {{ prior {} }}\nstrategy b\n\
             topic t {{ fact m : number \"EUR\" in 0..100  fact n : number in 0..100 }}\n\
             rule r {{ when t.m > 0 then favor b by {} * ramp(t.m, {low}, {}) }}\n\
             rule s {{ when t.m * {} > t.n then favor a by {} }}\n\
             rule u {{ when t.n {} {} then favor b by t.n / {} }}\n\
             advice {{ a when lead(a) {} {}  b when lead(b) > {} }}\n",
            roll(3),
            1 + roll(6),
            low + 10 * (1 + roll(4)),
            1 + roll(3),
            1 + roll(5),
            ["<", ">="][roll(2) as usize],
            10 * roll(10),
            3 + 4 * roll(8),
            [">", ">="][roll(2) as usize],
            roll(3),
            roll(3),
        );
        let loaded = crate::harness::load(&text).unwrap();
        let space = hansei::space::Space::of(&loaded.program);
        let profile = |numbers: [f64; 2]| {
            let json = format!("{{\"t.m\": {}, \"t.n\": {}}}", numbers[0], numbers[1]);
            loaded.profile(&json).unwrap()
        };
        let today = given.map(|one| one as f64);
        let program = &loaded.program;
        let found = hansei::analyze::ways(&space, program, &profile(today), (None, true)).unwrap();
        for way in &found.ways {
            // Of two numbers each may be as it says while the other is as found.
            for answer in &way.answers {
                for number in read_back(&answer.to_words) {
                    let numbers = ["t.m", "t.n"].map(|fact| {
                        let other = way.answers.iter().find(|one| one.fact == fact);
                        match other {
                            Some(one) if one.fact == answer.fact => number,
                            Some(one) => match &one.to {
                                hansei::model::trace::ValueTrace::Number(number) => number.0,
                                other => panic!("{other:?}"),
                            },
                            None => today[usize::from(fact == "t.n")],
                        }
                    });
                    let record = hansei::engine::evaluate(program, &profile(numbers)).unwrap();
                    let advice = program.rulebook.outcome_name(record.advised().1);
                    let said = format!(
                        "{} of {}: {} at {number}",
                        answer.to_words, answer.fact, way.advice
                    );
                    assert_eq!(advice, way.advice, "{said}, from {given:?}\n{text}");
                    tried += 1;
                }
            }
        }
    }
    assert!(tried > 200, "{tried} numbers were tried");
}
