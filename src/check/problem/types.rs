//! Sentences about types, units and scales.

use super::super::functions::Function;
use super::super::types::{Ty, Unit, levels_in_words};
use crate::base::{Diagnostic, Span, format_number, nearest};
use crate::model::Scale;
use crate::syntax::expr::{Expr, ExprKind, IsTest};
use crate::syntax::tree::Word;

/// "a yes/no fact", "a number" …
pub(super) fn in_words(ty: &Ty) -> &'static str {
    match ty {
        Ty::YesNo => "yes or no",
        Ty::Level(_) => "a level",
        Ty::Set(_) => "a set",
        Ty::Number(_) => "a number",
        Ty::Text => "a text",
        Ty::Broken => "something with an error",
    }
}

pub(super) fn number(value: f64) -> String {
    format_number(value, 6)
}

// ------------------------------------------------------------ what is needed, what was found

pub(in crate::check) fn no_condition(at: Span, found: &str) -> Diagnostic {
    Diagnostic::error(
        "E0301",
        at,
        format!("a condition is needed here, not {found}"),
    )
    .help("a condition is yes, no or unknown: compare the value with something")
}

/// `expect "advice is make"`
pub(in crate::check) fn quoted_condition(at: Span, text: &str) -> Diagnostic {
    Diagnostic::error("E0301", at, "a condition is needed here, not a text")
        .help(format!("a condition is written without quotes: `{text}`"))
        .edit(at, text)
}

pub(in crate::check) fn named_no_condition(
    at: Span,
    name: &str,
    found: &str,
    example: Option<&str>,
) -> Diagnostic {
    Diagnostic::error(
        "E0301",
        at,
        format!("a condition is needed here, and `{name}` is {found}"),
    )
    .help(match example {
        Some(example) => format!("test it, as in `{example}`"),
        None => format!("compare it, as in `{name} >= …`"),
    })
}

pub(in crate::check) fn figure_no_condition(at: Span, name: &str) -> Diagnostic {
    let example = match name {
        "best" => "best is STRATEGY",
        "advice" => "advice is OUTCOME",
        "contradictions" => {
            return Diagnostic::error(
                "E0301",
                at,
                "`contradictions` is a number: how many contradictions hold",
            )
            .help("write `contradictions > 0`")
            .edit(at, "contradictions > 0");
        }
        _ => "margin >= 6",
    };
    Diagnostic::error(
        "E0301",
        at,
        format!("`{name}` is not a condition by itself"),
    )
    .help(format!("test it, as in `{example}`"))
}

pub(in crate::check) fn number_function_as_truth(at: Span, function: &Function) -> Diagnostic {
    Diagnostic::error(
        "E0301",
        at,
        format!(
            "a condition is needed here, and `{}` returns a number",
            function.name
        ),
    )
    .help(format!("compare it, as in `{} >= 1`", function.usage))
}

/// `known(topic.fact)`
pub(in crate::check) fn known_as_call(
    at: Span,
    name: &str,
    (callee, test): (&str, &str),
) -> Diagnostic {
    let message = format!("`{callee}` is not a function that tests a fact");
    Diagnostic::error("E0301", at, message)
        .help(format!("write `{name} is {test}`"))
        .safe_edit(at, format!("{name} is {test}"))
}

pub(in crate::check) fn script_gives_number(at: Span, call: &str) -> Diagnostic {
    Diagnostic::error(
        "E0301",
        at,
        format!("a condition is needed here, and `{call}` returns a number"),
    )
    .help(format!("compare it, as in `{call}(…) >= 1`"))
}

pub(in crate::check) fn no_number(at: Span, found: &str) -> Diagnostic {
    Diagnostic::error("E0302", at, format!("a number is needed here, not {found}"))
        .help("compare numbers; join conditions with `and` or `or`")
}

