//! One sort for every key: by 64 bits, stable, in time that does not depend on what is sorted.
//!
//! Must stay true: equal keys stay in their order. One sort serves all, because each kind of sort
//! the compiler makes anew is some ten kilobytes of the first load.

/// A key and what it belongs to.
pub(crate) type Entry = (u64, u32);

/// Up to so many are put in place one by one.
const FEW: usize = 32;
/// From so many on it pays to look at more bits at once.
const MANY: usize = 4096;

/// Sorts by the keys; `spare` is lent for the time being.
pub(crate) fn sort(entries: &mut [Entry], spare: &mut Vec<Entry>) {
    if entries.len() <= FEW {
        insert(entries);
    } else if entries.len() < MANY {
        by_digits::<8, 256>(entries, spare);
    } else {
        by_digits::<11, 2048>(entries, spare);
    }
}

/// Sorts by one digit after another, the last first; `SIZE` is two to the power of `BITS`.
fn by_digits<const BITS: usize, const SIZE: usize>(entries: &mut [Entry], spare: &mut Vec<Entry>) {
    // Digits that are the same everywhere are passed over.
    let first = entries.first().map_or(0, |entry| entry.0);
    let differ = entries.iter().fold(0, |all, entry| all | (entry.0 ^ first));
    spare.clear();
    spare.resize(entries.len(), (0, 0));
    let mut moved = false;
    let mut next = [0u32; SIZE];
    for shift in (0..64).step_by(BITS) {
        let digit = |entry: &Entry| (entry.0 >> shift) as usize % SIZE;
        if ((differ >> shift) as usize).is_multiple_of(SIZE) {
            continue;
        }
        next.fill(0);
        for entry in entries.iter() {
            if let Some(count) = next.get_mut(digit(entry)) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for slot in &mut next {
            sum += core::mem::replace(slot, sum);
        }
        let (from, to) = if moved {
            (&**spare, &mut *entries)
        } else {
            (&*entries, spare.as_mut_slice())
        };
        for entry in from {
            if let Some(place) = next.get_mut(digit(entry)) {
                if let Some(slot) = to.get_mut(*place as usize) {
                    *slot = *entry;
                }
                *place += 1;
            }
        }
        moved = !moved;
    }
    if moved {
        entries.copy_from_slice(spare);
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
            times in prop_oneof![Just(1usize), Just(20)],
        ) {
            let mut entries: Vec<(u64, u32)> = keys.repeat(times).into_iter().zip(0..).collect();
            let mut expected = entries.clone();
            expected.sort_by_key(|entry| entry.0);
            sort(&mut entries, &mut Vec::new());
            prop_assert_eq!(entries, expected);
        }
    }
}
