//! The manager's first screen: what comes first, what is never cut, and what is not said because it is not so.

use super::parts::{line, rows, words};
use super::samples;
use crate::explain::{Color, Options, View, explain, format, render};
use crate::model::trace::{
    ConditionTrace, LedgerKind, N, NoteTrace, PlaceTrace, RowStatus, Trace, Truth,
};

fn page(trace: &Trace, view: &View, name: &str) -> String {
    let explanation = explain(trace, view).unwrap();
    let options = Options {
        width: 100,
        color: Color::No,
    };
    render(&explanation, format(name).unwrap(), options)
}

fn answer(trace: &Trace) -> String {
    page(trace, &View::Answer, "text")
}

/// A note that holds, with a line of each kind.
fn note(name: &str) -> NoteTrace {
    NoteTrace {
        name: name.into(),
        title: name.into(),
        lines: ["precondition", "next", "risk", "measure"]
            .map(|kind| words(kind, &format!("{name} {kind}")))
            .into(),
        because: None,
        condition: ConditionTrace {
            op: "test".into(),
            text: Some("x".into()),
            truth: Truth::True,
            certainty: N(1.0),
            reads: vec![],
            parts: vec![],
            failed: None,
        },
        citations: vec![],
        place: PlaceTrace {
            file: "notes.rules".into(),
            line: 1,
        },
    }
}

#[track_caller]
fn in_order(page: &str, parts: &[&str]) {
    let mut rest = page;
    for part in parts {
        let found = rest.split_once(part);
        rest = found
            .unwrap_or_else(|| panic!("`{part}` is missing or too early in\n{page}"))
            .1;
    }
}

#[test]
fn what_notes_say_of_this_case_comes_first_and_is_never_cut() {
    let mut trace = samples::clear();
    for kind in ["precondition", "next", "risk", "measure"] {
        let general = (0..20).map(|at| words(kind, &format!("general {kind} {at}")));
        trace.outcome_lines.extend(general);
    }
    let names: Vec<String> = (0..15).map(|at| format!("note {at:02}")).collect();
    trace.notes = names.iter().map(|name| note(name)).collect();
    for format in ["text", "markdown"] {
        let page = page(&trace, &View::Answer, format);
        for kind in ["next", "precondition", "risk"] {
            let mut expected: Vec<String> =
                names.iter().map(|name| format!("{name} {kind}")).collect();
            expected.push("more".into());
            let expected: Vec<&str> = expected.iter().map(|text| &**text).collect();
            in_order(&page, &expected);
        }
    }
}

#[test]
fn steps_stand_before_what_was_passed_over() {
    let mut trace = samples::excluded_best();
    trace.settled = Some(false);
    let page = answer(&trace);
    let order = [
        "how sure",
        "settled",
        "for ",
        "not known",
        "next",
        "first needed",
        "risks",
        "ruled out",
        "passed over",
        "warning",
    ];
    in_order(&page, &order);
}

#[test]
fn an_outcome_for_no_strategy_says_how_sure_it_is() {
    let page = answer(&samples::stabilize());
    let first = page.lines().next().unwrap();
    assert!(first.contains("fairly sure"), "{page}");
    in_order(&page, &["how sure", "The margin is large"]);
}

#[test]
fn an_advice_that_is_behind_is_sure_in_spite_of_it() {
    let mut trace = samples::clear();
    trace.ledger_between.as_mut().unwrap().difference = N(-5.0);
    let page = answer(&trace);
    assert!(
        page.contains("fairly sure, chosen though 5 points behind Breakthrough"),
        "{page}"
    );
}

#[test]
fn without_a_rival_there_is_no_share() {
    let page = answer(&samples::excluded_best());
    assert!(!page.contains("share 100"), "{page}");
    assert!(page.contains("(not calibrated"), "{page}");
}

#[test]
fn odds_are_told_to_two_digits() {
    let check = |share: f64, expected: &str| {
        let mut trace = samples::clear();
        trace.confidence = Some(N(share));
        let page = answer(&trace);
        assert!(page.contains(expected), "{expected} in\n{page}");
    };
    check(0.75, "(odds 3 : 1,");
    check(0.2, "(odds 1 : 4,");
    check(1.0 - 1.0 / 318.0, "(odds 320 : 1,");
    check(1.0 - 1e-6, "(odds more than 1000 : 1,");
    check(1e-6, "(odds 1 : more than 1000,");
}

#[test]
fn reasons_left_out_are_called_smaller_only_where_they_are() {
    let with = |last: f64| {
        let mut trace = samples::clear();
        let sizes = [7.0, 7.0, 7.0, 7.0, 4.0, last];
        trace.ledger = sizes
            .into_iter()
            .enumerate()
            .map(|(at, size)| line(LedgerKind::Rule, &format!("r{at}"), "", size, ""))
            .collect();
        answer(&trace)
    };
    assert!(with(2.0).contains("1 smaller reason, all for"));
    assert!(with(4.0).contains("1 more reason, none larger than those above, all for"));
}

#[test]
fn a_yes_is_no_value_to_be_read_out() {
    let mut trace = samples::clear();
    trace.facts[0].title = "Recent major change".into();
    trace.ledger[0].facts = vec!["economy.growth is yes".into()];
    let page = answer(&trace);
    assert!(page.contains("Recent major change"), "{page}");
    assert!(!page.contains("change is yes"), "{page}");
}

#[test]
fn a_row_that_does_not_hold_says_nothing_of_the_case() {
    let mut trace = samples::clear();
    trace.advice_rows = rows();
    for row in &mut trace.advice_rows {
        row.because = Some("It is so.".into());
    }
    let row = trace
        .advice_rows
        .iter_mut()
        .find(|row| row.outcome == "stabilize_first");
    let row = row.unwrap();
    row.status = RowStatus::DoesNotApply;
    let view = View::WhyNot("stabilize_first".into());
    let page = page(&trace, &view, "text");
    assert!(!page.contains("It is so."), "{page}");
}
