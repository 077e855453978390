//! What tests have tried: every kind of gap with its reason, an exhaustive suite, the forms, and thresholds.

use hansei::check::{Options, ReadProblem, check, gather};
use hansei::testing;
use hansei::testing::coverage::{CLASSES, Class, Coverage, coverage};

use super::project;
use super::snapshots::{accepted, test};

/// What the examples of a rulebook try.
#[track_caller]
fn measured(rules: &str) -> Coverage {
    let mut read = |name: &str| match name {
        "r.rules" => Ok(rules.as_bytes().to_vec()),
        _ => Err(ReadProblem::Missing { near: None }),
    };
    let (bundle, _) = gather("r.rules", &mut read);
    let (checked, problems) = check(&bundle, &Options::default());
    let checked = checked.unwrap_or_else(|| panic!("{problems:?}"));
    let (suite, problems) = testing::gather(bundle, checked, &[]);
    assert!(problems.is_empty(), "{problems:?}");
    let profiles: Vec<_> = suite.cases.iter().map(|case| &case.profile).collect();
    coverage(&suite.program, &profiles)
}

/// The gaps in words: class, message, and everything that is said at places.
fn gaps(coverage: &Coverage) -> Vec<String> {
    let words = coverage.gaps().map(|(item, gap)| {
        let labels = gap.labels.iter().map(|label| label.text.as_str());
        let labels: Vec<&str> = labels.filter(|text| !text.is_empty()).collect();
        let class = item.class.info().name;
        format!("{class}: {} ({})", gap.message, labels.join("; "))
    });
    words.collect()
}

#[track_caller]
fn has(coverage: &Coverage, wanted: &[&str]) {
    let gaps = gaps(coverage);
    let missing: Vec<&&str> = wanted
        .iter()
        .filter(|wanted| !gaps.iter().any(|gap| gap == *wanted))
        .collect();
    assert!(missing.is_empty(), "no {missing:#?} in {gaps:#?}");
}

const BOOK: &str = r#"rulebook r {}
strategy kaizen
strategy leap
outcome both for kaizen
topic t {
  fact growth : slow < medium < fast
  fact cash   : number in 0..100
  fact staff  : integer in 0..100
  fact crisis : yes_no
  fact mood   : yes_no
}
group signs limit 5
let size : small < large by t.staff {
  <= 10 => small
  *     => large
}
let pace : calm < quick {
  quick when t.growth is fast and t.crisis
  quick when t.growth is fast
  calm  otherwise
}
rule slow  { when t.growth is slow then favor kaizen by 4 in signs }
rule quick { when t.growth is at least medium and t.cash > 20 then favor leap by 3 in signs }
rule poor  { when t.cash < 20 unless t.crisis then favor kaizen by 3 in signs }
rule large { when size is large then favor leap weakly else favor kaizen weakly }
advice {
  both when t.crisis and t.mood
  leap when best is leap
  kaizen otherwise
}
note careful { when pace is quick risk "Careful." }
"#;

#[test]
fn where_nothing_was_evaluated_everything_is_a_gap() {
    let contradiction = "contradiction odd { when t.crisis and t.growth is fast }";
    let coverage = measured(&format!("{BOOK}{contradiction}"));
    assert_eq!(coverage.evaluations, 0);
    assert_eq!(coverage.whole().tried, 0);
    for class in CLASSES {
        assert!(coverage.of(class.class).all > 0, "{}", class.name);
    }
    has(
        &coverage,
        &[
            "rules: rule `slow` is never known to apply or known not to apply (nothing was evaluated)",
            "facts: no profile gives `t.cash` (2 rules depend on it)",
            "contradictions: no test has the answers that contradict each other in `odd` ()",
        ],
    );
}

