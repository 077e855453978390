//! `hansei diff`: each edit is named and nothing else is, and every flip is owed to the edit that made it.

use crate::program::{Folder, Run};
use serde_json::Value;

mod beside;
mod renamed;
mod shown;
mod tables;

const RULES: &str = r#"rulebook choice "Kaizen or breakthrough?" { version "1.0.0" method odds }
use "sources.rules"

strategy kaizen "Kaizen" { next "Choose a model area." }
strategy leap "Breakthrough" { precondition "Money for the whole project." }

parameter short_runway "Short runway" = 6 "months" in 0..60

topic economy "Economy" {
  fact growth : slow < moderate < fast
}
topic resources "Resources" {
  fact runway : number "months" in 0..120
  fact crisis : yes_no
  fact money  : limited < moderate < large
}

let cash_tight "Cash is tight" = resources.runway < short_runway or resources.money is limited

let room "Room to move" : none < some < plenty {
  plenty when resources.runway >= 24 and not resources.crisis
  some   when resources.runway >= 12
  none   otherwise
}

contrast economy.growth "Growth of the economy" {
  slow => favor kaizen strongly because "Kaizen works well in a slow-growth economy."
  fast => favor leap strongly   because "A leap suits a fast-growth economy."
  cite imai "Table 3"
}

rule lean_times "Crisis without cash" {
  when resources.crisis and cash_tight
  then favor kaizen strongly
  because "Small steps free money before big ones spend it."
  cite imai "ch. 2"
}
rule room_to_leap "Room to leap" {
  when room is plenty
  then favor leap moderately
  because "There is time for a leap."
}
rule tight_means_small "Small steps" {
  when cash_tight
  then favor kaizen weakly
  because "Little money asks for small steps."
}
rule tight_is_no_leap "No leap without cash" {
  when cash_tight
  then oppose leap by 3
  because "A leap costs money first."
}

advice {
  close: kaizen when margin < 2 and best is leap
         leap   when best is leap
         kaizen otherwise
}
"#;

const SOURCES: &str = "source imai \"Imai, M. (1986). Kaizen.\"\n";

const PROFILES: &[(&str, &str)] = &[
    (
        "fast",
        "economy.growth = \"fast\"\nresources.runway = 8\nresources.crisis = false\nresources.money = \"moderate\"\n",
    ),
    (
        "slow",
        "economy.growth = \"slow\"\nresources.runway = 30\nresources.crisis = false\nresources.money = \"large\"\n",
    ),
    (
        "tight",
        "economy.growth = \"fast\"\nresources.runway = 3\nresources.crisis = true\nresources.money = \"moderate\"\n",
    ),
];

/// A folder with the rulebook as it was and as it is.
fn folder(new: &str, sources: &str) -> Folder {
    let folder = Folder::with(&[
        ("old/choice.rules", RULES),
        ("old/sources.rules", SOURCES),
        ("new/choice.rules", new),
        ("new/sources.rules", sources),
    ]);
    for (name, text) in PROFILES {
        folder.write(&format!("new/profiles/{name}.toml"), text.as_bytes());
    }
    folder
}

/// The rulebook with one text replaced, which it must have.
#[track_caller]
fn edited(from: &str, to: &str) -> String {
    assert!(RULES.contains(from), "{from}");
    RULES.replace(from, to)
}

const PATHS: [&str; 2] = ["old/choice.rules", "new/choice.rules"];

fn diff(folder: &Folder, more: &[&str]) -> Run {
    let mut arguments = vec!["diff"];
    arguments.extend(PATHS);
    arguments.extend(more);
    folder.run(&arguments)
}

fn json(folder: &Folder) -> Value {
    let run = diff(folder, &["-f", "json"]);
    assert_eq!(run.status, 0, "{run}");
    run.json()
}

/// The changes, each as its kind, name and aspect with what stands behind it.
fn changes(told: &Value) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap_or("–").to_owned();
    let changes = told["changes"].as_array().unwrap().iter();
    let line = |one: &Value| {
        let [kind, name, aspect, from, to] =
            ["kind", "name", "aspect", "from", "to"].map(|key| text(&one[key]));
        format!("{kind} {name} {aspect}: {from} → {to}")
    };
    changes.map(line).collect()
}

