//! The values from which and to which a fact rises: which there are, and which pairs of them stand for all others.

use std::collections::BTreeSet;

use crate::model::certificate::{ProofPart, ProofSet};
use crate::model::{
    Argument, Cond, CondKind, FactId, FactType, LetId, LetKind, LevelSet, Never, Num, NumKind,
    Part, Raising, RefKind, Rule, RuleId, Rulebook, Subject, TargetId, Weight,
};

use super::base::Base;
use super::field::{Field, Known, pieces};

/// Elements of a set of which all choices are compared.
const MOST_ELEMENTS: u32 = 8;

/// The values of a fact from low to high, numbers and sets by what is told apart, also by what is asked for first; `None`
/// where these do not stand for all.
pub(super) fn values(base: &Base<'_>, raising: &Raising, asked: bool) -> Option<Vec<ProofPart>> {
    let fact = raising.fact;
    let about = &base.book().facts[fact];
    let whole = Field {
        unknown: false,
        ..Field::every(about)
    };
    Some(match (&about.kind, whole.known) {
        (FactType::Set(scale), _) => {
            let elements = elements(base.book(), raising, asked).unwrap_or_else(|| scale.all());
            if elements.len() > MOST_ELEMENTS {
                return None;
            }
            let mut sets = vec![LevelSet::default()];
            for element in elements.iter() {
                let more = sets.iter().map(|set| set.union(LevelSet::one(element)));
                let more: Vec<LevelSet> = more.collect();
                sets.extend(more);
            }
            sets.sort_by_key(|set| (set.len(), set.0));
            let names = |set: LevelSet| {
                set.iter()
                    .map(|at| scale.level_name(at).to_owned())
                    .collect()
            };
            sets.into_iter()
                .map(|set| ProofPart::Set(ProofSet { set: names(set) }))
                .collect()
        }
        (_, Known::Numbers(ends)) => {
            let marks = turns(base.book(), raising)?;
            pieces(ends, &marks)
                .into_iter()
                .map(ProofPart::Numbers)
                .collect()
        }
        (FactType::Text, _) => return None,
        _levels => super::field::parts(about, whole, &[]),
    })
}

/// The pairs of values that have to be compared: each with the next where nothing else has to hold and a total is compared,
/// else each with all above it.
pub(super) fn pairs(
    base: &Base<'_>,
    raising: &Raising,
    asked: bool,
    values: &[ProofPart],
) -> Vec<[Field; 2]> {
    let about = &base.book().facts[raising.fact];
    let whole = Field {
        unknown: false,
        ..Field::every(about)
    };
    let fields = values.iter().filter_map(|value| whole.part(about, value));
    let fields = fields.map(|field| field.within(about));
    let fields: Vec<Field> = fields.filter(|field| !field.is_empty()).collect();
    let near = !asked && !matches!(raising.never, Never::Turns(..));
    let mut found = Vec::new();
    for (at, low) in fields.iter().enumerate() {
        let above = fields.iter().skip(at).skip(1);
        match low.known {
            Known::Sets(small, _) => {
                let larger = above.filter(|high| match high.known {
                    Known::Sets(large, _) => {
                        let is_next = large.len() == small.len().saturating_add(1);
                        small.union(large) == large && (is_next || !near)
                    }
                    _other => false,
                });
                found.extend(larger.map(|high| [*low, *high]));
            }
            _ordered if near => found.extend(above.take(1).map(|high| [*low, *high])),
            _ordered => found.extend(above.map(|high| [*low, *high])),
        }
    }
    found
}

/// Whether the values are all there are, in their order, none of them two that something tells apart.
pub(super) fn are_all(
    base: &Base<'_>,
    (raising, asked): (&Raising, bool),
    stated: &[ProofPart],
) -> bool {
    values(base, raising, asked).is_some_and(|values| values == stated)
}