#[test]
fn every_kind_of_gap_says_why() {
    let coverage = measured(&format!(
        r#"{BOOK}
example "slow"  {{ given {{ t.growth: slow  t.cash: 30 t.staff: 5 }} expect advice is kaizen }}
example "quick" {{ given {{ t.growth: fast  t.cash: 40 }} expect advice is leap }}
example "poor"  {{ given {{ t.cash: 10  t.crisis: yes }} expect advice is kaizen }}
"#
    ));
    assert_eq!(coverage.evaluations, 3);
    assert_eq!(
        gaps(&coverage),
        [
            "rules: rule `poor` never fires (its condition held once; this stopped it once)",
            "rules: rule `large` never fires (false once, unknown 2 times: `size` was always small)",
            "conditions: `t.crisis` is never known to be false (true once, unknown 2 times: `t.crisis` was always yes)",
            "conditions: `t.mood` is never known to be true or false (never known: `t.mood` is never given)",
            "thresholds: `t.staff <= 10` is never tested exactly at 10, nor above 10 (nearest: 5)",
            "thresholds: `t.growth is at least medium` is not tested at its boundary (never `medium`)",
            "thresholds: `t.cash > 20` is never tested exactly at 20 (nearest: 10 and 30)",
            "table-rows: row 2 of `size` is never chosen (it would have applied 3 times; this one came first once; this one was unknown 2 times)",
            "list-rows: row 1 of `pace` is never chosen (true once, but never together with the other parts)",
            "list-rows: row 2 of `pace` is never chosen (it would have applied once; this one was unknown once)",
            "advice-rows: the advice row `both` is never chosen (never known: `t.mood` is never given)",
            "groups: the limit of group `signs` never cuts anything (at most 4 of 5 were on one side together)",
            "outcomes: `both` is never advised (row `both` never gave the advice)",
            "facts: no profile gives `t.mood` (no rule reads it, but the advice or a note does)",
        ]
    );
}

#[test]
fn an_exhaustive_suite_leaves_no_gap() {
    let coverage = measured(&format!(
        r#"{BOOK}
example "a" {{ given {{ t.growth: slow    t.cash: 19 t.staff: 5   t.crisis: no }} expect advice is kaizen }}
example "b" {{ given {{ t.growth: medium  t.cash: 21 t.staff: 10  t.crisis: no  t.mood: yes }} expect advice is leap }}
example "c" {{ given {{ t.growth: fast    t.cash: 20 t.staff: 11  t.crisis: yes t.mood: yes }} expect advice is both }}
example "d" {{ given {{ t.growth: fast    t.cash: 20 t.staff: 11  t.crisis: no  t.mood: no }} expect advice is leap }}
"#
    ));
    assert_eq!(gaps(&coverage), Vec::<String>::new());
    assert_eq!(coverage.whole().tried, coverage.whole().all);
    assert_eq!(coverage.of(Class::Rules).all, 4);
    let large = coverage.items.iter().find(|item| item.name == "large");
    let counts: Vec<(&str, u64)> = large
        .unwrap()
        .needs
        .iter()
        .map(|need| (need.what, need.count))
        .collect();
    assert_eq!(counts, [("fired", 2), ("known-false", 2)]);
}

#[test]
fn what_no_profile_can_bring_about_is_not_counted() {
    let coverage = measured(
        r#"rulebook r {}
strategy a
strategy b
topic t {
  fact n : integer in 0..10
  fact l : low < high
}
group alone strongest
let sum = t.n + 20
rule dead  { when sum < 5 then favor a weakly }
rule alive { when t.n >= 0 and sum > 22.5 then favor b weakly in alone }
advice {
  a when sum < 10
  a when not surely (sum < 10)
  b when t.l is high
}
example "e" { given { t.n: 5 t.l: high } expect advice is a }
example "f" { given { t.n: 2 t.l: low } expect advice is a }
"#,
    );
    let impossible: Vec<String> = coverage
        .items
        .iter()
        .filter(|item| !item.is_possible())
        .map(|item| format!("{}: {}", item.class.info().name, item.name))
        .collect();
    assert_eq!(
        impossible,
        [
            "advice-rows: a",
            "advice-rows: b",
            "groups: alone",
            "outcomes: b"
        ]
    );
    // That no profile makes a rule fire is a gap that no test can close; of a sum of whole numbers the bounds know no gaps.
    assert_eq!(
        gaps(&coverage),
        [
            "rules: no profile can make rule `dead` fire (it can never hold)",
            "thresholds: `t.n >= 0` is never tested exactly at 0 (nearest: 2)",
            "thresholds: `sum > 22.5` is never tested exactly at 22.5 (nearest: 22 and 25)",
        ]
    );
}

/// The parts of which something cannot happen: class, name and, where more is known, why.
fn impossible(coverage: &Coverage) -> Vec<String> {
    let items = coverage.items.iter();
    let parts = items.flat_map(|item| {
        let class = item.class.info().name;
        let never = item.needs.iter().filter(|need| !need.possible);
        never.map(move |need| {
            let why = need.why.map_or(String::new(), |why| format!(": {why}"));
            format!("{class}: {}, {}{why}", item.name, need.what)
        })
    });
    parts.collect()
}

