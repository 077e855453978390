//! The cases of every `switch` as they are written: the tree of a script keeps only their hashes. Judges none.

use std::collections::BTreeMap;
use std::sync::Arc;

use rhai::{Position, Token};

/// What a case is for.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Head {
    /// `"slow"`
    Word(Arc<str>),
    /// `3`
    Number(f64),
    /// `1..3`, or with its end `1..=3`
    Range { low: f64, high: f64, with_end: bool },
    /// `_`
    Rest,
}

/// One of the values or ranges before the `=>` of a case.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Case {
    pub(super) head: Head,
    /// Where it stands; of a range the sign.
    pub(super) at: Position,
    /// Whether an `if` follows, so that it may not count.
    pub(super) guarded: bool,
}

impl Case {
    /// Whether it always applies to a number.
    pub(super) fn has(&self, number: f64) -> bool {
        let has = match self.head {
            Head::Number(one) => one == number,
            Head::Range {
                low,
                high,
                with_end,
            } => low <= number && (number < high || with_end && number <= high),
            Head::Word(_) | Head::Rest => false,
        };
        has && !self.guarded
    }
}

/// The cases of each `switch`, by the place of its word.
pub(super) type Cases = BTreeMap<Position, Vec<Case>>;

/// Follows the words and signs of a script.
#[derive(Debug, Default)]
pub(super) struct Following {
    pub(super) cases: Cases,
    /// The brackets that are open; of those around the cases of a `switch`, where its word stands.
    open: Vec<Option<Position>>,
    /// Each `switch` of which the cases have not begun, and how many brackets are open around it.
    begun: Vec<(Position, usize)>,
    /// What may be the heads of a case.
    heads: Vec<(Token, Position)>,
}

impl Following {
    pub(super) fn token(&mut self, token: &Token, at: Position) {
        match token {
            Token::Switch => self.begun.push((at, self.open.len())),
            Token::LeftBrace => {
                let depth = self.open.len();
                let of = self.begun.pop_if(|(_, around)| *around == depth);
                self.open.push(of.map(|(at, _)| at));
            }
            Token::MapStart | Token::LeftParen | Token::LeftBracket => self.open.push(None),
            Token::RightBrace | Token::RightParen | Token::RightBracket => {
                self.open.pop();
            }
            _ => {}
        }
        match token {
            Token::DoubleArrow | Token::If => {
                let guarded = matches!(token, Token::If);
                let heads = std::mem::take(&mut self.heads);
                self.case(&heads, guarded);
            }
            Token::StringConstant(_)
            | Token::IntegerConstant(_)
            | Token::FloatConstant(_)
            | Token::Minus
            | Token::UnaryMinus
            | Token::ExclusiveRange
            | Token::InclusiveRange
            | Token::Pipe
            | Token::Underscore => self.heads.push((token.clone(), at)),
            _ => self.heads.clear(),
        }
    }

    fn case(&mut self, heads: &[(Token, Position)], guarded: bool) {
        let Some(Some(of)) = self.open.last() else {
            return;
        };
        let cases = self.cases.entry(*of).or_default();
        for one in heads.split(|(token, _)| matches!(token, Token::Pipe)) {
            if let Some((head, at)) = head(one) {
                cases.push(Case { head, at, guarded });
            }
        }
    }
}

fn head(tokens: &[(Token, Position)]) -> Option<(Head, Position)> {
    let range = tokens
        .iter()
        .position(|(token, _)| matches!(token, Token::ExclusiveRange | Token::InclusiveRange));
    if let Some(sign) = range {
        let (low, rest) = tokens.split_at_checked(sign)?;
        let ((token, at), high) = rest.split_first()?;
        let head = Head::Range {
            low: number(low)?,
            high: number(high)?,
            with_end: matches!(token, Token::InclusiveRange),
        };
        return Some((head, *at));
    }
    let (first, at) = tokens.first()?;
    let head = match (first, tokens) {
        (Token::StringConstant(word), [_]) => Head::Word(word.as_str().into()),
        (Token::Underscore, [_]) => Head::Rest,
        _ => Head::Number(number(tokens)?),
    };
    Some((head, *at))
}

fn number(tokens: &[(Token, Position)]) -> Option<f64> {
    let ((last, _), signs) = tokens.split_last()?;
    let signs = signs.iter().map(|(sign, _)| match sign {
        Token::Minus | Token::UnaryMinus => Some(-1.0),
        _ => None,
    });
    let sign: f64 = signs.product::<Option<f64>>()?;
    match last {
        Token::IntegerConstant(whole) => Some(sign * *whole as f64),
        Token::FloatConstant(number) => Some(sign * *number.0),
        _ => None,
    }
}
