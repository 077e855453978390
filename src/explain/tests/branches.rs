//! What a page says is what is the case: of a rule the branch that fired, of a line on whom it is, of a value why it is none.

use std::collections::BTreeMap;

use super::parts::{
    derived, fact, fired, lean_times, line, no_leap, piece, read, read_number, test, unknown,
};
use super::samples;
use crate::explain::{Color, Options, View, explain, format, render};
use crate::model::trace::{
    Branch, ComputedTrace, ConditionTrace, LedgerKind, N, ReadTrace, RuleStatus, RuleTrace, Trace,
    Truth, ValueTrace, WhyNot,
};

fn page(trace: &Trace, view: &View, name: &str) -> String {
    let explanation = explain(trace, view).unwrap();
    let options = Options {
        width: 120,
        color: Color::No,
    };
    render(&explanation, format(name).unwrap(), options)
}

#[track_caller]
fn says(page: &str, there: &[&str], not_there: &[&str]) {
    for part in there {
        assert!(page.contains(part), "no `{part}` in\n{page}");
    }
    for part in not_there {
        assert!(!page.contains(part), "`{part}` in\n{page}");
    }
}

/// Small steps where cash is short, a leap where it is not.
fn both_ways(status: RuleStatus, branch: Option<Branch>, truth: Truth) -> RuleTrace {
    let has = |own| status == RuleStatus::Fired && branch == Some(own);
    let condition = test(
        "resources.runway < 6",
        truth,
        read_number("resources.runway", 14.0),
    );
    let mut otherwise = piece("breakthrough", 2.0, has(Branch::Else));
    otherwise.branch = Branch::Else;
    RuleTrace {
        name: "little_cash".into(),
        title: "Little cash".into(),
        status,
        branch,
        condition,
        evidence: vec![
            piece("kaizen", 7.0, has(Branch::Then)),
            piece("breakthrough", -3.0, has(Branch::Then)),
            otherwise,
        ],
        because: Some("Small steps free money.".into()),
        ..fired("x", "x", "x", read("x", "y"), 1.0)
    }
}

fn one_rule(rule: RuleTrace) -> Trace {
    let mut trace = samples::clear();
    trace.rules = vec![rule];
    trace
}

#[test]
fn a_rule_gives_what_the_branch_gives_that_fired() {
    let (then, otherwise) = (
        ["+7 points to Kaizen", "3 points to Breakthrough"],
        "+2 points to Breakthrough",
    );
    let check = |rule: RuleTrace, there: &[&str], not_there: &[&str]| {
        let trace = one_rule(rule);
        for view in [View::Rule("little_cash".into()), View::Whole, View::Brief] {
            for format in ["text", "markdown"] {
                says(&page(&trace, &view, format), there, not_there);
            }
        }
    };
    let by_then = both_ways(RuleStatus::Fired, Some(Branch::Then), Truth::True);
    check(by_then, &[then[0], then[1], "Small steps"], &[otherwise]);
    let by_else = |because: Option<&str>| RuleTrace {
        because: because.map(str::to_owned),
        ..both_ways(RuleStatus::Fired, Some(Branch::Else), Truth::False)
    };
    check(by_else(None), &[otherwise], &[then[0], then[1], "why"]);
    check(
        by_else(Some("Cash pays for large steps.")),
        &[otherwise, "Cash pays for large steps."],
        &[then[0], then[1]],
    );
    for (status, truth) in [
        (RuleStatus::Unknown, Truth::Unknown),
        (RuleStatus::Stopped, Truth::True),
        (RuleStatus::Defeated, Truth::False),
    ] {
        let open = both_ways(status, None, truth);
        let trace = one_rule(open);
        let text = page(&trace, &View::Rule("little_cash".into()), "text");
        let there = [
            "+7 points to Kaizen, by its `then`",
            "-3 points to Breakthrough improvement, by its `then`",
            "+2 points to Breakthrough improvement, by its `else`",
        ];
        says(&text, &there, &["- -3", "- +7"]);
    }
}

#[test]
fn the_reason_of_a_rule_that_has_only_an_else_is_that_of_the_else() {
    let mut rule = both_ways(RuleStatus::Fired, Some(Branch::Else), Truth::False);
    rule.evidence.retain(|one| one.branch == Branch::Else);
    let view = View::Rule("little_cash".into());
    says(
        &page(&one_rule(rule.clone()), &view, "text"),
        &["Small"],
        &[],
    );
    (rule.status, rule.branch) = (RuleStatus::Stopped, None);
    rule.condition.truth = Truth::True;
    says(&page(&one_rule(rule), &view, "text"), &[], &["Small"]);
}

#[test]
fn a_title_is_no_reason_where_it_does_not_hold() {
    let mut trace = one_rule(both_ways(
        RuleStatus::Fired,
        Some(Branch::Else),
        Truth::False,
    ));
    trace.ledger = vec![line(
        LedgerKind::Rule,
        "little_cash",
        "Little cash",
        2.0,
        "resources.runway is 14 months",
    )];
    trace.ledger[0].branch = Some(Branch::Else);
    let words = "Little cash: does not hold";
    for view in [View::Brief, View::Whole, View::Why("kaizen".into())] {
        says(&page(&trace, &view, "text"), &[words, "14 months"], &[]);
    }
    // A target that is not in the ledger is told from the rules.
    trace.ledger_between = None;
    let why = page(&trace, &View::Why("breakthrough".into()), "text");
    says(&why, &[words], &[]);
}

