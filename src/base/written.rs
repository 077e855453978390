//! The number that somebody meant by a text with a unit or with marks between digits. Reads no value of a fact.

/// What a number looks like, for who wrote it otherwise.
pub const NUMBER_FORM: &str = "write digits, with a decimal point if needed, such as `1250.5`";

/// That, for a text with digits that more than a unit keeps from being a number.
pub fn form_of_number(text: &str) -> Option<String> {
    let has_digits = text.contains(|one: char| one.is_numeric());
    (has_digits && !is_with_unit(text)).then(|| NUMBER_FORM.into())
}

/// Other names of units, in small letters.
const ALIASES: &[(&str, &str)] = &[
    ("€", "eur"),
    ("euro", "eur"),
    ("euros", "eur"),
    ("$", "usd"),
    ("us$", "usd"),
    ("dollar", "usd"),
    ("dollars", "usd"),
    ("£", "gbp"),
    ("pound", "gbp"),
    ("pounds", "gbp"),
    ("¥", "jpy"),
    ("yen", "jpy"),
    ("₹", "inr"),
    ("fr.", "chf"),
    ("percent", "%"),
    ("per cent", "%"),
];

/// Words that multiply the number before them.
const MULTIPLES: &[&str] = &[
    "e", "k", "m", "b", "bn", "mio", "mrd", "tsd", "mill", "million", "millions", "billion",
    "billions", "thousand", "hundred", "dozen", "lakh", "crore",
];

/// The number in `14 months`, `€50`, `50 %`, `1 000` or `1,5`, where nothing but the unit is left beside it and its
/// marks can mean one thing only. `1,250` may be a thousand or a little more than one, unless the number is whole.
pub fn meant_number(text: &str, unit: Option<&str>, whole: bool) -> Option<f64> {
    let text = text.trim();
    let first = text.find(|one: char| one.is_ascii_digit())?;
    let end = text
        .rfind(|one: char| one.is_ascii_digit())?
        .saturating_add(1);
    let before = text.get(..first)?;
    let start = before.trim_end_matches(['+', '-', '−', '.']).len();
    let (before, after) = (text.get(..start)?.trim(), text.get(end..)?);
    let after = after.strip_prefix('.').unwrap_or(after).trim();
    let is_unit = |word: &str| unit.is_some_and(|unit| canonical(unit) == canonical(word));
    let alone = match (before, after) {
        ("", "") => true,
        ("", word) | (word, "") => is_unit(word),
        _ => false,
    };
    if !alone {
        return None;
    }
    let number = text.get(start..end)?;
    let digits = number.trim_start_matches(['+', '-', '−']);
    let sign = match number.get(..number.len().saturating_sub(digits.len()))? {
        "" | "+" => "",
        "-" | "−" => "-",
        _ => return None,
    };
    let plain = plain(digits, whole)?;
    let meant: f64 = format!("{sign}{plain}").parse().ok()?;
    meant.is_finite().then_some(meant)
}

/// Whether a point stands before three digits, so that it may stand between thousands: `1.000`, `-12.345`.
pub fn is_thousands(text: &str) -> bool {
    let text = text.trim();
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let parts = unsigned.split_once('.');
    parts.is_some_and(|(head, group)| !head.is_empty() && is_head(head) && is_group(group))
}

/// Whether a number has three decimals of which the last says nothing: `50.000`, `12.500`. Hardly anybody writes a number
/// with decimals so, and with thousands many do.
pub fn may_be_thousands(text: &str) -> bool {
    text.trim_end().ends_with('0') && is_thousands(text)
}

/// What is said of such a number: what it is read as, what to write, and the digits if it is thousands.
pub fn thousands_in_words(text: &str) -> (String, String, String) {
    let written = text.trim();
    let plain = written.trim_end_matches('0').trim_end_matches('.');
    let digits = written.replace('.', "");
    (
        format!("`{written}` is {plain}: decimals follow the point"),
        format!(
            "if the point stands between thousands, write `{digits}`; otherwise write `{plain}`"
        ),
        digits,
    )
}

