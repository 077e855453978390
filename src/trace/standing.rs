//! The head of a trace: the advice, how sure it is, and how strategies and hypotheses stand.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::PoisonError;

use super::words::{self, View};
use super::{Telling, facts};
use crate::base::Id;
use crate::engine::Standing;
use crate::engine::fault::{Fault, Weighed};
use crate::engine::point::Status;
use crate::model::trace::{
    HypothesisTold, LevelTold, N, OpensTold, SettlesTold, ShareTold, StrategyTold, ValueTold,
    WitnessTold,
};
use crate::model::{ChoiceId, Evidence, FactId, LetId, LetNode, OutcomeId, TargetId, Value};
use crate::space::{Opens, Settling, Share, Witness};

/// The label of the row that gave the advice, else its number.
pub(super) fn row<'a>(view: &View<'a>) -> Option<Cow<'a, str>> {
    let at = view.record.decision?.row?;
    let rows = view.teller.book.advice.as_ref().map(|advice| &advice.rows);
    let row = rows.and_then(|rows| rows.get(at as usize));
    let label = row.and_then(|row| row.label.as_deref());
    Some(label.map_or_else(|| at.saturating_add(1).to_string().into(), Cow::Borrowed))
}

/// The level of the rulebook's sureness scale.
pub(super) fn sureness<'a>(view: &View<'a>) -> Option<&'a str> {
    sure(view).map(|(_, level, _)| level)
}

/// The let that says how sure the advice is, its level and its node; `None` where it is unknown.
fn sure<'a>(view: &View<'a>) -> Option<(LetId, &'a str, ChoiceId)> {
    let id = view.teller.book.sureness?;
    let LetNode::Choice(choice) = view.teller.program.plan.code.lets[id] else {
        return None;
    };
    let level = view.record.derived(choice).known()?;
    Some((
        id,
        view.teller.book.lets[id].kind.scale()?.level_name(level),
        choice,
    ))
}

/// The levels of the rulebook's sureness scale.
pub(super) fn sureness_levels<'a>(view: &View<'a>) -> Vec<LevelTold<'a>> {
    let book = view.teller.book;
    let scale = book.sureness.and_then(|id| book.lets[id].kind.scale());
    let levels = scale.map_or(&[][..], |scale| &scale.levels);
    levels.iter().map(facts::told_level).collect()
}

/// Why the advice is as sure as it is.
pub(super) fn sureness_because<'a>(view: &View<'a>) -> Option<Cow<'a, str>> {
    let (id, _, choice) = sure(view)?;
    because(view, id, choice)
}

fn because<'a>(view: &View<'a>, id: LetId, choice: ChoiceId) -> Option<Cow<'a, str>> {
    let derived = &view.teller.book.lets[id];
    if let Some(template) = &derived.because {
        return Some(view.fill(template));
    }
    let row = facts::row_of(view, choice)?;
    Some(facts::rule_text(view, id, Some(row)))
}

/// Values of facts and the advice with them.
pub(super) fn witness<'a>(
    view: &View<'a>,
    witness: Option<&'a Witness>,
) -> Option<WitnessTold<'a>> {
    witness.map(|witness| answered(view, witness))
}

fn answered<'a>(view: &View<'a>, witness: &'a Witness) -> WitnessTold<'a> {
    WitnessTold {
        facts: answers(view, &witness.facts),
        advice: view.teller.outcome_name(witness.advice).into(),
    }
}

/// Values by the names of their facts.
fn answers<'a>(
    view: &View<'a>,
    facts: &'a [(FactId, Value)],
) -> BTreeMap<Cow<'a, str>, ValueTold<'a>> {
    let told = |(fact, value): &'a (FactId, Value)| {
        let declared = &view.teller.book.facts[*fact];
        let name = Cow::Borrowed(&*declared.name);
        (name, words::value(&declared.kind, value))
    };
    facts.iter().map(told).collect()
}

/// The outcomes that answers may still lead to.
pub(super) fn possible<'a>(view: &View<'a>, outcomes: &[Option<OutcomeId>]) -> Vec<Cow<'a, str>> {
    let outcomes = outcomes.iter();
    let names = outcomes.map(|outcome| view.teller.outcome_name(*outcome).into());
    names.collect()
}

/// The sets of unknown facts that could change the advice.
pub(super) fn opens<'a>(view: &View<'a>, opens: Option<&'a Opens>) -> Option<OpensTold<'a>> {
    let opens = opens?;
    let sets = opens.sets.iter();
    Some(OpensTold {
        sets: sets.map(|set| answered(view, set)).collect(),
        all: opens.all,
    })
}

