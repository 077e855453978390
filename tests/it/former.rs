//! Outcomes that were renamed: files that use the old name go on working.

use crate::program::Folder;

const BOOK: &str = "rulebook b { version \"1\" }
strategy make \"Make it\" { formerly build }
strategy buy \"Buy it\"
outcome wait \"Wait\" { formerly pause formerly hold }
topic part { fact volume : low < high  fact secret : yes_no }
contrast part.volume { high => favor make strongly because \"H.\"  low => favor buy strongly because \"L.\" }
let waits = advice is hold
advice { pause when part.secret  build when best is make  buy otherwise }
note n { when waits headline \"Waiting.\" }
example old { given { part.volume: high } expect advice is build }
guarantee never_both { never advice is pause when part.secret is no }
";

#[test]
fn a_former_name_means_what_is_called_otherwise_now() {
    let folder = Folder::with(&[
        ("b.rules", BOOK),
        (
            "cases/old.csv",
            "id,part.volume,part.secret,expect,also\na,high,no,build,\nb,low,yes,hold,pause\nc,low,yes,advice is pause,\n",
        ),
        (
            "p.toml",
            "expect = \"advice is hold\"\npart.secret = true\n",
        ),
    ]);
    let test = folder.run(&["test", "b.rules"]);
    test.is(0, &["passed"], &[]);
    let eval = folder.run(&["eval", "-r", "b.rules", "--set", "secret=yes", "-f", "json"]);
    assert_eq!(eval.json()["advice"], "wait");
    assert!(!eval.out.contains("pause"), "{eval}");
    let page = folder.run(&["eval", "-r", "b.rules", "--set", "secret=yes"]);
    assert!(page.out.contains("Waiting."), "{page}");
    let formatted = folder.run(&["fmt", "b.rules", "--diff"]);
    assert!(
        formatted.out.contains("formerly hold") || formatted.out.is_empty(),
        "{formatted}"
    );
}

#[test]
fn a_former_name_is_a_name() {
    let twice = BOOK.replace("formerly build", "formerly buy");
    let folder = Folder::with(&[("b.rules", &twice)]);
    folder
        .run(&["check", "b.rules"])
        .is(1, &["E0206", "as a former name"], &["1 rulebook"]);
    let wrong = BOOK.replace("advice is hold", "advice is holt");
    folder.write("b.rules", wrong.as_bytes());
    let check = folder.run(&["check", "b.rules"]);
    assert_eq!(check.status, 1, "{check}");
    assert!(
        !check.err.contains("`hold`"),
        "nobody is led to an old name: {check}"
    );
}
