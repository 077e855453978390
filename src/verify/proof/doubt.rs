//! Which fact to split a region by: one on which something hangs that bounds do not tell. A wrong choice makes a proof
//! longer, never wrong.

use std::collections::BTreeSet;

use crate::model::{
    Claim, Cond, FactId, Figure, LetId, LetKind, Never, Num, RefKind, RuleId, Subject, TargetId,
};

use super::leaf::Region;
use super::steps::in_let;
use super::view::View;

/// What was looked through.
#[derive(Default)]
struct Seen {
    lets: BTreeSet<LetId>,
    rules: BTreeSet<RuleId>,
    targets: BTreeSet<TargetId>,
}

/// The fact to split by.
pub(super) fn fact(region: &Region<'_>, claim: &Claim<Cond>) -> Option<FactId> {
    let mut seen = Seen::default();
    let splits = |view: &View<'_>, fact: FactId| region.is_split_by(fact) && view.splits(fact);
    let found = match (region, claim) {
        (Region::One(view), Claim::Stated { cond, when, .. }) => {
            view.of_stated(&mut seen, when.as_ref(), cond)
        }
        (Region::Two(sides, raised), Claim::Raising { raising, when }) => {
            let [low, high] = &**sides;
            let mut sides = [low, high].into_iter();
            let asked = sides.find_map(|side| {
                let when = when.as_ref()?;
                side.of_cond(when, &mut Seen::default())
                    .filter(|fact| fact != raised)
            });
            asked.or_else(|| match raising.never {
                Never::Lowers(target) | Never::Raises(target) => {
                    low.of_moves(high, *raised, target)
                }
                Never::Turns(..) => [low, high].into_iter().find_map(|side| {
                    side.of_rows(&mut Seen::default())
                        .filter(|fact| fact != raised)
                }),
            })
        }
        _other => None,
    };
    let view = region.view();
    found.filter(|fact| splits(view, *fact)).or_else(|| {
        let mut facts = view.fields.ids();
        facts.find(|fact| view.base.reads(*fact) && splits(view, *fact))
    })
}

