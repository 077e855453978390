//! The advice rows of a trace, the lines of the outcome, notes and warnings.

use super::condition::ConditionWords;
use super::json::{Json, member};
use super::words::View;
use super::{Teller, condition, standing};
use crate::base::Id;
use crate::engine::point::Status;
use crate::model::{Figure, Note, NoteItem, Shape, Shapes, Shown, TargetId};

/// Writes the end of a trace.
pub(super) fn write(view: &View<'_>, json: &mut Json) {
    json.list("advice_rows", |json| {
        let rows = view
            .teller
            .book
            .advice
            .iter()
            .flat_map(|advice| &advice.rows)
            .count();
        (0..rows).for_each(|at| row(view, at, json));
    });
    let outcome = view.record.decision.and_then(|decision| decision.outcome);
    json.list("outcome_lines", |json| {
        if let Some(outcome) = outcome {
            lines(view, &view.teller.book.outcomes[outcome].items, json);
        }
    });
    json.list("notes", |json| notes(view, json));
    json.strings("warnings", warnings(view).iter().map(String::as_str));
}

/// The advice rows and the conditions of the notes with their words.
#[derive(Debug, Default)]
pub(super) struct Conditions {
    rows: Vec<RowWords>,
    notes: Vec<Option<ConditionWords>>,
}

/// An advice row with its words.
#[derive(Debug)]
struct RowWords {
    /// From the opening brace to where the status stands.
    head: String,
    when: Option<ConditionWords>,
    unless: Option<ConditionWords>,
    /// The members after `because`.
    grounds: String,
}

impl RowWords {
    fn new(teller: &Teller<'_>, (at, shapes): (usize, &Shapes)) -> Self {
        let words = |shape: &Option<Shape>| {
            let shape = shape.as_ref()?;
            Some(ConditionWords::new(teller, shape))
        };
        let row = teller.program.plan.advice.get(at);
        let outcome = row.and_then(|row| row.outcome);
        let rows = teller.book.advice.as_ref().map(|advice| &advice.rows);
        let declared = rows.and_then(|rows| rows.get(at));
        let number = u32::try_from(at.saturating_add(1)).map_or(0.0, f64::from);
        Self {
            head: member(|json| {
                json.open(b'{');
                json.figure("row", number);
                json.maybe_text("label", declared.and_then(|row| row.label.as_deref()));
                json.text("outcome", teller.outcome_name(outcome));
                json.text("title", teller.outcome_title(outcome));
                json.key("status");
            }),
            when: words(&shapes.when),
            unless: words(&shapes.unless),
            grounds: member(|json| {
                if let Some(declared) = declared {
                    teller.citations(&declared.citations, json);
                    teller.place(declared.origin, json);
                }
            }),
        }
    }
}

impl Conditions {
    pub(super) fn new(teller: &Teller<'_>) -> Self {
        let plan = &teller.program.plan;
        let words = |shape: &Option<Shape>| {
            shape
                .as_ref()
                .map(|shape| ConditionWords::new(teller, shape))
        };
        let rows = plan.row_shapes.iter().enumerate();
        Self {
            rows: rows.map(|row| RowWords::new(teller, row)).collect(),
            notes: plan
                .note_shapes
                .iter()
                .map(|shapes| words(&shapes.when))
                .collect(),
        }
    }
}

fn row(view: &View<'_>, at: usize, json: &mut Json) {
    let teller = view.teller;
    let plan = &teller.program.plan;
    let (Some(advice), Some(row)) = (&teller.book.advice, plan.advice.get(at)) else {
        return;
    };
    let (Some(declared), Some(words)) = (advice.rows.get(at), teller.conditions.rows.get(at))
    else {
        return;
    };
    let truth = row.applies.map_or(1.0, |id| view.truth(id));
    let status = row_status(view, at, truth);
    json.raw(&words.head);
    json.string(status);
    condition::write(view, "condition", words.when.as_ref(), json);
    condition::write(view, "unless", words.unless.as_ref(), json);
    let needs = match plan.row_shapes.get(at) {
        Some(shapes) if status == "unknown" => needs(view, shapes.when.as_ref()),
        _other => Vec::new(),
    };
    json.strings(
        "needs",
        needs.iter().map(|fact| &*teller.book.facts[*fact].name),
    );
    json.strings(
        "excluded_by",
        row.strategy
            .iter()
            .flat_map(|target| standing::excluders(view, *target)),
    );
    super::because(view, declared.because.as_ref(), json);
    json.raw(&words.grounds);
    json.close(b'}');
}

