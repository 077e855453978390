//! The command line: what all verbs share, and the command that clap parses. The verbs bring their own arguments.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{ArgMatches, Args, ColorChoice, Command, FromArgMatches as _, ValueEnum};

use super::verbs::VERBS;

/// When colours are used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Colour {
    /// On a terminal, unless `NO_COLOR` is set; everywhere where `CLICOLOR_FORCE` is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// Flags of every verb.
#[derive(Clone, Copy, Debug, Default, Args)]
pub(super) struct GlobalArgs {
    /// Say nothing beside the result and errors
    #[arg(long, short, global = true, display_order = 900)]
    pub(super) quiet: bool,
    /// When to use colours
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        display_order = 901
    )]
    pub(super) color: Colour,
}

impl GlobalArgs {
    /// The flags, wherever they stand on the command line.
    pub(super) fn of(matches: &ArgMatches) -> Self {
        Self::from_arg_matches(matches).unwrap_or_default()
    }
}

/// Which rulebook is used.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct RulesArgs {
    /// The rulebook; without it that of the nearest `hansei.toml`, else the one in this folder, else the built-in one
    #[arg(long, short, value_name = "FILE")]
    pub(super) rules: Option<PathBuf>,
    /// Change a parameter of the rulebook for this run; may be given several times
    #[arg(long = "param", value_name = "NAME=VALUE")]
    pub(super) parameters: Vec<String>,
}

/// Where results go, and in which form.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct OutputArgs {
    /// The form of the result; without it the ending of `--output` decides
    #[arg(long, short, value_name = "FORMAT")]
    pub(super) format: Option<String>,
    /// Write the result to a file, as a whole or not at all
    #[arg(long, short, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
}

/// The whole command line.
pub(super) fn command(colour: ColorChoice) -> Command {
    let root = Command::new("hansei")
        .version(env!("CARGO_PKG_VERSION"))
        .color(colour)
        .subcommand_required(true)
        .subcommand_value_name("VERB")
        .subcommand_help_heading("Verbs")
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
  1  the tool worked, and the answer is bad news
  2  it could not work: wrong usage, unreadable or wrong input

`hansei VERB --help` shows the options of a verb, with examples.";

/// What `--color` says, found before clap runs: its own messages follow it.
pub(super) fn colour_choice(arguments: &[OsString]) -> ColorChoice {
    let texts: Vec<&str> = arguments.iter().filter_map(|text| text.to_str()).collect();
    let spaced = texts
        .windows(2)
        .find_map(|pair| match pair {
            ["--color", value] => Some(*value),
            _ => None,
        })
        .or_else(|| texts.iter().find_map(|text| text.strip_prefix("--color=")));
    match spaced {
        Some("always") => ColorChoice::Always,
        Some("never") => ColorChoice::Never,
        _ => ColorChoice::Auto,
    }
}

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
