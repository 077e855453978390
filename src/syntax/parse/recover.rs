//! What else is wrong in a declaration that did not parse, and which facts of a topic can still be read. Puts no
//! error into words.
//!
//! What the author is told to write is put in the place of what is written, and all is read again: what follows is told
//! as it will be once the author has done so. Where a message does not say what to write, the part that is at fault, a
//! clause, a row or a fact, is left out.

use std::ops::Range;
use std::sync::Arc;

use pest::Parser;
use pest::error::{Error, ErrorVariant, InputLocation};

use super::super::blocks::{is_clause, takes};
use super::super::scan::Chunk;
use super::super::tree::{Fact, ItemKind, Name, Topic};
use super::super::{problem, words};
use super::failure::{Failure, Place, begins_line, skip_layout, token_at};
use super::{Build, Grammar, Lost, Read, Rule};
use crate::base::{Diagnostic, Edit, Mended, Safety, Span, nearest};

/// How many bytes are read again at most, for all the errors of one declaration.
const WORK: usize = 4 << 20;

/// How many words behind a declaration may be those of others in a list.
const LISTED: usize = 128;

/// Words with which a line goes on that the line before began.
const CONTINUING: &[&str] = &["and", "or", "not", "is", "between", "includes", "surely"];

/// The same in a block of rows.
const OF_ROWS: &[&str] = &["when", "unless", "because", "cite", "otherwise"];

/// Words and signs after which the word that opens a clause may be a name.
const NEEDING: &[&str] = &[
    "by", "cite", "tag", "formerly", "in", "defeats", "basis", "favor", "oppose", "exclude", ",",
    ".", "(", "=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/",
];

/// Words that open a clause wherever they stand, where no name is needed.
const OPENING: &[&str] = &[
    "when", "unless", "then", "else", "because", "cite", "basis", "defeats",
];

/// A declaration that is mended until it can be read.
pub(super) struct Mending {
    /// What is read.
    text: Mended,
    /// The same with the parts that are left out, byte by byte as long: what stands around a fault.
    shown: String,
    /// The place of what the scanner told without saying what to write, where that is in no part.
    stuck: bool,
    /// Where what the scanner told to write was put in the place of something else, as places of the text as it was.
    stood_in: Vec<usize>,
    /// The facts of which a help only guesses what was meant, as places of the text as it was.
    guessed: Vec<Range<usize>>,
    /// Whether the head of a derivation is not sure: whether rows, cells or clauses follow depends on it.
    unsure_head: bool,
    /// Whether the declaration was told to have a name, which may be any.
    nameless: bool,
    /// Whether something between the word of the declaration and its `{` was left out.
    headless: bool,
    /// The facts in what was left out.
    lost: Vec<LostFact>,
    /// What was done last.
    last: Step,
    /// How many bytes were read.
    work: usize,
}

/// What was done to get over a fault.
#[derive(Clone, Copy)]
enum Step {
    Nothing,
    /// What is to be written was put in, up to that place.
    Mended(usize),
    /// A part was left out, up to that place.
    LeftOut(usize),
}

/// The name of a fact; empty where there is none. Its place is that in the text as it was.
struct LostFact {
    name: String,
    place: Range<usize>,
}

impl Mending {
    /// A declaration with what the scanner has mended.
    pub(super) fn of(source: &str, chunk: &Chunk) -> Self {
        let mut text = Mended::of(source);
        let mut mends: Vec<_> = chunk.mends.iter().collect();
        mends.sort_by_key(|mend| (mend.range.start, mend.range.end));
        let mut before = usize::MAX;
        let (mut unsure, mut stood_in) = (Vec::new(), Vec::new());
        for mend in mends.into_iter().rev() {
            let at = |place: usize| place.saturating_sub(chunk.start);
            let range = at(mend.range.start)..at(mend.range.end);
            if range.end > before {
                continue;
            }
            before = range.start;
            if !mend.sure {
                unsure.push(range.start);
            } else if !mend.text.is_empty() {
                stood_in.push(range.start);
            }
            text.replace(range, &mend.text);
        }
        let mut mending = Self {
            shown: text.text().to_owned(),
            text,
            stuck: false,
            stood_in,
            guessed: Vec::new(),
            unsure_head: false,
            nameless: false,
            headless: false,
            lost: Vec::new(),
            last: Step::Nothing,
            work: 0,
        };
        unsure.sort_unstable();
        mending.leave_out_all(&unsure, chunk.keyword.unwrap_or(""));
        mending
    }

