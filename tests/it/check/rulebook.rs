//! What a rulebook becomes: order, names, bases, stages, hash.

use hansei::check::Checked;
use hansei::model::{Basis, CondKind, LetKind, Stage};

use super::{book, bundle, checked, lines};

#[track_caller]
fn made(text: &str) -> Checked {
    let (files, checked, problems) = checked(bundle(&[("a.rules", text)]));
    checked.unwrap_or_else(|| panic!("{}", lines(&files, &problems)))
}

#[test]
fn arenas_stand_in_the_order_of_names() {
    let made = made(&book(
        "rule z1 { when t.y then favor a weakly }\ncontrast t.f { slow => favor a weakly fast => favor b weakly }\n\
         contrast all t.y { yes => favor a weakly }\nrule b1 { when t.y then favor h weakly defeats t.f }",
    ));
    let book = &made.rulebook;
    let rules: Vec<&str> = book.rules.values().map(|rule| &*rule.name).collect();
    assert_eq!(rules, ["all.yes", "b1", "t.f.fast", "t.f.slow", "z1"]);
    let targets: Vec<&str> = book.targets.values().map(|target| &*target.name).collect();
    assert_eq!(targets, ["a", "b", "h"]);
    let outcomes: Vec<&str> = book
        .outcomes
        .values()
        .map(|outcome| &*outcome.name)
        .collect();
    assert_eq!(outcomes, ["a", "b", "both"]);
    let name = |id| &*book.rules[id].name;
    let rows: Vec<&str> = book.contrasts.as_slice()[1]
        .rows
        .iter()
        .map(|id| name(*id))
        .collect();
    assert_eq!(rows, ["t.f.slow", "t.f.fast"]);
    let defeated: Vec<&str> = book.rules.as_slice()[1]
        .defeats
        .iter()
        .map(|id| name(*id))
        .collect();
    assert_eq!(defeated, ["t.f.fast", "t.f.slow"]);
}

#[test]
fn the_nearest_basis_wins() {
    let text = book(
        "group g strongest { basis cited }\n\
         rule r1 { when t.y then favor a weakly }\n\
         rule r2 { when t.y then favor a weakly in g }\n\
         rule r3 { when t.y then favor a weakly in g basis calibrated }\n\
         contrast t.f { slow => favor a weakly basis expert in g }",
    );
    let basis = |text: &str| -> Vec<Basis> {
        let made = made(text);
        made.rulebook
            .rules
            .values()
            .map(|rule| rule.basis)
            .collect()
    };
    use Basis::{Calibrated, Cited, Expert, Illustrative};
    assert_eq!(basis(&text), [Illustrative, Cited, Calibrated, Expert]);
    let text = text.replacen("{ }", "{ basis expert }", 1);
    assert_eq!(basis(&text), [Expert, Cited, Calibrated, Expert]);
}

#[test]
fn lets_know_their_stage() {
    let made = made(&book(
        "let e = belief(h) > 0.5\nlet l = margin > 3 and e\nlet z : low < high by l, k { yes, * => low }\n\
         let k = advice is a",
    ));
    let stages: Vec<(&str, Stage)> = made
        .rulebook
        .lets
        .values()
        .map(|item| (&*item.name, item.stage))
        .collect();
    use Stage::{Early, Last, Late};
    assert_eq!(
        stages,
        [("e", Early), ("k", Last), ("l", Late), ("z", Last)]
    );
}

#[test]
fn a_let_of_a_script_is_what_it_is_used_as() {
    let files = [
        (
            "a.rules",
            "rulebook r { }\nstrategy a\nscript \"f.rhai\" as f\ntopic t { fact o : low < high }\n\
             let c = f.open(t.o)\nlet d = f.size(t.o)\nrule q { when c and d > 3 then favor a weakly }",
        ),
        (
            "f.rhai",
            "fn open(level) { level == \"high\" }\nfn size(level) { if level == \"high\" { 4.0 } else { 1.0 } }",
        ),
    ];
    let (files, checked, problems) = checked(bundle(&files));
    assert_eq!(lines(&files, &problems), "");
    let book = checked.unwrap().rulebook;
    let kinds: Vec<bool> = book
        .lets
        .values()
        .map(|item| matches!(item.kind, LetKind::YesNo(_)))
        .collect();
    assert_eq!(kinds, [true, false]);
}

