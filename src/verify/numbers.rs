//! Numbers of conditions and weights: unknown where anything they read is, or where the result is not finite.

use crate::base::Span;
use crate::model::trace::{N, ReadTrace, Truth, ValueTrace};
use crate::model::{
    Argument, Call, Cond, FactId, Figure, LetId, Num, NumKind, Op, ParameterId, Subject, TagId,
    Value,
};
use crate::script;

use super::derive::DerivedValue;
use super::failures::Failure;
use super::world::{Computed, World, item};

/// What a test or a number reads: the values with their names, each once and in the order of the text, the lowest
/// certainty among them, and the first call that failed.
#[derive(Debug)]
pub(super) struct Reads {
    pub(super) named: Vec<ReadTrace>,
    pub(super) certainty: f64,
    pub(super) failed: Option<Failure>,
}

impl Default for Reads {
    fn default() -> Self {
        Self {
            named: Vec::new(),
            certainty: 1.0,
            failed: None,
        }
    }
}

impl Reads {
    /// Notes a value that was read.
    pub(super) fn note(&mut self, name: impl Into<String>, value: ValueTrace, certainty: f64) {
        if value != ValueTrace::Unknown(()) {
            self.certainty = self.certainty.min(certainty);
        }
        self.add(name.into(), value);
    }

    /// Notes that what was read depends on a call that failed.
    pub(super) fn fail(&mut self, failure: Option<&Failure>) {
        let Some(failure) = failure else { return };
        if let Some(first) = &mut self.failed {
            first.made |= failure.made;
        } else {
            self.failed = Some(failure.clone());
        }
    }

    /// Adds a value that does not stand there yet.
    pub(super) fn add(&mut self, name: String, value: ValueTrace) {
        if !self.named.iter().any(|one| one.name == name) {
            self.named.push(ReadTrace { name, value });
        }
    }

    /// Notes a number that was read.
    fn figure(&mut self, name: String, number: Option<f64>) {
        self.note(name, number_value(number), 1.0);
    }
}

/// A number as data; an infinite one is null, as an unknown one is.
pub(super) fn number_value(number: Option<f64>) -> ValueTrace {
    match number {
        Some(number) if number.is_finite() => ValueTrace::Number(N(number)),
        _ => ValueTrace::Unknown(()),
    }
}

/// A result of arithmetic, unknown where it is not finite.
fn finite(number: f64) -> Option<f64> {
    number.is_finite().then_some(number)
}

