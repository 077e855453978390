//! What a trace says of all completions: a false word on what is settled or possible is noticed, whatever the rulebook,
//! and a true one never is.

use hansei::model::trace::{N, Trace};
use hansei::space::Depth;

use crate::harness::{Loaded, load};

/// Numbers that look like chance and are the same in every run.
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    pub(crate) fn below(&mut self, of: usize) -> usize {
        let next = self.0.wrapping_mul(6_364_136_223_846_793_005);
        self.0 = next.wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % of
    }
}

/// A rulebook whose advice is `stop` where a condition over its facts holds; of each fact it is said how many values it
/// has, a fact of two being yes or no.
fn rules(facts: &[usize], cond: &str) -> String {
    let fact = |(at, values): (usize, &usize)| match values {
        2 => format!("fact f{at} : yes_no"),
        _ => {
            let levels: Vec<String> = (0..*values).map(|level| format!("l{level}")).collect();
            format!("fact f{at} : {}", levels.join(" < "))
        }
    };
    let facts: Vec<String> = facts.iter().enumerate().map(fact).collect();
    format!(
        "rulebook v \"V\" {{}}\nstrategy a {{ prior 1 }}\nstrategy b\noutcome stop\n\
         topic t {{\n{}\n}}\nadvice {{ stop when {cond}   a otherwise }}\n",
        facts.join("\n")
    )
}

/// That a fact has one of its values.
fn is(at: usize, values: usize, value: usize) -> String {
    match (values, value) {
        (2, 0) => format!("not t.f{at}"),
        (2, _) => format!("t.f{at}"),
        _ => format!("t.f{at} is l{value}"),
    }
}

/// That every fact has one of its values.
fn term(facts: &[usize], values: &[usize]) -> String {
    let each = facts.iter().zip(values).enumerate();
    let each = each.map(|(at, (values, value))| is(at, *values, *value));
    each.collect::<Vec<_>>().join(" and ")
}

#[track_caller]
fn true_trace(loaded: &Loaded, rules: &str) -> Trace {
    let trace = loaded.trace("{}", Depth::Full).unwrap();
    assert_eq!(loaded.troubles(&trace), [""; 0], "{rules}");
    trace
}

/// The trace with the word that nothing can change the advice.
fn settled(trace: &Trace) -> Trace {
    let mut forged = trace.clone();
    forged.settled = Some(true);
    forged.settled_because =
        Some("each possible answer was tried, given with full certainty".into());
    forged.witness = None;
    forged.possible_advice = vec![trace.advice.clone()];
    forged.settles = None;
    if let (Some(opens), Some(share)) = (&mut forged.opens, &mut forged.share) {
        (opens.sets, opens.all) = (Vec::new(), true);
        (share.low, share.high) = (N(0.0), N(0.0));
    }
    for effect in forged
        .unknown
        .iter_mut()
        .filter_map(|one| one.effect.as_mut())
    {
        effect.changes_advice = Some(false);
        effect.because = None;
        effect.witness = None;
    }
    forged
}

/// Only trying completions can find that this is false.
#[track_caller]
fn is_not_settled(loaded: &Loaded, trace: &Trace, rules: &str) {
    assert_ne!(trace.settled, Some(true), "{rules}");
    let findings = loaded.verify(&settled(trace));
    let found = findings.iter().any(|one| one.path == "$.settled");
    assert!(found, "{rules}: {findings:?}");
}

#[track_caller]
fn is_noticed(loaded: &Loaded, forged: &Trace, rules: &str) {
    assert!(!loaded.verify(forged).is_empty(), "{rules}");
}

