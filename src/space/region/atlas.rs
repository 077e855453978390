//! What is the same for every region of one program: the cases of its facts, and for each fact a table of what the rules
//! that read nothing else give in each of its cases. A table is made when a region asks for it first.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use super::Bounds;
use super::Region;
use super::field::{Case, Cases, Field, Fields};
use super::join::{Column, Joint};
use super::parts::{PartId, Parts};
use crate::base::{Id, IdVec};
use crate::engine::machine::Machine;
use crate::model::{
    Code, FactId, FactSets, FactType, PieceId, Plan, ProbeId, RuleId, Step, TargetId, TruthId,
    TruthNode, Value,
};
use crate::plan::{Input, PerNode, Program, inputs};

/// The atlas of a program.
#[derive(Debug)]
pub(crate) struct Atlas {
    pub cases: Cases,
    pub(super) parts: Parts,
    facts: IdVec<FactId, About>,
    /// For rules that read several facts, or call a script: what has to be computed anew for one of the facts.
    rules: IdVec<RuleId, OnceLock<Behind>>,
    /// Where all facts are open; no script is called.
    open: OnceLock<Machine<Region>>,
    places: PerNode<Option<u32>>,
    /// For each that may give the advice, the late steps that it needs and none before it does.
    late: Vec<Vec<Step>>,
    /// For each condition of a test that is asked for, what it needs.
    asked: BTreeMap<ProbeId, Asked>,
    /// The early conditions, numbers and levels behind what decides.
    decides: Vec<Step>,
}

/// What a condition of a test needs.
#[derive(Debug, Default)]
struct Asked {
    /// The early conditions, numbers and levels.
    early: Vec<Step>,
    /// All that is computed after the totals.
    late: Vec<Step>,
}

/// For each fact behind a rule, the steps that depend on it.
type Behind = Vec<(FactId, Vec<Step>)>;

/// What is known of one fact.
#[derive(Debug, Default)]
struct About {
    /// The rules that read this fact alone.
    alone: Vec<RuleId>,
    /// The other rules that read it.
    shared: Vec<RuleId>,
    /// The targets whose evidence depends on it.
    targets: Vec<TargetId>,
    /// The sides of groups with pieces that depend on it.
    sides: Vec<PartId>,
    /// The early steps that depend on it and that evidence and advice need.
    steps: Vec<Step>,
    chart: OnceLock<Chart>,
}

/// The cases of a fact, and what hangs on it alone in each of them.
#[derive(Debug)]
pub(crate) struct Chart {
    /// The known cases.
    pub cases: Vec<Case>,
    /// The same, and behind them the case in which it stays unknown.
    pub all: Vec<Case>,
    /// Whether the cases stand for all values.
    pub covers: bool,
    pub(super) columns: Vec<Column>,
    pub(super) joint: Option<Arc<Joint>>,
}

impl Atlas {
    /// Of one program; `cases` says which values its facts have.
    pub(crate) fn of(program: &Program, cases: Cases) -> Self {
        Self::with_probes(program, cases, std::iter::empty())
    }

    /// The same, so that conditions of tests can be asked for.
    pub(crate) fn with_probes(
        program: &Program,
        cases: Cases,
        probes: impl Iterator<Item = ProbeId>,
    ) -> Self {
        let plan = &program.plan;
        let (mut needed, late) = needed(&plan.code);
        let asked = probes.map(|probe| (probe, asked(&plan.code, probe, &mut needed)));
        let asked: BTreeMap<ProbeId, Asked> = asked.collect();
        let decides = match asked.is_empty() {
            true => Vec::new(),
            false => early_behind(
                &plan.code,
                plan.code.deciding.iter().filter_map(|one| one.applies),
            ),
        };
        let wanted = |step: &Step| needed.get(*step).is_none_or(|is_needed| *is_needed);
        let wanted = |steps: &[Step]| steps.iter().copied().filter(wanted).collect::<Vec<Step>>();
        let about = |steps: &Vec<Step>| About {
            steps: wanted(steps),
            ..About::default()
        };
        let mut facts: IdVec<FactId, About> = plan.index.fact_steps.values().map(about).collect();
        let parts = Parts::of_program(program);
        for side in parts.sides() {
            let depends = parts.facts(side).iter();
            depends.for_each(|fact| facts[*fact].sides.push(side));
        }
        let calling = calling(&plan.code);
        for (rule, read) in plan.index.rule_facts.iter() {
            match read.as_slice() {
                [fact] if !calling.contains(&rule) => facts[*fact].alone.push(rule),
                several => several
                    .iter()
                    .for_each(|fact| facts[*fact].shared.push(rule)),
            }
        }
        for target in plan.code.folds.ids() {
            let sets = &plan.index.supports.targets;
            let depends = sets.iter(target.to_usize());
            depends.for_each(|fact| facts[fact].targets.push(target));
        }
        Self {
            cases,
            parts,
            facts,
            rules: plan.code.rules.ids().map(|_| OnceLock::new()).collect(),
            open: OnceLock::new(),
            places: places(&plan.code),
            late,
            asked,
            decides,
        }
    }

