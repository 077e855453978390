//! Slips of authors who know other languages, or English: each is told what to write instead.

use super::problems;

/// The one problem of a text has this help.
#[track_caller]
fn helps(text: &str, help: &str) {
    let told = problems(text);
    assert!(told.contains(help), "of `{text}`:\n{told}");
    assert_eq!(told.matches("E0").count(), 1, "of `{text}`:\n{told}");
}

#[test]
fn conditions_say_what_to_write_instead() {
    for (condition, help) in [
        ("m.n => 6", "write `>= 6`"),
        ("m.n is less than 6", "write `m.n < 6`"),
        ("m.n is above 6", "write `m.n > 6`"),
        ("m.n is greater than or equal to 6", "write `m.n >= 6`"),
        ("if m.a", "`when CONDITION then exclude …`"),
        (
            "m.n >= 3,\n m.a",
            "conditions are joined with `and` or `or`",
        ),
        ("m.o is higher than slow", "write `m.o > slow`"),
        ("m.o is higher than slow", "`m.o is at least slow` holds"),
        (
            "m.o is slow, moderate",
            "write `m.o is one of slow, moderate`",
        ),
        (
            "m.o is not slow, moderate",
            "write `m.o is not one of slow, moderate`",
        ),
        ("m.o in slow, fast", "write `m.o is one of slow, fast`"),
        ("2 * m.n > 3 or <= 1", "repeat before `<=` what the test"),
        ("m.n + m.p > 3 and < 6", "repeat before `<` what the test"),
        (
            "m.n + m.p not between 3 and 5",
            "put `not` before the whole test",
        ),
        ("m.a not m.b", "write `and` or `or` between them"),
        ("m.a not excluded(x)", "write `and` or `or` between them"),
        ("m.a, m.b", "conditions are joined with `and` or `or`"),
        (
            "m.s includes tpm, qc",
            "`m.s includes tpm and m.s includes qc`",
        ),
        (
            "m.n > 10,000",
            "digits are written without separators: `10000`",
        ),
        ("m.n >= 6,5", "decimals follow a point: `6.5`"),
        ("m.n between 3 to 6", "write `between 3 and 6`"),
        ("m.n between 3..6", "write `between 3 and 6`"),
        ("m.n between 3, 6", "write `between 3 and 6`"),
        ("m.n is at least 6", "write `m.n >= 6`"),
        ("m.n is at most 6", "write `m.n <= 6`"),
        ("m.o is one of slow fast", "separated by commas"),
        (
            "m.o is one of [slow, fast]",
            "write `m.o is one of slow, fast`",
        ),
        ("m.o not one of slow, fast", "write `m.o is not one of …`"),
        ("m.o is m.p", "compared with a sign: `m.o = m.p`"),
        (
            "at least two of { m.a; m.b }",
            "write `at least 2 of { …; … }`",
        ),
        ("all of (m.a, m.b)", "write `all of { A; B }`"),
        ("at least 2 of (m.a, m.b)", "write `at least 2 of { A; B }`"),
        ("m.s has tpm", "`m.s includes tpm`"),
        ("m.s contains tpm", "`m.s includes tpm`"),
        ("m.n equals 3", "write `m.n = 3`"),
        ("fired(m.k.1)", "`FACT.\"1\"`"),
        ("fired(a) defeats m.k.1", "`FACT.\"1\"`"),
    ] {
        helps(
            &format!("rule r {{ when {condition} then exclude b }}"),
            help,
        );
    }
}

#[test]
fn rows_types_and_heads_say_what_to_write_instead() {
    for (text, help) in [
        (
            "rule r { when a then favor b weakly else if c then favor d weakly }",
            "write a second rule",
        ),
        (
            "rule r { when a then exclude b cite imai, ours }",
            "repeat the word: `cite imai  cite ours`",
        ),
        (
            "rule 2a { when a then exclude b }",
            "names begin with a letter",
        ),
        ("topic t { fact 2a : yes_no }", "names begin with a letter"),
        (
            "contrast o { slow, moderate => exclude b }",
            "`LABEL: slow | moderate => …`",
        ),
        (
            "topic t { fact n : number from 0 to 10 }",
            "a range goes after `in`",
        ),
        (
            "topic t { fact n : number \"EUR\" from 0 to 10 }",
            "a range goes after `in`",
        ),
        ("topic t { fact n : number in 0...5 }", "write `in 0..5`"),
        (
            "topic t { fact n : number in 0.. { ask \"N?\" } }",
            "write both: `in 0..120`",
        ),
        (
            "topic t { fact a : yes_no, fact b : yes_no }",
            "facts follow each other",
        ),
        (
            "topic t { fact a : one of low mid high }",
            "separated by commas",
        ),
        ("parameter p = 6 in 0 to 5", "write `in 0..5`"),
        (
            "example \"e\" { given { m.n = 6 } expect advice is a }",
            "write `m.n: 6`",
        ),
        (
            "let d : low < high { low when a, high otherwise }",
            "rows follow each other without a sign: delete it",
        ),
        (
            "contrast o { slow => favor a weakly, fast => favor b weakly }",
            "rows follow each other",
        ),
        ("topic t { fact a : fast > slow }", "write `slow < fast`"),
        ("topic t { fact a : 1 < 2 < 3 }", "quote it: `\"1\"`"),
        (
            "let d : low < high { high when a otherwise low }",
            "`low otherwise`",
        ),
        ("let d : low < high by n { 3-5 => low }", "write `3..5`"),
        ("advice { a when b else c }", "`c otherwise`"),
        ("advice { kaizen: when b }", "`kaizen: OUTCOME when …`"),
    ] {
        helps(text, help);
    }
}

