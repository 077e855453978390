//! A buffer of JSON text: values one after the other, commas where they belong. Knows nothing of traces.

/// The text under way.
#[derive(Debug, Default)]
pub(super) struct Json {
    out: Vec<u8>,
}

impl Json {
    pub(super) fn with_capacity(bytes: usize) -> Self {
        Self {
            out: Vec::with_capacity(bytes),
        }
    }

    /// The finished text.
    pub(super) fn finish(self) -> String {
        String::from_utf8(self.out).unwrap_or_default()
    }

    /// A comma, where a value stands before.
    fn separate(&mut self) {
        match self.out.last() {
            None | Some(b'{' | b'[' | b':') => {}
            Some(_) => self.out.push(b','),
        }
    }

    pub(super) fn open(&mut self, bracket: u8) {
        self.separate();
        self.out.push(bracket);
    }

    pub(super) fn close(&mut self, bracket: u8) {
        self.out.push(bracket);
    }

    /// A number that continues what stands before, without a comma.
    pub(super) fn join_number(&mut self, number: f64) {
        // INVARIANT: what stands before ends with a colon.
        self.number(number);
    }

    /// Finished JSON text: one value.
    pub(super) fn raw(&mut self, text: &str) {
        self.separate();
        self.out.extend_from_slice(text.as_bytes());
    }

    /// Text that continues what stands before, without a comma.
    pub(super) fn join(&mut self, text: &str) {
        self.out.extend_from_slice(text.as_bytes());
    }

    pub(super) fn key(&mut self, key: &str) {
        self.separate();
        self.out.push(b'"');
        self.out.extend_from_slice(key.as_bytes());
        self.out.extend_from_slice(b"\":");
    }

    pub(super) fn string(&mut self, text: &str) {
        self.separate();
        let plain = text
            .bytes()
            .all(|byte| byte >= 0x20 && byte != b'"' && byte != b'\\');
        if plain {
            self.out.push(b'"');
            self.out.extend_from_slice(text.as_bytes());
            self.out.push(b'"');
        } else {
            self.out.extend_from_slice(quoted(text).as_bytes());
        }
    }

    pub(super) fn number(&mut self, number: f64) {
        self.separate();
        if crate::base::is_whole(number) {
            self.whole(number);
        } else if number.is_finite() {
            // INVARIANT: writing a number into a vector cannot fail.
            let _ = serde_json::to_writer(&mut self.out, &number);
        } else {
            self.out.extend_from_slice(b"null");
        }
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "the number is whole and fits, as tested by the caller"
    )]
    fn whole(&mut self, number: f64) {
        let whole = number as i64;
        match u8::try_from(whole) {
            Ok(digit @ 0..=9) => self.out.push(b'0'.saturating_add(digit)),
            _ => {
                let _ = serde_json::to_writer(&mut self.out, &whole);
            }
        }
    }

    pub(super) fn truth(&mut self, truth: bool) {
        self.raw(if truth { "true" } else { "false" });
    }

    pub(super) fn null(&mut self) {
        self.raw("null");
    }

    // Members of an object.

    pub(super) fn text(&mut self, key: &str, text: &str) {
        self.key(key);
        self.string(text);
    }

    pub(super) fn maybe_text(&mut self, key: &str, text: Option<&str>) {
        self.key(key);
        match text {
            Some(text) => self.string(text),
            None => self.null(),
        }
    }

    pub(super) fn figure(&mut self, key: &str, number: f64) {
        self.key(key);
        self.number(number);
    }

    pub(super) fn maybe_figure(&mut self, key: &str, number: Option<f64>) {
        self.key(key);
        match number {
            Some(number) => self.number(number),
            None => self.null(),
        }
    }

    pub(super) fn flag(&mut self, key: &str, truth: bool) {
        self.key(key);
        self.truth(truth);
    }

    pub(super) fn strings<'a>(&mut self, key: &str, texts: impl IntoIterator<Item = &'a str>) {
        self.key(key);
        self.open(b'[');
        for text in texts {
            self.string(text);
        }
        self.close(b']');
    }

    /// An object as a member, or as an element where the key is empty.
    pub(super) fn object(&mut self, key: &str, fill: impl FnOnce(&mut Self)) {
        if !key.is_empty() {
            self.key(key);
        }
        self.open(b'{');
        fill(self);
        self.close(b'}');
    }

    pub(super) fn list(&mut self, key: &str, fill: impl FnOnce(&mut Self)) {
        self.key(key);
        self.open(b'[');
        fill(self);
        self.close(b']');
    }
}

/// A text as JSON.
pub(super) fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}

/// Members of an object as finished text.
pub(super) fn member(write: impl FnOnce(&mut Json)) -> String {
    let mut json = Json::default();
    write(&mut json);
    json.finish()
}
