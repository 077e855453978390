//! Which clauses the blocks of declarations take. Reads no text.

/// A kind of block and the clauses that belong in it.
pub(in crate::syntax) struct Block {
    /// With its article, for messages.
    pub(in crate::syntax) place: &'static str,
    /// The words that open its clauses.
    pub(in crate::syntax) takes: &'static [&'static str],
}

impl Block {
    /// Whether a clause may stand in it more than once.
    pub(in crate::syntax) fn repeats(&self, word: &str) -> bool {
        // A rule may have a reason for each branch.
        let reason = word == "because" && self.place == RULE.place;
        reason || REPEATED.contains(&word)
    }
}

pub(in crate::syntax) const RULEBOOK: Block = Block {
    place: "a rulebook",
    takes: &["version", "method", "sureness", "basis", "about", "scale"],
};
pub(in crate::syntax) const STRATEGY: Block = Block {
    place: "a strategy",
    takes: &[
        "prior",
        "precondition",
        "next",
        "risk",
        "measure",
        "headline",
        "formerly",
    ],
};
pub(in crate::syntax) const OUTCOME: Block = Block {
    place: "an outcome",
    takes: &[
        "precondition",
        "next",
        "risk",
        "measure",
        "headline",
        "formerly",
    ],
};
pub(in crate::syntax) const HYPOTHESIS: Block = Block {
    place: "a hypothesis",
    takes: &["prior"],
};
pub(in crate::syntax) const PARAMETER: Block = Block {
    place: "a parameter",
    takes: &["basis", "cite"],
};
pub(in crate::syntax) const FACT: Block = Block {
    place: "a fact",
    takes: &["ask", "asked", "help", "lever", "tag", "formerly"],
};
pub(in crate::syntax) const LET: Block = Block {
    place: "a let",
    takes: &["because", "basis", "cite"],
};
pub(in crate::syntax) const GROUP: Block = Block {
    place: "a group",
    takes: &["because", "basis", "cite"],
};
pub(in crate::syntax) const CONTRAST: Block = Block {
    place: "a contrast",
    takes: &["cite", "basis", "defeats", "tag", "in"],
};
pub(in crate::syntax) const RULE: Block = Block {
    place: "a rule",
    takes: &[
        "when", "unless", "then", "else", "because", "cite", "basis", "tag", "in", "defeats",
    ],
};
pub(in crate::syntax) const ADVICE: Block = Block {
    place: "a row of advice",
    takes: &["when", "unless", "because", "cite"],
};
pub(in crate::syntax) const NOTE: Block = Block {
    place: "a note",
    takes: &[
        "when",
        "unless",
        "headline",
        "risk",
        "precondition",
        "next",
        "measure",
        "because",
        "cite",
    ],
};
pub(in crate::syntax) const CONTRADICTION: Block = Block {
    place: "a contradiction",
    takes: &["when", "unless", "because", "cite"],
};
pub(in crate::syntax) const TABLE: Block = Block {
    place: "a table",
    takes: &["cite"],
};
pub(in crate::syntax) const GUARANTEE: Block = Block {
    place: "a guarantee",
    takes: &["because", "cite"],
};

/// All blocks with the word of the declaration that they stand in.
const BLOCKS: &[(&str, &Block)] = &[
    ("rulebook", &RULEBOOK),
    ("strategy", &STRATEGY),
    ("outcome", &OUTCOME),
    ("hypothesis", &HYPOTHESIS),
    ("parameter", &PARAMETER),
    ("topic", &FACT),
    ("let", &LET),
    ("group", &GROUP),
    ("contrast", &CONTRAST),
    ("rule", &RULE),
    ("advice", &ADVICE),
    ("note", &NOTE),
    ("contradiction", &CONTRADICTION),
    ("table", &TABLE),
    ("guarantee", &GUARANTEE),
];

/// The words that open clauses in a declaration; the rows of some have clauses of their own.
pub(in crate::syntax) fn takes(keyword: &str) -> Vec<&'static str> {
    let block = BLOCKS.iter().find(|(word, _)| *word == keyword);
    let mut takes = block.map_or(Vec::new(), |(_, block)| block.takes.to_vec());
    match keyword {
        "contrast" => takes.push("because"),
        "let" | "guarantee" => takes.extend(["when", "unless"]),
        _ => {}
    }
    takes
}

/// Whether a word opens a clause of any block.
pub(in crate::syntax) fn is_clause(word: &str) -> bool {
    BLOCKS.iter().any(|(_, block)| block.takes.contains(&word))
}

/// The clauses whose text is for people.
pub(in crate::syntax) const TEXTS: &[&str] = &[
    "because",
    "ask",
    "help",
    "next",
    "risk",
    "precondition",
    "measure",
    "headline",
    "about",
    "version",
];

/// The clauses that may stand several times in one block.
pub(in crate::syntax) const REPEATED: &[&str] = &[
    "then",
    "else",
    "cite",
    "tag",
    "formerly",
    "defeats",
    "next",
    "risk",
    "precondition",
    "measure",
    "headline",
];
