//! Helps that are followed to the letter: what they say to write is right, and means what was meant.

use hansei::base::{Diagnostic, Severity};

use crate::check::applied::edited;
use crate::check::{bundle, checked};
use crate::fix::mended;

/// What the texts below stand in.
const FRAME: &str = "rulebook r { }
strategy a
strategy b
source s \"S\"
parameter p = 6 in 0..60
group g limit 9
topic t {
  fact y : yes_no
  fact z : yes_no
  fact f : slow < moderate < fast
  fact o : one of open, shared, closed
  fact s : any of tpm, qc
  fact n : number in 0..20000
  fact m : number in 0..20000
}
";

/// The errors of a text in the frame.
fn errors(text: &str) -> Vec<Diagnostic> {
    let files = [("a.rules", text), ("x.rules", "# nothing\n")];
    let (_, _, problems) = checked(bundle(&files));
    let is_error = |one: &Diagnostic| one.severity == Severity::Error;
    problems.into_iter().filter(is_error).collect()
}

fn described(text: &str) -> String {
    super::describe(text, &errors(text))
}

fn without_space(text: &str) -> String {
    text.split_whitespace().collect()
}

/// What a help says to write, where it holds no place to fill in.
fn said_to_write(help: &str) -> impl Iterator<Item = &str> {
    let quoted = help.split('`').skip(1).step_by(2);
    quoted.filter(|text| !text.contains('…') && !text.contains(char::is_uppercase))
}

/// The one error of a text has a help; whoever follows it writes `then`, which is right. An edit does the same.
#[track_caller]
pub(super) fn followed(source: &str, help: &str, then: &str) {
    let (source, then) = (format!("{FRAME}{source}\n"), format!("{FRAME}{then}\n"));
    let told = described(&source);
    let errors = errors(&source);
    let [problem] = errors.as_slice() else {
        panic!("not one error in\n{source}\n{told}");
    };
    assert!(problem.help.join("\n").contains(help), "{source}\n{told}");
    for text in said_to_write(help) {
        let written = without_space(&then).contains(&without_space(text));
        assert!(written, "the help says `{text}`, which is not in\n{then}");
    }
    assert_eq!(described(&then), "", "after the help of\n{source}\n{told}");
    if let Some(edited) = edited(&source, problem) {
        assert_eq!(without_space(&edited), without_space(&then), "{told}");
        assert_eq!(described(&edited), "", "{edited}");
        let files = [("a.rules", &*source), ("x.rules", "# nothing\n")];
        let mended = mended(&files);
        assert_eq!(without_space(&mended[0].1), without_space(&then), "{told}");
    }
}

/// The codes of the errors of a text in the frame.
pub(super) fn codes(source: &str) -> Vec<&'static str> {
    let errors = errors(&format!("{FRAME}{source}\n"));
    errors.iter().map(|one| one.code).collect()
}

/// A text has an error of this code, too.
#[track_caller]
pub(super) fn told(source: &str, code: &str) {
    let source = format!("{FRAME}{source}\n");
    let has = errors(&source).iter().any(|one| one.code == code);
    assert!(has, "no {code} in\n{source}\n{}", described(&source));
}

/// A text has errors, and the edits of each leave fewer of them, of the same codes.
#[track_caller]
pub(super) fn edits_bring_no_new_error(source: &str) {
    let source = format!("{FRAME}{source}\n");
    let before = errors(&source);
    assert!(!before.is_empty(), "no error in\n{source}");
    for problem in &before {
        let Some(edited) = edited(&source, problem) else {
            continue;
        };
        let after = errors(&edited);
        let known = |one: &Diagnostic| before.iter().any(|other| other.code == one.code);
        assert!(
            after.len() < before.len() && after.iter().all(known),
            "{:?}\n{edited}\n{}",
            problem.help,
            described(&edited)
        );
    }
    let files = [("a.rules", &*source), ("x.rules", "# nothing\n")];
    let left = errors(&mended(&files)[0].1).len();
    let open = before.iter().filter(|one| one.edits.is_empty()).count();
    assert!(
        left <= open,
        "{left} of {open} left in\n{}",
        mended(&files)[0].1
    );
}

