//! Decisions about snapshots, carried out one by one and counted. Asks nobody.

use super::snapshots::{self, Shot};
use crate::base::Diagnostic;
use crate::cli::diagnostics::counted;
use crate::cli::session::{Failure, Session, Status};

/// What is decided about a snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cli) enum Decision {
    /// Take it as it is.
    Accept,
    /// Throw it away.
    Reject,
    /// Leave it for later.
    Skip,
}

/// How many snapshots were decided on, and how.
#[derive(Debug, Default)]
pub(in crate::cli) struct Decided {
    /// Taken as they are.
    pub accepted: usize,
    /// Thrown away.
    pub rejected: usize,
    /// Left for later.
    pub skipped: usize,
    /// Profiles whose files changed since they were read, so that nothing was decided.
    pub changed: Vec<String>,
    /// What could not be written.
    pub problems: Vec<Diagnostic>,
}

/// Profiles that are named in a line.
const MOST_NAMES: usize = 4;

impl Decided {
    /// Carries out a decision; what cannot be carried out keeps nothing else from it.
    pub(in crate::cli) fn carry_out(&mut self, shot: &Shot, decision: Decision) {
        let (done, count) = match decision {
            Decision::Accept => (snapshots::accept(shot), &mut self.accepted),
            Decision::Reject => (snapshots::reject(shot), &mut self.rejected),
            Decision::Skip => (Ok(true), &mut self.skipped),
        };
        match done {
            Ok(true) => *count = count.saturating_add(1),
            Ok(false) => self.changed.push(shot.profile.clone()),
            Err(problem) => self.problems.push(problem),
        }
    }

    /// Says what kept decisions from being carried out; the status that it gives, where there is any.
    pub(in crate::cli) fn trouble(&self, session: &Session) -> Result<Option<Status>, Failure> {
        if !self.changed.is_empty() {
            let names = self.changed.iter().take(MOST_NAMES);
            let mut names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
            if self.changed.len() > MOST_NAMES {
                let more = self.changed.len().saturating_sub(MOST_NAMES);
                names.push(format!("{more} more"));
            }
            session.say(format!(
                "not changed: {} changed on disk during the review ({}); run `hansei test` again",
                counted(self.changed.len(), "snapshot"),
                names.join(", ")
            ));
        }
        if !self.problems.is_empty() {
            return Err(self.problems.clone().into());
        }
        Ok((!self.changed.is_empty()).then_some(Status::BadNews))
    }
}
