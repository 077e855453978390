//! A small rulebook for the tests of this layer, made by hand.

use std::sync::Arc;

use crate::base::{IdVec, SourceMap, Span};
use crate::model::{
    Basis, Evidence, Fact, FactType, Instruction, Level, Lowered, Method, MethodFunction,
    NumberType, Parameter, Reg, Rulebook, Scale, Topic, TopicId,
};

/// Eight facts in four topics; `economy.size` and `firm.size` share their last part.
pub(super) fn rulebook() -> Rulebook {
    let growth = levels(
        true,
        &[
            ("slow", Some("below 2 % a year")),
            ("moderate", None),
            ("fast", None),
        ],
    );
    let facts = vec![
        fact("economy.growth", FactType::Level(growth)),
        fact("economy.size", FactType::Level(plain(&["small", "large"]))),
        fact("firm.size", FactType::Number(range(None, 1.0, 1e6, true))),
        fact("firm.story", FactType::Text),
        fact(
            "people.methods",
            FactType::Set(plain(&["five_s", "qc_circles", "tpm"])),
        ),
        fact(
            "people.teamwork",
            FactType::Number(range(Some("%"), 0.0, 100.0, false)),
        ),
        fact("resources.crisis", FactType::YesNo),
        fact(
            "resources.runway",
            FactType::Number(range(Some("months"), 0.0, 120.0, false)),
        ),
    ];
    rulebook_of(&["economy", "firm", "people", "resources"], facts)
}

/// The facts of the shipped rulebook that the examples of the codes use.
pub(super) fn shipped() -> Rulebook {
    let ordinal = |names: &[&str]| {
        let mut scale = plain(names);
        scale.ordered = true;
        FactType::Level(scale)
    };
    let facts = vec![
        fact(
            "economy.market_growth",
            ordinal(&["declining", "slow", "moderate", "fast"]),
        ),
        fact("process.process_exists", FactType::YesNo),
        fact(
            "resources.cash_runway_months",
            FactType::Number(range(Some("months"), 0.0, 60.0, false)),
        ),
        fact(
            "resources.investment_capacity",
            ordinal(&["none", "limited", "moderate", "large"]),
        ),
    ];
    rulebook_of(&["economy", "process", "resources"], facts)
}

fn rulebook_of(topics: &[&str], mut facts: Vec<Fact>) -> Rulebook {
    for fact in &mut facts {
        let topic = topics.iter().position(|name| fact.name.starts_with(name));
        fact.topic = TopicId(topic.unwrap() as u32);
    }
    let parameter = Parameter {
        name: "short_runway".into(),
        title: "Short runway".into(),
        value: 6.0,
        declared: 6.0,
        kind: NumberType::default(),
        basis: Basis::Expert,
        citations: Vec::new(),
        origin: Span::default(),
    };
    Rulebook {
        name: "test".into(),
        title: "A test".into(),
        version: "".into(),
        about: "".into(),
        hash: "".into(),
        files: SourceMap::default(),
        method: method(),
        sureness: None,
        tags: IdVec::default(),
        sources: IdVec::default(),
        scripts: IdVec::default(),
        outcomes: IdVec::default(),
        targets: IdVec::default(),
        parameters: [parameter].into_iter().collect(),
        topics: topics.iter().map(|name| topic(name)).collect(),
        facts: facts.into_iter().collect(),
        lets: IdVec::default(),
        groups: IdVec::default(),
        contrasts: IdVec::default(),
        rules: IdVec::default(),
        advice: None,
        notes: IdVec::default(),
        tables: Vec::new(),
        examples: Vec::new(),
        guarantees: Vec::new(),
    }
}

fn fact(name: &str, kind: FactType) -> Fact {
    Fact {
        name: name.into(),
        short: name.rsplit('.').next().unwrap().into(),
        title: None,
        topic: TopicId(0),
        kind,
        ask: Some(format!("What about {name}?").into()),
        help: None,
        asked: None,
        lever: true,
        tags: Vec::new(),
        former: Vec::new(),
        origin: Span::default(),
    }
}

fn topic(name: &str) -> Topic {
    Topic {
        name: name.into(),
        title: None,
        origin: Span::default(),
    }
}

fn plain(names: &[&str]) -> Scale {
    let names: Vec<(&str, Option<&str>)> = names.iter().map(|name| (*name, None)).collect();
    levels(false, &names)
}

fn levels(ordered: bool, levels: &[(&str, Option<&str>)]) -> Scale {
    let levels = levels
        .iter()
        .map(|(name, words)| Level {
            name: Arc::from(*name),
            words: words.map(Arc::from),
            former: Vec::new(),
            origin: Span::default(),
        })
        .collect();
    Scale {
        ordered,
        levels,
        numbers: None,
    }
}

fn range(unit: Option<&str>, low: f64, high: f64, whole: bool) -> NumberType {
    NumberType {
        unit: unit.map(Arc::from),
        low: Some(low),
        high: Some(high),
        whole,
    }
}

fn method() -> Method {
    let first = || {
        MethodFunction::Lowered(Lowered {
            inputs: 2,
            ops: vec![Instruction::Input(0)],
            outputs: vec![Reg(0)],
        })
    };
    Method {
        name: "first".into(),
        script: "".into(),
        scale: [1.0, 2.0, 3.0, 4.0],
        range: 10.0,
        normalize: false,
        zero: Evidence::Number(0.0),
        lift: first(),
        merge: first(),
        total: first(),
        cut: None,
        belief: first(),
        share: first(),
        describes: false,
    }
}
