//! A parameter that a row gives may be set to any number of its range, and without one to any number.

use super::remarks;
use crate::check::lines;
use crate::program::Folder;

const HEAD: &str =
    "rulebook r { method scorecard }\nstrategy a\nstrategy b\ntopic t { fact f : yes_no }\n";
const RULES: &str = "\nrule r1 { when l is u then favor a weakly because \"U.\" }\n\
    rule r2 { when l is v then favor b weakly because \"V.\" }\n";

#[track_caller]
fn said(body: &str) -> Vec<&'static str> {
    let text = format!("{HEAD}{body}{RULES}");
    let (files, found) = remarks(&[("a.rules", &text)]);
    let tables = ["W0812", "W0813", "W0820", "W0822", "W0823"];
    let codes: Vec<_> = found.iter().map(|one| one.code).collect();
    let codes: Vec<_> = codes
        .into_iter()
        .filter(|code| tables.contains(code))
        .collect();
    assert!(codes.len() < 3, "{}", lines(&files, &found));
    codes
}

#[test]
fn a_row_that_another_value_reaches_is_no_dead_one() {
    let lets = [
        "let k : number { p when t.f  2 otherwise }",
        "let k : number by t.f { yes => p  no => 2 }",
        "let k = if t.f then p else 2",
        "let k = p",
    ];
    for given in lets {
        for range in ["", " in -5..5"] {
            let body = |row: &str| {
                format!(
                    "parameter p = 1{range}\n{given}\nlet l : u < v by k {{ {row} => u  * => v }}"
                )
            };
            for row in ["-1", "0.5", "< 0", "-2..-1"] {
                assert_eq!(said(&body(row)), [""; 0], "{}", body(row));
            }
        }
    }
    // What lies beyond the range is never reached.
    let body = "parameter p = 1 in -5..1\nlet k : number { p when t.f  2 otherwise }\nlet l : u < v by k { > 1 => u  <= 1 => v  2 => u }";
    assert_eq!(said(body), ["W0813"]);
    let body = "parameter p = 1 in 0..1\nlet k : number { p when t.f  2 otherwise }\nlet l : u < v by k { 1 => u  2 => v }";
    assert_eq!(said(body), ["W0812"]);
}

#[test]
fn another_value_takes_the_row() {
    for range in ["", " in -5..5"] {
        let rules = format!(
            "{HEAD}parameter p = 1{range}\nlet k : number {{ p when t.f  2 otherwise }}\n\
             let l : u < v by k {{ -1 => u  * => v }}{RULES}"
        );
        let folder = Folder::with(&[("r.rules", &rules), ("p.json", r#"{"t.f": true}"#)]);
        let advice = |set: &[&str]| {
            let run =
                folder.run(&[&["eval", "p.json", "-r", "r.rules", "-f", "csv"], set].concat());
            assert_eq!(run.status, 0, "{run}");
            run.out
        };
        assert!(advice(&[]).contains("\np,b,"));
        assert!(advice(&["--param", "p=-1"]).contains("\np,a,"));
        let fixed = folder.run(&["check", "--fix", "--unsafe-fixes", "r.rules"]);
        assert_eq!(fixed.status, 0, "{fixed}");
        assert!(folder.read("r.rules").contains("-1 => u"));
    }
}
