//! The domain of a region of profiles: a set of values for each fact, and whether it may be unknown.
//! Everything computed over it holds for every profile of the region.

mod apart;
mod assume;
mod atlas;
mod bounded;
mod call;
mod choice;
mod doubt;
mod field;
mod gates;
mod join;
mod number;
mod parts;
mod rank;
mod trail;
mod truth;

pub(super) use assume::Assumed;
pub(super) use atlas::Atlas;
pub(super) use bounded::Bounded;
use choice::Choices;
pub(super) use doubt::Doubt;
pub(super) use field::{Case, Cases, Field, Fields};
pub(super) use gates::Gates;
pub(super) use number::Within;
pub(super) use rank::Outlook;
use truth::May;
pub(super) use truth::{ANY, ONE};

use crate::engine::domain::{Domain, Lift, Values};
use crate::engine::fault::Fault;
use crate::script;
use call::Called;
use truth::Range;

use crate::base::{Id, is_whole_total, round_total};
use crate::model::{
    CallId, ChoiceNode, Compare, Deciding, FactId, Firing, GroupLimit, LevelSet, Leveled, NumberId,
    OPERANDS, Op, OutcomeId, PieceId, PieceWeight, Read,
};
use crate::model::{Code, Evidence};
use crate::plan::Program;

/// The domain of a region.
#[derive(Clone, Debug)]
pub(super) struct Region {
    pub fields: Fields,
    /// The count of the scripts' operations from which no function is called any more; `None` where none is called.
    until: Option<u64>,
    /// How far strategies are apart, as far as more is known of that than of each of them.
    apart: Vec<apart::Apart>,
    /// By which part of itself each weight that is a number may be another.
    spread: f64,
}

/// What may become of a rule.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Chances {
    pub(super) then_may: bool,
    then_must: bool,
    pub(super) else_may: bool,
    else_must: bool,
}

/// Evidence between two ends; for methods whose evidence is no number nothing is known of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Bounds {
    low: f64,
    high: f64,
    /// How much was added up, in size, to come to the ends; infinite where an end of a piece is no whole multiple of
    /// 1e-9, or the method does not add.
    size: f64,
}

/// How far sums of whole multiples of 1e-9 may err, so that rounding them to 1e-9 leaves no doubt.
const MOST_ERROR: f64 = 2.5e-10;

impl Bounds {
    const OPEN: Self = Self {
        low: f64::NEG_INFINITY,
        high: f64::INFINITY,
        size: f64::INFINITY,
    };

    /// One piece of evidence between two ends.
    fn of(program: &Program, low: f64, high: f64) -> Self {
        let whole = program.totals_are_sums() && is_whole_total(low) && is_whole_total(high);
        let size = match whole {
            true => low.abs().max(high.abs()),
            false => f64::INFINITY,
        };
        Self { low, high, size }
    }

    fn hull(self, other: Self) -> Self {
        Self {
            low: self.low.min(other.low),
            high: self.high.max(other.high),
            size: self.size.max(other.size),
        }
    }

    /// Whether the ends are exact once they are rounded. Evidence between them rounds to nothing beyond them: they are
    /// whole multiples of 1e-9, and what is lost in adding up, half a unit in the last place each time, is far less.
    fn is_whole(self, program: &Program) -> bool {
        let pieces = u32::try_from(program.plan.code.pieces.len()).unwrap_or(u32::MAX);
        self.size * f64::EPSILON * (f64::from(pieces) + 8.0) < MOST_ERROR
    }
}

fn zero(program: &Program) -> Bounds {
    match program.method.method.zero {
        Evidence::Number(zero) => Bounds::of(program, zero, zero),
        Evidence::Array(_) => Bounds::OPEN,
    }
}

/// One end through a function of the method; an end that the method cannot compute is open.
fn end(result: Result<Evidence, crate::script::Fault>, open: f64) -> f64 {
    match result {
        Ok(Evidence::Number(number)) if number.is_finite() => number,
        Ok(_) | Err(_) => open,
    }
}

