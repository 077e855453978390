//! The consultation as one page: the tables, the questions, the result. The page carries the rulebook's texts and the
//! engine, a WebAssembly module; its policy forbids every request.

mod base64;
mod host;
mod open;
mod read;

pub use host::Host;
pub use open::{Pages, open};

use sha2::{Digest as _, Sha256};

use crate::consult::words::{name, titled};
use crate::explain::{self, Block, Fit, Line, RowKind, Table, answers, escaped};
use crate::model::{CERTAINTIES, CellText, Rulebook, SourceTable};
use crate::trace;

/// What the page does.
const SCRIPT: &str = concat!(include_str!("engine.js"), include_str!("page.js"));
/// How it looks.
const STYLE: &str = include_str!("page.css");

/// The page of a rulebook. `engine` is the compressed module that [`Host`] is compiled to.
pub fn page(pages: &Pages, book: &Rulebook, engine: &[u8]) -> Result<String, serde_json::Error> {
    let data = serde_json::to_string(&serde_json::json!({
        "pages": pages,
        "title": &*book.title,
        "sure": CERTAINTIES,
    }))?;
    // What ends a script in HTML does not occur in it.
    let data = data.replace('<', "\\u003c");
    let title = escaped(&book.title);
    let about = match book.about.trim() {
        "" => String::new(),
        about => format!("<p>{}</p>\n", escaped(about)),
    };
    let policy = format!(
        "default-src 'none'; script-src 'sha256-{}' 'wasm-unsafe-eval'; style-src 'sha256-{}'; img-src data:; base-uri 'none'; form-action 'none'",
        hash(SCRIPT),
        hash(STYLE)
    );
    Ok(format!(
        r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="data:,">
<title>{title}</title>
<style>{STYLE}</style>
</head>
<body>
<header><h1>{title}</h1></header>
<main id="main">
<section id="step1" aria-labelledby="h1">
<h2 id="h1" tabindex="-1">Step 1 of 2: the two ways</h2>
{about}<p id="lead">Which approach would be most appropriate to your organization's needs? About ten questions lead to an advice. Nothing you answer leaves this page.</p>
<div id="start" hidden></div>
<p id="state" role="status"></p>
<noscript><p>This browser runs no scripts here, so the page cannot ask and advise. The questions stand below, to print and to fill in by hand; whoever has hansei can evaluate the answers.</p></noscript>
{first}
</section>
<section id="step2" aria-labelledby="h2" hidden></section>
<section id="step3" aria-labelledby="h3" hidden></section>
<section id="paper" aria-labelledby="h4">
<h2 id="h4">The questions</h2>
{paper}
</section>
</main>
<script type="application/json" id="data">{data}</script>
<script type="text/plain" id="engine">{engine}</script>
<script>{SCRIPT}</script>
</body>
</html>
"#,
        first = first(book),
        paper = paper(book),
        engine = base64::encoded(engine),
    ))
}

/// The mark by which a policy allows a text.
fn hash(text: &str) -> String {
    base64::encoded(&Sha256::digest(text.as_bytes()))
}

/// What is weighed: the tables of the sources, else the topics with their facts.
fn first(book: &Rulebook) -> String {
    let mut blocks = Vec::new();
    for table in &book.tables {
        blocks.push(Block::section(&*table.title));
        blocks.push(Block::Table(rows(table)));
    }
    if book.tables.is_empty() {
        blocks.push(Block::section("What is weighed"));
        let topics = book.topics_with_facts().into_iter().map(|(topic, facts)| {
            let facts: Vec<String> = facts.into_iter().map(|(_, fact)| name(fact)).collect();
            Line::toned(
                titled(topic.title.as_deref(), &topic.name),
                explain::Tone::Strong,
            )
            .plain(format!(": {}", facts.join(", ")))
        });
        blocks.push(Block::List(topics.collect()));
    }
    explain::as_html(&blocks, 3)
}

fn rows(table: &SourceTable) -> Table {
    let columns = [("", Fit::Text), ("", Fit::Text), ("", Fit::Text)];
    let mut page = Table::new(true, &columns);
    for (column, title) in page
        .columns
        .iter_mut()
        .skip(1)
        .zip([&table.left.title, &table.right.title])
    {
        column.head = title.to_string().into();
    }
    let cell = |text: &CellText| {
        let mark = if text.restored { "*" } else { "" };
        Line::from(format!("{}{mark}", text.text))
    };
    for row in &table.rows {
        let label = row.label.as_ref().map_or_else(Line::default, cell);
        page.row(
            RowKind::Item,
            vec![label, cell(&row.left), cell(&row.right)],
        );
    }
    let mut texts = table
        .rows
        .iter()
        .flat_map(|row| [Some(&row.left), Some(&row.right), row.label.as_ref()]);
    if texts.any(|text| text.is_some_and(|text| text.restored)) {
        let words = "* missing from our copy of the source, restored from other copies";
        page.row(RowKind::Aside, vec![Line::default().quiet(words)]);
    }
    page
}

/// All questions as a form to print.
fn paper(book: &Rulebook) -> String {
    let mut out = String::new();
    for (topic, facts) in book.topics_with_facts() {
        let topic = titled(topic.title.as_deref(), &topic.name);
        out.push_str(&format!("<h3>{}</h3>\n<ol>\n", escaped(&topic)));
        for (_, fact) in facts {
            let ask = fact
                .ask
                .as_deref()
                .map_or_else(|| name(fact), str::to_owned);
            let told = trace::answers(&fact.kind);
            let choices = answers::choices(&told);
            let boxes = match choices.is_empty() {
                true => format!("____________ ({})", escaped(&answers::in_a_line(&told))),
                false => {
                    let boxes = choices.iter().map(|words| format!("☐ {}", escaped(words)));
                    boxes.collect::<Vec<_>>().join(" ")
                }
            };
            out.push_str(&format!("<li>{}<br>{}</li>\n", escaped(&ask), boxes));
        }
        out.push_str("</ol>\n");
    }
    out
}
