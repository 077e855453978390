//! The image of the built-in rulebook: kept current, and the same rulebook as its texts.

use crate::program::Folder;

/// Set this variable to write the image anew.
const RENEW: &str = "HANSEI_RENEW";

#[test]
fn the_image_belongs_to_the_texts() {
    let fresh = hansei::cli::image_of_builtin().expect("the built-in rulebook checks");
    if std::env::var_os(RENEW).is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/cli/builtin.image");
        std::fs::write(path, &fresh).expect("the image is written");
        return;
    }
    assert!(
        fresh == hansei::cli::embedded_image(),
        "src/cli/builtin.image is older than the rulebook: `{RENEW}=1 cargo test the_image_belongs` writes it anew"
    );
}

#[test]
fn evaluating_from_the_image_and_from_the_texts_gives_the_same_bytes() {
    let folder = Folder::with(&[]);
    for (name, text) in hansei::cli::BUILTIN {
        let Some(name) = name.strip_prefix("profiles/") else {
            continue;
        };
        folder.write(name, text.as_bytes());
        let image = folder.run(&["eval", name, "--format", "json"]);
        image.is(0, &["\"trace_version\""], &[]);
        // A parameter given from outside is read with the texts; its declared value changes nothing.
        let texts = ["eval", name, "--format", "json", "--param", "small_gap=15"];
        assert_eq!(image.out, folder.run(&texts).out);
    }
}
