//! Cells that name parameters and levels by order, rows that give numbers, and numbers that depend on a condition.

use hansei::base::Limits;
use hansei::check::{Options, check};

use super::{book, bundle, lines, says};

/// What is said of the cells of a table over one fact, and nothing else.
#[track_caller]
fn cell(of: &str, cell: &str, expected: &[&str]) {
    says(
        &format!("let d : low < high by t.{of} {{ {cell} => low  * => high }}"),
        expected,
    );
}

#[test]
fn cells_take_parameters_and_levels_by_order() {
    for (of, test) in [
        ("n", "<= p"),
        ("n", "> p"),
        ("n", "!= p"),
        ("n", "3..p"),
        ("n", "p..100"),
        ("n", "p | 3 | unknown"),
        ("f", ">= moderate"),
        ("f", "< fast | unknown"),
        ("f", "not slow"),
        ("o", "not open"),
        ("o", "!= open"),
        ("y", "not yes"),
    ] {
        cell(of, test, &[]);
    }
    says(
        "contrast t.n { few: < p => favor a weakly  many: >= p => favor b weakly }",
        &[],
    );
}

#[test]
fn cells_that_do_not_fit_say_so() {
    cell(
        "e",
        "<= p",
        &["E0308 `p`: the units of these numbers differ"],
    );
    cell(
        "n",
        "<= q",
        &["E0316 `q`: `t.n` is a number, so `q` is not a cell for it"],
    );
    cell(
        "n",
        "not q",
        &["E0316 `not q`: `t.n` is a number, so `not q` is not a cell for it"],
    );
    cell(
        "n",
        "20..p",
        &["E0311 `20..p`: this range contains no number: it goes from 20 to 6"],
    );
    cell(
        "o",
        ">= open",
        &["E0306 `>= open`: the levels of `t.o` have no order"],
    );
    cell(
        "f",
        "not slow | unknown",
        &["E0316 `not slow`: `not` takes one level in a cell"],
    );
    cell(
        "f",
        ">= 3",
        &["E0316 `>= 3`: `t.f` has levels, so a number is not a cell for it"],
    );
    cell(
        "f",
        "not quick",
        &["E0214 `quick`: `quick` is not a level of `t.f`"],
    );
    says(
        "contrast t.n { few: <= p => favor a weakly  many: >= p => favor b weakly }",
        &["E0410 `>= p`: two rows of this contrast match the same value"],
    );
}

#[test]
fn rows_give_numbers_and_parameters() {
    says(
        "let d : number \"months\" { p when t.y  -3 otherwise } let e : number by t.f { slow => 1.5  * => 2 }
         rule r { when d > p and e < t.i and t.n >= d then favor a by e because \"{d}\" }",
        &[],
    );
    says(
        "let d : number { p when t.y  3 otherwise }",
        &["E0308 `p`: the units of these numbers differ"],
    );
    says(
        "let d : number { many when t.y  3 otherwise }",
        &["E0314 `many`: a row of `d` gives a number, and `many` is not a parameter"],
    );
    says(
        "let d : low < high { 3 when t.y  low otherwise }",
        &["E0314 `3`: a row of `d` gives a level"],
    );
    says(
        "let d : number in 0..9 { 3 when t.y  2 otherwise }",
        &["E0314 `number in 0..9`: this is not a type for a let"],
    );
    says(
        "let d : number \"EUR\" { 3 otherwise } note c { when d > t.n risk \"…\" }",
        &["E0308 `d > t.n`: the units of these numbers differ"],
    );
    let most = Limits::DEFAULT.levels;
    let rows: Vec<String> = (0..=most)
        .map(|at| format!("{at} when t.e > {at}.5 "))
        .collect();
    let problem = format!(
        "E0314 `0`: the rows give {} different numbers, and the limit is {most}",
        most + 1
    );
    says(
        &format!("let d : number {{ {} }}", rows.concat()),
        &[&problem],
    );
}

#[test]
fn a_number_may_depend_on_a_condition() {
    says(
        "let d : number \"EUR\" = if t.y then t.e * 2 else if t.f is slow then 3 else t.e
         rule r { when (if t.y then t.n else p) > 3 then favor a by if t.y then 1 else 2 }",
        &[],
    );
    says(
        "let d = if t.y then t.e else t.n",
        &["E0308 `t.e else t.n`: the units of these numbers differ"],
    );
    says(
        "let d = if t.n then 1 else 2",
        &["E0301 `t.n`: a condition is needed here, and `t.n` is a number"],
    );
    says(
        "let d : number \"EUR\" = t.n",
        &["E0308 `t.n`: the units of these numbers differ"],
    );
    says(
        "let d : yes_no = t.y",
        &["E0314 `yes_no`: this is not a type for a let"],
    );
    let nested = |count: usize| {
        let ifs = "if t.y then 1 else ".repeat(count);
        says_of_ifs(&format!("let d = {ifs}2"))
    };
    assert_eq!(nested(Limits::DEFAULT.ifs), "");
    let told = nested(Limits::DEFAULT.ifs + 1);
    assert!(told.starts_with("E0106: more than 32 `if`s"), "{told}");
}

fn says_of_ifs(text: &str) -> String {
    let (bundle, mut problems) = bundle(&[("a.rules", &book(text))]);
    problems.extend(check(&bundle, &Options::default()).1);
    lines(&bundle.files, &problems)
}

#[test]
fn a_parameter_given_from_outside_moves_the_cells_and_rows_that_name_it() {
    let text = book("let d : low < high by t.n { 5..p => low  * => high }");
    let (bundle, _) = bundle(&[("a.rules", &text)]);
    let with = |value: &str| {
        let parameters = [("p".to_owned(), value.to_owned())].into();
        let (_, problems) = check(&bundle, &Options { parameters });
        lines(&bundle.files, &problems)
    };
    assert_eq!(with("7"), "");
    let told = with("4");
    assert!(
        told.contains("this range contains no number: it goes from 5 to 4"),
        "{told}"
    );
}
