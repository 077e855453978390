//! Tables of profiles: rows in, results out, as they come.

mod forms;
mod rows;
mod slips;
mod streams;

use crate::program::{Folder, Run};

/// A small rulebook.
const CHOICE: &str = r#"rulebook choice "A or b?" { version "1" }
strategy a "Way a"
strategy b "Way b"
topic t {
  fact level : low < high
  fact n : number "months" in 0..12
  fact tools : any of five_s, tpm
  fact lean : yes_no
}
topic u { fact lean : yes_no }
parameter limit = 3 "months" in 0..12 { basis illustrative }
contrast t.level { low => favor a strongly high => favor b strongly }
rule short { when t.n < limit then favor a weakly }
rule tools { when t.tools includes tpm then favor a weakly }
rule lean { when t.lean then favor b weakly }
"#;

/// The columns of a result.
const HEAD: &str = "id,advice,confidence,settled,margin,total_a,total_b,error";

/// A folder with the rulebook and other files.
fn folder(files: &[(&str, &str)]) -> Folder {
    let folder = Folder::with(&[("choice.rules", CHOICE)]);
    for (name, text) in files {
        folder.write(name, text.as_bytes());
    }
    folder
}

/// Evaluates with that rulebook.
fn eval(folder: &Folder, arguments: &[&str]) -> Run {
    let all = [&["eval", "-r", "choice.rules"], arguments].concat();
    folder.run(&all)
}

/// The totals of a and b in each row of a result in CSV, behind its name.
#[track_caller]
fn totals(run: &Run) -> Vec<String> {
    let mut lines = run.out.lines();
    assert_eq!(lines.next(), Some(HEAD), "{run}");
    let row = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        format!("{} {} {}", cells[0], cells[5], cells[6])
    };
    lines.map(row).collect()
}
