//! Facts, topics and parameters as parts.

use super::rest::former;
use crate::analyze::difference::declared::{Declared, Part};
use crate::analyze::difference::{Aspect, Forms, Kind};
use crate::model::{Asked, Cond, Fact, FactType, Level, NumberType, RefKind, Rule, Scale, Subject};

impl Forms<'_> {
    pub(super) fn topics(self) -> Vec<Declared> {
        let topics = self.book.topics.values();
        topics
            .map(|topic| {
                let mut one = self.declared(Kind::Topic, &topic.name, topic.origin);
                let title = topic.title.as_deref();
                one.parts
                    .extend(title.and_then(|title| self.title(&topic.name, title)));
                one
            })
            .collect()
    }

    pub(super) fn facts(self) -> Vec<Declared> {
        let facts = self.book.facts.iter();
        facts
            .map(|(id, fact)| self.fact_parts(Subject::Fact(id), fact))
            .collect()
    }

    fn fact_parts(self, subject: Subject, fact: &Fact) -> Declared {
        let mut one = self.declared(Kind::Fact, &fact.name, fact.origin);
        let plain = |kind: String| (kind.clone(), kind);
        let kind = match &fact.kind {
            FactType::YesNo => plain("yes_no".to_owned()),
            FactType::Level(scale) => self.levels_of(subject, scale),
            FactType::Set(scale) => {
                let (form, words) = self.levels_of(subject, scale);
                (format!("any {form}"), words.replacen("one of", "any of", 1))
            }
            FactType::Number(number) => plain(number_type(number)),
            FactType::Text => plain("text".to_owned()),
        };
        one.parts.push(Part::shown(Aspect::Type, "", kind));
        let topic = &self.book.topics[fact.topic].name;
        let topic = self.renames.of(Kind::Topic, topic);
        one.names.insert((Kind::Topic, topic.to_owned()));
        if !fact.lever {
            one.parts
                .push(Part::plain(Aspect::Definition, "lever", "no"));
        }
        if let Some(asked) = &fact.asked {
            let form = (self.cond(asked), self.words(asked.origin));
            one.parts
                .push(Part::shown(Aspect::Definition, "asked when", form));
            self.used(&asked.refs(), &mut one.names);
        }
        one.parts.extend(self.tags(&fact.tags));
        one.parts.extend(former(Aspect::Wording, &fact.former));
        let title = fact.title.as_deref();
        one.parts
            .extend(title.and_then(|title| self.title(&fact.name, title)));
        let texts = [("of `ask`", &fact.ask), ("of `help`", &fact.help)];
        for (of, text) in texts {
            one.parts
                .extend(text.as_deref().map(|text| Part::text(of, text)));
        }
        one.parts.extend(self.level_words(subject));
        one
    }

    /// The names of levels, in their order where they have one: as the old rulebook calls them, and as they stand.
    pub(super) fn levels_of(self, subject: Subject, scale: &Scale) -> (String, String) {
        if let Some(numbers) = &scale.numbers {
            let unit = numbers.unit.as_ref();
            let unit = unit.map_or_else(String::new, |unit| format!(" \"{unit}\""));
            let written = format!("number{unit}");
            return (written.clone(), written);
        }
        let key = self.subject(subject);
        let list = |name: &dyn Fn(&Level) -> String| {
            let mut names: Vec<String> = scale.levels.iter().map(name).collect();
            if scale.ordered {
                return names.join(" < ");
            }
            names.sort_unstable();
            format!("one of {}", names.join(", "))
        };
        let words = list(&|level| level.name.to_string());
        let form = list(&|level| self.renames.level(key, &level.name).to_owned());
        // A script is given the names themselves.
        match form != words && self.is_given_to_scripts(subject) {
            true => (words.clone(), words),
            false => (form, words),
        }
    }

    /// Whether a script is given the level or set.
    fn is_given_to_scripts(self, subject: Subject) -> bool {
        let book = self.book;
        let rules = book.rules.values().flat_map(Rule::refs);
        let lets = book.lets.values().flat_map(|item| item.kind.refs());
        let rows = book.advice.iter().flat_map(|advice| &advice.rows);
        let rows = rows.flat_map(|row| row.when.iter().chain(&row.unless));
        let mut refs = rules.chain(lets).chain(rows.flat_map(Cond::refs));
        refs.any(|one| match one.kind {
            RefKind::Subject(of, asked) => of == subject && asked == Asked::Argument,
            _ => false,
        })
    }

    /// The words of levels.
    pub(super) fn level_words(self, subject: Subject) -> Vec<Part> {
        let key = self.subject(subject);
        let levels = self.scale(subject).map_or(&[][..], |scale| &scale.levels);
        let words = levels.iter().filter_map(|level| {
            let name = self.renames.level(key, &level.name);
            let words = level.words.as_deref()?;
            Some(Part::text(format!("of level `{name}`"), words))
        });
        words.collect()
    }

    pub(super) fn parameters(self) -> Vec<Declared> {
        let parameters = self.book.parameters.values();
        parameters
            .map(|parameter| {
                let mut one = self.declared(Kind::Parameter, &parameter.name, parameter.origin);
                let unit = parameter.kind.unit.as_deref();
                let shown = unit.map_or_else(
                    || parameter.value.to_string(),
                    |unit| format!("{} {unit}", parameter.value),
                );
                let value = (parameter.value.to_string(), shown);
                one.parts.push(Part::shown(Aspect::Value, "", value));
                let kind = number_type(&parameter.kind);
                one.parts.push(Part::plain(Aspect::Type, "", kind));
                one.parts
                    .extend(self.title(&parameter.name, &parameter.title));
                one.parts.extend(self.citations(&parameter.citations));
                one.parts.push(self.basis(parameter.basis));
                one
            })
            .collect()
    }
}

fn number_type(number: &NumberType) -> String {
    let mut text = String::from(if number.whole { "integer" } else { "number" });
    if let Some(unit) = &number.unit {
        text.push_str(&format!(" “{unit}”"));
    }
    let end = |end: Option<f64>, open: &str| end.map_or(open.to_owned(), |end| end.to_string());
    if number.low.is_some() || number.high.is_some() {
        let (low, high) = (end(number.low, "-∞"), end(number.high, "∞"));
        text.push_str(&format!(" in {low}..{high}"));
    }
    text
}