/// Holds that an edit is told as these changes and no others.
#[track_caller]
fn check(new: &str, sources: &str, expected: &[&str]) -> Value {
    let told = json(&folder(new, sources));
    assert_eq!(changes(&told), expected);
    told
}

/// The flips, each as the profile, the two advices and the names of what they are owed to.
fn flips(told: &Value) -> Vec<String> {
    let name = |at: &Value| {
        let at = usize::try_from(at.as_u64().unwrap()).unwrap();
        told["changes"][at]["name"].as_str().unwrap().to_owned()
    };
    let set = |set: &Value| -> String {
        let names: Vec<String> = set.as_array().unwrap().iter().map(name).collect();
        names.join(" + ")
    };
    let mut all = Vec::new();
    for cause in told["effects"]["causes"].as_array().unwrap() {
        let sets: Vec<String> = cause["owed_to"]
            .as_array()
            .unwrap()
            .iter()
            .map(set)
            .collect();
        for flip in cause["flips"].as_array().unwrap() {
            let advice = |side: &str| flip[side]["advice"].as_str().unwrap().to_owned();
            all.push(format!(
                "{}: {} → {} by {}",
                flip["profile"].as_str().unwrap(),
                advice("old"),
                advice("new"),
                sets.join(" | ")
            ));
        }
    }
    all
}

#[test]
fn a_weight_is_named_with_what_it_was_and_is() {
    let new = edited("fast => favor leap strongly  ", "fast => favor leap by 1");
    let told = check(
        &new,
        SOURCES,
        &["row economy.growth.fast weight: strongly (7) → by 1"],
    );
    assert_eq!(told["changes"][0]["part"], "toward leap");
    assert_eq!(told["changes"][0]["new"]["line"], 28);
    assert_eq!(flips(&told), ["fast: leap → kaizen by economy.growth.fast"]);
    let flip = &told["effects"]["causes"][0]["flips"][0];
    assert_eq!(flip["old"]["ledger"][0]["amount"], 7);
    assert_eq!(flip["new"]["ledger"][0]["amount"], -1);
}

#[test]
fn a_shift_is_owed_to_each_change_that_has_a_part_in_it() {
    let new = edited("oppose leap by 3", "oppose leap by 4");
    let new = new.replace("then favor leap moderately", "then favor leap by 1");
    let folder = folder(&new, SOURCES);
    let told = json(&folder);
    let shifts = &told["effects"]["shifts"];
    assert_eq!(shifts["profiles"], shifts["looked_at"], "{shifts}");
    let causes = shifts["causes"].as_array().unwrap();
    let name = |at: &Value| &told["changes"][at.as_u64().unwrap() as usize]["name"];
    let lines: Vec<String> = causes
        .iter()
        .map(|one| {
            let (name, margin) = (name(&one["owed_to"][0]).as_str(), &one["margin"]);
            format!("{} {} {margin}", name.unwrap_or("?"), one["profiles"])
        })
        .collect();
    let wanted = ["room_to_leap 1 [3,3]", "tight_is_no_leap 1 [1,1]"];
    assert_eq!(lines, wanted, "{shifts}");
    diff(&folder, &[]).is(0, &["what each change adds where the advice stayed"], &[]);
    diff(&folder, &["-f", "markdown"]).is(0, &["| profiles | adds | change |"], &[]);
}

