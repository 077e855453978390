//! What Rhai could not read, in our words, each with a way out. Reads nothing itself.

use rhai::{LexError, ParseError, ParseErrorType};

use super::places::Places;
use super::refused::{self, Refused};
use super::{sandbox, words};
use crate::base::{Diagnostic, Limits};

/// Words and signs of other languages, and what to write instead.
const FOREIGN: &[(&str, &str)] = &[
    ("match", "write `switch`"),
    ("case", "write `switch x { 1 => 2, _ => 3 }`"),
    ("default", "write `_` for all other cases of a `switch`"),
    ("lambda", "a function without a name is written `|x| x * 2`"),
    ("var", "write `let`"),
    ("static", "write `const` at the top of the script"),
    ("null", NOTHING),
    ("void", NOTHING),
    ("nil", NOTHING),
    ("undefined", NOTHING),
    ("None", NOTHING),
    ("True", "write `true`"),
    ("False", "write `false`"),
    ("elif", "write `else if`"),
    ("elsif", "write `else if`"),
    ("and", "write `&&`"),
    ("or", "write `||`"),
    ("not", "write `!x`"),
    ("is", "write `==`"),
    ("new", "write an object map, as in `#{a: 1}`"),
    ("def", "write `fn`"),
    ("func", "write `fn`"),
    ("function", "write `fn`"),
    ("++", "write `x += 1`"),
    ("--", "write `x -= 1`, or `-(-x)` for two signs"),
    ("?", "write `if c { a } else { b }`"),
    ("===", "write `==`"),
    ("!==", "write `!=`"),
    (":=", "write `let x = 1;`"),
    (
        "->",
        "write `=>` in a `switch`, and nothing after the arguments of a function",
    ),
    ("<-", "write `=`"),
    (":", "omit the type: values have their own"),
    ("then", "write `{ … }` around the body"),
    ("of", "write `in`"),
    ("pub", "delete it: every function of a script can be called"),
];

/// What stands for nothing: a rule or a method cannot go on with it.
const NOTHING: &str = "return a number, or `throw` if there is none";

/// A message and a line of help.
type Words<'h> = (String, &'h str);

/// A script that Rhai could not read.
pub(super) fn parse_error(error: &ParseError, places: &Places) -> Diagnostic {
    let at = error.position();
    let span = places.token(at).unwrap_or_else(|| places.end());
    let problem =
        |code, (message, help): Words<'_>| Diagnostic::error(code, span, message).help(help);
    if let ParseErrorType::ModuleUndefined(name) = error.err_type() {
        return refused::OUTSIDE.diagnostic(&format!("`{name}::`"), span);
    }
    if let Some(key) = bare_key(error, places) {
        let message = format!("the key `{key}` of a map goes in quotes");
        let help = format!("write `\"{key}\": …` in the map, and `m[\"{key}\"]` for the entry");
        return problem("E0501", (message, &help));
    }
    if let Some((word, reason)) = refused_word(error, places) {
        return reason.diagnostic(&format!("`{word}`"), span);
    }
    if let Some(words) = of_blocks(error, places) {
        return problem("E0501", words);
    }
    if let Some((word, instead)) = foreign_word(error, places) {
        return problem(
            "E0501",
            (format!("`{word}` means nothing in a script"), instead),
        );
    }
    if let Some(words) = of_habit(error, places) {
        return problem("E0501", words);
    }
    if let ParseErrorType::VariableUndefined(name) = error.err_type() {
        let message = format!("there is no variable `{name}`");
        let problem = Diagnostic::error("E0501", span, message);
        if places.has(&["const", name]) {
            let global = format!("global::{name}");
            let problem = problem.help(format!("write `{global}`"));
            return match places.word(at) == Some(name) {
                true => problem.edit(span, global),
                false => problem,
            };
        }
        return problem.help(instead_of(name, places));
    }
    if let Some(words) = too_much(error.err_type()) {
        return problem("E0506", words);
    }
    let kinds = [of_switch, misplaced, missing, misspelled];
    let words = kinds.iter().find_map(|kind| kind(error.err_type()));
    match words.filter(|_| !is_stray(error, places)) {
        Some(words) => problem("E0501", words),
        None => {
            let message = words::lower(&error.err_type().to_string());
            let message = format!("this is not Rhai: {message}");
            problem(
                "E0501",
                (
                    message,
                    "`hansei reference scripts` shows how scripts are written",
                ),
            )
        }
    }
}