/// The elements of a set that what a claim is about tests one by one; `None` where something takes the set as a whole.
/// All others change nothing, so sets without them stand for those with them.
fn elements(book: &Rulebook, raising: &Raising, asked: bool) -> Option<LevelSet> {
    let own = raising.fact;
    let scope = match raising.never {
        Never::Lowers(target) | Never::Raises(target) if !asked => Scope::of(book, target),
        // What is asked for first may hang on anything.
        _other => Scope::all(book),
    };
    let (mut found, mut whole) = (LevelSet::default(), false);
    scope.walk(book, &mut |part| match part {
        Part::Cond(cond) => match &cond.kind {
            CondKind::Includes { fact, level } if *fact == own => {
                found = found.union(LevelSet::one(*level));
            }
            _other => {}
        },
        Part::Num(num) => whole |= matches!(num.kind, NumKind::Count(fact) if fact == own),
        Part::Argument(argument) => {
            whole |= matches!(argument, Argument::Set(fact) if *fact == own);
        }
    });
    (!whole).then_some(found)
}

/// The numbers at which what a claim is about tells numbers of its fact apart; `None` where something computes with them.
fn turns(book: &Rulebook, raising: &Raising) -> Option<Vec<f64>> {
    let fact = raising.fact;
    let scope = match raising.never {
        Never::Turns(..) => Scope::all(book),
        Never::Lowers(target) | Never::Raises(target) => Scope::of(book, target),
    };
    let mut all = Vec::new();
    let (mut seen, mut compared) = (0_usize, 0_usize);
    let mut see = |part: Part<'_>| match part {
        Part::Num(num) if is_fact(num, fact) => seen = seen.saturating_add(1),
        Part::Cond(cond) => {
            let sides: Vec<&Num> = match &cond.kind {
                CondKind::Compare { left, right, .. } => vec![left, right],
                CondKind::Between { number, low, high } => vec![number, low, high],
                _other => return,
            };
            let fixed: Option<Vec<f64>> = sides
                .iter()
                .filter(|num| !is_fact(num, fact))
                .map(|num| constant(book, num))
                .collect();
            let own = sides.iter().filter(|num| is_fact(num, fact)).count();
            if let (1, Some(fixed)) = (own, fixed) {
                compared = compared.saturating_add(1);
                all.extend(fixed);
            }
        }
        Part::Num(_) | Part::Argument(_) => {}
    };
    scope.walk(book, &mut see);
    if seen != compared {
        return None;
    }
    for one in scope.lets.iter().filter_map(|id| book.lets.find(*id)) {
        if let LetKind::Table(_, inputs, rows) = &one.kind {
            for (at, _) in inputs
                .iter()
                .enumerate()
                .filter(|(_, input)| **input == Subject::Fact(fact))
            {
                let ranges = rows
                    .iter()
                    .filter_map(|row| row.cells.get(at))
                    .flat_map(|cell| cell.ranges());
                all.extend(ranges.flat_map(|range| [range.within.low, range.within.high]));
            }
        }
    }
    all.retain(|end| end.is_finite());
    all.sort_by(f64::total_cmp);
    all.dedup();
    Some(all)
}

/// The rules and lets on which a total hangs, or all of them; then the advice and claims with them.
struct Scope {
    rules: BTreeSet<RuleId>,
    lets: BTreeSet<LetId>,
    all: bool,
}

impl Scope {
    fn all(book: &Rulebook) -> Self {
        Self {
            rules: book.rules.ids().collect(),
            lets: book.lets.ids().collect(),
            all: true,
        }
    }

    fn of(book: &Rulebook, target: TargetId) -> Self {
        let (mut rules, mut lets) = (BTreeSet::new(), BTreeSet::new());
        let (mut targets, mut open) = (BTreeSet::new(), vec![target]);
        while let Some(target) = open.pop() {
            if !targets.insert(target) {
                continue;
            }
            let givers = book.rules.iter().filter(|(_, rule)| {
                let mut effects = rule.then.iter().chain(&rule.otherwise);
                effects.any(|effect| effect.target == target)
            });
            let mut found: Vec<RuleId> = givers.map(|(id, _)| id).collect();
            while let Some(id) = found.pop() {
                if !rules.insert(id) {
                    continue;
                }
                let defeats = book
                    .rules
                    .iter()
                    .filter(|(_, one)| one.defeats.contains(&id));
                found.extend(defeats.map(|(other, _)| other));
                let mut refs = of_rule(&book.rules[id]);
                while let Some(one) = refs.pop() {
                    match one {
                        RefKind::Subject(Subject::Let(id), _) if lets.insert(id) => {
                            refs.extend(book.lets[id].kind.refs().into_iter().map(|one| one.kind));
                        }
                        RefKind::Figure(figure) => open.extend(figure.target()),
                        RefKind::Fired(named) => found.extend(book.named_rules(named)),
                        _other => {}
                    }
                }
            }
        }
        Self {
            rules,
            lets,
            all: false,
        }
    }

