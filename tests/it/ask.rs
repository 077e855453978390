//! The interview: by lines, under a real pseudo-terminal, resumed, broken off, with answers that are none.

use crate::program::{Folder, Run};

/// Three questions, one of which another takes away, and one contradiction.
pub(crate) const RULES: &str = r#"
rulebook choice "Choice" { }
strategy small "Small steps"
strategy big "A leap"
topic firm "The firm" {
  fact exists : yes_no { ask "Does it exist?" }
  fact flaws "Flaws" : few < many { ask "How many flaws are there?" asked when firm.exists }
  fact cash "Cash" : number "months" in 0..60 { ask "How long does the money last?" }
  fact tools "Tools" : any of hammer "A hammer", saw "A saw", file "A file" { ask "Which tools?" }
  fact mood "Mood" : low "Low spirits" < high "High spirits" { ask "How is the mood?" }
}
rule new { when not firm.exists then favor big weakly because "New." }
rule broken { when firm.flaws is many then favor big weakly because "Broken." }
rule sound { when firm.flaws is few then favor small weakly because "Sound." }
rule poor { when firm.cash < 6 then favor small moderately because "Poor." }
rule saws { when firm.tools includes saw then favor big moderately because "A saw." }
rule low { when firm.mood is low then favor small weakly because "Low." }
contradiction gloom "High spirits and no money" { when firm.mood is high and firm.cash < 3 because "Both?" }
"#;

fn asked(files: &[(&str, &str)], arguments: &[&str], lines: &str) -> (Folder, Run) {
    let folder = Folder::with(files);
    folder.write("choice.rules", RULES.as_bytes());
    let said = folder.run_with(arguments, lines);
    (folder, said)
}

#[test]
fn lines_answer_without_a_terminal() {
    let lines = "yes\n?\nm\nthe books\n4 fairly sure\n1,3\n2\nmany, a guess\n\n";
    let (folder, said) = asked(&[], &["ask", "acme.toml"], lines);
    assert_eq!(said.status, 0, "{}{}", said.out, said.err);
    for told in [
        "Does it exist?",
        "decides whether “Flaws” is asked",
        "That is enough. The advice: ",
        "What each answer makes likely",
    ] {
        assert!(said.out.contains(told), "{told}:\n{}", said.out);
    }
    assert!(
        said.err
            .contains("`hansei ask acme.toml` goes on with them"),
        "{}",
        said.err
    );
    let kept = folder.read("acme.toml");
    assert!(kept.starts_with("id = \"acme\"\n\n[firm]\n"), "{kept}");
    for told in ["exists = true", "certainty = 0.8", "note = \"the books\""] {
        assert!(kept.contains(told), "{told}:\n{kept}");
    }
    let again = folder.run_with(&["eval", "acme.toml"], "");
    assert_eq!(again.status, 0, "{}", again.err);
}

#[test]
fn an_answer_that_takes_questions_away_says_so() {
    let (folder, said) = asked(&[], &["ask", "acme.toml"], "no\n");
    assert!(
        said.out
            .contains("It does not apply and is not asked: Flaws."),
        "{}",
        said.out
    );
    assert_eq!(
        folder.read("acme.toml"),
        "id = \"acme\"\n\n[firm]\nexists = false\n"
    );
}

#[test]
fn answers_that_do_not_go_together_are_asked_back() {
    let start = [("acme.toml", "mood = \"high\"\nexists = false\ntools = []\n")];
    let (folder, said) = asked(&start, &["ask", "acme.toml"], "2\n1\n30\n");
    assert!(
        said.out
            .contains("These answers do not go together: High spirits and no money"),
        "{}",
        said.out
    );
    assert_eq!(
        folder.read("acme.toml"),
        "mood = \"high\"\nexists = false\ntools = []\ncash = 30\n"
    );
}

