//! Every code of the catalogue comes from its example, and does not come from what to write instead.

use hansei::base::{CodeInfo, Diagnostic};
use hansei::check::CODES;

use super::{bundle, checked, lines};

fn problems(text: &str) -> (String, Vec<Diagnostic>) {
    let (files, _, problems) = checked(bundle(&[("a.rules", text)]));
    (lines(&files, &problems), problems)
}

#[test]
fn every_example_gives_its_code() {
    let mut wrong = String::new();
    for info in CODES.iter().filter(|info| info.kind == CodeInfo::RULES) {
        let (written, problems) = problems(info.example);
        if problems.len() != 1 || problems[0].code != info.code {
            wrong.push_str(&format!(
                "{} example:\n{}\n{written}\n",
                info.code, info.example
            ));
        }
        let (written, problems) = self::problems(info.instead);
        if !problems.is_empty() {
            wrong.push_str(&format!(
                "{} instead:\n{}\n{written}\n",
                info.code, info.instead
            ));
        }
    }
    assert_eq!(wrong, "");
}

#[test]
fn codes_stand_once_and_in_order() {
    let codes: Vec<&str> = CODES.iter().map(|info| info.code).collect();
    let mut sorted = codes.clone();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!(codes, sorted);
}
