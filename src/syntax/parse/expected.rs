//! What the grammar expected, in words: phrases for rules, the words they begin with, and forms to copy.

use std::collections::BTreeSet;

use super::grammar::Rule;
use crate::base::Strength;

/// The words of the language among what was expected.
pub(super) fn keywords(wanted: &[Rule]) -> Vec<&'static str> {
    let mut words = BTreeSet::new();
    for rule in wanted {
        words.extend(words_of(*rule));
    }
    words.into_iter().collect()
}

/// What a rule begins with, where that is a word.
fn words_of(rule: Rule) -> &'static [&'static str] {
    match rule {
        Rule::when | Rule::kw_when => &["when"],
        Rule::unless | Rule::kw_unless => &["unless"],
        Rule::then_clause | Rule::kw_then => &["then"],
        Rule::else_clause | Rule::kw_else => &["else"],
        Rule::because | Rule::kw_because => &["because"],
        Rule::cite | Rule::kw_cite => &["cite"],
        Rule::in_group | Rule::kw_in => &["in"],
        Rule::tag | Rule::kw_tag => &["tag"],
        // Behind every level one could follow, which is rarely what is missing.
        Rule::formerly => &["formerly"],
        Rule::defeats | Rule::kw_defeats => &["defeats"],
        Rule::basis | Rule::kw_basis => &["basis"],
        Rule::remark | Rule::remark_word => {
            &["next", "risk", "precondition", "measure", "headline"]
        }
        Rule::within | Rule::kw_within => &["within"],
        Rule::met | Rule::kw_met => &["met"],
        Rule::partly | Rule::kw_partly => &["partly"],
        Rule::time_unit => &["days", "weeks", "months", "years"],
        Rule::ask | Rule::kw_ask => &["ask"],
        Rule::asked | Rule::kw_asked => &["asked"],
        Rule::help | Rule::kw_help => &["help"],
        Rule::lever | Rule::kw_lever => &["lever"],
        Rule::prior | Rule::kw_prior => &["prior"],
        Rule::version | Rule::kw_version => &["version"],
        Rule::method | Rule::kw_method => &["method"],
        Rule::sureness | Rule::kw_sureness => &["sureness"],
        Rule::about | Rule::kw_about => &["about"],
        Rule::scale | Rule::kw_scale => &["scale"],
        Rule::basis_word => &["cited", "expert", "calibrated", "illustrative"],
        Rule::yes_word | Rule::no_word => &["yes", "no"],
        Rule::strength => &Strength::WORDS,
        Rule::source_row | Rule::kw_row => &["row"],
        Rule::table_column | Rule::side_word => &["left", "right"],
        Rule::restored => &["restored"],
        Rule::kw_by => &["by"],
        Rule::favor | Rule::kw_favor => &["favor"],
        Rule::oppose | Rule::kw_oppose => &["oppose"],
        Rule::exclude | Rule::kw_exclude => &["exclude"],
        Rule::kw_otherwise => &["otherwise"],
        Rule::limit | Rule::kw_limit => &["limit", "strongest"],
        Rule::strongest => &["strongest"],
        Rule::fact | Rule::kw_fact => &["fact"],
        Rule::kw_as => &["as"],
        Rule::kw_for => &["for"],
        Rule::kw_unseen => &["unseen"],
        Rule::kw_of => &["of"],
        Rule::kw_least => &["least"],
        Rule::kw_most => &["most"],
        Rule::and => &["and"],
        Rule::or => &["or"],
        Rule::includes => &["includes"],
        Rule::between => &["between"],
        Rule::is_test | Rule::kw_is => &["is"],
        _ => promising(rule),
    }
}

/// What a rule of examples and guarantees begins with.
fn promising(rule: Rule) -> &'static [&'static str] {
    match rule {
        Rule::given | Rule::kw_given => &["given"],
        Rule::expect | Rule::kw_expect => &["expect"],
        Rule::certainty | Rule::kw_certainty => &["certainty"],
        Rule::given_note => &["note"],
        Rule::never | Rule::kw_never => &["never"],
        Rule::always | Rule::kw_always => &["always"],
        Rule::raising | Rule::kw_raising => &["raising"],
        Rule::lowers => &["lowers"],
        Rule::raises => &["raises"],
        Rule::turns => &["turns"],
        Rule::from => &["from"],
        Rule::to => &["to"],
        Rule::kw_total => &["total"],
        _ => &[],
    }
}

