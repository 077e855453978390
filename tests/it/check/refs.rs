//! What conditions and numbers refer to: each use once, with its place and what is asked, in the order of the text.

use std::collections::BTreeSet;
use std::path::Path;

use hansei::model::{Asked, Cond, FactId, Figure, Ref, RefKind, RuleRef, Rulebook, Subject};

use super::{book, bundle, checked, lines};
use crate::harness::load_file;

const SCRIPT: &str = "fn g(a, b, c, d) { a > 1.0 && b && c == \"x\" && d.len() > 0 }";

/// A use as `place`: what it is.
fn told(book: &Rulebook, found: &Ref<'_>) -> String {
    let target = |id| book.targets[id].name.to_string();
    let what = match found.kind {
        RefKind::Subject(Subject::Fact(id), asked) => format!("{} {asked:?}", book.facts[id].name),
        RefKind::Subject(Subject::Let(id), asked) => format!("{} {asked:?}", book.lets[id].name),
        RefKind::Parameter(id) => format!("parameter {}", book.parameters[id].name),
        RefKind::Figure(figure) => match (figure.target(), figure.tag()) {
            (Some(id), None) => format!("figure of {}", target(id)),
            (None, Some(tag)) => format!("figure of {}", book.tags[tag]),
            _ => format!("{figure:?}"),
        },
        RefKind::BestIs(targets) => {
            let names: Vec<String> = targets.iter().map(|id| target(*id)).collect();
            format!("best {}", names.join(", "))
        }
        RefKind::Excluded(id) => format!("excluded {}", target(id)),
        RefKind::Tied(id) => format!("tied {}", target(id)),
        RefKind::Fired(RuleRef::Rule(id)) => format!("rule {}", book.rules[id].name),
        RefKind::Fired(RuleRef::Contrast(id)) => format!("contrast {}", book.contrasts[id].name),
        RefKind::AdviceIs(outcomes) => {
            let name = |id| &*book.outcomes[id].name;
            let names = outcomes.iter().map(|id| id.map_or("undecided", name));
            format!("advice {}", names.collect::<Vec<_>>().join(", "))
        }
        RefKind::AdvisedBy(row) => format!("row {row}"),
        RefKind::Noted(note) => format!("note {}", book.notes[note].name),
        RefKind::Call(call) => format!("call of {}", call.function),
    };
    format!("`{}` {what}", book.files.text(found.origin))
}

/// What the condition of a note refers to.
#[track_caller]
fn refers(cond: &str, expected: &[&str]) {
    let text = book(&format!(
        "script \"g.rhai\" as g\nlet l = t.y and t.n > 3\nlet q : low < high {{ high when t.y low otherwise }}\n\
         let m = t.n + 1\nrule r1 {{ when t.y then favor a weakly }}\n\
         contrast t.f {{ slow => favor a weakly }}\n\
         advice {{ control: undecided when margin < 1 both otherwise }}\nnote c {{ when {cond} risk \"…\" }}",
    ));
    let (files, checked, problems) = checked(bundle(&[("a.rules", &text), ("g.rhai", SCRIPT)]));
    let Some(checked) = checked else {
        panic!("{}", lines(&files, &problems));
    };
    let book = checked.rulebook;
    let when: &Cond = &book.notes.as_slice()[0].when;
    let found: Vec<String> = when.refs().iter().map(|one| told(&book, one)).collect();
    assert_eq!(found, expected);
}

#[test]
fn a_test_refers_to_what_it_asks() {
    refers("yes", &[]);
    refers("t.y", &["`t.y` t.y Holds"]);
    refers("not l", &["`l` l Holds"]);
    refers("t.x is unknown", &["`t.x is unknown` t.x Known"]);
    refers("t.f is fast", &["`t.f is fast` t.f Levels(LevelSet(4))"]);
    refers("q < high", &["`q < high` q Levels(LevelSet(1))"]);
    refers("t.s includes qc", &["`t.s includes qc` t.s Element(1)"]);
}

