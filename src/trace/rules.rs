//! The rules of a trace: status, condition, evidence, defeats, citations.

use std::cell::OnceCell;

use super::kept::{Fill, Listed, Slot, all};
use super::pattern::Pattern;
use super::words::{self, View};
use super::{Part, Teller, why_not};
use crate::base::Id;
use crate::engine::decide::Decision;
use crate::engine::fault::Fault;
use crate::engine::point::Status;
use crate::model::trace::{
    Branch, ComputedTold, EvidenceTold, Hole, Json, N, Put, RuleStatus, RuleTold,
};
use crate::model::{
    FactId, NumKind, Piece, PieceId, PieceWeight, Rule, RuleId, Shape, TargetId, Template, Weight,
};

/// What is found out of a rule once, and the texts that are kept of it.
#[derive(Debug)]
pub(super) struct Prepared {
    pub(super) id: RuleId,
    /// What the rule itself depends on, without the rules that may defeat it.
    pub(super) facts: Vec<FactId>,
    /// What each effect of `then` would weigh, where no weight has to be computed.
    pub(super) contributions: Option<Vec<(TargetId, N)>>,
    /// What would follow if it fired.
    pub(super) trial: why_not::Trial,
    /// The texts of the whole rule, where the answers that it reads decide it.
    pattern: Option<Pattern>,
    /// The texts of its lines of the ledger, by whose total they change and how it fired.
    lines: Vec<((TargetId, Status), Slot)>,
}

impl Prepared {
    pub(super) fn new(teller: &Teller<'_>, id: RuleId) -> Self {
        let (book, plan) = (teller.book, &teller.program.plan);
        let contributions = why_not::fixed_contributions(teller, id);
        let shapes = &plan.words.rule_shapes[id];
        let fixed = contributions.is_some() && is_fixed(teller, id);
        let conditions: Vec<&Shape> = shapes.when.iter().chain(&shapes.unless).collect();
        let pattern = fixed.then(|| Pattern::of(teller.program, &conditions));
        Self {
            id,
            facts: crate::plan::own_facts(book, plan, id),
            contributions,
            trial: why_not::Trial::of(teller, id),
            pattern: pattern.flatten(),
            lines: lines(teller, id),
        }
    }

    /// The rule for the JSON of a trace: most rules read alike for many profiles.
    fn listed<'a>(
        &'a self,
        (view, when): (View<'a>, &'a Shape),
        baseline: &'a why_not::Baseline,
    ) -> Result<ListedRule<'a>, Fault> {
        let pattern = self.pattern.as_ref();
        let slot = pattern.and_then(|pattern| pattern.slot(&view));
        let told = || self.told((&view, when), baseline);
        let hangs = Hangs {
            rule: self,
            view,
            baseline,
            decision: OnceCell::new(),
        };
        view.teller.listed(slot, told, hangs)
    }

    /// Where the text of its line of the ledger is kept.
    pub(super) fn line(&self, toward: TargetId, status: Status) -> Option<&Slot> {
        let of = |(line, _): &&((TargetId, Status), Slot)| *line == (toward, status);
        self.lines.iter().find(of).map(|(_, slot)| slot)
    }

    fn told<'a>(
        &self,
        (view, when): (&View<'a>, &'a Shape),
        baseline: &why_not::Baseline,
    ) -> Result<RuleTold<'a>, Fault> {
        let (teller, id) = (view.teller, self.id);
        let (rule, shapes) = (
            &teller.book.rules[id],
            &teller.program.plan.words.rule_shapes[id],
        );
        let status = view.record.became(id);
        let group = rule.group.map(|group| &teller.book.groups[group]);
        let defeaters = view.record.defeaters(teller.program, id);
        let defeaters = defeaters.filter(|_| status == Status::Defeated);
        let excludes = rule.excludes.iter();
        let hangs = status != Status::Then && teller.part != Part::Outline;
        let name = |rule| teller.rule_name(rule).into();
        Ok(RuleTold {
            name: name(id),
            title: (&*rule.title).into(),
            status: match status {
                Status::Defeated => RuleStatus::Defeated,
                Status::Stopped => RuleStatus::Stopped,
                Status::Then | Status::Else => RuleStatus::Fired,
                Status::Unknown => RuleStatus::Unknown,
                Status::NotFired => RuleStatus::NotFired,
            },
            branch: branch(status),
            condition: view.condition(when),
            unless: shapes.unless.as_ref().map(|shape| view.condition(shape)),
            evidence: evidence(view, id, status)?,
            excludes: excludes.map(|target| teller.target_name(*target)).collect(),
            defeats: rule.defeats.iter().map(|rule| name(*rule)).collect(),
            defeated_by: defeaters.map(name).collect(),
            because: view.because(because(rule, status)),
            citations: teller.citations(&rule.citations),
            basis: rule.basis.word().into(),
            group: group.map(|group| (&*group.name).into()),
            group_title: group.map(|group| (&*group.title).into()),
            place: teller.place(rule.origin),
            why_not: match hangs {
                true => Some(why_not::told(view, baseline, self, status)?),
                false => None,
            },
        })
    }
}

