//! The answers that a fact takes, in words: as a profile writes them, with what they mean for people.

use crate::base::range_words;
use crate::model::trace::{AnswerKind, AnswersTrace, LevelTrace};

use super::document::Line;

/// Characters up to which a line tells the words of levels beside their names.
const MOST_WORDS: usize = 100;

/// In a line: `slow (below 2 %) | fast`, or `a number, 0 to 120 months`. Where the words of levels would be too long,
/// the names stand alone.
pub fn in_a_line(answers: &AnswersTrace) -> String {
    let between = match answers.kind {
        AnswerKind::YesNo => return "yes | no".into(),
        AnswerKind::Number | AnswerKind::Integer => return number(answers),
        AnswerKind::Text => return "any text".into(),
        AnswerKind::Ordinal | AnswerKind::Nominal => " | ",
        AnswerKind::Set => ", ",
    };
    let all = |of: fn(&LevelTrace) -> String| {
        let levels: Vec<String> = answers.levels.iter().map(of).collect();
        levels.join(between)
    };
    let told = all(with_words);
    let levels = match told.chars().count() <= MOST_WORDS {
        true => told,
        false => all(|level| written(&level.name)),
    };
    match answers.kind {
        AnswerKind::Set => format!("any of [{levels}]"),
        _ => levels,
    }
}

/// In words alone, for people who are asked: `(below 2 % / 2 to 8 % / above 8 %)`.
pub fn in_words(answers: &AnswersTrace) -> String {
    let all = choices(answers).join(" / ");
    let words = match answers.kind {
        AnswerKind::Number | AnswerKind::Integer => number(answers),
        AnswerKind::Text => "in your words".into(),
        AnswerKind::YesNo | AnswerKind::Ordinal | AnswerKind::Nominal => all,
        AnswerKind::Set => format!("any of: {all}"),
    };
    format!("({words})")
}

/// The answers to choose from, each in words alone; none of a number or a text.
pub fn choices(answers: &AnswersTrace) -> Vec<String> {
    if answers.kind == AnswerKind::YesNo {
        return vec!["yes".into(), "no".into()];
    }
    let levels = answers.levels.iter();
    let levels = levels.map(|level| match words(level) {
        Some(words) => words.to_owned(),
        None => level.name.replace('_', " "),
    });
    levels.collect()
}

/// In a line where all words find room in it, else each on its own.
pub fn lines(answers: &AnswersTrace) -> Vec<Line> {
    let line = in_a_line(answers);
    let mut levels = answers.levels.iter();
    match levels.all(|level| line.contains(&with_words(level))) {
        true => vec![line.into()],
        false => {
            let levels = answers.levels.iter();
            levels.map(|level| with_words(level).into()).collect()
        }
    }
}

fn number(answers: &AnswersTrace) -> String {
    let number = match answers.kind {
        AnswerKind::Integer => "a whole number",
        _ => "a number",
    };
    let (low, high) = (answers.low.map(|n| n.0), answers.high.map(|n| n.0));
    let unit = answers.unit.as_deref();
    match (low, high, unit) {
        (None, None, None) => number.into(),
        (None, None, Some(unit)) => format!("{number} in {unit}"),
        _ => format!("{number}, {}", range_words(low, high, unit)),
    }
}

fn with_words(level: &LevelTrace) -> String {
    let name = written(&level.name);
    match words(level) {
        Some(words) => format!("{name} ({words})"),
        None => name,
    }
}

/// The words of a level, where they say more than its name.
pub fn words(level: &LevelTrace) -> Option<&str> {
    let words = level.words.as_deref()?.trim();
    let says_more = !words.is_empty() && words != level.name.replace('_', " ");
    says_more.then_some(words)
}

/// A name as a profile takes it: in quotes where it is no plain word.
fn written(name: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || c == '_';
    match (name.chars().all(plain), name.contains('"')) {
        (true, _) => name.to_owned(),
        (false, false) => format!("\"{name}\""),
        (false, true) => format!("'{name}'"),
    }
}

#[cfg(test)]
mod tests {
    use super::{in_a_line, lines};
    use crate::model::trace::{AnswerKind, AnswersTrace, LevelTrace, N};

    fn answers(kind: AnswerKind, levels: &[(&str, &str)]) -> AnswersTrace {
        let level = |(name, words): &(&str, &str)| LevelTrace {
            name: (*name).to_owned(),
            words: (!words.is_empty()).then(|| (*words).to_owned()),
        };
        AnswersTrace {
            kind,
            levels: levels.iter().map(level).collect(),
            unit: None,
            low: None,
            high: None,
        }
    }

    #[test]
    fn answers_are_told_as_a_profile_writes_them() {
        let levels = [("slow", "below 2 %"), ("fast", "fast"), ("3 or more", "")];
        let scale = answers(AnswerKind::Ordinal, &levels);
        let said = "slow (below 2 %) | fast | \"3 or more\"";
        assert_eq!(in_a_line(&scale), said);
        let set = answers(AnswerKind::Set, &levels);
        let said = "any of [slow (below 2 %), fast, \"3 or more\"]";
        assert_eq!(in_a_line(&set), said);
        let long = "words ".repeat(20);
        let long = answers(AnswerKind::Nominal, &[("a", &long), ("b_c", "b c")]);
        assert_eq!(in_a_line(&long), "a | b_c");
        assert_eq!((lines(&long).len(), lines(&set).len()), (2, 1));
        assert_eq!(in_a_line(&answers(AnswerKind::YesNo, &[])), "yes | no");
        let mut number = answers(AnswerKind::Number, &[]);
        assert_eq!(in_a_line(&number), "a number");
        number.unit = Some("months".into());
        assert_eq!(in_a_line(&number), "a number in months");
        number.low = Some(N(0.5));
        assert_eq!(in_a_line(&number), "a number, at least 0.5 months");
        number.kind = AnswerKind::Integer;
        (number.low, number.high) = (Some(N(1.0)), Some(N(12.0)));
        assert_eq!(in_a_line(&number), "a whole number, 1 to 12 months");
    }
}
