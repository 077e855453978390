//! Why a declaration did not parse, in words of the language. Knows the usual slips; parses nothing itself.

use std::collections::BTreeSet;

use pest::error::{Error, ErrorVariant, InputLocation};

use crate::base::{Diagnostic, FileId, Span, nearest, suggestion};

use super::super::{problem, words};
use super::Rule;

/// The declaration that did not parse.
pub(super) struct Place<'a> {
    pub(super) file: FileId,
    pub(super) base: usize,
    pub(super) source: &'a str,
    pub(super) keyword: &'static str,
}

/// The diagnostic for pest's error.
pub(super) fn explain(place: &Place<'_>, error: &Error<Rule>) -> Diagnostic {
    let at = match error.location {
        InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
    };
    let wanted = match &error.variant {
        ErrorVariant::ParsingError { positives, .. } => positives.as_slice(),
        ErrorVariant::CustomError { .. } => &[],
    };
    let failure = Failure::new(place, at, wanted);
    let failure = failure.with_keyword_read_as_a_name().unwrap_or(failure);
    failure.slip().unwrap_or_else(|| failure.plain())
}

/// A declaration that parsed but could not be read: a fault of this program, told rather than hidden.
pub(super) fn unread(span: Span, keyword: &str) -> Diagnostic {
    Diagnostic::error("E0114", span, format!("this `{keyword}` could not be read"))
}

struct Failure<'a> {
    place: &'a Place<'a>,
    at: usize,
    /// The token that does not fit; empty at the end.
    found: &'a str,
    /// The token before it, and the one before that.
    last: &'a str,
    second: &'a str,
    wanted: &'a [Rule],
    /// Where the token before begins.
    last_at: usize,
}

impl<'a> Failure<'a> {
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
        }
    }

    /// `when then exclude s`: the grammar read `then` as a name and stumbled over the next word only.
    fn with_keyword_read_as_a_name(&self) -> Option<Self> {
        let clause = matches!(self.last, "then" | "else" | "unless" | "because" | "when");
        let wanted: &[Rule] = match self.second {
            "is" | "includes" => &[Rule::word],
            "when" | "unless" | "and" | "or" | "not" | "surely" | "expect" | "never" | "always" => {
                &[Rule::expr]
            }
            "=" | "<" | "<=" | ">" | ">=" | "!=" | "+" | "-" | "*" | "/" | "by" | "between" => {
                &[Rule::weight]
            }
            "," => &[Rule::word],
            _ => return None,
        };
        clause.then(|| Self::new(self.place, self.last_at, wanted))
    }
}

