//! What separates two strategies, line by line: the lines add up to the difference of their totals exactly.

use super::kept::{Fill, Listed, all};
use super::rules;
use super::words::View;
use crate::base::round_total;
use crate::engine::Standing;
use crate::engine::fault::{Fault, Weighed};
use crate::engine::machine::Record;
use crate::model::trace::{
    BasisShareTold, BetweenTold, ConflictTold, Hole, Json, LedgerKind, LedgerLineTold, N, Put,
    Sentence, Varies,
};
use crate::model::{Basis, Evidence, FactId, GroupId, PieceId, RuleId, Rulebook, TargetId, Unit};
use crate::plan::Program;

/// What changes a total.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// What is there before any rule.
    Prior,
    /// A rule.
    Rule(RuleId),
    /// The limit of a group, which takes away.
    Cut(GroupId),
}

/// What separates two strategies: the one that is advised or best, and its strongest rival.
#[derive(Clone, Debug, PartialEq)]
pub struct Balance {
    /// The strategy.
    pub strategy: Option<TargetId>,
    /// Its rival.
    pub rival: Option<TargetId>,
    /// The changes of their totals, the largest first. They add up to the difference of the totals.
    pub lines: Vec<Change>,
}

/// A change of a total.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    /// What changes it.
    pub of: Of,
    /// Whose total it is.
    pub toward: TargetId,
    /// By how much in units of 1e-9, the sign reversed for the rival.
    units: i64,
}

impl Balance {
    /// Of the two strategies in front for an evaluation.
    pub fn of(program: &Program, record: &Record) -> Result<Self, Fault> {
        let (strategy, rival) = between(program, record);
        let mut lines = Vec::new();
        let signed = strategy.map(|strategy| (strategy, 1));
        for (target, sign) in signed.into_iter().chain(rival.map(|rival| (rival, -1))) {
            Folder {
                program,
                record,
                target,
                sign,
                at: 0,
                lines: &mut lines,
            }
            .fold()?;
        }
        lines.sort_by(|a, b| {
            let name = |line: &Change| line.named(&program.rulebook).0;
            (b.units.unsigned_abs().cmp(&a.units.unsigned_abs()))
                .then_with(|| a.toward.cmp(&b.toward))
                .then_with(|| name(a).cmp(name(b)))
        });
        Ok(Self {
            strategy,
            rival,
            lines,
        })
    }

    /// The difference of the totals.
    fn difference(&self) -> f64 {
        let lines = self.lines.iter();
        amount(lines.fold(0, |sum: i64, line| sum.saturating_add(line.units)))
    }

    /// Whether every weight in it is calibrated.
    pub(super) fn calibrated(&self, book: &Rulebook) -> bool {
        let lines = self.lines.iter();
        let mut weights = lines.filter_map(|line| basis_of(book, line)).peekable();
        weights.peek().is_some() && weights.all(|basis| basis == Basis::Calibrated)
    }
}

impl Change {
    /// By how much, the sign reversed for the rival.
    pub fn amount(&self) -> f64 {
        amount(self.units)
    }

    /// The name and the title of what changes the total.
    pub fn named<'a>(&self, book: &'a Rulebook) -> (&'a str, &'a str) {
        match self.of {
            Of::Prior => (
                &book.targets[self.toward].name,
                &book.targets[self.toward].title,
            ),
            Of::Rule(rule) => (&book.rules[rule].name, &book.rules[rule].title),
            Of::Cut(group) => (&book.groups[group].name, &book.groups[group].title),
        }
    }
}

/// The advice's strategy, else the best, else the first; and the strongest of the others.
fn between(program: &Program, record: &Record) -> (Option<TargetId>, Option<TargetId>) {
    let standings: Vec<Standing> = record.standings(program).collect();
    let (_, outcome) = record.advised();
    let advised = outcome.and_then(|outcome| program.rulebook.outcomes[outcome].strategy);
    let strongest = |but: Option<TargetId>| {
        let others = standings
            .iter()
            .filter(|s| Some(s.target) != but && !s.excluded);
        others.fold(None::<&Standing>, |best, standing| match best {
            Some(best) if best.total >= standing.total => Some(best),
            _lower => Some(standing),
        })
    };
    let strategy = advised
        .or(record.best(program))
        .or_else(|| strongest(None).map(|standing| standing.target));
    (
        strategy,
        strongest(strategy)
            .filter(|_| strategy.is_some())
            .map(|standing| standing.target),
    )
}

