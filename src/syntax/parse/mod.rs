//! Text to syntax tree, a declaration at a time. Never fails: what does not parse is told and left out.

mod among;
mod around;
mod block;
mod expected;
mod explain;
mod expr;
mod failure;
mod grammar;
mod hint;
mod item;
mod leaf;
mod lone;
mod misspelt;
mod promise;
mod recover;
mod reserved;
mod row;
mod slip_brace;
mod slip_cell;
mod slip_choice;
mod slip_clause;
mod slip_compare;
mod slip_dash;
mod slip_effect;
mod slip_head;
mod slip_member;
mod slip_number;
mod slip_part;
mod slip_row;
mod slip_scale;
mod slip_sign;
mod slip_test;
mod slip_text;
mod slip_turned;
mod slip_type;
mod table;

use std::collections::BTreeSet;

use pest::Parser;
use pest::iterators::{Pair, Pairs};

use crate::base::{Diagnostic, FileId, Limits, Mended, Span, in_parallel, nearest};

use super::blocks::takes;
use super::meant::{meant, meant_declaration};
use super::scan::{Chunk, scan};
use super::tree::{Broken, Doubt, DoubtKind, Item, ItemKind, Name, Tree};
use super::{ascii, problem, words};

use grammar::{Grammar, Rule};
use recover::Mending;

pub use lone::parse_condition;

const LIMITS: Limits = Limits::DEFAULT;

/// Reads a file's text: the tree of what could be read, and every problem of syntax.
///
/// The tree has a [`Broken`] item for each declaration that could not be read.
pub fn parse(file: FileId, text: &str) -> (Tree, Vec<Diagnostic>) {
    parse_among(file, text, text)
}

/// The same with the texts of all files of the rulebook: a number may stand for a level that another file declares.
pub fn parse_among(file: FileId, text: &str, all: &str) -> (Tree, Vec<Diagnostic>) {
    let mut tree = Tree {
        file,
        items: Vec::new(),
        comments: Vec::new(),
        doubts: Vec::new(),
    };
    if text.len() > LIMITS.file_bytes {
        let problem = problem::file_too_large(Span::new(file, 0, 0), text.len());
        return (tree, vec![problem]);
    }
    let scan = scan(file, text);
    tree.comments = scan.comments;
    let mut diagnostics = scan.diagnostics;
    let groups: Vec<&[Chunk]> = scan.chunks.chunks(GROUP).collect();
    in_parallel(
        &groups,
        |group| read_group(file, (text, all), group),
        |(items, problems, doubts)| {
            tree.items.extend(items);
            tree.doubts.extend(doubts);
            diagnostics.extend(problems);
            diagnostics.len() <= LIMITS.diagnostics
        },
    );
    reserved::without_followers(text, &tree, &mut diagnostics);
    without_signs_told_twice(&mut diagnostics);
    diagnostics.sort_by_key(|diagnostic| diagnostic.span().map(|span| span.start));
    if diagnostics.len() > LIMITS.diagnostics {
        diagnostics.truncate(LIMITS.diagnostics);
        let last = diagnostics.last().and_then(Diagnostic::span);
        diagnostics.push(problem::too_many(last.unwrap_or_default()));
    }
    (tree, diagnostics)
}

/// Of a sign of another language that stands where none may, only that is told.
fn without_signs_told_twice(diagnostics: &mut Vec<Diagnostic>) {
    let of = |one: &Diagnostic, code: &str| one.span().filter(|_| one.code == code);
    if !diagnostics.iter().any(|one| one.code == "E0110") {
        return;
    }
    let told = diagnostics.iter().filter_map(|one| of(one, "E0114"));
    let told: BTreeSet<Span> = told.collect();
    diagnostics.retain(|one| of(one, "E0110").is_none_or(|span| !told.contains(&span)));
}

/// Declarations that one thread reads at a time. Where reading stops for too many problems depends on it, not on how
/// many threads there are.
const GROUP: usize = 512;

/// The declarations of a group, what is wrong with them, and what of them may be meant otherwise.
type GroupRead = (Vec<Item>, Vec<Diagnostic>, Vec<Doubt>);