/// Whether a text is a plain number and a unit behind it, such as `14 weeks`: no multiple, no fraction, no marks.
pub fn is_with_unit(text: &str) -> bool {
    let text = text.trim();
    let rest =
        text.trim_start_matches(|one: char| one.is_ascii_digit() || matches!(one, '+' | '-'));
    let unit = rest.trim();
    let first = unit.split_whitespace().next().unwrap_or("").to_lowercase();
    rest.len() < text.len()
        && !unit.is_empty()
        && !MULTIPLES.contains(&&*first)
        && unit
            .chars()
            .all(|one| one.is_alphabetic() || " %€$£¥₹°".contains(one))
}

/// Whether two units are one, by whatever names.
pub fn same_unit(one: &str, other: &str) -> bool {
    canonical(one) == canonical(other)
}

/// A unit by one of its names, in the singular. Of short ones the case matters: `m` is no `M`.
fn canonical(unit: &str) -> String {
    let unit = unit.trim();
    let small = unit.to_lowercase();
    if let Some((_, name)) = ALIASES.iter().find(|(alias, _)| *alias == small) {
        return (*name).to_owned();
    }
    match unit.chars().count() {
        0..=2 => unit.to_owned(),
        3 => small,
        _ => small.strip_suffix('s').unwrap_or(&small).to_owned(),
    }
}

/// The digits with a point before the decimals, where the marks between them leave no doubt.
fn plain(digits: &str, whole: bool) -> Option<String> {
    if digits.contains(['e', 'E']) {
        let plain = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'.' | b'e' | b'E');
        return digits.bytes().all(plain).then(|| digits.to_owned());
    }
    match (digits.matches(',').count(), digits.matches('.').count()) {
        (0, 0) => grouped(digits, is_gap),
        (0, 1) => {
            let (front, back) = digits.split_once('.')?;
            decimals(front, back)
        }
        (1, 0) => {
            let (front, back) = digits.split_once(',')?;
            match whole && is_group(back) && is_head(front) {
                true => Some(format!("{front}{back}")),
                false => decimals(front, back),
            }
        }
        (_, 0) => grouped(digits, |one| one == ','),
        (0, _) => grouped(digits, |one| one == '.'),
        (commas, points) => match digits.rfind([',', '.']).and_then(|at| digits.get(at..)) {
            Some(last) if commas == 1 && last.starts_with(',') => mixed(digits, '.', ','),
            Some(last) if points == 1 && last.starts_with('.') => mixed(digits, ',', '.'),
            _ => None,
        },
    }
}

/// A number with one mark between thousands and another before the decimals: which is which, their order says.
fn mixed(digits: &str, thousands: char, decimal: char) -> Option<String> {
    let (front, back) = digits.split_once(decimal)?;
    let groups: Vec<&str> = front.split(thousands).collect();
    let sound = groups.iter().skip(1).all(|group| is_group(group));
    let sound = sound && groups.first().is_some_and(|first| is_head(first));
    (sound && are_digits(back)).then(|| format!("{}.{back}", groups.concat()))
}

/// What stands before and behind a mark as a number with decimals; none where the mark may stand between thousands.
fn decimals(front: &str, back: &str) -> Option<String> {
    let doubtful = is_group(back) && is_head(front);
    if doubtful || !are_digits(back) {
        return None;
    }
    let front = match front {
        "" => "0".to_owned(),
        front => grouped(front, is_gap)?,
    };
    Some(format!("{front}.{back}"))
}

/// Digits, in groups of three where there is a mark between them.
fn grouped(text: &str, is_mark: fn(char) -> bool) -> Option<String> {
    let mut groups = text.split(is_mark);
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let sound = match rest.is_empty() {
        true => are_digits(first),
        false => is_head(first) && rest.iter().all(|group| is_group(group)),
    };
    sound.then(|| format!("{first}{}", rest.concat()))
}