#[track_caller]
pub(super) fn condition(source: &str, help: &str, then: &str) {
    let rule = |condition: &str| format!("rule r1 {{ when {condition} then favor a weakly }}");
    followed(&rule(source), help, &rule(then));
}

/// A row of a table over a number and a yes/no fact, by its cells.
#[track_caller]
pub(super) fn cells(source: &str, help: &str, then: &str) {
    let table = |cells: &str| {
        format!("let d : low < high by t.n, t.y {{\n {cells} => low\n *, * => high\n}}")
    };
    followed(&table(source), help, &table(then));
}

#[track_caller]
fn accepted(text: &str) {
    assert_eq!(described(&format!("{FRAME}{text}\n")), "", "of `{text}`");
}

#[test]
fn lists_and_ranges_of_other_languages() {
    let three = "t.f is one of slow, moderate, fast";
    for (source, help, then) in [
        (
            "t.f in [slow, fast]",
            "write `t.f is one of slow, fast`",
            "t.f is one of slow, fast",
        ),
        ("t.f in [slow]", "write `t.f is slow`", "t.f is slow"),
        (
            "t.n in 3..12",
            "write `t.n between 3 and 12`",
            "t.n between 3 and 12",
        ),
        (
            "t.n in [3.5..12]",
            "write `t.n between 3.5 and 12`",
            "t.n between 3.5 and 12",
        ),
        (
            "t.n in [3, 5] and t.y",
            "write `any of { t.n = 3; t.n = 5 }`",
            "any of { t.n = 3; t.n = 5 } and t.y",
        ),
        (
            "t.f in slow, moderate, fast",
            "write `t.f is one of slow, moderate, fast`",
            three,
        ),
        (
            "t.f is slow, moderate, fast",
            "write `t.f is one of slow, moderate, fast`",
            three,
        ),
        (
            "t.f is one of [slow, moderate, fast]",
            "write `t.f is one of slow, moderate, fast`",
            three,
        ),
        (
            "t.s includes one of tpm, qc",
            "write `any of { t.s includes tpm; t.s includes qc }`",
            "any of { t.s includes tpm; t.s includes qc }",
        ),
        (
            "t.s includes [tpm, qc]",
            "write `all of { t.s includes tpm; t.s includes qc }`",
            "all of { t.s includes tpm; t.s includes qc }",
        ),
    ] {
        condition(source, help, then);
    }
    followed(
        "let l = t.f in [slow, fast]",
        "write `t.f is one of slow, fast`",
        "let l = t.f is one of slow, fast",
    );
    followed(
        "example \"e\" { given { t.y: yes } expect t.f in [slow, fast] }",
        "write `t.f is one of slow, fast`",
        "example \"e\" { given { t.y: yes } expect t.f is one of slow, fast }",
    );
}