impl Failure<'_> {
    fn span(&self) -> Span {
        let start = self.place.base.saturating_add(self.at);
        let end = start.saturating_add(self.found.len());
        Span::new(self.place.file, start, end)
    }

    fn error(&self, message: String) -> Diagnostic {
        Diagnostic::error("E0114", self.span(), message)
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
            ("is" | "not", number) if self.tests_level() && begins_number(number) => self
                .error(format!("`is` tests a level; `{number}` is a number"))
                .help(format!("write `= {number}`, or quote the level: `\"{number}\"`")),
            ("between", _) if self.second == "is" => self
                .error("`is` does not go before `between`".into())
                .help("write `x between a and b`"),
            (_, ";") => self
                .error("`;` ends nothing here".into())
                .help("declarations, clauses and rows end where the next begins; only the parts of `at least 2 of { …; … }` are separated by `;`")
                .edit(self.span(), ""),
            (_, "elif" | "elsif") => self
                .error(format!("`{found}` is no word of rules"))
                .help("a rule has one condition: write a second rule, or a `let` with rows `LEVEL when …`"),
            (_, "if") => self.error("`if` is no word of rules".into()).help("write `when`"),
            (_, "unless") if self.place.keyword == "rule" && !self.has("when") => self.no_when(),
            (_, "then") if self.place.keyword == "rule" && !self.has("when") => self.no_when(),
            (",", _) => self
                .error(format!("{} after this `,`", self.expectation()))
                .help("delete the comma, or write what is missing"),
            (_, ",") if self.in_quorum() => self
                .error("the parts of a list are separated by `;`".into())
                .help("write `at least 2 of { a; b; c }`")
                .edit(self.span(), ";"),
            (_, ",") => self.comma(),
            (word, _) if self.second == ":" && self.place.keyword == "topic" && nearest(word, words::TYPES.iter().copied()).is_some_and(|near| near != word) => {
                let start = self.place.base.saturating_add(self.last_at);
                let span = Span::new(self.place.file, start, start.saturating_add(word.len()));
                problem::unknown_type(span, word, nearest(word, words::TYPES.iter().copied()))
            }
            (_, "=>") if self.place.keyword == "rule" => self
                .error("`=>` has no place in a rule".into())
                .help("write `then favor STRATEGY strongly`"),
            (_, "=" | "<" | "<=" | ">" | ">=" | "!=") if self.after_comparison() => self
                .error("a comparison has two sides only".into())
                .help("write `x between a and b`, or join two comparisons with `and`"),
            (_, number) if begins_number(number) && !is_number(number) => self.number_form(),
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
                .edit(self.span(), plain)
        } else {
            base.help(format!("a number is written `12`, `0.5` or `1e6`; a level that begins with a digit is quoted: `\"{found}\"`"))
        }
    }

    fn no_operand(&self) -> Diagnostic {
        self.error(format!(
            "expected a condition or a number {}, found `{}`",
            self.after(),
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
        let message = format!("{} {}, {found}", self.expectation(), self.after());
        let words = keywords(self.wanted);
        let near = suggestion(self.found, words.iter().copied());
        let base = self.error(message);
        if let Some(near) = near {
            return base.help(near);
        }
        if words::is_reserved(self.found) && self.wants_name() {
            return base.help(format!(
                "`{}` is a word of the language and cannot be a name",
                self.found
            ));
        }
        match self.place.keyword {
            "rule" if !self.has("when") => {
                base.help("a rule is written `rule NAME \"Title\" { when … then … }`")
            }
            keyword => base.help(form(keyword)),
        }
    }

    fn after(&self) -> String {
        match self.last {
            "" => "here".to_owned(),
            last => format!("after {}", tick(last)),
        }
    }

    fn expectation(&self) -> String {
        let phrases = phrases(self.wanted);
        match phrases.as_slice() {
            [] => "something else was expected".to_owned(),
            phrases => format!("expected {}", problem::join(phrases, "or")),
        }
    }

    /// Whether the place is between the parts of `at least 2 of { … }`.
    fn in_quorum(&self) -> bool {
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

    fn has(&self, word: &str) -> bool {
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

    fn number_follows(&self) -> bool {
        let rest = self
            .place
            .source
            .get(self.at.saturating_add(1)..)
            .unwrap_or("");
        rest.starts_with(|c: char| c.is_ascii_digit())
    }
}

fn begins_number(token: &str) -> bool {
    token.starts_with(|c: char| c.is_ascii_digit())
}

fn is_number(token: &str) -> bool {
    token
        .bytes()
        .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'e' | b'E'))
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
    last_at: usize,
    /// Where the token at or after the place begins.
    next_at: usize,
}

fn tokens_before(source: &str, at: usize) -> Before<'_> {
    let mut before = Before {
        second: "",
        last: "",
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
        before.last_at = from;
        before.next_at = from.saturating_add(token.len());
    }
}

fn skip_layout(source: &str, mut from: usize) -> usize {
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
fn token_at(source: &str, from: usize) -> &str {
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

/// The words of the language among what was expected.
fn keywords(wanted: &[Rule]) -> Vec<&'static str> {
    let mut words = BTreeSet::new();
    for rule in wanted {
        words.extend(words_of(*rule));
    }
    words.into_iter().collect()
}

/// What a rule begins with, where that is a word.
fn words_of(rule: Rule) -> &'static [&'static str] {
    match rule {
        Rule::when | Rule::kw_when => &["when"],
        Rule::unless | Rule::kw_unless => &["unless"],
        Rule::then_clause | Rule::kw_then => &["then"],
        Rule::else_clause | Rule::kw_else => &["else"],
        Rule::because | Rule::kw_because => &["because"],
        Rule::cite | Rule::kw_cite => &["cite"],
        Rule::in_group | Rule::kw_in => &["in"],
        Rule::tag | Rule::kw_tag => &["tag"],
        Rule::defeats | Rule::kw_defeats => &["defeats"],
        Rule::basis | Rule::kw_basis => &["basis"],
        Rule::remark | Rule::remark_word => {
            &["next", "risk", "precondition", "measure", "headline"]
        }
        Rule::ask | Rule::kw_ask => &["ask"],
        Rule::help | Rule::kw_help => &["help"],
        Rule::lever | Rule::kw_lever => &["lever"],
        Rule::prior | Rule::kw_prior => &["prior"],
        Rule::version | Rule::kw_version => &["version"],
        Rule::method | Rule::kw_method => &["method"],
        Rule::sureness | Rule::kw_sureness => &["sureness"],
        Rule::about | Rule::kw_about => &["about"],
        Rule::scale | Rule::kw_scale => &["scale"],
        Rule::basis_word => &["cited", "expert", "calibrated", "illustrative"],
        Rule::yes_word | Rule::no_word => &["yes", "no"],
        Rule::strength => &["weakly", "moderately", "strongly", "decisively"],
        Rule::kw_by => &["by"],
        Rule::favor | Rule::kw_favor => &["favor"],
        Rule::oppose | Rule::kw_oppose => &["oppose"],
        Rule::exclude | Rule::kw_exclude => &["exclude"],
        Rule::kw_otherwise => &["otherwise"],
        Rule::limit | Rule::kw_limit => &["limit", "strongest"],
        Rule::strongest => &["strongest"],
        Rule::fact | Rule::kw_fact => &["fact"],
        Rule::given | Rule::kw_given => &["given"],
        Rule::expect | Rule::kw_expect => &["expect"],
        Rule::certainty | Rule::kw_certainty => &["certainty"],
        Rule::given_note => &["note"],
        Rule::never | Rule::kw_never => &["never"],
        Rule::always => &["always"],
        Rule::raising => &["raising"],
        Rule::lowers => &["lowers"],
        Rule::raises => &["raises"],
        Rule::kw_total => &["total"],
        Rule::kw_as => &["as"],
        Rule::kw_for => &["for"],
        Rule::kw_unseen => &["unseen"],
        Rule::kw_of => &["of"],
        Rule::kw_least => &["least"],
        Rule::kw_most => &["most"],
        Rule::and => &["and"],
        Rule::or => &["or"],
        Rule::includes => &["includes"],
        Rule::between => &["between"],
        Rule::is_test => &["is"],
        _ => &[],
    }
}

