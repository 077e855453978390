//! Which conditions follow from which, by their form alone: whatever the profile, wherever one is known to hold, the other
//! is known to hold. What does not show in their form is left to others.

use crate::model::{Code, Compare, NumberId, NumberNode, TruthId, TruthNode};

/// Whether a condition is known to hold wherever another one is.
pub(super) fn follows(code: &Code, from: TruthId, to: TruthId) -> bool {
    if from == to {
        return true;
    }
    let (one, other) = (&code.truths[from], &code.truths[to]);
    match (one, other) {
        (_, TruthNode::All(parts)) => {
            let mut parts = code.parts_of(*parts).iter();
            parts.all(|part| follows(code, from, *part))
        }
        (TruthNode::Any(parts), _) => {
            let mut parts = code.parts_of(*parts).iter();
            parts.all(|part| follows(code, *part, to))
        }
        (TruthNode::Surely(part) | TruthNode::Unless(part, _), _) if follows(code, *part, to) => {
            true
        }
        (_, TruthNode::Any(parts)) => {
            let mut parts = code.parts_of(*parts).iter();
            parts.any(|part| follows(code, from, *part))
        }
        (_, TruthNode::Surely(part)) => follows(code, from, *part),
        (TruthNode::All(parts), _) => {
            let mut parts = code.parts_of(*parts).iter();
            parts.any(|part| follows(code, *part, to))
        }
        (TruthNode::Number(fact, compare, limit), TruthNode::Number(same, weaker, beyond)) => {
            fact == same && within((*compare, *limit), (*weaker, *beyond))
        }
        (TruthNode::Compare(a, compare, b, _), TruthNode::Compare(c, weaker, d, _)) => {
            let limits = constant(code, *b).zip(constant(code, *d));
            a == c && limits.is_some_and(|(b, d)| within((*compare, b), (*weaker, d)))
        }
        (TruthNode::Level(fact, levels), TruthNode::Level(same, more)) => {
            fact == same && levels.union(*more) == *more
        }
        (TruthNode::Choice(choice, levels), TruthNode::Choice(same, more)) => {
            choice == same && levels.union(*more) == *more
        }
        _other => false,
    }
}

/// The constant that a number is. A parameter may have another value tomorrow.
fn constant(code: &Code, number: NumberId) -> Option<f64> {
    match &code.numbers[number] {
        NumberNode::Constant(number) => Some(*number),
        _other => None,
    }
}

/// Whether all numbers that compare so with a limit compare so with another one.
fn within((compare, limit): (Compare, f64), (weaker, beyond): (Compare, f64)) -> bool {
    match (compare, weaker) {
        (Compare::More | Compare::AtLeast, Compare::AtLeast) => limit >= beyond,
        (Compare::More, Compare::More) => limit >= beyond,
        (Compare::AtLeast | Compare::Equal, Compare::More) => limit > beyond,
        (Compare::Less | Compare::AtMost, Compare::AtMost) => limit <= beyond,
        (Compare::Less, Compare::Less) => limit <= beyond,
        (Compare::AtMost | Compare::Equal, Compare::Less) => limit < beyond,
        (Compare::Equal, Compare::AtLeast) => limit >= beyond,
        (Compare::Equal, Compare::AtMost) => limit <= beyond,
        (Compare::Equal, Compare::Equal) => limit == beyond,
        _other => false,
    }
}

#[cfg(test)]
mod tests {
    use super::within;
    use crate::model::Compare;

    const ALL: [Compare; 6] = [
        Compare::Equal,
        Compare::NotEqual,
        Compare::Less,
        Compare::AtMost,
        Compare::More,
        Compare::AtLeast,
    ];

    fn holds(number: f64, compare: Compare, limit: f64) -> bool {
        match compare {
            Compare::Equal => number == limit,
            Compare::NotEqual => number != limit,
            Compare::Less => number < limit,
            Compare::AtMost => number <= limit,
            Compare::More => number > limit,
            Compare::AtLeast => number >= limit,
        }
    }

    #[test]
    fn what_lies_within_holds_for_every_number() {
        let numbers: Vec<f64> = (0..=12).map(|half| f64::from(half) / 2.0).collect();
        let mut found = 0;
        for (one, limit) in ALL
            .iter()
            .flat_map(|one| [1.0, 2.0, 3.0].map(|limit| (*one, limit)))
        {
            for (other, beyond) in ALL
                .iter()
                .flat_map(|one| [1.0, 2.0, 3.0].map(|limit| (*one, limit)))
            {
                if within((one, limit), (other, beyond)) {
                    found += 1;
                    let all = numbers.iter().filter(|number| holds(**number, one, limit));
                    let missed = all.filter(|number| !holds(**number, other, beyond)).count();
                    assert_eq!(missed, 0, "{one:?} {limit}, {other:?} {beyond}");
                }
            }
        }
        assert!(found > 40, "{found}");
    }
}
