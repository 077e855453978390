//! What a rulebook reads anywhere: facts, lets, parameters, tags and hypotheses. Judges nothing.

use std::collections::BTreeSet;

use crate::base::Span;
use crate::model::{
    Asked, Cell, CellTest, Cond, FactId, Figure, LetId, LetKind, LevelSet, Met, ParameterId, Piece,
    RefKind, Rule, Rulebook, Subject, TagId, TargetId, Template, Weight,
};

/// Everything that is read.
#[derive(Debug, Default)]
pub(super) struct Reads {
    /// Facts and lets in conditions, numbers, tables and contrasts.
    pub(super) subjects: BTreeSet<Subject>,
    /// Facts and lets that a text prints.
    pub(super) printed: BTreeSet<Subject>,
    /// Parameters, printed ones included.
    pub(super) parameters: BTreeSet<ParameterId>,
    /// Tags whose facts are counted.
    pub(super) tags: BTreeSet<TagId>,
    /// Targets whose total or belief is read or printed.
    pub(super) targets: BTreeSet<TargetId>,
}

impl Reads {
    /// All that the rulebook reads, examples left out: they only try what the rest does.
    pub(super) fn of(book: &Rulebook) -> Self {
        let mut reads = Self::default();
        let conds = conditions(book).into_iter().flat_map(Cond::refs);
        let uses = conds.chain(book.lets.values().flat_map(|item| item.kind.refs()));
        uses.chain(book.rules.values().flat_map(Rule::refs))
            .for_each(|found| reads.add(found.kind));
        let over = book.contrasts.values().map(|contrast| contrast.subject);
        reads.subjects.extend(over);
        let sureness = book.sureness.map(Subject::Let);
        reads.subjects.extend(sureness);
        for text in texts(book) {
            reads.text(text);
        }
        reads
    }

    /// Whether a fact is read by name or counted by a tag.
    pub(super) fn uses_fact(&self, book: &Rulebook, id: FactId) -> bool {
        let tags = book.facts.find(id).map_or(&[][..], |fact| &fact.tags);
        self.subjects.contains(&Subject::Fact(id)) || tags.iter().any(|tag| self.tags.contains(tag))
    }

    /// Whether a let is read or printed.
    pub(super) fn uses_let(&self, id: LetId) -> bool {
        let subject = Subject::Let(id);
        self.subjects.contains(&subject) || self.printed.contains(&subject)
    }

    fn add(&mut self, found: RefKind<'_>) {
        match found {
            RefKind::Subject(subject, _) => {
                self.subjects.insert(subject);
            }
            RefKind::Parameter(id) => {
                self.parameters.insert(id);
            }
            RefKind::Figure(Figure::Total(target) | Figure::Belief(target)) => {
                self.targets.insert(target);
            }
            RefKind::Figure(figure) => self.tags.extend(figure.tag()),
            RefKind::BestIs(_)
            | RefKind::Excluded(_)
            | RefKind::Tied(_)
            | RefKind::Fired(_)
            | RefKind::AdviceIs(_)
            | RefKind::AdvisedBy(_)
            | RefKind::Noted(_)
            | RefKind::Call(_) => {}
        }
    }

    fn text(&mut self, text: &Template) {
        for piece in &text.pieces {
            match piece {
                Piece::Subject(subject) => {
                    self.printed.insert(*subject);
                }
                Piece::Parameter(id) => {
                    self.parameters.insert(*id);
                }
                Piece::Total(target) => {
                    self.targets.insert(*target);
                }
                Piece::Words(_) | Piece::Best | Piece::Advice => {}
            }
        }
    }
}

/// Every condition of a rulebook but those of examples.
pub(super) fn conditions(book: &Rulebook) -> Vec<&Cond> {
    let mut all: Vec<&Cond> = Vec::new();
    for item in book.lets.values() {
        match &item.kind {
            LetKind::YesNo(cond) => all.push(cond),
            LetKind::List(_, rows) => {
                all.extend(
                    rows.iter()
                        .flat_map(|row| row.when.iter().chain(&row.unless)),
                );
            }
            LetKind::Number(num, _) => all.extend(num.conditions()),
            LetKind::Table(..) => {}
        }
    }
    for rule in book.rules.values() {
        all.push(&rule.when);
        all.extend(&rule.unless);
        let effects = rule.then.iter().chain(&rule.otherwise);
        for effect in effects {
            if let Weight::By(num) = &effect.weight {
                all.extend(num.conditions());
            }
        }
    }
    for row in book.advice.iter().flat_map(|advice| &advice.rows) {
        all.extend(row.when.iter().chain(&row.unless));
    }
    for note in book.notes.values() {
        all.push(&note.when);
        all.extend(&note.unless);
    }
    all.extend(book.facts.values().filter_map(|fact| fact.asked.as_ref()));
    all.extend(book.mets().flat_map(Met::conditions));
    let guarantees = book.guarantees.iter();
    all.extend(guarantees.flat_map(|item| item.claim.conditions()));
    all
}

/// Each place where a condition or a cell of a table asks whether a let has one of some levels. A cell that takes what is
/// unknown asks for more.
pub(super) fn asked_levels(book: &Rulebook) -> Vec<(LetId, LevelSet, Span)> {
    let mut asked = Vec::new();
    for one in conditions(book).into_iter().flat_map(Cond::refs) {
        if let RefKind::Subject(Subject::Let(id), Asked::Levels(levels)) = one.kind {
            asked.push((id, levels, one.origin));
        }
    }
    for item in book.lets.values() {
        let LetKind::Table(_, inputs, rows) = &item.kind else {
            continue;
        };
        for row in rows {
            for (input, cell) in inputs.iter().zip(&row.cells) {
                if let (
                    Subject::Let(id),
                    Cell::Test {
                        unknown: false,
                        test: CellTest::Levels(levels),
                    },
                ) = (input, cell)
                {
                    asked.push((*id, *levels, row.origin));
                }
            }
        }
    }
    asked
}

/// Every text of a rulebook.
fn texts(book: &Rulebook) -> Vec<&Template> {
    let mut all: Vec<&Template> = Vec::new();
    all.extend(book.lets.values().filter_map(|item| item.because.as_ref()));
    all.extend(book.rules.values().flat_map(Rule::reasons));
    all.extend(
        book.groups
            .values()
            .filter_map(|group| group.because.as_ref()),
    );
    all.extend(
        book.guarantees
            .iter()
            .filter_map(|item| item.because.as_ref()),
    );
    for row in book.advice.iter().flat_map(|advice| &advice.rows) {
        all.extend(&row.because);
    }
    for note in book.notes.values() {
        all.extend(&note.because);
        all.extend(note.items.iter().map(|item| &item.text));
    }
    let outcomes = book.outcomes.values();
    all.extend(outcomes.flat_map(|outcome| outcome.items.iter().map(|item| &item.text)));
    all
}
