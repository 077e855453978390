//! A region with what bounds it, narrowed fact by fact and widened again in the same places.

use std::sync::Arc;

use super::apart::Apart;
use super::atlas::{Atlas, Chart, gives, in_cases};
use super::field::Field;
use super::gates::Gates;
use super::join::{Column, Joined, Joint, fold, side};
use super::parts::PartId;
use super::trail::{Trail, Was};
use super::truth::May;
use super::{Bounds, Outlook, Region, total_in_any_order, zero};
use crate::base::Id;
use crate::engine::fault::Fault;
use crate::engine::machine::Machine;
use crate::model::{FactId, OutcomeId, PieceId, RuleId, TargetId, Unit};
use crate::plan::Program;

/// A region that was evaluated up to the advice, with joined evidence.
#[derive(Clone, Debug)]
pub(crate) struct Bounded {
    machine: Machine<Region>,
    joined: Joined,
    trail: Trail,
    gates: Gates,
}

/// What a supposition took the place of.
#[derive(Debug)]
pub(crate) struct Supposed {
    decision: Option<Outlook>,
    apart: Vec<Apart>,
}

impl Bounded {
    /// Evaluates a region.
    pub(crate) fn of(program: &Program, atlas: &Atlas, region: Region) -> Result<Self, Fault> {
        let plan = &program.plan;
        let mut bounded = Self {
            machine: Machine::new(program, region),
            joined: Joined::new(plan.index.read.len(), plan.code.pieces.len(), &atlas.parts),
            trail: Trail::default(),
            gates: Gates::default(),
        };
        bounded.machine.steps(program, &plan.code.early)?;
        for fact in plan.index.read.ids() {
            bounded.join(program, atlas, fact, None);
        }
        for part in atlas.parts.sides() {
            bounded.limit(program, atlas, part);
        }
        for target in plan.code.folds.ids() {
            bounded.fold(program, atlas, target)?;
        }
        bounded.compare(program, atlas);
        bounded.machine.conclude_ranked(program)?;
        Ok(bounded)
    }

    /// What was computed; after [`Bounded::widen`], what depends on totals but the advice is of a narrower region.
    pub(crate) fn machine(&self) -> &Machine<Region> {
        &self.machine
    }

    /// Between what a total lies; `None` where nothing bounds it.
    pub(crate) fn total(&self, target: TargetId) -> Option<[f64; 2]> {
        self.machine.totals.get(target.to_usize())?.ends()
    }

    /// Between what a unit of a total lies.
    pub(crate) fn unit(&self, program: &Program, unit: &Unit) -> [f64; 2] {
        let bounds = self
            .machine
            .unit(program, unit)
            .unwrap_or(Some(Bounds::OPEN));
        let bounds = bounds.unwrap_or_else(|| zero(program));
        [bounds.low, bounds.high]
    }

    /// Between what a piece of evidence lies.
    pub(crate) fn piece(&self, program: &Program, piece: PieceId) -> [f64; 2] {
        let bounds = self.machine.evidence_of(program, piece);
        let bounds = bounds.unwrap_or_else(|| zero(program));
        [bounds.low, bounds.high]
    }

    /// The outcomes that are possible.
    pub(crate) fn outcomes(&self) -> &[Option<OutcomeId>] {
        let outlook = self.machine.decision.as_ref();
        outlook.map_or(&[], |outlook| &outlook.outcomes)
    }

    /// What may give the advice, by its place among all that decide; `None` where nothing need give it.
    pub(crate) fn deciders(&self, program: &Program) -> Vec<Option<usize>> {
        let mut found = Vec::new();
        for (at, one) in program.plan.code.deciding.iter().enumerate() {
            let truth = one
                .applies
                .and_then(|id| self.machine.truths.get(id.to_usize()));
            let truth = truth.copied().unwrap_or(May::SURELY);
            if truth.yes.is_some() {
                found.push(Some(at));
            }
            if truth.surely() {
                return found;
            }
        }
        found.push(None);
        found
    }

    /// For a while one alone gives the advice, where one is told; hands out what to put back.
    pub(crate) fn suppose(&mut self, program: &Program, by: Option<Option<usize>>) -> Supposed {
        let supposed = Supposed {
            decision: self.machine.decision.clone(),
            apart: self.machine.domain.apart.clone(),
        };
        if let Some(by) = by {
            let by = by.and_then(|at| program.plan.code.deciding.get(at));
            self.machine.decision = Some(Outlook {
                outcomes: vec![by.and_then(|one| one.outcome)],
                rows: vec![by.and_then(|one| one.row)],
            });
        }
        supposed
    }

    /// Puts back what was there before. What was computed meanwhile stays.
    pub(crate) fn put_back(&mut self, supposed: Supposed) {
        self.machine.domain.apart = supposed.apart;
        self.machine.decision = supposed.decision;
    }

