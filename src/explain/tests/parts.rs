//! Parts of hand-made traces: facts, ledger lines, rules, rows. Puts no trace together.

use std::collections::BTreeMap;

use crate::model::trace::{
    AdviceRowTrace, BasisShare, Between, Branch, CitationTrace, ConditionTrace, ConflictTrace,
    DerivedTrace, EvidenceTrace, FactTrace, LedgerKind, LedgerLine, LineTrace, N, Obstacle,
    PlaceTrace, ReadTrace, RowStatus, RuleStatus, RuleTrace, StrategyTrace, Trace, Truth,
    UnknownEffect, UnknownTrace, ValueTrace, WhyNot, Witness,
};

pub(super) fn advise(trace: &mut Trace, name: &str, title: &str, margin: f64, share: f64) {
    trace.advice = name.into();
    trace.title = title.into();
    trace.strategy = Some(name.into());
    trace.confidence = Some(N(share));
    trace.margin = Some(N(margin));
    trace.ledger_between = Some(between(name, margin));
    trace.strategies[0].total = N(margin);
    trace.strategies[0].confidence = N(share);
    trace.strategies[0].lead = Some(N(margin));
    for rival in trace.strategies.iter_mut().skip(1) {
        rival.lead = Some(N(-margin));
        rival.confidence = N(1.0 - share);
    }
}

pub(super) fn between(name: &str, difference: f64) -> Between {
    Between {
        strategy: name.into(),
        rival: Some("breakthrough".into()),
        difference: N(difference),
    }
}

pub(super) fn strategy(name: &str, title: &str, total: f64) -> StrategyTrace {
    StrategyTrace {
        name: name.into(),
        title: title.into(),
        prior: N(0.0),
        total: N(total),
        confidence: N(0.5),
        lead: Some(N(0.0)),
        excluded: false,
        excluded_by: vec![],
        tied: false,
        describe: None,
        total_bounds: None,
        confidence_bounds: None,
    }
}

pub(super) fn conflict(
    target: &str,
    supporting: f64,
    opposing: f64,
    conflict: f64,
) -> ConflictTrace {
    ConflictTrace {
        target: target.into(),
        supporting: N(supporting),
        opposing: N(opposing),
        conflict: N(conflict),
    }
}

pub(super) fn basis(name: &str, amount: f64, share: f64) -> BasisShare {
    BasisShare {
        basis: name.into(),
        amount: N(amount),
        share: N(share),
    }
}

pub(super) fn words(kind: &str, text: &str) -> LineTrace {
    LineTrace {
        kind: kind.into(),
        within: None,
        text: text.into(),
        met: None,
    }
}

pub(super) fn place(file: &str, line: u32) -> PlaceTrace {
    PlaceTrace {
        file: file.into(),
        line,
    }
}

pub(super) fn imai(at: &str) -> CitationTrace {
    CitationTrace {
        source: "imai1986".into(),
        text: "Imai, M. (1986). Kaizen: The Key to Japan's Competitive Success. McGraw-Hill."
            .into(),
        at: at.into(),
        unseen: false,
    }
}

pub(super) fn line(
    kind: LedgerKind,
    name: &str,
    title: &str,
    amount: f64,
    facts: &str,
) -> LedgerLine {
    LedgerLine {
        kind,
        name: name.into(),
        title: title.into(),
        toward: "kaizen".into(),
        branch: (kind == LedgerKind::Rule).then_some(Branch::Then),
        amount: N(amount),
        facts: [facts]
            .into_iter()
            .filter(|f| !f.is_empty())
            .map(String::from)
            .collect(),
        because: None,
        citations: vec![imai("Table 3")],
        basis: "expert".into(),
        place: place("improvement_choice.rules", 58),
    }
}

pub(super) fn fact(name: &str, title: &str, level: &str, in_words: &str, at: u32) -> FactTrace {
    FactTrace {
        name: name.into(),
        title: title.into(),
        value: ValueTrace::Word(level.into()),
        words: in_words.into(),
        certainty: N(1.0),
        note: None,
        place: Some(place("press_shop.toml", at)),
        read: true,
        answers: None,
    }
}

pub(super) fn unknown(name: &str, title: &str, effect: Option<(f64, bool)>) -> UnknownTrace {
    UnknownTrace {
        name: name.into(),
        title: title.into(),
        ask: None,
        read: true,
        moot: false,
        note: None,
        answers: None,
        effect: effect.map(|(span, changes)| UnknownEffect {
            bounded: true,
            totals: BTreeMap::from([("kaizen".into(), [N(0.0), N(span)])]),
            span: Some(N(span)),
            changes_advice: Some(changes),
            because: None,
            witness: changes.then(|| Witness {
                facts: BTreeMap::from([(name.into(), ValueTrace::Word("unstable".into()))]),
                advice: "stabilize_first".into(),
            }),
        }),
    }
}

pub(super) fn derived(name: &str, level: &str, in_words: &str, rule: &str) -> DerivedTrace {
    DerivedTrace {
        name: name.into(),
        title: name.into(),
        value: ValueTrace::Word(level.into()),
        words: in_words.into(),
        possible: vec![level.into()],
        nothing: false,
        reads: vec![],
        certainty: N(1.0),
        row: Some(3),
        rule: rule.into(),
        because: None,
        basis: "expert".into(),
        citations: vec![],
        place: place("improvement_choice.rules", 96),
    }
}

pub(super) fn read(name: &str, level: &str) -> ReadTrace {
    ReadTrace {
        name: name.into(),
        value: ValueTrace::Word(level.into()),
    }
}

pub(super) fn read_number(name: &str, number: f64) -> ReadTrace {
    ReadTrace {
        name: name.into(),
        value: ValueTrace::Number(N(number)),
    }
}

