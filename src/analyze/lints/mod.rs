//! What is sound in a rulebook and probably not meant so, as far as only a look at all profiles shows it. Changes nothing.

mod advice_never_given;
mod condition_never_fails;
mod condition_never_holds;
mod never;
mod never_partly;
mod open;
mod row_never_counts;
mod rule_never_fires;
mod shadow;

use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

use self::never::Dead;
use super::possible::{Possible, Shown, Sites, conditions};
use crate::base::{CodeInfo, Diagnostic, format_number};
use crate::check::Checked;
use crate::model::{Asked, Cond, Fact, FactType, LetId, RefKind, Subject, TruthId};
use crate::plan::{self, Program};

/// One lint.
#[derive(Clone, Copy)]
pub struct Lint {
    /// What `hansei rule CODE` tells of it.
    pub info: CodeInfo,
    /// Whether its help says to move the row that it marks above that of its second label.
    pub moves: bool,
    /// Looks through a rulebook.
    run: fn(&Seen<'_>, &mut Vec<Diagnostic>),
}

macro_rules! lints {
    ($($name:ident),+ $(,)?) => {
        /// All of these lints, in the order of their codes.
        pub const LINTS: &[Lint] = &[$($name::LINT),+];

        /// Their entries in the catalogue of codes.
        pub const CODES: &[CodeInfo] = &[$($name::LINT.info),+];
    };
}

lints! {
    condition_never_holds,
    condition_never_fails,
    rule_never_fires,
    row_never_counts,
    advice_never_given,
    never_partly,
}

/// Conditions that are computed at most to try combinations of a few facts.
const MOST_WORK: usize = 4_000_000;

/// What lints look at.
struct Seen<'a> {
    program: &'a Program,
    possible: Possible<'a>,
    /// Every condition, in the order of places.
    conditions: Vec<Shown<'a>>,
    /// The lets that may give any of their levels, for parameters decide about their rows.
    open: BTreeSet<LetId>,
    /// Which conditions can be true, and which can be false, as far as it was looked for.
    told: RefCell<BTreeMap<(TruthId, bool), bool>>,
    /// The conditions that never hold or never fail, once they were looked for.
    dead: OnceCell<Vec<Dead<'a>>>,
}

/// What these lints say of a rulebook, in the order of places; `None` where nothing is known of all profiles. A parameter may
/// have any value of its range, for it can be set from outside.
pub fn lint(checked: &Checked) -> Option<Vec<Diagnostic>> {
    let open = open::open(&checked.rulebook);
    let (method, library) = (checked.method.clone(), checked.library.clone());
    let program = plan::plan(open.rulebook, method, library);
    let sites = Sites::of(&program);
    let mut conditions = conditions(&program, &sites.lets);
    conditions.sort_by_key(|(cond, _)| cond.origin);
    let seen = Seen {
        program: &program,
        possible: Possible::of(&program, &sites, MOST_WORK),
        conditions,
        open: open.lets,
        told: RefCell::default(),
        dead: OnceCell::new(),
    };
    seen.possible.reach.as_ref()?;
    let mut found = Vec::new();
    for lint in LINTS {
        (lint.run)(&seen, &mut found);
    }
    found.sort_by_key(Diagnostic::span);
    found.dedup_by(|one, other| (one.code, one.span()) == (other.code, other.span()));
    Some(found)
}

/// What there is to know of what a condition reads: between which ends numbers lie, and that nothing excludes a strategy.
fn about(seen: &Seen<'_>, cond: &Cond) -> Vec<String> {
    let book = &seen.program.rulebook;
    let mut found: Vec<String> = Vec::new();
    for one in cond.refs() {
        let words = match one.kind {
            RefKind::Subject(Subject::Fact(fact), Asked::Number) => range(&book.facts[fact]),
            RefKind::Excluded(target) => {
                let name = &book.targets[target].name;
                let mut rules = book.rules.values();
                let is_excluded = rules.any(|rule| rule.excludes.contains(&target));
                (!is_excluded).then(|| format!("no rule excludes `{name}`"))
            }
            _other => None,
        };
        found.extend(words.filter(|words| !found.contains(words)));
    }
    found
}

/// Between which ends a number lies; `None` where one is open.
fn range(fact: &Fact) -> Option<String> {
    let FactType::Number(kind) = &fact.kind else {
        return None;
    };
    let [low, high] = [kind.low?, kind.high?].map(|end| format_number(end, 6));
    Some(format!("`{}` is between {low} and {high}", fact.name))
}
