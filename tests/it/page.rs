//! The manager's page of every shipped profile: short enough, in words, and at the head of the whole argument.

use crate::program::{Folder, Run};

/// Lines that somebody reads in two minutes.
const MOST_LINES: usize = 45;
/// Lines of the whole argument in brief.
const MOST_OF_THE_ARGUMENT: usize = 300;

/// The shipped profiles, each with its rulebook.
fn shipped() -> Vec<(String, String)> {
    let root = env!("CARGO_MANIFEST_DIR");
    let mut found = Vec::new();
    for name in ["kaizen_breakthrough", "six_sigma_project"] {
        let rules = format!("{root}/rules/{name}");
        for entry in std::fs::read_dir(format!("{rules}/profiles")).unwrap() {
            let path = entry.unwrap().path();
            let ending = path.extension().and_then(|ending| ending.to_str());
            if matches!(ending, Some("toml" | "yaml" | "json")) {
                found.push((path.to_str().unwrap().to_owned(), rules.clone()));
            }
        }
    }
    found.sort();
    assert!(found.len() >= 27, "{found:?}");
    found
}

/// What a verb says of a profile.
#[track_caller]
fn said(folder: &Folder, verb: &str, profile: &str, rules: &str) -> String {
    let Run { status, out, err } = folder.run(&[verb, profile, "--rules", rules, "--quiet"]);
    assert_eq!(status, 0, "{err}");
    out
}

#[test]
fn the_page_of_a_shipped_profile_is_short_and_speaks_in_words() {
    let folder = Folder::with(&[]);
    for (profile, rules) in shipped() {
        let page = said(&folder, "eval", &profile, &rules);
        let (page, command) = page.rsplit_once("  Details ").unwrap();
        // The command takes one line more or less, by where the project lies.
        let lines = page.lines().count() + 1;
        assert!(lines <= MOST_LINES, "{lines} lines\n{page}");
        let words = page.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '.'));
        let is_identifier = |word: &&str| {
            let dotted = word.trim_matches('.').split_once('.');
            let is_name = |part: &str| part.len() > 3 && part.chars().all(char::is_alphabetic);
            word.contains('_') || dotted.is_some_and(|(a, b)| is_name(a) && is_name(b))
        };
        let identifiers: Vec<&str> = words.filter(is_identifier).collect();
        assert!(identifiers.is_empty(), "{identifiers:?} in\n{page}");
        assert!(command.contains("hansei explain"), "{command}");
    }
}

#[test]
fn the_argument_opens_with_the_page_and_can_be_read_in_one_go() {
    let folder = Folder::with(&[]);
    for (profile, rules) in shipped() {
        let page = said(&folder, "eval", &profile, &rules);
        let (page, _) = page.rsplit_once("  Details ").unwrap();
        let argument = said(&folder, "explain", &profile, &rules);
        assert!(argument.starts_with(page), "{argument}");
        let lines = argument.lines().count();
        assert!(lines <= MOST_OF_THE_ARGUMENT, "{lines} lines\n{argument}");
    }
}

#[test]
fn a_table_of_profiles_is_as_sure_as_their_pages() {
    let folder = Folder::with(&[]);
    let some: Vec<_> = shipped().into_iter().step_by(3).collect();
    let (paths, rules): (Vec<_>, Vec<_>) = some.into_iter().unzip();
    for own in ["kaizen_breakthrough", "six_sigma_project"] {
        let of_it = paths
            .iter()
            .zip(&rules)
            .filter(|(_, rules)| rules.ends_with(own));
        let (paths, rules): (Vec<_>, Vec<_>) = of_it.unzip();
        let Some(rules) = rules.first() else { continue };
        let mut arguments = vec!["eval", "--rules", rules, "-f"];
        arguments.push("json");
        arguments.extend(paths.iter().map(|path| path.as_str()));
        let rows = folder.run(&arguments).json();
        arguments[4] = "markdown";
        let table = folder.run(&arguments).out;
        for (path, row) in paths.iter().zip(rows.as_array().unwrap()) {
            let trace = folder
                .run(&["eval", path, "--rules", rules, "-f", "json"])
                .json();
            let level = &trace["sureness_capped"]["level"];
            assert_eq!(&row["sureness"], level, "{path}");
            let levels = trace["sureness_levels"].as_array().unwrap();
            let level = levels.iter().find(|one| &one["name"] == level).unwrap();
            let words = format!(
                "| {} | {} |",
                trace["title"].as_str().unwrap(),
                level["words"].as_str().unwrap()
            );
            assert!(table.contains(&words), "{words} in\n{table}");
        }
    }
}

