//! Between which numbers a method's beliefs and shares lie, as far as its strongest evidence tells. Loads nothing.

use super::LoadedMethod;
use crate::model::Evidence;

/// How often evidence is merged with itself at most: so many doublings are more pieces than a rulebook has rules.
const DOUBLINGS: usize = 64;

impl LoadedMethod {
    /// The least and the largest belief; infinite where more evidence always gives more, or nobody can tell.
    pub fn beliefs(&self) -> (f64, f64) {
        self.ends(&|evidence| self.belief(evidence).ok())
    }

    /// The least and the largest confidence in a strategy.
    pub fn confidences(&self) -> (f64, f64) {
        if self.method.normalize {
            return (0.0, 1.0);
        }
        let (low, high) = self.ends(&|evidence| self.total(evidence).ok());
        // A share rises with the total and falls with the best.
        let most = self.share(high, low).ok();
        (0.0, most.unwrap_or(f64::INFINITY))
    }

    fn ends(&self, of: &dyn Fn(&Evidence) -> Option<f64>) -> (f64, f64) {
        let range = self.method.range;
        let low = self.end(-range, of).unwrap_or(f64::NEG_INFINITY);
        let high = self.end(range, of).unwrap_or(f64::INFINITY);
        (low, high)
    }

    /// What more of the strongest evidence comes to than any rulebook has; none where it cannot be computed.
    ///
    /// Only of numbers is it a law that more evidence never gives less.
    fn end(&self, weight: f64, of: &dyn Fn(&Evidence) -> Option<f64>) -> Option<f64> {
        if !self.method.is_scalar() {
            return None;
        }
        let mut evidence = self.lift(weight, 1.0).ok()?;
        for _ in 0..DOUBLINGS {
            evidence = self.merge(&evidence, &evidence).ok()?;
        }
        of(&evidence)
    }
}

#[cfg(test)]
mod tests {
    use crate::script::shipped_method;

    #[test]
    fn the_shipped_methods_have_bounds() {
        let bounds = |name: &str| {
            let method = shipped_method(name).expect("a shipped method");
            (method.beliefs(), method.confidences())
        };
        assert_eq!(bounds("odds"), ((0.0, 1.0), (0.0, 1.0)));
        assert_eq!(bounds("certainty"), ((-1.0, 1.0), (0.0, 1.0)));
        assert_eq!(bounds("scorecard"), ((-1.0, 1.0), (0.0, 1.0)));
    }
}
