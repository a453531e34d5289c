//! One sort for every key: by 64 bits, stable, in time that does not depend on what is sorted.
//!
//! Must stay true: equal keys stay in their order. One sort serves all, because each kind of sort
//! the compiler makes anew is some ten kilobytes of the first load.

/// A key and what it belongs to.
pub(crate) type Entry = (u64, u32);

/// Up to so many are put in place one by one.
const FEW: usize = 40;

/// Sorts by the keys; `spare` is lent for the time being.
pub(crate) fn sort(entries: &mut [Entry], spare: &mut Vec<Entry>) {
    if entries.len() <= FEW {
        insert(entries);
        return;
    }
    // How often each byte occurs at each of the eight places.
    let mut counts = [[0u32; 256]; 8];
    for (key, _) in entries.iter() {
        for (count, byte) in counts.iter_mut().zip(key.to_le_bytes()) {
            if let Some(count) = count.get_mut(usize::from(byte)) {
                *count += 1;
            }
        }
    }
    spare.clear();
    spare.resize(entries.len(), (0, 0));
    let mut moved = false;
    for (place, count) in counts.iter_mut().enumerate() {
        if count.iter().any(|count| *count as usize == entries.len()) {
            continue;
        }
        let mut next = 0;
        for slot in count.iter_mut() {
            next += core::mem::replace(slot, next);
        }
        if moved {
            scatter(spare, entries, count, place * 8);
        } else {
            scatter(entries, spare, count, place * 8);
        }
        moved = !moved;
    }
    if moved {
        entries.copy_from_slice(spare);
    }
}

/// Moves every entry to where its byte at a place belongs.
fn scatter(from: &[Entry], to: &mut [Entry], next: &mut [u32; 256], shift: usize) {
    for entry in from {
        let byte = (entry.0 >> shift) as u8;
        if let Some(place) = next.get_mut(usize::from(byte)) {
            if let Some(slot) = to.get_mut(*place as usize) {
                *slot = *entry;
            }
            *place += 1;
        }
    }
}

fn insert(entries: &mut [Entry]) {
    for end in 1..entries.len() {
        let (done, rest) = entries.split_at_mut(end);
        let (Some(entry), Some(last)) = (rest.first().copied(), done.last()) else {
            continue;
        };
        if last.0 <= entry.0 {
            continue;
        }
        let place = done.partition_point(|other| other.0 <= entry.0);
        if let Some(tail) = entries.get_mut(place..=end) {
            tail.rotate_right(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::sort;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_sorts_as_a_stable_sort_does(
            keys in proptest::collection::vec(prop_oneof![0u64..9, any::<u64>(), Just(u64::MAX)], 0..400),
        ) {
            let mut entries: Vec<(u64, u32)> = keys.into_iter().zip(0..).collect();
            let mut expected = entries.clone();
            expected.sort_by_key(|entry| entry.0);
            sort(&mut entries, &mut Vec::new());
            prop_assert_eq!(entries, expected);
        }
    }
}
