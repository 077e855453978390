//! Which of some edits a change needs: the smallest sets that bring it about. Evaluates nothing itself.
//!
//! Every set that is named was tried: made alone it brings the change about, and no smaller set that was tried does.
//! Where sets are too many to try them all, they are thinned out as in delta debugging (Zeller's `ddmin`).

/// Sets that are named as alternatives of each other.
const MOST_ALTERNATIVES: usize = 3;
/// Edits that are tried one by one at most.
const MOST_SINGLES: usize = 64;
/// Edits that are tried in pairs at most.
const MOST_PAIRED: usize = 16;

/// The edits that caused a change.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Owed {
    /// Sets of edits. More than one: each would have done it alone. None: they cannot be told apart.
    pub sets: Vec<Vec<usize>>,
    /// Whether the one set is needed and not enough: it takes further edits, and several would do.
    pub with_others: bool,
}

/// Looks for the smallest sets of `count` edits that bring a change about. `reaches` says whether a set does; with no
/// edit it does not, with all of them it does.
pub(super) fn owed(count: usize, reaches: &mut dyn FnMut(&[bool]) -> bool) -> Owed {
    if count <= 1 {
        let sets = (0..count).map(|unit| vec![unit]).collect();
        return Owed {
            sets,
            with_others: false,
        };
    }
    let mut search = Search { count, reaches };
    let mut found = search.singles();
    if found.is_empty() {
        found = search.pairs();
    }
    if found.is_empty() {
        let needed = search.needed();
        if !needed.is_empty() && !search.reached_by(&needed) {
            return Owed {
                sets: vec![needed],
                with_others: true,
            };
        }
        found.push(match needed.is_empty() {
            false => needed,
            true => search.least(&(0..count).collect::<Vec<_>>()),
        });
    }
    search.add_alternatives(&mut found);
    found.retain(|set| !set.is_empty());
    found.sort();
    found.dedup();
    found.truncate(MOST_ALTERNATIVES);
    Owed {
        sets: found,
        with_others: false,
    }
}

struct Search<'r> {
    count: usize,
    reaches: &'r mut dyn FnMut(&[bool]) -> bool,
}

impl Search<'_> {
    fn reached_by(&mut self, units: &[usize]) -> bool {
        let made: Vec<bool> = (0..self.count).map(|unit| units.contains(&unit)).collect();
        (self.reaches)(&made)
    }

    fn all_but(&self, left_out: &[usize]) -> Vec<usize> {
        let all = 0..self.count;
        all.filter(|unit| !left_out.contains(unit)).collect()
    }

    /// The edits that do it alone.
    fn singles(&mut self) -> Vec<Vec<usize>> {
        if self.count > MOST_SINGLES {
            return Vec::new();
        }
        let all = 0..self.count;
        all.map(|unit| vec![unit])
            .filter(|set| self.reached_by(set))
            .collect()
    }

    /// The pairs of edits that do it.
    fn pairs(&mut self) -> Vec<Vec<usize>> {
        if self.count > MOST_PAIRED {
            return Vec::new();
        }
        let mut found = Vec::new();
        for one in 0..self.count {
            for other in one.saturating_add(1)..self.count {
                if self.reached_by(&[one, other]) {
                    found.push(vec![one, other]);
                }
            }
        }
        found
    }

    /// The edits without which it does not happen.
    fn needed(&mut self) -> Vec<usize> {
        if self.count > MOST_SINGLES {
            return Vec::new();
        }
        let mut needed = Vec::new();
        for unit in 0..self.count {
            let others = self.all_but(&[unit]);
            if !self.reached_by(&others) {
                needed.push(unit);
            }
        }
        needed
    }

    /// Where it happens without an edit of the only set, there is another set.
    fn add_alternatives(&mut self, found: &mut Vec<Vec<usize>>) {
        let Some(first) = found.first().filter(|_| found.len() == 1).cloned() else {
            return;
        };
        for unit in first {
            if found.len() >= MOST_ALTERNATIVES {
                return;
            }
            let others = self.all_but(&[unit]);
            if self.reached_by(&others) {
                let other = self.least(&others);
                found.push(other);
            }
        }
    }

    /// A set that is enough, less and less of it in ever smaller pieces; none of what is left can be spared.
    fn least(&mut self, units: &[usize]) -> Vec<usize> {
        let mut left = units.to_vec();
        let mut piece = left.len().div_ceil(2);
        loop {
            let before = left.len();
            let mut at = 0;
            while at < left.len() {
                let end = at.saturating_add(piece).min(left.len());
                let mut fewer = left.clone();
                fewer.drain(at..end);
                if self.reached_by(&fewer) {
                    left = fewer;
                } else {
                    at = end;
                }
            }
            if piece > 1 {
                piece = piece.div_ceil(2);
            } else if left.len() == before {
                return left;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Owed, owed};

    /// What is owed where these sets of edits, and all that hold one of them, bring the change about.
    fn of(count: usize, sets: &[&[usize]]) -> Owed {
        owed(count, &mut |made| {
            sets.iter().any(|set| set.iter().all(|unit| made[*unit]))
        })
    }

    fn sets(sets: &[&[usize]]) -> Owed {
        Owed {
            sets: sets.iter().map(|set| set.to_vec()).collect(),
            with_others: false,
        }
    }

    #[test]
    fn one_edit_is_enough() {
        assert_eq!(of(1, &[&[0]]), sets(&[&[0]]));
        assert_eq!(of(5, &[&[3]]), sets(&[&[3]]));
    }

    #[test]
    fn alternatives_are_all_named() {
        assert_eq!(of(4, &[&[1], &[2]]), sets(&[&[1], &[2]]));
        assert_eq!(
            of(3, &[&[0, 1], &[0, 2], &[1, 2]]),
            sets(&[&[0, 1], &[0, 2], &[1, 2]])
        );
        assert_eq!(of(4, &[&[0], &[1, 2, 3]]), sets(&[&[0], &[1, 2, 3]]));
    }

    #[test]
    fn many_edits_are_thinned_out() {
        assert_eq!(of(100, &[&[7, 50, 99]]), sets(&[&[7, 50, 99]]));
        assert_eq!(of(20, &[&[3, 4, 5]]), sets(&[&[3, 4, 5]]));
    }

    #[test]
    fn edits_that_undo_each_other_hide_no_smaller_set() {
        // The first does it alone, the second undoes it, the third does it again.
        let found = owed(3, &mut |made| made[2] || (made[0] && !made[1]));
        assert_eq!(found, sets(&[&[0], &[2]]));
        // One is needed, and one of many pairs.
        let found = owed(20, &mut |made| {
            let others = made[1..].iter().filter(|made| **made).count();
            made[0] && others >= 2
        });
        assert_eq!(
            found,
            Owed {
                sets: vec![vec![0]],
                with_others: true
            }
        );
    }
}
