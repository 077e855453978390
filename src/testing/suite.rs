//! A suite: a rulebook planned together with what its examples and cases expect and its guarantees claim. Runs none of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::guarantees::{Promise, promises};
use super::problems;
use super::table::{self, is_table};
use crate::base::{
    Diagnostic, FileId, Id as _, SourceFile, SourceMap, Span, has_errors, in_parallel,
};
use crate::check::{self, Bundle, Checked};
use crate::model::{Cond, ProbeId, Profile, Rulebook};
use crate::plan::{self, Program};
use crate::profile::{self, Input, Names, Stated};
use crate::syntax;
use crate::syntax::expr::Expr;

/// A rulebook with everything that it is held against.
#[derive(Clone, Debug)]
pub struct Suite {
    /// The rulebook, planned with the conditions; its files hold the texts of the cases too.
    pub program: Program,
    /// The rulebook's own texts and trees.
    pub bundle: Bundle,
    /// What the cases expect, and after that what guarantees are about, by [`ProbeId`].
    pub conditions: Vec<Cond>,
    /// What the guarantees claim, in the order of their names.
    pub promises: Vec<Promise>,
    /// What is run: examples in the order of their titles, then the cases in the order of their files.
    pub cases: Vec<Case>,
    /// What cannot be run, because something in it is wrong.
    pub broken: Vec<Broken>,
}

/// Where a case comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseKind {
    /// An `example` block of the rulebook.
    Example,
    /// A profile with conditions.
    File,
    /// A row of a table.
    Row,
}

/// Facts, and what has to come out.
#[derive(Clone, Debug)]
pub struct Case {
    /// The title of an example, the `id` of a case.
    pub name: Arc<str>,
    /// Where it comes from.
    pub kind: CaseKind,
    /// Where it stands.
    pub origin: Span,
    /// The facts.
    pub profile: Profile,
    /// What has to hold.
    pub expects: Vec<ProbeId>,
}

/// A case that cannot be run; the diagnostics say why.
#[derive(Clone, Debug, PartialEq)]
pub struct Broken {
    /// Its `id`, else the name of its file.
    pub name: Arc<str>,
    /// Where it stands.
    pub origin: Span,
}

/// The text of a case file or table.
#[derive(Clone, Debug)]
pub struct CaseText {
    /// The file's name as shown to the user; its ending says the format.
    pub name: String,
    /// What a case without an `id` is called.
    pub id: String,
    /// The content.
    pub bytes: Vec<u8>,
    /// Whether it may expect nothing: a profile that is kept for its snapshot. Then it is no case.
    pub optional: bool,
}

/// A case before its conditions are understood.
#[derive(Debug)]
pub(super) struct Draft {
    pub name: Arc<str>,
    pub kind: CaseKind,
    pub origin: Span,
    pub profile: Option<Profile>,
    pub wants: Wants,
}

/// What a case expects, as it stands there.
#[derive(Debug)]
pub(super) enum Wants {
    /// Conditions.
    Conditions(Vec<Stated>),
    /// Names of outcomes, one of which has to be advised.
    Advice(Vec<Arc<str>>),
}

