//! What one slip costs: few errors, none of them because of another, and all slips of a declaration in one run.

use hansei::base::FileId;
use hansei::syntax;

use super::SAMPLE;

/// The errors that one token taken away, doubled or turned round with the next may cost at most.
const MOST: usize = 3;

/// Where the tokens of a text that are not in comments begin and end.
fn tokens(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let code = line.split('#').next().unwrap_or("");
        let mut at = 0;
        while let Some(rest) = code.get(at..).filter(|rest| !rest.is_empty()) {
            let length = length(rest);
            if !rest.starts_with(char::is_whitespace) {
                found.push((start + at, start + at + length));
            }
            at += length;
        }
        start += line.len();
    }
    found
}

/// The length of the string, word, space or sign that a text begins with.
fn length(text: &str) -> usize {
    let first = text.chars().next().unwrap_or(' ');
    let run = |is: fn(char) -> bool| text.find(|c| !is(c)).unwrap_or(text.len());
    match first {
        '"' => {
            let end = text.get(1..).and_then(|inner| inner.find('"'));
            end.map_or(text.len(), |end| end + 2)
        }
        c if c.is_whitespace() => run(char::is_whitespace),
        c if c.is_alphanumeric() || c == '_' => run(|c| c.is_alphanumeric() || c == '_'),
        c => c.len_utf8(),
    }
}

fn errors(text: &str) -> Vec<String> {
    let (_, diagnostics) = syntax::parse(FileId(0), text);
    let told = |one: &hansei::base::Diagnostic| format!("{} {}", one.code, one.message);
    diagnostics.iter().map(told).collect()
}

#[test]
fn one_damaged_token_costs_few_errors() {
    let tokens = tokens(SAMPLE);
    let mut found = Vec::new();
    for pair in tokens.windows(2) {
        let [(at, end), (next, last)] = pair else {
            continue;
        };
        let piece = |from: usize, to: usize| SAMPLE.get(from..to).unwrap();
        let (before, after) = (piece(0, *at), piece(*last, SAMPLE.len()));
        let (one, gap, other) = (piece(*at, *end), piece(*end, *next), piece(*next, *last));
        for damaged in [
            format!("{before}{gap}{other}{after}"),
            format!("{before}{one} {one}{gap}{other}{after}"),
            format!("{before}{other}{gap}{one}{after}"),
        ] {
            let told = errors(&damaged);
            if told.len() > MOST {
                let near = damaged.get(at.saturating_sub(60)..).unwrap_or(&damaged);
                let near: String = near.chars().take(120).collect();
                found.push(format!("{near}\n{told:#?}"));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n\n"));
}

#[test]
fn slips_of_one_declaration_are_told_in_one_run() {
    for (text, count) in [
        ("rule R2 { when !t.q then favour a by 3 becuse \"x\" }", 4),
        (
            "rule r { when t.n == 3 && t.m => 3 then favour a strongly because it is so }",
            5,
        ),
        (
            "topic u { fact q : bool\n fakt k : yes_no\n fact m yes_no }",
            3,
        ),
        (
            "contrast t.f { slow -> favour a weakly  fast => opose b strongly because x }",
            4,
        ),
        (
            "let d : low < high by t.f { slow -> low  moderate or fast => high }",
            2,
        ),
        (
            "example \"e\" { given { t.y = yes t.z is no } expect advice a }",
            3,
        ),
        ("advice { a if t.y  a when t.n == 3  b otherwse }", 3),
        ("note n1 { when t.y && t.z  risk it is so  nxt \"y\" }", 3),
        (
            "strategy c Title { next it is so\n riks \"y\"  prior = 1 }",
            4,
        ),
    ] {
        let told = errors(text);
        assert_eq!(told.len(), count, "{text}\n{told:#?}");
    }
}