pub(super) fn test(text: &str, truth: Truth, read: ReadTrace) -> ConditionTrace {
    ConditionTrace {
        op: "test".into(),
        text: Some(text.into()),
        truth,
        certainty: N(1.0),
        reads: vec![read],
        parts: vec![],
        failed: None,
    }
}

pub(super) fn all_of(truth: Truth, parts: Vec<ConditionTrace>) -> ConditionTrace {
    ConditionTrace {
        op: "and".into(),
        text: None,
        truth,
        certainty: N(1.0),
        reads: vec![],
        parts,
        failed: None,
    }
}

pub(super) fn piece(toward: &str, weight: f64, counted: bool) -> EvidenceTrace {
    EvidenceTrace {
        branch: Branch::Then,
        toward: toward.into(),
        weight: Some(N(weight)),
        certainty: N(1.0),
        contribution: Some(N(if counted { weight } else { 0.0 })),
        counted,
        by: None,
    }
}

pub(super) fn fired(
    name: &str,
    title: &str,
    text: &str,
    read: ReadTrace,
    weight: f64,
) -> RuleTrace {
    RuleTrace {
        name: name.into(),
        title: title.into(),
        status: RuleStatus::Fired,
        branch: Some(Branch::Then),
        condition: test(text, Truth::True, read),
        unless: None,
        evidence: vec![piece("kaizen", weight, true)],
        excludes: vec![],
        defeats: vec![],
        defeated_by: vec![],
        because: Some("Kaizen works well in a slow-growth economy.".into()),
        citations: vec![imai("Table 3")],
        basis: "expert".into(),
        group: None,
        group_title: None,
        place: place("improvement_choice.rules", 58),
        why_not: None,
    }
}

pub(super) fn lean_times() -> RuleTrace {
    let mut rule = fired("lean_times", "Crisis without cash", "", read("x", "y"), 7.0);
    rule.condition = all_of(
        Truth::True,
        vec![
            test(
                "resources.investment is limited",
                Truth::True,
                read("resources.investment", "limited"),
            ),
            test(
                "resources.runway < 24",
                Truth::True,
                read_number("resources.runway", 14.0),
            ),
        ],
    );
    rule.condition.parts[1].certainty = N(0.9);
    rule.unless = Some(test(
        "economy.rivals is new_entrants",
        Truth::False,
        read("economy.rivals", "few"),
    ));
    rule.evidence = vec![piece("kaizen", 7.0, true)];
    rule.evidence[0].certainty = N(0.9);
    rule.evidence[0].contribution = Some(N(6.3));
    rule.group = Some("money".into());
    rule.group_title = Some("Money".into());
    rule.because =
        Some("With 14 months of cash, small steps free money before big ones spend it.".into());
    rule
}

pub(super) fn no_leap() -> RuleTrace {
    let mut rule = fired(
        "no_leap_on_empty",
        "No leap on an empty tank",
        "",
        read("x", "y"),
        0.0,
    );
    rule.status = RuleStatus::NotFired;
    rule.branch = None;
    rule.condition = test(
        "resources.runway < 3",
        Truth::False,
        read_number("resources.runway", 14.0),
    );
    rule.evidence = vec![piece("breakthrough", 7.0, false)];
    rule.excludes = vec!["breakthrough".into()];
    rule.defeats = vec!["economy.growth.fast".into()];
    rule.because = Some("Less than three months of cash cannot carry a breakthrough.".into());
    rule.citations[0].unseen = true;
    rule.why_not = Some(WhyNot {
        obstacles: vec![Obstacle {
            text: "resources.runway < 3".into(),
            truth: Truth::False,
            reads: vec![read_number("resources.runway", 14.0)],
            distance: Some(N(11.0)),
            unit: "months".into(),
        }],
        would_contribute: BTreeMap::from([("breakthrough".into(), N(7.0))]),
        advice_if_fired: "kaizen".into(),
        changes_advice: false,
    });
    rule
}

pub(super) fn rows() -> Vec<AdviceRowTrace> {
    let row = |at: u32, label: Option<&str>, outcome: &str, status, condition| AdviceRowTrace {
        row: at,
        label: label.map(String::from),
        outcome: outcome.into(),
        title: match outcome {
            "kaizen" => "Kaizen".into(),
            "breakthrough" => "Breakthrough improvement".into(),
            other => other.replace('_', " "),
        },
        status,
        condition,
        unless: None,
        needs: vec![],
        excluded_by: vec![],
        because: None,
        citations: vec![],
        place: place("improvement_choice.rules", at.saturating_add(100)),
    };
    let best = |truth| test("best is kaizen", truth, read("best", "kaizen"));
    vec![
        row(
            1,
            None,
            "not_enough_information",
            RowStatus::DoesNotApply,
            Some(test(
                "known(need) < 2",
                Truth::False,
                read_number("known(need)", 9.0),
            )),
        ),
        row(
            2,
            Some("control"),
            "stabilize_first",
            RowStatus::DoesNotApply,
            Some(test(
                "process.stability is unstable",
                Truth::Unknown,
                ReadTrace {
                    name: "process.stability".into(),
                    value: ValueTrace::Unknown(()),
                },
            )),
        ),
        row(
            3,
            None,
            "hybrid",
            RowStatus::DoesNotApply,
            Some(all_of(
                Truth::False,
                vec![
                    best(Truth::True),
                    test("margin < 6", Truth::False, read_number("margin", 12.0)),
                ],
            )),
        ),
        row(
            4,
            None,
            "kaizen",
            RowStatus::Chosen,
            Some(best(Truth::True)),
        ),
        row(5, None, "kaizen", RowStatus::Below, None),
    ]
}
