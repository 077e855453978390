//! Names that changed: the same thing under another name, and what would keep the old name readable.

use super::{PROFILES, RULES, SOURCES, changes, check, diff, edited, folder, json};

#[test]
fn a_rule_under_another_name_is_renamed_only() {
    let new = edited("rule lean_times", "rule thin_times");
    let told = check(
        &new,
        SOURCES,
        &["rule thin_times renamed: lean_times → thin_times"],
    );
    assert_eq!(told["flips"], 0);
}

#[test]
fn a_rule_under_another_name_with_another_weight_is_renamed_and_weighs_otherwise() {
    let new = edited("rule lean_times", "rule thin_times").replace(
        "then favor kaizen strongly\n  because \"Small steps free",
        "then favor kaizen by 9\n  because \"Small steps free",
    );
    check(
        &new,
        SOURCES,
        &[
            "rule thin_times renamed: lean_times → thin_times",
            "rule thin_times weight: strongly (7) → by 9",
        ],
    );
    // Another condition and other words: nothing says that one became the other.
    let other = edited(
        "rule lean_times \"Crisis without cash\"",
        "rule thin_times \"Thin\"",
    )
    .replace(
        "when resources.crisis and cash_tight",
        "when resources.crisis",
    )
    .replace(
        "because \"Small steps free money before big ones spend it.\"\n  cite imai \"ch. 2\"",
        "because \"Thin.\"",
    );
    let told = json(&folder(&other, SOURCES));
    assert_eq!(
        changes(&told),
        [
            "rule lean_times removed: – → –",
            "rule thin_times added: – → –"
        ]
    );
}

#[test]
fn what_would_keep_an_old_name_readable_is_said_and_works() {
    let named = |rules: &str| {
        let folder = folder(rules, SOURCES);
        let told = json(&folder);
        let keep = told["changes"][0]["keep"][0]
            .as_str()
            .unwrap_or("")
            .to_owned();
        let text = diff(&folder, &[]).out;
        (keep, text)
    };
    let (keep, text) = named(&with_pace());
    assert_eq!(keep, "formerly growth", "{text}");
    assert!(
        text.contains("files may keep the old name if you write `formerly growth`"),
        "{text}"
    );
    let kept = with_pace().replace("< fast\n", "< fast { formerly growth }\n");
    let folder = super::folder(&kept, SOURCES);
    let run = diff(&folder, &["--fail-on", "flips"]);
    run.is(0, &["no advice flips"], &[]);
    assert!(!run.out.contains("files may keep"), "{}", run.out);
    let level = RULES
        .replace("slow ", "sluggish ")
        .replace("slow=", "sluggish=");
    let (keep, _) = named(&level);
    assert_eq!(keep, "sluggish formerly slow");
    let kept = level.replacen("sluggish <", &format!("{keep} <"), 1);
    let folder = super::folder(&kept, SOURCES);
    let run = diff(&folder, &["--fail-on", "flips"]);
    run.is(0, &["no advice flips"], &[]);
    assert!(!run.out.contains("files may keep"), "{}", run.out);
}

/// The rules with the fact of growth under another name.
fn with_pace() -> String {
    let new = RULES
        .replace("growth", "pace")
        .replace("slow-pace", "slow-growth");
    new.replace("fast-pace", "fast-growth")
}

#[test]
fn a_fact_under_another_name_is_renamed_everywhere_and_profiles_of_today_still_mean_it() {
    let folder = folder(&with_pace(), SOURCES);
    for (name, profile) in PROFILES {
        let profile = profile.replace("growth", "pace");
        folder.write(&format!("new/profiles/{name}.toml"), profile.as_bytes());
    }
    let told = json(&folder);
    assert_eq!(
        changes(&told),
        ["fact economy.pace renamed: economy.growth → economy.pace"]
    );
    assert_eq!(told["effects"]["profiles"], 3);
    assert_eq!(told["effects"]["failed"].as_array().unwrap().len(), 0);
    assert_eq!(told["flips"], 0);
    diff(&folder, &["--fail-on", "flips"]).is(0, &["3 profiles: no advice flips"], &[]);
}

#[test]
fn a_profile_that_the_new_rulebook_cannot_read_is_an_error_under_the_new_one() {
    let folder = folder(&with_pace(), SOURCES);
    let told = json(&folder);
    let failed = told["effects"]["failed"].as_array().unwrap();
    assert_eq!(failed.len(), 3);
    assert!(
        failed
            .iter()
            .all(|one| one["under_new"] == true && one["under_old"] == false)
    );
    diff(&folder, &["--fail-on", "flips"]).is(1, &["under the new rulebook only"], &[]);
}

#[test]
fn where_no_profile_could_be_evaluated_nothing_is_said_of_flips() {
    let folder = folder(RULES, SOURCES);
    for (name, _) in PROFILES {
        folder.write(&format!("new/profiles/{name}.toml"), b"no.such.fact = 1\n");
    }
    let run = diff(&folder, &["--fail-on", "flips"]);
    run.is(2, &["3 with an error"], &["no profile could be evaluated"]);
}

#[test]
fn a_level_under_another_name_is_renamed_only() {
    let new = RULES
        .replace("slow ", "sluggish ")
        .replace("slow=", "sluggish=");
    let levels = "slow < moderate < fast → sluggish < moderate < fast";
    let folder = folder(&new, SOURCES);
    let told = json(&folder);
    assert_eq!(
        changes(&told),
        [format!("fact economy.growth renamed: {levels}")]
    );
    // The profile still gives the old level, which the new rulebook does not know.
    assert_eq!(told["effects"]["failed"][0]["profile"], "slow");
    assert_eq!(told["effects"]["failed"][0]["under_old"], false);
    diff(&folder, &["--fail-on", "flips"]).is(1, &["slow under the new rulebook only"], &[]);
}