#[test]
fn what_cannot_be_done_is_not_asked_for() {
    let coverage = measured(
        r#"rulebook r {}
strategy build
strategy buy
topic need { fact core : far < near < heart }
let ok : low < high by need.core {
  far     => low
  near    => low
  heart   => high
  unknown => high
}
rule one { when ok is high then favor buy by 7 }
advice {
  build when best is build
  buy when best is buy
}
example "a" { given { need.core: far } expect advice is undecided }
example "b" { given { need.core: near } expect advice is undecided }
example "c" { given { need.core: heart } expect advice is buy }
"#,
    );
    assert_eq!(gaps(&coverage), Vec::<String>::new());
    assert_eq!(
        impossible(&coverage),
        [
            "conditions: best is build, true",
            "table-rows: row 4 of ok, chosen: when it is known to apply, a row above may apply too",
            "advice-rows: build, chosen",
            "outcomes: build, advised",
        ]
    );
    assert_eq!(coverage.of(Class::TableRows).all, 3);
}

#[test]
fn sets_are_tried_by_the_elements_that_are_tested() {
    let coverage = measured(
        r#"rulebook r {}
strategy a
topic t {
  fact s : any of one, two, three, four, five, six
  fact y : yes_no
}
let ok : low < high {
  high when t.s includes two
  low  when not (t.s includes two)
  high when t.s includes two and t.y
}
rule one { when ok is high then favor a weakly }
"#,
    );
    let rows = impossible(&coverage);
    let rows: Vec<&String> = rows.iter().filter(|row| row.contains("of ok")).collect();
    assert_eq!(
        rows,
        ["list-rows: row 3 of ok, chosen: a row above applies whenever it does"]
    );
}

#[test]
fn a_strategy_without_evidence_is_not_asked_for() {
    let book = |more: &str| {
        measured(&format!(
            r#"rulebook r {{}}
strategy build {more}
strategy buy
topic need {{ fact core : yes_no }}
rule one {{ when need.core then favor buy by 7 }}
example "a" {{ given {{ need.core: yes }} expect advice is buy }}
example "b" {{ given {{ need.core: no }} expect advice is undecided }}
"#
        ))
    };
    assert_eq!(gaps(&book("")), Vec::<String>::new());
    assert_eq!(impossible(&book("")), ["outcomes: build, advised"]);
    // From the start it is ahead.
    assert_eq!(impossible(&book("{ prior 1 }")), Vec::<String>::new());
}

#[test]
fn a_rule_that_no_profile_can_make_fire_is_a_gap_with_its_reason() {
    let coverage = measured(
        r#"rulebook r {}
strategy a
strategy b
topic t { fact n : low < high fact y : yes_no }
let burden : light < heavy by t.n, t.y {
  high, *   => heavy
  low,  yes => heavy
}
let shade : dark < bright {
  bright when t.n is high
  dark   when t.n is high and t.y
  bright otherwise
}
rule easy  { when burden is light then favor a weakly }
rule dark  { when t.y and shade is dark then favor a weakly }
rule both  { when t.n is low and t.n is high then favor a weakly }
rule out   { when t.y unless t.y or t.n is low then favor b weakly }
rule other { when t.y and burden is light then favor b weakly else favor a weakly }
"#,
    );
    let dead: Vec<String> = gaps(&coverage)
        .into_iter()
        .filter(|gap| gap.starts_with("rules: no profile"))
        .collect();
    assert_eq!(
        dead,
        [
            "rules: no profile can make rule `easy` fire (no row of `burden` gives `light`)",
            "rules: no profile can make rule `dark` fire (a row of `shade` gives `dark`, but never counts)",
            "rules: no profile can make rule `both` fire (its parts can never hold together)",
            "rules: no profile can make rule `out` fire (its condition can hold, but then something always keeps it from firing)",
            "rules: no profile can make rule `other` fire by its `then` (no row of `burden` gives `light`)",
        ]
    );
    let share = coverage.of(Class::Rules);
    assert_eq!((share.all, share.tried, share.impossible), (5, 0, 0));
}

