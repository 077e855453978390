//! Snapshots: what an evaluation said, as a short text that can be reviewed and compared by meaning. Opens no files.

mod archive;
mod change;
mod given;
mod group;
mod make;
mod meaning;
mod observe;
mod renamed;
mod run;
mod said;
mod text;
mod words;

pub use archive::{Archived, archive, archived_name, name_of};
pub use change::Kind;
pub use group::{Group, groups};
pub use meaning::{Changed, Meaning, meanings};
pub use run::{ProfileText, Taken, take};
pub(in crate::testing) use said::row_name;
pub use text::{File, has_conflict, is_ours};

/// What is kept of an evaluation: figures at the head, then sections of named lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snapshot {
    /// Names with values.
    pub head: Vec<(String, String)>,
    /// The sections in order; an empty one is left out.
    pub sections: Vec<Section>,
}

/// Lines of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Its name.
    pub name: String,
    /// Its lines.
    pub entries: Vec<Entry>,
}

/// One named thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name.
    pub key: String,
    /// What became of it.
    pub value: String,
}

impl Snapshot {
    /// The value of a figure; empty where there is none.
    pub fn figure(&self, key: &str) -> &str {
        let found = self.head.iter().find(|(known, _)| known == key);
        found.map_or("", |(_, value)| value)
    }

    /// The lines of a section.
    pub fn section(&self, name: &str) -> &[Entry] {
        let found = self.sections.iter().find(|section| section.name == name);
        found.map_or(&[], |section| &section.entries)
    }

    /// A line of a section.
    pub fn entry(&self, section: &str, key: &str) -> Option<&Entry> {
        self.section(section).iter().find(|entry| entry.key == key)
    }
}
