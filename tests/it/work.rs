//! Forty rules over 22 facts and 200 profiles with missing values, held to totals and advice worked out apart.
//!
//! A rule is a conjunction of one to three conditions, some an `or` of two, some negated, and gives evidence only
//! where it is known to hold. Weights are multiples of 1/64, so that sums are exact in any order.

use std::path::Path;

use hansei::space::Depth;

use crate::harness::load;

/// Of how many profiles one trace is verified too: that takes longer.
const VERIFIED_EVERY: usize = 8;

fn case(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/cases/work")
        .join(name);
    std::fs::read_to_string(path).expect("the case is there")
}

#[test]
fn totals_and_advice_are_those_worked_out_apart() {
    let loaded = load(&case("work_40.rules")).expect("the rules check");
    let (profiles, expected) = (case("profiles_200.jsonl"), case("expect.csv"));
    let mut rows = expected.lines().skip(1);
    let mut checked = (0..VERIFIED_EVERY).cycle();
    for profile in profiles.lines() {
        let row: Vec<&str> = rows.next().expect("a row a profile").split(',').collect();
        let trace = loaded.trace(profile, Depth::None).expect("an evaluation");
        let total = |name: &str| {
            let mut strategies = trace.strategies.iter();
            strategies
                .find(|one| one.name == name)
                .expect("a strategy")
                .total
                .0
        };
        let found = (
            total("kaizen"),
            total("breakthrough"),
            trace.advice.as_str(),
        );
        let expected = (
            row[1].parse().expect("a number"),
            row[2].parse().expect("a number"),
            row[3],
        );
        assert_eq!(found, expected, "profile {}", row[0]);
        if checked.next() == Some(0) {
            assert_eq!(loaded.verify(&trace), [], "profile {}", row[0]);
        }
    }
    assert_eq!(rows.next(), None);
}
