//! Sentences about ranges of numbers, and numbers that leave them.

use super::types::{Place, number};
use crate::base::{Diagnostic, NUMBER_FORM, Severity, Span, form_of_number, thousands_in_words};
use crate::check::types::Amount;
use crate::model::NumberType;
use crate::syntax::expr::Range;

/// Below this size whole numbers are exact, and from it on some are not.
const EXACT: &str = "9007199254740992";

/// "from 0 to 120", "at least 0", …
fn range_in_words(low: f64, high: f64) -> String {
    match (low.is_finite(), high.is_finite()) {
        (true, true) => format!("from {} to {}", number(low), number(high)),
        (true, false) => format!("at least {}", number(low)),
        (false, true) => format!("at most {}", number(high)),
        (false, false) => "any number".to_owned(),
    }
}

pub(in crate::check) fn outside_range(
    at: Span,
    name: &str,
    value: f64,
    (amount, place): (&Amount, Place),
) -> Diagnostic {
    out_of(at, name, value, amount).help(match place {
        Place::Given => "give a number in its range, or widen the range in the fact's declaration",
        Place::Order | Place::Equal | Place::Cell => {
            "compare with a number in its range, or widen the range in the fact's declaration"
        }
    })
}

pub(in crate::check) fn figure_outside(
    at: Span,
    name: &str,
    value: f64,
    amount: &Amount,
) -> Diagnostic {
    let base = out_of(at, name, value, amount);
    let is_share = amount.high == 1.0 && !amount.whole && (2.0..=100.0).contains(&value);
    let base = match is_share {
        true => {
            let (percent, share) = (number(value), number(value / 100.0));
            base.help(format!("for {percent} %, write `{share}`"))
                .edit(at, share)
        }
        false => base,
    };
    base.help("compare with a number in its range")
}

fn out_of(at: Span, name: &str, value: f64, amount: &Amount) -> Diagnostic {
    let range = range_in_words(amount.low, amount.high);
    let message = format!("`{name}` is never {}: it is {range}", number(value));
    Diagnostic::error("E0309", at, message)
}

pub(in crate::check) fn not_whole(at: Span, name: &str, value: f64, place: Place) -> Diagnostic {
    if value.fract() == 0.0 {
        let message = format!("`{value}` is too large: whole numbers that large are not exact");
        return Diagnostic::error("E0310", at, message)
            .help(format!("whole numbers are exact below {EXACT}"));
    }
    let message = format!("`{name}` is a whole number, never {}", number(value));
    Diagnostic::error("E0310", at, message).help(match place {
        Place::Given => "write a whole number, or declare it as `number`",
        Place::Order | Place::Equal | Place::Cell => {
            "write a whole number, compare with `<` or `>`, or declare it as `number`"
        }
    })
}

pub(in crate::check) fn range_upside_down(range: &Range) -> Diagnostic {
    let (low, high) = (number(range.low.value), number(range.high.value));
    Diagnostic::error(
        "E0311",
        range.span,
        format!("no number is in `{low}..{high}`"),
    )
    .help(format!("the lower end comes first: `{high}..{low}`"))
    .edit(range.span, format!("{high}..{low}"))
}

pub(in crate::check) fn range_not_whole(at: Span) -> Diagnostic {
    Diagnostic::error("E0310", at, "the range of an `integer` has whole ends").help(format!(
        "write whole ends, below {EXACT} in size, or `number` for `integer`"
    ))
}

pub(in crate::check) fn between_upside_down(at: Span) -> Diagnostic {
    Diagnostic::error(
        "E0311",
        at,
        "nothing is between these: the first is the higher one",
    )
    .help("the lower end comes first")
}

pub(in crate::check) fn clamp_upside_down(at: Span) -> Diagnostic {
    Diagnostic::error(
        "E0311",
        at,
        "no number is between these: the first is the higher one",
    )
    .help("write `clamp(x, low, high)`")
}

pub(in crate::check) fn parameter_outside(at: Span, name: &str, low: f64, high: f64) -> Diagnostic {
    Diagnostic::error(
        "E0312",
        at,
        format!(
            "`{name}` is outside its own range, {}",
            range_in_words(low, high)
        ),
    )
    .help("change the value, or widen the range after `in`")
}

pub(in crate::check) fn override_outside(
    name: &str,
    value: &str,
    low: f64,
    high: f64,
) -> Diagnostic {
    Diagnostic::new(
        "E0312",
        Severity::Error,
        format!(
            "`{name}` cannot be {value}: it is {}",
            range_in_words(low, high)
        ),
    )
    .help("give a value in that range, or widen the range in the parameter's declaration")
}

/// `--param short_runway=9.000`
pub(in crate::check) fn override_thousands(value: &str) -> Diagnostic {
    let (message, help, _) = thousands_in_words(value);
    Diagnostic::new("W0303", Severity::Warning, message).help(help)
}

pub(in crate::check) fn override_no_number(
    name: &str,
    value: &str,
    (kind, meant): (&NumberType, Option<f64>),
) -> Diagnostic {
    let base = Diagnostic::new(
        "E0312",
        Severity::Error,
        format!("`{name}` cannot be `{value}`, which is not a number"),
    );
    if let Some(meant) = meant {
        return base.help(format!("write the number alone: `{}`", number(meant)));
    }
    match &kind.unit {
        Some(unit) => base
            .help(format!("give the number alone; it counts as `{unit}`"))
            .help_if(form_of_number(value)),
        None => base.help(NUMBER_FORM),
    }
}