fn is_gap(one: char) -> bool {
    matches!(one, ' ' | '_' | '\'' | '’' | '\u{a0}' | '\u{202f}')
}

fn are_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Three digits.
fn is_group(text: &str) -> bool {
    text.len() == 3 && are_digits(text)
}

/// What may stand before a group of three digits.
fn is_head(text: &str) -> bool {
    text.len() <= 3 && are_digits(text) && !text.starts_with('0')
}

#[cfg(test)]
mod tests {
    use super::{is_thousands, is_with_unit, meant_number};

    #[track_caller]
    fn means(text: &str, unit: Option<&str>, whole: bool, meant: Option<f64>) {
        assert_eq!(meant_number(text, unit, whole), meant, "{text}");
    }

    #[test]
    fn the_number_alone_is_told_where_it_is_certain() {
        for (text, unit, meant) in [
            ("14 months", "months", 14.0),
            ("14 Month", "months", 14.0),
            ("-14months", "months", -14.0),
            ("50 EUR", "EUR", 50.0),
            ("50 €", "EUR", 50.0),
            ("€50", "eur", 50.0),
            ("50,5 %", "%", 50.5),
            ("50 percent", "%", 50.0),
            ("1e3 EUR", "EUR", 1000.0),
            ("1 000", "EUR", 1000.0),
            ("1'000'000", "EUR", 1_000_000.0),
            ("1,000,000", "EUR", 1_000_000.0),
            ("1 000,5 €", "EUR", 1000.5),
            ("1.000.000", "EUR", 1_000_000.0),
            ("1.000,50", "EUR", 1000.5),
            ("1,000.50 €", "EUR", 1000.5),
            ("-1.234.567,5", "EUR", -1_234_567.5),
            ("1,234,567.5", "EUR", 1_234_567.5),
            ("1.234,567", "EUR", 1234.567),
            ("0,125", "EUR", 0.125),
            (".5 EUR", "EUR", 0.5),
            ("5.", "EUR", 5.0),
            ("−3", "EUR", -3.0),
            ("007", "EUR", 7.0),
        ] {
            means(text, Some(unit), false, Some(meant));
        }
        means("1,200", None, true, Some(1200.0));
        means("1,5", None, false, Some(1.5));
    }

    #[test]
    fn no_number_is_told_where_it_would_be_another() {
        for text in [
            "1.00,50",
            "1,0000.50",
            "0.000,50",
            "1.000,000,000.5",
            "1,000.000,5",
            "1.000.00",
            "1,250",
            "1.250 EUR",
            "10k",
            "10 k",
            "2 Mio",
            "2 Mio EUR",
            "1/2",
            "12:30",
            "0x1F",
            "1e",
            "5..6",
            "5-6",
            "~5",
            "about 5",
            "14 weeks",
            "5 %",
            "1 2",
            "12 34",
            "1,00,000",
            "--5",
            "EUR 5 EUR",
            "EUR",
            "",
        ] {
            means(text, Some("EUR"), false, None);
        }
        means("5 M", Some("m"), false, None);
        means("5 ms", Some("m"), false, None);
        means("50 %", None, false, None);
    }

    #[test]
    fn a_point_before_three_digits_is_doubtful() {
        for text in ["1.000", " 12.500 ", "-1.234"] {
            assert!(is_thousands(text), "{text}");
        }
        for text in [
            "1",
            "1000",
            "1.5",
            "0.125",
            "1.0000",
            "1234.567",
            "1.000,5",
            ".500",
            "a.bcd",
            "1.234.567",
        ] {
            assert!(!is_thousands(text), "{text}");
        }
    }

    #[test]
    fn a_unit_is_told_from_a_form() {
        for text in ["14 weeks", "5 months", "30%", "50 €"] {
            assert!(is_with_unit(text), "{text}");
        }
        for text in [
            "10k", "2 Mio", "1/2", "12:30", "0x1F", "1e", "1.000,50", "lots", "14",
        ] {
            assert!(!is_with_unit(text), "{text}");
        }
    }
}
