//! Causes of changed snapshots and flips against brute force: every subset of the edits is tried on the text.

use super::snapshots::test;
use crate::program::Folder;
use hansei::analyze::{self, Book, Cause, Difference, Effects, Reader};
use hansei::base::FileId;
use hansei::check::{self, Bundle, Options};
use hansei::engine::Evaluator;
use hansei::model::Profile;
use hansei::plan::{self, Program};
use hansei::profile::Input;
use hansei::testing::snapshot::{
    Changed, File, Kind, ProfileText, archive, meanings, name_of, take,
};

const RULES: &str = r#"rulebook g "G" { scale { weakly 1, strongly 12 } }
strategy x { prior 1 }
strategy y
strategy z
parameter th = 5 in 0..10
topic t {
  fact a : yes_no
  fact b : yes_no
  fact c : yes_no
  fact n : number in 0..10
  fact l : low < mid < high
}
let lv : poor < fair < good {
  good when t.n > 7
  fair when t.n > th
  poor otherwise
}
let tab : poor < good by t.l, t.a {
  high, *   => good
  mid , yes => good
  *   , *   => poor
}
group g limit 9
contrast t.l "L" {
  low  => favor x weakly
  high => favor y by 3
}
rule ra { when t.a then favor x by 8 else favor y by 1 }
rule rb { when t.b and t.n > 3 unless t.c then favor y by 4 and favor z by 2 in g }
rule rc { when lv is good then favor z by 10 }
rule rd { when tab is good then exclude x }
rule re { when t.c then favor z strongly defeats ra }
advice {
  gate:  z when t.c and lv is poor
  close: y when margin < 2
  top:   x when best is x
  yes_y: y when best is y
  last:  z otherwise
}
"#;

/// An edit of the text, and how a change that it makes begins.
struct Edit {
    from: &'static str,
    to: &'static str,
    says: &'static str,
}

const fn edit(from: &'static str, to: &'static str, says: &'static str) -> Edit {
    Edit { from, to, says }
}

const EDITS: [Edit; 24] = [
    edit("weakly 1,", "weakly 3.5,", "method: value of `weakly`"),
    edit("strongly 12", "strongly 5", "method: value of `strongly`"),
    edit("prior 1", "prior 6", "strategy `x`: value of the prior"),
    edit("th = 5", "th = 1", "parameter `th`: value"),
    edit(
        "good when t.n > 7",
        "good when t.n > 4",
        "let `lv`: threshold in row 1",
    ),
    edit(
        "fair when t.n > th",
        "fair when t.n > 2 and t.a",
        "let `lv`: row 2",
    ),
    edit("high, *   => good", "high, no  => good", "let `tab`: row 1"),
    edit("mid , yes => good", "mid , yes => poor", "let `tab`: row 2"),
    edit("limit 9", "limit 1", "group `g`: limit"),
    edit(
        "low  => favor x weakly",
        "low  => favor x by 11",
        "contrast row `t.l.low`: weight",
    ),
    edit(
        "high => favor y by 3",
        "high => oppose y by 5",
        "contrast row `t.l.high`: direction",
    ),
    edit(
        "when t.a then favor x",
        "when t.a or t.c then favor x",
        "rule `ra`: condition",
    ),
    edit("favor x by 8", "favor x by 3", "rule `ra`: weight toward x"),
    edit(
        "else favor y by 1",
        "else favor y by 12",
        "rule `ra`: weight toward y in `else`",
    ),
    edit("t.n > 3 unless", "t.n > 6 unless", "rule `rb`: threshold"),
    edit("unless t.c then", "unless t.a then", "rule `rb`: exception"),
    edit(
        "favor y by 4",
        "favor y by 14",
        "rule `rb`: weight toward y",
    ),
    edit(
        "favor z by 2",
        "favor z by 13",
        "rule `rb`: weight toward z",
    ),
    edit(
        "favor z by 10",
        "favor z by 0.5",
        "rule `rc`: weight toward z",
    ),
    edit(
        "rule rd { when tab is good then exclude x }\n",
        "",
        "rule `rd` removed",
    ),
    edit(" defeats ra", " defeats rb", "rule `re`: defeats"),
    edit("margin < 2", "margin < 7", "advice row `close`: threshold"),
    edit(
        "  gate:  z when t.c and lv is poor\n",
        "",
        "advice row `gate` removed",
    ),
    edit(
        "x when best is x",
        "z when best is x",
        "advice row `top`: outcome",
    ),
];