#[test]
fn a_threshold_in_a_condition_and_in_a_row_is_named_as_such() {
    let new = edited("resources.runway < short_runway", "resources.runway < 9");
    check(
        &new,
        SOURCES,
        &[concat!(
            "let cash_tight definition: resources.runway < short_runway or resources.money is limited",
            " → resources.runway < 9 or resources.money is limited"
        )],
    );
    let new = edited(
        "some   when resources.runway >= 12",
        "some   when resources.runway >= 15",
    );
    check(
        &new,
        SOURCES,
        &[
            "let room threshold: some when resources.runway >= 12 → some when resources.runway >= 15",
        ],
    );
    let new = edited("margin < 2", "margin < 8");
    let told = check(
        &new,
        SOURCES,
        &["advice_row close threshold: margin < 2 and best is leap → margin < 8 and best is leap"],
    );
    assert_eq!(flips(&told), ["fast: leap → kaizen by close"]);
}

#[test]
fn a_parameter_reaches_the_rules_that_read_it_through_a_let() {
    let new = edited("= 6 \"months\"", "= 9 \"months\"");
    let told = check(
        &new,
        SOURCES,
        &["parameter short_runway value: 6 months → 9 months"],
    );
    assert_eq!(
        told["changes"][0]["affects"],
        serde_json::json!(["lean_times", "tight_is_no_leap", "tight_means_small"])
    );
    assert_eq!(told["effects"]["margin"]["buckets"][3]["profiles"], 2);
}

#[test]
fn a_let_that_three_rules_read_is_one_cause() {
    let new = edited(
        "resources.runway < short_runway or resources.money is limited",
        "resources.runway < short_runway and resources.money is limited",
    );
    let told = json(&folder(&new, SOURCES));
    assert_eq!(told["changes"].as_array().unwrap().len(), 1);
    assert_eq!(told["changes"][0]["affects"].as_array().unwrap().len(), 3);
    assert_eq!(flips(&told), ["tight: kaizen → leap by cash_tight"]);
}

#[test]
fn a_deleted_row_is_the_only_thing_removed() {
    let new = edited("  some   when resources.runway >= 12\n", "");
    check(
        &new,
        SOURCES,
        &["let room row: some when resources.runway >= 12 → –"],
    );
    let new = edited("  close: kaizen when margin < 2 and best is leap\n", "");
    check(&new, SOURCES, &["advice_row close removed: – → –"]);
    let new = edited(
        "  slow => favor kaizen strongly because \"Kaizen works well in a slow-growth economy.\"\n",
        "",
    );
    let told = check(&new, SOURCES, &["row economy.growth.slow removed: – → –"]);
    assert_eq!(told["changes"][0]["new"], Value::Null);
}

#[test]
fn rows_that_change_places_are_named_where_it_matters() {
    let new = edited(
        "  close: kaizen when margin < 2 and best is leap\n         leap   when best is leap\n",
        "         leap   when best is leap\n  close: kaizen when margin < 2 and best is leap\n",
    );
    check(&new, SOURCES, &["advice  order: – → –"]);
}

#[test]
fn words_and_citations_are_told_as_such() {
    let new = edited("There is time for a leap.", "There is time enough.");
    check(
        &new,
        SOURCES,
        &["rule room_to_leap wording: “There is time for a leap.” → “There is time enough.”"],
    );
    let new = edited("cite imai \"ch. 2\"", "cite imai \"ch. 3\"");
    check(
        &new,
        SOURCES,
        &["rule lean_times citation: imai “ch. 2” → imai “ch. 3”"],
    );
    let new = edited("cite imai \"Table 3\"", "cite imai \"Table 4\"");
    check(
        &new,
        SOURCES,
        &["contrast economy.growth citation: imai “Table 3” → imai “Table 4”"],
    );
}

#[test]
fn order_layout_and_comments_are_no_change() {
    let (head, rest) = RULES.split_at(RULES.find("strategy kaizen").unwrap());
    let mut parts: Vec<&str> = rest.split("\n\n").collect();
    parts.reverse();
    let new = format!("{head}\n# Turned around.\n{}", parts.join("\n\n"));
    let new = new.replace(
        "resources.crisis and cash_tight",
        "cash_tight and resources.crisis",
    );
    let folder = folder(
        &new,
        "# Nothing else.\nsource imai \"Imai, M. (1986). Kaizen.\"\n",
    );
    let told = diff(&folder, &["--fail-on", "any"]);
    let words = "no change: the rules mean the same; only their order, layout or comments differ";
    told.is(0, &[words, "3 profiles: no advice flips"], &[]);
}

