//! What follows for the facts of a region, and for how far strategies are apart, where some conditions hold. Splits nothing.

use std::collections::BTreeMap;

use super::apart::Apart;
use super::atlas::Atlas;
use super::bounded::Bounded;
use super::choice::Choices;
use super::field::Field;
use super::number::Within;
use super::truth::May;
use crate::base::Id;
use crate::model::{
    ChoiceId, Compare, FactId, LevelSet, NumberId, NumberNode, ProbeId, Step, TruthId, TruthNode,
};
use crate::plan::Program;

/// The least by which one rounded total can be above another.
const LEAST_LEAD: f64 = 1e-9;

/// The pair of the only lead that can be above zero.
fn only_lead(
    program: &Program,
    leads: &[NumberId],
    found: &Assumed,
) -> Option<(NumberId, NumberId)> {
    let pairs: Option<Vec<(NumberId, NumberId)>> = leads
        .iter()
        .map(|lead| match &program.plan.code.numbers[*lead] {
            NumberNode::Lead(a, Some(b)) => Some((*a, *b)),
            _other => None,
        })
        .collect();
    let pairs = pairs?;
    let behind = |(a, b): &(NumberId, NumberId)| {
        found
            .apart
            .iter()
            .any(|(pair, least)| *pair == (*b, *a) && *least > 0.0)
    };
    let mut ahead = pairs.iter().filter(|pair| !behind(pair));
    ahead.next().copied().filter(|_| ahead.next().is_none())
}

/// What follows from some conditions.
#[derive(Debug, Default)]
pub(crate) struct Assumed {
    fields: BTreeMap<FactId, Field>,
    apart: Vec<((NumberId, NumberId), f64)>,
    truths: BTreeMap<TruthId, bool>,
    numbers: BTreeMap<NumberId, Vec<(Compare, f64)>>,
    choices: BTreeMap<ChoiceId, LevelSet>,
    /// Whether they cannot hold together.
    refuted: bool,
}

/// What was there before it was assumed otherwise.
#[derive(Debug, Default)]
struct Before {
    truths: Vec<(TruthId, May)>,
    numbers: Vec<(NumberId, Within)>,
    choices: Vec<(ChoiceId, Choices)>,
}

impl Assumed {
    /// Whether the conditions cannot hold together.
    pub(crate) fn is_refuted(&self) -> bool {
        self.refuted
    }

    /// How far one number is above another, at least.
    pub(crate) fn apart(&self) -> &[((NumberId, NumberId), f64)] {
        &self.apart
    }

    /// The facts of which less is possible than the region says, with what is.
    pub(crate) fn fields(self) -> impl Iterator<Item = (FactId, Field)> {
        self.fields.into_iter()
    }
}

impl Bounded {
    /// Takes up what follows where a condition holds, or is known not to.
    pub(crate) fn assume(
        &self,
        program: &Program,
        truth: TruthId,
        holds: bool,
        found: &mut Assumed,
    ) {
        let mut waiting = vec![(truth, holds)];
        while let Some((id, holds)) = waiting.pop() {
            let may = self.truth(id);
            let (side, decided) = match holds {
                true => (may.yes, may.surely()),
                false => (may.no, may.never()),
            };
            if side.is_none() {
                found.refuted = true;
            }
            if found.refuted {
                return;
            }
            let before = found.truths.insert(id, holds);
            found.refuted |= before.is_some_and(|before| before != holds);
            if !decided && before.is_none() {
                self.follows(program, (id, holds), &mut waiting, found);
            }
        }
    }

    fn truth(&self, id: TruthId) -> May {
        let truth = self.machine().truths.get(id.to_usize());
        truth.copied().unwrap_or(May::ANY)
    }

