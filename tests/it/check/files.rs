//! Files: found, missing, in a loop, and modules checked alone.

use std::collections::BTreeMap;

use hansei::check::{Options, ReadProblem, check, gather};

use super::{bundle, checked, lines};

const HEAD: &str = "rulebook r { }\nstrategy a\n";

#[test]
fn files_are_read_once_and_may_stand_in_folders() {
    let mut read = Vec::new();
    let root = format!("{HEAD}use \"parts/b.rules\"\nuse \"c.rules\"\n");
    let files = BTreeMap::from([
        ("x/a.rules", root.as_str()),
        (
            "x/parts/b.rules",
            "use \"../c.rules\"\nrule q { when t.y then favor a weakly }",
        ),
        ("x/c.rules", "topic t { fact y : yes_no }"),
    ]);
    let gathered = gather("x/a.rules", &mut |path| {
        read.push(path.to_owned());
        files
            .get(path)
            .map(|text| text.as_bytes().to_vec())
            .ok_or(ReadProblem::Missing { near: None })
    });
    let (sources, checked, problems) = checked(gathered);
    assert_eq!(lines(&sources, &problems), "");
    assert_eq!(read, ["x/a.rules", "x/parts/b.rules", "x/c.rules"]);
    assert_eq!(checked.unwrap().rulebook.facts.len(), 1);
}

#[test]
fn a_missing_file_makes_no_other_errors() {
    let text = format!(
        "{HEAD}use \"b.rules\"\nscript \"f.rhai\" as f\nrule q {{ when t.y and f.g(3) then favor z weakly }}"
    );
    let (files, found, problems) = checked(bundle(&[("a.rules", &text)]));
    assert_eq!(
        lines(&files, &problems),
        "E0201: there is no file `b.rules`\n  a.rules:3:5 `\"b.rules\"` \n  \
         help: a path is relative to the file that names it\n\
         E0201: there is no file `f.rhai`\n  a.rules:4:8 `\"f.rhai\"` \n  \
         help: a path is relative to the file that names it\n"
    );
    assert!(found.is_none());
}

#[test]
fn a_loop_of_files_is_shown_whole() {
    let root = format!("{HEAD}use \"b.rules\"");
    let (files, _, problems) = checked(bundle(&[
        ("a.rules", &root),
        ("b.rules", "use \"c.rules\""),
        ("c.rules", "use \"b.rules\""),
    ]));
    assert_eq!(
        lines(&files, &problems),
        "E0204: these files use each other in a loop\n  \
           b.rules:1:5 `\"c.rules\"` `c.rules` is used here\n  \
           c.rules:1:5 `\"b.rules\"` `b.rules` is used here\n  \
           help: the loop is `b.rules` → `c.rules` → `b.rules`\n  \
           help: move what both need into a separate file\n"
    );
}

#[test]
fn a_file_that_uses_itself_is_told_beside_other_loops() {
    let root = format!("{HEAD}use \"b.rules\"");
    let (files, _, problems) = checked(bundle(&[
        ("a.rules", &root),
        ("b.rules", "use \"a.rules\" use \"b.rules\""),
    ]));
    let said = lines(&files, &problems);
    assert!(said.contains("E0204: `b.rules` uses itself\n"), "{said}");
    assert!(said.contains("help: delete it"), "{said}");
    assert!(said.contains("`a.rules` → `b.rules` → `a.rules`"), "{said}");
}

#[test]
fn a_module_is_checked_as_far_as_it_can_be() {
    let text =
        "rule q { when u.y and t.y and t.n > 3 then favor a weakly }\ntopic t { fact n : text }";
    let (files, found, problems) = checked(bundle(&[("m.rules", text)]));
    let codes: Vec<&str> = problems.iter().map(|problem| problem.code).collect();
    // Of a topic that was read no other file can declare a fact.
    assert_eq!(
        codes,
        ["E0401", "E0212", "E0302"],
        "{}",
        lines(&files, &problems)
    );
    assert!(found.is_none());
}

#[test]
fn a_misspelt_word_is_one_error_and_what_it_declares_is_not_missed() {
    let text = "rulebok m { }\nstrtegy a\nrule q { when yes then favor a weakly }";
    let (loaded, mut problems) = bundle(&[("m.rules", text)]);
    let (_, more) = check(&loaded, &Options::default());
    problems.extend(more);
    let codes: Vec<&str> = problems.iter().map(|problem| problem.code).collect();
    let files = &loaded.files;
    assert_eq!(codes, ["E0113", "E0113"], "{}", lines(files, &problems));
}

#[test]
fn a_used_file_has_no_rulebook_block() {
    let root = format!("{HEAD}use \"b.rules\"");
    let (_, _, problems) = checked(bundle(&[
        ("a.rules", &root),
        ("b.rules", "rulebook other { }"),
    ]));
    assert_eq!(problems[0].code, "E0205");
}

#[test]
fn parameters_come_from_outside() {
    let text = super::book("let c = t.n < p");
    let (bundle, _) = bundle(&[("a.rules", &text)]);
    let with = |name: &str, value: &str| {
        let parameters = BTreeMap::from([(name.to_owned(), value.to_owned())]);
        let (checked, problems) = check(&bundle, &Options { parameters });
        let said: Vec<String> = problems
            .into_iter()
            .map(|problem| [vec![problem.message], problem.help].concat().join("; "))
            .collect();
        let values = checked.map(|checked| {
            let parameter = &checked.rulebook.parameters.as_slice()[0];
            (parameter.value, parameter.declared)
        });
        (said.join("\n"), values)
    };
    assert_eq!(with("p", " 9 "), (String::new(), Some((9.0, 6.0))));
    assert_eq!(
        with("p", "99").0,
        "`p` cannot be 99: it is from 0 to 60; give a value in that range, or widen the range in the parameter's declaration"
    );
    assert_eq!(
        with("p", "lots").0,
        "`p` cannot be `lots`, which is not a number; give the number alone; it counts as `months`"
    );
    assert_eq!(
        with("p", "9 months").0,
        "`p` cannot be `9 months`, which is not a number; write the number alone: `9`"
    );
    assert_eq!(
        with("p", "10k").0,
        "`p` cannot be `10k`, which is not a number; give the number alone; it counts as `months`; write digits, with a decimal point if needed, such as `1250.5`"
    );
    assert_eq!(
        with("q", "9").0,
        "the rulebook has no parameter `q`; its parameters are `p`"
    );
}
