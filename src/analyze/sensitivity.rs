//! How much hangs on each answer, weight and parameter of an evaluation, one at a time, and on all weights together. Shows
//! nothing.

use serde::Serialize;

use crate::base::{format_number, with_unit};
use crate::engine::{self, Fault, Record};
use crate::model::trace::{N, ValueTrace};
use crate::model::{
    FactId, Given, OutcomeId, ParameterId, PieceId, PieceWeight, Profile, TargetId, Value,
};
use crate::plan::Program;
use crate::space::{Cells, Space, plain, rounded};
use crate::trace;

/// Values between today's and the end of a range that are tried, so that a turn between them is found.
const STEPS: u32 = 64;
/// Halvings of the way to a turn: enough for every double.
const MOST_HALVINGS: u32 = 80;
/// How far a number that is shown may lie behind the nearest that does it, or from the round one that is the limit, as a
/// part of it: totals are rounded, so that a limit may be a little off.
const CLOSE: f64 = 1e-6;
/// Decimals of a number that is shown.
const DECIMALS: usize = 6;
/// Changes so small, as a part, are none that anyone makes.
pub const EDGE: f64 = 1e-6;
/// How far a weight or parameter without a range is followed, as a multiple of itself.
const REACH: f64 = 4.0;

/// What hangs on what, for one profile.
#[derive(Clone, Debug, Serialize)]
pub struct Sensitivity {
    /// The profile.
    pub profile: String,
    /// Its advice.
    pub advice: String,
    /// The title of that.
    pub title: String,
    /// The strategy whose lead is followed, and the one it leads over; null where there are not two.
    pub between: Option<[String; 2]>,
    /// Their titles.
    #[serde(skip)]
    pub titles: Option<[String; 2]>,
    /// The lead of the first over the second, in the method's unit.
    pub lead: Option<N>,
    /// The facts that move the lead or the advice, the widest first.
    pub facts: Vec<FactSwing>,
    /// The weights that count here, the most critical first: the one whose least change, as a part of itself, turns the
    /// advice.
    pub weights: Vec<Turning>,
    /// The parameters whose change turns the advice, the most critical first, then the others.
    pub parameters: Vec<Turning>,
    /// How far all weights may change together.
    pub radius: Radius,
}

/// A fact over all its values, all else being as it is.
#[derive(Clone, Debug, Serialize)]
pub struct FactSwing {
    /// The fact.
    pub fact: String,
    /// Its title.
    pub title: String,
    /// What the profile says.
    pub given: ValueTrace,
    /// In words.
    #[serde(skip)]
    pub given_words: String,
    /// Every value that a test tells apart from the others, with what comes of it.
    pub values: Vec<AtValue>,
    /// The lowest and the highest lead; null where there is none.
    pub leads: Option<[N; 2]>,
    /// Whether one of the values changes the advice.
    pub turns: bool,
}

/// What comes of one value.
#[derive(Clone, Debug, Serialize)]
pub struct AtValue {
    /// The value; null is unknown.
    pub value: ValueTrace,
    /// In words.
    pub words: String,
    /// The advice with it.
    pub advice: String,
    /// The lead with it; null where there is none.
    pub lead: Option<N>,
}

/// A weight or a parameter, and where the advice turns.
#[derive(Clone, Debug, Serialize)]
pub struct Turning {
    /// The rule whose weight it is, or the parameter.
    pub name: String,
    /// Its title.
    pub title: String,
    /// Of a weight, toward or against what.
    pub toward: Option<String>,
    /// The number as it is.
    pub value: N,
    /// In words.
    #[serde(skip)]
    pub words: String,
    /// The nearest lower number that changes the advice; null where none does.
    pub below: Option<Turn>,
    /// The nearest higher one.
    pub above: Option<Turn>,
    /// The least change that changes the advice, or beyond which it changes, as a part of the number; null where none
    /// does, and where the number is 0.
    pub critical: Option<N>,
}

/// Where the advice turns.
#[derive(Clone, Debug, Serialize)]
pub struct Turn {
    /// The number.
    pub at: N,
    /// In words.
    #[serde(skip)]
    pub words: String,
    /// Where it begins: the number itself, or the round one next to it that does not yet change the advice.
    #[serde(skip)]
    pub limit: f64,
    /// The advice there.
    pub advice: String,
    /// Its title.
    #[serde(skip)]
    pub title: String,
}

