//! Rules and rows of contrasts: did each fire, and was each known not to apply?

use super::why::{cannot, never, times};
use super::{Class, Item, Seen, item, need};
use crate::analyze::possible::Shown;
use crate::analyze::possible::{no, yes};
use crate::base::Diagnostic;
use crate::model::RuleId;

const FIRED: &str = "fired";
const FALSE: &str = "known-false";

pub(super) fn items(seen: &Seen<'_>) -> Vec<Item> {
    let book = &seen.program.rulebook;
    book.rules.ids().map(|id| one(seen, id)).collect()
}

fn one(seen: &Seen<'_>, id: RuleId) -> Item {
    let rule = &seen.program.rulebook.rules[id];
    let when = seen.program.plan.code.rules[id].when;
    let fate = seen.tally.rules[id];
    let fires = fate.then > 0 || seen.possible.can_fire(id);
    let denied = seen.truth(when).no;
    let can_fail = denied > 0
        || seen.possible.can_fail(when)
            && seen
                .possible
                .is_tried(&seen.possible.reads(&[&rule.when]), |tally| {
                    no(tally, when) > 0
                });
    let needs = vec![need(FIRED, fate.then, fires), need(FALSE, denied, can_fail)];
    let what = (Class::Rules, rule.name.to_string(), rule.origin);
    let item = item(what, needs, |missing| gap(seen, id, missing));
    match fires {
        true => item,
        false => Item {
            gap: Some(dead(seen, id)),
            ..item
        },
    }
}

/// No profile can make it fire: whoever wrote it will want to know, and no test can help.
fn dead(seen: &Seen<'_>, id: RuleId) -> Diagnostic {
    let rule = &seen.program.rulebook.rules[id];
    let by = match rule.otherwise.is_empty() {
        true => "",
        false => " by its `then`",
    };
    let message = format!("no profile can make rule `{}` fire{by}", rule.name);
    let gap = Diagnostic::warning("W1010", rule.origin, message);
    let when = seen.program.plan.code.rules[id].when;
    let holds = seen.possible.can_hold(when)
        && seen
            .possible
            .is_tried(&seen.possible.reads(&[&rule.when]), |tally| {
                yes(tally, when) > 0
            });
    let gap = match &seen.program.plan.words.rule_shapes[id].when {
        Some(shape) if !holds => {
            let why = cannot(seen, (&rule.when, shape));
            gap.label(why.at, why.words)
        }
        _other => match seen.truth(when).yes {
            0 => gap.here("its condition can hold, but then something always keeps it from firing"),
            held => kept(seen, id, held, gap),
        },
    };
    gap.help("change what its condition reads, or remove the rule")
}

fn gap(seen: &Seen<'_>, id: RuleId, missing: &[&str]) -> Diagnostic {
    let rule = &seen.program.rulebook.rules[id];
    let fired = !missing.contains(&FIRED);
    let message = match (fired, missing.contains(&FALSE)) {
        (false, true) => format!(
            "rule `{}` is never known to apply or known not to apply",
            rule.name
        ),
        (false, false) => format!("rule `{}` never fires", rule.name),
        (true, _) => format!("rule `{}` is never known not to apply", rule.name),
    };
    let gap = Diagnostic::warning("W1001", rule.origin, message);
    let held = seen.truth(seen.program.plan.code.rules[id].when).yes;
    if !fired && held > 0 {
        return kept(seen, id, held, gap).help(
            "add an example or a case in which its condition holds and nothing keeps it from firing",
        );
    }
    let Some(shape) = &seen.program.plan.words.rule_shapes[id].when else {
        return gap;
    };
    let shown: Shown<'_> = (&rule.when, shape);
    let why = never(seen, shown, !fired);
    let help = match (fired, missing.contains(&FALSE)) {
        (true, _) => "add an example or a case in which its condition is known not to hold",
        (false, false) => "add an example or a case in which its condition holds",
        (false, true) => {
            "add an example or a case in which its condition holds, and one in which it does not"
        }
    };
    gap.label(why.at, why.words).help(help)
}

/// The condition held, and something else kept it from firing.
fn kept(seen: &Seen<'_>, id: RuleId, held: u64, gap: Diagnostic) -> Diagnostic {
    let book = &seen.program.rulebook;
    let fate = seen.tally.rules[id];
    let mut gap = gap.here(format!("its condition held {}", times(held)));
    if fate.stopped > 0
        && let Some(unless) = &book.rules[id].unless
    {
        gap = gap.label(
            unless.origin,
            format!("this stopped it {}", times(fate.stopped)),
        );
    }
    if fate.defeated > 0 {
        let defeaters = seen.program.plan.code.rules[id].defeaters.iter();
        let most = defeaters.max_by_key(|other| seen.tally.rules[**other].then);
        if let Some(other) = most {
            let who = match seen.program.plan.code.rules[id].defeaters.len() {
                1 => "this rule",
                _several => "rules such as this one",
            };
            let words = format!("{who} defeated it {}", times(fate.defeated));
            gap = gap.label(book.rules[*other].origin, words);
        }
    }
    gap
}
