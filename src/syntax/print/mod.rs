//! Tree to text in a plain layout: parsing the text gives the same tree again, places apart. Keeps no comments.

mod expr;

use std::fmt::Write;

use super::clause::{Cite, Clause, ClauseKind, Clauses, Remark};
use super::tree::{
    AdviceRow, Cell, CellKind, CellText, Claim, ClaimKind, Contrast, ContrastRow, Effect,
    EffectKind, Example, Fact, Given, GivenValue, Group, Guard, How, Item, ItemKind, Let, LetBody,
    Level, LimitKind, Name, Never, Parameter, SourceTable, Term, Text, Topic, Tree, Type, TypeKind,
};

use expr::{number, range, word};
pub use expr::{print_expr, print_path, print_string, print_word};

/// The tree as text. A declaration that did not parse is left out.
pub fn print(tree: &Tree) -> String {
    let mut out = String::new();
    for item in &tree.items {
        out.push_str(&print_item(item));
    }
    out
}

fn print_item(item: &Item) -> String {
    match &item.kind {
        ItemKind::Rulebook(it) => headed("rulebook", &it.name, &it.title, "", &it.clauses, true),
        ItemKind::Use(it) => format!("use {}\n", print_string(&it.path.value)),
        ItemKind::Script(it) => format!(
            "script {} as {}\n",
            print_string(&it.path.value),
            it.name.text
        ),
        ItemKind::Source(it) => {
            let unseen = if it.unseen.is_some() { " unseen" } else { "" };
            format!("source {}{}{unseen}\n", it.name.text, titled(&it.title))
        }
        ItemKind::Strategy(it) => headed("strategy", &it.name, &it.title, "", &it.clauses, false),
        ItemKind::Outcome(it) => {
            let strategy = it
                .strategy
                .as_ref()
                .map(|name| format!(" for {}", name.text));
            let strategy = strategy.unwrap_or_default();
            headed(
                "outcome",
                &it.name,
                &it.title,
                &strategy,
                &it.clauses,
                false,
            )
        }
        ItemKind::Hypothesis(it) => {
            headed("hypothesis", &it.name, &it.title, "", &it.clauses, false)
        }
        ItemKind::Parameter(it) => parameter(it),
        ItemKind::Topic(it) => topic(it),
        ItemKind::Let(it) => derived(it),
        ItemKind::Group(it) => group(it),
        ItemKind::Contrast(it) => contrast(it),
        ItemKind::Rule(it) => headed("rule", &it.name, &it.title, "", &it.clauses, true),
        ItemKind::Advice(it) => {
            let rows = it.rows.iter().map(advice_row).collect();
            format!("advice{}\n", block(rows))
        }
        ItemKind::Note(it) => headed("note", &it.name, &it.title, "", &it.clauses, true),
        ItemKind::Table(it) => source_table(it),
        ItemKind::Example(it) => example(it),
        ItemKind::Guarantee(it) => {
            let mut lines = vec![claim(&it.claim)];
            lines.extend(clauses(&it.clauses));
            let head = format!("guarantee {}{}", it.name.text, titled(&it.title));
            format!("{head}{}\n", block(lines))
        }
        ItemKind::Error(_) => String::new(),
    }
}

/// `word NAME "Title"rest { clauses }`; without clauses the braces stand only where they must.
fn headed(
    word: &str,
    name: &Name,
    title: &Option<Text>,
    rest: &str,
    list: &Clauses,
    braces: bool,
) -> String {
    let head = format!("{word} {}{}{rest}", name.text, titled(title));
    let lines = clauses(list);
    let body = if braces || !lines.is_empty() {
        block(lines)
    } else {
        String::new()
    };
    format!("{head}{body}\n")
}

fn titled(title: &Option<Text>) -> String {
    let title = title
        .as_ref()
        .map(|text| format!(" {}", print_string(&text.value)));
    title.unwrap_or_default()
}

/// ` { … }`, a line each.
fn block(lines: Vec<String>) -> String {
    if lines.is_empty() {
        return " {}".to_owned();
    }
    let mut out = " {\n".to_owned();
    for line in lines {
        for part in line.lines() {
            let _ = writeln!(out, "  {part}");
        }
    }
    out.push('}');
    out
}

