//! Why a declaration did not parse, in words of the language. Knows the usual slips; parses nothing itself.

use pest::error::Error;

use crate::base::{Diagnostic, Span, nearest};

use super::super::blocks::{is_clause, takes};
use super::super::meant::meant;
use super::super::{problem, words};
use super::around::Around;
use super::expected::{form, keywords, phrases};
use super::failure::{
    Failure, Place, begins_line, begins_number, is_number, skip_layout, token_at,
};
use super::grammar::Rule;
use super::hint::hint;
use super::misspelt::misspelt;
use super::slip_brace::of_brace;
use super::slip_choice::of_choice;
use super::slip_clause::of_clause;
use super::slip_compare::of_comparison;
use super::slip_dash::of_dash;
use super::slip_effect::{of_effect, of_weight};
use super::slip_head::of_head;
use super::slip_member::of_member;
use super::slip_number::of_number;
use super::slip_part::of_part;
use super::slip_row::of_row;
use super::slip_sign::{of_sign, without_arrow};
use super::slip_test::{joining, of_test, side_by_side};
use super::slip_text::of_text;

/// The diagnostic for pest's error.
pub(super) fn explain(place: &Place<'_>, error: &Error<Rule>) -> Diagnostic {
    Failure::of(place, error, place.source).explain()
}

/// A declaration that parsed but could not be read: a fault of this program, told rather than hidden.
pub(super) fn unread(span: Span, keyword: &str) -> Diagnostic {
    Diagnostic::error("E0114", span, format!("this `{keyword}` could not be read"))
}

