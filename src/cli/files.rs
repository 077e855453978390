//! Reading files within limits and writing them as a whole. Knows no formats.

use std::collections::BTreeSet;
use std::fs;
use std::io::{ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};

use super::ended::Undone;
use crate::base::{Diagnostic, Severity, nearest};

/// The name that stands for standard input.
pub(super) const STDIN: &str = "-";

/// The bytes of a file, `-` being standard input; never reads more than the limit.
pub(super) fn read(path: &Path, limit: usize) -> Result<Vec<u8>, Diagnostic> {
    let name = shown(path);
    if path == Path::new(STDIN) {
        return bounded(std::io::stdin().lock(), limit, "standard input", None);
    }
    let meta = fs::metadata(path).map_err(|error| unreadable(path, &error))?;
    if meta.is_dir() {
        return Err(folder(path));
    }
    let size = meta.is_file().then_some(meta.len());
    if size.is_some_and(|size| size > limit as u64) {
        return Err(too_large(&name, limit, size));
    }
    let file = fs::File::open(path).map_err(|error| unreadable(path, &error))?;
    bounded(file, limit, &name, size)
}

/// What a file holds, as it is read.
pub(super) struct Reading {
    /// Its bytes.
    pub(super) bytes: Box<dyn std::io::Read + Send>,
    /// How many they are, where that is known before.
    pub(super) size: Option<u64>,
}

/// Begins to read a file, `-` being standard input.
pub(super) fn open(path: &Path) -> Result<Reading, Diagnostic> {
    if path == Path::new(STDIN) {
        return Ok(Reading {
            bytes: Box::new(std::io::stdin()),
            size: None,
        });
    }
    let meta = fs::metadata(path).map_err(|error| unreadable(path, &error))?;
    if meta.is_dir() {
        return Err(folder(path));
    }
    let file = fs::File::open(path).map_err(|error| unreadable(path, &error))?;
    Ok(Reading {
        bytes: Box::new(file),
        size: meta.is_file().then_some(meta.len()),
    })
}

/// The bytes of a file that may not be there; where it is not, nobody looks for what was meant.
pub(super) fn read_if_there(path: &Path, limit: usize) -> Result<Option<Vec<u8>>, Diagnostic> {
    match fs::metadata(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        _ => read(path, limit).map(Some),
    }
}

/// The text of a file, without a byte order mark.
pub(super) fn read_text(path: &Path, limit: usize) -> Result<String, Diagnostic> {
    text(read(path, limit)?, &shown(path))
}

/// Bytes as text, without a byte order mark.
fn text(bytes: Vec<u8>, name: &str) -> Result<String, Diagnostic> {
    let text = String::from_utf8(bytes).map_err(|error| not_utf8(error.as_bytes(), name))?;
    Ok(match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    })
}

/// Writes a file as a whole: under another name in the same folder first, then renamed.
///
/// What is no regular file, such as a device, is written to as it is.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
    write_with(path, bytes, Lasting::Yes)
}

/// As [`write`], without waiting until the disk has it: for what the next run would write again.
pub(super) fn write_passing(path: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
    write_with(path, bytes, Lasting::No)
}

/// Whether a file has to outlast a loss of power.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lasting {
    Yes,
    No,
}

fn write_with(path: &Path, bytes: &[u8], lasting: Lasting) -> Result<(), Diagnostic> {
    let mut file = Growing::begun(path, lasting)?;
    file.write(bytes)?;
    file.finish()
}

/// A file that is written piece by piece, under another name in the same folder until it is whole. Where that never
/// comes, nothing is left of it; what a run leaves that is killed, the next one removes that writes the same file.
///
/// What is no regular file, such as a device, is written to as it is.
#[derive(Debug)]
pub(super) struct Growing {
    /// The file as named by the user.
    path: PathBuf,
    file: fs::File,
    lasting: Lasting,
    /// The name that it has for now, and the one that it gets.
    names: Option<(PathBuf, PathBuf)>,
    /// It is removed where a signal ends the program.
    undone: Option<Undone>,
}

