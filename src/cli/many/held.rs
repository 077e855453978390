//! The end of what was written so far, held back until more comes: a run that is killed leaves a last line that is cut,
//! and so no result that looks whole. Writes nothing itself.

/// What is held back.
#[derive(Debug, Default)]
pub(super) struct HeldBack(Vec<u8>);

impl HeldBack {
    /// What may be written now that more comes; `holds` says whether its end is held back.
    pub(super) fn next(&mut self, more: &[u8], holds: bool) -> Vec<u8> {
        match holds {
            true => self.pass(more),
            false => self.all(more),
        }
    }

    /// All of what comes but the end of its last line.
    fn pass(&mut self, more: &[u8]) -> Vec<u8> {
        if more.is_empty() {
            return Vec::new();
        }
        let (now, later) = more.split_at_checked(cut(more)).unwrap_or((more, &[]));
        let mut out = std::mem::replace(&mut self.0, later.to_vec());
        out.extend_from_slice(now);
        out
    }

    /// All that was held back, with what comes behind it.
    pub(super) fn all(&mut self, more: &[u8]) -> Vec<u8> {
        let mut out = std::mem::take(&mut self.0);
        out.extend_from_slice(more);
        out
    }
}

/// Where the last line is cut: behind its first word, so that a row has fewer cells than its table and an object no end.
fn cut(bytes: &[u8]) -> usize {
    let lines = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    let before = lines.iter().rposition(|byte| *byte == b'\n');
    let start = before.map_or(0, |at| at.saturating_add(1));
    let behind_first = start.saturating_add(1);
    let mut rest = lines.iter().skip(behind_first);
    let word = rest.position(|byte| matches!(byte, b',' | b' '));
    word.map_or(lines.len(), |word| behind_first.saturating_add(word))
}

#[cfg(test)]
mod tests {
    use super::HeldBack;

    #[test]
    fn the_last_line_is_cut_until_more_comes() {
        for (lines, cut) in [
            ("id,advice\nacme,a\n", "id,advice\nacme"),
            ("\"a, b\",x\n", "\"a"),
            ("{\"id\":\"acme\",\"n\":1}\n", "{\"id\":\"acme\""),
            ("acme  Way a\n", "acme"),
            ("| acme | Way a |\n", "|"),
            ("word\n", "word"),
            ("\n", ""),
            (",\n  {\n    \"n\": 1\n  }", ",\n  {\n    \"n\": 1\n "),
        ] {
            let mut held = HeldBack::default();
            assert_eq!(String::from_utf8(held.pass(lines.as_bytes())).unwrap(), cut);
            assert_eq!(held.pass(b""), b"");
            let rest = held.all(b"end");
            assert_eq!(
                [cut.as_bytes(), &rest].concat(),
                [lines, "end"].concat().as_bytes()
            );
            assert_eq!(held.all(b""), b"");
        }
    }
}
