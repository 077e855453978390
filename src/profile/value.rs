//! Reads one value of a fact from a text or a node. Every value of every format passes through here.

use super::problems::{did_you_mean, former, list, nearest, quote, renumbered, respelt};
use super::tree::{Node, NodeKind, plain_number};
use crate::base::{
    Answer, Diagnostic, Limits, Span, answer, form_of_number, format_number, is_thousands,
    is_whole, may_be_thousands, meant_answer, meant_number, range_words, says_empty, says_unknown,
    truths,
};
use crate::model::{Fact, FactType, LevelSet, NumberType, Scale, Value};

/// A value of `fact` from a text, such as a cell; `None` is unknown, or wrong where there are errors.
pub fn read_value(text: &str, fact: &Fact, span: Span) -> (Option<Value>, Vec<Diagnostic>) {
    let mut reader = ValueReader {
        fact,
        source: "",
        problems: Vec::new(),
    };
    let value = reader.text(text, span);
    (value, reader.problems)
}

/// Reads values of one fact and gathers what is wrong.
pub(super) struct ValueReader<'a> {
    pub(super) fact: &'a Fact,
    /// The text in which spans lie, so that a mended word keeps its quotes; may be empty.
    pub(super) source: &'a str,
    pub(super) problems: Vec<Diagnostic>,
}

impl ValueReader<'_> {
    pub(super) fn node(&mut self, node: &Node<'_>) -> Option<Value> {
        match (&node.kind, &self.fact.kind) {
            (NodeKind::Null | NodeKind::Broken, _) => None,
            (NodeKind::Text(text), _) => self.text(text, node.span),
            (NodeKind::Truth(truth), FactType::YesNo) => Some(Value::YesNo(*truth)),
            (NodeKind::Number(number, written), FactType::Number(kind)) => {
                self.number(*number, kind, written, node.span)
            }
            (
                NodeKind::Number(_, written),
                FactType::Level(_) | FactType::Set(_) | FactType::Text,
            ) => self.text(written, node.span),
            (NodeKind::List(items), FactType::Set(scale)) => self.list(items, scale),
            (kind, _) => {
                let problem = self.wrong_type(kind.words(), node.span);
                self.problems.push(problem);
                None
            }
        }
    }

    fn text(&mut self, text: &str, span: Span) -> Option<Value> {
        if says_unknown(text) {
            return None;
        }
        let fact = self.fact;
        let word = text.trim();
        if !matches!(fact.kind, FactType::Text)
            && let Some(problem) = self.with_certainty(word, span)
        {
            self.problems.push(problem);
            return None;
        }
        match &fact.kind {
            FactType::YesNo => self.truth(word, span),
            FactType::Level(scale) => self.level(word, scale, span).map(Value::Level),
            FactType::Set(scale) => self.set(word, scale, span),
            FactType::Number(kind) => match plain_number(word) {
                Some(number) => self.number(number, kind, word, span),
                None => {
                    self.no_number(word, kind, span);
                    None
                }
            },
            FactType::Text => Some(Value::Text(text.into())),
        }
    }

    fn truth(&mut self, word: &str, span: Span) -> Option<Value> {
        match answer(word) {
            Some(Answer::Yes) => Some(Value::YesNo(true)),
            Some(Answer::No) => Some(Value::YesNo(false)),
            Some(Answer::Unknown) | None => {
                let problem = self.wrong_type(&quote(word), span);
                if let Some(meant) = meant_word(word) {
                    self.problems.push(self.meant(problem, (span, word), meant));
                    return None;
                }
                let near = nearest(word, truths());
                self.problems.push(match near {
                    Some(near) => did_you_mean(problem, self.source, (span, word), near),
                    None => problem,
                });
                None
            }
        }
    }

    fn level(&mut self, word: &str, scale: &Scale, span: Span) -> Option<u8> {
        let found = scale.position(word);
        if found.is_none() {
            let problem = self.unknown_level(word, scale, span);
            self.problems.push(problem);
        }
        if let Some(level) = scale.formerly(word) {
            self.problems.push(former(span, word, level));
        }
        found
    }

    /// A set written in one text: names with commas or semicolons between, brackets round them or not.
    fn set(&mut self, word: &str, scale: &Scale, span: Span) -> Option<Value> {
        if let Some(one) = scale.position(word) {
            return Some(Value::Set(LevelSet::one(one)));
        }
        let inner = word
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'))
            .unwrap_or(word);
        let parts = names_in(inner);
        // An element has no place of its own: a mended one would replace them all.
        let source = std::mem::take(&mut self.source);
        let set = self.elements(parts.into_iter().map(|part| (part, span)), scale);
        self.source = source;
        set
    }

    fn list(&mut self, items: &[Node<'_>], scale: &Scale) -> Option<Value> {
        let mut words = Vec::with_capacity(items.len());
        for item in items {
            match &item.kind {
                NodeKind::Text(word) | NodeKind::Number(_, word) => {
                    words.push((word.trim(), item.span));
                }
                NodeKind::Broken => {}
                kind => {
                    let message = format!(
                        "{} is a list of names, and this is {}",
                        quote(&self.fact.name),
                        kind.words()
                    );
                    let help = "if you do not know the whole set, leave the fact out";
                    self.problems
                        .push(Diagnostic::error("E0620", item.span, message).help(help));
                }
            }
        }
        self.elements(words, scale)
    }

    fn elements<'w>(
        &mut self,
        words: impl IntoIterator<Item = (&'w str, Span)>,
        scale: &Scale,
    ) -> Option<Value> {
        let mut set = LevelSet::default();
        let mut whole = true;
        for (word, span) in words {
            if !whole && self.problems.len() >= Limits::DEFAULT.diagnostics {
                return None;
            }
            match self.level(word, scale, span) {
                None => whole = false,
                Some(at) if set.has(at) => self.repeated(word, span),
                Some(at) => set = set.union(LevelSet::one(at)),
            }
        }
        whole.then_some(Value::Set(set))
    }

    fn number(
        &mut self,
        number: f64,
        kind: &NumberType,
        written: &str,
        span: Span,
    ) -> Option<Value> {
        let problem = if !number.is_finite() {
            super::problems::not_finite(span, written)
        } else if !is_in_range(number, kind) {
            self.out_of_range(number, kind, written, span)
        } else if kind.whole && !is_whole(number) {
            self.not_whole(number, kind, written, span)
        } else {
            if may_be_thousands(written) && thousands(written, kind).is_some() {
                let problem = super::problems::perhaps_thousands(span, written, self.source);
                self.problems.push(problem);
            } else if kind.reads_as_share(number) {
                let problem = super::problems::perhaps_share(span, number, self.source);
                self.problems.push(problem);
            }
            return Some(Value::Number(number + 0.0));
        };
        self.problems.push(problem);
        None
    }
}

