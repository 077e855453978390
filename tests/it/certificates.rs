//! Certificates of proofs: written, checked again, and every change of one found.

use std::collections::BTreeSet;

use hansei::model::certificate::{Certificate, CertifiedCounts, CertifiedOutcome, NoCertificate};
use hansei::verify::{Decision, Subject, certify, checksum, recheck};
use serde_json::{Value, json};

use crate::harness::{Loaded, load};
use crate::program::{Folder, Run};

/// Every kind of fact, of claim and of outcome.
const RULES: &str = r#"rulebook choice "Go or wait?" {}
strategy go "Go"
strategy wait "Wait"
parameter least "Least size" = 20 in 0..100
topic t {
  fact money "Money" : none < some < plenty
  fact leader "Leader" : yes_no
  fact size : number in 0..100
  fact staff : integer in 0..9
  fact methods : any of five_s, tpm, smed
}
group means "Means" limit strongest + 1
rule paid { when t.money is plenty then favor go by 4 in means }
rule led { when t.leader then favor go by 3 in means }
rule large { when t.size > 50 then favor wait by t.size / 10 }
rule many { when t.staff >= 3 and t.methods includes tpm then favor go by 2 }
rule barred { when t.money is none then exclude go }
let able = t.methods includes five_s or t.methods includes smed
let ready : low < high {
  high when able and t.staff > 4
  low  when t.money is none
  high when t.leader
  low  otherwise
}
advice {
  first: go when best is go and margin >= 2 and ready is high
  later: go when best is go and t.size < least
  wait otherwise
}
guarantee paid_for "Nobody goes without money" { never advice is go when t.money is none }
guarantee somebody "There is always advice" { always advice is go or advice is wait }
guarantee money_helps "Money never speaks against it" { raising t.money never lowers total(go) }
guarantee staff_helps "Staff never speaks against it" { raising t.staff never lowers total(go) }
guarantee methods_help "Methods never speak against it" { raising t.methods never lowers total(go) when t.leader }
guarantee small "Small and not ready" { never advised_by(later) when t.size >= 20 or ready is unknown and t.money is none }
guarantee tools "Tools make ready" { always ready is high when t.methods includes smed and t.staff >= 7 and able }
guarantee no_way_back "Money makes nobody wait" { raising t.money never turns advice from go to wait when not t.leader and t.size < 10 }
guarantee led_alone "Nobody goes without plenty" { never advice is go when t.money is some }
guarantee falls "Size never helps waiting" { raising t.leader never raises total(go) when t.size > 5 }
guarantee size_waits "Size speaks for waiting" { raising t.size never lowers total(wait) }
guarantee near "Never just that" { never t.size * t.size - 2 * t.size = -1.0000001 }
"#;

fn folder() -> Folder {
    Folder::with(&[("choice.rules", RULES)])
}

fn certified(folder: &Folder, arguments: &[&str]) -> Run {
    let own = [
        "prove",
        "choice.rules",
        "--certificate",
        "c.json",
        "--budget",
        "300",
    ];
    folder.run(&[&own, arguments].concat())
}

fn verified(folder: &Folder, arguments: &[&str]) -> Run {
    folder.run(&[&["prove", "choice.rules", "--verify", "c.json"], arguments].concat())
}

fn certificate() -> (Loaded, Certificate) {
    certificate_of(RULES)
}

fn certificate_of(rules: &str) -> (Loaded, Certificate) {
    let folder = Folder::with(&[("choice.rules", rules)]);
    certified(&folder, &[]);
    let certificate = serde_json::from_str(&folder.read("c.json")).unwrap();
    (load(rules).unwrap(), certificate)
}

fn about(loaded: &Loaded) -> Subject<'_> {
    Subject {
        rulebook: &loaded.program.rulebook,
        method: &loaded.program.method,
        library: &loaded.program.library,
    }
}

#[test]
fn a_certificate_is_written_and_checked_again() {
    let folder = folder();
    certified(&folder, &[]).is(1, &["8 proved"], &["`c.json` contains", "witness"]);
    let run = verified(&folder, &[]);
    run.is(
        1,
        &[
            "`c.json` holds",
            "all 12 guarantees of `choice`",
            "led_alone: refuted",
            "near: undecided",
        ],
        &[],
    );
}

