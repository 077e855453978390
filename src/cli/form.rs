//! A form of output: its name on the command line, the endings that ask for it, and what writes it.

use std::path::Path;

use clap::Command;
use clap::builder::{PossibleValue, PossibleValuesParser};

use super::session::Failure;
use crate::base::{Diagnostic, Severity};

/// A form of output; `W` is what writes it.
#[derive(Clone, Copy, Debug)]
pub struct Form<W> {
    /// The name on the command line.
    pub name: &'static str,
    /// What it is for, in a few words.
    pub about: &'static str,
    /// Endings of files that are written in it, without the dot.
    pub endings: &'static [&'static str],
    /// What writes it.
    pub write: W,
}

/// Something a user chooses by name or by the ending of a file.
pub(super) trait Choice {
    /// The name on the command line.
    fn name(&self) -> &'static str;
    /// What it is for, in a few words; may be empty.
    fn about(&self) -> &'static str;
    /// Endings of files that mean it, without the dot.
    fn endings(&self) -> &'static [&'static str];
}

impl<W> Choice for Form<W> {
    fn name(&self) -> &'static str {
        self.name
    }
    fn about(&self) -> &'static str {
        self.about
    }
    fn endings(&self) -> &'static [&'static str] {
        self.endings
    }
}

impl Choice for crate::explain::Format {
    fn name(&self) -> &'static str {
        self.name
    }
    fn about(&self) -> &'static str {
        self.about
    }
    fn endings(&self) -> &'static [&'static str] {
        self.endings
    }
}

impl Choice for crate::explain::Section {
    fn name(&self) -> &'static str {
        self.name
    }
    fn about(&self) -> &'static str {
        self.about
    }
    fn endings(&self) -> &'static [&'static str] {
        &[]
    }
}

impl Choice for crate::profile::Format {
    fn name(&self) -> &'static str {
        self.name
    }
    fn about(&self) -> &'static str {
        ""
    }
    fn endings(&self) -> &'static [&'static str] {
        self.endings
    }
}

/// Restricts the argument of that name to the names of `forms`.
pub(super) fn with_names<C: Choice>(
    command: Command,
    argument: &'static str,
    forms: &'static [C],
) -> Command {
    let values: Vec<PossibleValue> = forms
        .iter()
        .map(|form| {
            let value = PossibleValue::new(form.name());
            if form.about().is_empty() {
                value
            } else {
                value.help(form.about())
            }
        })
        .collect();
    command.mut_arg(argument, |argument| {
        argument.value_parser(PossibleValuesParser::new(values))
    })
}

/// The form asked for by name, else by the ending of the output's name, else the first.
pub(super) fn choose<C: Choice>(
    forms: &'static [C],
    name: Option<&str>,
    output: Option<&Path>,
) -> Result<&'static C, Failure> {
    let chosen = match (name, output) {
        (Some(name), _) => forms.iter().find(|form| form.name() == name),
        (None, Some(output)) => by_ending(forms, output),
        (None, None) => forms.first(),
    };
    chosen.ok_or_else(|| Failure::from(unknown_form(forms, name, output)))
}

fn by_ending<C: Choice>(forms: &'static [C], output: &Path) -> Option<&'static C> {
    let ending = output.extension()?.to_str()?;
    forms.iter().find(|form| {
        form.endings()
            .iter()
            .any(|known| known.eq_ignore_ascii_case(ending))
    })
}

fn unknown_form<C: Choice>(forms: &[C], name: Option<&str>, output: Option<&Path>) -> Diagnostic {
    let asked = match (name, output) {
        (Some(name), _) => format!("this command has no format `{name}`"),
        (None, Some(path)) => format!(
            "the extension of `{}` is not that of a known format",
            path.display()
        ),
        (None, None) => "no format is given".into(),
    };
    let endings: Vec<String> = forms
        .iter()
        .flat_map(Choice::endings)
        .map(|ending| format!("`.{ending}`"))
        .collect();
    let names: Vec<&str> = forms.iter().map(Choice::name).collect();
    Diagnostic::new("E0909", Severity::Error, asked)
        .help(format!("known extensions: {}", endings.join(", ")))
        .help(format!(
            "or specify one with `--format`: {}",
            names.join(", ")
        ))
}

#[cfg(test)]
mod tests {
    use super::{Form, choose};
    use std::path::Path;

    const FORMS: &[Form<u8>] = &[
        Form {
            name: "text",
            about: "",
            endings: &["txt"],
            write: 1,
        },
        Form {
            name: "json",
            about: "",
            endings: &["json"],
            write: 2,
        },
    ];

    #[test]
    fn a_name_wins_over_the_ending_and_the_first_is_the_default() {
        let chosen = |name, output: Option<&str>| {
            choose(FORMS, name, output.map(Path::new))
                .ok()
                .map(|form| form.write)
        };
        assert_eq!(chosen(None, None), Some(1));
        assert_eq!(chosen(None, Some("a/b.JSON")), Some(2));
        assert_eq!(chosen(Some("text"), Some("b.json")), Some(1));
        assert_eq!(chosen(None, Some("b.docx")), None);
        assert_eq!(chosen(None, Some("b")), None);
    }
}
