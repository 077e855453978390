//! Texts with places for values: `{name}` resolved, `{{` a brace. Prints no value.

use std::sync::Arc;

use super::context::Resolver;
use super::lookup::may_be_lost;
use super::names::{Class, Thing};
use super::problem::names as problem;
use super::types::Ty;
use super::units;
use crate::base::{Span, nearest};
use crate::model::{Piece, Subject, Template};
use crate::syntax::tree::Text;

/// What has a name without a topic and a value.
const SHORT: &[Class] = &[Class::Let, Class::Parameter];

impl Resolver<'_, '_> {
    /// A text; where something is wrong with it, the pieces that are sound.
    pub(super) fn template(&mut self, text: &Text) -> Template {
        if !text.value.contains('{') {
            return Template {
                pieces: vec![Piece::Words(Arc::clone(&text.value))],
            };
        }
        let source = self.context.files.text(text.span);
        let raw = source
            .strip_prefix('"')
            .and_then(|rest| rest.strip_suffix('"'))
            .unwrap_or(source);
        let start = text.span.start.saturating_add(1);
        let mut pieces = Vec::new();
        let mut words = String::new();
        let mut chars = raw.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            match c {
                '\\' => words.extend(chars.next().map(|(_, c)| if c == 'n' { '\n' } else { c })),
                '{' if chars.next_if(|(_, next)| *next == '{').is_some() => {
                    words.push('{');
                    let inside = raw.get(at.saturating_add(2)..).unwrap_or("");
                    self.doubled_braces(inside, (text.span, offset(start, at)));
                }
                '{' => {
                    let inside = raw.get(at.saturating_add(1)..).unwrap_or("");
                    let place = |from: usize, to: usize| Span {
                        file: text.span.file,
                        start: offset(start, from),
                        end: offset(start, to),
                    };
                    let Some(length) = inside.find(['}', '{']).filter(|length| {
                        inside
                            .get(*length..)
                            .is_some_and(|rest| rest.starts_with('}'))
                    }) else {
                        let brace = place(at, at.saturating_add(1));
                        self.report.push(problem::unclosed_brace(brace));
                        continue;
                    };
                    if !words.is_empty() {
                        pieces.push(Piece::Words(std::mem::take(&mut words).into()));
                    }
                    let end = at.saturating_add(length).saturating_add(2);
                    let inside = inside.get(..length).unwrap_or("");
                    let dollar = at.checked_sub(1).filter(|_| {
                        words.ends_with('$')
                            || raw.get(..at).is_some_and(|before| before.ends_with('$'))
                    });
                    let dollar = dollar.map(|dollar| place(dollar, at));
                    let name = Named::within(place(at.saturating_add(1), end), inside);
                    let piece = self.piece(name, place(at, end));
                    self.dollar(dollar, inside, piece.as_ref());
                    if let Some(piece) = &piece {
                        self.unit_twice(piece, (raw, place(0, 0)), (at, end));
                    }
                    pieces.extend(piece);
                    while chars.next_if(|(next, _)| *next < end).is_some() {}
                }
                _ => words.push(c),
            }
        }
        if !words.is_empty() {
            pieces.push(Piece::Words(words.into()));
        }
        Template { pieces }
    }

    /// A text that may be missing.
    pub(super) fn template_of(&mut self, text: Option<&Text>) -> Option<Template> {
        text.map(|text| self.template(text))
    }

    /// `{{name}}`, which prints braces, where the name has a value, or is nearly one that has. `text` and `at`: the text, and
    /// where the braces begin.
    fn doubled_braces(&mut self, inside: &str, (text, at): (Span, u32)) {
        let Some((name, _)) = inside.split_once("}}") else {
            return;
        };
        let word = name.trim();
        let total = word
            .strip_prefix("total(")
            .and_then(|rest| rest.strip_suffix(')'));
        let names = &self.context.names;
        let classes: &[Class] = match total {
            Some(_) => &[Class::Strategy, Class::Hypothesis],
            None => &[Class::Fact, Class::Let, Class::Parameter],
        };
        let inner = total.unwrap_or(word).trim();
        let known = names.get(inner);
        let known = known.is_some_and(|thing| classes.contains(&thing.class()));
        let near = || {
            let full = names.facts_ending_in(inner).first().map(|full| &**full);
            let dotted = inner.contains('.').then_some(inner);
            let near = dotted.and_then(|inner| nearest(inner, names.of(classes)));
            let near = near.or_else(|| names.near_fact(inner, classes));
            let alone = total.is_none() && !inner.contains('.');
            let near = near.or_else(|| nearest(inner, names.of(SHORT)).filter(|_| alone));
            full.filter(|_| total.is_none()).or(near)
        };
        let meant = match known || matches!(word, "best" | "advice") {
            true => Some(word),
            false => near(),
        };
        if let Some(meant) = meant {
            let whole = Span {
                start: at,
                end: offset(at, name.len().saturating_add("{{}}".len())),
                ..text
            };
            self.report.push(problem::doubled_braces(whole, meant));
        }
    }

    /// `${name}`, unless the value is money in dollars, or a number of which no one says what it counts.
    fn dollar(&mut self, sign: Option<Span>, name: &str, piece: Option<&Piece>) {
        let (Some(sign), Some(piece)) = (sign, piece) else {
            return;
        };
        let unit = self.unit_of(piece);
        let dollars = unit.is_some_and(|unit| unit.is_none_or(|unit| is_dollars(&unit)));
        if !dollars {
            self.report.push(problem::dollar(sign, name.trim()));
        }
    }

    /// The unit of a number that is printed; of what is no declared number nothing.
    fn unit_of(&self, piece: &Piece) -> Option<Option<Arc<str>>> {
        match piece {
            Piece::Subject(subject) => match self.context.type_of(*subject) {
                Ty::Number(amount) => Some(amount.unit.name().cloned()),
                _ => None,
            },
            Piece::Parameter(id) => {
                let parameter = self.context.draft.parameters.find(*id);
                parameter.map(|parameter| parameter.kind.unit.clone())
            }
            Piece::Total(_) | Piece::Best | Piece::Advice | Piece::Words(_) => None,
        }
    }

    /// The unit of a number next to its place, although it is printed with it. `raw` is the text between the quotes, which
    /// begins at `start`, and the braces are from `at` to `end` in it.
    fn unit_twice(&mut self, piece: &Piece, (raw, start): (&str, Span), (at, end): (usize, usize)) {
        let Some(Some(unit)) = self.unit_of(piece) else {
            return;
        };
        let before = raw.get(..at).and_then(|text| units::before(text, &unit));
        let behind = raw.get(end..).and_then(|text| units::behind(text, &unit));
        let place = match (before, behind) {
            (Some(length), _) => at.saturating_sub(length)..at,
            (None, Some(length)) => end..end.saturating_add(length),
            (None, None) => return,
        };
        let place = Span {
            start: offset(start.start, place.start),
            end: offset(start.start, place.end),
            ..start
        };
        self.report.push(problem::unit_twice(place, &unit));
    }

    fn piece(&mut self, named: Named<'_>, at: Span) -> Option<Piece> {
        let name = named.name;
        match name {
            _ if self.context.names.is_taken(name) => return None,
            "best" => return Some(Piece::Best),
            "advice" => return Some(Piece::Advice),
            _ => {}
        }
        if let Some(inner) = named.within_call("total(") {
            return match self.printed(inner, at, &[Class::Strategy, Class::Hypothesis])? {
                Thing::Strategy(id) | Thing::Hypothesis(id) => Some(Piece::Total(id)),
                _ => None,
            };
        }
        match self.printed(named, at, &[Class::Fact, Class::Let, Class::Parameter])? {
            Thing::Fact(id) => Some(Piece::Subject(Subject::Fact(id))),
            Thing::Let(id) => Some(Piece::Subject(Subject::Let(id))),
            Thing::Parameter(id) => Some(Piece::Parameter(id)),
            _ => None,
        }
    }

    /// What is printed, where it is of one of the classes.
    fn printed(&mut self, named: Named<'_>, at: Span, classes: &'static [Class]) -> Option<Thing> {
        let name = named.name;
        match self.context.names.get(name) {
            Some(thing) if classes.contains(&thing.class()) => Some(thing),
            Some(Thing::Broken) => None,
            Some(thing) => {
                let full = self.context.names.facts_ending_in(name).first();
                let problem = problem::placeholder_kind(at, name, thing.kind());
                self.report.fail(match full {
                    Some(full) if classes.contains(&Class::Fact) => problem
                        .help(format!("for the fact, write `{{{full}}}`"))
                        .edit(named.at, &**full),
                    _ => problem,
                })
            }
            None if may_be_lost(&self.context.names, self.report, name, classes) => None,
            None => {
                let names = &self.context.names;
                let full = names.facts_ending_in(name);
                let problem = problem::placeholder(at, name);
                let problem = match full.first() {
                    Some(full) => problem
                        .help(format!("facts are written with their topic: `{full}`"))
                        .edit(named.at, &**full),
                    None => {
                        let words = ["best", "advice"].into_iter();
                        let words = words.filter(|_| classes.contains(&Class::Fact));
                        let near = self.report.near(name, names.of(classes).chain(words));
                        problem.did_you_mean(named.at, near)
                    }
                };
                self.report.fail(problem.help(problem::BETWEEN_BRACES))
            }
        }
    }
}