#[test]
fn what_is_written_follows_its_schema() {
    let folder = folder();
    certified(&folder, &[]);
    let schema = folder.run(&["schema", "certificate"]);
    schema.is(0, &["$schema"], &[]);
    let validator = jsonschema::validator_for(&schema.json()).unwrap();
    let written = serde_json::from_str(&folder.read("c.json")).unwrap();
    let wrong: Vec<String> = validator
        .iter_errors(&written)
        .map(|one| one.to_string())
        .collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn what_has_no_certificate_is_named_with_the_reason() {
    let (loaded, certificate) = certificate();
    let all = vec![Decision::Proved; certificate.guarantees.len()];
    let claimed = certify(about(&loaded), &all, 50);
    let because = |name: &str| {
        let mut all = claimed.guarantees.iter();
        match &all.find(|one| one.name == name).unwrap().outcome {
            CertifiedOutcome::Uncertified { because } => Some(*because),
            _ => None,
        }
    };
    assert_eq!(because("size_waits"), Some(NoCertificate::Values));
    assert_eq!(because("near"), Some(NoCertificate::Budget));
    assert_eq!(because("tools"), None);
    assert_eq!(recheck(&claimed, about(&loaded)), []);
    let folder = folder();
    folder.write(
        "c.json",
        serde_json::to_string(&claimed).unwrap().as_bytes(),
    );
    let run = verified(&folder, &[]);
    run.is(
        3,
        &[
            "without a certificate: the fact that is raised has too many values",
            "no proof by simple bounds was found in the budget",
        ],
        &[],
    );
}

/// Who makes less of a proof is found out, too: a short one is looked for again, and the outcomes are counted.
#[test]
fn nothing_is_made_less_of() {
    let (loaded, certificate) = certificate_of(short());
    let others = [
        CertifiedOutcome::Undecided,
        CertifiedOutcome::Uncertified {
            because: NoCertificate::Budget,
        },
        CertifiedOutcome::Uncertified {
            because: NoCertificate::Bounds,
        },
    ];
    for at in 0..certificate.guarantees.len() {
        for other in &others {
            let mut changed = certificate.clone();
            let own = std::mem::replace(&mut changed.guarantees[at].outcome, other.clone());
            changed.checksum = checksum(&changed);
            assert!(!recheck(&changed, about(&loaded)).is_empty());
            if matches!(own, CertifiedOutcome::Proved { .. }) {
                changed.counts = CertifiedCounts::of(&changed.guarantees);
                changed.checksum = checksum(&changed);
                let found = recheck(&changed, about(&loaded));
                assert_eq!(found.len(), 1, "{found:?}");
                assert_eq!(found[0].recomputed, "proved");
            }
        }
    }
}

/// What the search does not decide may have a proof, and of sets only what is tested counts.
#[test]
fn proofs_are_found_that_the_search_does_not_find() {
    let sets = r#"rulebook sets "Sets" {}
strategy a "A"
strategy b "B"
topic t {
  fact m : any of m1, m2, m3, m4, m5, m6, m7, m8, m9
  fact n : yes_no
}
rule one { when t.m includes m1 then favor a by 3 }
rule two { when t.m includes m2 and t.n then favor a by 2 }
guarantee more "More helps" { raising t.m never lowers total(a) }
guarantee still "It still does" { raising t.m never lowers total(a) when t.m includes m9 and t.n }
guarantee less "More does not hurt" { raising t.m never lowers total(a) when not t.m includes m1 }
"#;
    let folder = Folder::with(&[("choice.rules", sets)]);
    certified(&folder, &[]);
    verified(&folder, &[]).is(0, &["3 proofs (for answers with certainty 1)"], &[]);
    let lists = Folder::with(&[
        (
            "choice.rules",
            &format!(
                "{}{LISTS}",
                include_str!("../cases/dempster_shafer/dempster_shafer.rules")
            ),
        ),
        (
            "dempster_shafer.rhai",
            include_str!("../cases/dempster_shafer/dempster_shafer.rhai"),
        ),
    ]);
    certified(&lists, &[]).is(
        3,
        &["undecided"],
        &["was not decided, but the certificate has a proof of it"],
    );
    verified(&lists, &[]).is(0, &["1 proof"], &[]);
}

const LISTS: &str = r#"
guarantee quiet "Without signs nothing is replaced" { never best is bearing when not signs.noise and not signs.slip and not signs.heat }
"#;

/// Short proofs by simple bounds are enough for the rulebook that is built in.
#[test]
fn the_shipped_guarantees_have_certificates() {
    let folder = Folder::with(&[]);
    let rules = concat!(env!("CARGO_MANIFEST_DIR"), "/rules/kaizen_breakthrough");
    // The search may do almost nothing: the proofs are found without it.
    let last = ["--certificate", "c.json", "--budget", "1"];
    folder.run(&[&["prove", rules], &last[..]].concat());
    let certificate: Certificate = serde_json::from_str(&folder.read("c.json")).unwrap();
    for one in &certificate.guarantees {
        let proved = matches!(one.outcome, CertifiedOutcome::Proved { .. });
        assert!(proved, "{}: {:?}", one.name, one.outcome);
    }
}

/// The block of the reference in which a certificate is written and checked.
#[test]
fn the_reference_shows_what_is_written() {
    let root = env!("CARGO_MANIFEST_DIR");
    let text = std::fs::read_to_string(format!("{root}/grammar/README.md")).unwrap();
    let from = text.find("$ hansei prove rules/six_sigma_project/six_sigma_project.rules --cert");
    let shown = text[from.unwrap()..].split("```").next().unwrap();
    let rules = "rules/six_sigma_project/six_sigma_project.rules";
    let folder = Folder::with(&[]);
    let mut wanted = Vec::new();
    for line in shown.lines() {
        match line.strip_prefix("$ hansei ") {
            Some(command) => {
                let command = command.replace(rules, &format!("{root}/{rules}"));
                let words: Vec<&str> = command.split(' ').collect();
                wanted = folder.run(&words).out.lines().map(str::to_owned).collect();
            }
            None => assert!(wanted.iter().any(|one| one == line), "{line}: {wanted:?}"),
        }
    }
    assert_eq!(wanted.len(), 1);
}

/// The rules without the guarantees that are decided by nothing.
fn short() -> &'static str {
    RULES.split_once("guarantee size_waits").unwrap().0
}

