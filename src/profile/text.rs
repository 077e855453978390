//! Bytes into a text: encoding, size and emptiness. Knows no format.

use super::problems;
use crate::base::{Diagnostic, FileId, Limits, Span};
use crate::model::Rulebook;

/// The text of a file without its byte order mark, or what of it can be shown and why it is none.
pub(super) fn decode<'a>(
    bytes: &'a [u8],
    file: FileId,
    rulebook: &Rulebook,
    format: &str,
) -> Result<&'a str, Box<(String, Diagnostic)>> {
    let start = Span::new(file, 0, 0);
    if bytes.len() > Limits::DEFAULT.profile_bytes {
        return undecoded("", problems::too_large(start, bytes.len()));
    }
    let utf16 = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        let width = char::REPLACEMENT_CHARACTER.len_utf8();
        let span = Span::new(file, at, at.saturating_add(width));
        Box::new((
            String::from_utf8_lossy(bytes).into_owned(),
            problems::not_utf8(span, utf16),
        ))
    })?;
    if let Some(at) = text.find('\0') {
        let span = Span::new(file, at, at.saturating_add(1));
        return undecoded(text, problems::zero_byte(span));
    }
    if text.trim().is_empty() {
        return undecoded(text, problems::empty(start, rulebook, format));
    }
    Ok(text)
}

fn undecoded<'a>(shown: &str, problem: Diagnostic) -> Result<&'a str, Box<(String, Diagnostic)>> {
    Err(Box::new((shown.to_owned(), problem)))
}
