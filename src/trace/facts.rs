//! Derived facts, known facts and unknown facts of a trace.

use std::borrow::Cow;

use super::kept::{Listed, Slot, all};
use super::words::{self, View};
use super::{Telling, standing, why};
use crate::engine::fault::Fault;
use crate::model::trace::{
    AnswerKind, AnswersTold, DerivedTold, FactTold, Hole, LevelTold, N, UnknownEffectTold,
    UnknownTold, Varies,
};
use crate::model::{ChoiceId, FactId, FactType, Given, LetId, LetKind, Level, Shown, Value};

use crate::space::Effect;

/// The derived facts by name.
pub(super) fn derived<'a>(view: &View<'a>) -> Vec<DerivedTold<'a>> {
    let lets = view.teller.book.lets.ids();
    lets.map(|id| told_derived(view, id)).collect()
}

/// The known facts by name, as data.
pub(super) fn known<'a>(view: &View<'a>) -> Vec<FactTold<'a>> {
    let told = |(fact, given)| told_known(view, fact, given);
    given(view).map(told).collect()
}

/// The known facts by name, for JSON.
pub(super) fn listed<'a>(
    view: &View<'a>,
) -> Result<Vec<Listed<'a, FactTold<'a>, View<'a>>>, Fault> {
    let listed = |(fact, given)| {
        let slot = slot(view, fact, given);
        let told = || Ok(told_known(view, fact, given));
        view.teller.listed(slot, told, *view)
    };
    all(view.teller.facts.len(), given(view).map(listed))
}

fn given<'a>(view: &View<'a>) -> impl Iterator<Item = (FactId, &'a Given)> {
    let profile = view.profile;
    let facts = view.teller.book.facts.ids();
    facts.filter_map(|fact| Some((fact, profile.given(fact)?)))
}

/// Places for the texts of a fact: of few values one for each.
pub(super) fn slots(kind: &FactType) -> Vec<Slot> {
    let values = match kind {
        FactType::YesNo => 2,
        FactType::Level(scale) => scale.levels.len(),
        FactType::Set(_) | FactType::Number(_) | FactType::Text => 1,
    };
    (0..values).map(|_| Slot::new()).collect()
}

/// Where the text of a fact is kept; of one that is not certain or has a note none is.
fn slot<'a>(view: &View<'a>, fact: FactId, given: &Given) -> Option<&'a Slot> {
    let at = match given.value {
        Value::Level(level) => usize::from(level),
        Value::YesNo(yes) => usize::from(yes),
        Value::Set(_) | Value::Number(_) | Value::Text(_) => 0,
    };
    let plain = given.certainty == 1.0 && given.note.is_none();
    view.teller.facts[fact].get(at).filter(|_| plain)
}

/// The unknown facts, those first of which effects are known.
pub(super) fn unknown<'a>(view: &View<'a>, telling: &Telling<'a>) -> Vec<UnknownTold<'a>> {
    let effects = &telling.unknowns.effects;
    let alone = view.teller.book.facts.ids().filter(|fact| {
        view.profile.given(*fact).is_none() && !effects.iter().any(|effect| effect.fact == *fact)
    });
    let found = effects.iter().map(|effect| (effect.fact, Some(effect)));
    found
        .chain(alone.map(|fact| (fact, None)))
        .map(|(fact, effect)| told_unknown(view, fact, effect))
        .collect()
}

/// The index of the row that is known to apply.
pub(super) fn row_of(view: &View<'_>, choice: ChoiceId) -> Option<usize> {
    view.teller.program.plan.code.choices[choice]
        .rows
        .iter()
        .position(|(truth, _)| view.truth(*truth) > 0.0)
}

fn told_derived<'a>(view: &View<'a>, id: LetId) -> DerivedTold<'a> {
    let teller = view.teller;
    let item = &teller.book.lets[id];
    let choice = teller.program.plan.code.lets[id].choice();
    let found = choice.map(|choice| view.record.derived(choice));
    let levels = found.zip(teller.book.lets[id].kind.scale()).into_iter();
    let levels = levels.flat_map(|(found, scale)| {
        let possible = found.possible.iter();
        possible.map(|level| scale.level_name(level).into())
    });
    let is_known = found.is_some_and(|found| found.known().is_some());
    let row = choice
        .filter(|_| is_known)
        .and_then(|choice| row_of(view, choice));
    let reads = crate::plan::reads(&item.kind.refs()).into_iter();
    DerivedTold {
        name: (&*item.name).into(),
        title: (&*item.title).into(),
        value: view.derived(id),
        words: view.let_words(id),
        possible: levels.collect(),
        nothing: found.is_some_and(|found| found.nothing),
        certainty: N(view.record.certainty_of(teller.program, id)),
        row: row.and_then(|at| u32::try_from(at.saturating_add(1)).ok()),
        rule: rule_text(view, id, row),
        reads: reads.map(|shown| view.read(shown)).collect(),
        because: view.because(item.because.as_ref()),
        basis: item.basis.word().into(),
        citations: teller.citations(&item.citations),
        place: teller.place(item.origin),
    }
}

