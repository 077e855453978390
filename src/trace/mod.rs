//! Writes a record out as a trace: fills in the words, adds the ledger and what hangs on rules that did not fire.
//! What reads alike for many profiles is told once, and its text is kept.

mod advice;
mod condition;
mod facts;
mod groups;
mod kept;
mod ledger;
mod pattern;
mod rules;
mod standing;
mod sureness;
mod tables;
mod turning;
mod why;
mod why_not;
mod wording;
mod words;

pub use ledger::{Balance, Change, Of};
pub use sureness::{sureness_level, sureness_told, sureness_words};
pub use wording::{WITHIN, Words};

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

use words::View;

use crate::base::{IdVec, Span};
use crate::engine::fault::Fault;
use crate::engine::machine::Record;
use crate::engine::needed::Blame;
use crate::model::trace::{
    AnswersTrace, CitationTold, ConditionTrace, Json, MethodTold, N, Own, ParameterTold, PlaceTold,
    ProfileTold, Put, RulebookTold, TRACE_VERSION, TableTold, Trace, TraceTold, ValueTrace,
};
use crate::model::{
    Citation, FactId, FactType, OutcomeId, ProbeId, Profile, RuleId, Rulebook, TargetId, Value,
};
use crate::plan::Program;
use crate::space::Unknowns;

/// A value of a type as data.
pub fn value(kind: &FactType, value: &Value) -> ValueTrace {
    words::value(kind, value).own()
}

/// The answers that a fact of a type takes.
pub fn answers(kind: &FactType) -> AnswersTrace {
    facts::answers(kind).own()
}

/// Tells what happened in evaluations of one program.
#[derive(Debug)]
pub struct Teller<'p> {
    program: &'p Program,
    book: &'p Rulebook,
    part: Part,
    /// Made where they are needed first.
    rules: IdVec<RuleId, OnceLock<rules::Prepared>>,
    facts: IdVec<FactId, Vec<kept::Slot>>,
    described: Mutex<HashMap<u64, Option<String>>>,
    turning: Option<turning::Turning>,
    /// Where rules that did not fire are tried.
    scratch: Mutex<Option<Record>>,
    /// For how many more words of eight bytes there is room among the texts that are kept.
    room: AtomicUsize,
    /// The length of the longest trace so far: the next will be about as long.
    longest: AtomicUsize,
}

/// 64 MB of texts.
const MOST_KEPT: usize = 8 << 20;

/// How much of a trace is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// All of it.
    Whole,
    /// What the manager's first screen is made from: of the list of rules only those that exclude a strategy.
    Answer,
    /// Of the list of rules those that are not known to be out, without what hangs on those that did not fire.
    Outline,
}

/// What is told of one profile.
#[derive(Clone, Copy, Debug)]
pub struct Telling<'a> {
    /// The profile.
    pub profile: &'a Profile,
    /// The hash of its content.
    pub profile_hash: &'a str,
    /// What its evaluation computed.
    pub record: &'a Record,
    /// What was found out about the facts that are not known.
    pub unknowns: &'a Unknowns,
}

impl<'p> Teller<'p> {
    /// Prepares what is the same for every profile.
    pub fn new(program: &'p Program) -> Self {
        Self::of(program, Part::Whole)
    }

    /// For the manager's first screen alone: the list of rules holds only those that exclude a strategy.
    ///
    /// The answer that is explained from such a trace is the one explained from the whole.
    pub fn of_answers(program: &'p Program) -> Self {
        Self::of(program, Part::Answer)
    }

    /// Without the rules whose conditions are known to be false, and without what would be if others had fired.
    pub fn of_outlines(program: &'p Program) -> Self {
        Self::of(program, Part::Outline)
    }

    fn of(program: &'p Program, part: Part) -> Self {
        let book: &Rulebook = &program.rulebook;
        Self {
            program,
            book,
            part,
            rules: book.rules.ids().map(|_| OnceLock::new()).collect(),
            facts: book
                .facts
                .values()
                .map(|fact| facts::slots(&fact.kind))
                .collect(),
            described: Mutex::default(),
            turning: turning::Turning::of(&program.plan),
            scratch: Mutex::default(),
            room: AtomicUsize::new(MOST_KEPT),
            longest: AtomicUsize::new(2048),
        }
    }

