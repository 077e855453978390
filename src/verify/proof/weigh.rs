//! Between which ends totals lie, and how far two are apart, for all profiles of a region. Where evidence adds up, what
//! one fact decides is joined value by value.

use std::collections::BTreeMap;

use crate::base::round_total;
use crate::model::{
    Effect, Evidence, FactId, FactType, GroupId, GroupLimit, LevelSet, Rule, RuleId, TargetId,
    Weight,
};

use super::base::Block;
use super::field::{Field, Known, pieces};
use super::span::{Ends, May};
use super::view::{Fate, View};

/// What the order of a sum may leave of it, for numbers of this size.
const GRAIN: f64 = 1e-10;
/// What rounding may leave of a difference of two totals.
const ROUNDING: f64 = 1.1e-9;
/// Values of a fact that are told apart at most.
const MOST_CASES: usize = 40;

/// What a difference is of: the evidence of the first, without that of the second.
type Sides = (TargetId, Option<TargetId>);

/// Ends of a sum that is not over yet.
type Pair = (f64, f64);

/// Whether a number is a whole multiple of 1/256 and no more than a million: sums of such are exact, and rounding totals
/// leaves them as they are.
pub(super) fn is_plain(number: f64) -> bool {
    (number * 256.0).fract() == 0.0 && number.abs() <= 1e6
}

