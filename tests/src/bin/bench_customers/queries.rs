//! What is typed into the boxes: what people look for, taken from the customers themselves.

use crate::people::Customer;

/// What a query is, and so who can answer it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// Words as they stand in a field, from their beginning; maybe with a typing error.
    Words,
    /// The middle of a word, which an index of words does not know.
    Middle,
    /// Pinyin, which only we know.
    Pinyin,
}

/// Pinyin of the commonest surnames, with some given names: in full, apart, initials.
const PINYIN: [&str; 12] = [
    "wangfang", "wang wei", "lina", "zhangmin", "liuyang", "chenjing", "zhaolei", "huangxiu",
    "zeng", "wf", "zm", "lxm",
];

/// At least forty queries, each with its sort.
pub fn all(people: &[Customer]) -> Vec<(String, Sort)> {
    let mut all: Vec<(String, Sort)> = Vec::new();
    let mut add = |text: String, sort: Sort| {
        if text.chars().count() > 1 && !all.iter().any(|(known, _)| *known == text) {
            all.push((text, sort));
        }
    };
    let spread = |no: usize| people.get(no * 7_919 % people.len().max(1));
    let with = |from: usize, fits: &dyn Fn(&Customer) -> bool| {
        (from..from + 2_000)
            .filter_map(spread)
            .find(|one| fits(one))
    };
    let latin = |one: &Customer| one.text("name").is_ascii();
    let firm = |one: &Customer| !one.text("organisation").is_empty();
    for no in 0..8 {
        if let Some(one) = with(no * 37, &|one| !latin(one)) {
            add(one.text("name").to_owned(), Sort::Words);
        }
        if let Some(one) = with(no * 53, &latin) {
            let name = one.text("name").to_ascii_lowercase();
            add(if no % 2 == 0 { name } else { slipped(&name) }, Sort::Words);
        }
    }
    for no in 0..6 {
        if let Some(one) = with(no * 71, &|one| !one.text("phone").is_empty()) {
            let digits = one.text("phone").chars().filter(char::is_ascii_digit);
            let digits: String = digits.collect();
            add(digits.chars().skip(4).take(6).collect(), Sort::Middle);
        }
        if let Some(one) = with(no * 91, &|one| !one.text("email").is_empty()) {
            add(one.text("email").chars().take(14).collect(), Sort::Words);
        }
    }
    for no in 0..4 {
        if let Some(one) = with(no * 101, &firm) {
            let text = one.text("organisation");
            add(text.chars().take(8).collect(), Sort::Words);
        }
        if let Some(one) = with(no * 131, &|one| !one.text("tags").is_empty()) {
            let first = one.text("tags").split(", ").next().unwrap_or("");
            add(first.to_owned(), Sort::Words);
        }
    }
    for text in PINYIN {
        add(text.to_owned(), Sort::Pinyin);
    }
    all
}

/// With a typing error: two letters in the middle are swapped.
fn slipped(name: &str) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    if letters.len() > 6 {
        letters.swap(3, 4);
    }
    letters.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::{Sort, all};
    use crate::people;

    #[test]
    fn there_are_forty_queries_of_two_hundred_letters_of_every_sort() {
        let queries = all(&people::make(3_000));
        assert!(queries.len() >= 40, "{}", queries.len());
        let letters: usize = queries.iter().map(|(text, _)| text.chars().count()).sum();
        assert!(letters >= 200, "{letters}");
        for sort in [Sort::Words, Sort::Middle, Sort::Pinyin] {
            assert!(queries.iter().filter(|(_, of)| *of == sort).count() > 3);
        }
    }
}
