//! The formats of an explanation, one list. Lays nothing out itself.

use super::{Explanation, Part, markdown, questions, text};

/// How an explanation is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// Columns of a line, for text; fewer than [`Options::NARROWEST`] count as that many.
    pub width: usize,
    /// Whether text is coloured.
    pub color: Color,
}

impl Options {
    /// The narrowest layout there is.
    pub const NARROWEST: usize = 60;
}

impl Default for Options {
    fn default() -> Self {
        Self {
            width: 80,
            color: Color::No,
        }
    }
}

/// Whether text is coloured; the caller knows the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Color {
    /// Colours and weights by ANSI codes.
    Yes,
    /// Characters alone.
    No,
}

/// A format of an explanation.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// Its name on the command line.
    pub name: &'static str,
    /// Endings of files that mean it.
    pub endings: &'static [&'static str],
    /// What it is for, in a few words.
    pub about: &'static str,
    /// Writes an explanation.
    pub write: fn(&Explanation<'_>, Options) -> String,
}

/// Every format.
pub const FORMATS: &[Format] = &[
    Format {
        name: "text",
        endings: &["txt"],
        about: "for the terminal",
        write: |explanation, options| text::page(&explanation.blocks, options),
    },
    Format {
        name: "markdown",
        endings: &["md", "markdown"],
        about: "for a wiki, a mail or a pull request",
        write: |explanation, _| markdown::page(&explanation.blocks),
    },
    Format {
        name: "json",
        endings: &["json"],
        about: "the whole trace, for programs",
        write: json,
    },
];

/// The format of that name.
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}

/// Writes an explanation in a format; the text ends with a line end.
pub fn render(explanation: &Explanation<'_>, format: &Format, options: Options) -> String {
    let options = Options {
        width: options.width.max(Options::NARROWEST),
        ..options
    };
    (format.write)(explanation, options)
}

/// The trace as it is, or a part of it.
fn json(explanation: &Explanation<'_>, _: Options) -> String {
    let trace = explanation.trace;
    let text = match explanation.part {
        Part::Whole => serde_json::to_string_pretty(trace),
        Part::Tables => serde_json::to_string_pretty(&trace.tables),
        Part::Questions(most) => {
            let questions = questions::in_order(trace).into_iter().take(most);
            serde_json::to_string_pretty(&questions.collect::<Vec<_>>())
        }
    };
    match text {
        Ok(text) => text + "\n",
        Err(problem) => format!("{{\"error\": \"the trace cannot be written: {problem}\"}}\n"),
    }
}
