//! Traces made by hand for the tests: what an evaluation would have left behind. Evaluates nothing.

use super::parts::{
    advise, basis, between, conflict, derived, fact, fired, lean_times, line, no_leap, read,
    read_number, rows, strategy, test, unknown, words,
};
use crate::model::trace::{
    Between, Branch, CappedTrace, HypothesisTrace, LedgerKind, MethodTrace, N, ProfileTrace,
    ReadTrace, RowStatus, RuleStatus, RulebookTrace, TRACE_VERSION, Trace, Truth, ValueTrace,
};

pub(super) fn empty() -> Trace {
    Trace {
        trace_version: TRACE_VERSION.into(),
        rulebook: RulebookTrace {
            name: "improvement_choice".into(),
            title: "Kaizen or breakthrough?".into(),
            version: "1.0.0".into(),
            hash: "3f2a".repeat(16),
            parameters: vec![],
        },
        profile: ProfileTrace {
            name: "press_shop".into(),
            file: "press_shop.toml".into(),
            hash: "91bc".repeat(16),
        },
        method: MethodTrace {
            name: "odds".into(),
            scale: [N(2.0), N(4.0), N(7.0), N(20.0)],
            normalize: true,
        },
        advice: "undecided".into(),
        title: "Undecided".into(),
        row: None,
        strategy: None,
        confidence: None,
        calibrated: false,
        sureness: None,
        sureness_because: None,
        sureness_levels: Vec::new(),
        sureness_capped: CappedTrace {
            level: None,
            reasons: Vec::new(),
        },
        contradictions: Vec::new(),
        settled: None,
        settled_because: None,
        witness: None,
        possible_advice: vec![],
        opens: None,
        settles: None,
        share: None,
        margin: Some(N(0.0)),
        strategies: vec![
            strategy("kaizen", "Kaizen", 0.0),
            strategy("breakthrough", "Breakthrough improvement", 0.0),
        ],
        hypotheses: vec![],
        derived: vec![],
        facts: vec![],
        unknown: vec![],
        rules: vec![],
        groups: vec![],
        ledger: vec![],
        ledger_between: Some(between("kaizen", 0.0)),
        conflict: vec![conflict("kaizen", 0.0, 0.0, 0.0)],
        basis: vec![],
        unseen_share: N(0.0),
        advice_rows: vec![],
        outcome_lines: vec![],
        tables: Vec::new(),
        notes: vec![],
        warnings: vec![],
    }
}

/// A slow market, little money: kaizen, clearly.
pub(super) fn clear() -> Trace {
    let mut trace = empty();
    advise(&mut trace, "kaizen", "Kaizen", 12.0, 0.941);
    trace.strategies[0].describe = Some("odds 16 : 1".into());
    trace.sureness = Some("fair".into());
    trace.sureness_because =
        Some("The margin is large, but a third of the needs is not known.".into());
    trace.derived = vec![derived("sureness", "fair", "fairly sure", "fair otherwise")];
    trace.settled = Some(true);
    clear_facts(&mut trace);
    clear_ledger(&mut trace);
    trace.conflict = vec![conflict("kaizen", 14.0, -2.0, 0.125)];
    clear_rules(&mut trace);
    trace.advice_rows = rows();
    trace.advice_rows[1].condition = Some(test(
        "process.stability is unstable",
        Truth::False,
        read("process.stability", "stable"),
    ));
    trace.row = Some("4".into());
    trace.outcome_lines = vec![
        words(
            "precondition",
            "People know that no job is lost to an improvement.",
        ),
        words(
            "next",
            "Standardize the work (SDCA) before improving it (PDCA).",
        ),
        words("next", "Choose a model area."),
        words("risk", "Fades after events."),
    ];
    trace
}

fn clear_facts(trace: &mut Trace) {
    trace.facts = vec![
        fact(
            "economy.growth",
            "Growth of the market",
            "slow",
            "below 2 % a year",
            3,
        ),
        fact(
            "resources.investment",
            "Money for investment",
            "limited",
            "limited",
            7,
        ),
        fact(
            "people.champions",
            "Champions",
            "selected_few",
            "a selected few",
            12,
        ),
        fact("resources.runway", "runway", "14", "14 months", 9),
    ];
    trace.facts[3].value = ValueTrace::Number(N(14.0));
    trace.facts[3].certainty = N(0.9);
    trace.facts[3].note = Some("from the controller, June".into());
    trace.unknown = vec![
        unknown("people.feedback", "Feedback to people", Some((4.0, false))),
        unknown("people.teamwork", "Teamwork", Some((0.0, false))),
    ];
    trace.unknown[0].ask = Some("How often do people hear how they are doing?".into());
}

fn clear_ledger(trace: &mut Trace) {
    trace.ledger = vec![
        line(
            LedgerKind::Rule,
            "economy.growth.slow",
            "Growth of the economy",
            7.0,
            "economy.growth is below 2 % a year",
        ),
        line(
            LedgerKind::Rule,
            "lean_times",
            "Crisis without cash",
            7.0,
            "resources.investment is limited",
        ),
        line(
            LedgerKind::Rule,
            "involvement.selected_few",
            "Involvement",
            -2.0,
            "people.champions is a selected few",
        ),
    ];
    trace.ledger[1].because = Some("Small steps free money before big ones spend it.".into());
    trace.ledger[2].basis = "illustrative".into();
    trace.basis = vec![
        basis("expert", 14.0, 0.875),
        basis("illustrative", 2.0, 0.125),
    ];
}

