//! What a change of rules does to profiles: both rulebooks evaluated, and what differs owed to single changes.
//! Reads no files.

mod beside;
mod blame;
mod evaluate;
mod histogram;
mod reader;
mod shifts;
mod table;

pub use beside::Beside;
pub(super) use beside::things;
pub use histogram::{Bucket, Histogram};
pub use reader::{Pair, Reader, Refusal};
pub use shifts::{Shift, Shifts};
pub use table::{RowAt, RowReader};

use std::collections::BTreeMap;

use serde::Serialize;

use super::mix::Book;
use super::{Difference, Owed};
use crate::base::in_parallel;
use crate::model::trace::N;
use evaluate::{Evaluated, Evaluation, Sides};

/// What a change does to profiles.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Effects {
    /// How many profiles were evaluated under both rulebooks.
    pub profiles: usize,
    /// Flips by what they are owed to, the largest first.
    pub causes: Vec<Cause>,
    /// Profiles with the same advice from a different row.
    pub rows: Vec<Moved>,
    /// Profiles that are settled now, or no longer.
    pub settled: Vec<Moved>,
    /// Profiles with the same advice and another sureness.
    pub sureness: Vec<Moved>,
    /// What stands beside the same advice.
    #[serde(flatten)]
    pub beside: Beside,
    /// How the confidence of the advice moved, in points of a hundred, where the advice stayed.
    pub confidence: Histogram,
    /// How the margin moved.
    pub margin: Histogram,
    /// What the shifts are owed to, where the advice stayed.
    pub shifts: Shifts,
    /// Facts that only one of the rulebooks has.
    pub one_sided: Vec<OneSided>,
    /// Profiles that could not be evaluated under one of the rulebooks.
    pub failed: Vec<Failed>,
}

impl Effects {
    /// The flips, in the order of their causes.
    pub fn flips(&self) -> impl Iterator<Item = &Flip> {
        self.causes.iter().flat_map(|cause| &cause.flips)
    }

    /// What moved though the advice stayed, each list with what it holds.
    pub fn moved_lists(&self) -> [(What, &Vec<Moved>); 7] {
        [
            (What::Row, &self.rows),
            (What::Settled, &self.settled),
            (What::Sureness, &self.sureness),
            (What::Precondition, &self.beside.preconditions),
            (What::Note, &self.beside.notes),
            (What::Contradiction, &self.beside.contradictions),
            (What::Step, &self.beside.steps),
        ]
    }

    /// Whether any profile has a result that differs in what a user sees of it.
    pub fn is_empty(&self) -> bool {
        self.causes.is_empty()
            && self.moved_lists().iter().all(|(_, list)| list.is_empty())
            && self.failed.is_empty()
            && self.confidence.moved() == 0
            && self.margin.moved() == 0
    }
}

/// Flips that are owed to the same changes.
#[derive(Clone, Debug, Serialize)]
pub struct Cause {
    /// The changes, by their position in the list of changes. More than one set: each would have done it alone;
    /// none: they cannot be told apart.
    pub owed_to: Vec<Vec<usize>>,
    /// Whether the one set is needed and not enough: it takes further changes, and several would do.
    pub with_others: bool,
    /// The flips.
    pub flips: Vec<Flip>,
}

/// A profile with another advice.
#[derive(Clone, Debug, Serialize)]
pub struct Flip {
    /// The profile.
    pub profile: String,
    /// Its file.
    pub file: String,
    /// The result under the old rulebook.
    pub old: Side,
    /// The result under the new rulebook.
    pub new: Side,
}

/// The result of a profile under one rulebook.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Side {
    /// The advice.
    pub advice: String,
    /// Its title.
    pub title: String,
    /// The row of the advice block, by its label, else its number.
    pub row: Option<String>,
    /// The share of the advice's strategy.
    pub confidence: Option<N>,
    /// The lead of the best strategy; null without a rival.
    pub margin: Option<N>,
    /// How sure the advice is, where the rulebook says so.
    pub sureness: Option<String>,
    /// Whether no missing answer can change the advice.
    pub settled: Option<bool>,
    /// Between whom the ledger is, such as `kaizen over breakthrough`; for flips only.
    pub between: Option<String>,
    /// What separates the advised strategy from its strongest rival; for flips only.
    pub ledger: Vec<Entry>,
}

/// A line of a ledger.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Entry {
    /// The rule or group.
    pub name: String,
    /// Its title.
    pub title: String,
    /// The strategy it speaks for or against.
    pub toward: String,
    /// What it adds to the lead.
    pub amount: N,
}

/// What can move without a flip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// The row that gives the advice.
    Row,
    /// Whether the advice is settled.
    Settled,
    /// How sure the advice is.
    Sureness,
    /// Whether a precondition is met.
    Precondition,
    /// Whether a note stands beside the advice.
    Note,
    /// Whether a contradiction holds.
    Contradiction,
    /// A step or its deadline.
    Step,
}

/// Something that moved without a flip.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Moved {
    /// The profile.
    pub profile: String,
    /// The advice.
    pub advice: String,
    /// What moved, where several things of the kind could: the text of a precondition, the name of a note.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// The title of that, where it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What it was.
    pub from: String,
    /// What it is.
    pub to: String,
}

