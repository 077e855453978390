//! Certificates of proofs: the tree of regions that shows that nothing breaks a guarantee, found and checked again.
//!
//! A region is a set of profiles, what is allowed of each fact. All that is told of one is told by a walk of its own over
//! the rulebook's trees: sets of truths for conditions, intervals for numbers and totals, and what follows where something
//! is supposed. It shares nothing with the search that proves. What is trusted are the laws of the method, which are tried
//! when it is loaded: that more evidence never gives less.

mod base;
mod doubt;
mod field;
mod leaf;
mod rank;
mod rows;
mod span;
mod steps;
mod suppose;
mod tree;
mod view;
mod weigh;
mod witness;
mod write;

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use crate::model::certificate::{
    CERTIFICATE_VERSION, Certificate, CertifiedCounts, CertifiedGuarantee, CertifiedOutcome,
    CertifiedParameter, CertifiedRulebook, NoCertificate,
};
use crate::model::{Claim, Cond, Guarantee, Profile, Rulebook, Value};
use crate::script::{Library, LoadedMethod};

use super::finding::{Finding, Report, show};
use base::{Base, blank};
use witness::Answers;

/// What was decided about a guarantee by others.
#[derive(Clone, Debug)]
pub enum Decision {
    /// Nothing breaks it.
    Proved,
    /// A profile breaks it, or two that differ in these values of a fact.
    Refuted(Box<Profile>, Vec<Value>),
    /// Neither is known.
    Undecided,
}

/// What proofs are about: a rulebook with its method and scripts.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// The rulebook.
    pub rulebook: &'a Rulebook,
    /// Its method.
    pub method: &'a LoadedMethod,
    /// Its scripts.
    pub library: &'a Library,
}

/// The version of the program, which a certificate names.
pub const PROGRAM: &str = env!("CARGO_PKG_VERSION");

/// Nodes that a proof may always have, and in which one is looked for of what is said to have none.
const TRIAL: u32 = 1_000;

/// Writes the certificate of all guarantees of a rulebook from what was decided about each, in their order. Each proof is
/// found anew, in at most so many regions or a thousand; one of what was not decided in a thousand.
pub fn certify(about: Subject<'_>, decided: &[Decision], budget: u32) -> Certificate {
    let profile = blank(about.rulebook);
    let base = Base::of(about.rulebook, about.method, about.library, &profile);
    let guarantees = about.rulebook.guarantees.iter().zip(decided);
    let guarantees = guarantees.map(|(guarantee, decision)| CertifiedGuarantee {
        name: guarantee.name.to_string(),
        claim: words(&base, guarantee),
        outcome: outcome(&base, &guarantee.claim, decision, budget),
    });
    let guarantees: Vec<CertifiedGuarantee> = guarantees.collect();
    let mut certificate = Certificate {
        certificate_version: CERTIFICATE_VERSION.into(),
        program: PROGRAM.into(),
        rulebook: named(about.rulebook),
        counts: CertifiedCounts::of(&guarantees),
        guarantees,
        checksum: String::new(),
    };
    certificate.checksum = checksum(&certificate);
    certificate
}

fn outcome(
    base: &Base<'_>,
    claim: &Claim<Cond>,
    decision: &Decision,
    budget: u32,
) -> CertifiedOutcome {
    match decision {
        Decision::Undecided => undecided(base, claim),
        Decision::Refuted(profile, values) => {
            let answers = Answers::of(profile, values.clone(), claim);
            let told = answers
                .first(base, claim)
                .and_then(|answers| answers.told(base, claim));
            told.map_or(CertifiedOutcome::Undecided, |witness| {
                CertifiedOutcome::Refuted { witness }
            })
        }
        Decision::Proved => match proof(base, claim, budget.max(TRIAL)) {
            Ok(proved) => proved,
            // Whoever checks looks as far, and finds the same reason.
            Err(_) => uncertified(base, claim),
        },
    }
}

/// What is said of a claim that others did not decide: a proof where a short one is found.
fn undecided(base: &Base<'_>, claim: &Claim<Cond>) -> CertifiedOutcome {
    proof(base, claim, TRIAL).unwrap_or(CertifiedOutcome::Undecided)
}

