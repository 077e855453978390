//! The order of computation of lets, rules and hypotheses, found without recursion. Checking has refused cycles.

use std::collections::BTreeMap;

use super::refs::{self, Ref};
use crate::base::{Id, IdVec};
use crate::model::{LetId, RuleId, Rulebook, Stage, TargetId, TargetKind};

/// Something that is computed as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Job {
    Let(LetId),
    Rule(RuleId),
    Hypothesis(TargetId),
}

/// The rules that give evidence to each target, and those that defeat each rule.
pub(super) struct Links {
    pub givers: IdVec<TargetId, Vec<RuleId>>,
    pub defeaters: IdVec<RuleId, Vec<RuleId>>,
}

impl Links {
    pub(super) fn of(book: &Rulebook) -> Self {
        let mut givers: IdVec<TargetId, Vec<RuleId>> =
            book.targets.ids().map(|_| Vec::new()).collect();
        let mut defeaters: IdVec<RuleId, Vec<RuleId>> =
            book.rules.ids().map(|_| Vec::new()).collect();
        for (id, rule) in book.rules.iter() {
            for effect in rule.then.iter().chain(&rule.otherwise) {
                if givers[effect.target].last() != Some(&id) {
                    givers[effect.target].push(id);
                }
            }
            for defeated in &rule.defeats {
                defeaters[*defeated].push(id);
            }
        }
        Self { givers, defeaters }
    }
}

/// All jobs of the early stage, then the lets of the late and of the last one, each after what it uses.
pub(super) fn order(book: &Rulebook, links: &Links) -> BTreeMap<Stage, Vec<Job>> {
    let lets = |stage| {
        book.lets
            .iter()
            .filter(move |(_, item)| item.stage == stage)
            .map(|(id, _)| Job::Let(id))
    };
    let hypotheses = book
        .targets
        .iter()
        .filter(|(_, target)| target.kind == TargetKind::Hypothesis);
    let early = lets(Stage::Early)
        .chain(book.rules.ids().map(Job::Rule))
        .chain(hypotheses.map(|(id, _)| Job::Hypothesis(id)))
        .collect();
    let mut sorter = Sorter {
        book,
        links,
        done: BTreeMap::new(),
    };
    let mut stages = BTreeMap::new();
    stages.insert(Stage::Early, sorter.sort(early));
    stages.insert(Stage::Late, sorter.sort(lets(Stage::Late).collect()));
    stages.insert(Stage::Last, sorter.sort(lets(Stage::Last).collect()));
    stages
}

struct Sorter<'a> {
    book: &'a Rulebook,
    links: &'a Links,
    done: BTreeMap<Job, ()>,
}

impl Sorter<'_> {
    /// Depth first with a stack of its own, so that a long chain cannot exhaust the thread's.
    fn sort(&mut self, jobs: Vec<Job>) -> Vec<Job> {
        let mut sorted = Vec::new();
        for job in jobs {
            let mut stack = vec![(job, false)];
            while let Some((job, ready)) = stack.pop() {
                if ready {
                    sorted.push(job);
                } else if self.done.insert(job, ()).is_none() {
                    stack.push((job, true));
                    let mut before = self.before(job);
                    before.reverse();
                    stack.extend(
                        before
                            .into_iter()
                            .filter(|job| !self.done.contains_key(job))
                            .map(|job| (job, false)),
                    );
                }
            }
        }
        sorted
    }

    fn before(&self, job: Job) -> Vec<Job> {
        let mut jobs = Vec::new();
        let mut seen = |found| match found {
            Ref::Fact(_) => {}
            Ref::Let(id) => jobs.push(Job::Let(id)),
            Ref::Target(id) => {
                if self.book.targets[id].kind == TargetKind::Hypothesis {
                    jobs.push(Job::Hypothesis(id));
                }
            }
        };
        match job {
            Job::Let(id) => refs::of_let(id, self.book, &mut seen),
            Job::Rule(id) => {
                refs::of_rule(&self.book.rules[id], self.book, &mut seen);
                jobs.extend(self.links.defeaters[id].iter().map(|rule| Job::Rule(*rule)));
            }
            Job::Hypothesis(id) => {
                jobs.extend(self.links.givers[id].iter().map(|rule| Job::Rule(*rule)))
            }
        }
        jobs
    }
}

/// How many there are, as the pools count.
pub(super) fn count(len: usize) -> u32 {
    RuleId::from_usize(len).0
}
