//! A group with fewer than two members. A contrast is one member: one of its rows holds at a time.

use std::collections::{BTreeMap, BTreeSet};

use super::Lint;
use crate::base::{CodeInfo, Diagnostic};
use crate::model::{GroupId, Rulebook};

/// The lint.
pub(super) const LINT: Lint = Lint {
    info: CodeInfo {
        code: "W0811",
        name: "group-of-one",
        what: "A group has only one member or none.",
        why: "A group limits evidence that belongs together; alone, a smaller weight says the same.",
        example: "rulebook r { }\nstrategy a\nstrategy b\ntopic t { fact y : yes_no }\ngroup g limit 3\nrule q { when t.y then favor a weakly and oppose b weakly because \"Y.\" in g }",
        instead: "rulebook r { }\nstrategy a\nstrategy b\ntopic t { fact y : yes_no }\ngroup g limit 3\nrule q { when t.y then favor a weakly because \"Y.\" in g }\nrule p { when not t.y then favor b weakly because \"N.\" in g }",
        kind: CodeInfo::RULES,
    },
    removes: false,
    run,
};

fn run(book: &Rulebook, found: &mut Vec<Diagnostic>) {
    let mut members: BTreeMap<GroupId, BTreeSet<&str>> = BTreeMap::new();
    for rule in book.rules.values() {
        let contrast = rule.contrast.and_then(|id| book.contrasts.find(id));
        let name = contrast.map_or(&rule.name, |contrast| &contrast.name);
        if let Some(group) = rule.group {
            members.entry(group).or_default().insert(name);
        }
    }
    for (id, group) in book.groups.iter() {
        let message = match members.get(&id).map_or(0, BTreeSet::len) {
            0 => format!("the group `{}` has no member", group.name),
            1 => format!("the group `{}` has one member", group.name),
            _ => continue,
        };
        found.push(
            Diagnostic::warning(LINT.info.code, group.origin, message)
                .help("put rules or contrasts into it with `in`, or remove it"),
        );
    }
}