#[test]
fn a_rule_that_is_defeated_and_a_row_whose_strategy_is_out_are_explained() {
    let coverage = measured(
        r#"rulebook r {}
strategy a
strategy b
topic t { fact x : yes_no fact y : yes_no }
rule first  { when t.x then exclude b defeats second }
rule second { when t.x then favor a weakly }
advice {
  b when t.x or t.y
  a otherwise
}
example "e" { given { t.x: yes t.y: no } expect advice is a }
example "f" { given { t.x: no t.y: no } expect advice is a }
"#,
    );
    has(
        &coverage,
        &[
            "rules: no profile can make rule `second` fire (its condition held once; this rule defeated it once)",
            "advice-rows: the advice row `b` is never chosen (it would have applied once)",
            "conditions: `t.y` is never known to be true (false 2 times: `t.y` was always no)",
        ],
    );
    let row = coverage.gaps().find(|(item, _)| item.name == "b").unwrap();
    assert!(row.1.help[0].contains("ruled out once"), "{:?}", row.1.help);
}

#[test]
fn thresholds_of_every_kind_are_found() {
    let coverage = measured(
        r#"rulebook r {}
strategy a
strategy b
topic t {
  fact x : number in 0..10
  fact y : number in 0..10
  fact l : low < mid < high
  fact m : low < mid < high
}
let ready : none < some < full {
  full when t.x > 5 + 1
  some when t.y >= 1
  none otherwise
}
rule between { when t.x between 3 and 7 then favor a weakly }
rule moving  { when t.x < t.y then favor a weakly }
rule levels  { when t.l <= t.m then favor a weakly }
rule cut     { when ready is at most some then favor b weakly }
rule same    { when t.x = 4 or t.l is mid then favor b weakly }
advice {
  a when confidence(a) > 0.5
  b otherwise
}
example "e" { given { t.x: 5 t.y: 9 t.l: low t.m: high } expect advice is a }
"#,
    );
    let thresholds: Vec<String> = gaps(&coverage)
        .into_iter()
        .filter(|gap| gap.starts_with("thresholds"))
        .collect();
    assert_eq!(
        thresholds,
        [
            "thresholds: `t.x > 5 + 1` is never tested exactly at 6, nor above 6 (nearest: 5)",
            "thresholds: `t.y >= 1` is never tested below 1, nor exactly at 1 (nearest: 9)",
            "thresholds: the lower end of `t.x between 3 and 7` is never tested below 3, nor exactly at 3 (nearest: 5)",
            "thresholds: the upper end of `t.x between 3 and 7` is never tested exactly at 7, nor above 7 (nearest: 5)",
            "thresholds: `t.x < t.y` is never tested with both equal, nor with the left one above the right one (nearest: 4 below)",
            "thresholds: `t.l <= t.m` is never tested with both equal, nor with the left one above the right one (nearest: 2 levels below)",
            "thresholds: `ready is at most some` is not tested at its boundary (never `full`)",
            "thresholds: `confidence(a) > 0.5` is never tested below 0.5 (nearest: 0.715253)",
        ]
    );
}

/// Many rows, in a table, so that several threads count.
#[test]
fn counts_do_not_depend_on_how_the_work_is_shared_out() {
    let rows: String = (0..100)
        .map(|at| {
            let growth = if at % 4 == 0 { "slow" } else { "fast" };
            let advice = if at % 4 == 0 { "kaizen" } else { "big" };
            format!("r{at},{advice},{growth},{at}\n")
        })
        .collect();
    let folder = project(&[("cases/many.csv", &format!("id,expect,growth,cash\n{rows}"))]);
    let run = test(&folder, &["--coverage", "-f", "json"]);
    let again = test(&folder, &["--coverage", "-f", "json"]);
    assert_eq!(run.out, again.out);
    let json = run.json();
    let coverage = &json["coverage"][0];
    assert_eq!(coverage["evaluations"], 101, "{run}");
    let items = coverage["items"].as_array().unwrap();
    let find = |name: &str| items.iter().find(|item| item["name"] == name).unwrap();
    assert_eq!(find("slow_market")["counts"]["fired"], 26);
    assert_eq!(find("fast_market")["counts"]["fired"], 75);
    let cash = find("economy.cash < 20");
    assert_eq!(cash["counts"]["below"], 20);
    assert_eq!(cash["counts"]["at"], 1);
    assert_eq!(cash["counts"]["above"], 79);
    assert_eq!(cash["class"], "thresholds");
    assert!(cash.get("gap").is_none());
}