#[test]
fn what_is_no_answer_says_what_is_one() {
    for (lines, told) in [
        ("maybe\n", "maybe"),
        ("no\nlots\n", "lots"),
        ("no\n1\nlots\n", "lots"),
        ("no\n1\n99\n", "60 months"),
        ("no\n1\n4,500\n", "4,500"),
        ("\n", "press d if you don't know"),
        ("b\n", "There is no question before this one"),
        ("l\n7\n", "no number of the list"),
    ] {
        let (_, said) = asked(&[], &["ask"], lines);
        assert_eq!(said.status, 0, "{}", said.err);
        assert!(said.out.contains(told), "{told}:\n{}", said.out);
    }
}

#[test]
fn numbers_are_taken_with_their_unit_and_a_comma() {
    for (typed, kept) in [
        ("9 months", "9"),
        ("1 month", "1"),
        ("4,5", "4.5"),
        ("4,5 months, a guess", "{ value = 4.5, certainty = 0.5 }"),
    ] {
        let (folder, run) = asked(&[], &["ask", "acme.toml"], &format!("no\n1\n{typed}\n"));
        assert_eq!(run.status, 0, "{run}");
        let told = folder.read("acme.toml");
        assert!(
            told.contains(&format!("cash = {kept}\n")),
            "{typed}:\n{told}"
        );
    }
}

/// Proved after one answer, and still nobody should be sure.
#[test]
fn what_is_needed_to_be_sure_is_named_at_the_stop() {
    let rules = r#"
rulebook proved "Proved" { sureness sure }
strategy small "Small steps"
strategy big "A leap"
topic firm {
  fact exists : yes_no { ask "Does it exist?" }
  fact money "Money" : none < some { tag essential }
}
rule new { when firm.exists then favor small strongly else favor big strongly }
let sure : low < high { high when margin > 2 low otherwise }
"#;
    let folder = Folder::with(&[("proved.rules", rules)]);
    let run = folder.run_with(&["ask"], "yes\ng\n2\n\n");
    assert!(run.out.contains("this is proved"), "{run}");
    assert!(
        run.out.contains("Nobody should be sure without: Money."),
        "{run}"
    );
    assert!(run.out.matches("That is enough").count() == 2, "{run}");
}

#[test]
fn what_cannot_be_read_stays() {
    let text = "# by hand\nexists = true # of course\nold = 3 # of last year\nmood = \"so so\"\n";
    let (folder, said) = asked(&[("acme.toml", text)], &["ask", "acme.toml"], "d\n");
    assert_eq!(said.status, 0);
    assert!(
        said.err.contains("old") && said.err.contains("so so"),
        "{}",
        said.err
    );
    assert!(
        said.out.contains("2 lines of acme.toml cannot be read"),
        "{}",
        said.out
    );
    let kept = folder.read("acme.toml");
    assert!(kept.starts_with(text), "{kept}");
    assert!(kept.contains("unknown = \"nobody knows\""), "{kept}");
    // Taken back, all is as it was.
    let back = "b\ns\nl\n1\n";
    let said = folder.run_with(&["ask", "acme.toml"], back);
    assert_eq!(said.status, 0, "{}", said.err);
    assert!(folder.read("acme.toml").starts_with(text));
}

#[test]
fn what_cannot_be_kept_is_told_before_the_first_question() {
    let files = [
        ("acme.yaml", "exists: yes\n"),
        ("bad.toml", "exists = \n"),
        ("other.toml", "zzz = 1\n"),
        ("there.toml", "exists = true\n"),
    ];
    for (arguments, told) in [
        (
            &["ask", "acme.yaml"][..],
            "`hansei ask acme.yaml -o acme.toml`",
        ),
        (&["ask", "bad.toml"], "bad.toml"),
        (&["ask", "other.toml"], "zzz"),
        (&["ask", "firm.csv"], "name it `firm.toml`"),
        (
            &["ask", "none/firm.toml"],
            "the folder `none` does not exist",
        ),
        (&["ask", "nowhere.yaml", "-o", "x.toml"], "nowhere.yaml"),
        (
            &["ask", "acme.yaml", "-o", "there.toml"],
            "`hansei ask there.toml` goes on with it",
        ),
        (&["ask", "-"], "standard input is for the answers"),
        (&["ask", "."], "folder"),
    ] {
        let (folder, said) = asked(&files, arguments, "1\n");
        assert_eq!(said.status, 2, "{arguments:?}: {}", said.out);
        assert!(said.err.contains(told), "{told}: {}", said.err);
        assert!(!said.out.contains("Does it exist?"));
        for (name, text) in files {
            assert_eq!(folder.read(name), text);
        }
    }
    let (folder, said) = asked(&files, &["ask", "acme.yaml", "-o", "acme.toml"], "");
    assert_eq!(said.status, 0, "{}", said.err);
    assert_eq!(
        folder.read("acme.toml"),
        "id = \"acme\"\n\n[firm]\nexists = true\n"
    );
    assert_eq!(folder.read("acme.yaml"), "exists: yes\n");
}

