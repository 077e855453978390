//! Writes a record out as a trace: fills in the words, adds the ledger and what hangs on rules that did not fire.
//! What is the same for every profile is written once, when the teller is made.

mod advice;
mod condition;
mod facts;
mod groups;
mod json;
mod ledger;
mod pattern;
mod rules;
mod standing;
mod turning;
mod why;
mod why_not;
mod wording;
mod words;

pub use ledger::{Balance, Change, Of, balance};
pub use wording::Words;

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::HashMap;

use json::Json;
use words::View;

use crate::base::{IdVec, Span};
use crate::engine::fault::Fault;
use crate::engine::machine::Record;
use crate::engine::needed::Blame;
use crate::model::trace::TRACE_VERSION;
use crate::model::{
    Citation, FactId, LetId, LetKind, OutcomeId, ProbeId, Profile, RuleId, Rulebook, Scale,
    TargetId, Template,
};
use crate::plan::Program;
use crate::space::Unknowns;

/// Tells what happened in evaluations of one program.
#[derive(Debug)]
pub struct Teller<'p> {
    program: &'p Program,
    book: &'p Rulebook,
    part: Part,
    /// Made where they are needed first.
    rules: IdVec<RuleId, OnceCell<rules::RuleWords>>,
    facts: IdVec<FactId, facts::FactWords>,
    /// Their names as JSON.
    targets: IdVec<TargetId, String>,
    outcomes: IdVec<OutcomeId, String>,
    /// Each up to where its sides stand.
    groups: Vec<String>,
    conditions: advice::Conditions,
    described: RefCell<HashMap<u64, Option<String>>>,
    head: String,
    turning: Option<turning::Turning>,
    /// Where rules that did not fire are tried.
    scratch: RefCell<Option<Record>>,
    /// For how many more words of eight bytes there is room among the texts that are kept.
    room: Cell<usize>,
    /// The length of the longest trace so far: the next will be about as long.
    longest: Cell<usize>,
}

