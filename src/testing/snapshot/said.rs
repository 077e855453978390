//! What an evaluation says, thing by thing, as a snapshot writes it. Knows no words that are made for people.

use super::observe::{BALANCE, FIGURES_OF_BALANCE, STATUS, fires};
use crate::base::{Id, IdVec, format_number, format_signed};
use crate::engine::{Fault, Record, Status};
use crate::model::trace::MetStatus;
use crate::model::{GroupId, LetId, LineOf, NoteId, Profile, RuleId, Rulebook, TargetId, Value};
use crate::plan::Program;
use crate::trace::{self, Change, Of};

/// What became of a rule that applies, or may.
pub(super) const UNKNOWN: &str = "unknown";

/// One evaluation.
pub(super) struct Said<'a> {
    pub(super) program: &'a Program,
    pub(super) profile: &'a Profile,
    pub(super) record: &'a Record,
    /// Whether the advice is settled, where that was found out.
    pub(super) settled: Option<bool>,
}

impl Said<'_> {
    /// What is said of a thing, by the name under which it is observed; `None` where it is not spoken of.
    pub(super) fn of(&self, name: &str) -> Result<Option<String>, Fault> {
        let book = &self.program.rulebook;
        let Some((kind, of)) = name.split_once(' ') else {
            return Ok(Some(self.figure(name).unwrap_or_default()));
        };
        let rule = || named(&book.rules, |rule| &rule.name, of);
        match kind {
            "let" => {
                let id = named(&book.lets, |one| &one.name, of);
                Ok(id.and_then(|id| self.derived(id)))
            }
            "hypothesis" => {
                let id = named(&book.targets, |one| &one.name, of);
                let id = id.filter(|id| self.program.plan.code.hypotheses.contains(id));
                id.map(|id| self.hypothesis(id)).transpose()
            }
            "group" => {
                let mut groups = self.groups()?.into_iter();
                let found = groups.find(|(id, _)| *book.groups[*id].name == *of);
                Ok(found.map(|(_, cuts)| cuts))
            }
            "note" => {
                let id = named(&book.notes, |one| &one.name, of);
                Ok(id.filter(|id| self.is_noted(*id)).map(|_| String::new()))
            }
            "precondition" => {
                let mut shown = self.preconditions();
                let found = shown.find(|(key, _)| key == of);
                Ok(found.map(|(_, status)| status.words().to_owned()))
            }
            STATUS => {
                let became = rule().map(|id| self.rule(id)).transpose()?.flatten();
                Ok(became.map(|became| match fires(&became) {
                    true => "fires".to_owned(),
                    false => became,
                }))
            }
            _ => Ok(rule().map(|id| self.rule(id)).transpose()?.flatten()),
        }
    }

    /// A figure at the head; `None` where there is none of the kind.
    pub(super) fn figure(&self, key: &str) -> Option<String> {
        let summary = || self.record.summary(self.program);
        let number = |number: Option<f64>, places| match number.filter(|number| number.is_finite())
        {
            Some(number) => format_number(number, places),
            None => "none".to_owned(),
        };
        Some(match key {
            FIGURES_OF_BALANCE => {
                let figures = BALANCE.map(|key| self.figure(key).unwrap_or_default());
                figures.join("; ")
            }
            "advice" => {
                let book = &self.program.rulebook;
                book.outcome_name(self.record.advised().1).to_owned()
            }
            "row" => self.row(),
            "confidence" => number(summary().confidence, 4),
            "margin" => number(Some(summary().margin), 6),
            "sureness" => trace::sureness_words(self.program, self.profile, self.record)?,
            "settled" => match self.settled {
                Some(true) => "yes".to_owned(),
                Some(false) => "no".to_owned(),
                None => "not decided".to_owned(),
            },
            "totals" => self.totals(),
            "method" => {
                let method = &self.program.rulebook.method;
                let scale = method.scale.iter().map(|value| format_number(*value, 6));
                let words = std::iter::once(method.name.to_string()).chain(scale);
                words.collect::<Vec<_>>().join(" ")
            }
            _ => return None,
        })
    }

    /// The row that gave the advice: its label, else its outcome, and which of the rows with that outcome it is.
    fn row(&self) -> String {
        let at = self.record.advised().0.map(|at| at as usize);
        let name = at.and_then(|at| row_name(&self.program.rulebook, at, None));
        name.unwrap_or_else(|| "none".to_owned())
    }

    fn totals(&self) -> String {
        let book = &self.program.rulebook;
        let strategies = self.program.plan.code.strategies.iter();
        let total = |id: &TargetId| {
            let mut text = format!(
                "{} {}",
                book.targets[*id].name,
                format_number(self.record.total(*id), 6)
            );
            if self.record.is_excluded(self.program, *id) {
                text.push_str(" (excluded)");
            }
            text
        };
        let mut totals: Vec<String> = strategies.map(total).collect();
        totals.sort();
        totals.join(", ")
    }

    /// The value of a let and how sure it is; `None` where it is unknown.
    pub(super) fn derived(&self, id: LetId) -> Option<String> {
        let value = self.record.value_of(self.program, id)?;
        let sure = match self.record.certainty_of(self.program, id) {
            1.0 => String::new(),
            certainty => format!(", certainty {}", format_number(certainty, 4)),
        };
        Some(self.shown(id, &value) + sure.as_str())
    }

    fn shown(&self, id: LetId, value: &Value) -> String {
        let scale = self.program.rulebook.lets[id].kind.scale();
        let level = |at| scale.map_or("", |scale| scale.level_name(at)).to_owned();
        let number = |number: f64| match number.is_finite() {
            true => format_number(number, 6),
            false => UNKNOWN.to_owned(),
        };
        value.written(level, number, str::to_owned)
    }

    /// The total of a hypothesis and the belief in it.
    pub(super) fn hypothesis(&self, id: TargetId) -> Result<String, Fault> {
        let belief = self.record.belief(self.program, id)?;
        let total = format_number(self.record.total(id), 6);
        Ok(format!("{total}, belief {}", format_number(belief, 4)))
    }

    /// What became of a rule; `None` where it does not apply.
    pub(super) fn rule(&self, id: RuleId) -> Result<Option<String>, Fault> {
        let book = &self.program.rulebook;
        Ok(Some(match self.record.became(id) {
            Status::NotFired => return Ok(None),
            Status::Unknown => UNKNOWN.to_owned(),
            Status::Stopped => "stopped".to_owned(),
            Status::Defeated => {
                let defeaters = self.record.defeaters(self.program, id);
                let names: Vec<&str> = defeaters.map(|rule| &*book.rules[rule].name).collect();
                format!("defeated by {}", names.join(", "))
            }
            branch @ (Status::Then | Status::Else) => {
                let mut parts = self.evidence(id)?;
                if branch == Status::Then {
                    let excludes = self.program.plan.code.rules[id].excludes.iter();
                    let targets = excludes.map(|target| &book.targets[*target].name);
                    parts.extend(targets.map(|name| format!("excludes {name}")));
                } else {
                    parts.insert(0, "else".into());
                }
                if parts.is_empty() {
                    parts.push("fired".into());
                }
                parts.join(", ")
            }
        }))
    }

    /// What each piece of a rule's evidence comes to, where it counts.
    fn evidence(&self, id: RuleId) -> Result<Vec<String>, Fault> {
        let mut parts = Vec::new();
        for piece in self.program.plan.code.rules[id].pieces.range() {
            let piece = crate::model::PieceId(piece);
            if self.record.counts(self.program, piece)? {
                let amount = self.record.contribution(self.program, piece)?;
                let target = self.program.plan.code.pieces[piece].target;
                let toward = &self.program.rulebook.targets[target].name;
                parts.push(format!("{toward} {}", format_signed(amount, 6)));
            }
        }
        Ok(parts)
    }

    /// The groups that cut something away, and from whom.
    pub(super) fn groups(&self) -> Result<Vec<(GroupId, String)>, Fault> {
        let book = &self.program.rulebook;
        if book.groups.is_empty() {
            return Ok(Vec::new());
        }
        let balance = trace::Balance::of(self.program, self.record)?;
        let cut = |line: &Change| match line.of {
            Of::Cut(group) => Some((group, line.toward)),
            Of::Prior | Of::Rule(_) => None,
        };
        let cuts: Vec<(GroupId, TargetId)> = balance.lines.iter().filter_map(cut).collect();
        let mut ids: Vec<GroupId> = cuts.iter().map(|(group, _)| *group).collect();
        ids.sort_by_key(|id| &book.groups[*id].name);
        ids.dedup();
        let words = |id: GroupId| {
            let own = cuts.iter().filter(|(group, _)| *group == id);
            let cut = own.map(|(_, target)| format!("{} cut", book.targets[*target].name));
            let mut cut: Vec<String> = cut.collect();
            cut.sort();
            cut.dedup();
            (id, cut.join(", "))
        };
        Ok(ids.into_iter().map(words).collect())
    }

    /// The preconditions that are shown and say when they are met, each by who says it and its number.
    pub(super) fn preconditions(&self) -> impl Iterator<Item = (String, MetStatus)> {
        let book = &self.program.rulebook;
        let shown = self.record.preconditions(self.program);
        shown.map(|(one, status)| (format!("{} {}", book.name_of(one.of), one.at), status))
    }

    /// Whether a note stands beside the advice.
    pub(super) fn is_noted(&self, id: NoteId) -> bool {
        self.record.says(self.program, LineOf::Note(id))
    }
}

