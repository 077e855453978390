//! What a run of tests has tried of a rulebook, and what it has left untried, with reasons. Runs no test of its own.

mod conditions;
mod marks;
mod others;
mod rows;
mod rules;
mod thresholds;
mod why;

use crate::analyze::possible::{Possible, Sites, Tally, tally};
use crate::base::{Diagnostic, Span};
use crate::model::Profile;
use crate::plan::Program;

/// What is counted apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Rules and rows of contrasts.
    Rules,
    /// Tests that stand in conditions.
    Conditions,
    /// Numbers and levels at which a test changes its answer.
    Thresholds,
    /// Rows of decision tables.
    TableRows,
    /// Rows of ordered lists.
    ListRows,
    /// Rows of the advice.
    AdviceRows,
    /// Limits of groups.
    Groups,
    /// What can be advised.
    Outcomes,
    /// Notes.
    Notes,
    /// Contradictions.
    Contradictions,
    /// Facts.
    Facts,
}

/// A class as users see it.
#[derive(Clone, Copy, Debug)]
pub struct ClassInfo {
    /// The class.
    pub class: Class,
    /// Its name, in results and on the command line.
    pub name: &'static str,
    /// When one of it counts as tried.
    pub tried: &'static str,
}

const fn class(class: Class, name: &'static str, tried: &'static str) -> ClassInfo {
    ClassInfo { class, name, tried }
}

/// Every class, in the order in which they are told.
pub const CLASSES: &[ClassInfo] = &[
    class(Class::Rules, "rules", "fired, and known not to apply"),
    class(
        Class::Conditions,
        "conditions",
        "known to be true, and to be false",
    ),
    class(
        Class::Thresholds,
        "thresholds",
        "on both sides, and exactly there",
    ),
    class(Class::TableRows, "table-rows", "chosen"),
    class(Class::ListRows, "list-rows", "chosen"),
    class(Class::AdviceRows, "advice-rows", "gave the advice"),
    class(Class::Groups, "groups", "the limit cut something"),
    class(Class::Outcomes, "outcomes", "advised"),
    class(Class::Notes, "notes", "shown"),
    class(
        Class::Contradictions,
        "contradictions",
        "known to hold, and not to hold",
    ),
    class(Class::Facts, "facts", "given"),
];

impl Class {
    /// How users see it.
    pub fn info(self) -> &'static ClassInfo {
        const RULES: &ClassInfo = &class(Class::Rules, "rules", "");
        CLASSES
            .iter()
            .find(|info| info.class == self)
            .unwrap_or(RULES)
    }
}

/// One thing that tests should make happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Need {
    /// What, as a word.
    pub what: &'static str,
    /// In how many evaluations it happened.
    pub count: u64,
    /// Whether it can happen at all, for any profile.
    pub possible: bool,
    /// Why it cannot, where more is known than that.
    pub why: Option<&'static str>,
}

/// A part of the rulebook with what should happen to it.
#[derive(Clone, Debug)]
pub struct Item {
    /// What it is counted with.
    pub class: Class,
    /// What it is called.
    pub name: String,
    /// Where it stands.
    pub origin: Span,
    /// What should happen to it.
    pub needs: Vec<Need>,
    /// What never did, with the reason; `None` where all that can happen did. What is there to happen and cannot,
    /// such as a rule that no profile can make fire, is a gap too.
    pub gap: Option<Diagnostic>,
}

impl Item {
    /// Whether it counts: where anything of it can happen, or where that nothing can is a gap.
    pub fn is_possible(&self) -> bool {
        self.gap.is_some() || self.needs.iter().any(|need| need.possible)
    }
}

/// How much of a class was tried.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// How many were tried.
    pub tried: usize,
    /// How many could be.
    pub all: usize,
    /// How many more there are that nothing can happen to.
    pub impossible: usize,
}

impl Share {
    /// In percent; all of nothing is everything.
    pub fn percent(self) -> f64 {
        if self.all == 0 {
            return 100.0;
        }
        let number = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
        100.0 * number(self.tried) / number(self.all)
    }
}

/// What evaluations have tried of a rulebook.
#[derive(Clone, Debug, Default)]
pub struct Coverage {
    /// How many evaluations were counted.
    pub evaluations: u64,
    /// Everything that can be tried: by class, each class in the order of places.
    pub items: Vec<Item>,
}

impl Coverage {
    /// How much of a class was tried.
    pub fn of(&self, class: Class) -> Share {
        share(self.items.iter().filter(|item| item.class == class))
    }

    /// How much of everything was tried.
    pub fn whole(&self) -> Share {
        share(self.items.iter())
    }

    /// What was left untried.
    pub fn gaps(&self) -> impl Iterator<Item = (&Item, &Diagnostic)> {
        let gaps = self.items.iter();
        gaps.filter_map(|item| Some((item, item.gap.as_ref()?)))
    }
}

fn share<'a>(items: impl Iterator<Item = &'a Item>) -> Share {
    let mut share = Share::default();
    for item in items {
        let (possible, tried) = (item.is_possible(), item.gap.is_none());
        share.all = share.all.saturating_add(usize::from(possible));
        share.tried = share.tried.saturating_add(usize::from(possible && tried));
        share.impossible = share.impossible.saturating_add(usize::from(!possible));
    }
    share
}

/// Conditions that are computed at most to find out what no combination of a few facts brings about.
const MOST_WORK: usize = 20_000_000;

/// What the evaluation of these profiles tries of a program's rulebook. A profile without a result tries nothing.
pub fn coverage(program: &Program, profiles: &[&Profile]) -> Coverage {
    let sites = Sites::of(program);
    let tally = tally(program, &sites, profiles);
    let seen = Seen {
        program,
        sites: &sites,
        tally: &tally,
        possible: Possible::of(program, &sites, MOST_WORK),
    };
    let mut items = Vec::new();
    for find in [
        rules::items,
        conditions::items,
        thresholds::items,
        rows::items,
        others::items,
    ] {
        items.extend(find(&seen));
    }
    items.sort_by_key(|item| (item.class, item.origin));
    for gap in items.iter_mut().filter_map(|item| item.gap.as_mut()) {
        marks::cut(&program.rulebook.files, gap);
    }
    Coverage {
        evaluations: tally.evaluations,
        items,
    }
}

/// Everything that items are made from.
struct Seen<'a> {
    program: &'a Program,
    sites: &'a Sites,
    tally: &'a Tally,
    possible: Possible<'a>,
}

/// An item; the gap is told where something is missing that could have happened.
fn item(
    (class, name, origin): (Class, String, Span),
    needs: Vec<Need>,
    gap: impl FnOnce(&[&'static str]) -> Diagnostic,
) -> Item {
    let missing: Vec<&'static str> = needs
        .iter()
        .filter(|need| need.possible && need.count == 0)
        .map(|need| need.what)
        .collect();
    let gap = (!missing.is_empty()).then(|| gap(&missing));
    Item {
        class,
        name,
        origin,
        needs,
        gap,
    }
}

fn need(what: &'static str, count: u64, possible: bool) -> Need {
    Need {
        what,
        count,
        possible,
        why: None,
    }
}
