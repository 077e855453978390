//! What keeps the sureness down: what nobody should be sure without, and answers that alone would turn the advice.

use std::borrow::Cow;

use crate::engine::Record;
use crate::model::trace::{CapKind, CapTold, CappedTold};
use crate::model::{FactId, LetNode, Profile};
use crate::plan::Program;
use crate::space::Unknowns;

/// The sureness that may be told, and what keeps it there.
pub(super) fn capped<'p>(
    program: &'p Program,
    (profile, record): (&Profile, &Record),
    unknowns: &Unknowns,
) -> CappedTold<'p> {
    let reasons = all_reasons(program, (profile, record), unknowns);
    let level = level(program, record, &reasons);
    CappedTold {
        level: level
            .and_then(|(level, _)| name_of(program, level))
            .map(Into::into),
        reasons,
    }
}

/// The name of the level of the sureness that may be told, see [`sureness_level`].
pub fn sureness_told<'p>(
    program: &'p Program,
    about: (&Profile, &Record),
    unknowns: &Unknowns,
) -> Option<&'p str> {
    name_of(program, sureness_level(program, about, unknowns)?)
}

/// The level of the sureness that may be told, counted from the lowest; `None` without such a scale, or where the level is
/// unknown. Whether one open answer would change the advice counts where it was asked whether the advice is settled.
pub fn sureness_level(
    program: &Program,
    (profile, record): (&Profile, &Record),
    unknowns: &Unknowns,
) -> Option<u8> {
    program.rulebook.sureness?;
    let reasons = reasons(program, profile, record);
    let (level, top) = level(program, record, &reasons)?;
    Some(match unknowns.turned_by_one {
        true => level.min(top.saturating_sub(1)),
        false => level,
    })
}

fn all_reasons<'p>(
    program: &'p Program,
    (profile, record): (&Profile, &Record),
    unknowns: &Unknowns,
) -> Vec<CapTold<'p>> {
    let mut reasons = reasons(program, profile, record);
    let effects = unknowns.effects.iter();
    let turning = effects.filter(|effect| effect.changes_advice == Some(true));
    let mut turning: Vec<FactId> = turning.map(|effect| effect.fact).collect();
    turning.sort();
    let open = turning.into_iter();
    reasons.extend(open.map(|fact| of_fact(program, CapKind::OpenAnswer, fact)));
    reasons
}

/// The level to which the sureness is held by what is not known, whatever the open answers could do; `None` where the
/// rulebook's own level is no higher.
fn held_at<'p>(program: &'p Program, profile: &Profile, record: &Record) -> Option<&'p str> {
    let (held, _) = level(program, record, &reasons(program, profile, record))?;
    let (own, _) = own(program, record)?;
    (held != own).then(|| name_of(program, held)).flatten()
}

/// What keeps the sureness down without a look at what open answers could do.
fn reasons<'p>(program: &'p Program, profile: &Profile, record: &Record) -> Vec<CapTold<'p>> {
    let book = &program.rulebook;
    let missing = book.essential();
    let open = |fact: FactId| profile.given(fact).is_none() && !record.is_moot(program, fact);
    let missing = missing.filter(|fact| open(*fact));
    let missing = missing.map(|fact| of_fact(program, CapKind::Essential, fact));
    let clashes = record.contradictions(program);
    let clashes = clashes.map(|(_, one)| CapTold {
        kind: CapKind::Contradiction,
        name: (&*one.name).into(),
        title: (&*one.title).into(),
    });
    missing.chain(clashes).collect()
}

fn of_fact(program: &Program, kind: CapKind, fact: FactId) -> CapTold<'_> {
    let declared = &program.rulebook.facts[fact];
    CapTold {
        kind,
        name: (&*declared.name).into(),
        title: Cow::Borrowed(declared.title.as_ref().unwrap_or(&declared.short)),
    }
}

/// The level that is left, and the highest one: the rulebook's own, the one below the top where a reason forbids the top, or the
/// lowest where several answers contradict each other.
fn level(program: &Program, record: &Record, reasons: &[CapTold<'_>]) -> Option<(u8, u8)> {
    let (own, top) = own(program, record)?;
    let clashes = reasons
        .iter()
        .filter(|one| one.kind == CapKind::Contradiction);
    let most = match (clashes.count(), reasons) {
        (2.., _) => 0,
        (_, []) => top,
        (_, _) => top.saturating_sub(1),
    };
    Some((own.min(most), top))
}

/// The level that the rulebook gives, and the highest one; `None` where it is unknown.
fn own(program: &Program, record: &Record) -> Option<(u8, u8)> {
    let id = program.rulebook.sureness?;
    let LetNode::Choice(choice) = program.plan.code.lets[id] else {
        return None;
    };
    let scale = program.rulebook.lets[id].kind.scale()?;
    let top = u8::try_from(scale.levels.len()).ok()?.checked_sub(1)?;
    Some((record.derived(choice).known()?, top))
}

/// The sureness in words: the level that the rulebook gives, and where it is held down to which; `None` without such a
/// scale, or where the level is unknown.
pub fn sureness_words(program: &Program, profile: &Profile, record: &Record) -> Option<String> {
    let (level, _) = own(program, record)?;
    let own = name_of(program, level)?;
    Some(match held_at(program, profile, record) {
        Some(held) => format!("{own}, held at {held}"),
        None => own.to_owned(),
    })
}

fn name_of(program: &Program, level: u8) -> Option<&str> {
    let scale = program.rulebook.lets[program.rulebook.sureness?]
        .kind
        .scale()?;
    Some(scale.level_name(level))
}
