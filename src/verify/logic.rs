//! Conditions, part by part: a plain walk over the tree, every part computed whatever the others say.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::model::trace::ValueTrace;
use crate::model::{
    Compare, Cond, CondKind, FactId, FactType, LetId, LetKind, LevelSet, Num, NumKind, Op, RuleRef,
    Subject, TargetId, Value,
};
use crate::script;

use super::derive::{DerivedValue, Levels};
use super::failures::{self, Failure, Judged};
use super::numbers::Reads;
use super::verdict::{self, Verdict};
use super::world::{Computed, World, item};

/// A part of a condition with what became of it.
#[derive(Debug)]
pub(super) struct Node {
    /// `and`, `or`, `not`, `at_least`, `surely` or `test`.
    pub(super) op: &'static str,
    pub(super) verdict: Verdict,
    /// What a test reads.
    pub(super) reads: Reads,
    pub(super) parts: Vec<Node>,
    /// A test as written, the number of `at least`; nothing otherwise.
    pub(super) text: Option<String>,
    /// How far a test is from where it would turn.
    pub(super) distance: Option<Distance>,
    /// The call that failed and on which it depends.
    pub(super) failed: Option<Failure>,
}

/// How far a test is from where it would turn.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Distance {
    pub(super) size: f64,
    /// The unit of a fact that is compared, `levels`, or nothing.
    pub(super) unit: String,
}

impl Node {
    /// Adds the names and values of everything that the condition reads.
    pub(super) fn name_reads(&self, reads: &mut Reads) {
        for read in &self.reads.named {
            reads.add(read.name.clone(), read.value.clone());
        }
        for part in &self.parts {
            part.name_reads(reads);
        }
    }

    /// The tests that keep the condition from being what is `wanted`, in the order written: those of every part that
    /// is not as it would have to be.
    pub(super) fn obstacles(&self, wanted: bool) -> Vec<&Node> {
        let as_wanted = match wanted {
            true => self.verdict.holds(),
            false => self.verdict.fails(),
        };
        let wanted = (self.op == "not") != wanted;
        match self.op {
            _ if as_wanted => Vec::new(),
            "test" => vec![self],
            _ => {
                let parts = self.parts.iter();
                parts.flat_map(|part| part.obstacles(wanted)).collect()
            }
        }
    }
}

