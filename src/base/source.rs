//! Files as text with places: spans, and lines and columns found from them. Reads nothing from disk.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// Identifies one text of a [`SourceMap`].
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct FileId(pub u32);

/// A range of bytes of one file; `end` is exclusive.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Span {
    /// The file the range belongs to.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The range `start..end` of `file`; offsets past `u32::MAX` are cut there.
    pub fn new(file: FileId, start: usize, end: usize) -> Self {
        Self {
            file,
            start: clip(start),
            end: clip(end),
        }
    }

    /// The smallest range that holds both, in the file of `self`.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self {
            file: self.file,
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }

    /// The range as byte offsets.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A line and a column, both counted from 1; columns count characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    /// The line.
    pub line: u32,
    /// The character within the line.
    pub column: u32,
}

/// One text with its name and an index of its lines.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// The name as shown to the user, usually a path.
    pub name: Arc<str>,
    /// The whole text.
    pub text: Arc<str>,
    starts: Arc<[u32]>,
    /// Lines of the file before the text, where it is a part of one.
    before: u32,
}

impl SourceFile {
    /// Takes a text and finds its lines.
    pub fn new(name: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> Self {
        let text = text.into();
        let starts = std::iter::once(0)
            .chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| clip(at.saturating_add(1))))
            .collect();
        Self {
            name: name.into(),
            text,
            starts,
            before: 0,
        }
    }

    /// A part of a file, such as a row of a long table, that begins with the line of that number.
    pub fn part(name: impl Into<Arc<str>>, text: impl Into<Arc<str>>, line: u32) -> Self {
        Self {
            before: line.saturating_sub(1),
            ..Self::new(name, text)
        }
    }

    /// The line and column of a byte offset; an offset past the end counts as the end.
    pub fn line_column(&self, offset: u32) -> LineColumn {
        let offset = offset.min(clip(self.text.len()));
        let line = self.starts.partition_point(|start| *start <= offset);
        let start = self
            .starts
            .get(line.saturating_sub(1))
            .copied()
            .unwrap_or(0);
        let before = self.text.get(start as usize..offset as usize).unwrap_or("");
        LineColumn {
            line: clip(line).saturating_add(self.before),
            column: clip(before.chars().count().saturating_add(1)),
        }
    }

    /// The text of a line, counted from 1, without its end.
    pub fn line(&self, line: u32) -> &str {
        if self.before > 0 && line <= self.before {
            return "";
        }
        let at = (line.saturating_sub(self.before) as usize).saturating_sub(1);
        let Some(start) = self.starts.get(at) else {
            return "";
        };
        let end = self
            .starts
            .get(at.saturating_add(1))
            .map_or(self.text.len(), |next| *next as usize);
        self.text
            .get(*start as usize..end)
            .unwrap_or("")
            .trim_end_matches(['\n', '\r'])
    }
}

/// All texts of one run, by [`FileId`].
#[derive(Clone, Debug, Default)]
pub struct SourceMap {
    files: Vec<SourceFile>,
}

impl SourceMap {
    /// Adds a text and gives its id.
    pub fn add(&mut self, file: SourceFile) -> FileId {
        let id = FileId(clip(self.files.len()));
        self.files.push(file);
        id
    }

    /// The file, where the id belongs to this map.
    pub fn get(&self, id: FileId) -> Option<&SourceFile> {
        self.files.get(id.0 as usize)
    }

    /// All files in the order they were added.
    pub fn files(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.files
            .iter()
            .enumerate()
            .map(|(at, file)| (FileId(clip(at)), file))
    }

    /// The text of a span; empty where it does not lie in a file of this map.
    pub fn text(&self, span: Span) -> &str {
        self.get(span.file)
            .and_then(|file| file.text.get(span.range()))
            .unwrap_or("")
    }

    /// File name, line and column of where a span starts.
    pub fn place(&self, span: Span) -> Option<(&str, LineColumn)> {
        let file = self.get(span.file)?;
        Some((&file.name, file.line_column(span.start)))
    }
}

fn clip(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

/// Whether some program ends a line at a character that is no control character, or does not show it.
pub const fn is_line_end(c: char) -> bool {
    matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::{LineColumn, SourceFile};

    #[test]
    fn lines_and_columns_count_characters_from_one() {
        let file = SourceFile::new("a", "é1\r\nzwei\n");
        assert_eq!(file.line_column(0), LineColumn { line: 1, column: 1 });
        assert_eq!(file.line_column(2), LineColumn { line: 1, column: 2 });
        assert_eq!(file.line_column(7), LineColumn { line: 2, column: 3 });
        assert_eq!(file.line_column(999), LineColumn { line: 3, column: 1 });
        assert_eq!(file.line(1), "é1");
        assert_eq!(file.line(2), "zwei");
    }

    #[test]
    fn a_part_counts_its_lines_as_the_file_does() {
        let part = SourceFile::part("a", "x\nyz", 40);
        let last = LineColumn {
            line: 41,
            column: 2,
        };
        assert_eq!(part.line_column(3), last);
        assert_eq!(
            [39, 40, 41, 42].map(|line| part.line(line)),
            ["", "x", "yz", ""]
        );
    }
}
