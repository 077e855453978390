//! YAML 1.2 into the neutral tree. Says where and what; knows nothing of facts.
//!
//! The tree is built from the parser's events, since these keep the place of every key and value and
//! repeated keys. Plain words are read by the core schema: `yes` is a text there, and read as
//! a yes by who asks for one.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use serde_saphyr::granit_parser::{Event, Options, Parser, ScalarStyle, Span, Tag};

use super::problems;
use super::tree::{Entry, MOST_VALUES, Node, NodeKind, Text, Tree, plain_number};
use super::yaml_faults::fault;
use crate::base::{Diagnostic, Limits, TILDE};

pub(super) fn read(text: Text<'_>) -> Tree<'_> {
    let mut builder = Builder {
        text,
        problems: Vec::new(),
        open: Vec::new(),
        root: None,
        anchors: BTreeMap::new(),
        values: 0,
        documents: 0,
    };
    for event in Parser::new_from_str_with_options(text.text, options()) {
        let done = match event {
            Ok((event, span)) => builder.event(event, &span),
            Err(error) => Err(fault(text, &error)),
        };
        if let Err(problem) = done {
            builder.problems.push(problem);
            return Tree {
                root: None,
                problems: builder.problems,
            };
        }
    }
    let root = builder.root.or_else(|| {
        Some(Node {
            span: text.span(0..0),
            kind: NodeKind::Table(Vec::new()),
        })
    });
    Tree {
        root,
        problems: builder.problems,
    }
}

fn options() -> Options {
    let mut options = Options::default();
    options.flow_nesting_limit = Limits::DEFAULT.nesting;
    options.block_nesting_limit = Limits::DEFAULT.nesting;
    options.set_emit_comments(false);
    options
}

struct Builder<'a> {
    text: Text<'a>,
    problems: Vec<Diagnostic>,
    open: Vec<Open<'a>>,
    root: Option<Node<'a>>,
    /// Finished nodes with an anchor, and how many values each holds.
    anchors: BTreeMap<usize, (Node<'a>, usize)>,
    values: usize,
    documents: usize,
}

/// A list or table that has not ended.
struct Open<'a> {
    start: usize,
    anchor: usize,
    /// Values before it, itself included.
    before: usize,
    content: Content<'a>,
}

enum Content<'a> {
    List(Vec<Node<'a>>),
    Table(Vec<Entry<'a>>, Option<(Cow<'a, str>, Range<usize>)>),
}

/// What ends the reading: one problem after which the rest of the text cannot be trusted.
type Step = Result<(), Diagnostic>;

