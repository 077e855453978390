//! Mutants of conditions: other signs, the opposite, thresholds one step off, `and` for `or`. Runs none of them.

use super::make::Making;
use super::mutant::{Change, Operator, Root, Side, cond_of};
use super::text::{step, written};
use crate::base::{Edit, Span};
use crate::model::{
    Compare, Cond, CondKind, FactType, LevelSet, Num, NumKind, NumberType, Subject,
};

/// The mutants of a condition and of its exception.
pub(super) fn both(making: &mut Making<'_>, root: Root, subject: &str) {
    for side in [Side::When, Side::Unless] {
        let book = making.book;
        if let Some(cond) = cond_of(book, root, side) {
            let mut walk = Walk {
                making: &mut *making,
                subject,
                root: (root, side),
                at: 0,
            };
            walk.part(cond, None);
        }
    }
}

/// One step below and above a number that is written so, with its new text.
pub(super) fn steps(text: &str, value: f64, kind: &NumberType) -> Vec<(f64, String)> {
    let Some((read, len, places)) = written(text).filter(|(read, ..)| *read == value) else {
        return Vec::new();
    };
    let rest = text.get(len..).unwrap_or("");
    let places = if kind.whole { 0 } else { places };
    let mut found = Vec::new();
    for by in [-step(places), step(places)] {
        let new = format!("{:.places$}", read + by);
        let within = |value: &f64| {
            *value >= kind.low.unwrap_or(f64::NEG_INFINITY)
                && *value <= kind.high.unwrap_or(f64::INFINITY)
        };
        // A number below zero is written as an expression, which is another kind of edit.
        let value = new
            .parse()
            .ok()
            .filter(|value| *value >= 0.0)
            .filter(within);
        found.extend(value.map(|value: f64| (value, format!("{new}{rest}"))));
    }
    found
}

/// A way through a condition, from the outside in.
struct Walk<'m, 'b> {
    making: &'m mut Making<'b>,
    subject: &'m str,
    root: (Root, Side),
    /// How many parts were met before.
    at: usize,
}

impl Walk<'_, '_> {
    fn push(&mut self, operator: Operator, at: usize, edits: Vec<Edit>, kind: CondKind) {
        let (root, side) = self.root;
        let change = Change::Part(root, side, at, kind);
        self.making.push(operator, self.subject, edits, change);
    }

    fn one(&mut self, operator: Operator, at: usize, (span, text): (Span, String), kind: CondKind) {
        self.push(operator, at, vec![Edit { span, text }], kind);
    }

    /// The mutants of a part and of those in it.
    fn part(&mut self, cond: &Cond, outer: Option<&Cond>) {
        let at = self.at;
        self.at = self.at.saturating_add(1);
        // What stands at the place of the whole was written as a part of one test.
        let split = outer.is_some_and(|outer| outer.origin == cond.origin);
        let negated = outer.is_some_and(|outer| matches!(outer.kind, CondKind::Not(_)));
        match &cond.kind {
            CondKind::All(parts) | CondKind::Any(parts) => {
                if !split {
                    self.joint(cond, at, parts);
                }
                self.parts(cond, parts);
            }
            CondKind::AtLeast(least, parts) => {
                self.count(cond, at, *least, parts);
                self.parts(cond, parts);
            }
            CondKind::Not(inner) => {
                if !split {
                    self.affirmed(cond, at, inner);
                }
                self.part(inner, Some(cond));
            }
            CondKind::Surely(inner) => self.part(inner, Some(cond)),
            CondKind::Constant(_) => {}
            _leaf if split => {}
            CondKind::Compare {
                left,
                compare,
                right,
            } => {
                self.signs(at, (left, *compare, right));
                self.threshold(cond, at, (left, *compare, right));
            }
            CondKind::LevelCompare { .. } => {}
            CondKind::Between { number, low, high } => {
                let moved = |low: &Num, high: &Num| CondKind::Between {
                    number: number.clone(),
                    low: low.clone(),
                    high: high.clone(),
                };
                self.number(at, low, &self.kind_of(number), &|new| moved(new, high));
                self.number(at, high, &self.kind_of(number), &|new| moved(low, new));
            }
            CondKind::Level { subject, levels } => {
                self.levels(cond, at, *subject, *levels);
                if !negated {
                    self.negation(cond, at);
                }
            }
            _leaf if !negated => self.negation(cond, at),
            _leaf => {}
        }
    }

    fn parts(&mut self, whole: &Cond, parts: &[Cond]) {
        for part in parts {
            self.part(part, Some(whole));
        }
    }

