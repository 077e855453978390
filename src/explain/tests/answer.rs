//! The manager's page and the argument in brief: what comes first, what is counted, what is not said because it is not so.

use super::parts::{line, read, rows, test, unknown, words};
use super::samples;
use crate::explain::{Color, Options, View, explain, format, render};
use crate::model::trace::{
    ConditionTrace, HorizonTrace, LedgerKind, MetStatus, MetTrace, N, NoteTrace, PlaceTrace,
    RowStatus, Trace, Truth,
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
    page(trace, &View::Page(None), "text")
}

fn brief(trace: &Trace) -> String {
    page(trace, &View::Brief, "text")
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
fn what_notes_say_of_this_case_comes_first_and_the_rest_is_counted() {
    let mut trace = samples::clear();
    trace.outcome_lines.clear();
    for kind in ["precondition", "next", "risk", "measure"] {
        let general = (0..20).map(|at| words(kind, &format!("general {kind} {at}")));
        trace.outcome_lines.extend(general);
    }
    let names: Vec<String> = (0..15).map(|at| format!("note {at:02}")).collect();
    trace.notes = names.iter().map(|name| note(name)).collect();
    for format in ["text", "markdown"] {
        let short = page(&trace, &View::Page(None), format);
        let steps = page(&trace, &View::Sections(vec!["steps".into()]), format);
        for kind in ["next", "precondition", "risk", "measure"] {
            assert!(short.contains(&format!("note 00 {kind}")), "{short}");
            assert!(!short.contains("general"), "{short}");
            let all: Vec<String> = names.iter().map(|name| format!("{name} {kind}")).collect();
            let mut all: Vec<&str> = all.iter().map(|text| &**text).collect();
            let last = format!("general {kind} 19");
            all.push(&last);
            in_order(&steps, &all);
        }
        assert!(short.contains("and 30 more"), "{short}");
        assert!(short.contains("and 29 more"), "{short}");
    }
}

#[test]
fn a_step_stands_under_its_time_and_a_precondition_beside_what_is_known_of_it() {
    let mut trace = samples::clear();
    let within = |amount, unit: &str, text: &str| {
        let mut line = words("next", text);
        line.within = Some(HorizonTrace {
            amount,
            unit: unit.into(),
        });
        line
    };
    trace.outcome_lines = vec![
        words("next", "Whenever."),
        within(1, "years", "Later."),
        within(90, "days", "Then."),
        within(30, "days", "First."),
        within(90, "days", "And then."),
        within(90, "days", "And more."),
    ];
    for (status, truth) in [
        (MetStatus::Yes, Truth::True),
        (MetStatus::No, Truth::False),
        (MetStatus::Open, Truth::Unknown),
    ] {
        let mut line = words("precondition", &format!("One that is {}.", status.word()));
        let mut when = test("x", truth, read("economy.growth", "slow"));
        when.text = Some("economy.growth is slow".into());
        line.met = Some(MetTrace {
            status,
            when,
            partly: None,
        });
        trace.outcome_lines.push(line);
    }
    let page = answer(&trace);
    let order = [
        "What to do\n",
        "30 days  First.\n",
        "90 days  Then.\n           And then.\n",
        "1 year   Later.\n",
        "also     Whenever.\n           and 1 more\n",
        "Before you start\n",
        "no   One that is no.    below 2 % a year\n",
        "?    One that is open.  not answered\n",
        "yes  One that is yes.   below 2 % a year\n",
    ];
    in_order(&page, &order);
}

#[test]
fn what_to_do_stands_before_why() {
    let mut trace = samples::excluded_best();
    trace.settled = Some(false);
    trace.warnings = (0..4).map(|at| format!("warning {at}")).collect();
    let order = [
        "What to do",
        "Before you start",
        "Why",
        "Ruled out",
        "May change",
        "Warning",
        "warning 0",
        "and 3 more",
    ];
    in_order(&answer(&trace), &order);
}

#[test]
fn the_reasons_of_a_row_that_decided_by_itself_are_what_it_read() {
    let mut trace = samples::stabilize();
    let row = trace.advice_rows.iter_mut();
    let row = row
        .filter(|row| row.status == RowStatus::Chosen)
        .last()
        .unwrap();
    row.condition = Some(test(
        "process.stability is unstable",
        Truth::True,
        read("economy.growth", "slow"),
    ));
    let decided = answer(&trace);
    in_order(
        &decided,
        &["Why", "is below 2 % a year", "Weighing", "points alone"],
    );
    // One that asks who leads is of the weighing.
    let row = trace.advice_rows.iter_mut();
    let row = row
        .filter(|row| row.status == RowStatus::Chosen)
        .last()
        .unwrap();
    row.condition = Some(test("best is kaizen", Truth::True, read("best", "kaizen")));
    let weighed = answer(&trace);
    assert!(!weighed.contains("Weighing"), "{weighed}");
}

#[test]
fn the_answers_that_would_change_the_advice_stand_with_what_they_lead_to() {
    let mut trace = samples::tie();
    trace.settled = Some(false);
    trace.unknown = ["process.stability", "process.other", "process.third"]
        .map(|name| unknown(name, name, Some((8.0, true))))
        .into();
    let page = answer(&trace);
    in_order(
        &page,
        &[
            "May change",
            "yes: stabilize first if",
            "unstable",
            "1 more",
        ],
    );
    trace.settled = Some(true);
    trace.unknown.clear();
    in_order(&answer(&trace), &["May change", "no: no open answer"]);
}

#[test]
fn an_outcome_for_no_strategy_says_how_sure_it_is() {
    let page = brief(&samples::stabilize());
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
        page.contains("fairly sure · chosen though 5 points behind Breakthrough"),
        "{page}"
    );
}

#[test]
fn without_a_rival_there_is_no_share() {
    let page = brief(&samples::excluded_best());
    assert!(!page.contains("share 100"), "{page}");
    assert!(page.contains("(not calibrated"), "{page}");
}

#[test]
fn odds_are_told_to_two_digits() {
    let check = |share: f64, expected: &str| {
        let mut trace = samples::clear();
        trace.confidence = Some(N(share));
        let page = brief(&trace);
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
        brief(&trace)
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
