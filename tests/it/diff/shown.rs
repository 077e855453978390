//! How a difference is shown: code in Markdown, and what is no change at all.

use super::{RULES, SOURCES, changes, diff, edited, folder, json};
use crate::program::Folder;

#[test]
fn names_with_underscores_are_code_in_markdown() {
    let new = edited("rule tight_is_no_leap", "rule no_leap");
    let page = diff(&folder(&new, SOURCES), &["-f", "markdown"]).out;
    assert!(
        page.contains("- rule `no_leap` renamed from `tight_is_no_leap`"),
        "{page}"
    );
    assert!(!page.contains("tight\\_is"), "{page}");
}

#[test]
fn comments_of_scripts_are_no_change_and_the_order_of_lines_is_one_of_words() {
    let call = "use \"sources.rules\"\nscript \"far.rhai\" as far";
    let rules = RULES
        .replace("use \"sources.rules\"", call)
        .replace("when room is plenty", "when far.enough(resources.runway)");
    let folder = Folder::with(&[
        ("old/choice.rules", &rules),
        ("old/sources.rules", SOURCES),
        ("old/far.rhai", "fn enough(months) { months > 24.0 }"),
        ("new/choice.rules", &rules),
        ("new/sources.rules", SOURCES),
        (
            "new/far.rhai",
            "// Two years.\nfn enough(months) {\n  /* far */ months > 24.0\n}\n",
        ),
    ]);
    diff(&folder, &["--fail-on", "any"]).is(0, &["no change"], &[]);
    let lines = |first: &str, second: &str| {
        edited(
            "{ next \"Choose a model area.\" }",
            &format!("{{ next \"{first}\" next \"{second}\" }}"),
        )
    };
    let folder = self::folder(&lines("Measure.", "Choose a model area."), SOURCES);
    folder.write(
        "old/choice.rules",
        lines("Choose a model area.", "Measure.").as_bytes(),
    );
    let told = json(&folder);
    assert_eq!(changes(&told), ["strategy kaizen wording: – → –"]);
    assert_eq!(told["changes"][0]["part"], "in another order");
}

#[test]
fn a_changed_part_is_told_with_its_own_line() {
    let place = |from: &str, to: &str| {
        let told = json(&folder(&edited(from, to), SOURCES));
        let [old, new] = ["old", "new"].map(|side| told["changes"][0][side]["line"].clone());
        (old, new)
    };
    let line = |text: &str| RULES.lines().position(|line| line.contains(text)).unwrap() + 1;
    let condition = line("when room is plenty");
    let (old, new) = place("when room is plenty", "when room is none");
    assert_eq!((old, new), (condition.into(), condition.into()));
    let effect = line("then favor leap moderately");
    let (old, new) = place("then favor leap moderately", "\n  then favor leap weakly");
    assert_eq!((old, new), (effect.into(), (effect + 1).into()));
}
