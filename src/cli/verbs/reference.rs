//! `hansei reference`: the language reference, by topic or by word.

use std::path::PathBuf;

use clap::{ArgMatches, Args, FromArgMatches as _};

use super::verb::Verb;
use crate::base::{Diagnostic, Severity};
use crate::cli::session::{Outcome, Session, Status};
use crate::cli::{catalogue, reference};

pub(super) const VERB: Verb = Verb {
    name: "reference",
    about: "Show the language reference, by topic or by word",
    examples: "
  hansei reference                             the topics, one per line
  hansei reference conditions                  a topic by its heading
  hansei reference contrast                    what a word of the language means, and the topic that explains it
  hansei reference is at least                 the topic that shows how something is written
  hansei reference --all -o reference.md       the whole page",
    arguments: Reference::augment_args,
    run,
};

#[derive(Debug, Args)]
struct Reference {
    /// A heading, a word of the language, a function, or a piece of rule text
    topic: Vec<String>,
    /// The whole page
    #[arg(long, conflicts_with = "topic")]
    all: bool,
    /// Write to a file, all of it or nothing
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

fn run(matches: &ArgMatches, session: &Session) -> Outcome {
    let arguments = Reference::from_arg_matches(matches)?;
    let output = arguments.output.as_deref();
    let name = arguments.topic.join(" ");
    if arguments.all {
        session.write(output, reference::TEXT)?;
    } else if arguments.topic.is_empty() {
        let width = session.look(output).width;
        session.write(output, &reference::overview(reference::TEXT, width))?;
        session.say("`hansei reference TOPIC` shows one of them, or the one that explains a word such as `let`; `--all` shows everything");
    } else {
        let found = reference::find(reference::TEXT, &name).ok_or_else(|| unknown(&name))?;
        let mut text = String::new();
        if let Some((word, means)) = found.word {
            text.push_str(&format!("> {word}: {means}\n\n"));
        }
        text.push_str(found.topic.text);
        text.push('\n');
        session.write(output, &text)?;
        if !found.others.is_empty() {
            session.say(format!("see also: {}", found.others.join(", ")));
        }
    }
    Ok(Status::Done)
}

fn unknown(name: &str) -> Diagnostic {
    let message = format!("the reference has no topic `{name}`");
    let code = catalogue::find(name);
    let code = code.map(|info| format!("`hansei rule {}` explains the code", info.code));
    let near = reference::near(reference::TEXT, name);
    let near = near.filter(|_| code.is_none());
    Diagnostic::new("E0920", Severity::Error, message)
        .help_if(code)
        .help_if(near.map(|near| format!("did you mean `{near}`?")))
        .help("`hansei reference` lists the topics")
}
