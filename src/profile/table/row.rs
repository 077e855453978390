//! Reads the rows of a table, each by itself: which of its values are facts, and what is wrong with them.

use std::borrow::Cow;

use super::Purpose;
use super::cells::{Cell, cells};
use super::columns::{self, Columns, Role, kept};
use super::cut::{Block, Cut, Fault};
use super::open::{Head, How};
use crate::base::{Diagnostic, Limits, SourceFile, Span, is_thousands};
use crate::model::{FactId, Profile};
use crate::profile::collect::{Collected, collect, collect_among_others, collect_parts};
use crate::profile::json;
use crate::profile::mend_json::open_brackets;
use crate::profile::names::{Means, Names};
use crate::profile::problems;
use crate::profile::read::placed;
use crate::profile::tree::{Entry, Node, NodeKind, Text, Tree};

/// Reads rows.
#[derive(Clone, Debug)]
pub struct Rows<'n> {
    names: &'n Names<'n>,
    how: How,
    columns: Option<Columns>,
}

/// One row as read. Its places count from the start of the row.
#[derive(Debug)]
pub struct Row<'t> {
    facts: Collected,
    /// Names that no fact has, with their places, where a row has names of its own.
    pub strangers: Vec<(String, Span)>,
    /// The outcome that a case expects.
    pub expect: Option<Node<'t>>,
    /// Other outcomes that it accepts.
    pub also: Option<Node<'t>>,
    /// What stands there as it is written, if that was asked for.
    pub own: Own<'t>,
}

/// What stands in a row, the facts of this rulebook or not.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Own<'t> {
    /// Nobody asked, or it cannot be known.
    #[default]
    None,
    /// Cells in the order of the columns.
    Cells(Vec<Cow<'t, str>>),
    /// Names with values in JSON.
    Values(Vec<(Cow<'t, str>, &'t str)>),
}

/// Why a row is none.
#[derive(Clone, Debug, PartialEq)]
pub enum Unread {
    /// It is not what a row has to be.
    Broken(Broken),
    /// It is not JSON.
    Problems(Vec<Diagnostic>),
}

impl Unread {
    /// As problems.
    pub fn problems(self) -> Vec<Diagnostic> {
        match self {
            Self::Broken(broken) => vec![broken.diagnostic("E0629")],
            Self::Problems(problems) => problems,
        }
    }
}

/// What a broken row is, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// Where, from the start of the row.
    pub span: Span,
    /// The sentence.
    pub message: String,
    /// What to do.
    pub help: Option<&'static str>,
}

impl Broken {
    /// As a problem.
    pub fn diagnostic(self, code: &'static str) -> Diagnostic {
        Diagnostic::error(code, self.span, self.message).help_if(self.help.map(Into::into))
    }
}

/// In words what is wrong with a row that could not be cut out.
pub(super) fn broken(fault: Fault, span: Span) -> Broken {
    let limit = Limits::DEFAULT.row_bytes >> 20;
    match fault {
        Fault::TooLong => Broken {
            span,
            message: format!("this row is too long: the limit is {limit} MiB"),
            help: None,
        },
        Fault::Unclosed => Broken {
            span,
            message: "a quote that opens in this row is never closed".into(),
            help: Some("close it; double a quote inside a quoted cell"),
        },
    }
}

impl<'n> Rows<'n> {
    pub(super) fn new(names: &'n Names<'n>, how: How, columns: Option<Columns>) -> Self {
        Self {
            names,
            how,
            columns,
        }
    }

    /// The names of the facts.
    pub fn names(&self) -> &'n Names<'n> {
        self.names
    }

    /// The names of the columns, where the first line gives them.
    pub fn columns(&self) -> Option<&[String]> {
        self.columns.as_ref().map(|columns| &*columns.names)
    }

    /// What separates the cells of a row.
    pub fn separator(&self) -> Option<u8> {
        self.columns.as_ref().map(|columns| columns.separator)
    }

