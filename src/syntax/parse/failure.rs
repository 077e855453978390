//! Why a declaration did not parse, in words of the language. Knows the usual slips; parses nothing itself.

use pest::error::{Error, ErrorVariant, InputLocation};

use crate::base::{Diagnostic, FileId, Span, nearest};

use super::super::{problem, words};
use super::Rule;
use super::around::Around;
use super::block::{is_clause, takes};
use super::expected::{form, keywords, phrases};
use super::hint::hint;
use super::misspelt::misspelt;
use super::slip_clause::of_clause;
use super::slip_compare::of_comparison;
use super::slip_number::{meant_at, of_number};
use super::slip_row::of_row;
use super::slip_test::of_test;

/// The declaration that did not parse.
pub(super) struct Place<'a> {
    pub(super) file: FileId,
    pub(super) base: usize,
    pub(super) source: &'a str,
    pub(super) keyword: &'static str,
}

/// The diagnostic for pest's error.
pub(super) fn explain(place: &Place<'_>, error: &Error<Rule>) -> Diagnostic {
    Failure::of(place, error).explain()
}

/// A declaration that parsed but could not be read: a fault of this program, told rather than hidden.
pub(super) fn unread(span: Span, keyword: &str) -> Diagnostic {
    Diagnostic::error("E0114", span, format!("this `{keyword}` could not be read"))
}

pub(super) struct Failure<'a> {
    pub(super) place: &'a Place<'a>,
    /// Where the token that does not fit begins, within the declaration.
    pub(super) at: usize,
    /// The token that does not fit; empty at the end.
    pub(super) found: &'a str,
    /// The token before it, and the one before that.
    pub(super) last: &'a str,
    pub(super) second: &'a str,
    pub(super) wanted: &'a [Rule],
    /// Where the token before begins, and the one before that.
    pub(super) last_at: usize,
    pub(super) second_at: usize,
}

impl<'a> Failure<'a> {
    /// What pest's error comes to.
    pub(super) fn of(place: &'a Place<'a>, error: &'a Error<Rule>) -> Self {
        let at = match error.location {
            InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
        };
        let wanted = match &error.variant {
            ErrorVariant::ParsingError { positives, .. } => positives.as_slice(),
            ErrorVariant::CustomError { .. } => &[],
        };
        let failure = Self::new(place, at, wanted);
        failure.with_keyword_read_as_a_name().unwrap_or(failure)
    }

    fn new(place: &'a Place<'a>, at: usize, wanted: &'a [Rule]) -> Self {
        let tokens = tokens_before(place.source, at);
        Self {
            place,
            at: tokens.next_at,
            found: token_at(place.source, tokens.next_at),
            last: tokens.last,
            second: tokens.second,
            wanted,
            last_at: tokens.last_at,
            second_at: tokens.second_at,
        }
    }

    /// `when then exclude s`: the grammar read `then` as a name and stumbled over the next word only.
    fn with_keyword_read_as_a_name(&self) -> Option<Self> {
        let clause = matches!(self.last, "then" | "else" | "unless" | "because" | "when")
            || (is_clause(self.last) && self.last_begins_line());
        let wanted: &[Rule] = match self.second {
            "is" | "includes" => &[Rule::word],
            "when" | "unless" | "and" | "or" | "not" | "surely" | "expect" | "never" | "always" => {
                &[Rule::expr]
            }
            "=" | "<" | "<=" | ">" | ">=" | "!=" | "+" | "-" | "*" | "/" | "by" | "between" => {
                &[Rule::weight]
            }
            "," => &[Rule::word],
            "cite" | "in" | "tag" | "defeats" | "sureness" | "method" => &[Rule::name],
            ":" if self.place.keyword == "example" => &[Rule::word, Rule::signed],
            _ => return None,
        };
        (clause || self.next_line_read_on()).then(|| Self::new(self.place, self.last_at, wanted))
    }

    fn last_begins_line(&self) -> bool {
        super::recover::begins_line(self.place.source, self.last_at)
    }

    /// Whether what the line before lacks was taken from the next line, which begins a row or an entry of its own.
    fn next_line_read_on(&self) -> bool {
        self.last_begins_line()
            && match self.place.keyword {
                "advice" | "let" | "contrast" => {
                    matches!(self.found, "when" | "otherwise" | ":" | "=>")
                }
                "example" => matches!(self.found, "." | ":"),
                _ => false,
            }
    }
}