    /// What a condition of a test needs beyond the early steps; nothing where it is not asked for.
    pub(super) fn asked(&self, probe: ProbeId) -> &[Step] {
        self.asked.get(&probe).map_or(&[], |asked| &asked.late)
    }

    /// The early conditions, numbers and levels behind a condition of a test, or behind what decides.
    pub(super) fn early_behind(&self, probe: Option<ProbeId>) -> &[Step] {
        let of_probe = |probe| self.asked.get(&probe).map_or(&[][..], |asked| &asked.early);
        probe.map_or(&self.decides, of_probe)
    }

    /// Whether a condition of a test asks for the advice, or for what is computed from it.
    pub(crate) fn asks_advice(&self, program: &Program, probe: ProbeId) -> bool {
        let code = &program.plan.code;
        let mut advice = false;
        for step in self.asked(probe) {
            inputs(code, *step, &mut |input| {
                advice |= matches!(input, Input::Advice)
            });
        }
        advice
    }

    /// The parts into which what a fact may be is split.
    pub(crate) fn parts_of(
        &self,
        program: &Program,
        fact: FactId,
        field: Field,
    ) -> Cow<'_, [Case]> {
        let chart = self.chart(program, fact);
        if chart.covers && chart.all.len() <= MOST_PARTS {
            let mut cases = chart.all.iter();
            if cases.all(|case| case.field.is_within(field)) {
                return Cow::Borrowed(&chart.all);
            }
        }
        let kind = &program.rulebook.facts[fact].kind;
        let cases = chart.all.iter().filter(|_| chart.covers);
        let within: Vec<Case> = cases
            .filter(|case| case.field.is_within(field))
            .cloned()
            .collect();
        match within.len() {
            0 | 1 => Cow::Owned(self.cases.parts(fact, kind, field)),
            // Cases that a field cuts through stand for none of it.
            _several if !field.is_spanned(kind, &within) => Cow::Owned(Vec::new()),
            _several => Cow::Owned(in_halves(kind, within)),
        }
    }

    /// The cases of a fact that a field allows, by their places among all; `None` where they do not stand for all of it, or
    /// are fewer than two.
    pub(super) fn rows_in(
        &self,
        program: &Program,
        fact: FactId,
        field: Field,
    ) -> Option<Vec<usize>> {
        let chart = self.chart(program, fact);
        let all = chart.all.iter().enumerate().filter(|_| chart.covers);
        let within = all.filter(|(_, case)| case.field.is_within(field));
        let (rows, cases): (Vec<usize>, Vec<&Case>) = within.unzip();
        let kind = &program.rulebook.facts[fact].kind;
        (rows.len() > 1 && field.is_spanned(kind, cases)).then_some(rows)
    }

    /// A value that a fact may have; `None` where it may be unknown, or nothing is possible.
    pub(crate) fn value_in(&self, program: &Program, fact: FactId, field: Field) -> Option<Value> {
        let cases = &self.chart(program, fact).cases;
        let mut within = cases.iter().filter(|case| case.field.is_within(field));
        within.next().filter(|_| !field.unknown)?.value.clone()
    }

    /// How soon a fact that has such parts is split, the highest first.
    pub(super) fn rank(&self, program: &Program, fact: FactId, field: Field) -> u8 {
        let kind = &program.rulebook.facts[fact].kind;
        self.cases.rank(fact, kind, field)
    }

    /// Whether a fact has such parts.
    pub(crate) fn splits(&self, program: &Program, fact: FactId, field: Field) -> bool {
        let kind = &program.rulebook.facts[fact].kind;
        self.cases.splits(fact, kind, field)
    }

    /// The targets whose evidence depends on a fact.
    pub(super) fn targets(&self, fact: FactId) -> &[TargetId] {
        &self.facts[fact].targets
    }

    /// The sides of groups with pieces that depend on a fact.
    pub(super) fn sides(&self, fact: FactId) -> &[PartId] {
        &self.facts[fact].sides
    }

    /// The early steps that depend on a fact and that evidence and advice need.
    pub(super) fn early(&self, fact: FactId) -> &[Step] {
        &self.facts[fact].steps
    }

    /// For each that may give the advice, the late steps that it needs and none before it does.
    pub(super) fn late(&self) -> &[Vec<Step>] {
        &self.late
    }

    /// Whether a step comes before the totals.
    pub(super) fn is_early(&self, step: Step) -> bool {
        self.places.get(step).is_some_and(Option::is_some)
    }

    /// The rules that read a fact and others, or call a script.
    pub(super) fn shared(&self, fact: FactId) -> &[RuleId] {
        &self.facts[fact].shared
    }

    /// The table of a fact.
    pub(crate) fn chart(&self, program: &Program, fact: FactId) -> &Chart {
        let chart = &self.facts[fact].chart;
        chart.get_or_init(|| self.drawn(program, fact))
    }

    fn drawn(&self, program: &Program, fact: FactId) -> Chart {
        let kind = &program.rulebook.facts[fact].kind;
        let cases = self.cases.known(fact, kind);
        let all: Vec<Case> = cases.iter().cloned().chain([Cases::unknown()]).collect();
        let covers = self.cases.cover(fact, kind);
        let open = self.open.get_or_init(|| {
            let fields = Fields::every(&program.rulebook, self.cases.certainty_range());
            let mut open = Machine::new(program, Region::without_calls(fields));
            run(program, &mut open, &program.plan.code.early);
            open
        });
        let mut columns = Vec::new();
        let mut machine = open.clone();
        for rule in self.facts[fact].alone.iter().filter(|_| covers) {
            let steps = self.steps(program, *rule, fact);
            let pieces = gives(program, &machine, *rule);
            columns.extend(in_cases(
                program,
                &mut machine,
                (fact, &all),
                steps,
                &pieces,
            ));
            machine
                .domain
                .fields
                .set(fact, open.domain.fields.get(fact));
            run(program, &mut machine, steps);
        }
        let rows: Vec<usize> = (0..all.len()).collect();
        let joint = Joint::of(program, &self.parts, columns.clone(), &rows).map(Arc::new);
        Chart {
            cases,
            all,
            covers,
            columns,
            joint,
        }
    }

    /// What of a rule has to be computed anew for a fact that it reads, in order.
    pub(super) fn steps(&self, program: &Program, rule: RuleId, fact: FactId) -> &[Step] {
        let steps = self.rules[rule].get_or_init(|| {
            let facts = program.plan.index.rule_facts[rule].iter();
            let steps = |fact: &FactId| (*fact, self.behind(&program.plan, rule, *fact));
            facts.map(steps).collect()
        });
        let found = steps.iter().find(|(of, _)| *of == fact);
        found.map_or(&[], |(_, steps)| steps)
    }

    /// Whether the evidence of a rule is computed from the numbers of a fact, otherwise than by comparing them with constants.
    pub(crate) fn computes(&self, program: &Program, rule: RuleId, fact: FactId) -> bool {
        Cases::compute(program, self.steps(program, rule, fact), fact)
    }

    /// The early steps behind a rule, itself among them, that depend on a fact. A hypothesis is folded over its joined
    /// evidence, which is not known here: it keeps its bounds.
    fn behind(&self, plan: &Plan, rule: RuleId, fact: FactId) -> Vec<Step> {
        let mut found: BTreeMap<u32, Step> = BTreeMap::new();
        let mut open = vec![Step::Rule(rule)];
        while let Some(step) = open.pop() {
            let depends = |(sets, at): (&FactSets, usize)| sets.has(at, fact);
            let place = self.places.get(step).copied().flatten();
            if let Some(place) = place.filter(|_| plan.index.supports.of(step).is_some_and(depends))
                && found.insert(place, step).is_none()
            {
                inputs(&plan.code, step, &mut |input| open.extend(input.step()));
            }
        }
        found.into_values().collect()
    }
}

