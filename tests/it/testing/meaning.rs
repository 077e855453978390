//! An author's edits: each summary names exactly what was edited and what it does.

use super::RULES;
use super::snapshots::{accepted, files, test};
use crate::program::{Folder, Run};

/// The folder after an edit of its rules, tested.
#[track_caller]
fn edited(edits: &[(&str, &str)]) -> Run {
    let folder = accepted();
    let mut rules = RULES.to_owned();
    for (from, to) in edits {
        assert!(rules.contains(from), "{from}");
        rules = rules.replace(from, to);
    }
    folder.write("choice.rules", rules.as_bytes());
    test(&folder, &[])
}

/// What a run says of snapshots.
#[track_caller]
fn says(run: &Run, lines: &[&str]) {
    let about = |line: &&str| line.starts_with("CHANGED") || line.starts_with("  because");
    let found: Vec<&str> = run.out.lines().filter(about).collect();
    assert_eq!(found, lines, "{run}");
}

/// The lines about snapshots.
#[track_caller]
fn told(edits: &[(&str, &str)], lines: &[&str]) {
    let run = edited(edits);
    assert_eq!(run.status, 1, "{run}");
    says(&run, lines);
}

#[test]
fn a_weight() {
    told(
        &[("favor kaizen by 3", "favor kaizen by 1")],
        &[
            "CHANGED 1 snapshot: confidence 0.9091 → 0.8632; evidence of `little_cash`: kaizen +3 → kaizen +1",
            "  because of rule `little_cash`: weight toward kaizen: by 3 → by 1",
        ],
    );
}

#[test]
fn a_threshold() {
    told(
        &[("cash >= 40", "cash >= 60")],
        &[
            "CHANGED 1 snapshot: confidence 0.9406 → 0.8337; no longer fires: `much_cash`",
            "  because of rule `much_cash`: threshold: economy.cash >= 40 → economy.cash >= 60",
        ],
    );
}

#[test]
fn a_name() {
    told(
        &[("rule slow_market", "rule sluggish")],
        &["CHANGED 1 snapshot: renamed only: `slow_market` is now `sluggish`"],
    );
}

#[test]
fn a_level_that_keeps_its_old_name() {
    told(
        &[
            ("slow < medium", "sluggish formerly slow < medium"),
            ("growth is slow", "growth is sluggish"),
        ],
        &["CHANGED 1 snapshot: `slow` is now `sluggish`; wording of `slow_market`"],
    );
}

/// The rules with two lets, a parameter and a group, of which the fast profile shows one let without words.
const WITH_LETS: &[(&str, &str)] = &[
    (
        "rule little_cash",
        "parameter few \"Little\" = 20 \"M€\" group money limit 9\nlet tight = economy.cash < few\nlet tighter = tight and economy.cash < 15\nrule little_cash",
    ),
    (
        "when economy.cash < 20 then favor kaizen by 3",
        "when tight and tighter then favor kaizen by 3 in money",
    ),
];

/// The folder with those rules, accepted, after a further edit of them, tested.
#[track_caller]
fn told_of_lets(edits: &[(&str, &str)], lines: &[&str]) {
    told_after(WITH_LETS, edits, lines);
}

#[track_caller]
fn told_after(first: &[(&str, &str)], edits: &[(&str, &str)], lines: &[&str]) {
    let replaced = |rules: String, edits: &[(&str, &str)]| {
        edits.iter().fold(rules, |rules, (from, to)| {
            assert!(rules.contains(from), "{from}");
            rules.replace(from, to)
        })
    };
    let folder = accepted();
    let rules = replaced(RULES.to_owned(), first);
    folder.write("choice.rules", rules.as_bytes());
    test(&folder, &["--accept"]).is(0, &[], &["accepted"]);
    folder.write("choice.rules", replaced(rules, edits).as_bytes());
    let run = test(&folder, &[]);
    says(&run, lines);
}

#[test]
fn names_that_others_read() {
    told_of_lets(
        &[("tighter", "scarce"), ("tight", "short"), ("few", "low")],
        &["CHANGED 2 snapshots: renamed only: `tight` is now `short`; `tighter` is now `scarce`"],
    );
}

#[test]
fn what_comes_to_nothing_changes_no_snapshot() {
    // A group whose limit nothing reaches: another name for it, and none at all.
    for edits in [
        &[("money", "purse")][..],
        &[(" in money", ""), (" group money limit 9", "")],
    ] {
        told_of_lets(edits, &[]);
    }
}

#[test]
fn another_name_of_a_group_that_cuts() {
    let cutting: Vec<(&str, &str)> = WITH_LETS
        .iter()
        .map(|(from, to)| (*from, *to))
        .chain([("money limit 9", "money limit 2")])
        .collect();
    told_after(
        &cutting,
        &[("money", "purse")],
        &["CHANGED 1 snapshot: renamed only: `money` is now `purse`"],
    );
    told_after(
        &cutting,
        &[("limit 2", "limit 9")],
        &[
            "CHANGED 1 snapshot: confidence 0.8882 → 0.9091; group `money` cuts no longer",
            "  because of group `money`: limit: 2 → 9",
        ],
    );
}

