//! How a guarantee is broken: the least profile that breaks it, in words and as examples to be pasted. Looks for none.

use super::claim::{Fall, Promise, Rising, Seen, breaks, fall_of, with};
use crate::base::{Id as _, format_number};
use crate::engine::Evaluator;
use crate::model::{
    Claim, Cond, FactId, Given, LevelSet, Never, ProbeId, Profile, Rulebook, Value,
};
use crate::plan::shown_text;
use crate::space::thin;
use crate::testing::Suite;
use crate::testing::example::example;

/// How a guarantee is broken.
#[derive(Clone, Debug)]
pub struct Breach {
    /// The test whose profile showed it first; `None` is the search.
    pub test: Option<String>,
    /// What comes out and must not, in one line.
    pub told: String,
    /// Examples that pass while it is broken, ready to be pasted: one, or two between which something moves wrongly.
    pub examples: Vec<String>,
    /// The profile that breaks it.
    pub profile: Profile,
    /// The lower and the higher value of the fact that is raised; empty for claims of another kind.
    pub values: Vec<Value>,
}

/// What a breach comes to: in one line, as examples, and as the profile and values that show it.
type Shown = (String, Vec<String>, Profile, Vec<Value>);

/// What breaks a promise, as it was found.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// The test whose profile it was, or from whose profile it was made.
    pub test: Option<usize>,
    /// The profile.
    pub profile: Profile,
    /// The two values of a fact that is raised.
    pub fall: Option<Fall>,
}

/// Rounds in which answers are taken away at most.
const MOST_ROUNDS: usize = 3;

impl Promise {
    /// The claim as it is written.
    pub fn words(&self, suite: &Suite) -> String {
        let book = &suite.program.rulebook;
        match &self.claim {
            Claim::Stated { always, cond, when } => {
                let word = if *always { "always" } else { "never" };
                claimed(suite, word, (*cond, *when))
            }
            Claim::Raising { raising, when } => {
                let claimed = raising.words(book);
                asked(suite, claimed, *when)
            }
        }
    }

    /// The breach of what was found; the names are those of the tests.
    pub(super) fn breach(
        &self,
        suite: &Suite,
        found: Found,
        names: &[(String, &Profile)],
    ) -> Option<Breach> {
        let mut evaluator = Evaluator::new(&suite.program);
        let test = found.test.and_then(|at| names.get(at));
        let test = test.map(|(name, _)| name.clone());
        let (told, examples, profile, values) = match (Rising::of(&self.claim), found.fall) {
            (Some(rising), Some(fall)) => {
                self.moved(suite, &mut evaluator, &rising, (found.profile, fall))?
            }
            _stated => self.stated(suite, &mut evaluator, &self.claim, found.profile)?,
        };
        Some(Breach {
            test,
            told,
            examples,
            profile,
            values,
        })
    }

    /// A condition that holds and must not, or the other way round.
    fn stated(
        &self,
        suite: &Suite,
        evaluator: &mut Evaluator<'_>,
        claim: &Claim<ProbeId>,
        profile: Profile,
    ) -> Option<Shown> {
        let program = &suite.program;
        let profile = shrunk(profile, None, &mut |profile| {
            let record = evaluator.evaluate(profile);
            record.is_ok_and(|record| breaks(record, program, claim))
        });
        let Claim::Stated { cond, when, .. } = *claim else {
            return None;
        };
        let truth = evaluator
            .evaluate(&profile)
            .ok()?
            .probe(program, cond)
            .ok()?;
        let text = text(suite, cond);
        let (what, expect) = if truth > 0.0 {
            ("holds", text.clone())
        } else if truth < 0.0 {
            ("does not hold", format!("not {}", enclosed(suite, cond)))
        } else {
            let expect = format!("not surely {}", enclosed(suite, cond));
            ("is unknown", expect)
        };
        let when = when.map(|when| self::text(suite, when));
        let told = match &when {
            Some(when) => format!("`{text}` {what} while `{when}` holds"),
            None => format!("`{text}` {what}"),
        };
        let expects: Vec<String> = std::iter::once(expect).chain(when).collect();
        let title = format!("{} is broken", self.name(&program.rulebook));
        let example = example(&program.rulebook, &title, &profile, &expects);
        Some((told, vec![example], profile, Vec::new()))
    }

    /// A total or an advice that moves as it must not.
    fn moved(
        &self,
        suite: &Suite,
        evaluator: &mut Evaluator<'_>,
        rising: &Rising,
        (profile, fall): (Profile, Fall),
    ) -> Option<Shown> {
        let book = &suite.program.rulebook;
        let raised = rising.raising.fact;
        let values = [fall.low, fall.high];
        let profile = with(&profile, raised, values.first()?);
        let profile = shrunk(profile, Some(raised), &mut |profile| {
            fall_of(evaluator, rising, profile, &values).is_some()
        });
        let fall = fall_of(evaluator, rising, &profile, &values)?;
        let fact = &book.facts[raised];
        let asked = rising.when.map(|when| text(suite, when));
        let told = format!(
            "{} where `{}` rises from {} to {}{}",
            moves_in_words(book, rising.raising.never, fall.seen)?,
            fact.name,
            fact.kind.written(&fall.low),
            fact.kind.written(&fall.high),
            asked
                .as_ref()
                .map_or_else(String::new, |when| format!(" while `{when}` holds")),
        );
        let (before, after) = fall.seen;
        let sides = [("lower", &fall.low, before), ("higher", &fall.high, after)];
        let examples = sides.map(|(side, value, seen)| {
            let title = format!("{} is broken, the {side} value", self.name(book));
            let profile = with(&profile, raised, value);
            let expect = expected(book, rising.raising.never, seen);
            let expects: Vec<String> = std::iter::once(expect).chain(asked.clone()).collect();
            example(book, &title, &profile, &expects)
        });
        Some((told, examples.into(), profile, vec![fall.low, fall.high]))
    }

