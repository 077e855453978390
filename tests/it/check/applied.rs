//! What a help suggests, followed to the letter, takes the error away: names, levels, words and values of every kind.

use std::collections::BTreeMap;

use hansei::base::{Diagnostic, Edit, FileId};
use hansei::check::{Options, check};
use hansei::profile::{Input, format_by_name, read};

use super::{bundle, checked, lines};
use crate::fix::mended;
use crate::program::Folder;

const BOOK: &str = "rulebook r { }
strategy alpha
strategy beta
outcome both for alpha
hypothesis guess
source school \"S\"
parameter price = 6 \"months\" in 0..60
group tight limit 9
topic topical {
  fact ready : yes_no { tag need }
  fact speed : slow < moderate < fast
  fact owner : one of open, shared
  fact tools : any of drill, lathe
  fact months : number \"months\" in 0..120
  fact staff : integer in 0..9
  fact notes : text
}
topic other { fact growth : low < high }
rule runner { when topical.ready then favor alpha weakly }
advice { safe: alpha when topical.ready  beta otherwise }
";

/// What stands before a suggestion.
const BEFORE: &[&str] = &[
    "did you mean `is ",
    "did you mean `",
    "write the number alone: `",
    "for the fact, write `",
    "the nearest value is `",
    "the empty set is `",
    "% is written `",
    "write `",
    "go in quotes: `",
    "are written without quotes: `",
    "and no commas: `",
    "of its point: `",
];

/// The first suggestion of a help.
fn suggestion(problem: &Diagnostic) -> Option<&str> {
    problem.help.iter().find_map(|help| {
        let mut starts = BEFORE.iter();
        let rest = starts.find_map(|before| help.split_once(before))?.1;
        rest.split('`').next()
    })
}

/// The text after the edits of a problem, all together.
pub(crate) fn edited(text: &str, problem: &Diagnostic) -> Option<String> {
    let mut edits: Vec<_> = problem.edits.iter().collect();
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.span.start));
    let mut text = text.to_owned();
    for edit in &edits {
        text.replace_range(edit.span.range(), &edit.text);
    }
    (!edits.is_empty()).then_some(text)
}

/// The text with its first problem mended: its edits are what its help says.
fn followed(text: &str, problem: &Diagnostic) -> Option<String> {
    let suggested = suggestion(problem)?;
    let says = |edit: &Edit| edit.text.contains(suggested) || suggested.contains(&edit.text);
    if problem.edits.iter().any(says) {
        return edited(text, problem);
    }
    // Without an edit there are several ways out.
    let ways = |help: &String| help.matches('`').count() > 2 || help.contains("the nearest value");
    assert!(problem.help.iter().any(ways), "{problem:?}");
    let mut text = text.to_owned();
    text.replace_range(problem.span()?.range(), suggested);
    Some(text)
}

/// The first problem of a text has a suggestion, and with it there is none any more.
#[track_caller]
fn goes_away(text: &str, problems: &dyn Fn(&str) -> Vec<Diagnostic>) {
    let before = problems(text);
    let first = before.first().unwrap_or_else(|| panic!("sound:\n{text}"));
    let mended = followed(text, first)
        .unwrap_or_else(|| panic!("no suggestion: {} {:?}", first.message, first.help));
    let after: Vec<String> = problems(&mended)
        .iter()
        .map(|problem| format!("{}: {}", problem.code, problem.message))
        .collect();
    assert_eq!(after, Vec::<String>::new(), "{:?}\n{mended}", first.help);
}

fn of_rules(text: &str) -> Vec<Diagnostic> {
    checked(bundle(&[("a.rules", text)])).2
}

#[track_caller]
fn rules(declaration: &str) {
    let text = format!("{BOOK}{declaration}\n");
    goes_away(&text, &of_rules);
    if of_rules(&text)
        .iter()
        .all(|problem| problem.fix().is_some())
    {
        let mended = mended(&[("a.rules", &text)]);
        assert_eq!(of_rules(&mended[0].1), [], "{}", mended[0].1);
    }
}

