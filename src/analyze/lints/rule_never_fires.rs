//! A rule whose condition can hold, and that something keeps from firing all the same.

use super::never::may_go;
use super::{Lint, Seen};
use crate::base::{CodeInfo, Diagnostic};
use crate::model::RuleId;

/// The lint.
pub(super) const LINT: Lint = Lint {
    info: CodeInfo {
        code: "W0822",
        name: "rule-never-fires",
        what: "Whenever the condition of a rule holds, its `unless` or another rule keeps it from firing.",
        why: "The rule counts for nothing. Its exception is probably too broad, or the wrong rule is defeated.",
        example: "rulebook r { }\nstrategy a\nstrategy b\ntopic t { fact f : low < mid < high }\nrule q { when t.f is high unless t.f is at least mid then favor a weakly because \"Q.\" }\nrule p { when t.f is mid then favor a weakly and oppose b weakly because \"M.\" }",
        instead: "rulebook r { }\nstrategy a\nstrategy b\ntopic t { fact f : low < mid < high }\nrule q { when t.f is at least mid unless t.f is high then favor a weakly because \"Q.\" }\nrule p { when t.f is mid then favor a weakly and oppose b weakly because \"M.\" }",
        kind: CodeInfo::RULES,
    },
    moves: false,
    run,
};

fn run(seen: &Seen<'_>, found: &mut Vec<Diagnostic>) {
    for id in seen.program.rulebook.rules.ids() {
        if !is_kept(seen, id) || seen.possible.can_fire(id) {
            continue;
        }
        let rule = &seen.program.rulebook.rules[id];
        let message = format!("`{}` never fires, though its condition can hold", rule.name);
        let mut problem = Diagnostic::warning(LINT.info.code, rule.origin, message);
        if let Some(unless) = &rule.unless {
            problem = problem.label(unless.origin, "this stops it");
        }
        let defeaters = &seen.program.plan.code.rules[id].defeaters;
        for other in defeaters {
            let other = &seen.program.rulebook.rules[*other];
            problem = problem.label(other.origin, "this may defeat it");
        }
        found.push(problem.help("make the exception narrower, or remove the rule"));
    }
}

/// Whether a rule by itself could fire, and there is something that may keep it from that.
fn is_kept(seen: &Seen<'_>, id: RuleId) -> bool {
    let rule = &seen.program.rulebook.rules[id];
    let shapes = &seen.program.plan.words.rule_shapes[id];
    let stops = rule.unless.is_some() || !seen.program.plan.code.rules[id].defeaters.is_empty();
    let is_for_else = rule.then.is_empty() && rule.excludes.is_empty() && rule.defeats.is_empty();
    stops && !is_for_else && may_go(seen, (&rule.when, rule.unless.as_ref()), shapes)
}