impl World<'_> {
    /// A condition with all its parts.
    pub(super) fn condition(&self, cond: &Cond) -> Computed<Node> {
        self.part(cond, true)
    }

    /// A condition that stands at a place of its own, or shares it with others where it is not `alone`.
    fn part(&self, cond: &Cond, alone: bool) -> Computed<Node> {
        match &cond.kind {
            CondKind::All(parts) => self.several("and", cond, parts, verdict::all),
            CondKind::Any(parts) => self.several("or", cond, parts, verdict::any),
            CondKind::AtLeast(n, parts) => {
                let n = usize::try_from(*n).unwrap_or(usize::MAX);
                self.several("at_least", cond, parts, |parts| verdict::at_least(n, parts))
            }
            // `is not` is one test.
            CondKind::Not(inner) if inner.origin == cond.origin && is_test(inner) => {
                let (verdict, distance, reads) = self.leaf(inner)?;
                Ok(Node {
                    op: "test",
                    verdict: verdict.not(),
                    failed: of_test(inner, verdict, &reads),
                    reads,
                    parts: Vec::new(),
                    text: Some(self.wording(inner, false, alone)?),
                    distance,
                })
            }
            CondKind::Not(inner) => {
                self.several("not", cond, std::slice::from_ref(inner), |parts| {
                    parts.first().map_or(Verdict::UNKNOWN, |part| part.not())
                })
            }
            CondKind::Surely(inner) => {
                self.several("surely", cond, std::slice::from_ref(inner), |parts| {
                    parts.first().map_or(Verdict::UNKNOWN, |part| part.surely())
                })
            }
            _ => {
                let (verdict, distance, reads) = self.leaf(cond)?;
                Ok(Node {
                    op: "test",
                    verdict,
                    failed: of_test(cond, verdict, &reads),
                    reads,
                    parts: Vec::new(),
                    text: Some(self.wording(cond, true, alone)?),
                    distance,
                })
            }
        }
    }

    /// A test with what it reads.
    fn leaf(&self, cond: &Cond) -> Computed<(Verdict, Option<Distance>, Reads)> {
        let mut reads = Reads::default();
        let (verdict, distance) = self.test(cond, &mut reads)?;
        Ok((verdict, distance, reads))
    }

    fn several<C: AsCond>(
        &self,
        op: &'static str,
        cond: &Cond,
        parts: &[C],
        judge: impl Fn(&[Verdict]) -> Verdict,
    ) -> Computed<Node> {
        let mut nodes = Vec::new();
        for part in parts {
            let part = part.as_cond();
            let alone = op == "not" || part.origin != cond.origin;
            nodes.push(self.part(part, alone)?);
        }
        let verdicts: Vec<Verdict> = nodes.iter().map(|node| node.verdict).collect();
        let verdict = judge(&verdicts);
        let judged: Vec<Judged> = nodes
            .iter()
            .map(|node| (node.verdict, node.failed.clone()))
            .collect();
        let least = match &cond.kind {
            CondKind::All(_) => judged.len(),
            CondKind::AtLeast(n, _) => usize::try_from(*n).unwrap_or(usize::MAX),
            _ => 1,
        };
        let failed = failures::of_parts(least, &judged);
        Ok(Node {
            op,
            verdict,
            failed: failed.map(|failure| failure.of_value(verdict.is_known())),
            reads: Reads::default(),
            parts: nodes,
            text: match &cond.kind {
                CondKind::AtLeast(n, _) => Some(n.to_string()),
                _ => None,
            },
            distance: None,
        })
    }

    /// A condition with its exception: the verdict on both together.
    pub(super) fn guarded(
        &self,
        when: Option<&Cond>,
        unless: Option<&Cond>,
    ) -> Computed<(Option<Node>, Option<Node>, Verdict)> {
        let when = when.map(|cond| self.condition(cond)).transpose()?;
        let unless = unless.map(|cond| self.condition(cond)).transpose()?;
        let verdict = when
            .as_ref()
            .map_or(Verdict::known(true, 1.0), |node| node.verdict)
            .unless(unless.as_ref().map(|node| node.verdict));
        Ok((when, unless, verdict))
    }

    /// A test, and how far it is from where it would turn.
    fn test(&self, cond: &Cond, reads: &mut Reads) -> Computed<(Verdict, Option<Distance>)> {
        let mut distance = None;
        let holds = match &cond.kind {
            CondKind::Constant(holds) => Some(*holds),
            CondKind::Holds(subject) => {
                return Ok((self.holds(*subject, reads)?, self.own_distance(*subject)?));
            }
            CondKind::Level { subject, levels } => {
                let found = self.levels(*subject, reads)?;
                distance = self.level_distance(*subject, &found, *levels)?;
                found.decide(|level| levels.has(level))
            }
            CondKind::LevelCompare {
                left,
                compare,
                right,
            } => self.level_compare(*left, *compare, *right, reads)?,
            CondKind::Includes { fact, level } => self.includes(*fact, *level, reads)?,
            CondKind::Compare {
                left,
                compare,
                right,
            } => {
                let unit = self.unit_of(&[left, right])?;
                let (left, right) = (self.number(left, reads)?, self.number(right, reads)?);
                let both = left.zip(right);
                distance = both.and_then(|both| number_distance(both, *compare, unit));
                both.map(|(left, right)| compare.holds(left, right))
            }
            CondKind::Between { number, low, high } => {
                let unit = self.unit_of(&[number, low, high])?;
                let (above, from) = self.half(number, Compare::AtLeast, low, reads)?;
                let (below, to) = self.half(number, Compare::AtMost, high, reads)?;
                let size = from.zip(to).map(|(from, to)| from.min(to));
                let size = size.filter(|size| size.is_finite());
                let distance = size.map(|size| Distance { size, unit });
                return Ok((verdict::all(&[above, below]), distance));
            }
            CondKind::Known(subject) => {
                let known = self.is_known(*subject, reads)?;
                return Ok((Verdict::known(known, 1.0), None));
            }
            CondKind::Call(call) => match self.call((call, cond.origin), reads)? {
                None => None,
                Some(script::Value::Truth(holds)) => Some(holds),
                Some(other) => {
                    let problem = self.wrong_type(cond.origin, "yes or no", &other);
                    reads.fail(Some(&problem));
                    None
                }
            },
            other => return Ok((Verdict::known(self.late(other, reads)?, 1.0), None)),
        };
        Ok((Verdict::maybe(holds, reads.certainty), distance))
    }

    /// Tests on the ranking, the rules and the advice: these are always known.
    fn late(&self, kind: &CondKind, reads: &mut Reads) -> Computed<bool> {
        Ok(match kind {
            CondKind::BestIs(targets) => {
                let best = self.ranking()?.best;
                reads.note("best", self.target_value(best)?, 1.0);
                best.is_some_and(|best| targets.contains(&best))
            }
            CondKind::Excluded(target) => self.ranking()?.place(*target)?.excluded(),
            CondKind::Tied(target) => self.ranking()?.place(*target)?.tied,
            CondKind::Fired(RuleRef::Rule(rule)) => self.fate(*rule)?.fired(),
            CondKind::Fired(RuleRef::Contrast(contrast)) => {
                let mut fired = false;
                for row in &item(&self.rulebook.contrasts, *contrast, "contrast")?.rows {
                    fired |= self.fate(*row)?.fired();
                }
                fired
            }
            CondKind::AdviceIs(outcomes) => {
                let outcome = self.advised()?.outcome;
                let name = ValueTrace::Word(self.outcome_name(outcome)?);
                reads.note("advice", name, 1.0);
                outcomes.contains(&outcome)
            }
            CondKind::AdvisedBy(row) => self.advised()?.chosen == usize::try_from(*row).ok(),
            CondKind::Noted(note) => {
                let name = &item(&self.rulebook.notes, *note, "note")?.name;
                self.notes()?.iter().any(|(shown, _)| shown.name == *name)
            }
            _ => return Err("a condition with parts is not a test".into()),
        })
    }

    /// How far a yes/no let is from turning, where it is one test by another name.
    fn own_distance(&self, subject: Subject) -> Computed<Option<Distance>> {
        let Subject::Let(id) = subject else {
            return Ok(None);
        };
        Ok(self.derived(id)?.distance.clone())
    }

    /// How many levels a known one is from the nearest for which the test is the other way.
    fn level_distance(
        &self,
        subject: Subject,
        found: &Levels,
        levels: LevelSet,
    ) -> Computed<Option<Distance>> {
        let scale = self.scale(subject)?;
        if !scale.ordered {
            return Ok(None);
        }
        let size = found.distance_to(|level| levels.has(level), scale);
        let unit = "levels".into();
        Ok(size.map(|size| Distance { size, unit }))
    }

    /// The unit of numbers that are held against each other: that of the first that has one.
    fn unit_of(&self, nums: &[&Num]) -> Computed<String> {
        let unit = self.first_unit(nums, &mut BTreeSet::new())?;
        Ok(unit.unwrap_or_default())
    }

    /// What lets were looked through before has none.
    fn first_unit(&self, nums: &[&Num], seen: &mut BTreeSet<LetId>) -> Computed<Option<String>> {
        for num in nums {
            let unit = self.own_unit(num, seen)?;
            if unit.as_ref().is_some_and(|unit| !unit.is_empty()) {
                return Ok(unit);
            }
        }
        Ok(None)
    }

    /// The unit in which a number is told, where it is that of a fact or parameter in it; products have none.
    fn own_unit(&self, num: &Num, seen: &mut BTreeSet<LetId>) -> Computed<Option<String>> {
        let named = |unit: &Option<Arc<str>>| unit.as_deref().map(str::to_owned);
        match &num.kind {
            NumKind::Fact(fact) => Ok(match &self.fact(*fact)?.kind {
                FactType::Number(kind) => named(&kind.unit),
                _ => None,
            }),
            NumKind::Parameter(id) => {
                let parameter = item(&self.rulebook.parameters, *id, "parameter")?;
                Ok(named(&parameter.kind.unit))
            }
            NumKind::Let(id) if !seen.insert(*id) => Ok(None),
            NumKind::Let(id) => match &self.a_let(*id)?.kind {
                LetKind::Number(num, _) => self.own_unit(num, seen),
                kind => Ok(kind.unit().map(str::to_owned)),
            },
            NumKind::If(_, branches) => self.first_unit(&branches.iter().collect::<Vec<_>>(), seen),
            NumKind::Apply(op, operands) => match op {
                Op::Minus | Op::Add | Op::Subtract | Op::Min | Op::Max | Op::Abs | Op::Round => {
                    self.first_unit(&operands.iter().collect::<Vec<_>>(), seen)
                }
                Op::Clamp => {
                    self.first_unit(&operands.first().into_iter().collect::<Vec<_>>(), seen)
                }
                _ => Ok(None),
            },
            NumKind::Constant(_) | NumKind::Figure(_) | NumKind::Count(_) | NumKind::Call(_) => {
                Ok(None)
            }
        }
    }

    fn target_value(&self, target: Option<TargetId>) -> Computed<ValueTrace> {
        Ok(match target {
            Some(target) => ValueTrace::Word(self.target(target)?.name.to_string()),
            None => ValueTrace::Unknown(()),
        })
    }

    /// A yes/no fact or let by itself.
    pub(super) fn holds(&self, subject: Subject, reads: &mut Reads) -> Computed<Verdict> {
        match subject {
            Subject::Fact(id) => {
                let given = self.given(id);
                let certainty = given.map_or(1.0, |given| given.certainty);
                reads.note(self.name(subject)?, self.fact_value(id)?, certainty);
                Ok(match given.map(|given| &given.value) {
                    Some(Value::YesNo(holds)) => Verdict::known(*holds, certainty),
                    _ => Verdict::UNKNOWN,
                })
            }
            Subject::Let(id) => {
                let derived = self.derived(id)?;
                let DerivedValue::YesNo(verdict) = &derived.value else {
                    return Err(format!("`{}` is not yes or no", self.name(subject)?));
                };
                reads.fail(derived.failed.as_ref());
                reads.note(
                    self.name(subject)?,
                    self.derived_value(id)?,
                    verdict.certainty,
                );
                Ok(*verdict)
            }
        }
    }

    /// Whether a fact or let has a value.
    pub(super) fn is_known(&self, subject: Subject, reads: &mut Reads) -> Computed<bool> {
        let value = match subject {
            Subject::Fact(id) => self.fact_value(id)?,
            Subject::Let(id) => {
                let derived = self.derived(id)?;
                let known = derived.is_known();
                reads.fail(derived.failed.as_ref());
                reads.note(self.name(subject)?, self.derived_value(id)?, 1.0);
                return Ok(known);
            }
        };
        let known = value != ValueTrace::Unknown(());
        reads.note(self.name(subject)?, value, 1.0);
        Ok(known)
    }

    fn includes(&self, fact: FactId, level: u8, reads: &mut Reads) -> Computed<Option<bool>> {
        let given = self.given(fact);
        let certainty = given.map_or(1.0, |given| given.certainty);
        reads.note(
            self.name(Subject::Fact(fact))?,
            self.fact_value(fact)?,
            certainty,
        );
        Ok(match given.map(|given| &given.value) {
            Some(Value::Set(set)) => Some(set.has(level)),
            _ => None,
        })
    }

    /// A half of `between`, as sure as what it reads itself; and how far the number is from that end.
    fn half(
        &self,
        number: &Num,
        compare: Compare,
        end: &Num,
        reads: &mut Reads,
    ) -> Computed<(Verdict, Option<f64>)> {
        let mut own = Reads::default();
        let (x, end) = (self.number(number, &mut own)?, self.number(end, &mut own)?);
        let holds = x.zip(end).map(|(x, end)| compare.holds(x, end));
        let verdict = Verdict::maybe(holds, own.certainty);
        for read in own.named {
            reads.add(read.name, read.value);
        }
        Ok((verdict, x.zip(end).map(|(x, end)| (x - end).abs())))
    }

    /// Decided where all levels that are possible on both sides agree.
    fn level_compare(
        &self,
        left: Subject,
        compare: Compare,
        right: Subject,
        reads: &mut Reads,
    ) -> Computed<Option<bool>> {
        let (left, right) = (self.levels(left, reads)?, self.levels(right, reads)?);
        let (Some(left), Some(right)) = (left.candidates(), right.candidates()) else {
            return Ok(None);
        };
        let mut seen = None;
        for a in left.iter() {
            for b in right.iter() {
                let holds = compare.holds(f64::from(a), f64::from(b));
                if seen.is_some_and(|seen| seen != holds) {
                    return Ok(None);
                }
                seen = Some(holds);
            }
        }
        Ok(seen)
    }
}

