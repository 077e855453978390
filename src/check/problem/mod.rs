//! The sentences of the checker, one small function each, which owns code, message and help. Finds nothing itself.

pub(super) mod meant;
pub(super) mod names;
pub(super) mod ranges;
pub(super) mod rows;
pub(super) mod scripts;
pub(super) mod structure;
pub(super) mod types;
pub(super) mod weights;

/// "`a`, `b` and `c`".
pub(super) fn list<'a>(words: impl IntoIterator<Item = &'a str>, last: &str) -> String {
    /// More words than this do not help anybody.
    const MOST: usize = 24;
    let mut quoted: Vec<String> = words.into_iter().map(|word| format!("`{word}`")).collect();
    if quoted.len() > MOST {
        let more = quoted.len().saturating_sub(MOST);
        quoted.truncate(MOST);
        return format!("{} and {more} more", quoted.join(", "));
    }
    match quoted.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((end, before)) => format!("{} {last} {end}", before.join(", ")),
    }
}
