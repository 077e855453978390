//! The functions of the language, as a list. Resolves no call.

use crate::model::{Op, Stage, Takes};

/// What a function gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gives {
    /// A number.
    Number,
    /// Yes or no.
    Truth,
}

/// Which function it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// An operation on numbers.
    Op(Op),
    /// `count`
    Count,
    /// `known`
    Known,
    /// `share_known`
    ShareKnown,
    /// `total`
    Total,
    /// `belief`
    Belief,
    /// `confidence`
    Confidence,
    /// `lead`
    Lead,
    /// `strongest`
    Strongest,
    /// `excluded`
    Excluded,
    /// `tied`
    Tied,
    /// `fired`
    Fired,
    /// `advised_by`
    AdvisedBy,
    /// `noted`
    Noted,
}

/// A function of the language.
#[derive(Clone, Copy, Debug)]
pub struct Function {
    /// Which it is.
    pub which: Which,
    /// Its name.
    pub name: &'static str,
    /// How it is written.
    pub usage: &'static str,
    /// The fewest arguments.
    pub least: usize,
    /// The most arguments.
    pub most: usize,
    /// What it gives.
    pub gives: Gives,
    /// What it is, in a sentence.
    pub what: &'static str,
}

macro_rules! functions {
    ($($op:ident)+; $($which:ident $name:literal $usage:literal, $gives:ident: $what:literal;)+) => {
        /// All of them, in the order of the reference.
        pub const FUNCTIONS: &[Function] = &[$(of(Op::$op)),+, $(Function {
            which: Which::$which,
            name: $name,
            usage: $usage,
            least: 1,
            most: 1,
            gives: Gives::$gives,
            what: $what,
        }),+];
    };
}

const fn of(op: Op) -> Function {
    let about = op.about();
    Function {
        which: Which::Op(op),
        name: about.name,
        usage: about.usage,
        least: about.operands,
        most: match about.takes {
            Takes::InOrder | Takes::AnyOrder => about.operands,
            Takes::AnyNumber => usize::MAX,
        },
        gives: Gives::Number,
        what: about.what,
    }
}

functions! {
    Min Max Abs Round Clamp Ramp;
    Count "count" "count(SET)", Number: "how many elements a set fact has";
    Known "known" "known(TAG)", Number: "how many facts of a tag are known";
    ShareKnown "share_known" "share_known(TAG)", Number: "the share of the facts of a tag that are known";
    Total "total" "total(STRATEGY)", Number: "the evidence for a strategy or hypothesis";
    Belief "belief" "belief(HYPOTHESIS)", Number: "what the evidence says about a hypothesis";
    Confidence "confidence" "confidence(STRATEGY)", Number: "a strategy's share";
    Lead "lead" "lead(STRATEGY)", Number: "a strategy's total minus the highest other total";
    Strongest "strongest" "strongest(STRATEGY)", Number: "the largest single contribution toward a strategy";
    Excluded "excluded" "excluded(STRATEGY)", Truth: "whether a rule took the strategy out of the choice";
    Tied "tied" "tied(STRATEGY)", Truth: "whether the strategy shares the highest total";
    Fired "fired" "fired(RULE)", Truth: "whether a rule, a contrast's row or any row of a contrast fired";
    AdvisedBy "advised_by" "advised_by(LABEL)", Truth: "whether the row with that label gave the advice";
    Noted "noted" "noted(NOTE)", Truth: "whether the note is shown";
}

impl Function {
    /// The stage from which it has a value; of `total`, which hypotheses have from the start, that of these.
    pub(super) fn stage(&self) -> Stage {
        match self.which {
            Which::Op(_)
            | Which::Count
            | Which::Known
            | Which::ShareKnown
            | Which::Total
            | Which::Belief => Stage::Early,
            Which::Confidence
            | Which::Lead
            | Which::Strongest
            | Which::Excluded
            | Which::Tied
            | Which::Fired => Stage::Late,
            Which::AdvisedBy => Stage::Last,
            Which::Noted => Stage::Noted,
        }
    }
}

/// The function of a name.
pub(super) fn function(name: &str) -> Option<&'static Function> {
    FUNCTIONS.iter().find(|function| function.name == name)
}

/// The function that one of another language stands for.
pub(super) fn meant(name: &str) -> Option<&'static str> {
    match name.to_lowercase().as_str() {
        "len" | "length" | "size" | "card" | "cardinality" => Some("count"),
        "maximum" | "largest" | "greatest" => Some("max"),
        "minimum" | "smallest" | "least" => Some("min"),
        "runden" | "arrondi" => Some("round"),
        _ => None,
    }
}

/// What to write instead of a function of another language that is none here.
pub(super) fn instead_of(name: &str) -> Option<&'static str> {
    Some(match name.to_lowercase().as_str() {
        "sum" | "add" | "plus" | "summe" | "somme" | "suma" => {
            "numbers are added with `+`: `a + b`"
        }
        "avg" | "average" | "mean" | "mittelwert" | "moyenne" => {
            "divide the sum by the count: `(a + b) / 2`"
        }
        "if" | "iif" | "ifs" | "case" | "switch" | "choose" | "when" => {
            "one of two numbers is `if CONDITION then 3 else 4`; a value that depends on conditions is a let with rows: `let NAME : low < high { high when CONDITION low otherwise }`"
        }
        "floor" | "ceil" | "ceiling" | "trunc" | "int" | "roundup" | "rounddown" | "aufrunden"
        | "abrunden" => {
            "`round(x)` rounds to the nearest whole number; other rounding needs a script function"
        }
        "pow" | "power" | "sqrt" | "exp" | "log" | "ln" => {
            "a script function can compute it; scripts have `pow`, `exp` and `ln`"
        }
        "date" | "today" | "now" | "year" | "month" | "day" | "datediff" => {
            "there are no dates: use a number of days or months as a fact"
        }
        "coalesce" | "ifnull" | "isnull" | "nvl" => {
            "a number for an unknown fact is `if FACT is known then FACT else 0`"
        }
        _ => return None,
    })
}

/// Whether a function tests in other languages whether a set has an element.
pub(super) fn includes_meant(name: &str) -> bool {
    let known = [
        "contains", "contain", "includes", "include", "has", "holds", "in", "member", "is_in",
        "element", "elem", "some",
    ];
    known.contains(&name)
}

/// The sign of a comparison that is a function in other languages.
pub(super) fn sign_meant(name: &str) -> Option<&'static str> {
    Some(match name {
        "eq" | "equal" | "equals" | "same" => "=",
        "ne" | "neq" | "not_equal" | "notequal" => "!=",
        "lt" | "less" => "<",
        "le" | "lte" | "leq" => "<=",
        "gt" | "greater" => ">",
        "ge" | "gte" | "geq" => ">=",
        _ => return None,
    })
}

/// Whether a value is known, as other languages ask with a function.
pub(super) fn test_meant(name: &str) -> Option<&'static str> {
    match name.to_lowercase().as_str() {
        "known" | "is_known" | "isknown" | "exists" | "defined" | "has_value" | "is_set"
        | "isset" | "not_null" | "notnull" | "isnumber" | "is_number" | "istext" => Some("known"),
        "unknown" | "is_unknown" | "isunknown" | "isnull" | "is_null" | "isblank" | "is_blank"
        | "isempty" | "is_empty" | "missing" | "is_missing" => Some("unknown"),
        _ => None,
    }
}
