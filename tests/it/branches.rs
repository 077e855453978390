//! What pages list of rules with an `else`: what the branch gives that fired, in every rulebook here and for all of its
//! profiles.

use std::path::Path;

use hansei::explain::{Block, Field, View, explain};
use hansei::model::trace::{Branch, EvidenceTrace, RuleStatus, RuleTrace, Trace};
use hansei::model::{FactType, Given, Profile, Value};
use hansei::space::Depth;

use crate::harness::{Loaded, load_file};

/// Every rulebook, and the folder of its profiles where there are some.
const BOOKS: [(&str, &str); 8] = [
    (
        "rules/kaizen_breakthrough/kaizen_breakthrough.rules",
        "rules/kaizen_breakthrough/profiles",
    ),
    (
        "rules/six_sigma_project/six_sigma_project.rules",
        "rules/six_sigma_project/profiles",
    ),
    (
        "tests/cases/improvement_choice/improvement_choice.rules",
        "",
    ),
    (
        "tests/cases/make_or_buy/before.rules",
        "tests/cases/make_or_buy/profiles",
    ),
    (
        "tests/cases/make_or_buy/after.rules",
        "tests/cases/make_or_buy/profiles",
    ),
    ("tests/cases/dempster_shafer/dempster_shafer.rules", ""),
    ("tests/cases/verify/everything.rules", ""),
    (concat!("tests/cases/work", "/work_40.rules"), ""),
];

/// The profiles of a folder; those that are made for another rulebook are left out.
fn of_folder(loaded: &Loaded, folder: &str) -> Vec<Profile> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let entries = std::fs::read_dir(path).unwrap();
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let is_profile = |path: &&std::path::PathBuf| {
        let ending = path.extension().and_then(|ending| ending.to_str());
        matches!(ending, Some("toml" | "yaml" | "json"))
    };
    let read = |path: &std::path::PathBuf| {
        let text = std::fs::read_to_string(path).unwrap();
        loaded.read(&path.to_string_lossy(), &text).ok()
    };
    paths.iter().filter(is_profile).filter_map(read).collect()
}

/// Profiles of one answer each: every level of every fact, and every yes and no.
fn of_one_answer(loaded: &Loaded) -> Vec<Profile> {
    let book = &loaded.program.rulebook;
    let mut all = vec![Profile::empty("nothing", book.facts.len())];
    for (id, fact) in book.facts.iter() {
        let values: Vec<Value> = match &fact.kind {
            FactType::YesNo => [false, true].map(Value::YesNo).into(),
            FactType::Level(scale) => scale.all().iter().map(Value::Level).collect(),
            FactType::Set(_) | FactType::Number(_) | FactType::Text => Vec::new(),
        };
        for value in values {
            let mut profile = Profile::empty("one", book.facts.len());
            profile.set(id, Some(Given::certain(value)));
            all.push(profile);
        }
    }
    all
}

fn fields(trace: &Trace, rule: &RuleTrace) -> Vec<Field> {
    let explanation = explain(trace, &View::Rule(rule.name.clone())).unwrap();
    let card = explanation
        .blocks
        .into_iter()
        .find_map(|block| match block {
            Block::Card(card) => Some(card),
            _other => None,
        });
    let blocks = card.unwrap().body.into_iter();
    let fields = blocks.filter_map(|block| match block {
        Block::Fields(fields) => Some(fields),
        _other => None,
    });
    fields.flatten().collect()
}

/// The number at the beginning of a text.
fn number(text: &str) -> f64 {
    let is_digit = |c: &char| c.is_ascii_digit() || "+-.".contains(*c);
    let digits: String = text.chars().take_while(is_digit).collect();
    digits
        .parse()
        .unwrap_or_else(|_| panic!("no number in {text}"))
}

/// Whether the page of a rule lists what its evidence says, and gives a reason for what happened alone: for `else` only
/// where that has one of its own.
fn check(trace: &Trace, rule: &RuleTrace, own_reason: bool) {
    let fields = fields(trace, rule);
    let of = |label: &str| fields.iter().find(|field| field.label == label);
    let fired = rule.status == RuleStatus::Fired;
    let branch = rule.branch.filter(|_| fired);
    let pieces: Vec<&EvidenceTrace> = rule
        .evidence
        .iter()
        .filter(|piece| branch.is_none_or(|branch| branch == piece.branch))
        .collect();
    let label = if fired { "gives" } else { "would give" };
    let listed: Vec<String> = of(label).map_or(Vec::new(), |field| {
        let text = |line: &hansei::explain::Line| {
            let spans = line.0.iter().map(|span| &*span.text);
            spans.collect::<String>()
        };
        field.items.iter().map(text).collect()
    });
    assert_eq!(listed.len(), pieces.len(), "{}: {listed:?}", rule.name);
    for (text, piece) in listed.iter().zip(&pieces) {
        match piece.contribution.filter(|_| piece.counted) {
            Some(given) => {
                let off = (number(text) - given.0).abs();
                assert!(off < 0.0051, "{}: {text}, not {}", rule.name, given.0);
            }
            None if !fired => assert!(text.contains(", by its `"), "{}: {text}", rule.name),
            None => {}
        }
    }
    if branch == Some(Branch::Else) {
        assert_eq!(rule.because.is_some(), own_reason);
        assert_eq!(of("why").is_some(), own_reason);
        let own = trace.ledger.iter().filter(|line| line.name == rule.name);
        for line in own {
            assert_eq!((line.branch, &line.because), (branch, &rule.because));
        }
    }
}

#[test]
fn what_pages_list_is_what_the_branch_gives_that_fired() {
    let (mut by_then, mut by_else, mut reasons) = (0, 0, 0);
    for (rules, folder) in BOOKS {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(rules);
        let loaded = load_file(&path).unwrap();
        let mut profiles = of_one_answer(&loaded);
        if !folder.is_empty() {
            profiles.extend(of_folder(&loaded, folder));
        }
        let ways = |rule: &RuleTrace| {
            let has = |branch| rule.evidence.iter().any(|piece| piece.branch == branch);
            has(Branch::Then) && has(Branch::Else)
        };
        for profile in profiles {
            // A profile without a result has no page.
            let Ok(trace) = loaded.trace_of(&profile, Depth::None) else {
                continue;
            };
            for rule in trace.rules.iter().filter(|rule| ways(rule)) {
                let mut rules = loaded.program.rulebook.rules.values();
                let written = rules.find(|one| *one.name == *rule.name);
                let own_reason = written.is_some_and(|one| one.because_else.is_some());
                check(&trace, rule, own_reason);
                reasons += usize::from(own_reason);
                by_then += usize::from(rule.branch == Some(Branch::Then));
                by_else += usize::from(rule.branch == Some(Branch::Else));
            }
        }
    }
    assert!(
        by_then > 3 && by_else > 3 && reasons > 3,
        "{by_then}, {by_else}, {reasons}"
    );
}