fn merge_ends(program: &Program, a: f64, b: f64, open: f64) -> f64 {
    if a.is_infinite() || b.is_infinite() {
        return open;
    }
    end(
        program.merge(&Evidence::Number(a), &Evidence::Number(b)),
        open,
    )
}

fn merge(program: &Program, a: Bounds, b: Bounds) -> Bounds {
    let (low, high) = (a.low + b.low, a.high + b.high);
    if program.adds() && low.is_finite() && high.is_finite() {
        let size = a.size + b.size;
        return Bounds { low, high, size };
    }
    Bounds {
        low: merge_ends(program, a.low, b.low, f64::NEG_INFINITY),
        high: merge_ends(program, a.high, b.high, f64::INFINITY),
        size: a.size + b.size,
    }
}

fn total_of(program: &Program, end: f64) -> f64 {
    if end.is_infinite() {
        end
    } else {
        program.total(&Evidence::Number(end)).unwrap_or(f64::NAN)
    }
}

fn cut(program: &Program, end: f64, most: f64, open: f64) -> f64 {
    if end.is_infinite() {
        let sided = if end > 0.0 { most } else { -most };
        return if program.method.method.cut.is_none() {
            sided
        } else {
            open
        };
    }
    self::end(program.method.cut(&Evidence::Number(end), most), open)
}

impl Region {
    pub(super) fn new(fields: Fields, until: u64) -> Self {
        Self {
            fields,
            until: Some(until),
            apart: Vec::new(),
            spread: 0.0,
        }
    }

    /// The same, each weight that is a number changed by a part of itself at most.
    pub(super) fn spread(self, spread: f64) -> Self {
        Self { spread, ..self }
    }

    fn allow(&mut self, until: u64) {
        self.until = Some(until);
    }

    /// Where nothing is known of what scripts answer.
    fn without_calls(fields: Fields) -> Self {
        Self {
            fields,
            until: None,
            apart: Vec::new(),
            spread: 0.0,
        }
    }

    fn field(&self, fact: FactId) -> Field {
        self.fields.get(fact)
    }

    fn leveled(&self, of: Leveled, choices: &[Choices]) -> Choices {
        match of {
            Leveled::Choice(id) => choices
                .get(id.to_usize())
                .copied()
                .unwrap_or(Self::NO_CHOICE),
            Leveled::Fact(fact) => {
                let field = self.field(fact);
                let levels = field.levels.0.count_ones();
                let any = if field.known {
                    field.levels
                } else {
                    LevelSet::default()
                };
                Choices {
                    any,
                    nothing: field.unknown,
                    open: false,
                    single: match field.known {
                        true => levels == 1 && !field.unknown,
                        false => true,
                    },
                    certainty: field.certainty_range(),
                }
            }
        }
    }
}

impl Domain for Region {
    type Truth = May;
    type Number = Within;
    type Choice = Choices;
    type Status = Chances;
    type Evidence = Bounds;
    type Slot = Option<Bounds>;
    type Certainty = Range;
    type Decision = Outlook;

    const NO_TRUTH: May = May::ANY;
    const NO_NUMBER: Within = Within::UNKNOWN;
    const NO_CHOICE: Choices = Choices {
        any: LevelSet(0),
        nothing: true,
        open: false,
        single: true,
        certainty: ONE,
    };
    const NO_EVIDENCE: Option<Bounds> = None;
    const NO_STATUS: Chances = Chances {
        then_may: false,
        then_must: false,
        else_may: false,
        else_must: false,
    };

    fn constant(holds: bool) -> May {
        May::constant(holds)
    }

    fn holds(&self, fact: FactId) -> May {
        self.level(fact, LevelSet::one(1))
    }

    fn level(&self, fact: FactId, levels: LevelSet) -> May {
        let field = self.field(fact);
        let within = field.levels.intersection(levels);
        let (yes, no) = (!within.is_empty(), within != field.levels);
        May::of(
            field.known && yes,
            field.known && no,
            field.certainty_range(),
            field.unknown,
        )
    }

