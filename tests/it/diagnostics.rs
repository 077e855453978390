//! Reports of problems in every form, through the library and through the program.

use hansei::base::{Diagnostic, SourceFile, SourceMap, Span};
use hansei::cli::diagnostics::{FORMATS, Look, Report};

use crate::program::{Folder, Run};

const LOOK: Look = Look {
    colour: false,
    width: 100,
};

/// A report of an error with a second place and an edit, a warning in a line like another, and one without a place.
fn sample() -> (SourceMap, Vec<Diagnostic>) {
    let mut sources = SourceMap::default();
    let a = sources.add(SourceFile::new(
        "rules/a b.rules",
        "fact ü is x\nfact b\nfact b\n",
    ));
    let b = sources.add(SourceFile::new("rules/b.rules", "fact x\n"));
    let diagnostics = vec![
        Diagnostic::warning("E0904", Span::new(a, 18, 19), "twice"),
        Diagnostic::warning("E0904", Span::new(a, 25, 26), "twice"),
        Diagnostic::error("E0901", Span::new(a, 11, 12), "no fact is named `x`")
            .here("not declared")
            .label(Span::new(b, 5, 6), "here is one")
            .help("did you mean `y`?")
            .edit(Span::new(a, 11, 12), "y"),
        Diagnostic::new("E0907", hansei::base::Severity::Error, "no place"),
    ];
    (sources, diagnostics)
}

fn written(name: &str) -> String {
    let (sources, diagnostics) = sample();
    let form = FORMATS.iter().find(|form| form.name == name).unwrap();
    (form.write)(&Report::new(&sources, &diagnostics), LOOK)
}

#[test]
fn json_has_its_documented_shape() {
    let json: serde_json::Value = serde_json::from_str(&written("json")).unwrap();
    assert_eq!(json["version"], 1);
    assert_eq!(json["errors"], 2);
    assert_eq!(json["warnings"], 2);
    assert_eq!(json["omitted"], 0);
    let all = json["diagnostics"].as_array().unwrap();
    assert_eq!(all.len(), 4);
    assert!(all[0]["file"].is_null());
    let keys: Vec<&String> = all[1].as_object().unwrap().keys().collect();
    let mut expected = vec![
        "code",
        "name",
        "severity",
        "message",
        "file",
        "line",
        "column",
        "end_line",
        "end_column",
        "labels",
        "help",
        "fix",
        "edits",
    ];
    expected.sort_unstable();
    assert_eq!(keys, expected);
    assert_eq!(all[1]["name"], "file-not-found");
    assert_eq!(all[1]["line"], 1);
    assert_eq!(all[1]["column"], 11);
    assert_eq!(all[1]["end_column"], 12);
    assert_eq!(all[1]["labels"][1]["file"], "rules/b.rules");
    assert_eq!(all[1]["edits"][0]["text"], "y");
    assert_eq!(all[1]["fix"], "unsafe");
    assert!(all[2]["fix"].is_null());
}

#[test]
fn sarif_has_what_code_scanning_needs() {
    let json: serde_json::Value = serde_json::from_str(&written("sarif")).unwrap();
    assert_eq!(json["version"], "2.1.0");
    let run = &json["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 4);
    let mut prints = std::collections::BTreeSet::new();
    for result in results {
        let at = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[at]["id"], result["ruleId"]);
        assert!(result["message"]["text"].is_string());
        assert!(["error", "warning"].contains(&result["level"].as_str().unwrap()));
        let print = &result["partialFingerprints"]["primaryLocationLineHash"];
        assert!(prints.insert(print.as_str().unwrap().to_owned()), "{print}");
    }
    let place = &results[1]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "rules/a%20b.rules");
    assert_eq!(place["region"]["startColumn"], 11);
    let related = &results[1]["relatedLocations"][0];
    assert_eq!(related["message"]["text"], "here is one");
    let change = &results[1]["fixes"][0]["artifactChanges"][0];
    assert_eq!(change["replacements"][0]["insertedContent"]["text"], "y");
    assert_eq!(results[1]["fixes"][0]["properties"]["safety"], "unsafe");
}

#[test]
fn github_has_a_line_a_problem_errors_first() {
    let text = written("github");
    let kinds: Vec<&str> = text
        .lines()
        .map(|line| line.split([' ', ':']).nth(2).unwrap())
        .collect();
    assert_eq!(kinds, ["error", "error", "warning", "warning"]);
}

