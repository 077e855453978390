//! Certificates of proofs: written, checked again, and every change of one found.

use std::collections::BTreeSet;

use hansei::model::certificate::{Certificate, CertifiedOutcome};
use hansei::verify::{Subject, checksum, recheck};
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
    let folder = folder();
    certified(&folder, &[]);
    let certificate = serde_json::from_str(&folder.read("c.json")).unwrap();
    (load(RULES).unwrap(), certificate)
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
    certified(&folder, &[]).is(1, &["9 proved"], &["`c.json` contains", "witness"]);
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
    // What has no proof of this kind is named.
    let why = "rules compute with its number";
    certified(&folder, &[]).is(
        1,
        &["9 proved"],
        &["`size_waits` is proved, but has no", why],
    );
    verified(&folder, &[]).is(
        1,
        &["but without a certificate", why, "led_alone: refuted by "],
        &[],
    );
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
    let (loaded, certificate) = certificate();
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
        .is(2, &[], &["E0901"]);
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
