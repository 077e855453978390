//! Certificates of proofs as files: written by `prove --certificate`, checked by `prove --verify`. Proves nothing itself.

use std::path::Path;

use super::diagnostics::counted;
use super::files;
use super::session::{Failure, Outcome, Session, Status};
use crate::base::{Diagnostic, Limits, Severity};
use crate::model::certificate::{
    CERTIFICATE_VERSION, Certificate, CertifiedGuarantee, CertifiedOutcome, CertifiedParameter,
    CertifiedWitness, NoCertificate,
};
use crate::model::trace::{ValueTrace, from_json};
use crate::testing::Suite;
use crate::testing::guarantees::{Decided, Verdict};
use crate::verify::{self, Decision, PROGRAM, Subject};

/// Writes what was decided about all guarantees, with a proof or a witness of each.
pub(super) fn write(
    suite: &Suite,
    decided: &[Decided],
    budget: u32,
    path: &Path,
    session: &Session,
) -> Result<bool, Failure> {
    let program = &suite.program;
    let guarantees = program.rulebook.guarantees.iter().enumerate();
    let decisions: Vec<Decision> = guarantees
        .map(|(at, _)| {
            let mut all = decided.iter().filter(|one| {
                let promise = suite.promises.get(one.promise);
                promise.is_some_and(|promise| promise.guarantee == at)
            });
            match all.next().map(|one| &one.verdict) {
                Some(Verdict::Proved(_)) => Decision::Proved,
                Some(Verdict::Refuted(breach)) => {
                    let (profile, values) = (breach.profile.clone(), breach.values.clone());
                    Decision::Refuted(Box::new(profile), values)
                }
                Some(Verdict::Undecided(_)) | None => Decision::Undecided,
            }
        })
        .collect();
    let about = Subject {
        rulebook: &program.rulebook,
        method: &program.method,
        library: &program.library,
    };
    let certificate = verify::certify(about, &decisions, budget);
    let text = serde_json::to_string(&certificate).unwrap_or_default();
    session.write(Some(path), &format!("{text}\n"))?;
    let name = files::shown(path);
    session.say(format!("`{name}` contains {}", words(&certificate)));
    for one in &certificate.guarantees {
        if let CertifiedOutcome::Uncertified { because } = one.outcome {
            let (name, why) = (&one.name, why(because));
            session.say(format!("`{name}` is proved, but has no certificate: {why}"));
        }
    }
    let all = certificate.guarantees.iter().zip(&decisions);
    let more = all.filter(|(one, decision)| {
        let proved = matches!(one.outcome, CertifiedOutcome::Proved { .. });
        proved && matches!(decision, Decision::Undecided)
    });
    for (one, _) in more {
        let name = &one.name;
        session.say(format!(
            "`{name}` was not decided, but the certificate has a proof of it"
        ));
    }
    Ok(certificate.counts.uncertified == 0)
}

/// Why a guarantee that is proved has no certificate.
fn why(because: NoCertificate) -> &'static str {
    match because {
        NoCertificate::Budget => {
            "no proof by simple bounds was found in the budget of regions; `--budget` gives more"
        }
        NoCertificate::Bounds => {
            "simple bounds leave answers open that cannot be told apart any further"
        }
        NoCertificate::Values => {
            "the fact that is raised has too many values, or rules compute with its number, so that no few pairs of values stand for all"
        }
        NoCertificate::ListOfEvidence => {
            "the method keeps evidence as a list, which simple bounds do not follow"
        }
    }
}

/// The answers that break a guarantee, in one line.
fn shown(witness: &CertifiedWitness) -> String {
    let json = |value: &ValueTrace| serde_json::to_string(value).unwrap_or_default();
    let certainty = |certainty: f64| match certainty < 1.0 {
        true => format!(" (certainty {certainty})"),
        false => String::new(),
    };
    let answers = witness.answers.iter().map(|answer| {
        let (value, sure) = (json(&answer.value), certainty(answer.certainty));
        format!("{} = {value}{sure}", answer.fact)
    });
    let mut parts: Vec<String> = answers.collect();
    if let [low, high] = &witness.values[..] {
        let sure = certainty(witness.certainty);
        parts.push(format!(
            "raising it from {} to {}{sure}",
            json(low),
            json(high)
        ));
    }
    match parts.is_empty() {
        true => "a profile without answers".into(),
        false => parts.join(", "),
    }
}

/// How many proofs and witnesses a certificate contains.
fn words(certificate: &Certificate) -> String {
    let count = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
    let (proved, refuted) = (count(certificate.counts.proved), certificate.counts.refuted);
    let for_certain = |one: &&CertifiedGuarantee| matches!(one.outcome, CertifiedOutcome::Proved { certainty: [least, _], .. } if least > 0.0);
    let certain = certificate.guarantees.iter().filter(for_certain).count();
    let proofs = counted(proved, "proof");
    let mut words = match certain {
        0 => proofs,
        some if some == proved => format!("{proofs} (for answers with certainty 1)"),
        some => format!("{proofs} ({some} of them for answers with certainty 1)"),
    };
    if refuted > 0 {
        let many = if refuted == 1 { "" } else { "es" };
        words.push_str(&format!(
            " and {refuted} witness{many} of broken guarantees"
        ));
    }
    words
}

