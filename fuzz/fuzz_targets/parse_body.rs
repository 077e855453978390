// Of the target `parse`; the tests run it too.

use hansei::base::FileId;
use hansei::syntax;

pub(crate) fn target(bytes: &[u8]) {
    let (text, problems) = syntax::decode(FileId(0), "fuzzed", bytes.to_vec());
    let (tree, found) = syntax::parse(FileId(0), &text);
    for label in found.iter().flat_map(|problem| &problem.labels) {
        assert!(
            text.get(label.span.range()).is_some(),
            "a place cuts a character"
        );
    }
    if problems.is_empty() && found.is_empty() {
        let printed = syntax::print(&tree);
        let (again, problems) = syntax::parse(FileId(0), &printed);
        assert!(
            problems.is_empty(),
            "the printed text does not parse:\n{printed}"
        );
        assert_eq!(printed, syntax::print(&again));
    }
}
