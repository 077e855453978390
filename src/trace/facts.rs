//! Derived facts, known facts and unknown facts of a trace.

use super::json::{Json, member, quoted};
use super::words::{View, level_name, level_words};
use super::{Teller, Telling};
use crate::base::Id;
use crate::model::{ChoiceId, FactId, FactType, Given, LetId, LetKind, LetNode, NumberType, Value};
use crate::space::Effect;

/// Writes the three lists.
pub(super) fn write(view: &View<'_>, telling: &Telling<'_>, json: &mut Json) {
    json.list("derived", |json| {
        view.teller
            .book
            .lets
            .ids()
            .for_each(|id| derived(view, id, json))
    });
    json.list("facts", |json| {
        for fact in view.teller.book.facts.ids() {
            view.teller.facts[fact].known(view, fact, json);
        }
    });
    json.list("unknown", |json| {
        let effects = &telling.unknowns.effects;
        for effect in effects {
            unknown(view, effect.fact, Some(effect), json);
        }
        for fact in view.teller.book.facts.ids() {
            if view.profile.given(fact).is_none()
                && !effects.iter().any(|effect| effect.fact == fact)
            {
                unknown(view, fact, None, json);
            }
        }
    });
}

/// The index of the row that is known to apply.
pub(super) fn row_of(view: &View<'_>, choice: ChoiceId) -> Option<usize> {
    view.teller.program.plan.choices[choice]
        .rows
        .iter()
        .position(|(truth, _)| view.truth(*truth) > 0.0)
}

fn derived(view: &View<'_>, id: LetId, json: &mut Json) {
    let item = &view.teller.book.lets[id];
    let node = view.teller.program.plan.lets[id];
    json.open(b'{');
    json.text("name", &item.name);
    json.text("title", &item.title);
    json.key("value");
    view.derived(id, json);
    json.text("words", &view.let_words(id));
    json.key("possible");
    json.open(b'[');
    if let (LetNode::Choice(choice), Some(scale)) = (node, view.teller.let_scale(id)) {
        let possible = view
            .record
            .choices
            .get(choice.to_usize())
            .map(|choice| choice.possible)
            .unwrap_or_default();
        possible
            .iter()
            .for_each(|level| json.string(level_name(scale, level)));
    }
    json.close(b']');
    json.key("nothing");
    let nothing = matches!(node, LetNode::Choice(id) if view.record.derived(id).nothing);
    json.truth(nothing);
    json.figure(
        "certainty",
        view.record.certainty_of(view.teller.program, id),
    );
    let row = match node {
        LetNode::Choice(choice) => row_of(view, choice).filter(|_| is_known(view, choice)),
        LetNode::Truth(_) | LetNode::Number(_) => None,
    };
    json.maybe_figure(
        "row",
        row.and_then(|at| u32::try_from(at.saturating_add(1)).ok())
            .map(f64::from),
    );
    let (LetKind::YesNo(crate::model::Cond { origin, .. })
    | LetKind::Number(crate::model::Num { origin, .. }, _)) = &item.kind
    else {
        json.text("rule", &row_text(view, id, row));
        return rest(view, id, json);
    };
    json.text("rule", &view.teller.source_text(*origin));
    rest(view, id, json);
}

fn is_known(view: &View<'_>, choice: ChoiceId) -> bool {
    let value = view.record.choices.get(choice.to_usize());
    value.is_some_and(|choice| choice.known().is_some())
}

fn row_text(view: &View<'_>, id: LetId, row: Option<usize>) -> String {
    let Some(row) = row else { return String::new() };
    let origin = match &view.teller.book.lets[id].kind {
        LetKind::List(_, rows) => rows.get(row).map(|row| row.origin),
        LetKind::Table(_, _, rows) => rows.get(row).map(|row| row.origin),
        LetKind::YesNo(_) | LetKind::Number(..) => None,
    };
    origin
        .map(|origin| view.teller.source_text(origin))
        .unwrap_or_default()
}

fn rest(view: &View<'_>, id: LetId, json: &mut Json) {
    let item = &view.teller.book.lets[id];
    json.list("reads", |json| {
        for shown in crate::plan::reads(&item.kind.refs()) {
            json.object("", |json| {
                json.text("name", &super::condition::shown_name(view.teller, shown));
                json.key("value");
                view.shown(shown, json);
            });
        }
    });
    super::because(view, item.because.as_ref(), json);
    json.text("basis", item.basis.word());
    view.teller.citations(&item.citations, json);
    view.teller.place(item.origin, json);
    json.close(b'}');
}

/// A fact with its words.
#[derive(Debug)]
pub(super) struct FactWords {
    /// From the opening brace to where the value stands.
    head: String,
    /// From the opening brace to where the effect stands.
    unknown: String,
    /// What is said of each value: of `no` and `yes`, or of the levels.
    values: Vec<ValueWords>,
    /// The beginning of the fact's sentence, in a string that is not closed.
    sentence: String,
    /// What follows a number in words: its unit, and the end of the string.
    unit: String,
}

