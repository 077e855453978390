//! The diagnostic codes of this layer.

use crate::base::CodeInfo;

/// `E06…` and `W06…`: what can be wrong with a profile.
pub const CODES: &[CodeInfo] = &[
    CodeInfo {
        code: "E0601",
        name: "not-a-text",
        what: "A profile is a text file in UTF-8, and this file is not.",
        why: "In another encoding the same bytes mean other letters, so names and texts would be read wrong.",
        example: "process_exists = true # \0",
        instead: "process_exists = true",
        kind: CodeInfo::PROFILE,
    },
    CodeInfo {
        code: "E0602",
        name: "too-large",
        what: "The file is larger, or has more values and lines, than a profile may have.",
        why: "A profile describes one organization in a few dozen facts. The limit keeps a wrong file from using up memory.",
        example: "a profile of 20 MiB, or with 200 000 values",
        instead: "a file with the facts of one organization",
        kind: CodeInfo::WORDS,
    },
    CodeInfo {
        code: "E0603",
        name: "too-deep",
        what: "Tables, lists or dotted names are nested too deeply.",
        why: "Facts are one level deep, in their topics. The limit keeps a hostile file from using up the stack.",
        example: "a = [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]",
        instead: "economy.market_growth = \"slow\"",
        kind: CodeInfo::PROFILE,
    },
    CodeInfo {
        code: "E0604",
        name: "empty-file",
        what: "The file is empty.",
        why: "An empty file is more often a mistake than a profile without facts. For a profile without facts, write a comment or `{}`.",
        example: "",
        instead: "# nothing is known yet",
        kind: CodeInfo::PROFILE,
    },
    CodeInfo {
        code: "E0605",
        name: "not-readable",
        what: "The text breaks the rules of its format.",
        why: "The meaning of broken text would be a guess.",
        example: "market_growth = slow",
        instead: "market_growth = \"slow\"",
        kind: CodeInfo::PROFILE,
    },
    CodeInfo {
        code: "E0606",
        name: "unknown-format",
        what: "The file extension is not that of a profile format.",
        why: "The extension decides how a file is read, unless `--input-format` does.",
        example: "hansei eval firm.txt",
        instead: "hansei eval firm.txt --input-format yaml",
        kind: CodeInfo::WORDS,
    },
    CodeInfo {
        code: "E0607",
        name: "not-a-profile",
        what: "The file is well formed, but it is not a table of facts.",
        why: "A profile gives facts by their names; a list or a single value has none.",
        example: "a JSON file with [1, 2]",
        instead: "a JSON file with { \"market_growth\": \"slow\" }",
        kind: CodeInfo::WORDS,
    },
    CodeInfo {
        code: "E0608",
        name: "unsupported-value",
        what: "The format allows this kind of value, but no fact takes it: a date, an infinite number, a YAML tag.",
        why: "Facts are yes or no, levels, sets, finite numbers and texts, the same in every format.",
        example: "cash_runway_months = inf",
        instead: "cash_runway_months = 60",
        kind: CodeInfo::PROFILE,
    },
    CodeInfo {
        code: "E0610",
        name: "unknown-fact",
        what: "The profile names a fact that the rulebook does not have.",
        why: "A mistyped name would silently leave the fact unknown, and the advice would rest on less than you gave. `hansei facts` lists the facts of a rulebook with their answers. After a fact was renamed, `formerly OLD_NAME` in its declaration lets profiles keep the old name.",
        example: "market_grwoth = \"slow\"",
        instead: "market_growth = \"slow\"",
        kind: CodeInfo::PROFILE,
    },
    CodeInfo {
        code: "E0611",
        name: "ambiguous-fact",
        what: "Several facts end in this name, so it is not clear which one is meant.",
        why: "A short name works only if one fact has it as its last part.",
        example: "size = 3 where the rulebook has economy.size and firm.size",
        instead: "firm.size = 3",
        kind: CodeInfo::WORDS,
    },
    CodeInfo {
        code: "E0612",
        name: "fact-given-twice",
        what: "A fact, or a part of it, is given more than once; the short and the full name are the same fact.",
        why: "Which of the values counts would depend on their order, and one of them is probably outdated.",
        example: "market_growth = \"slow\"\n[economy]\nmarket_growth = \"fast\"",
        instead: "[economy]\nmarket_growth = \"fast\"",
        kind: CodeInfo::PROFILE,
    },
    CodeInfo {
        code: "E0613",
        name: "topic-or-fact",
        what: "A topic is given a value, or a fact is given a table of facts.",
        why: "A topic has facts, and a fact has a value.",
        example: "economy = \"slow\"",
        instead: "economy.market_growth = \"slow\"",
        kind: CodeInfo::PROFILE,
    },
    CodeInfo {
        code: "E0614",
        name: "not-a-fact",
        what: "The name belongs to something else in the rulebook: a derived value, a parameter, a strategy, a level.",
        why: "A profile says what was observed. What the rulebook derives or sets does not come from it.",
        example: "declining = true",
        instead: "market_growth = \"declining\"",
        kind: CodeInfo::PROFILE,
    },
    CodeInfo {
        code: "E0620",
        name: "wrong-type",
        what: "The value is not of the kind that the fact takes.",
        why: "A number in place of yes or no, or a unit after a number, would force a guess.",
        example: "cash_runway_months = \"14 months\"",
        instead: "cash_runway_months = 14",
        kind: CodeInfo::PROFILE,
    },
    CodeInfo {
        code: "E0621",
        name: "unknown-level",
        what: "The value is not a level of the fact's scale, or not an element of its set.",
        why: "Rules use only the declared levels. Another word would match none of them. After a level was renamed, `formerly OLD_NAME` behind its new name lets profiles keep the old one.",
        example: "market_growth = \"fats\"",
        instead: "market_growth = \"fast\"",
        kind: CodeInfo::PROFILE,
    },
    CodeInfo {
        code: "E0622",
        name: "out-of-range",
        what: "The number is outside the range that the rulebook declares for the fact.",
        why: "Such a number is usually a mistake or in another unit, and the rules were not written for it.",
        example: "cash_runway_months = 140",
        instead: "cash_runway_months = 14",
        kind: CodeInfo::PROFILE,
    },
    CodeInfo {
        code: "E0623",
        name: "not-whole",
        what: "The fact takes whole numbers, and this one is not whole or is too large to be exact.",
        why: "The rulebook counts things here, and half a thing is usually a mistake.",
        example: "employees = 2.5 where the rulebook says integer",
        instead: "employees = 2",
        kind: CodeInfo::WORDS,
    },
    CodeInfo {
        code: "E0624",
        name: "wrong-certainty",
        what: "A certainty is a number from 0 (unknown) to 1 (certain).",
        why: "The certainty of an answer weakens the evidence that rests on it. Above 1 it would strengthen it.",
        example: "market_growth = { value = \"slow\", certainty = 80 }",
        instead: "market_growth = { value = \"slow\", certainty = 0.8 }",
        kind: CodeInfo::PROFILE,
    },
    CodeInfo {
        code: "E0625",
        name: "wrong-long-form",
        what: "The long form of a fact has the parts `value`, `certainty` and `note`, or `unknown` with a reason; one is mistyped, missing or of the wrong kind.",
        why: "A mistyped part would be lost silently.",
        example: "market_growth = { value = \"slow\", certianty = 0.8 }",
        instead: "market_growth = { value = \"slow\", certainty = 0.8 }",
        kind: CodeInfo::PROFILE,
    },
    CodeInfo {
        code: "E0626",
        name: "wrong-id",
        what: "`id` is the name of the profile and takes a text.",
        why: "Tables and traces show the name.",
        example: "id = [\"press\", \"shop\"]",
        instead: "id = \"press_shop\"",
        kind: CodeInfo::PROFILE,
    },
    CodeInfo {
        code: "E0627",
        name: "no-assignment",
        what: "A fact is set with `fact=value`, and the `=` is missing here.",
        why: "Without a value there is nothing to set. `fact=unknown` removes an answer.",
        example: "hansei eval firm.toml --set market_growth",
        instead: "hansei eval firm.toml --set market_growth=slow",
        kind: CodeInfo::WORDS,
    },
    CodeInfo {
        code: "E0628",
        name: "wrong-expectation",
        what: "`expect` in a profile takes conditions as texts; `hansei test` checks the result against them.",
        why: "A profile with conditions is a case. Anything else there would test nothing.",
        example: "expect = 3",
        instead: "expect = [\"advice is kaizen\"]",
        kind: CodeInfo::PROFILE,
    },
    CodeInfo {
        code: "E0629",
        name: "wrong-row",
        what: "A row of a table cannot be read.",
        why: "A row in CSV has as many cells as the first line has names, and every quote is closed. A row in JSONL is one JSON object on one line. Other rows are not affected.",
        example: "id,market_growth,crisis_level\npress_shop,slow",
        instead: "id,market_growth,crisis_level\npress_shop,slow,",
        kind: CodeInfo::WORDS,
    },
    CodeInfo {
        code: "E0630",
        name: "no-fact-column",
        what: "No column of a table in CSV, or no key of a row in JSON Lines, matches a fact of the rulebook.",
        why: "It would be evaluated as if nothing were known. The first line of CSV must name the columns, and the rulebook must be the one the table is for.",
        example: "press_shop,slow,none",
        instead: "id,market_growth,crisis_level\npress_shop,slow,none",
        kind: CodeInfo::WORDS,
    },
    CodeInfo {
        code: "W0601",
        name: "repeated-element",
        what: "A set names the same element twice.",
        why: "It counts once. Perhaps another one was meant.",
        example: "methods = [\"tpm\", \"tpm\"]",
        instead: "methods = [\"tpm\"]",
        kind: CodeInfo::WORDS,
    },
    CodeInfo {
        code: "W0602",
        name: "other-column",
        what: "A column of a table matches no fact of the rulebook.",
        why: "Tables often contain more than a rulebook asks for, so the column is ignored. But a mistyped name would leave a fact unknown in every row.",
        example: "id,market_grwoth\npress_shop,slow",
        instead: "id,market_growth\npress_shop,slow",
        kind: CodeInfo::WORDS,
    },
    CodeInfo {
        code: "W0603",
        name: "perhaps-thousands",
        what: "A number has three decimals, the last one is a needless zero, and the fact also takes the number without its point.",
        why: "A point begins decimals. In many countries it stands between thousands, and the number would be a thousand times as large.",
        example: "saving = 60.000",
        instead: "saving = 60000",
        kind: CodeInfo::WORDS,
    },
    CodeInfo {
        code: "W0604",
        name: "id-given-again",
        what: "Two rows of a table have the same `id`.",
        why: "Both are evaluated, and the results cannot be told apart by name. One of them is often left over.",
        example: "id,growth\npress_shop,slow\npress_shop,fast",
        instead: "id,growth\npress_shop,slow\ntool_maker,fast",
        kind: CodeInfo::WORDS,
    },
    CodeInfo {
        code: "W0605",
        name: "former-name",
        what: "The profile calls a fact or a level by a former name.",
        why: "The name is read as long as the rulebook says `formerly`; results use the new one.",
        example: "growth = \"sluggish\", where the rulebook has `slow formerly sluggish`",
        instead: "growth = \"slow\"",
        kind: CodeInfo::WORDS,
    },
    CodeInfo {
        code: "W0606",
        name: "perhaps-percent",
        what: "A number between 0 and 1 is given for a fact in percent.",
        why: "0.6 % is nearly nothing. Someone who thinks of shares from 0 to 1 means 60.",
        example: "gap = 0.6, where the fact is in percent",
        instead: "gap = 60",
        kind: CodeInfo::WORDS,
    },
];

#[cfg(test)]
mod tests {
    use super::CODES;
    use crate::base::{CodeInfo, FileId};
    use crate::profile::testbook::shipped;
    use crate::profile::{Input, read};

    fn codes(text: &str) -> Vec<&'static str> {
        let input = Input {
            name: "example.toml",
            id_default: "example",
            file: FileId(0),
            bytes: text.as_bytes(),
            format: None,
        };
        let problems = read(&input, &shipped()).diagnostics;
        problems.iter().map(|problem| problem.code).collect()
    }

    #[test]
    fn examples_give_their_code_and_what_to_write_instead_gives_none() {
        for info in CODES.iter().filter(|info| info.kind == CodeInfo::PROFILE) {
            assert_eq!(codes(info.example), [info.code], "{}", info.example);
            assert!(codes(info.instead).is_empty(), "{}", info.instead);
        }
    }

    #[test]
    fn codes_are_in_order_and_stand_once() {
        assert!(CODES.windows(2).all(|pair| pair[0].code < pair[1].code));
    }
}
