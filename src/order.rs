//! Putting things in order by a number. One sort serves every list, because each kind of sort
//! the compiler makes anew is some ten kilobytes of the first load.

/// The places of the keys, highest key first; equal keys stay in their order.
fn places(keys: impl Iterator<Item = i64>) -> Vec<u32> {
    let mut pairs: Vec<(i64, u32)> = keys
        .zip(0u32..)
        .map(|(key, at)| (key.saturating_neg(), at))
        .collect();
    pairs.sort_unstable();
    pairs.into_iter().map(|(_, at)| at).collect()
}

/// The things with the highest key first; equal ones stay in their order.
pub fn highest_first<T>(things: Vec<T>, key: impl Fn(&T) -> i64) -> Vec<T> {
    let order = places(things.iter().map(key));
    let mut things: Vec<Option<T>> = things.into_iter().map(Some).collect();
    order
        .into_iter()
        .filter_map(|at| things.get_mut(at as usize).and_then(Option::take))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::highest_first;

    #[test]
    fn highest_come_first_and_equal_ones_keep_their_order() {
        let all = vec![
            (1, 'a'),
            (3, 'b'),
            (1, 'c'),
            (i64::MIN, 'd'),
            (i64::MAX, 'e'),
        ];
        let sorted = highest_first(all, |(key, _)| *key);
        assert_eq!(sorted.iter().map(|(_, c)| *c).collect::<String>(), "ebacd");
    }
}
