//! The shell of the program: arguments, files, terminal and exit status. Decides nothing about rules.
#![expect(
    clippy::disallowed_methods,
    reason = "this is the shell: files, environment and terminal are its business"
)]

mod args;
mod ask;
mod builtin;
pub mod catalogue;
mod certificate;
mod codes;
mod command;
mod create;
pub mod diagnostics;
mod difference;
mod ended;
mod evaluate;
mod facts;
mod files;
pub mod fix;
mod form;
mod found;
mod glob;
mod image;
mod lints;
mod load;
mod many;
mod pick;
mod profiles;
mod progress;
mod project;
mod prove;
mod reference;
mod results;
mod roots;
mod sensitivity;
mod session;
mod table;
mod terminal;
mod testing;
mod verbs;
mod view;
mod what_if;
mod workspace;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue};

pub use builtin::BUILTIN;
pub use codes::CODES;
pub use image::{embedded_image, image_of_builtin};
pub use lints::{Remarks, remarks};

use session::{Failure, Session, Status};

/// Bytes of stack for the work: a condition of as many parts as the limits allow is a deep tree.
const STACK: usize = 256 << 20;

/// Runs the program with its arguments, the program's own name first.
pub fn run(arguments: Vec<OsString>) -> ExitCode {
    ExitCode::from(dispatch(&arguments) as u8)
}

/// Finds the verb, runs it, and says on standard error what went wrong.
fn dispatch(arguments: &[OsString]) -> Status {
    let command = command::command(args::colour_choice(arguments));
    let matches = match command.try_get_matches_from(arguments) {
        Ok(matches) => matches,
        Err(mut error) => {
            suggest(&mut error);
            return usage(&error);
        }
    };
    let session = Session::new(&args::GlobalArgs::of(&matches));
    let Some((name, matches)) = matches.subcommand() else {
        return Status::CouldNotWork;
    };
    let Some(verb) = verbs::VERBS.iter().find(|verb| verb.name == name) else {
        return Status::CouldNotWork;
    };
    let work = || conclude((verb.run)(matches, &session), &session);
    if verbs::is_shallow(verb, matches) {
        return work();
    }
    std::thread::scope(|scope| {
        let deep = std::thread::Builder::new()
            .name("hansei".into())
            .stack_size(STACK);
        match deep.spawn_scoped(scope, work) {
            Ok(thread) => thread.join().unwrap_or(Status::CouldNotWork),
            Err(_) => work(),
        }
    })
}

/// Says what a failed run has to say.
fn conclude(outcome: session::Outcome, session: &Session) -> Status {
    match outcome {
        Ok(status) => status,
        Err(Failure::BrokenPipe) => Status::Done,
        Err(Failure::Usage(error)) => usage(&error),
        Err(Failure::Problems(problems)) => {
            session.show_failure(&problems);
            Status::CouldNotWork
        }
    }
}

/// Commands of other tools, each with the one that does the same here.
const MEANT: &[(&str, &str)] = &[
    ("validate", "check"),
    ("lint", "check"),
    ("run", "eval"),
    ("verify", "prove"),
];

/// Suggests what does the same as a command of another tool, in place of what is only spelled like it.
fn suggest(error: &mut clap::Error) {
    let Some(ContextValue::String(word)) = error.get(ContextKind::InvalidSubcommand) else {
        return;
    };
    if let Some((_, meant)) = MEANT.iter().find(|(other, _)| other == word) {
        let meant = ContextValue::Strings(vec![(*meant).to_owned()]);
        error.insert(ContextKind::SuggestedSubcommand, meant);
    }
}

/// Shows what clap has to say: help and version on standard output, wrong usage on standard error.
fn usage(error: &clap::Error) -> Status {
    // A closed pipe behind `--help` is no error, and there is nowhere else to say it.
    let _ = error.print();
    if error.use_stderr() {
        Status::CouldNotWork
    } else {
        Status::Done
    }
}
