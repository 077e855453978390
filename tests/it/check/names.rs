//! Names: unknown, doubled, of the wrong kind, in texts; and that one error makes no others.

use super::{bundle, checked, lines, says};

#[test]
fn unknown_names_come_with_the_nearest() {
    let text = super::book(
        "let c = t.yy\nlet d = n > 3\nrule r1 { when t.y then favor aa weakly cite ss in g }",
    );
    let (files, _, problems) = checked(bundle(&[("a.rules", &text)]));
    assert_eq!(
        lines(&files, &problems),
        "E0212: `t.yy` is not declared\n  \
           a.rules:18:9 `t.yy` a fact, a let or a parameter is needed here\n  \
           help: did you mean `t.y`?\n\
         E0212: `n` is not declared; facts are written with their topic\n  \
           a.rules:19:9 `n` \n  help: write `t.n`\n\
         E0212: `aa` is not declared\n  \
           a.rules:20:31 `aa` a strategy or a hypothesis is needed here\n\
         E0212: `ss` is not declared\n  \
           a.rules:20:46 `ss` a source is needed here\n\
         E0212: `g` is not declared\n  \
           a.rules:20:52 `g` a group is needed here\n"
    );
}

#[test]
fn one_unknown_name_is_one_error() {
    says(
        "let c = t.missing > 3\nlet d = c and t.y\nlet e : low < high by d, t.f { yes, slow => low  *, * => high }\n\
         rule r1 { when e is high then favor a weakly }",
        &["E0212 `t.missing`: `t.missing` is not declared"],
    );
    says(
        "topic u { fact m : }\nlet c = u.m > 3 or u.m is fast\nlet d = known(other) > 1\n\
         contrast u.m { slow => favor a weakly }\nnote n { when fired(u.m.slow) risk \"{u.m}\" }",
        &["E0114 `}`: the fact `m` has no type"],
    );
}

#[test]
fn a_broken_fact_costs_one_fact() {
    let topic = "topic u { fact m : lo, hi\n fact k : yesno\n fct j : lo < hi\n fact o : lo < hi\n fact : lo < hi }\n";
    let broken = [
        "E0114 `lo, hi`: levels without an order are a list",
        "E0122 `yesno`: `yesno` is not a type, and a scale needs two levels",
        "E0114 `fct`: expected `{` or `fact` after `yesno`, found `fct`",
    ];
    says(
        &format!("{topic}let c = u.m is lo and u.k and u.j is hi and u.o is lo"),
        &[
            broken[0],
            broken[1],
            broken[2],
            "E0114 `:`: a `fact` has a name",
        ],
    );
    let topic = topic.replace(" fact : lo < hi }", "}");
    says(
        &format!("{topic}let c = u.o is low and u.n is lo and u.m > 3"),
        &[
            broken[0],
            broken[1],
            broken[2],
            "E0214 `low`: `low` is not a level of `u.o`",
            "E0212 `u.n`: `u.n` is not declared",
        ],
    );
}

#[test]
fn known_and_unknown_are_near_names_too() {
    says(
        "let c = t.y is knwon and t.f is not unkown and t.n is knonw",
        &[
            "E0214 `knwon`: `knwon` is not a value of `t.y`",
            "E0214 `unkown`: `unkown` is not a value of `t.f`",
            "E0214 `knonw`: `knonw` is not a value of `t.n`",
        ],
    );
}

#[test]
fn one_name_is_one_thing() {
    says(
        "let h = t.y\nrule s { when t.y then favor a weakly }",
        &[
            "E0206 `h`: `h` is declared twice",
            "E0206 `s`: `s` is declared twice",
        ],
    );
    says(
        "example \"x\" { given { } expect advice is a }\nexample \"x\" { given { } expect advice is b }",
        &["E0206 `\"x\"`: `x` is declared twice"],
    );
    says(
        "let best = t.y",
        &["E0209 `best`: `best` cannot be a name: it is the best strategy"],
    );
}

#[test]
fn things_of_another_kind_are_named() {
    says(
        "rule r1 { when a then favor both weakly }",
        &[
            "E0213 `a`: `a` is a strategy; a fact or a let is needed here",
            "E0213 `both`: `both` is an outcome; a strategy or a hypothesis is needed here",
        ],
    );
    says(
        "rule r1 { when t.y then exclude h }",
        &["E0213 `h`: `h` is a hypothesis; a strategy is needed here"],
    );
    says(
        "rule r1 { when t.y then favor a weakly defeats t.f }",
        &[
            "E0213 `t.f`: `t.f` is a fact without a contrast of its own; a rule, a contrast or a row of a contrast is needed here",
        ],
    );
}