/// What was expected, in a few phrases.
pub(super) fn phrases(wanted: &[Rule]) -> Vec<String> {
    let has = |rule: Rule| wanted.contains(&rule);
    if has(Rule::expr) || (has(Rule::path) && (has(Rule::not) || has(Rule::surely))) {
        return vec!["a condition".to_owned()];
    }
    if has(Rule::weight) || (has(Rule::number) && has(Rule::path)) {
        return vec!["a number".to_owned()];
    }
    let mut phrases: Vec<String> = PHRASES
        .iter()
        .filter(|(rules, _)| rules.iter().any(|rule| has(*rule)))
        .map(|(_, phrase)| (*phrase).to_owned())
        .collect();
    let words = keywords(wanted);
    if phrases.is_empty() || words.len() <= 3 {
        let words = words.iter().map(|word| format!("`{word}`"));
        // An example in a phrase is not told once more.
        let other = words.filter(|word| !phrases.iter().any(|phrase| phrase.contains(word)));
        let other: Vec<String> = other.collect();
        phrases.extend(other);
    }
    if phrases.is_empty() && has(Rule::text) {
        phrases.push("a string in quotes".to_owned());
    }
    if phrases.is_empty() && has(Rule::EOI) {
        phrases.push("the next declaration".to_owned());
    }
    phrases
}

/// What stands for rules in a message; words of the language speak for themselves.
const PHRASES: &[(&[Rule], &str)] = &[
    (
        &[Rule::strength],
        "how strongly (`weakly`, `moderately`, `strongly`, `decisively` or `by` and a number)",
    ),
    (&[Rule::open], "`{`"),
    (&[Rule::colon], "`:`"),
    (&[Rule::equals], "`=`"),
    (&[Rule::let_value, Rule::let_level], "`=` or `:`"),
    (&[Rule::arrow], "`=>`"),
    (&[Rule::cell, Rule::cell_part, Rule::any_cell], "a cell"),
    (
        &[
            Rule::contrast_row,
            Rule::list_row,
            Rule::table_row,
            Rule::advice_row,
        ],
        "a row",
    ),
    (
        &[Rule::ordinal, Rule::one_of, Rule::number_type, Rule::yes_no],
        "a type",
    ),
    (&[Rule::given_entry], "`FACT: VALUE`"),
    (&[Rule::name], "a name"),
    (&[Rule::path, Rule::defeated], "a name such as `topic.fact`"),
    (&[Rule::word, Rule::level, Rule::list_test], "a level"),
    (&[Rule::signed, Rule::whole], "a number"),
    (&[Rule::range], "a range such as `0..120`"),
    (
        &[Rule::add_op, Rule::multiply_op, Rule::and, Rule::or],
        "an operator such as `and`",
    ),
    // The last of the clauses stands for all of them.
    (&[Rule::about, Rule::kw_about], "a clause"),
];

/// How a declaration is written.
pub(super) fn form(keyword: &str) -> String {
    let form = match keyword {
        "rulebook" => "rulebook NAME \"Title\" { version \"1.0.0\" method odds }",
        "use" => "use \"people.rules\"",
        "script" => "script \"finance.rhai\" as finance",
        "source" => "source NAME \"Author (year). Title.\"",
        "strategy" => "strategy NAME \"Title\" { next \"…\" }",
        "outcome" => "outcome NAME \"Title\" for STRATEGY { next \"…\" }",
        "hypothesis" => "hypothesis NAME \"Title\"",
        "parameter" => "parameter NAME = 6 \"months\" in 0..60",
        "topic" => "topic NAME \"Title\" { fact NAME : low < high { ask \"…\" } }",
        "let" => "let NAME = CONDITION` or `let NAME : low < high { high when … low otherwise }",
        "let by" => "let NAME : low < high by FACT, FACT { CELL, CELL => LEVEL }",
        "group" => "group NAME \"Title\" limit 9",
        "contrast" => "contrast FACT { LEVEL => favor STRATEGY strongly }",
        "rule" => "rule NAME \"Title\" { when … then … because \"…\" }",
        "advice" => "advice { OUTCOME when … OUTCOME otherwise }",
        "note" => "note NAME \"Title\" { when … risk \"…\" }",
        "contradiction" => "contradiction NAME \"Which holds?\" { when … because \"…\" }",
        "table" => {
            "table NAME \"Title\" { cite SOURCE left \"…\" for STRATEGY right \"…\" for STRATEGY row \"…\", \"…\" by FACT }"
        }
        "example" => "example \"Title\" { given { FACT: VALUE } expect advice is OUTCOME }",
        "expect" => "advice is STRATEGY",
        _ => "guarantee NAME { never … when … }",
    };
    format!("it is written `{form}`")
}
