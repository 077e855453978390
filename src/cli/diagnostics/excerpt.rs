//! The lines around marked places, made fit for showing: bounded, escaped, offsets carried over. Draws nothing.

use std::ops::Range;

use super::BYTE_ORDER_MARK;
use super::escape::push_escaped;
use crate::base::SourceFile;

/// Characters of a line from which on it is cut around its first mark.
const LONG_LINE: usize = 300;
/// Characters shown before the first mark of a line that is cut.
const BEFORE: usize = 60;
/// Characters shown after the first mark's start of a line that is cut.
const AFTER: usize = 200;
/// Lines between two marks of one excerpt; farther apart they get an excerpt each.
const FAR: u32 = 40;
/// Lines of a mark that are drawn; a longer one is shown by its first line.
const TALLEST: u32 = 12;

/// Some lines of a file with marks in them.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Excerpt {
    /// The number of its first line.
    pub(super) line: u32,
    /// The lines as shown.
    pub(super) text: String,
    /// The marks, the positions of their labels with them.
    pub(super) marks: Vec<Mark>,
}

/// A marked range of an excerpt's text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Mark {
    /// The position of the label it stands for.
    pub(super) label: usize,
    /// The bytes of the excerpt's text.
    pub(super) range: Range<usize>,
}

/// A place to be shown: lines from 1, and bytes within them.
#[derive(Clone, Debug)]
struct Place {
    label: usize,
    first: u32,
    last: u32,
    start: usize,
    end: usize,
}

/// The excerpts of a file that show the given ranges, the one with the first range first.
pub(super) fn excerpts(file: &SourceFile, ranges: &[(usize, Range<usize>)]) -> Vec<Excerpt> {
    let mut places: Vec<Place> = ranges
        .iter()
        .map(|(label, range)| place(file, *label, range))
        .collect();
    places.sort_by_key(|place| (place.first, place.start, place.label));
    let mut clusters: Vec<Vec<Place>> = Vec::new();
    for place in places {
        match clusters.last_mut() {
            Some(cluster) if is_near(cluster, &place) => cluster.push(place),
            _ => clusters.push(vec![place]),
        }
    }
    let mut excerpts: Vec<Excerpt> = clusters
        .iter()
        .map(|cluster| excerpt(file, cluster))
        .collect();
    excerpts.sort_by_key(|excerpt| excerpt.marks.iter().map(|mark| mark.label).min());
    excerpts
}

/// Whether a place lies near the last of a cluster.
fn is_near(cluster: &[Place], place: &Place) -> bool {
    cluster
        .last()
        .is_some_and(|last| place.first.saturating_sub(last.last) <= FAR)
}

/// Finds the lines of a range; one that is too tall ends with its first line.
fn place(file: &SourceFile, label: usize, range: &Range<usize>) -> Place {
    let (first, start) = line_and_byte(file, range.start);
    let (last, end) = line_and_byte(file, range.end.max(range.start));
    if last.saturating_sub(first) < TALLEST {
        return Place {
            label,
            first,
            last,
            start,
            end,
        };
    }
    Place {
        label,
        first,
        last: first,
        start,
        end: file.line(first).len(),
    }
}

/// The line of an offset and the byte within it, at most the line's end.
fn line_and_byte(file: &SourceFile, offset: usize) -> (u32, usize) {
    let at = u32::try_from(offset).unwrap_or(u32::MAX);
    let line = file.line_column(at).line;
    let start = line_start(file, line);
    let text = file.line(line);
    let mut byte = offset.saturating_sub(start).min(text.len());
    while !text.is_char_boundary(byte) {
        byte = byte.saturating_sub(1);
    }
    (line, byte)
}

/// The offset of a line's first byte.
fn line_start(file: &SourceFile, line: u32) -> usize {
    let text = file.line(line);
    (text.as_ptr() as usize).saturating_sub(file.text.as_ptr() as usize)
}

/// The text of a cluster of places with their marks. Lines far from every mark stay empty: they are folded anyway.
fn excerpt(file: &SourceFile, cluster: &[Place]) -> Excerpt {
    let first = cluster.iter().map(|place| place.first).min().unwrap_or(1);
    let last = cluster
        .iter()
        .map(|place| place.last)
        .max()
        .unwrap_or(first);
    let mut out = Excerpt {
        line: first,
        text: String::new(),
        marks: Vec::new(),
    };
    let mut starts = vec![0usize; cluster.len()];
    for line in first..=last {
        if line > first {
            out.text.push('\n');
        }
        let points = points_on(cluster, line);
        let window = window(
            file.line(line),
            points.first().map_or(0, |point| point.byte),
        );
        let at = out.text.len();
        let shown = show(file.line(line), &window, &points);
        out.text.push_str(&shown.text);
        for (point, offset) in points.iter().zip(shown.offsets) {
            let offset = at.saturating_add(offset);
            if point.is_start {
                if let Some(start) = starts.get_mut(point.place) {
                    *start = offset;
                }
            } else if let (Some(place), Some(start)) =
                (cluster.get(point.place), starts.get(point.place))
            {
                out.marks.push(Mark {
                    label: place.label,
                    range: *start..offset.max(*start),
                });
            }
        }
    }
    out
}

