//! How far strategies are apart over a region. A fact that is open moves all of them at once, so that their difference is
//! known better than the difference of their bounds.

use super::atlas::Atlas;
use super::bounded::Bounded;
use super::join::Column;
use super::parts::{Parts, Side};
use super::truth::May;
use super::{Bounds, Region, Within, merge, room, total_in_any_order, zero};
use crate::base::Id;
use crate::model::{NumberId, Ranked, Step, TargetId, TruthId};
use crate::plan::Program;

/// Strategies of which at most each pair is looked at.
const MOST_STRATEGIES: usize = 4;

/// How far one strategy is above another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Net {
    pub pair: (TargetId, TargetId),
    pub bounds: Bounds,
}

/// Between what the difference of two numbers of the plan lies.
#[derive(Clone, Copy, Debug)]
pub(super) struct Apart {
    numbers: (NumberId, NumberId),
    ends: [f64; 2],
}

impl Apart {
    /// The first of two numbers lies at least so far above the second.
    pub(super) fn at_least(&mut self, (a, b): (NumberId, NumberId), least: f64) {
        let [low, high] = self.ends;
        if self.numbers == (a, b) {
            self.ends = [low.max(least), high];
        }
        if self.numbers == (b, a) {
            self.ends = [low, high.min(-least)];
        }
    }

    /// Whether there is such a difference.
    pub(super) fn is_possible(&self) -> bool {
        let [low, high] = self.ends;
        low <= high
    }
}

/// Every pair of strategies, where totals are sums; else none.
pub(super) fn pairs(program: &Program) -> impl Iterator<Item = (TargetId, TargetId)> + '_ {
    let standings = &program.plan.code.standings;
    let is_few = standings.len() <= MOST_STRATEGIES && program.totals_are_sums();
    let standings = standings.get(..standings.len().saturating_mul(usize::from(is_few)));
    let standings = standings.unwrap_or_default();
    let firsts = standings.iter().zip(1usize..);
    firsts.flat_map(move |(one, next)| {
        let others = standings.iter().skip(next);
        others.map(move |other| (one.target, other.target))
    })
}

impl Bounds {
    fn negated(self) -> Self {
        Self {
            low: -self.high,
            high: -self.low,
            size: self.size,
        }
    }
}

/// What pieces that hang on one fact alone and are in no group put between each pair of strategies.
pub(super) fn nets(
    program: &Program,
    parts: &Parts,
    columns: &[Column],
    rows: &[usize],
) -> Vec<Net> {
    let loose = |column: &&Column| parts.side(parts.place(column.piece).part) == Side::Loose;
    let target = |column: &Column| program.plan.code.pieces[column.piece].target;
    let mut found = Vec::new();
    for pair in pairs(program) {
        let own = columns.iter().filter(loose);
        let own: Vec<&Column> = own
            .filter(|one| target(one) == pair.0 || target(one) == pair.1)
            .collect();
        if own.is_empty() {
            continue;
        }
        let in_case = |case: usize| {
            own.iter().fold(zero(program), |sum, column| {
                let bounds = column.evidence.get(case).copied().flatten();
                bounds.map_or(sum, |bounds| match target(column) == pair.0 {
                    true => merge(program, sum, bounds),
                    false => merge(program, sum, bounds.negated()),
                })
            })
        };
        let hull = rows.iter().map(|case| in_case(*case)).reduce(Bounds::hull);
        found.extend(hull.map(|bounds| Net { pair, bounds }));
    }
    found
}

