//! The review under a real pseudo-terminal: keys in, screen out, also narrow, also closed in the middle.

use std::process::Command;

use rexpect::process::{Signal, WaitStatus};
use rexpect::session::{PtySession, spawn_command};

use super::RULES;
use super::snapshots::{accepted, files, test};
use crate::program::Folder;

const PATIENCE: Option<u64> = Some(20_000);

/// The review in a terminal of so many columns.
fn review(folder: &Folder, columns: u16) -> PtySession {
    review_in(folder, (columns, 40))
}

/// The review in a terminal of so many columns and rows.
fn review_in(folder: &Folder, (columns, rows): (u16, u16)) -> PtySession {
    let program = env!("CARGO_BIN_EXE_hansei");
    let mut command = Command::new("sh");
    command
        .arg("-c")
        .arg(format!("stty cols {columns} rows {rows}; sh -c 'echo $$ > pid; exec \"$0\" test . --review' '{program}'; echo \"status $?\"; stty -a | grep -o -- '-*icanon'"))
        .current_dir(&folder.path)
        .env_remove("CI")
        .env_remove("CLICOLOR_FORCE")
        .env("NO_COLOR", "1")
        .env("TERM", "xterm");
    spawn_command(command, PATIENCE).unwrap()
}

/// Opens a review, does something meanwhile, presses the keys that it says, and gives all that the review says then.
pub(super) fn keys(folder: &Folder, meanwhile: impl FnOnce(&Folder) -> &'static str) -> String {
    let mut session = review(folder, 100);
    until(&mut session, "q quit");
    session.send(meanwhile(folder)).unwrap();
    session.flush().unwrap();
    until(&mut session, "status 1")
}

/// The folder with three changes that differ: a weight, a row, and a new profile.
pub(super) fn changed() -> Folder {
    let folder = accepted();
    let rules = RULES
        .replace("by 3", "by 1")
        .replace("  bold: big when best is big\n", "");
    folder.write("choice.rules", rules.as_bytes());
    folder.write("profiles/third.toml", b"cash = 30\n");
    folder
}

/// What comes up to a text, without the signs that move the cursor.
#[track_caller]
fn until(session: &mut PtySession, text: &str) -> String {
    let before = session
        .exp_string(text)
        .unwrap_or_else(|error| panic!("{text}: {error}"));
    // The reader takes each byte for a character.
    let bytes: Vec<u8> = before
        .chars()
        .map(|c| u8::try_from(c).unwrap_or(b'?'))
        .collect();
    let before = String::from_utf8_lossy(&bytes);
    before.replace("\u{1b}[2J\u{1b}[H", "").replace('\r', "")
}

#[test]
fn each_key_does_what_it_says() {
    let folder = changed();
    let old = folder.read("profiles/slow.toml.snap");
    let mut session = review(&folder, 100);
    let screen = until(&mut session, "q quit");
    assert!(screen.contains("Reviewing 1 of 3"), "{screen}");
    assert!(screen.contains("advice big → undecided"), "{screen}");
    assert!(
        screen.contains("because of advice row `bold` removed"),
        "{screen}"
    );
    assert!(
        screen.contains("- advice: big\n") && screen.contains("\n+ advice: undecided\n"),
        "{screen}"
    );
    assert!(!screen.contains("\n  facts"), "{screen}");
    session.send("xd").unwrap();
    session.flush().unwrap();
    let screen = until(&mut session, "d difference");
    assert!(screen.contains("\nfacts\n"), "{screen}");
    session.send("a").unwrap();
    session.flush().unwrap();
    let screen = until(&mut session, "d full text");
    assert!(screen.contains("Reviewing 2 of 3"), "{screen}");
    assert!(
        screen.contains("weight toward kaizen: by 3 → by 1"),
        "{screen}"
    );
    session.send("s").unwrap();
    session.flush().unwrap();
    until(&mut session, "Reviewing 3 of 3");
    session.send("r").unwrap();
    session.flush().unwrap();
    until(&mut session, "1 accepted, 1 rejected, 1 skipped");
    until(&mut session, "status 1");
    let modes = until(&mut session, "icanon");
    assert!(
        !modes.contains('-'),
        "the terminal stays as it was: {modes}"
    );
    assert!(
        folder
            .read("profiles/fast.yaml.snap")
            .contains("advice: undecided")
    );
    assert_eq!(folder.read("profiles/slow.toml.snap"), old);
    assert!(!folder.path.join("profiles/third.toml.snap.new").exists());
    test(&folder, &[]).is(1, &["2 passed, 2 failed"], &[]);
}

#[test]
fn capital_letters_decide_on_all_that_remain() {
    let folder = changed();
    let mut session = review(&folder, 100);
    until(&mut session, "q quit");
    session.send("A").unwrap();
    session.flush().unwrap();
    until(&mut session, "3 accepted, 0 rejected, 0 skipped");
    until(&mut session, "status 0");
    test(&folder, &[]).is(0, &["4 passed"], &[]);
}

