//! The fuzz targets without a fuzzer: their own bodies, over the committed seeds and some thousand mutations of them,
//! the same in every run. A panic or a broken promise fails the test.

use std::path::Path;

mod parse {
    include!("../../fuzz/fuzz_targets/parse_body.rs");
}

mod profile {
    include!("../../fuzz/fuzz_targets/profile_body.rs");
}

/// Mutations of each seed.
const MUTATIONS: usize = 400;

/// Pieces that readers of text trip over.
const PIECES: &[&[u8]] = &[
    b"{",
    b"}",
    b"(",
    b")",
    b"[",
    b"]",
    b"\"",
    b"\\",
    b"#",
    b"\n",
    b"\r",
    b"\t",
    b"\0",
    b"\xff",
    b"\xef\xbb\xbf",
    b"\xe2\x82",
    b"..",
    b"=>",
    b"1e999",
    b"-",
    b"*",
    b"|",
    b"not ",
    b"rule ",
    b"when ",
    b": ",
    b"- ",
    b"&a ",
    b"*a",
    b"<<: ",
    b"\"\"\"",
    b"'''",
    b"[[",
    b"\\u0000",
    b"null",
];

struct Numbers(u64);

impl Numbers {
    fn below(&mut self, count: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % count.max(1) as u64).unwrap()
    }
}

/// One to four cuts, doublings, swaps and insertions.
fn mutated(seed: &[u8], numbers: &mut Numbers) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..=numbers.below(4) {
        let at = numbers.below(bytes.len() + 1);
        let end = (at + numbers.below(20)).min(bytes.len());
        match numbers.below(5) {
            0 => drop(bytes.drain(at..end)),
            1 => bytes.truncate(at),
            2 => {
                let doubled = bytes[at..end].to_vec();
                bytes.splice(at..at, doubled);
            }
            3 if at < bytes.len() => bytes[at] = u8::try_from(numbers.below(256)).unwrap(),
            _ => {
                let piece = PIECES[numbers.below(PIECES.len())];
                bytes.splice(at..at, piece.iter().copied());
            }
        }
    }
    bytes
}

/// Every seed of a target as it is, and changed.
fn over_seeds(target: &str, run: fn(&[u8])) {
    let folder = Path::new("fuzz/seeds").join(target);
    let mut seeds: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    seeds.sort();
    assert!(!seeds.is_empty(), "{target} has no seeds");
    for (at, path) in seeds.iter().enumerate() {
        let seed = std::fs::read(path).unwrap();
        run(&seed);
        let mut numbers = Numbers(0x2545_f491_4f6c_dd1d + at as u64);
        for _ in 0..MUTATIONS {
            run(&mutated(&seed, &mut numbers));
        }
    }
}

#[test]
fn rule_files_parse_whatever_they_hold() {
    over_seeds("parse", parse::target);
}

#[test]
fn profiles_read_whatever_they_hold() {
    over_seeds("profile", profile::target);
}

/// The seeds do reach the promises: each parses, and each format is read.
#[test]
fn the_seeds_say_something() {
    let text = std::fs::read_to_string("fuzz/seeds/parse/sample.rules").unwrap();
    let (_, problems) = hansei::syntax::parse(hansei::base::FileId(0), &text);
    assert!(problems.is_empty());
    let formats: std::collections::BTreeSet<usize> = std::fs::read_dir("fuzz/seeds/profile")
        .unwrap()
        .map(|entry| usize::from(std::fs::read(entry.unwrap().path()).unwrap()[0]))
        .map(|first| first % hansei::profile::FORMATS.len())
        .collect();
    assert_eq!(formats.len(), hansei::profile::FORMATS.len());
}
