//! What coverage asks for can be done, and what it calls impossible is: held against all profiles of small random rulebooks.

use hansei::base::has_errors;
use hansei::check::{Options, ReadProblem, check, gather};
use hansei::model::{FactType, Given, Profile, Rulebook, Value};
use hansei::testing::coverage::{Class, Coverage, Item, coverage};
use hansei::testing::{self, Suite};

/// Drawn choices: the same in every run.
struct Draw(u64);

impl Draw {
    fn below(&mut self, count: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % count
    }

    fn pick<'a>(&mut self, all: &[&'a str]) -> &'a str {
        let count = u64::try_from(all.len()).unwrap();
        all[usize::try_from(self.below(count)).unwrap()]
    }

    /// A condition; `more` are tests that may stand in it too.
    fn cond(&mut self, depth: u32, more: &[&str]) -> String {
        const TESTS: [&str; 9] = [
            "t.y",
            "t.l is mid",
            "t.l is at least mid",
            "t.l is not low",
            "t.l is known",
            "t.y is unknown",
            "t.n >= 2",
            "t.n < 1",
            "t.n between 1 and 2",
        ];
        if depth == 0 || self.below(3) == 0 {
            let all: Vec<&str> = TESTS.iter().copied().chain(more.iter().copied()).collect();
            return self.pick(&all).to_owned();
        }
        let one = self.cond(depth - 1, more);
        let other = self.cond(depth - 1, more);
        match self.below(4) {
            0 => format!("({one} or {other})"),
            1 => format!("not ({one})"),
            2 => format!("surely ({one})"),
            _ => format!("({one} and {other})"),
        }
    }

    fn unless(&mut self, more: &[&str]) -> String {
        match self.below(3) {
            0 => format!(" unless {}", self.cond(1, more)),
            _ => String::new(),
        }
    }

    /// Levels by rows of conditions, or by a table.
    fn derived(&mut self, name: &str) -> String {
        const LEVELS: [&str; 3] = ["bad", "fair", "good"];
        let mut rows = String::new();
        let is_table = self.below(2) == 0;
        for _ in 0..=self.below(4) {
            let level = self.pick(&LEVELS);
            rows += &if is_table {
                let one = self.pick(&["low", "mid", "high", "low | mid", "unknown", "*"]);
                let other = self.pick(&["yes", "no", "unknown", "*", "*"]);
                format!("  {one}, {other} => {level}\n")
            } else {
                format!("  {level} when {}{}\n", self.cond(1, &[]), self.unless(&[]))
            };
        }
        match (is_table, self.below(2)) {
            (true, _) => format!("let {name} : bad < fair < good by t.l, t.y {{\n{rows}}}\n"),
            (false, 0) => format!("let {name} : bad < fair < good {{\n{rows}}}\n"),
            (false, _) => {
                format!("let {name} : bad < fair < good {{\n{rows}  bad otherwise\n}}\n")
            }
        }
    }

    fn book(&mut self) -> String {
        let mut text = String::from(
            "rulebook r {}\nstrategy a\nstrategy b\nstrategy c\ntopic t {\n  fact y : yes_no\n  fact l : low < mid < high\n  fact n : integer in 0..3\n}\ngroup g limit 3\n",
        );
        text += &self.derived("p");
        text += &self.derived("q");
        let more = ["p is fair", "q is good", "q is at least fair", "p is bad"];
        for at in 0..4 {
            let (when, unless) = (self.cond(2, &more), self.unless(&more));
            let toward = self.pick(&["a", "b"]);
            let otherwise = self.pick(&["", "\n  else favor b by 1"]);
            let group = self.pick(&["", "\n  in g"]);
            let defeats = match (at, self.below(3)) {
                (1.., 0) => format!("\n  defeats r{}", at - 1),
                _ => String::new(),
            };
            text += &format!(
                "rule r{at} {{\n  when {when}\n {unless}\n  then favor {toward} by 2{otherwise}{defeats}{group}\n}}\n"
            );
        }
        let note = self.cond(2, &more);
        text += &format!("note n {{\n  when {note}\n  risk \"Careful.\"\n}}\n");
        if self.below(2) == 0 {
            let row = self.cond(1, &more);
            text += &format!(
                "advice {{\n  a when {row}\n  b when best is b\n  c when best is c\n  a otherwise\n}}\n"
            );
        }
        text
    }
}

