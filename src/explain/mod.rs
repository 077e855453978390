//! Trace to explanation: why, why not, how, in words. A function of the trace alone; it evaluates nothing.

mod answer;
pub mod answers;
mod brief;
mod budget;
mod citation;
mod condition;
mod derived;
mod document;
mod expected;
mod formats;
mod given;
mod groups;
mod html;
mod ledger;
mod markdown;
mod names;
mod numbers;
mod page;
mod questions;
mod review;
mod rows;
mod rule;
mod sections;
mod sets;
mod standing;
mod steps;
mod tables;
mod text;
mod undecided;
mod whole;
mod why;
mod why_not;

pub use document::{
    Block, Card, Column, Explanation, Field, Fit, Line, Mark, Node, Part, Row, RowKind, Span,
    Table, Tone,
};
pub use expected::expected;
pub use formats::{Color, FORMATS, Format, Options, format, render};
pub use html::{escaped, page as as_html};
pub use markdown::page as as_markdown;
pub use names::UnknownName;
pub use sections::{SECTIONS, Section};
pub use text::page as as_text;

use crate::model::trace::Trace;
use names::Names;

/// What is to be explained.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum View {
    /// The manager's page, and the command that shows the rest, where there is one.
    Page(Option<String>),
    /// The whole argument in brief: what did not act is counted.
    Brief,
    /// The whole argument with every rule in full.
    Whole,
    /// Some of [`SECTIONS`], for a reviewer: what did not act takes a line.
    Sections(Vec<String>),
    /// One rule, contrast row or contrast by name.
    Rule(String),
    /// Why a strategy, advice, hypothesis, derived fact or fact stands as it does.
    Why(String),
    /// Why a strategy or advice was not given.
    WhyNot(String),
    /// The tables of sources, with where the organization stands in each row.
    Tables,
    /// So many of the open questions, in the order in which to ask them.
    Questions(usize),
}

/// Explains a trace.
///
/// # Errors
/// Where the view names something that the trace does not have.
pub fn explain<'t>(trace: &'t Trace, view: &View) -> Result<Explanation<'t>, UnknownName> {
    let names = Names::new(trace);
    let blocks = match view {
        View::Page(more) => page::blocks(&names, more.as_deref()),
        View::Brief => sections::brief(names),
        View::Whole => sections::all(names),
        View::Sections(chosen) => sections::some(names, chosen)?,
        View::Rule(name) => why::rule(&names, name)?,
        View::Why(name) => why::why(&names, name)?,
        View::WhyNot(name) => why_not::why_not(&names, name)?,
        View::Tables => tables::blocks(trace),
        View::Questions(most) => questions::blocks(&names, *most),
    };
    Ok(Explanation {
        blocks,
        trace,
        part: match view {
            View::Tables => Part::Tables,
            View::Questions(most) => Part::Questions(*most),
            _whole => Part::Whole,
        },
    })
}

#[cfg(test)]
mod tests;
