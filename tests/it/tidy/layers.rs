//! The table of layers: who may import whom, and why not more.

/// A module of the library.
pub(super) struct Layer {
    /// The module.
    pub(super) name: &'static str,
    /// Its height: an import may only go down.
    pub(super) level: u8,
    /// What it may import.
    pub(super) may: &'static [&'static str],
    /// What it must not, and why.
    pub(super) never: &'static str,
}

/// The layers, from the ground up.
pub(super) const LAYERS: &[Layer] = &[
    Layer {
        name: "base",
        level: 0,
        may: &[],
        never: "diagnostics are data, not a list of layers: base imports nothing",
    },
    Layer {
        name: "syntax",
        level: 1,
        may: &["base"],
        never: "text may be wrong, the model may not: syntax does not know the model",
    },
    Layer {
        name: "model",
        level: 2,
        may: &["base"],
        never: "model is types and what follows from them alone: it knows nothing that has behaviour",
    },
    Layer {
        name: "script",
        level: 3,
        may: &["base", "model"],
        never: "script knows Rhai and nothing of the engine that calls it",
    },
    Layer {
        name: "check",
        level: 3,
        may: &["base", "syntax", "model", "script"],
        never: "checking comes before the plan; reasoning over profiles lives in analyze",
    },
    Layer {
        name: "lint",
        level: 3,
        may: &["base", "syntax", "model", "script"],
        never: "lints that need reasoning live in analyze, in a slice of the same shape",
    },
    Layer {
        name: "format",
        level: 3,
        may: &["base", "syntax"],
        never: "the formatter must work on files that do not check, so it does not know the model",
    },
    Layer {
        name: "profile",
        level: 3,
        may: &["base", "model"],
        never: "profile turns bytes into facts; syntax and the file system are not its own",
    },
    Layer {
        name: "plan",
        level: 4,
        may: &["base", "model", "script"],
        never: "places travel as origin ids: the plan does not know the syntax",
    },
    Layer {
        name: "engine",
        level: 5,
        may: &["base", "model", "script", "plan"],
        never: "the engine records a trace; it neither parses nor explains",
    },
    Layer {
        name: "space",
        level: 6,
        may: &["base", "model", "script", "plan", "engine"],
        never: "reasons are data: words about them belong to the trace",
    },
    Layer {
        name: "trace",
        level: 7,
        may: &["base", "model", "plan", "engine", "space"],
        never: "a trace says what happened; what it means to people belongs to explain",
    },
    Layer {
        name: "verify",
        level: 6,
        may: &["base", "model", "script"],
        never: "a checker that shares code with the accused proves nothing: no plan, no engine",
    },
    Layer {
        name: "explain",
        level: 6,
        may: &["base", "model"],
        never: "an explanation is a function of the trace alone: no engine",
    },
    Layer {
        name: "analyze",
        level: 8,
        may: &[
            "base", "syntax", "model", "script", "check", "plan", "engine", "space", "trace",
            "profile",
        ],
        never: "analyses are called by the shells and know none of them",
    },
    Layer {
        name: "batch",
        level: 8,
        may: &[
            "base", "model", "plan", "engine", "space", "trace", "profile",
        ],
        never: "batch is called by the shells and knows none of them",
    },
    Layer {
        name: "consult",
        level: 8,
        may: &[
            "base", "model", "plan", "engine", "space", "trace", "profile", "analyze",
        ],
        never: "the dialogue is a value; terminals and pages are the shells'",
    },
    Layer {
        name: "pages",
        level: 8,
        may: &[
            "base", "model", "check", "plan", "engine", "space", "trace", "profile", "explain",
            "analyze", "consult",
        ],
        never: "a page opens and writes no files",
    },
    Layer {
        name: "testing",
        level: 8,
        may: &[
            "base", "model", "plan", "engine", "space", "trace", "profile", "syntax", "script",
            "check", "explain", "analyze",
        ],
        never: "testing is called by the shells and knows none of them",
    },
    Layer {
        name: "ide",
        level: 8,
        may: &[
            "base", "syntax", "model", "check", "lint", "format", "explain",
        ],
        never: "editors' answers are plain data: protocol types belong to lsp",
    },
    Layer {
        name: "report",
        level: 8,
        may: &["base", "model", "explain", "analyze"],
        never: "a report is a page from a trace and its analyses: serve calls it, not the reverse",
    },
    Layer {
        name: "cli",
        level: 9,
        may: EVERYTHING_BELOW,
        never: "the shells do not know each other",
    },
    Layer {
        name: "lsp",
        level: 9,
        may: EVERYTHING_BELOW,
        never: "the shells do not know each other",
    },
    Layer {
        name: "serve",
        level: 9,
        may: EVERYTHING_BELOW,
        never: "the shells do not know each other",
    },
];

/// What a shell may import.
const EVERYTHING_BELOW: &[&str] = &[
    "base", "syntax", "model", "script", "check", "lint", "format", "profile", "plan", "engine",
    "space", "trace", "verify", "explain", "analyze", "batch", "consult", "pages", "testing",
    "ide", "report",
];

/// The layer of that name.
pub(super) fn layer(name: &str) -> Option<&'static Layer> {
    LAYERS.iter().find(|layer| layer.name == name)
}

/// What is wrong with the table itself.
pub(super) fn problems_of_the_table() -> Vec<String> {
    let mut problems = Vec::new();
    for (at, one) in LAYERS.iter().enumerate() {
        if LAYERS[..at].iter().any(|other| other.name == one.name) {
            problems.push(format!("`{}` appears twice in the table", one.name));
        }
        if one.never.is_empty() {
            problems.push(format!("`{}` has no reason", one.name));
        }
        for name in one.may {
            match layer(name) {
                None => problems.push(format!("`{}` may import an unknown `{name}`", one.name)),
                Some(below) if below.level > one.level => {
                    problems.push(format!("`{}` may import `{name}` above it", one.name));
                }
                Some(_) => {}
            }
        }
    }
    let edges: Vec<(&str, &str)> = LAYERS
        .iter()
        .flat_map(|layer| layer.may.iter().map(|to| (layer.name, *to)))
        .collect();
    problems.extend(cycle(&edges).map(|names| format!("the table has a cycle: {names}")));
    problems
}

/// A cycle among the edges, where there is one, as `a → b → a`.
pub(super) fn cycle(edges: &[(&str, &str)]) -> Option<String> {
    let mut left: Vec<(&str, &str)> = edges.to_vec();
    loop {
        let before = left.len();
        let current = left.clone();
        left.retain(|(_, to)| current.iter().any(|(from, _)| from == to));
        if left.len() == before {
            break;
        }
    }
    let (start, _) = left.first()?;
    let mut path = vec![*start];
    loop {
        let at = path.last()?;
        let (_, next) = left.iter().find(|(from, _)| from == at)?;
        let seen = path.iter().position(|name| name == next);
        path.push(next);
        if let Some(first) = seen {
            return Some(path[first..].join(" → "));
        }
    }
}
