//! Executes the blocks of one page, from the top. Knows what a block is, not what results look like.

use std::collections::{BTreeMap, BTreeSet};

use hansei::base::{Diagnostic, FileId, SourceMap};
use hansei::check::{self, Bundle, Options, ReadProblem};
use hansei::model::Profile;
use hansei::plan::{self, Program};
use hansei::profile::table::{How, Opened, Purpose, Unopened, Unread, open, table_by_name};
use hansei::{profile, script};

use super::blocks::{Block, blocks};
use super::{console, read, result};
use crate::evaluation;

/// What the blocks above have left for those below.
#[derive(Default)]
struct Page {
    /// The rulebook that fragments are added to.
    frame: String,
    /// Files that the rulebooks below may name.
    files: BTreeMap<String, String>,
    /// The last rulebook.
    bundle: Option<Bundle>,
    /// The last profile: its format, and its text.
    profile: Option<(String, String)>,
}

/// Why a block does not do what it says.
type Done = Result<(), String>;

/// Executes every block of a page; what does not do as it says.
pub(super) fn run(path: &str, text: &str) -> Vec<String> {
    let mut page = Page::default();
    let mut problems = Vec::new();
    for block in blocks(text) {
        if let Err(problem) = page.block(&block) {
            let info = block.info.join(" ");
            problems.push(format!("{path}:{} ({info}): {problem}", block.line));
        }
    }
    problems
}

impl Page {
    fn block(&mut self, block: &Block) -> Done {
        match block.info.first().map(String::as_str) {
            Some("rules") => self.rules(block),
            Some("rhai") => self.rhai(block),
            Some(format @ ("toml" | "yaml" | "json")) => self.profile(block, format),
            Some(form @ ("csv" | "jsonl")) => self.table(block, form),
            Some("result") => self.result(block),
            Some("console") => console::run(block),
            Some("text") => Ok(()),
            _ => Err("nobody knows how to execute this block".into()),
        }
    }

    fn rules(&mut self, block: &Block) -> Done {
        if let Some(name) = block.file(".rules") {
            self.files.insert(name.into(), block.text.clone());
            return Ok(());
        }
        let (root, text) = match block.after("in").as_deref() {
            Some([path, ..]) => {
                let text = read(path).ok_or(format!("there is no `{path}`"))?;
                ((*path).to_owned(), format!("{text}\n{}", block.text))
            }
            _ if block.is("fragment") => {
                let frame = &self.frame;
                ("page.rules".into(), format!("{frame}\n{}", block.text))
            }
            _ => ("page.rules".into(), block.text.clone()),
        };
        if block.is("frame") {
            self.frame.clone_from(&text);
        }
        let (bundle, mut problems) =
            check::gather(&root, &mut |path| self.file(path, &root, &text));
        let (checked, more) = check::check(&bundle, &Options::default());
        problems.extend(more);
        same_codes(block, &problems, &bundle.files)?;
        if !block.is("error") && checked.is_none() {
            return Err("there is no rulebook, and nobody says why".into());
        }
        if let Some(wanted) = block.after("lint") {
            let found = hansei::cli::remarks(&bundle, checked.as_ref(), problems).found;
            exactly(&wanted, &found, &bundle.files)?;
        }
        self.bundle = Some(bundle);
        match checked {
            Some(checked) => evaluation::try_examples(checked),
            None => Ok(()),
        }
    }

    /// The reader of the rulebook: the block itself, the files of the page, those of the repository.
    fn file(&self, path: &str, root: &str, text: &str) -> Result<Vec<u8>, ReadProblem> {
        let found = if path == root {
            Some(text.to_owned())
        } else {
            self.files.get(path).cloned().or_else(|| read(path))
        };
        found
            .map(String::into_bytes)
            .ok_or(ReadProblem::Missing { near: None })
    }

    fn rhai(&mut self, block: &Block) -> Done {
        let name = block.file(".rhai").unwrap_or("page.rhai");
        let text = &block.text;
        let mut files = SourceMap::default();
        let file = files.add(hansei::base::SourceFile::new(name, text.as_str()));
        let problems = if block.is("method") {
            script::load_method(name, file, text).1
        } else {
            script::Library::load(&[("page", name, file, text)]).1
        };
        self.files.insert(name.into(), text.clone());
        same_codes(block, &problems, &files)
    }

    fn program(&self, parameters: &[&str]) -> Result<Program, String> {
        let bundle = self.bundle.as_ref().ok_or("no rulebook stands above")?;
        let pairs = parameters.iter().filter_map(|pair| pair.split_once('='));
        let options = Options {
            parameters: pairs
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
        };
        let (checked, problems) = check::check(bundle, &options);
        let checked = checked.ok_or_else(|| lines(&problems, &bundle.files))?;
        Ok(plan::plan(
            checked.rulebook,
            checked.method,
            checked.library,
        ))
    }