fn row_status(view: &View<'_>, at: usize, truth: f64) -> &'static str {
    let plan = &view.teller.program.plan;
    let decided = view.record.decision.and_then(|decision| decision.row);
    let (Some(row), Some(shapes)) = (plan.advice.get(at), plan.row_shapes.get(at)) else {
        return "unknown";
    };
    let excluded = row.strategy.is_some_and(|target| is_excluded(view, target));
    let stopped = shapes
        .unless
        .as_ref()
        .is_some_and(|unless| view.truth(unless.truth) > 0.0);
    if decided.map(|row| row as usize) == Some(at) {
        "chosen"
    } else if excluded {
        "excluded"
    } else if stopped {
        "stopped"
    } else if truth > 0.0 {
        "below"
    } else if truth < 0.0 {
        "does_not_apply"
    } else {
        "unknown"
    }
}

fn is_excluded(view: &View<'_>, target: TargetId) -> bool {
    view.record.is_excluded(view.teller.program, target)
}

/// The unknown facts that the unknown parts of a condition depend on, in order.
fn needs(view: &View<'_>, shape: Option<&Shape>) -> Vec<crate::model::FactId> {
    let mut facts = Vec::new();
    if let Some(shape) = shape {
        unknown_facts(view, shape, &mut facts);
    }
    facts.sort();
    facts.dedup();
    facts
}

fn unknown_facts(view: &View<'_>, shape: &Shape, into: &mut Vec<crate::model::FactId>) {
    if view.truth(shape.truth) != 0.0 {
        return;
    }
    for part in &shape.parts {
        unknown_facts(view, part, into);
    }
    let plan = &view.teller.program.plan;
    for shown in &shape.reads {
        let facts = match shown {
            Shown::Fact(fact) => std::slice::from_ref(fact),
            Shown::Let(id) => plan.let_facts[*id].as_slice(),
            Shown::Figure(Figure::Total(target) | Figure::Belief(target)) => {
                plan.target_facts[*target].as_slice()
            }
            Shown::Figure(_) | Shown::Parameter(_) | Shown::Best | Shown::Advice => &[],
        };
        into.extend(
            facts
                .iter()
                .filter(|fact| view.profile.given(**fact).is_none()),
        );
    }
}

fn lines(view: &View<'_>, items: &[NoteItem], json: &mut Json) {
    for item in items {
        json.object("", |json| {
            json.text("kind", item.kind.word());
            json.text("text", &view.fill(&item.text));
        });
    }
}

fn notes(view: &View<'_>, json: &mut Json) {
    let conditions = &view.teller.conditions.notes;
    for (at, note) in noted(view) {
        json.open(b'{');
        json.text("name", &note.name);
        json.text("title", &note.title);
        let condition = conditions.get(at).and_then(Option::as_ref);
        condition::write(view, "condition", condition, json);
        json.list("lines", |json| lines(view, &note.items, json));
        super::because(view, note.because.as_ref(), json);
        view.teller.citations(&note.citations, json);
        view.teller.place(note.origin, json);
        json.close(b'}');
    }
}

/// The notes that stand beside the advice, each with its position.
pub(super) fn noted<'a>(view: &View<'a>) -> impl Iterator<Item = (usize, &'a Note)> {
    let (record, plan) = (view.record, &view.teller.program.plan);
    let notes = view.teller.book.notes.values().zip(&plan.notes);
    let notes = notes.enumerate();
    notes.filter_map(move |(at, (note, planned))| {
        (record.truth_of(planned.applies) > 0.0).then_some((at, note))
    })
}

/// Exclusions and defeats on thin ice, and a choice without strategies.
pub(super) fn warnings(view: &View<'_>) -> Vec<String> {
    let teller = view.teller;
    let mut warnings = Vec::new();
    for (id, rule) in teller.program.plan.rules.iter() {
        let links = &teller.book.rules[id];
        let effects = !rule.excludes.is_empty() || !links.defeats.is_empty();
        let fired = view.record.statuses.get(id.to_usize()) == Some(&Status::Then);
        let certainty = view.truth(rule.when).abs();
        if fired && effects && certainty < 0.5 {
            let what = if rule.excludes.is_empty() {
                "defeats other rules"
            } else {
                "takes a strategy out of the choice"
            };
            let name = &links.name;
            warnings.push(format!(
                "rule `{name}` {what} on a condition of certainty {} only",
                crate::base::format_number(certainty, 3)
            ));
        }
    }
    warnings.extend(shaky_row(view));
    let strategies = &teller.program.plan.strategies;
    if !strategies.is_empty() && strategies.iter().all(|target| is_excluded(view, *target)) {
        let mut rules: Vec<&str> = strategies
            .iter()
            .flat_map(|target| standing::excluders(view, *target))
            .collect();
        rules.sort_unstable();
        rules.dedup();
        warnings.push(format!(
            "no strategy is left to choose: {} excluded them all",
            list(&rules)
        ));
    }
    warnings
}

/// An advice on thin ice.
fn shaky_row(view: &View<'_>) -> Option<String> {
    let at = view.record.decision?.row? as usize;
    let when = view.teller.program.plan.row_shapes.get(at)?.when.as_ref()?;
    let certainty = view.truth(when.truth).abs();
    let row = view.teller.book.advice.as_ref()?.rows.get(at)?;
    let row = match &row.label {
        Some(label) => format!("`{label}`"),
        None => at.saturating_add(1).to_string(),
    };
    (certainty < 0.5).then(|| {
        let certainty = crate::base::format_number(certainty, 3);
        format!("row {row} gives the advice on a condition of certainty {certainty} only")
    })
}

fn list(names: &[&str]) -> String {
    names
        .iter()
        .map(|name| format!("`{name}`"))
        .collect::<Vec<_>>()
        .join(", ")
}