    fn follows(
        &self,
        program: &Program,
        (id, holds): (TruthId, bool),
        waiting: &mut Vec<(TruthId, bool)>,
        found: &mut Assumed,
    ) {
        let code = &program.plan.code;
        match &code.truths[id] {
            TruthNode::Not(part) => waiting.push((*part, !holds)),
            TruthNode::Surely(part) if holds => waiting.push((*part, true)),
            TruthNode::Unless(when, _) if holds => waiting.push((*when, true)),
            TruthNode::All(parts) => self.joined_by(code.parts_of(*parts), (true, holds), waiting),
            TruthNode::Any(parts) => self.joined_by(code.parts_of(*parts), (false, holds), waiting),
            TruthNode::Choice(choice, levels) => {
                let levels = match holds {
                    true => *levels,
                    false => levels.missing_of(LevelSet(u128::MAX)),
                };
                let told = found.choices.get(choice);
                let levels = told.map_or(levels, |told| told.intersection(levels));
                found.choices.insert(*choice, levels);
                let own = self.machine().choices.get(choice.to_usize());
                let left = own.map_or(levels, |own| own.any.intersection(levels));
                found.refuted |= left.is_empty();
                self.not_above(program, (*choice, levels), waiting);
            }
            TruthNode::Holds(fact) => {
                self.meet(*fact, found, |field| field.only(LevelSet::one(1), holds));
            }
            TruthNode::Level(fact, levels) => {
                self.meet(*fact, found, |field| field.only(*levels, holds));
            }
            TruthNode::Includes(fact, element) => {
                self.meet(*fact, found, |field| field.with_element(*element, holds));
            }
            TruthNode::Number(fact, compare, constant) => {
                let compare = if holds { *compare } else { compare.opposite() };
                let kind = &program.rulebook.facts[*fact].kind;
                self.meet(*fact, found, |field| {
                    field.numbers(kind, compare, *constant)
                });
            }
            TruthNode::Known(fact) => self.meet(*fact, found, |field| field.if_known(holds)),
            TruthNode::Ahead(a, Some(b)) if holds => {
                found.apart.push(((*a, *b), LEAST_LEAD / 2.0));
                let behind = |node: &TruthNode| match node {
                    TruthNode::Ahead(c, d) => *c == *b && *d == Some(*a),
                    TruthNode::Even(c, d) => [(*a, *b), (*b, *a)].contains(&(*c, *d)),
                    _other => false,
                };
                // They may not have been computed for this region: nothing is read from them.
                for (id, _) in code.truths.iter().filter(|(_, node)| behind(node)) {
                    let before = found.truths.insert(id, false);
                    found.refuted |= before == Some(true);
                }
            }
            TruthNode::Compare(left, compare, right, _) => {
                self.compares(program, (*left, *compare, *right), holds, found);
            }
            _other => {}
        }
    }

    /// Parts that are all so where the whole is, `all` of `All`; of the other side the last that can be.
    fn joined_by(
        &self,
        parts: &[TruthId],
        (all, holds): (bool, bool),
        waiting: &mut Vec<(TruthId, bool)>,
    ) {
        if all == holds {
            return waiting.extend(parts.iter().map(|part| (*part, holds)));
        }
        let can = |part: &&TruthId| match holds {
            true => self.truth(**part).yes.is_some(),
            false => self.truth(**part).no.is_some(),
        };
        let mut able = parts.iter().filter(can);
        if let (Some(last), None) = (able.next(), able.next()) {
            waiting.push((*last, holds));
        }
    }

    /// A derived level that is one of some is given by no row above the first that can give one of them.
    fn not_above(
        &self,
        program: &Program,
        (choice, levels): (ChoiceId, LevelSet),
        waiting: &mut Vec<(TruthId, bool)>,
    ) {
        let rows = program.plan.code.choices[choice].rows.iter();
        let gives =
            |(truth, level): &&(TruthId, u8)| levels.has(*level) && !self.truth(*truth).never();
        let above = rows.clone().take_while(|row| !gives(row));
        waiting.extend(above.map(|(truth, _)| (*truth, false)));
        // Where another row below surely applies, the only one that can give such a level has to be known to apply.
        let mut able = rows.clone().filter(gives);
        if let (Some((only, _)), None) = (able.next(), able.next()) {
            let below = rows.skip_while(|(truth, _)| truth != only).skip(1);
            let mut others = below.filter(|(_, level)| !levels.has(*level));
            if others.any(|(truth, _)| self.truth(*truth).surely()) {
                waiting.push((*only, true));
            }
        }
    }

    fn meet(&self, fact: FactId, found: &mut Assumed, narrowed: impl Fn(Field) -> Field) {
        let own = self.field(fact);
        let before = found.fields.get(&fact).copied().unwrap_or(own);
        let after = narrowed(before);
        found.refuted |= after.is_empty();
        if after != before {
            found.fields.insert(fact, after);
        }
    }

