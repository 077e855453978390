//! Cuts the marks of a gap to what shows well: one line each, none upon another. Adds no words.

use crate::base::{Diagnostic, SourceMap, Span};

/// Cuts the marks of a gap.
pub(super) fn cut(files: &SourceMap, gap: &mut Diagnostic) {
    for label in &mut gap.labels {
        label.span = first_line(files, label.span);
    }
    let Some((first, others)) = gap.labels.split_first_mut() else {
        return;
    };
    let inside = others.iter().filter(|other| {
        let (here, there) = (first.span, other.span);
        here.file == there.file && there.start > here.start && there.start < here.end
    });
    if let Some(start) = inside.map(|other| other.span.start).min() {
        let before = Span {
            end: start,
            ..first.span
        };
        first.span = first_line(files, before);
    }
    // A reason at the very beginning of what is told about stands for it.
    let place = |span: Span| (span.file, span.start);
    let same = others
        .iter()
        .position(|other| place(other.span) == place(first.span));
    if let Some(at) = same.filter(|_| first.text.is_empty()) {
        let reason = gap.labels.remove(at.saturating_add(1));
        gap.labels.splice(..1, [reason]);
    }
}

/// What of a place lies on its first line, without white space at the end: enough to find it by.
fn first_line(files: &SourceMap, span: Span) -> Span {
    let line = files.text(span).lines().next().unwrap_or("");
    let start = span.range().start;
    Span::new(
        span.file,
        start,
        start.saturating_add(line.trim_end().len()),
    )
}

#[cfg(test)]
mod tests {
    use super::cut;
    use crate::base::{Diagnostic, SourceFile, SourceMap, Span};

    #[track_caller]
    fn check(whole: (usize, usize), reason: (usize, usize), expected: &[(&str, &str)]) {
        let mut files = SourceMap::default();
        let file = files.add(SourceFile::new("f", "slow  when crisis\n  because \"x\"\n"));
        let at = |(start, end)| Span::new(file, start, end);
        let mut gap = Diagnostic::warning("W1005", at(whole), "never").label(at(reason), "no");
        cut(&files, &mut gap);
        let marks: Vec<(&str, &str)> = gap
            .labels
            .iter()
            .map(|label| (files.text(label.span), label.text.as_str()))
            .collect();
        assert_eq!(marks, expected);
    }

    #[test]
    fn no_mark_lies_upon_another_or_goes_over_a_line() {
        check((0, 29), (11, 17), &[("slow  when", ""), ("crisis", "no")]);
        check((0, 29), (0, 4), &[("slow", "no")]);
        check((11, 17), (0, 4), &[("crisis", ""), ("slow", "no")]);
        check((0, 4), (11, 29), &[("slow", ""), ("crisis", "no")]);
    }
}
