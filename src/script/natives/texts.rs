//! What scripts do with texts, and joining. A letter is a text of one letter. Looks into no lists.

use std::any::TypeId;

use rhai::{Dynamic, Engine, ImmutableString, Module};

use super::{Native, changing, number, other, part, place, span, truth, whole_of, word_of};
use crate::script::sandbox;
use crate::script::value::{self, Fallible, Outcome};

pub(super) const FUNCTIONS: &[Native] = &[
    other("append", &[2]),
    other("chars", &[1]),
    other("clear", &[1]),
    truth("contains", &[2]),
    other("crop", &[2, 3]),
    truth("ends_with", &[2]),
    other("get", &[2]),
    number("index_of", &[2, 3]),
    truth("is_empty", &[1]),
    number("len", &[1]),
    other("make_lower", &[1]),
    other("make_upper", &[1]),
    other("pad", &[3]),
    number("parse_float", &[1]),
    number("parse_int", &[1]),
    other("pop", &[1, 2]),
    other("remove", &[2]),
    other("replace", &[3]),
    other("set", &[3]),
    other("split", &[1, 2, 3]),
    other("split_rev", &[2, 3]),
    truth("starts_with", &[2]),
    other("sub_string", &[2, 3]),
    other("to_chars", &[1]),
    other("to_lower", &[1]),
    other("to_string", &[1]),
    other("to_upper", &[1]),
    other("trim", &[1]),
    other("truncate", &[2]),
];

/// What the text of one element of a list costs, compared with the element.
const TEXT_OF_ELEMENT: usize = 8;