/// What a row of the advice is called: by its label, else by its outcome and which of the rows with that outcome it is;
/// where one row is left out, as if it were not there.
pub(in crate::testing) fn row_name(
    book: &Rulebook,
    at: usize,
    left_out: Option<usize>,
) -> Option<String> {
    let rows = &book.advice.as_ref()?.rows;
    let row = rows.get(at).filter(|_| left_out != Some(at))?;
    if let Some(label) = &row.label {
        return Some(label.to_string());
    }
    let outcome = row.outcome.map(|id| &*book.outcomes[id].name);
    let name = outcome.unwrap_or("undecided");
    let above = rows.iter().enumerate().take(at);
    let alike = above.filter(|(at, other)| {
        left_out != Some(*at) && other.label.is_none() && other.outcome == row.outcome
    });
    Some(match alike.count() {
        0 => name.to_owned(),
        above => format!("{name} ({})", above.saturating_add(1)),
    })
}

/// What has a name among items.
fn named<I: Id, T>(
    items: &IdVec<I, T>,
    name: impl Fn(&T) -> &std::sync::Arc<str>,
    wanted: &str,
) -> Option<I> {
    let mut items = items.iter();
    items
        .find(|(_, item)| **name(item) == *wanted)
        .map(|(id, _)| id)
}
