//! Rows that come and go: order, what is read ahead, and files that are whole or not there.

use std::io::{Read, Write as _};
use std::process::{Child, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

use hansei::base::FileId;
use hansei::batch::{Evaluated, Figures, Job, Judge, run};
use hansei::model::{Given, Profile, Value};
use hansei::profile::table::{How, Opened, Purpose, open, table_by_name};
use hansei::profile::{Named, Names, assign};
use hansei::space::Space;

use super::{CHOICE, eval, folder};
use crate::harness;
use crate::program::Folder;

const HOW: How = How {
    purpose: Purpose::Profiles,
    file: FileId(u32::MAX),
    keep: false,
};

fn opened<'n, R: Read>(read: R, form: &str, names: &'n Names<'n>) -> Opened<'n, R> {
    open(read, table_by_name(form).unwrap(), names, HOW).unwrap()
}

/// Rows without end, with a count of the bytes that were asked for.
struct Endless<'c> {
    head: &'static [u8],
    row: &'c [u8],
    at: usize,
    read: &'c AtomicUsize,
}

impl Read for Endless<'_> {
    fn read(&mut self, place: &mut [u8]) -> std::io::Result<usize> {
        for byte in &mut *place {
            *byte = match self.head.get(self.at) {
                Some(byte) => *byte,
                None => self.row[(self.at - self.head.len()) % self.row.len()],
            };
            self.at += 1;
        }
        self.read.fetch_add(place.len(), Ordering::Relaxed);
        Ok(place.len())
    }
}

#[test]
fn a_table_without_end_is_read_as_far_as_its_results_are_taken() {
    let loaded = harness::load(CHOICE).unwrap();
    let program = &loaded.program;
    let space = Space::of(program);
    let names = Names::of(&program.rulebook);
    let forms: [(&str, &[u8], &[u8]); 2] = [
        ("csv", b"id,level,note\n", b"acme,low,"),
        ("jsonl", b"", b"{\"level\":\"low\"}"),
    ];
    for (form, head, row) in forms {
        // Long rows, so that few of them fill what is read at once.
        let row = &[row, &[b' '; 2000], b"\n"].concat();
        let read = AtomicUsize::new(0);
        let endless = Endless {
            head,
            row,
            at: 0,
            read: &read,
        };
        let table = opened(endless, form, &names);
        let job = Job {
            program,
            space: &space,
            set: None,
        };
        let mut rows = 0;
        let done = run(
            table,
            job,
            |told: &mut usize, row: Evaluated<'_>| {
                assert!(row.figures.is_some());
                *told += 1;
            },
            |told| {
                rows += told;
                rows < 2000
            },
        );
        assert!(done.is_ok() && rows >= 2000);
        let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let most = (rows * row.len()) + (threads * 4 + 2) * (128 << 10);
        let read = read.load(Ordering::Relaxed);
        assert!(read <= most, "{read} bytes for {rows} rows");
    }
}

#[test]
fn rows_keep_their_order_and_their_results() {
    let loaded = harness::load(CHOICE).unwrap();
    let program = &loaded.program;
    let space = Space::of(program);
    let names = Names::of(&program.rulebook);
    let mut text = String::from("n,t.level\n");
    for at in 0..6000 {
        let level = ["low", "high", ""][at % 3];
        text.push_str(&format!("{}.5,{level}\n", at % 12));
    }
    let job = Job {
        program,
        space: &space,
        set: None,
    };
    let mut found: Vec<(u64, Option<Figures>)> = Vec::new();
    let tell = |told: &mut Vec<(u64, Option<Figures>)>, row: Evaluated<'_>| {
        told.push((row.number, row.figures));
    };
    let take = |told| {
        found.extend::<Vec<_>>(told);
        true
    };
    run(opened(text.as_bytes(), "csv", &names), job, tell, take).unwrap();
    assert_eq!(found.len(), 6000);
    let fact = |name: &str| match names.find(name) {
        Named::Fact(fact) => fact,
        other => panic!("{other:?}"),
    };
    let mut judge = Judge::new(program, &space);
    for (at, (number, figures)) in found.into_iter().enumerate() {
        assert_eq!(number, at as u64 + 1);
        if at > 100 && at < 5900 {
            continue;
        }
        let mut profile = Profile::empty("", program.rulebook.facts.len());
        let n = Value::Number((at % 12) as f64 + 0.5);
        profile.set(fact("t.n"), Some(Given::certain(n)));
        if at % 3 < 2 {
            let level = Value::Level((at % 3) as u8);
            profile.set(fact("t.level"), Some(Given::certain(level)));
        }
        assert_eq!(figures, judge.figures(&profile).ok(), "{number}");
    }
}

