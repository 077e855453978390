//! Letters of other alphabets that are drawn like Latin ones. Knows no names.

/// Greek and Cyrillic letters, each with the Latin letter that looks the same.
const ALIKE: &[(&str, &str)] = &[
    ("асеіјорѕухһԁԛԝ", "aceijopsyxhdqw"),
    ("АВСЕНІЈКМОРЅТХУ", "ABCEHIJKMOPSTXY"),
    ("ονυ", "ovu"),
    ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX"),
];

/// A text as it looks, in Latin letters where there are some that look the same.
pub fn drawn(text: &str) -> String {
    text.chars().map(|one| latin(one).unwrap_or(one)).collect()
}

/// Whether a word has Latin letters next to others that only look like them.
pub fn alphabets_mixed(text: &str) -> bool {
    let mut words = text.split(|one: char| !one.is_alphabetic());
    words.any(|word| {
        let own = word.chars().any(|one| one.is_ascii_alphabetic());
        let rest = word.chars().filter(|one| !one.is_ascii_alphabetic());
        let mut rest = rest.peekable();
        own && rest.peek().is_some() && rest.all(|one| latin(one).is_some())
    })
}

fn latin(letter: char) -> Option<char> {
    ALIKE.iter().find_map(|(others, latin)| {
        let at = others.chars().position(|other| other == letter)?;
        latin.chars().nth(at)
    })
}

#[cfg(test)]
mod tests {
    use super::{ALIKE, alphabets_mixed, drawn};

    #[test]
    fn each_letter_has_one_that_looks_the_same() {
        for (others, latin) in ALIKE {
            assert_eq!(others.chars().count(), latin.chars().count());
            assert!(others.chars().all(|one| !one.is_ascii()), "{others}");
            assert!(latin.is_ascii(), "{latin}");
        }
    }

    #[test]
    fn words_of_one_alphabet_are_not_mixed() {
        assert_eq!(drawn("lоw"), "low");
        assert!(alphabets_mixed("lоw") && alphabets_mixed("a_lоw"));
        for word in ["low", "нос", "größe", "µm", "нос low", "λx"] {
            assert!(!alphabets_mixed(word), "{word}");
        }
    }
}