impl World<'_> {
    /// The value of a number.
    pub(super) fn number(&self, num: &Num, reads: &mut Reads) -> Computed<Option<f64>> {
        Ok(match &num.kind {
            NumKind::Constant(number) => Some(*number),
            NumKind::Fact(id) => self.number_fact(*id, reads)?,
            NumKind::Let(id) => self.number_let(*id, reads)?,
            NumKind::Parameter(id) => Some(self.parameter(*id, reads)?),
            NumKind::If(condition, branches) => self.either(condition, branches, reads)?,
            NumKind::Figure(figure) => {
                let value = self.figure(*figure)?;
                reads.figure(self.figure_name(*figure)?, value);
                value
            }
            NumKind::Apply(op, operands) => self.operation(*op, operands, reads)?,
            NumKind::Count(id) => self.count(*id, reads)?,
            NumKind::Call(call) => match self.call((call, num.origin), reads)? {
                None => None,
                Some(script::Value::Number(number)) => finite(number),
                Some(other) => {
                    let problem = self.wrong_type(num.origin, "a number", &other);
                    reads.fail(Some(&problem));
                    None
                }
            },
        })
    }

    fn parameter(&self, id: ParameterId, reads: &mut Reads) -> Computed<f64> {
        let parameter = item(&self.rulebook.parameters, id, "parameter")?;
        reads.figure(parameter.name.to_string(), Some(parameter.value));
        Ok(parameter.value)
    }

    /// Notes parameters that cells and rows name.
    pub(super) fn note_parameters(
        &self,
        named: impl IntoIterator<Item = ParameterId>,
        reads: &mut Reads,
    ) -> Computed<()> {
        for id in named {
            self.parameter(id, reads)?;
        }
        Ok(())
    }

    /// `if C then a else b`: as sure as the condition and the branch that is taken.
    fn either(
        &self,
        condition: &Cond,
        branches: &[Num; 2],
        reads: &mut Reads,
    ) -> Computed<Option<f64>> {
        let node = self.condition(condition)?;
        node.name_reads(reads);
        let mut own = [Reads::default(), Reads::default()];
        let mut numbers = [None; 2];
        for ((number, own), branch) in numbers.iter_mut().zip(&mut own).zip(branches) {
            *number = self.number(branch, own)?;
            for read in std::mem::take(&mut own.named) {
                reads.add(read.name, read.value);
            }
        }
        let ([a, b], [then, otherwise]) = (numbers, own);
        let verdict = node.verdict;
        if verdict.holds() || verdict.fails() {
            let (number, branch) = match verdict.holds() {
                true => (a, then),
                false => (b, otherwise),
            };
            reads.certainty = reads.certainty.min(verdict.certainty).min(branch.certainty);
            reads.fail(node.failed.as_ref());
            reads.fail(branch.failed.as_ref());
            return Ok(number);
        }
        let number = a.filter(|a| b == Some(*a));
        reads.certainty = reads.certainty.min(then.certainty).min(otherwise.certainty);
        let sound = then.failed.is_none() && otherwise.failed.is_none();
        if number.is_none() || !sound {
            reads.fail(node.failed.as_ref());
            reads.fail(then.failed.as_ref());
            reads.fail(otherwise.failed.as_ref());
        }
        Ok(number)
    }

    fn number_fact(&self, id: FactId, reads: &mut Reads) -> Computed<Option<f64>> {
        let fact = self.fact(id)?;
        let given = self.given(id);
        let certainty = given.map_or(1.0, |given| given.certainty);
        reads.note(&*fact.name, self.fact_value(id)?, certainty);
        Ok(match given.map(|given| &given.value) {
            Some(Value::Number(number)) => Some(*number),
            _ => None,
        })
    }

    fn number_let(&self, id: LetId, reads: &mut Reads) -> Computed<Option<f64>> {
        let derived = self.derived(id)?;
        let number = match &derived.value {
            DerivedValue::Number(number) => *number,
            DerivedValue::Level(levels) => {
                let scale = self.scale(Subject::Let(id))?;
                levels.known.and_then(|at| scale.number(at))
            }
            DerivedValue::YesNo(_) => {
                return Err(format!("`{}` is not a number", self.a_let(id)?.name));
            }
        };
        reads.fail(derived.failed.as_ref());
        reads.note(
            &*self.a_let(id)?.name,
            number_value(number),
            derived.certainty,
        );
        if number.is_some() {
            reads.certainty = reads.certainty.min(derived.certainty);
        }
        Ok(number)
    }

    fn count(&self, id: FactId, reads: &mut Reads) -> Computed<Option<f64>> {
        let given = self.given(id);
        let certainty = given.map_or(1.0, |given| given.certainty);
        reads.note(&*self.fact(id)?.name, self.fact_value(id)?, certainty);
        Ok(match given.map(|given| &given.value) {
            Some(Value::Set(set)) => Some(f64::from(set.len())),
            _ => None,
        })
    }

    fn operation(&self, op: Op, operands: &[Num], reads: &mut Reads) -> Computed<Option<f64>> {
        let mut values = Vec::new();
        for one in operands {
            values.push(self.number(one, reads)?);
        }
        let known: Option<Vec<f64>> = values.into_iter().collect();
        Ok(known.and_then(|known| meaning(op, &known)).and_then(finite))
    }

    /// Calls a script's function; unknown without a call where an argument is unknown, and where the call fails.
    pub(super) fn call(
        &self,
        (call, origin): (&Call, Span),
        reads: &mut Reads,
    ) -> Computed<Option<script::Value>> {
        let mut arguments = Vec::new();
        for argument in &call.arguments {
            arguments.push(self.argument(argument, reads)?);
        }
        let known: Option<Vec<script::Argument>> = arguments.into_iter().collect();
        let Some(known) = known else {
            return Ok(None);
        };
        match self.library.call(call.script, &call.function, &known) {
            Ok(value) => Ok(Some(value)),
            Err(fault) => {
                let named = format!("`{}` failed: ", fault.function);
                let why = fault.message.strip_prefix(&named);
                let why = why.unwrap_or(&fault.message);
                let words = format!("`{}` failed: {why}", self.source(origin));
                reads.fail(Some(&Failure::new(&words)));
                Ok(None)
            }
        }
    }

    /// A call that gave a value of another type than is needed.
    pub(super) fn wrong_type(&self, origin: Span, needed: &str, gave: &script::Value) -> Failure {
        let (call, gave) = (self.source(origin), gave.kind());
        Failure::new(&format!(
            "`{call}` must return {needed}, but returned {gave}"
        ))
    }

    fn argument(
        &self,
        argument: &Argument,
        reads: &mut Reads,
    ) -> Computed<Option<script::Argument>> {
        Ok(match argument {
            Argument::Word(word) => Some(script::Argument::Word(word.clone())),
            Argument::Number(num) => {
                let number = self.number(num, reads)?;
                let finite = number.filter(|number| number.is_finite());
                finite.map(script::Argument::Number)
            }
            Argument::Truth(cond) => {
                let node = self.condition(cond)?;
                node.name_reads(reads);
                reads.fail(node.failed.as_ref());
                if node.verdict.truth != Truth::Unknown {
                    reads.certainty = reads.certainty.min(node.verdict.certainty);
                }
                match node.verdict.truth {
                    Truth::Unknown => None,
                    _ => Some(script::Argument::Truth(node.verdict.holds())),
                }
            }
            Argument::Level(subject) => {
                let levels = self.levels(*subject, reads)?;
                let scale = self.scale(*subject)?;
                levels
                    .known
                    .and_then(|at| scale.level(at))
                    .map(|level| script::Argument::Word(level.name.clone()))
            }
            Argument::Set(id) => {
                self.count(*id, reads)?;
                let scale = self.scale(Subject::Fact(*id))?;
                match self.given(*id).map(|given| &given.value) {
                    Some(Value::Set(set)) => Some(script::Argument::Words(
                        set.iter()
                            .filter_map(|at| scale.level(at))
                            .map(|level| level.name.clone())
                            .collect(),
                    )),
                    _ => None,
                }
            }
        })
    }

    /// A number that the evaluation itself provides.
    fn figure(&self, figure: Figure) -> Computed<Option<f64>> {
        Ok(match figure {
            Figure::Margin => self.ranking()?.margin,
            Figure::Total(target) => Some(self.sum(target)?.total),
            Figure::Belief(target) => Some(self.sum(target)?.belief),
            Figure::Confidence(target) => Some(self.ranking()?.place(target)?.confidence),
            Figure::Lead(target) => self.ranking()?.place(target)?.lead,
            Figure::Strongest(target) => Some(self.sum(target)?.strongest),
            Figure::Known(tag) => Some(self.known_of(tag).0),
            Figure::ShareKnown(tag) => {
                let (known, all) = self.known_of(tag);
                finite(known / all)
            }
        })
    }

    /// How many facts of a tag are known, and how many there are.
    fn known_of(&self, tag: TagId) -> (f64, f64) {
        let mut known = 0.0;
        let mut all = 0.0;
        for (id, fact) in self.rulebook.facts.iter() {
            if fact.tags.contains(&tag) {
                all += 1.0;
                known += if self.given(id).is_some() { 1.0 } else { 0.0 };
            }
        }
        (known, all)
    }

    /// A figure as it is written.
    pub(super) fn figure_name(&self, figure: Figure) -> Computed<String> {
        let of = |word: &str, target| Ok(format!("{word}({})", self.target(target)?.name));
        let tagged = |word: &str, tag| {
            Ok(format!(
                "{word}({})",
                item(&self.rulebook.tags, tag, "tag")?
            ))
        };
        match figure {
            Figure::Margin => Ok("margin".into()),
            Figure::Total(target) => of("total", target),
            Figure::Belief(target) => of("belief", target),
            Figure::Confidence(target) => of("confidence", target),
            Figure::Lead(target) => of("lead", target),
            Figure::Strongest(target) => of("strongest", target),
            Figure::Known(tag) => tagged("known", tag),
            Figure::ShareKnown(tag) => tagged("share_known", tag),
        }
    }
}