#[test]
fn a_declaration_moved_to_another_file_is_no_change() {
    let (start, end) = (RULES.find("rule tight_is_no_leap"), RULES.find("advice {"));
    let moved = &RULES[start.unwrap()..end.unwrap()];
    let new = RULES.replace(moved, "");
    let folder = folder(&new, &format!("{SOURCES}{moved}"));
    diff(&folder, &[]).is(0, &["no change: the rules mean the same"], &[]);
}

#[test]
fn a_new_fact_is_said_and_profiles_that_give_it_are_counted() {
    let new = edited(
        "  fact crisis : yes_no\n",
        "  fact crisis : yes_no\n  fact loans : yes_no\n",
    );
    let folder = folder(&new, SOURCES);
    let profile = format!("{}resources.loans = true\n", PROFILES[0].1);
    folder.write("new/profiles/fast.toml", profile.as_bytes());
    let told = json(&folder);
    assert_eq!(changes(&told), ["fact resources.loans added: – → –"]);
    let only = &told["effects"]["one_sided"][0];
    assert_eq!(only["fact"], "resources.loans");
    assert_eq!(only["in_new"], true);
    assert_eq!(only["given_by"], 1);
    assert_eq!(told["effects"]["profiles"], 3);
}

#[test]
fn two_edits_that_flip_only_together_are_named_together_and_alternatives_apart() {
    // Either weight alone leaves the leap ahead.
    let new = edited("fast => favor leap strongly  ", "fast => favor leap by 4  ");
    let new = new.replace("favor leap moderately", "favor leap weakly");
    let folder = folder(&new, SOURCES);
    folder.write(
        "new/profiles/both.toml",
        b"economy.growth = \"fast\"\nresources.runway = 30\nresources.crisis = false\nresources.money = \"limited\"\n",
    );
    let told = json(&folder);
    let both = flips(&told);
    assert_eq!(
        both,
        ["both: leap → kaizen by room_to_leap + economy.growth.fast"]
    );
    // Each of these takes the leap away alone.
    let new = edited("fast => favor leap strongly  ", "fast => favor leap by 1  ");
    let new = new.replace("margin < 2", "margin < 20");
    let told = json(&self::folder(&new, SOURCES));
    assert_eq!(
        flips(&told),
        ["fast: leap → kaizen by economy.growth.fast | close"]
    );
}

#[test]
fn a_new_strategy_and_the_rule_for_it_flip_only_together() {
    let new = edited(
        "strategy leap \"Breakthrough\"",
        "strategy wait \"Wait\"\nstrategy leap \"Breakthrough\"",
    );
    let new = new.replace(
        "advice {",
        "rule patience { when resources.runway < 10 then favor wait decisively }\n\nadvice {\n  wait when best is wait\n",
    );
    let told = check(
        &new,
        SOURCES,
        &[
            "strategy wait added: – → –",
            "rule patience added: – → –",
            "advice_row wait added: – → –",
        ],
    );
    let mut found = flips(&told);
    found.sort();
    let owed = "by wait + patience + wait";
    assert_eq!(
        found,
        [
            format!("fast: leap → wait {owed}"),
            format!("tight: kaizen → wait {owed}")
        ]
    );
}

#[test]
fn a_word_of_the_method_is_one_change_however_many_rules_use_it() {
    let old = edited("margin < 2", "margin < 6");
    let new = old.replace("method odds }", "method odds scale { strongly 5 } }");
    let folder = folder(&new, SOURCES);
    folder.write("old/choice.rules", old.as_bytes());
    let told = json(&folder);
    assert_eq!(changes(&told), ["method  value: 7 → 5"]);
    assert_eq!(told["changes"][0]["part"], "of `strongly`");
    assert_eq!(
        told["changes"][0]["affects"],
        serde_json::json!([
            "lean_times",
            "room_to_leap",
            "tight_means_small",
            "economy.growth.fast",
            "economy.growth.slow"
        ])
    );
    assert_eq!(flips(&told), ["fast: leap → kaizen by "]);
}

