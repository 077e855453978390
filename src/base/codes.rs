//! The entry of a diagnostic code in the catalogue. Each layer lists its own in a `CODES` slice.

/// What `hansei rule CODE` tells of a code.
#[derive(Clone, Copy, Debug)]
pub struct CodeInfo {
    /// The stable code: `E…` an error, `W…` a warning.
    pub code: &'static str,
    /// A name in kebab case, stable too.
    pub name: &'static str,
    /// What it is about, in a sentence.
    pub what: &'static str,
    /// Why it matters, in a sentence or two.
    pub why: &'static str,
    /// An input that gives this code; a test runs it. See [`CodeInfo::kind`].
    pub example: &'static str,
    /// What to write instead; a test runs it and this code must not come.
    pub instead: &'static str,
    /// What `example` and `instead` are.
    pub kind: &'static str,
}

impl CodeInfo {
    /// `kind`: the texts are rule files.
    pub const RULES: &'static str = "rules";
    /// `kind`: the texts are profiles in TOML for the built-in rulebook.
    pub const PROFILE: &'static str = "toml";
    /// `kind`: the texts are Rhai methods, named by a rulebook.
    pub const METHOD: &'static str = "rhai method";
    /// `kind`: the texts are Rhai scripts with a function `f`, called by a rulebook. What is named `level` is given a level of
    /// `slow < moderate < fast`, everything else a number.
    pub const SCRIPT: &'static str = "rhai";
    /// `kind`: the texts are command lines or descriptions, not executed by the catalogue's test.
    pub const WORDS: &'static str = "text";

    /// Whether a word is its code or its name; capitals do not matter, and `_` is as good as `-`.
    pub fn is_called(&self, word: &str) -> bool {
        self.code.eq_ignore_ascii_case(word)
            || self.name.eq_ignore_ascii_case(&word.replace('_', "-"))
    }

    /// Whether it is a lint: a remark on rules, which their author may allow or deny.
    pub fn is_lint(&self) -> bool {
        self.code.starts_with('W') && [Self::RULES, Self::SCRIPT, Self::METHOD].contains(&self.kind)
    }
}
