//! How fast rule files are loaded and profiles evaluated; medians, to be read as ratios within one run.
//! `cargo bench` prints them; no test depends on them.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a benchmark reads the rules that it measures, and stops at the first thing that is not as it should be"
)]

use divan::Bencher;
use divan::counter::ItemsCount;
use hansei::check::{self, Bundle, Checked, Options};
use hansei::engine::{self, Evaluator};
use hansei::model::{FactId, FactType, Given, Profile, Value};
use hansei::plan::Program;
use hansei::space::{Depth, Goal, Space, State, Unknowns};
use hansei::testing;
use hansei::testing::guarantees::decide;
use hansei::trace::{Teller, Telling};

fn main() {
    divan::main();
}

/// A generator of numbers that are always the same.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % sides
    }
}

const LEVELS: [(&str, &[&str]); 11] = [
    ("growth", &["slow", "moderate", "fast"]),
    ("investment", &["limited", "moderate", "large"]),
    ("information", &["open", "shared", "closed"]),
    ("feedback", &["limited", "periodic", "comprehensive"]),
    ("risk_appetite", &["low", "medium", "high"]),
    ("hierarchy", &["flat", "matrix", "deep"]),
    ("market", &["stable", "shifting", "turbulent"]),
    ("competition", &["weak", "moderate", "intense"]),
    ("standardization", &["none", "partial", "full"]),
    ("technology", &["mature", "emerging", "disruptive"]),
    ("customer_proximity", &["low", "medium", "high"]),
];
const NUMBERS: [&str; 8] = [
    "teamwork",
    "rnd_share",
    "horizon",
    "process_maturity",
    "involvement",
    "capital",
    "training",
    "defects",
];
const TRUTHS: [&str; 3] = ["cross_functional", "unionized", "crisis"];

/// The same kind of work as other engines were measured on: rules of one to three conditions over 22 facts.
fn work(rules: usize) -> String {
    let mut dice = Dice(20_240_607);
    let mut text = String::from(
        "rulebook work \"Benchmark work\" { version \"1.0.0\" method odds }\n\
         strategy kaizen \"Kaizen\"\nstrategy breakthrough \"Breakthrough\"\ntopic f \"Facts\" {\n",
    );
    for (name, levels) in LEVELS {
        text.push_str(&format!("  fact {name} : {}\n", levels.join(" < ")));
    }
    for name in NUMBERS {
        text.push_str(&format!("  fact {name} : number in 0..100\n"));
    }
    for name in TRUTHS {
        text.push_str(&format!("  fact {name} : yes_no\n"));
    }
    text.push_str("}\n");
    for rule in 0..rules {
        let parts: Vec<String> = (0..[1, 2, 2, 3, 3][dice.roll(5)])
            .map(|_| {
                let first = atom(&mut dice);
                if dice.roll(5) == 0 {
                    format!("({first} or {})", atom(&mut dice))
                } else {
                    first
                }
            })
            .collect();
        let weight = (4 + dice.roll(45)) as f64 / 64.0;
        let side = ["kaizen", "breakthrough"][dice.roll(2)];
        text.push_str(&format!(
            "rule r{rule} \"A rule with a title of the usual length\" {{\n  when {}\n  then favor {side} by {weight}\n  \
             because \"A sentence of about the length that authors write for their readers.\"\n}}\n",
            parts.join(" and ")
        ));
    }
    text.push_str(
        "outcome balanced \"Balanced\"\nadvice {\n  balanced when margin <= 0.25\n  kaizen when best is kaizen\n  \
         breakthrough when best is breakthrough\n}\n",
    );
    text
}

fn atom(dice: &mut Dice) -> String {
    let not = if dice.roll(7) == 0 { "not " } else { "" };
    match dice.roll(22) {
        at @ 0..=10 => {
            let (name, levels) = LEVELS[at];
            format!("{not}f.{name} is {}", levels[dice.roll(3)])
        }
        at @ 11..=18 => {
            let sign = ["<", "<=", ">", ">="][dice.roll(4)];
            format!("{not}f.{} {sign} {}", NUMBERS[at - 11], 20 + dice.roll(60))
        }
        at => format!("{not}f.{}", TRUTHS[at - 19]),
    }
}

fn program(text: &str) -> Program {
    let (bundle, problems) = check::gather("work.rules", &mut |_| Ok(text.as_bytes().to_vec()));
    assert!(problems.is_empty(), "{problems:?}");
    let (checked, problems) = check::check(&bundle, &Options::default());
    let checked = checked.unwrap_or_else(|| panic!("{problems:?}"));
    hansei::plan::plan(checked.rulebook, checked.method, checked.library)
}

/// Random profiles with a tenth of the values missing.
fn profiles(program: &Program, count: usize) -> Vec<Profile> {
    let mut dice = Dice(7);
    (0..count)
        .map(|at| {
            let mut profile = Profile::empty(at.to_string(), program.rulebook.facts.len());
            for (id, fact) in program.rulebook.facts.iter() {
                let value = match &fact.kind {
                    FactType::YesNo => Value::YesNo(dice.roll(2) == 0),
                    FactType::Level(scale) => Value::Level(dice.roll(scale.levels.len()) as u8),
                    _other => Value::Number(dice.roll(101) as f64),
                };
                if dice.roll(10) > 0 {
                    profile.set(id, Some(Given::certain(value)));
                }
            }
            profile
        })
        .collect()
}

const BATCH: usize = 1000;

