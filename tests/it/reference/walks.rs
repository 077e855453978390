//! Answers that come in one after the other, and are taken back: nothing that is ruled out ever happens.

use hansei::base::Id as _;
use hansei::engine;
use hansei::model::{Evidence, FactId, Given, OutcomeId, Profile, TargetId, Value};
use hansei::plan::Program;
use hansei::space::{Cells, Space, State};

use super::book::Known;
use super::dice::Dice;
use super::mutants::choices;
use super::{generate, loaded, print};

/// Random rulebooks that are tried.
const BOOKS: u64 = 160;
/// Completions that are tried of each state.
const COMPLETIONS: usize = 4;

#[test]
fn what_a_state_rules_out_never_happens() {
    let (mut narrowed, mut settled, mut exact) = (0, 0, 0);
    for seed in 0..BOOKS {
        let mut dice = Dice::new(choices(seed + 4_000));
        let book = generate::book(&mut dice);
        let known = match seed % 2 {
            0 => generate::known(&book, &mut dice),
            _ => Known {
                facts: vec![None; book.facts.len()],
            },
        };
        let (rules, profile) = (print::rules(&book), print::profile(&book, &known));
        let walked = loaded(&rules).and_then(|loaded| {
            let profile = loaded.profile(&profile)?;
            walk(&loaded.program, profile, &mut dice)
        });
        match walked {
            Ok(counts) => {
                narrowed += counts.0;
                settled += counts.1;
                exact += u64::from(counts.2);
            }
            Err(trouble) => panic!("{trouble}\nwith {profile}\n{rules}"),
        }
    }
    assert!(narrowed > 300 && settled > 200, "{narrowed} {settled}");
    // A region of one profile gives that profile's result; what scripts and functions make of nothing is the exception.
    assert!(exact * 100 >= BOOKS * 99, "{exact} of {BOOKS}");
}

/// What is read of a state.
type Seen = (Vec<Option<OutcomeId>>, Vec<Option<[f64; 2]>>);

fn seen(state: &State, program: &Program) -> Seen {
    let targets = program.rulebook.targets.ids();
    let totals = targets.map(|target| state.total(target)).collect();
    (state.possible().to_vec(), totals)
}

/// Answers everything in some order and takes all of it back; how many states were looked at, and settled ones, and
/// whether what all answers together give was exact.
fn walk(
    program: &Program,
    mut profile: Profile,
    dice: &mut Dice,
) -> Result<(usize, usize, bool), String> {
    let fault = |fault: engine::Fault| format!("{:?}", fault.diagnostic(program));
    let (space, cells) = (Space::of(program), Cells::of(program));
    let mut state = space.start(&profile).map_err(fault)?;
    let facts = program.rulebook.facts.iter();
    let mut open: Vec<FactId> = facts
        .map(|(id, _)| id)
        .filter(|id| profile.given(*id).is_none())
        .collect();
    let mut before: Vec<Seen> = Vec::new();
    let mut settled = 0;
    let exact = loop {
        let exact = holds(program, &state, &profile, (&open, &cells), dice)?;
        settled += usize::from(state.possible().len() == 1);
        if open.is_empty() {
            break exact;
        }
        let fact = open.swap_remove(dice.below(open.len()));
        let value = pick(program, &cells, fact, dice);
        before.push(seen(&state, program));
        // An answer that is given up before another one is given.
        let other = pick(program, &cells, fact, dice);
        space
            .answer(&mut state, fact, other.as_ref())
            .map_err(fault)?;
        space.take_back(&mut state);
        if before.last() != Some(&seen(&state, program)) {
            return Err(format!("{fact:?} was taken back, and something stayed"));
        }
        space
            .answer(&mut state, fact, value.as_ref())
            .map_err(fault)?;
        profile.set(fact, value.map(Given::certain));
    };
    let looked_at = before.len();
    while let Some(earlier) = before.pop() {
        space.take_back(&mut state);
        if earlier != seen(&state, program) {
            return Err("all was taken back, and something stayed".into());
        }
    }
    Ok((looked_at, settled, exact))
}

fn pick(program: &Program, cells: &Cells, fact: FactId, dice: &mut Dice) -> Option<Value> {
    let values = cells.values(fact, &program.rulebook.facts[fact].kind);
    let at = dice.below(values.len() + 1);
    values.into_iter().nth(at)
}

/// What the answers so far give, and what some of their completions give, is possible and within the bounds; where
/// all is known for sure and evidence is a number, nothing else is possible. Whether that is so, too, where some
/// answers stay away.
fn holds(
    program: &Program,
    state: &State,
    profile: &Profile,
    (open, cells): (&[FactId], &Cells),
    dice: &mut Dice,
) -> Result<bool, String> {
    let mut exact = true;
    for completion in 0..COMPLETIONS {
        let mut completed = profile.clone();
        for fact in open {
            if completion > 0 && !dice.chance(25) {
                let value = pick(program, cells, *fact, dice);
                completed.set(*fact, value.map(Given::certain));
            }
        }
        let Ok(record) = engine::evaluate(program, &completed) else {
            continue;
        };
        let advice = record.summary(program).advice;
        if !state.possible().contains(&advice) {
            return Err(format!("{advice:?} is ruled out, and happens"));
        }
        let certain = |given: &Given| given.certainty == 1.0;
        if is_plain(program, &completed, certain) && open.is_empty() && state.possible() != [advice]
        {
            if completed.facts.values().all(Option::is_some) {
                let possible = state.possible();
                return Err(format!("all is known, and {possible:?} is possible"));
            }
            exact = false;
        }
        for target in program.rulebook.targets.ids() {
            within(state, target, record.total(target))?;
        }
    }
    Ok(exact)
}

/// Whether what is known is known for sure, and evidence is a number.
fn is_plain(program: &Program, profile: &Profile, certain: impl Fn(&Given) -> bool) -> bool {
    let mut given = profile.facts.values().flatten();
    matches!(program.method.method.zero, Evidence::Number(_)) && given.all(certain)
}

fn within(state: &State, target: TargetId, total: f64) -> Result<(), String> {
    match state.total(target) {
        Some([low, high]) if total < low || total > high => Err(format!(
            "the total of target {} is {total}, and not in {low} to {high}",
            target.to_usize()
        )),
        _inside => Ok(()),
    }
}