/// A rulebook, with some of the edits.
struct Made {
    bundle: Bundle,
    program: Program,
}

impl Made {
    fn of(edits: &[&Edit]) -> Self {
        let text = edits.iter().fold(RULES.to_owned(), |text, edit| {
            assert_eq!(text.matches(edit.from).count(), 1, "{}", edit.from);
            text.replace(edit.from, edit.to)
        });
        let mut read = |_: &str| Ok(text.clone().into_bytes());
        let (bundle, problems) = check::gather("g.rules", &mut read);
        assert!(problems.is_empty(), "{problems:?}");
        let (checked, problems) = check::check(&bundle, &Options::default());
        let checked = checked.unwrap_or_else(|| panic!("{problems:?}\n{text}"));
        let program = plan::plan(checked.rulebook, checked.method, checked.library);
        Self { bundle, program }
    }

    fn book(&self) -> Book<'_> {
        Book {
            bundle: &self.bundle,
            program: &self.program,
        }
    }

    fn advice(&self, profile: &Profile) -> String {
        let mut evaluator = Evaluator::new(&self.program);
        let summary = evaluator.summarize(profile).unwrap();
        let outcome = summary
            .advice
            .and_then(|id| self.program.rulebook.outcomes.find(id));
        outcome.map_or("undecided".to_owned(), |one| one.name.to_string())
    }
}

/// Numbers that depend on the seed alone.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % most
    }
}

fn profiles(dice: &mut Dice, count: usize) -> Vec<String> {
    (0..count)
        .map(|_| {
            let mut lines = "# a profile\n".to_owned();
            for fact in ["a", "b", "c"] {
                match dice.below(5) {
                    0 => {}
                    one => lines += &format!("t.{fact} = {}\n", one > 2),
                }
            }
            if dice.below(6) > 0 {
                lines += &format!("t.n = {}\n", dice.below(11));
            }
            if dice.below(6) > 0 {
                lines += &format!("t.l = \"{}\"\n", ["low", "mid", "high"][dice.below(3)]);
            }
            lines
        })
        .collect()
}

/// The sets of edits that a text names as enough, and whether others must join them.
fn named(text: &str, edits: &[&Edit]) -> (Vec<Vec<usize>>, bool) {
    let sets = text.split(", or ").map(|part| {
        (0..edits.len())
            .filter(|at| part.contains(edits[*at].says))
            .collect()
    });
    (sets.collect(), text.contains("several other"))
}

/// Holds named sets against all subsets of the edits: `reaches` says whether a subset brings the change about.
#[track_caller]
fn holds(
    count: usize,
    (sets, with_others): &(Vec<Vec<usize>>, bool),
    reaches: &dyn Fn(&[usize]) -> bool,
    about: &str,
) {
    let others = |set: &[usize]| {
        (0..count)
            .filter(|at| !set.contains(at))
            .collect::<Vec<_>>()
    };
    assert!(
        sets.iter().all(|set| !set.is_empty()),
        "no edit is named\n{about}"
    );
    for set in sets {
        if *with_others {
            for one in set {
                assert!(!reaches(&others(&[*one])), "{one} is not needed\n{about}");
            }
            continue;
        }
        assert!(reaches(set), "{set:?} is not enough\n{about}");
        for mask in 1..(1usize << set.len()) - 1 {
            let part: Vec<usize> = (0..set.len())
                .filter(|at| mask & (1 << at) != 0)
                .map(|at| set[at])
                .collect();
            assert!(!reaches(&part), "{part:?} of {set:?} is enough\n{about}");
        }
    }
    if let ([set], false) = (sets.as_slice(), with_others) {
        for one in set {
            assert!(
                !reaches(&others(&[*one])),
                "without {one} it happens too\n{about}"
            );
        }
    }
}

fn file(made: &Made, content: Option<String>) -> File {
    File {
        source: "p.toml".into(),
        rules: name_of(&made.program),
        content: content.unwrap(),
    }
}

