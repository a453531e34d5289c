//! In which order texts stand.

use super::readings;
use crate::{Begins, Collation, Readings};
use proptest::prelude::*;

fn key(order: &Collation, begins: Begins, text: &str) -> Vec<u8> {
    let mut out = Vec::new();
    order.key(begins, text, &mut out);
    out
}

/// Each stands before the next.
fn ascend(order: &Collation, begins: Begins, texts: &[&str]) {
    for pair in texts.windows(2) {
        let (a, b) = (key(order, begins, pair[0]), key(order, begins, pair[1]));
        assert!(a < b, "{pair:?}: {a:?} {b:?}");
    }
}

#[test]
fn chinese_names_stand_by_pinyin_and_surnames_as_they_are_read() {
    let order = Collation::new(Some(&readings()));
    let groups: &[&[&str]] = &[
        &["张伟", "赵敏"],
        // bo, chan yu, chen, ou yang, ping, qiu, shan, xie, zeng, zhang
        &[
            "薄一波",
            "单于飞",
            "陈单",
            "欧阳锋",
            "平安",
            "仇和",
            "单雄信",
            "王单",
            "解缙",
            "曾国藩",
            "张三",
        ],
        // One surname stands together, whatever comes behind it.
        &["张伟", "张小明", "章安"],
        &["王安", "王宝", "王伯"],
        &[
            "", "- a", "0", "2", "9a", "anna", "Ánnb", "zoe", "Ωmega", "阿明", "周",
        ],
        &["安", "安 b", "安b", "安安"],
        // A character that nobody reads comes last, by code point.
        &["周", "\u{2F000}", "\u{2F001}"],
    ];
    for group in groups {
        ascend(&order, Begins::Name, group);
    }
}

#[test]
fn words_are_not_read_as_surnames() {
    let order = Collation::new(Some(&readings()));
    // hui yi shi, dan wei; of names: gui, shan.
    ascend(&order, Begins::Words, &["单位", "海边", "会议室"]);
    ascend(&order, Begins::Name, &["会议室", "海边", "单位"]);
    assert_ne!(
        key(&order, Begins::Words, "单"),
        key(&order, Begins::Name, "单")
    );
}

#[test]
fn case_width_accents_and_joiners_do_not_count() {
    for readings in [None, Some(readings())] {
        let order = Collation::new(readings.as_ref());
        for (a, b) in [
            ("Zoë", "ｚｏｅ"),
            ("O'Neil", "oneil"),
            ("a - b", "A b"),
            ("Straße", "strasse"),
            (" 张 伟 ", "张\u{3000}伟"),
        ] {
            assert_eq!(
                key(&order, Begins::Name, a),
                key(&order, Begins::Name, b),
                "{a}"
            );
        }
    }
}

#[test]
fn without_readings_characters_stand_by_code_point() {
    let none = Collation::new(None);
    ascend(
        &none,
        Begins::Name,
        &["1", "b", "万", "伟", "单", "张", "\u{20000}"],
    );
    let empty = Collation::new(Some(&Readings::default()));
    ascend(
        &empty,
        Begins::Name,
        &["1", "b", "万", "伟", "单", "张", "\u{20000}"],
    );
}

#[test]
fn every_character_that_can_be_read_has_a_place_of_two_bytes() {
    let readings = readings();
    let order = Collation::new(Some(&readings));
    let mut seen = std::collections::BTreeMap::new();
    for (c, _) in readings.commonest() {
        let c = char::from_u32(c).unwrap();
        let key = key(&order, Begins::Words, &String::from(c));
        assert!(
            key.len() == 2 && key[0] >= 0x40 && key[0] < 0xFF,
            "{c} {key:?}"
        );
        assert_eq!(seen.insert(key, c), None);
    }
}

proptest! {
    #[test]
    fn fuzz_any_text_has_a_key(text in any::<String>(), name in any::<bool>()) {
        let begins = if name { Begins::Name } else { Begins::Words };
        let out = key(&Collation::new(None), begins, &text);
        prop_assert!(out.len() <= text.len() * 8);
    }
}