type Change = (&'static str, fn(&str) -> String);
type Question = (&'static str, fn(&str, &str) -> bool);

/// Functions that give another text.
const MADE: &[Change] = &[
    ("to_lower", str::to_lowercase),
    ("to_upper", str::to_uppercase),
];

/// Functions that change the text.
const CHANGED: &[Change] = &[
    ("clear", |_| String::new()),
    ("make_lower", str::to_lowercase),
    ("make_upper", str::to_uppercase),
    ("trim", |text| text.trim().to_owned()),
];

/// Questions about two texts.
const ASKED: &[Question] = &[
    ("starts_with", |text, part| text.starts_with(part)),
    ("ends_with", |text, part| text.ends_with(part)),
];

pub(super) fn register(engine: &mut Engine) {
    for &(name, function) in MADE {
        engine.register_fn(name, move |text: Dynamic| {
            let text = charged(name, &text)?;
            value::done(Dynamic::from(function(&text)))
        });
    }
    for &(name, function) in CHANGED {
        change(engine, name, function);
    }
    for &(name, function) in ASKED {
        engine.register_fn(name, move |text: Dynamic, part: Dynamic| {
            let (text, part) = (charged(name, &text)?, word_of(name, &part)?);
            value::done(function(&text, &part))
        });
    }
    register_joining(engine);
    register_parts(engine);
    register_lists(engine);
    register_changes(engine);
    register_numbers(engine);
}

fn register_joining(engine: &mut Engine) {
    engine.register_fn("+", |a: Dynamic, b: Dynamic| add(&a, &b));
    engine.register_fn("+=", |a: &mut Dynamic, b: Dynamic| {
        *a = add(a, &b)?;
        value::done(())
    });
    changing(
        engine,
        "append",
        |text: &mut ImmutableString, b: Dynamic| match value::text(&b) {
            Some(more) => {
                sandbox::charge(text.len())?;
                *text = joined(text, &more)?;
                Ok(())
            }
            None => value::raise(format!("cannot add a text and {}", value::kind(&b))),
        },
    );
    engine.register_fn("to_string", |a: Dynamic| match text_of(&a)? {
        Some(text) => Ok(Dynamic::from(text)),
        None => value::raise(format!("{} has no text", value::kind(&a))),
    });
    let mut letters = Module::new();
    letters.set_iter(TypeId::of::<ImmutableString>(), |text| {
        let text = value::word(&text).unwrap_or_default();
        let letters: Vec<char> = text.chars().collect();
        Box::new(letters.into_iter().map(Dynamic::from_char))
    });
    engine.register_global_module(letters.into());
}

/// Numbers are added, lists and maps are put together; a text is joined with whatever has a text.
fn add(a: &Dynamic, b: &Dynamic) -> Outcome {
    if let (Some(a), Some(b)) = (value::number(a), value::number(b)) {
        return Ok(value::from_number(a + b));
    }
    if (value::word(a).is_some() || value::word(b).is_some())
        && let (Some(a), Some(b)) = (text_of(a)?, text_of(b)?)
    {
        return Ok(Dynamic::from(joined(&a, &b)?));
    }
    if let Some(both) = super::lists::add(a, b)? {
        return Ok(both);
    }
    if let Some(both) = super::maps::add(a, b)? {
        return Ok(both);
    }
    value::raise(format!(
        "cannot add {} and {}",
        value::kind(a),
        value::kind(b)
    ))
}

/// The value as text; that of a list or map is charged for.
fn text_of(value: &Dynamic) -> Fallible<Option<String>> {
    let elements = sandbox::elements(value)?;
    if elements > 1 {
        sandbox::charge(elements.saturating_mul(TEXT_OF_ELEMENT))?;
    }
    Ok(value::text(value))
}

fn joined(a: &str, b: &str) -> Fallible<ImmutableString> {
    sandbox::fits_text(a.len().saturating_add(b.len()))?;
    Ok([a, b].concat().into())
}

fn register_parts(engine: &mut Engine) {
    engine.register_fn("index_of", |text: ImmutableString, part: Dynamic| {
        index_of(&text, &part, 0)
    });
    engine.register_fn(
        "index_of",
        |text: ImmutableString, part: Dynamic, start: Dynamic| {
            index_of(&text, &part, whole_of("index_of", &start)?)
        },
    );
    engine.register_fn("sub_string", |text: Dynamic, start: Dynamic| {
        sub_string("sub_string", &word_of("sub_string", &text)?, &start, None)
    });
    engine.register_fn(
        "sub_string",
        |text: Dynamic, start: Dynamic, count: Dynamic| {
            let text = word_of("sub_string", &text)?;
            sub_string("sub_string", &text, &start, Some(&count))
        },
    );
    changing(
        engine,
        "crop",
        |text: &mut ImmutableString, start: Dynamic| {
            *text = sub_string("crop", text, &start, None)?;
            value::done(())
        },
    );
    changing(
        engine,
        "crop",
        |text: &mut ImmutableString, start: Dynamic, count: Dynamic| {
            *text = sub_string("crop", text, &start, Some(&count))?;
            value::done(())
        },
    );
    engine.register_fn("get", |text: ImmutableString, index: Dynamic| {
        let letters = letters(&text)?;
        let at = place(letters.len(), whole_of("get", &index)?);
        let letter = at.and_then(|at| letters.get(at));
        value::done(letter.map_or(Dynamic::UNIT, |letter| Dynamic::from_char(*letter)))
    });
}

/// The place of a part within a text, counted in letters; -1 where it is not there.
fn index_of(text: &str, part: &Dynamic, start: i64) -> Fallible<Dynamic> {
    let part = word_of("index_of", part)?;
    sandbox::charge(text.len())?;
    let (from, _) = super::part(text.chars().count(), start, 0);
    let missing = Dynamic::from_int(-1);
    let begin = text.char_indices().nth(from).map(|(at, _)| at);
    let found = begin.and_then(|begin| {
        let at = text.get(begin..)?.find(part.as_str())?;
        text.get(..begin.saturating_add(at))
    });
    Ok(found.map_or(missing, |before| value::count(before.chars().count())))
}

fn sub_string(
    name: &str,
    text: &str,
    start: &Dynamic,
    count: Option<&Dynamic>,
) -> Fallible<ImmutableString> {
    let (start, count) = span(name, start, count)?;
    let letters = letters(text)?;
    let (from, count) = part(letters.len(), start, count);
    Ok(letters
        .iter()
        .skip(from)
        .take(count)
        .collect::<String>()
        .into())
}

fn letters(text: &str) -> Fallible<Vec<char>> {
    sandbox::charge(text.len())?;
    Ok(text.chars().collect())
}

fn register_lists(engine: &mut Engine) {
    for name in ["to_chars", "chars"] {
        engine.register_fn(name, move |text: Dynamic| {
            let text = charged(name, &text)?;
            list(text.chars().map(Dynamic::from_char))
        });
    }
    engine.register_fn("split", |text: ImmutableString| {
        sandbox::charge(text.len())?;
        list(text.split_whitespace().map(piece))
    });
    engine.register_fn("split", |text: ImmutableString, by: Dynamic| {
        if value::number(&by).is_some() {
            return split_at(&text, whole_of("split", &by)?);
        }
        let by = word_of("split", &by)?;
        sandbox::charge(text.len())?;
        list(text.split(by.as_str()).map(piece))
    });
    engine.register_fn(
        "split",
        |text: ImmutableString, by: Dynamic, most: Dynamic| {
            let (by, most) = (word_of("split", &by)?, most_of("split", &most)?);
            sandbox::charge(text.len())?;
            list(text.splitn(most, by.as_str()).map(piece))
        },
    );
    engine.register_fn("split_rev", |text: ImmutableString, by: Dynamic| {
        let by = word_of("split_rev", &by)?;
        sandbox::charge(text.len())?;
        list(text.rsplit(by.as_str()).map(piece))
    });
    engine.register_fn(
        "split_rev",
        |text: ImmutableString, by: Dynamic, most: Dynamic| {
            let (by, most) = (word_of("split_rev", &by)?, most_of("split_rev", &most)?);
            sandbox::charge(text.len())?;
            list(text.rsplitn(most, by.as_str()).map(piece))
        },
    );
}

/// How many pieces at most, which is one at least.
fn most_of(name: &str, most: &Dynamic) -> Fallible<usize> {
    let most = whole_of(name, most)?.max(1);
    Ok(usize::try_from(most).unwrap_or(usize::MAX))
}

/// What comes before a letter, and the rest; a negative index counts from the end.
fn split_at(text: &str, index: i64) -> Outcome {
    let letters = letters(text)?;
    let (from, _) = part(letters.len(), index, 0);
    let (before, rest) = letters.split_at(from.min(letters.len()));
    let text = |letters: &[char]| Dynamic::from(letters.iter().collect::<String>());
    Ok(Dynamic::from_array(vec![text(before), text(rest)]))
}

fn piece(text: &str) -> Dynamic {
    Dynamic::from(text.to_owned())
}

fn list(items: impl Iterator<Item = Dynamic>) -> Outcome {
    Ok(Dynamic::from_array(items.collect()))
}

fn register_changes(engine: &mut Engine) {
    changing(
        engine,
        "replace",
        |text: &mut ImmutableString, from: Dynamic, to: Dynamic| {
            let (from, to) = (word_of("replace", &from)?, word_of("replace", &to)?);
            *text = replaced(text, &from, &to)?;
            value::done(())
        },
    );
    changing(
        engine,
        "remove",
        |text: &mut ImmutableString, part: Dynamic| {
            let part = word_of("remove", &part)?;
            *text = replaced(text, &part, "")?;
            value::done(())
        },
    );
    register_cuts(engine);
}

fn register_cuts(engine: &mut Engine) {
    changing(
        engine,
        "truncate",
        |text: &mut ImmutableString, count: Dynamic| {
            let count = whole_of("truncate", &count)?;
            let letters = letters(text)?;
            let (_, count) = part(letters.len(), 0, count);
            *text = letters.iter().take(count).collect::<String>().into();
            value::done(())
        },
    );
    changing(engine, "pop", |text: &mut ImmutableString| {
        sandbox::charge(text.len())?;
        let letter = text.make_mut().pop();
        value::done(letter.map_or(Dynamic::UNIT, Dynamic::from_char))
    });
    changing(
        engine,
        "pop",
        |text: &mut ImmutableString, count: Dynamic| {
            let count = whole_of("pop", &count)?;
            let letters = letters(text)?;
            let (_, count) = part(letters.len(), 0, count);
            let (rest, end) = letters.split_at(letters.len().saturating_sub(count));
            *text = rest.iter().collect::<String>().into();
            value::done(end.iter().collect::<String>())
        },
    );
    changing(
        engine,
        "set",
        |text: &mut ImmutableString, index: Dynamic, to: Dynamic| {
            let mut letters = letters(text)?;
            let at = place(letters.len(), whole_of("set", &index)?);
            let to = word_of("set", &to)?;
            let mut new = to.chars();
            match (
                at.and_then(|at| letters.get_mut(at)),
                new.next(),
                new.next(),
            ) {
                (Some(letter), Some(to), None) => *letter = to,
                (None, Some(_), None) => {}
                _ => return value::raise("`set` needs one letter"),
            }
            *text = letters.iter().collect::<String>().into();
            Ok(())
        },
    );
    changing(
        engine,
        "pad",
        |text: &mut ImmutableString, length: Dynamic, by: Dynamic| {
            let (length, by) = (whole_of("pad", &length)?, word_of("pad", &by)?);
            *text = padded(text, length, &by)?;
            value::done(())
        },
    );
}

fn replaced(text: &str, from: &str, to: &str) -> Fallible<ImmutableString> {
    let found = text.matches(from).count();
    let removed = found.saturating_mul(from.len());
    let length = text
        .len()
        .saturating_sub(removed)
        .saturating_add(found.saturating_mul(to.len()));
    sandbox::charge(text.len().saturating_add(length))?;
    sandbox::fits_text(length)?;
    Ok(text.replace(from, to).into())
}

fn padded(text: &str, length: i64, by: &str) -> Fallible<ImmutableString> {
    let length = usize::try_from(length.max(0)).unwrap_or(usize::MAX);
    sandbox::fits_text(length)?;
    let more = length.saturating_sub(text.chars().count());
    let padding: String = by.chars().cycle().take(more).collect();
    sandbox::charge(text.len().saturating_add(padding.len()))?;
    joined(text, &padding)
}

fn register_numbers(engine: &mut Engine) {
    engine.register_fn("parse_float", |text: Dynamic| {
        let text = word_of("parse_float", &text)?;
        match text.trim().parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(value::from_number(number)),
            _ => no_number(&text),
        }
    });
    engine.register_fn("parse_int", |text: Dynamic| {
        let text = word_of("parse_int", &text)?;
        match text.trim().parse::<i64>() {
            Ok(number) => Ok(value::from_number(number as f64)),
            Err(_) => no_number(&text),
        }
    });
}

fn no_number(text: &str) -> Outcome {
    let shown: String = text.chars().take(40).collect();
    value::raise(format!("\"{shown}\" is not a number"))
}

fn change(engine: &mut Engine, name: &'static str, function: fn(&str) -> String) {
    changing(engine, name, move |text: &mut ImmutableString| {
        sandbox::charge(text.len())?;
        *text = function(text).into();
        value::done(())
    });
}

/// The text, which is charged for.
fn charged(name: &str, text: &Dynamic) -> Fallible<ImmutableString> {
    let text = word_of(name, text)?;
    sandbox::charge(text.len())?;
    Ok(text)
}
