//! Any bytes parse to a tree without a panic, and a tree without problems prints back to the same text.

#![no_main]

use hansei::base::FileId;
use hansei::syntax;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let (text, problems) = syntax::decode(FileId(0), "fuzzed", bytes.to_vec());
    let (tree, found) = syntax::parse(FileId(0), &text);
    if problems.is_empty() && found.is_empty() {
        let printed = syntax::print(&tree);
        let (again, problems) = syntax::parse(FileId(0), &printed);
        assert!(problems.is_empty(), "the printed text does not parse:\n{printed}");
        assert_eq!(printed, syntax::print(&again));
    }
});
