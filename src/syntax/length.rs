//! How long the condition or number is that is being scanned, and how many `if`s it nests. Reads no text itself.

use crate::base::Limits;

const LIMITS: Limits = Limits::DEFAULT;

/// The condition or number so far, where one is being read.
#[derive(Debug, Default)]
pub(super) struct Length {
    parts: Option<usize>,
    /// Its `if`s: each reaches to the end, so they nest.
    ifs: usize,
    /// Those that still lack their `then`, and their `else`.
    lacking: [usize; 2],
}

/// What is too much of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Excess {
    /// It has too many parts.
    Parts,
    /// It nests too many `if`s.
    Ifs,
}

impl Length {
    /// Whether a condition or number is being read.
    pub(super) fn is_open(&self) -> bool {
        self.parts.is_some()
    }

    /// It ends here.
    pub(super) fn end(&mut self) {
        *self = Self::default();
    }

    /// The next token; what is too much with it, told once.
    pub(super) fn see(&mut self, token: &str) -> Option<Excess> {
        let opens = match token {
            "when" | "unless" | "by" | "expect" | "never" | "always" => true,
            "=" => self.parts.is_none(),
            _ => false,
        };
        if opens {
            self.end();
            self.parts = Some(0);
            return None;
        }
        let [then, otherwise] = &mut self.lacking;
        let belongs = match token {
            "then" if *then > 0 => {
                *then = then.saturating_sub(1);
                *otherwise = otherwise.saturating_add(1);
                true
            }
            "else" if *otherwise > 0 => {
                *otherwise = otherwise.saturating_sub(1);
                true
            }
            "then" | "else" | "because" | "cite" | "otherwise" | "=>" => false,
            _ => true,
        };
        if !belongs {
            self.end();
            return None;
        }
        let parts = self.parts.as_mut()?;
        *parts = parts.saturating_add(1);
        if token == "if" {
            self.ifs = self.ifs.saturating_add(1);
            *then = then.saturating_add(1);
        }
        let excess = match (*parts > LIMITS.expression_parts, self.ifs > LIMITS.ifs) {
            (true, _) => Excess::Parts,
            (_, true) => Excess::Ifs,
            _ => return None,
        };
        self.end();
        Some(excess)
    }
}

#[cfg(test)]
mod tests {
    use super::{Excess, LIMITS, Length};

    /// What is too much of a text.
    fn excess(text: &str) -> Option<Excess> {
        let mut length = Length::default();
        text.split_whitespace().find_map(|token| length.see(token))
    }

    #[test]
    fn parts_and_ifs_are_counted_in_one_condition() {
        let sums = |count| format!("when {}", vec!["a"; count].join(" + "));
        let half = LIMITS.expression_parts.div_ceil(2);
        assert_eq!(excess(&sums(half)), None);
        assert_eq!(excess(&sums(half + 1)), Some(Excess::Parts));
        let ifs = |count| format!("by {} 1", "if a then 1 else ".repeat(count));
        assert_eq!(excess(&ifs(LIMITS.ifs)), None);
        assert_eq!(excess(&ifs(LIMITS.ifs + 1)), Some(Excess::Ifs));
        // The `then` and `else` of a rule end what stands before them.
        let rules = "when if a then 1 else 2 then favor a by 3 else favor b by 4 ".repeat(400);
        assert_eq!(excess(&rules), None);
    }
}
