//! The canonical form of numbers. See [`super::form`] for conditions.

use super::Forms;
use super::form::joined;
use crate::model::{Figure, Num, NumKind, Op, TagId, Takes};

impl Forms<'_> {
    /// The form of a number.
    pub(super) fn num(self, num: &Num) -> String {
        match &num.kind {
            NumKind::Constant(value) => self.number(*value),
            NumKind::Fact(id) => self.fact(*id).to_owned(),
            NumKind::Let(id) => self.derived(*id).to_owned(),
            NumKind::Parameter(id) => self.parameter(*id).to_owned(),
            NumKind::Figure(figure) => self.figure(*figure),
            NumKind::Apply(op, operands) => self.operation(*op, operands),
            NumKind::If(condition, branches) => {
                let [then, otherwise] = &**branches;
                let (then, otherwise) = (self.num(then), self.num(otherwise));
                format!("(if {} then {then} else {otherwise})", self.cond(condition))
            }
            NumKind::Count(fact) => format!("count({})", self.fact(*fact)),
            NumKind::Call(call) => self.call(call),
        }
    }

    fn operation(self, op: Op, operands: &[Num]) -> String {
        let about = op.about();
        let forms = || operands.iter().map(|operand| self.num(operand));
        let in_order = |between: &str| forms().collect::<Vec<String>>().join(between);
        let is_word = about.name.starts_with(char::is_alphabetic);
        let between = format!(" {} ", about.name);
        match about.takes {
            Takes::InOrder if is_word => format!("{}({})", about.name, in_order(", ")),
            _ if is_word => format!("{}({})", about.name, joined(forms(), ", ")),
            Takes::InOrder if about.operands == 1 => format!("{}{}", about.name, in_order("")),
            Takes::InOrder => format!("({})", in_order(&between)),
            _ => format!("({})", joined(self.chain(op, operands), &between)),
        }
    }

    /// The terms of nested sums or products, all on one level.
    fn chain(self, op: Op, operands: &[Num]) -> Vec<String> {
        let mut open: Vec<&Num> = operands.iter().collect();
        let mut forms = Vec::new();
        while let Some(next) = open.pop() {
            match &next.kind {
                NumKind::Apply(inner, operands) if *inner == op => open.extend(operands),
                _ => forms.push(self.num(next)),
            }
        }
        forms
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
