// Of the target `profile`; the tests run it too.

use hansei::base::{FileId, has_errors};
use hansei::profile::{FORMATS, NodeKind, Text};

pub(crate) fn target(data: &[u8]) {
    let Some((first, bytes)) = data.split_first() else {
        return;
    };
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let format = &FORMATS[usize::from(*first) % FORMATS.len()];
    let tree = (format.read)(Text {
        text,
        file: FileId(0),
    });
    assert!(tree.root.is_some() || has_errors(&tree.problems));
    for label in tree.problems.iter().flat_map(|problem| &problem.labels) {
        assert!(text.get(label.span.range()).is_some());
    }
    if let Some(root) = &tree.root {
        assert!(text.get(root.span.range()).is_some());
        if let NodeKind::Table(entries) = &root.kind {
            for entry in entries {
                assert!(text.get(entry.key_span.range()).is_some());
                assert!(text.get(entry.value.span.range()).is_some());
            }
        }
    }
}