#[test]
fn a_line_on_the_rival_says_so() {
    let mut trace = samples::clear();
    trace.ledger = vec![
        line(LedgerKind::Rule, "own", "Own", 4.0, ""),
        line(LedgerKind::Rule, "other", "Other", 3.0, ""),
        line(LedgerKind::Rule, "more", "More", -2.0, ""),
        line(LedgerKind::Prior, "breakthrough", "Breakthrough", 1.0, ""),
    ];
    for line in trace.ledger.iter_mut().skip(1) {
        line.toward = "breakthrough".into();
    }
    let text = page(&trace, &View::Brief, "text");
    let there = [
        "Other (against Breakthrough improvement)",
        "More (for Breakthrough improvement)",
        "From the start (against Breakthrough improvement)",
    ];
    says(
        &text,
        &there,
        &["Own (for", "Own (against", "to begin with"],
    );
    // What one rule does to both sides needs no side.
    trace.ledger[1].name = "own".into();
    says(
        &page(&trace, &View::Brief, "text"),
        &["+7"],
        &["Own (for", "Own (against", "Other ("],
    );
}

#[test]
fn an_empty_set_is_no_level() {
    let mut trace = samples::clear();
    trace.facts = vec![fact("area.flags", "Flags", "x", "none", 3)];
    trace.facts[0].value = ValueTrace::Set(vec![]);
    trace.ledger[0].facts = vec!["area.flags is none".into()];
    says(
        &page(&trace, &View::Page(None), "text"),
        &["Flags: none"],
        &["is none"],
    );
}

#[test]
fn where_an_answer_leads_is_said_of_every_fact() {
    let mut trace = samples::tie();
    trace.unknown = ["process.stability", "process.other"]
        .map(|name| unknown(name, name, Some((8.0, true))))
        .into();
    says(
        &page(&trace, &View::Page(None), "text"),
        &[
            "stabilize first if process.stability: unstable",
            "stabilize first if process.other: unstable",
        ],
        &[],
    );
}

#[test]
fn a_division_by_zero_is_named() {
    let mut trace = samples::clear();
    let mut payback = derived("payback", "", "", "cost / price");
    payback.value = ValueTrace::Unknown(());
    payback.row = None;
    payback.possible = vec![];
    payback.reads = vec![read_number("cost", 100.0), read_number("price", 0.0)];
    trace.derived.push(payback.clone());
    let condition = ConditionTrace {
        reads: payback.reads.clone(),
        ..test("cost / price > 3", Truth::Unknown, read("x", "y"))
    };
    let mut rule = both_ways(RuleStatus::Unknown, None, Truth::Unknown);
    rule.condition = condition;
    trace.rules = vec![rule];
    let zero = [
        "payback: not known: a division by zero",
        "price is 0, a division by zero",
    ];
    says(&page(&trace, &View::Whole, "text"), &zero, &[]);
    // Where something that it reads is not known, that is why.
    payback.reads[0].value = ValueTrace::Unknown(());
    trace.derived = vec![payback];
    trace.rules.clear();
    says(
        &page(&trace, &View::Whole, "text"),
        &["payback: not known"],
        &["by zero"],
    );
}

#[test]
fn a_weight_that_depends_on_what_is_in_the_way_is_not_told_as_it_is_today() {
    let mut rule = no_leap();
    let reads: Vec<ReadTrace> = vec![read_number("resources.runway", 14.0)];
    rule.excludes.clear();
    rule.defeats.clear();
    rule.evidence[0].weight = Some(N(0.0));
    rule.evidence[0].by = Some(ComputedTrace {
        text: "5 * money".into(),
        reads,
    });
    rule.why_not = rule.why_not.map(|why_not| WhyNot {
        would_contribute: BTreeMap::from([("breakthrough".into(), N(0.0))]),
        ..why_not
    });
    let mut trace = samples::clear();
    trace.rules = vec![lean_times(), rule];
    for view in [
        View::Whole,
        View::Sections(vec!["rules".into()]),
        View::Rule("no_leap_on_empty".into()),
    ] {
        let text = page(&trace, &view, "text");
        says(&text, &["5 * money"], &[]);
        says(
            &text,
            &[],
            &["0 points to Breakthrough", "the same had it applied"],
        );
    }
    // A weight that reads something else is that of today.
    let by = trace.rules[1].evidence[0].by.as_mut().unwrap();
    by.reads = vec![read_number("economy.growth", 3.0)];
    trace.rules[1].evidence[0].weight = Some(N(5.0));
    let text = page(&trace, &View::Rule("no_leap_on_empty".into()), "text");
    says(&text, &["+5 points to Breakthrough"], &[]);
}
