//! The words that the language keeps for itself, as lists. Says nothing of where they stand in a text.

/// The words that open a declaration.
pub const DECLARATIONS: &[&str] = &[
    "rulebook",
    "use",
    "script",
    "source",
    "strategy",
    "outcome",
    "hypothesis",
    "parameter",
    "topic",
    "let",
    "group",
    "contrast",
    "rule",
    "advice",
    "note",
    "contradiction",
    "table",
    "example",
    "guarantee",
];

/// Words of conditions with which no operand begins.
pub const OPERATORS: &[&str] = &["and", "or", "not", "is", "otherwise", "surely", "if"];

/// The types of facts that are one word.
pub const TYPES: &[&str] = &["yes_no", "number", "integer", "text"];

/// What people write where a set is tested with `includes`.
pub(super) const INCLUDING: &[&str] = &[
    "includes",
    "include",
    "including",
    "contains",
    "contain",
    "containing",
    "has",
    "have",
    "holds",
    "hold",
];

/// The type that a word of other languages stands for.
pub(super) fn meant_type(word: &str) -> Option<&'static str> {
    Some(match word.to_lowercase().as_str() {
        "bool" | "boolean" | "yesno" | "yes" | "flag" | "truth" => "yes_no",
        "int" | "long" | "whole" => "integer",
        "float" | "double" | "decimal" | "real" | "num" | "numeric" | "money" => "number",
        "string" | "str" | "char" | "varchar" => "text",
        _ => return None,
    })
}

/// The words behind the name in the head of a declaration.
pub(super) fn behind_names(keyword: &str) -> &'static [&'static str] {
    match keyword {
        "outcome" => &["for"],
        "source" => &["unseen"],
        "script" => &["as"],
        "group" => &["limit", "strongest"],
        "parameter" => &["in"],
        "let" => &["by"],
        // Of what has its condition in braces, when those are missing.
        "rule" | "note" | "contradiction" => &["when"],
        _ => &[],
    }
}

/// Words that follow an operand or open a clause, and so are no first word of a declaration.
const INNER: &[&str] = &[
    "when",
    "unless",
    "between",
    "includes",
    "then",
    "else",
    "because",
    "cite",
    "certainty",
    "at",
    "one",
    "any",
    "all",
    "none",
    "for",
    "by",
    "in",
    "limit",
    "strongest",
    "unseen",
    "as",
];

/// Whether the word opens a part of what a declaration's word opens, and no declaration itself.
pub(super) fn is_part(word: &str, of: &str) -> bool {
    let more: &[&str] = match of {
        "topic" => &["fact"],
        "example" => &["given", "expect"],
        "guarantee" => &["never", "always", "raising"],
        _ => &[],
    };
    more.contains(&word) || super::blocks::takes(of).contains(&word)
}

/// Whether the word begins a declaration; its one spelling.
pub(super) fn declaration(word: &str) -> Option<&'static str> {
    // The length keeps most words of a text away from the list.
    if !(3..=13).contains(&word.len()) {
        return None;
    }
    DECLARATIONS.iter().copied().find(|other| *other == word)
}

/// A word in backticks behind its article: "an `outcome`".
pub(super) fn with_article(word: &str) -> String {
    let article = match word.starts_with(['a', 'e', 'i', 'o', 'u']) && !word.starts_with("use") {
        true => "an",
        false => "a",
    };
    format!("{article} `{word}`")
}

/// Whether the word cannot be a name.
pub fn is_reserved(word: &str) -> bool {
    declaration(word).is_some() || OPERATORS.contains(&word)
}

/// Whether the word stands inside conditions and clauses, where no name is declared.
pub(super) fn is_inner(word: &str) -> bool {
    OPERATORS.contains(&word) || INNER.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::{DECLARATIONS, with_article};

    #[test]
    fn words_stand_behind_the_article_that_is_said() {
        for word in DECLARATIONS {
            let article = match *word {
                "outcome" | "advice" | "example" => "an",
                _ => "a",
            };
            assert_eq!(with_article(word), format!("{article} `{word}`"));
        }
    }
}