fn units(total: f64) -> i64 {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a cast of a float saturates"
    )]
    let units = (total * 1e9).round() as i64;
    units
}

struct Folder<'a> {
    program: &'a Program,
    record: &'a Record,
    target: TargetId,
    sign: i64,
    /// The total so far, in units.
    at: i64,
    lines: &'a mut Vec<Change>,
}

impl Folder<'_> {
    /// One line for each change of the total as the evidence is folded in.
    fn fold(&mut self) -> Result<(), Fault> {
        let program = self.program;
        let fold = &program.plan.code.folds[self.target];
        let failed = Weighed::Strategy.failed();
        let mut sum = program.method.method.zero.clone();
        if fold.prior != 0.0 {
            let prior = program.lift(fold.prior, 1.0).map_err(failed)?;
            sum = program.merge(&sum, &prior).map_err(failed)?;
            self.line(Of::Prior, &sum)?;
        }
        for unit in &fold.units {
            sum = self.unit(unit, sum)?;
        }
        Ok(())
    }

    fn line(&mut self, of: Of, sum: &Evidence) -> Result<(), Fault> {
        let total = self
            .program
            .total(sum)
            .map_err(Weighed::Strategy.failed())?;
        let now = units(round_total(total));
        let change = now.saturating_sub(self.at).saturating_mul(self.sign);
        self.at = now;
        if change == 0 && matches!(of, Of::Cut(_)) {
            return Ok(());
        }
        self.lines.push(Change {
            of,
            toward: self.target,
            units: change,
        });
        Ok(())
    }

    fn unit(&mut self, unit: &Unit, sum: Evidence) -> Result<Evidence, Fault> {
        let program = self.program;
        let merge =
            |a: &Evidence, b: &Evidence| program.merge(a, b).map_err(Weighed::TwoRules.failed());
        let record = self.record;
        let evidence = |piece: &PieceId| record.evidence_of(program, *piece);
        match unit {
            Unit::Piece(piece) => {
                let Some(evidence) = evidence(piece) else {
                    return Ok(sum);
                };
                let sum = merge(&sum, &evidence)?;
                self.line(Of::Rule(program.plan.code.pieces[*piece].rule), &sum)?;
                Ok(sum)
            }
            Unit::Group(group, sides) => {
                let there = sides.iter().flatten();
                let there = there.filter_map(|piece| Some((*piece, evidence(piece)?)));
                let mut counted: Vec<(PieceId, Evidence)> = there.collect();
                counted.sort_by_key(|(piece, _)| (program.plan.code.pieces[*piece].rule, *piece));
                let mut uncut = vec![sum.clone()];
                for (_, evidence) in &counted {
                    let Some(last) = uncut.last() else { break };
                    match merge(last, evidence) {
                        Ok(next) => uncut.push(next),
                        Err(_) => break,
                    }
                }
                // Uncut they may contradict each other, where cut they do not: the group then is one line.
                if uncut.len() > counted.len() {
                    for ((piece, _), sum) in counted.iter().zip(uncut.iter().skip(1)) {
                        self.line(Of::Rule(program.plan.code.pieces[*piece].rule), sum)?;
                    }
                }
                let Some(limited) = record.unit(program, unit)? else {
                    return Ok(sum);
                };
                let sum = merge(&sum, &limited)?;
                self.line(Of::Cut(*group), &sum)?;
                Ok(sum)
            }
        }
    }
}

/// The basis of a line's weight; a prior's is nobody's but the author's.
fn basis_of(book: &Rulebook, line: &Change) -> Option<Basis> {
    match line.of {
        Of::Prior => Some(Basis::Illustrative),
        Of::Rule(rule) => Some(book.rules[rule].basis),
        Of::Cut(_) => None,
    }
}

