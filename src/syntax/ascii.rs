//! Words of other alphabets in the letters that names may have. Knows no grammar.

use super::words;
use crate::base::{is_mark, without_mark};

/// The word in letters that names may have, where each of its own has one.
pub(super) fn plain(word: &str) -> Option<String> {
    let mut out = String::new();
    for character in word.chars().flat_map(char::to_lowercase) {
        match character {
            '_' => out.push('_'),
            c if c.is_ascii_alphanumeric() => out.push(c),
            c if is_mark(c) => {}
            c => out.push_str(&letters(c)?),
        }
    }
    let fits = out.starts_with(|c: char| c.is_ascii_alphabetic()) && !words::is_reserved(&out);
    fits.then_some(out)
}

/// The letters that people write for one that their keyboard lacks.
fn letters(character: char) -> Option<String> {
    let own = latin(character)
        .or_else(|| cyrillic(character))
        .or_else(|| greek(character));
    match own {
        Some(letters) => Some(letters.to_owned()),
        None => match without_mark(character)? {
            plain if plain.is_ascii() => Some(plain.to_string()),
            plain => letters(plain),
        },
    }
}

/// Letters of which another is made than by leaving out an accent.
fn latin(character: char) -> Option<&'static str> {
    Some(match character {
        'ä' | 'æ' => "ae",
        'ö' | 'œ' | 'ø' => "oe",
        'ü' => "ue",
        'ß' => "ss",
        'å' => "aa",
        'đ' | 'ð' => "d",
        'ı' => "i",
        'ł' => "l",
        'þ' => "th",
        _ => return None,
    })
}

fn cyrillic(character: char) -> Option<&'static str> {
    Some(match character {
        'а' => "a",
        'б' => "b",
        'в' => "v",
        'г' | 'ґ' => "g",
        'д' => "d",
        'е' | 'э' | 'є' => "e",
        'ё' => "yo",
        'ж' => "zh",
        'з' => "z",
        'и' | 'і' => "i",
        'й' => "y",
        'ї' => "yi",
        'к' => "k",
        'л' => "l",
        'м' => "m",
        'н' => "n",
        'о' => "o",
        'п' => "p",
        'р' => "r",
        'с' => "s",
        'т' => "t",
        'у' => "u",
        'ф' => "f",
        'х' => "kh",
        'ц' => "ts",
        'ч' => "ch",
        'ш' => "sh",
        'щ' => "shch",
        'ъ' | 'ь' => "",
        'ы' => "y",
        'ю' => "yu",
        'я' => "ya",
        _ => return None,
    })
}

fn greek(character: char) -> Option<&'static str> {
    Some(match character {
        'α' => "a",
        'β' => "v",
        'γ' => "g",
        'δ' => "d",
        'ε' => "e",
        'ζ' => "z",
        'η' | 'ι' => "i",
        'θ' => "th",
        'κ' => "k",
        'λ' => "l",
        'μ' | 'µ' => "m",
        'ν' => "n",
        'ξ' => "x",
        'ο' | 'ω' => "o",
        'π' => "p",
        'ρ' => "r",
        'σ' | 'ς' => "s",
        'τ' => "t",
        'υ' => "y",
        'φ' => "f",
        'χ' => "ch",
        'ψ' => "ps",
        _ => return None,
    })
}

/// `QuickPayback` as `quick_payback`.
pub(super) fn snake_case(word: &str) -> String {
    let mut text = String::with_capacity(word.len());
    let mut small = false;
    for character in word.chars() {
        if character.is_ascii_uppercase() && small {
            text.push('_');
        }
        small = character.is_ascii_lowercase();
        text.push(character.to_ascii_lowercase());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn words_of_other_alphabets_have_letters_of_names() {
        for (word, letters) in [
            ("Größe", "groesse"),
            ("coût_élevé", "cout_eleve"),
            ("e\u{301}tat", "etat"),
            ("Złoty", "zloty"),
            ("потребность", "potrebnost"),
            ("йод", "yod"),
            ("ανάγκη", "anagki"),
        ] {
            assert_eq!(plain(word).as_deref(), Some(letters));
        }
        assert_eq!(plain("需要"), None);
        assert_eq!(plain("ruŀe"), None);
    }
}