#[divan::bench(args = [10, 40, 400, 4000])]
fn summaries(bencher: Bencher<'_, '_>, rules: usize) {
    let program = program(&work(rules));
    let profiles = profiles(&program, BATCH);
    let mut evaluator = Evaluator::new(&program);
    bencher.counter(ItemsCount::new(BATCH)).bench_local(|| {
        for profile in &profiles {
            divan::black_box(evaluator.summarize(profile).unwrap());
        }
    });
}

#[divan::bench]
fn records_of_40_rules(bencher: Bencher<'_, '_>) {
    let program = program(&work(40));
    let profiles = profiles(&program, BATCH);
    bencher.counter(ItemsCount::new(BATCH)).bench_local(|| {
        for profile in &profiles {
            divan::black_box(engine::evaluate(&program, profile).unwrap());
        }
    });
}

#[divan::bench]
fn traces_as_json_of_40_rules(bencher: Bencher<'_, '_>) {
    let program = program(&work(40));
    let profiles = profiles(&program, BATCH);
    let teller = Teller::new(&program);
    let unknowns = Unknowns::default();
    bencher.counter(ItemsCount::new(BATCH)).bench_local(|| {
        for profile in &profiles {
            let record = engine::evaluate(&program, profile).unwrap();
            let telling = Telling {
                profile,
                profile_hash: "",
                record: &record,
                unknowns: &unknowns,
            };
            divan::black_box(teller.tell(&telling).unwrap());
        }
    });
}

/// Parts of what the missing answers leave open that are bounded in one round.
const REGIONS: usize = 2000;

#[divan::bench]
fn regions_of_the_built_in_rulebook(bencher: Bencher<'_, '_>) {
    let program = built_in();
    let space = Space::of(&program);
    let half = half(&program);
    let facts = program.rulebook.facts.ids();
    let open: Vec<FactId> = facts
        .filter(|id| half.given(*id).is_none() && program.plan.index.read[*id])
        .collect();
    let start = space.start(&half).unwrap();
    bencher.counter(ItemsCount::new(REGIONS)).bench_local(|| {
        let (mut state, mut left) = (start.clone(), REGIONS);
        split(&space, &mut state, &open, &mut left);
        assert_eq!(left, 0);
    });
}

/// Changes of up to three facts that lead to another advice.
#[divan::bench(sample_count = 20)]
fn flips_of_the_built_in_rulebook(bencher: Bencher<'_, '_>) {
    let program = built_in();
    let space = Space::of(&program);
    let half = half(&program);
    let record = engine::evaluate(&program, &half).unwrap();
    let goal = Goal::Other(record.advised().1);
    bencher.bench_local(|| {
        let flips = space.flips((&half, &record), goal, &|_| true).unwrap();
        divan::black_box(flips)
    });
}

/// All that is found out about what is open: bounds, effects, sets of answers and the share of ways to answer.
#[divan::bench(sample_count = 20)]
fn unknowns_of_the_built_in_rulebook(bencher: Bencher<'_, '_>) {
    let program = built_in();
    let space = Space::of(&program);
    let half = half(&program);
    let record = engine::evaluate(&program, &half).unwrap();
    bencher.bench_local(|| {
        let found = space.explore(&half, &record, Depth::Full).unwrap();
        assert!(found.opens.is_some() && found.share.is_some());
        divan::black_box(found)
    });
}

/// What `hansei test` proves of the guarantees beside the tests.
#[divan::bench(sample_count = 10)]
fn guarantees_of_the_built_in_rulebook(bencher: Bencher<'_, '_>) {
    let (bundle, checked) = built_in_files();
    let (suite, _) = testing::gather(bundle, checked, &[]);
    bencher.bench_local(|| divan::black_box(decide(&suite, &|_| true, 500)));
}

/// The middle level of every other fact that has levels.
fn half(program: &Program) -> Profile {
    let mut half = Profile::empty("half", program.rulebook.facts.len());
    for (at, (id, fact)) in program.rulebook.facts.iter().enumerate() {
        if let (0, FactType::Level(scale)) = (at % 2, &fact.kind) {
            let middle = (scale.levels.len() / 2) as u8;
            half.set(id, Some(Given::certain(Value::Level(middle))));
        }
    }
    half
}

/// Goes through the answers to one fact after the other, as far as the advice is not settled.
fn split(space: &Space<'_>, state: &mut State, open: &[FactId], left: &mut usize) {
    let Some((fact, rest)) = open.split_first() else {
        return;
    };
    for value in space.answers(*fact) {
        if *left == 0 {
            return;
        }
        *left -= 1;
        space.answer(state, *fact, value).unwrap();
        if state.possible().len() > 1 {
            split(space, state, rest, left);
        }
        space.take_back(state);
    }
}

fn built_in() -> Program {
    let (_, checked) = built_in_files();
    hansei::plan::plan(checked.rulebook, checked.method, checked.library)
}

fn built_in_files() -> (Bundle, Checked) {
    let root = "rules/kaizen_breakthrough/kaizen_breakthrough.rules";
    let (bundle, problems) = check::gather(root, &mut |name| {
        std::fs::read(name).map_err(|error| check::ReadProblem::Other(error.to_string()))
    });
    assert!(problems.is_empty(), "{problems:?}");
    let (checked, problems) = check::check(&bundle, &Options::default());
    let checked = checked.unwrap_or_else(|| panic!("{problems:?}"));
    (bundle, checked)
}

#[divan::bench(sample_count = 20)]
fn load_10_000_rules(bencher: Bencher<'_, '_>) {
    let text = work(10_000);
    bencher.bench_local(|| {
        let (bundle, _) = check::gather("work.rules", &mut |_| Ok(text.as_bytes().to_vec()));
        divan::black_box(check::check(&bundle, &Options::default()));
    });
}
