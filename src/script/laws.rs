//! The laws of a method, tried when it is loaded: each broken one with a counterexample. Mends nothing.

use super::load::problem;
use super::method::show;
use super::{Fault, FaultKind, LoadedMethod, chains};
use crate::base::Diagnostic;
use crate::model::Evidence;

/// How far apart numbers may be that a law calls equal, for numbers up to 1; in proportion above.
const CLOSE: f64 = 1e-9;

/// Totals of which shares are tried, each with each.
const MOST_TOTALS: usize = 16;

const CERTAINTIES: [f64; 4] = [0.0, 0.3, 0.75, 1.0];

/// What is wrong with a method's functions: the first counterexample of each broken law.
pub(super) fn check(method: &LoadedMethod) -> Vec<Diagnostic> {
    match Samples::new(method) {
        Ok(samples) => {
            let mut broken = Vec::new();
            for law in LAWS {
                if let Err(found) = (law.holds)(method, &samples) {
                    broken.push(found.diagnostic(method, law));
                }
            }
            broken.dedup_by(|a, b| a.message == b.message);
            broken
        }
        Err(fault) => vec![problem("E0512", &fault)],
    }
}

/// A law: what it says, and how it is tried.
struct Law {
    /// The function that is to blame where it does not hold.
    function: &'static str,
    says: &'static str,
    holds: fn(&LoadedMethod, &Samples) -> Result<(), Broken>,
}

const LAWS: &[Law] = &[
    Law {
        function: "total",
        says: "`total(zero())` is 0",
        holds: zero_total,
    },
    Law {
        function: "merge",
        says: "merging with `zero()` must change nothing",
        holds: zero_is_neutral,
    },
    Law {
        function: "lift",
        says: "a weight or a certainty of 0 must give no evidence",
        holds: nothing_lifts_to_zero,
    },
    Law {
        function: "lift",
        says: "the total of a piece of evidence never falls where its weight rises",
        holds: lift_rises,
    },
    Law {
        function: "merge",
        says: "the order of two pieces of evidence must not matter",
        holds: commutative,
    },
    Law {
        function: "merge",
        says: "the order in which pieces are merged must not matter; put a cap on the sum in `total`",
        holds: order_is_free,
    },
    Law {
        function: "merge",
        says: "more evidence merged never gives less",
        holds: merge_rises,
    },
    Law {
        function: "total",
        says: "more evidence never gives a lower total",
        holds: total_rises,
    },
    Law {
        function: "belief",
        says: "more evidence never gives a lower belief",
        holds: belief_rises,
    },
    Law {
        function: "cut",
        says: "cut evidence has a total of at most that size, and is unchanged if it was already small enough",
        holds: cut_clamps,
    },
    Law {
        function: "share",
        says: "a share is not negative, never falls with the total and never rises with the best total",
        holds: shares,
    },
    Law {
        function: "describe",
        says: "evidence is described in words",
        holds: describes,
    },
];

/// Why a law does not hold.
pub(super) enum Broken {
    /// A counterexample in words.
    Example(String),
    /// A function failed otherwise than by a number that is not finite.
    Fault(Fault),
}

impl Broken {
    fn diagnostic(self, method: &LoadedMethod, law: &Law) -> Diagnostic {
        match self {
            Self::Example(example) => {
                let fault = method
                    .program
                    .fault_at(FaultKind::Failed, law.function, example);
                problem("E0513", &fault).help(format!("the law: {}", law.says))
            }
            Self::Fault(fault) => problem("E0512", &fault),
        }
    }
}

impl From<Fault> for Broken {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

pub(super) fn broken(example: String) -> Result<(), Broken> {
    Err(Broken::Example(example))
}

/// A result, or nothing where it is not finite: such combinations are left out.
pub(super) fn finite<T>(result: Result<T, Fault>) -> Result<Option<T>, Fault> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(fault) if fault.kind == FaultKind::NotFinite => Ok(None),
        Err(fault) => Err(fault),
    }
}

/// What the laws are tried on.
struct Samples {
    /// Weights, rising, some negative.
    weights: Vec<f64>,
    /// A few pieces of evidence, for laws of three.
    few: Vec<Evidence>,
    /// Pieces and merges of two; where evidence is a number, also of up to seventeen, and rising.
    many: Vec<Evidence>,
    /// Some of their totals, rising.
    totals: Vec<f64>,
}

