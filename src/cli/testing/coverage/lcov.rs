//! Coverage as LCOV, which viewers and services read. Runs nothing.
//!
//! A line has the count of what happens there: a rule fires, a row is chosen, a test is decided. Both ways of a test are
//! branches, rules are functions. On a line where nothing happens no branch has a count: readers hold one against the other.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::place;
use crate::cli::testing::run::{Results, Tested};
use crate::testing::coverage::{Class, Item};

/// Everything in all rulebooks, file by file.
pub(in crate::cli) fn lcov(results: &Results) -> String {
    let mut files: BTreeMap<String, File<'_>> = BTreeMap::new();
    for target in &results.targets {
        add(target, &mut files);
    }
    let mut text = String::new();
    for (name, file) in &files {
        file.write(name, &mut text);
    }
    text
}

fn add<'r>(target: &'r Tested, files: &mut BTreeMap<String, File<'r>>) {
    let sources = &target.suite.program.rulebook.files;
    let items = target.coverage.iter().flat_map(|coverage| &coverage.items);
    for item in items.filter(|item| item.is_possible()) {
        let (name, line, _) = place(sources, item.origin);
        files.entry(name).or_default().items.push((line, item));
    }
}

/// The counts of lines; the lower the first number, the more the count says.
type Lines = BTreeMap<u32, (u8, u64)>;

/// What is in one file.
#[derive(Default)]
struct File<'r> {
    items: Vec<(u32, &'r Item)>,
}

impl File<'_> {
    fn write(&self, name: &str, text: &mut String) {
        let _ = writeln!(text, "TN:\nSF:{name}");
        let lines = self.lines();
        self.functions(text);
        self.branches(&lines, text);
        for (line, (_, count)) in &lines {
            let _ = writeln!(text, "DA:{line},{count}");
        }
        let hit = lines.values().filter(|(_, count)| *count > 0).count();
        let _ = writeln!(text, "LF:{}\nLH:{hit}", lines.len());
        text.push_str("end_of_record\n");
    }

    fn functions(&self, text: &mut String) {
        let rules = || {
            let items = self.items.iter();
            items.filter(|(_, item)| item.class == Class::Rules)
        };
        for (line, item) in rules() {
            let _ = writeln!(text, "FN:{line},{}", item.name);
        }
        let (mut found, mut hit) = (0usize, 0usize);
        for (_, item) in rules() {
            let count = first(item);
            found = found.saturating_add(1);
            hit = hit.saturating_add(usize::from(count > 0));
            let _ = writeln!(text, "FNDA:{count},{}", item.name);
        }
        let _ = writeln!(text, "FNF:{found}\nFNH:{hit}");
    }

    fn branches(&self, lines: &Lines, text: &mut String) {
        let (mut found, mut hit) = (0usize, 0usize);
        let mut blocks: BTreeMap<u32, usize> = BTreeMap::new();
        for (line, item) in &self.items {
            if item.needs.len() < 2 {
                continue;
            }
            let block = blocks.entry(*line).or_default();
            let reached = lines.get(line).is_none_or(|(_, count)| *count > 0);
            for (at, need) in item
                .needs
                .iter()
                .enumerate()
                .filter(|(_, need)| need.possible)
            {
                let count = match reached {
                    true => need.count.to_string(),
                    false => "-".to_owned(),
                };
                let _ = writeln!(text, "BRDA:{line},{block},{at},{count}");
                found = found.saturating_add(1);
                hit = hit.saturating_add(usize::from(reached && need.count > 0));
            }
            *block = block.saturating_add(1);
        }
        let _ = writeln!(text, "BRF:{found}\nBRH:{hit}");
    }

    /// What happens on a line counts before what is only looked at; of several the one that happened least.
    fn lines(&self) -> Lines {
        let mut lines = Lines::new();
        for (line, item) in &self.items {
            let here = match item.class {
                Class::Thresholds => (2, all(item)),
                Class::Conditions => (1, all(item)),
                _happens => (0, first(item)),
            };
            let slot = lines.entry(*line).or_insert(here);
            *slot = (*slot).min(here);
        }
        lines
    }
}

/// How often anything happened.
fn all(item: &Item) -> u64 {
    item.needs.iter().map(|need| need.count).sum()
}

/// How often the first thing happened that should.
fn first(item: &Item) -> u64 {
    item.needs.first().map_or(0, |need| need.count)
}
