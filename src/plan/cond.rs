//! Lowers conditions and numbers into nodes; equal tests share one node.

use std::sync::Arc;

use super::intern::{self, Interned};
use super::order::{self, Job, Links, count};
use super::refs::Facts;
use super::shape;
use super::{depend, lean};
use crate::base::IdVec;
use crate::model::{
    Argument, Call, CallArgument, CallId, CallNode, Cond, CondKind, FactId, Figure, Firing, LetId,
    LetKind, LetNode, Leveled, Num, NumKind, NumberId, NumberNode, Op, ParameterId, Plan, Probe,
    Read, Rulebook, Scale, Setting, Shape, ShapeOp, Shapes, Sign, Slice, Stage, Step, Subject,
    TargetKind, TruthId, TruthNode,
};

/// The plan as it grows.
pub(super) struct Builder<'a> {
    pub book: &'a Rulebook,
    pub plan: Plan,
    pub links: Links,
    pub facts: Facts,
    pub lets: IdVec<LetId, Option<LetNode>>,
    /// The conditions of each let as they are shown, row by row.
    pub let_shapes: IdVec<LetId, Vec<Shapes>>,
    /// What the certainty of each number that a let computes rests on, found out once: lets may use others many times.
    pub let_reads: IdVec<LetId, Vec<Read>>,
    stage: Stage,
    pub interned: Interned,
    probe: Option<super::probe::Open>,
}

impl<'a> Builder<'a> {
    pub(super) fn new(book: &'a Rulebook) -> Self {
        Self {
            book,
            plan: Plan::default(),
            links: Links::of(book),
            facts: Facts::new(book),
            lets: book.lets.ids().map(|_| None).collect(),
            let_shapes: book.lets.ids().map(|_| Vec::new()).collect(),
            let_reads: book.lets.ids().map(|_| Vec::new()).collect(),
            stage: Stage::Early,
            interned: Interned::default(),
            probe: None,
        }
    }

    /// Lowers everything, stage by stage.
    pub(super) fn build(mut self, probes: &[Cond]) -> Plan {
        self.lower();
        let confidence =
            |node: &NumberNode| matches!(node, NumberNode::Figure(Figure::Confidence(_)));
        self.plan.code.reads_confidence = self.plan.code.numbers.values().any(confidence);
        for cond in probes {
            self.probe(cond);
        }
        self.finish()
    }

    pub(super) fn lower(&mut self) {
        self.prepare();
        let order = order::order(self.book, &self.links);
        for (stage, jobs) in order {
            self.stage = stage;
            if stage == Stage::Late {
                self.ranking();
            }
            for job in jobs {
                self.job(job);
            }
            match stage {
                Stage::Early => {
                    self.rules_in_order();
                    self.questions();
                }
                Stage::Late => {
                    self.advice();
                    self.deciding();
                }
                Stage::Last => self.notes(),
                Stage::Noted => {}
            }
        }
    }

    /// Lowers a condition that only a test asks for. What it adds is its own: another probe computes its own nodes.
    fn probe(&mut self, cond: &Cond) {
        let read = self.plan.index.read.clone();
        self.probe = Some(super::probe::Open::default());
        let shape = self.cond(cond);
        let open = self.probe.take().unwrap_or_default();
        self.interned.forget(&open);
        // A fact that only a test asks about is read by no rule.
        self.plan.index.read = read;
        let steps = open.steps;
        self.plan.code.probes.push(Probe { steps, shape });
    }

    fn prepare(&mut self) {
        let book = self.book;
        self.plan.code.tagged = book.tags.ids().map(|_| Vec::new()).collect();
        for (id, fact) in book.facts.iter() {
            for tag in &fact.tags {
                self.plan.code.tagged[*tag].push(id);
            }
        }
        self.plan.index.settings = book.parameters.ids().map(|_| Vec::new()).collect();
        self.plan.index.read = book.facts.ids().map(|_| false).collect();
        let strategies = book
            .targets
            .iter()
            .filter(|(_, target)| target.kind == TargetKind::Strategy);
        self.plan.code.strategies = strategies.map(|(id, _)| id).collect();
        self.prepare_rules();
    }

