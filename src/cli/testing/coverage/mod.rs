//! What tests have tried of a rulebook, for people and programs, and whether it is enough. Counts nothing itself.

mod arguments;
mod forms;
mod lcov;
mod table;

pub(in crate::cli) use arguments::CoverageArgs;
pub(super) use forms::{github, json};
pub(in crate::cli) use lcov::lcov;
pub(super) use table::text;

use crate::base::{FileId, SourceMap, Span};
use crate::cli::testing::run::Tested;
use crate::testing::coverage::{CLASSES, ClassInfo, Coverage, Share};

/// How much of each class was tried, in words; nothing where it was not measured.
pub(super) fn shares(target: &Tested) -> Vec<(&'static str, String)> {
    let of = |coverage: &Coverage, class: &'static ClassInfo| {
        let share = coverage.of(class.class);
        (share.all > 0).then(|| (class.name, format!("{} of {}", share.tried, share.all)))
    };
    let measured = target.coverage.iter();
    measured
        .flat_map(|coverage| CLASSES.iter().filter_map(move |class| of(coverage, class)))
        .collect()
}

/// A share in percent, never rounded up: what is not whole does not look whole.
fn percent(share: Share) -> String {
    let tenths = match share.all {
        0 => 1000,
        all => share
            .tried
            .saturating_mul(1000)
            .checked_div(all)
            .unwrap_or(0),
    };
    let (whole, rest) = (
        tenths.checked_div(10).unwrap_or(0),
        tenths.checked_rem(10).unwrap_or(0),
    );
    match rest {
        0 => format!("{whole} %"),
        rest => format!("{whole}.{rest} %"),
    }
}

/// The rulebook by the name of its file, as it stands at the gaps.
fn named(target: &Tested) -> String {
    let files = &target.suite.program.rulebook.files;
    let root = Span::new(FileId(0), 0, 0);
    match place(files, root) {
        (file, ..) if file.is_empty() => target.rulebook.clone(),
        (file, ..) => file,
    }
}

/// The file as shown to the user, the line and the column, from 1.
fn place(files: &SourceMap, origin: Span) -> (String, u32, u32) {
    files.place(origin).map_or_else(
        || (String::new(), 1, 1),
        |(file, at)| {
            let file = file.trim_start_matches("./").replace('\\', "/");
            (file, at.line, at.column)
        },
    )
}