fn tail(list: &Clauses) -> String {
    let lines = clauses(list);
    if lines.is_empty() {
        String::new()
    } else {
        block(lines)
    }
}

/// `next within 30 days "…"`, `precondition "…" met when C partly when D` and their like.
fn remark(remark: &Remark) -> String {
    let mut text = remark.kind.word().to_owned();
    if let Some(within) = remark.within {
        text += &format!(" within {within}");
    }
    text += &format!(" {}", print_string(&remark.text.value));
    if let Some(met) = &remark.met {
        text += &format!(" met when {}", print_expr(&met.when));
        if let Some(partly) = &met.partly {
            text += &format!(" partly when {}", print_expr(partly));
        }
    }
    text
}

fn clauses(clauses: &Clauses) -> Vec<String> {
    clauses.list.iter().map(clause).collect()
}

fn clause(clause: &Clause) -> String {
    let word = clause.kind.word();
    match &clause.kind {
        ClauseKind::When(it) | ClauseKind::Unless(it) => format!("{word} {}", print_expr(it)),
        ClauseKind::Asked(it) => format!("{word} when {}", print_expr(it)),
        ClauseKind::Then(it) | ClauseKind::Else(it) => format!("{word} {}", effects(it)),
        ClauseKind::Because(it)
        | ClauseKind::Ask(it)
        | ClauseKind::Help(it)
        | ClauseKind::Version(it)
        | ClauseKind::About(it)
        | ClauseKind::MethodFile(it) => format!("{word} {}", print_string(&it.value)),
        ClauseKind::Remark(it) => remark(it),
        ClauseKind::Tag(it)
        | ClauseKind::Formerly(it)
        | ClauseKind::In(it)
        | ClauseKind::MethodName(it) => {
            format!("{word} {}", it.text)
        }
        ClauseKind::Cite(it) => cite(it),
        ClauseKind::Basis(it) => format!("{word} {}", it.word()),
        ClauseKind::Defeats(it) => {
            let paths: Vec<String> = it.iter().map(|it| print_path(&it.text)).collect();
            format!("{word} {}", paths.join(", "))
        }
        ClauseKind::Prior(it) => format!("{word} {}", number(it.value)),
        ClauseKind::Lever(it) => format!("{word} {}", if *it { "yes" } else { "no" }),
        ClauseKind::Sureness(it) => format!("{word} {}", it.text),
        ClauseKind::Scale(it) => {
            let entries = it.iter();
            let entries =
                entries.map(|it| format!("{} {}", it.word.word(), number(it.value.value)));
            let entries: Vec<String> = entries.collect();
            format!("{word} {{ {} }}", entries.join(", "))
        }
    }
}

fn cite(cite: &Cite) -> String {
    format!("cite {}{}", cite.source.text, titled(&cite.at))
}

fn effects(effects: &[Effect]) -> String {
    let effects: Vec<String> = effects.iter().map(effect).collect();
    effects.join(" and ")
}

fn effect(effect: &Effect) -> String {
    let target = &effect.target.text;
    match &effect.kind {
        EffectKind::Favor(it) => format!("favor {target} {}", how(it)),
        EffectKind::Oppose(it) => format!("oppose {target} {}", how(it)),
        EffectKind::Exclude => format!("exclude {target}"),
    }
}

fn how(how: &How) -> String {
    match how {
        How::Word(word, _) => word.word().to_owned(),
        How::By(weight) => format!("by {}", expr::weight(weight)),
    }
}

fn parameter(it: &Parameter) -> String {
    let mut out = format!("parameter {}{}", it.name.text, titled(&it.title));
    let _ = write!(out, " = {}{}", number(it.value.value), titled(&it.unit));
    if let Some(it) = &it.range {
        let _ = write!(out, " in {}", range(it));
    }
    format!("{out}{}\n", tail(&it.clauses))
}

fn topic(it: &Topic) -> String {
    let facts = it.facts.iter().map(fact).collect();
    format!(
        "topic {}{}{}\n",
        it.name.text,
        titled(&it.title),
        block(facts)
    )
}

fn fact(it: &Fact) -> String {
    let head = format!(
        "fact {}{} : {}",
        it.name.text,
        titled(&it.title),
        ty(&it.ty)
    );
    format!("{head}{}", tail(&it.clauses))
}

