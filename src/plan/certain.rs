//! What the certainty of numbers rests on: each fact, level and condition once, however often lets use one another.

use std::collections::HashSet;

use super::cond::Builder;
use super::order::count;
use crate::base::Span;
use crate::model::{
    Call, Content, LetId, LetKind, LetNode, Num, NumKind, Part, Read, RefKind, Slice, Subject,
};

/// What a certainty rests on, each once.
#[derive(Default)]
struct Reads {
    in_order: Vec<Read>,
    seen: HashSet<Read>,
}

impl Reads {
    fn add(&mut self, read: Read) {
        if self.seen.insert(read) {
            self.in_order.push(read);
        }
    }
}

impl Builder<'_> {
    /// Where these stand in the pool; equal ones stand there once.
    pub(super) fn reads(&mut self, reads: &[Read]) -> Slice {
        if let Some(slice) = self.interned.reads.get(reads) {
            return *slice;
        }
        let slice = Slice {
            start: count(self.plan.code.reads.len()),
            len: count(reads.len()),
        };
        self.plan.code.reads.extend_from_slice(reads);
        self.interned.reads.insert(reads.to_vec(), slice);
        slice
    }

    /// What the certainty of a comparison of some numbers rests on.
    pub(super) fn reads_of(&mut self, nums: &[&Num]) -> Slice {
        let reads = self.certainties_of(nums);
        self.reads(&reads)
    }

    /// What the certainty of a call rests on.
    pub(super) fn reads_of_call(&mut self, call: &Call, origin: Span) -> Slice {
        let mut reads = Reads::default();
        call.contents(origin, &mut |content| self.certainty(content, &mut reads));
        self.reads(&reads.in_order)
    }

    /// What the certainty of a let against a number rests on.
    pub(super) fn reads_of_let(&mut self, id: LetId) -> Slice {
        let mut reads = Reads::default();
        self.let_certainties(id, &mut reads);
        self.reads(&reads.in_order)
    }

    /// Each once, in the order of the text.
    pub(super) fn certainties_of(&mut self, nums: &[&Num]) -> Vec<Read> {
        let mut reads = Reads::default();
        for num in nums {
            self.certainties(num, &mut reads);
        }
        reads.in_order
    }

    /// What the certainty of a number rests on. What both branches of an `if` read is read whatever holds: it stands
    /// before the `if`, so that chains of lets do not read it once for each way through them.
    fn certainties(&mut self, num: &Num, into: &mut Reads) {
        if let NumKind::If(condition, branches) = &num.kind {
            let condition = self.cond(condition).truth;
            let [then, otherwise] = &**branches;
            let (mut then, mut otherwise) = (
                self.certainties_of(&[then]),
                self.certainties_of(&[otherwise]),
            );
            let known: HashSet<Read> = then.iter().copied().collect();
            let both: HashSet<Read> = otherwise
                .iter()
                .copied()
                .filter(|one| known.contains(one))
                .collect();
            then.iter()
                .filter(|one| both.contains(*one))
                .for_each(|one| into.add(*one));
            for branch in [&mut then, &mut otherwise] {
                branch.retain(|one| !both.contains(one));
            }
            into.add(Read::If(
                condition,
                [self.reads(&then), self.reads(&otherwise)],
            ));
            return;
        }
        num.contents(&mut |content| self.certainty(content, into));
    }

    fn certainty(&mut self, content: Content<'_>, into: &mut Reads) {
        match content {
            Content::Part(Part::Num(num)) => self.certainties(num, into),
            Content::Part(Part::Cond(cond)) => into.add(Read::Truth(self.cond(cond).truth)),
            Content::Ref(found) => match found.kind {
                RefKind::Subject(Subject::Fact(fact), _) => into.add(Read::Fact(fact)),
                RefKind::Subject(Subject::Let(id), _) => self.let_certainties(id, into),
                _always_certain => {}
            },
            Content::Part(Part::Argument(_)) => {}
        }
    }

    fn let_certainties(&self, id: LetId, into: &mut Reads) {
        match (&self.book.lets[id].kind, self.let_node(id)) {
            (LetKind::Number(..), _) => self.let_reads[id].iter().for_each(|one| into.add(*one)),
            (_, LetNode::Truth(truth)) => into.add(Read::Truth(truth)),
            (_, LetNode::Choice(choice) | LetNode::Graded(choice, _)) => {
                into.add(Read::Choice(choice));
            }
            (_, LetNode::Number(_)) => {}
        }
    }
}
