//! Lints by their codes and names, as authors write them. Runs none.

use crate::base::{CodeInfo, Diagnostic, Severity, nearest};

/// Why a word names no lint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unnamed {
    /// In a sentence.
    pub message: String,
    /// The code or name that was probably meant.
    pub near: Option<String>,
    /// What can be done otherwise.
    pub help: String,
}

impl Unnamed {
    /// The same as a diagnostic without a place.
    pub fn diagnostic(self, code: &'static str, severity: Severity) -> Diagnostic {
        let near = self.near.map(|near| format!("did you mean `{near}`?"));
        let found = Diagnostic::new(code, severity, self.message);
        found.help_if(near).help(self.help)
    }
}

/// Words that mean every lint to users of other tools.
const ALL: [&str; 2] = ["all", "warnings"];

/// The lint of that code or name; `codes` are all there are, those of errors too.
pub fn named(word: &str, codes: &[&'static CodeInfo]) -> Result<&'static CodeInfo, Unnamed> {
    let Some(info) = codes.iter().find(|info| info.is_called(word)) else {
        return Err(unknown(word, codes));
    };
    if info.is_lint() {
        return Ok(info);
    }
    let message = match info.code.starts_with('E') {
        true => format!("`{word}` is an error, and only lints can be set"),
        false => format!("`{word}` is not a lint: `hansei check` does not report it"),
    };
    Err(Unnamed {
        message,
        near: None,
        help: format!("`hansei rule {}` says what to do about it", info.code),
    })
}

/// The code of a lint that is written without its zeros or its letter: `W820`, `w820`, `820`.
fn code(word: &str, codes: &[&'static CodeInfo]) -> Option<String> {
    let digits = word.strip_prefix(['W', 'w']).unwrap_or(word);
    let number: u32 = digits.parse().ok()?;
    let code = format!("W{number:04}");
    let exists = |info: &&&CodeInfo| info.is_lint() && info.code == code;
    codes.iter().find(exists).map(|info| info.code.to_owned())
}

fn unknown(word: &str, codes: &[&'static CodeInfo]) -> Unnamed {
    let lints = codes.iter().filter(|info| info.is_lint());
    let kebab = word.replace('_', "-");
    // A code that is nearly another one says nothing of what was meant.
    let near = nearest(&kebab, lints.map(|info| info.name));
    // Written as the author writes.
    let near = near.map(|near| match word.contains('_') {
        true => near.replace('-', "_"),
        false => near.to_owned(),
    });
    let near = near.or_else(|| code(word, codes));
    let help = match ALL.contains(&word) {
        true => "`hansei check --warnings-as-errors` denies every lint",
        false => "`hansei rule --lints` lists all lints",
    };
    Unnamed {
        message: format!("there is no lint `{word}`"),
        near,
        help: help.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn a_code_without_its_zeros_is_near_the_one_that_was_meant() {
        let codes: Vec<_> = crate::lint::CODES.iter().collect();
        for word in ["W819", "w819", "819"] {
            let found = named(word, &codes).unwrap_err();
            assert_eq!(found.near.as_deref(), Some("W0819"), "{word}");
        }
    }
}