/// Some of the edits, as positions in order.
fn some_edits(dice: &mut Dice) -> Vec<&'static Edit> {
    let mut at: Vec<usize> = Vec::new();
    let count = 1 + dice.below(4);
    while at.len() < count {
        let one = dice.below(EDITS.len());
        if !at.contains(&one) {
            at.push(one);
        }
    }
    at.sort_unstable();
    at.iter().map(|at| &EDITS[*at]).collect()
}

/// The rulebook with every subset of some edits; bits say which.
fn subsets(edits: &[&Edit]) -> Vec<Made> {
    (0..1usize << edits.len())
        .map(|mask| {
            let all = edits.iter().enumerate();
            let some = all.filter(|(at, _)| mask & (1 << at) != 0);
            Made::of(&some.map(|(_, edit)| *edit).collect::<Vec<_>>())
        })
        .collect()
}

/// What was looked at so far.
#[derive(Debug, Default)]
struct Seen {
    flips: usize,
    alternatives: usize,
    together: usize,
}

/// Holds what snapshots and `diff` say of some edits against all subsets of them.
fn tried(edits: &[&Edit], texts: &[ProfileText], seen: &mut Seen) {
    let subsets = subsets(edits);
    let (old, new) = (&subsets[0], &subsets[subsets.len() - 1]);
    let before = take(&old.program, FileId(0), texts);
    let after = take(&new.program, FileId(0), texts);
    let kept = archive(old.book()).unwrap();
    let mut differing = Vec::new();
    for ((text, before), after) in texts.iter().zip(before).zip(after) {
        let files = (file(old, before.content), file(new, after.content));
        if files.0.content != files.1.content {
            differing.push((text, after.profile.unwrap(), files));
        }
    }
    let changed: Vec<Changed<'_>> = differing
        .iter()
        .map(|(_, profile, (old, new))| Changed { old, new, profile })
        .collect();
    let meanings = meanings(&changed, new.book(), &|_| Some(kept.clone()));
    let (difference, effects) = effects(old, new, differing.iter().map(|(text, ..)| *text));
    for ((text, profile, _), meaning) in differing.iter().zip(meanings) {
        let advice: Vec<String> = subsets.iter().map(|made| made.advice(profile)).collect();
        let last = advice.last().unwrap();
        let reaches = |set: &[usize]| {
            let mask = set.iter().fold(0usize, |mask, at| mask | (1 << at));
            advice[mask] == *last
        };
        let says: Vec<&str> = edits.iter().map(|edit| edit.says).collect();
        let given = String::from_utf8_lossy(&text.bytes);
        let about = format!("{says:?}\n{given}\n{meaning:#?}\n{advice:?}");
        assert_eq!(meaning.unknown, None, "{about}");
        assert_eq!(meaning.kind == Kind::Advice, advice[0] != *last, "{about}");
        if meaning.kind != Kind::Advice {
            continue;
        }
        let sets = named(&meaning.causes[0], edits);
        seen.flips += 1;
        seen.alternatives += usize::from(sets.0.len() > 1);
        seen.together += usize::from(sets.0.iter().any(|set| set.len() > 1));
        holds(edits.len(), &sets, &reaches, &about);
        let is_own = |cause: &&Cause| cause.flips.iter().any(|flip| flip.profile == text.id);
        let cause = effects.causes.iter().find(is_own).unwrap();
        let owed = owed(cause, &difference, edits);
        holds(edits.len(), &owed, &reaches, &format!("diff\n{about}"));
    }
}

/// The sets of edits that `diff` names.
fn owed(cause: &Cause, difference: &Difference, edits: &[&Edit]) -> (Vec<Vec<usize>>, bool) {
    let line = |at: &usize| {
        let change = &difference.changes[*at];
        let said = format!("{}: {}", change.subject(), change.what());
        let plain = change.to_string();
        let is_of = |edit: &&Edit| said.contains(edit.says) || plain.contains(edit.says);
        edits
            .iter()
            .position(is_of)
            .unwrap_or_else(|| panic!("{change}"))
    };
    let sets = cause.owed_to.iter();
    (
        sets.map(|set| set.iter().map(line).collect()).collect(),
        cause.with_others,
    )
}

