//! Telephone numbers: restored from a spreadsheet's notation, and brought to one form.
//!
//! Must stay true: no digit is invented; two writings of one number give one key, and a key
//! is for comparing only, never for storing.

/// Digits up to which spreadsheet programs shorten what they show: `1.23457E+11`.
const SHOWN: usize = 6;
/// What stands before an extension.
const MARKS: [&str; 7] = ["转", "分机", "ext", "x", "#", "p", "w"];
/// Longest number, by E.164 with some room for what people put in front.
const MAX_DIGITS: usize = 20;

/// Why a number in scientific notation is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PhoneProblem {
    /// So few digits are left that a spreadsheet must have cut them off.
    #[error("digits were cut off")]
    DigitsLost,
    /// The notation stands for no whole number of a telephone's length.
    #[error("not a phone number")]
    NotAPhone,
}

impl PhoneProblem {
    /// A stable name for the app to translate.
    pub fn code(&self) -> &'static str {
        match self {
            Self::DigitsLost => "phone.digits_lost",
            Self::NotAPhone => "phone.not_a_phone",
        }
    }
}

/// Whether a text is a number in scientific notation, such as `1.38E+10`.
pub fn is_scientific(text: &str) -> bool {
    scientific(text).is_some()
}

/// The number behind `1.3800138E+10`, or `None` where the text is not in that notation.
///
/// Spreadsheets show at most six digits that way and forget the others when they save as text,
/// so a number is exact only with all of its digits, or with more than six and zeros behind.
///
/// # Errors
/// When digits were cut off, or it is no number of a telephone.
pub fn restore_scientific(text: &str) -> Option<Result<String, PhoneProblem>> {
    let (whole, fraction, exponent) = scientific(text)?;
    let places = fraction.len();
    let kept = fraction.trim_end_matches('0').len();
    if kept > exponent || exponent >= MAX_DIGITS || whole.starts_with('0') {
        return Some(Err(PhoneProblem::NotAPhone));
    }
    if places < exponent && whole.len() + kept <= SHOWN {
        return Some(Err(PhoneProblem::DigitsLost));
    }
    let mut out = whole.to_owned();
    let zeros = core::iter::repeat('0');
    out.extend(fraction.chars().chain(zeros).take(exponent));
    Some(Ok(out))
}

fn scientific(text: &str) -> Option<(&str, &str, usize)> {
    let (number, exponent) = text.trim().split_once(['E', 'e'])?;
    let exponent = exponent.strip_prefix('+').unwrap_or(exponent);
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let shape = whole.len() == 1 && digits(whole) && digits(fraction);
    let power = (1..=3).contains(&exponent.len()) && digits(exponent);
    (shape && power)
        .then(|| exponent.parse().ok())?
        .map(|power| (whole, fraction, power))
}

/// A number in the one form that compares.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PhoneKey {
    /// Chinese numbers as dialled inside China (`13800138000`, `02812345678`), others with `+`
    /// where the country is known, and as they are where not.
    pub number: String,
    /// The extension; empty where there is none.
    pub extension: String,
}

/// The key of a number; `None` where there are fewer than three digits or more than twenty.
///
/// `+86`, `0086` and a bare `86` in front of a Chinese mobile number are dropped; so is the
/// `(0)` of `+49 (0)89`. The extension is what follows `转`, `分机`, `ext`, `x` or `#`.
pub fn phone_key(text: &str) -> Option<PhoneKey> {
    let text: String = text.chars().map(narrow).collect();
    let restored = restore_scientific(&text).and_then(Result::ok);
    let text = restored.unwrap_or(text);
    let lower = text.trim().to_lowercase();
    let lower = lower.strip_prefix("tel:").unwrap_or(&lower);
    let mut cut = (lower.len(), lower.len());
    // Most numbers are bare, and have nothing to look for.
    let bare = |b: u8| b.is_ascii_digit() || b" +-().".contains(&b);
    let marks: &[&str] = if lower.bytes().all(bare) { &[] } else { &MARKS };
    for mark in marks {
        // A mark before the number is a word in front, such as `ext.` in a label.
        let found = lower.match_indices(*mark).find(|(at, _)| {
            lower
                .get(..*at)
                .is_some_and(|front| digits(front).len() >= 3)
        });
        if let Some((at, _)) = found
            && at < cut.0
        {
            cut = (at, at + mark.len());
        }
    }
    let (front, behind) = (lower.get(..cut.0)?, lower.get(cut.1..)?);
    let international = front.trim_start().trim_start_matches('(').starts_with('+');
    let plain = if international {
        front.replace("(0)", "")
    } else {
        front.to_owned()
    };
    let mut number = digits(&plain);
    let mut abroad = international;
    if !abroad
        && number.len() > 10
        && let Some(rest) = number.strip_prefix("00")
    {
        number = rest.to_owned();
        abroad = true;
    }
    if let Some(rest) = number.strip_prefix("86") {
        if is_mobile(rest) {
            number = rest.to_owned();
            abroad = false;
        } else if abroad && (9..=11).contains(&rest.trim_start_matches('0').len()) {
            number = format!("0{}", rest.trim_start_matches('0'));
            abroad = false;
        }
    }
    if !(3..=MAX_DIGITS).contains(&number.len()) {
        return None;
    }
    if abroad {
        number.insert(0, '+');
    }
    Some(PhoneKey {
        number,
        extension: digits(behind),
    })
}