/// Blocks of Python, `if x == 0:`, and functions without a name, `x => x * 2`, `(a, b) => { … }`.
fn of_blocks(error: &ParseError, places: &Places) -> Option<Words<'static>> {
    let (before, rest) = places.line(error.position())?;
    if rest.trim_end() == ":" {
        return Some((
            "a block does not begin with `:`".into(),
            "blocks are in braces: `if x > 0 { … }`",
        ));
    }
    let arrow = ["=>", "->"]
        .into_iter()
        .find(|arrow| rest.contains(arrow))?;
    let (arguments, _) = rest.split_once(arrow)?;
    let arguments = arguments.trim_end();
    let names = arguments.trim_end_matches(')');
    let name = |name: &str| {
        let letters = |c: char| c.is_alphanumeric() || c == '_';
        let name = name.trim();
        name.starts_with(char::is_alphabetic) && name.chars().all(letters)
    };
    let undefined = matches!(error.err_type(), ParseErrorType::VariableUndefined(_));
    if !undefined || !names.split(',').all(name) {
        return None;
    }
    let named = before.trim_start().starts_with("const ");
    let help = match named {
        true => "write `fn f(a, b) { … }`",
        false => "a function without a name is written `|x| x * 2`",
    };
    Some((format!("`{arrow}` does not begin a function"), help))
}

/// What other languages write where a word of their own gives it away: `for (let i = 0; …)`, `Math.max(a, b)`, `1,5`.
fn of_habit(error: &ParseError, places: &Places) -> Option<Words<'static>> {
    let word = places.word(error.position());
    if word == Some("#") && !places.is_before(error.position(), '{') {
        let message = "`#` means nothing in a script".into();
        return Some((message, "a comment begins with `//`"));
    }
    match error.err_type() {
        ParseErrorType::VariableExpected if matches!(word, Some("let" | "var" | "(" | "int")) => {
            Some((
                "a loop has no variable of its own to set".into(),
                "a loop that counts is written `for i in 0..3 { … }`",
            ))
        }
        ParseErrorType::VariableUndefined(name) if matches!(&**name, "Math" | "math") => Some((
            format!("`{name}` is not needed"),
            "functions stand by themselves: `max(a, b)`, `abs(x)`, `round(x)`",
        )),
        ParseErrorType::MissingToken(token, _) if token == ";" && word == Some(",") => Some((
            "a `,` does not go here".into(),
            "decimals follow a point, as in `1.5`; statements end with `;`",
        )),
        _ => None,
    }
}

/// The key of a map that Rhai did not read: a word of its own, or a number.
fn bare_key<'p>(error: &ParseError, places: &'p Places) -> Option<&'p str> {
    let may_be = match error.err_type() {
        ParseErrorType::Reserved(_) | ParseErrorType::PropertyExpected => true,
        ParseErrorType::MissingToken(token, _) => token == "}",
        _ => false,
    };
    let key = places.word(error.position()).filter(|_| may_be)?;
    let is_word = key.starts_with(char::is_alphanumeric) && places.is_key(error.position());
    is_word.then_some(key)
}

/// The word that Rhai did not read, where it is one that is refused for a reason.
fn refused_word<'p>(error: &ParseError, places: &'p Places) -> Option<(&'p str, &'static Refused)> {
    let is_word = matches!(
        error.err_type(),
        ParseErrorType::Reserved(_)
            | ParseErrorType::PropertyExpected
            | ParseErrorType::WrongExport
            | ParseErrorType::BadInput(LexError::ImproperSymbol(..))
    );
    let word = places.word(error.position()).filter(|_| is_word)?;
    Some((word, refused::find(word)?))
}

/// The word or sign that Rhai did not read, where it is known from elsewhere.
fn foreign_word<'e>(error: &'e ParseError, places: &'e Places) -> Option<(&'e str, &'static str)> {
    let written = match error.err_type() {
        ParseErrorType::Reserved(sign)
        | ParseErrorType::UnknownOperator(sign)
        | ParseErrorType::BadInput(LexError::ImproperSymbol(sign, _)) => sign,
        _ => places.word(error.position())?,
    };
    Some((written, foreign(written)?))
}

/// What to write instead of a word or sign of another language.
pub(super) fn foreign(word: &str) -> Option<&'static str> {
    let mut known = FOREIGN.iter();
    let found = known.find(|(foreign, _)| *foreign == word);
    found.map(|(_, instead)| *instead)
}

/// Whether a sign stands where a statement ends: a `;` before it would not help.
fn is_stray(error: &ParseError, places: &Places) -> bool {
    let begins = |word: &str| word.starts_with(|sign: char| sign.is_alphanumeric() || sign == '_');
    let ends = matches!(error.err_type(), ParseErrorType::MissingToken(token, _) if token == ";");
    ends && !places.word(error.position()).is_some_and(begins)
}

/// What to write where there is no variable of a name.
fn instead_of(name: &str, places: &Places) -> String {
    match places.has(&["fn", name]) {
        true => words::as_function(name),
        false => format!(
            "declare it with `let {name} = …;`; otherwise a function sees only its arguments and the script's constants: `const {name} = …;` at the top is read as `global::{name}`"
        ),
    }
}

fn too_much(error: &ParseErrorType) -> Option<Words<'static>> {
    let most = Limits::DEFAULT.script_size;
    Some(match error {
        ParseErrorType::ExprTooDeep => (
            format!("this nests deeper than {}", sandbox::NESTING),
            "name a part of it with `let`, or write a function for it",
        ),
        ParseErrorType::TooManyFunctions => (
            format!("the script has more than {} functions", sandbox::FUNCTIONS),
            "move some of them into another script",
        ),
        ParseErrorType::LiteralTooLarge(..) => (
            format!("a text or list of more than {most}"),
            "build it in a loop, or make it part of the rules",
        ),
        _ => return None,
    })
}

