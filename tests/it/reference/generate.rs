//! Random rulebooks and profiles that check: facts, lets, hypotheses, groups, defeats, exclusions, advice, notes.

use super::book::{
    Book, Cond, Contrast, Effect, Fact, Group, Kind, Known, Let, Limit, Num, Row, Rule, Sub,
    Target, Val, Way, Weight, When,
};
use super::dice::Dice;
use super::logic::values;
use super::parts::{Parts, Reach};

/// First halves of names, so that the order of names is not the order of declarations.
const PREFIXES: [&str; 4] = ["m", "z", "a", "q"];
/// How sure profiles are of their facts.
const CERTAINTIES: [f64; 6] = [1.0, 1.0, 0.9, 0.75, 0.5, 0.1];

/// A random rulebook.
pub(super) fn book(dice: &mut Dice) -> Book {
    let mut making = Making {
        book: Book {
            method: dice.pick(&[Way::Odds, Way::Certainty, Way::Scorecard, Way::Dempster]),
            unit: dice.chance(25),
            ..Book::default()
        },
        dice,
        settled: 0,
    };
    making.grounds();
    making.lets(0);
    if making.dice.chance(70) {
        making.hypothesis();
        making.lets(0);
    }
    if making.dice.chance(30) {
        making.hypothesis();
        making.lets(0);
    }
    let hypotheses = making.book.targets.len();
    for _ in 0..2 + making.dice.below(2) {
        making.target(true);
    }
    making.rules(None, hypotheses);
    if making.dice.chance(70) {
        making.rules(None, hypotheses);
    }
    making.lets(1);
    making.advice();
    making.lets(2);
    for _ in 0..making.dice.below(3) {
        let when = making.cond(2, Reach::last());
        let unless = making
            .dice
            .chance(30)
            .then(|| making.cond(1, Reach::last()));
        making.book.notes.push((when, unless));
    }
    making.book
}

/// A random profile: each fact known or not, more or less surely.
pub(super) fn known(book: &Book, dice: &mut Dice) -> Known {
    let facts = book.facts.iter().map(|fact| {
        if dice.chance(30) {
            return None;
        }
        let value = dice.pick(&values(fact.kind));
        Some((value, dice.pick(&CERTAINTIES)))
    });
    Known {
        facts: facts.collect(),
    }
}

/// The same, with some of the unknown facts given.
pub(super) fn completed(book: &Book, known: &Known, dice: &mut Dice) -> Known {
    let share = dice.pick(&[100, 100, 60, 20]);
    let mut facts = known.facts.clone();
    for (fact, given) in book.facts.iter().zip(&mut facts) {
        if given.is_none() && dice.chance(share) {
            let value: Val = dice.pick(&values(fact.kind));
            *given = Some((value, 1.0));
        }
    }
    Known { facts }
}

/// All completions, where they are at most so many and each unknown fact has few values.
pub(super) fn completions(book: &Book, known: &Known, most: usize) -> Option<Vec<Known>> {
    let mut all = vec![known.clone()];
    for (at, fact) in book.facts.iter().enumerate() {
        if known.facts[at].is_some() {
            continue;
        }
        let endless = matches!(fact.kind, Kind::Number { whole: false, .. });
        let values = values(fact.kind);
        if endless || all.len() * (values.len() + 1) > most {
            return None;
        }
        let mut more = Vec::new();
        for one in &all {
            more.extend(values.iter().map(|value| {
                let mut facts = one.facts.clone();
                facts[at] = Some((value.clone(), 1.0));
                Known { facts }
            }));
        }
        all.extend(more);
    }
    Some(all)
}

/// A rulebook in the making.
pub(super) struct Making<'d> {
    pub(super) book: Book,
    pub(super) dice: &'d mut Dice,
    /// How many hypotheses have all their rules, so that others may read them.
    pub(super) settled: usize,
}