impl Bounded {
    /// Looks at how far the strategies are apart.
    pub(super) fn compare(&mut self, program: &Program, atlas: &Atlas) {
        let standings = &program.plan.code.standings;
        let mut found = Vec::new();
        if standings.iter().all(|one| self.is_in(atlas, one)) {
            for (a, b) in pairs(program) {
                found.push((a, b, self.net(program, atlas, (a, b))));
            }
        }
        let apart = &mut self.machine_mut().domain.apart;
        apart.clear();
        if found.is_empty() {
            return;
        }
        for one in standings {
            let mut lead = [f64::INFINITY; 2];
            for other in standings.iter().filter(|other| other.target != one.target) {
                let same = |a: TargetId, b: TargetId| one.target == a && other.target == b;
                let ends = found.iter().find_map(|(a, b, [low, high])| match () {
                    () if same(*a, *b) => Some([*low, *high]),
                    () if same(*b, *a) => Some([-high, -low]),
                    () => None,
                });
                let ends = ends.unwrap_or([f64::NEG_INFINITY, f64::INFINITY]);
                let numbers = (one.running, other.running);
                apart.push(Apart { numbers, ends });
                lead = [lead[0].min(ends[0]), lead[1].min(ends[1])];
            }
            if let Some(rival) = one.rival {
                let numbers = (one.running, rival);
                apart.push(Apart {
                    numbers,
                    ends: lead,
                });
            }
        }
    }

    /// Whether a strategy is surely in the choice, as far as that is computed before the totals.
    fn is_in(&self, atlas: &Atlas, one: &Ranked) -> bool {
        let never = |id: TruthId| {
            let truth = self.machine().truths.get(id.to_usize());
            truth.is_some_and(|truth| truth.never())
        };
        one.excluded
            .is_none_or(|id| atlas.is_early(Step::Truth(id)) && never(id))
    }

    /// How far one strategy is above another.
    fn net(&self, program: &Program, atlas: &Atlas, (a, b): (TargetId, TargetId)) -> [f64; 2] {
        let (machine, parts, joined) = (self.machine(), &atlas.parts, self.joined());
        let mut sum = joined.net(program, (a, b));
        for (target, is_first) in [(a, true), (b, false)] {
            let mut add = |bounds: Bounds| {
                let bounds = if is_first { bounds } else { bounds.negated() };
                sum = merge(program, sum, bounds);
            };
            let prior = program.plan.code.folds[target].prior;
            add(machine.prior_bounds(program, prior).unwrap_or(Bounds::OPEN));
            for part in parts.of(target) {
                match parts.side(part) {
                    Side::Group(..) => joined.side(part).into_iter().for_each(&mut add),
                    Side::Loose => {
                        let free = parts
                            .pieces(part)
                            .iter()
                            .filter(|piece| !joined.has(**piece));
                        let bounds =
                            free.filter_map(|piece| *machine.pieces.get(piece.to_usize())?);
                        bounds.for_each(&mut add);
                    }
                }
            }
        }
        let Within { low, high, .. } = total_in_any_order(program, sum);
        // Each total is rounded by itself: where the sums are not exact, both need their room.
        let room = match sum.is_whole(program) {
            true => 0.0,
            false => self.room_of(a) + self.room_of(b),
        };
        [low - room, high + room]
    }

    /// How far a total may err, as it may be added up in any order.
    fn room_of(&self, target: TargetId) -> f64 {
        let ends = self.total(target).unwrap_or_default();
        ends.into_iter().map(room).fold(0.0, f64::max)
    }
}

impl Region {
    fn ends(&self, a: NumberId, b: Option<NumberId>) -> Option<[f64; 2]> {
        let numbers = (a, b?);
        let found = self.apart.iter().find(|one| one.numbers == numbers);
        found.map(|one| one.ends)
    }

    /// A lead, as far as more is known of it.
    pub(super) fn nearer(&self, (a, b): (NumberId, Option<NumberId>), lead: Within) -> Within {
        match self.ends(a, b) {
            Some([low, high]) if lead.known && !lead.unknown => {
                Within::closed(lead.low.max(low), lead.high.min(high))
            }
            _ => lead,
        }
    }

    /// Whether one is ahead, as far as more is known of it.
    pub(super) fn surer_ahead(&self, (a, b): (NumberId, Option<NumberId>), ahead: May) -> May {
        match self.ends(a, b) {
            Some([low, _]) if low > 0.0 => May::constant(true),
            Some([_, high]) if high <= 0.0 => May::constant(false),
            _ => ahead,
        }
    }

    /// Whether both are even, as far as more is known of it.
    pub(super) fn surer_even(&self, (a, b): (NumberId, NumberId), even: May) -> May {
        match self.ends(a, Some(b)) {
            Some([low, high]) if low > 0.0 || high < 0.0 => May::constant(false),
            _ => even,
        }
    }
}
