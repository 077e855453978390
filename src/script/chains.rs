//! The law that the order of pieces does not matter, tried on many of them. Two and three are tried elsewhere.

use super::laws::{Broken, broken, close, finite};
use super::method::show;
use super::{Fault, LoadedMethod};
use crate::model::Evidence;

/// Pieces on one side. With one of the other side taken off they are still sixteen times one of them, so that whatever
/// is cut off up to there is missing in one order and not in another.
const MANY: usize = 17;
/// Those that come before the other one where it comes in between.
const HALF: usize = 8;

/// What an order is called, and what comes of it; nothing where a merge on the way is not finite.
type Order = (&'static str, Option<Evidence>);

/// Whether the order of many pieces does not matter: of one weight with one of the other side, and of all weights.
pub(super) fn order_is_free(method: &LoadedMethod) -> Result<(), Broken> {
    let [weak, _, strong, _] = method.method.scale;
    let range = method.method.range;
    for (weight, other) in [(range, range), (range, weak), (strong, weak)] {
        for sign in [1.0, -1.0] {
            against_one(method, sign * weight, -sign * other)?;
        }
    }
    of_all_weights(method)
}

/// Pieces of one weight merged one after the other, for each weight and both sides: what comes after each of them.
pub(super) fn sums(method: &LoadedMethod) -> Result<Vec<Evidence>, Fault> {
    let data = &method.method;
    let mut found = Vec::new();
    for weight in data.scale.into_iter().chain([data.range]) {
        for weight in [weight, -weight] {
            let Some(piece) = finite(method.lift(weight, 1.0))? else {
                continue;
            };
            let mut sum = Some(piece.clone());
            for _ in 0..MANY {
                let Some(one) = sum else { break };
                sum = finite(method.merge(&one, &piece))?;
                found.push(one);
            }
        }
    }
    Ok(found)
}

/// Many pieces of one weight, and one of another: first, last, in between, and merged in two parts.
fn against_one(method: &LoadedMethod, weight: f64, other: f64) -> Result<(), Broken> {
    let (Some(piece), Some(one)) = (
        finite(method.lift(weight, 1.0))?,
        finite(method.lift(other, 1.0))?,
    ) else {
        return Ok(());
    };
    let many: &[&Evidence] = &[&piece; MANY];
    let lone: &[&Evidence] = &[&one];
    let (half, rest) = many.split_at(HALF);
    let merged = |parts: &[&[&Evidence]]| fold(method, &parts.concat());
    let in_parts = match (merged(&[half])?, merged(&[lone, rest])?) {
        (Some(first), Some(second)) => finite(method.merge(&first, &second))?,
        _ => None,
    };
    let orders = [
        ("with that one first", merged(&[lone, many])?),
        ("with that one last", merged(&[many, lone])?),
        ("with that one in between", merged(&[half, lone, rest])?),
        ("in two parts", in_parts),
    ];
    alike(&orders, || {
        format!("{MANY} pieces of weight {weight} and one of {other}")
    })
}

/// Pieces of all weights, for and against: alternating, rising, and falling.
fn of_all_weights(method: &LoadedMethod) -> Result<(), Broken> {
    let [weak, moderate, strong, decisive] = method.method.scale;
    let some = [weak, -weak, moderate, -moderate, strong, -strong, decisive];
    let mut weights = [some, some].concat();
    let by_turns = lifted(method, &weights)?;
    weights.sort_by(f64::total_cmp);
    let rising = lifted(method, &weights)?;
    weights.reverse();
    let falling = lifted(method, &weights)?;
    let orders = [
        ("alternating", by_turns),
        ("with rising weights", rising),
        ("with falling weights", falling),
    ];
    alike(&orders, || {
        let list: Vec<String> = some.iter().map(f64::to_string).collect();
        format!("two pieces of each of the weights {}", list.join(", "))
    })
}

/// Pieces of these weights merged one after the other.
fn lifted(method: &LoadedMethod, weights: &[f64]) -> Result<Option<Evidence>, Fault> {
    let mut pieces = Vec::new();
    for weight in weights {
        match finite(method.lift(*weight, 1.0))? {
            Some(piece) => pieces.push(piece),
            None => return Ok(None),
        }
    }
    fold(method, &pieces.iter().collect::<Vec<_>>())
}

/// Pieces merged one after the other.
fn fold(method: &LoadedMethod, pieces: &[&Evidence]) -> Result<Option<Evidence>, Fault> {
    let Some((first, rest)) = pieces.split_first() else {
        return Ok(None);
    };
    let mut sum = (*first).clone();
    for piece in rest {
        match finite(method.merge(&sum, piece))? {
            Some(merged) => sum = merged,
            None => return Ok(None),
        }
    }
    Ok(Some(sum))
}

/// Whether all orders come to the same.
fn alike(orders: &[Order], pieces: impl Fn() -> String) -> Result<(), Broken> {
    let mut known = orders
        .iter()
        .filter_map(|(name, sum)| Some((name, sum.as_ref()?)));
    let Some((first, one)) = known.next() else {
        return Ok(());
    };
    match known.find(|(_, other)| !close(one, other)) {
        Some((second, other)) => broken(format!(
            "{} give {} merged {first}, and {} merged {second}",
            pieces(),
            show(one),
            show(other)
        )),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{load_method, shipped};
    use crate::base::{Diagnostic, FileId};

    /// The votes of the reference, with other ways to hold evidence, lift, merge and read it.
    fn votes([zero, lift, merge, total]: [&str; 4]) -> Vec<Diagnostic> {
        let text = format!(
            "fn scale(word) {{
                if word == \"weakly\" {{ return 1; }}
                if word == \"moderately\" {{ return 2; }}
                if word == \"strongly\" {{ return 3; }}
                5
            }}
            fn range() {{ 5 }}
            fn normalize() {{ true }}
            fn zero() {{ {zero} }}
            fn lift(weight, certainty) {{ {lift} }}
            fn merge(a, b) {{ {merge} }}
            fn total(x) {{ {total} }}
            fn belief(x) {{ (1 + total(x) / (1 + abs(total(x)))) / 2 }}
            fn share(total, best) {{ max(total, 0) }}"
        );
        load_method("votes.rhai", FileId(0), &text).1
    }

    fn merged_by(merge: &str) -> Vec<Diagnostic> {
        votes(["0", "weight * certainty", merge, "x"])
    }

    #[track_caller]
    fn refused(found: &[Diagnostic]) {
        let codes: Vec<&str> = found.iter().map(|one| one.code).collect();
        assert!(codes.contains(&"E0513"), "{found:#?}");
    }

    #[test]
    fn sums_are_merged_in_any_order() {
        assert_eq!(merged_by("a + b"), []);
        let capped = ["0", "weight * certainty", "a + b", "max(min(x, 20), -20)"];
        assert_eq!(votes(capped), []);
        let listed = [
            "[0, 0]",
            "[max(weight * certainty, 0), max(-weight * certainty, 0)]",
            "[a[0] + b[0], a[1] + b[1]]",
            "x[0] - x[1]",
        ];
        assert_eq!(votes(listed), []);
        for (name, text) in shipped() {
            assert_eq!(load_method(name, FileId(0), text).1, [], "{name}");
        }
    }

    #[test]
    fn a_cap_on_the_sum_is_refused_up_to_sixteen_times_the_range() {
        let found = merged_by("min(a + b, 20)");
        let told: Vec<&str> = found.iter().map(|one| &*one.message).collect();
        assert_eq!(
            told,
            [
                "17 pieces of weight 5 and one of -5 give 20 merged with that one first, and 15 merged with that one last"
            ]
        );
        for cap in [5, 7, 10, 15, 20, 33, 40, 79, 80] {
            for merge in [
                format!("min(a + b, {cap})"),
                format!("max(a + b, -{cap})"),
                format!("max(min(a + b, {cap}), -{cap})"),
                format!("if a * b < 0 {{ max(min(a + b, {cap}), -{cap}) }} else {{ a + b }}"),
                format!("if abs(a) > {cap} {{ a }} else {{ a + b }}"),
            ] {
                refused(&merged_by(&merge));
            }
            let listed = format!("[max(min(a[0] + b[0], {cap}), -{cap}), a[1] + b[1]]");
            let lift = "[weight * certainty, abs(weight * certainty)]";
            refused(&votes(["[0, 0]", lift, &listed, "x[0]"]));
        }
        refused(&merged_by("(a + b) / 2"));
    }

    #[test]
    fn totals_rise_for_many_pieces_too() {
        for turn in [7, 10, 14, 33, 60] {
            for total in [
                format!("if x > {turn} {{ {turn} - (x - {turn}) }} else {{ x }}"),
                format!("if x < -{turn} {{ -{turn} - (x + {turn}) }} else {{ x }}"),
                format!("if x > {turn} {{ 0 }} else {{ x }}"),
            ] {
                refused(&votes(["0", "weight * certainty", "a + b", &total]));
            }
        }
    }
}