#[test]
fn causes_of_random_edits_are_those_that_brute_force_finds() {
    let mut dice = Dice(7);
    let mut seen = Seen::default();
    for _ in 0..60 {
        let edits = some_edits(&mut dice);
        let texts: Vec<ProfileText> = profiles(&mut dice, 20)
            .into_iter()
            .enumerate()
            .map(|(at, text)| ProfileText {
                name: format!("p{at}.toml"),
                id: format!("p{at}"),
                bytes: text.into_bytes(),
            })
            .collect();
        tried(&edits, &texts, &mut seen);
    }
    let Seen {
        flips,
        alternatives,
        together,
    } = seen;
    assert!(flips > 100 && alternatives > 5 && together > 5, "{seen:?}");
}

/// What `diff` says of profiles.
fn effects<'t>(
    old: &Made,
    new: &Made,
    texts: impl Iterator<Item = &'t ProfileText>,
) -> (Difference, Effects) {
    let books = [old, new].map(|made| &made.program.rulebook);
    let difference = analyze::difference(books[0], books[1]);
    let reader = Reader::new(books[0], books[1], &difference);
    let pairs: Vec<_> = texts
        .map(|text| {
            let input = Input {
                name: &text.name,
                id_default: &text.id,
                file: FileId(0),
                bytes: &text.bytes,
                format: None,
            };
            reader.read(&input).unwrap()
        })
        .collect();
    let effects = analyze::effects(old.book(), new.book(), &difference, &pairs);
    (difference, effects)
}

/// The head of the rulebooks below.
const HEAD: &str = r#"rulebook g "G" { }
strategy x "X"
strategy y "Y"
topic t { fact a : yes_no  fact b : yes_no  fact c : yes_no  fact n : number in 0..10 }
"#;

/// What a run says of snapshots that were accepted with one rulebook, under another; profiles as lines with `;`.
#[track_caller]
fn says(old: &str, new: &str, profiles: &[&str]) -> Vec<String> {
    let folder = Folder::with(&[("g.rules", &format!("{HEAD}{old}"))]);
    for (at, profile) in profiles.iter().enumerate() {
        let text = profile.replace("; ", "\n");
        folder.write(&format!("profiles/p{at}.toml"), text.as_bytes());
    }
    test(&folder, &["--accept"]).is(0, &[], &["accepted"]);
    folder.write("g.rules", format!("{HEAD}{new}").as_bytes());
    let run = test(&folder, &["--no-search"]);
    let about = |line: &&str| {
        line.starts_with("CHANGED") || line.starts_with("  because") || line.starts_with("  cause")
    };
    run.out.lines().filter(about).map(str::to_owned).collect()
}

/// The same of one edit.
#[track_caller]
fn edited(rules: &str, edits: &[(&str, &str)], profiles: &[&str]) -> Vec<String> {
    let new = edits.iter().fold(rules.to_owned(), |new, (from, to)| {
        assert!(new.contains(from), "{from}");
        new.replace(from, to)
    });
    says(rules, &new, profiles)
}

#[test]
fn a_fact_that_the_rules_begin_or_cease_to_read_is_no_edit_of_the_profile() {
    let rules = "rule ra { when t.a then favor x by 8 because \"b\" }\n\
                 rule rb { when t.b then exclude x because \"b\" }\n";
    assert_eq!(
        edited(
            rules,
            &[("when t.b then", "when t.b or t.c then")],
            &["t.a = true; t.b = false; t.c = true"]
        ),
        [
            "CHANGED 1 snapshot: advice x → y; confidence 0.8632 → 1; fires now: `rb`",
            "  because of rule `rb`: condition: t.b → t.b or t.c",
        ]
    );
    let rules = rules.replace("when t.b then", "when t.a and t.b then");
    let found = edited(
        &rules,
        &[("when t.a and t.b then", "when t.b then")],
        &["t.a = false; t.b = true"],
    );
    assert_eq!(
        found[1..],
        ["  because of rule `rb`: condition: t.a and t.b → t.b"]
    );
}