/// `>= "6"`
pub(in crate::check) fn text_no_number(at: Span, text: &str) -> Diagnostic {
    let (base, number) = (no_number(at, "a text"), text.trim());
    match number.parse::<f64>() {
        Ok(_) => base
            .help(format!("numbers are written without quotes: `{number}`"))
            .safe_edit(at, number),
        Err(_) => base.help("a text is not a number; a level is tested with `is`"),
    }
}

pub(in crate::check) fn named_no_number(at: Span, name: &str, ty: &Ty) -> Diagnostic {
    let base = Diagnostic::error(
        "E0302",
        at,
        format!("a number is needed here, and `{name}` is {}", in_words(ty)),
    );
    match ty {
        Ty::Set(_) => base.help(format!("`count({name})` is how many elements it has")),
        Ty::Level(scale) => base.help(format!("its levels are {}", levels_in_words(scale))),
        Ty::Text => base.help(
            "only `is known` may test a text; to distinguish values, use a scale, `one of a, b`",
        ),
        Ty::YesNo | Ty::Number(_) | Ty::Broken => base,
    }
}

pub(in crate::check) fn choice_no_number(at: Span, name: &str) -> Diagnostic {
    let base = Diagnostic::error("E0302", at, format!("`{name}` is not a number"));
    match name {
        "best" => base.help("test it, as in `best is STRATEGY`; `margin` is the lead of the best"),
        _ => base.help("test it, as in `advice is OUTCOME`"),
    }
}

pub(in crate::check) fn truth_function_as_number(at: Span, function: &Function) -> Diagnostic {
    Diagnostic::error(
        "E0302",
        at,
        format!(
            "a number is needed here, and `{}` is yes or no",
            function.usage
        ),
    )
}

pub(in crate::check) fn script_gives_truth(at: Span, call: &str) -> Diagnostic {
    Diagnostic::error(
        "E0302",
        at,
        format!("a number is needed here, and `{call}` returns yes or no"),
    )
}

pub(in crate::check) fn text_argument(at: Span) -> Diagnostic {
    Diagnostic::error("E0302", at, "a text cannot be an argument of a call")
        .help("only `is known` may test a text fact; numbers, levels, sets and conditions can be arguments")
}

pub(in crate::check) fn name_needed(found: &Expr) -> Diagnostic {
    let problem = Diagnostic::error("E0303", found.span, "a name is needed here, not a value");
    match &found.kind {
        ExprKind::Text(name) if crate::syntax::print_word(name) == **name => {
            problem.write(found.span, &**name)
        }
        _ => problem,
    }
}

pub(in crate::check) fn count_needs_set(at: Span, found: Option<(&str, &Ty)>) -> Diagnostic {
    let message = match found {
        Some((name, ty)) => format!("`count` needs a set, and `{name}` is {}", in_words(ty)),
        None => "`count` needs the name of a set".to_owned(),
    };
    Diagnostic::error("E0303", at, message)
        .help("a set is a fact of the type `any of …`; `known(TAG)` counts known facts")
}

pub(in crate::check) fn arity(at: Span, function: &Function, given: usize) -> Diagnostic {
    let least = function.least;
    let needed = match (least, function.most) {
        (1, 1) => "one argument".to_owned(),
        (_, usize::MAX) => format!("{least} or more arguments"),
        _ => format!("{least} arguments"),
    };
    let has = match given {
        0 => "none".to_owned(),
        _ => format!("{given}"),
    };
    Diagnostic::error(
        "E0304",
        at,
        format!("`{}` takes {needed}, not {has}", function.name),
    )
    .help(format!(
        "it is written `{}`: {}",
        function.usage, function.what
    ))
}

// ------------------------------------------------------------ tests and comparisons

pub(in crate::check) fn is_needs_name(at: Span, test: IsTest, words: &[Word]) -> Diagnostic {
    let base = Diagnostic::error(
        "E0305",
        at,
        "`is` and `includes` test a fact or a let by name",
    );
    match (test, words) {
        (IsTest::Known | IsTest::Unknown, _) => {
            base.help("give the value a name with `let`, and test that")
        }
        _ => base.help("numbers are compared with `=`, `<`, `<=`, `>`, `>=` or `between`"),
    }
}

