//! Finds the tree of regions of a proof: regions are split until simple bounds close each. What is found here proves
//! nothing; it is checked like any other.

use crate::model::certificate::{NoCertificate, ProofNode, ProofPart};
use crate::model::{Claim, Cond, FactId};

use super::base::Base;
use super::doubt;
use super::field::{Field, Known, parts};
use super::leaf::{Open, Region};
use super::steps;
use super::tree::{DEEPEST, rows};
use super::view::View;

/// Splits of numbers between two marks, one in another.
const HALVES: usize = 24;

/// A proof under way.
struct Growing<'p, 'a> {
    base: &'a Base<'a>,
    claim: &'p Claim<Cond>,
    nodes: Vec<ProofNode>,
    left: u32,
}

/// The proof of a claim, in at most so many nodes; else why none is found.
pub(super) fn find<'a>(
    base: &'a Base<'a>,
    claim: &Claim<Cond>,
    certain: bool,
    budget: u32,
) -> Result<Vec<ProofNode>, NoCertificate> {
    let mut growing = Growing {
        base,
        claim,
        nodes: Vec::new(),
        left: budget,
    };
    let grown = match claim {
        Claim::Stated { .. } => {
            let view = View::every(base, certain);
            let by_rows = !view.advice().is_empty() && doubt::asks_advice(&view, claim);
            growing.root(&Region::one(view), by_rows)
        }
        Claim::Raising { raising, when } => {
            let values =
                steps::values(base, raising, when.is_some()).ok_or(NoCertificate::Values)?;
            growing.nodes.push(ProofNode::Steps(values.clone()));
            let pairs = steps::pairs(base, raising, when.is_some(), &values);
            pairs.into_iter().try_for_each(|[low, high]| {
                let every = View::every(base, certain);
                let sides = [low, high].map(|field| every.with(raising.fact, field));
                growing.node(&Region::two(sides, raising.fact), (0, 0))
            })
        }
    };
    grown.map(|()| growing.nodes)
}

impl<'a> Growing<'_, 'a> {
    fn spend(&mut self) -> Result<(), NoCertificate> {
        self.left = self.left.checked_sub(1).ok_or(NoCertificate::Budget)?;
        Ok(())
    }

    fn root(&mut self, region: &Region<'a>, by_rows: bool) -> Result<(), NoCertificate> {
        if !by_rows {
            return self.node(region, (0, 0));
        }
        self.spend()?;
        let all = rows(region.view());
        self.nodes.push(ProofNode::Rows(all.clone()));
        all.into_iter().try_for_each(|row| {
            let by = row.and_then(|row| usize::try_from(row).ok()?.checked_sub(1));
            self.node(&Region::one(region.view().plain(Some(by))), (0, 0))
        })
    }

    /// A region that is closed, or split; so many splits are above it, and so many of them in halves.
    fn node(
        &mut self,
        region: &Region<'a>,
        (depth, halves): (usize, usize),
    ) -> Result<(), NoCertificate> {
        self.spend()?;
        let left = match region.close(self.claim) {
            Ok(closed) => {
                self.nodes.push(ProofNode::Closed(closed));
                return Ok(());
            }
            Err(Open(left)) => left,
        };
        if depth >= DEEPEST {
            return Err(NoCertificate::Bounds);
        }
        let fact = doubt::fact(&left, self.claim).ok_or(NoCertificate::Bounds)?;
        let (split, halved) = self.parts(region, &left, fact);
        let halves = halves.saturating_add(usize::from(halved));
        if halves > HALVES || split.len() < 2 {
            return Err(NoCertificate::Bounds);
        }
        let (whole, about) = (region.view().fields[fact], &self.base.book().facts[fact]);
        let fields: Option<Vec<Field>> = split.iter().map(|part| whole.part(about, part)).collect();
        self.nodes.push(ProofNode::Split {
            fact: about.name.to_string(),
            parts: split,
        });
        let fields = fields.ok_or(NoCertificate::Bounds)?;
        let below = (depth.saturating_add(1), halves);
        fields
            .into_iter()
            .try_for_each(|field| self.node(&region.with(fact, field), below))
    }

    /// The parts of a fact, numbers at the marks, else in the middle of what is left; whether it is in the middle.
    fn parts(
        &self,
        region: &Region<'a>,
        left: &Region<'a>,
        fact: FactId,
    ) -> (Vec<ProofPart>, bool) {
        let about = &self.base.book().facts[fact];
        let whole = region.view().fields[fact];
        let split = parts(about, whole, &self.base.marks(fact));
        let known = left.view().fields[fact].known;
        let (Known::Numbers(ends), true) = (known, split.len() < 2) else {
            return (split, false);
        };
        let low = if ends.low.is_finite() {
            ends.low
        } else {
            ends.high.min(0.0) - 1e6
        };
        let high = if ends.high.is_finite() {
            ends.high
        } else {
            ends.low.max(0.0) + 1e6
        };
        let mut middle = f64::midpoint(low, high);
        if self.base.is_whole(fact) {
            middle = middle.floor();
        }
        (parts(about, whole, &[middle]), true)
    }
}
