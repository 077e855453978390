//! Sentences about weights, priors, limits, and numbers that cannot be computed.

use super::types::number;
use crate::base::{Diagnostic, Span};

pub(in crate::check) fn prior_outside(at: Span, range: f64, method: &str) -> Diagnostic {
    let range = number(range);
    Diagnostic::error(
        "E0317",
        at,
        format!("a prior is between -{range} and {range}, the range of the method `{method}`"),
    )
    .help("to rule out a strategy, write a rule with `exclude STRATEGY`")
}

pub(in crate::check) fn negative_weight(at: Span) -> Diagnostic {
    Diagnostic::error("E0318", at, "a weight is never negative")
        .help("evidence against something is written `oppose … by …`")
}

pub(in crate::check) fn weight_outside(
    at: Span,
    weight: f64,
    range: f64,
    method: &str,
) -> Diagnostic {
    Diagnostic::error(
        "E0317",
        at,
        format!(
            "a weight of {} is more than the method `{method}` allows: at most {}",
            number(weight),
            number(range)
        ),
    )
    .help("write a smaller weight; to rule out a strategy, use `exclude STRATEGY`")
}

pub(in crate::check) fn weight_could_leave(
    at: Span,
    (low, high): (&str, &str),
    range: f64,
    method: &str,
) -> Diagnostic {
    Diagnostic::warning(
        "W0301",
        at,
        format!(
            "this weight could be anything from {low} to {high}; the method `{method}` allows 0 to {}",
            number(range)
        ),
    )
    .help(format!(
        "a profile in which it leaves that range is an error; `clamp(…, 0, {})` keeps it inside",
        number(range)
    ))
    .help("give a number fact a range: `number \"months\" in 0..120`")
}

pub(in crate::check) fn negative_limit(at: Span) -> Diagnostic {
    Diagnostic::error("E0319", at, "a limit is never negative")
        .help("it applies to each side of each target separately")
}

pub(in crate::check) fn cannot_cut(at: Span, method: &str) -> Diagnostic {
    Diagnostic::error(
        "E0319",
        at,
        format!("the method `{method}` has no `cut`, so evidence cannot be limited"),
    )
    .help("write `strongest` instead of a limit, or give the method a function `cut(x, n)`")
}

pub(in crate::check) fn division_by_zero(at: Span) -> Diagnostic {
    Diagnostic::warning(
        "W0302",
        at,
        "this is always zero, so the result is never known",
    )
}

pub(in crate::check) fn flat_ramp(at: Span) -> Diagnostic {
    Diagnostic::warning(
        "W0302",
        at,
        "both ends of this ramp are the same, so it is never known",
    )
}