impl<'a> Builder<'a> {
    fn event(&mut self, event: Event<'a>, span: &Span) -> Step {
        let range = span.byte_range().unwrap_or(0..0);
        match event {
            Event::DocumentStart(..) => self.document(range),
            Event::Alias(anchor) => self.alias(anchor, range),
            Event::Scalar(text, style, anchor, tag) => {
                self.scalar(text, style, anchor, tag.as_deref(), range)
            }
            Event::SequenceStart(_, anchor, tag) => {
                self.tag(tag.as_deref(), &range);
                self.open(Content::List(Vec::new()), anchor, range)
            }
            Event::MappingStart(_, anchor, tag) => {
                self.tag(tag.as_deref(), &range);
                self.open(Content::Table(Vec::new(), None), anchor, range)
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(range.end),
            _ => Ok(()),
        }
    }

    fn document(&mut self, range: Range<usize>) -> Step {
        self.documents = self.documents.saturating_add(1);
        if self.documents > 1 {
            return Err(
                problems::unsupported(self.text, range, "a second YAML document")
                    .help("put each organization in its own file"),
            );
        }
        Ok(())
    }

    fn scalar(
        &mut self,
        text: Cow<'a, str>,
        style: ScalarStyle,
        anchor: usize,
        tag: Option<&Tag>,
        range: Range<usize>,
    ) -> Step {
        self.count(1, &range)?;
        if let Some(Open {
            content: Content::Table(_, key @ None),
            ..
        }) = self.open.last_mut()
        {
            if style == ScalarStyle::Plain && text == "<<" {
                return Err(
                    problems::unsupported(self.text, range, "the merge key `<<`")
                        .help("repeat the facts instead"),
                );
            }
            *key = Some((text, range));
            return Ok(());
        }
        self.tag(tag, &range);
        let as_text =
            style != ScalarStyle::Plain || tag.is_some_and(|tag| tag.core_suffix() == Some("str"));
        let kind = if as_text {
            NodeKind::Text(text)
        } else {
            self.plain(text, &range)
        };
        let span = self.text.span(range);
        self.finish(Node { span, kind }, anchor, 1)
    }

    /// A word without quotes, by the core schema.
    fn plain(&mut self, text: Cow<'a, str>, range: &Range<usize>) -> NodeKind<'a> {
        match &*text {
            "" | TILDE | "null" | "Null" | "NULL" => return NodeKind::Null,
            "true" | "True" | "TRUE" => return NodeKind::Truth(true),
            "false" | "False" | "FALSE" => return NodeKind::Truth(false),
            _ => {}
        }
        match number(&text) {
            None => NodeKind::Text(text),
            Some(number) if number.is_finite() => NodeKind::Number(number, text),
            Some(_) => {
                let span = self.text.span(range.clone());
                self.problems.push(problems::not_finite(span, &text));
                NodeKind::Broken
            }
        }
    }

    fn tag(&mut self, tag: Option<&Tag>, range: &Range<usize>) {
        if let Some(tag) = tag
            && tag.core_suffix().is_none()
        {
            let what = format!("the YAML tag {}", problems::quote(&tag.original()));
            self.problems
                .push(problems::unsupported(self.text, range.clone(), &what));
        }
    }

    fn open(&mut self, content: Content<'a>, anchor: usize, range: Range<usize>) -> Step {
        self.count(1, &range)?;
        if let Some(Open {
            content: Content::Table(_, None),
            ..
        }) = self.open.last()
        {
            return Err(problems::unsupported(
                self.text,
                range,
                "a list or table as a name",
            ));
        }
        if self.open.len() >= Limits::DEFAULT.nesting {
            return Err(problems::too_deep(self.text.span(range)));
        }
        self.open.push(Open {
            start: range.start,
            anchor,
            before: self.values,
            content,
        });
        Ok(())
    }

    fn close(&mut self, end: usize) -> Step {
        let Some(open) = self.open.pop() else {
            return Ok(());
        };
        let held = self.values.saturating_sub(open.before).saturating_add(1);
        let kind = match open.content {
            Content::List(items) => NodeKind::List(items),
            Content::Table(entries, _) => NodeKind::Table(entries),
        };
        let span = self.text.span(open.start..end);
        self.finish(Node { span, kind }, open.anchor, held)
    }

    /// Puts a finished node where it belongs.
    fn finish(&mut self, node: Node<'a>, anchor: usize, held: usize) -> Step {
        if anchor > 0 {
            let range = node.span.range();
            self.count(held, &range)?;
            self.anchors.insert(anchor, (node.clone(), held));
        }
        match self.open.last_mut().map(|open| &mut open.content) {
            None => self.root = Some(node),
            Some(Content::List(items)) => items.push(node),
            Some(Content::Table(entries, key)) => {
                let Some((key, range)) = key.take() else {
                    let range = node.span.range();
                    return Err(problems::unsupported(
                        self.text,
                        range,
                        "an alias as a name",
                    ));
                };
                entries.push(Entry {
                    key,
                    key_span: self.text.span(range),
                    value: node,
                });
            }
        }
        Ok(())
    }

    fn alias(&mut self, anchor: usize, range: Range<usize>) -> Step {
        let Some((_, held)) = self.anchors.get(&anchor) else {
            return Err(problems::unsupported(
                self.text,
                range,
                "an alias within what it stands for",
            ));
        };
        let held = *held;
        self.count(held, &range)?;
        let Some((node, _)) = self.anchors.get(&anchor) else {
            return Ok(());
        };
        let mut node = node.clone();
        node.span = self.text.span(range);
        self.finish(node, 0, held)
    }

    fn count(&mut self, values: usize, range: &Range<usize>) -> Step {
        self.values = self.values.saturating_add(values);
        if self.values > MOST_VALUES {
            return Err(problems::too_many_values(self.text.span(range.clone())));
        }
        Ok(())
    }
}

/// A number by the core schema; `.inf` and `.nan` come out as what they are.
fn number(text: &str) -> Option<f64> {
    let radix = |digits: &str, radix| {
        u64::from_str_radix(digits, radix)
            .ok()
            .map(super::tree::nearest_double)
    };
    let first = text.bytes().next()?;
    if !(first.is_ascii_digit() || matches!(first, b'+' | b'-' | b'.')) {
        return None;
    }
    if let Some(digits) = text.strip_prefix("0x") {
        return radix(digits, 16);
    }
    if let Some(digits) = text.strip_prefix("0o") {
        return radix(digits, 8);
    }
    match text.trim_start_matches(['+', '-']) {
        ".inf" | ".Inf" | ".INF" => Some(f64::INFINITY),
        ".nan" | ".NaN" | ".NAN" => Some(f64::NAN),
        _ => plain_number(text),
    }
}
