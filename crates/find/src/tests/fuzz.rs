//! Anything at all goes in: no panic, bounded work. The tests named `fuzz_…` run as often as
//! `PROPTEST_CASES` says.

use super::readings;
use crate::{Finder, Kind, Readings};
use proptest::collection::vec;
use proptest::prelude::*;

fn kind() -> impl Strategy<Value = Kind> {
    proptest::sample::select(Kind::ALL.to_vec())
}

proptest! {
    #[test]
    fn fuzz_readings_take_any_bytes(bytes in vec(any::<u8>(), 0..400)) {
        let _told = Readings::from_bytes(&bytes);
        let _told = Readings::from_bytes(&[b"cpyr\x01", &bytes[..]].concat());
    }

    #[test]
    fn fuzz_damaged_readings_are_read_or_refused(
        changes in vec((0usize..110_000, any::<u8>()), 1..4),
        cut in prop::option::of(0usize..110_000),
        typed in "[a-z王单万俟]{1,6}",
    ) {
        let mut bytes = include_bytes!("../../data/readings.bin").to_vec();
        for (at, byte) in changes {
            bytes[at] = byte;
        }
        bytes.truncate(cut.unwrap_or(bytes.len()));
        if let Ok(readings) = Readings::from_bytes(&bytes) {
            let mut finder = Finder::new();
            finder.teach(readings);
            finder.put(0, 0, &[(Kind::Name, "万俟单王")]).unwrap();
            let _found = finder.find(&typed, 5);
        }
    }

    #[test]
    fn fuzz_any_text_and_any_query(
        parts in vec((kind(), any::<String>()), 0..5),
        typed in prop_oneof![any::<String>(), "[a-zA-Z0-9王小 +.@'-]{0,30}"],
        k in any::<usize>(),
    ) {
        let mut finder = Finder::new();
        finder.teach(readings());
        let borrowed: Vec<_> = parts.iter().map(|(kind, text)| (*kind, text.as_str())).collect();
        finder.put(u32::MAX, u32::MAX, &borrowed).unwrap();
        let found = finder.find(&typed, k);
        prop_assert!(found.total <= 1 && found.hits.len() <= 1);
        for (kind, text) in &borrowed {
            for query in [typed.as_str(), text] {
                for range in finder.highlight(query, *kind, text) {
                    prop_assert!(text.get(range.clone()).is_some_and(|marked| !marked.is_empty()));
                }
            }
        }
        prop_assert!(finder.memory() > 0);
    }

    #[test]
    fn fuzz_long_queries_are_cut_not_choked_on(unit in "[a-z王0-9 ]{1,5}", times in 0usize..300) {
        let mut finder = Finder::new();
        finder.teach(readings());
        finder.put(1, 0, &[(Kind::Name, &unit.repeat(60)), (Kind::Phone, &unit.repeat(60))]).unwrap();
        let _found = finder.find(&unit.repeat(times), 3);
    }
}