    fn job(&mut self, job: Job) {
        match job {
            Job::Let(id) => {
                self.facts.add_let(id, self.book);
                let node = self.derive(id);
                self.lets[id] = Some(node);
                if let LetKind::Number(num, _) = &self.book.lets[id].kind {
                    self.let_reads[id] = self.certainties_of(&[num]);
                }
            }
            Job::Rule(id) => {
                let defeaters = self.links.defeaters[id].clone();
                self.facts.add_rule(id, self.book, &defeaters);
                self.rule(id);
                self.step(Step::Rule(id));
            }
            Job::Hypothesis(id) => {
                let givers = self.links.givers[id].clone();
                self.facts.add_target(id, &givers);
                self.plan.code.hypotheses.push(id);
                self.step(Step::Fold(id));
            }
        }
    }

    fn finish(mut self) -> Plan {
        let dummy = LetNode::Truth(TruthId(0));
        self.plan.code.lets = self
            .lets
            .values()
            .map(|node| node.unwrap_or(dummy))
            .collect();
        let strategies = self.plan.code.strategies.clone();
        for target in strategies {
            let givers = self.links.givers[target].clone();
            self.facts.add_target(target, &givers);
        }
        let book = self.book;
        let let_reads = std::mem::take(&mut self.let_reads);
        self.plan.code.let_reads = let_reads.values().map(|own| self.reads(own)).collect();
        self.facts.hand_over(&mut self.plan);
        depend::dependencies(&mut self.plan);
        self.plan.code.lean = lean::lean(&self.plan.code, book);
        self.plan
    }

    pub(super) fn step(&mut self, step: Step) {
        if let Some(open) = &mut self.probe {
            return open.steps.push(step);
        }
        match self.stage {
            Stage::Early => self.plan.code.early.push(step),
            Stage::Late => self.plan.code.late.push(step),
            Stage::Last | Stage::Noted => self.plan.code.last.push(step),
        }
    }

    /// A condition's node: an equal one that is there, else a new one.
    pub(super) fn truth(&mut self, node: TruthNode) -> TruthId {
        self.set_truth(node, None)
    }

    /// The same, for a test in which the value of a parameter may stand: one against another parameter, or against a
    /// constant, is another test, for the value can be set.
    fn set_truth(&mut self, node: TruthNode, setting: Option<(ParameterId, Sign)>) -> TruthId {
        let key = intern::of_truth(&self.plan.code, &node, setting);
        if let Some(id) = self.interned.truths.get(&key) {
            give_back(&mut self.plan, &node);
            return *id;
        }
        let id = self.plan.code.truths.push(node);
        self.step(Step::Truth(id));
        if let Some((parameter, sign)) = setting {
            self.plan.index.settings[parameter].push(Setting::Test(id, sign));
        }
        if let Some(open) = &mut self.probe {
            open.truths.push(key.clone());
        }
        self.interned.truths.insert(key, id);
        id
    }

    /// A number's node, likewise.
    pub(super) fn number(&mut self, node: NumberNode) -> NumberId {
        let key = intern::of_number(&self.plan.code, &node);
        if let Some(id) = self.interned.numbers.get(&key) {
            if let NumberNode::Apply(_, operands) = node
                && is_last(operands, self.plan.code.operands.len())
            {
                self.plan.code.operands.truncate(operands.start as usize);
            }
            return *id;
        }
        let setting = match &node {
            NumberNode::Parameter(parameter, _) => Some(*parameter),
            _other => None,
        };
        let id = self.plan.code.numbers.push(node);
        self.step(Step::Number(id));
        if let Some(parameter) = setting {
            self.plan.index.settings[parameter].push(Setting::Number(id));
        }
        if let Some(open) = &mut self.probe {
            open.numbers.push(key.clone());
        }
        self.interned.numbers.insert(key, id);
        id
    }

    /// The value of a condition that is the same for every profile.
    fn is_constant(&self, id: TruthId) -> Option<bool> {
        match &self.plan.code.truths[id] {
            TruthNode::Constant(holds) => Some(*holds),
            _other => None,
        }
    }

    /// All of the parts: what decides nothing is left out, and what decides everything stands alone.
    pub(super) fn all(&mut self, parts: &[TruthId]) -> TruthId {
        self.junction(parts, true)
    }

