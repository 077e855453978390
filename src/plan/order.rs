//! The order of computation of lets, rules and hypotheses, found without recursion. Checking has refused cycles.

use std::collections::BTreeMap;

use super::refs;
use crate::base::{Id, IdVec};
use crate::model::{LetId, Ref, RefKind, RuleId, Rulebook, Stage, Subject, TargetId, TargetKind};

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
        let rules = |rules: &[RuleId]| rules.iter().map(|rule| Job::Rule(*rule)).collect();
        match job {
            Job::Let(id) => self.used(&self.book.lets[id].kind.refs()),
            Job::Rule(id) => {
                let mut jobs = self.used(&self.book.rules[id].refs());
                jobs.extend::<Vec<Job>>(rules(&self.links.defeaters[id]));
                jobs
            }
            Job::Hypothesis(id) => rules(&self.links.givers[id]),
        }
    }

    /// The lets and hypotheses that are used.
    fn used(&self, refs: &[Ref<'_>]) -> Vec<Job> {
        let job = |found: &Ref<'_>| match found.kind {
            RefKind::Subject(Subject::Let(id), _) => Some(Job::Let(id)),
            RefKind::Figure(figure) => refs::evidence(figure)
                .filter(|id| self.book.targets[*id].kind == TargetKind::Hypothesis)
                .map(Job::Hypothesis),
            _early_or_later => None,
        };
        refs.iter().filter_map(job).collect()
    }
}

/// How many there are, as the pools count.
pub(super) fn count(len: usize) -> u32 {
    RuleId::from_usize(len).0
}