impl Making<'_> {
    /// Facts, parameters and groups.
    fn grounds(&mut self) {
        for _ in 0..3 + self.dice.below(4) {
            let count = 2 + self.dice.below(2);
            let high = self.dice.between(3, 12);
            let kind = self.dice.pick(&[
                Kind::YesNo,
                Kind::Levels {
                    count,
                    ordered: true,
                },
                Kind::Levels {
                    count,
                    ordered: true,
                },
                Kind::Levels {
                    count,
                    ordered: false,
                },
                Kind::Number {
                    low: 0,
                    high,
                    whole: false,
                },
                Kind::Number {
                    low: -2,
                    high,
                    whole: true,
                },
                Kind::Set(count),
                Kind::Text,
            ]);
            let tagged = self.dice.chance(50);
            self.book.facts.push(Fact { kind, tagged });
        }
        let parameters = self.dice.below(2);
        for _ in 0..parameters {
            let value = f64::from(self.dice.between(0, 20)) / 4.0;
            self.book.parameters.push(value);
        }
        for at in 0..self.dice.below(3) {
            let prefix = self.dice.pick(&PREFIXES);
            let size = self.size(0.1);
            let limit = self.dice.pick(&[
                Limit::At(size * 2.0),
                Limit::Strongest,
                Limit::StrongestPlus(size),
            ]);
            self.book.groups.push(Group {
                name: format!("{prefix}_group_{at}"),
                limit,
            });
        }
    }

    /// A strength that fits the method, at least `least` of the largest.
    fn size(&mut self, least: f64) -> f64 {
        let part = least + f64::from(self.dice.between(0, 12)) / 12.0 * (1.0 - least);
        match self.book.method {
            Way::Certainty | Way::Dempster => (part * 90.0).round() / 100.0,
            Way::Odds | Way::Scorecard => (part * 36.0).round() / 4.0,
        }
    }

    /// Up to two lets of a stage: 0 early, 1 late, 2 last.
    fn lets(&mut self, stage: u8) {
        for _ in 0..self.dice.below(3) {
            let made = self.a_let(Reach { stage });
            self.book.lets.push(made);
        }
    }

    fn a_let(&mut self, reach: Reach) -> Let {
        let kind = Kind::Levels {
            count: 2 + self.dice.below(2),
            ordered: self.dice.chance(50),
        };
        match self.dice.below(6) {
            5 => self.graded(reach),
            0 => Let::YesNo(self.cond(2, reach)),
            1 => Let::Number(self.num(2, reach)),
            2 => self.list(kind, reach),
            3 => self.table(kind),
            _ => self.quotient(reach),
        }
    }

    /// A number that is unknown where a fact is, and where that fact is zero.
    fn quotient(&mut self, reach: Reach) -> Let {
        let facts: Vec<usize> = (0..self.book.facts.len())
            .filter(|at| matches!(self.book.facts[*at].kind, Kind::Number { .. }))
            .collect();
        if facts.is_empty() || self.book.unit {
            return Let::Number(self.num(2, reach));
        }
        let below = self.dice.pick(&facts);
        let above = self.num(1, reach);
        Let::Number(Num::Divide(Box::new(above), Box::new(Num::Fact(below))))
    }

    fn hypothesis(&mut self) {
        let target = self.target(false);
        self.rules(Some(target), target + 1);
        self.settled = target + 1;
    }

    fn target(&mut self, strategy: bool) -> usize {
        let at = self.book.targets.len();
        let size = self.size(0.1);
        let prior = self.dice.pick(&[0.0, 0.0, size, -size]);
        let name = format!("{}_{at}", if strategy { "s" } else { "h" });
        self.book.targets.push(Target {
            name,
            strategy,
            prior,
        });
        at
    }

    /// A few rules and maybe a contrast toward one hypothesis, or toward the strategies from `first` on.
    fn rules(&mut self, hypothesis: Option<usize>, first: usize) {
        let targets: Vec<usize> = match hypothesis {
            Some(target) => vec![target],
            None => (first..self.book.targets.len()).collect(),
        };
        for _ in 0..1 + self.dice.below(4) {
            self.rule(&targets, hypothesis.is_none());
        }
        if self.dice.chance(60) {
            self.contrast(&targets);
        }
        self.defeats();
    }

    fn rule(&mut self, targets: &[usize], may_exclude: bool) {
        let at = self.book.rules.len();
        let prefix = self.dice.pick(&PREFIXES);
        let when = When::Cond(self.cond(2, Reach::early()));
        let unless = self.dice.chance(20).then(|| self.cond(1, Reach::early()));
        let then = self.effects(targets);
        let otherwise = if self.dice.chance(25) {
            self.effects(targets)
        } else {
            Vec::new()
        };
        let free: Vec<usize> = targets
            .iter()
            .copied()
            .filter(|target| then.iter().all(|effect| effect.target != *target))
            .collect();
        let excludes = match may_exclude && !free.is_empty() && self.dice.chance(15) {
            true => vec![self.dice.pick(&free)],
            false => Vec::new(),
        };
        let rule = Rule {
            name: format!("{prefix}_rule_{at}"),
            when,
            unless,
            then,
            otherwise,
            excludes,
            defeats: Vec::new(),
            group: self.group(),
        };
        self.book.rules.push(rule);
    }

    fn group(&mut self) -> Option<usize> {
        let groups = self.book.groups.len();
        (groups > 0 && self.dice.chance(50)).then(|| self.dice.below(groups))
    }

    /// One or two effects on different targets.
    fn effects(&mut self, targets: &[usize]) -> Vec<Effect> {
        let first = self.dice.below(targets.len());
        let mut chosen = vec![targets[first]];
        if targets.len() > 1 && self.dice.chance(30) {
            chosen.push(targets[(first + 1) % targets.len()]);
        }
        chosen
            .into_iter()
            .map(|target| Effect {
                target,
                favor: !self.dice.chance(30),
                weight: self.weight(),
            })
            .collect()
    }

    fn weight(&mut self) -> Weight {
        if self.dice.chance(50) {
            return Weight::Word(self.dice.below(4));
        }
        let size = self.size(0.1);
        if self.dice.chance(50) {
            return Weight::By(Num::Constant(size));
        }
        let inner = Box::new(self.num(1, Reach::early()));
        Weight::By(match self.dice.below(3) {
            0 => Num::Multiply(
                Box::new(Num::Constant(size)),
                Box::new(Num::Ramp(inner, 0, self.dice.between(1, 10))),
            ),
            1 => Num::Min(vec![Num::Abs(inner), Num::Constant(size)]),
            _ => Num::Multiply(
                Box::new(Num::Constant(size)),
                Box::new(Num::Clamp(
                    inner,
                    Box::new(Num::plain(0)),
                    Box::new(Num::plain(1)),
                )),
            ),
        })
    }

    /// Some of the last rules defeat later ones, so that nothing goes in a circle.
    fn defeats(&mut self) {
        for at in 0..self.book.rules.len() {
            let row = matches!(self.book.rules[at].when, When::Cell(..));
            let settled = !self.book.rules[at].defeats.is_empty();
            let later = self.book.rules.len() - at - 1;
            if !row && !settled && later > 0 && self.dice.chance(15) {
                let victim = at + 1 + self.dice.below(later);
                self.book.rules[at].defeats.push(victim);
            }
        }
    }

    fn contrast(&mut self, targets: &[usize]) {
        let subjects = self.subjects(super::parts::has_cells);
        let Some(subject) = (!subjects.is_empty()).then(|| self.dice.pick(&subjects)) else {
            return;
        };
        let unnamed = self
            .book
            .contrasts
            .iter()
            .any(|c| c.subject == subject && c.name.is_none());
        let at = self.book.contrasts.len();
        let named = unnamed || self.dice.chance(50);
        let name = named.then(|| format!("{}_contrast_{at}", self.dice.pick(&PREFIXES)));
        let stem = name.clone().unwrap_or_else(|| super::print::sub(subject));
        let group = self.group();
        let mut rows = Vec::new();
        for (label, cell) in self.disjoint_cells(subject) {
            rows.push(self.book.rules.len());
            let then = self.effects(targets);
            self.book.rules.push(Rule {
                name: format!("{stem}.{label}"),
                when: When::Cell(subject, cell),
                unless: None,
                then,
                otherwise: Vec::new(),
                excludes: Vec::new(),
                defeats: Vec::new(),
                group,
            });
        }
        self.book.contrasts.push(Contrast {
            name,
            subject,
            rows,
        });
    }

    /// Outcomes and an advice block, mostly.
    fn advice(&mut self) {
        if self.dice.chance(20) {
            return;
        }
        let strategies = self.book.strategies();
        let strategy = self.dice.pick(&strategies);
        self.book.outcomes = vec![None, Some(strategy)];
        let all = strategies.len() + 2;
        let mut rows: Vec<Row> = Vec::new();
        for at in 0..2 + self.dice.below(3) {
            let guard = self.guard(Reach::late());
            let outcome = (!self.dice.chance(10)).then(|| self.dice.below(all));
            let labelled = self.dice.chance(30) || at == 0;
            // A row below the same test of an outcome that nothing passes over, or for its own strategy, is refused.
            let rules = &self.book.rules;
            let excluded = |strategy| rules.iter().any(|rule| rule.excludes.contains(&strategy));
            let same = |row: &Row| {
                let strategy = self.book.strategy_of(row.outcome);
                (!strategy.is_some_and(excluded) || strategy == self.book.strategy_of(outcome))
                    && format!("{:?}", row.guard) == format!("{guard:?}")
            };
            if rows.iter().any(same) {
                continue;
            }
            rows.push(Row {
                labelled,
                outcome,
                guard,
            });
        }
        if self.dice.chance(60) {
            rows.push(Row {
                labelled: false,
                outcome: Some(self.dice.below(all)),
                guard: super::book::Guard {
                    when: None,
                    unless: None,
                },
            });
        }
        self.book.advice = Some(rows);
    }

    /// A condition that reads nothing later than it may.
    pub(super) fn cond(&mut self, depth: usize, reach: Reach) -> Cond {
        Parts {
            making: self,
            reach,
        }
        .cond(depth)
    }

    pub(super) fn num(&mut self, depth: usize, reach: Reach) -> Num {
        Parts {
            making: self,
            reach,
        }
        .num(depth)
    }

    /// The facts and lets of some kinds.
    pub(super) fn subjects(&self, wanted: impl Fn(Kind) -> bool) -> Vec<Sub> {
        let facts = (0..self.book.facts.len()).map(Sub::Fact);
        let lets = (0..self.book.lets.len()).map(Sub::Let);
        facts
            .chain(lets)
            .filter(|sub| wanted(self.book.kind(*sub)))
            .collect()
    }
}