fn read_group(file: FileId, (text, all): (&str, &str), group: &[Chunk]) -> GroupRead {
    let mut build = Build {
        file,
        all,
        base: 0,
        diagnostics: Vec::new(),
        lost: Vec::new(),
        respelt: Vec::new(),
        doubts: Vec::new(),
        mended: None,
    };
    let mut items = Vec::with_capacity(group.len());
    for chunk in group {
        if build.diagnostics.len() > LIMITS.diagnostics {
            break;
        }
        build.chunk(text, chunk, &mut items);
    }
    (items, build.diagnostics, build.doubts)
}

/// Turns pairs of one declaration into nodes of the tree.
///
/// Its functions give `None` where pairs do not come as the grammar promises; the declaration then
/// counts as broken.
struct Build<'t> {
    file: FileId,
    /// The text of the file, or of all files.
    all: &'t str,
    /// Where the declaration starts in the file.
    base: usize,
    diagnostics: Vec<Diagnostic>,
    /// What was declared beside it and could not be read.
    lost: Vec<Lost>,
    /// The spellings that an error asks for in place of those that were declared.
    respelt: Vec<Name>,
    /// What may be meant otherwise than it is read.
    doubts: Vec<Doubt>,
    /// What is read, where that is not the text as it was.
    mended: Option<Mended>,
}

/// What could be read of a declaration.
enum Read {
    /// All of it, as the author is told to write it; of a topic without the facts that are lost.
    Whole(Box<ItemKind>),
    /// What is left without the parts at fault, where that is a declaration.
    Rest(Option<Box<ItemKind>>),
}

/// A name that may have been declared where something could not be read.
struct Lost {
    /// The word that would open its declaration; empty where that is not known.
    keyword: &'static str,
    /// A fact's full name, another one's own.
    name: Name,
}

impl Lost {
    fn fact(name: Name) -> Self {
        let keyword = "topic";
        Self { keyword, name }
    }

    fn item(self) -> Item {
        let span = self.name.span;
        let word = (!self.keyword.is_empty()).then(|| Name {
            text: self.keyword.into(),
            span,
        });
        Item {
            span,
            kind: ItemKind::Error(Broken {
                keyword: word,
                name: Some(self.name),
                rest: None,
            }),
        }
    }
}

