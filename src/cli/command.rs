//! The command line as a whole: the flags of every verb and the verbs. Runs nothing.

use clap::{Args as _, ColorChoice, Command};

use super::args::GlobalArgs;
use super::verbs::VERBS;

/// The whole command line.
pub(super) fn command(colour: ColorChoice) -> Command {
    let root = Command::new("hansei")
        .version(env!("CARGO_PKG_VERSION"))
        .color(colour)
        .subcommand_required(true)
        .subcommand_value_name("COMMAND")
        .subcommand_help_heading("Commands")
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
        .max_term_width(100)
        .after_help(ROOT_HELP);
    // What is said of a command comes after its flags: they bring the words of their own group along.
    let root = told(
        GlobalArgs::augment_args(root),
        env!("CARGO_PKG_DESCRIPTION"),
    );
    VERBS.iter().fold(root, |root, verb| {
        let command =
            Command::new(verb.name).after_help(format!("Examples:\n{}", verb.examples.trim_end()));
        root.subcommand(told((verb.arguments)(command), verb.about))
    })
}

fn told(command: Command, about: &'static str) -> Command {
    command.about(about).long_about(about)
}

const ROOT_HELP: &str = "\
Exit status:
  0  done
  1  hansei did its work and found a problem
  2  hansei could not do its work: wrong usage, unreadable or wrong input
  3  hansei found no problem, but could not decide everything (`hansei prove`)

`hansei COMMAND --help` shows the options of a command, with examples.";

#[cfg(test)]
mod tests {
    #[test]
    fn the_command_line_is_sound() {
        super::command(clap::ColorChoice::Never).debug_assert();
    }

    #[test]
    fn every_verb_has_an_example_that_names_it() {
        for verb in super::VERBS {
            let named = format!("hansei {}", verb.name);
            assert!(verb.examples.contains(&named), "{}", verb.name);
        }
    }
}
