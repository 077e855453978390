//! The options of coverage: what is wanted, and how much is enough. Shows nothing.

use std::path::PathBuf;

use clap::Args;

use super::{named, percent};
use crate::base::{Diagnostic, Severity, suggestion};
use crate::cli::diagnostics::counted;
use crate::cli::session::Failure;
use crate::cli::testing::run::{Results, Tested};
use crate::testing::coverage::{CLASSES, ClassInfo, Coverage, Share};

#[derive(Debug, Args)]
pub(in crate::cli) struct CoverageArgs {
    /// Show what the tests have not tried in the rules, and why
    #[arg(long, conflicts_with = "decide")]
    coverage: bool,
    /// Write coverage as LCOV, for viewers and services; implies `--coverage`
    #[arg(long, value_name = "FILE", conflicts_with = "decide")]
    pub(in crate::cli) lcov: Option<PathBuf>,
    /// Fail if less than this percentage was tried, of everything or of one class: 80, rules=100; implies `--coverage`
    #[arg(long, value_name = "[CLASS=]N", conflicts_with = "decide")]
    threshold: Vec<String>,
}

/// How much of what is enough.
struct Least {
    /// Of everything, where it is no class.
    class: Option<&'static ClassInfo>,
    percent: f64,
    written: String,
}

impl CoverageArgs {
    /// Whether anything of it is wanted.
    pub(in crate::cli) fn wanted(&self) -> bool {
        self.coverage || self.lcov.is_some() || !self.threshold.is_empty()
    }

    /// Whether the thresholds can be read.
    pub(in crate::cli) fn check(&self) -> Result<(), Failure> {
        self.least().map(|_| ())
    }

    /// What of the rulebooks is below a threshold, a line each.
    pub(in crate::cli) fn missed(&self, results: &Results) -> Result<Vec<String>, Failure> {
        let least = self.least()?;
        let mut missed = Vec::new();
        for target in &results.targets {
            let Some(coverage) = &target.coverage else {
                continue;
            };
            let below = least.iter();
            missed.extend(below.filter_map(|least| below_least(target, coverage, least)));
        }
        Ok(missed)
    }

    fn least(&self) -> Result<Vec<Least>, Failure> {
        self.threshold.iter().map(|text| read(text)).collect()
    }
}

fn read(text: &str) -> Result<Least, Failure> {
    let (name, number) = match text.split_once('=') {
        Some((name, number)) => (Some(name), number),
        None => (None, text),
    };
    let class = match name {
        None => None,
        Some(name) => Some(class(name)?),
    };
    let percent = number.trim().trim_end_matches('%').trim_end();
    match percent.parse::<f64>() {
        Ok(percent) if (0.0..=100.0).contains(&percent) => Ok(Least {
            class,
            percent,
            written: text.to_owned(),
        }),
        _ => Err(refused(format!(
            "`--threshold {text}` takes a percentage, 0 to 100"
        ))
        .help("`--threshold 80` requires 80 % of everything, `--threshold rules=100` for all rules")
        .into()),
    }
}

fn class(name: &str) -> Result<&'static ClassInfo, Failure> {
    let found = CLASSES.iter().find(|class| class.name == name);
    found.ok_or_else(|| {
        let names: Vec<&str> = CLASSES.iter().map(|class| class.name).collect();
        let near = suggestion(name, names.iter().copied());
        refused(format!("coverage has no class `{name}`"))
            .help_if(near)
            .help(format!("the classes: {}", names.join(", ")))
            .into()
    })
}

fn refused(message: String) -> Diagnostic {
    Diagnostic::new("E0914", Severity::Error, message)
}

fn below_least(target: &Tested, coverage: &Coverage, least: &Least) -> Option<String> {
    let share = match least.class {
        None => coverage.whole(),
        Some(class) => coverage.of(class.class),
    };
    if share.percent() >= least.percent {
        return None;
    }
    let of = least.class.map_or_else(
        || " of".to_owned(),
        |class| format!(" of the {} in", class.name.replace('-', " ")),
    );
    let left = |share: Share| share.all.saturating_sub(share.tried);
    let classes = CLASSES.iter().filter(|class| {
        let asked = least.class.is_none_or(|asked| asked.class == class.class);
        asked && left(coverage.of(class.class)) > 0
    });
    let missed: Vec<String> = classes
        .map(|class| {
            let noun = class.name.trim_end_matches('s').replace('-', " ");
            counted(left(coverage.of(class.class)), &noun)
        })
        .collect();
    Some(format!(
        "coverage{of} {} is {}, less than `--threshold {}` requires; not tried: {}",
        named(target),
        percent(share),
        least.written,
        missed.join(", ")
    ))
}
