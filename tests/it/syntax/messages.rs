//! What is said of broken texts.

use super::problems;

#[track_caller]
fn says(text: &str, expected: &str) {
    assert_eq!(problems(text), expected, "of:\n{text}");
}

#[track_caller]
fn rule_says(inside: &str, expected: &str) {
    says(&format!("rule r {{ {inside} }}"), expected);
}

#[test]
fn one_broken_declaration_costs_one_declaration() {
    let text = "rule a { when b is slow, then exclude c }
strategy x
rule d { when b == 3 then exclude c }
let e = f and
topic t { fact g : low < high }
rule h { when b then favor x strogly }
strategy y
";
    says(
        text,
        "1:24 E0114 `,` does not go between clauses
  → clauses follow each other without a sign: delete it
3:17 E0110 `==` is not an operator
  → `=` compares numbers; a level is tested with `is`
4:14 E0114 expected a condition after `and`, the declaration ends
  → write what is missing after `and`, or delete `and`
6:30 E0114 expected how strongly (`weakly`, `moderately`, `strongly`, `decisively` or `by` and a number) after `x`, found `strogly`
  → did you mean `strongly`?",
    );
    let (tree, _) = hansei::syntax::parse(hansei::base::FileId(0), text);
    assert_eq!(tree.items.len(), 7);
    let broken = tree.items.iter().filter_map(|item| match &item.kind {
        hansei::syntax::tree::ItemKind::Error(broken) => broken.name.as_ref(),
        _ => None,
    });
    let names: Vec<&str> = broken.map(|name| &*name.text).collect();
    assert_eq!(names, ["e"]);
}

#[test]
fn missing_and_stray_brackets_cost_one_declaration() {
    says(
        "rule a { when b or c then exclude e\nrule d { when a then exclude b }",
        "1:8 E0111 `{` is never closed\n  → add `}`",
    );
    says(
        "rule a { when (b or c then exclude e }\nrule d { when a then exclude b }",
        "1:15 E0111 `(` is never closed\n  → add `)`",
    );
    says(
        "rule a { when b or c then exclude e }}\nrule d { when a then exclude b }",
        "1:38 E0112 `}` has no matching opening bracket
  → delete it, or look for an extra one above",
    );
    says(
        "let a = \"abc\nrule b { when \"x then exclude d }\nrule c { when e then exclude f }",
        "1:9 E0107 the string does not end on its line
  → close it with `\"`; a line break inside a string is written `\\n`
2:15 E0107 the string does not end on its line
  → close it with `\"`; a line break inside a string is written `\\n`",
    );
}

#[test]
fn words_that_open_nothing() {
    says(
        "rul no_leap {\n when a then exclude b\n}\nrule b { when a then exclude c }",
        "1:1 E0113 `rul` does not begin a declaration\n  → did you mean `rule`?",
    );
    says(
        "strategy a \"A\"\nstrtegy b \"B\"\nstrategy c",
        "2:1 E0113 `strtegy` does not begin a declaration\n  → did you mean `strategy`?",
    );
    says(
        "fact a : yes_no",
        "1:1 E0113 `fact` does not begin a declaration\n  → facts go in a topic: `topic NAME { fact … }`",
    );
}

#[test]
fn an_if_of_another_language_says_how_it_is_written() {
    says(
        "let z = (if t.x < 5 { 100 } else { 0 })",
        "1:21 E0114 `{` does not go after the condition of `if`\n  → write `then 100 else 0`",
    );
}

#[test]
fn habits_of_other_languages() {
    rule_says(
        "when b && c || !d then exclude e",
        "1:17 E0110 `&&` is not an operator\n  → write `and`
1:22 E0110 `||` is not an operator\n  → write `or`
1:25 E0110 `!` is not an operator\n  → write `not`",
    );
    rule_says(
        "if b then exclude e",
        "1:10 E0114 `if` is not a word of the language\n  → write `when`",
    );
    rule_says(
        "when b then exclude e elif c",
        "1:32 E0114 `elif` is not a word of the language
  → a rule has one condition: write a second rule, or a `let` with rows `LEVEL when …`",
    );
    rule_says(
        "when b then exclude e;",
        "1:31 E0114 no `;` is needed here
  → declarations, clauses and rows end where the next begins; only the parts of `at least 2 of { …; … }` are separated by `;`",
    );
    rule_says(
        "when at least 2 of { b, c } then exclude e",
        "1:32 E0114 the parts of a list are separated by `;`\n  → write `at least 2 of { a; b; c }`",
    );
    says(
        "source a “Title”",
        "1:10 E0109 `“` does not begin a string\n  → strings use straight double quotes: `\"Title\"`",
    );
}

