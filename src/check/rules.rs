//! Rules and contrasts: from the syntax tree to the model. Looks for no loop.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::cells::{cell_condition, meet, sample, within};
use super::context::{Context, Resolver};
use super::declare::{Decl, Owned, RuleNode, row_name};
use super::draft::{basis, title};
use super::effects::Branch;
use super::lookup;
use super::names::{Class, Thing};
use super::problem::{names as name_problem, rows as row_problem, structure as problem};
use super::report::Report;
use super::types::Ty;
use crate::base::{Id as _, IdVec, Span, format_number};
use crate::model::{
    Basis, Cell, CellTest, Citation, Contrast, ContrastId, FactId, GroupId, Interval, Rule, RuleId,
    RuleRef, Stage, Subject, TagId,
};
use crate::syntax::clause::{ClauseKind, Clauses};
use crate::syntax::print_path;
use crate::syntax::tree::{self, EffectKind};

/// Rules and contrasts; a rule that has an error is none.
#[derive(Debug, Default)]
pub(super) struct Rules {
    pub(super) rules: IdVec<RuleId, Option<Rule>>,
    pub(super) contrasts: IdVec<ContrastId, Contrast>,
}

/// The rows of every contrast, in the order written.
pub(super) type Rows = IdVec<ContrastId, Vec<RuleId>>;

/// What the clauses of a rule or contrast say besides conditions and effects.
#[derive(Clone, Default)]
struct Common {
    basis: Option<Basis>,
    group: Option<GroupId>,
    tags: Vec<TagId>,
    citations: Vec<Citation>,
    defeats: Vec<RuleId>,
}

/// What a contrast says for all its rows.
pub(super) struct Shared {
    subject: Option<Subject>,
    title: Arc<str>,
    common: Common,
    /// The cells of its rows so far.
    cells: Vec<(Span, Cell)>,
}

/// Resolves all rules and contrasts.
pub(super) fn rules(context: &Context<'_>, report: &mut Report) -> Rules {
    let rows = rows_of(context);
    report.reach = Some(Stage::Early);
    let mut contrasts: IdVec<ContrastId, Shared> = IdVec::default();
    for decl in &context.declared.contrasts {
        let mut resolver = Resolver { context, report };
        let shared = resolver.contrast(decl, &rows);
        resolver.unnamed_rows(decl.node, shared.subject);
        contrasts.push(shared);
    }
    let mut resolver = Resolver { context, report };
    let rules = context.declared.rules.iter();
    let rules = rules.map(|decl| match decl.node {
        RuleNode::Rule(node) => resolver.rule(decl, node, &rows),
        RuleNode::Row(contrast, row) => {
            let shared = contrasts.get_mut(contrast);
            shared.and_then(|shared| resolver.row(decl, (contrast, row), shared))
        }
    });
    let mut out = Rules {
        rules: rules.collect(),
        contrasts: IdVec::default(),
    };
    report.reach = None;
    for shared in contrasts.values_mut() {
        disjoint(context, shared, report);
    }
    for (id, shared) in contrasts.iter() {
        let Some(decl) = context.declared.contrasts.get(id.to_usize()) else {
            continue;
        };
        out.contrasts.push(Contrast {
            name: Arc::clone(&decl.name),
            title: Arc::clone(&shared.title),
            subject: shared.subject.unwrap_or(Subject::Fact(FactId(0))),
            rows: rows.find(id).cloned().unwrap_or_default(),
            origin: decl.origin,
        });
    }
    out
}

/// The rows of all contrasts.
pub(super) fn rows_of(context: &Context<'_>) -> Rows {
    let declared = &context.declared;
    let mut rows: IdVec<ContrastId, Vec<(Span, RuleId)>> =
        declared.contrasts.iter().map(|_| Vec::new()).collect();
    for (at, rule) in declared.rules.iter().enumerate() {
        if let RuleNode::Row(contrast, row) = rule.node {
            let list = rows.get_mut(contrast);
            list.into_iter()
                .for_each(|list| list.push((row.span, RuleId::from_usize(at))));
        }
    }
    for list in rows.values_mut() {
        list.sort_unstable();
    }
    rows.values()
        .map(|list| list.iter().map(|(_, id)| *id).collect())
        .collect()
}