#[test]
fn the_row_that_did_it_is_named_and_no_other() {
    let rules = "let lv \"L\" : low < mid < high { high when t.n > 7  mid when t.n > 3  low otherwise }\n\
                 rule ra { when t.a then favor x by 8 because \"b\" }\n\
                 rule rb { when lv is high then favor y by 10 because \"b\" }\n";
    let found = edited(
        rules,
        &[("t.n > 7", "t.n > 6"), ("t.n > 3", "t.n > 2")],
        &["t.a = true; t.n = 7"],
    );
    assert_eq!(
        found[1..],
        ["  because of let `lv`: threshold in row 1: high when t.n > 7 → high when t.n > 6"]
    );
}

#[test]
fn opposite_changes_are_reviewed_apart() {
    let rules = "let danger : none < some < grave { grave when t.n > 8  some when t.n > 2  none otherwise }\n\
                 rule r { when t.a then favor x by t.n }\n";
    let edits = [("t.n > 8", "t.n > 5"), ("t.n > 2", "t.n > 4")];
    let found = edited(
        rules,
        &edits,
        &["t.a = true; t.n = 3", "t.a = true; t.n = 7"],
    );
    assert_eq!(
        found,
        [
            "CHANGED 1 snapshot: `danger` some → grave",
            "  because of let `danger`: threshold in row 1: grave when t.n > 8 → grave when t.n > 5",
            "CHANGED 1 snapshot: `danger` some → none",
            "  because of let `danger`: threshold in row 2: some when t.n > 2 → some when t.n > 4",
        ]
    );
}

#[test]
fn what_becomes_of_rules_is_never_layout() {
    let rules = "rule base { when t.n > 0 and not t.a then favor x by 20 because \"b\" }\n\
                 rule r { when t.a and t.b then favor y strongly because \"b\" }\n";
    assert_eq!(
        edited(rules, &[("t.a and t.b", "t.b")], &["t.n = 3; t.a = false"]),
        [
            "CHANGED 1 snapshot: not known now: `r`",
            "  because of rule `r`: condition: t.a and t.b → t.b",
        ]
    );
    let stopped = "rule r { when t.a unless t.b then favor x by 3 because \"b\" }\nrule q { when t.c then favor x by 1 }\n";
    assert_eq!(
        edited(
            stopped,
            &[("unless t.b", "unless t.c")],
            &["t.a = false; t.b = true; t.c = false"]
        ),
        [
            "CHANGED 1 snapshot: no longer stopped: `r`",
            "  because of rule `r`: exception: t.b → t.c",
        ]
    );
    let found = edited(
        stopped,
        &[(
            "rule q",
            "rule new { when t.n > 3 then favor y by 1 }\nrule q",
        )],
        &["t.a = false; t.c = true"],
    );
    assert_eq!(
        found,
        [
            "CHANGED 1 snapshot: no longer settled; new, and not known: `new`",
            "  because of rule `new` added"
        ]
    );
}

#[test]
fn edits_without_a_part_in_it_are_not_named() {
    let rules = "rule ra { when t.a then favor x by 10 because \"b\" }\n\
                 rule rb { when t.b and t.n > 3 then favor y by 4 because \"b\" }\n\
                 rule rc { when t.c then favor x by 1 because \"b\" }\n";
    let edits = [
        ("t.n > 3", "t.n > 4"),
        ("by 4", "by 14"),
        ("when t.c then", "when t.c or t.n > 3 then"),
    ];
    let found = edited(
        rules,
        &edits,
        &["t.a = true; t.b = true; t.c = true; t.n = 9"],
    );
    assert_eq!(
        found[1..],
        ["  because of rule `rb`: weight toward y: by 4 → by 14"]
    );
    // A rule that is defeated did not fire before either.
    let rules = "rule one { when t.a then favor x by 3 because \"b\" }\n\
                 rule two { when t.b then favor y by 2 because \"b\" }\n";
    let found = edited(
        rules,
        &[("by 3 because", "by 3 defeats two because")],
        &["t.a = true; t.b = true"],
    );
    assert_eq!(found[1..], ["  because of rule `one`: defeats added: two"]);
}