#[test]
fn rules_rows_and_contrasts_are_referred_to() {
    says(
        "contrast t.f { slow => favor a weakly  quick: moderate | fast => favor b weakly }\n\
         contrast more t.f { fast => favor b weakly }\n\
         rule r1 { when t.y then favor a weakly defeats t.f.slow, more, more.fast }\n\
         note n { when fired(t.f) and fired(t.f.quick) and fired(r1) and not fired(more.fast) risk \"…\" }",
        &[],
    );
    says(
        "contrast t.f { slow => favor a weakly }\nnote n { when fired(t.f.slwo) risk \"…\" }",
        &["E0212 `t.f.slwo`: `t.f.slwo` is not declared"],
    );
}

#[test]
fn texts_hold_names() {
    says(
        "note n { when t.y risk \"{{ {t.n} {p} {best} {advice} {total(a)} {total(h)} \\\" {c} }\" }\nlet c = t.y",
        &[],
    );
    says(
        "note n { when t.y risk \"\\\"{t.nn}\\\" {n} {a} {total(p)} {oops\" }",
        &[
            "E0219 `{t.nn}`: nothing is named `t.nn`",
            "E0219 `{n}`: `n` is a note, which has no value to print",
            "E0219 `{a}`: `a` is a strategy, which has no value to print",
            "E0219 `{total(p)}`: `p` is a parameter, which has no value to print",
            "E0220 `{`: this brace is not closed",
        ],
    );
}

#[test]
fn a_name_that_was_probably_meant_is_told() {
    let help = |text: &str, expected: &str| {
        let (files, _, problems) = checked(bundle(&[("a.rules", &super::book(text))]));
        let said = lines(&files, &problems);
        assert!(said.contains(&format!("help: {expected}\n")), "{said}");
    };
    help(
        "rule y { when y then favor a weakly }",
        "for the fact, write `t.y`",
    );
    help(
        "example \"x\" { given { } expect a }",
        "write `advice is a` for the advice, `total(a) > 0` for the evidence",
    );
    help(
        "rule r1 { when t.f is slow or quick then favor a weakly }",
        "for several levels, write `t.f is one of slow, quick`",
    );
}

/// A declaration whose name nobody can read excuses names of its own kind, and no others.
#[test]
fn a_declaration_without_a_name_excuses_its_own_kind() {
    let using = "rule zz { when t.nope and foo.bar and lll then favor aaa weakly in ggg cite sss defeats rrr }";
    let all = ["t.nope", "foo.bar", "lll", "aaa", "ggg", "sss", "rrr"];
    for (broken, excused) in [
        ("rule \"x\" { when t.y then favor a weakly }", &["rrr"][..]),
        ("rule { when t.y then favor a weakly }", &["rrr"]),
        ("rule 2a { when t.y then favor a weakly }", &["rrr"]),
        ("let = 3", &["lll"]),
        ("source \"x\"", &["sss"]),
        ("topic \"g\" { fact k : yes_no }", &["foo.bar"]),
        ("foo \"Foo\" { fact bar : yes_no }", &["foo.bar"]),
        ("z { }", &[]),
        ("hello", &[]),
        ("// hello", &[]),
        ("because \"x\"", &[]),
        ("advice main { a otherwise }", &[]),
        // What the other file declares, but for facts of a topic that stands here.
        (
            "import \"x\"",
            &["foo.bar", "lll", "aaa", "ggg", "sss", "rrr"],
        ),
    ] {
        let text = super::book(&format!("{broken}\n{using}"));
        let (files, _, problems) = checked(bundle(&[("a.rules", &text)]));
        let said = |problem: &&hansei::base::Diagnostic| problem.code == "E0212";
        let told: Vec<&str> = problems
            .iter()
            .filter(said)
            .filter_map(|problem| Some(files.text(problem.span()?)))
            .collect();
        let expected: Vec<&str> = all
            .into_iter()
            .filter(|name| !excused.contains(name))
            .collect();
        assert_eq!(told, expected, "{broken}\n{}", lines(&files, &problems));
        // `import` is read as the `use` it is told to be, of a file that is missing.
        let own = 1 + usize::from(broken.starts_with("import"));
        assert_eq!(problems.len(), told.len() + own, "{broken}");
    }
}

#[test]
fn a_word_alone_hides_nothing_below() {
    for word in ["hello", "// hello", "-- hello", "/* hello\n there */"] {
        let text = super::book(&format!(
            "rule r1 {{ when t.y then favor a weakly }}\n{word}\nrule r2 {{ when t.f is nope then favor a weakly defeats r1 }}"
        ));
        let (files, _, problems) = checked(bundle(&[("a.rules", &text)]));
        let codes: Vec<&str> = problems.iter().map(|problem| problem.code).collect();
        let own = if word == "hello" { "E0113" } else { "E0110" };
        assert_eq!(codes, [own, "E0214"], "{}", lines(&files, &problems));
    }
}

