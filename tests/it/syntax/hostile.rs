//! Inputs that nobody writes in good faith end in a diagnostic, soon.

use proptest::prelude::{ProptestConfig, any, prop, prop_oneof, proptest};

use hansei::base::FileId;
use hansei::syntax;

use super::{SAMPLE, problems};

fn first(text: &str) -> String {
    problems(text).lines().next().unwrap_or("").to_owned()
}

/// `let a = b` with the `b` wrapped many times.
fn nested(open: &str, close: &str, times: usize) -> String {
    format!("let a = {}b{}", open.repeat(times), close.repeat(times))
}

#[test]
fn a_fault_at_every_byte_of_a_token_is_told_as_often_as_the_limit_allows() {
    let controls = "\u{1}".repeat(400_000);
    let escapes = "\\x".repeat(200_000);
    let clauses = "because \"\" ".repeat(20_000);
    for text in [
        format!("# {controls}"),
        format!("note n \"{controls}\" {{ }}"),
        format!("note n \"{escapes}\" {{ }}"),
        format!("note n {{ {clauses} }}"),
    ] {
        let told = problems(&text).lines().count();
        assert!((1..=1_100).contains(&told), "{told} of {}", text.len());
    }
}

#[test]
fn deep_nesting_is_told() {
    for (open, close) in [
        ("(", ")"),
        ("[", "]"),
        ("{", "}"),
        ("not (", ")"),
        ("f(", ")"),
        ("at least 1 of {", "}"),
    ] {
        for closed in [true, false] {
            let close = if closed { close } else { "" };
            let text = nested(open, close, 100_000);
            assert!(
                problems(&text).contains("E0105 brackets are nested deeper than 64 levels"),
                "{open}: {}",
                first(&text)
            );
        }
    }
    for prefix in ["not ", "surely ", "- "] {
        let text = nested(prefix, "", 900);
        assert!(first(&text).contains("E0105"), "{}", first(&text));
    }
}

#[test]
fn the_deepest_nesting_parses() {
    let text = nested("not f(", ")", 64);
    assert_eq!(problems(&text), "");
    let text = nested("at least 1 of { a and (", ")}", 32);
    assert_eq!(problems(&text), "");
}

#[test]
fn long_expressions_and_declarations_are_told() {
    let long = nested("b + ", "", 499);
    assert_eq!(problems(&long), "");
    let longer = nested("b + ", "", 501);
    assert!(first(&longer).contains("E0106 a condition or number has more than 1000 parts"));
    let text = format!("source a \"{}\"", "x".repeat(2 << 20));
    assert!(
        first(&text).contains("E0104 this declaration is longer than the limit of 1048576 bytes")
    );
    let levels: Vec<String> = (0..200).map(|at| format!("l{at}")).collect();
    let text = format!("topic t {{ fact a : {} }}", levels.join(" < "));
    assert!(first(&text).contains("E0123"));
}

#[test]
fn large_files_are_told() {
    let (tree, diagnostics) = syntax::parse(FileId(0), &"x".repeat(50 << 20));
    assert!(tree.items.is_empty());
    assert_eq!(diagnostics.len(), 1);
    assert_eq!(diagnostics[0].code, "E0103");
    let (text, diagnostics) = syntax::decode(FileId(0), "a", vec![b'x'; 50 << 20]);
    assert!(text.is_empty());
    assert_eq!(diagnostics[0].code, "E0103");
}

#[test]
fn a_full_size_file_of_nonsense_ends() {
    for part in [
        "rule a {\n",
        "}",
        ";",
        "\"\n",
        "a ",
        "rule a { when ( }\n",
        "\0",
        "é",
        "#\n",
        "rule ",
        "let a = not\n",
    ] {
        let text = part.repeat((4 << 20) / part.len());
        let (_, diagnostics) = syntax::parse(FileId(0), &text);
        assert!(diagnostics.len() <= 201, "{part:?}");
        assert_eq!(diagnostics.is_empty(), part == "#\n", "{part:?}");
    }
}

#[test]
fn strange_characters_are_told() {
    assert_eq!(
        first("strategy a\0 {}"),
        "1:11 E0102 the control character U+0000 is not allowed in a rule file"
    );
    assert_eq!(
        first("# a\u{1}"),
        "1:4 E0102 the control character U+0001 is not allowed in a rule file"
    );
    assert_eq!(
        first("source a \"b\u{7}\""),
        "1:12 E0102 the control character U+0007 is not allowed in a rule file"
    );
    assert_eq!(
        first("strategy größe"),
        "1:10 E0109 `größe` has letters other than `a` to `z`"
    );
    assert_eq!(
        first("source a \"b"),
        "1:10 E0107 the string does not end on its line"
    );
    assert_eq!(
        first("source a \"b\\t\""),
        "1:12 E0108 `\\t` is not an escape"
    );
}

#[test]
fn marks_and_line_ends_of_other_systems_are_fine() {
    let text = format!(
        "\u{feff}{}",
        SAMPLE.replace('\n', "\r\n").replace("  ", "\t")
    );
    assert_eq!(problems(&text), "");
    let (tree, _) = syntax::parse(FileId(0), &text);
    assert_eq!(tree.items[0].span.start, 3);
    assert!(
        tree.comments
            .iter()
            .all(|span| !text[span.range()].ends_with('\r'))
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_bytes_end_in_a_tree(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let (text, _) = syntax::decode(FileId(0), "a", bytes);
        syntax::parse(FileId(0), &text);
    }

    #[test]
    fn any_tokens_end_in_a_tree(tokens in prop::collection::vec(token(), 0..80)) {
        let text = tokens.join(" ");
        let (tree, diagnostics) = syntax::parse(FileId(0), &text);
        for item in &tree.items {
            assert!(text.get(item.span.range()).is_some());
        }
        if diagnostics.is_empty() {
            super::round_trip(&text);
        }
    }

    #[test]
    fn a_cut_sample_ends_in_a_tree(from in 0..SAMPLE.len(), length in 0..200usize) {
        let to = (from + length).min(SAMPLE.len());
        if let (Some(before), Some(after)) = (SAMPLE.get(..from), SAMPLE.get(to..)) {
            syntax::parse(FileId(0), &format!("{before}{after}"));
        }
    }
}

fn token() -> impl proptest::strategy::Strategy<Value = String> {
    use proptest::strategy::Strategy;
    let words: Vec<&'static str> = SAMPLE.split_whitespace().collect();
    prop_oneof![
        4 => prop::sample::select(words).prop_map(str::to_owned),
        1 => "[ -~\n]{1,3}",
        1 => any::<char>().prop_map(String::from),
    ]
}

#[test]
fn places_of_names_that_are_lost_lie_in_the_text() {
    let text = "\"No \"Table \"No improvement.\" source first,";
    let (tree, _) = syntax::parse(FileId(0), text);
    for item in &tree.items {
        assert!(text.get(item.span.range()).is_some(), "{item:?}");
    }
}