/// Whether these are the eleven digits of a mobile number in mainland China.
pub fn is_mobile(digits: &str) -> bool {
    let mut bytes = digits.bytes();
    digits.len() == 11
        && bytes.next() == Some(b'1')
        && matches!(bytes.next(), Some(b'3'..=b'9'))
        && bytes.all(|b| b.is_ascii_digit())
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// Signs in their narrow form.
fn narrow(c: char) -> char {
    match c {
        '０'..='９' | '＋' | '（' | '）' | '－' | '＃' => {
            char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c)
        }
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_exact_numbers_are_restored() {
        use PhoneProblem::{DigitsLost, NotAPhone};
        for (text, want) in [
            ("1.3800138E+10", Some(Ok("13800138000"))),
            ("1.3800138000E+10", Some(Ok("13800138000"))),
            ("1.3800138000e10", Some(Ok("13800138000"))),
            ("1.3800138001E10", Some(Ok("13800138001"))),
            ("1.38E+10", Some(Err(DigitsLost))),
            ("1E+10", Some(Err(DigitsLost))),
            ("1.38001E+10", Some(Err(DigitsLost))),
            ("1.23E+2", Some(Ok("123"))),
            ("1.234E+2", Some(Err(NotAPhone))),
            ("1.5E+300", Some(Err(NotAPhone))),
            ("0E+10", Some(Err(NotAPhone))),
            ("13800138000", None),
            ("1.38E-10", None),
            ("12.3E+10", None),
            ("E10", None),
            ("1.3.8E10", None),
            ("someone", None),
        ] {
            let want = want.map(|r| r.map(str::to_owned));
            assert_eq!(restore_scientific(text), want, "{text}");
        }
    }

    #[test]
    fn every_writing_of_a_number_has_one_key() {
        for (texts, number, extension) in [
            (
                &[
                    "13800138000",
                    "138 0013 8000",
                    "+86 138-0013-8000",
                    "0086 13800138000",
                    "8613800138000",
                    "(+86)13800138000",
                    "＋８６１３８００１３８０００",
                    "tel:+86-138-0013-8000",
                    "1.3800138E+10",
                    "手机：13800138000",
                ][..],
                "13800138000",
                "",
            ),
            (
                &[
                    "028-12345678",
                    "+86 28 12345678",
                    "0086-28-12345678",
                    "(028)12345678",
                ],
                "02812345678",
                "",
            ),
            (
                &[
                    "028-12345678转801",
                    "028-12345678 ext. 801",
                    "028 12345678 x801",
                    "028-12345678#801",
                ],
                "02812345678",
                "801",
            ),
            (
                &["+1 (415) 555-0100", "001 415 555 0100"],
                "+14155550100",
                "",
            ),
            (&["4008001234", "400-800-1234"], "4008001234", ""),
            (&["110"], "110", ""),
        ] {
            for text in texts {
                let got = phone_key(text).unwrap();
                let got = (got.number.as_str(), got.extension.as_str());
                assert_eq!(got, (number, extension), "{text}");
            }
        }
        assert_eq!(phone_key("+49 (0)89 1234"), phone_key("+49891234"));
        for text in ["", "12", "none", "123456789012345678901"] {
            assert_eq!(phone_key(text), None, "{text}");
        }
    }
}