/// What is said of a claim that has no proof of this kind: why, as far as a short one is looked for.
fn uncertified(base: &Base<'_>, claim: &Claim<Cond>) -> CertifiedOutcome {
    let why = |because| CertifiedOutcome::Uncertified { because };
    proof(base, claim, TRIAL).unwrap_or_else(why)
}

/// The proof of a claim, for answers of every certainty where that goes.
fn proof(
    base: &Base<'_>,
    claim: &Claim<Cond>,
    budget: u32,
) -> Result<CertifiedOutcome, NoCertificate> {
    let any = tree::goes_with_any(claim);
    if let Some(Ok(proof)) = any.then(|| write::find(base, claim, false, budget)) {
        return Ok(CertifiedOutcome::Proved {
            certainty: [0.0, 1.0],
            proof,
        });
    }
    let found = write::find(base, claim, true, budget);
    let proof = found.map_err(|why| match why {
        NoCertificate::Bounds | NoCertificate::Budget if !base.scalar => {
            NoCertificate::ListOfEvidence
        }
        why => why,
    })?;
    let least = match any && tree::check(base, claim, false, &proof).is_ok() {
        true => 0.0,
        false => 1.0,
    };
    Ok(CertifiedOutcome::Proved {
        certainty: [least, 1.0],
        proof,
    })
}

/// A claim as it is written, white space folded.
fn words(base: &Base<'_>, guarantee: &Guarantee) -> String {
    let source = |cond: &Cond| base.world.source(cond.origin);
    let (claimed, when) = match &guarantee.claim {
        Claim::Stated { always, cond, when } => {
            let word = if *always { "always" } else { "never" };
            (format!("{word} {}", source(cond)), when)
        }
        Claim::Raising { raising, when } => (raising.words(base.book()), when),
    };
    match when {
        Some(when) => format!("{claimed} when {}", source(when)),
        None => claimed,
    }
}

/// A rulebook as certificates name it, with the parameters in force.
pub fn named(rulebook: &Rulebook) -> CertifiedRulebook {
    let changed = rulebook.parameters.values();
    let changed = changed.filter(|one| one.value != one.declared);
    CertifiedRulebook {
        name: rulebook.name.to_string(),
        hash: rulebook.hash.to_string(),
        parameters: changed
            .map(|one| CertifiedParameter {
                name: one.name.to_string(),
                value: one.value,
            })
            .collect(),
    }
}

/// The checksum over everything else in a certificate.
pub fn checksum(certificate: &Certificate) -> String {
    let open = Certificate {
        checksum: String::new(),
        ..certificate.clone()
    };
    let text = serde_json::to_string(&open).unwrap_or_default();
    let mut hash = String::new();
    for byte in Sha256::digest(text) {
        let _ = write!(hash, "{byte:02x}");
    }
    hash
}

/// Where a certificate does not hold; nothing where all its proofs and witnesses do.
pub fn recheck(certificate: &Certificate, about: Subject<'_>) -> Vec<Finding> {
    let mut report = Report::default();
    let profile = blank(about.rulebook);
    let base = Base::of(about.rulebook, about.method, about.library, &profile);
    report.same(
        "checksum",
        "",
        &certificate.checksum,
        &checksum(certificate),
    );
    let version = certificate.certificate_version.as_str();
    report.same("certificate_version", "", &version, &CERTIFICATE_VERSION);
    report.same("program", "", &certificate.program.as_str(), &PROGRAM);
    let own = named(about.rulebook);
    report.same("rulebook.name", "", &certificate.rulebook.name, &own.name);
    report.same("rulebook.hash", "", &certificate.rulebook.hash, &own.hash);
    let stated = &certificate.rulebook.parameters;
    report.same("rulebook.parameters", "", stated, &own.parameters);
    let counts = CertifiedCounts::of(&certificate.guarantees);
    report.same("counts", "", &certificate.counts, &counts);
    let in_order = named_alike(certificate, about.rulebook, &mut report);
    for (at, one) in certificate.guarantees.iter().enumerate() {
        let mut guarantees = about.rulebook.guarantees.iter();
        if let Some(guarantee) = guarantees.find(|guarantee| *guarantee.name == *one.name) {
            again(&base, guarantee, (at, one), &mut report);
        }
    }
    if report.is_empty() && !in_order {
        report.add(
            "guarantees",
            "",
            "these in this order",
            "in the order of their names",
        );
    }
    report.into_findings()
}

