//! The interview in the terminal: one question after the other, by keys or by lines. Decides nothing that
//! [`crate::consult`] does not.

mod input;
mod keep;
mod said;
mod screen;

pub(super) use keep::Keep;

use std::collections::BTreeSet;
use std::io::{self, Write as _};

use input::{Input, Typed};
use said::{Command, Said};
use screen::Marks;

use super::diagnostics::Look;
use super::session::Failure;
use super::{files, terminal, view};
use crate::base::Diagnostic;
use crate::consult::{Answer, Dialogue, Enough, Interview, Next, Question};
use crate::explain::{self, Block};
use crate::model::{
    CERTAINTIES, Fact, FactId, FactType, Given, LetId, LevelSet, Profile, Value, facts_behind,
};
use crate::profile::Names;

/// An interview with somebody.
pub(super) struct Asking<'a> {
    interview: Interview<'a, 'a>,
    dialogue: &'a Dialogue<'a>,
    names: &'a Names<'a>,
    keep: Keep<'a>,
    input: Input,
    look: Look,
    /// What is said before the next question.
    notice: Vec<Block>,
    /// How sure the next answer is, and how somebody knows.
    sure: Option<f64>,
    note: Option<String>,
    began: bool,
}

/// Whether it goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Goes {
    On,
    /// Nothing more is to be asked, or nobody is there.
    Ended,
}

/// Why an interview cannot go on.
enum Broken {
    /// The terminal or the pipe went away.
    Gone,
    /// Something is wrong.
    Wrong(Failure),
}

impl From<io::Error> for Broken {
    fn from(_gone: io::Error) -> Self {
        Self::Gone
    }
}

impl From<Diagnostic> for Broken {
    fn from(problem: Diagnostic) -> Self {
        Self::Wrong(problem.into())
    }
}

