//! Certificates of random rulebooks: all that are written hold, and what is false has none.

use hansei::model::certificate::{
    Certificate, CertifiedGuarantee, CertifiedOutcome, Closed, ProofNode,
};
use hansei::testing::Suite;
use hansei::testing::guarantees::{Decided, Verdict, decide};
use hansei::verify::{Decision, Subject, certify, checksum, recheck};

use super::dice::Dice;
use super::guarantees::{is_broken, richer, suite};
use super::mutants::choices;

/// Random rulebooks that are tried.
const BOOKS: u64 = 16;
/// Regions for each guarantee.
const BUDGET: u32 = 4_000;

fn about(suite: &Suite) -> Subject<'_> {
    Subject {
        rulebook: &suite.program.rulebook,
        method: &suite.program.method,
        library: &suite.program.library,
    }
}

/// What was decided about each guarantee, in their order.
fn decisions(suite: &Suite, decided: &[Decided]) -> Vec<Decision> {
    let guarantees = 0..suite.program.rulebook.guarantees.len();
    let of = |at: usize| {
        let mut all = decided.iter();
        let one = all.find(|one| suite.promises[one.promise].guarantee == at);
        match &one.unwrap().verdict {
            Verdict::Proved(_) => Decision::Proved,
            Verdict::Refuted(breach) => {
                Decision::Refuted(Box::new(breach.profile.clone()), breach.values.clone())
            }
            Verdict::Undecided(_) => Decision::Undecided,
        }
    };
    guarantees.map(of).collect()
}

#[test]
fn certificates_of_random_rulebooks_hold_and_what_is_false_has_none() {
    let (mut proved, mut refuted, mut without, mut forged) = (0, 0, 0, 0);
    for seed in 0..BOOKS {
        let rules = richer(&mut Dice::new(choices(seed + 31_000)));
        let suite = suite(&rules);
        let decided = decide(&suite, &|_| true, BUDGET);
        let certificate = certify(about(&suite), &decisions(&suite, &decided), BUDGET);
        assert_eq!(recheck(&certificate, about(&suite)), [], "{rules}");
        for one in &certificate.guarantees {
            match &one.outcome {
                CertifiedOutcome::Proved { .. } => proved += 1,
                CertifiedOutcome::Refuted { .. } => refuted += 1,
                CertifiedOutcome::Uncertified { .. } => without += 1,
                CertifiedOutcome::Undecided => {}
            }
        }
        let every = vec![Decision::Proved; certificate.guarantees.len()];
        let claimed = certify(about(&suite), &every, 1);
        for promise in &suite.promises {
            if is_broken(&suite, &promise.claim) {
                let one = &claimed.guarantees[promise.guarantee];
                let proved = matches!(one.outcome, CertifiedOutcome::Proved { .. });
                assert!(
                    !proved,
                    "{} has a proof: {one:?}\n{rules}",
                    promise.words(&suite)
                );
                forged += forge(&suite, &certificate, promise.guarantee);
            }
        }
    }
    assert!(
        proved > 16 && refuted > 16 && without * 20 < proved && forged > 100,
        "{proved} proved, {refuted} refuted, {without} without a certificate, {forged} forged"
    );
}

/// Proofs of one leaf, by rows of one leaf each, and of other guarantees, for a guarantee that is false: how many were
/// refused.
fn forge(suite: &Suite, certificate: &Certificate, at: usize) -> usize {
    let rows = suite
        .program
        .rulebook
        .advice
        .as_ref()
        .map_or(0, |advice| advice.rows.len());
    let rows: Vec<Option<u32>> = (1..=u32::try_from(rows).unwrap()).map(Some).collect();
    let others = certificate.guarantees.iter();
    let mut proofs: Vec<Vec<ProofNode>> = others
        .filter_map(|one| match &one.outcome {
            CertifiedOutcome::Proved { proof, .. } => Some(proof.clone()),
            _ => None,
        })
        .collect();
    for closed in [
        Closed::Empty,
        Closed::Row,
        Closed::When,
        Closed::Claim,
        Closed::Profile,
    ] {
        let leaf = ProofNode::Closed(closed);
        let leaves = std::iter::repeat_n(leaf.clone(), rows.len());
        let by_rows = std::iter::once(ProofNode::Rows(rows.clone())).chain(leaves);
        proofs.extend([vec![leaf], by_rows.collect()]);
    }
    let mut count = 0;
    for proof in proofs {
        for least in [0.0, 1.0] {
            let mut forged = certificate.clone();
            let own: &mut CertifiedGuarantee = &mut forged.guarantees[at];
            own.outcome = CertifiedOutcome::Proved {
                certainty: [least, 1.0],
                proof: proof.clone(),
            };
            forged.checksum = checksum(&forged);
            assert!(
                !recheck(&forged, about(suite)).is_empty(),
                "{own:?}",
                own = forged.guarantees[at]
            );
            count += 1;
        }
    }
    count
}
