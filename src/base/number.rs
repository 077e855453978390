//! Rounding and writing of numbers: each in one function, so that every rendering agrees.

/// Rounds to 1e-9, as totals are before they are ranked, shared or shown; `-0` becomes `0`.
pub fn round_total(number: f64) -> f64 {
    if number.abs() < 1e6 {
        round_small(number * 1e9) / 1e9 + 0.0
    } else {
        number + 0.0
    }
}

/// Whether a number is a whole multiple of 1e-9, as near as a double comes to one.
pub fn is_whole_total(number: f64) -> bool {
    let room = 4.0 * f64::EPSILON * number.abs();
    number.abs() < 1e6 && (round_total(number) - number).abs() <= room
}

/// The nearest whole number, halves away from zero, of a number that is far from the ends of an `i64`.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "the number is small, as the caller tested"
)]
fn round_small(number: f64) -> f64 {
    let whole = number as i64 as f64;
    let rest = number - whole;
    whole + f64::from(u8::from(rest >= 0.5)) - f64::from(u8::from(rest <= -0.5))
}

/// Whether the number is a whole one that a double holds exactly.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "the number is below the precision of a double, as tested first"
)]
pub fn is_whole(number: f64) -> bool {
    number.abs() < 9_007_199_254_740_992.0 && number == number as i64 as f64
}

/// A number for people: at most `places` decimals, no trailing zeros, a thin exponent only where it is needed.
#[expect(
    clippy::cast_possible_truncation,
    reason = "the number is whole and fits, as tested"
)]
pub fn format_number(number: f64, places: usize) -> String {
    if is_whole(number) && number.abs() < 1e15 {
        return (number as i64).to_string();
    }
    if number.is_infinite() {
        return if number > 0.0 {
            "∞".into()
        } else {
            "-∞".into()
        };
    }
    if number != 0.0 && (number.abs() >= 1e15 || number.abs() < 1e-6) {
        return format!("{number:e}");
    }
    let text = format!("{number:.places$}");
    let text = if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.')
    } else {
        &text
    };
    if text == "-0" {
        "0".into()
    } else {
        text.into()
    }
}

/// A number that is written out, with its unit: "14 months", "1 month".
pub fn with_unit(number: String, unit: Option<&str>) -> String {
    match unit {
        Some(unit) if matches!(&*number, "1" | "-1") => format!("{number} {}", of_one(unit)),
        Some(unit) => format!("{number} {unit}"),
        None => number,
    }
}

/// A unit of one: the first word without the plural that English gives it. Short words, signs and words such as
/// `basis` or `process` stay as they are.
fn of_one(unit: &str) -> String {
    let (word, rest) = match unit.find(' ') {
        Some(at) => unit.split_at(at),
        None => (unit, ""),
    };
    let is_word = word.len() >= 4 && word.bytes().all(|byte| byte.is_ascii_lowercase());
    let is_plural = is_word
        && !["ss", "us", "is", "as", "os"]
            .iter()
            .any(|end| word.ends_with(end));
    let one = match (word.strip_suffix("ies"), word.strip_suffix('s')) {
        (Some(start), _) if is_plural && word != "series" => format!("{start}y"),
        (None, Some(start)) if is_plural => start.to_owned(),
        _ if word == "people" => "person".to_owned(),
        _ => word.to_owned(),
    };
    one + rest
}

/// Between which ends a number lies: "0 to 120 months".
pub fn range_words(low: Option<f64>, high: Option<f64>, unit: Option<&str>) -> String {
    let number = |number| format_number(number, 9);
    let words = match (low, high) {
        (Some(low), Some(high)) => format!("{} to {}", number(low), number(high)),
        (Some(low), None) => format!("at least {}", number(low)),
        (None, Some(high)) => format!("at most {}", number(high)),
        (None, None) => "any number".into(),
    };
    with_unit(words, unit)
}

/// A computed number for people: at most two decimals, below 1 four significant digits.
pub fn format_rounded(number: f64) -> String {
    let mut places = 2;
    let mut size = number.abs();
    if size < 1.0 {
        places = 4;
        // The zeros behind the point are no digits that count.
        while size > 0.0 && size < 0.1 && places < MOST_PLACES {
            size *= 10.0;
            places = places.saturating_add(1);
        }
    }
    format_number(number, places)
}

/// Smaller numbers are written with an exponent.
const MOST_PLACES: usize = 10;

/// As [`format_number`], with `+` before a positive number.
pub fn format_signed(number: f64, places: usize) -> String {
    let text = format_number(number, places);
    if number > 0.0 && text != "0" {
        format!("+{text}")
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::{format_number, format_rounded, format_signed, is_whole, round_total, with_unit};

    #[test]
    fn a_unit_of_one_has_no_plural() {
        for (number, unit, expected) in [
            ("1", "months", "1 month"),
            ("-1", "points", "-1 point"),
            ("1", "days of stock", "1 day of stock"),
            ("1", "companies", "1 company"),
            ("1", "people", "1 person"),
            ("2", "months", "2 months"),
            ("1.5", "months", "1.5 months"),
            ("1", "%", "1 %"),
            ("1", "EUR", "1 EUR"),
            ("1", "gas", "1 gas"),
            ("1", "process", "1 process"),
            ("1", "analysis", "1 analysis"),
            ("1", "series", "1 series"),
        ] {
            assert_eq!(with_unit(number.into(), Some(unit)), expected);
        }
    }

    #[test]
    fn writes_numbers_without_noise() {
        assert_eq!(format_number(7.0, 2), "7");
        assert_eq!(format_number(0.1 + 0.2, 6), "0.3");
        assert_eq!(format_number(-0.0, 2), "0");
        assert_eq!(format_number(-12.0, 2), "-12");
        assert_eq!(format_number(1e15, 2), "1e15");
        assert_eq!(format_signed(-0.0001, 2), "0");
        assert_eq!(format_signed(2.5, 2), "+2.5");
        assert_eq!(round_total(0.1 + 0.2), 0.3);
        assert_eq!(round_total(-1e-12).to_bits(), 0.0f64.to_bits());
    }

    #[test]
    fn computed_numbers_have_as_many_digits_as_people_read() {
        let check = |number: f64, expected: &str| assert_eq!(format_rounded(number), expected);
        check(24.683_005, "24.68");
        check(-24.686, "-24.69");
        check(40.0, "40");
        check(1.0 / 3.0, "0.3333");
        check(0.5, "0.5");
        check(0.012_345_67, "0.01235");
        check(0.000_123_456, "0.0001235");
        check(1.5e-9, "1.5e-9");
        check(0.0, "0");
    }

    #[test]
    fn rounding_is_that_of_the_library() {
        let mut state = 1u64;
        for _ in 0..10_000 {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(9);
            let number = (state >> 20) as f64 / 1e9 - 5_000.0;
            for number in [number, (number * 10.0).round() / 2e9, number.round()] {
                let expected = (number * 1e9).round() / 1e9 + 0.0;
                assert_eq!(
                    round_total(number).to_bits(),
                    expected.to_bits(),
                    "{number}"
                );
                assert_eq!(is_whole(number), number.fract() == 0.0, "{number}");
            }
        }
        assert!(round_total(f64::NAN).is_nan() && !is_whole(f64::NAN));
        assert_eq!(round_total(f64::NEG_INFINITY), f64::NEG_INFINITY);
        assert!(!is_whole(f64::INFINITY) && is_whole(-0.0));
    }
}