#[test]
fn all_outcomes_are_in_it() {
    let (loaded, certificate) = certificate();
    assert_eq!(recheck(&certificate, about(&loaded)), []);
    let of = |name: &str| {
        let mut all = certificate.guarantees.iter();
        &all.find(|one| one.name == name).unwrap().outcome
    };
    for name in ["paid_for", "small", "tools"] {
        let any = matches!(
            of(name),
            CertifiedOutcome::Proved {
                certainty: [0.0, 1.0],
                ..
            }
        );
        assert!(any, "{name}: {:?}", of(name));
    }
    for name in ["money_helps", "staff_helps", "methods_help"] {
        let one = matches!(
            of(name),
            CertifiedOutcome::Proved {
                certainty: [1.0, 1.0],
                ..
            }
        );
        assert!(one, "{name}: {:?}", of(name));
    }
    for name in ["led_alone", "falls"] {
        assert!(
            matches!(of(name), CertifiedOutcome::Refuted { .. }),
            "{name}"
        );
    }
    assert!(matches!(of("near"), CertifiedOutcome::Undecided));
}

/// Of so many words one is tried.
const WORDS_APART: usize = 5;

/// What a place may say instead; all of it is something else.
fn instead(value: &Value, words: &BTreeSet<String>) -> Vec<Value> {
    match value {
        Value::Null => vec![json!(1), json!(true), json!("none")],
        Value::Bool(holds) => vec![json!(!holds), Value::Null],
        Value::Number(number) => {
            let number = number.as_f64().unwrap();
            let others = [
                number + 1.0,
                number - 1.0,
                number / 2.0,
                0.0,
                1.0,
                -number,
                1e300,
            ];
            let others = others.into_iter().filter(|other| *other != number);
            others
                .map(|other| json!(other))
                .chain([Value::Null])
                .collect()
        }
        Value::String(text) => {
            // Some of the words, others at each place.
            let others = words.iter().filter(|word| *word != text).cloned();
            let skipped = text.len() % WORDS_APART;
            others
                .skip(skipped)
                .step_by(WORDS_APART)
                .chain([format!("{text}x"), String::new()])
                .map(Value::String)
                .collect()
        }
        Value::Array(all) => {
            let less = (0..all.len()).map(|at| {
                let mut less = all.clone();
                less.remove(at);
                json!(less)
            });
            let twice = (0..all.len()).map(|at| {
                let mut more = all.clone();
                more.insert(at, all[at].clone());
                json!(more)
            });
            less.chain(twice).collect()
        }
        Value::Object(all) => {
            let less = all.keys().map(|key| {
                let mut less = all.clone();
                less.remove(key);
                json!(less)
            });
            let mut more = all.clone();
            more.insert("more".into(), json!(1));
            less.chain([json!(more)]).collect()
        }
    }
}