#[test]
fn second_declarations_are_looked_into() {
    says(
        "rule r1 { when t.y then favor a weakly }\nrule r1 { when t.y2 then favor a weakly }\n\
         let d = t.y\nlet d = t.y3 > 3\n\
         let e : lo < hi { lo otherwise }\nlet e : lo < hi { mid otherwise }\n\
         contrast t.f { slow => favor a weakly }\ncontrast t.f { fast => favor c2 weakly  low => favor a weakly }\n\
         advice { a otherwise }\nadvice { x1: c3 otherwise }\n\
         example \"e\" { given { } expect advice is a }\nexample \"e\" { given { t.n: slow } expect advice is c4 }\n\
         topic t { fact more : yes_no }\n\
         note n1 { when fired(t.f.fast) and advised_by(x1) and t.more risk \"…\" }",
        &[
            "E0206 `r1`: `r1` is declared twice",
            "E0212 `t.y2`: `t.y2` is not declared",
            "E0206 `d`: `d` is declared twice",
            "E0212 `t.y3`: `t.y3` is not declared",
            "E0206 `e`: `e` is declared twice",
            "E0214 `mid`: `mid` is not a level of `e`",
            "E0207 `t.f`: two contrasts over `t.f` need names",
            "E0212 `c2`: `c2` is not declared",
            "E0214 `low`: `low` is not a level of `t.f`",
            "E0208 `advice`: a rulebook has one `advice` block",
            "E0212 `c3`: `c3` is not declared",
            "E0206 `\"e\"`: `e` is declared twice",
            "E0320 `slow`: this is not a value of `t.n`",
            "E0212 `c4`: `c4` is not declared",
            "E0206 `t`: `t` is declared twice",
        ],
    );
}

#[test]
fn a_word_that_cannot_be_a_name_is_one_error() {
    says(
        "let yes = t.n * 2\nlet d = yes + 1\nrule r1 { when yes > 3 and d > 2 then favor a by yes }\n\
         note n1 { when yes between 1 and 3 risk \"{yes}\" }",
        &["E0209 `yes`: `yes` cannot be a name: it is a truth value"],
    );
}

#[test]
fn a_row_of_a_quoted_level_is_asked_for_as_it_is_written() {
    let rows = "topic u { fact k : one of \"2 or more\", \"1\", x }\n\
        contrast u.k { \"2 or more\" => favor a weakly  \"1\" => favor b weakly  x => favor b weakly }\n";
    says(
        &format!(
            "{rows}note n1 {{ when fired(u.k.\"2 or more\") and not fired(u.k.\"1\") and fired(u.k.x) risk \"…\" }}"
        ),
        &[],
    );
    says(
        &format!("{rows}note n1 {{ when fired(u.k.\"3\") risk \"…\" }}"),
        &["E0212 `u.k.\"3\"`: `u.k.3` is not declared"],
    );
}

#[test]
fn what_can_be_read_of_a_broken_declaration_is_checked() {
    says(
        "rule r9 {\n  when t.n > > 3\n  then favor aa weakly\n  because \"x {t.q}\"\n  cite nosource\n}",
        &[
            "E0114 `>`: `>` is here twice",
            "E0212 `aa`: `aa` is not declared",
            "E0219 `{t.q}`: nothing is named `t.q`",
            "E0212 `nosource`: `nosource` is not declared",
        ],
    );
    says(
        "advice {\n  a when bst is a\n  b whn t.y\n  c otherwise\n}",
        &[
            "E0114 `whn`: expected `:`, `otherwise` or `when` after `b`, found `whn`",
            "E0212 `bst`: `bst` is not declared",
            "E0212 `c`: `c` is not declared",
        ],
    );
    // What is left out of it is not missed.
    says(
        "rule p {\n  when t.y is\n  then favor a weakly\n}\nnote n { when fired(p) risk \"x\" }",
        &["E0114 `then`: expected a level after `is`, found `then`"],
    );
}

#[test]
fn a_broken_clause_of_a_fact_costs_one_fact() {
    says(
        "topic u {\n fact g : lo < hi { askk \"G?\" }\n fact n : number in 0..9\n}\nlet c = u.n > 3 and u.g is lo",
        &["E0114 `askk`: expected a clause after `{`, found `askk`"],
    );
    says(
        "topic u {\n fact g : lo < hi {\n ask \"G?\"\n tagg need }\n fact n : number in 0..9\n}\nlet c = u.n > 3",
        &["E0114 `tagg`: expected a clause after the string, found `tagg`"],
    );
}

