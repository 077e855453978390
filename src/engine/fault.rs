//! What can go wrong while a profile is evaluated, as data with a place.

use crate::base::{CodeInfo, Diagnostic, Severity, Span};
use crate::model::{CallNode, RuleId, Rulebook, TargetId};
use crate::script;

/// Why a profile has no result. Other profiles are not affected.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault(Box<Reason>);

impl std::ops::Deref for Fault {
    type Target = Reason;

    fn deref(&self) -> &Reason {
        &self.0
    }
}

/// What a fault tells.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    /// The code, `E07…`.
    pub code: &'static str,
    /// One sentence in the user's words.
    pub message: String,
    /// The place in the rulebook, or in the script where the rulebook's is not known.
    pub span: Option<Span>,
    /// Another place that belongs to it, with a few words.
    pub also: Option<(Span, &'static str)>,
    /// What can be done.
    pub help: Option<String>,
}

impl From<Reason> for Fault {
    fn from(reason: Reason) -> Self {
        Self(Box::new(reason))
    }
}

impl Fault {
    /// As a diagnostic.
    pub fn diagnostic(&self) -> Diagnostic {
        let diagnostic = Diagnostic::new(self.code, Severity::Error, self.message.clone())
            .help_if(self.help.clone());
        let places = self
            .span
            .map(|span| (span, ""))
            .into_iter()
            .chain(self.also);
        places.fold(diagnostic, |diagnostic, (span, words)| {
            diagnostic.label(span, words)
        })
    }
}

/// A weight outside of the method's range.
pub(crate) fn weight(book: &Rulebook, rule: RuleId, weight: f64) -> Fault {
    let range = book.method.range;
    let name = &book.rules[rule].name;
    let message = if weight < 0.0 {
        format!("rule `{name}` gets the weight {weight}, which is negative")
    } else {
        format!(
            "rule `{name}` gets the weight {weight}, beyond the range of method `{}`: 0 to {range}",
            book.method.name
        )
    };
    let help = if weight < 0.0 {
        "write `oppose` with a positive weight, or keep it at 0 with `max(0, …)`".to_owned()
    } else {
        format!("keep it in range with `clamp(…, 0, {range})`")
    };
    Reason {
        code: "E0701",
        message,
        span: Some(book.rules[rule].origin),
        also: None,
        help: Some(help),
    }
    .into()
}

/// A script that failed: names the rule, the call and the script's line.
pub(crate) fn call(book: &Rulebook, call: &CallNode, fault: &script::Fault) -> Fault {
    // The call is named with its arguments; its function need not be named again.
    let named = format!("`{}` failed: ", fault.function);
    let why = fault.message.strip_prefix(&*named);
    Reason {
        code: "E0702",
        message: format!(
            "`{}`{} failed: {}",
            call.text,
            user_of(book, call),
            why.unwrap_or(&fault.message)
        ),
        span: Some(call.origin),
        also: fault.span.map(|span| (span, "the script's line")),
        help: Some(GUARD.into()),
    }
    .into()
}

/// What can be done where a call fails for some profiles.
const GUARD: &str = "let the function give a value for these arguments too, or guard it: in `CONDITION and …`, a call that fails is no error where the condition does not hold";

/// Why a call failed on which nothing depends, without whose call it is.
pub(crate) fn unneeded(book: &Rulebook, call: &CallNode, fault: &Fault) -> String {
    fault.message.replacen(&user_of(book, call), "", 1)
}

/// A call whose result has the wrong type.
pub(crate) fn call_type(book: &Rulebook, call: &CallNode, needed: &str) -> Fault {
    Reason {
        code: "E0702",
        message: format!(
            "`{}`{} must give {needed}, and gave something else",
            call.text,
            user_of(book, call)
        ),
        span: Some(call.origin),
        also: None,
        help: Some("every path of the function must end in a value of that type".into()),
    }
    .into()
}

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
pub(crate) fn clash(
    book: &Rulebook,
    target: TargetId,
    rules: [RuleId; 2],
    fault: &script::Fault,
) -> Fault {
    let [first, second] = rules.map(|rule| &book.rules[rule]);
    Reason {
        code: "E0703",
        message: format!(
            "the evidence of `{}` and of `{}` toward `{}` cannot be combined: {}",
            first.name, second.name, book.targets[target].name, fault.message
        ),
        span: Some(first.origin),
        also: Some((second.origin, "the other piece")),
        help: Some("give the two weights below the method's limit, so that neither claims to be beyond any doubt".into()),
    }
    .into()
}

/// A method's function that failed.
pub(crate) fn method(what: &str, fault: &script::Fault) -> Fault {
    Reason {
        code: "E0703",
        message: format!("the evidence {what} cannot be weighed: {}", fault.message),
        span: fault.span,
        also: None,
        help: None,
    }
    .into()
}

/// The codes of this layer.
pub const CODES: &[CodeInfo] = &[
    CodeInfo {
        code: "E0701",
        name: "weight-beyond-range",
        what: "a computed weight is negative or beyond the method's range for this profile",
        why: "such a weight would turn the rule's meaning around or outweigh everything else; other profiles of a run are not affected",
        example: "then favor kaizen by 3 * resources.runway   # for a runway of 60 months: 180, beyond the 100 of odds",
        instead: "then favor kaizen by clamp(3 * resources.runway, 0, 100)",
        kind: CodeInfo::WORDS,
    },
    CodeInfo {
        code: "E0702",
        name: "call-failed",
        what: "a script's function failed, did not end, or gave a value of the wrong type for this profile, and the result depends on it",
        why: "a result made up in its place would look whole and be wrong; other profiles of a run are not affected",
        example: "fn f(x) { if x > 1.0 { 2.0 } }   // nothing at all where x is at most 1",
        instead: "fn f(x) { if x > 1.0 { 2.0 } else { 0.0 } }",
        kind: CodeInfo::WORDS,
    },
    CodeInfo {
        code: "E0703",
        name: "evidence-undefined",
        what: "two pieces of evidence cannot be combined by the method, such as the certainty factors 1 and -1",
        why: "surely true and surely false at once is a contradiction in the rules or in the profile, which no number can express",
        example: "a rule that favors kaizen by 1 and another that opposes it by 1, both certain, under method certainty",
        instead: "weights below 1, so that neither rule claims to be beyond any doubt",
        kind: CodeInfo::WORDS,
    },
];
