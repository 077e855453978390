//! Wrong input of every kind, and what is said of it: the whole message, for it is what people see. Messages we are
//! ashamed of are parked here until they are good; none is at the moment.
//!
//! Each case ends soon, in a clear error and status 2 where the program could not work, without a panic.

use std::time::{Duration, Instant};

use crate::program::Folder;

/// Messages that are not good yet: what is written, and what is said. The list may only shrink.
const PARKED: &[(&str, &str)] = &[];

/// The longest that any input may take, in a debug build on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

const BOOK: &str = "rulebook b { version \"1\" }
strategy make
strategy buy
topic part {
  fact volume : low < medium < high
  fact secret : yes_no
  fact cost : number \"EUR\" in 0..1000
  fact tools : any of saw, drill
}
contrast part.volume { low => favor buy strongly  high => favor make strongly }
";

/// A rulebook with a few lines more.
fn book(more: &str) -> Vec<u8> {
    format!("{BOOK}{more}").into_bytes()
}

/// A rulebook whose script has the given text, and a profile that makes it run.
fn scripted(script: &str) -> Folder {
    let rule =
        "script \"s.rhai\" as s\nrule e { when s.f(part.cost) > 1 then favor make weakly }\n";
    let folder = Folder::with(&[("p.json", "{\"cost\": 50}"), ("s.rhai", script)]);
    folder.write("b.rules", &book(rule));
    folder
}

/// Runs the program and holds status and words; it says nothing on the other stream than problems.
#[track_caller]
fn says(folder: &Folder, arguments: &[&str], status: i32, words: &[&str]) {
    let start = Instant::now();
    let run = folder.run(arguments);
    assert!(
        start.elapsed() < PATIENCE,
        "{arguments:?} took {:?}",
        start.elapsed()
    );
    assert_eq!(run.status, status, "{arguments:?} {run}");
    let said = format!("{}{}", run.out, run.err);
    for word in words {
        assert!(said.contains(word), "no {word:?} in\n{said}");
    }
    assert!(said.len() < 6000, "{} bytes are said", said.len());
    assert!(!said.contains("panicked"), "{said}");
}

/// A rule file that cannot be worked with: `check` and `eval` both end in status 2.
#[track_caller]
fn refused(bytes: &[u8], words: &[&str]) {
    let folder = Folder::with(&[("p.json", "{}")]);
    folder.write("b.rules", bytes);
    says(&folder, &["check", "b.rules"], 2, words);
    says(&folder, &["eval", "p.json", "-r", "b.rules"], 2, words);
}

#[test]
fn nothing_is_parked() {
    assert_eq!(PARKED, []);
}

#[test]
fn bytes_that_are_no_text_are_marked_where_they_stand() {
    let latin = [&book("source x \"caf")[..], b"\xe9\"\n"].concat();
    refused(
        &latin,
        &[
            "E0101",
            "b.rules:11:14",
            "the first byte that is not UTF-8",
            "save the file as UTF-8",
        ],
    );
    let utf16: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(BOOK.bytes().flat_map(|byte| [byte, 0]))
        .collect();
    refused(&utf16, &["E0101", "looks like UTF-16"]);
    refused(&book("rule a\0 { }"), &["E0102", "b.rules:11:7", "U+0000"]);
    let folder = scripted("fn f(x) { x }");
    folder.write("s.rhai", b"fn f(x) { \"caf\xe9\" }");
    says(&folder, &["check", "b.rules"], 2, &["E0101", "s.rhai:1:15"]);
    folder.write("p.toml", b"cost = 3\nvolume = \"caf\xe9\"\n");
    says(
        &folder,
        &["eval", "p.toml", "-r", "b.rules"],
        2,
        &["s.rhai:1:15"],
    );
    folder.write("s.rhai", b"fn f(x) { x }");
    says(
        &folder,
        &["eval", "p.toml", "-r", "b.rules"],
        2,
        &["E0601", "p.toml:2:14"],
    );
}

#[test]
fn what_is_too_much_is_told_with_its_limit() {
    let deep = format!(
        "let d = {}part.secret{}\n",
        "(".repeat(100_000),
        ")".repeat(100_000)
    );
    refused(&book(&deep), &["E0105", "64 levels"]);
    let folder = Folder::with(&[("p.json", "{}")]);
    folder.write("b.rules", &book(&deep));
    let said = folder.run(&["check", "b.rules"]).out;
    assert!(!said.contains("E0106"), "the same is said twice:\n{said}");
    refused(
        &book(&format!("# {}", "x".repeat(100 << 20))),
        &["E0904", "100 MB", "16 MB"],
    );
    refused(&book("parameter p = 1e999\n"), &["E0121", "`1e999`"]);
    let levels: Vec<String> = (0..200).map(|at| format!("l{at}")).collect();
    folder.write(
        "b.rules",
        &book(&format!("topic u {{ fact m : {} }}", levels.join(" < "))),
    );
    says(
        &folder,
        &["check", "b.rules"],
        1,
        &["at most 128 levels, and this one has 200", "1 error"],
    );
}