#[test]
fn comparisons_that_lack_a_word() {
    for (source, help, then) in [
        ("t.f not slow", "write `t.f is not slow`", "t.f is not slow"),
        (
            "t.f isnt slow",
            "write `t.f is not slow`",
            "t.f is not slow",
        ),
        ("t.f isn't slow", "write `is not`", "t.f is not slow"),
        ("t.n not 6", "write `t.n != 6`", "t.n != 6"),
        ("t.n more than 6", "write `t.n > 6`", "t.n > 6"),
        ("t.n above 6.5", "write `t.n > 6.5`", "t.n > 6.5"),
        ("t.n less than t.m", "write `t.n < t.m`", "t.n < t.m"),
        ("t.n is less than t.m", "write `t.n < t.m`", "t.n < t.m"),
        (
            "t.n less than or equal to 6",
            "write `t.n <= 6`",
            "t.n <= 6",
        ),
        ("t.n at least 6", "write `t.n >= 6`", "t.n >= 6"),
        ("t.n at most 6", "write `t.n <= 6`", "t.n <= 6"),
        (
            "t.f at least moderate",
            "write `t.f is at least moderate`",
            "t.f is at least moderate",
        ),
        ("t.n > 6 \"months\"", "write `6` alone", "t.n > 6"),
        ("if t.y", "write the condition alone", "t.y"),
        (
            "\"t.y and t.z\"",
            "a condition is written without quotes: `t.y and t.z`",
            "t.y and t.z",
        ),
        (
            "t.f is null",
            "did you mean `is unknown`?",
            "t.f is unknown",
        ),
        (
            "t.n is missing",
            "did you mean `is unknown`?",
            "t.n is unknown",
        ),
        (
            "t.y is not null",
            "did you mean `is not unknown`?",
            "t.y is not unknown",
        ),
        ("t.s is empty", "write `count(t.s) = 0`", "count(t.s) = 0"),
        (
            "t.s is not empty",
            "write `count(t.s) >= 1`",
            "count(t.s) >= 1",
        ),
    ] {
        condition(source, help, then);
    }
}

#[test]
fn signs_that_rules_do_not_have() {
    for (source, help, then) in [
        ("t.n × 2 > 3", "write `*`", "t.n * 2 > 3"),
        ("t.n ÷ 2 > 3", "write `/`", "t.n / 2 > 3"),
        ("t.n ^ 2 > 3", "there is no power operator", "t.n * t.n > 3"),
        ("t.n ** 2 > 3", "or call a script function", "t.n * t.n > 3"),
        ("t.n \\ 2 > 3", "a division is written `/`", "t.n / 2 > 3"),
        ("t.n % 2 > 1", "a script function", "t.n / 2 > 1"),
        ("t.n > 10'000", "separators: `10000`", "t.n > 10000"),
        ("t.n > 10’000", "separators: `10000`", "t.n > 10000"),
        ("t.n > 10\u{a0}000", "separators: `10000`", "t.n > 10000"),
        ("t.n > 10 000", "separators: `10000`", "t.n > 10000"),
        ("t.y\u{200b} and t.z", "delete it", "t.y and t.z"),
        ("t.y\u{2003}and t.z", "write one", "t.y and t.z"),
        ("t.n ≥ 3", "write `>=`", "t.n >= 3"),
        ("¬ t.y", "write `not`", "not t.y"),
        ("t.y ∧ t.z", "write `and`", "t.y and t.z"),
        ("t.y && t.z", "write `and`", "t.y and t.z"),
        ("t.y||t.z", "write `or`", "t.y or t.z"),
        ("!t.y", "write `not`", "not t.y"),
        ("t.y ?", "a question goes in quotes", "t.y"),
        ("@ t.y", "delete it", "t.y"),
    ] {
        condition(source, help, then);
    }
}

#[test]
fn names_in_other_letters_are_one_error_each() {
    followed(
        "topic größe { fact q : yes_no }",
        "digits and `_`, such as `groesse`",
        "topic groesse { fact q : yes_no }",
    );
    followed(
        "topic потребность { fact q : yes_no }",
        "digits and `_`, such as `potrebnost`",
        "topic potrebnost { fact q : yes_no }",
    );
    followed("größe x { }", "names are written with", "strategy x { }");
    followed(
        "topic u { fact q : klein < größer }",
        "a level: `\"größer\"`",
        "topic u { fact q : klein < \"größer\" }",
    );
    followed(
        "rule no-big-leap { when t.y then favor a weakly }",
        "write `no_big_leap`",
        "rule no_big_leap { when t.y then favor a weakly }",
    );
    followed(
        "topic u { fact no-leap : yes_no }",
        "write `no_leap`",
        "topic u { fact no_leap : yes_no }",
    );
    let facts: String = (0..30)
        .map(|at| format!(" fact größenmäßigüberflüssig{at} : yes_no\n"))
        .collect();
    let text = format!("topic u {{\n{facts}}}");
    assert_eq!(super::problems(&text).matches("E0109").count(), 30);
}

