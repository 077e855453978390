//! Claims about an advice that turns as one fact rises: what has to be so where one row gives the advice with the lower
//! value and another with the higher one. What strategies are apart with one value tells how far they are with the other.

use super::answers::{gives, put};
use super::raise::{At, Compared, Comparing, units_of};
use super::region::{Assumed, Bounded, Field};
use crate::model::{FactId, NumberId, OutcomeId, TargetId};

/// Rounds in which what has to be so is followed up at most.
const MOST_ROUNDS: u32 = 4;
/// What rounding may leave between two totals.
const ROUNDING: f64 = 4e-9;

impl Comparing<'_> {
    /// Compares, for each two that may give the advice with one value and with the other.
    pub(super) fn turn(
        &mut self,
        sides: &mut [Bounded; 2],
        [from, to]: [Option<OutcomeId>; 2],
        at: At,
    ) -> Compared {
        let deciding = &self.program.plan.code.deciding;
        let gives = |by: &Option<usize>| by.and_then(|by| deciding.get(by)?.outcome);
        let [low, high] = &*sides;
        let [before, after] = [low, high].map(|side| side.deciders(self.program));
        let before = before.into_iter().filter(|by| gives(by) == from);
        let mut found = Compared::Nothing;
        for first in before {
            for second in after.iter().filter(|by| gives(by) == to) {
                let by = Some([first, *second]);
                match self.turn_by(sides, [first, *second], At { by, ..at }) {
                    Compared::Nothing => {}
                    Compared::Open => found = Compared::Open,
                    Compared::Moves => return Compared::Moves,
                }
            }
        }
        found
    }

    /// Compares where two rows give the advice: first what has to be so, then part by part.
    pub(super) fn turn_by(
        &mut self,
        sides: &mut [Bounded; 2],
        by: [Option<usize>; 2],
        at: At,
    ) -> Compared {
        let (program, atlas) = (self.program, self.atlas);
        let path = self.path.clone();
        let (mut narrowed, mut more) = (0_usize, at.more);
        let mut found = None;
        for _ in 0..MOST_ROUNDS {
            let Some(fields) = self.follows(sides, by) else {
                found = Some(Compared::Nothing);
                break;
            };
            if fields.is_empty() {
                break;
            }
            for (fact, field) in fields {
                let value = atlas.value_in(program, fact, field);
                more |= value.is_some();
                put(&mut self.path, fact, value);
                narrowed = narrowed.saturating_add(1);
                for side in sides.iter_mut() {
                    // INVARIANT: over a region no step fails; what cannot be computed is open.
                    let _ = side.narrow(program, atlas, (fact, field));
                }
            }
        }
        let found = found.unwrap_or_else(|| match self.hit(more) {
            true => Compared::Moves,
            false => match self.doubtful(sides, by) {
                Some(fact) => self.split(sides, fact, at),
                // Nothing is left to tell apart, and it was tried.
                None if self.is_one(sides) => Compared::Nothing,
                None => Compared::Open,
            },
        });
        for _ in 0..narrowed {
            sides.iter_mut().for_each(|side| side.widen(atlas));
        }
        if !matches!(found, Compared::Moves) {
            self.path = path;
        }
        found
    }

    /// Whether the answers so far, and no others, stand for all that is left.
    fn is_one(&self, [side, _]: &[Bounded; 2]) -> bool {
        let raised = self.raising.fact;
        let mut read = self.program.plan.index.read.iter();
        self.atlas.cases.are_certain()
            && read.all(|(fact, read)| {
                let answered = fact == raised || gives(&self.path, fact);
                !*read || answered || !side.field(fact).known
            })
    }

    /// Of which facts less is possible where both rows give the advice, the one that is raised apart; `None` where they
    /// cannot both.
    fn follows(
        &mut self,
        sides: &mut [Bounded; 2],
        by: [Option<usize>; 2],
    ) -> Option<Vec<(FactId, Field)>> {
        let mut all = Vec::new();
        for (side, by) in sides.iter_mut().zip(by) {
            all.push(self.assumed(side, by)?);
        }
        let assumed: [Assumed; 2] = all.try_into().ok()?;
        if self.contradict(sides, &assumed) {
            return None;
        }
        // What one of them says is taken up before the other is asked again.
        let [low, high] = assumed.map(|assumed| {
            let fields = assumed.fields();
            let fields: Vec<_> = fields
                .filter(|(fact, _)| *fact != self.raising.fact)
                .collect();
            fields
        });
        Some(if low.is_empty() { high } else { low })
    }

    /// What has to be so where one gives the advice and what is asked for holds.
    fn assumed(&self, side: &mut Bounded, by: Option<usize>) -> Option<Assumed> {
        let (program, atlas) = (self.program, self.atlas);
        side.decide_anew(program, atlas);
        if !side.deciders(program).contains(&by) {
            return None;
        }
        let before = side.suppose(program, Some(by));
        let mut found = Assumed::default();
        side.assume_by(program, by, &mut found);
        let mut may = side.set_apart(&found);
        if let Some(when) = self.when.filter(|_| may) {
            may = side
                .ask_where(program, atlas, when, &mut found)
                .yes
                .is_some();
            let truth = program.plan.code.probes[when].shape.truth;
            side.assume(program, truth, true, &mut found);
            may = may && side.set_apart(&found);
        }
        may = may && side.may_decide_where(program, atlas, by, &mut found);
        side.put_back(before);
        (may && !found.is_refuted()).then_some(found)
    }

    /// Whether strategies cannot be so far apart with one value and so far the other way with the other.
    fn contradict(&self, sides: &[Bounded; 2], [low, high]: &[Assumed; 2]) -> bool {
        if !self.program.totals_are_sums() {
            return false;
        }
        low.apart().iter().any(|((a, b), least)| {
            let (Some(first), Some(second)) = (self.strategy(*a), self.strategy(*b)) else {
                return false;
            };
            let [gains, _] = self.gain(sides, first);
            let [_, loses] = self.gain(sides, second);
            let now = least + gains - loses;
            let against = high.apart().iter().filter(|((one, other), _)| {
                self.strategy(*one) == Some(second) && self.strategy(*other) == Some(first)
            });
            let mut against = against.map(|(_, most)| now + most);
            against.any(|beyond| beyond > ROUNDING)
        })
    }

    /// The strategy whose total a number is; of two the rival of one is the other.
    fn strategy(&self, number: NumberId) -> Option<TargetId> {
        let standings = &self.program.plan.code.standings;
        let own = standings.iter().find(|one| one.running == number);
        let rival = || match &**standings {
            [one, other] if one.rival == Some(number) => Some(other),
            [other, one] if one.rival == Some(number) => Some(other),
            _more => None,
        };
        own.or_else(rival).map(|one| one.target)
    }

    /// How far a total moves up, at least and at most.
    fn gain(&self, sides: &[Bounded; 2], target: TargetId) -> [f64; 2] {
        let units = units_of(self.program, target, self.raising.fact).into_iter();
        units.fold([0.0, 0.0], |[least, most], unit| {
            let change = self.change(sides, unit);
            [least + change[0], most + change[1]]
        })
    }

    /// The fact on which most hangs whether both rows give the advice.
    fn doubtful(&mut self, sides: &mut [Bounded; 2], by: [Option<usize>; 2]) -> Option<FactId> {
        let (program, atlas) = (self.program, self.atlas);
        let applies = |by: Option<usize>| program.plan.code.deciding.get(by?)?.applies;
        let raised = self.raising.fact;
        for (side, by) in sides.iter_mut().zip(by) {
            side.decide_anew(program, atlas);
            let truth = applies(by);
            let found =
                truth.and_then(|truth| side.hangs_on(program, atlas, truth, &mut self.doubt));
            if found.is_some_and(|fact| fact != raised) {
                return found;
            }
            let found = side.in_doubt(program, atlas, &|_| true, &mut self.doubt);
            if found.is_some_and(|fact| fact != raised) {
                return found;
            }
        }
        self.behind_when(sides).or_else(|| self.split_of(sides))
    }
}