fn clear_rules(trace: &mut Trace) {
    trace.rules = vec![
        fired(
            "economy.growth.slow",
            "Growth of the economy",
            "economy.growth is slow",
            read("economy.growth", "slow"),
            7.0,
        ),
        fired(
            "involvement.selected_few",
            "Involvement",
            "people.champions is selected_few",
            read("people.champions", "selected_few"),
            -2.0,
        ),
        lean_times(),
        no_leap(),
    ];
}

/// Both at seven points.
pub(super) fn tie() -> Trace {
    let mut trace = empty();
    trace.strategies[0].total = N(7.0);
    trace.strategies[1].total = N(7.0);
    for strategy in &mut trace.strategies {
        strategy.tied = true;
        strategy.confidence = N(0.5);
        strategy.lead = Some(N(0.0));
    }
    trace.facts = vec![
        fact(
            "economy.growth",
            "Growth of the market",
            "slow",
            "below 2 % a year",
            3,
        ),
        fact(
            "resources.investment",
            "Money for investment",
            "large",
            "large",
            7,
        ),
    ];
    trace.unknown = vec![unknown(
        "process.stability",
        "Stability of the process",
        Some((8.0, true)),
    )];
    trace.unknown[0].ask = Some("Does it give about the same result every day?".into());
    trace.ledger = vec![
        line(
            LedgerKind::Rule,
            "economy.growth.slow",
            "Growth of the economy",
            7.0,
            "economy.growth is below 2 % a year",
        ),
        line(
            LedgerKind::Rule,
            "money.large",
            "Practical requirements",
            -7.0,
            "resources.investment is large",
        ),
    ];
    trace.ledger[1].toward = "breakthrough".into();
    trace.basis = vec![basis("expert", 14.0, 1.0)];
    trace.conflict = vec![
        conflict("kaizen", 7.0, 0.0, 0.0),
        conflict("breakthrough", 7.0, 0.0, 0.0),
    ];
    trace.settled = Some(false);
    trace.witness = trace.unknown[0]
        .effect
        .as_ref()
        .and_then(|e| e.witness.clone());
    trace
}

/// The best is ruled out, and evidence was cut.
pub(super) fn excluded_best() -> Trace {
    let mut trace = clear();
    trace.strategies[1].total = N(17.0);
    trace.strategies[1].excluded = true;
    trace.strategies[1].excluded_by = vec!["no_leap_on_empty".into()];
    trace.strategies[1].lead = None;
    trace.strategies[0].lead = None;
    trace.margin = None;
    trace.ledger_between = Some(Between {
        strategy: "kaizen".into(),
        rival: None,
        difference: N(9.0),
    });
    trace
        .ledger
        .push(line(LedgerKind::Cut, "money", "Money", -3.0, ""));
    trace.ledger[3].basis = String::new();
    trace.ledger[3].citations.clear();
    trace.strategies[0].total = N(9.0);
    trace.confidence = Some(N(1.0));
    trace.strategies[0].describe = None;
    trace.unseen_share = N(0.4);
    trace.settled = None;
    trace.settled_because = Some("the method of the rulebook cannot be bounded".into());
    let rule = &mut trace.rules[3];
    rule.status = RuleStatus::Fired;
    rule.branch = Some(Branch::Then);
    rule.why_not = None;
    rule.condition = test(
        "resources.runway < 3",
        Truth::True,
        read_number("resources.runway", 2.0),
    );
    trace.facts[3].words = "2 months".into();
    trace.facts[3].value = ValueTrace::Number(N(2.0));
    trace.advice_rows[1].status = RowStatus::Unknown;
    trace.advice_rows[1].needs = vec!["process.stability".into()];
    trace.advice_rows[1].condition = Some(test(
        "process.stability is unstable",
        Truth::Unknown,
        ReadTrace {
            name: "process.stability".into(),
            value: ValueTrace::Unknown(()),
        },
    ));
    trace.unknown[1] = unknown(
        "process.stability",
        "Stability of the process",
        Some((0.0, true)),
    );
    trace.warnings =
        vec!["`no_leap_on_empty` rules out a strategy on a certainty below 0.5".into()];
    trace
}

