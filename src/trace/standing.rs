//! The head of a trace: the advice, how sure it is, whether it is settled, and how strategies and hypotheses stand.

use super::Telling;
use super::json::Json;
use super::ledger::Ledger;
use super::words::{View, level_name};
use crate::base::Id;
use crate::engine::Standing;
use crate::engine::fault::{Fault, Weighed};
use crate::engine::point::Status;
use crate::model::{ChoiceId, Evidence, LetId, LetKind, LetNode, TargetId};
use crate::space::Witness;

/// Writes everything up to the hypotheses.
pub(super) fn write(
    view: &View<'_>,
    telling: &Telling<'_>,
    ledger: &Ledger,
    json: &mut Json,
) -> Result<(), Fault> {
    json.object("profile", |json| {
        json.text("name", &view.profile.name);
        json.text("file", &view.profile.file);
        json.text("hash", telling.profile_hash);
    });
    advice(view, ledger, json);
    sureness(view, json);
    settled(view, telling, json);
    json.maybe_figure("margin", Some(view.record.margin(view.teller.program)));
    strategies(view, telling, json)?;
    hypotheses(view, telling, json)
}

fn advice(view: &View<'_>, ledger: &Ledger, json: &mut Json) {
    let book = view.teller.book;
    let decision = view.record.decision;
    let outcome = decision.and_then(|decision| decision.outcome);
    json.text("advice", view.teller.outcome_name(outcome));
    json.text("title", view.teller.outcome_title(outcome));
    json.key("row");
    match decision.and_then(|decision| decision.row) {
        None => json.null(),
        Some(at) => {
            let row = book
                .advice
                .as_ref()
                .and_then(|advice| advice.rows.get(at as usize));
            let label = row.and_then(|row| row.label.as_deref());
            json.string(&label.map_or_else(|| at.saturating_add(1).to_string(), str::to_owned));
        }
    }
    let strategy = outcome.and_then(|outcome| book.outcomes[outcome].strategy);
    json.maybe_text(
        "strategy",
        strategy.map(|target| &*book.targets[target].name),
    );
    let program = view.teller.program;
    let confidence = strategy.map(|target| view.record.confidence(program, target));
    json.maybe_figure("confidence", confidence);
    json.flag("calibrated", ledger.calibrated(book));
}

fn sureness(view: &View<'_>, json: &mut Json) {
    let told = sure(view);
    json.maybe_text("sureness", told.map(|(_, level, _)| level));
    json.maybe_text("sureness_because", sureness_because(view).as_deref());
}

/// The let that says how sure the advice is, its level and its node; `None` where it is unknown.
fn sure<'a>(view: &View<'a>) -> Option<(LetId, &'a str, ChoiceId)> {
    let id = view.teller.book.sureness?;
    let LetNode::Choice(choice) = view.teller.program.plan.lets[id] else {
        return None;
    };
    let level = view.record.derived(choice).known()?;
    Some((id, level_name(view.teller.let_scale(id)?, level), choice))
}

/// Why the advice is as sure as it is.
pub(super) fn sureness_because(view: &View<'_>) -> Option<String> {
    let (id, _, choice) = sure(view)?;
    because(view, id, choice)
}

fn because(view: &View<'_>, id: LetId, choice: ChoiceId) -> Option<String> {
    let derived = &view.teller.book.lets[id];
    if let Some(template) = &derived.because {
        return Some(view.fill(template));
    }
    let row = super::facts::row_of(view, choice)?;
    let origin = match &derived.kind {
        LetKind::List(_, rows) => rows.get(row).map(|row| row.origin),
        LetKind::Table(_, _, rows) => rows.get(row).map(|row| row.origin),
        LetKind::YesNo(_) | LetKind::Number(..) => None,
    };
    origin.map(|origin| view.teller.source_text(origin))
}

fn settled(view: &View<'_>, telling: &Telling<'_>, json: &mut Json) {
    let unknowns = telling.unknowns;
    json.key("settled");
    match unknowns.settled {
        Some(settled) => json.truth(settled),
        None => json.null(),
    }
    let because = super::why::words(view.teller.program, &unknowns.because);
    json.maybe_text("settled_because", because.as_deref());
    json.key("witness");
    witness(view, unknowns.witness.as_ref(), json);
    json.strings(
        "possible_advice",
        unknowns
            .possible
            .iter()
            .map(|outcome| view.teller.outcome_name(*outcome)),
    );
}

