//! Words of other languages, of people and of machines, each with the words of rules that may do the same. Knows no places.

/// The words of rules, each with what people write for it. A word may stand for several; where it is written decides.
const MEANT: &[(&str, &[&str])] = &[
    // clauses of rules
    (
        "when",
        &[
            "if",
            "whenever",
            "where",
            "condition",
            "conditions",
            "provided",
            "wenn",
            "falls",
            "quand",
            "si",
            "cuando",
            "se",
            "quando",
        ],
    ),
    (
        "unless",
        &["except", "excepting", "ausser", "sauf", "salvo"],
    ),
    (
        "then",
        &[
            "do",
            "therefore",
            "action",
            "actions",
            "conclusion",
            "effect",
            "effects",
            "dann",
            "alors",
            "entonces",
            "allora",
        ],
    ),
    (
        "else",
        &["otherwise", "elsewise", "sonst", "sinon", "altrimenti"],
    ),
    (
        "because",
        &[
            "reason",
            "reasons",
            "since",
            "why",
            "rationale",
            "explanation",
            "justification",
            "message",
            "description",
            "comment",
            "note",
            "weil",
            "denn",
            "grund",
            "parce",
            "car",
            "porque",
        ],
    ),
    (
        "cite",
        &[
            "source",
            "sources",
            "ref",
            "reference",
            "references",
            "citation",
            "see",
            "quelle",
            "siehe",
        ],
    ),
    ("in", &["group", "within"]),
    ("tag", &["label", "category", "keyword", "keywords"]),
    (
        "defeats",
        &[
            "overrides",
            "override",
            "beats",
            "suppresses",
            "supersedes",
            "replaces",
        ],
    ),
    ("basis", &["evidence", "grounds", "provenance"]),
    // effects
    (
        "favor",
        &[
            "support",
            "supports",
            "suport",
            "recommend",
            "recommends",
            "suggest",
            "suggests",
            "prefer",
            "prefers",
            "promote",
            "advise",
            "choose",
            "pro",
            "for",
            "bevorzuge",
            "favoriser",
        ],
    ),
    (
        "oppose",
        &[
            "disfavor",
            "disfavour",
            "discourage",
            "discourages",
            "avoid",
            "against",
            "contra",
            "disadvise",
            "penalize",
            "penalise",
            "weaken",
        ],
    ),
    (
        "exclude",
        &[
            "reject",
            "rejects",
            "forbid",
            "forbids",
            "prohibit",
            "ban",
            "block",
            "deny",
            "remove",
            "eliminate",
            "disqualify",
            "drop",
        ],
    ),
    (
        "weakly",
        &[
            "weak", "mildly", "mild", "slightly", "slight", "little", "lightly", "low", "schwach",
        ],
    ),
    (
        "moderately",
        &[
            "moderate",
            "medium",
            "fairly",
            "somewhat",
            "reasonably",
            "normally",
            "middle",
        ],
    ),
    (
        "strongly",
        &[
            "strong",
            "highly",
            "high",
            "heavily",
            "much",
            "very",
            "greatly",
            "stark",
            "fortement",
        ],
    ),
    (
        "decisively",
        &[
            "decisive",
            "absolutely",
            "definitely",
            "fully",
            "totally",
            "extremely",
            "overwhelmingly",
            "completely",
        ],
    ),
    ("by", &["with", "weight", "points", "um"]),
    // texts of outcomes and notes
    (
        "risk",
        &[
            "warning", "warn", "caution", "danger", "hazard", "risiko", "risque",
        ],
    ),
    (
        "next",
        &[
            "todo",
            "step",
            "steps",
            "actions",
            "followup",
            "recommendation",
            "text",
        ],
    ),
    (
        "precondition",
        &[
            "requires",
            "require",
            "needs",
            "prerequisite",
            "prerequisites",
            "requirement",
        ],
    ),
    (
        "measure",
        &["metric", "metrics", "kpi", "indicator", "target"],
    ),
    (
        "headline",
        &["title", "summary", "heading", "subject", "caption"],
    ),
    ("within", &["after", "during", "until", "inside", "binnen"]),
    ("met", &["fulfilled", "satisfied", "reached", "done"]),
    ("partly", &["partially", "partial", "half", "teilweise"]),
    (
        "formerly",
        &[
            "former",
            "formally",
            "previously",
            "once",
            "was",
            "renamed",
            "alias",
            "aka",
            "old",
            "frueher",
        ],
    ),
    // facts
    (
        "ask",
        &["question", "prompt", "query", "frage", "label", "title"],
    ),
    (
        "help",
        &[
            "hint",
            "description",
            "desc",
            "explanation",
            "info",
            "note",
            "comment",
            "tooltip",
            "hilfe",
            "about",
            "doc",
        ],
    ),
    (
        "lever",
        &["changeable", "mutable", "controllable", "actionable"],
    ),
    ("asked", &["shown", "visible", "relevant", "gefragt"]),
    (
        "fact",
        &[
            "facts",
            "field",
            "attribute",
            "property",
            "question",
            "variable",
            "input",
        ],
    ),
    // other clauses
    ("prior", &["base", "start", "initial", "default", "bias"]),
    ("method", &["engine", "algorithm", "calculus"]),
    ("about", &["description", "desc", "summary", "info", "help"]),
    ("scale", &["weights", "strengths"]),
    (
        "limit",
        &["max", "maximum", "cap", "most", "upper", "bound"],
    ),
    ("strongest", &["max", "best", "largest", "highest"]),
    ("for", &["of", "to", "with", "on"]),
    ("as", &["is", "named", "called", "alias"]),
    // tables of sources
    ("row", &["rows", "line", "lines", "entry", "zeile"]),
    ("left", &["first", "links", "gauche"]),
    ("right", &["second", "rechts", "droite"]),
    ("restored", &["damaged", "reconstructed"]),
    ("unseen", &["secondhand", "unread", "unverified"]),
    (
        "otherwise",
        &["else", "default", "sonst", "sinon", "finally"],
    ),
    // examples and guarantees
    (
        "given",
        &[
            "facts", "inputs", "input", "with", "data", "when", "if", "profile", "gegeben",
        ],
    ),
    (
        "expect",
        &[
            "then", "expects", "expected", "should", "assert", "output", "outputs", "result",
            "returns", "erwarte",
        ],
    ),
    ("never", &["not", "no", "nie", "jamais"]),
    (
        "always",
        &[
            "assert", "must", "ensure", "ensures", "shall", "immer", "toujours",
        ],
    ),
    ("raising", &["increasing", "increase", "raise", "growing"]),
    (
        "lowers",
        &["decreases", "decrease", "reduces", "lower", "lowering"],
    ),
    ("raises", &["increases", "increase", "raise", "raising"]),
    ("turns", &["changes", "moves", "flips", "switches", "turn"]),
    ("to", &["into", "towards", "toward"]),
    // conditions
    ("and", &["und", "et", "y", "e", "plus", "also", "with"]),
    ("or", &["oder", "ou", "o"]),
    ("not", &["nicht", "non", "pas", "no", "nao"]),
    ("is", &["ist", "est", "es", "was", "were", "be"]),
    ("includes", &["enthaelt", "inclut", "incluye"]),
    ("between", &["zwischen", "entre"]),
];

