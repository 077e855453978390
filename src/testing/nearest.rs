//! The nearest change of facts with which a failed case would pass, else the rules that would have been needed.
//! Changes no rule.

use std::collections::BTreeSet;

use super::run::{holds_for, trace};
use super::suite::{Case, Suite};
use crate::base::Id as _;
use crate::engine;
use crate::model::trace::{Obstacle, RuleStatus};
use crate::model::{
    Asked, Cond, FactId, Given, Profile, RefKind, RuleId, Rulebook, Subject, TargetId, Value,
};
use crate::space::{self, Trial, pairs};
use crate::trace::Teller;

/// What would help a failed case.
#[derive(Clone, Debug, PartialEq)]
pub enum Nearest {
    /// Values of facts with which everything expected holds, the nearest change first.
    Facts(Vec<Vec<Change>>),
    /// How far a change was looked for in vain, and rules that point the expected way and did not fire, the strongest
    /// first.
    Rules(Search, Vec<Needed>),
}

/// Another value of a fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The fact.
    pub fact: String,
    /// Its value in words.
    pub from: String,
    /// The other value in words.
    pub to: String,
}

/// A rule that did not fire.
#[derive(Clone, Debug, PartialEq)]
pub struct Needed {
    /// Its name.
    pub rule: String,
    /// Toward what it would have counted, and how much.
    pub toward: Vec<(String, f64)>,
    /// What stood in its way.
    pub obstacles: Vec<Obstacle>,
    /// The advice with it.
    pub advice: String,
}

/// Changes that are told at most.
const MOST_CHANGES: usize = 3;
/// Rules that are told at most.
const MOST_RULES: usize = 4;
/// Pairs of changes that are tried at most.
const MOST_PAIRS: usize = 4_000;

/// How far a change of facts is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Search {
    /// Another value of one fact.
    Singles,
    /// Other values of one fact, then of two.
    Pairs,
}

/// Searches for other values with which the case passes; where there are none, for the rules that were needed.
pub fn nearest(suite: &Suite, case: &Case, search: Search) -> Nearest {
    let trials = trials(suite, case);
    let mut profile = case.profile.clone();
    let mut found: Vec<&Trial> = trials
        .iter()
        .filter(|trial| passes(suite, case, &mut profile, &[trial]))
        .take(MOST_CHANGES)
        .collect();
    if !found.is_empty() {
        let mut facts = BTreeSet::new();
        found.retain(|trial| facts.insert(trial.fact));
        let told = |trial: &&Trial| vec![change(suite, case, trial)];
        return Nearest::Facts(found.iter().map(told).collect());
    }
    let found = match search {
        Search::Pairs => pair(suite, case, &trials, &mut profile),
        Search::Singles => None,
    };
    match found {
        Some(pair) => {
            let pair = pair.iter().map(|trial| change(suite, case, trial));
            Nearest::Facts(vec![pair.collect()])
        }
        None => Nearest::Rules(search, needed(suite, case)),
    }
}

fn pair<'t>(
    suite: &Suite,
    case: &Case,
    trials: &'t [Trial],
    profile: &mut Profile,
) -> Option<[&'t Trial; 2]> {
    let mut pairs = pairs(trials).take(MOST_PAIRS);
    pairs.find(|pair| passes(suite, case, profile, pair))
}

fn passes(suite: &Suite, case: &Case, profile: &mut Profile, trials: &[&Trial]) -> bool {
    for trial in trials {
        profile.set(trial.fact, Some(Given::certain(trial.value.clone())));
    }
    let held = holds_for(&suite.program, &case.expects, profile).unwrap_or(false);
    for trial in trials {
        profile.set(trial.fact, case.profile.given(trial.fact).cloned());
    }
    held
}

/// The values to try, the nearest first.
fn trials(suite: &Suite, case: &Case) -> Vec<Trial> {
    let asked = asked_facts(suite, case);
    let read = &suite.program.plan.index.read;
    let wanted = |id| read.find(id).copied().unwrap_or(false) || asked.contains(&id);
    space::trials(&suite.program, &case.profile, &wanted)
}

/// The uses in what a case expects.
fn asked<'s>(suite: &'s Suite, case: &Case) -> Vec<RefKind<'s>> {
    let conds = case.expects.iter();
    let conds = conds.filter_map(|probe| suite.conditions.get(probe.to_usize()));
    let refs = conds.flat_map(Cond::refs);
    refs.map(|found| found.kind).collect()
}

