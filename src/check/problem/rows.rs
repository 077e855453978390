//! Problems with the rows and cells of derivations and contrasts. Knows not how they are found.

use super::types::in_words;
use crate::base::{Diagnostic, Span, format_number};
use crate::check::types::{Ty, levels_in_words};
use crate::model::Scale;

pub(in crate::check) fn let_type(at: Span) -> Diagnostic {
    Diagnostic::error("E0314", at, "this is not a type for a let")
        .help("rows give a level, `low < medium < high` or `one of a, b`, or a number, `number \"EUR\"`, without a range")
        .help("a condition or a number is written `let NAME = …`")
}

pub(in crate::check) fn row_gives_no_number(at: Span, name: &str, scale: &Scale) -> Diagnostic {
    Diagnostic::error("E0314", at, format!("a row of `{name}` gives a level"))
        .help(format!("its levels are {}", levels_in_words(scale)))
        .help("for rows that give numbers, write `number` in place of the levels")
}

pub(in crate::check) fn row_gives_no_level(at: Span, name: &str, word: &str) -> Diagnostic {
    let message = format!("a row of `{name}` gives a number, and `{word}` is not a parameter");
    Diagnostic::error("E0314", at, message)
        .help("write a number, such as `40`, or the name of a parameter")
        .help("a computed number is written `let NAME : number = …`")
}

pub(in crate::check) fn too_many_numbers(at: Span, found: usize, most: usize) -> Diagnostic {
    let message = format!("the rows give {found} different numbers, and the limit is {most}");
    Diagnostic::error("E0314", at, message)
        .help("if the numbers follow a formula, compute them: `let NAME : number = …`")
}

pub(in crate::check) fn let_value(at: Span, name: &str) -> Diagnostic {
    Diagnostic::error(
        "E0314",
        at,
        format!("`let {name} = …` gives a condition or a number"),
    )
    .help(format!(
        "rows derive a level: `let {name} : low < high {{ high when … low otherwise }}`"
    ))
}

pub(in crate::check) fn not_alone(at: Span) -> Diagnostic {
    Diagnostic::error("E0316", at, "`not` takes one level in a cell")
        .help("it already matches every other level; join several levels with `|`")
}

/// `not 2`; whether that is a number, or a parameter.
pub(in crate::check) fn not_cell_on_number(
    at: Span,
    name: &str,
    (word, number): (&str, bool),
) -> Diagnostic {
    let message = format!("`{name}` is a number, so `not {word}` is not a cell for it");
    let base = Diagnostic::error("E0316", at, message);
    match number {
        true => base.write(at, format!("!= {word}")),
        false => base.help("write `!= 15`, or a range: `> 50`"),
    }
}

pub(in crate::check) fn no_order_of_cells(at: Span, name: &str, scale: &Scale) -> Diagnostic {
    let message = format!("the levels of `{name}` have no order");
    let levels = levels_in_words(scale);
    Diagnostic::error("E0306", at, message)
        .help(format!(
            "name the levels, joined with `|`; they are {levels}"
        ))
        .help("levels in order are declared with `<`: `low < medium < high`")
}

pub(in crate::check) fn parameters_upside_down(at: Span, low: f64, high: f64) -> Diagnostic {
    let (low, high) = (format_number(low, 9), format_number(high, 9));
    let message = format!("this range contains no number: it goes from {low} to {high}");
    Diagnostic::error("E0311", at, message)
        .help("one of its ends is the value of a parameter: swap the ends, or change that value")
}

pub(in crate::check) fn number_cell_on_levels(at: Span, name: &str, scale: &Scale) -> Diagnostic {
    Diagnostic::error(
        "E0316",
        at,
        format!("`{name}` has levels, so a number is not a cell for it"),
    )
    .help(format!("its levels are {}", levels_in_words(scale)))
}

/// `else` as a cell, or as the only one of a row that needs several.
pub(in crate::check) fn rest_cell(
    at: Span,
    word: &str,
    (whole, columns): (Span, usize),
) -> Diagnostic {
    let cells = vec!["*"; columns].join(", ");
    let help = match columns {
        1 => "any value is `*`".to_owned(),
        _ => format!("a row for everything else has `*` in each column: `{cells} => …`"),
    };
    Diagnostic::error("E0214", at, format!("`{word}` is not a cell"))
        .help(help)
        .edit(whole, cells)
}

/// `else` in a contrast.
pub(in crate::check) fn rest_of_contrast(at: Span, word: &str) -> Diagnostic {
    Diagnostic::error("E0214", at, format!("`{word}` is not a cell"))
        .help(crate::syntax::NO_REST_OF_CONTRAST)
}

/// `null` as a cell.
pub(in crate::check) fn unknown_cell(at: Span, word: &str) -> Diagnostic {
    Diagnostic::error("E0214", at, format!("`{word}` is not a cell"))
        .help("a missing value is `unknown`")
        .edit(at, "unknown")
}

pub(in crate::check) fn level_cell_on_number(at: Span, name: &str, word: &str) -> Diagnostic {
    Diagnostic::error(
        "E0316",
        at,
        format!("`{name}` is a number, so `{word}` is not a cell for it"),
    )
    .help("write `<= 15`, `> 50`, `3..5`, a number, a parameter, `unknown` or `*`")
}

pub(in crate::check) fn no_cells_over(at: Span, name: &str, ty: &Ty) -> Diagnostic {
    Diagnostic::error(
        "E0316",
        at,
        format!("`{name}` is {}, which has no cells", in_words(ty)),
    )
    .help("tables and contrasts take levels, yes/no and numbers")
}