impl Failure<'_> {
    /// The diagnostic.
    pub(super) fn explain(&self) -> Diagnostic {
        let around = Around::of(self);
        self.reserved_name()
            .or_else(|| of_number(self, &around))
            .or_else(|| of_clause(self, &around))
            .or_else(|| of_row(self, &around))
            .or_else(|| of_comparison(self, &around))
            .or_else(|| of_test(self, &around))
            .or_else(|| misspelt(self))
            .or_else(|| self.slip())
            .unwrap_or_else(|| self.plain())
    }

    /// The place of the token that does not fit.
    pub(super) fn span(&self) -> Span {
        self.span_of(self.at, self.found)
    }

    /// The place of a token that begins at `at` of the declaration.
    pub(super) fn span_of(&self, at: usize, token: &str) -> Span {
        let start = self.place.base.saturating_add(at);
        Span::new(self.place.file, start, start.saturating_add(token.len()))
    }

    /// Where what follows that token begins.
    pub(super) fn after(&self) -> usize {
        skip_layout(self.place.source, self.at.saturating_add(self.found.len()))
    }

    /// An error at that token.
    pub(super) fn error(&self, message: String) -> Diagnostic {
        Diagnostic::error("E0114", self.span(), message)
    }

    /// A word of conditions where a declaration, a fact or a row is to be named.
    fn reserved_name(&self) -> Option<Diagnostic> {
        let after = self.at.saturating_add(self.found.len());
        let next = token_at(self.place.source, skip_layout(self.place.source, after));
        let named = self.last == self.place.keyword || matches!(self.last, "fact" | "as");
        let labelled = matches!(self.place.keyword, "advice" | "contrast") && next == ":";
        (words::OPERATORS.contains(&self.found) && (named && self.wants_name() || labelled))
            .then(|| problem::reserved(self.span(), self.found))
    }

    /// The slips that deserve a sentence of their own.
    fn slip(&self) -> Option<Diagnostic> {
        let wants = |rule: Rule| self.wanted.contains(&rule);
        let operand = wants(Rule::path) && wants(Rule::number);
        let (last, found) = (self.last, self.found);
        Some(match (last, found) {
            ("is", "=" | "<" | "<=" | ">" | ">=" | "!=") => self
                .error(format!("`is` and `{found}` do not go together"))
                .help("numbers are compared with the sign alone; a level is tested with `is`"),
            ("is" | "not", number) if self.tests_level() && is_number(number) => {
                let sign = if last == "not" { "!=" } else { "=" };
                let meant = meant_at(self.place.source, self.at);
                self.error(format!("`is` tests a level; `{meant}` is a number"))
                    .help(format!("write `{sign} {meant}`, or quote the level: `\"{number}\"`"))
            }
            ("between", _) if self.second == "is" => self
                .error("`is` does not go before `between`".into())
                .help("write `x between a and b`"),
            (_, ";") if Around::of(self).in_call() => self
                .error("the values of a function are separated by `,`".into())
                .help("write `,`")
                .safe_edit(self.span(), ","),
            (_, ";") => self
                .error("`;` ends nothing here".into())
                .help("declarations, clauses and rows end where the next begins; only the parts of `at least 2 of { …; … }` are separated by `;`")
                .safe_edit(self.span(), ""),
            (_, "elif" | "elsif") => self
                .error(format!("`{found}` is no word of rules"))
                .help("a rule has one condition: write a second rule, or a `let` with rows `LEVEL when …`"),
            (_, "if") => self.error("`if` is no word of rules".into()).help("write `when`"),
            (_, "unless") if self.place.keyword == "rule" && !self.has("when") => self.no_when(),
            (_, "then") if self.place.keyword == "rule" && !self.has("when") => self.no_when(),
            (",", _) => self
                .error(format!("{} after this `,`", self.expectation()))
                .help("delete the comma, or write what is missing"),
            (_, ",") => self.comma(),
            (_, "=>") if self.place.keyword == "rule" => self
                .error("`=>` has no place in a rule".into())
                .help("write `then favor STRATEGY strongly`"),
            (_, "=" | "<" | "<=" | ">" | ">=" | "!=") if self.after_comparison() => self
                .error("a comparison has two sides only".into())
                .help("write `x between a and b`, or join two comparisons with `and`"),
            (_, number) if begins_number(number) && !is_number(number) => self.number_form(),
            (".", level) if begins_number(level) => self.quoted_level(level),
            (_, ".") if self.number_follows() && self.follows_name() => {
                let rest = self.place.source.get(self.at.saturating_add(1)..);
                self.quoted_level(rest.map_or("", |rest| token_at(rest, 0)))
            }
            (_, ".") if self.number_follows() => self
                .error("a number begins with a digit".into())
                .help("write `0.5`, not `.5`"),
            (_, word) if operand && words::OPERATORS.contains(&word) => self.no_operand(),
            _ => return None,
        })
    }

    fn no_when(&self) -> Diagnostic {
        self.error(format!(
            "this rule comes to `{}` without a `when`",
            self.found
        ))
        .help("say first when it holds: `when CONDITION`")
    }

    fn comma(&self) -> Diagnostic {
        let base = self.error(format!("a comma does not go after {}", tick(self.last)));
        match self.place.keyword {
            "rule" | "contrast" => {
                base.help("effects are joined with `and`; clauses simply follow each other")
            }
            "example" => {
                base.help("facts simply follow each other; a set stands in brackets: `[a, b]`")
            }
            "topic" if self.second == ":" => base.help(format!(
                "levels in order are joined with `<`: `low < high`; without order: `one of {}, …`",
                self.last
            )),
            _ => base.help("what stands here simply follows, without a comma"),
        }
    }

    fn number_form(&self) -> Diagnostic {
        let (found, base) = (
            self.found,
            self.error(format!("`{}` is no number", self.found)),
        );
        let plain = found.replace('_', "");
        if is_number(&plain) {
            base.help(format!("digits stand without `_`: `{plain}`"))
                .safe_edit(self.span(), plain)
        } else if found.contains('.') {
            // A level has no point: this is a number with its unit.
            let number = found
                .split(|c: char| !c.is_ascii_digit() && c != '.')
                .next();
            let number = number.unwrap_or(found);
            base.help(format!(
                "a number has the unit of what it is compared with: write `{number}` alone"
            ))
        } else {
            base.help(format!("a number is written `12`, `0.5` or `1e6`; a level that begins with a digit is quoted: `\"{found}\"`"))
        }
    }

    /// `t.k.1`: the row of a level that begins with a digit.
    fn quoted_level(&self, level: &str) -> Diagnostic {
        self.error("a name that follows a `.` begins with a letter".into())
            .help(format!(
                "a level that begins with a digit stands in quotes: `FACT.\"{level}\"`"
            ))
    }

    fn no_operand(&self) -> Diagnostic {
        self.error(format!(
            "expected a condition or a number {}, found `{}`",
            self.behind(),
            self.found
        ))
        .help(format!("`{}` joins what stands on its two sides; names and levels of that spelling do not exist", self.found))
    }

    /// What was expected and what was found.
    fn plain(&self) -> Diagnostic {
        let found = match self.found {
            "" => "the declaration ends".to_owned(),
            found => format!("found {}", tick(found)),
        };
        let message = format!("{} {}, {found}", self.expectation(), self.behind());
        let words = keywords(self.wanted);
        if words.contains(&self.found) {
            return self.broken_clause();
        }
        let takes = takes(self.place.keyword);
        let fits = |word: &&str| takes.contains(word) || !is_clause(word);
        let near = nearest(self.found, words.iter().copied().filter(fits));
        let base = self.error(message);
        if near.is_some() {
            return base.did_you_mean(self.span(), near);
        }
        if words::is_reserved(self.found) && self.wants_name() {
            return base.help(format!(
                "`{}` is a word of the language and cannot be a name",
                self.found
            ));
        }
        if let Some(hint) = hint(self) {
            return base.help(hint);
        }
        match self.place.keyword {
            "rule" if !self.has("when") => {
                base.help("a rule is written `rule NAME \"Title\" { when … then … }`")
            }
            _ => base.help(self.form()),
        }
    }

    /// A clause that may stand here, but does not go on as it has to.
    fn broken_clause(&self) -> Diagnostic {
        let base = self.error(format!("this `{}` does not go on as it has to", self.found));
        match self.found {
            "scale" => base.help("it is written `scale { weakly 1, strongly 5 }`"),
            _ => base.help(self.form()),
        }
    }

    /// How the declaration is written.
    fn form(&self) -> String {
        match self.place.keyword {
            "let" if Around::of(self).in_table() => form("let by"),
            keyword => form(keyword),
        }
    }

    fn behind(&self) -> String {
        match self.last {
            "" => "here".to_owned(),
            last => format!("after {}", tick(last)),
        }
    }

    fn expectation(&self) -> String {
        let phrases = phrases(self.wanted);
        match phrases.as_slice() {
            [] if self.last == "is" => "expected a level".to_owned(),
            [] => "something else was expected".to_owned(),
            phrases => format!("expected {}", problem::join(phrases, "or")),
        }
    }

    /// Whether the place is between the parts of `at least 2 of { … }`.
    pub(super) fn in_quorum(&self) -> bool {
        let before = self.place.source.get(..self.at).unwrap_or("");
        let brace = before.rsplit_once('{').map_or("", |(before, _)| before);
        brace.trim_end().ends_with(" of")
    }

    fn wants_name(&self) -> bool {
        self.wanted
            .iter()
            .any(|rule| matches!(rule, Rule::name | Rule::path | Rule::word))
    }

    fn tests_level(&self) -> bool {
        self.last == "is" || self.second == "is"
    }

    /// Whether a word stands somewhere before.
    pub(super) fn has(&self, word: &str) -> bool {
        let before = self.place.source.get(..self.at).unwrap_or("");
        before.split_whitespace().any(|other| other == word)
    }

    /// Whether a comparison stands before, so that a second sign comes too many.
    fn after_comparison(&self) -> bool {
        self.wanted.iter().any(|rule| {
            matches!(
                rule,
                Rule::add_op | Rule::multiply_op | Rule::and | Rule::or
            )
        }) && !self.wanted.contains(&Rule::compare_op)
    }

    /// Whether a name ends where the token begins.
    fn follows_name(&self) -> bool {
        let end = self.last_at.saturating_add(self.last.len());
        self.last.starts_with(|c: char| c.is_ascii_alphabetic()) && end == self.at
    }

    fn number_follows(&self) -> bool {
        let rest = self
            .place
            .source
            .get(self.at.saturating_add(1)..)
            .unwrap_or("");
        rest.starts_with(|c: char| c.is_ascii_digit())
    }
}