/// The answers after which nothing else can.
pub(super) fn settles<'a>(
    view: &View<'a>,
    settles: Option<&'a Settling>,
) -> Option<SettlesTold<'a>> {
    let settles = settles?;
    Some(SettlesTold {
        facts: answers(view, &settles.facts),
        smallest: settles.smallest,
    })
}

/// In what part of all ways to answer the advice is another.
pub(super) fn share<'a>(view: &View<'a>, share: &Share) -> ShareTold<'a> {
    let name = |fact: &FactId| Cow::Borrowed(&*view.teller.book.facts[*fact].name);
    ShareTold {
        low: N(share.low),
        high: N(share.high),
        unbounded: share.unbounded.iter().map(name).collect(),
    }
}

/// The strategies, best first, excluded ones last.
pub(super) fn strategies<'a>(
    view: &View<'a>,
    telling: &Telling<'_>,
) -> Result<Vec<StrategyTold<'a>>, Fault> {
    let mut standings: Vec<Standing> = view.record.standings(view.teller.program).collect();
    standings.sort_by(|a, b| {
        a.excluded
            .cmp(&b.excluded)
            .then_with(|| b.total.total_cmp(&a.total))
    });
    let strategy = |standing: Standing| {
        let target = standing.target;
        let declared = &view.teller.book.targets[target];
        Ok(StrategyTold {
            name: (&*declared.name).into(),
            title: (&*declared.title).into(),
            prior: N(declared.prior),
            total: N(standing.total),
            confidence: N(standing.confidence),
            lead: words::known(standing.lead),
            excluded: standing.excluded,
            excluded_by: excluders(view, target).map(Into::into).collect(),
            tied: standing.tied,
            describe: describe(view, target)?.map(Cow::Owned),
            total_bounds: bounds(&telling.unknowns.totals, target),
            confidence_bounds: bounds(&telling.unknowns.confidences, target),
        })
    };
    standings.into_iter().map(strategy).collect()
}

/// The rules that exclude a strategy for this profile.
pub(super) fn excluders<'a>(view: &View<'a>, target: TargetId) -> impl Iterator<Item = &'a str> {
    let (record, teller) = (view.record, view.teller);
    let plan = &teller.program.plan;
    plan.index.excluders.iter().copied().filter_map(move |id| {
        let fired = record.statuses.get(id.to_usize()) == Some(&Status::Then);
        (fired && plan.code.rules[id].excludes.contains(&target)).then(|| teller.rule_name(id))
    })
}

/// The hypotheses by name.
pub(super) fn hypotheses<'a>(
    view: &View<'a>,
    telling: &Telling<'_>,
) -> Result<Vec<HypothesisTold<'a>>, Fault> {
    let program = view.teller.program;
    let mut targets = program.plan.code.hypotheses.clone();
    targets.sort();
    let hypothesis = |target: TargetId| {
        let declared = &view.teller.book.targets[target];
        Ok(HypothesisTold {
            name: (&*declared.name).into(),
            title: (&*declared.title).into(),
            prior: N(declared.prior),
            total: N(view.record.total(target)),
            belief: N(view.record.belief(program, target)?),
            describe: describe(view, target)?.map(Cow::Owned),
            total_bounds: bounds(&telling.unknowns.totals, target),
        })
    };
    targets.into_iter().map(hypothesis).collect()
}

/// The method's words for a target's evidence; the same evidence is described once.
fn describe(view: &View<'_>, target: TargetId) -> Result<Option<String>, Fault> {
    let Some(sum) = view.record.sum_of(view.teller.program, target) else {
        return Ok(None);
    };
    let failed = Weighed::Target.failed();
    let Evidence::Number(number) = &sum else {
        return view.teller.program.method.describe(&sum).map_err(failed);
    };
    let described = view.teller.described.lock();
    let mut described = described.unwrap_or_else(PoisonError::into_inner);
    if let Some(words) = described.get(&number.to_bits()) {
        return Ok(words.clone());
    }
    let words = view.teller.program.method.describe(&sum).map_err(failed)?;
    if described.len() < MOST_DESCRIBED {
        described.insert(number.to_bits(), words.clone());
    }
    Ok(words)
}

/// Amounts of evidence whose words are kept.
const MOST_DESCRIBED: usize = 10_000;

fn bounds(all: &[Option<[f64; 2]>], target: TargetId) -> Option<[N; 2]> {
    let bounds = all.get(target.to_usize()).copied().flatten();
    bounds.map(|both| both.map(N))
}