impl Resolver<'_, '_> {
    /// What a contrast says for all its rows.
    pub(super) fn contrast(&mut self, decl: &Decl<'_, tree::Contrast>, rows: &Rows) -> Shared {
        let node = decl.node;
        let path = &node.subject;
        let mut subject = self.subject(&lookup::INPUT, &path.text, path.span);
        if let Some(found) = subject {
            let ty = self.context.type_of(found);
            if matches!(ty, Ty::Set(_) | Ty::Text) {
                let problem = row_problem::no_cells_over(path.span, &path.text, ty);
                self.report.push(problem);
                subject = None;
            }
        }
        Shared {
            subject,
            title: title(node.title.as_ref(), &decl.name),
            common: self.common(&node.clauses, rows),
            cells: Vec::new(),
        }
    }

    /// Rows without a name are no rules; what else is wrong in them is told with that.
    fn unnamed_rows(&mut self, node: &tree::Contrast, subject: Option<Subject>) {
        let unnamed = |row: &&tree::ContrastRow| row_name(row).is_none();
        for row in node.rows.iter().filter(unnamed) {
            self.branch(row.effects.iter());
            subject.and_then(|subject| self.cell_of_contrast(row, subject));
        }
    }

    /// A rule, where it is sound.
    pub(super) fn rule(
        &mut self,
        decl: &Owned<RuleNode<'_>>,
        node: &tree::Rule,
        rows: &Rows,
    ) -> Option<Rule> {
        let clauses = &node.clauses;
        let when = clauses.when().map(|when| self.cond(when));
        let unless = clauses.unless().map(|unless| self.cond(unless));
        let then = self.branch(clauses.then_effects());
        let otherwise = self.else_branch(clauses);
        let common = self.common(clauses, rows);
        let (because, because_else) = clauses.reasons();
        let because = self.template_of(because);
        let because_else = self.template_of(because_else);
        let then = then?;
        Some(Rule {
            name: Arc::clone(&decl.name),
            title: title(node.title.as_ref(), &decl.name),
            contrast: None,
            when: when??,
            unless: unless.map_or(Some(None), |found| found.map(Some))?,
            then: then.evidence,
            otherwise: otherwise?.evidence,
            excludes: then.excludes,
            basis: self.nearest_basis(common.basis, None, common.group),
            defeats: common.defeats,
            because,
            because_else,
            citations: common.citations,
            group: common.group,
            tags: common.tags,
            origin: decl.origin,
        })
    }

    /// Evidence where the condition is known to be false; nothing else may stand there.
    fn else_branch(&mut self, clauses: &Clauses) -> Option<Branch> {
        for effect in clauses.else_effects() {
            if matches!(effect.kind, EffectKind::Exclude) {
                self.report.push(problem::else_excludes(effect.span));
                return None;
            }
        }
        self.branch(clauses.else_effects())
    }

    /// A row of a contrast, where it is sound.
    pub(super) fn row(
        &mut self,
        decl: &Owned<RuleNode<'_>>,
        (contrast, row): (ContrastId, &tree::ContrastRow),
        shared: &mut Shared,
    ) -> Option<Rule> {
        let branch = self.branch(row.effects.iter());
        let because = self.template_of(row.because.as_ref());
        let subject = shared.subject?;
        let cell = self.cell_of_contrast(row, subject)?;
        let when = cell_condition(subject, &cell, row.cell.span);
        shared.cells.push((row.cell.span, cell));
        let branch = branch?;
        let common = shared.common.clone();
        Some(Rule {
            name: Arc::clone(&decl.name),
            title: Arc::clone(&shared.title),
            contrast: Some(contrast),
            when,
            unless: None,
            then: branch.evidence,
            otherwise: Vec::new(),
            excludes: branch.excludes,
            basis: self.nearest_basis(None, common.basis, common.group),
            defeats: common.defeats,
            because,
            because_else: None,
            citations: common.citations,
            group: common.group,
            tags: common.tags,
            origin: decl.origin,
        })
    }