    fn negation(&mut self, cond: &Cond, at: usize) {
        let text = format!("not {}", self.making.texts.at(cond.origin));
        let kind = CondKind::Not(Box::new(cond.clone()));
        self.one(Operator::Negation, at, (cond.origin, text), kind);
    }

    /// A `not` taken away.
    fn affirmed(&mut self, cond: &Cond, at: usize, inner: &Cond) {
        let texts = &self.making.texts;
        let text = texts.at(cond.origin);
        let new = if inner.origin != cond.origin {
            Some(texts.at(inner.origin).to_owned())
        } else {
            let pairs = [
                ("none of", "any of"),
                (" is not ", " is "),
                (" is unknown", " is known"),
                (" != ", " = "),
            ];
            let mut pairs = pairs.iter();
            pairs.find_map(|(old, new)| text.contains(old).then(|| text.replacen(old, new, 1)))
        };
        if let Some(new) = new {
            self.one(
                Operator::Negation,
                at,
                (cond.origin, new),
                inner.kind.clone(),
            );
        }
    }

    fn joint(&mut self, cond: &Cond, at: usize, parts: &[Cond]) {
        let all = matches!(cond.kind, CondKind::All(_));
        let (word, other) = if all { ("and", "or") } else { ("or", "and") };
        let (block, other_block) = if all {
            ("all of", "any of")
        } else {
            ("any of", "all of")
        };
        let kind = match all {
            true => CondKind::Any(parts.to_vec()),
            false => CondKind::All(parts.to_vec()),
        };
        let inner = parts.iter().any(|part| part.origin == cond.origin);
        if parts.len() < 2 || inner {
            return;
        }
        let texts = &self.making.texts;
        if texts.at(cond.origin).starts_with(block) {
            let start = cond.origin.start;
            let span = Span {
                end: start.saturating_add(u32::try_from(block.len()).unwrap_or(0)),
                ..cond.origin
            };
            return self.one(Operator::Joint, at, (span, other_block.to_owned()), kind);
        }
        let words: Vec<Option<Span>> = parts
            .windows(2)
            .map(|pair| match pair {
                [first, second] => texts.between(first.origin, second.origin, word),
                _ => None,
            })
            .collect();
        let words: Option<Vec<Span>> = words.into_iter().collect();
        let edit = |span| Edit {
            span,
            text: other.to_owned(),
        };
        if let Some(words) = words {
            self.push(
                Operator::Joint,
                at,
                words.into_iter().map(edit).collect(),
                kind,
            );
        }
    }

    /// `at least 2 of`: one more, one less.
    fn count(&mut self, cond: &Cond, at: usize, least: u32, parts: &[Cond]) {
        let text = self.making.texts.at(cond.origin);
        let old = least.to_string();
        let Some(found) = text.find(&old) else {
            return;
        };
        let start = (cond.origin.start as usize).saturating_add(found);
        let span = Span::new(cond.origin.file, start, start.saturating_add(old.len()));
        for new in [least.saturating_sub(1), least.saturating_add(1)] {
            if new >= 1 && new as usize <= parts.len() {
                let kind = CondKind::AtLeast(new, parts.to_vec());
                self.one(Operator::Step, at, (span, new.to_string()), kind);
            }
        }
    }

    /// The opposite sign, and the one that takes in or leaves out the threshold itself.
    fn signs(&mut self, at: usize, (left, compare, right): (&Num, Compare, &Num)) {
        let Some(span) = self
            .making
            .texts
            .between(left.origin, right.origin, compare.sign())
        else {
            return;
        };
        let (opposite, edge) = match compare {
            Compare::Equal => (Compare::NotEqual, None),
            Compare::NotEqual => (Compare::Equal, None),
            Compare::Less => (Compare::AtLeast, Some(Compare::AtMost)),
            Compare::AtMost => (Compare::More, Some(Compare::Less)),
            Compare::More => (Compare::AtMost, Some(Compare::AtLeast)),
            Compare::AtLeast => (Compare::Less, Some(Compare::More)),
        };
        for new in [Some(opposite), edge].into_iter().flatten() {
            let kind = CondKind::Compare {
                left: left.clone(),
                compare: new,
                right: right.clone(),
            };
            self.one(
                Operator::Comparison,
                at,
                (span, new.sign().to_owned()),
                kind,
            );
        }
    }

    fn threshold(&mut self, cond: &Cond, at: usize, (left, compare, right): (&Num, Compare, &Num)) {
        let made = |left: &Num, right: &Num| CondKind::Compare {
            left: left.clone(),
            compare,
            right: right.clone(),
        };
        let inside = |num: &Num| num.origin != cond.origin;
        if inside(right) {
            self.number(at, right, &self.kind_of(left), &|new| made(left, new));
        }
        if inside(left) {
            self.number(at, left, &self.kind_of(right), &|new| made(new, right));
        }
    }

