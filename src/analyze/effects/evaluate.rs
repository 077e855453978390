//! A profile under both rulebooks. Seeks no causes.

use super::beside::{Thing, things};
use super::reader::Pair;
use super::{Entry, Side};
use crate::analyze::Difference;
use crate::analyze::difference::{Forms, Renames, RowPair};
use crate::base::Diagnostic;
use crate::engine::{self, Fault, Record};
use crate::model::trace::N;
use crate::model::{Profile, Rulebook, TargetId};
use crate::plan::Program;
use crate::space::{Depth, Space};
use crate::trace::{self, Balance};

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
    /// What stands beside the advice, the old side first.
    pub(super) beside: [Vec<Thing>; 2],
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

/// All there is of one side.
struct Whole {
    side: Side,
    verdict: Verdict,
    beside: Vec<Thing>,
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
            [(false, &pair.old), (true, &pair.new)].map(|(is_new, of)| self.side(is_new, of));
        match (old, new) {
            (Ok(old), Ok(new)) => Ok(Evaluation {
                flips: old.verdict.advice != new.verdict.advice,
                by_another_row: old.verdict.row != new.verdict.row,
                beside: [old.beside, new.beside],
                old: old.side,
                new: new.side,
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
    fn side(&self, is_new: bool, profile: &Profile) -> Result<Whole, Fault> {
        let (program, space, forms) = match is_new {
            false => (self.programs[0], &self.spaces[0], self.forms[0]),
            true => (self.programs[1], &self.spaces[1], self.forms[1]),
        };
        let record = engine::evaluate(program, profile)?;
        let side = Side::of(space, program, (profile, &record))?;
        let summary = record.summary(program);
        let at = |pair: &&RowPair| match is_new {
            false => pair.old,
            true => pair.new,
        };
        let row = summary.row.map(|row| Some(row as usize));
        let same = row.and_then(|row| self.rows.iter().find(|pair| at(pair) == row));
        let verdict = Verdict {
            advice: forms.outcome(summary.advice).to_owned(),
            row: same.map(|pair| pair.key()),
        };
        Ok(Whole {
            side,
            verdict,
            beside: things(program, &record, forms),
        })
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

impl Side {
    /// The result of a profile; without a ledger.
    pub(in crate::analyze) fn of(
        space: &Space<'_>,
        program: &Program,
        (profile, record): (&Profile, &Record),
    ) -> Result<Self, Fault> {
        let unknowns = space.explore(profile, record, Depth::Settled)?;
        let summary = record.summary(program);
        let book = &program.rulebook;
        let number = |number: f64| number.is_finite().then_some(N(number));
        let rows = book.advice.as_ref().map(|advice| &advice.rows);
        let row = summary.row.map(|at| {
            let row = rows.and_then(|rows| rows.get(at as usize));
            let label = row.and_then(|row| row.label.as_deref());
            label.map_or_else(|| at.saturating_add(1).to_string(), str::to_owned)
        });
        Ok(Self {
            advice: book.outcome_name(summary.advice).to_owned(),
            title: book.outcome_title(summary.advice).to_owned(),
            row,
            confidence: summary.confidence.and_then(number),
            margin: number(summary.margin),
            sureness: trace::sureness_told(program, (profile, record), &unknowns)
                .map(str::to_owned),
            settled: unknowns.settled,
            between: None,
            ledger: Vec::new(),
        })
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