    /// The rows of the same table as another rulebook reads them, and what is wrong with its columns then.
    pub fn seen_by<'o>(&self, names: &'o Names<'o>, head: &Head) -> (Rows<'o>, Vec<Diagnostic>) {
        let Some(separator) = self.separator() else {
            return (Rows::new(names, self.how, None), Vec::new());
        };
        let place = |range| self.place(range);
        let how = (names, self.how.purpose);
        let (columns, problems) = columns::read(&head.text, place, how, Some(separator));
        (Rows::new(names, self.how, Some(columns)), problems)
    }

    /// Whether there are columns that give no fact.
    pub fn has_other_columns(&self) -> bool {
        let columns = self.columns.iter();
        columns
            .flat_map(|columns| &columns.roles)
            .any(|role| *role == Role::Other)
    }

    /// The facts that no column gives, where all rows have the same columns.
    pub fn without_column(&self) -> Vec<FactId> {
        let Some(columns) = &self.columns else {
            return Vec::new();
        };
        let given = |id| {
            let mut roles = columns.roles.iter();
            roles.any(|role| matches!(role, Role::Part(fact, 0, _) if *fact == id))
        };
        let facts = self.names.rulebook.facts.iter().map(|(id, _)| id);
        facts.filter(|id| !given(*id)).collect()
    }

    /// One row of a block.
    pub fn read<'t>(&self, block: &'t Block, cut: &Cut) -> Result<Row<'t>, Unread> {
        let bytes = block.bytes.get(cut.bytes.clone()).unwrap_or_default();
        if let Some(fault) = cut.fault {
            return Err(Unread::Broken(broken(fault, self.place(0..bytes.len()))));
        }
        let text = std::str::from_utf8(bytes).map_err(|error| {
            let at = error.valid_up_to();
            let width = char::REPLACEMENT_CHARACTER.len_utf8();
            Unread::Broken(Broken {
                span: self.place(at..at.saturating_add(width)),
                message: "this row is not text in UTF-8".into(),
                help: Some("save the table as UTF-8"),
            })
        })?;
        match &self.columns {
            Some(columns) => self.cells(text, columns),
            None => self.object(text),
        }
    }

    fn place(&self, range: std::ops::Range<usize>) -> Span {
        Span::new(self.how.file, range.start, range.end)
    }

    fn cells<'t>(&self, text: &'t str, columns: &Columns) -> Result<Row<'t>, Unread> {
        let cells = cells(text, columns.separator).map_err(|at| {
            Unread::Broken(Broken {
                span: self.place(at),
                message: "this cell continues after its closing quote".into(),
                help: Some(match is_doubled(text, columns.separator) {
                    true => "write one quote on each side of a cell, or none",
                    false => "double a quote inside a quoted cell",
                }),
            })
        })?;
        if cells.len() != columns.roles.len() {
            return Err(Unread::Broken(Broken {
                span: self.place(0..text.len()),
                message: format!(
                    "this row has {} cells, and the first line has {} names",
                    cells.len(),
                    columns.roles.len()
                ),
                help: (cells.len() == 1 && text.starts_with('"'))
                    .then_some("the whole row is in quotes: delete the first and the last one, and halve those between"),
            }));
        }
        let own = match self.how.keep {
            true => Own::Cells(cells.iter().map(|cell| cell.text.clone()).collect()),
            false => Own::None,
        };
        let comma = columns.separator == b';';
        let is_number = |role: &Role| comma && matches!(role, Role::Part(.., true));
        let mut doubtful = Vec::new();
        let nodes: Vec<Node<'t>> = cells
            .into_iter()
            .zip(&columns.roles)
            .map(|(cell, role)| self.node(cell, is_number(role), &mut doubtful))
            .collect();
        let parts = nodes.iter().zip(&columns.roles);
        let parts = parts.filter_map(|(node, role)| match role {
            Role::Part(fact, at, _) => Some((*fact, *at, node)),
            _other => None,
        });
        let find = |wanted: Role| {
            let at = columns.roles.iter().position(|role| *role == wanted)?;
            nodes.get(at)
        };
        let mut facts = collect_parts(parts, find(Role::Id), self.names);
        facts.problems.extend(doubtful);
        Ok(Row {
            facts,
            strangers: Vec::new(),
            expect: find(Role::Expect).cloned(),
            also: find(Role::Also).cloned(),
            own,
        })
    }

    /// A cell as a value, a number with a decimal comma or not; of what it may mean otherwise, only that is said.
    fn node<'t>(&self, cell: Cell<'t>, comma: bool, doubtful: &mut Vec<Diagnostic>) -> Node<'t> {
        let span = self.place(cell.place);
        if comma && is_thousands(&cell.text) {
            doubtful.push(problems::thousands(span, &cell.text));
            let kind = NodeKind::Broken;
            return Node { span, kind };
        }
        let decimal = comma.then(|| with_point(&cell.text)).flatten();
        Node {
            span,
            kind: NodeKind::Text(decimal.map_or(cell.text, Cow::Owned)),
        }
    }

    fn object<'t>(&self, text: &'t str) -> Result<Row<'t>, Unread> {
        if let Some((at, sign)) = sign_of_list(text) {
            let span = Span::new(self.how.file, at, at.saturating_add(1));
            return Err(Unread::Problems(vec![problems::not_lines(span, sign)]));
        }
        let Tree { root, problems } = json::read(Text {
            text,
            file: self.how.file,
        });
        let entries = match root.map(|root| root.kind) {
            // What is wrong with a value costs the row, and not its name.
            Some(NodeKind::Table(entries)) => entries,
            Some(_) if problems.is_empty() => {
                return Err(Unread::Broken(self.no_object(text)));
            }
            _ => {
                let shown = problems.into_iter().take(Limits::DEFAULT.diagnostics);
                return Err(Unread::Problems(shown.collect()));
            }
        };
        let own = match self.how.keep {
            true => Own::Values(entries.iter().map(|entry| written(entry, text)).collect()),
            false => Own::None,
        };
        let mut keys = self.sorted(entries);
        let mut entries = keys.facts;
        entries.extend(keys.id);
        let (mut facts, mut strangers) = match self.how.purpose {
            Purpose::Cases => (collect(&entries, text, self.names), Vec::new()),
            Purpose::Profiles => collect_among_others(&entries, text, self.names),
        };
        if facts.facts.is_empty() && facts.problems.is_empty() && !strangers.is_empty() {
            let is_within = keys.first.iter().any(|(key, _)| key == "profile");
            let problem = self.no_fact(&strangers, &entries, is_within);
            strangers.clear();
            facts.problems.push(problem);
        }
        facts.problems.append(&mut keys.problems);
        facts.problems.extend(problems);
        facts.problems.sort_by_key(Diagnostic::span);
        facts.problems.truncate(Limits::DEFAULT.diagnostics);
        Ok(Row {
            facts,
            strangers,
            expect: keys.expect,
            also: keys.also,
            own,
        })
    }

    fn no_object(&self, text: &str) -> Broken {
        let span = self.place(0..text.len());
        match self.how.purpose {
            Purpose::Cases => Broken {
                span,
                message: "a row of a table of cases is an object".into(),
                help: Some("write `{\"id\": …, \"expect\": …}` on one line"),
            },
            Purpose::Profiles => Broken {
                span,
                message: "a row of a table of profiles is an object".into(),
                help: Some("write `{\"id\": …, \"topic.fact\": …}` on one line"),
            },
        }
    }

    /// What each key of an object is. Its facts may stand in a table `profile`; what stands beside it and is no fact is a
    /// remark.
    fn sorted<'t>(&self, entries: Vec<Entry<'t>>) -> Keys<'t> {
        let mut keys = Keys::default();
        let mut profile = None;
        for entry in entries {
            let role = kept(&entry.key, self.names, self.how.purpose);
            let is_profile =
                entry.key == "profile" && !self.names.knows("profile") && is_table(&entry);
            if (role.is_some() || is_profile) && keys.is_again(&entry) {
                continue;
            }
            match role {
                Some(Role::Id) => keys.id = Some(entry),
                Some(Role::Expect) => keys.expect = Some(entry.value),
                Some(Role::Also) => keys.also = Some(entry.value),
                Some(Role::Other | Role::Part(..)) => {}
                None if is_profile => profile = Some(entry.value.kind),
                None => keys.facts.push(entry),
            }
        }
        if let Some(NodeKind::Table(facts)) = profile {
            keys.facts.retain(|entry| self.is_fact(entry));
            keys.facts.extend(facts);
        }
        keys
    }

    /// Whether an entry says something of a fact, or of several.
    fn is_fact(&self, entry: &Entry<'_>) -> bool {
        match self.names.means(&entry.key) {
            Means::Whole(_) | Means::Part(..) | Means::Ambiguous(_) => true,
            Means::Topic | Means::Nothing => self.names.is_topic(&entry.key) && is_table(entry),
        }
    }

    /// That no key of a row means a fact, or none within its `profile`.
    fn no_fact(
        &self,
        strangers: &[(String, Span)],
        entries: &[Entry<'_>],
        is_within: bool,
    ) -> Diagnostic {
        let first = strangers.first();
        let span = first.map_or_else(|| self.place(0..0), |(_, span)| *span);
        let keys: Vec<&str> = strangers.iter().map(|(name, _)| &**name).collect();
        let told = |meant| problems::no_fact_key(span, &keys, meant, self.names.rulebook);
        if let Some(meant) = self.meant(&keys, entries) {
            return told(Some(meant));
        }
        let Some((path, key)) = self.holder(entries) else {
            return told(None);
        };
        if is_within {
            let meant = format!("`{path}` holds facts: put them directly into `profile`");
            return told(Some(meant));
        }
        let problem = told(Some(format!(
            "`{path}` holds facts: put them in an object `profile`, or directly into the row"
        )));
        match path.contains('.') {
            true => problem,
            false => problem.edit(key, "\"profile\""),
        }
    }

    /// What was meant by keys that mean no fact: one of nearly that name, or the name of the organization.
    fn meant(&self, keys: &[&str], entries: &[Entry<'_>]) -> Option<String> {
        let near = keys
            .iter()
            .find_map(|key| Some((key, self.names.near(key)?)));
        if let Some((key, near)) = near {
            return Some(format!("did you mean `{near}` by `{key}`?"));
        }
        let is_name = |entry: &Entry<'_>| {
            entry.key == "profile" && matches!(entry.value.kind, NodeKind::Text(_))
        };
        entries.iter().any(is_name).then(|| {
            "the name of an organization is its `id`; `profile` is an object with its facts".into()
        })
    }

    /// The object within which facts are given, with the place of its outermost key.
    fn holder(&self, entries: &[Entry<'_>]) -> Option<(String, Span)> {
        entries.iter().find_map(|entry| {
            let NodeKind::Table(inner) = &entry.value.kind else {
                return None;
            };
            if inner.iter().any(|entry| self.is_fact(entry)) {
                return Some((entry.key.to_string(), entry.key_span));
            }
            let (path, _) = self.holder(inner)?;
            Some((format!("{}.{path}", entry.key), entry.key_span))
        })
    }

    /// What is to be said once of a name that no fact has.
    pub fn stranger(&self, name: &str, span: Span) -> Diagnostic {
        let problem = self.names.column(name, span);
        problem.unwrap_or_else(|| crate::profile::problems::other_columns(span, &[name]))
    }
}

/// The keys of an object, sorted by what they are.
#[derive(Default)]
struct Keys<'t> {
    expect: Option<Node<'t>>,
    also: Option<Node<'t>>,
    facts: Vec<Entry<'t>>,
    id: Option<Entry<'t>>,
    /// Where each key that is no fact was given first.
    first: Vec<(Cow<'t, str>, Span)>,
    problems: Vec<Diagnostic>,
}

impl<'t> Keys<'t> {
    /// Whether a key that may be given once was given before, which is a problem.
    fn is_again(&mut self, entry: &Entry<'t>) -> bool {
        let before = self.first.iter().find(|(key, _)| *key == entry.key);
        let Some((name, first)) = before else {
            self.first.push((entry.key.clone(), entry.key_span));
            return false;
        };
        let problem = problems::twice(name, entry.key_span, *first);
        self.problems.push(problem);
        true
    }
}

fn is_table(entry: &Entry<'_>) -> bool {
    matches!(entry.value.kind, NodeKind::Table(_))
}

impl Row<'_> {
    /// Its name.
    pub fn id(&self) -> Option<&str> {
        self.facts.id.as_deref()
    }

    /// What is wrong with its values.
    pub fn problems(&mut self) -> Vec<Diagnostic> {
        std::mem::take(&mut self.facts.problems)
    }

    /// Puts its facts in the place of all that a profile gives; the profile keeps its name. Places are not kept.
    pub fn fill(self, profile: &mut Profile) {
        profile.facts.values_mut().for_each(|given| *given = None);
        profile.notes = self.facts.notes;
        profile.missing = self.facts.missing;
        for (fact, given, _) in self.facts.facts {
            profile.set(fact, given);
        }
    }

    /// A profile with its facts and their places in the text, which is the row as it stands in its file.
    pub fn profile(self, name: &str, source: &SourceFile, names: &Names<'_>) -> Profile {
        placed(self.facts, name, source, names)
    }
}

