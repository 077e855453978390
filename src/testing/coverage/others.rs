//! Limits of groups, outcomes, notes and facts: did each matter once?

use super::rows::advice_name;
use super::why::{never, times};
use super::{Class, Item, Seen, item, need};
use crate::analyze::possible::yes;
use crate::base::{Diagnostic, format_number};
use crate::model::{
    Cond, FactId, Group, GroupId, GroupLimit, Let, LetId, LetNode, Note, OutcomeId, Shapes, TruthId,
};

pub(super) fn items(seen: &Seen<'_>) -> Vec<Item> {
    let book = &seen.program.rulebook;
    let groups = book.groups.iter().map(|(id, one)| group(seen, id, one));
    let outcomes = book.outcomes.ids().map(|id| outcome(seen, id));
    let plans = seen.program.plan.code.notes.iter();
    let shapes = &seen.program.plan.words.note_shapes;
    let notes = book.notes.values().zip(plans.zip(shapes));
    let notes = notes.map(|(one, (truth, shapes))| note(seen, one, (*truth, shapes)));
    let clashes = book.contradictions();
    let clashes = clashes.filter_map(|(id, one)| contradiction(seen, id, one));
    let facts = book.facts.ids().map(|id| fact(seen, id));
    let all = groups.chain(outcomes).chain(notes).chain(clashes);
    all.chain(facts).collect()
}

fn group(seen: &Seen<'_>, id: GroupId, one: &Group) -> Item {
    let tally = seen.tally.groups[id];
    let possible = tally.bit > 0 || seen.possible.can_cut(id);
    let needs = vec![need("cut", tally.bit, possible)];
    item(
        (Class::Groups, one.name.to_string(), one.origin),
        needs,
        |_| {
            let most = format_number(tally.most, 2);
            let words = match one.limit {
                GroupLimit::Limit(limit) => format!(
                    "at most {most} of {} were on one side together",
                    format_number(limit, 2)
                ),
                GroupLimit::Strongest => "there was never more than one piece on a side".to_owned(),
                GroupLimit::StrongestPlus(_) => {
                    format!("at most {most} were together on one side")
                }
            };
            let message = format!("the limit of group `{}` never cuts anything", one.name);
            Diagnostic::warning("W1006", one.origin, message)
                .here(words)
                .help("add an example or a case in which more of its rules fire together")
        },
    )
}

fn outcome(seen: &Seen<'_>, id: OutcomeId) -> Item {
    let book = &seen.program.rulebook;
    let one = &book.outcomes[id];
    let advised = seen.tally.outcomes[id];
    let possible = advised > 0 || seen.possible.can_advise(id);
    let needs = vec![need("advised", advised, possible)];
    item(
        (Class::Outcomes, one.name.to_string(), one.origin),
        needs,
        |_| {
            let message = format!("`{}` is never advised", one.name);
            let mut gap = Diagnostic::warning("W1007", one.origin, message);
            if book.advice.is_none() {
                gap = gap.here("it was never ahead of all others");
            }
            let rows = book.advice.iter().flat_map(|advice| &advice.rows);
            for row in rows.filter(|row| row.outcome == Some(id)) {
                let words = format!("row `{}` never gave the advice", advice_name(seen, row));
                gap = gap.label(row.origin, words);
            }
            gap.help("add an example or a case in which it is the advice")
        },
    )
}

fn note(seen: &Seen<'_>, one: &Note, (truth, shapes): (TruthId, &Shapes)) -> Item {
    let shown = seen.truth(truth).yes;
    let conds: Vec<&Cond> = std::iter::once(&one.when).chain(&one.unless).collect();
    let possible = shown > 0
        || seen.possible.can_hold(truth)
            && seen
                .possible
                .is_tried(&seen.possible.reads(&conds), |tally| yes(tally, truth) > 0);
    let needs = vec![need("shown", shown, possible)];
    item(
        (Class::Notes, one.name.to_string(), one.origin),
        needs,
        |_| {
            let message = format!("note `{}` is never shown", one.name);
            let gap = Diagnostic::warning("W1008", one.origin, message);
            let gap = match (&shapes.when, &one.unless) {
                (Some(shape), Some(unless)) if seen.truth(shape.truth).yes > 0 => {
                    let held = times(seen.truth(shape.truth).yes);
                    gap.here(format!("its condition held {held}"))
                        .label(unless.origin, "and so did this each time")
                }
                (Some(shape), _) => {
                    let why = never(seen, (&one.when, shape), true);
                    gap.label(why.at, why.words)
                }
                (None, _) => gap,
            };
            gap.help("add an example or a case in which it is shown")
        },
    )
}

/// A contradiction: answers that contradict each other, and answers that do not.
fn contradiction(seen: &Seen<'_>, id: LetId, one: &Let) -> Option<Item> {
    let LetNode::Truth(truth) = seen.program.plan.code.lets[id] else {
        return None;
    };
    let tally = seen.truth(truth);
    let holds = tally.yes > 0 || seen.possible.can_hold(truth);
    let needs = vec![
        need("held", tally.yes, holds),
        need("did not hold", tally.no, true),
    ];
    let about = (Class::Contradictions, one.name.to_string(), one.origin);
    Some(item(about, needs, |missing| {
        let message = match missing {
            ["did not hold"] => format!("no test has answers that agree in `{}`", one.name),
            _ => format!(
                "no test has the answers that contradict each other in `{}`",
                one.name
            ),
        };
        Diagnostic::warning("W1011", one.origin, message)
            .help("add an example with such answers, and one with answers that agree")
    }))
}

fn fact(seen: &Seen<'_>, id: FactId) -> Item {
    let plan = &seen.program.plan;
    let one = &seen.program.rulebook.facts[id];
    let needs = vec![need("given", seen.tally.facts[id].known, true)];
    item(
        (Class::Facts, one.name.to_string(), one.origin),
        needs,
        |_| {
            let readers = plan.index.rule_facts.values();
            let readers = readers.filter(|facts| facts.contains(&id)).count();
            let words = match (readers, plan.index.read.find(id)) {
                (_, Some(false)) => "no rule reads it either".to_owned(),
                (0, _) => "no rule reads it, but the advice or a note does".to_owned(),
                (1, _) => "one rule depends on it".to_owned(),
                (many, _) => format!("{many} rules depend on it"),
            };
            let message = format!("no profile gives `{}`", one.name);
            Diagnostic::warning("W1009", one.origin, message)
                .here(words)
                .help("add an example or a case that gives it")
        },
    )
}