/// Compares the names of the guarantees; whether they are the same in the same order.
fn named_alike(certificate: &Certificate, rulebook: &Rulebook, report: &mut Report) -> bool {
    let stated: Vec<&str> = certificate
        .guarantees
        .iter()
        .map(|one| &*one.name)
        .collect();
    let all: Vec<&str> = rulebook.guarantees.iter().map(|one| &*one.name).collect();
    for (at, name) in stated.iter().enumerate() {
        if !all.contains(name) || stated.iter().take(at).any(|other| other == name) {
            let path = format!("guarantees[{at}].name");
            report.add(
                &path,
                "",
                show(name),
                "no guarantee of the rulebook, or one that it already has",
            );
        }
    }
    for name in all.iter().filter(|name| !stated.contains(name)) {
        report.add("guarantees", name, "nothing", "a guarantee of the rulebook");
    }
    stated == all
}

/// Compares what is said of a claim that has no proof or witness.
fn said(one: &CertifiedGuarantee, (path, own): (&str, &CertifiedOutcome), report: &mut Report) {
    if one.outcome != *own {
        let own = match own {
            CertifiedOutcome::Proved { .. } => "proved".to_owned(),
            other => show(other),
        };
        report.add(path, &one.name, show(&one.outcome), own);
    }
}

/// Checks one guarantee again.
fn again(
    base: &Base<'_>,
    guarantee: &Guarantee,
    (at, one): (usize, &CertifiedGuarantee),
    report: &mut Report,
) {
    let path = |rest: &str| format!("guarantees[{at}].{rest}");
    let words = words(base, guarantee);
    report.same(&path("claim"), &one.name, &one.claim, &words);
    let claim = &guarantee.claim;
    match &one.outcome {
        CertifiedOutcome::Undecided => {
            let own = undecided(base, claim);
            said(one, (&path("outcome"), &own), report);
        }
        CertifiedOutcome::Uncertified { .. } => {
            let own = uncertified(base, claim);
            said(one, (&path("outcome"), &own), report);
        }
        CertifiedOutcome::Proved { certainty, proof } => {
            let certain = match certainty {
                [low, high] if *low == 0.0 && *high == 1.0 => false,
                [low, high] if *low == 1.0 && *high == 1.0 => true,
                _other => {
                    let place = path("outcome.proved.certainty");
                    report.add(&place, &one.name, show(certainty), "[0,1] or [1,1]");
                    return;
                }
            };
            if let Err(wrong) = tree::check(base, claim, certain, proof) {
                let place = path(&format!("outcome.proved.proof[{}]", wrong.node));
                report.add(&place, &one.name, wrong.stated, wrong.found);
            } else if certain
                && tree::goes_with_any(claim)
                && tree::check(base, claim, false, proof).is_ok()
            {
                let place = path("outcome.proved.certainty");
                report.add(&place, &one.name, show(certainty), "[0,1]");
            }
        }
        CertifiedOutcome::Refuted { witness } => {
            let place = path("outcome.refuted.witness");
            let again = Answers::read(witness, base, claim).and_then(|answers| {
                match answers.break_it(base, claim) {
                    true => answers.first(base, claim)?.told(base, claim).map(Some),
                    false => Ok(None),
                }
            });
            match again {
                Ok(Some(first)) => report.same(&place, &one.name, witness, &first),
                Ok(None) => report.add(
                    &place,
                    &one.name,
                    show(witness),
                    "answers that break nothing",
                ),
                Err(trouble) => report.add(&place, &one.name, show(witness), trouble),
            }
        }
    }
}