#[test]
fn a_parameter_and_a_row_that_no_longer_reads_it_are_causes_by_name() {
    let rules = "parameter th = 7\nlet lv : low < high { high when t.n > th  low otherwise }\n\
                 rule ra { when lv is high then favor x by 8 because \"b\" }\n\
                 rule rb { when t.b then favor y by 2 because \"b\" }\n";
    let found = edited(rules, &[("th = 7", "th = 3")], &["t.n = 5; t.b = true"]);
    assert_eq!(found[1..], ["  because of parameter `th`: value: 7 → 3"]);
    // What a let does not read any more is not edited by that.
    let found = edited(rules, &[("t.n > th", "t.n > 4")], &["t.n = 5; t.b = true"]);
    assert_eq!(
        found[1..],
        ["  because of let `lv`: row 1: high when t.n > th → high when t.n > 4"]
    );
}

#[test]
fn a_fact_under_another_name_in_rules_and_profiles_is_a_rename() {
    let rules = "rule ra { when t.a then favor x by 8 because \"b\" }\nrule rb { when t.n > 3 then favor y by 2 because \"b\" }\n";
    let folder = Folder::with(&[("g.rules", &format!("{HEAD}{rules}"))]);
    folder.write("profiles/p.toml", b"t.a = true\nt.n = 5\n");
    test(&folder, &["--accept"]).is(0, &[], &["accepted"]);
    let new = format!("{HEAD}{rules}")
        .replace("fact n", "fact size")
        .replace("t.n", "t.size");
    folder.write("g.rules", new.as_bytes());
    folder.write("profiles/p.toml", b"t.a = true\nt.size = 5\n");
    let run = test(&folder, &[]);
    run.is(
        1,
        &["CHANGED 1 snapshot: renamed only: `t.n` is now `t.size`"],
        &[],
    );
    assert!(!run.out.contains("because"), "{run}");
    // With an edit of the profile beside it, that is the cause.
    folder.write("profiles/p.toml", b"t.a = true\nt.size = 2\n");
    let run = test(&folder, &[]);
    run.is(
        1,
        &[
            "no longer fires: `rb`",
            "  because of the profile: `t.size` 5 → 2",
        ],
        &[],
    );
}

#[test]
fn the_unit_of_a_number_in_a_text_is_a_cause() {
    let rules = "rule ra { when t.n > 1 then favor x by 8 because \"With {t.n}.\" }\n\
                 note nn { when t.n > 1 risk \"Only {t.n} left.\" }\n";
    let unit = |unit: &str| {
        let head = HEAD.replace("fact n : number", &format!("fact n : number \"{unit}\""));
        assert_ne!(head, HEAD);
        format!("{head}{rules}")
    };
    let folder = Folder::with(&[("g.rules", &unit("months"))]);
    folder.write("profiles/p.toml", b"t.n = 3\n");
    test(&folder, &["--accept"]).is(0, &[], &["accepted"]);
    folder.write("g.rules", unit("weeks").as_bytes());
    let run = test(&folder, &[]);
    run.is(
        1,
        &[
            "wording only",
            "because of fact `t.n`: type: number “months”",
        ],
        &[],
    );
    assert!(!run.out.contains("not known"), "{run}");
}

#[test]
fn a_snapshot_edited_by_hand_has_no_known_cause() {
    let rules = "rule ra { when t.a then favor x by 8 because \"b\" }\n";
    let folder = Folder::with(&[("g.rules", &format!("{HEAD}{rules}"))]);
    folder.write("profiles/p.toml", b"t.a = true\n");
    test(&folder, &["--accept"]).is(0, &[], &["accepted"]);
    let snap = folder.read("profiles/p.toml.snap");
    folder.write(
        "profiles/p.toml.snap",
        snap.replace("advice: x", "advice: y").as_bytes(),
    );
    folder.write(
        "g.rules",
        format!("{HEAD}{}", rules.replace("by 8", "by 9")).as_bytes(),
    );
    let run = test(&folder, &[]);
    run.is(
        1,
        &["cause not known: the accepted snapshot is not what its rules and profile give"],
        &[],
    );
    // Without the rules it was accepted with, that is said.
    std::fs::remove_file(folder.path.join("accepted.rulebook")).unwrap();
    let run = test(&folder, &[]);
    run.is(
        1,
        &["cause not known: the accepted snapshot does not say which rules it was made with"],
        &[],
    );
}

