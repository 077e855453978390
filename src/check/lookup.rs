//! Finds what a name stands for where a certain kind of thing is needed, or says what is wrong. Knows no types.

use super::functions;
use super::names::{Class, Names, Thing};
use super::problem::names as problem;
use super::report::Report;
use crate::base::{Diagnostic, Span, Strength};
use crate::model::Stage;

/// A kind of thing that a place needs.
#[derive(Debug)]
pub(super) struct Need {
    /// In words, with an article.
    words: &'static str,
    pub(super) classes: &'static [Class],
    /// Whether it is tested or computed with, so that a figure may stand there instead.
    valued: bool,
}

impl Need {
    /// Whether it is what can be advised.
    pub(super) fn is_outcome(&self) -> bool {
        self.classes.contains(&Class::Outcome)
    }
}

macro_rules! needs {
    ($($(#[$doc:meta])* $name:ident: $words:literal, $($class:ident)|+, $valued:literal;)+) => {$(
        $(#[$doc])*
        pub(super) const $name: Need = Need {
            words: $words,
            classes: &[$(Class::$class),+],
            valued: $valued,
        };
    )+};
}

needs! {
    /// Gathers evidence.
    TARGET: "a strategy or a hypothesis", Strategy | Hypothesis, false;
    /// Competes.
    STRATEGY: "a strategy", Strategy, false;
    /// Only gathers evidence.
    HYPOTHESIS: "a hypothesis", Hypothesis, false;
    /// Can be advised.
    OUTCOME: "an outcome", Strategy | Outcome, false;
    /// Can be cited.
    SOURCE: "a source", Source, false;
    /// Limits evidence.
    GROUP: "a group", Group, false;
    /// Has a value that a profile or a derivation gives, and is tested.
    SUBJECT: "a fact or a let", Fact | Let, true;
    /// Has such a value, and rows are over it.
    INPUT: "a fact or a let", Fact | Let, false;
    /// Is given by a profile.
    FACT: "a fact", Fact, false;
    /// Is derived.
    LET: "a let", Let, false;
    /// Has a value.
    VALUE: "a fact, a let or a parameter", Fact | Let | Parameter, true;
    /// Stands beside the advice.
    NOTE: "a note", Note, false;
    /// Carries the row of a table.
    CARRIER: "a fact, a rule or a contrast", Fact | Rule | Contrast, false;
    /// Holds functions.
    SCRIPT: "a script", Script, false;
}

/// What the name stands for, where it is what is needed; an error otherwise.
pub(super) fn expect(
    names: &Names,
    report: &mut Report,
    need: &Need,
    name: &str,
    at: Span,
) -> Option<Thing> {
    match names.entry(name) {
        Some(entry) if need.classes.contains(&entry.thing.class()) => Some(entry.thing),
        Some(entry) if entry.thing == Thing::Broken => None,
        Some(entry) => {
            let (kind, declared) = (entry.thing.kind(), Some(entry.at));
            let problem = problem::wrong_kind(at, name, kind, need.words, declared);
            let problem = instead(problem, names, need, (name, entry.thing, at), report.reach);
            report.fail(problem)
        }
        None => unknown(names, report, need, name, at),
    }
}

/// Says what was probably meant by a name that is something else than is needed.
fn instead(
    problem: Diagnostic,
    names: &Names,
    need: &Need,
    (name, thing, at): (&str, Thing, Span),
    reach: Option<Stage>,
) -> Diagnostic {
    if !need.classes.contains(&Class::Fact) {
        let favored = need.classes.contains(&Class::Hypothesis) && thing.class() == Class::Outcome;
        return problem.help_if(favored.then(|| {
            "evidence is for strategies; a row of the `advice` block advises an outcome".into()
        }));
    }
    let facts = names.facts_ending_in(name);
    if !facts.is_empty() {
        let all = super::problem::list(facts.iter().map(|fact| &**fact), "or");
        let problem = problem.help(format!("for the fact, write {all}"));
        return match facts {
            [only] => problem.edit(at, &**only),
            _ => problem,
        };
    }
    let class = thing.class();
    let number = need.classes.contains(&Class::Parameter);
    let late = matches!(class, Class::Strategy | Class::Outcome);
    let (written, why) = match (class, reach) {
        _ if !need.valued => return problem,
        (_, Some(Stage::Early)) if late => return problem.help(TOO_LATE_FOR_RULES),
        (Class::Outcome, Some(Stage::Late)) => return problem.help(TOO_LATE_FOR_ADVICE),
        (Class::Strategy, reach) if !number => {
            let (figure, what) = match reach {
                Some(Stage::Late) => ("best", "choice"),
                _ => ("advice", "advice"),
            };
            // Which of the two is meant is not known.
            return problem.help(format!(
                "write `{figure} is {name}` for the {what}, `total({name}) > 0` for the evidence"
            ));
        }
        (Class::Outcome, _) if !number => (format!("advice is {name}"), " for the advice"),
        (Class::Strategy, _) => (format!("total({name})"), " for the evidence"),
        (Class::Hypothesis, _) if number => (format!("belief({name})"), ""),
        (Class::Hypothesis, _) => (format!("belief({name}) >= 0.5"), ""),
        _ => return problem,
    };
    problem
        .help(format!("write `{written}`{why}"))
        .edit(at, written)
}

const TOO_LATE_FOR_RULES: &str =
    "rules cannot use it: it is known only after they give their evidence";
const TOO_LATE_FOR_ADVICE: &str = "rows of the advice cannot use the advice, because they give it";

/// Why a word or function of the language cannot be used in the place that is looked at, where it is known too late.
pub(super) fn out_of_reach(report: &Report, name: &str) -> Option<&'static str> {
    let stage = match name {
        "best" | "margin" => Stage::Late,
        "advice" | "undecided" => Stage::Last,
        _ => functions::function(name)?.stage(),
    };
    match report.reach? {
        Stage::Early if stage > Stage::Early => Some(TOO_LATE_FOR_RULES),
        Stage::Late if stage > Stage::Late => Some(TOO_LATE_FOR_ADVICE),
        Stage::Early | Stage::Late | Stage::Last | Stage::Noted => None,
    }
}

/// The error of a word that is known too late in the place that is looked at says that; another keeps its help.
pub(super) fn in_reach(report: &Report, name: &str, mut problem: Diagnostic) -> Diagnostic {
    if let Some(why) = out_of_reach(report, name) {
        problem.help = vec![why.to_owned()];
        problem.edits.clear();
    }
    problem
}

/// The error of a name that is declared nowhere; none where it may be declared in what could not be read.
fn unknown(names: &Names, report: &mut Report, need: &Need, name: &str, at: Span) -> Option<Thing> {
    if let Some(problem) = own_word(need, name, at) {
        let problem = in_reach(report, name, problem);
        return report.fail(problem);
    }
    if may_be_lost(names, report, name, need.classes) {
        return None;
    }
    if need.classes.contains(&Class::Fact) {
        let full: Vec<&str> = names
            .facts_ending_in(name)
            .iter()
            .map(|name| &**name)
            .collect();
        if !full.is_empty() {
            return report.fail(problem::short_fact(at, name, &full));
        }
    }
    let others: Vec<&str> = words_near(need)
        .iter()
        .copied()
        // Where an outcome is named, `undecided` is one, and nothing is asked of the advice.
        .filter(|word| !need.valued || out_of_reach(report, word).is_none())
        .collect();
    let near = report
        .near(name, names.of(need.classes).chain(others))
        .or_else(|| names.near_fact(name, need.classes));
    let problem = problem::unknown(at, name, need.words);
    report.fail(match counted(names, need, name) {
        Some(set) => problem.write(at, format!("count({set})")),
        None if need.is_outcome() && OF_ROWS.contains(&name) => problem.help(
            "a row begins with what it advises: `OUTCOME when CONDITION`, and last `OUTCOME otherwise`",
        ),
        None => problem.did_you_mean(at, near),
    })
}

/// Words with which rows begin in other languages.
const OF_ROWS: &[&str] = &["case", "default", "switch", "choose"];

/// `t.s.length`: the fact whose elements are counted.
fn counted<'n>(names: &Names, need: &Need, name: &'n str) -> Option<&'n str> {
    let (set, property) = name.rsplit_once('.')?;
    let is_fact = matches!(names.get(set), Some(Thing::Fact(_)));
    let is_count = functions::meant(property) == Some("count") || property == "count";
    (is_fact && is_count && need.classes.contains(&Class::Parameter)).then_some(set)
}

