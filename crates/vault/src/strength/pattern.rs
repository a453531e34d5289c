//! The pieces people build passphrases from, and what each is worth. Bits in tenths.

use super::Advice;
use super::common::{COMMON, ROWS};
use super::literal::{log2, size};

/// A piece found at a place in the text.
pub(super) struct Found {
    /// Characters, at least 1.
    pub len: usize,
    /// Bits, in tenths.
    pub bits: u32,
    /// What to say about it.
    pub advice: Option<Advice>,
}

impl Found {
    fn new(len: usize, bits: u32, advice: Advice) -> Self {
        Self {
            len,
            bits,
            advice: Some(advice),
        }
    }
}

/// What is known before looking: words about the person, common passwords, keyboard rows.
pub(super) struct Known {
    about: Vec<Vec<char>>,
    rows: Vec<Vec<char>>,
}

impl Known {
    /// `also` is split into words. Words of one or two ASCII characters, and single
    /// characters of other scripts, say too little to count.
    pub(super) fn new(also: &[&str]) -> Self {
        let about = also
            .iter()
            .flat_map(|text| text.split(|c: char| !c.is_alphanumeric()).chain([*text]))
            .map(|word| word.chars().map(plain).collect::<Vec<_>>())
            .filter(|word| word.len() >= 3 || word.len() == 2 && !word.iter().all(char::is_ascii))
            .collect();
        let rows = ROWS
            .iter()
            .flat_map(|row| [row.chars().collect(), row.chars().rev().collect()])
            .collect();
        Self { about, rows }
    }

    /// Every piece that begins at `from`.
    pub(super) fn at(&self, text: &[char], from: usize) -> Vec<Found> {
        let (before, rest) = text.split_at_checked(from).unwrap_or_default();
        let mut found = Vec::new();
        found.extend(
            self.about
                .iter()
                .filter(|word| begins_with(rest, word.iter().copied()))
                .map(|word| Found::new(word.len(), 20, Advice::AboutYou)),
        );
        found.extend(common(rest));
        found.extend(self.rows.iter().filter_map(|row| keyboard(rest, row)));
        found.extend(run(rest));
        found.extend(repeats(before, rest));
        found.extend(date(rest));
        found.extend(phone(rest));
        found
    }
}

/// A character as patterns are written: ASCII letters small.
fn plain(c: char) -> char {
    c.to_ascii_lowercase()
}

/// Undoes the letters people write as digits and signs.
fn unleet(c: char) -> char {
    match c {
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        other => other,
    }
}

/// Whether `text` begins with `word`, which is written plainly.
fn begins_with(text: &[char], word: impl Iterator<Item = char>) -> bool {
    let mut text = text.iter();
    word.into_iter()
        .all(|c| text.next().is_some_and(|t| plain(*t) == c))
}

/// One of the commonest passwords, as it is, in capitals or with letters as digits.
fn common(rest: &[char]) -> impl Iterator<Item = Found> {
    COMMON.iter().enumerate().filter_map(|(rank, word)| {
        let len = word.chars().count();
        let head = rest.get(..len)?;
        let same = |f: fn(char) -> char| head.iter().map(|c| f(plain(*c))).eq(word.chars());
        let as_is = same(|c| c);
        if !as_is && !same(unleet) {
            return None;
        }
        let capitals = head.iter().any(char::is_ascii_uppercase);
        let bits = 10 + log2(size(rank + 1)) + u32::from(capitals) * 10 + u32::from(!as_is) * 10;
        Some(Found::new(len, bits, Advice::CommonPassword))
    })
}

/// Three neighbours or more of one keyboard row.
fn keyboard(rest: &[char], row: &[char]) -> Option<Found> {
    let first = plain(*rest.first()?);
    let start = row.iter().position(|c| *c == first)?;
    let len = rest
        .iter()
        .zip(row.get(start..)?)
        .take_while(|(c, key)| plain(**c) == **key)
        .count();
    (len >= 3).then(|| Found::new(len, 50 + log2(size(len)), Advice::Run))
}

/// Three letters or digits or more, each one or two above, or below, the last.
fn run(rest: &[char]) -> Option<Found> {
    let step = |pair: &[char]| match pair {
        [a, b] if a.is_ascii_alphanumeric() && b.is_ascii_alphanumeric() => {
            Some(i64::from(u32::from(*b)) - i64::from(u32::from(*a)))
        }
        _ => None,
    };
    let stride = step(rest.get(..2)?).filter(|stride| matches!(stride.abs(), 1 | 2))?;
    let len = 1 + rest
        .windows(2)
        .take_while(|pair| step(pair) == Some(stride))
        .count();
    let easy = rest.first().is_some_and(|c| "aA019zZ".contains(*c));
    let bits = if easy { 20 } else { 45 } + log2(size(len));
    (len >= 3).then(|| Found::new(len, bits, Advice::Run))
}

/// What was written before, written again: the longest copy from each distance back.
fn repeats(before: &[char], rest: &[char]) -> Vec<Found> {
    (1..=before.len())
        .filter_map(|back| {
            let source = before.get(before.len() - back..)?;
            let len = rest
                .iter()
                .zip(source.iter().chain(rest))
                .take_while(|(again, c)| plain(**again) == plain(**c))
                .count();
            let least = if back == 1 { 2 } else { 3 };
            let bits = 30 + log2(size(len)) + log2(size(back));
            (len >= least).then(|| Found::new(len, bits, Advice::Repeats))
        })
        .collect()
}

/// A year from 1900 to 2039, or a date of six or eight digits in any usual order.
fn date(rest: &[char]) -> Vec<Found> {
    let number = |from: usize, len: usize| digits(rest.get(from..from + len)?);
    let year = |from| number(from, 4).is_some_and(|y| (1900..=2039).contains(&y));
    let month = |from| number(from, 2).is_some_and(|m| (1..=12).contains(&m));
    let day = |from| number(from, 2).is_some_and(|d| (1..=31).contains(&d));
    let month_day = |from| month(from) && day(from + 2);
    let day_month = |from| day(from) && month(from + 2);

    let long = year(0) && month_day(4) || (month_day(0) || day_month(0)) && year(4);
    let short = number(0, 2).is_some() && month_day(2) || day_month(0) && number(4, 2).is_some();
    [(long, 8, 130), (short, 6, 120), (year(0), 4, 60)]
        .into_iter()
        .filter(|(found, ..)| *found)
        .map(|(_, len, bits)| Found::new(len, bits, Advice::Date))
        .collect()
}

/// A mainland mobile number: eleven digits, the first 1, the second 3 or more.
fn phone(rest: &[char]) -> Option<Found> {
    let number = rest.get(..11)?;
    digits(number)?;
    let mobile = matches!(number, ['1', '3'..='9', ..]);
    mobile.then(|| Found::new(11, 240, Advice::PhoneNumber))
}

/// The number these digits write, if all are digits.
fn digits(text: &[char]) -> Option<u64> {
    text.iter()
        .try_fold(0_u64, |n, c| Some(n * 10 + u64::from(c.to_digit(10)?)))
}
