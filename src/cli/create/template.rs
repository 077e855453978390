//! The files of a new project, embedded one by one. They lie beside this file, to be read and tested as they are.

/// A file of the template.
pub(super) struct TemplateFile {
    /// Where it goes; the placeholder becomes the project's name.
    pub(super) path: &'static str,
    /// What it holds, likewise.
    pub(super) text: &'static str,
    /// Whether it is a program.
    pub(super) executable: bool,
}

/// What stands for the project's name.
pub(super) const PLACEHOLDER: &str = "template";

macro_rules! file {
    ($path:literal, $source:literal) => {
        file!($path, $source, false)
    };
    ($path:literal, $source:literal, $executable:literal) => {
        TemplateFile {
            path: $path,
            text: include_str!(concat!("template/", $source)),
            executable: $executable,
        }
    };
}

/// All files.
pub(super) const FILES: &[TemplateFile] = &[
    file!("README.md", "README.md"),
    file!("hansei.toml", "hansei.toml"),
    file!("rules/template.rules", "rules/template.rules"),
    file!("profiles/old_press.toml", "profiles/old_press.toml"),
    file!("profiles/sound_lathe.toml", "profiles/sound_lathe.toml"),
    file!("profiles/unknown_mill.toml", "profiles/unknown_mill.toml"),
    file!("cases/decided.jsonl", "cases/decided.jsonl"),
    file!(".gitignore", "gitignore"),
    file!(".githooks/pre-commit", "pre-commit", true),
    file!(".github/workflows/rules.yml", "github/rules.yml"),
];
