//! From two lists of declarations to changes. Knows nothing of rulebooks.

use std::collections::{BTreeMap, BTreeSet};

use super::declared::{Declared, OVER, Part, ROWS, Row};
use super::rows::{RowPair, exchanged, pair};
use super::{Aspect, Change, Key, Kind, Slot};

/// What was found.
#[derive(Default)]
pub(super) struct Compared {
    pub(super) changes: Vec<Change>,
    /// Which rows of lists, tables and the advice block are the same row, by the declaration.
    pub(super) rows: BTreeMap<Key, Vec<RowPair>>,
}

/// Compares all declarations, in the order of kinds and names.
pub(super) fn compare(old: &[Declared], new: &[Declared]) -> Compared {
    let by_key = |side: &'_ [Declared]| -> BTreeMap<Key, usize> {
        let keys = side.iter().map(Declared::id);
        keys.zip(0..).collect()
    };
    let (olds, news) = (by_key(old), by_key(new));
    let keys: BTreeSet<&Key> = olds.keys().chain(news.keys()).collect();
    let mut found = Compared::default();
    for key in keys {
        let before = olds.get(key).and_then(|at| old.get(*at));
        let after = news.get(key).and_then(|at| new.get(*at));
        found.declaration(before, after);
    }
    found.contrasts(new);
    found
}

/// A declaration on both sides.
struct Both<'a> {
    old: &'a Declared,
    new: &'a Declared,
}

impl Both<'_> {
    fn change(&self, aspect: Aspect, part: &str, words: [Option<String>; 2]) -> Change {
        let [from, to] = words;
        Change {
            slot: Slot::Part(aspect, part.to_owned()),
            kind: self.new.shown,
            name: self.new.name.clone(),
            aspect,
            part: part.to_owned(),
            from,
            to,
            old: self.old.site.clone(),
            new: self.new.site.clone(),
            affects: Vec::new(),
            keep: Vec::new(),
            key: self.new.key.clone(),
        }
    }
}

impl Compared {
    fn declaration(&mut self, old: Option<&Declared>, new: Option<&Declared>) {
        match (old, new) {
            (Some(old), Some(new)) => self.both(&Both { old, new }),
            (Some(old), None) => self.one_sided(old, Aspect::Removed),
            (None, Some(new)) => self.one_sided(new, Aspect::Added),
            (None, None) => {}
        }
    }

    fn one_sided(&mut self, one: &Declared, aspect: Aspect) {
        let is_new = aspect == Aspect::Added;
        let site = one.site.clone();
        self.changes.push(Change {
            slot: Slot::Whole,
            kind: one.shown,
            name: one.name.clone(),
            aspect,
            part: String::new(),
            from: None,
            to: None,
            old: site.clone().filter(|_| !is_new),
            new: site.filter(|_| is_new),
            affects: Vec::new(),
            keep: Vec::new(),
            key: one.key.clone(),
        });
    }

    fn both(&mut self, both: &Both<'_>) {
        let Both { old, new } = both;
        // A row of a contrast that goes by another name does so with its contrast or its level.
        if old.name != new.name && old.kind != Kind::Row && !named_after_fact(old) {
            let from = Some(old.name.clone());
            self.changes
                .push(both.change(Aspect::Renamed, "", [from, Some(new.name.clone())]));
        }
        self.parts(both, &old.parts, &new.parts);
        if new.kind == Kind::Advice {
            self.advice_rows(both);
        } else {
            self.rows(both);
        }
    }

    fn parts(&mut self, both: &Both<'_>, old: &[Part], new: &[Part]) {
        let same = |one: &Part, other: &Part| one.aspect == other.aspect && one.of == other.of;
        for part in old.iter().filter(|part| part.of != ROWS) {
            let after = new.iter().find(|other| same(part, other));
            self.part(both, Some(part), after);
        }
        for part in new.iter().filter(|part| part.of != ROWS) {
            if !old.iter().any(|other| same(part, other)) {
                self.part(both, None, Some(part));
            }
        }
    }