    fn common(&mut self, clauses: &Clauses, rows: &Rows) -> Common {
        let tags: BTreeSet<TagId> = clauses
            .tags()
            .filter_map(|tag| self.context.draft.tag(&tag.text))
            .collect();
        Common {
            basis: clauses.basis().map(|word| basis(*word)),
            group: self.group(clauses),
            tags: tags.into_iter().collect(),
            citations: self.citations(clauses),
            defeats: self.defeats(clauses, rows),
        }
    }

    /// The one group that a rule or contrast is put into.
    fn group(&mut self, clauses: &Clauses) -> Option<GroupId> {
        let mut groups = clauses.list.iter().filter_map(|clause| match &clause.kind {
            ClauseKind::In(name) => Some(name),
            _ => None,
        });
        let name = groups.next()?;
        match self.expect(&lookup::GROUP, &name.text, name.span)? {
            Thing::Group(id) => Some(id),
            _ => None,
        }
    }

    /// What is defeated, contrasts replaced by their rows.
    fn defeats(&mut self, clauses: &Clauses, rows: &Rows) -> Vec<RuleId> {
        let mut out = BTreeSet::new();
        for path in clauses.defeats() {
            match self.rule_ref(&path.text, path.span) {
                Some(RuleRef::Rule(id)) => {
                    out.insert(id);
                }
                Some(RuleRef::Contrast(id)) => out.extend(rows.find(id).into_iter().flatten()),
                None => {}
            }
        }
        out.into_iter().collect()
    }

    /// A rule, a contrast's row or a whole contrast by name.
    pub(super) fn rule_ref(&mut self, name: &str, at: Span) -> Option<RuleRef> {
        const NEEDED: &str = "a rule, a contrast or a row of a contrast";
        const CLASSES: &[Class] = &[Class::Rule, Class::Contrast];
        let names = &self.context.names;
        if let Some(found) = names.rule(name) {
            return Some(found);
        }
        match names.entry(name) {
            Some(entry) if entry.thing == Thing::Broken => None,
            // An unnamed contrast over it did not parse.
            Some(_) if names.may_be_broken(name) => None,
            Some(entry) => {
                let kind = match entry.thing {
                    Thing::Fact(_) | Thing::Let(_) => {
                        format!("{} without a contrast of its own", entry.thing.kind())
                    }
                    thing => thing.kind().to_owned(),
                };
                let problem = name_problem::wrong_kind(at, name, &kind, NEEDED, Some(entry.at));
                self.report.fail(problem)
            }
            None if lookup::may_be_lost(names, self.report, name, CLASSES) => None,
            None => {
                let rules: Vec<String> = names.rules().map(print_path).collect();
                let near = self.report.near(name, rules.iter().map(String::as_str));
                let problem = name_problem::unknown(at, name, NEEDED);
                self.report.fail(problem.did_you_mean(at, near))
            }
        }
    }

    /// The basis that stands nearest: rule, contrast, group, rulebook.
    fn nearest_basis(
        &self,
        rule: Option<Basis>,
        contrast: Option<Basis>,
        group: Option<GroupId>,
    ) -> Basis {
        let draft = &self.context.draft;
        let of_group = group
            .and_then(|id| draft.groups.find(id))
            .and_then(|group| group.basis);
        rule.or(contrast).or(of_group).unwrap_or(draft.basis)
    }
}

