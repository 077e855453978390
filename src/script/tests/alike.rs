//! Functions and constructs give what Rhai's own library gives, for whoever knows that.

use rhai::{Dynamic, Engine};

use super::{SCRIPT, library};
use crate::script::Value;

/// Expressions that give a text, a truth or a number and mean the same with Rhai's own integers and floats.
const SAME: &[&str] = &[
    "switch 3 { 1 => \"a\", 2..4 => \"b\", _ => \"c\" }",
    "switch \"x\" { \"x\" if false => 1, \"x\" | \"y\" => 2, _ => 3 }",
    "let n = 0; for (x, i) in [4, 5] { n += x * i; } n",
    "let n = 0; for i in 2..=4 { n += i; } n",
    "let n = 0; for i in range(0, 7, 3) { n = n * 10 + i; } n",
    "let n = 0; for c in \"abc\".chars() { if c == 'b' { n += 1; } } n",
    "let x = loop { break 4; }; x",
    "let m = #{a: 1}; m.b = 2; m[\"c\"] = 3; m.len()",
    "let m = #{a: 1}; m.x ?? 5",
    "#{b: 1, a: 2}.keys()[0]",
    "#{b: 1, a: 2}.values()[0]",
    "let m = #{a: 1}; m.remove(\"a\"); m.is_empty()",
    "let m = #{a: 1}; m.fill_with(#{a: 2, b: 3}); m.a + m.b",
    "let m = #{a: 1}; m.mixin(#{a: 2, b: 3}); m.a + m.b",
    "let m = #{a: 1}; m.set(\"b\", 4); m.get(\"b\")",
    "\"a\" in #{a: 1}",
    "\"hello\".len()",
    "\"hello\".len",
    "\"hello\".sub_string(1, 3)",
    "\"hello\".sub_string(-3, 2)",
    "\"hello\".sub_string(2)",
    "\"hello\".sub_string(1..3)",
    "\"hello\".sub_string(9)",
    "\"hello\"[1..=2]",
    "\"hello\".index_of(\"l\")",
    "\"hello\".index_of(\"l\", 3)",
    "\"hello\".index_of(\"l\", -1)",
    "\"hello\".index_of('o')",
    "\"hello\".contains('o')",
    "\"hello\".starts_with(\"he\")",
    "\"hello\".ends_with('o')",
    "let s = \"  x \"; s.trim(); s",
    "let s = \"hello\"; s.replace(\"l\", \"LL\"); s",
    "let s = \"hello\"; s.replace('l', 'r'); s",
    "let s = \"hello\"; s.remove(\"l\"); s",
    "let s = \"hello\"; s.crop(1, 2); s",
    "let s = \"hello\"; s.crop(-2); s",
    "let s = \"hello\"; s.truncate(2); s",
    "let s = \"hello\"; s.pad(8, '-'); s",
    "let s = \"hello\"; s.pad(8, \"ab\"); s",
    "let s = \"hello\"; s.pop(2) + s",
    "let s = \"hello\"; s.set(1, 'a'); s",
    "let s = \"hello\"; s.make_upper(); s",
    "\"hello\".get(-1) == 'o'",
    "\"a,b,c\".split(\",\").len()",
    "\"a,b,c\".split(\",\", 2)[1]",
    "\"a,b,c\".split_rev(\",\", 2)[0]",
    "\"a,b,c\".split_rev(\",\")[0]",
    "\"a  b\".split().len()",
    "\"hello\".split(2)[1]",
    "\"hello\".split(-2)[1]",
    "\"abc\".to_chars().len()",
    "\"7\".parse_int() + 1",
    "\"7.5\".parse_float() + 1.0",
    "\"HeLLo\".to_lower() + \"HeLLo\".to_upper()",
    "let l = [1, 2]; l.push(3); l.len()",
    "let l = [1, 2]; l.insert(1, 9); l[1]",
    "let l = [1, 2]; l.insert(-1, 9); l[1]",
    "let l = [1, 2]; l.insert(7, 9); l[2]",
    "let l = [1, 2]; l.append([3, 4]); l[3]",
    "let l = [1, 2, 3]; l.pop() * 10 + l.shift()",
    "let l = [1, 2, 3]; l.remove(1) * 10 + l.remove(-1)",
    "let l = [1, 2, 3]; l.truncate(2); l.len()",
    "let l = [1, 2, 3]; l.chop(2); l[0]",
    "let l = [1, 2, 3]; l.reverse(); l[0]",
    "let l = [3, 1, 2]; l.sort(); l[0]",
    "let l = [3, 1, 2]; l.sort_desc(); l[0]",
    "let l = [3, 1, 2]; l.sort(|a, b| b - a); l[0]",
    "[3, 1, 2].order()[0]",
    "let l = [1, 1, 2]; l.dedup(); l.len()",
    "let l = [1, 2, 3]; l.splice(1, 1, [8, 9]); l[2]",
    "let l = [1, 2, 3, 4]; l.extract(1, 2)[1]",
    "let l = [1, 2, 3, 4]; l.extract(-2)[0]",
    "let l = [1, 2, 3, 4]; l.extract(1..3).len()",
    "let l = [1, 2, 3, 4]; let r = l.split(3); r.len() * 10 + l.len()",
    "let l = [1]; l.pad(3, 0); l.len()",
    "let l = [1, 2]; l.set(1, 5); l.get(1) * 10 + l.get(-1)",
    "[1, 2, 3].index_of(3) * 10 + [1, 2, 3].index_of(9)",
    "[1, 2, 3].index_of(1, 1)",
    "[1, 2, 3].contains(2)",
    "([1] + [2, 3]).len()",
    "[1, 2, 3].map(|x| x * 2)[2]",
    "[1, 2, 3].map(|x, i| x * i)[2]",
    "[1, 2, 3].filter(|x| x > 1).len()",
    "[1, 2, 3].reduce(|s, x| s + x, 10)",
    "[1, 2, 3].reduce(|s, x| (s ?? 0) + x)",
    "[1, 2, 3].some(|x| x > 2)",
    "[1, 2, 3].all(|x| x > 2)",
    "[1, 2, 3].find(|x| x > 1)",
    "[1, 2, 3].find_map(|x| if x > 1 { x * 5 })",
    "[1, 2, 3].index_of(|x| x > 1)",
    "let l = [1, 2, 3]; l.retain(|x| x > 1).len() * 10 + l.len()",
    "let l = [1, 2, 3]; l.drain(|x| x > 1).len() * 10 + l.len()",
    "-7 % 3",
    "7.5 % 2.0",
    "(-2.5).round()",
    "(-2.5).floor() + (2.5).ceiling()",
    "(2.75).int()",
    "(2.75).fraction()",
    "(2.75).to_int()",
    "sign(-3) + sign(5)",
    "4.is_even() && !5.is_even() && 0.is_zero()",
    "(0..5).contains(3)",
    "3 in 0..3",
    "`a${1 + 1}b`",
    "let x = 5; if x > 3 { x -= 2; } else { x = 0; } x",
    "let x = { let y = 2; y * 3 }; x",
];

#[test]
fn functions_give_what_rhai_gives() {
    let mut rhai = Engine::new();
    rhai.set_optimization_level(rhai::OptimizationLevel::None);
    for body in SAME {
        let theirs: Dynamic = rhai
            .eval(body)
            .unwrap_or_else(|error| panic!("{body}: {error}"));
        let ours = library(&format!("fn f() {{ {body} }}"));
        let ours = ours
            .interpret(SCRIPT, "f", &[])
            .unwrap_or_else(|fault| panic!("{body}: {fault}"));
        let theirs = match (theirs.as_bool(), theirs.as_int(), theirs.as_float()) {
            (Ok(truth), ..) => Value::Truth(truth),
            (_, Ok(whole), _) => Value::Number(whole as f64),
            (.., Ok(number)) => Value::Number(number),
            _ => Value::Word(theirs.into_string().unwrap().into()),
        };
        assert_eq!(ours, theirs, "{body}");
    }
}
