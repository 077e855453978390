//! A change of a rulebook as data. Finds none.

use std::fmt;

use serde::Serialize;

/// What kind of declaration changed, in the order in which changes are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The head of the rulebook.
    Rulebook,
    /// The inference method and the values of its words.
    Method,
    /// A strategy.
    Strategy,
    /// A hypothesis.
    Hypothesis,
    /// An outcome.
    Outcome,
    /// A fact.
    Fact,
    /// A topic of facts.
    Topic,
    /// A parameter.
    Parameter,
    /// A derived fact.
    Let,
    /// A contradiction: to all that reads it a derived fact.
    Contradiction,
    /// A group of evidence.
    Group,
    /// A rule.
    Rule,
    /// A contrast.
    Contrast,
    /// A row of a contrast.
    Row,
    /// The advice block.
    Advice,
    /// A row of the advice block.
    AdviceRow,
    /// A note.
    Note,
    /// A script.
    Script,
    /// An example.
    Example,
    /// A table of a source.
    Table,
    /// A guarantee.
    Guarantee,
    /// A source.
    Source,
}

impl Kind {
    /// The kind under which names are looked up.
    pub(in crate::analyze) fn of_names(self) -> Self {
        match self {
            Self::Contradiction => Self::Let,
            other => other,
        }
    }

    /// In words.
    pub fn word(self) -> &'static str {
        match self {
            Self::Rulebook => "rulebook",
            Self::Method => "method",
            Self::Strategy => "strategy",
            Self::Hypothesis => "hypothesis",
            Self::Outcome => "outcome",
            Self::Fact => "fact",
            Self::Topic => "topic",
            Self::Parameter => "parameter",
            Self::Let => "let",
            Self::Contradiction => "contradiction",
            Self::Group => "group",
            Self::Rule => "rule",
            Self::Contrast => "contrast",
            Self::Row => "contrast row",
            Self::Advice => "advice",
            Self::AdviceRow => "advice row",
            Self::Note => "note",
            Self::Table => "table",
            Self::Script => "script",
            Self::Example => "example",
            Self::Guarantee => "guarantee",
            Self::Source => "source",
        }
    }
}

/// What of a declaration changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Aspect {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It has another name, everywhere.
    Renamed,
    /// A number within its condition or expression.
    Threshold,
    /// Its condition.
    Condition,
    /// Its exception.
    Exception,
    /// How much an effect weighs.
    Weight,
    /// Whether an effect is for or against its target.
    Direction,
    /// An effect came, went or has another target.
    Effect,
    /// The strategies it excludes.
    Excludes,
    /// The rules it defeats.
    Defeats,
    /// Its group.
    Group,
    /// A group's limit.
    Limit,
    /// The value of a parameter, a prior or the method's words.
    Value,
    /// Its type, levels, unit or range.
    Type,
    /// How it is derived or what it promises.
    Definition,
    /// A row of an ordered list or a table.
    Row,
    /// The order of rows where it matters.
    Order,
    /// What an advice row or an outcome leads to.
    Outcome,
    /// Its tags.
    Tags,
    /// By when a step is to be done.
    Deadline,
    /// Titles, reasons, questions: words only.
    Wording,
    /// What it rests on: citations and basis only.
    Citation,
}

impl Aspect {
    /// In words.
    pub fn word(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Renamed => "renamed",
            Self::Threshold => "threshold",
            Self::Condition => "condition",
            Self::Exception => "exception",
            Self::Weight => "weight",
            Self::Direction => "direction",
            Self::Effect => "effect",
            Self::Excludes => "exclusion",
            Self::Defeats => "defeats",
            Self::Group => "group",
            Self::Limit => "limit",
            Self::Value => "value",
            Self::Type => "type",
            Self::Definition => "definition",
            Self::Row => "row",
            Self::Order => "order of rows",
            Self::Outcome => "outcome",
            Self::Tags => "tags",
            Self::Deadline => "deadline",
            Self::Wording => "wording",
            Self::Citation => "citation",
        }
    }

    /// Whether such a change can reach what is computed.
    pub fn has_meaning(self) -> bool {
        !matches!(
            self,
            Self::Renamed | Self::Deadline | Self::Wording | Self::Citation
        )
    }
}

/// A place in a file of one of the two rulebooks.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Site {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
}

impl fmt::Display for Site {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{}:{}", self.file, self.line)
    }
}