/// What can be wrong with a value.
impl ValueReader<'_> {
    fn wrong_type(&self, found: &str, span: Span) -> Diagnostic {
        let (wanted, help) = match &self.fact.kind {
            FactType::YesNo => ("yes or no", "write `yes`, `no` or `unknown`".into()),
            FactType::Level(scale) => ("one level", levels(scale)),
            FactType::Set(scale) => ("a list of names", levels(scale)),
            FactType::Number(kind) => ("a number", numbers(kind)),
            FactType::Text => ("a text", "write it in quotes".into()),
        };
        let message = format!("{} takes {wanted}, not {found}", quote(&self.fact.name));
        Diagnostic::error("E0620", span, message).help(help)
    }

    /// A value with its certainty behind it, as `--set` takes them.
    fn with_certainty(&self, word: &str, span: Span) -> Option<Diagnostic> {
        let (value, certainty) = word.rsplit_once('@')?;
        let mut scales = self.fact.kind.scale().into_iter();
        if scales.any(|scale| scale.position(word).is_some()) {
            return None;
        }
        let (value, certainty) = (value.trim(), certainty.trim());
        let plain = plain_number(certainty).filter(|number| (0.0..=1.0).contains(number));
        let certainty = match plain {
            Some(number) => format_number(number, 9),
            None => meant_certainty(certainty)?,
        };
        let name = &self.fact.name;
        let message = format!("{} takes a value alone, not {}", quote(name), quote(word));
        let problem = Diagnostic::error("E0620", span, message);
        Some(problem.help(format!(
            "give the certainty apart: {} is the `value` and `{certainty}` the `certainty` of the fact; in CSV they have columns of their own, `{name}` and `{name}.certainty`",
            quote(value)
        )))
    }

    fn unknown_level(&self, word: &str, scale: &Scale, span: Span) -> Diagnostic {
        let what = if matches!(self.fact.kind, FactType::Set(_)) {
            "an element"
        } else {
            "a level"
        };
        let message = format!(
            "{} is not {what} of {}",
            quote(word),
            quote(&self.fact.name)
        );
        let problem = Diagnostic::error("E0621", span, message);
        let described = scale.levels.iter().find(|level| {
            level
                .words
                .as_ref()
                .is_some_and(|words| words.trim().eq_ignore_ascii_case(word))
        });
        if let Some(level) = described {
            return respelt(problem, self.source, (span, word), &level.name).help(format!(
                "these are the words of `{}`: write the name",
                level.name
            ));
        }
        if says_empty(word) && matches!(self.fact.kind, FactType::Set(_)) {
            return problem.help("the empty set is `[]`").help(levels(scale));
        }
        if meant_answer(word) == Some(Answer::Unknown) {
            return self
                .meant(problem, (span, word), UNKNOWN)
                .help(levels(scale));
        }
        let problem = match nearest(word, scale.levels.iter().map(|level| &*level.name)) {
            Some(near) => did_you_mean(problem, self.source, (span, word), near),
            None => problem,
        };
        problem.help(levels(scale))
    }

    fn repeated(&mut self, word: &str, span: Span) {
        if self.problems.len() >= Limits::DEFAULT.diagnostics {
            return;
        }
        let message = format!(
            "{} appears twice in {}",
            quote(word),
            quote(&self.fact.name)
        );
        self.problems
            .push(Diagnostic::warning("W0601", span, message).help("a set holds each name once"));
    }

    fn out_of_range(
        &self,
        number: f64,
        kind: &NumberType,
        written: &str,
        span: Span,
    ) -> Diagnostic {
        let message = format!(
            "{} is out of the range of {}, {}",
            quote(written),
            quote(&self.fact.name),
            range(kind)
        );
        let end = match (kind.low, kind.high) {
            (Some(low), _) if number < low => low,
            (_, Some(high)) => high,
            _ => number,
        };
        let problem = Diagnostic::error("E0622", span, message);
        if let Some(digits) = thousands(written, kind) {
            return self.as_thousands(problem, span, &digits);
        }
        problem.help(format!("the nearest value is `{}`", format_number(end, 9)))
    }

    fn not_whole(&self, number: f64, kind: &NumberType, written: &str, span: Span) -> Diagnostic {
        if number.fract() == 0.0 {
            let message = format!(
                "{} is too large for {}: whole numbers that large are not exact",
                quote(written),
                quote(&self.fact.name)
            );
            return Diagnostic::error("E0623", span, message)
                .help("whole numbers are exact below 9007199254740992");
        }
        let message = format!(
            "{} takes whole numbers{}, not {}",
            quote(&self.fact.name),
            unit(kind, " in "),
            quote(written)
        );
        let problem = Diagnostic::error("E0623", span, message);
        if let Some(digits) = thousands(written, kind) {
            return self.as_thousands(problem, span, &digits);
        }
        let near = number.round();
        if is_whole(near) {
            problem.help(format!("the nearest value is `{}`", format_number(near, 0)))
        } else {
            problem
        }
    }

    /// A word of another language, with what profiles write instead.
    fn meant(&self, problem: Diagnostic, (span, word): (Span, &str), meant: &str) -> Diagnostic {
        let mut problem = respelt(problem, self.source, (span, word), meant);
        problem.help = vec![format!("write `{meant}`")];
        problem
    }

    /// A number that fits only where its point stands between thousands.
    fn as_thousands(&self, problem: Diagnostic, span: Span, digits: &str) -> Diagnostic {
        let problem = problem.help(format!(
            "if the point stands between thousands, write `{digits}`"
        ));
        renumbered(problem, self.source, span, digits)
    }

    fn no_number(&mut self, word: &str, kind: &NumberType, span: Span) {
        let message = format!(
            "{} takes a number{}, not {}",
            quote(&self.fact.name),
            unit(kind, " in "),
            quote(word)
        );
        let problem = Diagnostic::error("E0620", span, message);
        if meant_answer(word) == Some(Answer::Unknown) {
            let problem = self.meant(problem, (span, word), UNKNOWN);
            return self.problems.push(problem);
        }
        let fits = |meant: &f64| is_in_range(*meant, kind) && (!kind.whole || is_whole(*meant));
        let meant = meant_number(word, kind.unit.as_deref(), kind.whole).filter(fits);
        self.problems.push(match meant {
            Some(meant) => {
                let number = format_number(meant, 9);
                let problem = problem.help(format!("write the number alone: `{number}`"));
                renumbered(problem, self.source, span, &number)
            }
            None => problem.help(numbers(kind)).help_if(form_of_number(word)),
        });
    }
}

