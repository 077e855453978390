//! The canonical form of conditions and texts: names as the old rulebook has them, operands in order, no places.
//! Two conditions with the same form are the same condition; the reverse need not hold.

use super::{Kind, Renames};
use crate::model::{
    Argument, Call, Cell, CellRange, CellTest, Compare, Cond, CondKind, ContrastId, FactId,
    Interval, LetId, LevelSet, NoteId, OutcomeId, ParameterId, Piece, RuleId, RuleRef, Rulebook,
    Scale, Subject, TargetId, TargetKind, Template,
};

/// One side of a comparison: a rulebook, and what the old one calls its names.
#[derive(Clone, Copy)]
pub(in crate::analyze) struct Forms<'a> {
    pub(in crate::analyze) book: &'a Rulebook,
    pub(super) renames: &'a Renames,
    /// Whether numbers are left blank, so that forms that differ in numbers alone are equal.
    pub(super) blank: bool,
    /// Whether words for weights are compared as words: where their values are others on the two sides, equal numbers
    /// say nothing.
    pub(super) words: bool,
}

impl<'a> Forms<'a> {
    pub(in crate::analyze) fn new(book: &'a Rulebook, renames: &'a Renames) -> Self {
        Self {
            book,
            renames,
            blank: false,
            words: false,
        }
    }

    /// The same with words for weights compared as words, where that is wanted.
    pub(super) fn with_words(self, words: bool) -> Self {
        Self { words, ..self }
    }

    /// The same with numbers left blank.
    pub(super) fn blank(self) -> Self {
        Self {
            blank: true,
            ..self
        }
    }

