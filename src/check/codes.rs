//! The catalogue of the checker's errors and warnings: what, why, an example and what to write instead. Finds none itself.

use crate::base::CodeInfo;

/// A whole rulebook around some declarations.
macro_rules! book {
    ($text:literal) => {
        concat!("rulebook r { }\nstrategy a\nstrategy b\n", $text)
    };
}

/// The same with facts of three types.
macro_rules! facts {
    ($text:literal) => {
        concat!(
            book!(""),
            "topic t { fact n : number \"months\" in 0..120  fact f : slow < fast  fact y : yes_no }\n",
            $text
        )
    };
}

/// Every code of this layer, in order.
pub const CODES: &[CodeInfo] = &[
    CodeInfo {
        code: "E0201",
        name: "missing-file",
        what: "A file that the rulebook names does not exist.",
        why: "Paths are relative to the file that names them, so that a rulebook can be moved as a whole.",
        example: book!("use \"nowhere.rules\""),
        instead: book!("# the declarations of that file"),
        kind: CodeInfo::RULES,
    },
    CodeInfo {
        code: "E0202",
        name: "unreadable-file",
        what: "A file that the rulebook names cannot be read.",
        why: "The rules would be incomplete, and incomplete rules give wrong advice.",
        example: "a file without permission to read it",
        instead: "the same file with that permission",
        kind: CodeInfo::WORDS,
    },
    CodeInfo {
        code: "E0203",
        name: "too-many-files",
        what: "The rulebook has more files than the limit.",
        why: "Every input has a limit, so that no rulebook can hang the program.",
        example: "a rulebook of two thousand files",
        instead: "fewer, larger files",
        kind: CodeInfo::WORDS,
    },
    CodeInfo {
        code: "E0204",
        name: "use-loop",
        what: "Files use each other in a loop.",
        why: "To understand a file, you first read the files that it uses. In a loop there is no first one.",
        example: "a.rules that uses b.rules, which uses a.rules",
        instead: "what both need, in a file that both use",
        kind: CodeInfo::WORDS,
    },
    CodeInfo {
        code: "E0205",
        name: "second-rulebook",
        what: "There is more than one `rulebook` block.",
        why: "The block names the rulebook and says how it weighs. Two blocks could disagree.",
        example: book!("rulebook second { }"),
        instead: book!("# one block, in the file that uses the others"),
        kind: CodeInfo::RULES,
    },
    CodeInfo {
        code: "E0206",
        name: "declared-twice",
        what: "Two declarations have the same name.",
        why: "A name means one thing in all files, whatever its kind, so that it means the same everywhere.",
        example: book!("hypothesis a"),
        instead: book!("hypothesis fits_a"),
        kind: CodeInfo::RULES,
    },
    CodeInfo {
        code: "E0207",
        name: "unnamed-contrasts",
        what: "Two contrasts over the same fact have no name.",
        why: "A contrast without a name is referred to by its fact, so there can be only one.",
        example: book!(
            "topic t { fact f : low < high }\ncontrast t.f { low => favor a weakly }\ncontrast t.f { high => favor b weakly }"
        ),
        instead: book!(
            "topic t { fact f : low < high }\ncontrast t.f { low => favor a weakly }\ncontrast upper t.f { high => favor b weakly }"
        ),
        kind: CodeInfo::RULES,
    },
    CodeInfo {
        code: "E0208",
        name: "second-advice",
        what: "There is more than one `advice` block.",
        why: "The first row that applies wins, so all rows must be in one place, in order.",
        example: book!("advice { a otherwise }\nadvice { b otherwise }"),
        instead: book!("advice { a when best is a  b otherwise }"),
        kind: CodeInfo::RULES,
    },
    CodeInfo {
        code: "E0209",
        name: "taken-name",
        what: "The name already means something in conditions.",
        why: "`best`, `margin`, `undecided` and the truth values would be ambiguous.",
        example: book!("let margin = 3"),
        instead: book!("let safe_margin = 3"),
        kind: CodeInfo::RULES,
    },
    CodeInfo {
        code: "E0210",
        name: "row-without-label",
        what: "A row of a contrast has no label and is not named by a single level.",
        why: "Every row is a rule of its own, and explanations, `defeats` and `fired` refer to it by name.",
        example: book!(
            "topic t { fact n : number in 0..9 }\ncontrast t.n { <= 3 => favor a weakly }"
        ),
        instead: book!(
            "topic t { fact n : number in 0..9 }\ncontrast t.n { few: <= 3 => favor a weakly }"
        ),
        kind: CodeInfo::RULES,
    },
    CodeInfo {
        code: "E0211",
        name: "rows-of-one-name",
        what: "Two rows have the same name.",
        why: "A label or level names one row, so that `t.f.few` and `advised_by(few)` are unambiguous.",
        example: book!("advice { x: a when best is a  x: b otherwise }"),
        instead: book!("advice { x: a when best is a  y: b otherwise }"),
        kind: CodeInfo::RULES,
    },
    CodeInfo {
        code: "E0212",
        name: "unknown-name",
        what: "Nothing with that name is declared.",
        why: "A misspelled name would be a fact that is never known. Facts are written with their topic.",
        example: book!(
            "topic t { fact runway : yes_no }\nrule r1 { when t.runwya then favor a weakly }"
        ),
        instead: book!(
            "topic t { fact runway : yes_no }\nrule r1 { when t.runway then favor a weakly }"
        ),
        kind: CodeInfo::RULES,
    },
    CodeInfo {
        code: "E0213",
        name: "wrong-kind-of-thing",
        what: "The name is declared as something other than what is needed here.",
        why: "A strategy has no value to test, and a fact gathers no evidence.",
        example: book!("topic t { fact f : yes_no }\nrule r1 { when t.f then favor t weakly }"),
        instead: book!("topic t { fact f : yes_no }\nrule r1 { when t.f then favor a weakly }"),
        kind: CodeInfo::RULES,
    },
    CodeInfo {
        code: "E0214",
        name: "no-such-level",
        what: "The level does not exist on that scale.",
        why: "The condition could never hold.",
        example: book!(
            "topic t { fact f : slow < fast }\nrule r1 { when t.f is fats then favor a weakly }"
        ),
        instead: book!(
            "topic t { fact f : slow < fast }\nrule r1 { when t.f is fast then favor a weakly }"
        ),
        kind: CodeInfo::RULES,
    },
    CodeInfo {
        code: "E0215",
        name: "unknown-method",
        what: "There is no inference method with that name.",
        why: "The method says what weights mean.",
        example: "rulebook r { method ods }\nstrategy a",
        instead: "rulebook r { method odds }\nstrategy a",
        kind: CodeInfo::RULES,
    },
    CodeInfo {
        code: "E0216",
        name: "unknown-function",
        what: "There is no such function, or it takes a different number of arguments.",
        why: "The functions are those of the language, and those of scripts, called as `script.function(…)`.",
        example: book!(
            "topic t { fact n : number in 0..9 }\nrule r1 { when maximum(t.n, 3) > 4 then favor a weakly }"
        ),
        instead: book!(
            "topic t { fact n : number in 0..9 }\nrule r1 { when max(t.n, 3) > 4 then favor a weakly }"
        ),
        kind: CodeInfo::RULES,
    },
    CodeInfo {
        code: "E0217",
        name: "unknown-tag",
        what: "No fact has that tag.",
        why: "The count would always be zero.",
        example: book!("topic t { fact f : yes_no { tag need } }\nlet enough = known(needs) >= 1"),
        instead: book!("topic t { fact f : yes_no { tag need } }\nlet enough = known(need) >= 1"),
        kind: CodeInfo::RULES,
    },
    CodeInfo {
        code: "E0218",
        name: "unknown-label",
        what: "No row of the advice has that label.",
        why: "The test could never hold.",
        example: book!("advice { safe: a otherwise }\nnote n { when advised_by(save) risk \"…\" }"),
        instead: book!("advice { safe: a otherwise }\nnote n { when advised_by(safe) risk \"…\" }"),
        kind: CodeInfo::RULES,
    },
    CodeInfo {
        code: "E0219",
        name: "unknown-placeholder",
        what: "A name between braces has no value to print.",
        why: "The text would have a hole where the reader expects a fact.",
        example: book!("note n { when best is a risk \"only {runway} left\" }"),
        instead: book!(
            "topic t { fact runway : number \"months\" }\nnote n { when best is a risk \"only {t.runway} left\" }"
        ),
        kind: CodeInfo::RULES,
    },
    CodeInfo {
        code: "E0220",
        name: "unclosed-brace",
        what: "A brace in a text is not closed.",
        why: "`{name}` prints a value; a brace itself is written `{{`.",
        example: book!("note n { when best is a risk \"a { is a brace\" }"),
        instead: book!("note n { when best is a risk \"a {{ is a brace\" }"),
        kind: CodeInfo::RULES,
    },
    CodeInfo {
        code: "E0221",
        name: "unknown-parameter",
        what: "A value is set for a parameter that does not exist.",
        why: "It would silently change nothing.",
        example: "hansei eval --param runway=9 where the rulebook has no parameter `runway`",
        instead: "hansei eval --param short_runway=9",
        kind: CodeInfo::WORDS,
    },
    CodeInfo {
        code: "E0222",
        name: "decimal-comma",
        what: "A comma between digits separates two values of a function, which does not take so many.",
        why: "Decimals follow a point.",
        example: facts!("rule r1 { when abs(0,5) > t.n then favor a weakly }"),
        instead: facts!("rule r1 { when abs(0.5) > t.n then favor a weakly }"),
        kind: CodeInfo::RULES,
    },
    CodeInfo {
        code: "E0301",
        name: "condition-needed",
        what: "A condition is needed here, and this is something else.",
        why: "A condition is yes, no or unknown; a level or a number has to be tested first.",
        example: facts!("rule r1 { when t.f then favor a weakly }"),
        instead: facts!("rule r1 { when t.f is fast then favor a weakly }"),
        kind: CodeInfo::RULES,
    },
    CodeInfo {
        code: "E0302",
        name: "number-needed",
        what: "A number is needed here, and this is something else.",
        why: "Levels and sets are not numbers to calculate with.",
        example: facts!("rule r1 { when t.f + 1 > 2 then favor a weakly }"),
        instead: facts!("rule r1 { when t.n + 1 > 2 then favor a weakly }"),
        kind: CodeInfo::RULES,
    },
    CodeInfo {
        code: "E0303",
        name: "name-needed",
        what: "A function needs the name of something else.",
        why: "`known` counts facts of a tag, `count` the elements of a set, `total` the evidence of a strategy.",
        example: facts!("rule r1 { when count(t.n) > 2 then favor a weakly }"),
        instead: book!(
            "topic t { fact s : any of x, z }\nrule r1 { when count(t.s) > 1 then favor a weakly }"
        ),
        kind: CodeInfo::RULES,
    },
    CodeInfo {
        code: "E0304",
        name: "number-of-arguments",
        what: "A function has too few or too many arguments.",
        why: "What the others should be cannot be guessed.",
        example: facts!("rule r1 { when clamp(t.n, 3) > 2 then favor a weakly }"),
        instead: facts!("rule r1 { when clamp(t.n, 0, 3) > 2 then favor a weakly }"),
        kind: CodeInfo::RULES,
    },
    CodeInfo {
        code: "E0305",
        name: "wrong-test",
        what: "The value does not have the type that the test is for.",
        why: "Numbers are compared, levels are tested with `is`, sets with `includes`, and texts only with `is known`.",
        example: facts!("rule r1 { when t.n is fast then favor a weakly }"),
        instead: facts!("rule r1 { when t.n >= 12 then favor a weakly }"),
        kind: CodeInfo::RULES,
    },
    CodeInfo {
        code: "E0306",
        name: "no-order",
        what: "Levels without an order are compared by order.",
        why: "`one of` says that no level is more than another.",
        example: book!(
            "topic t { fact o : one of x, z }\nrule r1 { when t.o is at least z then favor a weakly }"
        ),
        instead: book!(
            "topic t { fact o : x < z }\nrule r1 { when t.o is at least z then favor a weakly }"
        ),
        kind: CodeInfo::RULES,
    },
    CodeInfo {
        code: "E0307",
        name: "different-scales",
        what: "Two values of different scales are compared.",
        why: "`high` on one scale says nothing about `high` on another.",
        example: book!(
            "topic t { fact p : low < high  fact q : low < middle < high }\nrule r1 { when t.p < t.q then favor a weakly }"
        ),
        instead: book!(
            "topic t { fact p : low < high  fact q : low < high }\nrule r1 { when t.p < t.q then favor a weakly }"
        ),
        kind: CodeInfo::RULES,
    },
    CodeInfo {
        code: "E0308",
        name: "different-units",
        what: "Numbers of different units are added or compared.",
        why: "Months and euros have no common measure. Bare numbers fit every unit.",
        example: book!(
            "topic t { fact m : number \"months\"  fact e : number \"EUR\" }\nrule r1 { when t.m > t.e then favor a weakly }"
        ),
        instead: book!(
            "topic t { fact m : number \"months\"  fact l : number \"months\" }\nrule r1 { when t.m > t.l then favor a weakly }"
        ),
        kind: CodeInfo::RULES,
    },
    CodeInfo {
        code: "E0309",
        name: "never-that-number",
        what: "A fact or a figure is compared with a number that it can never equal.",
        why: "The condition would hold always or never, which cannot be what you mean.",
        example: facts!("rule r1 { when t.n > 200 then favor a weakly }"),
        instead: facts!("rule r1 { when t.n > 100 then favor a weakly }"),
        kind: CodeInfo::RULES,
    },
    CodeInfo {
        code: "E0310",
        name: "whole-number-needed",
        what: "An `integer` is compared with `=` or `!=` to a number that is not whole or is too large to be exact, or its range has such an end.",
        why: "It could never be equal.",
        example: book!(
            "topic t { fact i : integer in 0..9 }\nrule r1 { when t.i = 2.5 then favor a weakly }"
        ),
        instead: book!(
            "topic t { fact i : integer in 0..9 }\nrule r1 { when t.i >= 2.5 then favor a weakly }"
        ),
        kind: CodeInfo::RULES,
    },
    CodeInfo {
        code: "E0311",
        name: "empty-range",
        what: "The lower end of a range is above the upper one.",
        why: "No number is in it.",
        example: book!("topic t { fact n : number in 9..0 }\n"),
        instead: book!("topic t { fact n : number in 0..9 }\n"),
        kind: CodeInfo::RULES,
    },
    CodeInfo {
        code: "E0312",
        name: "parameter-out-of-range",
        what: "A parameter is not a number, or is outside its own range.",
        why: "The range says which values make sense.",
        example: book!("parameter p = 70 in 0..60"),
        instead: book!("parameter p = 6 in 0..60"),
        kind: CodeInfo::RULES,
    },
    CodeInfo {
        code: "E0313",
        name: "bad-scale",
        what: "A scale has a level twice, two that look the same, or one that is empty or has spaces around it.",
        why: "A profile could not say which one is meant.",
        example: book!("topic t { fact f : slow < fast < slow }\n"),
        instead: book!("topic t { fact f : slow < moderate < fast }\n"),
        kind: CodeInfo::RULES,
    },
    CodeInfo {
        code: "E0314",
        name: "bad-derivation",
        what: "A let has a kind of value that a let cannot have.",
        why: "A let is a condition, a number, or a level that rows derive.",
        example: facts!("let speed = t.f"),
        instead: facts!("let quick = t.f is fast"),
        kind: CodeInfo::RULES,
    },
    CodeInfo {
        code: "E0315",
        name: "twice-in-a-list",
        what: "A level appears twice in one list or cell.",
        why: "The second one adds nothing; probably another level was meant.",
        example: facts!("rule r1 { when t.f is one of slow, slow then favor a weakly }"),
        instead: facts!("rule r1 { when t.f is one of slow, fast then favor a weakly }"),
        kind: CodeInfo::RULES,
    },
    CodeInfo {
        code: "E0316",
        name: "wrong-cell",
        what: "A cell does not fit the type of its column.",
        why: "Levels have names, numbers have ranges, and texts and sets have no cells at all.",
        example: facts!("contrast t.f { x: 3..5 => favor a weakly }"),
        instead: facts!("contrast t.n { x: 3..5 => favor a weakly }"),
        kind: CodeInfo::RULES,
    },
    CodeInfo {
        code: "E0317",
        name: "weight-too-large",
        what: "A weight or prior is larger than the method allows.",
        why: "The totals would mean nothing.",
        example: facts!("rule r1 { when t.y then favor a by 500 }"),
        instead: facts!("rule r1 { when t.y then favor a by 5 }"),
        kind: CodeInfo::RULES,
    },
    CodeInfo {
        code: "E0318",
        name: "negative-weight",
        what: "A weight is negative.",
        why: "Evidence against something is written `oppose`, so that it reads as what it is.",
        example: facts!("rule r1 { when t.y then favor a by -2 }"),
        instead: facts!("rule r1 { when t.y then oppose a by 2 }"),
        kind: CodeInfo::RULES,
    },
    CodeInfo {
        code: "E0319",
        name: "bad-limit",
        what: "The limit of a group is negative, or the method cannot limit evidence.",
        why: "A limit cuts the evidence on each side of each target to a size.",
        example: book!("group g limit -3"),
        instead: book!("group g limit 3"),
        kind: CodeInfo::RULES,
    },
    CodeInfo {
        code: "E0320",
        name: "wrong-value",
        what: "An example gives a fact a value of another type.",
        why: "The example would not test what it says.",
        example: facts!("example \"x\" { given { t.n: fast } expect advice is a }"),
        instead: facts!("example \"x\" { given { t.n: 14 } expect advice is a }"),
        kind: CodeInfo::RULES,
    },
    CodeInfo {
        code: "E0321",
        name: "bad-certainty",
        what: "A certainty is not between 0 and 1.",
        why: "0 is unknown, 1 is certain.",
        example: facts!("example \"x\" { given { t.n: 14 certainty 90 } expect advice is a }"),
        instead: facts!("example \"x\" { given { t.n: 14 certainty 0.9 } expect advice is a }"),
        kind: CodeInfo::RULES,
    },
    CodeInfo {
        code: "E0322",
        name: "cannot-rise",
        what: "A guarantee raises a fact whose values have no order.",
        why: "Only ordered levels, numbers, yes/no and sets can be raised.",
        example: book!(
            "topic t { fact o : one of x, z }\nguarantee g { raising t.o never lowers total(a) }"
        ),
        instead: book!(
            "topic t { fact o : x < z }\nguarantee g { raising t.o never lowers total(a) }"
        ),
        kind: CodeInfo::RULES,
    },
    CodeInfo {
        code: "E0323",
        name: "bad-sureness",
        what: "`sureness` names something without levels in order.",
        why: "It says in words how sure the advice is, from low to high.",
        example: "rulebook r { sureness wide }\nstrategy a\nlet wide = margin > 3",
        instead: "rulebook r { sureness wide }\nstrategy a\nlet wide : low < high { high when margin > 3  low otherwise }",
        kind: CodeInfo::RULES,
    },
    CodeInfo {
        code: "E0401",
        name: "no-rulebook",
        what: "The file has no `rulebook` block.",
        why: "It is part of a rulebook, and the parts it needs are in other files. Check the file that uses it.",
        example: "strategy a",
        instead: "rulebook r { }\nstrategy a",
        kind: CodeInfo::RULES,
    },
    CodeInfo {
        code: "E0402",
        name: "nothing-to-advise",
        what: "The rulebook has neither a strategy nor an `advice` block.",
        why: "There is nothing it could advise.",
        example: "rulebook r { }",
        instead: "rulebook r { }\nstrategy a",
        kind: CodeInfo::RULES,
    },
    CodeInfo {
        code: "E0403",
        name: "two-effects",
        what: "One branch of a rule has two effects on one target.",
        why: "They would hide each other in the explanation. One branch says one thing about a target.",
        example: facts!("rule r1 { when t.y then favor a by 3 and oppose a by 1 }"),
        instead: facts!("rule r1 { when t.y then favor a by 2 }"),
        kind: CodeInfo::RULES,
    },
    CodeInfo {
        code: "E0404",
        name: "else-excludes",
        what: "`else` excludes a strategy.",
        why: "`else` gives evidence where the condition is known to be false, and nothing else.",
        example: facts!("rule r1 { when t.y then favor a weakly else exclude b }"),
        instead: facts!("rule r1 { when not t.y then exclude b }"),
        kind: CodeInfo::RULES,
    },
    CodeInfo {
        code: "E0405",
        name: "bad-quorum",
        what: "The number of parts that have to hold is always reached or can never be reached.",
        why: "Probably a part is missing.",
        example: facts!("rule r1 { when at least 3 of { t.y; t.n > 3 } then favor a weakly }"),
        instead: facts!("rule r1 { when at least 1 of { t.y; t.n > 3 } then favor a weakly }"),
        kind: CodeInfo::RULES,
    },
    CodeInfo {
        code: "E0406",
        name: "used-too-early",
        what: "Something is used before it can be known.",
        why: "Rules produce the totals, totals produce the advice, and the advice produces the notes. Nothing can use what comes after it.",
        example: book!("let close = margin < 2\nrule r1 { when close then favor a weakly }"),
        instead: book!("let close = margin < 2\nnote n { when close risk \"a close call\" }"),
        kind: CodeInfo::RULES,
    },
    CodeInfo {
        code: "E0407",
        name: "loop",
        what: "Things depend on each other in a loop.",
        why: "None of them could be computed first.",
        example: facts!("let p = t.y or q\nlet q = t.y and p"),
        instead: facts!("let p = t.y or t.n > 3\nlet q = t.y and p"),
        kind: CodeInfo::RULES,
    },
    CodeInfo {
        code: "E0408",
        name: "number-of-cells",
        what: "A row of a table has too few or too many cells.",
        why: "Cells belong to the names after `by`, in their order.",
        example: facts!("let q : low < high by t.f, t.y { slow => low  fast, yes => high }"),
        instead: facts!("let q : low < high by t.f, t.y { slow, * => low  fast, yes => high }"),
        kind: CodeInfo::RULES,
    },
    CodeInfo {
        code: "E0409",
        name: "unreachable-row",
        what: "A row can never apply, because one above it always comes first.",
        why: "The first row that applies wins.",
        example: facts!("let q : low < high by t.f { * => low  fast => high }"),
        instead: facts!("let q : low < high by t.f { fast => high  * => low }"),
        kind: CodeInfo::RULES,
    },
    CodeInfo {
        code: "E0410",
        name: "overlapping-rows",
        what: "Two rows of a contrast match the same value.",
        why: "The rows of a contrast have no order, so each value counts once.",
        example: facts!(
            "contrast t.n { few: <= 5 => favor a weakly  many: >= 5 => favor b weakly }"
        ),
        instead: facts!(
            "contrast t.n { few: <= 5 => favor a weakly  many: > 5 => favor b weakly }"
        ),
        kind: CodeInfo::RULES,
    },
    CodeInfo {
        code: "E0411",
        name: "fact-given-again",
        what: "An example gives a fact twice.",
        why: "Which value counts would be unclear.",
        example: facts!("example \"x\" { given { t.n: 14 t.n: 15 } expect advice is a }"),
        instead: facts!("example \"x\" { given { t.n: 14 } expect advice is a }"),
        kind: CodeInfo::RULES,
    },
    CodeInfo {
        code: "E0412",
        name: "twice-in-table",
        what: "A source table names something twice.",
        why: "A row names each thing once, no row comes twice, and only one column describes a strategy.",
        example: book!(
            "topic t { fact y : yes_no }\nrule r { when t.y then favor a weakly }\ntable s { left \"A\" for a right \"B\" for b row \"Few\", \"All\" by r, r }"
        ),
        instead: book!(
            "topic t { fact y : yes_no }\nrule r { when t.y then favor a weakly }\ntable s { left \"A\" for a right \"B\" for b row \"Few\", \"All\" by r, t.y }"
        ),
        kind: CodeInfo::RULES,
    },
    CodeInfo {
        code: "W0301",
        name: "weight-could-leave-range",
        what: "A weight could be negative, or larger than the method allows.",
        why: "For a profile where it is, the evaluation ends in an error instead of advice.",
        example: facts!("rule r1 { when t.y then favor a by t.n }"),
        instead: facts!("rule r1 { when t.y then favor a by clamp(t.n, 0, 10) }"),
        kind: CodeInfo::RULES,
    },
    CodeInfo {
        code: "W0302",
        name: "never-known",
        what: "A calculation divides by zero, or a ramp has two equal ends.",
        why: "Its result is never known.",
        example: facts!("rule r1 { when t.n / 0 > 3 then favor a weakly }"),
        instead: facts!("rule r1 { when t.n / 2 > 3 then favor a weakly }"),
        kind: CodeInfo::RULES,
    },
    CodeInfo {
        code: "W0303",
        name: "point-between-thousands",
        what: "A number has three decimals, and the last one is a needless zero.",
        why: "A point begins decimals. In many countries it stands between thousands, and the number would be a thousand times as large.",
        example: facts!("rule r1 { when t.n * 1000 > 50.000 then favor a weakly }"),
        instead: facts!("rule r1 { when t.n * 1000 > 50000 then favor a weakly }"),
        kind: CodeInfo::RULES,
    },
    CodeInfo {
        code: "W0304",
        name: "doubled-braces",
        what: "A text has the name of a value in doubled braces.",
        why: "`{{` prints a brace, so that readers see the name and not the value.",
        example: facts!("note n { when best is a risk \"after {{t.n}}\" }"),
        instead: facts!("note n { when best is a risk \"after {t.n}\" }"),
        kind: CodeInfo::RULES,
    },
    CodeInfo {
        code: "W0305",
        name: "dollar-before-value",
        what: "A text has a `$` before the place of a value that is not in dollars.",
        why: "Other languages mark the place of a value by `$`. Here it is printed as it stands.",
        example: facts!("note n { when best is a risk \"the pace is ${t.f}\" }"),
        instead: facts!("note n { when best is a risk \"the pace is {t.f}\" }"),
        kind: CodeInfo::RULES,
    },
    CodeInfo {
        code: "W0306",
        name: "comma-between-digits",
        what: "A comma between digits separates two values of a function, and probably begins decimals.",
        why: "Decimals follow a point. Read as two values, the number is another one.",
        example: facts!("rule r1 { when min(t.n, 0,5) > 0.2 then favor a weakly }"),
        instead: facts!("rule r1 { when min(t.n, 0.5) > 0.2 then favor a weakly }"),
        kind: CodeInfo::RULES,
    },
    CodeInfo {
        code: "W0307",
        name: "dash-before-value",
        what: "A line begins with a dash and a blank, and the dash is read as a minus.",
        why: "Rows and conditions have no mark before them. Someone who writes lists with dashes means another number.",
        example: facts!("let k : number {\n  - 5 when t.n > 3\n  2 otherwise\n}"),
        instead: facts!("let k : number {\n  5 when t.n > 3\n  2 otherwise\n}"),
        kind: CodeInfo::RULES,
    },
    CodeInfo {
        code: "W0308",
        name: "unit-twice",
        what: "A text has the unit of a number next to its place, although the number is printed with it.",
        why: "`{t.n} months` is printed as `6 months months`.",
        example: facts!("note n { when best is a risk \"only {t.n} months left\" }"),
        instead: facts!("note n { when best is a risk \"only {t.n} left\" }"),
        kind: CodeInfo::RULES,
    },
    CodeInfo {
        code: "W0501",
        name: "no-level-in-script",
        what: "A script compares a level with a word that is not on its scale.",
        why: "A script is given the names of levels as texts. After a level is renamed, the comparison never holds again, and no one notices.",
        example: "fn f(level) { if level == \"fsat\" { 2 } else { 1 } }",
        instead: "fn f(level) { if level == \"fast\" { 2 } else { 1 } }",
        kind: CodeInfo::SCRIPT,
    },
    CodeInfo {
        code: "W0502",
        name: "levels-by-letters",
        what: "A script compares levels with `<` or `>`, and so by their letters.",
        why: "In a script a level is a text, and texts are compared by the alphabet: `fast` is below `slow`.",
        example: "fn f(level) { if level >= \"fast\" { 2 } else { 1 } }",
        instead: "fn f(level) { if level == \"fast\" { 2 } else { 1 } }",
        kind: CodeInfo::SCRIPT,
    },
    CodeInfo {
        code: "W0503",
        name: "range-without-its-end",
        what: "A range of a `switch` ends before a value that no other case has.",
        why: "`1..3` is 1 and 2. For 3 the function returns nothing, or what was meant for other values.",
        example: "fn f(n) { switch n { 0..5 => 1, 6..=10 => 2, _ => 0 } }",
        instead: "fn f(n) { switch n { 0..=5 => 1, 6..=10 => 2, _ => 0 } }",
        kind: CodeInfo::SCRIPT,
    },
    CodeInfo {
        code: "W0506",
        name: "other-kind-in-script",
        what: "A script compares a value with one of another kind, such as a number with a text.",
        why: "Numbers, texts and yes or no are never equal in a script: the comparison fails, and with it the evaluation of the profile.",
        example: "fn f(n) { if n > \"3\" { 2 } else { 1 } }",
        instead: "fn f(n) { if n > 3 { 2 } else { 1 } }",
        kind: CodeInfo::SCRIPT,
    },
    CodeInfo {
        code: "W0507",
        name: "script-without-result",
        what: "A function that the rules call may end without a value.",
        why: "A function that gives nothing ends the evaluation of the profile with an error.",
        example: "fn f(n) { if n > 3 { 2 } }",
        instead: "fn f(n) { if n > 3 { 2 } else { 1 } }",
        kind: CodeInfo::SCRIPT,
    },
];