impl View<'_> {
    /// By which branches a rule may fire.
    pub(super) fn fate(&self, id: RuleId) -> Fate {
        let known = self.memo.fates.borrow().get(&id).copied();
        if let Some(known) = known {
            return known;
        }
        let rule = &self.book().rules[id];
        let when = self.cond(&rule.when);
        let stops = rule.unless.as_ref().map_or(May::NO, |cond| self.cond(cond));
        let (mut free, mut beaten) = (true, false);
        for (other, one) in self.book().rules.iter() {
            if other != id && one.defeats.contains(&id) {
                let fate = self.fate(other);
                beaten |= fate.then;
                free &= fate.otherwise || fate.neither;
            }
        }
        let free = free && (stops.no || stops.unknown);
        let has_else = !rule.otherwise.is_empty();
        let mut fate = Fate {
            then: free && when.yes,
            otherwise: free && when.no && has_else,
            neither: beaten || stops.yes || when.unknown || (when.no && !has_else),
        };
        if let Some(held) = self.held.fates.get(&id) {
            fate = Fate {
                then: fate.then && held.then,
                otherwise: fate.otherwise && held.otherwise,
                neither: fate.neither && held.neither,
            };
        }
        self.memo.fates.borrow_mut().insert(id, fate);
        fate
    }

    /// Between which sizes the evidence of an effect lies, never below 0; and whether it may be missing though it fired.
    fn size(&self, effect: &Effect) -> Option<(Pair, bool)> {
        let range = self.book().method.range;
        let (span, missing) = match &effect.weight {
            Weight::Word(_, size) => ((*size, *size), false),
            Weight::By(num) => {
                let span = self.num(num);
                // A weight beyond these is an error, and there is no result.
                let ends = span.known?.meet(Ends::of(0.0, range));
                if ends.is_empty() {
                    return None;
                }
                ((ends.low, ends.high), span.unknown)
            }
        };
        let least = if self.certain { span.0 } else { 0.0 };
        Some(((least, span.1), missing))
    }

    /// The total of one piece: between which sizes, on its own side; 0 where it may be missing.
    fn piece(&self, rule: RuleId, target: TargetId, favor: bool) -> Option<Pair> {
        let fate = self.fate(rule);
        let rule = &self.book().rules[rule];
        let mut found: Option<Pair> = None;
        let mut always = true;
        let mut take = |may: bool, effects: &[Effect]| {
            if !may {
                return;
            }
            let own = effects.iter();
            let mut own = own.filter(|one| one.target == target && one.favor == favor);
            match own.next().and_then(|effect| self.size(effect)) {
                Some((sizes, missing)) => {
                    always &= !missing;
                    let other = found.unwrap_or(sizes);
                    found = Some((other.0.min(sizes.0), other.1.max(sizes.1)));
                }
                None => always = false,
            }
        };
        take(fate.then, &rule.then);
        take(fate.otherwise, &rule.otherwise);
        let always = always && !fate.neither;
        let (least, most) = found?;
        let total = |size: f64| self.lifted(if favor { size } else { -size }).abs();
        Some((if always { total(least) } else { 0.0 }, total(most)))
    }

    /// The total of a piece of evidence of that weight.
    fn lifted(&self, weight: f64) -> f64 {
        if self.base.adds {
            return weight;
        }
        let method = &self.world().method;
        let total = method.lift(weight, 1.0).and_then(|one| method.total(&one));
        total.unwrap_or(if weight < 0.0 {
            f64::NEG_INFINITY
        } else {
            f64::INFINITY
        })
    }

    /// What a block adds to a total, at least and at most, where evidence adds up.
    fn adds(&self, block: &Block, target: TargetId) -> Pair {
        let (mut low, mut high) = (0.0, 0.0);
        for favor in [true, false] {
            let pieces = block.rules.iter();
            let pieces = pieces.filter_map(|rule| self.piece(*rule, target, favor));
            let (least, most) = self.side(block.group, &pieces.collect::<Vec<_>>());
            let (down, up) = if favor {
                (least, most)
            } else {
                (-most, -least)
            };
            low += down;
            high += up;
        }
        // Of a rule by itself only one branch fires.
        if let ([rule], None) = (&block.rules[..], block.group) {
            let alone = self.alone(*rule, target);
            (low, high) = (alone.0.max(low), alone.1.min(high));
        }
        (low, high)
    }

    /// What a rule in no group adds, branch by branch.
    fn alone(&self, id: RuleId, target: TargetId) -> Pair {
        let fate = self.fate(id);
        let rule: &Rule = &self.book().rules[id];
        let mut found: Option<Pair> = fate.neither.then_some((0.0, 0.0));
        for (may, effects) in [(fate.then, &rule.then), (fate.otherwise, &rule.otherwise)] {
            if !may {
                continue;
            }
            let (mut low, mut high) = (0.0, 0.0);
            for effect in effects.iter().filter(|effect| effect.target == target) {
                let (sizes, missing) = self.size(effect).unwrap_or(((0.0, 0.0), true));
                let least = if missing { 0.0 } else { sizes.0 };
                let (down, up) = if effect.favor {
                    (least, sizes.1)
                } else {
                    (-sizes.1, -least)
                };
                low += down;
                high += up;
            }
            let other = found.unwrap_or((low, high));
            found = Some((other.0.min(low), other.1.max(high)));
        }
        found.unwrap_or((0.0, 0.0))
    }

    /// What a side of a group comes to, from the sizes of its pieces.
    fn side(&self, group: Option<GroupId>, pieces: &[Pair]) -> Pair {
        let limit = group.map(|group| self.book().groups[group].limit);
        let of = |sizes: &dyn Fn(&Pair) -> f64| {
            let sum: f64 = pieces.iter().map(sizes).sum();
            let top = pieces.iter().map(sizes).fold(0.0, f64::max);
            match limit {
                None => sum,
                Some(GroupLimit::Limit(most)) => sum.min(most),
                Some(GroupLimit::Strongest) => top,
                Some(GroupLimit::StrongestPlus(more)) => sum.min(top + more),
            }
        };
        (of(&|piece| piece.0), of(&|piece| piece.1))
    }

    /// The values of a fact that are told apart.
    pub(super) fn cases(&self, fact: FactId) -> Vec<Field> {
        let field = self.field(fact);
        let mut found = Vec::new();
        if field.unknown {
            found.push(Field::UNKNOWN);
        }
        match field.known {
            Known::Nothing => {}
            Known::Levels(levels) => {
                let one = |at| Field::of(Known::Levels(LevelSet::one(at)));
                found.extend(levels.iter().map(one));
            }
            Known::YesNo(yes, no) => {
                found.extend(yes.then(|| Field::of(Known::YesNo(true, false))));
                found.extend(no.then(|| Field::of(Known::YesNo(false, true))));
            }
            Known::Numbers(ends) => {
                let about = &self.book().facts[fact];
                let parts = pieces(ends, &self.base.marks(fact)).into_iter();
                let parts = parts.filter_map(|piece| {
                    let part = crate::model::certificate::ProofPart::Numbers(piece);
                    Field {
                        unknown: false,
                        ..field
                    }
                    .part(about, &part)
                });
                let parts = parts.map(|part| part.within(about));
                found.extend(parts.filter(|part| !part.is_empty()));
            }
            known @ (Known::Sets(..) | Known::Text) => found.push(Field::of(known)),
        }
        match found.len() > MOST_CASES {
            true => vec![field],
            false => found,
        }
    }

    /// What evidence comes to beyond the priors, at least and at most: each block where the fact is that decides it, value
    /// by value.
    fn joined(
        &self,
        of: &dyn Fn(&View<'_>, &Block) -> Pair,
        wanted: &dyn Fn(&Block) -> bool,
        beside: Option<FactId>,
    ) -> Pair {
        let mut by_fact: BTreeMap<Option<FactId>, Vec<&Block>> = BTreeMap::new();
        for block in self.base.blocks.iter().filter(|block| wanted(block)) {
            let open = block.facts.iter().filter(|fact| Some(**fact) != beside);
            let mut open = open.filter(|fact| self.is_open(**fact));
            by_fact.entry(open.next().copied()).or_default().push(block);
        }
        let (mut low, mut high) = (0.0, 0.0);
        let mut exact = true;
        for (fact, blocks) in by_fact {
            let sum = |view: &View<'_>| {
                let all = blocks.iter().map(|block| of(view, block));
                all.fold((0.0, 0.0), |sum: Pair, one| (sum.0 + one.0, sum.1 + one.1))
            };
            let (least, most) = match fact {
                None => sum(self),
                Some(fact) => {
                    let mut cases = self.cases(fact).into_iter();
                    let first = cases.next().map(|case| sum(&self.with(fact, case)));
                    cases.fold(first.unwrap_or((0.0, 0.0)), |so_far, case| {
                        let one = sum(&self.with(fact, case));
                        (so_far.0.min(one.0), so_far.1.max(one.1))
                    })
                }
            };
            low += least;
            high += most;
            // INVARIANT: where all sums of ends are exact, those of what lies between them keep within them, in any order.
            exact &= is_plain(least) && is_plain(most);
        }
        let room = |number: f64| match exact {
            true => 0.0,
            false => GRAIN + number.abs() * 1e-13,
        };
        (low - room(low), high + room(high))
    }

    fn is_open(&self, fact: FactId) -> bool {
        let kind = &self.book().facts[fact].kind;
        let is_split = !matches!(kind, FactType::Set(_) | FactType::Text);
        is_split && self.field(fact).single().is_none()
    }

    /// How far one sum of evidence is above another, at least and at most; not rounded.
    fn sum(&self, (target, other): Sides) -> Ends {
        let known = self.memo.sums.borrow().get(&(target, other)).copied();
        if let Some(known) = known {
            return known;
        }
        let ends = match (self.base.adds, other) {
            (true, _) => {
                let prior = |target: TargetId| self.book().targets[target].prior;
                let base = prior(target) - other.map_or(0.0, prior);
                let (low, high) = self.joined(
                    &|view, block| {
                        let own = view.adds(block, target);
                        let other = other.map_or((0.0, 0.0), |other| view.adds(block, other));
                        (own.0 - other.1, own.1 - other.0)
                    },
                    &|block| {
                        let is_other = other.is_some_and(|other| block.targets.contains(&other));
                        block.targets.contains(&target) || is_other
                    },
                    None,
                );
                Ends::of(base + low, base + high)
            }
            (false, None) => self.folded(target),
            (false, Some(other)) => {
                let (one, other) = (self.folded(target), self.folded(other));
                Ends::of(one.low - other.high, one.high - other.low)
            }
        };
        self.memo.sums.borrow_mut().insert((target, other), ends);
        ends
    }

    /// A total, evidence folded from the least of each piece and from the most.
    fn folded(&self, target: TargetId) -> Ends {
        if !self.base.scalar {
            return Ends::ALL;
        }
        let end = |up: bool| {
            self.fold(target, up)
                .and_then(|all| self.world().method.total(&all).ok())
        };
        let low = end(false).map_or(f64::NEG_INFINITY, |low| low - 1e-9 - low.abs() * 1e-9);
        let high = end(true).map_or(f64::INFINITY, |high| high + 1e-9 + high.abs() * 1e-9);
        Ends::of(low, high)
    }

    /// The evidence for a target at its upper or lower end.
    fn fold(&self, target: TargetId, up: bool) -> Option<Evidence> {
        let method = &self.world().method;
        let mut all = method.lift(self.book().targets[target].prior, 1.0).ok()?;
        for block in self
            .base
            .blocks
            .iter()
            .filter(|block| block.targets.contains(&target))
        {
            for favor in [true, false] {
                let mut side: Option<Evidence> = None;
                let (mut top, mut strongest) = (0.0, None);
                for rule in &block.rules {
                    let Some(weight) = self.end_of(*rule, target, (favor, up)) else {
                        continue;
                    };
                    let one = method.lift(weight, 1.0).ok()?;
                    let size = method.total(&one).ok()?.abs();
                    if size > top {
                        (top, strongest) = (size, Some(one.clone()));
                    }
                    side = Some(match side {
                        Some(side) => method.merge(&side, &one).ok()?,
                        None => one,
                    });
                }
                let limit = block.group.map(|group| self.book().groups[group].limit);
                let most = match limit {
                    Some(GroupLimit::Limit(most)) => Some(most),
                    Some(GroupLimit::StrongestPlus(more)) => Some(top + more),
                    Some(GroupLimit::Strongest) | None => None,
                };
                let side = match limit {
                    Some(GroupLimit::Strongest) => strongest,
                    _other => side,
                };
                if let Some(mut side) = side {
                    if let Some(most) = most
                        .filter(|most| method.total(&side).is_ok_and(|total| total.abs() > *most))
                    {
                        side = method.cut(&side, most).ok()?;
                    }
                    all = method.merge(&all, &side).ok()?;
                }
            }
        }
        Some(all)
    }

    /// The weight of a piece at its upper or lower end, with its sign; `None` where it then is missing.
    fn end_of(&self, rule: RuleId, target: TargetId, (favor, up): (bool, bool)) -> Option<f64> {
        let fate = self.fate(rule);
        let about = &self.book().rules[rule];
        let mut found: Option<f64> = None;
        let mut always = !fate.neither;
        for (may, effects) in [(fate.then, &about.then), (fate.otherwise, &about.otherwise)] {
            if !may {
                continue;
            }
            let own = effects.iter();
            let mut own = own.filter(|one| one.target == target && one.favor == favor);
            let Some((sizes, missing)) = own.next().and_then(|effect| self.size(effect)) else {
                always = false;
                continue;
            };
            always &= !missing;
            let (least, most) = sizes;
            let size = if up == favor { most } else { least };
            found = Some(match found {
                Some(other) if up == favor => other.max(size),
                Some(other) => other.min(size),
                None => size,
            });
        }
        // What speaks for it may be missing at the lower end, what speaks against it at the upper one.
        let size = found.filter(|_| up == favor || always)?;
        Some(if favor { size } else { -size })
    }

    /// A total, as it is rounded.
    pub(super) fn total(&self, target: TargetId) -> Ends {
        let ends = self.sum((target, None));
        let ends = Ends::of(round_total(ends.low), round_total(ends.high));
        let held = self.held.totals.get(&target);
        held.map_or(ends, |held| ends.meet(*held))
    }

    /// How far one total is above another.
    pub(super) fn apart(&self, one: TargetId, other: TargetId) -> Ends {
        if one == other {
            return Ends::of(0.0, 0.0);
        }
        let ends = self.sum((one, Some(other)));
        let room = |end: f64| if is_plain(end) { 0.0 } else { ROUNDING };
        let mut ends = Ends::of(ends.low - room(ends.low), ends.high + room(ends.high));
        if let Some(held) = self.held.apart.get(&(one, other)) {
            ends = ends.meet(*held);
        }
        if let Some(held) = self.held.apart.get(&(other, one)) {
            ends = ends.meet(Ends::of(-held.high, -held.low));
        }
        ends
    }

    /// What `belief` gives.
    pub(super) fn belief(&self, target: TargetId) -> Ends {
        if !self.base.scalar {
            return Ends::ALL;
        }
        let end = |up: bool| {
            let all = match self.base.adds {
                true => {
                    let ends = self.sum((target, None));
                    Some(Evidence::Number(if up { ends.high } else { ends.low }))
                }
                false => self.fold(target, up),
            };
            all.and_then(|all| self.world().method.belief(&all).ok())
        };
        let low = end(false).map_or(f64::NEG_INFINITY, |low| low - 1e-9);
        Ends::of(low, end(true).map_or(f64::INFINITY, |high| high + 1e-9))
    }

    /// The largest contribution of one piece toward a target.
    pub(super) fn strongest(&self, target: TargetId) -> Ends {
        if !self.base.scalar {
            return Ends::ALL;
        }
        let (mut low, mut high): Pair = (0.0, 0.0);
        for rule in self.base.blocks.iter().flat_map(|block| &block.rules) {
            if let Some((least, most)) = self.piece(*rule, target, true) {
                low = low.max(least);
                high = high.max(most);
            }
        }
        Ends::of(round_total(low), round_total(high))
    }

    /// How much of what a block adds to a total is open.
    pub(super) fn width(&self, block: &Block, target: TargetId) -> f64 {
        let (low, high) = self.adds(block, target);
        high - low
    }

    /// Whether all that a fact moves in a group moves it up, and whether all moves it down: piece by piece from the largest.
    /// However a side is limited and whatever else is in it, it then does not move the other way.
    fn steadily(
        &self,
        high: &View<'_>,
        fact: FactId,
        (block, target): (&Block, TargetId),
    ) -> (bool, bool) {
        let (mut up, mut down) = (true, true);
        for favor in [true, false] {
            let moved = block
                .rules
                .iter()
                .filter(|rule| self.base.hangs(**rule, fact));
            let sizes = |view: &View<'_>, least: bool| {
                let sizes = moved.clone().map(|rule| {
                    let piece = view.piece(*rule, target, favor).unwrap_or((0.0, 0.0));
                    if least { piece.0 } else { piece.1 }
                });
                let mut sizes: Vec<f64> = sizes.collect();
                sizes.sort_by(|a, b| b.total_cmp(a));
                sizes
            };
            let below =
                |small: Vec<f64>, large: Vec<f64>| small.iter().zip(&large).all(|(a, b)| a <= b);
            let grows = below(sizes(self, false), sizes(high, true));
            let shrinks = below(sizes(high, false), sizes(self, true));
            up &= if favor { grows } else { shrinks };
            down &= if favor { shrinks } else { grows };
        }
        (up, down)
    }

    /// How far a total moves from one region to another that differ in one fact, at least and at most.
    pub(super) fn moves(&self, high: &View<'_>, fact: FactId, target: TargetId) -> Pair {
        if !self.base.adds {
            let (before, after) = (self.folded(target), high.folded(target));
            return (after.low - before.high, after.high - before.low);
        }
        let above = high.field(fact);
        self.joined(
            &|view, block| {
                let other = view.with(fact, above);
                let (before, after) = (view.adds(block, target), other.adds(block, target));
                let (least, most) = (after.0 - before.1, after.1 - before.0);
                let (up, down) = view.steadily(&other, fact, (block, target));
                (
                    if up { least.max(0.0) } else { least },
                    if down { most.min(0.0) } else { most },
                )
            },
            &|block| block.targets.contains(&target) && block.facts.contains(&fact),
            Some(fact),
        )
    }
}
