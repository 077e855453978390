//! What is the same for every region of a rulebook: how evidence adds up, which facts rules hang on, where numbers turn.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::base::Id as _;
use crate::model::{
    Claim, Cond, CondKind, Evidence, FactId, FactType, GroupId, Instruction, LetId, LetKind,
    Lowered, MethodFunction, Num, NumKind, Op, Part, Profile, RuleId, Rulebook, TargetId,
};
use crate::script::{Library, LoadedMethod};

use super::super::coverage;
use super::super::depends::{Depends, Thing};
use super::super::marks;
use super::super::reading::reading;
use super::super::world::{Found, World};
use super::steps::walk;

/// Evidence that comes and goes together: a rule by itself, or all rules of a group.
#[derive(Clone, Debug)]
pub(super) struct Block {
    pub(super) group: Option<GroupId>,
    pub(super) rules: Vec<RuleId>,
    /// The facts behind them.
    pub(super) facts: BTreeSet<FactId>,
    /// The targets that they give evidence for.
    pub(super) targets: BTreeSet<TargetId>,
}

/// What is the same for every region.
pub(super) struct Base<'a> {
    pub(super) world: World<'a>,
    pub(super) blocks: Vec<Block>,
    /// Whether a total is the sum of weights, each times its certainty.
    pub(super) adds: bool,
    /// Whether evidence is one number.
    pub(super) scalar: bool,
    /// The facts behind each rule.
    behind: BTreeMap<RuleId, BTreeSet<FactId>>,
    /// The facts that anything reads, claims included.
    read: BTreeSet<FactId>,
    /// Comparisons and computed numbers, by where they stand in memory: those that are written alike have one number.
    alike: BTreeMap<usize, u32>,
    covers: RefCell<BTreeMap<LetId, bool>>,
    marks: RefCell<BTreeMap<FactId, Vec<f64>>>,
}

/// An empty profile of a rulebook.
pub(super) fn blank(rulebook: &Rulebook) -> Profile {
    Profile::empty("", rulebook.facts.len())
}

impl<'a> Base<'a> {
    /// Of a rulebook; the profile is empty.
    pub(super) fn of(
        rulebook: &'a Rulebook,
        method: &'a LoadedMethod,
        library: &'a Library,
        profile: &'a Profile,
    ) -> Self {
        let world = World {
            rulebook,
            method: method.interpreter(),
            library,
            profile,
            forced: None,
            found: Found::default(),
        };
        Self {
            blocks: blocks(rulebook),
            adds: adds(method),
            scalar: method.method.is_scalar(),
            behind: {
                let depends = Depends::of(rulebook);
                let rules = rulebook.rules.ids();
                rules
                    .map(|rule| (rule, depends.facts(Thing::Rule(rule))))
                    .collect()
            },
            read: read(rulebook),
            alike: alike(rulebook),
            world,
            covers: RefCell::default(),
            marks: RefCell::default(),
        }
    }

    pub(super) fn book(&self) -> &'a Rulebook {
        self.world.rulebook
    }

    /// What stands for all comparisons that are written as a condition is.
    pub(super) fn alike(&self, cond: &Cond) -> Option<u32> {
        self.alike.get(&std::ptr::from_ref(cond).addr()).copied()
    }

    /// What stands for all numbers that are written as one is.
    pub(super) fn alike_num(&self, num: &Num) -> Option<u32> {
        self.alike.get(&std::ptr::from_ref(num).addr()).copied()
    }

    /// Whether a fact has whole numbers only.
    pub(super) fn is_whole(&self, fact: FactId) -> bool {
        matches!(&self.book().facts[fact].kind, FactType::Number(kind) if kind.whole)
    }

    /// Whether a rule hangs on a fact.
    pub(super) fn hangs(&self, rule: RuleId, fact: FactId) -> bool {
        self.behind
            .get(&rule)
            .is_some_and(|facts| facts.contains(&fact))
    }

    /// Whether anything reads a fact.
    pub(super) fn reads(&self, fact: FactId) -> bool {
        self.read.contains(&fact)
    }

    /// Whether a table has a row for every combination.
    pub(super) fn covers(&self, id: LetId) -> bool {
        let known = self.covers.borrow().get(&id).copied();
        known.unwrap_or_else(|| {
            let covers = match &self.book().lets[id].kind {
                LetKind::Table(_, inputs, rows) => {
                    coverage::covers(&self.world, inputs, rows).unwrap_or(false)
                }
                _other => false,
            };
            self.covers.borrow_mut().insert(id, covers);
            covers
        })
    }

    /// The numbers at which conditions on a fact turn, from low to high.
    pub(super) fn marks(&self, fact: FactId) -> Vec<f64> {
        let known = self.marks.borrow().get(&fact).cloned();
        known.unwrap_or_else(|| {
            let marks = marks::turns(self.book(), fact);
            self.marks.borrow_mut().insert(fact, marks.clone());
            marks
        })
    }
}