/// Whether the let `c` of a rulebook is yes or no.
#[track_caller]
fn is_truth(body: &str) -> bool {
    let script = "fn open(level) { let no = false; for l in [level] { no = l == \"high\"; } no }
        fn size(level) { switch level { \"high\" => 4, _ => 1 } }
        fn odd(level) { if level == \"high\" { true } else { 1 } }";
    let head = "rulebook r { }\nstrategy a\nscript \"f.rhai\" as f\ntopic t { fact o : low < high fact y : yes_no }\n";
    let rules = format!("{head}{body}");
    let (files, checked, problems) = checked(bundle(&[("a.rules", &rules), ("f.rhai", script)]));
    assert_eq!(lines(&files, &problems), "", "{body}");
    let book = checked.unwrap().rulebook;
    let c = book.lets.values().find(|item| &*item.name == "c").unwrap();
    matches!(c.kind, LetKind::YesNo(_))
}

/// What a function gives that chooses by words is not known beforehand: use decides, then the script's text.
#[test]
fn a_let_of_a_script_is_found_out_from_use_and_from_the_text() {
    for (body, truth) in [
        (
            "let c = f.odd(t.o)\nrule q { when c then favor a weakly }",
            true,
        ),
        (
            "let c = f.odd(t.o)\nrule q { when c is yes then favor a weakly }",
            true,
        ),
        (
            "let c = f.odd(t.o)\nrule q { when not (c is no) then favor a weakly }",
            true,
        ),
        (
            "let c = f.odd(t.o)\ncontrast c { yes => favor a weakly }",
            true,
        ),
        (
            "let c = f.odd(t.o)\nlet d : x < y by c { yes => x  * => y }\nrule q { when d is x then favor a weakly }",
            true,
        ),
        (
            "let c = f.odd(t.o)\nrule q { when c > 1 then favor a weakly }",
            false,
        ),
        (
            "let c = f.odd(t.o)\nrule q { when t.o is low then favor a by clamp(c, 0, 100) }",
            false,
        ),
        ("let c = f.odd(t.o)", false),
        (
            "let c = f.open(t.o)\nnote n { when t.o is low risk \"{c}\" }",
            true,
        ),
        (
            "let c = f.size(t.o)\nnote n { when t.o is low risk \"{c}\" }",
            false,
        ),
        (
            "let c = f.open(t.o)\nrule q { when c > 1 then favor a weakly }",
            false,
        ),
        (
            "let c = f.open(t.o)\nrule q { when max(c, 2) > 1 then favor a weakly }",
            false,
        ),
        (
            "let c = f.open(t.o)\ncontrast c { big: > 3 => favor a weakly }",
            false,
        ),
    ] {
        assert_eq!(is_truth(body), truth, "{body}");
    }
}

#[test]
fn a_let_of_a_script_is_what_it_is_compared_with() {
    for (body, truth) in [
        (
            "let c = f.odd(t.o)\nrule q { when c = yes then favor a weakly }",
            true,
        ),
        (
            "let c = f.odd(t.o)\nrule q { when no != c then favor a weakly }",
            true,
        ),
        (
            "let c = f.size(t.o)\nrule q { when c = true then favor a weakly }",
            true,
        ),
        (
            "let c = f.odd(t.o)\nrule q { when c = t.y then favor a weakly }",
            true,
        ),
        (
            "let c = f.odd(t.o)\nlet y = t.o is high\nrule q { when y != c then favor a weakly }",
            true,
        ),
        (
            "let c = f.odd(t.o)\nlet y = if c = no then 1 else 2\nrule q { when y > 1 then favor a weakly }",
            true,
        ),
        (
            "let c = f.odd(t.o)\nlet k = f.size(t.o)\nrule q { when c = k then favor a weakly }",
            false,
        ),
    ] {
        assert_eq!(is_truth(body), truth, "{body}");
    }
}

#[test]
fn cells_become_conditions() {
    let made = made(&book(
        "contrast t.n { x: 3..5 => favor a weakly  y: > 50 | unknown => favor b weakly }",
    ));
    let rules = made.rulebook.rules.as_slice();
    assert!(matches!(rules[0].when.kind, CondKind::Between { .. }));
    assert!(matches!(&rules[1].when.kind, CondKind::Any(parts) if parts.len() == 2));
}

#[test]
fn the_hash_sees_meaning_and_no_layout() {
    let hash = |text: &str| made(text).rulebook.hash;
    let one = book("let c = t.y and t.n < p # why\nlet d = t.y");
    let moved = book("let d = t.y\nlet c = t.y\n  and t.n<p");
    assert_eq!(hash(&one), hash(&moved));
    assert_eq!(hash(&one).len(), 64);
    assert_ne!(hash(&one), hash(&one.replace("t.n < p", "t.n <= p")));
}
