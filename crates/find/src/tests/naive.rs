//! A search without an index, written from the rules: the index must give the same answers.

use super::readings;
use crate::analyse::{Analysis, Script};
use crate::finder::Finder;
use crate::kind::Kind;
use crate::postings::Place;
use crate::query::numbers;
use crate::rank::{self, Heard, Held};
use crate::{Hit, Readings};
use proptest::collection::vec;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::LazyLock;

static READINGS: LazyLock<Readings> = LazyLock::new(readings);

/// A word or a run, as text.
#[derive(Clone, Debug)]
struct Token {
    run: bool,
    text: Vec<char>,
}

fn tokens(text: &str, kind: Kind) -> Vec<Token> {
    let mut analysis = Analysis::default();
    analysis.read(text, kind);
    let pieces = analysis.pieces.iter();
    pieces
        .map(|piece| match piece.script {
            Script::Run => Token {
                run: true,
                text: analysis.run(piece).to_vec(),
            },
            Script::Word => {
                let text = String::from_utf8(analysis.word(piece).to_vec()).unwrap();
                Token {
                    run: false,
                    text: text.chars().collect(),
                }
            }
        })
        .collect()
}

fn held(term: &[char], typed: &[char]) -> Option<Held> {
    if term == typed {
        Some(Held::Whole)
    } else if term.starts_with(typed) {
        Some(Held::Prefix)
    } else if term.windows(typed.len()).any(|part| part == typed) {
        Some(Held::Inside)
    } else {
        None
    }
}

/// Optimal string alignment, the whole matrix.
fn alignment(a: &[char], b: &[char]) -> usize {
    let mut d = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            d[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let mut best = (d[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]))
                    .min(d[i - 1][j] + 1)
                    .min(d[i][j - 1] + 1);
                if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    best = best.min(d[i - 2][j - 2] + 1);
                }
                best
            };
        }
    }
    d[a.len()][b.len()]
}

/// How the character at a place is read: spelling, off beat.
fn read(run: &[char], place: usize, name: bool) -> Vec<(String, bool)> {
    let general: Vec<u16> = READINGS.syllables(run[place]).collect();
    let pair = READINGS
        .pairs()
        .find(|(pair, _)| name && run.starts_with(pair));
    let own: Vec<u16> = match pair {
        Some((_, syllables)) if place < 2 => vec![syllables[place]],
        _ if name && place == 0 => READINGS.surname(run[0]).collect(),
        _ => Vec::new(),
    };
    let own_read = own.iter();
    let mut all: Vec<(u16, bool)> = own_read
        .enumerate()
        .map(|(at, syllable)| (*syllable, at > 0))
        .collect();
    for (at, syllable) in general.iter().enumerate() {
        all.push((*syllable, at > 0 || !own.is_empty()));
    }
    let mut spelled: Vec<(String, bool)> = Vec::new();
    for (syllable, offbeat) in all {
        for way in READINGS.ways(syllable) {
            let letters = READINGS.spellings()[usize::from(way)].letters();
            let text = String::from_utf8(letters.to_vec()).unwrap();
            if !spelled.iter().any(|(known, _)| *known == text) {
                spelled.push((text, offbeat));
            }
        }
    }
    spelled
}

/// Every way of hearing the rest of what was typed: `(initials, offbeat, partial, end)`.
fn hear(
    typed: &[(char, bool)],
    run: &[char],
    place: usize,
    name: bool,
    before: (bool, bool),
    each: &mut dyn FnMut(bool, bool, bool, usize),
) {
    let Some(c) = run.get(place) else { return };
    let (initials, offbeat) = before;
    let mut take = |count: usize, initials: bool, offbeat: bool| {
        if count == typed.len() {
            each(initials, offbeat, false, place + 1);
        } else {
            hear(
                &typed[count..],
                run,
                place + 1,
                name,
                (initials, offbeat),
                each,
            );
        }
    };
    if typed[0].0 == *c {
        take(1, initials, offbeat);
    }
    let begins = |piece: &str| {
        let piece: Vec<char> = piece.chars().collect();
        piece.len() <= typed.len()
            && piece
                .iter()
                .zip(typed)
                .enumerate()
                .all(|(at, (letter, (key, bound)))| letter == key && (at == 0 || !bound))
    };
    let mut partial = Vec::new();
    for (spelling, off) in read(run, place, name) {
        let off = offbeat || off;
        if begins(&spelling) {
            take(spelling.len(), initials, off);
        }
        let start = |count: usize| spelling.get(..count).unwrap_or(" ");
        let one = start(1);
        if spelling.len() > 1 && begins(one) {
            take(1, true, off);
        }
        if spelling.len() > 2 && matches!(start(2), "zh" | "ch" | "sh") && begins(start(2)) {
            take(2, true, off);
        }
        if typed.len() < spelling.len() && begins(start(typed.len())) {
            partial.push(off);
        }
    }
    for off in partial {
        each(initials, off, true, place + 1);
    }
}

