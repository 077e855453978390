//! An inference method that can be called, by its operations or always through Rhai. Loads none (see `load`).

use std::sync::Arc;

use rhai::Dynamic;

use super::program::Program;
use super::{Fault, FaultKind, run, value};
use crate::model::{Evidence, Lowered, Method, MethodFunction};

/// Numbers of the longest argument list of a lowered function: two lists of evidence.
const INPUTS: usize = 32;

/// A method that can be called: through its operations where its functions were lowered, else interpreted.
///
/// May be shared between threads.
#[derive(Clone, Debug)]
pub struct LoadedMethod {
    /// The method as data.
    pub method: Method,
    pub(super) program: Arc<Program>,
}

impl LoadedMethod {
    /// One piece of evidence; `weight` within ±range, negative against; `certainty` from 0 to 1.
    pub fn lift(&self, weight: f64, certainty: f64) -> Result<Evidence, Fault> {
        match &self.method.lift {
            MethodFunction::Lowered(lowered) => {
                self.evidence("lift", lowered, &[&[weight, certainty]])
            }
            MethodFunction::Interpreted(_) => self.interpreter().lift(weight, certainty),
        }
    }

    /// Both together.
    pub fn merge(&self, a: &Evidence, b: &Evidence) -> Result<Evidence, Fault> {
        match &self.method.merge {
            MethodFunction::Lowered(lowered) => {
                self.evidence("merge", lowered, &[a.numbers(), b.numbers()])
            }
            MethodFunction::Interpreted(_) => self.interpreter().merge(a, b),
        }
    }

    /// The number shown, ranked and limited; not rounded.
    pub fn total(&self, evidence: &Evidence) -> Result<f64, Fault> {
        match &self.method.total {
            MethodFunction::Lowered(lowered) => {
                self.number("total", lowered, &[evidence.numbers()])
            }
            MethodFunction::Interpreted(_) => self.interpreter().total(evidence),
        }
    }

    /// The same evidence, its total at most `most` in size.
    ///
    /// Where the script has no `cut`, a number is clamped, and a list is a fault.
    pub fn cut(&self, evidence: &Evidence, most: f64) -> Result<Evidence, Fault> {
        match &self.method.cut {
            Some(MethodFunction::Lowered(lowered)) => {
                self.evidence("cut", lowered, &[evidence.numbers(), &[most]])
            }
            _ => self.interpreter().cut(evidence, most),
        }
    }

    /// What `belief(h)` gives.
    pub fn belief(&self, evidence: &Evidence) -> Result<f64, Fault> {
        match &self.method.belief {
            MethodFunction::Lowered(lowered) => {
                self.number("belief", lowered, &[evidence.numbers()])
            }
            MethodFunction::Interpreted(_) => self.interpreter().belief(evidence),
        }
    }

    /// A strategy's share of the confidence, before it is divided by the sum of shares where the method normalizes.
    pub fn share(&self, total: f64, best: f64) -> Result<f64, Fault> {
        match &self.method.share {
            MethodFunction::Lowered(lowered) => self.number("share", lowered, &[&[total, best]]),
            MethodFunction::Interpreted(_) => self.interpreter().share(total, best),
        }
    }

    /// Evidence in words; `None` where the method has no `describe`. Always interpreted.
    pub fn describe(&self, evidence: &Evidence) -> Result<Option<String>, Fault> {
        self.interpreter().describe(evidence)
    }

    /// Whether `limit` may be used with it: evidence is a number, or the script has `cut`.
    pub fn can_cut(&self) -> bool {
        self.method.is_scalar() || self.method.cut.is_some()
    }

