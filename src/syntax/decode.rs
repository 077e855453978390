//! Bytes to the text of a rule file. Opens no file.

use crate::base::{Diagnostic, FileId, Limits, Span};

use super::problem;

/// The text of the bytes of `name`, with what is wrong in them; the text is empty where nothing can be read.
///
/// A byte order mark stays in the text, so that offsets are those of the file; [`super::parse`] passes over it.
pub fn decode(file: FileId, name: &str, bytes: Vec<u8>) -> (String, Vec<Diagnostic>) {
    let start = Span::new(file, 0, 0);
    if bytes.len() > Limits::DEFAULT.file_bytes {
        let problem = problem::file_too_large(start, bytes.len());
        return (String::new(), vec![problem]);
    }
    match String::from_utf8(bytes) {
        Ok(text) => (text, Vec::new()),
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            let bytes = error.into_bytes();
            let before = String::from_utf8_lossy(bytes.get(..valid).unwrap_or(&[]));
            let line = before.matches('\n').count().saturating_add(1);
            let column = before.rsplit('\n').next().unwrap_or("").chars().count();
            let problem = problem::not_utf8(start, name, line, column.saturating_add(1));
            (String::new(), vec![problem])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::decode;
    use crate::base::FileId;

    #[test]
    fn names_the_place_of_a_foreign_byte() {
        let (text, problems) = decode(FileId(0), "a.rules", b"rule\n  caf\xe9".to_vec());
        assert_eq!(text, "");
        assert_eq!(
            problems[0].message,
            "`a.rules` is not UTF-8 text: line 2, column 6 holds a byte that begins no character"
        );
    }
}