#[test]
fn text_marks_the_gaps_and_ends_with_the_shares() {
    let folder = accepted();
    let run = test(&folder, &["--coverage"]);
    run.is(
        0,
        &[
            "warning[W1005]: the advice row `undecided` is never chosen",
            "warning[W1003]: `economy.cash < 20` is never tested exactly at 20",
            "nearest: 10 and 50",
            "by 3 evaluations:",
            "  rules               4 of 4    100 %  fired, and known not to apply\n",
            "  thresholds          0 of 2      0 %  on both sides, and exactly there\n",
            "  advice-rows         2 of 3   66.6 %  gave the advice\n",
            "3 passed",
        ],
        &[],
    );
    // Without being asked for, nothing of it.
    assert_eq!(test(&folder, &[]).out, "3 passed\n");
}

#[test]
fn only_what_is_held_against_something_counts() {
    let folder = accepted();
    folder.write("profiles/new.toml", b"cash = 20\n");
    let evaluations = |more: &[&str]| {
        let arguments: Vec<&str> = ["--coverage", "-f", "json"]
            .iter()
            .chain(more)
            .copied()
            .collect();
        test(&folder, &arguments).json()["coverage"][0]["evaluations"].clone()
    };
    assert_eq!(evaluations(&[]), 3);
    assert_eq!(evaluations(&["--run", "fast"]), 1);
    test(&folder, &["--accept"]).is(0, &[], &["accepted 1 snapshot"]);
    assert_eq!(evaluations(&[]), 4);
}

#[test]
fn json_has_every_part_with_its_counts_and_the_reason() {
    let json = test(&accepted(), &["--coverage", "-f", "json"]).json();
    let coverage = &json["coverage"][0];
    assert_eq!(coverage["classes"]["rules"]["tried"], 4);
    assert_eq!(coverage["classes"]["rules"]["percent"], 100.0);
    assert_eq!(coverage["all"]["of"], 15);
    let items = coverage["items"].as_array().unwrap();
    assert_eq!(items.len(), 15);
    let row = items
        .iter()
        .find(|item| item["class"] == "advice-rows" && item["name"] == "undecided")
        .unwrap();
    assert_eq!(row["file"], "choice.rules");
    assert_eq!(row["line"], 15);
    assert_eq!(row["counts"]["chosen"], 0);
    assert_eq!(row["gap"]["code"], "W1005");
    let text = &row["gap"]["reasons"][0]["text"];
    assert_eq!(text, "it would have applied 3 times");
    assert_eq!(row["gap"]["reasons"][1]["line"], 13);
}

#[test]
fn github_gets_the_shares_and_notices() {
    let run = test(&accepted(), &["--coverage", "-f", "github"]);
    let lines: Vec<&str> = run.out.lines().collect();
    assert!(
        lines[0].starts_with("::notice title=coverage of choice.rules is 80 %25::rules 4 of 4, "),
        "{run}"
    );
    assert!(
        lines[1].starts_with("::notice file=choice.rules,line=10,title=untried (W1003)::"),
        "{run}"
    );
    assert_eq!(lines.len(), 4, "{run}");
}

#[test]
fn junit_has_the_shares_as_properties() {
    let run = test(&accepted(), &["--coverage", "-f", "junit"]);
    run.is(
        0,
        &[
            "    <properties>\n      <property name=\"coverage.rules\" value=\"4 of 4\"/>\n",
            "value=\"2 of 2\"/>\n    </properties>\n    <testcase ",
        ],
        &[],
    );
    assert!(
        !test(&accepted(), &["-f", "junit"])
            .out
            .contains("properties")
    );
}

#[test]
fn enough_of_several_parts_are_wanted_together() {
    let coverage = measured(
        r#"rulebook r {}
strategy a
strategy b
topic t { fact x : yes_no fact y : yes_no fact z : yes_no }
rule two { when at least 2 of { t.x; t.y; t.z } then favor a weakly }
rule any { when not (t.x or t.y) then favor b weakly }
example "e" { given { t.x: yes t.y: no t.z: no } expect advice is undecided }
example "f" { given { t.x: no t.y: yes t.z: no } expect advice is undecided }
"#,
    );
    has(
        &coverage,
        &[
            "rules: rule `two` never fires (never were enough of its 3 parts true together: they were so 1, 1, 0 times)",
            "rules: rule `any` never fires (false once, but never together with the other parts)",
            "outcomes: `a` is never advised (it was never ahead of all others)",
        ],
    );
}

