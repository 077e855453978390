//! What rules, evidence, the choice and the advice mean: written down from the language alone.

use super::book::{Cond, Effect, Limit, Num, Way, Weight, When};
use super::logic::{Meaning, Sure};

/// What became of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Status {
    Defeated,
    Stopped,
    Then,
    Else,
    Unknown,
    NotFired,
}

/// The choice among the strategies.
#[derive(Clone, Debug)]
pub(super) struct Choice {
    /// The rounded totals of all targets.
    pub(super) totals: Vec<f64>,
    pub(super) excluded: Vec<bool>,
    pub(super) confidence: Vec<f64>,
    pub(super) tied: Vec<bool>,
    /// Nothing where excluded, infinite without a rival.
    pub(super) lead: Vec<Option<f64>>,
    pub(super) best: Option<usize>,
    pub(super) margin: Option<f64>,
}

/// The values of weakly, moderately, strongly and decisively.
pub(super) fn scale(way: Way) -> [f64; 4] {
    match way {
        Way::Odds => [2.0, 4.0, 7.0, 20.0],
        Way::Certainty => [0.2, 0.4, 0.7, 0.9],
        Way::Scorecard => [1.0, 2.0, 4.0, 8.0],
        Way::Dempster => [0.2, 0.4, 0.7, 0.9],
    }
}

/// Evidence: one number and nothing, or the masses for and against.
type Evidence = [f64; 2];

fn merge(way: Way, [a, against_a]: Evidence, [b, against_b]: Evidence) -> Evidence {
    let one = match way {
        Way::Odds | Way::Scorecard => a + b,
        Way::Certainty if a >= 0.0 && b >= 0.0 => a + b - a * b,
        Way::Certainty if a <= 0.0 && b <= 0.0 => a + b + a * b,
        Way::Certainty => (a + b) / (1.0 - a.abs().min(b.abs())),
        Way::Dempster => {
            let (open_a, open_b) = (1.0 - a - against_a, 1.0 - b - against_b);
            let agreed = 1.0 - a * against_b - against_a * b;
            let both = |x: f64, y: f64| (x * y + x * open_b + open_a * y) / agreed;
            return [both(a, b), both(against_a, against_b)];
        }
    };
    [one, 0.0]
}

/// The evidence of a weight that was weakened by its certainty.
fn lift(way: Way, weight: f64) -> Evidence {
    match way {
        Way::Dempster => [weight.max(0.0), (-weight).max(0.0)],
        Way::Odds | Way::Certainty | Way::Scorecard => [weight, 0.0],
    }
}

fn total([a, against]: Evidence) -> f64 {
    a - against
}

/// The same evidence with a total of at most `most` in size.
fn cut(way: Way, evidence: Evidence, most: f64) -> Evidence {
    let size = total(evidence).abs();
    match way {
        Way::Dempster if size > most => evidence.map(|mass| mass * most / size),
        Way::Dempster => evidence,
        Way::Odds | Way::Certainty | Way::Scorecard => [evidence[0].clamp(-most, most), 0.0],
    }
}

fn rounded(x: f64) -> f64 {
    (x * 1e9).round() / 1e9 + 0.0
}

