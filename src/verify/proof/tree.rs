//! A proof as a tree of regions: whether the parts of each node are all of it, and whether each leaf is as it says.

use crate::model::certificate::{Closed, ProofNode};
use crate::model::{Claim, Cond, FactId, Never};

use super::base::Base;
use super::field::Field;
use super::leaf::Region;
use super::steps;
use super::view::View;

/// Nodes above one another at most.
pub(super) const DEEPEST: usize = 128;

/// What is wrong with a proof, and at which node.
#[derive(Debug)]
pub(super) struct Wrong {
    pub(super) node: usize,
    pub(super) stated: String,
    pub(super) found: String,
}

/// A walk over the nodes of a proof.
struct Walk<'p, 'a> {
    base: &'a Base<'a>,
    claim: &'p Claim<Cond>,
    nodes: &'p [ProofNode],
    next: usize,
}

type Checked = Result<(), Wrong>;

/// Where a proof does not hold.
pub(super) fn check<'a>(
    base: &'a Base<'a>,
    claim: &Claim<Cond>,
    certain: bool,
    nodes: &[ProofNode],
) -> Checked {
    let mut walk = Walk {
        base,
        claim,
        nodes,
        next: 0,
    };
    match claim {
        Claim::Stated { .. } => walk.node(&Region::one(View::every(base, certain)), 0)?,
        Claim::Raising { .. } => walk.rising(certain)?,
    }
    match nodes.len() == walk.next {
        true => Ok(()),
        false => Err(walk.wrong(walk.next, "a node", "nothing is left to prove")),
    }
}

impl Walk<'_, '_> {
    fn wrong(&self, node: usize, stated: impl Into<String>, found: impl Into<String>) -> Wrong {
        Wrong {
            node,
            stated: stated.into(),
            found: found.into(),
        }
    }
}

impl<'a> Walk<'_, 'a> {
    /// The node that comes next.
    fn take(&mut self) -> Result<(usize, &ProofNode), Wrong> {
        let at = self.next;
        self.next = at.saturating_add(1);
        let nodes = self.nodes;
        nodes.get(at).map(|node| (at, node)).ok_or(Wrong {
            node: at,
            stated: "nothing".into(),
            found: "a node".into(),
        })
    }

    /// The values of the fact that is raised, and what is under each pair of them.
    fn rising(&mut self, certain: bool) -> Checked {
        let (base, claim) = (self.base, self.claim);
        let Claim::Raising { raising, when } = claim else {
            return Ok(());
        };
        let at = self.next;
        let stated = match self.take()?.1 {
            ProofNode::Steps(stated) => stated.clone(),
            _other => {
                return Err(self.wrong(at, "a node of another kind", "the values of the fact"));
            }
        };
        if !steps::are_all(base, (raising, when.is_some()), &stated) {
            return Err(self.wrong(at, "these values of the fact", "others"));
        }
        for [low, high] in steps::pairs(base, raising, when.is_some(), &stated) {
            let every = View::every(base, certain);
            let sides = [low, high].map(|field| every.with(raising.fact, field));
            self.node(&Region::two(sides, raising.fact), 0)?;
        }
        Ok(())
    }

    /// A node over a region, and what is under it.
    fn node(&mut self, region: &Region<'a>, depth: usize) -> Checked {
        let at = self.next;
        if depth > DEEPEST {
            return Err(self.wrong(
                at,
                "a node below others",
                format!("at most {DEEPEST} above one another"),
            ));
        }
        let depth = depth.saturating_add(1);
        let (_, node) = self.take()?;
        match node.clone() {
            ProofNode::Closed(stated) => self.closed(region, at, stated),
            ProofNode::Split { fact, parts } => {
                let facts = self.base.book().facts.iter();
                let mut named = facts.filter(|(_, about)| *about.name == *fact);
                let Some((id, about)) = named.next().filter(|(id, _)| region.is_split_by(*id))
                else {
                    return Err(self.wrong(
                        at,
                        format!("a split by `{fact}`"),
                        "no fact that splits it",
                    ));
                };
                let whole = region.view().fields[id];
                let fields: Option<Vec<Field>> = fields_of(whole, about, &parts);
                let Some(fields) =
                    fields.filter(|fields| fields.len() > 1 && whole.is_split(fields))
                else {
                    return Err(self.wrong(
                        at,
                        format!("these parts of `{fact}`"),
                        "not all of it, each once",
                    ));
                };
                fields
                    .into_iter()
                    .try_for_each(|field| self.node(&region.with(id, field), depth))
            }
            ProofNode::Rows(stated) => {
                let found = match region {
                    Region::One(view) if view.by.is_none() => rows(view),
                    _other => return Err(self.wrong(at, "a split by rows", "another node")),
                };
                if found != stated {
                    return Err(self.wrong(at, shown(&stated), shown(&found)));
                }
                for row in stated {
                    let by = row.and_then(|row| usize::try_from(row).ok()?.checked_sub(1));
                    let under = Region::one(region.view().plain(Some(by)));
                    self.node(&under, depth)?;
                }
                Ok(())
            }
            ProofNode::Steps(_) => Err(self.wrong(at, "values of a fact", "another node")),
        }
    }

    fn closed(&self, region: &Region<'a>, at: usize, stated: Closed) -> Checked {
        let found = region.close(self.claim).ok();
        match found == Some(stated) {
            true => Ok(()),
            false => {
                let told =
                    found.map_or_else(|| "not told by bounds".to_owned(), |found| shown(&found));
                Err(self.wrong(at, shown(&stated), told))
            }
        }
    }
}

fn shown<T: serde::Serialize>(value: &T) -> String {
    super::super::finding::show(value)
}

/// The rows that may give the advice over a region, from 1; null is none of them.
pub(super) fn rows(view: &View<'_>) -> Vec<Option<u32>> {
    let numbered = |by: Option<usize>| by.and_then(|at| u32::try_from(at.saturating_add(1)).ok());
    view.deciders().into_iter().map(numbered).collect()
}

/// What parts of a fact are; of a set each part is of what the parts before it leave.
fn fields_of(
    whole: Field,
    about: &crate::model::Fact,
    parts: &[crate::model::certificate::ProofPart],
) -> Option<Vec<Field>> {
    parts.iter().map(|part| whole.part(about, part)).collect()
}

/// Whether a claim can be proved for answers of every certainty.
pub(super) fn goes_with_any(claim: &Claim<Cond>) -> bool {
    match claim {
        Claim::Stated { .. } => true,
        Claim::Raising { raising, .. } => matches!(raising.never, Never::Turns(..)),
    }
}

/// The fact that a claim raises.
pub(super) fn raised(claim: &Claim<Cond>) -> Option<FactId> {
    match claim {
        Claim::Raising { raising, .. } => Some(raising.fact),
        Claim::Stated { .. } => None,
    }
}