/// The number before the sign of a percentage: 80 of `80` or `80%`. Without the sign, a number just above 1 is rather a slip.
pub(super) fn share(written: &str) -> Option<f64> {
    let number = written.trim_end_matches(['%', ' ']);
    let percent = plain_number(number).or_else(|| meant_number(number, None, false))?;
    let least = if written.contains('%') { 0.0 } else { 2.0 };
    (percent > least && percent <= 100.0).then_some(percent)
}

/// What a certainty means that is written otherwise than as a number from 0 to 1: `80 %` as `0.8`, `0,9` as `0.9`.
pub(super) fn meant_certainty(written: &str) -> Option<String> {
    let meant = match share(written) {
        Some(percent) => percent / 100.0,
        None => meant_number(written, None, false)?,
    };
    (0.0..=1.0)
        .contains(&meant)
        .then(|| format_number(meant, 9))
}

/// The names in a text with commas or semicolons between; what stands in quotes is one name.
fn names_in(text: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let (name, after) = match quoted_first(rest) {
            Some(quoted) => quoted,
            None => rest.split_once([',', ';']).unwrap_or((rest, "")),
        };
        let name = name.trim().trim_matches(['"', '\'']);
        if !name.is_empty() {
            names.push(name);
        }
        rest = after.trim_start();
    }
    names
}