/// The words that open declarations, each with what people write for it.
const DECLARATIONS: &[(&str, &[&str])] = &[
    (
        "use",
        &["import", "include", "require", "load", "uses", "imports"],
    ),
    ("rule", &["regel", "regle", "regla", "rules", "regola"]),
    (
        "strategy",
        &[
            "option",
            "alternative",
            "choice",
            "candidate",
            "strategie",
            "strategies",
            "decision",
        ],
    ),
    (
        "outcome",
        &["result", "conclusion", "verdict", "recommendation"],
    ),
    (
        "parameter",
        &[
            "param",
            "params",
            "const",
            "constant",
            "threshold",
            "setting",
        ],
    ),
    (
        "topic",
        &["category", "section", "theme", "thema", "entity"],
    ),
    (
        "let",
        &[
            "def", "var", "define", "derived", "derive", "compute", "val", "table",
        ],
    ),
    (
        "example",
        &["test", "case", "scenario", "beispiel", "exemple"],
    ),
    (
        "source",
        &["reference", "citation", "bibliography", "quelle"],
    ),
    (
        "guarantee",
        &[
            "assert",
            "invariant",
            "property",
            "constraint",
            "ensure",
            "law",
        ],
    ),
    ("group", &["cluster", "gruppe", "cap"]),
    ("note", &["comment", "remark", "hint", "warning", "notiz"]),
    (
        "contradiction",
        &[
            "conflict",
            "inconsistency",
            "contradicts",
            "contradictions",
            "clash",
            "incompatible",
        ],
    ),
    ("hypothesis", &["belief", "assumption", "hypothese"]),
    ("rulebook", &["module", "model", "book", "ruleset"]),
    ("script", &["code", "plugin"]),
];

