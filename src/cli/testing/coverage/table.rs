//! Coverage as text for people: the gaps with their places, then a table. Runs nothing.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::{named, percent};
use crate::base::{Diagnostic, FileId, Span};
use crate::cli::diagnostics::{self, Look, Report, counted};
use crate::cli::testing::run::Tested;
use crate::testing::coverage::{CLASSES, Class, Coverage, Share};

/// The gaps of a rulebook and what they come to; nothing where it was not measured.
pub(in crate::cli::testing) fn text(target: &Tested, look: Look) -> String {
    let Some(coverage) = &target.coverage else {
        return String::new();
    };
    if coverage.evaluations == 0 {
        return format!("coverage of {}: nothing was evaluated\n\n", named(target));
    }
    let (gaps, marked) = told(coverage);
    let files = &target.suite.program.rulebook.files;
    let mut text = diagnostics::text(&Report::new(files, &gaps), look);
    let more = match marked {
        0 => "",
        1 => "1 more condition was not seen both ways: it is marked above as an obstacle\n",
        many => &format!(
            "{many} more conditions were not seen both ways: they are marked above as obstacles\n"
        ),
    };
    text.push_str(more);
    if !text.is_empty() {
        text.push('\n');
    }
    let many = usize::try_from(coverage.evaluations).unwrap_or(usize::MAX);
    let _ = writeln!(
        text,
        "coverage of {} by {}:",
        named(target),
        counted(many, "evaluation")
    );
    text.push_str(&table(coverage));
    text.push_str(&impossible(coverage));
    text.push('\n');
    text
}

/// The gaps that are shown, and how many conditions are not: a gap that they are the reason for marks them already.
fn told(coverage: &Coverage) -> (Vec<Diagnostic>, usize) {
    let others = coverage
        .gaps()
        .filter(|(item, _)| item.class != Class::Conditions);
    let reasons: BTreeSet<(FileId, u32)> = others
        .flat_map(|(_, gap)| gap.labels.iter().skip(1))
        .map(|label| start(label.span))
        .collect();
    let mut marked = 0usize;
    let mut gaps = Vec::new();
    for (item, gap) in coverage.gaps() {
        if item.class == Class::Conditions && reasons.contains(&start(item.origin)) {
            marked = marked.saturating_add(1);
        } else {
            gaps.push(gap.clone());
        }
    }
    (gaps, marked)
}

fn start(span: Span) -> (FileId, u32) {
    (span.file, span.start)
}

/// A line a class, then one for all.
fn table(coverage: &Coverage) -> String {
    let mut rows: Vec<(&str, Share, &str)> = CLASSES
        .iter()
        .map(|class| (class.name, coverage.of(class.class), class.tried))
        .filter(|(_, share, _)| share.all > 0)
        .collect();
    rows.push(("all", coverage.whole(), ""));
    let mut text = String::new();
    for (name, share, tried) in rows {
        let counts = format!("{} of {}", share.tried, share.all);
        let line = format!("  {name:<12} {counts:>13}  {:>7}  {tried}", percent(share));
        let _ = writeln!(text, "{}", line.trim_end());
    }
    text
}

/// What no profile can bring about: the class, what should happen, and how that is said of several.
const IMPOSSIBLE: &[(Class, &str, &str)] = &[
    (
        Class::Rules,
        "known-false",
        "are these rules known not to apply",
    ),
    (Class::Conditions, "true", "are these conditions true"),
    (Class::Conditions, "false", "are these conditions false"),
    (Class::TableRows, "chosen", "are these rows chosen"),
    (Class::ListRows, "chosen", "are these rows chosen"),
    (Class::AdviceRows, "chosen", "do these rows give the advice"),
    (
        Class::Groups,
        "cut",
        "do the limits of these groups cut anything",
    ),
    (Class::Outcomes, "advised", "are these outcomes advised"),
    (Class::Notes, "shown", "are these notes shown"),
];

/// It is not counted, and whoever wrote it will want to know.
fn impossible(coverage: &Coverage) -> String {
    let mut text = String::new();
    for (class, what, words) in IMPOSSIBLE {
        let items = coverage.items.iter().filter(|item| item.class == *class);
        let never = items.filter_map(|item| {
            let mut needs = item.needs.iter();
            let need = needs.find(|need| need.what == *what && !need.possible)?;
            Some(match need.why {
                Some(why) => format!("`{}` ({why})", item.name),
                None => format!("`{}`", item.name),
            })
        });
        let names: Vec<String> = never.collect();
        if !names.is_empty() {
            let _ = writeln!(
                text,
                "  for no profile {words}, so they are not counted: {}",
                names.join(", ")
            );
        }
    }
    text
}