/// Cases at most into which a fact is split at once.
const MOST_PARTS: usize = 5;

/// The ranges of a number, where they are many, as two: those below and those above the middle one.
fn in_halves(kind: &FactType, cases: Vec<Case>) -> Vec<Case> {
    if cases.len() <= MOST_PARTS || !matches!(kind, FactType::Number(_)) {
        return cases;
    }
    let (mut known, unknown): (Vec<Case>, Vec<Case>) =
        cases.into_iter().partition(|case| case.field.known);
    known.sort_by(|one, other| {
        let (one, other) = (one.field.within(), other.field.within());
        one.low
            .total_cmp(&other.low)
            .then(one.high.total_cmp(&other.high))
    });
    let above = known.split_off(known.len() / 2);
    let halves = [known, above].into_iter();
    let halves = halves.filter_map(|half| half.into_iter().reduce(|one, next| one.to(next)));
    halves.chain(unknown).collect()
}

/// The place of each early step in the order of computation.
fn places(code: &Code) -> PerNode<Option<u32>> {
    let mut places = PerNode::new(code, None);
    for (place, step) in (0..).zip(&code.early) {
        if let Some(slot) = places.get_mut(*step) {
            *slot = Some(place);
        }
    }
    places
}

/// The rules behind which a script is called.
fn calling(code: &Code) -> BTreeSet<RuleId> {
    let mut calling = BTreeSet::new();
    if code.calls.is_empty() {
        return calling;
    }
    let mut steps = PerNode::new(code, false);
    for step in &code.early {
        let mut calls = false;
        inputs(code, *step, &mut |input| {
            let behind = input.step().and_then(|step| steps.get(step));
            calls |= behind == Some(&true) || matches!(input, Input::Call(_));
        });
        if let Some(slot) = steps.get_mut(*step) {
            *slot = calls;
        }
        if let (true, Step::Rule(rule)) = (calls, step) {
            calling.insert(*rule);
        }
    }
    calling
}

