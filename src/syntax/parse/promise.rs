//! Examples and guarantees: what a rulebook promises about itself. Tries none of it.

use pest::iterators::Pair;

use super::super::clause::Clauses;
use super::super::problem;
use super::super::tree::{Claim, ClaimKind, Example, Guarantee, Never};
use super::{Build, Cursor, Rule};
use crate::syntax::blocks;

impl Build<'_> {
    pub(super) fn example(&mut self, cursor: &mut Cursor<'_>) -> Option<Example> {
        let word = cursor.next()?;
        let name = cursor.optional(Rule::name);
        let name = name.map(|pair| self.declared(&pair));
        let title = self.optional_text(cursor);
        let (mut given, mut expects, mut first) = (Vec::new(), Vec::new(), None);
        while let Some(pair) = cursor.next() {
            let span = self.span(&pair);
            match pair.as_rule() {
                Rule::given => {
                    if let Some(first) = first.replace(span) {
                        self.report(problem::twice(span, first, "given"));
                    }
                    let entries = &mut Cursor::new(pair);
                    while let Some(entry) = entries.required(Rule::given_entry) {
                        given.push(self.given_entry(entry)?);
                    }
                }
                Rule::expect => expects.push(self.condition(pair)?),
                _ => {}
            }
        }
        let word = self.span(&word);
        if name.is_none() && title.is_none() {
            let help = "say what it shows: `example \"A press shop in a slow market\" { … }`";
            self.report(problem::missing(word, "an example needs a title", help));
        }
        if expects.is_empty() {
            let help = "say what to expect: `expect advice is STRATEGY`";
            self.report(problem::missing(word, "an example needs an `expect`", help));
        }
        Some(Example {
            name,
            title,
            given,
            expects,
        })
    }

    pub(super) fn guarantee(&mut self, cursor: &mut Cursor<'_>) -> Option<Guarantee> {
        let (name, title) = self.head(cursor)?;
        let mut clauses = Clauses::default();
        let mut claim: Option<Claim> = None;
        while let Some(pair) = cursor.next() {
            match pair.as_rule() {
                Rule::never | Rule::always | Rule::raising => {
                    let next = self.claim(pair)?;
                    if let Some(first) = &claim {
                        self.report(problem::second_claim(next.span, first.span));
                    } else {
                        claim = Some(next);
                    }
                }
                Rule::EOI | Rule::open => {}
                _ => self.add_clause(&mut clauses, pair, &blocks::GUARANTEE)?,
            }
        }
        let Some(claim) = claim else {
            let message = format!("the guarantee `{}` claims nothing", name.text);
            let help = "write `never C`, `always C` or `raising FACT never lowers total(STRATEGY)`";
            self.report(problem::missing(name.span, message, help));
            return None;
        };
        Some(Guarantee {
            name,
            title,
            claim,
            clauses,
        })
    }

    fn claim(&mut self, pair: Pair<'_, Rule>) -> Option<Claim> {
        let span = self.span(&pair);
        let rule = pair.as_rule();
        let cursor = &mut Cursor::new(pair);
        if rule == Rule::raising {
            let fact = self.path(&cursor.required(Rule::path)?);
            cursor.required(Rule::kw_never)?;
            let verb = cursor.next()?.as_rule();
            let name = self.name(&cursor.required(Rule::name)?);
            let never = match verb {
                Rule::lowers => Never::Lowers(name),
                Rule::raises => Never::Raises(name),
                _ => Never::Turns(name, self.name(&cursor.required(Rule::name)?)),
            };
            let when = match cursor.optional(Rule::when) {
                Some(pair) => Some(self.condition(pair)?),
                None => None,
            };
            let kind = ClaimKind::Raising { fact, never, when };
            return Some(Claim { span, kind });
        }
        let condition = self.expr(cursor.required(Rule::expr)?)?;
        let when = match cursor.optional(Rule::when) {
            Some(pair) => Some(self.condition(pair)?),
            None => None,
        };
        let kind = ClaimKind::Stated {
            always: rule != Rule::never,
            condition,
            when,
        };
        Some(Claim { span, kind })
    }
}
