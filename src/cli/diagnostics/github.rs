//! Diagnostics as workflow commands of GitHub, which shows them beside the changed lines.
//!
//! GitHub shows ten errors and ten warnings of a step, so the most severe come first.

use super::{Location, Look, Report, ReportFormat, code_name, severity_word};
use crate::base::{Diagnostic, SourceMap};
use crate::cli::workspace::seen_from_root;

pub(super) const FORMAT: ReportFormat = ReportFormat {
    name: "github",
    about: "annotations of a GitHub workflow",
    endings: &[],
    write: render,
};

fn render(report: &Report<'_>, _: Look) -> String {
    let mut sorted = report.shown.clone();
    sorted.sort_by_key(|diagnostic| (diagnostic.severity, diagnostic.span()));
    let mut text: String = sorted
        .iter()
        .map(|diagnostic| annotation(report.sources, diagnostic))
        .collect();
    if report.omitted() > 0 {
        text.push_str(&format!("::notice::and {} more\n", report.omitted()));
    }
    text
}

/// `::error file=…,line=…,col=…,title=…::message`
fn annotation(sources: &SourceMap, diagnostic: &Diagnostic) -> String {
    let place = diagnostic
        .span()
        .and_then(|span| Location::of(sources, span))
        .map(|place| {
            // Columns of a place over several lines are refused.
            let columns = if place.line == place.end_line {
                format!(",col={},endColumn={}", place.column, place.end_column)
            } else {
                String::new()
            };
            format!(
                "file={},line={},endLine={}{columns},",
                property(&seen_from_root(&place.file)),
                place.line,
                place.end_line
            )
        })
        .unwrap_or_default();
    let title = property(&format!(
        "{} {}",
        diagnostic.code,
        code_name(diagnostic.code)
    ));
    let lines: Vec<&str> = std::iter::once(diagnostic.message.as_str())
        .chain(diagnostic.help.iter().map(String::as_str))
        .collect();
    format!(
        "::{} {place}title={title}::{}\n",
        severity_word(diagnostic.severity),
        message(&lines.join("\n"))
    )
}

/// Text of a message, escaped as workflow commands need it.
pub(in crate::cli) fn message(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// Text of a property, escaped as workflow commands need it.
pub(in crate::cli) fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::super::{Look, Report};
    use crate::base::{Diagnostic, SourceFile, SourceMap, Span};

    #[test]
    fn errors_come_first_and_text_is_escaped() {
        let mut sources = SourceMap::default();
        let id = sources.add(SourceFile::new("a,b.rules", "one\ntwo\n"));
        let diagnostics = [
            Diagnostic::warning("W0001", Span::new(id, 0, 3), "low"),
            Diagnostic::error("E0001", Span::new(id, 4, 7), "100 %\nof it").help("write less"),
        ];
        let look = Look {
            colour: false,
            width: 80,
        };
        assert_eq!(
            super::render(&Report::new(&sources, &diagnostics), look),
            "::error file=a%2Cb.rules,line=2,endLine=2,col=1,endColumn=4,title=E0001 E0001::100 %25%0Aof it%0Awrite less\n\
             ::warning file=a%2Cb.rules,line=1,endLine=1,col=1,endColumn=4,title=W0001 W0001::low\n"
        );
    }
}