impl Samples {
    fn new(method: &LoadedMethod) -> Result<Self, Fault> {
        let data = &method.method;
        let positive = [data.scale[0], data.scale[2], data.range / 2.0, data.range];
        let negative = positive.iter().map(|weight| -weight);
        let mut weights: Vec<f64> = negative.chain([0.0]).chain(positive).collect();
        weights.sort_by(f64::total_cmp);

        let mut few = vec![data.zero.clone()];
        for (weight, certainty) in [
            (data.scale[0], 1.0),
            (data.scale[2], 0.75),
            (data.range, 0.9),
            (data.range, 1.0),
            (-data.scale[0], 0.75),
            (-data.scale[1], 1.0),
            (-data.range, 0.3),
            (-data.range, 1.0),
        ] {
            few.extend(finite(method.lift(weight, certainty))?);
        }
        let mut many = few.clone();
        for (at, a) in few.iter().enumerate() {
            for b in few.iter().skip(at) {
                many.extend(finite(method.merge(a, b))?);
            }
        }
        let mut totals = Vec::new();
        for evidence in &many {
            totals.extend(finite(method.total(evidence))?);
        }
        if data.is_scalar() {
            // Totals and beliefs have to rise for many pieces too, not only for two.
            many.extend(chains::sums(method)?);
            many.sort_by(|a, b| first(a).total_cmp(&first(b)));
        }
        many.dedup();
        totals.sort_by(f64::total_cmp);
        totals.dedup();
        let step = totals.len().div_ceil(MOST_TOTALS).max(1);
        let totals = totals.into_iter().step_by(step).collect();
        Ok(Self {
            weights,
            few,
            many,
            totals,
        })
    }
}

fn zero_total(method: &LoadedMethod, _: &Samples) -> Result<(), Broken> {
    let total = method.total(&method.method.zero)?;
    if total == 0.0 {
        return Ok(());
    }
    broken(format!("`total(zero())` returns {total}, not 0"))
}

fn zero_is_neutral(method: &LoadedMethod, samples: &Samples) -> Result<(), Broken> {
    let zero = &method.method.zero;
    for x in samples.few.iter().chain(&samples.many) {
        for (a, b) in [(zero, x), (x, zero)] {
            if let Some(merged) = finite(method.merge(a, b))?
                && !close(&merged, x)
            {
                return broken(format!(
                    "{}, not {}",
                    gives("merge", &[a, b], &merged),
                    show(x)
                ));
            }
        }
    }
    Ok(())
}

fn nothing_lifts_to_zero(method: &LoadedMethod, samples: &Samples) -> Result<(), Broken> {
    let nothing = samples
        .weights
        .iter()
        .map(|weight| (*weight, 0.0))
        .chain(CERTAINTIES.map(|certainty| (0.0, certainty)));
    for (weight, certainty) in nothing {
        let lifted = method.lift(weight, certainty)?;
        if lifted != method.method.zero {
            let zero = show(&method.method.zero);
            return broken(format!(
                "`lift({weight}, {certainty})` returns {}, not {zero}",
                show(&lifted)
            ));
        }
    }
    Ok(())
}

fn lift_rises(method: &LoadedMethod, samples: &Samples) -> Result<(), Broken> {
    for certainty in CERTAINTIES {
        let mut before: Option<(f64, f64)> = None;
        for weight in &samples.weights {
            let Some(lifted) = finite(method.lift(*weight, certainty))? else {
                continue;
            };
            let Some(total) = finite(method.total(&lifted))? else {
                continue;
            };
            if let Some((lighter, higher)) = before
                && falls(higher, total)
            {
                return broken(format!(
                    "`total(lift({lighter}, {certainty}))` returns {higher}, \
                     `total(lift({weight}, {certainty}))` returns {total}"
                ));
            }
            before = Some((*weight, total));
        }
    }
    Ok(())
}

fn commutative(method: &LoadedMethod, samples: &Samples) -> Result<(), Broken> {
    for (at, a) in samples.few.iter().enumerate() {
        for b in samples.few.iter().skip(at.saturating_add(1)) {
            match (finite(method.merge(a, b))?, finite(method.merge(b, a))?) {
                (Some(one), Some(other)) if !close(&one, &other) => {
                    let (one, other) = (
                        gives("merge", &[a, b], &one),
                        gives("merge", &[b, a], &other),
                    );
                    return broken(format!("{one}, {other}"));
                }
                _ => {}
            }
        }
    }
    Ok(())
}

fn order_is_free(method: &LoadedMethod, samples: &Samples) -> Result<(), Broken> {
    associative(method, samples)?;
    chains::order_is_free(method)
}

fn associative(method: &LoadedMethod, samples: &Samples) -> Result<(), Broken> {
    for a in &samples.few {
        for b in &samples.few {
            let Some(left) = finite(method.merge(a, b))? else {
                continue;
            };
            for c in &samples.few {
                let Some(right) = finite(method.merge(b, c))? else {
                    continue;
                };
                let one = finite(method.merge(&left, c))?;
                let other = finite(method.merge(a, &right))?;
                if let (Some(one), Some(other)) = (one, other)
                    && !close(&one, &other)
                {
                    let (a, b, c) = (show(a), show(b), show(c));
                    return broken(format!(
                        "`merge(merge({a}, {b}), {c})` returns {}, `merge({a}, merge({b}, {c}))` returns {}",
                        show(&one),
                        show(&other)
                    ));
                }
            }
        }
    }
    Ok(())
}