/// The only answers that change the advice are found, wherever they stand among their facts.
#[track_caller]
fn one_completion_is_found(facts: &[usize]) {
    let all: usize = facts.iter().product();
    for way in 0..all {
        let mut rest = way;
        let values: Vec<usize> = facts
            .iter()
            .map(|values| {
                let value = rest % values;
                rest /= values;
                value
            })
            .collect();
        let rules = rules(facts, &term(facts, &values));
        let loaded = load(&rules).unwrap();
        let trace = true_trace(&loaded, &rules);
        is_not_settled(&loaded, &trace, &rules);
    }
}

#[test]
fn the_only_completion_of_yes_and_no_is_found() {
    one_completion_is_found(&[2, 2]);
    one_completion_is_found(&[2, 2, 2]);
}

#[test]
fn the_only_completion_with_levels_is_found_in_every_place() {
    for facts in [
        [3, 2, 2],
        [2, 3, 2],
        [2, 2, 3],
        [5, 2, 2],
        [2, 5, 2],
        [2, 2, 5],
    ] {
        one_completion_is_found(&facts);
    }
}

#[test]
fn the_only_completion_of_many_facts_is_found() {
    let facts = [2; 6];
    let rules = rules(&facts, &term(&facts, &[1, 0, 1, 1, 0, 1]));
    let loaded = load(&rules).unwrap();
    let trace = true_trace(&loaded, &rules);
    is_not_settled(&loaded, &trace, &rules);
}

#[test]
fn false_words_on_random_conditions_are_noticed() {
    let mut chance = Chance(7);
    for _ in 0..32 {
        let mut facts = Vec::new();
        for _ in 0..2 + chance.below(4) {
            facts.push(2 + chance.below(3));
            let ways: usize = facts.iter().map(|values| values + 1).product();
            if ways > 512 {
                facts.pop();
            }
        }
        let mut any_term = || {
            let values: Vec<usize> = facts.iter().map(|values| chance.below(*values)).collect();
            format!("({})", term(&facts, &values))
        };
        let cond = [any_term(), any_term(), any_term()].join(" or ");
        let rules = rules(&facts, &cond);
        let loaded = load(&rules).unwrap();
        let trace = true_trace(&loaded, &rules);
        let forge = |change: &dyn Fn(&mut Trace)| {
            let mut forged = trace.clone();
            change(&mut forged);
            is_noticed(&loaded, &forged, &rules);
        };
        is_noticed(&loaded, &settled(&trace), &rules);
        for at in 0..trace.possible_advice.len() {
            forge(&|forged| {
                forged.possible_advice.remove(at);
            });
        }
        forge(&|forged| forged.possible_advice.push("undecided".into()));
        forge(&|forged| forged.settled = None);
        forge(&|forged| {
            if let Some(witness) = &mut forged.witness {
                witness.facts.clear();
            }
        });
    }
}

#[test]
fn an_advice_that_no_completion_gives_is_not_possible() {
    let rules = "rulebook v \"V\" {}\nstrategy a { prior 1 }\nstrategy b\noutcome stop\noutcome never\n\
                 topic t { fact x : yes_no  fact y : yes_no }\n\
                 let both = t.x and t.y\n\
                 advice { never when (t.x or t.y) and not t.x and not t.y   stop when both   a otherwise }\n";
    let loaded = load(rules).unwrap();
    let trace = true_trace(&loaded, rules);
    assert_eq!(trace.possible_advice, ["stop", "a"]);
    let mut forged = trace.clone();
    forged.possible_advice.insert(0, "never".into());
    is_noticed(&loaded, &forged, rules);
}

/// The trace of a condition over one number or set is true, and a false word on it is noticed.
#[track_caller]
fn value_is_found(fact: &str, cond: &str) {
    let rules = format!(
        "rulebook v \"V\" {{}}\nstrategy a {{ prior 1 }}\nstrategy b\noutcome stop\n\
         parameter least = 40 in 0..100\n\
         topic t {{ fact x : {fact}  fact y : yes_no }}\nlet twice = t.x * 2 + 1\n\
         advice {{ stop when {cond} and not t.y   a otherwise }}\n"
    );
    // A set is no number.
    let rules = match fact.starts_with("any") {
        true => rules.replace("let twice = t.x * 2 + 1\n", ""),
        false => rules,
    };
    let loaded = load(&rules).unwrap();
    let trace = true_trace(&loaded, &rules);
    is_not_settled(&loaded, &trace, &rules);
}

