//! Runs the commands of a `console` block through the built program, in the folder of the repository.

use std::path::Path;
use std::process::{Command, Stdio};

use super::blocks::Block;

/// Commands that a document may show without their output being compared: they build the program.
const KNOWN: &[&str] = &[
    "cargo build --release",
    "cargo install --path .",
    "cargo test",
    "cargo test --locked",
    "cargo test --all-features",
];

/// Runs a block: each `$ ` line is a command, what follows is all that it writes.
pub(super) fn run(block: &Block) -> Result<(), String> {
    let status = match block.after("exit").as_deref() {
        Some([status, ..]) => status.parse().map_err(|_| "`exit` needs a number")?,
        _ => 0,
    };
    let mut commands: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in block.text.lines() {
        match (line.strip_prefix("$ "), commands.last_mut()) {
            (Some(command), _) => commands.push((command, Vec::new())),
            (None, Some((_, output))) => output.push(line),
            (None, None) => return Err(format!("`{line}` stands before the first command")),
        }
    }
    for (command, output) in commands {
        one(command, &output, status)?;
    }
    Ok(())
}

fn one(command: &str, wanted: &[&str], status: i32) -> Result<(), String> {
    let command = command.split(" #").next().unwrap_or(command).trim();
    let ran = command
        .strip_prefix("cargo run --release -- ")
        .map(|rest| format!("hansei {rest}"));
    let mut words = ran.as_deref().unwrap_or(command).split_whitespace();
    match words.next() {
        Some("cargo") if KNOWN.contains(&command) => return Ok(()),
        Some("hansei") => {}
        _ => return Err(format!("nobody knows the command `{command}`")),
    }
    let output = Command::new(env!("CARGO_BIN_EXE_hansei"))
        .args(words)
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")))
        .env_remove("CLICOLOR_FORCE")
        .env_remove("COLUMNS")
        .stdin(Stdio::null())
        .output()
        .map_err(|error| error.to_string())?;
    let text = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    let found: Vec<&str> = text.lines().map(str::trim_end).collect();
    if output.status.code() != Some(status) {
        let code = output.status.code();
        return Err(format!("`{command}` ends with {code:?}\n{text}"));
    }
    if fits(wanted, &found) {
        Ok(())
    } else {
        Err(format!("`{command}` writes something else:\n{text}"))
    }
}

/// Whether the lines are those wanted, where `...` stands for any lines, and at the end of a line for any rest.
fn fits(wanted: &[&str], found: &[&str]) -> bool {
    match (wanted.split_first(), found.split_first()) {
        (None, None) => true,
        (None, Some(_)) => found.iter().all(|line| line.is_empty()),
        (Some((first, rest)), _) if first.trim() == "..." => {
            (0..=found.len()).any(|at| fits(rest, &found[at..]))
        }
        (Some((first, rest)), None) => first.trim().is_empty() && fits(rest, found),
        (Some((first, rest)), Some((line, others))) => {
            let first = first.trim_end();
            let same = match first.strip_suffix("...") {
                Some(start) => line.starts_with(start),
                None => *line == first,
            };
            same && fits(rest, others)
        }
    }
}

#[test]
fn three_dots_stand_for_any_lines() {
    assert!(fits(&["a", "...", "d"], &["a", "b", "c", "d"]));
    assert!(fits(&["a...", ""], &["abc"]));
    assert!(!fits(&["a", "d"], &["a", "b", "d"]));
}