#[track_caller]
fn profile(format: &str, text: &str) {
    let (files, book, found) = checked(bundle(&[("a.rules", BOOK)]));
    assert_eq!(lines(&files, &found), "");
    let book = book.unwrap().rulebook;
    goes_away(text, &|text: &str| {
        let input = Input {
            name: "p",
            id_default: "p",
            file: FileId(0),
            bytes: text.as_bytes(),
            format: format_by_name(format),
        };
        read(&input, &book).diagnostics
    });
}

#[test]
fn suggestions_in_conditions() {
    for condition in [
        "topical.redy",
        "redy",
        "ready",
        "topcal.ready",
        "pirce > 3",
        "months > 3",
        "topical.speed is fats",
        "topical.speed = fats",
        "topical.speed >= fats",
        "topical.speed between slw and fast",
        "topical.speed is one of slow, fats",
        "topical.owner is not opne",
        "topical.tools includes dril",
        "tools includes drill",
        "count(tools) >= 1",
        "count(topical.tolls) >= 1",
        "topical.ready is yse",
        "topical.speed is unkown",
        "topical.months is knwon",
        "known(topical.ready)",
        "fired(runer)",
        "advised_by(saf)",
        "total(alpa) > 3",
        "tota(alpha) > 3",
        "cout(topical.tools) > 1",
        "belief(gues) > 0.5",
        "known(nee) >= 1",
        "best is alpa",
        "bset is alpha",
        "advice is bth",
        "advice is undecied",
        "advise is alpha",
        "marign > 3",
        "alpha",
        "both",
        "guess",
        "total(alpha) > pric",
        "topical.months >= \"6\"",
    ] {
        rules(&format!("note n {{ when {condition} risk \"x\" }}"));
    }
}

#[test]
fn suggestions_in_declarations() {
    for declaration in [
        "rule r1 { when topical.ready then favor alpa weakly }",
        "rule r1 { when topical.ready then favor gues weakly }",
        "rule r1 { when topical.ready then exclude bta }",
        "rule r1 { when topical.ready then favor alpha weakly cite shool }",
        "rule r1 { when topical.ready then favor alpha weakly in tigt }",
        "rule r1 { when topical.ready then favor alpha weakly defeats runer }",
        "rule r1 { when topical.ready then favor alpha by pric }",
        "rule r1 { when guess then favor alpha weakly }",
        "rule r1 { wehn topical.ready then favor alpha weakly }",
        "rule r1 { when topical.ready then favour alpha weakly }",
        "rule r1 { when topical.ready then favor alpha strongy }",
        "rul r1 { when topical.ready then favor alpha weakly }",
        "outcome more for alpa",
        "topic u { fact k : yesno }",
        "topic u { fact k : numbr }",
        "topic u { fat k : yes_no }",
        "topic u { fact k : yes_no { aks \"x\" } }",
        "topic u { fact k : low < \"high \" }",
        "contrast topcal.speed { slow => favor alpha weakly }",
        "contrast topical.speed { slw => favor alpha weakly }",
        "contrast ready topical.speed { slow => favor alpha weakly }\nnote n { when ready risk \"x\" }",
        "let d : low < high by topical.sped { * => low }",
        "let d : low < high { hihg otherwise }",
        "example \"e\" { given { redy: yes } expect advice is alpha }",
        "example \"e\" { given { topical.redy: yes } expect advice is alpha }",
        "example \"e\" { given { speed: fats } expect advice is alpha }",
        "example \"e\" { given { tools: [dril] } expect advice is alpha }",
        "example \"e\" { given { tools: none } expect advice is alpha }",
        "example \"e\" { given { months: \"14 months\" } expect advice is alpha }",
        "example \"e\" { given { ready: slow } expect advice is alpha }",
        "guarantee g { raising topical.sped never lowers total(alpha) }",
        "guarantee g { raising speed never lowers total(alpha) }",
        "guarantee g { raising topical.speed never lowers total(alpa) }",
        "note n { when topical.ready risk \"{topical.mnths}\" }",
        "note n { when topical.ready risk \"{bset}\" }",
        "note n { when topical.ready risk \"{pric}\" }",
        "note n { when topical.ready risk \"{total(alpa)}\" }",
    ] {
        rules(declaration);
    }
    for (sound, wrong) in [
        ("rulebook r { }", "rulebook r { method ods }"),
        ("strategy alpha", "strategy alpha { nxt \"x\" }"),
    ] {
        goes_away(&BOOK.replacen(sound, wrong, 1), &of_rules);
    }
}