    /// The same functions, always through Rhai.
    pub fn interpreter(&self) -> Interpreter<'_> {
        Interpreter { loaded: self }
    }

    fn evidence(
        &self,
        name: &str,
        lowered: &Lowered,
        arguments: &[&[f64]],
    ) -> Result<Evidence, Fault> {
        let mut out = [f64::NAN; INPUTS];
        let length = self.method.zero.numbers().len();
        let out = out.get_mut(..length).unwrap_or_default();
        compute(lowered, arguments, out);
        if out.iter().any(|number| !number.is_finite()) {
            return Err(self.not_finite(name, arguments));
        }
        Ok(self.method.zero.like(out))
    }

    fn number(&self, name: &str, lowered: &Lowered, arguments: &[&[f64]]) -> Result<f64, Fault> {
        let mut out = [f64::NAN];
        compute(lowered, arguments, &mut out);
        let [number] = out;
        if number.is_finite() {
            Ok(number)
        } else {
            Err(self.not_finite(name, arguments))
        }
    }

    fn not_finite(&self, name: &str, arguments: &[&[f64]]) -> Fault {
        let mut numbers: Vec<f64> = arguments.concat();
        // Evidence that is a number is told by its total, in which authors write weights.
        if name == "merge" && self.method.is_scalar() {
            for number in &mut numbers {
                let total = self.total(&Evidence::Number(*number));
                *number = total.unwrap_or(*number);
            }
        }
        let given = match (&self.method.zero, name) {
            (Evidence::Array(zero), "merge" | "total" | "belief") => numbers
                .chunks(zero.len().max(1))
                .map(list)
                .collect::<Vec<_>>()
                .join(", "),
            _ => numbers
                .iter()
                .map(f64::to_string)
                .collect::<Vec<_>>()
                .join(", "),
        };
        let message = format!("`{name}({given})` returns a number that is not finite");
        self.program.fault_at(FaultKind::NotFinite, name, message)
    }
}

/// A method's functions, always through Rhai; slower, and sharing nothing with the lowering.
#[derive(Clone, Copy, Debug)]
pub struct Interpreter<'a> {
    loaded: &'a LoadedMethod,
}

impl Interpreter<'_> {
    /// As [`LoadedMethod::lift`].
    pub fn lift(&self, weight: f64, certainty: f64) -> Result<Evidence, Fault> {
        self.evidence("lift", &[&number(weight), &number(certainty)])
    }

    /// As [`LoadedMethod::merge`].
    pub fn merge(&self, a: &Evidence, b: &Evidence) -> Result<Evidence, Fault> {
        self.evidence("merge", &[a, b])
    }

    /// As [`LoadedMethod::total`].
    pub fn total(&self, evidence: &Evidence) -> Result<f64, Fault> {
        self.number("total", &[evidence])
    }

    /// As [`LoadedMethod::cut`].
    pub fn cut(&self, evidence: &Evidence, most: f64) -> Result<Evidence, Fault> {
        if self.loaded.method.cut.is_some() {
            return self.evidence("cut", &[evidence, &number(most)]);
        }
        match evidence {
            Evidence::Number(number) => Ok(Evidence::Number(number.clamp(-most.abs(), most.abs()))),
            Evidence::Array(_) => {
                let message = format!("the method `{}` has no `cut`", self.loaded.method.name);
                Err(Fault::new(FaultKind::Missing, "cut", message))
            }
        }
    }

    /// As [`LoadedMethod::belief`].
    pub fn belief(&self, evidence: &Evidence) -> Result<f64, Fault> {
        self.number("belief", &[evidence])
    }

    /// As [`LoadedMethod::share`].
    pub fn share(&self, total: f64, best: f64) -> Result<f64, Fault> {
        self.number("share", &[&number(total), &number(best)])
    }

    /// As [`LoadedMethod::describe`].
    pub fn describe(&self, evidence: &Evidence) -> Result<Option<String>, Fault> {
        if !self.loaded.method.describes {
            return Ok(None);
        }
        let result = self.call("describe", &[evidence])?;
        match result.as_immutable_string_ref() {
            Ok(words) => Ok(Some(words.to_string())),
            Err(_) => Err(self.wrong("describe", &[evidence], &result, "a text")),
        }
    }

    fn evidence(&self, name: &str, arguments: &[&Evidence]) -> Result<Evidence, Fault> {
        let result = self.call(name, arguments)?;
        let zero = &self.loaded.method.zero;
        match to_evidence(&result) {
            Some(evidence) if evidence.numbers().iter().any(|number| !number.is_finite()) => {
                Err(self.not_finite(name, arguments))
            }
            Some(evidence) if same_shape(&evidence, zero) => Ok(evidence),
            _ => Err(self.wrong(name, arguments, &result, &shape(zero))),
        }
    }

    fn number(&self, name: &str, arguments: &[&Evidence]) -> Result<f64, Fault> {
        let result = self.call(name, arguments)?;
        match value::number(&result) {
            Some(number) if number.is_finite() => Ok(number),
            Some(_) => Err(self.not_finite(name, arguments)),
            None => Err(self.wrong(name, arguments, &result, "a number")),
        }
    }

    fn call(&self, name: &str, arguments: &[&Evidence]) -> Result<Dynamic, Fault> {
        let arguments = arguments.iter().map(|evidence| from_evidence(evidence));
        self.loaded.program.call(name, arguments.collect())
    }

    fn not_finite(&self, name: &str, arguments: &[&Evidence]) -> Fault {
        let arguments: Vec<&[f64]> = arguments
            .iter()
            .map(|evidence| evidence.numbers())
            .collect();
        self.loaded.not_finite(name, &arguments)
    }

    fn wrong(&self, name: &str, arguments: &[&Evidence], result: &Dynamic, wanted: &str) -> Fault {
        let given: Vec<String> = arguments.iter().map(|evidence| show(evidence)).collect();
        let got = match value::numbers(result) {
            Some(list) => format!("a list of {} numbers", list.len()),
            None => value::kind(result).to_owned(),
        };
        let message = format!("`{name}({})` returns {got}, not {wanted}", given.join(", "));
        self.loaded
            .program
            .fault_at(FaultKind::WrongType, name, message)
    }
}

