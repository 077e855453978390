//! Traces of random rulebooks in which one thing was changed.

use hansei::space::Depth;

use super::dice::Dice;
use super::mutants::choices;
use super::{generate, loaded, print};
use crate::tampered::{Change, Pick, about_unknowns, unnoticed};

/// Random rulebooks that are tried.
const BOOKS: u64 = 10;

/// What only bounds rule in, and no answers that are tried lead to, may be left out of a trace that is still true: an
/// advice beside today's, a total that a number moves, and how far it moves the margin.
fn may_be_true(path: &str, change: &Change) -> bool {
    match change {
        Change::Less(_) => path == "/possible_advice",
        Change::Without(_) => path.ends_with("/effect/totals"),
        Change::To(value) => !value.is_null() && path.ends_with("/effect/span"),
        Change::Twice(_) | Change::Swapped(..) => false,
    }
}

#[test]
fn whatever_is_changed_in_traces_of_random_rulebooks_is_noticed() {
    let mut passed = Vec::new();
    let mut tried = 0;
    for seed in 0..BOOKS {
        let mut dice = Dice::new(choices(seed + 500));
        let book = generate::book(&mut dice);
        let rules = print::rules(&book);
        let loaded = loaded(&rules).unwrap();
        let known = generate::known(&book, &mut dice);
        let profile = loaded.profile(&print::profile(&book, &known)).unwrap();
        let pick = Pick::OneOfEach(usize::try_from(seed).unwrap());
        for (depth, of_unknowns) in [(Depth::None, false), (Depth::Full, true)] {
            let text = loaded.tell(&profile, depth).unwrap();
            let wanted = |path: &str, change: &Change| {
                about_unknowns(path, change) == of_unknowns && !may_be_true(path, change)
            };
            let (count, others) = unnoticed(&loaded, &text, pick, wanted);
            tried += count;
            passed.extend(others.into_iter().map(|one| format!("{seed}: {one}")));
        }
    }
    crate::tampered::all_noticed(&passed);
    assert!(tried > 1500, "only {tried} changes were tried");
}