    fn number_test(&self, fact: FactId, compare: Compare, constant: f64) -> May {
        let field = self.field(fact);
        Within::compare(
            field.number(),
            compare,
            Within::exact(constant),
            field.certainty_range(),
        )
    }

    fn includes(&self, fact: FactId, level: u8) -> May {
        let field = self.field(fact);
        let (yes, no) = (field.levels.has(level), !field.must.has(level));
        May::of(
            field.known && yes,
            field.known && no,
            field.certainty_range(),
            field.unknown,
        )
    }

    fn known(&self, fact: FactId) -> May {
        let field = self.field(fact);
        May::of(field.known, field.unknown, ONE, false)
    }

    fn choice_test(choice: Choices, levels: LevelSet) -> May {
        let within = choice.any.intersection(levels);
        choice.tested((!within.is_empty(), within != choice.any))
    }

    fn choice_known(choice: Choices) -> May {
        if choice.single {
            return May::constant(choice.is_known());
        }
        May::of(
            !choice.any.is_empty(),
            choice.nothing || choice.open,
            ONE,
            false,
        )
    }

    fn number_known(number: Within) -> May {
        May::of(number.known, number.unknown, ONE, false)
    }

    fn truth_known(truth: May) -> May {
        May::of(
            truth.yes.is_some() || truth.no.is_some(),
            truth.unknown,
            ONE,
            false,
        )
    }

    fn levels(&self, left: Leveled, compare: Compare, right: Leveled, choices: &[Choices]) -> May {
        let (left, right) = (self.leveled(left, choices), self.leveled(right, choices));
        Choices::compared(left, compare, right)
    }

    fn compare(left: Within, compare: Compare, right: Within, certainty: Range) -> May {
        Within::compare(left, compare, right, certainty)
    }

    fn and(a: May, b: May) -> May {
        May::and(a, b)
    }

    fn or(a: May, b: May) -> May {
        May::or(a, b)
    }

    fn not(a: May) -> May {
        a.not()
    }

    fn at_least(least: u32, parts: &[May]) -> May {
        May::at_least(least, parts)
    }

    fn surely(a: May) -> May {
        a.known_to_hold()
    }

    fn unless(when: May, unless: May) -> May {
        May::unless(when, unless)
    }

    fn certainty(&self, code: &Code, reads: &[Read], truths: &[May], choices: &[Choices]) -> Range {
        reads.iter().fold(ONE, |lowest, read| {
            let range = match read {
                Read::Fact(fact) => self.field(*fact).certainty_range(),
                Read::Choice(id) => choices
                    .get(id.to_usize())
                    .map_or(ONE, |choice| choice.certainty),
                Read::Truth(id) => truths.get(id.to_usize()).map_or(ONE, |truth| {
                    let sides = [truth.yes, truth.no].into_iter().flatten();
                    sides
                        .reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
                        .unwrap_or(ONE)
                }),
                Read::If(id, branches) => {
                    let condition = truths.get(id.to_usize()).copied().unwrap_or(May::ANY);
                    let branches = branches
                        .map(|branch| self.certainty(code, code.reads_of(branch), truths, choices));
                    condition.of_branches(branches)
                }
            };
            (lowest.0.min(range.0), lowest.1.min(range.1))
        })
    }

    fn exact(number: f64) -> Within {
        Within::exact(number)
    }

    fn number_if(condition: May, branches: [Within; 2]) -> Within {
        Within::either(condition, branches)
    }

    fn graded(choice: Choices, values: &[f64]) -> Within {
        let possible = choice.any.iter();
        let possible = possible.filter_map(|at| values.get(usize::from(at)).copied());
        let hull = possible.map(Within::exact).reduce(Within::join);
        hull.map_or(Within::UNKNOWN, |hull| Within {
            unknown: match choice.single {
                true => !choice.is_known(),
                false => choice.nothing || choice.open,
            },
            known: !choice.single || choice.is_known(),
            ..hull
        })
    }