    pub(in crate::analyze) fn fact(self, id: FactId) -> &'a str {
        self.renames.of(Kind::Fact, &self.book.facts[id].name)
    }

    pub(in crate::analyze) fn derived(self, id: LetId) -> &'a str {
        self.renames.of(Kind::Let, &self.book.lets[id].name)
    }

    pub(in crate::analyze) fn subject(self, subject: Subject) -> &'a str {
        match subject {
            Subject::Fact(id) => self.fact(id),
            Subject::Let(id) => self.derived(id),
        }
    }

    pub(in crate::analyze) fn target(self, id: TargetId) -> &'a str {
        let target = &self.book.targets[id];
        let kind = match target.kind {
            TargetKind::Strategy => Kind::Strategy,
            TargetKind::Hypothesis => Kind::Hypothesis,
        };
        self.renames.of(kind, &target.name)
    }

    pub(in crate::analyze) fn note(self, id: NoteId) -> &'a str {
        self.renames.of(Kind::Note, &self.book.notes[id].name)
    }

    /// An outcome; `None` is `undecided`.
    pub(in crate::analyze) fn outcome(self, id: Option<OutcomeId>) -> &'a str {
        let Some(outcome) = id.map(|id| &self.book.outcomes[id]) else {
            return "undecided";
        };
        match outcome.strategy.map(|id| (id, &self.book.targets[id])) {
            Some((id, target)) if target.name == outcome.name => self.target(id),
            _ => self.renames.of(Kind::Outcome, &outcome.name),
        }
    }

    /// A contrast; one without a name of its own goes by what it is over.
    pub(in crate::analyze) fn contrast(self, id: ContrastId) -> &'a str {
        let contrast = &self.book.contrasts[id];
        let over = match contrast.subject {
            Subject::Fact(id) => &self.book.facts[id].name,
            Subject::Let(id) => &self.book.lets[id].name,
        };
        if contrast.name == *over {
            return self.subject(contrast.subject);
        }
        self.renames.of(Kind::Contrast, &contrast.name)
    }

    pub(in crate::analyze) fn rule(self, id: RuleId) -> String {
        let rule = &self.book.rules[id];
        let Some(contrast) = rule.contrast else {
            return self.renames.of(Kind::Rule, &rule.name).to_owned();
        };
        let own = &self.book.contrasts[contrast];
        let label = rule
            .name
            .strip_prefix(&*own.name)
            .and_then(|rest| rest.strip_prefix('.'))
            .unwrap_or(&rule.name);
        let label = self.renames.level(self.subject(own.subject), label);
        let name = format!("{}.{label}", self.contrast(contrast));
        self.renames.of(Kind::Row, &name).to_owned()
    }

    /// The scale of a subject that has levels.
    pub(in crate::analyze) fn scale(self, subject: Subject) -> Option<&'a Scale> {
        self.book.scale(subject)
    }

    /// A level's name.
    pub(in crate::analyze) fn level(self, subject: Subject, at: u8) -> &'a str {
        let name = self.scale(subject).map_or("", |scale| scale.level_name(at));
        self.renames.level(self.subject(subject), name)
    }

    fn levels(self, subject: Subject, set: LevelSet) -> String {
        joined(set.iter().map(|at| self.level(subject, at).to_owned()), "|")
    }

    pub(super) fn cond(self, cond: &Cond) -> String {
        match &cond.kind {
            CondKind::Constant(yes) => yes.to_string(),
            CondKind::Holds(subject) => self.subject(*subject).to_owned(),
            CondKind::Level { subject, levels } => {
                format!(
                    "{} is {}",
                    self.subject(*subject),
                    self.levels(*subject, *levels)
                )
            }
            CondKind::LevelCompare {
                left,
                compare,
                right,
            } => comparison(self.subject(*left), *compare, self.subject(*right)),
            CondKind::Includes { fact, level } => {
                let level = self.level(Subject::Fact(*fact), *level);
                format!("{} includes {level}", self.fact(*fact))
            }
            CondKind::Compare {
                left,
                compare,
                right,
            } => comparison(&self.num(left), *compare, &self.num(right)),
            CondKind::Between { number, low, high } => {
                let [number, low, high] = [number, low, high].map(|num| self.num(num));
                format!("{number} between {low} and {high}")
            }
            CondKind::Known(subject) => format!("{} known", self.subject(*subject)),
            CondKind::All(_) => format!("({})", self.parts(cond, " and ")),
            CondKind::Any(_) => format!("({})", self.parts(cond, " or ")),
            CondKind::AtLeast(least, parts) => {
                let parts = parts.iter().map(|part| self.cond(part));
                let least = if self.blank { 0 } else { *least };
                format!("at least {least} of ({})", joined(parts, "; "))
            }
            CondKind::Not(inner) => self.negation(inner),
            CondKind::Surely(inner) => format!("surely {}", self.cond(inner)),
            CondKind::Call(call) => self.call(call),
            CondKind::BestIs(targets) => {
                let targets = targets.iter().map(|id| self.target(*id).to_owned());
                format!("best is {}", joined(targets, "|"))
            }
            CondKind::Excluded(target) => format!("excluded({})", self.target(*target)),
            CondKind::Tied(target) => format!("tied({})", self.target(*target)),
            CondKind::Fired(fired) => format!("fired({})", self.fired(*fired)),
            CondKind::AdviceIs(outcomes) => {
                let outcomes = outcomes.iter().map(|id| self.outcome(*id).to_owned());
                format!("advice is {}", joined(outcomes, "|"))
            }
            CondKind::AdvisedBy(row) => format!("advised_by({})", self.advice_label(*row)),
            CondKind::Noted(note) => format!("noted({})", self.note(*note)),
        }
    }

    fn negation(self, inner: &Cond) -> String {
        match &inner.kind {
            CondKind::Not(twice) => self.cond(twice),
            _ => format!("not {}", self.cond(inner)),
        }
    }

    /// The parts of nested conditions of one kind, all on one level and in order.
    fn parts(self, cond: &Cond, between: &str) -> String {
        let all = matches!(cond.kind, CondKind::All(_));
        let mut open = vec![cond];
        let mut forms = Vec::new();
        while let Some(next) = open.pop() {
            match &next.kind {
                CondKind::All(parts) if all => open.extend(parts),
                CondKind::Any(parts) if !all => open.extend(parts),
                _ => forms.push(self.cond(next)),
            }
        }
        forms.sort();
        forms.dedup();
        forms.join(between)
    }

    fn fired(self, fired: RuleRef) -> String {
        match fired {
            RuleRef::Rule(id) => self.rule(id),
            RuleRef::Contrast(id) => self.contrast(id).to_owned(),
        }
    }

    fn advice_label(self, row: u32) -> String {
        let rows = self.book.advice.as_ref().map(|advice| &advice.rows);
        let row = rows.and_then(|rows| rows.get(row as usize));
        let label = row.and_then(|row| row.label.as_deref());
        label.unwrap_or_default().to_owned()
    }

    pub(super) fn call(self, call: &Call) -> String {
        let script = &self.book.scripts[call.script].name;
        let arguments: Vec<String> = call
            .arguments
            .iter()
            .map(|argument| match argument {
                Argument::Truth(cond) => self.cond(cond),
                Argument::Number(num) => self.num(num),
                Argument::Level(subject) => self.subject(*subject).to_owned(),
                Argument::Set(fact) => self.fact(*fact).to_owned(),
                Argument::Word(word) => format!("{word:?}"),
            })
            .collect();
        let script = self.renames.of(Kind::Script, script);
        format!("{script}.{}({})", call.function, arguments.join(", "))
    }

    /// A cell over a subject.
    pub(super) fn cell(self, subject: Subject, cell: &Cell) -> String {
        let Cell::Test { unknown, test } = cell else {
            return "*".to_owned();
        };
        let unknown = unknown.then(|| "unknown".to_owned());
        let values = match test {
            CellTest::Levels(set) => vec![self.levels(subject, *set)],
            CellTest::Truths { yes, no } => {
                let yes = yes.then(|| "yes".to_owned());
                yes.into_iter().chain(no.then(|| "no".to_owned())).collect()
            }
            CellTest::Intervals(list) => list.iter().map(|range| self.range(*range)).collect(),
        };
        joined(values.into_iter().chain(unknown), "|")
    }

    /// A range of a cell; an end that is a parameter by its name.
    fn range(self, range: CellRange) -> String {
        let Interval {
            low,
            high,
            low_in,
            high_in,
        } = range.within;
        let end = |number: f64, parameter: Option<ParameterId>| match parameter {
            Some(id) => self.parameter(id).to_owned(),
            None => number.to_string(),
        };
        let open = if low_in { '[' } else { '(' };
        let close = if high_in { ']' } else { ')' };
        let (low, high) = (end(low, range.low), end(high, range.high));
        format!("{open}{low}, {high}{close}")
    }

    /// A parameter's name.
    pub(super) fn parameter(self, id: ParameterId) -> &'a str {
        self.renames
            .of(Kind::Parameter, &self.book.parameters[id].name)
    }

    pub(in crate::analyze) fn template(self, template: &Template) -> String {
        let pieces = template.pieces.iter().map(|piece| match piece {
            Piece::Words(words) => words.to_string(),
            Piece::Subject(subject) => format!("{{{}}}", self.subject(*subject)),
            Piece::Parameter(id) => {
                format!("{{{}}}", self.parameter(*id))
            }
            Piece::Total(target) => format!("{{total({})}}", self.target(*target)),
            Piece::Best => "{best}".to_owned(),
            Piece::Advice => "{advice}".to_owned(),
        });
        pieces.collect()
    }

    pub(super) fn number(self, number: f64) -> String {
        if self.blank {
            "#".to_owned()
        } else {
            number.to_string()
        }
    }
}

/// Parts in order, however they were written.
pub(super) fn joined(parts: impl IntoIterator<Item = String>, between: &str) -> String {
    let mut parts: Vec<String> = parts.into_iter().collect();
    parts.sort();
    parts.join(between)
}

/// A comparison with the sign that points to the right.
fn comparison(left: &str, compare: Compare, right: &str) -> String {
    let (left, sign, right) = match compare {
        Compare::More => (right, Compare::Less, left),
        Compare::AtLeast => (right, Compare::AtMost, left),
        Compare::Equal | Compare::NotEqual if right < left => (right, compare, left),
        Compare::Equal | Compare::NotEqual | Compare::Less | Compare::AtMost => {
            (left, compare, right)
        }
    };
    format!("{left} {} {right}", sign.sign())
}