/// Values of facts and the advice with them, or null.
pub(super) fn witness(view: &View<'_>, witness: Option<&Witness>, json: &mut Json) {
    let Some(witness) = witness else {
        return json.null();
    };
    let mut profile = view.profile.clone();
    for (fact, value) in &witness.facts {
        profile.set(*fact, Some(crate::model::Given::certain(value.clone())));
    }
    let with = View {
        profile: &profile,
        ..*view
    };
    json.object("", |json| {
        json.object("facts", |json| {
            for (fact, _) in &witness.facts {
                json.key(&view.teller.book.facts[*fact].name);
                with.fact(*fact, json);
            }
        });
        json.text("advice", view.teller.outcome_name(witness.advice));
    });
}

fn strategies(view: &View<'_>, telling: &Telling<'_>, json: &mut Json) -> Result<(), Fault> {
    let mut standings: Vec<Standing> = view.record.standings(view.teller.program).collect();
    standings.sort_by(|a, b| {
        a.excluded
            .cmp(&b.excluded)
            .then_with(|| b.total.total_cmp(&a.total))
    });
    json.key("strategies");
    json.open(b'[');
    for standing in standings {
        let target = standing.target;
        json.open(b'{');
        json.text("name", &view.teller.book.targets[target].name);
        json.text("title", &view.teller.book.targets[target].title);
        json.figure("prior", view.teller.book.targets[target].prior);
        json.figure("total", standing.total);
        json.figure("confidence", standing.confidence);
        json.maybe_figure("lead", Some(standing.lead));
        json.flag("excluded", standing.excluded);
        json.strings("excluded_by", excluders(view, target));
        json.flag("tied", standing.tied);
        json.maybe_text("describe", describe(view, target)?.as_deref());
        bounds(
            "total_bounds",
            telling.unknowns.totals.get(target.to_usize()),
            json,
        );
        bounds(
            "confidence_bounds",
            telling.unknowns.confidences.get(target.to_usize()),
            json,
        );
        json.close(b'}');
    }
    json.close(b']');
    Ok(())
}

/// The rules that exclude a strategy for this profile.
pub(super) fn excluders<'a>(view: &View<'a>, target: TargetId) -> impl Iterator<Item = &'a str> {
    let (record, teller) = (view.record, view.teller);
    let plan = &teller.program.plan;
    plan.excluders.iter().copied().filter_map(move |id| {
        let fired = record.statuses.get(id.to_usize()) == Some(&Status::Then);
        (fired && plan.rules[id].excludes.contains(&target)).then(|| teller.rule_name(id))
    })
}

fn hypotheses(view: &View<'_>, telling: &Telling<'_>, json: &mut Json) -> Result<(), Fault> {
    let program = view.teller.program;
    let mut targets = program.plan.hypotheses.clone();
    targets.sort();
    json.key("hypotheses");
    json.open(b'[');
    for target in targets {
        let belief = view.record.belief(program, target)?;
        json.open(b'{');
        json.text("name", &view.teller.book.targets[target].name);
        json.text("title", &view.teller.book.targets[target].title);
        json.figure("prior", view.teller.book.targets[target].prior);
        json.figure("total", view.total(target));
        json.figure("belief", belief);
        json.maybe_text("describe", describe(view, target)?.as_deref());
        bounds(
            "total_bounds",
            telling.unknowns.totals.get(target.to_usize()),
            json,
        );
        json.close(b'}');
    }
    json.close(b']');
    Ok(())
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
    let mut described = view.teller.described.borrow_mut();
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

fn bounds(key: &str, bounds: Option<&Option<[f64; 2]>>, json: &mut Json) {
    json.key(key);
    match bounds.copied().flatten() {
        Some([low, high]) => {
            json.open(b'[');
            json.number(low);
            json.number(high);
            json.close(b']');
        }
        None => json.null(),
    }
}