#[test]
fn cells_and_rows_of_numbers_say_what_to_write_instead() {
    for (text, help) in [
        (
            "let d : low < high by o { at least slow => low }",
            "write `>= slow`",
        ),
        (
            "let d : low < high by o { not (slow) => low }",
            "write `not slow`",
        ),
        (
            "let d : low < high by n { >= p + 1 => low }",
            "`let NAME = FACT - NUMBER`",
        ),
        (
            "let d : number by o { slow => p + 1 }",
            "`let NAME : number = if CONDITION then NUMBER else NUMBER`",
        ),
        (
            "let d : number by o { slow => 10 \"EUR\" fast => 3 }",
            "write `10` alone",
        ),
        (
            "let d : number by o { slow => 10 EUR fast => 3 }",
            "`let NAME : number \"EUR\"`",
        ),
    ] {
        helps(text, help);
    }
}

#[test]
fn blocks_comments_and_brackets_say_what_to_write_instead() {
    for (text, help) in [
        (
            "strategy a { }\nadvice main { a otherwise }",
            "`advice { OUTCOME when",
        ),
        (
            "strategy a { }\nadvice\na otherwise",
            "`advice { OUTCOME when",
        ),
        (
            "rulebook r { scale { weakly = 1 } }",
            "`scale { weakly 1, strongly 5 }`",
        ),
        (
            "guarantee g { raising a raises total(b) }",
            "`raising FACT never lowers total(STRATEGY)`",
        ),
        ("guarantee g { never a never b }", "make it two guarantees"),
        ("import \"a.rules\"", "write `use`"),
        ("// hello", "a comment begins with `#`"),
        ("/* hello\n there */", "a comment begins with `#`"),
        ("strategy a { }\n-- hello", "a comment begins with `#`"),
        ("rule r { when (a and b] then exclude c }", "write `)`"),
        (
            "rule r { when at least 1 of { a; b ] then exclude c }",
            "write `}`",
        ),
        (
            "rule r { when a then exclude b because \"one\n two\" }",
            "a line break inside a string is written `\\n`",
        ),
        ("strategy a\n\u{feff}strategy b", "delete it"),
    ] {
        helps(text, help);
    }
}

#[test]
fn prefixes_have_a_limit_of_their_own() {
    let not = "not ".repeat(200);
    helps(
        &format!("rule r {{ when {not} a then exclude b }}"),
        "two `not` cancel out",
    );
    // The word `advice` may still begin a line of a condition.
    super::parsed("let a = b and\nadvice is c");
    super::parsed("let a = b\nadvice { c when d }");
}

#[test]
fn what_begins_a_line_is_no_forgotten_level() {
    for text in [
        "rule r { when m.o is one of slow, fast\n thn favor b weakly }",
        "topic t { fact a : one of low, high\n fct b : yes_no }",
        "topic t { fact a : one of low, high ask \"?\" }",
    ] {
        let told = problems(text);
        assert!(!told.contains("a comma is missing"), "{told}");
    }
}

#[test]
fn brackets_that_are_missing_or_too_many_cost_one_error() {
    let one = |text: &str, says: &str| {
        assert_eq!(problems(text).lines().next(), Some(says), "of:\n{text}")
    };
    let count = |text: &str| {
        problems(text)
            .lines()
            .filter(|line| !line.starts_with("  "))
            .count()
    };
    for (text, says) in [
        (
            "rule r { when known a) > 3 then favor b weakly }",
            "1:22 E0112 `)` has no matching `(`",
        ),
        (
            "contrast t.f \"G\"\n  slow => favor a weakly\n}",
            "3:1 E0112 this `}` has no matching `{`",
        ),
        (
            "example \"x\" { given { t.f: slow }} expect t.y }",
            "1:34 E0112 this `}` ends the declaration too early",
        ),
        (
            "topic t {\n fact g : slow < fast  ask \"G?\" }\n fact n : number\n fact m : yes_no\n}",
            "2:24 E0114 `{` is missing before `ask`",
        ),
    ] {
        one(text, says);
        assert_eq!(count(text), 1, "of:\n{text}\n{}", problems(text));
    }
}