/// How far two numbers are apart; `!=` has no side to turn to.
fn number_distance((left, right): (f64, f64), compare: Compare, unit: String) -> Option<Distance> {
    let size = (left - right).abs();
    let turns = compare != Compare::NotEqual && size.is_finite();
    turns.then_some(Distance { size, unit })
}

/// The call on which a test depends: none where what is compared decides although it is not known.
fn of_test(test: &Cond, verdict: Verdict, reads: &Reads) -> Option<Failure> {
    let compares = matches!(
        test.kind,
        CondKind::Level { .. }
            | CondKind::LevelCompare { .. }
            | CondKind::Compare { .. }
            | CondKind::Between { .. }
    );
    let failure = reads.failed.clone()?;
    if compares && verdict.is_known() && !failure.made {
        return None;
    }
    Some(failure.of_value(verdict.is_known()))
}

/// Whether a condition has no parts that are conditions.
fn is_test(cond: &Cond) -> bool {
    !matches!(
        cond.kind,
        CondKind::All(_)
            | CondKind::Any(_)
            | CondKind::AtLeast(..)
            | CondKind::Not(_)
            | CondKind::Surely(_)
    )
}

/// Parts of a condition, boxed or not.
trait AsCond {
    fn as_cond(&self) -> &Cond;
}

impl AsCond for Cond {
    fn as_cond(&self) -> &Cond {
        self
    }
}

impl AsCond for Box<Cond> {
    fn as_cond(&self) -> &Cond {
        self
    }
}