/// Whether a token is meant as a number.
pub(super) fn begins_number(token: &str) -> bool {
    token.starts_with(|c: char| c.is_ascii_digit())
}

fn is_number(token: &str) -> bool {
    token
        .bytes()
        .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'e' | b'E' | b'+' | b'-'))
        && token.parse::<f64>().is_ok()
}

/// A token in backticks, a long string cut short.
fn tick(token: &str) -> String {
    if token.starts_with('"') {
        return "the string".to_owned();
    }
    format!("`{token}`")
}

/// What stands before a place.
struct Before<'a> {
    second: &'a str,
    last: &'a str,
    second_at: usize,
    last_at: usize,
    /// Where the token at or after the place begins.
    next_at: usize,
}

fn tokens_before(source: &str, at: usize) -> Before<'_> {
    let mut before = Before {
        second: "",
        last: "",
        second_at: 0,
        last_at: 0,
        next_at: 0,
    };
    loop {
        let from = skip_layout(source, before.next_at);
        before.next_at = from;
        let token = token_at(source, from);
        if from >= at || token.is_empty() {
            return before;
        }
        before.second = std::mem::replace(&mut before.last, token);
        before.second_at = std::mem::replace(&mut before.last_at, from);
        before.next_at = from.saturating_add(token.len());
    }
}