    /// A number that compares so with a constant.
    fn compares(
        &self,
        program: &Program,
        (left, compare, right): (NumberId, Compare, NumberId),
        holds: bool,
        found: &mut Assumed,
    ) {
        let code = &program.plan.code;
        let constant = |id: NumberId| match &code.numbers[id] {
            NumberNode::Constant(number) | NumberNode::Parameter(_, number) => Some(*number),
            _other => None,
        };
        let compare = if holds { compare } else { compare.opposite() };
        let Some(constant) = constant(right) else {
            return;
        };
        let told = found.numbers.entry(left).or_default();
        if !told.contains(&(compare, constant)) {
            told.push((compare, constant));
        }
        let (a, b) = match &code.numbers[left] {
            NumberNode::Lead(a, Some(b)) => (*a, *b),
            NumberNode::Margin(leads) if matches!(compare, Compare::More | Compare::AtLeast) => {
                match only_lead(program, leads, found).filter(|_| constant > 0.0) {
                    Some(pair) => pair,
                    None => return,
                }
            }
            _other => return,
        };
        match compare {
            // Leads are rounded to 1e-9.
            Compare::More => found.apart.push(((a, b), constant + LEAST_LEAD / 2.0)),
            Compare::Less => found.apart.push(((b, a), LEAST_LEAD / 2.0 - constant)),
            Compare::AtLeast | Compare::Equal => found.apart.push(((a, b), constant)),
            Compare::AtMost => found.apart.push(((b, a), -constant)),
            Compare::NotEqual => {}
        }
    }

    /// Takes up what follows where the advice is given by one, and by none before it.
    pub(crate) fn assume_by(&self, program: &Program, by: Option<usize>, found: &mut Assumed) {
        let deciding = &program.plan.code.deciding;
        let applies = by.and_then(|at| deciding.get(at)?.applies);
        applies
            .iter()
            .for_each(|id| self.assume(program, *id, true, found));
        // What follows from who is ahead tells whose lead the margin is.
        let told: Vec<(TruthId, bool)> = found
            .truths
            .iter()
            .map(|(id, holds)| (*id, *holds))
            .collect();
        for (id, holds) in told {
            self.follows(program, (id, holds), &mut Vec::new(), found);
        }
        let before = deciding.iter().take(by.unwrap_or(deciding.len()));
        for one in before.filter_map(|one| one.applies) {
            if !self.truth(one).unknown {
                self.assume(program, one, false, found);
            }
        }
    }

    /// What a condition of a test may be where some others hold as assumed. What is computed on the way holds only there.
    pub(crate) fn ask_where(
        &mut self,
        program: &Program,
        atlas: &Atlas,
        probe: ProbeId,
        found: &mut Assumed,
    ) -> May {
        let before = self.hold_all(program, (atlas, Some(probe)), found);
        self.steps_where(program, atlas.asked(probe), found);
        let may = self.truth(program.plan.code.probes[probe].shape.truth);
        self.put_all(before);
        may
    }

    /// Whether one may give the advice where conditions hold as assumed: none before it surely does. What is computed on the way
    /// holds only there.
    pub(crate) fn may_decide_where(
        &mut self,
        program: &Program,
        atlas: &Atlas,
        by: Option<usize>,
        found: &mut Assumed,
    ) -> bool {
        let before = self.hold_all(program, (atlas, None), found);
        let deciding = &program.plan.code.deciding;
        let mut may = true;
        for (at, (one, late)) in deciding.iter().zip(atlas.late()).enumerate() {
            self.steps_where(program, late, found);
            let truth = one.applies.map_or(May::SURELY, |id| self.truth(id));
            if by == Some(at) {
                may &= truth.yes.is_some();
                break;
            }
            may &= !truth.surely();
        }
        self.put_all(before);
        may && !found.refuted
    }

