//! Diagnostics as text for people, drawn by annotate-snippets: code, place, source line, help.

use std::fmt::Write as _;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::escape::{escaped, escaped_lines};
use super::excerpt::{Excerpt, excerpts};
use super::{Location, Look, Report, ReportFormat, footer, labels_in};
use crate::base::{Diagnostic, FileId, Severity, SourceMap, Span};

pub(super) const FORMAT: ReportFormat = ReportFormat {
    name: "text",
    about: "for people, with source lines and help",
    endings: &["txt"],
    write: render,
};

/// Stands for the place of an excerpt until it is drawn: lines may be cut, so the drawing cannot know the column.
/// Texts from outside cannot hold it, [`escaped`] writes it out.
const PLACE_OPENS: char = '\u{e000}';
const PLACE_CLOSES: char = '\u{e001}';

fn render(report: &Report<'_>, look: Look) -> String {
    let mut text = String::new();
    for diagnostic in &report.shown {
        text.push_str(&draw(report.sources, diagnostic, look));
        text.push_str("\n\n");
    }
    text.push_str(&footer(report));
    text
}

/// One diagnostic.
fn draw(sources: &SourceMap, diagnostic: &Diagnostic, look: Look) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level
        .primary_title(escaped(&diagnostic.message))
        .id(diagnostic.code);
    let mut group = Group::with_title(title);
    let mut places = Vec::new();
    for file in files_of(diagnostic) {
        group = add_file(group, sources, diagnostic, file, &mut places);
    }
    let placed = !diagnostic.labels.is_empty();
    if placed {
        for help in &diagnostic.help {
            group = group.element(Level::HELP.message(escaped_lines(help)));
        }
    }
    let renderer = if look.colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let drawn = renderer.term_width(look.width).render(&[group]);
    let mut text = with_places(&drawn, &places);
    if !placed {
        for help in &diagnostic.help {
            let _ = write!(text, "\n  help: {}", escaped_lines(help));
        }
    }
    text
}

/// The files of the labels, in order of first mention.
fn files_of(diagnostic: &Diagnostic) -> Vec<FileId> {
    let mut files = Vec::new();
    for label in &diagnostic.labels {
        if !files.contains(&label.span.file) {
            files.push(label.span.file);
        }
    }
    files
}

/// Adds what is marked in one file.
fn add_file<'a>(
    mut group: Group<'a>,
    sources: &SourceMap,
    diagnostic: &'a Diagnostic,
    file: FileId,
    places: &mut Vec<String>,
) -> Group<'a> {
    let Some(source) = sources.get(file) else {
        return group;
    };
    let ranges: Vec<(usize, Range<usize>)> = labels_in(diagnostic, file)
        .map(|(at, label)| (at, label.span.range()))
        .collect();
    if source.text.is_empty() {
        let origin = Origin::path(escaped(&source.name));
        return group.element(origin.line(1).char_column(1));
    }
    for excerpt in excerpts(source, &ranges) {
        let place = place_words(sources, diagnostic, &excerpt);
        let key = format!("{PLACE_OPENS}{}{PLACE_CLOSES}", places.len());
        places.push(place);
        group = group.element(snippet(diagnostic, excerpt, key));
    }
    group
}

/// The excerpt with its annotations.
fn snippet<'a>(
    diagnostic: &'a Diagnostic,
    excerpt: Excerpt,
    key: String,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let annotations: Vec<_> = excerpt
        .marks
        .into_iter()
        .map(|mark| {
            let kind = if mark.label == 0 {
                AnnotationKind::Primary
            } else {
                AnnotationKind::Context
            };
            let words = diagnostic
                .labels
                .get(mark.label)
                .map(|label| escaped(&label.text))
                .filter(|words| !words.is_empty());
            kind.span(mark.range).label(words)
        })
        .collect();
    Snippet::source(excerpt.text)
        .line_start(excerpt.line as usize)
        .path(key)
        .annotations(annotations)
}

/// `file:line:column` of the excerpt's first label.
fn place_words(sources: &SourceMap, diagnostic: &Diagnostic, excerpt: &Excerpt) -> String {
    let span = excerpt
        .marks
        .iter()
        .map(|mark| mark.label)
        .min()
        .and_then(|at| diagnostic.labels.get(at))
        .map_or_else(Span::default, |label| label.span);
    match Location::of(sources, span) {
        Some(place) => format!("{}:{}:{}", escaped(&place.file), place.line, place.column),
        None => String::new(),
    }
}