/// What stands between braces, at its own place.
#[derive(Clone, Copy)]
struct Named<'t> {
    name: &'t str,
    at: Span,
}

impl<'t> Named<'t> {
    /// The name in a text that begins at `place`, without the white space around it.
    fn within(place: Span, text: &'t str) -> Self {
        let blank = text.len().saturating_sub(text.trim_start().len());
        let start = offset(place.start, blank);
        let name = text.trim();
        let end = offset(start, name.len());
        Self {
            name,
            at: Span {
                start,
                end,
                ..place
            },
        }
    }

    /// The name in `total(…)`.
    fn within_call(self, opening: &str) -> Option<Self> {
        let inner = self.name.strip_prefix(opening)?.strip_suffix(')')?;
        let place = Span {
            start: offset(self.at.start, opening.len()),
            ..self.at
        };
        Some(Self::within(place, inner))
    }
}

/// Whether a unit is one of dollars: `$`, `USD`, `k$`, `million US dollars`.
fn is_dollars(unit: &str) -> bool {
    let unit = unit.to_lowercase();
    let code = unit
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| matches!(word, "usd" | "aud" | "cad" | "nzd" | "sgd" | "hkd"));
    code || unit.contains('$') || unit.contains("dollar")
}

fn offset(start: u32, by: usize) -> u32 {
    start.saturating_add(u32::try_from(by).unwrap_or(u32::MAX))
}
