//! The nearest valid spelling of a word.

/// The candidate nearest to `word`, where one is near enough to be meant.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = word.to_lowercase();
    candidates
        .into_iter()
        .filter_map(|candidate| Some((distance(&lower, &candidate.to_lowercase())?, candidate)))
        .min_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.cmp(b.1)))
        .map(|(_, candidate)| candidate)
}

/// "did you mean …?" for a word, where a candidate is near enough.
pub fn suggestion<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(word, candidates).map(|near| format!("did you mean `{near}`?"))
}

/// How far apart, or `None` where nobody would mean the one by the other.
fn distance(word: &str, candidate: &str) -> Option<usize> {
    let last = |text: &str| {
        text.rsplit('.')
            .next()
            .map(str::to_owned)
            .unwrap_or_default()
    };
    if word != candidate && last(word) == last(candidate) {
        return Some(1);
    }
    let far = strsim::damerau_levenshtein(word, candidate);
    let most = match word.chars().count().max(candidate.chars().count()) {
        0..=2 => 0,
        3..=4 => 1,
        5..=8 => 2,
        _ => 3,
    };
    (far <= most).then_some(far.saturating_add(1))
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn finds_a_typo_and_no_stranger() {
        assert_eq!(nearest("grwoth", ["growth", "teamwork"]), Some("growth"));
        assert_eq!(
            nearest("economy.grwoth", ["economy.growth"]),
            Some("economy.growth")
        );
        assert_eq!(nearest("cash", ["growth", "teamwork"]), None);
    }
}
