//! Why a snapshot changed: which rules, groups, rows, lets, parameters or facts say something else now.

use std::collections::BTreeSet;

use super::change::{label, moved};
use super::define::{Definitions, words};
use super::rename::Renamed;
use super::{Entry, Snapshot};

/// What is compared, and what the rulebook says today.
pub(super) struct Compared<'a> {
    pub old: &'a Snapshot,
    pub new: &'a Snapshot,
    pub now: &'a Definitions,
    pub renamed: &'a Renamed,
}

/// The edits to which the difference is owed, in words, in the order of their kinds and names.
pub(super) fn causes(compared: &Compared<'_>) -> Vec<String> {
    let mut causes = Vec::new();
    compared.outside(&mut causes);
    compared.rules(&mut causes);
    compared.groups(&mut causes);
    compared.lets(&mut causes);
    compared.row(&mut causes);
    compared.notes(&mut causes);
    causes
}

impl Compared<'_> {
    /// What does not stand in rules: the method, parameters, the profile.
    fn outside(&self, causes: &mut Vec<String>) {
        let (from, to) = (self.old.figure("method"), self.new.figure("method"));
        if from != to {
            causes.push(format!("the method: {from} → {to}"));
        }
        for parameter in self.old.section("parameters") {
            match self.now.parameters.get(&parameter.key) {
                Some(now) if *now != parameter.value => causes.push(format!(
                    "parameter `{}`: {} → {now}",
                    parameter.key, parameter.value
                )),
                Some(_) => {}
                None => causes.push(format!("parameter `{}` removed", parameter.key)),
            }
        }
        for (name, from, to) in moved("facts", self.old, self.new) {
            causes.push(format!("the profile: `{name}` {from} → {to}"));
        }
        let priors = |snapshot: &Snapshot| -> Vec<String> {
            let totals = snapshot.figure("totals").split(", ");
            totals
                .filter_map(|one| {
                    let (name, rest) = one.split_once(' ')?;
                    let prior = rest
                        .split_once("(prior ")
                        .map_or("0", |(_, prior)| prior.split(')').next().unwrap_or(prior));
                    Some(format!("prior of `{name}` {prior}"))
                })
                .collect()
        };
        for (from, to) in priors(self.old).iter().zip(priors(self.new)) {
            if *from != to && from.split(' ').nth(2) == to.split(' ').nth(2) {
                causes.push(format!("{from} → {}", to.rsplit(' ').next().unwrap_or("")));
            }
        }
    }

    fn rules(&self, causes: &mut Vec<String>) {
        for rule in self.old.section("rules") {
            if self.renamed.contains_key(&rule.key) {
                continue;
            }
            match self.now.rules.get(&rule.key) {
                None => causes.push(format!("rule `{}` removed", rule.key)),
                Some(now) if *now != rule.definition => {
                    causes.push(format!(
                        "rule `{}`: {}",
                        rule.key,
                        edits(&rule.definition, now)
                    ));
                }
                Some(_) => {}
            }
        }
        for rule in self.new.section("rules") {
            let known = self.old.entry("rules", &rule.key).is_some()
                || self.renamed.values().any(|name| *name == rule.key);
            if !known && !self.upstream(rule) {
                causes.push(format!(
                    "rule `{}` new or edited: {}",
                    rule.key, rule.definition
                ));
            }
        }
    }

    /// Whether something that a rule reads has another value than before.
    fn upstream(&self, rule: &Entry) -> bool {
        let names: BTreeSet<&str> = words(&rule.definition).collect();
        let edited = self.old.section("parameters").iter().any(|parameter| {
            names.contains(parameter.key.as_str())
                && self.now.parameters.get(&parameter.key) != Some(&parameter.value)
        });
        let sections = ["facts", "derived", "hypotheses"];
        edited
            || sections.iter().any(|section| {
                moved(section, self.old, self.new)
                    .iter()
                    .any(|(name, _, _)| names.contains(name.as_str()))
            })
    }

    fn groups(&self, causes: &mut Vec<String>) {
        for group in self.old.section("groups") {
            match self.now.groups.get(&group.key) {
                None => causes.push(format!("group `{}` removed", group.key)),
                Some(now) if *now != group.definition => causes.push(format!(
                    "group `{}`: {} → {now}",
                    group.key, group.definition
                )),
                Some(_) => {}
            }
        }
    }

    fn lets(&self, causes: &mut Vec<String>) {
        for item in self.new.section("derived") {
            let before = self.old.entry("derived", &item.key);
            let told = before.is_none_or(|before| before.definition.is_empty());
            let moved = before.is_none_or(|before| before.value != item.value);
            if told && moved && !item.definition.is_empty() && !self.upstream(item) {
                causes.push(format!(
                    "let `{}` new or edited: {}",
                    item.key, item.definition
                ));
            }
        }
        for item in self.old.section("derived") {
            let Some(rows) = self.now.lets.get(&item.key) else {
                // A let that is not so keeps no words by which a new name could be known.
                let perhaps = match item.definition.as_str() {
                    "" => " or renamed",
                    _ => "",
                };
                causes.push(format!("let `{}` removed{perhaps}", item.key));
                continue;
            };
            if item.definition.is_empty() || rows.contains(&item.definition) {
                continue;
            }
            let like = alike(&item.definition, rows.iter().map(String::as_str));
            causes.push(match like {
                Some(now) => format!("let `{}`: {} → {now}", item.key, item.definition),
                None => format!("let `{}`: row {} removed", item.key, item.definition),
            });
        }
    }

    fn row(&self, causes: &mut Vec<String>) {
        let (from, to) = (self.old.figure("row"), self.new.figure("row"));
        if from == to {
            return;
        }
        let written = |(label, says): &(String, String)| match label.as_str() {
            "" => says.clone(),
            label => format!("{label} = {says}"),
        };
        if from != "none"
            && !from.is_empty()
            && !self.now.rows.iter().any(|row| written(row) == from)
        {
            let same = self.now.rows.iter().find(|(name, _)| *name == label(from));
            let said = from.split_once(" = ").map_or(from, |(_, says)| says);
            causes.push(match same {
                Some((name, says)) => format!("row `{name}`: {}", edits(said, says)),
                None if said == from => {
                    let others = self.now.rows.iter().filter(|(name, _)| name.is_empty());
                    match alike(said, others.map(|(_, says)| says.as_str())) {
                        Some(now) => format!("row: {said} → {now}"),
                        None => format!("row removed: {said}"),
                    }
                }
                None => format!("row `{}` removed: {said}", label(from)),
            });
        } else if causes.is_empty() {
            causes.push(format!("row `{}` new, moved or edited", label(to)));
        }
    }

    fn notes(&self, causes: &mut Vec<String>) {
        for note in self.old.section("notes") {
            if self.renamed.contains_key(&note.key) {
                continue;
            }
            match self.now.notes.get(&note.key) {
                None => causes.push(format!("note `{}` removed", note.key)),
                Some(now) if *now != note.definition => {
                    causes.push(format!(
                        "note `{}`: {}",
                        note.key,
                        edits(&note.definition, now)
                    ));
                }
                Some(_) => {}
            }
        }
    }
}

