//! Runs the built program in a folder of its own. Checks nothing itself.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

/// A new folder, removed at the end of its test.
pub struct Folder {
    pub path: PathBuf,
}

impl Folder {
    /// With files given as path and content.
    pub fn with(files: &[(&str, &str)]) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!(
            "it-{}-{}",
            std::process::id(),
            COUNT.fetch_add(1, Ordering::Relaxed)
        );
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        std::fs::create_dir_all(&path).unwrap();
        let folder = Self { path };
        for (name, text) in files {
            folder.write(name, text.as_bytes());
        }
        folder
    }

    pub fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.path.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path.join(name)).unwrap()
    }

    /// The names in the folder, hidden ones included.
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = std::fs::read_dir(&self.path)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    /// The program, about to run in this folder, deaf to the environment of the test.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hansei"));
        command
            .args(arguments)
            .current_dir(&self.path)
            .env_remove("NO_COLOR")
            .env_remove("CLICOLOR_FORCE")
            .env_remove("CI")
            // A repository lies around the folders of tests.
            .env("GITHUB_WORKSPACE", &self.path)
            .stdin(Stdio::null());
        command
    }

    /// Runs git in this folder, deaf to the settings of the machine, with the hooks of a project and the program under
    /// test; whether it went well, and all it said.
    pub fn git(&self, arguments: &[&str]) -> (bool, String) {
        let program = Path::new(env!("CARGO_BIN_EXE_hansei"));
        let found = std::env::var("PATH").unwrap_or_default();
        let path = format!("{}:{found}", program.parent().unwrap().display());
        let settings = [
            "user.name=a",
            "user.email=a@example.com",
            "init.defaultBranch=main",
            "commit.gpgsign=false",
            "core.hooksPath=.githooks",
        ];
        let output = Command::new("git")
            .args(settings.iter().flat_map(|one| ["-c", *one]))
            .args(arguments)
            .current_dir(&self.path)
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("PATH", path)
            .output()
            .unwrap();
        let streams = [&output.stdout, &output.stderr].map(|text| String::from_utf8_lossy(text));
        (output.status.success(), streams.concat())
    }

    /// Runs the program in this folder.
    #[track_caller]
    pub fn run(&self, arguments: &[&str]) -> Run {
        Run::of(&mut self.command(arguments))
    }

    /// Runs the program in this folder with something on its standard input.
    #[track_caller]
    pub fn run_with(&self, arguments: &[&str], input: &str) -> Run {
        let mut command = self.command(arguments);
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // Who needs no input may be gone before it is written.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        Run::from(child.wait_with_output().unwrap())
    }

    /// The trace of a profile in JSON by the rulebook of this folder, which the verifier accepts.
    #[track_caller]
    pub fn verified_trace(&self, profile: &str) -> serde_json::Value {
        self.write("p.json", profile.as_bytes());
        let run = self.run(&["eval", "p.json", "-f", "json"]);
        assert_eq!(run.status, 0, "{run}");
        self.write("t.json", run.out.as_bytes());
        let verified = self.run(&["explain", "--verify", "t.json"]);
        assert_eq!(verified.status, 0, "{verified}");
        run.json()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.path);
    }
}

/// What a run gave.
#[derive(Debug)]
pub struct Run {
    pub status: i32,
    pub out: String,
    pub err: String,
}

impl Run {
    #[track_caller]
    pub fn of(command: &mut Command) -> Self {
        Self::from(command.output().unwrap())
    }

    #[track_caller]
    fn from(output: Output) -> Self {
        Self {
            status: output.status.code().expect("the program was killed"),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Holds the status, and that both streams have the given parts; an empty list means an empty stream.
    #[track_caller]
    pub fn is(&self, status: i32, out: &[&str], err: &[&str]) -> &Self {
        assert_eq!(self.status, status, "{self}");
        for (stream, parts) in [(&self.out, out), (&self.err, err)] {
            assert_eq!(stream.is_empty(), parts.is_empty(), "{self}");
            for part in parts {
                assert!(stream.contains(part), "no {part:?} in\n{self}");
            }
        }
        self
    }

    /// Standard output as JSON.
    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}\n{self}"))
    }
}

impl std::fmt::Display for Run {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { status, out, err } = self;
        write!(to, "status {status}\n--- out\n{out}\n--- err\n{err}")
    }
}
