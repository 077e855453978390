//! The rules of a trace: status, condition, evidence, defeats, citations.

use std::cell::OnceCell;

use super::condition::{self, ConditionWords};
use super::json::{Hole, Json, Kept, member, quoted};
use super::pattern::Pattern;
use super::words::View;
use super::{Part, Teller, groups, why_not};
use crate::base::Id;
use crate::engine::fault::Fault;
use crate::engine::point::Status;
use crate::model::{FactId, PieceId, PieceWeight, Rule, RuleId, TargetId, Template, Weight};

/// A rule with its words.
#[derive(Debug)]
pub(super) struct RuleWords {
    pub(super) id: RuleId,
    /// From the opening brace to where the status stands.
    head: String,
    pub(super) when: Option<ConditionWords>,
    pub(super) unless: Option<ConditionWords>,
    /// The list `evidence` where the rule did not fire, and where it fired by `then` without a doubt; only where no
    /// weight has to be computed.
    quiet: Option<String>,
    sure: OnceCell<String>,
    /// All that stands between the evidence and `why_not`, where it is the same for every profile.
    rest: Option<String>,
    /// The same without the reason, of a rule with an `else`.
    silent: Option<String>,
    /// The member `would_contribute`, where it is the same for every profile.
    pub(super) contributions: Option<String>,
    /// What would follow if it fired.
    pub(super) trial: why_not::Trial,
    /// The texts of the whole rule, where the answers that it reads decide it.
    pattern: Option<Pattern>,
    pieces: Vec<PieceWords>,
    /// `excludes` and `defeats`.
    links: String,
    because: Because,
    /// Whether the reason is that of `else`.
    explains_else: bool,
    /// What the rule itself depends on, without the rules that may defeat it.
    facts: Vec<FactId>,
    /// A line of the ledger up to whose total it changes.
    line: String,
    /// Each a member.
    citations: String,
    group: String,
    basis: String,
    place: String,
}