/// The rank of a run heard as what was typed, letters with a mark where a space stood before.
fn heard(typed: &[(char, bool)], run: &[char], kind: Kind, place: Place) -> Option<u16> {
    let latin = typed.iter().any(|(c, _)| c.is_ascii_lowercase());
    if !latin || typed.len() > 60 || !matches!(kind, Kind::Name | Kind::Organisation | Kind::Tag) {
        return None;
    }
    let mut best = None;
    // A letter alone counts at the beginning.
    let starts = if typed.len() == 1 { 1 } else { run.len() };
    for start in 0..starts {
        let mut each = |initials: bool, offbeat: bool, partial: bool, end: usize| {
            let initials = initials || partial && typed.len() == 1;
            let ends = start == 0 && end == run.len();
            let rank = Heard::new(initials, offbeat, start > 0, partial, ends).rank(kind, place);
            best = Some(best.map_or(rank, |best: u16| best.min(rank)));
        };
        hear(
            typed,
            run,
            start,
            kind == Kind::Name,
            (false, false),
            &mut each,
        );
    }
    best
}

/// The rank of digits in a telephone number.
fn dialled(numbers: &[Vec<u8>], token: &Token, place: Place) -> Option<u16> {
    let ranks = numbers.iter().filter_map(|digits| {
        let digits: Vec<char> = digits.iter().map(|digit| char::from(*digit)).collect();
        let held = held(&token.text, &digits)?;
        let ends = digits.len() >= 7 && token.text.ends_with(&digits);
        Some(rank::spelled(
            Kind::Phone,
            if ends { Held::Whole } else { held },
            place,
        ))
    });
    ranks.min()
}

type Parts = Vec<(Kind, String)>;

fn standing(parts: &Parts) -> Vec<(Kind, Token, Place)> {
    let mut all = Vec::new();
    for (kind, text) in parts {
        let tokens = tokens(text, *kind);
        let count = tokens.len();
        for (at, token) in tokens.into_iter().enumerate() {
            let place = if *kind == Kind::Phone {
                Place::new(0, 1)
            } else {
                Place::new(at, count)
            };
            all.push((*kind, token, place));
        }
    }
    all
}

fn digits(token: &Token) -> bool {
    token.text.iter().all(char::is_ascii_digit)
}

fn letters(token: &Token) -> bool {
    token.run || token.text.iter().all(char::is_ascii_lowercase)
}

fn one_word(typed: &Token, plus: bool, parts: &Parts) -> Option<u16> {
    let ranks = standing(parts)
        .into_iter()
        .filter_map(|(kind, token, place)| {
            let mut ranks = Vec::new();
            if kind == Kind::Phone {
                if !typed.run && digits(typed) {
                    let bytes: Vec<u8> = typed.text.iter().map(|c| *c as u8).collect();
                    ranks.extend(dialled(&numbers(&bytes, plus), &token, place));
                }
            } else if typed.run == token.run {
                let held = held(&token.text, &typed.text);
                let held =
                    held.filter(|held| typed.run || typed.text.len() > 1 || *held != Held::Inside);
                ranks.extend(held.map(|held| rank::spelled(kind, held, place)));
                let most = match typed.text.len() {
                    _ if typed.run || !letters(typed) => 0,
                    4..8 => 1,
                    8..25 => 2,
                    _ => 0,
                };
                if most > 0 && matches!(kind, Kind::Name | Kind::Organisation) {
                    let edits = (0..=token.text.len())
                        .map(|end| alignment(&typed.text, &token.text[..end]));
                    let edits = edits.min().filter(|edits| *edits <= most);
                    ranks.extend(edits.map(|edits| rank::near(kind, edits as u8)));
                }
            } else if token.run && letters(typed) {
                let typed: Vec<_> = typed.text.iter().map(|c| (*c, false)).collect();
                ranks.extend(heard(&typed, &token.text, kind, place));
            }
            ranks.into_iter().min()
        });
    ranks.min()
}

