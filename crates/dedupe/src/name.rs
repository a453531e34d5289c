//! Names in the one form that compares, and how alike two are.
//!
//! Must stay true: alike is symmetric; long names cost no more than short ones.

/// Most characters of a name that count.
const LONGEST: usize = 64;

/// The name in lower case and narrow letters, without signs and forms of address; words of
/// alphabets in order, so that `Smith, John` is `John Smith`. Empty where nothing is left.
pub fn name_key(text: &str) -> String {
    let narrow = text.chars().take(LONGEST).map(|c| match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        c => c,
    });
    let lower: String = narrow.flat_map(char::to_lowercase).collect();
    let east = lower.chars().any(is_han);
    if east {
        let bare: String = lower.chars().filter(|c| c.is_alphanumeric()).collect();
        let mut bare = bare.as_str();
        for title in ["先生", "女士", "小姐", "老师", "同学"] {
            // One character alone is a family name, and the form of address is needed with it.
            bare = bare
                .strip_suffix(title)
                .filter(|rest| rest.chars().nth(1).is_some())
                .unwrap_or(bare);
        }
        return bare.to_owned();
    }
    const TITLES: [&str; 10] = [
        "mr", "mrs", "ms", "miss", "dr", "prof", "herr", "frau", "jr", "sr",
    ];
    let mut words: Vec<&str> = lower
        .split(|c: char| !c.is_alphanumeric() && c != '\'')
        .filter(|word| !word.is_empty() && !TITLES.contains(word))
        .collect();
    words.sort_unstable();
    words.join(" ")
}

fn is_han(c: char) -> bool {
    matches!(u32::from(c), 0x3400..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF)
}

/// Whether two different keys may be one name: a slip of the pen, or a middle name left out.
pub fn alike(a: &str, b: &str) -> bool {
    let (short, long) = if a.chars().count() <= b.chars().count() {
        (a, b)
    } else {
        (b, a)
    };
    let length = short.chars().count();
    if short.contains(is_han) || long.contains(is_han) {
        // Of three characters or more, one may differ.
        return length >= 3 && length == long.chars().count() && distance(short, long) <= 1;
    }
    let mut words = short.split(' ');
    let several = short.contains(' ');
    if several && words.all(|word| long.split(' ').any(|other| other == word)) {
        return true;
    }
    let slips = match length {
        0..=3 => return false,
        4..=7 => 1,
        _ => 2,
    };
    distance(short, long) <= slips
}

/// How many characters must be put in, left out or replaced.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().take(LONGEST).collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().take(LONGEST).enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        for (y, cell) in b.iter().zip(row.iter_mut().skip(1)) {
            let replaced = diagonal + usize::from(x != *y);
            diagonal = *cell;
            left = replaced.min(left + 1).min(*cell + 1);
            *cell = left;
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_brought_to_one_form() {
        for (text, want) in [
            (" 张 三 ", "张三"),
            ("张三先生", "张三"),
            ("张先生", "张先生"),
            ("Smith, John", "john smith"),
            ("Dr. John  SMITH", "john smith"),
            ("Ｊｏｈｎ", "john"),
            ("O'Brien", "o'brien"),
            ("成都（某某）有限公司", "成都某某有限公司"),
            ("", ""),
            ("!!", ""),
        ] {
            assert_eq!(name_key(text), want, "{text}");
        }
    }

    #[test]
    fn slips_are_told_from_other_names() {
        for (a, b, want) in [
            ("john smith", "jon smith", true),
            ("john smith", "john q smith", true),
            ("john smith", "jane smith", false),
            ("anna", "anne", true),
            ("ann", "ana", false),
            ("王小明", "王晓明", true),
            ("王明", "王朋", false),
            ("王小明", "王明", false),
            ("", "x", false),
        ] {
            assert_eq!(alike(a, b), want, "{a} {b}");
            assert_eq!(alike(b, a), want, "{b} {a}");
        }
        assert_eq!(distance("kitten", "sitting"), 3);
    }
}