/// 64 MB of texts of rules.
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
        let mut teller = Self {
            program,
            book,
            part,
            rules: book.rules.ids().map(|_| OnceCell::new()).collect(),
            facts: IdVec::default(),
            targets: book
                .targets
                .values()
                .map(|one| json::quoted(&one.name))
                .collect(),
            outcomes: book
                .outcomes
                .values()
                .map(|one| json::quoted(&one.name))
                .collect(),
            groups: Vec::new(),
            conditions: advice::Conditions::default(),
            described: RefCell::default(),
            head: String::new(),
            turning: turning::Turning::of(&program.plan),
            scratch: RefCell::default(),
            room: Cell::new(MOST_KEPT),
            longest: Cell::new(2048),
        };
        teller.head = teller.static_head();
        teller.facts = book
            .facts
            .ids()
            .map(|id| facts::FactWords::new(&teller, id))
            .collect();
        teller.groups = groups::heads(&teller);
        teller.conditions = advice::Conditions::new(&teller);
        teller
    }

    /// The trace as JSON.
    pub fn tell(&self, telling: &Telling<'_>) -> Result<String, Fault> {
        let blame = Blame::of(telling.record, self.program, &[]);
        let view = View {
            teller: self,
            profile: telling.profile,
            record: telling.record,
            blame: blame.as_ref(),
        };
        let mut json = Json::with_capacity(self.longest.get());
        json.open(b'{');
        json.join(&self.head);
        let ledger = ledger::Ledger::of(self.program, telling.record)?;
        standing::write(&view, telling, &ledger, &mut json)?;
        facts::write(&view, telling, &mut json);
        rules::write(&view, &mut json)?;
        groups::write(&view, &mut json)?;
        ledger::write(&view, &ledger, &mut json)?;
        advice::write(&view, &mut json);
        json.close(b'}');
        let text = json.finish();
        self.longest.set(self.longest.get().max(text.len()));
        Ok(text)
    }

    /// A condition that was asked for, as JSON of a condition of a trace.
    pub fn tell_probe(&self, profile: &Profile, record: &Record, probe: ProbeId) -> String {
        let probe = &self.program.plan.probes[probe];
        let blame = Blame::of(record, self.program, &probe.steps);
        let view = View {
            teller: self,
            profile,
            record,
            blame: blame.as_ref(),
        };
        let mut json = Json::default();
        condition::ConditionWords::new(self, &probe.shape).write(&view, &mut json);
        json.finish()
    }

    /// Takes room for a text that is kept; every text can be written anew instead.
    fn has_room(&self, words: usize) -> bool {
        let left = self.room.get().checked_sub(words);
        self.room.set(left.unwrap_or(self.room.get()));
        left.is_some()
    }

    fn rule(&self, id: RuleId) -> &rules::RuleWords {
        self.rules[id].get_or_init(|| rules::RuleWords::new(self, id))
    }

    fn static_head(&self) -> String {
        let mut json = Json::default();
        json.text("trace_version", TRACE_VERSION);
        json.object("rulebook", |json| {
            json.text("name", &self.book.name);
            json.text("title", &self.book.title);
            json.text("version", &self.book.version);
            json.text("hash", &self.book.hash);
            json.list("parameters", |json| self.changed_parameters(json));
        });
        json.object("method", |json| {
            let method = &self.book.method;
            json.text("name", &method.name);
            json.list("scale", |json| {
                method.scale.iter().for_each(|value| json.number(*value))
            });
            json.flag("normalize", method.normalize);
        });
        json.finish()
    }

    fn changed_parameters(&self, json: &mut Json) {
        for parameter in self
            .book
            .parameters
            .values()
            .filter(|parameter| parameter.value != parameter.declared)
        {
            json.object("", |json| {
                json.text("name", &parameter.name);
                json.figure("value", parameter.value);
                json.figure("declared", parameter.declared);
                json.maybe_text("unit", parameter.kind.unit.as_deref());
            });
        }
    }

    fn outcome_name(&self, outcome: Option<OutcomeId>) -> &'p str {
        outcome.map_or("undecided", |outcome| &self.book.outcomes[outcome].name)
    }

    fn outcome_title(&self, outcome: Option<OutcomeId>) -> &'p str {
        outcome.map_or("Undecided", |outcome| &self.book.outcomes[outcome].title)
    }

    fn let_scale(&self, id: LetId) -> Option<&'p Scale> {
        match &self.book.lets[id].kind {
            LetKind::List(scale, _) | LetKind::Table(scale, _, _) => Some(scale),
            LetKind::YesNo(_) | LetKind::Number(..) => None,
        }
    }

    fn rule_name(&self, rule: RuleId) -> &'p str {
        &self.book.rules[rule].name
    }

    fn place(&self, origin: Span, json: &mut Json) {
        let (file, line) = self
            .book
            .files
            .place(origin)
            .map_or(("", 0), |(file, place)| (file, place.line));
        json.object("place", |json| {
            json.text("file", file);
            json.figure("line", f64::from(line));
        });
    }

    fn citations(&self, citations: &[Citation], json: &mut Json) {
        json.list("citations", |json| {
            for citation in citations {
                let source = &self.book.sources[citation.source];
                json.object("", |json| {
                    json.text("source", &source.name);
                    json.text("text", &source.text);
                    json.text("at", &citation.place);
                    json.flag("unseen", source.unseen);
                });
            }
        });
    }

    /// The text of a place with white space folded.
    fn source_text(&self, origin: Span) -> String {
        crate::plan::shown_text(self.book, origin).to_string()
    }
}

/// A text that may have places to fill in.
fn because(view: &View<'_>, template: Option<&Template>, json: &mut Json) {
    let text = template.map(|template| view.fill(template));
    json.maybe_text("because", text.as_deref());
}