/// A start or an end of a place.
#[derive(Debug)]
struct Point {
    place: usize,
    byte: usize,
    is_start: bool,
}

/// The starts and then the ends on a line, so that a start is known before its end comes.
fn points_on(cluster: &[Place], line: u32) -> Vec<Point> {
    let starts = cluster.iter().enumerate().filter_map(|(at, place)| {
        (place.first == line).then_some(Point {
            place: at,
            byte: place.start,
            is_start: true,
        })
    });
    let ends = cluster.iter().enumerate().filter_map(|(at, place)| {
        (place.last == line).then_some(Point {
            place: at,
            byte: place.end,
            is_start: false,
        })
    });
    starts.chain(ends).collect()
}

/// The bytes of a line that are shown: all of a usual one, the surroundings of `mark` of a long one.
fn window(line: &str, mark: usize) -> Range<usize> {
    if line.len() <= LONG_LINE {
        return 0..line.len();
    }
    let before = line.get(..mark).unwrap_or("");
    let start = before
        .char_indices()
        .rev()
        .nth(BEFORE.saturating_sub(1))
        .map_or(0, |(at, _)| at);
    let after = line.get(mark..).unwrap_or("");
    let end = after
        .char_indices()
        .nth(AFTER)
        .map_or(line.len(), |(at, _)| mark.saturating_add(at));
    start..end
}

/// A line as shown, and where its points are in it.
struct Shown {
    text: String,
    offsets: Vec<usize>,
}

fn show(line: &str, window: &Range<usize>, points: &[Point]) -> Shown {
    let mut text = String::new();
    let mut offsets = vec![None; points.len()];
    if window.start > 0 {
        text.push('…');
    }
    let mut at = window.start;
    for character in line.get(window.clone()).unwrap_or("").chars() {
        note(&mut offsets, points, at, text.len());
        match character {
            '\t' => text.push('\t'),
            BYTE_ORDER_MARK if at == 0 => {}
            _ => push_escaped(&mut text, character),
        }
        at = at.saturating_add(character.len_utf8());
    }
    note(&mut offsets, points, at, text.len());
    let end = text.len();
    if window.end < line.len() {
        text.push('…');
    }
    Shown {
        text,
        offsets: offsets
            .into_iter()
            .map(|offset| offset.unwrap_or(end))
            .collect(),
    }
}

/// Notes where points are that lie at or before `at` and were not met yet.
fn note(offsets: &mut [Option<usize>], points: &[Point], at: usize, shown: usize) {
    for (offset, point) in offsets.iter_mut().zip(points) {
        if offset.is_none() && point.byte <= at {
            *offset = Some(shown);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::excerpts;
    use crate::base::SourceFile;

    #[track_caller]
    fn check(text: &str, range: std::ops::Range<usize>, line: u32, marked: &str) {
        let file = SourceFile::new("a", text);
        let all = excerpts(&file, &[(0, range)]);
        let one = &all[0];
        assert_eq!(one.line, line);
        assert_eq!(&one.text[one.marks[0].range.clone()], marked);
    }

    #[test]
    fn marks_survive_escapes_and_ends_of_lines() {
        check("ab\ncd\n", 3..5, 2, "cd");
        check("a\u{1b}b", 2..3, 1, "b");
        check("a\u{1b}b", 1..2, 1, "\\u{1b}");
        check("äöü\r\n", 2..4, 1, "ö");
        check("ab\r\n", 2..4, 1, "\n");
        check("ab", 2..2, 1, "");
        check("ab", 90..99, 1, "");
    }

    #[test]
    fn a_long_line_is_cut_around_its_mark() {
        let text = format!("{}HERE{}", "é".repeat(500_000), "x".repeat(500_000));
        let file = SourceFile::new("a", text.as_str());
        let all = excerpts(&file, &[(0, 1_000_000..1_000_004)]);
        let one = &all[0];
        assert_eq!(&one.text[one.marks[0].range.clone()], "HERE");
        assert!(one.text.len() < 500);
    }

    #[test]
    fn places_far_apart_get_an_excerpt_each_the_first_label_first() {
        let text = "line\n".repeat(1000);
        let file = SourceFile::new("a", text.as_str());
        let all = excerpts(&file, &[(0, 4000..4004), (1, 0..4), (2, 5..9)]);
        assert_eq!(all.len(), 2);
        assert_eq!(all[0].line, 801);
        assert_eq!(all[1].marks.len(), 2);
    }

    #[test]
    fn a_tall_place_is_shown_by_its_first_line() {
        let text = "line\n".repeat(1000);
        check(&text, 0..4000, 1, "line");
        check(&text, 2..8, 1, "ne\nlin");
    }
}
