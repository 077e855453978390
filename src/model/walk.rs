//! Visits the parts of a condition or number, each once and from the outside in. Decides nothing.

use super::{Argument, Call, Cond, CondKind, Num, NumKind};

/// A part of a condition or number.
#[derive(Clone, Copy, Debug)]
pub enum Part<'a> {
    /// A condition.
    Cond(&'a Cond),
    /// A number.
    Num(&'a Num),
    /// An argument of a call that is a name or a word; conditions and numbers come as such.
    Argument(&'a Argument),
}

impl Cond {
    /// Visits the condition and all its parts.
    pub fn walk<'a>(&'a self, see: &mut dyn FnMut(Part<'a>)) {
        see(Part::Cond(self));
        match &self.kind {
            CondKind::Compare { left, right, .. } => {
                left.walk(see);
                right.walk(see);
            }
            CondKind::Between { number, low, high } => {
                number.walk(see);
                low.walk(see);
                high.walk(see);
            }
            CondKind::All(parts) | CondKind::Any(parts) | CondKind::AtLeast(_, parts) => {
                for part in parts {
                    part.walk(see);
                }
            }
            CondKind::Not(inner) | CondKind::Surely(inner) => inner.walk(see),
            CondKind::Call(call) => call.walk(see),
            CondKind::Constant(_)
            | CondKind::Holds(_)
            | CondKind::Level { .. }
            | CondKind::LevelCompare { .. }
            | CondKind::Includes { .. }
            | CondKind::Known(_)
            | CondKind::BestIs(_)
            | CondKind::Excluded(_)
            | CondKind::Tied(_)
            | CondKind::Fired(_)
            | CondKind::AdviceIs(_)
            | CondKind::AdvisedBy(_) => {}
        }
    }
}

impl Cond {
    /// Visits the conditions from the outside in, each open to change; not those that stand in numbers or calls.
    pub fn walk_mut(&mut self, see: &mut dyn FnMut(&mut Cond)) {
        see(self);
        match &mut self.kind {
            CondKind::All(parts) | CondKind::Any(parts) | CondKind::AtLeast(_, parts) => {
                for part in parts {
                    part.walk_mut(see);
                }
            }
            CondKind::Not(inner) | CondKind::Surely(inner) => inner.walk_mut(see),
            CondKind::Compare { .. }
            | CondKind::Between { .. }
            | CondKind::Call(_)
            | CondKind::Constant(_)
            | CondKind::Holds(_)
            | CondKind::Level { .. }
            | CondKind::LevelCompare { .. }
            | CondKind::Includes { .. }
            | CondKind::Known(_)
            | CondKind::BestIs(_)
            | CondKind::Excluded(_)
            | CondKind::Tied(_)
            | CondKind::Fired(_)
            | CondKind::AdviceIs(_)
            | CondKind::AdvisedBy(_) => {}
        }
    }
}

impl Num {
    /// Visits the number and all its parts.
    pub fn walk<'a>(&'a self, see: &mut dyn FnMut(Part<'a>)) {
        see(Part::Num(self));
        match &self.kind {
            NumKind::Constant(_)
            | NumKind::Fact(_)
            | NumKind::Let(_)
            | NumKind::Parameter(_)
            | NumKind::Figure(_)
            | NumKind::Count(_) => {}
            NumKind::Minus(inner) | NumKind::Abs(inner) | NumKind::Round(inner) => inner.walk(see),
            NumKind::Add(a, b)
            | NumKind::Subtract(a, b)
            | NumKind::Multiply(a, b)
            | NumKind::Divide(a, b) => {
                a.walk(see);
                b.walk(see);
            }
            NumKind::Min(parts) | NumKind::Max(parts) => {
                for part in parts {
                    part.walk(see);
                }
            }
            NumKind::Clamp(parts) | NumKind::Ramp(parts) => {
                for part in parts.iter() {
                    part.walk(see);
                }
            }
            NumKind::Call(call) => call.walk(see),
        }
    }
}

impl Call {
    fn walk<'a>(&'a self, see: &mut dyn FnMut(Part<'a>)) {
        for argument in &self.arguments {
            match argument {
                Argument::Truth(cond) => cond.walk(see),
                Argument::Number(num) => num.walk(see),
                Argument::Level(_) | Argument::Set(_) | Argument::Word(_) => {
                    see(Part::Argument(argument));
                }
            }
        }
    }
}