    fn name<'b>(&self, book: &'b Rulebook) -> &'b str {
        let guarantee = book.guarantees.get(self.guarantee);
        guarantee.map_or("", |guarantee| &guarantee.name)
    }
}

/// What moves, and from what to what.
fn moves_in_words(book: &Rulebook, never: Never, seen: (Seen, Seen)) -> Option<String> {
    match (never, seen) {
        (
            Never::Lowers(target) | Never::Raises(target),
            (Seen::Total(before), Seen::Total(after)),
        ) => Some(format!(
            "`total({})` {} from {} to {}",
            book.targets[target].name,
            if after < before { "falls" } else { "rises" },
            format_number(before, 6),
            format_number(after, 6),
        )),
        (Never::Turns(..), (Seen::Advice(before), Seen::Advice(after))) => Some(format!(
            "the advice turns from `{}` to `{}`",
            book.outcome_name(before),
            book.outcome_name(after),
        )),
        _other => None,
    }
}

/// What an example expects that shows one side of it.
fn expected(book: &Rulebook, never: Never, seen: Seen) -> String {
    match (never, seen) {
        (Never::Lowers(target) | Never::Raises(target), Seen::Total(total)) => {
            format!("total({}) = {total}", book.targets[target].name)
        }
        (_, Seen::Advice(outcome)) => format!("advice is {}", book.outcome_name(outcome)),
        (_, Seen::Total(_) | Seen::Nothing) => String::new(),
    }
}

fn claimed(suite: &Suite, word: &str, (cond, when): (ProbeId, Option<ProbeId>)) -> String {
    let claimed = format!("{word} {}", text(suite, cond));
    asked(suite, claimed, when)
}

fn asked(suite: &Suite, claimed: String, when: Option<ProbeId>) -> String {
    match when {
        Some(when) => format!("{claimed} when {}", text(suite, when)),
        None => claimed,
    }
}

fn condition(suite: &Suite, probe: ProbeId) -> Option<&Cond> {
    suite.conditions.get(probe.to_usize())
}

/// A condition as it is written, in one line.
fn text(suite: &Suite, probe: ProbeId) -> String {
    let book = &suite.program.rulebook;
    let cond = condition(suite, probe);
    cond.map_or_else(String::new, |cond| {
        shown_text(book, cond.origin).to_string()
    })
}

/// The same, so that a `not` or a `surely` before it is about all of it.
fn enclosed(suite: &Suite, probe: ProbeId) -> String {
    let text = text(suite, probe);
    let joined = condition(suite, probe).is_some_and(|cond| cond.parts().is_some());
    match joined {
        true => format!("({text})"),
        false => text,
    }
}

/// A profile without the answers that it does not need to stay as it is wanted, and as certain as that allows.
fn shrunk(
    mut profile: Profile,
    kept: Option<FactId>,
    still: &mut dyn FnMut(&Profile) -> bool,
) -> Profile {
    let facts: Vec<FactId> = profile.facts.ids().collect();
    let taken = facts.iter().filter(|fact| kept != Some(**fact));
    let given = taken.filter_map(|fact| Some((*fact, profile.given(*fact)?.clone())));
    let mut answers: Vec<(FactId, Given)> = given.collect();
    let mut rest = profile.clone();
    answers.iter().for_each(|(fact, _)| rest.set(*fact, None));
    for _ in 0..MOST_ROUNDS {
        let fewer = thin(&mut answers, 0, &mut |answers| {
            still(&with_all(&rest, answers))
        });
        if !fewer {
            break;
        }
    }
    profile = with_all(&rest, &answers);
    for fact in &facts {
        if kept != Some(*fact) {
            shrink_set(&mut profile, *fact, still);
        }
        let Some(given) = profile.given(*fact).cloned() else {
            continue;
        };
        profile.set(*fact, Some(Given::certain(given.value.clone())));
        if !still(&profile) {
            profile.set(*fact, Some(given));
        }
    }
    profile
}

/// Takes the elements out of the answer to a fact that it does not need.
fn shrink_set(profile: &mut Profile, fact: FactId, still: &mut dyn FnMut(&Profile) -> bool) {
    let Some(given) = profile.given(fact).cloned() else {
        return;
    };
    let Value::Set(set) = given.value else {
        return;
    };
    let mut elements: Vec<u8> = set.iter().collect();
    let of = |elements: &[u8]| {
        let one = |set: LevelSet, at: &u8| set.union(LevelSet::one(*at));
        let value = Value::Set(elements.iter().fold(LevelSet::default(), one));
        Some(Given {
            value,
            ..given.clone()
        })
    };
    thin(&mut elements, 0, &mut |fewer| {
        profile.set(fact, of(fewer));
        still(profile)
    });
    profile.set(fact, of(&elements));
}

fn with_all(profile: &Profile, answers: &[(FactId, Given)]) -> Profile {
    let mut profile = profile.clone();
    for (fact, given) in answers {
        profile.set(*fact, Some(given.clone()));
    }
    profile
}