    fn fact_number(&self, fact: FactId) -> Within {
        self.field(fact).number()
    }

    fn count(&self, fact: FactId) -> Within {
        let field = self.field(fact);
        let count = Within::closed(f64::from(field.must.len()), f64::from(field.levels.len()));
        Within {
            unknown: field.unknown,
            known: field.known,
            ..count
        }
    }

    fn finite(a: Within) -> Within {
        a.finite()
    }

    fn known_facts(&self, facts: &[FactId]) -> Within {
        let count = |test: fn(&Field) -> bool| {
            let count = facts
                .iter()
                .filter(|fact| test(&self.field(**fact)))
                .count();
            u32::try_from(count).map_or(0.0, f64::from)
        };
        Within::closed(count(|field| !field.unknown), count(|field| field.known))
    }

    fn apply(op: Op, operands: [Within; OPERANDS]) -> Within {
        Within::apply(op, operands)
    }

    fn call_truth(
        &self,
        call: CallId,
        certainty: Range,
        values: &Values<'_, Self>,
    ) -> Result<May, Fault> {
        Ok(match self.call(call, values) {
            Called::Unknown => May::UNKNOWN,
            Called::Value(script::Value::Truth(holds)) => May::of(holds, !holds, certainty, false),
            Called::Value(_) | Called::Open => May::ANY,
        })
    }

    fn call_number(&self, call: CallId, values: &Values<'_, Self>) -> Result<Within, Fault> {
        Ok(match self.call(call, values) {
            Called::Unknown => Within::UNKNOWN,
            Called::Value(script::Value::Number(number)) => Within::exact(number),
            Called::Value(_) | Called::Open => Within {
                unknown: true,
                ..Within::closed(f64::NEG_INFINITY, f64::INFINITY)
            },
        })
    }

    fn choose(node: &ChoiceNode, truths: &[May]) -> Choices {
        Choices::of_rows(node, truths)
    }

    fn status(
        defeaters: impl Iterator<Item = Chances>,
        unless: Option<May>,
        when: May,
        has_else: bool,
    ) -> Chances {
        let (mut may, mut must) = (false, false);
        for defeater in defeaters {
            may |= defeater.then_may;
            must |= defeater.then_must;
        }
        if let Some(unless) = unless {
            may |= unless.yes.is_some();
            must |= unless.surely();
        }
        Chances {
            then_may: when.yes.is_some() && !must,
            then_must: when.surely() && !may,
            else_may: has_else && when.no.is_some() && !must,
            else_must: has_else && when.never() && !may,
        }
    }

    fn is_silent(status: Chances) -> bool {
        !status.then_may && !status.else_may
    }

    fn kept(_: &Program, slots: &[Option<Bounds>]) -> Option<Bounds> {
        slots.first().copied().flatten()
    }

    fn keep(evidence: Option<Bounds>, slots: &mut [Option<Bounds>]) {
        slots.fill(evidence);
    }

    fn piece(&self, program: &Program, how: &Lift<Self>) -> Result<Option<Bounds>, Fault> {
        let piece = &program.plan.code.pieces[how.piece];
        let (may, must, certainty) = if piece.then {
            (how.status.then_may, how.status.then_must, how.when.yes)
        } else {
            (how.status.else_may, how.status.else_must, how.when.no)
        };
        let (true, true, Some(certainty)) = (may, how.weight.known, certainty) else {
            return Ok(None);
        };
        if !program.method.method.is_scalar() {
            return Ok(Some(Bounds::OPEN));
        }
        let range = program.method.method.range;
        let mut bounds: Option<Bounds> = None;
        let spread = match piece.weight {
            PieceWeight::Constant(_) => self.spread,
            PieceWeight::Number(_) => 0.0,
        };
        for weight in [
            (how.weight.low * (1.0 - spread)).clamp(0.0, range),
            (how.weight.high * (1.0 + spread)).clamp(0.0, range),
        ] {
            for certainty in [certainty.0, certainty.1] {
                let lifted = program.lift(if piece.favor { weight } else { -weight }, certainty);
                let at = lifted_bounds(program, lifted);
                bounds = Some(bounds.map_or(at, |bounds| bounds.hull(at)));
            }
        }
        let sure = must && !how.weight.unknown;
        Ok(bounds.map(|bounds| {
            if sure {
                bounds
            } else {
                bounds.hull(zero(program))
            }
        }))
    }