#[test]
fn a_word_for_a_weight_is_an_edit_where_its_number_stays_by_chance() {
    let scaled = |rules: &str, scale: &str, word: &str| {
        let head = HEAD.replace("{ }", &format!("{{ scale {{ {scale} }} }}"));
        format!("{head}{}", rules.replace("WORD", word))
    };
    let rules = "rule r1 { when t.n > 0 then favor x moderately }\n\
                 rule r3 { when t.n > 0 then favor y WORD }\nrule r4 { when t.n > 0 then favor x by 2 }\n";
    let folder = Folder::with(&[(
        "g.rules",
        &scaled(rules, "moderately 4, strongly 7", "strongly"),
    )]);
    folder.write("profiles/p.toml", b"t.n = 1\n");
    test(&folder, &["--accept"]).is(0, &[], &["accepted"]);
    let new = scaled(rules, "moderately 7, strongly 9", "moderately");
    folder.write("g.rules", new.as_bytes());
    let run = test(&folder, &["--no-search"]);
    let cause = "rule `r3`: weight toward y: strongly (7) → moderately (7)";
    run.is(1, &["advice y → x", cause], &[]);
    assert!(!run.out.contains("not known"), "{run}");
}

#[test]
fn each_thing_is_said_of_the_edit_that_did_it() {
    let rules = "rule r { when t.c then favor x strongly }\nrule s { when t.a then favor x weakly }\n\
                 note nn { when t.b risk \"One\" }\n";
    let edits = [
        ("when t.c then", "when t.b then"),
        ("when t.a then", "when not t.a then"),
    ];
    let profile = "t.a = false; t.b = true; t.c = false";
    let found = edited(rules, &edits, &[profile]);
    assert!(
        found
            .iter()
            .any(|line| line.ends_with("rule `s`: condition: t.a → not t.a (for `s`)")),
        "{found:#?}"
    );
    // The condition makes it fire, whatever it weighs.
    let edits = [(
        "when t.a then favor x weakly",
        "when not t.a then favor x moderately",
    )];
    let found = edited(rules, &edits, &[profile]);
    assert!(
        found.iter().all(|line| !line.contains("(for fires")),
        "{found:#?}"
    );
    // What went as a whole has no edited words.
    let found = edited(
        rules,
        &[("when t.b risk \"One\"", "when t.c risk \"Two\"")],
        &[profile],
    );
    assert_eq!(
        found,
        [
            "CHANGED 1 snapshot: note gone: `nn`",
            "  because of note `nn`: condition: t.b → t.c"
        ]
    );
}

#[test]
fn a_strategy_under_another_name_is_renamed_only() {
    let rules =
        "rule r { when t.c then favor x weakly }\nrule s { when t.c then favor y strongly }\n";
    let folder = Folder::with(&[("g.rules", &format!("{HEAD}{rules}"))]);
    folder.write("profiles/p.toml", b"t.c = true\n");
    test(&folder, &["--accept"]).is(0, &[], &["accepted"]);
    let new = format!("{HEAD}{rules}")
        .replace("strategy x", "strategy xx")
        .replace("favor x", "favor xx");
    folder.write("g.rules", new.as_bytes());
    test(&folder, &["--no-search"]).is(1, &["renamed only: `x` is now `xx`"], &[]);
}

#[test]
fn accepted_rules_that_somebody_edited_are_not_trusted() {
    let rules = "parameter lim = 2\nrule r { when t.n < lim then favor x strongly }\n";
    let folder = Folder::with(&[("g.rules", &format!("{HEAD}{rules}"))]);
    folder.write("profiles/p.toml", b"t.n = 3\n");
    test(&folder, &["--accept"]).is(0, &[], &["accepted"]);
    let kept = folder
        .read("accepted.rulebook")
        .replace("lim = 2", "lim = 1");
    folder.write("accepted.rulebook", kept.as_bytes());
    folder.write(
        "g.rules",
        format!("{HEAD}{rules}")
            .replace("lim = 2", "lim = 5")
            .as_bytes(),
    );
    let run = test(&folder, &["--no-search"]);
    run.is(1, &["cause not known: "], &[]);
}