fn ty(ty: &Type) -> String {
    match &ty.kind {
        TypeKind::YesNo => "yes_no".to_owned(),
        TypeKind::Text => "text".to_owned(),
        TypeKind::Ordinal(it) => levels(it, " < "),
        TypeKind::OneOf(it) => format!("one of {}", levels(it, ", ")),
        TypeKind::AnyOf(it) => format!("any of {}", levels(it, ", ")),
        TypeKind::Number {
            whole,
            unit,
            range: within,
        } => {
            let word = if *whole { "integer" } else { "number" };
            let within = within.as_ref().map(|it| format!(" in {}", range(it)));
            format!("{word}{}{}", titled(unit), within.unwrap_or_default())
        }
    }
}

fn levels(levels: &[Level], between: &str) -> String {
    let levels = levels.iter();
    let levels = levels.map(|it| {
        let former = it.former.iter();
        let former = former.map(|was| format!(" formerly {}", word(was)));
        let former: String = former.collect();
        format!("{}{}{former}", word(&it.word), titled(&it.title))
    });
    levels.collect::<Vec<_>>().join(between)
}

fn derived(it: &Let) -> String {
    let head = format!("let {}{}", it.name.text, titled(&it.title));
    match &it.body {
        LetBody::Expr { ty: of, expr } => {
            let of = of.as_ref().map(|of| format!(" : {}", ty(of)));
            let of = of.unwrap_or_default();
            format!("{head}{of} = {}{}\n", print_expr(expr), tail(&it.clauses))
        }
        LetBody::Contradiction { when, unless } => {
            let mut lines = vec![format!("when {}", print_expr(when))];
            lines.extend(
                unless
                    .as_ref()
                    .map(|it| format!("unless {}", print_expr(it))),
            );
            lines.extend(clauses(&it.clauses));
            let head = format!("contradiction {}{}", it.name.text, titled(&it.title));
            format!("{head}{}\n", block(lines))
        }
        LetBody::List { scale, rows } => {
            let mut lines: Vec<String> = rows
                .iter()
                .map(|row| format!("{} {}", term(&row.gives), guard(&row.guard)))
                .collect();
            lines.extend(clauses(&it.clauses));
            format!("{head} : {}{}\n", ty(scale), block(lines))
        }
        LetBody::Table {
            scale,
            inputs,
            rows,
        } => {
            let mut lines: Vec<String> = rows
                .iter()
                .map(|row| {
                    let cells: Vec<String> = row.cells.iter().map(cell).collect();
                    format!("{} => {}", cells.join(", "), term(&row.gives))
                })
                .collect();
            lines.extend(clauses(&it.clauses));
            let inputs: Vec<&str> = inputs.iter().map(|it| &*it.text).collect();
            let inputs = inputs.join(", ");
            format!("{head} : {} by {inputs}{}\n", ty(scale), block(lines))
        }
    }
}

fn guard(guard: &Guard) -> String {
    match guard {
        Guard::Otherwise(_) => "otherwise".to_owned(),
        Guard::When { when, unless } => {
            let unless = unless
                .as_ref()
                .map(|it| format!(" unless {}", print_expr(it)));
            format!("when {}{}", print_expr(when), unless.unwrap_or_default())
        }
    }
}

fn cell(cell: &Cell) -> String {
    let parts = cell.parts.iter().map(|part| match &part.kind {
        CellKind::Any => "*".to_owned(),
        CellKind::Unknown => "unknown".to_owned(),
        CellKind::Level(it) => word(it),
        CellKind::Not(it) => format!("not {}", term(it)),
        CellKind::Compare(op, it) => format!("{} {}", op.sign(), term(it)),
        CellKind::Range(low, high) => format!("{}..{}", term(low), term(high)),
        CellKind::Number(it) => number(it.value),
    });
    parts.collect::<Vec<_>>().join(" | ")
}

fn term(it: &Term) -> String {
    match it {
        Term::Word(it) => word(it),
        Term::Number(it) => number(it.value),
    }
}

fn group(it: &Group) -> String {
    let head = format!("group {}{}", it.name.text, titled(&it.title));
    let limit = match &it.limit.kind {
        LimitKind::Points(it) => format!("limit {}", number(it.value)),
        LimitKind::Strongest => "limit strongest".to_owned(),
        LimitKind::StrongestPlus(it) => format!("limit strongest + {}", number(it.value)),
    };
    format!("{head} {limit}{}\n", tail(&it.clauses))
}

