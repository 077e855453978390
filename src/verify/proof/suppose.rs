//! What follows for a region where a condition is supposed to have some truth: less of each fact, of derived facts and of
//! numbers. What is taken away has no profile in which the condition is as supposed.

use crate::model::{
    Compare, Cond, CondKind, Figure, LetId, LetKind, LevelSet, Num, NumKind, Op, RuleRef, Subject,
    TargetId,
};

use super::field::{Field, Known};
use super::span::{Ends, May, Span};
use super::view::{Fate, View, total_of};

/// What rounding may leave between a lead and the difference of two totals.
const ROUNDING: f64 = 2.2e-9;

/// Nothing in the region is as supposed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Impossible;

type Supposed = Result<(), Impossible>;

impl View<'_> {
    /// Supposes that a condition has one of some truths.
    pub(super) fn suppose(&mut self, cond: &Cond, truths: May) -> Supposed {
        let may = self.cond(cond).meet(truths);
        if may.is_empty() {
            return Err(Impossible);
        }
        if let Some(id) = self.base.alike(cond) {
            self.held.tests.insert(id, may);
        }
        match &cond.kind {
            CondKind::Not(inner) => self.suppose(inner, may.not()),
            CondKind::Surely(inner) => self.suppose(inner, May::of(may.yes, may.no, may.no)),
            CondKind::All(parts) => self.suppose_parts(parts, parts.len(), may),
            CondKind::Any(parts) => self.suppose_parts(parts, 1, may),
            CondKind::AtLeast(n, parts) => {
                self.suppose_parts(parts, usize::try_from(*n).unwrap_or(usize::MAX), may)
            }
            CondKind::Holds(subject) => self.suppose_holds(*subject, may),
            CondKind::Known(Subject::Fact(fact)) => {
                let mut field = self.fields[*fact];
                field.unknown &= may.no;
                if !may.yes {
                    field.known = Known::Nothing;
                }
                self.narrow(*fact, field)
            }
            CondKind::Level { subject, levels } => self.suppose_level(*subject, *levels, may),
            CondKind::Includes { fact, level } => {
                let mut field = self.fields[*fact];
                field.unknown &= may.unknown;
                let element = LevelSet::one(*level);
                if let Known::Sets(has, most) = field.known {
                    field.known = match (may.yes, may.no) {
                        (true, true) => field.known,
                        (true, false) => Known::Sets(has.union(element), most),
                        (false, true) => Known::Sets(has, element.missing_of(most)),
                        (false, false) => Known::Nothing,
                    };
                }
                self.narrow(*fact, field)
            }
            CondKind::Compare {
                left,
                compare,
                right,
            } => self.suppose_compare((left, *compare, right), may),
            CondKind::Between { number, low, high } if may == May::YES => {
                self.suppose_compare((number, Compare::AtLeast, low), May::YES)?;
                self.suppose_compare((number, Compare::AtMost, high), May::YES)
            }
            late => self.suppose_late(late, may),
        }
    }

    fn suppose_late(&mut self, kind: &CondKind, may: May) -> Supposed {
        match kind {
            CondKind::BestIs(targets) if may.is_one() => {
                let mut bests = self.bests();
                bests.retain(|best| best.is_some_and(|best| targets.contains(&best)) == may.yes);
                self.suppose_best(bests)
            }
            CondKind::Excluded(target) if may.is_one() => self.suppose_excluded(*target, may.yes),
            CondKind::Fired(named) if may.is_one() => {
                let rules = self.named(*named);
                match (may.yes, &rules[..], named) {
                    (true, [rule], RuleRef::Rule(_)) => {
                        let fate = self.fate(*rule);
                        self.suppose_fate(
                            *rule,
                            Fate {
                                neither: false,
                                ..fate
                            },
                        )
                    }
                    (false, rules, _) => {
                        let neither = Fate {
                            neither: true,
                            ..Fate::default()
                        };
                        rules
                            .iter()
                            .try_for_each(|rule| self.suppose_fate(*rule, neither))
                    }
                    _several => Ok(()),
                }
            }
            CondKind::Noted(note) if may == May::YES => {
                let book = self.book();
                let note = &book.notes[*note];
                self.suppose(&note.when, May::YES)?;
                let unless = note.unless.as_ref();
                unless.map_or(Ok(()), |cond| self.suppose(cond, May::NOT_YES))
            }
            CondKind::Noted(note) if may == May::NO => {
                let book = self.book();
                let note = &book.notes[*note];
                match note.unless.as_ref().map(|cond| self.cond(cond).yes) {
                    Some(true) => Ok(()),
                    Some(false) | None => self.suppose(&note.when, May::NOT_YES),
                }
            }
            _other => Ok(()),
        }
    }

    /// Supposes something of parts of which so many have to hold.
    fn suppose_parts(&mut self, parts: &[Cond], n: usize, may: May) -> Supposed {
        let Some(spare) = parts.len().checked_sub(n) else {
            return Ok(());
        };
        if n == 0 {
            return Ok(());
        }
        let all: Vec<May> = parts.iter().map(|part| self.cond(part)).collect();
        let count = |wanted: &dyn Fn(&May) -> bool| all.iter().filter(|may| wanted(may)).count();
        // Where just as many may hold as have to, each of them does; likewise where it must not fail, and the reverse.
        let need = |truths: May| {
            let can = count(&|one| !one.meet(truths).is_empty());
            (can == n).then_some(truths)
        };
        let avoid = |truths: May| {
            let can = count(&|one| !one.meet(truths).is_empty());
            (can == spare.saturating_add(1)).then_some(truths)
        };
        let told = match may {
            May::YES => need(May::YES),
            May::NO => avoid(May::NO),
            // Not known to fail: fewer than all that may be spared fail, and one more would.
            _ if !may.no => need(May::of(true, false, true)),
            _ if !may.yes => avoid(May::NOT_YES),
            _several => None,
        };
        let Some(truths) = told else {
            return Ok(());
        };
        for (part, one) in parts.iter().zip(&all) {
            if !one.meet(truths).is_empty() {
                self.suppose(part, truths)?;
            }
        }
        Ok(())
    }

    fn suppose_holds(&mut self, subject: Subject, may: May) -> Supposed {
        match subject {
            Subject::Fact(fact) => {
                let mut field = self.fields[fact];
                field.unknown &= may.unknown;
                if let Known::YesNo(yes, no) = field.known {
                    field.known = Known::YesNo(yes && may.yes, no && may.no);
                }
                self.narrow(fact, field)
            }
            Subject::Let(id) => {
                let book = self.book();
                let held = self.held.truths.get(&id).map_or(may, |held| held.meet(may));
                self.held.truths.insert(id, held);
                match &book.lets[id].kind {
                    LetKind::YesNo(cond) => self.suppose(cond, may),
                    _other => Ok(()),
                }
            }
        }
    }

    fn suppose_level(&mut self, subject: Subject, levels: LevelSet, may: May) -> Supposed {
        match subject {
            Subject::Fact(fact) => {
                let mut field = self.fields[fact];
                field.unknown &= may.unknown;
                if let Known::Levels(known) = field.known {
                    let keep =
                        |wanted: bool, of: LevelSet| if wanted { of } else { LevelSet::default() };
                    let inside = keep(may.yes, known.intersection(levels));
                    field.known =
                        Known::Levels(inside.union(keep(may.no, levels.missing_of(known))));
                }
                self.narrow(fact, field)
            }
            Subject::Let(id) => {
                let scale = self
                    .book()
                    .scale(subject)
                    .map_or(LevelSet::default(), |scale| scale.all());
                if may == May::YES {
                    self.suppose_within(id, levels)
                } else if may == May::NO {
                    self.suppose_within(id, levels.missing_of(scale))
                } else if !may.yes {
                    self.suppose_not_within(id, levels)
                } else if !may.no {
                    self.suppose_not_within(id, levels.missing_of(scale))
                } else {
                    Ok(())
                }
            }
        }
    }

    /// Supposes that a row applies, and that all that may give one of these levels.
    fn suppose_within(&mut self, id: LetId, levels: LevelSet) -> Supposed {
        let held = self
            .held
            .levels
            .get(&id)
            .map_or(levels, |held| held.intersection(levels));
        let book = self.book();
        let LetKind::List(_, rows) = &book.lets[id].kind else {
            self.held.levels.insert(id, held);
            return Ok(());
        };
        let seen = self.rows(id);
        self.held.levels.insert(id, held);
        let ends = seen.of.iter().enumerate();
        let ends: Vec<usize> = ends
            .filter(|(_, (level, may))| held.has(*level) && may.yes)
            .map(|(at, _)| at)
            .collect();
        // Where the last row has an exception, rows may agree though none applies.
        let ended = seen.open || rows.last().is_some_and(|row| row.unless.is_none());
        let Some(first) = ends.first().copied() else {
            return if ended { Err(Impossible) } else { Ok(()) };
        };
        for row in rows.iter().take(first).filter(|row| !held.has(row.level)) {
            self.suppose_row(row, May::NO)?;
        }
        match (&ends[..], rows.get(first)) {
            ([_only], Some(row)) if ended => self.suppose_row(row, May::YES),
            _several => Ok(()),
        }
    }

    /// Supposes that what rows give is not told to be one of these levels.
    fn suppose_not_within(&mut self, id: LetId, levels: LevelSet) -> Supposed {
        let book = self.book();
        let LetKind::List(_, rows) = &book.lets[id].kind else {
            return Ok(());
        };
        for row in rows.iter().take_while(|row| levels.has(row.level)) {
            self.suppose_row(row, May::NOT_YES)?;
        }
        Ok(())
    }

    fn suppose_row(&mut self, row: &crate::model::ListRow, may: May) -> Supposed {
        self.suppose_guarded(row.when.as_ref(), row.unless.as_ref(), may)
    }

    /// Supposes a truth of a condition with its exception.
    pub(super) fn suppose_guarded(
        &mut self,
        when: Option<&Cond>,
        unless: Option<&Cond>,
        may: May,
    ) -> Supposed {
        if may == May::YES {
            when.map_or(Ok(()), |cond| self.suppose(cond, May::YES))?;
            return unless.map_or(Ok(()), |cond| self.suppose(cond, May::NOT_YES));
        }
        let stops = unless.is_some_and(|cond| self.cond(cond).yes);
        match (when, stops) {
            (Some(cond), false) => self.suppose(cond, may),
            (None, false) if !may.yes => Err(Impossible),
            _open => Ok(()),
        }
    }

    fn suppose_compare(
        &mut self,
        (left, compare, right): (&Num, Compare, &Num),
        may: May,
    ) -> Supposed {
        let (a, b) = (self.num(left), self.num(right));
        let truths = a.compare(compare, b).meet(may);
        if truths.is_empty() {
            return Err(Impossible);
        }
        let compare = match (truths.yes, truths.no) {
            (true, false) => compare,
            (false, true) => compare.opposite(),
            _both if truths.unknown => return Ok(()),
            _both => {
                let known = Span {
                    unknown: false,
                    known: Some(Ends::ALL),
                };
                self.suppose_num(left, known)?;
                return self.suppose_num(right, known);
            }
        };
        let unknown = truths.unknown;
        if let Some(known) = b.known.filter(|_| !b.unknown || !unknown) {
            self.suppose_num(
                left,
                Span {
                    unknown,
                    known: Some(beside(compare, known)),
                },
            )?;
        }
        let turned = match compare {
            Compare::Less => Compare::More,
            Compare::AtMost => Compare::AtLeast,
            Compare::More => Compare::Less,
            Compare::AtLeast => Compare::AtMost,
            same => same,
        };
        match a.known.filter(|_| !a.unknown || !unknown) {
            Some(known) => self.suppose_num(
                right,
                Span {
                    unknown,
                    known: Some(beside(turned, known)),
                },
            ),
            None => Ok(()),
        }
    }

    /// Supposes that a number is among some.
    fn suppose_num(&mut self, num: &Num, span: Span) -> Supposed {
        let left = self.num(num).meet(span);
        if left.is_empty() {
            return Err(Impossible);
        }
        if let Some(id) = self.base.alike_num(num) {
            self.held.alike.insert(id, left);
        }
        match &num.kind {
            NumKind::Fact(fact) => {
                let mut field = self.fields[*fact];
                field.unknown &= span.unknown;
                if let (Known::Numbers(known), Some(ends)) = (field.known, span.known) {
                    field.known = Known::Numbers(known.meet(ends));
                }
                self.narrow(*fact, field)
            }
            NumKind::Let(id) => {
                let held = self
                    .held
                    .numbers
                    .get(id)
                    .map_or(span, |held| held.meet(span));
                self.held.numbers.insert(*id, held);
                let book = self.book();
                match &book.lets[*id].kind {
                    LetKind::Number(num, _) => self.suppose_num(num, span),
                    _other => Ok(()),
                }
            }
            NumKind::Figure(figure) => self.suppose_figure(*figure, span),
            NumKind::Apply(op @ (Op::Add | Op::Subtract), operands) => match operands.as_slice() {
                [a, b] => self.suppose_sum(*op, (a, b), span),
                _other => Ok(()),
            },
            _other => Ok(()),
        }
    }

    fn suppose_sum(&mut self, op: Op, (a, b): (&Num, &Num), span: Span) -> Supposed {
        let (Some(ends), false) = (span.known, span.unknown) else {
            return Ok(());
        };
        if let (Op::Subtract, Some(one), Some(other)) = (op, total_of(a), total_of(b)) {
            return self.suppose_apart((one, other), ends);
        }
        let room = |ends: Ends| {
            let room = 1e-9 + 1e-12 * ends.low.abs().max(ends.high.abs()).min(1e15);
            Ends::of(ends.low - room, ends.high + room)
        };
        let (Some(x), Some(y)) = (self.num(a).known, self.num(b).known) else {
            return Ok(());
        };
        let known = |ends: Ends| Span {
            unknown: false,
            known: Some(room(ends)),
        };
        let (first, second) = match op {
            Op::Add => (
                Ends::of(ends.low - y.high, ends.high - y.low),
                Ends::of(ends.low - x.high, ends.high - x.low),
            ),
            _subtract => (
                Ends::of(ends.low + y.low, ends.high + y.high),
                Ends::of(x.low - ends.high, x.high - ends.low),
            ),
        };
        let sound = |ends: &Ends| !ends.low.is_nan() && !ends.high.is_nan();
        if sound(&first) {
            self.suppose_num(a, known(first))?;
        }
        if sound(&second) {
            self.suppose_num(b, known(second))?;
        }
        Ok(())
    }

    fn suppose_figure(&mut self, figure: Figure, span: Span) -> Supposed {
        match (figure, span.known) {
            (Figure::Margin, _) => {
                let held = self.held.margin.map_or(span, |held| held.meet(span));
                self.held.margin = Some(held);
                let (Some(ends), false) = (span.known, span.unknown) else {
                    return Ok(());
                };
                let mut bests = self.bests();
                bests.retain(|best| best.is_some() || ends.low <= 0.0 && ends.high >= 0.0);
                if let [Some(best)] = bests[..] {
                    self.suppose_lead(best, ends)?;
                }
                self.suppose_best(bests)
            }
            (Figure::Total(target), Some(ends)) if !span.unknown => {
                let held = self
                    .held
                    .totals
                    .get(&target)
                    .map_or(ends, |held| held.meet(ends));
                self.held.totals.insert(target, held);
                Ok(())
            }
            (Figure::Lead(target), Some(ends)) if !span.unknown => self.suppose_lead(target, ends),
            (Figure::Known(tag), Some(ends)) if !span.unknown => self.suppose_known(tag, ends),
            _other => Ok(()),
        }
    }

    /// Supposes that so many facts of a tag are known.
    fn suppose_known(&mut self, tag: crate::model::TagId, ends: Ends) -> Supposed {
        let book = self.book();
        let tagged: Vec<_> = book.tagged(tag).collect();
        let ends = ends.whole();
        let held = self
            .held
            .known
            .get(&tag)
            .map_or(ends, |held| held.meet(ends));
        self.held.known.insert(tag, held);
        let count = |all: usize| u32::try_from(all).map_or(f64::INFINITY, f64::from);
        let sure = tagged
            .iter()
            .filter(|fact| !self.field(**fact).unknown)
            .count();
        let open: Vec<_> = tagged
            .iter()
            .copied()
            .filter(|fact| self.field(*fact).unknown && self.field(*fact).may_be_known())
            .collect();
        let most = count(sure.saturating_add(open.len()));
        for fact in open {
            let mut field = self.fields[fact];
            if ends.high <= count(sure) {
                field = Field::UNKNOWN;
            } else if ends.low >= most {
                field.unknown = false;
            }
            self.narrow(fact, field)?;
        }
        Ok(())
    }

    /// Supposes how far a strategy is above its strongest rival.
    fn suppose_lead(&mut self, target: TargetId, ends: Ends) -> Supposed {
        self.suppose_excluded(target, false)?;
        let held = self.held.leads.get(&target);
        let held = held.map_or(ends, |held| held.meet(ends));
        self.held.leads.insert(target, held);
        let mut others = self.strategies();
        others.retain(|other| *other != target);
        let alone = others.len() == 1;
        for other in others {
            // A rival that is in the choice is no nearer than the strongest.
            if !self.excluded(other).yes {
                let high = if alone {
                    ends.high + ROUNDING
                } else {
                    f64::INFINITY
                };
                self.suppose_apart((target, other), Ends::of(ends.low - ROUNDING, high))?;
            }
        }
        Ok(())
    }

    fn suppose_apart(&mut self, key: (TargetId, TargetId), ends: Ends) -> Supposed {
        let held = self
            .held
            .apart
            .get(&key)
            .map_or(ends, |held| held.meet(ends));
        self.held.apart.insert(key, held);
        match self.apart(key.0, key.1).is_empty() {
            true => Err(Impossible),
            false => Ok(()),
        }
    }

    fn suppose_best(&mut self, bests: Vec<Option<TargetId>>) -> Supposed {
        match &bests[..] {
            [] => return Err(Impossible),
            [Some(best)] => {
                let best = *best;
                self.suppose_excluded(best, false)?;
                for other in self.strategies() {
                    if other != best && !self.excluded(other).yes {
                        let above = Ends::of(0.0, f64::INFINITY);
                        self.suppose_apart((best, other), above)?;
                    }
                }
            }
            _several => {}
        }
        self.held.best = Some(bests);
        Ok(())
    }

    /// Supposes that a strategy is out of the choice, or that it is not.
    pub(super) fn suppose_excluded(&mut self, target: TargetId, out: bool) -> Supposed {
        let may = self.excluded(target).meet(May::known(out));
        if may.is_empty() {
            return Err(Impossible);
        }
        self.held.excluded.insert(target, may);
        let book = self.book();
        let rules = book
            .rules
            .iter()
            .filter(|(_, rule)| rule.excludes.contains(&target));
        let able: Vec<_> = rules
            .filter(|(id, _)| self.fate(*id).then)
            .map(|(id, _)| id)
            .collect();
        if !out {
            for rule in able {
                let fate = self.fate(rule);
                self.suppose_fate(
                    rule,
                    Fate {
                        then: false,
                        ..fate
                    },
                )?;
            }
            return Ok(());
        }
        match &able[..] {
            [only] => self.suppose_fate(
                *only,
                Fate {
                    then: true,
                    ..Fate::default()
                },
            ),
            _several => Ok(()),
        }
    }

    fn suppose_fate(&mut self, id: crate::model::RuleId, supposed: Fate) -> Supposed {
        let now = self.fate(id);
        let fate = Fate {
            then: now.then && supposed.then,
            otherwise: now.otherwise && supposed.otherwise,
            neither: now.neither && supposed.neither,
        };
        self.held.fates.insert(id, fate);
        let book = self.book();
        let rule = &book.rules[id];
        let beaten = book
            .rules
            .iter()
            .any(|(other, one)| other != id && one.defeats.contains(&id) && self.fate(other).then);
        match (fate.then, fate.otherwise, fate.neither) {
            (false, false, false) => Err(Impossible),
            (true, false, false) => {
                self.suppose_guarded(Some(&rule.when), rule.unless.as_ref(), May::YES)
            }
            (false, true, false) => {
                self.suppose(&rule.when, May::NO)?;
                let unless = rule.unless.as_ref();
                unless.map_or(Ok(()), |cond| self.suppose(cond, May::NOT_YES))
            }
            (false, _, true) if !beaten => {
                self.suppose_guarded(Some(&rule.when), rule.unless.as_ref(), May::NOT_YES)
            }
            _several => Ok(()),
        }
    }

    /// Leaves less of a fact.
    pub(super) fn narrow(&mut self, fact: crate::model::FactId, field: Field) -> Supposed {
        let field = self.fields[fact].meet(field);
        self.fields[fact] = field;
        let whole = field.within(&self.book().facts[fact]);
        match whole.is_empty() {
            true => Err(Impossible),
            false => Ok(()),
        }
    }
}

/// What is left for a number that compares so with one of some others.
fn beside(compare: Compare, other: Ends) -> Ends {
    let below = Ends {
        low: f64::NEG_INFINITY,
        low_in: true,
        ..other
    };
    let above = Ends {
        high: f64::INFINITY,
        high_in: true,
        ..other
    };
    match compare {
        Compare::Less => Ends {
            high_in: false,
            ..below
        },
        Compare::AtMost => below,
        Compare::More => Ends {
            low_in: false,
            ..above
        },
        Compare::AtLeast => above,
        Compare::Equal => other,
        Compare::NotEqual => Ends::ALL,
    }
}
