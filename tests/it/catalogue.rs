//! The catalogue of codes keeps its word: each example gives its code, and what is to be written instead does not.

use std::collections::BTreeSet;

use hansei::base::{CodeInfo, Diagnostic, FileId};
use hansei::check::{Options, ReadProblem, check, gather};
use hansei::cli::{BUILTIN, catalogue};
use hansei::profile::{self, Input};

use crate::lint::remarks;
use crate::program::Folder;

/// A rulebook without anything that could be remarked on, for a method or script to stand in.
const HOST: &str = "strategy a\nstrategy b\n\
    topic t { fact n : number in 0..10 fact m : number in 0..10 }\n\
    rule other { when t.n < 2 and t.m < 3 then favor b weakly }\n";

/// Codes that do not keep the promises of this file for now, each with its reason. The list may only shrink.
const EXCEPTIONS: &[(&str, &str)] = &[];

fn is_exception(code: &str) -> bool {
    EXCEPTIONS.iter().any(|(excepted, _)| *excepted == code)
}

type Codes = BTreeSet<&'static str>;

fn codes(problems: Vec<Diagnostic>) -> Codes {
    problems.iter().map(|problem| problem.code).collect()
}

/// The codes that files give, the first being the rulebook.
fn of_files(files: &[(&str, &str)]) -> Codes {
    let mut read = |name: &str| {
        let found = files.iter().find(|(known, _)| *known == name);
        found
            .map(|(_, text)| text.as_bytes().to_vec())
            .ok_or(ReadProblem::Missing { near: None })
    };
    let (bundle, mut problems) = gather(files[0].0, &mut read);
    problems.extend(check(&bundle, &Options::default()).1);
    codes(problems)
}

/// What is remarked on a rulebook without errors.
fn of_lints(text: &str) -> Codes {
    codes(remarks(&[("example.rules", text)]).1)
}

/// A declaration by itself is not a whole rulebook, which a parser does not mind.
fn of_syntax(text: &str) -> Codes {
    codes(hansei::syntax::parse(FileId(0), text).1)
}

fn of_profile(text: &str) -> Codes {
    let files: Vec<(&str, &str)> = BUILTIN.to_vec();
    let mut read = |name: &str| {
        let found = files.iter().find(|(known, _)| *known == name);
        found
            .map(|(_, text)| text.as_bytes().to_vec())
            .ok_or(ReadProblem::Missing { near: None })
    };
    let (bundle, _) = gather("kaizen_breakthrough.rules", &mut read);
    let (checked, problems) = check(&bundle, &Options::default());
    let rulebook = checked
        .unwrap_or_else(|| panic!("the built-in rulebook has errors: {problems:?}"))
        .rulebook;
    let input = Input {
        name: "example.toml",
        id_default: "example",
        file: FileId(0),
        bytes: text.as_bytes(),
        format: None,
    };
    codes(profile::read(&input, &rulebook).diagnostics)
}

fn of_method(text: &str) -> Codes {
    let host = format!("rulebook r {{ method \"own.rhai\" }}\n{HOST}");
    of_files(&[("r.rules", &host), ("own.rhai", text)])
}

/// The function `f` is called with as many numbers as it takes; `level` is given a level.
fn of_script(text: &str) -> Codes {
    let parameters = text
        .split_once("fn f(")
        .and_then(|(_, rest)| rest.split_once(')'))
        .map_or("", |(parameters, _)| parameters);
    let parameters = parameters.split(',').map(str::trim);
    let numbers = ["t.n", "t.m", "1", "2"].into_iter();
    let arguments: Vec<&str> = parameters
        .filter(|one| !one.is_empty())
        .zip(numbers)
        .map(|(name, number)| if name == "level" { "u.k" } else { number })
        .collect();
    let arguments = arguments.join(", ");
    let host = format!(
        "rulebook r {{ }}\nscript \"s.rhai\" as s\n{HOST}topic u {{ fact k : slow < moderate < fast }}\nrule calls {{ when t.n > 1 then favor a by clamp(s.f({arguments}), 0, 9) }}\n"
    );
    of_files(&[("r.rules", &host), ("s.rhai", text)])
}

fn of_example(info: &CodeInfo, text: &str) -> Option<Codes> {
    Some(match info.kind {
        CodeInfo::RULES if info.code[1..].starts_with("01") => of_syntax(text),
        CodeInfo::RULES if info.code.starts_with("W08") => of_lints(text),
        CodeInfo::RULES => of_files(&[("example.rules", text)]),
        CodeInfo::PROFILE => of_profile(text),
        CodeInfo::METHOD => of_method(text),
        CodeInfo::SCRIPT => of_script(text),
        CodeInfo::WORDS => return None,
        other => panic!("{} has an unknown kind {other}", info.code),
    })
}

