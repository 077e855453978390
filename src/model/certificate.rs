//! What a certificate of proofs contains, as plain data. Proves nothing and checks nothing.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::trace::ValueTrace;

/// The version of the shape; the number goes up when the shape changes.
pub const CERTIFICATE_VERSION: &str = "1";

/// What became of every guarantee of a rulebook, with all that is needed to check it again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Certificate {
    /// The version of this shape.
    pub certificate_version: String,
    /// The version of the program that wrote it.
    pub program: String,
    /// What the guarantees are about.
    pub rulebook: CertifiedRulebook,
    /// All guarantees of the rulebook, in the order of their names.
    pub guarantees: Vec<CertifiedGuarantee>,
    /// How many there are of each outcome.
    pub counts: CertifiedCounts,
    /// SHA-256 over everything else, in hexadecimal.
    pub checksum: String,
}

impl Certificate {
    /// A certificate from JSON; what is wrong with it where it contains anything else.
    pub fn read(document: &Value) -> Result<Self, String> {
        let read: Result<Self, _> = serde_json::from_value(document.clone());
        let certificate = read.map_err(|error| error.to_string())?;
        // What nobody reads, nobody checks.
        match serde_json::to_value(&certificate) {
            Ok(again) if same(&again, document) => Ok(certificate),
            _more => Err("it contains something that no certificate contains".into()),
        }
    }
}

/// Whether two documents say the same, numbers by what they are.
fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one.as_f64() == other.as_f64(),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            let mut all = one.iter();
            one.len() == other.len()
                && all.all(|(key, one)| other.get(key).is_some_and(|other| same(one, other)))
        }
        (one, other) => one == other,
    }
}

/// The rulebook that guarantees are about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CertifiedRulebook {
    /// Its name.
    pub name: String,
    /// Its hash.
    pub hash: String,
    /// The parameters with another value than their declarations give them.
    pub parameters: Vec<CertifiedParameter>,
}

/// A parameter with another value than its declaration gives it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CertifiedParameter {
    /// Its name.
    pub name: String,
    /// The value in force.
    pub value: f64,
}

/// How many guarantees have each outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CertifiedCounts {
    /// Those with a proof.
    pub proved: u32,
    /// Those with a witness.
    pub refuted: u32,
    /// Those that were proved, but of which there is no certificate.
    pub uncertified: u32,
    /// Those that are neither proved nor refuted.
    pub undecided: u32,
}

impl CertifiedCounts {
    /// The counts of some guarantees.
    pub fn of(guarantees: &[CertifiedGuarantee]) -> Self {
        let mut counts = Self::default();
        for one in guarantees {
            let count = match &one.outcome {
                CertifiedOutcome::Proved { .. } => &mut counts.proved,
                CertifiedOutcome::Refuted { .. } => &mut counts.refuted,
                CertifiedOutcome::Uncertified { .. } => &mut counts.uncertified,
                CertifiedOutcome::Undecided => &mut counts.undecided,
            };
            *count = count.saturating_add(1);
        }
        counts
    }
}

/// A guarantee with what became of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CertifiedGuarantee {
    /// Its name.
    pub name: String,
    /// The claim as it is written.
    pub claim: String,
    /// What became of it.
    pub outcome: CertifiedOutcome,
}

/// What became of a guarantee.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum CertifiedOutcome {
    /// No profile breaks it.
    Proved {
        /// The lowest and the highest certainty of the answers that the proof is about.
        certainty: [f64; 2],
        /// The proof: a tree of regions of profiles, each node followed by what is under it.
        proof: Vec<ProofNode>,
    },
    /// These answers break it.
    Refuted {
        /// The answers; all other facts are unknown.
        witness: CertifiedWitness,
    },
    /// It is proved, but no proof of the simple kind was found that a certificate contains.
    Uncertified {
        /// Why none was found.
        because: NoCertificate,
    },
    /// It is neither proved nor refuted.
    Undecided,
}

/// Why a guarantee that is proved has no certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NoCertificate {
    /// The budget of regions is spent.
    Budget,
    /// Simple bounds leave a region open that no fact splits further.
    Bounds,
    /// The fact that is raised has too many values, or rules compute with its number, so that no few pairs stand for all.
    Values,
    /// The method keeps evidence as a list, which simple bounds do not follow.
    ListOfEvidence,
}

/// A node of a proof.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum ProofNode {
    /// Nothing in the region breaks the claim.
    Closed(Closed),
    /// The region is split by a fact; what is under the parts follows in their order.
    Split {
        /// The fact.
        fact: String,
        /// Everything that the region allows of it, each once.
        parts: Vec<ProofPart>,
    },
    /// The region is split by what gives the advice; what is under each row follows in their order.
    Rows(Vec<Option<u32>>),
    /// The values from which and to which the fact of the claim rises, from low to high; what is under each pair follows.
    Steps(Vec<ProofPart>),
}

/// Why nothing in a region breaks a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Closed {
    /// No profile is in it.
    Empty,
    /// The row that is supposed to give the advice cannot.
    Row,
    /// What the claim asks for first cannot be.
    When,
    /// What is claimed is so.
    Claim,
    /// One profile is in it, and it was evaluated.
    Profile,
}

/// A part of what a region allows of a fact.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum ProofPart {
    /// `null`: no answer.
    Unknown(()),
    /// Yes or no.
    YesNo(bool),
    /// A level.
    Level(String),
    /// The numbers between two ends.
    Numbers(ProofNumbers),
    /// The sets with an element.
    With(ProofWith),
    /// The sets without an element.
    Without(ProofWithout),
    /// Just one set.
    Set(ProofSet),
    /// Any text.
    Answered(ProofAnswered),
}

/// The numbers between two ends.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProofNumbers {
    /// The lower end; null where there is none.
    pub low: Option<f64>,
    /// Whether the lower end belongs to them.
    pub low_in: bool,
    /// The upper end; null where there is none.
    pub high: Option<f64>,
    /// Whether the upper end belongs to them.
    pub high_in: bool,
}

/// The sets with an element.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProofWith {
    /// The element.
    pub with: String,
}

/// The sets without an element.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProofWithout {
    /// The element.
    pub without: String,
}

/// Just one set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProofSet {
    /// Its elements.
    pub set: Vec<String>,
}

/// Any text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProofAnswered {
    /// True.
    pub answered: bool,
}

/// Answers that break a claim.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CertifiedWitness {
    /// What is answered.
    pub answers: Vec<CertifiedAnswer>,
    /// The lower and the higher value of the fact that is raised; empty for claims of another kind.
    pub values: Vec<ValueTrace>,
    /// How certain these values are; 1 for claims of another kind.
    pub certainty: f64,
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CertifiedAnswer {
    /// The fact.
    pub fact: String,
    /// The answer.
    pub value: ValueTrace,
    /// How certain it is.
    pub certainty: f64,
}