    fn prior(&self, program: &Program, weight: f64) -> Result<Bounds, Fault> {
        if weight == 0.0 || !program.method.method.is_scalar() {
            return Ok(zero(program));
        }
        Ok(lifted_bounds(program, program.lift(weight, 1.0)))
    }

    fn merge(&self, program: &Program, a: &Bounds, b: &Bounds) -> Result<Bounds, Fault> {
        Ok(merge(program, *a, *b))
    }

    fn limited(
        &self,
        program: &Program,
        limit: GroupLimit,
        pieces: impl Iterator<Item = (PieceId, Bounds)> + Clone,
    ) -> Result<Option<Bounds>, Fault> {
        let first = pieces.clone().next();
        let sides: Vec<Bounds> = pieces.map(|(_, bounds)| bounds).collect();
        Ok(first
            .map(|(id, _)| limit_side(program, limit, program.plan.code.pieces[id].favor, &sides)))
    }

    fn total(&self, program: &Program, evidence: &Bounds) -> Result<Within, Fault> {
        Ok(total(program, *evidence))
    }

    fn belief(&self, program: &Program, evidence: &Bounds) -> Result<Within, Fault> {
        let belief = |end: f64, open: f64| {
            if end.is_infinite() {
                return open;
            }
            program
                .method
                .belief(&Evidence::Number(end))
                .unwrap_or(open)
        };
        let (low, high) = (
            belief(evidence.low, f64::NEG_INFINITY),
            belief(evidence.high, f64::INFINITY),
        );
        Ok(if low == high {
            Within::exact(low)
        } else {
            Within::closed(low - room(low), high + room(high))
        })
    }

    fn number_unless(a: Within, unless: May) -> Within {
        a.unless(unless)
    }

    fn higher(a: Within, b: Within) -> Within {
        Within::higher(a, b)
    }

    fn lead(a: Within, b: Within) -> Within {
        Within::lead(a, b)
    }

    fn margin(leads: impl Iterator<Item = Within>) -> Within {
        Within::margin(leads)
    }

    fn ahead(a: Within, b: Within) -> May {
        Within::ahead(a, b)
    }

    fn even(a: Within, b: Within) -> May {
        Within::even(a, b)
    }

    fn narrow_lead(&self, pair: (NumberId, Option<NumberId>), lead: Within) -> Within {
        self.nearer(pair, lead)
    }

    fn narrow_ahead(&self, pair: (NumberId, Option<NumberId>), ahead: May) -> May {
        self.surer_ahead(pair, ahead)
    }

    fn narrow_even(&self, pair: (NumberId, NumberId), even: May) -> May {
        self.surer_even(pair, even)
    }

    fn shares(
        &self,
        program: &Program,
        running: &[Within],
        shares: &mut Vec<Within>,
    ) -> Result<(), Fault> {
        rank::shares(program, running, shares);
        Ok(())
    }

    fn fired(statuses: impl Iterator<Item = Chances>, by: Firing) -> May {
        let (mut may, mut must) = (false, false);
        let otherwise = by == Firing::AnyBranch;
        for status in statuses {
            may |= status.then_may || (otherwise && status.else_may);
            must |= status.then_must || (otherwise && status.else_must);
        }
        May::of(may, !must, ONE, false)
    }

    fn first(deciding: &[Deciding], truths: &[May]) -> Outlook {
        rank::first(deciding, truths)
    }