impl Growing {
    /// An empty one.
    pub(super) fn new(path: &Path) -> Result<Self, Diagnostic> {
        remove_left(&true_path(path));
        Self::begun(path, Lasting::Yes)
    }

    fn begun(path: &Path, lasting: Lasting) -> Result<Self, Diagnostic> {
        let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let old = fs::metadata(&target).ok();
        let with = |file, names, undone| Self {
            path: path.to_owned(),
            file,
            lasting,
            names,
            undone,
        };
        let begun = match &old {
            Some(meta) if meta.is_dir() => return Err(folder(path)),
            Some(meta) if !meta.is_file() => {
                let file = fs::OpenOptions::new().write(true).open(&target);
                file.map(|file| with(file, None, None))
            }
            _ => {
                let [before, behind] = around_number(&target);
                let name = format!("{before}{}{behind}", std::process::id());
                let temporary = target.with_file_name(name);
                let left = temporary.clone();
                let undone = Undone::by(move || {
                    let _ = fs::remove_file(&left);
                });
                let file = held(&temporary);
                file.map(|file| with(file, Some((temporary, target)), Some(undone)))
            }
        };
        let begun = begun.map_err(|error| cannot_write(path, &error))?;
        if let (Some(old), Some(_)) = (old, &begun.names) {
            let kept = begun.file.set_permissions(old.permissions());
            kept.map_err(|error| cannot_write(path, &error))?;
        }
        Ok(begun)
    }

    /// Writes some more.
    pub(super) fn write(&mut self, bytes: &[u8]) -> Result<(), Diagnostic> {
        let written = self.file.write_all(bytes);
        written.map_err(|error| cannot_write(&self.path, &error))
    }

    /// Nothing more comes: it gets its name.
    pub(super) fn finish(mut self) -> Result<(), Diagnostic> {
        self.named()
            .map_err(|error| cannot_write(&self.path, &error))
    }

    fn named(&mut self) -> std::io::Result<()> {
        let Some((temporary, target)) = &self.names else {
            return Ok(());
        };
        if self.lasting == Lasting::Yes {
            self.file.sync_all()?;
        }
        fs::rename(temporary, target)?;
        self.names = None;
        self.undone = None;
        Ok(())
    }
}

impl Drop for Growing {
    fn drop(&mut self) {
        if let Some((temporary, _)) = &self.names {
            // What was wrong is reported; a left-over file is the lesser trouble.
            let _ = fs::remove_file(temporary);
        }
    }
}

/// What stands before and behind the number of a run in the name of a file that is not whole.
fn around_number(target: &Path) -> [String; 2] {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    [format!(".{name}."), ".tmp".to_owned()]
}

/// An empty file that is locked as long as the run lives, so that no other takes it for one that was left. Where files
/// cannot be locked, none is taken for that.
fn held(temporary: &Path) -> std::io::Result<fs::File> {
    let file = fs::File::create(temporary)?;
    let _ = file.lock();
    match temporary.exists() {
        true => Ok(file),
        // Another run took it for one that was left before it was locked.
        false => fs::File::create(temporary),
    }
}

/// Removes what runs that were killed have left of a file.
fn remove_left(target: &Path) {
    let [before, behind] = around_number(target);
    let is_of_run = |name: &str| {
        let number = name.strip_prefix(&*before);
        let number = number.and_then(|rest| rest.strip_suffix(&*behind));
        number.is_some_and(|number| number.parse::<u32>().is_ok())
    };
    for entry in fs::read_dir(parent(target)).into_iter().flatten().flatten() {
        let path = entry.path();
        if entry.file_name().to_str().is_some_and(is_of_run)
            && let Ok(file) = fs::OpenOptions::new().write(true).open(&path)
            && file.try_lock().is_ok()
        {
            // What cannot be removed is in nobody's way.
            let _ = fs::remove_file(&path);
        }
    }
}