/// The same of a rule whose reason names a parameter.
const WITH_VALUES: &[(&str, &str)] = &[(
    "rule little_cash \"Little cash\" { when economy.cash < 20 then favor kaizen by 3 }",
    "parameter few \"Little\" = 20 \"M€\"\nparameter much \"Much\" = 30 \"M€\"\n\
     rule little_cash \"Little cash\" { when economy.cash < few then favor kaizen by 3 because \"less than {few}, not {much}\" }",
)];

#[test]
fn words_that_name_a_value() {
    told_after(
        WITH_VALUES,
        &[("= 30", "= 31")],
        &[
            "CHANGED 1 snapshot: wording only: `little_cash`",
            "  because of parameter `much`: value: 30 M€ → 31 M€",
        ],
    );
    // What else was edited is no cause: another parameter, a rule that does not fire.
    told_after(
        WITH_VALUES,
        &[
            ("= 30", "= 31"),
            ("= 20", "= 21"),
            ("favor big by 5", "favor big by 6"),
        ],
        &[
            "CHANGED 1 snapshot: confidence 0.9406 → 0.9523; evidence of `much_cash`: big +5 → big +6",
            "  because of rule `much_cash`: weight toward big: by 5 → by 6",
            "CHANGED 1 snapshot: wording only: `little_cash`",
            "  because of parameter `few`: value: 20 M€ → 21 M€",
            "  because of parameter `much`: value: 30 M€ → 31 M€",
        ],
    );
    told_after(
        WITH_VALUES,
        &[
            ("= 30", "= 31"),
            (
                "\"growth is {economy.growth}\"",
                "\"growth: {economy.growth}\"",
            ),
        ],
        &[
            "CHANGED 1 snapshot: wording only: `little_cash`, `slow_market`",
            "  because of parameter `much`: value: 30 M€ → 31 M€",
            "  because of rule `slow_market`: wording of `because`: “growth is {economy.growth}” → “growth: {economy.growth}”",
        ],
    );
}

#[test]
fn a_name_and_an_edit_of_the_rule_that_reads_it() {
    told_of_lets(
        &[("tighter", "scarce"), ("by 3 in", "by 1 in")],
        &[
            "CHANGED 1 snapshot: confidence 0.9091 → 0.8632; evidence of `little_cash`: kaizen +3 → kaizen +1; `tighter` is now `scarce`",
            "  because of rule `little_cash`: weight toward kaizen: by 3 → by 1",
            "CHANGED 1 snapshot: renamed only: `tighter` is now `scarce`",
        ],
    );
}

#[test]
fn another_let_with_the_same_value_is_no_new_name() {
    told_of_lets(
        &[
            (
                "let tighter = tight and economy.cash < 15",
                "let other = economy.cash < 11",
            ),
            ("tight and tighter", "tight and other"),
        ],
        &[
            "CHANGED 1 snapshot: `tighter` no → unknown; `other` unknown → no",
            "  because of let `tighter` removed",
            "  because of let `other` added (for `other` unknown → no)",
            "CHANGED 1 snapshot: `tighter` yes → unknown; `other` unknown → yes",
            "  because of let `tighter` removed",
            "  because of let `other` added (for `other` unknown → yes)",
        ],
    );
}

#[test]
fn a_row_deleted() {
    told(
        &[("  bold: big when best is big\n", "")],
        &[
            "CHANGED 1 snapshot: advice big → undecided; row bold → undecided; confidence 0.9406 → none",
            "  because of advice row `bold` removed",
        ],
    );
}

#[test]
fn a_rule_deleted() {
    told(
        &[(
            "rule fast_market \"Fast market\" { when economy.growth is fast then favor big strongly }\n",
            "",
        )],
        &[
            "CHANGED 1 snapshot: confidence 0.9406 → 0.7597; no longer fires: `fast_market`",
            "  because of rule `fast_market` removed",
        ],
    );
}

#[test]
fn words_only() {
    told(
        &[("{best} leads", "{best} is ahead")],
        &[
            "CHANGED 1 snapshot: wording only: `because`",
            "  because of advice row `steady`: wording of `because`: “{best} leads” → “{best} is ahead”",
        ],
    );
}

#[test]
fn what_changes_alike_is_told_once() {
    told(
        &[(
            "advice {",
            "note always { when economy.cash is known because \"so\" next \"go\" }\nadvice {",
        )],
        &[
            "CHANGED 2 snapshots: note now: `always`",
            "  because of note `always` added",
        ],
    );
}

#[test]
fn another_order_changes_no_byte() {
    let folder = accepted();
    let before = files(&folder);
    let lines: Vec<&str> = RULES.lines().collect();
    let at = |start: &str| {
        lines
            .iter()
            .position(|line| line.starts_with(start))
            .unwrap()
    };
    let mut rules = lines.clone();
    rules.swap(at("rule slow_market"), at("rule much_cash"));
    rules.swap(at("rule fast_market"), at("rule little_cash"));
    rules.swap(at("strategy kaizen"), at("strategy big"));
    folder.write("choice.rules", (rules.join("\n") + "\n").as_bytes());
    test(&folder, &[]).is(0, &["3 passed"], &[]);
    test(&folder, &["--accept"]).is(0, &[], &["accepted 0 snapshots"]);
    let snaps = |files: Vec<(String, String)>| -> Vec<(String, String)> {
        files
            .into_iter()
            .filter(|(name, _)| name != "choice.rules")
            .collect()
    };
    assert_eq!(snaps(files(&folder)), snaps(before));
}