    fn profile(&mut self, block: &Block, format: &str) -> Done {
        let program = self.program(&[])?;
        let reading = read_profile(format, &block.text, &program);
        let mut files = SourceMap::default();
        files.add(reading.source);
        same_codes(block, &reading.diagnostics, &files)?;
        if reading.profile.is_some() {
            self.profile = Some((format.to_owned(), block.text.clone()));
        }
        Ok(())
    }

    fn table(&mut self, block: &Block, form: &str) -> Done {
        let program = self.program(&[])?;
        let (problems, last) = read_table(form, &block.text, &program);
        let mut files = SourceMap::default();
        files.add(hansei::base::SourceFile::new(form, block.text.as_str()));
        same_codes(block, &problems, &files)?;
        if last.is_some() {
            self.profile = Some((form.to_owned(), block.text.clone()));
        }
        Ok(())
    }

    fn result(&mut self, block: &Block) -> Done {
        let parameters: Vec<&str> = block.info[1..].iter().map(String::as_str).collect();
        let program = self.program(&parameters)?;
        let profile = match &self.profile {
            Some((form, text)) if table_by_name(form).is_some() => {
                read_table(form, text, &program).1
            }
            Some((format, text)) => read_profile(format, text, &program).profile,
            None => None,
        };
        let profile = profile.ok_or("no profile stands above")?;
        result::compare(&program, &profile, &block.text)
    }
}

fn read_profile(format: &str, text: &str, program: &Program) -> profile::Reading {
    let name = format!("profile.{format}");
    let input = profile::Input {
        name: &name,
        id_default: "profile",
        file: FileId(0),
        bytes: text.as_bytes(),
        format: None,
    };
    profile::read(&input, &program.rulebook)
}

/// What is wrong with a table, and the profile of its last row.
fn read_table(form: &str, text: &str, program: &Program) -> (Vec<Diagnostic>, Option<Profile>) {
    let names = profile::Names::of(&program.rulebook);
    let how = How {
        purpose: Purpose::Profiles,
        file: FileId(0),
        keep: false,
    };
    let table = table_by_name(form).unwrap();
    let Opened { blocks, rows, head } = match open(text.as_bytes(), table, &names, how) {
        Ok(opened) => opened,
        Err(Unopened::Wrong(head)) => return (head.problems, None),
        Err(Unopened::Unreadable(error)) => panic!("{error}"),
    };
    let mut problems = head.problems;
    let mut last = None;
    for block in blocks.map(Result::unwrap) {
        for cut in &block.cuts {
            match rows.read(&block, cut) {
                Ok(mut row) => {
                    problems.extend(row.problems());
                    let strangers = std::mem::take(&mut row.strangers).into_iter();
                    problems.extend(strangers.map(|(name, span)| rows.stranger(&name, span)));
                    let mut profile = Profile::empty("row", program.rulebook.facts.len());
                    row.fill(&mut profile);
                    last = Some(profile);
                }
                Err(Unread::Broken(broken)) => problems.push(broken.diagnostic("E0629")),
                Err(Unread::Problems(more)) => problems.extend(more),
            }
        }
    }
    (problems, last)
}

/// Exactly the codes that the block announces, and none where it announces none.
fn same_codes(block: &Block, problems: &[Diagnostic], files: &SourceMap) -> Done {
    let announced = block.after("error").or_else(|| block.after("warning"));
    exactly(&announced.unwrap_or_default(), problems, files)
}

fn exactly(wanted: &[&str], problems: &[Diagnostic], files: &SourceMap) -> Done {
    let wanted: BTreeSet<&str> = wanted.iter().copied().collect();
    let found: BTreeSet<&str> = problems.iter().map(|problem| problem.code).collect();
    if wanted == found {
        return Ok(());
    }
    Err(format!(
        "gives {found:?}, and not {wanted:?}\n{}",
        lines(problems, files)
    ))
}

fn lines(problems: &[Diagnostic], files: &SourceMap) -> String {
    let line = |problem: &Diagnostic| {
        let place = problem.span().and_then(|span| files.place(span));
        let place = place.map_or(String::new(), |(_, at)| {
            format!("line {}, column {}: ", at.line, at.column)
        });
        let help = problem.help.join("; ");
        format!("  {} {place}{} ({help})", problem.code, problem.message)
    };
    problems.iter().map(line).collect::<Vec<_>>().join("\n")
}
