//! What can go wrong while a profile is evaluated, as data with a place.

use crate::base::{CodeInfo, Diagnostic, Severity, Span};
use crate::model::{CallId, CallNode, RuleId, Rulebook, TargetId};
use crate::plan::Program;
use crate::script;

/// Why a profile has no result. Other profiles are not affected.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault(Box<Reason>);

/// What went wrong.
#[derive(Clone, Debug, PartialEq)]
pub enum Reason {
    /// The weight that a rule gets is outside of the method's range.
    Weight(RuleId, f64),
    /// A script's function failed.
    Call(CallId, script::Fault),
    /// A script's function gave a value of another type than what is needed: what that is, and what it gave, in words.
    CallType(CallId, &'static str, &'static str),
    /// The method cannot combine what two rules give a target.
    Clash(TargetId, [RuleId; 2], script::Fault),
    /// A function of the method failed.
    Method(Weighed, script::Fault),
}

/// What evidence was weighed when a function of the method failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weighed {
    /// That of this rule.
    Rule(RuleId),
    /// That of one rule.
    OneRule,
    /// That of two rules together.
    TwoRules,
    /// That of a group.
    Group,
    /// That of a strategy.
    Strategy,
    /// That of a hypothesis.
    Hypothesis,
    /// That of a strategy or hypothesis.
    Target,
    /// A prior.
    Start,
}

impl Weighed {
    /// For results of the method's functions.
    pub(crate) fn failed(self) -> impl Fn(script::Fault) -> Fault + Copy {
        move |fault| Reason::Method(self, fault).into()
    }
}

impl From<Reason> for Fault {
    fn from(reason: Reason) -> Self {
        Self(Box::new(reason))
    }
}

impl Fault {
    /// What went wrong.
    pub fn reason(&self) -> &Reason {
        &self.0
    }

    /// As a diagnostic: the code `E07…`, a sentence, and the place in the rulebook, or in the script where the
    /// rulebook's is not known. The program is the one whose evaluation failed.
    pub fn diagnostic(&self, program: &Program) -> Diagnostic {
        let book = &program.rulebook;
        match self.reason() {
            Reason::Weight(rule, number) => weight(book, *rule, *number),
            Reason::Call(id, fault) => {
                let call = &program.plan.code.calls[*id];
                let message = failed_call(call, &user_of(book, call), fault);
                let diagnostic = problem("E0702", message).label(call.origin, "");
                let place = fault.span.into_iter();
                place
                    .fold(diagnostic, |all, span| all.label(span, "the script's line"))
                    .help(GUARD)
            }
            Reason::CallType(id, needed, gave) => {
                let call = &program.plan.code.calls[*id];
                let user = user_of(book, call);
                problem("E0702", wrong_type(call, &user, (needed, gave)))
                    .label(call.origin, "")
                    .help("every path of the function must end in a value of that type")
            }
            Reason::Clash(target, rules, fault) => clash(book, *target, *rules, fault),
            Reason::Method(weighed, fault) => {
                let of = weighed_words(book, *weighed);
                let message = format!("the evidence {of} cannot be weighed: {}", fault.message);
                let place = fault.span.into_iter();
                place.fold(problem("E0703", message), |all, span| all.label(span, ""))
            }
        }
    }

    /// Why a call failed on which nothing depends, without whose call it is.
    pub(crate) fn unneeded(&self, program: &Program) -> String {
        let calls = &program.plan.code.calls;
        match self.reason() {
            Reason::Call(id, fault) => failed_call(&calls[*id], "", fault),
            Reason::CallType(id, needed, gave) => wrong_type(&calls[*id], "", (needed, gave)),
            Reason::Weight(..) | Reason::Clash(..) | Reason::Method(..) => {
                self.diagnostic(program).message
            }
        }
    }
}

fn problem(code: &'static str, message: String) -> Diagnostic {
    Diagnostic::new(code, Severity::Error, message)
}

fn weighed_words(book: &Rulebook, weighed: Weighed) -> String {
    match weighed {
        Weighed::Rule(rule) => format!("of rule `{}`", book.rules[rule].name),
        Weighed::OneRule => "of a rule".into(),
        Weighed::TwoRules => "of two rules".into(),
        Weighed::Group => "of a group".into(),
        Weighed::Strategy => "of a strategy".into(),
        Weighed::Hypothesis => "of a hypothesis".into(),
        Weighed::Target => "of a target".into(),
        Weighed::Start => "from the start".into(),
    }
}

