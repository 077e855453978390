//! A condition that stands by itself in another file, such as a case. Reads no declarations.

use pest::Parser;

use super::super::expr::Expr;
use super::super::scan::scan;
use super::explain::explain;
use super::{Build, Cursor, Grammar, Rule, failure};
use crate::base::{Diagnostic, FileId, Span};

/// What a condition is put between, so that the scanner bounds it as it bounds all conditions.
const BEFORE: &str = "example _ { expect ";

/// Reads a condition whose text begins at `start` of the file.
pub fn parse_condition(file: FileId, start: usize, text: &str) -> Result<Expr, Vec<Diagnostic>> {
    let wrapped = format!("{BEFORE}{text}\n}}");
    let scanned = scan(file, &wrapped);
    if !scanned.diagnostics.is_empty() {
        let moved = scanned.diagnostics.into_iter();
        return Err(moved.map(|one| unwrapped(one, start, text)).collect());
    }
    let whole = Span::new(file, start, start.saturating_add(text.len()));
    let one = || vec![not_one(whole)];
    match scanned.chunks.as_slice() {
        [chunk] if chunk.sound && chunk.end == wrapped.len() => {}
        _ => return Err(one()),
    }
    let body = text.trim_start();
    let mut build = Build {
        file,
        all: text,
        base: start.saturating_add(text.len().saturating_sub(body.len())),
        diagnostics: Vec::new(),
        lost: Vec::new(),
        respelt: Vec::new(),
        doubts: Vec::new(),
        mended: None,
    };
    let expr = match Grammar::parse(Rule::lone_condition, body) {
        Ok(mut pairs) => pairs
            .next()
            .and_then(|pair| Cursor::new(pair).required(Rule::expr))
            .and_then(|pair| build.expr(pair)),
        Err(error) => {
            let place = failure::Place {
                file,
                all: text,
                base: build.base,
                source: body,
                keyword: "expect",
            };
            return Err(vec![explain(&place, &error)]);
        }
    };
    match expr {
        Some(expr) if build.diagnostics.is_empty() => Ok(expr),
        _ if build.diagnostics.is_empty() => Err(one()),
        _ => Err(build.diagnostics),
    }
}

fn not_one(span: Span) -> Diagnostic {
    Diagnostic::error("E0114", span, "this is not one condition")
        .help("write a condition as after `expect` in an example: `advice is STRATEGY`")
}

/// A problem of the wrapped text at its place in the file.
fn unwrapped(problem: Diagnostic, start: usize, text: &str) -> Diagnostic {
    let at = |offset: u32| {
        let inner = (offset as usize).saturating_sub(BEFORE.len());
        start.saturating_add(inner.min(text.len()))
    };
    problem.moved(|span| *span = Span::new(span.file, at(span.start), at(span.end)))
}

#[cfg(test)]
mod tests {
    use super::parse_condition;
    use crate::base::FileId;

    fn told(text: &str) -> String {
        match parse_condition(FileId(3), 100, text) {
            Ok(expr) => format!("{:?}", expr.span.range()),
            Err(problems) => problems
                .iter()
                .map(|one| format!("{} {:?}", one.message, one.span().map(|at| at.range())))
                .collect::<Vec<_>>()
                .join("\n"),
        }
    }

    #[test]
    fn a_condition_alone_has_the_places_of_its_file() {
        let deep = "(".repeat(5000);
        let texts = [
            "advice is kaizen",
            "  margin > 5 and not tied(a) # so",
            "",
            "advice is kaizen expect advice is hybrid",
            "advice is kaizen, fired(slow)",
            "advice is kaizen } rule x {",
            "(advice is kaizen",
            &deep,
        ];
        let told = texts.map(told);
        assert_eq!(
            told,
            [
                "100..116",
                "102..128",
                "expected a condition here, the declaration ends Some(100..100)",
                "expected an operator such as `and` or `or` after `kaizen`, found `expect` Some(117..123)",
                "conditions are joined with `and` or `or` Some(116..117)",
                "this is not one condition Some(100..127)",
                "`(` is never closed Some(100..101)",
                "brackets are nested deeper than 64 levels Some(163..164)",
            ]
        );
    }
}
