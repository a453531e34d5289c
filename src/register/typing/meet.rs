//! What was typed meets what somebody else changed meanwhile.
//!
//! Must stay true: nothing typed and nothing changed by others is lost silently. It knows texts
//! only, no screen.

/// How what stood, what is typed and what stands now meet in one field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Met {
    /// Nobody else changed it, or everybody to the same.
    Mine,
    /// Somebody else changed it, and nothing was typed.
    Theirs,
    /// Both changed it, to different things.
    Both,
}

/// How they meet; `same` says whether two texts mean the same.
pub fn meet(base: &str, typed: &str, now: &str, same: impl Fn(&str, &str) -> bool) -> Met {
    if same(now, base) || same(now, typed) {
        Met::Mine
    } else if same(typed, base) {
        Met::Theirs
    } else {
        Met::Both
    }
}

/// A set as it stands now, with what was added to it and without what was taken out of it here.
pub fn merged(base: &[String], typed: &[String], now: &[String]) -> Vec<String> {
    let removed = |one: &String| base.contains(one) && !typed.contains(one);
    let mut all: Vec<String> = now.iter().filter(|one| !removed(one)).cloned().collect();
    for one in typed {
        if !base.contains(one) && !all.contains(one) {
            all.push(one.clone());
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_both_changed_to_different_things_is_asked() {
        for (base, typed, now, met) in [
            ("a", "a", "a", Met::Mine),
            ("a", "b", "a", Met::Mine),
            ("a", "b", "b", Met::Mine),
            ("a", "a", "b", Met::Theirs),
            ("a", "", "b", Met::Both),
            ("", "b", "c", Met::Both),
            ("a", "b", "", Met::Both),
            ("a", "a", "", Met::Theirs),
        ] {
            let said = meet(base, typed, now, |a, b| a == b);
            assert_eq!(said, met, "{base} {typed} {now}");
        }
    }

    #[test]
    fn sets_take_in_what_everybody_added_and_took_out() {
        for (base, typed, now, all) in [
            ("a b", "a b c", "a b d", "a b d c"),
            ("a b", "a", "a b d", "a d"),
            ("a b", "a b", "b", "b"),
            ("a b", "a", "b", ""),
            ("", "x", "x", "x"),
        ] {
            let set = |words: &str| {
                words
                    .split_whitespace()
                    .map(str::to_owned)
                    .collect::<Vec<_>>()
            };
            let said = merged(&set(base), &set(typed), &set(now));
            assert_eq!(said, set(all), "{base} | {typed} | {now}");
        }
    }
}