#[test]
fn lcov_is_well_formed_and_adds_up() {
    let folder = accepted();
    test(&folder, &["--lcov", "lcov.info"]).is(0, &["coverage of choice.rules"], &[]);
    let text = folder.read("lcov.info");
    let with = |start: &str| -> Vec<String> {
        let lines = text.lines().filter_map(|line| line.strip_prefix(start));
        lines.map(str::to_owned).collect()
    };
    let number = |start: &str| -> usize { with(start)[0].parse().unwrap() };
    assert_eq!(with("SF:"), ["choice.rules"]);
    assert!(text.ends_with("end_of_record\n"), "{text}");
    assert_eq!(with("FN:").len(), number("FNF:"));
    assert_eq!(with("FN:")[0], "8,slow_market");
    let hit = |lines: &[String]| {
        let counts = lines.iter().map(|line| line.rsplit(',').next().unwrap());
        counts.filter(|count| !matches!(*count, "0" | "-")).count()
    };
    let named = with("FNDA:")
        .iter()
        .filter(|line| !line.starts_with("0,"))
        .count();
    assert_eq!(named, number("FNH:"));
    assert_eq!(with("DA:").len(), number("LF:"));
    assert_eq!(hit(&with("DA:")), number("LH:"));
    assert_eq!(with("BRDA:").len(), number("BRF:"));
    assert_eq!(hit(&with("BRDA:")), number("BRH:"));
    assert!(number("LH:") < number("LF:") && number("BRH:") < number("BRF:"));
    // The row that never gave the advice, and the rule that fired twice of three times.
    assert!(with("DA:").contains(&"15,0".to_owned()), "{text}");
    assert!(with("DA:").contains(&"8,2".to_owned()), "{text}");
    assert!(with("BRDA:").contains(&"8,0,0,2".to_owned()), "{text}");
    // Where nothing happened on a line no branch of it was taken, and elsewhere every branch has a count.
    let dead: Vec<String> = with("DA:")
        .iter()
        .filter_map(|line| line.strip_suffix(",0").map(str::to_owned))
        .collect();
    for branch in with("BRDA:") {
        let line = branch.split(',').next().unwrap().to_owned();
        assert_eq!(dead.contains(&line), branch.ends_with('-'), "{text}");
    }
    // No line twice, in order.
    let lines: Vec<u32> = with("DA:")
        .iter()
        .map(|line| line.split(',').next().unwrap().parse().unwrap())
        .collect();
    assert!(lines.is_sorted_by(|a, b| a < b), "{text}");
}

#[test]
fn less_than_the_threshold_is_bad_news() {
    let folder = accepted();
    test(&folder, &["--threshold", "80"]).is(0, &["3 passed"], &[]);
    test(&folder, &["--threshold", "rules=100"]).is(0, &["3 passed"], &[]);
    test(&folder, &["--threshold", "90", "--threshold", "advice-rows=50"]).is(
        1,
        &["3 passed"],
        &[
            "coverage of choice.rules is 80 %, less than `--threshold 90` requires; not tried: 2 thresholds, 1 advice row",
        ],
    );
    test(&folder, &["--threshold", "advice-rows=100"]).is(
        1,
        &["3 passed"],
        &["coverage of the advice rows in choice.rules is 66.6 %"],
    );
    for (wrong, help) in [
        ("rule=100", "did you mean `rules`?"),
        ("lots", "0 to 100"),
        ("101", "0 to 100"),
        ("NaN", "0 to 100"),
    ] {
        test(&folder, &["--threshold", wrong]).is(2, &[], &["E0914", help]);
    }
    test(&folder, &["--coverage", "--accept"]).is(2, &[], &["cannot be used with"]);
}

/// A list that gives numbers has rows like one that gives levels.
#[test]
fn rows_that_give_numbers_are_counted() {
    let measured = measured(
        r#"rulebook r {}
strategy a
topic t { fact n : number in 0..100 }
let fee : number "EUR" { 40 when t.n > 50  10 otherwise }
rule p { when fee > 20 then favor a weakly because "Fee." }
example "small" { given { t.n: 10 } expect fee = 10 }
"#,
    );
    let rows = gaps(&measured);
    let of_fee: Vec<&String> = rows.iter().filter(|gap| gap.contains("of `fee`")).collect();
    assert_eq!(of_fee.len(), 1, "{rows:#?}");
    assert!(
        of_fee[0].contains("row 1 of `fee` is never chosen"),
        "{rows:#?}"
    );
}
