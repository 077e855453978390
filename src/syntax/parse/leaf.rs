//! Names, strings, numbers, levels, types and cells. Checks their form, not what they mean.

use std::sync::Arc;

use pest::iterators::Pair;

use crate::base::{is_no_level, may_be_thousands, nearest};

use super::super::ascii::snake_case;
use super::super::expr::{Number, Range};
use super::super::tree::{
    Cell, CellKind, CellPart, CompareOp, DoubtKind, Level, Name, Path, Term, Text, Type, TypeKind,
    Word,
};
use super::super::{problem, words};
use super::failure::{is_mark, skip_layout};
use super::{Build, Cursor, LIMITS, Rule};

impl Build<'_> {
    /// A name where it is used.
    pub(super) fn name(&self, pair: &Pair<'_, Rule>) -> Name {
        Name {
            text: pair.as_str().into(),
            span: self.span(pair),
        }
    }

    /// A name where it is declared: its form is checked.
    pub(super) fn declared(&mut self, pair: &Pair<'_, Rule>) -> Name {
        let name = self.name(pair);
        if words::is_reserved(&name.text) {
            self.report(problem::reserved(name.span, &name.text));
        } else {
            self.small_letters(&name.text, name.span);
        }
        name
    }

    /// A name that something had: no file ever called it by a word of the language. `clause` is all that says so.
    pub(super) fn former(&mut self, pair: &Pair<'_, Rule>, clause: crate::base::Span) -> Name {
        let name = self.name(pair);
        if words::is_reserved(&name.text) {
            self.report(problem::never_former(name.span, clause, &name.text));
        }
        name
    }

    fn small_letters(&mut self, word: &str, span: crate::base::Span) {
        if word.bytes().any(|byte| byte.is_ascii_uppercase()) {
            self.report(problem::not_snake_case(span, word, snake_case(word)));
        }
    }

    pub(super) fn path(&self, pair: &Pair<'_, Rule>) -> Path {
        Path {
            text: pair.as_str().into(),
            span: self.span(pair),
        }
    }

    pub(super) fn text(&self, pair: &Pair<'_, Rule>) -> Text {
        Text {
            value: unquote(pair.as_str()),
            span: self.span(pair),
        }
    }

    pub(super) fn optional_text(&self, cursor: &mut Cursor<'_>) -> Option<Text> {
        cursor.optional(Rule::text).map(|pair| self.text(&pair))
    }

    pub(super) fn number(&mut self, pair: &Pair<'_, Rule>) -> Number {
        let span = self.span(pair);
        let written = pair.as_str();
        let (sign, digits) = match written.strip_prefix('-') {
            Some(rest) => (-1.0, rest.get(skip_layout(rest, 0)..).unwrap_or("")),
            None => (1.0, written),
        };
        if may_be_thousands(digits) {
            self.doubt(span, DoubtKind::Thousands);
        }
        if may_be_mark(pair) {
            self.doubt(span, DoubtKind::Dash);
        }
        let value = digits.parse::<f64>().map_or(f64::NAN, |size| sign * size);
        if !value.is_finite() {
            self.report(problem::not_finite(span, written));
            return Number { value: 0.0, span };
        }
        Number { value, span }
    }

    pub(super) fn range(&mut self, pair: Pair<'_, Rule>) -> Option<Range> {
        let span = self.span(&pair);
        let mut cursor = Cursor::new(pair);
        let known = self.doubts.len();
        let low = self.number(&cursor.required(Rule::signed)?);
        let high = self.number(&cursor.required(Rule::signed)?);
        for doubt in self.doubts.iter_mut().skip(known) {
            if doubt.kind == DoubtKind::Thousands {
                doubt.kind = DoubtKind::ThousandsOfRange;
            }
        }
        Some(Range { low, high, span })
    }

    /// A level where it is used.
    pub(super) fn word(&self, pair: Pair<'_, Rule>) -> Word {
        let span = self.span(&pair);
        let quoted = pair.as_str().starts_with('"');
        let text = if quoted {
            unquote(pair.as_str())
        } else {
            pair.as_str().into()
        };
        Word { text, quoted, span }
    }

    pub(super) fn compare_op(&self, pair: &Pair<'_, Rule>) -> CompareOp {
        match pair.as_str() {
            "=" => CompareOp::Equal,
            "!=" => CompareOp::NotEqual,
            "<" => CompareOp::Less,
            "<=" => CompareOp::AtMost,
            ">" => CompareOp::Greater,
            _ => CompareOp::AtLeast,
        }
    }

    // ---- types

    pub(super) fn ty(&mut self, pair: Pair<'_, Rule>) -> Option<Type> {
        let span = self.span(&pair);
        let kind = match pair.as_rule() {
            Rule::yes_no => TypeKind::YesNo,
            Rule::text_type => TypeKind::Text,
            Rule::number_type => self.number_type(pair)?,
            Rule::one_of => TypeKind::OneOf(self.levels(pair)?),
            Rule::any_of => TypeKind::AnyOf(self.levels(pair)?),
            Rule::ordinal => TypeKind::Ordinal(self.scale_levels(pair)?),
            _ => return None,
        };
        Some(Type { span, kind })
    }

    fn number_type(&mut self, pair: Pair<'_, Rule>) -> Option<TypeKind> {
        let mut cursor = Cursor::new(pair);
        let whole = cursor.next()?.as_rule() == Rule::kw_integer;
        let unit = self.optional_text(&mut cursor);
        let range = match cursor.required(Rule::range) {
            Some(range) => Some(self.range(range)?),
            None => None,
        };
        Some(TypeKind::Number { whole, unit, range })
    }

    fn scale_levels(&mut self, pair: Pair<'_, Rule>) -> Option<Vec<Level>> {
        let written = pair.as_str().trim_end().to_owned();
        let told = self.diagnostics.len();
        let levels = self.levels(pair)?;
        if let [only] = levels.as_slice() {
            // Of `Boolean` one thing is told.
            self.diagnostics.truncate(told);
            let near = words::meant_type(&written)
                .or_else(|| nearest(&written, words::TYPES.iter().copied()));
            self.report(problem::unknown_type(only.word.span, &only.word.text, near));
        }
        Some(levels)
    }

    fn levels(&mut self, pair: Pair<'_, Rule>) -> Option<Vec<Level>> {
        let span = self.span(&pair);
        let mut levels = Vec::new();
        for pair in pair
            .into_inner()
            .filter(|pair| pair.as_rule() == Rule::level)
        {
            levels.push(self.level(pair)?);
        }
        if levels.len() > LIMITS.levels {
            self.report(problem::too_many_levels(span, levels.len()));
        }
        Some(levels)
    }

    fn level(&mut self, pair: Pair<'_, Rule>) -> Option<Level> {
        let mut cursor = Cursor::new(pair);
        let word = self.word(cursor.required(Rule::word)?);
        if is_no_level(&word.text) {
            self.report(problem::reserved_level(word.span, &word.text));
        } else if !word.quoted && words::is_reserved(&word.text) {
            let problem = problem::reserved(word.span, &word.text)
                .help("a level may also be quoted")
                .edit(word.span, format!("\"{}\"", word.text));
            self.report(problem);
        } else if !word.quoted {
            self.small_letters(&word.text, word.span);
        }
        Some(Level {
            word,
            title: self.optional_text(&mut cursor),
            former: self.former_levels(&mut cursor),
        })
    }

    /// `formerly sluggish formerly "not fast"`
    fn former_levels(&mut self, cursor: &mut Cursor<'_>) -> Vec<Word> {
        let mut words = Vec::new();
        while cursor.optional(Rule::kw_formerly).is_some() {
            let Some(pair) = cursor.optional(Rule::word) else {
                break;
            };
            let word = self.word(pair);
            if is_no_level(&word.text) {
                self.report(problem::reserved_level(word.span, &word.text));
            }
            words.push(word);
        }
        words
    }

    // ---- cells

    pub(super) fn cell(&mut self, pair: Pair<'_, Rule>) -> Option<Cell> {
        let span = self.span(&pair);
        let mut parts = Vec::new();
        for pair in pair.into_inner() {
            let span = self.span(&pair);
            let kind = match pair.as_rule() {
                Rule::any_cell => CellKind::Any,
                _ => self.cell_kind(pair.into_inner().next()?)?,
            };
            parts.push(CellPart { span, kind });
        }
        Some(Cell { span, parts })
    }

    fn cell_kind(&mut self, pair: Pair<'_, Rule>) -> Option<CellKind> {
        let rule = pair.as_rule();
        match rule {
            Rule::not_cell => {
                let mut cursor = Cursor::new(pair);
                cursor.required(Rule::not)?;
                Some(CellKind::Not(self.term(&mut cursor)?))
            }
            Rule::compare_cell => {
                let mut cursor = Cursor::new(pair);
                let op = self.compare_op(&cursor.required(Rule::compare_op)?);
                Some(CellKind::Compare(op, self.term(&mut cursor)?))
            }
            Rule::range_cell => {
                let mut cursor = Cursor::new(pair);
                let low = self.term(&mut cursor)?;
                Some(CellKind::Range(low, self.term(&mut cursor)?))
            }
            Rule::signed => Some(CellKind::Number(self.number(&pair))),
            _ if pair.as_str() == "unknown" => Some(CellKind::Unknown),
            _ => Some(CellKind::Level(self.word(pair))),
        }
    }

    /// A level, a number or a parameter.
    pub(super) fn term(&mut self, cursor: &mut Cursor<'_>) -> Option<Term> {
        let pair = cursor.next()?;
        Some(match pair.as_rule() {
            Rule::signed => Term::Number(self.number(&pair)),
            _ => Term::Word(self.word(pair)),
        })
    }
}

/// Whether what begins here has a minus that may be the mark of an element of a list.
pub(super) fn may_be_mark(pair: &Pair<'_, Rule>) -> bool {
    is_mark(pair.get_input(), pair.as_span().start())
}

/// The text within quotes, escapes resolved. The scanner has seen to quotes and escapes.
fn unquote(quoted: &str) -> Arc<str> {
    let inner = quoted.strip_prefix('"').unwrap_or(quoted);
    let inner = inner.strip_suffix('"').unwrap_or(inner);
    if !inner.contains('\\') {
        return inner.into();
    }
    let mut text = String::with_capacity(inner.len());
    let mut characters = inner.chars();
    while let Some(character) = characters.next() {
        match (character, character == '\\') {
            (_, true) => match characters.next() {
                Some('n') => text.push('\n'),
                Some(other) => text.push(other),
                None => {}
            },
            (other, false) => text.push(other),
        }
    }
    text.into()
}
