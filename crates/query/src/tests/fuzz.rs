//! Any bytes at all.

use super::laws::filter;
use super::*;
use crate::{Direction, View, Views};
use proptest::prelude::*;

fn views() -> impl Strategy<Value = Views> {
    let order = (0u32..25, any::<bool>()).prop_map(|(no, up)| Order {
        field: FieldNo(no),
        direction: if up {
            Direction::Ascending
        } else {
            Direction::Descending
        },
    });
    let columns = || proptest::collection::vec((0u32..25).prop_map(FieldNo), 0..5);
    let orders = proptest::collection::vec(order, 0..4);
    let view = ("[a-z王]{1,20}", filter(), orders, columns()).prop_map(
        |(name, filter, orders, columns)| View {
            name,
            filter,
            orders,
            columns,
        },
    );
    (proptest::collection::vec(view, 0..4), columns()).prop_map(|(all, columns)| Views {
        used: all.len().checked_sub(1),
        all,
        columns,
    })
}

proptest! {
    #[test]
    fn views_come_back(views in views()) {
        let bytes = views.to_bytes().unwrap();
        prop_assert_eq!(Views::from_bytes(&bytes), Ok(views));
    }

    #[test]
    fn fuzz_any_bytes_are_views_or_an_error(mut bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = Views::from_bytes(&bytes);
        if let Some(first) = bytes.first_mut() {
            *first = 1;
        }
        if let Ok(mut views) = Views::from_bytes(&bytes) {
            views.settle(&KIND);
            prop_assert!(views.to_bytes().is_ok());
        }
    }

    #[test]
    fn fuzz_damaged_views_are_views_or_an_error(
        views in views(),
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
        cut in any::<bool>(),
    ) {
        let mut bytes = views.to_bytes().unwrap();
        let at = at.index(bytes.len());
        if cut { bytes.truncate(at) } else { bytes[at] = byte }
        if let Ok(mut views) = Views::from_bytes(&bytes) {
            views.settle(&KIND);
            for view in &views.all {
                // What settled can be asked.
                let table = replica::Table::default();
                prop_assert!(crate::select(&view.filter, &table, &KIND, TODAY, &anyone).is_ok());
            }
        }
    }

    #[test]
    fn fuzz_deep_bytes_do_not_reach_deep(part in 0u8..3, count in 0usize..2_000) {
        // One view "a" whose filter is a group in a group in a group.
        let mut bytes = vec![1, 1, 1, b'a'];
        bytes.extend([(count & 0x7F) as u8 | 0x80, (count >> 7) as u8]);
        for _ in 0..count {
            bytes.push(part);
            if part < 2 { bytes.push(1) }
        }
        bytes.extend([0, 0, 0, 0]);
        prop_assert!(Views::from_bytes(&bytes).is_err());
    }
}
