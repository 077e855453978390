//! Letters with accents, written as one character or as a letter and marks behind it: both as one. Knows no word.

use std::borrow::Cow;

/// A mark, letters without it, and the same letters with it.
type Marked = (char, &'static str, &'static str);

/// The marks of the Latin, Greek and Cyrillic letters.
const MARKS: &[Marked] = &[
    (
        '\u{300}',
        "AEIOUaeiouÜüNnЕИеиĒēŌōWwÂâĂăÊêÔôƠơƯưYy",
        "ÀÈÌÒÙàèìòùǛǜǸǹЀЍѐѝḔḕṐṑẀẁẦầẰằỀềỒồỜờỪừỲỳ",
    ),
    (
        '\u{301}',
        "AEIOUYaeiouyCcLlNnRrSsZzÜüGgÅåÆæØø¨ΑΕΗΙΟΥΩϊαεηιϋουωϒГКгкÇçĒēÏïKkMmÕõŌōPpŨũWwÂâĂăÊêÔôƠơƯư",
        "ÁÉÍÓÚÝáéíóúýĆćĹĺŃńŔŕŚśŹźǗǘǴǵǺǻǼǽǾǿ΅ΆΈΉΊΌΎΏΐάέήίΰόύώϓЃЌѓќḈḉḖḗḮḯḰḱḾḿṌṍṒṓṔṕṸṹẂẃẤấẮắẾếỐốỚớỨứ",
    ),
    (
        '\u{302}',
        "AEIOUaeiouCcGgHhJjSsWwYyZzẠạẸẹỌọ",
        "ÂÊÎÔÛâêîôûĈĉĜĝĤĥĴĵŜŝŴŵŶŷẐẑẬậỆệỘộ",
    ),
    (
        '\u{303}',
        "ANOanoIiUuVvÂâĂăEeÊêÔôƠơƯưYy",
        "ÃÑÕãñõĨĩŨũṼṽẪẫẴẵẼẽỄễỖỗỠỡỮữỸỹ",
    ),
    (
        '\u{304}',
        "AaEeIiOoUuÜüÄäȦȧÆæǪǫÖöÕõȮȯYyИиУуGgḶḷṚṛ",
        "ĀāĒēĪīŌōŪūǕǖǞǟǠǡǢǣǬǭȪȫȬȭȰȱȲȳӢӣӮӯḠḡḸḹṜṝ",
    ),
    (
        '\u{306}',
        "AaEeGgIiOoUuУИиуЖжАаЕеȨȩẠạ",
        "ĂăĔĕĞğĬĭŎŏŬŭЎЙйўӁӂӐӑӖӗḜḝẶặ",
    ),
    (
        '\u{307}',
        "CcEeGgIZzAaOoBbDdFfHhMmNnPpRrSsŚśŠšṢṣTtWwXxYyſ",
        "ĊċĖėĠġİŻżȦȧȮȯḂḃḊḋḞḟḢḣṀṁṄṅṖṗṘṙṠṡṤṥṦṧṨṩṪṫẆẇẊẋẎẏẛ",
    ),
    (
        '\u{308}',
        "AEIOUaeiouyYΙΥιυϒЕІеіАаӘәЖжЗзИиОоӨөЭэУуЧчЫыHhÕõŪūWwXxt",
        "ÄËÏÖÜäëïöüÿŸΪΫϊϋϔЁЇёїӒӓӚӛӜӝӞӟӤӥӦӧӪӫӬӭӰӱӴӵӸӹḦḧṎṏṺṻẄẅẌẍẗ",
    ),
    (
        '\u{309}',
        "AaÂâĂăEeÊêIiOoÔôƠơUuƯưYy",
        "ẢảẨẩẲẳẺẻỂểỈỉỎỏỔổỞởỦủỬửỶỷ",
    ),
    ('\u{30a}', "AaUuwy", "ÅåŮůẘẙ"),
    ('\u{30b}', "OoUuУу", "ŐőŰűӲӳ"),
    (
        '\u{30c}',
        "CcDdEeLlNnRrSsTtZzAaIiOoUuÜüGgKkƷʒjHh",
        "ČčĎďĚěĽľŇňŘřŠšŤťŽžǍǎǏǐǑǒǓǔǙǚǦǧǨǩǮǯǰȞȟ",
    ),
    ('\u{30f}', "AaEeIiOoRrUuѴѵ", "ȀȁȄȅȈȉȌȍȐȑȔȕѶѷ"),
    ('\u{311}', "AaEeIiOoRrUu", "ȂȃȆȇȊȋȎȏȒȓȖȗ"),
    ('\u{31b}', "OoUu", "ƠơƯư"),
    (
        '\u{323}',
        "BbDdHhKkLlMmNnRrSsTtVvWwZzAaEeIiOoƠơUuƯưYy",
        "ḄḅḌḍḤḥḲḳḶḷṂṃṆṇṚṛṢṣṬṭṾṿẈẉẒẓẠạẸẹỊịỌọỢợỤụỰựỴỵ",
    ),
    ('\u{324}', "Uu", "Ṳṳ"),
    ('\u{325}', "Aa", "Ḁḁ"),
    ('\u{326}', "SsTt", "ȘșȚț"),
    (
        '\u{327}',
        "CcGgKkLlNnRrSsTtEeDdHh",
        "ÇçĢģĶķĻļŅņŖŗŞşŢţȨȩḐḑḨḩ",
    ),
    ('\u{328}', "AaEeIiUuOo", "ĄąĘęĮįŲųǪǫ"),
    ('\u{32d}', "DdEeLlNnTtUu", "ḒḓḘḙḼḽṊṋṰṱṶṷ"),
    ('\u{32e}', "Hh", "Ḫḫ"),
    ('\u{330}', "EeIiUu", "ḚḛḬḭṴṵ"),
    ('\u{331}', "BbDdKkLlNnRrTtZzh", "ḆḇḎḏḴḵḺḻṈṉṞṟṮṯẔẕẖ"),
];