#[test]
fn text_says_how_many_and_where_to_read_more() {
    let text = written("text");
    assert!(
        text.ends_with("2 errors, 2 warnings; `hansei rule E0907` explains a code\n"),
        "{text}"
    );
    assert!(text.contains("::: rules/b.rules:1:6"), "{text}");
}

#[test]
fn more_than_anybody_reads_is_counted_errors_kept() {
    let mut sources = SourceMap::default();
    let file = sources.add(SourceFile::new("a", "x\n".repeat(1000)));
    let mut diagnostics: Vec<Diagnostic> = (0..999)
        .map(|at| Diagnostic::warning("E0904", Span::new(file, at * 2, at * 2 + 1), "low"))
        .collect();
    diagnostics.push(Diagnostic::error(
        "E0901",
        Span::new(file, 1998, 1999),
        "high",
    ));
    let report = Report::new(&sources, &diagnostics);
    let most = hansei::base::Limits::DEFAULT.diagnostics;
    assert_eq!(report.shown.len(), most);
    let text = (FORMATS[0].write)(&report, LOOK);
    assert!(text.contains("error[E0901]: high"));
    assert!(text.contains(&format!("and {} more\n1 error, 999 warnings;", 1000 - most)));
}

/// Checks a rule file with the program and holds the status, and the code and place of every problem.
#[track_caller]
fn check(text: &[u8], status: i32, problems: &[(&str, u64, u64)]) {
    let folder = Folder::with(&[]);
    folder.write("a.rules", text);
    let run = folder.run(&["check", "a.rules", "--output-format", "json", "-q"]);
    assert_eq!(run.status, status, "{run}");
    let json = run.json();
    let found: Vec<(&str, u64, u64)> = json["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            let number = |key: &str| one[key].as_u64().unwrap_or(0);
            (
                one["code"].as_str().unwrap(),
                number("line"),
                number("column"),
            )
        })
        .collect();
    assert_eq!(found, problems, "{run}");
}

/// Two strategies that nothing can be remarked on.
const SOUND: &str = "rulebook a { }
strategy x
strategy y
topic t { fact f : low < high }
contrast t.f {
  low => favor x strongly because \"low suits x\"
  high => favor y strongly because \"high suits y\"
}
";

#[test]
fn sound_files_pass_whatever_their_line_ends() {
    check(SOUND.as_bytes(), 0, &[]);
    check(SOUND.replace('\n', "\r\n").as_bytes(), 0, &[]);
    check(format!("\u{feff}{SOUND}").as_bytes(), 0, &[]);
}

#[test]
fn places_do_not_move_with_line_ends_or_a_byte_order_mark() {
    let wrong = SOUND.replace("t.f {", "t.g {");
    let folder = Folder::with(&[]);
    let mut places = Vec::new();
    for text in [
        wrong.clone(),
        wrong.replace('\n', "\r\n"),
        format!("\u{feff}{wrong}"),
    ] {
        folder.write("a.rules", text.as_bytes());
        let run = folder.run(&["check", "a.rules", "-f", "json", "-q"]);
        assert_eq!(run.status, 1, "{run}");
        let json = run.json();
        places.push(json["diagnostics"][0].clone());
    }
    assert_eq!(places[0]["line"], 5);
    assert_eq!(places[0]["column"], 10);
    assert_eq!(places[0], places[1]);
    assert_eq!(places[0], places[2]);
}

#[test]
fn hostile_files_end_in_a_clear_error() {
    let deep = format!(
        "{SOUND}let deep = {}t.f is low{}\n",
        "(".repeat(5000),
        ")".repeat(5000)
    );
    let long = format!(
        "{SOUND}# {}\nlet long = t.f is lwo # {}\n",
        "x".repeat(1 << 20),
        "y".repeat(1 << 20)
    );
    let folder = Folder::with(&[
        ("deep.rules", &deep),
        ("long.rules", &long),
        ("empty.rules", ""),
    ]);
    folder.write("latin.rules", b"rulebook a { about \"caf\xe9\" }\n");
    for (file, word, status) in [
        ("deep.rules", "nested", 2),
        ("long.rules", "lwo", 1),
        ("latin.rules", "UTF-8", 2),
    ] {
        let run = folder.run(&["check", file, "-q"]);
        run.is(status, &["error[E", word, file], &[]);
        assert!(run.out.len() < 4000, "{} bytes of report", run.out.len());
    }
    folder.run(&["check", "empty.rules"]).is(
        1,
        &["error[E0401]", "empty.rules"],
        &["checked 0 rulebooks: 1 error"],
    );
}