pub(in crate::check) fn is_on_number(at: Span, name: &str) -> Diagnostic {
    Diagnostic::error(
        "E0305",
        at,
        format!("`{name}` is a number and has no levels"),
    )
    .help(format!(
        "compare it, as in `{name} >= 3`, or `{name} between 3 and 5`"
    ))
}

pub(in crate::check) fn is_on_parameter(at: Span, name: &str) -> Diagnostic {
    Diagnostic::error(
        "E0305",
        at,
        format!("`{name}` is a parameter: it has no levels and is always known"),
    )
}

pub(in crate::check) fn only_known(at: Span, name: &str) -> Diagnostic {
    Diagnostic::error(
        "E0305",
        at,
        format!("`{name}` is a text; only `is known` may test it"),
    )
    .help(format!(
        "write `{name} is known`, or give the fact a scale of levels"
    ))
}

/// `whole` is the test with its subject `at`.
pub(in crate::check) fn set_needs_includes(
    at: Span,
    whole: Span,
    name: &str,
    includes: &str,
) -> Diagnostic {
    Diagnostic::error(
        "E0305",
        at,
        format!("`{name}` is a set; `includes` tests it"),
    )
    .help(format!("write `{includes}`"))
    .edit(whole, includes)
}

/// `element` is what is tested, with the place of the whole test.
pub(in crate::check) fn includes_needs_set(
    at: Span,
    name: &str,
    ty: &Ty,
    element: Option<(Span, &str)>,
) -> Diagnostic {
    let base = Diagnostic::error(
        "E0305",
        at,
        format!("`includes` tests sets, and `{name}` is {}", in_words(ty)),
    );
    match ty {
        Ty::Level(_) => match element {
            Some((whole, element)) => base.write(whole, format!("{name} is {element}")),
            None => base.help(format!("write `{name} is …`")),
        },
        _ => base,
    }
}

pub(in crate::check) fn choice_test(at: Span, name: &str) -> Diagnostic {
    let base = Diagnostic::error("E0305", at, format!("`{name}` has no such test"));
    match name {
        "best" => base.help("write `best is STRATEGY` or `best is one of …`; in a tie no strategy is best, which `tied(STRATEGY)` tests"),
        _ => base.help("write `advice is OUTCOME` or `advice is one of …`; `undecided` is one of them"),
    }
}

/// `whole` is the comparison with `other`, where that is a name and the sign one of being equal.
pub(in crate::check) fn choice_compare(
    at: Span,
    name: &str,
    test: Option<(Span, &str, &str)>,
) -> Diagnostic {
    let base = Diagnostic::error("E0305", at, format!("`{name}` is not compared with a sign"));
    match test {
        Some((whole, is, other)) => base.write(whole, format!("{name} {is} {other}")),
        None => base.help(format!("write `{name} is …`")),
    }
}

/// `f = unknown`, `f != null`
pub(in crate::check) fn compared_unknown(
    whole: Span,
    (at, word): (Span, &str),
    (name, is): (&str, &str),
) -> Diagnostic {
    Diagnostic::error("E0214", at, format!("`{word}` is not a value to compare"))
        .write(whole, format!("{name} {is} unknown"))
}

/// Where a value stands, for the words of a help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::check) enum Place {
    /// Compared by order in a condition or cell, so that it need not be a value itself.
    Order,
    /// Compared for being equal.
    Equal,
    /// A cell of a table or contrast.
    Cell,
    /// Given in an example.
    Given,
}

/// `yes` or `no`, where a word of another language says so or is nearly one of them.
fn truth_meant(word: &str) -> Option<&'static str> {
    match word.to_lowercase().as_str() {
        "true" | "y" | "t" | "on" | "1" | "ja" | "oui" | "si" => Some("yes"),
        "false" | "n" | "f" | "off" | "0" | "nein" | "non" => Some("no"),
        _ => nearest(word, ["yes", "no"]),
    }
}

