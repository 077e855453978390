//! Traces in which one thing was changed: the verifier notices each change that gives the trace another meaning.

use std::collections::BTreeMap;
use std::path::Path;

use hansei::model::trace::Trace;
use hansei::space::Depth;
use serde_json::Value;

use crate::harness::{Loaded, load, load_file};
use crate::verify::{PROFILE, RULES};

/// What a trace says beyond what can be recomputed from it, by the end of the path, and why.
const BEYOND: &[(&str, &str)] = &[
    (
        "/profile/name",
        "the profile itself is not part of the trace",
    ),
    (
        "/profile/file",
        "the profile itself is not part of the trace",
    ),
    (
        "/facts/#/note",
        "only the profile says where a value comes from",
    ),
    (
        "/unknown/#/note",
        "only the profile says what it notes on a fact",
    ),
    (
        "/facts/#/place",
        "only the profile says where a value stands",
    ),
    (
        "/facts/#/place/file",
        "only the profile says where a value stands",
    ),
    (
        "/facts/#/place/line",
        "only the profile says where a value stands",
    ),
];

/// Where answers stand that lead somewhere; others may, too.
const OF_ANSWERS: &[&str] = &["/witness/facts/", "/opens/sets/#/facts/", "/settles/facts/"];

/// One change of one thing.
#[derive(Clone, Debug)]
pub(crate) enum Change {
    /// The value is another.
    To(Value),
    /// An element is missing.
    Less(usize),
    /// An element stands twice.
    Twice(usize),
    /// Two elements stand in each other's place.
    Swapped(usize, usize),
    /// A member is missing.
    Without(String),
}

impl Change {
    /// Changes of the same kind are alike.
    fn kind(&self) -> String {
        match self {
            Self::To(Value::Null) => "null".into(),
            Self::To(_) => "to".into(),
            Self::Less(at) => format!("less {}", at.min(&1)),
            Self::Twice(_) => "twice".into(),
            Self::Swapped(..) => "swapped".into(),
            Self::Without(key) => format!("without {key}"),
        }
    }

    /// Whether it is one of what stands in a list, not of what it says.
    fn is_of_a_list(&self) -> bool {
        matches!(self, Self::Less(_) | Self::Twice(_) | Self::Swapped(..))
    }

    fn apply(&self, trace: &Value, path: &str) -> Value {
        let mut changed = trace.clone();
        let place = changed.pointer_mut(path).expect("a place");
        match (self, place) {
            (Self::To(value), place) => *place = value.clone(),
            (Self::Less(at), Value::Array(all)) => {
                all.remove(*at);
            }
            (Self::Twice(at), Value::Array(all)) => all.insert(*at, all[*at].clone()),
            (Self::Swapped(a, b), Value::Array(all)) => all.swap(*a, *b),
            (Self::Without(key), Value::Object(all)) => {
                all.remove(key);
            }
            (change, place) => panic!("{change:?} of {place}"),
        }
        changed
    }
}

/// Which changes are tried.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Pick {
    /// All.
    All,
    /// One of those that are alike, another for every number.
    OneOfEach(usize),
}

/// The changes of a trace that are not noticed, and how many were tried.
pub(crate) fn unnoticed(
    loaded: &Loaded,
    text: &str,
    pick: Pick,
    wanted: impl Fn(&str, &Change) -> bool,
) -> (usize, Vec<String>) {
    let trace: Value = serde_json::from_str(text).expect("JSON");
    let mut alike: BTreeMap<(String, String), Vec<(String, Change)>> = BTreeMap::new();
    for (path, change) in changes(&trace, "") {
        let shape = shape(&path);
        if wanted(&path, &change) && !says_the_same(&trace, &path, &shape, &change) {
            let of_kind = alike.entry((shape, change.kind())).or_default();
            of_kind.push((path, change));
        }
    }
    let mut tried = 0;
    let mut passed = Vec::new();
    for changes in alike.values() {
        let picked = match pick {
            Pick::All => &changes[..],
            Pick::OneOfEach(number) => {
                let at = number % changes.len();
                &changes[at..=at]
            }
        };
        for (path, change) in picked {
            tried += 1;
            if !noticed(loaded, change.apply(&trace, path)) {
                let before = trace.pointer(path).expect("a place").to_string();
                let before: String = before.chars().take(200).collect();
                passed.push(format!("{path}: {change:?} of {before}"));
            }
        }
    }
    (tried, passed)
}

/// Whether a changed trace is refused, or is no trace any more.
fn noticed(loaded: &Loaded, changed: Value) -> bool {
    match serde_json::from_value::<Trace>(changed) {
        Ok(trace) => !loaded.verify(&trace).is_empty(),
        Err(_) => true,
    }
}