/// Places for its lines of the ledger, where its reason has no places to fill in.
fn lines(teller: &Teller<'_>, id: RuleId) -> Vec<((TargetId, Status), Slot)> {
    let code = &teller.program.plan.code;
    let pieces = code.rules[id].pieces.range().map(PieceId);
    let line = |id| {
        let piece = &code.pieces[id];
        let fired = if piece.then {
            Status::Then
        } else {
            Status::Else
        };
        ((piece.target, fired), Slot::new())
    };
    let told = pieces.filter(|_| reads_alike(&teller.book.rules[id]));
    told.map(line).collect()
}

/// Whether the reasons of a rule have no places to fill in.
fn reads_alike(rule: &Rule) -> bool {
    let words = |piece: &Piece| matches!(piece, Piece::Words(_));
    rule.reasons().all(|reason| reason.pieces.iter().all(words))
}

/// Whether all that a rule says follows from its conditions, but what hangs on it.
fn is_fixed(teller: &Teller<'_>, id: RuleId) -> bool {
    let (rule, plan) = (&teller.book.rules[id], &teller.program.plan);
    let constant = |piece| {
        let piece = &plan.code.pieces[piece];
        matches!(piece.weight, PieceWeight::Constant(_)) && !piece.rivals
    };
    plan.code.rules[id].defeaters.is_empty()
        && reads_alike(rule)
        && plan.code.rules[id]
            .pieces
            .range()
            .map(PieceId)
            .all(constant)
        && rule
            .then
            .iter()
            .chain(&rule.otherwise)
            .all(|effect| match &effect.weight {
                Weight::By(number) => matches!(number.kind, NumKind::Constant(_)),
                Weight::Word(..) => true,
            })
}

/// What hangs on a rule for a profile.
pub(super) struct Hangs<'a> {
    rule: &'a Prepared,
    view: View<'a>,
    baseline: &'a why_not::Baseline,
    decision: OnceCell<Option<Decision>>,
}

impl Hangs<'_> {
    fn decision(&self) -> Option<Decision> {
        let decide = || why_not::decision_if_fired(&self.view, self.baseline, self.rule);
        *self.decision.get_or_init(decide)
    }
}

impl Fill for Hangs<'_> {
    fn put_in(&self, hole: Hole, json: &mut Json) {
        match hole {
            Hole::Advice => why_not::advice(&self.view, self.decision()).put(json),
            Hole::Changes => self.baseline.changes(self.decision()).put(json),
            other => self.view.put_in(other, json),
        }
    }
}

/// A rule as it stands in the list for JSON.
type ListedRule<'a> = Listed<'a, RuleTold<'a>, Hangs<'a>>;

/// The branch by which a rule fired.
pub(super) fn branch(status: Status) -> Option<Branch> {
    match status {
        Status::Then => Some(Branch::Then),
        Status::Else => Some(Branch::Else),
        Status::Defeated | Status::Stopped | Status::Unknown | Status::NotFired => None,
    }
}

