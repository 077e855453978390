//! The rules of a trace: status, condition, evidence, defeats, citations.

use super::condition::ConditionWords;
use super::json::{Json, member, quoted};
use super::words::View;
use super::{Part, Teller, why_not};
use crate::base::Id;
use crate::engine::fault::{self, Fault};
use crate::engine::point::Status;
use crate::model::{PieceId, PieceWeight, RuleId, Template};

/// A rule with its words.
#[derive(Debug)]
pub(super) struct RuleWords {
    pub(super) id: RuleId,
    /// From the opening brace to where the status stands.
    head: String,
    pub(super) when: Option<ConditionWords>,
    pub(super) unless: Option<ConditionWords>,
    /// The member `would_contribute`, where it is the same for every profile.
    pub(super) contributions: Option<String>,
    pieces: Vec<PieceWords>,
    /// `excludes` and `defeats`.
    links: String,
    because: Because,
    pub(super) title: String,
    /// Each a member.
    pub(super) citations: String,
    group: String,
    pub(super) basis: String,
    pub(super) place: String,
}

#[derive(Debug)]
struct PieceWords {
    id: PieceId,
    then: bool,
    /// From the opening brace to where the weight stands.
    head: String,
    favor: bool,
}

/// A text that is always the same, or one with places to fill in.
#[derive(Debug)]
enum Because {
    Fixed(String),
    Filled,
}

impl RuleWords {
    pub(super) fn new(teller: &Teller<'_>, id: RuleId) -> Self {
        let (book, plan) = (teller.book, &teller.program.plan);
        let rule = &book.rules[id];
        let shapes = &plan.rule_shapes[id];
        let words = |shape: &crate::model::Shape| ConditionWords::new(teller, shape);
        Self {
            id,
            head: format!(
                "{{\"name\":{},\"title\":{},\"status\":",
                quoted(&rule.name),
                quoted(&rule.title)
            ),
            when: shapes.when.as_ref().map(words),
            unless: shapes.unless.as_ref().map(words),
            contributions: why_not::fixed_contributions(teller, id),
            pieces: pieces(teller, id),
            links: links(teller, id),
            because: match &rule.because {
                None => Because::Fixed("null".into()),
                Some(template) => fixed(template).map_or(Because::Filled, Because::Fixed),
            },
            title: quoted(&rule.title),
            citations: member(|json| teller.citations(&rule.citations, json)),
            group: group(teller, id),
            basis: member(|json| json.text("basis", rule.basis.word())),
            place: member(|json| teller.place(rule.origin, json)),
        }
    }

    fn write(
        &self,
        view: &View<'_>,
        baseline: &why_not::Baseline,
        json: &mut Json,
    ) -> Result<(), Fault> {
        let status = view
            .record
            .statuses
            .get(self.id.to_usize())
            .copied()
            .unwrap_or(Status::Unknown);
        let (name, branch) = status_names(status);
        json.raw(&self.head);
        json.join(name);
        json.key("branch");
        json.join(branch);
        for (key, condition) in [("condition", &self.when), ("unless", &self.unless)] {
            json.key(key);
            match condition {
                Some(condition) => condition.write(view, json),
                None => json.null(),
            }
        }
        json.key("evidence");
        json.open(b'[');
        for piece in &self.pieces {
            piece.write(view, status, self.certainty(view), json)?;
        }
        json.close(b']');
        json.raw(&self.links);
        self.defeated_by(view, status, json);
        self.write_because(view, json);
        for part in [&self.citations, &self.basis, &self.group, &self.place] {
            json.raw(part);
        }
        json.key("why_not");
        if status == Status::Then || view.teller.part == Part::Outline {
            json.null()
        } else {
            why_not::write(view, baseline, self, status, json)?
        }
        json.close(b'}');
        Ok(())
    }

    pub(super) fn write_because(&self, view: &View<'_>, json: &mut Json) {
        json.key("because");
        match (&self.because, &view.teller.book.rules[self.id].because) {
            (Because::Fixed(text), _) => json.raw(text),
            (Because::Filled, Some(template)) => json.string(&view.fill(template)),
            (Because::Filled, None) => json.null(),
        }
    }

    fn certainty(&self, view: &View<'_>) -> f64 {
        view.truth(view.teller.program.plan.rules[self.id].when)
            .abs()
    }