    /// Computes anew what decides, which may be of another region or of a supposition.
    pub(crate) fn decide_anew(&mut self, program: &Program, atlas: &Atlas) {
        // INVARIANT: over a region no step fails; what cannot be computed is open.
        let _ = self.decide(program, atlas);
    }

    /// What a fact may be.
    pub(crate) fn field(&self, fact: FactId) -> Field {
        self.machine.domain.fields.get(fact)
    }

    /// From which count of the scripts' operations no function is called any more.
    pub(crate) fn allow(&mut self, until: u64) {
        self.machine.domain.allow(until);
    }

    /// Gives a fact other values, fewer of them or more. Only what depends on the fact is computed anew; the bounds of all
    /// else hold as before.
    pub(crate) fn narrow(
        &mut self,
        program: &Program,
        atlas: &Atlas,
        (fact, field): (FactId, Field),
    ) -> Result<(), Fault> {
        self.trail.mark();
        self.trail.keep(Was::Decision(self.machine.decision.take()));
        let apart = std::mem::take(&mut self.machine.domain.apart);
        self.trail.keep(Was::Apart(apart));
        self.change(program, atlas, (fact, field))?;
        self.ask(program, atlas)?;
        if self.is_void() {
            return Ok(());
        }
        self.compare(program, atlas);
        self.decide(program, atlas)
    }

    /// Gives a fact other values, and computes the evidence anew that depends on it.
    pub(super) fn change(
        &mut self,
        program: &Program,
        atlas: &Atlas,
        (fact, field): (FactId, Field),
    ) -> Result<(), Fault> {
        let steps = atlas.early(fact);
        self.trail
            .keep_steps(&self.machine, &program.plan.code, steps);
        for target in atlas.targets(fact) {
            let at = target.to_usize();
            let was = self.machine.sums.get(at).zip(self.machine.totals.get(at));
            let was = was.map(|(sum, total)| Was::Sum(*target, *sum, *total));
            was.into_iter().for_each(|was| self.trail.keep(was));
        }
        let was_open = self.varies(program, atlas, fact);
        let fields = &mut self.machine.domain.fields;
        self.trail.keep(Was::Field(fact, fields.get(fact)));
        fields.set(fact, field);
        let opened = !was_open && self.varies(program, atlas, fact);
        self.machine.steps(program, steps)?;
        self.join(program, atlas, fact, Some(fact));
        for other in self.neighbors(program, atlas, fact, opened) {
            self.join(program, atlas, other, Some(fact));
        }
        for part in atlas.sides(fact) {
            self.trail.keep(Was::Side(*part, self.joined.side(*part)));
            self.limit(program, atlas, *part);
        }
        for target in atlas.targets(fact) {
            self.fold(program, atlas, *target)?;
        }
        Ok(())
    }

    /// Computes anew what hangs on the totals.
    pub(super) fn conclude_anew(&mut self, program: &Program, atlas: &Atlas) -> Result<(), Fault> {
        self.compare(program, atlas);
        self.machine.conclude_ranked(program)
    }

    pub(crate) fn gates(&self) -> &Gates {
        &self.gates
    }

    pub(super) fn gates_mut(&mut self) -> &mut Gates {
        &mut self.gates
    }

    pub(super) fn keep_was(&mut self, was: Was) {
        self.trail.keep(was);
    }

    pub(super) fn machine_mut(&mut self) -> &mut Machine<Region> {
        &mut self.machine
    }

    pub(super) fn joined(&self) -> &Joined {
        &self.joined
    }

    /// What may give the advice: one after the other, up to the first that surely does.
    fn decide(&mut self, program: &Program, atlas: &Atlas) -> Result<(), Fault> {
        let mut outlook = Outlook::default();
        let mut done = false;
        for (one, late) in program.plan.code.deciding.iter().zip(atlas.late()) {
            self.machine.steps(program, late)?;
            done = outlook.takes(one, &self.machine.truths);
            if done {
                break;
            }
        }
        if !done {
            outlook.ends();
        }
        self.machine.decision = Some(outlook);
        Ok(())
    }

    /// Takes back the last narrowing.
    pub(crate) fn widen(&mut self, atlas: &Atlas) {
        let joined = (&atlas.parts, &mut self.joined);
        self.trail.back(&mut self.machine, joined);
    }

    fn limit(&mut self, program: &Program, atlas: &Atlas, part: PartId) {
        let limited = side(program, &self.machine, (&atlas.parts, &self.joined), part);
        self.joined.put_side(part, limited);
    }