#[test]
fn the_page_names_the_command_that_explains_it() {
    let rules = "rulebook b { version \"1\" method odds }
        strategy make \"Make it\" strategy buy \"Buy it\"
        parameter much = 3 in 0..9
        topic part { fact volume : number in 0..9 }
        rule big { when part.volume > much then favor make weakly because \"Big.\" }";
    let folder = Folder::with(&[
        ("the rules.rules", rules),
        ("it's mine.toml", "part.volume = 4\n"),
    ]);
    let page = folder.run(&[
        "eval",
        "it's mine.toml",
        "--rules",
        "the rules.rules",
        "--param",
        "much=5",
        "--set",
        "volume=6@0.5",
    ]);
    let (_, command) = page.out.rsplit_once("  Details ").unwrap();
    let command = command.split_whitespace().collect::<Vec<_>>().join(" ");
    let arguments = shell_words(command.strip_prefix("hansei ").unwrap());
    let arguments: Vec<&str> = arguments.iter().map(|word| &**word).collect();
    let explained = folder.run(&arguments);
    assert_eq!(explained.status, 0, "{}", explained.err);
    assert!(explained.out.contains("certainty 0.5"), "{}", explained.out);
    assert!(explained.out.contains("much = 5"), "{}", explained.out);
}

/// The words of a command as a shell would take them.
fn shell_words(command: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let (mut quoted, mut escaped) = (false, false);
    for c in command.chars() {
        match c {
            _ if escaped => {
                words.last_mut().unwrap().push(c);
                escaped = false;
            }
            '\'' => quoted = !quoted,
            '\\' if !quoted => escaped = true,
            ' ' if !quoted => words.push(String::new()),
            _ => words.last_mut().unwrap().push(c),
        }
    }
    words
}

/// The notes with a headline, by how much they matter: a page has room for two, in the order of their names.
const HEADLINES: [&[&str]; 4] = [
    // What nobody here decides.
    &[
        "a_change_is_imposed_at_once",
        "a_change_is_imposed_by_a_date",
        "a_change_is_imposed_without_means",
    ],
    // What would make the advice fail.
    &[
        "a_wish",
        "cuts_and_kaizen",
        "design_without_means",
        "hard_and_unavoidable",
        "hard_either_way",
        "hard_to_hold_on_to",
        "hard_to_leap",
    ],
    // What to weigh against it.
    &[
        "leaning_to_a_leap",
        "leaning_without_proof",
        "leap_is_barred",
        "money_is_no_reason",
        "need_breakthrough_built_for_kaizen",
        "need_kaizen_built_for_breakthrough",
        "only_a_pilot",
        "order_first",
        "protect_time",
        "strong_signs_against",
    ],
    // How to read it.
    &[
        "too_few_answers",
        "within_a_narrow_scope",
        "within_a_wide_scope",
    ],
];

#[test]
fn headlines_come_in_the_order_of_how_much_they_matter() {
    let root = env!("CARGO_MANIFEST_DIR");
    let notes = format!("{root}/rules/kaizen_breakthrough/notes.rules");
    let text = std::fs::read_to_string(notes).unwrap();
    let notes = text.split("\nnote ").skip(1);
    let own = notes.filter(|note| {
        note.split("\n}")
            .next()
            .is_some_and(|one| one.contains("\n  headline "))
    });
    let mut names: Vec<&str> = own
        .filter_map(|note| note.split_whitespace().next())
        .collect();
    names.sort_unstable();
    assert_eq!(names, HEADLINES.concat());
}
