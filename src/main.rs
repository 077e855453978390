//! The program `hansei`.

fn main() {}