#[test]
fn it_fits_sixty_columns() {
    let folder = changed();
    let mut session = review(&folder, 60);
    let mut screens = until(&mut session, "q quit");
    session.send("s").unwrap();
    session.flush().unwrap();
    screens.push_str(&until(&mut session, "q quit"));
    session.send("q").unwrap();
    session.flush().unwrap();
    until(&mut session, "0 accepted, 0 rejected, 3 skipped");
    for line in screens.lines() {
        assert!(line.chars().count() <= 60, "{line}");
    }
}

#[test]
fn what_a_change_is_stays_in_sight_on_small_screens() {
    for (columns, rows) in [(80, 24), (60, 20), (40, 10)] {
        let folder = changed();
        let mut session = review_in(&folder, (columns, rows));
        // The whole snapshot is longer than any of these screens.
        until(&mut session, "q quit");
        session.send("d").unwrap();
        session.flush().unwrap();
        let (mut seen, mut from) = (String::new(), String::new());
        loop {
            let screen = until(&mut session, "q quit");
            let screen = screen.trim_start_matches('\n');
            assert!(screen.lines().count() < usize::from(rows), "{screen}");
            for line in screen.lines() {
                assert!(line.chars().count() <= usize::from(columns), "{line}");
            }
            let told = [
                "Reviewing 1 of 3",
                "advice big → undecided",
                "because of advice row `bold` removed",
                "profiles/fast.yaml",
            ];
            for words in told {
                assert!(screen.contains(words), "{words} is not in\n{screen}");
            }
            seen.push_str(screen);
            let place = screen.lines().find(|line| line.starts_with("lines "));
            let place = place.unwrap_or_else(|| panic!("{screen}")).to_owned();
            if place == from {
                break;
            }
            from = place;
            session.send(" ").unwrap();
            session.flush().unwrap();
        }
        for words in ["facts", "economy.cash", "rules", "much_cash"] {
            assert!(seen.contains(words), "{words} is not in\n{seen}");
        }
        session.send("q").unwrap();
        session.flush().unwrap();
        until(&mut session, "0 accepted, 0 rejected, 3 skipped");
    }
}

#[test]
fn a_key_walks_through_the_profiles_of_a_change() {
    let folder = accepted();
    for name in ["one", "two"] {
        folder.write(&format!("profiles/{name}.toml"), b"cash = 30\n");
    }
    let mut session = review(&folder, 100);
    let screen = until(&mut session, "q quit");
    assert!(
        screen.contains("shown: profiles/one.toml, 1 of 2"),
        "{screen}"
    );
    assert!(screen.contains("n next profile"), "{screen}");
    for shown in ["two.toml, 2 of 2", "one.toml, 1 of 2"] {
        session.send("n").unwrap();
        session.flush().unwrap();
        let screen = until(&mut session, "q quit");
        assert!(
            screen.contains(&format!("shown: profiles/{shown}")),
            "{screen}"
        );
    }
    session.send("a").unwrap();
    session.flush().unwrap();
    until(&mut session, "2 accepted, 0 rejected, 0 skipped");
}

#[test]
fn a_request_to_end_puts_the_terminal_back() {
    for (signal, status) in [("TERM", 143), ("QUIT", 131)] {
        let folder = changed();
        let mut session = review(&folder, 100);
        until(&mut session, "q quit");
        let pid = folder.read("pid");
        let sent = Command::new("kill")
            .args(["-s", signal, pid.trim()])
            .status();
        assert!(sent.unwrap().success(), "{signal} {pid}");
        until(&mut session, &format!("status {status}"));
        let modes = until(&mut session, "icanon");
        assert!(!modes.contains('-'), "{signal}: {modes}");
        assert!(folder.path.join("profiles/third.toml.snap.new").exists());
    }
}

#[test]
fn an_interrupt_and_a_closed_terminal_leave_every_file_whole() {
    for signal in [None, Some(Signal::SIGHUP)] {
        let folder = changed();
        let mut session = review(&folder, 100);
        until(&mut session, "q quit");
        session.send("a").unwrap();
        session.flush().unwrap();
        until(&mut session, "Reviewing 2 of 3");
        until(&mut session, "q quit");
        match signal {
            None => {
                session.send_control('c').unwrap();
                let modes = until(&mut session, "icanon");
                assert!(
                    !modes.ends_with('-'),
                    "the terminal stays as it was: {modes}"
                );
            }
            Some(signal) => {
                session.process_mut().signal(signal).unwrap();
                // Where hangups are ignored from the start, as under `nohup`, a request to end comes after them.
                let _ = session.process_mut().signal(Signal::SIGTERM);
                let ended = session.process().wait().unwrap();
                assert!(!matches!(ended, WaitStatus::StillAlive), "{ended:?}");
            }
        }
        drop(session);
        for (name, text) in files(&folder) {
            assert!(!name.ends_with(".tmp"), "{name}");
            if name.contains(".snap") {
                assert!(text.starts_with("---\nsource: profiles/"), "{name}\n{text}");
                assert!(text.ends_with('\n'), "{name}");
            }
        }
        assert!(
            folder
                .read("profiles/fast.yaml.snap")
                .contains("advice: undecided")
        );
        assert!(folder.read("profiles/slow.toml.snap").contains("kaizen +3"));
    }
}
