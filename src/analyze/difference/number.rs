//! The canonical form of numbers. See [`super::form`] for conditions.

use super::form::joined;
use super::{Forms, Kind};
use crate::model::{Figure, Num, NumKind, TagId};

impl Forms<'_> {
    /// The form of a number.
    pub(super) fn num(self, num: &Num) -> String {
        match &num.kind {
            NumKind::Constant(value) => self.number(*value),
            NumKind::Fact(id) => self.fact(*id).to_owned(),
            NumKind::Let(id) => self.derived(*id).to_owned(),
            NumKind::Parameter(id) => {
                let name = &self.book.parameters[*id].name;
                self.renames.of(Kind::Parameter, name).to_owned()
            }
            NumKind::Figure(figure) => self.figure(*figure),
            NumKind::Minus(inner) => format!("-{}", self.num(inner)),
            NumKind::Add(..) => format!("({})", self.chain(num, " + ")),
            NumKind::Multiply(..) => format!("({})", self.chain(num, " * ")),
            NumKind::Subtract(a, b) => format!("({} - {})", self.num(a), self.num(b)),
            NumKind::Divide(a, b) => format!("({} / {})", self.num(a), self.num(b)),
            NumKind::Min(parts) => format!("min({})", self.operands(parts)),
            NumKind::Max(parts) => format!("max({})", self.operands(parts)),
            NumKind::Abs(inner) => format!("abs({})", self.num(inner)),
            NumKind::Round(inner) => format!("round({})", self.num(inner)),
            NumKind::Clamp(parts) => format!("clamp({})", self.in_order(parts.as_slice())),
            NumKind::Ramp(parts) => format!("ramp({})", self.in_order(parts.as_slice())),
            NumKind::Count(fact) => format!("count({})", self.fact(*fact)),
            NumKind::Call(call) => self.call(call),
        }
    }

    fn operands(self, parts: &[Num]) -> String {
        joined(parts.iter().map(|part| self.num(part)), ", ")
    }

    fn in_order(self, parts: &[Num]) -> String {
        let parts: Vec<String> = parts.iter().map(|part| self.num(part)).collect();
        parts.join(", ")
    }

    /// The terms of nested sums or products, all on one level and in order.
    fn chain(self, num: &Num, between: &str) -> String {
        let sum = matches!(num.kind, NumKind::Add(..));
        let mut open = vec![num];
        let mut forms = Vec::new();
        while let Some(next) = open.pop() {
            match &next.kind {
                NumKind::Add(a, b) if sum => open.extend([&**a, &**b]),
                NumKind::Multiply(a, b) if !sum => open.extend([&**a, &**b]),
                _ => forms.push(self.num(next)),
            }
        }
        joined(forms, between)
    }

    fn figure(self, figure: Figure) -> String {
        let tag = |id: TagId| self.book.tags[id].to_string();
        match figure {
            Figure::Margin => "margin".to_owned(),
            Figure::Total(id) => format!("total({})", self.target(id)),
            Figure::Belief(id) => format!("belief({})", self.target(id)),
            Figure::Confidence(id) => format!("confidence({})", self.target(id)),
            Figure::Lead(id) => format!("lead({})", self.target(id)),
            Figure::Strongest(id) => format!("strongest({})", self.target(id)),
            Figure::Known(id) => format!("known({})", tag(id)),
            Figure::ShareKnown(id) => format!("share_known({})", tag(id)),
        }
    }
}
