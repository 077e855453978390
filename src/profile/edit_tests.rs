//! Answers change in a text, and all else in it stays.

use super::testbook::rulebook;
use super::{Input, Names, NotEdited, edit, salvage};
use crate::base::FileId;
use crate::model::{Given, Missing, Profile, Value};

fn reading(text: &str) -> Profile {
    let input = Input {
        name: "firm.toml",
        id_default: "firm",
        file: FileId(0),
        bytes: text.as_bytes(),
        format: None,
    };
    let book = rulebook();
    salvage(&input, &Names::of(&book)).profile.unwrap()
}

/// The text with `growth` at its second level, and `teamwork` known to nobody.
fn edited(text: &str) -> Result<String, NotEdited> {
    let book = rulebook();
    let names = Names::of(&book);
    let before = reading(text);
    let mut after = before.clone();
    let fact = |name: &str| book.facts.iter().find(|(_, fact)| &*fact.short == name);
    let (growth, teamwork) = (fact("growth").unwrap().0, fact("teamwork").unwrap().0);
    after.set(growth, Some(Given::certain(Value::Level(1))));
    after.set(teamwork, None);
    after.missing.insert(teamwork, Missing::NobodyKnows);
    let text = edit(text, &before, &after, &names)?;
    let mut again = reading(&text);
    for given in again
        .facts
        .values_mut()
        .chain(after.facts.values_mut())
        .flatten()
    {
        given.place = None;
    }
    assert_eq!(
        (&again.facts, &again.missing),
        (&after.facts, &after.missing),
        "{text}"
    );
    Ok(text)
}

#[test]
fn only_answers_change() {
    for text in [
        "# nothing yet\n",
        "# ours\nid = \"acme\" # the name\n\ngrowth = \"slow\" # says the press\n# the end\n",
        "growth = { value = \"slow\", certainty = 0.5 }\nold_fact = 3 # of last year\n",
        "[economy] # as it is\ngrowth = \"slow\"\nstranger = [1,\n  2]\n\n[people]\nteamwork = true\n",
        "economy.growth = \"slow\"\npeople.teamwork = true\n",
        "\"economy.growth\" = \"slow\"\n[other.rulebook]\nx = 1\n",
        "[economy.growth]\nvalue = \"slow\" # of growth\nnote = \"of growth\"\n",
        "economy = { growth = \"slow\" }\n",
        "growth.value = \"slow\"\ngrowth.certainty = 0.5\n",
    ] {
        let told = edited(text).unwrap();
        for line in text
            .lines()
            .filter(|line| !line.contains("growth") && !line.contains("teamwork"))
        {
            let kept = line.split('#').next_back().unwrap();
            assert!(told.contains(kept), "{line:?} is lost:\n{told}");
        }
    }
    let told = edited("growth = \"slow\" # says the press\n").unwrap();
    assert_eq!(
        told,
        "growth = \"moderate\" # says the press\nteamwork = { unknown = \"nobody knows\" }\n"
    );
}

#[test]
fn what_is_no_toml_is_left_alone() {
    assert_eq!(edited("growth = "), Err(NotEdited::Unreadable));
}
