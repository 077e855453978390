//! A profile to fill in: every answer stands there behind a `#`, so that the file knows nothing until one is taken away.

use std::fmt::Write as _;

use super::page::asked;
use super::{Chosen, titled};
use crate::base::{format_number, is_line_end};
use crate::explain::{self, Block, Color, Options, answers};
use crate::model::trace::{AnswerKind, LevelTrace};
use crate::model::{Fact, FactType, Rulebook};
use crate::profile::text_in_toml;
use crate::trace;

/// How a format of profiles writes answers.
pub(in crate::cli) struct Blank {
    /// The name of the format.
    pub(in crate::cli) name: &'static str,
    /// What stands between a fact and its answer.
    is: &'static str,
    /// Yes and no.
    truth: [&'static str; 2],
    /// A text, such as the name of a level.
    text: fn(&str) -> String,
    /// The long form of a fact, from its value.
    long: fn(&str) -> String,
}

/// The formats in which profiles to fill in are written.
pub(in crate::cli) const BLANKS: &[Blank] = &[
    Blank {
        name: "toml",
        is: " = ",
        truth: ["true", "false"],
        text: text_in_toml,
        long: |value| format!("{{ value = {value}, certainty = 0.8, note = \"who said so\" }}"),
    },
    Blank {
        name: "yaml",
        is: ": ",
        truth: ["yes", "no"],
        text: plain_or_quoted,
        long: |value| format!("{{ value: {value}, certainty: 0.8, note: who said so }}"),
    },
];

/// An answer that can be taken, and what it means.
struct Offered {
    value: String,
    means: String,
}

impl Blank {
    /// The profile: prose behind two signs, answers behind one, so that any line without its first sign is still sound.
    pub(in crate::cli) fn write(&self, chosen: &Chosen<'_>) -> String {
        let mut out = self.head(chosen);
        for (topic, facts) in &chosen.topics {
            let title = titled(topic.title.as_deref(), &topic.name);
            let _ = write!(out, "\n\n## ---- {} ----\n", in_a_line(&title));
            for fact in facts {
                out.push('\n');
                self.fact(&mut out, (chosen.book, fact));
            }
        }
        out
    }

    fn head(&self, chosen: &Chosen<'_>) -> String {
        let mut out = String::new();
        let Rulebook { title, name, .. } = chosen.book;
        prose(&mut out, &format!("{title} ({name})"));
        prose(
            &mut out,
            "Remove the # before one answer for each question. A question without an answer is unknown.",
        );
        if let Some(fact) = chosen.facts().next()
            && let Some(value) = self.example(fact)
        {
            prose(
                &mut out,
                "An answer may also say how certain it is and where it comes from:",
            );
            let long = (self.long)(&value);
            remark(&mut out, &format!("  {}{}{long}", fact.name, self.is));
        }
        self.line(&mut out, "id", &(self.text)("my_organization"));
        out.push('\n');
        out
    }

    fn fact(&self, out: &mut String, (book, fact): (&Rulebook, &Fact)) {
        match &fact.ask {
            Some(ask) => prose(out, ask),
            None => prose(out, &titled(fact.title.as_deref(), &fact.short)),
        }
        if let Some(help) = &fact.help {
            prose(out, help);
        }
        if let Some(asked) = asked(book, fact) {
            prose(out, &format!("Only if {asked}; otherwise leave it out."));
        }
        let answers = trace::answers(&fact.kind);
        if answers.kind == AnswerKind::Set {
            let told = |level: &&LevelTrace| answers::words(level).is_some();
            for level in answers.levels.iter().filter(told) {
                let words = answers::words(level).unwrap_or_default();
                remark(out, &format!("  {}: {words}", level.name));
            }
        }
        let offered = self.offered(fact);
        let widest = offered.iter().map(|one| one.value.chars().count()).max();
        for Offered { value, means } in &offered {
            self.line(out, &fact.name, value);
            if !means.is_empty() {
                let missing = widest.unwrap_or(0).saturating_sub(value.chars().count());
                let _ = write!(out, "{:missing$}  # {}", "", in_a_line(means));
            }
            out.push('\n');
        }
    }

    fn line(&self, out: &mut String, name: &str, value: &str) {
        let _ = write!(out, "#{name}{}{value}", self.is);
    }

    /// An answer that somebody may give: of a number one in the middle of its range.
    fn example(&self, fact: &Fact) -> Option<String> {
        let FactType::Number(kind) = &fact.kind else {
            let first = self.offered(fact).into_iter().next();
            return first.map(|first| first.value);
        };
        let number = match (kind.low, kind.high) {
            (Some(low), Some(high)) => {
                let middle = f64::midpoint(low, high);
                let whole = middle.round();
                if whole >= low && whole <= high {
                    whole
                } else {
                    middle
                }
            }
            (Some(end), None) | (None, Some(end)) => end,
            (None, None) => 1.0,
        };
        Some(format_number(number, 6))
    }

    /// The answers of a fact. Where there are too many to list, it is one that says nothing yet.
    fn offered(&self, fact: &Fact) -> Vec<Offered> {
        let answers = trace::answers(&fact.kind);
        let one = |value: String, means: String| vec![Offered { value, means }];
        match answers.kind {
            AnswerKind::YesNo => {
                let truths = self.truth.iter();
                let offered = |truth: &&str| Offered {
                    value: (*truth).to_owned(),
                    means: String::new(),
                };
                truths.map(offered).collect()
            }
            AnswerKind::Ordinal | AnswerKind::Nominal => {
                let offered = |level: &LevelTrace| Offered {
                    value: (self.text)(&level.name),
                    means: answers::words(level).unwrap_or_default().to_owned(),
                };
                answers.levels.iter().map(offered).collect()
            }
            AnswerKind::Set => {
                let levels = answers.levels.iter();
                let names: Vec<String> = levels.map(|level| (self.text)(&level.name)).collect();
                one(
                    format!("[{}]", names.join(", ")),
                    "keep those that apply; [] means none".into(),
                )
            }
            AnswerKind::Number | AnswerKind::Integer => {
                one((self.text)("unknown"), answers::in_a_line(&answers))
            }
            AnswerKind::Text => one(text_in_toml(""), answers::in_a_line(&answers)),
        }
    }
}

/// Columns of a line of prose.
const WIDTH: usize = 100;

/// Remarks of as many lines as a text needs.
fn prose(out: &mut String, text: &str) {
    let options = Options {
        width: WIDTH,
        color: Color::No,
    };
    for line in explain::as_text(&[Block::Paragraph(text.into())], options).lines() {
        remark(out, line.trim());
    }
}

/// A remark: behind the two signs that make it one still where the first is taken away.
fn remark(out: &mut String, line: &str) {
    let _ = writeln!(out, "{}", format!("## {}", in_a_line(line)).trim_end());
}

/// A text without what would end a comment or steer a terminal.
fn in_a_line(text: &str) -> String {
    let plain = |c: char| match c.is_control() || is_line_end(c) {
        true => ' ',
        false => c,
    };
    text.chars().map(plain).collect()
}

/// Words that YAML, in one version or another, reads as something else than a text.
const OTHER: &[&str] = &["y", "n", "yes", "no", "on", "off", "true", "false", "null"];

/// A plain word, where YAML cannot read it as anything else.
fn plain_or_quoted(text: &str) -> String {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    let begins = text.starts_with(|c: char| c.is_ascii_lowercase());
    match begins && text.chars().all(plain) && !OTHER.contains(&text) {
        true => text.to_owned(),
        false => text_in_toml(text),
    }
}