fn places(value: &Value, path: String, found: &mut Vec<String>) {
    found.push(path.clone());
    match value {
        Value::Array(all) => {
            for (at, one) in all.iter().enumerate() {
                places(one, format!("{path}/{at}"), found);
            }
        }
        Value::Object(all) => {
            for (key, one) in all {
                places(one, format!("{path}/{key}"), found);
            }
        }
        _ => {}
    }
}

fn words(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => {
            found.insert(text.clone());
        }
        Value::Array(all) => all.iter().for_each(|one| words(one, found)),
        Value::Object(all) => all.values().for_each(|one| words(one, found)),
        _ => {}
    }
}

/// Whether a document is a certificate that holds, its checksum renewed; what it says beyond that counts as nothing.
fn holds(loaded: &Loaded, document: &Value) -> bool {
    let Ok(mut certificate) = Certificate::read(document) else {
        return false;
    };
    certificate.checksum = checksum(&certificate);
    recheck(&certificate, about(loaded)).is_empty()
}

#[test]
fn every_change_is_found_though_the_checksum_is_renewed() {
    let (loaded, certificate) = certificate_of(short());
    let document = serde_json::to_value(&certificate).unwrap();
    assert!(holds(&loaded, &document));
    let (mut all, mut known) = (Vec::new(), BTreeSet::new());
    places(&document, String::new(), &mut all);
    words(&document, &mut known);
    let mut changes = 0;
    for path in all.iter().filter(|path| !path.starts_with("/checksum")) {
        for other in instead(document.pointer(path).unwrap(), &known) {
            let mut changed = document.clone();
            *changed.pointer_mut(path).unwrap() = other.clone();
            changes += 1;
            assert!(
                !holds(&loaded, &changed),
                "{path} is {other} and nothing was found"
            );
        }
    }
    assert!(changes > 500, "{changes}");
    // The checksum alone is found, too.
    let mut changed = certificate;
    changed.checksum = changed.checksum.replace(['0', '1'], "2");
    assert_eq!(recheck(&changed, about(&loaded)).len(), 1);
}

#[test]
fn a_certificate_of_something_else_is_refused_with_a_way_out() {
    let folder = folder();
    certified(&folder, &[]);
    let text = folder.read("c.json");
    let not = |text: &str, said: &[&str]| {
        folder.write("c.json", text.as_bytes());
        verified(&folder, &[]).is(2, &[], &[&["E0932"], said].concat());
    };
    not(
        "",
        &[
            "is not JSON, or not all of it",
            "hansei prove --certificate FILE",
        ],
    );
    not("rulebook r { }", &["is not JSON"]);
    not("{}", &["has no `certificate_version`"]);
    not(
        "{\"certificate_version\": \"9\"}",
        &["another version of hansei", "write a new one"],
    );
    not(
        "{\"certificate_version\": \"1\"}",
        &["not a certificate of this version"],
    );
    not(&text.replacen('{', "{\"more\": 1,", 1), &["E0932"]);
    let other = |text: &str, arguments: &[&str], said: &[&str]| {
        folder.write("c.json", text.as_bytes());
        verified(&folder, arguments).is(2, &[], &[&["E0933"], said].concat());
    };
    let program = format!("\"program\":\"{}\"", env!("CARGO_PKG_VERSION"));
    other(
        &text.replacen(&program, "\"program\":\"0.0.1\"", 1),
        &[],
        &["written by hansei 0.0.1"],
    );
    other(
        &text.replacen("\"name\":\"choice\"", "\"name\":\"chance\"", 1),
        &[],
        &["about the rulebook `chance`"],
    );
    other(
        &text,
        &["--param", "least=19"],
        &["other parameters", "leave `--param` out"],
    );
    folder.write("choice.rules", RULES.replace("by 4", "by 5").as_bytes());
    other(&text, &[], &["before its last changes", "write a new one"]);
    folder
        .run(&["prove", "choice.rules", "--verify", "none.json"])
        .is(2, &[], &["E0901", "--certificate FILE` writes"]);
}