pub(in crate::check) fn yes_no_has_no_level(
    at: Span,
    name: &str,
    word: &str,
    place: Place,
) -> Diagnostic {
    let message = format!("`{name}` is yes or no, never `{word}`");
    let base = Diagnostic::error("E0305", at, message).did_you_mean(at, truth_meant(word));
    base.help(match place {
        Place::Order | Place::Equal => {
            format!("write `yes` or `no`; in a condition, `{name}` by itself holds if it is yes")
        }
        Place::Cell => "write `yes`, `no`, `unknown` or `*`".into(),
        Place::Given => "write `yes`, `no` or `unknown`".into(),
    })
}

pub(in crate::check) fn truth_against(at: Span, name: &str) -> Diagnostic {
    Diagnostic::error(
        "E0305",
        at,
        format!("`{name}` is yes or no and cannot be compared with this"),
    )
    .help(format!(
        "`{name}` by itself holds if it is yes, `not {name}` if it is no"
    ))
}

/// `written` stands where a level is to.
/// `f = any(slow, fast)`
pub(in crate::check) fn one_of_called(whole: Span, written: &str) -> Diagnostic {
    Diagnostic::error("E0305", whole, "test several values with `is one of`").write(whole, written)
}

pub(in crate::check) fn level_against(
    (at, written): (Span, &str),
    name: &str,
    scale: &Scale,
) -> Diagnostic {
    let problem = Diagnostic::error(
        "E0305",
        at,
        format!("`{name}` can only be compared with a level"),
    )
    .help(format!("its levels are {}", levels_in_words(scale)));
    if scale.position(written).is_some() {
        return quoted_level(problem, (at, written), scale);
    }
    let first = scale.levels.first().map_or("", |level| &level.name);
    problem.help(format!(
        "write `{name} is {}`, or declare the fact as `number`",
        crate::syntax::print_word(first)
    ))
}

/// A number in the place of a level that is written so: it goes in quotes.
pub(in crate::check) fn quoted_level(
    problem: Diagnostic,
    (at, written): (Span, &str),
    scale: &Scale,
) -> Diagnostic {
    if scale.position(written).is_none() {
        return problem;
    }
    let level = crate::syntax::print_word(written);
    let help = format!("a level that begins with a digit goes in quotes: `{level}`");
    problem.help(help).safe_edit(at, level)
}

pub(in crate::check) fn other_type(
    at: Span,
    left: &str,
    left_type: &str,
    right: &str,
    found: &Ty,
) -> Diagnostic {
    Diagnostic::error(
        "E0305",
        at,
        format!(
            "`{left}` is {left_type} and `{right}` is {}; they cannot be compared",
            in_words(found)
        ),
    )
}

pub(in crate::check) fn no_order(at: Span, name: &str, scale: &Scale) -> Diagnostic {
    Diagnostic::error("E0306", at, format!("the levels of `{name}` have no order"))
        .help(format!(
            "write `is` or `is one of`; its levels are {}",
            levels_in_words(scale)
        ))
        .help("levels in order are declared with `<`: `low < medium < high`")
}

pub(in crate::check) fn no_order_yes_no(at: Span, name: &str) -> Diagnostic {
    Diagnostic::error(
        "E0306",
        at,
        format!("`{name}` is yes or no, which has no order"),
    )
    .help(format!("write `{name}` or `not {name}`"))
}

pub(in crate::check) fn other_scale(
    at: Span,
    left: (&str, &Scale),
    right: (&str, &Scale),
) -> Diagnostic {
    Diagnostic::error(
        "E0307",
        at,
        format!("`{}` and `{}` have different scales", left.0, right.0),
    )
    .help(format!("`{}` has {}", left.0, levels_in_words(left.1)))
    .help(format!("`{}` has {}", right.0, levels_in_words(right.1)))
}

fn unit_in_words(unit: &Unit) -> String {
    match unit {
        Unit::Named(name) => format!("`{name}`"),
        Unit::Bare | Unit::None => "no unit".to_owned(),
    }
}