#[test]
fn conditions_that_miss_something() {
    rule_says(
        "when then exclude b",
        "1:15 E0114 expected a condition after `when`, found `then`
  → write what is missing after `when`",
    );
    rule_says(
        "when b and then exclude b",
        "1:21 E0114 expected a condition after `and`, found `then`
  → write what is missing after `and`, or delete `and`",
    );
    rule_says(
        "when b is one of c, then exclude e",
        "1:30 E0114 expected a level after this `,`\n  → delete the comma, or add what is missing",
    );
    rule_says(
        "when 0 < b < 10 then exclude e",
        "1:21 E0114 a comparison has only two sides
  → write `0 < b and b < 10`",
    );
    rule_says(
        "when b is between 1 and 2 then exclude e",
        "1:28 E0114 `is` does not go before `between`\n  → write `between 1 and …`",
    );
    rule_says(
        "when b is 3 then exclude e",
        "1:17 E0114 `is` tests a level; `3` is a number\n  → write `b = 3`\n  → or quote the level: `\"3\"`",
    );
    rule_says(
        "when b is >= 3 then exclude e",
        "1:17 E0114 `is` and `>=` do not go together
  → write `b >= 3`",
    );
    rule_says(
        "when at lest 2 of { b; c } then exclude e",
        "1:18 E0114 expected an operator such as `and` or a clause after `at`, found `lest`\n  → did you mean `least`?",
    );
}

#[test]
fn numbers_of_other_habits() {
    rule_says(
        "when b = 1_000 then exclude e",
        "1:19 E0114 `1_000` is not a number\n  → digits are written without `_`: `1000`",
    );
    rule_says(
        "when b = .5 then exclude e",
        "1:19 E0114 a number begins with a digit\n  → write `0.5`",
    );
    rule_says(
        "when b = 1e999 then exclude e",
        "1:19 E0121 the number `1e999` is too large\n  → the largest number is about 1.8e308",
    );
}

#[test]
fn clauses() {
    rule_says(
        "wehn b then exclude c",
        "1:10 E0114 expected a clause after `{`, found `wehn`\n  → did you mean `when`?",
    );
    rule_says(
        "when b thn exclude c",
        "1:17 E0114 expected an operator such as `and` or a clause after `b`, found `thn`\n  → did you mean `then`?",
    );
    rule_says(
        "then exclude b",
        "1:6 E0117 the rule `r` has no `when`
  → say when it holds: `when CONDITION`; evidence from the start is a `prior`",
    );
    rule_says(
        "when b",
        "1:6 E0117 the rule `r` does nothing\n  → say what it does: `then favor STRATEGY strongly`",
    );
    rule_says(
        "when b then exclude e when c",
        "1:32 E0115 `when` is given twice\n  → join the conditions with `and` or `or`",
    );
    rule_says(
        "when b then exclude e ask \"why?\"",
        "1:32 E0116 `ask` does not belong in a rule
  → a rule takes `when`, `unless`, `then`, `else`, `because`, `cite`, `basis`, `tag`, `in` and `defeats`",
    );
    rule_says(
        "when b then exclude e basis exprt",
        "1:38 E0114 expected `calibrated`, `cited`, `expert` or `illustrative` after `basis`, found `exprt`
  → did you mean `expert`?",
    );
    says(
        "rule a when b then exclude c",
        "1:8 E0114 `{` is missing before `when`
  → the contents of a `rule` go in braces: `rule … { when … }`",
    );
}

#[test]
fn the_two_places_of_a_clause_given_twice() {
    let text = "strategy s { prior 1 prior 2 }";
    let (_, diagnostics) = hansei::syntax::parse(hansei::base::FileId(0), text);
    let places: Vec<&str> = diagnostics[0]
        .labels
        .iter()
        .map(|label| &text[label.span.range()])
        .collect();
    assert_eq!(places, ["prior 2", "prior 1"]);
}