#[test]
fn a_level_in_the_middle_of_a_scale_is_owed_what_it_does() {
    let new = edited("slow < moderate < fast", "slow < moderate < brisk < fast");
    let told = check(
        &new,
        SOURCES,
        &[concat!(
            "fact economy.growth type: slow < moderate < fast",
            " → slow < moderate < brisk < fast"
        )],
    );
    assert_eq!(told["flips"], 0);
    assert_eq!(told["effects"]["profiles"], 3);
}

/// A method that keeps its name and changes its script: what changed in it is shown, and not its name twice.
#[test]
fn of_a_changed_method_its_script_is_shown() {
    let method = include_str!("../../rules/methods/odds.rhai");
    let (line, _) = method
        .lines()
        .filter(|line| line.trim_start().starts_with("let "))
        .find_map(|line| line.split_once(';'))
        .unwrap_or_else(|| panic!("a let in\n{method}"));
    let changed = method.replacen(line, &format!("let one_more = 1; {line}"), 1);
    let rules = RULES.replace("method odds", "method \"own.rhai\"");
    let folder = Folder::with(&[
        ("old/choice.rules", &rules),
        ("old/sources.rules", SOURCES),
        ("old/own.rhai", method),
        ("new/choice.rules", &rules),
        ("new/sources.rules", SOURCES),
        ("new/own.rhai", &changed),
    ]);
    let run = folder.run(&["diff", "old/choice.rules", "new/choice.rules"]);
    assert!(run.out.contains("one_more"), "{run}");
    assert!(!run.out.contains("own.rhai → own.rhai"), "{run}");
    assert!(run.out.lines().all(|line| line.len() < 400), "{run}");
}

#[test]
fn a_script_is_compared_by_its_text_and_flips_are_owed_to_it() {
    let call = |book: &str| {
        let book = book.replace(
            "use \"sources.rules\"",
            "use \"sources.rules\"\nscript \"far.rhai\" as far",
        );
        book.replace("when room is plenty", "when far.enough(resources.runway)")
    };
    let rules = call(RULES);
    let folder = Folder::with(&[
        ("old/choice.rules", &rules),
        ("old/sources.rules", SOURCES),
        ("old/far.rhai", "fn enough(months) { months > 24.0 }"),
        ("new/choice.rules", &rules),
        ("new/sources.rules", SOURCES),
        ("new/far.rhai", "fn enough(months) { months > 2.0 }"),
    ]);
    let profile = "resources.runway = 3\nresources.crisis = false\nresources.money = \"large\"\n";
    folder.write("new/profiles/far.toml", profile.as_bytes());
    let told = json(&folder);
    assert_eq!(
        changes(&told),
        ["script far definition: fn enough(months){months>24.0} → fn enough(months){months>2.0}"]
    );
    assert_eq!(
        told["changes"][0]["affects"],
        serde_json::json!(["room_to_leap"])
    );
    assert_eq!(
        told["effects"]["margin"]["buckets"]
            .as_array()
            .unwrap()
            .len(),
        7
    );
}

#[test]
fn groups_notes_examples_and_guarantees_are_compared_too() {
    let more = concat!(
        "\ngroup cash \"Cash\" limit 3\n",
        "note hint { when resources.crisis risk \"Keep calm.\" }\n",
        "example \"Fast\" { given { economy.growth: fast } expect advice is leap }\n",
        "guarantee careful { never advice is leap when resources.runway < 1 }\n",
    );
    let book =
        |more: &str| RULES.replace("  when cash_tight\n", "  when cash_tight\n  in cash\n") + more;
    let changed = more
        .replace("limit 3", "limit strongest")
        .replace("Keep calm.", "Stay calm.")
        .replace(
            "expect advice is leap",
            "expect advice is leap and margin > 1",
        )
        .replace("runway < 1 }", "runway < 2 }");
    let folder = folder(&book(&changed), SOURCES);
    folder.write("old/choice.rules", book(more).as_bytes());
    let told = json(&folder);
    assert_eq!(
        changes(&told),
        [
            "group cash limit: 3 → strongest",
            "note hint wording: risk “Keep calm.” → risk “Stay calm.”",
            "example Fast definition: expect advice is leap → expect advice is leap and margin > 1",
            concat!(
                "guarantee careful definition: never advice is leap when resources.runway < 1",
                " → never advice is leap when resources.runway < 2"
            ),
        ]
    );
    let reached = serde_json::json!(["tight_is_no_leap", "tight_means_small"]);
    assert_eq!(told["changes"][0]["affects"], reached);
}

