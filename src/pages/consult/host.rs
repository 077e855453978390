//! What the page asks of its engine: each request is a line of JSON, and so is what comes back. The state of a
//! consultation is the text of its profile; the engine remembers nothing of it.

use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use super::read::{self, State};
use crate::analyze::{self, Way};
use crate::consult::{self, Answer, Dialogue, Enough, Interview, Next, Question, words};
use crate::engine::Fault;
use crate::explain::{self, Block, Line, Options, View, answers};
use crate::model::{Fact, FactId, FactType, Given, LetId, Missing, Profile, Value, facts_behind};
use crate::plan::Program;
use crate::profile::{Named, Names};
use crate::space::Space;
use crate::trace::{self, Teller};

/// The engine of a page.
pub struct Host<'p> {
    program: &'p Program,
    names: Names<'p>,
    dialogue: Dialogue<'p>,
    space: Space<'p>,
    teller: Teller<'p>,
}

/// What is asked.
#[derive(Debug, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
enum Request {
    /// What comes next, and all answers.
    Look {
        state: State,
        #[serde(default)]
        further: bool,
        #[serde(default)]
        at: Option<String>,
    },
    /// An answer.
    Answer {
        state: State,
        fact: String,
        answer: Said,
    },
    /// The result, as a part of the page.
    Result { state: State },
    /// The trace, as the program writes it.
    Trace { state: State },
}

/// An answer as the page has it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Said {
    /// The place of a level, of yes (0) or of no (1).
    chosen: Option<usize>,
    /// The places of the elements of a set.
    taken: Option<Vec<usize>>,
    /// A number or a text.
    typed: Option<String>,
    /// Why there is none.
    unknown: Option<String>,
    certainty: Option<f64>,
    note: Option<String>,
}

/// An answer in the list of answers.
#[derive(Debug, Serialize)]
struct Told {
    fact: String,
    topic: String,
    title: String,
    answer: String,
    moot: bool,
}

/// Why a request has no result.
type Wrong = String;

impl<'p> Host<'p> {
    /// Of a program.
    pub fn new(program: &'p Program) -> Self {
        Self {
            program,
            names: Names::of(&program.rulebook),
            dialogue: Dialogue::of(program),
            space: Space::of(program),
            teller: Teller::new(program),
        }
    }

    /// Does what a request asks: `{"ok": …}`, or `{"wrong": "why not"}`.
    pub fn handle(&self, request: &str) -> String {
        let request = serde_json::from_str(request).map_err(|error| error.to_string());
        let done = request.and_then(|request| self.done(request));
        match done {
            Ok(found) => json!({ "ok": found }),
            Err(wrong) => json!({ "wrong": wrong }),
        }
        .to_string()
    }

    fn done(&self, request: Request) -> Result<Json, Wrong> {
        match request {
            Request::Look { state, further, at } => self.look(&state, further, at.as_deref()),
            Request::Answer {
                state,
                fact,
                answer,
            } => self.answer(&state, &fact, answer),
            Request::Result { state } => self.result(&state),
            Request::Trace { state } => {
                let (profile, problems) = read::read(&state, &self.names)?;
                match problems.is_empty() {
                    true => Ok(self.json_of(&profile)?.into()),
                    false => Err(problems.join("\n")),
                }
            }
        }
    }

    fn look(&self, state: &State, further: bool, at: Option<&str>) -> Result<Json, Wrong> {
        let (profile, unread) = read::read(state, &self.names)?;
        let mut interview = Interview::new(&self.dialogue, profile);
        if further {
            interview.go_further();
        }
        if let Some(name) = at {
            interview.go_to(self.fact(name)?.0);
        }
        let next = interview.next().map_err(|fault| self.told(&fault))?;
        let beside = self.dialogue.beside(interview.profile());
        let beside = beside.map_err(|fault| self.told(&fault))?;
        let answers = self.answers(interview.profile(), &beside.moot);
        let next = match &next {
            Next::Ask(question) => json!({ "ask": self.question(question, interview.profile())? }),
            Next::Enough(enough) => json!({ "enough": self.enough(enough) }),
        };
        Ok(json!({
            "told": interview.told(),
            "answers": answers,
            "unread": unread,
            "contradictions": self.contradictions(&beside.contradictions),
            "next": next,
        }))
    }

