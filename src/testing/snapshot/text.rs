//! Snapshots as text, in the file format of the `insta` crate: front matter in YAML between dashes, then the content.

use std::fmt::Write as _;

use super::{Entry, Section, Snapshot};

/// A snapshot file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// The profile, as named relative to its project.
    pub source: String,
    /// The rules it was made with, as [`name_of`](super::name_of) calls them; empty where they are those that all
    /// snapshots were last accepted with.
    pub rules: String,
    /// The content.
    pub content: String,
}

/// What the front matter says made the snapshot.
const EXPRESSION: &str = "hansei test";

/// What stands before the name of the rules in the front matter; `insta` keeps a description as it is.
const DESCRIPTION: &str = "description: rules ";

impl File {
    /// As it is written.
    pub fn write(&self) -> String {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '_' | '-' | '.');
        let source = match self.source.chars().all(plain) && !self.source.starts_with('-') {
            true => self.source.clone(),
            false => serde_json::Value::from(self.source.as_str()).to_string(),
        };
        let rules = match self.rules.as_str() {
            "" => String::new(),
            rules => format!("{DESCRIPTION}{rules}\n"),
        };
        format!(
            "---\nsource: {source}\n{rules}expression: \"{EXPRESSION}\"\n---\n{}",
            self.content
        )
    }

    /// From what was written; where there is no front matter, all of it is content.
    pub fn read(text: &str) -> Self {
        let text = text.replace("\r\n", "\n");
        let parts = text
            .strip_prefix("---\n")
            .and_then(|rest| rest.split_once("\n---\n"));
        let Some((front, content)) = parts else {
            return Self {
                source: String::new(),
                rules: String::new(),
                content: text,
            };
        };
        let source = front.lines().find_map(|line| line.strip_prefix("source:"));
        let source = source.unwrap_or("").trim();
        let unquoted = |line: &str| line.replace('"', "");
        let mut rules = front.lines().map(unquoted).filter_map(|line| {
            let rules = line.strip_prefix(DESCRIPTION)?;
            Some(rules.trim().to_owned())
        });
        Self {
            source: serde_json::from_str(source).unwrap_or_else(|_| source.to_owned()),
            rules: rules.next().unwrap_or_default(),
            content: content.to_owned(),
        }
    }
}

/// Whether a file holds a snapshot that this program wrote, however another tool has laid out its front matter since.
pub fn is_ours(text: &str) -> bool {
    let text = text.replace("\r\n", "\n");
    let front = text.split("\n---\n").next().unwrap_or("");
    let says = |line: &str| line.replace('"', "").trim_end() == format!("expression: {EXPRESSION}");
    front.lines().any(says) && Snapshot::is_one(&File::read(&text).content)
}

/// Whether a merge left its marks, be it one of them that was forgotten: nothing in a snapshot begins like them.
pub fn has_conflict(text: &str) -> bool {
    let begins = ["<<<<<<< ", "||||||| ", ">>>>>>> "];
    text.lines().any(|line| {
        line.trim_end() == "=======" || begins.iter().any(|mark| line.starts_with(mark))
    })
}

impl Snapshot {
    /// As content of a file.
    pub fn print(&self) -> String {
        let mut text = String::new();
        for (key, value) in &self.head {
            let _ = writeln!(text, "{}", pair(key, value));
        }
        for section in self
            .sections
            .iter()
            .filter(|section| !section.entries.is_empty())
        {
            let _ = writeln!(text, "\n{}", section.name);
            for entry in &section.entries {
                let named = match entry.value.as_str() {
                    "" => entry.key.clone(),
                    value => pair(&entry.key, value),
                };
                let _ = writeln!(text, "  {named}");
            }
        }
        text
    }

    /// Whether the content is that of a snapshot: it begins with an advice.
    pub fn is_one(content: &str) -> bool {
        content.starts_with("advice: ")
    }

    /// From the content of a file; what cannot be understood is passed over.
    pub fn parse(content: &str) -> Self {
        let mut snapshot = Self::default();
        for line in content.lines() {
            let line = line.trim_end();
            let last = snapshot.sections.last_mut();
            if line.is_empty() {
                continue;
            }
            if let Some(named) = line.strip_prefix("  ") {
                let (key, value) = split(named);
                // Lines further in said what the rules say, in snapshots of earlier versions.
                if let Some(section) = last.filter(|_| !named.starts_with("    ")) {
                    section.entries.push(Entry { key, value });
                }
            } else if line.contains(':') {
                let (key, value) = split(line);
                // Behind its label, earlier versions wrote what a row says.
                let end = value.find(" = ").filter(|_| key == "row");
                let value = value.get(..end.unwrap_or(value.len())).unwrap_or("");
                snapshot.head.push((key, value.to_owned()));
            } else {
                snapshot.sections.push(Section {
                    name: line.to_owned(),
                    entries: Vec::new(),
                });
            }
        }
        snapshot
    }
}

fn pair(key: &str, value: &str) -> String {
    match value {
        "" => format!("{key}:"),
        _ => format!("{key}: {value}"),
    }
}

fn split(line: &str) -> (String, String) {
    match line.split_once(": ") {
        Some((key, value)) => (key.to_owned(), value.to_owned()),
        None => (line.trim_end_matches(':').to_owned(), String::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::{File, Snapshot, has_conflict};

    #[test]
    fn files_and_snapshots_come_back_as_they_were_written() {
        let content = "advice: kaizen\nrow:\n\nrules\n  a.\"5s\": kaizen +7\n  b: unknown\n  c\n\nwording\n  next: Do: it\n";
        assert_eq!(Snapshot::parse(content).print(), content);
        let file = File {
            source: "profiles/a \"b\".toml".into(),
            rules: "0123456789abcdef".into(),
            content: content.into(),
        };
        assert_eq!(File::read(&file.write()), file);
        assert_eq!(File::read(&file.write().replace('\n', "\r\n")), file);
    }

    #[test]
    fn the_front_matter_is_yaml() {
        for source in ["profiles/a.toml", "profiles/a \"b\": c.toml", "-x"] {
            let file = File {
                source: source.into(),
                rules: "0123".into(),
                content: "advice: kaizen\n".into(),
            };
            let text = file.write();
            let front = text.split("---\n").nth(1).unwrap_or("");
            let read: std::collections::BTreeMap<String, String> =
                serde_saphyr::from_str(front).unwrap_or_default();
            assert_eq!(
                read.get("source").map(String::as_str),
                Some(source),
                "{text}"
            );
            assert_eq!(
                read.get("expression").map(String::as_str),
                Some("hansei test")
            );
        }
    }

    #[test]
    fn marks_of_a_merge_are_seen() {
        assert!(has_conflict(
            "a\n<<<<<<< ours\nb\n=======\nc\n>>>>>>> theirs\n"
        ));
        assert!(has_conflict("a\n=======\n"));
        assert!(has_conflict("a\n<<<<<<< ours\nb\n"));
        assert!(!has_conflict("a\n  ======= in words\n"));
    }
}