/// How far all weights that are numbers may change together, each by its own part, before the advice changes.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Radius {
    /// As long as no weight changes by more than this part of itself, the advice stands: proved.
    pub stands: N,
    /// Where each weight may change by this part of itself, some such weights change the advice; null where none were found
    /// up to 1.
    pub falls: Option<N>,
}

/// Looks at everything.
pub fn sensitivity(program: &Program, profile: &Profile) -> Result<Sensitivity, Fault> {
    let record = engine::evaluate(program, profile)?;
    let book = &program.rulebook;
    let (_, advice) = record.advised();
    let looking = Looking {
        program,
        profile,
        advice,
        pair: pair(program, &record, advice),
    };
    let name = |target: TargetId| book.targets[target].name.to_string();
    let title = |target: TargetId| book.targets[target].title.to_string();
    Ok(Sensitivity {
        profile: profile.name.to_string(),
        advice: book.outcome_name(advice).to_owned(),
        title: book.outcome_title(advice).to_owned(),
        between: looking.pair.map(|(a, b)| [name(a), name(b)]),
        titles: looking.pair.map(|(a, b)| [title(a), title(b)]),
        lead: looking.lead(&record),
        facts: looking.facts(&record),
        weights: looking.weights(&record),
        parameters: looking.parameters(),
        radius: looking.radius(),
    })
}

/// The strategy of the advice, else the best, and the best of the others.
fn pair(
    program: &Program,
    record: &Record,
    advice: Option<OutcomeId>,
) -> Option<(TargetId, TargetId)> {
    let strategies = &program.plan.code.strategies;
    let best = |but: Option<TargetId>| {
        let others = strategies.iter().copied().filter(|one| Some(*one) != but);
        others.max_by(|a, b| {
            let order = record.total(*a).total_cmp(&record.total(*b));
            order.then(b.cmp(a))
        })
    };
    let own = advice.and_then(|advice| program.rulebook.outcomes[advice].strategy);
    let first = own.or_else(|| best(None))?;
    Some((first, best(Some(first))?))
}

struct Looking<'a> {
    program: &'a Program,
    profile: &'a Profile,
    advice: Option<OutcomeId>,
    pair: Option<(TargetId, TargetId)>,
}