/// What was expected, in a few phrases.
fn phrases(wanted: &[Rule]) -> Vec<String> {
    let has = |rule: Rule| wanted.contains(&rule);
    if has(Rule::expr) || (has(Rule::path) && (has(Rule::not) || has(Rule::surely))) {
        return vec!["a condition".to_owned()];
    }
    if has(Rule::weight) || (has(Rule::number) && has(Rule::path)) {
        return vec!["a number".to_owned()];
    }
    let mut phrases: Vec<String> = PHRASES
        .iter()
        .filter(|(rules, _)| rules.iter().any(|rule| has(*rule)))
        .map(|(_, phrase)| (*phrase).to_owned())
        .collect();
    let words = keywords(wanted);
    if phrases.is_empty() || words.len() <= 3 {
        phrases.extend(words.iter().map(|word| format!("`{word}`")));
    }
    if phrases.is_empty() && has(Rule::text) {
        phrases.push("a string in quotes".to_owned());
    }
    if phrases.is_empty() && has(Rule::EOI) {
        phrases.push("the next declaration".to_owned());
    }
    phrases
}

/// What stands for rules in a message; words of the language speak for themselves.
const PHRASES: &[(&[Rule], &str)] = &[
    (
        &[Rule::strength],
        "how strongly (`weakly`, `moderately`, `strongly`, `decisively` or `by` and a number)",
    ),
    (&[Rule::open], "`{`"),
    (&[Rule::colon], "`:`"),
    (&[Rule::equals], "`=`"),
    (&[Rule::let_value, Rule::let_level], "`=` or `:`"),
    (&[Rule::arrow], "`=>`"),
    (&[Rule::cell, Rule::cell_part, Rule::any_cell], "a cell"),
    (
        &[
            Rule::contrast_row,
            Rule::list_row,
            Rule::table_row,
            Rule::advice_row,
        ],
        "a row",
    ),
    (
        &[Rule::ordinal, Rule::one_of, Rule::number_type, Rule::yes_no],
        "a type",
    ),
    (&[Rule::given_entry], "`FACT: VALUE`"),
    (&[Rule::name], "a name"),
    (&[Rule::path, Rule::defeated], "a name such as `topic.fact`"),
    (&[Rule::word, Rule::level, Rule::list_test], "a level"),
    (&[Rule::signed, Rule::whole], "a number"),
    (&[Rule::range], "a range such as `0..120`"),
    (
        &[Rule::add_op, Rule::multiply_op, Rule::and, Rule::or],
        "an operator such as `and`",
    ),
    // The last of the clauses stands for all of them.
    (&[Rule::about, Rule::kw_about], "a clause"),
];

/// How a declaration is written.
fn form(keyword: &str) -> String {
    let form = match keyword {
        "rulebook" => "rulebook NAME \"Title\" { version \"1.0.0\" method odds }",
        "use" => "use \"people.rules\"",
        "script" => "script \"finance.rhai\" as finance",
        "source" => "source NAME \"Author (year). Title.\"",
        "strategy" => "strategy NAME \"Title\" { next \"…\" }",
        "outcome" => "outcome NAME \"Title\" for STRATEGY { next \"…\" }",
        "hypothesis" => "hypothesis NAME \"Title\"",
        "parameter" => "parameter NAME = 6 \"months\" in 0..60",
        "topic" => "topic NAME \"Title\" { fact NAME : low < high { ask \"…\" } }",
        "let" => "let NAME = CONDITION` or `let NAME : low < high { high when … low otherwise }",
        "group" => "group NAME \"Title\" limit 9",
        "contrast" => "contrast FACT { LEVEL => favor STRATEGY strongly }",
        "rule" => "rule NAME \"Title\" { when … then … because \"…\" }",
        "advice" => "advice { OUTCOME when … OUTCOME otherwise }",
        "note" => "note NAME \"Title\" { when … risk \"…\" }",
        "example" => "example \"Title\" { given { FACT: VALUE } expect advice is OUTCOME }",
        _ => "guarantee NAME { never … when … }",
    };
    format!("it is written `{form}`")
}
