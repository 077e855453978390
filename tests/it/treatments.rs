//! One case, many treatments, one answer. Every rulebook under `rules/` and `tests/cases`, found at run time, is run
//! as it is, printed and parsed again, with its declarations and files in another order, over single profiles and
//! over what their unknown facts may still become. All must agree, and the verifier must accept it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use hansei::base::FileId;
use hansei::check::ReadProblem;
use hansei::model::trace::{N, Trace};
use hansei::model::{FactType, Profile};
use hansei::space::Depth;
use hansei::syntax::{self, tree::ItemKind};
use serde_json::Value;

use crate::harness::{Loaded, load_with};

/// Where rulebooks are looked for.
const PLACES: [&str; 2] = ["rules", "tests/cases"];
/// Profiles of a rulebook with which the slower things are tried, and of one file of many.
const OF_MANY: usize = 4;
/// Shuffles tried with each rulebook.
const SHUFFLES: u64 = 2;

/// The files of a rulebook by name, scripts included.
pub(crate) type Texts = BTreeMap<String, String>;

/// A way to write the same rulebook differently.
struct Treatment {
    name: &'static str,
    treat: fn(&Texts) -> Texts,
}

/// All of them; each is compared with the rulebook as it is, but for what tells how it is written.
const TREATMENTS: &[Treatment] = &[
    Treatment {
        name: "printed and parsed again",
        treat: printed,
    },
    Treatment {
        name: "without comments, a declaration a line",
        treat: on_one_line,
    },
    Treatment {
        name: "declarations in another order",
        treat: |texts| shuffled(texts, 1),
    },
];

/// A rulebook with the profiles that lie beside it.
struct Case {
    root: String,
    texts: Texts,
    /// Name and text.
    profiles: Vec<(String, String)>,
}

impl Case {
    fn load(&self, texts: &Texts) -> Loaded {
        loaded(&self.root, texts).unwrap_or_else(|trouble| panic!("{}: {trouble}", self.root))
    }

    /// The profiles beside the rulebook, those of its examples, and one that knows nothing.
    fn profiles(&self, loaded: &Loaded) -> Vec<Profile> {
        let book = &loaded.checked.rulebook;
        let mut all = vec![Profile::empty("nothing", book.facts.len())];
        for (name, text) in &self.profiles {
            let read = loaded.read(name, text);
            all.push(read.unwrap_or_else(|trouble| panic!("{name}: {trouble}")));
        }
        for example in &book.examples {
            let mut profile = Profile::empty(&*example.title, book.facts.len());
            for (fact, given) in &example.given {
                let place = None;
                let given = hansei::model::Given {
                    place,
                    ..given.clone()
                };
                profile.set(*fact, Some(given));
            }
            all.push(profile);
        }
        all
    }
}

fn loaded(root: &str, texts: &Texts) -> Result<Loaded, String> {
    load_with(root, &mut |name| match texts.get(name) {
        Some(text) => Ok(text.clone().into_bytes()),
        None => Err(ReadProblem::Missing { near: None }),
    })
}

/// Every file below a folder.
fn below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn ends(path: &Path, endings: &[&str]) -> bool {
    path.extension()
        .is_some_and(|ending| endings.iter().any(|one| ending == *one))
}

/// Every rulebook: a rule file that says so, with all that it names.
fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for path in PLACES.iter().flat_map(|place| below(Path::new(place))) {
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        let is_rulebook = ends(&path, &["rules"]) && {
            let (tree, _) = syntax::parse(FileId(0), &text);
            tree.items
                .iter()
                .any(|item| matches!(item.kind, ItemKind::Rulebook(_)))
        };
        if is_rulebook {
            cases.push(case(&path));
        }
    }
    cases
}

fn case(path: &Path) -> Case {
    let root = path.to_string_lossy().replace('\\', "/");
    let mut texts = Texts::new();
    load_with(&root, &mut |name| {
        let text =
            std::fs::read_to_string(name).map_err(|error| ReadProblem::Other(error.to_string()))?;
        texts.insert(name.to_owned(), text.clone());
        Ok(text.into_bytes())
    })
    .unwrap_or_else(|trouble| panic!("{root}: {trouble}"));
    let folder = path.parent().unwrap();
    let mut profiles = Vec::new();
    for path in below(folder) {
        let name = path.to_string_lossy().into_owned();
        let lies_beside =
            path.parent() == Some(folder) || path.parent() == Some(&folder.join("profiles"));
        if lies_beside && ends(&path, &["toml", "yaml", "json"]) {
            profiles.push((name, std::fs::read_to_string(&path).unwrap()));
        } else if lies_beside && ends(&path, &["jsonl"]) {
            let text = std::fs::read_to_string(&path).unwrap();
            let lines = text.lines().take(OF_MANY).enumerate();
            profiles.extend(lines.map(|(at, line)| (format!("{name}_{at}.json"), line.to_owned())));
        }
    }
    Case {
        root,
        texts,
        profiles,
    }
}