#[test]
fn names_and_levels() {
    says(
        "rule NoLeap { when b then exclude e }",
        "1:6 E0120 `NoLeap` is not lowercase
  → write `no_leap`; titles and quoted levels may have capitals",
    );
    says(
        "strategy rule",
        "1:10 E0118 `rule` cannot be a name: the word begins a declaration
  → choose a different name, such as `rule_1` or `the_rule`",
    );
    for text in [
        "rulebook not { }",
        "script \"a.rhai\" as is",
        "topic t { fact and : yes_no }",
        "let or = yes",
        "contrast surely t.f { yes => exclude a }",
        "contrast t.f { is: yes => exclude a }",
        "advice { otherwise: a when yes }",
        "example not { expect yes }",
    ] {
        let told = problems(text);
        assert!(told.contains(" E0118 `"), "of:\n{text}\n{told}");
        assert!(told.contains("the word is part of conditions"), "{told}");
    }
    says(
        "topic t { fact a : low < unknown < high fact b : yesno }",
        "1:26 E0119 `unknown` cannot be a level
  → any fact may stay unknown; a level is a known value
1:50 E0122 `yesno` is not a type, and a scale needs two levels
  → did you mean `yes_no`?
  → the types are `yes_no`, `number \"EUR\" in 0..100`, `integer`, `text`, `low < high`, `one of a, b` and `any of a, b`",
    );
    says(
        "topic t { fact a : numbr in 0..5 }",
        "1:20 E0122 `numbr` is not a type, and a scale needs two levels
  → did you mean `number`?
  → the types are `yes_no`, `number \"EUR\" in 0..100`, `integer`, `text`, `low < high`, `one of a, b` and `any of a, b`",
    );
}

#[test]
fn the_other_declarations() {
    says(
        "contrast a { slow -> favor b strongly }",
        "1:19 E0114 `->` is not an arrow
  → the arrow is written `=>`",
    );
    says(
        "advice { a }",
        "1:12 E0114 the row `a` does not say when it holds
  → the last row is written `a otherwise`",
    );
    says(
        "example \"x\" { given { a: b, c: d } expect e }",
        "1:27 E0114 `,` does not go between facts
  → facts follow each other without a sign: delete it
  → a set goes in brackets: `[a, b]`",
    );
    says(
        "guarantee g { raising a never lower total(b) }",
        "1:31 E0114 `lower` is not a word of the language\n  → write `lowers`",
    );
    says(
        "guarantee g { }",
        "1:11 E0117 the guarantee `g` claims nothing
  → write `never C`, `always C` or `raising FACT never lowers total(STRATEGY)`",
    );
    says(
        "parameter p 6",
        "1:13 E0114 `=` is missing before `6`\n  → what a name stands for follows an `=`: `p = 6`",
    );
    says(
        "use people.rules",
        "1:5 E0114 a path goes in quotes\n  → write `\"people.rules\"`",
    );
}

#[test]
fn slips_in_a_type_say_how_types_are_written() {
    let fact = |ty: &str, expected: &str| says(&format!("topic t {{ fact f : {ty} }}"), expected);
    fact(
        "number months in 0..36",
        "1:27 E0114 a unit goes in quotes
  → write `number \"months\"`",
    );
    fact(
        "number \"years\" 0..10",
        "1:35 E0114 a range goes after `in`, with two dots between its ends
  → write `in 0..10`",
    );
    fact(
        "number in 0-10",
        "1:27 E0114 a range goes after `in`, with two dots between its ends
  → write `in 0..10`",
    );
    fact(
        "enum(a, b)",
        "1:20 E0114 levels are written without brackets\n  → write `one of a, b`",
    );
    fact(
        "[a, b]",
        "1:20 E0114 levels are written without brackets
  → if one of them holds, write `one of a, b`
  → if several may hold, write `any of a, b`
  → if they have an order, write `a < b`",
    );
    fact(
        "a, b",
        "1:20 E0114 levels without an order are a list
  → write `one of a, b`
  → if they have an order, write `a < b`",
    );
}

#[test]
fn slips_in_an_effect_say_how_effects_are_written() {
    rule_says(
        "when b then s weakly",
        "1:22 E0114 `s` is not an effect by itself\n  → write `favor s weakly` or `oppose s weakly`",
    );
    rule_says(
        "when b favor s weakly",
        "1:17 E0114 `then` is missing before `favor`
  → write `then favor`",
    );
    rule_says(
        "when b then favor s 3 points",
        "1:30 E0114 a weight in numbers follows `by`
  → write `by 3`",
    );
    rule_says(
        "when b < 3 weeks then exclude s",
        "1:21 E0114 expected an operator such as `and` or a clause after `3`, found `weeks`
  → the unit is that of the value it is compared with: write `3` alone; if `weeks` is a condition, `and` or `or` is missing before it",
    );
    says(
        "contrast f { a -> favor s weakly }",
        "1:16 E0114 `->` is not an arrow\n  → the arrow is written `=>`",
    );
}

