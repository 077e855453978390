//! The plain rulebook written out as rule text, and what is known as a JSON profile.

use super::book::{
    Book, Cell, CellTest, Cond, Effect, Grade, Guard, Kind, Known, Let, Limit, Num, Sign, Sub, Val,
    Way, Weight, When,
};

/// The words for a weight, weakest first.
pub(super) const WORDS: [&str; 4] = ["weakly", "moderately", "strongly", "decisively"];

/// The functions that random numbers call.
pub(super) const SCRIPT: &str = "
fn gap(a, b) { if a > b { return a - b; } (b - a) / 2.0 }
fn halves(a) {
    let left = if a < 0.0 { -a } else { a };
    let times = 0.0;
    while left > 1.0 && times < 8.0 {
        left = left / 2.0;
        times += 1.0;
    }
    times + left
}
";

/// The rulebook as text.
pub(super) fn rules(book: &Book) -> String {
    let method = match book.method {
        Way::Odds => "odds",
        Way::Certainty => "certainty",
        Way::Scorecard => "scorecard",
        Way::Dempster => "\"dempster_shafer.rhai\"",
    };
    let mut lines = vec![
        format!("rulebook random \"Random\" {{ version \"1\" method {method} }}"),
        "script \"s.rhai\" as s".into(),
    ];
    declarations(book, &mut lines);
    for (at, one) in book.lets.iter().enumerate() {
        lines.push(a_let(book, at, one));
    }
    let rows: Vec<usize> = book.contrasts.iter().flat_map(|c| c.rows.clone()).collect();
    for at in (0..book.rules.len()).filter(|at| !rows.contains(at)) {
        lines.push(rule(book, at));
    }
    for contrast in 0..book.contrasts.len() {
        lines.push(a_contrast(book, contrast));
    }
    if let Some(rows) = &book.advice {
        lines.push("advice {".into());
        for (at, row) in rows.iter().enumerate() {
            let label = if row.labelled {
                format!("w{at}: ")
            } else {
                String::new()
            };
            let outcome = book.outcome_name(row.outcome);
            lines.push(format!("  {label}{outcome} {}", guard(book, &row.guard)));
        }
        lines.push("}".into());
    }
    for (at, (when, unless)) in book.notes.iter().enumerate() {
        let unless = unless
            .as_ref()
            .map_or(String::new(), |c| format!(" unless {}", cond(book, c)));
        lines.push(format!(
            "note n{at} {{ when {}{unless} risk \"Mind {{advice}}.\" {} }}",
            cond(book, when),
            precondition(book, at)
        ));
    }
    lines.join("\n")
}

/// A precondition that is met under the conditions of the next note, so that it reads nothing new.
fn precondition(book: &Book, at: usize) -> String {
    let next = at.saturating_add(1) % book.notes.len();
    let (when, unless) = &book.notes[next];
    let partly = unless
        .as_ref()
        .map_or(String::new(), |c| format!(" partly when {}", cond(book, c)));
    format!(
        "precondition \"First.\" precondition \"Then.\" met when {}{partly}",
        cond(book, when)
    )
}

fn declarations(book: &Book, lines: &mut Vec<String>) {
    for target in &book.targets {
        let word = if target.strategy {
            "strategy"
        } else {
            "hypothesis"
        };
        let prior = if target.prior == 0.0 {
            String::new()
        } else {
            format!(" {{ prior {} }}", target.prior)
        };
        lines.push(format!("{word} {}{prior}", target.name));
    }
    for (at, strategy) in book.outcomes.iter().enumerate() {
        let strategy = strategy.map_or(String::new(), |s| format!(" for {}", book.targets[s].name));
        lines.push(format!("outcome o{at} \"Outcome {at}\"{strategy}"));
    }
    for (at, value) in book.parameters.iter().enumerate() {
        let unit = if book.unit { " \"m\"" } else { "" };
        lines.push(format!("parameter p{at} = {value}{unit}"));
    }
    for group in &book.groups {
        let limit = match group.limit {
            Limit::At(most) => format!("limit {most}"),
            Limit::Strongest => "strongest".into(),
            Limit::StrongestPlus(more) => format!("limit strongest + {more}"),
        };
        lines.push(format!("group {} {limit}", group.name));
    }
    lines.push("topic t {".into());
    for (at, fact) in book.facts.iter().enumerate() {
        let tag = if fact.tagged { " { tag need }" } else { "" };
        lines.push(format!(
            "  fact f{at} : {}{tag}",
            kind(fact.kind, book.unit)
        ));
    }
    lines.push("}".into());
}