/// The suite of a rulebook; nothing where it has an error, such as a row that stands twice.
fn suite(rules: &str) -> Option<Suite> {
    let mut read = |name: &str| match name {
        "r.rules" => Ok(rules.as_bytes().to_vec()),
        _ => Err(ReadProblem::Missing { near: None }),
    };
    let (bundle, problems) = gather("r.rules", &mut read);
    assert!(problems.is_empty(), "{problems:?}\n{rules}");
    let (checked, problems) = check(&bundle, &Options::default());
    let checked = checked.filter(|_| !has_errors(&problems))?;
    Some(testing::gather(bundle, checked, &[]).0)
}

/// Every profile there is.
fn profiles(book: &Rulebook) -> Vec<Profile> {
    let mut all = vec![Profile::empty("", book.facts.len())];
    for (id, fact) in book.facts.iter() {
        let values: Vec<Value> = match &fact.kind {
            FactType::YesNo => [false, true].map(Value::YesNo).into(),
            FactType::Level(scale) => scale.all().iter().map(Value::Level).collect(),
            FactType::Number(_) => [0.0, 1.0, 2.0, 3.0].map(Value::Number).into(),
            FactType::Set(_) | FactType::Text => Vec::new(),
        };
        let with = |profile: &Profile| {
            let mut more = vec![profile.clone()];
            for value in &values {
                let mut other = profile.clone();
                other.set(id, Some(Given::certain(value.clone())));
                more.push(other);
            }
            more
        };
        all = all.iter().flat_map(with).collect();
    }
    all
}

/// What is decided by conditions alone is known exactly; of the others bounds may miss something.
fn is_exact(item: &Item) -> bool {
    let by_best = item.name.contains("best is");
    let exact = [
        Class::Rules,
        Class::Conditions,
        Class::TableRows,
        Class::ListRows,
        Class::Notes,
    ];
    exact.contains(&item.class) && !by_best
}

fn held_against(all: &Coverage, none: &Coverage, rules: &str) -> usize {
    let mut impossible = 0;
    assert_eq!(all.items.len(), none.items.len());
    for (item, untried) in all.items.iter().zip(&none.items) {
        assert_eq!(item.name, untried.name);
        for (need, alone) in item.needs.iter().zip(&untried.needs) {
            let what = format!("{} of {}\n{rules}", need.what, item.name);
            // INVARIANT: what is said to be impossible happens on no profile.
            assert!(alone.possible || need.count == 0, "it happens: {what}");
            if is_exact(item) {
                assert!(!alone.possible || need.count > 0, "asked for: {what}");
                assert!(!need.possible || need.count > 0, "still asked for: {what}");
            }
            impossible += usize::from(!alone.possible);
        }
    }
    impossible
}

#[test]
fn what_is_asked_for_can_be_done_and_what_is_impossible_cannot() {
    let (mut impossible, mut books) = (0, 0);
    for seed in 0..48 {
        let rules = Draw(seed).book();
        let Some(suite) = suite(&rules) else {
            continue;
        };
        let program = suite.program;
        let profiles = profiles(&program.rulebook);
        assert_eq!(profiles.len(), 60);
        let all = coverage(&program, &profiles.iter().collect::<Vec<_>>());
        impossible += held_against(&all, &coverage(&program, &[]), &rules);
        books += 1;
    }
    assert!(impossible > 20 && books > 24, "{impossible} in {books}");
}
