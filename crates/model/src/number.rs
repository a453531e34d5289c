//! Numbers and amounts as people type them.

/// What stands for a currency that nobody named.
const USUAL: [u8; 3] = *b"CNY";

/// Digits behind the point of a currency, by ISO 4217; 2 for most.
pub fn minor_digits(currency: [u8; 3]) -> u8 {
    match &currency {
        b"BIF" | b"CLP" | b"DJF" | b"GNF" | b"ISK" | b"JPY" | b"KMF" | b"KRW" | b"PYG" | b"RWF"
        | b"UGX" | b"UYI" | b"VND" | b"VUV" | b"XAF" | b"XOF" | b"XPF" => 0,
        b"BHD" | b"IQD" | b"JOD" | b"KWD" | b"LYD" | b"OMR" | b"TND" => 3,
        _ => 2,
    }
}

/// Full-width digits and signs as plain ones; groups of digits put together.
fn plain(text: &str) -> Option<String> {
    let mut out = String::new();
    for c in text.trim().chars() {
        match c {
            '0'..='9' | '.' | '-' => out.push(c),
            '０'..='９' => out.push(char::from_u32(c as u32 - '０' as u32 + '0' as u32)?),
            '．' => out.push('.'),
            '−' | '－' => out.push('-'),
            '+' | ',' | '，' | ' ' | '\u{a0}' | '\u{202f}' | '\'' => {}
            _ => return None,
        }
    }
    (!out.is_empty()).then_some(out)
}

/// A whole number.
pub fn whole(text: &str) -> Option<i64> {
    plain(text)?.parse().ok()
}

/// A decimal number, finite.
pub fn decimal(text: &str) -> Option<f64> {
    plain(text)?.parse().ok().filter(|n: &f64| n.is_finite())
}

/// An amount: a number, with the code or sign of its currency before or behind it or none.
pub fn money(text: &str) -> Option<(i64, [u8; 3])> {
    const SIGNS: [(&str, [u8; 3]); 8] = [
        ("￥", *b"CNY"),
        ("¥", *b"CNY"),
        ("元", *b"CNY"),
        ("HK$", *b"HKD"),
        ("US$", *b"USD"),
        ("$", *b"USD"),
        ("€", *b"EUR"),
        ("£", *b"GBP"),
    ];
    let text = text.trim();
    let (mut rest, mut currency) = (text.to_owned(), USUAL);
    let letters: String = text.chars().filter(char::is_ascii_alphabetic).collect();
    if let Ok(code) = <[u8; 3]>::try_from(letters.to_ascii_uppercase().as_bytes()) {
        currency = code;
        rest = text.replace(&letters, "");
    } else if let Some((sign, code)) = SIGNS.iter().find(|(sign, _)| text.contains(sign)) {
        currency = *code;
        rest = text.replace(sign, "");
    }
    Some((minor(&plain(&rest)?, minor_digits(currency))?, currency))
}

/// Digits with a point as units of the last digit kept; none when more digits are said than that.
fn minor(text: &str, digits: u8) -> Option<i64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let part = part.trim_end_matches('0');
    let missing = usize::from(digits).checked_sub(part.len())?;
    let mut all = String::from(whole);
    all.push_str(part);
    all.extend(core::iter::repeat_n('0', missing));
    all.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_to_the_last_digit() {
        for (text, expected) in [
            ("12.5", Some((1250, *b"CNY"))),
            ("1,234.56 EUR", Some((123_456, *b"EUR"))),
            ("USD 7", Some((700, *b"USD"))),
            ("¥0", Some((0, *b"CNY"))),
            ("100 JPY", Some((100, *b"JPY"))),
            ("1.234 KWD", Some((1234, *b"KWD"))),
            ("-3.10 元", Some((-310, *b"CNY"))),
            ("１２", Some((1200, *b"CNY"))),
            ("1.234", None),
            ("12 XXXX", None),
            ("abc", None),
            ("", None),
        ] {
            assert_eq!(money(text), expected, "{text}");
        }
        assert_eq!(
            (whole("1 234"), whole("1.5"), whole("-0")),
            (Some(1234), None, Some(0))
        );
        assert_eq!(
            (decimal("2.50"), decimal("1e5"), decimal("-")),
            (Some(2.5), None, None)
        );
    }
}