#[test]
fn parameters_are_part_of_it() {
    let folder = folder();
    certified(&folder, &["--param", "least=15"]);
    verified(&folder, &[]).is(
        2,
        &[],
        &["E0933", "`least=15`", "check it with `--param least=15`"],
    );
    verified(&folder, &["--param", "least=15"]).is(1, &["holds"], &[]);
}

/// Broken files end in a message.
#[test]
fn no_file_makes_it_panic() {
    let (loaded, certificate) = certificate();
    let text = serde_json::to_string(&certificate).unwrap();
    for at in (0..text.len()).step_by(97) {
        assert!(serde_json::from_str::<Certificate>(&text[..at]).is_err());
    }
    let proof = |nodes: Vec<Value>| {
        let mut document = serde_json::to_value(&certificate).unwrap();
        document["guarantees"]
            .as_array_mut()
            .unwrap()
            .iter_mut()
            .for_each(|one| {
                one["outcome"] = json!({"proved": {"certainty": [0.0, 1.0], "proof": nodes}});
            });
        document
    };
    let numbers =
        |low: f64, high: f64| json!({"low": low, "low_in": true, "high": high, "high_in": true});
    let split = |parts: Value| json!({"split": {"fact": "t.size", "parts": parts}});
    let half = json!([null, numbers(0.0, 1e308), numbers(1e308, 100.0)]);
    let hostile = [
        vec![],
        vec![json!({"rows": [4_000_000_000u32, null]})],
        vec![json!({"steps": []})],
        vec![split(json!([])); 5000],
        vec![split(json!([null, numbers(-1e308, 1e308)])); 5000],
        vec![split(half); 5000],
        vec![json!({"rows": [1, 2, 3]}); 5000],
    ];
    for nodes in hostile {
        assert!(!holds(&loaded, &proof(nodes)));
    }
    // Halves of halves without end.
    let deep = |at: u32| {
        let (low, middle) = (
            100.0 - 100.0 / f64::from(at),
            100.0 - 100.0 / f64::from(at + 1),
        );
        let below = json!({"low": low, "low_in": true, "high": middle, "high_in": false});
        split(json!([below, numbers(middle, 100.0)]))
    };
    let first = split(json!([null, numbers(0.0, 100.0)]));
    let nodes = (1..3000).flat_map(|at| [deep(at), json!({"closed": "claim"})]);
    let nodes: Vec<Value> = [first, json!({"closed": "claim"})]
        .into_iter()
        .chain(nodes)
        .collect();
    assert!(!holds(&loaded, &proof(nodes)));
    let folder = folder();
    for text in [
        "[".repeat(100_000),
        "{\"a\":".repeat(100_000),
        "1e999999".into(),
        "\u{0}".into(),
    ] {
        folder.write("c.json", text.as_bytes());
        verified(&folder, &[]).is(2, &[], &["E0932"]);
    }
}

/// A claim that is false has no proof, whatever a certificate says.
#[test]
fn a_wrong_proof_is_refused() {
    let (loaded, certificate) = certificate();
    for reason in ["empty", "row", "when", "claim", "profile"] {
        for name in ["led_alone", "falls", "near"] {
            let mut document = serde_json::to_value(&certificate).unwrap();
            for one in document["guarantees"].as_array_mut().unwrap() {
                if one["name"] == name {
                    let proof = match name {
                        "falls" => json!([{"steps": [false, true]}, {"closed": reason}]),
                        _ => json!([{"closed": reason}]),
                    };
                    one["outcome"] = json!({"proved": {"certainty": [1.0, 1.0], "proof": proof}});
                }
            }
            assert!(!holds(&loaded, &document), "{name} by {reason}");
        }
    }
}
