//! A row of a table of sources of which nothing speaks for or against what the columns describe.

use std::collections::BTreeSet;

use super::Lint;
use crate::base::{CodeInfo, Diagnostic};
use crate::model::{
    Cond, FactId, LetId, LetKind, RuleId, Rulebook, SourceRow, SourceTable, TargetId, facts_behind,
};

/// The lint.
pub(super) const LINT: Lint = Lint {
    info: CodeInfo {
        code: "W0826",
        name: "source-row-without-carrier",
        what: "Nothing that a row of a source table is `by` has an effect on a strategy of its columns.",
        why: "The row says that the rulebook carries what the source says, and it does not.",
        example: "rulebook r { }\nstrategy a\nstrategy b\nstrategy c\nsource s \"S\"\ntopic t { fact y : yes_no  fact z : yes_no }\nrule q { when t.y then favor a weakly and oppose b weakly because \"Y.\" cite s }\nrule p { when t.z then favor c weakly because \"Z.\" cite s }\ntable d { cite s left \"A\" for a right \"B\" for b row \"Few\", \"All\" by t.y row \"Slow\", \"Fast\" by t.z }",
        instead: "rulebook r { }\nstrategy a\nstrategy b\nstrategy c\nsource s \"S\"\ntopic t { fact y : yes_no  fact z : yes_no }\nrule q { when t.y then favor a weakly and oppose b weakly because \"Y.\" cite s }\nrule p { when t.z then favor c weakly and oppose a weakly because \"Z.\" cite s }\ntable d { cite s left \"A\" for a right \"B\" for b row \"Few\", \"All\" by t.y row \"Slow\", \"Fast\" by t.z }",
        kind: CodeInfo::RULES,
    },
    removes: false,
    run,
};

fn run(book: &Rulebook, found: &mut Vec<Diagnostic>) {
    for table in &book.tables {
        let carrying = Carrying::of(book, table);
        for row in table.rows.iter().filter(|row| !carrying.carries(row)) {
            let message = "nothing that this row is by has an effect on what the columns describe";
            found.push(
                Diagnostic::warning(LINT.info.code, row.origin, message).help(
                    "write a rule that has one, name after `by` what does, or remove the row",
                ),
            );
        }
    }
}

/// What has an effect on what the columns of a table describe.
struct Carrying {
    rules: BTreeSet<RuleId>,
    /// The facts that those rules depend on, and those that rows of the advice do.
    facts: BTreeSet<FactId>,
}

impl Carrying {
    fn of(book: &Rulebook, table: &SourceTable) -> Self {
        let columns = [&table.left, &table.right];
        let targets: BTreeSet<TargetId> = columns
            .into_iter()
            .flat_map(|column| column.targets.iter().copied())
            .collect();
        let of_let = |id: LetId| -> Option<&LetKind> { book.lets.find(id).map(|one| &one.kind) };
        let (mut rules, mut facts) = (BTreeSet::new(), BTreeSet::new());
        for (id, rule) in book.rules.iter() {
            let mut effects = rule.then.iter().chain(&rule.otherwise);
            let has = effects.any(|effect| targets.contains(&effect.target))
                || rule.excludes.iter().any(|target| targets.contains(target));
            if has {
                rules.insert(id);
                facts.extend(facts_behind(rule.refs(), &of_let));
            }
        }
        let rows = book.advice.iter().flat_map(|advice| &advice.rows);
        let conditions = rows.flat_map(|row| row.when.iter().chain(&row.unless));
        let refs = conditions.flat_map(Cond::refs).collect();
        facts.extend(facts_behind(refs, &of_let));
        Self { rules, facts }
    }

    fn carries(&self, row: &SourceRow) -> bool {
        row.by.iter().any(|carrier| {
            let fact = carrier.fact.is_some_and(|fact| self.facts.contains(&fact));
            fact || carrier.rules.iter().any(|rule| self.rules.contains(rule))
        })
    }
}
