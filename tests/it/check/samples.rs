//! Whole rulebooks check without a word.

use super::{bundle_of, checked, lines};

#[track_caller]
fn is_clean(path: &str) {
    let (files, checked, problems) = checked(bundle_of(path));
    assert_eq!(lines(&files, &problems), "");
    assert!(checked.is_some(), "{path} gives no rulebook");
}

#[test]
fn the_rulebook_of_the_language_reference() {
    is_clean("tests/cases/improvement_choice/improvement_choice.rules");
}

#[test]
fn the_shipped_rulebooks() {
    is_clean("rules/kaizen_breakthrough/kaizen_breakthrough.rules");
    is_clean("rules/six_sigma_project/six_sigma_project.rules");
}