/// One change, told in one line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// What kind of declaration changed.
    pub kind: Kind,
    /// Its name in the new rulebook; in the old one where it is gone.
    pub name: String,
    /// What of it changed.
    pub aspect: Aspect,
    /// Which part of it, such as `toward kaizen`; may be empty.
    pub part: String,
    /// What it was, in the words of the old rulebook.
    pub from: Option<String>,
    /// What it is, in the words of the new rulebook.
    pub to: Option<String>,
    /// Where it stood.
    pub old: Option<Site>,
    /// Where it stands.
    pub new: Option<Site>,
    /// The rules, contrast rows, advice rows, notes and preconditions that it reaches, itself or through what they read.
    pub affects: Vec<String>,
    /// Where a fact, its levels, an outcome or a strategy has another name: what to write in the new rulebook so that
    /// files may keep the old one, such as `formerly growth`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub keep: Vec<String>,
    /// The declaration as it is known to both sides.
    #[serde(skip)]
    pub(in crate::analyze) key: String,
    /// Which part of the declaration, so that it can be changed alone.
    #[serde(skip)]
    pub(in crate::analyze) slot: Slot,
}

/// A part of a declaration that can be taken from either rulebook.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::analyze) enum Slot {
    /// All of it: it came, went or has another name.
    Whole,
    /// What is said once: what it is, and which of several, such as `toward kaizen`.
    Part(Aspect, String),
    /// A row, by [`RowPair::key`](super::RowPair::key).
    Row(String),
    /// The order of its rows.
    Order,
}

impl Change {
    /// The declaration, such as ``rule `lean_times` ``.
    pub fn subject(&self) -> String {
        match self.kind {
            Kind::Rulebook | Kind::Method | Kind::Advice => self.kind.word().to_owned(),
            _ => format!("{} `{}`", self.kind.word(), self.name),
        }
    }

    /// The change as it is shown: of long texts what differs.
    #[must_use]
    pub fn shown(&self) -> Self {
        let mut shown = self.clone();
        if let (Some(from), Some(to)) = (&self.from, &self.to)
            && from.len().saturating_add(to.len()) > LONG
        {
            let (from, to) = differing(from, to);
            (shown.from, shown.to) = (Some(from), Some(to));
        }
        shown
    }

    /// What became of it, in words.
    pub fn what(&self) -> String {
        let part = if self.part.is_empty() {
            String::new()
        } else {
            format!(" {}", self.part)
        };
        let aspect = self.aspect.word();
        match (self.aspect, &self.from, &self.to) {
            (Aspect::Added | Aspect::Removed, _, _) => format!("{aspect}{part}"),
            (Aspect::Renamed, Some(from), Some(to)) if !self.part.is_empty() => {
                format!("levels renamed: {from} → {to}")
            }
            (Aspect::Renamed, Some(from), _) => format!("renamed from `{from}`"),
            (Aspect::Renamed, None, Some(to)) => format!("now has the label `{to}`"),
            (Aspect::Order, _, _) => format!("{aspect}:{part}"),
            (_, Some(from), Some(to)) => format!("{aspect}{part}: {from} → {to}"),
            (_, None, Some(to)) => format!("{aspect}{part} added: {to}"),
            (_, Some(from), None) => format!("{aspect}{part} removed: {from}"),
            (_, None, None) => format!("{aspect}{part} changed"),
        }
    }
}

impl fmt::Display for Change {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{} {}", self.subject(), self.what())
    }
}

/// Two texts that are shown as they are, together.
const LONG: usize = 160;
/// Words that are kept before and behind what differs.
const AROUND: usize = 3;

/// Two texts without most of the words with which both begin and end.
fn differing(from: &str, to: &str) -> (String, String) {
    let (from, to): (Vec<&str>, Vec<&str>) = (words_of(from), words_of(to));
    let begin = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let left = from.len().min(to.len()).saturating_sub(begin);
    let ends = from.iter().rev().zip(to.iter().rev()).take(left);
    let end = ends.take_while(|(a, b)| a == b).count();
    let skip = begin.saturating_sub(AROUND);
    let spare = end.saturating_sub(AROUND);
    let shown = |words: &[&str]| {
        let kept = words.len().saturating_sub(skip).saturating_sub(spare);
        let kept: Vec<&str> = words.iter().skip(skip).take(kept).copied().collect();
        let before = if skip > 0 { "… " } else { "" };
        let behind = if spare > 0 { " …" } else { "" };
        format!("{before}{}{behind}", kept.concat().trim_end())
    };
    (shown(&from), shown(&to))
}

/// The words of a text, each with the space behind it. In a script, statements and blocks end words, too.
fn words_of(text: &str) -> Vec<&str> {
    text.split_inclusive([' ', ';', '{', '}']).collect()
}

#[cfg(test)]
mod tests {
    use super::differing;

    #[test]
    fn of_long_texts_what_differs_is_shown() {
        let (from, to) = differing("a b c d e f g h i", "a b c d e X f g h i");
        assert_eq!((&*from, &*to), ("… c d e f g h …", "… c d e X f g h …"));
        assert_eq!(differing("a", "b"), ("a".to_owned(), "b".to_owned()));
    }
}
