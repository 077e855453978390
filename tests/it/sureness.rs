//! What keeps the sureness of an advice down: facts that are essential, answers that contradict each other, and open
//! answers that would change it alone.

use serde_json::{Value, json};

use crate::program::Folder;

const BOOK: &str = "rulebook pilots { sureness sure }
strategy pilot \"A pilot first\"
strategy launch
topic team {
  fact time    \"Time\" : none < scarce < protected
  fact budget  \"Money\" : number \"EUR\" in 0..100000 { tag essential }
  fact sponsor : yes_no { tag essential tag need }
}
rule small { when team.time is scarce then favor pilot strongly because \"T.\" }
rule poor  { when team.budget < 100 then favor pilot weakly because \"P.\" }
rule alone { when not team.sponsor then favor pilot weakly because \"S.\" }
let sure : low \"not sure\" < fairly \"fairly sure\" < yes_sure \"sure\" {
  yes_sure when margin >= 7
  fairly   when margin >= 4
  low      otherwise
}
";

#[test]
fn nobody_is_sure_while_what_is_essential_is_unknown() {
    let folder = Folder::with(&[("a.rules", BOOK)]);
    let open = folder.verified_trace("{\"time\": \"scarce\", \"sponsor\": true}");
    assert_eq!(open["sureness"], "yes_sure");
    let missing = json!([{ "kind": "essential", "name": "team.budget", "title": "Money" }]);
    let capped = json!({ "level": "fairly", "reasons": missing });
    assert_eq!(open["sureness_capped"], capped, "{open:#}");
    let page = folder.run(&["eval", "p.json"]);
    assert!(page.out.contains("fairly sure"), "{page}");

    let told = folder.verified_trace("{\"time\": \"scarce\", \"sponsor\": true, \"budget\": 500}");
    assert_eq!(
        told["sureness_capped"],
        json!({ "level": "yes_sure", "reasons": [] })
    );
    let page = folder.run(&["eval", "p.json"]);
    assert!(!page.out.contains("fairly sure"), "{page}");
}

#[test]
fn a_lower_level_stays_as_it_is() {
    let folder = Folder::with(&[("a.rules", BOOK)]);
    let low = folder.verified_trace("{\"sponsor\": false}");
    assert_eq!(low["sureness"], "low");
    assert_eq!(low["sureness_capped"]["level"], "low");
    let kinds = low["sureness_capped"]["reasons"]
        .as_array()
        .expect("reasons");
    let names: Vec<String> = kinds
        .iter()
        .map(|one| format!("{}: {}", one["kind"], one["name"]))
        .collect();
    assert_eq!(names, ["\"essential\": \"team.budget\""]);
}

#[test]
fn an_open_answer_that_would_change_the_advice_is_a_reason() {
    let rules = BOOK.replace("tag essential", "tag need");
    let rules = rules.replace(
        "when team.budget < 100 then favor pilot weakly",
        "when team.budget > 100 then favor launch decisively",
    );
    let folder = Folder::with(&[("a.rules", &rules)]);
    let open = folder.verified_trace("{\"time\": \"scarce\", \"sponsor\": true}");
    let turning = json!([{ "kind": "open_answer", "name": "team.budget", "title": "Money" }]);
    assert_eq!(
        open["sureness_capped"],
        json!({ "level": "fairly", "reasons": turning })
    );
}

#[test]
fn a_row_of_a_table_is_as_sure_as_its_profile() {
    let rules = BOOK.replace(
        "when team.budget < 100 then favor pilot weakly",
        "when team.budget > 100 then favor launch decisively",
    );
    let needed = rules.replace("tag essential", "tag need");
    let mut levels = Vec::new();
    for rules in [rules, needed] {
        let folder = Folder::with(&[("a.rules", &rules)]);
        for time in ["", "\"time\": \"scarce\", "] {
            for budget in ["", "\"budget\": 50, ", "\"budget\": 500, "] {
                for sponsor in ["true", "false"] {
                    let profile = format!("{{{time}{budget}\"sponsor\": {sponsor}}}");
                    let trace = folder.verified_trace(&profile);
                    let row = folder.run(&["eval", "-r", "a.rules", "p.json", "-f", "jsonl"]);
                    let level = &trace["sureness_capped"]["level"];
                    assert_eq!(row.json()["sureness"], *level, "{profile}");
                    levels.push((trace["sureness"].clone(), level.clone()));
                }
            }
        }
    }
    let held = levels.iter().filter(|(own, level)| own != level).count();
    assert!(held > 1 && held < levels.len(), "{levels:?}");
}

#[test]
fn without_a_scale_the_facts_are_listed_and_a_lint_says_so() {
    let rules = BOOK.replace("{ sureness sure }", "{ }");
    let folder = Folder::with(&[("a.rules", &rules)]);
    let open = folder.verified_trace("{\"time\": \"scarce\"}");
    let capped = &open["sureness_capped"];
    assert_eq!(capped["level"], Value::Null);
    assert_eq!(
        capped["reasons"].as_array().map(Vec::len),
        Some(2),
        "{capped}"
    );
    let check = folder.run(&["check", "a.rules"]);
    assert!(format!("{check}").contains("W0818"), "{check}");
}

#[test]
fn a_trace_that_forgets_a_reason_does_not_hold() {
    let folder = Folder::with(&[("a.rules", BOOK)]);
    let mut open = folder.verified_trace("{\"time\": \"scarce\", \"sponsor\": true}");
    open["sureness_capped"] = json!({ "level": "yes_sure", "reasons": [] });
    folder.write("t.json", open.to_string().as_bytes());
    let verified = folder.run(&["explain", "--verify", "t.json"]);
    assert_eq!(verified.status, 1, "{verified}");
    assert!(
        format!("{verified}").contains("sureness_capped"),
        "{verified}"
    );
}

#[test]
fn a_snapshot_says_where_the_sureness_is_held() {
    let folder = Folder::with(&[("a.rules", BOOK)]);
    folder.write("profiles/p.toml", b"time = \"scarce\"\nsponsor = true\n");
    let accepted = folder.run(&["test", "a.rules", "--accept"]);
    assert_eq!(accepted.status, 0, "{accepted}");
    let snapshot = folder.read("profiles/p.toml.snap");
    assert!(snapshot.contains("yes_sure, held at fairly"), "{snapshot}");
}

const CLASHES: &str = "contradiction paid \"Which holds?\" {
  when team.time is protected and team.budget = 0 unless team.sponsor
  because \"Time is {team.time}, and there are {team.budget}.\"
}
contradiction rich \"Is it that much?\" { when team.budget > 50000 and team.time is protected }
contradiction odd \"Really?\" { when team.budget in_doubt }
let many = contradictions >= 2
note several \"Several\" { when many or contradictions = 1 and rich risk \"Ask again.\" }
";

fn clashing() -> Folder {
    let odd = CLASHES.replace(
        "team.budget in_doubt",
        "team.budget > 60000 and not team.sponsor",
    );
    let rules = BOOK.replace(
        "when team.time is scarce",
        "when team.time is at least scarce",
    );
    Folder::with(&[("a.rules", &format!("{rules}{odd}"))])
}

#[test]
fn one_contradiction_lowers_the_sureness_and_two_take_it_all() {
    let folder = clashing();
    let one = folder.verified_trace("{\"time\": \"protected\", \"budget\": 0, \"sponsor\": false}");
    let held = one["contradictions"].as_array().expect("contradictions");
    assert_eq!(held.len(), 1, "{one:#}");
    assert_eq!(held[0]["name"], "paid");
    assert_eq!(held[0]["title"], "Which holds?");
    assert_eq!(
        held[0]["because"],
        "Time is protected, and there are 0 EUR."
    );
    assert_eq!(
        held[0]["facts"],
        json!(["team.budget", "team.sponsor", "team.time"])
    );
    assert_eq!(one["sureness"], "yes_sure");
    assert_eq!(one["sureness_capped"]["level"], "fairly");
    assert_eq!(
        one["sureness_capped"]["reasons"][0]["kind"],
        "contradiction"
    );
    let two =
        folder.verified_trace("{\"time\": \"protected\", \"budget\": 70000, \"sponsor\": false}");
    assert_eq!(two["contradictions"].as_array().map(Vec::len), Some(2));
    assert_eq!(two["sureness_capped"]["level"], "low");
    assert_eq!(two["notes"][0]["name"], "several");
    let page = folder.run(&["explain", "p.json"]);
    assert!(
        page.out.contains("Answers that contradict each other"),
        "{page}"
    );
    assert!(page.out.contains("Is it that much?"), "{page}");
}

#[test]
fn an_exception_stops_a_contradiction_and_what_is_unknown_is_none() {
    let folder = clashing();
    for profile in [
        "{\"time\": \"protected\", \"budget\": 0, \"sponsor\": true}",
        "{\"time\": \"protected\"}",
    ] {
        assert_eq!(
            folder.verified_trace(profile)["contradictions"],
            json!([]),
            "{profile}"
        );
    }
}

#[test]
fn what_is_written_wrong_in_a_contradiction_is_told() {
    for (text, said) in [
        (
            "contradiction c { when margin > 3 }",
            "too late for a contradiction",
        ),
        (
            "contradiction c { because \"No.\" }",
            "the contradiction `c` has no `when`",
        ),
        (
            "contradiction c { when team.sponsor then favor pilot weakly }",
            "E0116",
        ),
        ("contradiction team { when team.sponsor }", "`team`"),
        ("contradiction c { when contradictions > 0 }", "E0407"),
    ] {
        let folder = Folder::with(&[("a.rules", &format!("{BOOK}{text}"))]);
        let check = folder.run(&["check", "a.rules"]);
        assert!(format!("{check}").contains(said), "{text}: {check}");
    }
}

#[test]
fn tests_and_differences_know_contradictions() {
    let folder = clashing();
    folder.write("profiles/p.toml", b"time = \"none\"\n");
    folder.run(&["test", "a.rules", "--accept"]);
    let coverage = folder.run(&["test", "a.rules", "--coverage"]);
    assert!(format!("{coverage}").contains("W1011"), "{coverage}");
    let rules = folder.read("a.rules");
    folder.write(
        "b.rules",
        rules
            .replace("team.budget > 50000", "team.budget > 40000")
            .as_bytes(),
    );
    let diff = folder.run(&["diff", "a.rules", "b.rules"]);
    assert!(diff.out.contains("rich"), "{diff}");
}
