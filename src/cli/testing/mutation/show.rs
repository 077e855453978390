//! A mutant as lines of the rule file: those that go, and those that come. Knows no colour.

use crate::base::{Edit, SourceMap};

/// A line that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Whether it comes; else it goes.
    pub new: bool,
    /// Its text, without the margin that all lines share.
    pub text: String,
}

/// The lines that edits of one file change.
pub(super) fn lines(files: &SourceMap, edits: &[Edit]) -> Vec<Line> {
    let Some((old, new)) = texts(files, edits) else {
        return Vec::new();
    };
    let (old, new) = (whole_lines(&old), whole_lines(&new));
    let pairs = old.iter().zip(&new);
    let head = pairs.take_while(|(old, new)| old == new).count();
    let most = old.len().min(new.len()).saturating_sub(head);
    let pairs = old.iter().rev().zip(new.iter().rev()).take(most);
    let tail = pairs.take_while(|(old, new)| old == new).count();
    let mut found: Vec<Line> = Vec::new();
    for (lines, new) in [(old, false), (new, true)] {
        let kept = lines.len().saturating_sub(head).saturating_sub(tail);
        let lines = lines.into_iter().skip(head).take(kept);
        found.extend(lines.map(|text| Line { new, text }));
    }
    let margin = |line: &Line| line.text.len().saturating_sub(line.text.trim_start().len());
    let filled = found.iter().filter(|line| !line.text.is_empty());
    let shared = filled.map(margin).min().unwrap_or(0);
    for line in &mut found {
        line.text = line.text.get(shared..).unwrap_or("").to_owned();
    }
    found
}

/// The lines of a text; where a whole line went, nothing came.
fn whole_lines(text: &str) -> Vec<String> {
    let lines = text.lines().map(|line| line.trim_end().to_owned());
    lines.filter(|line| !line.is_empty()).collect()
}

/// The whole lines that the edits touch, before and after.
fn texts(files: &SourceMap, edits: &[Edit]) -> Option<(String, String)> {
    let (first, last) = (edits.first()?, edits.last()?);
    let text = &files.get(first.span.file)?.text;
    let start = text
        .get(..first.span.start as usize)?
        .rfind('\n')
        .map_or(0, |at| at.saturating_add(1));
    let tail = text.get(last.span.end as usize..)?;
    let end = tail
        .find('\n')
        .map_or(text.len(), |at| at.saturating_add(last.span.end as usize));
    let old = text.get(start..end)?.to_owned() + "\n";
    let mut new = String::with_capacity(old.len());
    let mut from = start;
    for edit in edits {
        new.push_str(text.get(from..edit.span.start as usize)?);
        new.push_str(&edit.text);
        from = edit.span.end as usize;
    }
    new.push_str(text.get(from..end)?);
    new.push('\n');
    Some((old, new))
}

#[cfg(test)]
mod tests {
    use super::lines;
    use crate::base::{Edit, SourceFile, SourceMap, Span};

    #[test]
    fn only_the_lines_that_differ_are_shown() {
        let mut files = SourceMap::default();
        let file = files.add(SourceFile::new(
            "a.rules",
            "one\n  two and\n  three\nfour\n",
        ));
        let edit = |start, end, text: &str| Edit {
            span: Span::new(file, start, end),
            text: text.to_owned(),
        };
        let shown = |edits: &[Edit]| -> Vec<String> {
            let sign = |new| if new { '+' } else { '-' };
            let lines = lines(&files, edits).into_iter();
            lines
                .map(|line| format!("{}{}", sign(line.new), line.text))
                .collect()
        };
        assert_eq!(shown(&[edit(10, 13, "or")]), ["-two and", "+two or"]);
        assert_eq!(shown(&[edit(4, 21, "")]), ["-two and", "-three"]);
        assert_eq!(
            shown(&[edit(6, 9, "three"), edit(16, 21, "two and")]),
            ["-two and", "-three", "+three and", "+two and"]
        );
        assert_eq!(shown(&[]), Vec::<String>::new());
    }
}
