//! The documents: every block of code in them is executed, and their tables are complete.
//!
//! The first words after the fence say what a block is:
//!
//! | block | is |
//! | --- | --- |
//! | `rules` | a whole rulebook, without errors and warnings; its examples are run |
//! | `rules frame` | a whole rulebook too, to which the fragments of the page are added |
//! | `rules fragment` | declarations that are added to the frame |
//! | `rules in PATH` | declarations that are added to a rulebook of the repository |
//! | `rules NAME.rules`, `rhai NAME.rhai` | a file for the blocks below it; `rhai method NAME.rhai` is a method |
//! | `… error CODE …`, `… warning CODE …` | gives exactly these codes |
//! | `… lint`, `… lint CODE …` | the lints say exactly these codes of it |
//! | `toml`, `yaml`, `json` | a profile for the rulebook above it |
//! | `csv`, `jsonl` | a table of profiles for the rulebook above it; its last row is the profile of what follows |
//! | `result`, `result NAME=VALUE …` | what the profile above it gives, with parameters changed |
//! | `console`, `console exit 1` | commands after `$ ` and all that they write; `...` stands for any lines |
//! | `text` | a picture or a list for the eye: nothing to execute |

mod blocks;
mod console;
mod page;
mod result;
mod tables;

use std::path::Path;

/// The documents whose blocks are executed; all others of the repository have none.
const EXECUTED: &[&str] = &[
    "README.md",
    "grammar/README.md",
    "rules/README.md",
    "src/README.md",
];

/// The text of a file of the repository; none where it is not there.
fn read(path: &str) -> Option<String> {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).ok()
}

#[track_caller]
fn assert_none(problems: &[String]) {
    assert!(problems.is_empty(), "\n{}\n", problems.join("\n\n"));
}

#[test]
fn every_block_is_executed() {
    let mut problems = Vec::new();
    for path in EXECUTED {
        let Some(text) = read(path) else {
            continue;
        };
        problems.extend(page::run(path, &text));
    }
    assert_none(&problems);
}

#[test]
fn every_link_leads_somewhere() {
    let mut problems = Vec::new();
    for path in EXECUTED {
        if let Some(text) = read(path) {
            problems.extend(blocks::dead_links(path, &text));
        }
    }
    assert_none(&problems);
}

#[test]
fn the_reference_lists_every_word_function_and_code() {
    let text = read("grammar/README.md").unwrap();
    let mut problems = tables::missing_words(&text);
    problems.extend(tables::missing_functions(&text));
    problems.extend(tables::missing_codes(&text));
    problems.extend(tables::wrong_limits(&text));
    problems.extend(tables::wrong_script_tables(&text));
    assert_none(&problems);
}

/// The help for a key that there is not names all that there are.
#[test]
fn the_reference_lists_every_key_of_a_project() {
    let text = read("grammar/README.md").unwrap();
    let (_, section) = text.split_once("### The project").unwrap();
    let (section, _) = section.split_once("## ").unwrap();
    let rows = section.lines().filter_map(|line| line.strip_prefix("| `"));
    let keys: Vec<&str> = rows.filter_map(|row| row.split('`').next()).collect();
    let folder = crate::program::Folder::with(&[("hansei.toml", "nothing = 1\n")]);
    let said = format!("its keys are {}", keys.join(", "));
    folder.run(&["check"]).is(2, &[], &["E0907", &said]);
}

#[test]
fn the_architecture_names_every_layer() {
    assert_none(&tables::missing_layers(&read("src/README.md").unwrap()));
}
