//! Types, units and ranges in conditions and numbers.

use super::{condition, says};

#[test]
fn sound_conditions_pass() {
    for text in [
        "t.y",
        "not t.y and surely (t.y or t.f is fast)",
        "t.y is yes or t.y is not no or t.y = true",
        "t.f is not one of slow, fast",
        "t.f is at least moderate and t.f is at most fast",
        "t.f < fast and moderate <= t.f and t.f between slow and moderate",
        "t.f is known and t.x is unknown and t.s is known",
        "t.o = open or t.o != shared",
        "t.s includes tpm and count(t.s) >= 1",
        "t.n < p and t.n + 3 <= p * 2 and t.n between 3 and p",
        "t.n / t.e > 2 and t.n * 3 < t.e",
        "min(t.n, 3, p) > 1 and clamp(t.n, 0, p) < 3 and round(t.n) = 2",
        "6 * ramp(t.e, 0, 100) > abs(-t.i)",
        "at least 2 of { t.y; t.f is fast; none of { t.y; t.n > 3 } }",
        "best is a or best is not one of a, b",
        "advice is both or advice is one of a, undecided",
        "margin > 3 and total(a) > total(h) and belief(h) > 0.5 and lead(b) < 0",
        "confidence(a) > 0.5 and strongest(a) > 3 and share_known(need) > 0.5",
        "excluded(a) or tied(b)",
        "total(a) > p",
    ] {
        condition(text, &[]);
    }
}

#[test]
fn types_have_their_tests() {
    condition(
        "t.n is slow",
        &["E0305 `t.n`: `t.n` is a number and has no levels"],
    );
    condition(
        "t.s is tpm",
        &["E0305 `t.s`: `t.s` is a set; `includes` tests it"],
    );
    condition(
        "t.f includes slow",
        &["E0305 `t.f`: `includes` tests sets, and `t.f` is a level"],
    );
    condition(
        "t.x is open",
        &["E0305 `t.x`: `t.x` is a text; only `is known` may test it"],
    );
    condition(
        "t.x = 3",
        &["E0302 `t.x`: a number is needed here, and `t.x` is a text"],
    );
    condition(
        "t.y is slow",
        &["E0305 `slow`: `t.y` is yes or no, never `slow`"],
    );
    condition(
        "t.y > 3",
        &["E0306 `t.y`: `t.y` is yes or no, which has no order"],
    );
    condition(
        "t.f",
        &["E0301 `t.f`: a condition is needed here, and `t.f` is a level"],
    );
    condition(
        "p",
        &["E0301 `p`: a condition is needed here, and `p` is a number"],
    );
    condition(
        "margin",
        &["E0301 `margin`: `margin` is not a condition by itself"],
    );
    condition(
        "t.n + 1",
        &["E0301 `t.n + 1`: a condition is needed here, not a number"],
    );
    condition(
        "belief(h)",
        &["E0301 `belief(h)`: a condition is needed here, and `belief` returns a number"],
    );
    condition(
        "excluded(a) > 1",
        &["E0302 `excluded(a)`: a number is needed here, and `excluded(STRATEGY)` is yes or no"],
    );
    condition(
        "p is known",
        &["E0305 `p`: `p` is a parameter: it has no levels and is always known"],
    );
    condition("best is known", &["E0305 `best`: `best` has no such test"]);
    condition(
        "best = a",
        &["E0305 `best`: `best` is not compared with a sign"],
    );
}

#[test]
fn levels_exist_and_have_an_order() {
    condition(
        "t.f is fats",
        &["E0214 `fats`: `fats` is not a level of `t.f`"],
    );
    condition("t.f < p", &["E0214 `p`: `p` is not a level of `t.f`"]);
    condition(
        "t.o is at least open",
        &["E0306 `open`: the levels of `t.o` have no order"],
    );
    condition(
        "t.o < shared",
        &["E0306 `t.o`: the levels of `t.o` have no order"],
    );
    condition(
        "t.f = t.o",
        &["E0307 `t.o`: `t.f` and `t.o` have different scales"],
    );
    condition(
        "t.f = t.n",
        &["E0305 `t.n`: `t.f` is a level and `t.n` is a number; they cannot be compared"],
    );
    condition(
        "t.f = 3",
        &["E0305 `3`: `t.f` can only be compared with a level"],
    );
    condition(
        "t.f is one of slow, slow",
        &["E0315 `slow`: `slow` is here twice"],
    );
    condition(
        "t.f between fast and slow",
        &["E0311 `fast and slow`: nothing is between these: the first is the higher one"],
    );
    condition(
        "t.s includes kanban",
        &["E0214 `kanban`: `kanban` is not a level of `t.s`"],
    );
}

