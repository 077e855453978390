//! Mutants of the weights of a rule: halved, or with the sign reversed. Runs none of them.

use super::make::Making;
use super::mutant::{Change, Operator, Weighed};
use crate::base::{Edit, Span, format_number};
use crate::model::{Effect, Num, NumKind, Op, RuleId, Weight};

/// Places that a halved weight is written with at most.
const PLACES: usize = 6;

/// The mutants of all effects of a rule.
pub(super) fn effects(making: &mut Making<'_>, id: RuleId, subject: &str) {
    let rule = &making.book.rules[id];
    for (then, effects) in [(true, &rule.then), (false, &rule.otherwise)] {
        for (at, effect) in effects.iter().enumerate() {
            let place = (id, (then, at));
            halved(making, place, effect, subject);
            turned(making, place, effect, subject);
        }
    }
}

fn halved(
    making: &mut Making<'_>,
    (id, at): (RuleId, (bool, usize)),
    effect: &Effect,
    subject: &str,
) {
    let text = making.texts.at(effect.origin);
    let (weight, written, tail) = match &effect.weight {
        Weight::Word(strength, value) => {
            let half = half_of(effect.origin, *value);
            (
                half,
                format!("by {}", format_number(*value / 2.0, PLACES)),
                strength.word(),
            )
        }
        Weight::By(Num {
            origin,
            kind: NumKind::Constant(value),
        }) => {
            let half = format_number(*value / 2.0, PLACES);
            (half_of(*origin, *value), half, making.texts.at(*origin))
        }
        Weight::By(num) => {
            let written = making.texts.at(num.origin);
            let two = Num {
                origin: num.origin,
                kind: NumKind::Constant(2.0),
            };
            let half = NumKind::Apply(Op::Divide, vec![num.clone(), two]);
            let num = Num {
                origin: num.origin,
                kind: half,
            };
            (Weight::By(num), format!("({written}) / 2"), written)
        }
    };
    // Nothing halved is nothing.
    let nothing = matches!(
        weight,
        Weight::By(Num {
            kind: NumKind::Constant(0.0),
            ..
        })
    );
    let Some(head) = text.strip_suffix(tail).filter(|_| !nothing) else {
        return;
    };
    let edit = Edit {
        span: effect.origin,
        text: format!("{head}{written}"),
    };
    let favor = effect.favor;
    let change = Change::Effect(id, at, Weighed { favor, weight });
    making.push(Operator::Weight, subject, vec![edit], change);
}

fn half_of(origin: Span, value: f64) -> Weight {
    let kind = NumKind::Constant(value / 2.0);
    Weight::By(Num { origin, kind })
}

fn turned(
    making: &mut Making<'_>,
    (id, at): (RuleId, (bool, usize)),
    effect: &Effect,
    subject: &str,
) {
    let (word, other) = match effect.favor {
        true => ("favor", "oppose"),
        false => ("oppose", "favor"),
    };
    let text = making.texts.at(effect.origin);
    let Some(rest) = text.strip_prefix(word) else {
        return;
    };
    let edit = Edit {
        span: effect.origin,
        text: format!("{other}{rest}"),
    };
    let weighed = Weighed {
        favor: !effect.favor,
        weight: effect.weight.clone(),
    };
    making.push(
        Operator::Sign,
        subject,
        vec![edit],
        Change::Effect(id, at, weighed),
    );
}
