//! From rule text and profile text to a trace, through the library's own stages and no files.

use std::path::Path;

use hansei::base::{Diagnostic, FileId, Id as _, Severity, has_errors};
use hansei::check::{self, Checked, Options, ReadProblem};
use hansei::engine;
use hansei::model::trace::Trace;
use hansei::model::{Given, LetKind, Profile, Value};
use hansei::plan::{self, Program};
use hansei::profile::{self, Input};
use hansei::space::{Depth, Unknowns};
use hansei::trace::{Teller, Telling};
use hansei::verify::{self, Finding};

/// The name of the only rule file.
const RULES: &str = "book.rules";

/// What is known not to hold yet, by words of the trouble, each with its reason. The list may only shrink.
const PARKED: &[(&str, &str)] = &[];

/// Reads a file by its name.
pub(crate) type Read<'a> = dyn FnMut(&str) -> Result<Vec<u8>, ReadProblem> + 'a;

/// What is wrong, in a line each.
fn told(diagnostics: &[Diagnostic]) -> String {
    let lines: Vec<String> = diagnostics
        .iter()
        .map(|one| {
            format!(
                "{} {} {:?}",
                one.code,
                one.message,
                one.span().map(|s| s.range())
            )
        })
        .collect();
    lines.join("\n")
}

/// The rulebook of a text; what is wrong with it otherwise.
fn checked(root: &str, read: &mut Read<'_>) -> Result<Checked, String> {
    let (bundle, mut diagnostics) = check::gather(root, read);
    let (checked, problems) = check::check(&bundle, &Options::default());
    diagnostics.extend(problems);
    if has_errors(&diagnostics) {
        diagnostics.retain(|one| one.severity == Severity::Error);
        return Err(told(&diagnostics));
    }
    checked.ok_or_else(|| "no rulebook and no errors".into())
}

/// A program, and what it was made from.
pub(crate) struct Loaded {
    pub(crate) checked: Checked,
    pub(crate) program: Program,
}

/// The program of a text.
pub(crate) fn load(rules: &str) -> Result<Loaded, String> {
    program(checked(RULES, &mut |name| match name {
        RULES => Ok(rules.as_bytes().to_vec()),
        _ => Err(ReadProblem::Missing { near: None }),
    })?)
}

/// The program of a file and those it names.
pub(crate) fn load_file(path: &Path) -> Result<Loaded, String> {
    program(checked(&path.to_string_lossy(), &mut |name| {
        std::fs::read(name).map_err(|error| ReadProblem::Other(error.to_string()))
    })?)
}

/// The program of a file and those it names, each read by the caller.
pub(crate) fn load_with(root: &str, read: &mut Read<'_>) -> Result<Loaded, String> {
    program(checked(root, read)?)
}

fn program(checked: Checked) -> Result<Loaded, String> {
    let Checked {
        rulebook,
        method,
        library,
    } = checked.clone();
    let program = plan::plan(rulebook, method, library);
    Ok(Loaded { checked, program })
}

/// The same profile with all numbers moved.
fn moved(profile: &Profile, step: f64) -> Profile {
    let mut moved = profile.clone();
    for (id, given) in profile.facts.iter() {
        if let Some(Given {
            value: Value::Number(number),
            ..
        }) = given
        {
            moved.set(id, Some(Given::certain(Value::Number(number + step))));
        }
    }
    moved
}

impl Loaded {
    /// A profile from JSON.
    pub(crate) fn profile(&self, json: &str) -> Result<Profile, String> {
        self.read("profile.json", json)
    }

    /// A profile from a text; the ending of its name says the format.
    pub(crate) fn read(&self, name: &str, json: &str) -> Result<Profile, String> {
        let input = Input {
            name,
            id_default: "profile",
            bytes: json.as_bytes(),
            format: None,
            file: FileId(u32::MAX),
        };
        let reading = profile::read(&input, &self.checked.rulebook);
        if has_errors(&reading.diagnostics) {
            return Err(told(&reading.diagnostics));
        }
        reading
            .profile
            .ok_or_else(|| "no profile and no errors".into())
    }

    /// The trace of a profile as JSON.
    pub(crate) fn tell(&self, profile: &Profile, depth: Depth) -> Result<String, String> {
        let fault = |fault: engine::Fault| format!("{:?}", fault.diagnostic(&self.program));
        let record = engine::evaluate(&self.program, profile).map_err(fault)?;
        let unknowns =
            hansei::space::explore(&self.program, profile, &record, depth).map_err(fault)?;
        let telling = Telling {
            profile,
            profile_hash: &profile::hash(profile, &self.checked.rulebook),
            record: &record,
            unknowns: &unknowns,
        };
        let text = Teller::new(&self.program).tell(&telling).map_err(fault)?;
        crate::evaluation::same_as_data(&self.program, &telling)?;
        match self.told_after_others(&telling)? == text {
            true => Ok(text),
            false => Err("a teller that told others before says something else".into()),
        }
    }

