//! Values that stand for all values of a fact that no test of a program tells apart. Evaluates nothing.

use super::region::Cases;
use crate::model::cells::Named;
use crate::model::{FactId, FactType, LevelSet, Value};
use crate::plan::Program;

/// The values of every fact that the tests of a program tell apart, those of its probes among them.
#[derive(Debug)]
pub struct Cells {
    cases: Cases,
}

impl Cells {
    /// Of one program.
    pub fn of(program: &Program) -> Self {
        Self {
            cases: Cases::with_probes(program),
        }
    }

    /// What the tests name of a fact; of a set that is read as a whole, all elements.
    pub fn named(&self, fact: FactId) -> &Named {
        self.cases.named(fact)
    }

    /// A value for each cell of a fact. Of a set with more elements than all its subsets could be listed for, and of a
    /// number that something is computed from, the values stand for some cells only.
    pub fn values(&self, fact: FactId, kind: &FactType) -> Vec<Value> {
        let cases = self.cases.known(fact, kind).into_iter();
        let mut values: Vec<Value> = cases.filter_map(|case| case.value).collect();
        if let FactType::Set(scale) = kind
            && !self.cases.cover(fact, kind)
        {
            let all = scale.all();
            for element in all.iter() {
                let alone = LevelSet::one(element);
                values.extend([Value::Set(alone), Value::Set(alone.missing_of(all))]);
            }
        }
        values
    }
}