#[test]
fn scales_are_turned_as_a_whole() {
    for (source, help, then) in [
        (
            "high > medium > low",
            "write `low < medium < high`",
            "low < medium < high",
        ),
        (
            "high \"H > m\" > medium > low \"L\" { ask \"?\" }",
            "write `low \"L\" < medium <",
            "low \"L\" < medium < high \"H > m\" { ask \"?\" }",
        ),
        ("\"2\" >= \"1\"", "write `\"1\" < \"2\"`", "\"1\" < \"2\""),
        (
            "low <= medium <= high",
            "write `low < medium < high`",
            "low < medium < high",
        ),
        // No single order follows from these: there is no edit.
        (
            "low < high > medium",
            "such as `low < medium < high`",
            "low < medium < high",
        ),
        (
            "medium > low < high",
            "such as `low < medium < high`",
            "low < medium < high",
        ),
    ] {
        let topic = |ty: &str| format!("topic u {{ fact q : {ty} }}");
        followed(&topic(source), help, &topic(then));
    }
    followed(
        "let d : high > low { high when t.y  low otherwise }",
        "write `low < high`",
        "let d : low < high { high when t.y  low otherwise }",
    );
}

#[test]
fn types_of_other_languages() {
    for (source, meant) in [
        ("bool", "yes_no"),
        ("boolean { ask \"?\" }", "yes_no"),
        ("string", "text"),
        ("int", "integer"),
        ("float in 0..5", "number"),
        ("int \"EUR\" in 0..5", "integer"),
    ] {
        let (word, rest) = source.split_once(' ').unwrap_or((source, ""));
        assert_ne!(word, meant);
        followed(
            &format!("topic u {{ fact q : {source} }}"),
            &format!("did you mean `{meant}`?"),
            &format!("topic u {{ fact q : {meant} {rest} }}"),
        );
    }
}

#[test]
fn cells_of_other_tables() {
    for (source, help, then) in [
        ("[0..6), *", "write `0..6`", "0..6, *"),
        ("[0..6), *", "write `< 6`", "< 6, *"),
        ("(0..6], *", "write `> 0`", "> 0, *"),
        ("[0..6], *", "write `0..6`", "0..6, *"),
        ("0 to 6, *", "write `0..6`", "0..6, *"),
        ("0.5 to 6.5, *", "write `0.5..6.5`", "0.5..6.5, *"),
        ("0-6, *", "write `0..6`", "0..6, *"),
        ("0..6 yes", "by commas: `6, yes`", "0..6, yes"),
        ("0..6, -", "any value is `*`", "0..6, *"),
        ("0..6, _", "any value is `*`", "0..6, *"),
    ] {
        cells(source, help, then);
    }
    let table = |rows: &str| format!("let d : low < high by t.f {{ {rows} }}");
    for rows in ["slow or moderate", "[slow, moderate]"] {
        followed(
            &table(&format!("{rows} => low\n * => high")),
            "write `slow | moderate`",
            &table("slow | moderate => low\n * => high"),
        );
    }
    for word in ["otherwise", "_"] {
        followed(
            &format!("let d : low < high by t.f, t.y {{ slow, yes => low\n {word} => high }}"),
            "`*, * => …`",
            "let d : low < high by t.f, t.y { slow, yes => low\n *, * => high }",
        );
    }
    let told = super::problems("let d : low < high by t.f, t.y { slow, yes low }");
    assert!(told.contains("write `=> low`"), "{told}");
}