/// A fact that only one of the rulebooks has.
#[derive(Clone, Debug, Serialize)]
pub struct OneSided {
    /// The fact.
    pub fact: String,
    /// Whether it is the new rulebook that has it.
    pub in_new: bool,
    /// How many profiles give it.
    pub given_by: usize,
}

/// A profile that could not be evaluated.
#[derive(Clone, Debug, Serialize)]
pub struct Failed {
    /// The profile.
    pub profile: String,
    /// Whether it fails under the old rulebook.
    pub under_old: bool,
    /// Whether it fails under the new rulebook.
    pub under_new: bool,
    /// Why.
    pub error: String,
}

/// Evaluates all profiles under both rulebooks and says what differs, and why.
pub fn effects(old: Book<'_>, new: Book<'_>, difference: &Difference, pairs: &[Pair]) -> Effects {
    let sides = Sides::new(old.program, new.program, difference);
    let mut found = Effects {
        one_sided: reader::one_sided(&sides, pairs),
        ..Effects::default()
    };
    if !difference.reaches_profiles() {
        found.profiles = pairs.len();
        return found;
    }
    let mut evaluations = Vec::with_capacity(pairs.len());
    in_parallel(
        pairs,
        |pair| sides.evaluate(pair),
        |evaluation| {
            evaluations.push(evaluation);
            true
        },
    );
    let (mut flipped, mut stayed) = (Vec::new(), Vec::new());
    let (mut confidence, mut margin) = (Vec::new(), Vec::new());
    for (pair, evaluation) in pairs.iter().zip(&evaluations) {
        let Some(both) = found.both(pair, evaluation) else {
            continue;
        };
        let (old, new) = (&both.old, &both.new);
        margin.push(shift(old.margin, new.margin));
        if both.flips {
            flipped.push((pair, both));
            continue;
        }
        confidence.push(shift(old.confidence, new.confidence).map(|shift| shift * 100.0));
        found.moved(pair, both);
        stayed.push((pair, both));
    }
    found.confidence = Histogram::of(&confidence);
    found.margin = Histogram::of(&margin);
    let blame = blame::Blame::new(&sides, (old, new), difference);
    found.causes = causes(&sides, &blame, &flipped);
    found.shifts = shifts::shifts(&blame, &stayed);
    found
}

fn shift(old: Option<N>, new: Option<N>) -> Option<f64> {
    Some(new?.0 - old?.0)
}

impl Effects {
    /// The two results, where there are two; what failed is noted.
    fn both<'e>(&mut self, pair: &Pair, evaluation: &'e Evaluated) -> Option<&'e Evaluation> {
        match evaluation {
            Ok(both) => {
                self.profiles = self.profiles.saturating_add(1);
                Some(both)
            }
            Err(wrong) => {
                let [old, new] = &**wrong;
                let problem = new.as_ref().or(old.as_ref());
                self.failed.push(Failed {
                    profile: pair.name.clone(),
                    under_old: old.is_some(),
                    under_new: new.is_some(),
                    error: problem.map_or_else(String::new, |problem| problem.message.clone()),
                });
                None
            }
        }
    }

    fn moved(&mut self, pair: &Pair, both: &Evaluation) {
        let (old, new) = (&both.old, &both.new);
        let moved = |from: String, to: String| Moved {
            profile: pair.name.clone(),
            advice: new.advice.clone(),
            of: None,
            title: None,
            from,
            to,
        };
        if both.by_another_row {
            let row = |side: &Side| side.row.clone().unwrap_or_default();
            self.rows.push(moved(row(old), row(new)));
        }
        if old.settled != new.settled {
            let words = |side: &Side| match side.settled {
                Some(true) => "settled".to_owned(),
                Some(false) => "not settled".to_owned(),
                None => "not decided".to_owned(),
            };
            self.settled.push(moved(words(old), words(new)));
        }
        if old.sureness != new.sureness {
            let words = |side: &Side| side.sureness.clone().unwrap_or_else(|| "none".to_owned());
            self.sureness.push(moved(words(old), words(new)));
        }
        let stayed = moved(String::new(), String::new());
        let [before, after] = &both.beside;
        self.beside.add(&stayed, [before, after]);
    }
}

/// Flips with their ledgers, by what they are owed to, the largest first.
fn causes(
    sides: &Sides<'_>,
    blame: &blame::Blame<'_>,
    flipped: &[(&Pair, &Evaluation)],
) -> Vec<Cause> {
    let mut by_cause: BTreeMap<Owed, Vec<Flip>> = BTreeMap::new();
    in_parallel(
        flipped,
        |(pair, evaluation)| {
            let owed = blame.of(pair);
            let mut flip = Flip {
                profile: pair.name.clone(),
                file: pair.file.clone(),
                old: evaluation.old.clone(),
                new: evaluation.new.clone(),
            };
            sides.add_ledgers(pair, &mut flip.old, &mut flip.new);
            (owed, flip)
        },
        |(owed, flip)| {
            by_cause.entry(owed).or_default().push(flip);
            true
        },
    );
    let mut causes: Vec<Cause> = by_cause
        .into_iter()
        .map(|(owed, flips)| Cause {
            owed_to: owed.sets,
            with_others: owed.with_others,
            flips,
        })
        .collect();
    causes.sort_by_key(|cause| std::cmp::Reverse(cause.flips.len()));
    causes
}