impl Looking<'_> {
    fn lead(&self, record: &Record) -> Option<N> {
        let (a, b) = self.pair?;
        let lead = record.total(a) - record.total(b);
        lead.is_finite().then_some(N(lead))
    }

    fn facts(&self, record: &Record) -> Vec<FactSwing> {
        let cells = Cells::of(self.program);
        let facts = self.program.rulebook.facts.ids();
        let read = facts.filter(|fact| self.program.plan.index.read[*fact]);
        let asked = read.filter(|fact| !record.is_moot(self.program, *fact));
        let mut found: Vec<FactSwing> = asked.filter_map(|fact| self.fact(&cells, fact)).collect();
        let width = |swing: &FactSwing| swing.leads.map_or(0.0, |[low, high]| high.0 - low.0);
        found.retain(|swing| swing.turns || width(swing) > 0.0);
        found.sort_by(|one, other| {
            let widest = width(other).total_cmp(&width(one));
            widest
                .then(other.turns.cmp(&one.turns))
                .then_with(|| one.fact.cmp(&other.fact))
        });
        found
    }

    fn fact(&self, cells: &Cells, id: FactId) -> Option<FactSwing> {
        let book = &self.program.rulebook;
        let fact = &book.facts[id];
        let given = self.profile.given(id).map(|given| &given.value);
        let mut all: Vec<Value> = cells.values(id, &fact.kind);
        if let Some(given) = given.filter(|given| !all.contains(given)) {
            all.push(given.clone());
        }
        let mut values = Vec::with_capacity(all.len());
        let mut turns = false;
        for value in &all {
            let mut changed = self.profile.clone();
            changed.set(id, Some(Given::certain(value.clone())));
            let record = engine::evaluate(self.program, &changed).ok()?;
            let (_, advice) = record.advised();
            turns |= advice != self.advice;
            values.push(AtValue {
                value: trace::value(&fact.kind, value),
                words: fact.kind.in_words(value),
                advice: book.outcome_name(advice).to_owned(),
                lead: self.lead(&record),
            });
        }
        let leads = values.iter().filter_map(|at| at.lead.map(|lead| lead.0));
        let ends = leads.fold(None, |ends: Option<[f64; 2]>, lead| match ends {
            Some([low, high]) => Some([low.min(lead), high.max(lead)]),
            None => Some([lead, lead]),
        });
        let words = given.map(|given| fact.kind.in_words(given));
        Some(FactSwing {
            fact: fact.name.to_string(),
            title: fact.title.as_ref().unwrap_or(&fact.short).to_string(),
            given: given.map_or(ValueTrace::Unknown(()), |given| {
                trace::value(&fact.kind, given)
            }),
            given_words: words.unwrap_or_else(|| "not answered".to_owned()),
            values,
            leads: ends.map(|ends| ends.map(N)),
            turns,
        })
    }

    /// The advice of the profile with another program.
    fn advised(&self, program: &Program) -> Option<Option<OutcomeId>> {
        let record = engine::evaluate(program, self.profile).ok()?;
        Some(record.advised().1)
    }

    fn weights(&self, record: &Record) -> Vec<Turning> {
        let book = &self.program.rulebook;
        let range = self.program.method.method.range;
        let mut trial = self.program.clone();
        let mut found = Vec::new();
        for (piece, weight) in self.constants() {
            if record.evidence_of(self.program, piece).is_none() {
                continue;
            }
            let about = &self.program.plan.code.pieces[piece];
            let rule = &book.rules[about.rule];
            let mut at = |number: f64| {
                trial.set_weight(piece, number);
                self.advised(&trial)
            };
            let high = range.min((REACH * weight).max(1.0));
            let below = self.turn(&mut at, (weight, 0.0), None);
            let above = self.turn(&mut at, (weight, high), None);
            trial.set_weight(piece, weight);
            let verb = if about.favor { "for" } else { "against" };
            let target = &book.targets[about.target];
            found.push(Turning {
                name: rule.name.to_string(),
                title: rule.title.to_string(),
                toward: Some(target.name.to_string()),
                value: N(weight),
                words: format!("{} {verb} {}", format_number(weight, 2), target.title),
                critical: critical(weight, [&below, &above]),
                below,
                above,
            });
        }
        by_criticality(&mut found);
        found
    }

    fn parameters(&self) -> Vec<Turning> {
        let book = &self.program.rulebook;
        let ids: Vec<ParameterId> = book.parameters.ids().collect();
        let mut found: Vec<Turning> = ids
            .into_iter()
            .filter_map(|id| self.parameter(id))
            .collect();
        by_criticality(&mut found);
        found
    }

    fn parameter(&self, id: ParameterId) -> Option<Turning> {
        let parameter = &self.program.rulebook.parameters[id];
        let mut trial = self.program.clone();
        // One that a table is made of can only be planned anew.
        if !trial.set_parameter(id, parameter.value) {
            return None;
        }
        let (value, kind) = (parameter.value, &parameter.kind);
        let reach = (REACH * value.abs()).max(1.0);
        let ends = (
            kind.low.unwrap_or(value - reach),
            kind.high.unwrap_or(value + reach),
        );
        let unit = kind.unit.as_deref();
        let mut at = |number: f64| {
            let number = if kind.whole { number.round() } else { number };
            trial.set_parameter(id, number);
            self.advised(&trial)
        };
        let below = self.turn(&mut at, (value, ends.0), Some((kind.whole, unit)));
        let above = self.turn(&mut at, (value, ends.1), Some((kind.whole, unit)));
        Some(Turning {
            name: parameter.name.to_string(),
            title: parameter.title.to_string(),
            toward: None,
            value: N(value),
            words: with_unit(format_number(value, 6), unit),
            critical: critical(value, [&below, &above]),
            below,
            above,
        })
    }

    /// The nearest number on the way to an end with which the advice is another: found step by step, then by halving.
    fn turn(
        &self,
        at: &mut dyn FnMut(f64) -> Option<Option<OutcomeId>>,
        (from, to): (f64, f64),
        of: Option<(bool, Option<&str>)>,
    ) -> Option<Turn> {
        let (whole, unit) = of.unwrap_or((false, None));
        let mut turns = |number: f64| at(number).filter(|advice| *advice != self.advice);
        let way = |step: u32| from + (to - from) * f64::from(step) / f64::from(STEPS);
        let first = (1..=STEPS).find(|step| turns(way(*step)).is_some())?;
        let way = (way(first.saturating_sub(1)), way(first));
        let (_, far) = halved(way, &mut |number| turns(number).is_none());
        let (at, limit) = shown((from, far), whole, &mut |number| turns(number).is_some());
        let advice = turns(at)?;
        let book = &self.program.rulebook;
        let number = with_unit(format_number(limit, DECIMALS), unit);
        let side = if to > from { "above" } else { "below" };
        Some(Turn {
            at: N(at),
            words: match at == limit {
                true => number,
                false => format!("just {side} {number}"),
            },
            limit,
            advice: book.outcome_name(advice).to_owned(),
            title: book.outcome_title(advice).to_owned(),
        })
    }

    /// The pieces whose weights are numbers as they stand.
    fn constants(&self) -> Vec<(PieceId, f64)> {
        let pieces = self.program.plan.code.pieces.iter();
        let constant = pieces.filter_map(|(id, piece)| match piece.weight {
            PieceWeight::Constant(weight) => Some((id, weight)),
            PieceWeight::Number(_) => None,
        });
        constant.collect()
    }

    fn radius(&self) -> Radius {
        let space = Space::of(self.program);
        let stands = |part: f64| space.stands(self.profile, part, self.advice);
        let stands = match (stands(0.0), stands(1.0)) {
            (false, _) => 0.0,
            (true, true) => 1.0,
            (true, false) => halved((0.0, 1.0), &mut |part| stands(part)).0,
        };
        let steps = (1..=STEPS).map(|step| f64::from(step) / f64::from(STEPS));
        let first = { steps }.find(|part| self.falls(*part));
        let falls = first.map(|part| {
            let before = part - 1.0 / f64::from(STEPS);
            halved((before, part), &mut |part| !self.falls(part)).1
        });
        Radius {
            stands: N(stands),
            falls: falls.map(N),
        }
    }

    /// Whether weights that each change by a part at most change the advice: of one strategy all are raised that speak for
    /// it, of another those against it.
    fn falls(&self, part: f64) -> bool {
        let strategies = &self.program.plan.code.strategies;
        let constants = self.constants();
        let range = self.program.method.method.range;
        let mut trial = self.program.clone();
        let mut pairs = strategies
            .iter()
            .flat_map(|up| strategies.iter().map(move |down| (up, down)));
        pairs.any(|(up, down)| {
            for (id, weight) in &constants {
                let piece = &self.program.plan.code.pieces[*id];
                let grows = match piece.target {
                    target if target == *up => piece.favor,
                    target if target == *down => !piece.favor,
                    _other => continue,
                };
                let factor = if grows { 1.0 + part } else { 1.0 - part };
                trial.set_weight(*id, (weight * factor).clamp(0.0, range));
            }
            let turned = self
                .advised(&trial)
                .is_some_and(|advice| advice != self.advice);
            for (id, weight) in &constants {
                trial.set_weight(*id, *weight);
            }
            turned && up != down
        })
    }
}