impl Meaning<'_> {
    /// Whether a rule's condition holds.
    pub(super) fn condition(self, rule: usize) -> Sure {
        match &self.book.rules[rule].when {
            When::Cond(c) => self.truth(c),
            When::Cell(subject, cell) => self.cell(*subject, cell),
        }
    }

    /// What became of a rule.
    pub(super) fn status(self, at: usize) -> Status {
        let defeated = (0..self.book.rules.len()).any(|other| {
            self.book.rules[other].defeats.contains(&at) && self.status(other) == Status::Then
        });
        let rule = &self.book.rules[at];
        let stopped = rule.unless.as_ref().and_then(|c| self.truth(c));
        match (defeated, stopped, self.condition(at)) {
            (true, _, _) => Status::Defeated,
            (_, Some((true, _)), _) => Status::Stopped,
            (_, _, Some((true, _))) => Status::Then,
            (_, _, Some((false, _))) if !rule.otherwise.is_empty() => Status::Else,
            (_, _, None) => Status::Unknown,
            (_, _, Some((false, _))) => Status::NotFired,
        }
    }

    /// The weight of an effect with its sign, before certainty.
    pub(super) fn weight(self, effect: &Effect) -> Option<f64> {
        let size = match &effect.weight {
            Weight::Word(at) => scale(self.book.method)[*at],
            Weight::By(n) => self.number(n)?.0,
        };
        Some(if effect.favor { size } else { -size })
    }

    /// What a rule gives to a target: weight times certainty.
    pub(super) fn piece(self, rule: usize, target: usize) -> Option<f64> {
        let about = &self.book.rules[rule];
        let mut all = about.then.iter().chain(&about.otherwise);
        all.find(|effect| effect.target == target)?;
        let effects = match self.status(rule) {
            Status::Then => &about.then,
            Status::Else => &about.otherwise,
            _ => return None,
        };
        let effect = effects.iter().find(|effect| effect.target == target)?;
        let (_, certainty) = self.condition(rule)?;
        Some(self.weight(effect)? * certainty)
    }

    /// The evidence for a target, not rounded.
    fn evidence(self, target: usize) -> Evidence {
        let way = self.book.method;
        let mut items: Vec<(String, Evidence)> = Vec::new();
        for (at, group) in self.book.groups.iter().enumerate() {
            if let Some(x) = self.grouped(at, target) {
                items.push((group.name.clone(), x));
            }
        }
        for (at, rule) in self.book.rules.iter().enumerate() {
            if let (None, Some(x)) = (rule.group, self.piece(at, target)) {
                items.push((rule.name.clone(), lift(way, x)));
            }
        }
        items.sort_by(|a, b| a.0.as_bytes().cmp(b.0.as_bytes()));
        let start = lift(way, self.book.targets[target].prior);
        items.iter().fold(start, |sum, (_, x)| merge(way, sum, *x))
    }

    /// What a group gives to a target: each side merged by rule name and cut, then both together.
    fn grouped(self, group: usize, target: usize) -> Option<Evidence> {
        let way = self.book.method;
        let mut pieces: Vec<(String, f64)> = Vec::new();
        for (at, rule) in self.book.rules.iter().enumerate() {
            if let (true, Some(x)) = (rule.group == Some(group), self.piece(at, target)) {
                pieces.push((rule.name.clone(), x));
            }
        }
        pieces.sort_by(|a, b| a.0.as_bytes().cmp(b.0.as_bytes()));
        let limit = self.book.groups[group].limit;
        let side = |wanted: bool| {
            let mine: Vec<f64> = pieces
                .iter()
                .map(|p| p.1)
                .filter(|x| (*x >= 0.0) == wanted)
                .collect();
            let top = mine.iter().map(|x| x.abs()).fold(0.0, f64::max);
            let mine = mine.iter().map(|x| lift(way, *x));
            let all = mine.reduce(|a, b| merge(way, a, b))?;
            let most = match limit {
                Limit::At(most) => most,
                Limit::Strongest => top,
                Limit::StrongestPlus(more) => top + more,
            };
            Some(cut(way, all, most))
        };
        match (side(true), side(false)) {
            (Some(a), Some(b)) => Some(merge(way, a, b)),
            (a, b) => a.or(b),
        }
    }

    /// What `belief(h)` gives.
    pub(super) fn belief(self, target: usize) -> f64 {
        let [x, against] = self.evidence(target);
        match self.book.method {
            Way::Odds => {
                let odds = 10f64.powf(x / 10.0);
                odds / (1.0 + odds)
            }
            Way::Certainty => x,
            Way::Scorecard => x / (1.0 + x.abs()),
            Way::Dempster => x + (1.0 - x - against) / 2.0,
        }
    }

    /// The choice.
    pub(super) fn choice(self) -> Choice {
        let book = self.book;
        let all = 0..book.targets.len();
        let totals: Vec<f64> = all
            .clone()
            .map(|t| rounded(total(self.evidence(t))))
            .collect();
        let fired: Vec<bool> = (0..book.rules.len())
            .map(|r| self.status(r) == Status::Then)
            .collect();
        let excluded: Vec<bool> = all
            .clone()
            .map(|t| (0..book.rules.len()).any(|r| fired[r] && book.rules[r].excludes.contains(&t)))
            .collect();
        let left: Vec<usize> = book
            .strategies()
            .into_iter()
            .filter(|t| !excluded[*t])
            .collect();
        let top = left
            .iter()
            .map(|t| totals[*t])
            .fold(f64::NEG_INFINITY, f64::max);
        let first: Vec<usize> = left.iter().copied().filter(|t| totals[*t] == top).collect();
        let lead: Vec<Option<f64>> = all
            .clone()
            .map(|t| {
                let rivals = left
                    .iter()
                    .filter(|other| **other != t)
                    .map(|other| totals[*other]);
                let rival = rivals.reduce(f64::max);
                let lead = rival.map_or(f64::INFINITY, |rival| totals[t] - rival);
                left.contains(&t).then_some(lead)
            })
            .collect();
        let best = if let [one] = first[..] {
            Some(one)
        } else {
            None
        };
        let margin = match best {
            Some(best) => lead[best],
            None => (!left.is_empty()).then_some(0.0),
        };
        let tied = all
            .clone()
            .map(|t| first.len() > 1 && first.contains(&t))
            .collect();
        let confidence = self.confidence(&totals, &left, top);
        Choice {
            totals,
            excluded,
            confidence,
            tied,
            lead,
            best,
            margin,
        }
    }

    fn confidence(self, totals: &[f64], left: &[usize], top: f64) -> Vec<f64> {
        let share = |t: usize| match self.book.method {
            Way::Odds => 10f64.powf((totals[t] - top) / 10.0),
            Way::Certainty | Way::Scorecard | Way::Dempster => totals[t].max(0.0),
        };
        let sum: f64 = left.iter().map(|t| share(*t)).sum();
        (0..totals.len())
            .map(|t| match (left.contains(&t), self.book.method) {
                (false, _) => 0.0,
                (true, Way::Certainty) => share(t),
                (true, _) if sum == 0.0 => 1.0 / left.len() as f64,
                (true, _) => share(t) / sum,
            })
            .collect()
    }

    /// The advice, and the row that gave it.
    pub(super) fn advice(self) -> (Option<usize>, Option<usize>) {
        let choice = self.choice();
        let Some(rows) = &self.book.advice else {
            let strategies = self.book.strategies();
            let best = choice
                .best
                .and_then(|best| strategies.iter().position(|s| *s == best));
            return (best, None);
        };
        for (at, row) in rows.iter().enumerate() {
            let strategy = self.book.strategy_of(row.outcome);
            let excluded = strategy.is_some_and(|s| choice.excluded[s]);
            if !excluded && matches!(self.guard(&row.guard), Some((true, _))) {
                return (row.outcome, Some(at));
            }
        }
        (None, None)
    }

    /// Whether a note stands beside the advice.
    pub(super) fn note(self, at: usize) -> bool {
        let (when, unless) = &self.book.notes[at];
        let stopped = unless.as_ref().and_then(|c| self.truth(c));
        !matches!(stopped, Some((true, _))) && matches!(self.truth(when), Some((true, _)))
    }

    /// Tests on the choice and the advice.
    pub(super) fn late(self, c: &Cond) -> Option<bool> {
        Some(match c {
            Cond::BestIs(t) => self.choice().best == Some(*t),
            Cond::Excluded(t) => self.choice().excluded[*t],
            Cond::Tied(t) => self.choice().tied[*t],
            Cond::Fired(r) => matches!(self.status(*r), Status::Then | Status::Else),
            Cond::AdviceIs(outcome) => self.advice().0 == *outcome,
            Cond::AdvisedBy(row) => self.advice().1 == Some(*row),
            other => panic!("{other:?} is no late test"),
        })
    }

    /// Numbers that the evaluation itself provides.
    pub(super) fn figure(self, n: &Num) -> Option<f64> {
        let tagged = || {
            self.book
                .facts
                .iter()
                .enumerate()
                .filter(|(_, fact)| fact.tagged)
        };
        let known = || {
            tagged()
                .filter(|(at, _)| self.known.facts[*at].is_some())
                .count() as f64
        };
        match n {
            Num::Known => Some(known()),
            Num::ShareKnown => Some(known() / tagged().count() as f64).filter(|x| x.is_finite()),
            Num::Belief(t) => Some(self.belief(*t)),
            Num::Total(t) => Some(rounded(total(self.evidence(*t)))),
            Num::Confidence(t) => Some(self.choice().confidence[*t]),
            Num::Lead(t) => self.choice().lead[*t],
            Num::Margin => self.choice().margin,
            Num::Strongest(t) => {
                let pieces = (0..self.book.rules.len()).filter_map(|r| self.piece(r, *t));
                Some(pieces.fold(0.0, f64::max))
            }
            other => panic!("{other:?} is no figure"),
        }
    }
}