#[test]
fn numbers_have_units_and_ranges() {
    condition(
        "t.n < t.e",
        &["E0308 `t.n < t.e`: the units of these numbers differ"],
    );
    condition(
        "t.n + t.i > 3",
        &["E0308 `t.n + t.i`: the units of these numbers differ"],
    );
    condition(
        "max(3, t.n, t.e) > 3",
        &["E0308 `t.n, t.e`: the units of these numbers differ"],
    );
    condition(
        "t.n < 200",
        &["E0309 `200`: `t.n` is never 200: it is from 0 to 120"],
    );
    condition(
        "-1 <= t.n",
        &["E0309 `-1`: `t.n` is never -1: it is from 0 to 120"],
    );
    condition(
        "t.n between 3 and 400",
        &["E0309 `400`: `t.n` is never 400: it is from 0 to 120"],
    );
    condition(
        "t.i = 2.5",
        &["E0310 `2.5`: `t.i` is a whole number, never 2.5"],
    );
    condition("t.i > 2.5", &[]);
    condition(
        "t.n between 5 and 3",
        &["E0311 `5 and 3`: nothing is between these: the first is the higher one"],
    );
}

#[test]
fn functions_take_what_they_need() {
    condition(
        "ramp(t.n, 0) > 1",
        &["E0304 `ramp`: `ramp` takes 3 arguments, not 2"],
    );
    condition(
        "min(t.n) > 1",
        &["E0304 `min`: `min` takes 2 or more arguments, not 1"],
    );
    condition(
        "margins(a) > 1",
        &["E0216 `margins`: there is no function `margins`"],
    );
    condition(
        "finance.payback(t.n) > 1",
        &["E0212 `finance.payback`: `finance` is not declared"],
    );
    condition(
        "count(t.f) > 1",
        &["E0303 `t.f`: `count` needs a set, and `t.f` is a level"],
    );
    condition(
        "belief(a) > 1",
        &["E0213 `a`: `a` is a strategy; a hypothesis is needed here"],
    );
    condition(
        "confidence(both) > 1",
        &["E0213 `both`: `both` is an outcome; a strategy is needed here"],
    );
    condition(
        "known(needs) > 1",
        &["E0217 `needs`: no fact has the tag `needs`"],
    );
    condition(
        "known(3) > 1",
        &["E0303 `3`: a name is needed here, not a value"],
    );
    condition(
        "t.n / 0 > 1",
        &["W0302 `0`: this is always zero, so the result is never known"],
    );
    condition(
        "ramp(t.n, 3, 3) > 0.5",
        &["W0302 `3, 3`: both ends of this ramp are the same, so it is never known"],
    );
}

#[test]
fn declared_types_are_sane() {
    says(
        "topic u { fact m : integer in 0..2.5  fact k : number in 5..1 }",
        &[
            "E0310 `2.5`: the range of an `integer` has whole ends",
            "E0311 `5..1`: no number is in `5..1`",
        ],
    );
    says(
        "parameter q = 90 \"%\" in 0..60",
        &["E0312 `90`: `q` is outside its own range, from 0 to 60"],
    );
    says(
        "topic u { fact m : low < high < low }\nlet c = u.m is high",
        &["E0313 `low`: `low` is twice on one scale"],
    );
}

#[test]
fn lets_have_the_type_of_what_they_are() {
    says(
        "let far = t.n > 3\nlet twice = t.n + t.n\nlet c = far and twice < p",
        &[],
    );
    says(
        "let c = late < t.e\nlet late = t.n + 1",
        &["E0308 `late < t.e`: the units of these numbers differ"],
    );
    says(
        "let pace = t.f",
        &["E0314 `t.f`: `let pace = …` gives a condition or a number"],
    );
    says(
        "let pace : low < high { high when t.n > 3 low otherwise }\nlet c = pace < t.f",
        &["E0307 `t.f`: `pace` and `t.f` have different scales"],
    );
    says(
        "let pace : low < high { hihg when t.n > 3 low otherwise }",
        &["E0214 `hihg`: `hihg` is not a level of `pace`"],
    );
}

#[test]
fn figures_keep_to_their_range() {
    super::condition(
        "confidence(a) > 80 or belief(h) > 50 or share_known(need) > 50 or known(need) > 5 or count(t.s) > 5 or margin < -1",
        &[
            "E0309 `80`: `confidence(a)` is never 80: it is from 0 to 1",
            "E0309 `50`: `belief(h)` is never 50: it is from 0 to 1",
            "E0309 `50`: `share_known(need)` is never 50: it is from 0 to 1",
            "E0309 `5`: `known(need)` is never 5: it is from 0 to 1",
            "E0309 `5`: `count(t.s)` is never 5: it is from 0 to 2",
            "E0309 `-1`: `margin` is never -1: it is at least 0",
        ],
    );
    super::condition(
        "confidence(a) > 0.8 and 1 >= belief(h) and known(need) = 1 and count(t.s) = 2 and lead(a) > -50 and total(a) > 500",
        &[],
    );
}

#[test]
fn a_belief_bounds_a_weight() {
    super::says("rule r1 { when t.y then favor a by 100 * belief(h) }", &[]);
}