/// What evidence and advice are computed from; what only a record needs is not among it. Beside it the late steps that
/// each that may give the advice needs and none before it does.
fn needed(code: &Code) -> (PerNode<bool>, Vec<Vec<Step>>) {
    let mut needed = PerNode::new(code, false);
    let folds = code.folds.ids().map(Step::Fold).collect();
    mark(code, folds, &mut needed);
    let questions = code.asked.values().flatten().copied().map(Step::Truth);
    mark(code, questions.collect(), &mut needed);
    let mut rest: Vec<Step> = code.late.clone();
    let mut late = Vec::with_capacity(code.deciding.len());
    for one in &code.deciding {
        let with_shares = mark(
            code,
            one.applies.map(Step::Truth).into_iter().collect(),
            &mut needed,
        );
        let wanted = |step: &Step| {
            needed
                .get(*step)
                .map_or(with_shares, |is_needed| *is_needed)
        };
        let (own, others) = rest.into_iter().partition(wanted);
        late.push(own);
        rest = others;
    }
    (needed, late)
}

/// What a condition of a test needs, in the order of computation; its early steps are marked.
fn asked(code: &Code, probe: ProbeId, needed: &mut PerNode<bool>) -> Asked {
    let probe = &code.probes[probe];
    let mut own = PerNode::new(code, false);
    let shares = mark(code, vec![Step::Truth(probe.shape.truth)], &mut own);
    for step in &code.early {
        if let (Some(true), Some(slot)) = (own.get(*step), needed.get_mut(*step)) {
            *slot = true;
        }
    }
    let late = [&code.late, &code.last, &probe.steps].into_iter().flatten();
    let wanted = |step: &&Step| own.get(**step).map_or(shares, |is_needed| *is_needed);
    Asked {
        early: early_behind(code, std::iter::once(probe.shape.truth)),
        late: late.filter(wanted).copied().collect(),
    }
}