fn contrast(it: &Contrast) -> String {
    let name = it.name.as_ref().map(|name| format!("{} ", name.text));
    let name = name.unwrap_or_default();
    let head = format!("contrast {name}{}{}", it.subject.text, titled(&it.title));
    let mut lines: Vec<String> = it.rows.iter().map(contrast_row).collect();
    lines.extend(clauses(&it.clauses));
    format!("{head}{}\n", block(lines))
}

fn label(label: &Option<Name>) -> String {
    let label = label.as_ref().map(|name| format!("{}: ", name.text));
    label.unwrap_or_default()
}

fn contrast_row(row: &ContrastRow) -> String {
    let because = row.because.as_ref();
    let because = because.map(|text| format!(" because {}", print_string(&text.value)));
    let (label, cell, effects) = (label(&row.label), cell(&row.cell), effects(&row.effects));
    format!("{label}{cell} => {effects}{}", because.unwrap_or_default())
}

fn advice_row(row: &AdviceRow) -> String {
    let head = format!("{}{}", label(&row.label), row.outcome.text);
    let mut out = format!("{head} {}", guard(&row.guard));
    for line in clauses(&row.clauses) {
        let _ = write!(out, " {line}");
    }
    out
}

fn source_table(it: &SourceTable) -> String {
    let mut lines = clauses(&it.clauses);
    for (word, column) in [("left", &it.left), ("right", &it.right)] {
        let targets: Vec<&str> = column.targets.iter().map(|it| &*it.text).collect();
        let title = print_string(&column.title.value);
        lines.push(format!("{word} {title} for {}", targets.join(", ")));
    }
    lines.extend(it.rows.iter().map(|row| {
        let label = row.label.as_ref();
        let label = label.map(|it| format!("{}: ", cell_text(it)));
        let (left, right) = (cell_text(&row.left), cell_text(&row.right));
        let by: Vec<&str> = row.by.iter().map(|it| &*it.text).collect();
        let label = label.unwrap_or_default();
        format!("row {label}{left}, {right} by {}", by.join(", "))
    }));
    format!(
        "table {}{}{}\n",
        it.name.text,
        titled(&it.title),
        block(lines)
    )
}

fn cell_text(it: &CellText) -> String {
    let restored = if it.restored { " restored" } else { "" };
    format!("{}{restored}", print_string(&it.text.value))
}

fn example(it: &Example) -> String {
    let name = it.name.as_ref().map(|name| format!(" {}", name.text));
    let head = format!("example{}{}", name.unwrap_or_default(), titled(&it.title));
    let given = block(it.given.iter().map(given).collect());
    let mut lines = vec![format!("given{given}")];
    lines.extend(
        it.expects
            .iter()
            .map(|it| format!("expect {}", print_expr(it))),
    );
    format!("{head}{}\n", block(lines))
}

fn given(it: &Given) -> String {
    let value = match &it.value {
        GivenValue::Number(it) => number(it.value),
        GivenValue::Word(it) => word(it),
        GivenValue::Set(it, _) => {
            let words: Vec<String> = it.iter().map(word).collect();
            format!("[{}]", words.join(", "))
        }
    };
    let mut out = format!("{}: {value}", it.fact.text);
    if let Some(it) = &it.certainty {
        let _ = write!(out, " certainty {}", number(it.value));
    }
    if let Some(it) = &it.note {
        let _ = write!(out, " note {}", print_string(&it.value));
    }
    out
}

fn claim(claim: &Claim) -> String {
    let (claimed, when) = match &claim.kind {
        ClaimKind::Stated {
            always,
            condition,
            when,
        } => {
            let word = if *always { "always" } else { "never" };
            (format!("{word} {}", print_expr(condition)), when)
        }
        ClaimKind::Raising { fact, never, when } => {
            let never = match never {
                Never::Lowers(target) => format!("lowers total({})", target.text),
                Never::Raises(target) => format!("raises total({})", target.text),
                Never::Turns(from, to) => {
                    format!("turns advice from {} to {}", from.text, to.text)
                }
            };
            (format!("raising {} never {never}", fact.text), when)
        }
    };
    let when = when.as_ref().map(|it| format!(" when {}", print_expr(it)));
    format!("{claimed}{}", when.unwrap_or_default())
}
