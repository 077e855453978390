//! The dialogue as a value: its state is the profile, and what comes next is a function of it. Asks nobody and shows
//! nothing.
//!
//! [`Dialogue::next`] looks at completions of what is open, the same ones in every run, and asks what
//! decides most among them: the question after which, on average, the advice is most one-sided. Questions that decide
//! whether others are asked at all come before those.

mod interview;
mod order;
mod question;
mod samples;
mod told;
mod typed;
pub mod words;

pub use interview::{Answer, Brought, Interview};
pub use question::{Enough, Lean, Next, Question, Why};
pub use told::trace;
pub use typed::typed;

use std::collections::BTreeSet;

use crate::engine::{self, Record, fault::Fault};
use crate::model::{FactId, LetId, Missing, Profile, facts_behind};
use crate::plan::Program;
use crate::space::{Cells, Depth, Space};
use order::Ranking;
use samples::Samples;

/// The part of the completions that has to agree before nothing more is asked.
pub const ENOUGH: f64 = 0.95;

/// The dialogues of one program. One serves all threads.
#[derive(Debug)]
pub struct Dialogue<'p> {
    program: &'p Program,
    space: Space<'p>,
    cells: Cells,
    /// For each fact, the facts that decide whether it is asked.
    gates: Vec<(FactId, BTreeSet<FactId>)>,
    essential: Vec<FactId>,
}

impl<'p> Dialogue<'p> {
    /// Of a program.
    pub fn of(program: &'p Program) -> Self {
        let book = &program.rulebook;
        let of_let = |id: LetId| book.lets.find(id).map(|one| &one.kind);
        let gates = book.facts.iter().filter_map(|(id, fact)| {
            let asked = fact.asked.as_ref()?;
            Some((id, facts_behind(asked.refs(), &of_let)))
        });
        Self {
            program,
            space: Space::of(program),
            cells: Cells::of(program),
            gates: gates.collect(),
            essential: book.essential().collect(),
        }
    }

    /// What comes next: a question, or that it is enough. `further` asks on where it would be enough, for more sureness.
    pub fn next(&self, profile: &Profile, further: bool) -> Result<Next, Fault> {
        let record = engine::evaluate(self.program, profile)?;
        let (_, advice) = record.advised();
        let open = self.open(profile, &record);
        let asked = self.asked(profile, &open);
        let samples = Samples::draw(self, profile, &open);
        let agree = samples.agree(advice);
        let settled = agree >= 1.0 && self.is_settled(profile, &record)?;
        let essential = |fact: &FactId| self.essential.contains(fact);
        let lacks = asked.iter().any(essential);
        let ranking = Ranking::of(&samples, &asked);
        let enough = settled || (!lacks && agree >= ENOUGH);
        let question = match enough && !further {
            true => None,
            false => self.question(&ranking, &asked, &open, (agree, further)),
        };
        Ok(match question {
            Some((fact, why)) => Next::Ask(Question {
                fact,
                why,
                leans: samples.leans(fact),
                agree,
                likely: samples.likely(),
            }),
            None => Next::Enough(Enough {
                advice,
                settled,
                agree,
                could_turn: ranking.turning(&samples, advice),
                essential: asked.iter().copied().filter(essential).collect(),
                unanswered: self.unanswered(profile, &record),
                more: !ranking.telling().is_empty() || lacks,
            }),
        })
    }

    /// The question about a fact, whatever is known of it and whatever else would come next.
    pub fn about(&self, profile: &Profile, fact: FactId) -> Result<Question, Fault> {
        let mut without = profile.clone();
        without.set(fact, None);
        without.missing.remove(&fact);
        let record = engine::evaluate(self.program, &without)?;
        let (_, advice) = engine::evaluate(self.program, profile)?.advised();
        let samples = Samples::draw(self, &without, &self.open(&without, &record));
        Ok(Question {
            fact,
            why: Why::Chosen,
            leans: samples.leans(fact),
            agree: samples.agree(advice),
            likely: samples.likely(),
        })
    }

