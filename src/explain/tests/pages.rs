//! Golden pages: each is read as a manager would read it.

use super::samples;
use crate::explain::{Color, Options, SECTIONS, UnknownName, View, explain, format, render};
use crate::model::trace::Trace;

#[track_caller]
fn page(trace: &Trace, view: &View, name: &str, width: usize) -> String {
    let explanation = explain(trace, view).unwrap();
    let options = Options {
        width,
        color: Color::No,
    };
    render(&explanation, format(name).unwrap(), options)
}

fn answer(trace: &Trace, width: usize) -> String {
    page(trace, &View::Page(None), "text", width)
}

#[test]
fn a_clear_answer() {
    insta::assert_snapshot!("clear_60", answer(&samples::clear(), 60));
    insta::assert_snapshot!("clear_80", answer(&samples::clear(), 80));
    insta::assert_snapshot!("clear_100", answer(&samples::clear(), 100));
    let markdown = page(&samples::clear(), &View::Page(None), "markdown", 80);
    insta::assert_snapshot!("clear_markdown", markdown);
}

#[test]
fn a_tie() {
    insta::assert_snapshot!("tie_80", answer(&samples::tie(), 80));
}

#[test]
fn the_best_is_ruled_out() {
    insta::assert_snapshot!("excluded_80", answer(&samples::excluded_best(), 80));
    insta::assert_snapshot!("excluded_60", answer(&samples::excluded_best(), 60));
}

#[test]
fn nothing_is_known() {
    insta::assert_snapshot!("nothing_80", answer(&samples::nothing(), 80));
}

#[test]
fn evidence_on_both_sides() {
    insta::assert_snapshot!("divided_80", answer(&samples::divided(), 80));
}

#[test]
fn an_outcome_for_no_strategy() {
    insta::assert_snapshot!("stabilize_80", answer(&samples::stabilize(), 80));
}

#[test]
fn one_strategy_and_rules_in_every_state() {
    insta::assert_snapshot!(
        "single_80",
        page(&samples::single(), &View::Whole, "text", 80)
    );
}

#[test]
fn the_whole_argument() {
    let trace = samples::clear();
    insta::assert_snapshot!("whole_60", page(&trace, &View::Whole, "text", 60));
    insta::assert_snapshot!("whole_100", page(&trace, &View::Whole, "text", 100));
    insta::assert_snapshot!("whole_markdown", page(&trace, &View::Whole, "markdown", 80));
}

#[test]
fn the_argument_for_a_reviewer() {
    let all = SECTIONS
        .iter()
        .map(|section| section.name.to_owned())
        .collect();
    let all = View::Sections(all);
    insta::assert_snapshot!("review_80", page(&samples::clear(), &all, "text", 80));
    insta::assert_snapshot!(
        "review_single_80",
        page(&samples::single(), &all, "text", 80)
    );
}

#[test]
fn the_argument_in_brief() {
    insta::assert_snapshot!(
        "brief_80",
        page(&samples::clear(), &View::Brief, "text", 80)
    );
    insta::assert_snapshot!(
        "brief_60",
        page(&samples::single(), &View::Brief, "text", 60)
    );
}

#[test]
fn a_section_stands_alone() {
    for section in SECTIONS {
        let alone = View::Sections(vec![section.name.into()]);
        let text = page(&samples::clear(), &alone, "text", 80);
        assert!(!text.trim().is_empty(), "{}", section.name);
    }
    let two = View::Sections(vec!["open".into(), "ledger".into()]);
    let text = page(&samples::clear(), &two, "text", 80);
    let (ledger, open) = (text.find("The ledger"), text.find("What is not known"));
    assert!(ledger.is_some() && ledger < open, "{text}");
    let wrong = View::Sections(vec!["rule".into()]);
    let problem: UnknownName = explain(&samples::clear(), &wrong).err().unwrap();
    assert_eq!(problem.to_string(), "this evaluation has no section `rule`");
    assert_eq!(problem.help().as_deref(), Some("did you mean `rules`?"));
}

