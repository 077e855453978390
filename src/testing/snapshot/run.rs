//! Evaluates profiles for their snapshots, on all processors. Opens no files.

use super::make::make;
use super::said::Said;
use crate::base::{Diagnostic, FileId, SourceFile, has_errors, in_parallel};
use crate::engine::{self, Fault};
use crate::model::Profile;
use crate::plan::Program;
use crate::profile::{self, Input, Names};
use crate::space::{Depth, Space};
use crate::trace::Teller;

/// The text of a profile.
#[derive(Clone, Debug)]
pub struct ProfileText {
    /// The file's name as shown to the user; its ending says the format.
    pub name: String,
    /// What it is called where it has no `id`.
    pub id: String,
    /// The content.
    pub bytes: Vec<u8>,
}

/// The snapshot of a profile, or what is wrong with the profile.
#[derive(Clone, Debug)]
pub struct Taken {
    /// The content of the snapshot.
    pub content: Option<String>,
    /// The profile, where it could be read.
    pub profile: Option<Profile>,
    /// The profile's text, for places.
    pub source: SourceFile,
    /// Problems; their places lie in the file with the id that was given, else in the rulebook.
    pub diagnostics: Vec<Diagnostic>,
}

/// Into how many parts the profiles are divided, where there are enough: each part makes its own teller.
const PARTS: usize = 32;
/// Profiles that one thread takes at least.
const LEAST: usize = 8;

/// The snapshots of profiles, in their order. Places in a profile lie in the file with the id `file`.
pub fn take(program: &Program, file: FileId, texts: &[ProfileText]) -> Vec<Taken> {
    let names = Names::of(&program.rulebook);
    let space = Space::of(program);
    let chunk = texts.len().div_ceil(PARTS).max(LEAST);
    let chunks: Vec<&[ProfileText]> = texts.chunks(chunk).collect();
    let mut all = Vec::with_capacity(texts.len());
    let work = |chunk: &&[ProfileText]| -> Vec<Taken> {
        let teller = Teller::of_outlines(program);
        let one = |text| taken((&teller, &space), program, &names, (file, text));
        chunk.iter().map(one).collect()
    };
    in_parallel(&chunks, work, |taken| {
        all.extend(taken);
        true
    });
    all
}

fn taken(
    (teller, space): (&Teller<'_>, &Space<'_>),
    program: &Program,
    names: &Names<'_>,
    (file, text): (FileId, &ProfileText),
) -> Taken {
    let reading = profile::read_with(
        &Input {
            name: &text.name,
            id_default: &text.id,
            file,
            bytes: &text.bytes,
            format: None,
        },
        names,
    );
    let mut diagnostics = reading.diagnostics;
    let profile = reading.profile.filter(|_| !has_errors(&diagnostics));
    let content =
        profile
            .as_ref()
            .and_then(|profile| match content((teller, space), program, profile) {
                Ok(content) => Some(content),
                Err(problem) => {
                    diagnostics.push(problem);
                    None
                }
            });
    Taken {
        content,
        profile,
        source: reading.source,
        diagnostics,
    }
}

/// The snapshot of a profile.
fn content(
    (teller, space): (&Teller<'_>, &Space<'_>),
    program: &Program,
    profile: &Profile,
) -> Result<String, Diagnostic> {
    let said = |fault: Fault| fault.diagnostic(program);
    let record = engine::evaluate(program, profile).map_err(said)?;
    let unknowns = space
        .explore(profile, &record, Depth::Settled)
        .map_err(said)?;
    let evaluation = Said {
        program,
        profile,
        record: &record,
        settled: unknowns.settled,
    };
    let snapshot = make(&evaluation, &teller.wording(profile, &record)).map_err(said)?;
    Ok(snapshot.print())
}
