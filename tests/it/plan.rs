//! What a plan says of itself: which facts a node depends on, and which of its numbers can be set.

use std::collections::BTreeSet;
use std::path::Path;

use hansei::base::Id as _;
use hansei::engine;
use hansei::model::{Given, Num, NumKind, PieceId, Profile, TruthId, Value, Weight};
use hansei::plan::{Program, plan};
use hansei::space::Cells;

use crate::harness::{Loaded, load, load_file};

const BUILT_IN: &str = "rules/kaizen_breakthrough/kaizen_breakthrough.rules";

/// Parameters in every place where one can stand.
const PARAMETERS: &str = r#"
rulebook r "R" { version "1" method odds }
strategy a "A"
strategy b "B"
topic t "T" { fact n "N" : number in -100..100  fact m "M" : number in 0..100 }
parameter p "P" = 5 in -50..50 { basis illustrative }
parameter q "Q" = 5 in -50..50 { basis illustrative }
parameter cut "Cut" = 5 in 1..50 { basis illustrative }
let more "More" = t.m + p
let grade "Grade" : number by t.m { <= cut => 1  * => cut }
let band "Band" : low < high { low when t.n < q  high otherwise }
rule zero "Zero" { when grade > 1 then favor a weakly because "…" basis illustrative }
rule one "One" { when t.n > p then favor a strongly because "…" basis illustrative }
rule two "Two" { when t.n > q then favor b by max(p, 0) / 100 because "…" basis illustrative }
rule three "Three" { when t.n > 5 then favor a by 0.25 because "…" basis illustrative }
rule four "Four" { when t.n < -p or more between q and 90 then oppose b moderately because "…" basis illustrative }
rule five "Five" { when band is high and t.m >= -q then favor b weakly else favor a weakly because "…" basis illustrative }
outcome none "None"
advice { none when margin <= p / 100  a when best is a  b when best is b }
"#;

fn both() -> [Loaded; 2] {
    [
        load(PARAMETERS).unwrap_or_else(|trouble| panic!("{trouble}")),
        load_file(Path::new(BUILT_IN)).unwrap_or_else(|trouble| panic!("{trouble}")),
    ]
}

#[test]
fn a_parameter_that_is_set_is_one_with_which_the_plan_is_made() {
    let mut planned_anew = BTreeSet::new();
    for Loaded { checked, program } in both() {
        for (id, parameter) in program.rulebook.parameters.iter() {
            let (low, high) = (parameter.kind.low.unwrap(), parameter.kind.high.unwrap());
            for value in [low, (low + high) / 2.0] {
                let mut set = program.clone();
                let mut rulebook = checked.rulebook.clone();
                rulebook.set_parameter(id, value);
                if !set.set_parameter(id, value) {
                    planned_anew.insert(parameter.name.to_string());
                    continue;
                }
                let (method, library) = (checked.method.clone(), checked.library.clone());
                let made = plan(rulebook, method, library);
                assert!(set.plan == made.plan, "{} = {value}", parameter.name);
            }
        }
    }
    assert_eq!(planned_anew.into_iter().collect::<Vec<_>>(), ["cut"]);
}

#[test]
fn a_parameter_given_from_outside_is_one_that_is_set() {
    let (bundle, _) = crate::check::bundle(&[("a.rules", PARAMETERS)]);
    let Loaded { checked, program } =
        load(PARAMETERS).unwrap_or_else(|trouble| panic!("{trouble}"));
    for (id, parameter) in program.rulebook.parameters.iter() {
        for value in [1.0, 17.5] {
            let mut rulebook = checked.rulebook.clone();
            rulebook.set_parameter(id, value);
            let (method, library) = (checked.method.clone(), checked.library.clone());
            let set = plan(rulebook, method, library);
            let parameters = [(parameter.name.to_string(), value.to_string())].into();
            let (given, _) = hansei::check::check(&bundle, &hansei::check::Options { parameters });
            let given = given.unwrap();
            let made = plan(given.rulebook, given.method, given.library);
            assert!(set.plan == made.plan, "{} = {value}", parameter.name);
        }
    }
}

#[test]
fn a_weight_that_is_set_is_one_with_which_the_plan_is_made() {
    let mut computed = 0;
    for Loaded { checked, program } in both() {
        let every = program.plan.code.pieces.len() / 12;
        for (id, piece) in program.plan.code.pieces.iter().step_by(every.max(1)) {
            let mut set = program.clone();
            if !set.set_weight(id, 0.375) {
                computed += 1;
                continue;
            }
            let mut rulebook = checked.rulebook.clone();
            let rule = &mut rulebook.rules[piece.rule];
            let at = id.to_usize() - program.plan.code.rules[piece.rule].pieces.start as usize;
            let mut effects = rule.then.iter_mut().chain(&mut rule.otherwise);
            let effect = effects.nth(at).unwrap();
            effect.weight = Weight::By(Num {
                kind: NumKind::Constant(0.375),
                origin: effect.origin,
            });
            let (method, library) = (checked.method.clone(), checked.library.clone());
            let made = plan(rulebook, method, library);
            assert!(
                set.plan == made.plan,
                "{:?} of {:?}",
                PieceId::to_usize(id),
                piece.rule
            );
        }
    }
    assert!(computed > 0);
}

/// A value of each fact in turn, the next profile beginning with the next one.
fn filled(program: &Program, cells: &Cells, turn: usize) -> Profile {
    let mut profile = Profile::empty("p", program.rulebook.facts.len());
    for (at, (id, fact)) in program.rulebook.facts.iter().enumerate() {
        let values = cells.values(id, &fact.kind);
        let value: Option<&Value> = values.get((at + turn) % (values.len() + 1));
        profile.set(id, value.cloned().map(Given::certain));
    }
    profile
}

#[test]
fn what_a_node_does_not_depend_on_does_not_change_it() {
    let mut changed = 0;
    for Loaded { program, .. } in both() {
        let cells = Cells::of(&program);
        for turn in 0..4 {
            let (one, other) = (
                filled(&program, &cells, turn),
                filled(&program, &cells, turn + 1),
            );
            let before = engine::evaluate(&program, &one).unwrap();
            for fact in program.rulebook.facts.ids() {
                let mut profile = one.clone();
                profile.set(fact, other.given(fact).cloned());
                let after = engine::evaluate(&program, &profile).unwrap();
                for truth in decided(&program) {
                    let differs =
                        before.truth_of(truth).to_bits() != after.truth_of(truth).to_bits();
                    let depends = program
                        .plan
                        .index
                        .supports
                        .truths
                        .has(truth.to_usize(), fact);
                    assert!(!differs || depends, "{truth:?} on {fact:?}");
                    changed += usize::from(differs);
                }
                for target in program.rulebook.targets.ids() {
                    let differs = before.total(target).to_bits() != after.total(target).to_bits();
                    let depends = program
                        .plan
                        .index
                        .supports
                        .targets
                        .has(target.to_usize(), fact);
                    assert!(!differs || depends, "{target:?} on {fact:?}");
                }
            }
        }
    }
    assert!(changed > 300, "{changed}");
}

/// The conditions that are computed before the advice is given.
fn decided(program: &Program) -> Vec<TruthId> {
    let steps = program
        .plan
        .code
        .early
        .iter()
        .chain(&program.plan.code.late);
    let truth = |step: &hansei::model::Step| match step {
        hansei::model::Step::Truth(id) => Some(*id),
        _other => None,
    };
    steps.filter_map(truth).collect()
}