#[test]
fn a_number_refers_to_each_name_in_it() {
    refers("t.n < p", &["`t.n` t.n Number", "`p` parameter p"]);
    refers(
        "clamp(m, t.n, max(p, -t.n)) between 2 * p and p + 2",
        &[
            "`m` m Number",
            "`t.n` t.n Number",
            "`p` parameter p",
            "`t.n` t.n Number",
            "`p` parameter p",
            "`p` parameter p",
        ],
    );
    refers(
        "count(t.s) + known(need) > round(t.i / 2)",
        &[
            "`count(t.s)` t.s Count",
            "`known(need)` figure of need",
            "`t.i` t.i Number",
        ],
    );
    refers(
        "total(h) - lead(a) > margin",
        &[
            "`total(h)` figure of h",
            "`lead(a)` figure of a",
            "`margin` Margin",
        ],
    );
}

#[test]
fn what_the_evaluation_decides_is_referred_to_by_name() {
    refers(
        "best is one of a, b or excluded(b) or tied(a)",
        &[
            "`best is one of a, b` best a, b",
            "`excluded(b)` excluded b",
            "`tied(a)` tied a",
        ],
    );
    refers(
        "at least 2 of { fired(r1); fired(t.f); advice is one of both, undecided; advised_by(control) }",
        &[
            "`fired(r1)` rule r1",
            "`fired(t.f)` contrast t.f",
            "`advice is one of both, undecided` advice both, undecided",
            "`advised_by(control)` row 0",
        ],
    );
}

#[test]
fn a_call_comes_before_its_arguments() {
    refers(
        "surely g.g(t.n + 1, t.y and l, q, t.s)",
        &[
            "`g.g(t.n + 1, t.y and l, q, t.s)` call of g",
            "`t.n` t.n Number",
            "`t.y` t.y Holds",
            "`l` l Holds",
            "`g.g(t.n + 1, t.y and l, q, t.s)` q Argument",
            "`g.g(t.n + 1, t.y and l, q, t.s)` t.s Argument",
        ],
    );
}

/// The facts that some uses name or count.
fn facts(book: &Rulebook, refs: Vec<Ref<'_>>) -> Vec<FactId> {
    refs.into_iter()
        .flat_map(|found| match found.kind {
            RefKind::Subject(Subject::Fact(_), Asked::Column) => Vec::new(),
            RefKind::Subject(Subject::Fact(fact), _) => vec![fact],
            RefKind::Figure(Figure::Known(tag) | Figure::ShareKnown(tag)) => {
                book.tagged(tag).collect()
            }
            _ => Vec::new(),
        })
        .collect()
}

#[test]
fn what_is_referred_to_is_what_the_plan_computes() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = root.join("rules/kaizen_breakthrough/kaizen_breakthrough.rules");
    let program = load_file(&path).unwrap().program;
    let book = &program.rulebook;
    let lets = book.lets.values().flat_map(|item| item.kind.refs());
    let rules = book.rules.values().flat_map(|rule| rule.refs());
    let mut refs: Vec<Ref<'_>> = lets.chain(rules).collect();
    for row in &book.advice.as_ref().unwrap().rows {
        refs.extend(row.when.iter().chain(&row.unless).flat_map(Cond::refs));
    }
    for note in book.notes.values() {
        refs.extend(
            std::iter::once(&note.when)
                .chain(&note.unless)
                .flat_map(Cond::refs),
        );
    }
    let columns = refs.iter().filter_map(|found| match found.kind {
        RefKind::Subject(Subject::Fact(fact), Asked::Column) => Some(fact),
        _ => None,
    });
    let columns: BTreeSet<FactId> = columns.collect();
    let named: BTreeSet<FactId> = facts(book, refs).into_iter().collect();
    let read = program.plan.index.read.iter().filter(|(_, read)| **read);
    let read: BTreeSet<FactId> = read.map(|(fact, _)| fact).collect();
    assert!(read.is_superset(&named), "{named:?} {read:?}");
    // A column in which no row tests anything is not computed.
    let all: BTreeSet<FactId> = named.union(&columns).copied().collect();
    assert!(read.is_subset(&all), "{all:?} {read:?}");
}