    fn part(&mut self, both: &Both<'_>, old: Option<&Part>, new: Option<&Part>) {
        let Some(either) = new.or(old) else {
            return;
        };
        if old.map(|part| &part.form) == new.map(|part| &part.form) {
            self.renamed_levels(both, old, new);
            return;
        }
        if let (Some(old), Some(new)) = (old, new)
            && old.words == new.words
            && either.aspect.has_meaning()
            && !either.reads_itself(both.new.kind)
        {
            // The words are the same: what they name changed, and that is told where it is declared.
            return;
        }
        let aspect = changed_aspect(either.aspect, old, new);
        // A method that is called as before has another script.
        let same = old.map(|part| &part.words) == new.map(|part| &part.words);
        let script = same && both.new.kind == Kind::Method;
        let words = |part: &Part| match (aspect, &part.weight) {
            (Aspect::Weight, Some(weight)) => weight.clone(),
            _ if script => part.form.clone(),
            _ => part.words.clone(),
        };
        let mut change = both.change(aspect, &either.of, [old.map(words), new.map(words)]);
        change.slot = Slot::Part(either.aspect, either.of.clone());
        let site = |part: Option<&Part>| part.and_then(|part| part.site.clone());
        change.old = site(old).or(change.old);
        change.new = site(new).or(change.new);
        self.changes.push(change);
    }

    /// Says so where a scale is the same but for names.
    fn renamed_levels(&mut self, both: &Both<'_>, old: Option<&Part>, new: Option<&Part>) {
        if let (Some(old), Some(new)) = (old, new)
            && new.aspect == Aspect::Type
            && old.words != new.words
        {
            let words = [Some(old.words.clone()), Some(new.words.clone())];
            self.changes
                .push(both.change(Aspect::Renamed, "levels", words));
        }
    }

    /// Rows of lists and tables, lines of notes and outcomes.
    fn rows(&mut self, both: &Both<'_>) {
        let (old, new) = (&both.old.rows, &both.new.rows);
        let pairs = pair(old, new);
        for one in &pairs {
            let before = one.old.and_then(|at| old.get(at));
            let after = one.new.and_then(|at| new.get(at));
            self.row(both, *one, (before, after));
        }
        self.order(both, &pairs, Aspect::Row);
        self.lines(both, &pairs);
        self.rows.insert(both.new.id(), pairs);
    }

    /// One row, by its position in the new list, else in the old.
    fn row(&mut self, both: &Both<'_>, pair: RowPair, (old, new): (Option<&Row>, Option<&Row>)) {
        let Some(either) = new.or(old) else {
            return;
        };
        if either.aspect == Aspect::Wording {
            return self.line(both, pair, (old, new));
        }
        if old.map(Row::meaning) == new.map(Row::meaning) {
            return;
        }
        let is_row = either.aspect == Aspect::Row;
        if is_row && old.map(|row| &row.words) == new.map(|row| &row.words) {
            return;
        }
        let number = pair.new.or(pair.old).unwrap_or_default().saturating_add(1);
        let numbers_only = old.map(Row::without_numbers) == new.map(Row::without_numbers);
        let (aspect, part) = match (is_row, numbers_only) {
            (true, true) => (Aspect::Threshold, format!("in row {number}")),
            (true, false) => (Aspect::Row, number.to_string()),
            (false, _) => (either.aspect, String::new()),
        };
        let words = [old, new].map(|row| row.map(|row| row.words.clone()));
        let mut change = both.change(aspect, &part, words);
        change.slot = Slot::Row(pair.key());
        if either.site.is_some() {
            [change.old, change.new] = [old, new].map(|row| row.and_then(|row| row.site.clone()));
        }
        self.changes.push(change);
    }