    /// The program.
    pub fn program(&self) -> &'p Program {
        self.program
    }

    /// The question to ask, and why it comes now.
    fn question(
        &self,
        ranking: &Ranking,
        asked: &[FactId],
        open: &[FactId],
        (agree, further): (f64, bool),
    ) -> Option<(FactId, Why)> {
        let waiting = |gate: &FactId| -> Vec<FactId> {
            let behind = self.gates.iter().filter(|(_, gates)| gates.contains(gate));
            let behind = behind.map(|(fact, _)| *fact);
            behind.filter(|fact| open.contains(fact)).collect()
        };
        let mut gates = asked.iter().map(|gate| (*gate, waiting(gate)));
        if let Some((gate, behind)) = gates.find(|(_, behind)| !behind.is_empty()) {
            return Some((gate, Why::Opens(behind)));
        }
        let first = |from: &dyn Fn(FactId) -> bool| {
            let mut ranked = ranking.order().iter().copied();
            ranked.find(|fact| from(*fact))
        };
        let essential = || first(&|fact| self.essential.contains(&fact));
        let deciding = || first(&|fact| ranking.decides(fact));
        let telling = || first(&|fact| ranking.telling().contains(&fact));
        let named = |why: Why| move |fact: FactId| (fact, why.clone());
        if agree < ENOUGH {
            let decides = deciding().map(named(Why::Decides));
            return decides.or_else(|| essential().map(named(Why::Essential)));
        }
        let more = || further.then(telling).flatten();
        essential()
            .map(named(Why::Essential))
            .or_else(|| more().map(named(Why::Sureness)))
    }

    /// The facts that are read or needed to be sure and have no answer, those aside whose question does not apply or that nobody can answer.
    fn open(&self, profile: &Profile, record: &Record) -> Vec<FactId> {
        let ids = self.program.rulebook.facts.ids();
        let open = ids.filter(|fact| {
            profile.given(*fact).is_none()
                && (self.program.plan.index.read[*fact] || self.essential.contains(fact))
                && !is_final(profile, *fact)
                && !record.is_moot(self.program, *fact)
        });
        open.collect()
    }

    /// Those that may be asked now: not skipped, and no open question decides first whether they are asked at all.
    fn asked(&self, profile: &Profile, open: &[FactId]) -> Vec<FactId> {
        let waits = |fact: &FactId| {
            let mut gates = self.gates.iter().filter(|(gated, _)| gated == fact);
            gates.any(|(_, gates)| gates.iter().any(|gate| open.contains(gate)))
        };
        let asked = open.iter().copied();
        let asked = asked.filter(|fact| !profile.missing.contains_key(fact) && !waits(fact));
        asked.collect()
    }

    /// The questions that do not apply, those among them that have an answer too.
    fn moot(&self, profile: &Profile, record: &Record) -> Vec<FactId> {
        let gated = self.gates.iter().map(|(fact, _)| *fact);
        let moot = gated.filter(|fact| record.is_moot(self.program, *fact));
        moot.filter(|fact| !is_final(profile, *fact)).collect()
    }

    /// The questions that were asked and have no answer.
    fn unanswered(&self, profile: &Profile, record: &Record) -> Vec<FactId> {
        let missing = profile.missing.iter();
        let missing = missing.filter(|(fact, why)| {
            **why != Missing::DoesNotApply && !record.is_moot(self.program, **fact)
        });
        missing.map(|(fact, _)| *fact).collect()
    }

    fn is_settled(&self, profile: &Profile, record: &Record) -> Result<bool, Fault> {
        let unknowns = self.space.explore(profile, record, Depth::Settled)?;
        Ok(unknowns.settled == Some(true))
    }

    /// What the answers bring beside the advice.
    pub fn beside(&self, profile: &Profile) -> Result<Brought, Fault> {
        let record = engine::evaluate(self.program, profile)?;
        let holding = record.contradictions(self.program);
        Ok(Brought {
            contradictions: holding.map(|(id, _)| id).collect(),
            moot: self.moot(profile, &record),
        })
    }
}

/// Whether a question has got its last word: nobody knows, or it does not apply.
fn is_final(profile: &Profile, fact: FactId) -> bool {
    let missing = profile.missing.get(&fact);
    missing.is_some_and(|why| matches!(why, Missing::NobodyKnows | Missing::DoesNotApply))
}
