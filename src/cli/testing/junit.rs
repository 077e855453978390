//! Results of tests as JUnit's XML, which CI servers read. Runs nothing.

use std::fmt::Write as _;

use super::TestFormat;
use super::coverage;
use super::report::{Entry, Fate, entries};
use super::run::{Results, Tested};
use crate::cli::diagnostics::Look;
use crate::explain;

pub(super) const FORMAT: TestFormat = TestFormat {
    name: "junit",
    about: "for CI servers",
    endings: &["xml"],
    write: render,
};

fn render(results: &Results, look: Look) -> String {
    let look = Look {
        colour: false,
        ..look
    };
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"hansei test\">\n",
    );
    for target in &results.targets {
        let mut entries = entries(target, results, look);
        entries.sort_by_key(|one| one.fate);
        let count = |fate| entries.iter().filter(|one| one.fate == fate).count();
        let _ = writeln!(
            text,
            "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\">",
            escaped(&target.rulebook),
            entries.len(),
            count(Fate::Failed),
            count(Fate::Error)
        );
        text.push_str(&properties(target));
        entries.iter().for_each(|one| case(one, &mut text));
        text.push_str("  </testsuite>\n");
    }
    text.push_str("</testsuites>\n");
    text
}

/// What was tried, a property a class; nothing where it was not measured.
fn properties(target: &Tested) -> String {
    let shares = coverage::shares(target);
    if shares.is_empty() {
        return String::new();
    }
    let mut text = String::from("    <properties>\n");
    for (name, share) in shares {
        let _ = writeln!(
            text,
            "      <property name=\"coverage.{name}\" value=\"{share}\"/>"
        );
    }
    text.push_str("    </properties>\n");
    text
}

fn case(one: &Entry<'_>, text: &mut String) {
    let _ = write!(
        text,
        "    <testcase classname=\"{}\" name=\"{}\" file=\"{}\" line=\"{}\"",
        one.kind,
        escaped(&one.name),
        escaped(&one.file),
        one.line
    );
    let element = match one.fate {
        Fate::Passed | Fate::Warning => "system-out",
        Fate::Failed => "failure",
        Fate::Error => "error",
    };
    if one.fate == Fate::Passed {
        text.push_str("/>\n");
        return;
    }
    let message = match one.fate {
        Fate::Warning => String::new(),
        _ => format!(" message=\"{}\"", escaped(&one.message)),
    };
    let detail = match one.fate {
        Fate::Warning => &one.message,
        _ => &one.detail,
    };
    let _ = writeln!(
        text,
        ">\n      <{element}{message}>{}</{element}>\n    </testcase>",
        escaped(detail)
    );
}

/// Text as it may stand in XML; characters that XML does not know are left out.
pub(super) fn escaped(text: &str) -> String {
    let known = |c: &char| {
        matches!(c, '\n' | '\t') || !(c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}'))
    };
    explain::escaped(&text.chars().filter(known).collect::<String>())
}