/// Makes the folder that a file is to lie in.
pub(super) fn make_folder(path: &Path) -> Result<(), Diagnostic> {
    fs::create_dir_all(parent(path)).map_err(|error| cannot_write(path, &error))
}

/// Removes a file; that it is not there is as good.
pub(super) fn remove(path: &Path) -> Result<(), Diagnostic> {
    match fs::remove_file(path) {
        // A disk that is read-only refuses before it looks whether there is anything.
        Err(error) if fs::symlink_metadata(path).is_ok() => Err(cannot_write(path, &error)),
        _ => Ok(()),
    }
}

/// Reads at most `limit` bytes.
fn bounded(
    from: impl std::io::Read,
    limit: usize,
    name: &str,
    size: Option<u64>,
) -> Result<Vec<u8>, Diagnostic> {
    let mut bytes = Vec::new();
    let most = (limit as u64).saturating_add(1);
    from.take(most)
        .read_to_end(&mut bytes)
        .map_err(|error| failed(name, &error))?;
    if bytes.len() > limit {
        return Err(too_large(name, limit, size));
    }
    Ok(bytes)
}

/// A path as shown to the user.
pub(super) fn shown(path: &Path) -> String {
    if path == Path::new(STDIN) {
        return "standard input".into();
    }
    path.display().to_string()
}

/// What the system says, in words and without its numbers.
pub(super) fn reason(error: &std::io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "it does not exist".into(),
        ErrorKind::PermissionDenied => "permission denied".into(),
        ErrorKind::StorageFull => "the disk is full".into(),
        ErrorKind::ReadOnlyFilesystem => "the disk is read-only".into(),
        ErrorKind::NotADirectory => "a part of the path is not a folder".into(),
        ErrorKind::InvalidFilename => "the name is too long or not allowed".into(),
        _ => {
            let text = error.to_string();
            let words = text.split(" (os error").next().unwrap_or("").trim();
            words.to_lowercase()
        }
    }
}

fn problem(code: &'static str, message: String) -> Diagnostic {
    Diagnostic::new(code, Severity::Error, message)
}

fn unreadable(path: &Path, error: &std::io::Error) -> Diagnostic {
    if error.kind() == ErrorKind::NotFound {
        missing(path)
    } else {
        failed(&shown(path), error)
    }
}

/// That reading went wrong.
pub(super) fn failed(name: &str, error: &std::io::Error) -> Diagnostic {
    problem("E0902", format!("cannot read `{name}`: {}", reason(error)))
}

/// Fails where there is no file of that name, without reading it.
pub(super) fn is_there(path: &Path) -> Result<(), Diagnostic> {
    match fs::metadata(path) {
        Ok(meta) if meta.is_dir() => Err(folder(path)),
        Ok(_) => Ok(()),
        Err(error) => Err(unreadable(path, &error)),
    }
}

/// A file that does not exist, with the nearest name in its folder.
pub(super) fn missing(path: &Path) -> Diagnostic {
    let found = problem("E0901", format!("there is no file `{}`", shown(path)));
    let folder = parent(path);
    if !folder.is_dir() {
        return found.help(format!("there is no folder `{}` either", folder.display()));
    }
    found.help_if(near(path).map(|near| format!("did you mean `{near}`?")))
}

/// The file in the same folder that was probably meant: nearly the same name, or the same with another ending.
pub(super) fn near(path: &Path) -> Option<String> {
    let mut names: Vec<String> = fs::read_dir(parent(path))
        .ok()?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| !name.starts_with('.'))
        .collect();
    names.sort();
    // Without their dots: that two names share an ending makes neither the other.
    let whole = |name: &str| name.replace('.', "/");
    let wanted = whole(&path.file_name()?.to_string_lossy());
    let dotless: Vec<String> = names.iter().map(|name| whole(name)).collect();
    let near = nearest(&wanted, dotless.iter().map(String::as_str));
    let by_name = near.and_then(|near| names.iter().find(|name| whole(name) == near));
    let name = by_name.or_else(|| {
        let same = |name: &&String| Path::new(name.as_str()).file_stem() == path.file_stem();
        names.iter().find(same)
    })?;
    Some(path.with_file_name(name).display().to_string())
}

