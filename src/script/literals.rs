//! Numbers and ranges as they are written in a script: `2` and `2.0` are read as one. Judges none.

use std::cell::RefCell;
use std::collections::BTreeSet;

use rhai::{FloatWrapper, Position, Token};

use super::cases::{Cases, Following};
use super::value;
use crate::base::may_be_thousands;

/// What the tree of a script does not tell.
#[derive(Debug, Default)]
pub(super) struct Written {
    /// Where whole numbers are written with a point or an exponent, their signs included.
    pub(super) pointed: BTreeSet<Position>,
    /// Where a case of a `switch` is a range without a start.
    pub(super) open: Vec<Position>,
    /// The cases of each `switch`.
    pub(super) cases: Cases,
    /// Numbers whose point may stand between thousands, as they are written.
    pub(super) grouped: Vec<(Position, String)>,
}

/// What is kept while a script is read.
#[derive(Debug, Default)]
struct Reading {
    written: Written,
    /// Where the signs stand that come right before the next token.
    signs: Vec<Position>,
    /// Whether a case of a `switch` may begin with the next token.
    begins: bool,
    /// The range without a start of which a case may consist.
    range: Option<Position>,
    /// What gathers the cases of each `switch`.
    following: Following,
}

thread_local! {
    /// The script that this thread reads, where its numbers are of interest.
    static READING: RefCell<Option<Reading>> = const { RefCell::new(None) };
}

/// Reads a script; gives with it what its tree will not tell.
pub(super) fn reading<T>(read: impl FnOnce() -> T) -> (T, Written) {
    READING.set(Some(Reading::default()));
    let result = read();
    let mut reading = READING.take().unwrap_or_default();
    reading.written.cases = reading.following.cases;
    (result, reading.written)
}

/// The token as it is read: a number in the one form that its value has, see [`value::from_number`].
pub(super) fn one_form(token: Token, at: Position) -> Token {
    READING.with_borrow_mut(|reading| match reading {
        Some(reading) => {
            let token = reading.token(token, at);
            reading.following.token(&token, at);
            token
        }
        None => token,
    })
}

impl Reading {
    fn token(&mut self, token: Token, at: Position) -> Token {
        self.case(&token, at);
        if matches!(token, Token::Minus | Token::UnaryMinus) {
            self.signs.push(at);
            return token;
        }
        let signs = std::mem::take(&mut self.signs);
        if let Token::FloatConstant(number) = &token
            && may_be_thousands(&number.1)
        {
            self.written.grouped.push((at, number.1.to_string()));
        }
        match token {
            Token::FloatConstant(number) => match value::whole_form(*number.0) {
                // `-0.0` has a sign that an integer lacks.
                Some(0) if !signs.is_empty() => Token::FloatConstant(number),
                Some(whole) => {
                    self.written.pointed.insert(at);
                    self.written.pointed.extend(signs);
                    Token::IntegerConstant(whole)
                }
                None => Token::FloatConstant(number),
            },
            Token::IntegerConstant(whole) => match value::whole_form(whole as f64) {
                Some(whole) => Token::IntegerConstant(whole),
                None => {
                    let number = FloatWrapper::new(whole as f64);
                    Token::FloatConstant(Box::new((number, whole.to_string().into())))
                }
            },
            other => other,
        }
    }

    /// Watches for `..5 =>`.
    fn case(&mut self, token: &Token, at: Position) {
        match token {
            Token::ExclusiveRange | Token::InclusiveRange if self.begins => self.range = Some(at),
            Token::DoubleArrow | Token::Pipe | Token::If => {
                self.written.open.extend(self.range.take());
            }
            Token::Minus | Token::UnaryMinus | Token::IntegerConstant(_) => {}
            _ => self.range = None,
        }
        self.begins = matches!(token, Token::LeftBrace | Token::Comma | Token::Pipe);
    }
}
