//! Inference methods: loads a script, checks its functions and their laws, and calls them by either route.

use std::sync::Arc;

use super::Fault;
use crate::base::{Diagnostic, FileId, Span};
use crate::model::{Evidence, Method};

/// A method that can be called: through its operations where its functions were lowered, else interpreted.
///
/// Cheap to clone, and may be shared between threads.
#[derive(Clone, Debug)]
pub struct LoadedMethod {
    /// The method as data.
    pub method: Arc<Method>,
}

/// The names and texts of the methods that come with the program, in the order of their names.
pub fn shipped() -> &'static [(&'static str, &'static str)] {
    &[]
}

/// Loads a method from its script: `name` as written in the rulebook, `file` for places in diagnostics.
///
/// Gives the method where nothing is wrong with it, and all that is wrong otherwise.
pub fn load_method(
    name: &str,
    file: FileId,
    text: &str,
) -> (Option<LoadedMethod>, Vec<Diagnostic>) {
    let _ = (name, file, text);
    (None, Vec::new())
}

/// The method with a rulebook's own values of `weakly`, `moderately`, `strongly` and `decisively`, in this order.
///
/// `None` keeps the method's value. A value must be positive, finite and within the method's range, and the words
/// must rise in this order; each problem is a diagnostic at the value's place.
pub fn with_scale(
    method: &LoadedMethod,
    scale: &[Option<(f64, Span)>; 4],
) -> (LoadedMethod, Vec<Diagnostic>) {
    let _ = scale;
    (method.clone(), Vec::new())
}

impl LoadedMethod {
    /// One piece of evidence; `weight` within ±range, negative against; `certainty` from 0 to 1.
    pub fn lift(&self, weight: f64, certainty: f64) -> Result<Evidence, Fault> {
        self.interpreter().lift(weight, certainty)
    }

    /// Both together.
    pub fn merge(&self, a: &Evidence, b: &Evidence) -> Result<Evidence, Fault> {
        self.interpreter().merge(a, b)
    }

    /// The number shown, ranked and limited; not rounded.
    pub fn total(&self, evidence: &Evidence) -> Result<f64, Fault> {
        self.interpreter().total(evidence)
    }

    /// The same evidence, its total at most `most` in size.
    pub fn cut(&self, evidence: &Evidence, most: f64) -> Result<Evidence, Fault> {
        self.interpreter().cut(evidence, most)
    }

    /// What `belief(h)` gives.
    pub fn belief(&self, evidence: &Evidence) -> Result<f64, Fault> {
        self.interpreter().belief(evidence)
    }

    /// A strategy's share of the confidence, before it is divided by the sum of shares where the method normalizes.
    pub fn share(&self, total: f64, best: f64) -> Result<f64, Fault> {
        self.interpreter().share(total, best)
    }

    /// Evidence in words; `None` where the method has no `describe`.
    pub fn describe(&self, evidence: &Evidence) -> Result<Option<String>, Fault> {
        self.interpreter().describe(evidence)
    }

    /// Whether `limit` may be used with it: evidence is a number, or the script has `cut`.
    pub fn can_cut(&self) -> bool {
        self.method.is_scalar() || self.method.cut.is_some()
    }

    /// The same functions, always through Rhai.
    pub fn interpreter(&self) -> Interpreter<'_> {
        Interpreter { method: self }
    }
}

/// A method's functions, always through Rhai; slower, and sharing nothing with the lowering.
#[derive(Clone, Copy, Debug)]
pub struct Interpreter<'a> {
    method: &'a LoadedMethod,
}

impl Interpreter<'_> {
    /// As [`LoadedMethod::lift`].
    pub fn lift(&self, weight: f64, certainty: f64) -> Result<Evidence, Fault> {
        let _ = (weight, certainty);
        Err(self.missing("lift"))
    }

    /// As [`LoadedMethod::merge`].
    pub fn merge(&self, a: &Evidence, b: &Evidence) -> Result<Evidence, Fault> {
        let _ = (a, b);
        Err(self.missing("merge"))
    }

    /// As [`LoadedMethod::total`].
    pub fn total(&self, evidence: &Evidence) -> Result<f64, Fault> {
        let _ = evidence;
        Err(self.missing("total"))
    }

    /// As [`LoadedMethod::cut`].
    pub fn cut(&self, evidence: &Evidence, most: f64) -> Result<Evidence, Fault> {
        let _ = (evidence, most);
        Err(self.missing("cut"))
    }

    /// As [`LoadedMethod::belief`].
    pub fn belief(&self, evidence: &Evidence) -> Result<f64, Fault> {
        let _ = evidence;
        Err(self.missing("belief"))
    }

    /// As [`LoadedMethod::share`].
    pub fn share(&self, total: f64, best: f64) -> Result<f64, Fault> {
        let _ = (total, best);
        Err(self.missing("share"))
    }

    /// As [`LoadedMethod::describe`].
    pub fn describe(&self, evidence: &Evidence) -> Result<Option<String>, Fault> {
        let _ = evidence;
        Err(self.missing("describe"))
    }

    fn missing(&self, function: &str) -> Fault {
        Fault {
            message: format!("`{}` has no function `{function}`", self.method.method.name),
            function: function.into(),
            span: None,
        }
    }
}