#[test]
fn the_built_in_rulebook_is_told_where_none_is_named() {
    let folder = Folder::with(&[]);
    folder.run(&["check"]).is(
        0,
        &[],
        &["checked the built-in rulebook, because no other is named: no problems"],
    );
    folder.write("a.rules", SOUND.as_bytes());
    folder.run(&["check"]).is(
        0,
        &[],
        &["checked `a.rules`, the one rulebook in its folder: "],
    );
    folder.write("hansei.toml", b"rulebook = \"a.rules\"\n");
    folder.run(&["check"]).is(0, &[], &["checked 1 rulebook: "]);
}

#[test]
fn a_part_is_checked_with_the_rulebook_that_uses_it() {
    let main = SOUND.replace("topic t { fact f : low < high }", "use \"t.rules\"");
    let folder = Folder::with(&[
        ("a.rules", &main),
        ("t.rules", "topic t { fact f : low < high }\n"),
        ("alone.rules", "topic u { fact f : low < high }\n"),
        ("other.rules", &SOUND.replace("low =>", "lwo =>")),
    ]);
    folder
        .run(&["check", "t.rules"])
        .is(0, &[], &["checked 1 rulebook: no problems"]);
    folder.run(&["check", "alone.rules"]).is(
        1,
        &["error[E0401]", "name it in a rulebook with `use`"],
        &["1 error"],
    );
    folder
        .run(&["check", "a.rules", "other.rules", "t.rules"])
        .is(1, &["other.rules:6:"], &["1 error"]);
    folder.write("t.rules", b"topic t { fact f : low < low }\n");
    let shared = folder.run(&["check", "a.rules", "t.rules", "-f", "json", "-q"]);
    assert_eq!(shared.status, 1);
    let codes = shared.json();
    let all = codes["diagnostics"].as_array().unwrap();
    assert!(all.iter().any(|one| one["file"] == "t.rules"));
    let mut seen = std::collections::BTreeSet::new();
    assert!(
        all.iter().all(|one| seen.insert(one.to_string())),
        "a problem is told twice"
    );
}

#[test]
fn the_ending_of_the_output_says_the_form_of_the_report() {
    let folder = Folder::with(&[("a.rules", &SOUND.replace("low =>", "lwo =>"))]);
    folder
        .run(&["check", "a.rules", "-o", "a.sarif", "-q"])
        .is(1, &[], &[]);
    let json: serde_json::Value = serde_json::from_str(&folder.read("a.sarif")).unwrap();
    assert_eq!(json["version"], "2.1.0");
    folder
        .run(&["check", "a.rules", "--output-format", "github", "-q"])
        .is(1, &["::error file=a.rules,line=6,"], &[]);
}

#[test]
fn services_get_paths_from_the_root_of_the_repository() {
    let folder = Folder::with(&[("inner/a.rules", &SOUND.replace("low =>", "lwo =>"))]);
    let whole = folder.path.join("inner/a.rules");
    let in_inner = |arguments: &[&str]| {
        let mut command = folder.command(arguments);
        command.current_dir(folder.path.join("inner"));
        command
    };
    for named in ["a.rules", whole.to_str().unwrap()] {
        let github = ["check", named, "-f", "github", "-q"];
        let words = &["::error file=inner/a.rules,line=6,"];
        Run::of(&mut in_inner(&github)).is(1, words, &[]);
        let sarif = Run::of(&mut in_inner(&["check", named, "-f", "sarif", "-q"])).json();
        let place = &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "inner/a.rules");
        // Elsewhere than on GitHub the repository says where its root is.
        std::fs::create_dir_all(folder.path.join(".git")).unwrap();
        let mut unnamed = in_inner(&github);
        Run::of(unnamed.env_remove("GITHUB_WORKSPACE")).is(1, words, &[]);
    }
}
