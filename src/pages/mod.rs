//! Pages in HTML that need nothing else: no server, no other file. Opens and writes no files.

pub mod consult;
