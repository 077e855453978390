//! Any bytes parse to a tree without a panic, and a tree without problems prints back to the same text.

#![no_main]

include!("parse_body.rs");

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| target(bytes));