/// The word of rules, among some, that does what a word does elsewhere.
pub(super) fn meant<'w>(word: &str, among: &[&'w str]) -> Option<&'w str> {
    let lower = word.to_lowercase();
    let does = |(_, words): &&(&str, &[&str])| words.contains(&lower.as_str());
    let mut found = MEANT.iter().filter(does);
    found.find_map(|(meant, _)| among.iter().copied().find(|word| word == meant))
}

/// What a function of another language is here, in small letters or in capitals: `if`, `not`, or the list of conditions
/// that an operator stands for.
pub(crate) fn called_as(function: &str) -> Option<&'static str> {
    let lower = function.to_lowercase();
    Some(match lower.as_str() {
        "if" | "iif" => "if",
        "not" => "not",
        "and" | "all" | "every" => "all of",
        "or" | "any" | "some" => "any of",
        "nor" | "none" => "none of",
        // What a sum is called.
        "plus" => return None,
        word => match meant(word, &["when", "and", "or", "not"])? {
            "when" => "if",
            "and" => "all of",
            "or" => "any of",
            meant => meant,
        },
    })
}

/// The word that opens what a word opens elsewhere.
pub(super) fn meant_declaration(word: &str) -> Option<&'static str> {
    let lower = word.to_lowercase();
    let found = DECLARATIONS
        .iter()
        .find(|(_, words)| words.contains(&lower.as_str()));
    found.map(|(meant, _)| *meant)
}

#[cfg(test)]
mod tests {
    use super::{DECLARATIONS, MEANT, meant, meant_declaration};
    use crate::syntax::words;

    #[test]
    fn a_word_stands_once_in_its_row_as_the_scanner_leaves_it() {
        for (word, others) in MEANT.iter().chain(DECLARATIONS) {
            for (at, other) in others.iter().enumerate() {
                assert!(other.is_ascii(), "{word}: {other}");
                assert!(
                    !others.iter().take(at).any(|one| one == other),
                    "{word}: {other}"
                );
            }
        }
    }

    #[test]
    fn words_stand_for_what_fits() {
        assert_eq!(meant("IF", &["then", "when"]), Some("when"));
        assert_eq!(meant("max", &["limit"]), Some("limit"));
        assert_eq!(meant("slow", &["when"]), None);
        assert_eq!(meant_declaration("Import"), Some("use"));
    }

    #[test]
    fn no_word_stands_for_itself_and_declarations_exist() {
        for (word, others) in MEANT.iter().chain(DECLARATIONS) {
            assert!(!others.contains(word), "{word}");
        }
        for (word, _) in DECLARATIONS {
            assert!(words::DECLARATIONS.contains(word), "{word}");
        }
    }
}