#[test]
fn flips_of_the_built_in_rulebook_are_owed_to_single_edits() {
    let folder = Folder::with(&[]);
    for (name, text) in hansei::cli::BUILTIN {
        folder.write(&format!("old/{name}"), text.as_bytes());
        let new = text
            .replace("decide\"  = 4 in", "decide\"  = 9 in")
            .replace("sign\" = 5 in", "sign\" = 8 in");
        folder.write(&format!("new/{name}"), new.as_bytes());
    }
    let mut cases = hansei::cli::BUILTIN.iter();
    let (_, cases) = cases
        .find(|(name, _)| *name == "cases/published.jsonl")
        .unwrap();
    for case in cases.lines() {
        let case: Value = serde_json::from_str(case).unwrap();
        let name = format!("new/profiles/{}.json", case["id"].as_str().unwrap());
        folder.write(&name, case["profile"].to_string().as_bytes());
    }
    let paths = ["old", "new"].map(|side| format!("{side}/kaizen_breakthrough.rules"));
    let run = folder.run(&["diff", &paths[0], &paths[1], "-f", "json"]);
    let told = run.json();
    assert_eq!(told["changes"].as_array().unwrap().len(), 2);
    let found = flips(&told);
    assert!(found.len() > 5, "{run}");
    for flip in &found {
        let owed = flip.rsplit(" by ").next().unwrap();
        assert!(["small_margin", "strong_sign"].contains(&owed), "{flip}");
    }
}

#[test]
fn text_and_markdown_tell_the_same_story() {
    let new = edited("fast => favor leap strongly  ", "fast => favor leap by 1");
    let folder = folder(&new, SOURCES);
    let change = "contrast row `economy.growth.fast` weight toward leap: strongly (7) → by 1";
    diff(&folder, &[]).is(
        0,
        &[
            "1 change",
            change,
            "new/choice.rules:28",
            "3 profiles: 1 flip, 1 with a different confidence",
            "1 flip caused by contrast row `economy.growth.fast`",
            "fast: leap → kaizen (row close)   confidence 83 % → 44 %",
            "before  leap over kaizen: +7 economy.growth.fast",
            "after   kaizen over leap: -1 economy.growth.fast",
        ],
        &[],
    );
    let run = diff(&folder, &["-o", "diff.md", "--fail-on", "flips"]);
    run.is(1, &[], &[]);
    let page = folder.read("diff.md");
    // Code is code: no backslash in it.
    let code = page.split('`').skip(1).step_by(2);
    assert!(
        code.clone().count() > 3 && code.clone().all(|span| !span.contains('\\')),
        "{page}"
    );
    for part in [
        "### Rules: 1 change",
        "| fast | leap → **kaizen (row close)** |",
        "<details><summary>1 change</summary>",
        "<details><summary>What led to the advice, before and after</summary>",
    ] {
        assert!(page.contains(part), "no {part:?} in\n{page}");
    }
    assert_eq!(
        page.matches("<details>").count(),
        page.matches("</details>").count()
    );
}

#[test]
fn a_parameter_given_from_outside_counts_on_the_side_that_has_it() {
    let new = edited("= 6 \"months\"", "= 9 \"months\"");
    let folder = folder(&new, SOURCES);
    diff(&folder, &["--param", "short_runway=9"]).is(0, &["no change"], &[]);
    diff(&folder, &["--param", "long_runway=9"]).is(2, &[], &["long_runway"]);
}