fn weight(book: &Rulebook, rule: RuleId, weight: f64) -> Diagnostic {
    let range = book.method.range;
    let name = &book.rules[rule].name;
    let message = if weight < 0.0 {
        format!("rule `{name}` has the weight {weight}, which is negative")
    } else {
        format!(
            "rule `{name}` has the weight {weight}, outside the range of method `{}`: 0 to {range}",
            book.method.name
        )
    };
    let help = if weight < 0.0 {
        "write `oppose` with a positive weight, or keep it at 0 with `max(0, …)`".to_owned()
    } else {
        format!("keep it in range with `clamp(…, 0, {range})`")
    };
    problem("E0701", message)
        .label(book.rules[rule].origin, "")
        .help(help)
}

/// Names the call, whose it is, and why it failed.
fn failed_call(call: &CallNode, user: &str, fault: &script::Fault) -> String {
    // The call is named with its arguments; its function need not be named again.
    let named = format!("`{}` failed: ", fault.function);
    let why = fault.message.strip_prefix(&*named);
    let why = why.unwrap_or(&fault.message);
    format!("`{}`{user} failed: {why}", call.text)
}

fn wrong_type(call: &CallNode, user: &str, (needed, gave): (&str, &str)) -> String {
    format!(
        "`{}`{user} must return {needed}, but returned {gave}",
        call.text
    )
}

/// What can be done where a call fails for some profiles.
const GUARD: &str = "make the function return a value for these arguments too, or guard the call: in `CONDITION and …`, a failing call is not an error if the condition does not hold";

/// Whose call it is, in words.
fn user_of(book: &Rulebook, call: &CallNode) -> String {
    let holds = |origin: Span| {
        origin.file == call.origin.file
            && origin.start <= call.origin.start
            && origin.end >= call.origin.end
    };
    let rule = book
        .rules
        .values()
        .find(|rule| holds(rule.origin))
        .map(|rule| ("rule", &rule.name));
    let derived = || {
        book.lets
            .values()
            .find(|item| holds(item.origin))
            .map(|item| ("let", &item.name))
    };
    let note = || {
        book.notes
            .values()
            .find(|note| holds(note.origin))
            .map(|note| ("note", &note.name))
    };
    rule.or_else(derived)
        .or_else(note)
        .map_or_else(String::new, |(kind, name)| format!(" in {kind} `{name}`"))
}

/// Two pieces of evidence that the method cannot combine.
fn clash(
    book: &Rulebook,
    target: TargetId,
    rules: [RuleId; 2],
    fault: &script::Fault,
) -> Diagnostic {
    let [first, second] = rules.map(|rule| &book.rules[rule]);
    let message = format!(
        "the evidence of `{}` and of `{}` toward `{}` cannot be combined: {}",
        first.name, second.name, book.targets[target].name, fault.message
    );
    problem("E0703", message)
        .label(first.origin, "")
        .label(second.origin, "the other piece")
        .help("keep both weights below the method's limit, so that neither claims certainty")
}

/// The codes of this layer.
pub const CODES: &[CodeInfo] = &[
    CodeInfo {
        code: "E0701",
        name: "weight-beyond-range",
        what: "a computed weight is negative or outside the method's range for this profile",
        why: "such a weight would reverse the rule's meaning or outweigh everything else; other profiles in the run are not affected",
        example: "then favor kaizen by 3 * resources.runway   # for a runway of 60 months: 180, beyond the 100 of odds",
        instead: "then favor kaizen by clamp(3 * resources.runway, 0, 100)",
        kind: CodeInfo::WORDS,
    },
    CodeInfo {
        code: "E0702",
        name: "call-failed",
        what: "a script function failed, did not end, or returned a value of the wrong type for this profile, and the result depends on it",
        why: "a made-up result would look complete but be wrong; other profiles in the run are not affected",
        example: "fn f(x) { if x > 1.0 { 2.0 } }   // nothing at all where x is at most 1",
        instead: "fn f(x) { if x > 1.0 { 2.0 } else { 0.0 } }",
        kind: CodeInfo::WORDS,
    },
    CodeInfo {
        code: "E0703",
        name: "evidence-undefined",
        what: "two pieces of evidence cannot be combined by the method, such as the certainty factors 1 and -1",
        why: "certainly true and certainly false at once is a contradiction in the rules or in the profile, which no number can express",
        example: "a rule that favors kaizen by 1 and another that opposes it by 1, both certain, under method certainty",
        instead: "weights below 1, so that neither rule claims certainty",
        kind: CodeInfo::WORDS,
    },
];