    /// Any of the parts, likewise.
    pub(super) fn any(&mut self, parts: &[TruthId]) -> TruthId {
        self.junction(parts, false)
    }

    /// `neutral` is the value of a part that decides nothing.
    fn junction(&mut self, parts: &[TruthId], neutral: bool) -> TruthId {
        let mut kept: Vec<TruthId> = Vec::with_capacity(parts.len());
        for part in parts {
            match self.is_constant(*part) {
                Some(value) if value == neutral => {}
                Some(_) => return *part,
                None if kept.contains(part) => {}
                None => kept.push(*part),
            }
        }
        match kept.as_slice() {
            [] => self.constant(neutral),
            [one] => *one,
            several => {
                let slice = self.parts(several);
                self.truth(match neutral {
                    true => TruthNode::All(slice),
                    false => TruthNode::Any(slice),
                })
            }
        }
    }

    fn at_least(&mut self, least: u32, parts: &[TruthId]) -> TruthId {
        if least == 1 {
            return self.any(parts);
        }
        if least == count(parts.len()) {
            return self.all(parts);
        }
        let slice = self.parts(parts);
        self.truth(TruthNode::AtLeast(least, slice))
    }

    /// The opposite.
    pub(super) fn not(&mut self, truth: TruthId) -> TruthId {
        match &self.plan.code.truths[truth] {
            TruthNode::Constant(holds) => self.constant(!*holds),
            TruthNode::Not(inner) => *inner,
            _other => self.truth(TruthNode::Not(truth)),
        }
    }

    /// The first, unless the second is known to hold.
    pub(super) fn unless(&mut self, when: TruthId, unless: TruthId) -> TruthId {
        match self.is_constant(unless) {
            Some(false) => when,
            Some(true) => self.constant(false),
            None => self.truth(TruthNode::Unless(when, unless)),
        }
    }

    /// What the evaluation provides.
    pub(super) fn figure_node(&mut self, figure: Figure) -> NumberId {
        let ranked = match figure {
            Figure::Margin => self.plan.code.margin,
            Figure::Lead(target) => self.plan.code.ranked(target).map(|ranked| ranked.lead),
            Figure::Total(_)
            | Figure::Belief(_)
            | Figure::Confidence(_)
            | Figure::Strongest(_)
            | Figure::Known(_)
            | Figure::ShareKnown(_) => None,
        };
        ranked.unwrap_or_else(|| self.number(NumberNode::Figure(figure)))
    }

    pub(super) fn constant(&mut self, holds: bool) -> TruthId {
        self.truth(TruthNode::Constant(holds))
    }

    pub(super) fn parts(&mut self, parts: &[TruthId]) -> Slice {
        let start = count(self.plan.code.parts.len());
        self.plan.code.parts.extend_from_slice(parts);
        Slice {
            start,
            len: count(parts.len()),
        }
    }

    /// A condition with its exception: the node that decides, and both as they are shown.
    pub(super) fn guarded(
        &mut self,
        when: Option<&Cond>,
        unless: Option<&Cond>,
    ) -> (Option<TruthId>, Shapes) {
        let when = when.map(|cond| self.cond(cond));
        let unless = unless.map(|cond| self.cond(cond));
        let condition = when.as_ref().map(|shape| shape.truth);
        let truth = match (&condition, &unless) {
            (condition, None) => *condition,
            (condition, Some(unless)) => {
                let when = condition.unwrap_or_else(|| self.constant(true));
                Some(self.unless(when, unless.truth))
            }
        };
        (truth, Shapes { when, unless })
    }

    /// Lowers a condition.
    pub(super) fn cond(&mut self, cond: &Cond) -> Shape {
        self.part(cond, false)
    }