#[test]
fn a_review_names_every_rule_row_and_fact() {
    let all: Vec<String> = SECTIONS.iter().map(|one| one.name.to_owned()).collect();
    for trace in [samples::clear(), samples::divided(), samples::single()] {
        let text = page(&trace, &View::Sections(all.clone()), "text", 4000);
        let rules = trace.rules.iter().map(|rule| &rule.name);
        let facts = trace.facts.iter().map(|fact| &fact.name);
        let derived = trace.derived.iter().map(|one| &one.name);
        let unknown = trace.unknown.iter().map(|fact| &fact.name);
        for name in rules.chain(facts).chain(derived).chain(unknown) {
            assert!(text.contains(&**name), "{name} is missing in\n{text}");
        }
        for row in trace
            .advice_rows
            .iter()
            .filter_map(|row| row.label.as_ref())
        {
            assert!(text.contains(&row.replace('_', " ")), "{row}\n{text}");
        }
    }
}

#[test]
fn one_thing() {
    let trace = samples::clear();
    let rule = View::Rule("lean_times".into());
    insta::assert_snapshot!("rule_80", page(&trace, &rule, "text", 80));
    let why = View::Why("kaizen".into());
    insta::assert_snapshot!("why_80", page(&trace, &why, "text", 80));
    let fact = View::Why("runway".into());
    insta::assert_snapshot!("why_fact_80", page(&trace, &fact, "text", 80));
    let why_not = View::WhyNot("breakthrough".into());
    insta::assert_snapshot!("why_not_80", page(&trace, &why_not, "text", 80));
    let outcome = View::WhyNot("hybrid".into());
    insta::assert_snapshot!("why_not_outcome_80", page(&trace, &outcome, "text", 80));
}

#[test]
fn undecided_is_told_like_any_advice() {
    let undecided = |view: fn(String) -> View| view("undecided".into());
    let tie = page(&samples::tie(), &undecided(View::Why), "text", 80);
    insta::assert_snapshot!("why_undecided_80", tie);
    let clear = page(&samples::clear(), &undecided(View::WhyNot), "text", 80);
    insta::assert_snapshot!("why_not_undecided_80", clear);
}

#[test]
fn names_that_do_not_exist_get_the_nearest() {
    let mut trace = samples::clear();
    trace.rules[0].name = "economy.growth.slow".into();
    let check = |view: View, message: &str, help: Option<&str>| {
        let problem: UnknownName = explain(&trace, &view).err().unwrap();
        assert_eq!(problem.to_string(), message);
        assert_eq!(problem.help().as_deref(), help);
    };
    check(
        View::Rule("lean_tims".into()),
        "this evaluation has no rule `lean_tims`",
        Some("did you mean `lean_times`?"),
    );
    check(
        View::Rule("grwoth".into()),
        "this evaluation has no rule `grwoth`",
        Some("did you mean `economy.growth.slow`?"),
    );
    check(
        View::WhyNot("breakthru".into()),
        "this evaluation has no strategy or advice `breakthru`",
        Some("did you mean `breakthrough`?"),
    );
    check(
        View::Why("zzz".into()),
        "this evaluation has no strategy, advice, hypothesis, fact or rule `zzz`",
        None,
    );
}

#[test]
fn json_is_the_trace() {
    let trace = samples::clear();
    let text = page(&trace, &View::Page(None), "json", 80);
    assert_eq!(serde_json::from_str::<Trace>(&text).unwrap(), trace);
}

#[test]
fn colours_change_no_column() {
    let trace = samples::excluded_best();
    let explanation = explain(&trace, &View::Whole).unwrap();
    let write = |color| {
        let options = Options { width: 80, color };
        render(&explanation, format("text").unwrap(), options)
    };
    let mut plain = String::new();
    let coloured = write(Color::Yes);
    for (at, part) in coloured.split('\u{1b}').enumerate() {
        plain += if at == 0 {
            part
        } else {
            part.split_once('m').unwrap().1
        };
    }
    assert_ne!(coloured, plain);
    assert_eq!(plain, write(Color::No));
}
