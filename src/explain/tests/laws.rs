//! Laws that hold for any trace: nothing panics, nothing is too wide, nothing large is hidden.

use proptest::prelude::{ProptestConfig, prop_assert, proptest};
use unicode_width::UnicodeWidthStr;

use super::{parts, samples};
use crate::explain::budget::{Room, select};
use crate::explain::{Color, FORMATS, Options, View, explain, format, render};
use crate::model::trace::{LedgerKind, N, Trace};

/// A sample with every string and number replaced by the strings and numbers given.
fn scrambled(sample: u8, texts: &[String], numbers: &[f64]) -> Trace {
    let trace = match sample {
        0 => samples::clear(),
        1 => samples::tie(),
        2 => samples::excluded_best(),
        3 => samples::nothing(),
        4 => samples::divided(),
        5 => samples::single(),
        _ => samples::stabilize(),
    };
    let json = serde_json::to_value(&trace).unwrap();
    let mut state = (0, 0);
    let json = scramble(json, texts, numbers, &mut state);
    serde_json::from_value(json).unwrap()
}

/// Words that are read as enumerations stay.
const FIXED: [&str; 14] = [
    "true",
    "false",
    "unknown",
    "defeated",
    "stopped",
    "fired",
    "not_fired",
    "then",
    "else",
    "prior",
    "rule",
    "cut",
    "chosen",
    "below",
];

#[expect(
    clippy::arithmetic_side_effects,
    reason = "the counters stay far below their ends"
)]
fn scramble(
    json: serde_json::Value,
    texts: &[String],
    numbers: &[f64],
    state: &mut (usize, usize),
) -> serde_json::Value {
    use serde_json::Value;
    match json {
        Value::String(text)
            if FIXED.contains(&&*text) || text == "does_not_apply" || text == "excluded" =>
        {
            Value::String(text)
        }
        Value::String(text) => {
            state.0 += 1;
            match state.0 % 3 {
                0 => Value::String(texts[state.0 % texts.len()].clone()),
                1 => Value::String(format!("{text} {}", texts[state.0 % texts.len()])),
                _ => Value::String(text),
            }
        }
        Value::Number(number) if number.is_u64() && number.as_u64() > Some(20) => {
            Value::Number(number)
        }
        Value::Number(number) => {
            state.1 += 1;
            let other = numbers[state.1 % numbers.len()];
            serde_json::Number::from_f64(other)
                .filter(|_| state.1.is_multiple_of(2))
                .unwrap_or(number)
                .into()
        }
        Value::Array(items) => items
            .into_iter()
            .map(|item| scramble(item, texts, numbers, state))
            .collect(),
        Value::Object(map) => map
            .into_iter()
            .map(|(key, value)| match &*key {
                "row" | "line" => (key, value),
                _ => {
                    let value = scramble(value, texts, numbers, state);
                    (key, value)
                }
            })
            .collect(),
        other => other,
    }
}

fn views(trace: &Trace) -> Vec<View> {
    let mut views = vec![View::Page(None), View::Whole, View::Brief];
    views.extend(trace.rules.iter().map(|rule| View::Rule(rule.name.clone())));
    views.extend(trace.strategies.iter().map(|s| View::Why(s.name.clone())));
    views.extend(
        trace
            .strategies
            .iter()
            .map(|s| View::WhyNot(s.name.clone())),
    );
    views.extend(
        trace
            .advice_rows
            .iter()
            .map(|row| View::WhyNot(row.outcome.clone())),
    );
    views.extend(
        trace
            .advice_rows
            .iter()
            .map(|row| View::Why(row.outcome.clone())),
    );
    views.extend([View::Why, View::WhyNot].map(|view| view("undecided".into())));
    views.extend(trace.facts.iter().map(|fact| View::Why(fact.name.clone())));
    views
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_trace_panics_and_no_line_is_too_wide(
        sample in 0u8..7,
        texts in proptest::collection::vec("\\PC{0,40}|[ -~\\n\\t\u{1b}äß漢字👍🏽\u{202e}]{0,90}", 1..8),
        numbers in proptest::collection::vec(proptest::num::f64::ANY, 1..6),
        width in 60usize..140,
    ) {
        let trace = scrambled(sample, &texts, &numbers);
        for view in views(&trace) {
            let explanation = explain(&trace, &view).unwrap();
            for format in FORMATS {
                let text = render(&explanation, format, Options { width, color: Color::No });
                prop_assert!(text.ends_with('\n'));
                if format.name == "text" {
                    prop_assert!(!text.contains(char::from(27)));
                    for line in text.lines() {
                        prop_assert!(line.width() <= width, "{} > {width}: {line}", line.width());
                    }
                }
            }
        }
    }

    #[test]
    fn nothing_against_is_hidden_that_is_larger_than_what_is_shown_for(
        sizes in proptest::collection::vec((-20i32..20, 0u8..4), 0..40),
    ) {
        let lines: Vec<_> = sizes
            .iter()
            .enumerate()
            .map(|(at, (size, kind))| {
                let kind = if *kind == 0 { LedgerKind::Cut } else { LedgerKind::Rule };
                parts::line(kind, &format!("r{at}"), "", f64::from(*size), "")
            })
            .collect();
        let room = Room { pros: 5, least_cons: 2, most_cons: 4 };
        let chosen = select(&lines, room);
        let smallest = chosen.pros.iter().map(|r| r.amount).fold(f64::INFINITY, f64::min);
        for hidden in &chosen.hidden_cons {
            prop_assert!(-hidden.amount <= smallest || chosen.pros.is_empty());
        }
        let all = [&chosen.pros, &chosen.cons, &chosen.cuts, &chosen.hidden_pros, &chosen.hidden_cons];
        let sum: f64 = all.iter().flat_map(|some| some.iter()).map(|r| r.amount).sum();
        let expected: f64 = lines.iter().map(|line| line.amount.0).sum();
        prop_assert!((sum - expected).abs() < 1e-9);
    }
}

#[test]
fn numbers_that_are_no_numbers_are_written() {
    let mut trace = samples::clear();
    for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e300, 1e-300] {
        trace.ledger[0].amount = N(number);
        trace.margin = Some(N(number));
        for view in views(&trace) {
            let explanation = explain(&trace, &view).unwrap();
            render(&explanation, format("text").unwrap(), Options::default());
        }
    }
}