fn kind(kind: Kind, unit: bool) -> String {
    let levels = |count: usize| (0..count).map(|at| format!("v{at}")).collect::<Vec<_>>();
    match kind {
        Kind::YesNo => "yes_no".into(),
        Kind::Levels {
            count,
            ordered: true,
        } => levels(count).join(" < "),
        Kind::Levels {
            count,
            ordered: false,
        } => format!("one of {}", levels(count).join(", ")),
        Kind::Set(count) => format!("any of {}", levels(count).join(", ")),
        Kind::Number { low, high, whole } => {
            let unit = if unit { " \"m\"" } else { "" };
            let word = if whole { "integer" } else { "number" };
            format!("{word}{unit} in {low}..{high}")
        }
        Kind::Text => "text".into(),
    }
}

/// A fact or let as it is written.
pub(super) fn sub(sub: Sub) -> String {
    match sub {
        Sub::Fact(at) => format!("t.f{at}"),
        Sub::Let(at) => format!("d{at}"),
    }
}

fn a_let(book: &Book, at: usize, one: &Let) -> String {
    match one {
        Let::YesNo(c) => format!("let d{at} = {}", cond(book, c)),
        // With its type, or without.
        Let::Number(n) if at % 2 == 1 => format!("let d{at} : {} = {}", number(book), num(book, n)),
        Let::Number(n) => format!("let d{at} = {}", num(book, n)),
        Let::List { kind: scale, .. } | Let::Table { kind: scale, .. } => {
            let level = |at: usize| format!("v{at}");
            format!(
                "let d{at} : {}{}",
                kind(*scale, book.unit),
                rows(book, one, &level)
            )
        }
        Let::Graded(inner, grades) => {
            let grade = |at: usize| match grades[at] {
                Grade::Constant(x) => x.to_string(),
                Grade::Parameter(at) => format!("p{at}"),
            };
            format!("let d{at} : {}{}", number(book), rows(book, inner, &grade))
        }
    }
}

/// The type of a number let.
fn number(book: &Book) -> &'static str {
    if book.unit { "number \"m\"" } else { "number" }
}

/// The rows of a let, with what each gives.
fn rows(book: &Book, of: &Let, gives: &dyn Fn(usize) -> String) -> String {
    match of {
        Let::List { rows, .. } => {
            let rows: Vec<String> = rows
                .iter()
                .map(|(level, g)| format!("  {} {}", gives(*level), guard(book, g)))
                .collect();
            format!(" {{\n{}\n}}", rows.join("\n"))
        }
        Let::Table { inputs, rows, .. } => {
            let rows: Vec<String> = rows
                .iter()
                .map(|(cells, level)| {
                    let cells: Vec<String> = cells.iter().map(cell).collect();
                    format!("  {} => {}", cells.join(", "), gives(*level))
                })
                .collect();
            let inputs: Vec<String> = inputs.iter().map(|input| sub(*input)).collect();
            format!(" by {} {{\n{}\n}}", inputs.join(", "), rows.join("\n"))
        }
        other => panic!("{other:?} has no rows"),
    }
}

fn guard(book: &Book, guard: &Guard) -> String {
    let Some(when) = &guard.when else {
        return "otherwise".into();
    };
    let unless = guard
        .unless
        .as_ref()
        .map_or(String::new(), |c| format!(" unless {}", cond(book, c)));
    format!("when {}{unless}", cond(book, when))
}

fn cell(cell: &Cell) -> String {
    if cell.tests.is_empty() {
        return "*".into();
    }
    let tests: Vec<String> = cell
        .tests
        .iter()
        .map(|test| match test {
            CellTest::Unknown => "unknown".into(),
            CellTest::Level(at) => format!("v{at}"),
            CellTest::Truth(true) => "yes".into(),
            CellTest::Truth(false) => "no".into(),
            CellTest::Sign(s, n) => format!("{} {n}", sign(*s)),
            CellTest::Range(low, high) => format!("{low}..{high}"),
            CellTest::NotLevel(at) => format!("not v{at}"),
            CellTest::SignLevel(s, at) => format!("{} v{at}", sign(*s)),
            CellTest::SignParameter(s, at, _) => format!("{} p{at}", sign(*s)),
            CellTest::UpTo(low, at, _) => format!("{low}..p{at}"),
        })
        .collect();
    tests.join(" | ")
}