    /// A line for people: its text, and when what it says is met.
    fn line(&mut self, both: &Both<'_>, pair: RowPair, (old, new): (Option<&Row>, Option<&Row>)) {
        let mut push = |aspect, part: String, words: [Option<String>; 2]| {
            let mut change = both.change(aspect, &part, words);
            change.slot = Slot::Row(pair.key());
            self.changes.push(change);
        };
        let text = |row: &Row| (row.gives.clone(), row.test.clone());
        let part = |row: Option<&'_ Row>, aspect| -> Option<Part> {
            let mut parts = row?.parts.iter();
            parts.find(|part| part.aspect == aspect).cloned()
        };
        let stays = old.is_some() && new.is_some();
        if old.map(text) != new.map(text) {
            // A line that came or went is shown with its deadline.
            let words = |row: &Row| match part(Some(row), Aspect::Deadline).filter(|_| !stays) {
                Some(deadline) => format!("{} within {}", row.words, deadline.words),
                None => row.words.clone(),
            };
            let words = [old, new].map(|row| row.map(words));
            push(Aspect::Wording, String::new(), words);
        }
        let line = new.or(old).map_or("", |row| &row.words);
        for aspect in [Aspect::Condition, Aspect::Deadline] {
            let parts = [old, new].map(|row| part(row, aspect));
            let [before, after] = [&parts[0], &parts[1]].map(|part| part.as_ref());
            let differ = before.map(|part| &part.form) != after.map(|part| &part.form);
            if differ && (stays || aspect == Aspect::Condition) {
                let words = parts.map(|part| part.map(|part| part.words));
                push(aspect, format!("of {line}"), words);
            }
        }
    }

    /// Says so where rows changed places and that matters.
    fn order(&mut self, both: &Both<'_>, pairs: &[RowPair], of: Aspect) {
        let rows = &both.new.rows;
        if rows.first().is_none_or(|row| row.aspect != of) {
            return;
        }
        let Some((lower, upper)) = exchanged(pairs, rows) else {
            return;
        };
        let called = |at: usize| {
            let row = rows.get(at);
            row.map_or_else(String::new, |row| match of {
                Aspect::Row => format!("row {}", at.saturating_add(1)),
                _ => format!("`{}`", row.called()),
            })
        };
        let part = format!("{} now comes before {}", called(upper), called(lower));
        let mut change = both.change(Aspect::Order, &part, [None, None]);
        change.slot = Slot::Order;
        change.new = rows
            .get(upper)
            .and_then(|row| row.site.clone())
            .or(change.new);
        self.changes.push(change);
    }

    /// Says so where lines for people, such as next steps, come in another order.
    fn lines(&mut self, both: &Both<'_>, pairs: &[RowPair]) {
        let are_lines = |row: &Row| row.aspect == Aspect::Wording;
        if !both.new.rows.first().is_some_and(are_lines) {
            return;
        }
        let kept: Vec<usize> = pairs
            .iter()
            .filter_map(|pair| pair.old.and(pair.new))
            .collect();
        if !kept.is_sorted() {
            let change = both.change(Aspect::Wording, "in another order", [None, None]);
            self.changes.push(change);
        }
    }

    fn advice_rows(&mut self, both: &Both<'_>) {
        let (old, new) = (&both.old.rows, &both.new.rows);
        let pairs = pair(old, new);
        for one in &pairs {
            let before = one.old.and_then(|at| old.get(at));
            let after = one.new.and_then(|at| new.get(at));
            self.advice_row(both, *one, (before, after));
        }
        self.order(both, &pairs, Aspect::Condition);
        self.rows.insert(both.new.id(), pairs);
    }

    fn advice_row(
        &mut self,
        both: &Both<'_>,
        pair: RowPair,
        (old, new): (Option<&Row>, Option<&Row>),
    ) {
        let Some(either) = new.or(old) else {
            return;
        };
        let change = |aspect, part: &str, words: [Option<String>; 2]| {
            let [from, to] = words;
            Change {
                slot: Slot::Part(aspect, String::new()),
                kind: Kind::AdviceRow,
                name: either.called().to_owned(),
                aspect,
                part: part.to_owned(),
                from,
                to,
                old: old.and_then(|row| row.site.clone()),
                new: new.and_then(|row| row.site.clone()),
                affects: vec![either.called().to_owned()],
                keep: Vec::new(),
                key: pair.key(),
            }
        };
        let (Some(old), Some(new)) = (old, new) else {
            let aspect = match new {
                Some(_) => Aspect::Added,
                None => Aspect::Removed,
            };
            let mut change = change(aspect, "", [None, None]);
            change.slot = Slot::Whole;
            self.changes.push(change);
            return;
        };
        let mut push = |aspect, part: &str, from: String, to: String| {
            let words = [from, to].map(|words| (!words.is_empty()).then_some(words));
            self.changes.push(change(aspect, part, words));
        };
        if old.label != new.label {
            let name = |row: &Row| row.label.clone().unwrap_or_default();
            push(Aspect::Renamed, "", name(old), name(new));
        }
        if old.gives != new.gives {
            push(Aspect::Outcome, "", old.gives.clone(), new.gives.clone());
        }
        if old.test != new.test && old.words != new.words {
            let aspect = match old.blank == new.blank {
                true => Aspect::Threshold,
                false => Aspect::Condition,
            };
            push(aspect, "", old.words.clone(), new.words.clone());
        }
        if old.unless != new.unless {
            push(
                Aspect::Exception,
                "",
                old.unless.clone(),
                new.unless.clone(),
            );
        }
        let mut parts = Self::default();
        parts.parts(both, &old.parts, &new.parts);
        for one in parts.changes {
            self.changes
                .push(change(one.aspect, &one.part, [one.from, one.to]));
        }
    }

    /// What is the same in every row of a contrast was said once, for the contrast.
    fn contrasts(&mut self, new: &[Declared]) {
        let mut rows: BTreeMap<String, usize> = BTreeMap::new();
        for row in new.iter().filter(|one| one.kind == Kind::Row) {
            let count = rows.entry(contrast_of(&row.key).to_owned()).or_default();
            *count = count.saturating_add(1);
        }
        let whole: BTreeSet<String> = self
            .changes
            .iter()
            .filter(|change| change.kind == Kind::Contrast)
            .filter(|change| matches!(change.aspect, Aspect::Added | Aspect::Removed))
            .map(|change| change.key.clone())
            .collect();
        let said = |change: &Change| {
            (
                contrast_of(&change.key).to_owned(),
                (change.aspect, change.part.clone()),
                (change.from.clone(), change.to.clone()),
            )
        };
        let mut times: BTreeMap<_, usize> = BTreeMap::new();
        for change in self.changes.iter().filter(|one| one.kind == Kind::Row) {
            let count = times.entry(said(change)).or_default();
            *count = count.saturating_add(1);
        }
        let mut told = BTreeSet::new();
        self.changes.retain_mut(|change| {
            if change.kind != Kind::Row {
                return true;
            }
            let contrast = contrast_of(&change.key).to_owned();
            if whole.contains(&contrast) {
                return false;
            }
            let said = said(change);
            let shared = matches!(
                change.aspect,
                Aspect::Citation | Aspect::Group | Aspect::Tags | Aspect::Defeats
            );
            let all = rows.get(&contrast).copied().unwrap_or_default();
            if !shared || all < 2 || times.get(&said) != Some(&all) {
                return true;
            }
            change.kind = Kind::Contrast;
            change.name = contrast_of(&change.name).to_owned();
            change.key = contrast;
            told.insert(said)
        });
    }
}

