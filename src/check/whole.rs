//! The one way from a bundle of files to a rulebook that is known to be sound.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::context::{Context, Resolver};
use super::declare::{self, Declared};
use super::draft::{self, Draft, title};
use super::lets::Lets;
use super::lookup;
use super::names::Thing;
use super::problem::{meant as meant_problem, structure as problem, types as type_problem};
use super::report::Report;
use super::rules::Rules;
use super::stages::Stages;
use super::types::Ty;
use super::{
    Bundle, advice, cycles, doubled, examples, fold, lets, questions, rules, scripts, tables,
    weighing,
};
use crate::base::{Diagnostic, Edit, FileId, Id as _, IdVec, Span};
use crate::model::{
    Advice, Citation, Cond, Example, Guarantee, LetId, Note, NoteId, NoteItem, Rulebook, Script,
    SourceTable, Subject, Template,
};
use crate::script::{Library, LoadedMethod};
use crate::syntax::clause::Clauses;
use crate::syntax::expr::Expr;
use crate::syntax::tree::{self, DoubtKind, ItemKind};

/// What may be changed from outside.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Values of parameters by name, as text.
    pub parameters: BTreeMap<String, String>,
}

/// A rulebook without errors.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The rulebook.
    pub rulebook: Rulebook,
    /// Its method, the rulebook's own `scale` applied.
    pub method: LoadedMethod,
    /// Its scripts.
    pub library: Library,
}

/// Resolves and checks everything; a rulebook only where there is no error.
///
/// All errors come in one run: a part with an error is left out, and nobody who uses it complains. Where the bundle
/// is not sound, its own diagnostics say why, and there is no rulebook however little is found here.
///
/// A root without a `rulebook` block is a module: it cannot stand alone, which is an error ([`NO_RULEBOOK`]), but
/// it is checked as far as it can be, and names that it does not declare are taken to come from elsewhere.
pub fn check(bundle: &Bundle, options: &Options) -> (Option<Checked>, Vec<Diagnostic>) {
    let mut report = Report::default();
    let checked = if bundle.trees.is_empty() {
        None
    } else {
        check_trees(bundle, options, &mut report)
    };
    let mut dashes = Vec::new();
    let doubts = || bundle.trees.iter().flat_map(|tree| &tree.doubts);
    let ranges_hold = !doubts().any(|doubt| doubt.kind == DoubtKind::ThousandsOfRange);
    for doubt in doubts() {
        let written = bundle.files.text(doubt.span);
        match doubt.kind {
            DoubtKind::Thousands | DoubtKind::ThousandsOfRange => {
                let narrow = ranges_hold && report.narrow.contains(&doubt.span);
                let problem = meant_problem::grouped(doubt.span, written, narrow);
                match fact_of_range(bundle, doubt.span) {
                    Some(name) if doubt.kind == DoubtKind::ThousandsOfRange => {
                        report.causes_outside(&name, problem);
                    }
                    _ => report.push(problem),
                }
            }
            DoubtKind::Dash => dashes.push(meant_problem::dash(doubt.span, written)),
        }
    }
    report.causes(dashes);
    let sound = bundle.sound && !report.has_errors();
    let mut found = report.finish();
    for one in &mut found {
        let mended = |edit: &Edit| {
            bundle
                .mended
                .iter()
                .any(|other| is_within(edit.span, *other))
        };
        // Such an edit would be of a text that stands in no file yet.
        if one.edits.iter().any(mended) {
            one.edits.clear();
        }
    }
    (checked.filter(|_| sound), found)
}

/// The name, with its topic, of the fact in whose type a place is.
fn fact_of_range(bundle: &Bundle, place: Span) -> Option<String> {
    let items = bundle.trees.iter().flat_map(|tree| &tree.items);
    items
        .filter_map(|item| match &item.kind {
            ItemKind::Topic(topic) => Some(topic),
            _ => None,
        })
        .find_map(|topic| {
            let mut facts = topic.facts.iter();
            let fact = facts.find(|fact| is_within(place, fact.ty.span))?;
            Some(format!("{}.{}", topic.name.text, fact.name.text))
        })
}

/// Whether two places share a piece of the text, or an empty one lies in or at the end of the other.
fn is_within(place: Span, other: Span) -> bool {
    let shared = place.start < other.end && other.start < place.end;
    let empty = place.start == place.end && other.start <= place.start && place.end <= other.end;
    place.file == other.file && (shared || empty)
}

/// The code of the error that the root file has no `rulebook` block: it is a module, and others `use` it.
pub const NO_RULEBOOK: &str = "E0401";

