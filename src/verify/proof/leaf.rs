//! Whether nothing in a region breaks a claim, told by bounds alone: what would have to be so is supposed, until nothing is
//! left. Where one profile is left, it is evaluated.

use crate::model::certificate::Closed;
use crate::model::{Claim, Cond, FactId, Given, Never, OutcomeId, Profile, Raising, TargetId};

use super::super::world::World;
use super::base::blank;
use super::span::May;
use super::suppose::Impossible;
use super::view::View;

/// Rounds in which what follows is taken up again at most.
const MOST_ROUNDS: u8 = 12;
/// What the order of a sum may leave of a total that does not move.
const GRAIN: f64 = 2e-10;
/// How far a total moves, as a part of it, before it counts.
const ROUNDING: f64 = 2e-9;

/// A region, or two that differ in the fact that is raised.
pub(super) enum Region<'a> {
    One(Box<View<'a>>),
    /// With the lower and with the higher value.
    Two(Box<[View<'a>; 2]>, FactId),
}

/// What is left of a region where nothing is told; it is split further.
pub(super) struct Open<'a>(pub(super) Region<'a>);

impl<'a> Region<'a> {
    pub(super) fn one(view: View<'a>) -> Self {
        Self::One(Box::new(view))
    }

    pub(super) fn two(sides: [View<'a>; 2], raised: FactId) -> Self {
        Self::Two(Box::new(sides), raised)
    }

    /// Why nothing in it breaks a claim.
    pub(super) fn close(&self, claim: &Claim<Cond>) -> Result<Closed, Open<'a>> {
        match (self, claim) {
            (Self::One(view), Claim::Stated { always, cond, when }) => {
                let wanted = if *always { May::NOT_YES } else { May::YES };
                stated(view, (when.as_ref(), cond, wanted))
            }
            (Self::Two(sides, _), Claim::Raising { raising, when }) => {
                raised(sides, raising, when.as_ref())
            }
            // INVARIANT: the tree starts with what goes with the claim.
            (Self::One(view), _) => Err(Open(Self::one(view.plain(view.by)))),
            (Self::Two(sides, fact), _) => Err(Open(Self::two(apart(sides), *fact))),
        }
    }

    /// The region in which less is allowed of a fact.
    pub(super) fn with(&self, fact: FactId, field: super::field::Field) -> Self {
        match self {
            Self::One(view) => Self::one(view.with(fact, field)),
            Self::Two(sides, raised) => {
                Self::two(sides.each_ref().map(|side| side.with(fact, field)), *raised)
            }
        }
    }

    /// What stands for what is allowed of facts but for the one that is raised.
    pub(super) fn view(&self) -> &View<'a> {
        match self {
            Self::One(view) => view,
            Self::Two(sides, _) => {
                let [low, _high] = &**sides;
                low
            }
        }
    }

    /// Whether it may be split by a fact.
    pub(super) fn is_split_by(&self, fact: FactId) -> bool {
        match self {
            Self::One(_) => true,
            Self::Two(_, raised) => *raised != fact,
        }
    }
}

fn apart<'a>(sides: &[View<'a>; 2]) -> [View<'a>; 2] {
    sides.each_ref().map(|side| side.plain(side.by))
}

fn stated<'a>(
    view: &View<'a>,
    (when, cond, wanted): (Option<&Cond>, &Cond, May),
) -> Result<Closed, Open<'a>> {
    if view.is_empty() {
        return Ok(Closed::Empty);
    }
    let mut left = view.plain(view.by);
    for _ in 0..MOST_ROUNDS {
        let before = (left.fields.clone(), left.held.clone());
        left.memo = Default::default();
        if left.suppose_decides().is_err() {
            return Ok(Closed::Row);
        }
        if let Some(Err(Impossible)) = when.map(|when| left.suppose(when, May::YES)) {
            return Ok(Closed::When);
        }
        if left.suppose(cond, wanted).is_err() {
            return Ok(Closed::Claim);
        }
        if before == (left.fields.clone(), left.held.clone()) {
            break;
        }
    }
    if let Some(profile) = profile(&left, None)
        && !breaks(left.world(), &profile, (when, cond, wanted))
    {
        return Ok(Closed::Profile);
    }
    left.memo = Default::default();
    Err(Open(Region::one(left)))
}

impl View<'_> {
    /// Supposes that what is supposed to give the advice gives it: it applies, and what stands above it does not.
    fn suppose_decides(&mut self) -> Result<(), Impossible> {
        let Some(by) = self.by else {
            return Ok(());
        };
        let book = self.book();
        let rows = book.advice.as_ref().map_or(&[][..], |advice| &advice.rows);
        if let Some(row) = by.and_then(|at| rows.get(at)) {
            if let Some(strategy) = self.strategy(row) {
                self.suppose_excluded(strategy, false)?;
            }
            self.suppose_guarded(row.when.as_ref(), row.unless.as_ref(), May::YES)?;
        }
        for row in rows.iter().take(by.unwrap_or(usize::MAX)) {
            if !self.applies(row).no {
                return Err(Impossible);
            }
            let out = self
                .strategy(row)
                .is_some_and(|strategy| self.excluded(strategy).yes);
            if !out {
                self.suppose_guarded(row.when.as_ref(), row.unless.as_ref(), May::NOT_YES)?;
            }
        }
        Ok(())
    }
}

