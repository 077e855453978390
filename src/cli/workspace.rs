//! Paths as services show them beside a change: seen from the root of the repository. Reads no file.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::files;

/// A file seen from the root of the repository, with `/` between folders; as it is where it lies elsewhere or nowhere.
pub(super) fn seen_from_root(file: &str) -> String {
    let whole = |path: &Path| {
        Some(
            files::parent(path)
                .canonicalize()
                .ok()?
                .join(path.file_name()?),
        )
    };
    let inner = || {
        let path = Path::new(file);
        let whole = whole(path).filter(|whole| whole.exists())?;
        let inner = whole.strip_prefix(root()?).ok()?;
        Some(files::shown(inner).replace('\\', "/"))
    };
    inner().unwrap_or_else(|| file.to_owned())
}

/// Where GitHub checked the repository out, else the nearest folder upward that holds one.
fn root() -> Option<&'static PathBuf> {
    static ROOT: OnceLock<Option<PathBuf>> = OnceLock::new();
    ROOT.get_or_init(|| {
        let named = std::env::var_os("GITHUB_WORKSPACE").filter(|path| !path.is_empty());
        let named = named.and_then(|path| Path::new(&path).canonicalize().ok());
        named.or_else(|| repository(Path::new(".")))
    })
    .as_ref()
}

/// The root of the repository around a folder.
pub(super) fn repository(folder: &Path) -> Option<PathBuf> {
    let whole = folder.canonicalize().ok()?;
    let root = whole.ancestors().find(|path| path.join(".git").exists());
    root.map(Path::to_owned)
}
