//! A problem or a remark as plain data: code, sentence, places, help, edits. Renders nothing.

use super::Span;

/// How much a diagnostic matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The input cannot be used.
    Error,
    /// The input can be used, but something in it is probably not meant so.
    Warning,
}

/// One problem, with everything needed to show it in any form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The stable code, such as `E0201`; `hansei rule CODE` explains it.
    pub code: &'static str,
    /// Error or warning.
    pub severity: Severity,
    /// One sentence in the user's words: lower case, no final period, the user's text in backticks.
    pub message: String,
    /// The places; the first is where the problem is.
    pub labels: Vec<Label>,
    /// What can be done about it, a line each.
    pub help: Vec<String>,
    /// Changes of the text that would mend it; they belong together, so that all of them are made or none.
    pub edits: Vec<Edit>,
    /// Whether those may be made unseen.
    pub safety: Safety,
}

/// A marked place with a few words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What is to be seen there; may be empty.
    pub text: String,
}

/// A replacement of a piece of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced.
    pub span: Span,
    /// What stands there afterwards.
    pub text: String,
}

/// Whether edits may be made unseen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Safety {
    /// What is written means one thing only, and the edits say that: `&&` becomes `and`.
    Safe,
    /// A guess at what is meant, such as a near spelling: somebody looks at it first.
    Unsafe,
}

impl Safety {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Unsafe => "unsafe",
        }
    }
}

impl Diagnostic {
    /// An error at `span`.
    pub fn error(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Error, message).label(span, "")
    }

    /// A warning at `span`.
    pub fn warning(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Warning, message).label(span, "")
    }

    /// A diagnostic without a place.
    pub fn new(code: &'static str, severity: Severity, message: impl Into<String>) -> Self {
        Self {
            code,
            severity,
            message: message.into(),
            labels: Vec::new(),
            help: Vec::new(),
            edits: Vec::new(),
            safety: Safety::Safe,
        }
    }

    /// Words at the first place.
    #[must_use]
    pub fn here(mut self, text: impl Into<String>) -> Self {
        if let Some(label) = self.labels.first_mut() {
            label.text = text.into();
        }
        self
    }

    /// One more place with words.
    #[must_use]
    pub fn label(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label {
            span,
            text: text.into(),
        });
        self
    }

    /// One more line of help.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help.push(text.into());
        self
    }

    /// A line of help where there is one.
    #[must_use]
    pub fn help_if(self, text: Option<String>) -> Self {
        match text {
            Some(text) => self.help(text),
            None => self,
        }
    }

    /// "did you mean …?" with its edit, where there is a near spelling of what stands at `span`.
    #[must_use]
    pub fn did_you_mean(self, span: Span, near: Option<&str>) -> Self {
        match near {
            Some(near) => self
                .help(format!("did you mean `{near}`?"))
                .edit(span, near),
            None => self,
        }
    }

    /// "write `…`" with its edit, for what can mean nothing else.
    #[must_use]
    pub fn write(self, span: Span, text: impl Into<String>) -> Self {
        let text = text.into();
        self.help(format!("write `{text}`")).safe_edit(span, text)
    }

    /// A change that would mend it if it is what was meant.
    #[must_use]
    pub fn edit(mut self, span: Span, text: impl Into<String>) -> Self {
        self.safety = Safety::Unsafe;
        self.safe_edit(span, text)
    }

    /// A change that mends it, for what stands there can mean nothing else.
    #[must_use]
    pub fn safe_edit(mut self, span: Span, text: impl Into<String>) -> Self {
        self.edits.push(Edit {
            span,
            text: text.into(),
        });
        self
    }

    /// Whether its edits may be made unseen; `None` without any.
    pub fn fix(&self) -> Option<Safety> {
        (!self.edits.is_empty()).then_some(self.safety)
    }

    /// The first place, where there is one.
    pub fn span(&self) -> Option<Span> {
        self.labels.first().map(|label| label.span)
    }

    /// Moves every place in it, as for a text that stands in another.
    #[must_use]
    pub fn moved(mut self, mut place: impl FnMut(&mut Span)) -> Self {
        self.labels.iter_mut().for_each(|one| place(&mut one.span));
        self.edits.iter_mut().for_each(|one| place(&mut one.span));
        self
    }
}

/// Whether any of them is an error.
pub fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics
        .iter()
        .any(|diagnostic| diagnostic.severity == Severity::Error)
}