/// The evidence that a script's value stands for.
pub(super) fn to_evidence(result: &Dynamic) -> Option<Evidence> {
    match value::number(result) {
        Some(number) => Some(Evidence::Number(number)),
        None => value::numbers(result).map(Evidence::Array),
    }
}

/// Evidence as it would be written in a script.
pub(super) fn show(evidence: &Evidence) -> String {
    match evidence {
        Evidence::Number(number) => number.to_string(),
        Evidence::Array(numbers) => list(numbers),
    }
}

/// What evidence like this is, in words.
pub(super) fn shape(evidence: &Evidence) -> String {
    match evidence {
        Evidence::Number(_) => "a number".into(),
        Evidence::Array(numbers) => format!("a list of {} numbers", numbers.len()),
    }
}

fn list(numbers: &[f64]) -> String {
    let numbers: Vec<String> = numbers.iter().map(f64::to_string).collect();
    format!("[{}]", numbers.join(", "))
}

fn same_shape(a: &Evidence, b: &Evidence) -> bool {
    std::mem::discriminant(a) == std::mem::discriminant(b) && a.numbers().len() == b.numbers().len()
}

fn from_evidence(evidence: &Evidence) -> Dynamic {
    match evidence {
        Evidence::Number(number) => value::from_number(*number),
        Evidence::Array(numbers) => Dynamic::from_array(
            numbers
                .iter()
                .map(|number| value::from_number(*number))
                .collect(),
        ),
    }
}

fn number(number: f64) -> Evidence {
    Evidence::Number(number)
}

fn compute(lowered: &Lowered, arguments: &[&[f64]], out: &mut [f64]) {
    if let [inputs] = arguments {
        return run(lowered, inputs, out, &mut Vec::new());
    }
    let mut inputs = [f64::NAN; INPUTS];
    let numbers = arguments.iter().flat_map(|numbers| numbers.iter());
    for (slot, number) in inputs.iter_mut().zip(numbers) {
        *slot = *number;
    }
    run(lowered, &inputs, out, &mut Vec::new());
}