/// A level stands in one row of a contrast only, and rows over a number have no value in common.
pub(super) fn disjoint(context: &Context<'_>, shared: &mut Shared, report: &mut Report) {
    let Some(subject) = shared.subject else {
        return;
    };
    shared.cells.sort_by_key(|(span, _)| *span);
    let ty = context.type_of(subject);
    let mut seen = Seen::default();
    let mut intervals: Vec<(Interval, Span)> = Vec::new();
    for (at, cell) in &shared.cells {
        if let Some((first, value)) = seen.clash(*at, cell) {
            report.push(problem::rows_overlap(*at, first, why_both(value, ty)));
        }
        if let (
            Ty::Number(amount),
            Cell::Test {
                test: CellTest::Intervals(list),
                ..
            },
        ) = (ty, cell)
        {
            let parts = list.iter().filter_map(|range| within(range.within, amount));
            intervals.extend(parts.map(|range| (range, *at)));
        }
    }
    overlaps(intervals, report);
}

/// For which value two rows hold.
fn why_both(value: Taken, ty: &Ty) -> String {
    let value = match (value, ty) {
        (Taken::Level(at), Ty::Level(scale)) => scale.level_name(at),
        (Taken::Truth(true), _) => "yes",
        (Taken::Truth(false), _) => "no",
        (Taken::Unknown, _) => "unknown",
        (Taken::All | Taken::Level(_), _) => return "`*` matches every value".into(),
    };
    format!("both match `{value}`")
}

/// A value that two rows hold for.
#[derive(Clone, Copy)]
enum Taken {
    /// Every one: a cell is `*`.
    All,
    /// None is known.
    Unknown,
    /// A level.
    Level(u8),
    /// Yes or no.
    Truth(bool),
}

/// What the rows of a contrast took so far, each with the first row that did.
#[derive(Default)]
struct Seen {
    first: Option<Span>,
    all: Option<Span>,
    unknown: Option<Span>,
    levels: HashMap<u8, Span>,
    truths: HashMap<bool, Span>,
}

impl Seen {
    /// The row that holds for a value of this one too, and the value; ranges of numbers are compared elsewhere.
    fn clash(&mut self, at: Span, cell: &Cell) -> Option<(Span, Taken)> {
        let first = self.first;
        self.first = first.or(Some(at));
        if let Some(all) = self.all {
            return Some((all, Taken::All));
        }
        let Cell::Test { unknown, test } = cell else {
            self.all = Some(at);
            return first.map(|first| (first, Taken::All));
        };
        let value = match test {
            CellTest::Levels(set) => set
                .iter()
                .filter_map(|level| Some((self.levels.insert(level, at)?, Taken::Level(level))))
                .min_by_key(|(first, _)| *first),
            CellTest::Truths { yes, no } => [(*yes, true), (*no, false)]
                .into_iter()
                .filter(|(tested, _)| *tested)
                .filter_map(|(_, value)| {
                    Some((self.truths.insert(value, at)?, Taken::Truth(value)))
                })
                .min_by_key(|(first, _)| *first),
            CellTest::Intervals(_) => None,
        };
        let unknown = if *unknown {
            self.unknown.replace(at)
        } else {
            None
        };
        unknown.map(|first| (first, Taken::Unknown)).or(value)
    }
}

/// Ranges of different rows that have a number in common, each row once; by a sweep from low to high.
fn overlaps(mut intervals: Vec<(Interval, Span)>, report: &mut Report) {
    intervals.sort_by(|(a, _), (b, _)| a.low.total_cmp(&b.low).then(b.low_in.cmp(&a.low_in)));
    let mut told = BTreeSet::new();
    let mut reach: Option<(Interval, Span)> = None;
    for (interval, at) in intervals {
        if let Some((widest, row)) = reach {
            let (first, second) = (row.min(at), row.max(at));
            if row != at
                && let Some(both) = meet(interval, widest)
                && told.insert(second)
            {
                let why = format!("both match `{}`", format_number(sample(both), 9));
                report.push(problem::rows_overlap(second, first, why));
            }
            if widest.high > interval.high {
                continue;
            }
        }
        reach = Some((interval, at));
    }
}
