//! A profile under both rulebooks. Seeks no causes.

use super::reader::Pair;
use super::{Entry, Side};
use crate::analyze::Difference;
use crate::analyze::difference::{Forms, Renames, RowPair};
use crate::base::Diagnostic;
use crate::engine::{self, Fault};
use crate::model::trace::N;
use crate::model::{Profile, Rulebook, TargetId};
use crate::plan::Program;
use crate::space::{Depth, Space};
use crate::trace::Balance;

/// The two rulebooks.
pub(super) struct Sides<'a> {
    /// Their programs, the old one first.
    pub(super) programs: [&'a Program; 2],
    /// What there is to know of their profiles.
    spaces: [Space<'a>; 2],
    /// Their names.
    pub(super) forms: [Forms<'a>; 2],
    /// The rows of their advice blocks.
    rows: &'a [RowPair],
}

/// The results of one profile.
#[derive(Clone, Debug)]
pub(super) struct Evaluation {
    pub(super) old: Side,
    pub(super) new: Side,
    /// Whether the advice is another one, and not only another name for it.
    pub(super) flips: bool,
    /// Whether another row of the advice block gave it.
    pub(super) by_another_row: bool,
}

/// Both results, or what went wrong on each side.
pub(super) type Evaluated = Result<Evaluation, Box<[Option<Diagnostic>; 2]>>;

/// What is compared between the sides.
#[derive(PartialEq)]
struct Verdict {
    /// The advice, as the old rulebook calls it.
    advice: String,
    /// The row, as both sides know it.
    row: Option<String>,
}

/// Nothing is renamed.
static NONE: Renames = Renames::none();

impl<'a> Sides<'a> {
    pub(super) fn new(old: &'a Program, new: &'a Program, difference: &'a Difference) -> Self {
        Self {
            programs: [old, new],
            spaces: [old, new].map(Space::of),
            forms: [
                Forms::new(&old.rulebook, &NONE),
                Forms::new(&new.rulebook, &difference.renames),
            ],
            rows: difference.advice_rows(),
        }
    }

    /// Both results, or what went wrong on each side.
    pub(super) fn evaluate(&self, pair: &Pair) -> Evaluated {
        let [old, new] =
            [(0, &pair.old), (1, &pair.new)].map(|(side, profile)| self.side(side, profile));
        match (old, new) {
            (Ok((old, before)), Ok((new, after))) => Ok(Evaluation {
                old,
                new,
                flips: before.advice != after.advice,
                by_another_row: before.row != after.row,
            }),
            (old_side, new_side) => {
                let [old, new] = self.programs;
                let said = |fault: Option<Fault>, program: &Program| {
                    fault.map(|fault| fault.diagnostic(program))
                };
                Err(Box::new([
                    said(old_side.err(), old),
                    said(new_side.err(), new),
                ]))
            }
        }
    }

    /// The result on one side.
    fn side(&self, side: usize, profile: &Profile) -> Result<(Side, Verdict), Fault> {
        let (program, space, forms) = match side {
            0 => (self.programs[0], &self.spaces[0], self.forms[0]),
            _ => (self.programs[1], &self.spaces[1], self.forms[1]),
        };
        let record = engine::evaluate(program, profile)?;
        let unknowns = space.explore(profile, &record, Depth::Settled)?;
        let summary = record.summary(program);
        let outcome = summary
            .advice
            .and_then(|id| program.rulebook.outcomes.find(id));
        let number = |number: f64| number.is_finite().then_some(N(number));
        let rows = program.rulebook.advice.as_ref().map(|advice| &advice.rows);
        let row = summary.row.map(|at| {
            let row = rows.and_then(|rows| rows.get(at as usize));
            let label = row.and_then(|row| row.label.as_deref());
            label.map_or_else(|| at.saturating_add(1).to_string(), str::to_owned)
        });
        let undecided = "undecided";
        let result = Side {
            advice: outcome.map_or(undecided, |one| &one.name).to_owned(),
            title: outcome.map_or("Undecided", |one| &one.title).to_owned(),
            row,
            confidence: summary.confidence.and_then(number),
            margin: number(summary.margin),
            settled: unknowns.settled,
            between: None,
            ledger: Vec::new(),
        };
        let at = |pair: &&RowPair| match side {
            0 => pair.old,
            _ => pair.new,
        };
        let row = summary.row.map(|row| Some(row as usize));
        let same = row.and_then(|row| self.rows.iter().find(|pair| at(pair) == row));
        let verdict = Verdict {
            advice: forms.outcome(summary.advice).to_owned(),
            row: same.map(|pair| pair.key()),
        };
        Ok((result, verdict))
    }

    /// Adds the ledgers of a profile to its results.
    pub(super) fn add_ledgers(&self, pair: &Pair, old: &mut Side, new: &mut Side) {
        let [before, after] = self.programs;
        let sides = [(before, &pair.old, old), (after, &pair.new, new)];
        for (program, profile, side) in sides {
            let record = engine::evaluate(program, profile);
            let balance = record.and_then(|record| Balance::of(program, &record));
            if let Ok(balance) = balance {
                add_ledger(&program.rulebook, &balance, side);
            }
        }
    }
}

fn add_ledger(book: &Rulebook, balance: &Balance, side: &mut Side) {
    let name = |target: TargetId| book.targets[target].name.to_string();
    side.between = balance.strategy.map(|strategy| match balance.rival {
        Some(rival) => format!("{} over {}", name(strategy), name(rival)),
        None => name(strategy),
    });
    let entries = balance.lines.iter().map(|line| {
        let (of, title) = line.named(book);
        Entry {
            name: of.to_owned(),
            title: title.to_owned(),
            toward: name(line.toward),
            amount: N(line.amount()),
        }
    });
    side.ledger = entries.collect();
}