/// The text that most likely is an edited form of another: it shares at least half of its words.
fn alike<'a>(text: &str, others: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    const LINKS: &[&str] = &[
        "when",
        "unless",
        "otherwise",
        "is",
        "and",
        "or",
        "not",
        "of",
        "one",
        "at",
        "least",
        "most",
    ];
    let telling = |text: &str| -> BTreeSet<String> {
        let words = words(text).filter(|word| !LINKS.contains(word));
        words.map(str::to_owned).collect()
    };
    let own = telling(text);
    let shared = |other: &str| telling(other).intersection(&own).count();
    let (most, best) = others
        .map(|other| (shared(other), other))
        .reduce(|best, next| if next.0 > best.0 { next } else { best })?;
    (most > 0 && most.saturating_mul(2) >= own.len()).then_some(best)
}

/// What differs between two definitions, part by part.
fn edits(from: &str, to: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (from.split("; ").collect(), to.split("; ").collect());
    let gone: Vec<&str> = old
        .iter()
        .copied()
        .filter(|part| !new.contains(part))
        .collect();
    let mut come: Vec<&str> = new
        .iter()
        .copied()
        .filter(|part| !old.contains(part))
        .collect();
    let mut told = Vec::new();
    for part in gone {
        let kind = head(part);
        match come.iter().position(|other| head(other) == kind) {
            Some(at) => {
                let other = come.remove(at);
                told.push(format!(
                    "{} {} → {}",
                    name(part, other),
                    rest(part),
                    rest(other)
                ));
            }
            None => told.push(format!("no longer {part}")),
        }
    }
    told.extend(come.iter().map(|part| format!("now {part}")));
    told.join(", ")
}

/// What a part is about: its first word, for effects with the target.
fn head(part: &str) -> String {
    let mut words = part.split(' ');
    match words.next() {
        Some(word @ ("favor" | "oppose" | "else")) => {
            format!("{word} {}", words.next().unwrap_or(""))
        }
        Some(word @ ("when" | "in")) => word.to_owned(),
        Some(word) => word.to_owned(),
        None => String::new(),
    }
}

fn name(part: &str, other: &str) -> String {
    let digits = |text: &str| -> String {
        let kept = text
            .chars()
            .filter(|c| !c.is_ascii_digit() && *c != '.' && *c != '-');
        kept.collect()
    };
    match part.split(' ').next() {
        Some("favor" | "oppose" | "else") => format!("weight of `{}`", target(part)),
        Some("in") => "group".into(),
        _ if digits(part) == digits(other) => "threshold".into(),
        _ => "condition".into(),
    }
}

fn target(part: &str) -> &str {
    let mut words = part
        .split(' ')
        .filter(|word| !matches!(*word, "else" | "favor" | "oppose"));
    words.next().unwrap_or("")
}

/// A part without the words that `name` says already.
fn rest(part: &str) -> String {
    let skip = match part.split(' ').next() {
        Some("favor" | "oppose") => 2,
        Some("else") => 3,
        Some("when" | "in") => 1,
        _ => 0,
    };
    part.split(' ').skip(skip).collect::<Vec<_>>().join(" ")
}