    /// A constant, one step off.
    fn number(&mut self, at: usize, num: &Num, kind: &NumberType, made: &dyn Fn(&Num) -> CondKind) {
        let NumKind::Constant(value) = num.kind else {
            return;
        };
        let text = self.making.texts.at(num.origin);
        for (value, text) in steps(text, value, kind) {
            let new = Num {
                origin: num.origin,
                kind: NumKind::Constant(value),
            };
            self.one(Operator::Step, at, (num.origin, text), made(&new));
        }
    }

    /// The range of what a constant is held against.
    fn kind_of(&self, num: &Num) -> NumberType {
        let NumKind::Fact(fact) = num.kind else {
            return NumberType::default();
        };
        match &self.making.book.facts[fact].kind {
            FactType::Number(kind) => kind.clone(),
            _ => NumberType::default(),
        }
    }

    /// `growth is at least moderate`, one level off.
    fn levels(&mut self, cond: &Cond, at: usize, subject: Subject, levels: LevelSet) {
        let text = self.making.texts.at(cond.origin);
        let Some(scale) = self
            .making
            .book
            .scale(subject)
            .filter(|scale| scale.ordered)
        else {
            return;
        };
        let named = scale.levels.iter().position(|level| {
            let name = &*level.name;
            let head = text.trim_end_matches(')').strip_suffix(name);
            head.is_some_and(|head| head.ends_with(' ') || head.ends_with('='))
        });
        let Some(named) = named.filter(|_| !text.contains("one of")) else {
            return;
        };
        for new in [named.checked_sub(1), Some(named.saturating_add(1))]
            .into_iter()
            .flatten()
        {
            let up = new > named;
            let shifted = shifted(levels, up, scale.all(), single(text));
            let (Some(old), Some(name)) = (scale.levels.get(named), scale.levels.get(new)) else {
                continue;
            };
            let Some((head, tail)) = text.rsplit_once(&*old.name) else {
                continue;
            };
            if let Some(levels) = shifted {
                let text = format!("{head}{}{tail}", name.name);
                let kind = CondKind::Level { subject, levels };
                self.one(Operator::Step, at, (cond.origin, text), kind);
            }
        }
    }
}

/// Whether a test names one level, not all up to it or from it on.
fn single(text: &str) -> bool {
    !["at least", "at most", "<", ">"]
        .iter()
        .any(|word| text.contains(word))
}

/// The levels with the edge of the test one step up or down; `None` where nothing or everything would be left.
fn shifted(levels: LevelSet, up: bool, all: LevelSet, single: bool) -> Option<LevelSet> {
    let below = levels.0 & 1 == 1;
    let moved = match (up, single) {
        (true, true) => levels.0 << 1,
        (false, true) => levels.0 >> 1,
        // From below up to the edge, or from the edge up.
        (true, false) if below => (levels.0 << 1) | 1,
        (true, false) => levels.0 & (levels.0 << 1),
        (false, false) if below => levels.0 & (levels.0 >> 1),
        (false, false) => levels.0 | (levels.0 >> 1),
    };
    let moved = LevelSet(moved & all.0);
    (!moved.is_empty() && moved != all && moved != levels).then_some(moved)
}

#[cfg(test)]
mod tests {
    use super::{shifted, steps};
    use crate::model::{LevelSet, NumberType};

    #[test]
    fn a_step_is_one_of_the_last_place_within_the_range() {
        let kind = NumberType {
            low: Some(0.0),
            high: Some(6.0),
            ..NumberType::default()
        };
        assert_eq!(
            steps("6 \"months\"", 6.0, &kind),
            [(5.0, "5 \"months\"".to_owned())]
        );
        let texts: Vec<String> = steps("0.25", 0.25, &kind)
            .into_iter()
            .map(|(_, text)| text)
            .collect();
        assert_eq!(texts, ["0.24", "0.26"]);
        assert_eq!(steps("6", 7.0, &kind), []);
    }

    #[test]
    fn the_edge_of_levels_moves_by_one() {
        let all = LevelSet(0b1111);
        let moved =
            |levels, up, single| shifted(LevelSet(levels), up, all, single).map(|set| set.0);
        assert_eq!(moved(0b1100, true, false), Some(0b1000));
        assert_eq!(moved(0b1100, false, false), Some(0b1110));
        assert_eq!(moved(0b0011, true, false), Some(0b0111));
        assert_eq!(moved(0b0011, false, false), Some(0b0001));
        assert_eq!(moved(0b0111, true, false), None);
        assert_eq!(moved(0b0010, true, true), Some(0b0100));
        assert_eq!(moved(0b1000, true, true), None);
    }
}