/// The path without the places in lists; parts of parts are parts.
fn shape(path: &str) -> String {
    let is_place = |one: &str| !one.is_empty() && one.bytes().all(|byte| byte.is_ascii_digit());
    let steps = path
        .split('/')
        .map(|one| if is_place(one) { "#" } else { one });
    let mut shape = steps.collect::<Vec<_>>().join("/");
    while shape.contains("/parts/#/parts/#") {
        shape = shape.replace("/parts/#/parts/#", "/parts/#");
    }
    shape
}

/// Whether a change is none of what can be recomputed, or leaves a trace that is still true.
fn says_the_same(trace: &Value, path: &str, shape: &str, change: &Change) -> bool {
    let without = match change {
        Change::Without(key) => format!("{shape}/{key}"),
        _ => shape.to_owned(),
    };
    let effect = path.split_once("/effect/").map(|(unknown, _)| unknown);
    let effect = effect.and_then(|unknown| trace.pointer(&format!("{unknown}/effect")));
    // What the values that were tried came to is known to nobody who tries others.
    let of_some = effect.is_some_and(|effect| effect["bounded"] == false);
    let still_true = match change {
        // With other values the advice may be the same other one.
        Change::To(value) if OF_ANSWERS.iter().any(|of| shape.contains(of)) => !value.is_null(),
        // Less is said than is known.
        Change::To(value) if ["/opens/all", "/settles/smallest"].contains(&path) => *value == false,
        Change::To(value) if path.starts_with("/share/") => {
            let (before, now) = (trace.pointer(path).and_then(Value::as_f64), value.as_f64());
            let wider = before.zip(now).map(|(before, now)| now < before);
            wider == Some(path == "/share/low")
        }
        Change::Less(_) if path == "/opens/sets" => trace["opens"]["all"] == false,
        // The order in which rows lead there says nothing.
        Change::Swapped(..) => path == "/possible_advice",
        _ => false,
    };
    BEYOND.iter().any(|(end, _)| without.ends_with(end))
        || (of_some && shape.contains("/effect/totals"))
        || still_true
}

/// All changes of a value and its parts.
fn changes(value: &Value, path: &str) -> Vec<(String, Change)> {
    let mut found = Vec::new();
    let mut add = |change: Change| found.push((path.to_owned(), change));
    match value {
        Value::Array(all) => {
            let last = all.len().saturating_sub(1);
            if !all.is_empty() {
                add(Change::Less(0));
                add(Change::Twice(last));
            }
            if last > 0 {
                add(Change::Less(last));
                add(Change::Less(last / 2));
                for (a, b) in [(0, last), (last - 1, last)] {
                    if all[a] != all[b] {
                        add(Change::Swapped(a, b));
                    }
                }
            }
            for (at, one) in all.iter().enumerate() {
                found.extend(changes(one, &format!("{path}/{at}")));
            }
        }
        Value::Object(all) => {
            for key in all
                .iter()
                .filter(|(_, one)| !one.is_null())
                .map(|one| one.0)
            {
                add(Change::Without(key.clone()));
            }
            for (key, one) in all {
                found.extend(changes(one, &format!("{path}/{}", key.replace('/', "~1"))));
            }
        }
        Value::Null => {}
        leaf => {
            add(Change::To(other(path, leaf)));
            add(Change::To(Value::Null));
        }
    }
    found
}

/// Another value of the same kind; of a bound one that is narrower, since a wider one is still true.
fn other(path: &str, value: &Value) -> Value {
    let bound = path.contains("_bounds/") || path.contains("/effect/totals/");
    match value {
        Value::Bool(holds) => Value::Bool(!holds),
        Value::Number(number) => {
            let number = number.as_f64().expect("a double");
            Value::from(match bound {
                true if path.ends_with("/0") => number + 100.0,
                true => number - 100.0,
                false if number == 0.25 => 0.75,
                false => number / 2.0 + 0.125,
            })
        }
        Value::String(text) => Value::String(format!("{text} changed")),
        other => other.clone(),
    }
}

/// What is said of the unknown facts takes longest to verify: the rest is tried without it.
pub(crate) fn about_unknowns(path: &str, _: &Change) -> bool {
    let starts = [
        "/unknown",
        "/settled",
        "/witness",
        "/possible_advice",
        "/opens",
        "/settles",
        "/share",
    ];
    starts.iter().any(|start| path.starts_with(start)) || path.contains("_bounds")
}

#[track_caller]
pub(crate) fn all_noticed(passed: &[String]) {
    assert!(
        passed.is_empty(),
        "{} changes pass:\n{}",
        passed.len(),
        passed.join("\n")
    );
}

