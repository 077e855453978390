//! Questions that do not apply: never proposed, no open question, and shown as such.

use serde_json::Value;

use crate::program::Folder;

const BOOK: &str = "rulebook r { sureness sure }
strategy improve \"Improve\"
strategy design \"Design\"
topic work {
  fact exists    \"It exists\" : yes_no { ask \"Does it exist?\" tag essential }
  fact stability \"Stability\" : unstable < stable { ask \"How stable is it?\" tag essential asked when work.exists }
  fact depth     \"Depth\" : local < deep { ask \"How deep is it?\" asked when there }
}
let there = work.exists and not (work.stability is unstable)
rule design_it { when not work.exists then favor design strongly because \"D.\" }
rule stable    { when work.stability is stable then favor improve decisively because \"S.\" }
rule deep      { when work.depth is deep then favor design decisively because \"E.\" }
let sure : low < high { high when margin >= 5  low otherwise }
";

fn moot(trace: &Value) -> Vec<&str> {
    let unknown = trace["unknown"].as_array().expect("unknown facts");
    let moot = unknown.iter().filter(|one| one["moot"] == true);
    moot.filter_map(|one| one["name"].as_str()).collect()
}

#[test]
fn what_does_not_apply_is_no_open_question() {
    let folder = Folder::with(&[("a.rules", BOOK)]);
    let none = folder.verified_trace("{\"exists\": false}");
    assert_eq!(moot(&none), ["work.depth", "work.stability"]);
    assert_eq!(none["settled"], true, "{none:#}");
    let effects = none["unknown"].as_array().expect("unknown facts");
    assert!(
        effects.iter().all(|one| one["effect"].is_null()),
        "{none:#}"
    );
    // What is moot is not missing.
    assert_eq!(none["sureness_capped"]["level"], "high");
    let page = folder.run(&["eval", "p.json"]);
    assert!(!page.out.contains("How stable is it?"), "{page}");
    let whole = folder.run(&["explain", "p.json"]);
    assert!(whole.out.contains("2 do not apply"), "{whole}");
}

#[test]
fn what_may_apply_is_asked() {
    let folder = Folder::with(&[("a.rules", BOOK)]);
    let open = folder.verified_trace("{}");
    assert_eq!(moot(&open), Vec::<&str>::new());
    assert_eq!(open["settled"], false);
    let unstable = folder.verified_trace("{\"exists\": true, \"stability\": \"unstable\"}");
    assert_eq!(moot(&unstable), ["work.depth"]);
}

#[test]
fn an_answer_to_a_moot_question_counts_with_a_warning() {
    let folder = Folder::with(&[("a.rules", BOOK)]);
    let given = folder.verified_trace("{\"exists\": false, \"stability\": \"stable\"}");
    assert_eq!(given["advice"], "improve");
    let warning = "“Stability” is answered, though the question does not apply";
    assert_eq!(given["warnings"], serde_json::json!([warning]));
}

/// `y` is asked when `x` holds.
fn chain(rules: &str, facts: &str) -> Folder {
    let text = format!(
        "rulebook r {{ }}\nstrategy a\nstrategy b {{ prior 2 }}\ntopic t {{\n  fact x : yes_no\n  \
         fact y : yes_no {{ asked when t.x }}\n{facts}}}\n{rules}\n"
    );
    Folder::with(&[("a.rules", &text)])
}

#[test]
fn answers_that_nobody_gives_together_change_nothing() {
    let folder = chain("rule two { when t.y and not t.x then favor a by 5 }", "");
    let open = folder.verified_trace("{}");
    assert_eq!(open["settled"], true, "{open:#}");
    assert_eq!(open["possible_advice"], serde_json::json!(["b"]));
    // What a profile answers stays answered.
    let given = folder.verified_trace("{\"y\": true}");
    assert_eq!(given["settled"], false, "{given:#}");
    let both = folder.verified_trace("{\"x\": false, \"y\": true}");
    assert_eq!(both["advice"], "a");
}

#[test]
fn a_chain_of_questions_ends_where_one_does_not_apply() {
    let third = "  fact z : yes_no { asked when t.x and t.y }\n";
    let none = "rule far { when t.z and not t.x then favor a by 5 }";
    let open = chain(none, third).verified_trace("{}");
    assert_eq!(open["settled"], true, "{open:#}");
    let all = "rule far { when t.z then favor a by 5 }";
    let open = chain(all, third).verified_trace("{}");
    // Half of the answers to each of three questions.
    let share = |open: &Value| open["share"]["low"].clone();
    assert_eq!(share(&open), 0.125, "{open:#}");
    // What is moot is unknown, so that a condition that reads nothing else is not known either: `z` is asked.
    let loose = "  fact z : yes_no { asked when t.y }\n";
    let open = chain(all, loose).verified_trace("{}");
    assert_eq!(share(&open), 0.375, "{open:#}");
}

#[test]
fn a_question_that_does_not_apply_has_no_answers_to_count() {
    let folder = chain("rule no { when not t.x or t.y then favor a by 5 }", "");
    let open = folder.verified_trace("{}");
    assert_eq!(open["share"]["low"], 0.75, "{open:#}");
    assert_eq!(open["share"]["high"], 0.75, "{open:#}");
}

#[test]
fn a_question_that_does_not_apply_yet_may_come() {
    let folder = chain(
        "hypothesis h\nrule likely { when t.x then favor h by 5 }\n\
         rule late { when t.w then favor a by 5 }",
        "  fact w : yes_no { asked when belief(h) > 0.5 }\n",
    );
    let open = folder.verified_trace("{}");
    assert_eq!(moot(&open), ["t.w"]);
    assert_eq!(open["settled"], false, "{open:#}");
    let witness = serde_json::json!({"t.w": true, "t.x": true});
    assert_eq!(open["witness"]["facts"], witness);
    assert_eq!(open["share"]["low"], 0.25, "{open:#}");
}

#[test]
fn a_guarantee_ranges_over_answers_to_questions_that_do_not_apply() {
    let folder = chain(
        "rule two { when t.y and not t.x then favor a by 5 }\n\
         guarantee never_a { never advice is a }\n\
         guarantee a_alone { never advice is a when t.x }",
        "",
    );
    let run = folder.run(&["prove", "-r", "a.rules", "-f", "json"]);
    let json = run.json();
    let verdicts = json["guarantees"].as_array().expect("guarantees").iter();
    let verdicts: Vec<&str> = verdicts.filter_map(|one| one["verdict"].as_str()).collect();
    assert_eq!(verdicts, ["proved", "refuted"], "{json:#}");
}

#[test]
fn a_loop_and_a_late_use_are_errors_and_a_question_of_itself_a_lint() {
    for (asked, code) in [
        ("asked when work.depth is deep", "E0407"),
        ("asked when margin > 2", "E0406"),
        (
            "asked when work.exists or work.stability is stable",
            "W0819",
        ),
        ("asked when work.stability is wobbly", "E0214"),
    ] {
        let rules = BOOK.replace("asked when work.exists }", &format!("{asked} }}"));
        let folder = Folder::with(&[("a.rules", &rules)]);
        let check = folder.run(&["check", "a.rules"]);
        assert!(format!("{check}").contains(code), "{asked}: {check}");
    }
}

#[test]
fn facts_and_blank_profiles_say_when_a_question_is_asked() {
    let folder = Folder::with(&[("a.rules", BOOK)]);
    let facts = folder.run(&["facts", "-r", "a.rules"]);
    assert!(facts.out.contains("asked when"), "{facts}");
    assert!(facts.out.contains("work.exists"), "{facts}");
    let json = folder.run(&["facts", "work.depth", "-r", "a.rules", "-f", "json"]);
    assert_eq!(json.json()["topics"][0]["facts"][0]["asked_when"], "there");
    let blank = folder.run(&["facts", "-r", "a.rules", "--blank", "toml"]);
    assert!(
        blank
            .out
            .contains("## Only if work.exists; otherwise leave it out."),
        "{blank}"
    );
}

#[test]
fn a_change_of_when_it_is_asked_is_a_difference() {
    let after = BOOK.replace("asked when there", "asked when work.exists");
    let folder = Folder::with(&[("a.rules", BOOK), ("b.rules", &after)]);
    let diff = folder.run(&["diff", "a.rules", "b.rules"]);
    assert!(diff.out.contains("work.depth"), "{diff}");
    assert!(diff.out.contains("asked when"), "{diff}");
}