#[test]
fn files_that_are_not_what_they_should_be() {
    refused(
        &book("use \"b.rules\"\n"),
        &["E0204", "`b.rules` uses itself"],
    );
    let folder = Folder::with(&[
        ("p.json", "{}"),
        ("other.rules", "use \"b.rules\"\n"),
        ("folder.rules/x", ""),
    ]);
    folder.write("b.rules", &book("use \"other.rules\"\n"));
    says(
        &folder,
        &["check", "b.rules"],
        2,
        &["E0204", "`b.rules` → `other.rules` → `b.rules`"],
    );
    folder.write(
        "b.rules",
        &book("use \"othr.rules\"\nuse \"folder.rules\"\n"),
    );
    let words = [
        "did you mean `other.rules`?",
        "`folder.rules` cannot be read: it is a folder",
    ];
    says(&folder, &["check", "b.rules"], 2, &words);
    // Beside a rulebook that is broken nothing is read with the built-in one.
    says(&folder, &["eval", "q.json"], 2, &words);
    let alone = Folder::with(&[("p.json", "{}"), ("folder.rules/a.toml", "")]);
    says(
        &alone,
        &["eval", "q.json"],
        2,
        &["E0901", "did you mean `p.json`?"],
    );
    let far = alone.run(&["eval", "acme.json"]).err;
    assert!(!far.contains("did you mean"), "{far}");
    says(
        &alone,
        &["explain", "folder.rules"],
        2,
        &["is a folder, but a file is needed"],
    );
    folder.write("b.rules", b"# nothing yet\n");
    says(
        &folder,
        &["check", "b.rules"],
        1,
        &["this file has no `rulebook` block"],
    );
    says(&folder, &["eval", "p.json", "-r", "b.rules"], 2, &["E0401"]);
}

#[test]
fn scripts_that_do_not_end_well() {
    let eval = ["eval", "p.json", "-r", "b.rules"];
    for (script, why) in [
        (
            "fn f(x) { while true { x += 1.0; } x }",
            "failed: it takes more than 1000000 operations",
        ),
        (
            "fn f(x) { let a = []; while true { a.push([1, 2, 3]); } x }",
            "failed: it takes more than",
        ),
        (
            "fn f(x) { let a = \"x\"; while true { a += a; } x }",
            "failed: ",
        ),
        ("fn f(x) { f(x) }", "failed: its calls nest deeper than 32"),
        ("fn f(x) { x + }", "this is not Rhai: unexpected `}`"),
    ] {
        let folder = scripted(script);
        says(&folder, &eval, 2, &["s.rhai:1:", why]);
        let said = folder.run(&eval).err;
        assert!(!said.contains("failed: `f` failed"), "{said}");
    }
    let folder = Folder::with(&[
        ("p.json", "{}"),
        ("m.rhai", "fn range() { 1 }\nfn zeroo() { 0 }\n"),
    ]);
    folder.write(
        "b.rules",
        BOOK.replace("version \"1\"", "method \"m.rhai\"")
            .as_bytes(),
    );
    let words = [
        "has no functions `scale`, `normalize`, `lift`",
        "should `zeroo` be `zero`?",
        "2 errors",
    ];
    says(&folder, &["check", "b.rules"], 1, &words);
}

/// A profile, and what is said of it.
#[track_caller]
fn profile(name: &str, text: &[u8], words: &[&str]) {
    let folder = Folder::with(&[]);
    folder.write("b.rules", BOOK.as_bytes());
    folder.write(name, text);
    says(&folder, &["eval", name, "-r", "b.rules"], 2, words);
}

#[test]
fn profiles_are_told_what_to_write() {
    profile(
        "p.toml",
        b"volum = \"low\"\nsecret = \"maybe\"\n",
        &["did you mean `volume`?", "takes yes or no, not `maybe`"],
    );
    profile(
        "p.toml",
        b"volume = \"lo\"\n",
        &["did you mean `low`?", "`low`, `medium`, `high`"],
    );
    profile("p.toml", b"volume = low\n", &["go in quotes"]);
    profile(
        "p.toml",
        b"volume = \"low\n",
        &[
            "p.toml:1:",
            "close a text on its own line, with the quote that began it",
        ],
    );
    profile(
        "p.toml",
        b"secret = { valu = true }\n",
        &["`valu` is not a part of the fact", "did you mean `value`?"],
    );
    profile(
        "p.toml",
        b"cost = \"50 EUR\"\n",
        &["write the number alone: `50`"],
    );
    profile(
        "p.toml",
        b"cost = 1e999\n",
        &["`1e999` is not a finite number"],
    );
}

#[test]
fn profiles_that_are_hardly_any_are_told_so() {
    profile(
        "p.toml",
        b"volume = \"low\"\npart.volume = \"low\"\n",
        &["is given twice", "the first time"],
    );
    profile("p.toml", b"", &["the file is empty", "`part.cost = 0`"]);
    profile(
        "p.json",
        b"{\"volume\": \"low\",}",
        &["there is no comma after the last value"],
    );
    profile(
        "p.json",
        b"[1, 2]",
        &["a profile is a table of facts, and this is a list"],
    );
    profile(
        "p.json",
        "[".repeat(100_000).as_bytes(),
        &["nested too deeply"],
    );
    profile(
        "p.yaml",
        b"volume: low\n\tsecret: true\n",
        &["p.yaml:2:1", "replace the tab"],
    );
    profile(
        "p.yaml",
        b"volume: low\n---\nvolume: high\n",
        &["put each organization in its own file"],
    );
    let mut bomb = String::from("a: &a [x, x, x, x, x, x, x, x, x]\n");
    for (one, other) in "abcdefgh".chars().zip("bcdefghi".chars()) {
        bomb += &format!(
            "{other}: &{other} [{}]\n",
            vec![format!("*{one}"); 9].join(", ")
        );
    }
    profile("p.yaml", bomb.as_bytes(), &["the limit is 100000 values"]);
    profile(
        "p.xml",
        b"<a/>",
        &["profiles end in `toml`, `yaml`, `yml`, `json`"],
    );
}

#[test]
fn an_outcome_almost_written_is_known() {
    let folder = Folder::with(&[]);
    folder.write("b.rules", &book("advice { undecidd otherwise }\n"));
    says(
        &folder,
        &["check", "b.rules"],
        1,
        &["did you mean `undecided`?"],
    );
}