/// The effects of a rule, and what became of them.
fn evidence<'a>(
    view: &View<'a>,
    id: RuleId,
    status: Status,
) -> Result<Vec<EvidenceTold<'a>>, Fault> {
    let (program, record) = (view.teller.program, view.record);
    let certainty = view.truth(program.plan.code.rules[id].when).abs();
    let rule = &view.teller.book.rules[id];
    let told = |id: PieceId| {
        let piece = &program.plan.code.pieces[id];
        let (branch, fired, effects) = match piece.then {
            true => (Branch::Then, Status::Then, &rule.then),
            false => (Branch::Else, Status::Else, &rule.otherwise),
        };
        let weight = record.weight(program, id);
        let effect = effects.iter().find(|effect| effect.target == piece.target);
        Ok(EvidenceTold {
            branch,
            toward: view.teller.target_name(piece.target),
            weight: words::known(if piece.favor { weight } else { -weight }),
            certainty: N(if status == fired { certainty } else { 0.0 }),
            contribution: words::known(record.contribution(program, id)?),
            counted: record.counts(program, id)?,
            by: effect.and_then(|effect| computed(view, &effect.weight)),
        })
    };
    let pieces = program.plan.code.rules[id].pieces.range();
    pieces.map(PieceId).map(told).collect()
}

/// A weight that is computed: its expression and what that reads.
fn computed<'a>(view: &View<'a>, weight: &'a Weight) -> Option<ComputedTold<'a>> {
    let Weight::By(number) = weight else {
        return None;
    };
    if matches!(number.kind, NumKind::Constant(_)) {
        return None;
    }
    let reads = crate::plan::reads(&number.refs()).into_iter();
    Some(ComputedTold {
        text: view.teller.source_text(number.origin),
        reads: reads.map(|shown| view.read(shown)).collect(),
    })
}

/// The reason of a rule, where it is that of what happened: that of one branch is not that of the other.
pub(super) fn because(rule: &Rule, status: Status) -> Option<&Template> {
    match status {
        Status::Then => rule.because.as_ref(),
        Status::Else => rule.because_else.as_ref(),
        Status::Defeated | Status::Stopped | Status::Unknown | Status::NotFired => {
            rule.reasons().next()
        }
    }
}

/// The reason of a rule that fired.
pub(super) fn reason(rule: &Rule, status: Status) -> Option<&Template> {
    because(rule, status).filter(|_| branch(status).is_some())
}

/// The rules of which something is told, by name.
fn told_of<'a>(view: &View<'a>) -> impl Iterator<Item = (&'a Prepared, &'a Shape)> {
    let (teller, record) = (view.teller, view.record);
    let told = move |id: &RuleId| match teller.part {
        Part::Whole => true,
        Part::Answer => !teller.program.plan.code.rules[*id].excludes.is_empty(),
        Part::Outline => record.statuses.get(id.to_usize()) != Some(&Status::NotFired),
    };
    let rules = teller.book.rules.ids().filter(told);
    rules.filter_map(|id| {
        let when = teller.program.plan.words.rule_shapes[id].when.as_ref()?;
        Some((teller.rule(id), when))
    })
}

/// The list of rules as data.
pub(super) fn told<'a>(
    view: &View<'a>,
    baseline: &why_not::Baseline,
) -> Result<Vec<RuleTold<'a>>, Fault> {
    told_of(view)
        .map(|(rule, when)| rule.told((view, when), baseline))
        .collect()
}

/// The list of rules for JSON.
pub(super) fn listed<'a>(
    view: &View<'a>,
    baseline: &'a why_not::Baseline,
) -> Result<Vec<ListedRule<'a>>, Fault> {
    let listed = |(rule, when): (&'a Prepared, _)| rule.listed((*view, when), baseline);
    all(view.teller.rules.len(), told_of(view).map(listed))
}