#[test]
fn facts_may_be_set_in_every_row() {
    let loaded = harness::load(CHOICE).unwrap();
    let program = &loaded.program;
    let space = Space::of(program);
    let names = Names::of(&program.rulebook);
    let set = assign("set", &["level=high".into()], FileId(0), &names);
    let set = set.assignments.unwrap();
    let job = Job {
        program,
        space: &space,
        set: Some(&set),
    };
    let mut totals = Vec::new();
    let tell = |told: &mut Vec<Vec<f64>>, row: Evaluated<'_>| {
        told.extend(row.figures.map(|figures| figures.totals));
    };
    let table = opened(&b"t.level,n\nlow,1\nhigh,\n"[..], "csv", &names);
    run(table, job, tell, |told| {
        totals.extend(told);
        true
    })
    .unwrap();
    assert_eq!(totals, [[2.0, 7.0], [0.0, 7.0]]);
}

/// A file that cannot be read to its end.
struct Failing(usize);

impl Read for Failing {
    fn read(&mut self, place: &mut [u8]) -> std::io::Result<usize> {
        self.0 += 1;
        match self.0 {
            1 => {
                let text = b"level\nlow\n";
                place[..text.len()].copy_from_slice(text);
                Ok(text.len())
            }
            2 => Err(std::io::ErrorKind::Interrupted.into()),
            _ => Err(std::io::Error::other("the disk is gone")),
        }
    }
}

#[test]
fn a_file_that_breaks_off_is_an_error() {
    let loaded = harness::load(CHOICE).unwrap();
    let program = &loaded.program;
    let space = Space::of(program);
    let names = Names::of(&program.rulebook);
    let job = Job {
        program,
        space: &space,
        set: None,
    };
    let mut rows = 0;
    let tell = |told: &mut u32, _: Evaluated<'_>| *told += 1;
    let done = run(opened(Failing(0), "csv", &names), job, tell, |told| {
        rows += told;
        true
    });
    assert_eq!(rows, 1);
    assert_eq!(done.unwrap_err().to_string(), "the disk is gone");
}

#[test]
fn killed_in_the_middle_it_leaves_no_result_that_looks_whole() {
    let folder = folder(&[("old.csv", "kept\n")]);
    for output in ["new.csv", "old.csv"] {
        let arguments = [
            "eval",
            "-r",
            "choice.rules",
            "-",
            "--input-format",
            "csv",
            "-o",
            output,
        ];
        let mut child = folder
            .command(&arguments)
            .stdin(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut input = child.stdin.take().unwrap();
        input.write_all(b"id,level\n").unwrap();
        // More than a pipe holds, so that some of it was read.
        input.write_all(&b"acme,low\n".repeat(10_000)).unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
    }
    assert_eq!(folder.read("old.csv"), "kept\n");
    assert!(!folder.names().contains(&"new.csv".to_owned()));
    let hidden = folder
        .names()
        .into_iter()
        .filter(|name| name.ends_with(".tmp"));
    assert!(hidden.clone().all(|name| name.starts_with('.')));
}

/// A run that reads a table from a pipe, and has begun to write its result.
fn begun(folder: &Folder, output: &str) -> Child {
    let table = ["eval", "-r", "choice.rules", "-", "--input-format", "csv"];
    let mut command = folder.command(&[&table[..], &["-o", output]].concat());
    let mut child = command
        .stdin(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let input = child.stdin.as_mut().unwrap();
    input.write_all(b"id,level\nacme,low\n").unwrap();
    let own = format!(".{output}.{}.tmp", child.id());
    let begun = (0..5_000).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(2));
        folder.names().contains(&own)
    });
    assert!(begun, "no {own} in {:?}", folder.names());
    child
}

/// The files that are not whole.
fn unfinished(folder: &Folder) -> Vec<String> {
    let mut names = folder.names();
    names.retain(|name| name.ends_with(".tmp"));
    names
}

