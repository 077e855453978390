//! The words that profiles read as something other than a level: not known, yes, no. Reads no value of a fact.

/// What such a word says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Nothing is known.
    Unknown,
    /// Yes.
    Yes,
    /// No.
    No,
}

/// The words, in small letters; profiles read them in any.
pub const ANSWERS: &[(&str, Answer)] = &[
    ("unknown", Answer::Unknown),
    ("null", Answer::Unknown),
    ("yes", Answer::Yes),
    ("true", Answer::Yes),
    ("no", Answer::No),
    ("false", Answer::No),
];

/// How YAML writes, besides `null`, that there is no value.
pub const TILDE: &str = "~";

/// Words that would stand for an empty set if a set were written as a word.
const EMPTY: &[&str] = &["none", "nothing", "empty", "{}", "()"];

/// Words of other languages, of people and of programs, which profiles do not read.
const FOREIGN: &[(&str, Answer)] = &[
    ("ja", Answer::Yes),
    ("j", Answer::Yes),
    ("y", Answer::Yes),
    ("yeah", Answer::Yes),
    ("oui", Answer::Yes),
    ("si", Answer::Yes),
    ("sí", Answer::Yes),
    ("sì", Answer::Yes),
    ("sim", Answer::Yes),
    ("wahr", Answer::Yes),
    ("vrai", Answer::Yes),
    ("vero", Answer::Yes),
    ("verdadero", Answer::Yes),
    ("on", Answer::Yes),
    ("nein", Answer::No),
    ("nee", Answer::No),
    ("n", Answer::No),
    ("non", Answer::No),
    ("nao", Answer::No),
    ("não", Answer::No),
    ("falsch", Answer::No),
    ("faux", Answer::No),
    ("falso", Answer::No),
    ("off", Answer::No),
    ("none", Answer::Unknown),
    ("nil", Answer::Unknown),
    ("nan", Answer::Unknown),
    ("na", Answer::Unknown),
    ("n/a", Answer::Unknown),
    ("undefined", Answer::Unknown),
    ("missing", Answer::Unknown),
    ("unbekannt", Answer::Unknown),
    ("inconnu", Answer::Unknown),
    ("k.a.", Answer::Unknown),
    ("k. a.", Answer::Unknown),
    ("?", Answer::Unknown),
    ("dont know", Answer::Unknown),
    ("do not know", Answer::Unknown),
    ("not known", Answer::Unknown),
    ("not answered", Answer::Unknown),
    ("unanswered", Answer::Unknown),
    ("no answer", Answer::Unknown),
    ("no idea", Answer::Unknown),
    ("not applicable", Answer::Unknown),
    ("keine angabe", Answer::Unknown),
    ("weiß nicht", Answer::Unknown),
    ("weiss nicht", Answer::Unknown),
    ("ne sais pas", Answer::Unknown),
];

/// Those of them that may also say what is so: there is none, it is missing, it is not defined.
const OF_THINGS: &[&str] = &["none", "missing", "undefined"];

/// What a word of another language says that profiles do not read.
pub fn meant_answer(word: &str) -> Option<Answer> {
    let word = spoken(word);
    let found = FOREIGN.iter().find(|(known, _)| *known == word);
    found.map(|(_, answer)| *answer)
}

/// Whether a word says of an answer that there is none, and of nothing else.
pub fn says_no_answer(word: &str) -> bool {
    let unknown = meant_answer(word) == Some(Answer::Unknown);
    unknown && !OF_THINGS.contains(&&*spoken(word))
}

/// A word as people say it: `dont_know` is `dont know`.
fn spoken(word: &str) -> String {
    let small = word.trim().to_lowercase().replace(['_', '-'], " ");
    small.replace(['\'', '’'], "")
}

/// What a word says, whatever its case and the blanks around it.
pub fn answer(word: &str) -> Option<Answer> {
    let word = word.trim();
    let mut words = ANSWERS.iter();
    words
        .find(|(known, _)| word.eq_ignore_ascii_case(known))
        .map(|(_, answer)| *answer)
}

/// What a word says in rules, where yes and no stand in small letters.
pub fn truth(word: &str) -> Option<bool> {
    let mut words = ANSWERS.iter();
    match words.find(|(known, _)| *known == word)?.1 {
        Answer::Yes => Some(true),
        Answer::No => Some(false),
        Answer::Unknown => None,
    }
}

/// The words for yes and no.
pub fn truths() -> impl Iterator<Item = &'static str> {
    let words = ANSWERS.iter().map(|(word, _)| *word);
    words.filter(|word| truth(word).is_some())
}

/// Whether a text says that nothing is known, as an empty one does too.
pub fn says_unknown(text: &str) -> bool {
    text.trim().is_empty() || answer(text) == Some(Answer::Unknown)
}

/// Whether a word cannot be a level: a profile, or a condition, reads it as something else.
pub fn is_no_level(word: &str) -> bool {
    let word = word.trim();
    answer(word).is_some() || word == TILDE || word.eq_ignore_ascii_case("known")
}

/// Whether a word probably means that a set has no elements.
pub fn says_empty(word: &str) -> bool {
    let word = word.trim();
    EMPTY.iter().any(|known| word.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use super::{Answer, answer, is_no_level, meant_answer, says_no_answer, says_unknown};

    #[test]
    fn words_of_other_languages_are_known_and_not_read() {
        for (word, _) in super::FOREIGN {
            assert_eq!(answer(word), None, "{word}");
        }
        assert_eq!(meant_answer(" WAHR "), Some(Answer::Yes));
        assert_eq!(meant_answer("Non"), Some(Answer::No));
        assert_eq!(meant_answer("N/A"), Some(Answer::Unknown));
        assert_eq!(meant_answer("slow"), None);
        assert_eq!(meant_answer("Don’t_know"), Some(Answer::Unknown));
        assert!(says_no_answer("N/A") && says_no_answer("do-not-know"));
        assert!(!says_no_answer("none") && !says_no_answer("no"));
    }

    #[test]
    fn words_are_read_in_any_case() {
        assert_eq!(answer(" YES "), Some(Answer::Yes));
        assert_eq!(answer("False"), Some(Answer::No));
        assert_eq!(answer("known"), None);
        assert!(says_unknown("  ") && says_unknown("Null") && !says_unknown("~"));
        for word in ["Unknown", "NULL", "~", "Yes", "TRUE", "no", "Known"] {
            assert!(is_no_level(word), "{word}");
        }
        assert!(!is_no_level("") && !is_no_level("none") && !is_no_level("unknown_yet"));
    }
}