    /// The trace as JSON.
    pub fn tell(&self, telling: &Telling<'_>) -> Result<String, Fault> {
        let mut json = Json::with_capacity(self.longest.load(Ordering::Relaxed));
        self.with_view(telling, |view, telling, baseline| {
            let trace = told(view, telling, |ledger| {
                let rules = rules::listed(view, baseline)?;
                Ok((facts::listed(view)?, rules, ledger::listed(view, ledger)?))
            })?;
            trace.put(&mut json);
            Ok(())
        })?;
        let text = json.finish();
        self.longest.fetch_max(text.len(), Ordering::Relaxed);
        Ok(text)
    }

    /// The trace as data.
    pub fn value(&self, telling: &Telling<'_>) -> Result<Trace, Fault> {
        self.with_view(telling, |view, telling, baseline| {
            let trace = told(view, telling, |ledger| {
                let rules = rules::told(view, baseline)?;
                Ok((facts::known(view), rules, ledger::lines(view, ledger)))
            })?;
            Ok(trace.own())
        })
    }

    fn with_view<T>(
        &self,
        telling: &Telling<'_>,
        tell: impl for<'v> FnOnce(&View<'v>, &Telling<'v>, &'v why_not::Baseline) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        let blame = Blame::of(telling.record, self.program, &[]);
        let view = View {
            teller: self,
            profile: telling.profile,
            record: telling.record,
            blame: blame.as_ref(),
        };
        let mut scratch = self.scratch.lock().unwrap_or_else(PoisonError::into_inner);
        let baseline = why_not::Baseline::of(&view, scratch.take());
        drop(scratch);
        let told = tell(&view, telling, &baseline);
        let mut scratch = self.scratch.lock().unwrap_or_else(PoisonError::into_inner);
        *scratch = Some(baseline.scratch());
        told
    }

    /// A condition that was asked for.
    pub fn value_of_probe(
        &self,
        profile: &Profile,
        record: &Record,
        probe: ProbeId,
    ) -> ConditionTrace {
        let probe = &self.program.plan.code.probes[probe];
        let blame = Blame::of(record, self.program, &probe.steps);
        let view = View {
            teller: self,
            profile,
            record,
            blame: blame.as_ref(),
        };
        view.condition(&probe.shape).own()
    }

    /// Takes room for a text that is kept; every text can be written anew instead.
    fn has_room(&self, words: usize) -> bool {
        let take = |left: usize| left.checked_sub(words);
        let (set, get) = (Ordering::Relaxed, Ordering::Relaxed);
        self.room.fetch_update(set, get, take).is_ok()
    }

    fn rule(&self, id: RuleId) -> &rules::Prepared {
        self.rules[id].get_or_init(|| rules::Prepared::new(self, id))
    }

    fn rulebook(&self) -> RulebookTold<'p> {
        let parameters = self.book.parameters.values();
        let changed = parameters.filter(|parameter| parameter.value != parameter.declared);
        let changed = changed.map(|parameter| ParameterTold {
            name: (&*parameter.name).into(),
            value: N(parameter.value),
            declared: N(parameter.declared),
            unit: parameter.kind.unit.as_deref().map(Cow::Borrowed),
        });
        RulebookTold {
            name: (&*self.book.name).into(),
            title: (&*self.book.title).into(),
            version: (&*self.book.version).into(),
            hash: (&*self.book.hash).into(),
            parameters: changed.collect(),
        }
    }

    fn outcome_name(&self, outcome: Option<OutcomeId>) -> &'p str {
        self.book.outcome_name(outcome)
    }

    fn outcome_title(&self, outcome: Option<OutcomeId>) -> &'p str {
        self.book.outcome_title(outcome)
    }

    fn rule_name(&self, rule: RuleId) -> &'p str {
        &self.book.rules[rule].name
    }

    fn target_name(&self, target: TargetId) -> Cow<'p, str> {
        Cow::Borrowed(&self.book.targets[target].name)
    }

    fn place(&self, origin: Span) -> PlaceTold<'p> {
        let place = self.book.files.place(origin);
        let (file, line) = place.map_or(("", 0), |(file, place)| (file, place.line));
        PlaceTold {
            file: file.into(),
            line,
        }
    }

    fn citations(&self, citations: &'p [Citation]) -> Vec<CitationTold<'p>> {
        let told = |citation: &'p Citation| {
            let source = &self.book.sources[citation.source];
            CitationTold {
                source: (&*source.name).into(),
                text: (&*source.text).into(),
                at: (&*citation.place).into(),
                unseen: source.unseen,
            }
        };
        citations.iter().map(told).collect()
    }

    /// The text of a place with white space folded.
    fn source_text(&self, origin: Span) -> Cow<'p, str> {
        crate::plan::shown_text(self.book, origin)
            .to_string()
            .into()
    }
}

