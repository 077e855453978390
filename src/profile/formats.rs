//! The list of formats; each is a file of its own beside this one.

use super::tree::{Text, Tree};
use super::{json, toml, yaml};

/// A way to write a profile.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// The name, as `--input-format` takes it.
    pub name: &'static str,
    /// Endings of file names, without the dot.
    pub endings: &'static [&'static str],
    /// Reads a text into the neutral tree.
    pub read: for<'a> fn(Text<'a>) -> Tree<'a>,
}

/// All formats of profiles.
pub const FORMATS: &[Format] = &[
    Format {
        name: "toml",
        endings: &["toml"],
        read: toml::read,
    },
    Format {
        name: "yaml",
        endings: &["yaml", "yml"],
        read: yaml::read,
    },
    Format {
        name: "json",
        endings: &["json"],
        read: json::read,
    },
];

/// The format of that name.
pub fn format_by_name(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}

/// The format that a file name's ending says.
pub fn format_by_ending(file: &str) -> Option<&'static Format> {
    let (_, ending) = file.rsplit_once('.')?;
    FORMATS.iter().find(|format| {
        format
            .endings
            .iter()
            .any(|known| known.eq_ignore_ascii_case(ending))
    })
}