#[test]
fn cells_and_heads_of_contrasts() {
    let early = "contrast t.f { early: slow | moderate => favor a weakly }";
    for source in ["slow or moderate", "slow, moderate", "[slow, moderate]"] {
        followed(
            &format!("contrast t.f {{ {source} => favor a weakly }}"),
            "`LABEL: slow | moderate => …`",
            early,
        );
        followed(
            &format!("contrast t.f {{ early: {source} => favor a weakly }}"),
            "write `slow | moderate`",
            early,
        );
    }
    followed(
        "contrast t.y, t.z { yes => favor a weakly }",
        "`contrast t.y { … }` and `contrast t.z { … }`",
        "contrast t.y { yes => favor a weakly }\ncontrast t.z { yes => favor a weakly }",
    );
    followed(
        "contrast t.f { slow => favor a weakly\n otherwise => favor b weakly }",
        "`LABEL: LEVEL | LEVEL => …`",
        "contrast t.f { slow => favor a weakly\n later: moderate | fast => favor b weakly }",
    );
}

#[test]
fn lets_and_examples() {
    followed(
        "let z1 = if t.y then 1",
        "`if CONDITION then NUMBER else NUMBER`",
        "let z1 = if t.y then 1 else 0",
    );
    followed(
        "example \"e\" { given { t.f is slow } expect t.f is slow }",
        "write `t.f: slow`",
        "example \"e\" { given { t.f: slow } expect t.f is slow }",
    );
    followed(
        "example \"e\" { given { t.y: yes } expect \"advice is a\" }",
        "`advice is a`",
        "example \"e\" { given { t.y: yes } expect advice is a }",
    );
}

#[test]
fn facts_and_files_behind_other_declarations() {
    for before in [
        "strategy c",
        "strategy c { }",
        "source s9 \"S\"",
        "outcome o9",
        "hypothesis h9 \"H\"",
        "parameter p9 = 3",
        "group g9 limit 3",
        "let l9 = t.y",
        "rule r9 { when t.y then favor a weakly }",
        "use \"x.rules\"",
    ] {
        followed(
            &format!("{before}\nfact q : yes_no"),
            "facts go in a topic",
            &format!("{before}\ntopic u {{ fact q : yes_no }}"),
        );
        let used = before.replace("use \"x.rules\"", "");
        followed(
            &format!("{used}\nimport \"x.rules\""),
            "write `use`",
            &format!("{used}\nuse \"x.rules\""),
        );
    }
    let topic = |inside: &str| format!("topic u {{\n fact p1 : yes_no\n{inside}}}\n");
    followed(
        &format!("{}fact q : yes_no", topic("")),
        "write it before this `}`",
        &topic(" fact q : yes_no\n"),
    );
    followed(
        &format!(
            "{}fact q : yes_no {{ ask \"?\" }}\nfact w : yes_no",
            topic("")
        ),
        "or in another topic",
        &format!(
            "{}topic v {{ fact q : yes_no {{ ask \"?\" }}\nfact w : yes_no }}",
            topic("")
        ),
    );
    followed(
        "rule r1 { when t.y }\n then favor a weakly",
        "write it before this `}`",
        "rule r1 { when t.y\n then favor a weakly }",
    );
    followed(
        "example \"e\" { given { t.y: yes }} expect t.y }",
        "delete one `}` here",
        "example \"e\" { given { t.y: yes } expect t.y }",
    );
}

#[test]
fn clauses_among_rows_would_hold_for_all_of_them() {
    let help = "after the last row";
    for clause in [
        "cite s",
        "basis expert",
        "tag need",
        "in g",
        "cite s \"p. 3\"",
    ] {
        let then = format!(
            "contrast t.f {{\n slow => favor a weakly\n fast => favor b weakly because \"y\"\n {clause}\n}}"
        );
        for source in [
            format!("slow => favor a weakly {clause}\n fast => favor b weakly because \"y\""),
            format!("slow => favor a weakly\n {clause}\n fast => favor b weakly because \"y\""),
        ] {
            followed(&format!("contrast t.f {{\n {source}\n}}"), help, &then);
        }
    }
    // What holds for one row only is a rule.
    followed(
        "contrast t.f {\n slow => favor a weakly cite s\n fast => favor b weakly\n}",
        "`rule NAME { when FACT is LEVEL then … cite … }`",
        "contrast t.f {\n slow => favor a weakly\n fast => favor b weakly\n cite s\n}",
    );
    let rows = |rows: &str| format!("let d : low < high {{\n {rows}\n}}");
    followed(
        &rows("high when t.y because \"x\"\n low otherwise"),
        help,
        &rows("high when t.y\n low otherwise\n because \"x\""),
    );
    followed(
        "let d : low < high by t.y {\n yes => high cite s\n * => low\n}",
        help,
        "let d : low < high by t.y {\n yes => high\n * => low\n cite s\n}",
    );
}