    /// Lowers a condition; a `split` one is a part of what was written as one test.
    fn part(&mut self, cond: &Cond, split: bool) -> Shape {
        let (op, truth, parts) = match &cond.kind {
            CondKind::All(parts) => self.joined(ShapeOp::All, cond, parts),
            CondKind::Any(parts) => self.joined(ShapeOp::Any, cond, parts),
            CondKind::AtLeast(least, parts) => self.joined(ShapeOp::AtLeast(*least), cond, parts),
            CondKind::Not(part) if part.origin == cond.origin && part.parts().is_none() => {
                let inner = self.leaf(part);
                (ShapeOp::Test, self.not(inner), Vec::new())
            }
            CondKind::Not(part) => {
                let part = self.cond(part);
                (ShapeOp::Not, self.not(part.truth), vec![part])
            }
            CondKind::Surely(part) => {
                let part = self.cond(part);
                (
                    ShapeOp::Surely,
                    self.truth(TruthNode::Surely(part.truth)),
                    vec![part],
                )
            }
            _leaf => (ShapeOp::Test, self.leaf(cond), Vec::new()),
        };
        let (text, reads) = if op == ShapeOp::Test {
            (
                shape::test(self.book, cond, split),
                shape::reads(&cond.refs()),
            )
        } else {
            ("".into(), Vec::new())
        };
        Shape {
            truth,
            op,
            text,
            reads,
            parts,
        }
    }

    fn joined(
        &mut self,
        op: ShapeOp,
        whole: &Cond,
        parts: &[Cond],
    ) -> (ShapeOp, TruthId, Vec<Shape>) {
        let lower = |part: &Cond| self.part(part, part.origin == whole.origin);
        let shapes: Vec<Shape> = parts.iter().map(lower).collect();
        let ids: Vec<TruthId> = shapes.iter().map(|shape| shape.truth).collect();
        let truth = match op {
            ShapeOp::Any => self.any(&ids),
            ShapeOp::AtLeast(least) => self.at_least(least, &ids),
            ShapeOp::All | ShapeOp::Test | ShapeOp::Not | ShapeOp::Surely => self.all(&ids),
        };
        (op, truth, shapes)
    }

    /// Lowers a condition without shared shape, for parts that are not shown.
    fn leaf(&mut self, cond: &Cond) -> TruthId {
        match &cond.kind {
            CondKind::Constant(holds) => self.constant(*holds),
            CondKind::Holds(subject) => self.holds(*subject),
            CondKind::Known(subject) => self.known(*subject),
            CondKind::Level { subject, levels } => self.level(*subject, *levels),
            CondKind::LevelCompare {
                left,
                compare,
                right,
            } => {
                let (left, right) = (self.leveled(*left), self.leveled(*right));
                self.truth(TruthNode::Levels(left, *compare, right))
            }
            CondKind::Includes { fact, level } => {
                self.plan.index.read[*fact] = true;
                self.truth(TruthNode::Includes(*fact, *level))
            }
            CondKind::Compare {
                left,
                compare,
                right,
            } => self.compare(left, *compare, right),
            CondKind::Between { number, low, high } => {
                let [x, from, to] = [number, low, high].map(|num| self.num(num));
                let halves = [low, high].map(|end| self.reads_of(&[number, end]));
                self.truth(TruthNode::Between(x, from, to, halves))
            }
            CondKind::Call(call) => {
                let call = self.call(call, cond.origin);
                self.truth(TruthNode::Call(call))
            }
            CondKind::BestIs(targets) => match targets.as_slice() {
                [target] => self.ahead(*target),
                targets => {
                    let parts: Vec<TruthId> = targets.iter().map(|one| self.ahead(*one)).collect();
                    self.any(&parts)
                }
            },
            CondKind::Excluded(target) => self.excluded(*target),
            CondKind::Tied(target) => self.tied(*target),
            CondKind::Fired(named) => {
                let rules = self.book.named_rules(*named);
                self.truth(TruthNode::Fired(rules, Firing::AnyBranch))
            }
            CondKind::AdviceIs(outcomes) => self.truth(TruthNode::AdviceIs(outcomes.clone())),
            CondKind::AdvisedBy(row) => self.truth(TruthNode::AdvisedBy(*row)),
            CondKind::Noted(note) => self.noted(*note),
            CondKind::All(_)
            | CondKind::Any(_)
            | CondKind::AtLeast(..)
            | CondKind::Not(_)
            | CondKind::Surely(_) => self.cond(cond).truth,
        }
    }