#[test]
fn a_rulebook_that_does_not_check_ends_the_run() {
    let new = edited("cash_tight\n  then oppose", "cash_tihgt\n  then oppose");
    let run = diff(&folder(&new, SOURCES), &[]);
    run.is(2, &[], &["new/choice.rules", "did you mean `cash_tight`?"]);
}

#[test]
fn patterns_choose_the_profiles() {
    let new = edited("fast => favor leap strongly  ", "fast => favor leap by 1");
    let folder = folder(&new, SOURCES);
    let slow = diff(&folder, &["--profiles", "new/profiles/s*.toml"]);
    slow.is(0, &["1 profile: no advice flips"], &[]);
    folder.write("new/profiles/slow.toml.snap", b"hansei snapshot\n");
    for all in ["new/profiles", "new/profiles/", "new/profiles/*"] {
        diff(&folder, &["--profiles", all]).is(0, &["3 profiles: "], &[]);
    }
    let none = diff(&folder, &["--profiles", "new/nothing"]);
    none.is(2, &[], &["no profile matches `new/nothing`", "`**`"]);
}

/// Runs git in a folder, which has to go well.
#[track_caller]
fn git(folder: &Folder, arguments: &[&str]) {
    let (good, said) = folder.git(arguments);
    assert!(good, "{said}");
}

#[test]
fn a_revision_is_read_with_all_files_it_uses() {
    let folder = Folder::with(&[
        ("rules/choice.rules", RULES),
        ("rules/sources.rules", SOURCES),
        (
            "hansei.toml",
            "rulebook = \"rules/choice.rules\"\nprofiles = [\"profiles/*.toml\"]\n",
        ),
    ]);
    for (name, text) in PROFILES {
        folder.write(&format!("profiles/{name}.toml"), text.as_bytes());
    }
    git(&folder, &["init", "-q"]);
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "-qm", "One"]);
    let new = edited("fast => favor leap strongly  ", "fast => favor leap by 1");
    folder.write("rules/choice.rules", new.as_bytes());
    folder.write(
        "rules/sources.rules",
        SOURCES.replace("1986", "1987").as_bytes(),
    );
    let told = [
        "main:rules/choice.rules → rules/choice.rules: 2 changes",
        "main:rules/choice.rules:28 → rules/choice.rules:28",
        "source `imai` citation",
        "main:rules/sources.rules:1",
        "1 flip caused by",
    ];
    folder.run(&["diff", "git:main"]).is(0, &told, &[]);
    folder
        .run(&["diff", "git:main", "rules/choice.rules"])
        .is(0, &told, &[]);
    folder
        .run(&["diff", "git:main:rules/choice.rules", "git:HEAD"])
        .is(0, &["no change: the rules are the same"], &[]);
    let missing = folder.run(&["diff", "git:mian"]);
    missing.is(
        2,
        &[],
        &[
            "E0915",
            "there is no revision `mian`",
            "did you mean `main`?",
        ],
    );
    let path = folder.run(&["diff", "git:main:rules/old.rules", "rules/choice.rules"]);
    path.is(
        2,
        &[],
        &["there is no file `rules/old.rules` in revision `main`"],
    );
    let mut without = folder.command(&["diff", "git:main"]);
    without.env("PATH", "");
    Run::of(&mut without).is(2, &[], &["cannot run `git`", "install it, or name files"]);
}

#[test]
fn help_shows_how_it_is_used() {
    let folder = Folder::with(&[]);
    folder
        .run(&["diff", "--help"])
        .is(0, &["hansei diff git:main", "--fail-on"], &[]);
}

#[test]
fn a_file_alone_is_not_compared_with_itself() {
    let text = "rulebook r { version \"1\" }\nstrategy a\n";
    let folder = Folder::with(&[("old.rules", text)]);
    let run = folder.run(&["diff", "old.rules"]);
    run.is(
        2,
        &[],
        &["E0908", "`old.rules`", "hansei diff git:main old.rules"],
    );
}