// ---- treatments

/// Every rule file by itself.
fn each(texts: &Texts, treat: impl Fn(&str) -> String) -> Texts {
    let treated = texts.iter().map(|(name, text)| {
        let is_rules = name.ends_with(".rules");
        (
            name.clone(),
            if is_rules { treat(text) } else { text.clone() },
        )
    });
    treated.collect()
}

fn printed(texts: &Texts) -> Texts {
    each(texts, |text| {
        syntax::print(&syntax::parse(FileId(0), text).0)
    })
}

/// The declarations without comments, white space folded: each has no line of its own any more.
fn declarations(text: &str) -> Vec<String> {
    let (tree, _) = syntax::parse(FileId(0), text);
    let mut bare = text.as_bytes().to_vec();
    for comment in &tree.comments {
        bare[comment.range()].fill(b' ');
    }
    let items = tree.items.iter().map(|item| {
        let text = String::from_utf8(bare[item.span.range()].to_vec()).unwrap();
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        lines.join(" ")
    });
    items.collect()
}

fn on_one_line(texts: &Texts) -> Texts {
    each(texts, |text| declarations(text).join(" "))
}

/// The declarations of each file on one line, in a random order.
pub(crate) fn shuffled(texts: &Texts, seed: u64) -> Texts {
    let mut numbers = Numbers(seed);
    let mut treated = texts.clone();
    for (_, text) in treated
        .iter_mut()
        .filter(|(name, _)| name.ends_with(".rules"))
    {
        let mut all = declarations(text);
        for at in (1..all.len()).rev() {
            all.swap(at, numbers.below(at + 1));
        }
        *text = all.join(" ");
    }
    treated
}

/// Random numbers, the same in every run (SplitMix64).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, count: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % count as u64).unwrap()
    }
}

// ---- what must be the same

/// A trace without what tells how and where its rulebook is written.
fn answer(trace: &str) -> Value {
    let mut value = serde_json::from_str(trace).unwrap();
    forget(&mut value);
    value
}

fn forget(value: &mut Value) {
    match value {
        Value::Array(all) => all.iter_mut().for_each(forget),
        Value::Object(all) => {
            // A condition's text is as written; so are the row and the expression behind a derived fact.
            if all.contains_key("truth") && all.get("op").is_none_or(|op| op != "at_least") {
                all.remove("text");
            }
            if all.contains_key("possible") {
                all.remove("rule");
            }
            all.remove("place");
            all.remove("hash");
            all.values_mut().for_each(forget);
        }
        _ => {}
    }
}

#[track_caller]
fn same_answer(case: &Case, treatment: &str, profile: &Profile, trace: &str, other: &str) {
    let (a, b) = (answer(trace), answer(other));
    if a != b {
        let (a, b) = (format!("{a:#}"), format!("{b:#}"));
        let lines = a.lines().zip(b.lines()).find(|(a, b)| a != b);
        panic!("{}, {treatment}, `{}`: {lines:?}", case.root, profile.name);
    }
}

#[test]
fn every_way_of_writing_a_rulebook_gives_one_answer() {
    let cases = cases();
    assert!(cases.len() > 4, "only {} rulebooks were found", cases.len());
    for case in &cases {
        let plain = case.load(&case.texts);
        let profiles = case.profiles(&plain);
        for treatment in TREATMENTS {
            let treated = case.load(&(treatment.treat)(&case.texts));
            for (at, profile) in profiles.iter().enumerate() {
                // What missing answers could do takes longest.
                let depth = if at < OF_MANY {
                    Depth::Settled
                } else {
                    Depth::None
                };
                let trace = plain.tell(profile, depth).unwrap();
                let other = treated.tell(profile, depth).unwrap();
                same_answer(case, treatment.name, profile, &trace, &other);
            }
        }
    }
}