/// Conditions that stand elsewhere, such as those of case files, held against the names of a rulebook.
///
/// What is wrong with the rulebook itself is for [`check`] to say. The files of the bundle hold the texts of the
/// conditions too.
pub fn conditions(bundle: &Bundle, exprs: &[Expr]) -> (Vec<Option<Cond>>, Vec<Diagnostic>) {
    let mut known = Report::default();
    let mut context = context(bundle, &Options::default(), &mut known);
    lets::scales(&mut context, &mut known);
    lets::lets(&mut context, &mut known);
    let mut report = Report::default();
    let mut resolver = Resolver {
        context: &context,
        report: &mut report,
    };
    let found = exprs.iter().map(|expr| resolver.cond(expr)).collect();
    (found, report.finish())
}

fn check_trees(bundle: &Bundle, options: &Options, report: &mut Report) -> Option<Checked> {
    let mut context = context(bundle, options, report);
    let parts = resolve(&mut context, report);
    scripts::scripts(&context, report);
    assemble(bundle, context, parts)
}

/// What conditions are resolved against, as far as it needs none.
fn context<'t>(bundle: &'t Bundle, options: &Options, report: &mut Report) -> Context<'t> {
    let (declared, names) = declare::declare(bundle, report);
    check_root(bundle, &declared, report);
    let clauses = declared.rulebook.map(|(node, _)| &node.clauses);
    let weighing = weighing::weighing(bundle, clauses, report);
    let mut draft = draft::draft(&declared, &names, &weighing, report);
    draft::override_parameters(&mut draft, &names, &options.parameters, report);
    let library = library(bundle, &declared, &mut draft, report);
    let labels = advice::labels(&declared, report);
    Context {
        files: &bundle.files,
        declared,
        names,
        draft,
        weighing,
        library,
        labels,
    }
}

/// What the file that everything begins with has to say.
fn check_root(bundle: &Bundle, declared: &Declared<'_>, report: &mut Report) {
    let start = bundle
        .trees
        .first()
        .map_or_else(FileId::default, |tree| tree.file);
    report.partial = !bundle.complete || declared.has_broken("use") || declared.rulebook.is_none();
    let Some((_, origin)) = declared.rulebook else {
        // Where the block itself is broken, or the file is no text, that error is enough.
        if !declared.has_broken("rulebook") && !bundle.trees.is_empty() {
            report.push(problem::no_rulebook(Span::new(start, 0, 0)));
        }
        return;
    };
    let strategy = |target: &declare::Owned<declare::TargetNode<'_>>| {
        matches!(target.node, declare::TargetNode::Strategy(_))
    };
    let competes = declared.targets.iter().any(strategy);
    if !competes && declared.advice.is_none() && bundle.sound {
        report.push(problem::nothing_to_advise(origin));
    }
}

/// The scripts, loaded in the order of their names.
fn library(
    bundle: &Bundle,
    declared: &Declared<'_>,
    draft: &mut Draft,
    report: &mut Report,
) -> Library {
    let files: HashMap<Span, FileId> = bundle
        .scripts
        .iter()
        .map(|script| (script.origin, script.file))
        .collect();
    let mut found = Vec::with_capacity(declared.scripts.len());
    for decl in &declared.scripts {
        // A file that is missing was reported when it was looked for.
        let file = files.get(&decl.node.path.span).copied();
        let text = file
            .and_then(|file| bundle.files.get(file))
            .map(|file| Arc::clone(&file.text))
            .unwrap_or_default();
        found.push((file.unwrap_or(FileId(u32::MAX)), Arc::clone(&text)));
        let id = draft.scripts.push(Script {
            name: Arc::clone(&decl.name),
            path: Arc::clone(&decl.node.path.value),
            text,
            origin: decl.origin,
        });
        if file.is_none() {
            draft.missing_scripts.insert(id);
        }
    }
    let texts: Vec<(&str, &str, FileId, &str)> = draft
        .scripts
        .values()
        .zip(&found)
        .map(|(script, (file, text))| (&*script.name, &*script.path, *file, &**text))
        .collect();
    let (library, problems) = Library::load(&texts);
    report.extend(problems);
    library
}

/// What is resolved against the context.
struct Parts {
    lets: Lets,
    rules: Rules,
    advice: Option<Advice>,
    notes: IdVec<NoteId, Option<Note>>,
    examples: Vec<Example>,
    guarantees: Vec<Guarantee>,
    items: Vec<Vec<NoteItem>>,
    questions: Vec<Option<Cond>>,
    tables: Vec<Option<SourceTable>>,
    parameters: Vec<Grounds>,
    groups: Vec<Grounds>,
    sureness: Option<LetId>,
}