    /// Leaves out the parts in which something stands that nobody was told how to write.
    fn leave_out_all(&mut self, unsure: &[usize], keyword: &str) {
        let parts = parts(self.text.text(), keyword);
        let mut last = usize::MAX;
        for place in unsure {
            let within = |part: &&Range<usize>| {
                let text = &self.text;
                (text.original(part.start)..text.original(part.end)).contains(place)
            };
            match parts.iter().find(within) {
                Some(part) if part.start == last => {}
                Some(part) => {
                    last = part.start;
                    self.leave_out(part.clone());
                }
                None => self.stuck = true,
            }
        }
    }

    /// Puts something in a place.
    fn put(&mut self, range: Range<usize>, text: &str) -> Option<()> {
        self.text.replace(range.clone(), text)?;
        self.last = Step::Mended(range.start.saturating_add(text.len()));
        self.shown.replace_range(range, text);
        Some(())
    }

    /// Does what a help says.
    fn follow(&mut self, edits: &[Edit]) -> Option<()> {
        let mut edits: Vec<&Edit> = edits.iter().collect();
        edits.sort_by_key(|edit| std::cmp::Reverse(edit.span.start));
        edits
            .into_iter()
            .try_for_each(|edit| self.put(edit.span.range(), &edit.text))
    }

    /// Leaves out a part.
    fn leave_out(&mut self, part: Range<usize>) {
        let source = self.text.text();
        let word = skip_layout(source, part.start);
        let word_end = word.saturating_add(token_at(source, word).len());
        let at = skip_layout(source, word_end);
        let name = token_at(source, at);
        let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic()) && at < part.end;
        self.lost.push(LostFact {
            name: if is_name { name } else { "" }.to_owned(),
            place: self.text.original(at)..self.text.original(at.saturating_add(name.len())),
        });
        self.last = Step::LeftOut(part.end);
        self.text.blank(part);
    }

    /// Leaves out what stands between a fault in the head and the `{` behind it, if the rest can be read then.
    fn behead(&mut self, at: usize, rule: Rule) -> Option<()> {
        let source = self.text.text();
        // A line of its own may begin another declaration, which lacks its word.
        if begins_line(source, at) {
            return None;
        }
        let brace = brace_behind(source, at)?;
        let head = at..brace;
        let readable = ["", "x"].into_iter().find(|name| {
            let mut rest = source.to_owned();
            rest.replace_range(head.clone(), &format!("{name} "));
            let open = at.saturating_add(name.len()).saturating_add(1);
            Grammar::parse(rule, &rest).map_or_else(|error| place_of(&error) > open, |_| true)
        })?;
        self.headless = true;
        self.put(head, &format!("{readable} "))
    }
}

