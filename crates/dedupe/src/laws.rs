//! What holds for any two records.

use crate::{Index, Keys, Live, Subject, compare, email_key, name_key};
use proptest::collection::vec;
use proptest::prelude::*;
use std::collections::BTreeMap;

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "张三",
            "李四",
            "先生",
            "john",
            "Smith",
            ", ",
            " ",
            "13800138000",
            "+86",
            "转8",
            "a@b.cn",
            "+x",
            "@",
            "gmail.com",
            "Dr.",
            "０",
            "ß",
            "İ",
        ])
        .prop_map(str::to_owned),
        any::<String>(),
    ];
    vec(piece, 0..4).prop_map(|pieces| pieces.concat())
}

fn keys() -> impl Strategy<Value = Keys> {
    let year = prop::option::of(prop::sample::select(vec![1980u16, 1990]));
    (text(), text(), vec(text(), 0..3), vec(text(), 0..3), year).prop_map(
        |(name, reading, phones, emails, birth_year)| {
            let phones: Vec<&str> = phones.iter().map(String::as_str).collect();
            let emails: Vec<&str> = emails.iter().map(String::as_str).collect();
            Keys::of(&Subject {
                name: &name,
                reading: &reading,
                phones: &phones,
                emails: &emails,
                birth_year,
            })
        },
    )
}

proptest! {
    #[test]
    fn comparing_is_symmetric_and_bounded(a in keys(), b in keys()) {
        let found = compare(&a, &b);
        prop_assert_eq!(found, compare(&b, &a));
        prop_assert!((0.0..=1.0).contains(&found.score));
        prop_assert!(found.score == 0.0 || found.reasons.iter().next().is_some());
        let own = compare(&a, &a);
        prop_assert!(own.score >= found.score || own.score >= 0.2);
    }

    #[test]
    fn fuzz_keys_of_any_text_are_stable(text in text()) {
        let name = name_key(&text);
        prop_assert_eq!(name_key(&name).chars().count() <= name.chars().count(), true);
        if let Some(email) = email_key(&text) {
            prop_assert_eq!(email_key(&email), Some(email));
        }
    }

    #[test]
    fn an_index_finds_what_comparing_all_with_all_finds(records in vec(keys(), 0..12)) {
        let index = Index::new(records.clone());
        let found = index.pairs(0.5);
        let mut all = Vec::new();
        for (i, a) in records.iter().enumerate() {
            for (j, b) in records.iter().enumerate().skip(i + 1) {
                if compare(a, b).score >= 0.5 {
                    all.push((i as u32, j as u32));
                }
            }
        }
        let mut got: Vec<_> = found.pairs.iter().map(|p| (p.a, p.b)).collect();
        got.sort_unstable();
        prop_assert_eq!(got, all);
    }

    #[test]
    fn records_that_change_are_found_as_if_they_had_always_been_so(
        before in vec(keys(), 0..8),
        records in vec(keys(), 0..12),
        some in 1usize..40,
    ) {
        let mut live = Live::default();
        for (place, keys) in (0u32..).zip(before) {
            live.put(place, keys);
        }
        (0..live.end()).for_each(|place| {
            live.remove(place);
        });
        prop_assert!(live.is_empty());
        for (place, keys) in (0u32..12).zip(&records) {
            live.put(place, keys.clone());
        }
        let index = Index::new(records.clone());
        let mut found = BTreeMap::new();
        let mut from = Some(0);
        while let Some(at) = from {
            from = live.step(at, some, 0.3, |a, b, m| {
                found.insert((a, b), m);
            });
        }
        let mut wanted: Vec<_> = index.pairs(0.3).pairs;
        wanted.sort_by_key(|pair| (pair.a, pair.b));
        let wanted: Vec<_> = wanted.into_iter().map(|p| ((p.a, p.b), p.found)).collect();
        prop_assert_eq!(found.into_iter().collect::<Vec<_>>(), wanted);
        for keys in &records {
            prop_assert_eq!(live.matches(keys, None, 0.3), index.matches(keys, 0.3));
        }
    }
}
