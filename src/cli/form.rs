//! A form of output: its name on the command line, the endings that ask for it, and what writes it.

use std::path::Path;

use clap::builder::PossibleValue;

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

/// The names as clap offers them.
pub(super) fn values<W>(forms: &'static [Form<W>]) -> Vec<PossibleValue> {
    forms
        .iter()
        .map(|form| PossibleValue::new(form.name).help(form.about))
        .collect()
}

/// The form asked for by name, else by the ending of the output's name, else the first.
pub(super) fn choose<W>(
    forms: &'static [Form<W>],
    name: Option<&str>,
    output: Option<&Path>,
) -> Result<&'static Form<W>, Failure> {
    let chosen = match (name, output) {
        (Some(name), _) => forms.iter().find(|form| form.name == name),
        (None, Some(output)) => by_ending(forms, output),
        (None, None) => forms.first(),
    };
    chosen.ok_or_else(|| Failure::from(unknown_form(forms, name, output)))
}

fn by_ending<W>(forms: &'static [Form<W>], output: &Path) -> Option<&'static Form<W>> {
    let ending = output.extension()?.to_str()?;
    forms.iter().find(|form| {
        form.endings
            .iter()
            .any(|known| known.eq_ignore_ascii_case(ending))
    })
}

fn unknown_form<W>(
    forms: &'static [Form<W>],
    name: Option<&str>,
    output: Option<&Path>,
) -> Diagnostic {
    let asked = match (name, output) {
        (Some(name), _) => format!("there is no format `{name}` here"),
        (None, Some(path)) => format!("the ending of `{}` says no format", path.display()),
        (None, None) => "there is no format here".into(),
    };
    let endings: Vec<String> = forms
        .iter()
        .flat_map(|form| form.endings)
        .map(|ending| format!("`.{ending}`"))
        .collect();
    let names: Vec<&str> = forms.iter().map(|form| form.name).collect();
    Diagnostic::new("E0909", Severity::Error, asked)
        .help(format!("endings that say one: {}", endings.join(", ")))
        .help(format!("or name one with `--format`: {}", names.join(", ")))
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