/// The rank of a document.
fn rank_of(typed: &str, parts: &Parts) -> Option<u16> {
    let words = tokens(typed, Kind::Text);
    let plus = typed.trim_start().starts_with('+');
    let mut total = 0;
    let same = |a: &Token, b: &Token| digits(a) && digits(b) || letters(a) && letters(b);
    let mut first = true;
    for group in words.chunk_by(same) {
        let plus = plus && std::mem::take(&mut first);
        let each = group.iter().enumerate();
        let each = each.map(|(at, word)| one_word(word, plus && at == 0, parts));
        let sum = each
            .collect::<Option<Vec<u16>>>()
            .map(|ranks| ranks.iter().sum::<u16>());
        let mut one = None;
        if group.len() > 1 {
            let mut keys = Vec::new();
            let mut number = Vec::new();
            for word in group {
                keys.extend(word.text.iter().enumerate().map(|(at, c)| (*c, at == 0)));
                number.extend(word.text.iter().map(|c| *c as u8));
            }
            let ranks = standing(parts)
                .into_iter()
                .filter_map(|(kind, token, place)| match kind {
                    Kind::Phone if digits(&group[0]) => {
                        dialled(&numbers(&number, plus), &token, place)
                    }
                    Kind::Phone => None,
                    _ if token.run && letters(&group[0]) => heard(&keys, &token.text, kind, place),
                    _ => None,
                });
            one = ranks.min();
        }
        total += one.into_iter().chain(sum).min()?;
    }
    if words.len() > 1 {
        let names = parts.iter().filter(|(kind, _)| *kind == Kind::Name);
        let whole = |a: &Token, b: &Token| a.run == b.run && a.text == b.text;
        let named = names.filter_map(|(_, name)| {
            let name = tokens(name, Kind::Name);
            let (last, before) = words.split_last()?;
            let at = name.get(before.len())?;
            let same = before.iter().zip(&name).all(|(a, b)| whole(a, b));
            if !same || at.run != last.run || !at.text.starts_with(&last.text) {
                return None;
            }
            Some(rank::several(
                name.len() == words.len() && at.text == last.text,
            ))
        });
        total = named.min().unwrap_or(total);
    }
    (!words.is_empty()).then_some(total)
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[王小明单解万俟尉迟李丽力区张中重长吕乐行安西先]{1,4}",
        1 => Just("万俟小明".to_owned()),
        1 => Just("李 Xiao 明".to_owned()),
        3 => proptest::sample::select(vec![
            "John Smith", "Jon Smithe", "Wang Xiaoming", "Li", "Ana-Lí", "Élizabeth", "Elisabeth X",
            "Smith John", "Zhang", "Xian", "王 John", "Ольга", "3M中国", "a", "wangx",
        ]).prop_map(str::to_owned),
    ]
}

fn part() -> impl Strategy<Value = (Kind, String)> {
    prop_oneof![
        4 => name().prop_map(|name| (Kind::Name, name)),
        2 => name().prop_map(|name| (Kind::Organisation, name)),
        1 => name().prop_map(|name| (Kind::Tag, name)),
        1 => name().prop_map(|name| (Kind::Text, name)),
        1 => "[+]?[0138]{2,5}[ -][0138]{2,9}(, [0138]{7})?".prop_map(|phone| (Kind::Phone, phone)),
        1 => "[a-d]{1,3}[.]?[a-d]{1,2}@(li|xm|wang)[.](com|cn)".prop_map(|mail| (Kind::Email, mail)),
        1 => "(S|PO)-?[013]{3,5}".prop_map(|code| (Kind::Code, code)),
        1 => Just((Kind::Tag, " -".to_owned())),
    ]
}