#[test]
fn the_verifier_accepts_every_rulebook_however_it_is_written() {
    for case in cases() {
        for treatment in TREATMENTS {
            let treated = case.load(&(treatment.treat)(&case.texts));
            for profile in case.profiles(&treated).iter().take(OF_MANY) {
                let trace = treated.trace_of(profile, Depth::None).unwrap();
                let troubles = treated.troubles(&trace);
                let case = (&case.root, treatment.name, &profile.name);
                assert!(troubles.is_empty(), "{case:?}: {troubles:#?}");
            }
        }
    }
}

#[test]
fn the_order_of_declarations_and_files_changes_no_byte() {
    for case in cases() {
        let plain = case.load(&on_one_line(&case.texts));
        for seed in 0..SHUFFLES {
            let other = case.load(&shuffled(&case.texts, seed));
            for profile in case.profiles(&plain).iter().take(OF_MANY) {
                let trace = plain.tell(profile, Depth::Full).unwrap();
                let other = other.tell(profile, Depth::Full).unwrap();
                assert!(
                    trace == other,
                    "{}, `{}`, seed {seed}",
                    case.root,
                    profile.name
                );
            }
        }
    }
}

#[test]
fn what_facts_may_become_stays_within_the_bounds() {
    let mut completed = 0;
    for case in cases() {
        let loaded = case.load(&case.texts);
        for profile in case.profiles(&loaded).iter().take(OF_MANY) {
            let trace = loaded.trace_of(profile, Depth::Full).unwrap();
            loaded.alone(profile, &trace).unwrap();
            for seed in 0..SHUFFLES {
                let other = completion(&loaded, profile, seed);
                let other_trace = loaded.trace_of(&other, Depth::None).unwrap();
                within(&trace, &other_trace);
                completed += 1;
            }
        }
    }
    assert!(completed > 30, "only {completed} completions");
}

/// The profile with values for its unknown facts, or for most of them.
fn completion(loaded: &Loaded, profile: &Profile, seed: u64) -> Profile {
    use hansei::model::{Given, Value};
    let mut numbers = Numbers(seed);
    let mut completed = profile.clone();
    for (id, fact) in loaded.checked.rulebook.facts.iter() {
        if profile.given(id).is_some() || numbers.below(5) == 0 {
            continue;
        }
        let value = match &fact.kind {
            FactType::YesNo => Value::YesNo(numbers.below(2) == 0),
            FactType::Level(scale) => {
                Value::Level(u8::try_from(numbers.below(scale.levels.len())).unwrap())
            }
            FactType::Set(scale) => {
                let all = scale.all().iter().filter(|_| numbers.below(2) == 0);
                Value::Set(all.collect())
            }
            FactType::Number(kind) => {
                let (low, high) = (kind.low.unwrap_or(-1000.0), kind.high.unwrap_or(1000.0));
                let number = low + (high - low) * numbers.below(9) as f64 / 8.0;
                Value::Number(if kind.whole { number.round() } else { number })
            }
            FactType::Text => Value::Text("words".into()),
        };
        completed.set(id, Some(Given::certain(value)));
    }
    completed
}

#[track_caller]
fn within(trace: &Trace, other: &Trace) {
    let inside = |x: f64, bounds: Option<[N; 2]>| {
        bounds.is_none_or(|[low, high]| low.0 - 2e-9 <= x && x <= high.0 + 2e-9)
    };
    for told in &trace.strategies {
        let found = other
            .strategies
            .iter()
            .find(|found| found.name == told.name)
            .unwrap();
        assert!(
            inside(found.total.0, told.total_bounds),
            "{told:?}\n{found:?}"
        );
        assert!(
            inside(found.confidence.0, told.confidence_bounds),
            "{told:?}\n{found:?}"
        );
    }
    for told in &trace.hypotheses {
        let found = other
            .hypotheses
            .iter()
            .find(|found| found.name == told.name)
            .unwrap();
        assert!(
            inside(found.total.0, told.total_bounds),
            "{told:?}\n{found:?}"
        );
    }
    let possible = &trace.possible_advice;
    assert!(
        possible.is_empty() || possible.contains(&other.advice),
        "{} of {possible:?}",
        other.advice
    );
    if trace.settled == Some(true) {
        assert_eq!(trace.advice, other.advice);
    }
}