#[test]
fn clauses_of_the_whole_and_of_advice_rows_stand_as_before() {
    for text in [
        "contrast t.f { slow => favor a weakly because \"x\" cite s in g }",
        // White space means nothing: behind the last row is behind the last row.
        "contrast t.f { slow => favor a weakly  fast => favor b weakly cite s in g }",
        "let d : low < high { high when t.y  low otherwise cite s }",
        "contrast t.f {\n slow => favor a weakly\n fast => favor b weakly\n cite s in g\n tag need\n}",
        "contrast t.f {\n cite s\n slow => favor a weakly\n fast => favor b weakly\n}",
        "let d : low < high {\n because \"x\"\n high when t.y\n low otherwise\n cite s\n}",
        "let d : low < high { high when t.y cite s }",
        "advice {\n a when t.y cite s because \"x\"\n b otherwise\n}",
        "group g9 limit 3 { basis expert cite s }",
    ] {
        accepted(text);
    }
}

#[test]
fn truth_values_are_conditions_wherever_one_may_stand() {
    for condition in [
        "t.f is slow or no",
        "t.f is one of slow, fast or yes",
        "t.f is not slow or true or false",
        "no or t.f is slow",
    ] {
        accepted(&format!(
            "rule r1 {{ when {condition} then favor a weakly }}"
        ));
    }
}

#[test]
fn white_space_between_a_sign_and_its_number_means_nothing() {
    for (text, printed) in [
        ("strategy c { prior - 1 }", "prior -1"),
        ("parameter q = - 3 in - 5..- 2", "= -3 in -5..-2"),
        (
            "topic u { fact k : number in -# below\n 5 .. 5 }",
            "in -5..5",
        ),
        (
            "contrast u.k { few: - 5..- 2 | - 1 => favor a by 3\n - 7 => favor b weakly }",
            "few: -5..-2 | -1 => favor a by 3",
        ),
        ("example \"e\" { given { u.k: - 3 } expect yes }", "u.k: -3"),
    ] {
        let out = super::round_trip(text);
        assert!(out.contains(printed), "{out}");
    }
}

#[test]
fn every_slip_of_one_rule_is_told_at_once() {
    let told = super::problems("rule R2 { when !t.q then favour a by 3 becuse \"x\" }");
    for word in [
        "`r2`",
        "write `not`",
        "did you mean `favor`?",
        "did you mean `because`?",
    ] {
        assert!(told.contains(word), "no {word} in\n{told}");
    }
    assert_eq!(told.matches(" E01").count(), 4, "{told}");
    let told = super::problems("note N { when t.q && t.r nxt \"y\" }");
    for word in ["`n`", "write `and`", "did you mean `next`?"] {
        assert!(told.contains(word), "no {word} in\n{told}");
    }
}

/// The places of a condition, with what stands around it.
const CONDITIONS: &[(&str, &str)] = &[
    ("rule r1 { when ", " then favor a weakly }"),
    ("rule r1 { when t.y then favor a weakly unless ", " }"),
    (
        "rule r1 { when t.y then favor a weakly else favor b weakly unless ",
        " because \"x\" }",
    ),
    ("topic u { fact q : yes_no { ask \"Q?\" asked when ", " } }"),
    ("strategy c { precondition \"x\" met when ", " next \"y\" }"),
    ("note n1 { when ", " risk \"x\" }"),
    ("contradiction c1 { when ", " because \"x\" }"),
    ("guarantee g1 { never ", " }"),
    ("example \"e\" { given { t.y: yes } expect ", " }"),
];