    fn question(&self, question: &Question, profile: &Profile) -> Result<Json, Wrong> {
        let book = &self.program.rulebook;
        let fact = book.facts.find(question.fact).ok_or("no such question")?;
        let told = trace::answers(&fact.kind);
        let kind = match &fact.kind {
            FactType::YesNo | FactType::Level(_) => "one",
            FactType::Set(_) => "several",
            FactType::Number(_) => "number",
            FactType::Text => "text",
        };
        let leans = question.leans.iter();
        let leans = leans.map(|lean| {
            let words = words::ways(book, lean.advice, lean.part);
            [fact.kind.in_words(&lean.value), words]
        });
        let (likely, part) = question.likely;
        Ok(json!({
            "fact": &*fact.name,
            "topic": self.topic(fact),
            "ask": fact.ask.as_deref().map_or_else(|| words::name(fact), str::to_owned),
            "help": fact.help.as_deref(),
            "why": words::why(&question.why, book),
            "likely": words::ways(book, likely, part),
            "kind": kind,
            "choices": answers::choices(&told),
            "takes": answers::in_a_line(&told),
            "leans": leans.collect::<Vec<_>>(),
            "now": now(&Answer::of(profile, question.fact)),
        }))
    }

    fn enough(&self, enough: &Enough) -> Json {
        let book = &self.program.rulebook;
        let titles = |facts: &[FactId]| {
            facts
                .iter()
                .map(|fact| self.title(*fact))
                .collect::<Vec<_>>()
        };
        json!({
            "advice": words::advice(book, enough.advice),
            "settled": enough.settled,
            "ways": words::hundred(enough.agree),
            "could_turn": titles(&enough.could_turn),
            "essential": titles(&enough.essential),
            "unanswered": titles(&enough.unanswered),
            "more": enough.more,
        })
    }

    fn contradictions(&self, all: &[LetId]) -> Vec<Json> {
        all.iter().map(|id| self.contradiction(*id)).collect()
    }

    fn contradiction(&self, id: LetId) -> Json {
        let book = &self.program.rulebook;
        let of_let = |id: LetId| book.lets.find(id).map(|one| &one.kind);
        let one = book.lets.find(id);
        let behind = one
            .map(|one| facts_behind(one.kind.refs(), &of_let))
            .unwrap_or_default();
        let facts = behind.iter().filter_map(|fact| book.facts.find(*fact));
        json!({
            "title": one.map_or("", |one| &*one.title),
            "facts": facts.map(|fact| [fact.name.to_string(), words::name(fact)]).collect::<Vec<_>>(),
        })
    }

    fn answers(&self, profile: &Profile, moot: &[FactId]) -> Vec<Told> {
        let facts = self.program.rulebook.facts.iter();
        let told = facts.filter_map(|(id, fact)| {
            Some(Told {
                fact: fact.name.to_string(),
                topic: self.topic(fact),
                title: words::name(fact),
                answer: words::in_words(&Answer::of(profile, id), fact)?,
                moot: moot.contains(&id),
            })
        });
        told.collect()
    }

    fn answer(&self, state: &State, name: &str, said: Said) -> Result<Json, Wrong> {
        let (id, fact) = self.fact(name)?;
        let (before, _) = read::read(state, &self.names)?;
        let answer = self.meant(fact, said)?;
        let mut interview = Interview::new(&self.dialogue, before.clone());
        let brought = interview
            .answer(id, answer)
            .map_err(|fault| self.told(&fault))?;
        let state = read::written(state, (&before, interview.profile()), &self.names);
        Ok(json!({
            "state": state,
            "contradictions": self.contradictions(&brought.contradictions),
            "moot": brought.moot.iter().map(|fact| self.title(*fact)).collect::<Vec<_>>(),
        }))
    }

    /// The answer that is meant.
    fn meant(&self, fact: &Fact, mut said: Said) -> Result<Answer, Wrong> {
        let note = said
            .note
            .take()
            .filter(|note| !note.trim().is_empty())
            .map(Into::into);
        if let Some(why) = &said.unknown {
            let why = Missing::named(why).ok_or("no such reason")?;
            return Ok(Answer::Missing(why, note));
        }
        let (value, own) = match (&fact.kind, &said) {
            (
                FactType::YesNo,
                Said {
                    chosen: Some(at), ..
                },
            ) => (Value::YesNo(*at == 0), None),
            (
                FactType::Level(scale),
                Said {
                    chosen: Some(at), ..
                },
            ) if *at < scale.levels.len() => (Value::Level(u8::try_from(*at).unwrap_or(0)), None),
            (
                FactType::Set(scale),
                Said {
                    taken: Some(taken), ..
                },
            ) => {
                let within = taken.iter().filter(|at| **at < scale.levels.len());
                let within = within.filter_map(|at| u8::try_from(*at).ok());
                (Value::Set(within.collect()), None)
            }
            (
                FactType::Text,
                Said {
                    typed: Some(text), ..
                },
            ) => (Value::Text(text.as_str().into()), None),
            (
                FactType::Number(_),
                Said {
                    typed: Some(text), ..
                },
            ) => {
                let given = consult::typed(text.trim(), fact, &self.names)?;
                (given.value, Some(given.certainty))
            }
            _ => return Ok(Answer::Nothing(note)),
        };
        let certainty = said.certainty.or(own).unwrap_or(1.0);
        if !(certainty > 0.0 && certainty <= 1.0) {
            return Err("how sure it is lies above 0 and up to 1".into());
        }
        Ok(Answer::Given(Given {
            certainty,
            note,
            ..Given::certain(value)
        }))
    }