#[test]
fn clauses_say_what_to_write_instead() {
    for (text, help) in [
        (
            "contrast t.f {\n  slow => favor a weakly \"since\"\n  fast => favor b weakly\n}",
            "`because \"since\"`",
        ),
        ("note n { when t.y then risk \"x\" }", "delete `then`"),
        ("note n { when t.y rsk \"x\" }", "did you mean `risk`?"),
        (
            "rule r { when 2 of { a; b } then exclude c }",
            "`at least 2 of { …; … }`",
        ),
        (
            "rule r { when all of { a, b } then exclude c }",
            "`all of { a; b; c }`",
        ),
        (
            "strategy c { next \"x\", \"y\" }",
            "`next \"x\"  next \"y\"`",
        ),
        ("guarantee g { never a if b }", "write `when`"),
        (
            "guarantee g { not always a }",
            "what holds only sometimes is shown by an example",
        ),
        (
            "guarantee g { not never a when b }",
            "write `never CONDITION`",
        ),
        ("rulebook r { method own.rhai }", "write `\"own.rhai\"`"),
        (
            "rulebook r { method ../ways/own.rhai }",
            "write `\"../ways/own.rhai\"`",
        ),
        (
            "rule r { when a then favor b by 30% }",
            "write `by 30` alone",
        ),
        (
            "guarantee g { raising a never lowers lead(b) }",
            "never lowers total(STRATEGY)",
        ),
        (
            "rule r { when m.n > 1;500 then exclude b }",
            "without separators: `1500`",
        ),
        (
            "guarantee g { if a then b }",
            "`never CONDITION when CONDITION`",
        ),
        (
            "advice { a when best is\n b when c }",
            "the line before lacks its last word",
        ),
        (
            "let l : lo < hi { lo when t.y is\n hi when t.z }",
            "the line before lacks its last word",
        ),
        (
            "advice { a when best is a\n cite\n x: a when b }",
            "it is written `advice {",
        ),
        (
            "note n { when\n next \"x\" }",
            "write what is missing after `when`",
        ),
    ] {
        helps(text, help);
    }
}

#[test]
fn what_is_meant_by_a_letter_behind_a_number_is_not_guessed() {
    for range in ["0..2m", "0..2M", "0..1.5k", "0..3mio"] {
        let text = format!("topic t {{ fact n : number in {range} }}");
        let (_, found) = hansei::syntax::parse(hansei::base::FileId(0), &text);
        assert!(!found.is_empty(), "{text}");
        for one in &found {
            let edits = one.edits.iter().all(|edit| edit.text.contains("000000"));
            assert!(edits, "{text}: {one:?}");
        }
    }
}

#[test]
fn any_word_that_begins_a_declaration_is_told_where_it_is_a_name() {
    for word in ["note", "advice", "rule", "group", "use", "topic"] {
        for head in ["rule", "note", "contradiction"] {
            let text = format!("{head} {word} {{ when t.y risk \"x\" }}");
            let told = problems(&text);
            assert!(told.contains("E0118"), "of `{text}`:\n{told}");
        }
    }
}

#[test]
fn a_declaration_with_too_many_errors_says_so() {
    let facts: String = (0..3000)
        .map(|at| format!(" fact f{at} : low << high {{ ask \"x\" }}\n"))
        .collect();
    let told = problems(&format!("topic t {{\n{facts}}}"));
    assert!(
        told.contains("E0124 this declaration has so many errors"),
        "{told}"
    );
}

#[test]
fn a_word_of_conditions_as_a_name_is_told_where_it_is_declared_and_nowhere_else() {
    for word in ["and", "or", "not", "is", "if", "surely", "otherwise"] {
        for text in [
            format!("let {word} = t.y\nrule r {{ when {word} then favor a weakly }}"),
            format!("let {word} = t.y\nrule r {{ when t.y and {word} then favor a weakly }}"),
            format!("let {word} = t.y\nlet q = not {word}"),
            format!(
                "topic t {{ fact {word} : yes_no }}\nrule r {{ when t.{word} then favor a weakly }}"
            ),
            format!("strategy {word}\nrule r {{ when t.y then favor {word} weakly }}"),
            format!("outcome {word} for a\nadvice {{ {word} when t.y  a otherwise }}"),
            format!(
                "rule {word} {{ when t.y then favor a weakly }}\nnote n {{ when fired({word}) risk \"x\" }}"
            ),
        ] {
            let told = problems(&text);
            assert_eq!(told.matches(" E01").count(), 1, "of `{text}`:\n{told}");
            assert!(told.contains("E0118"), "of `{text}`:\n{told}");
        }
    }
    // Another mistake is told.
    let told = problems("let if = t.y\nrule r { when if and t.y them favor a weakly }");
    assert_eq!(told.matches(" E01").count(), 2, "{told}");
}