fn rule(book: &Book, at: usize) -> String {
    let rule = &book.rules[at];
    let When::Cond(when) = &rule.when else {
        return String::new();
    };
    let mut lines = vec![
        format!("rule {} {{", rule.name),
        format!("  when {}", cond(book, when)),
    ];
    lines.extend(
        rule.unless
            .iter()
            .map(|c| format!("  unless {}", cond(book, c))),
    );
    lines.extend(
        rule.then
            .iter()
            .map(|e| format!("  then {}", effect(book, e))),
    );
    lines.extend(
        rule.excludes
            .iter()
            .map(|s| format!("  then exclude {}", book.targets[*s].name)),
    );
    lines.extend(
        rule.otherwise
            .iter()
            .map(|e| format!("  else {}", effect(book, e))),
    );
    lines.extend(rule.group.map(|g| format!("  in {}", book.groups[g].name)));
    if !rule.defeats.is_empty() {
        let names: Vec<&str> = rule.defeats.iter().map(|d| &*book.rules[*d].name).collect();
        lines.push(format!("  defeats {}", names.join(", ")));
    }
    lines.push("}".into());
    lines.join("\n")
}

fn a_contrast(book: &Book, at: usize) -> String {
    let contrast = &book.contrasts[at];
    let name = contrast
        .name
        .as_ref()
        .map_or(String::new(), |name| format!("{name} "));
    let mut lines = vec![format!("contrast {name}{} {{", sub(contrast.subject))];
    for row in &contrast.rows {
        let rule = &book.rules[*row];
        let When::Cell(_, tests) = &rule.when else {
            continue;
        };
        let single = matches!(tests.tests[..], [CellTest::Level(_)]);
        let last = rule.name.rsplit('.').next().unwrap_or("");
        let label = if single {
            String::new()
        } else {
            format!("{last}: ")
        };
        let effects: Vec<String> = rule.then.iter().map(|e| effect(book, e)).collect();
        lines.push(format!(
            "  {label}{} => {}",
            cell(tests),
            effects.join(" and ")
        ));
    }
    if let Some(group) = contrast.rows.first().and_then(|row| book.rules[*row].group) {
        lines.push(format!("  in {}", book.groups[group].name));
    }
    lines.push("}".into());
    lines.join("\n")
}

fn effect(book: &Book, effect: &Effect) -> String {
    let verb = if effect.favor { "favor" } else { "oppose" };
    let target = &book.targets[effect.target].name;
    match &effect.weight {
        Weight::Word(at) => format!("{verb} {target} {}", WORDS[*at]),
        Weight::By(n) => format!("{verb} {target} by {}", num(book, n)),
    }
}

fn sign(sign: Sign) -> &'static str {
    match sign {
        Sign::Equal => "=",
        Sign::NotEqual => "!=",
        Sign::Less => "<",
        Sign::AtMost => "<=",
        Sign::More => ">",
        Sign::AtLeast => ">=",
    }
}

/// A condition, every part of it in parentheses.
pub(super) fn cond(book: &Book, c: &Cond) -> String {
    let joined = |parts: &[Cond], word: &str| {
        let parts: Vec<String> = parts
            .iter()
            .map(|p| format!("({})", cond(book, p)))
            .collect();
        parts.join(word)
    };
    let target = |at: usize| book.targets[at].name.clone();
    match c {
        Cond::Holds(s) => sub(*s),
        Cond::OneOf(s, levels) => match &levels[..] {
            [one] => format!("{} is v{one}", sub(*s)),
            all => {
                let all: Vec<String> = all.iter().map(|at| format!("v{at}")).collect();
                format!("{} is one of {}", sub(*s), all.join(", "))
            }
        },
        Cond::IsNot(s, level) => format!("{} is not v{level}", sub(*s)),
        Cond::AtLeastLevel(s, level) => format!("{} is at least v{level}", sub(*s)),
        Cond::AtMostLevel(s, level) => format!("{} is at most v{level}", sub(*s)),
        Cond::CompareLevels(a, s, b) => format!("{} {} {}", sub(*a), sign(*s), sub(*b)),
        Cond::Includes(f, level) => format!("t.f{f} includes v{level}"),
        Cond::Known(s) => format!("{} is known", sub(*s)),
        Cond::Unknown(s) => format!("{} is unknown", sub(*s)),
        Cond::Compare(a, s, b) => format!("{} {} {}", num(book, a), sign(*s), num(book, b)),
        Cond::Between(n, low, high) => {
            let [n, low, high] = [n, low, high].map(|n| num(book, n));
            format!("{n} between {low} and {high}")
        }
        Cond::And(parts) => joined(parts, " and "),
        Cond::Or(parts) => joined(parts, " or "),
        Cond::AllOf(parts) => format!("all of {{ {} }}", joined(parts, "; ")),
        Cond::AnyOf(parts) => format!("any of {{ {} }}", joined(parts, "; ")),
        Cond::NoneOf(parts) => format!("none of {{ {} }}", joined(parts, "; ")),
        Cond::AtLeast(n, parts) => format!("at least {n} of {{ {} }}", joined(parts, "; ")),
        Cond::Not(inner) => format!("not ({})", cond(book, inner)),
        Cond::Surely(inner) => format!("surely ({})", cond(book, inner)),
        Cond::BestIs(t) => format!("best is {}", target(*t)),
        Cond::Excluded(t) => format!("excluded({})", target(*t)),
        Cond::Tied(t) => format!("tied({})", target(*t)),
        Cond::Fired(r) => format!("fired({})", book.rules[*r].name),
        Cond::AdviceIs(outcome) => format!("advice is {}", book.outcome_name(*outcome)),
        Cond::AdvisedBy(row) => format!("advised_by(w{row})"),
    }
}

