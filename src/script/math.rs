//! The functions of numbers that scripts and lowered operations share. Each is one piece of code, the same on
//! every machine: what is not exact by the IEEE standard comes from `libm`.

/// The smaller one; `NaN` where either is; `-0` is smaller than `0`.
pub fn min(a: f64, b: f64) -> f64 {
    if a.is_nan() || b.is_nan() {
        f64::NAN
    } else if a < b || (a == b && a.is_sign_negative()) {
        a
    } else {
        b
    }
}

/// The larger one; `NaN` where either is; `0` is larger than `-0`.
pub fn max(a: f64, b: f64) -> f64 {
    if a.is_nan() || b.is_nan() {
        f64::NAN
    } else if a > b || (a == b && b.is_sign_negative()) {
        a
    } else {
        b
    }
}

/// The size, without the sign.
pub fn abs(a: f64) -> f64 {
    a.abs()
}

/// e to the power of `a`.
pub fn exp(a: f64) -> f64 {
    libm::exp(a)
}

/// The natural logarithm; not finite for 0 and below.
pub fn ln(a: f64) -> f64 {
    libm::log(a)
}

/// `a` to the power of `b`.
pub fn pow(a: f64, b: f64) -> f64 {
    libm::pow(a, b)
}

/// The square root; `NaN` below 0.
pub fn sqrt(a: f64) -> f64 {
    a.sqrt()
}

/// The largest whole number that is not larger.
pub fn floor(a: f64) -> f64 {
    a.floor()
}

/// The smallest whole number that is not smaller.
pub fn ceiling(a: f64) -> f64 {
    a.ceil()
}

/// The nearest whole number, half away from zero.
pub fn round(a: f64) -> f64 {
    a.round()
}

/// Not below `low`, and then not above `high`.
pub fn clamp(a: f64, low: f64, high: f64) -> f64 {
    min(max(a, low), high)
}

#[cfg(test)]
mod tests {
    use super::{max, min};

    #[test]
    fn min_and_max_keep_nan_and_know_negative_zero() {
        assert!(max(f64::NAN, 1.0).is_nan() && min(1.0, f64::NAN).is_nan());
        assert!(min(0.0, -0.0).is_sign_negative() && min(-0.0, 0.0).is_sign_negative());
        assert!(max(0.0, -0.0).is_sign_positive() && max(-0.0, 0.0).is_sign_positive());
        assert_eq!((min(1.0, 2.0), max(1.0, 2.0)), (1.0, 2.0));
    }
}