/// The expression, or the row that gave the level, as written.
pub(super) fn rule_text<'a>(view: &View<'a>, id: LetId, row: Option<usize>) -> Cow<'a, str> {
    let origin = match &view.teller.book.lets[id].kind {
        LetKind::YesNo(cond) => Some(cond.origin),
        LetKind::Number(number, _) => Some(number.origin),
        LetKind::List(_, rows) => row.and_then(|at| rows.get(at)).map(|row| row.origin),
        LetKind::Table(_, _, rows) => row.and_then(|at| rows.get(at)).map(|row| row.origin),
    };
    origin.map_or("".into(), |origin| view.teller.source_text(origin))
}

/// What a fact is called for people.
fn title<'a>(view: &View<'a>, fact: FactId) -> Cow<'a, str> {
    let declared = &view.teller.book.facts[fact];
    Cow::Borrowed(declared.title.as_ref().unwrap_or(&declared.short))
}

fn told_known<'a>(view: &View<'a>, fact: FactId, given: &'a Given) -> FactTold<'a> {
    let declared = &view.teller.book.facts[fact];
    let hole = view.hole(Shown::Fact(fact));
    FactTold {
        name: (&*declared.name).into(),
        title: title(view, fact),
        value: Varies(view.fact(fact), hole),
        words: Varies(view.fact_words(fact), hole.map(|_| Hole::Words(fact))),
        certainty: N(given.certainty),
        note: given.note.as_deref().map(Cow::Borrowed),
        place: Varies(view.fact_place(fact), Some(Hole::Place(fact))),
        read: view.teller.program.plan.index.read[fact],
        answers: Some(answers(&declared.kind)),
    }
}

fn told_unknown<'a>(view: &View<'a>, fact: FactId, effect: Option<&'a Effect>) -> UnknownTold<'a> {
    let declared = &view.teller.book.facts[fact];
    let note = view.profile.notes.get(&fact);
    UnknownTold {
        name: (&*declared.name).into(),
        title: title(view, fact),
        ask: declared.ask.as_deref().map(Cow::Borrowed),
        read: view.teller.program.plan.index.read[fact],
        moot: view.record.is_moot(view.teller.program, fact),
        effect: effect.map(|effect| told_effect(view, effect)),
        note: note.map(|note| Cow::Borrowed(&**note)),
        answers: Some(answers(&declared.kind)),
    }
}

/// The answers that a fact of a type takes.
pub(super) fn answers(kind: &FactType) -> AnswersTold<'_> {
    let (name, number) = match kind {
        FactType::YesNo => (AnswerKind::YesNo, None),
        FactType::Level(scale) if scale.ordered => (AnswerKind::Ordinal, None),
        FactType::Level(_) => (AnswerKind::Nominal, None),
        FactType::Set(_) => (AnswerKind::Set, None),
        FactType::Number(number) if number.whole => (AnswerKind::Integer, Some(number)),
        FactType::Number(number) => (AnswerKind::Number, Some(number)),
        FactType::Text => (AnswerKind::Text, None),
    };
    let levels = kind.scale().map_or(&[][..], |scale| &scale.levels);
    AnswersTold {
        kind: name,
        levels: levels.iter().map(told_level).collect(),
        unit: number.and_then(|number| number.unit.as_deref().map(Cow::Borrowed)),
        low: number.and_then(|number| number.low).map(N),
        high: number.and_then(|number| number.high).map(N),
    }
}

pub(super) fn told_level(level: &Level) -> LevelTold<'_> {
    LevelTold {
        name: (&*level.name).into(),
        words: level.words.as_deref().map(Cow::Borrowed),
    }
}

fn told_effect<'a>(view: &View<'a>, effect: &'a Effect) -> UnknownEffectTold<'a> {
    let totals = effect.totals.iter();
    let totals = totals.map(|(target, range)| (view.teller.target_name(*target), range.map(N)));
    let because = why::words(view.teller.program, &effect.because);
    UnknownEffectTold {
        totals: totals.collect(),
        bounded: effect.bounded,
        span: effect.span.and_then(words::known),
        changes_advice: effect.changes_advice,
        because: because.map(Cow::Owned),
        witness: standing::witness(view, effect.witness.as_ref()),
    }
}