#[test]
fn slips_in_other_clauses_say_how_these_are_written() {
    says(
        "rulebook b { scale { weakly 1 strongly 5 } }",
        "1:14 E0114 this `scale` is not complete
  → it is written `scale { weakly 1, strongly 5 }`",
    );
    says(
        "let r : low < high by (a, b) { low, * => low }",
        "1:23 E0114 no `(` goes after `by`
  → columns are written without brackets: `by FACT, FACT { low, * => LEVEL }`",
    );
    says(
        "guarantee g { when a.b never advice is c }",
        "1:15 E0116 `when` does not belong in a guarantee
  → the condition follows the claim: `never advice is STRATEGY when …`",
    );
}

#[test]
fn every_line_at_fault_is_told() {
    says(
        "rule a \"x\" {
  when part.fine is
  then favor make strongly
  else favr make strongly
  becuase \"x\"
  tag x
}",
        "3:3 E0114 expected a level after `is`, found `then`
  → write a level after `is`, or delete `is`
4:8 E0114 expected `exclude`, `favor` or `oppose` after `else`, found `favr`
  → did you mean `favor`?
5:3 E0114 expected an operator such as `and` or a clause after `strongly`, found `becuase`
  → did you mean `because`?",
    );
    says(
        "advice {
  make when best iss make
       because \"x\"
  buy  whn best is buy
  make otherwis
}",
        "2:18 E0114 `iss` is not a word of the language
  → did you mean `is`?
4:8 E0114 expected `:`, `otherwise` or `when` after `buy`, found `whn`
  → did you mean `when`?
5:8 E0114 expected `:`, `otherwise` or `when` after `make`, found `otherwis`
  → did you mean `otherwise`?",
    );
    says(
        "let a : low < high {
  low when part.last is
  high otherwise
  low whn part.b
}",
        "3:3 E0114 expected a level after `is`, found `high`
  → write a level after `is`, or delete `is`
4:7 E0114 expected `otherwise` or `when` after `low`, found `whn`
  → did you mean `when`?",
    );
    says(
        "example \"x\" {
  given {
    part.a low
    part.b:
    part.c: high certainty \"x\"
  }
  expect advice is is
  expect fired(x) and
}",
        "3:12 E0114 expected `:` after `a`, found `low`
  → it is written `example \"Title\" { given { FACT: VALUE } expect advice is OUTCOME }`
5:5 E0114 expected a level or a number after `:`, found `part`
  → it is written `example \"Title\" { given { FACT: VALUE } expect advice is OUTCOME }`
5:28 E0114 expected `:` or a number after `certainty`, found the string
  → it is written `example \"Title\" { given { FACT: VALUE } expect advice is OUTCOME }`
7:20 E0114 expected a level after `is`, found `is`
  → it is written `example \"Title\" { given { FACT: VALUE } expect advice is OUTCOME }`
9:1 E0114 expected a condition after `and`, found `}`
  → write what is missing after `and`, or delete `and`",
    );
}

#[test]
fn misspelt_words_read_as_names_come_with_the_nearest() {
    rule_says(
        "when surly a.b then favor x weakly",
        "1:15 E0114 `surly` is not a word of the language\n  → did you mean `surely`?",
    );
    rule_says(
        "when a.b and nto a.c then favor x weakly",
        "1:23 E0114 `nto` is not a word of the language\n  → did you mean `not`?",
    );
    let types = "\n  → the types are `yes_no`, `number \"EUR\" in 0..100`, `integer`, `text`, `low < high`, `one of a, b` and `any of a, b`";
    says(
        "topic t { fact a : numbr \"EUR\" in 0..9\n fact b : nmbr }",
        &format!(
            "1:20 E0122 `numbr` is not a type, and a scale needs two levels\n  → did you mean `number`?{types}
2:11 E0122 `nmbr` is not a type, and a scale needs two levels\n  → did you mean `number`?{types}"
        ),
    );
}