impl Build<'_> {
    fn chunk(&mut self, text: &str, chunk: &Chunk, items: &mut Vec<Item>) {
        self.base = chunk.start;
        let source = text.get(chunk.start..chunk.end).unwrap_or("");
        let span = Span::new(self.file, chunk.start, chunk.end);
        let told = self.diagnostics.len();
        let read = match chunk.keyword.filter(|_| chunk.sound) {
            Some(keyword) => self.declaration(keyword, source, chunk),
            None => Read::Rest(None),
        };
        let mended = self.mended.take().is_some();
        self.tell_shut_out(chunk, span, told);
        if let (Read::Whole(kind), Some(_)) = (&read, chunk.shut_out)
            && let ItemKind::Topic(topic) = &**kind
        {
            // Any of its facts may stand behind the end.
            self.lost.push(Lost::fact(topic.name.clone()));
        }
        let kind = match read {
            Read::Whole(kind) => {
                if mended {
                    let broken = self.broken(source, chunk, None);
                    self.lose_spelling(source, &broken);
                }
                *kind
            }
            Read::Rest(rest) => {
                let broken = self.broken(source, chunk, rest);
                self.lose_facts(source, &broken);
                self.lose_spelling(source, &broken);
                ItemKind::Error(broken)
            }
        };
        items.push(Item { span, kind });
        let keyword = chunk.keyword.unwrap_or("");
        let respelt = self.respelt.drain(..);
        let respelt = respelt.filter(|_| keyword != "rulebook");
        self.lost.extend(respelt.map(|name| Lost { keyword, name }));
        items.extend(self.lost.drain(..).map(Lost::item));
    }

    fn declaration(&mut self, keyword: &'static str, source: &str, chunk: &Chunk) -> Read {
        let Some(rule) = item::rule_of(keyword) else {
            return Read::Rest(None);
        };
        if chunk.mends.is_empty()
            && let Ok(pairs) = Grammar::parse(rule, source)
        {
            return self
                .read(pairs, keyword)
                .map_or(Read::Rest(None), |kind| Read::Whole(Box::new(kind)));
        }
        self.recover(Mending::of(source, chunk), (rule, keyword))
    }

    /// What its last `}` shuts out of a declaration.
    fn tell_shut_out(&mut self, chunk: &Chunk, span: Span, told: usize) {
        let (Some(shut_out), true) = (chunk.shut_out, chunk.sound) else {
            return;
        };
        let brace = Span {
            start: span.end.saturating_sub(1),
            ..span
        };
        let missing = |one: &Diagnostic| one.code == "E0117";
        let new = self.diagnostics.split_off(told.min(self.diagnostics.len()));
        let whole = new.iter().all(missing);
        // What is missing may be what was shut out.
        self.diagnostics
            .extend(new.into_iter().filter(|one| !missing(one)));
        match (shut_out.early, whole) {
            (true, true) => self.report(problem::closed_early(brace, shut_out.part)),
            (true, false) => {}
            (false, _) => {
                let keyword = chunk.keyword.unwrap_or("");
                self.report(problem::behind(shut_out.part, brace, keyword));
            }
        }
    }

    /// The facts of a topic that is not to be read, by the words that declare them.
    fn lose_facts(&mut self, source: &str, broken: &Broken) {
        let is_topic = broken
            .keyword
            .as_ref()
            .is_some_and(|word| &*word.text == "topic");
        if !is_topic {
            return;
        }
        let topic = broken.name.as_ref().map(|name| format!("{}.", name.text));
        let topic = topic.unwrap_or_default();
        let (mut at, mut last) = (0, "");
        loop {
            at = failure::skip_layout(source, at);
            let token = failure::token_at(source, at);
            if token.is_empty() {
                return;
            }
            let end = at.saturating_add(token.len());
            if last == "fact" && is_name(token) {
                let (start, end) = (self.base.saturating_add(at), self.base.saturating_add(end));
                self.lost.push(Lost::fact(Name {
                    text: format!("{topic}{token}").into(),
                    span: Span::new(self.file, start, end),
                }));
            }
            (at, last) = (end, token);
        }
    }

    /// The name that several words of a head are to be: `row boat` and `row-boat` are used as `row_boat`.
    fn lose_spelling(&mut self, source: &str, broken: &Broken) {
        let word = broken.keyword.as_ref();
        let keyword = word.and_then(|word| words::declaration(&word.text));
        let (Some(keyword), Some(name)) = (keyword, &broken.name) else {
            return;
        };
        let signs = ['{', '"', '=', ':', '#', '\n'];
        let head = source.split(signs).next().unwrap_or("");
        let block = source.get(head.len()..).unwrap_or("").starts_with('{');
        let parts = head.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        let parts = parts.filter(|part| !part.is_empty()).skip(1).enumerate();
        // What follows the name in a head, or is a clause without its brace, is no part of it.
        let parts = parts.take_while(|(at, part)| *at == 0 || !follows_name(part, keyword, block));
        let parts: Vec<&str> = parts.map(|(_, part)| part).collect();
        let joined = ascii::snake_case(&parts.join("_"));
        if !is_name(&joined) || *joined == *name.text {
            return;
        }
        // Which of them is used elsewhere is not known.
        let others = parts.iter().skip(1).filter(|part| is_name(part));
        let names = std::iter::once(joined.as_str()).chain(others.copied());
        let span = name.span;
        self.lost.extend(names.map(|text| Lost {
            keyword,
            name: Name {
                text: text.into(),
                span,
            },
        }));
    }

    /// A declaration from what the grammar found.
    fn read(&mut self, mut pairs: Pairs<'_, Rule>, keyword: &str) -> Option<ItemKind> {
        let pair = pairs.next()?;
        let span = self.span(&pair);
        let told = self.diagnostics.len();
        let kind = item::build(self, pair);
        if kind.is_none() && told == self.diagnostics.len() {
            let problem = explain::unread(span, keyword);
            self.diagnostics.push(problem);
        }
        kind
    }

    /// What can be told of a declaration that is not to be read.
    fn broken(&self, source: &str, chunk: &Chunk, rest: Option<Box<ItemKind>>) -> Broken {
        let mut found = source.split_whitespace();
        let first = found.next();
        // A misspelt word opens what it is nearest to, so that nobody misses that.
        let meant = first.and_then(|word| match chunk.keyword {
            Some(keyword) => Some(keyword),
            None => meant_declaration(word)
                .or_else(|| nearest(word, words::DECLARATIONS.iter().copied())),
        });
        let keyword = first.zip(meant);
        let cut = |word: &'_ str| {
            let end = word.find(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '.');
            end.unwrap_or(word.len())
        };
        let first = first.and_then(|word| word.get(..cut(word)));
        let name = found.next().and_then(|word| word.get(..cut(word)));
        let named = |word: &str, from: usize| {
            let at = source.get(from..)?.find(word)?.checked_add(from)?;
            let start = self.base.saturating_add(at);
            Some(Name {
                text: word.into(),
                span: Span::new(self.file, start, start.saturating_add(word.len())),
            })
        };
        Broken {
            rest,
            keyword: keyword.and_then(|(word, meant)| {
                let name = named(word, 0)?;
                Some(Name {
                    text: meant.into(),
                    ..name
                })
            }),
            name: name.filter(|word| is_name(word)).map_or_else(
                // Where nothing says what is declared, the word itself may be the name.
                || {
                    first
                        .filter(|word| meant.is_none() && is_name(word))
                        .and_then(|word| named(word, 0))
                },
                |word| named(word, source.find(char::is_whitespace)?),
            ),
        }
    }

    /// The place of a pair, up to its last sign: an expression takes the white space behind it too.
    fn span(&self, pair: &Pair<'_, Rule>) -> Span {
        let span = pair.as_span();
        let length = without_layout(span.as_str()).len();
        self.place(span.start(), span.start().saturating_add(length))
    }

    /// A place of what is read as a place of the file.
    fn place(&self, start: usize, end: usize) -> Span {
        let span = Span::new(self.file, start, end);
        let span = match &self.mended {
            Some(mended) => mended.place(span),
            None => span,
        };
        let range = span.range();
        Span::new(
            self.file,
            self.base.saturating_add(range.start),
            self.base.saturating_add(range.end),
        )
    }

    fn doubt(&mut self, span: Span, kind: DoubtKind) {
        self.doubts.push(Doubt { span, kind });
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }
}