/// What is wrong with a case of a `switch`, and the way out.
fn of_switch(error: &ParseErrorType) -> Option<Words<'static>> {
    let (message, help) = match error {
        ParseErrorType::ExprExpected(what) if what.contains("literal") => (
            "a case of `switch` is a number, a text, yes or no, or a range of whole numbers, written literally",
            "put anything else into a condition: `_` and then `if … else …`, or `if` after a case, as in `\"high\" if x > 2 => 3`",
        ),
        ParseErrorType::WrongSwitchIntegerCase => (
            "in a `switch`, single numbers come before ranges",
            "move this case above the first range",
        ),
        ParseErrorType::WrongSwitchDefaultCase => {
            ("`_` is the last case of a `switch`", "move it to the end")
        }
        ParseErrorType::WrongSwitchCaseCondition => (
            "`_` takes no `if`",
            "write the condition into its result, as in `_ => if x > 2 { 1 } else { 0 }`",
        ),
        _ => return None,
    };
    Some((message.into(), help))
}

/// What stands where it cannot stand, or a second time.
fn misplaced(error: &ParseErrorType) -> Option<Words<'static>> {
    Some(match error {
        ParseErrorType::WrongFnDefinition => (
            "a function cannot be inside another".into(),
            "move it to the top level, and pass what it needs as arguments",
        ),
        ParseErrorType::FnDuplicatedDefinition(name, arity) => (
            format!(
                "there are two functions `{name}` with {}",
                words::arguments(*arity)
            ),
            "rename one of them, or delete it",
        ),
        ParseErrorType::FnDuplicatedParam(_, name) => (
            format!("two arguments are named `{name}`"),
            "rename one of them",
        ),
        ParseErrorType::DuplicatedProperty(key) => (
            format!("the map has `{key}` twice"),
            "delete one of the two",
        ),
        ParseErrorType::AssignmentToConstant(name) => (
            words::is_constant(name),
            "if it changes, declare it with `let`",
        ),
        ParseErrorType::LoopBreak => (
            "`break` and `continue` belong in loops".into(),
            "to end the function write `return`",
        ),
        ParseErrorType::MalformedIndexExpr(_) => (
            "this cannot be an index".into(),
            "index a list or a text with a whole number from 0, a map with a text",
        ),
        ParseErrorType::MismatchedType(wanted, _) if wanted.contains("iterable") => {
            let (message, help) = words::ITERATED;
            (message.into(), help)
        }
        ParseErrorType::MismatchedType(..) => (
            "yes or no is needed here".into(),
            "write a comparison, as in `x != 0`",
        ),
        _ => return None,
    })
}

/// What has to stand there, and does not.
fn missing(error: &ParseErrorType) -> Option<Words<'static>> {
    Some(match error {
        ParseErrorType::VariableExpected => (
            "the name of a variable is needed here".into(),
            "a name is a word such as `total`; elements of a list are taken one by one, as in `let a = list[0];`",
        ),
        ParseErrorType::FnMissingBody(name) if !name.is_empty() => (
            format!("the body of `{name}` is missing"),
            "it goes in `{ … }` right after the arguments, as in `fn f(x) { x }`",
        ),
        ParseErrorType::MissingToken(token, _) if token == "{" => (
            "a `{` is missing here".into(),
            "the body of an `if`, an `else`, a loop or a `switch` goes in `{ … }`",
        ),
        ParseErrorType::MissingToken(token, _) if token == ";" => (
            "a `;` is missing before this".into(),
            "a statement ends with `;`, except the last in a `{ … }`",
        ),
        ParseErrorType::MissingToken(_, what) if what.contains("iteration variable") => (
            "this is not a loop".into(),
            "a loop that counts is written `for i in 0..3 { … }`",
        ),
        _ => return None,
    })
}

/// Texts and names that are written wrong.
fn misspelled(error: &ParseErrorType) -> Option<Words<'static>> {
    Some(match error {
        ParseErrorType::BadInput(LexError::UnterminatedString) => (
            "a text does not end on its line".into(),
            "end it with `\"`; a text of several lines goes in backticks",
        ),
        ParseErrorType::BadInput(LexError::MalformedChar(_)) => (
            "single quotes hold one letter".into(),
            "write a text in double quotes, as in `\"abc\"`",
        ),
        ParseErrorType::BadInput(LexError::MalformedEscapeSequence(text)) => (
            format!("`{text}` means nothing in a text"),
            "write `\\\\` for a backslash, `\\n` for a new line, `\\\"` for a quote, `\\u00e9` for a letter by its code",
        ),
        ParseErrorType::Reserved(word) if word.starts_with(char::is_alphabetic) => (
            format!("`{word}` is a word of Rhai and cannot be a name"),
            "choose another name",
        ),
        _ => return None,
    })
}
