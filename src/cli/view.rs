//! A trace in the words of an explanation, with the look of this run.

use super::diagnostics::Look;
use super::session::Failure;
use crate::base::{Diagnostic, Severity};
use crate::explain::{self, Color, Format, Options, UnknownName, View};
use crate::model::trace::Trace;

/// Writes a view of a trace; fails where the view names something that the trace does not have.
pub(super) fn write(
    trace: &Trace,
    view: &View,
    format: &Format,
    look: Look,
) -> Result<String, Failure> {
    let explanation = explain::explain(trace, view).map_err(unknown)?;
    Ok(explain::render(&explanation, format, options(look)))
}

/// How a page is laid out with that look.
pub(super) fn options(look: Look) -> Options {
    let color = if look.colour { Color::Yes } else { Color::No };
    Options {
        width: look.width,
        color,
    }
}

/// Writes a view in the format of that name.
pub(super) fn answer(
    trace: &Trace,
    format: &str,
    view: &View,
    look: Look,
) -> Result<String, Failure> {
    match explain::format(format) {
        Some(format) => write(trace, view, format, look),
        None => Err(Diagnostic::new(
            "E0909",
            Severity::Error,
            format!("this command has no format `{format}`"),
        )
        .into()),
    }
}

fn unknown(name: UnknownName) -> Failure {
    Diagnostic::new("E0912", Severity::Error, name.to_string())
        .help(
            name.help()
                .unwrap_or_else(|| "`hansei explain PROFILE` lists the names".into()),
        )
        .into()
}