#[test]
fn every_side_of_every_test_of_a_number_is_tried() {
    for cond in [
        "t.x > -3.25 and t.x < -3.2",
        "t.x * 3 > 30.3 and t.x * 3 < 30.4",
        "twice > 12.1 and twice < 12.15",
        "t.x - least > 2.01 and least - t.x > -2.02",
        "t.x > 1 and t.x > 2 and t.x > 3 and t.x > 4 and t.x > 5 and t.x > 6 and t.x > 7 and t.x > 8 \
         and t.x > 9 and t.x > 91.1 and t.x < 91.2",
    ] {
        value_is_found("number in -100..100", cond);
    }
    value_is_found("integer in 0..30", "t.x / 7 > 1.8 and t.x / 7 < 2");
}

#[test]
fn every_choice_of_the_elements_that_are_told_apart_is_tried() {
    let fact = "any of e0, e1, e2, e3, e4, e5, e6, e7";
    for cond in [
        "t.x includes e1 and t.x includes e4 and not t.x includes e6",
        "not t.x includes e0 and not t.x includes e7 and t.x includes e3",
    ] {
        value_is_found(fact, cond);
    }
    value_is_found(
        "any of e0, e1, e2, e3",
        "t.x includes e2 and count(t.x) = 2",
    );
}

#[test]
fn an_advice_that_no_whole_number_or_set_leads_to_is_no_possible_one() {
    for (fact, weight) in [("integer in 0..3", "t.f"), ("any of p, q, r", "count(t.f)")] {
        let rules = format!(
            "rulebook r {{ }}
            strategy a
            strategy b {{ prior 0.5 }}
            topic t {{ fact f : {fact} }}
            rule q {{ when t.f is known then favor a by {weight} }}"
        );
        let loaded = load(&rules).unwrap();
        let mut trace = loaded.trace("{}", Depth::Full).unwrap();
        assert_eq!(loaded.troubles(&trace), [""; 0]);
        assert_eq!(trace.possible_advice, ["a", "b"]);
        trace.possible_advice.push("undecided".into());
        assert_ne!(loaded.troubles(&trace), [""; 0], "{rules}");
    }
}

#[test]
fn lets_that_are_read_twice_are_recomputed_once() {
    let mut rules = "rulebook r {} strategy a strategy b\n\
                     topic t { fact f0 : yes_no fact f1 : yes_no }\nlet e0 = t.f0\n"
        .to_owned();
    for at in 1..=60 {
        rules += &format!(
            "let e{at} = e{} and t.f{} or not e{}\n",
            at - 1,
            at % 2,
            at - 1
        );
    }
    rules += "rule q { when e60 then favor a weakly }\n";
    let loaded = load(&rules).unwrap();
    let trace = loaded.trace("{}", Depth::Full).unwrap();
    assert_eq!(loaded.troubles(&trace), [""; 0]);
}

#[test]
fn the_strongest_piece_is_rounded_like_totals() {
    let rules = "rulebook r {} strategy s strategy z outcome o topic t { fact m : yes_no }
        rule q { when t.m then favor s by 6 }
        advice { o when strongest(s) >= total(s)  s when best is s }";
    let loaded = load(rules).unwrap();
    for certainty in ["0.3", "0.7", "0.1"] {
        let profile = format!("{{\"t.m\": {{\"value\": true, \"certainty\": {certainty}}}}}");
        let trace = loaded.trace(&profile, Depth::Full).unwrap();
        assert_eq!(trace.advice, "o");
        assert_eq!(loaded.troubles(&trace), [""; 0]);
    }
}
