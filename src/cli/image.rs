//! The built-in rulebook as it stands after its check, with its plan, so that no start has to parse, check and plan it.
//! Knows no other rulebook; where the image does not belong to the embedded texts, it gives nothing.

use serde::{Deserialize, Serialize};

use super::builtin;
use crate::base::{FileId, SourceFile, SourceMap};
use crate::check::{self, Options};
use crate::model::{Plan, Rulebook};
use crate::plan::{self, Program};
use crate::script::{self, Library};

/// What the embedded image holds.
#[derive(Serialize, Deserialize)]
struct Image {
    /// The names of the rulebook's files, in the order of their ids.
    files: Vec<String>,
    /// Without examples and guarantees: no evaluation reads them.
    rulebook: Rulebook,
    plan: Plan,
}

/// The image that a test keeps current: a fingerprint of the texts it was made from, then [`Image`].
static EMBEDDED: &[u8] = include_bytes!("builtin.image");

/// The program of the built-in rulebook, which has no examples and guarantees then; `None` where the image is older
/// than the texts or cannot be read.
pub(super) fn program() -> Option<Program> {
    let (stamp, body) = EMBEDDED.split_first_chunk()?;
    if u64::from_le_bytes(*stamp) != fingerprint() {
        return None;
    }
    let Image {
        files,
        mut rulebook,
        plan,
    } = postcard::from_bytes(body).ok()?;
    let mut sources = SourceMap::default();
    for name in files {
        let text = builtin::shown(&name)?;
        sources.add(SourceFile::new(name, text));
    }
    rulebook.files = sources;
    let method = script::reload_method(&rulebook.method, FileId::default()).ok()?;
    let (library, _) = Library::load(&[]);
    Some(Program::of(rulebook, plan, method, library))
}

/// The image of the built-in rulebook, made anew from its texts; `None` where they do not check or call scripts.
pub fn image_of_builtin() -> Option<Vec<u8>> {
    let (bundle, _) = builtin::gather();
    let checked = check::check(&bundle, &Options::default()).0?;
    let mut rulebook = checked.rulebook;
    if !rulebook.scripts.is_empty() {
        return None;
    }
    rulebook.examples.clear();
    rulebook.guarantees.clear();
    let program = plan::plan(rulebook.clone(), checked.method, checked.library);
    let files = rulebook.files.files();
    let image = Image {
        files: files.map(|(_, file)| file.name.to_string()).collect(),
        plan: Plan::clone(&program.plan),
        rulebook,
    };
    let mut bytes = fingerprint().to_le_bytes().to_vec();
    bytes.extend(postcard::to_allocvec(&image).ok()?);
    Some(bytes)
}

/// The image that the program carries.
pub fn embedded_image() -> &'static [u8] {
    EMBEDDED
}

/// Tells texts apart that an image was made from: all embedded rule files, and the shipped methods.
fn fingerprint() -> u64 {
    let rules = builtin::BUILTIN.iter();
    let rules = rules.filter(|(name, _)| name.ends_with(".rules"));
    rules
        .chain(script::shipped())
        .fold(0xcbf2_9ce4_8422_2325, |mark, (name, text)| {
            mixed(mixed(mark, name.as_bytes()), text.as_bytes())
        })
}

/// FNV-1a over words of eight bytes, with the length.
fn mixed(mut mark: u64, bytes: &[u8]) -> u64 {
    let (words, rest) = bytes.as_chunks::<8>();
    let mut mix = |word: u64| {
        mark = (mark ^ word)
            .wrapping_mul(0x0000_0100_0000_01b3)
            .rotate_left(23)
    };
    for word in words {
        mix(u64::from_le_bytes(*word));
    }
    for byte in rest {
        mix(u64::from(*byte));
    }
    mix(bytes.len() as u64);
    mark
}

#[cfg(test)]
mod tests {
    use super::mixed;

    #[test]
    fn every_byte_and_the_length_count() {
        let all = [
            &b"abcdefghij"[..],
            b"abcdefghik",
            b"bbcdefghij",
            b"abcdefgh",
            b"abcdefgh\0",
            b"",
        ];
        for (at, one) in all.iter().enumerate() {
            for other in all.iter().skip(at + 1) {
                assert_ne!(mixed(1, one), mixed(1, other));
            }
        }
    }
}