impl Build<'_> {
    /// Tells every error of a declaration. A topic is read without the facts at fault; they are lost by name.
    pub(super) fn recover(
        &mut self,
        mut mending: Mending,
        (rule, keyword): (Rule, &'static str),
    ) -> Read {
        if mending.stuck {
            return Read::Rest(None);
        }
        loop {
            let text = mending.text.text();
            mending.work = mending.work.saturating_add(text.len());
            let Err(error) = Grammar::parse(rule, text) else {
                return self.read_mended(mending, (rule, keyword));
            };
            if mending.work > WORK {
                let end = place_of(&error);
                let problem = problem::too_many_in_one(Span::new(self.file, end, end));
                self.tell(&mending, problem);
                return Read::Rest(None);
            }
            if self.step(&mut mending, (rule, keyword), &error).is_none() {
                self.lose_next(&mending, &error);
                return Read::Rest(None);
            }
        }
    }

    /// Tells the error that reading ends with, unless it may only follow from one told before, and gets over it.
    fn step(
        &mut self,
        mending: &mut Mending,
        (rule, keyword): (Rule, &'static str),
        error: &Error<Rule>,
    ) -> Option<()> {
        let source = mending.shown.clone();
        let place = Place {
            file: self.file,
            all: self.all,
            base: 0,
            source: &source,
            keyword,
        };
        let failure = Failure::of(&place, error, mending.text.text());
        let in_head = brace_behind(&source, 0).is_none_or(|brace| failure.at <= brace);
        if mending.unsure_head && !in_head {
            return None;
        }
        let parts = parts(&source, keyword);
        let part = at_fault(&parts, &failure, &source);
        let ends = failure.wanted.iter().all(|rule| *rule == Rule::EOI);
        // A cell has no `and` at all, whatever it stands for.
        let in_cell = failure.found == "and" && failure.wants(&[Rule::arrow]);
        let stood_in = mending
            .stood_in
            .contains(&mending.text.original(failure.at));
        let follows = stood_in && !in_cell;
        let further = match (mending.last, &part) {
            _ if follows => false,
            (Step::Nothing, _) => true,
            _ if ends => false,
            (Step::LeftOut(end), Some(part)) => part.start >= end,
            (Step::LeftOut(_), None) => false,
            (Step::Mended(end), _) => failure.at >= end,
        };
        if !further {
            // What was put in did not help; what was left out may be missed.
            let helped = (follows || matches!(mending.last, Step::Mended(_))) && !ends;
            mending.leave_out(part.filter(|_| helped)?);
            return Some(());
        }
        let told = failure.explain();
        let edits = told.edits.clone();
        let sure = !edits.is_empty() && told.safety == Safety::Safe;
        mending.unsure_head |= keyword == "let" && in_head && !sure;
        let guessed = keyword == "topic" && told.safety == Safety::Unsafe;
        if let (true, Some(part)) = (guessed && !edits.is_empty(), &part) {
            let original = |at: usize| mending.text.original(at);
            let place = original(part.start)..original(part.end);
            mending.guessed.push(place);
        }
        self.tell(mending, told);
        mending.nameless |= failure.last == keyword && failure.wants(&[Rule::name]);
        if !edits.is_empty() {
            return mending.follow(&edits);
        }
        if let Some(part) = part {
            mending.leave_out(part);
            return Some(());
        }
        mending.behead(failure.at, rule)
    }

    /// The declaration, once the grammar takes it.
    fn read_mended(&mut self, mending: Mending, (rule, keyword): (Rule, &'static str)) -> Read {
        let text = mending.text.text().to_owned();
        self.mended = Some(mending.text);
        let told = self.diagnostics.len();
        let mut kind = match Grammar::parse(rule, &text) {
            Ok(pairs) if !mending.headless => self.read(pairs, keyword),
            _ => return Read::Rest(None),
        };
        if let Some(ItemKind::Topic(topic)) = &mut kind {
            self.lose_guessed(topic, &mending.guessed);
        }
        if let (Some(ItemKind::Topic(topic)), false) = (&kind, mending.lost.is_empty()) {
            for fact in mending.lost {
                let name = self.lost_fact(topic, fact);
                self.lost.push(Lost::fact(name));
            }
        } else if !mending.lost.is_empty() {
            // What was left out is missing, or makes another clause come twice.
            let new = self.diagnostics.split_off(told);
            let own = |one: &Diagnostic| !matches!(one.code, "E0115" | "E0117");
            self.diagnostics.extend(new.into_iter().filter(own));
            return Read::Rest(kind.map(Box::new));
        }
        match kind.map(Box::new) {
            // The name that is asked for may be any.
            kind if mending.nameless => Read::Rest(kind),
            kind => kind.map_or(Read::Rest(None), Read::Whole),
        }
    }

    /// Takes the facts out of a topic that may be meant otherwise than they are read.
    fn lose_guessed(&mut self, topic: &mut Topic, guessed: &[Range<usize>]) {
        let base = self.base;
        let is_guessed = |fact: &Fact| {
            let at = fact.name.span.range().start.saturating_sub(base);
            guessed.iter().any(|place| place.contains(&at))
        };
        let (lost, sure) = std::mem::take(&mut topic.facts)
            .into_iter()
            .partition(is_guessed);
        topic.facts = sure;
        let lost: Vec<Fact> = lost;
        let name = |fact: Fact| Name {
            text: format!("{}.{}", topic.name.text, fact.name.text).into(),
            ..fact.name
        };
        self.lost.extend(lost.into_iter().map(name).map(Lost::fact));
    }

    /// What follows a whole declaration may be another one that lacks its word: it may declare what it begins with.
    fn lose_next(&mut self, mending: &Mending, error: &Error<Rule>) {
        let (ErrorVariant::ParsingError { positives, .. }, InputLocation::Pos(at)) =
            (&error.variant, &error.location)
        else {
            return;
        };
        if !positives.contains(&Rule::EOI) {
            return;
        }
        let source = &mending.shown;
        let mut at = *at;
        // A list of declarations has a word and a name for each.
        let word = token_at(source, skip_layout(source, 0));
        let mut last = "";
        for place in 0..LISTED {
            at = skip_layout(source, at);
            let token = token_at(source, at);
            let listed = [token, last].contains(&word) || token.starts_with('"');
            if token.is_empty() || place > 1 && !listed {
                break;
            }
            last = token;
            if token.starts_with(|c: char| c.is_ascii_alphabetic()) {
                // It may be a word that an edit put there, so it is only as long as what stands in its place.
                let end = at.saturating_add(token.len());
                let range = mending.text.place(Span::new(self.file, at, end)).range();
                let [start, end] = [range.start, range.end].map(|at| self.base.saturating_add(at));
                self.lost.push(Lost {
                    keyword: "",
                    name: Name {
                        text: token.into(),
                        span: Span::new(self.file, start, end),
                    },
                });
            }
            at = at.saturating_add(token.len());
        }
    }

    /// Reports a problem of the text as it is mended.
    fn tell(&mut self, mending: &Mending, problem: Diagnostic) {
        let base = self.base;
        let problem = problem.moved(|span| {
            let range = mending.text.place(*span).range();
            *span = Span::new(
                span.file,
                base.saturating_add(range.start),
                base.saturating_add(range.end),
            );
        });
        self.report(problem);
    }

    /// The full name of a fact that is lost; that of the topic where it has none, for it may be any fact.
    fn lost_fact(&self, topic: &Topic, fact: LostFact) -> Name {
        let place = |at: usize| self.base.saturating_add(at);
        Name {
            text: match fact.name.as_str() {
                "" => Arc::clone(&topic.name.text),
                name => format!("{}.{name}", topic.name.text).into(),
            },
            span: Span::new(self.file, place(fact.place.start), place(fact.place.end)),
        }
    }
}

/// Where reading ended.
fn place_of(error: &Error<Rule>) -> usize {
    match error.location {
        InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
    }
}

/// The first `{` of a declaration, where it stands behind a place.
fn brace_behind(source: &str, place: usize) -> Option<usize> {
    let mut at = 0;
    loop {
        at = skip_layout(source, at);
        match token_at(source, at) {
            "" => return None,
            "{" => return Some(at).filter(|at| *at > place),
            token => at = at.saturating_add(token.len()),
        }
    }
}

/// The part of the declaration that is to blame.
fn at_fault(parts: &[Range<usize>], failure: &Failure<'_>, source: &str) -> Option<Range<usize>> {
    let part_of = |at: usize| {
        let after = parts.partition_point(|part| part.start <= at);
        let part = parts.get(after.checked_sub(1)?)?;
        (at < part.end).then_some(part)
    };
    let starts =
        begins_line(source, failure.at) || parts.iter().any(|part| part.start == failure.at);
    let whole = failure.wanted.iter().any(begins_part) && starts;
    match part_of(failure.at).filter(|_| whole) {
        // What stands before is whole, so what comes now is at fault; inside of a block, all of the block.
        Some(part) if is_outside(source, part.start, failure.at) => Some(failure.at..part.end),
        Some(part) => Some(part.clone()),
        None => part_of(failure.last_at).filter(|_| !whole).cloned(),
    }
}

/// Whether no bracket is open at a place that was closed at the start of its part.
fn is_outside(source: &str, start: usize, at: usize) -> bool {
    let (mut depth, mut next) = (0_usize, start);
    loop {
        next = skip_layout(source, next);
        let token = token_at(source, next);
        if next >= at || token.is_empty() {
            return depth == 0;
        }
        match token {
            "{" | "(" | "[" => depth = depth.saturating_add(1),
            "}" | ")" | "]" => depth = depth.saturating_sub(1),
            _ => {}
        }
        next = next.saturating_add(token.len());
    }
}

/// Whether the rule begins a part, so that the one before was whole.
fn begins_part(rule: &Rule) -> bool {
    matches!(
        rule,
        Rule::fact
            | Rule::kw_fact
            | Rule::about
            | Rule::kw_about
            | Rule::contrast_row
            | Rule::list_row
            | Rule::table_row
            | Rule::advice_row
            | Rule::given_entry
            | Rule::expect
            | Rule::kw_expect
            | Rule::claim
    )
}

/// The parts of a declaration, in order: each ends where the next begins or the block does.
fn parts(source: &str, keyword: &str) -> Vec<Range<usize>> {
    let mut parts: Vec<Range<usize>> = Vec::new();
    let mut open = false;
    let (mut depth, mut given) = (0_usize, 0_usize);
    let (mut end, mut last) = (0, "");
    loop {
        let at = skip_layout(source, end);
        // A line that ends in a comma goes on.
        let line = last != "," && source.get(end..at).unwrap_or("").contains('\n');
        let fresh = last == "{" || line;
        let token = token_at(source, at);
        let inside = depth == 1 || (given > 0 && depth == given);
        let mut close = |parts: &mut Vec<Range<usize>>| {
            if std::mem::take(&mut open)
                && let Some(part) = parts.last_mut()
            {
                part.end = at;
            }
        };
        match token {
            "" => return parts,
            "{" | "(" | "[" => {
                depth = depth.saturating_add(1);
                if last == "given" && token == "{" {
                    given = depth;
                    // What stands in it are parts of their own.
                    close(&mut parts);
                }
            }
            "}" | ")" | "]" => {
                if inside && token == "}" {
                    close(&mut parts);
                    given = 0;
                }
                depth = depth.saturating_sub(1);
            }
            word if inside
                && last != "fact"
                && begins(source, at, word, (keyword, fresh, last)) =>
            {
                close(&mut parts);
                parts.push(at..source.len());
                open = true;
            }
            _ => {}
        }
        last = token;
        end = at.saturating_add(token.len());
    }
}

/// Whether a part begins with the word at a place; `fresh` where it is the first of its line, `last` the word before.
fn begins(source: &str, at: usize, word: &str, (keyword, fresh, last): (&str, bool, &str)) -> bool {
    let of_rows = matches!(keyword, "advice" | "contrast" | "let");
    let goes_on = CONTINUING.contains(&word) || (of_rows && OF_ROWS.contains(&word));
    match keyword {
        "rule" | "note" if !fresh => {
            !NEEDING.contains(&last)
                && !CONTINUING.contains(&last)
                && opens_clause(source, at, word, keyword)
        }
        "topic" => word == "fact" || (fresh && is_word(word) && heads_fact(source, at, word)),
        _ if word.starts_with('"') && is_clause(last) => false,
        _ => fresh && is_word(word) && !goes_on,
    }
}

/// Whether a clause begins with a word in the middle of a line, or is meant to.
fn opens_clause(source: &str, at: usize, word: &str, keyword: &str) -> bool {
    let takes = takes(keyword);
    let next = skip_layout(source, at.saturating_add(word.len()));
    // A misspelt word tells itself by the string behind it.
    let meant = token_at(source, next).starts_with('"') && is_word(word);
    OPENING.contains(&word) && takes.contains(&word) || meant && nearest(word, takes).is_some()
}

/// Whether `NAME :` or `NAME "Title"` follows the word, so that it was meant for `fact`.
fn heads_fact(source: &str, at: usize, word: &str) -> bool {
    let name_at = skip_layout(source, at.saturating_add(word.len()));
    let name = token_at(source, name_at);
    let next_at = skip_layout(source, name_at.saturating_add(name.len()));
    let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic());
    is_name && token_at(source, next_at).starts_with([':', '"'])
}

fn is_word(token: &str) -> bool {
    let first = token.chars().next();
    first.is_some_and(|c| {
        c.is_ascii_alphanumeric() || matches!(c, '"' | '_' | '*' | '-' | '<' | '>')
    }) && !words::OPERATORS.contains(&token)
}