/// The early conditions, numbers and levels from which some conditions are computed, in the order of computation.
fn early_behind(code: &Code, truths: impl Iterator<Item = TruthId>) -> Vec<Step> {
    let mut own = PerNode::new(code, false);
    mark(code, truths.map(Step::Truth).collect(), &mut own);
    let is_plain =
        |step: &&Step| matches!(step, Step::Truth(_) | Step::Number(_) | Step::Choice(_));
    let early = code.early.iter().filter(is_plain);
    early
        .filter(|step| own.get(**step) == Some(&true))
        .copied()
        .collect()
}

/// Marks what some steps are computed from, themselves included, folds apart; whether the shares are among it.
fn mark(code: &Code, mut open: Vec<Step>, marked: &mut PerNode<bool>) -> bool {
    let mut shares = false;
    while let Some(step) = open.pop() {
        shares |= step == Step::Shares;
        let slot = marked.get_mut(step);
        if slot.is_none_or(|slot| !std::mem::replace(slot, true)) {
            inputs(code, step, &mut |input| {
                let steps = input.step().into_iter();
                open.extend(steps.filter(|step| !matches!(step, Step::Fold(_))));
            });
        }
    }
    shares
}

/// The pieces of a rule that may give evidence.
pub(super) fn gives(program: &Program, machine: &Machine<Region>, rule: RuleId) -> Vec<PieceId> {
    let pieces = program.plan.code.rules[rule].pieces.range().map(PieceId);
    let gives = |piece: &PieceId| matches!(machine.pieces.get(piece.to_usize()), Some(Some(_)));
    pieces.filter(gives).collect()
}

/// The evidence of some pieces in each case of a fact. From one number to the next nothing is computed where no test turns.
pub(super) fn in_cases(
    program: &Program,
    machine: &mut Machine<Region>,
    (fact, cases): (FactId, &[Case]),
    steps: &[Step],
    pieces: &[PieceId],
) -> Vec<Column> {
    let tests = steps.iter().filter_map(|step| match step {
        Step::Truth(id) => match &program.plan.code.truths[*id] {
            TruthNode::Number(_, _, constant) => Some(*constant),
            _other => None,
        },
        _other => None,
    });
    let tests: Vec<f64> = tests.collect();
    let computed = steps.iter().any(|step| matches!(step, Step::Number(_)));
    let mut last: Option<&Case> = None;
    let mut rows: Vec<Vec<Option<Bounds>>> = Vec::with_capacity(cases.len());
    for case in cases {
        let turns = |last: &Case| {
            let mut tests = tests.iter();
            tests.any(|constant| last.field.may_turn_at(case.field, *constant))
        };
        let alike = last.filter(|last| last.field.is_before(case.field) && !turns(last));
        let same = alike.filter(|_| !computed && !tests.is_empty());
        rows.push(same.and(rows.last().cloned()).unwrap_or_else(|| {
            machine.domain.fields.set(fact, case.field);
            run(program, machine, steps);
            let evidence = |piece: &PieceId| machine.pieces.get(piece.to_usize());
            let row = pieces
                .iter()
                .map(|piece| evidence(piece).copied().flatten());
            row.collect()
        }));
        last = Some(case);
    }
    let column = |(at, piece): (usize, &PieceId)| Column {
        piece: *piece,
        evidence: rows
            .iter()
            .map(|row| row.get(at).copied().flatten())
            .collect(),
    };
    pieces.iter().enumerate().map(column).collect()
}

/// Computes some steps.
fn run(program: &Program, machine: &mut Machine<Region>, steps: &[Step]) {
    // INVARIANT: over a region no step fails; what cannot be computed is open.
    let _ = machine.steps(program, steps);
}