    /// The trace as JSON from a teller that told two similar profiles before.
    fn told_after_others(&self, telling: &Telling<'_>) -> Result<String, String> {
        let fault = |fault: engine::Fault| format!("{:?}", fault.diagnostic(&self.program));
        let teller = Teller::new(&self.program);
        for step in [0.25, -3.0] {
            let profile = moved(telling.profile, step);
            let Ok(record) = engine::evaluate(&self.program, &profile) else {
                continue;
            };
            let other = Telling {
                profile: &profile,
                record: &record,
                ..*telling
            };
            let _ = teller.tell(&other);
        }
        teller.tell(telling).map_err(fault)
    }

    /// Whether the evaluation that keeps no record gives the same result, also after another profile.
    pub(crate) fn alone(&self, profile: &Profile, trace: &Trace) -> Result<(), String> {
        let book = &self.program.rulebook;
        let mut evaluator = engine::Evaluator::new(&self.program);
        let nothing = Profile::empty("nothing", book.facts.len());
        let _ = evaluator.summarize(&nothing);
        let summary = evaluator.summarize(profile);
        let summary = summary.map_err(|fault| format!("summary: {fault:?}"))?;
        let advice = summary
            .advice
            .map_or("undecided", |outcome| &*book.outcomes[outcome].name);
        let confidence = trace.confidence.map(|n| n.0);
        if advice != trace.advice || summary.confidence != confidence {
            return Err(format!("summary: {advice}, {:?}", summary.confidence));
        }
        // What is told of a record does not depend on what was evaluated in its place before.
        let fault = |fault: engine::Fault| format!("{:?}", fault.diagnostic(&self.program));
        let told = Teller::new(&self.program).value(&Telling {
            profile,
            profile_hash: "",
            record: evaluator.evaluate(profile).map_err(fault)?,
            unknowns: &Unknowns::default(),
        });
        if told.map_err(fault)?.rules != trace.rules {
            return Err("after a summary the rules are told otherwise".into());
        }
        let _ = evaluator.summarize(profile);
        for strategy in &trace.strategies {
            let mut targets = book.targets.iter();
            let found = targets.find(|(_, target)| *target.name == strategy.name);
            let at = found.ok_or("no such strategy")?.0.to_usize();
            let total = evaluator.totals().get(at).copied();
            if total != Some(strategy.total.0) {
                return Err(format!("summary: {} {total:?}", strategy.name));
            }
        }
        Ok(())
    }

    /// The trace of a profile, read back.
    pub(crate) fn trace(&self, json: &str, depth: Depth) -> Result<Trace, String> {
        self.trace_of(&self.profile(json)?, depth)
    }

    /// The trace of a profile, read back.
    pub(crate) fn trace_of(&self, profile: &Profile, depth: Depth) -> Result<Trace, String> {
        let text = self.tell(profile, depth)?;
        serde_json::from_str(&text).map_err(|error| format!("{error}\n{text}"))
    }

    /// Where a trace does not hold.
    pub(crate) fn verify(&self, trace: &Trace) -> Vec<Finding> {
        let Checked {
            rulebook,
            method,
            library,
        } = &self.checked;
        verify::verify(trace, rulebook, method, library)
    }

    /// Where a trace does not hold, in words, without what is known and parked.
    pub(crate) fn troubles(&self, trace: &Trace) -> Vec<String> {
        let findings = self.verify(trace);
        let findings = findings.iter().map(|one| self.number_certainty(one));
        findings.filter(|one| !is_parked(one)).collect()
    }

    /// A finding about the certainty of a number let, in the words of the list of what is parked.
    fn number_certainty(&self, finding: &Finding) -> String {
        let numbers = self.checked.rulebook.lets.values();
        let mut numbers = numbers.filter(|one| matches!(one.kind, LetKind::Number(..)));
        let of = |name: &str| finding.words == format!("of `{name}`");
        match finding.path.ends_with(".certainty") && numbers.any(|one| of(&one.name)) {
            true => format!("certainty of a number let: {finding}"),
            false => finding.to_string(),
        }
    }
}

/// Whether a trouble is known and waits.
pub(crate) fn is_parked(trouble: &str) -> bool {
    PARKED.iter().any(|(words, _)| trouble.contains(words))
}
