//! What single characters are worth, where no pattern explains them. Bits in tenths.

/// What kind of character it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Digit,
    Lower,
    Upper,
    Symbol,
    /// A Chinese character: one of a few thousand, though not evenly.
    Han,
    /// Any other letter or sign beyond ASCII.
    Other,
}

fn kind(c: char) -> Kind {
    match c {
        '0'..='9' => Kind::Digit,
        'a'..='z' => Kind::Lower,
        'A'..='Z' => Kind::Upper,
        '\0'..='\x7F' => Kind::Symbol,
        '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}' => Kind::Han,
        _ => Kind::Other,
    }
}

/// The bits of each character of `text`, taken by stretches: a stretch of three letters or
/// more is probably a word, four digits or more a number that means something.
pub(super) fn bits(text: &[char]) -> Vec<u32> {
    let mut out = Vec::with_capacity(text.len());
    for stretch in text.chunk_by(|a, b| same_stretch(*a, *b)) {
        let wordy = stretch.iter().any(|c| "aeiouyAEIOUY".contains(*c));
        let each = match stretch.first().map(|c| kind(*c)) {
            Some(Kind::Digit) if stretch.len() >= 4 => 27,
            Some(Kind::Digit) => 33,
            Some(Kind::Lower | Kind::Upper) if stretch.len() < 3 => 47,
            Some(Kind::Lower | Kind::Upper) if wordy => 30,
            Some(Kind::Lower | Kind::Upper) => 40,
            Some(Kind::Han) => 70,
            _ => 45,
        };
        out.extend(stretch.iter().map(|_| each));
    }
    out
}

/// Letters stay together while their case stays, or goes from one capital to small letters.
fn same_stretch(a: char, b: char) -> bool {
    match (kind(a), kind(b)) {
        (Kind::Upper, Kind::Lower) => true,
        (a, b) => a == b,
    }
}

/// The most bits `text` can hold given how few different characters it has, and whether that
/// is very few: each place chooses among them only.
pub(super) fn most_bits(text: &[char]) -> (u32, bool) {
    let mut distinct: Vec<char> = Vec::new();
    for c in text {
        if let Err(at) = distinct.binary_search(c) {
            distinct.insert(at, *c);
        }
    }
    let (len, distinct) = (size(text.len()), size(distinct.len()));
    (len * log2(distinct) + 40 * distinct, distinct * 3 <= len)
}

/// Whether all characters are digits, or all letters of one case.
pub(super) fn is_one_kind(text: &[char]) -> bool {
    matches!(
        text.first().map(|c| kind(*c)),
        Some(Kind::Digit | Kind::Lower | Kind::Upper)
    ) && text.windows(2).all(|pair| match pair {
        [a, b] => kind(*a) == kind(*b),
        _ => true,
    })
}

/// The base-2 logarithm in tenths, straight lines between the powers of two; 0 of 0.
pub(super) fn log2(n: u32) -> u32 {
    n.checked_ilog2()
        .map_or(0, |whole| whole * 10 + (((n - (1 << whole)) * 10) >> whole))
}

/// A length as a `u32`; texts are short.
pub(super) fn size(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}