/// Each slip of the list stands over what its edits make of it.
#[test]
fn every_listed_slip_is_one_error_that_its_edits_mend() {
    let mut frames: &[(&str, &str)] = &[("", "")];
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/syntax/slips.txt");
    let list = std::fs::read_to_string(path).unwrap();
    let mut lines = list.lines();
    while let Some(line) = lines.next() {
        frames = match line {
            "== conditions" => CONDITIONS,
            "== conditions of rules" => &CONDITIONS[..1],
            "== effects" => &[("rule r1 { when t.y then ", " }")],
            "== declarations" => &[("", "")],
            slip => {
                let then = lines.next().unwrap().trim();
                for (before, after) in frames {
                    let whole = |text: &str| format!("{before}{text}{after}").replace('⏎', "\n");
                    followed(&whole(slip), "", &whole(then));
                }
                continue;
            }
        };
    }
}

/// Where spaces of other kinds come with a slip, two mends meet; none makes a comment of what was none.
#[test]
fn no_mend_beside_another_hides_a_part_of_a_rule() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/syntax/slips.txt");
    let list = std::fs::read_to_string(path).unwrap();
    let list = list.split("== effects").next().unwrap();
    let mut slips = list.lines().filter(|line| !line.starts_with("=="));
    let (before, after) = CONDITIONS[0];
    while let (Some(slip), Some(then)) = (slips.next(), slips.next()) {
        for blank in ["\u{a0}", "\u{202f}", "\t"] {
            let slip = slip.replace(' ', blank).replace('⏎', "\n");
            let text = format!("{FRAME}{before}{slip}{after}\n");
            let files = [("a.rules", &*text), ("x.rules", "# nothing\n")];
            let mended = &mended(&files)[0].1;
            assert!(
                !mended.contains('#') || then.contains('#'),
                "{text}\n{mended}"
            );
        }
    }
}

/// A unit that belongs nowhere is deleted, and not what follows it.
#[test]
fn a_unit_before_the_rest_of_a_condition_is_deleted_alone() {
    for joins in [
        "or t.y is yes",
        "and t.f is slow",
        "or surely t.y",
        "or not t.y and t.z",
    ] {
        for unit in ["%", " %", "\u{a0}%", "\u{202f}%"] {
            for blank in [" ", "\u{a0}", "\n  "] {
                let rule = |unit: &str, blank: &str| {
                    format!(
                        "{FRAME}rule r1 {{ when t.n > 80{unit}{blank}{joins} then favor a weakly }}\n"
                    )
                };
                let files = [("a.rules", &*rule(unit, blank)), ("x.rules", "# nothing\n")];
                let mended = &mended(&files)[0].1;
                assert_eq!(without_space(mended), without_space(&rule("", " ")));
            }
        }
    }
}

/// Every word of the grammar stands in what some slip of the list is mended to.
#[test]
fn every_word_of_the_language_has_a_slip() {
    let read = |path: &str| {
        let root = env!("CARGO_MANIFEST_DIR");
        std::fs::read_to_string(format!("{root}/{path}")).unwrap()
    };
    let (list, grammar) = (
        read("tests/it/syntax/slips.txt"),
        read("grammar/rules.pest"),
    );
    let mended = list.lines().filter(|line| line.starts_with(' '));
    let words =
        mended.flat_map(|line| line.split(|c: char| !c.is_ascii_alphanumeric() && c != '_'));
    let words: std::collections::BTreeSet<&str> = words.collect();
    let keywords = grammar.lines().filter(|line| line.starts_with("kw_"));
    let keywords = keywords.filter_map(|line| line.split('"').nth(1));
    let missing: Vec<&str> = keywords.filter(|word| !words.contains(word)).collect();
    // The list stands beside a rulebook, and has no script.
    let other = [
        "rulebook", "script", "about", "as", "method", "scale", "sureness", "version",
    ];
    assert_eq!(missing, other);
}
