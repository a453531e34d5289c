//! Texts as filters compare them: small letters, of half width; telephone numbers as digits.
//!
//! Must stay true: a text that needs no folding is compared as it lies, without a copy.

/// One character, folded.
pub(crate) fn fold(c: char, mut emit: impl FnMut(char)) {
    if c.is_ascii() {
        return emit(c.to_ascii_lowercase());
    }
    match u32::from(c) {
        0x3000 => emit(' '),
        wide @ 0xFF01..=0xFF5E => {
            let narrow = char::from_u32(wide - 0xFEE0).unwrap_or(c);
            emit(narrow.to_ascii_lowercase());
        }
        // Characters of Chinese have no case.
        0x3001..=0x9FFF => emit(c),
        _ => c.to_lowercase().for_each(emit),
    }
}

/// A text, folded.
pub(crate) fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    text.chars().for_each(|c| fold(c, |c| out.push(c)));
    out
}

/// The digits of a text, of whatever width.
pub(crate) fn digits(text: &str) -> String {
    let mut out = String::new();
    push_digits(text, &mut out);
    out
}

fn push_digits(text: &str, out: &mut String) {
    let narrow = |c: char| match c {
        '０'..='９' => char::from_u32(u32::from(c) - 0xFEE0),
        '0'..='9' => Some(c),
        _ => None,
    };
    out.extend(text.chars().filter_map(narrow));
}

/// Whether folding would change nothing, looking at the bytes alone: no capital, and of what is
/// not ASCII only such as begins the common Chinese characters.
fn is_plain(text: &str) -> bool {
    let strange = |byte: u8| {
        byte.is_ascii_uppercase() | (0xC3..=0xE3).contains(&byte) | (byte == 0xEA) | (byte >= 0xEF)
    };
    !text
        .bytes()
        .fold(false, |found, byte| found | strange(byte))
}

/// How a text is to hold another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum How {
    Is,
    Contains,
    Begins,
}

/// What is looked for in texts.
#[derive(Debug)]
pub(crate) struct Needle {
    how: How,
    said: String,
    phone: bool,
}

/// Longest telephone number that is read without a buffer, in bytes.
const SHORT: usize = 48;
/// Beyond this length a search that prepares itself is worth it, in bytes.
const LONG: usize = 256;

impl Needle {
    pub(crate) fn new(how: How, said: &str, phone: bool) -> Self {
        let said = if phone {
            digits(said)
        } else {
            folded(said).trim().to_owned()
        };
        Self { how, said, phone }
    }

    /// Whether it stands in a text so; `buffer` is for what has to be folded.
    pub(crate) fn stands_in(&self, text: &str, buffer: &mut String) -> bool {
        if self.phone {
            if text.is_ascii() && text.len() <= SHORT {
                return self.stands_in_digits(text.as_bytes());
            }
            buffer.clear();
            push_digits(text, buffer);
            return self.stands_in_folded(buffer);
        }
        if is_plain(text) {
            return self.stands_in_folded(text);
        }
        buffer.clear();
        if text.is_ascii() {
            buffer.push_str(text);
            buffer.make_ascii_lowercase();
        } else {
            text.chars().for_each(|c| fold(c, |c| buffer.push(c)));
        }
        self.stands_in_folded(buffer)
    }

    /// The same among the digits of a short text without anything but ASCII.
    fn stands_in_digits(&self, text: &[u8]) -> bool {
        let mut digits = [0u8; SHORT];
        let mut count = 0;
        for byte in text {
            // What is no digit is written too, and written over by the next.
            if let Some(slot) = digits.get_mut(count) {
                *slot = *byte;
            }
            count += usize::from(byte.is_ascii_digit());
        }
        let digits = digits.get(..count).unwrap_or_default();
        let said = self.said.as_bytes();
        match self.how {
            How::Is => digits == said,
            How::Begins => digits.starts_with(said),
            How::Contains => contains(digits, said),
        }
    }

    fn stands_in_folded(&self, text: &str) -> bool {
        let said = self.said.as_str();
        match self.how {
            How::Is => text.trim() == said,
            How::Begins => text.trim_start().starts_with(said),
            How::Contains if text.len() > LONG => text.contains(said),
            How::Contains => contains(text.as_bytes(), said.as_bytes()),
        }
    }
}

/// Whether bytes stand among others, which are few.
fn contains(bytes: &[u8], said: &[u8]) -> bool {
    let last = said.last();
    let mut windows = bytes.windows(said.len().max(1));
    windows.any(|window| window.last() == last && window == said)
}
