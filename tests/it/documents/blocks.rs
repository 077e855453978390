//! Markdown as far as the documents need it: fenced blocks, headings and links. Executes nothing.

use std::collections::BTreeSet;
use std::path::Path;

/// A fenced block.
#[derive(Debug)]
pub(super) struct Block {
    /// The line of its fence, from 1.
    pub(super) line: usize,
    /// The words after the fence.
    pub(super) info: Vec<String>,
    /// What stands in it.
    pub(super) text: String,
}

impl Block {
    /// Whether a word stands after the fence.
    pub(super) fn is(&self, word: &str) -> bool {
        self.info.iter().any(|other| other == word)
    }

    /// The words after a word, up to the end.
    pub(super) fn after(&self, word: &str) -> Option<Vec<&str>> {
        let at = self.info.iter().position(|other| other == word)?;
        Some(self.info[at + 1..].iter().map(String::as_str).collect())
    }

    /// The first word with this ending.
    pub(super) fn file(&self, ending: &str) -> Option<&str> {
        let mut words = self.info.iter().map(String::as_str);
        words.find(|word| word.ends_with(ending) && !word.contains('/'))
    }
}

/// The fenced blocks of a text, in order.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let mut found = Vec::new();
    let mut open: Option<Block> = None;
    for (at, line) in text.lines().enumerate() {
        let fence = line.trim_start().strip_prefix("```");
        open = match (open, fence) {
            (None, None) => None,
            (None, Some(info)) => Some(Block {
                line: at + 1,
                info: info.split_whitespace().map(str::to_owned).collect(),
                text: String::new(),
            }),
            (Some(block), Some(_)) => {
                found.push(block);
                None
            }
            (Some(mut block), None) => {
                block.text.push_str(line);
                block.text.push('\n');
                Some(block)
            }
        };
    }
    assert!(open.is_none(), "a block is not closed: {open:?}");
    found
}

/// The text without its fenced blocks.
pub(super) fn prose(text: &str) -> String {
    let mut inside = false;
    let mut out = String::new();
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            inside = !inside;
        } else if !inside {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

/// The names by which the headings of a text are linked to.
fn anchors(text: &str) -> BTreeSet<String> {
    let headings = prose(text);
    let headings = headings.lines().filter(|line| line.starts_with('#'));
    headings
        .map(|heading| {
            let words = heading.trim_start_matches('#').trim().to_lowercase();
            words
                .chars()
                .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
                .map(|c| if c == ' ' { '-' } else { c })
                .collect()
        })
        .collect()
}

/// Links within the repository that lead nowhere.
pub(super) fn dead_links(page: &str, text: &str) -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = root.join(page);
    let folder = folder.parent().unwrap_or(root);
    let mut dead = Vec::new();
    for part in prose(text).split("](").skip(1) {
        let Some((link, _)) = part.split_once(')') else {
            continue;
        };
        if link.contains("://") {
            continue;
        }
        let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
        let target = if file.is_empty() {
            root.join(page)
        } else {
            folder.join(file)
        };
        let lives = target.exists()
            && (anchor.is_empty()
                || std::fs::read_to_string(&target)
                    .is_ok_and(|text| anchors(&text).contains(anchor)));
        if !lives {
            dead.push(format!("{page}: the link `{link}` leads nowhere"));
        }
    }
    dead
}