/// What of a declaration changed where a part of it did.
fn changed_aspect(aspect: Aspect, old: Option<&Part>, new: Option<&Part>) -> Aspect {
    let (Some(old), Some(new)) = (old, new) else {
        return match aspect {
            Aspect::Weight => Aspect::Effect,
            other => other,
        };
    };
    let numbers_only = old.blank.is_some() && old.blank == new.blank;
    match aspect {
        Aspect::Weight if old.sign() != new.sign() => Aspect::Direction,
        Aspect::Weight | Aspect::Exception => aspect,
        _ if numbers_only => Aspect::Threshold,
        other => other,
    }
}

/// Whether it is a contrast that goes by the name of what it is over.
fn named_after_fact(one: &Declared) -> bool {
    one.kind == Kind::Contrast
        && one
            .parts
            .iter()
            .any(|part| part.of == OVER && part.form == one.key)
}

/// The contrast of a row: its name without the label.
pub(super) fn contrast_of(row: &str) -> &str {
    row.rsplit_once('.').map_or(row, |(contrast, _)| contrast)
}

impl Part {
    fn sign(&self) -> Option<char> {
        self.form.chars().next()
    }

    /// Whether the part is all there is, so that the same words in another form are a change of their own.
    fn reads_itself(&self, kind: Kind) -> bool {
        matches!(kind, Kind::Script | Kind::Method) || matches!(self.aspect, Aspect::Type)
    }
}