#[test]
fn suggestions_in_profiles() {
    for text in [
        "mnths = 3\n",
        "topical.mnths = 3\n",
        "topcal.months = 3\n",
        "[topical]\nmnths = 3\n",
        "[topcal]\nmonths = 3\n",
        "[topical.mnths]\nvalue = 3\n",
        "[topical.ready]\nvalu = true\n",
        "ids = \"x\"\n",
        "ready = { vlue = true }\n",
        "ready = \"yse\"\n",
        "ready = yes\n",
        "ready = tru\n",
        "speed = \"fats\"\n",
        "speed = fast\n",
        "owner = 'opne'\n",
        "tools = [\"dril\"]\n",
        "tools = \"none\"\n",
        "months = \"14 months\"\n",
        "months = \"7,5\"\n",
        "months = 1,5\n",
        "months = 012\n",
        "months = 140\n",
        "staff = 2.4\n",
        "speed = { value = \"fast\", certainty = 80 }\n",
        "speed = { value = \"fast\", certainty = \"80%\" }\n",
    ] {
        profile("toml", text);
    }
    for text in [
        "mnths: 3\n",
        "topical:\n  mnths: 3\n",
        "speed: fats\n",
        "months: 14 months\n",
        "topical:\n  ready: {vlue: yes}\n",
        "tools: none\n",
    ] {
        profile("yaml", text);
    }
    for text in [
        "{\"mnths\": 3}",
        "{\"topical\": {\"mnths\": 3}}",
        "{\"speed\": \"fats\"}",
        "{\"months\": \"14 months\"}",
        "{\"tools\": \"none\"}",
    ] {
        profile("json", text);
    }
}

/// A fact of another topic than the one whose table it stands in: the help says so.
#[test]
fn a_fact_under_the_heading_of_another_topic_is_told() {
    let (_, book, _) = checked(bundle(&[("a.rules", BOOK)]));
    let book = book.unwrap().rulebook;
    let input = Input {
        name: "p.toml",
        id_default: "p",
        file: FileId(0),
        bytes: b"[other]\nmonths = 3\n",
        format: None,
    };
    let said = read(&input, &book).diagnostics;
    assert_eq!(
        said[0].help,
        ["did you mean `topical.months`, which is not under `other`?"]
    );
}

#[test]
fn suggestions_on_the_command_line() {
    let (bundle, _) = bundle(&[("a.rules", BOOK)]);
    let with = |name: &str| {
        let parameters = BTreeMap::from([(name.to_owned(), "9".to_owned())]);
        check(&bundle, &Options { parameters }).1
    };
    let wrong = with("pric");
    let meant = wrong.first().and_then(suggestion).unwrap();
    assert_eq!(with(meant), []);
    let folder = Folder::with(&[("b.rules", BOOK), ("p.toml", "ready = true\n")]);
    for (flag, wrong) in [
        ("--rule", "runer"),
        ("--why", "topical.redy"),
        ("--why", "alpa"),
    ] {
        let explain = |name: &str| folder.run(&["explain", "p.toml", "-r", "b.rules", flag, name]);
        let told = explain(wrong).err;
        let (_, rest) = told.split_once("did you mean `").expect(&told);
        let meant = rest.split('`').next().unwrap_or("");
        let run = explain(meant);
        assert_eq!(run.status, 0, "{run}");
    }
}