/// A value of a fact as JSON.
#[derive(Debug)]
struct ValueWords {
    /// As data.
    data: String,
    /// In words.
    words: String,
    /// "topic.fact is words"
    sentence: String,
}

impl FactWords {
    pub(super) fn new(teller: &Teller<'_>, fact: FactId) -> Self {
        let declared = &teller.book.facts[fact];
        let title = declared.title.as_ref().unwrap_or(&declared.short);
        let name = |json: &mut Json| {
            json.open(b'{');
            json.text("name", &declared.name);
            json.text("title", title);
        };
        let value = |data: String, words: &str| ValueWords {
            data,
            words: quoted(words),
            sentence: quoted(&format!("{} is {words}", declared.name)),
        };
        let level = |scale, at| value(quoted(level_name(scale, at)), &level_words(scale, at));
        let values = match &declared.kind {
            FactType::Level(scale) => scale.all().iter().map(|at| level(scale, at)).collect(),
            FactType::YesNo => vec![value("false".into(), "no"), value("true".into(), "yes")],
            FactType::Set(_) | FactType::Number(_) | FactType::Text => Vec::new(),
        };
        let unit = match &declared.kind {
            FactType::Number(NumberType {
                unit: Some(unit), ..
            }) => quoted(&format!(" {unit}")),
            _other => quoted(""),
        };
        let head = member(|json| {
            name(json);
            json.key("value");
        });
        let unknown = member(|json| {
            name(json);
            json.maybe_text("ask", declared.ask.as_deref());
            json.flag("read", teller.program.plan.read[fact]);
            json.key("effect");
        });
        let open = quoted(&format!("{} is ", declared.name));
        Self {
            head,
            unknown,
            values,
            sentence: open.strip_suffix('"').unwrap_or("").to_owned(),
            unit: unit.strip_prefix('"').unwrap_or("").to_owned(),
        }
    }

    fn value(&self, given: &Given) -> Option<&ValueWords> {
        match given.value {
            Value::Level(at) => self.values.get(usize::from(at)),
            Value::YesNo(yes) => self.values.get(usize::from(yes)),
            Value::Set(_) | Value::Number(_) | Value::Text(_) => None,
        }
    }

    /// "topic.fact is words", for the ledger.
    pub(super) fn sentence(&self, view: &View<'_>, fact: FactId, json: &mut Json) {
        let Some(given) = view.profile.given(fact) else {
            return;
        };
        match (self.value(given), &given.value) {
            (Some(value), _) => json.raw(&value.sentence),
            (None, Value::Number(number)) => {
                json.raw(&self.sentence);
                json.join_rounded(*number);
                json.join(&self.unit);
            }
            (None, _other) => json.string(&format!(
                "{} is {}",
                view.teller.book.facts[fact].name,
                view.fact_words(fact)
            )),
        }
    }

    fn words(&self, view: &View<'_>, fact: FactId, given: &Given, json: &mut Json) {
        match (self.value(given), &given.value) {
            (Some(value), _) => json.raw(&value.words),
            (None, Value::Number(number)) => {
                json.raw("\"");
                json.join_rounded(*number);
                json.join(&self.unit);
            }
            (None, _other) => json.string(&view.fact_words(fact)),
        }
    }

    fn known(&self, view: &View<'_>, fact: FactId, json: &mut Json) {
        let Some(given) = view.profile.given(fact) else {
            return;
        };
        json.raw(&self.head);
        match self.value(given) {
            Some(value) => json.raw(&value.data),
            None => view.fact(fact, json),
        }
        json.join(",\"words\":");
        self.words(view, fact, given, json);
        json.join(",\"certainty\":");
        json.join_number(given.certainty);
        json.maybe_text("note", given.note.as_deref());
        json.join(",\"place\":");
        match &given.place {
            None => json.join("null"),
            Some(place) => {
                json.open(b'{');
                json.text("file", &place.file);
                json.figure("line", f64::from(place.line));
                json.close(b'}');
            }
        }
        json.join(match view.teller.program.plan.read[fact] {
            true => ",\"read\":true}",
            false => ",\"read\":false}",
        });
    }
}

fn unknown(view: &View<'_>, fact: FactId, effect: Option<&Effect>, json: &mut Json) {
    json.raw(&view.teller.facts[fact].unknown);
    match effect {
        None => json.null(),
        Some(effect) => {
            json.open(b'{');
            json.object("totals", |json| {
                for (target, [low, high]) in &effect.totals {
                    json.list(&view.teller.book.targets[*target].name, |json| {
                        json.number(*low);
                        json.number(*high);
                    });
                }
            });
            json.flag("bounded", effect.bounded);
            json.maybe_figure("span", effect.span);
            match effect.changes_advice {
                Some(changes) => json.flag("changes_advice", changes),
                None => {
                    json.key("changes_advice");
                    json.null();
                }
            }
            let because = super::why::words(view.teller.program, &effect.because);
            json.maybe_text("because", because.as_deref());
            json.key("witness");
            super::standing::witness(view, effect.witness.as_ref(), json);
            json.close(b'}');
        }
    }
    let note = view.profile.notes.get(&fact);
    json.maybe_text("note", note.map(|note| &**note));
    json.close(b'}');
}