impl View<'_> {
    /// Whether a fact has several values.
    pub(super) fn splits(&self, fact: FactId) -> bool {
        self.field(fact).single().is_none()
    }

    fn of_stated(&self, seen: &mut Seen, when: Option<&Cond>, cond: &Cond) -> Option<FactId> {
        when.and_then(|when| self.of_cond(when, seen))
            .or_else(|| {
                let row = self.by.flatten().and_then(|at| self.advice().get(at))?;
                let parts = row.when.iter().chain(&row.unless);
                parts.into_iter().find_map(|cond| self.of_cond(cond, seen))
            })
            .or_else(|| self.of_cond(cond, seen))
            .or_else(|| self.of_rows(seen))
    }

    /// What hangs on rows that stand before others.
    fn of_rows(&self, seen: &mut Seen) -> Option<FactId> {
        let until = self.by.flatten().unwrap_or(usize::MAX);
        self.advice().iter().take(until).find_map(|row| {
            let mut parts = row.when.iter().chain(&row.unless);
            parts.find_map(|cond| self.of_cond(cond, seen)).or_else(|| {
                let strategy = self.strategy(row)?;
                self.of_excluded(strategy, seen)
            })
        })
    }

    fn of_excluded(&self, target: TargetId, seen: &mut Seen) -> Option<FactId> {
        if self.excluded(target).is_one() {
            return None;
        }
        let rules = self.base.book().rules.iter();
        let mut rules = rules.filter(|(_, rule)| rule.excludes.contains(&target));
        rules.find_map(|(id, _)| self.of_rule(id, seen))
    }

    fn of_rule(&self, id: RuleId, seen: &mut Seen) -> Option<FactId> {
        if !seen.rules.insert(id) {
            return None;
        }
        let rule = &self.base.book().rules[id];
        let mut conds = std::iter::once(&rule.when).chain(&rule.unless);
        let found = conds.find_map(|cond| self.of_cond(cond, seen));
        found.or_else(|| {
            let rules = self.base.book().rules.iter();
            let mut others = rules.filter(|(_, one)| one.defeats.contains(&id));
            others.find_map(|(other, _)| self.of_rule(other, seen))
        })
    }

    /// A fact on which a condition hangs that bounds do not tell.
    fn of_cond(&self, cond: &Cond, seen: &mut Seen) -> Option<FactId> {
        if self.cond(cond).is_one() {
            return None;
        }
        if let Some(parts) = cond.parts() {
            return parts.iter().find_map(|part| self.of_cond(part, seen));
        }
        let refs = cond.refs();
        self.of_refs(&refs, seen)
    }

    fn of_refs(&self, refs: &[crate::model::Ref<'_>], seen: &mut Seen) -> Option<FactId> {
        let direct = refs.iter().find_map(|one| match one.kind {
            RefKind::Subject(Subject::Fact(fact), _) if self.splits(fact) => Some(fact),
            _other => None,
        });
        direct.or_else(|| refs.iter().find_map(|one| self.of_ref(&one.kind, seen)))
    }

    fn of_ref(&self, kind: &RefKind<'_>, seen: &mut Seen) -> Option<FactId> {
        match kind {
            RefKind::Subject(Subject::Let(id), _) => self.of_let(*id, seen),
            RefKind::Figure(figure) => self.of_figure(*figure, seen),
            RefKind::BestIs(_) => self.of_figure(Figure::Margin, seen),
            RefKind::Tied(target) => self.of_figure(Figure::Lead(*target), seen),
            RefKind::Excluded(target) => self.of_excluded(*target, seen),
            RefKind::Fired(named) => {
                let mut rules = self.named(*named).into_iter();
                rules.find_map(|rule| self.of_rule(rule, seen))
            }
            RefKind::AdviceIs(_) | RefKind::AdvisedBy(_) if self.by.is_none() => self.of_rows(seen),
            RefKind::Noted(note) => {
                let note = self.base.book().notes.find(*note)?;
                let mut conds = std::iter::once(&note.when).chain(&note.unless);
                conds.find_map(|cond| self.of_cond(cond, seen))
            }
            _other => None,
        }
    }

    fn of_let(&self, id: LetId, seen: &mut Seen) -> Option<FactId> {
        if !seen.lets.insert(id) {
            return None;
        }
        match &self.base.book().lets[id].kind {
            LetKind::YesNo(cond) => self.of_cond(cond, seen),
            LetKind::Number(num, _) => self.of_refs(&num.refs(), seen),
            LetKind::List(_, rows) => rows.iter().find_map(|row| {
                let mut conds = row.when.iter().chain(&row.unless);
                conds.find_map(|cond| self.of_cond(cond, seen))
            }),
            LetKind::Table(_, inputs, _) => inputs.iter().find_map(|input| match input {
                Subject::Fact(fact) => Some(*fact).filter(|fact| self.splits(*fact)),
                Subject::Let(id) => self.of_let(*id, seen),
            }),
        }
    }

    fn of_figure(&self, figure: Figure, seen: &mut Seen) -> Option<FactId> {
        match (figure.target(), figure.tag()) {
            (None, Some(tag)) => {
                let mut tagged = self.base.book().tagged(tag);
                tagged.find(|fact| self.splits(*fact))
            }
            (Some(target), _) if !matches!(figure, Figure::Lead(_) | Figure::Confidence(_)) => {
                self.of_targets(&[target], seen)
            }
            _margin => {
                let strategies = self.strategies();
                let excluded = strategies
                    .iter()
                    .find_map(|one| self.of_excluded(*one, seen));
                excluded.or_else(|| self.of_targets(&strategies, seen))
            }
        }
    }

    /// The fact behind the evidence of which most is open.
    fn of_targets(&self, targets: &[TargetId], seen: &mut Seen) -> Option<FactId> {
        if targets.iter().all(|target| !seen.targets.insert(*target)) {
            return None;
        }
        let mut best: Option<(f64, FactId)> = None;
        for block in &self.base.blocks {
            let own = targets
                .iter()
                .filter(|target| block.targets.contains(target));
            let width: f64 = own.map(|target| self.width(block, *target)).sum();
            let mut open = block.facts.iter().filter(|fact| self.splits(**fact));
            let (Some(first), Some(second)) = (open.next(), open.next()) else {
                continue;
            };
            // What one fact alone decides is joined value by value, and nothing is gained by splitting it.
            if width > 0.0 && best.is_none_or(|(most, _)| width > most) {
                let read = |rule: &RuleId| self.of_rule(*rule, &mut Seen::default());
                let fact = block.rules.iter().find_map(read);
                let own =
                    |fact: &FactId| fact == first || fact == second || block.facts.contains(fact);
                best = Some((width, fact.filter(own).unwrap_or(*second)));
            }
        }
        best.map(|(_, fact)| fact).or_else(|| {
            let blocks = self.base.blocks.iter();
            let blocks =
                blocks.filter(|block| targets.iter().any(|target| block.targets.contains(target)));
            let mut wide: Vec<(f64, FactId)> = blocks
                .filter_map(|block| {
                    let fact = block.facts.iter().find(|fact| self.splits(**fact))?;
                    let own = targets
                        .iter()
                        .filter(|target| block.targets.contains(target));
                    Some((own.map(|target| self.width(block, *target)).sum(), *fact))
                })
                .collect();
            wide.sort_by(|a, b| b.0.total_cmp(&a.0));
            wide.first()
                .filter(|(width, _)| *width > 0.0)
                .map(|(_, fact)| *fact)
        })
    }

    /// The fact on which most hangs how far a total moves.
    fn of_moves(&self, high: &View<'_>, raised: FactId, target: TargetId) -> Option<FactId> {
        let mut best: Option<(f64, FactId)> = None;
        let blocks = self.base.blocks.iter();
        for block in
            blocks.filter(|block| block.targets.contains(&target) && block.facts.contains(&raised))
        {
            let width = self.width(block, target) + high.width(block, target);
            let rules = || block.rules.iter();
            let found = rules()
                .find_map(|rule| {
                    self.of_rule(*rule, &mut Seen::default())
                        .filter(|fact| *fact != raised)
                })
                .or_else(|| {
                    rules().find_map(|rule| {
                        high.of_rule(*rule, &mut Seen::default())
                            .filter(|fact| *fact != raised)
                    })
                });
            if let Some(fact) = found.filter(|_| best.is_none_or(|(most, _)| width > most)) {
                best = Some((width, fact));
            }
        }
        best.map(|(_, fact)| fact)
    }
}

/// Whether a claim asks what is advised.
pub(super) fn asks_advice(view: &View<'_>, claim: &Claim<Cond>) -> bool {
    let mut seen = Seen::default();
    let mut open: Vec<&Cond> = claim.conditions().collect();
    let book = view.base.book();
    while let Some(cond) = open.pop() {
        for one in cond.refs() {
            match one.kind {
                RefKind::AdviceIs(_) | RefKind::AdvisedBy(_) => return true,
                RefKind::Noted(note) => {
                    let note = &book.notes[note];
                    // A note may name another only by what it needs, and none needs itself.
                    open.extend(std::iter::once(&note.when).chain(&note.unless));
                }
                RefKind::Subject(Subject::Let(id), _) if seen.lets.insert(id) => {
                    let mut nums = Vec::new();
                    in_let(&book.lets[id].kind, &mut open, &mut nums);
                    open.extend(nums.into_iter().flat_map(Num::conditions));
                }
                _other => {}
            }
        }
    }
    false
}
