//! The command line: what all verbs share, and the command that clap parses. The verbs bring their own arguments.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{ArgMatches, Args, ColorChoice, FromArgMatches as _, ValueEnum};

/// When colours are used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Colour {
    /// On a terminal, unless `NO_COLOR` is set; everywhere if `CLICOLOR_FORCE` is set
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
    /// Print only the result and errors
    #[arg(long, short, global = true, display_order = 900)]
    pub(super) quiet: bool,
    /// When to use colors
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
    /// The rulebook or its folder; default: that of the nearest `hansei.toml`, else the one in this folder, else the built-in one
    #[arg(long, short, value_name = "FILE")]
    pub(super) rules: Option<PathBuf>,
    /// Change a parameter of the rulebook for this run; can be repeated
    #[arg(long = "param", value_name = "NAME=VALUE")]
    pub(super) parameters: Vec<String>,
}

impl RulesArgs {
    /// A command of the program that is to use the same rulebook.
    pub(super) fn in_command(&self, command: &str) -> String {
        match &self.rules {
            None => command.to_owned(),
            Some(path) => format!("{command} --rules {}", quoted(&path.display().to_string())),
        }
    }

    /// A command that is to use the same rulebook with the same parameters.
    pub(super) fn with_parameters(&self, command: &str) -> String {
        let parameters = self.parameters.iter().map(|one| ("--param", &**one));
        with_flags(self.in_command(command), parameters)
    }
}

/// A command with more flags and their values.
pub(super) fn with_flags<'a>(
    mut command: String,
    flags: impl Iterator<Item = (&'a str, &'a str)>,
) -> String {
    for (flag, value) in flags {
        command.push_str(&format!(" {flag} {}", quoted(value)));
    }
    command
}

/// A word as a shell takes it.
pub(super) fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "_-./=@:,+%".contains(c);
    match !word.is_empty() && word.chars().all(is_plain) {
        true => word.to_owned(),
        false => format!("'{}'", word.replace('\'', "'\\''")),
    }
}

/// What is known beside the profile.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct SetArgs {
    /// Set a fact, whatever the profile says; `unknown` removes an answer, `VALUE@0.5` gives its certainty;
    /// can be repeated; works without a profile
    #[arg(long = "set", value_name = "FACT=VALUE")]
    pub(super) facts: Vec<String>,
}

/// Where results go, and in which form.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct OutputArgs {
    /// The format of the result; default: by the extension of `--output`
    #[arg(long, short, value_name = "FORMAT")]
    pub(super) format: Option<String>,
    /// Write the result to a file, all of it or none
    #[arg(long, short, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
}

/// What the verbs that evaluate profiles have in common.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct EvaluationArgs {
    /// The format of the input, if its extension does not give it
    #[arg(long, value_name = "FORMAT")]
    pub(super) input_format: Option<String>,
    #[command(flatten)]
    pub(super) set: SetArgs,
    #[command(flatten)]
    pub(super) rules: RulesArgs,
    #[command(flatten)]
    pub(super) output: OutputArgs,
}

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
