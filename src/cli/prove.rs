//! What was decided about guarantees, as a document and as JSON. Decides nothing.

use serde_json::{Value, json};

use super::diagnostics::counted;
use crate::explain::{Block, Fit, Line, RowKind, Table, Tone};
use crate::model::Guarantee;
use crate::space::{Certainties, Undecided};
use crate::testing::Suite;
use crate::testing::guarantees::{Breach, Decided, Promise, Verdict};

/// The guarantees of a rulebook with what was decided about each.
pub(super) struct Proofs<'s> {
    /// The rulebook and what its guarantees claim.
    pub(super) suite: &'s Suite,
    /// What was decided, in the order of their names.
    pub(super) decided: Vec<Decided>,
    /// The regions that were looked at for each at most.
    pub(super) budget: u32,
}

/// What is wrong with a guarantee that is never asked for.
const EMPTY: &str = "its `when` never holds, so it claims nothing";

/// How a verdict is called.
fn word(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Proved(_) => "proved",
        Verdict::Refuted(_) => "refuted",
        Verdict::Undecided(_) => "undecided",
    }
}

impl Proofs<'_> {
    /// How many are broken by a profile.
    pub(super) fn refuted(&self) -> usize {
        self.count("refuted")
    }

    /// How many are neither proved nor refuted.
    pub(super) fn undecided(&self) -> usize {
        self.count("undecided")
    }

    fn count(&self, wanted: &str) -> usize {
        let words = self.decided.iter().map(|one| word(&one.verdict));
        words.filter(|word| *word == wanted).count()
    }

    /// Each with its claim.
    fn all(&self) -> impl Iterator<Item = (&Decided, &Promise, &Guarantee)> {
        self.decided.iter().filter_map(|one| {
            let promise = self.suite.promises.get(one.promise)?;
            let guarantees = &self.suite.program.rulebook.guarantees;
            Some((one, promise, guarantees.get(promise.guarantee)?))
        })
    }

    /// As a document for people.
    pub(super) fn blocks(&self) -> Vec<Block> {
        let parts = ["proved", "refuted", "undecided"].map(|word| (word, self.count(word)));
        let parts = parts.iter().filter(|(_, count)| *count > 0);
        let parts: Vec<String> = parts
            .map(|(word, count)| format!("{count} {word}"))
            .collect();
        let detail = "over every possible profile, unanswered questions included";
        let mut blocks = vec![Block::Lead {
            title: Line::toned(
                format!(
                    "{}: {}",
                    counted(self.decided.len(), "guarantee"),
                    parts.join(", ")
                ),
                Tone::Strong,
            ),
            detail: Line::from(detail),
        }];
        if self.refuted() > 0 {
            blocks.push(Block::section("Refuted"));
        }
        for (one, promise, guarantee) in self.all() {
            if let Verdict::Refuted(breach) = &one.verdict {
                blocks.extend(self.breach(promise, guarantee, breach));
            }
        }
        let undecided = |one: &Decided| matches!(one.verdict, Verdict::Undecided(_));
        self.list(&mut blocks, "Undecided", &undecided);
        let proved = |wanted| move |one: &Decided| matches!(one.verdict, Verdict::Proved(found) if found == wanted);
        let head = "Proved for answers given with certainty 1; for less certain ones nothing was found that breaks them";
        self.list(&mut blocks, head, &proved(Certainties::Full));
        self.list(&mut blocks, "Proved", &proved(Certainties::Any));
        blocks
    }

    fn list(&self, blocks: &mut Vec<Block>, head: &str, wanted: &dyn Fn(&Decided) -> bool) {
        let mut table = Table::new(false, &[("", Fit::Text), ("", Fit::Text)]);
        let mut any = false;
        for (one, _, guarantee) in self.all().filter(|(one, ..)| wanted(one)) {
            // Without a title of its own, its name stands for it.
            let title = match guarantee.title == guarantee.name {
                true => String::new(),
                false => guarantee.title.to_string(),
            };
            let words = match &one.verdict {
                Verdict::Undecided(why) if title.is_empty() => self.because(*why),
                Verdict::Undecided(why) => format!("{title}: {}", self.because(*why)),
                Verdict::Proved(_) if one.empty && title.is_empty() => EMPTY.to_owned(),
                Verdict::Proved(_) if one.empty => format!("{title}: {EMPTY}"),
                Verdict::Proved(_) | Verdict::Refuted(_) => title,
            };
            let name = Line::toned(&*guarantee.name, Tone::Quiet);
            table.row(RowKind::Item, vec![name, words.into()]);
            any = true;
        }
        if any {
            blocks.push(Block::section(head));
            blocks.push(Block::Table(table));
        }
    }

    fn because(&self, why: Undecided) -> String {
        match why {
            Undecided::Spent => format!(
                "the budget of {} regions is spent; `--budget` gives more",
                self.budget
            ),
            Undecided::Bounds => "what the rules compute cannot be bounded closely enough".into(),
            Undecided::Moves => {
                "what happens as it rises is not bounded: a number is computed from this \
                fact, it is a set of many elements, or a list of evidence is kept"
                    .into()
            }
        }
    }

    fn breach(&self, promise: &Promise, guarantee: &Guarantee, breach: &Breach) -> Vec<Block> {
        let title = Line::toned(&*guarantee.title, Tone::Strong);
        let name = match guarantee.title == guarantee.name {
            true => title,
            false => title.plain("  ").and(&*guarantee.name, Tone::Quiet),
        };
        let shown = match breach.examples.len() {
            1 => "The smallest profile found that breaks it, as an example that passes today:",
            _ => "The smallest profiles found that break it, as examples that pass today:",
        };
        vec![
            Block::Paragraph(name),
            Block::Paragraph(Line::from(promise.words(self.suite))),
            Block::Paragraph(Line::from(format!("Broken: {}.", breach.told))),
            Block::Paragraph(Line::from(shown)),
            Block::Code(breach.examples.join("\n")),
        ]
    }

    /// For programs.
    pub(super) fn json(&self) -> String {
        let files = &self.suite.program.rulebook.files;
        let all = self.all().map(|(one, promise, guarantee)| {
            let place = files.place(guarantee.origin);
            let (file, line) = place.map_or(("", 0), |(file, place)| (file, place.line));
            let mut json = json!({
                "name": &*guarantee.name,
                "title": &*guarantee.title,
                "file": file,
                "line": line,
                "claim": promise.words(self.suite),
                "verdict": word(&one.verdict),
                "regions": one.regions,
            });
            let mut put = |key: &str, value: Value| {
                if let Some(map) = json.as_object_mut() {
                    map.insert(key.to_owned(), value);
                }
            };
            match &one.verdict {
                Verdict::Proved(certainties) => {
                    put("certainty", certainty(*certainties));
                    put("empty", json!(one.empty));
                }
                Verdict::Refuted(breach) => {
                    put("told", json!(breach.told));
                    put("examples", json!(breach.examples));
                }
                Verdict::Undecided(why) => put("because", json!(self.because(*why))),
            }
            json
        });
        let all: Vec<Value> = all.collect();
        let json = json!({
            "rulebook": &*self.suite.program.rulebook.name,
            "hash": &*self.suite.program.rulebook.hash,
            "budget": self.budget,
            "guarantees": all,
        });
        format!("{json:#}\n")
    }
}

fn certainty(certainties: Certainties) -> Value {
    match certainties {
        Certainties::Full => json!([1, 1]),
        Certainties::Any => json!([0, 1]),
    }
}