fn merge_rises(method: &LoadedMethod, samples: &Samples) -> Result<(), Broken> {
    if !method.method.is_scalar() {
        return Ok(());
    }
    for other in &samples.few {
        let mut before: Option<(&Evidence, Evidence)> = None;
        for x in &samples.many {
            let Some(merged) = finite(method.merge(x, other))? else {
                continue;
            };
            if let Some((less, higher)) = &before
                && falls(first(higher), first(&merged))
            {
                return broken(format!(
                    "{}, {}",
                    gives("merge", &[less, other], higher),
                    gives("merge", &[x, other], &merged)
                ));
            }
            before = Some((x, merged));
        }
    }
    Ok(())
}

fn total_rises(method: &LoadedMethod, samples: &Samples) -> Result<(), Broken> {
    rises(method, samples, "total", LoadedMethod::total)
}

fn belief_rises(method: &LoadedMethod, samples: &Samples) -> Result<(), Broken> {
    rises(method, samples, "belief", LoadedMethod::belief)
}

fn rises(
    method: &LoadedMethod,
    samples: &Samples,
    name: &str,
    function: fn(&LoadedMethod, &Evidence) -> Result<f64, Fault>,
) -> Result<(), Broken> {
    let mut before: Option<(&Evidence, f64)> = None;
    for x in &samples.many {
        let Some(number) = finite(function(method, x))? else {
            continue;
        };
        if let Some((less, higher)) = before
            && method.method.is_scalar()
            && falls(higher, number)
        {
            let (less, x) = (show(less), show(x));
            return broken(format!(
                "`{name}({less})` returns {higher}, `{name}({x})` returns {number}"
            ));
        }
        before = Some((x, number));
    }
    Ok(())
}

fn cut_clamps(method: &LoadedMethod, samples: &Samples) -> Result<(), Broken> {
    if method.method.cut.is_none() {
        return Ok(());
    }
    let range = method.method.range;
    for x in &samples.many {
        let Some(total) = finite(method.total(x))? else {
            continue;
        };
        for most in [0.0, range / 4.0, range, 2.0 * range] {
            let Some(cut) = finite(method.cut(x, most))? else {
                continue;
            };
            let Some(left) = finite(method.total(&cut))? else {
                continue;
            };
            if falls(left.abs(), most) {
                return broken(format!("`cut({}, {most})` has a total of {left}", show(x)));
            }
            if total.abs() <= most && !close(&cut, x) {
                let x = show(x);
                return broken(format!(
                    "`cut({x}, {most})` returns {}, not {x}",
                    show(&cut)
                ));
            }
        }
    }
    Ok(())
}

fn shares(method: &LoadedMethod, samples: &Samples) -> Result<(), Broken> {
    let share = |total: f64, best: f64| finite(method.share(total, best));
    for (at, best) in samples.totals.iter().enumerate() {
        let mut before: Option<(f64, f64)> = None;
        for total in samples.totals.iter().take(at.saturating_add(1)) {
            let Some(part) = share(*total, *best)? else {
                continue;
            };
            if part < 0.0 {
                return broken(format!(
                    "`share({total}, {best})` returns {part}, which is negative"
                ));
            }
            if let Some((lower, higher)) = before
                && falls(higher, part)
            {
                return broken(format!(
                    "`share({lower}, {best})` returns {higher}, `share({total}, {best})` returns {part}"
                ));
            }
            before = Some((*total, part));
            let next = samples.totals.get(at.saturating_add(1));
            if let Some(better) = next
                && let Some(rest) = share(*total, *better)?
                && falls(rest, part)
            {
                return broken(format!(
                    "`share({total}, {best})` returns {part}, `share({total}, {better})` returns {rest}"
                ));
            }
        }
    }
    Ok(())
}

fn describes(method: &LoadedMethod, samples: &Samples) -> Result<(), Broken> {
    for x in samples.few.iter().take(3) {
        method.describe(x)?;
    }
    Ok(())
}

/// Whether `after` is less than `before` by more than rounding.
fn falls(before: f64, after: f64) -> bool {
    before - after > CLOSE * before.abs().max(1.0)
}

pub(super) fn close(a: &Evidence, b: &Evidence) -> bool {
    a.numbers()
        .iter()
        .zip(b.numbers())
        .all(|(a, b)| (a - b).abs() <= CLOSE * a.abs().max(1.0))
}

/// The number of evidence that is one.
fn first(evidence: &Evidence) -> f64 {
    evidence.numbers().first().copied().unwrap_or(f64::NAN)
}

fn gives(name: &str, arguments: &[&Evidence], result: &Evidence) -> String {
    let arguments: Vec<String> = arguments.iter().map(|evidence| show(evidence)).collect();
    format!(
        "`{name}({})` returns {}",
        arguments.join(", "),
        show(result)
    )
}