/// The name in quotes with which a text begins, and what stands behind the separator after it.
fn quoted_first(text: &str) -> Option<(&str, &str)> {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let (name, after) = text.strip_prefix(quote)?.split_once(quote)?;
    match after.trim_start() {
        "" => Some((name, "")),
        after => Some((name, after.strip_prefix([',', ';'])?)),
    }
}

/// How a profile says that nothing is known.
const UNKNOWN: &str = "unknown";

/// What a profile writes for a word of another language that says yes, no or that nothing is known.
fn meant_word(word: &str) -> Option<&'static str> {
    Some(match meant_answer(word)? {
        Answer::Yes => "yes",
        Answer::No => "no",
        Answer::Unknown => UNKNOWN,
    })
}

fn is_in_range(number: f64, kind: &NumberType) -> bool {
    kind.low.is_none_or(|low| number >= low) && kind.high.is_none_or(|high| number <= high)
}

/// The digits of a number whose point may stand between thousands, where the fact takes that.
fn thousands(written: &str, kind: &NumberType) -> Option<String> {
    let digits = written.trim().replace('.', "");
    let fits = is_thousands(written) && is_in_range(plain_number(&digits)?, kind);
    fits.then_some(digits)
}

fn levels(scale: &Scale) -> String {
    let names = list(scale.levels.iter().map(|level| &*level.name));
    if scale.ordered {
        format!("levels, from low to high: {names}")
    } else {
        format!("choose from: {names}")
    }
}

fn numbers(kind: &NumberType) -> String {
    let whole = if kind.whole {
        "a whole number"
    } else {
        "a number"
    };
    match (kind.low, kind.high) {
        (None, None) => format!("write {whole} without its unit, or `unknown`"),
        _ => format!(
            "write {whole}, {}, without its unit, or `unknown`",
            range(kind)
        ),
    }
}

fn range(kind: &NumberType) -> String {
    range_words(kind.low, kind.high, kind.unit.as_deref())
}

fn unit(kind: &NumberType, before: &str) -> String {
    kind.unit
        .as_ref()
        .map_or_else(String::new, |unit| format!("{before}{unit}"))
}