/// The lines of the ledger as data.
pub(super) fn lines<'a>(view: &View<'a>, ledger: &Balance) -> Vec<LedgerLineTold<'a>> {
    let lines = ledger.lines.iter();
    lines.map(|line| told_line(view, line)).collect()
}

/// The lines of the ledger for JSON.
pub(super) fn listed<'a>(
    view: &View<'a>,
    ledger: &Balance,
) -> Result<Vec<Listed<'a, LedgerLineTold<'a>, LineOf<'a>>>, Fault> {
    let teller = view.teller;
    let listed = |line: &Change| {
        let rule = match line.of {
            Of::Rule(id) => Some((teller.rule(id), view.record.became(id))),
            Of::Prior | Of::Cut(_) => None,
        };
        let slot = rule.and_then(|(rule, status)| rule.line(line.toward, status));
        let filler = LineOf {
            view: *view,
            facts: rule.map_or(&[], |(rule, _)| &rule.facts),
            amount: line.amount(),
        };
        teller.listed(slot, || Ok(told_line(view, line)), filler)
    };
    all(ledger.lines.len(), ledger.lines.iter().map(listed))
}

/// What a profile says of a line of the ledger.
pub(super) struct LineOf<'a> {
    view: View<'a>,
    facts: &'a [FactId],
    amount: f64,
}

impl Fill for LineOf<'_> {
    fn put_in(&self, hole: Hole, json: &mut Json) {
        match hole {
            Hole::Amount => N(self.amount).put(json),
            Hole::Facts => json.list(sentences(&self.view, self.facts)),
            other => self.view.put_in(other, json),
        }
    }
}

/// The known facts with their values in words.
fn sentences<'a>(view: &View<'a>, facts: &[FactId]) -> impl Iterator<Item = Sentence<'a>> {
    let facts = facts.iter();
    facts.filter_map(|fact| view.sentence(*fact))
}

/// Between whom it is.
pub(super) fn told_between<'a>(view: &View<'a>, ledger: &Balance) -> Option<BetweenTold<'a>> {
    let name = |target| view.teller.target_name(target);
    Some(BetweenTold {
        strategy: name(ledger.strategy?),
        rival: ledger.rival.map(name),
        difference: N(ledger.difference()),
    })
}

#[expect(
    clippy::cast_precision_loss,
    reason = "totals are far below the precision of a double in these units"
)]
fn amount(units: i64) -> f64 {
    units as f64 / 1e9
}

fn told_line<'a>(view: &View<'a>, line: &Change) -> LedgerLineTold<'a> {
    let teller = view.teller;
    let book = teller.book;
    let (name, title) = line.named(book);
    let told = |kind, origin| LedgerLineTold {
        kind,
        name: name.into(),
        title: title.into(),
        toward: teller.target_name(line.toward),
        branch: None,
        amount: Varies(N(line.amount()), Some(Hole::Amount)),
        facts: Varies(Vec::new(), Some(Hole::Facts)),
        because: None,
        citations: Vec::new(),
        basis: basis_of(book, line).map_or("", Basis::word).into(),
        place: teller.place(origin),
    };
    match line.of {
        Of::Prior => told(LedgerKind::Prior, book.targets[line.toward].origin),
        Of::Cut(group) => told(LedgerKind::Cut, book.groups[group].origin),
        Of::Rule(id) => {
            let rule = &book.rules[id];
            let status = view.record.became(id);
            let facts = sentences(view, &teller.rule(id).facts).collect();
            LedgerLineTold {
                branch: rules::branch(status),
                facts: Varies(facts, Some(Hole::Facts)),
                because: view.because(rules::because(rule, status)),
                citations: teller.citations(&rule.citations),
                ..told(LedgerKind::Rule, rule.origin)
            }
        }
    }
}