/// Puts the places where the drawing has their stand-ins, whose own line and column follow them.
fn with_places(drawn: &str, places: &[String]) -> String {
    let mut text = String::with_capacity(drawn.len());
    let mut parts = drawn.split(PLACE_OPENS);
    text.push_str(parts.next().unwrap_or(""));
    for part in parts {
        let (key, rest) = part.split_once(PLACE_CLOSES).unwrap_or(("", part));
        let place = key.parse::<usize>().ok().and_then(|at| places.get(at));
        let _ = write!(text, "{}", place.map_or("", String::as_str));
        text.push_str(rest.trim_start_matches(|c: char| c == ':' || c.is_ascii_digit()));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::{FORMATS, Look, Report};
    use crate::base::{Diagnostic, SourceFile, SourceMap, Span};

    const LOOK: Look = Look {
        colour: false,
        width: 100,
    };

    #[track_caller]
    fn check(
        texts: &[&str],
        make: fn(&dyn Fn(usize, usize, usize) -> Span) -> Diagnostic,
        expected: &str,
    ) {
        let mut sources = SourceMap::default();
        let ids: Vec<_> = texts
            .iter()
            .enumerate()
            .map(|(at, text)| sources.add(SourceFile::new(format!("f{at}.rules"), *text)))
            .collect();
        let diagnostic = make(&|file, start, end| Span::new(ids[file], start, end));
        let diagnostics = [diagnostic];
        let text = (FORMATS[0].write)(&Report::new(&sources, &diagnostics), LOOK);
        assert_eq!(text.trim_end(), expected.trim_matches('\n'), "\n{text}");
    }

    #[test]
    fn shows_code_place_line_and_help() {
        check(
            &["rule a {\n  when x is y\n}\n"],
            |at| {
                Diagnostic::error("E0201", at(0, 16, 17), "no fact is named `x`")
                    .here("not declared")
                    .help("did you mean `xx`?")
            },
            "
error[E0201]: no fact is named `x`
 --> f0.rules:2:8
  |
2 |   when x is y
  |        ^ not declared
  |
  = help: did you mean `xx`?

1 error; `hansei rule E0201` explains a code",
        );
    }

    #[test]
    fn shows_the_other_place_in_another_file() {
        check(
            &["fact a\n", "\n\nfact b and more\n"],
            |at| {
                Diagnostic::warning("W0001", at(1, 7, 8), "declared twice")
                    .label(at(0, 5, 6), "first here")
            },
            "
warning[W0001]: declared twice
 --> f1.rules:3:6
  |
3 | fact b and more
  |      ^
  |
 ::: f0.rules:1:6
  |
1 | fact a
  |      - first here

1 warning; `hansei rule W0001` explains a code",
        );
    }

    #[test]
    fn shows_empty_files_ends_and_controls() {
        check(
            &[""],
            |at| Diagnostic::error("E0001", at(0, 0, 0), "the file is empty"),
            "
error[E0001]: the file is empty
--> f0.rules:1:1

1 error; `hansei rule E0001` explains a code",
        );
        check(
            &["a \u{1b}[2J \tb\n"],
            |at| Diagnostic::error("E0001", at(0, 8, 9), "here \u{1b}[2J"),
            "
error[E0001]: here \\u{1b}[2J
 --> f0.rules:1:9
  |
1 | a \\u{1b}[2J     b
  |                 ^

1 error; `hansei rule E0001` explains a code",
        );
    }

    #[test]
    fn a_cut_line_keeps_its_true_column() {
        let text = format!("{} HERE {}", "y".repeat(600_000), "x".repeat(600_000));
        let mut sources = SourceMap::default();
        let id = sources.add(SourceFile::new("f", text.as_str()));
        let diagnostics = [Diagnostic::error(
            "E0001",
            Span::new(id, 600_001, 600_005),
            "here",
        )];
        let text = (FORMATS[0].write)(&Report::new(&sources, &diagnostics), LOOK);
        assert!(text.contains("f:1:600002"), "{text}");
        assert!(text.contains("HERE"), "{text}");
        assert!(text.len() < 1000, "{text}");
    }
}
