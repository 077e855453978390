//! How deep JSON nests, told from its text before it is read. Reads no value.

/// Where brackets and braces are open that nest deeper than so many.
pub fn json_too_deep(text: &str, most: usize) -> Option<usize> {
    let (mut depth, mut quoted, mut escaped) = (0usize, false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            _ if quoted => {}
            b'[' | b'{' => depth = depth.saturating_add(1),
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > most {
            return Some(at);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::json_too_deep;

    #[test]
    fn brackets_count_outside_of_strings() {
        let text = r#"{"a[": ["\"[[", [1]], "b": {}}"#;
        assert_eq!(json_too_deep(text, 3), None);
        assert_eq!(json_too_deep(text, 2), text.find("[1"));
        assert_eq!(json_too_deep("[[]]", 0), Some(0));
    }
}
