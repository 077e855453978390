//! Tables of cases: rows of CSV and JSON Lines into drafts of cases. Cuts no row itself, and knows nothing of outcomes.

use super::problems;
use super::row::{Drafts, shifted};
use super::suite::{CaseText, Gathered};
use crate::base::{Diagnostic, FileId, SourceFile, Span, has_errors};
use crate::profile::Names;
use crate::profile::table::{How, Opened, Purpose, Table, Unopened, Unread, open};

/// The cases of a table.
pub(super) fn read(table: &Table, file: FileId, text: &CaseText, names: &Names<'_>) -> Gathered {
    let decoded = decoded(file, &text.bytes);
    let shown = decoded.as_ref().copied().unwrap_or("");
    let mut drafts = Drafts::new(names, text, file);
    match decoded {
        Ok(text) => rows(table, text, &mut drafts),
        Err(problem) => drafts.broken(problem),
    }
    if drafts.is_empty() {
        drafts.broken(problems::empty_table(Span::new(file, 0, 0)));
    }
    let (drafts, diagnostics) = drafts.finish();
    Gathered {
        source: SourceFile::new(text.name.as_str(), shown),
        drafts,
        diagnostics,
    }
}

fn decoded(file: FileId, bytes: &[u8]) -> Result<&str, Diagnostic> {
    let start = Span::new(file, 0, 0);
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|_| {
        problems::broken_row(start, "the table is not text in UTF-8").help("save it as UTF-8")
    })
}

fn rows(table: &Table, text: &str, drafts: &mut Drafts<'_>) {
    let how = How {
        purpose: Purpose::Cases,
        file: drafts.file(),
        keep: false,
    };
    let opened = open(text.as_bytes(), table, drafts.names(), how);
    let Opened { blocks, rows, head } = match opened {
        Ok(opened) => opened,
        Err(Unopened::Wrong(head)) => {
            for problem in head.problems {
                drafts.broken(shifted(problem, head.start));
            }
            return;
        }
        // INVARIANT: a text in memory can be read.
        Err(Unopened::Unreadable(_)) => return,
    };
    let sound = !has_errors(&head.problems);
    for problem in head.problems {
        drafts.problem(shifted(problem, head.start));
    }
    for block in blocks.map_while(Result::ok) {
        for cut in &block.cuts {
            let shift = block.start.saturating_add(cut.bytes.start);
            let end = block.start.saturating_add(cut.bytes.end);
            let span = Span::new(how.file, shift, end);
            match rows.read(&block, cut) {
                Ok(row) => drafts.row(row, (span, sound)),
                Err(Unread::Broken(broken)) => {
                    drafts.broken(shifted(broken.diagnostic("E1004"), shift));
                }
                Err(Unread::Problems(problems)) => {
                    for problem in problems {
                        drafts.problem(shifted(problem, shift));
                    }
                    drafts.lost(span);
                }
            }
        }
    }
}