    fn holds(&mut self, subject: Subject) -> TruthId {
        match subject {
            Subject::Fact(fact) => {
                self.plan.index.read[fact] = true;
                self.truth(TruthNode::Holds(fact))
            }
            Subject::Let(id) => match self.let_node(id) {
                LetNode::Truth(truth) => truth,
                LetNode::Number(_) | LetNode::Choice(_) | LetNode::Graded(..) => {
                    self.constant(false)
                }
            },
        }
    }

    pub(super) fn known(&mut self, subject: Subject) -> TruthId {
        match subject {
            Subject::Fact(fact) => {
                self.plan.index.read[fact] = true;
                self.truth(TruthNode::Known(fact))
            }
            Subject::Let(id) => match self.let_node(id) {
                LetNode::Truth(truth) => self.truth(TruthNode::TruthKnown(truth)),
                LetNode::Number(number) => self.truth(TruthNode::NumberKnown(number)),
                LetNode::Choice(choice) | LetNode::Graded(choice, _) => {
                    self.truth(TruthNode::ChoiceKnown(choice))
                }
            },
        }
    }

    pub(super) fn level(&mut self, subject: Subject, levels: crate::model::LevelSet) -> TruthId {
        match self.leveled(subject) {
            Leveled::Fact(fact) => self.truth(TruthNode::Level(fact, levels)),
            Leveled::Choice(choice) => self.truth(TruthNode::Choice(choice, levels)),
        }
    }

    fn leveled(&mut self, subject: Subject) -> Leveled {
        match subject {
            Subject::Fact(fact) => {
                self.plan.index.read[fact] = true;
                Leveled::Fact(fact)
            }
            Subject::Let(id) => match self.let_node(id) {
                LetNode::Choice(choice) | LetNode::Graded(choice, _) => Leveled::Choice(choice),
                LetNode::Truth(_) | LetNode::Number(_) => {
                    Leveled::Choice(crate::model::ChoiceId(0))
                }
            },
        }
    }

    pub(super) fn let_node(&self, id: LetId) -> LetNode {
        self.lets[id].unwrap_or(LetNode::Truth(TruthId(0)))
    }

    fn compare(&mut self, left: &Num, compare: crate::model::Compare, right: &Num) -> TruthId {
        if let (NumKind::Fact(fact), Some((constant, setting))) = (&left.kind, self.fixed(right)) {
            self.plan.index.read[*fact] = true;
            return self.set_truth(TruthNode::Number(*fact, compare, constant), setting);
        }
        let ids = (self.num(left), self.num(right));
        let reads = self.reads_of(&[left, right]);
        self.truth(TruthNode::Compare(ids.0, compare, ids.1, reads))
    }

    /// A number that is the same for every profile, and the parameter whose value it is.
    fn fixed(&self, num: &Num) -> Option<(f64, Option<(ParameterId, Sign)>)> {
        match &num.kind {
            NumKind::Constant(value) => Some((*value, None)),
            NumKind::Parameter(id) => {
                let value = self.book.parameters[*id].value;
                Some((value, Some((*id, Sign::Plus))))
            }
            NumKind::Apply(Op::Minus, operands) => {
                let (value, setting) = self.fixed(operands.first()?)?;
                let setting = setting.map(|(id, sign)| (id, sign.turned()));
                Some((-value, setting))
            }
            _other => None,
        }
    }

    /// A number fact, let or constant against an interval's end, for cells.
    pub(super) fn fact_number(
        &mut self,
        fact: FactId,
        compare: crate::model::Compare,
        constant: f64,
    ) -> TruthId {
        self.plan.index.read[fact] = true;
        self.truth(TruthNode::Number(fact, compare, constant))
    }

    pub(super) fn let_number(
        &mut self,
        id: LetId,
        compare: crate::model::Compare,
        constant: f64,
    ) -> TruthId {
        let (LetNode::Number(number) | LetNode::Graded(_, number)) = self.let_node(id) else {
            return self.constant(false);
        };
        let constant = self.number(NumberNode::Constant(constant));
        let reads = self.reads_of_let(id);
        self.truth(TruthNode::Compare(number, compare, constant, reads))
    }