fn asked_facts(suite: &Suite, case: &Case) -> BTreeSet<FactId> {
    let fact = |found| match found {
        RefKind::Subject(Subject::Fact(fact), Asked::Number | Asked::Count) => Some(fact),
        _ => None,
    };
    asked(suite, case).into_iter().filter_map(fact).collect()
}

fn change(suite: &Suite, case: &Case, trial: &Trial) -> Change {
    changed(
        &suite.program.rulebook,
        &case.profile,
        (trial.fact, Some(&trial.value)),
    )
}

/// Another value of a fact, in words.
pub(super) fn changed(
    book: &Rulebook,
    profile: &Profile,
    (fact, value): (FactId, Option<&Value>),
) -> Change {
    let item = &book.facts[fact];
    let given = profile.given(fact).map(|given| &given.value);
    let words = |value: Option<&Value>| {
        value.map_or_else(|| "unknown".to_owned(), |value| item.kind.written(value))
    };
    Change {
        fact: item.name.to_string(),
        from: words(given),
        to: words(value),
    }
}

/// What expectations are about.
#[derive(Default)]
struct Aims {
    targets: BTreeSet<TargetId>,
    rules: BTreeSet<RuleId>,
}

impl Aims {
    fn of(suite: &Suite, case: &Case) -> Self {
        let mut aims = Self::default();
        let book = &suite.program.rulebook;
        for found in asked(suite, case) {
            match found {
                RefKind::AdviceIs(outcomes) => {
                    let outcomes = outcomes.iter().flatten();
                    let strategies =
                        outcomes.filter_map(|outcome| book.outcomes[*outcome].strategy);
                    aims.targets.extend(strategies);
                }
                RefKind::BestIs(best) => aims.targets.extend(best),
                RefKind::Figure(figure) => aims.targets.extend(figure.target()),
                RefKind::Fired(named) => aims.rules.extend(book.named_rules(named)),
                RefKind::Subject(..)
                | RefKind::Parameter(_)
                | RefKind::Excluded(_)
                | RefKind::Tied(_)
                | RefKind::AdvisedBy(_)
                | RefKind::Noted(_)
                | RefKind::Call(_) => {}
            }
        }
        aims
    }
}

fn needed(suite: &Suite, case: &Case) -> Vec<Needed> {
    let program = &suite.program;
    let trace = engine::evaluate(program, &case.profile)
        .ok()
        .and_then(|record| trace(program, &Teller::new(program), case, &record).ok());
    let Some(trace) = trace else {
        return Vec::new();
    };
    let book = &suite.program.rulebook;
    let aims = Aims::of(suite, case);
    let named: BTreeSet<&str> = aims
        .rules
        .iter()
        .map(|rule| &*book.rules[*rule].name)
        .collect();
    let targets = aims.targets;
    let targets: BTreeSet<&str> = targets
        .iter()
        .map(|target| &*book.targets[*target].name)
        .collect();
    let mut found: Vec<(f64, Needed)> = Vec::new();
    for rule in &trace.rules {
        let Some(why_not) = rule
            .why_not
            .as_ref()
            .filter(|_| rule.status != RuleStatus::Fired)
        else {
            continue;
        };
        let toward: Vec<(String, f64)> = why_not
            .would_contribute
            .iter()
            .filter(|(target, amount)| targets.contains(target.as_str()) && amount.0 > 0.0)
            .map(|(target, amount)| (target.clone(), amount.0))
            .collect();
        let asked = named.contains(rule.name.as_str());
        if toward.is_empty() && !asked {
            continue;
        }
        let strength: f64 = toward.iter().map(|(_, amount)| amount).sum();
        let rank = if asked { f64::INFINITY } else { strength };
        found.push((
            rank,
            Needed {
                rule: rule.name.clone(),
                toward,
                obstacles: why_not.obstacles.clone(),
                advice: why_not.advice_if_fired.clone(),
            },
        ));
    }
    found.sort_by(|one, other| other.0.total_cmp(&one.0));
    found.truncate(MOST_RULES);
    found.into_iter().map(|(_, needed)| needed).collect()
}