/// Whether a cell has two quotes on each side, as it has in a row that was quoted as a whole.
fn is_doubled(row: &str, separator: u8) -> bool {
    let mut cells = row.split(char::from(separator)).map(str::trim);
    let inner = |cell: &str| {
        let inner = cell.strip_prefix("\"\"")?.strip_suffix("\"\"")?;
        Some(!inner.is_empty() && !inner.contains('"'))
    };
    cells.any(|cell| inner(cell) == Some(true))
}

/// An entry of an object, its value as it is written.
fn written<'t>(entry: &Entry<'t>, text: &'t str) -> (Cow<'t, str>, &'t str) {
    let value = text.get(entry.value.span.range()).unwrap_or("null");
    (entry.key.clone(), value)
}

/// A number with a decimal comma, which tables with semicolons have, written with a point.
fn with_point(text: &str) -> Option<String> {
    let (whole, decimals) = text.trim().split_once(',')?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let unsigned = whole.strip_prefix(['-', '+']).unwrap_or(whole);
    (digits(unsigned) && digits(decimals)).then(|| format!("{whole}.{decimals}"))
}

/// What is wrong with a first line that begins a JSON array, or an object that goes on behind it.
pub(super) fn no_line(
    text: &str,
    place: impl Fn(std::ops::Range<usize>) -> Span,
) -> Option<Diagnostic> {
    let at = text.len().saturating_sub(text.trim_start().len());
    let first = place(at..at.saturating_add(1));
    if let Some((_, '[')) = sign_of_list(text) {
        return Some(problems::array_of_objects(first));
    }
    let breaks = text.trim_end().ends_with(['{', '[', ',', ':']);
    let goes_on = text.trim_start().starts_with('{') && breaks && !open_brackets(text).is_empty();
    goes_on.then(|| problems::object_over_lines(first))
}

/// The sign of a list of objects, as JSON has them, on a line that holds one object alone: where it stands, and which it is.
fn sign_of_list(text: &str) -> Option<(usize, char)> {
    let line = text.trim();
    let start = text.find(line)?;
    let last = start.saturating_add(line.len()).saturating_sub(1);
    let rest = line.get(1..).map_or("", str::trim_start);
    match (line.chars().next()?, line.chars().next_back()?) {
        ('[', _) if rest.is_empty() || rest.starts_with('{') => Some((start, '[')),
        (']', _) if rest.is_empty() => Some((start, ']')),
        ('{', sign @ (',' | ']')) => Some((last, sign)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::with_point;

    #[test]
    fn a_decimal_comma_has_digits_on_both_sides() {
        assert_eq!(with_point(" -3,25 ").as_deref(), Some("-3.25"));
        for other in ["3", "3.5", "1.234,5", "1,234,5", ",5", "3,", "a,b"] {
            assert_eq!(with_point(other), None, "{other}");
        }
    }
}