    fn defeated_by(&self, view: &View<'_>, status: Status, json: &mut Json) {
        let defeaters = &view.teller.program.plan.rules[self.id].defeaters;
        let fired = defeaters.iter().filter(|rule| {
            status == Status::Defeated
                && view.record.statuses.get(rule.to_usize()) == Some(&Status::Then)
        });
        json.strings(
            "defeated_by",
            fired.map(|rule| view.teller.rule_name(*rule)),
        );
    }
}

impl PieceWords {
    fn write(
        &self,
        view: &View<'_>,
        status: Status,
        certainty: f64,
        json: &mut Json,
    ) -> Result<(), Fault> {
        let program = view.teller.program;
        let weight = match program.plan.pieces[self.id].weight {
            PieceWeight::Constant(weight) => weight,
            PieceWeight::Number(number) => view
                .record
                .numbers
                .get(number.to_usize())
                .copied()
                .unwrap_or(f64::NAN),
        };
        let evidence = view
            .record
            .pieces
            .get(self.id.to_usize())
            .and_then(Option::as_ref);
        let contribution = match evidence {
            Some(evidence) => crate::base::round_total(
                program
                    .total(evidence)
                    .map_err(|fault| fault::method("of a rule", &fault))?,
            ),
            None if weight.is_nan() => f64::NAN,
            None => 0.0,
        };
        let fired = status
            == (if self.then {
                Status::Then
            } else {
                Status::Else
            });
        json.raw(&self.head);
        json.join_number(if self.favor { weight } else { -weight });
        json.figure("certainty", if fired { certainty } else { 0.0 });
        json.figure("contribution", contribution);
        json.flag("counted", evidence.is_some());
        json.close(b'}');
        Ok(())
    }
}

fn pieces(teller: &Teller<'_>, id: RuleId) -> Vec<PieceWords> {
    let (book, plan) = (teller.book, &teller.program.plan);
    let slice = plan.rules[id].pieces;
    (0..slice.len)
        .map(|at| {
            let id = PieceId(slice.start.saturating_add(at));
            let piece = &plan.pieces[id];
            let branch = if piece.then { "then" } else { "else" };
            let toward = quoted(&book.targets[piece.target].name);
            let head = format!("{{\"branch\":\"{branch}\",\"toward\":{toward},\"weight\":");
            PieceWords {
                id,
                then: piece.then,
                head,
                favor: piece.favor,
            }
        })
        .collect()
}

fn links(teller: &Teller<'_>, id: RuleId) -> String {
    let rule = &teller.book.rules[id];
    let mut json = Json::default();
    json.strings(
        "excludes",
        rule.excludes
            .iter()
            .map(|target| &*teller.book.targets[*target].name),
    );
    json.strings(
        "defeats",
        rule.defeats.iter().map(|rule| teller.rule_name(*rule)),
    );
    json.finish()
}

fn group(teller: &Teller<'_>, id: RuleId) -> String {
    let group = teller.book.rules[id]
        .group
        .map(|group| &teller.book.groups[group]);
    member(|json| {
        json.maybe_text("group", group.map(|group| &*group.name));
        json.maybe_text("group_title", group.map(|group| &*group.title));
    })
}

fn fixed(template: &Template) -> Option<String> {
    let mut text = String::new();
    for piece in &template.pieces {
        match piece {
            crate::model::Piece::Words(words) => text.push_str(words),
            _place => return None,
        }
    }
    Some(quoted(&text))
}

fn status_names(status: Status) -> (&'static str, &'static str) {
    match status {
        Status::Defeated => ("\"defeated\"", "null"),
        Status::Stopped => ("\"stopped\"", "null"),
        Status::Then => ("\"fired\"", "\"then\""),
        Status::Else => ("\"fired\"", "\"else\""),
        Status::Unknown => ("\"unknown\"", "null"),
        Status::NotFired => ("\"not_fired\"", "null"),
    }
}

/// The rules, by name.
pub(super) fn write(view: &View<'_>, json: &mut Json) -> Result<(), Fault> {
    let teller = view.teller;
    let told = |id: &RuleId| match teller.part {
        Part::Whole => true,
        Part::Answer => !teller.program.plan.rules[*id].excludes.is_empty(),
        Part::Outline => view.record.statuses.get(id.to_usize()) != Some(&Status::NotFired),
    };
    let baseline = why_not::Baseline::of(view);
    json.key("rules");
    json.open(b'[');
    for id in teller.rules.ids().filter(told) {
        teller.rule(id).write(view, &baseline, json)?;
    }
    json.close(b']');
    Ok(())
}