#[test]
fn without_a_file_nothing_is_written() {
    let (folder, said) = asked(&[], &["ask"], "no\n3\n");
    assert_eq!(said.status, 0, "{}", said.err);
    assert_eq!(folder.names(), ["choice.rules"]);
}

#[cfg(unix)]
mod terminal {
    use std::process::Command;

    use rexpect::session::{PtySession, spawn_command};

    use super::RULES;
    use crate::program::Folder;

    fn ask(folder: &Folder) -> PtySession {
        folder.write("choice.rules", RULES.as_bytes());
        let mut command = Command::new("sh");
        let program = env!("CARGO_BIN_EXE_hansei");
        command
            .arg("-c")
            .arg(format!("stty cols 90 rows 40; '{program}' ask acme.toml; echo \"status $?\"; stty -a | grep -o -- '-*icanon'"))
            .current_dir(&folder.path)
            .env_remove("CLICOLOR_FORCE")
            .env("NO_COLOR", "1")
            .env("TERM", "xterm");
        spawn_command(command, Some(20_000)).unwrap()
    }

    #[track_caller]
    fn press(session: &mut PtySession, keys: &str, then: &str) {
        session.send(keys).unwrap();
        session.flush().unwrap();
        session
            .exp_string(then)
            .unwrap_or_else(|error| panic!("{keys:?} {then}: {error}"));
    }

    #[test]
    fn keys_answer_and_quit_and_the_next_run_goes_on() {
        let folder = Folder::with(&[]);
        let mut session = ask(&folder);
        session.exp_string("q quit").unwrap();
        press(&mut session, "1", "How long");
        press(&mut session, "12\r", "Which tools");
        // Elements are taken and let go, and Enter takes them all.
        press(&mut session, "1", "[x]  1");
        press(&mut session, "2", "[x]  2");
        press(&mut session, "1", "[ ]  1");
        press(&mut session, "\r", "3 answers");
        // By arrows, and back to change it; the answer that was there is marked.
        press(&mut session, "\u{1b}[B", ">  1");
        press(&mut session, "\r", "How many flaws");
        press(&mut session, "1", "Enter result");
        press(&mut session, "b", "Your answer now: ");
        press(&mut session, "2", "Enter result");
        press(&mut session, "\r", "status 0");
        session.exp_string("icanon").unwrap();
        let kept = folder.read("acme.toml");
        for told in ["cash = 12", "tools = [\"saw\"]", "flaws = \"many\""] {
            assert!(kept.contains(told), "{told}:\n{kept}");
        }
        let mut session = ask(&folder);
        session.exp_string("Enter result").unwrap();
        press(&mut session, "q", "status 0");
        assert_eq!(folder.read("acme.toml"), kept);
    }

    #[test]
    fn closed_in_the_middle_all_answers_are_kept() {
        let folder = Folder::with(&[]);
        let mut session = ask(&folder);
        session.exp_string("q quit").unwrap();
        press(&mut session, "2", "1 answer ");
        drop(session);
        let kept = folder.read("acme.toml");
        assert_eq!(kept, "id = \"acme\"\n\n[firm]\nexists = false\n");
        assert_eq!(folder.names(), ["acme.toml", "choice.rules"]);
    }
}
