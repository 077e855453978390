//! Reading any bytes as a profile ends without a panic, and every place lies in the text.
//!
//! The first byte chooses the format, the rest is the file.
#![no_main]

include!("profile_body.rs");

libfuzzer_sys::fuzz_target!(|data: &[u8]| target(data));