#[derive(Debug)]
struct PieceWords {
    id: PieceId,
    then: bool,
    /// From the opening brace to where the weight stands.
    head: String,
    favor: bool,
    /// Where the weight is computed.
    by: Option<groups::Computed>,
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
        let because = match &rule.because {
            None => Because::Fixed("null".into()),
            Some(template) => fixed(template).map_or(Because::Filled, Because::Fixed),
        };
        let mut words = Self {
            id,
            quiet: None,
            sure: OnceCell::new(),
            rest: None,
            silent: None,
            head: format!(
                "{{\"name\":{},\"title\":{},\"status\":",
                quoted(&rule.name),
                quoted(&rule.title)
            ),
            when: shapes.when.as_ref().map(words),
            unless: shapes.unless.as_ref().map(words),
            contributions: why_not::fixed_contributions(teller, id),
            trial: why_not::Trial::of(teller, id),
            pattern: None,
            pieces: pieces(teller, id),
            links: links(teller, id),
            because,
            explains_else: explains_else(rule),
            facts: crate::plan::own_facts(book, plan, id),
            line: format!(
                "{{\"kind\":\"rule\",\"name\":{},\"title\":{},\"toward\":",
                quoted(&rule.name),
                quoted(&rule.title)
            ),
            citations: member(|json| teller.citations(&rule.citations, json)),
            group: group(teller, id),
            basis: member(|json| json.text("basis", rule.basis.word())),
            place: member(|json| teller.place(rule.origin, json)),
        };
        words.quiet = words.quiet(teller);
        words.rest = words.fixed_rest(teller, true);
        if !rule.otherwise.is_empty() {
            words.silent = words.fixed_rest(teller, false);
        }
        let fixed = words.quiet.is_some() && words.rest.is_some() && words.contributions.is_some();
        let conditions: Vec<&crate::model::Shape> =
            shapes.when.iter().chain(&shapes.unless).collect();
        if fixed {
            words.pattern = Pattern::of(teller.program, &conditions);
        }
        words
    }

    /// The evidence of a rule that did not fire.
    fn quiet(&self, teller: &Teller<'_>) -> Option<String> {
        let mut json = Json::default();
        for piece in &self.pieces {
            let PieceWeight::Constant(weight) = teller.program.plan.pieces[piece.id].weight else {
                return None;
            };
            if teller.program.plan.pieces[piece.id].rivals || piece.by.is_some() {
                return None;
            }
            piece.write(weight, Counted::default(), &mut json);
            piece.write_by(None, &mut json);
        }
        Some(json.finish())
    }

    /// What follows the evidence, where nothing defeats the rule and its reason has no places to fill in.
    fn fixed_rest(&self, teller: &Teller<'_>, says_why: bool) -> Option<String> {
        let Because::Fixed(because) = &self.because else {
            return None;
        };
        if !teller.program.plan.rules[self.id].defeaters.is_empty() {
            return None;
        }
        Some(member(|json| {
            json.raw(&self.links);
            json.strings("defeated_by", []);
            json.key("because");
            match says_why {
                true => json.raw(because),
                false => json.null(),
            }
            self.write_grounds(json);
        }))
    }

    /// Whether its reason is that of what happened.
    fn says_why(&self, status: Status) -> bool {
        says_why(self.explains_else, status)
    }

    fn status(&self, view: &View<'_>) -> Status {
        let statuses = &view.record.statuses;
        let status = statuses.get(self.id.to_usize()).copied();
        status.unwrap_or(Status::Unknown)
    }

    fn write_grounds(&self, json: &mut Json) {
        for part in [&self.citations, &self.basis, &self.group, &self.place] {
            json.raw(part);
        }
    }

    fn write(
        &self,
        view: &View<'_>,
        baseline: &why_not::Baseline<'_>,
        json: &mut Json,
    ) -> Result<(), Fault> {
        let slot = self.pattern.as_ref().and_then(|pattern| pattern.slot(view));
        let Some(slot) = slot else {
            return self.write_anew(view, baseline, json);
        };
        if let Some(kept) = slot.get() {
            return self.fill(view, (baseline, kept), json);
        }
        let mut fresh = Json::to_keep();
        self.write_anew(view, baseline, &mut fresh)?;
        let kept = Box::new(fresh.kept());
        if !view.teller.has_room(kept.size()) {
            return self.fill(view, (baseline, &kept), json);
        }
        self.fill(view, (baseline, slot.get_or_init(|| kept)), json)
    }

    /// A text that is kept, with what this profile alone says.
    fn fill(
        &self,
        view: &View<'_>,
        (baseline, kept): (&why_not::Baseline<'_>, &Kept),
        json: &mut Json,
    ) -> Result<(), Fault> {
        kept.write(json, |hole, json| {
            match hole {
                Hole::Fact(fact) => view.fact(fact, json),
                Hole::Distance(truth) => condition::write_distance(view, truth, json),
                Hole::Decision => why_not::write_decision(view, baseline, self, json),
            }
            Ok(())
        })
    }

    fn write_anew(
        &self,
        view: &View<'_>,
        baseline: &why_not::Baseline<'_>,
        json: &mut Json,
    ) -> Result<(), Fault> {
        let status = self.status(view);
        let (name, branch) = status_names(status);
        json.raw(&self.head);
        json.join(name);
        json.join(",\"branch\":");
        json.join(branch);
        let conditions = [
            (",\"condition\":", &self.when),
            (",\"unless\":", &self.unless),
        ];
        for (key, condition) in conditions {
            json.join(key);
            match condition {
                Some(condition) => condition.write(view, json),
                None => json.join("null"),
            }
        }
        json.join(",\"evidence\":[");
        self.write_evidence(view, status, json)?;
        json.close(b']');
        let fixed = match self.says_why(status) {
            true => &self.rest,
            false => &self.silent,
        };
        match fixed {
            Some(fixed) => json.raw(fixed),
            None => {
                json.raw(&self.links);
                self.defeated_by(view, status, json);
                self.write_because(view, status, json);
                self.write_grounds(json);
            }
        }
        json.join(",\"why_not\":");
        if status == Status::Then || view.teller.part == Part::Outline {
            json.join("null");
        } else {
            why_not::write(view, baseline, self, status, json)?
        }
        json.close(b'}');
        Ok(())
    }

    /// The rule's line of the ledger: whose total it changed, and by how much.
    pub(super) fn write_line(
        &self,
        view: &View<'_>,
        (toward, amount): (TargetId, f64),
        json: &mut Json,
    ) {
        let status = self.status(view);
        json.raw(&self.line);
        json.join(&view.teller.targets[toward]);
        json.join(",\"branch\":");
        json.join(status_names(status).1);
        json.join(",\"amount\":");
        json.join_number(amount);
        json.join(",\"facts\":[");
        for fact in &self.facts {
            view.teller.facts[*fact].sentence(view, *fact, json);
        }
        json.close(b']');
        self.write_because(view, status, json);
        for part in [&self.citations, &self.basis, &self.place] {
            json.raw(part);
        }
        json.close(b'}');
    }

    fn write_because(&self, view: &View<'_>, status: Status, json: &mut Json) {
        json.key("because");
        if !self.says_why(status) {
            json.null();
            return;
        }
        match (&self.because, &view.teller.book.rules[self.id].because) {
            (Because::Fixed(text), _) => json.raw(text),
            (Because::Filled, Some(template)) => json.string(&view.fill(template)),
            (Because::Filled, None) => json.null(),
        }
    }

    fn write_evidence(
        &self,
        view: &View<'_>,
        status: Status,
        json: &mut Json,
    ) -> Result<(), Fault> {
        let certainty = self.certainty(view);
        match (&self.quiet, status) {
            (Some(quiet), Status::Then) if certainty == 1.0 => {
                if self.sure.get().is_none() && !quiet.is_empty() {
                    let mut sure = Json::default();
                    self.write_pieces(view, (status, certainty), &mut sure)?;
                    let _ = self.sure.set(sure.finish());
                }
                self.sure.get().into_iter().for_each(|sure| json.raw(sure));
            }
            (
                Some(quiet),
                Status::Defeated | Status::Stopped | Status::Unknown | Status::NotFired,
            ) => {
                if !quiet.is_empty() {
                    json.raw(quiet);
                }
            }
            _other => self.write_pieces(view, (status, certainty), json)?,
        }
        Ok(())
    }

    fn write_pieces(
        &self,
        view: &View<'_>,
        (status, certainty): (Status, f64),
        json: &mut Json,
    ) -> Result<(), Fault> {
        for piece in &self.pieces {
            let counted = piece.counted(view, status, certainty)?;
            piece.write(piece.weight(view), counted, json);
            piece.write_by(Some(view), json);
        }
        Ok(())
    }

    fn certainty(&self, view: &View<'_>) -> f64 {
        view.truth(view.teller.program.plan.rules[self.id].when)
            .abs()
    }

    fn defeated_by(&self, view: &View<'_>, status: Status, json: &mut Json) {
        let defeaters = view.record.defeaters(view.teller.program, self.id);
        let fired = defeaters.filter(|_| status == Status::Defeated);
        json.strings("defeated_by", fired.map(|rule| view.teller.rule_name(rule)));
    }
}

