//! Which lines of the ledger the short form shows, so that what it leaves out is smaller and is named.

use crate::model::trace::{LedgerKind, LedgerLine};

use super::numbers::is_something;

/// How many reasons are shown.
#[derive(Clone, Copy)]
pub(super) struct Room {
    /// Reasons for, at most.
    pub(super) pros: usize,
    /// Reasons against where there are so many, however small.
    pub(super) least_cons: usize,
    /// Where more reasons against than this would have to be shown, fewer reasons for are.
    pub(super) most_cons: usize,
}

/// A reason: what one rule, prior or group does to the difference.
#[derive(Clone)]
pub(super) struct Reason<'t> {
    /// Its line, the first where it has several of one sign.
    pub(super) line: &'t LedgerLine,
    /// What its lines of one sign add up to.
    pub(super) amount: f64,
    /// Whether its lines are about both strategies.
    pub(super) on_both: bool,
}

/// The reasons of the short form.
pub(super) struct Selection<'t> {
    /// For, the largest first.
    pub(super) pros: Vec<Reason<'t>>,
    /// Against, the largest first.
    pub(super) cons: Vec<Reason<'t>>,
    /// What groups cut away; always shown.
    pub(super) cuts: Vec<Reason<'t>>,
    /// For, not shown.
    pub(super) hidden_pros: Vec<Reason<'t>>,
    /// Against, not shown.
    pub(super) hidden_cons: Vec<Reason<'t>>,
}

/// Selects from a ledger. INVARIANT: no reason against that is left out is larger than any reason for that is shown.
pub(super) fn select(ledger: &[LedgerLine], room: Room) -> Selection<'_> {
    let reasons = merged(ledger);
    let of = |wanted: fn(&Reason<'_>) -> bool| {
        let mut some: Vec<Reason<'_>> = reasons.iter().filter(|r| wanted(r)).cloned().collect();
        some.sort_by(|a, b| {
            let by_size = b.amount.abs().total_cmp(&a.amount.abs());
            by_size.then_with(|| a.line.name.cmp(&b.line.name))
        });
        some
    };
    let mut pros = of(|r| r.line.kind != LedgerKind::Cut && r.amount > 0.0);
    let mut cons = of(|r| r.line.kind != LedgerKind::Cut && r.amount < 0.0);
    let cuts = of(|r| r.line.kind == LedgerKind::Cut);
    let (for_shown, against_shown) = how_many(&pros, &cons, room);
    let hidden_pros = pros.split_off(for_shown.min(pros.len()));
    let hidden_cons = cons.split_off(against_shown.min(cons.len()));
    Selection {
        pros,
        cons,
        cuts,
        hidden_pros,
        hidden_cons,
    }
}

/// How many of each are shown.
fn how_many(pros: &[Reason<'_>], cons: &[Reason<'_>], room: Room) -> (usize, usize) {
    let larger = |size: f64| cons.iter().filter(|con| -con.amount > size).count();
    let mut shown = pros.len().min(room.pros);
    loop {
        let smallest = shown.checked_sub(1).and_then(|at| pros.get(at));
        let Some(smallest) = smallest else {
            return (0, room.pros);
        };
        let needed = larger(smallest.amount);
        if needed <= room.most_cons || shown == 1 {
            return (shown, needed.max(room.least_cons));
        }
        shown = shown.saturating_sub(1);
    }
}

/// The lines, those of one rule and one sign taken together.
fn merged(ledger: &[LedgerLine]) -> Vec<Reason<'_>> {
    let mut reasons: Vec<Reason<'_>> = Vec::new();
    let mut at: std::collections::BTreeMap<(LedgerKind, &str, bool), usize> =
        std::collections::BTreeMap::new();
    for line in ledger.iter().filter(|line| is_something(line.amount.0)) {
        let amount = line.amount.0;
        let key = (line.kind, &*line.name, amount > 0.0);
        match at.get(&key).and_then(|found| reasons.get_mut(*found)) {
            Some(reason) => {
                reason.amount += amount;
                reason.on_both |= reason.line.toward != line.toward;
            }
            None => {
                at.insert(key, reasons.len());
                let on_both = false;
                reasons.push(Reason {
                    line,
                    amount,
                    on_both,
                });
            }
        }
    }
    reasons
}

impl Selection<'_> {
    /// The part of all magnitudes that is shown, 0 to 1.
    pub(super) fn share_shown(&self) -> f64 {
        let size = |reasons: &[Reason<'_>]| reasons.iter().map(|r| r.amount.abs()).sum::<f64>();
        let shown = size(&self.pros) + size(&self.cons) + size(&self.cuts);
        let all = shown + size(&self.hidden_pros) + size(&self.hidden_cons);
        if all > 0.0 { shown / all } else { 1.0 }
    }
}