/// Checks a certificate again, for a rulebook with the parameters in force.
pub(super) fn check(path: &Path, about: Subject<'_>, session: &Session) -> Outcome {
    let certificate = read(path)?;
    goes_with(path, &certificate, about)?;
    let findings = verify::recheck(&certificate, about);
    let mut report = String::new();
    for finding in &findings {
        let words = match finding.words.is_empty() {
            true => String::new(),
            false => format!(": {}", finding.words),
        };
        report.push_str(&format!(
            "{}{words}: the certificate says {}, checked again it is {}\n",
            finding.path, finding.stated, finding.recomputed
        ));
    }
    let name = files::shown(path);
    if !findings.is_empty() {
        session.write(None, &report)?;
        session.say(format!(
            "`{name}` does not hold in {}",
            counted(findings.len(), "place")
        ));
        return Ok(Status::BadNews);
    }
    report.push_str(&format!(
        "`{name}` holds: {} checked again; all {} of `{}` in it\n",
        words(&certificate),
        counted(certificate.guarantees.len(), "guarantee"),
        certificate.rulebook.name,
    ));
    for one in &certificate.guarantees {
        let told = match &one.outcome {
            CertifiedOutcome::Proved { .. } => continue,
            CertifiedOutcome::Refuted { witness } => format!("refuted by {}", shown(witness)),
            CertifiedOutcome::Undecided => "undecided".into(),
            CertifiedOutcome::Uncertified { because } => {
                let why = why(*because);
                format!("proved when it was written, but without a certificate: {why}")
            }
        };
        report.push_str(&format!("  {}: {told}\n", one.name));
    }
    session.write(None, &report)?;
    let counts = certificate.counts;
    let open = counts.undecided.saturating_add(counts.uncertified);
    Ok(match (counts.refuted, open) {
        (0, 0) => Status::Done,
        (0, _) => Status::Undecided,
        _ => Status::BadNews,
    })
}

const AGAIN: &str = "write a new one with `hansei prove --certificate FILE`";

fn read(path: &Path) -> Result<Certificate, Diagnostic> {
    let writes = "`hansei prove --certificate FILE` writes a certificate";
    let text = files::read_text(path, Limits::DEFAULT.certificate_bytes)
        .map_err(|missing| missing.help(writes))?;
    let name = files::shown(path);
    let problem = |message: String| Diagnostic::new("E0932", Severity::Error, message).help(writes);
    let value: serde_json::Value = from_json(&text).map_err(|error| {
        problem(format!(
            "`{name}` is not a certificate: it is not JSON, or not all of it: {error}"
        ))
    })?;
    match value.get("certificate_version") {
        None => {
            let what = "it is JSON, but has no `certificate_version`";
            return Err(problem(format!("`{name}` is not a certificate: {what}")));
        }
        Some(version) if version != CERTIFICATE_VERSION => {
            let message = format!(
                "`{name}` was written by another version of hansei: its `certificate_version` is {version}, and this version reads {CERTIFICATE_VERSION:?}"
            );
            return Err(Diagnostic::new("E0932", Severity::Error, message).help(AGAIN));
        }
        Some(_) => {}
    }
    Certificate::read(&value).map_err(|error| {
        problem(format!(
            "`{name}` is not a certificate of this version: {error}"
        ))
    })
}

/// A certificate is about one rulebook, with certain parameters, and of one version of the program.
fn goes_with(path: &Path, certificate: &Certificate, about: Subject<'_>) -> Result<(), Diagnostic> {
    let name = files::shown(path);
    let (stated, own) = (&certificate.rulebook, about.rulebook);
    let problem = |message: String| Diagnostic::new("E0933", Severity::Error, message);
    if certificate.program != PROGRAM {
        let message = format!(
            "`{name}` was written by hansei {}, and this is {PROGRAM}",
            certificate.program
        );
        return Err(problem(message).help(AGAIN));
    }
    if *stated.name != *own.name {
        let message = format!(
            "`{name}` is about the rulebook `{}`, not about `{}`",
            stated.name, own.name
        );
        return Err(
            problem(message).help("name its rulebook: `hansei prove RULEBOOK --verify FILE`")
        );
    }
    if *stated.hash != *own.hash {
        let message = format!(
            "`{name}` is about `{}` as it was before its last changes, or after them",
            own.name
        );
        return Err(problem(message)
            .help("name the files that it was written for: `hansei prove RULEBOOK --verify FILE`")
            .help(AGAIN));
    }
    let in_force = verify::named(own).parameters;
    if stated.parameters == in_force {
        return Ok(());
    }
    let told = |all: &[CertifiedParameter]| match all.is_empty() {
        true => "the declared parameters".to_owned(),
        false => {
            let all = all
                .iter()
                .map(|one| format!("`{}={}`", one.name, one.value));
            all.collect::<Vec<_>>().join(", ")
        }
    };
    let message = format!(
        "`{name}` is about other parameters: {}, not {}",
        told(&stated.parameters),
        told(&in_force)
    );
    let help = match stated.parameters.is_empty() {
        true => "leave `--param` out".to_owned(),
        false => {
            let all = stated.parameters.iter();
            let all = all.map(|one| format!("--param {}={}", one.name, one.value));
            format!("check it with `{}`", all.collect::<Vec<_>>().join(" "))
        }
    };
    Err(problem(message).help(help))
}