/// What became of a piece of evidence.
#[derive(Clone, Copy, Default)]
struct Counted {
    /// The certainty it is lifted by; 0 where its branch did not fire.
    certainty: f64,
    /// What it comes to alone.
    contribution: f64,
    counted: bool,
}

impl PieceWords {
    fn weight(&self, view: &View<'_>) -> f64 {
        view.record.weight(view.teller.program, self.id)
    }

    fn counted(&self, view: &View<'_>, status: Status, certainty: f64) -> Result<Counted, Fault> {
        let (record, program) = (view.record, view.teller.program);
        let branch = match self.then {
            true => Status::Then,
            false => Status::Else,
        };
        Ok(Counted {
            certainty: if status == branch { certainty } else { 0.0 },
            contribution: record.contribution(program, self.id)?,
            counted: record.counts(program, self.id)?,
        })
    }

    fn write(&self, weight: f64, counted: Counted, json: &mut Json) {
        json.raw(&self.head);
        json.join_number(if self.favor { weight } else { -weight });
        json.figure("certainty", counted.certainty);
        json.figure("contribution", counted.contribution);
        json.flag("counted", counted.counted);
    }

    fn write_by(&self, view: Option<&View<'_>>, json: &mut Json) {
        match (&self.by, view) {
            (Some(by), Some(view)) => {
                json.key("by");
                by.write(view, json);
            }
            (None, _) | (_, None) => json.join(",\"by\":null"),
        }
        json.close(b'}');
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
            let rule = &book.rules[piece.rule];
            let effects = if piece.then {
                &rule.then
            } else {
                &rule.otherwise
            };
            let effect = effects.iter().find(|effect| effect.target == piece.target);
            PieceWords {
                by: effect.and_then(|effect| match &effect.weight {
                    Weight::By(number) => groups::Computed::new(teller, number),
                    Weight::Word(..) => None,
                }),
                id,
                then: piece.then,
                head,
                favor: piece.favor,
            }
        })
        .collect()
}

/// Whether the reason of a rule is that of what happened: the one `because` is not the reason of the other branch.
fn says_why(explains_else: bool, status: Status) -> bool {
    match status {
        Status::Then => !explains_else,
        Status::Else => explains_else,
        Status::Defeated | Status::Stopped | Status::Unknown | Status::NotFired => true,
    }
}

/// The reason of a rule that fired.
pub(super) fn reason(rule: &Rule, status: Status) -> Option<&Template> {
    let fired = matches!(status, Status::Then | Status::Else);
    let because = rule.because.as_ref();
    because.filter(|_| fired && says_why(explains_else(rule), status))
}

/// Whether the reason of a rule is that of `else`: where it has nothing else to do.
fn explains_else(rule: &Rule) -> bool {
    let does_nothing = rule.then.is_empty() && rule.excludes.is_empty() && rule.defeats.is_empty();
    does_nothing && !rule.otherwise.is_empty()
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
    let mut scratch = teller.scratch.borrow_mut();
    let baseline = why_not::Baseline::of(view, &mut scratch);
    json.key("rules");
    json.open(b'[');
    for id in teller.rules.ids().filter(told) {
        teller.rule(id).write(view, &baseline, json)?;
    }
    json.close(b']');
    Ok(())
}