    fn steps_where(&mut self, program: &Program, steps: &[Step], found: &mut Assumed) {
        for step in steps {
            // INVARIANT: over a region no step fails; what cannot be computed is open.
            let _ = self
                .machine_mut()
                .steps(program, std::slice::from_ref(step));
            match step {
                Step::Truth(id) => {
                    let holds = found.truths.get(id).copied();
                    holds
                        .into_iter()
                        .for_each(|holds| self.hold(*id, holds, found));
                }
                Step::Choice(id) if found.choices.contains_key(id) => self.pick(*id, found),
                Step::Number(id) if found.numbers.contains_key(id) => self.cut(*id, found),
                _other => {}
            }
        }
    }

    /// What is computed before the totals is as assumed, with what follows from it; all else is, once it is computed.
    fn hold_all(
        &mut self,
        program: &Program,
        (atlas, probe): (&Atlas, Option<ProbeId>),
        found: &mut Assumed,
    ) -> Before {
        let mut before = Before::default();
        let truths = found.truths.keys().map(|id| Step::Truth(*id));
        let numbers = found.numbers.keys().map(|id| Step::Number(*id));
        let choices = found.choices.keys().map(|id| Step::Choice(*id));
        let mut early = truths.chain(numbers).chain(choices);
        if early.any(|step| atlas.is_early(step)) {
            let steps = atlas.early_behind(probe);
            steps.iter().for_each(|step| self.keep(*step, &mut before));
            self.steps_where(program, steps, found);
        }
        before
    }

    /// Notes what a step is going to overwrite.
    fn keep(&self, step: Step, before: &mut Before) {
        let machine = self.machine();
        match step {
            Step::Truth(id) => before.truths.push((id, self.truth(id))),
            Step::Number(id) => {
                let number = machine.numbers.get(id.to_usize());
                before.numbers.extend(number.map(|number| (id, *number)));
            }
            Step::Choice(id) => {
                let choice = machine.choices.get(id.to_usize());
                before.choices.extend(choice.map(|choice| (id, *choice)));
            }
            Step::Rule(_) | Step::Fold(_) | Step::Shares => {}
        }
    }

    fn put_all(&mut self, before: Before) {
        for (id, may) in before.truths {
            self.put_truth(id, may);
        }
        for (id, number) in before.numbers {
            self.put_number(id, number);
        }
        for (id, choice) in before.choices {
            if let Some(slot) = self.machine_mut().choices.get_mut(id.to_usize()) {
                *slot = choice;
            }
        }
    }

    /// A derived level is one of those assumed.
    fn pick(&mut self, id: ChoiceId, found: &mut Assumed) {
        let (Some(choice), Some(levels)) = (
            self.machine_mut().choices.get_mut(id.to_usize()),
            found.choices.get(&id),
        ) else {
            return;
        };
        choice.any = choice.any.intersection(*levels);
        choice.nothing = false;
        found.refuted |= choice.any.is_empty();
    }

    /// A number compares with constants as assumed.
    fn cut(&mut self, id: NumberId, found: &mut Assumed) {
        let (Some(number), Some(told)) = (
            self.machine().numbers.get(id.to_usize()),
            found.numbers.get(&id),
        ) else {
            return;
        };
        let cut = told.iter().fold(*number, |number, (compare, constant)| {
            number.cut(*compare, *constant)
        });
        found.refuted |= !cut.known;
        self.put_number(id, cut);
    }

    fn put_number(&mut self, id: NumberId, number: Within) {
        if let Some(slot) = self.machine_mut().numbers.get_mut(id.to_usize()) {
            *slot = number;
        }
    }

    /// A condition holds, or is known not to.
    fn hold(&mut self, id: TruthId, holds: bool, found: &mut Assumed) {
        let may = self.truth(id).where_known(holds);
        found.refuted |= may.is_none();
        if let Some(may) = may {
            self.put_truth(id, may);
        }
    }

    fn put_truth(&mut self, id: TruthId, may: May) {
        if let Some(truth) = self.machine_mut().truths.get_mut(id.to_usize()) {
            *truth = may;
        }
    }

    /// Strategies are as far apart as was assumed; whether they can be.
    pub(crate) fn set_apart(&mut self, found: &Assumed) -> bool {
        let apart = &mut self.machine_mut().domain.apart;
        for ((a, b), least) in &found.apart {
            for one in apart.iter_mut() {
                one.at_least((*a, *b), *least);
            }
        }
        apart.iter().all(Apart::is_possible)
    }
}
