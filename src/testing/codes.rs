//! The diagnostic codes of tests.

use crate::base::CodeInfo;

/// `E10…`.
pub const CODES: &[CodeInfo] = &[
    CodeInfo {
        code: "E1001",
        name: "expects-nothing",
        what: "A case says of no result that it has to come out.",
        why: "It would pass whatever the rules say.",
        example: "economy.market_growth = \"slow\"   # cases/slow.toml, without `expect`",
        instead: "expect = [\"advice is kaizen\"]\neconomy.market_growth = \"slow\"",
        kind: CodeInfo::WORDS,
    },
    CodeInfo {
        code: "E1002",
        name: "expects-unknown-outcome",
        what: "A row of a table of cases expects an outcome that the rulebook does not have.",
        why: "It could never pass.",
        example: "{\"id\": \"press_shop\", \"expect\": \"kaizn\", \"market_growth\": \"slow\"}",
        instead: "{\"id\": \"press_shop\", \"expect\": \"kaizen\", \"market_growth\": \"slow\"}",
        kind: CodeInfo::WORDS,
    },
    CodeInfo {
        code: "E1003",
        name: "case-named-twice",
        what: "Two rows of a table of cases have the same `id`.",
        why: "A failure has to name one case.",
        example: "id,expect,market_growth\na,kaizen,slow\na,breakthrough,fast",
        instead: "id,expect,market_growth\na,kaizen,slow\nb,breakthrough,fast",
        kind: CodeInfo::WORDS,
    },
    CodeInfo {
        code: "E1004",
        name: "wrong-case-row",
        what: "A row of a table of cases cannot be read.",
        why: "A row in JSONL is one JSON object; a row in CSV has as many cells as the first line has names.",
        example: "id,expect,market_growth\na,kaizen",
        instead: "id,expect,market_growth\na,kaizen,slow",
        kind: CodeInfo::WORDS,
    },
];