/// A path without links and detours; as it is where nothing lies there.
pub(super) fn true_path(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

/// Files without those that are named a second time, be it by another path.
pub(super) fn once(mut paths: Vec<PathBuf>) -> Vec<PathBuf> {
    let mut seen = BTreeSet::new();
    paths.retain(|path| seen.insert(true_path(path)));
    paths
}

/// The folder a path lies in.
pub(super) fn parent(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if parent != Path::new("") => parent.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// A folder where a file is needed, with one that lies in it.
pub(super) fn folder(path: &Path) -> Diagnostic {
    let found = problem(
        "E0903",
        format!("`{}` is a folder, but a file is needed", shown(path)),
    );
    let example = fs::read_dir(path).ok().and_then(|entries| {
        entries
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| path.is_file() && is_ours(path))
            .min()
    });
    found.help_if(example.map(|file| format!("a file in it: `{}`", file.display())))
}

/// Whether the ending is one of files that the program reads.
fn is_ours(path: &Path) -> bool {
    let is_rules = |ending: &std::ffi::OsStr| ending.eq_ignore_ascii_case("rules");
    let name = path.to_string_lossy();
    crate::profile::format_by_ending(&name).is_some()
        || crate::profile::table::table_by_ending(&name).is_some()
        || path.extension().is_some_and(is_rules)
}

fn too_large(name: &str, limit: usize, size: Option<u64>) -> Diagnostic {
    let is = match size {
        Some(size) => format!("is {} large", megabytes(size)),
        None => "is too large".into(),
    };
    problem(
        "E0904",
        format!("`{name}` {is}; the limit is {}", megabytes(limit as u64)),
    )
    .help("is it the right file?")
}

/// A size in words.
fn megabytes(bytes: u64) -> String {
    match bytes {
        0..1024 => format!("{bytes} bytes"),
        1024..1_048_576 => format!("{} kB", bytes / 1024),
        _ => format!("{} MB", bytes / 1_048_576),
    }
}

fn not_utf8(bytes: &[u8], name: &str) -> Diagnostic {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return problem("E0905", format!("`{name}` is UTF-16, but must be UTF-8"))
            .help("save it as UTF-8");
    }
    let good = match std::str::from_utf8(bytes) {
        Ok(_) => bytes.len(),
        Err(error) => error.valid_up_to(),
    };
    let before = String::from_utf8_lossy(bytes.get(..good).unwrap_or_default());
    let line = before.matches('\n').count().saturating_add(1);
    let column = before
        .rsplit('\n')
        .next()
        .map_or(1, |rest| rest.chars().count().saturating_add(1));
    let byte = bytes.get(good).copied().unwrap_or_default();
    problem(
        "E0905",
        format!("`{name}` is not UTF-8: byte 0x{byte:02x} at line {line}, column {column}"),
    )
    .help("save it as UTF-8")
}

/// Refuses to write a result over what it is made from.
pub(super) fn keep_inputs(output: Option<&Path>, inputs: &[PathBuf]) -> Result<(), Diagnostic> {
    let whole = |path: &Path| path.canonicalize().ok();
    let Some((output, written)) = output.and_then(|path| Some((path, whole(path)?))) else {
        return Ok(());
    };
    match inputs
        .iter()
        .any(|input| whole(input).as_ref() == Some(&written))
    {
        true => Err(problem(
            "E0906",
            format!(
                "`{}` is the profile itself; the result would replace it",
                shown(output)
            ),
        )
        .help("name another file after `--output`")),
        false => Ok(()),
    }
}

fn cannot_write(path: &Path, error: &std::io::Error) -> Diagnostic {
    let reason = if error.kind() == ErrorKind::NotFound {
        "its folder does not exist".to_owned()
    } else {
        reason(error)
    };
    problem("E0906", format!("cannot write `{}`: {reason}", shown(path)))
}