/// All that is told, with the long lists as data or as they are kept.
fn told<'a, F, R, L>(
    view: &View<'a>,
    telling: &Telling<'a>,
    lists: impl FnOnce(&Balance) -> Result<(F, R, L), Fault>,
) -> Result<TraceTold<'a, F, R, L>, Fault> {
    let (teller, record) = (view.teller, view.record);
    let (book, program) = (teller.book, teller.program);
    let (_, outcome) = record.advised();
    let strategy = outcome.and_then(|outcome| book.outcomes[outcome].strategy);
    let confidence = strategy.map(|target| record.confidence(program, target));
    let unknowns = telling.unknowns;
    let balance = Balance::of(program, record)?;
    let (strategies, hypotheses) = (
        standing::strategies(view, telling)?,
        standing::hypotheses(view, telling)?,
    );
    let (facts, rules, lines) = lists(&balance)?;
    let groups = groups::told(view)?;
    let conflict = ledger::conflict(view)?;
    let (basis, unseen_share) = ledger::shares(view, &balance)?;
    Ok(TraceTold {
        trace_version: TRACE_VERSION.into(),
        rulebook: teller.rulebook(),
        method: method(book),
        profile: ProfileTold {
            name: (&*telling.profile.name).into(),
            file: (&*telling.profile.file).into(),
            hash: telling.profile_hash.into(),
        },
        advice: teller.outcome_name(outcome).into(),
        title: teller.outcome_title(outcome).into(),
        row: standing::row(view),
        strategy: strategy.map(|target| teller.target_name(target)),
        confidence: confidence.and_then(words::known),
        calibrated: balance.calibrated(book),
        sureness: standing::sureness(view).map(Cow::Borrowed),
        sureness_because: standing::sureness_because(view),
        sureness_levels: standing::sureness_levels(view),
        sureness_capped: sureness::capped(program, (telling.profile, record), unknowns),
        contradictions: advice::contradictions(view),
        settled: unknowns.settled,
        settled_because: why::words(program, &unknowns.because).map(Cow::Owned),
        witness: standing::witness(view, unknowns.witness.as_ref()),
        possible_advice: standing::possible(view, &unknowns.possible),
        opens: standing::opens(view, unknowns.opens.as_ref()),
        settles: standing::settles(view, unknowns.settles.as_ref()),
        share: unknowns
            .share
            .as_ref()
            .map(|share| standing::share(view, share)),
        margin: words::known(record.margin(program)),
        strategies,
        hypotheses,
        derived: facts::derived(view),
        facts,
        unknown: facts::unknown(view, telling),
        rules,
        groups,
        ledger: lines,
        ledger_between: ledger::told_between(view, &balance),
        conflict,
        basis,
        unseen_share,
        advice_rows: advice::rows(view),
        outcome_lines: advice::outcome_lines(view),
        notes: advice::notes(view),
        tables: source_tables(view)?,
        warnings: advice::warnings(view).into_iter().map(Cow::Owned).collect(),
    })
}

fn method(book: &Rulebook) -> MethodTold<'_> {
    MethodTold {
        name: (&*book.method.name).into(),
        scale: book.method.scale.map(N),
        normalize: book.method.normalize,
    }
}

/// The tables of sources, where all is told.
fn source_tables<'a>(view: &View<'a>) -> Result<Vec<TableTold<'a>>, Fault> {
    let teller = view.teller;
    match teller.part {
        Part::Whole => tables::told(&tables::Source {
            program: teller.program,
            profile: view.profile,
            record: view.record,
            words: &|fact| view.fact_words(fact),
            citations: &|citations| teller.citations(citations),
            place: &|origin| teller.place(origin),
        }),
        Part::Answer | Part::Outline => Ok(Vec::new()),
    }
}
