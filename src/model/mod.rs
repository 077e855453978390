//! Types: what a rulebook, a profile, a method, a plan and a trace are, into which cells the values of a fact fall, and
//! what the operations on numbers mean. Nothing here evaluates.

pub mod cells;
pub mod certificate;
mod expr;
mod fact;
mod grade;
pub(crate) mod grid;
mod method;
mod note;
mod op;
mod outcome;
mod plan;
mod profile;
mod promise;
mod rulebook;
mod table;
pub mod trace;
mod walk;

pub use expr::{
    Argument, Call, Compare, Cond, CondKind, Figure, LevelOf, Num, NumKind, RuleRef, Subject,
};
pub use fact::{
    Fact, FactId, FactType, Graded, Level, LevelSet, NumberType, Scale, TagId, Topic, TopicId,
};
pub use method::{Evidence, Instruction, Lowered, Method, MethodFunction, Reg};
pub use note::{LineOf, Met, Note, NoteItem, Precondition};
pub use op::{OPERANDS, Op, Takes, Units, Whole};
pub use outcome::{Outcome, UNDECIDED};
pub use plan::{
    CallArgument, CallId, CallNode, ChoiceId, ChoiceNode, Code, Deciding, FactSets, Firing, Fold,
    Index, Lean, LetNode, Leveled, MetPlan, MetShapes, NumberId, NumberNode,
    Piece as EvidencePiece, PieceId, PieceWeight, Plan, Probe, ProbeId, Ranked, Read, RowPlan,
    RulePlan, Setting, Shape, ShapeOp, Shapes, Shown, Sign, Slice, Step, Supports, Term, TruthId,
    TruthNode, Unit, Words,
};
pub use profile::{CERTAINTIES, Given, Missing, Place, Profile, Value, certainty_in_words};
pub use promise::{Claim, Guarantee, Never, Raising};
pub use rulebook::{
    Advice, AdviceRow, Basis, Cell, CellRange, CellTest, Citation, Contrast, ContrastId, ESSENTIAL,
    Effect, Example, Expectation, Group, GroupId, GroupLimit, Interval, Let, LetId, LetKind,
    ListRow, MetId, NoteId, OutcomeId, Parameter, ParameterId, Piece, Rule, RuleId, Rulebook,
    Script, ScriptId, Source, SourceId, Stage, TableRow, Target, TargetId, TargetKind, Template,
    Weight,
};
pub use table::{Carrier, CellText, SourceRow, SourceTable, TableColumn};
pub use walk::{Asked, Content, Part, Ref, RefKind, facts_behind};