/// A text with every accent in the letter that bears it, as keyboards write it; some file systems and programs write
/// the accent as a character of its own, which looks the same and is another text.
pub fn composed(text: &str) -> Cow<'_, str> {
    if !text.contains(is_mark) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for one in text.chars() {
        let last = out.chars().next_back();
        match last.and_then(|letter| with_mark(letter, one)) {
            Some(whole) => {
                out.pop();
                out.push(whole);
            }
            None => out.push(one),
        }
    }
    Cow::Owned(out)
}

/// Whether it is a mark on the letter before.
pub fn is_mark(one: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&one)
}

/// A letter without its accent, where it has one.
pub fn without_mark(letter: char) -> Option<char> {
    let plain = |(_, plain, marked): &Marked| {
        let mut pairs = plain.chars().zip(marked.chars());
        pairs.find(|(_, with)| *with == letter)
    };
    MARKS.iter().find_map(plain).map(|(plain, _)| plain)
}

fn with_mark(letter: char, mark: char) -> Option<char> {
    let (_, plain, marked) = MARKS.iter().find(|(known, _, _)| *known == mark)?;
    let mut pairs = plain.chars().zip(marked.chars());
    pairs
        .find(|(plain, _)| *plain == letter)
        .map(|(_, marked)| marked)
}

/// How a word looks: accents composed, white space as one blank, nothing that cannot be seen.
pub fn look(text: &str) -> String {
    let seen: String = text.chars().filter(|one| !is_unseen(*one)).collect();
    let words: Vec<&str> = seen.split_whitespace().collect();
    composed(&words.join(" ")).into_owned()
}

/// Characters without width.
fn is_unseen(one: char) -> bool {
    matches!(
        one,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}'
    )
}

#[cfg(test)]
mod tests {
    use super::{MARKS, composed, look, without_mark};

    #[test]
    fn accents_come_into_their_letters() {
        for (plain, marked) in [
            ("cafe\u{301}", "caf\u{e9}"),
            ("u\u{308}ber", "\u{fc}ber"),
            ("\u{438}\u{306}", "\u{439}"),
            ("e\u{323}\u{302}", "\u{1ec7}"),
            ("q\u{301}", "q\u{301}"),
            ("\u{301}", "\u{301}"),
            ("plain", "plain"),
        ] {
            assert_eq!(composed(plain), marked);
        }
        assert_eq!(without_mark('\u{e9}'), Some('e'));
        assert_eq!(without_mark('\u{3ac}'), Some('\u{3b1}'));
        assert_eq!(without_mark('e'), None);
    }

    #[test]
    fn every_mark_has_as_many_letters_with_it_as_without() {
        for (mark, plain, marked) in MARKS {
            assert_eq!(plain.chars().count(), marked.chars().count(), "{mark:?}");
        }
    }

    #[test]
    fn what_looks_the_same_is_the_same() {
        assert_eq!(look(" a\u{a0} b\t"), "a b");
        assert_eq!(look("a\u{200b}b"), "ab");
        assert_ne!(look("A"), look("a"));
    }
}