/// The two neighbors on the way from one number to another between which something is no longer so.
fn halved((from, to): (f64, f64), is_so: &mut dyn FnMut(f64) -> bool) -> (f64, f64) {
    let (mut near, mut far) = (from, to);
    for _ in 0..MOST_HALVINGS {
        let middle = f64::midpoint(near, far);
        if middle == near || middle == far {
            break;
        }
        match is_so(middle) {
            true => near = middle,
            false => far = middle,
        }
    }
    (near, far)
}

/// A number to show for the nearest that turns the advice, and the limit: the same, or the number next to it that does not
/// turn it.
fn shown((from, far): (f64, f64), whole: bool, turns: &mut dyn FnMut(f64) -> bool) -> (f64, f64) {
    if whole {
        // As it was tried.
        return (far.round(), far.round());
    }
    if (far - from).abs() <= EDGE * from.abs().max(1.0) {
        return (far, from);
    }
    let close = |number: f64| (number - far).abs() <= CLOSE * far.abs().min(1.0);
    let round = plain(far);
    if close(round) {
        return (if turns(round) { round } else { far }, round);
    }
    let number = rounded(far, far > from, &mut |number| {
        (number - far).abs() <= CLOSE * far.abs().max(1.0) && turns(number)
    });
    let number = number.unwrap_or(far);
    (number, number)
}

fn critical(value: f64, turns: [&Option<Turn>; 2]) -> Option<N> {
    let parts = turns.into_iter().flatten();
    let parts = parts.map(|turn| (turn.limit - value).abs() / value.abs());
    let least = parts.min_by(f64::total_cmp)?;
    least.is_finite().then_some(N(least))
}

fn by_criticality(found: &mut [Turning]) {
    found.sort_by(|one, other| {
        let part = |turning: &Turning| turning.critical.map_or(f64::INFINITY, |part| part.0);
        part(one)
            .total_cmp(&part(other))
            .then_with(|| one.name.cmp(&other.name))
    });
}