    /// Lowers a number.
    pub(super) fn num(&mut self, num: &Num) -> NumberId {
        match &num.kind {
            NumKind::Constant(value) => self.number(NumberNode::Constant(*value)),
            NumKind::Fact(fact) => {
                self.plan.index.read[*fact] = true;
                self.number(NumberNode::Fact(*fact))
            }
            NumKind::Count(fact) => {
                self.plan.index.read[*fact] = true;
                self.number(NumberNode::Count(*fact))
            }
            NumKind::Parameter(id) => {
                let value = self.book.parameters[*id].value;
                self.number(NumberNode::Parameter(*id, value))
            }
            NumKind::Let(id) => match self.let_node(*id) {
                LetNode::Number(number) | LetNode::Graded(_, number) => number,
                LetNode::Truth(_) | LetNode::Choice(_) => {
                    self.number(NumberNode::Constant(f64::NAN))
                }
            },
            NumKind::Figure(figure) => {
                if let Figure::Known(tag) | Figure::ShareKnown(tag) = figure {
                    for fact in &self.plan.code.tagged[*tag] {
                        self.plan.index.read[*fact] = true;
                    }
                }
                self.figure_node(*figure)
            }
            NumKind::Apply(op, operands) => {
                let ids: Vec<NumberId> = operands.iter().map(|part| self.num(part)).collect();
                let start = count(self.plan.code.operands.len());
                self.plan.code.operands.extend_from_slice(&ids);
                let len = count(ids.len());
                self.number(NumberNode::Apply(*op, Slice { start, len }))
            }
            NumKind::If(condition, branches) => {
                let condition = self.cond(condition).truth;
                let [then, otherwise] = &**branches;
                let branches = [self.num(then), self.num(otherwise)];
                match self.is_constant(condition) {
                    Some(true) => branches[0],
                    Some(false) => branches[1],
                    None => self.number(NumberNode::If(condition, branches)),
                }
            }
            NumKind::Call(call) => {
                let call = self.call(call, num.origin);
                self.number(NumberNode::Call(call))
            }
        }
    }

    /// A call's node; what stands at one place in the text is called once, however often it is asked for.
    fn call(&mut self, call: &Call, origin: crate::base::Span) -> CallId {
        let (script, function) = (call.script, call.function.clone());
        let place = (origin, script, function.clone());
        if let Some(id) = self.interned.calls.get(&place) {
            return *id;
        }
        let reads = self.reads_of_call(call, origin);
        let arguments = call.arguments.iter();
        let arguments = arguments.map(|argument| self.argument(argument)).collect();
        let text = shape::text(self.book, origin);
        let id = self.plan.code.calls.push(CallNode {
            script,
            function,
            arguments,
            reads,
            text,
            origin,
        });
        if let Some(open) = &mut self.probe {
            open.calls.push(place.clone());
        }
        self.interned.calls.insert(place, id);
        id
    }

    fn argument(&mut self, argument: &Argument) -> CallArgument {
        match argument {
            Argument::Truth(cond) => CallArgument::Truth(self.cond(cond).truth),
            Argument::Number(num) => CallArgument::Number(self.num(num)),
            Argument::Level(subject) => {
                let names = level_names(self.book.scale(*subject));
                CallArgument::Level(self.leveled(*subject), names)
            }
            Argument::Set(fact) => {
                self.plan.index.read[*fact] = true;
                CallArgument::Set(*fact, level_names(self.book.scale(Subject::Fact(*fact))))
            }
            Argument::Word(word) => CallArgument::Word(word.clone()),
        }
    }
}

/// Whether nothing stands behind it in its pool.
fn is_last(slice: Slice, len: usize) -> bool {
    slice.range().end as usize == len
}

/// Takes what a node that is not needed put last into the pools out of them.
fn give_back(plan: &mut Plan, node: &TruthNode) {
    match node {
        TruthNode::All(slice) | TruthNode::Any(slice) | TruthNode::AtLeast(_, slice)
            if is_last(*slice, plan.code.parts.len()) =>
        {
            plan.code.parts.truncate(slice.start as usize);
        }
        _other => {}
    }
}

fn level_names(scale: Option<&Scale>) -> Arc<[Arc<str>]> {
    scale
        .map(|scale| {
            scale
                .levels
                .iter()
                .map(|level| level.name.clone())
                .collect()
        })
        .unwrap_or_default()
}