#[test]
fn facts_behind_an_early_end_are_not_missed() {
    says(
        "topic u {\n fact g : lo < hi { ask \"G?\" } }\n fact n : number in 0..9\n}\nlet c = u.n > 3 and u.g is low",
        &[
            "E0112 `}`: this `}` ends the declaration too early",
            "E0214 `low`: `low` is not a level of `u.g`",
        ],
    );
}

/// An example may write a fact by its last part: that is excused too where the fact was lost.
#[test]
fn short_names_of_lost_facts_are_not_missed() {
    let examples = "example \"e\" { given { q: yes } expect advice is a }\n\
        example \"f\" { given { u.q: yes } expect advice is a }";
    for (lost, error) in [
        (
            "topc u { fact q : yes_no }",
            "E0113 `topc`: `topc` does not begin a declaration",
        ),
        (
            "source u \"S\"\ntopic u { fact q : yes_no }",
            "E0206 `u`: `u` is declared twice",
        ),
        (
            "topic u {\n fact p : yes_no\n}\nfact q : yes_no",
            "E0113 `fact`: this part of a `topic` comes after its end",
        ),
        (
            "topic u { fact q : yes_no & fact k : yes_no }",
            "E0110 `&`: `&` is not an operator",
        ),
    ] {
        says(&format!("{lost}\n{examples}"), &[error]);
    }
    says(
        "topc u { fact q : yes_no }\nexample \"e\" { given { k: yes } expect advice is a }",
        &[
            "E0113 `topc`: `topc` does not begin a declaration",
            "E0212 `k`: `k` is not declared",
        ],
    );
}

#[test]
fn a_declaration_without_its_word_may_declare_what_it_begins_with() {
    says(
        "source s1 \"S\"\ns2 \"S\"\nrule r2 { when t.y then favor a weakly cite s2 }",
        &["E0114 `s2`: expected `unseen` after the string, found `s2`"],
    );
    says(
        "let c = t.y\nd = t.n > 3\nrule r2 { when d then favor a weakly }",
        &["E0113 `d`: `d` is given a value without `let`"],
    );
    says(
        "contrast t.f { slow => favour a weakly }\nnote n { when fired(t.f) and fired(t.f.slow) risk \"x\" }",
        &["E0114 `favour`: expected `exclude`, `favor` or `oppose` after `=>`, found `favour`"],
    );
}

/// A parameter that could not be read is one all the same, in cells as elsewhere.
#[test]
fn a_broken_parameter_is_no_fault_of_the_cells_that_name_it() {
    for broken in [
        "parameter lim \"L\" = 3 in 0..9 { cite s p. 7 }",
        "parameter lim \"L\" = three in 0..9",
    ] {
        let using = "let q : low < high by t.n { > lim => low  lim..50 => high  * => low }";
        let found = checked(bundle(&[(
            "a.rules",
            &super::book(&format!("{broken}\n{using}")),
        )]))
        .2;
        let codes: Vec<_> = found
            .iter()
            .filter(|one| one.code.starts_with('E'))
            .collect();
        assert_eq!(codes.len(), 1, "{broken}: {codes:?}");
    }
}

#[test]
fn a_name_that_is_spelt_wrongly_excuses_its_uses() {
    let favor = |name: &str| format!("rule r1 {{ when t.y then favor {name} weakly }}");
    let capital = |name: &str| format!("E0120 `{name}`: `{name}` is not lowercase");
    for (declaration, uses, error) in [
        ("strategy Sail", favor("sail"), capital("Sail")),
        ("strategy Sail", favor("Sail"), capital("Sail")),
        (
            "topic Wind { fact k : yes_no }",
            "let c = wind.k".into(),
            capital("Wind"),
        ),
        (
            "topic u { fact Share : yes_no }",
            "let c = u.share".into(),
            capital("Share"),
        ),
        (
            "strategy sail-boat",
            favor("sail_boat"),
            "E0114 `-`: `sail-boat` is not a name: names have no `-`".into(),
        ),
        (
            "strategy row boat",
            favor("row_boat"),
            "E0114 `boat`: a title goes in quotes".into(),
        ),
    ] {
        says(&format!("{declaration}\n{uses}"), &[&error]);
    }
}

#[test]
fn a_given_fact_may_be_one_that_could_not_be_read() {
    says(
        "topic u { fact share : yesno }\nrule share { when t.y then favor a weakly }\n\
         example \"e\" { given { share: yes } expect t.y }",
        &["E0122 `yesno`: `yesno` is not a type, and a scale needs two levels"],
    );
}
