//! On which facts rules, lets and evidence hang, through whatever stands between. Evaluates nothing.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::trace::Truth;
use crate::model::{Cond, FactId, LetId, LetKind, RuleId, Rulebook, TargetId, TargetKind};

use super::logic::Node;
use super::questions::is_moot;
use super::reading::Reading;
use super::world::{Computed, World};

/// Who hangs on whom.
pub(super) struct Depends<'a> {
    rulebook: &'a Rulebook,
    /// The rules that give evidence to a target.
    givers: BTreeMap<TargetId, Vec<RuleId>>,
    /// The rules that may defeat a rule.
    defeaters: BTreeMap<RuleId, Vec<RuleId>>,
}

/// Something that hangs on facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Thing {
    Let(LetId),
    Rule(RuleId),
    /// All evidence of a target.
    Target(TargetId),
}

impl<'a> Depends<'a> {
    pub(super) fn of(rulebook: &'a Rulebook) -> Self {
        let mut depends = Self {
            rulebook,
            givers: BTreeMap::new(),
            defeaters: BTreeMap::new(),
        };
        for (id, rule) in rulebook.rules.iter() {
            for effect in rule.then.iter().chain(&rule.otherwise) {
                depends.givers.entry(effect.target).or_default().push(id);
            }
            for defeated in &rule.defeats {
                depends.defeaters.entry(*defeated).or_default().push(id);
            }
        }
        depends
    }

    /// The facts that something hangs on, directly or not. A long chain is followed without recursion.
    pub(super) fn facts(&self, thing: Thing) -> BTreeSet<FactId> {
        let mut facts = BTreeSet::new();
        let mut seen = BTreeSet::from([thing]);
        let mut open = vec![thing];
        while let Some(next) = open.pop() {
            let mut reading = Reading::default();
            let mut others = self.read(next, &mut reading);
            reading.count(self.rulebook);
            facts.extend(reading.facts);
            others.extend(reading.lets.into_iter().map(Thing::Let));
            // Totals of strategies are known whatever is unknown; what reads them does not wait for the facts behind.
            let targets = reading.targets.into_iter();
            others.extend(targets.filter(|id| self.is_early(*id)).map(Thing::Target));
            open.extend(others.into_iter().filter(|other| seen.insert(*other)));
        }
        facts
    }

    /// The facts that a condition hangs on, directly or not.
    pub(super) fn behind_condition(&self, cond: &Cond) -> BTreeSet<FactId> {
        let mut reading = Reading::default();
        reading.cond(cond);
        self.behind_reading(reading)
    }

    /// The facts that a rule itself hangs on, directly or not: without those of the rules that may defeat it.
    pub(super) fn own_facts(&self, id: RuleId) -> BTreeSet<FactId> {
        let mut reading = Reading::default();
        let rule = self.rulebook.rules.find(id);
        rule.into_iter().for_each(|rule| reading.rule(rule));
        self.behind_reading(reading)
    }

    fn behind_reading(&self, mut reading: Reading) -> BTreeSet<FactId> {
        reading.count(self.rulebook);
        let lets = reading.lets.into_iter().map(Thing::Let);
        let targets = reading.targets.into_iter();
        let targets = targets.filter(|id| self.is_early(*id)).map(Thing::Target);
        let mut facts = reading.facts;
        facts.extend(lets.chain(targets).flat_map(|thing| self.facts(thing)));
        facts
    }

    /// Whether the total of a target is computed before those of the strategies.
    fn is_early(&self, id: TargetId) -> bool {
        let target = self.rulebook.targets.find(id);
        target.is_some_and(|target| target.kind == TargetKind::Hypothesis)
    }

    /// What something reads itself, and what else it hangs on.
    fn read(&self, thing: Thing, reading: &mut Reading) -> Vec<Thing> {
        let rules = |rules: Option<&Vec<RuleId>>| -> Vec<Thing> {
            let rules = rules.into_iter().flatten();
            rules.map(|rule| Thing::Rule(*rule)).collect()
        };
        match thing {
            Thing::Let(id) => {
                match self.rulebook.lets.find(id).map(|one| &one.kind) {
                    Some(LetKind::Table(_, inputs, _)) => {
                        inputs.iter().for_each(|input| reading.subject(*input));
                    }
                    Some(kind) => reading.derivation(kind),
                    None => {}
                }
                Vec::new()
            }
            Thing::Rule(id) => {
                let rule = self.rulebook.rules.find(id);
                rule.into_iter().for_each(|rule| reading.rule(rule));
                rules(self.defeaters.get(&id))
            }
            Thing::Target(id) => rules(self.givers.get(&id)),
        }
    }

    /// The unknown facts on which the unknown tests of a condition hang, by name.
    pub(super) fn needs(&self, world: &World<'_>, condition: &Node) -> Computed<Vec<String>> {
        let mut facts = BTreeSet::new();
        let mut open = vec![condition];
        while let Some(node) = open.pop() {
            if node.verdict.truth == Truth::Unknown {
                open.extend(&node.parts);
                for read in &node.reads.named {
                    facts.extend(self.behind(world, &read.name));
                }
            }
        }
        let mut names = Vec::new();
        for fact in facts {
            let about = world.fact(fact)?;
            if world.given(fact).is_none() && !is_moot(world, about)? {
                names.push(about.name.to_string());
            }
        }
        Ok(names)
    }

    /// The facts behind a value that a test reads, by the value's name; nothing where it is always known.
    fn behind(&self, world: &World<'_>, name: &str) -> BTreeSet<FactId> {
        let mut facts = self.rulebook.facts.iter();
        if let Some((id, _)) = facts.find(|(_, fact)| &*fact.name == name) {
            return BTreeSet::from([id]);
        }
        let mut lets = self.rulebook.lets.iter();
        if let Some((id, _)) = lets.find(|(_, one)| &*one.name == name) {
            return self.facts(Thing::Let(id));
        }
        let figure = ["total(", "belief("]
            .iter()
            .find_map(|word| name.strip_prefix(word)?.strip_suffix(')'));
        let target = figure.and_then(|target| world.target_named(target));
        target.map_or(BTreeSet::new(), |id| self.facts(Thing::Target(id)))
    }
}