impl<'a> Asking<'a> {
    /// With what a profile says.
    pub(super) fn new(
        dialogue: &'a Dialogue<'a>,
        (names, keep): (&'a Names<'a>, Keep<'a>),
        profile: Profile,
        look: Look,
    ) -> Self {
        Self {
            interview: Interview::new(dialogue, profile),
            dialogue,
            names,
            keep,
            input: Input::of_run(),
            look,
            notice: Vec::new(),
            sure: None,
            note: None,
            began: false,
        }
    }

    /// Says something before the first question.
    pub(super) fn say(&mut self, block: Block) {
        self.notice.push(block);
    }

    /// Asks until it is enough or somebody has enough of it. Gives the profile and where it is kept; `None` where nobody is
    /// there any more to whom anything could be shown.
    pub(super) fn run(mut self) -> Result<Option<(Profile, Keep<'a>)>, Failure> {
        if self.input == Input::Keys {
            terminal::put_back_when_ended();
        }
        let ended = loop {
            match self.step() {
                Ok(Goes::On) => {}
                Ok(Goes::Ended) => break self.end(),
                Err(broken) => break Err(broken),
            }
        };
        match ended {
            Ok(()) => Ok(Some((self.interview.profile().clone(), self.keep))),
            Err(Broken::Gone) => Ok(None),
            Err(Broken::Wrong(failure)) => Err(failure),
        }
    }

    fn step(&mut self) -> Result<Goes, Broken> {
        match self.next()? {
            Next::Ask(question) => self.ask(&question),
            Next::Enough(enough) => self.enough(&enough),
        }
    }

    fn next(&self) -> Result<Next, Broken> {
        let next = self.interview.next();
        next.map_err(|fault| fault.diagnostic(self.dialogue.program()).into())
    }

    /// Shows a question until there is an answer, or something else is wanted.
    fn ask(&mut self, question: &Question) -> Result<Goes, Broken> {
        let book = self.names.rulebook;
        let Some(fact) = book.facts.find(question.fact) else {
            return Ok(Goes::Ended);
        };
        let now = Answer::of(self.interview.profile(), question.fact);
        let told = self.interview.told();
        let mut marks = Marks::default();
        if let Answer::Given(given) = &now
            && let Value::Set(set) = given.value
        {
            marks.taken = set;
        }
        loop {
            self.show(&screen::question(book, (question, told), (&now, marks)))?;
            let said = match self.said(fact, &mut marks)? {
                Some(Said::Nothing) if !now.is_nothing() => {
                    self.interview.forth();
                    return Ok(Goes::On);
                }
                Some(said) => said,
                None => continue,
            };
            match said {
                Said::Value(value, certainty) => {
                    let given = self.given(value, certainty);
                    self.answer(question, Answer::Given(given))?;
                    return Ok(Goes::On);
                }
                Said::Missing(why) => {
                    let note = self.note.take().map(Into::into);
                    self.answer(question, Answer::Missing(why, note))?;
                    return Ok(Goes::On);
                }
                Said::Command(Command::Help) => self.notice = screen::help(book, question),
                Said::Command(command) => return self.command(command, Some(question.fact)),
                Said::Nothing => self.tell("Choose an answer, or press d if you don't know."),
                Said::Wrong(told) => self.tell(&told),
            }
        }
    }

    /// What is said at a question; `None` where only what is marked has changed.
    fn said(&self, fact: &Fact, marks: &mut Marks) -> Result<Option<Said>, Broken> {
        let count = match &fact.kind {
            FactType::YesNo => 2,
            kind => kind.scale().map_or(0, |scale| scale.levels.len()),
        };
        let by_key = self.input == Input::Keys && (1..=KEYS).contains(&count);
        let typed = match by_key {
            true => self.input.key()?,
            false => self.input.line("> ")?,
        };
        let is_set = matches!(fact.kind, FactType::Set(_));
        Ok(match typed {
            Typed::Ended => Some(Said::Command(Command::Quit)),
            Typed::Move(by) => {
                let now = marks.at;
                let last = count.saturating_sub(1);
                marks.at = Some(match (now, by < 0) {
                    (None, true) => last,
                    (None, false) => 0,
                    (Some(at), true) => at.checked_sub(1).unwrap_or(last),
                    (Some(at), false) => {
                        if at < last {
                            at.saturating_add(1)
                        } else {
                            0
                        }
                    }
                });
                None
            }
            Typed::Line(text) if by_key && is_set => at_set(&text, count, marks),
            Typed::Line(text) if by_key => {
                let marked = marks.at.filter(|_| text.is_empty());
                let text = marked.map_or(text, |at| at.saturating_add(1).to_string());
                Some(match said::only(&text).filter(char::is_ascii_alphabetic) {
                    Some(letter) if !matches!(fact.kind, FactType::YesNo) => {
                        said::key(letter).unwrap_or(Said::Nothing)
                    }
                    _ => said::line(&text, fact, self.names),
                })
            }
            Typed::Line(text) => Some(said::line(&text, fact, self.names)),
        })
    }

    /// A value with how sure it is and how somebody knows.
    fn given(&mut self, value: Value, certainty: Option<f64>) -> Given {
        Given {
            certainty: certainty.or(self.sure.take()).unwrap_or(1.0),
            note: self.note.take().map(Into::into),
            ..Given::certain(value)
        }
    }

    fn answer(&mut self, question: &Question, answer: Answer) -> Result<(), Broken> {
        let fact = question.fact;
        let program = self.dialogue.program();
        let brought = self.interview.answer(fact, answer);
        let brought = brought.map_err(|fault| fault.diagnostic(program))?;
        (self.sure, self.note) = (None, None);
        self.keep.save(self.interview.profile())?;
        let skipped = screen::skipped(self.names.rulebook, &brought.moot);
        self.notice.extend(skipped);
        for one in brought.contradictions {
            self.contradiction(one)?;
        }
        Ok(())
    }

    /// Asks back where answers do not go together.
    fn contradiction(&mut self, id: LetId) -> Result<(), Broken> {
        let book = self.names.rulebook;
        let Some(one) = book.lets.find(id) else {
            return Ok(());
        };
        let of_let = |id: LetId| book.lets.find(id).map(|one| &one.kind);
        let behind = facts_behind(one.kind.refs(), &of_let);
        let all = self.answers(Some(&behind));
        self.show(&screen::contradiction(book, &one.title, &all))?;
        self.change_one(&all)
    }

    /// Goes to the answer whose number is typed.
    fn change_one(&mut self, all: &[(FactId, Answer)]) -> Result<(), Broken> {
        let Typed::Line(text) = self.input.line("> ")? else {
            return Ok(());
        };
        if text.is_empty() {
            return Ok(());
        }
        let chosen = text.parse::<usize>().ok().and_then(|at| at.checked_sub(1));
        match chosen.and_then(|at| all.get(at)) {
            Some((fact, _)) => self.interview.go_to(*fact),
            None => self.tell(&format!(
                "`{text}` is no number of the list, so nothing was changed."
            )),
        }
        Ok(())
    }

    /// What is answered, or of those facts only.
    fn answers(&self, of: Option<&BTreeSet<FactId>>) -> Vec<(FactId, Answer)> {
        let facts = self.names.rulebook.facts.ids();
        let facts = facts.filter(|fact| of.is_none_or(|of| of.contains(fact)));
        let told = facts.map(|fact| (fact, Answer::of(self.interview.profile(), fact)));
        told.filter(|(_, answer)| !answer.is_nothing()).collect()
    }

    fn command(&mut self, command: Command, at: Option<FactId>) -> Result<Goes, Broken> {
        match command {
            Command::Quit => return Ok(Goes::Ended),
            Command::Back => {
                if !self.interview.back(at) {
                    self.tell("There is no question before this one; l lists the answers.");
                }
            }
            Command::List => {
                let all = self.answers(None);
                let mut blocks = screen::list(self.names.rulebook, &all);
                blocks.push(Block::Paragraph(
                    "Number: change that answer · Enter: go on".into(),
                ));
                self.show(&blocks)?;
                self.change_one(&all)?;
            }
            Command::Sure => self.how_sure(at)?,
            Command::Note => self.how_known(at)?,
            Command::Further => self.interview.go_further(),
            Command::Help => {}
        }
        Ok(Goes::On)
    }

    fn how_sure(&mut self, at: Option<FactId>) -> Result<(), Broken> {
        let words = CERTAINTIES.iter().zip(1..);
        let words: Vec<String> = words
            .map(|((words, _), at)| format!("{at} {words}"))
            .collect();
        let Typed::Line(text) = self
            .input
            .line(&format!("How sure? {}: ", words.join(", ")))?
        else {
            return Ok(());
        };
        let chosen = text.parse::<usize>().ok().and_then(|at| at.checked_sub(1));
        let chosen = chosen.and_then(|at| CERTAINTIES.get(at)).or_else(|| {
            let mut all = CERTAINTIES.iter();
            all.find(|(words, _)| words.eq_ignore_ascii_case(&text))
        });
        match chosen {
            Some((words, certainty)) => {
                self.mend(
                    at,
                    |given| given.certainty = *certainty,
                    |own| own.sure = Some(*certainty),
                )?;
                self.tell(&format!("The answer counts as: {words}."));
            }
            None => self.tell("It stays as it was."),
        }
        Ok(())
    }

    fn how_known(&mut self, at: Option<FactId>) -> Result<(), Broken> {
        let Typed::Line(text) = self.input.line("How do you know? ")? else {
            return Ok(());
        };
        let note = Some(text).filter(|text| !text.is_empty());
        let own = note.clone();
        self.mend(
            at,
            |given| given.note = note.as_deref().map(Into::into),
            |asking| asking.note = own,
        )?;
        self.tell("The note goes with the answer.");
        Ok(())
    }

    /// Changes the answer of a question; where it has none yet, what goes with the next one.
    fn mend(
        &mut self,
        at: Option<FactId>,
        change: impl FnOnce(&mut Given),
        later: impl FnOnce(&mut Self),
    ) -> Result<(), Broken> {
        let given = at.and_then(|fact| Some((fact, self.interview.profile().given(fact)?.clone())));
        match given {
            Some((fact, mut given)) => {
                change(&mut given);
                let program = self.dialogue.program();
                let told = self.interview.answer(fact, Answer::Given(given));
                told.map_err(|fault| fault.diagnostic(program))?;
                self.interview.go_to(fact);
                self.keep.save(self.interview.profile())?;
            }
            None => later(self),
        }
        Ok(())
    }

    fn enough(&mut self, enough: &Enough) -> Result<Goes, Broken> {
        self.show(&screen::enough(self.names.rulebook, enough))?;
        let command = match self.input.key()? {
            Typed::Line(text) if text.is_empty() => Command::Quit,
            Typed::Ended => Command::Quit,
            Typed::Move(_) => return Ok(Goes::On),
            Typed::Line(text) => match said::only(text.trim_start_matches('/')).and_then(said::key)
            {
                Some(Said::Command(Command::Further)) if !enough.more => {
                    self.tell("No open answer would make it surer.");
                    return Ok(Goes::On);
                }
                Some(Said::Command(command)) => command,
                _ => {
                    self.tell("Press Enter for the result.");
                    return Ok(Goes::On);
                }
            },
        };
        self.command(command, None)
    }

    fn end(&mut self) -> Result<(), Broken> {
        self.name_file()?;
        Ok(self.keep.save(self.interview.profile())?)
    }

    /// Asks for the name of a file where there is somebody to answer, and none was named.
    fn name_file(&mut self) -> Result<(), Broken> {
        let nothing = self.answers(None).is_empty();
        if self.keep.path().is_some() || self.input == Input::Lines || nothing {
            return Ok(());
        }
        loop {
            let prompt = "Save the answers as (a name such as acme.toml; Enter: do not save): ";
            let Typed::Line(text) = self.input.line(prompt)? else {
                return Ok(());
            };
            if text.is_empty() {
                return Ok(());
            }
            let path = std::path::PathBuf::from(&text);
            let told = match (
                path.extension().is_some_and(|end| end == "toml"),
                path.exists(),
            ) {
                (false, _) => format!("Name a file that ends in .toml, such as {text}.toml."),
                (true, true) => format!("{text} exists already; name another file."),
                (true, false) => {
                    self.keep.move_to(path.clone());
                    match self.keep.save(self.interview.profile()) {
                        Ok(()) => return Ok(()),
                        Err(problem) => format!("{}: {}", files::shown(&path), problem.message),
                    }
                }
            };
            writeln!(io::stdout().lock(), "{told}")?;
        }
    }

    fn tell(&mut self, words: &str) {
        self.notice.push(Block::Paragraph(words.to_owned().into()));
    }

    /// Shows blocks below what is to be said first, on a screen of their own where there is one.
    fn show(&mut self, blocks: &[Block]) -> Result<(), Broken> {
        let mut all = std::mem::take(&mut self.notice);
        all.extend(blocks.iter().cloned());
        let text = explain::as_text(&all, view::options(self.look));
        let mut out = io::stdout().lock();
        if self.input == Input::Keys && self.began {
            write!(out, "{}", terminal::CLEAR)?;
        }
        self.began = true;
        writeln!(out, "{}", text.trim_end())?;
        out.flush()?;
        Ok(())
    }
}

/// Answers up to which one key chooses.
const KEYS: usize = 9;

/// A key at a question with several answers: a number takes an element or lets it go, Enter is the end.
fn at_set(text: &str, count: usize, marks: &mut Marks) -> Option<Said> {
    let number = text.parse::<usize>().ok();
    let spaced = marks
        .at
        .filter(|_| text == " ")
        .map(|at| at.saturating_add(1));
    match (number.or(spaced), said::only(text)) {
        (Some(0), _) => marks.taken = LevelSet(0),
        (Some(at), _) if at <= count => {
            let at = at.checked_sub(1).and_then(|at| u8::try_from(at).ok())?;
            marks.taken = match marks.taken.has(at) {
                true => LevelSet::one(at).missing_of(marks.taken),
                false => marks.taken.union(LevelSet::one(at)),
            };
        }
        (_, None) => return Some(Said::Value(Value::Set(marks.taken), None)),
        (_, Some(letter)) => return said::key(letter),
    }
    None
}