/// Whether a word of a head, spelled right or not, follows the name there; with a `block` no clause does.
fn follows_name(word: &str, keyword: &str, block: bool) -> bool {
    let head = words::behind_names(keyword);
    let clause = !block && takes(keyword).contains(&word);
    clause || nearest(word, head.iter().copied()).is_some() || meant(word, head).is_some()
}

/// Whether a word may be the name of a declaration.
fn is_name(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_alphabetic()) && !words::is_reserved(word)
}

/// A text without the white space and comments at its end.
fn without_layout(text: &str) -> &str {
    let trimmed = text.trim_end();
    if trimmed.len() == text.len() || !trimmed.contains('#') {
        return trimmed;
    }
    let mut end = 0;
    let (mut quoted, mut escaped, mut comment) = (false, false, false);
    for (at, char) in trimmed.char_indices() {
        match char {
            '\n' => comment = false,
            _ if comment => continue,
            '"' if !escaped => quoted = !quoted,
            '#' if !quoted => comment = true,
            _ => {}
        }
        escaped = char == '\\' && !escaped;
        if !comment && !char.is_whitespace() {
            end = at.saturating_add(char.len_utf8());
        }
    }
    trimmed.get(..end).unwrap_or(trimmed)
}

/// Walks the parts of a pair in order.
struct Cursor<'i> {
    pairs: Pairs<'i, Rule>,
}

impl<'i> Cursor<'i> {
    fn new(pair: Pair<'i, Rule>) -> Self {
        Self {
            pairs: pair.into_inner(),
        }
    }

    /// The next part, where it is of this rule.
    fn optional(&mut self, rule: Rule) -> Option<Pair<'i, Rule>> {
        if self.pairs.peek()?.as_rule() == rule {
            self.pairs.next()
        } else {
            None
        }
    }

    /// The next part of this rule; what stands before it (a word of the language) is passed over.
    fn required(&mut self, rule: Rule) -> Option<Pair<'i, Rule>> {
        self.pairs.find(|pair| pair.as_rule() == rule)
    }

    fn next(&mut self) -> Option<Pair<'i, Rule>> {
        self.pairs.next()
    }

    fn peek(&self) -> Option<Rule> {
        self.pairs.peek().map(|pair| pair.as_rule())
    }
}