    fn result(&self, state: &State) -> Result<Json, Wrong> {
        let (profile, _) = read::read(state, &self.names)?;
        let told = self.trace(&profile)?;
        let view = |view: &View| explain::explain(&told, view).map(|one| one.blocks);
        let html = |blocks: &[Block]| explain::as_html(blocks, 3);
        let unknown = |name: explain::UnknownName| name.to_string();
        let page = view(&View::Page(None)).map_err(unknown)?;
        let reasons = REASONS.iter().map(|name| (*name).to_owned()).collect();
        let tables = match told.tables.is_empty() {
            true => String::new(),
            false => html(&view(&View::Tables).map_err(unknown)?),
        };
        Ok(json!({
            "name": &*profile.name,
            "page": html(&page),
            "ways": html(&self.ways(&profile)?),
            "tables": tables,
            "reasons": html(&view(&View::Sections(reasons)).map_err(unknown)?),
        }))
    }

    /// What it would take to change the advice, without what the organization cannot change.
    fn ways(&self, profile: &Profile) -> Result<Vec<Block>, Wrong> {
        let found = analyze::ways(&self.space, self.program, profile, (None, false));
        let found = found.map_err(|fault| self.told(&fault))?;
        let line = |way: &Way| {
            let changes = way.answers.iter();
            let changes = changes.map(|one| {
                format!(
                    "{}: {} instead of {}",
                    one.title, one.to_words, one.from_words
                )
            });
            let changes: Vec<String> = changes.collect();
            Line::default()
                .and(&way.title, explain::Tone::Strong)
                .plain(format!(" if {}", changes.join(", and ")))
        };
        let mut blocks = Vec::new();
        if !found.ways.is_empty() {
            blocks.push(Block::List(
                found.ways.iter().take(MOST_WAYS).map(line).collect(),
            ));
        }
        let kept = match found.left.is_empty() {
            true => "",
            false => " What the organization cannot change was left as it is.",
        };
        blocks.push(Block::Paragraph(format!("{}{kept}", found.proof()).into()));
        Ok(blocks)
    }

    fn trace(&self, profile: &Profile) -> Result<crate::model::trace::Trace, Wrong> {
        let told = consult::trace((self.program, &self.space), &self.teller, profile);
        told.map_err(|fault| self.told(&fault))
    }

    fn json_of(&self, profile: &Profile) -> Result<String, Wrong> {
        let told = self.trace(profile)?;
        let whole = explain::explain(&told, &View::Page(None)).map_err(|name| name.to_string())?;
        let format = explain::format("json").ok_or("no such format")?;
        Ok(explain::render(&whole, format, Options::default()))
    }

    fn fact(&self, name: &str) -> Result<(FactId, &'p Fact), Wrong> {
        let facts = &self.program.rulebook.facts;
        match self.names.find(name) {
            Named::Fact(id) => facts
                .find(id)
                .map(|fact| (id, fact))
                .ok_or_else(|| name.to_owned()),
            Named::Ambiguous(_) | Named::Unknown => Err(format!("there is no question `{name}`")),
        }
    }

    fn title(&self, fact: FactId) -> String {
        words::name_of(&self.program.rulebook, fact)
    }

    fn topic(&self, fact: &Fact) -> String {
        let topic = self.program.rulebook.topics.find(fact.topic);
        topic.map_or_else(String::new, |topic| {
            words::titled(topic.title.as_deref(), &topic.name)
        })
    }

    fn told(&self, fault: &Fault) -> Wrong {
        fault.diagnostic(self.program).message
    }
}

/// The sections of an explanation that the page does not show above them.
const REASONS: &[&str] = &[
    "ledger",
    "totals",
    "advice",
    "rules",
    "contradictions",
    "notes",
    "facts",
    "sources",
];
/// Ways to another advice that are shown.
const MOST_WAYS: usize = 12;

/// The answer that stands there, as the page shows it.
fn now(answer: &Answer) -> Json {
    match answer {
        Answer::Given(given) => {
            let mut now = json!({ "certainty": given.certainty, "note": given.note.as_deref() });
            let (key, value): (&str, Json) = match &given.value {
                Value::YesNo(yes) => ("chosen", usize::from(!*yes).into()),
                Value::Level(at) => ("chosen", (*at).into()),
                Value::Set(set) => ("taken", set.iter().collect::<Vec<u8>>().into()),
                Value::Number(number) => ("typed", number.to_string().into()),
                Value::Text(text) => ("typed", text.to_string().into()),
            };
            if let Some(now) = now.as_object_mut() {
                now.insert(key.to_owned(), value);
            }
            now
        }
        Answer::Missing(why, note) => json!({ "unknown": why.words(), "note": note.as_deref() }),
        Answer::Nothing(note) => json!({ "note": note.as_deref() }),
    }
}
