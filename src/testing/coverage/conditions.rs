//! Tests within conditions: was each known to be true, and known to be false?

use super::why::test;
use super::{Class, Item, Seen, item, need};
use crate::analyze::possible::Leaf;
use crate::analyze::possible::{no, yes};
use crate::base::Diagnostic;

const TRUE: &str = "true";
const FALSE: &str = "false";

pub(super) fn items(seen: &Seen<'_>) -> Vec<Item> {
    seen.sites
        .leaves
        .iter()
        .map(|leaf| one(seen, leaf))
        .collect()
}

fn one(seen: &Seen<'_>, leaf: &Leaf) -> Item {
    let id = leaf.shape.truth;
    let truth = seen.truth(id);
    let reads = || seen.possible.reads(&[&leaf.cond]);
    let can_hold = truth.yes > 0
        || seen.possible.can_hold(id)
            && seen.possible.is_tried(&reads(), |tally| yes(tally, id) > 0);
    let can_fail = truth.no > 0
        || seen.possible.can_fail(id)
            && seen.possible.is_tried(&reads(), |tally| no(tally, id) > 0);
    let needs = vec![
        need(TRUE, truth.yes, can_hold),
        need(FALSE, truth.no, can_fail),
    ];
    let what = (Class::Conditions, leaf.shape.text.to_string(), leaf.origin);
    item(what, needs, |missing| gap(seen, leaf, missing))
}

fn gap(seen: &Seen<'_>, leaf: &Leaf, missing: &[&str]) -> Diagnostic {
    let text = &leaf.shape.text;
    let (wanted, help) = match missing {
        [TRUE] => ("true", "add an example or a case in which it is true"),
        [FALSE] => (
            "false",
            "add an example or a case in which it is known to be false",
        ),
        _both => (
            "true or false",
            "add an example or a case in which it is true, and one in which it is false",
        ),
    };
    let message = format!("`{text}` is never known to be {wanted}");
    let why = test(seen, (leaf.origin, &leaf.shape), missing.contains(&TRUE));
    let more = (leaf.others > 0).then(|| match leaf.others {
        1 => "it is in one more place".to_owned(),
        others => format!("it is in {others} more places"),
    });
    Diagnostic::warning("W1002", leaf.origin, message)
        .here(why.words)
        .help(help)
        .help_if(more)
}