/// What an operation of rules makes of numbers that are known.
fn meaning(op: Op, operands: &[f64]) -> Option<f64> {
    Some(match (op, operands) {
        (Op::Minus, [a]) => -a,
        (Op::Abs, [a]) => a.abs(),
        (Op::Round, [a]) => half_away_from_zero(*a),
        (Op::Add, [a, b]) => a + b,
        (Op::Subtract, [a, b]) => a - b,
        (Op::Multiply, [a, b]) => a * b,
        (Op::Divide, [a, b]) => a / b,
        (Op::Min, all) => all.iter().copied().reduce(f64::min)?,
        (Op::Max, all) => all.iter().copied().reduce(f64::max)?,
        // Where the ends are crossed, the upper one has the last word.
        (Op::Clamp, [x, low, high]) => x.max(*low).min(*high),
        (Op::Ramp, [x, from, to]) => ramp(*x, *from, *to)?,
        _ => return None,
    })
}

/// 0 at `from`, 1 at `to`, straight between, flat outside; nothing where both are the same.
fn ramp(x: f64, from: f64, to: f64) -> Option<f64> {
    if from == to {
        return None;
    }
    let part = (x - from) / (to - from);
    Some(part.clamp(0.0, 1.0))
}

/// 2.5 becomes 3 and -2.5 becomes -3.
fn half_away_from_zero(number: f64) -> f64 {
    let whole = number.trunc();
    let rest = (number - whole).abs();
    if rest < 0.5 {
        whole
    } else {
        whole + number.signum()
    }
}

#[cfg(test)]
mod tests {
    use super::{half_away_from_zero, ramp};

    #[test]
    fn rounds_half_away_from_zero_and_ramps_both_ways() {
        let rounded = [2.5, -2.5, 2.4, -2.6, 0.0].map(half_away_from_zero);
        assert_eq!(rounded, [3.0, -3.0, 2.0, -3.0, 0.0]);
        assert_eq!(ramp(5.0, 0.0, 10.0), Some(0.5));
        assert_eq!(ramp(5.0, 10.0, 0.0), Some(0.5));
        assert_eq!(ramp(50.0, 0.0, 10.0), Some(1.0));
        assert_eq!(ramp(1.0, 3.0, 3.0), None);
    }
}