fn raised<'a>(
    sides: &[View<'a>; 2],
    raising: &Raising,
    when: Option<&Cond>,
) -> Result<Closed, Open<'a>> {
    let fact = raising.fact;
    if sides.iter().any(View::is_empty) {
        return Ok(Closed::Empty);
    }
    let mut left = apart(sides);
    if let Some(when) = when
        && together(&mut left, fact, &mut |view, _| view.suppose(when, May::YES)).is_err()
    {
        return Ok(Closed::When);
    }
    let closed = match raising.never {
        Never::Lowers(target) => stays(&left, fact, (target, true)),
        Never::Raises(target) => stays(&left, fact, (target, false)),
        Never::Turns(from, to) => turns(&left, fact, [from, to], when),
    };
    if closed {
        return Ok(Closed::Claim);
    }
    let [low, high] = &left;
    if let (Some(one), Some(other)) = (profile(low, Some(fact)), profile(high, Some(fact)))
        && !moves(low.world(), [&one, &other], raising, when)
    {
        return Ok(Closed::Profile);
    }
    Err(Open(Region::two(left, fact)))
}

/// Supposes something of both sides until nothing more follows; all other facts are the same in both.
fn together<'a>(
    sides: &mut [View<'a>; 2],
    raised: FactId,
    suppose: &mut dyn FnMut(&mut View<'a>, usize) -> Result<(), Impossible>,
) -> Result<(), Impossible> {
    for _ in 0..MOST_ROUNDS {
        let now = |sides: &[View<'a>; 2]| {
            sides
                .each_ref()
                .map(|side| (side.fields.clone(), side.held.clone()))
        };
        let before = now(sides);
        for (at, view) in sides.iter_mut().enumerate() {
            view.memo = Default::default();
            suppose(view, at)?;
        }
        let [low, high] = sides;
        let facts: Vec<FactId> = low.fields.ids().filter(|fact| *fact != raised).collect();
        for fact in facts {
            low.narrow(fact, high.fields[fact])?;
            high.narrow(fact, low.fields[fact])?;
        }
        if before == now(sides) {
            break;
        }
    }
    for view in sides {
        view.memo = Default::default();
    }
    Ok(())
}

/// Whether a total does not fall, or does not rise.
fn stays([low, high]: &[View<'_>; 2], fact: FactId, (target, up): (TargetId, bool)) -> bool {
    if !low.certain {
        return false;
    }
    let (least, most) = low.moves(high, fact, target);
    if up { least >= -GRAIN } else { most <= GRAIN }
}

/// Whether no row gives one advice with the lower value where another gives the other with the higher.
fn turns(
    sides: &[View<'_>; 2],
    fact: FactId,
    [from, to]: [Option<OutcomeId>; 2],
    when: Option<&Cond>,
) -> bool {
    let [low, high] = sides;
    if low.book().advice.is_none() {
        return !low.outcomes().contains(&from) || !high.outcomes().contains(&to);
    }
    let gives = |view: &View<'_>, outcome| {
        let by = view.deciders().into_iter();
        by.filter(|by| view.outcome_by(*by) == outcome)
            .collect::<Vec<_>>()
    };
    let (before, after) = (gives(low, from), gives(high, to));
    before.iter().all(|first| {
        after.iter().all(|second| {
            let mut pair = [low.plain(Some(*first)), high.plain(Some(*second))];
            let both = together(&mut pair, fact, &mut |view, _| {
                view.suppose_decides()?;
                when.map_or(Ok(()), |when| view.suppose(when, May::YES))
            });
            both.is_err()
        })
    })
}

/// The only profile of a region, as far as anything reads it.
fn profile(view: &View<'_>, raised: Option<FactId>) -> Option<Profile> {
    if !view.certain {
        return None;
    }
    let mut profile = blank(view.book());
    for fact in view.fields.ids() {
        let field = view.field(fact);
        match field.single() {
            Some(value) => profile.set(fact, value.map(Given::certain)),
            None if view.base.reads(fact) || raised == Some(fact) => return None,
            None => {}
        }
    }
    Some(profile)
}

/// Whether a condition has one of some truths in a profile; none where it cannot be computed.
pub(super) fn has(world: &World<'_>, cond: &Cond, truths: May) -> bool {
    let truth = world.condition(cond).map(|node| {
        let verdict = node.verdict;
        May::of(verdict.holds(), verdict.fails(), !verdict.is_known())
    });
    truth.is_ok_and(|truth| !truth.meet(truths).is_empty())
}

/// Whether a profile breaks a claim that something never or always holds.
pub(super) fn breaks(
    world: &World<'_>,
    profile: &Profile,
    (when, cond, wanted): (Option<&Cond>, &Cond, May),
) -> bool {
    let world = world.over(profile);
    // Without a result nothing is broken.
    let sound = world.advised().is_ok();
    sound && when.is_none_or(|when| has(&world, when, May::YES)) && has(&world, cond, wanted)
}

/// Whether something moves as it must not between two profiles.
pub(super) fn moves(
    world: &World<'_>,
    profiles: [&Profile; 2],
    raising: &Raising,
    when: Option<&Cond>,
) -> bool {
    let [low, high] = profiles.map(|profile| world.over(profile));
    let asked = |world: &World<'_>| when.is_none_or(|when| has(world, when, May::YES));
    if !asked(&low) || !asked(&high) {
        return false;
    }
    let (Ok(before), Ok(after)) = (low.advised(), high.advised()) else {
        return false;
    };
    let total = |world: &World<'_>, target| world.sum(target).map(|sum| sum.total);
    match raising.never {
        Never::Turns(from, to) => before.outcome == from && after.outcome == to,
        Never::Lowers(target) | Never::Raises(target) => {
            let (Ok(before), Ok(after)) = (total(&low, target), total(&high, target)) else {
                return false;
            };
            let fall = match raising.never {
                Never::Raises(_) => after - before,
                _lowers => before - after,
            };
            fall > ROUNDING * before.abs().max(after.abs()).max(1.0)
        }
    }
}