fn num(book: &Book, n: &Num) -> String {
    let of = |word: &str, at: &usize| format!("{word}({})", book.targets[*at].name);
    let two = |a: &Num, sign: &str, b: &Num| format!("({} {sign} {})", num(book, a), num(book, b));
    let all = |word: &str, all: &[Num]| {
        let all: Vec<String> = all.iter().map(|one| num(book, one)).collect();
        format!("{word}({})", all.join(", "))
    };
    match n {
        Num::Constant(x) => x.to_string(),
        Num::Fact(at) => format!("t.f{at}"),
        Num::Let(at) => format!("d{at}"),
        Num::Parameter(at) => format!("p{at}"),
        Num::Count(at) => format!("count(t.f{at})"),
        Num::Known => "known(need)".into(),
        Num::ShareKnown => "share_known(need)".into(),
        Num::Belief(at) => of("belief", at),
        Num::Total(at) => of("total", at),
        Num::Confidence(at) => of("confidence", at),
        Num::Lead(at) => of("lead", at),
        Num::Strongest(at) => of("strongest", at),
        Num::Margin => "margin".into(),
        // Each branch reaches as far as it can.
        Num::If(c, a, b) => {
            let (c, a, b) = (cond(book, c), num(book, a), num(book, b));
            format!("(if {c} then {a} else {b})")
        }
        Num::Minus(a) => format!("-({})", num(book, a)),
        Num::Abs(a) => format!("abs({})", num(book, a)),
        Num::Round(a) => format!("round({})", num(book, a)),
        Num::Add(a, b) => two(a, "+", b),
        Num::Subtract(a, b) => two(a, "-", b),
        Num::Multiply(a, b) => two(a, "*", b),
        Num::Divide(a, b) => two(a, "/", b),
        Num::Gap(a, b) => format!("s.gap({}, {})", num(book, a), num(book, b)),
        Num::Halves(a) => format!("s.halves({})", num(book, a)),
        Num::Min(parts) => all("min", parts),
        Num::Max(parts) => all("max", parts),
        Num::Clamp(a, low, high) => {
            let [a, low, high] = [a, low, high].map(|n| num(book, n));
            format!("clamp({a}, {low}, {high})")
        }
        Num::Ramp(a, from, to) => format!("ramp({}, {from}, {to})", num(book, a)),
    }
}

/// What is known, as a JSON profile.
pub(super) fn profile(book: &Book, known: &Known) -> String {
    let mut fields = Vec::new();
    for (at, given) in known.facts.iter().enumerate().take(book.facts.len()) {
        let Some((val, certainty)) = given else {
            continue;
        };
        let value = match val {
            Val::Truth(holds) => holds.to_string(),
            Val::Level(level) => format!("\"v{level}\""),
            Val::Set(levels) => {
                let levels: Vec<String> = levels.iter().map(|l| format!("\"v{l}\"")).collect();
                format!("[{}]", levels.join(", "))
            }
            Val::Number(x) => x.to_string(),
            Val::Text => "\"some words\"".into(),
        };
        let value = if *certainty == 1.0 {
            value
        } else {
            format!("{{\"value\": {value}, \"certainty\": {certainty}}}")
        };
        fields.push(format!("\"t.f{at}\": {value}"));
    }
    format!("{{{}}}", fields.join(", "))
}
