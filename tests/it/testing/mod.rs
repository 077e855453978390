//! `hansei test` through the command line, on small projects in folders of their own.

mod cases;
mod causes;
mod coverage;
mod disk;
mod folders;
mod forms;
mod guarantees;
mod meaning;
mod mutation;
mod reachable;
#[cfg(unix)]
mod review;
mod shipped;
mod snapshots;
mod watch;

use crate::program::Folder;

/// A small rulebook with an example.
pub(super) const RULES: &str = r#"rulebook choice "Choice" {}
strategy kaizen "Kaizen" { next "Standardize first." }
strategy big "A big step"
topic economy {
  fact growth : slow < medium < fast
  fact cash : number "M€" in 0..100
}
rule slow_market "Slow market" { when economy.growth is slow then favor kaizen strongly because "growth is {economy.growth}" }
rule fast_market "Fast market" { when economy.growth is fast then favor big strongly }
rule little_cash "Little cash" { when economy.cash < 20 then favor kaizen by 3 }
rule much_cash "Much cash" { when economy.cash >= 40 then favor big by 5 }
advice {
  steady: kaizen when best is kaizen because "{best} leads"
  bold: big when best is big
  undecided otherwise
}
example "a slow market" { given { growth: slow } expect advice is kaizen }
"#;

/// A folder with the rulebook and other files.
pub(super) fn project(files: &[(&str, &str)]) -> Folder {
    let folder = Folder::with(&[("choice.rules", RULES)]);
    for (name, text) in files {
        folder.write(name, text.as_bytes());
    }
    folder
}
