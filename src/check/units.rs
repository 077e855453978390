//! Units that stand next to the place of a number, which is printed with its own. Knows no texts with places.

use crate::base::same_unit;

/// Signs of money that people write before the number.
const LEADING: &[char] = &['€', '£', '¥', '₹'];

/// How much of the end of a text is the unit of a number that follows: `about €`.
pub(super) fn before(text: &str, unit: &str) -> Option<usize> {
    let sign = text.strip_suffix(' ').unwrap_or(text).chars().next_back()?;
    let own = LEADING.contains(&sign) && same_unit(&sign.to_string(), unit);
    let blank = usize::from(text.ends_with(' '));
    own.then(|| blank.saturating_add(sign.len_utf8()))
}

/// How much of the beginning of a text is the unit of a number before it: ` months left`.
pub(super) fn behind(text: &str, unit: &str) -> Option<usize> {
    let rest = text.strip_prefix(' ').unwrap_or(text);
    let blank = text.len().saturating_sub(rest.len());
    let first = rest.chars().next()?;
    let word = match first.is_alphanumeric() {
        true => rest.find(|one: char| !one.is_alphanumeric()),
        false => Some(first.len_utf8()),
    };
    let word = rest.get(..word.unwrap_or(rest.len()))?;
    let whole = |rest: &str| !rest.starts_with(char::is_alphanumeric);
    let length = match rest.strip_prefix(unit) {
        Some(after) if whole(after) => unit.len(),
        _ => {
            let first = unit.split(' ').next().unwrap_or(unit);
            let own = same_unit(word, unit) || same_unit(word, first);
            own.then_some(word.len())?
        }
    };
    Some(blank.saturating_add(length))
}

#[cfg(test)]
mod tests {
    use super::{before, behind};

    #[test]
    fn a_unit_next_to_the_number_is_found() {
        for (text, unit, length) in [
            (" months left", "months", 7),
            (" month", "months", 6),
            (" %", "%", 2),
            ("% of them", "%", 1),
            (" percent.", "%", 8),
            (" EUR", "EUR", 4),
            (" €", "EUR", 4),
            ("€.", "EUR", 3),
            (" days a year.", "days a year", 12),
            (" days.", "days a year", 5),
        ] {
            assert_eq!(behind(text, unit), Some(length), "{text}");
        }
        for (text, unit) in [
            ("", "months"),
            (" of cash", "months"),
            (" monthsworth", "months"),
            (".", "%"),
            ("  EUR", "EUR"),
            (" m", "M"),
        ] {
            assert_eq!(behind(text, unit), None, "{text}");
        }
        assert_eq!(before("about €", "EUR"), Some(3));
        assert_eq!(before("about € ", "EUR"), Some(4));
        assert_eq!(before("about $", "USD"), None);
        assert_eq!(before("about £", "EUR"), None);
    }
}