/// Words of the language that may stand where this is needed.
fn words_near(need: &Need) -> &'static [&'static str] {
    let has = |class: Class| need.classes.contains(&class);
    match (has(Class::Outcome), has(Class::Fact) && has(Class::Let)) {
        (true, _) => &["undecided"],
        (_, true) => &["best", "advice", "margin"],
        _ => &[],
    }
}

/// The error of a word that stands for something of its own, which is not what is needed.
fn own_word(need: &Need, name: &str, at: Span) -> Option<Diagnostic> {
    let kind = match name {
        "margin" => "the lead of the best strategy",
        "best" => "the best strategy",
        "advice" => "what is advised",
        "undecided" => "what is advised if no row of the advice applies",
        _ if Strength::of(name).is_some() => {
            let problem = problem::unknown(at, name, need.words);
            return Some(problem.help(format!(
                "write the word without `by`: `favor STRATEGY {name}`"
            )));
        }
        _ => {
            let function = functions::function(name)?;
            let problem = problem::unknown(at, name, need.words);
            let usage = function.usage;
            return Some(problem.help(format!("`{name}` is a function: `{usage}`")));
        }
    };
    let problem = problem::wrong_kind(at, name, kind, need.words, None);
    Some(match (name, need.classes) {
        ("undecided", _) => problem.help("write `advice is undecided`"),
        ("margin", _) => problem.help("give it a name with levels: `let NAME : low < high { … }`"),
        (_, _) => problem.help(format!("test it, as in `{name} is NAME`")),
    })
}

/// Whether a name that stands for nothing may be declared in what could not be read.
pub(super) fn may_be_lost(names: &Names, report: &Report, name: &str, classes: &[Class]) -> bool {
    let nameless = || {
        let mut classes = classes.iter();
        classes.any(|class| names.may_be_nameless(name, *class))
    };
    let is_fact = classes.contains(&Class::Fact) && names.is_in_topic(name);
    names.may_be_broken(name) || (!is_fact && (report.partial || nameless()))
}