/// A let of rows, of which the middle one decides for the slow profile.
const PURSE: (&str, &str) = (
    "rule little_cash",
    "let purse : thin < fair < thick {\n  thin when economy.cash < 5\n  fair when economy.cash < 30\n  thick otherwise\n}\nrule little_cash",
);

#[test]
fn a_row_of_a_let() {
    let rules = RULES.replace(PURSE.0, PURSE.1).replace(
        "when economy.cash < 20 then",
        "when purse is at most fair then",
    );
    let cause = |from: &str, to: &str| {
        let folder = accepted();
        folder.write("choice.rules", rules.as_bytes());
        test(&folder, &["--accept"]).is(0, &[], &["accepted"]);
        folder.write("choice.rules", rules.replace(from, to).as_bytes());
        let run = test(&folder, &[]);
        let found = run.out.lines().find(|line| line.starts_with("  because"));
        found.unwrap_or("").to_owned()
    };
    assert_eq!(
        cause("  fair when economy.cash < 30\n", ""),
        "  because of let `purse`: row 2 removed: fair when economy.cash < 30"
    );
    assert_eq!(
        cause("fair when economy.cash < 30", "fair when economy.cash < 8"),
        "  because of let `purse`: threshold in row 2: fair when economy.cash < 30 → fair when economy.cash < 8"
    );
}

#[test]
fn a_name_of_a_rule_that_is_unknown_elsewhere() {
    let folder = accepted();
    folder.write("profiles/empty.yaml", b"cash: 30\n");
    test(&folder, &["--accept"]).is(0, &[], &["accepted"]);
    let rules = RULES.replace("rule slow_market", "rule sluggish");
    folder.write("choice.rules", rules.as_bytes());
    let run = test(&folder, &[]);
    run.is(
        1,
        &["CHANGED 2 snapshots: renamed only: `slow_market` is now `sluggish`"],
        &[],
    );
}

#[test]
fn all_that_a_snapshot_says_has_its_cause() {
    let rules = "rulebook v \"V\" { }\nstrategy keep \"Keep\" { prior 1 }\nstrategy swap \"Swap\" { prior 1 }\n\
                 topic t { fact x : yes_no fact y : yes_no }\nrule one { when t.x then favor keep strongly }\n\
                 rule two { when t.y then favor swap decisively }\n";
    let told = |edits: &[(&str, &str)], lines: &[&str]| {
        let folder = Folder::with(&[("v.rules", rules), ("profiles/p.toml", "t.x = true\n")]);
        test(&folder, &["--accept"]).is(0, &[], &["accepted"]);
        let edited = edits.iter().fold(rules.to_owned(), |rules, (from, to)| {
            rules.replace(from, to)
        });
        folder.write("v.rules", edited.as_bytes());
        says(&test(&folder, &[]), lines);
    };
    told(
        &[("prior 1", "prior 3"), ("keep strongly", "keep moderately")],
        &[
            "CHANGED 1 snapshot: confidence 0.8337 → 0.7153; evidence of `one`: keep +7 → keep +4",
            "  because of strategy `keep`: value of the prior: 1 → 3 and strategy `swap`: value of the prior: 1 → 3 and \
             rule `one`: weight toward keep: strongly (7) → moderately (4), together",
            "  because of rule `one`: weight toward keep: strongly (7) → moderately (4) (for evidence of `one`: keep +7 → \
             keep +4)",
        ],
    );
    // The confidence is that of the strategy that is advised now: both edits make it.
    told(
        &[
            ("keep strongly", "oppose keep weakly"),
            ("favor oppose", "oppose"),
            ("swap \"Swap\" { prior 1", "swap \"Swap\" { prior 2"),
        ],
        &[
            "CHANGED 1 snapshot: advice keep → swap; confidence 0.8337 → 0.6661; settled now; evidence of `one`: keep +7 → \
             keep -2",
            "  because of rule `one`: direction toward keep: favor keep strongly → oppose keep weakly",
            "  because of strategy `swap`: value of the prior: 1 → 2 and rule `one`: direction toward keep: favor keep \
             strongly → oppose keep weakly, together (for confidence 0.8337 → 0.6661)",
        ],
    );
    told(
        &[
            ("keep strongly", "keep moderately"),
            ("swap decisively", "swap weakly"),
        ],
        &[
            "CHANGED 1 snapshot: confidence 0.8337 → 0.7153; settled now; evidence of `one`: keep +7 → keep +4",
            "  because of rule `one`: weight toward keep: strongly (7) → moderately (4)",
            "  because of rule `two`: weight toward swap: decisively (20) → weakly (2) (for settled now)",
        ],
    );
}