/// Where the next token begins, white space and comments passed over.
pub(super) fn skip_layout(source: &str, mut from: usize) -> usize {
    loop {
        let rest = source.get(from..).unwrap_or("");
        let blank = rest.len().saturating_sub(rest.trim_start().len());
        from = from.saturating_add(blank);
        let rest = rest.trim_start();
        if !rest.starts_with('#') {
            return from;
        }
        from = from.saturating_add(rest.find('\n').unwrap_or(rest.len()));
    }
}

/// The token that begins at `from`: a word, number, string or sign.
pub(super) fn token_at(source: &str, from: usize) -> &str {
    let rest = source.get(from..).unwrap_or("");
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let length = match rest.chars().next() {
        None => 0,
        Some('"') => {
            let mut escaped = true;
            let end = rest.find(|c: char| {
                let ends = c == '"' && !escaped;
                escaped = c == '\\' && !escaped;
                ends
            });
            end.map_or(rest.len(), |end| end.saturating_add(1))
        }
        Some(first) if first.is_ascii_digit() => number_length(rest),
        Some(first) if is_word(first) => rest.find(|c| !is_word(c)).unwrap_or(rest.len()),
        Some(_)
            if ["=>", "<=", ">=", "!=", ".."]
                .iter()
                .any(|sign| rest.starts_with(sign)) =>
        {
            2
        }
        Some(other) => other.len_utf8(),
    };
    rest.get(..length).unwrap_or("")
}

/// The length of the number that a text begins with, with its decimals, its exponent and what stands right behind it.
fn number_length(text: &str) -> usize {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let end_of = |from: usize| {
        let rest = text.get(from..).unwrap_or("");
        from.saturating_add(rest.find(|c| !is_part(c)).unwrap_or(rest.len()))
    };
    let goes_on = |end: usize, sign: char| {
        let rest = text.get(end..).unwrap_or("");
        let rest = rest.strip_prefix(sign);
        rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    let mut end = end_of(0);
    let is_whole = |end: usize| {
        let digits = text.get(..end).unwrap_or("");
        digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    if is_whole(end) && goes_on(end, '.') {
        end = end_of(end.saturating_add(1));
    }
    let exponent = text.get(..end).is_some_and(|text| {
        let size = text.strip_suffix(['e', 'E']);
        size.is_some_and(is_number)
    });
    if exponent && (goes_on(end, '-') || goes_on(end, '+')) {
        end = end_of(end.saturating_add(1));
    }
    end
}