    fn advice_is(decision: &Outlook, outcomes: &[Option<OutcomeId>]) -> May {
        let yes = decision
            .outcomes
            .iter()
            .any(|outcome| outcomes.contains(outcome));
        let no = decision
            .outcomes
            .iter()
            .any(|outcome| !outcomes.contains(outcome));
        May::of(yes, no, ONE, false)
    }

    fn advised_by(decision: &Outlook, row: u32) -> May {
        let yes = decision.rows.contains(&Some(row));
        May::of(yes, !yes || decision.rows.len() > 1, ONE, false)
    }
}

/// The rounded total of evidence that was added up as for one profile: exact where the evidence is.
fn total(program: &Program, evidence: Bounds) -> Within {
    match evidence.low == evidence.high {
        true => Within::exact(round_total(total_of(program, evidence.low))),
        false => total_in_any_order(program, evidence),
    }
}

/// The same, in whatever order it was added up: exact where it is a sum of whole multiples of 1e-9.
fn total_in_any_order(program: &Program, evidence: Bounds) -> Within {
    let [low, high] = [evidence.low, evidence.high].map(|end| total_of(program, end));
    if evidence.is_whole(program) {
        return Within::closed(round_total(low), round_total(high));
    }
    let low = if low.is_nan() { f64::NEG_INFINITY } else { low };
    let high = if high.is_nan() { f64::INFINITY } else { high };
    Within::closed(low - room(low), high + room(high))
}

/// How far an end is widened outward, as sums in another order may differ: by the larger of 1e-9 and four units in the
/// last place.
fn room(end: f64) -> f64 {
    match end.is_finite() {
        true => (4.0 * f64::EPSILON * end.abs()).max(1e-9),
        false => 0.0,
    }
}

/// What one lifted piece of evidence is; an end that the method cannot compute is open.
fn lifted_bounds(program: &Program, lifted: Result<Evidence, crate::script::Fault>) -> Bounds {
    let low = end(lifted.clone(), f64::NEG_INFINITY);
    Bounds::of(program, low, end(lifted, f64::INFINITY))
}

/// One side of a group.
fn limit_side(program: &Program, limit: GroupLimit, favor: bool, pieces: &[Bounds]) -> Bounds {
    limit_with(program, limit, favor, pieces, pieces)
}

/// One side of a group, of which `singles` are the strongest single pieces and `sums` what they come to.
fn limit_with(
    program: &Program,
    limit: GroupLimit,
    favor: bool,
    sums: &[Bounds],
    singles: &[Bounds],
) -> Bounds {
    if !program.method.method.is_scalar() {
        return Bounds::OPEN;
    }
    let strongest = singles.iter().copied().reduce(|a, b| {
        let further: fn(f64, f64) -> f64 = if favor { f64::max } else { f64::min };
        Bounds {
            low: further(a.low, b.low),
            high: further(a.high, b.high),
            size: a.size.max(b.size),
        }
    });
    let strongest = strongest.unwrap_or_else(|| zero(program));
    // What the method cannot tell the strength of is not limited.
    let strength = |end: f64| match total_of(program, end).abs() {
        strength if strength.is_nan() => f64::INFINITY,
        strength => strength,
    };
    let (low_limit, high_limit) = match limit {
        GroupLimit::Strongest => return strongest,
        GroupLimit::Limit(most) => (most, most),
        GroupLimit::StrongestPlus(more) => (
            strength(strongest.low) + more,
            strength(strongest.high) + more,
        ),
    };
    let merged = sums
        .iter()
        .copied()
        .reduce(|a, b| merge(program, a, b))
        .unwrap_or_else(|| zero(program));
    let limited = Bounds::of(
        program,
        cut(program, merged.low, low_limit, f64::NEG_INFINITY),
        cut(program, merged.high, high_limit, f64::INFINITY),
    );
    // What was added up before the cut may err too; a cut of the method's own is no sum.
    let size = match program.method.method.cut {
        None => merged.size + limited.size,
        Some(_) => f64::INFINITY,
    };
    Bounds { size, ..limited }
}