/// What one text gave.
#[derive(Debug)]
pub(super) struct Gathered {
    pub source: SourceFile,
    pub drafts: Vec<Draft>,
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads the cases and plans the rulebook together with all that is expected. The bundle is the one the rulebook was
/// checked from; the texts of the cases are added to its files.
pub fn gather(
    mut bundle: Bundle,
    mut checked: Checked,
    texts: &[CaseText],
) -> (Suite, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut drafts = Vec::new();
    let own_files = bundle.files.clone();
    for gathered in read(&bundle.files, &checked.rulebook, texts) {
        bundle.files.add(gathered.source);
        drafts.extend(gathered.drafts);
        diagnostics.extend(gathered.diagnostics);
    }
    let mut wishes = Wishes::default();
    let wanted: Vec<Vec<Option<usize>>> = drafts
        .iter()
        .map(|draft| wishes.of(draft, &mut bundle.files, &mut diagnostics))
        .collect();
    let (found, problems) = check::conditions(&bundle, &wishes.exprs);
    diagnostics.extend(problems);
    checked.rulebook.files = std::mem::replace(&mut bundle.files, own_files);
    let mut making = Making {
        same: std::mem::take(&mut wishes.same),
        ..Making::default()
    };
    making.examples(&checked.rulebook);
    for (draft, wanted) in drafts.into_iter().zip(wanted) {
        making.case(draft, &wanted, &found);
    }
    let promises = promises(&checked.rulebook, |cond| making.push(cond.clone()));
    let Checked {
        rulebook,
        method,
        library,
    } = checked;
    let suite = Suite {
        program: plan::plan_with(rulebook, method, library, &making.conditions),
        bundle,
        conditions: making.conditions,
        promises,
        cases: making.cases,
        broken: making.broken,
    };
    (suite, diagnostics)
}

fn read(files: &SourceMap, book: &Rulebook, texts: &[CaseText]) -> Vec<Gathered> {
    let names = Names::of(book);
    let first = files.files().count();
    let texts: Vec<(FileId, &CaseText)> = texts
        .iter()
        .enumerate()
        .map(|(at, text)| (FileId(clip(first.saturating_add(at))), text))
        .collect();
    let mut all = Vec::with_capacity(texts.len());
    let work = |(file, text): &(FileId, &CaseText)| match is_table(&text.name) {
        Some(kind) => table::read(kind, *file, text, &names),
        None => case_file(*file, text, &names),
    };
    in_parallel(&texts, work, |gathered| {
        all.push(gathered);
        true
    });
    all
}

fn clip(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// A profile with its conditions.
fn case_file(file: FileId, text: &CaseText, names: &Names<'_>) -> Gathered {
    let reading = profile::read_with(
        &Input {
            name: &text.name,
            id_default: &text.id,
            file,
            bytes: &text.bytes,
            format: None,
        },
        names,
    );
    if text.optional && (reading.expects.is_empty() || reading.profile.is_none()) {
        // What is wrong with the profile is told where its snapshot is taken.
        return Gathered {
            source: reading.source,
            drafts: Vec::new(),
            diagnostics: Vec::new(),
        };
    }
    let mut diagnostics = reading.diagnostics;
    let origin = Span::new(file, 0, 0);
    let origin = reading.expects.first().map_or(origin, |stated| stated.span);
    if reading.expects.is_empty() && !has_errors(&diagnostics) {
        diagnostics.push(problems::expects_nothing(origin));
    }
    let sound = !has_errors(&diagnostics);
    let name = reading
        .profile
        .as_ref()
        .map(|found| Arc::clone(&found.name));
    let draft = Draft {
        name: name.unwrap_or_else(|| text.id.as_str().into()),
        kind: CaseKind::File,
        origin,
        profile: reading.profile.filter(|_| sound),
        wants: Wants::Conditions(reading.expects),
    };
    Gathered {
        source: reading.source,
        drafts: vec![draft],
        diagnostics,
    }
}

/// The conditions to be understood, each distinct one of the tables once.
#[derive(Default)]
struct Wishes {
    exprs: Vec<Expr>,
    advice: BTreeMap<String, Option<usize>>,
    /// The first of the conditions of rows with that text.
    first: BTreeMap<String, usize>,
    /// For those conditions the first with the same text.
    same: BTreeMap<usize, usize>,
}

impl Wishes {
    /// Where the conditions of a case stand among all; `None` for one that does not parse.
    fn of(
        &mut self,
        draft: &Draft,
        files: &mut SourceMap,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Vec<Option<usize>> {
        match &draft.wants {
            Wants::Conditions(stated) => stated
                .iter()
                .map(|one| match draft.kind {
                    CaseKind::Row => self.shared(one, files, diagnostics),
                    CaseKind::Example | CaseKind::File => self.stated(one, files, diagnostics),
                })
                .collect(),
            Wants::Advice(names) => vec![self.advice(names, files, diagnostics)],
        }
    }

    fn stated(
        &mut self,
        stated: &Stated,
        files: &mut SourceMap,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<usize> {
        let written = files.text(stated.span);
        let (file, start) = match written.find(&stated.text) {
            Some(at) => (
                stated.span.file,
                stated.span.range().start.saturating_add(at),
            ),
            None => apart(stated, files),
        };
        self.parse(file, start, &stated.text, diagnostics)
    }

    /// A condition that other rows may state too.
    fn shared(
        &mut self,
        stated: &Stated,
        files: &mut SourceMap,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<usize> {
        let found = self.stated(stated, files, diagnostics)?;
        let first = self.first.entry(stated.text.clone()).or_insert(found);
        self.same.insert(found, *first);
        Some(found)
    }

    /// The advice that rows expect, in words of the language.
    fn advice(
        &mut self,
        names: &[Arc<str>],
        files: &mut SourceMap,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<usize> {
        let text = match names {
            [one] => format!("advice is {one}"),
            several => format!("advice is one of {}", several.join(", ")),
        };
        if let Some(known) = self.advice.get(&text) {
            return *known;
        }
        let file = files.add(SourceFile::new("expected advice", text.as_str()));
        let found = self.parse(file, 0, &text, diagnostics);
        self.advice.insert(text, found);
        found
    }

    fn parse(
        &mut self,
        file: FileId,
        start: usize,
        text: &str,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<usize> {
        match syntax::parse_condition(file, start, text) {
            Ok(expr) => {
                self.exprs.push(expr);
                self.exprs.len().checked_sub(1)
            }
            Err(problems) => {
                diagnostics.extend(problems);
                None
            }
        }
    }
}

/// A text of its own for a condition that is written with escapes: the same line of the same name.
fn apart(stated: &Stated, files: &mut SourceMap) -> (FileId, usize) {
    let (name, at) = match files.place(stated.span) {
        Some((name, at)) => (name.to_owned(), at.line),
        None => (String::new(), 1),
    };
    let mut text = "\n".repeat((at as usize).saturating_sub(1));
    let start = text.len();
    text.push_str(&stated.text);
    (files.add(SourceFile::new(name, text)), start)
}

/// The suite under way.
#[derive(Default)]
struct Making {
    conditions: Vec<Cond>,
    /// The probe of each condition that is in use already, by its place among all wishes.
    probes: BTreeMap<usize, ProbeId>,
    /// The first of those with the same text, which has their probe.
    same: BTreeMap<usize, usize>,
    cases: Vec<Case>,
    broken: Vec<Broken>,
}

impl Making {
    fn examples(&mut self, book: &Rulebook) {
        for example in &book.examples {
            let mut profile = Profile::empty(Arc::clone(&example.title), book.facts.len());
            for (fact, given) in &example.given {
                profile.set(*fact, Some(given.clone()));
            }
            let conds = example.expect.iter().map(|one| one.cond.clone());
            let expects = conds.map(|cond| self.push(cond)).collect();
            self.cases.push(Case {
                name: Arc::clone(&example.title),
                kind: CaseKind::Example,
                origin: example.origin,
                profile,
                expects,
            });
        }
    }

    fn push(&mut self, cond: Cond) -> ProbeId {
        let id = ProbeId::from_usize(self.conditions.len());
        self.conditions.push(cond);
        id
    }

    fn case(&mut self, draft: Draft, wanted: &[Option<usize>], found: &[Option<Cond>]) {
        let mut expects = Some(Vec::with_capacity(wanted.len()));
        for at in wanted {
            let cond = at.and_then(|at| Some((at, found.get(at)?.as_ref()?)));
            match (cond, &mut expects) {
                (Some((at, cond)), Some(expects)) => {
                    let at = self.same.get(&at).copied().unwrap_or(at);
                    let known = self.probes.get(&at).copied();
                    let probe = known.unwrap_or_else(|| self.push(cond.clone()));
                    self.probes.insert(at, probe);
                    expects.push(probe);
                }
                _ => expects = None,
            }
        }
        let Draft {
            name, kind, origin, ..
        } = draft;
        match (draft.profile, expects) {
            (Some(profile), Some(expects)) => self.cases.push(Case {
                name,
                kind,
                origin,
                profile,
                expects,
            }),
            _ => self.broken.push(Broken { name, origin }),
        }
    }
}
