//! The consultation as one page: what it carries, what its engine answers, and that texts stay texts.

use std::path::{Path, PathBuf};

use hansei::pages::consult::{Host, open};
use serde_json::{Value, json};

use crate::program::Folder;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn page(folder: &Folder, arguments: &[&str]) -> String {
    let run = folder.run(&[&["page", "-o", "page.html"], arguments].concat());
    assert_eq!(run.status, 0, "{run}");
    folder.read("page.html")
}

/// What the page carries for its engine.
fn carried(page: &str) -> Value {
    let from = page.split("id=\"data\">").nth(1).unwrap();
    serde_json::from_str(from.split("</script>").next().unwrap()).unwrap()
}

fn ask(host: &Host<'_>, request: Value) -> Value {
    let answer: Value = serde_json::from_str(&host.handle(&request.to_string())).unwrap();
    assert!(answer.get("ok").is_some(), "{request}: {answer}");
    answer["ok"].clone()
}

#[test]
fn a_page_needs_nothing_else() {
    let folder = Folder::with(&[]);
    let page = page(&folder, &[]);
    assert!(page.len() < 3_000_000, "{}", page.len());
    assert!(page.contains("default-src 'none'"));
    let (markup, rest) = page
        .split_once("<script type=\"text/plain\" id=\"engine\">")
        .unwrap();
    let script = rest.split_once("</script>").unwrap().1;
    let own = markup
        .split_once("<script type=\"application/json\"")
        .unwrap()
        .0;
    for text in [own, script] {
        for forbidden in [
            "src=",
            "url(",
            "@import",
            "fetch(",
            "XMLHttpRequest",
            "https:",
        ] {
            assert!(!text.contains(forbidden), "{forbidden}");
        }
    }
    // The questions stand in it without any script, and the tables.
    for told in [
        "Step 1 of 2",
        "Does the process, product or service already exist?",
        "Practical requirements",
        "☐ yes ☐ no",
    ] {
        assert!(markup.contains(told), "{told}");
    }
}

#[test]
fn its_engine_writes_the_trace_that_the_program_writes() {
    let folder = Folder::with(&[]);
    let pages = serde_json::from_value(carried(&page(&folder, &[]))["pages"].clone()).unwrap();
    let program = open(&pages).unwrap();
    let host = Host::new(&program);
    let mut names: Vec<_> = std::fs::read_dir(root().join("rules/kaizen_breakthrough/profiles"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end != "snap"))
        .collect();
    names.sort();
    assert!(names.len() > 20);
    for path in names.iter().step_by(3) {
        let name = path.file_name().unwrap().to_str().unwrap();
        let text = std::fs::read_to_string(path).unwrap();
        folder.write(name, text.as_bytes());
        let run = folder.run(&["eval", name, "-f", "json"]);
        let state = json!({ "name": name, "text": text });
        let told = ask(&host, json!({ "do": "trace", "state": state }));
        assert_eq!(told.as_str().unwrap(), run.out, "{name}");
    }
}

/// A rulebook in which every text is markup.
const WILD: &str = r#"
rulebook wild "<b>Wild</b> & \"so\"" { about "</script><script>alert(1)</script>" }
strategy one "<i>One</i>"
strategy two "Two"
topic firm "<u>Firm</u>" {
  fact story "<img src=x>" : text { ask "</textarea><script>alert(2)</script>" }
  fact growth "Growth" : slow "<em>slow</em>" < fast { ask "How fast?" help "\u{202e}turned" }
}
rule a "<a>" { when firm.growth is slow then favor one strongly because "<script>alert(3)</script>" }
"#;