fn alike(rulebook: &Rulebook) -> BTreeMap<usize, u32> {
    let (mut texts, mut found) = (BTreeMap::new(), BTreeMap::new());
    let mut put = |text: Option<String>, at: usize| {
        let next = u32::try_from(texts.len()).unwrap_or(u32::MAX);
        if let Some(text) = text {
            found.insert(at, *texts.entry(text).or_insert(next));
        }
    };
    walk(rulebook, &mut |part| match part {
        Part::Cond(cond)
            if matches!(
                cond.kind,
                CondKind::Compare { .. } | CondKind::Between { .. }
            ) =>
        {
            put(text(&cond.kind), std::ptr::from_ref(cond).addr());
        }
        Part::Num(num) if matches!(num.kind, NumKind::Apply(..)) => {
            put(text(&num.kind), std::ptr::from_ref(num).addr());
        }
        Part::Cond(_) | Part::Num(_) | Part::Argument(_) => {}
    });
    found
}

/// A condition or number without its places.
fn text(kind: &impl serde::Serialize) -> Option<String> {
    let mut value = serde_json::to_value(kind).ok()?;
    without_places(&mut value);
    Some(value.to_string())
}

fn without_places(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::Object(all) => {
            all.remove("origin");
            all.values_mut().for_each(without_places);
        }
        serde_json::Value::Array(all) => all.iter_mut().for_each(without_places),
        _plain => {}
    }
}

fn read(rulebook: &Rulebook) -> BTreeSet<FactId> {
    let mut reading = reading(rulebook);
    for guarantee in &rulebook.guarantees {
        guarantee
            .claim
            .conditions()
            .for_each(|cond| reading.cond(cond));
        if let Claim::Raising { raising, .. } = &guarantee.claim {
            reading.facts.insert(raising.fact);
        }
    }
    reading.count(rulebook);
    reading.facts
}

fn blocks(rulebook: &Rulebook) -> Vec<Block> {
    let depends = Depends::of(rulebook);
    let mut found: BTreeMap<(Option<GroupId>, Option<RuleId>), Block> = BTreeMap::new();
    for (id, rule) in rulebook.rules.iter() {
        let effects = rule.then.iter().chain(&rule.otherwise);
        let targets: BTreeSet<TargetId> = effects.map(|effect| effect.target).collect();
        if targets.is_empty() {
            continue;
        }
        let key = (rule.group, rule.group.is_none().then_some(id));
        let block = found.entry(key).or_insert_with(|| Block {
            group: rule.group,
            rules: Vec::new(),
            facts: BTreeSet::new(),
            targets: BTreeSet::new(),
        });
        block.rules.push(id);
        block.facts.extend(depends.facts(Thing::Rule(id)));
        block.targets.extend(targets);
    }
    let mut blocks: Vec<Block> = found.into_values().collect();
    blocks.sort_by_key(|block| block.rules.first().map(|rule| rule.to_usize()));
    blocks
}

/// Whether evidence is a number, a piece of it the weight times the certainty, and all pieces are added up.
fn adds(method: &LoadedMethod) -> bool {
    let applies = |function: &MethodFunction, op: Op| {
        let ops = operations(function, 2);
        matches!(ops, Some([Instruction::Input(0), Instruction::Input(1), Instruction::Apply(last, [a, b, _])])
            if *last == op && (a.0, b.0) == (0, 1))
    };
    let total = operations(&method.method.total, 1);
    let own = method.interpreter();
    // What the operations say is tried with the interpreter.
    let tried = [-3.0, 0.5, 7.25].into_iter().all(|x| {
        let lifted = own.lift(x, 0.5) == Ok(Evidence::Number(x * 0.5));
        let (a, b) = (Evidence::Number(x), Evidence::Number(1.5));
        lifted && own.merge(&a, &b) == Ok(Evidence::Number(x + 1.5)) && own.total(&a) == Ok(x)
    });
    method.method.zero == Evidence::Number(0.0)
        && applies(&method.method.lift, Op::Multiply)
        && applies(&method.method.merge, Op::Add)
        && matches!(total, Some([Instruction::Input(0)]))
        && method.method.cut.is_none()
        && tried
}

fn operations(function: &MethodFunction, inputs: u16) -> Option<&[Instruction]> {
    match function {
        MethodFunction::Lowered(Lowered {
            inputs: taken,
            ops,
            outputs,
        }) if *taken == inputs && outputs.len() == 1 => {
            let last = outputs.first()?;
            let all = usize::from(last.0).checked_add(1)?;
            (all == ops.len()).then_some(ops)
        }
        _other => None,
    }
}