/// What counts for and what counts against each target: behind the limits of groups, its prior included.
pub(super) fn conflict<'a>(view: &View<'a>) -> Result<Vec<ConflictTold<'a>>, Fault> {
    let program = view.teller.program;
    let failed = Weighed::Target.failed();
    let mut told = Vec::with_capacity(program.plan.code.folds.len());
    for (target, fold) in program.plan.code.folds.iter() {
        let mut both = Sides {
            program,
            sides: [None, None],
        };
        if fold.prior != 0.0 {
            let prior = program.lift(fold.prior, 1.0).map_err(failed)?;
            both.add(fold.prior > 0.0, &prior)?;
        }
        for unit in &fold.units {
            match unit {
                Unit::Piece(piece) => {
                    if let Some(evidence) = view.record.evidence_of(program, *piece) {
                        both.add(program.plan.code.pieces[*piece].favor, &evidence)?;
                    }
                }
                Unit::Group(group, _) => {
                    let limit = program.plan.code.limits[*group];
                    for (_, side) in view.record.sides_of(program, target, unit) {
                        both.add(side.favor, &side.kept(program, limit)?)?;
                    }
                }
            }
        }
        let total = |side: &Option<Evidence>| match side {
            Some(evidence) => program.total(evidence).map(round_total).map_err(failed),
            None => Ok(0.0),
        };
        let [supporting, opposing] = &both.sides;
        let (supporting, opposing) = (total(supporting)?, total(opposing)?);
        let most = supporting.abs().max(opposing.abs());
        let least = supporting.abs().min(opposing.abs());
        told.push(ConflictTold {
            target: view.teller.target_name(target),
            supporting: N(supporting),
            opposing: N(opposing),
            conflict: N(if most > 0.0 { least / most } else { 0.0 }),
        });
    }
    Ok(told)
}

/// The evidence for and against a target.
struct Sides<'p> {
    program: &'p Program,
    sides: [Option<Evidence>; 2],
}

impl Sides<'_> {
    fn add(&mut self, favor: bool, evidence: &Evidence) -> Result<(), Fault> {
        let [supporting, opposing] = &mut self.sides;
        let side = if favor { supporting } else { opposing };
        let zero = &self.program.method.method.zero;
        let sum = self.program.merge(side.as_ref().unwrap_or(zero), evidence);
        *side = Some(sum.map_err(Weighed::Target.failed())?);
        Ok(())
    }
}

/// How much of what counts in the ledger rests on weights of each basis, and on sources whose text was not seen.
pub(super) fn shares<'a>(
    view: &View<'a>,
    ledger: &Balance,
) -> Result<(Vec<BasisShareTold<'a>>, N), Fault> {
    let parts = super::groups::counted(view)?;
    let mut by_basis = [0.0f64; 4];
    let mut unseen = 0.0;
    for line in &ledger.lines {
        let Some(basis) = basis_of(view.teller.book, line) else {
            continue;
        };
        let part = match line.of {
            Of::Rule(rule) => parts.get(&(rule, line.toward)).copied(),
            Of::Prior | Of::Cut(_) => None,
        };
        let magnitude = line.amount().abs() * part.unwrap_or(1.0);
        if let Some(sum) = Basis::ALL
            .iter()
            .position(|of| *of == basis)
            .and_then(|at| by_basis.get_mut(at))
        {
            *sum += magnitude;
        }
        if rests_on_unseen(view, line) {
            unseen += magnitude;
        }
    }
    let all: f64 = by_basis.iter().sum();
    let share = |part: f64| {
        if all > 0.0 {
            round_total(part / all)
        } else {
            0.0
        }
    };
    let bases = Basis::ALL.iter().zip(by_basis);
    let told = bases
        .filter(|(_, sum)| *sum > 0.0)
        .map(|(basis, sum)| BasisShareTold {
            basis: basis.word().into(),
            amount: N(round_total(sum)),
            share: N(share(sum)),
        });
    Ok((told.collect(), N(share(unseen))))
}

fn rests_on_unseen(view: &View<'_>, line: &Change) -> bool {
    let Of::Rule(rule) = line.of else {
        return false;
    };
    let citations = &view.teller.book.rules[rule].citations;
    !citations.is_empty()
        && citations
            .iter()
            .all(|citation| view.teller.book.sources[citation.source].unseen)
}