#[test]
fn whatever_is_changed_is_noticed() {
    let loaded = load(RULES).expect("the rules check");
    let profile = loaded.profile(PROFILE).expect("a profile");
    let tell = |depth| loaded.tell(&profile, depth).expect("a trace");
    let (alone, mut passed) = unnoticed(&loaded, &tell(Depth::None), Pick::All, |_, _| true);
    let (more, others) = unnoticed(
        &loaded,
        &tell(Depth::Full),
        Pick::OneOfEach(1),
        about_unknowns,
    );
    passed.extend(others);
    all_noticed(&passed);
    assert!(alone + more > 1500, "only {alone} and {more} were tried");
}

#[test]
fn whatever_is_changed_in_traces_of_the_shipped_rulebooks_is_noticed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let mut passed = Vec::new();
    let mut tried = 0;
    for (at, (file, profile)) in [
        (
            "six_sigma_project/six_sigma_project.rules",
            "six_sigma_project/profiles/month_end.yaml",
        ),
        (
            "kaizen_breakthrough/kaizen_breakthrough.rules",
            "kaizen_breakthrough/profiles/foundry.json",
        ),
    ]
    .into_iter()
    .enumerate()
    {
        let loaded = load_file(&root.join(file)).expect("the rules check");
        let text = std::fs::read_to_string(root.join(profile)).expect("a text");
        let profile = loaded.read(profile, &text).expect("a profile");
        for (depth, of_unknowns) in [(Depth::None, false), (Depth::Full, true)] {
            let text = loaded.tell(&profile, depth).expect("a trace");
            // In the large one only lists: all else is as in the others.
            let is_large = file.starts_with("kaizen");
            let wanted = |path: &str, change: &Change| {
                about_unknowns(path, change) == of_unknowns && (!is_large || change.is_of_a_list())
            };
            let (count, others) = unnoticed(&loaded, &text, Pick::OneOfEach(at), wanted);
            tried += count;
            passed.extend(others);
        }
    }
    all_noticed(&passed);
    assert!(tried > 800, "only {tried} changes were tried");
}

/// What the other rulebooks have nothing of: priors, a scale of sureness without words of its own, groups of which only
/// the strongest counts, defeats, and a choice in which nobody is left.
const ODD: &str = r#"rulebook odd { method scorecard sureness sure }
    source seen "Seen."
    strategy a { prior 2 } strategy b { prior -1 } strategy c
    hypothesis h { prior 1 }
    outcome mixed "A mix" for a { risk "It is {sure} and {q.n}." }
    topic q { fact x : yes_no fact n : number "m" in 0..10 fact s : any of p, o, r fact never : text }
    group g strongest  group k limit strongest + 1
    rule one { when q.x and q.n > 3 then favor a by 2 then favor b by 1 + q.n / 10 in g }
    rule two { when not q.x or q.s includes p then favor a by 3 else oppose b by 1 in g }
    rule three { when q.n >= 4 then favor b by 3 then favor h by 2 in k cite seen "p. 1" }
    rule four { when q.n > 2 unless q.s includes r then favor b by 2 then oppose c by 1 in k defeats five }
    rule five { when q.n > 1 then favor c by 4 }
    rule six { when q.s includes o then exclude a then exclude b then exclude c defeats seven, five }
    rule seven { when belief(h) > 0.99 then favor a by 1 basis calibrated }
    let sure : low < high { high when margin > 1 and q.n > 4  low otherwise }
    advice { mixed when best is a and q.x  b when lead(b) > 1 unless q.s includes r }
    note many { when count(q.s) > 1 next "There are {q.s}." because "{q.n} of it." }"#;

#[test]
fn whatever_is_changed_where_little_is_left_is_noticed() {
    let loaded = load(ODD).expect("the rules check");
    let mut passed = Vec::new();
    for (at, profile) in [
        r#"{"x": true, "n": 5, "s": ["p", "o", "r"], "never": "t"}"#,
        r#"{"n": 5, "s": ["p", "o"]}"#,
        r#"{"x": false, "n": 5}"#,
        r#"{"x": {"value": true, "certainty": 0.4}, "s": ["p", "r"]}"#,
        "{}",
    ]
    .into_iter()
    .enumerate()
    {
        let profile = loaded.profile(profile).expect("a profile");
        for (depth, of_unknowns) in [(Depth::None, false), (Depth::Full, true)] {
            let text = loaded.tell(&profile, depth).expect("a trace");
            let trace: Trace = serde_json::from_str(&text).expect("a trace");
            assert_eq!(loaded.troubles(&trace), [""; 0]);
            let wanted = |path: &str, change: &Change| about_unknowns(path, change) == of_unknowns;
            let (_, others) = unnoticed(&loaded, &text, Pick::OneOfEach(at), wanted);
            passed.extend(
                others
                    .into_iter()
                    .map(|one| format!("{at} {depth:?}: {one}")),
            );
        }
    }
    all_noticed(&passed);
}