impl Failure<'_> {
    /// The diagnostic.
    pub(super) fn explain(&self) -> Diagnostic {
        let around = Around::of(self);
        self.reserved_name()
            .or_else(|| of_dash(self, &around))
            .or_else(|| of_part(self, &around))
            .or_else(|| of_choice(self, &around))
            .or_else(|| of_number(self, &around))
            .or_else(|| of_weight(self, &around))
            .or_else(|| of_sign(self, &around))
            .or_else(|| of_brace(self, &around))
            .or_else(|| of_text(self, &around))
            .or_else(|| of_head(self, &around))
            .or_else(|| of_clause(self, &around))
            .or_else(|| of_row(self, &around))
            .or_else(|| of_effect(self, &around))
            .or_else(|| of_member(self, &around))
            .or_else(|| of_comparison(self, &around))
            .or_else(|| of_test(self, &around))
            .or_else(|| misspelt(self))
            .or_else(|| without_arrow(self, &around))
            .or_else(|| side_by_side(self, &around))
            .or_else(|| self.other_word())
            .or_else(|| self.slip())
            .unwrap_or_else(|| self.plain())
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

    /// A word of another language where one of rules may stand that does the same.
    fn other_word(&self) -> Option<Diagnostic> {
        let words: Vec<&str> = keywords(self.wanted);
        let takes = takes(self.place.keyword);
        let fits = |word: &&str| takes.contains(word) || !is_clause(word);
        let fitting: Vec<&str> = words.into_iter().filter(fits).collect();
        let conditional = matches!(self.place.keyword, "rule" | "note");
        if conditional && self.has("when") && meant(self.found, &fitting) == Some("when") {
            return Some(
                self.error(format!("a {} has one condition", self.place.keyword))
                    .help("join this one with `and`: `when CONDITION and CONDITION`"),
            );
        }
        let meant = meant(self.found, &fitting)?;
        let block = token_at(self.place.source, self.after()) == "{";
        let meant = match (meant, block) {
            ("expect", true) if fitting.contains(&"given") => "given",
            (meant, _) => meant,
        };
        // `with weight 3` says it twice.
        let next = token_at(self.place.source, self.after());
        let end = match meant == "by" && super::super::meant::meant(next, &["by"]).is_some() {
            true => self.after().saturating_add(next.len()),
            false => self.end(),
        };
        Some(
            self.error(format!("`{}` is not a word of the language", self.found))
                .help(format!("write `{meant}`"))
                .edit(self.between(self.at, end), meant),
        )
    }

    /// The slips that deserve a sentence of their own.
    fn slip(&self) -> Option<Diagnostic> {
        let wants = |rule: Rule| self.wanted.contains(&rule);
        let operand = wants(Rule::path) && wants(Rule::number);
        let (last, found) = (self.last, self.found);
        Some(match (last, found) {
            (_, ";") if Around::of(self).in_call() => self
                .error("the values of a function are separated by `,`".into())
                .help("write `,`")
                .safe_edit(self.span(), ","),
            (_, ";") => joining(self, &Around::of(self)).unwrap_or_else(|| self.semicolon()),
            (_, "elif" | "elsif" | "elseif" | "elseIf") => self.else_if(),
            (_, "unless") if self.place.keyword == "rule" && !self.has("when") => self.no_when(),
            (_, "then") if self.place.keyword == "rule" && !self.has("when") => self.no_when(),
            (",", _) => self
                .error(format!("{} after this `,`", self.expectation()))
                .help("delete the comma, or add what is missing"),
            (_, ",") => self.comma(),
            (_, "=>") if self.place.keyword == "rule" => self
                .error("`=>` does not belong in a rule".into())
                .help("write `then favor STRATEGY strongly`"),
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

    fn semicolon(&self) -> Diagnostic {
        let problem = self
            .error("no `;` is needed here".into())
            .help("declarations, clauses and rows end where the next begins; only the parts of `at least 2 of { …; … }` are separated by `;`");
        let (source, after) = (self.place.source, self.after());
        let next = token_at(source, after);
        let touches = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        let before = source
            .get(..self.at)
            .and_then(|text| text.chars().next_back());
        let behind = source
            .get(self.end()..)
            .and_then(|text| text.chars().next());
        let blank = if touches(before) && touches(behind) {
            " "
        } else {
            ""
        };
        let known = words::is_reserved(next) || is_clause(next) || matches!(next, "" | "}" | ";");
        match known || begins_line(source, after) || next == "fact" {
            true => problem.safe_edit(self.span(), blank),
            // What follows may be a comment.
            false => problem.edit(self.span(), blank),
        }
    }

    fn else_if(&self) -> Diagnostic {
        let base = self.error(format!("`{}` is not a word of the language", self.found));
        match self.wants(&[Rule::kw_else]) && self.has("if") {
            true => base.help("write `else if`").safe_edit(self.span(), "else if"),
            false => base.help(
                "a rule has one condition: write a second rule, or a `let` with rows `LEVEL when …`",
            ),
        }
    }

    fn no_when(&self) -> Diagnostic {
        self.error(format!("this rule has `{}` but no `when`", self.found))
            .help("first say when it holds: `when CONDITION`")
    }

    fn comma(&self) -> Diagnostic {
        let base = self.error(format!("a comma does not go after {}", tick(self.last)));
        match self.place.keyword {
            "rule" | "contrast" => {
                base.help("join effects with `and`; clauses follow each other without a comma")
            }
            "example" => base
                .help("facts follow each other without a comma; a set goes in brackets: `[a, b]`"),
            "topic" if self.second == "fact" => {
                base.help("declare each fact separately: `fact NAME : TYPE  fact NAME : TYPE`")
            }
            "topic" if self.second == ":" => base.help(format!(
                "levels in order are joined with `<`: `low < high`; without order: `one of {}, …`",
                self.last
            )),
            _ => base
                .help("no comma is needed here: delete it")
                .edit(self.span(), ""),
        }
    }

    fn number_form(&self) -> Diagnostic {
        let (found, base) = (
            self.found,
            self.error(format!("`{}` is not a number", self.found)),
        );
        let plain = found.replace('_', "");
        if is_number(&plain) {
            base.help(format!("digits are written without `_`: `{plain}`"))
                .safe_edit(self.span(), plain)
        } else if found.contains('.') {
            // A level has no point: this is a number with its unit.
            let number = found
                .split(|c: char| !c.is_ascii_digit() && c != '.')
                .next();
            let number = number.unwrap_or(found);
            base.help(format!(
                "the unit is that of the value it is compared with: write `{number}` alone"
            ))
        } else {
            base.help(format!("a number is written `12`, `0.5` or `1e6`; a level that begins with a digit is quoted: `\"{found}\"`"))
        }
    }

    /// `t.k.1`: the row of a level that begins with a digit.
    fn quoted_level(&self, level: &str) -> Diagnostic {
        self.error("a name that follows a `.` begins with a letter".into())
            .help(format!(
                "a level that begins with a digit goes in quotes: `FACT.\"{level}\"`"
            ))
    }

    fn no_operand(&self) -> Diagnostic {
        self.error(format!(
            "expected a condition or a number {}, found `{}`",
            self.behind(),
            self.found
        ))
        .help(format!(
            "`{}` joins the conditions on its two sides; it cannot be a name or a level",
            self.found
        ))
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
        if let Some(help) = self.incomplete() {
            return base.help(help);
        }
        if let Some(hint) = hint(self) {
            let base = base.help(hint.help);
            return match hint.edit {
                Some((span, text)) => base.edit(span, text),
                None => base,
            };
        }
        match self.place.keyword {
            "rule" if !self.has("when") => {
                base.help("a rule is written `rule NAME \"Title\" { when … then … }`")
            }
            _ => base.help(self.form()),
        }
    }

    /// What to do where a condition, a number or a level is missing between two words.
    fn incomplete(&self) -> Option<String> {
        let operand = self.wants(&[Rule::expr, Rule::weight])
            || (self.wants(&[Rule::path]) && self.wants(&[Rule::number]));
        let level = self.last == "is" && self.wants(&[Rule::word, Rule::level, Rule::list_test]);
        let (last, found) = (self.last, self.found);
        let what = if level { "a level" } else { "what is missing" };
        let ends = matches!(found, "" | "}" | ")" | ";" | "then" | "else")
            || is_clause(found)
            || begins_line(self.place.source, self.at);
        let joins = words::OPERATORS.contains(&found) || matches!(found, "includes" | "between");
        let opens = is_clause(last) || matches!(last, "expect" | "=" | "by" | "never" | "always");
        match (operand || level, ends, joins) {
            (true, true, _) if opens => Some(format!("write {what} after `{last}`")),
            (true, true, _) => Some(format!("write {what} after `{last}`, or delete `{last}`")),
            (true, false, true) => Some(format!(
                "add what is missing before `{found}`, or delete `{found}`"
            )),
            _ => None,
        }
    }

    /// A clause that may stand here, but does not go on as it has to.
    fn broken_clause(&self) -> Diagnostic {
        let base = self.error(format!("this `{}` is not complete", self.found));
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

    fn wants_name(&self) -> bool {
        self.wanted
            .iter()
            .any(|rule| matches!(rule, Rule::name | Rule::path | Rule::word))
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

/// A token in backticks, a long string cut short.
fn tick(token: &str) -> String {
    if token.starts_with('"') {
        return "the string".to_owned();
    }
    format!("`{token}`")
}