    fn fold(&mut self, program: &Program, atlas: &Atlas, target: TargetId) -> Result<(), Fault> {
        // Where nothing is joined, evidence is added up as for one profile.
        if !self.joined.has_any(&atlas.parts, target) {
            return self.machine.fold(program, target);
        }
        let within = (&atlas.parts, &self.joined);
        let bounds = fold(program, &self.machine, within, target);
        let total = total_in_any_order(program, bounds);
        self.machine.put_sum(target, Some(bounds), total);
        Ok(())
    }

    /// The open facts that are the only open ones of a rule that reads a fact; where the fact was just opened, those that
    /// were before.
    fn neighbors(
        &self,
        program: &Program,
        atlas: &Atlas,
        fact: FactId,
        opened: bool,
    ) -> Vec<FactId> {
        let rules = atlas.shared(fact).iter();
        let mut found: Vec<FactId> = match opened {
            false => rules
                .filter_map(|rule| self.only_open(program, atlas, *rule))
                .collect(),
            true => rules
                .flat_map(|rule| &program.plan.index.rule_facts[*rule])
                .copied()
                .filter(|other| *other != fact && self.varies(program, atlas, *other))
                .collect(),
        };
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The only fact that a rule hangs on.
    fn only_open(&self, program: &Program, atlas: &Atlas, rule: RuleId) -> Option<FactId> {
        let facts = program.plan.index.rule_facts[rule].iter();
        let mut open = facts.filter(|fact| self.varies(program, atlas, **fact));
        open.next().copied().filter(|_| open.next().is_none())
    }

    /// Whether the tests tell apart what a fact may be.
    fn varies(&self, program: &Program, atlas: &Atlas, fact: FactId) -> bool {
        atlas.splits(program, fact, self.field(fact))
    }

    /// Joins the pieces that hang on a fact alone, where it is open; `changed` is the fact whose values are other ones
    /// than when they were joined before.
    fn join(&mut self, program: &Program, atlas: &Atlas, fact: FactId, changed: Option<FactId>) {
        let rows = self.varies(program, atlas, fact);
        let rows = rows.then(|| atlas.rows_in(program, fact, self.field(fact)));
        let joint = rows.flatten().and_then(|rows| {
            let about = (fact, &*rows);
            self.joint(program, atlas, about, changed)
        });
        if joint.is_none() && self.joined.get(fact).is_none() {
            return;
        }
        let before = self.joined.put(&atlas.parts, fact, joint);
        if changed.is_some() {
            self.trail.keep(Was::Joint(fact, before));
        }
    }

    fn joint(
        &mut self,
        program: &Program,
        atlas: &Atlas,
        (fact, rows): (FactId, &[usize]),
        changed: Option<FactId>,
    ) -> Option<Arc<Joint>> {
        let chart = atlas.chart(program, fact);
        let rules = atlas.shared(fact).iter();
        let hang = rules.filter(|rule| self.only_open(program, atlas, **rule) == Some(fact));
        let hang: Vec<RuleId> = hang.copied().collect();
        let mut columns: Vec<Column> = Vec::new();
        for rule in hang {
            self.shared_columns(program, atlas, (fact, chart), (rule, changed), &mut columns);
        }
        if columns.is_empty() && rows.len() == chart.all.len() {
            return chart.joint.clone();
        }
        columns.extend(chart.columns.iter().cloned());
        Joint::of(program, &atlas.parts, columns, rows).map(Arc::new)
    }

    /// The columns of a rule that reads a fact among others, none of which is open: those of the joint before where
    /// nothing that it reads changed.
    fn shared_columns(
        &mut self,
        program: &Program,
        atlas: &Atlas,
        (fact, chart): (FactId, &Chart),
        (rule, changed): (RuleId, Option<FactId>),
        columns: &mut Vec<Column>,
    ) {
        let pieces = gives(program, &self.machine, rule);
        if pieces.is_empty() {
            return;
        }
        let sets = &program.plan.index.supports.rules;
        let touched = changed.is_none_or(|changed| sets.has(rule.to_usize(), changed));
        if let Some(joint) = self.joined.get(fact).filter(|_| !touched) {
            let before = joint.columns.iter();
            let kept: Vec<&Column> = before
                .filter(|column| pieces.contains(&column.piece))
                .collect();
            if kept.len() == pieces.len() {
                columns.extend(kept.into_iter().cloned());
                return;
            }
        }
        let steps = atlas.steps(program, rule, fact);
        let fields = &self.machine.domain.fields;
        self.trail.mark();
        self.trail.keep(Was::Field(fact, fields.get(fact)));
        self.trail
            .keep_steps(&self.machine, &program.plan.code, steps);
        let cases = (fact, &*chart.all);
        columns.extend(in_cases(program, &mut self.machine, cases, steps, &pieces));
        let joined = (&atlas.parts, &mut self.joined);
        self.trail.back(&mut self.machine, joined);
    }
}
