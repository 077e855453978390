//! A profile in TOML whose answers change while all else stays as it was written: comments, order, and what is of
//! another rulebook. Reads and writes no file.

use toml_edit::{DocumentMut, Item, Table, TableLike, Value};

use super::names::{Means, Names};
use super::write::said;
use crate::model::{FactId, Profile};

/// Why a text cannot take the answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotEdited {
    /// It is no TOML; what is wrong and where is what reading it says.
    Unreadable,
    /// The answers stand in it in a way that cannot be changed in place.
    OutOfPlace,
}

/// The text in which every fact that `after` tells otherwise than `before` stands as `after` has it. `before` is what the
/// text says.
pub fn edit(
    text: &str,
    before: &Profile,
    after: &Profile,
    names: &Names<'_>,
) -> Result<String, NotEdited> {
    let mut document: DocumentMut = text.parse().map_err(|_error| NotEdited::Unreadable)?;
    for id in names.rulebook.facts.ids() {
        let Some(fact) = names.rulebook.facts.find(id) else {
            continue;
        };
        let now = said(after, id, fact);
        if now == said(before, id, fact) {
            continue;
        }
        let now = now.map(|text| text.parse::<Value>());
        let now = now.transpose().map_err(|_error| NotEdited::OutOfPlace)?;
        put(&mut document, id, now, names)?;
    }
    Ok(document.to_string())
}

/// Says of a fact what is to be said of it, where it is spoken of, else where its topic is.
fn put(
    document: &mut DocumentMut,
    id: FactId,
    now: Option<Value>,
    names: &Names<'_>,
) -> Result<(), NotEdited> {
    let mut places = Vec::new();
    locate(
        document.as_table(),
        &mut Vec::new(),
        (id, names),
        &mut places,
    );
    let mut now = now;
    for (path, whole) in places {
        let Some((last, topics)) = path.split_last() else {
            continue;
        };
        let table = within(document.as_table_mut(), topics).ok_or(NotEdited::OutOfPlace)?;
        match now.take_if(|_| whole) {
            Some(value) => replace(table, last, value)?,
            None => {
                table.remove(last);
            }
        }
    }
    match now {
        Some(value) => add(document, id, value, names),
        None => Ok(()),
    }
}

/// Where a text speaks of a fact: the keys that lead there, and whether it is the fact itself or a part of its long form.
fn locate(
    table: &dyn TableLike,
    path: &mut Vec<String>,
    (id, names): (FactId, &Names<'_>),
    found: &mut Vec<(Vec<String>, bool)>,
) {
    for (key, item) in table.iter() {
        path.push(key.to_owned());
        let name = path.join(".");
        match (names.means(&name), item.as_table_like()) {
            (Means::Whole(of), _) if of == id => found.push((path.clone(), true)),
            (Means::Part(of, _), _) if of == id => found.push((path.clone(), false)),
            (_, Some(inner)) if names.is_topic(&name) => locate(inner, path, (id, names), found),
            _ => {}
        }
        path.pop();
    }
}

/// The table to which keys lead.
fn within<'t>(root: &'t mut Table, topics: &[String]) -> Option<&'t mut dyn TableLike> {
    let mut table: &mut dyn TableLike = root;
    for topic in topics {
        table = table.get_mut(topic)?.as_table_like_mut()?;
    }
    Some(table)
}

/// Puts a value where another is, with the comments around it; a table of its own becomes a line of the table around it.
fn replace(table: &mut dyn TableLike, key: &str, mut value: Value) -> Result<(), NotEdited> {
    let item = table.get_mut(key).ok_or(NotEdited::OutOfPlace)?;
    match item.as_value() {
        Some(old) => {
            *value.decor_mut() = old.decor().clone();
            *item = Item::Value(value);
        }
        None => {
            table.remove(key);
            table.insert(key, Item::Value(value));
        }
    }
    Ok(())
}

/// Adds a fact: to its topic where the text has it, by its short name where the text has no topics, else with its topic.
fn add(
    document: &mut DocumentMut,
    id: FactId,
    value: Value,
    names: &Names<'_>,
) -> Result<(), NotEdited> {
    let fact = names.rulebook.facts.find(id).ok_or(NotEdited::OutOfPlace)?;
    let (topic, short) = fact.name.rsplit_once('.').unwrap_or(("", &fact.name));
    let topics: Vec<String> = topic.split('.').map(str::to_owned).collect();
    let root = document.as_table_mut();
    let plain = root.iter().all(|(_, item)| !item.is_table());
    let told = root.iter().any(|(key, _)| key != "id");
    if plain && told && matches!(names.means(short), Means::Whole(of) if of == id) {
        root.insert(short, Item::Value(value));
        return Ok(());
    }
    let mut table: &mut dyn TableLike = root;
    for (at, topic) in topics.iter().enumerate() {
        let last = at.saturating_add(1) == topics.len();
        let missing = || {
            let mut made = Table::new();
            made.set_implicit(!last);
            Item::Table(made)
        };
        let inner = table.entry(topic).or_insert_with(missing);
        table = inner.as_table_like_mut().ok_or(NotEdited::OutOfPlace)?;
    }
    table.insert(short, Item::Value(value));
    Ok(())
}