#[cfg(unix)]
#[test]
fn a_signal_in_the_middle_leaves_no_file() {
    use std::os::unix::process::ExitStatusExt as _;

    for (signal, number) in [("-INT", 2), ("-TERM", 15)] {
        let folder = folder(&[("old.csv", "kept\n")]);
        for output in ["new.csv", "old.csv"] {
            let mut child = begun(&folder, output);
            let mut kill = std::process::Command::new("kill");
            let killed = kill.args([signal, &child.id().to_string()]).status();
            assert!(killed.unwrap().success());
            // As long as more may come it does not end by itself.
            let input = child.stdin.take();
            let status = child.wait().unwrap();
            drop(input);
            assert_eq!(status.signal(), Some(number), "{status}");
            assert_eq!(unfinished(&folder), [""; 0], "{signal}");
        }
        assert_eq!(folder.read("old.csv"), "kept\n");
        assert!(!folder.names().contains(&"new.csv".to_owned()));
    }
}

#[test]
fn what_a_killed_run_has_left_the_next_one_removes() {
    let folder = folder(&[
        ("firms.csv", "id,level\nbolt,high\n"),
        (".out.csv.x.tmp", ""),
    ]);
    let mut killed = begun(&folder, "out.csv");
    killed.kill().unwrap();
    killed.wait().unwrap();
    let alive = begun(&folder, "out.csv");
    let living = format!(".out.csv.{}.tmp", alive.id());
    // Only another's name, and that of a run that goes on, are left.
    eval(&folder, &["firms.csv", "-o", "out.csv", "-q"]).is(0, &[], &[]);
    assert!(folder.read("out.csv").contains("bolt,b,"));
    let mut left = unfinished(&folder);
    left.sort();
    let mut wanted = [".out.csv.x.tmp".to_owned(), living];
    wanted.sort();
    assert_eq!(left, wanted);
    // It can still be finished.
    let output = alive.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(folder.read("out.csv").contains("acme,a,"));
    assert_eq!(unfinished(&folder), [".out.csv.x.tmp"]);
}

#[test]
fn killed_in_the_middle_standard_output_ends_in_a_line_that_is_cut() {
    // Rows of many lengths: where the system cuts a write, no row is likely to end.
    let rows = (0..300_000).map(|at| format!("acme{at}{},low\n", "e".repeat(at % 17)));
    let rows: String = rows.collect();
    let folder = folder(&[("firms.csv", &format!("id,level\n{rows}"))]);
    for form in ["csv", "jsonl", "json", "text", "markdown"] {
        let out = std::fs::File::create(folder.path.join("out")).unwrap();
        let arguments = ["eval", "-r", "choice.rules", "firms.csv", "-f", form];
        let mut child = folder.command(&arguments).stdout(out).spawn().unwrap();
        // Some of it was written, and nothing is being written.
        let (mut before, mut now) = (0, 0);
        while now < 10_000 || before != now {
            std::thread::sleep(std::time::Duration::from_millis(1));
            (before, now) = (now, folder.read("out").len());
        }
        child.kill().unwrap();
        assert!(!child.wait().unwrap().success(), "{form} was done before");
        let text = folder.read("out");
        // It may have come to its end, and be killed before it ends.
        if text.contains("acme299999") {
            continue;
        }
        let mut lines: Vec<&str> = text.split('\n').collect();
        let last = lines.pop().unwrap();
        assert!(
            !last.is_empty() && !lines.contains(&last),
            "{form}: {last:?}"
        );
    }
}

#[test]
fn a_reader_that_goes_away_ends_the_work_quietly() {
    let folder = folder(&[]);
    for form in ["csv", "json", "jsonl", "text"] {
        let arguments = [
            "eval",
            "-r",
            "choice.rules",
            "-",
            "--input-format",
            "csv",
            "-f",
            form,
        ];
        let mut child = folder
            .command(&arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let mut input = child.stdin.take().unwrap();
        input.write_all(b"level,note\n").unwrap();
        // Without a reader the program ends, and takes no more.
        let row = [&b"low,"[..], &[b' '; 2000], b"\n"].concat();
        while input.write_all(&row).is_ok() {}
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0));
        let err = String::from_utf8_lossy(&output.stderr);
        assert!(
            !err.contains("error") && !err.contains("evaluated"),
            "{err}"
        );
    }
}
