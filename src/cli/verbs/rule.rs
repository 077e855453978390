//! `hansei rule`: a diagnostic code explained, with an example and what to write instead.

use std::fmt::Write as _;

use clap::{ArgMatches, Args, Command, FromArgMatches as _};
use serde_json::{Value, json};

use super::verb::Verb;
use crate::base::{CodeInfo, Diagnostic, Severity, suggestion};
use crate::cli::args::OutputArgs;
use crate::cli::catalogue;
use crate::cli::form::{Form, choose, with_names};
use crate::cli::session::{Outcome, Session, Status};

pub(super) const VERB: Verb = Verb {
    name: "rule",
    about: "Explain a diagnostic code",
    examples: "
  hansei rule E0901            what the code means, an example, and what to write instead
  hansei rule file-not-found   the same by its name
  hansei rule --all            every code with its name
  hansei rule --lints          the codes that can be allowed or denied
  hansei rule --all -f json    the catalogue for other programs",
    arguments,
    run,
};

#[derive(Debug, Args)]
struct Rule {
    /// The code or its name
    #[arg(required_unless_present_any = ["all", "lints"])]
    code: Option<String>,
    /// List all codes
    #[arg(long, conflicts_with = "code")]
    all: bool,
    /// List the codes of lints, which `hansei.toml`, a comment or `hansei check` can allow or deny
    #[arg(long, conflicts_with_all = ["code", "all"])]
    lints: bool,
    #[command(flatten)]
    output: OutputArgs,
}

/// Writes one code, or a list of them.
struct Writers {
    one: fn(&CodeInfo) -> String,
    many: fn(&[&CodeInfo]) -> String,
}

const FORMS: &[Form<Writers>] = &[
    Form {
        name: "text",
        about: "for people",
        endings: &["txt"],
        write: Writers {
            one: one_as_text,
            many: many_as_text,
        },
    },
    Form {
        name: "json",
        about: "for other programs",
        endings: &["json"],
        write: Writers {
            one: |info| pretty(&as_json(info)),
            many: |codes| pretty(&codes.iter().map(|info| as_json(info)).collect()),
        },
    },
];

fn arguments(command: Command) -> Command {
    with_names(Rule::augment_args(command), "format", FORMS)
}

fn run(matches: &ArgMatches, session: &Session) -> Outcome {
    let arguments = Rule::from_arg_matches(matches)?;
    let output = arguments.output.output.as_deref();
    let form = choose(FORMS, arguments.output.format.as_deref(), output)?;
    let text = match &arguments.code {
        Some(code) => (form.write.one)(catalogue::find(code).ok_or_else(|| unknown(code))?),
        None => {
            let listed = catalogue::all().filter(|info| !arguments.lints || info.is_lint());
            (form.write.many)(&listed.collect::<Vec<_>>())
        }
    };
    session.write(output, &text)?;
    Ok(Status::Done)
}

fn unknown(code: &str) -> Diagnostic {
    let known = catalogue::all().flat_map(|info| [info.code, info.name]);
    Diagnostic::new(
        "E0910",
        Severity::Error,
        format!("there is no code `{code}`"),
    )
    .help_if(suggestion(code, known))
    .help("`hansei rule --all` lists all codes")
}

fn one_as_text(info: &CodeInfo) -> String {
    let mut text = format!("{}  {}\n\n", info.code, info.name);
    let _ = writeln!(text, "{}\n\n{}", info.what, info.why);
    for (title, example) in [("Example", info.example), ("Instead", info.instead)] {
        let _ = writeln!(text, "\n{title} ({})\n", info.kind);
        for line in example.trim_matches('\n').lines() {
            let _ = writeln!(text, "{}", format!("    {line}").trim_end());
        }
    }
    text
}

fn many_as_text(codes: &[&CodeInfo]) -> String {
    let width = codes.iter().map(|info| info.name.len()).max().unwrap_or(0);
    let lines = codes.iter();
    lines
        .map(|info| format!("{}  {:width$}  {}\n", info.code, info.name, info.what))
        .collect()
}

fn as_json(info: &CodeInfo) -> Value {
    json!({
        "code": info.code,
        "name": info.name,
        "severity": if info.code.starts_with('W') { "warning" } else { "error" },
        "what": info.what,
        "why": info.why,
        "example": info.example,
        "instead": info.instead,
        "kind": info.kind,
    })
}

fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}