#[test]
fn texts_stay_texts() {
    let folder = Folder::with(&[("wild.rules", &WILD.replace("\\u{202e}", "\u{5d0}"))]);
    let page = page(&folder, &["-r", "wild.rules"]);
    assert_eq!(page.matches("<script").count(), 3, "{page}");
    for markup in [
        "<b>Wild",
        "<i>One",
        "<img",
        "<em>slow",
        "alert(1)</script><",
    ] {
        assert!(!page.contains(markup), "{markup}");
    }
    let pages = serde_json::from_value(carried(&page)["pages"].clone()).unwrap();
    let program = open(&pages).unwrap();
    let host = Host::new(&program);
    let note = format!("<script>alert(4)</script>{}\u{202e}\"'", "x".repeat(10_000));
    let state = json!({ "name": "firm.toml", "text": "" });
    let done = ask(
        &host,
        json!({ "do": "answer", "state": state, "fact": "firm.growth", "answer": { "chosen": 0, "note": note } }),
    );
    let result = ask(&host, json!({ "do": "result", "state": done["state"] }));
    for part in ["page", "ways", "tables", "reasons"] {
        let html = result[part].as_str().unwrap();
        assert!(
            !html.contains("<script") && !html.contains("<em>"),
            "{html}"
        );
    }
    let look = ask(
        &host,
        json!({ "do": "look", "state": done["state"], "at": "firm.growth" }),
    );
    assert_eq!(look["next"]["ask"]["now"]["note"], note.replace('\n', " "));
}

#[test]
fn answers_change_the_text_and_nothing_else_in_it() {
    let folder = Folder::with(&[("choice.rules", crate::ask::RULES)]);
    let pages =
        serde_json::from_value(carried(&page(&folder, &["-r", "choice.rules"]))["pages"].clone())
            .unwrap();
    let program = open(&pages).unwrap();
    let host = Host::new(&program);
    let text = "# ours\nold = 3 # of last year\nexists = true # of course\n";
    let state = json!({ "name": "acme.toml", "text": text });
    let look = ask(&host, json!({ "do": "look", "state": state }));
    assert_eq!(look["told"], 1);
    assert!(
        look["unread"][0].as_str().unwrap().contains("line 2"),
        "{look}"
    );
    let said = |fact: &str, answer: Value, state: &Value| {
        ask(
            &host,
            json!({ "do": "answer", "state": state, "fact": fact, "answer": answer }),
        )
    };
    let one = said(
        "firm.tools",
        json!({ "taken": [0, 2], "certainty": 0.5 }),
        &state,
    );
    let kept = one["state"]["text"].as_str().unwrap();
    assert!(
        kept.starts_with(text) && kept.contains("[\"hammer\", \"file\"]"),
        "{kept}"
    );
    let back = said("firm.tools", json!({}), &one["state"]);
    assert_eq!(back["state"], state);
    let missing = said("firm.cash", json!({ "unknown": "nobody knows" }), &state);
    assert!(
        missing["state"]["text"]
            .as_str()
            .unwrap()
            .contains("unknown = \"nobody knows\"")
    );
    let poor = said("firm.cash", json!({ "typed": " 2 " }), &state);
    let both = said("firm.mood", json!({ "chosen": 1 }), &poor["state"]);
    assert_eq!(
        both["contradictions"][0]["title"],
        "High spirits and no money"
    );
    // What is in no TOML becomes it, and what could not be read of it stays as a comment.
    let yaml = json!({ "name": "acme.yaml", "text": "exists: yes\nold: 3\n" });
    let one = said("firm.cash", json!({ "typed": "4" }), &yaml);
    assert_eq!(one["state"]["name"], "acme.toml");
    let kept = one["state"]["text"].as_str().unwrap();
    assert!(
        kept.contains("exists = true") && kept.contains("# old: 3"),
        "{kept}"
    );
    for (answer, told) in [
        (json!({ "typed": "99" }), "60 months"),
        (json!({ "typed": "lots" }), "lots"),
        (json!({ "typed": "4", "certainty": 2 }), "how sure"),
    ] {
        let request =
            json!({ "do": "answer", "state": state, "fact": "firm.cash", "answer": answer });
        let wrong: Value = serde_json::from_str(&host.handle(&request.to_string())).unwrap();
        assert!(wrong["wrong"].as_str().unwrap().contains(told), "{wrong}");
    }
    assert!(host.handle("nonsense").contains("wrong"));
}

#[test]
fn the_engine_that_is_carried_is_compressed_and_small() {
    let bytes = std::fs::read(Path::new(&root()).join("web/engine.wasm.gz")).unwrap();
    assert_eq!(bytes.get(..2), Some(&[0x1f, 0x8b][..]));
    assert!(bytes.len() < 2_000_000, "{}", bytes.len());
}