/// Nothing is known.
pub(super) fn nothing() -> Trace {
    let mut trace = empty();
    trace.advice = "not_enough_information".into();
    trace.title = "Not enough is known yet".into();
    trace.row = Some("1".into());
    trace.advice_rows = rows();
    trace.advice_rows[0].status = RowStatus::Chosen;
    trace.advice_rows[0].condition = Some(test(
        "known(need) < 2",
        Truth::True,
        read_number("known(need)", 0.0),
    ));
    for row in trace.advice_rows.iter_mut().skip(1) {
        row.status = RowStatus::Unknown;
    }
    trace.settled = Some(false);
    trace.settled_because = Some("six outcomes are still possible".into());
    for (at, name) in [
        "growth",
        "investment",
        "stability",
        "feedback",
        "teamwork",
        "rivals",
    ]
    .into_iter()
    .enumerate()
    {
        let span = [14.0, 7.0, 7.0, 4.0, 2.0, 0.0][at];
        trace
            .unknown
            .push(unknown(&format!("area.{name}"), name, Some((span, false))));
    }
    trace.unknown[0].ask = Some("How fast is your market growing?".into());
    trace.outcome_lines = vec![words("next", "Answer the questions marked as needs.")];
    trace
}

/// Strong evidence on both sides, many reasons, a certainty-factor method.
pub(super) fn divided() -> Trace {
    let mut trace = empty();
    advise(&mut trace, "kaizen", "Kaizen", 2.25, 0.627);
    trace.sureness = Some("low".into());
    trace.strategies[0].describe = Some("odds 1.7 : 1".into());
    let sizes = [
        8.0, 7.5, 4.0, 4.0, 3.0, 2.0, 1.25, -9.0, -6.0, -5.0, -4.0, -2.0, -1.5,
    ];
    for (at, size) in sizes.into_iter().enumerate() {
        let name = format!("reason_{at:02}");
        let title = format!("Reason number {at}");
        trace.ledger.push(line(
            LedgerKind::Rule,
            &name,
            &title,
            size,
            "some answer is some value",
        ));
    }
    trace.basis = vec![basis("cited", 20.0, 0.35), basis("expert", 37.25, 0.65)];
    trace.conflict = vec![conflict("kaizen", 29.75, -27.5, 0.92)];
    trace.settled = Some(false);
    trace
}

/// An outcome that is no strategy.
pub(super) fn stabilize() -> Trace {
    let mut trace = clear();
    trace.advice = "stabilize_first".into();
    trace.title = "Stabilize the process first".into();
    trace.strategy = None;
    trace.confidence = None;
    trace.row = Some("control".into());
    trace.unknown.truncate(1);
    trace.facts.push(fact(
        "process.stability",
        "Stability of the process",
        "unstable",
        "unstable",
        15,
    ));
    for (at, row) in trace.advice_rows.iter_mut().enumerate().skip(1) {
        row.status = if at == 1 {
            RowStatus::Chosen
        } else {
            RowStatus::Below
        };
    }
    trace.advice_rows[1].condition = Some(test(
        "process.stability is unstable",
        Truth::True,
        read("process.stability", "unstable"),
    ));
    trace.advice_rows[1].because =
        Some("A process out of control hides the effect of any improvement.".into());
    trace.outcome_lines = vec![words("next", "Define the standard (SDCA).")];
    trace
}

/// One strategy and a hypothesis by certainty factors; rules in every state.
pub(super) fn single() -> Trace {
    let mut trace = empty();
    trace.method = MethodTrace {
        name: "certainty".into(),
        scale: [N(0.2), N(0.4), N(0.7), N(0.9)],
        normalize: false,
    };
    trace.strategies.truncate(1);
    advise_alone(&mut trace, 0.76);
    trace.ledger = vec![
        line(LedgerKind::Prior, "kaizen", "Kaizen", 0.2, ""),
        line(
            LedgerKind::Rule,
            "teams_first",
            "Teams first",
            0.56,
            "fit is good",
        ),
    ];
    trace.hypotheses = vec![HypothesisTrace {
        name: "fits_kaizen".into(),
        title: "The organization is built for kaizen".into(),
        prior: N(0.0),
        total: N(0.7),
        belief: N(0.7),
        describe: Some("CF 0.7".into()),
        total_bounds: Some([N(0.28), N(0.7)]),
    }];
    let mut by_else = lean_times();
    by_else.name = "by_else".into();
    by_else.branch = Some(Branch::Else);
    by_else.evidence[0].toward = "fits_kaizen".into();
    by_else.evidence[0].branch = Branch::Else;
    by_else.evidence[0].contribution = Some(N(0.7));
    let mut open = no_leap();
    open.name = "open".into();
    open.status = RuleStatus::Unknown;
    open.evidence[0].weight = None;
    open.condition.truth = Truth::Unknown;
    open.condition.reads[0].value = ValueTrace::Unknown(());
    let mut stopped = lean_times();
    stopped.name = "stopped".into();
    stopped.status = RuleStatus::Stopped;
    let mut defeated = no_leap();
    defeated.name = "defeated".into();
    defeated.status = RuleStatus::Defeated;
    defeated.defeated_by = vec!["by_else".into()];
    defeated.why_not.as_mut().unwrap().changes_advice = true;
    trace.rules = vec![by_else, defeated, open, stopped];
    trace
}

fn advise_alone(trace: &mut Trace, total: f64) {
    advise(trace, "kaizen", "Kaizen", total, total);
    trace.margin = None;
    trace.strategies[0].lead = None;
    trace.ledger_between = Some(Between {
        strategy: "kaizen".into(),
        rival: None,
        difference: N(total),
    });
}