fn resolve(context: &mut Context<'_>, report: &mut Report) -> Parts {
    lets::scales(context, report);
    let (mut lets, order) = lets::lets(context, report);
    let context = &*context;
    let rules = rules::rules(context, report);
    let advice = advice::advice(context, report);
    let parameters = context.declared.parameters.iter();
    let groups = context.declared.groups.iter();
    let parts = Parts {
        notes: advice::notes(context, report),
        examples: examples::examples(context, report),
        guarantees: examples::guarantees(context, report),
        items: advice::outcome_items(context, report),
        questions: questions::questions(context, report),
        tables: tables::tables(context, &rules, report),
        parameters: grounds(context, parameters.map(|decl| &decl.node.clauses), report),
        groups: grounds(context, groups.map(|decl| &decl.node.clauses), report),
        sureness: sureness(context, report),
        lets: Lets::default(),
        rules: Rules::default(),
        advice: None,
    };
    doubled::doubled(context, report);
    let stages = Stages::new(context, &lets, &order);
    let notes = (&parts.notes, &*parts.items);
    stages.contradictions(report);
    stages.questions(&parts.questions, report);
    stages.check(&rules, advice.as_ref(), notes, report);
    for (at, item) in lets.values_mut().enumerate() {
        if let Some(item) = item {
            item.stage = stages.of_let(LetId::from_usize(at));
        }
    }
    cycles::cycles(context, &lets, &rules, report);
    questions::cycles(context, (&parts.questions, &lets), report);
    Parts {
        lets,
        rules,
        advice,
        ..parts
    }
}

/// `because` and citations.
type Grounds = (Option<Template>, Vec<Citation>);

fn grounds<'t>(
    context: &Context<'_>,
    blocks: impl Iterator<Item = &'t Clauses>,
    report: &mut Report,
) -> Vec<Grounds> {
    let mut resolver = Resolver { context, report };
    blocks
        .map(|clauses| {
            let because = resolver.template_of(clauses.because());
            (because, resolver.citations(clauses))
        })
        .collect()
}

/// The let that says how sure the advice is: one with levels in order.
fn sureness(context: &Context<'_>, report: &mut Report) -> Option<LetId> {
    let (node, _) = context.declared.rulebook?;
    let path = node.clauses.sureness()?;
    let mut resolver = Resolver { context, report };
    let Thing::Let(id) = resolver.expect(&lookup::LET, &path.text, path.span)? else {
        return None;
    };
    match context.type_of(Subject::Let(id)) {
        Ty::Level(scale) if scale.ordered => Some(id),
        Ty::Broken => None,
        _ => report.fail(type_problem::sureness(path.span, &path.text)),
    }
}

/// The rulebook, where no part of it is missing.
fn assemble(bundle: &Bundle, context: Context<'_>, parts: Parts) -> Option<Checked> {
    let (node, _) = context.declared.rulebook?;
    let method = context.weighing.method?;
    let draft = context.draft;
    let mut outcomes = draft.outcomes;
    for (outcome, items) in outcomes.values_mut().zip(parts.items) {
        outcome.items = items;
    }
    let mut parameters = draft.parameters;
    for (parameter, grounds) in parameters.values_mut().zip(parts.parameters) {
        parameter.citations = grounds.1;
    }
    let mut groups = draft.groups;
    for (group, grounds) in groups.values_mut().zip(parts.groups) {
        (group.because, group.citations) = grounds;
    }
    let mut facts = draft.facts;
    for (fact, asked) in facts.values_mut().zip(parts.questions) {
        fact.asked = asked;
    }
    let text =
        |text: Option<&tree::Text>| text.map_or_else(|| "".into(), |text| Arc::clone(&text.value));
    let mut rulebook = Rulebook {
        name: Arc::clone(&node.name.text),
        title: title(node.title.as_ref(), &node.name.text),
        version: text(node.clauses.version()),
        about: text(node.clauses.about()),
        hash: match bundle.composed {
            true => "".into(),
            false => fold::hash(bundle, &method.method.script).into(),
        },
        files: bundle.files.clone(),
        method: method.method.clone(),
        sureness: parts.sureness,
        tags: draft.tags,
        sources: draft.sources,
        scripts: draft.scripts,
        outcomes,
        targets: draft.targets,
        parameters,
        topics: draft.topics,
        facts,
        lets: whole(parts.lets)?,
        groups,
        contrasts: parts.rules.contrasts,
        rules: whole(parts.rules.rules)?,
        advice: parts.advice,
        notes: whole(parts.notes)?,
        tables: parts.tables.into_iter().collect::<Option<_>>()?,
        examples: parts.examples,
        guarantees: parts.guarantees,
    };
    rulebook.number_mets();
    Some(Checked {
        rulebook,
        method,
        library: context.library,
    })
}

/// An arena without gaps.
fn whole<I: crate::base::Id, T>(arena: IdVec<I, Option<T>>) -> Option<IdVec<I, T>> {
    let items: Vec<T> = arena.into_values().collect::<Option<_>>()?;
    Some(items.into_iter().collect())
}
