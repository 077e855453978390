//! Bytes to the text of a rule file. Opens no file.

use crate::base::{Diagnostic, FileId, Limits, Span};

use super::problem;

/// The text of the bytes of `name`, with what is wrong in them: then the text is what can be shown of them, and is
/// not to be parsed.
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
            let utf16 = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
            // The sign that stands for the byte in the shown text.
            let end = valid.saturating_add(char::REPLACEMENT_CHARACTER.len_utf8());
            let problem = problem::not_utf8(Span::new(file, valid, end), name, utf16);
            (String::from_utf8_lossy(&bytes).into_owned(), vec![problem])
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
        assert_eq!(text, "rule\n  caf\u{fffd}");
        assert_eq!(problems[0].message, "`a.rules` is not text in UTF-8");
        let span = problems[0].span().unwrap();
        assert_eq!(&text[span.range()], "\u{fffd}");
    }
}