#[test]
fn every_example_gives_its_code_and_no_instead_does() {
    let mut wrong = Vec::new();
    for info in catalogue::all() {
        let Some(found) = of_example(info, info.example) else {
            continue;
        };
        let right = found == Codes::from([info.code]);
        if is_exception(info.code) {
            assert!(!right, "{} is no exception any more", info.code);
            continue;
        }
        if !right {
            wrong.push(format!("{}: its example gives {found:?}", info.code));
        }
        let found = of_example(info, info.instead).unwrap_or_default();
        if found.contains(info.code) {
            wrong.push(format!("{}: what to write instead gives it", info.code));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What `hansei rule` shows is what `hansei check` tells.
#[test]
fn every_example_of_rules_is_told_by_the_program() {
    let mut wrong = Vec::new();
    for info in catalogue::all() {
        if info.kind != CodeInfo::RULES || is_exception(info.code) {
            continue;
        }
        let folder = Folder::with(&[("example.rules", info.example)]);
        let run = folder.run(&["check", "example.rules", "-q"]);
        if !run.out.contains(&format!("[{}]", info.code)) {
            wrong.push(format!("{}: {}", info.code, run.out));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn codes_and_names_are_unique_and_well_formed() {
    let mut seen = BTreeSet::new();
    for info in catalogue::all() {
        let CodeInfo { code, name, .. } = *info;
        assert!(seen.insert(code), "{code} twice");
        if !is_exception(code) {
            assert!(seen.insert(name), "{name} twice, once for {code}");
        }
        let number = &code[1..];
        assert!(code.starts_with(['E', 'W']) && code.len() == 5, "{code}");
        assert!(number.bytes().all(|byte| byte.is_ascii_digit()), "{code}");
        let kebab = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        assert!(name.bytes().all(kebab), "{name}");
        for text in [info.what, info.why, info.instead] {
            assert!(!text.trim().is_empty(), "{code} says nothing somewhere");
        }
    }
}

/// The words of a text, without what may stand around them.
fn words(text: &str) -> Vec<&str> {
    let around = |one: char| matches!(one, '`' | ',' | ';' | ':' | '.' | '(' | ')' | '"');
    text.split_whitespace()
        .map(|word| word.trim_matches(around))
        .collect()
}

/// Whether a help offers an option.
fn offers(help: &str, option: &str) -> bool {
    let part = |one: char| !(one.is_ascii_alphanumeric() || one == '-');
    help.split(part).any(|word| word == option)
}

/// What a code says and shows names only verbs and options that the program has.
#[test]
fn every_verb_and_option_that_a_code_names_exists() {
    let folder = Folder::with(&[]);
    let general = folder.run(&["--help"]).out;
    let (_, verbs) = general.split_once("Commands:").unwrap();
    let (verbs, _) = verbs.split_once("Options:").unwrap();
    let helps: Vec<(&str, String)> = verbs
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .map(|verb| (verb, folder.run(&[verb, "--help"]).out))
        .collect();
    assert!(helps.len() > 5, "{general}");
    let help_of = |verb: &str| helps.iter().find(|(known, _)| *known == verb);
    let mut wrong = Vec::new();
    let mut seen = 0;
    for info in catalogue::all() {
        for text in [info.what, info.why, info.example, info.instead] {
            // An option stands behind its verb; one without a verb may be of any.
            let mut verb: Option<&(&str, String)> = None;
            // A comment that the program reads is no command.
            let text = text.replace("hansei:", "");
            let words = words(&text);
            for (at, word) in words.iter().enumerate() {
                if *word == "hansei" {
                    let next = words.get(at + 1).copied().unwrap_or("");
                    seen += 1;
                    verb = help_of(next);
                    if verb.is_none() && !next.starts_with('-') {
                        wrong.push(format!("{}: there is no verb `{next}`", info.code));
                    }
                } else if word.starts_with("--") && info.kind != CodeInfo::RULES {
                    let option = word.split('=').next().unwrap_or("");
                    let known = match verb {
                        Some((_, help)) => offers(help, option),
                        None => helps.iter().any(|(_, help)| offers(help, option)),
                    };
                    seen += 1;
                    if !known {
                        wrong.push(format!("{}: no verb has the option `{option}`", info.code));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(seen > 20, "only {seen} were found");
}

#[test]
fn the_built_in_rulebook_is_embedded_whole() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/kaizen_breakthrough");
    let mut folders = vec![root.clone()];
    let mut found = BTreeSet::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(&root).unwrap().to_str().unwrap();
                // Snapshots and the rules they were accepted with test the rulebook; they are no part of it.
                if !name.ends_with(".snap") && !name.ends_with(".rulebook") {
                    found.insert(name.replace('\\', "/"));
                }
            }
        }
    }
    let embedded: BTreeSet<String> = BUILTIN.iter().map(|(path, _)| (*path).to_owned()).collect();
    assert_eq!(embedded, found);
}