    fn walk<'a>(&self, book: &'a Rulebook, see: &mut dyn FnMut(Part<'a>)) {
        if self.all {
            return walk(book, see);
        }
        let (mut conds, mut nums) = (Vec::new(), Vec::new());
        let rules = self.rules.iter().filter_map(|id| book.rules.find(*id));
        rules.for_each(|rule| in_rule(rule, &mut conds, &mut nums));
        let lets = self.lets.iter().filter_map(|id| book.lets.find(*id));
        lets.for_each(|one| in_let(&one.kind, &mut conds, &mut nums));
        conds.into_iter().for_each(|cond| cond.walk(see));
        nums.into_iter().for_each(|num| num.walk(see));
    }
}

/// What a rule uses.
fn of_rule(rule: &Rule) -> Vec<RefKind<'_>> {
    let (mut conds, mut nums) = (Vec::new(), Vec::new());
    in_rule(rule, &mut conds, &mut nums);
    let of_conds = conds.into_iter().flat_map(Cond::refs);
    let of_nums = nums.into_iter().flat_map(Num::refs);
    of_conds.chain(of_nums).map(|one| one.kind).collect()
}

/// The conditions and numbers of a rule.
fn in_rule<'a>(rule: &'a Rule, conds: &mut Vec<&'a Cond>, nums: &mut Vec<&'a Num>) {
    conds.extend(std::iter::once(&rule.when).chain(&rule.unless));
    let effects = rule.then.iter().chain(&rule.otherwise);
    nums.extend(effects.filter_map(|effect| match &effect.weight {
        Weight::By(num) => Some(num),
        Weight::Word(..) => None,
    }));
}

/// The conditions and numbers of a let.
pub(super) fn in_let<'a>(kind: &'a LetKind, conds: &mut Vec<&'a Cond>, nums: &mut Vec<&'a Num>) {
    match kind {
        LetKind::YesNo(cond) => conds.push(cond),
        LetKind::Number(num, _) => nums.push(num),
        LetKind::List(_, rows) => {
            conds.extend(
                rows.iter()
                    .flat_map(|row| row.when.iter().chain(&row.unless)),
            );
        }
        LetKind::Table(..) => {}
    }
}

fn is_fact(num: &Num, fact: FactId) -> bool {
    matches!(num.kind, NumKind::Fact(id) if id == fact)
}

fn constant(book: &Rulebook, num: &Num) -> Option<f64> {
    match &num.kind {
        NumKind::Constant(number) => Some(*number),
        NumKind::Parameter(id) => book.parameters.find(*id).map(|one| one.value),
        _other => None,
    }
}

/// Visits everything on which totals, the advice and claims hang.
pub(super) fn walk<'a>(book: &'a Rulebook, see: &mut dyn FnMut(Part<'a>)) {
    let mut conds: Vec<&Cond> = Vec::new();
    let mut nums: Vec<&Num> = Vec::new();
    let rules = book.rules.values();
    rules.for_each(|rule| in_rule(rule, &mut conds, &mut nums));
    let lets = book.lets.values();
    lets.for_each(|one| in_let(&one.kind, &mut conds, &mut nums));
    let rows = book.advice.iter().flat_map(|advice| &advice.rows);
    conds.extend(rows.flat_map(|row| row.when.iter().chain(&row.unless)));
    conds.extend(
        book.notes
            .values()
            .flat_map(|note| std::iter::once(&note.when).chain(&note.unless)),
    );
    conds.extend(
        book.guarantees
            .iter()
            .flat_map(|one| one.claim.conditions()),
    );
    conds.into_iter().for_each(|cond| cond.walk(see));
    nums.into_iter().for_each(|num| num.walk(see));
}