pub(in crate::check) fn units_differ(
    at: Span,
    left: (&str, &Unit, Span),
    right: (&str, &Unit, Span),
) -> Diagnostic {
    let base = Diagnostic::error("E0308", at, "the units of these numbers differ")
        .label(left.2, unit_in_words(left.1))
        .label(right.2, unit_in_words(right.1));
    match (left.1, right.1) {
        (Unit::None, _) | (_, Unit::None) => {
            let bare = if *left.1 == Unit::None {
                left.0
            } else {
                right.0
            };
            base.help(format!(
                "declare the unit of `{bare}`, as in `number \"months\"`; bare numbers fit every unit"
            ))
        }
        _ => base.help("convert one of them: what `*` and `/` give fits every unit"),
    }
}

// ------------------------------------------------------------ scales

pub(in crate::check) fn empty_level(at: Span) -> Diagnostic {
    Diagnostic::error("E0313", at, "a level needs a name")
        .help("an empty text in a profile says that the fact is not known")
}

/// `" a"`
pub(in crate::check) fn level_with_blanks(at: Span, level: &str) -> Diagnostic {
    let bare = level.trim().replace('\\', "\\\\").replace('"', "\\\"");
    let message = format!("the level `{level}` begins or ends with a space");
    Diagnostic::error("E0313", at, message)
        .help(format!(
            "profiles ignore spaces around a word: write `\"{bare}\"`"
        ))
        .edit(at, format!("\"{bare}\""))
}

/// The same level, or another one that looks the same.
pub(in crate::check) fn doubled_level(again: &Word, first: &Word) -> Diagnostic {
    let level = &again.text;
    let (message, help) = if *level == first.text {
        let message = format!("`{level}` is twice on one scale");
        let help = "delete one of the two, or write the level that was meant";
        (message, help)
    } else {
        let message = format!("two levels of one scale look like `{level}`");
        let help = "they differ in spaces, in invisible characters, or in how an accent is written; keep one of them";
        (message, help)
    };
    Diagnostic::error("E0313", again.span, message)
        .here("again here")
        .label(first.span, "first here")
        .help(help)
}
// ------------------------------------------------------------ examples, guarantees, sureness

/// `meant` is the value that was probably meant.
pub(in crate::check) fn given_value(
    at: Span,
    name: &str,
    needed: &str,
    meant: Option<&str>,
) -> Diagnostic {
    let base = Diagnostic::error("E0320", at, format!("this is not a value of `{name}`"));
    let base = match meant {
        Some(meant) => base.help(format!("write `{meant}`")).edit(at, meant),
        None => base,
    };
    base.help(format!("its value is {needed}, or `unknown`"))
}

pub(in crate::check) fn certainty_outside(at: Span, value: f64) -> Diagnostic {
    Diagnostic::error(
        "E0321",
        at,
        format!(
            "a certainty is between 0 and 1, and this is {}",
            number(value)
        ),
    )
    .help("1 is certain and 0 is unknown; 80 % is `0.8`")
}

pub(in crate::check) fn cannot_rise(at: Span, name: &str, scale: Option<&Scale>) -> Diagnostic {
    let base = Diagnostic::error("E0322", at, format!("`{name}` cannot be raised"));
    match scale {
        Some(scale) => base.help(format!(
            "its levels have no order: {}",
            levels_in_words(scale)
        )),
        None => base.help("only ordered levels, numbers, yes/no and sets can be raised"),
    }
}

pub(in crate::check) fn sureness(at: Span, name: &str) -> Diagnostic {
    Diagnostic::error("E0323", at, format!("`{name}` has no levels in order"))
        .help("`sureness` names a let that says how sure the advice is: `let sureness : low < fair < high { … }`")
}

pub(in crate::check) fn twice_in_cell(at: Span, level: &str) -> Diagnostic {
    Diagnostic::error("E0315", at, format!("`{level}` is here twice"))
}