fn typed() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        3 => proptest::sample::select(vec![
            "w", "l", "wang", "wan", "wxm", "wangxm", "xm", "xiaom", "li", "lili", "dan", "shan",
            "jie", "xie", "moqi", "mo", "q", "wq", "yuchi", "weichi", "zh", "zhang", "zhong", "c",
            "chang", "lv", "lu", "lyu", "yue", "le", "xian", "anx", "john", "jonh", "smth", "smit",
            "elizabet", "elisabat", "lizab", "x", "a", "zhz", "王x", "w小", "小ming", "3m", "льг",
            "138", "13", "0086138", "po", "s0", "com", "b@li", "m", "shanm", "smith",
        ]).prop_map(str::to_owned),
        2 => "[wangxmlizhd]{1,4}",
        2 => "[王小明单解万俟李丽]{1,2}",
        1 => name(),
        1 => "[+]?[0138]{1,10}",
        1 => "[0138 ]{1,10}",
    ];
    vec(word, 1..4).prop_map(|words| words.join(" "))
}

/// One thing done to an index.
#[derive(Clone, Debug)]
enum Step {
    Put(u32, u32, Parts),
    Remove(u32),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        5 => (0u32..9, 0u32..3, vec(part(), 0..4)).prop_map(|(doc, tie, parts)| Step::Put(doc, tie, parts)),
        1 => (0u32..9).prop_map(Step::Remove),
    ]
}

proptest! {
    #[test]
    fn the_index_answers_as_a_naive_search_does(
        steps in vec(step(), 1..14),
        taught_after in 0usize..14,
        queries in vec(typed(), 1..8),
        k in 0usize..12,
    ) {
        let mut finder = Finder::new();
        let mut known: BTreeMap<u32, (u32, Parts)> = BTreeMap::new();
        for (at, step) in steps.iter().enumerate() {
            if at == taught_after.min(steps.len() - 1) {
                finder.teach(readings());
                finder.learn(2);
            }
            match step {
                Step::Put(doc, tie, parts) => {
                    let borrowed: Vec<_> = parts.iter().map(|(kind, text)| (*kind, text.as_str())).collect();
                    finder.put(*doc, *tie, &borrowed).unwrap();
                    known.insert(*doc, (*tie, parts.clone()));
                }
                Step::Remove(doc) => {
                    prop_assert_eq!(finder.remove(*doc), known.remove(doc).is_some());
                }
            }
        }
        while !finder.learn(1) {}
        prop_assert_eq!(finder.len(), known.len());
        for query in queries {
            let mut expected: Vec<_> = known
                .iter()
                .filter_map(|(doc, (tie, parts))| Some((rank_of(&query, parts)?, std::cmp::Reverse(*tie), *doc)))
                .collect();
            expected.sort_unstable();
            let found = finder.find(&query, k);
            prop_assert_eq!(found.total as usize, expected.len(), "{} in {:?}", query, known);
            let mut every: Vec<u32> = finder.matching(&query, 0, u32::MAX).into_iter().map(|(doc, _)| doc).collect();
            every.sort_unstable();
            let mut all: Vec<u32> = expected.iter().map(|(_, _, doc)| *doc).collect();
            all.sort_unstable();
            prop_assert_eq!(every, all, "{} in {:?}", query, known);
            let docs: Vec<_> = found.hits.iter().map(|Hit { doc, rank, .. }| (*rank, *doc)).collect();
            let expected: Vec<_> = expected.into_iter().take(k).map(|(rank, _, doc)| (rank, doc)).collect();
            prop_assert_eq!(docs, expected, "{} in {:?}", query, known);
            for hit in &found.hits {
                prop_assert!(!hit.why.is_empty());
                let parts = &known[&hit.doc].1;
                for why in &hit.why {
                    let (kind, text) = &parts[why.part as usize];
                    prop_assert_eq!(*kind, why.kind);
                    prop_assert!(!finder.highlight(&query, *kind, text).is_empty(), "{} in {}", query, text);
                }
            }
        }
    }
}
